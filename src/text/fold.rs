//! Folding for comparison: case, tone placement, diacritics.

use super::letter::{is_letter, is_word, is_word_at, lower, small_ascii, small_letter};

/// Returns `text` in lower case.
pub fn fold_case(text: &str) -> String {
    text.chars().map(lower).collect()
}

/// Returns `text` in lower case without any Vietnamese mark: `Quyết định` → `quyet dinh`.
///
/// Expects NFC; `đ` and `ð` become `d`.
pub fn fold_marks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    out.extend(text.chars().map(lower).map(base_letter));
    out
}

/// Returns `text` in lower case with one tone placement: `hoà`, `hòa` → `hoà`.
///
/// Both placements occur about as often in real text. In a syllable that ends in
/// `oa`, `oe` or `uy` the tone goes to the last vowel (not after `q`: `quý` is the only
/// way to write it).
pub fn fold_tone(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(&byte) = text.as_bytes().get(at) {
        if byte.is_ascii() {
            out.push(byte.to_ascii_lowercase().into());
            at += 1;
            continue;
        }
        let Some((letter, end)) = small_letter(text, at).or_else(|| mark(text, at))
        else {
            break;
        };
        at = end;
        match moved(text, last_byte(&out).into(), letter, at) {
            Some((a, b, end)) => {
                out.extend([a, b]);
                at = end;
            }
            None => out.push(letter),
        }
    }
    out
}

/// Returns what is neither letter nor digit, and where it ends.
fn mark(text: &str, at: usize) -> Option<(char, usize)> {
    let c = char_at(text, at)?;
    Some((lower(c), at + c.len_utf8()))
}

fn last_byte(text: &str) -> u8 {
    text.as_bytes().last().copied().unwrap_or(b' ')
}

/// Returns how many bytes of `text` match `words`, a phrase folded by [`fold_tone`],
/// at its start and up to a word boundary; `None` when it does not match.
///
/// Case and tone placement do not count, and any run of white space in `text` (a line
/// break too) matches one space.
#[inline]
pub fn starts_with_words(text: &str, words: &str) -> Option<usize> {
    words_at(text, 0, words)
}

/// As [`starts_with_words`] of what stands at an offset; returns the offset behind.
#[inline]
pub(crate) fn words_at(text: &str, at: usize, words: &str) -> Option<usize> {
    if !may_start(text.as_bytes().get(at), words) {
        return None;
    }
    let end = starts_glued(text.get(at..)?, words).map(|n| at + n)?;
    (!is_word_at(text, end)).then_some(end)
}

/// Compares the first bytes: most questions are answered here.
#[inline]
fn may_start(first: Option<&u8>, words: &str) -> bool {
    let (Some(&a), Some(&b)) = (first, words.as_bytes().first()) else {
        return words.is_empty();
    };
    match a {
        _ if a.is_ascii_graphic() => a.to_ascii_lowercase() == b,
        _ if a.is_ascii() => true,
        // Both cases of a letter begin with one byte; where a tone moves, an *o* or *u* is
        // left; white space may be one of many bytes.
        _ => a == b || matches!(b, b'o' | b'u' | b' ' | b','),
    }
}

/// As [`starts_with_words`], without a word boundary behind: glued text ("số31-QĐ/TW").
#[inline]
pub fn starts_with_glued(text: &str, words: &str) -> Option<usize> {
    let may = may_start(text.as_bytes().first(), words);
    if may { starts_glued(text, words) } else { None }
}

fn starts_glued(text: &str, words: &str) -> Option<usize> {
    match compare(text, words) {
        Compared::Same(end) => Some(end),
        Compared::Other => None,
        Compared::Unsure => starts_folded(text, words),
    }
}

/// What the bytes tell of a text and the phrase that it may start with.
enum Compared {
    /// It does, up to this offset.
    Same(usize),
    Other,
    /// White space or the place of a tone may make the difference.
    Unsure,
}

/// Runs over the bytes that are the same and looks at letters only where they differ:
/// nearly all questions are answered here.
fn compare(text: &str, words: &str) -> Compared {
    let (have, want) = (text.as_bytes(), words.as_bytes());
    let (mut i, mut j) = (0, 0);
    loop {
        let same = common_start(&have[i..], &want[j..]);
        (i, j) = (i + same, j + same);
        let Some(&wanted) = want.get(j) else { break };
        let Some(&byte) = have.get(i) else { return Compared::Other };
        if byte.is_ascii() && wanted.is_ascii() {
            if byte.is_ascii_whitespace() {
                let behind =
                    if wanted == b' ' { Some(j + 1) } else { behind_blank(want, j) };
                let Some(next) = behind else { return Compared::Unsure };
                (i, j) = (i + blanks(&have[i..]), next);
                // Tokenized text has a blank before its commas.
                if have.get(i) == Some(&b',') {
                    return Compared::Unsure;
                }
                continue;
            }
            if byte.to_ascii_lowercase() != wanted {
                return Compared::Other;
            }
            (i, j) = (i + 1, j + 1);
            continue;
        }
        // What was the same before is of one letter, or of none.
        while j > 0 && !words.is_char_boundary(j) {
            (i, j) = (i - 1, j - 1);
        }
        match compare_letter(text, i, char_at(words, j)) {
            Ok((got, asked)) => (i, j) = (i + got, j + asked),
            Err(compared) => return compared,
        }
    }
    // More white space may follow a blank at the end, or a comma.
    if words.ends_with(' ') { Compared::Unsure } else { Compared::Same(i) }
}

/// More white space may follow the one that a blank of the phrase stood for.
fn behind_blank(want: &[u8], j: usize) -> Option<usize> {
    (j > 0 && want[j - 1] == b' ').then_some(j)
}

fn blanks(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|b| b.is_ascii_whitespace()).count()
}

fn common_start(a: &[u8], b: &[u8]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

/// Returns the length of both letters when they are one, else what that tells.
fn compare_letter(
    text: &str,
    at: usize,
    wanted: Option<char>,
) -> Result<(usize, usize), Compared> {
    let Some(wanted) = wanted else { return Err(Compared::Other) };
    let Some((small, end)) = small_letter(text, at) else {
        return compare_mark(char_at(text, at), wanted);
    };
    if small == wanted {
        return Ok((end - at, wanted.len_utf8()));
    }
    // Only before one of these a tone moves.
    let moves = has_moving_tone(small)
        && matches!(
            text.as_bytes().get(end),
            Some(b'a' | b'e' | b'y' | b'A' | b'E' | b'Y')
        );
    Err(if moves { Compared::Unsure } else { Compared::Other })
}

/// As [`compare_letter`] of what is neither letter nor digit.
fn compare_mark(mark: Option<char>, wanted: char) -> Result<(usize, usize), Compared> {
    match mark {
        Some(mark) if lower(mark) == wanted => Ok((mark.len_utf8(), wanted.len_utf8())),
        Some(mark) if mark.is_whitespace() => Err(Compared::Unsure),
        _ => Err(Compared::Other),
    }
}

/// Compares letter by letter.
#[cold]
fn starts_folded(text: &str, words: &str) -> Option<usize> {
    let mut folded = Folded::new(text);
    let mut end = 0;
    for want in words.chars() {
        let (got, after) = folded.next()?;
        if got != want {
            return None;
        }
        end = after;
    }
    Some(end)
}

/// Returns a hash of the first word of `text`, folded by [`fold_tone`], for tables that
/// are asked at every word: no allocation. A word goes up to the first character that is
/// neither letter nor digit. 0 when there is none.
pub fn first_word_hash(text: &str) -> u64 {
    first_word(text).0
}

/// As [`first_word_hash`], with the length of the word in bytes.
pub fn first_word(text: &str) -> (u64, usize) {
    let (mut hash, mut at) = (0, 0);
    while let Some(&byte) = text.as_bytes().get(at) {
        let small = small_ascii(byte);
        if small != 0 {
            hash = mixed(hash, small.into());
            at += 1;
            continue;
        }
        if byte.is_ascii() {
            break;
        }
        let Some((letter, end)) = small_letter(text, at) else { break };
        let before = last_byte(text.get(..at).unwrap_or_default()).to_ascii_lowercase();
        at = end;
        match moved(text, before.into(), letter, end) {
            Some((a, b, end)) => {
                hash = mixed(mixed(hash, a), b);
                at = end;
            }
            None => hash = mixed(hash, letter),
        }
    }
    (hash, at)
}

/// As [`first_word`], of the letters without their marks.
pub(crate) fn first_word_unmarked(text: &str) -> (u64, usize) {
    let end = text.find(|c: char| !is_word(c)).unwrap_or(text.len());
    let letters = text.get(..end).unwrap_or_default().chars();
    (letters.map(|c| base_letter(lower(c))).fold(0, mixed), end)
}

/// Returns a hash of all of `text`, whatever the case of its letters.
pub(crate) fn case_hash(text: &str) -> u64 {
    text.chars().map(lower).fold(0, mixed)
}

fn mixed(hash: u64, c: char) -> u64 {
    (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3).rotate_left(23)
}

/// The characters of a text as [`fold_tone`] writes them, each with the offset behind
/// it; runs of white space are one space. Lazy: a mismatch costs one character.
#[derive(Debug)]
struct Folded<'t> {
    text: &'t str,
    at: usize,
    last: char,
    waiting: Option<(char, usize)>,
}

impl<'t> Folded<'t> {
    /// Starts at the beginning of `text`.
    fn new(text: &'t str) -> Self {
        Self { text, at: 0, last: ' ', waiting: None }
    }

    fn next_plain(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied().filter(u8::is_ascii_graphic)
    }

    fn skip_space(&mut self) {
        while let Some(c) = char_at(self.text, self.at).filter(|c| c.is_whitespace()) {
            self.at += c.len_utf8();
        }
    }
}

/// Returns the character at an offset.
fn char_at(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at) {
        Some(&byte) if byte.is_ascii() => Some(byte.into()),
        _ => text.get(at..)?.chars().next(),
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
        let c = char_at(self.text, self.at)?;
        if c.is_whitespace() {
            self.skip_space();
            // Tokenized text has a space before its commas.
            if char_at(self.text, self.at) == Some(',') {
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
        if let Some((a, b, end)) = moved(self.text, self.last, c_low, here) {
            self.at = end;
            self.waiting = Some((b, end));
            self.last = a;
            return Some((a, here));
        }
        self.last = c_low;
        Some((c_low, here))
    }
}

/// A small letter whose tone may move to the vowel behind it.
fn has_moving_tone(c: char) -> bool {
    matches!(c, 'ò' | 'ó' | 'ỏ' | 'õ' | 'ọ' | 'ù' | 'ú' | 'ủ' | 'ũ' | 'ụ')
}

/// Returns the two letters of an open `oa`, `oe`, `uy` with the tone moved, and where
/// they end: `first`, in small, stands before `at` and behind `last`.
#[inline(always)]
#[expect(clippy::inline_always, reason = "asked at every letter; few tones move")]
fn moved(text: &str, last: char, first: char, at: usize) -> Option<(char, char, usize)> {
    if has_moving_tone(first) && last != 'q' { pair(text, first, at) } else { None }
}

fn pair(text: &str, first: char, at: usize) -> Option<(char, char, usize)> {
    let second = char_at(text, at)?;
    let end = at + second.len_utf8();
    let (a, b) = moved_tone(first, lower(second))?;
    let open = !char_at(text, end).is_some_and(is_letter);
    open.then_some((a, b, end))
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

/// Returns true if `text` starts with `phrase`, small letters without marks as of
/// [`fold_marks`]; what follows may be a part of the same word.
pub fn starts_unmarked(text: &str, phrase: &str) -> bool {
    let mut have = text.chars().map(|c| base_letter(lower(c)));
    phrase.chars().all(|want| have.next() == Some(want))
}

/// As [`starts_with_words`], whatever the marks: `phrase` is as of [`fold_marks`].
pub fn starts_with_unmarked_words(text: &str, phrase: &str) -> Option<usize> {
    let mut at = 0;
    for want in phrase.chars() {
        let c = char_at(text, at)?;
        if want == ' ' && c.is_whitespace() {
            let tail = text.get(at..)?;
            at += tail.len() - tail.trim_start().len();
            continue;
        }
        if base_letter(lower(c)) != want {
            return None;
        }
        at += c.len_utf8();
    }
    (!is_word_at(text, at)).then_some(at)
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

    fn first_folded_word_hash(text: &str) -> u64 {
        let letters = Folded::new(text).map(|(c, _)| c).take_while(|c| is_word(*c));
        letters.fold(0, mixed)
    }

    /// The quick ways answer as the letters do.
    #[test]
    fn bytes_tell_what_letters_tell() {
        const PARTS: [&str; 24] = [
            "hoà", "HÒA", "hòan", "thuỷ", "Thủy", "quý", "ủy", "Uỷ", "ban", "BAN", "đất",
            "Đất", "ĐẤT", " ", "  ", "\n", " ,", ",", "\u{a0}", "\u{2003}", "x", "Ệ",
            "ệ", "ò",
        ];
        let mut state = 793_u64;
        let mut pick = |n: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            usize::try_from(state >> 33).unwrap() % n
        };
        let mut same = 0;
        for _ in 0..20_000 {
            let words: String = (0..pick(5)).map(|_| PARTS[pick(24)]).collect();
            let more: String = (0..pick(3)).map(|_| PARTS[pick(24)]).collect();
            let text = match pick(3) {
                0 => words.clone() + &more,
                1 => words.to_uppercase() + &more,
                _ => more.clone() + &words,
            };
            let phrase: String = Folded::new(&words).map(|(c, _)| c).collect();
            let end =
                starts_folded(&text, &phrase).filter(|&end| !is_word_at(&text, end));
            assert_eq!(starts_with_words(&text, &phrase), end, "{text:?} {phrase:?}");
            assert_eq!(first_word_hash(&text), first_folded_word_hash(&text), "{text:?}");
            same += usize::from(end.is_some());
        }
        assert!(same > 2_000, "{same}");
    }

    #[test]
    fn marks_fold_to_ascii() {
        assert_eq!(fold_marks("Quyết định số 793/QĐ-TTg"), "quyet dinh so 793/qd-ttg");
        assert_eq!(fold_marks("ƯỚC ĐƯỜNG Ỹ"), "uoc duong y");
        assert!(starts_unmarked("ĐỘC LẬP - Tự do", "doc lap - tu do"));
        assert!(!starts_unmarked("Độc lập", "doc lap - tu do"));
    }
}
