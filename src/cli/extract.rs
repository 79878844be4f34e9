//! `danchieu extract`: the references of texts, without any store.

use super::Outcome;
use super::options::Format;
use super::reading::ReadArgs;
use super::sources;
use super::ui::{Done, Ui};
use crate::amend;
use crate::ingest::Source;
use crate::relate::Facts;
use crate::report::{self, Record, Records, json::Amendment, json::Mention, text};
use crate::text::LineIndex;
use std::io::Write;

/// Find every reference in documents
///
/// Reads files (or standard input) and lists what each says of itself and of other
/// documents, in the order of the text. Nothing is indexed and no store is needed.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  danchieu extract plan.txt
  danchieu extract --format jsonl *.txt > mentions.jsonl
  echo 'Căn cứ Nghị định 15/2020' | danchieu extract --explain -
  danchieu extract --amendments nghi-dinh-sua-doi.docx
  pdftotext plan.pdf - | danchieu extract -")]
pub(super) struct Args {
    /// Files or folders, or `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<String>,
    /// How to write the mentions
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    /// Show why each mention was found: the rule, how sure it is, and the key
    #[arg(long)]
    explain: bool,
    /// List which provision changes which, instead: amended, replaced, repealed
    #[arg(long, conflicts_with = "explain")]
    amendments: bool,
    #[command(flatten)]
    reading: ReadArgs,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Done<Outcome> {
    match (args.format.records(), args.amendments) {
        (Some(format), false) => records::<Mention<'_>>(args, format, ui, &mentioned),
        (Some(format), true) => records::<Amendment<'_>>(args, format, ui, &amended),
        (None, false) => tables(args, ui, &|s, f, ui| mention_table(args, s, f, ui)),
        (None, true) => tables(args, ui, &amendment_table),
    }
}

/// Writes the records of one source.
type Push<'a> = &'a dyn Fn(&mut Records, &Source, &Facts, &mut Ui) -> Done;

fn records<R: Record>(
    args: &Args,
    format: report::Format,
    ui: &mut Ui,
    push: Push<'_>,
) -> Done<Outcome> {
    let mut records = Records::new(format);
    sources::facts(
        &args.paths,
        &args.reading.options(),
        ui,
        &mut |source, facts, ui| push(&mut records, source, facts, ui),
    )?;
    let count = records.finish::<R>(ui.out())?;
    Ok(Outcome::of(count > 0))
}

fn mentioned(records: &mut Records, source: &Source, facts: &Facts, ui: &mut Ui) -> Done {
    for mention in mentions(source, facts) {
        records.push(ui.out(), &mention)?;
    }
    Ok(())
}

fn amended(records: &mut Records, source: &Source, facts: &Facts, ui: &mut Ui) -> Done {
    let lines = LineIndex::new(source.text.source());
    for one in amend::amendments(&source.text, facts) {
        let record = Amendment::of_text(source, &lines, facts, &one);
        records.push(ui.out(), &record)?;
    }
    Ok(())
}

/// Lays out what one source says; nothing when it says nothing.
type Table<'a> = &'a dyn Fn(&Source, &Facts, &Ui) -> Option<String>;

fn tables(args: &Args, ui: &mut Ui, table: Table<'_>) -> Done<Outcome> {
    let mut found = false;
    sources::facts(
        &args.paths,
        &args.reading.options(),
        ui,
        &mut |source, facts, ui| {
            let Some(table) = table(source, facts, ui) else { return Ok(()) };
            let gap = if found { "\n" } else { "" };
            found = true;
            write!(ui.out(), "{gap}{}\n{table}", source.name)?;
            Ok(())
        },
    )?;
    Ok(Outcome::of(found))
}

fn mention_table(args: &Args, source: &Source, facts: &Facts, ui: &Ui) -> Option<String> {
    let mentions = mentions(source, facts);
    if mentions.is_empty() {
        return None;
    }
    let (unit, width, theme) = (source.outline.unit, ui.width(), ui.theme());
    Some(if args.explain {
        text::explained(&mentions, unit, width, theme)
    } else {
        text::mentions(&mentions, unit, width, theme)
    })
}

fn mentions<'a>(source: &'a Source, facts: &'a Facts) -> Vec<Mention<'a>> {
    let lines = LineIndex::new(source.text.source());
    let mention = |i| Mention::of(source, &lines, facts, i);
    (0..facts.mentions.len()).filter_map(mention).collect()
}

fn amendment_table(source: &Source, facts: &Facts, ui: &Ui) -> Option<String> {
    let all = amend::amendments(&source.text, facts);
    if all.is_empty() {
        return None;
    }
    let lines = LineIndex::new(source.text.source());
    let (width, theme) = (ui.width(), ui.theme());
    Some(text::amendments(&all, source, facts, &lines, width, theme))
}
