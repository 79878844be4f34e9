//! The query language: what a person types into the box (DESIGN §4.4).
//!
//! | written | means |
//! |---|---|
//! | `hỗ trợ nạn nhân` | words of the text; without marks they match any marks |
//! | `"mua bán người"` | words in a row |
//! | `793/QĐ-TTg`, `qd 793` | that document and those that cite it |
//! | `cites:793/QĐ-TTg`, `cited-by:…` | the documents that cite it, that it cites |
//! | `relation:implements` | how they cite; with `cites:`, how they cite *that* |
//! | `kind:KH issuer:UBND place:"Nam Định"` | fields of the document |
//! | `year:2021`, `year:2016..2020`, `after:`, `before:` | its date, bounds included |
//! | `number:40/KH-UBND` | its own number |
//! | `status:"còn hiệu lực"`, `status:ended` | whether it is in force |
//! | `a b`, `a AND b`, `a OR b`, `NOT a`, `-a`, `(…)` | all, all, one, not, grouping |
//!
//! *và* and *hoặc* are plain words: they occur in titles. No input is an error: what is
//! not understood is told in a [`Note`], and the rest is answered.

mod ast;
mod examples;
mod lexer;
mod lower;
mod parser;
mod reference;

pub use ast::{Field, Node, NodeKind, Note, Piece, PieceKind, Question};
pub use examples::{EXAMPLES, Example};
pub use lower::{Meaning, lower};

/// Reads what was typed; never fails. Linear in the length of the input.
pub fn parse(input: &str) -> Question {
    parser::parse(input)
}

#[cfg(test)]
mod tests;
