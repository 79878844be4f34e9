//! Every filter with every command: what is left of the answer.
//!
//! `tests/cases/filters.txt` is the table: a line a command, below it a line a filter and
//! the documents that remain, by short names. With `DANCHIEU_BLESS=1` it is written anew,
//! to be read before it is committed.

use super::runner::{run, words};
use super::store_made::write;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Texts and their short names: a law; a decree and two decisions that rest on it; three
/// plans that carry out the first decision, which the second replaces. From the plan of
/// Nam Định three ways lead to the law, of two steps each.
const TEXTS: [(&str, &str, &str, &str, &str, &str); 7] = [
    (
        "law",
        "QUỐC HỘI",
        "Luật số: 66/2011/QH12",
        "Hà Nội, ngày 29 tháng 3 năm 2011",
        "LUẬT\nPHÒNG, CHỐNG MUA BÁN NGƯỜI",
        "Điều 58. Luật này có hiệu lực từ ngày 01 tháng 01 năm 2012.",
    ),
    (
        "decree",
        "CHÍNH PHỦ",
        "Số: 09/2013/NĐ-CP",
        "Hà Nội, ngày 11 tháng 01 năm 2013",
        "NGHỊ ĐỊNH\nQuy định chi tiết thi hành một số điều của Luật Phòng, chống mua bán người",
        "Căn cứ Luật Phòng, chống mua bán người số 66/2011/QH12 ngày 29 tháng 3 năm 2011;\n\
         Điều 1. Hỗ trợ nạn nhân.",
    ),
    (
        "193",
        "THỦ TƯỚNG CHÍNH PHỦ",
        "Số: 193/QĐ-TTg",
        "Hà Nội, ngày 09 tháng 02 năm 2021",
        "QUYẾT ĐỊNH\nPhê duyệt Chương trình phòng, chống mua bán người",
        "Căn cứ Luật Phòng, chống mua bán người số 66/2011/QH12 ngày 29 tháng 3 năm 2011;\n\
         Điều 1. Phê duyệt Chương trình.",
    ),
    (
        "33",
        "THỦ TƯỚNG CHÍNH PHỦ",
        "Số: 33/QĐ-TTg",
        "Hà Nội, ngày 08 tháng 01 năm 2024",
        "QUYẾT ĐỊNH\nPhê duyệt Chương trình mới",
        "Căn cứ Luật Phòng, chống mua bán người số 66/2011/QH12 ngày 29 tháng 3 năm 2011;\n\
         Điều 1. Phê duyệt Chương trình.\n\
         Điều 2. Quyết định này có hiệu lực kể từ ngày ký và thay thế Quyết định số \
         193/QĐ-TTg ngày 09 tháng 02 năm 2021 của Thủ tướng Chính phủ.",
    ),
    (
        "plan-tb",
        "ỦY BAN NHÂN DÂN\nTỈNH THÁI BÌNH",
        "Số: 05/KH-UBND",
        "Thái Bình, ngày 10 tháng 3 năm 2021",
        "KẾ HOẠCH\nPhòng, chống mua bán người năm 2021",
        "Căn cứ Luật Phòng, chống mua bán người số 66/2011/QH12 ngày 29 tháng 3 năm 2011;\n\
         Thực hiện Quyết định số 193/QĐ-TTg ngày 09 tháng 02 năm 2021 của Thủ tướng Chính \
         phủ, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n1. Tuyên truyền.",
    ),
    (
        "plan-nd",
        "ỦY BAN NHÂN DÂN\nTỈNH NAM ĐỊNH",
        "Số: 40/KH-UBND",
        "Nam Định, ngày 02 tháng 4 năm 2022",
        "KẾ HOẠCH\nPhòng, chống mua bán người năm 2022",
        "Thực hiện Quyết định số 193/QĐ-TTg ngày 09 tháng 02 năm 2021 của Thủ tướng Chính \
         phủ, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n\
         1. Hỗ trợ nạn nhân theo Nghị định số 09/2013/NĐ-CP ngày 11 tháng 01 năm 2013 của \
         Chính phủ.\n\
         2. Phối hợp theo Kế hoạch số 05/KH-UBND ngày 10 tháng 3 năm 2021 của Ủy ban nhân \
         dân tỉnh Thái Bình.\n\
         3. Xử lý theo Quyết định số 77/QĐ-BCA ngày 01 tháng 02 năm 2029 của Bộ Công an.",
    ),
    (
        "plan-bca",
        "BỘ CÔNG AN",
        "Số: 07/KH-BCA",
        "Hà Nội, ngày 02 tháng 5 năm 2024",
        "KẾ HOẠCH\nThực hiện Chương trình phòng, chống mua bán người",
        "Thực hiện Quyết định số 193/QĐ-TTg ngày 09 tháng 02 năm 2021 của Thủ tướng Chính \
         phủ;\n1. Công an các tỉnh phối hợp theo Kế hoạch 40/KH-UBND của Nam Định.\n\
         2. Thực hiện Luật Phòng, chống mua bán người.",
    ),
];

const NAMES: [(&str, &str); 9] = [
    ("vn/qh/luat/qh12/66", "law"),
    ("vn/cp/nd/2013/9", "decree"),
    ("vn/ttg/qd/2021/193", "193"),
    ("vn/ttg/qd/2024/33", "33"),
    ("vn-thaibinh/ubnd/kh/2021/5", "plan-tb"),
    ("vn-namdinh/ubnd/kh/2022/40", "plan-nd"),
    ("vn/bca/kh/2024/7", "plan-bca"),
    ("vn/bca/qd/?/77", "77"),
    ("vn-?/ubnd/kh/?/40", "40?"),
];

fn name(key: &Value) -> &str {
    let key = key.as_str().unwrap();
    NAMES.iter().find(|(known, _)| *known == key).map_or(key, |(_, name)| name)
}

/// The store `.danchieu` of all texts, and `old` of three of them.
fn stores(dir: &Path) {
    for (name, issuer, number, day, title, body) in TEXTS {
        let text = format!("{issuer}\n{number}\n{day}\n\n{title}\n\n{body}\n");
        write(&dir.join("c"), &format!("{name}.txt"), &text);
    }
    for line in ["index c", "index c/law.txt c/193.txt c/plan-tb.txt --store old"] {
        assert_eq!(run(dir, &words(line), b"").status, 0, "{line}");
    }
}

/// Returns the documents that a line of an answer is about.
fn short(row: &Value) -> Option<String> {
    let end = |row: &Value, side: &str| name(&row[side]["key"]).to_owned();
    let both = |row: &Value| format!("{}>{}", end(row, "source"), end(row, "target"));
    if row["schema"] == "danchieu.finding/1" {
        let path = Path::new(row["document"].as_str()?).file_stem()?.to_str()?;
        return Some(format!("{path}:{}", row["code"].as_str()?));
    }
    if let Some(body) = row["body"].as_str() {
        let first = row["documents"].get(0)?;
        return Some(format!("{body}:{}", name(&first["key"])));
    }
    if let Some(change) = row["change"].as_str() {
        let link = || {
            format!("{}>{}", name(&row["link"]["source"]), name(&row["link"]["target"]))
        };
        let what = row["document"].get("key").map(|key| name(key).to_owned());
        return Some(format!("{change}:{}", what.unwrap_or_else(link)));
    }
    if row["end"]["source"].is_object() {
        return Some(both(&row["citation"]));
    }
    if row["source"].is_object() && row["target"].is_object() {
        return Some(both(row));
    }
    let document = end(row, "document");
    match row["cited_by"]["documents"].as_u64() {
        Some(n) => Some(format!("{document}:cited-by-{n}")),
        None => Some(document),
    }
}

fn answer(dir: &Path, command: &str, filter: &str) -> String {
    let line = format!("{command} {filter} --format jsonl");
    let ran = run(dir, &words(&line), b"");
    assert!(ran.status < 2, "{line}: {}", ran.stderr);
    let rows = ran.stdout.lines().map(|row| serde_json::from_str::<Value>(row).unwrap());
    let found: BTreeSet<String> = rows.filter_map(|row| short(&row)).collect();
    found.into_iter().collect::<Vec<_>>().join(" ")
}

fn table() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/filters.txt")
}

#[test]
fn every_command_takes_every_filter() {
    let dir = tempfile::tempdir().unwrap();
    stores(dir.path());
    let wanted = std::fs::read_to_string(table()).unwrap();
    let (mut command, mut found) = ("", String::new());
    for line in wanted.lines() {
        let Some((filter, _)) = line.split_once("=>") else {
            command = if line.starts_with('#') { command } else { line };
            found.push_str(line);
            found.push('\n');
            continue;
        };
        let asked = if filter.trim() == "all" { "" } else { filter.trim() };
        let left = answer(dir.path(), command, asked);
        let _ = writeln!(found, "{}", format!("{filter}=> {left}").trim_end());
    }
    if std::env::var_os("DANCHIEU_BLESS").is_some() {
        std::fs::write(table(), &found).unwrap();
        return;
    }
    for (wanted, found) in wanted.lines().zip(found.lines()) {
        assert_eq!(found, wanted);
    }
    assert!(wanted.matches("--status").count() >= 2 * commands(&wanted).count());
}

fn commands(table: &str) -> impl Iterator<Item = &str> {
    let is_command = |line: &&str| !line.is_empty() && !line.starts_with(['#', ' ']);
    table.lines().filter(is_command)
}

#[test]
fn every_command_has_every_format_and_tables_fit_the_screen() {
    let dir = tempfile::tempdir().unwrap();
    stores(dir.path());
    let table = std::fs::read_to_string(table()).unwrap();
    for command in commands(&table) {
        for format in ["table", "json", "jsonl", "csv"] {
            let is_graph = command == "export" && format == "table";
            let is_object = command.starts_with("show") && format == "csv";
            if is_graph || is_object {
                continue;
            }
            let ran =
                run(dir.path(), &words(&format!("{command} --format {format}")), b"");
            assert_eq!(ran.status, 0, "{command} --format {format}: {}", ran.stderr);
            let widest = ran.stdout.lines().map(|line| line.chars().count()).max();
            match format {
                "table" => assert!(widest <= Some(100), "{command}:\n{}", ran.stdout),
                "json" => assert!(serde_json::from_str::<Value>(&ran.stdout).is_ok()),
                "jsonl" => assert!(ran.stdout.starts_with('{'), "{command}"),
                _ => assert!(ran.stdout.lines().count() > 1, "{command}"),
            }
        }
    }
}
