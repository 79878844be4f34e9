//! GraphML.

use super::{ATTRIBUTES, GraphWriter, Link, attributes, xml};
use crate::query::Document;
use std::io::{self, Write};

/// Writes GraphML 1.0 (graphdrawing.org).
pub(super) struct GraphMl;

impl GraphWriter for GraphMl {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
        writeln!(out, r#"<graphml xmlns="http://graphml.graphdrawing.org/xmlns">"#)?;
        for name in ATTRIBUTES {
            let kind = if name == "held" { "boolean" } else { "string" };
            key(out, name, "node", kind)?;
        }
        key(out, "relation", "edge", "string")?;
        key(out, "weight", "edge", "int")?;
        key(out, "confidence", "edge", "double")?;
        writeln!(out, r#"  <graph id="danchieu" edgedefault="directed">"#)
    }

    fn node(&mut self, out: &mut dyn Write, document: &Document) -> io::Result<()> {
        write!(out, r#"    <node id="n{}">"#, document.id.0)?;
        for (name, value) in attributes(document) {
            write!(out, r#"<data key="{name}">{}</data>"#, xml(&value))?;
        }
        writeln!(out, "</node>")
    }

    fn between(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn link(&mut self, out: &mut dyn Write, link: &Link) -> io::Result<()> {
        let Link { id, source, target, .. } = link;
        write!(out, r#"    <edge id="e{id}" source="n{source}" target="n{target}">"#)?;
        write!(out, r#"<data key="relation">{}</data>"#, link.relation)?;
        write!(out, r#"<data key="weight">{}</data>"#, link.weight)?;
        let confidence = f64::from(link.confidence) / 100.0;
        write!(out, r#"<data key="confidence">{confidence}</data>"#)?;
        writeln!(out, "</edge>")
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "  </graph>\n</graphml>")
    }
}

fn key(out: &mut dyn Write, name: &str, of: &str, kind: &str) -> io::Result<()> {
    let id = format!(r#"id="{name}" for="{of}""#);
    writeln!(out, r#"  <key {id} attr.name="{name}" attr.type="{kind}"/>"#)
}
