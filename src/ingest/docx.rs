//! Word documents (`.docx`): body, then notes, headers and footers.

mod chunks;
mod numbering;
mod style;

use super::encoding::{self, Face, Font};
use super::input::Input;
use super::layout::{Break, Layout, raised};
use super::xml::{self, Attributes, Piece};
use super::zipped::{self, Archive, Limits};
use super::{Given, Sink, plain};
use crate::error::{Error, ErrorKind, Result};
use chunks::Chunks;
use numbering::{Counts, Label, Numbering};
use style::{Numbered, Styles};

/// Elements whose text is not part of the document as it stands: deleted or moved away,
/// how something looked before, a second form of a drawing for old programs, commands of
/// fields, how a character is to be pronounced.
const SKIPPED: [&str; 10] = [
    "del",
    "moveFrom",
    "Fallback",
    "instrText",
    "delText",
    "rPrChange",
    "pPrChange",
    "sectPrChange",
    "tblPrChange",
    "rt",
];

/// Says that bytes are the one-file XML of Word 2003.
pub(super) fn is_flat(head: &[u8]) -> bool {
    const MARKS: [&[u8]; 2] = [b":wordDocument", b"<pkg:package"];
    let is_xml = head.starts_with(b"<?xml") || head.starts_with(b"\xef\xbb\xbf<?xml");
    is_xml && MARKS.iter().any(|m| memchr::memmem::find(head, m).is_some())
}

/// Reads the one-file XML of Word 2003, and a package in one file.
pub(super) fn read_flat(mut input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
    let bytes = input.read_all()?;
    // Styles and lists may stand behind the body.
    let (mut styles, mut lists) =
        (style::Reader::default(), numbering::Reader::default());
    xml::walk(&*bytes, |piece| {
        styles.piece(&piece);
        lists.piece(&piece);
    })?;
    let parts = Parts { styles: styles.finish(), numbering: lists.numbering };
    let mut writer = Writer::new(&parts);
    xml::walk(&*bytes, |piece| writer.piece(&piece))?;
    sink(Ok(plain::word(input.name, writer.layout.finish(), Vec::new())?));
    Ok(())
}

/// What the text of a document rests on.
struct Parts {
    styles: Styles,
    numbering: Numbering,
}

/// Returns the text of a document.
pub(super) fn text(archive: &mut Archive, limits: &Limits<'_>) -> Result<String> {
    let names: Vec<String> = parts(archive);
    let Some(body) = names.first() else {
        return Err(Error::new(ErrorKind::Malformed, "a Word document without a body"));
    };
    let rests = Parts {
        styles: style::read(archive, limits),
        numbering: numbering::read(archive, limits),
    };
    let mut writer = Writer::new(&rests);
    writer.chunks = chunks::read(archive, body, limits);
    let mut seen = Vec::new();
    for (i, name) in names.iter().enumerate() {
        let Some(stream) = zipped::part(archive, name, limits)? else { continue };
        if i == 0 {
            xml::walk(stream, |piece| writer.piece(&piece))?;
            continue;
        }
        // The same header stands in every section.
        let mut part = Writer::new(&rests);
        xml::walk(stream, |piece| part.piece(&piece))?;
        let part = part.layout.finish();
        if !part.trim().is_empty() && !seen.contains(&part) {
            writer.layout.need(Break::Line);
            writer.layout.word(&part);
            seen.push(part);
        }
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

/// The paragraph that is written; others may stand in it, in a box.
#[derive(Default)]
struct Paragraph {
    /// The font that its style gives.
    face: Face,
    style: Option<String>,
    numbered: Numbered,
    /// What still has to stand before its first word.
    label: Option<Label>,
    /// Its end is deleted: the next one goes on in it.
    is_open: bool,
    is_empty: bool,
}

struct Writer<'p> {
    layout: Layout,
    parts: &'p Parts,
    counts: Counts<'p>,
    chunks: Chunks,
    /// How deep inside elements that are left out.
    skipped: usize,
    /// Inside `w:t`: its characters are text.
    is_text: bool,
    paragraph: Paragraph,
    outer: Vec<Paragraph>,
    /// Inside what is said of the paragraph or of its end.
    is_about_paragraph: bool,
    /// The paragraph before goes on in this one.
    goes_on: bool,
    look: Look,
    /// The text of the run, which may come in pieces.
    run: String,
}

/// How a run looks.
#[derive(Default)]
struct Look {
    /// Its own font, and that of its style.
    own: Face,
    of_style: Face,
    is_raised: bool,
    is_hidden: bool,
}

impl<'p> Writer<'p> {
    fn new(parts: &'p Parts) -> Self {
        Self {
            layout: Layout::default(),
            parts,
            counts: Counts::new(&parts.numbering),
            chunks: Chunks::default(),
            skipped: 0,
            is_text: false,
            paragraph: Paragraph { face: parts.styles.usual(), ..Paragraph::default() },
            outer: Vec::new(),
            is_about_paragraph: false,
            goes_on: false,
            look: Look::default(),
            run: String::new(),
        }
    }

    fn piece(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Open(name, _) if self.skipped > 0 || SKIPPED.contains(name) => {
                // Deleted is here the end of the paragraph.
                self.paragraph.is_open |= self.skipped == 0
                    && self.is_about_paragraph
                    && ["del", "moveFrom"].contains(name);
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
            "p" => self.begin_paragraph(),
            "txbxContent" => self.layout.need(Break::Line),
            "br" | "cr" => self.need(Break::Line),
            "tr" => self.layout.open_row(),
            "tc" => self.layout.open_cell(),
            "pPr" => self.is_about_paragraph = true,
            "pStyle" => {
                self.paragraph.face = self.parts.styles.of(attributes);
                self.paragraph.style = attributes.get("val");
            }
            "numId" | "ilfo" | "ilvl" => self.paragraph.numbered.take(name, attributes),
            "r" => self.look = Look::default(),
            "rStyle" => self.look.of_style = self.parts.styles.named(attributes),
            "rFonts" => self.look.own = style::face(attributes),
            "vertAlign" => {
                self.look.is_raised =
                    attributes.get("val").is_some_and(|v| v == "superscript");
            }
            // The paragraph mark may be hidden, too, before the first run.
            "vanish" => {
                let off = ["0", "false", "off"];
                self.look.is_hidden =
                    attributes.get("val").is_none_or(|v| !off.contains(&v.as_str()));
            }
            // The XML of Word 2003 has the number of a paragraph ready.
            "t" if self.is_about_paragraph => {
                let text = attributes.get("val");
                self.paragraph.label = text.map(|text| Label { text, is_tight: false });
            }
            "t" => self.is_text = true,
            "tab" | "ptab" if !self.is_about_paragraph => self.need(Break::Tab),
            "noBreakHyphen" if !self.look.is_hidden => self.word("-"),
            "sym" if !self.look.is_hidden => self.symbol(attributes),
            "altChunk" => self.chunk(attributes),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" => self.end_paragraph(),
            "pPr" => self.number(),
            "txbxContent" => self.layout.need(Break::Line),
            "tr" => self.layout.close_row(),
            "t" => {
                self.is_text = false;
                self.write_run();
            }
            _ => {}
        }
    }

    fn begin_paragraph(&mut self) {
        if !self.goes_on {
            self.layout.need(Break::Line);
        }
        let usual = self.parts.styles.usual();
        let new = Paragraph { face: usual, is_empty: true, ..Paragraph::default() };
        self.outer.push(std::mem::replace(&mut self.paragraph, new));
        self.look = Look::default();
    }

    fn end_paragraph(&mut self) {
        self.write_label();
        let Some(outer) = self.outer.pop() else { return self.layout.need(Break::Line) };
        let ended = std::mem::replace(&mut self.paragraph, outer);
        // A paragraph deleted as a whole leaves the one before it as it is.
        self.goes_on = ended.is_open && (self.goes_on || !ended.is_empty);
        if !self.goes_on {
            self.layout.need(Break::Line);
        }
    }

    /// Counts the paragraph, of which all is known by now.
    fn number(&mut self) {
        self.is_about_paragraph = false;
        if self.paragraph.is_open || self.look.is_hidden || self.paragraph.label.is_some()
        {
            return;
        }
        let Paragraph { numbered, style, face, .. } = &self.paragraph;
        let (styles, face) = (&self.parts.styles, self.look.own.or(*face));
        let label = self.counts.next(numbered, style.as_deref(), styles, face);
        self.paragraph.label = label.filter(|_| !self.goes_on);
    }

    /// Writes what stands before the first word.
    fn write_label(&mut self) {
        let Some(label) = self.paragraph.label.take() else { return };
        self.layout.word(&label.text);
        if !label.is_tight {
            self.layout.need(Break::Space);
        }
    }

    fn need(&mut self, pause: Break) {
        self.write_label();
        self.paragraph.is_empty = false;
        self.layout.need(pause);
    }

    fn word(&mut self, text: &str) {
        self.write_label();
        self.paragraph.is_empty = false;
        self.layout.word(text);
    }

    /// Writes the text of a document that is put in whole.
    fn chunk(&mut self, attributes: &Attributes<'_>) {
        let Some(text) = self.chunks.take(attributes) else { return };
        self.layout.need(Break::Line);
        self.layout.word(&text);
        self.layout.need(Break::Line);
    }

    fn write_run(&mut self) {
        let run = std::mem::take(&mut self.run);
        if self.look.is_hidden {
            return;
        }
        let run = match self.font() {
            Some(font) => font.decode(&run),
            None => run,
        };
        let run = if self.look.is_raised { raised(&run) } else { run };
        // The number before it is parted from it already.
        let is_parted = self.paragraph.label.as_ref().is_some_and(|l| !l.is_tight);
        let run = if is_parted { run.trim_start() } else { &run };
        if !run.is_empty() {
            self.word(run);
        }
    }

    fn font(&self) -> Option<Font> {
        self.look.own.or(self.look.of_style).or(self.paragraph.face).font()
    }

    /// A character of a symbol font; those in the private area are bullets, but for the
    /// signs that Symbol has where all fonts have them.
    fn symbol(&mut self, attributes: &Attributes<'_>) {
        let code = attributes.get("char").and_then(|c| u32::from_str_radix(&c, 16).ok());
        let is_symbol = attributes.get("font").is_some_and(|font| font == "Symbol");
        let shown = code.and_then(char::from_u32).and_then(|c| match c {
            '\u{e000}'..='\u{f8ff}' => {
                let sign = Some(encoding::from_symbol(c)).filter(|_| is_symbol)?;
                (sign.is_ascii_digit() || "-/().,:;".contains(sign)).then_some(sign)
            }
            c => Some(c),
        });
        let mut utf8 = [0; 4];
        self.word(shown.map_or("•", |c| c.encode_utf8(&mut utf8)));
    }
}
