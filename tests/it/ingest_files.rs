//! Files as they come: good ones, bad ones, packed ones, whole folders.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use danchieu::ingest::{self, Options, Source, WalkOptions};
use danchieu::{Error, ErrorKind};
use std::fs;
use std::io::Write;
use std::path::Path;

const SEED: &str = "Thực hiện Quyết định số 793/QĐ-TTg ngày 10-5-2016";

type Found = Vec<Result<Source, Error>>;

fn read_with(path: &Path, options: &Options) -> Found {
    let mut found = Vec::new();
    ingest::read(path, options, &mut |item| found.push(item));
    found
}

fn read(path: &Path) -> Found {
    read_with(path, &Options::default())
}

fn read_as(name: &str, bytes: &[u8]) -> Found {
    let mut found = Vec::new();
    ingest::read_bytes(name, bytes, &Options::default(), &mut |item| found.push(item));
    found
}

fn one(found: Found) -> Source {
    assert_eq!(found.len(), 1, "one document: {found:?}");
    found.into_iter().next().unwrap().unwrap()
}

fn failure(found: Found) -> Error {
    assert_eq!(found.len(), 1, "one error: {found:?}");
    found.into_iter().next().unwrap().unwrap_err()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let level = flate2::Compression::best();
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), level);
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

#[test]
fn a_text_file_is_itself_byte_for_byte() {
    for text in [SEED, "\u{feff}a\r\nb\r\n", "x\u{ad}y\u{a0}z\n\n"] {
        let source = one(read_as("a/b.txt", text.as_bytes()));
        assert_eq!(source.text.source().as_bytes(), text.as_bytes());
        assert_eq!((source.name.as_str(), source.notes.len()), ("a/b.txt", 0));
    }
}

#[test]
fn utf_16_is_read() {
    let mark = [0xff, 0xfe].into_iter();
    let bytes: Vec<u8> =
        mark.chain(SEED.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let source = one(read_as("a.txt", &bytes));
    assert_eq!(source.text.source(), SEED);
    assert_eq!(source.notes, ["decoded from utf-16le"]);
}

#[test]
fn an_empty_file_is_an_empty_document_with_a_note() {
    for bytes in ["", "\u{feff}", " \n"] {
        let source = one(read_as("a.txt", bytes.as_bytes()));
        assert_eq!(source.notes, ["the document is empty"]);
    }
}

#[test]
fn what_cannot_be_read_is_named_with_a_reason_and_a_hint() {
    let binary = failure(read_as("a.txt", b"abc\0def\0\0\0ghi"));
    assert_eq!(binary.to_string(), "a.txt: binary file");
    // Zeros behind the end are what a program leaves that writes in blocks.
    let padded = one(read_as("a.txt", b"S\xe1\xbb\x91 1\0\0\0"));
    assert_eq!(padded.text.source(), "Số 1");
    let picture = failure(read_as("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\0"));
    assert_eq!(picture.to_string(), "a.png: not a kind of file that can be read");
    assert_eq!(picture.kind(), ErrorKind::UnsupportedFormat);
    let missing = failure(read(Path::new("no/such.txt")));
    assert_eq!(missing.kind(), ErrorKind::Io);
    for error in [binary, picture, missing] {
        assert!(error.hint_text().is_some(), "{error}");
    }
}

#[test]
fn a_folder_named_as_a_province_and_a_side_car_tell_what_the_text_does_not() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("Nam-Dinh/y-yen");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("kh.txt");
    fs::write(&path, SEED).unwrap();
    assert_eq!(one(read(&path)).meta.place.unwrap().slug(), "namdinh");
    let off = Options { place_from_path: false, ..Options::default() };
    assert_eq!(one(read_with(&path, &off)).meta.place, None);

    let car = r#"{"place":"Thái Bình","so_hieu":"40/KH-UBND","date":"18/05/2021"}"#;
    fs::write(folder.join("kh.txt.meta.json"), car).unwrap();
    let meta = one(read(&path)).meta;
    assert_eq!(meta.place.unwrap().slug(), "thaibinh");
    assert_eq!(meta.number.as_deref(), Some("40/KH-UBND"));
    assert_eq!(meta.date.unwrap().to_string(), "2021-05-18");

    fs::write(folder.join("kh.txt.meta.json"), "{").unwrap();
    let error = failure(read(&path));
    assert!(error.to_string().contains("kh.txt.meta.json: not a JSON object"), "{error}");
}

const RECORDS: &str = concat!(
    "\u{feff}{\"id\":\"a/1\",\"so_hieu\":\"793/QĐ-TTg\",\"date\":\"10/05/2016\",",
    "\"text\":\"một\"}\n",
    "\n",
    "{\"id\":\"b\",\"text\":\n",
    "{\"id\":\"c\",\"title\":\"không có văn bản\"}\r\n",
    "{\"noi_dung\":\"năm\",\"issue_date\":\"2016-05-10\"}\n",
    "{\"id\":\"a/1\",\"content\":\"<p>Số <b>1</b>/CT-TTg</p>\"}",
);

fn outline(found: Found) -> Vec<String> {
    let line = |item: Result<Source, Error>| match item {
        Ok(s) => format!("{}: {} {:?}", s.name, s.text.source(), s.notes),
        Err(e) => format!("error: {e}"),
    };
    found.into_iter().map(line).collect()
}

#[test]
fn records_are_read_one_by_one_and_bad_ones_named_by_line() {
    let expected = [
        "x.jsonl#a/1: một []",
        "error: x.jsonl: line 3: broken record: EOF while parsing a value at column 17",
        "error: x.jsonl: line 4: a record without text",
        "x.jsonl#5: năm []",
        "x.jsonl#a/1~2: Số 1/CT-TTg \
         [\"the id a/1 is used more than once; this one is a/1~2\"]",
    ];
    let found = read_as("x.jsonl", RECORDS.as_bytes());
    assert_eq!(found[0].as_ref().unwrap().meta.number.as_deref(), Some("793/QĐ-TTg"));
    assert_eq!(outline(found), expected);
}

#[test]
fn packed_files_are_read_as_what_is_inside() {
    // Two members, the cut in the middle of a record.
    let (a, b) = RECORDS.as_bytes().split_at(40);
    let packed = [gzip(a), gzip(b)].concat();
    let expected: Vec<String> = outline(read_as("x.jsonl", RECORDS.as_bytes()))
        .iter()
        .map(|line| line.replace("x.jsonl", "x.jsonl.gz"))
        .collect();
    assert_eq!(outline(read_as("x.jsonl.gz", &packed)), expected);

    let source = one(read_as("a.txt.gz", &gzip(SEED.as_bytes())));
    assert_eq!((source.name.as_str(), source.text.source()), ("a.txt.gz", SEED));
}

#[test]
fn broken_packing_is_an_error_after_what_could_be_read() {
    let lines: Vec<String> =
        (0..20_000).map(|i| format!("{{\"text\":\"{i}\"}}")).collect();
    let many = lines.join("\n");
    let packed = gzip(many.as_bytes());
    let cut = packed.get(..packed.len() / 2).unwrap();
    let mut found = read_as("x.jsonl.gz", cut);
    let error = found.pop().unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Malformed);
    assert!(error.to_string().starts_with("x.jsonl.gz: broken data"), "{error}");
    assert!(found.len() > 1000 && found.iter().all(Result::is_ok));
    assert_eq!(
        failure(read_as("a.txt.gz", b"\x1f\x8b\x08\0garbage")).kind(),
        ErrorKind::Malformed
    );
}

#[test]
fn a_file_made_to_unpack_without_end_is_stopped() {
    let bomb = gzip(&vec![b' '; 80 << 20]);
    let error = failure(read_as("a.txt.gz", &bomb));
    assert!(error.to_string().contains("unpacks to more than 200 times"), "{error}");
    let small = Options { max_bytes: 1000, ..Options::default() };
    let mut found = Vec::new();
    let packed = gzip(&[b'x'; 1001]);
    ingest::read_bytes("a.txt.gz", &packed, &small, &mut |item| found.push(item));
    assert!(failure(found).to_string().contains("the limit of 1000 bytes"));
}

#[test]
fn a_page_gives_its_text_and_what_it_says_about_itself() {
    let page = "<!DOCTYPE html><title>Tin</title>
        <meta property=og:url content=https://baonamdinh.vn/1.html>
        <body><nav>Trang chủ</nav><p>Thực hiện Quyết định số 793/Q<b>Đ</b>-TTg</p>";
    let source = one(read_as("tin.txt", page.as_bytes()));
    assert_eq!(source.text.source(), "Thực hiện Quyết định số 793/QĐ-TTg");
    assert_eq!(source.meta.title.as_deref(), Some("Tin"));
    assert_eq!(source.meta.place.unwrap().slug(), "namdinh");
}

fn touch(root: &Path, files: &[&str]) {
    for file in files {
        let path = root.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, SEED).unwrap();
    }
}

fn names(root: &Path, walked: &ingest::Walked) -> Vec<String> {
    let name = |p: &std::path::PathBuf| {
        p.strip_prefix(root).unwrap().to_string_lossy().into_owned()
    };
    walked.files.iter().map(name).collect()
}

#[test]
fn a_walk_takes_what_can_be_read_sorted_and_once() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    touch(
        root,
        &[
            "b.txt",
            "a/.hidden.md",
            "a/x.jsonl.gz",
            "a/y.PNG",
            "a/b.txt.meta.json",
            ".git/c.txt",
            ".danchieu/d.txt",
            "store/e.txt",
            "gold/f.txt",
            ".gitignore",
            "README.md",
            "a/README.md",
            "noext",
        ],
    );
    fs::write(root.join(".gitignore"), "b.txt\n").unwrap();
    fs::write(root.join(".danchieuignore"), "README.md\ngold/\n").unwrap();
    let options = WalkOptions { skip: vec![root.join("store")] };
    let walked = ingest::walk(&[root], &options);
    assert!(walked.errors.is_empty(), "{:?}", walked.errors);
    assert_eq!(names(root, &walked), ["a/.hidden.md", "a/x.jsonl.gz", "b.txt"]);

    // A named file is always taken; the same file is taken once.
    let paths =
        [root.join("noext"), root.join("a"), root.join("a/../a"), root.join("zz")];
    let walked = ingest::walk(&paths, &options);
    assert_eq!(walked.files.len(), 4, "{walked:?}");
    assert_eq!(walked.errors.len(), 1);
    assert_eq!(walked.errors[0].kind(), ErrorKind::Io);
}

#[cfg(unix)]
#[test]
fn loops_of_links_end_and_broken_links_are_told() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    touch(root, &["a/b.txt"]);
    std::os::unix::fs::symlink(root, root.join("a/loop")).unwrap();
    std::os::unix::fs::symlink("nowhere", root.join("a/gone.txt")).unwrap();
    std::os::unix::fs::symlink("nowhere", root.join("a/gone.bin")).unwrap();
    let walked = ingest::walk(&[root], &WalkOptions::default());
    assert_eq!(names(root, &walked), ["a/b.txt"]);
    assert_eq!(walked.errors.len(), 1, "{:?}", walked.errors);
    assert!(walked.errors[0].path().unwrap().ends_with("a/gone.txt"));
}

/// Packs files whose names are these bytes, as programs do that do not say how they
/// write names.
fn archive_of(names: &[&[u8]]) -> Vec<u8> {
    use std::io::Cursor;
    let stand_in = |i: usize, name: &[u8]| format!("{i}{}", "x".repeat(name.len() - 1));
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (i, name) in names.iter().enumerate() {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(stand_in(i, name), options).unwrap();
        writer.write_all("Số 5/CT".as_bytes()).unwrap();
    }
    let mut bytes = writer.finish().unwrap().into_inner();
    for (i, name) in names.iter().enumerate() {
        let old = stand_in(i, name).into_bytes();
        let places: Vec<usize> = (0..bytes.len() - old.len())
            .filter(|at| bytes[*at..].starts_with(&old))
            .collect();
        for at in places {
            bytes[at..at + old.len()].copy_from_slice(name);
        }
    }
    bytes
}

#[test]
fn names_in_archives_are_read_however_they_are_written() {
    let utf8 = "Nam Định/kh.txt".as_bytes();
    // "Nam Ðịnh/thu.txt": windows-1258 writes a tone behind its letter.
    let windows = b"Hu\xea\xec/Quy\xea\xect \xf0i\xf2nh.txt";
    let dos = b"r\x82sum\x82.txt";
    let found = read_as("kho.zip", &archive_of(&[utf8, windows, dos]));
    let sources: Vec<Source> = found.into_iter().map(Result::unwrap).collect();
    let names: Vec<&str> = sources.iter().map(|s| s.name.as_str()).collect();
    let hue = "kho.zip#Huê\u{301}/Quyê\u{301}t đi\u{323}nh.txt";
    assert_eq!(names, [hue, "kho.zip#Nam Định/kh.txt", "kho.zip#résumé.txt"]);
    let places: Vec<_> =
        sources.iter().map(|s| s.meta.place.map(danchieu::vocab::Place::slug)).collect();
    assert_eq!(places, [Some("hue"), Some("namdinh"), None]);
    assert_eq!(sources[1].outline.given[0].from, "folder Nam Định");
}

#[test]
fn an_archive_without_a_document_is_told() {
    let error =
        failure(read_as("kho.zip", &archive_of(&[b"a.png", b"~$a.doc", b"._b.txt"])));
    assert_eq!(error.to_string(), "kho.zip: an archive without a document");
}

#[test]
fn what_a_walk_passes_over_is_counted() {
    let dir = tempfile::tempdir().unwrap();
    let files = [
        "a.txt",
        "a.txt.meta.json",
        "b/x.XLSX",
        "b/y.xlsx",
        "b/z.png",
        "b/Makefile",
        "b/~$kh.docx",
        "b/._kh.docx",
        "b/.~lock.kh.odt#",
        ".DS_Store",
        "Thumbs.db",
        ".danchieuignore",
        ".git/config",
    ];
    touch(dir.path(), &files);
    let walked = ingest::walk(&[dir.path()], &WalkOptions::default());
    assert_eq!(names(dir.path(), &walked), ["a.txt"]);
    let passed: Vec<(&str, u64)> =
        walked.passed.iter().map(|(k, n)| (k.as_str(), *n)).collect();
    assert_eq!(passed, [("", 1), ("png", 1), ("xlsx", 2)]);
}

/// Names that promise more than the bytes hold.
#[test]
fn files_are_read_as_what_they_are() {
    let page = "<div><p>Số 5/CT</p></div>";
    for name in ["a.doc", "a.docx", "a.pdf", "a.odt", "a.zip", "a"] {
        assert_eq!(
            one(read_as(name, page.as_bytes())).text.source(),
            "Số 5/CT",
            "{name}"
        );
        let plain = one(read_as(name, "Số 5/CT\nLuật 1".as_bytes()));
        assert_eq!(plain.text.source(), "Số 5/CT\nLuật 1", "{name}");
    }
    let xhtml =
        "<?xml version='1.0' encoding='utf-8'?>\n<html xmlns='x'><p>Số 5/CT</p></html>";
    assert_eq!(one(read_as("a.doc", xhtml.as_bytes())).text.source(), "Số 5/CT");
    // Unpacked by a browser, which left the name.
    let lines = one(read_as("a.jsonl.gz", "{\"id\":7,\"text\":\"Số 5/CT\"}".as_bytes()));
    assert_eq!((&*lines.name, lines.text.source()), ("a.jsonl.gz#7", "Số 5/CT"));
    let table = one(read_as("a.csv.gz", "id,text\n7,Số 5/CT".as_bytes()));
    assert_eq!((&*table.name, table.text.source()), ("a.csv.gz#7", "Số 5/CT"));
}

#[test]
fn files_that_were_not_fetched_are_told() {
    for name in ["a.docx", "a.pdf", "a.zip", "a.html", "a.csv"] {
        let error = failure(read_as(name, b""));
        assert_eq!(error.to_string(), format!("{name}: an empty file"));
    }
}

#[test]
fn opendocument_in_one_file() {
    let flat = "<?xml version='1.0'?><office:document office:version='1.2'>\
        <office:master-styles><style:header><text:p>Dự thảo</text:p></style:header>\
        </office:master-styles><office:body><office:text><text:p>Số <text:span>5</text:span>\
        /CT</text:p></office:text></office:body></office:document>";
    assert_eq!(one(read_as("a.fodt", flat.as_bytes())).text.source(), "Số 5/CT\nDự thảo");
}
