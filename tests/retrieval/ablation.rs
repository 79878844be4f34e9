//! What each part of the ranking and each field of the index is worth.
//!
//! `cargo test --release --test retrieval ablation -- --ignored --nocapture` prints the
//! tables of `ARCHITECTURE.md`. Questions are those of the known-item test, drawn with
//! another seed: this is where weights are chosen.

use super::{Item, draw_with, index_with, items, mean_reciprocal_rank, shared};
use danchieu::fulltext::{Expr, Index, Request, Weights, WriterOptions};
use danchieu::query::language::{self, Meaning};
use danchieu::text::fold_marks;
use std::path::Path;
use std::time::{Duration, Instant};

const OTHER_SEED: u64 = 2;

/// Ways to rank, by what is left out or changed.
fn ways() -> Vec<(&'static str, Weights)> {
    let all = Weights::default();
    let bare = Weights { pair: 0.0, opening: 0.0, opening_pair: 0.0, ..all };
    vec![
        ("as shipped", all),
        ("no pairs", Weights { pair: 0.0, opening_pair: 0.0, ..all }),
        ("pairs in the opening only", Weights { pair: 0.0, ..all }),
        ("pairs twice", Weights { pair: 2.0, ..all }),
        ("rare pairs count no more", Weights { rarity: 0.0, ..all }),
        ("rare pairs by their rarity again", Weights { rarity: 1.0, ..all }),
        ("no opening", Weights { opening: 0.0, opening_pair: 0.0, ..all }),
        ("numbers and dates as words", Weights { whole: 1.0, ..all }),
        ("words alone", bare),
    ]
}

fn rank(index: &Index, typed: &str, weights: Weights, source: u64) -> Option<usize> {
    let question = language::parse(typed);
    let expr: Expr = language::lower(&question.root, &mut |_| Meaning::Index);
    let request = Request { weights, ..Request::new(&expr) };
    let hits = index.search(&request).unwrap().hits;
    hits.iter().position(|hit| hit.source == source).map(|at| at + 1)
}

/// Returns the questions: numbers of items whose titles have four words or more.
fn questions(items: &[Item]) -> Vec<usize> {
    let long = |i: &usize| items[*i].title.split_whitespace().count() >= 4;
    draw_with(OTHER_SEED, (0..items.len()).filter(long).collect())
}

fn quality(index: &Index, items: &[Item], weights: Weights) -> [f64; 2] {
    let drawn = questions(items);
    let run = |typed: &dyn Fn(&str) -> String| {
        let rank = |&i: &usize| rank(index, &typed(&items[i].title), weights, i as u64);
        mean_reciprocal_rank(&drawn.iter().map(rank).collect::<Vec<_>>())
    };
    [run(&str::to_owned), run(&fold_marks)]
}

/// Prints the bytes of each field: dictionary, postings, positions, lengths.
#[expect(clippy::cast_precision_loss, reason = "megabytes")]
fn sizes(dir: &Path) {
    let opened = tantivy::Index::open_in_dir(dir).unwrap();
    let searcher = opened.reader().unwrap().searcher();
    let mut rows = std::collections::BTreeMap::<String, [f64; 4]>::new();
    for segment in searcher.space_usage().unwrap().segments() {
        let parts = [
            segment.termdict(),
            segment.postings(),
            segment.positions(),
            segment.fieldnorms(),
        ];
        for (column, part) in parts.iter().enumerate() {
            for usage in part.fields() {
                let name = usage.field_name().to_owned();
                let bytes = usage.total().get_bytes() as f64;
                rows.entry(name).or_default()[column] += bytes / 1e6;
            }
        }
    }
    println!("| field | dictionary | postings | positions | lengths |");
    for (name, [terms, postings, positions, lengths]) in rows {
        println!(
            "| `{name}` | {terms:.1} | {postings:.1} | {positions:.1} | {lengths:.2} |"
        );
    }
}

/// Indexes all but the field `without`; returns the processor time of all threads, too.
fn indexed(items: &[Item], dir: &Path, without: Option<&'static str>) -> (Index, f64) {
    let before = processor_seconds();
    let options = WriterOptions { without, ..WriterOptions::default() };
    let index = index_with(items, dir, options);
    (index, processor_seconds() - before)
}

/// The processor time of all threads of this process; zero where the system does not say.
fn processor_seconds() -> f64 {
    const TICKS: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program may hold blanks; user and system time are 12 fields later.
    let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = fields.split_whitespace().skip(11).take(2);
    ticks.filter_map(|n| n.parse::<f64>().ok()).sum::<f64>() / TICKS
}

/// Prints how much of the time of indexing a field takes: that of all without it is less
/// by so much. The texts are taken apart in any case.
fn costs(items: &[Item], all: f64) {
    println!("| field | seconds of processor time, of {all:.1} |");
    for field in ["exact", "folded", "opening"] {
        let dir = tempfile::tempdir().unwrap();
        let (_, time) = indexed(items, dir.path(), Some(field));
        println!("| `{field}` | {:.1} |", all - time);
    }
}

/// Prints what positions are good for: of the texts that hold all pairs of a phrase, how
/// many hold the phrase, and what it costs to know.
#[expect(clippy::cast_precision_loss, reason = "counts of texts")]
fn positions(index: &Index, items: &[Item]) {
    println!("| phrase of | texts with it, of those with its pairs | time | by pairs |");
    for length in [3, 4, 6] {
        let (mut share, mut asked) = (0.0, 0);
        let mut times = [Duration::ZERO; 2];
        for &item in &questions(items) {
            let typed = fold_marks(&items[item].title);
            let words: Vec<&str> = typed.split_whitespace().take(length).collect();
            let pairs = words.windows(2).map(|pair| Expr::Phrase(pair.join(" ")));
            let ways = [Expr::Phrase(words.join(" ")), Expr::And(pairs.collect())];
            let mut totals = [0; 2];
            for (way, expr) in ways.iter().enumerate() {
                let start = Instant::now();
                totals[way] = index.search(&Request::new(expr)).unwrap().total;
                times[way] += start.elapsed();
            }
            if totals[1] > 0 {
                share += totals[0] as f64 / totals[1] as f64;
                asked += 1;
            }
        }
        let [by_position, by_pairs] =
            times.map(|time| time / u32::try_from(asked.max(1)).unwrap());
        let share = share / f64::from(asked.max(1));
        println!("| {length} words | {share:.2} | {by_position:.1?} | {by_pairs:.1?} |");
    }
}

#[test]
#[ignore = "indexes 134 MB of shared texts"]
fn ablation_of_ranking_and_fields() {
    let Some(shared) = shared() else {
        println!("skipped: no ../shared");
        return;
    };
    let items = items(&shared.join("data/codified.jsonl.gz"));
    let dir = tempfile::tempdir().unwrap();
    let (index, time) = indexed(&items, dir.path(), None);
    sizes(dir.path());
    costs(&items, time);
    positions(&index, &items);
    println!("| ranking | MRR@10 with marks | without |");
    for (name, weights) in ways() {
        let [marked, bare] = quality(&index, &items, weights);
        println!("| {name} | {marked:.3} | {bare:.3} |");
    }
}
