//! Word documents before 2007 and RTF, made here byte by byte.

use danchieu::ErrorKind;
use danchieu::ingest::{self, Options, Source};
use std::io::{Cursor, Write};

fn read(name: &str, bytes: &[u8]) -> danchieu::Result<Source> {
    let mut found = Vec::new();
    ingest::read_bytes(name, bytes, &Options::default(), &mut |item| found.push(item));
    assert_eq!(found.len(), 1, "{found:?}");
    found.pop().unwrap()
}

fn text(name: &str, bytes: &[u8]) -> String {
    read(name, bytes).unwrap().text.into_source()
}

fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, bytes) in streams {
        file.create_stream(name).unwrap().write_all(bytes).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

fn put(block: &mut [u8], at: usize, value: usize) {
    block[at..at + 4].copy_from_slice(&u32::try_from(value).unwrap().to_le_bytes());
}

/// A Word 97 document: `narrow` in bytes, then `wide` in UTF-16, then a comment that is
/// left out, then a text box.
fn word_97(narrow: &[u8], wide: &str, flags: u8) -> Vec<u8> {
    let mut main = vec![0; 0x400];
    main[..4].copy_from_slice(&[0xec, 0xa5, 0xc1, 0]);
    main[0x0b] = 0x02 | flags;
    let (note, boxed) = ("bình luận", "khung");
    let utf16 = |s: &str| s.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let count = |s: &str| s.encode_utf16().count();
    put(&mut main, 0x4c, narrow.len() + count(wide));
    put(&mut main, 0x5c, count(note));
    put(&mut main, 0x64, count(boxed));
    let wide_at = main.len() + narrow.len();
    let narrow_at = main.len();
    main.extend(narrow);
    main.extend(utf16(&format!("{wide}{note}{boxed}")));
    let end = narrow.len() + count(wide) + count(note) + count(boxed);
    let mut pieces = Vec::new();
    for cp in [0, narrow.len(), end] {
        pieces.extend(u32::try_from(cp).unwrap().to_le_bytes());
    }
    for fc in [0x4000_0000 | (narrow_at * 2), wide_at] {
        pieces.extend([0, 0]);
        pieces.extend(u32::try_from(fc).unwrap().to_le_bytes());
        pieces.extend([0, 0]);
    }
    // Formatting stands before the table and is skipped.
    let mut table = vec![1, 2, 0, 9, 9, 2];
    table.extend(u32::try_from(pieces.len()).unwrap().to_le_bytes());
    table.extend(pieces);
    put(&mut main, 0x1a2, 0);
    put(&mut main, 0x1a6, table.len());
    compound(&[("WordDocument", &main), ("1Table", &table)])
}

#[test]
fn a_word_97_document_in_pieces() {
    let narrow = b"Trang\rSTT\x07T\xean\x07\x07";
    let wide =
        "Căn cứ Quyết định số \u{13}HYPERLINK x\u{14}793/QĐ\u{1e}TTg\u{15}\u{b}a\tb\r";
    let expected = "Trang\nSTT\tTên\nCăn cứ Quyết định số 793/QĐ-TTg\na\tb\nkhung";
    assert_eq!(text("kh.doc", &word_97(narrow, wide, 0)), expected);
    let error = read("kh.doc", &word_97(narrow, wide, 1)).unwrap_err();
    assert_eq!(error.to_string(), "kh.doc: it has a password");
}

#[test]
fn a_word_6_document_in_tcvn3() {
    let body = "Thùc hiÖn QuyÕt ®Þnh sè 5/Q§-UB cña Thñ t\u{ad}íng ChÝnh phñ\r";
    let bytes: Vec<u8> =
        body.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let mut main = vec![0; 0x300];
    main[..4].copy_from_slice(&[0xdc, 0xa5, 0x65, 0]);
    put(&mut main, 0x18, 0x300);
    put(&mut main, 0x34, bytes.len());
    main.extend(&bytes);
    let document = compound(&[("WordDocument", &main)]);
    let expected = "Thực hiện Quyết định số 5/QĐ-UB của Thủ tướng Chính phủ";
    assert_eq!(text("sl.doc", &document), expected);
}

#[test]
fn what_is_called_doc_is_read_as_what_it_is() {
    let rtf = br"{\rtf1\ansi{\fonttbl{\f0 Times;}}S\u7889? 1}";
    assert_eq!(text("a.doc", rtf), "Số 1");
    let page = "<html xmlns:o='x'><body><p>Số 2</p></body></html>";
    assert_eq!(text("a.doc", page.as_bytes()), "Số 2");
    let xml = "<?xml version='1.0'?><w:wordDocument><w:body><w:p><w:r><w:t>Số 3</w:t></w:r>\
        </w:p></w:body></w:wordDocument>";
    assert_eq!(text("a.doc", xml.as_bytes()), "Số 3");
    assert_eq!(text("a.doc", "Số 4".as_bytes()), "Số 4");
    let other = compound(&[("Workbook", b"x")]);
    assert_eq!(read("a.doc", &other).unwrap_err().kind(), ErrorKind::UnsupportedFormat);
}

#[test]
fn rich_text_with_tables_fonts_and_code_pages() {
    let rtf = br"{\rtf1\ansi\ansicpg1252\uc1
{\fonttbl{\f0\fcharset0 Times New Roman;}{\f1\fnil .VnTime;}{\f2\fcharset163 Arial;}}
{\stylesheet{\s0 Normal;}}{\info{\title no}}{\header head}
\trowd\intbl S\u7889?: 40\cell C\u7896\'d4NG\cell\row
\pard Quy\u7871?t \u273\'64\u7883?nh s\u7889? 79{\b 3/Q\u272?}-TTg\par
{\f1 c\'f1a Th\'f1 t\'ad\'edng}\line {\f2 \'f0i\'f2nh}{\v hidden}\tab {\*\unknown no}x\endash y
{\field{\*\fldinst HYPERLINK}{\fldrslt link}} \{\}\par}";
    let expected = "Số: 40\tCỘNG\nQuyết định số 793/QĐ-TTg\n";
    let read = text("kh.rtf", rtf);
    assert!(read.starts_with(expected), "{read}");
    assert!(read.ends_with("đi\u{323}nh\tx–ylink {}\nhead"), "{read}");
    assert!(read.contains("Thủ tướng\n"), "{read}");
}

#[test]
fn broken_word_documents_are_errors() {
    let good = word_97(b"abc\r", "văn bản", 0);
    for cut in [9, 600, 1500, good.len() / 2] {
        let error = read("a.doc", good.get(..cut).unwrap()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Malformed, "{cut}: {error}");
        assert!(error.hint_text().is_some(), "{cut}");
    }
    // One wrong byte gives the text, another text, or an error with a hint.
    let (mut same, mut other, mut failed) = (0, 0, 0);
    let whole = text("a.doc", &good);
    for at in (0..good.len()).step_by(7) {
        let mut bad = good.clone();
        bad[at] ^= 0xff;
        match read("a.doc", &bad) {
            Ok(source) if source.text.source() == whole => same += 1,
            Ok(_) => other += 1,
            Err(error) => {
                assert!(error.hint_text().is_some(), "{at}: {error}");
                failed += 1;
            }
        }
    }
    assert!(same > 100 && other > 3 && failed > 3, "{same} {other} {failed}");
    let deep = [b"{\\rtf1".as_slice(), &b"{".repeat(100_000), b"x"].concat();
    assert_eq!(text("a.rtf", &deep), "x");
}
