//! `danchieu check`: the lint of drafts.

use super::Outcome;
use super::options::{FilterArgs, StoreArgs};
use super::reading::ReadArgs;
use super::sources;
use super::stores;
use super::ui::{Done, Stop, Ui};
use crate::error::Result;
use crate::ingest::Source;
use crate::query::check::{self as query, RULES, Severity, check};
use crate::query::{Corpus, Filter};
use crate::registry::SourceId;
use crate::relate::Facts;
use crate::report::json::{Finding, sarif};
use crate::report::{self, Records, text};
use crate::text::{LineIndex, Text};
use clap::ValueEnum;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::io::Write;

/// Find wrong references in drafts
///
/// Compares number with kind, date, year, term and issuer, and with what the corpus
/// knows: dates, successors of replaced documents, numbers nobody knows. The fix is given
/// where one is known. Conditions on documents are on those that are checked.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit code: 0 when checked, whatever was found; with --strict, 2 if a warning or an error
was found.

Examples:
  danchieu check draft.txt --corpus corpus
  danchieu check drafts/ --format sarif > findings.sarif
  danchieu check draft.txt --strict
  danchieu check --all --place \"Nam Định\" --year 2021 --corpus corpus
  danchieu check --rules")]
pub(super) struct Args {
    /// Files or folders, or `-` for standard input
    #[arg(value_name = "PATH", required_unless_present_any = ["rules", "all"])]
    paths: Vec<String>,
    /// Check all texts of the store
    #[arg(long, conflicts_with = "paths")]
    all: bool,
    /// Fail when a warning or an error is found
    #[arg(long)]
    strict: bool,
    /// List the rules and end
    #[arg(long)]
    rules: bool,
    /// How to write the findings
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    reading: ReadArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// One JSON array
    Json,
    /// One JSON object a line
    Jsonl,
    /// Comma-separated values with a header
    Csv,
    /// SARIF 2.1.0, for editors and code hosts
    Sarif,
}

/// Where findings go.
enum Sheet {
    Table(u64),
    Records(Records),
    Sarif(Vec<serde_json::Value>),
}

impl Sheet {
    fn new(format: Format) -> Self {
        match format {
            Format::Table => Self::Table(0),
            Format::Json => Self::Records(Records::new(report::Format::Json)),
            Format::Jsonl => Self::Records(Records::new(report::Format::JsonLines)),
            Format::Csv => Self::Records(Records::new(report::Format::Csv)),
            Format::Sarif => Self::Sarif(Vec::new()),
        }
    }

    fn push(&mut self, finding: &Finding<'_>, ui: &mut Ui) -> Done {
        match self {
            Self::Table(count) => {
                let gap = if *count > 0 { "\n" } else { "" };
                *count += 1;
                let shown = text::finding(finding, ui.width(), ui.theme());
                write!(ui.out(), "{gap}{shown}")?;
            }
            Self::Records(records) => records.push(ui.out(), finding)?,
            Self::Sarif(results) => results.push(finding.sarif()),
        }
        Ok(())
    }

    fn finish(self, ui: &mut Ui) -> Done {
        match self {
            Self::Table(_) => {}
            Self::Records(records) => {
                records.finish::<Finding<'_>>(ui.out())?;
            }
            Self::Sarif(results) => {
                let log = serde_json::to_string_pretty(&sarif(&results));
                writeln!(ui.out(), "{}", log.unwrap_or_default())?;
            }
        }
        Ok(())
    }
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Done<Outcome> {
    if args.rules {
        for rule in RULES {
            let severity = rule.severity.as_str();
            writeln!(ui.out(), "{:<15} {severity:<8} {}", rule.code, rule.about)?;
        }
        return Ok(Outcome::Found);
    }
    let corpus = stores::open(&args.store, ui)?;
    let mut desk = Desk {
        filter: args.filter.filter(),
        sheet: Sheet::new(args.format),
        is_wrong: false,
        corpus,
    };
    if args.all {
        desk.all(ui)?;
    } else {
        let options = args.reading.options();
        let mut each =
            |source: &Source, facts: &Facts, ui: &mut Ui| desk.one(source, facts, ui);
        sources::facts(&args.paths, &options, ui, &mut each)?;
    }
    let Desk { sheet, is_wrong, .. } = desk;
    sheet.finish(ui)?;
    if args.strict && is_wrong { Err(Stop::Told) } else { Ok(Outcome::Found) }
}

/// Where drafts are looked at.
struct Desk<'c> {
    corpus: &'c Corpus,
    filter: Filter,
    sheet: Sheet,
    is_wrong: bool,
}

impl Desk<'_> {
    fn one(&mut self, source: &Source, facts: &Facts, ui: &mut Ui) -> Done {
        let found = check(self.corpus, &source.name, facts, &self.filter)?;
        self.tell(source, found, ui)
    }

    fn tell(&mut self, source: &Source, found: Vec<query::Finding>, ui: &mut Ui) -> Done {
        let lines = LineIndex::new(source.text.source());
        for finding in found {
            self.is_wrong |= finding.rule.severity >= Severity::Warning;
            let place = lines.position(source.text.source(), finding.span.start);
            self.sheet.push(&Finding::new(source, place, &finding), ui)?;
        }
        Ok(())
    }

    /// Looks at every text of the store, in the order of names.
    fn all(&mut self, ui: &mut Ui) -> Done {
        // So many are looked at, on all processors, before the first of them is told.
        const MANY: usize = 1_024;
        let (corpus, filter) = (self.corpus, self.filter.clone());
        let look = |&id: &SourceId| -> Result<Option<(Source, Vec<query::Finding>)>> {
            let store = corpus.store();
            let name = store.source_name(id)?;
            let found = check(corpus, &name, &store.facts(id)?, &filter)?;
            if found.is_empty() {
                return Ok(None);
            }
            let text = Text::try_new(store.text(id)?)?;
            let outline = store.outline(id)?;
            Ok(Some((Source { outline, ..Source::new(name, text) }, found)))
        };
        let all: Vec<SourceId> = (0..corpus.store().sources()).map(SourceId).collect();
        for some in all.chunks(MANY) {
            let looked: Result<Vec<_>> = some.par_iter().map(look).collect();
            for (source, found) in looked?.into_iter().flatten() {
                self.tell(&source, found, ui)?;
            }
        }
        Ok(())
    }
}
