//! What the store keeps of sources and files.

use crate::ingest::Meta;
use crate::parse::Heading;
use crate::registry::DocId;

/// What is stored of one source besides its text and facts.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct SourceEntry {
    /// The path as given, or `PATH#ID` for a record of a container. Names order the
    /// [`SourceId`](crate::registry::SourceId)s.
    pub name: String,
    /// BLAKE3 of text and metadata: all that the facts depend on.
    pub hash: [u8; 32],
    /// What the container knows of it.
    pub meta: Meta,
    /// What it says of itself.
    pub heading: Heading,
    /// The document whose text it is.
    pub doc: DocId,
    /// The length of its text in bytes.
    pub text_bytes: u32,
    /// How many mentions it has.
    pub mentions: u32,
    /// The row of its first block of text.
    pub(crate) first_block: u64,
    /// Its id in the full-text index; see [`SourceEntry::word_id`].
    pub(crate) word_id: u64,
}

impl SourceEntry {
    /// Returns its id in the full-text index: it depends on the name alone, so that
    /// other sources may come and go without indexing this one anew.
    pub fn word_id(&self) -> u64 {
        self.word_id
    }
}

/// What the indexer saw of one file, so that the next run can tell whether to read it.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct FileEntry {
    /// The path as given.
    pub path: String,
    /// Length and time of change of the file and of its side-cars; `None` when they may
    /// have changed within the resolution of the clock.
    pub stamp: Option<Vec<Stamp>>,
    /// BLAKE3 of its bytes and those of its side-cars; `None` when not all of it could be
    /// read.
    pub hash: Option<[u8; 32]>,
    /// Its sources, as ranks in this generation.
    pub sources: Vec<u32>,
}

/// Length and time of change of a file.
#[derive(Clone, Copy, Debug, Eq, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Stamp {
    /// The length in bytes.
    pub bytes: u64,
    /// Nanoseconds since 1970.
    pub changed: u128,
}
