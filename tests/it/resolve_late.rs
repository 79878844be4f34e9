//! What becomes known later settles what was open before, and equal numbers of a whole
//! country stay apart: on stores made from texts.

use super::store_made::{rows, run, write};
use danchieu::indexer::Options;
use danchieu::query::Corpus;
use danchieu::resolve::Resolution;
use danchieu::store::Reader;
use danchieu::vocab::Place;
use std::collections::BTreeSet;
use std::path::Path;

fn corpus(store: &Path) -> Corpus {
    Corpus::new(Reader::open(store).unwrap())
}

fn keys(corpus: &Corpus) -> Vec<String> {
    let mut keys = Vec::new();
    corpus
        .store()
        .each_record(&mut |_, record| {
            keys.push(record.key.to_string());
            Ok(())
        })
        .unwrap();
    keys
}

fn plan(number: &str, place: &str, day: &str, body: &str) -> String {
    format!(
        "ỦY BAN NHÂN DÂN\nTỈNH {}\nSố: {number}\n{place}, ngày {day}\n\nKẾ HOẠCH\nPhòng, \
         chống mua bán người\n\n{body}\n",
        place.to_uppercase()
    )
}

#[test]
fn a_document_indexed_next_month_settles_an_earlier_mention() {
    let dir = tempfile::tempdir().unwrap();
    let (docs, store) = (dir.path().join("docs"), dir.path().join("store"));
    let early = "Thực hiện Quyết định số 5678/QĐ-BYT của Bộ Y tế, Ủy ban nhân dân tỉnh \
                 ban hành Kế hoạch này.";
    write(
        &docs,
        "kh-7.txt",
        &plan("7/KH-UBND", "Nam Định", "10 tháng 3 năm 2021", early),
    );
    run(&store, &[&docs], &Options::default());
    let first = corpus(&store);
    assert!(keys(&first).contains(&"vn/byt/qd/?/5678".to_owned()));
    let open = first.find("5678/QĐ-BYT").unwrap();
    assert_eq!(first.store().cited_by(open[0]).unwrap().len(), 1);

    let decision = "BỘ Y TẾ\nSố: 5678/QĐ-BYT\nHà Nội, ngày 04 tháng 12 năm 2018\n\nQUYẾT \
                    ĐỊNH\nBan hành Chuẩn kết nối\n\nĐiều 1. Ban hành Chuẩn kết nối.\n";
    write(&docs, "qd-5678.txt", decision);
    run(&store, &[&docs], &Options::default());
    let second = corpus(&store);
    assert!(!keys(&second).contains(&"vn/byt/qd/?/5678".to_owned()));
    let settled = second.find("vn/byt/qd/2018/5678").unwrap();
    let record = second.document(settled[0]).unwrap().record;
    assert!(record.is_held());
    assert_eq!(second.store().cited_by(settled[0]).unwrap().len(), 1);
    // A link saved last month still leads there.
    assert_eq!(record.aliases[0].to_string(), "vn/byt/qd/?/5678");
    assert_eq!(second.find("vn/byt/qd/?/5678").unwrap(), settled);
    let (source, _) =
        second.store().source_by_name(&name(&docs, "kh-7.txt")).unwrap().unwrap();
    let resolutions = second.store().resolutions(source).unwrap();
    assert!(resolutions.contains(&Resolution::Resolved(settled[0])));

    // And if it goes again, so does what it settled.
    std::fs::remove_file(docs.join("qd-5678.txt")).unwrap();
    run(&store, &[&docs], &Options::default());
    assert!(keys(&corpus(&store)).contains(&"vn/byt/qd/?/5678".to_owned()));
}

fn name(docs: &Path, file: &str) -> String {
    docs.join(file).to_string_lossy().into_owned()
}

/// Every province has the same numbers on the same day: the plans, decisions, the
/// resolutions of the council and of the Party committee of all 63, of two years, each
/// cited by the plan of the next year.
fn country(docs: &Path) -> usize {
    let before = "2021-01-01".parse().unwrap();
    let mut made = 0;
    for place in Place::all().filter(|p| p.existed(before)) {
        let name = place.name();
        let of = |n: usize, year: u16| {
            let body = format!(
                "Căn cứ Quyết định số {n}/{year}/QĐ-UBND ngày 02 tháng 4 năm {year} của \
                 UBND tỉnh {name};\nCăn cứ Nghị quyết số {n}/NQ-HĐND ngày 02 tháng 4 năm \
                 {year} của HĐND tỉnh {name};\nThực hiện Nghị quyết số {n}-NQ/TU ngày 02 \
                 tháng 4 năm {year} của Tỉnh ủy {name}."
            );
            plan(&format!("{n}/KH-UBND"), name, &format!("02 tháng 5 năm {year}"), &body)
        };
        for year in [2020, 2023] {
            write(docs, &format!("{}/{year}.txt", place.slug()), &of(40, year));
            made += 1;
        }
    }
    made
}

#[test]
fn equal_numbers_of_63_provinces_stay_apart_in_a_store() {
    let dir = tempfile::tempdir().unwrap();
    let (docs, store) = (dir.path().join("docs"), dir.path().join("store"));
    let made = country(&docs);
    assert_eq!(made, 126);
    run(&store, &[&docs], &Options::default());
    let all = keys(&corpus(&store));
    let different: BTreeSet<&String> = all.iter().collect();
    assert_eq!(different.len(), all.len());
    let of = |part: &str| all.iter().filter(|k| k.contains(part)).count();
    for part in ["/ubnd/kh/", "/ubnd/qd.n/", "/hdnd/nq/", "/tu/nq/"] {
        assert_eq!(of(part), made, "{part}: one each province and year");
    }
    let other = dir.path().join("other");
    let threads = Options { threads: 3, text_bytes: 1, ..Options::default() };
    run(&other, &[&docs], &threads);
    assert_eq!(rows(&store), rows(&other));
}
