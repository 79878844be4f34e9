//! `danchieu coverage`: who has carried a document out, and who has not.

use super::Outcome;
use super::options::{FilterArgs, Format, StoreArgs};
use super::references::ReferenceArgs;
use super::stores;
use super::ui::{Done, Ui};
use crate::ident::Date;
use crate::query::filter::date_of;
use crate::registry::DocId;
use crate::report::{Records, document, json::Covering, text};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::io::Write;

/// List the provinces and ministries with and without a document carrying one out
///
/// Counts documents that implement, guide or are issued with it, also through another
/// document; name other relations with `--relation`. Only what is in the corpus is known.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  danchieu coverage 193/QĐ-TTg --kind KH --corpus corpus
  danchieu coverage 193/QĐ-TTg --as-of 2025-07-01 --format csv")]
pub(super) struct Args {
    #[command(flatten)]
    reference: ReferenceArgs,
    /// How to write the answer
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    store: StoreArgs,
}

/// A day before the change of the map of 1 July 2025: 63 provinces.
const UNDATED: u16 = 2024;

pub(super) fn run(args: &Args, ui: &mut Ui) -> Done<Outcome> {
    let corpus = stores::open(&args.store, ui)?;
    let filter = args.filter.filter();
    let mut records = args.format.records().map(Records::new);
    let mut is_covered = false;
    let limit = if records.is_some() { usize::MAX } else { text::MANY };
    let asked = args.reference.find(corpus, ui)?;
    let answer = |&id: &DocId| -> Result<_, crate::Error> {
        let record = corpus.record(id)?;
        let undated = || Date::year_only(UNDATED);
        let date = filter.as_of.or_else(|| date_of(&record)).unwrap_or_else(undated);
        Ok((record, corpus.coverage(id, date, &filter, limit)?))
    };
    let answers: Result<Vec<_>, _> = asked.par_iter().map(answer).collect();
    for (record, coverage) in answers? {
        is_covered |= coverage.iter().any(|c| !c.documents.is_empty());
        if let Some(records) = &mut records {
            for covering in &coverage {
                records.push(ui.out(), &Covering::from(covering))?;
            }
        } else {
            let name = document::line(&record);
            let shown = text::coverage(&name, &coverage, ui.width(), ui.theme());
            ui.out().write_all(shown.as_bytes())?;
        }
    }
    if let Some(records) = records {
        records.finish::<Covering<'_>>(ui.out())?;
    }
    Ok(Outcome::of(is_covered))
}
