//! The counts of a store.

use crate::resolve::ResolutionCounts;
use std::collections::BTreeMap;

/// The counts of a store, as the command `stats` gives them: `danchieu.stats/1`.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Stats {
    /// `danchieu.stats/1`.
    pub schema: String,
    /// Indexed files and records.
    pub sources: u64,
    /// The bytes of their texts.
    pub text_bytes: u64,
    /// Documents.
    pub documents: DocumentCounts,
    /// Mentions.
    pub mentions: MentionCounts,
    /// What the mentions denote.
    pub resolution: ResolutionCounts,
    /// Edges of the graph.
    pub edges: EdgeCounts,
}

impl Default for Stats {
    fn default() -> Self {
        Self {
            schema: "danchieu.stats/1".to_owned(),
            sources: 0,
            text_bytes: 0,
            documents: DocumentCounts::default(),
            mentions: MentionCounts::default(),
            resolution: ResolutionCounts::default(),
            edges: EdgeCounts::default(),
        }
    }
}

/// How many documents there are.
#[derive(
    Clone, Copy, Debug, Default, Eq, PartialEq, serde::Serialize, serde::Deserialize,
)]
pub struct DocumentCounts {
    /// Those whose text is in the corpus.
    pub held: u64,
    /// Those that are only cited.
    pub known: u64,
}

/// How many mentions there are.
#[derive(Clone, Debug, Default, Eq, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct MentionCounts {
    /// All.
    pub total: u64,
    /// By form, every form that occurs.
    pub by_form: BTreeMap<String, u64>,
}

/// How many edges there are.
#[derive(Clone, Debug, Default, Eq, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct EdgeCounts {
    /// All.
    pub total: u64,
    /// By relation, every relation that occurs.
    pub by_relation: BTreeMap<String, u64>,
}
