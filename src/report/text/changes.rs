//! What `diff` shows to people.

use super::{Theme, clip, paint};
use crate::query::Change;
use crate::report::document;
use std::fmt::Write;

/// Returns one line a difference, as `diff` marks them.
pub fn changes(changes: &[Change], width: usize, theme: &Theme) -> String {
    let mut out = String::new();
    for change in changes {
        let (sign, words) = words(change);
        let style = if sign == '-' { theme.error } else { theme.relation };
        let line = clip(&words, width.saturating_sub(2));
        let _ = writeln!(out, "{} {line}", paint(style, sign));
    }
    out
}

fn words(change: &Change) -> (char, String) {
    let line = |d: &crate::query::Document| document::line(&d.record);
    match change {
        Change::Added(d) => ('+', line(d)),
        Change::Removed(d) => ('-', line(d)),
        Change::Held(d) => ('+', format!("{}: now held", line(d))),
        Change::Dropped(d) => ('-', format!("{}: no longer held", line(d))),
        Change::Linked(l) => ('+', format!("{} {} {}", l.source, l.relation, l.target)),
        Change::Unlinked(l) => ('-', format!("{} {} {}", l.source, l.relation, l.target)),
    }
}
