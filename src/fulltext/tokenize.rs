//! From prepared forms to tantivy's tokens.
//!
//! The [`analyzer`](super::analyze) runs once, in the thread that adds a document; what
//! reaches tantivy are words between spaces, so that its one thread a segment only cuts.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// One token a word: the exact field.
#[derive(Clone, Debug)]
pub(super) struct Words;

/// Folded words and each pair of neighbours; what stands behind the [`WHOLES`] mark is
/// taken word by word.
#[derive(Clone, Debug)]
pub(super) struct Pairs;

/// Separates the folded words from the wholes.
pub(super) const WHOLES: char = '\n';

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        WordStream { text, at: 0, token: Token::default() }
    }
}

impl Tokenizer for Pairs {
    type TokenStream<'a> = PairStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PairStream<'a> {
        let words = text.find(WHOLES).unwrap_or(text.len());
        // Positions are not kept, but must not overflow.
        let token = Token { position: 0, ..Token::default() };
        PairStream { text, words, last: None, current: None, at: 0, token }
    }
}

/// The stream of [`Words`].
#[derive(Debug)]
pub(super) struct WordStream<'a> {
    text: &'a str,
    at: usize,
    token: Token,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((start, end)) = next_word(self.text, self.at) else { return false };
        self.at = end + 1;
        set(&mut self.token, self.text, start, end);
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// The stream of [`Pairs`]: each word, then the pair that ends with it.
#[derive(Debug)]
pub(super) struct PairStream<'a> {
    text: &'a str,
    /// Where the words end and the wholes begin.
    words: usize,
    /// The start of the word before the last one given.
    last: Option<usize>,
    /// The last word given, when its pair is still to come.
    current: Option<(usize, usize)>,
    at: usize,
    token: Token,
}

impl TokenStream for PairStream<'_> {
    fn advance(&mut self) -> bool {
        if let Some((start, end)) = self.current.take()
            && let Some(last) = self.last.replace(start)
        {
            set(&mut self.token, self.text, last, end);
            return true;
        }
        let Some((start, end)) = next_word(self.text, self.at) else { return false };
        self.at = end + 1;
        if start < self.words {
            self.current = Some((start, end));
        }
        set(&mut self.token, self.text, start, end);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// Returns the next run without a blank at or after `at`.
fn next_word(text: &str, at: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let is_blank = |b: &u8| matches!(b, b' ' | b'\n');
    let start = at + bytes.get(at..)?.iter().position(|b| !is_blank(b))?;
    let len = bytes.get(start..)?.iter().position(is_blank);
    Some((start, len.map_or(bytes.len(), |len| start + len)))
}

fn set(token: &mut Token, text: &str, start: usize, end: usize) {
    token.text.clear();
    token.text.push_str(text.get(start..end).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_follow_their_second_word_and_stop_at_the_wholes() {
        let mut tokens = Vec::new();
        let text = "so 793 qd \n793/qd 2016-05-10 ";
        Pairs.token_stream(text).process(&mut |t| tokens.push(t.text.clone()));
        assert_eq!(
            tokens,
            ["so", "793", "so 793", "qd", "793 qd", "793/qd", "2016-05-10"]
        );
    }

    #[test]
    fn words_have_positions() {
        let mut tokens = Vec::new();
        let mut push = |t: &Token| tokens.push((t.position, t.text.clone()));
        Words.token_stream("mua bán ").process(&mut push);
        assert_eq!(tokens, [(0, "mua".to_owned()), (1, "bán".to_owned())]);
    }
}
