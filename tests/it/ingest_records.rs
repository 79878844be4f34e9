//! Containers of records other than JSON Lines, and saved pages.

use danchieu::ingest::{self, Options, Source};

fn outline(name: &str, bytes: &[u8]) -> Vec<String> {
    let line = |item: danchieu::Result<Source>| match item {
        Ok(s) => format!("{}: {}", s.name, s.text.source()),
        Err(e) => format!("error: {e}"),
    };
    let mut found = Vec::new();
    let options = Options::default();
    ingest::read_bytes(name, bytes, &options, &mut |item| found.push(line(item)));
    found
}

#[test]
fn json_is_a_record_a_list_or_lines() {
    let one = r#"{"id":"a","text":"một"}"#;
    let two = r#"{"id":"b","noi_dung":"hai"}"#;
    let cases = [
        (one.to_owned(), vec!["x.json#a: một"]),
        (
            format!("\u{feff}[{one},\n{two}, 5]"),
            vec![
                "x.json#a: một",
                "x.json#b: hai",
                "error: x.json: record 3: not an object",
            ],
        ),
        (
            format!(r#"{{"count":2,"data":[{one},{two}]}}"#),
            vec!["x.json#a: một", "x.json#b: hai"],
        ),
        // One with a text is a record, whatever it lists.
        (
            r#"{"id":"a","text":"một","related":[{"id":"z","text":"khác"}]}"#.to_owned(),
            vec!["x.json#a: một"],
        ),
        (format!("{one}\n{two}"), vec!["x.json#a: một", "x.json#b: hai"]),
        (
            "[".to_owned(),
            vec![
                "error: x.json: broken JSON: EOF while parsing a list at line 1 column 1",
            ],
        ),
        ("5".to_owned(), vec!["error: x.json: no record with a text"]),
    ];
    for (text, expected) in cases {
        assert_eq!(outline("x.json", text.as_bytes()), expected, "{text}");
    }
}

#[test]
fn tables_are_read_by_the_names_of_their_columns() {
    let csv = "\u{feff}Số hiệu;Ngày ban hành;Nội dung\n\
        793/QĐ-TTg;10/05/2016;\"Điều 1; a\nĐiều 2\"\n40/KH-UBND;18/05/2021;\n";
    let expected =
        ["x.csv#1: Điều 1; a\nĐiều 2", "error: x.csv: row 2: a record without text"];
    assert_eq!(outline("x.csv", csv.as_bytes()), expected);
    let tsv = "id\ttext\na\tmột \"hai\nb\tba";
    assert_eq!(outline("x.tsv", tsv.as_bytes()), ["x.tsv#a: một \"hai", "x.tsv#b: ba"]);
    assert_eq!(outline("x.csv", b"a,b\n1,2"), ["error: x.csv: no column with a text"]);
}

#[test]
fn zstandard_is_unpacked() {
    // Two frames without compression: one whole block each.
    let frame = |text: &str| {
        let size = u8::try_from(text.len()).unwrap();
        let mut bytes = vec![0x28, 0xb5, 0x2f, 0xfd, 0x20, size];
        let head = (u32::from(size) << 3) | 1;
        bytes.extend(head.to_le_bytes().iter().take(3));
        bytes.extend(text.as_bytes());
        bytes
    };
    let two = [frame("{\"id\":\"a\",\"text\":\"m"), frame("ột\"}\n")].concat();
    assert_eq!(outline("x.jsonl.zst", &two), ["x.jsonl.zst#a: một"]);
    let cut = outline("x.txt.zst", &frame("một hai ba")[..12]);
    assert!(cut[0].starts_with("error: x.txt.zst: broken data"), "{cut:?}");
}

#[test]
fn a_saved_page_of_one_file() {
    let page = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://baonamdinh.vn/1.html\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"--x\"\r\n\r\n\r\n\
        ----x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
        <html><head><title>Tin</title></head><body><p>S=E1=BB=91 40/KH=\r\n-UBND</p></body></html>\r\n\
        ----x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n";
    let mut found = Vec::new();
    let options = Options::default();
    ingest::read_bytes("tin.mhtml", page.as_bytes(), &options, &mut |item| {
        found.push(item);
    });
    let source = found.pop().unwrap().unwrap();
    assert_eq!(source.text.source(), "Số 40/KH-UBND");
    assert_eq!(source.meta.place.map(danchieu::vocab::Place::slug), Some("namdinh"));
    assert_eq!(source.meta.title.as_deref(), Some("Tin"));
}

#[test]
fn records_are_found_inside_of_others() {
    let text =
        "Thực hiện Quyết định số 793/QĐ-TTg của Thủ tướng Chính phủ về mua bán người";
    let cases = [
        // What a search server gives.
        format!(
            r#"{{"hits":{{"total":1,"hits":[{{"_id":"a","_source":{{"noi_dung":"{text}"}}}}]}}}}"#
        ),
        format!(
            r#"{{"data":{{"items":[{{"id":"a","attributes":{{"content":"{text}"}}}}]}}}}"#
        ),
        // By their ids.
        format!(r#"{{"a":{{"text":"{text}"}},"b":{{"text":"{text}"}}}}"#),
        // One, beside a list of other things.
        format!(
            r#"{{"id":"a","links":[{{"href":"x"}}],"document":{{"text":"{text}"}}}}"#
        ),
    ];
    for case in cases {
        let found = outline("x.json", case.as_bytes());
        assert_eq!(found[0], format!("x.json#a: {text}"), "{case}");
    }
    let texts = format!(r#"["{text}", "tên"]"#);
    let found = outline("x.json", texts.as_bytes());
    assert_eq!(
        found,
        [&format!("x.json#1: {text}"), "error: x.json: record 2: not an object"]
    );
    let line = format!("{{\"id\":\"a\",\"doc\":{{\"text\":\"{text}\"}}}}\n");
    assert_eq!(outline("x.jsonl", line.as_bytes()), [format!("x.jsonl#a: {text}")]);
    // A list that is called lines.
    let list = format!("[\n {{\"id\":\"a\",\"text\":\"{text}\"}}\n]");
    assert_eq!(outline("x.jsonl", list.as_bytes()), [format!("x.jsonl#a: {text}")]);
}

#[test]
fn tables_as_excel_writes_them() {
    let wide = |text: &str| -> Vec<u8> {
        format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
    };
    let unicode_text = wide("Số hiệu\tNội dung\r\n40/KH-UBND\tLuật 1\r\n");
    assert_eq!(outline("x.csv", &unicode_text), ["x.csv#1: Luật 1"]);
    let sep = "sep=;\r\nSố hiệu;Nội dung\r\n40/KH-UBND;\"a, b\"\r\n";
    assert_eq!(outline("x.csv", sep.as_bytes()), ["x.csv#1: a, b"]);
    let titled = "DANH SÁCH VĂN BẢN\r\n\r\nSTT;Số hiệu;Nội dung\r\n1;40/KH-UBND;một\r\n";
    assert_eq!(outline("x.csv", titled.as_bytes()), ["x.csv#1: một"]);
    // One column: what its cells hold does not part them.
    let single = "text\nmột; hai\nba\n";
    assert_eq!(outline("x.csv", single.as_bytes()), ["x.csv#1: một; hai", "x.csv#2: ba"]);
    let old = b"S\xf4\xec hi\xea\xf2u,N\xf4\xf2i dung\n1,Quy\xea\xect \xf0i\xf2nh\n";
    assert_eq!(outline("x.csv", old), ["x.csv#1: Quyê\u{301}t đi\u{323}nh"]);
}

#[test]
fn a_list_of_documents_says_where_it_belongs() {
    let mut found = Vec::new();
    let list = "STT,Số ký hiệu,Trích yếu\n1,40/KH-UBND,Kế hoạch\n".as_bytes();
    ingest::read_bytes("x.csv", list, &Options::default(), &mut |item| found.push(item));
    let error = found.pop().unwrap().unwrap_err();
    assert!(error.hint_text().unwrap().contains("danchieu catalog import"), "{error:?}");
}
