//! Pages nested so deeply that reading them would take for ever.
//!
//! At each tag a parser of HTML looks through the open elements, so its time grows with
//! the square of the depth: a page of a megabyte could keep it busy for minutes.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// What is told of such a page.
pub(super) const NOTE: &str = "nested too deeply for a page: its tags are left out";
/// Real pages stay below a hundredth of it.
const MAX_DEPTH: usize = 4000;

/// Elements that have no end tag, or whose end is often left out.
const OPEN_ENDED: &[&str] = &[
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link",
    "meta", "option", "p", "param", "source", "tbody", "td", "th", "tr", "track", "wbr",
];

/// Elements that hold no tags but their own end: `i<n` in a script opens nothing.
const RAW: &[&str] = &["script", "style", "textarea", "title", "xmp"];

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
    let mut open = Open::default();
    let mut rest = page;
    while let Some((_, tag)) = rest.split_once('<') {
        rest = tag;
        if let Some(end) = tag.strip_prefix('/') {
            open.pop(&name_of(end));
        } else if tag.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let name = name_of(tag);
            if RAW.contains(&name.as_ref()) {
                rest = behind_raw(tag, &name);
            } else if !OPEN_ENDED.contains(&name.as_ref()) {
                open.push(name, tag);
            }
        }
        if open.depth > MAX_DEPTH {
            return true;
        }
    }
    false
}

/// The elements that are open, counted by name: an end tag without its start ends
/// nothing.
#[derive(Default)]
struct Open<'a> {
    counts: BTreeMap<Cow<'a, str>, usize>,
    depth: usize,
    /// Inside of a drawing `<path/>` is whole; a page takes it for a start.
    foreign: usize,
}

impl<'a> Open<'a> {
    fn push(&mut self, name: Cow<'a, str>, tag: &str) {
        self.foreign += usize::from(is_foreign(&name));
        if self.foreign > 0 && is_closed(tag) {
            self.foreign -= usize::from(is_foreign(&name));
            return;
        }
        *self.counts.entry(name).or_default() += 1;
        self.depth += 1;
    }

    fn pop(&mut self, name: &str) {
        let Some(count) = self.counts.get_mut(name).filter(|count| **count > 0) else {
            return;
        };
        *count -= 1;
        self.depth -= 1;
        self.foreign -= usize::from(is_foreign(name));
    }
}

fn is_foreign(name: &str) -> bool {
    matches!(name, "svg" | "math")
}

/// Says that a tag ends with `/>`.
fn is_closed(tag: &str) -> bool {
    tag.split_once('>').is_some_and(|(inside, _)| inside.ends_with('/'))
}

/// Returns what stands behind the text of an element of [`RAW`], from its end tag on;
/// without one the page ends inside.
fn behind_raw<'a>(tag: &'a str, name: &str) -> &'a str {
    let mut rest = tag;
    while let Some((_, end)) = rest.split_once("</") {
        rest = end;
        if name_of(end) == name {
            return end;
        }
    }
    ""
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

    #[test]
    fn ends_without_a_start_end_nothing() {
        assert!(flattened(&"<div></x>".repeat(5000)).is_some());
        assert!(flattened(&"<div/>".repeat(5000)).is_some());
    }

    #[test]
    fn drawings_and_scripts_are_not_deep() {
        let drawing = format!("<svg>{}</svg>", "<path d='M0'/>".repeat(5000));
        assert_eq!(flattened(&drawing), None);
        let script = format!("<script>{}</SCRIPT>", "if(i<n)a<b;".repeat(5000));
        assert_eq!(flattened(&script), None);
        let behind = format!("<script>i<n</script>{}", "<div>".repeat(5000));
        assert!(flattened(&behind).is_some());
    }
}
