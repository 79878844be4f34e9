//! `danchieu diff`: what changed between two stores.

use super::Outcome;
use super::options::{FilterArgs, Format};
use super::ui::{Done, Ui};
use crate::query::{Corpus, changes};
use crate::report::{Records, json::Change, text};
use crate::store::Reader;
use std::io::Write;
use std::path::PathBuf;

/// List the documents and relations in which two stores differ
///
/// Conditions on documents are on those that changed, of a relation on the citing one.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cp -r .danchieu last-month; danchieu index corpus; danchieu diff last-month .danchieu
  danchieu diff old new --format csv
  danchieu diff old new --relation replaces")]
pub(super) struct Args {
    /// The folder of the older store
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The folder of the newer store
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// How to write the differences
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    #[command(flatten)]
    filter: FilterArgs,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Done<Outcome> {
    let open = |dir: &PathBuf| Reader::open(dir).map(Corpus::new);
    let changes = changes(&open(&args.old)?, &open(&args.new)?, &args.filter.filter())?;
    if let Some(format) = args.format.records() {
        let mut records = Records::new(format);
        for change in &changes {
            records.push(ui.out(), &Change::from(change))?;
        }
        records.finish::<Change<'_>>(ui.out())?;
    } else {
        let shown = text::changes(&changes, ui.width(), ui.theme());
        ui.out().write_all(shown.as_bytes())?;
    }
    Ok(Outcome::of(!changes.is_empty()))
}
