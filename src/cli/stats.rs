//! `danchieu stats`: the counts of a store.

use super::Outcome;
use super::options::StoreArgs;
use super::stores;
use super::ui::{Done, Ui};
use crate::report::text;
use clap::ValueEnum;
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
    format: Format,
    #[command(flatten)]
    store: StoreArgs,
}

/// The counts are one object.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// One JSON object
    Json,
    /// One JSON object on a line
    Jsonl,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Done<Outcome> {
    let corpus = stores::open(&args.store, ui)?;
    let stats = corpus.store().stats();
    let written = match args.format {
        Format::Table => text::stats(stats, ui.theme()),
        Format::Json => serde_json::to_string_pretty(stats).unwrap_or_default() + "\n",
        Format::Jsonl => serde_json::to_string(stats).unwrap_or_default() + "\n",
    };
    ui.out().write_all(written.as_bytes())?;
    Ok(Outcome::of(stats.sources > 0))
}
