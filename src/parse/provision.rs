//! Pinpoints before a citation: *điểm a khoản 2 Điều 5 của* …
//!
//! They are written from the small to the large and read from the citation leftwards;
//! in a list ("điểm a, điểm b khoản 1, khoản 3 và khoản 5 Điều 7") a lower level belongs
//! to the next higher one on its right.

use super::lexer::{space_back, strip_small, word_back, word_before, words_back};
use crate::ident::{CompactString, Level, Provision};
use crate::text::is_letter;
use smallvec::{SmallVec, smallvec};

#[derive(Clone, Debug)]
enum Token<'t> {
    Level(Level),
    Label(&'t str),
    /// A comma: what follows is another member.
    Separator,
    /// *và*, *hoặc*: the same.
    And,
    /// *đến*: a closed range.
    To,
    Open,
    Close,
    /// *các*, *từ*: it says nothing.
    Filler,
    /// *của* between two levels.
    Of,
}

/// Most lists have no more.
type Tokens<'t> = SmallVec<[Token<'t>; 8]>;

/// Most citations have no more.
type Groups = SmallVec<[Group; 4]>;

/// One level with its labels, and whether a separator stands before it.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) level: Level,
    pub(crate) labels: SmallVec<[CompactString; 2]>,
    pub(crate) apart: bool,
    /// A section of an article.
    pub(crate) inside: bool,
}

impl Group {
    /// The larger unit has the smaller rank. Old circulars are divided into *khoản* with
    /// Roman numbers and these into *mục* ("mục 5 khoản II").
    fn rank(&self) -> (Level, u8) {
        match self.level {
            Level::Clause if self.begins_roman() => (Level::Section, 0),
            Level::Section if self.inside => (Level::Article, 2),
            Level::Section if self.is_lettered() => (Level::Point, 2),
            level => (level, 1),
        }
    }

    /// "mục c khoản 3 điều 102" is said of points.
    fn is_lettered(&self) -> bool {
        self.labels.iter().all(|l| l.starts_with(|c: char| c.is_ascii_lowercase()))
    }

    fn begins_roman(&self) -> bool {
        self.labels.iter().all(|l| l.starts_with(['I', 'V', 'X']))
    }

    /// Its steps, from the right.
    fn steps(&self) -> impl Iterator<Item = (Level, CompactString)> + '_ {
        self.labels.iter().rev().map(|label| (self.level, label.clone()))
    }
}

/// Returns the pinpoints that stand directly before `at`, and where they begin.
pub(super) fn provisions_before(text: &str, at: usize) -> (Vec<Provision>, usize) {
    let end = connector_before(text, at);
    pinpoints_before(text, end)
        .or_else(|| titled_annex(text, at, end))
        .unwrap_or((Vec::new(), at))
}

/// "Phụ lục I Danh mục hồ sơ khai thuế ban hành kèm theo …": the title of the annex stands
/// between its label and the connector, which begins at `end`.
fn titled_annex(text: &str, at: usize, end: usize) -> Option<(Vec<Provision>, usize)> {
    let head = text.get(..space_back(text, at))?;
    // "Phụ lục 4 Danh mục ngành, nghề … của Luật Đầu tư".
    let listed = head.ends_with("của");
    let attached =
        || head.ends_with("theo") && text.get(end..at).is_some_and(|c| c.contains("kèm"));
    (listed || attached()).then_some(())?;
    names_annex(text.as_bytes().get(end.saturating_sub(200)..end)?).then_some(())?;
    let (_, label) = words_back(text, end).take(14).skip(1).find(|&(start, stop)| {
        is_label(text.get(start..stop).unwrap_or_default())
            && word_before(text, start, "lục").is_some()
            && (!listed || rest_begins(text, stop, "danh mục"))
    })?;
    pinpoints_before(text, label)
}

/// *lục* stands somewhere, in any case. Most have none, and to look for the last byte of
/// *ụ* or *Ụ* is many times quicker than to part the words.
fn names_annex(near: &[u8]) -> bool {
    let lasts = memchr::memchr2_iter(0xa5, 0xa4, near);
    lasts
        .filter_map(|i| near.get(i.checked_sub(3)?..i + 2))
        .any(|word| matches!(word, [b'l' | b'L', 0xe1, 0xbb, _, b'c' | b'C']))
}

fn rest_begins(text: &str, at: usize, words: &str) -> bool {
    let tail = text.get(at..).unwrap_or_default().trim_start();
    crate::text::starts_with_words(tail, words).is_some()
}

/// Reads the pinpoints that end at `end`.
fn pinpoints_before(text: &str, end: usize) -> Option<(Vec<Provision>, usize)> {
    let mut tokens = Tokens::new();
    let begin = tokens_before(text, end, &mut tokens)?;
    let groups = groups(&tokens);
    (!groups.is_empty()).then(|| (assemble(&groups), begin))
}

/// Reads the tokens leftwards from `end`, in the order of the text; returns where the first
/// level begins, if there is one.
fn tokens_before<'t>(
    text: &'t str,
    mut end: usize,
    tokens: &mut Tokens<'t>,
) -> Option<usize> {
    let mut begin = None;
    while tokens.len() < MOST_TOKENS {
        let opened = matches!(tokens.last(), Some(Token::Level(_)));
        let read = token_before(text, space_back(text, end))
            .or_else(|| semicolon(text, end).filter(|_| opened));
        let Some((token, start)) = read else { break };
        end = start;
        match token {
            // "khoản 6 của Điều 16"; before other words it is the end.
            Token::Of if !matches!(tokens.last(), Some(Token::Level(_))) => break,
            Token::Of | Token::Filler => continue,
            // "quy định chi tiết khoản 2": a level without a label is another word.
            Token::Level(_) if !matches!(tokens.last(), Some(Token::Label(_))) => break,
            Token::Level(_) => begin = Some(start),
            _ => {}
        }
        tokens.push(token);
    }
    tokens.reverse();
    begin
}

/// No list of pinpoints is followed further.
const MOST_TOKENS: usize = 200;

/// "Phụ lục số 01; Phụ lục số 02 và Phụ lục số 03", "khoản 3 Điều 19; điểm b khoản 2 Điều 21".
fn semicolon(text: &str, end: usize) -> Option<(Token<'_>, usize)> {
    let last = space_back(text, end).checked_sub(1)?;
    (text.as_bytes().get(last) == Some(&b';')).then_some((Token::Separator, last))
}

/// Skips *của*, *tại*, *ban hành kèm theo*, a comma or a hyphen right before the citation.
fn connector_before(text: &str, at: usize) -> usize {
    let mut end = space_back(text, at);
    for _ in 0..5 {
        if let Some([.., b',' | b'-']) = text.as_bytes().get(..end) {
            end = space_back(text, end - 1);
        }
        let Some(start) = word_back(text, end) else { break };
        let is_connector = matches!(
            text.get(start..end),
            Some(
                "của"
                    | "tại"
                    | "theo"
                    | "kèm"
                    | "hành"
                    | "ban"
                    | "các"
                    | "trong"
                    | "nói"
                    | "dự"
                    | "thảo"
            )
        );
        if !is_connector {
            break;
        }
        end = space_back(text, start);
    }
    end
}

fn token_before(text: &str, end: usize) -> Option<(Token<'_>, usize)> {
    let last = end.checked_sub(1)?;
    match text.as_bytes().get(last)? {
        b',' | b'-' => return Some((Token::Separator, last)),
        b'(' => return Some((Token::Open, last)),
        b')' => return Some((Token::Close, last)),
        _ => {}
    }
    let mut start = word_back(text, end)?;
    while let Some([.., b'0'..=b'9', b'.']) = text.as_bytes().get(..start) {
        start = word_back(text, start - 1)?;
    }
    let word = text.get(start..end)?;
    if is_label(word) {
        let form = form_before(text, start);
        return Some(form.map_or((Token::Label(word), start), |f| (Token::Separator, f)));
    }
    match meaning(word)? {
        Word::Level(level) => Some((Token::Level(*level), start)),
        Word::And => Some((Token::And, start)),
        Word::To => Some((Token::To, start)),
        Word::Section => Some(section(text, start)),
        Word::Annex => annex(text, start),
        Word::Number => word_before(text, start, "lục").map(|_| (Token::Filler, start)),
        Word::Filler => Some((Token::Filler, start)),
        Word::Of => Some((Token::Of, start)),
    }
}

/// What a word means among pinpoints.
enum Word {
    Level(Level),
    And,
    To,
    Section,
    Annex,
    /// *số* of "Phụ lục số 1".
    Number,
    Filler,
    Of,
}

fn meaning(word: &str) -> Option<&'static Word> {
    let is =
        |known: &str| known.len() == word.len() && strip_small(word, known).is_some();
    WORDS.iter().find(|(known, _)| is(known)).map(|(_, means)| means)
}

const WORDS: [(&str, Word); 18] = [
    ("điều", Word::Level(Level::Article)),
    // What scanners make of it.
    ("diều", Word::Level(Level::Article)),
    ("điêu", Word::Level(Level::Article)),
    ("khoản", Word::Level(Level::Clause)),
    ("điểm", Word::Level(Level::Point)),
    ("tiết", Word::Level(Level::Item)),
    ("chương", Word::Level(Level::Chapter)),
    ("phần", Word::Level(Level::Part)),
    ("và", Word::And),
    ("hoặc", Word::And),
    ("đến", Word::To),
    ("mục", Word::Section),
    ("lục", Word::Annex),
    ("số", Word::Number),
    ("các", Word::Filler),
    ("từ", Word::Filler),
    ("của", Word::Of),
    // "Điều thứ 12", as before 1960.
    ("thứ", Word::Filler),
];

/// "khoản 9 Điều 3 và Mẫu số 01 kèm theo …": returns where *Mẫu số* begins.
fn form_before(text: &str, number: usize) -> Option<usize> {
    let number = word_before(text, number, "số")?;
    word_before(text, number, "mẫu").or_else(|| word_before(text, number, "biểu"))
}

fn section(text: &str, start: usize) -> (Token<'_>, usize) {
    match word_before(text, start, "tiểu") {
        Some(small) => (Token::Level(Level::Subsection), small),
        None => (Token::Level(Level::Section), start),
    }
}

fn annex(text: &str, start: usize) -> Option<(Token<'_>, usize)> {
    word_before(text, start, "phụ").map(|first| (Token::Level(Level::Annex), first))
}

/// A label is a number with an optional letter, a Roman number, or one letter of the
/// points (a, b, c, d, đ …) with an optional number.
fn is_label(word: &str) -> bool {
    let mut chars = word.chars();
    match chars.next() {
        Some('0'..='9') => {
            word.len() <= 8 && chars.filter(|c| is_letter(*c)).count() <= 1
        }
        Some(first) if is_letter(first) => {
            let number = chars.as_str();
            let lettered =
                number.len() <= 2 && number.bytes().all(|b| b.is_ascii_digit());
            lettered || is_roman(word)
        }
        _ => false,
    }
}

fn is_roman(word: &str) -> bool {
    // "Phụ lục Ib": an inserted annex.
    let bare = word.strip_suffix(['a', 'b', 'c', 'd']).unwrap_or(word);
    bare.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C'))
}

fn groups(tokens: &[Token<'_>]) -> Groups {
    let mut groups = Groups::new();
    let mut apart = false;
    let mut added = false;
    let mut range = false;
    // Where the group stands that an open bracket tells more of.
    let mut outer = None;
    for token in tokens {
        match token {
            Token::Separator => apart = true,
            Token::And => (apart, added) = (true, true),
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
                    open_group(&mut groups, *level, apart, added);
                    range = false;
                }
                (apart, added) = (false, false);
            }
            Token::Label(label) => {
                if let Some(group) = groups.last_mut() {
                    push_written(group, label, range);
                }
                (apart, added) = (false, false);
                range = false;
            }
            Token::Filler | Token::Of => {}
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

/// Begins the group of a level word; only behind "và" does it never hold the one before it.
fn open_group(groups: &mut Groups, level: Level, apart: bool, added: bool) {
    if let Some(last) = groups.last_mut().filter(|_| !added) {
        last.inside = is_section_of(last, level);
    }
    groups.push(Group { level, labels: SmallVec::new(), apart, inside: false });
}

/// "điểm 1.1.2 mục II, Điều 1 của Quyết định": where a decision approves a plan its article
/// has sections; in laws a section has articles and stands behind them.
fn is_section_of(group: &Group, next: Level) -> bool {
    next == Level::Article && group.level == Level::Section && group.begins_roman()
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
        None => group.labels.push(label.into()),
    }
}

/// Labels of several levels multiply; no text lists more than this.
const MOST_PATHS: usize = 500;

/// Most levels have one label, or hang under one.
type Paths = SmallVec<[Provision; 2]>;

/// Builds full paths, reading the groups from the right.
pub(crate) fn assemble(groups: &[Group]) -> Vec<Provision> {
    if is_one_path(groups) {
        // "điểm a khoản 2 Điều 5", as most are.
        let label = |g: &Group| g.labels.first().cloned().unwrap_or_default();
        let steps = groups.iter().rev().map(|g| (g.level, label(g)));
        return vec![Provision(steps.collect())];
    }
    let mut out: Vec<Provision> = Vec::new();
    // The paths of each level that further groups may hang under, largest level first.
    // Under all but the last hangs another.
    let mut open: Vec<((Level, u8), Paths)> = Vec::new();
    let mut apart = true;
    for group in groups.iter().rev() {
        let rank = group.rank();
        let lower = open.pop_if(|(last, _)| !apart && rank < *last);
        let paths = if let Some((_, lower)) = lower {
            // "Điều 5 khoản 2": written from the large to the small.
            above(group, &lower)
        } else {
            let whole = open.pop_if(|(last, _)| rank <= *last);
            out.extend(whole.into_iter().flat_map(|(_, paths)| paths));
            while open.pop_if(|(last, _)| rank <= *last).is_some() {}
            below(group, open.last().map_or(&[], |(_, paths)| paths))
        };
        open.push((rank, paths));
        apart = group.apart;
    }
    out.extend(open.pop().into_iter().flat_map(|(_, paths)| paths));
    out.reverse();
    out
}

/// Each level has one label and stands under the next on its right.
fn is_one_path(groups: &[Group]) -> bool {
    !groups.is_empty()
        && groups.iter().all(|g| g.labels.len() == 1)
        && groups.windows(2).all(|pair| pair[0].rank() > pair[1].rank())
}

fn below(group: &Group, parents: &[Provision]) -> Paths {
    if parents.is_empty() {
        return group.steps().map(|step| Provision(smallvec![step])).collect();
    }
    let path = |p: &Provision, step| p.0.iter().cloned().chain([step]).collect();
    let paths =
        parents.iter().flat_map(|p| group.steps().map(move |s| Provision(path(p, s))));
    paths.take(MOST_PATHS).collect()
}

fn above(group: &Group, paths: &[Provision]) -> Paths {
    let path =
        |p: &Provision, step| [step].into_iter().chain(p.0.iter().cloned()).collect();
    let all =
        paths.iter().flat_map(|p| group.steps().map(move |s| Provision(path(p, s))));
    all.take(MOST_PATHS).collect()
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

    fn reads(cases: &[(&str, &str)]) {
        for (text, pinpoints) in cases {
            assert_eq!(p(text), *pinpoints, "{text}");
        }
    }

    #[test]
    fn nesting() {
        reads(&[
            ("tại điểm a khoản 2 Điều 5 ", "Điều 5 khoản 2 điểm a"),
            ("tại Khoản 2, Điều 1 của ", "Điều 1 khoản 2"),
            ("Điều 5 khoản 2 điểm a ", "Điều 5 khoản 2 điểm a"),
            ("Điều 5, khoản 1, điểm d ", "Điều 5 khoản 1 điểm d"),
            ("tiết b điểm 2.2 khoản 2 Điều 6 ", "Điều 6 khoản 2 điểm 2.2 tiết b"),
            ("quy định chi tiết khoản 2 Điều 5 ", "Điều 5 khoản 2"),
            ("mục 5 khoản II ", "khoản II Mục 5"),
            ("điểm c khoản 1 Mục II ", "Mục II khoản 1 điểm c"),
        ]);
    }

    #[test]
    fn lists_and_ranges() {
        reads(&[
            ("tại Điều 1 và Điều 2 ", "Điều 1; Điều 2"),
            (
                "các khoản 1, 2 và 3 Điều 7 ",
                "Điều 7 khoản 1; Điều 7 khoản 2; Điều 7 khoản 3",
            ),
            (
                "điểm a, điểm b khoản 1, khoản 3 và khoản 5 Điều 7 ",
                "Điều 7 khoản 1 điểm a; Điều 7 khoản 1 điểm b; Điều 7 khoản 3; Điều 7 khoản 5",
            ),
            ("khoản 2 Điều 1 và khoản 1 Điều 2 ", "Điều 1 khoản 2; Điều 2 khoản 1"),
            ("từ khoản 3 đến khoản 5 Điều 2 ", "Điều 2 khoản 3 đến khoản 5"),
            ("từ điểm 3.1.1, đến điểm 3.1.4 tại ", "điểm 3.1.1 đến điểm 3.1.4"),
            ("các Điều 18 đến 23 và Điều 25 ", "Điều 18 đến Điều 23; Điều 25"),
            (
                "các Điều 5 (khoản 2, 3), Điều 7, 8 ",
                "Điều 5 khoản 2; Điều 5 khoản 3; Điều 7; Điều 8",
            ),
            ("Điều 68a, khoản 8a ", "Điều 68a; khoản 8a"),
            (
                "khoản 2 và điểm 3.1 khoản 3 Mục VIII của ",
                "Mục VIII khoản 2; Mục VIII khoản 3 điểm 3.1",
            ),
        ]);
    }

    #[test]
    fn annexes_and_what_is_no_pinpoint() {
        reads(&[
            ("theo mẫu tại Phụ lục số 1 của ", "Phụ lục 1"),
            ("khoản 9 Điều 3 và Mẫu số 01 kèm theo ", "Điều 3 khoản 9"),
            ("quy định tại Phụ \nlục Ib ", "Phụ lục Ib"),
            ("Phụ lục I Danh mục hồ sơ khai thuế ban hành kèm theo ", "Phụ lục I"),
            ("Phụ lục II và Phụ lục III ban hành kèm theo ", "Phụ lục II; Phụ lục III"),
            ("điều 56 - ", "Điều 56"),
            ("quy định của ", ""),
            ("ngày 5 tháng 6, ", ""),
        ]);
    }
}
