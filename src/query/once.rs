//! Answers that are worked out once.

use crate::error::Result;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::hash::{BuildHasher, Hash};
use std::sync::Mutex;

/// Answers by question, for questions that are asked again and again of a store that
/// does not change while it is open.
///
/// Kept on several shelves, so that processors do not wait for each other; a shelf that
/// is full is emptied, so that memory has an end and an answer is only worked out again.
#[derive(Debug)]
pub(super) struct Once<K, V>([Mutex<FxHashMap<K, V>>; SHELVES]);

const SHELVES: usize = 16;
/// So many answers are on a shelf: a quarter of a million on all.
const MOST: usize = 1 << 14;

impl<K, V> Default for Once<K, V> {
    fn default() -> Self {
        Self(std::array::from_fn(|_| Mutex::default()))
    }
}

impl<K: Eq + Hash, V: Clone> Once<K, V> {
    /// Returns the answer, worked out if nobody asked before. Two threads may both work it
    /// out: the lock is not held meanwhile, for one answer may need another.
    pub(super) fn get_or(&self, key: K, work: impl FnOnce() -> Result<V>) -> Result<V> {
        // The low bits choose the place on the shelf.
        let hash = FxBuildHasher.hash_one(&key) >> 32;
        let answers = &self.0[usize::try_from(hash).unwrap_or_default() % SHELVES];
        let known = answers.lock().ok().and_then(|known| known.get(&key).cloned());
        if let Some(known) = known {
            return Ok(known);
        }
        let found = work()?;
        if let Ok(mut known) = answers.lock() {
            if known.len() >= MOST {
                known.clear();
            }
            known.insert(key, found.clone());
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn works_out_once_and_forgets_before_it_holds_all() {
        let once = Once::<usize, usize>::default();
        let worked = Cell::new(0);
        let ask = |n: usize| {
            let work = || {
                worked.set(worked.get() + 1);
                Ok(n * 2)
            };
            once.get_or(n, work).unwrap()
        };
        assert_eq!((ask(7), ask(7), worked.get()), (14, 14, 1));
        let many = 3 * SHELVES * MOST;
        assert!((0..many).all(|n| ask(n) == n * 2));
        let held: usize = once.0.iter().map(|shelf| shelf.lock().unwrap().len()).sum();
        assert!(held <= SHELVES * MOST && held < many, "{held}");
        assert_eq!(ask(7), 14);
    }

    #[test]
    fn a_fault_is_no_answer() {
        let once = Once::<u8, u8>::default();
        let fault = || Err(crate::Error::new(crate::ErrorKind::Query, "no"));
        assert!(once.get_or(1, fault).is_err());
        assert_eq!(once.get_or(1, || Ok(2)).unwrap(), 2);
    }
}
