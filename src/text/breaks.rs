//! Where a page ends inside a text: form feeds, and the running heads of the gazette
//! (*CÔNG BÁO/Số 437 + 438/Ngày 19-6-2022*), with the page numbers and empty lines around
//! them. They cut sentences, and numbers of documents.

use super::letter::lower;
use memchr::memmem;

/// So many lines of page numbers and blanks belong to one break on either side.
const MOST: usize = 8;
/// No running head is longer, in bytes: a line may be a whole file.
const LONGEST: usize = 120;
/// No page number has more digits.
const DIGITS: usize = 4;

/// Returns the bounds of each break, in order: from the end of the last line above to the
/// start of the first line below.
///
/// Linear in the length of the text.
pub(super) fn page_breaks(text: &str) -> Vec<(usize, usize)> {
    let heads = memmem::find_iter(text.as_bytes(), "O/S").filter(|&at| is_head(text, at));
    let feeds = memchr::memchr_iter(b'\x0c', text.as_bytes());
    let mut marks: Vec<usize> = heads.chain(feeds).collect();
    marks.sort_unstable();
    let mut breaks: Vec<(usize, usize)> = Vec::new();
    for mark in marks {
        let done = breaks.last().map_or(0, |(_, end)| *end);
        if mark < done {
            continue;
        }
        let (above, below) = (start_of(text, mark).max(done), end_of(text, mark));
        let start = up(text, above).max(done);
        let end = down(text, below);
        match breaks.last_mut().filter(|last| last.1 == start) {
            Some(last) => last.1 = end,
            None => breaks.push((start, end)),
        }
    }
    breaks
}

/// The line at `at` is a running head: its name, the numbers of the issue and its date.
fn is_head(text: &str, at: usize) -> bool {
    let Some(line) = short_line(text, at) else { return false };
    let line = line.trim_matches(|c: char| c.is_whitespace() || c.is_ascii_digit());
    // The marks are letters of their own in decomposed text.
    let is_letter = |c: &char| !matches!(c, '\u{300}'..='\u{36f}');
    let mut letters = line.chars().filter(is_letter).map(lower);
    let name = "cong bao/so".chars();
    let named = name.zip(letters.by_ref()).all(|(want, have)| base(have) == want);
    let issue =
        |c: char| c.is_ascii_digit() || c.is_whitespace() || "+/-.,ngaày".contains(c);
    named && letters.all(issue)
}

/// Returns the line at `at` without looking further than a head reaches.
fn short_line(text: &str, at: usize) -> Option<&str> {
    let bytes = text.as_bytes();
    let is_end = |b: &u8| matches!(b, b'\n' | b'\x0c');
    let (from, to) = (at.saturating_sub(LONGEST), bytes.len().min(at + LONGEST));
    let before = bytes.get(from..at)?.iter().rposition(is_end).map(|i| from + i + 1);
    let after = bytes.get(at..to)?.iter().position(is_end).map(|i| at + i);
    let start = before.or((from == 0).then_some(0))?;
    text.get(start..after.or((to == bytes.len()).then_some(to))?)
}

fn base(c: char) -> char {
    match c {
        'ô' | 'ố' => 'o',
        'á' => 'a',
        _ => c,
    }
}

/// The start of the line at `at`, or the place behind a form feed in it.
fn start_of(text: &str, at: usize) -> usize {
    let head = text.get(..at).unwrap_or_default();
    head.rfind(['\n', '\x0c']).map_or(0, |i| i + 1)
}

/// The end of the line at `at` without its break; a form feed ends one, too.
fn end_of(text: &str, at: usize) -> usize {
    let tail = text.get(at..).unwrap_or_default();
    tail.find(['\n', '\x0c']).map_or(text.len(), |i| at + i)
}

fn up(text: &str, mut start: usize) -> usize {
    for _ in 0..MOST {
        let Some(end) = start.checked_sub(1) else { return 0 };
        let above = start_of(text, end);
        if !text.get(above..end).is_some_and(is_empty) {
            return text.get(..end).map_or(end, |head| head.trim_end().len());
        }
        start = above;
    }
    start
}

fn down(text: &str, mut end: usize) -> usize {
    for _ in 0..MOST {
        if end >= text.len() {
            return end;
        }
        let below = end_of(text, end + 1);
        if !text.get(end + 1..below).is_some_and(is_empty) {
            return end + 1;
        }
        end = below;
    }
    end
}

/// Blank, or a page number: *82*, *- 3 -*.
fn is_empty(line: &str) -> bool {
    let bare = line.trim().trim_matches(['-', ' ']);
    bare.len() <= DIGITS && bare.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with a bar for each break.
    fn p(text: &str) -> String {
        let mut out = String::new();
        let mut at = 0;
        for (start, end) in page_breaks(text) {
            out += text.get(at..start).unwrap();
            out.push('|');
            at = end;
        }
        out + text.get(at..).unwrap()
    }

    #[test]
    fn heads_go_with_page_numbers_and_blank_lines() {
        assert_eq!(
            p("ngày \n\nCÔNG BÁO/Số 216/Ngày 15-04-2026 \n84\n \n \n24 tháng"),
            "ngày|24 tháng"
        );
        assert_eq!(
            p("đối với\n\n \n82 \nCÔNG BÁO/Số 785 + 786/Ngày 23-10-2022 \n  \nHSDT"),
            "đối với|HSDT"
        );
        assert_eq!(p("CÔNG BÁO/Số 216/Ngày 15-04-2026 \n70\n\nBỘ"), "|BỘ");
        assert_eq!(
            p("a\nCO\u{302}NG BA\u{301}O/So\u{302}\u{301} 2/Ngày 15-04-2026"),
            "a|"
        );
        assert_eq!(
            p(
                "a\n12 CÔNG BÁO/Số 2/Ngày 15-4-2026\n\x0cCÔNG BÁO/Số 2/Ngày 15-4-2026\t13\nb"
            ),
            "a|b"
        );
        assert_eq!(p("Số 793/QĐ-\n\n2\n\n\x0cTTg"), "Số 793/QĐ-|TTg");
    }

    #[test]
    fn what_speaks_of_the_gazette_is_no_head() {
        for text in ["xem CÔNG BÁO/Số 2/Ngày 1-1-2020 về", "CÔNG BÁO/Số liệu", "a\n2\nb"]
        {
            assert_eq!(p(text), text);
        }
        let long = "CÔNG BÁO/Số 1 ".repeat(30);
        assert_eq!(p(&long), long, "a line may be a whole file");
    }
}
