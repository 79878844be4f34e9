//! What questions give back.

use super::sentence;
use crate::registry::{DocId, Record};
use crate::text::{LineIndex, Span};
use crate::vocab::Relation;

/// A document in an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Its id in this state of the store.
    pub id: DocId,
    /// What is known of it.
    pub record: Record,
    /// The first source that holds its text.
    pub path: Option<String>,
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
}

/// Words in a source.
#[derive(Clone, Debug, PartialEq)]
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
}

impl Evidence {
    /// Reads the words at `span` of `text`, and what is around them.
    ///
    /// Linear in `span.start`, for the line number.
    pub fn read(document: impl Into<String>, text: &str, span: Span) -> Self {
        let around = sentence(text, span);
        let slice = |s: Span| text.get(s.range()).unwrap_or_default().to_owned();
        let before = text.get(..span.start as usize).unwrap_or_default();
        let shift = |at: u32| at.saturating_sub(around.start) as usize;
        Self {
            document: document.into(),
            span,
            quote: slice(span),
            sentence: slice(around),
            quote_in_sentence: Span::new(shift(span.start), shift(span.end)),
            line: LineIndex::new(before).line(span.start),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_points_home() {
        let text = "KẾ HOẠCH\nCâu một.\nThực hiện Chỉ thị 16 của tỉnh. Câu ba.";
        let start = text.find("Chỉ thị 16").unwrap();
        let span = Span::new(start, start + "Chỉ thị 16".len());
        let evidence = Evidence::read("a.txt", text, span);
        assert_eq!(evidence.quote, "Chỉ thị 16");
        assert_eq!(evidence.sentence, "Thực hiện Chỉ thị 16 của tỉnh.");
        assert_eq!(evidence.line, 3);
        let again = evidence.sentence.get(evidence.quote_in_sentence.range());
        assert_eq!(again, Some("Chỉ thị 16"));
    }
}
