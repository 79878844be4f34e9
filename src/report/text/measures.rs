//! What `rank`, `related`, `coverage` and `stale` show to people.

use super::{Column, Grid, Theme, clip, paint};
use crate::query::filter::date_of;
use crate::query::{Body, Covering, Document, Ranked, Related, Stale};
use crate::report::document;
use std::fmt::Write;

/// Returns the table of the ranked documents.
pub fn ranked(ranked: &[Ranked], width: usize, theme: &Theme) -> String {
    let mut grid = Grid::new(vec![
        Column::new("").right().painted(theme.faint),
        Column::new("score").right(),
        Column::new("cited").right(),
        Column::new("document").painted(theme.number).wrapping(24),
        Column::new("date"),
        Column::new("title").wrapping(24),
    ]);
    for (rank, one) in (1..).zip(ranked) {
        let record = &one.document.record;
        let title = document::title(&one.document).unwrap_or_default();
        grid.row(vec![
            rank.to_string(),
            score(one.score),
            one.cited_by.to_string(),
            document::name(record),
            record.date.map(document::day).unwrap_or_default(),
            clip(&title, 80),
        ]);
    }
    grid.render(width, theme)
}

fn score(score: f64) -> String {
    if score.fract() == 0.0 { format!("{score:.0}") } else { format!("{score:.5}") }
}

/// Returns the blocks of the related documents, each with what ties it.
pub fn related(related: &[Related], width: usize, theme: &Theme) -> String {
    let mut out = String::new();
    for one in related {
        let name = document::line(&one.document.record);
        let score = paint(theme.faint, format!("{:>6.2}", one.score));
        let _ = writeln!(out, "{score}  {}", paint(theme.number, clip(&name, width - 8)));
        shared(&mut out, "both cited by", &one.cited_together, width);
        shared(&mut out, "both cite", &one.cite_together, width);
    }
    out
}

fn shared(out: &mut String, words: &str, documents: &[Document], width: usize) {
    const MOST: usize = 3;
    if documents.is_empty() {
        return;
    }
    let names = documents.iter().take(MOST).map(|d| document::name(&d.record));
    let mut names: Vec<String> = names.map(|name| clip(&name, 40)).collect();
    if documents.len() > MOST {
        names.push(format!("{} more", documents.len() - MOST));
    }
    let line = format!("{words}: {}", names.join(", "));
    for line in super::wrap(&line, width.saturating_sub(8)) {
        let _ = writeln!(out, "        {line}");
    }
}

/// Returns who has acted, with what, and who has not.
pub fn coverage(
    name: &str,
    coverage: &[Covering],
    width: usize,
    theme: &Theme,
) -> String {
    type Level = (&'static str, fn(Body) -> bool);
    let mut out = format!("{}\n", paint(theme.number, name));
    let levels: [Level; 2] = [
        ("provinces", |body| matches!(body, Body::Province(_))),
        ("ministries", |body| matches!(body, Body::Ministry(_))),
    ];
    for (level, is_in) in levels {
        let all: Vec<&Covering> = coverage.iter().filter(|c| is_in(c.body)).collect();
        let acted = all.iter().filter(|c| !c.documents.is_empty()).count();
        let words = format!("{acted} of {} {level} carry it out", all.len());
        let _ = writeln!(out, "\n{}", paint(theme.heading, words));
        out.push_str(&acting(&all, width, theme));
        let names: Vec<&str> = all
            .iter()
            .filter(|c| c.documents.is_empty())
            .map(|c| c.body.name())
            .collect();
        if !names.is_empty() {
            let line = format!("no document: {}", names.join(", "));
            for line in super::wrap(&line, width) {
                let _ = writeln!(out, "{}", paint(theme.faint, line));
            }
        }
    }
    out
}

/// So many documents of a body say enough; the other formats have them all.
pub const MANY: usize = 20;

fn acting(all: &[&Covering], width: usize, theme: &Theme) -> String {
    let mut grid = Grid::new(vec![
        Column::new("who").wrapping(16),
        Column::new("date"),
        Column::new("document").painted(theme.number).wrapping(24),
        Column::new("title").wrapping(24),
    ]);
    for covering in all {
        for (i, document) in covering.documents.iter().take(MANY).enumerate() {
            let who = if i == 0 { covering.body.name() } else { "" };
            let date = date_of(&document.record).map(document::day);
            let title = document::title(document).unwrap_or_default();
            grid.row(vec![
                who.to_owned(),
                date.unwrap_or_default(),
                document::name(&document.record),
                clip(&title, 80),
            ]);
        }
        let more = covering.total.saturating_sub(MANY);
        if more > 0 {
            grid.row(vec![String::new(), String::new(), format!("… and {more} more")]);
        }
    }
    if grid.is_empty() { String::new() } else { grid.render(width, theme) }
}

/// Returns the stale references, under the document that makes them.
pub fn stale(stale: &[Stale], width: usize, theme: &Theme) -> String {
    let mut out = String::new();
    let mut last = None;
    for one in stale {
        let source = &one.citation.source;
        if last != Some(source.id) {
            let gap = if last.is_some() { "\n" } else { "" };
            let line = clip(&document::line(&source.record), width);
            let _ = writeln!(out, "{gap}{}", paint(theme.number, line));
            last = Some(source.id);
        }
        let _ = write!(out, "{}", reference(one, width, theme));
    }
    out
}

fn reference(stale: &Stale, width: usize, theme: &Theme) -> String {
    let (citation, end) = (&stale.citation, &stale.end);
    let evidence = &citation.evidence;
    let target = document::name(&citation.target.record);
    let passive = match end.relation {
        crate::vocab::Relation::Replaces => "replaced by",
        _ => "repealed by",
    };
    let late = if stale.is_late { "  (already when this was written)" } else { "" };
    let relation = paint(theme.relation, citation.relation);
    let by = document::line(&end.source.record);
    let at = document::spot(evidence);
    let mut out = format!("  {relation} {target}  {}\n", paint(theme.faint, at));
    for line in super::wrap(&format!("{passive} {by}{late}"), width.saturating_sub(4)) {
        let _ = writeln!(out, "    {line}");
    }
    out
}
