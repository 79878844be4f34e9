//! Indexing against bare tantivy, on the same texts with the same number of threads.
//!
//! `cargo bench --bench indexing`. Reads the laws in `../shared` when they are there
//! (`DANCHIEU_SHARED` names another place), else the corpus of this repository again and
//! again. `DANCHIEU_BENCH_MB` sets how much text.

#![expect(
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a benchmark reports and may panic"
)]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use danchieu::indexer::{Options, Report, Silent, index};
use danchieu::ingest;
use danchieu::store::Reader;
use std::path::{Path, PathBuf};
use tantivy::schema::{STORED, Schema, TEXT};
use tantivy::{IndexWriter, doc};

fn shared() -> PathBuf {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared");
    std::env::var_os("DANCHIEU_SHARED").map_or_else(|| beside.into(), PathBuf::from)
}

#[expect(clippy::maybe_infinite_iter, reason = "it stops at the limit")]
fn texts(limit: usize) -> Vec<String> {
    let laws = shared().join("data/laws.jsonl.gz");
    let own = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus"));
    let from = if laws.exists() { laws } else { own };
    let mut read = Vec::new();
    for file in ingest::walk(&[from], &ingest::WalkOptions::default()).files {
        ingest::read(&file, &ingest::Options::default(), &mut |found| {
            read.extend(found.map(|source| source.text.into_source()));
        });
    }
    let mut bytes = 0;
    let mut endless = read.into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>();
    endless.sort_by_key(|t| blake3::hash(t.as_bytes()).to_hex().to_string());
    endless
        .iter()
        .cycle()
        .take_while(|text| {
            bytes += text.len();
            bytes <= limit
        })
        .cloned()
        .collect()
}

fn write(dir: &Path, texts: &[String]) {
    for (n, text) in texts.iter().enumerate() {
        std::fs::write(dir.join(format!("{n:06}.txt")), text).unwrap();
    }
}

fn ours(docs: &Path, store: &Path) -> Report {
    index(store, &[docs], &Options::default(), &mut Silent).unwrap()
}

fn bare_tantivy(texts: &[String], dir: &Path) -> u64 {
    let mut schema = Schema::builder();
    let body = schema.add_text_field("body", TEXT | STORED);
    let index = tantivy::Index::create_in_dir(dir, schema.build()).unwrap();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut writer: IndexWriter =
        index.writer_with_num_threads(threads, 96 << 20).unwrap();
    for text in texts {
        writer.add_document(doc!(body => text.as_str())).unwrap();
    }
    writer.commit().unwrap();
    writer.wait_merging_threads().unwrap();
    index.reader().unwrap().searcher().num_docs()
}

fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmHWM")).unwrap_or_default();
    let digits: String = line.chars().filter(char::is_ascii_digit).collect();
    digits.parse::<u64>().unwrap_or(0) / 1024
}

fn indexing(c: &mut Criterion) {
    let setting = std::env::var("DANCHIEU_BENCH_MB").ok().and_then(|v| v.parse().ok());
    let texts = texts(setting.unwrap_or(8) << 20);
    let bytes: usize = texts.iter().map(String::len).sum();
    let dir = tempfile::tempdir().unwrap();
    let docs = dir.path().join("docs");
    std::fs::create_dir(&docs).unwrap();
    write(&docs, &texts);
    let store = dir.path().join("store");
    ours(&docs, &store);
    let stats = Reader::open(&store).unwrap().stats().clone();
    eprintln!(
        "{} texts, {} MB, {} mentions, {} edges; peak memory {} MB",
        texts.len(),
        bytes >> 20,
        stats.mentions.total,
        stats.edges.total,
        peak_memory(),
    );
    let mut group = c.benchmark_group("indexing");
    group.sample_size(10).throughput(Throughput::Bytes(bytes as u64));
    let empty = || tempfile::tempdir().unwrap();
    group.bench_function("new/danchieu", |b| {
        b.iter_batched_ref(
            empty,
            |at| assert_eq!(ours(&docs, at.path()).changes.added, texts.len() as u64),
            BatchSize::PerIteration,
        );
    });
    group.bench_function("new/bare-tantivy", |b| {
        b.iter_batched_ref(
            empty,
            |at| assert_eq!(bare_tantivy(&texts, at.path()), texts.len() as u64),
            BatchSize::PerIteration,
        );
    });
    group.bench_function("again/nothing-changed", |b| {
        b.iter(|| assert!(!ours(&docs, &store).is_new));
    });
    let mut n = 0;
    group.bench_function("again/one-changed", |b| {
        b.iter(|| {
            n += 1;
            std::fs::write(docs.join("000000.txt"), format!("Số: {n}/KH-UBND")).unwrap();
            assert_eq!(ours(&docs, &store).changes.changed, 1);
        });
    });
    group.finish();
}

criterion_group!(benches, indexing);
criterion_main!(benches);
