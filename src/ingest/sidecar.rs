//! The side-car: `FILE.meta.json` says what a file does not.

use super::{Meta, fields};
use crate::error::{Error, ErrorKind, Result};
use std::path::{Path, PathBuf};

/// The ending of a side-car's name.
pub(super) const SUFFIX: &str = ".meta.json";

/// Reads the side-car of the file at `path`, if there is one.
pub(super) fn beside(path: &Path) -> Result<Meta> {
    let Some(beside) = candidates(path).into_iter().find(|p| p.is_file()) else {
        return Ok(Meta::default());
    };
    let bytes = std::fs::read(&beside)
        .map_err(|e| Error::io("cannot read the side-car", &beside, e))?;
    let mut record = serde_json::from_slice(&bytes).map_err(|e| {
        Error::new(ErrorKind::Malformed, format!("not a JSON object: {e}")).at(&beside)
    })?;
    Ok(fields::meta(&mut record))
}

/// `a/b.txt` → `a/b.txt.meta.json`, `a/b.meta.json`.
fn candidates(path: &Path) -> Vec<PathBuf> {
    let add = |name: Option<&std::ffi::OsStr>| {
        let mut name = name?.to_os_string();
        name.push(SUFFIX);
        Some(path.with_file_name(name))
    };
    [add(path.file_name()), add(path.file_stem())].into_iter().flatten().collect()
}

/// Lays what `over` knows over `meta`.
pub(super) fn lay_over(over: &Meta, meta: &mut Meta) {
    fn set<T: Clone>(to: &mut Option<T>, from: Option<&T>) {
        if let Some(value) = from {
            *to = Some(value.clone());
        }
    }
    set(&mut meta.number, over.number.as_ref());
    set(&mut meta.kind, over.kind.as_ref());
    set(&mut meta.title, over.title.as_ref());
    set(&mut meta.date, over.date.as_ref());
    set(&mut meta.issuer, over.issuer.as_ref());
    set(&mut meta.place, over.place.as_ref());
    set(&mut meta.url, over.url.as_ref());
}
