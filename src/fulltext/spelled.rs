//! Every way in which the texts of a segment spell a word typed without marks.

use super::analyze::base;
use tantivy_fst::Automaton;

/// Accepts the words that are `0` once their marks are taken off, read byte by byte.
pub(super) struct Spelled<'w>(pub(super) &'w str);

/// How far a word was read.
#[derive(Clone, Copy, Debug)]
pub(super) struct State {
    /// How many bytes of the word typed are matched.
    matched: usize,
    /// The first bytes of a letter.
    begun: [u8; 4],
    bytes: usize,
    failed: bool,
}

impl Automaton for Spelled<'_> {
    type State = State;

    fn start(&self) -> State {
        State { matched: 0, begun: [0; 4], bytes: 0, failed: false }
    }

    fn is_match(&self, state: &State) -> bool {
        !state.failed && state.bytes == 0 && state.matched == self.0.len()
    }

    fn can_match(&self, state: &State) -> bool {
        !state.failed
    }

    fn accept(&self, state: &State, byte: u8) -> State {
        // Once failed, failed: a later letter that fits must not hide it.
        if state.failed {
            return *state;
        }
        let mut next = *state;
        let Some(slot) = next.begun.get_mut(next.bytes) else {
            return State { failed: true, ..next };
        };
        *slot = byte;
        next.bytes += 1;
        match std::str::from_utf8(next.begun.get(..next.bytes).unwrap_or_default()) {
            Ok(letter) => self.read(next, letter.chars().next()),
            // Cut short, the letter may still come.
            Err(error) => State { failed: error.error_len().is_some(), ..next },
        }
    }
}

impl Spelled<'_> {
    fn read(&self, state: State, letter: Option<char>) -> State {
        let rest = self.0.get(state.matched..).unwrap_or_default();
        let wanted = rest.chars().next();
        let failed = wanted.is_none() || letter.and_then(base) != wanted;
        let matched = state.matched + wanted.map_or(0, char::len_utf8);
        State { matched, bytes: 0, failed, ..state }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold_marks;
    use proptest::prelude::*;

    fn accepts(folded: &str, word: &str) -> bool {
        let spelled = Spelled(folded);
        let state = word
            .bytes()
            .fold(spelled.start(), |state, byte| spelled.accept(&state, byte));
        spelled.is_match(&state)
    }

    proptest! {
        #[test]
        fn a_word_is_accepted_when_it_folds_to_what_was_typed(
            word in "[a-eđêăâàảạớửiuọ]{0,4}",
            typed in "[a-e]{0,4}",
        ) {
            prop_assert!(accepts(&fold_marks(&word), &word));
            prop_assert_eq!(accepts(&typed, &word), typed == fold_marks(&word));
        }
    }
}
