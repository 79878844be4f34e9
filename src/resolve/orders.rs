//! Laws that bear the number of the order that promulgated them: until 1997 a law had no
//! number of its own, and one order could promulgate several (three laws of June 1994 are
//! 35-L/CTN). Their titles tell them apart.

use super::learn::Resolver;
use super::symbol::words_slug;
use crate::registry::{Ident, number};
use std::collections::{BTreeMap, BTreeSet};

/// Returns true for the number of an order that promulgates laws: `21-LCT/HĐNN8`, `45/LCT`,
/// `58-L/CTN`.
pub(super) fn is_order(tokens: &[String]) -> bool {
    let has = |token| tokens.iter().any(|t| t == token);
    has("LCT") || has("LTC") || has("LCTN") || (has("L") && has("CTN"))
}

/// Returns what keeps a law of that title apart from others of its number; zero without a
/// title, for then any of them may be meant.
pub(super) fn scope(title: Option<&str>) -> u64 {
    let words = title.map(words).unwrap_or_default();
    if words.is_empty() {
        return 0;
    }
    let digest = blake3::hash(words.join("-").as_bytes());
    let bytes = digest.as_bytes().iter().take(8);
    bytes.fold(0, |sum, byte| sum << 8 | u64::from(*byte)).max(1)
}

/// The words of a title without marks and what may as well be left out: the kind before
/// it, *về*, the year behind it.
fn words(title: &str) -> Vec<String> {
    const KINDS: [&str; 3] = ["phap-lenh-", "bo-luat-", "luat-"];
    let slug = words_slug(title);
    let bare = KINDS.iter().find_map(|kind| slug.strip_prefix(kind)).unwrap_or(&slug);
    let bare = bare.strip_prefix("ve-").unwrap_or(bare);
    let bare = bare.split("-nam-1").next().unwrap_or(bare);
    bare.split('-').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// What becomes of the documents under numbers of orders.
#[derive(Debug, Default)]
pub(super) struct Orders {
    /// Those that are another one: the same title in other words, or all of a number that
    /// stands for one law only.
    pub(super) moved: BTreeMap<Ident, Ident>,
    /// References that may mean any of several laws: no documents.
    pub(super) open: BTreeSet<Ident>,
}

/// Looks at what was learned under the numbers of orders.
pub(super) fn all(learned: &Resolver) -> Orders {
    let held: BTreeSet<u32> =
        learned.sources.iter().flatten().map(|h| h.document).collect();
    let mut numbers = BTreeMap::<[u32; 5], Vec<Law>>::new();
    for (at, (ident, evidence)) in learned.documents.iter().enumerate() {
        if learned.orders.contains(&ident.fields) {
            let title = learned.phrases.get(evidence.title());
            let titled = ident.scope != 0;
            let words =
                if titled { words(title).into_iter().collect() } else { BTreeSet::new() };
            let is_held = held.contains(&number(at));
            numbers.entry(ident.fields).or_default().push(Law {
                ident: *ident,
                words,
                is_held,
            });
        }
    }
    let mut orders = Orders::default();
    for laws in numbers.values_mut() {
        laws.sort_by(|a, b| (&a.words, a.ident.scope).cmp(&(&b.words, b.ident.scope)));
        orders.settle(laws);
    }
    orders
}

/// What was learned under one number and title.
struct Law {
    ident: Ident,
    /// None where no title was given.
    words: BTreeSet<String>,
    is_held: bool,
}

impl Law {
    /// A shorter form of the other title, or its equal: then the first of the two stands
    /// for both.
    fn is_form_of(&self, other: &Self) -> bool {
        // "Luật sửa đổi … Luật Đất đai" is no longer form of "Luật Đất đai".
        const AMENDING: &str = "sua";
        self.words.contains(AMENDING) == other.words.contains(AMENDING)
            && self.words.is_subset(&other.words)
    }
}

impl Orders {
    fn settle(&mut self, laws: &[Law]) {
        let titled = || laws.iter().filter(|law| !law.words.is_empty());
        let is_whole = |law: &&Law| {
            let longer = |other: &Law| law.is_form_of(other) && law.words != other.words;
            !titled().any(longer)
        };
        let mut whole: Vec<&Law> = titled().filter(is_whole).collect();
        whole.dedup_by(|a, b| a.words == b.words);
        for law in laws {
            match meant(law, &whole) {
                Some(of) if of != law.ident => {
                    self.moved.insert(law.ident, of);
                }
                None if !whole.is_empty() && !law.is_held => {
                    self.open.insert(law.ident);
                }
                _ => {}
            }
        }
    }
}

/// Returns the one of the laws of a number that is meant. Where there is but one, the
/// number alone is its identity, whatever its title.
fn meant(law: &Law, whole: &[&Law]) -> Option<Ident> {
    if let [one] = whole {
        return Some(Ident { scope: 0, ..one.ident });
    }
    let mut meant = whole.iter().filter(|of| law.is_form_of(of));
    let first = meant.next()?;
    meant.next().is_none().then_some(first.ident)
}

/// Returns true for the kinds that such a number may stand for: laws and ordinances.
pub(super) fn may_bear(kind: Option<&str>) -> bool {
    kind == Some("luat") || kind == Some("pl")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_the_same_with_kind_year_and_other_marks() {
        let same = scope(Some("Đất đai"));
        for title in ["Luật Đất đai", "Luật đất đai năm 1993", "về đất đai", "Đất Đai"]
        {
            assert_eq!(scope(Some(title)), same, "{title}");
        }
        assert_ne!(scope(Some("Dầu khí")), same);
        assert_eq!((scope(None), scope(Some(" "))), (0, 0));
    }
}
