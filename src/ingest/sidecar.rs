//! The side-car: `FILE.meta.json` says what a file does not.

use super::{FieldNames, Given, Meta, Source, fields};
use crate::error::{Error, ErrorKind, Result};
use std::io::Read;
use std::path::{Path, PathBuf};

/// The ending of a side-car's name.
pub(super) const SUFFIX: &str = ".meta.json";

/// What a side-car says, and where it says it.
#[derive(Debug, Default)]
pub(super) struct SideCar {
    meta: Meta,
    given: Vec<Given>,
}

/// A side-car describes one document; more than this is something else.
const MAX_BYTES: u64 = 16 << 20;

/// Reads the side-car of the file at `path`, if there is one.
pub(super) fn beside(path: &Path) -> Result<SideCar> {
    let Some(beside) = candidates(path).into_iter().find(|p| p.is_file()) else {
        return Ok(SideCar::default());
    };
    let fault = |e| Error::io("cannot read the side-car", &beside, e);
    let mut bytes = Vec::new();
    let file = std::fs::File::open(&beside).map_err(fault)?;
    file.take(MAX_BYTES).read_to_end(&mut bytes).map_err(fault)?;
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    let mut record = serde_json::from_slice(bytes).map_err(|e| {
        Error::new(ErrorKind::Malformed, format!("not a JSON object: {e}")).at(&beside)
    })?;
    let name = beside.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let origin = format!("side-car {name}");
    let (meta, given) = fields::meta(&mut record, &FieldNames::default(), &origin);
    Ok(SideCar { meta, given })
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

impl SideCar {
    /// Lays what it says over what is known of `source`.
    pub(super) fn lay_over(&self, source: &mut Source) {
        fn set<T: Clone>(to: &mut Option<T>, from: Option<&T>) {
            if let Some(value) = from {
                *to = Some(value.clone());
            }
        }
        let (meta, over) = (&mut source.meta, &self.meta);
        set(&mut meta.number, over.number.as_ref());
        set(&mut meta.kind, over.kind.as_ref());
        set(&mut meta.title, over.title.as_ref());
        set(&mut meta.date, over.date.as_ref());
        set(&mut meta.issuer, over.issuer.as_ref());
        set(&mut meta.place, over.place.as_ref());
        set(&mut meta.url, over.url.as_ref());
        let given = &mut source.outline.given;
        let is_over = |g: &Given| self.given.iter().any(|o| o.field == g.field);
        given.retain(|g| g.value.is_some() || !is_over(g));
        given.extend(self.given.iter().cloned());
    }
}
