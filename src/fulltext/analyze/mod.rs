//! The analyzer: syllables, document numbers and dates.
//!
//! One pass over the normalized text gives every form of every word: the *exact* form
//! (lower case, one tone placement, marks kept) and the *folded* form (no marks). A
//! document number or a date is one more term, a *whole*, over the same place: its
//! parts stay words, so that phrases run through it.
//!
//! There is no word segmentation: on real documents pairs of syllables rank better than
//! the words of a segmenter, and do not fall apart when marks are missing (TECH §2).

mod letter;
mod whole;

use std::ops::Range;

/// A word of the text, with the places of its forms in the [`Lexer`]'s buffers.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// Where it stands in the normalized text.
    pub(super) span: Range<usize>,
    exact: Range<usize>,
    folded: Range<usize>,
    /// The whole that starts with this word.
    pub(super) whole: Option<WholeAt>,
}

/// A document number or a date: where it ends in the normalized text, and its term.
#[derive(Clone, Debug)]
pub(super) struct WholeAt {
    pub(super) end: usize,
    term: Range<usize>,
}

/// The words of a normalized text. Linear; keeps the forms of what it has read, each
/// followed by a space.
#[derive(Debug)]
pub(super) struct Lexer<'t> {
    text: &'t str,
    at: usize,
    /// No whole begins before this offset: it would lie inside another.
    whole_end: usize,
    exact: String,
    folded: String,
    wholes: String,
}

impl<'t> Lexer<'t> {
    /// Starts at the beginning of `text`, which is normalized (see [`crate::text`]).
    pub(super) fn new(text: &'t str) -> Self {
        let buffer = || String::with_capacity(text.len());
        let (exact, folded) = (buffer(), buffer());
        Self { text, at: 0, whole_end: 0, exact, folded, wholes: String::new() }
    }

    /// Returns the exact form of a word.
    pub(super) fn exact(&self, word: &Word) -> &str {
        self.exact.get(word.exact.clone()).unwrap_or_default()
    }

    /// Returns the folded form of a word.
    pub(super) fn folded(&self, word: &Word) -> &str {
        self.folded.get(word.folded.clone()).unwrap_or_default()
    }

    /// Returns the term of a whole.
    pub(super) fn term(&self, whole: &WholeAt) -> &str {
        self.wholes.get(whole.term.clone()).unwrap_or_default()
    }

    /// Reads to the end; returns all forms.
    pub(super) fn finish(mut self) -> Forms {
        while self.word().is_some() {}
        Forms { exact: self.exact, folded: self.folded, wholes: self.wholes }
    }

    /// Reads the next word.
    pub(super) fn word(&mut self) -> Option<Word> {
        let start = self.skip()?;
        let (exact, folded) = (self.exact.len(), self.folded.len());
        let end = self.read_letters(start);
        self.at = end;
        self.move_tone(exact);
        let exact = exact..self.exact.len();
        let folded = folded..self.folded.len();
        self.exact.push(' ');
        self.folded.push(' ');
        let whole = self.whole(start);
        Some(Word { span: start..end, exact, folded, whole })
    }

    /// Returns where the next word begins.
    fn skip(&self) -> Option<usize> {
        let rest = self.text.get(self.at..)?;
        let mut chars = rest.char_indices();
        let first = chars.find(|&(_, c)| {
            c.is_ascii_alphanumeric() || !c.is_ascii() && letter::letter(c).is_some()
        })?;
        Some(self.at + first.0)
    }

    /// Appends the letters from `start` to both forms; returns where they end.
    fn read_letters(&mut self, start: usize) -> usize {
        let start = self.skip_zeros(start);
        let rest = self.text.get(start..).unwrap_or_default();
        for (i, c) in rest.char_indices() {
            if c.is_ascii_alphanumeric() {
                let lower = c.to_ascii_lowercase();
                self.exact.push(lower);
                self.folded.push(lower);
            } else if is_loose_mark(c) {
                // Composes with no letter: part of the word, not of its term.
            } else if let Some(l) = (!c.is_ascii()).then(|| letter::letter(c)).flatten() {
                self.exact.push(l.lower);
                self.folded.push(l.base);
            } else {
                return start + i;
            }
        }
        self.text.len()
    }

    /// Numbers under ten are printed with a zero: 05 is 5 (Decree 30/2020, Appendix I).
    fn skip_zeros(&self, mut at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        while bytes.get(at) == Some(&b'0') && is_digit(at + 1) {
            at += 1;
        }
        at
    }

    /// Gives the word at `from` of the exact forms the one tone placement.
    fn move_tone(&mut self, from: usize) {
        // The tone moves only before a last a, e or y: most words end here.
        if !self.exact.ends_with(['a', 'e', 'y']) {
            return;
        }
        let word = self.exact.get(from..).unwrap_or_default();
        if word.is_ascii() {
            return;
        }
        let moved = crate::text::fold_tone(word);
        self.exact.truncate(from);
        self.exact.push_str(&moved);
    }

    fn whole(&mut self, start: usize) -> Option<WholeAt> {
        let digit = self.text.as_bytes().get(start).is_some_and(u8::is_ascii_digit);
        if !digit || start < self.whole_end {
            return None;
        }
        let whole = whole::at(self.text, start)?;
        self.whole_end = whole.end;
        let term = self.wholes.len()..self.wholes.len() + whole.term.len();
        self.wholes.push_str(&whole.term);
        self.wholes.push(' ');
        Some(WholeAt { end: whole.end, term })
    }
}

/// Returns a small letter without its marks.
pub(super) fn base(c: char) -> Option<char> {
    if c.is_ascii_alphanumeric() {
        return Some(c);
    }
    letter::letter(c).map(|letter| letter.base)
}

fn is_loose_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// All forms of all words of a text, each followed by a space.
#[derive(Debug, Default)]
pub(super) struct Forms {
    pub(super) exact: String,
    pub(super) folded: String,
    pub(super) wholes: String,
}

impl Forms {
    /// Analyzes a text as it comes.
    pub(super) fn of(source: &str) -> Self {
        match crate::text::Normalized::of(source) {
            Some(normal) => Lexer::new(normal.as_str()).finish(),
            None => Lexer::new(source).finish(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn forms(text: &str) -> [String; 3] {
        let forms = Forms::of(text);
        [forms.exact, forms.folded, forms.wholes].map(|s| s.trim_end().to_owned())
    }

    #[test]
    fn a_number_is_one_term_and_its_parts() {
        let [exact, folded, wholes] = forms("Quyết định số 793/QĐ-TTg ngày 10/5/2016");
        assert_eq!(exact, "quyết định số 793 qđ ttg ngày 10 5 2016");
        assert_eq!(folded, "quyet dinh so 793 qd ttg ngay 10 5 2016");
        assert_eq!(wholes, "793/qd-ttg 2016-05-10");
    }

    #[test]
    fn composed_decomposed_and_both_tone_placements_are_equal() {
        let same = |a: &str, b: &str| assert_eq!(forms(a), forms(b));
        same("Quyết định", "Quye\u{302}\u{301}t \u{111}i\u{323}nh");
        same("QÐ–TTg", "QĐ-TTg");
        same("Hoà Bình, Ủy ban", "hòa bình uỷ ban");
        assert_ne!(forms("dương")[0], forms("đường")[0]);
        assert_eq!(forms("dương")[1], forms("đường")[1]);
        assert_eq!(forms("quý")[0], "quý");
    }

    proptest! {
        #[test]
        fn every_word_points_at_its_letters(text in ".{0,60}") {
            let mut lexer = Lexer::new(&text);
            let mut last = 0;
            while let Some(word) = lexer.word() {
                prop_assert!(word.span.start >= last && word.span.end > word.span.start);
                prop_assert!(text.get(word.span.clone()).is_some());
                prop_assert!(!lexer.exact(&word).contains(' '));
                if let Some(whole) = &word.whole {
                    prop_assert!(text.get(word.span.start..whole.end).is_some());
                }
                last = word.span.end;
            }
        }

        #[test]
        fn exact_and_folded_have_as_many_words(text in "[ a-zàảđưỡịỳ0-9/-]{0,60}") {
            let forms = Forms::of(&text);
            let count = |s: &str| s.split_terminator(' ').count();
            prop_assert_eq!(count(&forms.exact), count(&forms.folded));
        }
    }
}
