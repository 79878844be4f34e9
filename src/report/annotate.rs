//! A text with its references marked, so that taking the marks off gives the text back.

use crate::text::Span;

/// How references are marked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Markup {
    /// A page with `<mark>` elements.
    Html,
    /// Links with the scheme `danchieu:`; brackets and backslashes of the text are
    /// escaped.
    Markdown,
    /// Colours of a terminal; escape characters of the text are made visible.
    Ansi,
}

/// A reference to mark.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Mark {
    /// Where it stands.
    pub span: Span,
    /// `numbered`, `titled`, …
    pub form: &'static str,
    /// The relation.
    pub relation: &'static str,
    /// The key, as far as it is known.
    pub key: Option<String>,
}

/// Returns `text` with `marks`, which are in the order of the text. A mark inside
/// another is left out.
pub fn annotate(text: &str, marks: &[Mark], markup: Markup) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    if markup == Markup::Html {
        out.push_str(HTML_HEAD);
    }
    let mut at = 0;
    for mark in marks {
        let range = mark.span.range();
        let (Some(before), Some(inside)) =
            (text.get(at..range.start), text.get(range.clone()))
        else {
            continue;
        };
        escape(before, markup, &mut out);
        open(mark, markup, &mut out);
        escape(inside, markup, &mut out);
        close(mark, markup, &mut out);
        at = range.end;
    }
    escape(text.get(at..).unwrap_or_default(), markup, &mut out);
    if markup == Markup::Html {
        out.push_str(HTML_TAIL);
    }
    out
}

/// Takes the marks off: the text that [`annotate`] was given.
pub fn strip(annotated: &str, markup: Markup) -> String {
    match markup {
        Markup::Html => strip_html(annotated),
        Markup::Markdown => strip_markdown(annotated),
        Markup::Ansi => strip_ansi(annotated),
    }
}

/// A parser drops one line break behind `<pre>`: here is one to drop.
const HTML_HEAD: &str = "<!doctype html>\n<meta charset=\"utf-8\">\n<style>\n\
    pre{white-space:pre-wrap;max-width:50em;margin:auto;font:1rem/1.5 serif}\n\
    mark{background:#fe9}mark.implements,mark.based_on{background:#cf9}\
    mark.replaces,mark.repeals{background:#fbb}mark.self,mark.own{background:#eee}\n\
    </style>\n<pre>\n";
const HTML_TAIL: &str = "</pre>\n";

fn open(mark: &Mark, markup: Markup, out: &mut String) {
    let Mark { form, relation, key, .. } = mark;
    match markup {
        Markup::Html => {
            let key = key.as_deref().unwrap_or_default();
            let title = format!("{relation} {key}");
            out.extend(["<mark class=\"", form, " ", relation, "\" data-key=\""]);
            escape(key, markup, out);
            out.push_str("\" title=\"");
            escape(title.trim_end(), markup, out);
            out.push_str("\">");
        }
        Markup::Markdown => out.push('['),
        Markup::Ansi => out.push_str(match *relation {
            "self" | "own" => "\u{1b}[2m",
            "cites" => "\u{1b}[33m",
            "replaces" | "repeals" | "suspends" => "\u{1b}[31m",
            _ => "\u{1b}[32m",
        }),
    }
}

fn close(mark: &Mark, markup: Markup, out: &mut String) {
    match markup {
        Markup::Html => out.push_str("</mark>"),
        Markup::Markdown => {
            let key = mark.key.as_deref().unwrap_or("?");
            // A key has no character that could end the link but these.
            let key = key.replace(['(', ')', '<', '>', ' ', '\\', '[', ']'], "_");
            out.extend(["](danchieu:", &key, " \"", mark.relation, "\")"]);
        }
        Markup::Ansi => out.push_str("\u{1b}[0m"),
    }
}

fn escape(text: &str, markup: Markup, out: &mut String) {
    for c in text.chars() {
        match (markup, c) {
            (Markup::Html, '&') => out.push_str("&amp;"),
            (Markup::Html, '<') => out.push_str("&lt;"),
            (Markup::Html, '>') => out.push_str("&gt;"),
            (Markup::Html, '"') => out.push_str("&quot;"),
            // What a parser would change or refuse goes by number.
            (Markup::Html, '\r') => out.push_str("&#13;"),
            (Markup::Markdown, '[' | ']' | '\\') => out.extend(['\\', c]),
            (Markup::Ansi, '\u{1b}') => out.push_str("␛["),
            (Markup::Ansi, '\u{9b}') => out.push_str("␛c"),
            (Markup::Ansi, '␛') => out.push_str("␛␛"),
            _ => out.push(c),
        }
    }
}

fn strip_html(annotated: &str) -> String {
    let body = annotated.split_once("<pre>").map_or(annotated, |(_, body)| body);
    let body = body.strip_suffix(HTML_TAIL).unwrap_or(body);
    let body = body.strip_prefix('\n').unwrap_or(body);
    let mut out = String::with_capacity(body.len());
    let mut in_tag = false;
    for c in body.chars() {
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            _ if in_tag => {}
            _ => out.push(c),
        }
    }
    let entities =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#13;", "\r"), ("&amp;", "&")];
    entities.iter().fold(out, |text, (entity, c)| text.replace(entity, c))
}

fn strip_markdown(annotated: &str) -> String {
    let mut out = String::with_capacity(annotated.len());
    let mut chars = annotated.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next()),
            '[' => {}
            // The target of a link.
            ']' => {
                chars.by_ref().find(|&c| c == ')');
            }
            _ => out.push(c),
        }
    }
    out
}

fn strip_ansi(annotated: &str) -> String {
    let mut out = String::with_capacity(annotated.len());
    let mut chars = annotated.chars();
    while let Some(c) = chars.next() {
        match c {
            '\u{1b}' => {
                chars.by_ref().find(|&c| c == 'm');
            }
            '␛' => out.extend(chars.next().map(|c| match c {
                '[' => '\u{1b}',
                'c' => '\u{9b}',
                c => c,
            })),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [Markup; 3] = [Markup::Html, Markup::Markdown, Markup::Ansi];

    fn mark(start: usize, end: usize) -> Mark {
        let (form, relation) = ("numbered", "implements");
        let key = Some("vn/ttg/qd/2016/793".to_owned());
        Mark { span: Span::new(start, end), form, relation, key }
    }

    #[test]
    fn marks_stand_around_the_words() {
        let text = "theo QĐ 793 [sic]";
        let marks = [mark(5, 12)];
        let shown = |markup| annotate(text, &marks, markup);
        assert!(shown(Markup::Html).contains(
            "theo <mark class=\"numbered implements\" data-key=\"vn/ttg/qd/2016/793\" \
             title=\"implements vn/ttg/qd/2016/793\">QĐ 793</mark> [sic]"
        ));
        assert_eq!(
            shown(Markup::Markdown),
            "theo [QĐ 793](danchieu:vn/ttg/qd/2016/793 \"implements\") \\[sic\\]"
        );
        assert_eq!(shown(Markup::Ansi), "theo \u{1b}[32mQĐ 793\u{1b}[0m [sic]");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn taking_the_marks_off_gives_the_text_back(
            pieces in prop::collection::vec(prop::sample::select(vec![
                "Quyết định", "\n", "\r\n", "[", "]", "](danchieu:x \"y\")", "\\", "<mark>",
                "</pre>", "&amp;", "&", "\"", "\u{1b}", "\u{1b}[0m", "␛", "␛[", "m", ")", "\u{9b}",
                " ", "e\u{323}", "\u{0}",
            ]), 0..20),
            cuts in prop::collection::vec((0usize..200, 0usize..40), 0..4),
        ) {
            let text = pieces.concat();
            let floor = |at: usize| {
                (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
            };
            let mut marks: Vec<Mark> = cuts
                .into_iter()
                .map(|(start, len)| mark(floor(start), floor(start + len)))
                .collect();
            marks.sort_by_key(|m| m.span);
            for markup in ALL {
                let annotated = annotate(&text, &marks, markup);
                prop_assert_eq!(strip(&annotated, markup), text.as_str());
            }
        }
    }
}
