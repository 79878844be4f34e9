//! Texts of `OpenDocument` (`.odt`): the body, then headers and footers.

mod numbering;

use super::input::Input;
use super::layout::{Break, Layout};
use super::xml::{self, Attributes, Piece};
use super::zipped::{self, Archive, Limits};
use super::{Sink, plain};
use crate::error::{Error, ErrorKind, Result};
use numbering::{Counts, Models};
use std::collections::HashSet;

/// Deleted text, comments, what fields and scripts say to the program, how a character is
/// to be pronounced, and numbers, which are counted here.
const SKIPPED: [&str; 8] = [
    "number",
    "ruby-text",
    "tracked-changes",
    "annotation",
    "script",
    "sequence-decls",
    "note-citation",
    "forms",
];

/// Says that bytes are a text of `OpenDocument` in one file of XML.
pub(super) fn is_flat(head: &[u8]) -> bool {
    let is_xml = head.starts_with(b"<?xml") || head.starts_with(b"\xef\xbb\xbf<?xml");
    is_xml && memchr::memmem::find(head, b"<office:document ").is_some()
}

/// Reads a text of `OpenDocument` in one file of XML.
pub(super) fn read_flat(mut input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
    let bytes = input.read_all()?;
    let mut models = Models::default();
    xml::walk(&*bytes, |piece| models.piece(&piece))?;
    let mut writer = Writer { models, ..Writer::default() };
    for part in PARTS {
        writer.inside = part;
        xml::walk(&*bytes, |piece| writer.piece(&piece))?;
    }
    sink(Ok(plain::word(input.name, writer.finish(), Vec::new())?));
    Ok(())
}

/// The elements that hold text: the body, and headers and footers.
const PARTS: [&str; 2] = ["body", "master-styles"];

/// Returns the text of a document.
pub(super) fn text(archive: &mut Archive, limits: &Limits<'_>) -> Result<String> {
    if is_locked(archive, limits)? {
        return Err(locked());
    }
    let models = numbering::read(archive, limits);
    let mut writer = Writer { inside: PARTS[0], models, ..Writer::default() };
    if let Some(stream) = zipped::part(archive, "content.xml", limits)? {
        // Lists are defined before the body that uses them.
        xml::walk(stream, |piece| {
            writer.models.piece(&piece);
            writer.piece(&piece);
        })?;
    }
    writer.inside = PARTS[1];
    if let Some(stream) = zipped::part(archive, "styles.xml", limits)? {
        xml::walk(stream, |piece| writer.piece(&piece))?;
    }
    Ok(writer.finish())
}

/// Says that the manifest knows of parts that only a password opens.
fn is_locked(archive: &mut Archive, limits: &Limits<'_>) -> Result<bool> {
    let mut is_locked = false;
    if let Some(stream) = zipped::part(archive, "META-INF/manifest.xml", limits)? {
        // A manifest that is broken hides no text.
        let _ = xml::walk(stream, |piece| {
            is_locked |= matches!(piece, Piece::Open("encryption-data", _));
        });
    }
    Ok(is_locked)
}

/// Makes the error of a document that only a password opens.
pub(super) fn locked() -> Error {
    Error::new(ErrorKind::UnsupportedFormat, "it has a password")
        .hint("save it without the password")
}

/// What was deleted and still stands in the text, between two marks, for the program was
/// showing changes when it wrote the file.
#[derive(Default)]
struct Changes {
    /// The change that is told.
    region: Option<String>,
    deleted: HashSet<String>,
    /// How many deletions are open.
    open: usize,
}

impl Changes {
    fn piece(&mut self, piece: &Piece<'_>) {
        let Piece::Open(name, attributes) = piece else { return };
        match *name {
            "changed-region" => self.region = attributes.get("id"),
            "deletion" => self.deleted.extend(self.region.take()),
            "change-start" if self.is_deletion(attributes) => self.open += 1,
            "change-end" if self.is_deletion(attributes) => {
                self.open = self.open.saturating_sub(1);
            }
            _ => {}
        }
    }

    fn is_deletion(&self, attributes: &Attributes<'_>) -> bool {
        attributes.get("change-id").is_some_and(|id| self.deleted.contains(&id))
    }
}

#[derive(Default)]
struct Writer {
    layout: Layout,
    /// Notes stand behind the text: within, they would cut the sentence they belong to.
    notes: Layout,
    /// How deep inside notes.
    in_notes: usize,
    /// The element that holds the text of this part.
    inside: &'static str,
    is_inside: bool,
    changes: Changes,
    models: Models,
    counts: Counts,
    /// What still has to stand before the first word of each open paragraph: notes and
    /// frames stand in paragraphs.
    paragraphs: Vec<Option<String>>,
    skipped: usize,
}

impl Writer {
    fn finish(self) -> String {
        let (mut text, notes) = (self.layout, self.notes.finish());
        text.need(Break::Line);
        text.word(&notes);
        text.finish()
    }

    fn piece(&mut self, piece: &Piece<'_>) {
        self.changes.piece(piece);
        match piece {
            Piece::Open(name, _) if self.skipped > 0 || SKIPPED.contains(name) => {
                self.skipped += 1;
            }
            Piece::Close(_) if self.skipped > 0 => self.skipped -= 1,
            Piece::Open(name, attributes) => self.open(name, attributes),
            Piece::Close(name) => self.close(name),
            Piece::Text(text) if self.is_text() => {
                self.flow(text);
            }
            Piece::Text(_) => {}
        }
    }

    fn is_text(&self) -> bool {
        self.skipped == 0 && !self.paragraphs.is_empty() && self.changes.open == 0
    }

    fn out(&mut self) -> &mut Layout {
        if self.in_notes > 0 { &mut self.notes } else { &mut self.layout }
    }

    fn flow(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.write_number();
        }
        self.out().flow(text);
    }

    /// Writes the number of the paragraph, unless that is done.
    fn write_number(&mut self) {
        if let Some(number) = self.paragraphs.last_mut().and_then(Option::take) {
            self.out().word(&number);
            self.out().need(Break::Space);
        }
    }

    fn open(&mut self, name: &str, attributes: &Attributes<'_>) {
        self.is_inside |= name == self.inside;
        self.counts.open(name, attributes);
        self.in_notes += usize::from(name == "note");
        match name {
            "p" | "h" if self.is_inside => {
                let number = self.counts.next(name == "h", attributes, &self.models);
                self.paragraphs.push(number);
                self.out().need(Break::Line);
            }
            "table-row" if self.is_inside => self.out().open_row(),
            "table-cell" if self.is_inside => self.out().open_cell(),
            "tab" => self.out().need(Break::Tab),
            "line-break" => self.out().need(Break::Line),
            // Spaces beyond the first; where they stand alone there is one.
            "s" if attributes.get("c").as_deref() != Some("0") => {
                self.out().need(Break::Space);
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        self.is_inside &= name != self.inside;
        self.counts.close(name);
        match name {
            "p" | "h" if !self.paragraphs.is_empty() => {
                self.write_number();
                self.paragraphs.pop();
                self.out().need(Break::Line);
            }
            "table-row" if self.is_inside => self.out().close_row(),
            "note" => {
                self.out().need(Break::Line);
                self.in_notes = self.in_notes.saturating_sub(1);
            }
            _ => {}
        }
    }
}
