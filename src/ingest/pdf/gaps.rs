//! What was stamped on a page when it was signed: the number and the day that the
//! typist left open.
//!
//! Office systems write them behind all the rest of the page. They belong into the line
//! they stand on, between its words.

use super::page::{Glyph, Line, Set, line_of};

/// A stamp has so many letters at most.
const LETTERS: usize = 24;
/// A page with more late pieces than this was written in another order.
const MOST: usize = 16;
/// A stamp may stand a little above or below the line, in letter heights.
const OFF: f64 = 0.6;
/// The letters of one stamp stand as near to each other.
const NEAR: f64 = 0.6;

/// Puts late pieces into the gaps they stand in.
pub(super) fn fill(lines: &mut Vec<Set>) {
    let late: Vec<usize> = (1..lines.len()).filter(|at| is_late(lines, *at)).collect();
    if late.len() > MOST {
        return;
    }
    for at in late.into_iter().rev() {
        let (before, rest) = lines.split_at_mut(at);
        let Some(stamp) = rest.first_mut() else { continue };
        stamp.glyphs = put_all(before, stamp);
        match line_of(&stamp.glyphs) {
            Some(line) => stamp.line = line,
            None => drop(lines.remove(at)),
        }
    }
}

/// Says that a line is short and stands above the one that was written before it.
fn is_late(lines: &[Set], at: usize) -> bool {
    let (Some(line), Some(before)) = (lines.get(at), lines.get(at.wrapping_sub(1)))
    else {
        return false;
    };
    let (line, before) = (&line.line, &before.line);
    let letters: usize = line.segments.iter().map(|s| s.text.chars().count()).sum();
    letters <= LETTERS && line.across > before.across + 0.5 * line.size
}

/// Puts each piece of a line into a gap of the others; returns what found none.
fn put_all(lines: &mut [Set], stamp: &Set) -> Vec<Glyph> {
    let mut left = Vec::new();
    let is_near = |a: &Glyph, b: &Glyph| b.start - a.end < NEAR * a.size;
    for piece in stamp.glyphs.chunk_by(is_near) {
        match lines.iter_mut().find(|set| is_gap(set, &stamp.line, piece)) {
            Some(set) => put(set, piece),
            None => left.extend_from_slice(piece),
        }
    }
    left
}

/// Says that a line has a gap between its words just where the glyphs stand.
fn is_gap(set: &Set, stamp: &Line, glyphs: &[Glyph]) -> bool {
    let size = set.line.size.min(stamp.size);
    if (set.line.across - stamp.across).abs() > OFF * size {
        return false;
    }
    let (Some(first), Some(last)) = (glyphs.first(), glyphs.last()) else { return false };
    let (start, end) = (first.start + 0.2 * size, last.end - 0.2 * size);
    let is_clear = |g: &Glyph| g.is_room() || g.end <= start || g.start >= end;
    let mut words = set.glyphs.iter().filter(|g| !g.is_room());
    words.clone().any(|g| g.end <= start)
        && words.clone().any(|g| g.start >= end)
        && words.all(is_clear)
}

/// Puts glyphs into the gap, in the place of the blanks and dots that kept it open.
fn put(set: &mut Set, glyphs: &[Glyph]) {
    let (Some(first), Some(last)) = (glyphs.first(), glyphs.last()) else { return };
    let middle = f64::midpoint(first.start, last.end);
    let words = || set.glyphs.iter().filter(|g| !g.is_room());
    let left = words().map(|g| g.end).filter(|at| *at < middle).fold(f64::MIN, f64::max);
    let right =
        words().map(|g| g.start).filter(|at| *at > middle).fold(f64::MAX, f64::min);
    set.glyphs.retain(|g| !g.is_room() || g.end <= left || g.start >= right);
    let across = set.line.across;
    set.glyphs.extend(glyphs.iter().map(|glyph| Glyph { across, ..glyph.clone() }));
    set.glyphs.sort_by(|a, b| a.start.total_cmp(&b.start));
    if let Some(line) = line_of(&set.glyphs) {
        set.line = line;
    }
}
