//! Tables without rules.

use super::theme::{Theme, paint};
use super::wrap::wrap;
use anstyle::Style;
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

const GAP: usize = 2;

/// A column of a [`Grid`].
#[derive(Clone, Copy, Debug)]
pub struct Column {
    name: &'static str,
    style: Style,
    right: bool,
    /// Columns that hold words may be narrowed to this.
    least: Option<usize>,
}

impl Column {
    /// Makes a column as wide as its widest cell.
    pub fn new(name: &'static str) -> Self {
        Self { name, style: Style::new(), right: false, least: None }
    }

    /// Paints its cells.
    #[must_use]
    pub fn painted(mut self, style: Style) -> Self {
        self.style = style;
        self
    }

    /// Aligns its cells to the right.
    #[must_use]
    pub fn right(mut self) -> Self {
        self.right = true;
        self
    }

    /// Lets its cells wrap when the table is too wide, down to `least` columns.
    #[must_use]
    pub fn wrapping(mut self, least: usize) -> Self {
        self.least = Some(least);
        self
    }
}

/// Rows of cells under headings.
#[derive(Debug)]
pub struct Grid {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
}

impl Grid {
    /// Makes an empty table.
    pub fn new(columns: Vec<Column>) -> Self {
        Self { columns, rows: Vec::new() }
    }

    /// Adds a row; missing cells are empty.
    pub fn row(&mut self, mut cells: Vec<String>) {
        cells.resize(self.columns.len(), String::new());
        self.rows.push(cells);
    }

    /// Returns true if no row was added.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Lays the table out for `width` columns.
    pub fn render(&self, width: usize, theme: &Theme) -> String {
        let widths = self.widths(width);
        let mut out = String::new();
        let names: Vec<String> = self.columns.iter().map(|c| c.name.to_owned()).collect();
        self.line(&mut out, &names, &widths, |_| theme.heading);
        for row in &self.rows {
            self.line(&mut out, row, &widths, |c| c.style);
        }
        out
    }

    fn widths(&self, limit: usize) -> Vec<usize> {
        let widest = |i: usize| self.rows.iter().map(|r| r[i].width()).max().unwrap_or(0);
        let mut widths: Vec<usize> = self
            .columns
            .iter()
            .enumerate()
            .map(|(i, c)| c.name.width().max(widest(i)))
            .collect();
        let gaps = GAP * widths.len().saturating_sub(1);
        while let Some(over) = over(&widths, gaps, limit) {
            // The widest of those that may shrink gives first.
            let room = |i: usize| {
                self.columns[i].least.map_or(0, |least| widths[i].saturating_sub(least))
            };
            let Some(i) =
                (0..widths.len()).filter(|&i| room(i) > 0).max_by_key(|&i| widths[i])
            else {
                break;
            };
            let next = (0..widths.len())
                .filter(|&j| j != i && room(j) > 0)
                .map(|j| widths[j])
                .max()
                .unwrap_or(0);
            let step = (widths[i].saturating_sub(next)).clamp(1, over).min(room(i));
            widths[i] -= step;
        }
        widths
    }

    fn line(
        &self,
        out: &mut String,
        cells: &[String],
        widths: &[usize],
        style: impl Fn(&Column) -> Style,
    ) {
        let wrapped: Vec<Vec<String>> = cells
            .iter()
            .zip(widths)
            .map(
                |(cell, &w)| {
                    if cell.width() <= w { vec![cell.clone()] } else { wrap(cell, w) }
                },
            )
            .collect();
        let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
        for i in 0..height {
            let mut line = String::new();
            let mut pending = 0;
            for ((column, lines), &width) in self.columns.iter().zip(&wrapped).zip(widths)
            {
                let text = lines.get(i).map_or("", String::as_str);
                let free = width.saturating_sub(text.width());
                let (left, right) = if column.right { (free, 0) } else { (0, free) };
                if text.is_empty() {
                    pending += left;
                } else {
                    let pad = " ".repeat(pending + left);
                    let _ = write!(line, "{pad}{}", paint(style(column), text));
                    pending = 0;
                }
                // Blanks are written before the next text only: no trailing space.
                pending += right + GAP;
            }
            out.push_str(&line);
            out.push('\n');
        }
    }
}

fn over(widths: &[usize], gaps: usize, limit: usize) -> Option<usize> {
    (widths.iter().sum::<usize>() + gaps).checked_sub(limit).filter(|&n| n > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Grid {
        let mut grid = Grid::new(vec![
            Column::new("n").right(),
            Column::new("words").wrapping(8),
            Column::new("last"),
        ]);
        grid.row(vec!["9".into(), "Quyết định số 793/QĐ-TTg".into(), "x".into()]);
        grid.row(vec!["10".into(), "ngắn".into()]);
        grid
    }

    #[test]
    fn wide_enough_is_one_line_a_row() {
        let expected = [
            " n  words                     last",
            " 9  Quyết định số 793/QĐ-TTg  x",
            "10  ngắn",
        ];
        let shown = grid().render(100, &Theme::PLAIN);
        assert_eq!(shown.lines().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn too_wide_wraps_the_words_only() {
        let expected = [
            " n  words          last",
            " 9  Quyết định số  x",
            "    793/QĐ-TTg",
            "10  ngắn",
        ];
        let shown = grid().render(23, &Theme::PLAIN);
        assert_eq!(shown.lines().collect::<Vec<_>>(), expected);
    }
}
