//! The fonts and lists that the styles of a Word document give, where a run or a paragraph
//! does not say its own.

use crate::ingest::encoding::Face;
use crate::ingest::xml::{self, Attributes, Piece};
use crate::ingest::zipped::{self, Archive, Limits};
use std::collections::HashMap;

/// Reads the names of fonts of a run or a style.
pub(super) fn face(attributes: &Attributes<'_>) -> Face {
    let font = attributes.get("ascii").or_else(|| attributes.get("hAnsi"));
    match font {
        Some(name) => Face::of_name(&name),
        None if attributes.get("asciiTheme").is_some() => Face::Unicode,
        None => Face::Unsaid,
    }
}

/// Styles rest on others, not deeper than this.
const MAX_BASES: usize = 32;

/// The list of a paragraph.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbered {
    /// Its name; `0` stands for no list.
    pub(super) list: Option<String>,
    /// The level, from 0.
    pub(super) rank: Option<usize>,
}

impl Numbered {
    /// Takes what an element of `numPr` says.
    pub(super) fn take(&mut self, name: &str, attributes: &Attributes<'_>) {
        let value = attributes.get("val");
        match name {
            "numId" | "ilfo" => self.list = value,
            "ilvl" => self.rank = value.and_then(|v| v.trim().parse().ok()),
            _ => {}
        }
    }
}

#[derive(Debug, Default)]
struct Style {
    face: Face,
    numbered: Numbered,
    /// The style it rests on.
    base: Option<String>,
}

/// The styles.
#[derive(Debug, Default)]
pub(super) struct Styles {
    named: HashMap<String, Style>,
    /// Of what has no style.
    usual: Face,
}

impl Styles {
    /// Returns the font of a paragraph without a style.
    pub(super) fn usual(&self) -> Face {
        self.usual
    }

    /// Returns the font of a paragraph with the style that `attributes` name.
    pub(super) fn of(&self, attributes: &Attributes<'_>) -> Face {
        self.named(attributes).or(self.usual)
    }

    /// Returns the font of the style that `attributes` name.
    pub(super) fn named(&self, attributes: &Attributes<'_>) -> Face {
        attributes.get("val").map_or(Face::Unsaid, |name| self.face(&name))
    }

    /// Returns the list of paragraphs with a style.
    pub(super) fn numbered(&self, name: &str) -> Numbered {
        let mut numbered = Numbered::default();
        for style in self.line(name) {
            let Numbered { list, rank } = &style.numbered;
            numbered.list = numbered.list.or_else(|| list.clone());
            numbered.rank = numbered.rank.or(*rank);
        }
        numbered
    }

    fn face(&self, name: &str) -> Face {
        self.line(name).fold(Face::Unsaid, |face, style| face.or(style.face))
    }

    /// Returns a style and those it rests on.
    fn line(&self, name: &str) -> impl Iterator<Item = &Style> {
        let base = |style: &&Style| self.named.get(style.base.as_ref()?);
        std::iter::successors(self.named.get(name), base).take(MAX_BASES)
    }
}

/// Reads the styles; what is broken is left out, for the text is there without.
pub(super) fn read(archive: &mut Archive, limits: &Limits<'_>) -> Styles {
    let mut reader = Reader::default();
    if let Ok(Some(stream)) = zipped::part(archive, "word/styles.xml", limits) {
        let _ = xml::walk(stream, |piece| reader.piece(&piece));
    }
    reader.finish()
}

/// Reads `styles.xml`.
#[derive(Default)]
pub(super) struct Reader {
    styles: Styles,
    defaults: Face,
    is_defaults: bool,
    /// The id of the style that is read.
    style: Option<String>,
    /// The style of paragraphs that have none.
    normal: Option<String>,
}

impl Reader {
    pub(super) fn finish(self) -> Styles {
        let mut styles = self.styles;
        let normal = self.normal.map_or(Face::Unsaid, |normal| styles.face(&normal));
        styles.usual = normal.or(self.defaults);
        styles
    }

    pub(super) fn piece(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Open("rPrDefault", _) => self.is_defaults = true,
            Piece::Close("rPrDefault") => self.is_defaults = false,
            Piece::Open("style", attributes) => self.begin(attributes),
            Piece::Close("style") => self.style = None,
            Piece::Open("basedOn", attributes) => {
                let base = attributes.get("val");
                if let Some(style) = self.current() {
                    style.base = base;
                }
            }
            Piece::Open("rFonts", attributes) => {
                let face = face(attributes);
                if self.is_defaults {
                    self.defaults = face;
                } else if let Some(style) = self.current() {
                    style.face = face;
                }
            }
            Piece::Open(name @ ("numId" | "ilfo" | "ilvl"), attributes) => {
                if let Some(style) = self.current() {
                    style.numbered.take(name, attributes);
                }
            }
            _ => {}
        }
    }

    fn begin(&mut self, attributes: &Attributes<'_>) {
        let Some(id) = attributes.get("styleId") else { return };
        let is = |name: &str, value: &str| attributes.get(name).as_deref() == Some(value);
        if is("type", "paragraph") && (is("default", "1") || is("default", "true")) {
            self.normal = Some(id.clone());
        }
        self.styles.named.insert(id.clone(), Style::default());
        self.style = Some(id);
    }

    fn current(&mut self) -> Option<&mut Style> {
        self.styles.named.get_mut(self.style.as_ref()?)
    }
}
