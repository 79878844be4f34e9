//! Whether a record is what a reference means.

use super::{Agreement, Named, is_marked, symbol_parts, words_of};
use crate::ident::{Date, DocNumber, Key};
use crate::registry::Record;
use crate::vocab::DocKind;

/// A key agrees if no field of either differs; a full one means one document.
pub(super) fn by_key(key: &Key, record: &Record) -> Option<Agreement> {
    if record.key == *key || record.aliases.contains(key) {
        return Some(Agreement::Exact);
    }
    let known =
        |own: &Option<String>, asked: &Option<String>| asked.is_none() || own.is_some();
    let own = &record.key;
    let full = known(&own.place, &key.place)
        && known(&own.issuer, &key.issuer)
        && known(&own.kind, &key.kind)
        && known(&own.period, &key.period);
    let agreement = if full { Agreement::Full } else { Agreement::Possible };
    own.agrees(key).then_some(agreement)
}

/// The least of the agreements of all that is stated.
pub(super) fn by_name(named: &Named, record: &Record) -> Option<Agreement> {
    // Most records are of another kind, and a number is read more slowly than a kind.
    let kind = kind(named, record)?;
    let number = record.number.as_deref().and_then(|n| n.parse::<DocNumber>().ok());
    let all = [
        serial(named, record, number.as_ref())?,
        symbol(named, number.as_ref())?,
        kind,
        date(named, record, number.as_ref())?,
        place(named, record)?,
        title(named, record)?,
        words(named, record)?,
    ];
    let stated = named.serial.is_some() || named.title.is_some();
    all.into_iter().min().filter(|_| stated)
}

fn serial(
    named: &Named,
    record: &Record,
    number: Option<&DocNumber>,
) -> Option<Agreement> {
    let Some(serial) = &named.serial else { return Some(Agreement::Exact) };
    let own = number.map(DocNumber::serial_key);
    let own = own.as_deref().unwrap_or(&record.key.serial);
    (own == serial).then_some(Agreement::Exact)
}

/// The typed symbol is the printed one, or the front of it (`793/QĐ`).
fn symbol(named: &Named, number: Option<&DocNumber>) -> Option<Agreement> {
    if named.symbol.is_empty() {
        return Some(Agreement::Exact);
    }
    let own = symbol_parts(number.map_or("", |n| n.symbol.as_str()));
    if own.is_empty() {
        // A document known as "Quyết định số 793" only.
        return number.is_some().then_some(Agreement::Possible);
    }
    match own.strip_prefix(named.symbol.as_slice()) {
        Some([]) => Some(Agreement::Exact),
        Some(_) => Some(Agreement::Full),
        None => (own.concat() == named.symbol.concat()).then_some(Agreement::Exact),
    }
}

fn kind(named: &Named, record: &Record) -> Option<Agreement> {
    let Some(kind) = named.kind else { return Some(Agreement::Exact) };
    let Some(own) = record.kind else { return Some(Agreement::Possible) };
    // Laws and codes share a slug, as they share their numbers.
    (own.slug() == kind.slug()).then_some(Agreement::Exact)
}

fn date(named: &Named, record: &Record, number: Option<&DocNumber>) -> Option<Agreement> {
    let Some(date) = named.date else { return Some(Agreement::Exact) };
    let period = record.key.period.as_deref().and_then(|p| p.parse::<u16>().ok());
    let year = number.and_then(|n| n.year).or(period).map(Date::year_only);
    let Some(own) = record.date.or(year) else { return Some(Agreement::Possible) };
    let agrees = own.agrees(date) || year.is_some_and(|y| y.agrees(date));
    agrees.then_some(Agreement::Exact)
}

fn place(named: &Named, record: &Record) -> Option<Agreement> {
    let Some(place) = named.place else { return Some(Agreement::Exact) };
    let own = record.place.map(|p| p.slug().to_owned());
    let in_key = |key: &Key| Some(key.place.as_deref()?.strip_prefix("vn-")?.to_owned());
    match own.or_else(|| in_key(&record.key)) {
        // `vn-namdinh-yyen` is in Nam Định.
        Some(own) => {
            (own.split('-').next() == Some(place.slug())).then_some(Agreement::Exact)
        }
        None if record.key.place.is_none() => Some(Agreement::Possible),
        // Central documents name places in their titles.
        None => title_has(record, place.name()).then_some(Agreement::Words),
    }
}

fn title_has(record: &Record, words: &str) -> bool {
    let title = record.title.as_deref().unwrap_or_default();
    crate::text::fold_marks(title).contains(&crate::text::fold_marks(words))
}

fn title(named: &Named, record: &Record) -> Option<Agreement> {
    let Some(title) = &named.title else { return Some(Agreement::Exact) };
    let own = without_kind(record.title.as_deref()?);
    let marked = is_marked(title);
    let (own, asked) = (words_of(own, marked), words_of(title, marked));
    if asked.is_empty() {
        return None;
    }
    if own == asked {
        return Some(Agreement::Exact);
    }
    if own.windows(asked.len()).any(|w| w == asked) {
        return Some(Agreement::Full);
    }
    asked.iter().all(|w| own.contains(w)).then_some(Agreement::Words)
}

/// Titles are kept with and without the word for the kind ("Luật Phòng, chống …").
fn without_kind(title: &str) -> &str {
    let kind = DocKind::at_start(title).map_or(0, |(_, len)| len);
    let rest = title.get(kind..).unwrap_or(title).trim_start();
    if rest.is_empty() { title } else { rest }
}

fn words(named: &Named, record: &Record) -> Option<Agreement> {
    if named.words.is_empty() {
        return Some(Agreement::Exact);
    }
    let parts = [&record.number, &record.issuer, &record.title];
    let mut own: Vec<String> =
        parts.into_iter().flatten().flat_map(|p| words_of(p, false)).collect();
    own.extend(record.key.issuer.clone());
    own.extend(record.kind.map(|k| k.slug().to_owned()));
    named.words.iter().all(|w| own.contains(w)).then_some(Agreement::Full)
}
