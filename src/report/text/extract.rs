//! What `danchieu extract` shows to people.

use super::{Column, Grid, Theme, clip, paint, wrap};
use crate::ingest::{Spot, Unit};
use crate::report::{json::Mention, sanitize};
use std::fmt::Write;

/// Returns the table of the mentions of one document, in which a person counts `unit`s.
pub fn mentions(
    mentions: &[Mention<'_>],
    unit: Unit,
    width: usize,
    theme: &Theme,
) -> String {
    let mut grid = Grid::new(vec![
        Column::new(unit.as_str()).right().painted(theme.faint),
        Column::new("form"),
        Column::new("relation").painted(theme.relation),
        Column::new("number").painted(theme.number).wrapping(16),
        Column::new("date"),
        Column::new("issuer").wrapping(14),
        Column::new("words").wrapping(24),
    ]);
    for m in mentions {
        grid.row(vec![
            count(m).to_string(),
            m.form.to_owned(),
            m.relation.to_owned(),
            m.number.clone().unwrap_or_default(),
            m.date.clone().unwrap_or_default(),
            sanitize(m.issuer.unwrap_or_default()).into_owned(),
            words(m),
        ]);
    }
    grid.render(width, theme)
}

/// Returns the blocks of the mentions of one document, each with the reasons.
pub fn explained(
    mentions: &[Mention<'_>],
    unit: Unit,
    width: usize,
    theme: &Theme,
) -> String {
    let mut out = String::new();
    for m in mentions {
        let at = paint(theme.faint, format!("{:>5}", count(m)));
        let words = clip(&words(m), width.saturating_sub(7));
        let _ = writeln!(out, "{at}  {}", paint(theme.number, words));
        let mut reasons = Vec::new();
        if unit != Unit::Line {
            reasons.push(format!("{} {}", unit.as_str(), count(m)));
        }
        reasons.push(format!("{} by \"{}\"", m.form, m.rule));
        reasons.push(format!("confidence {}", m.confidence));
        reasons.push(format!("relation {}", paint(theme.relation, m.relation)));
        reasons.extend(m.of.as_ref().map(|of| format!("of {}", sanitize(of))));
        reasons.extend(m.kind.map(|kind| format!("kind {kind}")));
        reasons.extend(m.date.as_ref().map(|date| format!("date {date}")));
        reasons.extend(m.issuer.map(|issuer| format!("issuer {}", sanitize(issuer))));
        reasons.extend(m.place.map(|place| format!("place {place}")));
        reasons.extend(m.key.as_ref().map(|key| format!("key {key}")));
        for line in wrap(&reasons.join(" · "), width.saturating_sub(7)) {
            let _ = writeln!(out, "       {line}");
        }
    }
    out
}

/// What a person counts to find it.
fn count(mention: &Mention<'_>) -> u32 {
    let Mention { line, page, paragraph, .. } = *mention;
    Spot { line, page, paragraph }.count()
}

fn words(mention: &Mention<'_>) -> String {
    let quote = sanitize(mention.quote);
    let words: Vec<&str> = quote.split_whitespace().collect();
    let mut words = words.join(" ");
    if !mention.provisions.is_empty() {
        words.push_str(" — ");
        words.push_str(&mention.provisions.join("; "));
    }
    words
}
