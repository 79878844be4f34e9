//! Line and column of a byte offset.

/// A place for people: both numbers count from 1.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Position {
    /// The line; `\n` ends one.
    pub line: u32,
    /// The column in characters.
    pub column: u32,
}

/// The line starts of one text.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Finds the lines of `text`; linear.
    pub fn new(text: &str) -> Self {
        let after = |i: usize| u32::try_from(i + 1).unwrap_or(u32::MAX);
        let breaks = memchr::memchr_iter(b'\n', text.as_bytes()).map(after);
        Self { starts: std::iter::once(0).chain(breaks).collect() }
    }

    /// Returns the number of the line that holds `offset`, from 1; logarithmic.
    pub fn line(&self, offset: u32) -> u32 {
        let n = self.starts.partition_point(|&start| start <= offset);
        u32::try_from(n).unwrap_or(u32::MAX)
    }

    /// Returns line and column of `offset` in `text`, the text it was made of.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.line(offset);
        let start = self.starts.get(line as usize - 1).copied().unwrap_or(0);
        let before = text.get(start as usize..offset as usize).unwrap_or_default();
        let column = u32::try_from(before.chars().count() + 1).unwrap_or(u32::MAX);
        Position { line, column }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let text = "Số: 40\nQuyết định";
        let lines = LineIndex::new(text);
        let at = text.find("định").unwrap();
        let place = lines.position(text, u32::try_from(at).unwrap());
        assert_eq!(place, Position { line: 2, column: 7 });
        assert_eq!(lines.line(0), 1);
    }
}
