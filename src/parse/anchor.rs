//! Where a reference may begin: one pass over the text.
//!
//! Vietnamese text is scanned for the first syllables of the type words, in the three
//! usual cases, and for slashes; everything else is verified by hand at those places.
//! Case-insensitive Unicode patterns would be hundreds of times slower (TECH.md §4).

use super::lexer::is_start;
use super::scan::Scanner;
use crate::text::{is_word, starts_with_words};
use crate::vocab::{DocKind, Law};
use memchr::memmem::Finder;
use std::sync::LazyLock;

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
    /// The kinds whose name begins with the pattern's syllable, longest first: what
    /// follows the syllable, folded. The patterns behind are short names of laws.
    kinds: Vec<Vec<(String, DocKind)>>,
    /// The length of each pattern.
    lengths: Vec<usize>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut patterns = Vec::new();
    let mut kinds = Vec::new();
    for syllable in SYLLABLES {
        let names = names_from(syllable);
        for pattern in spellings(syllable) {
            patterns.push(pattern);
            kinds.push(names.clone());
        }
    }
    for syllable in CAPITAL_SYLLABLES {
        let [_, capital, capitals] = spellings(syllable);
        for pattern in [capital, capitals] {
            patterns.push(pattern);
            kinds.push(names_from(syllable));
        }
    }
    // None shorter than three bytes: the searcher looks at that many at once.
    patterns.extend(Law::short_names().map(str::to_owned));
    let lengths = patterns.iter().map(String::len).collect();
    Table { scanner: Scanner::new(&patterns), kinds, lengths }
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
    let mut words = word_anchors(text);
    let all = words.len();
    words.extend(charters(text));
    if words.len() > all {
        words.sort_by_key(|anchor| anchor.at());
    }
    let slashes =
        memchr::memchr_iter(b'/', text.as_bytes()).map(|at| Anchor::Slash { at });
    merge(words, slashes)
}

/// Finds *Điều lệ*. Its first syllable is that of every article, so the second is looked
/// for.
fn charters(text: &str) -> impl Iterator<Item = Anchor> + '_ {
    const FIRST: usize = "Đ".len();
    static TAILS: LazyLock<[Finder<'static>; 2]> =
        LazyLock::new(|| ["iều lệ", "IỀU LỆ"].map(Finder::new));
    let found = TAILS.iter().flat_map(move |tail| {
        let places = tail.find_iter(text.as_bytes());
        places.map(|at| (at, tail.needle().len()))
    });
    found.filter_map(move |(tail, len)| {
        let at = tail.checked_sub(FIRST)?;
        let first = text.get(at..tail)?;
        let closed = !text.get(tail + len..)?.chars().next().is_some_and(is_word);
        let kind = DocKind::CHARTER.into();
        let opens = matches!(first, "Đ" | "đ") && is_start(text, at);
        (opens && closed).then_some(Anchor::Kind { at, kind, len: FIRST + len })
    })
}

fn word_anchors(text: &str) -> Vec<Anchor> {
    let found = TABLE.scanner.find_all(text);
    found.filter_map(|(pattern, span)| verify(text, span.start, pattern)).collect()
}

fn verify(text: &str, at: usize, pattern: usize) -> Option<Anchor> {
    if !is_start(text, at) {
        return None;
    }
    let tail = text.get(at..)?;
    let Some(names) = TABLE.kinds.get(pattern) else {
        return Some(Anchor::Short { at });
    };
    let first = *TABLE.lengths.get(pattern)?;
    let tail = tail.get(first..)?;
    let (kind, more) = name_goes_on(tail, names)?;
    let len = first + more;
    let (at, kind, len) = code_before(text, at, kind, len);
    Some(Anchor::Kind { at, kind, len })
}

/// Reads the rest of the longest name behind its first syllable.
fn name_goes_on(tail: &str, names: &[(String, DocKind)]) -> Option<(DocKind, usize)> {
    let words = tail.trim_start();
    let gap = tail.len() - words.len();
    names.iter().find_map(|(name, kind)| {
        if name.is_empty() {
            let ends = gap > 0 || !words.starts_with(is_word);
            return ends.then_some((*kind, 0));
        }
        let more = (gap > 0).then(|| starts_with_words(words, name)).flatten()?;
        Some((*kind, gap + more))
    })
}

/// *Bộ luật* begins before the syllable that was found.
fn code_before(
    text: &str,
    at: usize,
    kind: DocKind,
    len: usize,
) -> (usize, DocKind, usize) {
    if kind != DocKind::LAW {
        return (at, kind, len);
    }
    let end = super::lexer::space_back(text, at);
    let Some(start) = super::lexer::word_back(text, end) else { return (at, kind, len) };
    let word = text.get(start..end).unwrap_or_default();
    if matches!(word, "Bộ" | "bộ" | "BỘ") {
        return (start, DocKind::CODE.into(), at + len - start);
    }
    (at, kind, len)
}

fn merge(words: Vec<Anchor>, slashes: impl Iterator<Item = Anchor>) -> Vec<Anchor> {
    let mut all: Vec<Anchor> = Vec::with_capacity(words.len() + words.len() / 4);
    let mut words = words.into_iter().peekable();
    for slash in slashes {
        while let Some(word) = words.next_if(|w| w.at() < slash.at()) {
            all.push(word);
        }
        all.push(slash);
    }
    all.extend(words);
    all
}
