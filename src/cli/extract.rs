//! `danchieu extract`: the references of texts, without any store.

use super::Outcome;
use super::options::Format;
use super::reading::ReadArgs;
use super::sources;
use super::ui::{Done, Ui};
use crate::amend;
use crate::ingest::Source;
use crate::relate::Facts;
use crate::report::{self, Records, json::Amendment, json::Mention};
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
    if args.amendments {
        return match args.format.records() {
            Some(format) => amendment_records(args, format, ui),
            None => amendment_tables(args, ui),
        };
    }
    match args.format.records() {
        Some(format) => records(args, format, ui),
        None => tables(args, ui),
    }
}

fn records(args: &Args, format: report::Format, ui: &mut Ui) -> Done<Outcome> {
    let mut records = Records::new(format);
    sources::facts(
        &args.paths,
        &args.reading.options(),
        ui,
        &mut |source, facts, ui| {
            for mention in mentions(source, facts) {
                records.push(ui.out(), &mention)?;
            }
            Ok(())
        },
    )?;
    let count = records.finish::<Mention<'_>>(ui.out())?;
    Ok(Outcome::of(count > 0))
}

fn tables(args: &Args, ui: &mut Ui) -> Done<Outcome> {
    let mut found = false;
    sources::facts(
        &args.paths,
        &args.reading.options(),
        ui,
        &mut |source, facts, ui| {
            let mentions = mentions(source, facts);
            if mentions.is_empty() {
                return Ok(());
            }
            let gap = if found { "\n" } else { "" };
            found = true;
            let lines = LineIndex::new(source.text.source());
            let (width, theme) = (ui.width(), ui.theme());
            let table = if args.explain {
                report::text::explained(&mentions, &lines, width, theme)
            } else {
                report::text::mentions(&mentions, &lines, width, theme)
            };
            write!(ui.out(), "{gap}{}\n{table}", source.name)?;
            Ok(())
        },
    )?;
    Ok(Outcome::of(found))
}

fn mentions<'a>(source: &'a Source, facts: &'a Facts) -> Vec<Mention<'a>> {
    let mention = |i| Mention::of(&source.name, &source.text, facts, i);
    (0..facts.mentions.len()).filter_map(mention).collect()
}

fn amendment_records(args: &Args, format: report::Format, ui: &mut Ui) -> Done<Outcome> {
    let mut records = Records::new(format);
    sources::facts(
        &args.paths,
        &args.reading.options(),
        ui,
        &mut |source, facts, ui| {
            let (name, text) = (source.name.as_str(), &source.text);
            let lines = LineIndex::new(text.source());
            for one in amend::amendments(text, facts) {
                let record = Amendment::of_text(name, text, &lines, facts, &one);
                records.push(ui.out(), &record)?;
            }
            Ok(())
        },
    )?;
    let count = records.finish::<Amendment<'_>>(ui.out())?;
    Ok(Outcome::of(count > 0))
}

fn amendment_tables(args: &Args, ui: &mut Ui) -> Done<Outcome> {
    let mut found = false;
    sources::facts(
        &args.paths,
        &args.reading.options(),
        ui,
        &mut |source, facts, ui| {
            let text = &source.text;
            let all = amend::amendments(text, facts);
            if all.is_empty() {
                return Ok(());
            }
            let gap = if found { "\n" } else { "" };
            found = true;
            let lines = LineIndex::new(text.source());
            let (width, theme) = (ui.width(), ui.theme());
            let table = report::text::amendments(&all, text, facts, &lines, width, theme);
            write!(ui.out(), "{gap}{}\n{table}", source.name)?;
            Ok(())
        },
    )?;
    Ok(Outcome::of(found))
}
