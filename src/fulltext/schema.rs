//! The fields of the index, and why each is there.

use tantivy::schema::{
    Field, FieldEntry, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing,
    TextOptions,
};
use tantivy::tokenizer::TokenizerManager;

/// The number of this schema; an index with another one has to be built anew.
pub(super) const VERSION: u32 = 2;

/// The fields.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    /// The caller's id: unique, found by term (replace, small sets) and by column
    /// (large sets, ties).
    pub(super) source: Field,
    /// Exact syllables with positions: words typed with marks, and every phrase. The
    /// only field with positions, which are half of an index.
    pub(super) exact: Field,
    /// Folded syllables, pairs of them, document numbers and dates; frequencies only.
    /// Words typed without marks, ranking, phrases of two words, numbers.
    pub(super) folded: Field,
    /// Folded syllables and pairs of the title and the first words, where a
    /// document says what it is about, the very first of them twice; weighs only.
    pub(super) opening: Field,
    /// The own number: the whole and its parts.
    pub(super) number: Field,
    /// The code of the kind: filter and facet.
    pub(super) kind: Field,
    /// The issuing body in words: filter (by the words of its dictionary) and facet.
    pub(super) issuer: Field,
    /// The place: filter and facet.
    pub(super) place: Field,
    /// The date as `yyyymmdd`, unknown parts zero: range, year facet, order.
    pub(super) date: Field,
}

const WORDS: &str = "words";
const PAIRS: &str = "pairs";

impl Fields {
    /// Finds the fields in the schema of an index; `None` when it is another one.
    pub(super) fn of(schema: &Schema) -> Option<Self> {
        let field = |name: &str| schema.get_field(name).ok();
        Some(Self {
            source: field("source")?,
            exact: field("exact")?,
            folded: field("folded")?,
            opening: field("opening")?,
            number: field("number")?,
            kind: field("kind")?,
            issuer: field("issuer")?,
            place: field("place")?,
            date: field("date")?,
        })
    }
}

/// Makes the schema.
pub(super) fn schema() -> Schema {
    let mut schema = Schema::builder();
    let fast = NumericOptions::default().set_fast();
    let words = |tokenizer: &str, option| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(option);
        TextOptions::default().set_indexing_options(indexing)
    };
    let with_positions = IndexRecordOption::WithFreqsAndPositions;
    let raw = TextFieldIndexing::default().set_tokenizer("raw").set_fieldnorms(false);
    let label = TextOptions::default().set_indexing_options(raw).set_fast("raw");
    schema.add_u64_field("source", fast.clone().set_indexed());
    schema.add_text_field("exact", words(WORDS, with_positions));
    schema.add_text_field("folded", words(PAIRS, IndexRecordOption::WithFreqs));
    schema.add_text_field("opening", words(PAIRS, IndexRecordOption::WithFreqs));
    schema.add_text_field("number", words(WORDS, IndexRecordOption::Basic));
    for name in ["kind", "issuer", "place"] {
        schema.add_field(FieldEntry::new_text(name.to_owned(), label.clone()));
    }
    schema.add_u64_field("date", fast);
    schema.build()
}

/// Returns the tokenizers that the schema names.
pub(super) fn tokenizers() -> TokenizerManager {
    // tantivy asks for its default one even for numbers.
    let manager = TokenizerManager::default();
    manager.register(WORDS, super::tokenize::Words);
    manager.register(PAIRS, super::tokenize::Pairs);
    manager
}
