//! A document on its way into the index.

use super::analyze::Forms;
use super::budget::Permit;
use super::schema::Fields;
use super::tokenize::WHOLES;
use crate::ident::{Date, DocNumber};
use tantivy::schema::Field;
use tantivy::schema::document::{ReferenceValue, ReferenceValueLeaf, Value};

/// One document to index. Only what the document itself says goes in; what depends on
/// other documents (resolved citations) is a [`SourceSet`](super::SourceSet) at query
/// time, so that it may change without indexing anew.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The caller's id of the source, unique in the index; ties in ranking go by it.
    pub source: u64,
    /// The own number as printed.
    pub number: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// The code of the kind: `QĐ`.
    pub kind: Option<String>,
    /// The issuing body in words.
    pub issuer: Option<String>,
    /// The place as it is to be filtered and counted by: a slug or a name.
    pub place: Option<String>,
    /// The date of issue.
    pub date: Option<Date>,
    /// The whole text. Its words are indexed; the text itself is the caller's to keep (the
    /// store holds it in blocks, from which a passage is read faster).
    pub text: String,
}

/// A document with its words taken apart.
#[derive(Debug)]
pub(super) struct Prepared {
    values: Vec<(Field, Held)>,
    permit: Option<Permit>,
}

#[derive(Debug)]
enum Held {
    Text(String),
    Number(u64),
}

impl Prepared {
    /// Analyzes `document`; linear in its text.
    pub(super) fn new(document: Document, fields: &Fields) -> Self {
        let mut values = Vec::with_capacity(12);
        values.push((fields.source, Held::Number(document.source)));
        let mut text = |field, value: Option<String>| {
            values.extend(value.map(|value| (field, Held::Text(value))));
        };
        let number = document.number.as_deref().map(number_words);
        let title = document.title.as_deref().map(Forms::of);
        let body = Forms::of(&document.text);
        // Title and number are found like the text; their own fields only weigh.
        text(fields.exact, title.as_ref().map(|forms| forms.exact.clone()));
        text(fields.folded, title.as_ref().map(Forms::pairs));
        text(fields.opening, title.as_ref().map(Forms::pairs));
        text(fields.opening, Some(body.first(OPENING).to_owned()));
        text(fields.opening, Some(body.first(FIRST).to_owned()));
        text(fields.folded, Some(body.pairs()));
        text(fields.exact, Some(body.exact));
        text(fields.number, number);
        text(fields.kind, document.kind);
        text(fields.issuer, document.issuer);
        text(fields.place, document.place);
        values.extend(document.date.map(|d| (fields.date, Held::Number(day_code(d)))));
        Self { values, permit: None }
    }

    /// Leaves a field empty.
    pub(super) fn without(mut self, left_out: Option<Field>) -> Self {
        self.values.retain(|(field, _)| Some(*field) != left_out);
        self
    }

    /// Keeps `permit` as long as the document is in memory.
    pub(super) fn holding(mut self, permit: Permit) -> Self {
        self.permit = Some(permit);
        self
    }
}

/// How many words say what a document is about: a heading, or the article on the scope.
const OPENING: usize = 75;
/// How many of them count twice.
const FIRST: usize = 25;

impl Forms {
    /// The folded first words.
    fn first(&self, words: usize) -> &str {
        let end = memchr::memchr_iter(b' ', self.folded.as_bytes()).nth(words);
        self.folded.get(..end.unwrap_or(self.folded.len())).unwrap_or_default()
    }

    /// The words and wholes as the pair tokenizer takes them.
    pub(super) fn pairs(&self) -> String {
        let mut out = String::with_capacity(self.folded.len() + self.wholes.len() + 1);
        out.push_str(&self.folded);
        if !self.wholes.is_empty() {
            out.push(WHOLES);
            out.push_str(&self.wholes);
        }
        out
    }
}

/// Returns the memory that a document takes until it is indexed, in bytes.
pub(super) fn weight(document: &Document) -> usize {
    const TEXT_AND_FORMS: usize = 3;
    const FIXED: usize = 1 << 10;
    document.text.len() * TEXT_AND_FORMS + FIXED
}

/// Returns a date as `yyyymmdd`; what is not stated is zero, and so before all days.
pub(super) fn day_code(date: Date) -> u64 {
    let part = |n: Option<u8>| u64::from(n.unwrap_or(0));
    u64::from(date.year()) * 10_000 + part(date.month()) * 100 + part(date.day())
}

/// Returns the terms of an own number: the whole, and folded parts.
pub(super) fn number_words(number: &str) -> String {
    let forms = Forms::of(number);
    let whole = number.parse::<DocNumber>().map(|n| number_term(&n)).unwrap_or_default();
    format!("{whole} {}", forms.folded)
}

/// Returns the term of a number, as the analyzer writes it when it meets it in a text.
pub(super) fn number_term(number: &DocNumber) -> String {
    let forms = Forms::of(&number.to_string());
    let words = forms.folded.trim_end();
    match words.split_once(' ') {
        Some((_, rest)) => format!("{}/{}", number.serial_key(), rest.replace(' ', "-")),
        None => number.serial_key(),
    }
}

impl tantivy::Document for Prepared {
    type Value<'a> = Borrowed<'a>;
    type FieldsValuesIter<'a> = FieldValues<'a>;

    fn iter_fields_and_values(&self) -> FieldValues<'_> {
        FieldValues(self.values.iter())
    }
}

/// The values of a [`Prepared`] document, not copied.
#[derive(Debug)]
pub(super) struct FieldValues<'a>(std::slice::Iter<'a, (Field, Held)>);

impl<'a> Iterator for FieldValues<'a> {
    type Item = (Field, Borrowed<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(field, held)| (*field, Borrowed(held)))
    }
}

/// One borrowed value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Borrowed<'a>(&'a Held);

impl<'a> Value<'a> for Borrowed<'a> {
    type ArrayIter = std::iter::Empty<Self>;
    type ObjectIter = std::iter::Empty<(&'a str, Self)>;

    fn as_value(&self) -> ReferenceValue<'a, Self> {
        ReferenceValue::Leaf(match self.0 {
            Held::Text(text) => ReferenceValueLeaf::Str(text),
            Held::Number(n) => ReferenceValueLeaf::U64(*n),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_numbers_are_the_terms_of_the_text() {
        for number in ["793/QĐ-TTg", "05/2020/NĐ-CP", "48-CT/TW", "66/2011/QH12"] {
            let whole = Forms::of(number).wholes;
            let clean = number.parse::<DocNumber>().unwrap();
            assert_eq!(number_term(&clean), whole.trim_end(), "{number}");
        }
    }

    #[test]
    fn coarse_dates_come_before_the_days_they_hold() {
        let code = |s: &str| day_code(s.parse().unwrap());
        assert_eq!(code("2016-05-10"), 20_160_510);
        assert!(code("2016") < code("2016-05") && code("2016-05") < code("2016-05-01"));
    }
}
