//! A bound on the bytes of documents that wait to be indexed.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// Hands out bytes; who asks for more than are free waits.
///
/// tantivy bounds its queue by documents (10,000), which with laws of 40 KB each is
/// gigabytes; this bounds it by size.
#[derive(Clone, Debug)]
pub(super) struct Budget(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    limit: usize,
    used: Mutex<usize>,
    freed: Condvar,
}

/// Bytes that come back when it is dropped.
#[derive(Debug)]
pub(super) struct Permit {
    budget: Budget,
    bytes: usize,
}

impl Budget {
    pub(super) fn new(limit: usize) -> Self {
        Self(Arc::new(Inner { limit, used: Mutex::new(0), freed: Condvar::new() }))
    }

    /// Waits until `bytes` are free, or nothing else is in use: one document larger
    /// than the limit passes alone.
    pub(super) fn take(&self, bytes: usize) -> Permit {
        let used = self.0.used.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |used: &mut usize| *used > 0 && *used + bytes > self.0.limit;
        let mut used =
            self.0.freed.wait_while(used, full).unwrap_or_else(PoisonError::into_inner);
        *used += bytes;
        Permit { budget: self.clone(), bytes }
    }

    fn give_back(&self, bytes: usize) {
        let mut used = self.0.used.lock().unwrap_or_else(PoisonError::into_inner);
        *used = used.saturating_sub(bytes);
        self.0.freed.notify_all();
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.budget.give_back(self.bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn never_more_than_the_limit_is_out_but_one_large_piece() {
        let budget = Budget::new(100);
        let out = AtomicUsize::new(0);
        let run = |bytes: usize| {
            let permit = budget.take(bytes);
            let now = out.fetch_add(bytes, Ordering::SeqCst) + bytes;
            assert!(now <= 100 || now == bytes);
            out.fetch_sub(bytes, Ordering::SeqCst);
            drop(permit);
        };
        std::thread::scope(|scope| {
            for i in 0..8 {
                let run = &run;
                scope.spawn(move || {
                    (0..200).for_each(|k| run((i * 37 + k * 11) % 130 + 1));
                });
            }
        });
        assert_eq!(*budget.0.used.lock().unwrap(), 0);
    }
}
