//! The text index against a naive definition of what matches.

use danchieu::fulltext::{Document, Expr, Index, Lift, Request, Writer, WriterOptions};
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

fn indexed(dir: &std::path::Path, parts: &[&[String]]) -> Index {
    Index::create(dir).unwrap();
    let mut source = 0;
    for texts in parts {
        let writer = Writer::open(dir, WriterOptions::default()).unwrap();
        for text in *texts {
            let text = text.clone();
            writer.add(Document { source, text, ..Document::default() }).unwrap();
            source += 1;
        }
        writer.commit().unwrap();
    }
    Index::open(dir).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Few words, often repeated: what the counts of words and pairs tell of a row, and
    /// what they do not.
    #[test]
    fn a_row_is_found_where_it_stands(
        texts in prop::collection::vec(text(40), 1..24),
        typed in prop::collection::vec(text(5), 24),
    ) {
        let dir = tempfile::tempdir().unwrap();
        let index = indexed(dir.path(), &[&texts]);
        for typed in &typed {
            let expr = Expr::Phrase(typed.clone());
            let request = Request { limit: 100, ..Request::new(&expr) };
            let hits = index.search(&request).unwrap();
            let mut found: Vec<u64> = hits.hits.iter().map(|hit| hit.source).collect();
            found.sort_unstable();
            let holds = |&(_, text): &(u64, &String)| has_phrase(text, typed);
            let wanted = (0..).zip(&texts).filter(holds).map(|(source, _)| source);
            prop_assert_eq!(found, wanted.collect::<Vec<u64>>(), "{}", typed);
        }
    }
}

/// Draws numbers, the same ones every time.
fn draw(seed: &mut u64, below: usize) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(7);
    usize::try_from(*seed >> 33).unwrap() % below
}

/// Some words are common and some rare, as in life.
fn sentence(seed: &mut u64, words: usize) -> String {
    const KNOWN: usize = 400;
    let word = |seed: &mut u64| {
        let most = draw(seed, KNOWN) + 1;
        format!("t{}", draw(seed, most))
    };
    (0..words).map(|_| word(seed)).collect::<Vec<_>>().join(" ")
}

/// Of common words many texts are asked, of rare ones few: lists are unpacked or looked
/// into.
#[test]
fn a_row_is_found_among_many_texts() {
    const TEXTS: usize = 3_000;
    let mut seed = 3;
    let word = |seed: &mut u64| {
        let most = draw(seed, 30) + 1;
        let most = draw(seed, most) + 1;
        let letters = ["t", "t", "t", "tá"][draw(seed, 4)];
        format!("{letters}{}", draw(seed, most))
    };
    let spelled = |seed: &mut u64, words: usize| {
        (0..words).map(|_| word(seed)).collect::<Vec<_>>().join(" ")
    };
    let texts: Vec<String> = (0..TEXTS).map(|_| spelled(&mut seed, 60)).collect();
    let dir = tempfile::tempdir().unwrap();
    let index = indexed(dir.path(), &[&texts]);
    let (mut many, mut few) = (0, 0);
    for n in 0..60 {
        // Some rows are of the first words of all, some are out of a text.
        let row = |text: &str, at: usize, words: usize| {
            syllables(text).into_iter().skip(at).take(words).collect::<Vec<_>>().join(" ")
        };
        let typed = match n % 3 {
            0 => ["t0 t0 t1", "tá0 t1", "t1 t0 tá0 t0"][n / 3 % 3].to_owned(),
            k => row(&texts[draw(&mut seed, TEXTS)], draw(&mut seed, 50), 2 * k),
        };
        let expr = Expr::Phrase(typed.clone());
        let request = Request { limit: TEXTS, ..Request::new(&expr) };
        let mut found: Vec<u64> =
            index.search(&request).unwrap().hits.iter().map(|hit| hit.source).collect();
        found.sort_unstable();
        let holds = |&(_, text): &(u64, &String)| has_phrase(text, &typed);
        let wanted = (0..).zip(&texts).filter(holds).map(|(source, _)| source);
        assert_eq!(found, wanted.collect::<Vec<u64>>(), "{typed}");
        many += usize::from(found.len() > TEXTS / 4);
        few += usize::from(found.len() < TEXTS / 100);
    }
    assert!(many > 5 && few > 5, "{many} {few}");
}

#[test]
fn the_best_are_the_first_of_all() {
    let mut seed = 5;
    let words = |seed: &mut u64| draw(seed, 60) + 5;
    let mut texts = |many: usize| -> Vec<String> {
        (0..many)
            .map(|_| {
                let n = words(&mut seed);
                sentence(&mut seed, n)
            })
            .collect()
    };
    let parts = [texts(2_500), texts(900), texts(30)];
    let dir = tempfile::tempdir().unwrap();
    let parts: Vec<&[String]> = parts.iter().map(Vec::as_slice).collect();
    let index = indexed(dir.path(), &parts);
    let mut seed = 11;
    for n in 0..120 {
        let typed = sentence(&mut seed, [1, 2, 4, 9, 25][n % 5]);
        let mut expr = Expr::Words(typed);
        if n % 3 == 1 {
            let other = Expr::Words(sentence(&mut seed, 2));
            let row = Expr::Phrase("t0 t1".to_owned());
            expr = Expr::Or(vec![expr, Expr::And(vec![other, Expr::Not(row.into())])]);
        }
        let ties = (0..40).map(|_| (draw(&mut seed, 3_430) as u64, 0.3)).collect();
        let lift = (n % 4 == 3).then_some(Lift { ties, best: 9.0 });
        let ask = |limit: usize| {
            let request = Request { limit, lift: lift.clone(), ..Request::new(&expr) };
            index.search(&request).unwrap()
        };
        let (all, first) = (ask(5_000), ask(20));
        assert_eq!(all.total, first.total, "{expr:?}");
        assert_eq!(all.hits.len() as u64, all.total);
        let wanted: Vec<_> = all.hits.into_iter().take(20).collect();
        assert_eq!(first.hits, wanted, "{expr:?}");
    }
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
