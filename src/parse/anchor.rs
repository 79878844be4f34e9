//! Where a reference may begin: one pass over the text.
//!
//! Vietnamese text is scanned for the first syllables of the type words, in the three
//! usual cases, and for slashes; everything else is verified by hand at those places.
//! Case-insensitive Unicode patterns would be hundreds of times slower (TECH.md §4).

use super::lexer::{char_at, is_start, rest};
use super::scan::Scanner;
use crate::text::{is_word, words_at};
use crate::vocab::{DocKind, Law};
use std::sync::{Arc, LazyLock};

/// A place where a reference may begin.
#[derive(Clone, Copy, Debug)]
pub(super) enum Anchor {
    /// A type word that ends `len` bytes on.
    Kind { at: usize, kind: DocKind, len: usize },
    /// A slash.
    Slash { at: usize },
    /// The capitals of a short name of a law (*BLHS*).
    Short { at: usize },
}

impl Anchor {
    pub(super) fn at(self) -> usize {
        match self {
            Self::Kind { at, .. } | Self::Slash { at } | Self::Short { at } => at,
        }
    }
}

/// First syllables of the type words that are looked for.
const SYLLABLES: [&str; 16] = [
    "luật", "nghị", "quyết", "thông", "chỉ", "pháp", "hiến", "kế", "kết", "quy",
    "chương", "đề", "công", "văn", "tờ", "sắc",
];
/// As [`SYLLABLES`], of words that are looked for with a capital only.
const CAPITAL_SYLLABLES: [&str; 1] = ["hiệp"];

struct Table {
    scanner: Scanner,
    patterns: Vec<Pattern>,
}

/// What a pattern of the scanner stands for.
enum Pattern {
    /// The first syllable of the names of kinds, longest first: what follows it, folded.
    Syllable(Arc<[(String, DocKind)]>),
    /// A short name of a law.
    Short,
    /// The end of *Điều lệ*, whose first syllable is that of every article.
    Charter,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut patterns: Vec<(String, Pattern)> = Vec::new();
    let mut add = |syllable: &str, spellings: &[String]| {
        let names: Arc<[_]> = names_from(syllable).into();
        let pattern = |s: &String| (s.clone(), Pattern::Syllable(Arc::clone(&names)));
        patterns.extend(spellings.iter().map(pattern));
    };
    for syllable in SYLLABLES {
        add(syllable, &spellings(syllable));
    }
    for syllable in CAPITAL_SYLLABLES {
        add(syllable, &spellings(syllable)[1..]);
    }
    // None shorter than three bytes: the searcher looks at that many at once.
    patterns.extend(Law::short_names().map(|name| (name.to_owned(), Pattern::Short)));
    patterns.extend(["u lệ", "U LỆ"].map(|end| (end.to_owned(), Pattern::Charter)));
    let (words, patterns): (Vec<_>, Vec<_>) = patterns.into_iter().unzip();
    Table { scanner: Scanner::new(&words), patterns }
});

fn spellings(syllable: &str) -> [String; 3] {
    let mut chars = syllable.chars();
    let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
    [syllable.to_owned(), first + chars.as_str(), syllable.to_uppercase()]
}

fn names_from(syllable: &str) -> Vec<(String, DocKind)> {
    let mut names: Vec<(String, DocKind)> = DocKind::all()
        .flat_map(|kind| kind.words().map(move |w| (crate::text::fold_tone(w), kind)))
        .filter(|(name, _)| name.split(' ').next() == Some(syllable))
        .collect();
    names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    let rest = |name: String| {
        name.get(syllable.len()..).unwrap_or_default().trim_start().to_owned()
    };
    names.into_iter().map(|(name, kind)| (rest(name), kind)).collect()
}

/// Returns all anchors of the text in order.
pub(super) fn anchors(text: &str) -> Vec<Anchor> {
    let found = TABLE.scanner.find_all(text);
    let words =
        found.filter_map(|(pattern, span)| verify(text, span.start, span.end, pattern));
    let slashes =
        memchr::memchr_iter(b'/', text.as_bytes()).map(|at| Anchor::Slash { at });
    merge(text.len(), words, slashes)
}

fn verify(text: &str, at: usize, end: usize, pattern: usize) -> Option<Anchor> {
    match TABLE.patterns.get(pattern)? {
        Pattern::Charter => charter(text, at, end),
        _ if !is_start(text, at) => None,
        Pattern::Short => Some(Anchor::Short { at }),
        Pattern::Syllable(names) => {
            let (kind, end) = name_goes_on(text, end, names)?;
            let (at, kind) = with_word_before(text, at, kind)?;
            Some(Anchor::Kind { at, kind, len: end - at })
        }
    }
}

/// Reads *Điều lệ* around the letters that were found.
fn charter(text: &str, tail: usize, end: usize) -> Option<Anchor> {
    let at = tail.checked_sub("Điề".len())?;
    let first = text.get(at..tail)?;
    let closed = !char_at(text, end).is_some_and(is_word);
    let opens = matches!(first, "Điề" | "điề" | "ĐIỀ") && is_start(text, at);
    let kind = DocKind::CHARTER.into();
    (opens && closed).then_some(Anchor::Kind { at, kind, len: end - at })
}

/// Reads the rest of the longest name behind its first syllable, which ends at `at`;
/// returns where it ends.
fn name_goes_on(
    text: &str,
    at: usize,
    names: &[(String, DocKind)],
) -> Option<(DocKind, usize)> {
    let next = blanks(text, at);
    names.iter().find_map(|(name, kind)| {
        let end = match name.is_empty() {
            true => (next > at || is_closed(text, at)).then_some(at),
            false if next == at => None,
            false => words_at(text, next, name),
        };
        Some((*kind, end?))
    })
}

fn is_closed(text: &str, at: usize) -> bool {
    !char_at(text, at).is_some_and(is_word)
}

/// Skips white space of any kind.
fn blanks(text: &str, at: usize) -> usize {
    let tail = rest(text, at);
    match tail.as_bytes() {
        [first, ..] if first.is_ascii_graphic() => at,
        [b' ', next, ..] if next.is_ascii_graphic() || *next == 0xc4 => at + 1,
        _ => at + tail.len() - tail.trim_start().len(),
    }
}

/// *Bộ luật* begins before the syllable that was found, and *pháp luật* is no law.
fn with_word_before(text: &str, at: usize, kind: DocKind) -> Option<(usize, DocKind)> {
    if kind != DocKind::LAW {
        return Some((at, kind));
    }
    let end = super::lexer::space_back(text, at);
    let start = super::lexer::word_back(text, end).unwrap_or(end);
    match text.get(start..end).unwrap_or_default() {
        "Bộ" | "bộ" | "BỘ" => Some((start, DocKind::CODE.into())),
        "Pháp" | "pháp" | "PHÁP" => None,
        _ => Some((at, kind)),
    }
}

fn merge(
    text_len: usize,
    words: impl Iterator<Item = Anchor>,
    slashes: impl Iterator<Item = Anchor>,
) -> Vec<Anchor> {
    // Law has one in some three hundred bytes.
    let mut all = Vec::with_capacity(text_len / 256);
    let mut words = words.peekable();
    for slash in slashes {
        while let Some(word) = words.next_if(|w| w.at() < slash.at()) {
            all.push(word);
        }
        all.push(slash);
    }
    all.extend(words);
    all
}
