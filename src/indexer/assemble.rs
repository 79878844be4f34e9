//! Writing a generation in the order of names.

use super::plan::Plan;
use super::read::Read;
use super::report::{Changes, Diagnostic, Progress, Severity, Stage};
use super::spool::Draft;
use super::words::word_id;
use crate::effect::{self, Term};
use crate::error::{Error, ErrorKind, Result};
use crate::graph::{Edge, GraphWriter};
use crate::registry::SourceId;
use crate::relate::Facts;
use crate::resolve::{Catalogue, Resolution, ResolutionCounts, Resolver, World};
use crate::store::{
    CatalogueRow, FileEntry, LookupWriter, Reader, SourceEntry, Stats, Table,
    TableWriter, TextWriter, block_total, kinds, write_columns,
};
use crate::text::Text;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::collections::BTreeMap;
use std::path::Path;

/// Writes all tables and the graph into `dir`; returns the counts.
pub(super) fn assemble(
    order: &Order,
    read: &Read,
    old: Option<&Reader>,
    dir: &Path,
    progress: &mut dyn Progress,
) -> Result<Stats> {
    order.write_files(dir)?;
    let mut build = Build {
        items: &order.items,
        read,
        old,
        dir,
        stats: Stats::default(),
        progress,
        first_blocks: Vec::with_capacity(order.items.len()),
    };
    let mut resolver = Resolver::new(Catalogue::built_in());
    build.write_facts_and_texts(&mut resolver)?;
    CatalogueRow::each(dir, &mut |row| resolver.list(&row.rows))?;
    let world = resolver.finish();
    build.write_records(&world)?;
    build.resolve(&world)?;
    Ok(build.stats)
}

/// The names and hashes of the old sources.
struct Before(Vec<(String, [u8; 32])>);

impl Before {
    fn new(old: Option<&Reader>) -> Result<Self> {
        let mut all = Vec::new();
        if let Some(reader) = old {
            reader.each_source(&mut |_, entry| {
                all.push((entry.name, entry.hash));
                Ok(())
            })?;
        }
        Ok(Self(all))
    }
}

/// Where a source comes from.
#[derive(Clone, Copy, Debug)]
enum From {
    /// The old generation.
    Old(SourceId),
    /// The spool.
    Spool(u64),
}

/// A source of the next generation.
struct Item {
    name: String,
    hash: [u8; 32],
    from: From,
    /// The file in [`Order::files`], and the place in that file.
    at: (usize, usize),
}

/// All sources in the order of names: their ids.
pub(super) struct Order {
    files: Vec<FileEntry>,
    items: Vec<Item>,
    /// How they differ from those of the old generation.
    pub(super) changes: Changes,
    /// The names of the sources that are no longer there.
    pub(super) removed: Vec<String>,
    /// Sources that were left out.
    pub(super) doubles: Vec<Diagnostic>,
}

impl Order {
    pub(super) fn new(plan: &Plan, read: &Read, old: Option<&Reader>) -> Result<Self> {
        let before = Before::new(old)?;
        let mut order = Self {
            files: Vec::new(),
            items: Vec::new(),
            changes: Changes::default(),
            removed: Vec::new(),
            doubles: Vec::new(),
        };
        for file in plan.kept.iter().chain(&read.same) {
            order.add_old(file, &before);
        }
        let first_new = order.files.len();
        for (work, &hash) in plan.reading.iter().zip(&read.stamps) {
            let stamp = work.stamp.clone().filter(|_| hash.is_some());
            let path = work.name.clone();
            order.files.push(FileEntry { path, stamp, hash, sources: Vec::new() });
        }
        order.items.extend(read.found.iter().map(|found| Item {
            name: found.name.clone(),
            hash: found.hash,
            from: From::Spool(found.place),
            at: (first_new + found.at.0, found.at.1),
        }));
        order.items.sort_by(|a, b| (&a.name, a.at).cmp(&(&b.name, b.at)));
        order.drop_doubles();
        order.compare(before);
        Ok(order)
    }

    fn compare(&mut self, before: Before) {
        let mut gone: BTreeMap<String, [u8; 32]> = before.0.into_iter().collect();
        for item in &self.items {
            self.changes.count(gone.remove(&item.name), &item.hash);
        }
        self.changes.removed = gone.len() as u64;
        self.removed = gone.into_keys().collect();
    }

    fn add_old(&mut self, file: &FileEntry, before: &Before) {
        let at = self.files.len();
        self.files.push(FileEntry { sources: Vec::new(), ..file.clone() });
        for (place, &source) in file.sources.iter().enumerate() {
            let from = From::Old(SourceId(source));
            if let Some((name, hash)) = before.0.get(source as usize).cloned() {
                self.items.push(Item { name, hash, from, at: (at, place) });
            }
        }
    }

    /// Keeps the first of several sources of one name.
    fn drop_doubles(&mut self) {
        let faults = &mut self.doubles;
        self.items.dedup_by(|next, kept| {
            let is_double = next.name == kept.name;
            if is_double {
                let words = "another document of this name was read before; left out";
                let error = Error::new(ErrorKind::Malformed, words).at(&next.name);
                let (name, severity) = (next.name.clone(), Severity::Error);
                faults.push(Diagnostic { name, severity, error });
            }
            is_double
        });
    }

    /// Writes what the next run needs to know of the files.
    pub(super) fn write_files(&self, dir: &Path) -> Result<()> {
        let mut sources = vec![Vec::new(); self.files.len()];
        for (id, item) in (0u32..).zip(&self.items) {
            sources[item.at.0].push((item.at.1, id));
        }
        let mut files = BTreeMap::new();
        for (file, mut sources) in self.files.iter().zip(sources) {
            sources.sort_unstable();
            let sources: Vec<u32> = sources.into_iter().map(|(_, id)| id).collect();
            // A file that was looked at and found the same is here as it was before, and
            // once more among those that were to be read; the first one counts.
            let entry = || FileEntry { sources, ..file.clone() };
            files.entry(file.path.clone()).or_insert_with(entry);
        }
        let mut table = TableWriter::create(dir, &kinds::FILES)?;
        for file in files.values() {
            table.push(file)?;
        }
        table.finish().map(|_| ())
    }
}

struct Build<'a> {
    items: &'a [Item],
    read: &'a Read,
    old: Option<&'a Reader>,
    dir: &'a Path,
    stats: Stats,
    progress: &'a mut dyn Progress,
    /// The row of the first block of text of each source.
    first_blocks: Vec<u64>,
}

/// How many sources are resolved at once.
const CHUNK: usize = 512;

impl Build<'_> {
    fn entry(&self, from: From) -> Result<(Draft, Option<SourceEntry>)> {
        match (from, self.old) {
            (From::Old(source), Some(old)) => {
                let entry = old.source(source)?;
                let outline = old.outline(source)?;
                let terms = terms_of(old, source)?;
                Ok((Draft::of_old(entry.clone(), outline, terms), Some(entry)))
            }
            (From::Spool(place), _) => Ok((self.read.spool.draft(place)?, None)),
            (From::Old(_), None) => Err(lost()),
        }
    }

    fn facts(&self, from: From) -> Result<Vec<u8>> {
        match (from, self.old) {
            (From::Old(source), Some(old)) => old.facts_bytes(source),
            (From::Spool(place), _) => self.read.spool.facts(place),
            (From::Old(_), None) => Err(lost()),
        }
    }

    /// Writes the tables that hold what each source says, and lets `resolver` learn it.
    fn write_facts_and_texts(&mut self, resolver: &mut Resolver) -> Result<()> {
        self.progress.stage(Stage::Writing, self.items.len() as u64);
        let mut facts_table = TableWriter::create(self.dir, &kinds::FACTS)?;
        let mut outlines = TableWriter::create(self.dir, &kinds::OUTLINES)?;
        let mut effects = TableWriter::create(self.dir, &kinds::EFFECTS)?;
        let mut texts = TextWriter::create(self.dir)?;
        for (id, item) in (0u32..).zip(self.items) {
            let (draft, entry) = self.entry(item.from)?;
            let bytes = self.facts(item.from)?;
            facts_table.push_bytes(&bytes)?;
            outlines.push(&draft.outline)?;
            effects.push(&draft.terms)?;
            self.first_blocks.push(texts.next_block());
            self.copy_text(item.from, &draft, entry.as_ref(), &mut texts)?;
            let facts: Facts = decode(&bytes, self.dir)?;
            resolver.learn(SourceId(id), &draft.hash, &draft.meta, &facts);
            self.stats.text_bytes += u64::from(draft.text_bytes);
            self.progress.step(1);
        }
        self.stats.sources = facts_table.finish()?;
        outlines.finish()?;
        effects.finish()?;
        texts.finish(self.stats.text_bytes)
    }

    fn copy_text(
        &self,
        from: From,
        draft: &Draft,
        entry: Option<&SourceEntry>,
        texts: &mut TextWriter,
    ) -> Result<()> {
        for block in 0..block_total(draft.text_bytes) {
            let bytes = match (from, self.old, entry) {
                (From::Spool(place), ..) => self.read.spool.block(place, block)?,
                (From::Old(_), Some(old), Some(entry)) => {
                    old.text_block(entry.first_block + block)?
                }
                _ => return Err(lost()),
            };
            texts.push(&bytes)?;
        }
        Ok(())
    }

    /// Writes the documents, and the way from a key to them.
    fn write_records(&mut self, world: &World) -> Result<()> {
        let mut records = TableWriter::create(self.dir, &kinds::RECORDS)?;
        let mut lookup = LookupWriter::new();
        for (document, record) in world.registry().iter() {
            let count = &mut self.stats.documents;
            *(if record.is_held() { &mut count.held } else { &mut count.known }) += 1;
            records.push(&record)?;
            lookup.add(document, &record);
        }
        records.finish()?;
        lookup.finish(self.dir)
    }

    /// Writes what all mentions denote, and the graph.
    fn resolve(&mut self, world: &World) -> Result<()> {
        self.progress.stage(Stage::Resolving, self.items.len() as u64);
        let facts_table = Table::open(self.dir, &kinds::FACTS)?;
        let mut sources = TableWriter::create(self.dir, &kinds::SOURCES)?;
        let mut resolutions = TableWriter::create(self.dir, &kinds::RESOLUTIONS)?;
        let mut words = Vec::with_capacity(self.items.len());
        let mut texts = Vec::with_capacity(self.items.len());
        let mut graph = GraphWriter::new(self.dir);
        let mut chunk: Vec<(SourceId, Facts)> = Vec::with_capacity(CHUNK);
        facts_table.scan(&mut |n, facts| {
            chunk.push((SourceId(u32::try_from(n).unwrap_or(u32::MAX)), facts));
            let is_last = n + 1 == facts_table.rows();
            if chunk.len() < CHUNK && !is_last {
                return Ok(());
            }
            let resolved: Vec<(Vec<Resolution>, Vec<Edge>)> = chunk
                .par_iter()
                .map(|(source, facts)| {
                    let found = world.resolve(*source, facts);
                    let edges = world.edges(*source, facts, &found);
                    (found, edges)
                })
                .collect();
            for ((source, facts), (found, edges)) in chunk.drain(..).zip(resolved) {
                let entry = self.settle(source, world)?;
                words.push((entry.word_id, source.0));
                texts.push((entry.word_id, entry.doc));
                sources.push(&entry)?;
                resolutions.push(&found)?;
                self.count(&facts, &found, &edges);
                for edge in edges {
                    graph.add(edge)?;
                }
                self.progress.step(1);
            }
            Ok(())
        })?;
        sources.finish()?;
        resolutions.finish()?;
        self.write_words(words)?;
        let documents = u32::try_from(world.registry().len()).unwrap_or(u32::MAX);
        self.stats.edges.total = graph.finish(documents)?;
        write_columns(self.dir, texts)
    }

    /// Writes the way from an id in the full text to its source.
    fn write_words(&self, mut words: Vec<(u64, u32)>) -> Result<()> {
        words.sort_unstable();
        let mut table = TableWriter::create(self.dir, &kinds::WORDS)?;
        for row in words {
            table.push(&row)?;
        }
        table.finish().map(|_| ())
    }

    /// Returns the entry of a source, with what depends on the others.
    fn settle(&self, source: SourceId, world: &World) -> Result<SourceEntry> {
        let at = source.0 as usize;
        let item = self.items.get(at).ok_or_else(lost)?;
        let (draft, _) = self.entry(item.from)?;
        let Draft { name, hash, meta, heading, text_bytes, mentions, .. } = draft;
        let word_id = word_id(&name);
        let doc = world.document_of(source);
        let first_block = self.first_blocks.get(at).copied().unwrap_or(0);
        Ok(SourceEntry {
            name,
            hash,
            meta,
            heading,
            doc,
            text_bytes,
            mentions,
            first_block,
            word_id,
        })
    }

    fn count(&mut self, facts: &Facts, found: &[Resolution], edges: &[Edge]) {
        let stats = &mut self.stats;
        stats.mentions.total += facts.mentions.len() as u64;
        for mention in &facts.mentions {
            let form = mention.form.as_str().to_owned();
            *stats.mentions.by_form.entry(form).or_default() += 1;
        }
        stats.resolution += ResolutionCounts::of(found);
        for edge in edges {
            let relation = edge.relation.as_str().to_owned();
            *stats.edges.by_relation.entry(relation).or_default() += 1;
        }
    }
}

impl Changes {
    fn count(&mut self, before: Option<[u8; 32]>, now: &[u8; 32]) {
        let slot = match before {
            None => &mut self.added,
            Some(hash) if hash == *now => &mut self.unchanged,
            Some(_) => &mut self.changed,
        };
        *slot += 1;
    }
}

fn decode(bytes: &[u8], dir: &Path) -> Result<Facts> {
    postcard::from_bytes(bytes)
        .map_err(|e| crate::rows::corrupt(dir, "facts cannot be decoded").because(e))
}

/// Returns what a source of the old store says of its own effect; stores of earlier
/// programs do not hold it.
fn terms_of(old: &Reader, source: SourceId) -> Result<Vec<Term>> {
    if let Some(terms) = old.effect_terms(source)? {
        return Ok(terms);
    }
    Ok(Text::try_new(old.text(source)?).map_or(Vec::new(), |text| effect::terms(&text)))
}

/// Makes the error for a plan that does not fit the store; cannot happen.
fn lost() -> Error {
    Error::new(ErrorKind::StoreCorrupt, "a source was lost on the way into the store")
}
