//! `danchieu path`: how two documents are tied.

use super::Outcome;
use super::options::{Format, StoreArgs};
use super::references::find;
use super::stores;
use super::ui::{Done, Ui};
use crate::graph::{Direction, RelationSet, Walk};
use crate::query::Citation;
use crate::report::{Records, json, text};
use crate::vocab::Relation;
use std::io::Write;

/// Show a shortest way of citations between two documents
///
/// First from A to B along what is cited; if there is none, from B to A.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  danchieu path \"40/KH-UBND Nam Định\" 66/2011/QH12 --corpus corpus")]
pub(super) struct Args {
    /// The citing document, in any spelling
    #[arg(value_name = "A")]
    from: String,
    /// The cited document, in any spelling
    #[arg(value_name = "B")]
    to: String,
    /// Follow only this relation (may be repeated)
    #[arg(long, value_name = "RELATION")]
    relation: Vec<Relation>,
    /// How to write the answer
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    #[command(flatten)]
    store: StoreArgs,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Done<Outcome> {
    let corpus = stores::open(&args.store, ui)?;
    let ends = find(&args.from, &corpus, ui)?.zip(find(&args.to, &corpus, ui)?);
    let Some((from, to)) = ends else { return Ok(Outcome::Nothing) };
    let add = |set: RelationSet, &r: &Relation| set.with(r);
    let relations = match args.relation.as_slice() {
        [] => RelationSet::ALL,
        some => some.iter().fold(RelationSet::NONE, add),
    };
    for direction in [Direction::Outgoing, Direction::Incoming] {
        let walk = Walk::new(direction).along(relations);
        if let Some(edges) = corpus.store().graph().path(from, to, &walk)? {
            let way: Result<Vec<Citation>, _> =
                edges.iter().map(|edge| corpus.citation(edge)).collect();
            write_way(&way?, direction, args.format, ui)?;
            return Ok(Outcome::Found);
        }
    }
    ui.note("no way of citations leads from one to the other");
    Ok(Outcome::Nothing)
}

fn write_way(
    way: &[Citation],
    direction: Direction,
    format: Format,
    ui: &mut Ui,
) -> Done {
    let Some(format) = format.records() else {
        let shown = text::path(way, direction, ui.width(), ui.theme());
        ui.out().write_all(shown.as_bytes())?;
        return Ok(());
    };
    let mut records = Records::new(format);
    for citation in way {
        records.push(ui.out(), &json::Citation::from(citation))?;
    }
    records.finish::<json::Citation<'_>>(ui.out())?;
    Ok(())
}
