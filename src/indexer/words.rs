//! The full text of a generation: the old index with what changed.

use super::spool::Draft;
use crate::error::Result;
use crate::fulltext::{self, Document, WriterOptions};
use crate::store::{Reader, TEXT_DIR};
use std::path::Path;

/// The full-text index that is being written.
pub(super) struct Words(fulltext::Writer);

/// Returns the id of a source in the full-text index.
///
/// Made of its name, so that a source keeps it while others come and go. 64 bits of
/// BLAKE3: two of a million names share one with a chance of 3 in 10⁸.
pub(super) fn word_id(name: &str) -> u64 {
    let hash = blake3::hash(name.as_bytes());
    u64::from_le_bytes(std::array::from_fn(|i| hash.as_bytes()[i]))
}

impl Words {
    /// Opens the index in the generation `dir`: empty, or sharing the files of the old
    /// one.
    pub(super) fn open(dir: &Path, old: Option<&Reader>) -> Result<Self> {
        let dir = dir.join(TEXT_DIR);
        match old {
            Some(reader) => fulltext::branch(&reader.text_dir(), &dir)?,
            None => drop(fulltext::Index::create(&dir)?),
        }
        fulltext::Writer::open(&dir, WriterOptions::default()).map(Self)
    }

    /// Adds a source, or puts its new text in the place of the old.
    pub(super) fn put(&self, draft: &Draft, text: String, is_new: bool) -> Result<()> {
        let Draft { name, meta, heading, .. } = draft;
        let number = heading.number.as_ref().map(ToString::to_string);
        let place = heading.place.or(meta.place);
        let document = Document {
            source: word_id(name),
            number: number.or_else(|| meta.number.clone()),
            title: heading.title.clone().or_else(|| meta.title.clone()),
            kind: heading.kind.map(|k| k.code().to_owned()),
            issuer: heading.issuer.clone().or_else(|| meta.issuer.clone()),
            place: place.map(|p| p.slug().to_owned()),
            date: heading.date.or(meta.date),
            text,
        };
        if is_new { self.0.add(document) } else { self.0.replace(document) }
    }

    /// Takes out the sources with those names.
    pub(super) fn remove(&self, names: &[String]) {
        for name in names {
            self.0.remove(word_id(name));
        }
    }

    /// Makes everything durable.
    pub(super) fn commit(self, optimize: bool) -> Result<()> {
        if optimize { self.0.commit_optimized() } else { self.0.commit() }
    }
}
