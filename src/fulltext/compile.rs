//! [`Expr`] → tantivy's query objects.

use super::analyze::Lexer;
use super::bag::{Bag, Row};
use super::document::{day_code, number_words};
use super::places::Places;
use super::schema::Fields;
use super::sources::SourcesQuery;
use super::{Expr, SourceSet, Weights};
use crate::ident::Date;
use crate::text::{Text, fold_marks};
use std::ops::Bound;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query,
    RangeQuery, RegexPhraseQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

type Clause = (Occur, Box<dyn Query>);

/// Makes queries for one index.
#[derive(Debug)]
pub(super) struct Compiler<'i> {
    pub(super) searcher: &'i Searcher,
    pub(super) places: &'i Places,
    pub(super) fields: Fields,
    pub(super) weights: Weights,
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

impl Compiler<'_> {
    /// Compiles an expression.
    pub(super) fn query(&self, expr: &Expr) -> tantivy::Result<Box<dyn Query>> {
        Ok(match expr {
            Expr::All => silent(Box::new(AllQuery)),
            Expr::None => Box::new(EmptyQuery),
            Expr::Words(typed) => self.words(&Analyzed::of(typed)),
            Expr::Phrase(typed) => self.phrase(&Analyzed::of(typed).words),
            Expr::Number(typed) => silent(self.number(typed)),
            Expr::Kind(code) => silent(term(self.fields.kind, code)),
            Expr::Issuer(typed) => silent(self.label(self.fields.issuer, typed)?),
            Expr::Place(typed) => silent(self.label(self.fields.place, typed)?),
            Expr::Date { from, to } => silent(self.dates(*from, *to)),
            Expr::Sources(set) => Box::new(self.sources(set)?),
            Expr::And(parts) => self.and(parts)?,
            Expr::Or(parts) => union(self.all(parts)?),
            Expr::Not(part) => self.and(&[Expr::Not(part.clone())])?,
        })
    }

    fn sources(&self, set: &SourceSet) -> tantivy::Result<SourcesQuery> {
        let Self { searcher, places, fields, .. } = self;
        let sets = places.sets(searcher, fields.source, set.iter())?;
        Ok(SourcesQuery::new(searcher, sets))
    }

    fn all(&self, parts: &[Expr]) -> tantivy::Result<Vec<Box<dyn Query>>> {
        parts.iter().map(|part| self.query(part)).collect()
    }

    fn and(&self, parts: &[Expr]) -> tantivy::Result<Box<dyn Query>> {
        let mut clauses: Vec<Clause> = Vec::with_capacity(parts.len() + 1);
        for part in parts {
            clauses.push(match part {
                Expr::Not(inner) => (Occur::MustNot, self.query(inner)?),
                other => (Occur::Must, self.query(other)?),
            });
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, silent(Box::new(AllQuery))));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    /// Bare words: enough of them must occur; pairs and the opening only weigh.
    fn words(&self, typed: &Analyzed) -> Box<dyn Query> {
        let bag = self.bag(typed);
        if bag.required() == 0 { Box::new(EmptyQuery) } else { Box::new(bag) }
    }

    fn bag(&self, typed: &Analyzed) -> Bag {
        let mut bag = Bag::default();
        self.require(typed, &mut bag);
        bag.allow_missing(may_miss(bag.required()));
        self.prefer(typed, &mut bag);
        bag
    }

    /// Returns what is scored in an expression: all but what is excluded.
    pub(super) fn scored(&self, expr: &Expr) -> Vec<Bag> {
        match expr {
            Expr::Words(typed) => vec![self.bag(&Analyzed::of(typed))],
            Expr::Phrase(typed) => match Analyzed::of(typed).words.as_slice() {
                [] => Vec::new(),
                [word] => vec![self.bag_of(word)],
                words => vec![self.pairs_of(words)],
            },
            Expr::And(parts) | Expr::Or(parts) => {
                parts.iter().flat_map(|part| self.scored(part)).collect()
            }
            _ => Vec::new(),
        }
    }

    fn bag_of(&self, word: &Typed) -> Bag {
        let mut bag = Bag::default();
        bag.require(self.word(word), 1.0, None);
        bag
    }

    fn pairs_of(&self, words: &[Typed]) -> Bag {
        let mut bag = Bag::default();
        for pair in pairs(words) {
            bag.require(Term::from_field_text(self.fields.folded, &pair), 1.0, None);
        }
        bag
    }

    /// Each word and each whole, but not the words inside a whole.
    fn require(&self, typed: &Analyzed, bag: &mut Bag) {
        let inside =
            |i: usize| typed.wholes.iter().any(|(_, covers)| covers.contains(&i));
        for (_, word) in typed.words.iter().enumerate().filter(|&(i, _)| !inside(i)) {
            bag.require(self.word(word), 1.0, None);
        }
        for (whole, covers) in &typed.wholes {
            let parts = typed.words.get(covers.clone()).unwrap_or_default();
            // With noise inside (`793 /QĐ - TTg`) only its parts in a row are there.
            let parts = (parts.len() > 1).then(|| self.in_a_row(parts));
            let term = Term::from_field_text(self.fields.folded, whole);
            bag.require(term, self.weights.whole, parts);
        }
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
        let Fields { folded, opening, number, .. } = self.fields;
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
        for (whole, _) in &typed.wholes {
            prefer(number, whole, self.weights.number, 0.0);
        }
    }

    /// A phrase matches by positions and ranks by its pairs.
    fn phrase(&self, words: &[Typed]) -> Box<dyn Query> {
        match words {
            [] => Box::new(EmptyQuery),
            [word] => Box::new(self.bag_of(word)),
            _ => self.in_a_row(words).query(),
        }
    }

    fn in_a_row(&self, words: &[Typed]) -> Row {
        let pairs = self.pairs_of(words);
        // A folded pair is a term of its own: the positions need not be read.
        let pairs_tell = words.len() == 2 && words.iter().all(|word| !word.marked);
        let positions = (!pairs_tell).then(|| self.by_position(words).into());
        Row { pairs, positions }
    }

    fn by_position(&self, words: &[Typed]) -> Box<dyn Query> {
        const EVERY_SPELLING: u32 = 1 << 16;
        let field = self.fields.exact;
        if words.iter().all(|word| word.marked || has_one_spelling(&word.folded)) {
            let terms =
                words.iter().map(|word| Term::from_field_text(field, &word.exact));
            return Box::new(PhraseQuery::new(terms.collect()));
        }
        let patterns = words.iter().map(|word| {
            if word.marked { word.exact.clone() } else { spellings(&word.folded) }
        });
        let mut query = RegexPhraseQuery::new(field, patterns.collect());
        query.set_max_expansions(EVERY_SPELLING);
        Box::new(query)
    }

    fn number(&self, typed: &str) -> Box<dyn Query> {
        let words = number_words(typed);
        let part = |word: &str| term(self.fields.number, word);
        let whole = words.split(' ').next().filter(|whole| whole.contains('/'));
        let parts = words.split(' ').filter(|part| !part.is_empty()).map(part);
        match whole {
            Some(whole) => part(whole),
            None => Box::new(BooleanQuery::new(
                parts.map(|part| (Occur::Must, part)).collect(),
            )),
        }
    }

    /// The labels whose words hold the typed ones in a row. There are few labels: their
    /// dictionary is read, and the documents are found by the labels that fit.
    fn label(&self, field: Field, typed: &str) -> tantivy::Result<Box<dyn Query>> {
        let want = spaced(typed);
        let mut terms = Vec::new();
        for reader in self.searcher.segment_readers() {
            let index = reader.inverted_index(field)?;
            let mut stream = index.terms().stream()?;
            while stream.advance() {
                let label = std::str::from_utf8(stream.key()).unwrap_or_default();
                if spaced(label).contains(&want) {
                    terms.push(Term::from_field_text(field, label));
                }
            }
        }
        Ok(Box::new(TermSetQuery::new(terms)))
    }

    fn dates(&self, from: Option<Date>, to: Option<Date>) -> Box<dyn Query> {
        let day = |code| Term::from_field_u64(self.fields.date, code);
        let lower = Bound::Included(day(from.map_or(1, day_code)));
        let upper = to.map_or(Bound::Unbounded, |to| Bound::Included(day(last_code(to))));
        Box::new(RangeQuery::new(lower, upper))
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

fn term(field: Field, text: &str) -> Box<dyn Query> {
    let term = Term::from_field_text(field, text);
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

fn silent(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

fn union(queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    Box::new(BooleanQuery::union(queries))
}

/// Returns the folded words of a label between single spaces, with one at both ends.
fn spaced(label: &str) -> String {
    let folded = fold_marks(Text::new(label).normal());
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.fold(String::from(" "), |out, word| out + word + " ")
}

fn has_one_spelling(folded: &str) -> bool {
    !folded.contains(['a', 'd', 'e', 'i', 'o', 'u', 'y'])
}

/// Returns a pattern for every way to put marks on a folded word.
fn spellings(folded: &str) -> String {
    let mut pattern = String::with_capacity(folded.len() * 16);
    for c in folded.chars() {
        match c {
            'a' => pattern.push_str("[aàáảãạăằắẳẵặâầấẩẫậ]"),
            'd' => pattern.push_str("[dđ]"),
            'e' => pattern.push_str("[eèéẻẽẹêềếểễệ]"),
            'i' => pattern.push_str("[iìíỉĩị]"),
            'o' => pattern.push_str("[oòóỏõọôồốổỗộơờớởỡợ]"),
            'u' => pattern.push_str("[uùúủũụưừứửữự]"),
            'y' => pattern.push_str("[yỳýỷỹỵ]"),
            _ => pattern.push(c),
        }
    }
    pattern
}
