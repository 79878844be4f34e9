//! Any text reads, and every offset goes home.
#![no_main]

use danchieu::ingest::Meta;
use danchieu::relate;
use danchieu::text::Text;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| {
    let text = Text::new(source);
    let facts = relate::facts(&text, &Meta::default());
    assert_eq!(facts.mentions.len(), facts.roles.len());
    for (mention, role) in facts.mentions.iter().zip(&facts.roles) {
        let quote = source.get(mention.span.range());
        assert!(quote.is_some_and(|q| !q.is_empty()), "{mention:?}");
        assert!(role.cue.is_none_or(|c| source.get(c.range()).is_some()), "{role:?}");
        assert!(role.of.is_none_or(|o| (o as usize) < facts.mentions.len()), "{role:?}");
    }
});
