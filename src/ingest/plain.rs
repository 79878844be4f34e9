//! Plain text and Markdown: the document is the file.

use super::encoding::{self, Decoded};
use super::input::Input;
use super::layout::closed_up;
use super::{Given, Sink, Source, Unit};
use crate::error::Result;
use crate::text::Text;

/// Reads one document. The text of a UTF-8 file is the file, byte for byte: byte order
/// mark and line ends included, because offsets count its bytes. Where the characters
/// are those of an old encoding, the parser reads them repaired, and the text stays.
pub(super) fn read(mut input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
    let Decoded { text, note } = encoding::decode(input.read_all()?)?;
    let repaired = if note.is_none() { encoding::repair(&text) } else { None };
    let source = match repaired {
        Some(r) => {
            let text = Text::try_repaired(text, r.text, &r.edits)?;
            source(input.name, text, Some(r.note))
        }
        None => source(input.name, Text::try_new(text)?, note),
    };
    sink(Ok(source));
    Ok(())
}

/// Makes the source of a text taken out of some other format, repaired.
pub(super) fn document(
    name: String,
    text: String,
    note: Option<String>,
) -> Result<Source> {
    match encoding::repair(&text) {
        Some(r) => Ok(source(name, Text::try_new(r.text)?, Some(r.note))),
        None => Ok(source(name, Text::try_new(text)?, note)),
    }
}

/// Makes the source of a Word document: one line a paragraph.
pub(super) fn word(name: String, text: String, given: Vec<Given>) -> Result<Source> {
    let mut source = document(name, closed_up(text), None)?;
    source.outline.unit = Unit::Paragraph;
    source.outline.given = given;
    Ok(source)
}

/// Makes the source; notes an empty one.
fn source(name: String, text: Text, note: Option<String>) -> Source {
    let mut source = Source::new(name, text);
    source.notes.extend(note);
    if source.text.source().trim_start_matches('\u{feff}').trim_ascii().is_empty() {
        source.notes.push("the document is empty".to_owned());
    }
    source
}
