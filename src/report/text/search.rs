//! What `search` shows to people.

use super::{Marked, Theme, clip, paint};
use crate::fulltext::FacetCounts;
use crate::query::{Found, Hit};
use crate::report::document::{self, clean};
use std::fmt::Write;

/// Wide enough for the rank.
const MARGIN: usize = 4;
/// More values of a facet do not help to narrow down.
const MOST_VALUES: usize = 8;

/// Returns the lines above the hits.
pub fn found_head(found: &Found, typed: &str, theme: &Theme) -> String {
    let plural = if found.total == 1 { " matches" } else { "s match" };
    let words = format!("{} text{plural} {}", found.total, clean(typed));
    let mut out = format!("{}\n", paint(theme.heading, words));
    for document in &found.named {
        let _ = writeln!(out, "{} {}", paint(theme.faint, "means"), line(document));
    }
    let facets = &found.facets;
    for (name, counts) in [
        ("kind", &facets.kind),
        ("year", &facets.year),
        ("issuer", &facets.issuer),
        ("place", &facets.place),
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

/// Returns the block of one hit.
pub fn hit(hit: &Hit, rank: usize, width: usize, theme: &Theme) -> String {
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
