//! The numbers that word processors count by themselves, and documents put whole into
//! others.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use danchieu::ingest::{self, Options, Source};
use danchieu::relate;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

fn read(name: &str, bytes: &[u8]) -> Source {
    let mut found = Vec::new();
    ingest::read_bytes(name, bytes, &Options::default(), &mut |item| found.push(item));
    assert_eq!(found.len(), 1, "{found:?}");
    found.pop().unwrap().unwrap()
}

fn text(name: &str, bytes: &[u8]) -> String {
    read(name, bytes).text.into_source()
}

fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn body(paragraphs: &[String]) -> String {
    format!("<w:document><w:body>{}</w:body></w:document>", paragraphs.concat())
}

fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>")
}

/// A paragraph of level `rank` of a list.
fn item(list: u32, rank: u32, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val='{rank}'/><w:numId w:val='{list}'/></w:numPr>\
         </w:pPr>{}</w:p>",
        run(text)
    )
}

fn level(rank: u32, figure: &str, text: &str, more: &str) -> String {
    format!(
        "<w:lvl w:ilvl='{rank}'><w:start w:val='1'/><w:numFmt w:val='{figure}'/>{more}\
         <w:lvlText w:val='{text}'/></w:lvl>"
    )
}

/// Two lists of articles, clauses and points, of which the second begins with 5, and one
/// of bullets.
fn numbering() -> String {
    let levels = [
        level(0, "decimal", "Điều %1.", "<w:pStyle w:val='Dieu'/>"),
        level(1, "decimal", "%2.", ""),
        level(2, "lowerLetter", "%3)", ""),
        level(3, "decimal", "%1.%2.%4", "<w:isLgl/>"),
    ];
    format!(
        "<w:numbering><w:abstractNum w:abstractNumId='7'>{}</w:abstractNum>\
         <w:abstractNum w:abstractNumId='8'>{}</w:abstractNum>\
         <w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>\
         <w:num w:numId='2'><w:abstractNumId w:val='7'/><w:lvlOverride w:ilvl='0'>\
         <w:startOverride w:val='5'/></w:lvlOverride></w:num>\
         <w:num w:numId='3'><w:abstractNumId w:val='8'/></w:num>\
         <w:num w:numId='4'><w:abstractNumId w:val='7'/><w:lvlOverride w:ilvl='1'>{}\
         </w:lvlOverride></w:num></w:numbering>",
        levels.concat(),
        level(0, "bullet", "\u{f0b7}", "") + &level(1, "bullet", "-", ""),
        level(1, "upperRoman", "%2 -", ""),
    )
}

fn docx(paragraphs: &[String], more: &[(&str, &[u8])]) -> Vec<u8> {
    let (document, numbering) = (body(paragraphs), numbering());
    let own = [
        ("word/document.xml", document.as_bytes()),
        ("word/numbering.xml", numbering.as_bytes()),
    ];
    package(&[&own, more].concat())
}

#[test]
fn numbers_of_word_stand_before_their_paragraphs() {
    let bytes = docx(
        &[
            item(1, 0, "Phạm vi"),
            item(1, 1, " Kế hoạch này"),
            item(1, 2, "Sở Y tế;"),
            item(1, 2, "Sở Tư pháp."),
            item(1, 1, "Thời gian"),
            item(3, 0, "chấm"),
            item(3, 1, "gạch"),
            item(1, 0, "Nội dung"),
            item(1, 2, "điểm"),
            item(1, 3, "tiết"),
            item(2, 0, "Bắt đầu lại"),
            item(2, 0, "Kế tiếp"),
            item(4, 1, "La Mã"),
            item(0, 0, "Không số"),
            item(99, 0, "Danh sách lạ"),
        ],
        &[],
    );
    let expected = "Điều 1. Phạm vi\n1. Kế hoạch này\na) Sở Y tế;\nb) Sở Tư pháp.\n\
        2. Thời gian\n• chấm\n- gạch\nĐiều 2. Nội dung\na) điểm\n2.1.1 tiết\n\
        Điều 5. Bắt đầu lại\nĐiều 6. Kế tiếp\nI - La Mã\nKhông số\nDanh sách lạ";
    assert_eq!(text("qd.docx", &bytes), expected);
}

#[test]
fn styles_number_their_paragraphs() {
    let styles = "<w:styles><w:style w:type='paragraph' w:styleId='Dieu'><w:pPr><w:numPr>\
        <w:numId w:val='1'/></w:numPr></w:pPr></w:style><w:style w:type='paragraph' \
        w:styleId='Khoan'><w:basedOn w:val='Dieu'/><w:pPr><w:numPr><w:ilvl w:val='1'/>\
        </w:numPr></w:pPr></w:style></w:styles>";
    let in_style = |style: &str, more: &str, text: &str| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val='{style}'/>{more}</w:pPr>{}</w:p>",
            run(text)
        )
    };
    let none = "<w:numPr><w:numId w:val='0'/></w:numPr>";
    let before = "<w:pPrChange><w:pPr><w:pStyle w:val='X'/></w:pPr></w:pPrChange>";
    let bytes = docx(
        &[
            in_style("Dieu", "", "một"),
            in_style("Khoan", "", "hai"),
            in_style("Dieu", none, "ba"),
            in_style("Dieu", before, "bốn"),
        ],
        &[("word/styles.xml", styles.as_bytes())],
    );
    assert_eq!(text("qd.docx", &bytes), "Điều 1. một\n1. hai\nba\nĐiều 2. bốn");
}

/// The number of a paragraph that is deleted does not count, and one whose end is deleted
/// goes on in the next.
#[test]
fn deleted_and_hidden_paragraphs_are_not_counted() {
    let marked = |mark: &str, runs: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>\
             <w:rPr>{mark}</w:rPr></w:pPr>{runs}</w:p>"
        )
    };
    let deleted = "<w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del>";
    let hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t><w:noBreakHyphen/></w:r>";
    let boxed = format!(
        "<w:r><w:pict><w:txbxContent><w:p>{}</w:p></w:txbxContent></w:pict></w:r>",
        run("khung")
    );
    let bytes = docx(
        &[
            item(1, 0, "một"),
            marked("<w:del/>", deleted),
            marked("<w:vanish/>", hidden),
            marked("<w:del/>", &run("Quyết định số 79")),
            marked("", &run("3/QĐ-TTg")),
            marked("", &format!("{boxed}{}", run("cuối"))),
            marked("", ""),
        ],
        &[],
    );
    let expected = "Điều 1. một\nQuyết định số 793/QĐ-TTg\nkhung\nĐiều 3. cuối\nĐiều 4.";
    assert_eq!(text("qd.docx", &bytes), expected);
}

/// Paragraphs are counted as in Word, and evidence is found at the article that Word
/// numbers.
#[test]
fn places_are_right_behind_numbers() {
    let bytes = docx(
        &[
            item(1, 0, "Phạm vi"),
            "<w:p/>".to_owned(),
            item(1, 0, "Bãi bỏ Quyết định số 28/2019/QĐ-UBND ngày 05/6/2019."),
        ],
        &[],
    );
    let source = read("qd.docx", &bytes);
    let facts = relate::facts(&source.text, &source.meta);
    let mention = facts.mentions.first().unwrap();
    let span = mention.span.range();
    assert_eq!(
        source.text.source().get(span.clone()).unwrap(),
        "Quyết định số 28/2019/QĐ-UBND ngày 05/6/2019"
    );
    let before = source.text.source().get(..span.start).unwrap();
    assert_eq!(before.matches('\n').count(), 1);
    assert!(before.ends_with("\nĐiều 2. Bãi bỏ "), "{before}");
}

#[test]
fn fonts_of_numbers_may_be_encodings() {
    let numbering = "<w:numbering><w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'>\
        <w:numFmt w:val='decimal'/><w:lvlText w:val='§iÒu %1.'/><w:rPr>\
        <w:rFonts w:ascii='.VnTime'/></w:rPr></w:lvl></w:abstractNum><w:num w:numId='1'>\
        <w:abstractNumId w:val='0'/></w:num></w:numbering>";
    let document = body(&[item(1, 0, "Một")]);
    let parts = [
        ("word/document.xml", document.as_bytes()),
        ("word/numbering.xml", numbering.as_bytes()),
    ];
    assert_eq!(text("qd.docx", &package(&parts)), "Điều 1. Một");
}

/// A list may be that of a style of lists, which another definition holds.
#[test]
fn lists_of_styles_of_lists_are_followed() {
    let numbering = format!(
        "<w:numbering><w:abstractNum w:abstractNumId='0'><w:numStyleLink w:val='S'/>\
         </w:abstractNum><w:abstractNum w:abstractNumId='1'><w:styleLink w:val='S'/>{}\
         </w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>\
         </w:numbering>",
        level(0, "upperRoman", "%1.", "<w:suff w:val='nothing'/>")
    );
    let document = body(&[item(1, 0, "Một"), item(1, 0, " Hai")]);
    let parts = [
        ("word/document.xml", document.as_bytes()),
        ("word/numbering.xml", numbering.as_bytes()),
    ];
    assert_eq!(text("qd.docx", &package(&parts)), "I.Một\nII. Hai");
}

#[test]
fn the_xml_of_word_2003_has_its_numbers_ready() {
    let xml = "<?xml version='1.0'?><w:wordDocument><w:body><w:p><w:pPr><w:listPr>\
        <w:ilvl w:val='0'/><w:ilfo w:val='1'/><wx:t wx:val='Điều 3.'/></w:listPr></w:pPr>\
        <w:r><w:t>Hiệu lực</w:t></w:r></w:p></w:body></w:wordDocument>";
    assert_eq!(text("a.xml.doc", xml.as_bytes()), "Điều 3. Hiệu lực");
}

#[test]
fn documents_put_whole_into_another_are_read() {
    let rels = "<Relationships><Relationship Id='c1' Target='chunk.html' \
        Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk'/>\
        <Relationship Id='c2' Target='/parts/chunk.dat' \
        Type='http://purl.oclc.org/ooxml/officeDocument/relationships/aFChunk'/>\
        <Relationship Id='c3' Target='inner.docx' Type='x/aFChunk'/>\
        <Relationship Id='c4' Target='lost.html' Type='x/aFChunk'/>\
        <Relationship Id='s' Target='styles.xml' Type='x/styles'/></Relationships>";
    let page =
        "<html><body><p>Quyết định số 1/Q<b>Đ</b>-UBND</p><p>hai</p></body></html>";
    let rich = br"{\rtf1\ansi S\u7889? 3/CT}";
    let inner_body = body(&[item(1, 0, "trong")]);
    let inner = package(&[("word/document.xml", inner_body.as_bytes())]);
    let chunk = |id: &str| format!("<w:altChunk r:id='{id}'/>");
    let bytes = docx(
        &[
            item(1, 0, "đầu"),
            chunk("c1"),
            chunk("c2"),
            chunk("c3"),
            chunk("c4"),
            chunk("c1"),
            item(1, 0, "cuối"),
        ],
        &[
            ("word/_rels/document.xml.rels", rels.as_bytes()),
            ("word/chunk.html", page.as_bytes()),
            ("parts/chunk.dat", rich),
            ("word/inner.docx", &inner),
        ],
    );
    let expected =
        "Điều 1. đầu\nQuyết định số 1/QĐ-UBND\nhai\nSố 3/CT\ntrong\nĐiều 2. cuối";
    assert_eq!(text("kh.docx", &bytes), expected);
}

#[test]
fn lists_of_the_xml_of_word_2003_are_counted() {
    let xml = "<?xml version='1.0'?><w:wordDocument><w:lists><w:listDef w:listDefId='0'>\
        <w:lvl w:ilvl='0'><w:nfc w:val='1'/><w:lvlText w:val='%1.'/></w:lvl></w:listDef>\
        <w:list w:ilfo='3'><w:ilst w:val='0'/></w:list></w:lists><w:body><w:p><w:pPr>\
        <w:listPr><w:ilvl w:val='0'/><w:ilfo w:val='3'/></w:listPr></w:pPr><w:r>\
        <w:t>Hiệu lực</w:t></w:r></w:p></w:body></w:wordDocument>";
    assert_eq!(text("a.xml.doc", xml.as_bytes()), "I. Hiệu lực");
}

fn odt(styles: &str, body: &str) -> String {
    format!(
        "<?xml version='1.0'?><office:document ><office:automatic-styles>{styles}\
         </office:automatic-styles><office:body><office:text>{body}</office:text>\
         </office:body></office:document>"
    )
}

#[test]
fn lists_of_opendocument_are_counted() {
    let styles = "<text:outline-style><text:outline-level-style text:level='1' \
        style:num-format='I' style:num-suffix='.'/></text:outline-style>\
        <text:list-style style:name='L'><text:list-level-style-number text:level='1' \
        loext:num-list-format='Điều %1%.' style:num-format='1'/>\
        <text:list-level-style-number text:level='2' style:num-format='a' \
        style:num-suffix=')' text:display-levels='2' text:start-value='2'/>\
        <text:list-level-style-bullet text:level='3' text:bullet-char='\u{f0b7}'/>\
        </text:list-style>";
    let item = |inner: &str| format!("<text:list-item>{inner}</text:list-item>");
    let list = |more: &str, inner: &str| {
        format!("<text:list text:style-name='L' {more}>{inner}</text:list>")
    };
    let p = |text: &str| format!("<text:p>{text}</text:p>");
    let deeper = list("", &(item(&p("khoản")) + &item(&list("", &item(&p("điểm"))))));
    let body = [
        "<text:h text:outline-level='1'>Chung</text:h>".to_owned(),
        list(
            "xml:id='x'",
            &(item(&(p("Phạm vi") + &p("tiếp") + &deeper)) + &item(&p("Nội dung"))),
        ),
        list("text:continue-list='x'", &item(&p("Nối"))),
        list("text:continue-numbering='true'", &item(&p("Nữa"))),
        list("", &item(&p("Mới"))),
        "<text:list text:style-name='L'><text:list-item text:start-value='9'>\
         <text:p>Chín</text:p></text:list-item><text:list-header><text:p>Không</text:p>\
         </text:list-header></text:list>"
            .to_owned(),
        "<text:h text:outline-level='1'><text:number>II.</text:number>Riêng</text:h>"
            .to_owned(),
    ];
    let expected = "I. Chung\nĐiều 1. Phạm vi\ntiếp\n1.b) khoản\n• điểm\n\
        Điều 2. Nội dung\nĐiều 3. Nối\nĐiều 4. Nữa\nĐiều 1. Mới\nĐiều 9. Chín\nKhông\n\
        II. Riêng";
    assert_eq!(text("qd.fodt", odt(styles, &body.concat()).as_bytes()), expected);
}

/// A program that shows changes leaves deleted text in its place, between marks.
#[test]
fn deleted_text_between_marks_is_left_out() {
    let body = "<text:tracked-changes><text:changed-region xml:id='d'><text:deletion/>\
        </text:changed-region><text:changed-region xml:id='i'><text:insertion/>\
        </text:changed-region></text:tracked-changes><text:p>Số \
        <text:change-start text:change-id='d'/>1/QĐ<text:change-end text:change-id='d'/>\
        <text:change-start text:change-id='i'/>2/QĐ<text:change-end text:change-id='i'/>\
        </text:p>";
    assert_eq!(text("qd.fodt", odt("", body).as_bytes()), "Số 2/QĐ");
}

#[test]
fn numbers_of_rich_text_stand_before_their_paragraphs() {
    let rtf = br"{\rtf1\ansi{\fonttbl{\f0 Times;}{\f2\fcharset2 Symbol;}}
{\listtext\pard\plain  \u272?i\u7873?u 1.\tab}\ls1 Ph\u7841?m vi\par
{\pntext\f2\'b7\tab}m\u7897?t\par}";
    assert_eq!(text("qd.rtf", rtf), "Điều 1. Phạm vi\n• một");
}

/// A box that is anchored in a paragraph does not run into its words.
#[test]
fn boxes_of_rich_text_have_lines_of_their_own() {
    let rtf = br"{\rtf1\ansi S\u7889? 793/Q\u272?-TTg{\shp{\*\shpinst{\shptxt khung}}}
ti\u7871?p\par}";
    assert_eq!(text("qd.rtf", rtf), "Số 793/QĐ-TTg\nkhung\ntiếp");
}
