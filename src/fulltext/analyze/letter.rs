//! One letter: its lower case and the letter below its marks.

use std::sync::LazyLock;

/// What folding makes of a character that may stand in a word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Letter {
    /// The lower case.
    pub(super) lower: char,
    /// The lower case without marks; the same as `lower` for other scripts.
    pub(super) base: char,
}

/// The Latin letters with marks live in two blocks; everything else is rare.
const LATIN: std::ops::Range<u32> = 0xC0..0x250;
const VIETNAMESE: std::ops::Range<u32> = 0x1E00..0x1F00;

static LATIN_TABLE: LazyLock<Vec<Option<Letter>>> =
    LazyLock::new(|| LATIN.map(slow).collect());
static VIETNAMESE_TABLE: LazyLock<Vec<Option<Letter>>> =
    LazyLock::new(|| VIETNAMESE.map(slow).collect());

/// Returns what `c` is in a word, or `None` when it ends one.
#[inline]
pub(super) fn letter(c: char) -> Option<Letter> {
    let code = u32::from(c);
    let (table, first) = match code {
        0xC0..0x250 => (&LATIN_TABLE, LATIN.start),
        0x1E00..0x1F00 => (&VIETNAMESE_TABLE, VIETNAMESE.start),
        _ => return slow(code),
    };
    table.get((code - first) as usize).copied().flatten()
}

fn slow(code: u32) -> Option<Letter> {
    let c = char::from_u32(code)?;
    // A mark that composes with nothing belongs to its word and is not worth a term.
    if !c.is_alphanumeric() {
        return None;
    }
    let lower = c.to_lowercase().next()?;
    let base = crate::text::fold_marks(lower.encode_utf8(&mut [0; 4])).chars().next()?;
    Some(Letter { lower, base })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_fold_and_punctuation_ends_a_word() {
        let fold = |c| letter(c).map(|l| (l.lower, l.base));
        assert_eq!(fold('Ệ'), Some(('ệ', 'e')));
        assert_eq!(fold('Đ'), Some(('đ', 'd')));
        assert_eq!(fold('Ư'), Some(('ư', 'u')));
        assert_eq!(fold('×'), None);
        assert_eq!(fold('“'), None);
        assert_eq!(fold('Ж'), Some(('ж', 'ж')));
    }
}
