//! Reading: open an index and search it.

use super::best::Floor;
use super::collect::{Facets, Found, Matches};
use super::compile::Compiler;
use super::facets::FacetColumns;
use super::fault::{Fault, damaged};
use super::lists::Segment;
use super::places::{ByDocument, KeptColumns, Places};
use super::plan::Plan;
use super::schema::{self, Fields};
use super::{BySource, Expr, Lift};
use crate::error::{Error, Result};
use crate::graph::RelationSet;
use rayon::iter::{IndexedParallelIterator, IntoParallelIterator};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, ReloadPolicy, Searcher, TERMINATED, Term};

/// What comes first.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Sort {
    /// The best match.
    #[default]
    Score,
    /// The newest; documents without date last.
    Date,
    /// The most cited, by [`Request::cited`].
    Cited,
}

/// How much the parts of a match count; measured in `tests/retrieval`. A word of the
/// text counts one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights {
    /// A pair of neighbouring words.
    pub pair: f32,
    /// A word in the title or the first words.
    pub opening: f32,
    /// A pair there.
    pub opening_pair: f32,
    /// The power of its rarity (the inverse document frequency of BM25) by which a pair
    /// counts once more: a rare pair is a term of the law, a common one is grammar.
    pub rarity: f32,
    /// A document number or date in the text.
    pub whole: f32,
}

impl Default for Weights {
    fn default() -> Self {
        let (opening, opening_pair) = (0.3, 0.5);
        let (pair, rarity) = (1.0, 0.5);
        Self { pair, opening, opening_pair, rarity, whole: 2.0 }
    }
}

/// A question to the index.
#[derive(Clone, Debug)]
pub struct Request<'q> {
    /// What to find.
    pub expr: &'q Expr,
    /// What comes first; ties go to the smaller source id.
    pub sort: Sort,
    /// How many hits to return.
    pub limit: usize,
    /// How many of the first hits to leave out.
    pub offset: usize,
    /// Whether to count facets.
    pub facets: bool,
    /// How often each source is cited.
    pub cited: Option<BySource<u32>>,
    /// What raises documents that are tied to the best ones.
    pub lift: Option<Lift>,
    /// How sources cite, for the facet of that name.
    pub relations: Option<BySource<RelationSet>>,
    /// How much the parts of a match count.
    pub weights: Weights,
}

impl<'q> Request<'q> {
    /// Asks for the first ten by score.
    pub fn new(expr: &'q Expr) -> Self {
        let (sort, weights) = (Sort::Score, Weights::default());
        let (limit, offset, facets) = (10, 0, false);
        let (cited, lift, relations) = (None, None, None);
        Self { expr, sort, limit, offset, facets, cited, lift, relations, weights }
    }
}

/// One match.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// The source.
    pub source: u64,
    /// The score; zero when not sorted by score.
    pub score: f32,
}

/// What a term adds to a score.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// The word, the pair of words, or the number, as the index has it.
    pub term: String,
    /// Where it counts: `text`, `opening` (title and first words) or `number`.
    pub place: &'static str,
    /// What it adds.
    pub value: f32,
}

/// The answer to a [`Request`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hits {
    /// How many documents match.
    pub total: u64,
    /// The hits asked for, in order.
    pub hits: Vec<Hit>,
    /// Counts of all matches, when asked for.
    pub facets: Facets,
}

/// An opened index: a snapshot of the last commit. Cheap to open; many may be open at
/// once, also while one [`Writer`](super::Writer) works.
pub struct Index {
    pub(super) searcher: Searcher,
    places: Places,
    facets: OnceLock<Arc<Vec<FacetColumns>>>,
    fields: Fields,
    dir: PathBuf,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("dir", &self.dir).finish_non_exhaustive()
    }
}

impl Index {
    /// Makes an empty index in the folder `dir`, which is created when missing.
    ///
    /// # Errors
    /// When the folder cannot be written or holds an index already.
    pub fn create(dir: &Path) -> Result<Self> {
        let fault = Fault::new("cannot create the text index", dir);
        std::fs::create_dir_all(dir).map_err(|e| {
            Error::io("cannot create the folder of the text index", dir, e)
        })?;
        tantivy::Index::create_in_dir(dir, schema::schema()).map_err(|e| fault.of(e))?;
        super::version::write(dir)?;
        Self::open(dir)
    }

    /// Opens the index in the folder `dir`.
    ///
    /// # Errors
    /// When there is none, it is damaged, or of another version.
    pub fn open(dir: &Path) -> Result<Self> {
        let fault = Fault::new("cannot open the text index", dir);
        super::version::check(dir)?;
        let index = open(dir)?;
        let fields = Fields::of(&index.schema()).ok_or_else(|| damaged(dir))?;
        let reader: tantivy::IndexReader = fault.guard(|| {
            index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()
        })?;
        let (searcher, places) = (reader.searcher(), Places::default());
        let facets = OnceLock::new();
        Ok(Self { searcher, places, facets, fields, dir: dir.to_owned() })
    }

    /// Returns the number of documents.
    pub fn len(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// Returns true if there is no document.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Answers a question.
    ///
    /// # Errors
    /// When the index cannot be read; no expression is an error.
    pub fn search(&self, request: &Request<'_>) -> Result<Hits> {
        let fault = Fault::new("cannot search the text index", &self.dir);
        let found = fault.guard(|| self.find_all(request))?;
        Ok(hits(found, request.offset))
    }

    /// Segments are searched on all processors, and their answers joined in their order.
    fn find_all(&self, request: &Request<'_>) -> tantivy::Result<Found> {
        let (plan, matches) = (self.compile(request)?, self.matches(request)?);
        let readers = self.searcher.segment_readers().iter().enumerate();
        let segments: Vec<_> =
            readers.map(|(ord, reader)| Segment { ord, reader }).collect();
        let searched = segments.par_iter().map(|segment| matches.search(&plan, segment));
        let searched = searched.collect::<tantivy::Result<Vec<_>>>()?;
        matches.compare(&searched);
        let found = searched
            .into_par_iter()
            .zip(&segments)
            .map(|(searched, segment)| matches.settle(searched, segment));
        Ok(matches.joined(found.collect::<tantivy::Result<Vec<_>>>()?))
    }

    /// What the graph knows is only brought to the documents where it is asked for.
    fn matches(&self, r: &Request<'_>) -> tantivy::Result<Matches> {
        let lift = r.lift.as_ref().filter(|_| r.sort == Sort::Score);
        let cited = r.cited.as_ref().filter(|_| r.sort == Sort::Cited);
        let relations = r.relations.as_ref().filter(|_| r.facets);
        Ok(Matches {
            keep: r.limit.saturating_add(r.offset),
            sort: r.sort,
            cited: cited.map(|all| self.columns(all, &self.places.cited)).transpose()?,
            ties: lift.map(|lift| self.by_document(&lift.ties)).transpose()?,
            best: lift.map_or(0.0, |lift| lift.best),
            facets: r.facets.then(|| self.facets()).transpose()?,
            relations: relations
                .map(|all| self.columns(all, &self.places.relations))
                .transpose()?,
            floor: Floor::default(),
        })
    }

    fn facets(&self) -> tantivy::Result<Arc<Vec<FacetColumns>>> {
        if let Some(known) = self.facets.get() {
            return Ok(Arc::clone(known));
        }
        let readers = self.searcher.segment_readers().par_iter();
        let columns: tantivy::Result<Vec<_>> = readers.map(FacetColumns::read).collect();
        let columns = Arc::new(columns?);
        Ok(Arc::clone(self.facets.get_or_init(|| columns)))
    }

    /// What the graph knows of all sources is the same for all questions.
    fn columns<T: Copy>(
        &self,
        values: &BySource<T>,
        kept: &KeptColumns<T>,
    ) -> tantivy::Result<Vec<ByDocument<T>>> {
        kept.get(values.clone(), BySource::is_same, |values| self.by_document(values))
    }

    fn by_document<T: Copy>(
        &self,
        values: &BySource<T>,
    ) -> tantivy::Result<Vec<ByDocument<T>>> {
        self.places.columns(&self.searcher, self.fields.source, values.iter())
    }

    fn compile(&self, r: &Request<'_>) -> tantivy::Result<Plan> {
        self.compiler(r.weights).plan(r.expr)
    }

    fn compiler(&self, weights: Weights) -> Compiler<'_> {
        Compiler::new(&self.searcher, &self.places, self.fields, weights)
    }

    /// Returns why a source has its score: what each term of `request` adds, largest
    /// first; empty when the source is not indexed. What the graph adds is not in it.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn reasons(&self, source: u64, request: &Request<'_>) -> Result<Vec<Reason>> {
        let fault = Fault::new("cannot explain a score", &self.dir);
        fault.guard(|| self.try_reasons(source, request))
    }

    fn try_reasons(&self, source: u64, r: &Request<'_>) -> tantivy::Result<Vec<Reason>> {
        let Some(at) = self.find(source)? else { return Ok(Vec::new()) };
        let plan = self.compile(r)?;
        let reader = self.searcher.segment_reader(at.segment_ord);
        let segment = Segment { ord: at.segment_ord as usize, reader };
        let mut reasons = Vec::new();
        for scored in plan.scored() {
            let value = scored.cursor(&segment)?(at.doc_id);
            reasons.extend(value.map(|value| self.reason(&scored.lists.term, value)));
        }
        reasons.sort_by(|a: &Reason, b| b.value.total_cmp(&a.value));
        Ok(reasons)
    }

    fn reason(&self, term: &Term, value: f32) -> Reason {
        let place = match term.field() {
            field if field == self.fields.opening => "opening",
            field if field == self.fields.number => "number",
            _ => "text",
        };
        let bytes = term.serialized_value_bytes();
        Reason { term: String::from_utf8_lossy(bytes).into_owned(), place, value }
    }

    /// Returns true if a source is in the index.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn has(&self, source: u64) -> Result<bool> {
        let fault = Fault::new("cannot read the text index", &self.dir);
        fault.guard(|| self.find(source)).map(|found| found.is_some())
    }

    fn find(&self, source: u64) -> tantivy::Result<Option<DocAddress>> {
        let term = Term::from_field_u64(self.fields.source, source);
        for (ord, reader) in (0..).zip(self.searcher.segment_readers()) {
            let index = reader.inverted_index(self.fields.source)?;
            let found = index.read_postings(&term, IndexRecordOption::Basic)?;
            let Some(mut postings) = found else { continue };
            while postings.doc() != TERMINATED {
                if !reader.is_deleted(postings.doc()) {
                    return Ok(Some(DocAddress::new(ord, postings.doc())));
                }
                postings.advance();
            }
        }
        Ok(None)
    }
}

pub(super) fn open(dir: &Path) -> Result<tantivy::Index> {
    let fault = Fault::new("cannot open the text index", dir);
    let mut index = fault.guard(|| tantivy::Index::open_in_dir(dir))?;
    index.set_tokenizers(schema::tokenizers());
    Ok(index)
}

fn hits(found: Found, offset: usize) -> Hits {
    let hit = |ranked: super::collect::Ranked| Hit {
        source: ranked.source.0,
        score: f32::from_bits(ranked.score),
    };
    let hits = found.best.into_iter().skip(offset).map(hit).collect();
    Hits { total: found.total, hits, facets: found.facets }
}
