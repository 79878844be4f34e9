//! What a file made to fill the memory may not pass: of what is unpacked, and of what
//! one record takes.

use crate::error::{Error, ErrorKind};
use std::cell::Cell;
use std::io::{self, BufRead, Read};

/// Text packs 5 to 30 times, office XML more; what unpacks to more than this is made to
/// fill a disk.
const MAX_RATIO: u64 = 200;
/// Below this the ratio is not looked at.
const FREE: u64 = 64 << 20;

/// How many bytes may still be unpacked of a file, by all the archives in it.
///
/// It is counted where they are read: entries may share their bytes, and what an archive
/// says of their sizes may be wrong.
#[derive(Debug)]
pub(super) struct Budget {
    left: Cell<u64>,
}

impl Default for Budget {
    fn default() -> Self {
        Self { left: Cell::new(FREE) }
    }
}

impl Budget {
    /// Allows for so many packed bytes of the outermost archive.
    pub(super) fn allow(&self, packed: u64) {
        let more = packed.saturating_mul(MAX_RATIO);
        self.left.set(self.left.get().saturating_add(more));
    }

    pub(super) fn left(&self) -> u64 {
        self.left.get()
    }

    /// Takes so many bytes that were unpacked elsewhere.
    ///
    /// # Errors
    /// When there are not as many left.
    #[cfg(feature = "parquet")]
    pub(super) fn spend(&self, bytes: u64) -> Result<(), Error> {
        let left = self.left.get().checked_sub(bytes).ok_or_else(bomb)?;
        self.left.set(left);
        Ok(())
    }

    /// Returns `unpacked`, which ends with an error where the budget does.
    pub(super) fn limited<R: Read>(&self, unpacked: R) -> Limited<'_, R> {
        let what = format!("unpacks to more than {MAX_RATIO} times its size");
        Limited { inner: unpacked, left: &self.left, what }
    }
}

/// Says that an entry is fit to be unpacked, by what the archive says of it.
pub(super) fn check_ratio(size: u64, packed: u64) -> Result<(), Error> {
    if size <= FREE || size / packed.max(1) <= MAX_RATIO {
        return Ok(());
    }
    Err(bomb())
}

pub(super) fn bomb() -> Error {
    let message = format!("unpacks to more than {MAX_RATIO} times its size");
    Error::new(ErrorKind::Malformed, message)
}

/// A stream that ends with an error when `left` is used up: half a text would look like
/// a whole one. Several may share what is left.
pub(super) struct Limited<'a, R> {
    inner: R,
    left: &'a Cell<u64>,
    /// What to say then.
    what: String,
}

impl<'a, R: Read> Limited<'a, R> {
    /// Limits a document or a record to what is `left`; `max` is for the message.
    pub(super) fn document(inner: R, left: &'a Cell<u64>, max: u64) -> Self {
        let what = format!("a document larger than the limit of {max} bytes");
        Self { inner, left, what }
    }

    fn spend(&self, bytes: usize) -> io::Result<()> {
        let left = self.left.get().checked_sub(bytes as u64);
        self.left.set(left.unwrap_or(0));
        if left.is_none() {
            return Err(io::Error::new(io::ErrorKind::InvalidData, self.what.clone()));
        }
        Ok(())
    }
}

impl<R: Read> Read for Limited<'_, R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.spend(n)?;
        Ok(n)
    }
}

impl<R: BufRead> BufRead for Limited<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left.get() == 0 && !self.inner.fill_buf()?.is_empty() {
            self.spend(1)?;
        }
        // Not more than is left: what is shown is taken.
        let left = usize::try_from(self.left.get()).unwrap_or(usize::MAX);
        let shown = self.inner.fill_buf()?;
        Ok(shown.get(..left).unwrap_or(shown))
    }

    fn consume(&mut self, n: usize) {
        let left = self.left.get().saturating_sub(n as u64);
        self.left.set(left);
        self.inner.consume(n);
    }
}

/// Counts the packed bytes that pass, for the budget of the outermost archive.
pub(super) struct Counted<'a, R> {
    inner: R,
    /// Archives in archives live on the budget of the outermost.
    budget: Option<&'a Budget>,
}

impl<'a, R> Counted<'a, R> {
    pub(super) fn new(inner: R, budget: &'a Budget, is_outermost: bool) -> Self {
        Self { inner, budget: is_outermost.then_some(budget) }
    }

    fn count(&self, packed: usize) {
        if let Some(budget) = self.budget {
            budget.allow(packed as u64);
        }
    }
}

impl<R: BufRead> Read for Counted<'_, R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.count(n);
        Ok(n)
    }
}

impl<R: BufRead> BufRead for Counted<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        self.count(n);
        self.inner.consume(n);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_that_share_a_limit_end_together() {
        let left = Cell::new(5);
        let limited = |bytes: &'static [u8]| Limited::document(bytes, &left, 5);
        let mut text = String::new();
        assert!(limited(b"abc").read_to_string(&mut text).is_ok());
        assert!(limited(b"de").read_to_string(&mut text).is_ok());
        assert!(limited(b"").read_to_string(&mut text).is_ok());
        assert!(limited(b"f").read_to_string(&mut text).is_err());
        assert!(limited(b"f").fill_buf().is_err());
        assert_eq!(text, "abcde");
    }

    #[test]
    fn what_is_shown_at_once_is_limited_too() {
        let left = Cell::new(5);
        let mut limited = Limited::document(&b"abcdefgh"[..], &left, 5);
        assert_eq!(limited.fill_buf().unwrap(), b"abcde");
        limited.consume(5);
        assert!(limited.fill_buf().is_err());
    }

    #[test]
    fn only_the_outermost_archive_adds_to_the_budget() {
        let budget = Budget::default();
        let mut out = Vec::new();
        let mut read = |is_outermost| {
            let mut counted = Counted::new(&b"ab"[..], &budget, is_outermost);
            counted.read_to_end(&mut out).is_ok()
        };
        assert!(read(false));
        assert_eq!(budget.left(), FREE);
        assert!(read(true));
        assert_eq!(budget.left(), FREE + 2 * MAX_RATIO);
    }
}
