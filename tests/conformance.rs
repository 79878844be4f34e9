//! The grammar of citations as data: `tests/cases/mentions/<theme>.toml`, sentences of our own in
//! which `⟦…⟧` marks every mention that must be found.
//!
//! Fields of a case: `name` (a sentence about the law or the language), `text`,
//! `mentions` (in the order of the opening marks; only the fields given are compared, and
//! `"-"` means *none*), `own` (what the document says of itself), `page_date` (the date of
//! the page), `loose = true` (unmarked mentions are allowed), `reason` (a source), and
//! `known_failure` (why it fails today: the case must fail, so that a repair is noticed).
//! Unmarked *self* and *anaphor* mentions are never counted as wrong.

use danchieu::ident::Date;
use danchieu::ingest::Meta;
use danchieu::parse::{Form, Heading, Mention};
use danchieu::relate::{self, Facts};
use danchieu::text::{Span, Text};
use danchieu::vocab::{DocKind, Place};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Theme {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    #[serde(default, rename = "reason")]
    _reason: String,
    text: String,
    #[serde(default)]
    mentions: Vec<Want>,
    own: Option<Own>,
    page_date: Option<String>,
    #[serde(default)]
    loose: bool,
    known_failure: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Want {
    form: Option<String>,
    kind: Option<String>,
    number: Option<String>,
    date: Option<String>,
    issuer: Option<String>,
    place: Option<String>,
    title: Option<String>,
    provisions: Option<Vec<String>>,
    relation: Option<String>,
    of: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Own {
    kind: Option<String>,
    number: Option<String>,
    date: Option<String>,
    issuer: Option<String>,
    place: Option<String>,
    title: Option<String>,
    news: Option<bool>,
    announces: Option<String>,
}

/// Takes the marks out of a text; returns it with the marked spans in the order in which
/// they open.
fn unmark(marked: &str) -> (String, Vec<Span>) {
    let (mut text, mut spans, mut open) = (String::new(), Vec::new(), Vec::new());
    for c in marked.chars() {
        match c {
            '⟦' => {
                open.push(spans.len());
                spans.push(Span::new(text.len(), text.len()));
            }
            '⟧' => {
                let i: usize = open.pop().expect("every ⟧ has its ⟦");
                spans[i] = Span::new(spans[i].start as usize, text.len());
            }
            c => text.push(c),
        }
    }
    assert!(open.is_empty(), "every ⟦ has its ⟧");
    (text, spans)
}

/// The fields of a mention as the cases write them.
fn fields(text: &Text, facts: &Facts, i: usize) -> [(&'static str, String); 10] {
    let m = &facts.mentions[i];
    let role = &facts.roles[i];
    let provisions: Vec<String> = m.provisions.iter().map(ToString::to_string).collect();
    let of = role.of.and_then(|o| facts.mentions.get(o as usize));
    [
        ("form", m.form.as_str().to_owned()),
        ("kind", or_none(m.kind.map(DocKind::code))),
        ("number", or_none(m.number.as_ref())),
        ("date", or_none(m.date)),
        ("issuer", or_none(m.issuer.as_ref())),
        ("place", or_none(m.place.map(Place::slug))),
        ("title", or_none(m.title.as_ref())),
        ("provisions", provisions.join("; ")),
        ("relation", role.relation.as_str().to_owned()),
        ("of", or_none(of.map(|o| name(text, o)))),
    ]
}

fn wants(want: &Want) -> [(&'static str, Option<String>); 10] {
    [
        ("form", want.form.clone()),
        ("kind", want.kind.clone()),
        ("number", want.number.clone()),
        ("date", want.date.clone()),
        ("issuer", want.issuer.clone()),
        ("place", want.place.clone()),
        ("title", want.title.clone()),
        ("provisions", want.provisions.as_ref().map(|p| p.join("; "))),
        ("relation", want.relation.clone()),
        ("of", want.of.clone()),
    ]
}

fn or_none(value: Option<impl ToString>) -> String {
    value.map_or_else(|| "-".to_owned(), |v| v.to_string())
}

/// A mention by its number, else by its words.
fn name(text: &Text, m: &Mention) -> String {
    m.number.as_ref().map_or_else(|| text.slice(m.span).to_owned(), ToString::to_string)
}

fn own_fields(
    text: &Text,
    facts: &Facts,
    own: &Own,
) -> Vec<(&'static str, Option<String>, String)> {
    let h: &Heading = &facts.heading;
    let announced = h.announces.and_then(|a| facts.mentions.get(a as usize));
    vec![
        ("own kind", own.kind.clone(), or_none(h.kind.map(DocKind::code))),
        ("own number", own.number.clone(), or_none(h.number.as_ref())),
        ("own date", own.date.clone(), or_none(h.date)),
        ("own issuer", own.issuer.clone(), or_none(h.issuer.as_ref())),
        ("own place", own.place.clone(), or_none(h.place.map(Place::slug))),
        ("own title", own.title.clone(), or_none(h.title.as_ref())),
        ("news", own.news.map(|n| n.to_string()), h.is_news.to_string()),
        ("announces", own.announces.clone(), or_none(announced.map(|m| name(text, m)))),
    ]
}

/// Lists everything in which a reading differs from a case, one line each.
fn differences(case: &Case) -> Vec<String> {
    let (text, spans) = unmark(&case.text);
    assert_eq!(spans.len(), case.mentions.len(), "marks and mentions of {:?}", case.name);
    let text = Text::new(text);
    let date = case.page_date.as_ref().map(|d| d.parse::<Date>().expect("a date"));
    let facts = relate::facts(&text, &Meta { date, ..Meta::default() });
    let mut lines = Vec::new();
    let mut met = BTreeSet::new();
    for (want, span) in case.mentions.iter().zip(&spans) {
        let Some(i) = at(&facts, *span) else {
            lines.push(missed(&text, &facts, *span));
            continue;
        };
        met.insert(i);
        let got = fields(&text, &facts, i);
        for ((field, want), (_, got)) in wants(want).into_iter().zip(got) {
            let quote = text.slice(*span);
            lines.extend(differs(field, want, &got).map(|d| format!("⟦{quote}⟧ {d}")));
        }
    }
    for (i, m) in facts.mentions.iter().enumerate() {
        let pointer = matches!(m.form, Form::ToSelf | Form::Anaphor);
        if !case.loose && !pointer && !met.contains(&i) {
            lines.push(format!(
                "⟦{}⟧ is {}, not marked",
                text.slice(m.span),
                m.form.as_str()
            ));
        }
    }
    if let Some(own) = &case.own {
        let fields = own_fields(&text, &facts, own);
        lines.extend(fields.into_iter().filter_map(|(f, w, g)| differs(f, w, &g)));
    }
    lines
}

fn at(facts: &Facts, span: Span) -> Option<usize> {
    facts.mentions.iter().position(|m| m.span == span)
}

fn missed(text: &Text, facts: &Facts, span: Span) -> String {
    let overlaps = |m: &&Mention| m.span.start < span.end && span.start < m.span.end;
    let found: Vec<String> = facts
        .mentions
        .iter()
        .filter(overlaps)
        .map(|m| format!("⟦{}⟧", text.slice(m.span)))
        .collect();
    let instead = if found.is_empty() { "nothing".to_owned() } else { found.join(" ") };
    format!("⟦{}⟧ not found; there is {instead}", text.slice(span))
}

fn differs(field: &str, want: Option<String>, got: &str) -> Option<String> {
    let want = want?;
    (want != got).then(|| format!("{field}: want {want:?}, got {got:?}"))
}

fn load(theme: &str) -> Vec<Case> {
    let path = folder().join(format!("{theme}.toml"));
    let text = fs::read_to_string(&path).expect("the cases can be read");
    let theme: Theme =
        toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    theme.case
}

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/mentions"))
}

fn themes() -> Vec<String> {
    let entries = fs::read_dir(folder()).expect("the folder of cases");
    let mut names: Vec<String> = entries
        .filter_map(|e| {
            e.expect("an entry").path().file_stem()?.to_str().map(str::to_owned)
        })
        .collect();
    names.sort();
    names
}

/// Reports every case that differs, and every known failure that passes.
fn report(theme: &str, cases: &[Case]) -> String {
    let mut out = String::new();
    for case in cases {
        let lines = differences(case);
        match &case.known_failure {
            None if lines.is_empty() => {}
            Some(_) if !lines.is_empty() => {}
            Some(why) => {
                let _ = writeln!(
                    out,
                    "\n{theme}: {}\n    passes now; take out known_failure = {why:?}",
                    case.name
                );
            }
            None => {
                let _ = writeln!(
                    out,
                    "\n{theme}: {}\n    {}",
                    case.name,
                    lines.join("\n    ")
                );
            }
        }
    }
    out
}

#[test]
fn every_case_reads_as_marked() {
    let reports: Vec<String> = themes().iter().map(|t| report(t, &load(t))).collect();
    let all = reports.concat();
    assert!(all.is_empty(), "cases that read differently:\n{all}");
}

#[test]
fn the_cases_are_many_and_named_once() {
    let cases: Vec<Case> = themes().iter().flat_map(|t| load(t)).collect();
    let names: BTreeSet<&str> = cases.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names.len(), cases.len(), "a name is used twice");
    assert!(cases.len() >= 150, "{} cases", cases.len());
    let failing = cases.iter().filter(|c| c.known_failure.is_some()).count();
    assert!(
        failing * 10 <= cases.len(),
        "{failing} of {} are known to fail",
        cases.len()
    );
}

#[test]
fn marks_nest_and_count_in_opening_order() {
    let (text, spans) = unmark("a ⟦Luật ⟦B⟧ c⟧ d");
    let words: Vec<&str> =
        spans.iter().map(|s| text.get(s.range()).unwrap_or_default()).collect();
    assert_eq!((text.as_str(), words), ("a Luật B c d", vec!["Luật B c", "B"]));
}
