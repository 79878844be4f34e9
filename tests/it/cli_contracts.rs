//! What other programs rely on: keys of the JSON, streams, exit codes, stores by name.

use super::runner::{run, words};
use danchieu::report::annotate::{Markup, strip};
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Stdio};

const PLAN: &str = "ỦY BAN NHÂN DÂN\nTỈNH NAM ĐỊNH\nSố: 40/KH-UBND\n\
    Nam Định, ngày 02 tháng 4 năm 2021\n\nKẾ HOẠCH\nPhòng, chống mua bán người\n\n\
    Thực hiện Quyết định số 793/QĐ-TTg ngày 10-5-2016 của Thủ tướng Chính phủ;\n";

fn ask(dir: &Path, line: &str) -> (String, i32) {
    let run = run(dir, &words(line), b"");
    (run.stdout, run.status)
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

/// DESIGN §4.1: the keys of a mention, and the quote is the slice.
#[test]
fn a_mention_has_the_keys_of_its_schema() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("plan.txt"), PLAN).unwrap();
    let (out, status) = ask(dir.path(), "extract --format jsonl plan.txt");
    assert_eq!(status, 0);
    let mut wanted = vec![
        "schema",
        "document",
        "start",
        "end",
        "quote",
        "form",
        "kind",
        "number",
        "date",
        "issuer",
        "place",
        "title",
        "provisions",
        "relation",
        "of",
        "key",
        "confidence",
        "rule",
        "line",
        "page",
        "paragraph",
    ];
    wanted.sort_unstable();
    for line in out.lines() {
        assert!(line.starts_with("{\"schema\":\"danchieu.mention/1\",\"document\":"));
        let mention: Value = serde_json::from_str(line).unwrap();
        let mut keys = keys(&mention);
        keys.sort_unstable();
        assert_eq!(keys, wanted);
        let at = |key: &str| usize::try_from(mention[key].as_u64().unwrap()).unwrap();
        assert_eq!(PLAN.get(at("start")..at("end")), mention["quote"].as_str());
    }
    let cited = out.lines().map(|l| serde_json::from_str::<Value>(l).unwrap());
    let cited = cited.into_iter().find(|m| m["number"] == "793/QĐ-TTg").unwrap();
    assert_eq!(cited["relation"], "implements");
    assert_eq!(cited["key"], "vn/ttg/qd/2016/793");
}

/// DESIGN §4.2: the keys of a citation and of the counts.
#[test]
fn a_citation_and_the_counts_have_the_keys_of_their_schemas() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("plan.txt"), PLAN).unwrap();
    let (out, _) =
        ask(dir.path(), "cited-by 793/QĐ-TTg --corpus plan.txt --format jsonl");
    let citation: Value = serde_json::from_str(out.lines().next().unwrap()).unwrap();
    let document =
        ["date", "held", "issuer", "key", "kind", "number", "path", "place", "title"];
    for side in ["source", "target"] {
        let mut keys = keys(&citation[side]);
        keys.sort_unstable();
        assert_eq!(keys, document);
    }
    assert_eq!(citation["provisions"], serde_json::json!([]));
    assert_eq!(citation["changes"], serde_json::json!([]));
    let mut evidence = keys(&citation["evidence"]);
    evidence.sort_unstable();
    let known =
        ["document", "end", "line", "page", "paragraph", "quote", "sentence", "start"];
    assert_eq!(evidence, known);
    let (out, _) = ask(dir.path(), "stats --format json");
    let stats: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(stats["schema"], "danchieu.stats/1");
    assert_eq!(stats["sources"], 1);
    assert_eq!(stats["text_bytes"], PLAN.len());
    let resolution = stats["resolution"].as_object().unwrap();
    let ended: u64 = resolution.values().map(|n| n.as_u64().unwrap()).sum();
    assert_eq!(stats["mentions"]["total"], ended);
}

#[test]
fn a_closed_pipe_is_no_error() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("plan.txt"), PLAN.repeat(3000)).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_danchieu"))
        .args(["extract", "--format", "jsonl", "plan.txt"])
        .current_dir(dir.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

/// Whatever is asked of `search`, it answers or says what it did not understand.
#[test]
fn search_tells_what_it_leaves_out() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("plan.txt"), PLAN).unwrap();
    let ask = |line: &str| {
        let run =
            run(dir.path(), &words(&format!("search {line} --corpus plan.txt")), b"");
        (run.stdout, run.stderr, run.status)
    };
    let (out, told, status) = ask("'kế hoạch' --offset 18446744073709551615");
    assert_eq!(status, 0);
    assert!(out.starts_with("1 text matches"), "{out}");
    assert!(
        told.contains("no hit is left behind --offset 18446744073709551615"),
        "{told}"
    );
    let (out, told, _) = ask("'kế hoạch' --facets --format jsonl");
    assert_eq!(out.lines().count(), 1);
    assert!(told.contains("facets are shown in the table only"), "{told}");
    let (_, told, status) = ask("'kế ho*'");
    assert_eq!(status, 1);
    assert!(told.contains("column 6: * stands for nothing here"), "{told}");
    for line in [
        "'after:\"tháng 4 năm 2021\"'",
        "mua --after 'ngày 2 tháng 4 năm 2021'",
        "place:namdinh",
        "HOẠCH",
        "'\"ngày 10-5-2016 của\"'",
        "'\"793/QĐ-TTg\"'",
        "'NOT \"bán mua\"'",
    ] {
        let (out, told, status) = ask(line);
        assert_eq!(status, 0, "{line}: {told}");
        assert!(out.starts_with("1 text matches"), "{line}: {out}");
    }
    let (_, told, status) = ask("place:Atlantis");
    assert_eq!(status, 1);
    assert!(told.contains("no province is known as Atlantis"), "{told}");
}

#[test]
fn another_corpus_gets_a_store_of_its_own() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["a", "b"] {
        std::fs::create_dir(dir.path().join(name)).unwrap();
        std::fs::write(dir.path().join(name).join("plan.txt"), PLAN).unwrap();
    }
    std::fs::write(dir.path().join("b/more.txt"), "Thực hiện Chỉ thị số 48-CT/TW.")
        .unwrap();
    let sources = |line: &str| {
        let (out, status) = ask(dir.path(), line);
        assert_eq!(status, 0, "{line}");
        serde_json::from_str::<Value>(&out).unwrap()["sources"].as_u64().unwrap()
    };
    assert_eq!(sources("stats --corpus a --format json"), 1);
    assert_eq!(sources("stats --corpus ./b/ --format json"), 2);
    assert_eq!(sources("stats --corpus a/ --format json"), 1);
    assert_eq!(sources("stats --format json"), 1);
    let stores = std::fs::read_dir(dir.path()).unwrap().filter(|entry| {
        let name = entry.as_ref().unwrap().file_name();
        name.to_string_lossy().starts_with(".danchieu")
    });
    assert_eq!(stores.count(), 2);
}

#[test]
fn a_document_cannot_steer_the_terminal() {
    let dir = tempfile::tempdir().unwrap();
    let text =
        "Thực hiện Quyết định số 793/QĐ-TTg của \u{1b}[31mThủ tướng\u{202e} Chính phủ";
    std::fs::write(dir.path().join("plan.txt"), text).unwrap();
    for line in [
        "extract plan.txt",
        "cited-by 793/QĐ-TTg --corpus plan.txt",
        "search \"quyet dinh\" --corpus plan.txt",
    ] {
        let (out, status) = ask(dir.path(), line);
        assert_eq!(status, 0, "{line}: {out}");
        assert!(!out.contains(['\u{1b}', '\u{202e}']), "{line}: {out:?}");
    }
}

/// Taking the marks off an annotated text gives the text back, for the shipped corpus.
#[test]
fn annotated_markdown_of_a_plan_is_the_plan_with_links() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("plan.txt"), PLAN).unwrap();
    let (out, status) = ask(dir.path(), "annotate plan.txt --format md");
    assert_eq!(status, 0);
    assert_eq!(strip(&out, Markup::Markdown), PLAN);
    assert!(out.contains("[Quyết định số 793/QĐ-TTg ngày 10-5-2016](danchieu:vn/ttg/"));
}
