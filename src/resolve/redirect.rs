//! Documents that are known better under another key: their evidence goes there.

use super::build::commonest;
use super::learn::Resolver;
use super::symbol::words_slug;
use crate::ident::Date;
use crate::registry::{Ident, number};
use std::collections::{BTreeMap, HashMap};

/// Returns which documents are another one, and which one; `orders` are known already.
pub(super) fn all(
    learned: &Resolver,
    orders: BTreeMap<Ident, Ident>,
) -> BTreeMap<Ident, Ident> {
    let dates = commonest(&learned.dates);
    let mut map = permuted(learned, &dates);
    map.extend(titled(learned, &dates));
    for to in map.values_mut() {
        *to = *orders.get(to).unwrap_or(to);
    }
    map.extend(orders);
    map
}

/// Returns the laws cited by title and year whose number another text tells: same kind,
/// title and year, the same day where both are dated, and only one such law.
fn titled(learned: &Resolver, dates: &HashMap<u32, Date>) -> BTreeMap<Ident, Ident> {
    let laws = Laws::of(learned, dates);
    let titles =
        (0..).zip(&learned.documents).filter(|(_, (i, _))| laws.is_title(learned, i));
    let same = titles.filter_map(|(at, (ident, _))| {
        let date = dates.get(&at).copied();
        let numbered = laws.by_title.get(&(ident.fields[KIND], ident.fields[SERIAL]))?;
        let year: u16 = learned.fields.get(ident.fields[PERIOD])?.parse().ok()?;
        let fits = |(_, d): &&Dated| {
            d.is_some_and(|d| d.year() == year && date.is_none_or(|own| own.agrees(d)))
        };
        let mut found = numbered.iter().filter(fits);
        let (to, _) = found.next()?;
        found.next().is_none().then_some((*ident, *to))
    });
    same.collect()
}

const KIND: usize = 2;
const PERIOD: usize = 3;
const SERIAL: usize = 4;

type Dated = (Ident, Option<Date>);

/// Numbered laws by kind and the field that their title would be.
struct Laws {
    kinds: Vec<u32>,
    by_title: HashMap<(u32, u32), Vec<Dated>>,
}

impl Laws {
    fn of(learned: &Resolver, dates: &HashMap<u32, Date>) -> Self {
        let kinds =
            ["luat", "pl"].iter().filter_map(|k| learned.fields.find(Some(k))).collect();
        let mut laws = Self { kinds, by_title: HashMap::new() };
        for (at, (ident, evidence)) in (0..).zip(&learned.documents) {
            let title = learned.phrases.get(evidence.title());
            if title.is_empty() || laws.is_title(learned, ident) || !laws.is_law(ident) {
                continue;
            }
            let Some(slug) = learned.fields.find(Some(&words_slug(title))) else {
                continue;
            };
            let year = || evidence.number()?.year.map(Date::year_only);
            let date = evidence.stated_date().or_else(|| dates.get(&at).copied());
            let date = date.or_else(year);
            laws.by_title
                .entry((ident.fields[KIND], slug))
                .or_default()
                .push((*ident, date));
        }
        laws
    }

    fn is_law(&self, ident: &Ident) -> bool {
        self.kinds.contains(&ident.fields[KIND])
    }

    fn is_title(&self, learned: &Resolver, ident: &Ident) -> bool {
        let serial = learned.fields.get(ident.fields[SERIAL]).unwrap_or_default();
        self.is_law(ident) && !serial.starts_with(|c: char| c.is_ascii_digit())
    }
}

/// Returns which joint documents are another one with its issuers permuted: same kind,
/// year, serial and set of issuers, and no two dates.
fn permuted(learned: &Resolver, dates: &HashMap<u32, Date>) -> BTreeMap<Ident, Ident> {
    let mut groups = BTreeMap::<([u32; 3], &str), Vec<usize>>::new();
    for (at, (ident, evidence)) in learned.documents.iter().enumerate() {
        let set = learned.phrases.get(evidence.joint());
        if !set.is_empty() {
            let [_, _, kind, period, serial] = ident.fields;
            groups.entry(([kind, period, serial], set)).or_default().push(at);
        }
    }
    let mut map = BTreeMap::new();
    for group in groups.values().filter(|g| g.len() > 1) {
        let date = |at: usize| {
            let stated =
                learned.documents.get_index(at).and_then(|(_, e)| e.stated_date());
            stated.or_else(|| dates.get(&number(at)).copied())
        };
        let mut days: Vec<Date> = group.iter().filter_map(|&at| date(at)).collect();
        days.dedup();
        if days.len() > 1 {
            continue;
        }
        let ident = |at: usize| learned.documents.get_index(at).map(|(i, _)| *i);
        let Some(first) = best(learned, group).and_then(ident) else { continue };
        let others = group.iter().filter_map(|&at| ident(at)).filter(|i| *i != first);
        map.extend(others.map(|other| (other, first)));
    }
    map
}

/// The one that is held, or cited with a date most often; the first key of equals.
fn best(learned: &Resolver, group: &[usize]) -> Option<usize> {
    let held: std::collections::BTreeSet<u32> =
        learned.sources.iter().flatten().map(|h| h.document).collect();
    let key =
        |at: usize| learned.documents.get_index(at).map(|(i, _)| learned.fields.key(i));
    let count = |at: usize| {
        let of = learned.dates.iter().filter(|((doc, _), _)| *doc == number(at));
        of.map(|(_, n)| *n).sum::<u32>()
    };
    let rank = |at: &usize| {
        (held.contains(&number(*at)), count(*at), std::cmp::Reverse(key(*at)))
    };
    group.iter().copied().max_by_key(rank)
}

/// Adds what is said of each document to the one that it is.
pub(super) fn merge(learned: &mut Resolver, moved: &BTreeMap<Ident, Ident>) {
    for (from, to) in moved {
        let Some(other) = learned.documents.get(from).copied() else { continue };
        // The law of an order may never be cited without its title.
        let evidence = learned.documents.entry(*to).or_default();
        evidence.merge(&other, &learned.phrases);
    }
    for ((document, date), n) in std::mem::take(&mut learned.dates) {
        let from = learned.documents.get_index(document as usize);
        let to = from.and_then(|(ident, _)| moved.get(ident));
        let to = to.and_then(|to| learned.documents.get_index_of(to));
        *learned.dates.entry((to.map_or(document, number), date)).or_default() += n;
    }
}
