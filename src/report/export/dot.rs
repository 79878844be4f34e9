//! DOT.

use super::{GraphWriter, Link, attributes, one_line};
use crate::query::Document;
use std::io::{self, Write};

/// Writes the DOT language of Graphviz.
pub(super) struct Dot;

impl GraphWriter for Dot {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "digraph danchieu {{")?;
        writeln!(
            out,
            "  graph [rankdir=BT];\n  node [shape=box, fontname=\"sans-serif\"];"
        )
    }

    fn node(&mut self, out: &mut dyn Write, document: &Document) -> io::Result<()> {
        let attributes = attributes(document);
        let value = |name: &str| {
            let found = attributes.iter().find(|(n, _)| *n == name);
            found.map(|(_, value)| quoted(value))
        };
        let label = value("label").unwrap_or_default();
        write!(out, "  n{} [label={label}", document.id.0)?;
        if let Some(title) = value("title") {
            write!(out, ", tooltip={title}")?;
        }
        let style = if document.record.is_held() { "" } else { ", style=dashed" };
        writeln!(out, "{style}];")
    }

    fn between(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn link(&mut self, out: &mut dyn Write, link: &Link) -> io::Result<()> {
        let Link { source, target, relation, weight, .. } = link;
        writeln!(out, "  n{source} -> n{target} [label=\"{relation}\", weight={weight}];")
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "}}")
    }
}

/// A double-quoted string, in which the layout escapes (`\n`, `\N`) are plain text.
fn quoted(text: &str) -> String {
    let clean = one_line(text);
    format!("\"{}\"", clean.replace('\\', "\\\\").replace('"', "\\\""))
}
