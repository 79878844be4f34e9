//! What identifies a document, as written: one value type a file.

mod date;
mod key;
mod number;
mod provision;

/// Numbers and labels are short texts: kept without allocation.
pub use compact_str::CompactString;
pub use date::{Date, MonthDay};
pub use key::Key;
pub use number::{DocNumber, Separator};
pub use provision::{Level, Provision, Steps};
