//! Reading words, digits and spaces at a byte offset of the normalized text.
//!
//! Every function takes the text and an offset and returns the offset behind what it
//! read; an offset that is no boundary reads nothing.

use crate::text::fold_marks;
use crate::text::{
    is_lower, is_upper, is_word, is_word_before, lower, small_ascii, word_len, words_at,
};
use crate::vocab::DocKind;
use std::cell::Cell;

/// Returns the rest of the text from `at`.
pub(super) fn rest(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or_default()
}

/// Returns the character at `at`.
#[inline]
pub(super) fn char_at(text: &str, at: usize) -> Option<char> {
    match *text.as_bytes().get(at)? {
        byte if byte.is_ascii() => Some(byte.into()),
        _ => rest(text, at).chars().next(),
    }
}

/// Returns the character before `at`.
#[inline]
pub(super) fn char_before(text: &str, at: usize) -> Option<char> {
    match *text.as_bytes().get(at.checked_sub(1)?)? {
        byte if byte.is_ascii() => Some(byte.into()),
        _ => text.get(..at)?.chars().next_back(),
    }
}

/// Skips white space and at most one line break: a blank line ends a paragraph.
pub(crate) fn space(text: &str, at: usize) -> usize {
    let mut breaks = 0;
    let mut end = at;
    for &b in text.as_bytes().get(at..).unwrap_or_default() {
        match b {
            b' ' | b'\t' | b'\r' => {}
            b'\n' if breaks == 0 => breaks = 1,
            _ => break,
        }
        end += 1;
    }
    end
}

/// Skips white space backwards, at most one line break; returns the end of what stands
/// before.
pub(super) fn space_back(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut breaks = 0;
    let mut end = at.min(bytes.len());
    while end > 0 {
        match bytes[end - 1] {
            b' ' | b'\t' | b'\r' => {}
            b'\n' if breaks == 0 => breaks = 1,
            _ => break,
        }
        end -= 1;
    }
    end
}

/// Skips white space and commas.
pub(super) fn space_comma(text: &str, at: usize) -> usize {
    let end = space(text, at);
    if char_at(text, end) == Some(',') { space(text, end + 1) } else { end }
}

/// Reads one given character.
pub(super) fn eat(text: &str, at: usize, c: char) -> Option<usize> {
    (char_at(text, at)? == c).then(|| at + c.len_utf8())
}

/// Reads a phrase that is folded by [`crate::text::fold_tone`], up to a word boundary.
#[inline]
pub(super) fn phrase(text: &str, at: usize, folded: &str) -> Option<usize> {
    words_at(text, at, folded)
}

/// Reads a phrase without asking for a boundary after it: glued text ("số31-QĐ/TW").
pub(super) fn phrase_glued(text: &str, at: usize, folded: &str) -> Option<usize> {
    crate::text::starts_with_glued(rest(text, at), folded).map(|n| at + n)
}

/// Reads the longest of several folded phrases.
pub(super) fn any_phrase(text: &str, at: usize, phrases: &[&str]) -> Option<usize> {
    // Nearly all phrases begin with another letter: nothing but that is asked, then.
    let mut longest = None;
    for phrase in phrases {
        longest = words_at(text, at, phrase).max(longest);
    }
    longest
}

/// Returns true if `word` is one of `folded`, words folded by [`crate::text::fold_tone`].
pub(super) fn is_one_of(word: &str, folded: &[&str]) -> bool {
    folded.iter().any(|f| crate::text::starts_with_words(word, f) == Some(word.len()))
}

/// Returns what stands before `words` at the end of `text`, whatever its case; the words
/// are small, and no tone of theirs can move.
#[inline]
pub(super) fn strip_small<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    let (&have, &want) = (text.as_bytes().last()?, words.as_bytes().last()?);
    if may_end(have, want) { strip_letters(text, words) } else { None }
}

/// The last bytes answer most questions. The bytes of a letter with marks and of its capital
/// differ: of them is only asked whether both have some.
#[inline]
fn may_end(have: u8, want: u8) -> bool {
    if have.is_ascii() { have.to_ascii_lowercase() == want } else { !want.is_ascii() }
}

fn strip_letters<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    // A capital is as long as its small letter.
    let at = text.len().checked_sub(words.len())?;
    let (head, tail) = text.split_at_checked(at)?;
    is_small_of(words, tail).then_some(head)
}

/// Compares letters only where the bytes of two texts of one length differ.
fn is_small_of(small: &str, text: &str) -> bool {
    let (want, have) = (small.as_bytes(), text.as_bytes());
    let mut at = 0;
    while let (Some(wanted), Some(byte)) = (want.get(at), have.get(at)) {
        if wanted == byte || byte.to_ascii_lowercase() == *wanted {
            at += 1;
            continue;
        }
        if byte.is_ascii() {
            return false;
        }
        // What was the same before may be a part of the letter.
        while !small.is_char_boundary(at) {
            at -= 1;
        }
        match (char_at(small, at), char_at(text, at)) {
            (Some(wanted), Some(c)) if lower(c) == wanted => at += wanted.len_utf8(),
            _ => return false,
        }
    }
    true
}

/// Reads ASCII digits; returns the end when there is one at least.
pub(super) fn digits(text: &str, at: usize) -> Option<usize> {
    let n = text.as_bytes().get(at..)?.iter().take_while(|b| b.is_ascii_digit()).count();
    (n > 0).then_some(at + n)
}

/// Reads letters and digits.
pub(super) fn word(text: &str, at: usize) -> Option<usize> {
    let len = word_len(rest(text, at));
    (len > 0).then_some(at + len)
}

/// Returns the start of the word that ends at `end`.
pub(super) fn word_back(text: &str, end: usize) -> Option<usize> {
    let mut start = end;
    while let Some(&byte) = start.checked_sub(1).and_then(|i| text.as_bytes().get(i)) {
        start -= match byte {
            _ if small_ascii(byte) != 0 => 1,
            _ if byte.is_ascii() => break,
            _ => match char_before(text, start) {
                Some(c) if is_word(c) => c.len_utf8(),
                _ => break,
            },
        };
    }
    (start < end && text.is_char_boundary(end)).then_some(start)
}

/// Returns where the word before `at` begins, if it is `word`, whose tone cannot move.
pub(super) fn word_before(text: &str, at: usize, word: &str) -> Option<usize> {
    last_words(text.get(..space_back(text, at))?, word)
}

/// Returns true if the word before `at` is one of `words`, whose tones cannot move.
pub(super) fn is_behind(text: &str, at: usize, words: &[&str]) -> bool {
    let head = text.get(..space_back(text, at)).unwrap_or_default();
    // As `last_words`, compiled in place: this is asked at every type word.
    let mut before = words.iter().filter_map(|word| strip_small(head, word));
    before.any(|before| is_start(text, before.len()))
}

/// Returns where the last words of a text begin, if they are `words`.
#[inline]
pub(super) fn last_words(text: &str, words: &str) -> Option<usize> {
    let head = strip_small(text, words)?;
    is_start(text, head.len()).then_some(head.len())
}

/// Returns true if a word may begin at `at`.
pub(super) fn is_start(text: &str, at: usize) -> bool {
    !is_word_before(text, at)
}

/// Returns true if the word at `at` begins with a capital.
pub(super) fn is_capital(text: &str, at: usize) -> bool {
    char_at(text, at).is_some_and(is_upper)
}

/// Reads *số*, with the slips of OCR ("sô", "só") and an optional colon or full stop;
/// returns where the number begins.
pub(super) fn so(text: &str, at: usize) -> Option<usize> {
    let first = text.as_bytes().get(at)?;
    let end = matches!(first, b's' | b'S').then(|| word(text, at)).flatten()?;
    let read = text.get(at..end)?;
    let letters_end = at + read.find(|c: char| c.is_ascii_digit()).unwrap_or(read.len());
    let letters = text.get(at..letters_end)?;
    if !is_so(letters) {
        return None;
    }
    let mut next = space(text, letters_end);
    if let Some(c @ (':' | '.' | ',')) = char_at(text, next) {
        next = space(text, next + c.len_utf8());
    }
    Some(next)
}

/// Returns true for *số* and what scanners make of it.
pub(super) fn is_so(word: &str) -> bool {
    matches!(
        word,
        "số" | "Số"
            | "SỐ"
            | "sô"
            | "Sô"
            | "SÔ"
            | "só"
            | "Só"
            | "sổ"
            | "sồ"
            | "so"
            | "So"
            | "SO"
    )
}

/// No sentence is followed further than this many bytes: a file may be one line of
/// hundreds of megabytes, and every mention asks for its sentence.
pub const LONGEST_SENTENCE: usize = 4000;

/// Returns where the sentence that holds `at` begins, at most 4,000 bytes back.
pub fn sentence_start(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    let stop = at.saturating_sub(LONGEST_SENTENCE);
    last_break(text, stop, at).unwrap_or_else(|| boundary(text, stop))
}

/// Where the sentences of one text begin, asked from the left to the right: the way back to
/// the place asked before is not gone twice.
#[derive(Debug)]
pub(crate) struct Sentences<'t> {
    text: &'t str,
    /// The place asked last, and its answer.
    known: Cell<(usize, usize)>,
}

impl<'t> Sentences<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, known: Cell::default() }
    }

    /// As [`sentence_start`].
    pub(crate) fn start(&self, at: usize) -> usize {
        let (before, start) = self.known.get();
        let near = before <= at && at.saturating_sub(LONGEST_SENTENCE) < start;
        let start = if near {
            last_break(self.text, before, at).unwrap_or(start)
        } else {
            sentence_start(self.text, at)
        };
        self.known.set((at, start));
        start
    }
}

/// Returns where the last sentence begins that begins behind `stop` and before `at`.
fn last_break(text: &str, stop: usize, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut i = at;
    while let Some(mark) = bytes.get(stop..i).and_then(last_mark) {
        i = stop + mark;
        match bytes[i] {
            b'\n' if i > 0 && is_break(text, i) => return Some(i + 1),
            b'.' | b'!' | b'?' if ends_sentence(text, i) => return Some(i + 1),
            _ => {}
        }
    }
    None
}

/// Returns the last place where a sentence may end.
fn last_mark(bytes: &[u8]) -> Option<usize> {
    let mark = memchr::memrchr3(b'\n', b'.', b'!', bytes);
    let tail = bytes.get(mark.unwrap_or(0)..)?;
    memchr::memrchr(b'?', tail).map(|at| mark.unwrap_or(0) + at).or(mark)
}

/// Returns where the sentence that holds `at` ends, at most 4,000 bytes on.
pub fn sentence_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let stop = bytes.len().min(at.saturating_add(LONGEST_SENTENCE));
    let mut i = at;
    while let Some(mark) = bytes.get(i..stop).and_then(first_mark) {
        i += mark;
        match bytes[i] {
            b'\n' if is_break(text, i) => return i,
            b'.' | b'!' | b'?' if ends_sentence(text, i) => return i + 1,
            _ => {}
        }
        i += 1;
    }
    boundary(text, stop.max(at).min(bytes.len()))
}

/// Returns the first place where a sentence may end.
fn first_mark(bytes: &[u8]) -> Option<usize> {
    let mark = memchr::memchr3(b'\n', b'.', b'!', bytes);
    let head = bytes.get(..mark.unwrap_or(bytes.len()))?;
    memchr::memchr(b'?', head).or(mark)
}

/// Returns the next offset at or behind `at` that is no half of a letter.
fn boundary(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&i| text.is_char_boundary(i)).unwrap_or(text.len())
}

/// A line break ends a sentence at a blank line, and where the next line begins with a
/// capital, a number or a dash while this line is finished.
fn is_break(text: &str, at: usize) -> bool {
    let next = space_in_line(text, at + 1);
    let Some(c) = char_at(text, next) else { return true };
    // "…" on a line of its own: something was left out.
    if c == '\n' || c == '…' && char_at(text, next + c.len_utf8()) == Some('\n') {
        return true;
    }
    let before = space_back(text, at);
    let last = char_before(text, before);
    if last == Some('.') && is_initial(text, before - 1) && is_capital(text, next) {
        // "UBND TP.⏎Hồ Chí Minh".
        return false;
    }
    if matches!(last, Some('.' | ';' | ':' | '!' | '?' | '”' | '"' | '…'))
        || opens_block(text, next)
    {
        return true;
    }
    let goes_on = is_lower(c) || matches!(c, '0'..='9' | '(' | '/' | '-');
    // "LUẬT PHÁ SẢN⏎VÀ LUẬT HÒA GIẢI": a list in capitals.
    let listed = || leaves_open(text, before) || phrase(text, next, "và").is_some();
    if goes_on {
        return false;
    }
    let line = line_before(text, at);
    if line.chars().count() >= WIDE || listed() {
        return false;
    }
    !(last.is_some_and(is_lower) && wraps_at_number(text, line, next))
}

/// A line of so many letters is nearly full and goes on; a heading or a list item is short.
const WIDE: usize = 60;

/// The line that ends at `end`, or the end of a wide one.
fn line_before(text: &str, end: usize) -> &str {
    let from = boundary(text, end.saturating_sub(WIDE * char::MAX.len_utf8()));
    let near = text.get(from..end).unwrap_or_default();
    let start = memchr::memrchr(b'\n', near.as_bytes()).map_or(0, |at| at + 1);
    near.get(start..).unwrap_or_default()
}

/// In a narrow column the next line begins with a number: "triển khai hiệu quả⏎Nghị quyết số
/// 35-NQ/TW". Under a headline stands a wider line.
fn wraps_at_number(text: &str, line: &str, next: usize) -> bool {
    let number = || {
        let (_, len) = DocKind::at_start(rest(text, next))?;
        digits(text, so(text, space(text, next + len))?)
    };
    let widest = line.trim_end().chars().count() * 5 / 4;
    let below = || rest(text, next).chars().take(widest + 2).position(|c| c == '\n');
    below().is_some() && number().is_some()
}

/// Recitals and articles begin a sentence, whatever the line before looks like.
fn opens_block(text: &str, at: usize) -> bool {
    // "ăn cứ": a scanner lost the capital.
    match char_at(text, at) {
        Some('ă' | 'Ă') => phrase(text, at, "ăn cứ").is_some(),
        Some('C' | 'T' | 'X') => {
            let openers = ["căn cứ", "theo đề nghị", "xét đề nghị"];
            any_phrase(text, at, &openers).is_some()
        }
        _ => false,
    }
}

/// A line that ends in a preposition or half a verb goes on.
fn leaves_open(text: &str, end: usize) -> bool {
    const OPEN: [&str; 12] = [
        "hiện", "của", "và", "về", "theo", "tại", "số", "bởi", "khai", "với", "cho",
        "hành",
    ];
    let start = word_back(text, end).unwrap_or(end);
    char_before(text, end) == Some(',')
        || is_one_of(text.get(start..end).unwrap_or_default(), &OPEN)
}

/// Skips blanks (no line break) forward.
pub(super) fn space_in_line(text: &str, at: usize) -> usize {
    let blank = |b: &&u8| matches!(b, b' ' | b'\t' | b'\r');
    at + text.as_bytes().get(at..).unwrap_or_default().iter().take_while(blank).count()
}

/// A full stop ends a sentence before white space and a capital, when it stands neither
/// behind an initial ("TP. HCM", "T.Ư") nor inside a number.
fn ends_sentence(text: &str, at: usize) -> bool {
    let next = at + 1;
    let after = space(text, next);
    if after == next {
        return next >= text.len();
    }
    let opener = char_at(text, after);
    !is_initial(text, at) && opener.is_none_or(|c| !is_lower(c))
}

/// The word that ends at the full stop is shortened: *TP.*, *Tx.*, *Q.*
fn is_initial(text: &str, stop: usize) -> bool {
    let start = word_back(text, stop).unwrap_or(stop);
    matches!(
        text.get(start..stop).unwrap_or_default(),
        "TP" | "Tp" | "tp" | "TT" | "Tx" | "TX" | "P" | "Q" | "H" | "T"
    )
}

/// Returns the words of `text` before `end`, nearest first, as (start, end), within
/// one paragraph; only spaces, commas and line wraps lie between them.
pub(super) fn words_back(
    text: &str,
    end: usize,
) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut at = end;
    std::iter::from_fn(move || {
        let stop = space_back(text, at);
        let start = word_back(text, stop)?;
        at = start;
        Some((start, stop))
    })
}

/// Returns the text between two offsets without marks, in lower case.
pub(super) fn folded(text: &str, start: usize, end: usize) -> String {
    fold_marks(text.get(start..end).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_in_all_spellings() {
        for s in ["số 1", "Số: 1", "SỐ 1", "sô 1", "số1", "số : 1"] {
            let at = so(s, 0).unwrap();
            assert_eq!(rest(s, at), "1", "{s}");
        }
        assert_eq!(so("sống", 0), None);
    }

    #[test]
    fn words_are_stripped_in_any_case() {
        for text in ["tại điều", "tại Điều", "TẠI ĐIỀU", "tại ĐiỀu"] {
            let head = strip_small(text, "điều").unwrap();
            assert_eq!(head.len(), "tại ".len(), "{text}");
        }
        for text in ["tại diều", "tại điêu", "tại điểu", "iều", "𐀀iều", ""]
        {
            assert_eq!(strip_small(text, "điều"), None, "{text}");
        }
        assert_eq!(word_before("kể từ Ngày ", 16, "ngày"), Some(10));
        assert_eq!(word_before("hằngngày ", 12, "ngày"), None);
    }

    #[test]
    fn sentences_end_at_stops_and_blank_lines() {
        let text = "Một câu ở TP. HCM số 1.234 đồng. Câu hai\nxuống dòng.\n\nBa";
        let at = text.find("hai").unwrap();
        let (a, b) = (sentence_start(text, at), sentence_end(text, at));
        assert_eq!(text.get(a..b).unwrap().trim(), "Câu hai\nxuống dòng.");
        let far = format!("{text}\n\n{}{text}", "Dài ".repeat(1500));
        let sentences = Sentences::new(&far);
        for at in (0..far.len()).step_by(7).chain([300, 300, 20, far.len()]) {
            assert_eq!(sentences.start(at), sentence_start(&far, at), "{at}");
        }
    }
}
