//! References by kind and issuer only: *Kết luận của Ban Bí thư*.

use super::Form;
use super::citation::Draft;
use super::issuer::Body;
use super::lexer::{any_phrase, char_at, is_capital, phrase, space, word};
use crate::text::fold_marks;
use crate::text::{is_lower, is_word};
use crate::vocab::DocKind;

/// Makes a generic mention of a kind and a specific body, with its subject.
///
/// A class of norms ("Nghị định của Chính phủ", "quyết định của Ủy ban nhân dân") is no
/// mention: conclusions, directives and resolutions need a body that issues few of
/// them, the others need a subject (*về …*) too.
pub(super) fn generic(text: &str, at: usize, kind: DocKind, body: Body) -> Option<Draft> {
    let subject = subject(text, body.end);
    if !is_specific(text, at, kind, &body, subject.is_some()) {
        return None;
    }
    let end = subject.unwrap_or(body.end);
    let mut draft = Draft::new(at, end, Form::Generic, "type word + issuer");
    draft.kind = Some(kind);
    draft.issuer = Some(body);
    draft.confidence = 60;
    Some(draft)
}

fn is_specific(text: &str, at: usize, kind: DocKind, body: &Body, subject: bool) -> bool {
    let name = fold_marks(&body.name);
    let party = [
        "ban bi thu",
        "bo chinh tri",
        "trung uong",
        "ban chap hanh",
        "dai hoi",
        "hoi nghi",
    ];
    let is_party = party.iter().any(|p| name.starts_with(p));
    let capital = is_capital(text, at);
    match kind.code() {
        "KL" | "CT" | "NQ" => {
            is_party && capital || subject && capital && name.starts_with("quoc hoi")
        }
        "QyĐ" | "TB" => is_party && capital,
        _ => false,
    }
}

/// Reads *về …*, *quy định …* up to the end of the clause.
fn subject(text: &str, from: usize) -> Option<usize> {
    let start = space(text, from);
    any_phrase(text, start, &["về", "ban hành"])?;
    let mut end = start;
    let mut at = start;
    for _ in 0..60 {
        let Some(next) = word(text, at) else { break };
        end = next;
        let gap = space(text, next);
        let c = char_at(text, gap)?;
        at = match c {
            ',' if !comma_ends(text, gap) => space(text, gap + 1),
            '-' => space(text, gap + 1),
            c if is_word(c) => gap,
            _ => break,
        };
        if phrase(text, at, "và các").is_some() {
            break;
        }
    }
    Some(end)
}

fn comma_ends(text: &str, comma: usize) -> bool {
    let next = space(text, comma + 1);
    !char_at(text, next).is_some_and(is_lower)
}
