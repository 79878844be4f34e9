//! Reading the compiled-in TSV tables.

use crate::text::{first_word, first_word_hash, fold_marks, is_lower, is_word};
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
    /// By what [`second`] says of them, longest first.
    longer: FxHashMap<u64, Vec<(String, u16)>>,
    /// The rows of the word alone.
    alone: Vec<(String, u16)>,
}

/// Returns the hash of the second word of a text whose first ends at `end`; 0 where no
/// blank parts them.
fn second(text: &str, end: usize) -> u64 {
    let tail = text.get(end..).unwrap_or_default();
    let next = tail.trim_start();
    if next.len() < tail.len() { first_word_hash(next) } else { 0 }
}

impl NameIndex {
    pub(super) fn new<N: AsRef<str>>(names: impl Iterator<Item = (N, u16)>) -> Self {
        let mut by_word = FxHashMap::<u64, Names>::default();
        for (name, row) in names {
            let folded = crate::text::fold_tone(name.as_ref());
            let (hash, end) = first_word(&folded);
            let names = by_word.entry(hash).or_default();
            let list = if end == folded.len() {
                &mut names.alone
            } else {
                names.longer.entry(second(&folded, end)).or_default()
            };
            list.push((folded, row));
        }
        #[expect(clippy::iter_over_hash_type, reason = "each list is sorted on its own")]
        for names in by_word.values_mut() {
            for list in names.longer.values_mut() {
                list.sort_by_key(|(name, row)| (std::cmp::Reverse(name.len()), *row));
            }
            names.alone.sort_by_key(|(_, row)| *row);
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
        names.find(second(text, end), |name| crate::text::starts_with_words(text, name))
    }

    /// As [`NameIndex::at_start`] of an index of names without marks, whatever the marks of
    /// `text`.
    pub(super) fn unmarked_at_start(&self, text: &str) -> Option<(u16, usize)> {
        let (first, tail) = unmarked_word(text);
        let names = self.by_word.get(&first_word_hash(&first))?;
        let next = tail.trim_start();
        let (second, _) = unmarked_word(next);
        let second = if next.len() < tail.len() { first_word_hash(&second) } else { 0 };
        names.find(second, |name| crate::text::starts_with_unmarked_words(text, name))
    }
}

/// Returns the first word without its marks, and the text behind it.
fn unmarked_word(text: &str) -> (String, &str) {
    let end = text.find(|c: char| !is_word(c)).unwrap_or(text.len());
    let (word, tail) = text.split_at(end);
    (fold_marks(word), tail)
}

impl Names {
    /// Returns the first name that `matches`, the longest first.
    fn find(
        &self,
        second: u64,
        matches: impl Fn(&str) -> Option<usize>,
    ) -> Option<(u16, usize)> {
        let longer = self.longer.get(&second).into_iter().flatten();
        longer.chain(&self.alone).find_map(|(name, row)| Some((*row, matches(name)?)))
    }
}

/// Tokens of symbols, found in any case; of two that are the same the first counts.
#[derive(Debug)]
pub(super) struct TokenIndex {
    /// By their writing in capitals: the row, and the official writing.
    by_capitals: FxHashMap<String, (u16, &'static str)>,
    longest: usize,
}

impl TokenIndex {
    pub(super) fn new(tokens: impl Iterator<Item = (&'static str, u16)>) -> Self {
        let mut index = Self { by_capitals: FxHashMap::default(), longest: 0 };
        for (token, row) in tokens {
            index.longest = index.longest.max(token.len());
            index.by_capitals.entry(token.to_uppercase()).or_insert((row, token));
        }
        index
    }

    /// Returns the row of a token and its official writing.
    pub(super) fn get(&self, token: &str) -> Option<(u16, &'static str)> {
        if token.len() > self.longest {
            return None;
        }
        let found = if token.chars().any(is_lower) {
            self.by_capitals.get(&token.to_uppercase())
        } else {
            self.by_capitals.get(token)
        };
        found.copied()
    }
}
