//! Who issued a document and when, said before its number: *Ngày 18-5, Ban Chỉ đạo 138
//! tỉnh đã ban hành Kế hoạch số …*, *theo đề nghị của Sở Y tế tại Tờ trình số …*.

use super::date::{Written, date_at};
use super::issuer::{Body, body_at};
use super::lexer::{
    char_at, char_before, is_behind, is_capital, is_start, sentence_start, space_back,
    strip_small, word, words_back,
};
use crate::text::is_word;
use crate::vocab::words;

/// What the clause before a citation says of it.
#[derive(Debug, Default)]
pub(super) struct Subject {
    pub(super) issuer: Option<Body>,
    pub(super) date: Option<Written>,
}

/// How the clause leads to the citation.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Lead {
    /// "… đã ban hành", "… vừa ký": the subject issued it, on the day of the sentence.
    Issuing,
    /// "… tại": the body whose opinion it holds.
    At,
    /// "Bộ Tài chính (Văn bản số …)".
    Bracket,
    /// "Ngày 5/4, Ủy ban nhân dân tỉnh ra Quyết định số …": the body right before the verb.
    Acting,
}

const WINDOW: usize = 320;

/// Behind these stands what somebody says, not what he issues.
const SAYING: [&str; 5] = ["cho biết", "cho hay", "trả lời", "khẳng định", "xác minh"];

/// Reads the subject of the clause before a citation that begins at `at`.
pub(super) fn subject_before(text: &str, at: usize) -> Subject {
    let end = space_back(text, at);
    let Some(lead) = lead_of(text, end) else { return Subject::default() };
    let from = clause_start(text, end);
    let mut bodies = bodies(text, from, end);
    let acts = matches!(lead, Lead::Issuing | Lead::Acting);
    let verb = if acts { verb_start(text, end) } else { end };
    if let Some(last) = bodies.last_mut().filter(|_| acts) {
        reach_verb(text, last, verb);
    }
    let is_next = |b: &Body| text.get(b.end..verb).is_some_and(|g| g.trim().is_empty());
    let issuer = match lead {
        Lead::Acting => bodies.into_iter().last().filter(is_next),
        Lead::Bracket => {
            let opens = |b: &Body| text.get(b.end..end).is_some_and(|g| g.trim() == "(");
            bodies.into_iter().last().filter(opens)
        }
        // "Bộ trưởng cho biết, … tại Nghị định A": who speaks did not issue it.
        Lead::At if bodies.last().is_some_and(|b| speaks(text, b.end, end)) => None,
        Lead::Issuing | Lead::At => {
            on_behalf(text, &bodies).cloned().or_else(|| full_name(text, bodies))
        }
    };
    let dated = lead == Lead::Issuing || lead == Lead::Acting && issuer.is_some();
    // "Ngày 16/7, Thanh tra tỉnh cho biết, Chánh Thanh tra vừa ký": the day of the saying.
    let clause = text.get(from..end).unwrap_or_default();
    let said = || SAYING.iter().filter_map(|w| clause.rfind(w)).max().unwrap_or(0);
    let date = dated.then(|| last_date(text, from + said(), end)).flatten();
    Subject { issuer, date }
}

/// Returns where *vừa ký ban hành*, *cũng có* begins that ends at `end`.
fn verb_start(text: &str, end: usize) -> usize {
    const VERBS: [&str; 27] = [
        "lại", "phê", "duyệt", "ban", "hành", "và", "triển", "khai", "đã", "vừa", "mới",
        "ký", "kí", "có", "ra", "cũng", "thông", "qua", "các", "liên", "tiếp", "chính",
        "thức", "biểu", "quyết", "dự", "án",
    ];
    let is_verb = |&(s, e): &(usize, usize)| {
        let word = text.get(s..e).unwrap_or_default();
        VERBS.iter().any(|verb| strip_small(word, verb) == Some(""))
    };
    words_back(text, end).take(6).take_while(is_verb).last().map_or(end, |(s, _)| s)
}

/// "Cục Quản lý dược có công văn": small words before the verb belong to the name, a person's
/// do not ("Thứ trưởng Bộ Xây dựng Nguyễn Văn An ký").
fn reach_verb(text: &str, body: &mut Body, verb: usize) {
    let gap = text.get(body.end..verb).unwrap_or_default();
    let city = gap.replace("TP.", "TP").replace("Tp.", "Tp");
    let plain = city.chars().all(|c| is_word(c) || c.is_whitespace());
    let count = gap.split_whitespace().count();
    let first = super::lexer::space(text, body.end);
    let tail = super::lexer::rest(text, first);
    let ends = words::ISSUER_STOPS.at_start(tail).is_some()
        || words::FAMILY_NAMES.at_start(tail).is_some();
    if plain && (1..=6).contains(&count) && !ends {
        body.end = space_back(text, verb);
        body.name = format!(
            "{} {}",
            body.name,
            gap.split_whitespace().collect::<Vec<_>>().join(" ")
        );
    }
}

fn speaks(text: &str, from: usize, to: usize) -> bool {
    let words = text.get(from..to).unwrap_or_default();
    SAYING.iter().any(|w| words.contains(w))
}

/// The verbs of who issues what follows.
const ISSUING: [&str; 12] = [
    "đã phê duyệt",
    "vừa phê duyệt",
    "ban hành",
    "ban hành và triển khai",
    "ký",
    "đã có",
    "vừa có",
    "mới có",
    "đã ra",
    "vừa ra",
    "đã thông qua",
    "thông qua dự án",
];

/// The last words of all phrases that lead to a citation.
const LAST: [&str; 11] =
    ["hành", "khai", "ký", "có", "ra", "qua", "tại", "theo", "các", "án", "duyệt"];

fn lead_of(text: &str, end: usize) -> Option<Lead> {
    if char_before(text, end) == Some('(') {
        return Some(Lead::Bracket);
    }
    // Most clauses end otherwise.
    let leads = is_behind(text, end, &LAST);
    if !leads {
        return None;
    }
    let from = (0..=end.saturating_sub(40)).rev().find(|&i| text.is_char_boundary(i))?;
    let near = text.get(from..end)?;
    if !near.contains('\n') {
        return lead_in(near);
    }
    // Lines may break between the words.
    lead_in(&near.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// How the words at the end of `near` lead to a citation.
fn lead_in(mut near: &str) -> Option<Lead> {
    while let Some(head) = strip_small(near, "các") {
        near = head;
    }
    let near = near.trim_end();
    let ends_with = |words: &&str| strip_small(near, words).is_some();
    if ISSUING.iter().any(ends_with) {
        return Some(Lead::Issuing);
    }
    if [" ra", " có", " thông qua"].iter().any(ends_with) {
        return Some(Lead::Acting);
    }
    let at = strip_small(near, "tại").is_some_and(|n| n.ends_with(char::is_whitespace));
    // "được sửa đổi, bổ sung tại": the body before issued something else.
    let other = ["quy định tại", "sửa đổi tại", "bổ sung tại", "điều tại", "thế tại"];
    (at && !other.iter().any(ends_with) || ends_with(&"phê duyệt theo"))
        .then_some(Lead::At)
}

fn clause_start(text: &str, end: usize) -> usize {
    let sentence = sentence_start(text, end);
    let window = end.saturating_sub(WINDOW).max(sentence);
    let from = (window..=end).find(|&i| text.is_char_boundary(i)).unwrap_or(end);
    text.get(from..end).and_then(|c| c.rfind(';')).map_or(from, |i| from + i + 1)
}

/// Returns the bodies named between two offsets, in order.
fn bodies(text: &str, from: usize, to: usize) -> Vec<Body> {
    let mut found = Vec::new();
    let mut at = from;
    while at < to {
        let end = word(text, at);
        let candidate = is_start(text, at)
            && (is_capital(text, at)
                || end.is_some_and(|end| in_lower_case(text, at, end)));
        // The body in "Chỉ thị số 16/CT-TTg" is a part of the number.
        let glued = matches!(char_before(text, at), Some('-' | '/'));
        let is_body = |b: &Body| b.end <= to && (!glued || b.name.contains(' '));
        let body = candidate.then(|| acting(text, at)).flatten().filter(is_body);
        if let Some(body) = body {
            at = body.end;
            found.push(body);
            continue;
        }
        at = end.unwrap_or(at);
        at += char_at(text, at).map_or(1, char::len_utf8);
    }
    found
}

/// Reads one body, or several that act together; in "chỉ đạo của Thủ tướng Chính phủ, Bộ
/// Công Thương đã ban hành" the second acts alone.
fn acting(text: &str, at: usize) -> Option<Body> {
    let joint = body_at(text, at, true)?;
    let together =
        !joint.name.contains(',') || !super::lexer::is_behind(text, at, &["của"]);
    if together { Some(joint) } else { body_at(text, at, false) }
}

/// "bộ Tài chính": newspapers write the first word small.
fn in_lower_case(text: &str, at: usize, end: usize) -> bool {
    let small = matches!(
        text.get(at..end),
        Some("bộ" | "ban" | "sở" | "cục" | "chủ" | "phó" | "tổng" | "ủy" | "uỷ")
    );
    let tail = super::lexer::rest(text, at);
    // "trường đại học Kinh tế Quốc dân", "vụ Kế hoạch Tài chính".
    let longer = ["trường đại học", "đại học", "trường cao đẳng", "bệnh viện", "vụ"];
    let after = || {
        let first = tail.chars().next();
        let mut likely = longer.iter().filter(|w| w.chars().next() == first);
        likely.find_map(|w| Some(at + crate::text::starts_with_words(tail, w)?))
    };
    let end = small.then_some(end).or_else(after);
    end.is_some_and(|end| is_capital(text, super::lexer::space(text, end)))
}

/// "Thay mặt Bộ Chính trị, … Tổng Bí thư đã ký": the body that the person speaks for.
fn on_behalf<'b>(text: &str, bodies: &'b [Body]) -> Option<&'b Body> {
    bodies.iter().rfind(|b| super::lexer::is_behind(text, b.start, &["mặt"]))
}

/// The last body; of a name and its short form in brackets, the name.
fn full_name(text: &str, mut bodies: Vec<Body>) -> Option<Body> {
    let mut last = bodies.pop()?;
    if !last.name.contains(' ') {
        // "Bộ Công Thương cho hay, … Bộ có Quyết định …".
        let head = last.name.clone();
        let full = bodies.iter().rfind(|b| b.name.starts_with(&head)).cloned();
        last = full.unwrap_or(last);
    }
    let short =
        |b: &Body| text.get(b.end..last.start).is_some_and(|gap| gap.trim() == "(");
    bodies.pop().filter(short).or(Some(last))
}

fn last_date(text: &str, from: usize, to: usize) -> Option<Written> {
    let clause = text.get(from..to)?;
    let day = clause.rfind("gày ").map(|i| from + i)?;
    let start = space_back_one(text, day);
    date_at(text, start).filter(|(_, end)| *end <= to).map(|(date, _)| date)
}

fn space_back_one(text: &str, at: usize) -> usize {
    char_before(text, at).map_or(at, |c| at - c.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(s: &str) -> (Option<String>, bool) {
        let subject = subject_before(s, s.len());
        (subject.issuer.map(|b| b.name), subject.date.is_some())
    }

    #[test]
    fn who_issued_it_and_when() {
        let name = |s: &str| Some(s.to_owned());
        assert_eq!(
            p("Ngày 18-5, Ban Chỉ đạo 138 tỉnh đã ban hành "),
            (name("Ban Chỉ đạo 138 tỉnh"), true)
        );
        assert_eq!(
            p("Theo đề nghị của Giám đốc Công an tỉnh tại "),
            (name("Giám đốc Công an tỉnh"), false)
        );
        assert_eq!(p("thống nhất với Bộ Tài chính ("), (name("Bộ Tài chính"), false));
        assert_eq!(p("theo quy định tại "), (None, false));
    }
}
