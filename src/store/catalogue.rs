//! The rows of imported catalogues, by serial number.

use super::manifest::Manifest;
use super::table::{Table, TableWriter, encode, kinds};
use crate::error::Result;
use crate::resolve::Listed;
use crate::rows::corrupt;
use std::path::Path;

/// All rows with one serial number, by which rows are found: it must be the first field.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub(crate) struct CatalogueRow {
    pub(crate) serial: String,
    pub(crate) rows: Vec<Listed>,
}

impl CatalogueRow {
    /// Calls `each` with the rows in the generation `dir`, if it has a catalogue.
    pub(crate) fn each(dir: &Path, each: &mut dyn FnMut(Self)) -> Result<()> {
        if !dir.join(kinds::CATALOGUE.file).is_file() {
            return Ok(());
        }
        Table::open(dir, &kinds::CATALOGUE)?.scan(&mut |_, row| {
            each(row);
            Ok(())
        })
    }
}

pub(super) fn open(
    dir: &Path,
    manifest: &Manifest,
) -> Result<Option<Table<CatalogueRow>>> {
    let is_there = manifest.files.contains_key(kinds::CATALOGUE.file);
    is_there.then(|| Table::open(dir, &kinds::CATALOGUE)).transpose()
}

/// Takes rows in any order and writes them by serial number.
///
/// Keeps each row encoded, some 200 bytes.
#[derive(Default)]
pub(crate) struct CatalogueWriter(Vec<(Box<str>, Box<[u8]>)>);

impl CatalogueWriter {
    pub(crate) fn push(&mut self, row: &Listed) -> Result<()> {
        let serial = row.key.serial.as_str().into();
        self.0.push((serial, encode(row)?.into()));
        Ok(())
    }

    /// Writes them; equal rows once. Nothing is written when there is none.
    pub(crate) fn finish(mut self, dir: &Path) -> Result<()> {
        self.0.sort_unstable();
        self.0.dedup();
        if self.0.is_empty() {
            return Ok(());
        }
        let mut table = TableWriter::create(dir, &kinds::CATALOGUE)?;
        for group in self.0.chunk_by(|(a, _), (b, _)| a == b) {
            let serial = group[0].0.to_string();
            let rows: Result<Vec<Listed>> =
                group.iter().map(|(_, bytes)| decode(bytes, dir)).collect();
            table.push(&CatalogueRow { serial, rows: rows? })?;
        }
        table.finish().map(|_| ())
    }
}

fn decode(bytes: &[u8], dir: &Path) -> Result<Listed> {
    let broken = |e| corrupt(dir, "a row of a catalogue cannot be decoded").because(e);
    postcard::from_bytes(bytes).map_err(broken)
}
