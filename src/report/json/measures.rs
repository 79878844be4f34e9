//! Ranks, ties, coverage and stale references.

use super::{Citation, Document, cell};
use crate::query;
use crate::report::Record;
use serde::Serialize;

/// A document with its score, schema `danchieu.rank/1`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ranked<'a> {
    /// The name of the format and its version.
    pub schema: &'static str,
    /// Its place, from 1.
    pub rank: usize,
    /// The score by the measure asked for.
    pub score: f64,
    /// How many documents cite it.
    pub cited_by: u32,
    /// The document.
    pub document: Document<'a>,
}

impl<'a> Ranked<'a> {
    /// Describes a document; `rank` counts from 1.
    pub fn new(rank: usize, ranked: &'a query::Ranked) -> Self {
        Self {
            schema: "danchieu.rank/1",
            rank,
            score: ranked.score,
            cited_by: ranked.cited_by,
            document: (&ranked.document).into(),
        }
    }
}

impl Record for Ranked<'_> {
    const COLUMNS: &'static [&'static str] = &[
        "rank", "score", "cited_by", "key", "number", "kind", "date", "issuer", "place",
        "title", "held", "path",
    ];

    fn cells(&self) -> Vec<String> {
        let mut cells = vec![
            self.rank.to_string(),
            self.score.to_string(),
            self.cited_by.to_string(),
        ];
        cells.extend(self.document.cells());
        cells
    }
}

/// A document tied to another, schema `danchieu.related/1`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Related<'a> {
    /// The name of the format and its version.
    pub schema: &'static str,
    /// Its place, from 1.
    pub rank: usize,
    /// The higher the closer.
    pub score: f64,
    /// The document.
    pub document: Document<'a>,
    /// Keys of the documents that cite both.
    pub cited_together: Vec<String>,
    /// Keys of the documents that both cite.
    pub cite_together: Vec<String>,
}

impl<'a> Related<'a> {
    /// Describes a document; `rank` counts from 1.
    pub fn new(rank: usize, related: &'a query::Related) -> Self {
        let keys = |documents: &[query::Document]| {
            documents.iter().map(|d| d.record.key.to_string()).collect()
        };
        Self {
            schema: "danchieu.related/1",
            rank,
            score: related.score,
            document: (&related.document).into(),
            cited_together: keys(&related.cited_together),
            cite_together: keys(&related.cite_together),
        }
    }
}

impl Record for Related<'_> {
    const COLUMNS: &'static [&'static str] = &[
        "rank",
        "score",
        "key",
        "number",
        "kind",
        "date",
        "issuer",
        "place",
        "title",
        "held",
        "path",
        "cited_together",
        "cite_together",
    ];

    fn cells(&self) -> Vec<String> {
        let mut cells = vec![self.rank.to_string(), self.score.to_string()];
        cells.extend(self.document.cells());
        cells.extend([self.cited_together.join("; "), self.cite_together.join("; ")]);
        cells
    }
}

/// A province or ministry with its documents, schema `danchieu.coverage/1`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Covering<'a> {
    /// The name of the format and its version.
    pub schema: &'static str,
    /// `province` or `ministry`.
    pub level: &'static str,
    /// The slug.
    pub body: &'static str,
    /// The name.
    pub name: &'static str,
    /// True if it has acted, as far as the corpus knows.
    pub covered: bool,
    /// Its documents, oldest first.
    pub documents: Vec<Document<'a>>,
}

impl<'a> From<&'a query::Covering> for Covering<'a> {
    fn from(covering: &'a query::Covering) -> Self {
        Self {
            schema: "danchieu.coverage/1",
            level: match covering.body {
                query::Body::Province(_) => "province",
                query::Body::Ministry(_) => "ministry",
            },
            body: covering.body.slug(),
            name: covering.body.name(),
            covered: !covering.documents.is_empty(),
            documents: covering.documents.iter().map(Into::into).collect(),
        }
    }
}

impl Record for Covering<'_> {
    const COLUMNS: &'static [&'static str] =
        &["level", "body", "name", "covered", "documents", "first_date"];

    fn cells(&self) -> Vec<String> {
        let keys: Vec<&str> = self.documents.iter().map(|d| d.key.as_str()).collect();
        vec![
            self.level.to_owned(),
            self.body.to_owned(),
            self.name.to_owned(),
            self.covered.to_string(),
            keys.join("; "),
            cell(self.documents.first().and_then(|d| d.date.as_ref())),
        ]
    }
}

/// A reference to a document that is no more, schema `danchieu.stale/1`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stale<'a> {
    /// The name of the format and its version.
    pub schema: &'static str,
    /// The reference.
    pub citation: Citation<'a>,
    /// The clause that ended the cited document.
    pub end: Citation<'a>,
    /// True if the citing document is younger than the end.
    pub late: bool,
}

impl<'a> From<&'a query::Stale> for Stale<'a> {
    fn from(stale: &'a query::Stale) -> Self {
        Self {
            schema: "danchieu.stale/1",
            citation: (&stale.citation).into(),
            end: (&stale.end).into(),
            late: stale.is_late,
        }
    }
}

impl Record for Stale<'_> {
    const COLUMNS: &'static [&'static str] = &[
        "source_key",
        "source_path",
        "line",
        "quote",
        "relation",
        "target_key",
        "ended_by_key",
        "ended_by_relation",
        "ended_by_date",
        "late",
    ];

    fn cells(&self) -> Vec<String> {
        let (citation, end) = (&self.citation, &self.end);
        vec![
            citation.source.key.clone(),
            citation.evidence.document.to_owned(),
            citation.evidence.line.to_string(),
            citation.evidence.quote.to_owned(),
            citation.relation.to_owned(),
            citation.target.key.clone(),
            end.source.key.clone(),
            end.relation.to_owned(),
            cell(end.source.date.as_ref()),
            self.late.to_string(),
        ]
    }
}
