//! Small made-up corpora for the tests of the store.

use danchieu::indexer::{Options, Report, Silent, index};
use danchieu::store::Reader;
use std::collections::BTreeMap;
use std::path::Path;

/// Returns a plan of a province that cites some decisions.
pub(crate) fn plan(number: u32, place: &str, cited: &[u32]) -> String {
    let mut text = format!(
        "ỦY BAN NHÂN DÂN\nTỈNH {}\nSố: {number}/KH-UBND\n{place}, ngày 18 tháng 5 năm 2021\n\n\
         KẾ HOẠCH\nPhòng, chống mua bán người năm 2021\n\n",
        place.to_uppercase()
    );
    for n in cited {
        text += &format!(
            "Căn cứ Quyết định số {n}/QĐ-TTg ngày 09/02/{} của Thủ tướng Chính phủ;\n",
            2005 + n % 15
        );
    }
    text + "\nỦy ban nhân dân tỉnh xây dựng Kế hoạch triển khai thực hiện như sau:\n"
}

/// Writes a file, making its folders.
pub(crate) fn write(root: &Path, name: &str, text: &str) {
    let path = root.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// Writes a small corpus: two provinces, a container, a news item.
pub(crate) fn corpus(root: &Path) {
    write(root, "nam-dinh/kh-40.txt", &plan(40, "Nam Định", &[193, 793]));
    write(root, "thai-binh/kh-40.txt", &plan(40, "Thái Bình", &[193]));
    write(root, "thai-binh/kh-41.txt", &plan(41, "Thái Bình", &[]));
    let record = |id: u32| {
        let text = plan(id, "Hà Giang", &[193, id, id + 1]);
        serde_json::json!({ "id": id, "text": text }).to_string()
    };
    let lines: Vec<String> = (300..306).map(record).collect();
    write(root, "ha-giang.jsonl", &lines.join("\n"));
}

/// Indexes with few resources.
pub(crate) fn run(store: &Path, paths: &[&Path], options: &Options) -> Report {
    index(store, paths, options, &mut Silent).unwrap()
}

/// Returns the bytes of every file of rows that does not depend on how the run came about.
pub(crate) fn rows(store: &Path) -> BTreeMap<String, Vec<u8>> {
    let dir = Reader::open(store).unwrap().generation_dir();
    let mut rows = BTreeMap::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_file() && name != "files.rows" {
            rows.insert(name, std::fs::read(entry.path()).unwrap());
        }
    }
    rows
}
