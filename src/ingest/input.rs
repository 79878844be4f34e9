//! What a format reads from: a stream with a name, and limits.

use super::Options;
use super::limit::Budget;
use crate::error::{Error, ErrorKind, Result};
use std::io::{self, BufRead, Cursor, Read};
use std::path::Path;

/// The number of bytes that tell a format.
const HEAD: u64 = 4096;

/// Bytes with a name.
pub(super) struct Input<'a> {
    /// The path, or the path and the entry in it.
    pub(super) name: String,
    /// The file that `stream` reads from its start, for formats that must seek.
    pub(super) file: Option<&'a Path>,
    /// The bytes.
    pub(super) stream: &'a mut dyn BufRead,
    /// The limits.
    pub(super) options: &'a Options,
    /// In how many containers it stands.
    pub(super) depth: u8,
    /// What may still be unpacked of the file.
    pub(super) budget: &'a Budget,
}

impl Input<'_> {
    /// Calls `f` with the first bytes and the input, which still begins with them.
    pub(super) fn with_head<T>(
        self,
        f: impl FnOnce(&[u8], Input<'_>) -> Result<T>,
    ) -> Result<T> {
        let mut head = Vec::new();
        let read = (&mut *self.stream).take(HEAD).read_to_end(&mut head);
        read.map_err(|e| read_error(&e))?;
        let mut stream = Cursor::new(&head).chain(self.stream);
        let Self { name, file, options, depth, budget, .. } = self;
        f(&head, Input { name, file, stream: &mut stream, options, depth, budget })
    }

    /// Reads everything, up to the limit.
    pub(super) fn read_all(&mut self) -> Result<Vec<u8>> {
        let max = self.options.max_bytes;
        // A file tells its length: nothing of one that is too long is read.
        if let Some(length) = self.file.and_then(|path| path.metadata().ok()) {
            within(length.len(), max)?;
        }
        let mut bytes = Vec::new();
        let mut stream = (&mut *self.stream).take(max.saturating_add(1));
        stream.read_to_end(&mut bytes).map_err(|e| read_error(&e))?;
        within(bytes.len() as u64, max)?;
        Ok(bytes)
    }

    /// Reads the next line without its end into `line`; false at the end of the input.
    /// A line over the limit is an error, and the stream is then behind the limit.
    pub(super) fn read_line(&mut self, line: &mut Vec<u8>) -> Result<bool> {
        line.clear();
        let max = self.options.max_bytes;
        let mut stream = (&mut *self.stream).take(max.saturating_add(1));
        let read = stream.read_until(b'\n', line).map_err(|e| read_error(&e))?;
        if line.last() == Some(&b'\n') {
            line.pop();
        }
        within(line.len() as u64, max)?;
        Ok(read > 0)
    }
}

fn within(length: u64, max: u64) -> Result<()> {
    if length <= max {
        return Ok(());
    }
    let message = format!("a document larger than the limit of {max} bytes");
    Err(Error::new(ErrorKind::Malformed, message).hint("split it, or raise the limit"))
}

/// Makes the error of a failed read: broken bytes or a failing device.
pub(super) fn read_error(error: &io::Error) -> Error {
    let broken = matches!(
        error.kind(),
        io::ErrorKind::InvalidData
            | io::ErrorKind::InvalidInput
            | io::ErrorKind::UnexpectedEof
    );
    if broken {
        return Error::new(ErrorKind::Malformed, format!("broken data: {error}"))
            .hint("the file may be cut off; fetch it again");
    }
    Error::new(ErrorKind::Io, format!("cannot read: {error}"))
}

/// Makes the error of a file that cannot be opened.
pub(super) fn open_error(path: &Path, error: io::Error) -> Error {
    let hint = match error.kind() {
        io::ErrorKind::NotFound => "check the spelling of the path",
        io::ErrorKind::PermissionDenied => "check the permissions of the file",
        _ => return Error::io("cannot open", path, error),
    };
    Error::io("cannot open", path, error).hint(hint)
}
