//! What `check` shows to people.

use super::{Theme, paint, wrap};
use crate::ingest::{Spot, Unit};
use crate::report::document::clean;
use crate::report::json::Finding;
use std::fmt::Write;

/// Returns a finding: place, severity and rule, the words, what is wrong, and the fix.
pub fn finding(finding: &Finding<'_>, width: usize, theme: &Theme) -> String {
    let style = match finding.severity {
        "error" => theme.error,
        "warning" => theme.hit,
        _ => theme.hint,
    };
    let label = format!("{}[{}]", finding.severity, finding.code);
    let at = at(finding);
    let mut out = format!("{}: {}\n", paint(theme.faint, at), paint(style, label));
    let words = clean(finding.quote);
    let quote = paint(theme.number, &words);
    let line = format!("{words}: {}", clean(finding.message));
    for line in wrap(&line, width.saturating_sub(4)) {
        let _ = writeln!(out, "    {}", line.replacen(&words, &quote, 1));
    }
    if let Some(fix) = finding.fix {
        let _ = writeln!(out, "    {} {}", paint(theme.hint, "fix:"), clean(fix));
    }
    out
}

/// Returns where it stands, as one would look for it: `a.txt:11:4`, `a.pdf, page 3`.
fn at(finding: &Finding<'_>) -> String {
    let Finding { line, column, page, paragraph, .. } = *finding;
    let name = clean(finding.document);
    let spot = Spot { line, page, paragraph };
    match spot.unit() {
        Unit::Line => format!("{name}:{line}:{column}"),
        Unit::Paragraph | Unit::Page => format!("{name}, {spot}"),
    }
}
