//! What `cites` and `cited-by` share.

use super::Outcome;
use super::options::{FilterArgs, Format, LimitArgs, Sort, StoreArgs};
use super::references::ReferenceArgs;
use super::stores;
use super::ui::{Done, Ui};
use crate::graph::Direction;
use crate::query::{Corpus, Neighbours};
use crate::registry::DocId;
use crate::report::json::Citation;
use crate::report::{self, Records, document, text};
use std::io::Write;

/// The arguments of both commands.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct NeighbourArgs {
    #[command(flatten)]
    reference: ReferenceArgs,
    /// How to write the answer
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    /// What comes first
    #[arg(long, value_name = "ORDER", default_value = "date")]
    sort: Sort,
    #[command(flatten)]
    limit: LimitArgs,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    store: StoreArgs,
}

pub(super) fn run(
    args: &NeighbourArgs,
    direction: Direction,
    ui: &mut Ui,
) -> Done<Outcome> {
    let corpus = stores::open(&args.store, ui)?;
    let documents = args.reference.find(corpus, ui)?;
    if documents.is_empty() {
        return Ok(Outcome::Nothing);
    }
    let (filter, order) = (args.filter.filter(), args.sort.order());
    let limit = args.limit.limit(args.format);
    let answer = corpus.neighbours(&documents, direction, &filter, order, limit)?;
    if let Some(format) = args.format.records() {
        records(&answer, format, ui)?;
    } else {
        let filtered = !filter.is_empty();
        table(&answer, corpus, &documents, direction, filtered, ui)?;
    }
    Ok(Outcome::of(answer.total > 0))
}

fn records(answer: &Neighbours, format: report::Format, ui: &mut Ui) -> Done {
    let mut records = Records::new(format);
    for citation in answer.groups.iter().flat_map(crate::query::Group::citations) {
        records.push(ui.out(), &Citation::from(citation))?;
    }
    records.finish::<Citation<'_>>(ui.out())?;
    Ok(())
}

fn table(
    answer: &Neighbours,
    corpus: &Corpus,
    documents: &[DocId],
    direction: Direction,
    filtered: bool,
    ui: &mut Ui,
) -> Done {
    let names: Result<Vec<String>, crate::Error> =
        documents.iter().map(|&id| Ok(document::line(&*corpus.record(id)?))).collect();
    let head = text::neighbours_head(
        answer,
        &names?,
        direction,
        filtered,
        ui.width(),
        ui.theme(),
    );
    write!(ui.out(), "{head}")?;
    for group in &answer.groups {
        let block = text::citation(group, ui.width(), ui.theme());
        write!(ui.out(), "\n{block}")?;
    }
    let hidden = answer.total - answer.groups.len();
    if hidden > 0 {
        writeln!(ui.out(), "\n… and {hidden} more: --limit 0 shows all")?;
    }
    Ok(())
}
