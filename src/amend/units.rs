//! The provisions of the amending document itself, and what in them is quoted.

use super::places::label_at;
use crate::ident::{CompactString, Level, Provision};
use crate::text::{Span, fold_tone, is_letter, starts_with_words};

/// A provision of the amending document without those inside it.
#[derive(Debug)]
pub(super) struct Unit {
    /// Which: *Điều 1 khoản 5 điểm a*; empty before the first article.
    pub(super) path: Provision,
    /// Its words in the normalized text.
    pub(super) body: Span,
}

/// What stands for a byte between quotation marks.
pub(super) const COVER: u8 = 1;

/// The points in their order; f, j, w and z are not among them.
pub(super) const POINTS: &str = "abcdđeghiklmnopqrstuvxy";

/// Returns the provisions in order, the first of them the head of the document, and the
/// text with all that is quoted covered byte for byte.
pub(super) fn units(text: &str) -> (Vec<Unit>, String) {
    let mut cutter = Cutter {
        text,
        units: vec![Unit { path: Provision::default(), body: Span::new(0, text.len()) }],
        cover: text.as_bytes().to_vec(),
        depth: 0,
    };
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        cutter.line(at, line);
        at += line.len();
    }
    let open = String::from_utf8(cutter.cover).unwrap_or_else(|_| text.to_owned());
    (cutter.units, open)
}

struct Cutter<'a> {
    text: &'a str,
    units: Vec<Unit>,
    cover: Vec<u8>,
    /// How many quotation marks are open.
    depth: u32,
}

impl Cutter<'_> {
    fn line(&mut self, at: usize, line: &str) {
        let mut from = 0;
        if let Some(head) = head(line).filter(|head| self.is_own(at, line, head)) {
            self.depth = 0;
            from = head.end;
            self.open(head, at);
        }
        self.cover_quotes(at, line, from);
    }

    /// Inside a quotation only the next provision of ours ends it, when it reads as an
    /// instruction or as the closing articles do, and the mark was left open: the next
    /// one opens again.
    fn is_own(&self, at: usize, line: &str, head: &Head) -> bool {
        if self.depth == 0 {
            return true;
        }
        let body = line.get(head.end..).unwrap_or_default().trim_start();
        let ahead = self.text.get(at..).unwrap_or_default();
        let left_open = ahead
            .find(['“', '”'])
            .is_none_or(|n| ahead.get(n..).is_some_and(|rest| rest.starts_with('“')));
        left_open && self.follows(head) && opens_instruction(body)
    }

    /// The label is the one after the current one of its level.
    fn follows(&self, head: &Head) -> bool {
        let path = self.units.last().map(|u| &u.path);
        match path.and_then(|p| p.at(head.level)) {
            Some(now) => next_label(now).as_deref() == Some(head.label.as_str()),
            None => matches!(head.label.as_str(), "1" | "a"),
        }
    }

    fn open(&mut self, head: Head, at: usize) {
        let start = at + head.end;
        let mut path = self.units.last().map(|u| u.path.clone()).unwrap_or_default();
        path.0.retain(|(level, _)| *level < head.level);
        if head.level < Level::Article {
            // Articles are numbered through: chapters are no part of the pinpoint.
            path = Provision::default();
        } else {
            path.0.push((head.level, head.label));
        }
        if let Some(last) = self.units.last_mut() {
            last.body = Span::new(last.body.start as usize, at);
        }
        self.units.push(Unit { path, body: Span::new(start, self.text.len()) });
    }

    fn cover_quotes(&mut self, at: usize, line: &str, from: usize) {
        for (i, c) in line.char_indices().filter(|(i, _)| *i >= from) {
            let opens = c == '“' || c == '"' && self.depth == 0;
            let closes = c == '”' || c == '"' && !opens;
            if opens {
                self.depth += 1;
            }
            if self.depth > 0 {
                let cell = self.cover.get_mut(at + i..at + i + c.len_utf8());
                cell.unwrap_or_default().fill(COVER);
            }
            if closes {
                let ends_line = is_end(line.get(i + c.len_utf8()..).unwrap_or_default());
                self.depth = if ends_line { 0 } else { self.depth.saturating_sub(1) };
            }
        }
        if self.depth == 0 {
            self.cover_single(at, line);
        }
    }

    /// Typewriters write 'quoted'; a pair counts within one line only.
    fn cover_single(&mut self, at: usize, line: &str) {
        let mut from = 0;
        while let Some((open, close)) = single(line, from) {
            let cells = self.cover.get_mut(at + open..at + close);
            cells.unwrap_or_default().fill(COVER);
            from = close;
        }
    }
}

/// The next pair of single marks: one before a word, one behind one.
fn single(line: &str, from: usize) -> Option<(usize, usize)> {
    let opens = |i: usize| {
        let before = line.get(..i).and_then(|h| h.chars().next_back());
        before.is_some_and(|c| c.is_whitespace() || matches!(c, '(' | ':'))
    };
    let closes = |i: usize| {
        let after = line.get(i + 1..).and_then(|t| t.chars().next());
        after.is_none_or(|c| c.is_whitespace() || matches!(c, '.' | ';' | ',' | ')'))
    };
    let marks = || line.match_indices('\'').map(|(i, _)| i).filter(|i| *i >= from);
    let open = marks().find(|i| opens(*i))?;
    let close = marks().find(|i| *i > open && closes(*i))?;
    Some((open, close + 1))
}

/// Only marks follow to the end of the line.
fn is_end(rest: &str) -> bool {
    rest.chars().all(|c| c.is_whitespace() || matches!(c, '.' | ';' | ',' | '”' | '/'))
}

/// The label at the beginning of a line.
#[derive(Debug)]
struct Head {
    level: Level,
    label: CompactString,
    /// Where the words behind it begin in the line.
    end: usize,
}

fn head(line: &str) -> Option<Head> {
    let start = line.len() - line.trim_start().len();
    let rest = line.get(start..)?;
    let titled = [
        ("điều", Level::Article),
        ("chương", Level::Chapter),
        ("mục", Level::Section),
        ("phần", Level::Part),
        ("phụ lục", Level::Annex),
    ];
    for (word, level) in titled {
        if let Some(n) = starts_with_words(rest, word) {
            return titled_head(line, start + n, level);
        }
    }
    let end = start + rest.find(|c: char| !c.is_ascii_digit() && !is_letter(c))?;
    let label = line.get(start..end)?;
    let level = level_of(label)?;
    let closed = line.get(end..)?.trim_start_matches(' ');
    let closed = closed.strip_prefix(if level == Level::Point { ')' } else { '.' })?;
    // "1.2." and "1.200 đồng" are no clauses.
    if closed.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Some(Head { level, label: label.into(), end: line.len() - closed.len() })
}

fn titled_head(line: &str, after: usize, level: Level) -> Option<Head> {
    let at = after + (line.get(after..)?.len() - line.get(after..)?.trim_start().len());
    let (label, end) = label_at(line, at, level)?;
    let rest = line.get(end..)?.trim_start_matches([' ', '\t']);
    if level != Level::Article {
        // "Chương II" alone on its line, or before its title.
        let alone = rest.trim().is_empty() || rest.starts_with(['.', ':']);
        let capital = line.trim_start().starts_with(char::is_uppercase);
        return (alone && capital).then_some(Head { level, label, end });
    }
    let closed = rest.strip_prefix(['.', ':'])?;
    Some(Head { level, label, end: line.len() - closed.len() })
}

fn level_of(label: &str) -> Option<Level> {
    let digits = label.chars().take_while(char::is_ascii_digit).count();
    let letters = label.chars().count() - digits;
    match (digits, letters) {
        (1..=3, 0 | 1) => Some(Level::Clause),
        (0, 1) => POINTS.contains(label).then_some(Level::Point),
        _ => None,
    }
}

fn next_label(label: &str) -> Option<String> {
    if let Ok(n) = label.parse::<u32>() {
        return Some((n + 1).to_string());
    }
    let mut points = POINTS.chars().skip_while(|p| !label.starts_with(*p));
    points.next()?;
    points.next().map(|p| p.to_string())
}

/// The words that begin an instruction, or an article that closes the document.
fn opens_instruction(body: &str) -> bool {
    const OPENERS: [&str; 17] = [
        "sửa đổi",
        "bổ sung",
        "bãi bỏ",
        "thay thế",
        "thay cụm từ",
        "bỏ cụm từ",
        "hủy bỏ",
        "hiệu lực",
        "điều khoản",
        "trách nhiệm",
        "tổ chức thực hiện",
        "quy định chuyển tiếp",
        "thông tư này",
        "nghị định này",
        "quyết định này",
        "nghị quyết này",
        "luật này",
    ];
    let opens = |w: &str| starts_with_words(body, &fold_tone(w)).is_some();
    if OPENERS.iter().any(|w| opens(w)) {
        return true;
    }
    let line = body.lines().next().unwrap_or_default();
    let early = line.char_indices().nth(160).map_or(line.len(), |(i, _)| i);
    let head = fold_tone(line.get(..early).unwrap_or_default());
    head.contains("được sửa đổi") || head.contains("được bổ sung")
}
