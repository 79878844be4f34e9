//! Full text: tantivy behind our own words.
//!
//! An [`Index`] is a folder. A [`Writer`] adds [`Document`]s; [`Index::search`] answers a
//! [`Request`] with [`Hits`]; [`snippet`] shows where a text matches. Nothing of tantivy
//! is in this module's public face.
//!
//! # How a search sees a text
//! Syllables, in two forms: exact (marks count) and folded (no marks). A word typed with
//! marks matches its exact form, a word typed without marks any form. Old and new tone
//! placement, composed and decomposed letters, Đ and Eth are equal. `793/QĐ-TTg` is one
//! term and the words `793`, `QĐ`, `TTg`; dates are one term in every spelling.

mod analyze;
mod bag;
mod best;
mod budget;
mod collect;
mod compile;
mod docs;
mod document;
mod expr;
mod facets;
mod fault;
mod index;
mod kept;
mod lists;
mod places;
mod plan;
mod row;
mod schema;
mod snippet;
mod sources;
mod spelled;
mod spots;
mod tokenize;
mod version;
mod writer;

pub use collect::{FacetCounts, Facets, Lift};
pub use document::Document;
pub use expr::Expr;
pub use index::{Hit, Hits, Index, Reason, Request, Sort, Weights};
pub use snippet::{Snippet, snippet, snippet_with};
pub use sources::{BySource, SourceSet};
pub use writer::{Writer, WriterOptions, branch};
