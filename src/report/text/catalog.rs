//! What `catalog list` shows to people, and rows of a catalogue in messages.

use super::stats::grouped;
use crate::report::document::{clean, day};
use crate::resolve::Listed;
use crate::store::Import;
use crate::vocab::DocKind;
use std::fmt::Write;

/// Returns a number with its digits in threes.
pub fn count(n: u64) -> String {
    grouped(n)
}

/// Returns one line a catalogue.
pub fn catalogues(imports: &[Import]) -> String {
    let mut out = String::new();
    for import in imports {
        let Import { name, rows, ascii, skipped, .. } = import;
        let _ = write!(out, "{}  {} documents", clean(name), grouped(*rows));
        if *ascii > 0 {
            let _ = write!(out, ", {} without marks", grouped(*ascii));
        }
        if *skipped > 0 {
            let plural = if *skipped == 1 { "" } else { "s" };
            let _ = write!(out, ", {} row{plural} left out", grouped(*skipped));
        }
        out.push('\n');
    }
    out
}

/// Returns a row of a catalogue on one line: name, date, issuer.
pub fn listed(row: &Listed) -> String {
    let kind = row.kind.map_or("", DocKind::name);
    let name = clean(format!("{kind} {}", row.number).trim());
    let parts = [row.date.map(day), row.issuer.as_deref().map(clean)];
    let known: Vec<String> = parts.into_iter().flatten().collect();
    if known.is_empty() { name } else { format!("{name} ({})", known.join(", ")) }
}
