//! Texts of `OpenDocument` (`.odt`): the body, then headers and footers.

use super::layout::{Break, Layout};
use super::xml::{self, Attributes, Piece};
use super::zipped::{self, Archive};
use crate::error::Result;

/// Deleted text, comments, and what fields and scripts say to the program.
const SKIPPED: [&str; 6] = [
    "tracked-changes",
    "annotation",
    "script",
    "sequence-decls",
    "note-citation",
    "forms",
];

/// Returns the text of a document.
pub(super) fn text(archive: &mut Archive, max_bytes: u64) -> Result<String> {
    let mut writer = Writer { inside: "body", ..Writer::default() };
    if let Some(stream) = zipped::part(archive, "content.xml", max_bytes)? {
        xml::walk(stream, |piece| writer.piece(&piece))?;
    }
    writer.inside = "master-styles";
    if let Some(stream) = zipped::part(archive, "styles.xml", max_bytes)? {
        xml::walk(stream, |piece| writer.piece(&piece))?;
    }
    Ok(writer.layout.finish())
}

#[derive(Default)]
struct Writer {
    layout: Layout,
    /// The element that holds the text of this part.
    inside: &'static str,
    is_inside: bool,
    /// How many paragraphs are open: notes and frames stand in paragraphs.
    paragraphs: usize,
    skipped: usize,
}

impl Writer {
    fn piece(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Open(name, _) if self.skipped > 0 || SKIPPED.contains(name) => {
                self.skipped += 1;
            }
            Piece::Close(_) if self.skipped > 0 => self.skipped -= 1,
            Piece::Open(name, attributes) => self.open(name, attributes),
            Piece::Close(name) => self.close(name),
            Piece::Text(text) if self.skipped == 0 && self.paragraphs > 0 => {
                self.layout.flow(text);
            }
            Piece::Text(_) => {}
        }
    }

    fn open(&mut self, name: &str, attributes: &Attributes<'_>) {
        self.is_inside |= name == self.inside;
        match name {
            "p" | "h" if self.is_inside => {
                self.paragraphs += 1;
                self.layout.need(Break::Line);
            }
            "table-row" if self.is_inside => self.layout.open_row(),
            "table-cell" if self.is_inside => self.layout.open_cell(),
            "tab" => self.layout.need(Break::Tab),
            "line-break" => self.layout.need(Break::Line),
            // Spaces beyond the first; where they stand alone there is one.
            "s" if attributes.get("c").as_deref() != Some("0") => {
                self.layout.need(Break::Space);
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        self.is_inside &= name != self.inside;
        match name {
            "p" | "h" if self.paragraphs > 0 => {
                self.paragraphs -= 1;
                self.layout.need(Break::Line);
            }
            "table-row" if self.is_inside => self.layout.close_row(),
            _ => {}
        }
    }
}
