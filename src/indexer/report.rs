//! What a run tells its caller.

use super::plan::{Plan, Work};
use crate::error::Error;
use crate::store::Stamp;
use std::collections::BTreeMap;

/// A step of a run.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Stage {
    /// Looking for files; no total.
    Walking,
    /// Reading and parsing; the total counts bytes of files.
    Reading,
    /// Writing facts and texts; the total counts sources.
    Writing,
    /// Working out what the mentions denote; the total counts sources.
    Resolving,
    /// Finishing the full text; no total.
    Words,
}

/// Is told how far a run is.
pub trait Progress {
    /// A step begins; `total` is 0 when it is not known.
    fn stage(&mut self, stage: Stage, total: u64);
    /// So much more of the step is done.
    fn step(&mut self, done: u64);
}

/// Tells nobody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn stage(&mut self, _: Stage, _: u64) {}
    fn step(&mut self, _: u64) {}
}

/// How bad it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Severity {
    /// A file or record is not in the store.
    Error,
    /// It is in the store, but one should know something of it.
    Note,
}

/// Something that went wrong with one file or record.
#[derive(Debug)]
pub struct Diagnostic {
    /// The file or source.
    pub name: String,
    /// How bad it is.
    pub severity: Severity,
    /// What it was: for a note only its message counts.
    pub error: Error,
}

/// How the sources differ from before.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Changes {
    /// Sources that were not there.
    pub added: u64,
    /// Sources with another text or other metadata.
    pub changed: u64,
    /// Sources that are no longer there.
    pub removed: u64,
    /// Sources that are as they were.
    pub unchanged: u64,
}

/// Files that could not be read whole, as they looked then: reading them again would
/// only tell the same.
#[derive(Clone, Debug, Default)]
pub struct Failed(BTreeMap<String, Vec<Stamp>>);

impl Failed {
    /// Adds those of another run.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    pub(super) fn of(works: &[Work], failed: &[usize]) -> Self {
        let named = |work: &Work| Some((work.name.clone(), work.stamp.clone()?));
        Self(failed.iter().filter_map(|at| named(works.get(*at)?)).collect())
    }

    /// Says that a file still looks as it did when it failed.
    pub(super) fn holds(&self, name: &str, stamp: Option<&Vec<Stamp>>) -> bool {
        stamp.is_some() && self.0.get(name) == stamp
    }
}

/// What a run did.
#[derive(Debug, Default)]
pub struct Report {
    /// Files that were found.
    pub files: u64,
    /// True if some source is not as it was.
    pub is_new: bool,
    /// How the sources differ from before.
    pub changes: Changes,
    /// What went wrong, in the order of names; errors before notes.
    pub diagnostics: Vec<Diagnostic>,
    /// How many files in the folders were passed over, by extension in small letters:
    /// they are of a kind that is not read.
    pub passed: BTreeMap<String, u64>,
    /// The files that could not be read whole: for [`Options::failed`] of a run soon
    /// after.
    ///
    /// [`Options::failed`]: super::Options::failed
    pub failed: Failed,
}

impl Changes {
    /// Returns true if all sources are as they were.
    pub fn is_none(&self) -> bool {
        self.added + self.changed + self.removed == 0
    }
}

impl Report {
    pub(super) fn unchanged(plan: &Plan) -> Self {
        let unchanged = plan.reused.len() as u64;
        let changes = Changes { unchanged, ..Changes::default() };
        let passed = plan.passed.clone();
        Self { files: plan.file_total(), changes, passed, ..Self::default() }
    }

    pub(super) fn new(
        plan: Plan,
        mut diagnostics: Vec<Diagnostic>,
        changes: Changes,
        failed: &[usize],
    ) -> Self {
        let failed = Failed::of(&plan.reading, failed);
        let files = plan.file_total();
        let passed = plan.passed;
        diagnostics.extend(plan.errors.into_iter().map(|(name, error)| Diagnostic {
            name,
            severity: Severity::Error,
            error,
        }));
        diagnostics.sort_by(|a, b| {
            let rank = |d: &Diagnostic| (d.severity == Severity::Note, d.name.clone());
            let words = |d: &Diagnostic| d.error.to_string();
            (rank(a), words(a)).cmp(&(rank(b), words(b)))
        });
        let is_new = !changes.is_none();
        Self { files, is_new, changes, diagnostics, passed, failed }
    }

    /// Returns true if some file or record is not in the store.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|d| d.severity == Severity::Error)
    }
}
