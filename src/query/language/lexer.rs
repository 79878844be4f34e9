//! Input → tokens.

use super::ast::Field;
use std::ops::Range;

/// A token and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) span: Range<usize>,
}

/// What a token is.
#[derive(Clone, Debug)]
pub(super) enum TokenKind {
    Open,
    Close,
    And,
    Or,
    Not,
    /// The inside of quotes; `closed` is false when the input ended first.
    Phrase {
        inside: Range<usize>,
        closed: bool,
    },
    /// A known field; an empty value when there is none.
    Field {
        field: Field,
        value: Range<usize>,
        closed: bool,
    },
    /// A name before a colon that is no field; searched as a word.
    NoField {
        name: Range<usize>,
    },
    Word,
}

/// The tokens of an input.
#[derive(Debug)]
struct Lexer<'t> {
    input: &'t str,
    at: usize,
    /// The last token was a word.
    after_word: bool,
}

impl<'t> Lexer<'t> {
    fn new(input: &'t str) -> Self {
        Self { input, at: 0, after_word: false }
    }

    fn rest(&self) -> &'t str {
        self.input.get(self.at..).unwrap_or_default()
    }

    fn token(&mut self, kind: TokenKind, len: usize) -> Token {
        let start = self.at;
        self.at += len;
        self.after_word = matches!(kind, TokenKind::Word);
        Token { kind, span: start..self.at }
    }

    /// Reads a quoted text from its opening quote.
    fn quoted(&self, at: usize) -> Option<(Range<usize>, bool, usize)> {
        let rest = self.input.get(at..)?;
        let open = rest.chars().next()?;
        let close = closing(open)?;
        let start = at + open.len_utf8();
        let inside = self.input.get(start..)?;
        Some(match inside.find(close) {
            Some(len) => {
                let end = start + len;
                let quote = inside.get(len..).and_then(|s| s.chars().next());
                (start..end, true, end + quote.map_or(0, char::len_utf8))
            }
            None => (start..self.input.len(), false, self.input.len()),
        })
    }

    fn word(&mut self) -> Token {
        let rest = self.rest();
        let len = run(rest);
        let word = rest.get(..len).unwrap_or_default();
        match word {
            "AND" => return self.token(TokenKind::And, len),
            "OR" => return self.token(TokenKind::Or, len),
            "NOT" => return self.token(TokenKind::Not, len),
            _ => {}
        }
        let behind = rest.get(len..).and_then(|s| s.chars().next());
        let group = behind.is_some_and(|c| c == '(' || closing(c).is_some());
        // Two hyphens are a dash; and so a row of them is read once, not once for each.
        let minus = word.strip_prefix('-').is_some_and(|rest| !rest.starts_with('-'));
        if minus && (word.len() > 1 || group) {
            return self.token(TokenKind::Not, 1);
        }
        match word.find(':').and_then(|colon| self.field(word, colon)) {
            Some(token) => token,
            None => self.token(TokenKind::Word, len),
        }
    }

    /// Reads `name:value`, with `colon` the place of the colon in `word`.
    fn field(&mut self, word: &str, colon: usize) -> Option<Token> {
        let name = word.get(..colon)?;
        let value = self.at + colon + 1;
        let tight = word.len() > colon + 1;
        let Some(field) = Field::from_name(name) else {
            let plain = !tight || word.get(colon + 1..)?.starts_with('/');
            if plain || !is_name(name) {
                return None;
            }
            let name = self.at..self.at + colon;
            return Some(self.token(TokenKind::NoField { name }, word.len()));
        };
        let (value, closed, end) = self.value(value, tight);
        Some(self.token(TokenKind::Field { field, value, closed }, end - self.at))
    }

    /// Reads the value of a field: quoted, tight behind the colon, or behind a blank.
    fn value(&self, at: usize, tight: bool) -> (Range<usize>, bool, usize) {
        if tight {
            let len = run(self.input.get(at..).unwrap_or_default());
            return (at..at + len, true, at + len);
        }
        let rest = self.input.get(at..).unwrap_or_default();
        let start = at + (rest.len() - rest.trim_start().len());
        if let Some(quoted) = self.quoted(start) {
            return quoted;
        }
        let len = run(self.input.get(start..).unwrap_or_default());
        let word = self.input.get(start..start + len).unwrap_or_default();
        if len == 0 || word.contains(':') || matches!(word, "AND" | "OR" | "NOT") {
            return (at..at, true, at);
        }
        (start..start + len, true, start + len)
    }
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
        let first = self.rest().chars().next()?;
        // Quotes of a printer inside running text are part of it: a title was pasted.
        let printed = self.after_word && !matches!(first, '"');
        if let Some((inside, closed, end)) = self.quoted(self.at).filter(|_| !printed) {
            let kind = TokenKind::Phrase { inside, closed };
            return Some(self.token(kind, end - self.at));
        }
        Some(match first {
            '(' => self.token(TokenKind::Open, 1),
            ')' => self.token(TokenKind::Close, 1),
            c if closing(c).is_some() => self.token(TokenKind::Word, c.len_utf8()),
            _ => self.word(),
        })
    }
}

/// Returns the tokens of an input. Parentheses around bare words only are punctuation:
/// `Hiệp định Đối tác (CPTPP)`.
pub(super) fn tokens(input: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Lexer::new(input).collect();
    let mut open = None;
    for i in 0..tokens.len() {
        match tokens[i].kind {
            TokenKind::Open => open = Some(i),
            TokenKind::Close => {
                if let Some(open) = open.take().filter(|&open| joins(&tokens, open, i)) {
                    tokens[open].kind = TokenKind::Word;
                    tokens[i].kind = TokenKind::Word;
                }
            }
            TokenKind::Word => {}
            _ => open = None,
        }
    }
    tokens
}

/// True if no operator stands beside the parentheses.
fn joins(tokens: &[Token], open: usize, close: usize) -> bool {
    let is_operator = |i: Option<usize>| {
        let token = i.and_then(|i| tokens.get(i));
        token.is_some_and(|t| {
            matches!(t.kind, TokenKind::And | TokenKind::Or | TokenKind::Not)
        })
    };
    !is_operator(open.checked_sub(1)) && !is_operator(Some(close + 1)) && close > open + 1
}

/// Returns the quotes that end what `open` begins.
fn closing(open: char) -> Option<&'static [char]> {
    Some(match open {
        '"' => &['"'],
        '“' | '”' | '„' => &['”', '“', '"'],
        '«' => &['»'],
        _ => return None,
    })
}

/// Returns the length of the run up to a blank, a quote or a parenthesis.
pub(super) fn run(text: &str) -> usize {
    let ends =
        |c: char| c.is_whitespace() || matches!(c, '(' | ')') || closing(c).is_some();
    text.find(ends).unwrap_or(text.len())
}

fn is_name(name: &str) -> bool {
    name.starts_with(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '_'))
}
