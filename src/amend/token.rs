//! The words of a provision as the reader of instructions sees them.

use super::Act;
use super::places::{self, Places};
use super::units::COVER;
use crate::ident::Provision;
use crate::parse::space;
use crate::text::{Span, fold_tone, is_word, starts_with_words};
use std::sync::LazyLock;

/// A mention of a document, in offsets of the normalized text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    pub(super) span: Span,
    /// Its index in the facts.
    pub(super) index: u32,
    /// The document itself: *Thông tư này*.
    pub(super) own: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    /// *sửa đổi*; `done` if *được* or *bị* stands before it.
    Verb {
        act: Act,
        done: bool,
    },
    /// *đã được sửa đổi*, *được sửa đổi … bởi*: history.
    Past,
    Places(Vec<Provision>),
    Document(u32),
    /// *Thông tư này*.
    Own,
    /// *vào*, *vào sau*: what follows says where.
    Into,
    /// *bằng*, *thành*: what follows is the new.
    By,
    /// *tại*, *trong*: what follows is old again.
    At,
    /// *một số (điều, khoản …)*: the provisions inside will say which.
    Some,
    /// The end of a sentence, or *như sau*.
    Stop,
    /// A semicolon: the next may be another member of the list.
    Semicolon,
    /// *quy định*, *theo*: what follows is described, no instruction.
    Title,
}

#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) what: What,
    pub(super) span: Span,
    /// A comma or *và* stands before it.
    pub(super) apart: bool,
    /// How many other words lie between it and the token before.
    pub(super) gap: usize,
}

/// The verbs, folded, longest first.
static VERBS: LazyLock<Vec<(String, Act)>> = LazyLock::new(|| {
    let rows = [
        ("sửa đổi, bổ sung, thay thế, bãi bỏ", Act::AmendAndSupplement),
        ("sửa đổi, bổ sung, bãi bỏ", Act::AmendAndSupplement),
        ("sửa đổi, bổ sung và bãi bỏ", Act::AmendAndSupplement),
        ("sửa đổi, bổ sung", Act::AmendAndSupplement),
        ("sửa đổi; bổ sung", Act::AmendAndSupplement),
        ("sửa đổi bổ sung", Act::AmendAndSupplement),
        ("sửa đổi và bổ sung", Act::AmendAndSupplement),
        ("bổ sung, sửa đổi", Act::AmendAndSupplement),
        ("bổ sung và sửa đổi", Act::AmendAndSupplement),
        ("sửa đổi", Act::Amend),
        ("bổ sung", Act::Supplement),
        ("thay thế", Act::Replace),
        ("thay cụm từ", Act::Replace),
        ("thay từ", Act::Replace),
        ("bãi bỏ", Act::Repeal),
        ("hủy bỏ", Act::Repeal),
        ("bỏ cụm từ", Act::Repeal),
        ("bỏ từ", Act::Repeal),
        ("hết hiệu lực", Act::Repeal),
    ];
    let mut verbs: Vec<_> = rows.iter().map(|(w, a)| (fold_tone(w), *a)).collect();
    verbs.sort_by_key(|(w, _)| std::cmp::Reverse(w.len()));
    verbs
});

/// Behind *được sửa đổi* they tell of what was done before.
const BY: [&str; 7] = ["bởi", "theo", "tại", "bằng", "một số điều", "hoặc", "thì"];

/// Other words that matter, folded; longer ones first.
const MARKS: [(&str, Mark); 15] = [
    ("như sau", Mark::Stop),
    ("một số", Mark::Some),
    ("vào sau", Mark::Into),
    ("vào trước", Mark::Into),
    ("vào cuối", Mark::Into),
    ("vào", Mark::Into),
    ("bằng", Mark::By),
    ("thành", Mark::By),
    ("quy định tại", Mark::At),
    ("tại", Mark::At),
    ("trong", Mark::At),
    ("theo quy định", Mark::Title),
    ("quy định", Mark::Title),
    ("hướng dẫn", Mark::Title),
    ("về việc", Mark::Title),
];

#[derive(Clone, Copy)]
enum Mark {
    Stop,
    Some,
    Into,
    By,
    At,
    Title,
}

impl Mark {
    fn what(self) -> What {
        match self {
            Self::Stop => What::Stop,
            Self::Some => What::Some,
            Self::Into => What::Into,
            Self::By => What::By,
            Self::At => What::At,
            Self::Title => What::Title,
        }
    }
}

/// Reads the tokens of `body` in `open`, the text with its quotations covered.
pub(super) fn tokens(open: &str, body: Span, known: &[Known]) -> Vec<Token> {
    let first = known.partition_point(|k| k.span.start < body.start);
    let mut lexer = Lexer {
        open,
        end: body.end as usize,
        at: body.start as usize,
        known: known.get(first..).unwrap_or_default(),
        tokens: Vec::new(),
        apart: false,
        gap: 0,
        passive: None,
    };
    while lexer.at < lexer.end {
        lexer.step();
    }
    lexer.tokens
}

struct Lexer<'a> {
    open: &'a str,
    at: usize,
    end: usize,
    known: &'a [Known],
    tokens: Vec<Token>,
    apart: bool,
    gap: usize,
    /// *được* or *bị* was just read; true with *đã* before it.
    passive: Option<bool>,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        self.open.get(self.at..self.end).unwrap_or_default()
    }

    fn step(&mut self) {
        if self.document() {
            return;
        }
        let Some(c) = self.rest().chars().next() else {
            self.at = self.end;
            return;
        };
        if is_word(c) {
            self.word();
        } else {
            self.mark(c);
        }
    }

    fn push(&mut self, what: What, end: usize) {
        let stop = matches!(what, What::Stop | What::Semicolon);
        let token = Token {
            what,
            span: Span::new(self.at, end),
            apart: self.apart,
            gap: self.gap,
        };
        self.tokens.push(token);
        self.at = end;
        self.apart = stop && self.apart;
        self.gap = 0;
        self.passive = None;
    }

    fn document(&mut self) -> bool {
        while self.known.first().is_some_and(|k| (k.span.start as usize) < self.at) {
            self.known = self.known.get(1..).unwrap_or_default();
        }
        let Some(known) = self.known.first().copied() else { return false };
        if known.span.start as usize != self.at || known.span.end as usize > self.end {
            return false;
        }
        let end = known.span.end as usize;
        if self.open.as_bytes().get(self.at) == Some(&COVER) {
            return false;
        }
        self.push(if known.own { What::Own } else { What::Document(known.index) }, end);
        true
    }

    fn word(&mut self) {
        let open = self.open;
        let rest = open.get(self.at..self.end).unwrap_or_default();
        let len = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
        let word = rest.get(..len).unwrap_or_default();
        if let Some((act, n)) = verb(rest) {
            let capital = rest.starts_with(crate::text::is_upper);
            if capital && self.gap + self.tokens.len() > 0 {
                // "Điều 2. Điều khoản bãi bỏ Bãi bỏ khoản 3 …": heading and sentence.
                self.push(What::Stop, self.at);
            }
            return self.verb(act, n);
        }
        let after_document =
            matches!(self.tokens.last(), Some(Token { what: What::Document(_), .. }));
        if after_document && self.opens_passive(self.at) {
            self.push(What::Stop, self.at);
        }
        if let Some(Places { paths, end }) = places::read(self.open, self.at)
            && end <= self.end
            && end > self.at
        {
            return self.push(What::Places(paths), end);
        }
        let mut marks = MARKS.iter().filter(|(w, _)| may_start(rest, w));
        let mark = marks.find_map(|(w, m)| Some((*m, starts_with_words(rest, w)?)));
        if let Some((mark, n)) = mark {
            return self.push(mark.what(), self.at + n);
        }
        match word {
            "và" | "hoặc" => self.apart = true,
            "được" | "bị" => {
                let past = matches!(self.passive, Some(true));
                self.passive = Some(past);
                self.at += len;
                return;
            }
            "đã" => {
                self.passive = Some(true);
                self.at += len;
                return;
            }
            _ => {
                self.gap += 1;
                self.apart = false;
            }
        }
        self.passive = None;
        self.at += len;
    }

    /// *đã được sửa đổi*, *được sửa đổi … bởi Nghị định B* tell what was done before.
    fn verb(&mut self, act: Act, n: usize) {
        let done = self.passive.is_some();
        let mut past = self.passive == Some(true);
        if done && !past {
            let behind = self.open.get(self.at + n..self.end).unwrap_or_default();
            let behind = behind.trim_start();
            past = BY.iter().any(|w| starts_with_words(behind, w).is_some());
        }
        let ended = act == Act::Repeal && starts_with_words(self.rest(), "hết").is_some();
        let verb = What::Verb { act, done: done || ended };
        let what = if past { What::Past } else { verb };
        self.push(what, self.at + n);
    }

    fn mark(&mut self, c: char) {
        let next = self.at + c.len_utf8();
        match c {
            ',' => self.apart = true,
            ';' => return self.push(What::Semicolon, next),
            ':' => return self.push(What::Stop, next),
            '.' if self.ends_sentence(next) => return self.push(What::Stop, next),
            '\n' if self.ends_line(next) => return self.push(What::Stop, next),
            '(' => return self.bracket(next),
            _ => {}
        }
        self.at = next;
    }

    /// What stands in brackets is a remark, if it holds no pinpoint alone.
    fn bracket(&mut self, next: usize) {
        let inner = self.open.get(next..self.end).unwrap_or_default();
        let close = inner.find(')').filter(|n| *n < 300);
        let alone = places::read(self.open, next);
        self.at = match (close, alone) {
            (Some(n), Some(list)) if list.end == next + n => {
                self.gap = 0;
                self.push(What::At, next);
                next
            }
            (Some(n), _) => next + n + 1,
            (None, _) => next,
        };
    }

    fn ends_sentence(&self, next: usize) -> bool {
        let after = self.open.get(next..self.end).unwrap_or_default();
        after.starts_with(char::is_whitespace) || after.is_empty()
    }

    /// A line ends a sentence when it is finished, or when the next begins like one.
    fn ends_line(&self, next: usize) -> bool {
        let head = self.open.get(..self.at).unwrap_or_default().trim_end();
        let closed = head.ends_with([';', ':', '.', '”', '"', '\u{1}']);
        let at = space(self.open, next);
        let rest = self.open.get(at..self.end).unwrap_or_default();
        let capital = rest.starts_with(crate::text::is_upper);
        let blank = rest.starts_with('\n');
        closed || blank || capital && (verb(rest).is_some() || self.opens_passive(at))
    }

    fn opens_passive(&self, at: usize) -> bool {
        places::read(self.open, at).is_some_and(|list| {
            let behind = self.open.get(list.end..self.end).unwrap_or_default();
            ["được", "bị"]
                .iter()
                .any(|w| starts_with_words(behind.trim_start(), w).is_some())
        })
    }
}

fn verb(rest: &str) -> Option<(Act, usize)> {
    let mut verbs = VERBS.iter().filter(|(w, _)| may_start(rest, w));
    verbs.find_map(|(w, act)| Some((*act, starts_with_words(rest, w)?)))
}

/// Returns false if the first letters differ, which is cheap and mostly so. The words of
/// the tables begin with consonants, of which folding changes the case only.
fn may_start(rest: &str, words: &str) -> bool {
    let first = |s: &str| s.bytes().next().map(|b| b.to_ascii_lowercase());
    first(rest) == first(words)
}
