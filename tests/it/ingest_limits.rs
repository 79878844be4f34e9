//! Files made to fill the memory, to run for ever, or to keep their secrets.

use danchieu::ErrorKind;
use danchieu::ingest::{self, Options};
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
    file.write_all("Số 793/QĐ-TTg\n".as_bytes()).unwrap();
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
        let is_told = error.contains("larger than the limit") || name == "a.doc";
        assert!(is_told, "{error}");
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
    let pdf = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R \
        /Encrypt << /Filter /Standard /V 1 /R 2 /P -1 /O (12345678901234567890123456789012) \
        /U (12345678901234567890123456789012) >> /ID [(a) (b)] >>\n%%EOF";
    let found = read("a.pdf", pdf).pop().unwrap().unwrap_err();
    assert!(
        matches!(found.kind(), ErrorKind::UnsupportedFormat | ErrorKind::Malformed),
        "{found}"
    );
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
