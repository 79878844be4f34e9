//! `danchieu path`: how two documents are tied.

use super::Outcome;
use super::options::{FilterArgs, Format, StoreArgs};
use super::references::find;
use super::stores;
use super::ui::{Done, Ui};
use crate::query::{Step, Ways};
use crate::report::{Records, json, text};
use std::io::Write;

/// Show all shortest ways of citations between two documents
///
/// First from A to B along what is cited; if there is none, from B to A. Conditions on
/// documents hold for those between the two.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  danchieu path \"40/KH-UBND Nam Định\" 66/2011/QH12 --corpus corpus
  danchieu path \"40/KH-UBND Nam Định\" 66/2011/QH12 --issuer ttg --relation based_on")]
pub(super) struct Args {
    /// The citing document, in any spelling
    #[arg(value_name = "A")]
    from: String,
    /// The cited document, in any spelling
    #[arg(value_name = "B")]
    to: String,
    /// Show at most so many ways; 0 shows all
    #[arg(long, value_name = "N", default_value = "10")]
    limit: usize,
    /// How to write the answer
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    store: StoreArgs,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Done<Outcome> {
    let corpus = stores::open(&args.store, ui)?;
    let ends = find(&args.from, corpus, ui)?.zip(find(&args.to, corpus, ui)?);
    let Some((from, to)) = ends else { return Ok(Outcome::Nothing) };
    let limit = if args.limit == 0 { usize::MAX } else { args.limit };
    let found = corpus.ways(from, to, &args.filter.filter(), limit)?;
    if found.ways.is_empty() {
        ui.note("no way of citations leads from one to the other");
        return Ok(Outcome::Nothing);
    }
    write_ways(found, args.format, ui)?;
    Ok(Outcome::Found)
}

fn write_ways(found: Ways, format: Format, ui: &mut Ui) -> Done {
    let Ways { direction, ways } = found;
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
