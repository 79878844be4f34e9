//! One page: glyphs → lines.
//!
//! The order of the content stream is kept, for word processors write cell by cell and
//! column by column. Only what was written line by line across two columns is put in
//! order: the head of a document, and a page of two columns.

use super::{columns, gaps};
use crate::ingest::layout::{raised, unspaced};
use pdf_extract::{MediaBox, OutputDev, OutputError, Transform};

/// Two glyphs are on one line when their baselines differ by less, in letter heights.
const SAME_LINE: f64 = 0.35;
/// They are in one word when they differ by less.
const LEVEL: f64 = 0.05;
/// A line of more glyphs is none.
const MOST_IN_LINE: usize = 1000;
/// How far letters of one word may reach into each other.
const OVERLAP: f64 = 0.12;
/// A raised glyph is at least so much above its line, and at most so large.
const RAISED: f64 = 0.18;
const RAISED_SIZE: f64 = 0.82;
/// A gap between two words, in letter heights beyond what stands between letters.
const WORD_GAP: f64 = 0.16;
/// A gap between two columns.
const COLUMN_GAP: f64 = 1.8;

/// A glyph where it stands: along its baseline, and across it (upwards).
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    pub(super) start: f64,
    pub(super) end: f64,
    pub(super) across: f64,
    pub(super) size: f64,
    pub(super) text: String,
}

impl Glyph {
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Says that it only keeps room, to be written on.
    pub(super) fn is_room(&self) -> bool {
        self.text.chars().all(|c| c.is_whitespace() || matches!(c, '.' | '…' | '_'))
    }
}

/// A piece of a line without a wide gap in it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Segment {
    pub(super) start: f64,
    pub(super) end: f64,
    pub(super) text: String,
}

/// A line of a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    pub(super) across: f64,
    pub(super) size: f64,
    pub(super) segments: Vec<Segment>,
}

impl Line {
    pub(super) fn text(&self) -> String {
        let texts: Vec<&str> = self.segments.iter().map(|s| s.text.as_str()).collect();
        texts.join("\t")
    }

    fn start(&self) -> f64 {
        self.segments.first().map_or(0.0, |s| s.start)
    }
}

/// A line with what it is made of.
#[derive(Clone, Debug)]
pub(super) struct Set {
    pub(super) line: Line,
    pub(super) glyphs: Vec<Glyph>,
}

/// Collects the glyphs of a page.
#[derive(Debug, Default)]
pub(super) struct Page {
    glyphs: Vec<Glyph>,
    /// The direction of the baseline of the glyphs of the line.
    direction: (f64, f64),
    lines: Vec<Set>,
}

impl Page {
    /// Returns the lines of the page as text, an empty one where a paragraph ends.
    pub(super) fn text(mut self) -> String {
        self.end_line();
        gaps::fill(&mut self.lines);
        let mut lines: Vec<Line> = self.lines.into_iter().map(|set| set.line).collect();
        if is_in_disorder(&lines) {
            let key = |l: &Line| (-l.across, l.start());
            lines.sort_by(|a, b| {
                let (a, b) = (key(a), key(b));
                a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
            });
        }
        let usual = usual_step(&lines);
        let lines = columns::in_order(&lines);
        let mut out = String::new();
        let mut last: Option<&Line> = None;
        for line in &lines {
            if let Some(last) = last {
                let step = last.across - line.across;
                let is_gap = step > usual * 1.6 && step > line.size * 1.4;
                out.push_str(if is_gap { "\n\n" } else { "\n" });
            }
            out.push_str(&line.text());
            last = Some(line);
        }
        out
    }

    fn glyph(&mut self, glyph: Glyph, direction: (f64, f64)) {
        let turned = (self.direction.0 - direction.0).abs()
            + (self.direction.1 - direction.1).abs()
            > 0.01;
        if turned || self.glyphs.last().is_some_and(|last| !continues(last, &glyph)) {
            self.end_line();
        }
        self.direction = direction;
        if !self.is_overprint(&glyph) {
            self.glyphs.push(glyph);
        }
    }

    /// Bold letters are made by some programs by printing each twice.
    fn is_overprint(&self, glyph: &Glyph) -> bool {
        self.glyphs.iter().rev().take(3).any(|other| {
            other.text == glyph.text
                && (other.start - glyph.start).abs() < 0.12 * glyph.size
                && (other.across - glyph.across).abs() < 0.12 * glyph.size
                && glyph.end - glyph.start > 0.15 * glyph.size
        })
    }

    fn end_line(&mut self) {
        let glyphs = in_line(std::mem::take(&mut self.glyphs));
        let Some(line) = line_of(&glyphs) else { return };
        // Text is often shown in pieces that are far apart on one line.
        if let Some(last) = self.lines.last_mut()
            && (last.line.across - line.across).abs()
                < SAME_LINE * line.size.min(last.line.size)
            && last.line.segments.last().map_or(0.0, |s| s.end) <= line.start()
        {
            last.line.segments.extend(line.segments);
            last.glyphs.extend(glyphs);
            return;
        }
        if let Some(last) = self.lines.last_mut()
            && (last.line.across - line.across).abs() < LEVEL * line.size
            && let Some(whole) = interleaved(&last.glyphs, &glyphs)
            && let Some(line) = line_of(&whole)
        {
            *last = Set { line, glyphs: whole };
            return;
        }
        self.lines.push(Set { line, glyphs });
    }
}

/// Puts a glyph that was written behind the last word of a line into that word.
fn in_line(glyphs: Vec<Glyph>) -> Vec<Glyph> {
    let back = glyphs.windows(2).position(|pair| pair[1].start < pair[0].start);
    let Some((first, later)) = back.map(|at| glyphs.split_at(at + 1)) else {
        return glyphs;
    };
    interleaved(first, later).unwrap_or(glyphs)
}

/// Returns the glyphs of a line of which some were written later, between the others: what
/// is lacking in a font is taken from another one, and some programs write font by font.
fn interleaved(first: &[Glyph], later: &[Glyph]) -> Option<Vec<Glyph>> {
    if first.len() > MOST_IN_LINE {
        return None;
    }
    let all = first.iter().map(|g| (g, false)).chain(later.iter().map(|g| (g, true)));
    let mut all: Vec<(&Glyph, bool)> = all.collect();
    all.sort_by(|a, b| a.0.start.total_cmp(&b.0.start));
    let shown: Vec<_> = all.iter().filter(|(g, _)| !g.is_blank()).collect();
    let mut touching = 0;
    for pair in shown.windows(2) {
        let [(a, of_a), (b, of_b)] = pair else { continue };
        if of_a == of_b {
            continue;
        }
        let gap = b.start - a.end;
        if gap < -OVERLAP * a.size.min(b.size) {
            return None;
        }
        touching += usize::from(gap < WORD_GAP * a.size);
    }
    (touching > 0).then(|| all.into_iter().map(|(g, _)| g.clone()).collect())
}

/// Says that a glyph stands on the line of the one before, behind it.
fn continues(last: &Glyph, next: &Glyph) -> bool {
    let shift = (last.across - next.across).abs();
    let size = last.size.max(next.size);
    let is_raised = shift < 0.6 * size
        && (last.size.min(next.size) < RAISED_SIZE * size)
        && (next.start - last.end).abs() < 0.5 * size;
    let is_on_line = shift < SAME_LINE * size || is_raised;
    is_on_line && next.start > last.start - 0.6 * size
}

pub(super) fn line_of(glyphs: &[Glyph]) -> Option<Line> {
    let size = median(glyphs.iter().map(|g| g.size).collect())?;
    let across = median(glyphs.iter().map(|g| g.across).collect())?;
    let gap = letter_gap(glyphs);
    let mut segments: Vec<Segment> = Vec::new();
    let mut last: Option<&Glyph> = None;
    for glyph in glyphs {
        let space = last.map_or(0.0, |last| glyph.start - last.end - gap);
        let is_blank = glyph.is_blank();
        match segments.last_mut() {
            Some(segment) if is_blank => segment.text.push(' '),
            Some(segment) if space < COLUMN_GAP * glyph.size => {
                if space > WORD_GAP * glyph.size && !segment.text.ends_with(' ') {
                    segment.text.push(' ');
                }
                segment.push(glyph, across, size);
            }
            _ if is_blank => continue,
            _ => segments.push(Segment::new(glyph)),
        }
        if !is_blank {
            last = Some(glyph);
        }
    }
    for segment in &mut segments {
        segment.text = unspaced(segment.text.trim()).into_owned();
    }
    segments.retain(|s| !s.text.is_empty());
    (!segments.is_empty()).then_some(Line { across, size, segments })
}

impl Segment {
    fn new(glyph: &Glyph) -> Self {
        Self { start: glyph.start, end: glyph.end, text: glyph.text.clone() }
    }

    fn push(&mut self, glyph: &Glyph, across: f64, size: f64) {
        self.end = self.end.max(glyph.end);
        let is_raised =
            glyph.across - across > RAISED * size && glyph.size < RAISED_SIZE * size;
        if is_raised {
            self.text.push_str(&raised(&glyph.text));
        } else {
            self.text.push_str(&glyph.text);
        }
    }
}

/// Returns what stands between letters, where they are set apart: the usual gap, if it
/// is wide and the line has spaces of its own or words that are wider apart still.
fn letter_gap(glyphs: &[Glyph]) -> f64 {
    let pairs = glyphs.windows(2);
    let inside = pairs.filter(|p| p.iter().all(|g| !g.text.trim().is_empty()));
    let gaps: Vec<f64> = inside.map(|p| p[1].start - p[0].end).collect();
    if gaps.len() < 4 {
        return 0.0;
    }
    median(gaps).unwrap_or(0.0).max(0.0)
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// Returns the usual distance of two lines.
fn usual_step(lines: &[Line]) -> f64 {
    let steps = lines.windows(2).map(|w| w[0].across - w[1].across);
    median(steps.filter(|step| *step > 0.0).collect()).unwrap_or(f64::MAX)
}

/// Says that the lines were written in no order that a reader could follow.
fn is_in_disorder(lines: &[Line]) -> bool {
    let upwards = lines.windows(2).filter(|w| w[1].across > w[0].across + w[0].size);
    let upwards = upwards.count();
    upwards > 6 && upwards * 3 > lines.len()
}

impl OutputDev for Page {
    fn begin_page(
        &mut self,
        _: u32,
        _: &MediaBox,
        _: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        trm: &Transform,
        width: f64,
        _spacing: f64,
        font_size: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        let (wide, high) = (trm.m11.hypot(trm.m12), trm.m21.hypot(trm.m22));
        let size = (font_size * high).abs();
        if !size.is_normal() || !wide.is_normal() {
            return Ok(());
        }
        let direction = (trm.m11 / wide, trm.m12 / wide);
        let start = trm.m31 * direction.0 + trm.m32 * direction.1;
        let across = trm.m32 * direction.0 - trm.m31 * direction.1;
        let end = start + (width * font_size * wide).max(0.0);
        let text = text.chars().filter(|c| !c.is_control()).collect::<String>();
        if !text.is_empty() && start.is_finite() && across.is_finite() {
            self.glyph(Glyph { start, end, across, size, text }, direction);
        }
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sets letters of 10 points, `gap` apart; a space is a gap of its own.
    fn set(page: &mut Page, text: &str, x: f64, y: f64, gap: f64) {
        let mut at = x;
        for c in text.chars() {
            if c != ' ' {
                let trm = Transform::row_major(1.0, 0.0, 0.0, 1.0, at, y);
                let mut utf8 = [0; 4];
                let shown =
                    page.output_character(&trm, 0.5, 0.0, 10.0, c.encode_utf8(&mut utf8));
                assert!(shown.is_ok());
            }
            at += 5.0 + gap;
        }
    }

    #[test]
    fn letters_set_apart_are_words() {
        for gap in [0.0, 1.0, 3.0] {
            let mut page = Page::default();
            set(&mut page, "Số: 40/KH-UBND ngày", 0.0, 700.0, gap);
            assert_eq!(page.text(), "Số: 40/KH-UBND ngày", "{gap}");
        }
    }

    #[test]
    fn the_head_is_read_column_by_column() {
        let mut page = Page::default();
        for (left, right, y) in [
            ("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 700.0),
            ("Số: 40/KH-UBND", "Nam Định, ngày 02 tháng 4 năm 2021", 688.0),
        ] {
            set(&mut page, left, 0.0, y, 0.0);
            set(&mut page, right, 200.0, y, 0.0);
        }
        set(&mut page, "KẾ HOẠCH", 150.0, 676.0, 0.0);
        assert_eq!(
            page.text(),
            "ỦY BAN NHÂN DÂN\nSố: 40/KH-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\
             Nam Định, ngày 02 tháng 4 năm 2021\nKẾ HOẠCH"
        );
    }

    #[test]
    fn what_was_stamped_later_fills_the_gap_it_stands_in() {
        let mut page = Page::default();
        set(&mut page, "ỦY BAN NHÂN DÂN", 0.0, 700.0, 0.0);
        set(&mut page, "Số:..../KH-UBND", 0.0, 688.0, 0.0);
        set(&mut page, "Nam Định, ngày    tháng    năm 2021", 200.0, 688.0, 0.0);
        set(&mut page, "KẾ HOẠCH", 150.0, 676.0, 0.0);
        // The number a little higher, the day and the month on its line; and a remark that
        // stands in no gap.
        set(&mut page, "40", 18.0, 690.0, 0.0);
        set(&mut page, "18", 275.0, 690.0, 0.0);
        set(&mut page, "5", 322.0, 690.0, 0.0);
        set(&mut page, "MẬT", 90.0, 720.0, 0.0);
        assert_eq!(
            page.text(),
            "ỦY BAN NHÂN DÂN\nSố: 40 /KH-UBND\tNam Định, ngày 18 tháng 5 năm 2021\n\
             KẾ HOẠCH\nMẬT"
        );
    }

    /// The letters that a font lacks are written behind the line, from another font.
    #[test]
    fn letters_of_another_font_go_back_into_their_words() {
        let mut page = Page::default();
        for (shown, lacking, y) in [
            ("Quy t đ nh s  793/QĐ-TTg", "   ế   ị    ố", 700.0),
            (" y ban", "Ủ", 688.0),
            ("tr ,", "  ị", 676.0),
        ] {
            set(&mut page, shown, 0.0, y, 0.0);
            set(&mut page, lacking, 0.0, y, 0.0);
        }
        assert_eq!(page.text(), "Quyết định số 793/QĐ-TTg\nỦy ban\ntrị,");
    }

    #[test]
    fn cells_written_one_after_the_other_stay_cells() {
        let mut page = Page::default();
        for (y, cell) in [(700.0, "1"), (688.0, "2"), (676.0, "3")] {
            set(&mut page, cell, 0.0, y, 0.0);
        }
        for (y, cell) in [(700.0, "mot"), (688.0, "hai"), (676.0, "ba")] {
            set(&mut page, cell, 100.0, y, 0.0);
        }
        assert_eq!(page.text(), "1\n2\n3\nmot\nhai\nba");
    }

    #[test]
    fn marks_of_footnotes_are_no_part_of_a_number() {
        let mut page = Page::default();
        set(&mut page, "793/QĐ-TTg", 0.0, 700.0, 0.0);
        let trm = Transform::row_major(0.6, 0.0, 0.0, 0.6, 50.0, 704.0);
        assert!(page.output_character(&trm, 0.5, 0.0, 10.0, "1").is_ok());
        assert_eq!(page.text(), "793/QĐ-TTg¹");
    }
}
