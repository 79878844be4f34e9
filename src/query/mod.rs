//! Questions and their evaluation.

mod answer;
mod corpus;
pub mod filter;
pub mod language;
mod profile;
pub mod reference;
mod search;
mod sentence;
mod tree;

pub use answer::{Citation, Document, Evidence, Group};
pub use corpus::{Corpus, Neighbours, Order};
pub use filter::Filter;
pub use profile::{Degree, Profile, SourceProfile};
pub use reference::Reference;
pub use search::{Found, Hit, Search};
pub use sentence::sentence;
pub use tree::{BASIS, CASCADE, REVIEW, Step, Tree};
