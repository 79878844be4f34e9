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
        let near = self.near(segment, among)?;
        if near.is_empty() || self.pairs_tell() {
            return Ok(near);
        }
        let (mut found, doubtful) = self.sure(segment, &near)?;
        self.add_by_position(segment, &doubtful, &mut found)?;
        Ok(found)
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

    /// Returns those that hold the row for certain, and the others.
    ///
    /// A word between two others that stands in a document five times, three times after
    /// the one and three times before the other, stands between both at least once. Where
    /// a word is spelled otherwise at some places, those may be the ones that count.
    fn sure(&self, segment: &Segment<'_>, near: &Docs) -> tantivy::Result<(Docs, Docs)> {
        let mut terms = Vec::new();
        let mut count = |list: &Lists, sign: i64| -> tantivy::Result<()> {
            let blocks = list.blocks(segment, IndexRecordOption::WithFreqs)?;
            terms.push((Cursor::new(blocks), sign));
            Ok(())
        };
        self.pairs.iter().try_for_each(|pair| count(pair, 1))?;
        let last = self.words.len().saturating_sub(1);
        for (i, word) in self.words.iter().enumerate() {
            let inner = i64::from(i > 0 && i < last);
            let mut otherwise = 0;
            if let Spelling::Marked(exact) = &word.spelling {
                count(exact, 1)?;
                otherwise = 1;
            }
            if inner + otherwise > 0 {
                count(&word.folded, -inner - otherwise)?;
            }
        }
        let (mut sure, mut doubtful) =
            (Docs::none(segment.end()), Docs::none(segment.end()));
        for doc in near.iter() {
            let times = terms.iter_mut().map(|(at, sign)| {
                at.times(doc).map_or(0, |times| i64::from(times) * *sign)
            });
            if times.sum::<i64>() > 0 { sure.insert(doc) } else { doubtful.insert(doc) }
        }
        Ok((sure, doubtful))
    }

    fn add_by_position(
        &self,
        segment: &Segment<'_>,
        doubtful: &Docs,
        found: &mut Docs,
    ) -> tantivy::Result<()> {
        if doubtful.is_empty() {
            return Ok(());
        }
        let words: tantivy::Result<Vec<_>> =
            self.words.iter().map(|word| self.places(word, segment)).collect();
        let mut places = RowPlaces::new(words?);
        for doc in doubtful.iter() {
            if places.hold(doc) {
                found.insert(doc);
            }
        }
        Ok(())
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
        Ok(WordPlaces { lists, times: 0 })
    }
}

/// Where one word of a row stands, in all its spellings.
struct WordPlaces {
    lists: Vec<SegmentPostings>,
    /// How often it is in the document asked for.
    times: u32,
}

impl WordPlaces {
    /// Goes to `doc`; returns false if the word is not there.
    fn go(&mut self, doc: DocId) -> bool {
        self.times = 0;
        for list in &mut self.lists {
            if list.doc() < doc {
                list.seek(doc);
            }
            if list.doc() == doc {
                self.times += list.term_freq();
            }
        }
        self.times > 0
    }

    /// Reads where the word stands in `doc`, each place moved by `shift`.
    fn read(&mut self, doc: DocId, shift: u32, places: &mut Vec<u32>) {
        places.clear();
        let mut parts = 0;
        for list in self.lists.iter_mut().filter(|list| list.doc() == doc) {
            list.append_positions_with_offset(shift, places);
            parts += 1;
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
    starts: Vec<u32>,
    others: Vec<u32>,
}

impl RowPlaces {
    fn new(words: Vec<WordPlaces>) -> Self {
        let order = (0..words.len()).collect();
        Self { words, order, starts: Vec::new(), others: Vec::new() }
    }

    /// Returns true if the words stand in a row in `doc`; no smaller document may be
    /// asked for later.
    fn hold(&mut self, doc: DocId) -> bool {
        if !self.words.iter_mut().all(|word| word.go(doc)) {
            return false;
        }
        let Self { words, order, starts, others } = self;
        order.sort_unstable_by_key(|&i| words[i].times);
        for (n, &i) in order.iter().enumerate() {
            // Moved so, all words of a row stand at the place of its last one.
            let shift = u32::try_from(words.len() - 1 - i).unwrap_or(u32::MAX);
            if n == 0 {
                words[i].read(doc, shift, starts);
                continue;
            }
            words[i].read(doc, shift, others);
            keep_common(starts, others);
            if starts.is_empty() {
                return false;
            }
        }
        true
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
