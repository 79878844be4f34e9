//! `danchieu.amendment/1`.

use super::{Document, Evidence, cell};
use crate::amend;
use crate::ident::Provision;
use crate::ingest::Source;
use crate::query;
use crate::relate::Facts;
use crate::report::Record;
use crate::text::LineIndex;
use serde::Serialize;

/// One provision that another one changes, schema `danchieu.amendment/1`.
///
/// From a store, `source` and `target` are the documents; from a text alone they are
/// `null`, and `number` and `title` say how the text names the document that is changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Amendment<'a> {
    /// The name of the format and its version.
    pub schema: &'static str,
    /// The amending document.
    pub source: Option<Document<'a>>,
    /// The provision of it that says so, from the large to the small.
    pub by: String,
    /// `amend`, `supplement`, `amend_and_supplement`, `replace` or `repeal`.
    pub act: &'static str,
    /// What it amounts to between the documents.
    pub relation: &'static str,
    /// The document that is changed.
    pub target: Option<Document<'a>>,
    /// The number of that document as this text writes it.
    pub number: Option<String>,
    /// Its title as this text writes it.
    pub title: Option<String>,
    /// The provision that is changed; empty for the whole document.
    pub provision: String,
    /// The part of it, in words: *tên*, *cụm từ “…”*.
    pub part: Option<&'a str>,
    /// True if the text says only that some articles change.
    pub some: bool,
    /// True if only the order of the title tells the document.
    pub inferred: bool,
    /// Where it is written.
    pub evidence: Evidence<'a>,
}

impl<'a> From<&'a query::Amended> for Amendment<'a> {
    fn from(amended: &'a query::Amended) -> Self {
        let target = amended.target.as_ref();
        Self {
            source: Some((&amended.source).into()),
            target: target.map(Into::into),
            number: target.and_then(|t| t.record.number.clone()),
            title: target.and_then(|t| t.record.title.clone()),
            ..Self::bare(&amended.amendment, (&amended.evidence).into())
        }
    }
}

impl<'a> Amendment<'a> {
    /// Describes a change that a text makes, without a store.
    pub fn of_text(
        source: &'a Source,
        lines: &LineIndex,
        facts: &Facts,
        amendment: &'a amend::Amendment,
    ) -> Self {
        let span = amendment.span;
        let quote = source.text.slice(span);
        let spot = source.outline.spot(lines.line(span.start), span.start);
        let evidence = Evidence {
            document: &source.name,
            start: span.start,
            end: span.end,
            quote,
            sentence: quote,
            line: spot.line,
            page: spot.page,
            paragraph: spot.paragraph,
        };
        let mention = amendment.mention.and_then(|m| facts.mentions.get(m as usize));
        Self {
            number: mention.and_then(|m| m.number.as_ref()).map(ToString::to_string),
            title: mention.and_then(|m| m.title.clone()),
            ..Self::bare(amendment, evidence)
        }
    }

    fn bare(amendment: &'a amend::Amendment, evidence: Evidence<'a>) -> Self {
        Self {
            schema: "danchieu.amendment/1",
            source: None,
            by: path(&amendment.by),
            act: amendment.act.as_str(),
            relation: amendment.relation().as_str(),
            target: None,
            number: None,
            title: None,
            provision: path(&amendment.target),
            part: amendment.part.as_deref(),
            some: amendment.some,
            inferred: amendment.inferred,
            evidence,
        }
    }
}

/// What one provision does to another, within an object that names the documents.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProvisionChange<'a> {
    /// The provision of the amending document; empty before its articles.
    pub by: String,
    /// `amend`, `supplement`, `amend_and_supplement`, `replace` or `repeal`.
    pub act: &'static str,
    /// The provision that is changed; empty for the whole document.
    pub provision: String,
    /// The part of it, in words: *tên*, *cụm từ “…”*.
    pub part: Option<&'a str>,
}

impl<'a> From<&'a amend::Amendment> for ProvisionChange<'a> {
    fn from(amendment: &'a amend::Amendment) -> Self {
        Self {
            by: path(&amendment.by),
            act: amendment.act.as_str(),
            provision: path(&amendment.target),
            part: amendment.part.as_deref(),
        }
    }
}

fn path(provision: &Provision) -> String {
    provision.to_string()
}

impl Record for Amendment<'_> {
    const COLUMNS: &'static [&'static str] = &[
        "source_key",
        "source_date",
        "by",
        "act",
        "relation",
        "target_key",
        "number",
        "title",
        "provision",
        "part",
        "some",
        "inferred",
        "document",
        "line",
        "quote",
        "page",
        "paragraph",
    ];

    fn cells(&self) -> Vec<String> {
        let (source, target) = (self.source.as_ref(), self.target.as_ref());
        vec![
            cell(source.map(|d| &d.key)),
            cell(source.and_then(|d| d.date.as_ref())),
            self.by.clone(),
            self.act.to_owned(),
            self.relation.to_owned(),
            cell(target.map(|d| &d.key)),
            cell(self.number.as_ref()),
            cell(self.title.as_ref()),
            self.provision.clone(),
            cell(self.part),
            self.some.to_string(),
            self.inferred.to_string(),
            self.evidence.document.to_owned(),
            self.evidence.line.to_string(),
            self.evidence.quote.to_owned(),
            cell(self.evidence.page),
            cell(self.evidence.paragraph),
        ]
    }
}
