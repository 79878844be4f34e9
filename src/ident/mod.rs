//! What identifies a document, as written: one value type a file.

mod date;
mod key;
mod number;
mod provision;

pub use compact_str::CompactString;
pub use date::{Date, MonthDay};
pub use key::Key;
pub use number::{DocNumber, Separator};
pub use provision::{Level, Provision};
