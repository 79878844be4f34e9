//! The lists of a term: in which documents of a segment it is, how often, and where.

use super::docs::Docs;
use std::sync::Arc;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED, Term};

/// Returns true if so few documents are better looked for in a list of a length than
/// read with it.
pub(super) fn is_few(documents: u32, length: u32) -> bool {
    const READ_A_SEEK: u32 = 16;
    documents.saturating_mul(READ_A_SEEK) < length
}

/// One segment of an index.
#[derive(Clone, Copy)]
pub(super) struct Segment<'s> {
    pub(super) ord: usize,
    pub(super) reader: &'s SegmentReader,
}

impl Segment<'_> {
    /// Returns one past its largest document.
    pub(super) fn end(&self) -> DocId {
        self.reader.max_doc()
    }

    pub(super) fn index(
        &self,
        field: Field,
    ) -> tantivy::Result<Arc<InvertedIndexReader>> {
        self.reader.inverted_index(field)
    }
}

/// A term, looked up once for all segments.
#[derive(Clone, Debug)]
pub(super) struct Lists {
    pub(super) term: Term,
    infos: Box<[Option<TermInfo>]>,
}

impl Lists {
    pub(super) fn of(searcher: &Searcher, term: Term) -> tantivy::Result<Self> {
        let mut infos = Vec::with_capacity(searcher.segment_readers().len());
        for reader in searcher.segment_readers() {
            infos.push(reader.inverted_index(term.field())?.get_term_info(&term)?);
        }
        Ok(Self { term, infos: infos.into() })
    }

    /// Returns in how many documents it is, deleted ones included.
    pub(super) fn frequency(&self) -> u64 {
        self.infos.iter().flatten().map(|info| u64::from(info.doc_freq)).sum()
    }

    pub(super) fn info(&self, segment: &Segment<'_>) -> Option<&TermInfo> {
        self.infos.get(segment.ord)?.as_ref()
    }

    /// Returns in how many documents of a segment it is.
    pub(super) fn len(&self, segment: &Segment<'_>) -> u32 {
        self.info(segment).map_or(0, |info| info.doc_freq)
    }

    /// Returns its list in a segment, block by block.
    pub(super) fn blocks(
        &self,
        segment: &Segment<'_>,
        option: IndexRecordOption,
    ) -> tantivy::Result<BlockSegmentPostings> {
        let Some(info) = self.info(segment) else {
            return Ok(BlockSegmentPostings::empty());
        };
        let index = segment.index(self.term.field())?;
        Ok(index.read_block_postings_from_terminfo(info, option)?)
    }

    /// Calls `visit` with every document of a segment that has it.
    pub(super) fn each(
        &self,
        segment: &Segment<'_>,
        mut visit: impl FnMut(DocId),
    ) -> tantivy::Result<()> {
        let mut blocks = self.blocks(segment, IndexRecordOption::Basic)?;
        while blocks.block_len() > 0 {
            blocks.docs().iter().for_each(|&doc| visit(doc));
            blocks.advance();
        }
        Ok(())
    }

    /// Calls `visit` with how often it is in documents, at least those of `docs`.
    pub(super) fn each_time(
        &self,
        segment: &Segment<'_>,
        docs: &Docs,
        mut visit: impl FnMut(DocId, u32),
    ) -> tantivy::Result<()> {
        let mut blocks = self.blocks(segment, IndexRecordOption::WithFreqs)?;
        if is_few(docs.len(), self.len(segment)) {
            let mut at = Cursor::new(blocks);
            docs.each(|doc| visit(doc, at.times(doc).unwrap_or(0)));
            return Ok(());
        }
        while blocks.block_len() > 0 {
            for (&doc, &times) in blocks.docs().iter().zip(blocks.freqs()) {
                visit(doc, times);
            }
            blocks.advance();
        }
        Ok(())
    }

    /// Adds the documents of a segment that have it.
    pub(super) fn add_to(
        &self,
        docs: &mut Docs,
        segment: &Segment<'_>,
    ) -> tantivy::Result<()> {
        self.each(segment, |doc| docs.insert(doc))
    }

    /// Returns true if every document of a segment has it.
    pub(super) fn is_everywhere(&self, segment: &Segment<'_>) -> bool {
        self.len(segment) == segment.end()
    }

    /// Removes from `docs` those that do not have it.
    pub(super) fn narrow(
        &self,
        docs: &mut Docs,
        segment: &Segment<'_>,
    ) -> tantivy::Result<()> {
        if self.is_everywhere(segment) {
            return Ok(());
        }
        if is_few(docs.len(), self.len(segment)) {
            let mut at = Cursor::new(self.blocks(segment, IndexRecordOption::Basic)?);
            docs.retain(|doc| at.holds(doc));
            return Ok(());
        }
        let mut all = Docs::none(segment.end());
        self.add_to(&mut all, segment)?;
        docs.keep(&all);
        Ok(())
    }
}

/// A list that is asked for documents in their order.
pub(super) struct Cursor {
    blocks: BlockSegmentPostings,
    /// How many documents of the block are behind.
    at: usize,
}

impl Cursor {
    pub(super) fn new(blocks: BlockSegmentPostings) -> Self {
        Self { blocks, at: 0 }
    }

    /// Goes to `doc`; returns false if the term is not there.
    #[inline]
    pub(super) fn holds(&mut self, doc: DocId) -> bool {
        const NEAR: usize = 8;
        let rest = self.blocks.docs().get(self.at..).unwrap_or_default();
        match rest.iter().take(NEAR).position(|&other| other >= doc) {
            Some(skipped) => self.at += skipped,
            None => self.at = self.blocks.seek(doc),
        }
        self.blocks.doc(self.at) == doc
    }

    /// Returns how often the term is in `doc`.
    #[inline]
    pub(super) fn times(&mut self, doc: DocId) -> Option<u32> {
        self.holds(doc).then(|| self.blocks.freq(self.at))
    }
}

/// Adds what a query of tantivy matches.
pub(super) fn add_all(docs: &mut Docs, found: &mut dyn DocSet) {
    let mut doc = found.doc();
    while doc != TERMINATED {
        docs.insert(doc);
        doc = found.advance();
    }
}
