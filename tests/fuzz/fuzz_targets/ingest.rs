//! Any bytes are documents or errors, whatever the name says they are.
#![no_main]

use danchieu::ingest::{self, Options};
use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 8] =
    ["a.txt", "a.html", "a.jsonl", "a.docx", "a.odt", "a.doc", "a.rtf", "a.zip"];

fuzz_target!(|input: (u8, &[u8])| {
    let (name, bytes) = input;
    let name = NAMES[usize::from(name) % NAMES.len()];
    let options = Options { max_bytes: 1 << 20, ..Options::default() };
    ingest::read_bytes(name, bytes, &options, &mut |found| {
        if let Ok(source) = found {
            assert!(source.text.source().len() <= 4 << 20, "the limit holds");
        }
    });
});
