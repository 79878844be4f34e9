//! Whether a document is in force, from the clauses of a corpus.

use super::store_made::{run, write};
use danchieu::indexer::Options;
use danchieu::query::status::{Act, Basis};
use danchieu::query::{Corpus, Filter, Standing, Status};
use danchieu::store::Reader;
use std::path::Path;

fn decree(number: &str, day: &str, body: &str) -> String {
    format!(
        "CHÍNH PHỦ\nSố: {number}\nHà Nội, ngày {day}\n\nNGHỊ ĐỊNH\nQuy định chi tiết về \
         phí\n\nCăn cứ Luật Tổ chức Chính phủ ngày 19 tháng 6 năm 2015;\n\n{body}\n"
    )
}

fn circular(number: &str, day: &str, title: &str, body: &str) -> String {
    format!(
        "BỘ TÀI CHÍNH\nSố: {number}\nHà Nội, ngày {day}\n\nTHÔNG TƯ\n{title}\n\n{body}\n"
    )
}

fn texts(root: &Path) {
    write(
        root,
        "nd-20.txt",
        &decree(
            "20/2017/NĐ-CP",
            "24 tháng 02 năm 2017",
            "Điều 5. Hiệu lực thi hành\nNghị định này có hiệu lực thi hành từ ngày 01 \
             tháng 5 năm 2017.",
        ),
    );
    write(
        root,
        "nd-132.txt",
        &decree(
            "132/2020/NĐ-CP",
            "05 tháng 11 năm 2020",
            "Điều 22. Hiệu lực thi hành\n1. Nghị định này có hiệu lực thi hành kể từ ngày \
             20 tháng 12 năm 2020.\n2. Nghị định này thay thế Nghị định số 20/2017/NĐ-CP \
             ngày 24 tháng 02 năm 2017 của Chính phủ.\n3. Bãi bỏ khoản 3 Điều 8 Nghị định \
             số 50/2018/NĐ-CP ngày 09 tháng 4 năm 2018 của Chính phủ.",
        ),
    );
    write(
        root,
        "tt-41.txt",
        &circular(
            "41/2017/TT-BTC",
            "28 tháng 4 năm 2017",
            "Hướng dẫn thực hiện một số điều của Nghị định số 20/2017/NĐ-CP ngày 24 tháng \
             02 năm 2017 của Chính phủ",
            "Căn cứ Nghị định số 20/2017/NĐ-CP ngày 24 tháng 02 năm 2017 của Chính phủ;\n\
             Điều 9. Thông tư này có hiệu lực thi hành kể từ ngày 01 tháng 5 năm 2017.",
        ),
    );
    write(
        root,
        "bc-9.txt",
        "BỘ TÀI CHÍNH\nSố: 9/BC-BTC\nHà Nội, ngày 05 tháng 01 năm 2019\n\nBÁO CÁO\nKết quả \
         rà soát văn bản\n\nThông tư số 41/2017/TT-BTC ngày 28 tháng 4 năm 2017 hết hiệu \
         lực kể từ ngày 01 tháng 01 năm 2019.\nBãi bỏ Nghị định số 50/2018/NĐ-CP ngày 09 \
         tháng 4 năm 2018 của Chính phủ.\n",
    );
    write(
        root,
        "qd-7.txt",
        "ỦY BAN NHÂN DÂN\nTỈNH NAM ĐỊNH\nSố: 7/2020/QĐ-UBND\nNam Định, ngày 05 tháng 01 năm \
         2020\n\nQUYẾT ĐỊNH\nBan hành Quy định\n\nCăn cứ Nghị định số 20/2017/NĐ-CP ngày 24 \
         tháng 02 năm 2017 của Chính phủ;\n\nĐiều 3. Quyết định này thay thế Nghị định số \
         50/2018/NĐ-CP ngày 09 tháng 4 năm 2018 của Chính phủ.\n",
    );
}

struct Made {
    corpus: Corpus,
    _dir: tempfile::TempDir,
}

impl Made {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (docs, store) = (dir.path().join("docs"), dir.path().join("store"));
        texts(&docs);
        run(&store, &[&docs], &Options::default());
        let corpus = Corpus::new(Reader::open(&store).unwrap());
        Self { corpus, _dir: dir }
    }

    fn status(&self, typed: &str, as_of: &str) -> Status {
        let found = self.corpus.find(typed).unwrap();
        assert_eq!(found.len(), 1, "{typed}");
        self.corpus.status(found[0], as_of.parse().ok()).unwrap()
    }

    fn standing(&self, typed: &str, as_of: &str) -> Standing {
        self.status(typed, as_of).standing
    }
}

#[test]
fn a_decree_is_in_force_between_its_effect_and_that_of_its_successor() {
    let made = Made::new();
    for (day, want) in [
        ("2017-01-01", Standing::NotYetInForce),
        ("2017-04-30", Standing::NotYetInForce),
        ("2017-05-01", Standing::InForce),
        ("2020-11-30", Standing::InForce),
        ("2020-12-20", Standing::Ended),
        ("", Standing::Ended),
    ] {
        assert_eq!(made.standing("20/2017/NĐ-CP", day), want, "{day}");
    }
    let status = made.status("20/2017/NĐ-CP", "2021-01-01");
    let clause = status.clause().unwrap();
    assert_eq!((clause.act, clause.basis), (Act::Replaced, Basis::Effect));
    assert_eq!(clause.date, "2020-12-20".parse().ok());
    let words = clause.evidence.as_ref().unwrap();
    assert!(words.sentence.contains("thay thế Nghị định số 20/2017/NĐ-CP"));
}

#[test]
fn an_end_of_a_part_is_no_end_of_the_whole() {
    let made = Made::new();
    let status = made.status("50/2018/NĐ-CP", "");
    assert_eq!(status.standing, Standing::EndedInPart);
    assert_eq!(status.clause().unwrap().provisions, ["Điều 8 khoản 3"]);
}

#[test]
fn reports_tell_and_provinces_do_not_repeal_decrees() {
    let made = Made::new();
    let status = made.status("50/2018/NĐ-CP", "");
    let ends = status.clauses.iter().filter(|c| c.act.ends() && !c.is_part);
    assert_eq!(ends.count(), 0, "neither the report nor the province ends it");
}

#[test]
fn what_details_an_ended_document_ended_with_it_until_april_2025() {
    let made = Made::new();
    let status = made.status("41/2017/TT-BTC", "2021-06-01");
    assert_eq!(status.standing, Standing::Ended);
    let clause = status.clause().unwrap();
    assert_eq!(clause.act, Act::EndedWithParent);
    assert_eq!(clause.date, "2020-12-20".parse().ok());
    assert_eq!(clause.by.as_ref().unwrap().record.key.to_string(), "vn/cp/nd/2017/20");
}

#[test]
fn nothing_is_claimed_without_a_clause() {
    let made = Made::new();
    assert_eq!(made.standing("132/2020/NĐ-CP", ""), Standing::Unknown);
    assert_eq!(made.standing("132/2020/NĐ-CP", "2022-01-01"), Standing::Unknown);
    assert_eq!(made.standing("132/2020/NĐ-CP", "2020-12-01"), Standing::NotYetInForce);
}

#[test]
fn a_law_ends_with_the_next_of_its_title() {
    let made = Made::new();
    let law = |day: &str| made.standing("76/2015/QH13", day);
    assert_eq!(law("2015-12-31"), Standing::NotYetInForce);
    assert_eq!(law("2016-01-01"), Standing::InForce);
    assert_eq!(law("2025-03-01"), Standing::Ended);
    let status = made.status("76/2015/QH13", "2025-03-01");
    let entry = status.clause().unwrap().listed.clone().unwrap();
    assert_eq!(entry.replaced_by.as_deref(), Some("63/2025/QH15"));
}

#[test]
fn answers_are_filtered_by_status() {
    let made = Made::new();
    let filter = |as_of: &str| Filter {
        statuses: vec![Standing::Ended],
        as_of: as_of.parse().ok(),
        ..Filter::default()
    };
    let ended = |as_of: &str| {
        let all = made.corpus.rank(
            danchieu::query::Measure::Cited,
            &filter(as_of),
            &Filter::default(),
            99,
        );
        let keys = all.unwrap().into_iter().map(|r| r.document.record.key.to_string());
        keys.collect::<Vec<_>>()
    };
    assert_eq!(
        ended(""),
        ["vn/cp/nd/2017/20", "vn/qh/luat/qh13/76", "vn/btc/tt/2017/41"]
    );
    assert_eq!(ended("2020-12-01"), Vec::<String>::new());
}
