//! Plain text and Markdown: the document is the file.

use super::encoding::{self, Decoded};
use super::input::Input;
use super::{Sink, Source};
use crate::error::Result;
use crate::text::Text;

/// Reads one document. The text of a UTF-8 file is the file, byte for byte: byte order
/// mark and line ends included, because offsets count its bytes.
pub(super) fn read(mut input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
    let bytes = input.read_all()?;
    let Decoded { text, note } = encoding::decode(bytes)?;
    sink(Ok(document(input.name, text, note)?));
    Ok(())
}

/// Makes the source of a text; notes an empty one.
pub(super) fn document(
    name: String,
    text: String,
    note: Option<String>,
) -> Result<Source> {
    let blank = text.trim_start_matches('\u{feff}').trim_ascii().is_empty();
    let mut source = Source::new(name, Text::try_new(text)?);
    source.notes.extend(note);
    if blank {
        source.notes.push("the document is empty".to_owned());
    }
    Ok(source)
}
