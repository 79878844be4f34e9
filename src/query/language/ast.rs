//! The syntax tree of a question.

use crate::ident::Date;
use crate::query::Standing;
use crate::text::Span;
use crate::vocab::{DocKind, Relation};

/// A question as it was understood. All spans are bytes of the input.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The tree; [`NodeKind::All`] when nothing was asked.
    pub root: Node,
    /// What was not understood, in the order of the input.
    pub notes: Vec<Note>,
    /// How each part was understood, in order; together they cover all but white space.
    pub pieces: Vec<Piece>,
}

/// A part of a question that was not understood as it may have been meant.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Note {
    /// The part.
    pub span: Span,
    /// What is wrong, and what was done instead.
    pub message: String,
    /// What may help.
    pub suggestion: Option<String>,
}

/// A part of the input and its role.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Piece {
    /// The part.
    pub span: Span,
    /// Its role.
    pub kind: PieceKind,
}

/// The role of a part of the input.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum PieceKind {
    /// Words searched in the text.
    Words,
    /// Words in a row.
    Phrase,
    /// A document.
    Reference,
    /// A field with its value.
    Field,
    /// `AND`, `OR`, `NOT`, `-`, a parenthesis.
    Operator,
    /// Left out; a [`Note`] says why.
    Ignored,
}

/// A node of the tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it asks.
    pub kind: NodeKind,
    /// Where it stands.
    pub span: Span,
}

/// What a node asks.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum NodeKind {
    /// Every document.
    All,
    /// Bare words as typed.
    Words(String),
    /// Words in a row.
    Phrase(String),
    /// A document named in the box: itself, and those that cite it.
    Reference(String),
    /// Documents that cite one; by these relations, or any when there are none.
    Cites {
        /// The cited document as typed.
        reference: String,
        /// From `relation:` beside it.
        relations: Vec<Relation>,
    },
    /// Documents that one cites.
    CitedBy {
        /// The citing document as typed.
        reference: String,
        /// From `relation:` beside it.
        relations: Vec<Relation>,
    },
    /// Documents that cite any document by one of these relations.
    Relation(Vec<Relation>),
    /// Documents of a kind.
    Kind(DocKind),
    /// Documents of an issuing body, as typed.
    Issuer(String),
    /// Documents of a place, as typed.
    Place(String),
    /// Documents issued between two dates, both included.
    Date {
        /// The first.
        from: Option<Date>,
        /// The last.
        to: Option<Date>,
    },
    /// Documents of a status.
    Status(Standing),
    /// Documents with this own number, or part of it.
    Number(String),
    /// All of them.
    And(Vec<Node>),
    /// One of them.
    Or(Vec<Node>),
    /// Anything else.
    Not(Box<Node>),
}

/// A field of the language.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Field {
    /// `cites:`
    Cites,
    /// `cited-by:`
    CitedBy,
    /// `relation:`
    Relation,
    /// `kind:`
    Kind,
    /// `issuer:`
    Issuer,
    /// `place:`
    Place,
    /// `year:`
    Year,
    /// `after:`
    After,
    /// `before:`
    Before,
    /// `status:`
    Status,
    /// `number:`
    Number,
}

impl Field {
    /// All fields with their names.
    pub const ALL: [(Self, &'static str); 11] = [
        (Self::Cites, "cites"),
        (Self::CitedBy, "cited-by"),
        (Self::Relation, "relation"),
        (Self::Kind, "kind"),
        (Self::Issuer, "issuer"),
        (Self::Place, "place"),
        (Self::Year, "year"),
        (Self::After, "after"),
        (Self::Before, "before"),
        (Self::Status, "status"),
        (Self::Number, "number"),
    ];

    /// Returns the field of that name, in any case, with `_` for `-`.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase().replace('_', "-");
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(field, _)| field)
    }

    /// Returns the name.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(field, _)| *field == self).map_or("", |(_, name)| name)
    }
}

impl Node {
    /// Calls `visit` for this node and all below it; siblings in order.
    pub fn visit<'n>(&'n self, visit: &mut impl FnMut(&'n Node)) {
        visit(self);
        match &self.kind {
            NodeKind::And(nodes) | NodeKind::Or(nodes) => {
                for node in nodes {
                    node.visit(visit);
                }
            }
            NodeKind::Not(node) => node.visit(visit),
            _ => {}
        }
    }
}
