//! A bag of words: which documents hold enough of it, and what each term weighs.
//!
//! All matches are counted, so every list of a word that is required is read; but only
//! its documents, a block at a time. What weighs is read where it can tell (`best.rs`).

use super::docs::Docs;
use super::lists::{Cursor, Lists, Segment};
use super::row::Row;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Score, Searcher, Term};

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
    /// Looks all terms up.
    pub(super) fn plan(self, scale: &mut Scale<'_>) -> tantivy::Result<BagPlan> {
        let mut required = Vec::with_capacity(self.required.len());
        let mut scored = Vec::with_capacity(self.required.len() + self.bonus.len());
        for (term, Required { times, weight, or }) in self.required {
            let lists = Lists::of(scale.searcher, term)?;
            scored.push(scale.weigh(lists.clone(), Bonus { weight, rarity: 0.0 })?);
            required.push(RequiredLists { lists, times, or });
        }
        for (term, bonus) in self.bonus {
            scored.push(scale.weigh(Lists::of(scale.searcher, term)?, bonus)?);
        }
        Ok(BagPlan { required, needed: self.needed, scored })
    }
}

/// Makes weights of terms: BM25 over the whole index.
pub(super) struct Scale<'s> {
    searcher: &'s Searcher,
    norms: BTreeMap<Field, Arc<Norms>>,
}

/// What is added to the frequency below the line of BM25, by length code.
type Norms = [f32; 256];

/// `k1` of BM25: how soon more of the same word counts no more.
const SATURATION: f32 = 1.2;
/// `b` of BM25: how much the length of a text counts.
const LENGTH: f32 = 0.75;

impl<'s> Scale<'s> {
    pub(super) fn new(searcher: &'s Searcher) -> Self {
        Self { searcher, norms: BTreeMap::new() }
    }

    fn weigh(&mut self, lists: Lists, bonus: Bonus) -> tantivy::Result<Scored> {
        let documents = self.searcher.total_num_docs()?;
        let idf = idf(lists.frequency(), documents);
        let norms = match self.norms.entry(lists.term.field()) {
            Entry::Occupied(known) => Arc::clone(known.get()),
            Entry::Vacant(new) => {
                let tokens = self.searcher.total_num_tokens(lists.term.field())?;
                Arc::clone(new.insert(norms(tokens, documents)))
            }
        };
        let rarity = if bonus.rarity > 0.0 { idf.powf(bonus.rarity) } else { 1.0 };
        let weight = bonus.weight * rarity * idf * (1.0 + SATURATION);
        Ok(Scored { lists, weight, norms })
    }
}

#[expect(clippy::cast_precision_loss, reason = "seven digits are enough for a rank")]
fn idf(frequency: u64, documents: u64) -> f32 {
    let (frequency, documents) = (frequency as f32, documents as f32);
    (1.0 + (documents - frequency + 0.5).max(0.0) / (frequency + 0.5)).ln()
}

#[expect(clippy::cast_precision_loss, reason = "seven digits are enough for a rank")]
fn norms(tokens: u64, documents: u64) -> Arc<Norms> {
    let average = (tokens as f32 / documents.max(1) as f32).max(1.0);
    let norm = |code: usize| {
        let code = u8::try_from(code).unwrap_or(u8::MAX);
        let length = FieldNormReader::id_to_fieldnorm(code) as f32 / average;
        SATURATION * (1.0 - LENGTH + LENGTH * length)
    };
    Arc::new(std::array::from_fn(norm))
}

/// A term that weighs.
#[derive(Clone, Debug)]
pub(super) struct Scored {
    pub(super) lists: Lists,
    /// What it adds at most: BM25 falls short of it, however often the term occurs.
    pub(super) weight: f32,
    norms: Arc<Norms>,
}

impl Scored {
    /// Calls `visit` with each document of a segment and the score there.
    pub(super) fn each(
        &self,
        segment: &Segment<'_>,
        mut visit: impl FnMut(DocId, Score),
    ) -> tantivy::Result<()> {
        let mut blocks = self.lists.blocks(segment, IndexRecordOption::WithFreqs)?;
        let lengths = segment.reader.get_fieldnorms_reader(self.lists.term.field())?;
        while blocks.block_len() > 0 {
            for (&doc, &frequency) in blocks.docs().iter().zip(blocks.freqs()) {
                visit(doc, self.score(frequency, lengths.fieldnorm_id(doc)));
            }
            blocks.advance();
        }
        Ok(())
    }

    /// Returns what tells its score of some documents, asked in their order.
    pub(super) fn cursor(
        &self,
        segment: &Segment<'_>,
    ) -> tantivy::Result<impl FnMut(DocId) -> Option<Score>> {
        let blocks = self.lists.blocks(segment, IndexRecordOption::WithFreqs)?;
        let lengths = segment.reader.get_fieldnorms_reader(self.lists.term.field())?;
        let mut at = Cursor::new(blocks);
        Ok(move |doc| {
            let frequency = at.times(doc)?;
            Some(self.score(frequency, lengths.fieldnorm_id(doc)))
        })
    }

    #[expect(clippy::cast_precision_loss, reason = "a frequency is small")]
    #[inline]
    fn score(&self, frequency: u32, length: u8) -> Score {
        let frequency = frequency as f32;
        self.weight * frequency / (frequency + self.norms[usize::from(length)])
    }
}

/// A bag whose terms are looked up.
#[derive(Clone, Debug)]
pub(super) struct BagPlan {
    required: Vec<RequiredLists>,
    needed: u32,
    /// Everything that weighs, in the order in which it is added up.
    pub(super) scored: Vec<Scored>,
}

#[derive(Clone, Debug)]
struct RequiredLists {
    lists: Lists,
    times: u32,
    or: Option<Row>,
}

impl BagPlan {
    /// Returns those of `among` that hold enough of the required words.
    pub(super) fn find(
        &self,
        segment: &Segment<'_>,
        among: Docs,
    ) -> tantivy::Result<Docs> {
        let all: u32 = self.required.iter().map(|required| required.times).sum();
        if self.needed >= all {
            self.find_all(segment, among)
        } else {
            self.find_enough(segment, among)
        }
    }

    fn find_all(&self, segment: &Segment<'_>, mut among: Docs) -> tantivy::Result<Docs> {
        let mut order: Vec<&RequiredLists> = self.required.iter().collect();
        // What may be there in another way is dearer to ask for.
        order
            .sort_by_key(|required| (required.or.is_some(), required.lists.len(segment)));
        for required in order {
            if among.is_empty() {
                break;
            }
            match &required.or {
                None => required.lists.narrow(&mut among, segment)?,
                Some(or) => among = required.either(segment, among, or)?,
            }
        }
        Ok(among)
    }

    fn find_enough(&self, segment: &Segment<'_>, among: Docs) -> tantivy::Result<Docs> {
        let mut counts = vec![0_u32; segment.end() as usize];
        let mut needed = self.needed;
        for RequiredLists { lists, times, or } in &self.required {
            if lists.is_everywhere(segment) {
                needed = needed.saturating_sub(*times);
                continue;
            }
            let mut add = |doc: DocId| counts[doc as usize] += times;
            match or {
                None => lists.each(segment, add)?,
                Some(row) => {
                    let mut whole = Docs::none(segment.end());
                    lists.add_to(&mut whole, segment)?;
                    whole.join(&add_row(&whole, segment, among.clone(), row)?);
                    whole.each(&mut add);
                }
            }
        }
        let mut found = among;
        found.retain(|doc| counts[doc as usize] >= needed);
        Ok(found)
    }
}

impl RequiredLists {
    /// Returns those of `among` that hold the term, or the row that stands for it.
    fn either(
        &self,
        segment: &Segment<'_>,
        among: Docs,
        or: &Row,
    ) -> tantivy::Result<Docs> {
        let mut found = among.clone();
        self.lists.narrow(&mut found, segment)?;
        let row = add_row(&found, segment, among, or)?;
        found.join(&row);
        Ok(found)
    }
}

/// Returns those of `among` that hold the row and are not in `known`: nearly all rows
/// that could stand for a whole are that whole, and few are left to read.
fn add_row(
    known: &Docs,
    segment: &Segment<'_>,
    mut among: Docs,
    row: &Row,
) -> tantivy::Result<Docs> {
    among.remove(known);
    row.find(segment, among)
}
