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

/// Says that bytes are a page whatever their name is.
pub(super) fn is_sure(head: &[u8]) -> bool {
    let head =
        head.strip_prefix("\u{feff}".as_bytes()).unwrap_or(head).trim_ascii_start();
    STARTS.iter().any(|start| {
        head.get(..start.len()).is_some_and(|h| h.eq_ignore_ascii_case(start))
    })
}
