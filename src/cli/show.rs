//! `danchieu show`: one document.

use super::Outcome;
use super::options::{FilterArgs, ObjectFormat, StoreArgs};
use super::reading::ReadArgs;
use super::references::ReferenceArgs;
use super::sources;
use super::stores;
use super::ui::{Done, Ui};
use crate::ingest::Source;
use crate::query::claims;
use crate::registry::DocId;
use crate::report::{json, text};
use crate::store::Reader;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::io::Write;

/// Show what is known of a document: identity, sources, status, relations
///
/// Of each text: what it says of itself, and where. A file that no store holds is read
/// by itself. Conditions on documents choose among those that the reference may mean; those
/// on edges say what is counted. `--as-of` asks whether it is in force on that day.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  danchieu show 793/QĐ-TTg --corpus corpus
  danchieu show 25/NQ-CP --year 2016 --corpus corpus
  danchieu show 66/2011/QH12 --as-of 2024-12-31 --corpus corpus
  danchieu show corpus/nam-dinh/kh-40-ubnd-2021.txt --corpus corpus
  danchieu show plan.docx
  danchieu show \"Luật Phòng, chống mua bán người\" --all --format json")]
pub(super) struct Args {
    #[command(flatten)]
    reference: ReferenceArgs,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: ObjectFormat,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    reading: ReadArgs,
}

impl Args {
    /// Returns the file that is meant, where no store holds it: it is read itself.
    fn file(&self) -> Option<&str> {
        let file = self.reference.file()?;
        let holds = |reader: Reader| {
            reader.source_by_name(&self.reference.named()).ok().flatten().is_some()
        };
        let is_held = self.store.corpus.is_some()
            || Reader::open(&self.store.store).is_ok_and(holds);
        (!is_held).then_some(file)
    }
}

/// Shows what the documents of a file say of themselves.
fn card(file: &str, args: &Args, ui: &mut Ui) -> Done<Outcome> {
    let mut found = false;
    let options = args.reading.options();
    sources::facts(&[file.to_owned()], &options, ui, &mut |source, facts, ui| {
        let Source { name, text, meta, outline, .. } = source;
        let claims = claims(text, meta, outline, facts);
        let gap = if found && args.format.is_table() { "\n" } else { "" };
        found = true;
        let bytes = text.source().len();
        let written = match args.format.object(&json::Card::new(name, bytes, &claims)) {
            Some(written) => written,
            None => text::card(name, &claims, ui.width(), ui.theme()),
        };
        write!(ui.out(), "{gap}{written}")?;
        Ok(())
    })?;
    Ok(Outcome::of(found))
}

/// So many are read, on all processors, before the first of them is told.
const MANY: usize = 256;

pub(super) fn run(args: &Args, ui: &mut Ui) -> Done<Outcome> {
    if let Some(file) = args.file() {
        return card(file, args, ui);
    }
    let corpus = stores::open(&args.store, ui)?;
    let filter = args.filter.filter();
    let documents = args.reference.find_such(&filter, corpus, ui)?;
    let (width, theme) = (ui.width(), *ui.theme());
    let shown = |&id: &DocId| -> Result<String, crate::Error> {
        let profile = corpus.profile(id, &filter)?;
        let written = args.format.object(&json::Profile::from(&profile));
        Ok(written.unwrap_or_else(|| text::profile(&profile, width, &theme)))
    };
    let mut gap = "";
    for some in documents.chunks(MANY) {
        let some: Result<Vec<String>, _> = some.par_iter().map(shown).collect();
        for written in some? {
            write!(ui.out(), "{gap}{written}")?;
            gap = if args.format.is_table() { "\n" } else { "" };
        }
    }
    Ok(Outcome::of(!documents.is_empty()))
}
