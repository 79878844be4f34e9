//! The part of a file that is kept in memory because much of it is asked for.
//!
//! A row at a time costs two calls of the system, which is the right price for some
//! hundred rows and the better part of a question that reads a hundred thousand. What is
//! kept are the bytes of the file as they are: a row is compared with its checksum
//! whenever it is read, kept or not.

use super::{HEADER, RowFile};
use crate::error::Result;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// What is kept of a file; nothing at first.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// How many rows were read one by one.
    asked: AtomicU64,
    index: OnceLock<Piece>,
    rows: OnceLock<Piece>,
}

/// Bytes of a file.
#[derive(Debug)]
struct Piece {
    /// Where they begin in it.
    start: u64,
    bytes: Vec<u8>,
}

/// Fewer rows than this are read one by one, whatever the size of the file.
const FEW: u64 = 128;
/// The index is kept when one row of so many was read, and the rows when one of so many
/// was: then to read all costs no more than those did.
const SHARES: [u64; 2] = [64, 8];
/// No more than this is kept of a file at once.
const MOST: u64 = 64 << 20;

impl RowFile {
    /// Counts a row that is read; the one that makes them many reads the index or the rows.
    pub(super) fn keep(&self) -> Result<()> {
        let asked = self.kept.asked.fetch_add(1, Ordering::Relaxed);
        let [index, rows] = SHARES.map(|share| FEW.max(self.header.rows / share));
        // Only one count is either, so that nobody reads the same.
        if asked == index {
            let end = self.header.file_bytes().unwrap_or(u64::MAX);
            self.fetch(&self.kept.index, self.index_at(0), end)?;
        }
        if asked == rows {
            self.fetch(&self.kept.rows, HEADER as u64, self.index_at(0))?;
        }
        Ok(())
    }

    fn fetch(&self, piece: &OnceLock<Piece>, start: u64, end: u64) -> Result<()> {
        let length = end.saturating_sub(start);
        if length > MOST {
            return Ok(());
        }
        let mut bytes = vec![0; usize::try_from(length).unwrap_or_default()];
        self.fill(&mut bytes, start)?;
        let _ = piece.set(Piece { start, bytes });
        Ok(())
    }

    /// Fills `buffer` with the bytes at `at`, from memory if they are kept.
    pub(super) fn recall(&self, buffer: &mut [u8], at: u64) -> Result<()> {
        match self.kept(at, buffer.len() as u64) {
            Some(bytes) => buffer.copy_from_slice(bytes),
            None => self.fill(buffer, at)?,
        }
        Ok(())
    }

    /// Returns the bytes at `at`, if they are kept.
    pub(super) fn kept(&self, at: u64, length: u64) -> Option<&[u8]> {
        let pieces = [&self.kept.rows, &self.kept.index];
        pieces.into_iter().find_map(|piece| {
            let Piece { start, bytes } = piece.get()?;
            let from = usize::try_from(at.checked_sub(*start)?).ok()?;
            bytes.get(from..from.checked_add(usize::try_from(length).ok()?)?)
        })
    }
}
