//! The lists of a Word document: which paragraph has which number.

use super::style::{Numbered, Styles, face};
use crate::ingest::encoding::Face;
use crate::ingest::lists::{self, Counter, Figure, Level, Levels};
use crate::ingest::xml::{self, Attributes, Piece};
use crate::ingest::zipped::{self, Archive, Limits};
use std::collections::{HashMap, HashSet};

/// The lists that a document defines.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// What lists look like.
    models: HashMap<String, Model>,
    /// The lists, by the names that paragraphs use.
    lists: HashMap<String, List>,
    /// The model that a style of lists is made of.
    styled: HashMap<String, String>,
}

#[derive(Clone, Debug)]
struct Model {
    levels: Levels,
    /// The fonts of the numbers.
    faces: [Face; lists::LEVELS],
    /// The style of paragraphs that are numbered at a level.
    styles: [Option<String>; lists::LEVELS],
    /// It is that of a style of lists.
    link: Option<String>,
}

impl Model {
    fn new() -> Self {
        Self {
            levels: lists::levels(),
            faces: Default::default(),
            styles: Default::default(),
            link: None,
        }
    }
}

/// A list: a model, with changes.
#[derive(Debug, Default)]
struct List {
    model: String,
    /// Counts that it begins with.
    starts: [Option<u32>; lists::LEVELS],
    /// Levels of its own.
    changed: Vec<(usize, Level, Face)>,
}

/// Reads the lists; what is broken is left out, for the text is there without.
pub(super) fn read(archive: &mut Archive, limits: &Limits<'_>) -> Numbering {
    let mut reader = Reader::default();
    if let Ok(Some(stream)) = zipped::part(archive, "word/numbering.xml", limits) {
        let _ = xml::walk(stream, |piece| reader.piece(&piece));
    }
    reader.numbering
}

/// Reads `numbering.xml`.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) numbering: Numbering,
    at: At,
    /// Its name.
    id: String,
    /// The level that is read.
    rank: usize,
    level: Option<(Level, Face, Option<String>)>,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum At {
    #[default]
    Outside,
    Model,
    List,
}

impl Reader {
    pub(super) fn piece(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Open("abstractNum", attributes) => {
                self.begin(At::Model, attributes.get("abstractNumId"));
                self.numbering.models.insert(self.id.clone(), Model::new());
            }
            Piece::Open("num", attributes) => {
                self.begin(At::List, attributes.get("numId"));
                self.numbering.lists.insert(self.id.clone(), List::default());
            }
            // The words of the XML of Word 2003.
            Piece::Open("listDef", attributes) => {
                self.begin(At::Model, attributes.get("listDefId"));
                self.numbering.models.insert(self.id.clone(), Model::new());
            }
            Piece::Open("list", attributes) if attributes.get("ilfo").is_some() => {
                self.begin(At::List, attributes.get("ilfo"));
                self.numbering.lists.insert(self.id.clone(), List::default());
            }
            Piece::Close("abstractNum" | "num" | "listDef" | "list") => {
                self.at = At::Outside;
            }
            Piece::Open(name, attributes) if self.at != At::Outside => {
                self.open(name, attributes);
            }
            Piece::Close("lvl") => self.end_level(),
            _ => {}
        }
    }

    fn begin(&mut self, at: At, id: Option<String>) {
        (self.at, self.id, self.level) = (at, id.unwrap_or_default(), None);
    }

    fn open(&mut self, name: &str, attributes: &Attributes<'_>) {
        let value = || attributes.get("val");
        let number = || attributes.get("val").and_then(|v| v.trim().parse::<u32>().ok());
        match name {
            "lvlOverride" => self.rank = rank(attributes),
            "lvl" => {
                self.rank = rank(attributes);
                self.level = Some((Level::new(self.rank), Face::Unsaid, None));
            }
            "startOverride" => {
                let rank = self.rank;
                let start = number();
                if let Some(list) = self.numbering.lists.get_mut(&self.id) {
                    list.starts[rank] = start;
                }
            }
            "abstractNumId" | "ilst" => {
                if let Some(list) = self.numbering.lists.get_mut(&self.id) {
                    list.model = value().unwrap_or_default();
                }
            }
            "styleLink" => {
                let id = self.id.clone();
                self.numbering.styled.insert(value().unwrap_or_default(), id);
            }
            "numStyleLink" => {
                if let Some(model) = self.numbering.models.get_mut(&self.id) {
                    model.link = value();
                }
            }
            _ => self.of_level(name, attributes),
        }
    }

    fn of_level(&mut self, name: &str, attributes: &Attributes<'_>) {
        let Some((level, font, style)) = &mut self.level else { return };
        let value = attributes.get("val");
        let number = || value.as_deref()?.trim().parse::<u32>().ok();
        match name {
            "start" => level.start = number().unwrap_or(level.start),
            "numFmt" => {
                let custom = value.as_deref() == Some("custom");
                level.figure = match attributes.get("format").filter(|_| custom) {
                    Some(format) => Figure::of_name(&format),
                    None => Figure::of_name(value.as_deref().unwrap_or("decimal")),
                };
            }
            "nfc" => {
                let code = number().and_then(|code| u8::try_from(code).ok());
                level.figure = Figure::of_code(code.unwrap_or(0));
            }
            "lvlRestart" => level.restart = number().map_or(0, |n| n as usize),
            "isLgl" => level.is_legal = is_on(value.as_deref()),
            "suff" => level.is_tight = value.as_deref() == Some("nothing"),
            "lvlText" => level.parts = lists::pattern(&value.unwrap_or_default()),
            "pStyle" => *style = value,
            "rFonts" => *font = face(attributes),
            _ => {}
        }
    }

    fn end_level(&mut self) {
        let Some((level, face, style)) = self.level.take() else { return };
        if self.at == At::List {
            if let Some(list) = self.numbering.lists.get_mut(&self.id) {
                list.changed.push((self.rank, level, face));
            }
            return;
        }
        if let Some(model) = self.numbering.models.get_mut(&self.id) {
            model.levels[self.rank] = level;
            model.faces[self.rank] = face;
            model.styles[self.rank] = style;
        }
    }
}

fn rank(attributes: &Attributes<'_>) -> usize {
    let rank = attributes.get("ilvl").and_then(|v| v.parse().ok()).unwrap_or(0);
    if rank < lists::LEVELS { rank } else { 0 }
}

fn is_on(value: Option<&str>) -> bool {
    value.is_none_or(|v| !["0", "false", "off"].contains(&v))
}

impl Numbering {
    /// Returns the name of the model of a list, through styles of lists.
    fn model(&self, list: &List) -> Option<(&str, &Model)> {
        let (name, model) = self.models.get_key_value(&list.model)?;
        let linked = model.link.as_ref().and_then(|style| self.styled.get(style));
        let linked = linked.and_then(|name| self.models.get_key_value(name));
        let (name, model) = linked.unwrap_or((name, model));
        Some((name, model))
    }
}

/// Counts the paragraphs of a part.
pub(super) struct Counts<'n> {
    numbering: &'n Numbering,
    /// Lists of one model go on counting together.
    counters: HashMap<&'n str, Counter>,
    /// Levels of lists that have begun with their own count.
    begun: HashSet<(String, usize)>,
}

/// What stands before a paragraph.
#[derive(Clone, Debug)]
pub(super) struct Label {
    pub(super) text: String,
    /// Nothing parts it from the paragraph.
    pub(super) is_tight: bool,
}

impl<'n> Counts<'n> {
    pub(super) fn new(numbering: &'n Numbering) -> Self {
        Self { numbering, counters: HashMap::new(), begun: HashSet::new() }
    }

    /// Counts a paragraph that is numbered as `own` says, and its style where that says
    /// nothing; returns what stands before it.
    pub(super) fn next(
        &mut self,
        own: &Numbered,
        style: Option<&str>,
        styles: &Styles,
        under: Face,
    ) -> Option<Label> {
        let of_style = style.map(|name| styles.numbered(name)).unwrap_or_default();
        let id = own.list.clone().or(of_style.list)?;
        let list = self.numbering.lists.get(&id)?;
        let (name, model) = self.numbering.model(list)?;
        let of_model = || {
            let style = style?;
            model.styles.iter().position(|s| s.as_deref() == Some(style))
        };
        let rank = own.rank.or_else(of_model).or(of_style.rank).unwrap_or(0);
        let start = *list.starts.get(rank)?;
        let start = start.filter(|_| self.begun.insert((id, rank)));
        let counter = self.counters.entry(name).or_default();
        if list.changed.is_empty() {
            counter.count(rank, &model.levels, start);
            return label(counter, rank, &model.levels, model.faces[rank].or(under));
        }
        let mut levels = model.levels.clone();
        let mut face = model.faces[rank];
        for (of, level, own) in &list.changed {
            levels[*of] = level.clone();
            face = if *of == rank { own.or(face) } else { face };
        }
        counter.count(rank, &levels, start);
        label(counter, rank, &levels, face.or(under))
    }
}

fn label(counter: &Counter, rank: usize, levels: &Levels, face: Face) -> Option<Label> {
    let text = counter.shown(rank, levels)?;
    let level = &levels[rank];
    let text = if level.is_bullet() {
        lists::bullet(&text)
    } else {
        face.font().map_or(text.clone(), |font| font.decode(&text))
    };
    Some(Label { text, is_tight: level.is_tight })
}
