//! Short names that a text defines: *(sau đây gọi tắt là Chỉ thị 48)*.

use super::Form;
use super::citation::{Cited, Draft};
use super::lexer::{char_at, digits, is_start, rest, space};
use super::number::Shape;
use crate::text::fold_marks;
use crate::text::{is_upper, is_word};
use crate::vocab::{DocKind, Law};
use aho_corasick::AhoCorasick;
use std::collections::BTreeMap;

/// A short name and what it stands for.
#[derive(Debug)]
struct Definition {
    start: usize,
    end: usize,
    kind: DocKind,
    /// The index of the draft that it abbreviates.
    stands_for: Option<usize>,
    /// True for one word in capitals behind the type word: *Luật HNGĐ*.
    is_abbreviation: bool,
}

/// Adds the alias mentions of a text: each definition, and every later use of the name
/// up to the end of the document.
pub(super) fn add_aliases(text: &str, cited: &mut Cited) {
    let found = definitions(text, cited);
    if found.is_empty() {
        return;
    }
    let drafts = &mut cited.drafts;
    let mut added: BTreeMap<usize, Draft> = BTreeMap::new();
    let taken = Taken::of(drafts);
    for (def, start, end) in places(text, &found) {
        let draft = draft(drafts, def, start, end);
        if let Some(i) = index_at(drafts, start) {
            if is_said_by(&drafts[i], def, &draft) {
                drafts[i] = draft;
            }
        } else if !taken.overlaps(start, end) && is_free(&added, start, end) {
            added.insert(start, draft);
        }
    }
    drafts.extend(added.into_values());
    drafts.sort_by_key(|d| (d.start, std::cmp::Reverse(d.end)));
}

fn index_at(drafts: &[Draft], start: usize) -> Option<usize> {
    let i = drafts.partition_point(|d| d.start < start);
    drafts.get(i).filter(|d| d.start == start).map(|_| i)
}

/// What the rules of citations made of a defined name: its bare number ("Chỉ thị 48"),
/// or a title that begins with the abbreviation ("Luật HNGĐ cấm tảo hôn").
fn is_said_by(read: &Draft, def: &Definition, draft: &Draft) -> bool {
    match read.form {
        Form::Alias => read.end == draft.end && draft.number.is_some(),
        Form::Titled => def.is_abbreviation,
        _ => false,
    }
}

fn is_free(added: &BTreeMap<usize, Draft>, start: usize, end: usize) -> bool {
    added.range(..end).next_back().is_none_or(|(_, d)| d.end <= start)
}

/// Which parts of a text are mentions already.
struct Taken {
    /// The start of each draft and the furthest end up to it.
    ends: Vec<(usize, usize)>,
}

impl Taken {
    fn of(drafts: &[Draft]) -> Self {
        let mut furthest = 0;
        let ends = drafts.iter().map(|d| {
            furthest = furthest.max(d.end);
            (d.start, furthest)
        });
        Self { ends: ends.collect() }
    }

    fn overlaps(&self, start: usize, end: usize) -> bool {
        let before = self.ends.partition_point(|(s, _)| *s < end);
        before.checked_sub(1).is_some_and(|i| self.ends[i].1 > start)
    }
}

/// Lists where each defined name stands: at its definition and at every later use. A name
/// defined again stands for the nearer one.
fn places<'d>(
    text: &str,
    found: &'d [Definition],
) -> Vec<(&'d Definition, usize, usize)> {
    let mut by_name: BTreeMap<&str, Vec<&Definition>> = BTreeMap::new();
    for def in found {
        let name = text.get(def.start..def.end).unwrap_or_default();
        by_name.entry(name).or_default().push(def);
    }
    let (names, defs): (Vec<&str>, Vec<Vec<&Definition>>) = by_name.into_iter().unzip();
    let mut all: Vec<_> = found.iter().map(|d| (d, d.start, d.end)).collect();
    for (name, start) in occurrences(text, &names) {
        let end = start + names[name].len();
        let known = defs[name].partition_point(|d| d.end <= start);
        let used = end - start >= 4 && is_start(text, start) && closes(text, end);
        if let (Some(i), true) = (known.checked_sub(1), used) {
            all.push((defs[name][i], start, end));
        }
    }
    all.sort_by_key(|(_, start, end)| (*start, std::cmp::Reverse(*end)));
    all
}

/// Lists where each of `names` stands, by its index. A search for each is faster than an
/// automaton for all of them as long as they are few.
fn occurrences(text: &str, names: &[&str]) -> Vec<(usize, usize)> {
    const FEW: usize = 12;
    if names.len() > FEW {
        let Ok(searcher) = AhoCorasick::new(names) else { return Vec::new() };
        let all = searcher.find_overlapping_iter(text);
        return all.map(|m| (m.pattern().as_usize(), m.start())).collect();
    }
    let mut all = Vec::new();
    for (i, name) in names.iter().enumerate() {
        let places = memchr::memmem::find_iter(text.as_bytes(), name);
        all.extend(places.map(|at| (i, at)));
    }
    all
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

/// Returns where a name begins behind *tắt*, *gọn*, *gọi* or *viết*: "gọi tắt là …", "gọi
/// chung là …", "viết tắt: …".
pub(super) fn defined_name(text: &str, verb: usize, end: usize) -> Option<usize> {
    const IS: &str = "là";
    let verb = text.get(verb..end)?;
    let tail = rest(text, end);
    if verb == "tắt" && tail.starts_with(':') {
        return Some(end + 1);
    }
    let tail = tail.strip_prefix(" chung").filter(|_| verb == "gọi").unwrap_or(tail);
    let name = tail.trim_start();
    let blank = tail.get(..tail.len() - name.len())?;
    let is = blank.ends_with([' ', '\n']) && name.starts_with(IS);
    is.then(|| text.len() - name.len() + IS.len())
}

/// Finds "(… gọi tắt là NAME)" whose name begins with a type word or its abbreviation.
fn definitions(text: &str, cited: &Cited) -> Vec<Definition> {
    let mut found: Vec<Definition> = (cited.namings.iter())
        .filter_map(|&(verb, name)| definition(text, verb, name, &cited.drafts))
        .collect();
    found.sort_by_key(|d| d.start);
    found.dedup_by_key(|d| d.start);
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
    // "(sau đây gọi chung là luật sư)".
    if kind == DocKind::LAW && matches!(rest_of_name.trim(), "sư" | "gia") {
        return None;
    }
    // "(sau đây gọi chung là Pháp lệnh)": the bare type word, in capitals for its document.
    let is_bare = rest_of_name.trim().is_empty();
    if is_bare && !(name.starts_with(is_upper) && is_norm(kind)) {
        return None;
    }
    let end = start + name.len();
    let stands_for = stands_for(drafts, kind, lead);
    // "dự án PPP", "Chương trình 135" abbreviate things, unless a document stands before.
    let thing = kind.code() == "DA"
        || matches!(kind.code(), "CTr" | "ĐA") && stands_for.is_none();
    let word = rest_of_name.trim();
    let is_abbreviation = word.chars().count() > 1 && word.chars().all(is_upper);
    (!thing).then_some(Definition { start, end, kind, stands_for, is_abbreviation })
}

/// The kinds whose bare name a text may define for one document.
fn is_norm(kind: DocKind) -> bool {
    matches!(kind.code(), "L" | "BL" | "PL" | "NĐ" | "TT" | "NQ")
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
    // "QĐ 22", "QĐ22".
    let end = name.find(|c: char| c == ' ' || c.is_ascii_digit())?;
    let kind = DocKind::of_token(name.get(..end)?)?;
    let number = space(name, end);
    digits(name, number).map(|_| (kind, name.get(number..).unwrap_or_default()))
}

/// The nearest draft before the definition: of the same kind if there is one within
/// 600 bytes, else none.
fn stands_for(drafts: &[Draft], kind: DocKind, lead: usize) -> Option<usize> {
    let before = drafts.partition_point(|d| d.start < lead);
    (0..before)
        .rev()
        .take_while(|&i| drafts[i].start + 2000 > lead)
        .filter(|&i| drafts[i].end <= lead && lead - drafts[i].end < 600)
        .filter(|&i| drafts[i].kind.is_some_and(|k| alike(k, kind)))
        .max_by_key(|&i| drafts[i].end)
}

fn alike(a: DocKind, b: DocKind) -> bool {
    a.slug() == b.slug()
}

fn closes(text: &str, end: usize) -> bool {
    let next = char_at(text, end);
    !next.is_some_and(|c| is_word(c) || c == '/')
        && !next.is_some_and(|c| c == '-' && char_at(text, end + 1).is_some_and(is_upper))
}

/// Returns true if "sau đây gọi tắt là" stands right before `at`: a definition, whatever
/// its form.
pub(super) fn is_defined_at(text: &str, at: usize) -> bool {
    let marks = ['"', '“', ' ', '\n', ':'];
    let head = text.get(..at).unwrap_or_default().trim_end_matches(marks);
    // The letters of *là*, whatever the mark of the last.
    let before = head.strip_suffix(['à', 'a', 'À', 'A', 'á', 'ả', 'ã', 'ạ']);
    if !before.is_some_and(|b| b.ends_with(['l', 'L'])) {
        return false;
    }
    let from =
        (0..=at).rev().find(|&i| i + 40 <= at && text.is_char_boundary(i)).unwrap_or(0);
    let near = fold_marks(text.get(from..at).unwrap_or_default());
    let near = near.trim_end_matches(marks);
    ["tat la", "gon la", "goi la", "chung la", "viet la"]
        .iter()
        .any(|l| near.ends_with(l))
}
