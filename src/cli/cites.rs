//! `danchieu cites`: what a document cites.

use super::Outcome;
use super::neighbours;
use super::ui::{Done, Ui};
use crate::graph::Direction;

/// List the documents that a document cites, and with what words
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  danchieu cites corpus/nam-dinh/kh-40-ubnd-2021.txt --corpus corpus
  danchieu cites \"40/KH-UBND Nam Định\" --relation based_on --format csv")]
pub(super) struct Args {
    #[command(flatten)]
    inner: neighbours::NeighbourArgs,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Done<Outcome> {
    neighbours::run(&args.inner, Direction::Outgoing, ui)
}
