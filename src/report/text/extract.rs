//! What `danchieu extract` shows to people.

use super::{Column, Grid, Theme};
use crate::report::{json::Mention, sanitize};
use crate::text::LineIndex;

/// Returns the table of the mentions of one document.
pub fn mentions(
    mentions: &[Mention<'_>],
    lines: &LineIndex,
    width: usize,
    theme: &Theme,
) -> String {
    let mut grid = Grid::new(vec![
        Column::new("line").right().painted(theme.faint),
        Column::new("form"),
        Column::new("relation").painted(theme.relation),
        Column::new("number").painted(theme.number).wrapping(16),
        Column::new("date"),
        Column::new("issuer").wrapping(14),
        Column::new("words").wrapping(24),
    ]);
    for m in mentions {
        grid.row(vec![
            lines.line(m.start).to_string(),
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
