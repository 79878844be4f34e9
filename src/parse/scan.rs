//! Looking for a few short words in one pass.

use aho_corasick::packed;
use aho_corasick::{AhoCorasick, MatchKind, Span};

/// Finds the longest of its words wherever one stands, none inside another.
pub(super) struct Scanner {
    /// Looks at many bytes at once; not there on every machine.
    packed: Option<packed::Searcher>,
    fallback: AhoCorasick,
}

impl Scanner {
    pub(super) fn new<W: AsRef<[u8]>>(words: &[W]) -> Self {
        let mut config = packed::Config::new();
        config.match_kind(packed::MatchKind::LeftmostLongest);
        // Four buckets full are still far faster than the automaton.
        config.heuristic_pattern_limits(false);
        let fallback = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(words)
            .expect("a few short words make an automaton");
        Self { packed: config.builder().extend(words).build(), fallback }
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
            .map(|m| (m.pattern().as_usize(), m.span()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_find_the_same() {
        let words = ["quyết", "quy", "kế", "kết", "tắt:"];
        let quick = Scanner::new(&words);
        let slow = Scanner { packed: None, ..Scanner::new(&words) };
        let text = "Quyết định, quy định, kết luận, kế hoạch tắt: quyết".repeat(9);
        let found = |s: &Scanner| s.find_all(&text).collect::<Vec<_>>();
        assert_eq!(found(&quick).len(), 5 * 9);
        assert_eq!(found(&quick), found(&slow));
    }
}
