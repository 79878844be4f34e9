//! Titles of laws: where a name ends.
//!
//! Known titles come from the table; for a law never seen before the title ends where a
//! reader would end it: before a number, a date, a verb, or the next document.

use super::lexer::{
    any_phrase, char_at, is_behind, is_capital, phrase, rest, so, space, word,
};
use super::number::number_at;
use crate::text::{fold_tone, starts_with_unmarked_words};
use crate::text::{is_lower, is_word};
use crate::vocab::{DocKind, Law, words};

/// A title behind a kind word.
#[derive(Clone, Debug)]
pub(super) struct Title {
    pub(super) start: usize,
    pub(super) end: usize,
    /// A known law of that title, of whichever generation.
    pub(super) law: Option<Law>,
    /// The offsets of the kind words of laws named inside ("sửa đổi … của Luật X").
    pub(super) nested: Vec<usize>,
}

/// Reads the title behind the kind word that ends at `at`.
pub(super) fn title_at(text: &str, kind: DocKind, at: usize) -> Option<Title> {
    title_within(text, kind, at, 0)
}

/// No title names more laws than this: Law 35/2018/QH14 amends eleven, others up to 37.
const MOST_LAWS: usize = 40;

/// The title of a law amends a law that may amend a law; deeper ones are no titles.
const MAX_DEPTH: u8 = 3;

fn title_within(text: &str, kind: DocKind, at: usize, depth: u8) -> Option<Title> {
    let start = space(text, at);
    if kind == DocKind::CONSTITUTION {
        return Some(constitution(text, at, start));
    }
    if super::citation::is_treaty(kind) {
        return treaty(text, start);
    }
    if let Some(after) = amending(text, start).filter(|_| depth < MAX_DEPTH) {
        return Some(amending_title(text, start, after, depth + 1));
    }
    // "Pháp lệnh về nhập cảnh, xuất cảnh, …": the table has no *về*.
    let about = phrase(text, start, "về").map_or(start, |end| space(text, end));
    let tail = rest(text, about);
    if let Some((law, len)) = Law::at_start(tail).or_else(|| Law::unmarked_at_start(tail))
    {
        return Some(known(text, start, about + len, law));
    }
    unknown(text, kind, start)
}

/// *Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam*, or nothing behind the word.
fn constitution(text: &str, at: usize, start: usize) -> Title {
    let names =
        ["nước cộng hòa xã hội chủ nghĩa việt nam", "nước chxhcn việt nam", "sửa đổi"];
    let folded: Vec<String> = names.iter().map(|n| fold_tone(n)).collect();
    let phrases: Vec<&str> = folded.iter().map(String::as_str).collect();
    let end = any_phrase(text, start, &phrases).unwrap_or(at);
    Title { start: start.min(end), end, law: None, nested: Vec::new() }
}

/// *Khung về Kiểm soát thuốc lá*, *Thương mại tự do giữa A và B*: the title of a treaty
/// says what it is about and who concluded it.
fn treaty(text: &str, start: usize) -> Option<Title> {
    let mut end = start;
    let mut words = 0;
    while words < 40 {
        let at = if words == 0 { start } else { space(text, end) };
        // "giai đoạn 2022 - 2027" belongs to what carries it out.
        let past = any_phrase(text, at, &["ký", "giai đoạn"]).is_some();
        // "Kiểm soát thuộc lá": a scanner's *thuốc*.
        let half = is_half(text, at)
            || phrase(text, at, "thuộc").is_some()
            || phrase(text, at, "luật").is_some() && is_behind(text, at, &["về"]);
        let ended = past || stops(text, at) && !half || dated(text, at);
        let Some(next) = word(text, at).filter(|_| !ended) else { break };
        // "Ai-len".
        let joined = super::lexer::eat(text, next, '-').and_then(|n| word(text, n));
        end = joined.unwrap_or(next);
        words += 1;
    }
    // "Hiệp định vay vốn": any one.
    let least = if is_capital(text, start) { 2 } else { 4 };
    (words >= least).then_some(Title { start, end, law: None, nested: Vec::new() })
}

/// Reads *sửa đổi, bổ sung một số điều của* (or *Điều 6 và Phụ lục 4 … của*).
fn amending(text: &str, start: usize) -> Option<usize> {
    let begins = ["sua doi", "bo sung, sua doi"];
    let window = rest(text, start);
    begins.iter().find_map(|b| starts_with_unmarked_words(window, b))?;
    if let Some(law) = object(text, start) {
        return Some(law);
    }
    let limit = window.char_indices().nth(220).map_or(window.len(), |(i, _)| i);
    let window = window.get(..limit)?;
    let stop = window.find([';', '.', '(', ')']).unwrap_or(window.len());
    let mut at = start;
    while at < start + stop {
        let next = word(text, at).unwrap_or(at);
        if let Some(after) = phrase(text, at, "của") {
            return Some(space(text, after));
        }
        at = next + char_at(text, next).map_or(1, char::len_utf8);
    }
    None
}

/// The law right behind the verbs: *sửa đổi, bổ sung Pháp lệnh …*.
fn object(text: &str, start: usize) -> Option<usize> {
    let mut at = start;
    for _ in 0..4 {
        at = super::lexer::space_comma(text, word(text, at)?);
        if law_kind_at(text, at).is_some() {
            return Some(at);
        }
    }
    None
}

/// An amending title runs over the laws that it amends.
fn amending_title(text: &str, start: usize, first: usize, depth: u8) -> Title {
    let mut title = Title { start, end: first, law: None, nested: Vec::new() };
    let mut at = plural(text, first);
    let mut numbered = false;
    while let Some((kind, len)) = law_kind_at(text, at) {
        let Some(inner) = title_within(text, kind, at + len, depth) else { break };
        if inner.end <= at {
            break;
        }
        title.nested.push(at);
        title.nested.extend(inner.nested);
        title.end = with_year(text, inner.end);
        let number = number_of_inner(text, at + len, title.end, numbered);
        numbered = number.is_some();
        title.end = number.unwrap_or(title.end);
        let full = title.nested.len() >= MOST_LAWS;
        let Some(next) = next_member(text, title.end).filter(|_| !full) else { break };
        at = next;
    }
    if title.nested.is_empty() {
        // "… của các luật liên quan đến đầu tư xây dựng cơ bản": no law is named.
        let laws = ["các luật", "các bộ luật", "các pháp lệnh"];
        let subject = any_phrase(text, first, &laws)
            .or_else(|| counted_laws(text, first))
            .map_or(first, |n| {
                let next = space(text, n);
                any_phrase(text, next, &["liên quan đến", "có liên quan đến"])
                    .map_or(next, |n| space(text, n))
            });
        title.end =
            to_number(text, start, first).unwrap_or(words_until_stop(text, subject));
    }
    title
}

/// "Luật sửa đổi, bổ sung một số điều của Luật Đất đai số 31/2024/QH15, Luật Nhà ở số
/// 27/2023/QH15 và Luật …": the number behind a title that begins at `title` and ends at
/// `end` is that of the inner law where it is known to bear it, or where the one before had
/// its own; else it is that of the outer one. Returns where it ends.
fn number_of_inner(
    text: &str,
    title: usize,
    end: usize,
    numbered: bool,
) -> Option<usize> {
    let read = so(text, space(text, end)).and_then(|n| number_at(text, n))?;
    let name = rest(text, space(text, title));
    let bears = |law: Law| law.same_title().any(|l| l.number().same(&read.number));
    let known = || Law::at_start(name).is_some_and(|(law, _)| bears(law));
    let goes_on = || next_member(text, read.end).is_some();
    (numbered || goes_on() && known()).then_some(read.end)
}

/// Reads *37 Luật* of "… của 37 Luật có liên quan đến quy hoạch".
fn counted_laws(text: &str, at: usize) -> Option<usize> {
    let after = super::lexer::digits(text, at)?;
    any_phrase(text, space(text, after), &["luật", "pháp lệnh"])
}

fn plural(text: &str, at: usize) -> usize {
    phrase(text, at, "các").map_or(at, |next| space(text, next))
}

/// Returns the kind when a law, code or ordinance begins at `at`.
pub(super) fn law_kind_at(text: &str, at: usize) -> Option<(DocKind, usize)> {
    let found = DocKind::at_start(rest(text, at))?;
    matches!(found.0.code(), "L" | "BL" | "PL").then_some(found)
}

/// Reads `, ` or ` và ` when another law follows.
fn next_member(text: &str, end: usize) -> Option<usize> {
    let at = space(text, end);
    let next = match char_at(text, at)? {
        ',' => {
            let next = space(text, at + 1);
            phrase(text, next, "và").map_or(next, |n| space(text, n))
        }
        _ => space(text, phrase(text, at, "và")?),
    };
    let next = article(text, next).unwrap_or(next);
    law_kind_at(text, next).map(|_| next)
}

/// Reads *Điều 121 (của)* of "… Điều 126 của Luật Nhà ở và Điều 121 của Luật Đất đai".
fn article(text: &str, at: usize) -> Option<usize> {
    let label = space(text, any_phrase(text, at, &["điều", "điêu"])?);
    let next = space(text, super::lexer::digits(text, label)?);
    Some(phrase(text, next, "của").map_or(next, |n| space(text, n)))
}

/// Includes a directly following year in a nested name ("Luật Đất đai năm 2013"), if it is
/// not that of the outer one.
fn with_year(text: &str, end: usize) -> usize {
    let next = space(text, end);
    let Some(after) = phrase(text, next, "năm") else { return end };
    let year = super::date::year(text, space(text, after)).map(|(_, e)| e);
    year.filter(|&e| year_of_inner(text, e)).unwrap_or(end)
}

/// "Luật sửa đổi, bổ sung một số điều của Luật Đất đai năm 2013 số 35/2018/QH14": the year
/// that ends at `end` belongs to the inner law where a number, a date or another law follows.
pub(super) fn year_of_inner(text: &str, end: usize) -> bool {
    let next = super::lexer::space_comma(text, end);
    so_number(text, next) || is_day(text, next) || next_member(text, end).is_some()
}

/// A known title; a longer name that goes on to a number wins over it.
fn known(text: &str, start: usize, end: usize, law: Law) -> Title {
    let (law, end) = noted(text, start, end).unwrap_or((law, end));
    match to_number(text, start, end) {
        Some(longer) => Title { start, end: longer, law: None, nested: Vec::new() },
        None => Title { start, end: tail(text, end), law: Some(law), nested: Vec::new() },
    }
}

/// "Luật giáo dục nghề nghiệp1": the mark of a footnote hides the longer title.
fn noted(text: &str, start: usize, end: usize) -> Option<(Law, usize)> {
    let tail = rest(text, end);
    let mark = tail.bytes().take(60).position(|b| b.is_ascii_digit())?;
    let name = text.get(start..end + mark).filter(|name| name.ends_with(is_lower))?;
    let (law, len) = Law::at_start(name)?;
    (start + len > end).then_some((law, start + len))
}

/// *Việt Nam* behind a title that the table has without it; *sửa đổi* before a year.
fn tail(text: &str, end: usize) -> usize {
    let next = space(text, end);
    any_phrase(text, next, &["việt nam", "tại việt nam", "(sửa đổi)"])
        .or_else(|| revised(text, next))
        .unwrap_or(end)
}

/// "Luật Giáo dục đại học sửa đổi (năm) 2018".
fn revised(text: &str, at: usize) -> Option<usize> {
    let end = any_phrase(text, at, &["sửa đổi", "sửa đổi, bổ sung"])?;
    let next = space(text, end);
    let year = phrase(text, next, "năm").map_or(next, |n| space(text, n));
    super::date::year(text, year).map(|_| end)
}

/// Returns where the title ends when it runs on to *số N/…*: within 40 words, with no
/// other document and no stronger punctuation between.
fn to_number(text: &str, start: usize, from: usize) -> Option<usize> {
    let mut at = space(text, from);
    if so_number(text, at) {
        return None;
    }
    let mut longer = false;
    for n in 0..40 {
        match char_at(text, at)? {
            ',' | '-' => at = space(text, at + 1),
            _ => {
                let end = word(text, at)?;
                let day =
                    n < 14 && phrase(text, at, "ngày").is_some() && is_day(text, at);
                if so_symbol(text, at) || day && longer {
                    let title_end = super::lexer::space_back(text, at);
                    return (title_end > start).then_some(title_end);
                }
                if stops_number(text, at) {
                    return None;
                }
                at = space(text, end);
                longer = true;
            }
        }
    }
    None
}

fn is_day(text: &str, at: usize) -> bool {
    super::date::date_at(text, at).is_some()
}

fn so_number(text: &str, at: usize) -> bool {
    so(text, at).is_some_and(|n| char_at(text, n).is_some_and(|c| c.is_ascii_digit()))
}

/// "… số 45/2013/QH13", not "Thay thế Mẫu số 02".
fn so_symbol(text: &str, at: usize) -> bool {
    let end = so(text, at).and_then(|n| super::lexer::digits(text, n));
    let next = end.and_then(|e| char_at(text, space(text, e)));
    matches!(next, Some('/' | '-'))
}

fn stops_number(text: &str, at: usize) -> bool {
    // "Luật Điều ước quốc tế": no article.
    let treaty = phrase(text, at, "điều ước").is_some();
    // "Luật Điện lực, Thông báo số …": another document.
    let document = is_capital(text, at) && DocKind::at_start(rest(text, at)).is_some();
    !treaty && (document || words::NUMBER_STOPS.at_start(rest(text, at)).is_some())
}

/// Reads the title of a law that the table does not know.
fn unknown(text: &str, kind: DocKind, start: usize) -> Option<Title> {
    let first_end = word(text, start)?;
    let first = text.get(start..first_end)?;
    let ordinance =
        kind == DocKind::ORDINANCE && phrase(text, start, "quy định").is_some();
    // "Luật số" before a cut.
    let cut = so(text, start).is_some();
    let begins = ordinance || !cut && !stops(text, start) && !dated(text, start);
    // One letter is what a scanner left of a title.
    let torn = first.chars().count() < 2;
    let no_title = || words::NO_TITLES.at_start(rest(text, start)).is_some();
    if torn || !begins || kind == DocKind::LAW && no_title() {
        return None;
    }
    if let Some(end) = to_number(text, start, start) {
        return Some(Title { start, end, law: None, nested: Vec::new() });
    }
    let end = tail(text, without_note(text, words_until_stop(text, start)));
    (end > start).then_some(Title { start, end, law: None, nested: Vec::new() })
}

/// "đổi mới sáng tạo", "hàng không dân dụng", "thương mại tự do": the second half of a word
/// ends no title.
fn is_half(text: &str, at: usize) -> bool {
    let halves = [("mới", "đổi"), ("không", "hàng"), ("do", "tự")];
    halves.iter().any(|(second, first)| {
        phrase(text, at, second).is_some() && is_behind(text, at, &[first])
    })
}

/// "Luật Thuế giá trị gia tăng2": the mark of a footnote is no part of the title.
fn without_note(text: &str, end: usize) -> usize {
    let head = text.get(..end).unwrap_or_default();
    let bare = head.trim_end_matches(|c: char| c.is_ascii_digit());
    let noted = head.len() - bare.len() <= 2 && bare.ends_with(is_lower);
    if noted { bare.len() } else { end }
}

fn words_until_stop(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut at = start;
    for n in 0..22 {
        let about = n > 0 && phrase(text, at, "về").is_some();
        let half = is_half(text, at);
        if n > 0 && !half && (stops(text, at) || dated(text, at) || about) {
            break;
        }
        let Some(next) = word(text, at) else { break };
        end = next;
        let gap = space(text, next);
        if let Some(close) = quoted(text, gap) {
            return close;
        }
        at = match char_at(text, gap) {
            Some(',') if comma_inside(text, start, next, gap) => space(text, gap + 1),
            Some(c) if is_word(c) && gap > next => gap,
            _ => break,
        };
    }
    end
}

/// Reads a quoted name at the end of a title: *“Bà mẹ Việt Nam anh hùng”*.
fn quoted(text: &str, at: usize) -> Option<usize> {
    let open = char_at(text, at).filter(|c| matches!(c, '“' | '"'))?;
    let inside = at + open.len_utf8();
    let tail = rest(text, inside);
    let close = tail.find(['”', '"']).filter(|n| *n < 120)?;
    let len = tail.get(close..)?.chars().next()?.len_utf8();
    Some(inside + close + len)
}

/// A comma belongs to the title in the pattern "Phòng, chống …", "Quản lý, sử dụng …":
/// right behind the first words, before a small letter.
fn comma_inside(text: &str, start: usize, end: usize, comma: usize) -> bool {
    let words = text.get(start..end).map_or(0, |t| t.split_whitespace().count());
    let next = space(text, comma + 1);
    let small = char_at(text, next).is_some_and(is_lower);
    words <= 3 && small && !stops(text, next)
}

fn stops(text: &str, at: usize) -> bool {
    words::TITLE_STOPS.at_start(rest(text, at)).is_some()
}

/// A number or a date ends a title.
fn dated(text: &str, at: usize) -> bool {
    match char_at(text, at) {
        Some('0'..='9') => true,
        Some('s' | 'S') => so_number(text, at),
        Some('n' | 'N' | 't' | 'T') => {
            super::date::date_at(text, at).is_some() || phrase(text, at, "ngày").is_some()
        }
        _ => false,
    }
}

/// Returns true if *luật* at `at` may name a law, whatever its title: not *pháp luật*. A
/// small one is followed by a title that is known, or by *sửa đổi*.
pub(super) fn may_be_law(text: &str, at: usize, after: usize) -> bool {
    const NO_LAW: [&str; 10] =
        ["pháp", "đại", "công", "khoa", "ngành", "đh", "trường", "môn", "ty", "hãng"];
    let title = || rest(text, space(text, after));
    let known = || Law::at_start(title()).or_else(|| Law::unmarked_at_start(title()));
    let amends = || phrase(text, space(text, after), "sửa đổi").is_some();
    !is_behind(text, at, &NO_LAW)
        && (is_capital(text, at) || known().is_some() || amends())
}

/// Returns true if *luật* at `at` with that title names a law: not *kỷ luật*.
pub(super) fn names_law(text: &str, at: usize, title: &Title) -> bool {
    if title.law.is_some() {
        return is_capital(text, at) || !is_behind(text, at, &["kỷ", "quy", "dự"]);
    }
    // "dự án Luật sửa đổi, bổ sung một số điều của Luật Thương mại, …".
    if !title.nested.is_empty() {
        return true;
    }
    // "Đại học Luật Hà Nội", "Hội Luật TP. HCM", "XỬ LÝ KỶ LUẬT".
    !is_behind(text, at, &["học", "hội", "kỷ"])
        && is_capital(text, at)
        && (is_capital(text, title.start) || is_cited(text, at))
}

/// A capital type word (*Luật*, *Hiệp định*) with a small title counts where a citation is
/// likely.
pub(super) fn is_cited(text: &str, at: usize) -> bool {
    is_behind(
        text,
        at,
        &["của", "theo", "tại", "cứ", "hành", "và", "đổi", "bỏ", "bằng", "với", "hiện"],
    ) || super::lexer::char_before(text, super::lexer::space_back(text, at))
        .is_some_and(|c| c.is_ascii_digit() || matches!(c, ',' | ';' | '('))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(s: &str) -> String {
        let (kind, len) = DocKind::at_start(s).unwrap();
        match title_at(s, kind, len) {
            Some(t) => format!("{}|{}", s.get(t.start..t.end).unwrap(), t.nested.len()),
            None => "none".into(),
        }
    }

    #[test]
    fn titles_end_where_a_reader_ends_them() {
        assert_eq!(
            p("Luật Phòng, chống mua bán người và các văn bản"),
            "Phòng, chống mua bán người|0"
        );
        assert_eq!(p("Luật Đất đai số 45/2013/QH13"), "Đất đai|0");
        assert_eq!(p("Luật Tổ chức Chính phủ ngày 25"), "Tổ chức Chính phủ|0");
        assert_eq!(p("Bộ luật Hình sự năm 2015"), "Hình sự|0");
        assert_eq!(p("Luật Vũ trụ học được ban hành"), "Vũ trụ học|0");
        assert_eq!(
            p("Luật Phòng, chống thiên thạch quy định"),
            "Phòng, chống thiên thạch|0"
        );
        assert_eq!(p("Pháp lệnh Xử lý đồ thải ngày 1"), "Xử lý đồ thải|0");
        assert_eq!(
            p("Pháp lệnh sửa đổi, bổ sung Pháp lệnh Phí và lệ phí của Ủy ban"),
            "sửa đổi, bổ sung Pháp lệnh Phí và lệ phí|1"
        );
        assert_eq!(
            p("Luật sửa đối, bố\nsung một sô điêu của Luật Hải quan ngày 14"),
            "sửa đối, bố\nsung một sô điêu của Luật Hải quan|1"
        );
        assert_eq!(p("luật sư"), "none");
        assert_eq!(p("Luật này"), "none");
        assert_eq!(
            p("Hiến pháp nước Cộng hoà xã hội chủ nghĩa Việt Nam"),
            "nước Cộng hoà xã hội chủ nghĩa Việt Nam|0"
        );
        assert_eq!(
            p(
                "Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương ngày 22"
            ),
            "sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương|2"
        );
    }
}
