//! What `amendments` and `extract --amendments` show to people.

use super::{Column, Grid, Theme, clip, paint};
use crate::amend::Amendment;
use crate::graph::Direction;
use crate::ingest::{Source, Spot, Unit};
use crate::query::Amended;
use crate::relate::Facts;
use crate::report::document::{self, clean};
use crate::text::LineIndex;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Returns the changes under the document at the near end: what was changed first when
/// one asks what was done to it, what changes first when one asks what it does.
pub fn amended(
    amended: &[Amended],
    direction: Direction,
    width: usize,
    theme: &Theme,
) -> String {
    let mut out = String::new();
    let near = |a: &Amended| match direction {
        Direction::Incoming => a.target.clone(),
        Direction::Outgoing => Some(a.source.clone()),
    };
    for group in amended.chunk_by(|a, b| near(a).map(|d| d.id) == near(b).map(|d| d.id)) {
        let name = near(&group[0]).map(|d| document::line(&d.record)).unwrap_or_default();
        let gap = if out.is_empty() { "" } else { "\n" };
        let _ = writeln!(out, "{gap}{}", paint(theme.heading, clip(&name, width)));
        out += &match direction {
            Direction::Incoming => incoming(group, width, theme),
            Direction::Outgoing => outgoing(group, width, theme),
        };
    }
    out
}

fn incoming(group: &[Amended], width: usize, theme: &Theme) -> String {
    let mut grid = Grid::new(vec![
        Column::new("provision").painted(theme.number).wrapping(20),
        Column::new("act").painted(theme.relation).wrapping(10),
        Column::new("by provision").wrapping(16),
        Column::new("of document").painted(theme.number).wrapping(22),
        Column::new("date"),
        Column::new("line").right().painted(theme.faint),
    ]);
    let mut texts = BTreeSet::new();
    for one in group {
        let record = &one.source.record;
        texts.insert((one.source.id, document::name(record), &one.evidence.document));
        grid.row(vec![
            provision(&one.amendment),
            one.amendment.act.words().to_owned(),
            one.amendment.by.to_string(),
            document::name(record),
            record.date.map(document::day).unwrap_or_default(),
            place(one.evidence.spot()),
        ]);
    }
    let mut out = grid.render(width, theme);
    for (_, name, text) in texts {
        let line = format!("{name}: {}", clean(text));
        for line in super::wrap(&line, width) {
            let _ = writeln!(out, "{}", paint(theme.faint, line));
        }
    }
    out
}

fn outgoing(group: &[Amended], width: usize, theme: &Theme) -> String {
    let unit = group.first().map_or(Unit::Line, |one| one.evidence.spot().unit());
    let mut grid = own_grid(unit, theme);
    for one in group {
        let target = one.target.as_ref().map(|t| document::name(&t.record));
        let at = one.evidence.spot().count();
        grid.row(row(&one.amendment, target.unwrap_or_default(), at));
    }
    grid.render(width, theme)
}

/// Returns the changes that one text makes, one a line.
pub fn amendments(
    amendments: &[Amendment],
    source: &Source,
    facts: &Facts,
    lines: &LineIndex,
    width: usize,
    theme: &Theme,
) -> String {
    let mut grid = own_grid(source.outline.unit, theme);
    for one in amendments {
        let mention = one.mention.and_then(|m| facts.mentions.get(m as usize));
        let target =
            mention.map(|m| clean(source.text.slice(m.span))).unwrap_or_default();
        let start = one.span.start;
        let spot = source.outline.spot(lines.line(start), start);
        grid.row(row(one, clip(&target, 60), spot.count()));
    }
    grid.render(width, theme)
}

/// Returns a line by its number, a page or a paragraph by its name.
fn place(spot: Spot) -> String {
    match spot.unit() {
        Unit::Line => spot.count().to_string(),
        Unit::Paragraph | Unit::Page => spot.to_string(),
    }
}

fn own_grid(unit: Unit, theme: &Theme) -> Grid {
    Grid::new(vec![
        Column::new(unit.as_str()).right().painted(theme.faint),
        Column::new("by provision").wrapping(16),
        Column::new("act").painted(theme.relation).wrapping(10),
        Column::new("provision").painted(theme.number).wrapping(22),
        Column::new("of document").painted(theme.number).wrapping(22),
    ])
}

fn row(one: &Amendment, target: String, at: u32) -> Vec<String> {
    let target = match (target.is_empty(), one.inferred) {
        (true, _) => "?".to_owned(),
        (false, true) => format!("{target} (by the order of the title)"),
        (false, false) => target,
    };
    vec![
        at.to_string(),
        one.by.to_string(),
        one.act.words().to_owned(),
        provision(one),
        target,
    ]
}

/// Returns what provisions do to provisions, a line each, at most `most` of them: what
/// is done first when one asks what a document does, what was changed first when one asks
/// what was done to it.
pub(super) fn changes<'a>(
    changes: impl Iterator<Item = &'a Amendment>,
    direction: Direction,
    most: usize,
) -> Vec<String> {
    // What is done to the whole, the relation says.
    let is_told = |a: &&Amendment| !a.target.0.is_empty() || a.part.is_some();
    let words = |one: &Amendment| {
        let (by, act, what) = (&one.by, one.act.words(), provision(one));
        match (direction, by.0.is_empty()) {
            (_, true) => format!("{act} {what}"),
            (Direction::Outgoing, _) => format!("{by}: {act} {what}"),
            (Direction::Incoming, _) => format!("{what}: {act} bởi {by}"),
        }
    };
    let mut lines: Vec<String> = changes.filter(is_told).map(words).collect();
    let hidden = lines.len().saturating_sub(most);
    lines.truncate(most);
    if hidden > 0 {
        lines.push(format!("… and {hidden} more: danchieu amendments"));
    }
    lines
}

/// The provision with the part of it; *một số điều* where nothing says which.
fn provision(one: &Amendment) -> String {
    let whole = match (one.some, one.target.0.is_empty()) {
        (true, true) => "một số điều".to_owned(),
        (false, true) => "toàn bộ".to_owned(),
        _ => one.target.to_string(),
    };
    match &one.part {
        Some(part) if one.target.0.is_empty() => clip(&clean(part), 60),
        Some(part) => format!("{whole}: {}", clip(&clean(part), 60)),
        None => whole,
    }
}
