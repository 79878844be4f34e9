//! Extraction on one core beside a bare regex for the number shape and a memchr pass.
//!
//! `cargo bench --bench extraction`; reads `../shared/data` when it is there, else the
//! shipped corpus. Every loop asserts the count it found. On a shared machine the mean
//! tells of its other tenants, too: the fastest of thirty rounds is printed beside it.

#![expect(clippy::unwrap_used, reason = "a bench may panic")]
#![expect(clippy::print_stderr, reason = "a bench speaks to its runner")]
#![expect(clippy::cast_precision_loss, reason = "a rate")]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use danchieu::ingest::Meta;
use danchieu::relate;
use danchieu::text::Text;
use std::hint::black_box;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Enough text for a steady figure, little enough for a short run.
const MAX_BYTES: usize = 24_000_000;

struct Sample {
    name: String,
    texts: Vec<String>,
}

fn samples() -> Vec<Sample> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if !data.is_dir() {
        eprintln!("skipped: no ../shared; measuring the shipped corpus");
        return vec![corpus()];
    }
    ["gazette", "codified", "news"].map(|name| shared(&data, name)).into()
}

fn shared(data: &Path, name: &str) -> Sample {
    let file = std::fs::File::open(data.join(format!("{name}.jsonl.gz"))).unwrap();
    let mut json = String::new();
    flate2::read::MultiGzDecoder::new(file).read_to_string(&mut json).unwrap();
    let mut texts = Vec::new();
    let mut bytes = 0;
    for line in json.lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = record["text"].as_str().unwrap().to_owned();
        bytes += text.len();
        texts.push(text);
        if bytes > MAX_BYTES {
            break;
        }
    }
    Sample { name: name.to_owned(), texts }
}

/// The shipped texts, repeated to a useful size.
fn corpus() -> Sample {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let texts: Vec<String> =
        files.iter().map(|f| std::fs::read_to_string(f).unwrap()).collect();
    let repeated = texts.iter().cycle().take(texts.len() * 40).cloned().collect();
    Sample { name: "corpus".to_owned(), texts: repeated }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "txt") {
            files.push(path);
        }
    }
}

fn extract(texts: &[Text]) -> usize {
    texts.iter().map(|t| relate::facts(t, &Meta::default()).mentions.len()).sum()
}

/// Prints the fastest of thirty rounds: on a shared machine the mean measures the neighbours.
fn print_fastest(name: &str, bytes: usize, texts: &[Text], expected: usize) {
    let round = || {
        let begun = Instant::now();
        assert_eq!(extract(black_box(texts)), expected);
        begun.elapsed()
    };
    let fastest = (0..30).map(|_| round()).min().unwrap_or_default();
    let rate = bytes as f64 / fastest.as_secs_f64();
    eprintln!(
        "{name}: fastest round {:.0} MB/s ({:.0} MiB/s)",
        rate / 1e6,
        rate / f64::from(1 << 20)
    );
}

fn benches(c: &mut Criterion) {
    // No Unicode \b and no case folding: the fastest honest regex (TECH.md §4).
    let shape =
        regex::bytes::Regex::new(r"(?-u)[0-9]{1,5}(?:/[0-9]{4})?/(?:\xC4\x90|[A-Z])")
            .unwrap();
    for sample in samples() {
        let bytes: usize = sample.texts.iter().map(String::len).sum();
        let mut group = c.benchmark_group("extraction");
        group.throughput(Throughput::Bytes(bytes as u64)).sample_size(10);
        let texts: Vec<Text> = sample.texts.iter().cloned().map(Text::new).collect();
        let expected = extract(&texts);
        assert!(expected > 0);
        group.bench_function(BenchmarkId::new("danchieu", &sample.name), |b| {
            b.iter(|| assert_eq!(extract(black_box(&texts)), expected));
        });
        print_fastest(&sample.name, bytes, &texts, expected);
        let normalize = |texts: &[String]| -> usize {
            texts.iter().map(|t| Text::new(t.clone()).normal().len()).sum()
        };
        let length = normalize(&sample.texts);
        group.bench_function(BenchmarkId::new("normalize", &sample.name), |b| {
            b.iter(|| assert_eq!(normalize(black_box(&sample.texts)), length));
        });
        let scan = |texts: &[String]| -> usize {
            texts.iter().map(|t| shape.find_iter(t.as_bytes()).count()).sum()
        };
        let numbers = scan(&sample.texts);
        group.bench_function(BenchmarkId::new("regex-numbers", &sample.name), |b| {
            b.iter(|| assert_eq!(scan(black_box(&sample.texts)), numbers));
        });
        let slashes = |texts: &[String]| -> usize {
            texts.iter().map(|t| memchr::memchr_iter(b'/', t.as_bytes()).count()).sum()
        };
        let count = slashes(&sample.texts);
        group.bench_function(BenchmarkId::new("memchr-slash", &sample.name), |b| {
            b.iter(|| assert_eq!(slashes(black_box(&sample.texts)), count));
        });
        group.finish();
    }
}

criterion_group!(extraction, benches);
criterion_main!(extraction);
