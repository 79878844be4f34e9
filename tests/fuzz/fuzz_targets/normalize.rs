//! The normalized form is a fixed point, and its spans survive the way back.
#![no_main]

use danchieu::text::{Span, Text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| {
    let text = Text::new(source);
    let normal = text.normal();
    for (at, c) in normal.char_indices() {
        let span = text.to_source(Span::new(at, at + c.len_utf8()));
        assert!(source.get(span.range()).is_some(), "{span:?}");
    }
    let again = Text::new(normal);
    assert_eq!(again.normal(), normal);
});
