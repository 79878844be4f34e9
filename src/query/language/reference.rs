//! Which words in the box name a document: `793/QĐ-TTg`, `qd 793`, `nghị định 15/2020`.
//!
//! Only the shape decides here, and only by what a title or a sentence would not have:
//! which document is meant is read by [`crate::query::Reference`].

use super::lexer::run;
use crate::text::fold_marks;
use crate::vocab::DocKind;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Names and codes of kinds without marks; true for codes.
static KINDS: LazyLock<BTreeMap<String, bool>> = LazyLock::new(|| {
    let names = DocKind::all().flat_map(DocKind::words).map(|n| (fold_marks(n), false));
    let codes = DocKind::all().map(|kind| (fold_marks(kind.code()), true));
    // One letter ("L") is a code in a number, not in a question.
    names.chain(codes.filter(|(code, _)| code.len() > 1)).collect()
});

/// The longest name, in words.
const KIND_WORDS: usize = 4;

/// Returns the length of the reference that `text` starts with, at a word.
///
/// `alone` says that nothing stands before it: then a bare number behind the name of a
/// kind is taken as a reference if nothing follows either (`nghị định 15`, but not
/// `thông báo 5 ngày trước`).
pub(super) fn at_start(text: &str, alone: bool) -> Option<usize> {
    let first = text.chars().next()?;
    if first.is_ascii_digit() {
        let len = number(text);
        let (number, rest) = text.split_at_checked(len)?;
        return has_symbol(number).then(|| len + date(rest));
    }
    if !first.is_alphabetic() {
        return None;
    }
    let (kind, is_code) = kind(text)?;
    let gap = blank(text.get(kind..)?) + so(text.get(kind + blank(text.get(kind..)?)..)?);
    let start = kind + gap;
    let rest = text.get(start..)?;
    let len = number(rest);
    let written = rest.get(..len)?;
    if gap == 0 || !written.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let end = start + len;
    let end = end + date(text.get(end..)?);
    let complete = alone && text.get(end..)?.trim().is_empty();
    let plain = written.bytes().all(|b| b.is_ascii_alphanumeric());
    let named = !plain || (is_code || complete) && !is_year(written);
    named.then_some(end)
}

/// Returns the length of the longest name of a kind at the start, and whether it is a
/// code.
fn kind(text: &str) -> Option<(usize, bool)> {
    let mut ends = Vec::with_capacity(KIND_WORDS);
    let mut at = 0;
    while ends.len() < KIND_WORDS {
        let len = run(text.get(at..)?);
        if len == 0 {
            break;
        }
        at += len;
        ends.push(at);
        at += blank(text.get(at..)?);
    }
    ends.into_iter().rev().find_map(|end| {
        const LONGEST: usize = 64;
        let words = text.get(..end).filter(|words| words.len() <= LONGEST)?;
        let words: Vec<&str> = words.split_whitespace().collect();
        let is_code = KINDS.get(&fold_marks(&words.join(" ")))?;
        Some((end, *is_code))
    })
}

fn blank(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

/// *số*, with or without marks and colon, and the blank behind it.
fn so(text: &str) -> usize {
    let len = run(text);
    let word = text.get(..len).unwrap_or_default();
    if !matches!(word.trim_end_matches([':', '.']), "số" | "so" | "Số" | "SỐ") {
        return 0;
    }
    len + blank(text.get(len..).unwrap_or_default())
}

/// Returns the length of the run that may be a number, without punctuation behind it.
fn number(text: &str) -> usize {
    let len = run(text);
    let word = text.get(..len).unwrap_or_default();
    word.trim_end_matches([',', '.', ';', ':', '?', '!']).len()
}

/// A serial, a separator, and a symbol: after a slash in any case, after a hyphen only
/// with a capital (`48-CT/TW`, not `12-tháng`).
fn has_symbol(number: &str) -> bool {
    const LONGEST: usize = 60;
    let digits = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
    let rest = number.get(digits..).unwrap_or_default();
    let rest = rest.strip_prefix(|c: char| c.is_ascii_lowercase()).unwrap_or(rest);
    let mut parts = rest.split(['/', '-']).skip(1);
    let ok = |c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '&' | '.');
    number.len() <= LONGEST
        && digits <= 6
        && number.chars().all(ok)
        && parts.any(|part| is_symbol(part, rest.starts_with('/')))
}

fn is_symbol(part: &str, slash: bool) -> bool {
    part.len() > 1
        && part.starts_with(|c: char| c.is_alphabetic() && (slash || c.is_uppercase()))
}

/// Returns the length of a date behind a number: ` ngày 10/5/2016`, ` năm 2016`.
fn date(text: &str) -> usize {
    let at = blank(text);
    let len = run(text.get(at..).unwrap_or_default());
    let word = text.get(at..at + len).unwrap_or_default();
    if !matches!(fold_marks(word).as_str(), "ngay" | "nam") {
        return 0;
    }
    let rest = text.get(at + len..).unwrap_or_default();
    let value = blank(rest);
    let end = value + number(rest.get(value..).unwrap_or_default());
    let written = rest.get(value..end).unwrap_or_default();
    let is_date = written.parse::<crate::ident::Date>().is_ok();
    if is_date { at + len + end } else { 0 }
}

fn is_year(written: &str) -> bool {
    written.len() == 4 && written.parse().is_ok_and(|n: u16| (1900..2100).contains(&n))
}
