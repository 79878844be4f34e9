//! GEXF.

use super::{ATTRIBUTES, GraphWriter, Link, attributes, xml};
use crate::query::Document;
use std::io::{self, Write};

/// Writes GEXF 1.3 (gexf.net).
pub(super) struct Gexf;

impl GraphWriter for Gexf {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
        writeln!(out, r#"<gexf xmlns="http://gexf.net/1.3" version="1.3">"#)?;
        writeln!(out, r#"  <graph mode="static" defaultedgetype="directed">"#)?;
        writeln!(out, r#"    <attributes class="node">"#)?;
        for name in own() {
            let kind = if name == "held" { "boolean" } else { "string" };
            writeln!(
                out,
                r#"      <attribute id="{name}" title="{name}" type="{kind}"/>"#
            )?;
        }
        writeln!(out, "    </attributes>")?;
        writeln!(out, r#"    <attributes class="edge">"#)?;
        for (name, kind) in [("relation", "string"), ("confidence", "double")] {
            writeln!(
                out,
                r#"      <attribute id="{name}" title="{name}" type="{kind}"/>"#
            )?;
        }
        writeln!(out, "    </attributes>\n    <nodes>")
    }

    fn node(&mut self, out: &mut dyn Write, document: &Document) -> io::Result<()> {
        let all = attributes(document);
        let label = all.first().map(|(_, label)| xml(label)).unwrap_or_default();
        write!(out, r#"      <node id="{}" label="{label}"><attvalues>"#, document.id.0)?;
        for (name, value) in all.iter().skip(1) {
            write!(out, r#"<attvalue for="{name}" value="{}"/>"#, xml(value))?;
        }
        writeln!(out, "</attvalues></node>")
    }

    fn between(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "    </nodes>\n    <edges>")
    }

    fn link(&mut self, out: &mut dyn Write, link: &Link) -> io::Result<()> {
        let Link { id, source, target, relation, weight, .. } = link;
        let ends = format!(r#"source="{source}" target="{target}""#);
        // Parallel edges of Gephi must differ in kind.
        let kind = format!(r#"kind="{relation}" label="{relation}" weight="{weight}""#);
        write!(out, r#"      <edge id="{id}" {ends} {kind}><attvalues>"#)?;
        write!(out, r#"<attvalue for="relation" value="{relation}"/>"#)?;
        let confidence = f64::from(link.confidence) / 100.0;
        write!(out, r#"<attvalue for="confidence" value="{confidence}"/>"#)?;
        writeln!(out, "</attvalues></edge>")
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "    </edges>\n  </graph>\n</gexf>")
    }
}

/// The label is an attribute of GEXF itself.
fn own() -> impl Iterator<Item = &'static str> {
    ATTRIBUTES.into_iter().skip(1)
}
