//! Real texts put into the encodings from before Unicode, and read back.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "a test says what it measured or skipped")]

use danchieu::ingest::{self, Options, Source};
use std::fmt::Write as _;
use std::path::PathBuf;

/// The windows-1252 characters of TCVN3 from ¡ on; capitals with a tone have none.
const TCVN3: &str = "ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíị\
    ò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ.";

fn to_tcvn3(c: char, out: &mut String) {
    let low = c.to_lowercase().next().unwrap();
    let at = |c| TCVN3.chars().position(|t| t == c);
    match at(c).or_else(|| at(low)) {
        Some(i) if !c.is_ascii() => {
            out.extend(char::from_u32(0xa1 + u32::try_from(i).unwrap()));
        }
        _ => out.push(c),
    }
}

/// Letters, and how VNI writes them.
const VNI: &str = "à aø,á aù,ả aû,ã aõ,ạ aï,ă aê,ằ aè,ắ aé,ẳ aú,ẵ aü,ặ aë,â aâ,ầ aà,ấ aá,ẩ aå,\
    ẫ aã,ậ aä,è eø,é eù,ẻ eû,ẽ eõ,ẹ eï,ê eâ,ề eà,ế eá,ể eå,ễ eã,ệ eä,ỉ æ,ĩ ó,ị ò,ò oø,ó où,ỏ oû,\
    õ oõ,ọ oï,ô oâ,ồ oà,ố oá,ổ oå,ỗ oã,ộ oä,ơ ô,ờ ôø,ớ ôù,ở ôû,ỡ ôõ,ợ ôï,ù uø,ú uù,ủ uû,ũ uõ,\
    ụ uï,ư ö,ừ öø,ứ öù,ử öû,ữ öõ,ự öï,ỳ yø,ý yù,ỷ yû,ỹ yõ,ỵ î,đ ñ";

fn to_vni(c: char, out: &mut String) {
    let low = c.to_lowercase().next().unwrap();
    let pair = VNI.split(',').find_map(|row| row.strip_prefix(low));
    match pair.map(str::trim_start) {
        Some(written) if low == c => out.push_str(written),
        Some(written) => out.push_str(&written.to_uppercase()),
        None => out.push(c),
    }
}

fn read(text: &str) -> Source {
    let mut found = Vec::new();
    let options = Options::default();
    ingest::read_bytes("a.txt", text.as_bytes(), &options, &mut |item| found.push(item));
    found.pop().unwrap().unwrap()
}

fn gold_texts() -> Vec<String> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared");
    let shared = std::env::var("DANCHIEU_SHARED").unwrap_or_else(|_| beside.to_owned());
    let Ok(folder) = std::fs::read_dir(PathBuf::from(shared).join("gold/texts")) else {
        println!("skipped: no ../shared");
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = folder.map(|e| e.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|p| std::fs::read_to_string(p).unwrap()).collect()
}

/// Puts what an old file could hold into its encoding and returns the share of words
/// that come back.
fn share_restored(encode: fn(char, &mut String), texts: &[String]) -> f64 {
    let (mut words, mut same) = (0_u32, 0_u32);
    for text in texts {
        let text = danchieu::text::Text::new(text.clone()).normal().to_owned();
        let mut old = String::new();
        text.chars().for_each(|c| encode(c, &mut old));
        let read = read(&old);
        assert_eq!(read.text.source(), old);
        let back = read.text.normal().to_lowercase();
        for (a, b) in text.to_lowercase().split_whitespace().zip(back.split_whitespace())
        {
            words += 1;
            same += u32::from(a == b);
        }
    }
    f64::from(same) / f64::from(words.max(1))
}

#[test]
fn real_texts_come_back_from_tcvn3_and_vni() {
    let texts = gold_texts();
    if texts.is_empty() {
        return;
    }
    let mut report = String::new();
    for (name, encode) in [("tcvn3", to_tcvn3 as fn(char, &mut String)), ("vni", to_vni)]
    {
        let share = share_restored(encode, &texts);
        let _ = writeln!(report, "{name}: {:.2} % of words restored", share * 100.0);
        assert!(share > 0.995, "{report}");
    }
    println!("{report}");
}

#[test]
fn a_number_in_an_old_encoding_is_read_and_its_place_kept() {
    let line = "Thùc hiÖn QuyÕt ®Þnh sè 793/Q§-TTg ngµy 10-5-2016 cña Thñ t\u{ad}íng";
    let read = read(line);
    let start = read.text.normal().find("793/QĐ-TTg").unwrap();
    let span = danchieu::text::Span::new(start, start + "793/QĐ-TTg".len());
    assert_eq!(read.text.slice(read.text.to_source(span)), "793/Q§-TTg");
    assert_eq!(read.notes, ["decoded from tcvn3 in 1 paragraphs"]);
}

/// What glibc's iconv makes of a text, where it is there.
fn by_iconv(encoding: &str, text: &str) -> Option<Vec<u8>> {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("a.txt");
    std::fs::write(&file, text).unwrap();
    let run = std::process::Command::new("iconv")
        .args(["-f", "UTF-8", "-t", encoding])
        .arg(&file)
        .output()
        .ok()?;
    run.status.success().then_some(run.stdout)
}

/// Without capitals that have a tone: iconv puts them where files in the `.Vn` fonts have
/// the quotation marks of Windows, and those fonts have no such capitals.
#[test]
fn what_iconv_writes_in_tcvn_and_viscii_is_read_back() {
    let text = "Căn cứ Luật Tổ chức chính quyền địa phương; thực hiện Quyết định số \
        793/QĐ-TTg ngày 10 tháng 5 năm 2016 của Thủ tướng Chính phủ về việc lấy ngày \
        30 tháng 7 hằng năm là ngày toàn dân phòng, chống mua bán người, Bộ Công an ban \
        hành kế hoạch như sau: nâng cao nhận thức, hỗ trợ nạn nhân.\n";
    for encoding in ["TCVN5712-1", "VISCII"] {
        let Some(bytes) = by_iconv(encoding, text) else {
            println!("skipped: no iconv for {encoding}");
            continue;
        };
        let mut found = Vec::new();
        let options = Options::default();
        ingest::read_bytes("a.txt", &bytes, &options, &mut |item| found.push(item));
        let read = found.pop().unwrap().unwrap();
        assert_eq!(read.text.normal(), text, "{encoding}");
    }
}
