//! The manifest: the one file that says what counts.

use super::stats::Stats;
use crate::error::{Error, ErrorKind, Result};
use crate::ingest::{FieldNames, Options};
use crate::rows::corrupt;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The version of the layout of a store.
pub const SCHEMA: &str = "danchieu.store/1";
/// What [`SCHEMA`] starts with in every version.
const FAMILY: &str = "danchieu.store/";
/// The name of the file.
pub(super) const NAME: &str = "MANIFEST.json";

/// What a store says of itself.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Manifest {
    /// [`SCHEMA`].
    pub schema: String,
    /// The number of the generation that counts.
    pub generation: u64,
    /// The version of the program that wrote it.
    pub program: String,
    /// The versions of the code behind what is stored.
    pub fingerprints: Fingerprints,
    /// What it was made of.
    pub settings: Settings,
    /// The counts.
    pub stats: Stats,
    /// The length of each file of the generation.
    pub files: BTreeMap<String, u64>,
    /// BLAKE3 of all the above.
    pub checksum: String,
}

/// Which code made what is stored; what differs from the program at hand is made anew by
/// the next run of the indexer.
#[derive(Clone, Debug, Default, Eq, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Fingerprints {
    /// Reading and parsing: the facts.
    pub facts: String,
    /// Resolving: records, resolutions, graph.
    pub graph: String,
    /// The full text.
    pub words: String,
}

/// What a store was made of.
#[derive(Clone, Debug, Default, Eq, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Settings {
    /// The files and folders as given.
    pub paths: Vec<String>,
    /// The catalogues that were imported, in the order of their numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub catalogues: Vec<Import>,
    /// How they were read; left out where nothing was asked for.
    #[serde(default, skip_serializing_if = "Reading::is_usual")]
    pub reading: Reading,
}

/// How documents were read, where it was not the usual way.
#[derive(Clone, Debug, Default, Eq, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Reading {
    /// Pictures of text were read.
    pub ocr: bool,
    /// Names of folders were not believed.
    pub no_place_from_path: bool,
    /// The names of fields.
    pub fields: FieldNames,
}

impl Reading {
    /// Says that nothing was asked for.
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// Returns what `options` ask for.
    pub fn of(options: &Options) -> Self {
        let (ocr, fields) = (options.ocr, options.fields.clone());
        Self { ocr, no_place_from_path: !options.place_from_path, fields }
    }

    /// Returns `options` with what was asked for.
    #[must_use]
    pub fn applied(&self, options: Options) -> Options {
        Options {
            ocr: self.ocr,
            place_from_path: !self.no_place_from_path,
            fields: self.fields.clone(),
            ..options
        }
    }
}

/// An imported catalogue.
#[derive(Clone, Debug, Default, Eq, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Import {
    /// The file as given.
    pub name: String,
    /// BLAKE3 of its bytes.
    pub hash: String,
    /// How many of its rows are known documents.
    pub rows: u64,
    /// How many of them came without marks.
    pub ascii: u64,
    /// How many rows named none.
    pub skipped: u64,
}

impl Manifest {
    /// Returns the name of the folder of its generation.
    pub fn folder(&self) -> String {
        folder(self.generation)
    }

    /// Says that the generation has a file of that name.
    pub(super) fn has(&self, file: &str) -> bool {
        self.files.contains_key(file)
    }

    fn digest(&self) -> String {
        let mut bare = self.clone();
        bare.checksum.clear();
        let bytes = serde_json::to_vec(&bare).unwrap_or_default();
        blake3::hash(&bytes).to_hex().to_string()
    }

    /// Writes it into `dir` in one step: after a crash either the old or this one counts.
    pub(super) fn commit(mut self, dir: &Path) -> Result<Self> {
        self.checksum = self.digest();
        let path = dir.join(NAME);
        let beside = dir.join("MANIFEST.json.new");
        let write = || -> std::io::Result<()> {
            let mut file = File::create(&beside)?;
            let mut bytes = serde_json::to_vec_pretty(&self)?;
            bytes.push(b'\n');
            file.write_all(&bytes)?;
            file.sync_all()?;
            std::fs::rename(&beside, &path)?;
            sync_folder(dir)
        };
        write().map_err(|e| Error::io("cannot write the manifest", &path, e))?;
        Ok(self)
    }

    /// Reads the manifest of the store in `dir`; `None` when there is no store yet.
    pub(super) fn read(dir: &Path) -> Result<Option<Self>> {
        let path = dir.join(NAME);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(e) if dir.is_file() => return Err(not_a_folder(dir).because(e)),
            Err(e) => return Err(Error::io("cannot read the manifest", &path, e)),
        };
        let value: serde_json::Value = serde_json::from_slice(&bytes)
            .map_err(|e| corrupt(&path, "the manifest is not JSON").because(e))?;
        let schema = value.get("schema").and_then(|s| s.as_str()).unwrap_or_default();
        check_schema(schema, &path)?;
        let manifest: Self = serde_json::from_value(value)
            .map_err(|e| corrupt(&path, "the manifest is incomplete").because(e))?;
        if manifest.digest() != manifest.checksum {
            return Err(corrupt(&path, "the manifest does not match its checksum"));
        }
        Ok(Some(manifest))
    }

    /// Compares the files of the generation in `dir` with what it lists.
    pub(super) fn check_files(&self, dir: &Path) -> Result<()> {
        for (name, &bytes) in &self.files {
            let path = dir.join(self.folder()).join(name);
            let found = std::fs::metadata(&path)
                .map_err(|e| Error::io("a file of the store is missing", &path, e))?;
            if found.len() != bytes {
                return Err(corrupt(&path, "a file is longer or shorter than written"));
            }
        }
        Ok(())
    }
}

fn check_schema(schema: &str, path: &Path) -> Result<()> {
    if schema == SCHEMA {
        return Ok(());
    }
    let Some(version) = schema.strip_prefix(FAMILY) else {
        return Err(corrupt(path, "this is not the manifest of a danchieu store"));
    };
    let message = format!(
        "the store has version {version} of the format, this program reads version 1"
    );
    Err(Error::new(ErrorKind::StoreVersion, message).at(path).hint(
        "use the newer danchieu, or build the store again: danchieu index --rebuild …",
    ))
}

/// Makes the error of a store that is a file.
pub(super) fn not_a_folder(path: &Path) -> Error {
    Error::new(ErrorKind::StoreCorrupt, "a store is a folder, this is a file")
        .at(path)
        .hint("give the folder of the store, or another place for it: --store DIR")
}

/// Returns the name of the folder of a generation.
pub(super) fn folder(generation: u64) -> String {
    format!("gen-{generation:06}")
}

/// Lists the files below `dir` with their lengths, by path relative to it.
pub(super) fn files_below(dir: &Path) -> Result<BTreeMap<String, u64>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        let fault = |e| Error::io("cannot list a folder of the store", dir, e);
        for entry in std::fs::read_dir(dir.join(&folder)).map_err(fault)? {
            let entry = entry.map_err(fault)?;
            let path = folder.join(entry.file_name());
            let meta = entry.metadata().map_err(fault)?;
            if meta.is_dir() {
                folders.push(path);
                continue;
            }
            // Locks of a writer are no part of what was written.
            if path.extension().is_some_and(|e| e == "lock") {
                continue;
            }
            let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            files.insert(parts.join("/"), meta.len());
        }
    }
    Ok(files)
}

/// Waits until the names in a folder are on the disk.
pub(super) fn sync_folder(dir: &Path) -> std::io::Result<()> {
    if cfg!(unix) { File::open(dir)?.sync_all() } else { Ok(()) }
}
