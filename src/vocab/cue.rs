//! Words that express a relation, from `cues.tsv`.

use super::Relation;
use super::table::rows;
use crate::text::first_word_hash;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The phrases by their first word, longest first.
static CUES: LazyLock<FxHashMap<u64, Vec<(String, Relation)>>> = LazyLock::new(|| {
    let mut cues = FxHashMap::<u64, Vec<(String, Relation)>>::default();
    for row in rows(include_str!("cues.tsv")) {
        let Ok(relation) = row[0].parse() else { continue };
        let phrase = crate::text::fold_tone(row[1]);
        cues.entry(first_word_hash(&phrase)).or_default().push((phrase, relation));
    }
    #[expect(clippy::iter_over_hash_type, reason = "each list is sorted on its own")]
    for phrases in cues.values_mut() {
        phrases.sort_by_key(|(p, _)| std::cmp::Reverse(p.len()));
    }
    cues
});

/// Returns the relation that the words at the start of `text` express, the longest
/// phrase first, and their length in bytes of `text`.
pub fn cue_at_start(text: &str) -> Option<(Relation, usize)> {
    cue_with(first_word_hash(text), text)
}

/// As [`cue_at_start`], of a text whose [`first_word_hash`] is known.
pub fn cue_with(hash: u64, text: &str) -> Option<(Relation, usize)> {
    let phrases = CUES.get(&hash)?;
    phrases.iter().find_map(|(p, r)| Some((*r, crate::text::starts_with_words(text, p)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cue_stands_in_its_example() {
        for row in rows(include_str!("cues.tsv")) {
            let example = crate::text::fold_tone(row[2]);
            let at = example
                .find(&crate::text::fold_tone(row[1]))
                .unwrap_or_else(|| panic!("{}", row[1]));
            let (relation, _) = cue_at_start(example.get(at..).unwrap()).unwrap();
            assert_eq!(relation.as_str(), row[0], "{}", row[1]);
        }
    }
}
