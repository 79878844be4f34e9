//! What questions give back.

use super::sentence;
use crate::amend::Amendment;
use crate::graph::Direction;
use crate::ident::Provision;
use crate::ingest::{Outline, Spot};
use crate::registry::{DocId, Record};
use crate::text::Span;
use crate::vocab::Relation;
use std::sync::Arc;

/// A document in an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Its id in this state of the store.
    pub id: DocId,
    /// What is known of it; answers that name one document often share it.
    pub record: Arc<Record>,
    /// The first source that holds its text.
    pub path: Option<Arc<str>>,
}

/// One edge with the words that prove it.
#[derive(Clone, Debug, PartialEq)]
pub struct Citation {
    /// The citing document.
    pub source: Document,
    /// The cited document.
    pub target: Document,
    /// How they relate.
    pub relation: Relation,
    /// How sure it is, in percent.
    pub confidence: u8,
    /// Where it is written.
    pub evidence: Evidence,
    /// The provisions of the cited document that these words name.
    pub provisions: Vec<Provision>,
    /// What the citing text does to which provisions of the document that these words
    /// name; `None` where nobody looked.
    pub changes: Option<Vec<Amendment>>,
}

impl Citation {
    /// Returns the end of the edge that one finds when going in `direction`.
    pub fn far_end(&self, direction: Direction) -> &Document {
        match direction {
            Direction::Outgoing => &self.target,
            Direction::Incoming => &self.source,
        }
    }
}

/// The edges of one question to (or from) one other document; never empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    direction: Direction,
    citations: Vec<Citation>,
}

impl Group {
    /// Groups citations by the document at the far end, in the order of the first of
    /// each; within a group the most telling comes first: a relation before a plain
    /// mention, the surer before the less sure, then in the order of the text.
    pub fn by_document(citations: Vec<Citation>, direction: Direction) -> Vec<Self> {
        let mut places = std::collections::HashMap::<DocId, usize>::new();
        let mut groups: Vec<Self> = Vec::new();
        for citation in citations {
            let id = citation.far_end(direction).id;
            let place = *places.entry(id).or_insert(groups.len());
            match groups.get_mut(place) {
                Some(group) => group.citations.push(citation),
                None => groups.push(Self { direction, citations: vec![citation] }),
            }
        }
        for group in &mut groups {
            group.citations.sort_by_key(telling);
        }
        groups
    }

    /// Returns the edges, the most telling first.
    pub fn citations(&self) -> &[Citation] {
        &self.citations
    }

    /// Returns the most telling edge.
    pub fn first(&self) -> &Citation {
        &self.citations[0]
    }

    /// Returns the direction of the question.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// Returns the document at the far end.
    pub fn other(&self) -> &Document {
        self.first().far_end(self.direction)
    }
}

fn telling(citation: &Citation) -> (bool, u8, u32) {
    let plain = citation.relation == Relation::Cites;
    (plain, u8::MAX - citation.confidence, citation.evidence.span.start)
}

/// Words in a source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// The name of the source.
    pub document: String,
    /// The bytes of its text.
    pub span: Span,
    /// The words there.
    pub quote: String,
    /// The sentence that holds them.
    pub sentence: String,
    /// Where in the sentence they stand.
    pub quote_in_sentence: Span,
    /// The line, from 1.
    pub line: u32,
    /// The page of the original, from 1; `None` where it has no pages.
    pub page: Option<u32>,
    /// The paragraph of a Word document, from 1, empty ones not counted.
    pub paragraph: Option<u32>,
}

impl Evidence {
    /// Reads the words at `span`, and what is around them, from a part of the text of
    /// `document`: `part` begins at byte `start`, which is on line `line`.
    pub fn read(document: String, part: &str, start: u32, line: u32, span: Span) -> Self {
        let inner = |at: u32| at.saturating_sub(start) as usize;
        let here = Span::new(inner(span.start), inner(span.end));
        let around = sentence(part, here);
        let slice = |s: Span| part.get(s.range()).unwrap_or_default().to_owned();
        let shift = |at: u32| at.saturating_sub(around.start) as usize;
        Self {
            document,
            span,
            quote: slice(here),
            sentence: slice(around),
            quote_in_sentence: Span::new(shift(here.start), shift(here.end)),
            line: line.saturating_add(breaks(part, here.start)),
            page: None,
            paragraph: None,
        }
    }

    /// Returns where that is in the original.
    pub fn spot(&self) -> Spot {
        let Self { line, page, paragraph, .. } = *self;
        Spot { line, page, paragraph }
    }

    /// Adds where that is in the original.
    #[must_use]
    pub fn within(mut self, outline: &Outline) -> Self {
        let spot = outline.spot(self.line, self.span.start);
        (self.page, self.paragraph) = (spot.page, spot.paragraph);
        self
    }
}

/// Returns how many lines end before byte `end` of a text.
fn breaks(text: &str, end: u32) -> u32 {
    let bytes = text.as_bytes();
    let before = bytes.get(..end as usize).unwrap_or(bytes);
    u32::try_from(memchr::memchr_iter(b'\n', before).count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_points_home() {
        let text = "KẾ HOẠCH\nCâu một.\nThực hiện Chỉ thị 16 của tỉnh. Câu ba.";
        let start = text.find("Chỉ thị 16").unwrap();
        let span = Span::new(start, start + "Chỉ thị 16".len());
        let evidence = Evidence::read("a.txt".to_owned(), text, 0, 1, span);
        assert_eq!(evidence.quote, "Chỉ thị 16");
        assert_eq!(evidence.sentence, "Thực hiện Chỉ thị 16 của tỉnh.");
        assert_eq!(evidence.line, 3);
        let again = evidence.sentence.get(evidence.quote_in_sentence.range());
        assert_eq!(again, Some("Chỉ thị 16"));

        let cut = text.find("Câu một").unwrap();
        let part = text.get(cut..).unwrap();
        let start = u32::try_from(cut).unwrap();
        let same = Evidence::read("a.txt".to_owned(), part, start, 2, span);
        assert_eq!(same, evidence);
    }
}
