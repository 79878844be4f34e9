//! Whether a document is in force, from the clauses of a corpus.

use super::store_made::{run, write};
use danchieu::graph::Direction;
use danchieu::indexer::{Options, Silent, import};
use danchieu::query::status::{Act, Basis};
use danchieu::query::{Corpus, Filter, Graph, Part, Search, Standing, Status};
use danchieu::registry::DocId;
use danchieu::store::Reader;
use danchieu::vocab::{DocKind, Relation};
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
    dir: tempfile::TempDir,
}

impl Made {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (docs, store) = (dir.path().join("docs"), dir.path().join("store"));
        texts(&docs);
        run(&store, &[&docs], &Options::default());
        let corpus = Corpus::new(Reader::open(&store).unwrap());
        Self { corpus, dir }
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

/// A corpus of these texts alone.
fn of(texts: &[(&str, String)]) -> Made {
    let dir = tempfile::tempdir().unwrap();
    let (docs, store) = (dir.path().join("docs"), dir.path().join("store"));
    for (name, text) in texts {
        write(&docs, name, text);
    }
    run(&store, &[&docs], &Options::default());
    let corpus = Corpus::new(Reader::open(&store).unwrap());
    Made { corpus, dir }
}

/// Two decrees, one repealed in 2018 and one on `second`, and what details both.
fn of_two_parents(second: &str) -> Made {
    let cited = |n: u32| {
        format!("Nghị định số {n}/2015/NĐ-CP ngày 0{n} tháng 02 năm 2015 của Chính phủ")
    };
    let ends = |n: u32, from: &str| {
        format!(
            "Điều 9. Hiệu lực thi hành\nNghị định này có hiệu lực thi hành từ ngày {from} \
             và thay thế {}.",
            cited(n)
        )
    };
    let title = format!("Hướng dẫn thực hiện {} và {}", cited(1), cited(2));
    let plan = format!(
        "BỘ TÀI CHÍNH\nSố: 7/HD-BTC\nHà Nội, ngày 05 tháng 4 năm 2016\n\nHƯỚNG DẪN\nThực \
         hiện {}\n\nI. Mục đích\n",
        cited(1)
    );
    let of_part = "Điều 3. Hiệu lực thi hành\nThông tư này có hiệu lực thi hành từ ngày 01 \
                   tháng 6 năm 2016.";
    of(&[
        (
            "nd-1.txt",
            decree("31/2018/NĐ-CP", "08 tháng 3 năm 2018", &ends(1, "01/5/2018")),
        ),
        ("nd-2.txt", decree("32/2018/NĐ-CP", "09 tháng 3 năm 2018", &ends(2, second))),
        ("tt-5.txt", circular("5/2016/TT-BTC", "05 tháng 4 năm 2016", &title, of_part)),
        ("hd-7.txt", plan),
    ])
}

#[test]
fn what_details_two_documents_ends_with_the_last_of_them() {
    let made = of_two_parents("01/9/2020");
    assert_eq!(made.standing("5/2016/TT-BTC", "2019-01-01"), Standing::EndedInPart);
    let status = made.status("5/2016/TT-BTC", "2020-09-01");
    assert_eq!(status.standing, Standing::Ended);
    assert_eq!(status.clause().unwrap().date, "2020-09-01".parse().ok());
    let goes_on = of_two_parents("01/9/2025");
    let status = goes_on.status("5/2016/TT-BTC", "2025-09-01");
    assert_eq!(status.standing, Standing::EndedInPart);
    assert!(status.clauses.iter().any(|c| c.act == Act::OutlivesParent));
}

#[test]
fn only_normative_documents_end_with_what_they_detail() {
    let status = of_two_parents("01/9/2020").status("7/HD-BTC", "");
    let with = |act: Act| matches!(act, Act::EndedWithParent | Act::OutlivesParent);
    assert!(!status.clauses.iter().any(|c| with(c.act)), "{:?}", status.clauses);
}

#[test]
fn a_pause_of_one_clause_is_no_pause_of_the_decree() {
    let made = of(&[(
        "nd-8.txt",
        decree(
            "8/2023/NĐ-CP",
            "05 tháng 3 năm 2023",
            "Điều 3. Ngưng hiệu lực thi hành đối với khoản 7 Điều 1 Nghị định số 65/2022/NĐ-CP \
             ngày 16 tháng 9 năm 2022 của Chính phủ đến hết ngày 31 tháng 12 năm 2023.",
        ),
    )]);
    let status = made.status("65/2022/NĐ-CP", "");
    let pause = status.clauses.iter().find(|c| c.act == Act::Suspended).unwrap();
    assert!(pause.is_part, "{pause:?}");
    assert_ne!(status.standing, Standing::Suspended);
}

#[test]
fn a_repeal_with_an_exception_is_of_the_whole_and_is_told_to_those_who_cite() {
    let made = of(&[
        (
            "nd-9.txt",
            decree(
                "9/2022/NĐ-CP",
                "05 tháng 3 năm 2022",
                "Điều 8. Nghị định số 65/2018/NĐ-CP ngày 16 tháng 9 năm 2018 của Chính phủ hết \
                 hiệu lực kể từ ngày 01 tháng 5 năm 2022, trừ trường hợp quy định tại Điều 7.",
            ),
        ),
        (
            "tt-6.txt",
            circular(
                "6/2023/TT-BTC",
                "05 tháng 4 năm 2023",
                "Quy định về phí",
                "Căn cứ Nghị định số 65/2018/NĐ-CP ngày 16 tháng 9 năm 2018 của Chính phủ;",
            ),
        ),
    ]);
    let status = made.status("65/2018/NĐ-CP", "2023-01-01");
    assert_eq!(status.standing, Standing::EndedInPart);
    let end = status.clause().unwrap();
    assert!(end.has_exception && !end.is_part && end.act == Act::Repealed);
    let stale = made.corpus.stale(None, &Filter::default()).unwrap();
    let late: Vec<bool> = stale.iter().map(|s| s.is_late).collect();
    assert_eq!(late, [true]);
}

/// A decree that amends another, and something that it does not name.
fn amending() -> Made {
    of(&[(
        "nd-15.txt",
        decree(
            "15/2022/NĐ-CP",
            "05 tháng 3 năm 2022",
            "Điều 1. Bãi bỏ khoản 1 Điều 3 Nghị định số 11/2021/NĐ-CP ngày 02 tháng 01 năm 2021 \
             của Chính phủ.\nĐiều 2. Sửa đổi khoản 5 Điều 3 như sau: “5. Phí là 5 đồng.”.",
        ),
    )])
}

#[test]
fn changes_of_provisions_meet_the_conditions_on_confidence_and_on_documents() {
    let made = amending();
    let by = made.corpus.find("15/2022/NĐ-CP").unwrap();
    let count = |filter: &Filter| {
        made.corpus.amended(&by, Direction::Outgoing, filter).unwrap().len()
    };
    assert_eq!(count(&Filter::default()), 2);
    let edges = made.corpus.store().citing(by[0]).unwrap();
    let edge = edges.iter().find(|e| e.relation == Relation::Repeals).unwrap();
    let sure = |min_confidence| Filter { min_confidence, ..Filter::default() };
    assert_eq!(count(&sure(edge.confidence)), 1);
    assert_eq!(count(&sure(edge.confidence + 1)), 0);
    let kind = |code| Filter {
        kinds: DocKind::from_code(code).into_iter().collect(),
        ..Filter::default()
    };
    assert_eq!(count(&kind("NĐ")), 1, "a document that is not known meets no condition");
    assert_eq!(count(&kind("TT")), 0);
}

/// A circular that leads to a decree by way of another decree and of another circular.
fn two_ways() -> Made {
    let cites = |what: &str| format!("Căn cứ {what};\nĐiều 1. Phí là 5 đồng.");
    let to = "Nghị định số 1/2015/NĐ-CP ngày 01 tháng 02 năm 2015 của Chính phủ";
    let decree_2 = "Nghị định số 2/2016/NĐ-CP ngày 02 tháng 02 năm 2016 của Chính phủ";
    let circular_3 =
        "Thông tư số 3/2016/TT-BTC ngày 03 tháng 02 năm 2016 của Bộ Tài chính";
    let both = cites(&format!("{decree_2};\nCăn cứ {circular_3}"));
    let made = |n: &str, day: &str, body: &str| circular(n, day, "Quy định về phí", body);
    of(&[
        ("a.txt", made("4/2017/TT-BTC", "04 tháng 02 năm 2017", &both)),
        ("b.txt", decree("2/2016/NĐ-CP", "02 tháng 02 năm 2016", &cites(to))),
        ("c.txt", made("3/2016/TT-BTC", "03 tháng 02 năm 2016", &cites(to))),
    ])
}

#[test]
fn the_part_on_the_ways_between_two_documents_meets_the_conditions() {
    let made = two_ways();
    let find = |typed: &str| made.corpus.find(typed).unwrap()[0];
    let part = Part::Ways(find("4/2017/TT-BTC"), find("1/2015/NĐ-CP"));
    let count = |filter: &Filter| made.corpus.part(&part, filter).unwrap().len();
    assert_eq!(count(&Filter::default()), 4);
    let kind = |code| Filter {
        kinds: DocKind::from_code(code).into_iter().collect(),
        ..Filter::default()
    };
    assert_eq!(count(&kind("NĐ")), 2);
    assert_eq!(count(&kind("TT")), 2);
    assert_eq!(count(&kind("KH")), 0);
}

#[test]
fn ties_are_not_sought_without_words_and_that_is_told() {
    let made = two_ways();
    let notes = |typed: &str| {
        let search = Search { graph: Graph::Tied, limit: 9, ..Search::default() };
        made.corpus.search(typed, &search).unwrap().notes
    };
    assert_eq!(notes("kind:TT").len(), 1);
    assert!(notes("phí kind:TT").is_empty());
}

#[test]
fn a_key_that_nobody_knows_is_not_that_of_another_document() {
    let dir = tempfile::tempdir().unwrap();
    let (docs, store) = (dir.path().join("docs"), dir.path().join("store"));
    texts(&docs);
    run(&store, &[&docs], &Options::default());
    write(dir.path(), "a.csv", "so_ky_hieu,ngay_ban_hanh\n793/QĐ-TTg,10/5/2016\n");
    let list = dir.path().join("a.csv");
    import(&store, &list, &Options::default(), &mut Silent).unwrap();
    let corpus = Corpus::new(Reader::open(&store).unwrap());
    let near = |typed: &str| {
        let (is_exact, rows) = corpus.near_listed(typed).unwrap();
        (is_exact, rows.len())
    };
    assert_eq!(near("vn/ttg/qd/2016/793"), (true, 1));
    assert_eq!(near("vn/ttg/qd/2015/793"), (false, 1));
    assert_eq!(near("vn/cp/nd/2099/793"), (false, 0));
    assert_eq!(near("793/QĐ-TTg"), (true, 1));
}

#[test]
fn export_tells_what_of_its_question_was_not_understood() {
    let made = amending();
    let store = made.dir.path().join("store");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_danchieu"))
        .args(["export", "--format", "csv", "--search", "phí kind:ZZZ", "--store"])
        .arg(store)
        .output()
        .unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("note: --search:") && told.contains("ZZZ"), "{told}");
}

/// What is kept for a state of the store is what a store that nobody asked before says, in
/// whatever order one asks.
#[test]
fn a_standing_is_worked_out_once_and_stays_the_same() {
    let made = Made::new();
    let days = ["", "2017-04-30", "2018-01-01", "2020-12-20", "2021-01-01", "2030-01-01"];
    let mut asked: Vec<_> = (0..made.corpus.store().documents())
        .flat_map(|id| days.map(|day| (DocId(id), day.parse().ok())))
        .collect();
    let mut standings = std::collections::BTreeSet::new();
    for _ in 0..2 {
        for &(id, day) in &asked {
            let fresh = Corpus::new(Reader::open(made.dir.path().join("store")).unwrap());
            let want = fresh.status(id, day).unwrap();
            assert_eq!(made.corpus.standing(id, day).unwrap(), want.standing);
            assert_eq!(made.corpus.status(id, day).unwrap(), want);
            standings.insert(want.standing);
        }
        asked.reverse();
    }
    assert!(standings.len() > 3, "{standings:?}");
}
