//! Writing: one writer an index.

use super::budget::Budget;
use super::document::{Prepared, weight};
use super::fault::{Fault, damaged};
use super::index::open;
use super::schema::Fields;
use super::{Document, version};
use crate::error::{Error, Result};
use std::path::{Path, PathBuf};
use tantivy::merge_policy::LogMergePolicy;
use tantivy::schema::Field;
use tantivy::{IndexWriter, Term};

/// How much memory and how many threads a [`Writer`] may take.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct WriterOptions {
    /// Threads that build segments. Who calls [`Writer::add`] analyzes the text.
    pub threads: usize,
    /// Bytes of postings that a thread holds before it writes a segment; at least 15 MB.
    pub segment_bytes: usize,
    /// Bytes of documents that may wait.
    pub queue_bytes: usize,
    /// The name of a field that is left empty: only to measure what it costs.
    pub without: Option<&'static str>,
}

impl Default for WriterOptions {
    /// One thread, 96 MB of postings, 24 MB of waiting documents.
    fn default() -> Self {
        Self { threads: 1, segment_bytes: 96 << 20, queue_bytes: 24 << 20, without: None }
    }
}

/// Adds to and removes from an index. [`Writer::add`] may be called from many threads.
///
/// Nothing is visible before [`Writer::commit`]; a killed process leaves the last commit.
pub struct Writer {
    inner: IndexWriter<Prepared>,
    fields: Fields,
    without: Option<Field>,
    budget: Budget,
    dir: PathBuf,
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").field("dir", &self.dir).finish_non_exhaustive()
    }
}

impl Writer {
    /// Opens the index in `dir` for writing.
    ///
    /// # Errors
    /// When there is no index, or another writer is open.
    pub fn open(dir: &Path, options: WriterOptions) -> Result<Self> {
        const LEAST: usize = 15 << 20;
        let fault = Fault::new("cannot open the text index for writing", dir);
        version::check(dir)?;
        let index = open(dir)?;
        let fields = Fields::of(&index.schema()).ok_or_else(|| damaged(dir))?;
        let threads = options.threads.max(1);
        let bytes = options.segment_bytes.max(LEAST) * threads;
        let writer = index.writer_with_num_threads(threads, bytes);
        let writer: IndexWriter<Prepared> = writer.map_err(|e| fault.of(e))?;
        writer.set_merge_policy(Box::new(merge_policy()));
        let budget = Budget::new(options.queue_bytes);
        let without =
            options.without.and_then(|name| index.schema().get_field(name).ok());
        Ok(Self { inner: writer, fields, without, budget, dir: dir.to_owned() })
    }

    /// Adds a document; its source must not be in the index (see [`Writer::replace`]).
    /// Waits while too many bytes are on their way.
    ///
    /// # Errors
    /// When an earlier document could not be written.
    pub fn add(&self, document: Document) -> Result<()> {
        let permit = self.budget.take(weight(&document));
        let prepared = Prepared::new(document, &self.fields);
        let prepared = prepared.without(self.without).holding(permit);
        let added = self.inner.add_document(prepared);
        added.map_err(|e| self.fault("cannot add to the text index").of(e))?;
        Ok(())
    }

    /// Removes a source; nothing happens when it is not there.
    pub fn remove(&self, source: u64) {
        self.inner.delete_term(Term::from_field_u64(self.fields.source, source));
    }

    /// Removes a source and adds its new document.
    ///
    /// # Errors
    /// As [`Writer::add`].
    pub fn replace(&self, document: Document) -> Result<()> {
        self.remove(document.source);
        self.add(document)
    }

    /// Makes all changes visible at once, waits for merges, and removes files that are
    /// no longer needed.
    ///
    /// # Errors
    /// When writing fails; the index then is as it was before.
    pub fn commit(self) -> Result<()> {
        let fault = Fault::new("cannot commit the text index", &self.dir);
        let mut writer = self.inner;
        writer.commit().map_err(|e| fault.of(e))?;
        finish(writer).map_err(|e| fault.of(e))
    }

    /// Commits and merges everything into one segment: the smallest and fastest form,
    /// at the price of writing the whole index again.
    ///
    /// # Errors
    /// As [`Writer::commit`].
    pub fn commit_optimized(self) -> Result<()> {
        let fault = Fault::new("cannot optimize the text index", &self.dir);
        let mut writer = self.inner;
        writer.commit().map_err(|e| fault.of(e))?;
        merge_all(&mut writer).map_err(|e| fault.of(e))?;
        finish(writer).map_err(|e| fault.of(e))
    }

    fn fault(&self, attempt: &'static str) -> Fault<'_> {
        Fault::new(attempt, &self.dir)
    }
}

fn merge_all(writer: &mut IndexWriter<Prepared>) -> tantivy::Result<()> {
    let segments = writer.index().searchable_segment_ids()?;
    if segments.len() > 1 {
        writer.merge(&segments).wait()?;
    }
    Ok(())
}

fn finish(writer: IndexWriter<Prepared>) -> tantivy::Result<()> {
    writer.garbage_collect_files().wait()?;
    writer.wait_merging_threads()
}

/// Segments of like size merge; one with a quarter of its documents deleted is rewritten.
fn merge_policy() -> LogMergePolicy {
    let mut policy = LogMergePolicy::default();
    policy.set_del_docs_ratio_before_merge(0.25);
    policy
}

/// Copies the committed index in `from` into the new folder `to`: a [`Writer`] may then
/// work in `to` while readers keep using `from`.
///
/// Segment files never change once written, so they are hard links where the file system
/// allows; the small files that are replaced, and locks, are not shared.
///
/// # Errors
/// When a file cannot be read or written.
pub fn branch(from: &Path, to: &Path) -> Result<()> {
    let index = open(from)?;
    std::fs::create_dir_all(to)
        .map_err(|e| Error::io("cannot create the folder of the text index", to, e))?;
    let fault = Fault::new("cannot list the files of the text index", from);
    let meta = index.load_metas().map_err(|e| fault.of(e))?;
    let mut names: Vec<PathBuf> = meta.list_segment_files().into_iter().collect();
    names.sort();
    for name in names {
        link(&from.join(&name), &to.join(&name))?;
    }
    copy(&from.join("meta.json"), &to.join("meta.json"))?;
    copy_managed(from, to)?;
    version::write(to)
}

/// The list of files that tantivy may remove in its folder.
fn copy_managed(from: &Path, to: &Path) -> Result<()> {
    copy(&from.join(".managed.json"), &to.join(".managed.json"))
}

fn link(from: &Path, to: &Path) -> Result<()> {
    // A segment lists every file it could have; those it does not need are missing.
    if !from.exists() || std::fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    copy(from, to)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    let copied = std::fs::copy(from, to);
    copied.map(|_| ()).map_err(|e| Error::io("cannot copy the text index", from, e))
}
