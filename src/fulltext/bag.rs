//! Scoring a bag of words, term by term.
//!
//! A question of ten words is forty terms with its pairs and the title. Merging forty
//! lists document by document costs a comparison tree a posting; adding them one after
//! the other into an array of scores costs an addition. All matches are counted anyway,
//! so nothing could be skipped. It also leaves the two constants of BM25 to us.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::Postings;
use tantivy::query::{
    Bm25StatisticsProvider, BooleanQuery, ConstScoreQuery, EnableScoring, Explanation,
    Query, Scorer, Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{
    BitSet, DocAddress, DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED,
    TantivyError, Term,
};

/// Words of which some must occur, and more that only weighs.
#[derive(Clone, Debug, Default)]
pub(super) struct Bag {
    required: BTreeMap<Term, Required>,
    /// How many of the required words a document must hold, counted as often as they
    /// were typed.
    needed: u32,
    bonus: BTreeMap<Term, Bonus>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Bonus {
    weight: f32,
    /// A power of the rarity by which it counts more than BM25 says.
    rarity: f32,
}

#[derive(Clone, Debug, Default)]
struct Required {
    times: u32,
    weight: f32,
    /// Another way to match, without a score.
    or: Option<Row>,
}

/// Words in a row: they stand in pairs, and where that does not tell, side by side.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// The pairs, which all must occur.
    pub(super) pairs: Bag,
    /// The positions, which are dear to read.
    pub(super) positions: Option<Arc<dyn Query>>,
}

impl Row {
    /// Returns a query that ranks by the pairs.
    pub(super) fn query(self) -> Box<dyn Query> {
        let Self { pairs, positions: Some(positions) } = self else {
            return Box::new(self.pairs);
        };
        let silent = ConstScoreQuery::new(positions.box_clone(), 0.0);
        Box::new(BooleanQuery::intersection(vec![Box::new(pairs), Box::new(silent)]))
    }

    fn weigh(&self, scoring: EnableScoring<'_>) -> tantivy::Result<RowWeight> {
        let scoring = scoring.without_scores();
        let positions = self.positions.as_ref().map(|row| row.weight(scoring));
        Ok(RowWeight {
            pairs: self.pairs.weigh(scoring)?,
            positions: positions.transpose()?,
        })
    }
}

impl Bag {
    /// Adds a word; `or` matches in its place.
    pub(super) fn require(&mut self, term: Term, weight: f32, or: Option<Row>) {
        let required = self.required.entry(term).or_default();
        required.times += 1;
        required.weight += weight;
        required.or = or;
        self.needed += 1;
    }

    /// Adds a term that only weighs, by a power of its rarity more.
    pub(super) fn prefer(&mut self, term: Term, weight: f32, rarity: f32) {
        if weight > 0.0 {
            let bonus = self.bonus.entry(term).or_default();
            bonus.weight += weight;
            bonus.rarity = rarity;
        }
    }

    /// Lets `missing` of the required words be absent.
    pub(super) fn allow_missing(&mut self, missing: u32) {
        self.needed = self.needed.saturating_sub(missing);
    }

    /// Returns how many words are required.
    pub(super) fn required(&self) -> u32 {
        self.required.values().map(|required| required.times).sum()
    }
}

impl Bag {
    /// Returns what each term adds to the score of one document, in the order of terms.
    pub(super) fn parts(
        &self,
        searcher: &Searcher,
        at: DocAddress,
    ) -> tantivy::Result<Vec<(Term, f32)>> {
        let mut scale = Scale { statistics: Some(searcher), norms: BTreeMap::new() };
        let required = self
            .required
            .iter()
            .map(|(term, wanted)| (term, Bonus { weight: wanted.weight, rarity: 0.0 }));
        let bonus = self.bonus.iter().map(|(term, bonus)| (term, *bonus));
        let reader = searcher.segment_reader(at.segment_ord);
        let mut parts = Vec::new();
        for (term, bonus) in required.chain(bonus) {
            let value = scale.weigh(term, bonus)?.at(reader, at.doc_id)?;
            parts.extend(value.map(|value| (term.clone(), value)));
        }
        Ok(parts)
    }
}

impl Query for Bag {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.weigh(scoring)?))
    }
}

impl Bag {
    fn weigh(&self, scoring: EnableScoring<'_>) -> tantivy::Result<BagWeight> {
        let statistics = match scoring {
            EnableScoring::Enabled { statistics_provider, .. } => {
                Some(statistics_provider)
            }
            EnableScoring::Disabled { .. } => None,
        };
        let mut scale = Scale { statistics, norms: BTreeMap::new() };
        let mut required = Vec::with_capacity(self.required.len());
        for (term, wanted) in &self.required {
            let or = wanted.or.as_ref().map(|row| row.weigh(scoring)).transpose()?;
            let bonus = Bonus { weight: wanted.weight, rarity: 0.0 };
            let term = scale.weigh(term, bonus)?;
            required.push(RequiredTerm { term, times: wanted.times, or });
        }
        let mut bonus = Vec::new();
        if statistics.is_some() {
            for (term, wanted) in &self.bonus {
                bonus.push(scale.weigh(term, *wanted)?);
            }
        }
        Ok(BagWeight { required, bonus, needed: self.needed })
    }
}

trait WithoutScores {
    fn without_scores(self) -> Self;
}

impl WithoutScores for EnableScoring<'_> {
    fn without_scores(self) -> Self {
        match self {
            EnableScoring::Enabled { searcher, .. } => {
                EnableScoring::disabled_from_searcher(searcher)
            }
            disabled @ EnableScoring::Disabled { .. } => disabled,
        }
    }
}

/// Makes weights of terms: BM25 over the whole index.
struct Scale<'s> {
    statistics: Option<&'s dyn Bm25StatisticsProvider>,
    norms: BTreeMap<Field, Arc<[f32]>>,
}

/// `k1` of BM25: how soon more of the same word counts no more.
const SATURATION: f32 = 1.2;
/// `b` of BM25: how much the length of a text counts.
const LENGTH: f32 = 0.75;

impl Scale<'_> {
    fn weigh(&mut self, term: &Term, bonus: Bonus) -> tantivy::Result<WeightedTerm> {
        let term = term.clone();
        let Some(statistics) = self.statistics else {
            return Ok(WeightedTerm { term, weight: 0.0, norms: Arc::default() });
        };
        let documents = statistics.total_num_docs()?;
        let idf = idf(statistics.doc_freq(&term)?, documents);
        let norms = match self.norms.entry(term.field()) {
            Entry::Occupied(known) => Arc::clone(known.get()),
            Entry::Vacant(new) => {
                let tokens = statistics.total_num_tokens(term.field())?;
                Arc::clone(new.insert(norms(tokens, documents)))
            }
        };
        let rarity = if bonus.rarity > 0.0 { idf.powf(bonus.rarity) } else { 1.0 };
        let weight = bonus.weight * rarity * idf * (1.0 + SATURATION);
        Ok(WeightedTerm { term, weight, norms })
    }
}

#[expect(clippy::cast_precision_loss, reason = "seven digits are enough for a rank")]
fn idf(frequency: u64, documents: u64) -> f32 {
    let (frequency, documents) = (frequency as f32, documents as f32);
    (1.0 + (documents - frequency + 0.5).max(0.0) / (frequency + 0.5)).ln()
}

/// Returns what is added to the frequency below the line of BM25, by length code.
#[expect(clippy::cast_precision_loss, reason = "seven digits are enough for a rank")]
fn norms(tokens: u64, documents: u64) -> Arc<[f32]> {
    let average = (tokens as f32 / documents.max(1) as f32).max(1.0);
    let norm = |code: u8| {
        let length = FieldNormReader::id_to_fieldnorm(code) as f32 / average;
        SATURATION * (1.0 - LENGTH + LENGTH * length)
    };
    (0..=u8::MAX).map(norm).collect()
}

#[derive(Clone, Debug)]
struct WeightedTerm {
    term: Term,
    weight: f32,
    norms: Arc<[f32]>,
}

impl WeightedTerm {
    /// Calls `visit` with each document and the score there.
    fn each(
        &self,
        reader: &SegmentReader,
        mut visit: impl FnMut(DocId, f32),
    ) -> tantivy::Result<()> {
        let scored = self.weight > 0.0;
        let option =
            if scored { IndexRecordOption::WithFreqs } else { IndexRecordOption::Basic };
        let index = reader.inverted_index(self.term.field())?;
        let found = index.read_block_postings(&self.term, option)?;
        let Some(mut block) = found else { return Ok(()) };
        let lengths = reader.get_fieldnorms_reader(self.term.field())?;
        while block.block_len() > 0 {
            if scored {
                for (&doc, &frequency) in block.docs().iter().zip(block.freqs()) {
                    visit(doc, self.score(frequency, lengths.fieldnorm_id(doc)));
                }
            } else {
                block.docs().iter().for_each(|&doc| visit(doc, 0.0));
            }
            block.advance();
        }
        Ok(())
    }

    /// Returns the score in one document, if the term is there.
    fn at(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Option<f32>> {
        let index = reader.inverted_index(self.term.field())?;
        let found = index.read_postings(&self.term, IndexRecordOption::WithFreqs)?;
        let Some(mut postings) = found else { return Ok(None) };
        if postings.doc() > doc || postings.seek(doc) != doc {
            return Ok(None);
        }
        let lengths = reader.get_fieldnorms_reader(self.term.field())?;
        Ok(Some(self.score(postings.term_freq(), lengths.fieldnorm_id(doc))))
    }

    #[expect(clippy::cast_precision_loss, reason = "a frequency is small")]
    fn score(&self, frequency: u32, length: u8) -> f32 {
        let norm = self.norms.get(usize::from(length)).copied().unwrap_or(SATURATION);
        let frequency = frequency as f32;
        self.weight * frequency / (frequency + norm)
    }
}

struct RequiredTerm {
    term: WeightedTerm,
    times: u32,
    or: Option<RowWeight>,
}

struct RowWeight {
    pairs: BagWeight,
    positions: Option<Box<dyn Weight>>,
}

impl RowWeight {
    /// Adds the documents that hold the row. Of those in `docs` it is not asked: nearly
    /// all rows that could stand for a whole are that whole, and few are left to read.
    fn add_to(&self, docs: &mut BitSet, reader: &SegmentReader) -> tantivy::Result<()> {
        let near = self.pairs.matches(reader)?.into_iter().map(|(doc, _)| doc);
        let near: Vec<DocId> = near.filter(|&doc| !docs.contains(doc)).collect();
        let row = self.positions.as_ref().filter(|_| !near.is_empty());
        let mut row = row.map(|row| row.scorer(reader, 1.0)).transpose()?;
        for doc in near {
            if row.as_mut().is_none_or(|row| holds(row.as_mut(), doc)) {
                docs.insert(doc);
            }
        }
        Ok(())
    }
}

/// Returns true if `doc` is in `row`, of which no smaller one is asked after.
fn holds(row: &mut dyn Scorer, doc: DocId) -> bool {
    if row.doc() < doc {
        row.seek(doc);
    }
    row.doc() == doc
}

struct BagWeight {
    required: Vec<RequiredTerm>,
    bonus: Vec<WeightedTerm>,
    needed: u32,
}

impl BagWeight {
    fn matches(&self, reader: &SegmentReader) -> tantivy::Result<Vec<(DocId, Score)>> {
        let mut sums = vec![(0.0_f32, 0_u32); reader.max_doc() as usize];
        for RequiredTerm { term, times, or } in &self.required {
            match or {
                None => term.each(reader, |doc, score| {
                    let sum = &mut sums[doc as usize];
                    sum.0 += score;
                    sum.1 += times;
                })?,
                Some(or) => add_either(&mut sums, reader, term, *times, or)?,
            }
        }
        for term in &self.bonus {
            term.each(reader, |doc, score| sums[doc as usize].0 += score)?;
        }
        let enough = |&(_, &(_, count)): &(DocId, &(f32, u32))| count >= self.needed;
        let found =
            (0..).zip(&sums).filter(enough).map(|(doc, &(score, _))| (doc, score));
        Ok(found.collect())
    }
}

fn add_either(
    sums: &mut [(f32, u32)],
    reader: &SegmentReader,
    term: &WeightedTerm,
    times: u32,
    or: &RowWeight,
) -> tantivy::Result<()> {
    let mut docs = BitSet::with_max_value(reader.max_doc());
    term.each(reader, |doc, score| {
        sums[doc as usize].0 += score;
        docs.insert(doc);
    })?;
    or.add_to(&mut docs, reader)?;
    for (doc, sum) in (0..).zip(sums) {
        if docs.contains(doc) {
            sum.1 += times;
        }
    }
    Ok(())
}

impl Weight for BagWeight {
    fn scorer(
        &self,
        reader: &SegmentReader,
        boost: Score,
    ) -> tantivy::Result<Box<dyn Scorer>> {
        let matches = self.matches(reader)?;
        Ok(Box::new(BagScorer { matches, at: 0, boost }))
    }

    fn explain(&self, _: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument(format!("no explanation for {doc}")))
    }
}

/// The matches of one segment.
struct BagScorer {
    matches: Vec<(DocId, Score)>,
    at: usize,
    boost: Score,
}

impl DocSet for BagScorer {
    fn advance(&mut self) -> DocId {
        self.at += 1;
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let rest = self.matches.get(self.at..).unwrap_or_default();
        self.at += rest.partition_point(|&(doc, _)| doc < target);
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.matches.get(self.at).map_or(TERMINATED, |&(doc, _)| doc)
    }

    fn size_hint(&self) -> u32 {
        u32::try_from(self.matches.len()).unwrap_or(u32::MAX)
    }
}

impl Scorer for BagScorer {
    fn score(&mut self) -> Score {
        self.boost * self.matches.get(self.at).map_or(0.0, |&(_, score)| score)
    }
}
