//! Where a reference may begin: one pass over the text.
//!
//! Vietnamese text is scanned for the rarest syllable of each type word, or a part of it,
//! in the usual cases, and for slashes; everything else is verified by hand there.
//! Case-insensitive Unicode patterns would be hundreds of times slower (TECH.md §4).

use super::lexer::{char_at, is_start, rest, space_back, word_back};
use super::scan::Scanner;
use crate::text::{is_word, white_len, words_at};
use crate::vocab::{DocKind, Law};
use std::sync::{Arc, LazyLock};

/// A place where a reference may begin.
#[derive(Clone, Copy, Debug)]
pub(super) enum Anchor {
    /// A type word that ends `len` bytes on.
    Kind { at: usize, kind: DocKind, len: usize },
    /// A slash.
    Slash { at: usize },
    /// The capitals of a short name of a law (*BLHS*).
    Short { at: usize },
}

impl Anchor {
    pub(super) fn at(self) -> usize {
        match self {
            Self::Kind { at, .. } | Self::Slash { at } | Self::Short { at } => at,
        }
    }
}

/// A syllable of type words that is looked for, the first of a name or the second of one
/// whose first is in too many other words; or both of one.
struct Clue {
    /// Its letters before [`Clue::seen`], where the rest is rarer than the whole: the
    /// searcher asks for three bytes. The case of the first letter counts no more, then.
    lead: &'static str,
    seen: &'static str,
    /// The first words of the names whose second word it is.
    behind: &'static [&'static str],
    /// Looked for in small letters, too.
    small: bool,
}

const fn clue(lead: &'static str, seen: &'static str) -> Clue {
    Clue { lead, seen, behind: &[], small: true }
}

/// In the order that makes the searcher begin least in vain, as measured on gazettes, laws
/// and news: words in one of its sixteen buckets are mixed up by the halves of their bytes,
/// and the buckets go by turns.
const CLUES: [Clue; 16] = [
    clue("", "công"),
    Clue { behind: &["bộ"], ..clue("", "luật") },
    clue("", "sắc"),
    clue("qu", "y chế"),
    clue("ch", "ỉ thị"),
    clue("", "văn"),
    clue("", "quyết"),
    clue("", "kết"),
    Clue { small: false, ..clue("", "quy") },
    Clue { behind: &["đề"], ..clue("", "án") },
    Clue { behind: &["chương", "tờ", "quy"], ..clue("t", "rình") },
    clue("", "thông"),
    Clue { behind: &["hiến"], ..clue("", "pháp") },
    clue("n", "ghị"),
    clue("", "kế"),
    Clue { small: false, ..clue("", "hiệp") },
];

/// A small *quy định* is a provision, in every other sentence of a law; where it is a
/// document its number follows.
const NUMBERED_RULES: [&str; 3] = ["quy định số", "quy định\nsố", "quy\nđịnh số"];

struct Table {
    scanner: Scanner,
    patterns: Vec<Pattern>,
}

/// What a pattern of the scanner stands for.
enum Pattern {
    Syllable(Arc<Syllable>),
    /// One of [`NUMBERED_RULES`].
    Rules,
    /// A short name of a law.
    Short,
    /// The end of *Điều lệ*, whose first syllable is that of every article.
    Charter,
}

/// The names that a syllable tells.
struct Syllable {
    lead: &'static str,
    /// Those whose first word it is.
    first: Rest,
    /// The word before and those whose second word it is.
    second: Vec<(&'static str, Rest)>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let spelled = CLUES.iter().map(|clue| {
        let syllable = Arc::new(Syllable::of(clue));
        let pattern = move |s| (s, Pattern::Syllable(Arc::clone(&syllable)));
        spellings(clue).into_iter().map(pattern).collect::<Vec<_>>()
    });
    let mut spelled: Vec<_> = spelled.map(Vec::into_iter).collect();
    let mut patterns: Vec<(String, Pattern)> = Vec::new();
    // One of each clue first, so that each has a bucket: the cases of a word share one.
    while spelled.iter().any(|more| more.len() > 0) {
        patterns.extend(spelled.iter_mut().filter_map(Iterator::next));
    }
    // None shorter than three bytes: the searcher looks at that many at once.
    patterns.extend(Law::short_names().map(|name| (name.to_owned(), Pattern::Short)));
    patterns.extend(["u lệ", "U LỆ"].map(|end| (end.to_owned(), Pattern::Charter)));
    patterns.extend(NUMBERED_RULES.map(|words| (words.to_owned(), Pattern::Rules)));
    let (words, patterns): (Vec<_>, Vec<_>) = patterns.into_iter().unzip();
    Table { scanner: Scanner::new(&words), patterns }
});

/// Returns what is seen of a clue in small letters, with a capital, in capitals; behind a
/// blank when it is short; each blank may be a line break.
fn spellings(clue: &Clue) -> Vec<String> {
    let seen = clue.seen;
    let mut chars = seen.chars();
    let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
    let mut spelled = vec![seen.to_uppercase()];
    if clue.small {
        spelled.push(seen.to_owned());
    }
    if clue.lead.is_empty() {
        spelled.push(first + chars.as_str());
    }
    if seen.chars().count() < 3 && !clue.behind.is_empty() {
        for s in &mut spelled {
            s.insert(0, ' ');
        }
    }
    let broken: Vec<_> = spelled.iter().map(|s| s.replace(' ', "\n")).collect();
    spelled.extend(broken);
    spelled.sort();
    spelled.dedup();
    spelled
}

impl Syllable {
    fn of(clue: &Clue) -> Self {
        let second = |&before| (before, Rest::of(&clue.pair(before), |_| true));
        Self {
            lead: clue.lead,
            first: Rest::of(&clue.word(), |name| !CLUES.iter().any(|c| c.tells(name))),
            second: clue.behind.iter().map(second).collect(),
        }
    }
}

impl Clue {
    fn word(&self) -> String {
        format!("{}{}", self.lead, self.seen)
    }

    fn pair(&self, before: &str) -> String {
        format!("{before} {}", self.word())
    }

    /// It is the second word of that folded name.
    fn tells(&self, name: &str) -> bool {
        self.behind.iter().any(|before| words_at(name, 0, &self.pair(before)).is_some())
    }
}

/// Returns all anchors of the text in order.
pub(super) fn anchors(text: &str) -> Vec<Anchor> {
    let found = TABLE.scanner.find_all(text);
    let words =
        found.filter_map(|(pattern, span)| verify(text, span.start, span.end, pattern));
    let slashes =
        memchr::memchr_iter(b'/', text.as_bytes()).map(|at| Anchor::Slash { at });
    merge(text.len(), words, slashes)
}

fn verify(text: &str, at: usize, end: usize, pattern: usize) -> Option<Anchor> {
    match TABLE.patterns.get(pattern)? {
        Pattern::Syllable(syllable) => syllable.read(text, at, end),
        Pattern::Rules => {
            let len = "quy định".len();
            is_start(text, at).then_some(Anchor::Kind {
                at,
                kind: DocKind::RULES.into(),
                len,
            })
        }
        Pattern::Charter => charter(text, at, end),
        Pattern::Short => is_start(text, at).then_some(Anchor::Short { at }),
    }
}

impl Syllable {
    /// Reads a name around what the scanner saw.
    fn read(&self, text: &str, seen: usize, end: usize) -> Option<Anchor> {
        let at = self.start(text, seen)?;
        if let Some(anchor) = self.as_second(text, at, end) {
            return Some(anchor);
        }
        let (kind, end) = self.first.read(text, end)?;
        // *Pháp luật* is no law.
        let law = kind == DocKind::LAW && super::title::behind(text, at, &["pháp"]);
        (!law).then_some(Anchor::Kind { at, kind, len: end - at })
    }

    /// Returns where the syllable begins, if a word does there.
    fn start(&self, text: &str, seen: usize) -> Option<usize> {
        if matches!(text.as_bytes().get(seen), Some(b' ' | b'\n')) {
            return Some(seen + 1);
        }
        let at = seen.checked_sub(self.lead.len())?;
        let lead = text.as_bytes().get(at..seen)?;
        (lead.eq_ignore_ascii_case(self.lead.as_bytes()) && is_start(text, at))
            .then_some(at)
    }

    /// Reads a name whose second word begins at `at`.
    fn as_second(&self, text: &str, at: usize, end: usize) -> Option<Anchor> {
        if self.second.is_empty() {
            return None;
        }
        let gap = space_back(text, at);
        let start = word_back(text, gap)?;
        let mut second = self.second.iter();
        let (_, rest) =
            second.find(|(word, _)| words_at(text, start, word) == Some(gap))?;
        let (kind, end) = rest.read(text, end)?;
        Some(Anchor::Kind { at: start, kind, len: end - start })
    }
}

/// Reads *Điều lệ* around the letters that were found.
fn charter(text: &str, tail: usize, end: usize) -> Option<Anchor> {
    let at = tail.checked_sub("Điề".len())?;
    let first = text.get(at..tail)?;
    let closed = !char_at(text, end).is_some_and(is_word);
    let opens = matches!(first, "Điề" | "điề" | "ĐIỀ") && is_start(text, at);
    let kind = DocKind::CHARTER.into();
    (opens && closed).then_some(Anchor::Kind { at, kind, len: end - at })
}

/// What may follow the syllables of a name so far.
#[derive(Default)]
struct Rest {
    /// Nothing: they are a name.
    alone: Option<DocKind>,
    /// The words that follow, folded, the longest first.
    longer: Vec<(String, DocKind)>,
}

impl Rest {
    /// The names that begin with `head` and that `tells` wants.
    fn of(head: &str, tells: impl Fn(&str) -> bool) -> Self {
        let mut rest = Self::default();
        let names = DocKind::all().flat_map(|kind| kind.words().map(move |w| (w, kind)));
        for (name, kind) in names {
            let name = crate::text::fold_tone(name);
            match name.strip_prefix(head).filter(|_| tells(&name)) {
                Some("") => rest.alone = Some(kind),
                Some(more) if more.starts_with(' ') => {
                    rest.longer.push((more.trim_start().to_owned(), kind));
                }
                _ => {}
            }
        }
        rest.longer.sort_by_key(|(more, _)| std::cmp::Reverse(more.len()));
        rest
    }

    /// Reads the longest name whose syllables so far end at `at`; returns where it ends.
    fn read(&self, text: &str, at: usize) -> Option<(DocKind, usize)> {
        let next = at + white_len(rest(text, at));
        if next == at {
            let closed = !char_at(text, at).is_some_and(is_word);
            return self.alone.filter(|_| closed).map(|kind| (kind, at));
        }
        let mut longer = self.longer.iter();
        longer
            .find_map(|(more, kind)| Some((*kind, words_at(text, next, more)?)))
            .or_else(|| Some((self.alone?, at)))
    }
}

fn merge(
    text_len: usize,
    words: impl Iterator<Item = Anchor>,
    slashes: impl Iterator<Item = Anchor>,
) -> Vec<Anchor> {
    // Law has one in some three hundred bytes.
    let mut all = Vec::with_capacity(text_len / 256);
    let mut words = words.peekable();
    for slash in slashes {
        while let Some(word) = words.next_if(|w| w.at() < slash.at()) {
            all.push(word);
        }
        all.push(slash);
    }
    all.extend(words);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    /// First words of the names that are looked for.
    const FIRST: [&str; 18] = [
        "bộ", "luật", "hiến", "pháp", "nghị", "quyết", "thông", "chỉ", "kế", "kết",
        "chương", "đề", "công", "văn", "tờ", "sắc", "quy", "điều",
    ];

    fn finds(text: &str, name: &str, kind: DocKind) -> bool {
        let found = |a: &Anchor| match *a {
            Anchor::Kind { at, kind: k, len } => {
                (at, len, k) == ("\nx, ".len(), name.len(), kind)
            }
            _ => false,
        };
        anchors(text).iter().any(found)
    }

    #[test]
    fn every_name_is_found_in_each_case_and_over_a_line_break() {
        let names = DocKind::all().flat_map(|kind| kind.words().map(move |w| (w, kind)));
        let wanted = |name: &str| {
            let first = crate::text::fold_tone(name);
            first.split(' ').next().is_some_and(|first| FIRST.contains(&first))
        };
        let mut seen = 0;
        // Of the lines only *Điều lệ* is not read across.
        for (name, kind) in names.filter(|(name, _)| wanted(name)) {
            let cases = [name.to_owned(), name.to_lowercase(), name.to_uppercase()];
            for written in
                cases.iter().flat_map(|c| [c.clone(), c.replacen(' ', "\n", 1)])
            {
                if kind == DocKind::CHARTER && written.contains('\n') {
                    continue;
                }
                let next = if kind == DocKind::RULES { " số 5" } else { " năm" };
                let text = format!("\nx, {written}{next}");
                assert!(finds(&text, &written, kind), "{text:?}");
                seen += 1;
            }
        }
        assert!(seen > 200, "{seen}");
        assert!(anchors("văn bản quy phạm pháp luật, kỷ cương").len() == 1);
    }
}
