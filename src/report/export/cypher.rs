//! Cypher.

use super::{GraphWriter, Link, attributes, one_line};
use crate::query::Document;
use std::io::{self, Write};

/// Writes Cypher statements, one a line: the constraint, the documents, the relations.
pub(super) struct Cypher;

impl GraphWriter for Cypher {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(
            out,
            "CREATE CONSTRAINT danchieu_id IF NOT EXISTS FOR (d:Document) REQUIRE d.id IS UNIQUE;"
        )
    }

    fn node(&mut self, out: &mut dyn Write, document: &Document) -> io::Result<()> {
        let mut set = String::new();
        for (name, value) in attributes(document) {
            let value = if name == "held" { value } else { quoted(&value) };
            set.extend([", ", name, ": ", &value]);
        }
        let id = document.id.0;
        let set = set.get(2..).unwrap_or_default();
        writeln!(out, "MERGE (d:Document {{id: {id}}}) SET d += {{{set}}};")
    }

    fn between(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn link(&mut self, out: &mut dyn Write, link: &Link) -> io::Result<()> {
        let Link { source, target, weight, .. } = link;
        let relation = link.relation.as_str().to_uppercase();
        let confidence = f64::from(link.confidence) / 100.0;
        writeln!(
            out,
            "MATCH (a:Document {{id: {source}}}), (b:Document {{id: {target}}}) \
             MERGE (a)-[r:{relation}]->(b) SET r.weight = {weight}, r.confidence = {confidence};"
        )
    }

    fn end(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

fn quoted(text: &str) -> String {
    let clean = one_line(text);
    format!("'{}'", clean.replace('\\', "\\\\").replace('\'', "\\'"))
}
