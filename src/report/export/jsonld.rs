//! JSON-LD.

use super::{GraphWriter, Link};
use crate::query::Document;
use serde_json::json;
use std::io::{self, Write};

/// Writes JSON-LD 1.1: documents as `schema:Legislation`, relations as properties of our
/// own vocabulary. Documents come first, then for each relation a node of its own, so
/// that weight and confidence have a place.
pub(super) struct JsonLd;

impl GraphWriter for JsonLd {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let context = json!({
            "@vocab": "https://schema.org/",
            "dc": "urn:danchieu:relation:",
            "id": "@id",
            "type": "@type",
            "source": { "@id": "dc:source", "@type": "@id" },
            "target": { "@id": "dc:target", "@type": "@id" },
            "relation": "dc:relation",
            "weight": "dc:weight",
            "confidence": "dc:confidence",
            "held": "dc:held",
        });
        writeln!(out, "{{\"@context\": {context},\n\"@graph\": [")
    }

    fn separator(&self) -> &'static [u8] {
        b",\n"
    }

    fn node(&mut self, out: &mut dyn Write, document: &Document) -> io::Result<()> {
        let own = crate::report::json::Document::from(document);
        let mut node = json!({
            "id": format!("urn:danchieu:document:{}", document.id.0),
            "type": "Legislation",
            "name": crate::report::document::name(&document.record),
            "identifier": own.key,
            "held": own.held,
        });
        let known = [
            ("legislationIdentifier", own.number),
            ("legislationType", own.kind),
            ("legislationDate", own.date.as_deref()),
            ("legislationPassedBy", own.issuer),
            ("spatialCoverage", own.place),
            ("headline", own.title),
            ("url", own.path),
        ];
        for (name, value) in known {
            if let Some(value) = value {
                node[name] = value.into();
            }
        }
        write!(out, "  {node}")
    }

    fn between(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn link(&mut self, out: &mut dyn Write, link: &Link) -> io::Result<()> {
        let id = |n: u32| format!("urn:danchieu:document:{n}");
        let item = json!({
            "id": format!("urn:danchieu:citation:{}", link.id),
            "type": "dc:Citation",
            "source": id(link.source),
            "target": id(link.target),
            "relation": link.relation.as_str(),
            "weight": link.weight,
            "confidence": f64::from(link.confidence) / 100.0,
        });
        write!(out, "  {item}")
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\n]}}")
    }
}
