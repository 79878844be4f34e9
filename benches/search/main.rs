//! Speed of the text index on the shared texts: `cargo bench --bench search`.
//!
//! With `-- large`, a store of 160,000 generated documents instead.
//!
//! Prints one line a case. Indexing is shown beside bare tantivy with the same fields
//! and its own tokenizers. Both give tantivy one thread, but ours analyzes in the thread
//! that adds, so only the ratio of processor time is fair; the ratio of wall time is
//! shown for what a user waits. Queries are a thousand of eight kinds in a warm process.

#![expect(clippy::unwrap_used, reason = "a benchmark")]
#![expect(clippy::print_stdout, reason = "the numbers are what it is for")]

mod bare;
mod large;

use danchieu::fulltext::{
    Document, Expr, Index, Request, Writer, WriterOptions, snippet,
};
use danchieu::query::language::{self, Meaning};
use danchieu::text::fold_marks;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A text with what questions are made of.
pub(crate) struct Item {
    title: String,
    number: String,
    pub(crate) text: String,
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let documents = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        Some(arguments.get(at + 1).and_then(|n| n.parse().ok()).unwrap_or(160_000))
    };
    if let Some(documents) = documents("large") {
        return large::run(documents);
    }
    if let Some(documents) = documents("warm") {
        let kind = arguments.iter().skip_while(|a| *a != "warm").nth(2);
        let kind = kind.filter(|kind| !kind.starts_with('-')).map_or("", String::as_str);
        return large::again(documents, kind);
    }
    let Some(shared) = shared() else {
        println!("skipped: no ../shared");
        return;
    };
    let items = load(&shared.join("data/codified.jsonl.gz"));
    let bytes: usize = items.iter().map(|item| item.text.len()).sum();
    let dir = tempfile::tempdir().unwrap();
    let (ours, ours_cpu) = with_cpu(|| write(dir.path(), &items));
    report("index/ours, 1 thread", bytes, ours);
    let other = tempfile::tempdir().unwrap();
    let (bare, bare_cpu) = with_cpu(|| bare::write(other.path(), &items));
    report("index/bare tantivy, same fields", bytes, bare);
    println!("index/ratio of wall time\t{:.2}", ours.as_secs_f64() / bare.as_secs_f64());
    if let Some((ours, bare)) = ours_cpu.zip(bare_cpu) {
        println!(
            "index/ratio of processor time\t{:.2}\t{ours} of {bare} ticks",
            ours / bare
        );
    }
    println!("open/cold\t{:?}", timed(|| drop(Index::open(dir.path()).unwrap())));
    let index = Index::open(dir.path()).unwrap();
    queries(&index, &items);
    snippets(&items, bytes);
}

fn shared() -> Option<PathBuf> {
    let near = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared");
    let folder = std::env::var("DANCHIEU_SHARED").unwrap_or_else(|_| near.to_owned());
    let folder = PathBuf::from(folder);
    folder.is_dir().then_some(folder)
}

fn load(path: &Path) -> Vec<Item> {
    let mut lines = String::new();
    let file = std::fs::File::open(path).unwrap();
    flate2::read::MultiGzDecoder::new(file).read_to_string(&mut lines).unwrap();
    let item = |line: &str| {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        let field = |name: &str| record[name].as_str().unwrap_or_default().to_owned();
        Item { title: field("title"), number: field("so_hieu"), text: field("text") }
    };
    lines.lines().map(item).collect()
}

pub(crate) fn timed(run: impl FnOnce()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

/// Also returns the processor time of all threads, in ticks, where the system tells it.
fn with_cpu(run: impl FnOnce()) -> (Duration, Option<f64>) {
    let before = cpu();
    let time = timed(run);
    (time, cpu().zip(before).map(|(after, before)| after - before))
}

fn cpu() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program may hold blanks; user and system time are 12 fields later.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |i: usize| fields.get(i)?.parse::<f64>().ok();
    Some(ticks(11)? + ticks(12)?)
}

#[expect(clippy::cast_precision_loss, reason = "megabytes")]
pub(crate) fn report(case: &str, bytes: usize, time: Duration) {
    let speed = bytes as f64 / 1e6 / time.as_secs_f64();
    println!("{case}\t{:.2} s\t{speed:.1} MB/s", time.as_secs_f64());
}

fn write(dir: &Path, items: &[Item]) {
    Index::create(dir).unwrap();
    let writer = Writer::open(dir, WriterOptions::default()).unwrap();
    for (source, item) in (0..).zip(items) {
        let text = item.text.clone();
        writer.add(Document { source, text, ..Document::default() }).unwrap();
    }
    writer.commit().unwrap();
}

/// Makes question `n` of the text `item`.
fn question(n: usize, item: &Item) -> String {
    let words: Vec<&str> = item.title.split_whitespace().collect();
    let some = |k: usize| words.iter().take(k).copied().collect::<Vec<_>>().join(" ");
    match n % 8 {
        0 => item.title.clone(),
        1 => fold_marks(&item.title),
        2 => item.number.clone(),
        3 => some(3),
        4 => fold_marks(&some(2)),
        5 => format!("\"{}\"", some(3)),
        6 => format!("\"{}\"", fold_marks(&some(4))),
        _ => format!("{} -\"hết hiệu lực\"", some(4)),
    }
}

fn queries(index: &Index, items: &[Item]) {
    const QUERIES: usize = 1_000;
    let mut times: Vec<(Duration, String)> = Vec::with_capacity(QUERIES);
    let mut found = 0;
    for n in 0..QUERIES {
        let typed = question(n, &items[n * 5 % items.len()]);
        let start = Instant::now();
        let parsed = language::parse(&typed);
        let expr = language::lower(&parsed.root, &mut |_| Meaning::Index);
        let hits = index.search(&Request::new(&expr)).unwrap();
        times.push((start.elapsed(), typed));
        found += usize::from(hits.total > 0);
    }
    assert!(found > QUERIES * 8 / 10, "{found} of {QUERIES} questions have an answer");
    times.sort();
    let at = |share: usize| times[(QUERIES * share / 1_000).min(QUERIES - 1)].0;
    println!("query/p50\t{:?}\nquery/p99\t{:?}", at(500), at(990));
    println!("query/slowest\t{:?}\t{}", at(1_000), times[QUERIES - 1].1);
}

fn snippets(items: &[Item], bytes: usize) {
    let expr = Expr::Words("hỗ trợ nạn nhân 793/QĐ-TTg".to_owned());
    let mut shown = 0;
    let time = timed(|| {
        for item in items {
            shown += usize::from(!snippet(&item.text, &expr).highlights.is_empty());
        }
    });
    assert!(shown > items.len() / 2);
    report("snippet/every text", bytes, time);
}
