//! Catalogues: documents that are known without being held.

use super::assemble::{Order, assemble};
use super::plan::Plan;
use super::report::{Progress, Stage};
use super::{Options, is_usable, read, words};
use crate::error::{Error, ErrorKind, Result};
use crate::ingest::{self, read_listing};
use crate::resolve::Listed;
use crate::store::{
    CatalogueWriter, Fingerprints, Import, Reader, Settings, Stats, Writer,
};
use std::path::Path;

/// What an import did.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Imported {
    /// The catalogue as it now stands in the store.
    pub import: Import,
    /// The first rows that named no document, with the reason.
    pub faults: Vec<String>,
    /// True if the store had it already, byte for byte.
    pub is_unchanged: bool,
    /// The counts of the store now.
    pub stats: Stats,
}

/// Takes the documents that the file `path` lists into the catalogue of the store in
/// `store`, in the place of what it listed at an earlier import, and resolves all
/// mentions anew.
///
/// TSV, CSV or JSON Lines, plain or in gzip ([`crate::ingest::Listing`]). The rows are
/// read as a stream; some 200 bytes of each stay in memory until they are sorted.
///
/// # Errors
/// When the file cannot be read or names no document, when the store was made by another
/// version of the program, or cannot be written. The store then is as it was.
pub fn import(
    store: &Path,
    path: &Path,
    options: &Options,
    progress: &mut dyn Progress,
) -> Result<Imported> {
    let writer = Writer::open(store)?;
    let current = writer.current()?;
    let old = current.as_ref().map(|r| r.manifest().settings.clone()).unwrap_or_default();
    let name = path.to_string_lossy().into_owned();
    let hash = hash(path)?;
    if let (Some(known), Some(reader)) =
        (old.catalogues.iter().find(|c| c.name == name && c.hash == hash), &current)
    {
        let stats = reader.stats().clone();
        let import = known.clone();
        return Ok(Imported { import, is_unchanged: true, stats, ..Imported::default() });
    }
    let mut change = Change::without(old, current.as_ref(), &|c| c.name == name)?;
    let empty = Import { name, hash, ..Import::default() };
    let mut imported = Imported { import: empty, ..Imported::default() };
    let origin = u16::try_from(change.settings.catalogues.len()).unwrap_or(u16::MAX);
    progress.stage(Stage::Walking, 0);
    read_listing(path, &mut |row| {
        let listed = row.map(|listing| Listed::read(listing, origin));
        imported.take(listed, &mut change.rows)
    })?;
    if imported.import.rows == 0 {
        let message = "no row of this file names a document";
        return Err(Error::new(ErrorKind::Malformed, message).at(path).hint(
            "name the columns number, kind, date, issuer, place, title, status, url",
        ));
    }
    change.settings.catalogues.push(imported.import.clone());
    imported.stats = change.write(&writer, current.as_ref(), options, progress)?;
    Ok(imported)
}

/// Takes the catalogues that `leaves` chooses out of the store, and resolves all
/// mentions anew; returns those that left.
///
/// # Errors
/// When the store cannot be read or written, or was made by another version of the
/// program.
pub fn forget(
    store: &Path,
    leaves: &dyn Fn(&Import) -> bool,
    options: &Options,
    progress: &mut dyn Progress,
) -> Result<Vec<Import>> {
    let writer = Writer::open(store)?;
    let current = writer.current()?;
    let old = current.as_ref().map(|r| r.manifest().settings.clone()).unwrap_or_default();
    let left: Vec<Import> =
        old.catalogues.iter().filter(|c| leaves(c)).cloned().collect();
    if left.is_empty() {
        return Ok(left);
    }
    let change = Change::without(old, current.as_ref(), leaves)?;
    change.write(&writer, current.as_ref(), options, progress)?;
    Ok(left)
}

/// How many faults of a file are told.
const FAULTS: usize = 3;

impl Imported {
    fn take(
        &mut self,
        row: Result<Option<Listed>>,
        rows: &mut CatalogueWriter,
    ) -> Result<()> {
        match row {
            Ok(Some(listed)) => {
                self.import.rows += 1;
                self.import.ascii += u64::from(listed.is_ascii);
                return rows.push(&listed);
            }
            Err(error) if self.faults.len() < FAULTS => {
                self.faults.push(error.to_string());
            }
            Ok(None) | Err(_) => {}
        }
        self.import.skipped += 1;
        Ok(())
    }
}

/// The catalogue of the next generation.
struct Change {
    settings: Settings,
    rows: CatalogueWriter,
}

impl Change {
    /// Takes over what the store has, but for the catalogues that leave; the others are
    /// numbered anew.
    fn without(
        mut settings: Settings,
        old: Option<&Reader>,
        leaves: &dyn Fn(&Import) -> bool,
    ) -> Result<Self> {
        let mut next = 0u16;
        let numbers: Vec<Option<u16>> = settings
            .catalogues
            .iter()
            .map(|c| {
                (!leaves(c)).then(|| {
                    next += 1;
                    next - 1
                })
            })
            .collect();
        settings.catalogues.retain(|c| !leaves(c));
        let mut rows = CatalogueWriter::default();
        if let Some(reader) = old {
            reader.each_listed(&mut |row| {
                for listed in row.rows {
                    let number = numbers.get(usize::from(listed.origin)).copied();
                    if let Some(origin) = number.flatten() {
                        rows.push(&Listed { origin, ..listed })?;
                    }
                }
                Ok(())
            })?;
        }
        Ok(Self { settings, rows })
    }

    /// Writes the next generation: the same texts, resolved with the new catalogue.
    fn write(
        self,
        writer: &Writer,
        current: Option<&Reader>,
        options: &Options,
        progress: &mut dyn Progress,
    ) -> Result<Stats> {
        let fingerprints = fingerprints(options, current)?;
        let usable = current;
        let generation = writer.begin()?;
        self.rows.finish(generation.dir())?;
        let plan = Plan::unchanged(usable)?;
        let words = words::Words::open(generation.dir(), usable)?;
        let read =
            read::read(&plan, usable, &words, generation.dir(), options, progress)?;
        let order = Order::new(&plan, &read, usable)?;
        let stats = assemble(&order, &read, usable, generation.dir(), progress)?;
        read.spool.remove()?;
        words.commit(false)?;
        generation.commit(fingerprints, self.settings, stats.clone())?;
        Ok(stats)
    }
}

/// Returns which code makes the next generation: the facts and words stay as they are,
/// read with or without the names of folders.
fn fingerprints(options: &Options, current: Option<&Reader>) -> Result<Fingerprints> {
    let Some(reader) = current else { return Ok(options.fingerprints()) };
    let ways = [true, false].map(|place_from_path| {
        let ingest = ingest::Options { place_from_path, ..options.ingest.clone() };
        Options { ingest, ..options.clone() }.fingerprints()
    });
    let same = ways.into_iter().find(|way| is_usable(reader, way));
    same.ok_or_else(|| made_by_another(reader))
}

/// Facts of other code cannot be resolved by this one.
fn made_by_another(reader: &Reader) -> Error {
    let message = "the store was made by another version of danchieu";
    let paths = reader.manifest().settings.paths.join(" ");
    Error::new(ErrorKind::StoreVersion, message)
        .at(reader.dir())
        .hint(format!("bring it up to date first: danchieu index {paths}"))
}

fn hash(path: &Path) -> Result<String> {
    let fault = |e| Error::io("cannot read the catalogue", path, e);
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(std::fs::File::open(path).map_err(fault)?).map_err(fault)?;
    Ok(hasher.finalize().to_hex().to_string())
}
