//! The originals of `../shared/data/office` against the texts that other programs took
//! out of them.

use crate::ledger;
use danchieu::ingest::{self, Options, Source, vietnamese_share};
use danchieu::relate;
use danchieu::text::Text;
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

/// A page of a scan has fewer letters.
const SCAN: usize = 100;

fn shared() -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared");
    let shared = std::env::var_os("DANCHIEU_SHARED").unwrap_or_else(|| beside.into());
    let data = PathBuf::from(shared).join("data");
    data.join("office/MANIFEST.json").exists().then_some(data)
}

/// Returns id, encoding and text of each reference.
fn references(data: &Path) -> Vec<(String, String, String)> {
    let file =
        std::fs::File::open(data.join("office-text.jsonl.gz")).expect("it is there");
    let lines = BufReader::new(flate2::read::GzDecoder::new(file)).lines();
    let record = |line: std::io::Result<String>| {
        let record: Value = serde_json::from_str(&line.ok()?).ok()?;
        let field = |name: &str| record[name].as_str().map(str::to_owned);
        Some((field("id")?, field("encoding")?, field("text")?))
    };
    lines.filter_map(record).collect()
}

fn read(path: &Path) -> Source {
    let pdf_reader = Some(PathBuf::from(env!("CARGO_BIN_EXE_danchieu")));
    let options = Options { pdf_reader, ..Options::default() };
    let mut found = Vec::new();
    ingest::read(path, &options, &mut |item| found.push(item));
    found.pop().expect("one document").expect("it can be read")
}

fn numbers(text: &Text) -> BTreeSet<String> {
    let facts = relate::facts(text, &ingest::Meta::default());
    facts.mentions.iter().filter_map(|m| Some(m.number.as_ref()?.to_string())).collect()
}

fn share(part: usize, whole: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "they are small")]
    let share = part as f64 / whole.max(1) as f64;
    share
}

#[test]
fn originals_hold_the_numbers_of_their_texts() {
    let Some(data) = shared() else {
        eprintln!("skipped: no ../shared");
        return;
    };
    let references = references(&data);
    let (mut wanted, mut found, mut extra, mut files) = (0, 0, 0, 0);
    let (mut syllables, mut words) = (0.0, 0);
    let mut names: Vec<PathBuf> = std::fs::read_dir(data.join("office"))
        .expect("it is there")
        .filter_map(|e| e.ok().map(|e| e.path()))
        .filter(|p| p.extension().is_some_and(|e| e != "json"))
        .collect();
    names.sort();
    for path in names {
        let id = format!("of-{}", path.file_stem().unwrap_or_default().to_string_lossy());
        let source = read(&path);
        let Some((_, encoding, text)) = references.iter().find(|r| r.0.starts_with(&id))
        else {
            let letters = source.text.source().chars().filter(|c| c.is_alphabetic());
            let told = source.notes.iter().any(|n| n.contains("a scan"));
            let pages = source.outline.pages.len().max(1);
            assert!(told || letters.count() > SCAN * pages, "{id}: {:?}", source.notes);
            continue;
        };
        let (right, here) = (numbers(&Text::new(text.as_str())), numbers(&source.text));
        files += 1;
        wanted += right.len();
        found += right.intersection(&here).count();
        extra += here.difference(&right).count();
        if encoding == "tcvn3" {
            let (right, count) = vietnamese_share(source.text.normal());
            syllables += right * share(count, 1);
            words += count;
        }
    }
    eprintln!("{files} originals, {wanted} numbers, {words} words of TCVN3");
    let measured = [
        ("originals: numbers found".to_owned(), share(found, wanted)),
        ("originals: numbers right".to_owned(), share(found, found + extra)),
        ("originals: TCVN3 syllables".to_owned(), syllables / share(words, 1)),
    ];
    ledger::check(&measured, "tests/common/originals.rs on shared/data/office");
}
