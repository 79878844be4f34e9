//! Full-text questions, with what the graph knows.

mod answer;
mod conditions;
mod known;
mod reading;
mod ties;

pub use answer::{Answer, Hit, Tie};
pub(super) use conditions::relation_set;
pub(super) use known::Known;

use super::language;
use super::{Corpus, Filter};
use crate::error::Result;
use crate::fulltext::{Expr, Facets, Hits, Index, Lift, Request, Sort};
use crate::registry::DocId;
use crate::text::Span;
use reading::Reading;
use ties::Ties;

/// How a question is answered.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// Conditions besides those in the question.
    pub filter: Filter,
    /// What comes first.
    pub sort: Sort,
    /// How many hits to show.
    pub limit: usize,
    /// How many to leave out before.
    pub offset: usize,
    /// Whether to count facets.
    pub facets: bool,
    /// Whether to say why each hit has its score.
    pub explain: bool,
    /// What the graph adds.
    pub graph: Graph,
}

/// What the graph adds to a ranking by words.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Graph {
    /// Nothing: the words alone rank.
    Unused,
    /// What is cited often ranks a little higher.
    #[default]
    Cited,
    /// Besides, documents that citations tie to the best matches are answers, too.
    Tied,
}

/// The answer to a question.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// How many texts match.
    pub total: u64,
    /// How many more are tied to the best of them; only with [`Graph::Tied`].
    pub tied: u64,
    /// Those asked for, in order.
    pub hits: Vec<Hit>,
    /// Counts of all matches.
    pub facets: Facets,
    /// What was not understood, or was understood in more than one way.
    pub notes: Vec<language::Note>,
    /// The documents that references in the box name: a number alone may mean thousands,
    /// which [`Corpus::document`] reads.
    pub named: Vec<DocId>,
}

/// How many of the first hits the number of citations may reorder. Fixed, so that the
/// pages of an answer fit together whatever their size.
const WINDOW: usize = 100;

impl Corpus {
    /// Answers what a person typed; nothing typed is an error.
    ///
    /// # Errors
    /// When the store or its text index is damaged.
    pub fn search(&self, typed: &str, search: &Search) -> Result<Found> {
        let answer = self.ask(typed, search)?;
        let hits: Result<Vec<Hit>> = answer.hits().collect();
        Ok(Found { hits: hits?, ..answer.into_found() })
    }

    /// As [`Corpus::search`], but the texts of the hits are only read as they are taken
    /// from [`Answer::hits`]: an answer of any length takes little memory.
    ///
    /// # Errors
    /// When the store or its text index is damaged.
    pub fn ask(&self, typed: &str, search: &Search) -> Result<Answer<'_>> {
        let question = language::parse(typed);
        let index = self.index()?;
        let mut reading = Reading::new(self, search.filter.as_of);
        reading.narrow(&question.root, &index)?;
        let expr = language::lower(&question.root, &mut |node| reading.meaning(node));
        let read = reading.finish()?;
        let expr = self.restricted(expr, &search.filter, &index)?;
        let mut request = self.request(&expr, search)?;
        if search.facets {
            request.relations = Some(self.relations_by_source(&read.how)?);
        }
        let mut hits = index.search(&request)?;
        let (facets, total) = (std::mem::take(&mut hits.facets), hits.total);
        let mut ties = Ties::default();
        if search.graph == Graph::Tied {
            (hits, ties) = self.expanded(&index, &request, hits)?;
        }
        let more = hits.total.saturating_sub(total);
        let ranked = self.ranked(hits.hits, search, &expr, &read.named)?;
        let lost =
            (search.graph == Graph::Tied && !expr.has_words()).then(|| wordless(typed));
        let notes = question.notes.into_iter().chain(read.notes).chain(lost).collect();
        let (named, how) = (read.named, read.how);
        let found = Found {
            total,
            tied: more,
            facets,
            notes,
            named: named.iter().copied().collect(),
            ..Found::default()
        };
        let explain = search.explain;
        Ok(Answer { corpus: self, index, expr, found, ranked, named, how, ties, explain })
    }

    fn request<'e>(&self, expr: &'e Expr, search: &Search) -> Result<Request<'e>> {
        let mut request = Request::new(expr);
        (request.sort, request.facets) = (search.sort, search.facets);
        request.limit = search.limit.saturating_add(search.offset).max(WINDOW);
        if search.sort == Sort::Cited {
            request.cited = Some(self.cited_counts()?);
        }
        Ok(request)
    }

    /// Lets documents in that citations tie to the best of `hits`.
    fn expanded(
        &self,
        index: &Index,
        request: &Request<'_>,
        hits: Hits,
    ) -> Result<(Hits, Ties)> {
        let by_score = Request { sort: Sort::Score, facets: false, ..request.clone() };
        let best = match request.sort {
            Sort::Score => &hits,
            _ => &index.search(&by_score)?,
        };
        let ties = self.ties(&best.hits)?;
        let Some(first) = best.hits.first().filter(|_| request.expr.has_words()) else {
            return Ok((hits, Ties::default()));
        };
        let values = ties.values();
        let expr = request.expr.or_from(&values.sources());
        let lift = Some(Lift { ties: values, best: first.score });
        let again = Request { expr: &expr, lift, facets: false, ..request.clone() };
        Ok((index.search(&again)?, ties))
    }
}

/// Ties are to the best matches, and without words none is better than another.
fn wordless(typed: &str) -> language::Note {
    let message = "no documents are tied to the matches: without words to look for no                    match is the best"
        .to_owned();
    language::Note { span: Span::new(0, typed.len()), message, suggestion: None }
}
