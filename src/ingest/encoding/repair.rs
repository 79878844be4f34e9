//! Finding and undoing wrong readings, paragraph by paragraph: old Word files mix fonts,
//! and pages quote each other.

use super::legacy::{Legacy, upper};
use super::syllable::is_syllable;
use crate::text::Span;
use std::fmt::Write as _;

/// A text with its wrong readings undone.
#[derive(Debug)]
pub(in crate::ingest) struct Repaired {
    /// The text.
    pub(in crate::ingest) text: String,
    /// Where it differs: bytes of `text`, and the bytes they came from.
    pub(in crate::ingest) edits: Vec<(Span, Span)>,
    /// Says what was undone, and in how many paragraphs.
    pub(in crate::ingest) note: String,
}

/// A reading is right when this share of the words in question become syllables…
const ENOUGH: f64 = 0.85;
/// …and that many more than before.
const GAIN: f64 = 0.3;
/// A paragraph with that many such words decides for itself; others follow the text.
const WORDS: u32 = 5;

/// Undoes wrong readings; `None` when there are none. Fast on what needs no repair.
pub(in crate::ingest) fn repair(text: &str) -> Option<Repaired> {
    // VISCII gives every sign a letter, so it is only looked for in files of bytes.
    if is_suspect(text) { repair_as(text, &Legacy::MET_IN_TEXT) } else { None }
}

/// Undoes wrong readings in a text that is likely to have them.
pub(super) fn repair_as(text: &str, legacies: &[Legacy]) -> Option<Repaired> {
    let of = |line| Line::new(line, legacies);
    let lines: Vec<Line<'_>> = text.split_inclusive('\n').map(of).collect();
    let mut out = Output::default();
    let mut counts = [0; Legacy::ALL.len()];
    for (line, reading) in lines.iter().zip(readings(&lines)) {
        match reading {
            Reading::As(legacy) => {
                counts[legacy as usize] += 1;
                out.convert(line.text, legacy);
            }
            Reading::Right | Reading::Unclear => out.copy(line.text),
        }
    }
    Some(Repaired { text: out.text, edits: out.edits, note: note(&counts)? })
}

/// Decides for each line how it is to be read: the long ones by themselves, the others
/// as the one before, or the one after, or the whole.
fn readings(lines: &[Line<'_>]) -> Vec<Reading> {
    let mut whole = Scores::default();
    for line in lines {
        whole.add(&line.scores);
    }
    let own: Vec<Reading> = lines.iter().map(Line::reading).collect();
    let first = own.iter().find(|r| **r != Reading::Unclear).copied();
    let mut near = first.unwrap_or_else(|| whole.best(1));
    let decide = |(line, own): (&Line<'_>, Reading)| {
        if own != Reading::Unclear {
            near = own;
            return own;
        }
        if line.may_be(near) { near } else { own }
    };
    lines.iter().zip(own).map(decide).collect()
}

fn note(counts: &[u32; Legacy::ALL.len()]) -> Option<String> {
    let mut note = String::new();
    for legacy in Legacy::ALL {
        let count = counts[legacy as usize];
        if count > 0 {
            let and = if note.is_empty() { "decoded from" } else { ", from" };
            let _ = write!(note, "{and} {} in {count} paragraphs", legacy.name());
        }
    }
    (!note.is_empty()).then_some(note)
}

/// Returns true if the text has so many characters that Vietnamese hardly uses that a
/// wrong reading is likely.
fn is_suspect(text: &str) -> bool {
    let mut strange = 0_usize;
    let mut previous = 0;
    for &byte in text.as_bytes() {
        if byte >= 0x80 {
            let odd = match previous {
                // ¡ … ¿, and the capitals and letters of other languages.
                0xc2 => byte > 0xa0,
                0xc3 => is_strange(byte),
                // ‚ „ † ‰ ‹ › € ™ and Œ œ Š š Ÿ Ž ž ƒ ˆ ˜
                0xc5 | 0xc6 | 0xcb => {
                    !matches!(byte, 0xa0 | 0xa1 | 0xa8 | 0xa9 | 0xaf | 0xb0)
                }
                _ => false,
            };
            strange += usize::from(odd);
        }
        previous = byte;
    }
    strange >= 3 && strange * 1000 > text.len()
}

/// Says of the second byte of U+00C0–U+00FF that the letter is not Vietnamese, or so
/// rare at the end of words that it counts as a mark of VNI.
fn is_strange(byte: u8) -> bool {
    matches!(
        byte,
        0x84..=0x87 | 0x8b | 0x8e..=0x91 | 0x95..=0x98 | 0x9b | 0x9c | 0x9e | 0x9f
            | 0xa4..=0xa7 | 0xab | 0xae..=0xb1 | 0xb6..=0xb8 | 0xbb | 0xbc | 0xbe | 0xbf
    )
}

/// How a line is to be read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Reading {
    /// As it stands.
    Right,
    /// As that encoding.
    As(Legacy),
    /// It is too short to tell, or too noisy.
    Unclear,
}

/// How many of the words with letters beyond ASCII are syllables: as they stand, and in
/// each reading.
#[derive(Clone, Copy, Debug, Default)]
struct Scores {
    words: u32,
    as_is: u32,
    read: [u32; Legacy::ALL.len()],
}

impl Scores {
    fn add(&mut self, other: &Self) {
        self.words += other.words;
        self.as_is += other.as_is;
        for (sum, n) in self.read.iter_mut().zip(other.read) {
            *sum += n;
        }
    }

    /// Returns the reading that makes it Vietnamese, if one does.
    fn best(&self, least: u32) -> Reading {
        let mut best = Legacy::Tcvn3;
        for legacy in Legacy::ALL {
            if self.read_by(legacy) > self.read_by(best) {
                best = legacy;
            }
        }
        let share = |n: u32| f64::from(n) / f64::from(self.words.max(1));
        let read = share(self.read_by(best));
        if self.words < least || self.words == 0 {
            Reading::Unclear
        } else if read >= ENOUGH && read >= share(self.as_is) + GAIN {
            Reading::As(best)
        } else if self.read_by(best) <= self.as_is {
            Reading::Right
        } else {
            Reading::Unclear
        }
    }

    fn read_by(&self, legacy: Legacy) -> u32 {
        self.read[legacy as usize]
    }
}

struct Line<'t> {
    text: &'t str,
    /// It has letters that only Unicode has: never touched.
    is_unicode: bool,
    scores: Scores,
}

impl<'t> Line<'t> {
    fn new(text: &'t str, legacies: &[Legacy]) -> Self {
        let is_unicode = is_unicode(text);
        let scores = if is_unicode { Scores::default() } else { scores(text, legacies) };
        Self { text, is_unicode, scores }
    }

    /// Returns how the line is to be read, as far as it tells.
    fn reading(&self) -> Reading {
        if self.is_unicode { Reading::Right } else { self.scores.best(WORDS) }
    }

    /// Returns true if the reading of its neighbours does not make it worse.
    fn may_be(&self, reading: Reading) -> bool {
        match reading {
            Reading::As(legacy) => self.scores.read_by(legacy) >= self.scores.as_is,
            Reading::Right | Reading::Unclear => true,
        }
    }
}

/// The repaired text so far.
#[derive(Default)]
struct Output {
    text: String,
    edits: Vec<(Span, Span)>,
    read: usize,
}

impl Output {
    fn copy(&mut self, line: &str) {
        self.text.push_str(line);
        self.read += line.len();
    }

    fn convert(&mut self, line: &str, legacy: Legacy) {
        let start = self.text.len();
        let mut rest = line;
        while let Some((c, length)) = next(legacy, rest) {
            self.push(c, length, rest.starts_with(c));
            rest = rest.get(length..).unwrap_or_default();
        }
        if legacy == Legacy::Tcvn3 {
            let converted = self.text.split_off(start);
            self.text.push_str(&raised(line, &converted));
        }
    }

    fn push(&mut self, c: char, length: usize, is_same: bool) {
        let from = Span::new(self.read, self.read + length);
        self.read += length;
        let start = self.text.len();
        self.text.push(c);
        if !is_same {
            self.edits.push((Span::new(start, self.text.len()), from));
        }
    }
}

/// TCVN3 has no capitals with tones: a capital font shows the small letter. A line in
/// capitals otherwise, or a word, is put in capitals; the lengths stay.
fn raised(line: &str, converted: &str) -> String {
    if is_in_capitals(line, 4) {
        return converted.chars().map(capital).collect();
    }
    let mut out = String::with_capacity(converted.len());
    for word in converted.split_inclusive(char::is_whitespace) {
        let is_raised = is_in_capitals(word, 2);
        out.extend(word.chars().map(|c| if is_raised { capital(c) } else { c }));
    }
    out
}

fn capital(c: char) -> char {
    let capital = upper(c);
    if capital.len_utf8() == c.len_utf8() { capital } else { c }
}

fn is_in_capitals(text: &str, least: usize) -> bool {
    let capitals = text.chars().filter(char::is_ascii_uppercase).count();
    capitals >= least && !text.chars().any(|c| c.is_ascii_lowercase())
}

/// Says that the text has letters that none of the old encodings shows.
pub(super) fn is_unicode(text: &str) -> bool {
    text.chars().any(is_only_unicode)
}

fn is_only_unicode(c: char) -> bool {
    matches!(c, '\u{1ea0}'..='\u{1ef9}' | '\u{1a0}'..='\u{1b0}' | '\u{102}'..='\u{111}')
}

fn scores(line: &str, legacies: &[Legacy]) -> Scores {
    let mut scores = Scores::default();
    // A sign by itself (±, §) says nothing.
    let is_word = |w: &&str| !w.is_ascii() && w.chars().nth(1).is_some();
    for word in words(line).filter(is_word) {
        scores.words += 1;
        scores.as_is += u32::from(is_syllable(word));
        for &legacy in legacies {
            scores.read[legacy as usize] += u32::from(is_read(word, legacy));
        }
    }
    scores
}

/// Splits a line into words. A space after Ã may be the second half of an "à".
fn words(line: &str) -> impl Iterator<Item = &str> {
    let mut previous = ' ';
    line.split(move |c: char| {
        let is_half = c == ' ' && previous == 'Ã';
        previous = c;
        // Control characters are letters in VISCII.
        is_other(c) && !is_half
    })
}

fn is_other(c: char) -> bool {
    c.is_ascii_whitespace() || c.is_ascii_punctuation() || c.is_ascii_digit()
}

fn is_read(word: &str, legacy: Legacy) -> bool {
    let read = read_as(word, legacy);
    is_syllable(read.trim_matches(|c: char| !c.is_alphabetic() && !is_tone(c)))
}

/// Returns the text in that reading.
pub(super) fn read_as(text: &str, legacy: Legacy) -> String {
    let mut read = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some((c, length)) = next(legacy, rest) {
        read.push(c);
        rest = rest.get(length..).unwrap_or_default();
    }
    read
}

/// Returns the next letter in that reading and the number of bytes that spell it.
fn next(legacy: Legacy, rest: &str) -> Option<(char, usize)> {
    let first = rest.chars().next()?;
    Some(legacy.letter(rest).unwrap_or((first, first.len_utf8())))
}

fn is_tone(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{323}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(text: &str) -> String {
        repair(text).map_or_else(|| "-".to_owned(), |r| r.text)
    }

    #[test]
    fn paragraphs_are_repaired_each_for_itself() {
        let mixed = "CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM\n\
            Sè: 793/Q§-TTg\n\
            Thùc hiÖn QuyÕt ®Þnh sè 793/Q§-TTg ngµy 10-5-2016 cña Thñ t\u{ad}íng ChÝnh phñ\n\
            Thöïc hieän Quyeát ñònh soá 5/NÑ-CP ngaøy 10-5-2016 cuûa Thuû töôùng\n\
            Bản Sao Ñẹp của Thủ tướng § 5 « »";
        let expected = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\
            Số: 793/QĐ-TTg\n\
            Thực hiện Quyết định số 793/QĐ-TTg ngày 10-5-2016 của Thủ tướng Chính phủ\n\
            Thực hiện Quyết định số 5/NĐ-CP ngày 10-5-2016 của Thủ tướng\n\
            Bản Sao Ñẹp của Thủ tướng § 5 « »";
        let repaired = repair(mixed).unwrap();
        assert_eq!(repaired.text, expected);
        assert_eq!(
            repaired.note,
            "decoded from tcvn3 in 3 paragraphs, from vni in 1 paragraphs"
        );
        for (new, old) in repaired.edits {
            assert!(expected.get(new.range()).is_some(), "{new:?}");
            assert!(mixed.get(old.range()).is_some(), "{old:?}");
        }
    }

    #[test]
    fn utf8_read_as_windows_1252_is_undone() {
        let wrong = "Quyáº¿t Ä‘á»‹nh cá»§a Thá»§ tÆ°á»›ng vÃ\u{a0} cÃ¡c thÃ nh phá»‘ 793/QÄ\u{90}-TTg";
        let right = "Quyết định của Thủ tướng và các thành phố 793/QĐ-TTg";
        assert_eq!(repaired(wrong), right);
    }

    #[test]
    fn what_is_right_stays() {
        for text in [
            "Quyết định số 793/QĐ-TTg ngày 10-5-2016 của Thủ tướng Chính phủ",
            "theo § 5 « Bürgerliches Gesetzbuch » für größere Änderungen ± 3 µm",
            "résumé du décret n° 5 à l'été, « où » l'être ñ señor",
            "Cao Bá Quát, Nam Cao và Tô Hoài «» §§ ©",
            "",
        ] {
            assert_eq!(repaired(text), "-", "{text}");
        }
    }
}
