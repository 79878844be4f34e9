//! Which strings of letters can be a Vietnamese syllable, by the rules of spelling.
//!
//! No word list: onset + rime + tone. It accepts some syllables that do not exist and
//! rejects foreign words; as a measure of how Vietnamese a text looks that is enough.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Vowels with their tones: none, huyền, sắc, hỏi, ngã, nặng.
pub(super) const VOWELS: [[char; 6]; 12] = [
    ['a', 'à', 'á', 'ả', 'ã', 'ạ'],
    ['ă', 'ằ', 'ắ', 'ẳ', 'ẵ', 'ặ'],
    ['â', 'ầ', 'ấ', 'ẩ', 'ẫ', 'ậ'],
    ['e', 'è', 'é', 'ẻ', 'ẽ', 'ẹ'],
    ['ê', 'ề', 'ế', 'ể', 'ễ', 'ệ'],
    ['i', 'ì', 'í', 'ỉ', 'ĩ', 'ị'],
    ['o', 'ò', 'ó', 'ỏ', 'õ', 'ọ'],
    ['ô', 'ồ', 'ố', 'ổ', 'ỗ', 'ộ'],
    ['ơ', 'ờ', 'ớ', 'ở', 'ỡ', 'ợ'],
    ['u', 'ù', 'ú', 'ủ', 'ũ', 'ụ'],
    ['ư', 'ừ', 'ứ', 'ử', 'ữ', 'ự'],
    ['y', 'ỳ', 'ý', 'ỷ', 'ỹ', 'ỵ'],
];

/// The combining tones in the order of [`VOWELS`].
const MARKS: [char; 6] = ['\0', '\u{300}', '\u{301}', '\u{309}', '\u{303}', '\u{323}'];

/// Longer ones first, so that the first that fits is the longest.
const ONSETS: [&str; 28] = [
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d",
    "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
];

const RIMES: &str = "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân \
    âng âp ât âu ây e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich im in \
    inh ip it iu iêc iêm iên iêng iêp iêt iêu o oc oi om on ong ooc oong op ot oa oac \
    oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oem oen oeo oet ô \
    ôc ôi ôm ôn ông ôp ôt ơ ơc ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uân uâng uât uây \
    uê uêch uên uênh uôc uôi uôm uôn uông uôt uơ uy uya uych uyn uynh uyp uyt uyu uyên \
    uyêt ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt \
    yêu yt ynh ych";

static RIME_SET: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| RIMES.split_whitespace().collect());

/// Returns the vowel without tone and the tone of a lower-case letter.
fn toneless(letter: char) -> (char, usize) {
    let row = VOWELS.iter().find_map(|row| {
        let tone = row.iter().position(|c| *c == letter)?;
        Some((row[0], tone))
    });
    row.unwrap_or((letter, 0))
}

/// Returns true if the letters can be one syllable; case does not count, combining
/// tones do as well as composed letters.
pub(in crate::ingest) fn is_syllable(word: &str) -> bool {
    let mut plain = String::with_capacity(16);
    let mut tone = 0;
    for c in word.chars().flat_map(char::to_lowercase) {
        let (letter, own) = match MARKS.iter().position(|m| *m == c) {
            Some(mark) => (None, mark),
            None => Some(toneless(c)).map_or((None, 0), |(c, t)| (Some(c), t)),
        };
        if (own > 0 && tone > 0) || plain.len() > 12 {
            return false;
        }
        tone = tone.max(own);
        plain.extend(letter);
    }
    ONSETS.iter().any(|onset| {
        let rime = plain.strip_prefix(onset);
        rime.is_some_and(|rime| RIME_SET.contains(rime) && allows(rime, tone))
    })
}

/// Returns the share of the words with letters beyond ASCII that can be syllables, and
/// how many such words there are. Hardly any in a text of some length means that its
/// letters are wrong: an encoding that nobody recognized, a PDF with a broken font.
pub fn vietnamese_share(text: &str) -> (f64, usize) {
    let words = text.split(|c: char| !c.is_alphabetic() && !MARKS.contains(&c));
    let (mut right, mut all) = (0_u32, 0_u32);
    for word in words.filter(|w| !w.is_ascii() && w.chars().count() > 1) {
        all += 1;
        right += u32::from(is_syllable(word));
    }
    (f64::from(right) / f64::from(all.max(1)), all as usize)
}

/// A syllable that ends in a stop has the tone sắc or nặng.
fn allows(rime: &str, tone: usize) -> bool {
    let is_stop = ["c", "ch", "p", "t"].iter().any(|end| rime.ends_with(end));
    !is_stop || matches!(tone, 2 | 5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_tells_syllables() {
        let words = "Quyết định số ngày Thủ tướng Chính phủ Ủy ban nhân dân giết gìn \
            nghiêng khuỷu quốc oan yêu xoèn chuếch Thuỷ hoà ĐƯỜNG";
        for word in words.split_whitespace() {
            assert!(is_syllable(word), "{word}");
        }
        for word in ["nh©n", "QuyÕt", "®Þnh", "ngµy", "phñ", "mat", "strong", "", "UBND"]
        {
            assert!(!is_syllable(word), "{word}");
        }
        assert!(is_syllable("quyê\u{301}t"));
    }
}
