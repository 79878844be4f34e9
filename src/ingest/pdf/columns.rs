//! What was written line by line across two columns, column by column.

use super::page::{Line, Segment};
use crate::text::fold_marks;

/// The line that stands at the right of a head: of the state, of the Party.
const MOTTOES: [&str; 2] = ["cong hoa xa hoi", "dang cong san viet nam"];
/// A page of two columns has so many lines…
const PAGE_LINES: usize = 8;
/// …of so many letters on either side, and is no table.
const PAGE_LETTERS: usize = 24;

/// Puts the lines in the order of reading.
pub(super) fn in_order(lines: &[Line]) -> Vec<Line> {
    let mut out = Vec::with_capacity(lines.len());
    let mut rest = lines;
    while let Some(first) = rest.first() {
        let count = block(rest);
        let (here, after) = rest.split_at(count.max(1));
        if count > 1 && is_columns(here) {
            out.extend(side(here, true));
            out.extend(side(here, false));
        } else if count > 1 {
            out.extend_from_slice(here);
        } else {
            out.push(first.clone());
        }
        rest = after;
    }
    out
}

/// Returns how many lines from the first one have one and the same gutter.
fn block(lines: &[Line]) -> usize {
    let Some(mut gutter) = lines.first().and_then(gutter_of) else { return 1 };
    let mut count = 1;
    let mut until_two = 1;
    for (line, above) in lines.iter().skip(1).zip(lines) {
        let is_below = line.across < above.across && above.across - line.across < 60.0;
        let Some(narrower) = narrowed(gutter, line).filter(|_| is_below) else { break };
        gutter = narrower;
        count += 1;
        if line.segments.len() > 1 {
            until_two = count;
        }
    }
    // Lines of one column at the end belong to what follows, unless they are to the
    // left or right of a head that goes on.
    until_two.max(1)
}

fn gutter_of(line: &Line) -> Option<(f64, f64)> {
    match line.segments.as_slice() {
        [left, right] => Some((left.end, right.start)),
        _ => None,
    }
}

/// Returns the gutter that `line` leaves open.
fn narrowed((from, to): (f64, f64), line: &Line) -> Option<(f64, f64)> {
    let narrower = match line.segments.as_slice() {
        [left, right] => (from.max(left.end), to.min(right.start)),
        [one] if one.end <= to => (from.max(one.end), to),
        [one] if one.start >= from => (from, to.min(one.start)),
        _ => return None,
    };
    (narrower.1 - narrower.0 > line.size * 0.5).then_some(narrower)
}

fn is_columns(lines: &[Line]) -> bool {
    let is_head = lines.iter().flat_map(|l| &l.segments).any(|s| {
        let folded = fold_marks(&s.text);
        MOTTOES.iter().any(|motto| folded.contains(motto))
    });
    is_head || is_page(lines)
}

fn is_page(lines: &[Line]) -> bool {
    let two: Vec<&[Segment]> =
        lines.iter().map(|l| l.segments.as_slice()).filter(|s| s.len() == 2).collect();
    let letters = |side: usize| -> usize {
        two.iter().map(|s| s[side].text.chars().count()).sum::<usize>() / two.len().max(1)
    };
    two.len() >= PAGE_LINES && letters(0) >= PAGE_LETTERS && letters(1) >= PAGE_LETTERS
}

/// Returns the lines of one side of the gutter.
fn side(lines: &[Line], is_left: bool) -> impl Iterator<Item = Line> + '_ {
    let middle = middle(lines);
    lines.iter().filter_map(move |line| {
        let is_here = |s: &&Segment| (s.start < middle) == is_left;
        let segments: Vec<Segment> =
            line.segments.iter().filter(is_here).cloned().collect();
        (!segments.is_empty()).then_some(Line { segments, ..line.clone() })
    })
}

fn middle(lines: &[Line]) -> f64 {
    let gutters = lines.iter().filter_map(gutter_of);
    let (from, to) =
        gutters.fold((f64::MIN, f64::MAX), |g, n| (g.0.max(n.0), g.1.min(n.1)));
    f64::midpoint(from, to)
}
