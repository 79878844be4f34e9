//! What holds for any corpus: order does not matter, nothing is lost, no time travel.

use super::resolve_builders::{
    Source, cited, date, mention, numbered, resolved, titled, world, world_with,
};
use danchieu::ident::Date;
use danchieu::parse::{Form, Mention};
use danchieu::registry::{Record, SourceId};
use danchieu::relate::Relation;
use danchieu::resolve::{Catalogue, Citation, Resolution, ResolutionCounts, World};
use proptest::prelude::*;
use std::sync::LazyLock;

fn any_mention() -> impl Strategy<Value = Mention> {
    let number = prop_oneof![
        Just(("QĐ", "793/QĐ-TTg")),
        Just(("QĐ", "28/2018/QĐ-TTg")),
        Just(("QĐ", "28/QĐ-TTg")),
        Just(("QĐ", "28")),
        Just(("NQ", "18-NQ/TW")),
        Just(("NQ", "96/2015/QH13")),
        Just(("", "96/2015/QH13")),
        Just(("KH", "40/KH-UBND")),
        Just(("KH", "40")),
        Just(("KH", "90/KH-BCĐ")),
        Just(("TTLT", "01/2014/TTLT-BCA-BQP")),
        Just(("TTLT", "01/2014/TTLT-BQP-BCA")),
        Just(("NĐ", "…/2025/NĐ-CP")),
    ];
    let day = prop_oneof![
        Just(""),
        Just("2016-05-10"),
        Just("2017-10-25"),
        Just("2021-04-02"),
        Just("2021"),
        Just("2106-05-10"),
    ];
    let issuer = prop_oneof![
        Just(""),
        Just("UBND tỉnh"),
        Just("UBND tỉnh Nam Định"),
        Just("Ban Chỉ đạo 138 tỉnh"),
        Just("Thủ tướng Chính phủ"),
        Just("Hội nghị Trung ương 6 khóa XII"),
    ];
    let form = prop_oneof![
        6 => Just(Form::Numbered),
        2 => Just(Form::Alias),
        1 => Just(Form::Anaphor),
        1 => Just(Form::Generic),
        1 => Just(Form::ToSelf),
    ];
    let numbered =
        (number, day, issuer, form).prop_map(|((kind, number), day, issuer, form)| {
            mention(form, kind, number, day, issuer)
        });
    let law =
        prop_oneof![Just("Đất đai"), Just("Phòng, chống mua bán người"), Just("Việc lạ")];
    let law =
        (law, prop_oneof![Just(""), Just("2013")]).prop_map(|(t, d)| titled("L", t, d));
    prop_oneof![5 => numbered, 1 => law]
}

fn any_source() -> impl Strategy<Value = Source> {
    let place =
        prop_oneof![Just(""), Just("namdinh"), Just("thaibinh"), Just("ninhbinh")];
    let day =
        prop_oneof![Just("2015-02-01"), Just("2021-05-19"), Just("2025-08-01"), Just("")];
    let mentions = proptest::collection::vec(any_mention(), 0..6);
    (any::<bool>(), place, day, mentions).prop_map(|(is_plan, place, day, mentions)| {
        if is_plan {
            Source::plan("40/KH-UBND", day, place, mentions)
        } else {
            Source::news(day, place, mentions)
        }
    })
}

fn catalogue() -> Catalogue {
    static BUILT_IN: LazyLock<Catalogue> = LazyLock::new(Catalogue::built_in);
    BUILT_IN.clone()
}

/// "Hội nghị Trung ương 6 khóa XII" tells the period as a date does.
fn says_term(mention: &Mention) -> bool {
    mention.issuer.as_deref().is_some_and(|i| i.contains("khóa"))
}

type Seen = (Vec<Record>, Vec<Vec<Resolution>>, Vec<Vec<Citation>>);

fn seen(world: &World, sources: &[Source]) -> Seen {
    let ids = || (0..).map(SourceId).zip(sources);
    let found: Vec<_> = ids().map(|(id, s)| world.resolve(id, &s.facts)).collect();
    let edges =
        ids().zip(&found).map(|((id, s), f)| world.edges(id, &s.facts, f)).collect();
    (world.registry().iter().map(|(_, r)| r).collect(), found, edges)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn the_order_of_sources_does_not_matter(
        sources in proptest::collection::vec(any_source(), 1..7),
        turn in 0_usize..7,
    ) {
        let forward = numbered(&sources);
        let mut other = forward.clone();
        other.reverse();
        other.rotate_left(turn % sources.len());
        let (a, b) = (world(&forward), world(&other));
        prop_assert_eq!(seen(&a, &sources), seen(&b, &sources));
    }

    #[test]
    fn nothing_is_lost_and_every_id_is_a_record(
        sources in proptest::collection::vec(any_source(), 1..7),
    ) {
        let world = world_with(catalogue(), &numbered(&sources));
        let (records, found, edges) = seen(&world, &sources);
        for (source, found) in sources.iter().zip(&found) {
            let counts = ResolutionCounts::of(found);
            prop_assert_eq!(counts.total(), source.facts.mentions.len() as u64);
            for id in found.iter().flat_map(Resolution::candidates) {
                prop_assert!((id.0 as usize) < records.len());
            }
        }
        for edge in edges.iter().flatten() {
            prop_assert_ne!(edge.source, edge.target);
        }
        for pair in records.windows(2) {
            prop_assert!((&pair[0].key, pair[0].scope) < (&pair[1].key, pair[1].scope));
        }
    }

    #[test]
    fn a_partial_reference_finds_nothing_younger_than_the_citing_document(
        sources in proptest::collection::vec(any_source(), 1..7),
    ) {
        let world = world_with(catalogue(), &numbered(&sources));
        for (id, source) in (0..).map(SourceId).zip(&sources) {
            let Some(citing) = source.facts.heading.date else { continue };
            let found = world.resolve(id, &source.facts);
            let open = source.facts.mentions.iter().zip(&found);
            for (mention, found) in open.filter(|(m, _)| m.date.is_none() && !says_term(m)) {
                for id in found.candidates() {
                    let date = world.registry().get(*id).unwrap().date;
                    let year_inside = mention.number.as_ref().is_some_and(|n| n.year.is_some());
                    let said_elsewhere = source.facts.mentions.iter().any(|m| {
                        let inside = m.number.as_ref().and_then(|n| n.year);
                        m.date == date || inside.is_some() && inside == date.map(Date::year)
                    });
                    let in_time = date.is_none_or(|d| !d.is_after(citing));
                    prop_assert!(in_time || year_inside || said_elsewhere, "{:?}", mention);
                }
            }
        }
    }
}

#[test]
fn a_cited_document_is_not_younger_but_may_be_of_the_same_day() {
    let of = |citing| Source::news(citing, "", vec![cited("QĐ", "33/QĐ-TTg", "", "")]);
    let known =
        Source::news("2026-03-01", "", vec![cited("QĐ", "33/QĐ-TTg", "2026-01-07", "")]);
    let sources = [known, of("2026-01-06"), of("2026-01-07")];
    let world = world(&numbered(&sources));
    let seen = |i: usize| resolved(&world, i, &sources[i]);
    assert_eq!(seen(1), ["~ vn/ttg/qd/?/33"]);
    assert_eq!(seen(2), ["= vn/ttg/qd/2026/33"]);
}

#[test]
fn a_slip_of_the_pen_is_no_candidate_for_others() {
    let cite = |day| vec![cited("QĐ", "193/QĐ-TTg", day, "")];
    let mut sources: Vec<Source> = (1..5)
        .map(|i| Source::news(&format!("2021-03-0{i}"), "", cite("2021-02-09")))
        .collect();
    sources.push(Source::news("2021-05-27", "", cite("2020-02-09")));
    sources.push(Source::news("2022-01-01", "", cite("")));
    sources.push(Source::news("2022-01-02", "", cite("9/2/2201")));
    let world = world(&numbered(&sources));
    let seen = |i: usize| resolved(&world, i, &sources[i]).remove(0);
    assert_eq!(seen(4), "= vn/ttg/qd/2020/193", "what it says, for a check to question");
    assert_eq!(seen(5), "= vn/ttg/qd/2021/193");
    assert_eq!(seen(6), "= vn/ttg/qd/2021/193");
}

#[test]
fn late_evidence_keeps_the_old_key_as_an_alias() {
    let undated = cited("KH", "185/KH-BCĐ", "", "Ban Chỉ đạo 138 Chính phủ");
    let early = Source::news("2021-05-19", "", vec![undated]);
    let dated = cited("KH", "185/KH-BCĐ", "2021-04-20", "Ban Chỉ đạo 138 Chính phủ");
    let late = Source::news("2021-06-01", "", vec![dated]);
    let first = world(&[(0, &early)]);
    let key = |w: &World, s: &Source, id| resolved(w, id, s).remove(0);
    assert_eq!(key(&first, &early, 0), "~ vn/bcd138/kh/?/185");
    let second = world(&[(0, &early), (1, &late)]);
    assert_eq!(key(&second, &early, 0), "= vn/bcd138/kh/2021/185");
    let full = "vn/bcd138/kh/2021/185".parse().unwrap();
    let id = second.registry().with_key(&full).next().unwrap();
    let aliases = second.registry().get(id).unwrap().aliases;
    assert_eq!(aliases, ["vn/bcd138/kh/?/185".parse().unwrap()]);
}

#[test]
fn edges_of_a_news_item_start_at_the_announced_document() {
    let mentions = vec![
        cited("KH", "90/KH-BCĐ", "2021-05-18", "Ban Chỉ đạo 138 tỉnh Nam Định"),
        cited("QĐ", "793/QĐ-TTg", "2016-05-10", "Thủ tướng Chính phủ"),
        mention(Form::ToSelf, "KH", "", "", ""),
    ];
    let mut source = Source::news("2021-05-19", "namdinh", mentions);
    source.facts.heading.announces = Some(0);
    let world = world(&[(0, &source)]);
    let found = world.resolve(SourceId(0), &source.facts);
    assert_eq!(found[2], found[0], "\"Kế hoạch này\" is the announced one");
    let edges = world.edges(SourceId(0), &source.facts, &found);
    let shown: Vec<_> =
        edges.iter().map(|e| (e.source, e.relation.as_str(), e.target)).collect();
    let item = world.document_of(SourceId(0));
    let (plan, decision) = (found[0].document().unwrap(), found[1].document().unwrap());
    assert_eq!(shown[..2], [(item, "reports", plan), (plan, "cites", decision)]);
    assert_eq!(date("2021-05-18"), world.registry().get(plan).unwrap().date);
}

/// A circular that ends one document, whose title goes on to another.
fn ending(kind: &str, number: &str) -> Source {
    let mentions = vec![
        cited("QĐ", "131/2008/QĐ-BNN", "2008-12-31", ""),
        cited("TT", "23/2011/TT-BNNPTNT", "2011-04-06", ""),
    ];
    let mut source = Source::plan(number, "2012-05-01", "", mentions);
    source.facts.heading.kind = danchieu::vocab::DocKind::from_code(kind);
    source.facts.roles[0].relation = Relation::Replaces;
    source.facts.roles[1].relation = Relation::Repeals;
    source.facts.roles[1].of = Some(0);
    source
}

fn relations(source: &Source) -> Vec<String> {
    let world = world(&[(0, source)]);
    let found = world.resolve(SourceId(0), &source.facts);
    let edges = world.edges(SourceId(0), &source.facts, &found);
    let key = |id| world.registry().get(id).unwrap().key.to_string();
    let shown = |e: &danchieu::resolve::Citation| {
        format!("{} {} {}", key(e.source), e.relation.as_str(), key(e.target))
    };
    edges.iter().map(shown).collect()
}

#[test]
fn nothing_repeals_what_came_after_it() {
    let own = "vn/bnnptnt/tt/2012/5";
    assert_eq!(
        relations(&ending("TT", "05/2012/TT-BNNPTNT")),
        [
            format!("{own} replaces vn/bnnptnt/qd.n/2008/131"),
            format!("{own} repeals vn/bnnptnt/tt/2011/23"),
        ]
    );
}

#[test]
fn a_report_repeals_nothing() {
    let own = "vn/bnnptnt/bc/2012/5";
    assert_eq!(
        relations(&ending("BC", "5/BC-BNNPTNT")),
        [
            format!("{own} cites vn/bnnptnt/qd.n/2008/131"),
            format!("{own} cites vn/bnnptnt/tt/2011/23"),
        ]
    );
}
