//! Reading the XML of office files.

use super::{encoding, input};
use crate::error::{Error, ErrorKind, Result};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::io::BufRead;

/// A piece of XML; names are without prefix.
pub(super) enum Piece<'a> {
    /// A start tag; an empty element is followed by its end.
    Open(&'a str, Attributes<'a>),
    /// An end tag.
    Close(&'a str),
    /// Characters, entities resolved.
    Text(&'a str),
}

/// The attributes of a start tag.
pub(super) struct Attributes<'a>(&'a BytesStart<'a>);

impl Attributes<'_> {
    /// Returns the value of the attribute with that name without prefix.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let all = attributes.with_checks(false).flatten();
        let mut named = all.filter(|a| a.key.local_name().into_inner() == name);
        Some(named.next()?.value.into_owned())
    }
}

/// Calls `each` with the pieces of an XML stream.
pub(super) fn walk(mut stream: impl BufRead, each: impl FnMut(Piece<'_>)) -> Result<()> {
    let head = stream.fill_buf().map_err(|e| input::read_error(&e))?;
    if !encoding::is_utf16(head) {
        return walk_utf8(stream, each);
    }
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).map_err(|e| input::read_error(&e))?;
    let text = encoding::decode(bytes)?.text;
    walk_utf8(text.trim_start_matches('\u{feff}').as_bytes(), each)
}

fn walk_utf8(stream: impl BufRead, mut each: impl FnMut(Piece<'_>)) -> Result<()> {
    let mut reader = Reader::from_reader(stream);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|e| fault(&e))? {
            Event::Start(tag) => {
                let name = tag.local_name().into_inner();
                each(Piece::Open(name, Attributes(&tag)));
            }
            Event::End(tag) => each(Piece::Close(tag.local_name().into_inner())),
            Event::Text(text) => each(Piece::Text(&text)),
            Event::CData(text) => each(Piece::Text(&text)),
            Event::GeneralRef(entity) => {
                let mut utf8 = [0; 4];
                each(Piece::Text(resolve(&entity).encode_utf8(&mut utf8)));
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn fault(error: &quick_xml::Error) -> Error {
    match error {
        quick_xml::Error::Io(io) => input::read_error(io),
        other => Error::new(ErrorKind::Malformed, format!("broken XML inside: {other}")),
    }
}

fn resolve(entity: &BytesRef<'_>) -> char {
    match &**entity {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => entity.resolve_char_ref().ok().flatten().unwrap_or('\u{fffd}'),
    }
}
