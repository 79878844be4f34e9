//! Reading, parsing and indexing the words of what is new.

use super::Options;
use super::plan::{Plan, Work};
use super::queue::Queue;
use super::report::{Diagnostic, Progress, Severity, Stage};
use super::spool::{Draft, Spool, SpoolWriter};
use super::words::Words;
use crate::effect::{self, Term};
use crate::error::{Error, ErrorKind, Result};
use crate::ingest::{self, Source};
use crate::registry::SourceId;
use crate::relate::{self, Facts};
use crate::store::{FileEntry, Packed, Reader, encode_row};
use crate::text::Text;
use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, PoisonError};

/// What reading gave.
pub(super) struct Read {
    pub(super) spool: Spool,
    /// The sources that were read, in no order.
    pub(super) found: Vec<Found>,
    /// The files whose sources stay as they were, after a look at their bytes.
    pub(super) same: Vec<FileEntry>,
    /// For each file of the plan what the next run needs to know; `None` when it is to be
    /// read again.
    pub(super) stamps: Vec<Option<[u8; 32]>>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The files of the plan that will fail again as long as they look the same.
    pub(super) failed: Vec<usize>,
}

impl Read {
    /// Returns true if the next run can know more of some file than this one did.
    pub(super) fn has_news(&self) -> bool {
        let is_settled = |file: &FileEntry| file.stamp.is_some();
        self.same.iter().any(is_settled) || self.stamps.iter().any(Option::is_some)
    }
}

/// A source that was read.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) name: String,
    /// The file in the plan, and the place in that file.
    pub(super) at: (usize, usize),
    /// Its place in the spool.
    pub(super) place: u64,
    pub(super) hash: [u8; 32],
}

/// Reads what `plan` says, with `options.threads` threads that read and as many that
/// parse.
pub(super) fn read(
    plan: &Plan,
    old: Option<&Reader>,
    words: &Words,
    dir: &Path,
    options: &Options,
    progress: &mut dyn Progress,
) -> Result<Read> {
    let total = plan.reading.iter().map(|w| w.bytes).sum();
    progress.stage(Stage::Reading, total);
    let run = Run {
        plan,
        old,
        by_hash: known_texts(old, plan)?,
        words,
        options,
        spool: SpoolWriter::create(dir)?,
        queue: Queue::new(options.text_bytes),
        next: AtomicUsize::new(0),
        result: Mutex::new(Outcome::new(plan)),
    };
    let threads = options.threads().min(plan.reading.len().max(1));
    let parsers = if plan.reading.is_empty() { 0 } else { options.threads() };
    let (done, steps) = channel();
    std::thread::scope(|scope| {
        let reader = |_| {
            let done = done.clone();
            scope.spawn(|| run.read_files(&{ done }))
        };
        let readers: Vec<_> = (0..threads).map(reader).collect();
        for _ in 0..parsers {
            scope.spawn(|| run.parse_sources());
        }
        drop(done);
        for bytes in steps {
            progress.step(bytes);
        }
        // The senders are gone, so every reader is done or has panicked: nothing more
        // will come.
        drop(readers);
        run.queue.close();
    });
    run.finish()
}

/// The sources of the old store by the hash of what their facts depend on.
///
/// Only filled when something is read: a file that moved or a container in which one
/// record changed gives texts that are already known.
fn known_texts(old: Option<&Reader>, plan: &Plan) -> Result<HashMap<[u8; 32], SourceId>> {
    let mut known = HashMap::new();
    if let Some(reader) = old.filter(|_| !plan.reading.is_empty()) {
        reader.each_source(&mut |source, entry| {
            known.entry(entry.hash).or_insert(source);
            Ok(())
        })?;
    }
    Ok(known)
}

struct Run<'a> {
    plan: &'a Plan,
    old: Option<&'a Reader>,
    by_hash: HashMap<[u8; 32], SourceId>,
    words: &'a Words,
    options: &'a Options,
    spool: SpoolWriter,
    queue: Queue<((usize, usize), Source)>,
    next: AtomicUsize,
    result: Mutex<Outcome>,
}

struct Outcome {
    found: Vec<Found>,
    same: Vec<FileEntry>,
    stamps: Vec<Option<[u8; 32]>>,
    diagnostics: Vec<Diagnostic>,
    failed: Vec<usize>,
    failure: Option<Error>,
}

impl Outcome {
    fn new(plan: &Plan) -> Self {
        Self {
            found: Vec::new(),
            same: Vec::new(),
            stamps: vec![None; plan.reading.len()],
            diagnostics: Vec::new(),
            failed: Vec::new(),
            failure: None,
        }
    }
}

impl Run<'_> {
    fn with_result<T>(&self, change: impl FnOnce(&mut Outcome) -> T) -> T {
        change(&mut self.result.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn read_files(&self, done: &Sender<u64>) {
        loop {
            let at = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(work) = self.plan.reading.get(at) else { return };
            if self.read_file(at, work) {
                return;
            }
            // Nobody listening only means that nobody shows it.
            let _ = done.send(work.bytes);
        }
    }

    /// Reads one file; returns true when the run has failed meanwhile.
    fn read_file(&self, at: usize, work: &Work) -> bool {
        // Hashed before it is read: if it changes in between, the next run sees it.
        let hash = work.hash();
        if let (Some(old), Ok(hash)) = (&work.old, &hash)
            && old.hash == Some(*hash)
        {
            let same = FileEntry { stamp: work.stamp.clone(), ..old.clone() };
            self.with_result(|r| r.same.push(same));
            return false;
        }
        let (mut ordinal, mut faults, mut is_closed) = (0, Vec::new(), false);
        ingest::read(&work.path, &self.options.ingest, &mut |found| match found {
            Ok(source) if !is_closed => {
                let bytes = source.text.source().len();
                is_closed = !self.queue.push(((at, ordinal), source), bytes);
                ordinal += 1;
            }
            Ok(_) => {}
            Err(error) => faults.push(error),
        });
        // Rights and networks change without the file.
        let is_unreadable = faults.iter().any(|e| e.kind() == ErrorKind::Io);
        let is_out_of_sight = ordinal == 0 && is_unreadable;
        self.with_result(|result| {
            if !faults.is_empty() && !is_unreadable {
                result.failed.push(at);
            }
            if faults.is_empty() {
                result.stamps[at] = hash.ok();
            } else if let Some(old) = work.old.as_ref().filter(|_| is_out_of_sight) {
                // It cannot be read now; what was read of it before stays.
                result.same.push(FileEntry { stamp: None, ..old.clone() });
            }
            let fault = |error| Diagnostic {
                name: work.name.clone(),
                severity: Severity::Error,
                error,
            };
            result.diagnostics.extend(faults.into_iter().map(fault));
        });
        is_closed
    }

    fn parse_sources(&self) {
        while let Some(mut taken) = self.queue.take() {
            let at = taken.value.0;
            let source =
                std::mem::replace(&mut taken.value.1, Source::new("", Text::new("")));
            if let Err(error) = self.parse(at, source) {
                self.with_result(|r| r.failure.get_or_insert(error).kind());
                self.queue.abandon();
                return;
            }
        }
    }

    fn parse(&self, at: (usize, usize), source: Source) -> Result<()> {
        let Source { name, text, meta, outline, notes } = source;
        self.note(&name, notes);
        let mut hasher = blake3::Hasher::new();
        hasher.update(&encode_row(&meta)?);
        if !outline.is_empty() {
            hasher.update(&encode_row(&outline)?);
        }
        hasher.update(text.source().as_bytes());
        let hash: [u8; 32] = hasher.finalize().into();
        let known = self.by_hash.get(&hash).zip(self.old);
        let said = match known {
            Some((id, old)) => Some((old.facts(*id)?, terms_of(old, *id, &text)?)),
            None => extract(&text, &meta),
        };
        let Some((facts, terms)) = said else {
            self.report_bug(at.0, name);
            return Ok(());
        };
        let encoded = encode_row(&facts)?;
        let text = text.into_source();
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let draft = Draft {
            text_bytes: number(text.len()),
            mentions: number(facts.mentions.len()),
            heading: facts.heading,
            name,
            hash,
            meta,
            outline,
            terms,
        };
        let place = self.spool.push(&draft, &encoded, &Packed::new(&text))?;
        let before = self.old.filter(|_| known.is_some());
        let before = before.map(|old| old.source_by_name(&draft.name)).transpose()?;
        if before.flatten().is_none_or(|(_, entry)| entry.hash != hash) {
            self.words.put(&draft, text, self.old.is_none())?;
        }
        let found = Found { name: draft.name, at, place, hash };
        self.with_result(|r| r.found.push(found));
        Ok(())
    }

    fn note(&self, name: &str, notes: Vec<String>) {
        let note = |words| Diagnostic {
            name: name.to_owned(),
            severity: Severity::Note,
            error: Error::new(ErrorKind::Malformed, words).at(name),
        };
        if !notes.is_empty() {
            self.with_result(|r| r.diagnostics.extend(notes.into_iter().map(note)));
        }
    }

    fn report_bug(&self, file: usize, name: String) {
        let message = "cannot parse: a fault of the program, not of the document";
        let error = Error::new(ErrorKind::Malformed, message).at(&name);
        self.with_result(|r| {
            r.stamps[file] = None;
            r.diagnostics.push(Diagnostic { name, severity: Severity::Error, error });
        });
    }

    fn finish(self) -> Result<Read> {
        let outcome = self.result.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(failure) = outcome.failure {
            return Err(failure);
        }
        let Outcome { found, same, stamps, diagnostics, failed, .. } = outcome;
        let spool = self.spool.finish()?;
        Ok(Read { spool, found, same, stamps, diagnostics, failed })
    }
}

/// Extracts the facts. A panic would be a bug, and costs this document, not the corpus.
fn extract(text: &Text, meta: &ingest::Meta) -> Option<(Facts, Vec<Term>)> {
    let said = || (relate::facts(text, meta), effect::terms(text));
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(said)).ok()
}

/// Returns what a text that the old store holds says of its own effect.
fn terms_of(old: &Reader, source: SourceId, text: &Text) -> Result<Vec<Term>> {
    Ok(old.effect_terms(source)?.unwrap_or_else(|| effect::terms(text)))
}
