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
mod effect;
mod listed;

pub(super) use authority::can_end;
pub use clauses::{Act, Basis, Clause, Entry};

use super::{Corpus, Document, Evidence};
use crate::error::Result;
use crate::ident::Date;
use crate::registry::DocId;
use crate::text::fold_marks;
use std::collections::BTreeMap;
use std::sync::Mutex;

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

/// Effects that were read once: one document may end hundreds.
#[derive(Debug, Default)]
pub(super) struct Effects(Mutex<BTreeMap<DocId, Effect>>);

impl Effects {
    fn get(&self, id: DocId) -> Option<Effect> {
        self.0.lock().ok()?.get(&id).cloned()
    }

    fn put(&self, id: DocId, effect: &Effect) {
        if let Ok(mut known) = self.0.lock() {
            known.insert(id, effect.clone());
        }
    }
}

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

    /// Returns from when a document has effect, as its own text or a table says.
    pub(super) fn effect(&self, document: &Document) -> Result<Effect> {
        if let Some(known) = self.effects().get(document.id) {
            return Ok(known);
        }
        let effect = self.read_effect(document)?;
        self.effects().put(document.id, &effect);
        Ok(effect)
    }
}
