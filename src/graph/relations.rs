//! Sets of relations.

use crate::vocab::Relation;
use std::fmt;

/// A set of [`Relation`]s: which edges a walk may take.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct RelationSet(u32);

impl RelationSet {
    /// Every relation.
    pub const ALL: Self = Self(u32::MAX);
    /// No relation.
    pub const NONE: Self = Self(0);

    /// Returns true if `relation` is in the set.
    pub fn contains(self, relation: Relation) -> bool {
        self.0 & bit(relation) != 0
    }

    /// Returns true if the two sets share a relation.
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Returns the set with `relation` added.
    #[must_use]
    pub fn with(self, relation: Relation) -> Self {
        Self(self.0 | bit(relation))
    }

    /// Returns the number that stands for the set in files.
    pub(crate) fn bits(self) -> u32 {
        self.0
    }

    /// Returns the set of a number of [`RelationSet::bits`].
    pub(crate) fn from_bits(bits: u32) -> Self {
        Self(bits)
    }

    /// Returns true if it is empty.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns the relations in the order of [`Relation::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Relation> {
        Relation::ALL.into_iter().filter(move |&r| self.contains(r))
    }
}

fn bit(relation: Relation) -> u32 {
    1 << code(relation)
}

/// Returns the number that stands for a relation in files: its place in the order of
/// [`Relation::ALL`], to which relations are only ever appended.
pub(super) fn code(relation: Relation) -> u8 {
    relation as u8
}

/// Returns the relation of a code, if there is one.
pub(super) fn decode(code: u8) -> Option<Relation> {
    Relation::ALL.get(usize::from(code)).copied()
}

impl Default for RelationSet {
    fn default() -> Self {
        Self::ALL
    }
}

impl From<Relation> for RelationSet {
    fn from(relation: Relation) -> Self {
        Self::NONE.with(relation)
    }
}

impl FromIterator<Relation> for RelationSet {
    fn from_iter<I: IntoIterator<Item = Relation>>(relations: I) -> Self {
        relations.into_iter().fold(Self::NONE, Self::with)
    }
}

impl fmt::Debug for RelationSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_places_in_the_list() {
        for (at, relation) in Relation::ALL.into_iter().enumerate() {
            assert_eq!(usize::from(code(relation)), at);
            assert_eq!(decode(code(relation)), Some(relation));
        }
        assert_eq!(decode(16), None);
    }

    #[test]
    fn holds_what_was_put_in() {
        let set: RelationSet = [Relation::BasedOn, Relation::Cites].into_iter().collect();
        assert!(set.contains(Relation::Cites) && !set.contains(Relation::Amends));
        assert!(set.meets(Relation::Cites.into()) && !set.meets(Relation::Amends.into()));
        assert_eq!(set.iter().count(), 2);
        assert!(RelationSet::NONE.is_empty());
    }
}
