//! Questions and their evaluation.

mod answer;
pub mod filter;
pub mod language;
pub mod reference;
mod sentence;

pub use answer::{Citation, Document, Evidence, Group};
pub use filter::Filter;
pub use reference::Reference;
pub use sentence::sentence;
