//! Which documents are one and which are two.

use super::resolve_builders::{
    Source, cited, mention, numbered, resolved, titled, world, world_with,
};
use danchieu::parse::Form;
use danchieu::registry::SourceId;
use danchieu::resolve::{Catalogue, Resolution, ResolutionCounts};
use danchieu::vocab::Place;
use std::collections::BTreeSet;

#[test]
fn equal_numbers_of_provinces_kinds_and_years_never_merge() {
    let mut sources = Vec::new();
    for place in Place::all().filter(|p| p.existed("2021".parse().unwrap())) {
        for kind in ["KH", "QĐ", "TB", "BC", "CT"] {
            for year in [2019, 2020, 2021] {
                let number = format!("40/{kind}-UBND");
                let day = format!("{year}-04-02");
                let issuer = format!("UBND tỉnh {}", place.name());
                sources.push(Source::news(
                    &format!("{year}-12-01"),
                    "",
                    vec![cited(kind, &number, &day, &issuer)],
                ));
                sources.push(Source::plan(&number, &day, place.slug(), vec![]));
                let last = sources.last_mut().unwrap();
                last.facts.heading.kind = danchieu::vocab::DocKind::from_code(kind);
                last.facts.heading.issuer = Some(issuer);
            }
        }
    }
    let world = world(&numbered(&sources));
    let held: BTreeSet<_> =
        world.registry().iter().filter(|(_, r)| r.is_held()).collect_keys();
    let provinces = Place::all().filter(|p| p.existed("2021".parse().unwrap())).count();
    assert_eq!(provinces, 63);
    assert_eq!(
        held.len(),
        63 * 5 * 3 * 2,
        "each plan and each news item is one document"
    );
    assert_eq!(
        world.registry().len(),
        held.len(),
        "every citation is of a held document"
    );
}

trait Keys {
    fn collect_keys(self) -> BTreeSet<String>;
}

impl<I: Iterator<Item = (danchieu::registry::DocId, danchieu::registry::Record)>> Keys
    for I
{
    fn collect_keys(self) -> BTreeSet<String> {
        self.map(|(_, r)| r.key.to_string()).collect()
    }
}

#[test]
fn an_unnamed_province_is_not_the_only_one_known() {
    let nam_dinh = Source::plan("40/KH-UBND", "2021-04-02", "namdinh", vec![]);
    let thai_binh = Source::plan("40/KH-UBND", "2021-04-02", "thaibinh", vec![]);
    let of = |day| vec![cited("KH", "40/KH-UBND", day, "UBND tỉnh")];
    let same_day = Source::news("2021-05-19", "", of("2021-04-02"));
    let other_day = Source::news("2021-05-20", "", of("2021-03-09"));
    let at_home = Source::news("2021-05-19", "namdinh", of("2021-04-02"));
    let sources = [nam_dinh, thai_binh, same_day, other_day, at_home];
    let world = world(&numbered(&sources));
    let seen = |i: usize| resolved(&world, i, &sources[i]).remove(0);
    assert_eq!(
        seen(2),
        "? vn-namdinh/ubnd/kh/2021/40 vn-thaibinh/ubnd/kh/2021/40 vn-?/ubnd/kh/2021/40"
    );
    assert_eq!(seen(3), "~ vn-?/ubnd/kh/2021/40");
    assert_eq!(seen(4), "= vn-namdinh/ubnd/kh/2021/40");
}

#[test]
fn unnamed_provinces_of_two_sources_are_two_documents() {
    let of = || vec![cited("KH", "40/KH-UBND", "2021-04-02", "UBND tỉnh")];
    let sources =
        [Source::news("2021-05-19", "", of()), Source::news("2021-05-20", "", of())];
    let world = world(&numbered(&sources));
    let found: Vec<Resolution> = (0..2)
        .map(|i| world.resolve(SourceId(i), &sources[i as usize].facts).remove(0))
        .collect();
    assert_ne!(found[0].document(), found[1].document());
    assert_eq!(resolved(&world, 0, &sources[0]), ["~ vn-?/ubnd/kh/2021/40"]);
    assert_eq!(resolved(&world, 1, &sources[1]), ["~ vn-?/ubnd/kh/2021/40"]);
}

#[test]
fn a_yearless_number_waits_for_its_year() {
    let dated = |y: u16| {
        let day = format!("{y}-05-10");
        Source::news(&format!("{y}-06-01"), "", vec![cited("QĐ", "793/QĐ-TTg", &day, "")])
    };
    let bare = |day| Source::news(day, "", vec![cited("QĐ", "793/QĐ-TTg", "", "")]);
    let sources = [
        dated(2016),
        dated(2020),
        bare("2018-01-01"),
        bare("2021-01-01"),
        bare("2015-01-01"),
    ];
    let all = world(&numbered(&sources));
    let seen = |i: usize| resolved(&all, i, &sources[i]).remove(0);
    assert_eq!(seen(2), "= vn/ttg/qd/2016/793", "that of 2020 did not exist");
    assert_eq!(seen(3), "? vn/ttg/qd/2020/793 vn/ttg/qd/2016/793");
    assert_eq!(seen(4), "~ vn/ttg/qd/?/793");
}

#[test]
fn the_first_citation_completes_the_later_ones() {
    let source = Source::news(
        "2021-05-19",
        "namdinh",
        vec![
            cited("QĐ", "793/QĐ-TTg", "2016-05-10", "Thủ tướng Chính phủ"),
            cited("QĐ", "793/QĐ-TTg", "", ""),
            mention(Form::Alias, "QĐ", "793", "", ""),
            mention(Form::Anaphor, "QĐ", "", "", ""),
            mention(Form::Alias, "CT", "16", "", ""),
            mention(Form::Generic, "KL", "", "", "Ban Bí thư"),
        ],
    );
    let world = world_with(Catalogue::built_in(), &[(0, &source)]);
    let seen = resolved(&world, 0, &source);
    assert_eq!(seen[..4], vec!["= vn/ttg/qd/2016/793"; 4]);
    assert_eq!(seen[5], "? vn/tw/kl/d12/5");
}

#[test]
fn titled_laws_are_those_in_force() {
    let law = |day| titled("L", "Phòng, chống mua bán người", day);
    let sources = [
        Source::news("2021-05-19", "", vec![law(""), law("2024")]),
        Source::news(
            "2026-02-06",
            "",
            vec![law(""), law("2011-03-29"), titled("HP", "", "")],
        ),
        Source::news("2025-01-10", "", vec![law("")]),
        Source::news("2025-01-11", "", vec![law(""), cited("L", "53/2024/QH15", "", "")]),
        Source::news(
            "2025-01-11",
            "",
            vec![titled("L", "Việc lạ chưa ai biết", "2011-03-29")],
        ),
    ];
    let world = world(&numbered(&sources));
    let seen = |i: usize| resolved(&world, i, &sources[i]);
    assert_eq!(seen(0), ["= vn/qh/luat/qh12/66", "= vn/qh/luat/qh15/53"]);
    assert_eq!(
        seen(1),
        ["= vn/qh/luat/qh15/53", "= vn/qh/luat/qh12/66", "= vn/qh/hp/2013/hien-phap"]
    );
    assert_eq!(seen(2), ["? vn/qh/luat/qh12/66 vn/qh/luat/qh15/53"]);
    assert_eq!(seen(3), ["= vn/qh/luat/qh15/53", "= vn/qh/luat/qh15/53"]);
    assert_eq!(seen(4), ["= vn/qh/luat/2011/viec-la-chua-ai-biet"]);
}

#[test]
fn permuted_issuers_are_one_joint_circular() {
    let a = "01/2014/TTLT-BCA-BQP-BLĐTBXH-BNG";
    let b = "01/2014/TTLT-BQP-BCA-BNG-BLĐTBXH";
    let other = "01/2014/TTLT-BTP-BCA";
    let cite = |number, day| cited("TTLT", number, day, "");
    let sources = [
        Source::news(
            "2021-05-19",
            "",
            vec![cite(a, "2014-02-10"), cite(b, ""), cite(other, "")],
        ),
        Source::news("2021-05-20", "", vec![cite(a, "2014-02-10")]),
    ];
    let world = world(&numbered(&sources));
    let seen = resolved(&world, 0, &sources[0]);
    assert_eq!(
        seen,
        ["= vn/bca/ttlt/2014/1", "= vn/bca/ttlt/2014/1", "= vn/btp/ttlt/2014/1"]
    );
}

#[test]
fn two_identical_texts_are_one_document() {
    let news = || Source::news("2021-05-19", "", vec![]);
    let sources = [news(), news()];
    let world = world(&numbered(&sources));
    assert_eq!(world.document_of(SourceId(0)), world.document_of(SourceId(1)));
    let record = world.registry().get(world.document_of(SourceId(0))).unwrap();
    assert_eq!(record.sources, [SourceId(0), SourceId(1)]);
    assert!(record.key.to_string().starts_with("text/"));
}

#[test]
fn a_record_filed_under_the_document_it_carries_out_keeps_its_own_number() {
    let decision = cited("QĐ", "22/2013/QĐ-TTg", "2013-04-26", "Thủ tướng Chính phủ");
    let mut source = Source::plan("2428/KH-BXD", "2013-11-15", "", vec![decision]);
    source.meta.number = Some("22/2013/QĐ-TTg".to_owned());
    let world = world(&[(0, &source)]);
    let own = world.registry().get(world.document_of(SourceId(0))).unwrap();
    assert_eq!(own.key.to_string(), "vn/bxd/kh/2013/2428");
    assert_eq!(resolved(&world, 0, &source), ["= vn/ttg/qd.n/2013/22"]);
}

#[test]
fn counts_are_conserved() {
    let source = Source::news(
        "2021-05-19",
        "",
        vec![
            cited("QĐ", "793/QĐ-TTg", "2016-05-10", ""),
            cited("KH", "90/KH-BCĐ", "2021-05-18", "Ban Chỉ đạo 138 tỉnh"),
            mention(Form::Generic, "KL", "", "", "Ban Bí thư"),
            mention(Form::Anaphor, "TT", "", "", ""),
        ],
    );
    let world = world_with(Catalogue::built_in(), &[(0, &source)]);
    let found = world.resolve(SourceId(0), &source.facts);
    let counts = ResolutionCounts::of(&found);
    let want = ResolutionCounts { resolved: 1, partial: 1, ambiguous: 1, unresolved: 1 };
    assert_eq!(counts, want);
    assert_eq!(counts.total(), 4);
}

/// Until 1997 laws bear the number of the order that promulgated them, and one order could
/// promulgate several (domain §1.2: 3-LCT/HĐNN7, 51-L/CTN): the titles tell them apart.
mod under_one_order {
    use super::*;
    use danchieu::parse::Mention;

    fn law(kind: &str, number: &str, day: &str, title: &str) -> Mention {
        let title = Some(title.to_owned()).filter(|t| !t.is_empty());
        Mention { title, ..cited(kind, number, day, "") }
    }

    fn resolve(mentions: Vec<Mention>) -> Vec<Resolution> {
        let sources = [Source::plan("40/KH-UBND", "2021-04-02", "namdinh", mentions)];
        let world = world(&numbered(&sources));
        world.resolve(SourceId(0), &sources[0].facts)
    }

    #[test]
    fn other_titles_are_other_laws() {
        for (kind, number, day) in
            [("L", "3-LCT/HĐNN7", "1981-07-04"), ("PL", "51-L/CTN", "1996-08-27")]
        {
            let found = resolve(vec![
                law(kind, number, day, "Tổ chức Tòa án nhân dân"),
                law(kind, number, day, "Tổ chức Viện kiểm sát nhân dân"),
                law(kind, number, day, "về tổ chức Tòa án nhân dân năm 1981"),
                law(kind, number, day, ""),
            ]);
            let [one, other, again, open] = &found[..] else { panic!("{found:?}") };
            assert!(matches!(one, Resolution::Resolved(_)), "{one:?}");
            assert!(matches!(other, Resolution::Resolved(_)), "{other:?}");
            assert_ne!(one, other, "{number}");
            assert_eq!(one, again, "{number}");
            assert!(matches!(open, Resolution::Ambiguous(both) if both.len() == 2));
        }
    }

    #[test]
    fn the_day_tells_laws_of_one_number_apart() {
        let found = resolve(vec![
            law("L", "35-L/CTN", "1994-06-21", "Bầu cử đại biểu Hội đồng nhân dân"),
            law("L", "35-L/CTN", "1994-06-22", "Nghĩa vụ quân sự sửa đổi"),
            law("L", "35-L/CTN", "1994-06-22", ""),
        ]);
        assert_ne!(found[0], found[1]);
        assert_eq!(found[1], found[2]);
    }

    #[test]
    fn one_law_is_one_however_it_is_called() {
        let found = resolve(vec![
            law("L", "58-L/CTN", "1997-05-10", "Thương mại"),
            law("L", "58-L/CTN", "1997-05-10", "Thương mại năm 1997"),
            law("L", "58-L/CTN", "1997-05-10", ""),
            titled("L", "Thương mại", "1997-05-10"),
        ]);
        assert!(matches!(found[0], Resolution::Resolved(_)));
        assert!(found.iter().all(|one| *one == found[0]), "{found:?}");
    }
}
