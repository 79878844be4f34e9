//! "Did you mean": what the index finds is what a look at every record finds.

use super::store_made::{corpus, run, write};
use danchieu::indexer::Options;
use danchieu::query::reference::{Reference, near};
use danchieu::query::{Corpus, Document};
use danchieu::registry::DocId;
use danchieu::store::Reader;

/// Returns the answer by looking at every record.
fn by_scan(corpus: &Corpus, typed: &str) -> Vec<DocId> {
    let mut records = Vec::new();
    let mut each = |id, record| {
        records.push((id, record));
        Ok(())
    };
    corpus.store().each_record(&mut each).unwrap();
    let found = near(&Reference::read(typed), records.into_iter());
    found.into_iter().map(|(id, _)| id).collect()
}

#[test]
fn the_index_finds_what_a_scan_finds() {
    let dir = tempfile::tempdir().unwrap();
    let texts = dir.path().join("texts");
    corpus(&texts);
    let mut more =
        String::from("ỦY BAN NHÂN DÂN\nTỈNH HÀ NAM\nSố: 8/BC-UBND\n\nBÁO CÁO\n\n");
    for number in ["30a/2008/NQ-CP", "30/2008/NQ-CP", "139/QĐ-TTg", "19/QĐ-TTg"] {
        more.push_str(&format!("Theo Quyết định số {number}.\n"));
    }
    write(&texts, "bc-8.txt", &more);
    run(&dir.path().join("store"), &[&texts], &Options::default());
    let corpus = Corpus::new(Reader::open(dir.path().join("store")).unwrap());
    let mut found = 0;
    for typed in [
        "139/QĐ-TTg",
        "913/QĐ-TTg",
        "1930/QĐ-TTg",
        "93/QĐ-TTg",
        "194/QĐ-TTg",
        "30b/2008/NQ-CP",
        "30/2008/NQ-CP",
        "3/2008/NQ-CP",
        "40/KH-BCA",
        "04/KH-UBND",
        "14/KH-UBND",
        "793/CT-TTg",
        "QĐ 793",
        "vn/ttg/qd/2016/739",
        "số 0",
        "a",
    ] {
        let near: Vec<DocId> =
            corpus.near(typed).unwrap().iter().map(|Document { id, .. }| *id).collect();
        assert_eq!(near, by_scan(&corpus, typed), "{typed}");
        found += near.len();
    }
    assert!(found > 10, "{found}");
}
