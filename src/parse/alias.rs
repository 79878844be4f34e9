//! Short names that a text defines: *(sau đây gọi tắt là Chỉ thị 48)*.

use super::Form;
use super::citation::Draft;
use super::lexer::{char_at, digits, is_start, rest, space};
use super::number::Shape;
use crate::text::fold_marks;
use crate::text::{is_upper, is_word};
use crate::vocab::{DocKind, Law};
use memchr::memmem;

/// A short name and what it stands for.
#[derive(Debug)]
struct Definition {
    start: usize,
    end: usize,
    kind: DocKind,
    /// The index of the draft that it abbreviates.
    stands_for: Option<usize>,
}

/// Adds the alias mentions of a text: each definition, and every later use of the name
/// up to the end of the document.
pub(super) fn add_aliases(text: &str, drafts: &mut Vec<Draft>) {
    let found = definitions(text, drafts);
    let mut added = Vec::new();
    for def in &found {
        let name = text.get(def.start..def.end).unwrap_or_default();
        if !overlaps(drafts, def.start, def.end) {
            added.push(draft(drafts, def, def.start, def.end));
        }
        for at in uses(text, name, def.end) {
            let end = at + name.len();
            if !overlaps(drafts, at, end) && !overlaps(&added, at, end) {
                added.push(draft(drafts, def, at, end));
            }
        }
    }
    if !added.is_empty() {
        drafts.extend(added);
        drafts.sort_by_key(|d| (d.start, std::cmp::Reverse(d.end)));
    }
}

fn draft(drafts: &[Draft], def: &Definition, start: usize, end: usize) -> Draft {
    let mut draft = Draft::new(start, end, Form::Alias, "defined short name");
    draft.kind = Some(def.kind);
    let full = def.stands_for.and_then(|i| drafts.get(i));
    draft.number = full.and_then(|d| d.number.clone());
    draft.shape = full.map_or(Shape::Bare, |d| d.shape);
    draft.title = full.and_then(|d| d.title.clone()).filter(|_| draft.number.is_none());
    draft.confidence = 95;
    draft
}

/// Returns true if a draft overlaps; logarithmic, since drafts are sorted by start and
/// only the last few of those that begin before `end` can reach behind `start`.
fn overlaps(drafts: &[Draft], start: usize, end: usize) -> bool {
    let n = drafts.partition_point(|d| d.start < end);
    drafts.iter().take(n).rev().take(8).any(|d| start < d.end)
}

/// Finds "(… gọi tắt là NAME)" whose name begins with a type word or its abbreviation.
fn definitions(text: &str, drafts: &[Draft]) -> Vec<Definition> {
    let mut found: Vec<Definition> = Vec::new();
    for lead in ["tắt là", "gọn là", "gọi là", "gọi chung là", "viết là", "tắt:"]
    {
        for at in memmem::find_iter(text.as_bytes(), lead) {
            if let Some(def) = definition(text, at, at + lead.len(), drafts) {
                found.push(def);
            }
        }
    }
    found.sort_by_key(|d| d.start);
    found.dedup_by_key(|d| d.start);
    // Each name is searched for in the rest of the text; no real document defines more.
    found.truncate(200);
    found
}

fn definition(
    text: &str,
    lead: usize,
    at: usize,
    drafts: &[Draft],
) -> Option<Definition> {
    let mut start = space(text, at);
    while let Some(c) =
        char_at(text, start).filter(|c| matches!(c, '"' | '“' | '\'' | ':' | '‘'))
    {
        start = space(text, start + c.len_utf8());
    }
    let tail = rest(text, start);
    let limit = tail.char_indices().nth(60).map_or(tail.len(), |(i, _)| i);
    let window = tail.get(..limit)?;
    let close = window.find([')', '"', '”', ',', ';', '.', '\n', '’', '('])?;
    let name = window.get(..close)?.trim_end();
    let (kind, rest_of_name) = kind_of_name(name)?;
    if rest_of_name.trim().is_empty() {
        return None;
    }
    let end = start + name.len();
    let stands_for = stands_for(drafts, kind, lead);
    // "dự án PPP", "Chương trình 135" abbreviate things, unless a document stands before.
    let thing = kind.code() == "DA"
        || matches!(kind.code(), "CTr" | "ĐA") && stands_for.is_none();
    (!thing).then_some(Definition { start, end, kind, stands_for })
}

/// The type word or abbreviation that a short name begins with, and the rest.
fn kind_of_name(name: &str) -> Option<(DocKind, &str)> {
    if let Some((law, len)) = Law::short_at_start(name) {
        return Some((
            law.kind(),
            name.get(len..).filter(|r| !r.is_empty()).unwrap_or("-"),
        ));
    }
    if let Some((kind, len)) = DocKind::at_start(name) {
        return Some((kind, name.get(len..)?));
    }
    let end = name.find(' ')?;
    let kind = DocKind::of_token(name.get(..end)?)?;
    let number = space(name, end);
    digits(name, number).map(|_| (kind, name.get(number..).unwrap_or_default()))
}

/// The nearest draft before the definition: of the same kind if there is one within
/// 600 bytes, else none.
fn stands_for(drafts: &[Draft], kind: DocKind, lead: usize) -> Option<usize> {
    drafts
        .iter()
        .enumerate()
        .filter(|(_, d)| {
            d.end <= lead && lead - d.end < 600 && d.kind.is_some_and(|k| alike(k, kind))
        })
        .max_by_key(|(_, d)| d.end)
        .map(|(i, _)| i)
}

fn alike(a: DocKind, b: DocKind) -> bool {
    a.slug() == b.slug()
}

/// Finds the later uses of a name, whole words, in the same writing.
fn uses<'t>(
    text: &'t str,
    name: &'t str,
    from: usize,
) -> impl Iterator<Item = usize> + 't {
    let tail = text.get(from..).unwrap_or_default();
    let plausible = name.len() >= 4;
    memmem::find_iter(tail.as_bytes(), name)
        .take_while(move |_| plausible)
        .map(move |i| from + i)
        .filter(move |&at| is_start(text, at) && closes(text, at + name.len()))
}

fn closes(text: &str, end: usize) -> bool {
    let next = char_at(text, end);
    !next.is_some_and(|c| is_word(c) || c == '/')
        && !next.is_some_and(|c| c == '-' && char_at(text, end + 1).is_some_and(is_upper))
}

/// Returns true if "sau đây gọi tắt là" stands right before `at`: a definition, whatever
/// its form.
pub(super) fn is_defined_at(text: &str, at: usize) -> bool {
    let from =
        (0..=at).rev().find(|&i| i + 40 <= at && text.is_char_boundary(i)).unwrap_or(0);
    let near = fold_marks(text.get(from..at).unwrap_or_default());
    let near = near.trim_end_matches(['"', '“', ' ', '\n', ':']);
    ["tat la", "gon la", "goi la", "chung la", "viet la"]
        .iter()
        .any(|l| near.ends_with(l))
}
