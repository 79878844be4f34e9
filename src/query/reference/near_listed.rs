//! Rows of a catalogue near a reference.

use super::{Named, Reference, symbol_parts};
use crate::ident::{Date, Key};
use crate::resolve::Listed;

/// Another symbol or kind, whatever the year.
const OTHER: u32 = 10;
/// Another serial.
const SLIP: u32 = 20;

/// Returns how far a row is from what was typed, zero for the very thing; `None` if it
/// is something else.
pub(crate) fn distance(reference: &Reference, row: &Listed) -> Option<u32> {
    match reference {
        Reference::Key(key) => from_key(key, row),
        Reference::Named(named) => from_name(named, row),
    }
}

/// Every field of a key that is typed must be that of the row.
fn from_key(key: &Key, row: &Listed) -> Option<u32> {
    let has = |typed: &Option<String>, known: &Option<String>| {
        typed.is_none() || typed == known
    };
    let body = has(&key.issuer, &row.key.issuer) && has(&key.place, &row.key.place);
    let kind = has(&key.kind, &row.key.kind);
    let period = has(&key.period, &row.key.period);
    if key.serial != row.key.serial {
        return (body && kind && period).then_some(SLIP);
    }
    if body && kind && period {
        return Some(0);
    }
    let typed = key.period.as_deref().and_then(|period| period.parse().ok());
    let years = years(typed.map(Date::year_only), row);
    (body || kind).then_some(OTHER + years)
}

/// The years between the date typed and that of a row, nine at most.
fn years(typed: Option<Date>, row: &Listed) -> u32 {
    let year = row.number.year.or(row.date.map(Date::year));
    typed.zip(year).map_or(0, |(a, b)| u32::from(a.year().abs_diff(b)).min(9))
}

fn from_name(named: &Named, row: &Listed) -> Option<u32> {
    let symbol = symbol_parts(&row.number.symbol);
    let years = years(named.date, row);
    let whole = !named.symbol.is_empty() && symbol == named.symbol;
    let is_serial = named.serial.as_deref() == Some(row.number.serial_key().as_str());
    let kind = row.kind.is_some() && row.kind == named.kind;
    if is_serial && (whole || (named.symbol.is_empty() && (kind || named.kind.is_none())))
    {
        return Some(years);
    }
    if is_serial {
        let shared = symbol.iter().any(|part| named.symbol.contains(part));
        return (shared || kind).then_some(OTHER + years);
    }
    (whole && years == 0).then_some(SLIP)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{Listing, Meta};

    #[test]
    fn a_key_is_only_that_of_the_document_that_bears_all_of_it() {
        let row = |number: &str, date: &str| {
            let number = Some(number.to_owned());
            let date = date.parse().ok();
            let meta = Meta { number, date, ..Meta::default() };
            Listed::read(Listing { meta, ..Listing::default() }, 0).unwrap()
        };
        let decision = row("793/QĐ-TTg", "2016-05-10");
        let from = |key: &str, row: &Listed| distance(&Reference::read(key), row);
        assert_eq!(decision.key.to_string(), "vn/ttg/qd/2016/793");
        assert_eq!(from("vn/ttg/qd/2016/793", &decision), Some(0));
        assert_eq!(from("vn/ttg/qd/?/793", &decision), Some(0));
        assert_eq!(from("vn/ttg/qd/2018/793", &decision), Some(OTHER + 2));
        assert_eq!(from("vn/ttg/qd/2016/739", &decision), Some(SLIP));
        assert_eq!(from("vn/cp/nd/2099/793", &decision), None);
        let undated = row("793/QĐ-TTg", "");
        assert_eq!(from("vn/ttg/qd/2016/793", &undated), Some(OTHER));
    }
}
