//! The text index through its public face.

use danchieu::ErrorKind;
use danchieu::fulltext::{
    Document, Expr, Hits, Index, Request, Sort, SourceSet, Writer, WriterOptions, branch,
};
use danchieu::ident::Date;
use std::path::Path;

fn document(source: u64, text: &str) -> Document {
    Document { source, text: text.to_owned(), ..Document::default() }
}

fn index_of(documents: Vec<Document>) -> (tempfile::TempDir, Index) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    Index::create(dir.path()).expect("a new index");
    write(dir.path(), documents);
    let index = Index::open(dir.path()).expect("the index opens");
    (dir, index)
}

fn write(dir: &Path, documents: Vec<Document>) {
    let writer = Writer::open(dir, WriterOptions::default()).expect("a writer");
    for document in documents {
        writer.replace(document).expect("a document goes in");
    }
    writer.commit().expect("a commit");
}

fn texts(texts: &[&str]) -> (tempfile::TempDir, Index) {
    index_of((1..).zip(texts).map(|(source, text)| document(source, text)).collect())
}

fn search(index: &Index, expr: &Expr) -> Hits {
    index.search(&Request::new(expr)).expect("an answer")
}

fn found(index: &Index, expr: &Expr) -> Vec<u64> {
    let mut sources: Vec<_> = search(index, expr).hits.iter().map(|h| h.source).collect();
    sources.sort_unstable();
    sources
}

fn words(typed: &str) -> Expr {
    Expr::Words(typed.to_owned())
}

fn phrase(typed: &str) -> Expr {
    Expr::Phrase(typed.to_owned())
}

#[test]
fn typed_marks_count_and_missing_marks_match_any() {
    let (_dir, index) = texts(&["con đường này", "dương lịch", "duong khong dau"]);
    assert_eq!(found(&index, &words("đường")), [1]);
    assert_eq!(found(&index, &words("dương")), [2]);
    assert_eq!(found(&index, &words("duong")), [1, 2, 3]);
    assert_eq!(found(&index, &words("DƯƠNG")), [2]);
}

#[test]
fn spelling_variants_are_equal() {
    let (_dir, index) =
        texts(&["Uỷ ban tỉnh Hoà Bình", "Quye\u{302}\u{301}t đi\u{323}nh", "QÐ mới"]);
    assert_eq!(found(&index, &words("Ủy ban")), [1]);
    assert_eq!(found(&index, &words("hòa")), [1]);
    assert_eq!(found(&index, &words("Quyết định")), [2]);
    assert_eq!(found(&index, &words("QĐ")), [3]);
}

#[test]
fn a_number_is_found_in_every_spelling() {
    let (_dir, index) = texts(&[
        "Quyết định số 793/QĐ-TTg ngày 10/5/2016",
        "Quyết định số 793/QĐ-BTC",
        "Công văn số 12/QĐ-TTg và 793 trang",
        "theo Quyết định 793 /QĐ - TTg (gõ sai)",
    ]);
    for typed in ["793/QĐ-TTg", "793/qd-ttg", "0793/QĐ-TTG"] {
        assert_eq!(found(&index, &words(typed)), [1, 4], "{typed}");
    }
    assert_eq!(found(&index, &phrase("793 QD TTg")), [1, 4]);
    assert_eq!(found(&index, &phrase("QĐ-TTg")), [1, 3, 4]);
    assert_eq!(found(&index, &words("QĐ-TTg")), [1, 3, 4]);
    for typed in ["10/5/2016", "10-05-2016", "ngày 10 tháng 5 năm 2016", "2016-05-10"]
    {
        assert_eq!(found(&index, &words(typed)), [1], "{typed}");
    }
}

#[test]
fn phrases_follow_the_rule_of_marks() {
    let (_dir, index) = texts(&[
        "phòng, chống mua bán người",
        "mua bàn ghế, người bán mua bán",
        "mua bán hàng; bán người",
    ]);
    assert_eq!(found(&index, &phrase("mua bán người")), [1]);
    assert_eq!(found(&index, &phrase("mua ban nguoi")), [1]);
    assert_eq!(found(&index, &phrase("mua bán nguoi")), [1]);
    assert_eq!(found(&index, &phrase("mua ban")), [1, 2, 3]);
    assert_eq!(found(&index, &phrase("mua bàn")), [2]);
    assert_eq!(found(&index, &phrase("phòng chống")), [1]);
}

#[test]
fn fields_filter_and_combine() {
    let mut plan = document(1, "kế hoạch chống mua bán người");
    plan.kind = Some("KH".into());
    plan.issuer = Some("Ủy ban nhân dân tỉnh Nam Định".into());
    plan.place = Some("namdinh".into());
    plan.number = Some("40/KH-UBND".into());
    plan.date = Date::new(2021, 5, 18);
    let mut decision = document(2, "quyết định về mua bán người");
    decision.kind = Some("QĐ".into());
    decision.issuer = Some("Thủ tướng Chính phủ".into());
    decision.date = Date::new(2016, 5, 10);
    let (_dir, index) = index_of(vec![plan, decision, document(3, "mua bán hàng")]);
    let date = |from: &str, to: &str| Expr::Date {
        from: from.parse().ok(),
        to: to.parse().ok(),
    };
    assert_eq!(found(&index, &Expr::All), [1, 2, 3]);
    assert_eq!(found(&index, &Expr::Kind("KH".into())), [1]);
    assert_eq!(found(&index, &Expr::Issuer("uy ban nhan dan".into())), [1]);
    assert_eq!(found(&index, &Expr::Issuer("Thủ tướng".into())), [2]);
    assert_eq!(found(&index, &Expr::Place("namdinh".into())), [1]);
    assert_eq!(found(&index, &Expr::Number("40/kh-ubnd".into())), [1]);
    assert_eq!(found(&index, &Expr::Number("KH-UBND".into())), [1]);
    assert_eq!(found(&index, &date("2016", "2016")), [2]);
    assert_eq!(found(&index, &date("2016-06", "")), [1]);
    assert_eq!(found(&index, &date("", "2016-05-10")), [2]);
    let both = Expr::And(vec![words("mua bán"), Expr::Not(Box::new(words("người")))]);
    assert_eq!(found(&index, &both), [3]);
    let either = Expr::Or(vec![Expr::Kind("KH".into()), words("hàng")]);
    assert_eq!(found(&index, &either), [1, 3]);
    let cited = Expr::Sources([3, 2, 9].into_iter().collect::<SourceSet>());
    assert_eq!(found(&index, &Expr::And(vec![words("mua"), cited])), [2, 3]);
}

#[test]
fn order_pages_and_facets() {
    let dated = |source, year| {
        let mut document = document(source, "mua bán người");
        document.date = Date::new(year, 1, 1);
        document.kind = Some(if year > 2015 { "KH" } else { "QĐ" }.into());
        document
    };
    let (_dir, index) = index_of(vec![dated(1, 2012), dated(2, 2020), dated(3, 2016)]);
    let expr = words("mua bán");
    let mut request = Request::new(&expr);
    let order = |request: &Request<'_>| -> Vec<u64> {
        index.search(request).unwrap().hits.iter().map(|hit| hit.source).collect()
    };
    assert_eq!(order(&request), [1, 2, 3]);
    request.sort = Sort::Date;
    assert_eq!(order(&request), [2, 3, 1]);
    request.cited = Some([(1, 5), (3, 7)].into_iter().collect());
    request.sort = Sort::Cited;
    assert_eq!(order(&request), [3, 1, 2]);
    (request.limit, request.offset) = (1, 1);
    assert_eq!(order(&request), [1]);
    request.facets = true;
    let hits = index.search(&request).unwrap();
    assert_eq!(hits.total, 3);
    assert_eq!(hits.facets.kind, [("KH".to_owned(), 2), ("QĐ".to_owned(), 1)]);
    assert_eq!(hits.facets.year.len(), 3);
}

#[test]
fn reasons_add_up_to_the_score() {
    let (_dir, index) = texts(&[
        "chương trình phòng, chống mua bán người theo Quyết định 793/QĐ-TTg",
        "mua bán hàng hóa",
        "người lao động",
    ]);
    let parts = vec![words("mua bán người 793/qd-ttg"), phrase("chuong trinh phong")];
    let expr = Expr::And(parts);
    let request = Request::new(&expr);
    let hit = index.search(&request).unwrap().hits[0];
    let reasons = index.reasons(hit.source, &request).unwrap();
    let sum: f32 = reasons.iter().map(|reason| reason.value).sum();
    assert!((sum - hit.score).abs() < 1e-3, "{sum} {} {reasons:?}", hit.score);
    assert!(reasons.iter().any(|r| r.term == "793/qd-ttg" && r.place == "text"));
    assert!(reasons.iter().any(|r| r.term == "mua ban" && r.place == "opening"));
    assert_eq!(index.reasons(99, &request).unwrap(), []);
}

#[test]
fn a_branch_is_changed_without_touching_its_origin() {
    let (old_dir, old) = texts(&["một văn bản", "hai văn bản"]);
    let folder = tempfile::tempdir().unwrap();
    let new_dir = folder.path().join("fulltext");
    branch(old_dir.path(), &new_dir).unwrap();
    // A writer may even be open on the origin: locks are not shared.
    let origin = Writer::open(old_dir.path(), WriterOptions::default()).unwrap();
    let writer = Writer::open(&new_dir, WriterOptions::default()).unwrap();
    writer.remove(1);
    writer.replace(document(2, "hai văn bản mới")).unwrap();
    writer.add(document(3, "ba văn bản")).unwrap();
    writer.commit().unwrap();
    drop(origin);
    let new = Index::open(&new_dir).unwrap();
    assert_eq!(found(&new, &words("văn bản")), [2, 3]);
    assert_eq!(found(&old, &words("văn bản")), [1, 2]);
    drop(old_dir);
    assert_eq!(found(&new, &words("mới")), [2]);
    assert_eq!((new.has(2).unwrap(), new.has(1).unwrap()), (true, false));
    let writer = Writer::open(&new_dir, WriterOptions::default()).unwrap();
    writer.commit_optimized().unwrap();
    assert_eq!(Index::open(&new_dir).unwrap().len(), 2);
}

#[test]
fn faults_are_told_apart() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(Index::open(dir.path()).unwrap_err().kind(), ErrorKind::Io);
    Index::create(dir.path()).unwrap();
    let first = Writer::open(dir.path(), WriterOptions::default()).unwrap();
    let second = Writer::open(dir.path(), WriterOptions::default()).unwrap_err();
    assert_eq!(second.kind(), ErrorKind::StoreBusy);
    drop(first);
    std::fs::write(dir.path().join("danchieu-fulltext"), "99\n").unwrap();
    assert_eq!(Index::open(dir.path()).unwrap_err().kind(), ErrorKind::StoreVersion);
}
