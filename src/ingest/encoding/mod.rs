//! Bytes → characters: UTF-8, UTF-16, and the code pages from before Unicode.

mod font;
mod legacy;
mod repair;
mod syllable;

pub(super) use font::{Face, Font, from_symbol};
pub(super) use repair::repair;
pub(super) use syllable::is_syllable;
pub use syllable::vietnamese_share;

use crate::error::{Error, ErrorKind, Result};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Characters, and what was done to get them when it was not plain UTF-8.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) note: Option<String>,
}

/// Decodes a text file. Valid UTF-8 is kept as it is, byte order mark included, and not
/// copied.
pub(super) fn decode(mut bytes: Vec<u8>) -> Result<Decoded> {
    if let Some(encoding) = utf16(&bytes) {
        return Ok(by(encoding, &bytes));
    }
    // Programs that write in blocks leave zeros behind the end.
    let end = bytes.iter().rposition(|b| *b != 0).map_or(0, |last| last + 1);
    bytes.truncate(end);
    if memchr::memchr(0, &bytes).is_some() {
        return Err(Error::new(ErrorKind::UnsupportedFormat, "binary file")
            .hint("its name says text, but it holds NUL bytes"));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Decoded { text, note: None }),
        Err(error) => Ok(old(error.as_bytes())),
    }
}

/// Decodes bytes that are no UTF-8: damaged UTF-8, or an encoding from before it.
pub(super) fn old(bytes: &[u8]) -> Decoded {
    if let Some(damaged) = damaged_utf8(bytes) {
        return damaged;
    }
    let latin = by(WINDOWS_1252, bytes);
    match repair::repair_as(&latin.text, &legacy::Legacy::ALL) {
        Some(repaired) => Decoded { text: repaired.text, note: Some(repaired.note) },
        None => latin,
    }
}

/// Decodes UTF-8 with a few wrong bytes in it: more than half of what is not ASCII must
/// be right.
fn damaged_utf8(bytes: &[u8]) -> Option<Decoded> {
    let (mut right, mut wrong) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().bytes().filter(|b| *b >= 0xc0).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    let note = format!("{wrong} invalid places in utf-8 were replaced");
    let text = || String::from_utf8_lossy(bytes).into_owned();
    (right > wrong).then(|| Decoded { text: text(), note: Some(note) })
}

/// Decodes a web page: UTF-8 where it is valid, else what the page declares, else as
/// [`decode`] does.
pub(super) fn decode_page(bytes: Vec<u8>) -> Result<Decoded> {
    let is_told = simdutf8::basic::from_utf8(&bytes).is_ok() || utf16(&bytes).is_some();
    match declared(&bytes) {
        Some(encoding) if !is_told => Ok(by(encoding, &bytes)),
        _ => decode(bytes),
    }
}

/// Finds the `charset=` of a page's first kilobytes. A page that is no UTF-8 but says
/// so is not believed.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    const KEY: &[u8] = b"charset=";
    let head = bytes.get(..bytes.len().min(4096))?;
    let start = memchr::memmem::find(head, KEY)? + KEY.len();
    let label = head.get(start..)?.trim_ascii_start();
    let label = label.strip_prefix(b"\"").or(label.strip_prefix(b"'")).unwrap_or(label);
    let ends = |b: &u8| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    let end = label.iter().position(ends).unwrap_or(label.len());
    Encoding::for_label(label.get(..end)?).filter(|e| *e != encoding_rs::UTF_8)
}

fn by(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, broken) = encoding.decode_with_bom_removal(bytes);
    let note = format!("decoded from {}", encoding.name().to_ascii_lowercase());
    let note = if broken { format!("{note}; some bytes were invalid") } else { note };
    Decoded { text: text.into_owned(), note: Some(note) }
}

/// Says that bytes are UTF-16.
pub(super) fn is_utf16(head: &[u8]) -> bool {
    utf16(head).is_some()
}

/// Recognizes UTF-16 by its byte order mark, or by the zero half of its ASCII letters.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0xff, 0xfe, ..] => return Some(UTF_16LE),
        [0xfe, 0xff, ..] => return Some(UTF_16BE),
        _ => {}
    }
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let zeros =
        |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let half = head.len() / 2;
    match (even * 2 > half, odd * 2 > half) {
        (false, true) if even == 0 => Some(UTF_16LE),
        (true, false) if odd == 0 => Some(UTF_16BE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "Quyết định số 793/QĐ-TTg";

    #[test]
    fn utf16_is_read_with_and_without_a_mark() {
        let le: Vec<u8> = WORDS.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = WORDS.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [
            le.clone(),
            be.clone(),
            [vec![0xff, 0xfe], le].concat(),
            [vec![0xfe, 0xff], be].concat(),
        ] {
            assert_eq!(decode(bytes).unwrap().text, WORDS);
        }
    }

    #[test]
    fn utf8_is_kept_byte_for_byte() {
        let bytes = "\u{feff}a\r\nQuyê\u{301}t".as_bytes().to_vec();
        assert_eq!(decode(bytes.clone()).unwrap().text.as_bytes(), bytes);
    }

    #[test]
    fn bytes_from_before_unicode_are_decoded() {
        let right = "Thực hiện Quyết định số 793/QĐ-TTg của Thủ tướng Chính phủ";
        let looks = [
            "Thùc hiÖn QuyÕt ®Þnh sè 793/Q§-TTg cña Thñ t\u{ad}íng ChÝnh phñ",
            "Thöïc hieän Quyeát ñònh soá 793/QÑ-TTg cuûa Thuû töôùng Chính phuû",
            "Thýòc hiêòn Quyêìt ðiònh sôì 793/QÐ-TTg cuÒa ThuÒ týõìng Chiình phuÒ",
            "Thñc hi®n Quyªt ð¸nh s¯ 793/QÐ-TTg cüa Thü tß¾ng Chính phü",
        ];
        for look in looks {
            let bytes = WINDOWS_1252.encode(look).0.into_owned();
            let decoded = decode(bytes).unwrap();
            let text = crate::text::Text::new(decoded.text);
            assert_eq!(text.normal(), right, "{:?}", decoded.note);
        }
    }

    #[test]
    fn damaged_utf8_keeps_what_is_right() {
        let mut bytes = "Quyết định số".as_bytes().to_vec();
        bytes.extend(b" \xff 793");
        let decoded = decode(bytes).unwrap();
        assert_eq!(decoded.text, "Quyết định số \u{fffd} 793");
        assert_eq!(
            decoded.note.as_deref(),
            Some("1 invalid places in utf-8 were replaced")
        );
        assert_eq!(decode(b"caf\xe9 5".to_vec()).unwrap().text, "café 5");
    }

    #[test]
    fn nul_bytes_are_no_text() {
        let error = decode(b"ab\0\0\0cd".to_vec()).unwrap_err();
        assert_eq!(error.to_string(), "binary file");
    }
}
