//! Bytes → characters: UTF-8, UTF-16, and the code pages from before Unicode.

use crate::error::{Error, ErrorKind, Result};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1258};

/// Characters, and what was done to get them when it was not plain UTF-8.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) note: Option<String>,
}

/// Decodes a text file. Valid UTF-8 is kept as it is, byte order mark included, and not
/// copied.
pub(super) fn decode(bytes: Vec<u8>) -> Result<Decoded> {
    if let Some(encoding) = utf16(&bytes) {
        return Ok(by(encoding, &bytes));
    }
    if memchr::memchr(0, &bytes).is_some() {
        return Err(Error::new(ErrorKind::UnsupportedFormat, "binary file")
            .hint("its name says text, but it holds NUL bytes"));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Decoded { text, note: None }),
        Err(error) => Ok(by(WINDOWS_1258, error.as_bytes())),
    }
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
    fn nul_bytes_are_no_text() {
        let error = decode(b"ab\0\0\0cd".to_vec()).unwrap_err();
        assert_eq!(error.to_string(), "binary file");
    }
}
