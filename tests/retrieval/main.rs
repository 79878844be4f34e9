//! How well the search finds what it should, on the shared texts.
//!
//! Slow, so ignored; run it with
//! `DANCHIEU_SHARED=../shared cargo test --release --test retrieval -- --ignored --nocapture`.
//! The numbers of record are in `tests/accuracy.tsv`; this fails when a measure is worse,
//! and when it is better and the file does not say so.
//!
//! *Known item*: the title of a document is the question, and the document the answer.
//! *Linked item*: an article is the question, and the documents that the national
//! codification links to that article are the answers.
//!
//! The questions are drawn with [`SEED`]; weights were chosen on other draws.

#![expect(clippy::unwrap_used, reason = "a test")]
#![expect(clippy::print_stdout, reason = "the numbers are what it is for")]

mod ablation;
mod linked;

use danchieu::fulltext::{Document, Index, Request, Writer, WriterOptions};
use danchieu::query::language::{self, Meaning};
use danchieu::text::fold_marks;
use std::io::Read as _;
use std::path::{Path, PathBuf};

const QUERIES: usize = 1_000;
const SEED: u64 = 20_261_124;
/// What two runs on equal code may differ by: nothing; what a harmless change may.
const TOLERANCE: f64 = 0.004;

/// A document of the codification.
struct Item {
    id: String,
    title: String,
    text: String,
}

fn shared() -> Option<PathBuf> {
    let near = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared");
    let folder = std::env::var("DANCHIEU_SHARED").unwrap_or_else(|_| near.to_owned());
    let folder = PathBuf::from(folder);
    folder.is_dir().then_some(folder)
}

/// Returns the records of a `.jsonl.gz` file.
fn records(path: &Path) -> Vec<serde_json::Value> {
    let mut lines = String::new();
    let file = std::fs::File::open(path).unwrap();
    flate2::read::MultiGzDecoder::new(file).read_to_string(&mut lines).unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn field(record: &serde_json::Value, name: &str) -> String {
    record[name].as_str().unwrap_or_default().to_owned()
}

fn items(path: &Path) -> Vec<Item> {
    let item = |r: &serde_json::Value| Item {
        id: field(r, "id"),
        title: field(r, "title"),
        text: field(r, "text"),
    };
    records(path).iter().map(item).collect()
}

/// Indexes the bodies only: the titles are the questions.
fn index(items: &[Item], dir: &Path) -> Index {
    index_with(items, dir, WriterOptions::default())
}

fn index_with(items: &[Item], dir: &Path, options: WriterOptions) -> Index {
    Index::create(dir).unwrap();
    let writer = Writer::open(dir, options).unwrap();
    for (source, item) in (0..).zip(items) {
        let text = item.text.clone();
        writer.add(Document { source, text, ..Document::default() }).unwrap();
    }
    writer.commit().unwrap();
    Index::open(dir).unwrap()
}

/// Draws questions out of `all`, the same ones every time.
fn draw<T>(all: Vec<T>) -> Vec<T> {
    draw_with(SEED, all)
}

/// As [`draw`]; weights are chosen on draws of other seeds than the one of record.
fn draw_with<T>(seed: u64, mut all: Vec<T>) -> Vec<T> {
    let mut state = seed;
    let mut next = |below: usize| {
        const MULTIPLIER: u64 = 6_364_136_223_846_793_005;
        state = state.wrapping_mul(MULTIPLIER).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    for i in 0..QUERIES {
        let j = i + next(all.len() - i);
        all.swap(i, j);
    }
    all.truncate(QUERIES);
    all
}

/// Draws titles of four words or more.
fn titles(items: &[Item]) -> Vec<usize> {
    let long = |i: &usize| items[*i].title.split_whitespace().count() >= 4;
    draw((0..items.len()).filter(long).collect())
}

/// Returns the place of `source` among the first ten hits, from 1.
fn rank(index: &Index, typed: &str, source: usize) -> Option<usize> {
    let question = language::parse(typed);
    let expr = language::lower(&question.root, &mut |_| Meaning::Index);
    let hits = index.search(&Request::new(&expr)).unwrap().hits;
    hits.iter().position(|hit| hit.source == source as u64).map(|at| at + 1)
}

#[expect(clippy::cast_precision_loss, reason = "small numbers")]
fn mean_reciprocal_rank(ranks: &[Option<usize>]) -> f64 {
    let sum: f64 = ranks.iter().flatten().map(|&rank| 1.0 / rank as f64).sum();
    sum / ranks.len() as f64
}

fn recorded(measure: &str) -> f64 {
    let table = include_str!("../accuracy.tsv");
    let row = table.lines().find(|line| line.split('\t').next() == Some(measure));
    let value = row.and_then(|row| row.split('\t').nth(1));
    value.and_then(|value| value.parse().ok()).unwrap_or_default()
}

/// Fails unless every value is the recorded one.
fn compare(measures: &[(&str, f64)]) {
    let mut failures = Vec::new();
    for &(measure, value) in measures {
        println!("{measure}\t{value:.4}");
        let recorded = recorded(measure);
        if (value - recorded).abs() > TOLERANCE {
            failures.push(format!("{measure} is {value:.4}, recorded is {recorded:.4}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
#[ignore = "indexes 134 MB of shared texts"]
fn known_items_are_found() {
    let Some(shared) = shared() else {
        println!("skipped: no ../shared");
        return;
    };
    let items = items(&shared.join("data/codified.jsonl.gz"));
    let dir = tempfile::tempdir().unwrap();
    let index = index(&items, dir.path());
    let questions = titles(&items);
    let run = |typed: &dyn Fn(&str) -> String| {
        let rank = |&i: &usize| rank(&index, &typed(&items[i].title), i);
        let ranks: Vec<Option<usize>> = questions.iter().map(rank).collect();
        mean_reciprocal_rank(&ranks)
    };
    compare(&[
        ("search/known-item/mrr10/marks", run(&str::to_owned)),
        ("search/known-item/mrr10/no-marks", run(&fold_marks)),
    ]);
}
