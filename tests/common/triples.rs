//! The public benchmark of amending provisions (`../shared/data/vlegal-triples.jsonl.gz`):
//! a provision with its context, and the changes it makes as triples of the provision,
//! the act and the provision that is changed.
//!
//! A triple is found when all three parts agree. Chapters and sections of the amending
//! side are left out (articles are numbered through), and the document on the changed
//! side counts where the benchmark names one (it often leaves it out). About a quarter of
//! the triples name provisions that the record does not show (the list inside the
//! article was cut off); they count as missed, and are left out of the row *shown*.

#![expect(clippy::format_push_string, reason = "short texts, read by people")]

use danchieu::amend::{Act, Amendment, amendments};
use danchieu::ident::{CompactString, Level, Provision};
use danchieu::ingest::Meta;
use danchieu::relate::{self, Facts};
use danchieu::text::Text;
use flate2::read::GzDecoder;
use regex::Regex;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::sync::LazyLock;

#[derive(Deserialize)]
struct Row {
    id: String,
    document: String,
    triples: Vec<(String, String, String)>,
}

/// The provision as steps, and the document as a number or a title in small letters.
#[derive(Clone, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
struct Place {
    steps: BTreeSet<(String, String)>,
    document: String,
    /// What is no step and no document.
    words: String,
}

#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
struct Triple {
    by: Place,
    act: String,
    target: Place,
    /// The other places that the same triple of the benchmark lists.
    also: Vec<Place>,
}

/// Counts of one measure.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    found: usize,
    wrong: usize,
    missed: usize,
}

impl Count {
    fn rows(self, name: &str) -> [(String, f64); 3] {
        let real = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
        let share = |n: usize, of: usize| if of == 0 { 0.0 } else { real(n) / real(of) };
        let p = share(self.found, self.found + self.wrong);
        let r = share(self.found, self.found + self.missed);
        let f = if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) };
        [("P", p), ("R", r), ("F1", f)].map(|(l, v)| (format!("{name} {l}"), v))
    }
}

/// Measures the benchmark; `None` where the file is missing.
pub(crate) fn measure(file: &Path) -> Option<Vec<(String, f64)>> {
    let lines = BufReader::new(GzDecoder::new(File::open(file).ok()?)).lines();
    let (mut all, mut shown) = (Count::default(), Count::default());
    let told = std::env::var_os("DANCHIEU_TRIPLES").is_some();
    for line in lines {
        let row: Row =
            serde_json::from_str(&line.expect("a gzip file")).expect("a record");
        let record = Record::of(&row);
        let (want, got) = (Record::wanted(&row), record.found());
        let hit = |w: &Triple| {
            let each = |t: &Place| {
                let one = Triple { target: t.clone(), also: Vec::new(), ..w.clone() };
                got.iter().any(|g| agree(&one, g))
            };
            each(&w.target) && w.also.iter().all(each)
        };
        let missed: Vec<&Triple> = want.iter().filter(|w| !hit(w)).collect();
        let wrong: Vec<&Triple> =
            got.iter().filter(|g| !want.iter().any(|w| wants(w, g))).collect();
        all.found += want.len() - missed.len();
        all.missed += missed.len();
        all.wrong += wrong.len();
        let seen = |t: &&Triple| record.shows(t);
        shown.found += want.iter().filter(|w| hit(w) && record.shows(w)).count();
        shown.missed += missed.iter().copied().filter(seen).count();
        shown.wrong += wrong.len();
        if told && !(missed.is_empty() && wrong.is_empty()) {
            tell(&row, &record, &missed, &wrong);
        }
    }
    let rows = all.rows("triples:").into_iter().chain(shown.rows("triples shown:"));
    Some(rows.collect())
}

#[expect(clippy::print_stderr, reason = "asked for by DANCHIEU_TRIPLES")]
fn tell(row: &Row, record: &Record, missed: &[&Triple], wrong: &[&Triple]) {
    eprintln!("== {}\n{}", row.id, record.text.source());
    for m in missed {
        let note = if record.shows(m) { "" } else { " (not shown)" };
        eprintln!("  missed{note} {} -> {} {:?}", m.act, line(&m.by), line(&m.target));
    }
    for w in wrong {
        eprintln!("  wrong  {} -> {} {:?}", w.act, line(&w.by), line(&w.target));
    }
}

fn line(place: &Place) -> String {
    let steps: Vec<String> =
        place.steps.iter().map(|(l, n)| format!("{l} {n}")).collect();
    format!("{} | {} | {}", steps.join(" "), place.document, place.words)
}

fn wants(want: &Triple, got: &Triple) -> bool {
    let also = |t: &Place| Triple { target: t.clone(), ..want.clone() };
    agree(want, got) || want.also.iter().any(|t| agree(&also(t), got))
}

/// The document counts where the benchmark names it.
fn agree(want: &Triple, got: &Triple) -> bool {
    let document = want.target.document.is_empty()
        || want.target.document == got.target.document
        || !got.target.document.is_empty()
            && want.target.document.ends_with(&got.target.document);
    want.by.steps == got.by.steps
        && want.act == got.act
        && want.target.steps == got.target.steps
        && document
        && (!want.target.steps.is_empty() || !want.target.document.is_empty())
}

/// One record as a small document: title, articles, clauses, points.
struct Record {
    text: Text,
    facts: Facts,
    by: Place,
    parts: String,
}

static SPLIT: LazyLock<Regex> = LazyLock::new(|| {
    let text = r#"['"”.]\s*,\s*\n?\s*['"]\s*"#;
    Regex::new(text).expect("a pattern")
});

static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    let text = r"(?s)^(.*?)(?:,\s*trích yếu\s*(.*?))?,?\s*có danh sách ngữ cảnh sau(.*)$";
    Regex::new(text).expect("a pattern")
});

static STEP: LazyLock<Regex> = LazyLock::new(|| {
    let levels = "Điểm|Khoản|Điều|Chương|Tiểu mục|Mục|Phần|Phụ lục|Mẫu";
    Regex::new(&format!(
        r"\b((?i:{levels}))\s+(?:số\s+)?(thứ \w+|[\p{{Lu}}\d][\p{{Lu}}\d./-]*\w?|[a-zđ])\b((?:,\s*[\p{{Lu}}\d][\p{{Lu}}\d]*\w?\b|,\s*[a-zđ]\b)*)"
    ))
    .expect("a pattern")
});

impl Record {
    fn of(row: &Row) -> Self {
        let head = HEAD.captures(&row.document).expect("the form of the benchmark");
        let group = |n| head.get(n).map_or("", |m| m.as_str()).trim();
        let (path, document) = group(1).rsplit_once(" / ").unwrap_or(("", group(1)));
        let document = document.trim();
        let parts = parts(group(3));
        let text = compose(document, group(2), path, &parts);
        let text = Text::new(text);
        let facts = relate::facts(&text, &Meta::default());
        let by = place_of(&format!("{path} / {document}"), true);
        Self { text, facts, by, parts: parts.join("\n") + group(2) }
    }

    fn wanted(row: &Row) -> Vec<Triple> {
        let mut all = Vec::new();
        for (by, act, target) in &row.triples {
            let mut places = places(target);
            let target = places.remove(0);
            all.push(Triple {
                by: place_of(by, true),
                act: act.clone(),
                target,
                also: places,
            });
        }
        all
    }

    /// The changes that the provision itself makes, or those inside it.
    fn found(&self) -> Vec<Triple> {
        let mut all: Vec<Triple> = amendments(&self.text, &self.facts)
            .iter()
            .filter(|a| !a.some)
            .map(|a| self.triple(a))
            .filter(|t| self.by.steps.is_subset(&t.by.steps))
            .collect();
        all.sort();
        all.dedup();
        all
    }

    fn triple(&self, a: &Amendment) -> Triple {
        let document = a.mention.map(|m| {
            let mention = &self.facts.mentions[m as usize];
            let number = mention.number.as_ref().map(ToString::to_string);
            let title = mention.title.clone().map(|t| {
                format!(
                    "{} {t}",
                    mention.kind.map(danchieu::vocab::DocKind::name).unwrap_or_default()
                )
            });
            number.or(title).unwrap_or_default().to_lowercase()
        });
        let act = match a.act {
            Act::AmendAndSupplement => "sửa đổi bổ sung",
            other => other.words(),
        };
        let target = Place {
            steps: steps(&a.target),
            document: document.unwrap_or_default(),
            words: a.part.clone().unwrap_or_default(),
        };
        let by = Place { steps: steps(&a.by), ..Place::default() };
        Triple { by, act: act.to_owned(), target, also: Vec::new() }
    }

    /// True if the smallest step of the target stands in the record.
    fn shows(&self, triple: &Triple) -> bool {
        let text = self.parts.to_lowercase();
        let has = |(level, label): &(String, String)| {
            Regex::new(&format!(
                r"(?s){level}(?:\s+số)?\s+(?:[\p{{L}}\d]{{1,4}}\)?(?:,| và)\s+)*{}\b",
                regex::escape(label)
            ))
            .expect("a pattern")
            .is_match(&text)
        };
        let document = &triple.target.document;
        triple.target.steps.iter().all(has)
            && (document.is_empty() || text.contains(document.as_str()))
    }
}

fn steps(provision: &Provision) -> BTreeSet<(String, String)> {
    let step = |(level, label): &(Level, CompactString)| {
        (level.word().to_lowercase(), label.to_lowercase().into())
    };
    provision.0.iter().map(step).collect()
}

/// "khoản 1, 2 / Điều 5 / Thông tư X; Điều 7 / Thông tư X" names several.
fn places(written: &str) -> Vec<Place> {
    let document = written.rsplit_once(" / ").map_or("", |(_, d)| d);
    let mut all = Vec::new();
    for one in written.split(';') {
        let one = one.trim();
        let full = if one.ends_with(document) {
            one.to_owned()
        } else {
            format!("{one} / {document}")
        };
        let mut several = vec![place_of(&full, false)];
        for found in STEP.captures_iter(&full) {
            let level = found[1].to_lowercase();
            let more = found[3].split(',').map(|l| l.trim().to_lowercase());
            for label in more.filter(|l| !l.is_empty()) {
                let mut other = several[0].clone();
                other.steps.retain(|(l, _)| *l != level);
                other.steps.insert((level.clone(), label));
                several.push(other);
            }
        }
        all.extend(several);
    }
    all
}

fn place_of(written: &str, own: bool) -> Place {
    let kinds = ["thông tư", "nghị định", "luật", "bộ luật", "quyết định", "nghị quyết"];
    let lower = written.to_lowercase();
    let last = written.rsplit(" / ").next().unwrap_or_default().trim();
    let start = last.to_lowercase();
    let is_document = kinds.iter().any(|k| start.starts_with(k));
    let inner =
        kinds.iter().filter_map(|k| lower.rfind(k)).filter(|_| !is_document).min();
    let document = if is_document {
        start
    } else {
        inner.and_then(|i| lower.get(i..)).unwrap_or_default().to_owned()
    };
    let number = document.split_whitespace().find(|w| w.contains('/')).map(str::to_owned);
    let head =
        if is_document { written.strip_suffix(last).unwrap_or(written) } else { written };
    let mut steps = BTreeSet::new();
    for found in STEP.captures_iter(head) {
        let level = found[1].to_lowercase();
        if own && matches!(level.as_str(), "chương" | "mục" | "phần" | "phụ lục")
        {
            continue;
        }
        steps.insert((level, found[2].trim_end_matches('.').to_lowercase()));
    }
    Place { steps, document: number.unwrap_or(document), words: String::new() }
}

fn parts(list: &str) -> Vec<String> {
    let list = list
        .trim()
        .trim_start_matches('[')
        .trim_end_matches(['.', '"'])
        .trim_end_matches(']');
    let list = list.replace("\\n", "\n").replace("\\\"", "\"");
    SPLIT
        .split(list.trim())
        .map(|p| p.trim().trim_matches(['\'', '"']).trim().to_owned())
        .filter(|p| !p.is_empty())
        .collect()
}

/// Writes the parts as a document, the outer provisions first; a provision whose label is
/// not written has it from the path.
fn compose(document: &str, title: &str, path: &str, parts: &[String]) -> String {
    let title = title.trim_matches(['\'', '"', ' ']);
    let (kind, number) = document.rsplit_once(' ').unwrap_or((document, ""));
    let mut out = format!("Số: {number}\n\n{}\n{title}\n\n", kind.to_uppercase());
    let mut left: Vec<&String> = parts.iter().collect();
    let labels = STEP.captures_iter(path).map(|c| (c[1].to_lowercase(), c[2].to_owned()));
    let mut labels: Vec<(String, String)> = labels.collect();
    labels.reverse();
    labels.retain(|(level, _)| matches!(level.as_str(), "điều" | "khoản" | "điểm"));
    let count = labels.len();
    for (i, (level, label)) in labels.iter().enumerate() {
        let written = match level.as_str() {
            "điều" => format!("Điều {label}"),
            "khoản" => format!("{label}."),
            _ => format!("{label})"),
        };
        let found = left.iter().position(|p| p.starts_with(&written));
        let innermost = i + 1 == count;
        let bare = |p: &&String| !p.starts_with("Điều ") && !p.starts_with("Chương");
        let found = found.or_else(|| left.iter().position(|p| innermost && bare(p)));
        // What bears no label at all is the next larger provision.
        let outer = |p: &&String| !innermost && bare(p) && head_label(p);
        let spare = found.is_none() && left.len() > 1;
        let found = found.or_else(|| left.iter().rposition(|p| spare && outer(p)));
        let body = found.map(|n| left.remove(n));
        match body {
            Some(body) if body.starts_with(&written) => out += body,
            Some(body) => out += &format!("{} {body}", written_label(&written)),
            None => out += &written_label(&written),
        }
        out.push('\n');
    }
    for rest in left.iter().filter(|p| count == 1 && !p.starts_with("Chương")) {
        out += rest;
        out.push('\n');
    }
    out
}

/// True if no label of a provision stands at its beginning.
fn head_label(part: &str) -> bool {
    let head: String = part.chars().take(5).collect();
    !head.contains(['.', ')'])
}

fn written_label(written: &str) -> String {
    if written.starts_with("Điều") {
        format!("{written}.")
    } else {
        written.to_owned()
    }
}
