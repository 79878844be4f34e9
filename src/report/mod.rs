//! Answers → bytes.
//!
//! An answer is a stream of [`Record`]s; [`Records`] writes them as JSON, JSON Lines or
//! CSV. What people read on a terminal is laid out in `text`.

pub mod annotate;
pub mod document;
pub mod export;
pub mod json;
mod records;
mod sanitize;
#[cfg(feature = "cli")]
pub mod text;

pub use records::{Format, Record, Records, Rows};
pub use sanitize::sanitize;
