//! Files made to fill the memory, to run for ever, or to keep their secrets.

use danchieu::ingest::{self, Options};
use flate2::write::GzEncoder;
use std::fs::File;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;

type Found = Vec<danchieu::Result<ingest::Source>>;

fn options() -> Options {
    let pdf_reader = Some(PathBuf::from(env!("CARGO_BIN_EXE_danchieu")));
    Options { pdf_reader, ..Options::default() }
}

fn read_with(name: &str, bytes: &[u8], options: &Options) -> Found {
    let mut found = Vec::new();
    ingest::read_bytes(name, bytes, options, &mut |item| found.push(item));
    found
}

fn read(name: &str, bytes: &[u8]) -> Found {
    read_with(name, bytes, &options())
}

fn error(found: Found) -> String {
    match found.into_iter().next_back().unwrap() {
        Ok(source) => panic!("{} bytes were read", source.text.source().len()),
        Err(error) => error.to_string(),
    }
}

fn text(found: Found) -> String {
    found.into_iter().next().unwrap().unwrap().text.into_source()
}

/// Packs the parts, each given by pieces that repeat.
fn archive(parts: &[(&str, &[u8], usize)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, piece, times) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        let block = piece.repeat(4096);
        for _ in 0..times.div_ceil(4096) {
            writer.write_all(&block).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn office_files_that_unpack_without_end_are_stopped() {
    let bomb = archive(&[("word/document.xml", b"a", 80 << 20)]);
    assert!(bomb.len() < 1 << 20, "{}", bomb.len());
    assert_eq!(
        error(read("kh.docx", &bomb)),
        "kh.docx: unpacks to more than 200 times its size"
    );
    // A part over the limit is an error, not half a text.
    let run = b"<w:p><w:r><w:t>a</w:t></w:r></w:p>";
    let part = archive(&[("word/document.xml", run, 4096)]);
    let small = Options { max_bytes: 100_000, ..options() };
    let error = error(read_with("kh.docx", &part, &small));
    assert!(error.contains("larger than the limit"), "{error}");
}

#[test]
fn archives_of_many_small_bombs_are_stopped() {
    let names: Vec<String> = (0..8).map(|i| format!("{i}.txt")).collect();
    let parts: Vec<(&str, &[u8], usize)> =
        names.iter().map(|n| (n.as_str(), b"0".as_slice(), 24 << 20)).collect();
    let mut found = 0;
    let mut last = String::new();
    ingest::read_bytes("kho.zip", &archive(&parts), &options(), &mut |item| match item {
        Ok(_) => found += 1,
        Err(error) => last = error.to_string(),
    });
    assert!((1..=6).contains(&found), "{found}");
    assert!(last.ends_with("unpacks to more than 200 times its size"), "{last}");
}

#[test]
fn entities_of_xml_are_not_expanded() {
    let mut bomb = "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a0 'ha'>".to_owned();
    for i in 1..40 {
        let up = format!("&a{};", i - 1).repeat(10);
        bomb.push_str(&format!("<!ENTITY a{i} '{up}'>"));
    }
    bomb.push_str("]><w:wordDocument><w:body><w:p><w:r><w:t>Số &a39; 793/QĐ-TTg");
    bomb.push_str("</w:t></w:r></w:p></w:body></w:wordDocument>");
    let text = text(read("kh.doc", bomb.as_bytes()));
    assert!(text.starts_with("Số ") && text.ends_with("793/QĐ-TTg"), "{text}");
    assert!(text.len() < 100, "{}", text.len());
}

#[test]
fn depth_costs_nothing() {
    let deep = 100_000;
    let page = format!("<html>{}793/QĐ-TTg", "<div><b>".repeat(deep));
    assert!(text(read("a.html", page.as_bytes())).ends_with("793/QĐ-TTg"));
    let json = format!("{}1{}", "[".repeat(deep), "]".repeat(deep));
    assert!(error(read("a.json", json.as_bytes())).contains("broken JSON"));
    let line = format!("{{\"text\":{json}}}\n{{\"text\":\"793/QĐ-TTg\"}}\n");
    let found = read("a.jsonl", line.as_bytes());
    assert_eq!((found.len(), found[0].is_err(), found[1].is_ok()), (2, true, true));
}

#[test]
fn deep_tables_of_word_end() {
    let body = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p>".repeat(20_000);
    let xml = format!("<w:document><w:body>{body}");
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    writer.write_all(xml.as_bytes()).unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    assert_eq!(text(read("a.docx", &bytes)).matches('a').count(), 20_000);
}

/// A file of 3 GiB that takes no room on the disk.
fn hole(dir: &Path, name: &str) -> PathBuf {
    let path = dir.join(name);
    let mut file = File::create(&path).unwrap();
    let word = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice();
    let head = if name == "a.doc" { word } else { "Số 793/QĐ-TTg\n".as_bytes() };
    file.write_all(head).unwrap();
    file.set_len(3 << 30).unwrap();
    path
}

#[test]
fn a_document_over_the_limit_is_not_read() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["a.txt", "a.html", "a.pdf", "a.rtf", "a.json", "a.doc"] {
        let path = hole(dir.path(), name);
        let mut found = Vec::new();
        ingest::read(&path, &options(), &mut |item| found.push(item));
        let error = error(found);
        assert!(error.contains("larger than the limit"), "{error}");
    }
}

/// Makes a compound file with streams of those names.
fn compound(names: &[&str]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for name in names {
        file.create_stream(name).unwrap().write_all(b"x").unwrap();
    }
    file.into_inner().into_inner()
}

#[test]
fn what_has_a_password_or_is_no_document_says_so() {
    let locked = compound(&["EncryptionInfo", "EncryptedPackage"]);
    assert_eq!(error(read("kh.docx", &locked)), "kh.docx: it has a password");
    assert_eq!(error(read("a.doc", &compound(&["Workbook"]))), "a.doc: a workbook");
}

/// Gzip in gzip: each level alone keeps below the ratio, all together do not.
#[test]
fn nested_archives_share_one_budget() {
    let pack = |bytes: &[u8]| {
        let mut writer = GzEncoder::new(Vec::new(), flate2::Compression::best());
        writer.write_all(bytes).unwrap();
        writer.finish().unwrap()
    };
    let block = "Số 793/QĐ-TTg\n".repeat(8 << 20);
    let nested = pack(&pack(block.as_bytes()));
    assert!(nested.len() < 64 << 10, "{}", nested.len());
    let told = error(read("a.txt.gz.gz", &nested));
    assert!(told.contains("unpacks to more than 200 times its size"), "{told}");
    // In an archive with other files, too.
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for name in ["a.txt.gz.gz", "b.txt"] {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(if name == "b.txt" { b"b" } else { &nested }).unwrap();
    }
    let told = error(read("a.zip", &writer.finish().unwrap().into_inner()));
    assert!(told.contains("unpacks to more than 200 times its size"), "{told}");
}

/// The parts of a document count together.
#[test]
fn the_parts_of_a_document_share_its_limit() {
    let run = b"<w:p><w:r><w:t>a</w:t></w:r></w:p>";
    let parts =
        archive(&[("word/document.xml", run, 4096), ("word/footnotes.xml", run, 4096)]);
    let limit = |max_bytes| Options { max_bytes, ..options() };
    let size = (run.len() * 4096) as u64;
    let told = error(read_with("kh.docx", &parts, &limit(size + size / 2)));
    assert!(told.contains("larger than the limit"), "{told}");
    assert!(read_with("kh.docx", &parts, &limit(size * 2))[0].is_ok());
}

/// A row, a record or a one-file document over the limit is told, not half of it read.
#[test]
fn records_have_the_limit_of_documents() {
    let small = Options { max_bytes: 10_000, ..options() };
    let row = "x".repeat(20_000);
    for (name, text) in [
        ("a.csv", format!("text\n\"{row}")),
        ("a.jsonl", format!("{{\"text\":\"{row}\"}}")),
        ("a.xml.doc", format!("<?xml version='1.0'?><w:wordDocument><w:t>{row}")),
        ("a.mht", format!("MIME-Version: 1.0\nContent-Type: multipart/related\n\n{row}")),
    ] {
        let told = error(read_with(name, text.as_bytes(), &small));
        assert!(told.contains("larger than the limit"), "{name}: {told}");
    }
    // Any number of small ones is no large one.
    let rows = format!("text\n{}", "Số 793/QĐ-TTg\n".repeat(5000));
    assert_eq!(read_with("a.csv", rows.as_bytes(), &small).len(), 5000);
}

/// A file of records that are all of another make is given up, with one word for all.
#[test]
fn files_of_another_make_are_given_up() {
    let lines = "{\"a\":1}\n".repeat(500);
    let list = format!("[{}5]", "{\"a\":1},".repeat(500));
    let rows = format!("id,text\n{}", "1,\n".repeat(500));
    for (name, text) in [("a.jsonl", lines), ("a.json", list), ("a.csv", rows)] {
        let found = read(name, text.as_bytes());
        assert_eq!(found.len(), 101, "{name}");
        let told = error(found);
        assert_eq!(told, format!("{name}: none of the first 100 records is a document"));
    }
    // One that is good at first is read to its end.
    let good = format!("{{\"text\":\"a\"}}\n{}", "{\"a\":1}\n".repeat(500));
    assert_eq!(read("a.jsonl", good.as_bytes()).len(), 501);
}

/// The program goes on behind the bad files and says which they were.
#[test]
fn the_run_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let docs = dir.path().join("docs");
    std::fs::create_dir(&docs).unwrap();
    let write =
        |name: &str, bytes: &[u8]| std::fs::write(docs.join(name), bytes).unwrap();
    write("a.txt", "Thực hiện Quyết định số 793/QĐ-TTg ngày 10-5-2016".as_bytes());
    write("b.docx", &archive(&[("word/document.xml", b"0", 80 << 20)]));
    write("c.docx", &compound(&["EncryptedPackage"]));
    write("d.pdf", b"%PDF-1.4 cut off");
    write("e.zip", b"PK\x03\x04 cut off");
    let words = ["index", "docs", "--store", "store"].map(str::to_owned);
    let run = crate::runner::run(dir.path(), &words, b"");
    assert!(run.stdout.contains("1 texts (1 added"), "{}", run.stdout);
    for name in ["b.docx", "c.docx", "d.pdf", "e.zip"] {
        assert!(run.stderr.contains(&format!("error: docs/{name}: ")), "{}", run.stderr);
    }
    assert_eq!(run.status, 2);
}
