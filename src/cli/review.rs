//! `danchieu review`: what must be looked at when a document changes.

use super::Outcome;
use super::ui::{Done, Ui};
use super::walks::{self, Way};
use crate::graph::Direction;
use crate::query::REVIEW;

/// List what must be reviewed when a document is amended, replaced or repealed
///
/// Documents that use it as their ground (*căn cứ*) or refer to it (*dẫn chiếu*), and
/// those that rest on these in turn (Decree 34/2016/NĐ-CP art. 145).
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  danchieu review 66/2011/QH12 --corpus corpus
  danchieu review 66/2011/QH12 --relation based_on --format csv")]
pub(super) struct Args {
    #[command(flatten)]
    inner: walks::WalkArgs,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Done<Outcome> {
    let way = Way { direction: Direction::Incoming, relations: &REVIEW, lags: false };
    walks::run(&args.inner, way, ui)
}
