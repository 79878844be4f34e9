//! What a document says of itself: letterhead, own number, place and date line, type
//! line, title; for news the headline and the document that it announces.

use super::citation::Draft;
use super::date::{Written, date_at};
use super::issuer::{body_at, collapsed, place_in};
use super::lexer::{char_at, char_before, is_so, so, space, space_back, strip_small};
use super::number::{Shape, number_at, symbol_at};
use super::scan::Scanner;
use super::{Form, Heading};
use crate::ident::{CompactString, Date, DocNumber, Separator};
use crate::ingest::Meta;
use crate::text::{fold_marks, fold_tone, starts_unmarked, starts_with_glued};
use crate::text::{is_letter, is_lower, is_upper, is_word, lower};
use crate::vocab::{DocKind, Issuer, Place};
use std::sync::LazyLock;

/// The heading lies in the first lines; recitals or the first article end it.
const MAX_LINES: usize = 60;
const MAX_BYTES: usize = 6000;

/// A number, if it can be read, and its bounds.
type OwnNumber = (Option<DocNumber>, usize, usize);

/// One line: its bounds without the break.
#[derive(Clone, Copy, Debug)]
struct Line {
    start: usize,
    /// Where its words begin, behind blanks, bullets and the bars of a table.
    first: usize,
    end: usize,
}

impl Line {
    fn new(text: &str, start: usize, end: usize) -> Self {
        let slice = text.get(start..end).unwrap_or_default();
        let skip = |c: char| {
            c.is_whitespace() || matches!(c, '|' | '-' | '*' | '#' | '+' | '_' | '—')
        };
        let first = start + slice.find(|c| !skip(c)).unwrap_or(slice.len());
        Self { start, first, end }
    }

    /// The line that begins at `start`.
    fn from(text: &str, start: usize) -> Self {
        let tail = text.as_bytes().get(start..).unwrap_or_default();
        let end = memchr::memchr(b'\n', tail).map_or(text.len(), |i| start + i);
        Self::new(text, start, end)
    }
}

/// Reads the heading, turns the mentions of the own number there into `own`, and adds
/// the own number when no citation rule found it.
pub(super) fn heading(text: &str, meta: &Meta, drafts: &mut Vec<Draft>) -> Heading {
    let lines = head_lines(text);
    let typed = type_line(text, &lines);
    let here = own_number(text, &lines);
    let away = match here {
        Some(_) => Vec::new(),
        None => displaced(text, drafts, typed.map(|t| t.0)).unwrap_or_default(),
    };
    let own = here.or_else(|| own_number(text, &away));
    if let Some(own) = &own {
        mark_in_head(text, drafts, own, &lines);
    }
    let merged = consolidation(text, drafts);
    let official = own.is_some() || merged.is_some() || is_official(text, &lines);
    if !official && typed.is_none() && !is_fragment(text) {
        return of_news(text, meta);
    }
    let number = own.as_ref().and_then(|own| own.0.clone());
    let mut heading = Heading { number, ..Heading::default() };
    let line = typed.map(|t| t.0);
    let line = line.or_else(|| kind_before(text, &lines, own.as_ref()?.1));
    heading.kind = kind(&heading, line, own.is_some());
    if own.is_none() && merged.is_some() {
        heading.number = merged.as_ref().map(|m| m.0.clone());
        heading.kind = Some(DocKind::CONSOLIDATION.into());
    }
    for draft in drafts.iter_mut().filter(|d| d.form == Form::Own) {
        draft.kind = draft.kind.or(heading.kind);
    }
    let seal = merged.filter(|_| own.is_none()).map(|m| lines_around(text, m.1));
    let (dated, letter) = match &seal {
        Some(seal) => (seal.as_slice(), before_title(&lines, typed)),
        None if away.is_empty() => (lines.as_slice(), before_title(&lines, typed)),
        None => (away.as_slice(), away.as_slice()),
    };
    let (date, place) = dateline(text, dated);
    let passed = || is_of_assembly(&heading).then(|| passed_on(text)).flatten();
    heading.date = date.or_else(passed).or(meta.date);
    heading.title = title(text, &lines, typed, own.as_ref().map(|o| o.2))
        .or_else(|| article_heading(text));
    // One more may hold the end of a name.
    let cells: Vec<&str> =
        letter.iter().take(LETTERHEAD + 1).map(|line| first_cell(text, *line)).collect();
    heading.issuer = letterhead(&cells).or_else(|| symbol_issuer(&heading));
    heading.place = issuer_place(&cells).or(place.filter(|_| !is_central(&heading)));
    heading
}

/// A newspaper has a headline and a date of the page.
fn of_news(text: &str, meta: &Meta) -> Heading {
    Heading {
        is_news: true,
        title: headline(text),
        date: meta.date.or_else(|| page_date(text)),
        ..Heading::default()
    }
}

/// Finds a letterhead that stands away from the head, and returns its lines: the gazette
/// and saved pages keep it in boxes and tables that are read behind the recitals, or at
/// the end. *Số:* with a number opens one of its lines, *quốc hiệu* is near, and the type
/// is the one of the head.
fn displaced(text: &str, drafts: &[Draft], typed: Option<DocKind>) -> Option<Vec<Line>> {
    drafts.iter().filter(|d| d.form == Form::Numbered).find_map(|draft| {
        let number = so(text, draft.start)?;
        let label = text.get(draft.start..number)?;
        label.contains(':').then_some(())?;
        let symbol = draft.number.as_ref()?.symbol.as_str();
        let kind = symbol.split(['-', '/']).next().and_then(DocKind::of_token);
        if typed.is_some_and(|t| kind != Some(t)) {
            return None;
        }
        let lines = lines_around(text, draft.start);
        let own = own_number(text, &lines)?;
        (own.2 == draft.end && is_official(text, &lines)).then_some(lines)
    })
}

/// Returns the line at an offset, and up to four lines with words on each side.
fn lines_around(text: &str, at: usize) -> Vec<Line> {
    const EACH: usize = 4;
    let line_at = |at: usize| {
        let head = text.as_bytes().get(..at).unwrap_or_default();
        Line::from(text, memchr::memrchr(b'\n', head).map_or(0, |i| i + 1))
    };
    let here = line_at(at);
    let above = |line: &Line| Some(line_at(line.start.checked_sub(1)?));
    let below = |line: &Line| (line.end < text.len()).then(|| line_at(line.end + 1));
    let worded = |line: &Line| line_of(text, *line).contains(is_word);
    let before = std::iter::successors(above(&here), above).take(12).filter(worded);
    let after = std::iter::successors(below(&here), below).take(12).filter(worded);
    let mut lines: Vec<Line> = before.take(EACH).collect();
    lines.reverse();
    lines.push(here);
    lines.extend(after.take(EACH));
    lines
}

fn head_lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::with_capacity(MAX_LINES);
    let mut start = 0;
    let mut full = 0;
    while start < text.len() && start < MAX_BYTES && full < MAX_LINES {
        let line = Line::from(text, start);
        if ends_heading(text, line) {
            break;
        }
        full += usize::from(!line_of(text, line).trim_start().is_empty());
        lines.push(line);
        start = line.end + 1;
    }
    lines
}

/// Recitals, the first article or section end the heading.
fn ends_heading(text: &str, line: Line) -> bool {
    let words = text.get(line.first..).unwrap_or_default();
    let mut letters = words.chars().map(lower);
    let end = match (letters.next(), letters.next()) {
        (Some('c'), Some('ă')) => "căn cứ",
        (Some('c'), Some('h')) => "chương i",
        (Some('đ'), Some('i')) => "điều 1",
        (Some('i'), Some('.')) => "i. ",
        (Some('k'), Some('í')) => "kính gửi",
        (Some('t'), Some('h')) => "thực hiện quyết định",
        (Some('x'), Some('é')) => "xét đề nghị",
        _ => return false,
    };
    starts_with_glued(words, end).is_some_and(|len| line.first + len <= line.end)
}

/// Finds "Số: NUMBER" that is no citation: at the start of a line or cell, or behind a
/// type word or a body in capitals ("THÔNG TƯ CỦA BỘ XÂY DỰNG SỐ …").
fn own_number(text: &str, lines: &[Line]) -> Option<OwnNumber> {
    lines.iter().find_map(|line| own_in_line(text, *line))
}

fn own_in_line(text: &str, line: Line) -> Option<OwnNumber> {
    let bytes = text.as_bytes().get(line.start..line.end)?;
    memchr::memchr2_iter(b's', b'S', bytes)
        // What else begins with these letters has no vowel of *số* behind.
        .filter(|&i| match bytes.get(i + 1..) {
            Some([b'o' | b'O', ..]) => true,
            Some([0xc3, mark, ..]) => matches!(mark, 0x93 | 0x94 | 0xb3 | 0xb4),
            Some([0xe1, 0xbb, mark, ..]) => matches!(mark, 0x90..=0x95),
            _ => false,
        })
        .map(|i| line.start + i)
        .filter(|&at| super::lexer::is_start(text, at) && opens_own(text, line, at))
        .find_map(|at| so(text, at).and_then(|n| read_own(text, line, n)))
}

/// *Số* may open the own number: at the start of a line or a cell, behind a type word
/// at the start of a line, or in a line of capitals.
fn opens_own(text: &str, line: Line, at: usize) -> bool {
    let word =
        super::lexer::word(text, at).and_then(|e| text.get(at..e)).unwrap_or_default();
    let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
    if !is_so(letters) {
        return false;
    }
    let before = behind_rules(text.get(line.start..at).unwrap_or_default());
    let lead = before.trim_end().trim_start_matches(['#', ' ', '*', '|', '-', '\t']);
    let colon = char_at(text, space(text, at + letters.len())) == Some(':');
    if lead.is_empty() && before.is_empty() && !colon && is_wrapped(text, line, letters) {
        return false;
    }
    if lead.is_empty()
        || lead.ends_with('|')
        || before.ends_with("  ")
        || before.ends_with('-')
    {
        return true;
    }
    let kind = || {
        DocKind::at_start(lead)
            .is_some_and(|(_, len)| lead.get(len..).is_some_and(|r| r.trim().is_empty()))
    };
    // Old encodings leave marked letters small: "CủA CHủ TịCH NướC Số 72".
    let mixed = || letters == "Số" && before.chars().any(is_lower);
    // A longer line is no head of a letter.
    let capitals = before.len() < 400
        && !before.bytes().any(|b| b.is_ascii_lowercase())
        && before.chars().any(is_letter);
    capitals && (colon || letters == "SỐ" || mixed())
        || (colon || capitals || before.starts_with('#')) && kind()
}

/// Skips the rules that run into the line in text out of tables.
fn behind_rules(before: &str) -> &str {
    // "QUỐC HỘI________Luật số: 26/2023/QH15".
    let near = tail(before, 80);
    if memchr::memchr2(b'_', b'-', near.as_bytes()).is_none() {
        return before;
    }
    ["__", "---"].iter().fold(before, |before, rule| {
        let near = tail(before, 80);
        let ruled = memchr::memmem::rfind(near.as_bytes(), rule.as_bytes());
        ruled.and_then(|i| near.get(i + rule.len()..)).unwrap_or(before)
    })
}

/// "một số điều của Nghị định⏎số 28/2015/NĐ-CP": a small *số* goes on with the line above.
fn is_wrapped(text: &str, line: Line, so: &str) -> bool {
    let above = line.start.checked_sub(1).map(|n| space_back_blanks(text, n));
    so.starts_with('s') && above.and_then(|n| char_before(text, n)).is_some_and(is_lower)
}

/// Skips blanks, but no line break, backwards.
fn space_back_blanks(text: &str, at: usize) -> usize {
    text.get(..at).map_or(at, |head| head.trim_end_matches([' ', '\t', '\r']).len())
}

/// Reads the number behind *Số:*; what a scanner left of it counts when the symbol is
/// there.
fn read_own(text: &str, line: Line, at: usize) -> Option<OwnNumber> {
    let end = symbol_end(text, line);
    if let Some(read) = number_at(text, at).filter(|r| r.end <= end) {
        if let Some((number, end)) = lettered(text, &read) {
            return Some((Some(number), read.start, end));
        }
        let bare_serial = read.shape == Shape::Bare;
        if !bare_serial || is_dated_serial(text, read.end) {
            return Some((Some(read.number), read.start, read.end));
        }
    }
    damaged_own(text, line, at)
}

/// Where the number in a line ends at the latest: the symbol of several bodies may go on
/// behind its hyphen ("01/2022/TTLT-VKSNDTC-⏎TANDTC-BCA").
fn symbol_end(text: &str, line: Line) -> usize {
    let next = line.end + 1;
    let words = text.get(line.start..line.end).unwrap_or_default().trim_end();
    if !words.ends_with('-') {
        return next;
    }
    let tail = text.get(next..).unwrap_or_default();
    next + tail.find('\n').unwrap_or(tail.len())
}

/// "Số 77-b ngày 24 tháng 12 năm 1945".
fn lettered(text: &str, read: &super::number::Read) -> Option<(DocNumber, usize)> {
    let at = super::lexer::eat(text, read.end, '-')?;
    let letter = char_at(text, at).filter(char::is_ascii_lowercase)?;
    let end = at + 1;
    let serial = format!("{}-{letter}", read.number.serial);
    (read.shape == Shape::Bare && is_dated_serial(text, end))
        .then(|| (DocNumber { serial: serial.into(), ..read.number.clone() }, end))
}

/// "Số 79 ngày 31 tháng 12 năm 1945": decrees bore no symbol before 1960.
fn is_dated_serial(text: &str, end: usize) -> bool {
    let date = date_at(text, space(text, end)).map(|(written, _)| written);
    matches!(date, Some(Written::Full(d)) if d.year() < 1960 && d.day().is_some())
}

/// "Số:      /KH-UBND" and scanned serials ("2J43Ÿ /KH-SYT"): anything short before a
/// slash and a known symbol.
fn damaged_own(text: &str, line: Line, at: usize) -> Option<OwnNumber> {
    let window = text.get(at..line.end)?;
    let slashes = window.char_indices().take(24).filter(|(_, c)| matches!(c, '/' | '⁄'));
    let (slash, year, symbol, end) = slashes.into_iter().find_map(|slash| {
        let after = space(text, at + slash.0 + slash.1.len_utf8());
        let year = super::date::year(text, after)
            .filter(|(_, e)| char_at(text, *e) == Some('/'));
        let symbol_start = year.map_or(after, |(_, e)| space(text, e + 1));
        let (symbol, end) = symbol_at(text, symbol_start)?;
        let kind = symbol.split('-').next().and_then(DocKind::of_token);
        (kind.is_some() && end <= line.end).then_some((slash, year, symbol, end))
    })?;
    let raw = window.get(..slash.0)?.trim();
    let clean = raw.chars().all(|c| is_word(c) || c == '/') && !raw.is_empty();
    let serial = if clean { raw.into() } else { CompactString::default() };
    let number = DocNumber {
        serial,
        year: year.map(|(y, _)| y),
        separator: Separator::Slash,
        symbol,
    };
    let start = if raw.is_empty() { at + slash.0 } else { at };
    let readable = clean || raw.is_empty();
    Some((readable.then_some(number), start, end))
}

/// Marks the own number where the letterhead has it, and where it stands again: a page
/// title may say it before.
fn mark_in_head(text: &str, drafts: &mut Vec<Draft>, own: &OwnNumber, lines: &[Line]) {
    let zone = lines.last().map_or(0, |l| l.end);
    let (number, start, end) = own;
    mark_own(text, drafts, *start, *end, number.as_ref(), zone);
    let mut behind = lines.iter().filter(|l| l.start > *end);
    let again = behind.find_map(|l| own_in_line(text, *l));
    if let Some((Some(same), start, end)) = again
        && number.as_ref().is_some_and(|n| n.same(&same))
    {
        mark_own(text, drafts, start, end, Some(&same), zone);
    }
}

/// Turns what citation rules made of the own number into `own`, or adds it.
fn mark_own(
    text: &str,
    drafts: &mut Vec<Draft>,
    start: usize,
    end: usize,
    number: Option<&DocNumber>,
    zone: usize,
) {
    let mut own = Draft::new(start, end, Form::Own, "own number");
    own.number = number.cloned();
    own.kind = number
        .and_then(|n| n.symbol.split(['-', '/']).next().and_then(DocKind::of_token));
    drafts.retain(|d| d.end <= start || d.start >= end);
    repeat_own(text, drafts, number, zone);
    drafts.push(own);
    drafts.sort_by_key(|d| (d.start, std::cmp::Reverse(d.end)));
}

/// The own number again in the title block in capitals.
fn repeat_own(text: &str, drafts: &mut [Draft], number: Option<&DocNumber>, zone: usize) {
    for draft in drafts.iter_mut().filter(|d| d.start < zone && d.form == Form::Numbered)
    {
        let same = number.zip(draft.number.as_ref()).is_some_and(|(a, b)| a.same(b));
        if same && !is_attached(text, draft.start) {
            let from = so(text, draft.start).unwrap_or(draft.start);
            draft.start = number_start(text, from, draft.end);
            draft.end = number_at(text, draft.start).map_or(draft.end, |r| r.end);
            draft.form = Form::Own;
            draft.rule = "own number";
        }
    }
}

fn number_start(text: &str, from: usize, end: usize) -> usize {
    let slice = text.get(from..end).unwrap_or_default();
    from + slice.find(|c: char| c.is_ascii_digit()).unwrap_or(0)
}

/// "(Ban hành kèm theo Quyết định số …)" cites the instrument, it is no own number.
fn is_attached(text: &str, at: usize) -> bool {
    let end = space_back(text, at);
    text.get(..end).is_some_and(|h| fold_marks(tail(h, 24)).ends_with("theo"))
}

fn tail(text: &str, bytes: usize) -> &str {
    let from = text.len().saturating_sub(bytes);
    (from..=text.len()).find_map(|i| text.get(i..)).unwrap_or_default()
}

/// *Quốc hiệu* or the name of the Party stands on official paper, and begins with a
/// capital.
fn is_official(text: &str, lines: &[Line]) -> bool {
    let marks =
        ["cong hoa xa hoi chu nghia", "dang cong san viet nam", "doc lap - tu do"];
    let has_mark = |line: &str| {
        let bytes = line.as_bytes();
        // `Đ` ends with that byte, and hardly a letter else does.
        memchr::memchr3_iter(b'C', b'D', 0x90, bytes)
            // An `o` or an `a`, with a mark or without.
            .filter(|at| {
                let vowel = bytes.get(at + 1).map(u8::to_ascii_lowercase);
                matches!(vowel, Some(b'o' | b'a' | 0xc3 | 0xc4 | 0xc6 | 0xe1))
            })
            .filter_map(|at| line.get(at..).or_else(|| line.get(at.checked_sub(1)?..)))
            .filter(|tail| tail.starts_with(['C', 'D', 'Đ']))
            .any(|tail| marks.iter().any(|m| starts_unmarked(tail, m)))
    };
    let is_short = |l: &&Line| l.end - l.start <= 400;
    let mut lines = lines.iter().take(20).filter(is_short);
    lines.any(|l| has_mark(line_of(text, *l)))
}

/// A consolidated text says its own number at the end, before or behind *xác thực văn bản
/// hợp nhất* (Ordinance 01/2012/UBTVQH13, article 11); returns it and where it stands.
fn consolidation(text: &str, drafts: &mut [Draft]) -> Option<(DocNumber, usize)> {
    let merged = |d: &Draft| d.kind.is_some_and(|k| k == DocKind::CONSOLIDATION);
    let sealed = |d: &Draft| {
        let lines = lines_around(text, d.start);
        let near = lines.first().zip(lines.last());
        let near = near.and_then(|(a, b)| text.get(a.start..b.end)).unwrap_or_default();
        ["XÁC THỰC", "XÁC NHẬN"].iter().any(|seal| {
            near.split_once(seal).is_some_and(|(_, n)| n.contains("VĂN BẢN HỢP NHẤT"))
        })
    };
    let own = drafts
        .iter_mut()
        .rev()
        .find(|d| d.form == Form::Numbered && merged(d) && sealed(d));
    let draft = own?;
    let from = so(text, draft.start).unwrap_or(draft.start);
    draft.start = number_start(text, from, draft.end);
    draft.end = number_at(text, draft.start).map_or(draft.end, |r| r.end);
    draft.form = Form::Own;
    draft.rule = "own number";
    draft.number.clone().map(|number| (number, draft.start))
}

/// A division of a document opens the text: its head is missing.
fn is_fragment(text: &str) -> bool {
    text.lines().map(str::trim).find(|l| !l.is_empty()).is_some_and(opens_division)
}

/// A text that is one article is headed by its own heading.
fn article_heading(text: &str) -> Option<String> {
    let line = text.lines().map(str::trim).find(|l| !l.is_empty())?;
    let is_article = crate::text::starts_with_words(line, "điều").is_some();
    (is_article && opens_division(line)).then(|| headline(text)).flatten()
}

/// *Chương I*, *Phần thứ nhất*, *Điều 1*, *Phụ lục II*, *I. QUY ĐỊNH CHUNG*.
fn opens_division(line: &str) -> bool {
    let divisions = ["chương", "phần", "mục", "điều", "phụ lục", "mẫu số"];
    divisions.iter().any(|d| {
        let Some(len) = crate::text::starts_with_words(line, d) else { return false };
        let label = line.get(len..).unwrap_or_default().trim_start();
        let first = label.split(|c: char| !is_word(c)).next().unwrap_or_default();
        let roman = first.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
        let counted = fold_tone(first);
        !first.is_empty() && roman
            || first.starts_with(|c: char| c.is_ascii_digit())
            || matches!(counted.as_str(), "thứ" | "mở" | "một")
    })
}

/// The lines above the type line: the title under it names bodies, too.
fn before_title(lines: &[Line], typed: Option<(DocKind, usize)>) -> &[Line] {
    lines.get(..typed.map_or(lines.len(), |(_, i)| i)).unwrap_or_default()
}

/// Finds the type line: a kind alone on a line (or a cell) in capitals.
fn type_line(text: &str, lines: &[Line]) -> Option<(DocKind, usize)> {
    lines.iter().enumerate().find_map(|(i, line)| {
        let words = without_note(text.get(line.first..line.end)?);
        // Old encodings leave marked letters small: "SắC LệNH".
        if words.bytes().any(|b| b.is_ascii_lowercase()) {
            return None;
        }
        let (kind, len) = DocKind::at_start(words)?;
        let after = words.get(len..)?.trim_matches([' ', '|', '*', ':', '\r', '\t']);
        after.is_empty().then_some((kind, i))
    })
}

/// "QUYẾT ĐỊNH1": a line without the mark of its footnote.
fn without_note(line: &str) -> &str {
    let line = line.trim_end();
    let bare = line.trim_end_matches(|c: char| c.is_ascii_digit());
    let noted = line.len() - bare.len() <= 2 && bare.ends_with(is_letter);
    if noted { bare } else { line }
}

fn kind(heading: &Heading, line: Option<DocKind>, numbered: bool) -> Option<DocKind> {
    let of_symbol = heading
        .number
        .as_ref()
        .and_then(|n| n.symbol.split(['-', '/']).next().and_then(DocKind::of_token));
    let letter = heading.number.as_ref().filter(|n| numbered && !n.symbol.is_empty());
    line.or(of_symbol).or(letter.map(|_| DocKind::LETTER.into()))
}

/// The type word before the own number on its line: *Luật số: 66/2011/QH12*.
fn kind_before(text: &str, lines: &[Line], own: usize) -> Option<DocKind> {
    let line = lines.iter().find(|l| l.start <= own && own <= l.end)?;
    let lead = text.get(line.first..own)?;
    let (kind, len) = DocKind::at_start(lead)?;
    so(lead, space(lead, len)).is_some().then_some(kind)
}

/// Finds "Nam Định, ngày 02 tháng 4 năm 2021": the date and the place.
fn dateline(text: &str, lines: &[Line]) -> (Option<Date>, Option<Place>) {
    for line in lines {
        for at in day_words(text, *line) {
            let Some((Written::Full(date), _)) = date_at(text, at) else { continue };
            let before = space_back(text, at);
            if char_before(text, before) != Some(',') {
                continue;
            }
            let place = place_in(text, line.start, before);
            return (Some(date), place);
        }
    }
    let bare = lines.iter().find_map(|line| {
        let at = day_words(text, *line).next()?;
        let (Written::Full(date), _) = date_at(text, at)? else { return None };
        let quoted = text.get(line.start..at)?.chars().any(is_lower);
        (!quoted).then_some(date)
    });
    (bare, None)
}

/// Laws, ordinances and resolutions of the National Assembly and its committee.
fn is_of_assembly(heading: &Heading) -> bool {
    let code = heading.kind.map(DocKind::code);
    matches!(code, Some("HP" | "BL" | "L" | "PL" | "NQ"))
}

/// Reads the day on which the Assembly passed a law, which stands at its end: "Luật này
/// được Quốc hội … kỳ họp thứ 9 thông qua ngày 27 tháng 6 năm 2025" (Law 64/2025/QH15).
fn passed_on(text: &str) -> Option<Date> {
    const PASSED: &str = "thông qua";
    // Looking for it forwards is many times faster.
    let places: Vec<usize> = memchr::memmem::find_iter(text.as_bytes(), PASSED).collect();
    places.into_iter().rev().take(20).find_map(|at| {
        let start = super::lexer::sentence_start(text, at);
        // A rule may stand before it.
        let clause = text.get(start..at)?.trim_start_matches(|c| !is_word(c));
        let (_, len) = DocKind::at_start(clause)?;
        let this = space(clause, len);
        super::lexer::phrase(clause, this, "này")
            .filter(|_| clause.contains("Quốc hội"))?;
        match date_at(text, space(text, at + PASSED.len()))? {
            (Written::Full(date), _) => Some(date),
            _ => None,
        }
    })
}

static DAY_WORDS: LazyLock<Scanner> =
    LazyLock::new(|| Scanner::new(&["ngày", "Ngày", "NGÀY"]));

fn day_words(text: &str, line: Line) -> impl Iterator<Item = usize> + '_ {
    DAY_WORDS.find_all(line_of(text, line)).map(move |(_, word)| line.start + word.start)
}

/// Reads the title: the lines behind the type line, or "V/v …" of a letter.
fn title(
    text: &str,
    lines: &[Line],
    typed: Option<(DocKind, usize)>,
    own_end: Option<usize>,
) -> Option<String> {
    let Some((_, i)) = typed else { return subject(text, lines, own_end) };
    let mut out = String::new();
    for line in lines.iter().skip(i + 1).take(9) {
        let words = clean_line(text, *line);
        let stop = words.is_empty() && !out.is_empty()
            || is_rule(&words)
            || opens_body(words.trim_start_matches('('));
        if stop && !out.is_empty() {
            break;
        }
        if stop || words.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&words);
        if out.len() > 600 {
            break;
        }
    }
    (!out.is_empty()).then_some(out)
}

fn clean_line(text: &str, line: Line) -> String {
    let words = collapsed(text, line.start, line.end);
    words.trim_matches(['|', ' ', '*', '_', '-']).to_owned()
}

fn is_rule(words: &str) -> bool {
    !words.is_empty() && !words.chars().any(is_word)
}

/// Recitals, the enacting body and the first division end a title.
fn opens_body(words: &str) -> bool {
    let Some(len) = crate::vocab::words::TITLE_ENDS.at_start(words) else { return false };
    // A title may name a body; the enacting body stands in capitals.
    let lead = words.get(..len).unwrap_or_default();
    let capitals = !words.chars().any(is_lower);
    let always =
        ["căn cứ", "chương", "phần", "điều 1", "mục 1", "ban hành kèm", "kèm theo"];
    let folded = fold_tone(lead);
    capitals || always.iter().any(|w| folded.starts_with(&fold_tone(w)))
}

/// Reads "V/v …" of a letter, up to the date line or a blank line.
fn subject(text: &str, lines: &[Line], own_end: Option<usize>) -> Option<String> {
    let from = own_end.unwrap_or(0);
    let opens = |l: &&Line| {
        l.end > from
            && ["V/v", "v/v", "V/V", "Về việc"]
                .iter()
                .any(|w| line_of(text, **l).contains(w))
    };
    let first = lines.iter().position(|l| opens(&l))?;
    let mut out = String::new();
    for (i, line) in lines.iter().skip(first).take(6).enumerate() {
        let words = line_of(text, *line);
        let at =
            ["V/v", "v/v", "V/V", "Về việc"].iter().filter_map(|w| words.find(w)).min();
        let words = words.get(at.filter(|_| i == 0).unwrap_or(0)..).unwrap_or_default();
        let words = words.split('|').next().unwrap_or_default().trim();
        let over =
            words.is_empty() || i > 0 && (words.contains(", ngày") || in_capitals(words));
        if over {
            break;
        }
        out.push(' ');
        out.push_str(words);
    }
    let title = out.split_whitespace().collect::<Vec<_>>().join(" ");
    (!title.is_empty()).then_some(title)
}

fn line_of(text: &str, line: Line) -> &str {
    text.get(line.start..line.end).unwrap_or_default()
}

fn in_capitals(words: &str) -> bool {
    !words.chars().any(is_lower)
}

/// Reads the issuer of the letterhead: the last cells in capitals before the type line
/// that name a body, with the province in the cell under it.
fn letterhead(cells: &[&str]) -> Option<String> {
    let (i, name) = cells
        .iter()
        .take(LETTERHEAD)
        .enumerate()
        .filter_map(|(i, cell)| {
            let wrapped = cells.get(i + 1).and_then(|under| wrapped_body(cell, under));
            Some((i, wrapped.or_else(|| body_in_cell(cell))?))
        })
        .next_back()?;
    let under = cells.get(i + 1).and_then(|cell| level_in_cell(cell));
    match under.filter(|_| is_bare(&name)) {
        Some(level) => Some(format!("{name} {level}")),
        None => Some(name),
    }
}

/// A known name that goes on under the line: "BAN CHỈ ĐẠO / 138/CP".
fn wrapped_body(cell: &str, under: &str) -> Option<String> {
    if !in_capitals(cell) || !in_capitals(under) {
        return None;
    }
    let (issuer, len) = Issuer::at_start(&format!("{cell} {under}"))?;
    (len > cell.len()).then(|| issuer.name().to_owned())
}

/// No letterhead is longer.
const LETTERHEAD: usize = 14;

/// A name that every province has lacks its place.
fn is_bare(name: &str) -> bool {
    Issuer::at_start(name).is_some_and(|(issuer, len)| {
        len == name.len() && issuer.level() == crate::vocab::IssuerLevel::Local
    })
}

/// "TỈNH NAM ĐỊNH" under "ỦY BAN NHÂN DÂN".
fn level_in_cell(cell: &str) -> Option<String> {
    let levels =
        ["tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn"];
    let level = levels.iter().any(|l| crate::text::starts_with_words(cell, l).is_some());
    let capitals = !cell.chars().any(is_lower);
    (level && capitals && cell.len() < 80).then(|| title_case(cell))
}

/// The first cell of a line: letterheads stand in two columns.
fn first_cell(text: &str, line: Line) -> &str {
    let slice = text.get(line.first..line.end).unwrap_or_default();
    let columns = ["CỘNG H", "Độc lập", "ĐẢNG CỘNG"].map(str::as_bytes);
    let mut tails = (0..slice.len()).map(|at| &slice.as_bytes()[at..]);
    let stop = tails.position(|tail| match tail {
        [b' ', b' ', ..] | [b'\t' | b'|', ..] => true,
        // The first bytes of the columns.
        [b'C' | 0xc4, ..] => columns.iter().any(|c| tail.starts_with(c)),
        _ => false,
    });
    slice.get(..stop.unwrap_or(slice.len())).unwrap_or_default().trim_end()
}

/// A body that a cell in capitals names.
fn body_in_cell(cell: &str) -> Option<String> {
    if cell.chars().count() < 3 || cell.chars().any(is_lower) {
        return None;
    }
    let body = body_at(cell, 0, false)?;
    Some(as_written(&body.name))
}

/// Gives a name in capitals its usual writing.
fn as_written(name: &str) -> String {
    match Issuer::at_start(name) {
        Some((issuer, len)) if len == name.len() => issuer.name().to_owned(),
        Some((issuer, len)) => {
            let tail = name.get(len..).unwrap_or_default();
            format!("{}{}", issuer.name(), title_case(tail))
        }
        None => title_case(name),
    }
}

fn title_case(words: &str) -> String {
    let small = ["tỉnh", "thành", "phố", "huyện", "quận", "xã", "phường", "và", "thị"];
    let word = |w: &str| {
        let low = w.to_lowercase();
        if small.contains(&low.as_str()) {
            return low;
        }
        let mut chars = low.chars();
        let first: String =
            chars.next().into_iter().flat_map(char::to_uppercase).collect();
        first + chars.as_str()
    };
    let lead = if words.starts_with(' ') { " " } else { "" };
    lead.to_owned() + &words.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

/// The issuer that the own symbol names (`TTg`, CP, BTC, BCĐ138/CP), when nothing is said.
fn symbol_issuer(heading: &Heading) -> Option<String> {
    symbol_body(heading.number.as_ref()?).map(|i| i.name().to_owned())
}

/// The body behind the type in a symbol: as a whole, else its first known part.
fn symbol_body(number: &DocNumber) -> Option<Issuer> {
    let symbol = number.symbol.as_str();
    let typed =
        symbol.split(['-', '/']).next().is_some_and(|t| DocKind::of_token(t).is_some());
    let body =
        if typed { symbol.split_once(['-', '/']).map_or("", |(_, b)| b) } else { symbol };
    Issuer::of_token(body).or_else(|| body.split(['-', '/']).find_map(Issuer::of_token))
}

/// The province that the letterhead names.
fn issuer_place(cells: &[&str]) -> Option<Place> {
    cells.iter().take(LETTERHEAD).find_map(|cell| {
        let named = || body_at(cell, 0, false).is_some() || level_in_cell(cell).is_some();
        place_in(cell, 0, cell.len()).filter(|_| named())
    })
}

fn is_central(heading: &Heading) -> bool {
    let central = |i: Issuer| {
        use crate::vocab::IssuerLevel::{Agency, Central, Ministry, Party};
        matches!(i.level(), Central | Ministry | Party | Agency)
    };
    let body = heading.number.as_ref().and_then(symbol_body);
    body.is_some_and(|i| central(i) || i.name().contains("Chính phủ"))
}

/// A line without the marks of Markdown.
fn unmarked_line(line: &str) -> &str {
    line.trim_start_matches(['#', '*', ' '])
}

/// The first line is a headline over an article.
pub(super) fn has_headline(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|l| !l.is_empty());
    let first = lines.next().map(unmarked_line).unwrap_or_default();
    let ends = first.ends_with(['.', ';', ':', ',']);
    let opens = |c: char| is_upper(c) || matches!(c, '"' | '“' | '‘' | '\'');
    !ends && first.len() < 300 && first.starts_with(opens) && lines.nth(1).is_some()
}

fn headline(text: &str) -> Option<String> {
    let line = text.lines().map(str::trim).find(|l| !l.is_empty())?;
    let line = unmarked_line(line);
    let cut = (line.len() > 300).then(|| line.char_indices().nth(300)).flatten();
    line.get(..cut.map_or(line.len(), |(i, _)| i)).map(str::to_owned)
}

/// Reads the date of the page in the first lines: "Cập nhật lúc 19:37, Thứ Tư,
/// 19/05/2021".
fn page_date(text: &str) -> Option<Date> {
    let head = text
        .get(..text.len().min(1200))
        .or_else(|| (0..1200).rev().find_map(|n| text.get(..n)))?;
    let lines = head.lines().take(8);
    let mut at = 0;
    for line in lines {
        // To look at all is quicker than to stop at the first, and most lines have none.
        let digits = line.bytes().fold(false, |any, b| any | b.is_ascii_digit());
        let may_date = line.len() < 240 && digits;
        let date = may_date.then(|| first_date(text, at, at + line.len()));
        if let Some(date) = date.flatten().filter(|_| is_stamped(line)) {
            return Some(date);
        }
        at += line.len() + 1;
    }
    None
}

fn is_stamped(line: &str) -> bool {
    let folded = fold_tone(line);
    let stamps = ["cập nhật", "thứ", "ngày đăng", "đăng lúc", "gmt"];
    stamps.iter().any(|s| folded.contains(s))
}

fn first_date(text: &str, from: usize, to: usize) -> Option<Date> {
    let bytes = text.as_bytes().get(from..to)?;
    let digits = bytes.iter().enumerate().filter(|(_, b)| b.is_ascii_digit());
    digits.map(|(i, _)| from + i).filter(|&at| super::lexer::is_start(text, at)).find_map(
        |at| {
            let date = super::date::numeric(text, at).map(|(d, _)| d);
            date.filter(|d| d.year() > 1990)
        },
    )
}

/// Returns the index of the mention that a news item announces: the first number in full
/// behind *(vừa|đã) ban hành*, *ký*, *có* in its first sentences, else the first short one.
pub(super) fn announced(text: &str, drafts: &[Draft]) -> Option<usize> {
    let first = |form| {
        drafts.iter().position(|d| {
            let issued = || is_just_issued(text, d.start) || takes_effect(text, d.end);
            let named = d.form == form && d.number.is_some();
            named && d.start < 6000 && issued() && opens(text, d.start)
        })
    };
    // "Chính phủ vừa ban hành Nghị định 94"; an alias without number is a law's.
    first(Form::Numbered).or_else(|| first(Form::Alias))
}

/// The place lies in the first 1,500 letters.
fn opens(text: &str, at: usize) -> bool {
    text.get(..at).is_some_and(|head| head.chars().count() < 1500)
}

fn takes_effect(text: &str, end: usize) -> bool {
    super::lexer::phrase(text, space(text, end), "có hiệu lực").is_some()
}

/// Returns true if *(đã|vừa) ban hành*, *ký*, *ra*, *có* stands right before `at`.
pub(super) fn is_just_issued(text: &str, at: usize) -> bool {
    // What stands before, and words that say that it is new.
    const VERBS: [(&str, &[&str]); 8] = [
        (" ban hành", &["đã", "vừa", "ký", "kí", "mới"]),
        (" ban hành và triển khai", &["đã"]),
        (" ký", &["đã", "vừa", "đồng"]),
        (" có", &["đã", "vừa", "mới"]),
        (" ra", &["đã", "vừa"]),
        (" phê duyệt", &["đã", "vừa"]),
        (" thông qua", &["đã", "biểu quyết"]),
        (" thông qua dự án", &["đã", "biểu quyết"]),
    ];
    let head = text.get(..space_back(text, at)).unwrap_or_default();
    VERBS.iter().any(|(verb, new)| {
        let before = strip_small(head, verb);
        before.is_some_and(|head| new.iter().any(|w| strip_small(head, w).is_some()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heading_of(text: &str) -> Heading {
        let mut drafts = super::super::citation::citations(text).drafts;
        heading(text, &Meta::default(), &mut drafts)
    }

    #[test]
    fn state_heading() {
        let h = heading_of(
            "ỦY BAN NHÂN DÂN\nTỈNH NAM ĐỊNH\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 40/KH-UBND\nNam Định, ngày 02 tháng 4 năm 2021\nKẾ HOẠCH\nPhòng, chống mua bán người\nnăm 2021\n\nCăn cứ Quyết định số 193/QĐ-TTg\n",
        );
        assert_eq!(h.number.unwrap().to_string(), "40/KH-UBND");
        assert_eq!(h.kind.unwrap(), DocKind::PLAN);
        assert_eq!(h.date.unwrap().to_string(), "2021-04-02");
        assert_eq!(h.place.unwrap().slug(), "namdinh");
        assert_eq!(h.issuer.unwrap(), "Ủy ban nhân dân tỉnh Nam Định");
        assert_eq!(h.title.unwrap(), "Phòng, chống mua bán người năm 2021");
        assert!(!h.is_news);
    }

    #[test]
    fn news_has_a_headline_and_a_page_date() {
        let h = heading_of(
            "Tích cực hưởng ứng\nCập nhật lúc19:37, Thứ Tư, 19/05/2021 (GMT+7)\n\nNgày 18-5, Ban Chỉ đạo đã ban hành Kế hoạch số 90/KH-BCĐ.\n",
        );
        assert!(h.is_news);
        assert_eq!(h.date.unwrap().to_string(), "2021-05-19");
    }
}
