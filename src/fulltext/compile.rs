//! [`Expr`] → [`Plan`]: words become terms, and all terms are looked up.

use super::analyze::Lexer;
use super::bag::{Bag, Scale};
use super::document::{day_code, number_words};
use super::lists::Lists;
use super::places::Places;
use super::plan::Plan;
use super::row::{Row, RowWord, Spelling};
use super::schema::Fields;
use super::{Expr, SourceSet, Weights};
use crate::ident::Date;
use crate::text::{Text, fold_marks};
use std::collections::BTreeSet;
use std::ops::Bound;
use tantivy::query::{EnableScoring, Query, RangeQuery};
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

/// Makes plans for one index.
pub(super) struct Compiler<'i> {
    searcher: &'i Searcher,
    places: &'i Places,
    fields: Fields,
    weights: Weights,
    scale: Scale<'i>,
}

/// A word or a whole of what was typed.
#[derive(Debug)]
pub(super) struct Typed {
    exact: String,
    folded: String,
    /// Typed with marks: matches the exact form only.
    marked: bool,
}

/// What was typed, analyzed.
#[derive(Debug, Default)]
pub(super) struct Analyzed {
    words: Vec<Typed>,
    /// Document numbers and dates: the term and the words it covers.
    wholes: Vec<(String, std::ops::Range<usize>)>,
}

impl Analyzed {
    pub(super) fn of(typed: &str) -> Self {
        let text = Text::new(typed);
        let mut lexer = Lexer::new(text.normal());
        let (mut out, mut ends) = (Self::default(), Vec::new());
        while let Some(word) = lexer.word() {
            let (exact, folded) = (lexer.exact(&word), lexer.folded(&word));
            let marked = exact != folded;
            let typed = Typed { exact: exact.into(), folded: folded.into(), marked };
            if let Some(whole) = &word.whole {
                let at = out.words.len();
                out.wholes.push((lexer.term(whole).into(), at..at));
                ends.push(whole.end);
            }
            out.words.push(typed);
            if let (Some(end), Some((_, covers))) = (ends.last(), out.wholes.last_mut())
                && word.span.end <= *end
            {
                covers.end = out.words.len();
            }
        }
        out
    }
}

impl<'i> Compiler<'i> {
    pub(super) fn new(
        searcher: &'i Searcher,
        places: &'i Places,
        fields: Fields,
        weights: Weights,
    ) -> Self {
        let scale = Scale::new(searcher);
        Self { searcher, places, fields, weights, scale }
    }

    /// Compiles an expression.
    pub(super) fn plan(&mut self, expr: &Expr) -> tantivy::Result<Plan> {
        Ok(match expr {
            Expr::All => Plan::All,
            Expr::None => Plan::Or(Vec::new()),
            Expr::Words(typed) => self.words(&Analyzed::of(typed))?,
            Expr::Phrase(typed) => self.phrase(&Analyzed::of(typed).words)?,
            Expr::Number(typed) => self.number(typed)?,
            Expr::Kind(code) => self.term(self.fields.kind, code)?,
            Expr::Issuer(typed) => self.label(self.fields.issuer, typed)?,
            Expr::Place(typed) => self.label(self.fields.place, typed)?,
            Expr::Date { from, to } => self.dates(*from, *to)?,
            Expr::Sources(set) => self.sources(set)?,
            Expr::And(parts) => self.and(parts)?,
            Expr::Or(parts) => Plan::Or(self.all(parts)?),
            Expr::Not(part) => Plan::And(Vec::new(), vec![self.plan(part)?]),
        })
    }

    fn sources(&self, set: &SourceSet) -> tantivy::Result<Plan> {
        let Self { searcher, places, fields, .. } = self;
        Ok(Plan::Sources(places.sets(searcher, fields.source, set)?))
    }

    fn all(&mut self, parts: &[Expr]) -> tantivy::Result<Vec<Plan>> {
        parts.iter().map(|part| self.plan(part)).collect()
    }

    fn and(&mut self, parts: &[Expr]) -> tantivy::Result<Plan> {
        let (mut all, mut none) = (Vec::with_capacity(parts.len()), Vec::new());
        for part in parts {
            match part {
                Expr::Not(inner) => none.push(self.plan(inner)?),
                other => all.push(self.plan(other)?),
            }
        }
        Ok(Plan::And(all, none))
    }

    /// Bare words: enough of them must occur; pairs and the opening only weigh.
    fn words(&mut self, typed: &Analyzed) -> tantivy::Result<Plan> {
        let mut bag = Bag::default();
        self.require(typed, &mut bag)?;
        if bag.required() == 0 {
            return Ok(Plan::Or(Vec::new()));
        }
        bag.allow_missing(may_miss(bag.required()));
        self.prefer(typed, &mut bag);
        Ok(Plan::Bag(bag.plan(&mut self.scale)?))
    }

    /// Each word and each whole, but not the words inside a whole.
    fn require(&self, typed: &Analyzed, bag: &mut Bag) -> tantivy::Result<()> {
        let inside =
            |i: usize| typed.wholes.iter().any(|(_, covers)| covers.contains(&i));
        for (_, word) in typed.words.iter().enumerate().filter(|&(i, _)| !inside(i)) {
            bag.require(self.word(word), 1.0, None);
        }
        for (whole, covers) in &typed.wholes {
            let parts = typed.words.get(covers.clone()).unwrap_or_default();
            // With noise inside (`793 /QĐ - TTg`) only its parts in a row are there.
            let parts = (parts.len() > 1).then(|| self.row(parts)).transpose()?;
            let term = Term::from_field_text(self.fields.folded, whole);
            bag.require(term, self.weights.whole, parts);
        }
        Ok(())
    }

    fn word(&self, word: &Typed) -> Term {
        if word.marked {
            Term::from_field_text(self.fields.exact, &word.exact)
        } else {
            Term::from_field_text(self.fields.folded, &word.folded)
        }
    }

    /// What ranks without deciding: pairs of neighbours, and everything in the opening.
    fn prefer(&self, typed: &Analyzed, bag: &mut Bag) {
        let Fields { folded, opening, .. } = self.fields;
        let Weights { pair, opening_pair, rarity, .. } = self.weights;
        let mut prefer = |field, text: &str, weight, rarity| {
            bag.prefer(Term::from_field_text(field, text), weight, rarity);
        };
        for words in pairs(&typed.words) {
            prefer(folded, &words, pair, rarity);
            prefer(opening, &words, opening_pair, rarity);
        }
        for word in &typed.words {
            prefer(opening, &word.folded, self.weights.opening, 0.0);
        }
    }

    /// A phrase ranks by its pairs.
    fn phrase(&mut self, words: &[Typed]) -> tantivy::Result<Plan> {
        let mut bag = Bag::default();
        match words {
            [] => return Ok(Plan::Or(Vec::new())),
            [word] => bag.require(self.word(word), 1.0, None),
            _ => pairs(words).for_each(|pair| {
                bag.require(Term::from_field_text(self.fields.folded, &pair), 1.0, None);
            }),
        }
        let bag = bag.plan(&mut self.scale)?;
        Ok(match words {
            [_] => Plan::Bag(bag),
            _ => Plan::Row(self.row(words)?, bag.scored),
        })
    }

    fn row(&self, words: &[Typed]) -> tantivy::Result<Row> {
        let Fields { exact, folded, .. } = self.fields;
        let lists = |field, text: &str| {
            Lists::of(self.searcher, Term::from_field_text(field, text))
        };
        let word = |word: &Typed| -> tantivy::Result<RowWord> {
            let spelling = if word.marked {
                Spelling::Marked(lists(exact, &word.exact)?)
            } else {
                Spelling::Any(word.folded.clone())
            };
            Ok(RowWord { folded: lists(folded, &word.folded)?, spelling })
        };
        let pairs = pairs(words).map(|pair| lists(folded, &pair));
        let pairs = pairs.collect::<tantivy::Result<Vec<_>>>()?;
        let words = words.iter().map(word).collect::<tantivy::Result<Vec<_>>>()?;
        Ok(Row { words, pairs, exact })
    }

    fn term(&self, field: Field, text: &str) -> tantivy::Result<Plan> {
        let term = Term::from_field_text(field, text);
        Ok(Plan::Terms(vec![Lists::of(self.searcher, term)?]))
    }

    fn number(&self, typed: &str) -> tantivy::Result<Plan> {
        let words = number_words(typed);
        let part = |word: &str| self.term(self.fields.number, word);
        if let Some(whole) = words.split(' ').next().filter(|whole| whole.contains('/')) {
            return part(whole);
        }
        let parts = words.split(' ').filter(|part| !part.is_empty()).map(part);
        let parts = parts.collect::<tantivy::Result<Vec<_>>>()?;
        Ok(if parts.is_empty() { Plan::Or(parts) } else { Plan::And(parts, Vec::new()) })
    }

    /// The labels whose words hold the typed ones in a row. There are few labels: their
    /// dictionary is read, and the documents are found by the labels that fit.
    fn label(&self, field: Field, typed: &str) -> tantivy::Result<Plan> {
        let want = spaced(typed);
        let mut labels = BTreeSet::new();
        for reader in self.searcher.segment_readers() {
            let index = reader.inverted_index(field)?;
            let mut stream = index.terms().stream()?;
            while stream.advance() {
                let label = std::str::from_utf8(stream.key()).unwrap_or_default();
                if spaced(label).contains(&want) {
                    labels.insert(label.to_owned());
                }
            }
        }
        let lists = labels
            .iter()
            .map(|label| Lists::of(self.searcher, Term::from_field_text(field, label)));
        Ok(Plan::Terms(lists.collect::<tantivy::Result<Vec<_>>>()?))
    }

    fn dates(&self, from: Option<Date>, to: Option<Date>) -> tantivy::Result<Plan> {
        let day = |code| Term::from_field_u64(self.fields.date, code);
        let lower = Bound::Included(day(from.map_or(1, day_code)));
        let upper = to.map_or(Bound::Unbounded, |to| Bound::Included(day(last_code(to))));
        let scoring = EnableScoring::disabled_from_searcher(self.searcher);
        Ok(Plan::Query(RangeQuery::new(lower, upper).weight(scoring)?))
    }
}

/// Returns the code of the last day that `date` may be.
fn last_code(date: Date) -> u64 {
    let end = |part: Option<u8>, unit: u64| if part.is_none() { 99 * unit } else { 0 };
    day_code(date) + end(date.month(), 100) + end(date.day(), 1)
}

/// Returns how many of so many words may be missing: none of a few, four of ten in a
/// long question, which is a title or a sentence and seldom stands so in the text.
fn may_miss(words: u32) -> u32 {
    const ALL_UP_TO: u32 = 6;
    if words <= ALL_UP_TO { 0 } else { words * 2 / 5 }
}

fn pairs(words: &[Typed]) -> impl Iterator<Item = String> + '_ {
    words.windows(2).map(|pair| {
        let words = pair.iter().map(|word| word.folded.as_str());
        words.collect::<Vec<_>>().join(" ")
    })
}

/// Returns the folded words of a label between single spaces, with one at both ends.
fn spaced(label: &str) -> String {
    let folded = fold_marks(Text::new(label).normal());
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.fold(String::from(" "), |out, word| out + word + " ")
}
