//! Bare tantivy with the same fields as ours and its own tokenizers; only the pairs,
//! which it has no filter for, are ours.

use crate::Item;
use std::path::Path;
use tantivy::schema::{
    FAST, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{
    AsciiFoldingFilter, LowerCaser, SimpleTokenizer, TextAnalyzer, Token, TokenStream,
    Tokenizer,
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
    index.tokenizers().register("pairs", Pairs);
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 96 << 20).unwrap();
    for (id, item) in (0_u64..).zip(items) {
        let text = item.text.as_str();
        writer.add_document(doc!(source => id, exact => text, folded => text)).unwrap();
    }
    writer.commit().unwrap();
    writer.wait_merging_threads().unwrap();
}

/// Folded words and their pairs.
#[derive(Clone)]
struct Pairs;

struct PairStream {
    tokens: std::vec::IntoIter<String>,
    token: Token,
}

impl Tokenizer for Pairs {
    type TokenStream<'a> = PairStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PairStream {
        let mut chain = TextAnalyzer::builder(SimpleTokenizer::default())
            .filter(LowerCaser)
            .filter(AsciiFoldingFilter)
            .build();
        let (mut tokens, mut last) = (Vec::new(), String::new());
        chain.token_stream(text).process(&mut |token| {
            if !last.is_empty() {
                tokens.push(format!("{last} {}", token.text));
            }
            tokens.push(token.text.clone());
            last.clone_from(&token.text);
        });
        let token = Token { position: 0, ..Token::default() };
        PairStream { tokens: tokens.into_iter(), token }
    }
}

impl TokenStream for PairStream {
    fn advance(&mut self) -> bool {
        let Some(text) = self.tokens.next() else { return false };
        self.token.text = text;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
