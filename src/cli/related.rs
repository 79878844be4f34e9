//! `danchieu related`: what is cited together with a document.

use super::Outcome;
use super::options::{FilterArgs, Format, StoreArgs};
use super::references::ReferenceArgs;
use super::stores;
use super::ui::{Done, Ui};
use crate::report::{Records, json::Related, text};
use std::io::Write;

/// List the documents closest to a document by what they cite and what cites them
///
/// Names the documents that both are cited by, and that both cite.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  danchieu related 793/QĐ-TTg --corpus corpus
  danchieu related \"40/KH-UBND Nam Định\" --kind KH --format jsonl")]
pub(super) struct Args {
    #[command(flatten)]
    reference: ReferenceArgs,
    /// Show at most so many documents; 0 shows all
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
    let limit = if args.limit == 0 { usize::MAX } else { args.limit };
    let filter = args.filter.filter();
    let mut related = Vec::new();
    for id in args.reference.find(corpus, ui)? {
        related.extend(corpus.related(id, &filter, limit)?);
    }
    if let Some(format) = args.format.records() {
        let mut records = Records::new(format);
        for (rank, one) in (1..).zip(&related) {
            records.push(ui.out(), &Related::new(rank, one))?;
        }
        records.finish::<Related<'_>>(ui.out())?;
    } else {
        let shown = text::related(&related, ui.width(), ui.theme());
        ui.out().write_all(shown.as_bytes())?;
    }
    Ok(Outcome::of(!related.is_empty()))
}
