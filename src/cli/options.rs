//! Options that several commands share.

use crate::report;
use clap::ValueEnum;

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
