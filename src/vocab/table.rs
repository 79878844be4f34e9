//! Reading the compiled-in TSV tables.

use crate::text::{
    case_hash, first_word, first_word_unmarked, lower, small_ascii, white_len,
};
use rustc_hash::FxHashMap;

/// Returns the rows of a table as fields; lines that start with `#` are comments.
pub(super) fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| line.split('\t').collect())
}

/// Returns the parts of a field that lists several values.
pub(super) fn list(field: &'static str) -> impl Iterator<Item = &'static str> {
    field.split('|').filter(|part| !part.is_empty())
}

/// Names under their first two folded words: "which name starts here?"
#[derive(Debug)]
pub(super) struct NameIndex {
    by_word: FxHashMap<u64, Names>,
}

/// The names that begin with one word.
#[derive(Debug, Default)]
struct Names {
    /// By the second word, longest first.
    longer: FxHashMap<u64, Vec<Name>>,
    /// The rows of the word alone.
    alone: Vec<Name>,
}

#[derive(Debug)]
struct Name {
    folded: String,
    row: u16,
    /// How its third and fourth word begin.
    openings: Openings,
}

/// How two words begin, in small, or the comma before them; 0 where neither a letter of
/// ASCII nor a comma stands.
type Openings = [u8; 2];

/// Looks at the words that `text` starts with.
fn openings(text: &[u8]) -> Openings {
    let bytes = text.trim_ascii_start();
    // Behind anything but the letters of Vietnamese and a comma nothing is said: white
    // space may be none of ASCII.
    let letter = |b: &u8| small_ascii(*b) != 0 || matches!(b, 0x80..0xc0 | 0xc3..=0xe1);
    let end = bytes.iter().position(|b| !letter(b));
    let behind = end.and_then(|end| bytes.get(end..)).unwrap_or_default();
    let next = behind.trim_ascii_start();
    let told = next.len() < behind.len() || next.starts_with(b",");
    let second = next.first().filter(|_| told);
    let opening = |&b: &u8| if b == b',' { b } else { small_ascii(b) };
    [bytes.first(), second].map(|b| b.map_or(0, opening))
}

/// What stands behind the first word of a text.
#[derive(Clone, Copy)]
struct Behind {
    /// The hash of the second word; 0 where no blank parts them.
    second: u64,
    openings: Openings,
}

impl Behind {
    /// Looks behind a first word that ends at `end`.
    fn of(text: &str, end: usize, word: fn(&str) -> (u64, usize)) -> Self {
        let tail = text.get(end..).unwrap_or_default();
        let white = white_len(tail);
        let next = tail.get(white..).unwrap_or_default();
        if white == 0 {
            return Self { second: 0, openings: [0; 2] };
        }
        let (second, len) = word(next);
        let more = next.as_bytes().get(len..).unwrap_or_default();
        Self { second, openings: openings(more) }
    }

    /// No letter of ASCII stands for another one.
    fn may_be(self, name: &Name) -> bool {
        let may = |(here, there): (u8, u8)| here == there || here == 0 || there == 0;
        self.openings.into_iter().zip(name.openings).all(may)
    }
}

impl NameIndex {
    pub(super) fn new<N: AsRef<str>>(names: impl Iterator<Item = (N, u16)>) -> Self {
        let mut by_word = FxHashMap::<u64, Names>::default();
        for (name, row) in names {
            let folded = crate::text::fold_tone(name.as_ref());
            let (hash, end) = first_word(&folded);
            let names = by_word.entry(hash).or_default();
            let Behind { second, openings } = Behind::of(&folded, end, first_word);
            let list = if end == folded.len() {
                &mut names.alone
            } else {
                names.longer.entry(second).or_default()
            };
            list.push(Name { folded, row, openings });
        }
        #[expect(clippy::iter_over_hash_type, reason = "each list is sorted on its own")]
        for names in by_word.values_mut() {
            for list in names.longer.values_mut() {
                list.sort_by_key(|n| (std::cmp::Reverse(n.folded.len()), n.row));
            }
            names.alone.sort_by_key(|n| n.row);
        }
        Self { by_word }
    }

    /// The hashes of the first words of the names, in no order.
    pub(super) fn first_words(&self) -> impl Iterator<Item = u64> {
        self.by_word.keys().copied()
    }

    /// Returns the row of the longest name that `text` starts with, and its length in
    /// bytes of `text`. Case, tone placement and line breaks do not count.
    pub(super) fn at_start(&self, text: &str) -> Option<(u16, usize)> {
        let (hash, end) = first_word(text);
        let names = self.by_word.get(&hash)?;
        let behind = Behind::of(text, end, first_word);
        names.find(behind, |name| crate::text::starts_with_words(text, name))
    }

    /// As [`NameIndex::at_start`] of an index of names without marks, whatever the marks of
    /// `text`.
    pub(super) fn unmarked_at_start(&self, text: &str) -> Option<(u16, usize)> {
        let (hash, end) = first_word_unmarked(text);
        let names = self.by_word.get(&hash)?;
        let behind =
            Behind { openings: [0; 2], ..Behind::of(text, end, first_word_unmarked) };
        names.find(behind, |name| crate::text::starts_with_unmarked_words(text, name))
    }
}

impl Names {
    /// Returns the first name that `matches`, the longest first.
    fn find(
        &self,
        behind: Behind,
        matches: impl Fn(&str) -> Option<usize>,
    ) -> Option<(u16, usize)> {
        let longer = self.longer.get(&behind.second).into_iter().flatten();
        longer
            .chain(&self.alone)
            .filter(|name| behind.may_be(name))
            .find_map(|name| Some((name.row, matches(&name.folded)?)))
    }
}

/// Tokens of symbols, found in any case; of two that are the same the first counts.
#[derive(Debug)]
pub(super) struct TokenIndex {
    /// By the hash of their small letters: the row, and the official writing.
    by_letters: FxHashMap<u64, (u16, &'static str)>,
    /// The same by what is written nearly always.
    as_printed: FxHashMap<&'static str, (u16, &'static str)>,
    longest: usize,
}

impl TokenIndex {
    pub(super) fn new(tokens: impl Iterator<Item = (&'static str, u16)>) -> Self {
        let mut index = Self {
            by_letters: FxHashMap::default(),
            as_printed: FxHashMap::default(),
            longest: 0,
        };
        for (token, row) in tokens {
            index.longest = index.longest.max(token.len());
            let first = index.by_letters.entry(case_hash(token)).or_insert((row, token));
            index.as_printed.insert(token, *first);
        }
        index
    }

    /// Returns the row of a token and its official writing.
    pub(super) fn get(&self, token: &str) -> Option<(u16, &'static str)> {
        if token.len() > self.longest {
            return None;
        }
        if let Some(known) = self.as_printed.get(token) {
            return Some(*known);
        }
        let (row, printed) = *self.by_letters.get(&case_hash(token))?;
        let same = printed.chars().map(lower).eq(token.chars().map(lower));
        same.then_some((row, printed))
    }
}
