//! What each part of the ranking and each field of the index is worth.
//!
//! `cargo test --release --test retrieval ablation -- --ignored --nocapture` prints the
//! tables of `ARCHITECTURE.md`. Questions are those of the known-item test, drawn with
//! another seed: this is where weights are chosen.

use super::{Item, draw_with, index, items, mean_reciprocal_rank, shared};
use danchieu::fulltext::{Expr, Index, Request, Weights};
use danchieu::query::language::{self, Meaning};
use danchieu::text::fold_marks;
use std::path::Path;

const OTHER_SEED: u64 = 2;
const QUESTIONS: usize = 200;

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
        ("numbers and dates as words", Weights { whole: 1.0, number: 0.0, ..all }),
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
    let mut drawn = draw_with(OTHER_SEED, (0..items.len()).filter(long).collect());
    drawn.truncate(QUESTIONS);
    drawn
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

#[test]
#[ignore = "indexes 134 MB of shared texts"]
fn ablation_of_ranking_and_fields() {
    let Some(shared) = shared() else {
        println!("skipped: no ../shared");
        return;
    };
    let items = items(&shared.join("data/codified.jsonl.gz"));
    let dir = tempfile::tempdir().unwrap();
    let index = index(&items, dir.path());
    sizes(dir.path());
    println!("| ranking | MRR@10 with marks | without |");
    for (name, weights) in ways() {
        let [marked, bare] = quality(&index, &items, weights);
        println!("| {name} | {marked:.3} | {bare:.3} |");
    }
}
