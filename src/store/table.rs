//! Typed rows.

use crate::error::{Error, ErrorKind, Result};
use crate::rows::{Label, RowFile, RowWriter};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

/// A kind of table: the name of its file and what the header must say.
#[derive(Debug)]
pub(crate) struct Kind<T> {
    pub(crate) file: &'static str,
    pub(crate) label: Label,
    row: PhantomData<fn() -> T>,
}

impl<T> Kind<T> {
    const fn new(file: &'static str, label: Label) -> Self {
        Self { file, label, row: PhantomData }
    }
}

/// The tables of a generation.
pub(crate) mod kinds {
    use super::Kind;
    use crate::effect::Term;
    use crate::ingest::Outline;
    use crate::registry::Record;
    use crate::relate::Facts;
    use crate::resolve::Resolution;
    use crate::store::catalogue::CatalogueRow;
    use crate::store::entry::{FileEntry, SourceEntry};
    use crate::store::lookup::SerialRow;

    pub(crate) const SOURCES: Kind<SourceEntry> =
        Kind::new("sources.rows", *b"sources\0");
    pub(crate) const FACTS: Kind<Facts> = Kind::new("facts.rows", *b"facts\0\0\0");
    pub(crate) const RESOLUTIONS: Kind<Vec<Resolution>> =
        Kind::new("resolutions.rows", *b"resolutn");
    pub(crate) const RECORDS: Kind<Record> = Kind::new("records.rows", *b"records\0");
    pub(crate) const SERIALS: Kind<SerialRow> = Kind::new("serials.rows", *b"serials\0");
    /// Id in the full-text index and source, sorted.
    pub(crate) const WORDS: Kind<(u64, u32)> = Kind::new("words.rows", *b"words\0\0\0");
    /// Pages, and where metadata was found; stores made before 2026-11-24 have none.
    pub(crate) const OUTLINES: Kind<Outline> = Kind::new("outlines.rows", *b"outlines");
    /// What each text says of its own effect; stores made before 2026-11-27 have none.
    pub(crate) const EFFECTS: Kind<Vec<Term>> = Kind::new("effects.rows", *b"effects\0");
    /// Not rows of a type: columns, see `columns`; stores made before 2026-11-27 have
    /// none.
    pub(crate) const COLUMNS: Kind<()> = Kind::new("columns.rows", *b"columns\0");
    pub(crate) const FILES: Kind<FileEntry> = Kind::new("files.rows", *b"files\0\0\0");
    /// What imported catalogues know; only there when something was imported.
    pub(crate) const CATALOGUE: Kind<CatalogueRow> =
        Kind::new("catalogue.rows", *b"catalog\0");
    /// Not rows of a type: blocks of text, see `texts`.
    pub(crate) const TEXTS: Kind<()> = Kind::new("texts.rows", *b"texts\0\0\0");
}

/// A table that is read.
#[derive(Debug)]
pub(crate) struct Table<T> {
    rows: RowFile,
    row: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Table<T> {
    pub(crate) fn open(dir: &Path, kind: &Kind<T>) -> Result<Self> {
        let rows = RowFile::open(&dir.join(kind.file), kind.label)?;
        Ok(Self { rows, row: PhantomData })
    }

    pub(crate) fn rows(&self) -> u64 {
        self.rows.rows()
    }

    pub(crate) fn get(&self, n: u64) -> Result<Option<T>> {
        self.rows.look(n, |bytes| self.decode(bytes))
    }

    /// Returns the first field of row `n`, a text, without decoding what follows.
    pub(crate) fn first(&self, n: u64) -> Result<Option<String>> {
        self.rows.look(n, |row| self.first_field(row))
    }

    /// Returns row `n` as it is stored.
    pub(crate) fn bytes(&self, n: u64) -> Result<Option<Vec<u8>>> {
        self.rows.get(n)
    }

    pub(crate) fn scan(&self, each: &mut dyn FnMut(u64, T) -> Result<()>) -> Result<()> {
        self.rows.scan(&mut |n, bytes| each(n, self.decode(bytes)?))
    }

    /// Returns what `of` makes of each row, in order; rows are decoded on all processors.
    pub(crate) fn sift<U: Send>(
        &self,
        of: &(dyn Fn(u64, T) -> Result<Option<U>> + Sync),
    ) -> Result<Vec<U>> {
        self.rows.in_parts(|part| {
            let mut made = Vec::new();
            self.rows.scan_part(part, &mut |n, bytes| {
                made.extend(of(n, self.decode(bytes)?)?);
                Ok(())
            })?;
            Ok(made)
        })
    }

    /// Finds the row that `order` calls equal; rows must be sorted by it.
    pub(crate) fn search(
        &self,
        order: &dyn Fn(&T) -> std::cmp::Ordering,
    ) -> Result<Option<(u64, T)>> {
        let (mut low, mut high) = (0, self.rows());
        while low < high {
            let middle = low + (high - low) / 2;
            let Some(row) = self.get(middle)? else { break };
            match order(&row) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Ok(Some((middle, row))),
            }
        }
        Ok(None)
    }

    /// Returns true if there is a row `n` and `is_it` accepts it as it is stored.
    pub(crate) fn has(
        &self,
        n: u64,
        is_it: impl FnOnce(&[u8]) -> Result<bool>,
    ) -> Result<bool> {
        Ok(self.rows.look(n, is_it)?.unwrap_or_default())
    }

    /// Returns the first row of which `is_before` is not true; rows must be sorted by it.
    /// It is given the rows as they are stored.
    pub(crate) fn lower_bound(
        &self,
        is_before: impl Fn(&[u8]) -> Result<bool>,
    ) -> Result<u64> {
        let (mut low, mut high) = (0, self.rows());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.rows.look(middle, &is_before)? {
                Some(true) => low = middle + 1,
                Some(false) => high = middle,
                None => break,
            }
        }
        Ok(low)
    }

    /// Finds the row whose first field is the text `first`; rows must be sorted by it.
    /// The other rows on the way are not decoded further, for they may hold much.
    pub(crate) fn search_first(&self, first: &str) -> Result<Option<(u64, T)>> {
        let found = self.search_bytes(first)?;
        found.map(|(n, row)| Ok((n, self.decode(&row)?))).transpose()
    }

    /// [`Table::search_first`], the row as it is stored.
    pub(crate) fn search_bytes(&self, first: &str) -> Result<Option<(u64, Vec<u8>)>> {
        let (mut low, mut high) = (0, self.rows());
        let mut row = Vec::new();
        while low < high {
            let middle = low + (high - low) / 2;
            if !self.rows.read(middle, &mut row)? {
                break;
            }
            match self.first_field::<&str>(&row)?.cmp(first) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Ok(Some((middle, row))),
            }
        }
        Ok(None)
    }

    pub(crate) fn verify(&self) -> Result<()> {
        self.rows.verify()
    }

    /// Returns the first field of a row as it is stored.
    pub(crate) fn first_field<'r, U: serde::Deserialize<'r>>(
        &self,
        row: &'r [u8],
    ) -> Result<U> {
        let first = postcard::take_from_bytes(row);
        let fault = |e| self.damaged("a row cannot be decoded").because(e);
        first.map(|(first, _)| first).map_err(fault)
    }

    pub(crate) fn damaged(&self, why: &str) -> Error {
        self.rows.damaged(why)
    }

    fn decode(&self, bytes: &[u8]) -> Result<T> {
        postcard::from_bytes(bytes)
            .map_err(|e| self.damaged("a row cannot be decoded").because(e))
    }
}

/// A table that is written, row after row.
pub(crate) struct TableWriter<T> {
    rows: RowWriter,
    path: PathBuf,
    row: PhantomData<fn() -> T>,
}

impl<T: Serialize> TableWriter<T> {
    pub(crate) fn create(dir: &Path, kind: &Kind<T>) -> Result<Self> {
        let path = dir.join(kind.file);
        let rows = RowWriter::create(&path, kind.label)?;
        Ok(Self { rows, path, row: PhantomData })
    }

    pub(crate) fn push(&mut self, row: &T) -> Result<()> {
        let bytes = encode(row).map_err(|e| e.at(&self.path))?;
        self.rows.push(&bytes)
    }

    /// Adds a row as it was stored elsewhere.
    pub(crate) fn push_bytes(&mut self, bytes: &[u8]) -> Result<()> {
        self.rows.push(bytes)
    }

    pub(crate) fn finish(self) -> Result<u64> {
        let rows = self.rows.rows();
        self.rows.finish(rows)?;
        Ok(rows)
    }
}

/// Encodes a row.
pub(crate) fn encode<T: Serialize>(row: &T) -> Result<Vec<u8>> {
    postcard::to_stdvec(row)
        .map_err(|e| Error::new(ErrorKind::Io, "cannot encode a row").because(e))
}
