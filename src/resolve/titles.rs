//! Laws by title: "Luật Đất đai" is one of five (domain §2.7).

use super::reference::{Reference, of_law};
use crate::ident::{Date, DocNumber};
use crate::vocab::{DocKind, Law};
use std::collections::HashMap;
use std::sync::LazyLock;

static REFERENCES: LazyLock<HashMap<Law, Reference>> =
    LazyLock::new(|| Law::all().filter_map(|law| Some((law, of_law(law)?))).collect());

/// Returns the reference to a law of the table.
pub(super) fn reference(law: Law) -> Option<Reference> {
    REFERENCES.get(&law).cloned()
}

/// Returns the law of the table with that number.
pub(super) fn numbered(kind: DocKind, number: &DocNumber) -> Option<Law> {
    let same = |l: &Law| l.kind().slug() == kind.slug() && l.number().same(number);
    is_law(kind).then(|| Law::all().find(same)).flatten()
}

/// Returns true for the kinds that are cited by title: law, code, ordinance.
pub(super) fn is_law(kind: DocKind) -> bool {
    kind == DocKind::LAW || kind == DocKind::CODE || kind == DocKind::ORDINANCE
}

/// Returns the laws of that kind and title, oldest first; with a date or year, those
/// passed then.
///
/// The title may be followed by its year or number; any other words make it another
/// title.
pub(super) fn named(kind: DocKind, title: &str, date: Option<Date>) -> Vec<Law> {
    let title = title.trim().trim_matches(['"', '“', '”']);
    let found = Law::at_start(title).or_else(|| Law::short_at_start(title));
    let Some((law, len)) = found else { return Vec::new() };
    if !is_end(title.get(len..).unwrap_or_default()) {
        return Vec::new();
    }
    let same = law.same_title().filter(|l| l.kind().slug() == kind.slug());
    same.filter(|l| date.is_none_or(|d| d.year() == l.date().year())).collect()
}

fn is_end(rest: &str) -> bool {
    let rest =
        rest.trim_start_matches([' ', ',', '.', ';', ':', '(', '”', '"']).to_lowercase();
    rest.is_empty()
        || ["năm", "ngày", "số", "sửa đổi"].iter().any(|w| rest.starts_with(w))
        || rest.starts_with(|c: char| c.is_ascii_digit())
}

/// Returns which of several generations of a law, cited on `cited`, are in force on `day`,
/// from which the citing document speaks; best first:
/// the one in force, and before it the one that was passed but not yet in force, which
/// a plan may already carry out.
pub(super) fn in_force(laws: &[Law], cited: Option<Date>, day: Option<Date>) -> Vec<Law> {
    let (Some(cited), Some(day)) = (cited, day) else {
        return laws.iter().rev().copied().collect();
    };
    let passed = laws.iter().rev().filter(|l| !l.date().is_after(cited));
    let mut out: Vec<Law> = Vec::new();
    for &law in passed {
        let waits = law.in_force().is_after(day);
        if out.is_empty() || out.iter().all(|l| l.in_force().is_after(day)) {
            out.push(law);
        }
        if !waits {
            break;
        }
    }
    // The law in force first: "theo Luật …" means the one that binds.
    out.sort_by_key(|l| l.in_force().is_after(day));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn law(title: &str, day: &str) -> Vec<String> {
        let laws = named(DocKind::LAW.into(), title, None);
        let laws = in_force(&laws, day.parse().ok(), day.parse().ok());
        laws.into_iter().map(|l| l.number().to_string()).collect()
    }

    #[test]
    fn the_generation_in_force_is_meant() {
        let title = "Phòng, chống mua bán người";
        assert_eq!(law(title, "2021-05-19"), ["66/2011/QH12"]);
        assert_eq!(law(title, "2026-02-06"), ["53/2024/QH15"]);
        assert_eq!(law(title, "2025-01-10"), ["66/2011/QH12", "53/2024/QH15"]);
        assert_eq!(law(title, ""), ["53/2024/QH15", "66/2011/QH12"]);
    }

    #[test]
    fn more_words_make_another_title() {
        let named = |t| named(DocKind::LAW.into(), t, None).len();
        assert_eq!(named("Phòng, chống mua bán người năm 2024"), 2);
        assert_eq!(named("Phòng, chống mua bán người và ma túy"), 0);
    }
}
