//! A piece of text that shows why a document matches.

mod needle;

use super::Expr;
use crate::text::{Span, Text};
use needle::{Match, Needles};

/// A piece of a text with what matched.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Snippet {
    /// The piece on one line; `…` stands for what is left out before and after.
    pub text: String,
    /// What matched, in bytes of `text`, in order, not overlapping: a phrase is one
    /// span, a document number is one span.
    pub highlights: Vec<Span>,
    /// Where the piece stands, in bytes of the source.
    pub source: Span,
}

/// How many bytes of the source a snippet shows; a syllable is about five.
const WIDTH: usize = 280;
/// How many of them may stand before the first match.
const LEAD: usize = 70;

/// Returns the piece of `text` that shows most of what `expr` asks for, the first of
/// equals; the beginning of the text when nothing in it matches.
///
/// Marks what matched: phrases as a whole, numbers in any spelling, words by the rule of
/// marks. Linear in the text.
pub fn snippet(text: &str, expr: &Expr) -> Snippet {
    snippet_with(text, expr, None)
}

/// As [`snippet`], with a quote from the text as one more match: the words in which a
/// document cites another.
pub fn snippet_with(text: &str, expr: &Expr, quote: Option<Span>) -> Snippet {
    let Ok(text) = Text::try_new(text) else { return Snippet::default() };
    let needles = Needles::of(expr);
    let mut matches = needles.find(&text);
    let quote = quote.filter(|span| text.source().get(span.range()).is_some());
    if let Some(span) = quote {
        const WORDS: usize = 3;
        matches.push(Match { span, part: needles.parts(), words: WORDS });
        matches.sort_unstable();
    }
    let window = window(text.source(), &matches);
    render(text.source(), window, &matches)
}

/// Chooses the piece to show.
fn window(source: &str, matches: &[Match]) -> Span {
    let best = best(matches);
    let first = best.map_or(0, |m| m.span.start as usize);
    let start = start(source, first);
    let least = best.map_or(0, |m| m.span.end as usize);
    let end = end(source, (start + WIDTH).max(least));
    Span::new(start, end)
}

/// Returns the match from which on a window shows most: different parts count most, and
/// longer runs more than single words.
fn best(matches: &[Match]) -> Option<Match> {
    let mut best: Option<(usize, Match)> = None;
    let mut shown = Shown::default();
    let mut next = 0;
    for (i, first) in matches.iter().enumerate() {
        while matches.get(next).is_some_and(|m| fits(first, m)) {
            shown.add(&matches[next]);
            next += 1;
        }
        if best.is_none_or(|(value, _)| shown.value > value) {
            best = Some((shown.value, *first));
        }
        if next > i {
            shown.remove(first);
        } else {
            next = i + 1;
        }
    }
    best.map(|(_, m)| m)
}

fn fits(first: &Match, other: &Match) -> bool {
    other.span.end as usize <= first.span.start as usize + WIDTH - LEAD
}

/// What a window shows, counted while it slides.
#[derive(Default)]
struct Shown {
    parts: std::collections::BTreeMap<usize, usize>,
    value: usize,
}

impl Shown {
    const NEW_PART: usize = 10;

    fn add(&mut self, m: &Match) {
        let count = self.parts.entry(m.part).or_default();
        *count += 1;
        self.value += m.words + if *count == 1 { Self::NEW_PART } else { 0 };
    }

    fn remove(&mut self, m: &Match) {
        let Some(count) = self.parts.get_mut(&m.part) else { return };
        *count -= 1;
        self.value -= m.words + if *count == 0 { Self::NEW_PART } else { 0 };
    }
}

/// Returns where to begin so that `first` is shown with some words before it: after a
/// line break when there is one, else at a word.
fn start(source: &str, first: usize) -> usize {
    let from = floor(source, first.saturating_sub(LEAD));
    if from == 0 {
        return 0;
    }
    let before = source.get(from..first).unwrap_or_default();
    let cut = before.rfind('\n').or_else(|| before.find(char::is_whitespace));
    cut.map_or(first, |at| from + at + 1)
}

/// Returns where to end at or before `at`: behind a word.
fn end(source: &str, at: usize) -> usize {
    let at = floor(source, at.min(source.len()));
    if at == source.len() {
        return at;
    }
    let back = floor(source, at.saturating_sub(40));
    let tail = source.get(back..at).unwrap_or_default();
    match tail.rfind(char::is_whitespace) {
        Some(cut) => back + cut,
        None => at,
    }
}

fn floor(source: &str, mut at: usize) -> usize {
    while !source.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Writes the window on one line and moves the matches along.
fn render(source: &str, window: Span, matches: &[Match]) -> Snippet {
    let mut line = Line::default();
    if window.start > 0 {
        line.text.push('…');
    }
    let marks = joined(matches, window);
    let mut at = window.start as usize;
    for mark in marks {
        line.push(source.get(at..mark.start as usize).unwrap_or_default());
        line.mark(source.get(mark.range()).unwrap_or_default());
        at = mark.end as usize;
    }
    line.push(source.get(at..window.end as usize).unwrap_or_default());
    let kept = line.text.trim_end().len();
    line.text.truncate(kept);
    if (window.end as usize) < source.trim_end().len() {
        line.text.push('…');
    }
    Snippet { text: line.text, highlights: line.highlights, source: window }
}

/// Returns the matches inside the window, those that overlap as one.
fn joined(matches: &[Match], window: Span) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for m in matches.iter().filter(|m| window.contains(m.span) && !m.span.is_empty()) {
        match out.last_mut() {
            Some(last) if last.overlaps(m.span) => last.end = last.end.max(m.span.end),
            _ => out.push(m.span),
        }
    }
    out
}

/// A line in the making: every run of white space is one space, controls are dropped.
#[derive(Default)]
struct Line {
    text: String,
    highlights: Vec<Span>,
}

impl Line {
    fn push(&mut self, piece: &str) {
        for c in piece.chars() {
            if c.is_whitespace() {
                if !self.text.is_empty() && !self.text.ends_with([' ', '…']) {
                    self.text.push(' ');
                }
            } else if !c.is_control() {
                self.text.push(c);
            }
        }
    }

    fn mark(&mut self, piece: &str) {
        let start = self.text.len();
        self.push(piece);
        self.highlights.push(Span::new(start, self.text.len()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Shows highlights as `⟦…⟧`.
    fn shown(text: &str, expr: &Expr) -> String {
        let snippet = snippet(text, expr);
        let mut out = String::new();
        let mut at = 0;
        for span in &snippet.highlights {
            out += snippet.text.get(at..span.start as usize).unwrap();
            out += "⟦";
            out += snippet.text.get(span.range()).unwrap();
            out += "⟧";
            at = span.end as usize;
        }
        out + snippet.text.get(at..).unwrap()
    }

    fn words(s: &str) -> Expr {
        Expr::Words(s.into())
    }

    fn phrase(s: &str) -> Expr {
        Expr::Phrase(s.into())
    }

    #[test]
    fn a_phrase_is_marked_as_a_phrase() {
        let text = "phòng, chống mua\nbán người trên địa bàn";
        let want = "phòng, chống ⟦mua bán người⟧ trên địa bàn";
        assert_eq!(shown(text, &phrase("mua bán người")), want);
        assert_eq!(shown(text, &phrase("mua ban nguoi")), want);
        assert_eq!(shown(text, &phrase("mua bàn người")), text.replace('\n', " "));
    }

    #[test]
    fn marks_that_were_typed_count() {
        let text = "con đường Dương Nội";
        assert_eq!(shown(text, &words("dương")), "con đường ⟦Dương⟧ Nội");
        assert_eq!(shown(text, &words("duong")), "con ⟦đường⟧ ⟦Dương⟧ Nội");
    }

    #[test]
    fn numbers_and_dates_are_marked_whole_in_any_spelling() {
        let text = "số 793/QĐ-TTg, ngày 10 tháng 5 năm 2016; số 793 /QĐ - TTg";
        assert_eq!(
            shown(text, &words("793/qd-ttg 10/5/2016")),
            "số ⟦793/QĐ-TTg⟧, ngày ⟦10 tháng 5 năm 2016⟧; số ⟦793 /QĐ - TTg⟧"
        );
    }

    #[test]
    fn decomposed_text_is_marked_at_its_own_offsets() {
        let text = "Quye\u{302}\u{301}t đi\u{323}nh này";
        assert_eq!(shown(text, &words("quyết")), "⟦Quye\u{302}\u{301}t⟧ đi\u{323}nh này");
    }

    #[test]
    fn the_window_shows_most_parts() {
        let text = format!("mua {} bán mua người {}", "x ".repeat(400), "y ".repeat(400));
        let shown = shown(&text, &words("mua bán người"));
        assert!(shown.starts_with('…') && shown.ends_with('…'), "{shown}");
        assert!(shown.contains("⟦bán⟧ ⟦mua⟧ ⟦người⟧"), "{shown}");
    }

    proptest! {
        #[test]
        fn highlights_are_in_order_and_inside(
            text in "(mua|bán|người|ban|793/QĐ-TTg|[ \n,]|\u{301}|ệ|👍|\u{0}){0,80}",
            query in "(mua|ban|nguoi|793/qd-ttg| ){0,6}",
            as_phrase: bool,
        ) {
            let expr = if as_phrase { phrase(&query) } else { words(&query) };
            let snippet = snippet(&text, &expr);
            let mut last = 0;
            for span in &snippet.highlights {
                prop_assert!(span.start >= last && !span.is_empty());
                prop_assert!(snippet.text.get(span.range()).is_some());
                last = span.end;
            }
            prop_assert!(!snippet.text.contains('\n'));
            prop_assert!(text.get(snippet.source.range()).is_some());
        }
    }
}
