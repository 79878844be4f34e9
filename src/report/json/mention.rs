//! `danchieu.mention/1`.

use super::{cell, share};
use crate::ingest::Source;
use crate::parse::{self, Form};
use crate::relate::{Facts, Role};
use crate::report::Record;
use crate::resolve::{Context, Stated, key_of};
use crate::text::{LineIndex, Text};
use serde::Serialize;

/// One mention, schema `danchieu.mention/1` (DESIGN §4.1).
///
/// Unknown fields are `null`. `start` and `end` are byte offsets into the extracted
/// text, and `quote` is what stands between them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mention<'a> {
    /// The name of the format and its version.
    pub schema: &'static str,
    /// The path as given, `-`, or `PATH#ID`.
    pub document: &'a str,
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The words.
    pub quote: &'a str,
    /// How it is named: `numbered`, `titled`, …
    pub form: &'static str,
    /// The code of the kind.
    pub kind: Option<&'static str>,
    /// The number in clean form.
    pub number: Option<String>,
    /// `2016-05-10`, `2016-05` or `2016`.
    pub date: Option<String>,
    /// The issuer in the words of the citation.
    pub issuer: Option<&'a str>,
    /// The slug of the province.
    pub place: Option<&'static str>,
    /// The title in the words of the citation.
    pub title: Option<&'a str>,
    /// The pinpoints, each from the large to the small.
    pub provisions: Vec<String>,
    /// How the citing side relates to it.
    pub relation: &'static str,
    /// The number (or the words) of the mention that is the citing side.
    pub of: Option<String>,
    /// The canonical key, as far as this document alone tells it.
    pub key: Option<String>,
    /// From 0 to 1.
    pub confidence: f64,
    /// The production that fired.
    pub rule: &'a str,
    /// The line of the text, from 1.
    pub line: u32,
    /// The page of the original, from 1; `null` where it has no pages.
    pub page: Option<u32>,
    /// The paragraph of a Word document, from 1, empty ones not counted.
    pub paragraph: Option<u32>,
}

impl<'a> Mention<'a> {
    /// Describes mention `index` of a document; `lines` are those of its text.
    ///
    /// Returns `None` when there is no such mention.
    pub fn of(
        source: &'a Source,
        lines: &LineIndex,
        facts: &'a Facts,
        index: usize,
    ) -> Option<Self> {
        let Source { name: document, text, outline, .. } = source;
        let mention = facts.mentions.get(index)?;
        let role = facts.roles.get(index)?;
        let start = mention.span.start;
        let spot = outline.spot(lines.line(start), start);
        Some(Self {
            schema: "danchieu.mention/1",
            document,
            start,
            end: mention.span.end,
            quote: text.slice(mention.span),
            form: mention.form.as_str(),
            kind: mention.kind.map(crate::vocab::DocKind::code),
            number: mention.number.as_ref().map(ToString::to_string),
            date: stated_day(mention),
            issuer: mention.issuer.as_deref(),
            place: mention.place.map(crate::vocab::Place::slug),
            title: mention.title.as_deref(),
            provisions: mention.provisions.iter().map(ToString::to_string).collect(),
            relation: role.relation.as_str(),
            of: citing_side(role, facts, text),
            key: key(mention, role, facts),
            confidence: share(mention.confidence),
            rule: &mention.rule,
            line: spot.line,
            page: spot.page,
            paragraph: spot.paragraph,
        })
    }
}

/// The date of issue; a day whose year nothing tells as `--05-18`.
fn stated_day(mention: &parse::Mention) -> Option<String> {
    let day = mention.day.map(|d| d.to_string());
    mention.date.map(|d| d.to_string()).or(day)
}

/// The key as far as the words and the heading of the document tell.
fn key(mention: &parse::Mention, role: &Role, facts: &Facts) -> Option<String> {
    let heading = &facts.heading;
    // "Nghị định này" in the words that replace others is the decree that has them.
    let spoken = (mention.form == Form::ToSelf).then_some(role.of).flatten();
    let mention =
        spoken.and_then(|of| facts.mentions.get(of as usize)).unwrap_or(mention);
    let context = Context { place: heading.place, seat: None, date: heading.date };
    let own = Stated {
        kind: heading.kind,
        number: heading.number.as_ref(),
        date: heading.date,
        issuer: heading.issuer.as_deref(),
        place: heading.place,
        title: heading.title.as_deref(),
    };
    let stated = match mention.form {
        Form::Own => own,
        // "Quy chế này" of an attachment is another document than the decision.
        Form::ToSelf if mention.kind == heading.kind => own,
        _ => Stated::from(mention),
    };
    Some(key_of(stated, context)?.key.to_string())
}

fn citing_side(role: &Role, facts: &Facts, text: &Text) -> Option<String> {
    let mention = facts.mentions.get(role.of? as usize)?;
    let number = mention.number.as_ref().map(ToString::to_string);
    Some(number.unwrap_or_else(|| text.slice(mention.span).to_owned()))
}

impl Record for Mention<'_> {
    const COLUMNS: &'static [&'static str] = &[
        "document",
        "start",
        "end",
        "quote",
        "form",
        "kind",
        "number",
        "date",
        "issuer",
        "place",
        "title",
        "provisions",
        "relation",
        "of",
        "key",
        "confidence",
        "rule",
        "line",
        "page",
        "paragraph",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.document.to_owned(),
            self.start.to_string(),
            self.end.to_string(),
            self.quote.to_owned(),
            self.form.to_owned(),
            cell(self.kind),
            cell(self.number.as_ref()),
            cell(self.date.as_ref()),
            cell(self.issuer),
            cell(self.place),
            cell(self.title),
            self.provisions.join("; "),
            self.relation.to_owned(),
            cell(self.of.as_ref()),
            cell(self.key.as_ref()),
            self.confidence.to_string(),
            self.rule.to_owned(),
            self.line.to_string(),
            cell(self.page),
            cell(self.paragraph),
        ]
    }
}
