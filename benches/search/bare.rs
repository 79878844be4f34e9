//! Bare tantivy with the same fields as ours and its own tokenizers; only the pairs,
//! which it has no filter for, are ours.

use crate::Item;
use std::path::Path;
use tantivy::schema::{
    FAST, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{
    AsciiFoldingFilter, BoxTokenStream, LowerCaser, SimpleTokenizer, TextAnalyzer, Token,
    TokenStream, Tokenizer,
};
use tantivy::{Index, IndexWriter, doc};

pub(crate) fn write(dir: &Path, items: &[Item]) {
    let mut schema = Schema::builder();
    let text = |tokenizer: &str, option| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(option);
        TextOptions::default().set_indexing_options(indexing)
    };
    let source = schema.add_u64_field("source", FAST | INDEXED);
    let positions = IndexRecordOption::WithFreqsAndPositions;
    let exact = schema.add_text_field("exact", text("exact", positions) | STORED);
    let pairs = text("pairs", IndexRecordOption::WithFreqs);
    let folded = schema.add_text_field("folded", pairs);
    let index = Index::create_in_dir(dir, schema.build()).unwrap();
    let lower = TextAnalyzer::builder(SimpleTokenizer::default()).filter(LowerCaser);
    index.tokenizers().register("exact", lower.build());
    index.tokenizers().register("pairs", Pairs::new());
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 96 << 20).unwrap();
    for (id, item) in (0_u64..).zip(items) {
        let text = item.text.as_str();
        writer.add_document(doc!(source => id, exact => text, folded => text)).unwrap();
    }
    writer.commit().unwrap();
    writer.wait_merging_threads().unwrap();
}

/// Folded words and their pairs, one at a time: no slower than it has to be.
#[derive(Clone)]
struct Pairs(TextAnalyzer);

impl Pairs {
    fn new() -> Self {
        let words = TextAnalyzer::builder(SimpleTokenizer::default()).filter(LowerCaser);
        Self(words.filter(AsciiFoldingFilter).build())
    }
}

struct PairStream<'a> {
    words: BoxTokenStream<'a>,
    /// The word before, a blank, and this word, once this word was given.
    pair: String,
    pair_is_next: bool,
    /// Where this word begins in `pair`.
    word: usize,
    token: Token,
}

impl Tokenizer for Pairs {
    type TokenStream<'a> = PairStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PairStream<'a> {
        let words = self.0.token_stream(text);
        let token = Token { position: 0, ..Token::default() };
        PairStream { words, pair: String::new(), pair_is_next: false, word: 0, token }
    }
}

impl TokenStream for PairStream<'_> {
    fn advance(&mut self) -> bool {
        self.token.text.clear();
        if self.pair_is_next {
            self.pair_is_next = false;
            self.token.text.push_str(&self.pair);
            return true;
        }
        if !self.words.advance() {
            return false;
        }
        let word = self.words.token().text.as_str();
        let had_word = !self.pair.is_empty();
        self.pair.drain(..self.word);
        if had_word {
            self.pair.push(' ');
        }
        self.word = self.pair.len();
        self.pair.push_str(word);
        self.pair_is_next = had_word;
        self.token.text.push_str(word);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
