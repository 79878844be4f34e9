//! `danchieu search`: full text.

use super::Outcome;
use super::options::{FilterArgs, Format, StoreArgs};
use super::stores;
use super::ui::{Done, Ui};
use crate::fulltext;
use crate::query::{Found, Search};
use crate::report::{self, Records, json::Hit, text};
use clap::ValueEnum;
use std::io::Write;

/// Find documents by their words, with or without diacritics
///
/// Words without marks match any marks; words with marks only themselves. A document
/// number finds the document and those that cite it. Nothing typed is an error: what is
/// not understood is told.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The language of questions:
  hỗ trợ nạn nhân                  words
  \"mua bán người\"                  words in a row
  793/QĐ-TTg                       that document and those that cite it
  cites:793/QĐ-TTg  cited-by:REF   documents that cite it, that it cites
  relation:implements              with cites: how they cite
  kind:KH issuer:UBND place:\"Nam Định\" number:40/KH-UBND
  year:2021  year:2016..2020  after:2021-05  before:2022
  a b   a OR b   -a   ( )          both, one of them, not, grouping

Examples:
  danchieu search \"ho tro nan nhan\" --corpus corpus
  danchieu search 'hỗ trợ cites:193/QĐ-TTg relation:implements kind:KH'
  danchieu search 'place:\"Nam Định\" year:2021' --facets")]
pub(super) struct Args {
    /// The question
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,
    /// How to write the hits
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    /// What comes first
    #[arg(long, value_name = "ORDER", default_value = "score")]
    sort: Sort,
    /// Show at most so many hits; 0 shows all
    #[arg(long, value_name = "N", default_value = "10")]
    limit: usize,
    /// Leave out so many of the first hits
    #[arg(long, value_name = "N", default_value = "0")]
    offset: usize,
    /// Count the matches by kind, year, issuer and place
    #[arg(long)]
    facets: bool,
    /// Show what each word adds to the score of a hit
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    store: StoreArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Sort {
    /// The best match
    Score,
    /// The newest
    Date,
    /// The most cited
    Cited,
}

impl Sort {
    fn of_index(self) -> fulltext::Sort {
        match self {
            Self::Score => fulltext::Sort::Score,
            Self::Date => fulltext::Sort::Date,
            Self::Cited => fulltext::Sort::Cited,
        }
    }
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Done<Outcome> {
    let corpus = stores::open(&args.store, ui)?;
    let typed = args.query.join(" ");
    let all = usize::try_from(corpus.store().sources()).unwrap_or(usize::MAX);
    let limit = if args.limit == 0 { all } else { args.limit.min(all) };
    let search = Search {
        filter: args.filter.filter(),
        sort: args.sort.of_index(),
        limit,
        offset: args.offset,
        facets: args.facets,
        explain: args.explain,
    };
    let found = corpus.search(&typed, &search)?;
    for note in &found.notes {
        ui.note(&note.message);
        note.suggestion.iter().for_each(|words| ui.hint(words));
    }
    match args.format.records() {
        Some(format) => records(&found, args.offset, format, ui)?,
        None => table(&found, &typed, args.offset, ui)?,
    }
    Ok(Outcome::of(found.total > 0))
}

fn records(found: &Found, offset: usize, format: report::Format, ui: &mut Ui) -> Done {
    let mut records = Records::new(format);
    for (rank, hit) in (offset + 1..).zip(&found.hits) {
        records.push(ui.out(), &Hit::new(rank, hit))?;
    }
    records.finish::<Hit<'_>>(ui.out())?;
    Ok(())
}

fn table(found: &Found, typed: &str, offset: usize, ui: &mut Ui) -> Done {
    let head = text::found_head(found, typed, ui.theme());
    write!(ui.out(), "{head}")?;
    for (rank, hit) in (offset + 1..).zip(&found.hits) {
        let block = text::hit(hit, rank, ui.width(), ui.theme());
        write!(ui.out(), "\n{block}")?;
    }
    let shown = offset as u64 + found.hits.len() as u64;
    if shown < found.total && !found.hits.is_empty() {
        let more = found.total - shown;
        writeln!(ui.out(), "\n… and {more} more: --offset {shown}, or --limit 0")?;
    }
    Ok(())
}
