//! The graph in the formats of other programs.

mod cypher;
mod dot;
mod gexf;
mod graphml;
mod jsonld;
mod mermaid;

use crate::graph::Edge;
use crate::query::Document;
use crate::registry::DocId;
use crate::vocab::Relation;
use std::io::{self, Write};

/// A format of graphs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum GraphFormat {
    /// GraphML 1.0: networkx, yEd, igraph.
    GraphMl,
    /// GEXF 1.3: Gephi.
    Gexf,
    /// DOT: Graphviz.
    Dot,
    /// Mermaid: Markdown pages.
    Mermaid,
    /// JSON-LD 1.1: linked data.
    JsonLd,
    /// Cypher statements: Neo4j, Memgraph.
    Cypher,
}

/// An edge between two nodes that were written before.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Its number, from 0.
    pub id: u64,
    /// The number of the citing document.
    pub source: u32,
    /// The number of the cited document.
    pub target: u32,
    /// How they relate.
    pub relation: Relation,
    /// How many places say so.
    pub weight: u32,
    /// How sure the surest of them is, in percent.
    pub confidence: u8,
}

/// Returns the documents at the ends of `edges`, in order.
pub fn ends(edges: &[Edge]) -> Vec<DocId> {
    let mut ends: Vec<DocId> = edges.iter().flat_map(|e| [e.source, e.target]).collect();
    ends.sort_unstable();
    ends.dedup();
    ends
}

/// Returns one link for each pair and relation, in order.
pub fn links(edges: &[Edge]) -> Vec<Link> {
    let ends = |edge: &Edge| (edge.source, edge.target, edge.relation);
    let mut sorted = edges.to_vec();
    // Mostly they are in order already, which this sort notices.
    sorted.sort_by_key(ends);
    let of_one = sorted.chunk_by(|a, b| ends(a) == ends(b));
    let link = |(id, places): (u64, &[Edge])| Link {
        id,
        source: places[0].source.0,
        target: places[0].target.0,
        relation: places[0].relation,
        weight: u32::try_from(places.len()).unwrap_or(u32::MAX),
        confidence: places.iter().map(|e| e.confidence).max().unwrap_or_default(),
    };
    (0..).zip(of_one).map(link).collect()
}

/// Writes a graph: first all nodes, then all links. What is written of one does not depend
/// on those before it, so that several threads can each write a part ([`part`]).
pub trait GraphWriter {
    /// Begins the file.
    ///
    /// # Errors
    /// When the bytes are refused; so for the other methods.
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()>;
    /// Returns what stands between two nodes or links.
    fn separator(&self) -> &'static [u8] {
        b""
    }
    /// Writes a node.
    fn node(&mut self, out: &mut dyn Write, document: &Document) -> io::Result<()>;
    /// Writes what stands between nodes and links.
    fn between(&mut self, out: &mut dyn Write) -> io::Result<()>;
    /// Writes a link.
    fn link(&mut self, out: &mut dyn Write, link: &Link) -> io::Result<()>;
    /// Ends the file.
    fn end(&mut self, out: &mut dyn Write) -> io::Result<()>;
}

impl GraphFormat {
    /// Returns the writer of the format.
    pub fn writer(self) -> Box<dyn GraphWriter> {
        match self {
            Self::GraphMl => Box::new(graphml::GraphMl),
            Self::Gexf => Box::new(gexf::Gexf),
            Self::Dot => Box::new(dot::Dot),
            Self::Mermaid => Box::new(mermaid::Mermaid),
            Self::JsonLd => Box::new(jsonld::JsonLd),
            Self::Cypher => Box::new(cypher::Cypher),
        }
    }
}

/// Returns nodes or links as `write` writes them, with what stands between them.
///
/// # Errors
/// When one of them cannot be written.
pub fn part<T>(
    format: GraphFormat,
    items: &[T],
    write: impl Fn(&mut dyn GraphWriter, &mut dyn Write, &T) -> io::Result<()>,
) -> io::Result<Vec<u8>> {
    let mut writer = format.writer();
    let mut bytes = Vec::new();
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            bytes.extend_from_slice(writer.separator());
        }
        write(writer.as_mut(), &mut bytes, item)?;
    }
    Ok(bytes)
}

/// The attributes of a node, by name; what is unknown is left out.
fn attributes(document: &Document) -> Vec<(&'static str, String)> {
    let json = super::json::Document::from(document);
    let known = |name, value: Option<&str>| Some((name, value?.to_owned()));
    let label = super::document::name(&document.record);
    [
        Some(("label", label)),
        Some(("key", json.key.clone())),
        known("number", json.number),
        known("kind", json.kind),
        known("date", json.date.as_deref()),
        known("issuer", json.issuer),
        known("place", json.place),
        known("title", json.title),
        known("path", json.path),
        Some(("held", json.held.to_string())),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The names of [`attributes`], in order.
const ATTRIBUTES: [&str; 10] = [
    "label", "key", "number", "kind", "date", "issuer", "place", "title", "path", "held",
];

/// Returns text on one line, without characters that steer a terminal or a parser.
fn one_line(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    words.chars().map(plain).collect()
}

/// Returns text as XML 1.0 can hold it, in text and in quoted attributes.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_whitespace() => out.push(' '),
            // XML 1.0 forbids these even as references.
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {
                out.push('\u{fffd}');
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::Record;
    use crate::vocab::DocKind;

    fn document(id: u32, key: &str, number: &str, title: &str) -> Document {
        let record = Record {
            key: key.parse().unwrap(),
            number: Some(number.to_owned()),
            kind: DocKind::from_code("QĐ"),
            title: Some(title.to_owned()),
            ..Record::default()
        };
        Document { id: DocId(id), record: record.into(), path: None }
    }

    fn written(format: GraphFormat) -> String {
        let mut out = Vec::new();
        let mut writer = format.writer();
        writer.begin(&mut out).unwrap();
        let plain =
            document(0, "vn/ttg/qd/2016/793", "793/QĐ-TTg", "về “ngày” <b>&\"x\"\n[y]");
        let nodes = [plain, document(1, "vn/ttg/qd/2021/193", "193/QĐ-TTg", "")];
        let written = part(format, &nodes, |writer, out, node| writer.node(out, node));
        out.extend(written.unwrap());
        writer.between(&mut out).unwrap();
        out.extend_from_slice(writer.separator());
        let link = Link {
            id: 0,
            source: 1,
            target: 0,
            relation: Relation::Implements,
            weight: 2,
            confidence: 98,
        };
        writer.link(&mut out, &link).unwrap();
        writer.end(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_format_names_both_documents_and_their_relation() {
        for format in [
            GraphFormat::GraphMl,
            GraphFormat::Gexf,
            GraphFormat::Dot,
            GraphFormat::Mermaid,
            GraphFormat::JsonLd,
            GraphFormat::Cypher,
        ] {
            let text = written(format);
            assert!(text.contains("793/QĐ-TTg"), "{text}");
            assert!(text.to_lowercase().contains("implements"), "{text}");
            assert!(text.ends_with('\n'));
        }
    }

    #[test]
    fn linked_data_is_json() {
        let data: serde_json::Value =
            serde_json::from_str(&written(GraphFormat::JsonLd)).unwrap();
        assert_eq!(data["@graph"].as_array().unwrap().len(), 3);
    }

    #[test]
    fn markup_of_a_title_is_not_markup() {
        for format in [GraphFormat::GraphMl, GraphFormat::Gexf, GraphFormat::Mermaid] {
            assert!(!written(format).contains("<b>"));
        }
    }

    #[test]
    fn xml_holds_any_text() {
        assert_eq!(xml("a<b>&\"c\"\u{1}\n"), "a&lt;b&gt;&amp;&quot;c&quot;\u{fffd} ");
    }
}
