//! Words and codes of the law, and the tables they come from.
//!
//! Every table is a TSV file beside this one, compiled in; every row carries an
//! example, and the examples are the tests. A new issuer or place is a row.

mod ascii;
mod cue;
mod issuer;
mod kind;
mod law;
mod place;
mod relation;
mod table;
pub mod words;

pub use ascii::{FromAscii, kind_from_ascii, symbol_from_ascii};
pub use cue::{cue_at_start, cue_with};
pub use issuer::{Issuer, IssuerLevel};
pub use kind::DocKind;
pub use law::Law;
pub use place::Place;
pub use relation::Relation;
