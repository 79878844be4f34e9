//! Any question parses, and what it says of the input lies in the input.
#![no_main]

use danchieu::query::language;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|question: &str| {
    let parsed = language::parse(question);
    for span in parsed.pieces.iter().map(|p| p.span).chain(parsed.notes.iter().map(|n| n.span)) {
        assert!(question.get(span.range()).is_some(), "{span:?}");
    }
});
