//! The shipped corpus against its own gold (`corpus/gold/expected.jsonl`, read by hand),
//! with the numbers of `tests/accuracy.tsv`. Every place of the gold must be in the text.

#![expect(clippy::print_stderr, reason = "a test says what it measures or skips")]

#[path = "common/ledger.rs"]
mod ledger;

use danchieu::ingest::{self, Options, Source};
use danchieu::relate::{self, Facts};
use danchieu::text::fold_tone;
use danchieu::vocab::DocKind;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

const FORMS: [&str; 7] =
    ["numbered", "titled", "alias", "generic", "anaphor", "self", "own"];

fn corpus() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus"))
}

/// One document of the gold with what was read of it.
struct Pair {
    path: String,
    gold: Value,
    source: Source,
    facts: Facts,
}

fn pairs() -> Vec<Pair> {
    let gold = std::fs::read_to_string(corpus().join("gold/expected.jsonl"))
        .expect("the gold can be read");
    let mut files: BTreeMap<String, Vec<Source>> = BTreeMap::new();
    gold.lines().map(|line| pair(line, &mut files)).collect()
}

fn pair(line: &str, files: &mut BTreeMap<String, Vec<Source>>) -> Pair {
    let gold: Value = serde_json::from_str(line).expect("a line of JSON");
    let path = gold["path"].as_str().expect("a path").to_owned();
    let (file, record) =
        path.split_once('#').map_or((&*path, None), |(f, r)| (f, Some(r)));
    let sources = files.entry(file.to_owned()).or_insert_with(|| read(file));
    let named = |s: &&Source| record.is_none_or(|r| s.name.ends_with(&format!("#{r}")));
    let source = sources.iter().find(named).expect("the document is there").clone();
    let facts = relate::facts(&source.text, &source.meta);
    Pair { path, gold, source, facts }
}

fn read(file: &str) -> Vec<Source> {
    let mut sources = Vec::new();
    ingest::read(&corpus().join(file), &Options::default(), &mut |found| {
        sources.push(found.expect("a document of the corpus can be read"));
    });
    sources
}

/// Returns where the `nth` occurrence of `quote` lies, counted on `line` if there is one.
fn locate(
    text: &str,
    quote: &str,
    line: Option<u64>,
    nth: u64,
) -> Option<(usize, usize)> {
    let skip = usize::try_from(line.unwrap_or(1).checked_sub(1)?).ok()?;
    let from: usize = text.split_inclusive('\n').take(skip).map(str::len).sum();
    let mut at = from;
    for n in 1.. {
        let found = at + text.get(at..)?.find(quote)?;
        if n == nth {
            return Some((found, found + quote.len()));
        }
        at = found + text.get(found..)?.chars().next()?.len_utf8();
    }
    None
}

/// The readings that a field of the gold accepts.
fn readings(value: &Value) -> Vec<Option<String>> {
    match value {
        Value::Array(all) => all.iter().flat_map(readings).collect(),
        Value::String(s) => vec![Some(s.clone())],
        _ => vec![None],
    }
}

fn number(s: &str) -> String {
    let clean: String = s.replace(['–', '‑'], "-").replace('Ð', "Đ");
    let clean: String = clean.chars().filter(|c| !c.is_whitespace()).collect();
    clean.trim_start_matches('0').to_uppercase()
}

fn words(s: &str) -> String {
    let folded = fold_tone(s)
        .replace("ủy ban nhân dân", "ubnd")
        .replace("hội đồng nhân dân", "hđnd");
    let parts: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    parts.join(" ")
}

/// An office and its body are one issuer: "Bộ trưởng Bộ Nội vụ" is "Bộ Nội vụ".
fn issuer(s: &str) -> String {
    let name = words(s);
    let heads = ["bộ trưởng ", "thống đốc ", "chủ tịch ", "giám đốc ", "chủ nhiệm "];
    let bare = heads.iter().find_map(|h| name.strip_prefix(h)).unwrap_or(&name);
    match bare {
        "thủ tướng" | "ttg" => "thủ tướng chính phủ".to_owned(),
        bare => bare.to_owned(),
    }
}

fn accepts(gold: &Value, got: Option<&str>, clean: impl Fn(&str) -> String) -> bool {
    let got = got.map(&clean);
    readings(gold).iter().any(|r| r.as_deref().map(&clean) == got)
}

fn accepts_date(gold: &Value, got: Option<&str>) -> bool {
    readings(gold).iter().any(|r| match (r.as_deref(), got) {
        (Some(day), Some(got)) if day.starts_with("--") => {
            day.strip_prefix('-').is_some_and(|d| got.ends_with(d))
        }
        (want, got) => want == got,
    })
}

#[derive(Default)]
struct Score {
    /// Right, wrong, missed by form.
    forms: BTreeMap<&'static str, [u32; 3]>,
    /// Right and all by field.
    fields: BTreeMap<&'static str, [u32; 2]>,
    faults: String,
}

impl Score {
    fn field(&mut self, field: &'static str, right: bool, place: &str, what: &str) {
        let count = self.fields.entry(field).or_default();
        count[1] += 1;
        if right {
            count[0] += 1;
        } else {
            let _ = writeln!(self.faults, "{field}: {place}: {what}");
        }
    }

    fn form(&mut self, form: &'static str, slot: usize, place: &str) {
        self.forms.entry(form).or_default()[slot] += 1;
        if slot > 0 {
            let what = ["", "wrong", "missed"][slot];
            let _ = writeln!(self.faults, "{what} {form}: {place}");
        }
    }

    fn measures(&self) -> Vec<(String, f64)> {
        let mut out = Vec::new();
        for (form, [tp, fp, fn_]) in &self.forms {
            out.push((format!("corpus: {form} P"), share(*tp, tp + fp)));
            out.push((format!("corpus: {form} R"), share(*tp, tp + fn_)));
        }
        let fields = self.fields.iter();
        out.extend(
            fields.map(|(f, [ok, all])| (format!("corpus: {f}"), share(*ok, *all))),
        );
        out
    }
}

fn share(part: u32, all: u32) -> f64 {
    if all == 0 { 1.0 } else { f64::from(part) / f64::from(all) }
}

fn form_of(name: &str) -> &'static str {
    FORMS.into_iter().find(|f| *f == name).expect("a form of the guidelines")
}

/// Pairs gold and read mentions one to one: equal numbers first, then by overlap.
fn matched(pair: &Pair, gold: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut all = Vec::new();
    for (g, &(start, end)) in gold.iter().enumerate() {
        for (p, m) in pair.facts.mentions.iter().enumerate() {
            let span = m.span.range();
            let common = end.min(span.end).saturating_sub(start.max(span.start));
            if common == 0 {
                continue;
            }
            let printed = m.number.as_ref().map(ToString::to_string);
            let same =
                accepts(&pair.gold["mentions"][g]["number"], printed.as_deref(), number);
            let longer = (end - start).max(span.len());
            all.push((std::cmp::Reverse((same, common * 1000 / longer)), g, p));
        }
    }
    all.sort();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, g, p) in all {
        if pairs.iter().all(|&(x, y)| x != g && y != p) {
            pairs.push((g, p));
        }
    }
    pairs
}

fn places(pair: &Pair) -> Vec<(usize, usize)> {
    let text = pair.source.text.source();
    let gold = pair.gold["mentions"].as_array().expect("mentions");
    let place = |m: &Value| {
        let quote = m["quote"].as_str().expect("a quote");
        let nth = m["nth"].as_u64().unwrap_or(1);
        locate(text, quote, m["line"].as_u64(), nth)
            .unwrap_or_else(|| panic!("{}: {quote:?} is not there", pair.path))
    };
    gold.iter().map(place).collect()
}

fn score_mentions(pair: &Pair, score: &mut Score) {
    let spans = places(pair);
    let pairs = matched(pair, &spans);
    let gold = pair.gold["mentions"].as_array().expect("mentions");
    for (g, want) in gold.iter().enumerate() {
        if want["unsure"].as_bool() == Some(true) {
            continue;
        }
        let form = form_of(want["form"].as_str().expect("a form"));
        let place = format!("{}: {}", pair.path, want["quote"]);
        match pairs.iter().find(|(x, _)| *x == g) {
            None => score.form(form, 2, &place),
            Some(&(_, p)) => score_found(pair, want, p, spans[g], score),
        }
    }
    for (p, m) in pair.facts.mentions.iter().enumerate() {
        if pairs.iter().all(|(_, y)| *y != p) {
            let quote = pair.source.text.slice(m.span);
            score.form(form_of(m.form.as_str()), 1, &format!("{}: {quote:?}", pair.path));
        }
    }
}

fn score_found(
    pair: &Pair,
    want: &Value,
    p: usize,
    span: (usize, usize),
    score: &mut Score,
) {
    let form = form_of(want["form"].as_str().expect("a form"));
    let m = &pair.facts.mentions[p];
    let place = format!("{}: {}", pair.path, want["quote"]);
    let printed = m.number.as_ref().map(ToString::to_string);
    let counted = matches!(form, "numbered" | "own");
    if counted && !accepts(&want["number"], printed.as_deref(), number) {
        score.form(form, 1, &format!("{place} read as {printed:?}"));
        score.form(form, 2, &place);
    } else {
        score.form(form, 0, &place);
    }
    if !matches!(form, "numbered" | "titled") {
        return;
    }
    let quote = pair.source.text.slice(m.span);
    let exact = m.span.range() == (span.0..span.1);
    score.field("extent", exact, &place, quote);
    let kind = m.kind.map(DocKind::code);
    score.field(
        "kind",
        accepts(&want["kind"], kind, words),
        &place,
        &format!("{kind:?}"),
    );
    let date = m.date.map(|d| d.to_string());
    if !want["date"].is_null() {
        let right = accepts_date(&want["date"], date.as_deref());
        score.field("date", right, &place, &format!("{date:?}"));
    }
    if !want["issuer"].is_null() {
        let right = accepts(&want["issuer"], m.issuer.as_deref(), issuer);
        score.field(
            "issuer",
            right,
            &place,
            &format!("{:?} not {}", m.issuer, want["issuer"]),
        );
    }
    let relation = pair.facts.roles[p].relation.as_str();
    let right = accepts(&want["relation"], Some(relation), str::to_owned);
    score.field(
        "relation",
        right,
        &place,
        &format!("{relation} not {}", want["relation"]),
    );
}

fn score_own(pair: &Pair, score: &mut Score) {
    let (want, got) = (&pair.gold["own"], &pair.facts.heading);
    let kind = if got.is_news { Some("news") } else { got.kind.map(DocKind::code) };
    let (printed, date) =
        (got.number.as_ref().map(ToString::to_string), got.date.map(|d| d.to_string()));
    let mut field = |name, want: &Value, right, got: String| {
        if !want.is_null() {
            score.field(name, right, &pair.path, &format!("{got} not {want}"));
        }
    };
    let right = accepts(&want["kind"], kind, words);
    field("own kind", &want["kind"], right, format!("{kind:?}"));
    let right = accepts(&want["number"], printed.as_deref(), number);
    field("own number", &want["number"], right, format!("{printed:?}"));
    let right = accepts_date(&want["date"], date.as_deref());
    field("own date", &want["date"], right, format!("{date:?}"));
    let right = accepts(&want["issuer"], got.issuer.as_deref(), issuer);
    field("own issuer", &want["issuer"], right, format!("{:?}", got.issuer));
    let right = accepts(&want["title"], got.title.as_deref(), words);
    field("own title", &want["title"], right, format!("{:?}", got.title));
    let announced = got.announces.and_then(|a| pair.facts.mentions.get(a as usize));
    let announced = announced.and_then(|m| m.number.as_ref()).map(ToString::to_string);
    let right = accepts(&pair.gold["announces"], announced.as_deref(), number);
    field("announces", &pair.gold["announces"], right, format!("{announced:?}"));
}

/// What a record says of itself is in its fields, not in its text.
fn is_record(pair: &Pair) -> bool {
    pair.path.contains('#')
}

/// Prints what is wrong with `DANCHIEU_FAULTS=1 cargo test --test corpus_gold -- --nocapture`.
#[test]
fn the_corpus_reads_as_recorded() {
    let mut score = Score::default();
    for pair in pairs() {
        score_mentions(&pair, &mut score);
        if !is_record(&pair) {
            score_own(&pair, &mut score);
        }
    }
    if std::env::var_os("DANCHIEU_FAULTS").is_some() {
        eprintln!("{}", score.faults);
    }
    ledger::check(
        &score.measures(),
        "tests/corpus_gold.rs on corpus/gold/expected.jsonl",
    );
}

#[test]
fn quotes_are_counted_on_their_line() {
    let text = "a b\nb b";
    assert_eq!(locate(text, "b", Some(2), 2), Some((6, 7)));
    assert_eq!(locate(text, "b", None, 1), Some((2, 3)));
    assert_eq!(locate(text, "c", None, 1), None);
}
