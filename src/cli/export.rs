//! `danchieu export`: the graph for other programs.

use super::Outcome;
use super::options::{FilterArgs, StoreArgs};
use super::references::find;
use super::stores;
use super::ui::{Done, Ui};
use crate::graph::Direction;
use crate::query::{BASIS, CASCADE, Citation, Corpus, Filter, Part, REVIEW, Search};
use crate::registry::DocId;
use crate::report::export::{GraphFormat, Link, part};
use crate::report::{self, Records, Rows, json};
use crate::vocab::Relation;
use clap::ValueEnum;
use rayon::iter::ParallelIterator;
use rayon::slice::ParallelSlice;
use std::io::Write;

/// Write the citation graph for Gephi, Graphviz, networkx, Neo4j or a spreadsheet
///
/// The whole graph, or the part of it that answers one question. Documents that no edge
/// touches are left out, unless nothing is asked and nothing filtered. The graph formats
/// have one edge for each pair and relation, weighted by the number of places
/// that prove it; csv, json and jsonl have one row a place, with the words.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  danchieu export --format gexf --corpus corpus > graph.gexf
  danchieu export --format dot --relation replaces | dot -Tsvg > replaces.svg
  danchieu export --cascade 193/QĐ-TTg --format mermaid
  danchieu export --path \"40/KH-UBND Nam Định\" 66/2011/QH12 --format dot
  danchieu export --search \"nạn nhân\" --format graphml > nan-nhan.graphml
  danchieu export --format csv --kind KH --year 2021 > plans.csv")]
pub(super) struct Args {
    /// The format
    #[arg(long, value_name = "FORMAT", default_value = "graphml")]
    format: Format,
    #[command(flatten)]
    question: QuestionArgs,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    store: StoreArgs,
}

/// The question whose answer is written; without one, the whole graph.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "The answer of one question")]
#[group(multiple = false)]
struct QuestionArgs {
    /// What a document cites
    #[arg(long, value_name = "REF")]
    cites: Option<String>,
    /// What cites a document
    #[arg(long, value_name = "REF")]
    cited_by: Option<String>,
    /// What a document rests on, through every level
    #[arg(long, value_name = "REF")]
    basis: Option<String>,
    /// Who carries a document out, through every level
    #[arg(long, value_name = "REF")]
    cascade: Option<String>,
    /// What must be reviewed when a document changes
    #[arg(long, value_name = "REF")]
    review: Option<String>,
    /// All shortest ways between two documents
    ///
    /// The conditions on documents hold for those between the two.
    #[arg(long, value_names = ["A", "B"], num_args = 2)]
    path: Option<Vec<String>>,
    /// What the documents cite that match a question
    #[arg(long, value_name = "QUERY")]
    search: Option<String>,
}

impl QuestionArgs {
    /// Returns the part of the graph that is asked for; `None` for the whole. A document
    /// that nobody knows has an empty part.
    fn part(&self, filter: &Filter, corpus: &Corpus, ui: &mut Ui) -> Done<Option<Part>> {
        type Make = Box<dyn FnOnce(DocId) -> Part>;
        use Direction::{Incoming, Outgoing};
        if let Some(typed) = &self.search {
            return Ok(Some(Part::From(matches(typed, filter, corpus, ui)?)));
        }
        if let Some([from, to]) = self.path.as_deref() {
            let ends = find(from, corpus, ui)?.zip(find(to, corpus, ui)?);
            let part = ends.map_or(Part::From(Vec::new()), |(a, b)| Part::Ways(a, b));
            return Ok(Some(part));
        }
        let walk = |direction, relations: &[Relation]| {
            let relations = relations.to_vec();
            move |id| Part::Walk(vec![id], direction, relations)
        };
        let near = |direction| move |id| Part::Neighbours(vec![id], direction);
        let asked: [(&Option<String>, Make); 5] = [
            (&self.cites, Box::new(near(Outgoing))),
            (&self.cited_by, Box::new(near(Incoming))),
            (&self.basis, Box::new(walk(Outgoing, &BASIS))),
            (&self.cascade, Box::new(walk(Incoming, &CASCADE))),
            (&self.review, Box::new(walk(Incoming, &REVIEW))),
        ];
        for (typed, make) in asked {
            if let Some(typed) = typed {
                let found = find(typed, corpus, ui)?;
                return Ok(Some(found.map_or(Part::From(Vec::new()), make)));
            }
        }
        Ok(None)
    }
}

/// Returns the documents that match a question of `search`, after telling what of it was
/// not understood.
fn matches(typed: &str, filter: &Filter, corpus: &Corpus, ui: &Ui) -> Done<Vec<DocId>> {
    let limit = usize::try_from(corpus.store().sources()).unwrap_or(usize::MAX);
    let search = Search { filter: filter.clone(), limit, ..Search::default() };
    let found = corpus.search(typed, &search)?;
    for note in &found.notes {
        ui.note(&format!("--search: {}", note.message));
        note.suggestion.iter().for_each(|words| ui.hint(words));
    }
    Ok(found.hits.into_iter().map(|hit| hit.document.id).collect())
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
    let filter = args.filter.filter();
    let part = args.question.part(&filter, corpus, ui)?;
    let edges = match &part {
        None => corpus.select(&filter)?,
        // The filter on documents has chosen what matches.
        Some(part @ Part::From(_)) => corpus.part(part, &on_edges(&filter))?,
        Some(part) => corpus.part(part, &filter)?,
    };
    let nodes = if part.is_none() && filter.is_empty() {
        (0..corpus.store().documents()).map(DocId).collect()
    } else {
        report::export::ends(&edges)
    };
    match args.format.kind() {
        Kind::Graph(format) => graph(corpus, &nodes, &edges, format, ui)?,
        Kind::Records(format) => records(corpus, &edges, format, ui)?,
    }
    Ok(Outcome::of(!edges.is_empty()))
}

fn on_edges(filter: &Filter) -> Filter {
    Filter {
        relations: filter.relations.clone(),
        min_confidence: filter.min_confidence,
        ..Filter::default()
    }
}

/// So many nodes or links are written by one thread at a time, and so many such parts are
/// held in memory.
const PART: usize = 1_024;
const PARTS: usize = 32;

fn graph(
    corpus: &Corpus,
    nodes: &[DocId],
    edges: &[crate::graph::Edge],
    format: GraphFormat,
    ui: &mut Ui,
) -> Done {
    let mut writer = format.writer();
    writer.begin(&mut ui.out())?;
    let mut sheet = Sheet { separator: writer.separator(), is_started: false };
    let written = |ids: &[DocId]| -> Done<Vec<u8>> {
        let documents: Result<Vec<_>, crate::Error> =
            ids.iter().map(|&id| corpus.document(id)).collect();
        Ok(part(format, &documents?, |writer, out, node| writer.node(out, node))?)
    };
    sheet.write(nodes, written, ui)?;
    writer.between(&mut ui.out())?;
    let links = report::export::links(edges);
    let written = |links: &[Link]| -> Done<Vec<u8>> {
        Ok(part(format, links, |writer, out, link| writer.link(out, link))?)
    };
    sheet.write(&links, written, ui)?;
    writer.end(&mut ui.out())?;
    Ok(ui.out().flush()?)
}

/// Where the parts of a graph go.
struct Sheet {
    separator: &'static [u8],
    is_started: bool,
}

impl Sheet {
    /// Writes `items`, which `written` turns into bytes on all processors.
    fn write<T: Sync>(
        &mut self,
        items: &[T],
        written: impl Fn(&[T]) -> Done<Vec<u8>> + Sync,
        ui: &mut Ui,
    ) -> Done {
        for some in items.chunks(PART * PARTS) {
            let parts: Done<Vec<Vec<u8>>> = some.par_chunks(PART).map(&written).collect();
            for bytes in parts? {
                if self.is_started {
                    ui.out().write_all(self.separator)?;
                }
                self.is_started = true;
                ui.out().write_all(&bytes)?;
            }
        }
        Ok(())
    }
}

fn records(
    corpus: &Corpus,
    edges: &[crate::graph::Edge],
    format: report::Format,
    ui: &mut Ui,
) -> Done {
    let mut records = Records::new(format);
    let mut stop = Ok(());
    let written = |citations: Vec<Citation>| {
        let rows: Vec<_> = citations.iter().map(json::Citation::from).collect();
        Rows::write(format, &rows)
    };
    corpus.each_citation(edges, written, &mut |rows| {
        if stop.is_ok() {
            stop = rows.and_then(|rows| records.push_rows(ui.out(), &rows));
        }
    })?;
    stop?;
    records.finish::<json::Citation<'_>>(ui.out())?;
    Ok(())
}
