//! Which files: the paths given, folders walked.

use super::{Format, sidecar};
use crate::error::Error;
use ignore::{DirEntry, WalkBuilder};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The file that lists what is no document in a folder, in the syntax of `.gitignore`.
const IGNORE_FILE: &str = ".danchieuignore";
/// Folders that never hold documents: version control, and the default store.
const SKIPPED: [&str; 6] = [".git", ".hg", ".svn", ".jj", ".bzr", ".danchieu"];

/// How folders are walked.
#[derive(Clone, Debug, Default)]
pub struct WalkOptions {
    /// Folders to leave out wherever they are met: the store in use.
    pub skip: Vec<PathBuf>,
}

/// What a walk found.
#[derive(Debug, Default)]
pub struct Walked {
    /// The files, sorted, each once.
    pub files: Vec<PathBuf>,
    /// Paths that could not be read; the rest of the walk went on.
    pub errors: Vec<Error>,
    /// How many files were passed over, by extension in small letters; empty for files
    /// without one. Side-cars and the files of systems (`.DS_Store`) are not counted.
    pub passed: BTreeMap<String, u64>,
}

/// Lists the files under `paths`, sorted.
///
/// A file that is named is always taken. In a folder, files with an extension that some
/// [`Format`] knows are taken, hidden ones included; symbolic links are followed, loops
/// are left. Left out are side-cars (`*.meta.json`), folders of version control, stores,
/// and what a `.danchieuignore` in the folder or below lists.
pub fn walk<P: AsRef<Path>>(paths: &[P], options: &WalkOptions) -> Walked {
    let mut walked = Walked::default();
    for path in paths {
        add(path.as_ref(), options, &mut walked);
    }
    walked.files.sort_unstable();
    walked.files.dedup();
    if paths.len() > 1 {
        drop_other_names(&mut walked.files);
    }
    walked
}

fn add(path: &Path, options: &WalkOptions, walked: &mut Walked) {
    match std::fs::metadata(path) {
        Ok(found) if found.is_dir() => add_folder(path, options, walked),
        Ok(_) => walked.files.push(path.to_owned()),
        Err(error) => walked.errors.push(super::input::open_error(path, error)),
    }
}

fn add_folder(root: &Path, options: &WalkOptions, walked: &mut Walked) {
    let skip: Vec<PathBuf> =
        options.skip.iter().filter_map(|p| p.canonicalize().ok()).collect();
    let entries = WalkBuilder::new(root)
        .standard_filters(false)
        .add_custom_ignore_filename(IGNORE_FILE)
        .follow_links(true)
        .filter_entry(move |entry| is_walked(entry, &skip))
        .build();
    for entry in entries {
        match entry {
            Ok(entry) if is_document(&entry) => walked.files.push(entry.into_path()),
            Ok(entry) => count_passed(&entry, &mut walked.passed),
            Err(error) => walked.errors.extend(fault(root, error)),
        }
    }
}

fn is_walked(entry: &DirEntry, skip: &[PathBuf]) -> bool {
    if entry.depth() == 0 || !entry.file_type().is_some_and(|t| t.is_dir()) {
        return true;
    }
    let named = |name: &str| entry.file_name() == name;
    let is_store = || entry.path().canonicalize().is_ok_and(|p| skip.contains(&p));
    // The stores of other corpora lie beside the default one, as `.danchieu-…`.
    let is_other = || entry.file_name().to_string_lossy().starts_with(".danchieu-");
    !SKIPPED.iter().any(|name| named(name))
        && !is_other()
        && (skip.is_empty() || !is_store())
}

fn is_document(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    entry.file_type().is_some_and(|t| t.is_file()) && is_document_name(&name)
}

/// Says that a file of that name is a document, in a folder or an archive.
pub(super) fn is_document_name(name: &str) -> bool {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let is_shadow = SHADOWS.iter().any(|start| file.starts_with(start));
    !is_shadow && !name.ends_with(sidecar::SUFFIX) && Format::of_name(name).is_some()
}

/// What Word, `LibreOffice` and macOS put beside a document, with its extension: the owner
/// of a file that is open, a lock, what other systems have no room for.
const SHADOWS: [&str; 3] = ["~$", ".~lock.", "._"];

fn count_passed(entry: &DirEntry, passed: &mut BTreeMap<String, u64>) {
    let name = entry.file_name().to_string_lossy();
    let is_system = name.starts_with(['.', '~']) || SYSTEM.contains(&name.as_ref());
    let is_file = entry.file_type().is_some_and(|t| t.is_file());
    if !is_file || is_system || name.ends_with(sidecar::SUFFIX) {
        return;
    }
    let extension = Path::new(name.as_ref()).extension();
    let extension = extension.map(|e| e.to_string_lossy().to_lowercase());
    *passed.entry(extension.unwrap_or_default()).or_default() += 1;
}

/// Files that Windows puts into folders.
const SYSTEM: [&str; 3] = ["Thumbs.db", "desktop.ini", "Desktop.ini"];

/// Makes the error of an entry that cannot be read; `None` for a loop of links, whose
/// files are met by their real path.
fn fault(root: &Path, error: ignore::Error) -> Option<Error> {
    let mut path = root.to_owned();
    let mut inner = error;
    loop {
        inner = match inner {
            ignore::Error::WithPath { path: at, err } => {
                path = at;
                *err
            }
            ignore::Error::WithDepth { err, .. }
            | ignore::Error::WithLineNumber { err, .. } => *err,
            ignore::Error::Loop { .. } => return None,
            other => break inner_fault(&path, other),
        };
    }
}

fn inner_fault(path: &Path, error: ignore::Error) -> Option<Error> {
    // A broken link to something that would not be read is nobody's concern.
    if path.is_symlink() && Format::of_name(&path.to_string_lossy()).is_none() {
        return None;
    }
    let fault = match error.into_io_error() {
        Some(cause) => Error::io("cannot read while walking", path, cause),
        None => Error::new(crate::ErrorKind::Io, "cannot read while walking").at(path),
    };
    Some(fault.hint(format!("leave it out with a line in {IGNORE_FILE}")))
}

/// Keeps the first of several names of one file (`corpus` and `./corpus` both given).
fn drop_other_names(files: &mut Vec<PathBuf>) {
    let mut seen = std::collections::HashSet::new();
    files.retain(|file| file.canonicalize().map_or(true, |real| seen.insert(real)));
}
