//! What one text says of itself.

use crate::query;
use serde::Serialize;

/// One text and what it says of itself, schema `danchieu.source/1`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Card<'a> {
    /// The name of the format and its version.
    pub schema: &'static str,
    /// Its name.
    pub path: &'a str,
    /// The bytes of its text.
    pub bytes: usize,
    /// What is said of it, and where.
    pub claims: Vec<Claim<'a>>,
}

impl<'a> Card<'a> {
    /// Describes a text.
    pub fn new(path: &'a str, bytes: usize, claims: &'a [query::Claim]) -> Self {
        let claims = claims.iter().map(Into::into).collect();
        Self { schema: "danchieu.source/1", path, bytes, claims }
    }
}

/// One thing that is said, and where.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Claim<'a> {
    /// `number`, `kind`, `date`, `issuer`, `place`, `title`, `signer`, `url` …
    pub field: &'a str,
    /// What is said.
    pub value: &'a str,
    /// `heading`, `signature`, `side-car NAME`, `folder NAME`, `page metadata (…)` …
    pub from: &'a str,
    /// The first byte, where it is said in the text.
    pub start: Option<u32>,
    /// One past the last byte.
    pub end: Option<u32>,
    /// The words.
    pub quote: Option<&'a str>,
    /// The line, from 1.
    pub line: Option<u32>,
    /// The page of the original, from 1.
    pub page: Option<u32>,
    /// The paragraph of a Word document, from 1.
    pub paragraph: Option<u32>,
}

impl<'a> From<&'a query::Claim> for Claim<'a> {
    fn from(claim: &'a query::Claim) -> Self {
        let words = claim.words.as_ref();
        Self {
            field: &claim.field,
            value: &claim.value,
            from: &claim.from,
            start: words.map(|w| w.span.start),
            end: words.map(|w| w.span.end),
            quote: words.map(|w| w.quote.as_str()),
            line: words.map(|w| w.line),
            page: words.and_then(|w| w.page),
            paragraph: words.and_then(|w| w.paragraph),
        }
    }
}
