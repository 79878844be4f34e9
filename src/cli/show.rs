//! `danchieu show`: one document.

use super::Outcome;
use super::options::{ObjectFormat, StoreArgs};
use super::references::ReferenceArgs;
use super::stores;
use super::ui::{Done, Ui};
use crate::ident::Date;
use crate::report::{json, text};
use std::io::Write;

/// Show what is known of a document: identity, sources, status, relations
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  danchieu show 793/QĐ-TTg --corpus corpus
  danchieu show 66/2011/QH12 --as-of 2024-12-31 --corpus corpus
  danchieu show corpus/nam-dinh/kh-40-ubnd-2021.txt --corpus corpus
  danchieu show \"Luật Phòng, chống mua bán người\" --all --format json")]
pub(super) struct Args {
    #[command(flatten)]
    reference: ReferenceArgs,
    /// Say whether it is in force on this day; else by all that is known
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: ObjectFormat,
    #[command(flatten)]
    store: StoreArgs,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Done<Outcome> {
    let corpus = stores::open(&args.store, ui)?;
    let documents = args.reference.find(&corpus, ui)?;
    for (i, &id) in documents.iter().enumerate() {
        let profile = corpus.profile(id, args.as_of)?;
        let gap = if i > 0 && args.format.is_table() { "\n" } else { "" };
        let written = match args.format.object(&json::Profile::from(&profile)) {
            Some(written) => written,
            None => text::profile(&profile, ui.width(), ui.theme()),
        };
        write!(ui.out(), "{gap}{written}")?;
    }
    Ok(Outcome::of(!documents.is_empty()))
}
