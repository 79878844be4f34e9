//! Mermaid.

use super::{GraphWriter, Link, attributes, one_line};
use crate::query::Document;
use std::io::{self, Write};

/// Writes a Mermaid flowchart, as Markdown pages show it.
pub(super) struct Mermaid;

impl GraphWriter for Mermaid {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "flowchart BT")
    }

    fn node(&mut self, out: &mut dyn Write, document: &Document) -> io::Result<()> {
        let attributes = attributes(document);
        let label = attributes.first().map(|(_, l)| escaped(l)).unwrap_or_default();
        writeln!(out, "  n{}[\"{label}\"]", document.id.0)
    }

    fn between(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn link(&mut self, out: &mut dyn Write, link: &Link) -> io::Result<()> {
        let Link { source, target, relation, .. } = link;
        writeln!(out, "  n{source} -->|{relation}| n{target}")
    }

    fn end(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// Mermaid has entities by number: `#34;` for the quote.
fn escaped(text: &str) -> String {
    let clean = one_line(text);
    let mut out = String::new();
    for c in clean.chars() {
        match c {
            '#' | '"' | '<' | '>' | '&' | '`' | ';' => {
                out.extend(["#", &u32::from(c).to_string(), ";"]);
            }
            c => out.push(c),
        }
    }
    out
}
