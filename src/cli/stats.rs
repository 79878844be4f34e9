//! `danchieu stats`: the counts of a store.

use super::Outcome;
use super::options::{ObjectFormat, StoreArgs};
use super::stores;
use super::ui::{Done, Ui};
use crate::report::text;
use std::io::Write;

/// Show how much a store holds
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  danchieu stats --corpus corpus
  danchieu stats --format json")]
pub(super) struct Args {
    /// How to write the counts
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: ObjectFormat,
    #[command(flatten)]
    store: StoreArgs,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Done<Outcome> {
    let corpus = stores::open(&args.store, ui)?;
    let stats = corpus.store().stats();
    let written = match args.format.object(stats) {
        Some(written) => written,
        None => text::stats(stats, ui.theme()),
    };
    ui.out().write_all(written.as_bytes())?;
    Ok(Outcome::of(stats.sources > 0))
}
