//! Normalization with the way back.

use super::Span;
use super::breaks::page_breaks;
use icu_normalizer::properties::{
    CanonicalCompositionBorrowed, CanonicalDecompositionBorrowed, Decomposed,
};

/// A normalized copy of a text and the list of places where it differs.
#[derive(Clone, Debug)]
pub struct Normalized {
    text: String,
    edits: Vec<Edit>,
}

/// One place where `normal[n.start..n.end]` came from other bytes of the source.
/// Between edits the two texts are the same.
#[derive(Clone, Copy, Debug)]
struct Edit {
    normal: Span,
    source: Span,
}

impl Normalized {
    /// Normalizes `source`; `None` when it is normal already.
    pub fn of(source: &str) -> Option<Self> {
        let mut out = Builder::new(source);
        let mut at = 0;
        for (start, end) in page_breaks(source) {
            out.letters(at, start);
            out.edit(start, end, if start == 0 { "" } else { "\n" });
            at = end;
        }
        out.letters(at, source.len());
        out.finish()
    }

    /// Makes a changed copy of a text from what it became and the places that differ, in
    /// order: the bytes of `text` and the bytes they came from.
    pub(super) fn from_edits(text: String, edits: &[(Span, Span)]) -> Self {
        let edits = edits.iter().map(|&(normal, source)| Edit { normal, source });
        Self { text, edits: edits.collect() }
    }

    /// Returns the normalized text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Translates a span of the source, made by [`Normalized::to_source`], back.
    pub fn to_normal(&self, span: Span) -> Span {
        let at = |offset| normal_of(&self.edits, offset);
        Span { start: at(span.start), end: at(span.end) }
    }

    /// Translates a span of the normalized text into a span of the source.
    pub fn to_source(&self, span: Span) -> Span {
        Span { start: start_of(&self.edits, span.start), end: self.end(span.end) }
    }

    fn end(&self, at: u32) -> u32 {
        let n = self.edits.partition_point(|e| e.normal.start < at);
        let Some(edit) = n.checked_sub(1).map(|i| self.edits[i]) else { return at };
        if at <= edit.normal.end {
            return edit.source.end;
        }
        edit.source.end + (at - edit.normal.end)
    }
}

/// Translates an offset of the source; inside an edit it goes to the edit's start.
fn normal_of(edits: &[Edit], at: u32) -> u32 {
    let n = edits.partition_point(|e| e.source.start <= at);
    let Some(edit) = n.checked_sub(1).map(|i| edits[i]) else { return at };
    if at < edit.source.end {
        return edit.normal.start;
    }
    edit.normal.end + (at - edit.source.end)
}

/// Translates the start of a span: after what was dropped there.
fn start_of(edits: &[Edit], at: u32) -> u32 {
    let n = edits.partition_point(|e| e.normal.start <= at);
    let Some(edit) = n.checked_sub(1).map(|i| edits[i]) else { return at };
    if at < edit.normal.end {
        return edit.source.start;
    }
    edit.source.end + (at - edit.normal.end)
}

struct Builder<'s> {
    source: &'s str,
    text: String,
    edits: Vec<Edit>,
    copied: usize,
    compose: CanonicalCompositionBorrowed<'static>,
}

impl<'s> Builder<'s> {
    fn new(source: &'s str) -> Self {
        let compose = CanonicalCompositionBorrowed::new();
        Self { source, text: String::new(), edits: Vec::new(), copied: 0, compose }
    }

    /// Handles the suspect characters between two offsets.
    fn letters(&mut self, from: usize, to: usize) {
        let bytes = self.source.as_bytes().get(..to).unwrap_or_default();
        let mut at = from;
        while let Some(found) = next_suspect(bytes, at) {
            at = self.step(found);
        }
    }

    /// Handles the suspect character at `at`; returns where to look on.
    fn step(&mut self, at: usize) -> usize {
        let Some(c) = self.source.get(at..).and_then(|s| s.chars().next()) else {
            return at + 1;
        };
        if is_mark(c) {
            return self.cluster(at);
        }
        let end = at + c.len_utf8();
        match replacement(c) {
            Some(new) => self.edit(at, end, new),
            None => return end,
        }
        end
    }

    /// Composes the marks at `at` with the letter before them.
    fn cluster(&mut self, at: usize) -> usize {
        self.copy_to(at);
        // A letter that an edit produced (Cyrillic а, Eth) composes too: its edit grows.
        let base = self.text.chars().next_back().filter(|c| c.is_alphabetic());
        let Some(base) = base else { return self.keep_mark(at) };
        let (letter, end) = self.composed(base, at);
        if end == at {
            return self.keep_mark(at);
        }
        let normal_start = self.text.len() - base.len_utf8();
        let source_start =
            start_of(&self.edits, Span::new(normal_start, 0).start) as usize;
        while self.edits.last().is_some_and(|e| e.normal.end as usize > normal_start) {
            self.edits.pop();
        }
        self.text.truncate(normal_start);
        self.text.push(letter);
        self.push_edit(normal_start, source_start, end);
        self.copied = end;
        end
    }

    /// Composes as many marks as go; returns the letter and where the rest begins.
    fn composed(&self, base: char, at: usize) -> (char, usize) {
        let mut letter = base;
        let mut end = at;
        for mark in self.source.get(at..).unwrap_or_default().chars() {
            let composed = is_mark(mark).then(|| self.compose(letter, mark)).flatten();
            let Some(c) = composed else { break };
            letter = c;
            end += mark.len_utf8();
        }
        (letter, end)
    }

    /// Composes a letter and a mark. The dot below comes before the marks above in
    /// canonical order, but windows-1258 and many keyboards write `ê` and the dot.
    fn compose(&self, letter: char, mark: char) -> Option<char> {
        let direct = self.compose.compose(letter, mark);
        if direct.is_some() || mark != '\u{323}' {
            return direct;
        }
        let decomposed = CanonicalDecompositionBorrowed::new().decompose(letter);
        let Decomposed::Expansion(base, above) = decomposed else { return None };
        self.compose.compose(self.compose.compose(base, mark)?, above)
    }

    /// A mark with no letter before it stays as it is.
    fn keep_mark(&self, at: usize) -> usize {
        let len = self.source.get(at..).and_then(|s| s.chars().next());
        at + len.map_or(1, char::len_utf8)
    }

    fn edit(&mut self, at: usize, end: usize, new: &str) {
        self.copy_to(at);
        let start = self.text.len();
        self.text.push_str(new);
        self.push_edit(start, at, end);
        self.copied = end;
    }

    fn push_edit(&mut self, normal: usize, source: usize, end: usize) {
        let normal = Span::new(normal, self.text.len());
        self.edits.push(Edit { normal, source: Span::new(source, end) });
    }

    fn copy_to(&mut self, at: usize) {
        if self.copied == 0 {
            // Most texts need no copy, and get none.
            self.text.reserve(self.source.len());
        }
        self.text.push_str(self.source.get(self.copied..at).unwrap_or_default());
        self.copied = at;
    }

    fn finish(mut self) -> Option<Normalized> {
        if self.edits.is_empty() {
            return None;
        }
        self.copy_to(self.source.len());
        Some(Normalized { text: self.text, edits: self.edits })
    }
}

/// Returns the next byte at or after `from` that may start a character to change.
///
/// Most blocks hold none, so a block is first asked as a whole, without branches, in a
/// loop that the compiler turns into SIMD.
fn next_suspect(bytes: &[u8], from: usize) -> Option<usize> {
    const BLOCK: usize = 64;
    let mut at = from;
    while at + BLOCK < bytes.len() {
        let (firsts, seconds) = (&bytes[at..at + BLOCK], &bytes[at + 1..=at + BLOCK]);
        let any =
            firsts.iter().zip(seconds).fold(false, |any, (&a, &b)| any | may_be(a, b));
        if any && let Some(i) = (at..at + BLOCK).find(|&i| is_suspect(bytes, i)) {
            return Some(i);
        }
        at += BLOCK;
    }
    (at..bytes.len()).find(|&i| is_suspect(bytes, i))
}

/// Two bytes that may lead a character to change: no-break space and soft hyphen (C2),
/// Eth (C3, C6), combining marks, Greek and Cyrillic (CC–D1), dashes and spaces (E2),
/// full width (E3, EF). Looser than [`is_suspect`], and without branches.
#[expect(clippy::needless_bitwise_bool, reason = "without branches it runs on vectors")]
fn may_be(a: u8, b: u8) -> bool {
    (a == 0xC2) & ((b == 0xA0) | (b == 0xAD))
        | (a == 0xC3) & ((b == 0x90) | (b == 0xB0))
        | (a == 0xC6) & (b == 0x89)
        | (0xC9..=0xD1).contains(&a)
        | (a == 0xE2) & ((b == 0x80) | (b == 0x81) | (b == 0x88))
        | (a == 0xE3)
        | (a == 0xEF)
}

fn is_suspect(bytes: &[u8], i: usize) -> bool {
    let next = |k: usize| bytes.get(i + k).copied().unwrap_or(0);
    match bytes[i] {
        0xC2 => matches!(next(1), 0xA0 | 0xAD),
        0xC3 => matches!(next(1), 0x90 | 0xB0),
        0xC6 => matches!(next(1), 0x89),
        0xC9 => next(1) == 0x96,
        0xCC..=0xD1 => true,
        0xE2 => match next(1) {
            0x80 => next(2) < 0x96 || matches!(next(2), 0x9F | 0xAF),
            0x81 => matches!(next(2), 0x84 | 0x9F | 0xA0),
            0x88 => matches!(next(2), 0x92 | 0x95),
            _ => false,
        },
        0xE3 => next(1) == 0x80 && next(2) == 0x80,
        0xEF => matches!(next(1), 0xBB..=0xBD),
        _ => false,
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Returns what a character is replaced with, if it is.
fn replacement(c: char) -> Option<&'static str> {
    Some(match c {
        'Ð' | 'Ɖ' => "Đ",
        'ð' | 'ɖ' => "đ",
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => " ",
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => "",
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}' => "-",
        '\u{2044}' | '\u{2215}' | '\u{ff0f}' => "/",
        // Some fonts open quotations with it.
        '\u{201f}' => "“",
        _ => return look_alike(c),
    })
}

/// Returns the Latin letter that a Greek, Cyrillic or full-width one looks like.
fn look_alike(c: char) -> Option<&'static str> {
    const LATIN: &str = "0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    Some(match c {
        'А' | 'Α' => "A",
        'В' | 'Β' => "B",
        'С' => "C",
        'Е' | 'Ε' => "E",
        'Н' | 'Η' => "H",
        'І' | 'Ι' => "I",
        'К' | 'Κ' => "K",
        'М' | 'Μ' => "M",
        'Ν' => "N",
        'О' | 'Ο' => "O",
        'Р' | 'Ρ' => "P",
        'Ѕ' => "S",
        'Т' | 'Τ' => "T",
        'Х' | 'Χ' => "X",
        'У' | 'Υ' => "Y",
        'Ζ' => "Z",
        'а' => "a",
        'с' => "c",
        'е' => "e",
        'і' => "i",
        'о' | 'ο' => "o",
        'р' => "p",
        'х' => "x",
        'у' => "y",
        '\u{ff10}'..='\u{ff3a}' => {
            let i = c as usize - 0xff10;
            LATIN.get(i..=i)?
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normal(s: &str) -> String {
        Normalized::of(s).map_or_else(|| s.to_owned(), |n| n.text)
    }

    #[test]
    fn plain_vietnamese_is_not_copied() {
        assert!(Normalized::of("Quyết định số 793/QĐ-TTg “về việc” ư ơ ă â …").is_none());
    }

    #[test]
    fn test_vectors() {
        let p = normal;
        assert_eq!(p("Quye\u{302}\u{301}t \u{111}i\u{323}nh"), "Quyết định");
        assert_eq!(p("Quyê\u{301}t đi\u{323}nh"), "Quyết định");
        assert_eq!(p("QÐ-TTg"), "QĐ-TTg");
        assert_eq!(p("QĐ–TTg"), "QĐ-TTg");
        assert_eq!(p("QĐ‑TTg"), "QĐ-TTg");
        assert_eq!(p("số\u{a0}793"), "số 793");
        assert_eq!(p("7\u{200b}93"), "793");
        assert_eq!(p("ТТ-ВТС"), "TT-BTC");
        assert_eq!(p("７９３／QĐ"), "793/QĐ");
        assert_eq!(p("\u{feff}Số"), "Số");
        assert_eq!(p("như sau: ‟Điều 13.”"), "như sau: “Điều 13.”");
    }

    #[test]
    fn spans_go_back_over_dropped_and_composed_characters() {
        let source = "\u{feff}Quye\u{302}\u{301}t\u{200b} đi\u{323}nh";
        let n = Normalized::of(source).unwrap();
        let word = n.text.find("Quyết").unwrap();
        let span = n.to_source(Span::new(word, word + "Quyết".len()));
        assert_eq!(source.get(span.range()).unwrap(), "Quye\u{302}\u{301}t");
    }
}
