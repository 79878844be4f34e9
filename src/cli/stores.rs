//! Which store a command asks, and making it first.

use super::options::StoreArgs;
use super::ui::{Done, Ui};
use crate::query::Corpus;
use crate::store::Reader;
use std::path::{Component, Path, PathBuf};

/// The store of a folder in which nothing else is said.
pub(super) const DEFAULT: &str = ".danchieu";

/// Opens the store that the command line names; with `--corpus` it is made or refreshed
/// before.
///
/// It lives as long as the command: to take apart what was read of a hundred thousand
/// documents, only to end, would be felt.
pub(super) fn open(args: &StoreArgs, ui: &mut Ui) -> Done<&'static Corpus> {
    let opened = |dir: &Path| Reader::open(dir).map(Corpus::new);
    let kept = |corpus| &*Box::leak(Box::new(corpus));
    let Some(documents) = &args.corpus else {
        return Ok(kept(opened(&args.store)?));
    };
    let documents = plain(documents);
    let store = store_for(&args.store, &documents);
    super::index::refresh(&store, &[documents], ui)?;
    Ok(kept(opened(&store)?))
}

/// Returns where the store of `documents` is: as asked, the default, or beside the
/// default when that one holds other documents.
fn store_for(asked: &Path, documents: &Path) -> PathBuf {
    if asked != Path::new(DEFAULT) {
        return asked.to_owned();
    }
    let paths = match Reader::open(asked) {
        Ok(reader) => reader.manifest().settings.paths.clone(),
        // Nothing there yet; or a broken one, which is for the writer to tell.
        Err(_) => return asked.to_owned(),
    };
    let name = documents.to_string_lossy();
    // Nothing but catalogues yet.
    if paths.is_empty() {
        return asked.to_owned();
    }
    if paths.len() == 1 && paths.first().is_some_and(|p| **p == *name) {
        return asked.to_owned();
    }
    let hash = blake3::hash(name.as_bytes()).to_hex();
    PathBuf::from(format!("{DEFAULT}-{}", hash.get(..8).unwrap_or_default()))
}

/// Returns a path without `.` and doubled or trailing slashes, so that one folder has
/// one spelling in the names of its documents.
pub(super) fn plain(path: &Path) -> PathBuf {
    let parts = path.components().filter(|part| *part != Component::CurDir);
    let plain: PathBuf = parts.collect();
    if plain.as_os_str().is_empty() { PathBuf::from(".") } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_folder_has_one_spelling() {
        for spelling in ["corpus", "./corpus", "corpus/", "corpus//", "./corpus/."] {
            assert_eq!(plain(Path::new(spelling)), Path::new("corpus"), "{spelling}");
        }
        assert_eq!(plain(Path::new("./")), Path::new("."));
        assert_eq!(plain(Path::new("/a//b/")), Path::new("/a/b"));
    }
}
