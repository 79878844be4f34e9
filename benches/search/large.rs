//! A store of many generated documents: `cargo bench --bench search -- large [DOCUMENTS]`.
//!
//! Each is a plan of a province with a number, a date, recitals that cite decisions (few
//! of them often, as in life), and sentences of the shipped corpus. Questions are a
//! thousand of ten kinds, put to an opened store; the cold ones start a process each.

use crate::timed;
use danchieu::fulltext::Sort;
use danchieu::indexer::{Options, Silent, index};
use danchieu::query::{Corpus, Graph, Search};
use danchieu::store::Reader;
use danchieu::text::fold_marks;
use danchieu::vocab::Place;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// Draws numbers, the same ones every time.
struct Draw(u64);

impl Draw {
    fn below(&mut self, n: usize) -> usize {
        const MULTIPLIER: u64 = 6_364_136_223_846_793_005;
        self.0 = self.0.wrapping_mul(MULTIPLIER).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }

    /// Small numbers often, large ones seldom.
    fn seldom(&mut self, n: usize) -> usize {
        let most = self.below(n) + 1;
        self.below(most)
    }
}

/// The sentences of the shipped corpus that are long enough to say something.
fn sentences() -> Vec<String> {
    let corpus = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus"));
    let mut all = Vec::new();
    let mut folders = vec![corpus.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "txt") {
                let text =
                    String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
                all.extend(
                    text.lines().filter(|line| line.len() > 60).map(str::to_owned),
                );
            }
        }
    }
    all.sort();
    all
}

/// What one generated plan is asked by.
struct Plan {
    number: String,
    place: &'static str,
    year: usize,
    cited: String,
    line: String,
}

fn plan(
    n: usize,
    draw: &mut Draw,
    lines: &[String],
    places: &[&'static str],
) -> (Plan, String) {
    const DECISIONS: usize = 3_000;
    const RECITALS: usize = 4;
    const LINES: usize = 10;
    let (place, year) = (places[n % places.len()], 2012 + draw.below(14));
    let number = format!("{}/KH-UBND", n / places.len() / 14 + 1);
    let (month, day) = (draw.below(12) + 1, draw.below(28) + 1);
    let title = &lines[draw.below(lines.len())];
    let mut text = format!(
        "ỦY BAN NHÂN DÂN\nTỈNH {}\nSố: {number}\n{place}, ngày {day:02} tháng {month:02} năm \
         {year}\n\nKẾ HOẠCH\n{title}\n\n",
        place.to_uppercase()
    );
    let mut cited = String::new();
    for _ in 0..RECITALS {
        let decision = draw.seldom(DECISIONS) + 1;
        cited = format!("{decision}/QĐ-TTg");
        writeln!(
            text,
            "Thực hiện Quyết định số {cited} ngày 01/02/{} của Thủ tướng Chính phủ, Ủy ban nhân \
             dân tỉnh xây dựng kế hoạch như sau:",
            1995 + decision % 17
        )
        .unwrap();
    }
    for _ in 0..LINES {
        writeln!(text, "{}", lines[draw.below(lines.len())]).unwrap();
    }
    let line = lines[draw.below(lines.len())].clone();
    (Plan { number, place, year, cited, line }, text)
}

fn write(path: &Path, documents: usize) -> (Vec<Plan>, usize) {
    let lines = sentences();
    let places: Vec<&str> = Place::all().map(Place::name).collect();
    let mut draw = Draw(7);
    let mut out = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
    let (mut kept, mut bytes) = (Vec::new(), 0);
    for n in 0..documents {
        let (plan, text) = plan(n, &mut draw, &lines, &places);
        bytes += text.len();
        let record = serde_json::json!({ "id": n, "text": text });
        writeln!(out, "{record}").unwrap();
        if n % (documents / 1_000).max(1) == 0 {
            kept.push(plan);
        }
    }
    out.flush().unwrap();
    (kept, bytes)
}

const KINDS: [&str; 12] = [
    "words",
    "words without marks",
    "number",
    "cites:",
    "phrase",
    "phrase without marks",
    "filters",
    "facets",
    "relation:",
    "expand",
    "sort date",
    "sort cited",
];

/// Makes question `n`: what is typed, and how it is answered.
fn question(n: usize, plan: &Plan) -> (String, Search) {
    let words: Vec<&str> = plan.line.split_whitespace().collect();
    let some = |from: usize, k: usize| {
        words.iter().skip(from).take(k).copied().collect::<Vec<_>>().join(" ")
    };
    let mut search = Search { limit: 10, ..Search::default() };
    let clean = |s: String| s.replace(['"', '(', ')', '“', '”', ':'], "");
    let three = clean(some(4, 3));
    let typed = match n % KINDS.len() {
        0 => clean(plan.line.clone()),
        1 => fold_marks(&three),
        2 => plan.number.clone(),
        3 => format!("cites:{}", plan.cited),
        4 => format!("\"{three}\""),
        5 => format!("\"{}\"", fold_marks(&three)),
        6 => format!("{three} kind:KH place:\"{}\" year:{}", plan.place, plan.year),
        7 => {
            search.facets = true;
            three
        }
        8 => format!("{three} relation:implements"),
        9 => {
            search.graph = Graph::Tied;
            three
        }
        10 => {
            search.sort = Sort::Date;
            "kế hoạch".to_owned()
        }
        _ => {
            search.sort = Sort::Cited;
            three
        }
    };
    (typed, search)
}

pub(crate) fn run(documents: usize) {
    let dir = tempfile::tempdir().unwrap();
    let (texts, store) = (dir.path().join("texts.jsonl"), dir.path().join("store"));
    let (plans, bytes) = write(&texts, documents);
    let time = timed(|| {
        index(&store, &[&texts], &Options::default(), &mut Silent).unwrap();
    });
    crate::report(&format!("large/index {documents} documents"), bytes, time);
    std::fs::remove_file(texts).unwrap();
    warm(&store, &plans);
    cold(&store, &plans);
}

fn warm(store: &Path, plans: &[Plan]) {
    const QUERIES: usize = 1_000;
    let corpus = Corpus::new(Reader::open(store).unwrap());
    let mut times = Vec::with_capacity(QUERIES);
    let mut by_kind = BTreeMap::<usize, Vec<Duration>>::new();
    let mut found = 0;
    for n in 0..QUERIES {
        let (typed, search) = question(n, &plans[n * 7 % plans.len()]);
        let start = Instant::now();
        let answer = corpus.search(&typed, &search).unwrap();
        let time = start.elapsed();
        times.push(time);
        by_kind.entry(n % KINDS.len()).or_default().push(time);
        found += usize::from(answer.total > 0);
    }
    assert!(found > QUERIES * 9 / 10, "{found} of {QUERIES} questions have an answer");
    println!(
        "large/warm p50\t{:?}\nlarge/warm p99\t{:?}",
        at(&mut times, 50),
        at(&mut times, 99)
    );
    for (kind, mut times) in by_kind {
        let (half, most) = (at(&mut times, 50), at(&mut times, 100));
        println!("large/warm {}\tp50 {half:?}\tmost {most:?}", KINDS[kind]);
    }
}

/// Starts the program for each question.
fn cold(store: &Path, plans: &[Plan]) {
    let mut times = Vec::new();
    for n in 0..7 {
        let (typed, _) = question(n, &plans[n * 131 % plans.len()]);
        let mut command = Command::new(env!("CARGO_BIN_EXE_danchieu"));
        command.args(["search", "--store"]).arg(store).args(["--", &typed]);
        let start = Instant::now();
        let output = command.output().unwrap();
        times.push(start.elapsed());
        // Filters on generated plans may leave nothing, which is 1; 2 is a failure.
        assert!(matches!(output.status.code(), Some(0 | 1)), "{typed}");
    }
    println!(
        "large/cold process p50\t{:?}\tmost {:?}",
        at(&mut times, 50),
        at(&mut times, 100)
    );
}

fn at(times: &mut [Duration], percent: usize) -> Duration {
    times.sort();
    times[(times.len() * percent / 100).min(times.len() - 1)]
}
