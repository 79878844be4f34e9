//! `danchieu cited-by`: who cites a document.

use super::Outcome;
use super::neighbours;
use super::ui::{Done, Ui};
use crate::graph::Direction;

/// List the documents that cite a document, and with what words
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  danchieu cited-by 793/QĐ-TTg --corpus corpus
  danchieu cited-by 793/QĐ-TTg --relation implements --kind KH --year 2021
  danchieu cited-by \"Luật Phòng, chống mua bán người 2011\" --place \"Nam Định\"
  danchieu cited-by vn/ttg/qd/2021/193 --after 2025-07-01 --format jsonl")]
pub(super) struct Args {
    #[command(flatten)]
    inner: neighbours::NeighbourArgs,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Done<Outcome> {
    neighbours::run(&args.inner, Direction::Incoming, ui)
}
