//! What `stats` shows to people.

use super::{Theme, paint};
use crate::store::Stats;
use std::fmt::Write;

/// Returns the counts, the parts indented under their sums.
pub fn stats(stats: &Stats, theme: &Theme) -> String {
    let mut out = String::new();
    let mut line = |indent: usize, name: &str, n: u64| {
        let name = format!("{:indent$}{name}", "");
        let n = grouped(n);
        let style = if indent == 0 { theme.heading } else { theme.faint };
        let gap = " ".repeat(24usize.saturating_sub(name.chars().count()));
        let _ = writeln!(out, "{}{gap}{n:>14}", paint(style, name));
    };
    line(0, "sources", stats.sources);
    line(0, "bytes of text", stats.text_bytes);
    line(0, "documents", stats.documents.held + stats.documents.known);
    line(2, "held", stats.documents.held);
    line(2, "only cited", stats.documents.known);
    line(0, "mentions", stats.mentions.total);
    for (form, n) in &stats.mentions.by_form {
        line(2, form, *n);
    }
    let resolution = &stats.resolution;
    let each = [
        resolution.resolved,
        resolution.partial,
        resolution.ambiguous,
        resolution.unresolved,
    ];
    line(0, "resolution", each.iter().sum());
    for (name, n) in [
        ("resolved", resolution.resolved),
        ("partial", resolution.partial),
        ("ambiguous", resolution.ambiguous),
        ("unresolved", resolution.unresolved),
    ] {
        line(2, name, n);
    }
    line(0, "edges", stats.edges.total);
    for (relation, n) in &stats.edges.by_relation {
        line(2, relation, *n);
    }
    out
}

/// Returns a number with its digits in threes.
pub(super) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn digits_stand_in_threes() {
        assert_eq!(
            [0, 999, 1000, 1_234_567].map(grouped).join(" "),
            "0 999 1,000 1,234,567"
        );
    }
}
