//! What was made of something that does not change, for when it is asked for again.

use std::sync::{Mutex, PoisonError};

/// The last few things made, with what they were made of.
pub(super) struct Kept<K, V>(Mutex<Vec<(K, V)>>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K, V> std::fmt::Debug for Kept<K, V> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Kept").finish_non_exhaustive()
    }
}

impl<K, V: Clone> Kept<K, V> {
    /// How many are kept: a question asks for one or two.
    const MANY: usize = 4;

    /// Returns what was made of `key`, as `is_same` knows it, or makes it.
    pub(super) fn get<E>(
        &self,
        key: K,
        is_same: impl Fn(&K, &K) -> bool,
        make: impl FnOnce(&K) -> Result<V, E>,
    ) -> Result<V, E> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known.iter().find(|(known, _)| is_same(known, &key));
        if let Some((_, value)) = found {
            return Ok(value.clone());
        }
        // Others need not wait for what takes a while.
        drop(known);
        let value = make(&key)?;
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() == Self::MANY {
            known.remove(0);
        }
        known.push((key, value.clone()));
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_few_are_not_made_again() {
        let kept = Kept::<u32, u32>::default();
        let get = |key: u32| {
            let mut made = false;
            let value = kept.get(key, u32::eq, |key| {
                made = true;
                Ok::<_, ()>(key * 2)
            });
            assert_eq!(value, Ok(key * 2));
            made
        };
        assert!(get(1) && !get(1) && get(2) && !get(1));
        assert!(get(3) && get(4) && get(5) && !get(2) && get(1), "the oldest goes");
        assert_eq!(kept.get(9, u32::eq, |_| Err(())), Err(()));
        assert!(get(9), "a failure is not kept");
    }
}
