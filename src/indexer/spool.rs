//! Where what was read waits until all names are known and their order is settled.

use crate::effect::Term;
use crate::error::{Error, Result};
use crate::ingest::{Meta, Outline};
use crate::parse::Heading;
use crate::rows::{RowFile, RowWriter};
use crate::store::{Packed, SourceEntry, encode_row};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

const LABEL: [u8; 8] = *b"spool\0\0\0";
const NAME: &str = "spool.rows";

/// A source that was read, without what depends on the others.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(super) struct Draft {
    pub(super) name: String,
    pub(super) hash: [u8; 32],
    pub(super) meta: Meta,
    pub(super) heading: Heading,
    pub(super) text_bytes: u32,
    pub(super) mentions: u32,
    pub(super) outline: Outline,
    pub(super) terms: Vec<Term>,
}

impl Draft {
    /// Makes the draft of a source that stays as it was.
    pub(super) fn of_old(entry: SourceEntry, outline: Outline, terms: Vec<Term>) -> Self {
        let SourceEntry { name, hash, meta, heading, text_bytes, mentions, .. } = entry;
        Self { name, hash, meta, heading, text_bytes, mentions, outline, terms }
    }
}

/// Takes sources from many threads: a draft, its facts, and its blocks of text are rows
/// that follow one another.
pub(super) struct SpoolWriter {
    rows: Mutex<RowWriter>,
    path: PathBuf,
}

impl SpoolWriter {
    pub(super) fn create(dir: &Path) -> Result<Self> {
        let path = dir.join(NAME);
        Ok(Self { rows: Mutex::new(RowWriter::create(&path, LABEL)?), path })
    }

    /// Adds a source; returns its place.
    pub(super) fn push(&self, draft: &Draft, facts: &[u8], text: &Packed) -> Result<u64> {
        let draft = encode_row(draft)?;
        let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        let place = rows.rows();
        rows.push(&draft)?;
        rows.push(facts)?;
        for block in text.blocks() {
            rows.push(block)?;
        }
        Ok(place)
    }

    pub(super) fn finish(self) -> Result<Spool> {
        let rows = self.rows.into_inner().unwrap_or_else(PoisonError::into_inner);
        rows.finish_unsynced(0)?;
        Ok(Spool { rows: RowFile::open(&self.path, LABEL)?, path: self.path })
    }
}

/// What waits.
pub(super) struct Spool {
    rows: RowFile,
    path: PathBuf,
}

impl Spool {
    /// Returns the draft of the source at `place`.
    pub(super) fn draft(&self, place: u64) -> Result<Draft> {
        postcard::from_bytes(&self.row(place)?)
            .map_err(|e| self.rows.damaged("a work file cannot be decoded").because(e))
    }

    /// Returns the encoded facts of the source at `place`.
    pub(super) fn facts(&self, place: u64) -> Result<Vec<u8>> {
        self.row(place + 1)
    }

    /// Returns a block of the text of the source at `place`.
    pub(super) fn block(&self, place: u64, block: u64) -> Result<Vec<u8>> {
        self.row(place + 2 + block)
    }

    fn row(&self, n: u64) -> Result<Vec<u8>> {
        let row = self.rows.get(n)?;
        row.ok_or_else(|| self.rows.damaged("a work file is too short"))
    }

    /// Removes the file.
    pub(super) fn remove(self) -> Result<()> {
        let Self { rows, path } = self;
        drop(rows);
        std::fs::remove_file(&path)
            .map_err(|e| Error::io("cannot remove a work file", &path, e))
    }
}
