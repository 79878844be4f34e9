//! Saved pages of one file (`.mhtml`, `.mht`): the first HTML part.

use super::html;
use super::input::Input;
use super::{Given, Sink};
use crate::error::{Error, ErrorKind, Result};
use std::io::Cursor;

/// Says that bytes are a saved page.
pub(super) fn is_sure(head: &[u8]) -> bool {
    const MARKS: [&[u8]; 2] = [b"multipart/related", b"Snapshot-Content-Location"];
    memchr::memmem::find(head, b"MIME-Version:").is_some()
        && MARKS.iter().any(|m| memchr::memmem::find(head, m).is_some())
}

/// Reads the page.
pub(super) fn read(mut input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
    let bytes = input.read_all()?;
    let none = || Error::new(ErrorKind::Malformed, "a saved page without HTML in it");
    let page = first_page(&bytes).ok_or_else(none)?;
    let address = header(&bytes, "snapshot-content-location");
    let Input { name, file, options, depth, budget, .. } = input;
    let mut stream = Cursor::new(page);
    let inner = Input { name, file, options, depth, budget, stream: &mut stream };
    html::read(inner, &mut |found| {
        sink(found.map(|mut source| {
            if let Some(address) = address.clone().filter(|_| source.meta.url.is_none()) {
                let given = &mut source.outline.given;
                given.push(Given::of_meta("url", "Snapshot-Content-Location"));
                html::set_url(&mut source.meta, address, given);
            }
            source
        }));
    })
}

/// Returns the decoded body of the first part that is HTML.
fn first_page(bytes: &[u8]) -> Option<Vec<u8>> {
    let lower = bytes.to_ascii_lowercase();
    memchr::memmem::find_iter(&lower, b"content-type: text/html")
        .find_map(|at| page_at(bytes, at).filter(|page| !page.is_empty()))
}

/// Returns the decoded body of the part whose type stands at `at`.
fn page_at(bytes: &[u8], at: usize) -> Option<Vec<u8>> {
    let start = blank_line(bytes, at)?;
    // Other headers of the part may stand before its type; those of the part before end
    // with a blank line.
    let head = bytes.get(at.saturating_sub(2000)..start)?;
    let head = head.get(last_blank_line(head)..)?;
    let body = bytes.get(start..)?;
    let end =
        memchr::memmem::find(body, b"\r\n--").or(memchr::memmem::find(body, b"\n--"));
    let body = body.get(..end.unwrap_or(body.len()))?;
    let encoding = header(head, "content-transfer-encoding").unwrap_or_default();
    Some(decoded(body, &encoding))
}

fn blank_line(bytes: &[u8], from: usize) -> Option<usize> {
    let after = bytes.get(from..)?;
    let crlf = memchr::memmem::find(after, b"\r\n\r\n").map(|i| i + 4);
    let lf = memchr::memmem::find(after, b"\n\n").map(|i| i + 2);
    Some(from + crlf.into_iter().chain(lf).min()?)
}

fn last_blank_line(head: &[u8]) -> usize {
    let head = head.trim_ascii_end();
    let crlf = memchr::memmem::rfind(head, b"\r\n\r\n").map(|i| i + 4);
    let lf = memchr::memmem::rfind(head, b"\n\n").map(|i| i + 2);
    crlf.into_iter().chain(lf).max().unwrap_or(0)
}

/// Returns the value of a header line.
fn header(head: &[u8], name: &str) -> Option<String> {
    let head = head.get(..head.len().min(1 << 16))?;
    head.split(|b| *b == b'\n').find_map(|line| {
        let line = String::from_utf8_lossy(line);
        let (key, value) = line.split_once(':')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    })
}

fn decoded(body: &[u8], encoding: &str) -> Vec<u8> {
    match encoding.to_ascii_lowercase().as_str() {
        "quoted-printable" => quoted_printable(body),
        "base64" => base64(body),
        _ => body.to_vec(),
    }
}

fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'=' {
            out.push(byte);
            continue;
        }
        let code = after.get(..2).and_then(|h| std::str::from_utf8(h).ok());
        if let Some(byte) = code.and_then(|h| u8::from_str_radix(h, 16).ok()) {
            out.push(byte);
            rest = after.get(2..).unwrap_or_default();
        } else {
            // A soft line end; anything else stands for itself.
            let line_end = after.strip_prefix(b"\r").unwrap_or(after);
            match line_end.strip_prefix(b"\n") {
                Some(next_line) => rest = next_line,
                None => out.push(byte),
            }
        }
    }
    out
}

fn base64(body: &[u8]) -> Vec<u8> {
    const LETTERS: &[u8; 64] =
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = Vec::with_capacity(body.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in body {
        let Some(value) = LETTERS.iter().position(|l| l == byte) else { continue };
        bits = (bits << 6 | u32::try_from(value).unwrap_or_default()) & 0x00ff_ffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push(u8::try_from((bits >> count) & 0xff).unwrap_or_default());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_transfer_encodings_are_decoded() {
        assert_eq!(quoted_printable(b"S=E1=BB=91=\r\n 1=3D=zz"), "Số 1==zz".as_bytes());
        assert_eq!(base64(b"U+G7kSAx\r\n"), "Số 1".as_bytes());
        assert_eq!(base64(b"TQ=="), b"M");
    }
}
