//! What of a query can be marked in a text, and where it stands.

use crate::fulltext::Expr;
use crate::fulltext::analyze::{Lexer, Word};
use crate::text::{Span, Text};
use rustc_hash::FxHashMap;

/// Words in a row (or one word, or one number) to be marked as one.
#[derive(Debug)]
struct Needle {
    words: Vec<NeedleWord>,
    /// What the needle is part of: two spellings of one number share it.
    part: usize,
}

#[derive(Debug)]
struct NeedleWord {
    exact: String,
    folded: String,
    marked: bool,
}

impl NeedleWord {
    fn matches(&self, lexer: &Lexer<'_>, word: &Word) -> bool {
        if self.marked {
            lexer.exact(word) == self.exact
        } else {
            lexer.folded(word) == self.folded
        }
    }
}

/// All needles of a query.
#[derive(Debug, Default)]
pub(super) struct Needles {
    runs: Vec<Needle>,
    /// Which runs begin with a word, by its exact or its folded form: every word of a
    /// text is looked up in both.
    begin: [FxHashMap<String, Vec<usize>>; 2],
    /// Terms of numbers and dates, with the part they are.
    wholes: Vec<(String, usize)>,
    parts: usize,
}

/// A place that matches, in bytes of the source.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Match {
    pub(super) span: Span,
    /// Which part of the query it matches.
    pub(super) part: usize,
    /// How many words it has.
    pub(super) words: usize,
}

impl Needles {
    pub(super) fn of(expr: &Expr) -> Self {
        let mut needles = Self::default();
        needles.add(expr);
        for (i, run) in needles.runs.iter().enumerate() {
            if let Some(word) = run.words.first() {
                let [exact, folded] = &mut needles.begin;
                let (map, form) = if word.marked {
                    (exact, &word.exact)
                } else {
                    (folded, &word.folded)
                };
                map.entry(form.clone()).or_default().push(i);
            }
        }
        needles
    }

    fn add(&mut self, expr: &Expr) {
        match expr {
            Expr::Words(typed) => self.add_words(typed),
            Expr::Phrase(typed) => self.add_phrase(typed),
            Expr::And(parts) | Expr::Or(parts) => {
                for part in parts {
                    self.add(part);
                }
            }
            _ => {}
        }
    }

    /// Returns the number of parts.
    pub(super) fn parts(&self) -> usize {
        self.parts
    }

    fn part(&mut self) -> usize {
        self.parts += 1;
        self.parts - 1
    }

    /// Each word is a needle; a number is one with all its words.
    fn add_words(&mut self, typed: &str) {
        let text = Text::new(typed);
        let mut lexer = Lexer::new(text.normal());
        let mut inside = 0;
        while let Some(word) = lexer.word() {
            if let Some(whole) = &word.whole {
                let part = self.part();
                self.wholes.push((lexer.term(whole).to_owned(), part));
                self.runs.push(Needle { words: Vec::new(), part });
                inside = whole.end;
            }
            let made = made(&lexer, &word);
            match self.runs.last_mut() {
                Some(run) if word.span.end <= inside => run.words.push(made),
                _ => {
                    let part = self.part();
                    self.runs.push(Needle { words: vec![made], part });
                }
            }
        }
    }

    fn add_phrase(&mut self, typed: &str) {
        let text = Text::new(typed);
        let mut lexer = Lexer::new(text.normal());
        let mut words = Vec::new();
        while let Some(word) = lexer.word() {
            words.push(made(&lexer, &word));
        }
        if !words.is_empty() {
            let part = self.part();
            self.runs.push(Needle { words, part });
        }
    }

    /// Finds all places in the text, in order; linear in the text times the needles.
    pub(super) fn find(&self, text: &Text) -> Vec<Match> {
        let mut out = Vec::new();
        if self.parts == 0 {
            return out;
        }
        let mut lexer = Lexer::new(text.normal());
        let mut open = Vec::new();
        while let Some(word) = lexer.word() {
            self.step(&lexer, &word, &mut open, &mut out);
        }
        for found in &mut out {
            found.span = text.to_source(found.span);
        }
        out.sort_unstable();
        out
    }

    /// Moves the matches that are open on by one word, and opens new ones.
    fn step(
        &self,
        lexer: &Lexer<'_>,
        word: &Word,
        open: &mut Vec<Open>,
        out: &mut Vec<Match>,
    ) {
        let [exact, folded] = &self.begin;
        for runs in [exact.get(lexer.exact(word)), folded.get(lexer.folded(word))] {
            let open_at = |&run: &usize| Open { run, done: 0, start: word.span.start };
            open.extend(runs.into_iter().flatten().map(open_at));
        }
        open.retain_mut(|at| {
            let run = &self.runs[at.run];
            if !run.words.get(at.done).is_some_and(|want| want.matches(lexer, word)) {
                return false;
            }
            at.done += 1;
            if at.done == run.words.len() {
                let span = Span::new(at.start, word.span.end);
                out.push(Match { span, part: run.part, words: at.done });
                return false;
            }
            true
        });
        let Some(whole) = &word.whole else { return };
        for (_, part) in self.wholes.iter().filter(|(t, _)| t == lexer.term(whole)) {
            let span = Span::new(word.span.start, whole.end);
            out.push(Match { span, part: *part, words: 3 });
        }
    }
}

/// A run that has matched `done` words so far.
#[derive(Debug)]
struct Open {
    run: usize,
    done: usize,
    start: usize,
}

fn made(lexer: &Lexer<'_>, word: &Word) -> NeedleWord {
    let (exact, folded) = (lexer.exact(word).to_owned(), lexer.folded(word).to_owned());
    let marked = exact != folded;
    NeedleWord { exact, folded, marked }
}
