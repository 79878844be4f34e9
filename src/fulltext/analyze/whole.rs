//! Document numbers and dates: several words that are one term.

use crate::ident::Date;

/// A document number or a date at some place of a text.
#[derive(Debug)]
pub(super) struct Whole {
    /// One past its last byte.
    pub(super) end: usize,
    /// Its term: `793/qd-ttg`, `2016-05-10`.
    pub(super) term: String,
}

/// Returns the number or the date that starts at the digit `at` of `text`.
pub(super) fn at(text: &str, at: usize) -> Option<Whole> {
    let bytes = text.as_bytes();
    let digits = digits_end(bytes, at) - at;
    let next = bytes.get(at + digits).copied()?;
    match next {
        b'/' | b'-' | b'.' => date(text, at).or_else(|| number(text, at, at + digits)),
        b' ' | b'\n' | b'\r' if digits <= 2 => date_in_words(text, at, at + digits),
        b'a'..=b'z' | b'A'..=b'Z' => number(text, at, at + digits),
        _ => None,
    }
}

fn digits_end(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(u8::is_ascii_digit) {
        at += 1;
    }
    at
}

/// `10/5/2016`, `10-05-2016`, `10.5.2016`, `2016-05-10`, `5/2016`.
fn date(text: &str, at: usize) -> Option<Whole> {
    let bytes = text.as_bytes();
    let mut end = digits_end(bytes, at);
    let separator = *bytes.get(end)?;
    for _ in 0..2 {
        let next = digits_end(bytes, end + 1);
        if bytes.get(end) != Some(&separator) || next == end + 1 {
            break;
        }
        end = next;
    }
    if end - at > "10-05-2016".len() || joined(text, end) {
        return None;
    }
    let date: Date = text.get(at..end)?.parse().ok().filter(|&date| plausible(date))?;
    // 2016-05 may be a span of numbers and 5.2016 a decimal: only 5/2016 is a month.
    let month = date.day().is_none();
    let sound = if month { separator == b'/' } else { date.month().is_some() };
    sound.then(|| Whole { end, term: date.to_string() })
}

/// True when a letter, a digit or a further part of a number follows.
fn joined(text: &str, end: usize) -> bool {
    let mut rest = text.get(end..).unwrap_or_default().chars();
    match rest.next() {
        Some('/' | '-') => rest.next().is_some_and(char::is_alphanumeric),
        next => next.is_some_and(char::is_alphanumeric),
    }
}

fn plausible(date: Date) -> bool {
    (1900..2200).contains(&date.year())
}

/// `10 tháng 5 năm 2016`, with `at..day_end` the day; also `5 năm 2016` after `tháng`.
fn date_in_words(text: &str, at: usize, day_end: usize) -> Option<Whole> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u16>().ok();
    let first = number(at, day_end)?;
    if let Some((month, end)) = number_after(text, day_end, "tháng") {
        let (year, end) = number_after(text, end, "năm")?;
        let date = Date::new(year, u8::try_from(month).ok()?, u8::try_from(first).ok()?);
        let date = date.filter(|&date| plausible(date))?;
        return Some(Whole { end, term: date.to_string() });
    }
    let (year, end) = number_after(text, day_end, "năm")?;
    let before = text.get(..at)?.trim_end();
    let cut = before.len().checked_sub("háng".len())?;
    if before.get(cut..) != Some("háng") {
        return None;
    }
    let date = Date::year_month(year, u8::try_from(first).ok()?)
        .filter(|&date| plausible(date))?;
    Some(Whole { end, term: date.to_string() })
}

/// Reads white space, `word`, white space, digits; returns the digits and their end.
fn number_after(text: &str, at: usize, word: &str) -> Option<(u16, usize)> {
    let rest = text.get(at..)?;
    let from_word = rest.trim_start();
    let after = from_word.strip_prefix(word)?;
    let from_digits = after.trim_start();
    if from_word.len() == rest.len() || from_digits.len() == after.len() {
        return None;
    }
    let start = text.len() - from_digits.len();
    let end = digits_end(text.as_bytes(), start);
    Some((text.get(start..end)?.parse().ok()?, end))
}

/// `793/QĐ-TTg`, `15/2020/NĐ-CP`, `48-CT/TW`, `30a/2008/NQ-CP`, `19/KH-BCĐ138/CP`.
///
/// The term has no leading zeros, no marks and one kind of separator, for the sources
/// differ in all three: `05/QĐ-TTg` and `5-QĐ/TTG` are the same number.
fn number(text: &str, at: usize, digits: usize) -> Option<Whole> {
    const LONGEST_SERIAL: usize = 6;
    let serial_end = serial_end(text.as_bytes(), digits);
    if serial_end - at > LONGEST_SERIAL {
        return None;
    }
    let slash = text.get(serial_end..)?.starts_with('/');
    let mut parts = Parts { text, at: serial_end };
    let mut term = serial(text.get(at..serial_end)?);
    let (mut end, mut symbol, mut separator) = (serial_end, false, '/');
    while let Some(part) = parts.next() {
        symbol |= is_symbol(part, slash);
        term.push(separator);
        term.extend(part.chars().filter_map(super::letter::letter).map(|l| l.base));
        (end, separator) = (parts.at, '-');
    }
    symbol.then_some(Whole { end, term })
}

/// `30a`, `66.22`: a letter or a sub-series belongs to the serial.
fn serial_end(bytes: &[u8], digits: usize) -> usize {
    let follows = |at: usize| matches!(bytes.get(at), Some(b'/' | b'-'));
    match bytes.get(digits) {
        Some(b'.') if follows(digits_end(bytes, digits + 1)) => {
            digits_end(bytes, digits + 1)
        }
        Some(b) if b.is_ascii_alphabetic() && follows(digits + 1) => digits + 1,
        _ => digits,
    }
}

fn serial(written: &str) -> String {
    let bare = written.trim_start_matches('0');
    let serial = if bare.starts_with(|c: char| c.is_ascii_digit()) { bare } else { "0" };
    serial.to_lowercase()
}

/// A part of a symbol starts with a capital; after a slash small letters are a person
/// typing (`793/qd-ttg`), after a hyphen they are a word (`12-tháng`).
fn is_symbol(part: &str, slash: bool) -> bool {
    part.starts_with(|c: char| c.is_alphabetic() && (slash || c.is_uppercase()))
}

/// The parts behind a serial; `&` joins (`BNN&PTNT`), one blank or line break beside a
/// separator is noise of line wraps and of typing.
struct Parts<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Iterator for Parts<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let rest = self.text.get(self.at..)?;
        let behind = rest.strip_prefix(['/', '-'])?;
        let tight = behind.strip_prefix(['\n', ' ']).unwrap_or(behind);
        let wrapped = tight.len() < behind.len();
        let is_part = |c: char| c.is_alphanumeric() || c == '&';
        let len = tight.find(|c| !is_part(c)).unwrap_or(tight.len());
        let part = tight.get(..len).filter(|p| !p.is_empty())?;
        // Behind a blank only capitals go on: "793/ QĐ-TTg", not "24/7 - một".
        let capitals =
            part.chars().take(2).all(|c| c.is_uppercase() || c.is_ascii_digit());
        if wrapped && !(capitals && part.starts_with(char::is_uppercase)) {
            return None;
        }
        self.at = self.text.len() - tight.len() + len;
        Some(part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str) -> String {
        let start = text.find(|c: char| c.is_ascii_digit()).unwrap();
        at(text, start).map_or_else(String::new, |w| w.term)
    }

    #[test]
    fn numbers_are_one_term_whatever_the_spelling() {
        for (text, term) in [
            ("793/QĐ-TTg", "793/qd-ttg"),
            ("793/qd-ttg", "793/qd-ttg"),
            ("793/QĐ-\nTTg.", "793/qd-ttg"),
            ("793/ QĐ-TTg", "793/qd-ttg"),
            ("0793/QĐ-TTG", "793/qd-ttg"),
            ("15/2020/NĐ-CP ngày", "15/2020-nd-cp"),
            ("48-CT/TW", "48/ct-tw"),
            ("30a/2008/NQ-CP", "30a/2008-nq-cp"),
            ("66.22/2026/NQ-CP", "66.22/2026-nq-cp"),
            ("19/KH-BCĐ138/CP", "19/kh-bcd138-cp"),
            ("13/2014/TT-BNN&PTNT", "13/2014-tt-bnnptnt"),
            ("60-CP", "60/cp"),
            ("66/2011/QH12,", "66/2011-qh12"),
        ] {
            assert_eq!(whole(text), term, "{text}");
        }
    }

    #[test]
    fn dates_are_one_term_whatever_the_spelling() {
        for (text, term) in [
            ("10/5/2016", "2016-05-10"),
            ("10-05-2016,", "2016-05-10"),
            ("10.5.2016", "2016-05-10"),
            ("2016-05-10", "2016-05-10"),
            ("10 tháng 5 năm 2016", "2016-05-10"),
            ("10 tháng\n5 năm 2016", "2016-05-10"),
            ("5/2016", "2016-05"),
            ("tháng 5 năm 2016", "2016-05"),
        ] {
            assert_eq!(whole(text), term, "{text}");
        }
    }

    #[test]
    fn other_figures_are_plain_words() {
        for text in [
            "24/7",
            "2021-2025",
            "12-tháng",
            "1.500.000",
            "30/02/2016",
            "3,5",
            "5 năm",
            "10/5/2016/abc/",
            "24/24h",
            "10 - một",
        ] {
            let term = whole(text);
            assert!(term.is_empty() || text.contains("abc"), "{text}: {term}");
        }
    }
}
