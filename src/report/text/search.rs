//! What `search` shows to people.

use super::{Marked, Theme, clip, paint};
use crate::fulltext::FacetCounts;
use crate::query::language::EXAMPLES;
use crate::query::{Found, Hit};
use crate::report::document::{self, clean};
use crate::vocab::Relation;
use std::fmt::Write;

/// Wide enough for the rank.
const MARGIN: usize = 4;
/// More values of a facet do not help to narrow down.
const MOST_VALUES: usize = 8;

/// Returns the lines above the hits; `named` are the documents of [`Found::named`].
pub fn found_head(
    found: &Found,
    named: &[crate::query::Document],
    typed: &str,
    theme: &Theme,
) -> String {
    let plural = if found.total == 1 { " matches" } else { "s match" };
    let words = format!("{} text{plural} {}", found.total, clean(typed));
    let mut out = format!("{}\n", paint(theme.heading, words));
    if found.tied > 0 {
        let are = if found.tied == 1 { "is" } else { "are" };
        let _ = writeln!(out, "{} more {are} tied to the best by citations", found.tied);
    }
    for document in named {
        let _ = writeln!(out, "{} {}", paint(theme.faint, "means"), line(document));
    }
    let facets = &found.facets;
    for (name, counts) in [
        ("kind", &facets.kind),
        ("year", &facets.year),
        ("issuer", &facets.issuer),
        ("place", &facets.place),
        ("relation", &facets.relation),
    ] {
        if !counts.is_empty() {
            let _ = writeln!(out, "{} {}", paint(theme.faint, name), values(counts));
        }
    }
    out
}

fn line(document: &crate::query::Document) -> String {
    document::line(&document.record)
}

fn values(counts: &FacetCounts) -> String {
    let shown = counts.iter().take(MOST_VALUES);
    let mut values: Vec<String> =
        shown.map(|(value, n)| format!("{} {n}", clean(value))).collect();
    if counts.len() > MOST_VALUES {
        values.push(format!("… {} more", counts.len() - MOST_VALUES));
    }
    values.join(" · ")
}

/// Returns the page of examples of the query language.
pub fn examples(theme: &Theme) -> String {
    let mut out = String::new();
    for example in EXAMPLES {
        let typed = paint(theme.number, example.typed);
        let _ = writeln!(out, "{typed}\n{:MARGIN$}{}", "", example.finds);
        let _ = writeln!(out, "{:MARGIN$}{}", "", paint(theme.faint, example.tim));
    }
    out
}

/// Returns the block of one hit; `asks_for_one` says that the question names a document,
/// which is told apart from those that cite it.
pub fn hit(
    hit: &Hit,
    rank: usize,
    asks_for_one: bool,
    width: usize,
    theme: &Theme,
) -> String {
    let inner = width.saturating_sub(MARGIN).max(20);
    let record = &hit.document.record;
    let name = clip(&document::name(record), inner);
    let mut head = format!("{rank:>2}  {}", paint(theme.number, name));
    let more = [record.date.map(document::day), document::issuer(record)];
    for part in more.into_iter().flatten() {
        let _ = write!(head, " · {part}");
    }
    let mut out = format!("{head}\n");
    let mut push = |line: &str| {
        let _ = writeln!(out, "{:MARGIN$}{line}", "");
    };
    if let Some(title) = document::title(&hit.document) {
        push(&paint(theme.faint, clip(&title, inner)));
    }
    if let Some(stands) = stands(hit, asks_for_one) {
        push(&paint(theme.faint, clip(&stands, inner)));
    }
    let text = crate::report::sanitize(&hit.snippet.text);
    // A snippet that had to be cleaned has other offsets: better no mark than a wrong one.
    let clean_text = text == hit.snippet.text.as_str();
    let marks = if clean_text { hit.snippet.highlights.as_slice() } else { &[] };
    for line in (Marked { text: &text, marks }).lines(inner, theme.hit) {
        push(&line);
    }
    let at = format!("{}:{}", clean(&hit.source), hit.line);
    push(&paint(theme.faint, at));
    if !hit.reasons.is_empty() {
        let reasons = hit
            .reasons
            .iter()
            .map(|r| format!("{} {:.2} ({})", clean(&r.term), r.value, r.place));
        let reasons = reasons.collect::<Vec<_>>().join(" · ");
        for line in super::wrap(&format!("score {:.2}: {reasons}", hit.score), inner) {
            push(&line);
        }
    }
    out
}

/// Returns how a hit stands to the documents that the question names, or to the match
/// that ties it to the question.
fn stands(hit: &Hit, asks_for_one: bool) -> Option<String> {
    if hit.is_named {
        return Some("the document itself".to_owned());
    }
    let relations: Vec<&str> = hit.relations.iter().map(Relation::as_str).collect();
    if !relations.is_empty() {
        let it = if asks_for_one { "cites it: " } else { "" };
        return Some(format!("{it}{}", relations.join(", ")));
    }
    let (tie, to) = hit.tie.as_ref()?;
    let how = if tie.citing { "cites" } else { "cited by" };
    Some(format!("{how} {}", document::line(&to.record)))
}
