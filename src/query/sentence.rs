//! The sentence around a reference.

use crate::text::Span;

/// A sentence is never longer than this on either side of the words it is shown for.
const REACH: usize = 400;

/// Returns the sentence that holds `span`: up to a full stop before a capital, a blank
/// line, or the start of a list item; long ones are cut at a word on either side.
///
/// The lines of a wrapped paragraph belong together; an item of a list is a sentence of
/// its own.
pub fn sentence(text: &str, span: Span) -> Span {
    let start = boundary_before(text, span.start as usize);
    let end = boundary_after(text, span.end as usize);
    Span::new(start, end)
}

fn boundary_before(text: &str, at: usize) -> usize {
    let from = floor(text, at.saturating_sub(REACH));
    let window = text.get(from..at).unwrap_or_default();
    let cut = breaks(window).next_back();
    let start = match cut {
        Some(cut) => from + cut,
        None if from == 0 => 0,
        None => from + window.find(' ').map_or(0, |i| i + 1),
    };
    let skipped = text.get(start..at).unwrap_or_default();
    at - skipped.trim_start().len()
}

fn boundary_after(text: &str, at: usize) -> usize {
    let to = floor(text, (at + REACH).min(text.len()));
    let window = text.get(at..to).unwrap_or_default();
    // The break may lie at the very end of the words: look from there on.
    let end = match breaks(window).next() {
        Some(cut) => at + cut,
        None if to == text.len() => to,
        None => at + window.rfind(' ').unwrap_or(window.len()),
    };
    let kept = text.get(at..end).unwrap_or_default();
    at + kept.trim_end().len()
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Returns the offsets at which a new sentence may start.
fn breaks(text: &str) -> impl DoubleEndedIterator<Item = usize> {
    // A byte of these signs is never a part of another one.
    text.bytes().enumerate().filter_map(move |(at, sign)| {
        if !matches!(sign, b'\n' | b'.' | b'?' | b'!') {
            return None;
        }
        let (before, rest) = (text.get(..at)?, text.get(at + 1..)?);
        let starts = match sign {
            b'\n' => line_starts(before, rest),
            _ => ends(before) && sentence_starts(rest),
        };
        starts.then_some(at + 1)
    })
}

/// A line that is not the continuation of the one before.
fn line_starts(before: &str, rest: &str) -> bool {
    let line = rest.trim_start_matches([' ', '\t', '\r']);
    if line.starts_with('\n') || before.trim_end_matches([' ', '\r']).ends_with('\n') {
        return true;
    }
    let closed = before.trim_end().ends_with(['.', ';', ':', '!', '?', '/']);
    closed || is_item(line)
}

/// `- `, `+ `, `1. `, `1.2. `, `a) `, `II. `, `Điều 5.`, `Căn cứ`.
fn is_item(line: &str) -> bool {
    let word = line.split_whitespace().next().unwrap_or_default();
    let label = word.trim_end_matches(['.', ')', '/']);
    let closed = label.len() < word.len();
    let number = label.chars().all(|c| c.is_ascii_digit() || c == '.');
    let roman = label.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    let letter = label.chars().count() == 1 && label.chars().all(char::is_lowercase);
    let dash = matches!(word, "-" | "+" | "*" | "–" | "•" | "");
    dash || closed && (number || roman || letter)
        || line.starts_with("Căn cứ ")
        || line.starts_with("Điều ") && word == "Điều" && has_label(line)
}

fn has_label(line: &str) -> bool {
    let label = line.split_whitespace().nth(1).unwrap_or_default();
    label.ends_with('.') && label.starts_with(|c: char| c.is_ascii_digit())
}

/// A full stop behind a word, not behind an abbreviation (`TP.`, `T.Ư`) or a number.
fn ends(before: &str) -> bool {
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let short = word.chars().count() <= 2 && word.chars().all(char::is_uppercase);
    !short || before.ends_with([')', '"', '”'])
}

fn sentence_starts(rest: &str) -> bool {
    let spaced = rest.starts_with([' ', '\t', '\u{a0}']);
    let first = rest.trim_start().chars().next();
    spaced && first.is_none_or(|c| c.is_uppercase() || matches!(c, '"' | '“'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> String {
        let start = text.find('⟦').unwrap();
        let clean = text.replace('⟦', "");
        let end = clean.find('⟧').unwrap();
        let clean = clean.replace('⟧', "");
        let span = sentence(&clean, Span::new(start, end));
        clean.get(span.range()).unwrap().to_owned()
    }

    #[test]
    fn ends_where_a_reader_would_end_it() {
        assert_eq!(
            of(
                "Câu trước. Thực hiện ⟦Quyết định số 793/QĐ-TTg⟧ ngày 10.5.2016. Câu sau."
            ),
            "Thực hiện Quyết định số 793/QĐ-TTg ngày 10.5.2016."
        );
        assert_eq!(
            of(
                "1. Mục đích\n- Quán triệt ⟦Chỉ thị số 48-CT/TW⟧ của\nBộ Chính trị;\n- Ý sau."
            ),
            "- Quán triệt Chỉ thị số 48-CT/TW của\nBộ Chính trị;"
        );
        assert_eq!(
            of("QUYẾT ĐỊNH\n\nUBND TP. Hà Nội thực hiện ⟦Kế hoạch số 1⟧\n\nI. Mục"),
            "UBND TP. Hà Nội thực hiện Kế hoạch số 1"
        );
        assert_eq!(of("⟦Luật⟧"), "Luật");
    }

    #[test]
    fn long_sentences_are_cut_at_a_word() {
        let long = "từ ".repeat(400);
        let cut = of(&format!("{long}⟦Luật này⟧ {long}"));
        assert!(cut.len() < 900, "{}", cut.len());
        assert!(cut.starts_with("từ ") && cut.ends_with(" từ"));
    }
}
