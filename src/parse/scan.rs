//! Looking for a few short words in one pass.

use aho_corasick::packed;
use aho_corasick::{AhoCorasick, MatchKind, Span};
use std::cmp::Reverse;

/// Finds the longest of its words wherever one stands, none inside another.
pub(super) struct Scanner {
    /// Looks at many bytes at once; not there on every machine.
    packed: Option<packed::Searcher>,
    fallback: AhoCorasick,
    /// The rank of each word of the searchers.
    ranks: Vec<usize>,
}

impl Scanner {
    /// The words that are found most should be the first.
    pub(super) fn new<W: AsRef<[u8]>>(words: &[W]) -> Self {
        let opens_other = |word: &[u8]| {
            let longer = |other: &W| other.as_ref().len() > word.len();
            words.iter().any(|w| longer(w) && w.as_ref().starts_with(word))
        };
        // The first that fits is the longest, then, and the longer need not be tried before
        // those that are found more.
        let mut ranked: Vec<(usize, &[u8])> =
            words.iter().map(AsRef::as_ref).enumerate().collect();
        ranked.sort_by_key(|&(_, word)| opens_other(word).then_some(Reverse(word.len())));
        let (ranks, words): (Vec<_>, Vec<_>) = ranked.into_iter().unzip();
        let mut config = packed::Config::new();
        config.match_kind(packed::MatchKind::LeftmostFirst);
        // Four buckets full are still far faster than the automaton.
        config.heuristic_pattern_limits(false);
        let fallback = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostFirst)
            .build(&words)
            .expect("a few short words make an automaton");
        Self { packed: config.builder().extend(&words).build(), fallback, ranks }
    }

    /// Returns the rank of each word that was found, and where it stands, in order.
    pub(super) fn find_all<'s>(
        &'s self,
        text: &'s str,
    ) -> impl Iterator<Item = (usize, Span)> + 's {
        let packed = self.packed.iter().flat_map(|searcher| searcher.find_iter(text));
        let slow = self.packed.is_none().then(|| self.fallback.find_iter(text));
        packed
            .chain(slow.into_iter().flatten())
            .map(|m| (self.ranks[m.pattern().as_usize()], m.span()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_find_the_same() {
        let words = ["quy", "quyết", "kế", "kết", "kết luận", "tắt:"];
        let quick = Scanner::new(&words);
        let slow = Scanner { packed: None, ..Scanner::new(&words) };
        let text = "Quyết định, quy định, kết luận, kế hoạch tắt: quyết".repeat(9);
        let found = |s: &Scanner| s.find_all(&text).collect::<Vec<_>>();
        assert_eq!(found(&quick).len(), 5 * 9);
        assert_eq!(found(&quick), found(&slow));
        let ranks: Vec<usize> = found(&quick).iter().map(|f| f.0).take(5).collect();
        assert_eq!(ranks, [0, 4, 2, 5, 1]);
    }
}
