//! Writing extracted text: words, lines, tables.

use super::encoding::is_syllable;
use std::borrow::Cow;

/// What must stand before the next word; the stronger wins.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Break {
    /// Nothing.
    #[default]
    None,
    /// A space.
    Space,
    /// A tab.
    Tab,
    /// A new line.
    Line,
}

/// Tables in tables deeper than this are written without rows.
const MAX_DEPTH: usize = 8;

/// Extracted text in the making: breaks only between words, one line a paragraph.
///
/// A table row is one line with tabs, unless a cell has several lines: then it is
/// layout (the two halves of a document's head), and each cell has lines of its own.
#[derive(Default)]
pub(super) struct Layout {
    out: String,
    pending: Break,
    rows: Vec<Row>,
    /// Rows beyond the depth.
    deeper: usize,
}

struct Row {
    start: usize,
    cells: Vec<usize>,
}

impl Layout {
    /// Asks for a break before the next word.
    pub(super) fn need(&mut self, pause: Break) {
        self.pending = self.pending.max(pause);
    }

    /// Writes text whose white space counts little: runs of it become one space.
    pub(super) fn flow(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            let words = rest.trim_start();
            if words.len() < rest.len() {
                self.need(Break::Space);
            }
            let end = words.find(char::is_whitespace).unwrap_or(words.len());
            self.word(words.get(..end).unwrap_or_default());
            rest = words.get(end..).unwrap_or_default();
        }
    }

    /// Writes text as it is, after the break that is due.
    pub(super) fn word(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let pause = std::mem::take(&mut self.pending);
        if self.out.len() > self.piece_start() {
            self.out.push_str(match pause {
                Break::None => "",
                Break::Space => " ",
                Break::Tab => "\t",
                Break::Line => "\n",
            });
        }
        self.out.push_str(text);
    }

    /// Returns where the cell begins, or the text.
    fn piece_start(&self) -> usize {
        let row = self.rows.last();
        row.map_or(0, |row| row.cells.last().copied().unwrap_or(row.start))
    }

    /// Begins a row of a table.
    pub(super) fn open_row(&mut self) {
        if self.rows.len() == MAX_DEPTH {
            self.deeper += 1;
            return self.need(Break::Line);
        }
        if self.out.len() > self.piece_start() {
            self.out.push('\n');
        }
        self.pending = Break::None;
        self.rows.push(Row { start: self.out.len(), cells: Vec::new() });
    }

    /// Begins a cell of the row.
    pub(super) fn open_cell(&mut self) {
        let at = self.out.len();
        match self.rows.last_mut() {
            Some(row) if self.deeper == 0 => {
                self.pending = Break::None;
                row.cells.push(at);
            }
            _ => self.need(Break::Tab),
        }
    }

    /// Ends the row.
    pub(super) fn close_row(&mut self) {
        if self.deeper > 0 {
            self.deeper -= 1;
            return self.need(Break::Line);
        }
        let Some(row) = self.rows.pop() else { return };
        let written = self.out.split_off(row.start);
        let ends = row.cells.iter().copied().skip(1).chain([row.start + written.len()]);
        let cells: Vec<&str> = row
            .cells
            .iter()
            .zip(ends)
            .map(|(from, to)| written.get(from - row.start..to - row.start))
            .map(|cell| cell.unwrap_or_default().trim())
            .collect();
        let before = row.cells.first().map_or(written.len(), |first| first - row.start);
        self.out.push_str(written.get(..before).unwrap_or_default());
        let is_layout = cells.iter().any(|cell| cell.contains('\n'));
        self.out.push_str(cells.join(if is_layout { "\n" } else { "\t" }).trim());
        self.pending = Break::Line;
    }

    /// Returns the text.
    pub(super) fn finish(mut self) -> String {
        while !self.rows.is_empty() || self.deeper > 0 {
            self.close_row();
        }
        self.out
    }
}

/// Returns the text of raised letters: the mark of a footnote behind a number must not
/// become a part of it, and the square of an area is one.
pub(super) fn raised(text: &str) -> String {
    let is_digits = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    if !is_digits {
        return text.to_owned();
    }
    let digit = |c: char| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(c.to_digit(10)? as usize);
    text.chars().filter_map(digit).collect()
}

/// A line set letter by letter has so many of them.
const SPACED_LETTERS: usize = 4;

/// Closes up a line that was typed letter by letter (`K Ế  H O Ạ C H`). Two spaces part
/// words; where there is only one between all letters, syllables are put together.
pub(super) fn unspaced(line: &str) -> Cow<'_, str> {
    let is_letter = |word: &str| {
        let mut chars = word.chars();
        chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
    };
    let words: Vec<&str> = line.split_whitespace().collect();
    if words.len() < SPACED_LETTERS || !words.iter().all(|w| is_letter(w)) {
        return Cow::Borrowed(line);
    }
    let parts: Vec<&str> = line.split("  ").filter(|p| !p.trim().is_empty()).collect();
    let joined = |part: &str| part.split_whitespace().collect::<String>();
    if parts.len() > 1 {
        let words: Vec<String> = parts.into_iter().map(joined).collect();
        return Cow::Owned(words.join(" "));
    }
    Cow::Owned(syllables(&words.concat()))
}

/// Closes up the lines of a text that were typed letter by letter.
pub(super) fn closed_up(text: String) -> String {
    if !text.lines().any(|line| matches!(unspaced(line), Cow::Owned(_))) {
        return text;
    }
    let lines: Vec<Cow<'_, str>> = text.split('\n').map(unspaced).collect();
    lines.join("\n")
}

/// Splits letters into as few syllables as there can be; what is none stays together.
fn syllables(letters: &str) -> String {
    const LONGEST: usize = 7;
    let chars: Vec<char> = letters.chars().collect();
    // The fewest syllables of the first letters, and where the last of them begins.
    let mut best: Vec<Option<(usize, usize)>> = vec![None; chars.len() + 1];
    best[0] = Some((0, 0));
    for end in 1..=chars.len() {
        for start in end.saturating_sub(LONGEST)..end {
            let Some((count, _)) = best[start] else { continue };
            let word: String = chars[start..end].iter().collect();
            let is_better = best[end].is_none_or(|(least, _)| count + 1 < least);
            if is_better && is_syllable(&word) {
                best[end] = Some((count + 1, start));
            }
        }
    }
    let mut words = Vec::new();
    let mut end = chars.len();
    while end > 0 {
        let Some((_, start)) = best[end] else { return letters.to_owned() };
        words.push(chars[start..end].iter().collect::<String>());
        end = start;
    }
    words.reverse();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_typed_apart_are_closed_up() {
        for (typed, meant) in [
            ("K Ế  H O Ạ C H", "KẾ HOẠCH"),
            ("Q U Y Ế T Đ Ị N H", "QUYẾT ĐỊNH"),
            ("T H Ô N G T Ư", "THÔNG TƯ"),
            ("C H Ỉ   T H Ị", "CHỈ THỊ"),
            ("a b c", "a b c"),
            ("Số 1 2 3", "Số 1 2 3"),
            ("Kế hoạch", "Kế hoạch"),
        ] {
            assert_eq!(unspaced(typed), meant);
        }
    }

    fn rows(layout: &mut Layout, rows: &[&[&str]]) {
        for row in rows {
            layout.open_row();
            for cell in *row {
                layout.open_cell();
                for line in cell.lines() {
                    layout.need(Break::Line);
                    layout.flow(line);
                }
            }
            layout.close_row();
        }
    }

    #[test]
    fn a_row_is_a_line_unless_its_cells_have_lines() {
        let mut layout = Layout::default();
        layout.flow("before");
        rows(&mut layout, &[&["a", " b  c ", ""], &["x\ny", "z"]]);
        layout.need(Break::Line);
        layout.flow("after");
        assert_eq!(layout.finish(), "before\na\tb c\nx\ny\nz\nafter");
    }

    #[test]
    fn tables_in_cells_are_part_of_the_cell() {
        let mut layout = Layout::default();
        layout.open_row();
        layout.open_cell();
        layout.flow("left");
        rows(&mut layout, &[&["a", "b"]]);
        layout.open_cell();
        layout.flow("right");
        assert_eq!(layout.finish(), "left\na\tb\nright");
    }

    #[test]
    fn any_depth_is_written() {
        let mut layout = Layout::default();
        for i in 0..100 {
            layout.open_row();
            layout.open_cell();
            layout.flow(&i.to_string());
        }
        let text = layout.finish();
        assert_eq!(text.split_whitespace().count(), 100);
    }
}
