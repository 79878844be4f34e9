//! `danchieu text`: the extracted text, byte for byte.

use super::Outcome;
use super::reading::ReadArgs;
use super::sources;
use super::ui::{Done, Ui};
use crate::report::sanitize;
use std::io::Write;

/// Print the extracted text of a document
///
/// These are exactly the bytes that `start` and `end` of every mention count; for a
/// UTF-8 text file it is the file. On a terminal, characters that could steer it are
/// replaced.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  danchieu text plan.html
  danchieu text records.jsonl#17")]
pub(super) struct Args {
    /// A file, `PATH#ID` for a record of a container, or `-`
    #[arg(value_name = "PATH")]
    path: String,
    #[command(flatten)]
    reading: ReadArgs,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Done<Outcome> {
    let source = sources::one(&args.path, &args.reading.options())?;
    ui.notes(&source);
    let text = source.text.source();
    let shown = if ui.is_terminal() { sanitize(text) } else { text.into() };
    ui.out().write_all(shown.as_bytes())?;
    Ok(Outcome::Found)
}
