//! [`Mention`](crate::parse::Mention) + registry → [`Resolution`].

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
