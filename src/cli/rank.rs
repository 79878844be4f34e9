//! `danchieu rank`: what is cited most.

use super::Outcome;
use super::options::{CitingArgs, FilterArgs, Format, StoreArgs};
use super::stores;
use super::ui::{Done, Ui};
use crate::query::Measure;
use crate::report::{Records, json::Ranked, text};
use clap::ValueEnum;
use std::io::Write;

/// List the most cited documents
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  danchieu rank --corpus corpus
  danchieu rank --by page-rank --kind L --limit 10
  danchieu rank --citing-kind KH --citing-year 2021-2025
  danchieu rank --relation implements --year 2021 --format csv")]
pub(super) struct Args {
    /// What counts
    #[arg(long, value_name = "MEASURE", default_value = "cited")]
    by: By,
    /// Show at most so many documents; 0 shows all
    #[arg(long, value_name = "N", default_value = "20")]
    limit: usize,
    /// How to write the answer
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    #[command(flatten)]
    citing: CitingArgs,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    store: StoreArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum By {
    /// How many documents cite it
    Cited,
    /// How many documents it cites
    Citing,
    /// In how many places it is cited, each counted by its confidence
    Weighted,
    /// Where a reader of citations ends up
    PageRank,
    /// How tightly knit the group of documents is that it belongs to (k-core)
    Core,
}

impl By {
    fn measure(self) -> Measure {
        match self {
            Self::Cited => Measure::Cited,
            Self::Citing => Measure::Citing,
            Self::Weighted => Measure::Weighted,
            Self::PageRank => Measure::PageRank,
            Self::Core => Measure::Core,
        }
    }
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Done<Outcome> {
    let corpus = stores::open(&args.store, ui)?;
    let limit = if args.limit == 0 { usize::MAX } else { args.limit };
    let ranked = corpus.rank(
        args.by.measure(),
        &args.filter.filter(),
        &args.citing.filter(),
        limit,
    )?;
    if let Some(format) = args.format.records() {
        let mut records = Records::new(format);
        for (rank, one) in (1..).zip(&ranked) {
            records.push(ui.out(), &Ranked::new(rank, one))?;
        }
        records.finish::<Ranked<'_>>(ui.out())?;
    } else if !ranked.is_empty() {
        let shown = text::ranked(&ranked, ui.width(), ui.theme());
        ui.out().write_all(shown.as_bytes())?;
    }
    Ok(Outcome::of(!ranked.is_empty()))
}
