//! `danchieu.citation/1`.

use super::{ProvisionChange, cell, share};
use crate::query;
use crate::query::filter::place_of;
use crate::report::Record;
use crate::vocab::{DocKind, Place};
use serde::Serialize;

/// One edge with the words that prove it, schema `danchieu.citation/1` (DESIGN §4.2).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Citation<'a> {
    /// The name of the format and its version.
    pub schema: &'static str,
    /// The citing document.
    pub source: Document<'a>,
    /// The cited document.
    pub target: Document<'a>,
    /// How they relate.
    pub relation: &'static str,
    /// From 0 to 1.
    pub confidence: f64,
    /// Where it is written.
    pub evidence: Evidence<'a>,
    /// The provisions of the cited document that these words name.
    pub provisions: Vec<String>,
    /// Which provision of the citing document does what to which of the cited one;
    /// `null` where the command does not look for it.
    pub changes: Option<Vec<ProvisionChange<'a>>>,
}

/// A document, held or only known.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Document<'a> {
    /// The canonical key.
    pub key: String,
    /// The number as printed.
    pub number: Option<&'a str>,
    /// The code of the kind.
    pub kind: Option<&'static str>,
    /// `2016-05-10`, `2016-05` or `2016`.
    pub date: Option<String>,
    /// The issuing body in words.
    pub issuer: Option<&'a str>,
    /// The slug of the province.
    pub place: Option<&'static str>,
    /// The title.
    pub title: Option<&'a str>,
    /// True if its text is in the corpus.
    pub held: bool,
    /// The source that holds it.
    pub path: Option<&'a str>,
}

/// Words in a source.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evidence<'a> {
    /// The name of the source.
    pub document: &'a str,
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The words.
    pub quote: &'a str,
    /// The sentence that holds them.
    pub sentence: &'a str,
    /// The line, from 1.
    pub line: u32,
    /// The page of the original, from 1.
    pub page: Option<u32>,
    /// The paragraph of a Word document, from 1.
    pub paragraph: Option<u32>,
}

impl<'a> From<&'a query::Citation> for Citation<'a> {
    fn from(citation: &'a query::Citation) -> Self {
        let changes = citation.changes.as_ref();
        Self {
            schema: "danchieu.citation/1",
            source: (&citation.source).into(),
            target: (&citation.target).into(),
            relation: citation.relation.as_str(),
            confidence: share(citation.confidence),
            evidence: (&citation.evidence).into(),
            provisions: citation.provisions.iter().map(ToString::to_string).collect(),
            changes: changes.map(|all| all.iter().map(Into::into).collect()),
        }
    }
}

impl<'a> From<&'a query::Document> for Document<'a> {
    fn from(document: &'a query::Document) -> Self {
        let record = &document.record;
        Self {
            key: record.key.to_string(),
            number: record.number.as_deref(),
            kind: record.kind.map(DocKind::code),
            date: record.date.map(|d| d.to_string()),
            issuer: record.issuer.as_deref(),
            place: place_of(record).map(Place::slug),
            title: record.title.as_deref(),
            held: record.is_held(),
            path: document.path.as_deref(),
        }
    }
}

impl<'a> From<&'a query::Evidence> for Evidence<'a> {
    fn from(evidence: &'a query::Evidence) -> Self {
        Self {
            document: &evidence.document,
            start: evidence.span.start,
            end: evidence.span.end,
            quote: &evidence.quote,
            sentence: &evidence.sentence,
            line: evidence.line,
            page: evidence.page,
            paragraph: evidence.paragraph,
        }
    }
}

impl Document<'_> {
    /// The names of [`Document::cells`].
    pub(super) const COLUMNS: [&'static str; 9] =
        ["key", "number", "kind", "date", "issuer", "place", "title", "held", "path"];

    pub(super) fn cells(&self) -> [String; 9] {
        [
            self.key.clone(),
            cell(self.number),
            cell(self.kind),
            cell(self.date.as_ref()),
            cell(self.issuer),
            cell(self.place),
            cell(self.title),
            self.held.to_string(),
            cell(self.path),
        ]
    }
}

impl Record for Document<'_> {
    const COLUMNS: &'static [&'static str] = &Document::COLUMNS;

    fn cells(&self) -> Vec<String> {
        Document::cells(self).to_vec()
    }
}

impl Record for Citation<'_> {
    const COLUMNS: &'static [&'static str] = &[
        "source_key",
        "source_number",
        "source_kind",
        "source_date",
        "source_issuer",
        "source_place",
        "source_title",
        "source_held",
        "source_path",
        "target_key",
        "target_number",
        "target_kind",
        "target_date",
        "target_issuer",
        "target_place",
        "target_title",
        "target_held",
        "target_path",
        "relation",
        "confidence",
        "document",
        "start",
        "end",
        "line",
        "quote",
        "sentence",
        "page",
        "paragraph",
        "provisions",
        "changes",
    ];

    fn cells(&self) -> Vec<String> {
        let evidence = &self.evidence;
        let mut cells = Vec::with_capacity(Self::COLUMNS.len());
        cells.extend(self.source.cells());
        cells.extend(self.target.cells());
        cells.extend([
            self.relation.to_owned(),
            self.confidence.to_string(),
            evidence.document.to_owned(),
            evidence.start.to_string(),
            evidence.end.to_string(),
            evidence.line.to_string(),
            evidence.quote.to_owned(),
            evidence.sentence.to_owned(),
            cell(evidence.page),
            cell(evidence.paragraph),
            self.provisions.join("; "),
            self.changed(),
        ]);
        cells
    }
}

impl Citation<'_> {
    /// Returns the changes in one cell.
    fn changed(&self) -> String {
        let words = |change: &ProvisionChange<'_>| {
            format!("{}: {} {}", change.by, change.act, change.provision)
        };
        let changes = self.changes.iter().flatten().map(words);
        changes.collect::<Vec<_>>().join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_those_of_both_documents_and_the_evidence() {
        for (i, name) in Document::COLUMNS.iter().enumerate() {
            assert_eq!(Citation::COLUMNS[i], format!("source_{name}"));
            assert_eq!(Citation::COLUMNS[i + 9], format!("target_{name}"));
        }
    }
}
