//! Words in a row.
//!
//! Positions are the dearest part of an index to read, and for most documents they need
//! not be: what a row is made of is counted in the lists of the words and their pairs.

use super::docs::Docs;
use super::lists::{Lists, Segment};
use super::spelled::Spelled;
use super::spots::{Positions, Spots};
use tantivy::DocId;
use tantivy::postings::TermInfo;
use tantivy::schema::Field;

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
        let open = self.untold(segment, docs.clone())?;
        if !open.is_empty() {
            docs.remove(&open);
            docs.join(&self.read(segment, open)?);
        }
        Ok(docs)
    }

    /// Returns those of `docs` of which counts do not tell that the row is there.
    ///
    /// A word between two others that stands in a document five times, three times after
    /// the one and three times before the other, stands between both at least once. Where
    /// a word is spelled otherwise at some places, those may be the ones that count.
    fn untold(&self, segment: &Segment<'_>, mut docs: Docs) -> tantivy::Result<Docs> {
        let mut margins = vec![0; segment.end() as usize];
        let mut add = |lists: &Lists, weight: i64| {
            lists.each_time(segment, &docs, |doc, times| {
                margins[doc as usize] += weight * i64::from(times);
            })
        };
        self.pairs.iter().try_for_each(|pair| add(pair, 1))?;
        for (i, word) in self.words.iter().enumerate() {
            let is_inner = i > 0 && i + 1 < self.words.len();
            let mut against = i64::from(is_inner);
            if let Spelling::Marked(exact) = &word.spelling {
                add(exact, 1)?;
                against += 1;
            }
            if against > 0 {
                add(&word.folded, -against)?;
            }
        }
        docs.retain(|doc| margins[doc as usize] <= 0);
        Ok(docs)
    }

    /// Returns those of `docs` where the words stand in a row.
    fn read(&self, segment: &Segment<'_>, mut docs: Docs) -> tantivy::Result<Docs> {
        let positions = Positions::open(segment, self.exact)?;
        let mut words = Vec::with_capacity(self.words.len());
        // Moved so, all words of a row stand at the place of its last one.
        for (shift, word) in (0..).zip(self.words.iter().rev()) {
            words.push(word.places(&positions, segment, docs.len(), shift)?);
        }
        words.sort_by_key(|word| word.length);
        let (mut common, mut others) = (Vec::new(), Vec::new());
        docs.retain(|doc| hold(&mut words, doc, &mut common, &mut others));
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
}

impl RowWord {
    fn places(
        &self,
        positions: &Positions,
        segment: &Segment<'_>,
        wanted: u32,
        shift: u32,
    ) -> tantivy::Result<WordPlaces> {
        let mut places = WordPlaces { lists: Vec::new(), length: 0, shift };
        let mut open = |info: &TermInfo| -> tantivy::Result<()> {
            places.length += u64::from(info.doc_freq);
            places.lists.push(positions.of(info, segment, wanted)?);
            Ok(())
        };
        match &self.spelling {
            Spelling::Marked(exact) => exact.info(segment).map_or(Ok(()), open)?,
            Spelling::Any(folded) => {
                let mut found =
                    positions.words().search(Spelled(folded)).into_stream()?;
                while found.advance() {
                    open(found.value())?;
                }
            }
        }
        Ok(places)
    }
}

/// Where one word of a row stands, in all its spellings.
struct WordPlaces {
    lists: Vec<Spots>,
    /// How long the lists are.
    length: u64,
    /// How far each place is moved.
    shift: u32,
}

impl WordPlaces {
    /// Reads where the word stands in `doc`.
    fn read(&mut self, doc: DocId, places: &mut Vec<u32>) {
        places.clear();
        let mut parts = 0;
        for list in &mut self.lists {
            parts += usize::from(list.add(doc, self.shift, places));
        }
        if parts > 1 {
            places.sort_unstable();
        }
    }
}

/// Returns true if the words stand in a row in `doc`; no smaller document may be asked
/// for later.
fn hold(
    words: &mut [WordPlaces],
    doc: DocId,
    common: &mut Vec<u32>,
    others: &mut Vec<u32>,
) -> bool {
    let Some((first, rest)) = words.split_first_mut() else { return true };
    first.read(doc, common);
    for word in rest {
        if common.is_empty() {
            break;
        }
        word.read(doc, others);
        keep_common(common, others);
    }
    !common.is_empty()
}

/// Keeps of `mine` what is in `theirs`; both are sorted.
fn keep_common(mine: &mut Vec<u32>, theirs: &[u32]) {
    let mut rest = theirs;
    mine.retain(|&place| {
        while let Some((_, further)) =
            rest.split_first().filter(|(next, _)| **next < place)
        {
            rest = further;
        }
        rest.first() == Some(&place)
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
