//! The encodings from before Unicode, as they look when their bytes were taken for
//! windows-1252, and UTF-8 taken for windows-1252.
//!
//! The tables are facts (which byte is which letter): TCVN 5712:1993 VN3, VNI-Windows,
//! RFC 1456 (VISCII), windows-1258.

use super::syllable::VOWELS;
use encoding_rs::WINDOWS_1252;

/// One wrong reading of Vietnamese text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Legacy {
    /// TCVN3, also ABC: the `.Vn` fonts.
    Tcvn3,
    /// VNI-Windows: the `VNI-` fonts.
    Vni,
    /// The Vietnamese code page of Windows.
    Windows1258,
    /// VISCII.
    Viscii,
    /// UTF-8 read byte by byte.
    Utf8,
}

impl Legacy {
    /// All of them, the commonest first.
    pub(super) const ALL: [Self; 5] =
        [Self::Tcvn3, Self::Vni, Self::Utf8, Self::Windows1258, Self::Viscii];

    /// Those that are met as characters in Unicode text.
    pub(super) const MET_IN_TEXT: [Self; 4] =
        [Self::Tcvn3, Self::Vni, Self::Utf8, Self::Windows1258];

    /// Returns the name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Tcvn3 => "tcvn3",
            Self::Vni => "vni",
            Self::Windows1258 => "windows-1258",
            Self::Viscii => "viscii",
            Self::Utf8 => "utf-8 read as windows-1252",
        }
    }

    /// Returns the letter that `text` begins with and how many bytes spell it; `None`
    /// when the first character stands for itself.
    pub(super) fn letter(self, text: &str) -> Option<(char, usize)> {
        let first = text.chars().next()?;
        let single = |c: Option<char>| c.map(|c| (c, first.len_utf8()));
        match self {
            Self::Tcvn3 => single(tcvn3(first)),
            Self::Viscii => single(viscii(first)),
            Self::Windows1258 => single(windows_1258(first)),
            Self::Vni => vni(first, text),
            Self::Utf8 => utf8(text),
        }
    }
}

/// From 0xA1 on; a dot where the byte is no letter.
const TCVN3: &str = "ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíị\
    ò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ.";

fn tcvn3(c: char) -> Option<char> {
    row(TCVN3, u32::from(c).checked_sub(0xa1)?)
}

/// From 0x80 on. Six more letters sit on control characters.
const VISCII: &str = "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ\
    ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ";

fn viscii(c: char) -> Option<char> {
    const CONTROLS: [(char, char); 6] = [
        ('\u{2}', 'Ẳ'),
        ('\u{5}', 'Ẵ'),
        ('\u{6}', 'Ẫ'),
        ('\u{14}', 'Ỷ'),
        ('\u{19}', 'Ỹ'),
        ('\u{1e}', 'Ỵ'),
    ];
    let control = CONTROLS.iter().find(|(from, _)| *from == c).map(|(_, to)| *to);
    control.or_else(|| row(VISCII, u32::from(byte(c)?).checked_sub(0x80)?))
}

fn row(table: &str, index: u32) -> Option<char> {
    table.chars().nth(usize::try_from(index).ok()?).filter(|c| *c != '.')
}

fn windows_1258(c: char) -> Option<char> {
    Some(match c {
        'Ã' => 'Ă',
        'ã' => 'ă',
        'Ð' => 'Đ',
        'ð' => 'đ',
        'Õ' => 'Ơ',
        'õ' => 'ơ',
        'Ý' => 'Ư',
        'ý' => 'ư',
        'Ì' => '\u{300}',
        'Ò' => '\u{309}',
        'Þ' => '\u{303}',
        'ì' => '\u{301}',
        'ò' => '\u{323}',
        'þ' => '₫',
        _ => return None,
    })
}

/// Returns the windows-1252 byte of a character; C1 controls stand for themselves.
fn byte(c: char) -> Option<u8> {
    if let Ok(latin) = u8::try_from(u32::from(c)) {
        return Some(latin);
    }
    let mut utf8 = [0; 4];
    let (bytes, _, failed) = WINDOWS_1252.encode(c.encode_utf8(&mut utf8));
    bytes.first().copied().filter(|_| !failed)
}

/// Reads one character of UTF-8 whose bytes were taken for characters.
fn utf8(text: &str) -> Option<(char, usize)> {
    let mut bytes = [0; 3];
    for (i, (at, c)) in text.char_indices().take(3).enumerate() {
        // The second byte of "à" is a no-break space, which often became a space.
        let is_space = i == 1 && c == ' ' && bytes[0] == 0xc3;
        bytes[i] = if is_space { 0xa0 } else { byte(c)? };
        if bytes[0] < 0xc2 {
            return None;
        }
        let read = std::str::from_utf8(bytes.get(..=i)?).ok();
        if let Some(letter) = read.and_then(|s| s.chars().next()) {
            return Some((letter, at + c.len_utf8()));
        }
    }
    None
}

/// Marks that follow a vowel in VNI: the tones of the letter itself…
const VNI_TONES: [char; 6] = ['\0', 'ø', 'ù', 'û', 'õ', 'ï'];
/// …of the letter with a circumflex…
const VNI_CIRCUMFLEX: [char; 6] = ['â', 'à', 'á', 'å', 'ã', 'ä'];
/// …and of the letter with a breve.
const VNI_BREVE: [char; 6] = ['ê', 'è', 'é', 'ú', 'ü', 'ë'];
/// Letters that are one byte in VNI.
const VNI_SINGLE: [(char, char); 7] =
    [('ñ', 'đ'), ('ô', 'ơ'), ('ö', 'ư'), ('æ', 'ỉ'), ('ó', 'ĩ'), ('ò', 'ị'), ('î', 'ỵ')];

fn vni(first: char, text: &str) -> Option<(char, usize)> {
    let low = lower(first);
    let single = VNI_SINGLE.iter().find(|(from, _)| *from == low).map(|(_, to)| *to);
    let cased = |c: char| if low == first { c } else { upper(c) };
    let length = first.len_utf8();
    let mark = text.get(length..).and_then(|rest| rest.chars().next());
    let pair = mark.and_then(|mark| {
        let letter = marked(single.unwrap_or(low), lower(mark))?;
        Some((cased(letter), length + mark.len_utf8()))
    });
    pair.or_else(|| single.map(|letter| (cased(letter), length)))
}

/// Returns the vowel with the mark of VNI.
fn marked(vowel: char, mark: char) -> Option<char> {
    let tone = |marks: &[char; 6]| marks.iter().position(|m| *m == mark);
    let of = |vowel: char, tone: usize| {
        VOWELS.iter().find(|row| row[0] == vowel).map(|row| row[tone])
    };
    match vowel {
        'a' | 'e' | 'o' | 'u' | 'y' | 'ơ' | 'ư' => {
            if let Some(tone) = tone(&VNI_TONES) {
                return of(vowel, tone);
            }
        }
        _ => return None,
    }
    let circumflex = match vowel {
        'a' => 'â',
        'e' => 'ê',
        'o' => 'ô',
        _ => return None,
    };
    let breve = || tone(&VNI_BREVE).filter(|_| vowel == 'a').and_then(|t| of('ă', t));
    tone(&VNI_CIRCUMFLEX).and_then(|t| of(circumflex, t)).or_else(breve)
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// Returns the capital of a letter.
pub(super) fn upper(c: char) -> char {
    c.to_uppercase().next().unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn convert(legacy: Legacy, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let (c, length) = legacy.letter(rest).unwrap_or((first, first.len_utf8()));
            out.push(c);
            rest = rest.get(length..).unwrap();
        }
        out
    }

    #[test]
    fn every_table_gives_the_letters() {
        let cases = [
            (
                Legacy::Tcvn3,
                "QuyÕt ®Þnh sè 793/Q§-TTg ngµy 10-5-2016 cña Thñ t\u{ad}íng ChÝnh phñ",
                "Quyết định số 793/QĐ-TTg ngày 10-5-2016 của Thủ tướng Chính phủ",
            ),
            (
                Legacy::Vni,
                "Quyeát ñònh soá 793/QÑ-TTg ngaøy 10-5-2016 cuûa Thuû töôùng Chính phuû",
                "Quyết định số 793/QĐ-TTg ngày 10-5-2016 của Thủ tướng Chính phủ",
            ),
            (Legacy::Vni, "QUYEÁT ÑÒNH ÖÙNG ÔÛ VAÊN BAÈNG", "QUYẾT ĐỊNH ỨNG Ở VĂN BẰNG"),
            (Legacy::Utf8, "Quyáº¿t Ä‘á»‹nh thÃ nh phá»‘", "Quyết định thành phố"),
            (Legacy::Utf8, "793/QÄ\u{90}-TTg â€“ 5", "793/QĐ-TTg – 5"),
            (Legacy::Windows1258, "QuyêÒn ðýõòc", "Quyê\u{309}n đươ\u{323}c"),
        ];
        for (legacy, from, to) in cases {
            assert_eq!(convert(legacy, from), to);
        }
        let bytes = b"Quy\xaat \xf0\xb8nh";
        let text = WINDOWS_1252.decode(bytes).0;
        assert_eq!(convert(Legacy::Viscii, &text), "Quyết định");
    }

    #[test]
    fn windows_1258_is_the_one_of_the_standard() {
        for byte in 0xa0..=0xff {
            let latin = WINDOWS_1252.decode(&[byte]).0.chars().next().unwrap();
            let real =
                encoding_rs::WINDOWS_1258.decode(&[byte]).0.chars().next().unwrap();
            assert_eq!(windows_1258(latin).unwrap_or(latin), real, "{byte:x}");
        }
    }
}
