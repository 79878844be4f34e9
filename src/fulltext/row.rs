//! Words in a row.
//!
//! Positions are the dearest part of an index to read, and for most documents they need
//! not be: what a row is made of is counted in the lists of the words and their pairs.

use super::docs::Docs;
use super::lists::{Cursor, Lists, Segment};
use super::spelled::Spelled;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet};

/// Words that stand side by side.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) words: Vec<RowWord>,
    /// Each two neighbours, without marks.
    pub(super) pairs: Vec<Lists>,
    /// The field with positions.
    pub(super) exact: Field,
}

/// A word of a row.
#[derive(Clone, Debug)]
pub(super) struct RowWord {
    pub(super) folded: Lists,
    pub(super) spelling: Spelling,
}

/// How a word of a row may be written.
#[derive(Clone, Debug)]
pub(super) enum Spelling {
    /// As typed.
    Marked(Lists),
    /// With any marks on these letters.
    Any(String),
}

impl Row {
    /// A pair without marks is a term of its own: no more need be known.
    fn pairs_tell(&self) -> bool {
        let is_free = |word: &RowWord| matches!(word.spelling, Spelling::Any(_));
        self.words.len() == 2 && self.words.iter().all(is_free)
    }

    /// Returns the documents of `among` that hold the row.
    pub(super) fn find(
        &self,
        segment: &Segment<'_>,
        among: Docs,
    ) -> tantivy::Result<Docs> {
        let mut docs = self.near(segment, among)?;
        if docs.is_empty() || self.pairs_tell() {
            return Ok(docs);
        }
        let mut counts = self.counts(segment)?;
        let words: tantivy::Result<Vec<_>> =
            self.words.iter().map(|word| self.places(word, segment)).collect();
        let mut places = RowPlaces::new(words?);
        docs.retain(|doc| {
            counts.read(doc);
            counts.tell() || places.hold(doc, &counts)
        });
        Ok(docs)
    }

    /// Returns those that hold all pairs, and the words as typed.
    fn near(&self, segment: &Segment<'_>, mut among: Docs) -> tantivy::Result<Docs> {
        let marked = self.words.iter().filter_map(|word| match &word.spelling {
            Spelling::Marked(lists) => Some(lists),
            Spelling::Any(_) => None,
        });
        let mut lists: Vec<&Lists> = self.pairs.iter().chain(marked).collect();
        lists.sort_by_key(|list| list.len(segment));
        for list in lists {
            if among.is_empty() {
                break;
            }
            list.narrow(&mut among, segment)?;
        }
        Ok(among)
    }

    fn counts(&self, segment: &Segment<'_>) -> tantivy::Result<Counts> {
        let cursor = |lists: &Lists| -> tantivy::Result<Cursor> {
            Ok(Cursor::new(lists.blocks(segment, IndexRecordOption::WithFreqs)?))
        };
        let word = |word: &RowWord| -> tantivy::Result<WordCount> {
            let exact = match &word.spelling {
                Spelling::Marked(exact) => Some(cursor(exact)?),
                Spelling::Any(_) => None,
            };
            Ok(WordCount { folded: (cursor(&word.folded)?, 0), exact, as_typed: 0 })
        };
        let words = self.words.iter().map(word).collect::<tantivy::Result<Vec<_>>>()?;
        let pairs = self.pairs.iter().map(|pair| Ok((cursor(pair)?, 0)));
        Ok(Counts { words, pairs: pairs.collect::<tantivy::Result<Vec<_>>>()? })
    }

    fn places(
        &self,
        word: &RowWord,
        segment: &Segment<'_>,
    ) -> tantivy::Result<WordPlaces> {
        let index = segment.index(self.exact)?;
        let mut lists = Vec::new();
        let mut open = |info: &TermInfo| -> tantivy::Result<()> {
            let option = IndexRecordOption::WithFreqsAndPositions;
            lists.push(index.read_postings_from_terminfo(info, option)?);
            Ok(())
        };
        match &word.spelling {
            Spelling::Marked(exact) => exact.info(segment).map_or(Ok(()), open)?,
            Spelling::Any(folded) => {
                let mut found = index.terms().search(Spelled(folded)).into_stream()?;
                while found.advance() {
                    open(found.value())?;
                }
            }
        }
        Ok(WordPlaces(lists))
    }
}

/// How often the words of a row and their pairs are in a document.
struct Counts {
    words: Vec<WordCount>,
    /// How often each word stands before the next, without marks.
    pairs: Vec<(Cursor, u32)>,
}

struct WordCount {
    folded: (Cursor, u32),
    exact: Option<Cursor>,
    /// How often it is there as it was typed.
    as_typed: u32,
}

impl WordCount {
    fn read(&mut self, doc: DocId) {
        let (cursor, times) = &mut self.folded;
        *times = cursor.times(doc).unwrap_or(0);
        self.as_typed = match &mut self.exact {
            Some(exact) => exact.times(doc).unwrap_or(0),
            None => *times,
        };
    }

    /// Returns how often it is there in another spelling.
    fn otherwise(&self) -> u32 {
        self.folded.1.saturating_sub(self.as_typed)
    }
}

impl Counts {
    /// Counts in `doc`; no smaller document may be asked for later.
    fn read(&mut self, doc: DocId) {
        self.words.iter_mut().for_each(|word| word.read(doc));
        for (cursor, times) in &mut self.pairs {
            *times = cursor.times(doc).unwrap_or(0);
        }
    }

    /// Returns true if the row is there for certain.
    ///
    /// A word between two others that stands in a document five times, three times after
    /// the one and three times before the other, stands between both at least once. Where
    /// a word is spelled otherwise at some places, those may be the ones that count.
    fn tell(&self) -> bool {
        let inner = self.words.get(1..self.words.len().saturating_sub(1));
        let inner = inner.unwrap_or_default().iter().map(|word| word.folded.1);
        let otherwise = self.words.iter().map(WordCount::otherwise);
        let against: u64 = inner.chain(otherwise).map(u64::from).sum();
        self.pairs.iter().map(|&(_, times)| u64::from(times)).sum::<u64>() > against
    }

    /// Returns true if word `i` stands wherever its neighbour `j` stands.
    fn follows(&self, i: usize, j: usize) -> bool {
        let (Some(word), Some(neighbour)) = (self.words.get(i), self.words.get(j)) else {
            return false;
        };
        let pair = self.pairs.get(i.min(j)).map(|&(_, times)| times);
        word.otherwise() == 0 && pair == Some(neighbour.folded.1)
    }
}

/// Where one word of a row stands, in all its spellings.
struct WordPlaces(Vec<SegmentPostings>);

impl WordPlaces {
    /// Reads where the word stands in `doc`, each place moved by `shift`.
    fn read(&mut self, doc: DocId, shift: u32, places: &mut Vec<u32>) {
        places.clear();
        let mut parts = 0;
        for list in &mut self.0 {
            if list.doc() < doc {
                list.seek(doc);
            }
            if list.doc() == doc {
                list.append_positions_with_offset(shift, places);
                parts += 1;
            }
        }
        if parts > 1 {
            places.sort_unstable();
        }
    }
}

/// Where all words of a row stand.
struct RowPlaces {
    words: Vec<WordPlaces>,
    /// The words, the one that is there least often first.
    order: Vec<usize>,
    /// Which words stand at all places that are left.
    known: Vec<bool>,
    starts: Vec<u32>,
    others: Vec<u32>,
}

impl RowPlaces {
    fn new(words: Vec<WordPlaces>) -> Self {
        let (order, known) = ((0..words.len()).collect(), vec![false; words.len()]);
        Self { words, order, known, starts: Vec::new(), others: Vec::new() }
    }

    /// Returns true if the words stand in a row in `doc`; no smaller document may be
    /// asked for later. Of a word that stands wherever its neighbour does, the places are
    /// not read.
    fn hold(&mut self, doc: DocId, counts: &Counts) -> bool {
        let mut order = std::mem::take(&mut self.order);
        order.sort_unstable_by_key(|&i| counts.words.get(i).map(|word| word.as_typed));
        self.known.fill(false);
        let holds = self.walk(doc, &order, counts);
        self.order = order;
        holds
    }

    fn walk(&mut self, doc: DocId, order: &[usize], counts: &Counts) -> bool {
        let mut unread = None;
        for (n, &i) in order.iter().enumerate() {
            if self.known[i] {
                continue;
            }
            if n == 0 {
                unread = Some(i);
            } else {
                if let Some(first) = unread.take() {
                    let starts = std::mem::take(&mut self.starts);
                    self.starts = self.read(first, doc, starts);
                }
                let others = std::mem::take(&mut self.others);
                self.others = self.read(i, doc, others);
                keep_common(&mut self.starts, &self.others);
                if self.starts.is_empty() {
                    return false;
                }
            }
            self.learn(i, counts);
        }
        true
    }

    /// Reads where word `i` stands. Moved so, all words of a row stand at the place of its
    /// last one.
    fn read(&mut self, i: usize, doc: DocId, mut places: Vec<u32>) -> Vec<u32> {
        let shift = u32::try_from(self.words.len() - 1 - i).unwrap_or(u32::MAX);
        self.words[i].read(doc, shift, &mut places);
        places
    }

    /// Word `i` is known, and with it what stands wherever it stands.
    fn learn(&mut self, i: usize, counts: &Counts) {
        self.known[i] = true;
        for j in i + 1..self.known.len() {
            if !(self.known[j] || counts.follows(j, j - 1)) {
                break;
            }
            self.known[j] = true;
        }
        for j in (0..i).rev() {
            if !(self.known[j] || counts.follows(j, j + 1)) {
                break;
            }
            self.known[j] = true;
        }
    }
}

/// Keeps of `mine` what is in `theirs`; both are sorted.
fn keep_common(mine: &mut Vec<u32>, theirs: &[u32]) {
    let mut rest = theirs.iter().copied().peekable();
    mine.retain(|&place| {
        while rest.next_if(|&other| other < place).is_some() {}
        rest.peek() == Some(&place)
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn what_is_common_is_kept(
            a in prop::collection::btree_set(0..60_u32, 0..30),
            b in prop::collection::btree_set(0..60_u32, 0..30),
        ) {
            let mut mine: Vec<u32> = a.iter().copied().collect();
            keep_common(&mut mine, &b.iter().copied().collect::<Vec<_>>());
            prop_assert_eq!(mine.into_iter().collect::<BTreeSet<_>>(), &a & &b);
        }
    }
}
