//! Closed lists of small words that the grammar asks about, from `words.tsv`.

use super::table::rows;
use crate::text::first_word_hash;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A list of words and phrases, folded.
#[derive(Debug)]
pub struct WordList {
    /// The phrases by their first word, longest first.
    by_word: FxHashMap<u64, Vec<String>>,
}

impl WordList {
    fn new(name: &str) -> Self {
        let mut by_word = FxHashMap::<u64, Vec<String>>::default();
        for row in rows(include_str!("words.tsv")).filter(|r| r[0] == name) {
            let phrase = crate::text::fold_tone(row[1]);
            by_word.entry(first_word_hash(&phrase)).or_default().push(phrase);
        }
        #[expect(clippy::iter_over_hash_type, reason = "each list is sorted on its own")]
        for phrases in by_word.values_mut() {
            phrases.sort_by_key(|p| std::cmp::Reverse(p.len()));
        }
        Self { by_word }
    }

    /// Returns the length in bytes of the longest phrase of the list that `text` starts
    /// with, up to a word boundary; case and tone placement do not count.
    pub fn at_start(&self, text: &str) -> Option<usize> {
        let phrases = self.by_word.get(&first_word_hash(text))?;
        phrases.iter().find_map(|p| crate::text::starts_with_words(text, p))
    }

    /// The hashes of the first words ([`first_word_hash`]) of the phrases, in no order.
    pub fn first_words(&self) -> impl Iterator<Item = u64> {
        self.by_word.keys().copied()
    }

    /// Returns true if the single word `folded` is in the list.
    pub fn has(&self, folded: &str) -> bool {
        self.by_word
            .get(&first_word_hash(folded))
            .is_some_and(|p| p.iter().any(|w| w == folded))
    }
}

macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident = $list:literal;)*) => {
        $($(#[$doc])* pub static $name: LazyLock<WordList> =
            LazyLock::new(|| WordList::new($list));)*

        #[cfg(test)]
        const NAMES: &[&str] = &[$($list),*];
    };
}

lists! {
    /// Words that begin the name of a body or of the person who signs for it.
    ISSUER_HEADS = "issuer-head";
    /// Offices that a person holds, at the beginning of the name of a body.
    OFFICES = "office";
    /// Family names, before which the office of the person ends.
    FAMILY_NAMES = "family-name";
    /// The beginnings of names of enterprises.
    ENTERPRISES = "enterprise";
    /// Small words that go on in a name behind a capitalized one.
    ISSUER_INNER = "issuer-inner";
    /// Words that end a name even where the next one is capitalized.
    ISSUER_STOPS = "issuer-stop";
    /// Words before which no title of a law goes on.
    TITLE_STOPS = "title-stop";
    /// Words that a title does not run over on its way to its number.
    NUMBER_STOPS = "number-stop";
    /// The beginnings of lines at which the title of a document is over.
    TITLE_ENDS = "title-end";
    /// Words that begin what a decision is about, before its number.
    SUBJECT_LEADS = "subject-lead";
    /// First words that make no title of a law behind *luật*.
    NO_TITLES = "no-title";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_belongs_to_a_list_and_is_found() {
        for row in rows(include_str!("words.tsv")) {
            assert!(NAMES.contains(&row[0]), "{}", row[0]);
            let list = WordList::new(row[0]);
            assert!(list.at_start(row[1]).is_some(), "{}", row[1]);
        }
    }
}
