//! Text of strangers on a terminal.

use std::borrow::Cow;

/// Returns `text` without what could steer a terminal or deceive its reader: control
/// characters (but tab and line feed) and bidirectional controls become `�`, invisible
/// characters go.
pub fn sanitize(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| is_control(c) || is_invisible(c)) {
        return Cow::Borrowed(text);
    }
    let shown = |c| if is_control(c) { '\u{fffd}' } else { c };
    // The carriage return of a CRLF says nothing and would overwrite the line.
    let text = text.replace("\r\n", "\n");
    text.chars().filter(|&c| !is_invisible(c)).map(shown).collect::<String>().into()
}

fn is_control(c: char) -> bool {
    let bidi = matches!(c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}');
    bidi || c.is_control() && c != '\n' && c != '\t'
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(sanitize("\u{1b}[31mđỏ\u{7}"), "\u{fffd}[31mđỏ\u{fffd}");
        assert_eq!(sanitize("a\u{202e}b\u{200b}c\u{ad}d"), "a\u{fffd}bcd");
        assert_eq!(sanitize("một\r\nhai\r"), "một\nhai\u{fffd}");
        assert!(matches!(sanitize("Số: 40\tKH\n"), Cow::Borrowed(_)));
    }
}
