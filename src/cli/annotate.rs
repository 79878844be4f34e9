//! `danchieu annotate`: a text with its references marked.

use super::Outcome;
use super::reading::ReadArgs;
use super::sources;
use super::ui::{Done, Ui};
use crate::relate;
use crate::report::annotate::{Mark, Markup, annotate};
use crate::report::json::Mention;
use crate::text::LineIndex;
use clap::ValueEnum;
use std::io::Write;

/// Print a document with its references marked
///
/// Taking the marks off gives the extracted text back, byte for byte.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  danchieu annotate plan.txt
  danchieu annotate plan.txt --format html > plan.html
  danchieu annotate records.jsonl#17 --format md")]
pub(super) struct Args {
    /// A file, `PATH#ID` for a record of a container, or `-`
    #[arg(value_name = "PATH")]
    path: String,
    /// How to mark
    #[arg(long, value_name = "FORMAT", default_value = "ansi")]
    format: Format,
    #[command(flatten)]
    reading: ReadArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// A page
    Html,
    /// Markdown links
    Md,
    /// Colours on a terminal
    Ansi,
}

impl Format {
    fn markup(self) -> Markup {
        match self {
            Self::Html => Markup::Html,
            Self::Md => Markup::Markdown,
            Self::Ansi => Markup::Ansi,
        }
    }
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Done<Outcome> {
    let source = sources::one(&args.path, &args.reading.options())?;
    ui.notes(&source);
    let facts = relate::facts(&source.text, &source.meta);
    let lines = LineIndex::new(source.text.source());
    let mention = |i| Mention::of(&source, &lines, &facts, i);
    let mentions: Vec<Mention<'_>> =
        (0..facts.mentions.len()).filter_map(mention).collect();
    let mark = |(m, mention): (&crate::parse::Mention, Mention<'_>)| Mark {
        span: m.span,
        form: mention.form,
        relation: mention.relation,
        key: mention.key,
    };
    let marks: Vec<Mark> = facts.mentions.iter().zip(mentions).map(mark).collect();
    let shown = annotate(source.text.source(), &marks, args.format.markup());
    ui.out().write_all(shown.as_bytes())?;
    Ok(Outcome::of(!marks.is_empty()))
}
