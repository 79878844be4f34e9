//! Accuracy on the hand-made gold that is not part of this repository
//! (`../shared/gold`): its own scorer runs the built program, and the numbers must be
//! those of `tests/accuracy.tsv`. Skipped where the gold or Python is missing.

#![expect(clippy::print_stderr, reason = "a test says what it measures or skips")]

#[path = "common/triples.rs"]
mod triples;
#[path = "common/ledger.rs"]
mod ledger;
#[path = "common/originals.rs"]
mod originals;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

/// What is recorded of the scorer's many lines: the name of the row, the scorer's name.
const DOCS: [(&str, &str); 19] = [
    ("numbered P", "numbered P"),
    ("numbered R", "numbered R"),
    ("titled P", "titled P"),
    ("titled R", "titled R"),
    ("alias F1", "alias F1"),
    ("generic F1", "generic F1"),
    ("anaphor F1", "anaphor F1"),
    ("self F1", "self F1"),
    ("own F1", "own F1"),
    ("extent", "exact extent of found"),
    ("form", "form"),
    ("kind", "kind"),
    ("date", "date"),
    ("issuer", "issuer"),
    ("provision", "provision"),
    ("relation", "relation"),
    ("relation macro F1", "relation macro F1"),
    ("edges P", "edges P"),
    ("edges R", "edges R"),
];

const SPANS: [(&str, &str); 4] = [
    ("overlap P", "overlap + type P"),
    ("overlap R", "overlap + type R"),
    ("exact P", "exact span + type P"),
    ("exact R", "exact span + type R"),
];

fn gold() -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared");
    let shared = std::env::var_os("DANCHIEU_SHARED").unwrap_or_else(|| beside.into());
    let scorer = PathBuf::from(shared).join("gold/score.py");
    scorer.exists().then_some(scorer)
}

/// Runs the scorer; `None` where it cannot run.
fn score(what: &str) -> Option<BTreeMap<String, f64>> {
    let Some(scorer) = gold() else {
        eprintln!("skipped: no ../shared");
        return None;
    };
    let run = Command::new("python3")
        .arg(scorer)
        .args([what, "--bin", env!("CARGO_BIN_EXE_danchieu")])
        .env("PYTHONIOENCODING", "utf-8")
        .output();
    let Ok(output) = run else {
        eprintln!("skipped: no python3");
        return None;
    };
    let text = String::from_utf8_lossy(&output.stdout);
    let fault = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the scorer failed: {fault}");
    Some(text.lines().flat_map(values).collect())
}

/// Reads one line of the scorer: "kind 99.40% (493/496)", "BL P 0.9 R 0.9 F1 0.9 …",
/// "titled 1.0 0.9314 0.9645 95/0/7".
fn values(line: &str) -> Vec<(String, f64)> {
    let line = line.replace("macro-F1", "macro F1");
    let words: Vec<&str> = line.split_whitespace().collect();
    let number = |w: &str| w.trim_end_matches('%').parse::<f64>().ok();
    let Some(first) = words.iter().position(|w| number(w).is_some()) else {
        return Vec::new();
    };
    if words[first].ends_with('%') {
        let share = number(words[first]).unwrap_or_default() / 100.0;
        return vec![(words[..first].join(" "), share)];
    }
    let labels = ["P", "R", "F1"];
    if first > 0 && labels.contains(&words[first - 1]) {
        let head = words[..first - 1].join(" ");
        let name = head.split('(').next().unwrap_or_default().trim();
        let pairs = words[first - 1..].chunks(2);
        return pairs
            .filter_map(|c| Some((format!("{name} {}", c[0]), number(c.get(1)?)?)))
            .collect();
    }
    let name = words[..first].join(" ");
    let cells = words[first..].iter().filter_map(|w| number(w));
    labels.iter().zip(cells).map(|(l, v)| (format!("{name} {l}"), v)).collect()
}

fn check(what: &str, rows: &[(&str, &str)]) {
    let Some(found) = score(what) else { return };
    let value = |name: &str| {
        *found.get(name).unwrap_or_else(|| panic!("the scorer says nothing of {name:?}"))
    };
    let measured: Vec<(String, f64)> = rows
        .iter()
        .map(|(row, name)| (format!("gold {what}: {row}"), value(name)))
        .collect();
    ledger::check(&measured, &format!("shared/gold/score.py {what}"));
}

#[test]
fn gold_documents_read_as_recorded() {
    check("docs", &DOCS);
}

#[test]
fn gold_sentences_read_as_recorded() {
    check("spans", &SPANS);
}

/// Of the mentions that say they are sure (0.9 and more) 98 in 100 are right.
#[test]
fn confidence_is_what_it_says() {
    let Some(scorer) = gold() else {
        eprintln!("skipped: no ../shared");
        return;
    };
    let run = Command::new("python3")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/calibration.py"))
        .arg(scorer)
        .arg(env!("CARGO_BIN_EXE_danchieu"))
        .env("PYTHONIOENCODING", "utf-8")
        .output();
    let Ok(output) = run else {
        eprintln!("skipped: no python3");
        return;
    };
    let text = String::from_utf8_lossy(&output.stdout);
    let fault = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "calibration.py failed: {fault}");
    let row = |line: &str| {
        let (name, value) = line.rsplit_once(' ')?;
        Some((format!("gold docs: {name}"), value.parse::<f64>().ok()?))
    };
    let rows: Vec<(String, f64)> = text.lines().filter_map(row).collect();
    let [(_, calibrated), (_, right)] = rows.as_slice() else { panic!("{text}") };
    assert!(*calibrated >= 0.95, "the calibration error is {}", 1.0 - calibrated);
    assert!(*right >= 0.98, "of the sure mentions {right} are right");
    ledger::check(&rows, "tests/calibration.py");
}

#[test]
fn the_lines_of_the_scorer_are_understood() {
    let one = |line: &str, name: &str, value: f64| {
        let found = values(line);
        assert!(
            found.iter().any(|(n, v)| n == name && (v - value).abs() < 1e-9),
            "{line:?}: {found:?}"
        );
    };
    one("titled      1.0000  0.9314  0.9645   95/0/7", "titled R", 0.9314);
    one("exact extent of found  98.99% (491/496)", "exact extent of found", 0.9899);
    one(
        "overlap + type     P 0.9814 R 0.9657 F1 0.9735  4647/88/165",
        "overlap + type R",
        0.9657,
    );
    one("relation macro-F1 0.8652", "relation macro F1", 0.8652);
    one(
        "edges (target, relation) per document: P 0.87 R 0.89 F1 0.88  3/4/3",
        "edges P",
        0.87,
    );
}

/// `DANCHIEU_TRIPLES=1` lists what is missed and what is wrong.
#[test]
fn amending_provisions_read_as_recorded() {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared");
    let shared = std::env::var_os("DANCHIEU_SHARED").unwrap_or_else(|| beside.into());
    let file = PathBuf::from(shared).join("data/vlegal-triples.jsonl.gz");
    match triples::measure(&file) {
        None => eprintln!("skipped: no ../shared"),
        Some(rows) => {
            ledger::check(&rows, "tests/accuracy.rs on vlegal-triples.jsonl.gz");
        }
    }
}
