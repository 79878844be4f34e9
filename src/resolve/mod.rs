//! [`Mention`](crate::parse::Mention) + registry → [`Resolution`].

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
