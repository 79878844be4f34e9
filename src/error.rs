//! The one error type of the library.

use std::fmt;
use std::path::{Path, PathBuf};

/// A result with the library's error.
pub type Result<T> = std::result::Result<T, Error>;

/// What kind of thing went wrong, where a caller would act differently.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The operating system refused: missing file, no permission, full disk.
    Io,
    /// The bytes are of a format that cannot be read (or not in this build).
    UnsupportedFormat,
    /// The bytes claim a format and break its rules.
    Malformed,
    /// A question could not be understood.
    Query,
    /// The store was written by another version of the format.
    StoreVersion,
    /// The store is damaged, incomplete, or no store at all.
    StoreCorrupt,
    /// Another process is writing the store.
    StoreBusy,
}

/// An error: what was attempted, on which file, why it failed, and what may help.
///
/// The message is lower case without a full stop; [`Error::hint`] is one line of its
/// own for the person at the keyboard.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: String,
    path: Option<PathBuf>,
    hint: Option<String>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// Makes an error from what was attempted.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        let message = message.into();
        Self(Box::new(Inner { kind, message, path: None, hint: None, source: None }))
    }

    /// Makes an [`ErrorKind::Io`] error: `message` says what was attempted on `path`.
    pub fn io(message: impl Into<String>, path: &Path, source: std::io::Error) -> Self {
        Self::new(ErrorKind::Io, message).at(path).because(source)
    }

    /// Names the file it happened on.
    #[must_use]
    pub fn at(mut self, path: impl Into<PathBuf>) -> Self {
        self.0.path = Some(path.into());
        self
    }

    /// Adds what may help.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// Adds the cause.
    #[must_use]
    pub fn because(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Returns the kind.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the file it happened on.
    pub fn path(&self) -> Option<&Path> {
        self.0.path.as_deref()
    }

    /// Returns the line that may help.
    pub fn hint_text(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.path {
            Some(path) => write!(f, "{}: {}", path.display(), self.0.message),
            None => f.write_str(&self.0.message),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("message", &self.0.message)
            .field("path", &self.0.path)
            .field("hint", &self.0.hint)
            .field("source", &self.0.source)
            .finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        let source = self.0.source.as_deref()?;
        Some(source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::error::Error as _;

    #[test]
    fn display_names_the_file_and_source_keeps_the_cause() {
        let cause = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
        let error =
            Error::io("cannot read", Path::new("a/b.txt"), cause).hint("check it");
        assert_eq!(error.to_string(), "a/b.txt: cannot read");
        assert_eq!(error.source().unwrap().to_string(), "permission denied");
        assert_eq!(error.hint_text(), Some("check it"));
        assert_eq!(error.kind(), ErrorKind::Io);
    }
}
