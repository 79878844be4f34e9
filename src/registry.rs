//! Documents held or only known.

use crate::ident::{Date, Key};
use crate::vocab::{DocKind, Place};

/// A document of the registry: its rank in the order of keys, so the same corpus gives
/// the same ids whatever the order of input.
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
pub struct DocId(pub u32);

/// One indexed file or record. Two sources may hold one document.
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
pub struct SourceId(pub u32);

/// What is known of one document, held or only cited.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Record {
    /// The canonical key; fields nobody stated are unknown.
    pub key: Key,
    /// Earlier keys under which it was known.
    pub aliases: Vec<Key>,
    /// The number as printed.
    pub number: Option<String>,
    /// The kind.
    pub kind: Option<DocKind>,
    /// The date of issue.
    pub date: Option<Date>,
    /// The issuing body in words.
    pub issuer: Option<String>,
    /// The province of the issuer.
    pub place: Option<Place>,
    /// The title.
    pub title: Option<String>,
    /// The sources that hold its text, in order; empty when it is only cited.
    pub sources: Vec<SourceId>,
}

impl Record {
    /// Returns true if its text is in the corpus.
    pub fn is_held(&self) -> bool {
        !self.sources.is_empty()
    }
}
