//! Answers for people: tables and blocks of a given width.
//!
//! Nothing here looks at the terminal: width and colours are arguments, so that the same
//! answer is the same bytes.

mod amendments;
mod catalog;
mod changes;
mod citations;
mod extract;
mod findings;
mod grid;
mod measures;
mod profile;
mod search;
mod stats;
mod theme;
mod tree;
mod wrap;

pub use amendments::{amended, amendments};
pub use catalog::{catalogues, count, listed};
pub use changes::changes;
pub use citations::{citation, neighbours_head};
pub use extract::{explained, mentions};
pub use findings::finding;
pub use grid::{Column, Grid};
pub use measures::{MANY, coverage, ranked, related, stale};
pub use profile::{card, profile};
pub use search::{examples, found_head, hit};
pub use stats::stats;
pub use theme::{Theme, paint};
pub use tree::{path, tree};
pub use wrap::{Marked, clip, wrap};
