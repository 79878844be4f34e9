//! "Did you mean": documents whose numbers are near a reference that nobody bears.

use super::{Named, Reference, symbol_parts};
use crate::ident::DocNumber;
use crate::registry::Record;

/// How many are worth showing.
const MOST: usize = 5;

/// Returns up to five records with a near number: the same serial under another symbol,
/// or the same symbol with one digit wrong. Linear in the number of records.
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
    fn one_slip_of_the_finger() {
        assert!(one_edit("793", "739"));
        assert!(one_edit("793", "79"));
        assert!(one_edit("793", "794"));
        assert!(!one_edit("793", "793"));
        assert!(!one_edit("793", "974"));
    }
}
