//! Folding for comparison: case, tone placement, diacritics.

use super::letter::{is_letter, is_word, lower};

/// Returns `text` in lower case.
pub fn fold_case(text: &str) -> String {
    text.chars().map(lower).collect()
}

/// Returns `text` in lower case without any Vietnamese mark: `Quyết định` → `quyet dinh`.
///
/// Expects NFC; `đ` and `ð` become `d`.
pub fn fold_marks(text: &str) -> String {
    text.chars().map(lower).map(base_letter).collect()
}

/// Returns `text` in lower case with one tone placement: `hoà`, `hòa` → `hoà`.
///
/// Both placements occur about as often in real text. In a syllable that ends in
/// `oa`, `oe` or `uy` the tone goes to the last vowel (not after `q`: `quý` is the only
/// way to write it).
pub fn fold_tone(text: &str) -> String {
    let chars: Vec<char> = text.chars().map(lower).collect();
    let mut out = String::with_capacity(text.len());
    let mut i = 0;
    while i < chars.len() {
        let open = !chars.get(i + 2).is_some_and(|c| is_letter(*c));
        let after_q = i > 0 && chars[i - 1] == 'q';
        let pair = chars.get(i + 1).and_then(|&b| moved_tone(chars[i], b));
        match pair {
            Some((a, b)) if open && !after_q => {
                out.push(a);
                out.push(b);
                i += 2;
            }
            _ => {
                out.push(chars[i]);
                i += 1;
            }
        }
    }
    out
}

/// Returns how many bytes of `text` match `words`, a phrase folded by [`fold_tone`],
/// at its start and up to a word boundary; `None` when it does not match.
///
/// Case and tone placement do not count, and any run of white space in `text` (a line
/// break too) matches one space.
pub fn starts_with_words(text: &str, words: &str) -> Option<usize> {
    if !may_start(text, words) {
        return None;
    }
    let mut folded = Folded::new(text);
    let mut end = 0;
    for want in words.chars() {
        let (got, after) = folded.next()?;
        if got != want {
            return None;
        }
        end = after;
    }
    let next = text.get(end..)?.chars().next();
    (!next.is_some_and(is_word)).then_some(end)
}

/// Compares the first bytes: most questions are answered here.
#[inline]
fn may_start(text: &str, words: &str) -> bool {
    let (Some(&a), Some(&b)) = (text.as_bytes().first(), words.as_bytes().first()) else {
        return false;
    };
    // Only two ASCII letters can be told apart by their bytes.
    !(a.is_ascii_alphabetic() && b.is_ascii_alphabetic()) || a.to_ascii_lowercase() == b
}

/// Returns a hash of the first word of `text`, folded by [`fold_tone`], for tables that
/// are asked at every word: no allocation. A word goes up to the first character that is
/// neither letter nor digit. 0 when there is none.
pub fn first_word_hash(text: &str) -> u64 {
    let mut hash = 0u64;
    for (c, _) in Folded::new(text) {
        if !is_word(c) {
            break;
        }
        hash = (hash ^ u64::from(u32::from(c)))
            .wrapping_mul(0x0100_0000_01b3)
            .rotate_left(23);
    }
    hash
}

/// The characters of a text as [`fold_tone`] writes them, each with the offset behind
/// it; runs of white space are one space. Lazy: a mismatch costs one character.
#[derive(Debug)]
pub struct Folded<'t> {
    text: &'t str,
    at: usize,
    last: char,
    waiting: Option<(char, usize)>,
}

impl<'t> Folded<'t> {
    /// Starts at the beginning of `text`.
    pub fn new(text: &'t str) -> Self {
        Self { text, at: 0, last: ' ', waiting: None }
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    fn next_plain(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied().filter(u8::is_ascii_graphic)
    }

    fn skip_space(&mut self) {
        while let Some(c) = self.char_at(self.at).filter(|c| c.is_whitespace()) {
            self.at += c.len_utf8();
        }
    }

    /// Returns the two letters of an open `oa`, `oe`, `uy` with the tone moved.
    fn moved(&self, first: char, at: usize) -> Option<(char, char, usize)> {
        if self.last == 'q'
            || !matches!(first, 'ò' | 'ó' | 'ỏ' | 'õ' | 'ọ' | 'ù' | 'ú' | 'ủ' | 'ũ' | 'ụ')
        {
            return None;
        }
        let second = self.char_at(at)?;
        let end = at + second.len_utf8();
        let (a, b) = moved_tone(first, lower(second))?;
        let open = !self.char_at(end).is_some_and(is_letter);
        open.then_some((a, b, end))
    }
}

impl Iterator for Folded<'_> {
    type Item = (char, usize);

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(pair) = self.waiting.take() {
            self.last = pair.0;
            return Some(pair);
        }
        // Four of five characters.
        if let Some(byte) = self.next_plain() {
            self.at += 1;
            self.last = byte.to_ascii_lowercase().into();
            return Some((self.last, self.at));
        }
        let c = self.char_at(self.at)?;
        if c.is_whitespace() {
            self.skip_space();
            // Tokenized text has a space before its commas.
            if self.char_at(self.at) == Some(',') {
                self.at += 1;
                self.last = ',';
                return Some((',', self.at));
            }
            self.last = ' ';
            return Some((' ', self.at));
        }
        let c_low = lower(c);
        self.at += c.len_utf8();
        let here = self.at;
        if let Some((a, b, end)) = self.moved(c_low, here) {
            self.at = end;
            self.waiting = Some((b, end));
            self.last = a;
            return Some((a, here));
        }
        self.last = c_low;
        Some((c_low, here))
    }
}

/// Moves the tone of the first vowel to the second, for `oa`, `oe`, `uy`.
fn moved_tone(first: char, second: char) -> Option<(char, char)> {
    const O: &str = "òóỏõọ";
    const U: &str = "ùúủũụ";
    let pick = |row: &str, i: usize| row.chars().nth(i);
    let tone = |row: &str| row.chars().position(|c| c == first);
    match second {
        'a' => Some(('o', pick("àáảãạ", tone(O)?)?)),
        'e' => Some(('o', pick("èéẻẽẹ", tone(O)?)?)),
        'y' => Some(('u', pick("ỳýỷỹỵ", tone(U)?)?)),
        _ => None,
    }
}

/// Returns the letter without its marks; other characters stay.
fn base_letter(c: char) -> char {
    match c {
        'à' | 'á' | 'ả' | 'ã' | 'ạ' | 'ă' | 'ằ' | 'ắ' | 'ẳ' | 'ẵ' | 'ặ' | 'â' | 'ầ'
        | 'ấ' | 'ẩ' | 'ẫ' | 'ậ' => 'a',
        'è' | 'é' | 'ẻ' | 'ẽ' | 'ẹ' | 'ê' | 'ề' | 'ế' | 'ể' | 'ễ' | 'ệ' => {
            'e'
        }
        'ì' | 'í' | 'ỉ' | 'ĩ' | 'ị' => 'i',
        'ò' | 'ó' | 'ỏ' | 'õ' | 'ọ' | 'ô' | 'ồ' | 'ố' | 'ổ' | 'ỗ' | 'ộ' | 'ơ' | 'ờ'
        | 'ớ' | 'ở' | 'ỡ' | 'ợ' => 'o',
        'ù' | 'ú' | 'ủ' | 'ũ' | 'ụ' | 'ư' | 'ừ' | 'ứ' | 'ử' | 'ữ' | 'ự' => {
            'u'
        }
        'ỳ' | 'ý' | 'ỷ' | 'ỹ' | 'ỵ' => 'y',
        'đ' | 'ð' => 'd',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tone_placement_is_one() {
        for (a, b) in
            [("hoà", "hòa"), ("thuỷ", "thủy"), ("Uỷ ban", "Ủy ban"), ("khoẻ", "khỏe")]
        {
            assert_eq!(fold_tone(a), fold_tone(b), "{a} {b}");
        }
        let words = fold_tone("Ủy ban nhân dân");
        assert_eq!(starts_with_words("Uỷ  ban\nnhân dân tỉnh", &words), Some(20));
        assert_eq!(starts_with_words("Uỷ ban nhân dânX", &words), None);
        assert_ne!(fold_tone("quý"), fold_tone("quy"));
        assert_eq!(fold_tone("toàn"), "toàn");
        assert_ne!(fold_tone("dương"), fold_tone("đường"));
    }

    #[test]
    fn marks_fold_to_ascii() {
        assert_eq!(fold_marks("Quyết định số 793/QĐ-TTg"), "quyet dinh so 793/qd-ttg");
        assert_eq!(fold_marks("ƯỚC ĐƯỜNG Ỹ"), "uoc duong y");
    }
}
