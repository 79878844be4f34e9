//! Office documents and archives, made here.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use danchieu::ErrorKind;
use danchieu::ingest::{self, Options, Source};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

type Found = Vec<danchieu::Result<Source>>;

fn read(name: &str, bytes: &[u8]) -> Found {
    let mut found = Vec::new();
    ingest::read_bytes(name, bytes, &Options::default(), &mut |item| found.push(item));
    found
}

fn text(name: &str, bytes: &[u8]) -> String {
    let mut found = read(name, bytes);
    assert_eq!(found.len(), 1, "{found:?}");
    found.pop().unwrap().unwrap().text.into_source()
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn runs(pieces: &[&str]) -> String {
    let run = |t: &&str| format!("<w:r><w:t xml:space='preserve'>{t}</w:t></w:r>");
    pieces.iter().map(run).collect::<Vec<_>>().concat()
}

fn paragraph(pieces: &[&str]) -> String {
    format!("<w:p>{}</w:p>", runs(pieces))
}

fn docx(body: &str, others: &[(&str, &str)]) -> Vec<u8> {
    let document =
        format!("<?xml version='1.0'?><w:document><w:body>{body}</w:body></w:document>");
    let mut parts = vec![("[Content_Types].xml", &b"<Types/>"[..])];
    parts.extend(others.iter().map(|(name, xml)| (*name, xml.as_bytes())));
    parts.push(("word/document.xml", document.as_bytes()));
    archive(&parts)
}

#[test]
fn runs_tables_and_changes_of_a_word_document() {
    let cell = |lines: &[&str]| {
        let lines: Vec<String> = lines.iter().map(|l| paragraph(&[l])).collect();
        format!("<w:tc>{}</w:tc>", lines.concat())
    };
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let body = [
        "<w:tbl>".to_owned(),
        row(&[cell(&["UBND TỈNH NAM ĐỊNH", "Số: 40/KH-UBND"]), cell(&["CỘNG HÒA"])]),
        row(&[cell(&["STT"]), cell(&["Văn bản"])]),
        "</w:tbl>".to_owned(),
        paragraph(&["Căn cứ Quyết định số 79", "3/Q", "Đ-", "TTg &amp; 5&#8211;6"]),
        "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>"
            .to_owned(),
        "<w:p><w:del><w:r><w:delText>cũ</w:delText><w:t>cũ</w:t></w:r></w:del>"
            .to_owned(),
        "<w:ins><w:r><w:t>mới</w:t></w:r></w:ins>".to_owned(),
        "<w:moveFrom><w:r><w:t>chuyển</w:t></w:r></w:moveFrom></w:p>".to_owned(),
        "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>".to_owned(),
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>".to_owned(),
        paragraph(&["khung"]),
        "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>".to_owned(),
        paragraph(&["khung"]),
        "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>".to_owned(),
        "<w:p><w:r><w:rPr><w:rFonts w:ascii='.VnTimeH'/></w:rPr>".to_owned(),
        "<w:t>ñy ban</w:t></w:r><w:r><w:t> nhân dân ở</w:t></w:r></w:p>".to_owned(),
    ]
    .concat();
    let footer = format!("<w:ftr>{}</w:ftr>", paragraph(&["chân trang"]));
    let note = format!("<w:footnotes>{}</w:footnotes>", paragraph(&["chú thích"]));
    let others = [
        ("word/footer1.xml", footer.as_str()),
        ("word/footer2.xml", footer.as_str()),
        ("word/footnotes.xml", note.as_str()),
    ];
    let expected = "UBND TỈNH NAM ĐỊNH\nSố: 40/KH-UBND\nCỘNG HÒA\nSTT\tVăn bản\n\
        Căn cứ Quyết định số 793/QĐ-TTg & 5–6\na\tb\nc\nmới\nkhung\nỦY BAN nhân dân ở\n\
        chú thích\nchân trang";
    assert_eq!(text("kh.docx", &docx(&body, &others)), expected);
    // The content decides, not the name.
    assert_eq!(text("kh.doc", &docx(&body, &others)), expected);
}

#[test]
fn an_opendocument_text() {
    let content = "<office:document-content><office:automatic-styles><style:x>no</style:x>
        </office:automatic-styles><office:body><office:text>
        <text:tracked-changes><text:p>cũ</text:p></text:tracked-changes>
        <text:h>KẾ HOẠCH</text:h>
        <text:p>Quyết định số 793/Q<text:span>Đ</text:span>-TTg<text:s/>ngày<text:tab/>x
        <text:note><text:note-citation>1</text:note-citation><text:note-body>
        <text:p>chú thích</text:p></text:note-body></text:note> tiếp</text:p>
        <table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>
        <table:table-cell><text:p>b</text:p></table:table-cell></table:table-row>
        </table:table></office:text></office:body></office:document-content>";
    let bytes = archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
    ]);
    let expected = "KẾ HOẠCH\nQuyết định số 793/QĐ-TTg ngày\tx tiếp\na\tb\nchú thích";
    assert_eq!(text("kh.odt", &bytes), expected);
}

#[test]
fn the_files_of_an_archive_are_read_by_name() {
    let inner = docx(&paragraph(&["trong"]), &[]);
    let records = b"{\"id\":\"x\",\"text\":\"m\xe1\xbb\x99t\"}\n{";
    let bytes = archive(&[
        ("b/kh.docx", &inner),
        ("a.jsonl", records),
        ("anh.png", b"\x89PNG"),
        ("a.txt.meta.json", b"{}"),
    ]);
    let outline = |item: danchieu::Result<Source>| match item {
        Ok(s) => format!("{}: {}", s.name, s.text.source()),
        Err(e) => format!("error: {e}"),
    };
    let found: Vec<String> = read("kho.zip", &bytes).into_iter().map(outline).collect();
    assert_eq!(
        found,
        [
            "kho.zip#a.jsonl#x: một",
            "error: kho.zip#a.jsonl: line 2: broken record: EOF while parsing an object at column 1",
            "kho.zip#b/kh.docx: trong",
        ]
    );
}

#[test]
fn archives_in_archives_end() {
    let mut bytes = archive(&[("a.txt", b"x")]);
    for _ in 0..10 {
        bytes = archive(&[("a.zip", &bytes)]);
    }
    let error = read("a.zip", &bytes).pop().unwrap().unwrap_err();
    assert!(error.to_string().ends_with("packed more than 4 times"), "{error}");
}

#[test]
fn broken_office_files_are_errors() {
    let good = docx(&paragraph(&["văn bản dài"; 100]), &[]);
    for cut in [4, 30, good.len() / 2, good.len() - 30] {
        let error = read("kh.docx", &good[..cut]).pop().unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Malformed, "{error}");
    }
    let sheet = archive(&[("[Content_Types].xml", b""), ("xl/workbook.xml", b"")]);
    let error = read("a.xlsx", &sheet).pop().unwrap().unwrap_err();
    assert_eq!(error.to_string(), "a.xlsx: a workbook or slides");
    let no_xml = archive(&[("word/document.xml", b"<w:p><w:t>a</w:t")]);
    assert!(read("kh.docx", &no_xml).pop().unwrap().is_err());
}
