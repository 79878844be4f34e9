//! Where a reference may begin: one pass over the text.
//!
//! Vietnamese text is scanned for the rarest syllable of each type word, or a part of it,
//! in the usual cases, and for slashes; everything else is verified by hand there.
//! Case-insensitive Unicode patterns would be hundreds of times slower (TECH.md §4).

use super::alias::defined_name;
use super::lexer::{is_start, rest, space_back, word_back};
use super::scan::Scanner;
use crate::text::{is_word_at, white_len, words_at};
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
    /// A verb that names things: a short name may be defined at `name`.
    Naming { at: usize, name: usize },
}

impl Anchor {
    pub(super) fn at(self) -> usize {
        match self {
            Self::Kind { at, .. }
            | Self::Slash { at }
            | Self::Short { at }
            | Self::Naming { at, .. } => at,
        }
    }
}

/// A syllable of type words that is looked for, the first of a name or the second of one
/// whose first is in too many other words; or both of one.
struct Clue {
    /// Its letters before [`Clue::seen`], where the rest is rarer than the whole. The case
    /// of the first letter counts no more, then.
    lead: &'static str,
    seen: &'static str,
    /// The first words of the names whose second word it is.
    behind: &'static [&'static str],
    /// Names begin with it, too.
    begins: bool,
    /// Looked for in small letters, too.
    small: bool,
}

const fn clue(lead: &'static str, seen: &'static str) -> Clue {
    Clue { lead, seen, behind: &[], begins: true, small: true }
}

/// What is looked for.
enum Group {
    Clue(Clue),
    /// The abbreviations of laws.
    ShortNames,
    /// The end of *Điều lệ*, whose first syllable is that of every article.
    Charter,
    /// A small *quy định* is a provision, in every other sentence of a law; where it is a
    /// document its number follows.
    NumberedRules,
    /// Verbs behind which a short name may be defined.
    Naming(&'static [&'static str]),
}

/// In the order that makes the searcher begin least in vain, as measured on gazettes, laws
/// and news: words in one of its sixteen buckets are mixed up by the halves of their bytes,
/// and the buckets go by turns.
const GROUPS: [Group; 23] = [
    Group::ShortNames,
    Group::Clue(Clue { behind: &["chương", "tờ", "quy"], ..clue("t", "rình") }),
    Group::Clue(Clue { behind: &["kế"], ..clue("h", "oạch") }),
    Group::Naming(&["viết"]),
    Group::Naming(&["gọi", "gọn"]),
    Group::Clue(Clue { behind: &["đề"], ..clue("", "án") }),
    Group::Clue(clue("", "sắc")),
    Group::Clue(clue("c", "hỉ thị")),
    Group::Clue(clue("", "quyết")),
    Group::Clue(Clue { small: false, ..clue("", "hiệp") }),
    Group::Clue(clue("", "công")),
    Group::Clue(clue("", "hiến")),
    Group::Clue(clue("", "nghị")),
    Group::Clue(clue("", "văn")),
    Group::Clue(Clue { behind: &["bộ"], ..clue("", "luật") }),
    Group::Clue(Clue { small: false, ..clue("", "quy") }),
    Group::Clue(clue("", "thông")),
    Group::Charter,
    Group::NumberedRules,
    Group::Clue(clue("qu", "y chế")),
    Group::Clue(clue("", "kết")),
    Group::Clue(Clue { behind: &["pháp"], begins: false, ..clue("", "lệnh") }),
    Group::Naming(&["tắt"]),
];

fn clues() -> impl Iterator<Item = &'static Clue> {
    GROUPS.iter().filter_map(|group| match group {
        Group::Clue(clue) => Some(clue),
        _ => None,
    })
}

struct Table {
    scanner: Scanner,
    patterns: Vec<Pattern>,
}

/// What a pattern of the scanner stands for.
enum Pattern {
    Syllable(Arc<Syllable>),
    /// *quy định số*.
    Rules,
    /// The abbreviation in a short name of a law, and what stands before it: *BLHS*, *Luật
    /// PCMBN 2011*.
    Short(&'static str),
    /// *gọi*, *tắt* …
    Naming,
    /// The end of *Điều lệ*.
    Charter,
}

/// The names that a syllable tells.
struct Syllable {
    lead: &'static str,
    /// Those whose first word it is.
    first: Rest,
    /// The word before and those whose second word it is.
    second: Vec<(&'static str, Rest)>,
    near: Near,
}

/// The bytes that the words beside a syllable may begin and end with: most syllables stand
/// in other words, and one look tells.
struct Near {
    ahead: [bool; 256],
    before: [bool; 256],
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut groups: Vec<_> = GROUPS.iter().map(|g| patterns_of(g).into_iter()).collect();
    let mut patterns: Vec<(String, Pattern)> = Vec::new();
    // One of each group first, so that each has a bucket: the cases of a word share one.
    while groups.iter().any(|more| more.len() > 0) {
        patterns.extend(groups.iter_mut().filter_map(Iterator::next));
    }
    let (words, patterns): (Vec<_>, Vec<_>) = patterns.into_iter().unzip();
    Table { scanner: Scanner::new(&words), patterns }
});

fn patterns_of(group: &Group) -> Vec<(String, Pattern)> {
    let all = |words: &[&str], pattern: fn() -> Pattern| {
        words.iter().map(|word| ((*word).to_owned(), pattern())).collect()
    };
    match group {
        Group::Clue(clue) => clue_patterns(clue),
        Group::ShortNames => short_names(),
        Group::Charter => all(&["u lệ", "U LỆ"], || Pattern::Charter),
        Group::NumberedRules => {
            let words = ["quy định số", "quy định\nsố", "quy\nđịnh số"];
            all(&words, || Pattern::Rules)
        }
        Group::Naming(verbs) => all(verbs, || Pattern::Naming),
    }
}

/// Lists each abbreviation of a law once: what follows it is read there.
fn short_names() -> Vec<(String, Pattern)> {
    let mut names: Vec<(String, Pattern)> = Vec::new();
    for name in Law::short_names() {
        let lead = if name.starts_with(LAW) { LAW } else { "" };
        let word = name.get(lead.len()..).and_then(|n| n.split(' ').next());
        let word = word.unwrap_or_default();
        if !names.iter().any(|(known, _)| known == word) {
            names.push((word.to_owned(), Pattern::Short(lead)));
        }
    }
    names
}

const LAW: &str = "Luật ";

fn clue_patterns(clue: &Clue) -> Vec<(String, Pattern)> {
    let syllable = Arc::new(Syllable::of(clue));
    let pattern = |s| (s, Pattern::Syllable(Arc::clone(&syllable)));
    spellings(clue).into_iter().map(pattern).collect()
}

/// Returns what is seen of a clue in small letters, with a capital, in capitals; with a
/// blank beside it when it is short; each blank may be a line break.
fn spellings(clue: &Clue) -> Vec<String> {
    let seen = clue.seen;
    let mut chars = seen.chars();
    let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
    let mut spelled = Vec::new();
    if clue.small {
        spelled.push(seen.to_owned());
    }
    if clue.lead.is_empty() {
        spelled.push(first + chars.as_str());
    }
    spelled.push(seen.to_uppercase());
    // The searcher looks at four bytes at once.
    if seen.len() < 4 {
        for s in &mut spelled {
            s.insert(if clue.behind.is_empty() { s.len() } else { 0 }, ' ');
        }
    }
    let broken: Vec<_> = spelled.iter().map(|s| s.replace(' ', "\n")).collect();
    if broken != spelled {
        spelled.extend(broken);
    }
    spelled
}

impl Syllable {
    fn of(clue: &Clue) -> Self {
        let second = |&before| (before, Rest::of(&clue.pair(before), |_| true));
        let first =
            Rest::of(&clue.word(), |name| clue.begins && !clues().any(|c| c.tells(name)));
        Self {
            lead: clue.lead,
            near: Near::of(&first, clue.behind),
            first,
            second: clue.behind.iter().map(second).collect(),
        }
    }
}

impl Near {
    fn of(first: &Rest, behind: &[&str]) -> Self {
        let cases = |word: &str| [word.to_owned(), word.to_uppercase()];
        // What is a name alone may stand before any word.
        let mut ahead = [first.alone.is_some(); 256];
        for word in first.longer.iter().flat_map(|(word, _)| cases(word)) {
            ahead[usize::from(word.as_bytes()[0])] = true;
        }
        let mut before = [false; 256];
        for word in behind.iter().flat_map(|word| cases(word)) {
            before[usize::from(word.as_bytes()[word.len() - 1])] = true;
        }
        for space in [b' ', b'\n', b'\t', b'\r'] {
            (ahead[usize::from(space)], before[usize::from(space)]) = (true, true);
        }
        Self { ahead, before }
    }

    /// Says whether the words before `at` and behind `end` may be of a name; only one
    /// blank parts most words.
    fn allows(&self, text: &[u8], at: usize, end: usize) -> bool {
        let known = |bytes: &[bool; 256], i: Option<usize>| {
            i.and_then(|i| text.get(i)).is_some_and(|&b| bytes[usize::from(b)])
        };
        known(&self.ahead, end.checked_add(1)) || known(&self.before, at.checked_sub(2))
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
        Pattern::Naming => {
            let name = defined_name(text, at, end)?;
            Some(Anchor::Naming { at, name })
        }
        Pattern::Charter => charter(text, at, end),
        Pattern::Short(lead) => {
            let at = text.get(..at)?.strip_suffix(lead)?.len();
            is_start(text, at).then_some(Anchor::Short { at })
        }
    }
}

impl Syllable {
    /// Reads a name around what the scanner saw.
    fn read(&self, text: &str, seen: usize, end: usize) -> Option<Anchor> {
        let end = end - usize::from(is_blank(text, end - 1));
        let at = self.start(text, seen)?;
        if !self.near.allows(text.as_bytes(), at, end) {
            return None;
        }
        if let Some(anchor) = self.as_second(text, at, end) {
            return Some(anchor);
        }
        let (kind, end) = self.first.read(text, end)?;
        // *Pháp luật* is no law.
        let law = kind == DocKind::LAW && super::lexer::is_behind(text, at, &["pháp"]);
        (!law).then_some(Anchor::Kind { at, kind, len: end - at })
    }

    /// Returns where the syllable begins, if a word does there.
    fn start(&self, text: &str, seen: usize) -> Option<usize> {
        if is_blank(text, seen) {
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

/// A pattern has a blank beside the syllable.
fn is_blank(text: &str, at: usize) -> bool {
    matches!(text.as_bytes().get(at), Some(b' ' | b'\n'))
}

/// Reads *Điều lệ* around the letters that were found.
fn charter(text: &str, tail: usize, end: usize) -> Option<Anchor> {
    let at = tail.checked_sub("Điề".len())?;
    let first = text.get(at..tail)?;
    let closed = !is_word_at(text, end);
    let opens = matches!(first, "Điề" | "điề" | "ĐIỀ") && is_start(text, at);
    let kind = DocKind::CHARTER.into();
    (opens && closed).then_some(Anchor::Kind { at, kind, len: end - at })
}

/// What may follow the syllables of a name so far.
#[derive(Default)]
struct Rest {
    /// Nothing: they are a name.
    alone: Option<DocKind>,
    /// The next syllable, folded, and what may follow it.
    longer: Vec<(String, Self)>,
}

impl Rest {
    /// The names that begin with `head` and that `tells` wants.
    fn of(head: &str, tells: impl Fn(&str) -> bool) -> Self {
        let mut rest = Self::default();
        let names = DocKind::all().flat_map(|kind| kind.words().map(move |w| (w, kind)));
        for (name, kind) in names {
            let name = crate::text::fold_tone(name);
            if let Some(more) = name.strip_prefix(head).filter(|_| tells(&name)) {
                rest.add(more, kind);
            }
        }
        rest
    }

    fn add(&mut self, more: &str, kind: DocKind) {
        if more.is_empty() {
            self.alone = Some(kind);
        }
        let Some(words) = more.strip_prefix(' ') else { return };
        let (word, more) = words.split_at(words.find(' ').unwrap_or(words.len()));
        let known = self.longer.iter().position(|(known, _)| known == word);
        let at = known.unwrap_or_else(|| {
            self.longer.push((word.to_owned(), Self::default()));
            self.longer.len() - 1
        });
        self.longer[at].1.add(more, kind);
    }

    /// Reads the longest name whose syllables so far end at `at`; returns where it ends.
    fn read(&self, text: &str, at: usize) -> Option<(DocKind, usize)> {
        let next = at + white_len(rest(text, at));
        if next == at {
            let closed = !is_word_at(text, at);
            return self.alone.filter(|_| closed).map(|kind| (kind, at));
        }
        let mut longer = self.longer.iter();
        longer
            .find_map(|(word, rest)| rest.read(text, words_at(text, next, word)?))
            .or_else(|| Some((self.alone?, at)))
    }
}

fn merge(
    text_len: usize,
    words: impl Iterator<Item = Anchor>,
    slashes: impl Iterator<Item = Anchor>,
) -> Vec<Anchor> {
    // Gazettes have one in some hundred and fifty bytes.
    let mut all = Vec::with_capacity(text_len / 128);
    let mut words = words.peekable();
    for slash in slashes {
        while let Some(word) = words.next_if(|w| w.at() < slash.at()) {
            push(&mut all, word);
        }
        all.push(slash);
    }
    words.for_each(|word| push(&mut all, word));
    all
}

/// A short name stands in place of the type word that it begins with.
fn push(all: &mut Vec<Anchor>, word: Anchor) {
    if let Anchor::Short { at } = word {
        all.pop_if(|last| last.at() == at);
    }
    all.push(word);
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
