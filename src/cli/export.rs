//! `danchieu export`: the graph for other programs.

use super::Outcome;
use super::options::{FilterArgs, StoreArgs};
use super::stores;
use super::ui::{Done, Ui};
use crate::query::Corpus;
use crate::report::export::GraphFormat;
use crate::report::{self, Records, json};
use clap::ValueEnum;
use std::io::Write;

/// Write the citation graph for Gephi, Graphviz, networkx, Neo4j or a spreadsheet
///
/// Documents that no edge touches are left out, unless nothing is filtered. The graph
/// formats have one edge for each pair and relation, weighted by the number of places
/// that prove it; csv, json and jsonl have one row a place, with the words.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  danchieu export --format gexf --corpus corpus > graph.gexf
  danchieu export --format dot --relation replaces | dot -Tsvg > replaces.svg
  danchieu export --format csv --kind KH --year 2021 > plans.csv")]
pub(super) struct Args {
    /// The format
    #[arg(long, value_name = "FORMAT", default_value = "graphml")]
    format: Format,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    store: StoreArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// GraphML: networkx, yEd, igraph
    Graphml,
    /// GEXF: Gephi
    Gexf,
    /// DOT: Graphviz
    Dot,
    /// Mermaid: Markdown pages
    Mermaid,
    /// JSON-LD: linked data
    JsonLd,
    /// Cypher statements: Neo4j
    Cypher,
    /// One citation a row
    Csv,
    /// An array of citations
    Json,
    /// One citation a line
    Jsonl,
}

enum Kind {
    Graph(GraphFormat),
    Records(report::Format),
}

impl Format {
    fn kind(self) -> Kind {
        match self {
            Self::Graphml => Kind::Graph(GraphFormat::GraphMl),
            Self::Gexf => Kind::Graph(GraphFormat::Gexf),
            Self::Dot => Kind::Graph(GraphFormat::Dot),
            Self::Mermaid => Kind::Graph(GraphFormat::Mermaid),
            Self::JsonLd => Kind::Graph(GraphFormat::JsonLd),
            Self::Cypher => Kind::Graph(GraphFormat::Cypher),
            Self::Csv => Kind::Records(report::Format::Csv),
            Self::Json => Kind::Records(report::Format::Json),
            Self::Jsonl => Kind::Records(report::Format::JsonLines),
        }
    }
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Done<Outcome> {
    let corpus = stores::open(&args.store, ui)?;
    let edges = corpus.select(&args.filter.filter())?;
    match args.format.kind() {
        Kind::Graph(format) => graph(&corpus, &edges, format, ui)?,
        Kind::Records(format) => records(&corpus, &edges, format, ui)?,
    }
    Ok(Outcome::of(!edges.is_empty()))
}

fn graph(
    corpus: &Corpus,
    edges: &[crate::graph::Edge],
    format: GraphFormat,
    ui: &mut Ui,
) -> Done {
    let mut writer = format.writer();
    let mut out = ui.out();
    writer.begin(&mut out)?;
    for id in report::export::ends(edges) {
        writer.node(&mut out, &corpus.document(id)?)?;
    }
    writer.between(&mut out)?;
    for link in report::export::links(edges) {
        writer.link(&mut out, &link)?;
    }
    writer.end(&mut out)?;
    Ok(out.flush()?)
}

fn records(
    corpus: &Corpus,
    edges: &[crate::graph::Edge],
    format: report::Format,
    ui: &mut Ui,
) -> Done {
    let mut records = Records::new(format);
    let mut stop = Ok(());
    corpus.each_citation(edges, &mut |citation| {
        if stop.is_ok() {
            stop = records.push(ui.out(), &json::Citation::from(&citation));
        }
    })?;
    stop?;
    records.finish::<json::Citation<'_>>(ui.out())?;
    Ok(())
}
