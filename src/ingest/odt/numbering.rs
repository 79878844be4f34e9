//! The lists of `OpenDocument`: which paragraph has which number.

use crate::ingest::lists::{self, Counter, Figure, Level, Levels, Part};
use crate::ingest::xml::{self, Attributes, Piece};
use crate::ingest::zipped::{self, Archive, Limits};
use std::collections::HashMap;

/// What lists look like, by the names of their styles; that of headings has no name.
#[derive(Debug, Default)]
pub(super) struct Models {
    levels: HashMap<String, Levels>,
    /// The style that is read, and the level of it.
    style: Option<String>,
    rank: usize,
}

/// The name of the style of headings.
const HEADINGS: &str = "";

/// Reads those of the common styles; what is broken is left out.
pub(super) fn read(archive: &mut Archive, limits: &Limits<'_>) -> Models {
    let mut models = Models::default();
    if let Ok(Some(stream)) = zipped::part(archive, "styles.xml", limits) {
        let _ = xml::walk(stream, |piece| models.piece(&piece));
    }
    models
}

impl Models {
    pub(super) fn piece(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Open("list-style", attributes) => self.begin(attributes.get("name")),
            Piece::Open("outline-style", _) => self.begin(Some(HEADINGS.to_owned())),
            Piece::Close("list-style" | "outline-style") => self.style = None,
            Piece::Open(name, attributes) if self.style.is_some() => {
                self.level(name, attributes);
            }
            _ => {}
        }
    }

    fn begin(&mut self, name: Option<String>) {
        if let Some(name) = &name {
            self.levels.insert(name.clone(), lists::levels());
        }
        self.style = name;
    }

    fn level(&mut self, name: &str, attributes: &Attributes<'_>) {
        let levels = self.style.as_ref().and_then(|style| self.levels.get_mut(style));
        let Some(levels) = levels else { return };
        match name {
            "list-level-style-number" | "outline-level-style" => {
                self.rank = rank(attributes.get("level"));
                if let Some(level) = levels.get_mut(self.rank) {
                    *level = numbered(self.rank, attributes);
                }
            }
            "list-level-style-bullet" => {
                self.rank = rank(attributes.get("level"));
                if let Some(level) = levels.get_mut(self.rank) {
                    let sign = attributes.get("bullet-char").unwrap_or_default();
                    level.figure = Figure::None;
                    level.parts = vec![Part::Text(lists::bullet(&lists::short(&sign)))];
                }
            }
            _ => {}
        }
    }
}

/// Reads a level from 1; those that are none are out of reach.
fn rank(level: Option<String>) -> usize {
    let level = level.and_then(|l| l.parse::<usize>().ok()).unwrap_or(1);
    level.saturating_sub(1)
}

fn numbered(rank: usize, attributes: &Attributes<'_>) -> Level {
    let number = |name: &str| attributes.get(name).and_then(|v| v.parse::<usize>().ok());
    let mut level = Level::new(rank);
    level.figure = Figure::of_name(&attributes.get("num-format").unwrap_or_default());
    level.start = number("start-value").and_then(|n| n.try_into().ok()).unwrap_or(1);
    level.parts = match attributes.get("num-list-format") {
        Some(format) => lists::closed_pattern(&format),
        None => joined(rank, number("display-levels").unwrap_or(1), attributes),
    };
    if level.figure == Figure::None && attributes.get("num-list-format").is_none() {
        level.parts.clear();
    }
    level
}

/// Makes the pattern of prefix, counts and suffix.
fn joined(rank: usize, shown: usize, attributes: &Attributes<'_>) -> Vec<Part> {
    let text =
        |name: &str| attributes.get(name).map(|text| Part::Text(lists::short(&text)));
    let mut parts = Vec::from_iter(text("num-prefix"));
    for of in (rank + 1).saturating_sub(shown)..=rank {
        if matches!(parts.last(), Some(Part::Count(_))) {
            parts.push(Part::Text(".".to_owned()));
        }
        parts.push(Part::Count(of));
    }
    parts.extend(text("num-suffix"));
    parts
}

/// An open list or item.
#[derive(Debug)]
struct Open {
    /// The style, that of the list around it where it has none.
    style: String,
    /// Where its counter is.
    counter: usize,
    /// The next paragraph is the first of its item.
    is_first: bool,
    start: Option<u32>,
}

/// Counts the paragraphs of a document.
#[derive(Debug, Default)]
pub(super) struct Counts {
    open: Vec<Open>,
    counters: Vec<Counter>,
    /// The counter of each list by its own name, and the last one of each style.
    by_id: HashMap<String, usize>,
    by_style: HashMap<String, usize>,
    headings: Counter,
}

impl Counts {
    pub(super) fn open(&mut self, name: &str, attributes: &Attributes<'_>) {
        match name {
            "list" => self.begin(attributes),
            "list-item" => {
                if let Some(list) = self.open.last_mut() {
                    list.is_first = true;
                    list.start =
                        attributes.get("start-value").and_then(|v| v.parse().ok());
                }
            }
            "list-header" => {
                if let Some(list) = self.open.last_mut() {
                    list.is_first = false;
                }
            }
            _ => {}
        }
    }

    pub(super) fn close(&mut self, name: &str) {
        if name == "list" {
            self.open.pop();
        }
    }

    fn begin(&mut self, attributes: &Attributes<'_>) {
        let around = self.open.last();
        let style = attributes.get("style-name");
        let style =
            style.or_else(|| around.map(|list| list.style.clone())).unwrap_or_default();
        let counter = match around {
            Some(list) => list.counter,
            None => self.counter(&style, attributes),
        };
        if let Some(id) = attributes.get("id") {
            self.by_id.insert(id, counter);
        }
        self.by_style.insert(style.clone(), counter);
        self.open.push(Open { style, counter, is_first: false, start: None });
    }

    /// Returns the counter of a list that is in no other: the one it goes on with, or a
    /// new one.
    fn counter(&mut self, style: &str, attributes: &Attributes<'_>) -> usize {
        let is_continued =
            attributes.get("continue-numbering").is_some_and(|v| v == "true");
        let before = attributes.get("continue-list");
        let before = before.and_then(|id| self.by_id.get(&id));
        let last = self.by_style.get(style).filter(|_| is_continued);
        if let Some(counter) = before.or(last) {
            return *counter;
        }
        self.counters.push(Counter::default());
        self.counters.len() - 1
    }

    /// Counts a paragraph or a heading; returns what stands before it.
    pub(super) fn next(
        &mut self,
        is_heading: bool,
        attributes: &Attributes<'_>,
        models: &Models,
    ) -> Option<String> {
        let rank = self.open.len();
        let Some(list) = self.open.last_mut() else {
            return if is_heading { self.heading(attributes, models) } else { None };
        };
        if !std::mem::take(&mut list.is_first) {
            return None;
        }
        let levels = models.levels.get(&list.style)?;
        let counter = self.counters.get_mut(list.counter)?;
        counter.count(rank - 1, levels, list.start.take());
        counter.shown(rank - 1, levels)
    }

    fn heading(
        &mut self,
        attributes: &Attributes<'_>,
        models: &Models,
    ) -> Option<String> {
        let rank = attributes.get("outline-level")?.parse::<usize>().ok()?;
        let is_plain = attributes.get("is-list-header").is_some_and(|v| v == "true");
        let levels = models.levels.get(HEADINGS).filter(|_| !is_plain)?;
        let start = attributes.get("start-value").and_then(|v| v.parse().ok());
        let rank = rank.checked_sub(1)?;
        self.headings.count(rank, levels, start);
        self.headings.shown(rank, levels)
    }
}
