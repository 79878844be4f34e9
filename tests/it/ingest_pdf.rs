//! PDF files, made here.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use danchieu::ErrorKind;
use danchieu::ingest::{self, Options, Source};
use std::fmt::Write as _;

fn read(bytes: &[u8]) -> danchieu::Result<Source> {
    let mut found = Vec::new();
    let options = Options::default();
    ingest::read_bytes("kh.pdf", bytes, &options, &mut |item| found.push(item));
    assert_eq!(found.len(), 1, "{found:?}");
    found.pop().unwrap()
}

/// Makes a PDF with a page for each text.
fn pdf(pages: &[&str]) -> Vec<u8> {
    drawn(pages, &[])
}

/// Makes a PDF with a page for each text, and a picture on the pages of those ranks.
fn drawn(pages: &[&str], pictures: &[usize]) -> Vec<u8> {
    let kids: Vec<String> =
        (0..pages.len()).map(|i| format!("{} 0 R", 4 + 2 * i)).collect();
    let count = pages.len();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count {count} >>", kids.join(" ")),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    for (i, text) in pages.iter().enumerate() {
        let content = format!("BT /F1 12 Tf 72 700 Td ({text}) Tj ET");
        let image = 4 + 2 * count;
        let picture = if pictures.contains(&i) {
            format!("/XObject << /I {image} 0 R >>")
        } else {
            String::new()
        };
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R \
             /Resources << {picture} /Font << /F1 3 0 R >> >> >>",
            5 + 2 * i
        ));
        let length = content.len();
        objects.push(format!("<< /Length {length} >>\nstream\n{content}\nendstream"));
    }
    objects.push(
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray \
         /BitsPerComponent 8 /Length 1 >>\nstream\n0\nendstream"
            .to_owned(),
    );
    let mut out = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        places.push(out.len());
        let _ = write!(out, "{} 0 obj\n{object}\nendobj\n", i + 1);
    }
    let start = out.len();
    let _ = write!(out, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        let _ = writeln!(out, "{place:010} 00000 n ");
    }
    let size = objects.len() + 1;
    let _ = write!(
        out,
        "trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    );
    out.into_bytes()
}

#[cfg(feature = "pdf")]
#[test]
fn pages_are_read_and_scans_are_told() {
    let long = "Can cu Quyet dinh so 793/QD-TTg ".repeat(9);
    let source = read(&pdf(&[&long, "So 40/KH-UBND"])).unwrap();
    assert!(source.text.source().starts_with("Can cu Quyet dinh so 793/QD-TTg"));
    assert!(source.text.source().ends_with("\nSo 40/KH-UBND"), "{:?}", source.text);
    assert!(source.notes.is_empty(), "{:?}", source.notes);
    let stamp = read(&pdf(&["www.example.vn"; 3])).unwrap();
    assert!(stamp.notes[0].starts_with("hardly any text on 3 pages: a scan"));
}

#[cfg(feature = "pdf")]
#[test]
fn broken_files_are_errors_or_partial_and_never_panics() {
    let good = pdf(&["mot", "hai"]);
    let error = read(&good[..40]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Malformed);
    assert!(error.hint_text().is_some());
    for at in (10..good.len()).step_by(29) {
        let mut bad = good.clone();
        bad[at] ^= 0x55;
        let _ = read(&bad);
    }
}

#[cfg(not(feature = "pdf"))]
#[test]
fn a_build_without_pdf_says_so() {
    let error = read(&pdf(&["mot"])).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnsupportedFormat);
    assert_eq!(error.to_string(), "kh.pdf: this build cannot read PDF");
}

/// A table of objects that points elsewhere is made anew, and that is told: of a file that
/// was cut off something is missing.
#[cfg(feature = "pdf")]
#[test]
fn a_broken_table_of_objects_is_made_anew() {
    let good = pdf(&["So 40/KH-UBND", "trang hai"]);
    let text = read(&good).unwrap().text.into_source();
    let at = |word: &[u8]| good.windows(word.len()).rposition(|w| w == word).unwrap();
    let sent = [b"HTTP/1.1 200 OK\r\n\r\n", good.get(..at(b"startxref")).unwrap()];
    let broken = [
        good.get(..at(b"xref\n0")).unwrap().to_vec(),
        [good.get(..at(b"startxref")).unwrap(), b"startxref\n9\n%%EOF"].concat(),
        sent.concat(),
    ];
    for file in broken {
        let source = read(&file).unwrap();
        assert_eq!(source.text.source(), text);
        let is_told = |note: &String| note.starts_with("the PDF is damaged");
        assert!(source.notes.iter().any(is_told), "{:?}", source.notes);
    }
    let error = read(good.get(..60).unwrap()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Malformed);
}

/// Letters with marks are lost where a program dropped the table of a font.
#[cfg(feature = "pdf")]
#[test]
fn torn_words_are_told() {
    let torn = "Th c hi n Quy t nh s 193 c a Th t ng Ch nh ph ";
    let source = read(&pdf(&[&torn.repeat(5)])).unwrap();
    assert!(source.notes[0].contains("a font without its table"), "{:?}", source.notes);
    let whole = "Thuc hien Quyet dinh so 193 cua Thu tuong Chinh phu, kg, ";
    assert!(read(&pdf(&[&whole.repeat(5)])).unwrap().notes.is_empty());
}

/// Reads a file with a script in the place of the reader of PDF.
#[cfg(all(feature = "pdf", unix))]
fn read_by(script: &str) -> danchieu::Result<Source> {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let program = dir.path().join("reader");
    let script = format!("#!/bin/sh\ncat > /dev/null\n{script}");
    std::fs::write(&program, script).unwrap();
    std::fs::set_permissions(&program, PermissionsExt::from_mode(0o755)).unwrap();
    let options = Options { pdf_reader: Some(program), ..Options::default() };
    let mut found = Vec::new();
    ingest::read_bytes("a.pdf", b"%PDF-1.4", &options, &mut |item| found.push(item));
    found.pop().unwrap()
}

/// A reader that falls over on page 2 of 3 is started again behind it.
#[cfg(all(feature = "pdf", unix))]
#[test]
fn a_page_that_ends_the_reader_costs_that_page() {
    let script = r#"
echo '{"Open":{"pages":3,"properties":[["title","KH"]]}}'
if [ "$2" = 1 ]; then echo '{"Page":{"number":1,"text":"mot"}}'; exit 1; fi
echo '{"Page":{"number":3,"text":"ba"}}'; echo '"Done"'
"#;
    let source = read_by(script).unwrap();
    assert_eq!(source.text.source(), "mot\n\nba");
    assert_eq!(source.outline.pages, [0, 4, 5]);
    assert!(source.notes.iter().any(|n| n == "only 2 of 3 pages could be read"));
    let error = read_by("exit 1\n").unwrap_err();
    assert_eq!(error.to_string(), "a.pdf: a broken PDF: its reader ended");
}

/// Pages that were scanned behind a typed text, and one that was read in part.
#[cfg(all(feature = "pdf", unix))]
#[test]
fn annexes_without_text_and_half_pages_are_told() {
    let long = "Thực hiện Quyết định số 793/QĐ-TTg ngày 10-5-2016 ".repeat(40);
    let script = format!(
        r#"echo '{{"Open":{{"pages":4,"properties":[]}}}}'
echo '{{"Page":{{"number":1,"text":"{long}"}}}}'
echo '{{"Page":{{"number":2,"text":"{long}","is_partial":true}}}}'
echo '{{"Page":{{"number":3,"text":"","has_pictures":true}}}}'
echo '{{"Page":{{"number":4,"text":""}}}}'; echo '"Done"'
"#
    );
    let notes = read_by(&script).unwrap().notes;
    let has = |start: &str| notes.iter().any(|note| note.starts_with(start));
    assert!(has("hardly any text on 1 of 4 pages: a scan"), "{notes:?}");
    assert!(has("1 of 4 pages could be read only in part"), "{notes:?}");
}

/// A page that only draws a picture is one that holds pictures.
#[cfg(feature = "pdf")]
#[test]
fn pictures_of_a_page_are_seen() {
    let long = "Can cu Quyet dinh so 793/QD-TTg ".repeat(40);
    let notes = read(&drawn(&[&long, "1", "2"], &[1])).unwrap().notes;
    assert!(notes[0].starts_with("hardly any text on 1 of 3 pages"), "{notes:?}");
}

/// A file that only a password opens says so; one that anybody may open is read.
#[cfg(feature = "pdf")]
#[test]
fn files_with_a_password_say_so() {
    use pdf_extract::{Document, EncryptionState, EncryptionVersion, Permissions};
    let locked = |user_password: &str| {
        let mut document = Document::load_mem(&pdf(&["So 40/KH-UBND"])).unwrap();
        let id = pdf_extract::Object::string_literal("1234567890123456");
        document.trailer.set("ID", vec![id.clone(), id]);
        let state = EncryptionState::try_from(EncryptionVersion::V2 {
            document: &document,
            owner_password: "chu",
            user_password,
            key_length: 128,
            permissions: Permissions::all(),
        });
        document.encrypt(&state.unwrap()).unwrap();
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    };
    let error = read(&locked("khach")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnsupportedFormat);
    assert_eq!(error.to_string(), "kh.pdf: the PDF has a password");
    assert_eq!(read(&locked("")).unwrap().text.source(), "So 40/KH-UBND");
}

/// The programs of OCR, in the place of the real ones: page 2 cannot be drawn.
#[cfg(all(feature = "pdf", unix))]
#[test]
fn a_page_that_ocr_cannot_read_costs_that_page() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, script: &str| {
        let path = dir.path().join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).unwrap();
    };
    let draw =
        "cat > /dev/null; [ \"$5\" = 2 ] && { echo xau >&2; exit 1; }; echo \"$5\"";
    write("pdftoppm", draw);
    let recognize = "[ \"$1\" = --list-langs ] && echo vie && exit\n\
        read page; echo \"Quyết định số $page/QĐ-UBND\"";
    write("tesseract", recognize);
    std::fs::write(dir.path().join("a.pdf"), pdf(&["mot", "hai", "ba"])).unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_danchieu"))
        .args(["text", "--ocr", "a.pdf"])
        .current_dir(dir.path())
        .env("PATH", format!("{}:/usr/bin:/bin", dir.path().display()))
        .output()
        .unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), output.stderr);
    assert_eq!(out, "Quyết định số 1/QĐ-UBND\nhai\nQuyết định số 3/QĐ-UBND");
    let err = String::from_utf8_lossy(&err);
    assert!(err.contains("2 pages read by OCR"), "{err}");
    assert!(err.contains("1 page could not be read by OCR: pdftoppm cannot"), "{err}");
    assert!(err.contains(": xau"), "{err}");
}

/// What the file does in its own process, it does until nobody listens.
#[cfg(feature = "pdf")]
#[test]
fn the_reader_ends_when_nobody_takes_its_words() {
    struct Deaf(usize);
    impl std::io::Write for Deaf {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 += 1;
            if self.0 > 1 {
                Err(std::io::ErrorKind::BrokenPipe.into())
            } else {
                Ok(bytes.len())
            }
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut deaf = Deaf(0);
    ingest::serve_pdf(1, &*pdf(&["1"; 50]), &mut deaf);
    assert!(deaf.0 <= 3, "{} words", deaf.0);
}

/// A reader that runs in a group of its own does not get the Ctrl-C of the program.
#[cfg(all(feature = "pdf", target_os = "linux"))]
#[test]
fn the_reader_has_a_process_group_of_its_own() {
    let script = "group=$(cut -d' ' -f5 /proc/$$/stat)\n\
        echo '{\"Open\":{\"pages\":1,\"properties\":[]}}'\n\
        echo \"{\\\"Page\\\":{\\\"number\\\":1,\\\"text\\\":\\\"so $$ nhom $group\\\"}}\"\n\
        echo '\"Done\"'";
    let text = read_by(script).unwrap().text.into_source();
    let words: Vec<&str> = text.split_whitespace().collect();
    assert_eq!(words, ["so", words[1], "nhom", words[1]]);
}

/// Mentions and findings open at the page.
#[cfg(feature = "pdf")]
#[test]
fn references_have_their_page() {
    let dir = tempfile::tempdir().unwrap();
    let pages = ["Can cu Luat so 66/2011/QH12;", "Thuc hien Quyet dinh so 793/QD-TTg;"];
    std::fs::write(dir.path().join("a.pdf"), pdf(&pages)).unwrap();
    let run = |line: &str| {
        let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        crate::runner::run(dir.path(), &words, b"").stdout
    };
    let lines = run("extract a.pdf --format jsonl");
    let mentions: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let last = mentions.last().unwrap();
    assert_eq!((&last["page"], &last["line"]), (&2.into(), &2.into()));
    assert!(last["paragraph"].is_null());
    let table = run("extract a.pdf");
    let mut rows = table.lines().skip(1).map(|l| l.split_whitespace().next().unwrap());
    assert_eq!(rows.next(), Some("page"), "{table}");
    assert!(rows.any(|count| count == "2"), "{table}");
    let explained = run("extract a.pdf --explain");
    assert!(explained.contains("page 2 · numbered"), "{explained}");
}
