//! `danchieu amendments`: which provisions were changed, and by which.

use super::Outcome;
use super::options::{FilterArgs, Format, StoreArgs};
use super::references::ReferenceArgs;
use super::stores;
use super::ui::{Done, Ui};
use crate::graph::Direction;
use crate::report::{Records, json::Amendment, text};
use std::io::Write;

/// List the provisions of a document that were changed, and the provisions that did it
///
/// Reads the amending documents of the store: which point, clause or article of the
/// document is amended, supplemented, replaced or repealed by which of theirs.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  danchieu amendments 07/2017/NĐ-CP --corpus luat/
  danchieu amendments \"Luật Đầu tư 2020\" --after 2022
  danchieu amendments --by 17/2019/NĐ-CP --format csv

For a text that is in no store: danchieu extract --amendments FILE")]
pub(super) struct Args {
    #[command(flatten)]
    reference: ReferenceArgs,
    /// List what the document itself changes in others
    #[arg(long)]
    by: bool,
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
    let documents = args.reference.find(corpus, ui)?;
    let direction = if args.by { Direction::Outgoing } else { Direction::Incoming };
    let amended = corpus.amended(&documents, direction, &args.filter.filter())?;
    if let Some(format) = args.format.records() {
        let mut records = Records::new(format);
        for one in &amended {
            records.push(ui.out(), &Amendment::from(one))?;
        }
        records.finish::<Amendment<'_>>(ui.out())?;
    } else {
        let shown = text::amended(&amended, direction, ui.width(), ui.theme());
        ui.out().write_all(shown.as_bytes())?;
    }
    Ok(Outcome::of(!amended.is_empty()))
}
