//! `danchieu cascade`: who carries a document out.

use super::Outcome;
use super::ui::{Done, Ui};
use super::walks::{self, Way};
use crate::graph::Direction;
use crate::query::CASCADE;

/// Show who carries a document out, level by level, and after how many days
///
/// Follows `implements`, `guides` and `issued_with` downwards; name other relations with
/// `--relation`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  danchieu cascade 193/QĐ-TTg --corpus corpus
  danchieu cascade 193/QĐ-TTg --place \"Nam Định\" --format csv")]
pub(super) struct Args {
    #[command(flatten)]
    inner: walks::WalkArgs,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Done<Outcome> {
    let way = Way { direction: Direction::Incoming, relations: &CASCADE, lags: true };
    walks::run(&args.inner, way, ui)
}
