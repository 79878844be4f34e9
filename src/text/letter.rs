//! Classes of characters, with a fast way for the letters of Vietnamese.
//!
//! The standard library answers for all of Unicode by a search; the parser asks at
//! every character.

use std::sync::LazyLock;

/// Returns true for a letter.
pub fn is_letter(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' | '\u{1ea0}'..='\u{1ef9}' => true,
        '\0'..='\u{7f}' | '\u{2000}'..='\u{206f}' => false,
        '\u{c0}'..='\u{24f}' => c != '×' && c != '÷',
        _ => c.is_alphabetic(),
    }
}

/// Returns true for a letter or a digit.
pub fn is_word(c: char) -> bool {
    c.is_ascii_digit() || is_letter(c) || !c.is_ascii() && c > '\u{24f}' && c.is_numeric()
}

/// Returns the small letter of a capital; other characters stay.
pub fn lower(c: char) -> char {
    match c {
        '\0'..='\u{7f}' => c.to_ascii_lowercase(),
        // The last range holds dashes, quotes and dots.
        'à'..='ÿ' | 'ơ' | 'ư' | 'đ' | 'ă' | 'ĩ' | 'ũ' | '\u{2000}'..='\u{206f}' => {
            c
        }
        'À'..='Ö' | 'Ø'..='Þ' => char::from_u32(u32::from(c) | 0x20).unwrap_or(c),
        'Đ' => 'đ',
        'Ơ' => 'ơ',
        'Ư' => 'ư',
        'Ă' => 'ă',
        'Ĩ' => 'ĩ',
        'Ũ' => 'ũ',
        // Capitals and small letters alternate in this block.
        '\u{1ea0}'..='\u{1ef9}' => char::from_u32(u32::from(c) | 1).unwrap_or(c),
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

/// The small letter or digit of each byte that is one of ASCII; 0 for the others.
static SMALL: [u8; 256] = {
    let mut small = [0; 256];
    let mut byte = 0_u8;
    while byte < 0x80 {
        if byte.is_ascii_alphanumeric() {
            small[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    small
};

/// Returns the small letter or digit of a byte that is one of ASCII, else 0: one look
/// where the parser asks at every letter.
#[inline]
pub(crate) fn small_ascii(byte: u8) -> u8 {
    SMALL[usize::from(byte)]
}

/// Returns true if a letter or digit stands at an offset of `text`.
#[inline]
pub(crate) fn is_word_at(text: &str, at: usize) -> bool {
    let Some(&byte) = text.as_bytes().get(at) else { return false };
    small_ascii(byte) != 0 || !byte.is_ascii() && small_letter(text, at).is_some()
}

/// Returns true if a letter or digit ends at an offset of `text`.
#[inline]
pub(crate) fn is_word_before(text: &str, at: usize) -> bool {
    let last = at.checked_sub(1).and_then(|i| text.as_bytes().get(i));
    let Some(&byte) = last else { return false };
    let last = || text.get(..at).and_then(|t| t.chars().next_back());
    small_ascii(byte) != 0 || !byte.is_ascii() && last().is_some_and(is_word)
}

/// The small letters of the Latin blocks of two bytes; 0 for what is no letter.
static LATIN: LazyLock<[u16; 0x250]> = LazyLock::new(|| {
    std::array::from_fn(|code| {
        let c = u32::try_from(code).ok().and_then(char::from_u32).filter(|c| is_word(*c));
        c.and_then(|c| u16::try_from(u32::from(lower(c))).ok()).unwrap_or(0)
    })
});

/// Returns the letter or digit at an offset of `text` in small, and where it ends.
pub(super) fn small_letter(text: &str, at: usize) -> Option<(char, usize)> {
    let (small, end) = match *text.as_bytes().get(at..)? {
        // The block U+1EA0 to U+1EF9: two of three letters with marks.
        [0xe1, b @ (0xba | 0xbb), c, ..]
            if (0xbaa0..0xbbba).contains(&u16::from_be_bytes([b, c])) =>
        {
            (0x1000 | u16::from(b & 0x3f) << 6 | u16::from(c & 0x3f) | 1, at + 3)
        }
        [b @ 0xc2..=0xc8, c, ..] => {
            (LATIN[usize::from(b & 0x1f) << 6 | usize::from(c & 0x3f)], at + 2)
        }
        _ => return other_letter(text, at),
    };
    if small == 0 { None } else { Some((char::from_u32(small.into())?, end)) }
}

fn other_letter(text: &str, at: usize) -> Option<(char, usize)> {
    let c = text.get(at..)?.chars().next().filter(|c| is_word(*c))?;
    Some((lower(c), at + c.len_utf8()))
}

/// Returns the length in bytes of the white space of any kind that `text` starts with.
pub(crate) fn white_len(text: &str) -> usize {
    match text.as_bytes() {
        [] => 0,
        [first, ..] if first.is_ascii_graphic() => 0,
        // Nearly always: one blank, and a letter behind it.
        [b' ', next, ..] if next.is_ascii_graphic() || matches!(next, 0xc3..=0xc8) => 1,
        [b' ', 0xe1, 0xba | 0xbb, ..] => 1,
        _ => text.len() - text.trim_start().len(),
    }
}

/// Returns the length in bytes of the word that `text` starts with.
pub(crate) fn word_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += match byte {
            _ if small_ascii(byte) != 0 => 1,
            _ if byte.is_ascii() => break,
            // From *Ā* to *ȿ*, and from *Ẁ* to *ỿ*, all are letters.
            0xc4..=0xc8 => 2,
            0xe1 if matches!(bytes.get(at + 1), Some(0xba | 0xbb)) => 3,
            // From *À* to *ÿ*, but for the signs *×* and *÷*.
            0xc3 if !matches!(bytes.get(at + 1), Some(0x97 | 0xb7)) => 2,
            _ => match text.get(at..).and_then(|t| t.chars().next()) {
                Some(c) if is_word(c) => c.len_utf8(),
                _ => break,
            },
        };
    }
    at
}

/// Returns true for a capital letter.
pub fn is_upper(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_uppercase() } else { lower(c) != c }
}

/// Returns true for a small letter.
pub fn is_lower(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_lowercase() } else { is_letter(c) && lower(c) == c }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The looks at bytes answer as the looks at letters do.
    #[test]
    fn bytes_class_letters() {
        for c in ('\0'..'\u{3000}').chain("ﬀＡ𝐀١€".chars()) {
            let text = format!("{c}x");
            let small = is_word(c).then(|| (lower(c), c.len_utf8()));
            let quick = match small_ascii(text.as_bytes()[0]) {
                0 => small_letter(&text, 0).filter(|_| !c.is_ascii()),
                byte => Some((byte.into(), 1)),
            };
            assert_eq!(quick, small, "{c:?}");
            assert_eq!(word_len(&text), small.map_or(0, |_| text.len()), "{c:?}");
            assert_eq!(is_word_at(&text, 0), is_word(c), "{c:?}");
            assert_eq!(is_word_before(&text, c.len_utf8()), is_word(c), "{c:?}");
            assert!(c.is_ascii() || !is_word_at(&text, 1), "{c:?}");
        }
    }

    #[test]
    fn vietnamese_letters_are_classed_as_the_standard_library_does() {
        for c in ('\0'..'\u{2100}').filter(|c| !('\u{250}'..'\u{1e9f}').contains(c)) {
            assert_eq!(is_letter(c), c.is_alphabetic(), "{c:?}");
        }
        let often = ('\0'..='\u{ff}').chain('\u{1ea0}'..='\u{1ef9}');
        for c in often.chain('\u{2000}'..='\u{206f}').chain("ĂăĐđĨĩŨũƠơƯư".chars())
        {
            assert_eq!(Some(lower(c)), c.to_lowercase().next(), "{c:?}");
            assert_eq!(is_upper(c), c.is_uppercase(), "{c:?}");
            assert_eq!(is_lower(c), c.is_lowercase(), "{c:?}");
        }
    }
}
