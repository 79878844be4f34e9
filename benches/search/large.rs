//! A store of many generated documents: `cargo bench --bench search -- large [DOCUMENTS]`.
//!
//! Each is a plan of a province with a number, a date, recitals that cite decisions (few
//! of them often, as in life), and sentences of the shipped corpus. Questions are a
//! thousand of twelve kinds, put to an opened store; the cold ones start a process each,
//! and so does every command, asked after the questions.
//!
//! With `DANCHIEU_LARGE=FOLDER` texts and store are kept there, and used again; `-- warm
//! [DOCUMENTS [KIND]]` then only puts the thousand questions, or those of one kind, to the
//! store that is there, three times over, and shows the slowest.

use crate::timed;
use danchieu::fulltext::Sort;
use danchieu::indexer::{Options, Silent, index};
use danchieu::query::{Corpus, Graph, Search};
use danchieu::store::Reader;
use danchieu::text::fold_marks;
use danchieu::vocab::Place;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
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

/// Makes all plans; calls `visit` with the text of each, and returns a thousand to ask by.
fn plans(documents: usize, mut visit: impl FnMut(usize, String)) -> Vec<Plan> {
    let lines = sentences();
    let places: Vec<&str> = Place::all().map(Place::name).collect();
    let mut draw = Draw(7);
    let mut kept = Vec::new();
    for n in 0..documents {
        let (plan, text) = plan(n, &mut draw, &lines, &places);
        visit(n, text);
        if n % (documents / 1_000).max(1) == 0 {
            kept.push(plan);
        }
    }
    kept
}

fn write(path: &Path, documents: usize) -> (Vec<Plan>, usize) {
    // The same number of documents gives the same bytes: a file that is there is kept, so
    // that the indexer finds it unchanged.
    let beside = path.with_extension("new");
    let mut out = std::io::BufWriter::new(std::fs::File::create(&beside).unwrap());
    let mut bytes = 0;
    let kept = plans(documents, |n, text| {
        bytes += text.len();
        let record = serde_json::json!({ "id": n, "text": text });
        writeln!(out, "{record}").unwrap();
    });
    out.flush().unwrap();
    let length = |path: &Path| std::fs::metadata(path).map(|m| m.len()).ok();
    if length(path) == length(&beside) {
        std::fs::remove_file(beside).unwrap();
    } else {
        std::fs::rename(beside, path).unwrap();
    }
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
    let made = tempfile::tempdir().unwrap();
    let kept = std::env::var_os("DANCHIEU_LARGE").map(PathBuf::from);
    let dir = kept.as_deref().unwrap_or(made.path());
    std::fs::create_dir_all(dir).unwrap();
    let (texts, store) = (dir.join("texts.jsonl"), dir.join("store"));
    let (plans, bytes) = write(&texts, documents);
    let time = timed(|| {
        index(&store, &[&texts], &Options::default(), &mut Silent).unwrap();
    });
    crate::report(&format!("large/index {documents} documents"), bytes, time);
    warm(&store, &plans, "");
    cold(&store, &plans);
    commands(&store, &plans);
}

/// Puts the questions to the store that is there.
pub(crate) fn again(documents: usize, kind: &str) {
    const ROUNDS: usize = 3;
    const SLOWEST: usize = 12;
    let Some(dir) = std::env::var_os("DANCHIEU_LARGE").map(PathBuf::from) else {
        println!("skipped: DANCHIEU_LARGE names no folder with a store");
        return;
    };
    let plans = plans(documents, |_, _| ());
    for _ in 0..ROUNDS {
        let mut asked = warm(&dir.join("store"), &plans, kind);
        asked.sort_by_key(|asked| std::cmp::Reverse(asked.wall));
        for Asked { kind, typed, wall, processor } in asked.iter().take(SLOWEST) {
            println!("slow\t{wall:.1?}\t{processor:.1?}\t{}\t{typed}", KINDS[*kind]);
        }
    }
}

/// A question with the time it took.
struct Asked {
    kind: usize,
    typed: String,
    wall: Duration,
    /// Of all threads; nothing where the system does not tell.
    processor: Duration,
}

fn warm(store: &Path, plans: &[Plan], kind: &str) -> Vec<Asked> {
    const QUERIES: usize = 1_000;
    let corpus = Corpus::new(Reader::open(store).unwrap());
    let mut asked = Vec::with_capacity(QUERIES);
    let mut found = 0;
    for n in (0..QUERIES).filter(|n| KINDS[n % KINDS.len()].starts_with(kind)) {
        let (typed, search) = question(n, &plans[n * 7 % plans.len()]);
        let (before, start) = (processor_time(), Instant::now());
        let answer = corpus.search(&typed, &search).unwrap();
        let wall = start.elapsed();
        let processor = processor_time().saturating_sub(before);
        asked.push(Asked { kind: n % KINDS.len(), typed, wall, processor });
        found += usize::from(answer.total > 0);
    }
    let all = asked.len();
    assert!(found > all * 9 / 10, "{found} of {all} questions have an answer");
    tell(&asked);
    asked
}

fn tell(asked: &[Asked]) {
    let spread = |name: &str, of: &[&Asked]| {
        let mut walls: Vec<_> = of.iter().map(|asked| asked.wall).collect();
        let mut processors: Vec<_> = of.iter().map(|asked| asked.processor).collect();
        let [half, p99, most] = [50, 99, 100].map(|percent| at(&mut walls, percent));
        println!("{name}\tp50 {half:.1?}\tp99 {p99:.1?}\tmost {most:.1?}");
        let [half, p99, most] = [50, 99, 100].map(|percent| at(&mut processors, percent));
        println!("{name}, processor\tp50 {half:.1?}\tp99 {p99:.1?}\tmost {most:.1?}");
    };
    spread("large/warm", &asked.iter().collect::<Vec<_>>());
    for (kind, name) in KINDS.iter().enumerate() {
        let of_kind: Vec<_> = asked.iter().filter(|asked| asked.kind == kind).collect();
        if !of_kind.is_empty() {
            spread(&format!("large/warm {name}"), &of_kind);
        }
    }
}

/// Returns the processor time of all threads so far.
fn processor_time() -> Duration {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let told = tasks.filter_map(|task| {
        let told = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
        told.split_whitespace().next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(told.sum())
}

/// Starts the program for each question.
fn cold(store: &Path, plans: &[Plan]) {
    const EACH: usize = 5;
    let mut all = Vec::new();
    for (kind, name) in KINDS.iter().enumerate() {
        let mut times = Vec::new();
        for n in 0..EACH {
            let plan = &plans[(n * 131 + kind * 17) % plans.len()];
            let (typed, search) = question(kind, plan);
            let mut arguments = vec!["search"];
            match search.sort {
                Sort::Score => {}
                Sort::Date => arguments.extend(["--sort", "date"]),
                Sort::Cited => arguments.extend(["--sort", "cited"]),
            }
            arguments.extend(search.facets.then_some("--facets"));
            arguments.extend((search.graph == Graph::Tied).then_some("--expand"));
            arguments.extend(["--", &typed]);
            times.push(started(store, &arguments));
        }
        println!(
            "large/cold {name}\tp50 {:?}\tmost {:?}",
            at(&mut times, 50),
            at(&mut times, 100)
        );
        all.append(&mut times);
    }
    println!(
        "large/cold process p50\t{:?}\tmost {:?}",
        at(&mut all, 50),
        at(&mut all, 100)
    );
}

/// Starts every command that asks a store; the middle one of three times counts.
fn commands(store: &Path, plans: &[Plan]) {
    let plan = &plans[plans.len() / 2];
    let number = format!("{} {} {}", plan.number, plan.place, plan.year);
    let draft = store.with_file_name("draft.txt");
    let words =
        "Thực hiện Quyết định số 193/QĐ-TTg ngày 09/02/2021 và Luật số 66/2011/QH12";
    std::fs::write(&draft, words).unwrap();
    let (draft, same) = (draft.to_string_lossy(), store.to_string_lossy());
    let asked: [&[&str]; 30] = [
        &["cited-by", "193/QĐ-TTg", "--all"],
        &["cited-by", &plan.cited, "--all"],
        &[
            "cited-by",
            &plan.cited,
            "--all",
            "--relation",
            "implements",
            "--place",
            "Nam Định",
        ],
        &["cited-by", "Luật Phòng, chống mua bán người", "--all"],
        &["cites", &number],
        &["show", &number],
        &["show", &plan.number],
        &["show", "99999/KH-UBND"],
        &["show", "1/KH-UBDN"],
        &["show", "25/NQ-CP"],
        &["basis", &number],
        &["cascade", &plan.cited, "--all"],
        &["review", "66/2011/QH12"],
        &["coverage", &plan.cited, "--all", "--kind", "KH"],
        &["path", &number, "66/2011/QH12"],
        &["amendments", "66/2011/QH12"],
        &["related", "193/QĐ-TTg", "--all"],
        &["rank"],
        &["rank", "--by", "page-rank"],
        &["rank", "--citing-kind", "KH", "--citing-year", "2021-2025"],
        &["stale"],
        &["stale", "--late", "--as-of", "2025-12-31"],
        &["check", &draft],
        &["stats"],
        &["search", "hỗ trợ nạn nhân", "--kind", "KH", "--place", "Nam Định"],
        &["search", "hỗ trợ nạn nhân", "--status", "ended"],
        &["check", "--all", "--place", "Nam Định", "--year", "2020"],
        &["diff", &same, &same],
        &["export", "--format", "csv"],
        &["export", "--format", "graphml"],
    ];
    for arguments in asked {
        // What writes all that a store holds takes a while, and varies little.
        let times = if matches!(arguments[0], "export" | "diff") { 1 } else { 3 };
        let mut times: Vec<_> = (0..times).map(|_| started(store, arguments)).collect();
        println!(
            "large/command {}\t{:?}",
            arguments.join(" ").replace(&*same, "STORE"),
            at(&mut times, 50)
        );
    }
}

/// Returns how long the program takes from its start to its end.
fn started(store: &Path, arguments: &[&str]) -> Duration {
    let mut command = Command::new(env!("CARGO_BIN_EXE_danchieu"));
    command.env("DANCHIEU_STORE", store).args(arguments);
    let start = Instant::now();
    let output = command.output().unwrap();
    let time = start.elapsed();
    // Questions to generated plans may have no answer, which is 1; several documents of
    // one number are 2, with the candidates.
    let fault = String::from_utf8_lossy(&output.stderr).into_owned();
    let code = output.status.code();
    assert!(
        matches!(code, Some(0..=2)) && !fault.contains("damaged"),
        "{arguments:?}: {fault}"
    );
    time
}

fn at(times: &mut [Duration], percent: usize) -> Duration {
    times.sort();
    times[(times.len() * percent / 100).min(times.len() - 1)]
}
