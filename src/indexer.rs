//! Corpus → store.
