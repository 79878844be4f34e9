//! Lists of pinpoints, read forward: *điểm a, điểm b khoản 1 và khoản 3 Điều 7*.

use super::units::POINTS;
use crate::ident::{CompactString, Level, Provision};
use crate::parse::{Group, assemble, space};
use crate::text::{is_letter, is_upper, is_word, starts_with_words};
use compact_str::{ToCompactString as _, format_compact};
use smallvec::smallvec;

/// A list of pinpoints in the text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Places {
    /// Their full paths, as far as the list tells.
    pub(super) paths: Vec<Provision>,
    /// One past the last byte.
    pub(super) end: usize,
}

/// The words of the levels, folded; longer ones first.
const LEVELS: [(&str, Level); 10] = [
    ("tiểu mục", Level::Subsection),
    ("phụ lục", Level::Annex),
    ("điều", Level::Article),
    ("khoản", Level::Clause),
    ("điểm", Level::Point),
    ("chương", Level::Chapter),
    ("phần", Level::Part),
    ("mục", Level::Section),
    ("mẫu", Level::Form),
    ("tiết", Level::Item),
];

/// Words between a smaller level and the larger one on its right.
const BINDERS: [&str; 6] = ["của", "tại", "thuộc", "ở", "trong", "quy định tại"];

/// Reads the list that begins at `at`.
pub(super) fn read(text: &str, at: usize) -> Option<Places> {
    let mut list = List { text, runs: vec![Vec::new()], at, apart: false, range: false };
    while list.step() {}
    let paths: Vec<Provision> = list.runs.iter().flat_map(|run| assemble(run)).collect();
    (!paths.is_empty()).then_some(Places { paths, end: list.at })
}

struct List<'a> {
    text: &'a str,
    /// Groups that belong together; an annex behind a comma begins anew.
    runs: Vec<Vec<Group>>,
    /// One past what was read.
    at: usize,
    apart: bool,
    range: bool,
}

impl List<'_> {
    /// Reads one more member; false at the end.
    fn step(&mut self) -> bool {
        let (next, apart, range) = self.separators();
        self.apart = apart;
        self.range = range;
        self.level(next) || self.label(next)
    }

    /// Skips what may stand between two members.
    fn separators(&self) -> (usize, bool, bool) {
        let (mut at, mut apart, mut range) = (self.at, false, false);
        let first = self.runs.iter().all(Vec::is_empty);
        for _ in 0..6 {
            at = space(self.text, at);
            let rest = self.text.get(at..).unwrap_or_default();
            let word = |w: &str| starts_with_words(rest, w);
            if let Some(n) = word("các").or_else(|| word("những")) {
                at += n;
            } else if first {
                break;
            } else if rest.starts_with([',', ')']) {
                apart |= rest.starts_with(',');
                at += 1;
            } else if let Some(n) = word("và").or_else(|| word("hoặc")) {
                (at, apart) = (at + n, true);
            } else if let Some(n) = word("đến hết").or_else(|| word("đến")) {
                (at, range) = (at + n, true);
            } else if let Some(n) = self.binder(at, rest) {
                at += n;
            } else {
                break;
            }
        }
        (at, apart, range)
    }

    /// *của*, *tại* or a dash, only right before a level.
    fn binder(&self, at: usize, rest: &str) -> Option<usize> {
        let dash = rest.strip_prefix('-').map(|_| 1);
        let word = || BINDERS.iter().filter_map(|b| starts_with_words(rest, b)).max();
        let n = dash.or_else(word)?;
        let next = space(self.text, at + n);
        level_at(self.text, next).map(|_| n)
    }

    fn level(&mut self, at: usize) -> bool {
        let Some((level, after)) = level_at(self.text, at) else { return false };
        let Some((label, end)) = label_at(self.text, after, level) else { return false };
        let apart = self.apart;
        let run = self.runs.last().filter(|r| !r.is_empty());
        let sibling = apart
            && (level < Level::Article || level == Level::Form)
            && run.and_then(|r| r.last()).is_some_and(|g| g.level != level);
        if sibling {
            self.runs.push(Vec::new());
        }
        self.at = end;
        let Some(run) = self.runs.last_mut() else { return false };
        let goes_on = |g: &&mut Group| self.range && g.level == level;
        match run.last_mut().filter(goes_on) {
            // "khoản 3 đến khoản 6": one range, with the level written twice.
            Some(group) => push_label(group, &label, true),
            None => {
                run.push(Group { level, labels: smallvec![label], apart, inside: false });
            }
        }
        true
    }

    /// A bare label goes on with the level before: *khoản 1, 2 và 3*.
    fn label(&mut self, at: usize) -> bool {
        let (apart, range) = (self.apart, self.range);
        let Some(group) = self.runs.last_mut().and_then(|run| run.last_mut()) else {
            return false;
        };
        if !apart && !range {
            return false;
        }
        let Some((label, end)) = label_at(self.text, at, group.level) else {
            return false;
        };
        push_label(group, &label, range);
        self.at = end;
        true
    }
}

/// Reads the word of a level and *số* behind it; returns where the label begins.
fn level_at(text: &str, at: usize) -> Option<(Level, usize)> {
    let rest = text.get(at..)?;
    let (level, n) =
        LEVELS.iter().find_map(|(w, l)| Some((*l, starts_with_words(rest, w)?)))?;
    let next = space(text, at + n);
    let number = starts_with_words(text.get(next..)?, "số");
    Some((level, number.map_or(next, |n| space(text, next + n))))
}

/// Reads the label of a level; returns it and where it ends.
pub(super) fn label_at(
    text: &str,
    at: usize,
    level: Level,
) -> Option<(CompactString, usize)> {
    let rest = text.get(at..)?;
    if let Some(n) = starts_with_words(rest, "thứ") {
        let start = space(text, at + n);
        let word = text.get(start..)?;
        let end = start + word.find(|c: char| !is_letter(c)).unwrap_or(word.len());
        return Some((format_compact!("thứ {}", text.get(start..end)?), end));
    }
    let inner =
        |c: char| is_word(c) || matches!(c, '.' | '/') || c == '-' && is_free(level);
    let stop = rest.find(|c: char| !inner(c)).unwrap_or(rest.len());
    let word = rest.get(..stop)?.trim_end_matches(['.', '/', '-']);
    let word = if is_free(level) { word } else { first_part(word) };
    is_label(word, level).then(|| (word.into(), at + word.len()))
}

/// The labels of annexes and forms are free: `VI`, `IIa`, `01/TT`, `M02`.
fn is_free(level: Level) -> bool {
    matches!(level, Level::Annex | Level::Form)
}

/// Of "1.Sửa" and "5/2016" only the number is the label; *1.3* is one.
fn first_part(word: &str) -> &str {
    let end = word.char_indices().find(|&(i, c)| {
        let next = word.get(i + c.len_utf8()..).and_then(|r| r.chars().next());
        matches!(c, '.' | '/') && !next.is_some_and(|n| n.is_ascii_digit())
    });
    end.map_or(word, |(i, _)| word.get(..i).unwrap_or(word))
}

fn is_label(word: &str, level: Level) -> bool {
    let letters = word.chars().filter(|c| is_letter(*c)).count();
    let numbered = word.starts_with(|c: char| c.is_ascii_digit()) && letters <= 2;
    let roman = !word.is_empty() && word.chars().all(|c| "IVXLC".contains(c));
    match level {
        Level::Article | Level::Clause => numbered && word.len() <= 8,
        Level::Point | Level::Item => numbered || is_point(word),
        Level::Annex | Level::Form => is_free_label(word),
        _ => numbered || roman || is_roman_with_letter(word) || is_point(word),
    }
}

/// `a`, `đ`, `a1`.
fn is_point(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(is_letter)
        && word.chars().count() <= 3
        && chars.all(|c| c.is_ascii_digit())
}

/// `IIa`.
fn is_roman_with_letter(word: &str) -> bool {
    let stem = word.trim_end_matches(|c: char| !is_upper(c));
    let tail = word.len() - stem.len();
    !stem.is_empty() && tail <= 1 && stem.chars().all(|c| "IVXLC".contains(c))
}

fn is_free_label(word: &str) -> bool {
    let first = word.chars().next();
    let short = word.chars().count() <= 12;
    let small = word.chars().filter(|c| is_letter(*c) && !is_upper(*c)).count();
    let head = first.is_some_and(|c| c.is_ascii_digit() || is_upper(c));
    short && head && small <= 1
}

/// A range names what lies between, too: "3 đến 6" is 3, 4, 5 and 6; "a đến d" is a, b,
/// c and d.
fn push_label(group: &mut Group, label: &str, range: bool) {
    let from = group.labels.last().filter(|_| range);
    let between = from.and_then(|from| {
        numbers(from, label).or_else(|| letters(from, label, group.level))
    });
    match between {
        Some(labels) => group.labels.extend(labels),
        None => group.labels.push(label.into()),
    }
}

/// The numbers behind `from` up to `to`.
fn numbers(from: &str, to: &str) -> Option<Vec<CompactString>> {
    let (from, to) = (from.parse::<u32>().ok()?, to.parse::<u32>().ok()?);
    let is_range = from < to && to - from < 200;
    is_range.then(|| (from + 1..=to).map(|n| n.to_compact_string()).collect())
}

/// The letters of points behind `from` up to `to`.
fn letters(from: &str, to: &str, level: Level) -> Option<Vec<CompactString>> {
    let place = |label: &str| {
        let mut chars = label.chars();
        let letter = chars.next().filter(|_| chars.next().is_none())?;
        POINTS.chars().position(|p| p == letter)
    };
    let (from, to) = (place(from)?, place(to)?);
    let is_range = matches!(level, Level::Point | Level::Item) && from < to;
    let between = || POINTS.chars().skip(from + 1).take(to - from);
    is_range.then(|| between().map(|c| c.to_compact_string()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(text: &str) -> String {
        let paths = read(text, 0).map(|p| p.paths).unwrap_or_default();
        paths.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn lists_are_read_forward() {
        assert_eq!(p("điểm b) Khoản 1 Điều 18 như sau"), "Điều 18 khoản 1 điểm b");
        assert_eq!(p("các khoản 8 và 9 như sau"), "khoản 8; khoản 9");
        assert_eq!(
            p("các điểm c, d, đ khoản 1 Điều 15 của Nghị định"),
            "Điều 15 khoản 1 điểm c; Điều 15 khoản 1 điểm d; Điều 15 khoản 1 điểm đ"
        );
        assert_eq!(
            p("khoản 2, khoản 3 Điều 2 và khoản 5 Điều 23 Nghị định số 118/2014/NĐ-CP"),
            "Điều 2 khoản 2; Điều 2 khoản 3; Điều 23 khoản 5"
        );
        assert_eq!(
            p("Khoản 4 Điều 11, Phụ lục 4, Phụ lục 6A và Phụ lục 6b Thông tư"),
            "Điều 11 khoản 4; Phụ lục 4; Phụ lục 6A; Phụ lục 6b"
        );
        assert_eq!(p("Mẫu số 02 Phụ lục II ban hành"), "Phụ lục II Mẫu 02");
        assert_eq!(p("Mẫu M02 ban hành kèm theo"), "Mẫu M02");
        assert_eq!(p("Mục II - Phụ lục 01 như sau"), "Phụ lục 01 Mục II");
        assert_eq!(p("Điều 19a vào sau Điều 19"), "Điều 19a");
        assert_eq!(
            p("mục II, mục III Phần thứ nhất"),
            "Phần thứ nhất Mục II; Phần thứ nhất Mục III"
        );
        assert_eq!(p("Điều này"), "");
        assert_eq!(p("điều của Luật"), "");
        assert_eq!(p("khoản 3 và bổ sung khoản 4"), "khoản 3");
    }

    #[test]
    fn a_range_has_its_middle() {
        for (text, want) in [
            ("khoản 3 đến 6", "khoản 3; khoản 4; khoản 5; khoản 6"),
            (
                "khoản 3 đến khoản 5 Điều 2",
                "Điều 2 khoản 3; Điều 2 khoản 4; Điều 2 khoản 5",
            ),
            ("Điều 3 đến Điều 6", "Điều 3; Điều 4; Điều 5; Điều 6"),
            ("Điều 3 đến hết Điều 6", "Điều 3; Điều 4; Điều 5; Điều 6"),
            ("điểm c đến đ khoản 1", "khoản 1 điểm c; khoản 1 điểm d; khoản 1 điểm đ"),
            ("các điểm a đến điểm c", "điểm a; điểm b; điểm c"),
            ("khoản 1, khoản 3 đến khoản 5", "khoản 1; khoản 3; khoản 4; khoản 5"),
            ("khoản 6 đến khoản 3", "khoản 6; khoản 3"),
        ] {
            assert_eq!(p(text), want, "{text}");
        }
    }
}
