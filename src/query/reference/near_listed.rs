//! Rows of a catalogue near a reference.

use super::{Named, symbol_parts};
use crate::resolve::Listed;
use std::collections::BTreeSet;

/// Returns a serial and those one slip of the finger away: a digit more, less or other,
/// or two neighbours swapped.
pub(crate) fn serials(serial: &str) -> Vec<String> {
    let digits: Vec<char> = serial.chars().collect();
    let mut near = BTreeSet::new();
    let mut add = |chars: Vec<char>| near.insert(chars.into_iter().collect::<String>());
    for at in 0..=digits.len() {
        for digit in '0'..='9' {
            let mut more = digits.clone();
            more.insert(at, digit);
            add(more);
        }
    }
    for at in 0..digits.len() {
        let mut less = digits.clone();
        less.remove(at);
        add(less);
        for digit in '0'..='9' {
            let mut other = digits.clone();
            other[at] = digit;
            add(other);
        }
    }
    for at in 1..digits.len() {
        let mut swapped = digits.clone();
        swapped.swap(at - 1, at);
        add(swapped);
    }
    near.remove(serial);
    let rest = near.into_iter().filter(|s| !s.is_empty() && !s.starts_with('0'));
    std::iter::once(serial.to_owned()).chain(rest).collect()
}

/// Returns how far a row is from what was typed; `None` if it is something else.
pub(crate) fn distance(named: &Named, row: &Listed) -> Option<u32> {
    let symbol = symbol_parts(&row.number.symbol);
    let year = row.number.year.or(row.date.map(crate::ident::Date::year));
    let years = match (named.date, year) {
        (Some(date), Some(year)) => u32::from(date.year().abs_diff(year)).min(9),
        _ => 0,
    };
    let whole = !named.symbol.is_empty() && symbol == named.symbol;
    let is_serial = named.serial.as_deref() == Some(row.number.serial_key().as_str());
    let kind = row.kind.is_some() && row.kind == named.kind;
    if is_serial && (whole || (named.symbol.is_empty() && (kind || named.kind.is_none())))
    {
        return Some(years);
    }
    if is_serial {
        let shared = symbol.iter().any(|part| named.symbol.contains(part));
        return (shared || kind).then_some(10 + years);
    }
    (whole && years == 0).then_some(20)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_of_a_serial() {
        let near = serials("79");
        assert_eq!(near[0], "79");
        for one in ["97", "7", "9", "793", "78", "179"] {
            assert!(near.contains(&one.to_owned()), "{one}");
        }
        assert!(!near.contains(&"079".to_owned()));
        assert!(serials("30a").contains(&"30".to_owned()));
    }
}
