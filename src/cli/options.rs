//! Options that several commands share.

use crate::ident::Date;
use crate::query::filter::{IssuerFilter, Years, read_date, read_place};
use crate::query::{Filter, Order, Standing};
use crate::report;
use crate::vocab::{DocKind, Place, Relation};
use clap::ValueEnum;
use std::path::PathBuf;

/// When to use colours.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Color {
    /// Returns true if a stream shall be coloured.
    pub(super) fn wanted(self, is_terminal: bool) -> bool {
        let refused = || std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        match self {
            Self::Auto => is_terminal && !refused(),
            Self::Always => true,
            Self::Never => false,
        }
    }
}

/// How an answer is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(super) enum Format {
    /// For people
    Table,
    /// One JSON array
    Json,
    /// One JSON object a line
    Jsonl,
    /// Comma-separated values with a header
    Csv,
}

impl Format {
    /// Returns the format of records; `None` for the table.
    pub(super) fn records(self) -> Option<report::Format> {
        match self {
            Self::Table => None,
            Self::Json => Some(report::Format::Json),
            Self::Jsonl => Some(report::Format::JsonLines),
            Self::Csv => Some(report::Format::Csv),
        }
    }
}

/// How an answer of one object is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(super) enum ObjectFormat {
    /// For people
    Table,
    /// One JSON object over several lines
    Json,
    /// One JSON object on a line
    Jsonl,
}

impl ObjectFormat {
    pub(super) fn is_table(self) -> bool {
        self == Self::Table
    }

    /// Returns the object as JSON; `None` for the table.
    pub(super) fn object<T: serde::Serialize>(self, object: &T) -> Option<String> {
        let written = match self {
            Self::Table => return None,
            Self::Json => serde_json::to_string_pretty(object),
            Self::Jsonl => serde_json::to_string(object),
        };
        Some(written.unwrap_or_default() + "\n")
    }
}

/// Which store to ask.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Store")]
pub(super) struct StoreArgs {
    /// The folder of the store
    #[arg(long, value_name = "DIR", env = "DANCHIEU_STORE")]
    #[arg(default_value = super::stores::DEFAULT, hide_env_values = true)]
    pub(super) store: PathBuf,
    /// Ask this file or folder of documents: make or refresh its store first
    ///
    /// Unless `--store` says otherwise, the store is `.danchieu` here, or another folder
    /// beside it if that one is of other documents.
    #[arg(long, value_name = "PATH")]
    pub(super) corpus: Option<PathBuf>,
}

/// Conditions on the documents of an answer and the edges to them.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Filters (each may be repeated: any of them)")]
pub(super) struct FilterArgs {
    /// Only this relation, such as `implements`
    #[arg(long, value_name = "RELATION")]
    relation: Vec<Relation>,
    /// Only documents of this kind: KH, "kế hoạch", qd
    #[arg(long, value_name = "KIND", value_parser = kind)]
    kind: Vec<DocKind>,
    /// Only documents of this issuer: ttg, UBND, "Bộ Công an"
    #[arg(long, value_name = "ISSUER", value_parser = issuer)]
    issuer: Vec<IssuerFilter>,
    /// Only documents of this province: "Nam Định", namdinh
    #[arg(long, value_name = "PLACE", value_parser = place)]
    place: Vec<Place>,
    /// Only documents of this year, or of these: 2021, 2016-2020
    #[arg(long, value_name = "YEARS")]
    year: Vec<Years>,
    /// Only documents of this day or later
    #[arg(long, value_name = "DATE", value_parser = date)]
    after: Option<Date>,
    /// Only documents of this day or earlier
    #[arg(long, value_name = "DATE", value_parser = date)]
    before: Option<Date>,
    /// Only edges at least this sure, from 0 to 1
    #[arg(long, value_name = "SHARE", value_parser = percent)]
    min_confidence: Option<u8>,
    /// Only documents of this standing: "còn hiệu lực", ended, unknown
    ///
    /// One of `in_force`, `not_yet_in_force`, `amended`, `ended_in_part`, `ended`,
    /// `suspended`, `unknown`, or the Vietnamese label; see `show`.
    #[arg(long, value_name = "STATUS")]
    status: Vec<Standing>,
    /// The day of which the answer shall speak; else all that is known counts
    ///
    /// For `--status`, for what `stale` takes as ended, and for the provinces and
    /// ministries of `coverage`, which are else those of the day of the document.
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,
}

impl FilterArgs {
    /// Returns the conditions.
    pub(super) fn filter(&self) -> Filter {
        Filter {
            relations: self.relation.clone(),
            kinds: self.kind.clone(),
            issuers: self.issuer.clone(),
            places: self.place.clone(),
            years: self.year.clone(),
            after: self.after,
            before: self.before,
            min_confidence: self.min_confidence.unwrap_or(0),
            statuses: self.status.clone(),
            as_of: self.as_of,
        }
    }
}

/// Conditions on the documents whose citations count.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Whose citations count (each may be repeated)")]
pub(super) struct CitingArgs {
    /// Count only citations by documents of this kind
    #[arg(long = "citing-kind", value_name = "KIND", value_parser = kind)]
    kinds: Vec<DocKind>,
    /// Count only citations by documents of this issuer
    #[arg(long = "citing-issuer", value_name = "ISSUER", value_parser = issuer)]
    issuers: Vec<IssuerFilter>,
    /// Count only citations by documents of this province
    #[arg(long = "citing-place", value_name = "PLACE", value_parser = place)]
    places: Vec<Place>,
    /// Count only citations by documents of this year, or of these
    #[arg(long = "citing-year", value_name = "YEARS")]
    years: Vec<Years>,
}

impl CitingArgs {
    /// Returns the conditions.
    pub(super) fn filter(&self) -> Filter {
        Filter {
            kinds: self.kinds.clone(),
            issuers: self.issuers.clone(),
            places: self.places.clone(),
            years: self.years.clone(),
            ..Filter::default()
        }
    }
}

fn kind(typed: &str) -> Result<DocKind, String> {
    const HINT: &str = "no such kind of document; write a name or a code, such as \
        \"kế hoạch\", KH, QĐ, NQ, CT, NĐ, TT, L, KL, CV, BC, TB";
    DocKind::of_query(typed).ok_or_else(|| HINT.to_owned())
}

#[expect(clippy::unnecessary_wraps, reason = "the form of a value parser")]
fn issuer(typed: &str) -> Result<IssuerFilter, String> {
    Ok(IssuerFilter::read(typed))
}

/// A date in any writing; the error of the usual one says how to write it.
fn date(typed: &str) -> Result<Date, crate::Error> {
    read_date(typed).map_or_else(|| typed.parse(), Ok)
}

fn place(typed: &str) -> Result<Place, String> {
    read_place(typed).ok_or_else(|| "no such province; write \"Nam Định\"".to_owned())
}

fn percent(typed: &str) -> Result<u8, String> {
    let share: f64 = typed.parse().map_err(|_| "not a number".to_owned())?;
    if !(0.0..=1.0).contains(&share) {
        return Err("write a share from 0 to 1, such as 0.9".to_owned());
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it lies between 0 and 100"
    )]
    Ok((share * 100.0).round() as u8)
}

/// What comes first.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Sort {
    /// The newest
    Date,
    /// The surest
    Confidence,
    /// By key
    Key,
    /// By province
    Place,
}

impl Sort {
    pub(super) fn order(self) -> Order {
        match self {
            Self::Date => Order::Date,
            Self::Confidence => Order::Confidence,
            Self::Key => Order::Key,
            Self::Place => Order::Place,
        }
    }
}

/// How many documents to show.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct LimitArgs {
    /// Show at most so many documents; 0 shows all
    ///
    /// Without it a table shows 50, and the other formats show all.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

/// More does not fit into the head of a reader.
const TABLE_LIMIT: usize = 50;

impl LimitArgs {
    pub(super) fn limit(self, format: Format) -> usize {
        match (self.limit, format) {
            (Some(0), _) => usize::MAX,
            (Some(n), _) => n,
            (None, Format::Table) => TABLE_LIMIT,
            (None, _) => usize::MAX,
        }
    }
}
