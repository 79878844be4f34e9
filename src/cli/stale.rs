//! `danchieu stale`: references to documents that are no more.

use super::Outcome;
use super::options::{FilterArgs, Format, StoreArgs};
use super::stores;
use super::ui::{Done, Ui};
use crate::report::{self, Records, text};
use std::io::Write;

/// List the held documents that cite a document replaced or repealed
///
/// What counts is what a text of the corpus says: a clause that replaces or repeals the
/// whole document.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  danchieu stale --corpus corpus
  danchieu stale --as-of 2025-12-31 --place \"Nam Định\" --format csv")]
pub(super) struct Args {
    /// Only references written after the end of what they cite
    #[arg(long)]
    late: bool,
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
    let filter = args.filter.filter();
    let mut stale = corpus.stale(filter.as_of, &filter)?;
    stale.retain(|s| s.is_late || !args.late);
    if let Some(format) = args.format.records() {
        let mut records = Records::new(format);
        for one in &stale {
            records.push(ui.out(), &report::json::Stale::from(one))?;
        }
        records.finish::<report::json::Stale<'_>>(ui.out())?;
    } else {
        let shown = text::stale(&stale, ui.width(), ui.theme());
        ui.out().write_all(shown.as_bytes())?;
    }
    Ok(Outcome::of(!stale.is_empty()))
}
