//! The `status` of a document: additive to `danchieu.document/1`.

use super::{Document, Evidence, share};
use crate::query::status;
use serde::Serialize;

/// Whether a document is in force, and what says so.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Status<'a> {
    /// `in_force`, `not_yet_in_force`, `amended`, `ended_in_part`, `ended`, `suspended`,
    /// `unknown`.
    pub standing: &'static str,
    /// The official label.
    pub label: &'static str,
    /// As of which day; `null` for all that is known.
    pub as_of: Option<String>,
    /// The clause that decides.
    pub decided_by: Option<Clause<'a>>,
    /// All clauses that have a say, oldest first.
    pub clauses: Vec<Clause<'a>>,
}

/// One statement about the life of a document.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Clause<'a> {
    /// `takes_effect`, `replaced`, `repealed`, `amended`, …
    pub act: &'static str,
    /// True if it concerns a part only.
    pub is_part: bool,
    /// The pinpoints of that part.
    pub provisions: &'a [String],
    /// From when.
    pub date: Option<String>,
    /// What the day rests on: `clause`, `effect`, `table`, `catalogue`, or `issue` where
    /// no text says and the day of issue of the acting document stands in.
    pub date_basis: &'static str,
    /// The document that acts.
    pub by: Option<Document<'a>>,
    /// The words.
    pub evidence: Option<Evidence<'a>>,
    /// How sure the reading is, from 0 to 1.
    pub confidence: f64,
    /// What a catalogue says.
    pub listed: Option<Listed<'a>>,
}

/// A row of a catalogue.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Listed<'a> {
    /// The status in its words.
    pub status: Option<&'a str>,
    /// The number of the successor.
    pub replaced_by: Option<&'a str>,
    /// The imported file.
    pub catalogue: &'a str,
}

impl<'a> From<&'a status::Status> for Status<'a> {
    fn from(status: &'a status::Status) -> Self {
        Self {
            standing: status.standing.as_str(),
            label: status.standing.label(),
            as_of: status.as_of.map(|d| d.to_string()),
            decided_by: status.clause().map(Into::into),
            clauses: status.clauses.iter().map(Into::into).collect(),
        }
    }
}

impl<'a> From<&'a status::Clause> for Clause<'a> {
    fn from(clause: &'a status::Clause) -> Self {
        Self {
            act: clause.act.as_str(),
            is_part: clause.is_part,
            provisions: &clause.provisions,
            date: clause.date.map(|d| d.to_string()),
            date_basis: clause.basis.as_str(),
            by: clause.by.as_ref().map(Into::into),
            evidence: clause.evidence.as_ref().map(Into::into),
            confidence: share(clause.confidence),
            listed: clause.listed.as_ref().map(|entry| Listed {
                status: entry.status.as_deref(),
                replaced_by: entry.replaced_by.as_deref(),
                catalogue: &entry.catalogue,
            }),
        }
    }
}
