//! The graph at the size of the country: 1 million documents, 20 million edges.
//!
//! `cargo bench --bench graph`; `DANCHIEU_BENCH_EDGES=1000000` for a smaller one. Every
//! answer is asserted inside the loop, against values found another way once.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a benchmark reports and may panic"
)]

mod generator;

use criterion::{Criterion, criterion_group, criterion_main};
use danchieu::graph::{
    CitationGraph, Direction, RelationSet, Walk, core_numbers, degrees, page_rank,
};
use danchieu::registry::DocId;
use petgraph::visit::Bfs;
use std::path::Path;
use std::time::{Duration, Instant};

fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(usual)
}

/// Returns a field of `/proc/self/status` in MB: `VmRSS` now, `VmHWM` the most so far.
fn memory(field: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with(field)).unwrap_or_default();
    let digits: String = line.chars().filter(char::is_ascii_digit).collect();
    digits.parse::<u64>().unwrap_or(0) / 1024
}

/// What the answers must be, counted while the edges were made.
struct Expected {
    documents: u32,
    edges: u64,
    /// A document cited about two hundred times, and how often.
    quiet: (DocId, usize),
    /// The document cited most.
    famous: (DocId, usize),
}

fn build(dir: &Path) -> Expected {
    let edges = setting("DANCHIEU_BENCH_EDGES", 20_000_000);
    let documents = (edges / 20) as u32;
    let start = Instant::now();
    let written = generator::write(dir, documents, edges);
    let seconds = start.elapsed().as_secs_f64();
    let bytes: u64 = ["graph.out", "graph.in"]
        .iter()
        .map(|name| dir.join(name).metadata().unwrap().len())
        .sum();
    eprintln!(
        "built {documents} documents, {written} edges in {seconds:.1} s, {} MB on disk, \
         at most {} MB of memory",
        bytes >> 20,
        memory("VmHWM"),
    );
    let quiet = DocId(documents / 50);
    let mut seen = std::collections::BTreeSet::new();
    let mut famous = std::collections::BTreeSet::new();
    generator::edges(documents, edges, |e| {
        let fact = (e.source, e.relation, e.mention, e.confidence);
        if e.target == quiet {
            seen.insert(fact);
        }
        if e.target == DocId(0) {
            famous.insert(fact);
        }
    });
    let (quiet, famous) = ((quiet, seen.len()), (DocId(0), famous.len()));
    Expected { documents, edges: written, quiet, famous }
}

fn lookups(c: &mut Criterion, dir: &Path, expected: &Expected) {
    let mut group = c.benchmark_group("graph");
    for (name, (document, count)) in [
        ("cited-by/quiet/open+ask", expected.quiet),
        ("cited-by/famous/open+ask", expected.famous),
    ] {
        group.bench_function(name, |b| {
            b.iter(|| {
                let graph = CitationGraph::open(dir).unwrap();
                let edges = graph.edges_of(document, Direction::Incoming).unwrap();
                assert_eq!(edges.len(), count);
            });
        });
    }
    group.bench_function("path/open+ask", |b| {
        let (from, to) = (DocId(expected.documents - 1), expected.quiet.0);
        b.iter(|| {
            let graph = CitationGraph::open(dir).unwrap();
            let way = graph.path(from, to, &Walk::new(Direction::Outgoing)).unwrap();
            assert!(way.is_some_and(|way| (1..9).contains(&way.len())));
        });
    });
    group.bench_function("related/quiet/open+ask", |b| {
        b.iter(|| {
            let graph = CitationGraph::open(dir).unwrap();
            let ties = graph.ties(expected.quiet.0, |_| true).unwrap();
            let closest: Vec<_> = ties.closest().take(10).collect();
            let shares = |id| ties.citing_both(id).len() + ties.cited_by_both(id).len();
            assert_eq!(closest.len(), 10);
            assert!(closest.iter().all(|&(id, _)| shares(id) > 0));
        });
    });
    group.finish();
}

fn walks(c: &mut Criterion, dir: &Path, expected: &Expected) {
    let mut group = c.benchmark_group("graph");
    group.sample_size(10).measurement_time(Duration::from_secs(10));
    let graph = CitationGraph::open(dir).unwrap();
    let start = DocId(expected.documents - 1);
    let reached = graph.reach(&[start], &Walk::new(Direction::Outgoing)).unwrap().len();
    assert!(reached > expected.documents as usize / 2);
    group.bench_function("reach/files", |b| {
        b.iter(|| {
            let found = graph.reach(&[start], &Walk::new(Direction::Outgoing)).unwrap();
            assert_eq!(found.len(), reached);
        });
    });
    eprintln!("memory before loading: {} MB", memory("VmRSS"));
    let file = graph.side(Direction::Incoming);
    group.bench_function("load/incoming", |b| {
        b.iter(|| assert_eq!(file.load().unwrap().documents(), expected.documents));
    });
    let incoming = file.load().unwrap();
    eprintln!("memory with one direction loaded: {} MB", memory("VmRSS"));
    let outgoing = incoming.reversed();
    group.bench_function("bfs/petgraph/memory", |b| {
        b.iter(|| {
            let mut bfs = Bfs::new(&outgoing, start);
            let found = std::iter::from_fn(|| bfs.next(&outgoing)).count();
            assert_eq!(found, reached + 1);
        });
    });
    group.bench_function("page-rank/30-rounds", |b| {
        b.iter(|| {
            let rank = page_rank(&incoming, RelationSet::ALL, 0.85, 30);
            assert!((rank.iter().sum::<f64>() - 1.0).abs() < 1e-6);
            let best = (0..rank.len()).max_by(|&a, &b| rank[a].total_cmp(&rank[b]));
            assert_eq!(best, Some(0));
        });
    });
    group.bench_function("core-numbers", |b| {
        b.iter(|| {
            let core = core_numbers(&incoming, RelationSet::ALL);
            assert!(core.iter().max().is_some_and(|&k| k >= 20));
        });
    });
    group.bench_function("degrees", |b| {
        b.iter(|| {
            let degrees = degrees(&incoming, RelationSet::ALL);
            let links: u64 = degrees.iter().map(|&d| u64::from(d)).sum();
            assert!(links <= expected.edges && links > expected.edges / 4);
        });
    });
    group.finish();
}

fn graph(c: &mut Criterion) {
    let dir = tempfile::tempdir().unwrap();
    let expected = build(dir.path());
    lookups(c, dir.path(), &expected);
    walks(c, dir.path(), &expected);
}

criterion_group!(benches, graph);
criterion_main!(benches);
