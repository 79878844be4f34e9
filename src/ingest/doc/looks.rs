//! How the characters of a Word file look: fonts that are encodings, deleted, hidden,
//! raised, in a list ([MS-DOC] 2.4.6, 2.8.25, 2.9.271).

use super::numbering::Place;
use super::{u16_at, u32_at};
use crate::ingest::encoding::{Face, Font};
use std::ops::Range;

/// A page of formatting.
const PAGE: usize = 512;
/// More pages than any real file has.
const MAX_PAGES: usize = 1 << 18;
/// Styles rest on others, not deeper than this.
const MAX_BASES: usize = 32;

/// How characters look.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Look {
    face: Face,
    /// Deleted or hidden.
    pub(super) is_out: bool,
    /// Superscript.
    pub(super) is_raised: bool,
    /// Where its paragraph stands in a list.
    pub(super) place: Place,
    /// It is the last one of its paragraph.
    pub(super) is_last: bool,
}

impl Look {
    pub(super) fn font(self) -> Option<Font> {
        self.face.font()
    }

    fn on(self, style: Self) -> Self {
        let (face, place) = (self.face.or(style.face), self.place.on(style.place));
        Self { face, place, ..self }
    }
}

/// Runs of characters in the file, each with its look; sorted.
#[derive(Debug, Default)]
pub(super) struct Looks {
    runs: Vec<(Range<usize>, Look)>,
    paragraphs: Vec<(Range<usize>, (usize, Place))>,
    styles: Vec<Look>,
}

/// Where the tables are that tell it, from the file information block.
struct Tables {
    styles: Range<usize>,
    fonts: Range<usize>,
    runs: Range<usize>,
    paragraphs: Range<usize>,
}

impl Tables {
    /// Of Word 97 and later.
    fn of(main: &[u8]) -> Option<Self> {
        let range = |at| {
            let (start, length) = (u32_at(main, at)?, u32_at(main, at + 4)?);
            Some(start..start.checked_add(length)?)
        };
        Some(Self {
            styles: range(0xa2)?,
            fonts: range(0x112)?,
            runs: range(0xfa)?,
            paragraphs: range(0x102)?,
        })
    }
}

impl Looks {
    /// Reads what there is; what is broken is left out, for the text is there without.
    pub(super) fn read(main: &[u8], table: &[u8]) -> Self {
        let Some(tables) = Tables::of(main) else { return Self::default() };
        let part = |range: Range<usize>| table.get(range).unwrap_or_default();
        let fonts = fonts(part(tables.fonts));
        let sheet = part(tables.styles);
        let mut looks =
            Self { styles: styles(sheet, &fonts).unwrap_or_default(), ..Self::default() };
        for page in pages(main, part(tables.runs)) {
            runs_of(page, &fonts, &looks.styles, &mut looks.runs);
        }
        for page in pages(main, part(tables.paragraphs)) {
            paragraphs_of(page, &mut looks.paragraphs);
        }
        looks.runs.sort_by_key(|(range, _)| range.start);
        looks.paragraphs.sort_by_key(|(range, _)| range.start);
        looks
    }

    /// Returns the look of the character of `width` bytes at a byte of the file.
    /// Logarithmic.
    pub(super) fn at(&self, offset: usize, width: usize) -> Look {
        let run = find(&self.runs, offset).map_or(Look::default(), |(_, look)| look);
        let paragraph = find(&self.paragraphs, offset);
        let is_last =
            paragraph.as_ref().is_some_and(|(range, _)| range.end == offset + width);
        let (style, place) = paragraph.map(|(_, found)| found).unwrap_or_default();
        let style = self.styles.get(style).copied().unwrap_or_default();
        Look { place, is_last, ..run }.on(style)
    }
}

fn find<T: Copy>(
    sorted: &[(Range<usize>, T)],
    offset: usize,
) -> Option<(Range<usize>, T)> {
    let after = sorted.partition_point(|(range, _)| range.start <= offset);
    let (range, value) = sorted.get(after.checked_sub(1)?)?;
    range.contains(&offset).then(|| (range.clone(), *value))
}

/// Returns the pages that a table of pages lists.
fn pages<'m>(main: &'m [u8], plc: &[u8]) -> impl Iterator<Item = &'m [u8]> {
    let count = (plc.len().saturating_sub(4) / 8).min(MAX_PAGES);
    let numbers: Vec<usize> =
        (0..count).filter_map(|i| u32_at(plc, 4 * (count + 1) + 4 * i)).collect();
    numbers.into_iter().filter_map(move |n| {
        let start = (n & 0x003f_ffff) * PAGE;
        main.get(start..start + PAGE)
    })
}

/// Returns the bounds of run `i` on a page.
fn bounds(page: &[u8], i: usize) -> Option<Range<usize>> {
    let range = u32_at(page, 4 * i)?..u32_at(page, 4 * i + 4)?;
    (range.start < range.end).then_some(range)
}

fn runs_of(
    page: &[u8],
    fonts: &[Face],
    styles: &[Look],
    out: &mut Vec<(Range<usize>, Look)>,
) {
    let count = usize::from(page.get(PAGE - 1).copied().unwrap_or(0));
    for i in 0..count {
        let place = page.get(4 * (count + 1) + i).map(|b| 2 * usize::from(*b));
        let Some((range, place)) = bounds(page, i).zip(place) else { return };
        let length = usize::from(page.get(place).copied().unwrap_or(0));
        if place > 0 && length > 0 {
            let changes = page.get(place + 1..place + 1 + length).unwrap_or_default();
            let look = changed(Look::default(), changes, fonts, styles);
            out.push((range, look));
        }
    }
}

fn paragraphs_of(page: &[u8], out: &mut Vec<(Range<usize>, (usize, Place))>) {
    let count = usize::from(page.get(PAGE - 1).copied().unwrap_or(0));
    for i in 0..count {
        let place = page.get(4 * (count + 1) + 13 * i).map(|b| 2 * usize::from(*b));
        let Some((range, place)) = bounds(page, i).zip(place) else { return };
        out.push((range, paragraph(page, place).unwrap_or_default()));
    }
}

/// Reads the style of a paragraph and its place in a list.
fn paragraph(page: &[u8], at: usize) -> Option<(usize, Place)> {
    if at == 0 {
        return None;
    }
    // The length is in words; a zero moves it into the next byte.
    let length = usize::from(*page.get(at)?);
    let (from, length) = match length {
        0 => (at + 2, 2 * usize::from(*page.get(at + 1)?)),
        n => (at + 1, 2 * n - 1),
    };
    let style = usize::from(u16_at(page, from)?);
    let changes = page.get(from + 2..(from + length).min(page.len()));
    Some((style, place(changes.unwrap_or_default())))
}

/// Returns what changes of a paragraph say of its list.
fn place(changes: &[u8]) -> Place {
    let mut place = Place::default();
    each_change(changes, |code, operand| place.take(code, operand));
    place
}

/// Calls `each` with the code and the operand of changes.
fn each_change(mut changes: &[u8], mut each: impl FnMut(u16, &[u8])) {
    while let Some(code) = u16_at(changes, 0) {
        let rest = changes.get(2..).unwrap_or_default();
        let (size, skip) = match code >> 13 {
            0 | 1 => (1, 0),
            2 | 4 | 5 => (2, 0),
            3 => (4, 0),
            6 => counted(code, rest),
            _ => (3, 0),
        };
        each(code, rest.get(skip..skip + size).unwrap_or_default());
        changes = rest.get(skip + size..).unwrap_or_default();
    }
}

/// Returns the length of an operand that tells it, and that of the telling.
fn counted(code: u16, rest: &[u8]) -> (usize, usize) {
    let first = usize::from(rest.first().copied().unwrap_or(0));
    match code {
        // The definition of a table takes two bytes for it, and counts one too many.
        0xd608 => (usize::from(u16_at(rest, 0).unwrap_or(0)).saturating_sub(1), 2),
        // More tab stops than the length can tell.
        0xc615 if first == 255 => {
            let removed = usize::from(rest.get(1).copied().unwrap_or(0));
            let added = rest.get(2 + 4 * removed).copied().unwrap_or(0);
            (2 + 4 * removed + 3 * usize::from(added), 1)
        }
        _ => (first, 1),
    }
}

/// Applies changes of the look.
fn changed(mut look: Look, changes: &[u8], fonts: &[Face], styles: &[Look]) -> Look {
    let font = |n: &[u8]| fonts.get(usize::from(u16_at(n, 0)?)).copied();
    each_change(changes, |code, operand| {
        let is_on = operand.first().is_some_and(|b| *b == 1);
        match code {
            0x4a4f => look.face = font(operand).unwrap_or(look.face),
            0x4a30 => {
                let style = u16_at(operand, 0).and_then(|n| styles.get(usize::from(n)));
                look = look.on(style.copied().unwrap_or_default());
            }
            0x0800 | 0x083c => look.is_out |= is_on,
            0x2a48 => look.is_raised = is_on,
            _ => {}
        }
    });
    look
}

/// Reads the names of fonts ([MS-DOC] 2.9.286).
fn fonts(table: &[u8]) -> Vec<Face> {
    let count = u16_at(table, 0).map_or(0, usize::from);
    let mut fonts = Vec::new();
    let mut at = 4;
    for _ in 0..count {
        let Some(&length) = table.get(at) else { break };
        let entry = table.get(at + 1..at + 1 + usize::from(length)).unwrap_or_default();
        let name = entry.get(39..).unwrap_or_default();
        let units = name.chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]]));
        let units: Vec<u16> = units.take_while(|u| *u != 0).collect();
        fonts.push(Face::of_name(&String::from_utf16_lossy(&units)));
        at += 1 + usize::from(length);
    }
    fonts
}

/// Reads the looks of the styles ([MS-DOC] 2.9.271), what they rest on applied.
fn styles(sheet: &[u8], fonts: &[Face]) -> Option<Vec<Look>> {
    let head_length = usize::from(u16_at(sheet, 0)?);
    let head = sheet.get(2..2 + head_length)?;
    let (count, base_length) = (u16_at(head, 0)?, usize::from(u16_at(head, 2)?));
    let usual = u16_at(head, 12).and_then(|n| fonts.get(usize::from(n)).copied());
    let mut own: Vec<(Look, usize)> = Vec::new();
    let mut at = 2 + head_length;
    for _ in 0..count {
        let length = usize::from(u16_at(sheet, at)?);
        let style = sheet.get(at + 2..at + 2 + length).unwrap_or_default();
        own.push(style_of(style, base_length, fonts).unwrap_or((Look::default(), NONE)));
        at += 2 + length;
    }
    let whole = |i: usize| {
        let (mut look, mut base) = own[i];
        for _ in 0..MAX_BASES {
            let Some((under, next)) = own.get(base) else { break };
            look = look.on(*under);
            base = *next;
        }
        Look { face: look.face.or(usual.unwrap_or_default()), ..look }
    };
    Some((0..own.len()).map(whole).collect())
}

/// The rank of no style.
const NONE: usize = 0xfff;

/// Reads one style: its look, and the style that it rests on.
fn style_of(style: &[u8], base_length: usize, fonts: &[Face]) -> Option<(Look, usize)> {
    let kind = u16_at(style, 2)?;
    let base = usize::from(kind >> 4);
    let name_length = 2 * usize::from(u16_at(style, base_length)?) + 4;
    let mut at = base_length + name_length;
    // A style of paragraphs has their changes first.
    let mut list = Place::default();
    if kind & 0xf == 1 {
        let length = usize::from(u16_at(style, at)?);
        // The style's own rank stands before its changes.
        list = place(style.get(at + 4..at + 2 + length).unwrap_or_default());
        at += 2 + length;
        at += at % 2;
    }
    let length = usize::from(u16_at(style, at).unwrap_or(0));
    let changes = style.get(at + 2..at + 2 + length).unwrap_or_default();
    let look = Look { place: list, ..Look::default() };
    Some((changed(look, changes, fonts, &[]), base))
}
