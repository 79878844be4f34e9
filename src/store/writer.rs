//! The one writer of a store.

use super::manifest::{self, Manifest, sync_folder};
use super::reader::Reader;
use super::{Fingerprints, SCHEMA, Settings, Stats};
use crate::error::{Error, ErrorKind, Result};
use std::fs::{File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The folder of the full-text index in a generation.
pub(crate) const TEXT: &str = "text";
const LOCK: &str = "LOCK";

/// The right to write a store: at most one in all processes holds it.
#[derive(Debug)]
pub struct Writer {
    dir: PathBuf,
    /// Locked as long as it is open; the system lets go of it when a process dies.
    lock: File,
    current: Option<Manifest>,
}

impl Writer {
    /// Locks the store in `dir`, which is made when missing, and removes what killed
    /// writers and past generations left.
    ///
    /// # Errors
    /// [`ErrorKind::StoreBusy`] when another process is writing it;
    /// [`ErrorKind::StoreCorrupt`] when `dir` holds something else than a store.
    pub fn open(dir: impl AsRef<Path>) -> Result<Self> {
        let dir = dir.as_ref();
        if dir.is_file() {
            return Err(manifest::not_a_folder(dir));
        }
        std::fs::create_dir_all(dir)
            .map_err(|e| Error::io("cannot make the folder of the store", dir, e))?;
        refuse_foreign(dir)?;
        let lock = lock(&dir.join(LOCK))?;
        let current = Manifest::read(dir)?;
        let writer = Self { dir: dir.to_owned(), lock, current };
        writer.remove_leftovers()?;
        Ok(writer)
    }

    /// Locks the store in `dir` even if it is damaged or of another version, and forgets
    /// what it holds; nothing is removed before the next generation counts.
    pub fn rebuild(dir: impl AsRef<Path>) -> Result<Self> {
        let dir = dir.as_ref();
        match Self::open(dir) {
            Err(e) if is_content(&e) && has_manifest(dir) => {}
            Err(e) => return Err(e),
            Ok(writer) => return Ok(Self { current: None, ..writer }),
        }
        let lock = lock(&dir.join(LOCK))?;
        Ok(Self { dir: dir.to_owned(), lock, current: None })
    }

    /// Returns the folder of the store.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Returns when the lock was taken, by the clock of the file system.
    pub fn started(&self) -> Option<SystemTime> {
        self.lock.metadata().and_then(|meta| meta.modified()).ok()
    }

    /// Opens the generation that counts now, if there is one.
    pub fn current(&self) -> Result<Option<Reader>> {
        match &self.current {
            Some(_) => Reader::open_if_any(&self.dir),
            None => Ok(None),
        }
    }

    /// Starts the next generation: an empty folder in which everything is to be written.
    pub fn begin(&self) -> Result<Generation<'_>> {
        let number = self.next_number()?;
        let dir = self.dir.join(manifest::folder(number));
        std::fs::create_dir(&dir)
            .map_err(|e| Error::io("cannot make the next generation", &dir, e))?;
        Ok(Generation { writer: self, number, dir, is_committed: false })
    }

    /// Numbers go on from what is there, so that a folder is never used twice.
    fn next_number(&self) -> Result<u64> {
        let last = self.generations()?.into_iter().map(|(number, _)| number).max();
        let current = self.current.as_ref().map(|m| m.generation);
        Ok(last.max(current).unwrap_or(0) + 1)
    }

    fn generations(&self) -> Result<Vec<(u64, PathBuf)>> {
        let fault = |e| Error::io("cannot list the store", &self.dir, e);
        let mut found = Vec::new();
        for entry in std::fs::read_dir(&self.dir).map_err(fault)? {
            let entry = entry.map_err(fault)?;
            let name = entry.file_name();
            let number = name.to_str().and_then(generation_number);
            found.extend(number.map(|number| (number, entry.path())));
        }
        found.sort();
        Ok(found)
    }

    fn remove_leftovers(&self) -> Result<()> {
        let current = self.current.as_ref().map(|m| m.generation);
        for (number, path) in self.generations()? {
            if Some(number) != current {
                // Best effort: where open files cannot be removed, a reader may still
                // use it, and a later writer will try again.
                let _ = std::fs::remove_dir_all(&path);
            }
        }
        Ok(())
    }
}

fn generation_number(name: &str) -> Option<u64> {
    name.strip_prefix("gen-").and_then(|digits| digits.parse().ok())
}

fn is_content(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::StoreCorrupt | ErrorKind::StoreVersion)
}

fn has_manifest(dir: &Path) -> bool {
    dir.join(manifest::NAME).is_file()
}

/// A folder with other things in it is somebody's; nothing is written there.
fn refuse_foreign(dir: &Path) -> Result<()> {
    let fault = |e| Error::io("cannot list the folder of the store", dir, e);
    let ours = |name: &str| {
        name == LOCK
            || name.starts_with(manifest::NAME)
            || generation_number(name).is_some()
    };
    if has_manifest(dir) {
        return Ok(());
    }
    for entry in std::fs::read_dir(dir).map_err(fault)? {
        let name = entry.map_err(fault)?.file_name();
        if !name.to_str().is_some_and(ours) {
            let message = "not a store: the folder holds other files, such as ";
            let message = format!("{message}{}", name.to_string_lossy());
            return Err(Error::new(ErrorKind::StoreCorrupt, message)
                .at(dir)
                .hint("give an empty or new folder: --store DIR"));
        }
    }
    Ok(())
}

fn lock(path: &Path) -> Result<File> {
    let fault = |e| Error::io("cannot lock the store", path, e);
    let options = File::options().write(true).create(true).truncate(false).open(path);
    let file = options.map_err(fault)?;
    match file.try_lock() {
        Ok(()) => touch(&file).map(|()| file).map_err(fault),
        Err(TryLockError::WouldBlock) => Err(Error::new(
            ErrorKind::StoreBusy,
            "another danchieu is writing this store",
        )
        .at(path.parent().unwrap_or(path))
        .hint("wait until it is done; reading is possible meanwhile")),
        Err(TryLockError::Error(e)) => Err(fault(e)),
    }
}

/// Writes to the lock, so that its time of change tells when it was taken.
fn touch(mut file: &File) -> std::io::Result<()> {
    file.set_len(0)?;
    file.write_all(b"locked while an indexer runs\n")
}

/// The next generation while it is written; dropped without commit, it is removed.
#[derive(Debug)]
pub struct Generation<'a> {
    writer: &'a Writer,
    number: u64,
    dir: PathBuf,
    is_committed: bool,
}

impl Generation<'_> {
    /// Returns the folder to write into.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Takes over the files of rows of another generation, but for those named: as links
    /// where the file system allows, since they never change.
    pub fn share_rows(&self, from: &Reader, except: &[&str]) -> Result<()> {
        let names = from.manifest().files.keys();
        let rows = names.filter(|n| !n.contains('/') && !except.contains(&n.as_str()));
        for name in rows {
            self.share(from, name)?;
        }
        Ok(())
    }

    /// Takes over the rows of imported catalogues, if there are any.
    pub fn share_catalogue(&self, from: &Reader) -> Result<()> {
        let name = super::kinds::CATALOGUE.file;
        if from.manifest().files.contains_key(name) {
            self.share(from, name)
        } else {
            Ok(())
        }
    }

    fn share(&self, from: &Reader, name: &str) -> Result<()> {
        let (old, new) = (from.generation_dir().join(name), self.dir.join(name));
        if std::fs::hard_link(&old, &new).is_err() {
            std::fs::copy(&old, &new)
                .map_err(|e| Error::io("cannot copy a file of the store", &old, e))?;
        }
        Ok(())
    }

    /// Makes this generation the one that counts.
    ///
    /// All files must be complete in its folder. The generation before stays until the
    /// next writer comes, for readers that are just opening it.
    pub fn commit(
        mut self,
        fingerprints: Fingerprints,
        settings: Settings,
        stats: Stats,
    ) -> Result<Manifest> {
        let fault = |e| Error::io("cannot flush the next generation", &self.dir, e);
        sync_folder(&self.dir).map_err(fault)?;
        let manifest = Manifest {
            schema: SCHEMA.to_owned(),
            generation: self.number,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            fingerprints,
            settings,
            stats,
            files: manifest::files_below(&self.dir)?,
            checksum: String::new(),
        };
        let manifest = manifest.commit(&self.writer.dir)?;
        self.is_committed = true;
        Ok(manifest)
    }
}

impl Drop for Generation<'_> {
    fn drop(&mut self) {
        if !self.is_committed {
            // Best effort: the next writer removes what is left.
            let _ = std::fs::remove_dir_all(&self.dir);
        }
    }
}
