//! [`Mention`](crate::parse::Mention) + registry → [`Resolution`].
//!
//! Two passes over the facts of a corpus. [`Resolver::learn`] takes every source once, in
//! any order, and keeps which documents there are; [`Resolver::finish`] makes a [`World`]
//! of them; [`World::resolve`] then says of each mention which document it denotes.
//!
//! # When two references are one document
//! A reference is read as a [`Key`](crate::ident::Key) in which unknown fields stay open
//! ([`key_of`]). Two full keys are one document if and only if they are equal; the fields
//! are those that make a number unique, so documents of different provinces, issuers or
//! kinds never meet. An open reference is completed in this order:
//! 1. by the other mentions of its own text, the nearest earlier first: a text cites in
//!    full once and shortly afterwards;
//! 2. by the documents of the corpus and the [`Catalogue`] that it may mean and that are
//!    not younger than the citing text. One: that is it. Several: [`Resolution::Ambiguous`],
//!    like titles first, then the nearest earlier;
//! 3. by nothing: [`Resolution::Partial`], a record with the partial key.
//!
//! # Open places
//! "40/KH-UBND of 2021" exists in every province, so when nothing tells the province
//! (nor, for *Ban Chỉ đạo*, the committee), the documents that it may be are not those
//! that happen to be known. Such a reference gets a record of its own, kept apart by the
//! content of its source ([`Record::scope`](crate::registry::Record::scope)), though the
//! printed key `vn-?/ubnd/kh/2021/40` may be that of many; within one text it is one
//! document. It resolves to a known document only if the same day and the title agree, or
//! the same day and the province in which the place must lie. With the same day alone the
//! known document is a candidate beside the record of its own: among 63 provinces, one
//! more plan no. 40 of that day is to be expected.

mod body;
mod build;
mod catalogue;
mod citation;
mod described;
mod doubt;
mod evidence;
mod index;
mod learn;
mod likeness;
mod listed;
mod orders;
mod own;
mod period;
mod probe;
mod reading;
mod redirect;
mod reference;
mod seat;
mod symbol;
mod titles;
mod world;

pub use catalogue::{Catalogue, Row};
pub use citation::Citation;
pub use learn::Resolver;
pub use listed::Listed;
pub use reference::{Context, Reference, Stated, key_of};
pub use world::World;

use crate::registry::DocId;

/// Which document a mention denotes, and by which rule.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Resolution {
    /// One document with a full key.
    Resolved(DocId),
    /// One document, of which some key field is still unknown.
    Partial(DocId),
    /// One of several; best first.
    Ambiguous(Vec<DocId>),
    /// No document can be named.
    Unresolved,
}

impl Resolution {
    /// Returns the one document it names, if it names one.
    pub fn document(&self) -> Option<DocId> {
        match self {
            Self::Resolved(id) | Self::Partial(id) => Some(*id),
            Self::Ambiguous(_) | Self::Unresolved => None,
        }
    }

    /// Returns all documents that it may be, best first.
    pub fn candidates(&self) -> &[DocId] {
        match self {
            Self::Resolved(id) | Self::Partial(id) => std::slice::from_ref(id),
            Self::Ambiguous(ids) => ids,
            Self::Unresolved => &[],
        }
    }
}

/// How many mentions ended how: together they are all mentions.
#[derive(
    Clone, Copy, Debug, Default, Eq, PartialEq, serde::Serialize, serde::Deserialize,
)]
pub struct ResolutionCounts {
    /// One document with a full key.
    pub resolved: u64,
    /// One document with an unknown field.
    pub partial: u64,
    /// One of several.
    pub ambiguous: u64,
    /// None that can be named.
    pub unresolved: u64,
}

impl ResolutionCounts {
    /// Counts the mentions of one document.
    pub fn of(resolutions: &[Resolution]) -> Self {
        let mut counts = Self::default();
        for resolution in resolutions {
            *counts.slot(resolution) += 1;
        }
        counts
    }

    fn slot(&mut self, resolution: &Resolution) -> &mut u64 {
        match resolution {
            Resolution::Resolved(_) => &mut self.resolved,
            Resolution::Partial(_) => &mut self.partial,
            Resolution::Ambiguous(_) => &mut self.ambiguous,
            Resolution::Unresolved => &mut self.unresolved,
        }
    }

    /// Returns the number of mentions.
    pub fn total(self) -> u64 {
        self.resolved + self.partial + self.ambiguous + self.unresolved
    }
}

impl std::ops::AddAssign for ResolutionCounts {
    fn add_assign(&mut self, other: Self) {
        self.resolved += other.resolved;
        self.partial += other.partial;
        self.ambiguous += other.ambiguous;
        self.unresolved += other.unresolved;
    }
}
