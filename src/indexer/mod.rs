//! Corpus → store: parallel, incremental by content, with every fault reported.
//!
//! 1. `plan` walks the paths and compares each file with what the store saw of it.
//! 2. `read` reads, parses and indexes the words of what is new, on all
//!    processors, with a bounded number of bytes on their way, into a `spool`.
//! 3. `assemble` writes the next generation in the order of names: facts and texts
//!    (old ones copied), then what all mentions denote, the records and the graph.
//! 4. The manifest is replaced: all or nothing.

mod assemble;
mod catalogue;
mod plan;
mod queue;
mod read;
mod report;
mod spool;
mod words;

pub use catalogue::{Imported, forget, import};
pub use report::{Diagnostic, Failed, Progress, Report, Severity, Silent, Stage};

use crate::error::{Error, ErrorKind, Result};
use crate::ingest;
use crate::store::{Fingerprints, Reader, Reading, Settings, Writer, kinds};
use assemble::{Order, assemble};
use plan::{Before, Plan};
use std::path::{Path, PathBuf};

/// How a corpus is indexed.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches of a user")]
pub struct Options {
    /// How files are read.
    pub ingest: ingest::Options,
    /// Folders that are not walked; the store itself never is.
    pub skip: Vec<PathBuf>,
    /// The number of threads that read and parse; 0 for one a processor. The result does
    /// not depend on it.
    pub threads: usize,
    /// The most bytes of text on their way at once; one document may be larger.
    pub text_bytes: usize,
    /// Keep what the store holds of other paths than those given now.
    pub add: bool,
    /// Files that are not read as long as they look the same, for they failed in a run
    /// just before ([`Report::failed`]).
    pub failed: Failed,
    /// Read every file, even if its length and time of change are those of last time.
    pub force: bool,
    /// Start from nothing, also when the store is damaged or of another version.
    pub rebuild: bool,
    /// Merge the full text into one segment: smaller and faster, slower to write.
    pub optimize: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            ingest: ingest::Options::default(),
            skip: Vec::new(),
            threads: 0,
            text_bytes: 32 << 20,
            add: false,
            failed: Failed::default(),
            force: false,
            rebuild: false,
            optimize: false,
        }
    }
}

impl Options {
    fn threads(&self) -> usize {
        match self.threads {
            0 => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            n => n,
        }
    }

    /// Returns which code and which options made what this program would store.
    fn fingerprints(&self) -> Fingerprints {
        let place = if self.ingest.place_from_path { "" } else { "-no-place" };
        let reading = Reading::of(&self.ingest);
        let asked = (reading.ocr || reading.fields != ingest::FieldNames::default())
            .then(|| serde_json::to_string(&reading).unwrap_or_default())
            .map(|asked| format!("-{}", blake3::hash(asked.as_bytes()).to_hex()));
        let asked = asked.as_deref().and_then(|a| a.get(..13)).unwrap_or_default();
        Fingerprints {
            facts: format!("{}{place}{asked}", env!("DANCHIEU_FACTS")),
            graph: env!("DANCHIEU_GRAPH").to_owned(),
            words: env!("DANCHIEU_WORDS").to_owned(),
        }
    }
}

/// The one table that tells of files, not of documents.
const FILES: &str = kinds::FILES.file;

/// Makes the store in the folder `store` hold the documents of `paths`.
///
/// Documents that are no longer there are taken out (unless [`Options::add`]). Files that
/// did not change are not read, facts of texts that did not change are not extracted
/// again. A file that cannot be read or understood is a [`Diagnostic`]; the rest is
/// indexed. Equal documents give equal answers, whatever the order of `paths`, the number
/// of threads, or the runs it took.
///
/// # Errors
/// When the store cannot be written, another process is writing it, or nothing of
/// `paths` could be read. The store then is as it was before.
pub fn index<P: AsRef<Path>>(
    store: &Path,
    paths: &[P],
    options: &Options,
    progress: &mut dyn Progress,
) -> Result<Report> {
    let writer =
        if options.rebuild { Writer::rebuild(store)? } else { Writer::open(store)? };
    let current = writer.current()?;
    let fingerprints = options.fingerprints();
    let usable = current.as_ref().filter(|r| is_usable(r, &fingerprints));
    if options.add {
        check_reading(current.as_ref(), options)?;
    }
    progress.stage(Stage::Walking, 0);
    let before = Before::of(current.as_ref(), usable);
    let plan = Plan::new(&writer, paths, options, before)?;
    let settings = settings(paths, options, current.as_ref());
    let made = (fingerprints, settings);
    let same = current.as_ref().is_some_and(|r| is_made_of(r, &made));
    if same && plan.is_unchanged() && !options.optimize {
        return Ok(Report::unchanged(&plan));
    }
    let generation = writer.begin()?;
    let words = words::Words::open(generation.dir(), usable)?;
    let read = read::read(&plan, usable, &words, generation.dir(), options, progress)?;
    let mut order = Order::new(&plan, &read, usable)?;
    let changes = order.changes;
    let stats =
        match current.as_ref().filter(|r| changes.is_none() && is_made_of(r, &made)) {
            Some(_) if !read.has_news() && !options.optimize => None,
            Some(same) => {
                // Only the looks of files changed: everything but that is shared.
                generation.share_rows(same, &[FILES])?;
                order.write_files(generation.dir())?;
                Some(same.stats().clone())
            }
            None => {
                if let Some(before) = &current {
                    generation.share_catalogue(before)?;
                }
                Some(assemble(&order, &read, usable, generation.dir(), progress)?)
            }
        };
    let read::Read { spool, mut diagnostics, failed, .. } = read;
    spool.remove()?;
    if let Some(stats) = stats {
        progress.stage(Stage::Words, 0);
        words.remove(&order.removed);
        words.commit(options.optimize)?;
        generation.commit(made.0, made.1, stats)?;
    }
    diagnostics.append(&mut order.doubles);
    Ok(Report::new(plan, diagnostics, changes, &failed))
}

/// What is added to a store is read as the rest of it was: the rest would be read anew
/// in the new way, and lose what only the old one gave (`--ocr`).
fn check_reading(current: Option<&Reader>, options: &Options) -> Result<()> {
    let now = Reading::of(&options.ingest);
    let differs = |r: &&Reader| r.manifest().settings.reading != now;
    let Some(reader) = current.filter(differs) else { return Ok(()) };
    let message = "what the store holds was read with other options than these";
    Err(Error::new(ErrorKind::Query, message).at(reader.dir()).hint(
        "give the options of that run, too (--ocr, --*-field, --no-place-from-path), or \
         name all paths without --add",
    ))
}

/// Facts and words of other code are of no use; a graph of other code is made anew anyway.
fn is_usable(reader: &Reader, now: &Fingerprints) -> bool {
    let then = &reader.manifest().fingerprints;
    then.facts == now.facts && then.words == now.words
}

fn is_made_of(
    reader: &Reader,
    (fingerprints, settings): &(Fingerprints, Settings),
) -> bool {
    let then = reader.manifest();
    then.fingerprints == *fingerprints && then.settings == *settings
}

fn settings<P: AsRef<Path>>(
    paths: &[P],
    options: &Options,
    current: Option<&Reader>,
) -> Settings {
    let given = paths.iter().map(|p| p.as_ref().to_string_lossy().into_owned());
    let mut all: Vec<String> = given.collect();
    if let Some(reader) = current.filter(|_| options.add) {
        all.extend(reader.manifest().settings.paths.iter().cloned());
    }
    all.sort();
    all.dedup();
    let catalogues = current.map(|r| r.manifest().settings.catalogues.clone());
    Settings {
        paths: all,
        catalogues: catalogues.unwrap_or_default(),
        reading: Reading::of(&options.ingest),
    }
}
