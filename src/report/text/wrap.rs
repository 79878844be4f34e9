//! Breaking lines by the width that letters take on a terminal.

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

/// Wraps `text` and puts `indent` before every line.
pub fn fill(text: &str, width: usize, indent: &str) -> String {
    let lines = wrap(text, width.saturating_sub(indent.width()).max(1));
    let mut out = String::new();
    for line in lines {
        out.extend([indent, &line, "\n"]);
    }
    out
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
        assert_eq!(fill("một hai", 6, "  "), "  một\n  hai\n");
    }
}
