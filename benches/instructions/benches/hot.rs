//! How many instructions the hot paths take on texts of the shipped corpus: the same on
//! every machine for one compiler, so that a slow-down shows where a clock would not.
//!
//! `cargo bench` in `benches/instructions` fails when a count is above its limit: what was
//! seen with rustc 1.95 and three per cent more. A change that is worth more instructions
//! moves the limit, in the commit that needs it.

use danchieu::ingest::Meta;
use danchieu::relate;
use danchieu::text::{Text, fold_marks};
use gungraun::prelude::*;
use gungraun::{Callgrind, EventKind};
use std::hint::black_box;
use std::path::Path;

/// Texts of every sort; a new text in the corpus changes nothing here.
const FILES: [&str; 6] = [
    "nam-dinh/kh-40-ubnd-2021.txt",
    "bo-tu-phap/bc-305-btp-2025.txt",
    "binh-thuan/bc-140-ubnd-2022.txt",
    "thai-nguyen/bc-212-snv-2022.txt",
    "kon-tum/nq-09-hdnd-2023.txt",
    "ban-chi-dao-138-cp/tb-52-bcd138-2024.txt",
];

fn corpus() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
    let read = |name: &str| {
        std::fs::read_to_string(folder.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    };
    FILES.map(read).concat()
}

/// The tables are read once and are no part of the measure.
fn warm() -> Text {
    let text = Text::new(corpus());
    assert!(!relate::facts(&text, &Meta::default()).mentions.is_empty());
    text
}

/// A count at which a run fails.
fn at_most(instructions: u64) -> LibraryBenchmarkConfig {
    let mut callgrind = Callgrind::default();
    callgrind.hard_limits([(EventKind::Ir, instructions)]);
    let mut config = LibraryBenchmarkConfig::default();
    config.tool(callgrind);
    config
}

#[library_benchmark(config = at_most(1_907_000))]
#[bench::corpus(setup = warm)]
fn extraction(text: Text) -> usize {
    black_box(relate::facts(black_box(&text), &Meta::default())).mentions.len()
}

#[library_benchmark(config = at_most(54_000))]
#[bench::corpus(setup = corpus)]
fn normalization(text: String) -> Text {
    black_box(Text::new(black_box(text)))
}

#[library_benchmark(config = at_most(517_000))]
#[bench::corpus(setup = corpus)]
fn folding(text: String) -> String {
    black_box(fold_marks(black_box(&text)))
}

library_benchmark_group!(name = hot, benchmarks = [extraction, normalization, folding]);
main!(library_benchmark_groups = hot);
