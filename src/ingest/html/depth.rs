//! Pages nested so deeply that reading them would take for ever.
//!
//! At each tag a parser of HTML looks through the open elements, so its time grows with
//! the square of the depth: a page of a megabyte could keep it busy for minutes.

use std::borrow::Cow;

/// What is told of such a page.
pub(super) const NOTE: &str = "nested too deeply for a page: its tags are left out";
/// Real pages stay below a hundredth of it.
const MAX_DEPTH: usize = 4000;

/// Elements that have no end tag, or whose end is often left out.
const OPEN_ENDED: &[&str] = &[
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link",
    "meta", "option", "p", "param", "source", "tbody", "td", "th", "tr", "track", "wbr",
];

/// Returns the page without its tags, if it is nested too deeply.
pub(super) fn flattened(page: &str) -> Option<String> {
    if !is_too_deep(page) {
        return None;
    }
    let mut out = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((text, tag)) = rest.split_once('<') {
        out.push_str(text);
        rest = tag.split_once('>').map_or("", |(_, after)| after);
        let name = name_of(tag);
        if matches!(name.as_ref(), "p" | "br" | "div" | "tr" | "li" | "h1" | "h2" | "h3")
        {
            out.push_str("<br>");
        }
    }
    out.push_str(rest);
    Some(out)
}

fn is_too_deep(page: &str) -> bool {
    let mut depth = 0_usize;
    for (at, _) in page.match_indices('<') {
        let tag = page.get(at + 1..).unwrap_or_default();
        if let Some(end) = tag.strip_prefix('/') {
            let counts = !OPEN_ENDED.contains(&name_of(end).as_ref());
            depth = depth.saturating_sub(usize::from(counts));
        } else if tag.starts_with(|c: char| c.is_ascii_alphabetic()) {
            depth += usize::from(!OPEN_ENDED.contains(&name_of(tag).as_ref()));
        }
        if depth > MAX_DEPTH {
            return true;
        }
    }
    false
}

/// Returns the name of a tag, in small letters.
fn name_of(tag: &str) -> Cow<'_, str> {
    let end = tag.bytes().take(16).take_while(u8::is_ascii_alphanumeric).count();
    let name = tag.get(..end).unwrap_or_default();
    if name.bytes().any(|b| b.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_nested_without_end_is_flattened() {
        let deep = format!("{}S\u{1ed1} &amp; 793/QĐ-TTg</div>", "<div><B>".repeat(2500));
        let flat = flattened(&deep).unwrap();
        assert!(flat.ends_with("S\u{1ed1} &amp; 793/QĐ-TTg"), "{flat}");
        let long = "<p>a<br><b>x</b><li>y<img src=z>".repeat(20_000);
        assert_eq!(flattened(&long), None);
    }
}
