//! The edges of the citation graph.

use crate::registry::{DocId, SourceId};
use crate::vocab::Relation;

/// One typed edge with the place that proves it.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    Hash,
    Ord,
    PartialEq,
    PartialOrd,
    serde::Serialize,
    serde::Deserialize,
)]
pub struct Citation {
    /// The citing document.
    pub source: DocId,
    /// The cited document.
    pub target: DocId,
    /// How they relate.
    pub relation: Relation,
    /// How sure it is, in percent.
    pub confidence: u8,
    /// The source whose text proves it.
    pub witness: SourceId,
    /// The index of the mention in the facts of that source.
    pub mention: u32,
}
