//! *Dẫn chiếu* (cross-reference): finds the references between Vietnamese legal and
//! administrative documents, works out which documents are meant, and answers
//! questions over the resulting citation graph and the full text.
//!
//! Data flows through the modules in the order in which they are declared below, and
//! that order is the dependency rule: a module imports only from modules above it
//! (`tests/architecture.rs` checks it).
//!
//! ```
//! use danchieu::{parse, text::Text};
//!
//! let text = Text::new("Thực hiện Quyết định số 793/QĐ-TTg ngày 10-5-2016 của Thủ tướng Chính phủ.");
//! let document = parse::document(&text);
//! let mention = &document.mentions[0];
//! assert_eq!(text.slice(mention.span), "Quyết định số 793/QĐ-TTg ngày 10-5-2016");
//! assert_eq!(mention.number.as_ref().unwrap().to_string(), "793/QĐ-TTg");
//! ```

pub mod error;
pub mod rows;
pub mod text;
pub mod ident;
pub mod vocab;
pub mod ingest;
pub mod parse;
pub mod registry;
pub mod relate;
pub mod amend;
pub mod effect;
pub mod resolve;
pub mod graph;
pub mod fulltext;
pub mod store;
pub mod indexer;
pub mod query;
pub mod report;
#[cfg(feature = "cli")]
pub mod cli;

pub use error::{Error, ErrorKind, Result};
