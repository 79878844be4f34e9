//! Asking the store.

use super::catalogue::{self, CatalogueRow};
use super::columns::{self, Columns};
use super::entry::{FileEntry, SourceEntry};
use super::lookup::{self, SerialRow};
use super::manifest::{self, Manifest};
use super::stats::Stats;
use super::table::{Table, kinds};
use super::texts::{Passage, Texts, Unpacked};
use crate::effect::Term;
use crate::error::{Error, ErrorKind, Result};
use crate::graph::{CitationGraph, Direction, Edge};
use crate::ident::Key;
use crate::ingest::Outline;
use crate::parse::Mention;
use crate::registry::{DocId, Record, SourceId};
use crate::relate::Facts;
use crate::resolve::{Listed, Resolution};
use crate::rows::RowFile;
use crate::text::Span;
use std::path::{Path, PathBuf};

/// A snapshot of a store: one generation, opened for reading.
///
/// Opening reads the manifest and a header of 64 bytes a file, whatever the size of the
/// store; every answer reads the rows it needs by position. Any number of readers, in any
/// number of threads and processes, may be open while a writer works; each keeps
/// answering from the generation it opened.
#[derive(Debug)]
pub struct Reader {
    dir: PathBuf,
    manifest: Manifest,
    sources: Table<SourceEntry>,
    facts: Table<Facts>,
    resolutions: Table<Vec<Resolution>>,
    records: Table<Record>,
    serials: Table<SerialRow>,
    words: Table<(u64, u32)>,
    files: Table<FileEntry>,
    catalogue: Option<Table<CatalogueRow>>,
    /// Absent from stores of earlier programs.
    outlines: Option<Table<Outline>>,
    /// Absent from stores of earlier programs, as are the columns.
    effects: Option<Table<Vec<Term>>>,
    columns: Option<RowFile>,
    texts: Texts,
    graph: CitationGraph,
}

/// How often opening starts over when a writer replaces the generation meanwhile.
const TRIES: usize = 5;

impl Reader {
    /// Opens the store in the folder `dir`.
    ///
    /// # Errors
    /// [`ErrorKind::StoreCorrupt`] when there is no store or it is damaged,
    /// [`ErrorKind::StoreVersion`] when another version wrote it.
    pub fn open(dir: impl AsRef<Path>) -> Result<Self> {
        let dir = dir.as_ref();
        for _ in 1..TRIES {
            let manifest = Manifest::read(dir)?.ok_or_else(|| no_store(dir))?;
            match Self::open_generation(dir, manifest.clone()) {
                Err(error) => {
                    let now = Manifest::read(dir)?.map(|m| m.generation);
                    if now == Some(manifest.generation) {
                        return Err(as_damage(error));
                    }
                }
                opened => return opened,
            }
        }
        let manifest = Manifest::read(dir)?.ok_or_else(|| no_store(dir))?;
        Self::open_generation(dir, manifest)
    }

    /// Opens the store in `dir` if there is one.
    pub(super) fn open_if_any(dir: &Path) -> Result<Option<Self>> {
        if Manifest::read(dir)?.is_none() {
            return Ok(None);
        }
        Self::open(dir).map(Some)
    }

    fn open_generation(dir: &Path, manifest: Manifest) -> Result<Self> {
        manifest.check_files(dir)?;
        let at = dir.join(manifest.folder());
        let reader = Self {
            dir: dir.to_owned(),
            sources: Table::open(&at, &kinds::SOURCES)?,
            facts: Table::open(&at, &kinds::FACTS)?,
            resolutions: Table::open(&at, &kinds::RESOLUTIONS)?,
            records: Table::open(&at, &kinds::RECORDS)?,
            serials: Table::open(&at, &kinds::SERIALS)?,
            words: Table::open(&at, &kinds::WORDS)?,
            files: Table::open(&at, &kinds::FILES)?,
            catalogue: catalogue::open(&at, &manifest)?,
            outlines: manifest
                .has(kinds::OUTLINES.file)
                .then(|| Table::open(&at, &kinds::OUTLINES))
                .transpose()?,
            effects: manifest
                .has(kinds::EFFECTS.file)
                .then(|| Table::open(&at, &kinds::EFFECTS))
                .transpose()?,
            columns: manifest
                .has(kinds::COLUMNS.file)
                .then(|| columns::open(&at))
                .transpose()?,
            texts: Texts::open(&at)?,
            graph: CitationGraph::open(&at)?,
            manifest,
        };
        reader.check_sizes()?;
        Ok(reader)
    }

    fn check_sizes(&self) -> Result<()> {
        let stats = &self.manifest.stats;
        let documents = stats.documents.held + stats.documents.known;
        let of_sources = [
            self.sources.rows(),
            self.facts.rows(),
            self.resolutions.rows(),
            self.words.rows(),
        ];
        let outlined = self.outlines.as_ref().is_none_or(|o| o.rows() == stats.sources);
        let effects = self.effects.as_ref();
        let timed = effects.is_none_or(|e| e.rows() == stats.sources);
        let agree = outlined
            && timed
            && of_sources.iter().all(|&n| n == stats.sources)
            && self.records.rows() == documents
            && u64::from(self.graph.documents()) == documents
            && self.graph.edge_total() == stats.edges.total;
        let damage = || self.sources.damaged("the files are not of one generation");
        if agree { Ok(()) } else { Err(damage()) }
    }

    /// Returns the folder of the store.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Returns the folder of the generation that is read.
    pub fn generation_dir(&self) -> PathBuf {
        self.dir.join(self.manifest.folder())
    }

    /// Returns the folder of the full-text index of this generation.
    pub fn text_dir(&self) -> PathBuf {
        self.generation_dir().join(super::writer::TEXT)
    }

    /// Returns what the store says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Returns the counts of the store, taken when it was written.
    pub fn stats(&self) -> &Stats {
        &self.manifest.stats
    }

    /// Returns the number of documents, held or only known; their ids are `0..n`.
    pub fn documents(&self) -> u32 {
        self.graph.documents()
    }

    /// Returns the number of sources; their ids are `0..n`.
    pub fn sources(&self) -> u32 {
        u32::try_from(self.sources.rows()).unwrap_or(u32::MAX)
    }

    /// Returns what is known of a document.
    pub fn record(&self, document: DocId) -> Result<Record> {
        let record = self.records.get(document.0.into())?;
        record.ok_or_else(|| self.records.damaged("a document has no record"))
    }

    /// Calls `each` with the record of every document, in the order of ids; faster than
    /// asking for each.
    pub fn each_record(
        &self,
        each: &mut dyn FnMut(DocId, Record) -> Result<()>,
    ) -> Result<()> {
        self.records.scan(&mut |n, record| each(DocId(narrow(n)), record))
    }

    /// Returns what `of` makes of the record of each document, in the order of ids; they
    /// are read on all processors.
    pub fn sift_records<T: Send>(
        &self,
        of: impl Fn(DocId, Record) -> Result<Option<T>> + Sync,
    ) -> Result<Vec<T>> {
        self.records.sift(&|n, record| of(DocId(narrow(n)), record))
    }

    /// Returns the documents that bear exactly this key, or else bore it before more
    /// became known: one, or several if a field of the key is unknown. Logarithmic.
    pub fn find(&self, key: &Key) -> Result<Vec<DocId>> {
        lookup::find(&self.records, &self.serials, key)
    }

    /// Returns the documents whose key agrees with `key`, in which only the serial must
    /// be known: the candidates for "793/QĐ-TTg". Linear in the number of documents with
    /// that serial.
    pub fn matching(&self, key: &Key) -> Result<Vec<DocId>> {
        lookup::matching(&self.serials, key)
    }

    /// Returns what is stored of a source besides its text and facts.
    pub fn source(&self, source: SourceId) -> Result<SourceEntry> {
        let entry = self.sources.get(source.0.into())?;
        entry.ok_or_else(|| self.sources.damaged("a source has no entry"))
    }

    /// Returns the name of a source; cheaper than its entry.
    pub fn source_name(&self, source: SourceId) -> Result<String> {
        let name = self.sources.first(source.0.into())?;
        name.ok_or_else(|| self.sources.damaged("a source has no entry"))
    }

    /// Calls `each` with the entry of every source, in the order of names.
    pub fn each_source(
        &self,
        each: &mut dyn FnMut(SourceId, SourceEntry) -> Result<()>,
    ) -> Result<()> {
        self.sources.scan(&mut |n, entry| each(SourceId(narrow(n)), entry))
    }

    /// Returns the source of that name. Logarithmic.
    pub fn source_by_name(&self, name: &str) -> Result<Option<(SourceId, SourceEntry)>> {
        let found = self.sources.search_first(name)?;
        Ok(found.map(|(n, entry)| (SourceId(narrow(n)), entry)))
    }

    /// Returns the source with that id in the full-text index. Logarithmic.
    pub fn source_by_word_id(&self, word_id: u64) -> Result<Option<SourceId>> {
        let found = self.words.search(&|(id, _)| id.cmp(&word_id))?;
        Ok(found.map(|(_, (_, source))| SourceId(source)))
    }

    /// [`Reader::source_by_word_id`] for who knows how many smaller ids there are.
    pub(crate) fn source_of_word_row(
        &self,
        row: u64,
        word_id: u64,
    ) -> Result<Option<SourceId>> {
        match self.words.get(row)? {
            Some((id, source)) if id == word_id => Ok(Some(SourceId(source))),
            _ => Err(self.words.damaged("it does not list the texts of the columns")),
        }
    }

    /// Returns all that a source says: its heading, mentions and roles.
    pub fn facts(&self, source: SourceId) -> Result<Facts> {
        let facts = self.facts.get(source.0.into())?;
        facts.ok_or_else(|| self.facts.damaged("a source has no facts"))
    }

    /// Returns the pages of a source, and where what is known of it was found.
    pub fn outline(&self, source: SourceId) -> Result<Outline> {
        let Some(outlines) = &self.outlines else { return Ok(Outline::default()) };
        let outline = outlines.get(source.0.into())?;
        outline.ok_or_else(|| outlines.damaged("a source has no outline"))
    }

    /// Returns what a source says of its own effect; `None` where the store was made by
    /// an earlier program, and the text must be read.
    pub fn effect_terms(&self, source: SourceId) -> Result<Option<Vec<Term>>> {
        let Some(effects) = &self.effects else { return Ok(None) };
        let terms = effects.get(source.0.into())?;
        terms.map(Some).ok_or_else(|| effects.damaged("a source has no terms of effect"))
    }

    /// Returns what is asked of all texts at once: read from its own file, or from the
    /// sources and the graph where the store was made by an earlier program. Linear in the
    /// number of documents and sources.
    pub fn columns(&self) -> Result<Columns> {
        match &self.columns {
            Some(file) => columns::read(file, self.sources(), self.documents()),
            None => columns::collect(self),
        }
    }

    /// Returns what the mentions of a source denote, one each.
    pub fn resolutions(&self, source: SourceId) -> Result<Vec<Resolution>> {
        let resolutions = self.resolutions.get(source.0.into())?;
        resolutions.ok_or_else(|| self.resolutions.damaged("a source has no resolutions"))
    }

    /// Returns the mention that proves `edge`, from the facts of its witness.
    pub fn mention(&self, edge: &Edge) -> Result<Mention> {
        let mut facts = self.facts(edge.witness)?;
        let at = edge.mention as usize;
        if at >= facts.mentions.len() {
            return Err(self.facts.damaged("an edge names no mention"));
        }
        Ok(facts.mentions.swap_remove(at))
    }

    /// Returns the edges from `document` to what it cites, sorted by target.
    pub fn citing(&self, document: DocId) -> Result<Vec<Edge>> {
        self.graph.edges_of(document, Direction::Outgoing)
    }

    /// Returns the edges to `document` from what cites it, sorted by source.
    pub fn cited_by(&self, document: DocId) -> Result<Vec<Edge>> {
        self.graph.edges_of(document, Direction::Incoming)
    }

    /// Returns the citation graph.
    pub fn graph(&self) -> &CitationGraph {
        &self.graph
    }

    /// Returns what imported catalogues know of documents with that serial number.
    /// Logarithmic.
    pub fn listed(&self, serial: &str) -> Result<Vec<Listed>> {
        let Some(table) = &self.catalogue else { return Ok(Vec::new()) };
        let found = table.search_first(serial)?;
        Ok(found.map(|(_, row)| row.rows).unwrap_or_default())
    }

    /// Calls `each` with the rows of imported catalogues, by serial number.
    pub(crate) fn each_listed(
        &self,
        each: &mut dyn FnMut(CatalogueRow) -> Result<()>,
    ) -> Result<()> {
        match &self.catalogue {
            Some(table) => table.scan(&mut |_, row| each(row)),
            None => Ok(()),
        }
    }

    /// Returns the text of a source, byte for byte as extracted.
    pub fn text(&self, source: SourceId) -> Result<String> {
        self.texts.text(&self.source(source)?)
    }

    /// Returns the part of a text around `span`, with up to `margin` bytes on each side:
    /// for quotes, sentences and line numbers. Unpacks at most 64 KiB more than it
    /// returns, however long the text is.
    pub fn passage(
        &self,
        source: &SourceEntry,
        span: Span,
        margin: u32,
    ) -> Result<Passage> {
        self.texts.passage(source, span, margin, &mut Unpacked::default())
    }

    /// [`Reader::passage`], when many are read: what is unpacked for one stays in `last`
    /// for the next. `last` must have been used for this store only.
    pub fn passage_near(
        &self,
        source: &SourceEntry,
        span: Span,
        margin: u32,
        last: &mut Unpacked,
    ) -> Result<Passage> {
        self.texts.passage(source, span, margin, last)
    }

    /// Reads every byte of the store and compares all checksums but those of the
    /// full-text index.
    pub fn verify(&self) -> Result<()> {
        self.manifest.check_files(&self.dir)?;
        self.sources.verify()?;
        self.facts.verify()?;
        self.resolutions.verify()?;
        self.records.verify()?;
        self.serials.verify()?;
        self.words.verify()?;
        self.files.verify()?;
        self.catalogue.as_ref().map_or(Ok(()), Table::verify)?;
        self.outlines.as_ref().map_or(Ok(()), Table::verify)?;
        self.effects.as_ref().map_or(Ok(()), Table::verify)?;
        self.columns.as_ref().map_or(Ok(()), RowFile::verify)?;
        self.texts.verify()?;
        self.graph.side(Direction::Outgoing).verify()?;
        self.graph.side(Direction::Incoming).verify()
    }

    /// Returns the facts of a source as they are stored.
    pub(crate) fn facts_bytes(&self, source: SourceId) -> Result<Vec<u8>> {
        let bytes = self.facts.bytes(source.0.into())?;
        bytes.ok_or_else(|| self.facts.damaged("a source has no facts"))
    }

    /// Returns a block of text as it is stored.
    pub(crate) fn text_block(&self, block: u64) -> Result<Vec<u8>> {
        self.texts.block(block)
    }

    /// Calls `each` with what the indexer saw of every file.
    pub(crate) fn each_file(
        &self,
        each: &mut dyn FnMut(FileEntry) -> Result<()>,
    ) -> Result<()> {
        self.files.scan(&mut |_, entry| each(entry))
    }
}

fn narrow(row: u64) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}

fn no_store(dir: &Path) -> Error {
    if dir.is_file() {
        return manifest::not_a_folder(dir);
    }
    Error::new(ErrorKind::StoreCorrupt, "there is no store here").at(dir).hint(
        "make one: danchieu index PATH, or ask a folder of documents: --corpus PATH",
    )
}

/// A file of the generation that cannot be opened is damage, when no writer is to blame.
fn as_damage(error: Error) -> Error {
    if error.kind() != ErrorKind::Io {
        return error;
    }
    let path = error.path().unwrap_or(Path::new("")).to_owned();
    crate::rows::corrupt(&path, "a file cannot be opened").because(error)
}
