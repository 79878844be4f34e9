//! `danchieu.hit/1`.

use super::{Document, cell};
use crate::query;
use crate::report::Record;
use crate::vocab::Relation;
use serde::Serialize;

/// One text that matches a search, schema `danchieu.hit/1`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hit<'a> {
    /// The name of the format and its version.
    pub schema: &'static str,
    /// Its place in the answer, from 1.
    pub rank: usize,
    /// The score; `null` when not sorted by it.
    pub score: Option<f32>,
    /// The document.
    pub document: Document<'a>,
    /// True if the question names this very document.
    pub named: bool,
    /// How it cites the documents that the question names, or how they cite it.
    pub relations: Vec<&'static str>,
    /// The match that ties it to the question; only with `--expand`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tie: Option<Tie>,
    /// The name of the source.
    pub path: &'a str,
    /// The line on which the snippet starts.
    pub line: u32,
    /// The first byte of the snippet in the text.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// The snippet on one line.
    pub snippet: &'a str,
    /// What matched: byte offsets into the snippet.
    pub highlights: Vec<[u32; 2]>,
    /// What each term adds to the score; only when asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason<'a>>,
}

/// A citation between a hit and one of the best matches.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tie {
    /// `cites` or `cited_by`.
    pub how: &'static str,
    /// The key of the match.
    pub key: String,
}

/// What a term adds to a score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reason<'a> {
    /// The term.
    pub term: &'a str,
    /// Where it counts.
    pub place: &'static str,
    /// What it adds.
    pub value: f32,
}

impl<'a> Hit<'a> {
    /// Describes a hit; `rank` counts from 1.
    pub fn new(rank: usize, hit: &'a query::Hit) -> Self {
        let snippet = &hit.snippet;
        Self {
            schema: "danchieu.hit/1",
            rank,
            score: Some(hit.score).filter(|s| *s > 0.0),
            document: (&hit.document).into(),
            named: hit.is_named,
            relations: hit.relations.iter().map(Relation::as_str).collect(),
            tie: hit.tie.as_ref().map(tie),
            path: &hit.source,
            line: hit.line,
            start: snippet.source.start,
            end: snippet.source.end,
            snippet: &snippet.text,
            reasons: hit.reasons.iter().map(reason).collect(),
            highlights: snippet.highlights.iter().map(|s| [s.start, s.end]).collect(),
        }
    }
}

fn tie((tie, to): &(query::Tie, query::Document)) -> Tie {
    let how = if tie.citing { "cites" } else { "cited_by" };
    Tie { how, key: to.record.key.to_string() }
}

fn reason(reason: &crate::fulltext::Reason) -> Reason<'_> {
    Reason { term: &reason.term, place: reason.place, value: reason.value }
}

impl Record for Hit<'_> {
    const COLUMNS: &'static [&'static str] = &[
        "rank", "score", "key", "number", "kind", "date", "issuer", "place", "title",
        "held", "path", "source", "line", "snippet",
    ];

    fn cells(&self) -> Vec<String> {
        let mut cells = vec![self.rank.to_string(), cell(self.score)];
        cells.extend(self.document.cells());
        cells.extend([
            self.path.to_owned(),
            self.line.to_string(),
            self.snippet.to_owned(),
        ]);
        cells
    }
}
