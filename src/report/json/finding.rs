//! `danchieu.finding/1` and SARIF.

use super::cell;
use crate::ingest::Source;
use crate::query::check::{Finding as Broken, RULES, Severity};
use crate::report::Record;
use crate::text::Position;
use serde::Serialize;
use serde_json::{Value, json};

/// One broken rule, schema `danchieu.finding/1`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding<'a> {
    /// The name of the format and its version.
    pub schema: &'static str,
    /// The name of the source.
    pub document: &'a str,
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// The words.
    pub quote: &'a str,
    /// The name of the rule.
    pub code: &'static str,
    /// `note`, `warning` or `error`.
    pub severity: &'static str,
    /// What is wrong.
    pub message: &'a str,
    /// What would be right.
    pub fix: Option<&'a str>,
    /// The page of the original, from 1; `null` where it has no pages.
    pub page: Option<u32>,
    /// The paragraph of a Word document, from 1, empty ones not counted.
    pub paragraph: Option<u32>,
}

impl<'a> Finding<'a> {
    /// Describes a finding in `source`, at `place` of its text.
    pub fn new(source: &'a Source, place: Position, finding: &'a Broken) -> Self {
        let spot = source.outline.spot(place.line, finding.span.start);
        Self {
            schema: "danchieu.finding/1",
            document: &source.name,
            start: finding.span.start,
            end: finding.span.end,
            line: place.line,
            column: place.column,
            quote: source.text.slice(finding.span),
            code: finding.rule.code,
            severity: finding.rule.severity.as_str(),
            message: &finding.message,
            fix: finding.fix.as_deref(),
            page: spot.page,
            paragraph: spot.paragraph,
        }
    }

    /// Returns the finding as a result of SARIF 2.1.0 (OASIS).
    pub fn sarif(&self) -> Value {
        let fix = self.fix.map_or(String::new(), |fix| format!(" ({fix})"));
        json!({
            "ruleId": self.code,
            "level": self.severity,
            "message": { "text": format!("{}: {}{fix}", self.quote, self.message) },
            "locations": [{ "physicalLocation": {
                "artifactLocation": { "uri": uri(self.document) },
                "region": {
                    "startLine": self.line,
                    "startColumn": self.column,
                    "byteOffset": self.start,
                    "byteLength": self.end - self.start,
                },
            } }],
        })
    }
}

/// Returns a SARIF log of `results`.
pub fn sarif(results: &[Value]) -> Value {
    let level = |severity: Severity| json!({ "level": severity.as_str() });
    let rules: Vec<Value> = RULES
        .iter()
        .map(|rule| {
            json!({
                "id": rule.code,
                "shortDescription": { "text": rule.about },
                "defaultConfiguration": level(rule.severity),
            })
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "danchieu",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            // Columns count characters, not UTF-16 units.
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

/// Returns a relative reference: what a URI does not allow is percent-encoded.
fn uri(path: &str) -> String {
    let encoded = |byte: u8| {
        let is_plain = byte.is_ascii_alphanumeric() || b"/.-_~".contains(&byte);
        if is_plain { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    path.bytes().map(encoded).collect()
}

impl Record for Finding<'_> {
    const COLUMNS: &'static [&'static str] = &[
        "document",
        "line",
        "column",
        "severity",
        "code",
        "quote",
        "message",
        "fix",
        "page",
        "paragraph",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.document.to_owned(),
            self.line.to_string(),
            self.column.to_string(),
            self.severity.to_owned(),
            self.code.to_owned(),
            self.quote.to_owned(),
            self.message.to_owned(),
            cell(self.fix),
            cell(self.page),
            cell(self.paragraph),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_are_uris() {
        assert_eq!(uri("dự thảo/a.txt#1"), "d%E1%BB%B1%20th%E1%BA%A3o/a.txt%231");
    }
}
