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
