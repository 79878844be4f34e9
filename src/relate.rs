//! Which words express which relation.

use crate::ingest::Meta;
use crate::parse::{self, Heading, Mention};
use crate::text::{Span, Text};

pub use crate::vocab::Relation;

/// How the citing side relates to the document of one mention.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Role {
    /// The relation.
    pub relation: Relation,
    /// The index of the mention that is the citing side, when it is not the document
    /// itself ("Nghị định A sửa đổi Nghị định B").
    pub of: Option<u32>,
    /// The words that express it, in bytes of the source.
    pub cue: Option<Span>,
}

/// All that one document says: heading, mentions, and the role of each mention.
///
/// Depends on that document alone, so it is stored under its content hash.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Facts {
    /// What it says of itself.
    pub heading: Heading,
    /// Its mentions in the order of the text.
    pub mentions: Vec<Mention>,
    /// One role a mention.
    pub roles: Vec<Role>,
}

/// Reads all facts of a document.
///
/// Linear in the length of the text; no input fails.
pub fn facts(text: &Text, meta: &Meta) -> Facts {
    let parse::Document { heading, mentions } = parse::document_with(text, meta);
    let role = |_: &Mention| Role { relation: Relation::Cites, of: None, cue: None };
    let roles = mentions.iter().map(role).collect();
    Facts { heading, mentions, roles }
}
