//! "Did you mean": documents whose numbers are near a reference that nobody bears.

use super::{Named, Reference, symbol_parts};
use crate::ident::DocNumber;
use crate::registry::Record;
use std::collections::BTreeSet;

/// The signs of a plain serial.
pub(crate) const DIGITS: &str = "0123456789";
/// The signs that may stand in a serial: *30a*.
pub(crate) const SIGNS: &str = "0123456789abcdefghijklmnopqrstuvwxyz";

/// Returns a serial and those one slip of the finger away: one of `signs` more, less or
/// other, or two neighbours swapped.
pub(crate) fn slips(serial: &str, signs: &str) -> Vec<String> {
    let typed: Vec<char> = serial.chars().collect();
    let mut near = BTreeSet::new();
    let mut add = |chars: Vec<char>| near.insert(chars.into_iter().collect::<String>());
    for at in 0..=typed.len() {
        for sign in signs.chars() {
            let mut more = typed.clone();
            more.insert(at, sign);
            add(more);
        }
    }
    for at in 0..typed.len() {
        let mut less = typed.clone();
        less.remove(at);
        add(less);
        for sign in signs.chars() {
            let mut other = typed.clone();
            other[at] = sign;
            add(other);
        }
    }
    for at in 1..typed.len() {
        let mut swapped = typed.clone();
        swapped.swap(at - 1, at);
        add(swapped);
    }
    near.remove(serial);
    let rest = near.into_iter().filter(|s| !s.is_empty() && !s.starts_with('0'));
    std::iter::once(serial.to_owned()).chain(rest).collect()
}

/// How many are worth showing.
const MOST: usize = 5;

/// Returns up to five records with a near number: the same serial under another symbol,
/// or the same symbol with one digit wrong; those with another serial than one of
/// `slips` are none of them. Linear in the number of records.
pub fn near<T>(
    reference: &Reference,
    records: impl Iterator<Item = (T, Record)>,
) -> Vec<(T, Record)> {
    let Reference::Named(named) = reference else { return Vec::new() };
    let mut found: Vec<(u32, T, Record)> = records
        .filter_map(|(id, record)| Some((distance(named, &record)?, id, record)))
        .collect();
    found.sort_by_key(|(distance, _, record)| (*distance, !record.is_held()));
    found.truncate(MOST);
    found.into_iter().map(|(_, id, record)| (id, record)).collect()
}

fn distance(named: &Named, record: &Record) -> Option<u32> {
    let serial = named.serial.as_deref()?;
    let number: DocNumber = record.number.as_deref()?.parse().ok()?;
    let symbol = symbol_parts(&number.symbol);
    let apart = |year: u16| named.date.map_or(0, |d| u32::from(d.year().abs_diff(year)));
    let years = number.year.map_or(0, apart).min(9);
    if number.serial_key() == serial {
        let shared = symbol.iter().any(|part| named.symbol.contains(part));
        let kind = record.kind.is_some() && record.kind == named.kind;
        return (shared || kind || named.symbol.is_empty()).then_some(10 + years);
    }
    let same = !named.symbol.is_empty() && symbol == named.symbol;
    (same && years == 0 && one_edit(serial, &number.serial_key())).then_some(20)
}

/// One digit more, less or other, or two neighbours swapped.
fn one_edit(typed: &str, own: &str) -> bool {
    let (typed, own) = (typed.as_bytes(), own.as_bytes());
    let front = typed.iter().zip(own).take_while(|(x, y)| x == y).count();
    let (typed, own) = (&typed[front..], &own[front..]);
    let tails = typed.iter().rev().zip(own.iter().rev());
    let back = tails.take_while(|(x, y)| x == y).count();
    match (&typed[..typed.len() - back], &own[..own.len() - back]) {
        ([], [_]) | ([_], [] | [_]) => true,
        ([first, second], [left, right]) => first == right && second == left,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_of_a_serial() {
        let near = slips("79", DIGITS);
        assert_eq!(near[0], "79");
        for one in ["97", "7", "9", "793", "78", "179"] {
            assert!(near.contains(&one.to_owned()), "{one}");
        }
        assert!(!near.contains(&"079".to_owned()));
        assert!(slips("30a", DIGITS).contains(&"30".to_owned()));
        assert!(slips("30", SIGNS).contains(&"30a".to_owned()));
    }

    #[test]
    fn slips_are_what_is_one_edit_away() {
        let near = slips("4a", SIGNS);
        let serials = ["4", "4b", "14a", "a", "a4", "40a", "5", "4ab", "44", "50"];
        for serial in serials {
            let is_near = near.contains(&serial.to_owned());
            assert_eq!(is_near, one_edit("4a", serial), "{serial}");
        }
    }

    #[test]
    fn one_slip_of_the_finger() {
        assert!(one_edit("793", "739"));
        assert!(one_edit("793", "79"));
        assert!(one_edit("793", "794"));
        assert!(!one_edit("793", "793"));
        assert!(!one_edit("793", "974"));
    }
}
