//! tantivy's errors in our words.

use crate::error::{Error, ErrorKind, Result};
use std::path::Path;
use tantivy::TantivyError;

/// What was attempted, on which folder.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fault<'p> {
    attempt: &'static str,
    dir: &'p Path,
}

impl<'p> Fault<'p> {
    pub(super) fn new(attempt: &'static str, dir: &'p Path) -> Self {
        Self { attempt, dir }
    }

    /// Makes the library's error.
    pub(super) fn of(self, error: TantivyError) -> Error {
        let made = Error::new(kind(&error), self.attempt).at(self.dir);
        match kind(&error) {
            ErrorKind::StoreBusy => {
                made.hint("another process is writing it; wait until it has finished")
            }
            ErrorKind::StoreCorrupt => made.hint(REBUILD).because(error),
            _ => made.because(error),
        }
    }
}

impl Fault<'_> {
    /// Does what tantivy is asked to do, on an index that may be damaged.
    ///
    /// tantivy compares no checksums when it reads, and panics on some flipped bits (17 of
    /// 400 in our test): that is damage to report, not a reason to die.
    pub(super) fn guard<T>(self, ask: impl FnOnce() -> tantivy::Result<T>) -> Result<T> {
        match std::panic::catch_unwind(std::panic::AssertUnwindSafe(ask)) {
            Ok(answer) => answer.map_err(|e| self.of(e)),
            Err(_) => Err(damaged(self.dir)),
        }
    }
}

const REBUILD: &str = "build the store anew with `danchieu index`";

/// The error for an index that lacks what it must have.
pub(super) fn damaged(dir: &Path) -> Error {
    Error::new(ErrorKind::StoreCorrupt, "the text index is damaged").at(dir).hint(REBUILD)
}

fn kind(error: &TantivyError) -> ErrorKind {
    match error {
        TantivyError::LockFailure(..) => ErrorKind::StoreBusy,
        TantivyError::IncompatibleIndex(_) => ErrorKind::StoreVersion,
        TantivyError::IoError(_) | TantivyError::OpenDirectoryError(_) => ErrorKind::Io,
        _ => ErrorKind::StoreCorrupt,
    }
}
