//! Fingerprints of the code behind what a store holds: when reading, parsing, resolving
//! or the analysis of words changes, the next run of the indexer makes that part anew,
//! and nobody has to remember to raise a version.

use std::fs;
use std::path::{Path, PathBuf};

/// For each part of a store, the rooms whose code decides what is in it.
const PARTS: [(&str, &[&str]); 3] = [
    (
        "FACTS",
        &["text", "ident", "vocab", "ingest", "parse", "relate", "amend", "effect"],
    ),
    ("GRAPH", &["ident", "vocab", "registry", "resolve", "graph", "store"]),
    ("WORDS", &["text", "fulltext"]),
];

fn main() {
    println!("cargo:rerun-if-changed=src");
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default());
    for (part, rooms) in PARTS {
        let mut hash = Fnv::new();
        for room in rooms {
            add(&root.join("src").join(room), &mut hash);
            add(&root.join("src").join(format!("{room}.rs")), &mut hash);
        }
        println!("cargo:rustc-env=DANCHIEU_{part}={:016x}", hash.0);
    }
}

/// Adds a file, or all files of a folder in the order of their names.
fn add(path: &Path, hash: &mut Fnv) {
    if let Ok(entries) = fs::read_dir(path) {
        let mut paths: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
        paths.sort();
        for path in paths {
            add(&path, hash);
        }
    } else if let Ok(bytes) = fs::read(path) {
        hash.update(path.file_name().unwrap_or_default().as_encoded_bytes());
        hash.update(&bytes);
    }
}

/// FNV-1a, 64 bits: no dependency, and nobody attacks their own source.
struct Fnv(u64);

impl Fnv {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn update(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
