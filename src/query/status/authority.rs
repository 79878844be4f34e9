//! Which documents can end, amend or suspend which.

use crate::ident::{Date, DocNumber};
use crate::query::filter::date_of;
use crate::registry::Record;
use crate::vocab::{DocKind, Issuer, IssuerLevel};

/// Returns true if a document of that kind can replace, repeal, amend or suspend
/// another.
pub(in crate::query) fn can_end(by: &Record) -> bool {
    by.kind.is_some_and(|kind| !kind.only_tells())
}

/// Returns true for a normative document (*văn bản quy phạm pháp luật*, Law 80/2015/QH13
/// art. 4): of a kind that always is one, else a decision, directive or resolution of the
/// National Assembly, or with the year that only these bear between number and symbol
/// (Decree 34/2016/NĐ-CP art. 62).
pub(super) fn is_normative(record: &Record) -> bool {
    let number = record.number.as_deref().and_then(|n| n.parse::<DocNumber>().ok());
    let with_year =
        number.is_some_and(|n| n.year.is_some()) || record.key.is_in_year_series();
    match record.kind.map(DocKind::slug) {
        Some("hp" | "luat" | "pl" | "lenh" | "sl" | "nd" | "tt" | "ttlt" | "nqlt") => {
            true
        }
        Some("nq") => with_year || matches!(rank(record), Some(ASSEMBLY | 2)),
        Some("qd" | "ct") => with_year,
        _ => false,
    }
}

/// Returns true if `by` may act on `target` at all: a document is amended or replaced
/// by the body that issued it and ended by a superior (Law 80/2015/QH13 art. 12(1)), so
/// a province ends nothing of another one or of the centre, and a ministry no decree.
/// Nobody acts on what is younger. What is not known of either is no objection.
pub(in crate::query) fn may_act_on(by: &Record, target: &Record) -> bool {
    !is_younger(target, by) && has_power_over(by, target)
}

/// Returns true if the body and kind of `by` allow it to act on `target`, whenever the
/// two were issued.
pub(super) fn has_power_over(by: &Record, target: &Record) -> bool {
    if !can_end(by) || is_party(by) != is_party(target) {
        return false;
    }
    let (Some(by_rank), Some(target_rank)) = (rank(by), rank(target)) else {
        return true;
    };
    if by_rank == LOCAL && target_rank == LOCAL {
        return same_province(by, target);
    }
    by_rank <= target_rank
}

fn is_younger(one: &Record, other: &Record) -> bool {
    date_of(one).zip(date_of(other)).is_some_and(|(one, other)| one.is_after(other))
}

const ASSEMBLY: u8 = 1;
const LOCAL: u8 = 6;

/// Returns the rank of the issuing body, from the National Assembly down (Law
/// 80/2015/QH13 art. 4); central bodies below the Prime Minister are of one rank.
fn rank(record: &Record) -> Option<u8> {
    if let Some(place) = record.key.place.as_deref().filter(|p| *p != "vn") {
        return (place != "text").then_some(LOCAL);
    }
    let of_kind = match record.kind.map(DocKind::slug) {
        Some("luat" | "hp") => Some(ASSEMBLY),
        Some("pl") => Some(2),
        _ => None,
    };
    let of_issuer = || {
        let slug = record.key.issuer.as_deref()?;
        Some(match slug {
            "qh" => ASSEMBLY,
            "ubtvqh" | "tvqh" | "hdnn" | "ctn" => 2,
            "cp" | "hdbt" | "hdcp" => 3,
            "ttg" | "ct" => 4,
            _ if Issuer::from_slug(slug)?.level() == IssuerLevel::Local => LOCAL,
            _ => 5,
        })
    };
    of_kind.or_else(of_issuer)
}

/// The Party and the state do not repeal each other's documents.
fn is_party(record: &Record) -> bool {
    let period = record.key.period.as_deref().unwrap_or_default();
    period.starts_with('d') || record.key.issuer.as_deref() == Some("tw")
}

/// Provinces that were merged answer for each other.
fn same_province(by: &Record, target: &Record) -> bool {
    let place = crate::query::filter::place_of;
    let (Some(by), Some(target)) = (place(by), place(target)) else { return true };
    let merged = Date::year_only(2026);
    by.on(merged) == target.on(merged)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(key: &str, kind: &str) -> Record {
        Record {
            key: key.parse().unwrap(),
            kind: DocKind::from_code(kind),
            ..Record::default()
        }
    }

    #[test]
    fn a_document_is_ended_by_its_issuer_or_a_superior() {
        let may = |by: (&str, &str), target: (&str, &str)| {
            has_power_over(&record(by.0, by.1), &record(target.0, target.1))
        };
        let (law, decree) = (("vn/qh/luat/qh15/53", "L"), ("vn/cp/nd/2012/62", "NĐ"));
        let (circular, plan) =
            (("vn/btc/tt/2021/78", "TT"), ("vn-namdinh/ubnd/kh/2021/40", "KH"));
        assert!(may(law, decree) && may(decree, circular) && may(law, law));
        assert!(!may(circular, decree) && !may(plan, decree) && !may(decree, law));
        assert!(may(("vn-ninhbinh/ubnd/kh/2025.7/18", "KH"), plan), "its successor");
        assert!(!may(("vn-thaibinh/ubnd/kh/2021/40", "KH"), plan));
        assert!(!may(("vn/tw/nq/d12/18", "NQ"), decree));
        let [old, new] =
            ["vn/cp/nd/2012/62", "vn/cp/nd/2014/67"].map(|k| record(k, "NĐ"));
        assert!(may_act_on(&new, &old) && !may_act_on(&old, &new));
    }

    #[test]
    fn a_year_tells_a_normative_decision_from_others() {
        for (key, kind, number, want) in [
            ("vn/cp/nd/2017/20", "NĐ", "20/2017/NĐ-CP", true),
            ("vn/btc/tt/2017/41", "TT", "41/2017/TT-BTC", true),
            ("vn-namdinh/ubnd/qd/2020/7", "QĐ", "7/2020/QĐ-UBND", true),
            ("vn-namdinh/ubnd/qd/2020/7", "QĐ", "7/QĐ-UBND", false),
            ("vn-namdinh/hdnd/nq/2020/7", "NQ", "7/2020/NQ-HĐND", true),
            ("vn-namdinh/hdnd/nq/2020/7", "NQ", "7/NQ-HĐND", false),
            ("vn-namdinh/ubnd/kh/2020/7", "KH", "7/KH-UBND", false),
            ("vn/btc/hd/2020/7", "HD", "7/HD-BTC", false),
        ] {
            let number = Some(number.to_owned());
            let record = Record { number, ..record(key, kind) };
            assert_eq!(is_normative(&record), want, "{key} {kind}");
        }
    }

    #[test]
    fn reports_and_consolidated_texts_end_nothing() {
        let decree = record("vn/cp/nd/2012/62", "NĐ");
        for (key, kind) in [("vn/cp/bc/2020/5", "BC"), ("vn/vpqh/vbhn/2021/3", "VBHN")] {
            assert!(!has_power_over(&record(key, kind), &decree), "{kind}");
        }
    }
}
