//! Catalogues of documents that are known without being held.

use super::store_made::{plan, rows, run, write};
use danchieu::indexer::{Imported, Options, Silent, forget, import};
use danchieu::query::{Corpus, Standing};
use danchieu::store::Reader;
use std::path::{Path, PathBuf};

struct Made {
    dir: tempfile::TempDir,
}

impl Made {
    /// A plan that cites decisions without a date, one of them by its title.
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let text = plan(40, "Nam Định", &[193])
            + "Thực hiện Quyết định số 5678/QĐ-BYT của Bộ Y tế.\n\
               Thực hiện Quyết định số 942/QĐ-BTC của Bộ Tài chính sửa đổi Bảng giá tính lệ \
               phí trước bạ ô tô, xe máy.\n\
               Thực hiện Quyết định số 777/QĐ-BTC của Bộ Tài chính.\n";
        write(&dir.path().join("docs"), "kh-40.txt", &text);
        let made = Self { dir };
        made.index();
        made
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn store(&self) -> PathBuf {
        self.path("store")
    }

    fn index(&self) {
        run(&self.store(), &[&self.path("docs")], &Options::default());
    }

    fn import(&self, name: &str, text: &str) -> Imported {
        write(self.dir.path(), name, text);
        import(&self.store(), &self.path(name), &Options::default(), &mut Silent).unwrap()
    }

    fn keys(&self) -> Vec<String> {
        let reader = Reader::open(self.store()).unwrap();
        let mut keys = Vec::new();
        reader
            .each_record(&mut |_, record| {
                keys.push(record.key.to_string());
                Ok(())
            })
            .unwrap();
        keys
    }

    fn corpus(&self) -> Corpus {
        Corpus::new(Reader::open(self.store()).unwrap())
    }

    fn has(&self, key: &str) -> bool {
        self.keys().iter().any(|k| k == key)
    }
}

const PORTAL: &str = "\
1\tA\tQuyet-dinh\t942\t\tQD-BTC\tQuyet-dinh-942-QD-BTC-2017-sua-doi-Bang-gia-tinh-le-phi-truoc-ba-o-to-xe-may
2\tA\tQuyet-dinh\t777\t\tQD-BTC\tQuyet-dinh-777-QD-BTC-2015-ke-hoach-thanh-tra
3\tA\tQuyet-dinh\t193\t\tQD-TTg\tQuyet-dinh-193-QD-TTg-2012-phan-bo-gao
4\tA\tKe-hoach\t40\t\tKH-UBND\tKe-hoach-40-KH-UBND-2021-phong-chong-mua-ban-nguoi-Thai-Binh
5\tA\t\t\t\t\tDecision-193-QD-TTg-2012
";

const TABLE: &str = "\
Số hiệu,Loại văn bản,Ngày ban hành,Cơ quan ban hành,Trích yếu,Tình trạng hiệu lực,Ngày hết hiệu lực,Thay thế bởi
5678/QĐ-BYT,Quyết định,04/12/2018,Bộ Y tế,Ban hành Chuẩn kết nối,Hết hiệu lực toàn bộ,01/01/2021,99/QĐ-BYT
";

#[test]
fn a_row_with_marks_completes_a_reference_and_says_the_status() {
    let made = Made::new();
    assert!(made.has("vn/byt/qd/?/5678"));
    let done = made.import("danh-muc.csv", TABLE);
    assert_eq!((done.import.rows, done.import.skipped), (1, 0));
    assert!(made.has("vn/byt/qd/2018/5678") && !made.has("vn/byt/qd/?/5678"));
    let corpus = made.corpus();
    let id = corpus.find("5678/QĐ-BYT").unwrap()[0];
    let on = |day: &str| corpus.status(id, day.parse().ok()).unwrap();
    assert_eq!(on("").standing, Standing::Ended);
    assert_eq!(on("2021-01-01").standing, Standing::Ended);
    assert_eq!(on("2018-12-03").standing, Standing::NotYetInForce);
    let words = on("").clause().unwrap().listed.clone().unwrap();
    assert_eq!(words.replaced_by.as_deref(), Some("99/QĐ-BYT"));
    assert!(words.catalogue.ends_with("danh-muc.csv"));
    let old = corpus.document(id).unwrap().record.aliases.clone();
    assert_eq!(old[0].to_string(), "vn/byt/qd/?/5678", "the old key still leads here");
}

#[test]
fn a_row_without_marks_settles_nothing_but_by_its_title() {
    let made = Made::new();
    let before = made.keys();
    let done = made.import("registry.tsv", PORTAL);
    assert_eq!((done.import.rows, done.import.ascii, done.import.skipped), (4, 4, 1));
    assert!(made.has("vn/btc/qd/2017/942") && !made.has("vn/btc/qd/?/942"));
    assert!(made.has("vn/btc/qd/?/777") && !made.has("vn/btc/qd/2015/777"));
    assert!(!made.has("vn/ttg/qd/2012/193"), "nothing cites it");
    assert_eq!(before.len(), made.keys().len(), "no row is a document by itself");
    assert!(made.has("vn-namdinh/ubnd/kh/2021/40"));
}

#[test]
fn a_number_nobody_cites_is_found_in_the_catalogue() {
    let made = Made::new();
    made.import("registry.tsv", PORTAL);
    let corpus = made.corpus();
    let near = |typed: &str| {
        let (is_exact, rows) = corpus.near_listed(typed).unwrap();
        let numbers: Vec<String> = rows.iter().map(|r| r.number.to_string()).collect();
        (is_exact, numbers.join(" "))
    };
    assert_eq!(near("193/QĐ-TTg 2012"), (true, "193/QĐ-TTg".to_owned()));
    assert_eq!(near("139/QĐ-TTg"), (false, "193/QĐ-TTg".to_owned()));
    assert_eq!(near("12345/QĐ-TTg"), (false, String::new()));
}

#[test]
fn catalogues_stay_until_they_are_removed() {
    let made = Made::new();
    let bare = rows(&made.store());
    made.import("registry.tsv", PORTAL);
    made.import("danh-muc.csv", TABLE);
    let both = rows(&made.store());
    assert!(made.import("danh-muc.csv", TABLE).is_unchanged);
    write(&made.path("docs"), "kh-41.txt", &plan(41, "Thái Bình", &[193]));
    made.index();
    assert!(made.has("vn/byt/qd/2018/5678"), "a run of the indexer keeps them");
    std::fs::remove_file(made.path("docs/kh-41.txt")).unwrap();
    made.index();
    assert_eq!(rows(&made.store()), both);
    let leave = |name: &'static str| {
        let leaves =
            move |c: &danchieu::store::Import| Path::new(&c.name).ends_with(name);
        forget(&made.store(), &leaves, &Options::default(), &mut Silent).unwrap().len()
    };
    assert_eq!(leave("registry.tsv"), 1);
    assert!(made.has("vn/btc/qd/?/942") && made.has("vn/byt/qd/2018/5678"));
    assert_eq!((leave("registry.tsv"), leave("danh-muc.csv")), (0, 1));
    assert_eq!(rows(&made.store()), bare);
}

#[test]
fn the_order_of_imports_does_not_matter() {
    let (one, other) = (Made::new(), Made::new());
    one.import("registry.tsv", PORTAL);
    one.import("danh-muc.csv", TABLE);
    other.import("danh-muc.csv", TABLE);
    other.import("registry.tsv", PORTAL);
    assert_eq!(one.keys(), other.keys());
}

#[test]
fn a_file_that_lists_nothing_is_refused_and_the_store_stays() {
    let made = Made::new();
    let before = rows(&made.store());
    for (name, text) in [("a.csv", "ten,noi_dung\nx,y\n"), ("b.csv", "so_hieu\nkhông\n")]
    {
        write(made.dir.path(), name, text);
        let path = made.path(name);
        assert!(import(&made.store(), &path, &Options::default(), &mut Silent).is_err());
    }
    assert_eq!(rows(&made.store()), before);
}

#[test]
fn a_catalogue_may_come_before_the_texts() {
    let made = Made::new();
    std::fs::remove_dir_all(made.store()).unwrap();
    made.import("danh-muc.csv", TABLE);
    made.index();
    assert!(made.has("vn/byt/qd/2018/5678"));
}
