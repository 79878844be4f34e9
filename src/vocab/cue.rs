//! Words that express a relation, from `cues.tsv`.

use super::Relation;
use super::table::rows;
use crate::text::{first_word, fold_tone, starts_with_words, white_len, words_at};
use std::sync::LazyLock;

/// The phrases that begin with the same words.
#[derive(Debug, Default)]
struct Branch {
    /// What these words alone express.
    relation: Option<Relation>,
    /// The words that may follow behind a blank.
    next: Vec<(String, Self)>,
}

impl Branch {
    fn add(&mut self, phrase: &str, relation: Relation) {
        let Some(words) = phrase.strip_prefix(' ') else {
            self.relation.get_or_insert(relation);
            return;
        };
        let (word, rest) = words.split_at(words.find(' ').unwrap_or(words.len()));
        if let Some((_, branch)) = self.next.iter_mut().find(|(w, _)| w == word) {
            return branch.add(rest, relation);
        }
        let mut branch = Self::default();
        branch.add(rest, relation);
        self.next.push((word.to_owned(), branch));
    }

    /// Returns the longest of the phrases, the words of which `text` has up to `end`.
    fn longest(&self, text: &str, end: usize) -> Option<(Relation, usize)> {
        let mut longest = self.relation.map(|relation| (relation, end));
        if self.next.is_empty() {
            return longest;
        }
        let blank = white_len(text.get(end..)?);
        let next = if blank > 0 { self.next.as_slice() } else { &[] };
        for (word, branch) in next {
            let Some(end) = words_at(text, end + blank, word) else { continue };
            longest = branch.longest(text, end).or(longest);
        }
        longest
    }
}

/// All phrases.
#[derive(Debug)]
struct Cues {
    /// By their first word.
    words: Vec<(String, Branch)>,
    /// The places in `words` of those that share an opening; the first list is empty.
    lists: Vec<Vec<usize>>,
    /// The list of each [`opening`]: most words of a text have the empty one.
    openings: [u8; 4096],
}

impl Cues {
    /// Returns the place of a word, which is new or not.
    fn place(&mut self, word: &str) -> usize {
        let known = self.words.iter().position(|(known, _)| known == word);
        known.unwrap_or_else(|| {
            self.words.push((word.to_owned(), Branch::default()));
            self.words.len() - 1
        })
    }

    fn open(&mut self, spelling: &str, place: usize) {
        let list = &mut self.openings[opening(spelling.as_bytes(), spelling.len())];
        if *list == 0 {
            *list = u8::try_from(self.lists.len()).expect("few words begin cues");
            self.lists.push(Vec::new());
        }
        let list = &mut self.lists[usize::from(*list)];
        if !list.contains(&place) {
            list.push(place);
        }
    }
}

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    let mut cues =
        Cues { words: Vec::new(), lists: vec![Vec::new()], openings: [0; 4096] };
    for row in rows(include_str!("cues.tsv")) {
        let Ok(relation) = row[0].parse() else { continue };
        let phrase = fold_tone(row[1]);
        let (word, rest) = phrase.split_at(phrase.find(' ').unwrap_or(phrase.len()));
        let place = cues.place(word);
        cues.words[place].1.add(rest, relation);
        // The tone of the table may stand elsewhere than the folded one.
        for spelling in [word, row[1].split(' ').next().unwrap_or_default()] {
            cues.open(spelling, place);
            cues.open(&spelling.to_uppercase(), place);
        }
    }
    cues
});

/// Returns a number below 4,096 for the first bytes of a word, which is `len` bytes long at
/// the start of `text`. The bits that part small letters from capitals do not count: only
/// *ư* and *Ư* differ in others.
fn opening(text: &[u8], len: usize) -> usize {
    let len = len.min(6);
    let first = text.first_chunk().copied().unwrap_or_else(|| {
        let mut first = [0; 8];
        let end = len.min(text.len());
        first[..end].copy_from_slice(&text[..end]);
        first
    });
    let word = u64::from_be_bytes(first) >> (8 * (8 - len));
    let case = 0x2121_2121_2121 >> (8 * (6 - len));
    ((word | case).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 52) as usize
}

/// Returns the relation that the words at the start of `text` express, the longest
/// phrase first, and their length in bytes of `text`.
pub fn cue_at_start(text: &str) -> Option<(Relation, usize)> {
    cue_with(first_word(text).1, text)
}

/// As [`cue_at_start`], of a text whose first word is `len` bytes long.
#[inline]
pub fn cue_with(len: usize, text: &str) -> Option<(Relation, usize)> {
    if len == 0 {
        return None;
    }
    // Most words begin no cue.
    match CUES.openings[opening(text.as_bytes(), len)] {
        0 => None,
        list => cue_in(list, text),
    }
}

fn cue_in(list: u8, text: &str) -> Option<(Relation, usize)> {
    let cues = &*CUES;
    cues.lists[usize::from(list)].iter().find_map(|&place| {
        let (first, branch) = &cues.words[place];
        branch.longest(text, starts_with_words(text, first)?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cue_stands_in_its_example() {
        for row in rows(include_str!("cues.tsv")) {
            let example = fold_tone(row[2]);
            let phrase = fold_tone(row[1]);
            let at = example.find(&phrase).unwrap_or_else(|| panic!("{}", row[1]));
            let (relation, len) = cue_at_start(example.get(at..).unwrap()).unwrap();
            assert_eq!(relation.as_str(), row[0], "{}", row[1]);
            assert!(len >= phrase.len(), "{}", row[1]);
        }
    }

    #[test]
    fn a_cue_is_found_in_any_writing() {
        for row in rows(include_str!("cues.tsv")) {
            for text in [row[1].to_owned(), row[1].to_uppercase(), fold_tone(row[1])] {
                let found = cue_at_start(&text);
                assert_eq!(found.map(|f| f.1), Some(text.len()), "{text}");
            }
        }
    }
}
