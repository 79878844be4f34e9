//! Breaking lines by the width that letters take on a terminal.

use super::theme::paint;
use crate::text::Span;
use anstyle::Style;
use unicode_width::UnicodeWidthStr;

/// Returns the lines of `text`, none wider than `width` columns unless one word is; runs
/// of white space (line breaks too) are one space.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split_whitespace() {
        let wide = word.width();
        if used > 0 && used + 1 + wide > width {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += wide;
    }
    lines.push(line);
    lines
}

/// Returns `text` on one line of at most `width` columns; `…` stands for what is cut.
pub fn clip(text: &str, width: usize) -> String {
    let mut lines = wrap(text, width.saturating_sub(2).max(1)).into_iter();
    let first = lines.next().unwrap_or_default();
    match lines.next() {
        None => first,
        Some(second) if lines.next().is_none() && fits(&first, &second, width) => {
            format!("{first} {second}")
        }
        Some(_) => format!("{first} …"),
    }
}

fn fits(first: &str, second: &str, width: usize) -> bool {
    first.width() + 1 + second.width() <= width
}

/// Text with marked places, as it is laid out on lines.
#[derive(Clone, Debug)]
pub struct Marked<'t> {
    /// The text.
    pub text: &'t str,
    /// The places, in order, apart.
    pub marks: &'t [Span],
}

impl Marked<'_> {
    /// Returns the lines with the marks painted, each wrapped to `width` columns.
    pub fn lines(&self, width: usize, style: Style) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = Painter::new(style);
        let mut last_end = 0;
        for (at, word) in words(self.text) {
            let wide = word.width();
            if line.used > 0 && line.used + 1 + wide > width {
                lines.push(std::mem::replace(&mut line, Painter::new(style)).finish());
            }
            if line.used > 0 {
                // The gap is marked if it lies inside a mark.
                line.push(" ", self.is_marked(last_end) && self.is_marked(at - 1));
            }
            self.push_word(at, word, &mut line);
            last_end = at + word.len();
        }
        lines.push(line.finish());
        lines
    }

    fn push_word(&self, at: usize, word: &str, line: &mut Painter) {
        for (offset, letter) in word.char_indices() {
            let end = offset + letter.len_utf8();
            let piece = word.get(offset..end).unwrap_or_default();
            line.push(piece, self.is_marked(at + offset));
        }
    }

    fn is_marked(&self, at: usize) -> bool {
        self.marks.iter().any(|mark| mark.range().contains(&at))
    }
}

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let start = text.as_ptr() as usize;
    text.split_whitespace().map(move |word| (word.as_ptr() as usize - start, word))
}

struct Painter {
    style: Style,
    done: String,
    piece: String,
    marked: bool,
    used: usize,
}

impl Painter {
    fn new(style: Style) -> Self {
        Self { style, done: String::new(), piece: String::new(), marked: false, used: 0 }
    }

    fn push(&mut self, piece: &str, marked: bool) {
        if marked != self.marked {
            self.close();
            self.marked = marked;
        }
        self.used += piece.width();
        self.piece.push_str(piece);
    }

    fn close(&mut self) {
        let piece = std::mem::take(&mut self.piece);
        if self.marked && !piece.is_empty() {
            self.done.push_str(&paint(self.style, piece));
        } else {
            self.done.push_str(&piece);
        }
    }

    fn finish(mut self) -> String {
        self.close();
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn combining_marks_take_no_column() {
        let nfd = "Quye\u{302}\u{301}t di\u{323}nh so\u{302}\u{301}";
        assert_eq!(wrap(nfd, 10).len(), 2);
        assert_eq!(wrap("một hai\nba", 7), ["một hai", "ba"]);
        assert_eq!(wrap("", 7), [""]);
        assert_eq!(wrap("793/QĐ-TTg", 3), ["793/QĐ-TTg"]);
    }

    #[test]
    fn clipped_text_says_so() {
        assert_eq!(clip("một hai", 7), "một hai");
        assert_eq!(clip("một hai ba", 9), "một hai …");
        assert_eq!(clip("một\nhai", 20), "một hai");
    }

    #[test]
    fn marks_survive_line_breaks_and_leave_punctuation_out() {
        let style = anstyle::Style::new().bold();
        let text = "theo Quyết định số 793;\nvà";
        let start = text.find("Quyết").unwrap();
        let marks = [Span::new(start, text.find(';').unwrap())];
        let lines = Marked { text, marks: &marks }.lines(15, style);
        let (on, off) = (style.to_string(), format!("{style:#}"));
        let expected =
            [format!("theo {on}Quyết định{off}"), format!("{on}số 793{off}; và")];
        assert_eq!(lines, expected);
    }
}
