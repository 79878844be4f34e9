//! The text index against a naive definition of what matches.

use danchieu::fulltext::{Document, Expr, Index, Request, Writer, WriterOptions};
use danchieu::text::fold_marks;
use proptest::prelude::*;

const SYLLABLES: [&str; 9] =
    ["ban", "bán", "bàn", "mua", "múa", "đường", "dương", "duong", "7"];

fn text(most: usize) -> impl Strategy<Value = String> {
    let word = prop::sample::select(SYLLABLES.to_vec());
    let gap = prop::sample::select(vec![" ", "\n", ", ", " - "]);
    let pieces = prop::collection::vec((word, gap), 1..most);
    pieces.prop_map(|pieces| pieces.iter().flat_map(|&(w, g)| [w, g]).collect())
}

fn syllables(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect()
}

/// A word typed with marks is that word; one typed without may have any.
fn same(typed: &str, word: &str) -> bool {
    if typed == fold_marks(typed) { fold_marks(word) == typed } else { typed == word }
}

fn has_word(text: &str, typed: &str) -> bool {
    syllables(text).iter().any(|word| same(typed, word))
}

fn has_phrase(text: &str, typed: &str) -> bool {
    let (words, typed) = (syllables(text), syllables(typed));
    let here =
        |run: &[&str]| run.iter().zip(&typed).all(|(word, typed)| same(typed, word));
    words.windows(typed.len()).any(here)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn search_finds_what_the_definition_says(
        texts in prop::collection::vec(text(12), 1..12),
        removed in prop::collection::vec(any::<prop::sample::Index>(), 0..3),
        typed in prop::collection::vec(text(5), 6),
    ) {
        let dir = tempfile::tempdir().unwrap();
        Index::create(dir.path()).unwrap();
        let writer = Writer::open(dir.path(), WriterOptions::default()).unwrap();
        for (source, text) in (0..).zip(&texts) {
            let text = text.clone();
            writer.add(Document { source, text, ..Document::default() }).unwrap();
        }
        let gone: Vec<usize> = removed.iter().map(|i| i.index(texts.len())).collect();
        for &source in &gone {
            writer.remove(source as u64);
        }
        writer.commit().unwrap();
        let index = Index::open(dir.path()).unwrap();
        let held = |expr: &Expr, holds: &dyn Fn(&str) -> bool| {
            let request = Request { limit: 100, ..Request::new(expr) };
            let mut found: Vec<u64> =
                index.search(&request).unwrap().hits.iter().map(|h| h.source).collect();
            found.sort_unstable();
            let is_held = |&i: &usize| !gone.contains(&i) && holds(&texts[i]);
            let want: Vec<u64> =
                (0..texts.len()).filter(is_held).map(|i| i as u64).collect();
            (found, want)
        };
        for typed in &typed {
            let words = |text: &str| syllables(typed).iter().all(|w| has_word(text, w));
            let (found, want) = held(&Expr::Words(typed.clone()), &words);
            prop_assert_eq!(found, want, "words {:?} in {:?}", typed, texts);
            let (found, want) =
                held(&Expr::Phrase(typed.clone()), &|text| has_phrase(text, typed));
            prop_assert_eq!(found, want, "phrase {:?} in {:?}", typed, texts);
        }
    }
}
