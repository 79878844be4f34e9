//! Word documents (`.docx`): body, then notes, headers and footers.

mod style;

use super::encoding::{Face, Font};
use super::input::Input;
use super::layout::{Break, Layout, raised};
use super::limit::Limited;
use super::xml::{self, Attributes, Piece};
use super::zipped::{self, Archive, Limits};
use super::{Given, Sink, plain};
use crate::error::{Error, ErrorKind, Result};
use std::cell::Cell;
use style::Styles;

/// Elements whose text is not part of the document as it stands: deleted or moved away,
/// a second form of a drawing for old programs, commands of fields.
const SKIPPED: [&str; 5] = ["del", "moveFrom", "Fallback", "instrText", "delText"];

/// Says that bytes are the one-file XML of Word 2003.
pub(super) fn is_flat(head: &[u8]) -> bool {
    const MARKS: [&[u8]; 2] = [b":wordDocument", b"<pkg:package"];
    let is_xml = head.starts_with(b"<?xml") || head.starts_with(b"\xef\xbb\xbf<?xml");
    is_xml && MARKS.iter().any(|m| memchr::memmem::find(head, m).is_some())
}

/// Reads the one-file XML of Word 2003.
pub(super) fn read_flat(input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
    let styles = Styles::default();
    let mut writer = Writer::new(&styles);
    let max = input.options.max_bytes;
    let left = Cell::new(max);
    let stream = Limited::document(&mut *input.stream, &left, max);
    xml::walk(stream, |piece| writer.piece(&piece))?;
    sink(Ok(plain::word(input.name, writer.layout.finish(), Vec::new())?));
    Ok(())
}

/// Returns the text of a document.
pub(super) fn text(archive: &mut Archive, limits: &Limits<'_>) -> Result<String> {
    let names: Vec<String> = parts(archive);
    let styles = style::read(archive, limits);
    let mut writer = Writer::new(&styles);
    let mut seen = Vec::new();
    for (i, name) in names.iter().enumerate() {
        let Some(stream) = zipped::part(archive, name, limits)? else { continue };
        if i == 0 {
            xml::walk(stream, |piece| writer.piece(&piece))?;
            continue;
        }
        // The same header stands in every section.
        let mut part = Writer::new(&styles);
        xml::walk(stream, |piece| part.piece(&piece))?;
        let part = part.layout.finish();
        if !part.trim().is_empty() && !seen.contains(&part) {
            writer.layout.need(Break::Line);
            writer.layout.word(&part);
            seen.push(part);
        }
    }
    if names.is_empty() {
        return Err(Error::new(ErrorKind::Malformed, "a Word document without a body"));
    }
    Ok(writer.layout.finish())
}

/// Reads title, author and the like.
pub(super) fn properties(archive: &mut Archive, limits: &Limits<'_>) -> Vec<Given> {
    zipped::properties(archive, "docProps/core.xml", limits)
}

/// Says that a package is a Word document. Its body is `word/document.xml`, or
/// `document2.xml` where a server has written it; some write `word\document.xml`.
pub(super) fn is_document(archive: &Archive) -> bool {
    archive.file_names().filter_map(std::result::Result::ok).any(|n| kind(&n) == Some(0))
}

/// Returns the rank of a part among those that hold text.
fn kind(name: &str) -> Option<usize> {
    const KINDS: [&str; 5] = ["document", "footnotes", "endnotes", "header", "footer"];
    let name = name.to_ascii_lowercase().replace('\\', "/");
    let stem = name.strip_prefix("word/")?.strip_suffix(".xml")?;
    let stem = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    KINDS.iter().position(|k| *k == stem)
}

/// Returns the parts that hold text, the body first.
fn parts(archive: &Archive) -> Vec<String> {
    let names = archive.file_names().filter_map(std::result::Result::ok);
    let mut parts: Vec<(usize, String)> =
        names.filter_map(|name| Some((kind(&name)?, name.into_owned()))).collect();
    parts.sort();
    parts.into_iter().map(|(_, name)| name).collect()
}

struct Writer<'s> {
    layout: Layout,
    styles: &'s Styles,
    /// How deep inside elements that are left out.
    skipped: usize,
    /// Inside `w:t`: its characters are text.
    is_text: bool,
    /// The font that the style of the paragraph gives.
    paragraph: Face,
    /// The font of the run: its own, else that of its style.
    own: Face,
    of_style: Face,
    is_raised: bool,
    is_hidden: bool,
    /// The text of the run, which may come in pieces.
    run: String,
}

impl<'s> Writer<'s> {
    fn new(styles: &'s Styles) -> Self {
        Self {
            layout: Layout::default(),
            styles,
            skipped: 0,
            is_text: false,
            paragraph: styles.usual(),
            own: Face::Unsaid,
            of_style: Face::Unsaid,
            is_raised: false,
            is_hidden: false,
            run: String::new(),
        }
    }

    fn piece(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Open(name, _) if self.skipped > 0 || SKIPPED.contains(name) => {
                self.skipped += 1;
            }
            Piece::Close(_) if self.skipped > 0 => self.skipped -= 1,
            Piece::Open(name, attributes) => self.open(name, attributes),
            Piece::Close(name) => self.close(name),
            Piece::Text(text) if self.is_text && self.skipped == 0 => {
                self.run.push_str(text);
            }
            Piece::Text(_) => {}
        }
    }

    fn open(&mut self, name: &str, attributes: &Attributes<'_>) {
        match name {
            "p" => {
                self.layout.need(Break::Line);
                self.paragraph = self.styles.usual();
            }
            "txbxContent" | "br" | "cr" => self.layout.need(Break::Line),
            "tr" => self.layout.open_row(),
            "tc" => self.layout.open_cell(),
            "pStyle" => self.paragraph = self.styles.of(attributes),
            "r" => {
                (self.own, self.of_style) = (Face::Unsaid, Face::Unsaid);
                (self.is_raised, self.is_hidden) = (false, false);
            }
            "rStyle" => self.of_style = self.styles.named(attributes),
            "rFonts" => self.own = style::face(attributes),
            "vertAlign" => {
                self.is_raised =
                    attributes.get("val").is_some_and(|v| v == "superscript");
            }
            // The paragraph mark may be hidden, too, before the first run.
            "vanish" => {
                let off = ["0", "false", "off"];
                self.is_hidden =
                    attributes.get("val").is_none_or(|v| !off.contains(&v.as_str()));
            }
            "t" => self.is_text = true,
            "tab" | "ptab" => self.layout.need(Break::Tab),
            "noBreakHyphen" => self.layout.word("-"),
            "sym" => self.symbol(attributes),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" | "txbxContent" => self.layout.need(Break::Line),
            "tr" => self.layout.close_row(),
            "t" => {
                self.is_text = false;
                self.write_run();
            }
            _ => {}
        }
    }

    fn write_run(&mut self) {
        let run = std::mem::take(&mut self.run);
        if self.is_hidden {
            return;
        }
        let run = match self.font() {
            Some(font) => font.decode(&run),
            None => run,
        };
        self.layout.word(&if self.is_raised { raised(&run) } else { run });
    }

    fn font(&self) -> Option<Font> {
        self.own.or(self.of_style).or(self.paragraph).font()
    }

    /// A character of a symbol font; those in the private area are bullets.
    fn symbol(&mut self, attributes: &Attributes<'_>) {
        let code = attributes.get("char").and_then(|c| u32::from_str_radix(&c, 16).ok());
        let shown =
            code.filter(|c| !(0xe000..0xf900).contains(c)).and_then(char::from_u32);
        let mut utf8 = [0; 4];
        self.layout.word(shown.map_or("•", |c| c.encode_utf8(&mut utf8)));
    }
}
