//! How a document is named to people.

use crate::ident::Date;
use crate::query::filter::place_of;
use crate::query::{Document, Evidence};
use crate::registry::Record;
use crate::report::sanitize;

/// Returns what a person would call a document: *Kế hoạch 40/KH-UBND*, else kind and
/// title, else the key.
pub fn name(record: &Record) -> String {
    let kind = record.kind.map(crate::vocab::DocKind::name);
    let words = record.number.as_deref().or(record.title.as_deref());
    match (kind, words) {
        (Some(kind), Some(words)) => clean(&format!("{kind} {words}")),
        (None, Some(words)) => clean(words),
        (_, None) => record.key.to_string(),
    }
}

/// Returns the date as Vietnamese offices write it: `10/05/2016`, `05/2016`, `2016`.
pub fn day(date: Date) -> String {
    match (date.month(), date.day()) {
        (Some(month), Some(day)) => format!("{day:02}/{month:02}/{}", date.year()),
        (Some(month), None) => format!("{month:02}/{}", date.year()),
        _ => date.year().to_string(),
    }
}

/// Returns the issuer with the province, if its words do not name it.
pub fn issuer(record: &Record) -> Option<String> {
    let place = place_of(record).map(crate::vocab::Place::name);
    let Some(issuer) = record.issuer.as_deref() else {
        return place.map(str::to_owned);
    };
    let issuer = clean(issuer);
    Some(match place.filter(|p| !issuer.contains(p)) {
        Some(place) => format!("{issuer} ({place})"),
        None => issuer,
    })
}

/// Returns name, date and issuer on one line.
pub fn line(record: &Record) -> String {
    let parts = [record.date.map(day), issuer(record)];
    let known: Vec<String> = parts.into_iter().flatten().collect();
    if known.is_empty() {
        return name(record);
    }
    format!("{} ({})", name(record), known.join(", "))
}

/// Returns the title on one line, unless the name is already made of it.
pub fn title(document: &Document) -> Option<String> {
    let record = &document.record;
    record.number.as_ref()?;
    record.title.as_deref().map(clean).filter(|t| !t.is_empty())
}

/// Returns where words stand, as one would look for them: `a.txt:11`, `a.pdf, page 3`,
/// `a.docx, paragraph 12`.
pub fn spot(evidence: &Evidence) -> String {
    let name = clean(&evidence.document);
    match (evidence.page, evidence.paragraph) {
        (Some(page), _) => format!("{name}, page {page}"),
        (_, Some(paragraph)) => format!("{name}, paragraph {paragraph}"),
        _ => format!("{name}:{}", evidence.line),
    }
}

/// Returns text of a document on one line and harmless for a terminal.
pub fn clean(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    sanitize(&words.join(" ")).into_owned()
}
