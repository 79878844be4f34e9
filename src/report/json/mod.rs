//! The structs that exist only to be written: the contracts of DESIGN §4.
//!
//! Unknown fields are `null`. Within a version fields are added, never renamed.

mod amendment;
mod catalogue;
mod change;
mod claim;
mod citation;
mod finding;
mod hit;
mod measures;
mod mention;
mod profile;
mod status;
mod step;

pub use amendment::{Amendment, ProvisionChange};
pub use catalogue::Catalogues;
pub use change::Change;
pub use citation::{Citation, Document, Evidence};
pub use claim::{Card, Claim};
pub use finding::{Finding, sarif};
pub use hit::Hit;
pub use measures::{Covering, Ranked, Related, Stale};
pub use mention::Mention;
pub use profile::Profile;
pub use status::Status;
pub use step::Step;

fn share(percent: u8) -> f64 {
    f64::from(percent) / 100.0
}

fn cell<T: ToString>(value: Option<T>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}
