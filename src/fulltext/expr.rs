//! What to search: expressions over text, fields and sets of sources.

use super::SourceSet;
use crate::ident::Date;

/// A search expression. The query language is parsed elsewhere; this is what is left of
/// it when references have become sets of sources.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// Every document.
    All,
    /// No document.
    None,
    /// Bare words as typed. Six or fewer must all occur, of more three fifths.
    /// A word typed with marks matches that word only, one typed without marks any.
    Words(String),
    /// Words in a row; the same rule about marks.
    Phrase(String),
    /// The own number, or parts of it.
    Number(String),
    /// The code of the kind.
    Kind(String),
    /// Words of the issuing body's name, marks or not.
    Issuer(String),
    /// Words of the place's name or its slug, marks or not.
    Place(String),
    /// The date of issue, both ends included; a document without date does not match.
    Date {
        /// The first day.
        from: Option<Date>,
        /// The last day.
        to: Option<Date>,
    },
    /// The documents of these sources: an answer of the graph.
    Sources(SourceSet),
    /// All of them.
    And(Vec<Expr>),
    /// One of them.
    Or(Vec<Expr>),
    /// Anything else.
    Not(Box<Expr>),
}

impl Expr {
    /// Returns the expression with `sources` let in wherever words are asked for; what
    /// is asked of the documents themselves, and what is excluded, holds for them, too.
    #[must_use]
    pub fn or_from(&self, sources: &SourceSet) -> Self {
        let all = |parts: &[Self]| -> Vec<Self> {
            parts.iter().map(|part| part.or_from(sources)).collect()
        };
        match self {
            Self::Words(_) | Self::Phrase(_) => {
                Self::Or(vec![self.clone(), Self::Sources(sources.clone())])
            }
            Self::And(parts) => Self::And(all(parts)),
            Self::Or(parts) => Self::Or(all(parts)),
            other => other.clone(),
        }
    }

    /// Returns true if it asks for words.
    pub fn has_words(&self) -> bool {
        match self {
            Self::Words(_) | Self::Phrase(_) => true,
            Self::And(parts) | Self::Or(parts) => parts.iter().any(Self::has_words),
            _ => false,
        }
    }
}
