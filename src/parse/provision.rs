//! Pinpoints before a citation: *điểm a khoản 2 Điều 5 của* …
//!
//! They are written from the small to the large and read from the citation leftwards;
//! in a list ("điểm a, điểm b khoản 1, khoản 3 và khoản 5 Điều 7") a lower level belongs
//! to the next higher one on its right.

use super::lexer::{char_before, is_one_of, space_back, word_back};
use crate::ident::{Level, Provision};
use crate::text::{first_word_hash, is_letter};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

#[derive(Clone, Debug)]
enum Token<'t> {
    Level(Level),
    Label(&'t str),
    /// A comma, *và*, *hoặc*: what follows is another member.
    Separator,
    /// *đến*: a closed range.
    To,
    Open,
    Close,
}

/// One level with its labels, and whether a separator stands before it.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) level: Level,
    pub(crate) labels: Vec<String>,
    pub(crate) apart: bool,
}

impl Group {
    /// The larger unit has the smaller rank. Old circulars are divided into *khoản* with
    /// Roman numbers and these into *mục* ("mục 5 khoản II").
    fn rank(&self) -> (Level, bool) {
        let roman = |l: &String| l.starts_with(['I', 'V', 'X']);
        match self.level {
            Level::Clause if self.labels.iter().all(roman) => (Level::Section, false),
            level => (level, true),
        }
    }
}

/// Returns the pinpoints that stand directly before `at`, and where they begin.
pub(super) fn provisions_before(text: &str, at: usize) -> (Vec<Provision>, usize) {
    let (tokens, begin) = tokens_before(text, at);
    let groups = groups(&tokens);
    if groups.is_empty() {
        return titled_annex(text, at).unwrap_or((Vec::new(), at));
    }
    (assemble(&groups), begin)
}

/// "Phụ lục I Danh mục hồ sơ khai thuế ban hành kèm theo …": the title of the annex stands
/// between its label and the instrument.
fn titled_annex(text: &str, at: usize) -> Option<(Vec<Provision>, usize)> {
    let head = text.get(..space_back(text, at))?;
    // "Phụ lục 4 Danh mục ngành, nghề … của Luật Đầu tư".
    let listed = head.ends_with("của");
    let end = (listed || head.ends_with("theo")).then(|| connector_before(text, at))?;
    (listed || text.get(end..at)?.contains("kèm")).then_some(())?;
    let mut here = end;
    for n in 0..14 {
        let stop = space_back(text, here);
        let start = word_back(text, stop)?;
        let annexed = behind(text, start, "lục").is_some();
        let titled = !listed || rest_begins(text, stop, "danh mục");
        if n > 0 && annexed && titled && is_label(text.get(start..stop)?) {
            let (tokens, begin) = tokens_before(text, stop);
            let found = assemble(&groups(&tokens));
            return (!found.is_empty()).then_some((found, begin));
        }
        here = start;
    }
    None
}

fn rest_begins(text: &str, at: usize, words: &str) -> bool {
    let tail = text.get(at..).unwrap_or_default().trim_start();
    crate::text::starts_with_words(tail, words).is_some()
}

fn tokens_before(text: &str, at: usize) -> (Vec<Token<'_>>, usize) {
    let mut end = connector_before(text, at);
    let mut tokens = Vec::new();
    let mut begin = at;
    while tokens.len() < 60 {
        let stop = space_back(text, end);
        let Some((token, start)) = token_before(text, stop) else { break };
        if matches!(token, Token::Level(_)) {
            // "quy định chi tiết khoản 2": a level without a label is another word.
            if !matches!(tokens.last(), Some(Token::Label(_))) {
                break;
            }
            begin = start;
        }
        tokens.push(token);
        end = start;
    }
    tokens.reverse();
    (tokens, begin)
}

/// Skips *của*, *tại*, *ban hành kèm theo*, a comma or a hyphen right before the citation.
fn connector_before(text: &str, at: usize) -> usize {
    const WORDS: [&str; 9] =
        ["của", "tại", "theo", "kèm", "hành", "ban", "các", "trong", "nói"];
    let mut end = space_back(text, at);
    for _ in 0..5 {
        if char_before(text, end).is_some_and(|c| matches!(c, ',' | '-')) {
            end = space_back(text, end - 1);
        }
        let Some(start) = word_back(text, end) else { break };
        let word = text.get(start..end).unwrap_or_default();
        if !WORDS.contains(&word) {
            break;
        }
        end = space_back(text, start);
    }
    end
}

fn token_before(text: &str, end: usize) -> Option<(Token<'_>, usize)> {
    match char_before(text, end)? {
        c @ (',' | '-') => return Some((Token::Separator, end - c.len_utf8())),
        '(' => return Some((Token::Open, end - 1)),
        ')' => return Some((Token::Close, end - 1)),
        _ => {}
    }
    let mut start = word_back(text, end)?;
    while char_before(text, start) == Some('.') && is_digit_before(text, start - 1) {
        start = word_back(text, start - 1)?;
    }
    let word = text.get(start..end)?;
    match WORDS.get(&first_word_hash(word)) {
        Some(Word::Level(level)) => return Some((Token::Level(*level), start)),
        Some(Word::Separator) => return Some((Token::Separator, start)),
        Some(Word::To) => return Some((Token::To, start)),
        Some(Word::Section) => return Some(section(text, start)),
        Some(Word::Annex) => return annex(text, start),
        Some(Word::Number) if behind(text, start, "lục").is_none() => {}
        Some(Word::Number | Word::Filler) => {
            return token_before(text, space_back(text, start));
        }
        None => {}
    }
    is_label(word).then_some(())?;
    match form_before(text, start) {
        Some(form) => Some((Token::Separator, form)),
        None => Some((Token::Label(word), start)),
    }
}

/// What a word means among pinpoints.
enum Word {
    Level(Level),
    Separator,
    To,
    Section,
    Annex,
    /// *số* of "Phụ lục số 1".
    Number,
    Filler,
}

/// The words by their hash: every mention asks for the words before it.
static WORDS: LazyLock<FxHashMap<u64, Word>> = LazyLock::new(|| {
    let words = [
        ("điều", Word::Level(Level::Article)),
        // What scanners make of it.
        ("diều", Word::Level(Level::Article)),
        ("điêu", Word::Level(Level::Article)),
        ("khoản", Word::Level(Level::Clause)),
        ("điểm", Word::Level(Level::Point)),
        ("tiết", Word::Level(Level::Item)),
        ("chương", Word::Level(Level::Chapter)),
        ("phần", Word::Level(Level::Part)),
        ("và", Word::Separator),
        ("hoặc", Word::Separator),
        ("đến", Word::To),
        ("mục", Word::Section),
        ("lục", Word::Annex),
        ("số", Word::Number),
        ("các", Word::Filler),
        ("từ", Word::Filler),
        // "Điều thứ 12", as before 1960.
        ("thứ", Word::Filler),
    ];
    words.into_iter().map(|(word, means)| (first_word_hash(word), means)).collect()
});

/// "khoản 9 Điều 3 và Mẫu số 01 kèm theo …": returns where *Mẫu số* begins.
fn form_before(text: &str, number: usize) -> Option<usize> {
    let number = behind(text, number, "số")?;
    behind(text, number, "mẫu").or_else(|| behind(text, number, "biểu"))
}

fn is_digit_before(text: &str, at: usize) -> bool {
    char_before(text, at).is_some_and(|c| c.is_ascii_digit())
}

fn section(text: &str, start: usize) -> (Token<'_>, usize) {
    match behind(text, start, "tiểu") {
        Some(small) => (Token::Level(Level::Subsection), small),
        None => (Token::Level(Level::Section), start),
    }
}

fn annex(text: &str, start: usize) -> Option<(Token<'_>, usize)> {
    behind(text, start, "phụ").map(|first| (Token::Level(Level::Annex), first))
}

/// Returns where the word before `at` begins, if it is `word`.
fn behind(text: &str, at: usize, word: &str) -> Option<usize> {
    let end = space_back(text, at);
    let start = word_back(text, end)?;
    is_one_of(text.get(start..end)?, &[word]).then_some(start)
}

/// A label is a number with an optional letter, a Roman number, or one letter of the
/// points (a, b, c, d, đ …) with an optional number.
fn is_label(word: &str) -> bool {
    // "Phụ lục Ib": an inserted annex.
    let bare = word.strip_suffix(['a', 'b', 'c', 'd']).filter(|b| !b.is_empty());
    let roman =
        bare.unwrap_or(word).chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C'));
    let numbered = word.starts_with(|c: char| c.is_ascii_digit())
        && word.chars().filter(|c| is_letter(*c)).count() <= 1
        && word.len() <= 8;
    let mut chars = word.chars();
    let lettered = chars.next().is_some_and(is_letter)
        && chars.clone().count() <= 2
        && chars.all(|c| c.is_ascii_digit());
    roman || numbered || lettered
}

fn groups(tokens: &[Token<'_>]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut apart = false;
    let mut range = false;
    // Where the group stands that an open bracket tells more of.
    let mut outer = None;
    for token in tokens {
        match token {
            Token::Separator => apart = true,
            Token::To => range = true,
            Token::Open => outer = groups.len().checked_sub(1),
            Token::Close => {
                if let Some(at) = outer.take() {
                    turn(&mut groups, at);
                }
            }
            Token::Level(level) => {
                let goes_on = range && groups.last().is_some_and(|g| g.level == *level);
                if !goes_on {
                    groups.push(Group { level: *level, labels: Vec::new(), apart });
                    range = false;
                }
                apart = false;
            }
            Token::Label(label) => {
                if let Some(group) = groups.last_mut() {
                    push_written(group, label, range);
                }
                apart = false;
                range = false;
            }
        }
    }
    groups.retain(|g| !g.labels.is_empty());
    if is_path(&groups) {
        for group in &mut groups {
            group.apart = false;
        }
    }
    groups
}

/// "Điều 5, khoản 1, điểm d": the commas of one path from the large to the small.
fn is_path(groups: &[Group]) -> bool {
    groups.len() >= 3
        && groups.iter().all(|g| g.labels.len() == 1)
        && groups.windows(2).all(|pair| pair[0].rank() < pair[1].rank())
}

/// "Điều 5 (khoản 2, 3)" is read as "khoản 2, 3 Điều 5".
fn turn(groups: &mut [Group], outer: usize) {
    let Some(members) = groups.get_mut(outer..).filter(|m| m.len() > 1) else { return };
    members.rotate_left(1);
    let apart = members.last().is_some_and(|g| g.apart);
    if let Some(last) = members.last_mut() {
        last.apart = false;
    }
    if let Some(first) = members.first_mut() {
        first.apart = apart;
    }
}

/// A range stays what is written: *Điều 18 đến Điều 23*.
fn push_written(group: &mut Group, label: &str, range: bool) {
    match group.labels.last_mut().filter(|_| range) {
        Some(from) => {
            from.push_str(" đến ");
            from.push_str(group.level.word());
            from.push(' ');
            from.push_str(label);
        }
        None => group.labels.push(label.to_owned()),
    }
}

/// Builds full paths, reading the groups from the right.
pub(crate) fn assemble(groups: &[Group]) -> Vec<Provision> {
    if is_one_path(groups) {
        // "điểm a khoản 2 Điều 5", as most are.
        let steps = groups.iter().rev().map(|g| (g.level, g.labels.concat()));
        return vec![Provision(steps.collect())];
    }
    let mut out: Vec<Provision> = Vec::new();
    // The paths of each level that further groups may hang under, largest level first.
    let mut open: Vec<((Level, bool), Vec<Provision>)> = Vec::new();
    let mut apart = true;
    for group in groups.iter().rev() {
        let rank = group.rank();
        let last = open.last().map(|(rank, paths)| (*rank, paths.len()));
        let downward = !apart && last.is_some_and(|(last, _)| rank < last);
        if let Some((_, count)) = last.filter(|(last, _)| downward || rank > *last) {
            out.truncate(out.len() - count);
        }
        let paths = if downward {
            // "Điều 5 khoản 2": written from the large to the small.
            let lower = open.pop().map(|(_, paths)| paths).unwrap_or_default();
            lower.iter().flat_map(|p| above(group, p)).collect()
        } else {
            while open.last().is_some_and(|(last, _)| *last >= rank) {
                open.pop();
            }
            below(group, open.last().map_or(&[], |(_, paths)| paths))
        };
        out.extend(paths.iter().cloned());
        open.push((rank, paths));
        apart = group.apart;
    }
    out.reverse();
    out
}

/// Each level has one label and stands under the next on its right.
fn is_one_path(groups: &[Group]) -> bool {
    !groups.is_empty()
        && groups.iter().all(|g| g.labels.len() == 1)
        && groups.windows(2).all(|pair| pair[0].rank() > pair[1].rank())
}

fn below(group: &Group, parents: &[Provision]) -> Vec<Provision> {
    let roots = [Provision::default()];
    let parents = if parents.is_empty() { &roots[..] } else { parents };
    let step = |p: &Provision, label: &String| {
        let mut path = p.clone();
        path.0.push((group.level, label.clone()));
        path
    };
    parents
        .iter()
        .flat_map(|p| group.labels.iter().rev().map(move |l| step(p, l)))
        .collect()
}

fn above(group: &Group, path: &Provision) -> Vec<Provision> {
    let step = |label: &String| {
        let mut steps = vec![(group.level, label.clone())];
        steps.extend(path.0.iter().cloned());
        Provision(steps)
    };
    group.labels.iter().rev().map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(s: &str) -> String {
        let (found, _) = provisions_before(s, s.len());
        found.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn no_group_is_no_pinpoint() {
        assert!(assemble(&[]).is_empty());
    }

    #[test]
    fn nesting_lists_and_ranges() {
        assert_eq!(p("tại điểm a khoản 2 Điều 5 "), "Điều 5 khoản 2 điểm a");
        assert_eq!(p("tại Khoản 2, Điều 1 của "), "Điều 1 khoản 2");
        assert_eq!(p("tại Điều 1 và Điều 2 "), "Điều 1; Điều 2");
        assert_eq!(
            p("các khoản 1, 2 và 3 Điều 7 "),
            "Điều 7 khoản 1; Điều 7 khoản 2; Điều 7 khoản 3"
        );
        assert_eq!(
            p("điểm a, điểm b khoản 1, khoản 3 và khoản 5 Điều 7 "),
            "Điều 7 khoản 1 điểm a; Điều 7 khoản 1 điểm b; Điều 7 khoản 3; Điều 7 khoản 5"
        );
        assert_eq!(
            p("khoản 2 Điều 1 và khoản 1 Điều 2 "),
            "Điều 1 khoản 2; Điều 2 khoản 1"
        );
        assert_eq!(p("từ khoản 3 đến khoản 5 Điều 2 "), "Điều 2 khoản 3 đến khoản 5");
        assert_eq!(p("từ điểm 3.1.1, đến điểm 3.1.4 tại "), "điểm 3.1.1 đến điểm 3.1.4");
        assert_eq!(p("các Điều 18 đến 23 và Điều 25 "), "Điều 18 đến Điều 23; Điều 25");
        assert_eq!(
            p("các Điều 5 (khoản 2, 3), Điều 7, 8 "),
            "Điều 5 khoản 2; Điều 5 khoản 3; Điều 7; Điều 8"
        );
        assert_eq!(p("mục 5 khoản II "), "khoản II Mục 5");
        assert_eq!(p("theo mẫu tại Phụ lục số 1 của "), "Phụ lục 1");
        assert_eq!(p("khoản 9 Điều 3 và Mẫu số 01 kèm theo "), "Điều 3 khoản 9");
        assert_eq!(p("Điều 5 khoản 2 điểm a "), "Điều 5 khoản 2 điểm a");
        assert_eq!(
            p("tiết b điểm 2.2 khoản 2 Điều 6 "),
            "Điều 6 khoản 2 điểm 2.2 tiết b"
        );
        assert_eq!(p("Điều 68a, khoản 8a "), "Điều 68a; khoản 8a");
        assert_eq!(p("Điều 5, khoản 1, điểm d "), "Điều 5 khoản 1 điểm d");
        assert_eq!(p("quy định tại Phụ \nlục Ib "), "Phụ lục Ib");
        assert_eq!(
            p("Phụ lục I Danh mục hồ sơ khai thuế ban hành kèm theo "),
            "Phụ lục I"
        );
        assert_eq!(p("quy định chi tiết khoản 2 Điều 5 "), "Điều 5 khoản 2");
        assert_eq!(
            p("Phụ lục II và Phụ lục III ban hành kèm theo "),
            "Phụ lục II; Phụ lục III"
        );
        assert_eq!(p("điều 56 - "), "Điều 56");
        assert_eq!(p("điểm c khoản 1 Mục II "), "Mục II khoản 1 điểm c");
        assert_eq!(
            p("khoản 2 và điểm 3.1 khoản 3 Mục VIII của "),
            "Mục VIII khoản 2; Mục VIII khoản 3 điểm 3.1"
        );
        assert_eq!(p("quy định của "), "");
        assert_eq!(p("ngày 5 tháng 6, "), "");
    }
}
