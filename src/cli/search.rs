//! `danchieu search`: full text.

use super::Outcome;
use super::options::{FilterArgs, Format, StoreArgs};
use super::stores;
use super::ui::{Done, Ui};
use crate::fulltext;
use crate::query::language::Note;
use crate::query::{Answer, Graph, Search};
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
  status:\"còn hiệu lực\"  status:ended   whether it is in force (with --as-of, on a day)
  a b   a OR b   -a   ( )          both, one of them, not, grouping

Examples:
  danchieu search \"ho tro nan nhan\" --corpus corpus
  danchieu search 'hỗ trợ cites:193/QĐ-TTg relation:implements kind:KH'
  danchieu search 'place:\"Nam Định\" year:2021' --facets
  danchieu search --examples")]
#[expect(clippy::struct_excessive_bools, reason = "options of a command line")]
pub(super) struct Args {
    /// The question
    #[arg(value_name = "QUERY", required_unless_present = "examples")]
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
    /// Count the matches by kind, year, issuer, place and relation
    ///
    /// The relation is that to the documents which the question names, with `cites:`, or
    /// by number; else that to any.
    #[arg(long)]
    facets: bool,
    /// Show what each word, and the graph, adds to the score of a hit
    #[arg(long)]
    explain: bool,
    /// Also find documents that citations tie to the best matches
    ///
    /// What the twenty best matches cite, or what cites them, is an answer, too, with or
    /// without the words; the other conditions hold for it. The best match stays first.
    #[arg(long)]
    expand: bool,
    /// Rank by the words alone, not also by how often a document is cited
    #[arg(long, conflicts_with = "expand")]
    plain: bool,
    /// Show what can be asked, by examples
    #[arg(long)]
    examples: bool,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    store: StoreArgs,
}

impl Args {
    fn graph(&self) -> Graph {
        match (self.plain, self.expand) {
            (true, _) => Graph::Unused,
            (_, true) => Graph::Tied,
            _ => Graph::Cited,
        }
    }
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
    if args.examples {
        let page = text::examples(ui.theme());
        write!(ui.out(), "{page}")?;
        return Ok(Outcome::of(true));
    }
    let corpus = stores::open(&args.store, ui)?;
    let typed = args.query.join(" ");
    let all = usize::try_from(corpus.store().sources()).unwrap_or(usize::MAX);
    let search = Search {
        filter: args.filter.filter(),
        sort: args.sort.of_index(),
        limit: if args.limit == 0 { all } else { args.limit.min(all) },
        offset: args.offset,
        facets: args.facets,
        explain: args.explain,
        graph: args.graph(),
    };
    let answer = corpus.ask(&typed, &search)?;
    for note in &answer.found().notes {
        ui.note(&placed(note, &typed));
        note.suggestion.iter().for_each(|words| ui.hint(words));
    }
    let found = answer.found().total + answer.found().tied;
    if answer.is_empty() && found > 0 {
        ui.note(&format!(
            "no hit is left behind --offset {}: there are {found} in all",
            args.offset
        ));
    }
    if args.facets && args.format.records().is_some() {
        ui.note("facets are shown in the table only");
    }
    match args.format.records() {
        Some(format) => records(&answer, args.offset, format, ui)?,
        None => table(&answer, &typed, args.offset, ui)?,
    }
    Ok(Outcome::of(answer.found().total > 0))
}

/// Returns a note with the column, counted in letters, of the part that it is about.
fn placed(note: &Note, typed: &str) -> String {
    let before = typed.get(..note.span.start as usize).unwrap_or_default();
    format!("column {}: {}", before.chars().count() + 1, note.message)
}

fn records(
    answer: &Answer<'_>,
    offset: usize,
    format: report::Format,
    ui: &mut Ui,
) -> Done {
    let mut records = Records::new(format);
    for (before, hit) in answer.hits().enumerate() {
        let rank = offset.saturating_add(before + 1);
        records.push(ui.out(), &Hit::new(rank, &hit?))?;
    }
    records.finish::<Hit<'_>>(ui.out())?;
    Ok(())
}

fn table(answer: &Answer<'_>, typed: &str, offset: usize, ui: &mut Ui) -> Done {
    let found = answer.found();
    let head = text::found_head(found, &answer.named()?, typed, ui.theme());
    write!(ui.out(), "{head}")?;
    let asks_for_one = !found.named.is_empty();
    for (before, hit) in answer.hits().enumerate() {
        let rank = offset.saturating_add(before + 1);
        let block = text::hit(&hit?, rank, asks_for_one, ui.width(), ui.theme());
        write!(ui.out(), "\n{block}")?;
    }
    let shown = offset.saturating_add(answer.len()) as u64;
    let all = found.total + found.tied;
    if shown < all && !answer.is_empty() {
        let more = all - shown;
        writeln!(ui.out(), "\n… and {more} more: --offset {shown}, or --limit 0")?;
    }
    Ok(())
}
