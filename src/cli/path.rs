//! `danchieu path`: how two documents are tied.

use super::Outcome;
use super::options::{Format, StoreArgs};
use super::references::find;
use super::stores;
use super::ui::{Done, Ui};
use crate::graph::{Direction, RelationSet, Walk};
use crate::query::{Citation, Step};
use crate::report::{Records, json, text};
use crate::vocab::Relation;
use std::io::Write;

/// Show all shortest ways of citations between two documents
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
    /// Show at most so many ways
    #[arg(long, value_name = "N", default_value = "10")]
    limit: usize,
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
        let ways = corpus.ways(from, to, &walk, args.limit)?;
        if !ways.is_empty() {
            write_ways(ways, direction, args.format, ui)?;
            return Ok(Outcome::Found);
        }
    }
    ui.note("no way of citations leads from one to the other");
    Ok(Outcome::Nothing)
}

fn write_ways(
    ways: Vec<Vec<Citation>>,
    direction: Direction,
    format: Format,
    ui: &mut Ui,
) -> Done {
    let Some(format) = format.records() else {
        for (i, way) in ways.iter().enumerate() {
            let gap = if i > 0 { "\n" } else { "" };
            let shown = text::path(way, direction, ui.width(), ui.theme());
            write!(ui.out(), "{gap}{shown}")?;
        }
        return Ok(());
    };
    let mut records = Records::new(format);
    for way in ways {
        // A way begins where the depth is 1 again.
        for (depth, citation) in (1..).zip(way) {
            let step = Step { depth, citation, lag: None };
            records.push(ui.out(), &json::Step::from(&step))?;
        }
    }
    records.finish::<json::Step<'_>>(ui.out())?;
    Ok(())
}
