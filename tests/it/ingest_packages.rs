//! Word (`.docx`) and `OpenDocument` files, made here part by part.

use danchieu::ErrorKind;
use danchieu::ingest::{self, Options, Source, Unit};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

fn read(name: &str, bytes: &[u8]) -> danchieu::Result<Source> {
    let mut found = Vec::new();
    ingest::read_bytes(name, bytes, &Options::default(), &mut |item| found.push(item));
    assert_eq!(found.len(), 1, "{found:?}");
    found.pop().unwrap()
}

fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, xml) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(xml.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>")
}

fn paragraph(runs: &str) -> String {
    format!("<w:p>{runs}</w:p>")
}

/// The body of a document.
fn body(paragraphs: &[String]) -> String {
    format!("<w:document><w:body>{}</w:body></w:document>", paragraphs.concat())
}

fn docx(document: &str, more: &[(&str, &str)]) -> Vec<u8> {
    package(&[&[("word/document.xml", document)], more].concat())
}

fn docx_text(document: &str, more: &[(&str, &str)]) -> String {
    read("kh.docx", &docx(document, more)).unwrap().text.into_source()
}

#[test]
fn runs_are_joined_and_rows_are_lines() {
    let document = body(&[
        paragraph(&["Số 7", "93/", "QĐ", "-T", "Tg"].map(run).concat()),
        paragraph("<w:r><w:t>12</w:t><w:noBreakHyphen/><w:t>KL/TW</w:t></w:r>"),
        format!(
            "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
            paragraph(&run("40/KH-UBND")),
            paragraph(&run("18/5/2021"))
        ),
        paragraph("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t></w:r>"),
    ]);
    let source = read("kh.docx", &docx(&document, &[])).unwrap();
    let expected = "Số 793/QĐ-TTg\n12-KL/TW\n40/KH-UBND\t18/5/2021\na\nb\tc";
    assert_eq!(source.text.source(), expected);
    assert_eq!(source.outline.unit, Unit::Paragraph);
}

#[test]
fn the_text_is_that_of_accepted_changes() {
    let deleted = "<w:r><w:delText>1/QĐ</w:delText></w:r>";
    let document = body(&[paragraph(&format!(
        "{}<w:del>{deleted}</w:del><w:ins>{}</w:ins><w:moveFrom>{}</w:moveFrom>\
         <w:moveTo>{}</w:moveTo>",
        run("Số "),
        run("57/QĐ-UBND"),
        run(" đi"),
        run(" đến")
    ))]);
    assert_eq!(docx_text(&document, &[]), "Số 57/QĐ-UBND đến");
}

#[test]
fn hidden_text_and_commands_of_fields_are_no_text() {
    let hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>";
    let shown = "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>hiện</w:t></w:r>";
    let field = "<w:r><w:instrText> PAGE 7 </w:instrText></w:r>";
    let mark = "<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>";
    let document =
        body(&[paragraph(&format!("{mark}{hidden}{shown}{field}{}", run("!")))]);
    assert_eq!(docx_text(&document, &[]), "hiện!");
}

#[test]
fn a_text_box_is_read_once() {
    let inner = format!("<w:txbxContent>{}</w:txbxContent>", paragraph(&run("Số 5/CT")));
    let document = body(&[paragraph(&format!(
        "{}<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{inner}</wps:txbx>\
         </w:drawing></mc:Choice><mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback>\
         </mc:AlternateContent></w:r>",
        run("Kế hoạch")
    ))]);
    assert_eq!(docx_text(&document, &[]), "Kế hoạch\nSố 5/CT");
}

#[test]
fn notes_and_headers_stand_behind_the_text_each_once() {
    let noted =
        "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>1</w:t></w:r>";
    let document = body(&[paragraph(&format!("{}{noted}", run("Luật 66/2011/QH12")))]);
    let part = |name: &str, text: &str| {
        format!("<w:{name}>{}</w:{name}>", paragraph(&run(text)))
    };
    let more = [
        ("word/footnotes.xml", &*part("footnotes", "Nay là Luật 53/2024/QH15")),
        ("word/header1.xml", &*part("hdr", "Dự thảo 2")),
        ("word/header2.xml", &*part("hdr", "Dự thảo 2")),
        ("word/footer1.xml", &*part("ftr", "Lưu: VT")),
    ];
    let expected = "Luật 66/2011/QH12¹\nNay là Luật 53/2024/QH15\nDự thảo 2\nLưu: VT";
    assert_eq!(docx_text(&document, &more), expected);
}

#[test]
fn fonts_that_are_encodings_come_from_runs_and_styles() {
    let styles = "<w:styles><w:style w:type='paragraph' w:styleId='Cu'><w:rPr>\
        <w:rFonts w:ascii='.VnTime'/></w:rPr></w:style><w:style w:type='paragraph' \
        w:styleId='CuHon'><w:basedOn w:val='Cu'/></w:style></w:styles>";
    let in_style = |name: &str| format!("<w:pPr><w:pStyle w:val='{name}'/></w:pPr>");
    let faced = |font: &str, text: &str| {
        format!("<w:r><w:rPr><w:rFonts w:ascii='{font}'/></w:rPr><w:t>{text}</w:t></w:r>")
    };
    let document = body(&[
        paragraph(&format!("{}{}", in_style("Cu"), run("cña Thñ t\u{ad}íng"))),
        paragraph(&format!("{}{}", in_style("CuHon"), run("Q§-UB"))),
        paragraph(&faced(".VnTimeH", "ñy ban")),
        paragraph(&faced("VNI-Times", "Quyeát ñònh")),
        // A paragraph in an old style whose run has a font of Unicode.
        paragraph(&format!("{}{}", in_style("Cu"), faced("Arial", "§ 5"))),
    ]);
    let expected = "của Thủ tướng\nQĐ-UB\nỦY BAN\nQuyết định\n§ 5";
    assert_eq!(docx_text(&document, &[("word/styles.xml", styles)]), expected);
}

#[test]
fn properties_are_given_and_a_body_is_needed() {
    let core = "<cp:coreProperties><dc:title>Kế  hoạch</dc:title><dc:creator>VP</dc:creator>\
        </cp:coreProperties>";
    let document = body(&[paragraph(&run("a"))]);
    let source =
        read("a.docx", &docx(&document, &[("docProps/core.xml", core)])).unwrap();
    let given: Vec<_> = source
        .outline
        .given
        .iter()
        .map(|g| (g.field.as_str(), g.value.as_deref().unwrap_or_default()))
        .collect();
    assert_eq!(given, [("title", "Kế hoạch"), ("author", "VP")]);
    let sheet = package(&[("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", "")]);
    let error = read("a.xlsx", &sheet).unwrap_err();
    assert_eq!(error.to_string(), "a.xlsx: a workbook or slides");
}

#[test]
fn texts_of_opendocument() {
    let content = "<office:document-content><office:body><office:text>\
        <text:tracked-changes><text:deletion><text:p>1/QĐ</text:p></text:deletion>\
        </text:tracked-changes>\
        <text:p>Số <text:span>793</text:span>/QĐ-<text:span>TTg</text:span><text:note>\
        <text:note-citation>1</text:note-citation><text:note-body><text:p>Xem Luật \
        53/2024/QH15</text:p></text:note-body></text:note> ngày<text:s/>10</text:p>\
        <text:p><draw:frame><draw:text-box><text:p>Số 5/CT</text:p></draw:text-box>\
        </draw:frame></text:p><table:table><table:table-row><table:table-cell>\
        <text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p>\
        </table:table-cell></table:table-row></table:table><text:h>Mục<text:tab/>1</text:h>\
        </office:text></office:body></office:document-content>";
    let styles = "<office:document-styles><office:styles/><office:master-styles>\
        <style:header><text:p>Dự thảo</text:p></style:header></office:master-styles>\
        </office:document-styles>";
    let meta =
        "<office:document-meta><dc:title>Kế hoạch</dc:title></office:document-meta>";
    let parts = [("content.xml", content), ("styles.xml", styles), ("meta.xml", meta)];
    let source = read("kh.odt", &package(&parts)).unwrap();
    let expected = "Số 793/QĐ-TTg ngày 10\nSố 5/CT\na\tb\nMục\t1\nDự thảo\n\
        Xem Luật 53/2024/QH15";
    assert_eq!(source.text.source(), expected);
    assert_eq!(source.outline.given[0].value.as_deref(), Some("Kế hoạch"));
}

#[test]
fn opendocument_with_a_password_says_so() {
    let manifest = "<manifest:manifest><manifest:file-entry \
        manifest:full-path='content.xml'><manifest:encryption-data \
        manifest:checksum='x'/></manifest:file-entry></manifest:manifest>";
    let parts =
        [("META-INF/manifest.xml", manifest), ("content.xml", "\u{1}\u{2}rubbish")];
    let whole = [("META-INF/manifest.xml", "<m/>"), ("encrypted-package", "\u{1}")];
    for locked in [package(&parts), package(&whole)] {
        let error = read("kh.odt", &locked).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnsupportedFormat);
        assert_eq!(error.to_string(), "kh.odt: it has a password");
    }
    let open = manifest.replace("encryption-data", "other");
    let parts = [("META-INF/manifest.xml", &*open), ("content.xml", "<a/>")];
    assert_eq!(
        read("kh.odt", &package(&parts)).unwrap().notes,
        ["the document is empty"]
    );
}

/// Programs that put the main part elsewhere, or write paths as Windows does.
#[test]
fn the_body_may_have_another_name() {
    let document = body(&[paragraph(&run("Số 5/CT"))]);
    for name in ["word/document2.xml", "word\\document.xml", "Word/Document.xml"] {
        let bytes = package(&[("[Content_Types].xml", "<Types/>"), (name, &document)]);
        assert_eq!(read("a.docx", &bytes).unwrap().text.source(), "Số 5/CT", "{name}");
    }
}

/// Signs that were put in with "Insert symbol" are part of a number.
#[test]
fn signs_of_the_font_symbol_are_signs() {
    let symbol = |font: &str, code: &str| {
        format!("<w:r><w:sym w:font='{font}' w:char='{code}'/></w:r>")
    };
    let document = body(&[paragraph(&format!(
        "{}{}{}{}",
        run("793/QĐ"),
        symbol("Symbol", "F02D"),
        run("TTg"),
        symbol("Wingdings", "F02D"),
    ))]);
    assert_eq!(docx_text(&document, &[]), "793/QĐ-TTg•");
}

#[test]
fn parts_in_utf_16_are_read() {
    let document = format!(
        "\u{feff}<?xml version='1.0' encoding='UTF-16'?>{}",
        body(&[paragraph(&run("Số 5/CT"))])
    );
    let bytes: Vec<u8> = document.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    writer.write_all(&bytes).unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    assert_eq!(read("a.docx", &bytes).unwrap().text.source(), "Số 5/CT");
}

/// What a run looked like before a change is not how it looks, and the way a word is
/// pronounced is not a part of it.
#[test]
fn former_looks_and_pronunciations_are_no_text() {
    let former = "<w:rPrChange><w:rPr><w:rFonts w:ascii='Arial'/><w:vanish/></w:rPr>\
        </w:rPrChange>";
    let document = body(&[paragraph(&format!(
        "<w:r><w:rPr><w:rFonts w:ascii='.VnTime'/>{former}</w:rPr><w:t>Q§</w:t></w:r>\
         <w:r><w:ruby><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>",
        run("đọc"),
        run("-TTg")
    ))]);
    assert_eq!(docx_text(&document, &[]), "QĐ-TTg");
}
