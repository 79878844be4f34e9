//! Questions and their evaluation.

mod amended;
mod answer;
mod changes;
mod claims;
pub mod check;
mod corpus;
mod coverage;
pub mod filter;
pub mod language;
mod listed;
mod part;
mod profile;
mod rank;
pub mod reference;
mod search;
mod sentence;
mod stale;
pub mod status;
mod tree;
mod ways;

pub use amended::Amended;
pub use answer::{Citation, Document, Evidence, Group};
pub use changes::{Change, Link, changes};
pub use claims::{Claim, Words, claims};
pub use corpus::{Corpus, Neighbours, Order};
pub use coverage::{Body, Covering};
pub use filter::Filter;
pub use part::Part;
pub use profile::{Degree, Profile, SourceProfile};
pub use rank::{Measure, Ranked, Related};
pub use reference::Reference;
pub use search::{Answer, Found, Graph, Hit, Search, Tie};
pub use sentence::sentence;
pub use stale::Stale;
pub use status::{Standing, Status};
pub use tree::{BASIS, CASCADE, REVIEW, Step, Tree};
