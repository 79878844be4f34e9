//! Characters and offsets, nothing of law.
//!
//! A [`Text`] is the extracted text of one document together with a normalized form
//! that the parser reads, and the way back: every [`Span`] that leaves this crate
//! counts bytes of the *source*, so `source[start..end]` is the quote.

mod breaks;
mod fold;
mod letter;
mod lines;
mod normalize;
mod span;

pub(crate) use fold::{case_hash, first_word_unmarked, words_at};
pub use fold::{
    first_word, first_word_hash, fold_case, fold_marks, fold_tone, starts_unmarked,
    starts_with_glued, starts_with_unmarked_words, starts_with_words,
};
pub use letter::{is_letter, is_lower, is_upper, is_word, lower};
pub(crate) use letter::{is_word_at, is_word_before, small_ascii, white_len, word_len};
pub use lines::{LineIndex, Position};
pub use normalize::Normalized;
pub use span::Span;

use crate::error::{Error, ErrorKind, Result};

/// The longest text of one document: offsets are `u32`.
pub const MAX_BYTES: usize = u32::MAX as usize - 1;

/// The text of one document and its normalized form.
///
/// Normalization: Unicode NFC, `Ð` → `Đ`, every kind of dash → `-`, every kind of
/// space (but tab and line breaks) → space, zero-width characters and soft hyphens
/// dropped, full-width and look-alike letters → their Latin twins; the end of a page with
/// its number and the running head of the gazette → one line break. A text that needs
/// none of it (most do not) is not copied.
#[derive(Clone, Debug)]
pub struct Text {
    source: String,
    repaired: Option<Normalized>,
    normal: Option<Normalized>,
}

impl Text {
    /// Makes a text; one pass over the bytes decides whether a normalized copy is needed.
    ///
    /// # Panics
    /// If the text is longer than [`MAX_BYTES`]; [`Text::try_new`] returns an error.
    pub fn new(source: impl Into<String>) -> Self {
        Self::try_new(source).expect("a document is shorter than 4 GiB")
    }

    /// Makes a text, or an error when it is longer than [`MAX_BYTES`].
    pub fn try_new(source: impl Into<String>) -> Result<Self> {
        let source = source.into();
        if source.len() > MAX_BYTES {
            return Err(Error::new(ErrorKind::Malformed, "longer than 4 GiB of text"));
        }
        let normal = Normalized::of(&source);
        Ok(Self { source, repaired: None, normal })
    }

    /// Makes a text whose source was read with a wrong encoding: the parser reads
    /// `repaired`, and spans still count bytes of `source`.
    ///
    /// `edits` are the places that differ, in order: the bytes of `repaired`, and the
    /// bytes of `source` they came from.
    pub fn try_repaired(
        source: impl Into<String>,
        repaired: String,
        edits: &[(Span, Span)],
    ) -> Result<Self> {
        let mut text = Self::try_new(source)?;
        text.normal = Self::try_new(repaired.as_str())?.normal;
        text.repaired = Some(Normalized::from_edits(repaired, edits));
        Ok(text)
    }

    /// Returns the text as extracted; spans count its bytes.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Returns the normalized text that the parser reads.
    pub fn normal(&self) -> &str {
        let repaired =
            || self.repaired.as_ref().map_or(&*self.source, Normalized::as_str);
        self.normal.as_ref().map_or_else(repaired, Normalized::as_str)
    }

    /// Takes the source back.
    pub fn into_source(self) -> String {
        self.source
    }

    /// Translates a span of the normalized text into a span of the source.
    ///
    /// Logarithmic in the number of places that normalization changed.
    pub fn to_source(&self, span: Span) -> Span {
        let span = self.normal.as_ref().map_or(span, |n| n.to_source(span));
        self.repaired.as_ref().map_or(span, |r| r.to_source(span))
    }

    /// Translates a span of the source back into one of the normalized text.
    pub fn to_normal(&self, span: Span) -> Span {
        self.normal.as_ref().map_or(span, |n| n.to_normal(span))
    }

    /// Returns the source between two offsets; empty when they are no boundaries.
    pub fn slice(&self, span: Span) -> &str {
        self.source.get(span.range()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn vietnamese() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "Quyết định",
            "Quye\u{302}\u{301}t \u{111}i\u{323}nh",
            "QÐ",
            "–",
            "\u{a0}",
            "\u{200b}",
            "\u{ad}",
            "793/",
            "\r\n",
            "А",
            " ",
            "ệ",
            "e\u{323}\u{302}",
            "ê\u{323}",
            "\u{feff}",
            "／",
            "\u{301}",
        ]);
        prop::collection::vec(piece, 0..24).prop_map(|v| v.concat())
    }

    #[test]
    fn the_dot_below_composes_in_any_order() {
        for word in ["hiê\u{323}n", "hie\u{302}\u{323}n", "hie\u{323}\u{302}n"] {
            assert_eq!(Text::new(word).normal(), "hiện");
        }
    }

    #[test]
    fn a_repaired_text_still_counts_bytes_of_the_source() {
        let source = "Uû ban, Q§\u{a0}5";
        let spans = |a, b, c, d| (Span::new(a, b), Span::new(c, d));
        let edits = [spans(1, 4, 1, 3), spans(11, 13, 10, 12)];
        let text = Text::try_repaired(source, "Uỷ ban, QĐ\u{a0}5".to_owned(), &edits);
        let text = text.unwrap();
        assert_eq!(text.normal(), "Uỷ ban, QĐ 5");
        let quote = |a, b| text.slice(text.to_source(Span::new(a, b)));
        assert_eq!(quote(0, 4), "Uû");
        assert_eq!(quote(10, 15), "Q§\u{a0}5");
        assert_eq!(text.source(), source);
    }

    proptest! {
        #[test]
        fn offsets_go_home(source in vietnamese()) {
            let text = Text::new(source.clone());
            let all = text.normal();
            let cuts: Vec<usize> =
                all.char_indices().map(|(i, _)| i).chain([all.len()]).collect();
            for (i, &a) in cuts.iter().enumerate() {
                for &b in cuts.iter().skip(i + 1) {
                    let span = text.to_source(Span::new(a, b));
                    let quote = source.get(span.range());
                    prop_assert!(quote.is_some());
                    let again = Text::new(quote.unwrap_or_default());
                    prop_assert_eq!(again.normal(), all.get(a..b).unwrap_or_default());
                }
            }
        }

        #[test]
        fn normalizing_twice_is_normalizing_once(source in vietnamese()) {
            let once = Text::new(source).normal().to_owned();
            let twice = Text::new(once.clone());
            prop_assert_eq!(twice.normal(), once);
        }
    }
}
