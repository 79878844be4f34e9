//! Documents that a slip of the pen may have made.

use super::learn::Resolver;
use super::probe::renumbered;
use super::reference::day_and_month;
use crate::registry::{Ident, Row};
use std::collections::{BTreeMap, HashMap, HashSet};

/// How often a document must be cited with its date, against once, to cast doubt on a
/// twin.
const WELL_KNOWN: u32 = 3;

/// Marks every row that is cited with a date once, held by no source and in no table,
/// while a well-known one of the same issuer, kind and number has the same day of another
/// year.
pub(super) fn mark(
    rows: &mut [Row],
    learned: &Resolver,
    permuted: &BTreeMap<Ident, Ident>,
    new: &[u32],
) {
    let support = support(learned, permuted, new);
    let twin = |row: &Row| {
        let [place, issuer, kind, _, serial] = row.ident.fields;
        Some(([place, issuer, kind, serial], row.date.and_then(day_and_month)?))
    };
    let strength = |row: &Row| support.get(&row.ident).copied().unwrap_or(0);
    let known = rows.iter().filter(|r| strength(r) >= WELL_KNOWN);
    let known: HashSet<_> = known.filter_map(twin).collect();
    for row in rows.iter_mut().filter(|r| strength(r) <= 1) {
        row.is_doubtful = twin(row).is_some_and(|t| known.contains(&t));
    }
}

/// Returns how often each document is cited with a date; one that is held or in a table
/// is well known without.
fn support(
    learned: &Resolver,
    permuted: &BTreeMap<Ident, Ident>,
    new: &[u32],
) -> HashMap<Ident, u32> {
    let mut support = HashMap::new();
    let mut add = |document: u32, n: u32| {
        let Some((ident, _)) = learned.documents.get_index(document as usize) else {
            return;
        };
        let ident = permuted.get(ident).unwrap_or(ident);
        *support.entry(renumbered(*ident, new)).or_default() += n;
    };
    for document in learned.sources.iter().flatten().map(|held| held.document) {
        add(document, WELL_KNOWN);
    }
    for ((document, _), n) in &learned.dates {
        add(*document, *n);
    }
    for (at, evidence) in (0..).zip(learned.documents.values()) {
        if evidence.stated_date().is_some() {
            add(at, WELL_KNOWN);
        }
    }
    support
}
