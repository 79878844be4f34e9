//! A queue bounded by bytes: documents differ too much in size to be counted.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Hands values from threads to threads; waits while too many bytes are on their way,
/// counting also those taken and not yet dropped.
pub(super) struct Queue<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
    limit: usize,
}

struct State<T> {
    waiting: VecDeque<(T, usize)>,
    bytes: usize,
    is_closed: bool,
}

/// A value taken from a queue; its bytes are free again when it is dropped.
pub(super) struct Taken<'a, T> {
    pub(super) value: T,
    bytes: usize,
    queue: &'a Queue<T>,
}

impl<T> Queue<T> {
    pub(super) fn new(limit: usize) -> Self {
        let state = State { waiting: VecDeque::new(), bytes: 0, is_closed: false };
        Self { state: Mutex::new(state), changed: Condvar::new(), limit }
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State<T>>) -> MutexGuard<'a, State<T>> {
        self.changed.wait(state).unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a value of that many bytes; one larger than the limit goes alone. Returns
    /// false, and drops it, when the queue is closed.
    pub(super) fn push(&self, value: T, bytes: usize) -> bool {
        let mut state = self.lock();
        while !state.is_closed && state.bytes > 0 && state.bytes + bytes > self.limit {
            state = self.wait(state);
        }
        if state.is_closed {
            return false;
        }
        state.bytes += bytes;
        state.waiting.push_back((value, bytes));
        self.changed.notify_all();
        true
    }

    /// Takes the next value, or waits for one; `None` when the queue is closed and empty.
    pub(super) fn take(&self) -> Option<Taken<'_, T>> {
        let mut state = self.lock();
        loop {
            if let Some((value, bytes)) = state.waiting.pop_front() {
                return Some(Taken { value, bytes, queue: self });
            }
            if state.is_closed {
                return None;
            }
            state = self.wait(state);
        }
    }

    /// Lets nothing more in.
    pub(super) fn close(&self) {
        self.lock().is_closed = true;
        self.changed.notify_all();
    }

    /// Lets nothing more in and drops what waits.
    pub(super) fn abandon(&self) {
        let mut state = self.lock();
        state.is_closed = true;
        state.waiting.clear();
        self.changed.notify_all();
    }
}

impl<T> Drop for Taken<'_, T> {
    fn drop(&mut self) {
        self.queue.lock().bytes -= self.bytes;
        self.queue.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn no_more_bytes_than_the_limit_are_on_their_way() {
        let queue = Queue::new(100);
        let (now, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let sum = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            let takers: Vec<_> = (0..3)
                .map(|_| {
                    scope.spawn(|| {
                        while let Some(taken) = queue.take() {
                            let bytes = now.fetch_add(taken.value, Ordering::SeqCst);
                            most.fetch_max(bytes + taken.value, Ordering::SeqCst);
                            sum.fetch_add(taken.value, Ordering::SeqCst);
                            now.fetch_sub(taken.value, Ordering::SeqCst);
                        }
                    })
                })
                .collect();
            for size in (1..60).chain([250]) {
                assert!(queue.push(size, size));
            }
            queue.close();
            for taker in takers {
                taker.join().unwrap();
            }
        });
        assert_eq!(sum.into_inner(), 59 * 60 / 2 + 250);
        assert_eq!(most.into_inner(), 250, "the large one goes alone");
        assert!(!queue.push(1, 1));
    }
}
