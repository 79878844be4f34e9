//! Classes of characters, with a fast way for the letters of Vietnamese.
//!
//! The standard library answers for all of Unicode by a search; the parser asks at
//! every character.

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
