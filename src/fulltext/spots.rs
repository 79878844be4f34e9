//! Where a term stands in the documents of a segment.
//!
//! A few documents are looked for in the list. Of many, the list is unpacked as a whole,
//! and its places are read many at a time: to find a document in a list, and its places
//! behind those of the documents before, costs more than to read them.

use super::lists::{Segment, is_few};
use std::sync::Arc;
use tantivy::directory::{CompositeFile, FileSlice};
use tantivy::index::{InvertedIndexReader, SegmentComponent};
use tantivy::positions::PositionReader;
use tantivy::postings::{BlockSegmentPostings, Postings, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::termdict::TermDictionary;
use tantivy::{DocId, DocSet};

/// The positions of a field in a segment.
pub(super) struct Positions {
    index: Arc<InvertedIndexReader>,
    file: FileSlice,
}

impl Positions {
    pub(super) fn open(segment: &Segment<'_>, field: Field) -> tantivy::Result<Self> {
        let file = segment.reader.open_read(SegmentComponent::Positions)?;
        let file = CompositeFile::open(&file)?.open_read(field);
        Ok(Self {
            index: segment.index(field)?,
            file: file.unwrap_or_else(FileSlice::empty),
        })
    }

    /// Returns the words of the field.
    pub(super) fn words(&self) -> &TermDictionary {
        self.index.terms()
    }

    /// Opens the places of a term that so many documents will be asked of.
    pub(super) fn of(
        &self,
        info: &TermInfo,
        segment: &Segment<'_>,
        wanted: u32,
    ) -> tantivy::Result<Spots> {
        if is_few(wanted, info.doc_freq) {
            let option = IndexRecordOption::WithFreqsAndPositions;
            let list = self.index.read_postings_from_terminfo(info, option)?;
            return Ok(Spots::Sought(Box::new(list)));
        }
        let option = IndexRecordOption::WithFreqs;
        let blocks = self.index.read_block_postings_from_terminfo(info, option)?;
        let bytes = self.file.read_bytes_slice(info.positions_range.clone())?;
        let reader = PositionReader::open(bytes)?;
        Ok(Spots::Unpacked(Box::new(Unpacked::new(starts(blocks, segment), reader))))
    }
}

/// Returns how many places there are before those of each document, and in all.
fn starts(mut blocks: BlockSegmentPostings, segment: &Segment<'_>) -> Vec<usize> {
    let mut starts = vec![0; segment.end() as usize + 1];
    while blocks.block_len() > 0 {
        for (&doc, &times) in blocks.docs().iter().zip(blocks.freqs()) {
            if let Some(next) = starts.get_mut(doc as usize + 1) {
                *next = times as usize;
            }
        }
        blocks.advance();
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    starts
}

/// Tells where a term stands in documents, asked in their order.
pub(super) enum Spots {
    Sought(Box<SegmentPostings>),
    Unpacked(Box<Unpacked>),
}

/// A list that is unpacked.
pub(super) struct Unpacked {
    starts: Vec<usize>,
    reader: PositionReader,
    /// Some places, each as its distance from the one before.
    read: Vec<u32>,
    /// How many places there are before those.
    from: usize,
}

impl Spots {
    /// Adds the places in `doc`, each moved by `shift`; returns true if there are any.
    pub(super) fn add(&mut self, doc: DocId, shift: u32, places: &mut Vec<u32>) -> bool {
        match self {
            Self::Sought(list) => {
                if list.doc() < doc {
                    list.seek(doc);
                }
                let is_here = list.doc() == doc;
                if is_here {
                    list.append_positions_with_offset(shift, places);
                }
                is_here
            }
            Self::Unpacked(list) => list.add(doc, shift, places),
        }
    }
}

impl Unpacked {
    fn new(starts: Vec<usize>, reader: PositionReader) -> Self {
        Self { starts, reader, read: Vec::new(), from: 0 }
    }

    fn add(&mut self, doc: DocId, shift: u32, places: &mut Vec<u32>) -> bool {
        let distances = self.distances(doc as usize);
        let mut place = shift;
        for distance in distances {
            place += distance;
            places.push(place);
        }
        !distances.is_empty()
    }

    fn distances(&mut self, doc: usize) -> &[u32] {
        let Some(&[start, end]) = self.starts.get(doc..doc + 2) else { return &[] };
        if start == end {
            return &[];
        }
        if end > self.from + self.read.len() {
            self.fill(start, end);
        }
        self.read.get(start - self.from..end - self.from).unwrap_or_default()
    }

    /// Reads on from `start`, beyond `end`.
    fn fill(&mut self, start: usize, end: usize) {
        const AT_ONCE: usize = 1_024;
        let all = self.starts.last().map_or(end, |&all| all);
        self.read.resize(end.max(start + AT_ONCE).min(all) - start, 0);
        self.reader.read(start as u64, &mut self.read);
        self.from = start;
    }
}
