//! What there is to do.

use super::Options;
use crate::error::{Error, Result};
use crate::ingest::{self, WalkOptions};
use crate::registry::SourceId;
use crate::store::{FileEntry, Reader, Stamp, Writer};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Which files are to be read, and which sources stay as they are.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Files to read, in order.
    pub(super) reading: Vec<Work>,
    /// Files that are as they were.
    pub(super) kept: Vec<FileEntry>,
    /// The sources of those files.
    pub(super) reused: Vec<SourceId>,
    /// Paths that could not be walked.
    pub(super) errors: Vec<(String, Error)>,
    /// How many files were passed over, by extension.
    pub(super) passed: BTreeMap<String, u64>,
    /// How many files the store knew that are to be forgotten.
    vanished: u64,
    /// How many files are left alone, for they failed and look the same.
    left: u64,
}

/// The store as it is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Before<'r> {
    /// What it holds can be used again.
    Usable(&'r Reader),
    /// Other code, or other options, read it: only its files are of use.
    Stale(&'r Reader),
    /// There is none.
    Nothing,
}

impl<'r> Before<'r> {
    pub(super) fn of(current: Option<&'r Reader>, usable: Option<&'r Reader>) -> Self {
        match (current, usable) {
            (_, Some(reader)) => Self::Usable(reader),
            (Some(reader), None) => Self::Stale(reader),
            (None, None) => Self::Nothing,
        }
    }
}

/// A file to read.
#[derive(Debug)]
pub(super) struct Work {
    pub(super) path: PathBuf,
    /// The path as it names sources.
    pub(super) name: String,
    /// What it looks like now.
    pub(super) stamp: Option<Vec<Stamp>>,
    pub(super) bytes: u64,
    /// What the store saw of it.
    pub(super) old: Option<FileEntry>,
}

impl Plan {
    pub(super) fn new<P: AsRef<Path>>(
        writer: &Writer,
        paths: &[P],
        options: &Options,
        before: Before<'_>,
    ) -> Result<Self> {
        let store = writer.dir();
        let skip = std::iter::once(store.to_owned()).chain(options.skip.iter().cloned());
        let walked = ingest::walk(paths, &WalkOptions { skip: skip.collect() });
        let mut errors = walked.errors;
        if walked.files.is_empty() && !errors.is_empty() {
            return Err(errors.swap_remove(0));
        }
        let mut known = match before {
            Before::Usable(reader) => known_files(Some(reader))?,
            Before::Stale(_) | Before::Nothing => BTreeMap::new(),
        };
        let now = newest_trusted(writer.started());
        let mut plan = Self { passed: walked.passed, ..Self::default() };
        let is_usable = matches!(before, Before::Usable(_));
        for path in walked.files {
            let name = path.to_string_lossy().into_owned();
            let work = Work::new(path, name, now, &mut known);
            match work.old {
                Some(old) if !options.force && is_same(&old, work.stamp.as_ref()) => {
                    plan.keep(old);
                }
                // What could be read of it, if anything, stays.
                old if is_usable
                    && options.failed.holds(&work.name, work.stamp.as_ref()) =>
                {
                    plan.left += u64::from(old.is_none());
                    if let Some(old) = old {
                        plan.keep(old);
                    }
                }
                old => plan.reading.push(Work { old, ..work }),
            }
        }
        let name = |e: &Error| e.path().map(|p| p.to_string_lossy().into_owned());
        plan.errors =
            errors.into_iter().map(|e| (name(&e).unwrap_or_default(), e)).collect();
        plan.keep_or_forget(known, options.add);
        if let Before::Stale(reader) = before {
            plan.read_again(known_files(Some(reader))?, options.add, now);
        }
        Ok(plan)
    }

    /// What would be kept of a usable store is read again of a stale one.
    fn read_again(&mut self, files: BTreeMap<String, FileEntry>, add: bool, now: u128) {
        let planned: BTreeSet<String> =
            self.reading.iter().map(|work| work.name.clone()).collect();
        for name in files.into_keys().filter(|name| !planned.contains(name)) {
            if add || self.is_out_of_sight(&name) {
                let path = PathBuf::from(&name);
                self.reading.push(Work::new(path, name, now, &mut BTreeMap::new()));
            } else {
                self.vanished += 1;
            }
        }
    }

    /// The file lies below a path that could not be read: a disk that is not there must
    /// not empty the store.
    fn is_out_of_sight(&self, name: &str) -> bool {
        self.errors.iter().any(|(path, _)| Path::new(name).starts_with(path))
    }

    /// Makes the plan that keeps everything as it is.
    pub(super) fn unchanged(old: Option<&Reader>) -> Result<Self> {
        let mut plan = Self::default();
        known_files(old)?.into_values().for_each(|file| plan.keep(file));
        Ok(plan)
    }

    fn keep(&mut self, file: FileEntry) {
        self.reused.extend(file.sources.iter().map(|&s| SourceId(s)));
        self.kept.push(file);
    }

    /// Files that were not found are forgotten, but for those that are out of sight.
    fn keep_or_forget(&mut self, known: BTreeMap<String, FileEntry>, add: bool) {
        for (name, file) in known {
            if add || self.is_out_of_sight(&name) {
                self.keep(file);
            } else {
                self.vanished += 1;
            }
        }
    }

    /// Returns true if nothing is to be read or forgotten.
    pub(super) fn is_unchanged(&self) -> bool {
        self.reading.is_empty() && self.vanished == 0 && self.errors.is_empty()
    }

    pub(super) fn file_total(&self) -> u64 {
        (self.reading.len() + self.kept.len()) as u64 + self.left
    }
}

fn known_files(old: Option<&Reader>) -> Result<BTreeMap<String, FileEntry>> {
    let mut known = BTreeMap::new();
    if let Some(reader) = old {
        reader.each_file(&mut |file| {
            known.insert(file.path.clone(), file);
            Ok(())
        })?;
    }
    Ok(known)
}

fn is_same(old: &FileEntry, stamp: Option<&Vec<Stamp>>) -> bool {
    stamp.is_some() && old.stamp.as_ref() == stamp
}

impl Work {
    fn new(
        path: PathBuf,
        name: String,
        trusted: u128,
        known: &mut BTreeMap<String, FileEntry>,
    ) -> Self {
        let old = known.remove(&name);
        let stamps: Vec<Stamp> = std::iter::once(path.clone())
            .chain(side_cars(&path))
            .filter_map(|p| std::fs::metadata(p).ok())
            .filter_map(|m| stamp(&m))
            .collect();
        let bytes = stamps.first().map_or(0, |s| s.bytes);
        let settled = stamps.iter().all(|s| s.changed < trusted);
        let stamp = (settled && !stamps.is_empty()).then_some(stamps);
        Self { path, name, stamp, bytes, old }
    }

    /// Returns BLAKE3 of the bytes of the file and its side-cars.
    pub(super) fn hash(&self) -> std::io::Result<[u8; 32]> {
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(std::fs::File::open(&self.path)?)?;
        for path in side_cars(&self.path) {
            if let Ok(file) = std::fs::File::open(path) {
                hasher.update(b"\0side-car\0");
                hasher.update_reader(file)?;
            }
        }
        Ok(hasher.finalize().into())
    }
}

fn stamp(meta: &Metadata) -> Option<Stamp> {
    let changed = meta.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
    Some(Stamp { bytes: meta.len(), changed })
}

/// Returns the time before which a time of change can be trusted: a file written in the
/// same tick of the clock as it is read could change again without showing it.
fn newest_trusted(started: Option<SystemTime>) -> u128 {
    const TICK_NANOS: u128 = 20_000_000;
    let nanos = started.and_then(|t| t.duration_since(UNIX_EPOCH).ok());
    nanos.map_or(0, |d| d.as_nanos()).saturating_sub(TICK_NANOS)
}

/// Returns where a file's side-cars may be: `a.txt.meta.json`, `a.meta.json`.
fn side_cars(path: &Path) -> impl Iterator<Item = PathBuf> + '_ {
    let names = [path.file_name(), path.file_stem()];
    names.into_iter().flatten().map(|name| {
        let mut name = name.to_os_string();
        name.push(".meta.json");
        path.with_file_name(name)
    })
}
