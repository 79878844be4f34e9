//! The store: a folder that holds all that was read and worked out, ready to be asked.
//!
//! ```text
//! MANIFEST.json   which generation counts, its files, the counts, the settings
//! LOCK            held by the one writer
//! gen-000012/     never changed once the manifest names it
//!   sources.rows    SourceId → SourceEntry, in the order of names
//!   facts.rows      SourceId → Facts
//!   resolutions.rows SourceId → what its mentions denote
//!   texts.rows      blocks of 64 KiB of text, compressed
//!   records.rows    DocId → Record, in the order of keys
//!   serials.rows    serial → the keys and aliases that have it
//!   words.rows      id in the full text → SourceId
//!   catalogue.rows  serial → the rows of imported catalogues, if there are any
//!   outlines.rows   SourceId → its pages, and where its metadata was found
//!   effects.rows    SourceId → the sentences that say from when it has effect
//!   columns.rows    document and relations of each text, and how often each is cited
//!   files.rows      what the indexer saw of each file (size, time, hash)
//!   graph.out       citing → cited, with the evidence of each edge
//!   graph.in        cited → citing
//!   text/           the full text (tantivy)
//! ```
//! Writing the manifest is the only commit: it is written beside, flushed to the disk and
//! renamed. A writer that dies leaves the old generation as it was. A [`Reader`] opens
//! all files of one generation and keeps them open, so it answers from one snapshot,
//! whatever writers do meanwhile. Every byte is covered by a checksum that is compared
//! when the byte is read: damage is an error, never a wrong answer.
//!
//! Not a database: generations are written once, in order, so sorted files of
//! checksummed rows are smaller and faster to open than a B-tree, equal inputs give equal
//! bytes, and there are no pages that could be read unverified.

mod catalogue;
mod columns;
mod entry;
mod lookup;
mod manifest;
mod reader;
mod stats;
mod table;
mod texts;
mod writer;

pub use columns::Columns;
pub use entry::{FileEntry, SourceEntry, Stamp};
pub use manifest::{Fingerprints, Import, Manifest, Reading, SCHEMA, Settings};
pub use reader::Reader;
pub use stats::{DocumentCounts, EdgeCounts, MentionCounts, Stats};
pub use texts::{Passage, Unpacked};
pub use writer::{Generation, Writer};

pub(crate) use catalogue::{CatalogueRow, CatalogueWriter};
pub(crate) use columns::write as write_columns;
pub(crate) use lookup::LookupWriter;
pub(crate) use table::{Table, TableWriter, encode as encode_row, kinds};
pub(crate) use texts::{Packed, TextWriter, block_total};
pub(crate) use writer::TEXT as TEXT_DIR;
