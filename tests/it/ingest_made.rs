//! Files as word processors write them, made by `tests/make_files.py`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "a test says what it skips")]

use danchieu::ingest::{self, Options, Source};
use danchieu::query::claims;
use danchieu::relate;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn options(ocr: bool) -> Options {
    let pdf_reader = Some(PathBuf::from(env!("CARGO_BIN_EXE_danchieu")));
    Options { ocr, pdf_reader, ..Options::default() }
}

fn read(path: &Path, ocr: bool) -> Vec<danchieu::Result<Source>> {
    let mut found = Vec::new();
    ingest::read(path, &options(ocr), &mut |item| found.push(item));
    found
}

fn numbers(source: &Source) -> BTreeSet<String> {
    let facts = relate::facts(&source.text, &source.meta);
    facts.mentions.iter().filter_map(|m| Some(m.number.as_ref()?.to_string())).collect()
}

fn words(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Compares one file with what is expected of it; returns what differs.
fn differences(path: &Path, expected: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let found = read(path, false);
    let records = expected["records"].as_u64().unwrap_or(1);
    if found.len() as u64 != records {
        return vec![format!("{} documents", found.len())];
    }
    let source = match (found.into_iter().next(), expected["error"].as_str()) {
        (Some(Ok(source)), None) => source,
        (Some(Err(fault)), Some(words)) if fault.to_string().contains(words) => {
            return Vec::new();
        }
        other => return vec![format!("{other:?}")],
    };
    let numbers = numbers(&source);
    for number in words(&expected["numbers"]) {
        if !numbers.contains(number) {
            faults.push(format!("{number} is not found"));
        }
    }
    for number in words(&expected["absent"]) {
        if numbers.contains(number) {
            faults.push(format!("{number} is found"));
        }
    }
    let lines: Vec<&str> = source.text.source().lines().collect();
    for line in words(&expected["lines"]) {
        if !lines.contains(&line) {
            faults.push(format!("no line {line:?}"));
        }
    }
    if expected["scan"] == true && !source.notes.iter().any(|n| n.contains("a scan")) {
        faults.push("it is not told that it is a scan".to_owned());
    }
    faults.extend(claim_faults(&source, expected));
    let pages = expected["pages"].as_u64();
    if pages.is_some_and(|n| n != source.outline.pages.len() as u64) {
        faults.push(format!("{} pages", source.outline.pages.len()));
    }
    faults
}

/// Compares what the file says of itself.
fn claim_faults(source: &Source, expected: &Value) -> Vec<String> {
    let facts = relate::facts(&source.text, &source.meta);
    let claims = claims(&source.text, &source.meta, &source.outline, &facts);
    let mut faults = Vec::new();
    let mut wanted: Vec<(&str, &str)> = ["number", "date"]
        .iter()
        .filter_map(|field| Some((*field, expected["own"][field].as_str()?)))
        .collect();
    for field in ["signer", "url", "date"] {
        wanted.extend(expected[field].as_str().map(|value| (field, value)));
    }
    if expected["own"]["place"].is_string() {
        wanted.push(("place", "Nam Định"));
    }
    for (field, value) in wanted {
        if !claims.iter().any(|c| c.field == field && c.value == value) {
            faults.push(format!("{field} is not {value}"));
        }
    }
    faults
}

#[test]
fn files_of_word_processors_are_read() {
    let Some(folder) = std::env::var_os("DANCHIEU_FILES").map(PathBuf::from) else {
        println!("skipped: no DANCHIEU_FILES (see tests/make_files.py)");
        return;
    };
    let expected = std::fs::read_to_string(folder.join("expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&expected).unwrap();
    let mut faults = Vec::new();
    for (name, expected) in expected.as_object().unwrap() {
        if name.ends_with(".parquet") && cfg!(not(feature = "parquet")) {
            println!("skipped: {name}: no feature `parquet`");
            continue;
        }
        for fault in differences(&folder.join(name), expected) {
            faults.push(format!("{name}: {fault}"));
        }
        if let wanted @ [_, ..] = words(&expected["ocr"]).as_slice() {
            faults.extend(ocr_faults(&folder.join(name), wanted));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn ocr_faults(path: &Path, wanted: &[&str]) -> Vec<String> {
    match read(path, true).pop().unwrap() {
        Ok(source) => {
            let numbers = numbers(&source);
            let missing = wanted.iter().filter(|n| !numbers.contains(**n));
            missing.map(|n| format!("OCR does not find {n}")).collect()
        }
        Err(error) if error.to_string().contains("OCR needs") => {
            println!("skipped: {error}");
            Vec::new()
        }
        Err(error) => vec![error.to_string()],
    }
}
