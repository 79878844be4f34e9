//! Whether a document is in force as of a date, and the words that say so.
//!
//! What counts is what a clause of the corpus says, or a row of a table or catalogue;
//! where nothing says anything the answer is [`Standing::Unknown`]. That a document took
//! effect once does not say that it still is in force: for that, something must show it
//! in force on that day or later (a later clause that ends or amends it, a document that
//! rests on it, a row of the catalogue).

mod authority;
mod clauses;
mod decide;
mod listed;

pub(super) use authority::can_end;
pub use clauses::{Act, Basis, Clause, Entry};

use super::once::Once;
use super::{Corpus, Document, Evidence};
use crate::error::Result;
use crate::graph::Edge;
use crate::ident::Date;
use crate::registry::{DocId, Record};
use crate::text::fold_marks;
use crate::vocab::Relation;
use std::sync::Arc;

/// Where a document stands between issue and end (domain §4.3).
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Standing {
    /// *Còn hiệu lực*.
    InForce,
    /// *Chưa có hiệu lực*.
    NotYetInForce,
    /// *Đã được sửa đổi*: in force, not as it was issued.
    Amended,
    /// *Hết hiệu lực một phần*.
    EndedInPart,
    /// *Hết hiệu lực toàn bộ*.
    Ended,
    /// *Ngưng hiệu lực*.
    Suspended,
    /// *Không rõ*: no clause and no row says.
    Unknown,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::InForce,
        Self::NotYetInForce,
        Self::Amended,
        Self::EndedInPart,
        Self::Ended,
        Self::Suspended,
        Self::Unknown,
    ];

    /// Returns the name used in JSON and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InForce => "in_force",
            Self::NotYetInForce => "not_yet_in_force",
            Self::Amended => "amended",
            Self::EndedInPart => "ended_in_part",
            Self::Ended => "ended",
            Self::Suspended => "suspended",
            Self::Unknown => "unknown",
        }
    }

    /// Returns the official label.
    pub fn label(self) -> &'static str {
        match self {
            Self::InForce => "còn hiệu lực",
            Self::NotYetInForce => "chưa có hiệu lực",
            Self::Amended => "đã được sửa đổi",
            Self::EndedInPart => "hết hiệu lực một phần",
            Self::Ended => "hết hiệu lực toàn bộ",
            Self::Suspended => "ngưng hiệu lực",
            Self::Unknown => "không rõ",
        }
    }
}

impl std::str::FromStr for Standing {
    type Err = crate::Error;

    /// Reads the name or the label, with or without marks.
    fn from_str(typed: &str) -> Result<Self> {
        let want = fold_marks(typed.trim()).replace([' ', '-'], "_");
        let label = |s: &Self| fold_marks(s.label()).replace(' ', "_");
        let found = Self::ALL.iter().find(|s| s.as_str() == want || label(s) == want);
        let short = match want.as_str() {
            "het_hieu_luc" => Some(Self::Ended),
            "dang_co_hieu_luc" | "con" => Some(Self::InForce),
            _ => None,
        };
        found.copied().or(short).ok_or_else(|| {
            let message = format!("not a status: {typed:?}");
            let names = Self::ALL.map(Self::as_str).join(", ");
            crate::Error::new(crate::ErrorKind::Query, message)
                .hint(format!("write one of {names}, or \"còn hiệu lực\""))
        })
    }
}

/// The standing of one document, with all that was found about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    /// The answer.
    pub standing: Standing,
    /// As of which day; without one, by all that is known.
    pub as_of: Option<Date>,
    /// The clause that decides; none for [`Standing::Unknown`].
    pub decided_by: Option<usize>,
    /// Every clause that has a say, oldest first.
    pub clauses: Vec<Clause>,
}

impl Status {
    /// Returns the clause that decides.
    pub fn clause(&self) -> Option<&Clause> {
        self.clauses.get(self.decided_by?)
    }
}

/// From when a document has effect.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Effect {
    pub(super) from: Option<Date>,
    pub(super) until: Option<Date>,
    pub(super) basis: Basis,
    pub(super) evidence: Option<Evidence>,
}

/// What was worked out once for a state of the store: one document may end hundreds, and
/// one law is detailed by hundreds.
#[derive(Debug, Default)]
pub(super) struct Lives {
    effects: Once<DocId, Effect>,
    standings: Once<(DocId, Option<Date>), Standing>,
    /// By generation too, for the walk to the parents has an end.
    ends: Once<(DocId, u32), Option<Clause>>,
    endings: Once<DocId, Endings>,
}

/// What replaces or repeals a document, with the edge that says so.
pub(super) type Endings = Arc<Vec<(Edge, Clause)>>;

impl Corpus {
    /// Returns whether a document is in force on `as_of`; without a day, by all that is
    /// known.
    ///
    /// Linear in the number of documents that cite it, and in the texts of those that
    /// act on it.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn status(&self, id: DocId, as_of: Option<Date>) -> Result<Status> {
        let document = self.document(id)?;
        let mut clauses = self.clauses(&document, 0)?;
        if as_of.is_some() {
            clauses.extend(self.seen_in_force(&document)?);
        }
        clauses.sort_by_key(Clause::order);
        let (standing, decided_by) = decide::standing(&clauses, as_of);
        Ok(Status { standing, as_of, decided_by, clauses })
    }

    /// Returns the standing of [`Corpus::status`]; worked out once for each document and
    /// day, however often a command asks.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn standing(&self, id: DocId, as_of: Option<Date>) -> Result<Standing> {
        let work = || Ok(self.status(id, as_of)?.standing);
        self.lives().standings.get_or((id, as_of), work)
    }

    /// Returns from when a document has effect, as its own text or a table says.
    pub(super) fn effect(&self, document: &Document) -> Result<Effect> {
        self.lives().effects.get_or(document.id, || self.read_effect(document))
    }

    /// Returns what replaces or repeals a document, or a part of it, in the order of
    /// edges; worked out once.
    pub(super) fn ends_of(&self, id: DocId, record: &Record) -> Result<Endings> {
        self.lives().endings.get_or(id, || {
            let mut ends = Vec::new();
            for edge in self.store().cited_by(id)? {
                if matches!(edge.relation, Relation::Replaces | Relation::Repeals) {
                    let clause = self.acting(&edge, record)?;
                    ends.extend(clause.map(|clause| (edge, clause)));
                }
            }
            Ok(Arc::new(ends))
        })
    }

    /// Returns the first clause that ends the whole of a document, seen from one that
    /// details it over so many generations.
    fn end_of(&self, document: &Document, generation: u32) -> Result<Option<Clause>> {
        let work = || {
            let clauses = self.clauses(document, generation)?;
            let ends = clauses.into_iter().filter(Clause::ends_whole);
            Ok(ends.min_by_key(Clause::order))
        };
        self.lives().ends.get_or((document.id, generation), work)
    }
}
