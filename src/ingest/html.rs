//! Web pages: the main text with its lines, and what the page says about itself.

mod depth;
mod main_text;
mod page;

pub(super) use page::set_url;

use super::encoding::{self, Decoded};
use super::input::Input;
use super::layout::closed_up;
use super::{Sink, plain};
use crate::error::Result;
use scraper::Html;

/// Reads one page.
pub(super) fn read(mut input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
    let bytes = input.read_all()?;
    let Decoded { text, note } = encoding::decode_page(bytes)?;
    let flat = depth::flattened(&text);
    let note = if flat.is_some() { Some(depth::NOTE.to_owned()) } else { note };
    let page = Html::parse_document(flat.as_deref().unwrap_or(&text));
    let mut source = plain::document(input.name, closed_up(main_text::of(&page)), note)?;
    (source.meta, source.outline.given) = page::meta(&page);
    sink(Ok(source));
    Ok(())
}

/// Returns the text of a page or a piece of one.
pub(super) fn text_of(page: &str) -> String {
    let flat = depth::flattened(page);
    main_text::of(&Html::parse_document(flat.as_deref().unwrap_or(page)))
}

/// What a page begins with.
const STARTS: [&[u8]; 2] = [b"<!doctype html", b"<html"];

/// What a piece of a page begins with, in files that programs export under other names.
const PIECES: [&[u8]; 13] = [
    b"head", b"body", b"meta", b"title", b"style", b"div", b"p", b"table", b"span",
    b"font", b"center", b"h1", b"h2",
];

/// Says that bytes are a page whatever their name is.
pub(super) fn is_sure(head: &[u8]) -> bool {
    let narrow = narrowed(head);
    let page = behind_remarks(narrow.as_deref().unwrap_or(head));
    STARTS.iter().any(|start| {
        page.get(..start.len()).is_some_and(|h| h.eq_ignore_ascii_case(start))
    })
}

/// Says that bytes of which nothing else is known are a page or a piece of one.
pub(super) fn is_likely(head: &[u8]) -> bool {
    let Some(tag) = behind_remarks(head).strip_prefix(b"<") else { return false };
    let end = tag.iter().position(|b| !b.is_ascii_alphanumeric());
    let name = tag.get(..end.unwrap_or(tag.len())).unwrap_or_default();
    PIECES.iter().any(|piece| piece.eq_ignore_ascii_case(name))
}

/// Returns every other byte of UTF-16.
fn narrowed(head: &[u8]) -> Option<Vec<u8>> {
    let wide = head.strip_prefix(&[0xff, 0xfe]).or(head.strip_prefix(&[0xfe, 0xff]))?;
    let odd = usize::from(head.starts_with(&[0xfe]));
    Some(wide.iter().skip(odd).step_by(2).copied().collect())
}

/// Returns what stands behind a byte order mark, the declaration of XML and comments.
fn behind_remarks(head: &[u8]) -> &[u8] {
    let mut rest = head.strip_prefix("\u{feff}".as_bytes()).unwrap_or(head);
    loop {
        rest = rest.trim_ascii_start();
        let end: &[u8] = match rest {
            [b'<', b'?', b'x', b'm', b'l', ..] => b"?>",
            [b'<', b'!', b'-', b'-', ..] => b"-->",
            _ => return rest,
        };
        let Some(at) = memchr::memmem::find(rest, end) else { return rest };
        rest = rest.get(at + end.len()..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_known_by_what_they_begin_with() {
        let wide: Vec<u8> =
            "\u{feff}<html>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for page in [
            &b"\xef\xbb\xbf \n<!DOCTYPE HTML>"[..],
            b"<!-- saved from url=(0014)about:internet -->\r\n<HTML>",
            b"<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC \"x\">",
            b"<?xml version='1.0'?><html xmlns='x'>",
            &wide,
        ] {
            assert!(is_sure(page), "{page:?}");
        }
        for other in
            [&b"<?xml version='1.0'?><w:wordDocument>"[..], b"<!-- a", b"<htm", b""]
        {
            assert!(!is_sure(other), "{other:?}");
        }
        assert!(is_likely(b"<!-- a --><DIV class=x>") && is_likely(b"<p>"));
        assert!(!is_likely(b"<pa>") && !is_likely("< 5 đồng".as_bytes()));
    }
}
