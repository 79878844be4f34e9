//! The lists of a Word file: which paragraph has which number ([MS-DOC] 2.9.131, 2.9.147,
//! 2.9.150).

use super::{u16_at, u32_at};
use crate::ingest::lists::{self, Counter, Figure, Level, Levels, Part};
use std::collections::{HashMap, HashSet};

/// Where a paragraph stands in a list.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Place {
    /// The list, from 1; 0 for none.
    pub(super) list: Option<u16>,
    /// The level, from 0.
    pub(super) rank: Option<u8>,
}

impl Place {
    /// Takes what a change of a paragraph says.
    pub(super) fn take(&mut self, code: u16, operand: &[u8]) {
        match code {
            0x260a => self.rank = operand.first().copied(),
            0x460b => self.list = u16_at(operand, 0),
            _ => {}
        }
    }

    /// Returns this, and what a style says where it says nothing.
    pub(super) fn on(self, style: Self) -> Self {
        Self { list: self.list.or(style.list), rank: self.rank.or(style.rank) }
    }
}

/// Levels of a Word list.
const RANKS: usize = 9;
/// The length of what comes first of a model, a level and a list.
const MODEL: usize = 28;
const LEVEL: usize = 28;
const LIST: usize = 16;

/// The lists of a document.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    models: HashMap<usize, Levels>,
    lists: Vec<List>,
}

/// A list: a model, with changes.
#[derive(Debug, Default)]
struct List {
    model: usize,
    starts: [Option<u32>; lists::LEVELS],
    changed: Vec<(usize, Level)>,
}

impl Numbering {
    /// Reads what there is; what is broken is left out, for the text is there without.
    pub(super) fn read(main: &[u8], table: &[u8]) -> Self {
        let part = |at| {
            let from = u32_at(main, at)?;
            table.get(from..).filter(|_| u32_at(main, at + 4).is_some_and(|n| n > 0))
        };
        let mut numbering = Self::default();
        if let Some(bytes) = part(0x2e2) {
            numbering.models(bytes);
        }
        if let Some(bytes) = part(0x2ea) {
            numbering.lists(bytes);
        }
        numbering
    }

    /// Reads the models: first what comes first of each, then the levels of all.
    fn models(&mut self, bytes: &[u8]) -> Option<()> {
        let count = usize::from(u16_at(bytes, 0)?);
        let mut at = 2 + count * MODEL;
        for i in 0..count {
            let head = bytes.get(2 + i * MODEL..2 + (i + 1) * MODEL)?;
            let is_simple = head.get(26)? & 1 != 0;
            let mut levels = lists::levels();
            for (rank, slot) in
                levels.iter_mut().enumerate().take(if is_simple { 1 } else { RANKS })
            {
                let (level, length) = level(rank, bytes.get(at..)?)?;
                *slot = level;
                at += length;
            }
            self.models.insert(u32_at(head, 0)?, levels);
        }
        Some(())
    }

    /// Reads the lists: first what comes first of each, then the changes of all.
    fn lists(&mut self, bytes: &[u8]) -> Option<()> {
        let count = u32_at(bytes, 0)?.min(bytes.len() / LIST);
        let mut at = 4 + count * LIST;
        for i in 0..count {
            let head = bytes.get(4 + i * LIST..4 + (i + 1) * LIST)?;
            let model = u32_at(head, 0)?;
            self.lists.push(List { model, ..List::default() });
            let changes = *head.get(12)?;
            // A position that tells nothing any more.
            at += 4;
            for _ in 0..changes {
                at += self.lists.last_mut()?.change(bytes.get(at..)?)?;
            }
        }
        Some(())
    }
}

impl List {
    /// Reads a change; returns its length.
    fn change(&mut self, bytes: &[u8]) -> Option<usize> {
        let (start, flags) = (u32_at(bytes, 0)?, *bytes.get(4)?);
        let rank = usize::from(flags & 0xf);
        let has_level = flags & 0x20 != 0;
        let has_start = flags & 0x10 != 0;
        let mut length = 8;
        let mut start = u32::try_from(start).ok();
        if has_level {
            let (level, more) = level(rank, bytes.get(8..)?)?;
            length += more;
            start = Some(level.start);
            self.changed.push((rank, level));
        }
        if let Some(slot) = self.starts.get_mut(rank).filter(|_| has_start) {
            *slot = start;
        }
        Some(length)
    }
}

/// Reads a level; returns it with its length.
fn level(rank: usize, bytes: &[u8]) -> Option<(Level, usize)> {
    let head = bytes.get(..LEVEL)?;
    let flags = head[5];
    let text_at = LEVEL + usize::from(head[24]) + usize::from(head[25]);
    let count = usize::from(u16_at(bytes, text_at)?);
    let text = bytes.get(text_at + 2..text_at + 2 + 2 * count)?;
    let figure = Figure::of_code(head[4]);
    let level = Level {
        start: u32::try_from(u32_at(head, 0)?).ok()?,
        figure,
        parts: parts(text),
        // From this level on, or behind every level above.
        restart: if flags & 8 != 0 { usize::from(head[26]) } else { rank },
        is_legal: flags & 4 != 0,
        is_tight: head[15] == 2,
    };
    Some((level, text_at + 2 + 2 * count))
}

/// Reads the text of a number, in which the first characters stand for counts.
fn parts(text: &[u8]) -> Vec<Part> {
    let units = text.chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]]));
    let mut parts = Vec::new();
    for c in
        char::decode_utf16(units.take(lists::LONGEST)).map(|c| c.unwrap_or('\u{fffd}'))
    {
        if (c as usize) < RANKS {
            parts.push(Part::Count(c as usize));
        } else if let Some(Part::Text(text)) = parts.last_mut() {
            text.push(c);
        } else {
            parts.push(Part::Text(c.to_string()));
        }
    }
    parts
}

/// Counts the paragraphs of a document.
pub(super) struct Counts<'n> {
    numbering: &'n Numbering,
    /// Lists of one model go on counting together.
    counters: HashMap<usize, Counter>,
    /// Levels of lists that have begun with their own count.
    begun: HashSet<(u16, usize)>,
}

impl<'n> Counts<'n> {
    pub(super) fn new(numbering: &'n Numbering) -> Self {
        Self { numbering, counters: HashMap::new(), begun: HashSet::new() }
    }

    /// Counts a paragraph; returns what stands before it, and whether nothing parts it
    /// from that.
    pub(super) fn next(&mut self, place: Place) -> Option<(String, bool)> {
        let id = place.list?;
        let list = self.numbering.lists.get(usize::from(id).checked_sub(1)?)?;
        let model = self.numbering.models.get(&list.model)?;
        let rank = usize::from(place.rank.unwrap_or(0));
        let start = *list.starts.get(rank)?;
        let start = start.filter(|_| self.begun.insert((id, rank)));
        let mut own;
        let mut levels = model;
        if !list.changed.is_empty() {
            own = model.clone();
            for (of, level) in &list.changed {
                own.get_mut(*of)?.clone_from(level);
            }
            levels = &own;
        }
        let counter = self.counters.entry(list.model).or_default();
        counter.count(rank, levels, start);
        let shown = counter.shown(rank, levels)?;
        let level = levels.get(rank)?;
        let shown = if level.is_bullet() { lists::bullet(&shown) } else { shown };
        Some((shown, level.is_tight))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A level with a text whose characters below 9 stand for counts.
    fn level_bytes(start: u8, figure: u8, flags: u8, text: &str) -> Vec<u8> {
        let mut bytes = vec![0; LEVEL];
        (bytes[0], bytes[4], bytes[5]) = (start, figure, flags);
        // Two bytes of the look of the number, which are passed over.
        (bytes[24], bytes[25]) = (1, 1);
        bytes.extend([9, 9]);
        let count = u16::try_from(text.chars().count()).unwrap();
        bytes.extend(count.to_le_bytes());
        bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    }

    /// A model of three levels, and two lists of it, of which the second begins with 5.
    fn file() -> (Vec<u8>, Vec<u8>) {
        let mut models = vec![1, 0];
        models.extend([77, 0, 0, 0].into_iter().chain([0; MODEL - 4]));
        models.extend(level_bytes(1, 0, 0, "Điều \u{0}."));
        models.extend(level_bytes(1, 4, 0, "\u{1})"));
        models.extend(level_bytes(1, 2, 4, "\u{0}.\u{1}.\u{2}"));
        for _ in 3..RANKS {
            models.extend(level_bytes(1, 23, 0, "\u{f0b7}"));
        }
        let mut lists = vec![2, 0, 0, 0];
        for changes in [0, 1] {
            let mut list = [0; LIST];
            (list[0], list[12]) = (77, changes);
            lists.extend(list);
        }
        lists.extend([0xff; 4]);
        lists.extend([0xff; 4]);
        lists.extend([5, 0, 0, 0, 0x10, 0, 0, 0]);
        let mut main = vec![0; 0x300];
        main[0x2e6] = 1;
        main[0x2ea..0x2ec]
            .copy_from_slice(&u16::try_from(models.len()).unwrap().to_le_bytes());
        main[0x2ee] = 1;
        (main, [models, lists].concat())
    }

    #[test]
    fn paragraphs_are_counted_by_list_and_level() {
        let (main, table) = file();
        let numbering = Numbering::read(&main, &table);
        let mut counts = Counts::new(&numbering);
        let mut next = |list: u16, rank: u8| {
            let place = Place { list: Some(list), rank: Some(rank) };
            counts.next(place).map_or_else(String::new, |(text, _)| text)
        };
        for (list, rank, expected) in [
            (1, 0, "Điều 1."),
            (1, 1, "a)"),
            (1, 1, "b)"),
            (1, 0, "Điều 2."),
            (1, 1, "a)"),
            (1, 2, "2.1.1"),
            (1, 3, "•"),
            (2, 0, "Điều 5."),
            (2, 0, "Điều 6."),
            (3, 0, ""),
            (0, 0, ""),
            (1, 200, ""),
        ] {
            assert_eq!(next(list, rank), expected, "{list} {rank}");
        }
    }

    #[test]
    fn broken_lists_are_left_out() {
        let (main, table) = file();
        for cut in 0..table.len() {
            let numbering = Numbering::read(&main, &table[..cut]);
            let place = Place { list: Some(1), rank: Some(0) };
            let _ = Counts::new(&numbering).next(place);
        }
    }
}
