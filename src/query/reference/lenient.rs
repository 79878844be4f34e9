//! Reading a reference without marks and without grammar.

use super::{Named, symbol_parts, words_of};
use crate::ident::{Date, DocNumber};
use crate::text::fold_marks;
use crate::vocab::{DocKind, Place};

/// Reads what the grammar does not: `qd 793`, `793 qd ttg`, `kh 40 nam dinh 2021`.
pub(super) fn read(typed: &str) -> Named {
    let mut named = Named::default();
    let words: Vec<&str> = typed.split_whitespace().collect();
    let words = take_kind(&words, &mut named);
    let mut left = Vec::new();
    for word in words {
        // "luật 2024" names a year, not a document number.
        let may_be_number = named.serial.is_none() && !is_year(word);
        if !(may_be_number && take_number(word, &mut named)) {
            left.push(*word);
        }
    }
    if named.serial.is_none() {
        let title = take_year(&left.join(" "), &mut named);
        named.title = (!title.trim().is_empty()).then(|| title.trim().to_owned());
        return named;
    }
    rest(&left.join(" "), &mut named);
    named
}

/// Reads what stands beside a number: a date or year, a province, other words.
pub(super) fn rest(text: &str, named: &mut Named) {
    let text = take_year(text, named);
    let text = take_place(&text, named);
    let words = words_of(&text, false);
    named.words.extend(words.into_iter().filter(|w| !FILLERS.contains(&w.as_str())));
}

/// Words beside a number that say nothing about which document is meant.
const FILLERS: [&str; 9] =
    ["so", "ngay", "nam", "cua", "tinh", "thanh", "pho", "van", "ban"];

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse::<Date>().is_ok_and(is_plausible)
}

/// Takes the name or the code of a kind from the front.
fn take_kind<'w>(words: &'w [&'w str], named: &mut Named) -> &'w [&'w str] {
    for n in (1..=words.len().min(4)).rev() {
        let (front, rest) = words.split_at(n);
        if let Some(kind) = DocKind::of_query(&front.join(" ")) {
            named.kind = Some(kind);
            return rest;
        }
    }
    words
}

fn take_number(word: &str, named: &mut Named) -> bool {
    let word = word.trim_matches([',', ';', '.']);
    let Ok(number) = word.parse::<DocNumber>() else { return false };
    named.serial = Some(number.serial_key());
    named.symbol = symbol_parts(&number.symbol);
    named.date = number.year.map(Date::year_only).or(named.date);
    true
}

/// Takes the first date or year.
fn take_year(text: &str, named: &mut Named) -> String {
    let mut left: Vec<&str> = Vec::new();
    for word in text.split_whitespace() {
        let bare = word.trim_matches(['(', ')', ',', ';']);
        match bare.parse::<Date>().ok().filter(|d| is_plausible(*d)) {
            Some(date) if named.date.is_none_or(|known| known.agrees(date)) => {
                named.date = Some(date);
                left.pop_if(|word| fold_marks(word) == "nam");
            }
            _ => left.push(word),
        }
    }
    left.join(" ")
}

fn is_plausible(date: Date) -> bool {
    (1945..2100).contains(&date.year())
}

/// Takes the name of a province, with or without marks.
fn take_place(text: &str, named: &mut Named) -> String {
    let folded = fold_marks(text);
    let found = Place::all().find_map(|place| {
        let name = fold_marks(place.name());
        let at =
            folded.match_indices(&name).find(|(at, _)| is_whole(&folded, *at, &name))?;
        Some((place, at.0, name.len()))
    });
    let Some((place, at, len)) = found else { return folded };
    named.place = Some(place);
    let before = folded.get(..at).unwrap_or_default();
    let after = folded.get(at + len..).unwrap_or_default();
    format!("{before} {after}")
}

fn is_whole(text: &str, at: usize, name: &str) -> bool {
    let before = text.get(..at).and_then(|t| t.chars().next_back());
    let after = text.get(at + name.len()..).and_then(|t| t.chars().next());
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !letter(before) && !letter(after)
}
