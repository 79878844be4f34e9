//! `danchieu basis`: what a document rests on.

use super::Outcome;
use super::ui::{Done, Ui};
use super::walks::{self, Way};
use crate::graph::Direction;
use crate::query::BASIS;

/// Show what a document rests on, through every level
///
/// Follows grounds, orders carried out, texts guided and attachments upwards; name other
/// relations with `--relation`. Documents that are only cited are marked with a dot:
/// the walk ends there, for their texts are not in the corpus.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  danchieu basis \"40/KH-UBND Nam Định\" --corpus corpus
  danchieu basis corpus/nam-dinh/kh-63-bcd-2021.txt --depth 2 --format jsonl")]
pub(super) struct Args {
    #[command(flatten)]
    inner: walks::WalkArgs,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Done<Outcome> {
    let way = Way { direction: Direction::Outgoing, relations: &BASIS, lags: false };
    walks::run(&args.inner, way, ui)
}
