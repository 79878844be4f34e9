//! The texts, in compressed blocks, so that the words around a mention are found without
//! unpacking the law they stand in.

use super::entry::SourceEntry;
use super::table::kinds::TEXTS;
use crate::error::Result;
use crate::rows::{RowFile, RowWriter, u32_at};
use crate::text::Span;
use std::ops::Range;
use std::path::Path;

/// The bytes of text in a block; a block may start within a character.
const BLOCK: usize = 64 << 10;

/// A piece of a text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Passage {
    /// The piece, cut at characters.
    pub text: String,
    /// Where it starts in the source, in bytes.
    pub start: u32,
    /// The line in which it starts, from 1.
    pub line: u32,
}

impl Passage {
    /// Returns the part of the passage that `span` of the source covers; empty when it
    /// lies outside.
    pub fn slice(&self, span: Span) -> &str {
        let at = |offset: u32| offset.checked_sub(self.start).map(|n| n as usize);
        let range = at(span.start).zip(at(span.end));
        range.and_then(|(a, b)| self.text.get(a..b)).unwrap_or_default()
    }

    /// Returns the line that holds `offset` of the source, from 1.
    pub fn line_of(&self, offset: u32) -> u32 {
        let before = offset.saturating_sub(self.start) as usize;
        let bytes = self.text.as_bytes();
        let bytes = bytes.get(..before).unwrap_or(bytes);
        let breaks = memchr::memchr_iter(b'\n', bytes).count();
        self.line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX))
    }
}

/// The blocks that were unpacked last, for the next passage from the same place.
#[derive(Clone, Debug, Default)]
pub struct Unpacked {
    /// Which ones.
    blocks: Range<u64>,
    bytes: Vec<u8>,
    /// The line breaks before them in their text.
    breaks: u32,
}

/// Writes texts one after the other.
pub(crate) struct TextWriter(RowWriter);

/// A text in blocks, ready to be written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Packed(Vec<Vec<u8>>);

impl Packed {
    /// Compresses `text`: a block is the number of line breaks before it (u32) and its
    /// bytes in LZ4.
    pub(crate) fn new(text: &str) -> Self {
        let mut breaks = 0u32;
        let pack = |block: &[u8]| {
            let mut row = breaks.to_le_bytes().to_vec();
            row.extend(lz4_flex::block::compress(block));
            let here = memchr::memchr_iter(b'\n', block).count();
            breaks = breaks.saturating_add(u32::try_from(here).unwrap_or(u32::MAX));
            row
        };
        Self(text.as_bytes().chunks(BLOCK).map(pack).collect())
    }

    /// Returns the blocks.
    pub(crate) fn blocks(&self) -> &[Vec<u8>] {
        &self.0
    }
}

/// Returns how many blocks a text of that length has.
pub(crate) fn block_total(text_bytes: u32) -> u64 {
    u64::from(text_bytes).div_ceil(BLOCK as u64)
}

impl TextWriter {
    pub(crate) fn create(dir: &Path) -> Result<Self> {
        Ok(Self(RowWriter::create(&dir.join(TEXTS.file), TEXTS.label)?))
    }

    /// Returns the row that the next block gets.
    pub(crate) fn next_block(&self) -> u64 {
        self.0.rows()
    }

    /// Adds a block.
    pub(crate) fn push(&mut self, block: &[u8]) -> Result<()> {
        self.0.push(block)
    }

    pub(crate) fn finish(self, text_bytes: u64) -> Result<()> {
        self.0.finish(text_bytes).map(|_| ())
    }
}

/// The texts of a generation.
#[derive(Debug)]
pub(crate) struct Texts(RowFile);

impl Texts {
    pub(crate) fn open(dir: &Path) -> Result<Self> {
        RowFile::open(&dir.join(TEXTS.file), TEXTS.label).map(Self)
    }

    pub(crate) fn verify(&self) -> Result<()> {
        self.0.verify()
    }

    /// Returns a block as it is stored.
    pub(crate) fn block(&self, n: u64) -> Result<Vec<u8>> {
        self.0.get(n)?.ok_or_else(|| self.0.damaged("a block of text is missing"))
    }

    /// Returns the whole text of a source.
    pub(crate) fn text(&self, source: &SourceEntry) -> Result<String> {
        let mut all = Unpacked::default();
        self.unpack(source, 0, source.text_bytes, &mut all)?;
        String::from_utf8(all.bytes)
            .map_err(|e| self.0.damaged("a text is not UTF-8").because(e))
    }

    /// Returns the part of a text that holds `span` and up to `margin` bytes on each
    /// side; what is unpacked for it stays in `last`, and is not unpacked again.
    pub(crate) fn passage(
        &self,
        source: &SourceEntry,
        span: Span,
        margin: u32,
        last: &mut Unpacked,
    ) -> Result<Passage> {
        let start = span.start.saturating_sub(margin).min(source.text_bytes);
        let end = span.end.saturating_add(margin).min(source.text_bytes).max(start);
        self.unpack(source, start, end, last)?;
        let (bytes, breaks) = (&last.bytes, last.breaks);
        let first_block = start - start % block_bytes();
        let (at, until) = ((start - first_block) as usize, (end - first_block) as usize);
        let mut text = bytes.get(at..until).unwrap_or_default();
        let broken = text.iter().take_while(|&&b| b & 0xC0 == 0x80).count();
        text = text.get(broken..).unwrap_or_default();
        let whole = match std::str::from_utf8(text) {
            Ok(whole) => whole,
            Err(e) if text.len() - e.valid_up_to() < 4 => {
                std::str::from_utf8(text.get(..e.valid_up_to()).unwrap_or_default())
                    .unwrap_or_default()
            }
            Err(e) => return Err(self.0.damaged("a text is not UTF-8").because(e)),
        };
        let skipped = bytes.get(..at + broken).unwrap_or_default();
        let breaks = breaks as usize + memchr::memchr_iter(b'\n', skipped).count();
        Ok(Passage {
            text: whole.to_owned(),
            start: start + u32::try_from(broken).unwrap_or(0),
            line: u32::try_from(breaks + 1).unwrap_or(u32::MAX),
        })
    }

    /// Unpacks the blocks that hold `start..end` into `out`, if it does not hold them.
    fn unpack(
        &self,
        source: &SourceEntry,
        start: u32,
        end: u32,
        out: &mut Unpacked,
    ) -> Result<()> {
        let (first, last) = (start / block_bytes(), end.div_ceil(block_bytes()));
        let blocks = source.first_block + u64::from(first)
            ..source.first_block + u64::from(last.max(first));
        if out.blocks == blocks {
            return Ok(());
        }
        *out = Unpacked::default();
        let mut breaks = None;
        for n in first..last {
            let row = self.block(source.first_block + u64::from(n))?;
            if row.len() < 4 {
                return Err(self.0.damaged("a block of text is too short"));
            }
            breaks.get_or_insert(u32_at(&row, 0));
            let rest = source.text_bytes - n * block_bytes();
            let length = rest.min(block_bytes()) as usize;
            let block = lz4_flex::block::decompress(&row[4..], length)
                .ok()
                .filter(|block| block.len() == length)
                .ok_or_else(|| self.0.damaged("a block of text cannot be unpacked"))?;
            out.bytes.extend_from_slice(&block);
        }
        (out.blocks, out.breaks) = (blocks, breaks.unwrap_or(0));
        Ok(())
    }
}

fn block_bytes() -> u32 {
    u32::try_from(BLOCK).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::DocId;

    fn entry(text: &str, first_block: u64) -> SourceEntry {
        SourceEntry {
            name: "a".to_owned(),
            hash: [0; 32],
            meta: crate::ingest::Meta::default(),
            heading: crate::parse::Heading::default(),
            doc: DocId(0),
            text_bytes: u32::try_from(text.len()).unwrap(),
            mentions: 0,
            first_block,
            word_id: 0,
        }
    }

    #[test]
    fn passages_are_the_text_wherever_the_blocks_end() {
        let long = "Điều 1.\nQuyết định số 793/QĐ-TTg\n".repeat(6000);
        let exact = "b".repeat(BLOCK);
        let texts = ["", "ngắn", long.as_str(), exact.as_str()];
        let dir = tempfile::tempdir().unwrap();
        let mut writer = TextWriter::create(dir.path()).unwrap();
        let mut entries = Vec::new();
        for text in texts {
            entries.push(entry(text, writer.next_block()));
            let packed = Packed::new(text);
            assert_eq!(
                packed.blocks().len() as u64,
                block_total(entries.last().unwrap().text_bytes)
            );
            packed.blocks().iter().for_each(|b| writer.push(b).unwrap());
        }
        writer.finish(0).unwrap();
        let stored = Texts::open(dir.path()).unwrap();
        for (text, entry) in texts.iter().zip(&entries) {
            assert_eq!(stored.text(entry).unwrap(), *text);
        }
        let lines = crate::text::LineIndex::new(&long);
        let mut last = Unpacked::default();
        for at in (0..long.len()).step_by(997) {
            let Some(at) = (at..long.len()).find(|&i| long.is_char_boundary(i)) else {
                continue;
            };
            let end = (at + 1..=long.len()).find(|&i| long.is_char_boundary(i)).unwrap();
            let span = Span::new(at, end);
            let passage = stored.passage(&entries[2], span, 100, &mut last).unwrap();
            assert_eq!(passage.slice(span), long.get(at..end).unwrap());
            let start = passage.start as usize;
            assert_eq!(
                passage.text,
                long.get(start..start + passage.text.len()).unwrap()
            );
            assert!(passage.text.len() > 95 && passage.text.len() <= 203 + (end - at));
            assert_eq!(passage.line_of(span.start), lines.line(span.start));
        }
        let beyond =
            stored.passage(&entries[1], Span::new(90, 99), 5, &mut last).unwrap();
        assert_eq!(beyond.text, "");
    }
}
