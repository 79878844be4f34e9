//! Sets of documents of one segment, a bit each.
//!
//! A segment of 25,000 documents is 3 KB: joining and cutting such sets costs less than
//! asking one list for its next document, so every condition becomes one.

use tantivy::{DocId, SegmentReader};

/// A set of documents of one segment.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Docs {
    words: Vec<u64>,
}

const BITS: u32 = u64::BITS;

impl Docs {
    /// Makes an empty set for documents below `end`.
    pub(super) fn none(end: DocId) -> Self {
        Self { words: vec![0; end.div_ceil(BITS) as usize] }
    }

    /// Makes the set of all documents below `end`.
    pub(super) fn all(end: DocId) -> Self {
        let mut words = vec![u64::MAX; end.div_ceil(BITS) as usize];
        if let Some(last) = words.last_mut().filter(|_| !end.is_multiple_of(BITS)) {
            *last = (1 << (end % BITS)) - 1;
        }
        Self { words }
    }

    /// Adds a document; one that cannot be there is left out.
    #[inline]
    pub(super) fn insert(&mut self, doc: DocId) {
        if let Some(word) = self.words.get_mut((doc / BITS) as usize) {
            *word |= 1 << (doc % BITS);
        }
    }

    #[inline]
    pub(super) fn contains(&self, doc: DocId) -> bool {
        let word = self.words.get((doc / BITS) as usize);
        word.is_some_and(|word| word >> (doc % BITS) & 1 == 1)
    }

    /// Returns how many there are.
    pub(super) fn len(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }

    /// Adds those of `other`.
    pub(super) fn join(&mut self, other: &Self) {
        self.each_word(other, |mine, theirs| mine | theirs);
    }

    /// Keeps those that are in `other`, too.
    pub(super) fn keep(&mut self, other: &Self) {
        self.each_word(other, |mine, theirs| mine & theirs);
    }

    /// Removes those of `other`.
    pub(super) fn remove(&mut self, other: &Self) {
        self.each_word(other, |mine, theirs| mine & !theirs);
    }

    fn each_word(&mut self, other: &Self, make: impl Fn(u64, u64) -> u64) {
        for (mine, theirs) in self.words.iter_mut().zip(&other.words) {
            *mine = make(*mine, *theirs);
        }
    }

    /// Removes what was deleted.
    pub(super) fn keep_alive(&mut self, reader: &SegmentReader) {
        if reader.has_deletes() {
            self.retain(|doc| !reader.is_deleted(doc));
        }
    }

    /// Calls `visit` with each, in order.
    #[inline]
    pub(super) fn each(&self, mut visit: impl FnMut(DocId)) {
        for (first, &word) in (0..).step_by(BITS as usize).zip(&self.words) {
            Bits(word).for_each(|bit| visit(first + bit));
        }
    }

    /// Keeps those that `is_kept`, asked in order.
    pub(super) fn retain(&mut self, mut is_kept: impl FnMut(DocId) -> bool) {
        for (first, word) in (0..).step_by(BITS as usize).zip(&mut self.words) {
            for bit in Bits(*word) {
                if !is_kept(first + bit) {
                    *word &= !(1 << bit);
                }
            }
        }
    }

    /// Returns them in order.
    pub(super) fn to_vec(&self) -> Vec<DocId> {
        let mut docs = Vec::with_capacity(self.len() as usize);
        self.each(|doc| docs.push(doc));
        docs
    }
}

/// The bits that are set, the lowest first.
struct Bits(u64);

impl Iterator for Bits {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        let bit = self.0.trailing_zeros();
        (bit < BITS).then(|| {
            self.0 &= self.0 - 1;
            bit
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn set(end: DocId, of: &BTreeSet<DocId>) -> Docs {
        let mut docs = Docs::none(end);
        for &doc in of {
            docs.insert(doc);
        }
        docs
    }

    proptest! {
        #[test]
        fn they_are_sets(
            a in prop::collection::btree_set(0..200_u32, 0..80),
            b in prop::collection::btree_set(0..200_u32, 0..80),
            end in 200..270_u32,
        ) {
            let listed = |docs: &Docs| docs.to_vec().into_iter().collect::<BTreeSet<_>>();
            let with = |change: fn(&mut Docs, &Docs)| {
                let mut docs = set(end, &a);
                change(&mut docs, &set(end, &b));
                listed(&docs)
            };
            prop_assert_eq!(with(Docs::join), &a | &b);
            prop_assert_eq!(with(Docs::keep), &a & &b);
            prop_assert_eq!(with(Docs::remove), &a - &b);
            let mut odd = set(end, &a);
            odd.retain(|doc| doc % 2 == 1);
            prop_assert_eq!(listed(&odd), a.iter().copied().filter(|d| d % 2 == 1).collect());
            prop_assert_eq!(set(end, &a).len() as usize, a.len());
            prop_assert_eq!(set(end, &a).is_empty(), a.is_empty());
            prop_assert_eq!(listed(&Docs::all(end)), (0..end).collect());
            prop_assert!((0..300).all(|doc| set(end, &a).contains(doc) == a.contains(&doc)));
        }
    }
}
