//! The fonts that the styles of a Word document give, where a run does not say its own.

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

/// The fonts of the styles.
#[derive(Debug, Default)]
pub(super) struct Styles {
    /// The face of each, and the style it rests on.
    named: HashMap<String, (Face, Option<String>)>,
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

    fn face(&self, name: &str) -> Face {
        let mut face = Face::Unsaid;
        let mut next = Some(name);
        for _ in 0..MAX_BASES {
            let Some((own, base)) = next.and_then(|name| self.named.get(name)) else {
                break;
            };
            face = face.or(*own);
            next = base.as_deref();
        }
        face
    }
}

/// Reads the styles; what is broken is left out, for the text is there without.
pub(super) fn read(archive: &mut Archive, limits: &Limits<'_>) -> Styles {
    let mut reader = Reader::default();
    if let Ok(Some(stream)) = zipped::part(archive, "word/styles.xml", limits) {
        let _ = xml::walk(stream, |piece| reader.piece(&piece));
    }
    let mut styles = reader.styles;
    if let Some(normal) = reader.normal {
        styles.usual = styles.face(&normal).or(reader.defaults);
    } else {
        styles.usual = reader.defaults;
    }
    styles
}

#[derive(Default)]
struct Reader {
    styles: Styles,
    defaults: Face,
    is_defaults: bool,
    /// The id of the style that is read.
    style: Option<String>,
    /// The style of paragraphs that have none.
    normal: Option<String>,
}

impl Reader {
    fn piece(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Open("rPrDefault", _) => self.is_defaults = true,
            Piece::Close("rPrDefault") => self.is_defaults = false,
            Piece::Open("style", attributes) => self.begin(attributes),
            Piece::Close("style") => self.style = None,
            Piece::Open("basedOn", attributes) => {
                let base = attributes.get("val");
                if let Some((_, slot)) = self.current() {
                    *slot = base;
                }
            }
            Piece::Open("rFonts", attributes) => {
                let face = face(attributes);
                if self.is_defaults {
                    self.defaults = face;
                } else if let Some((slot, _)) = self.current() {
                    *slot = face;
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
        self.styles.named.insert(id.clone(), (Face::Unsaid, None));
        self.style = Some(id);
    }

    fn current(&mut self) -> Option<&mut (Face, Option<String>)> {
        self.styles.named.get_mut(self.style.as_ref()?)
    }
}
