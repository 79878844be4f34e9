//! `danchieu catalog`: documents that are known without being held.

use super::Outcome;
use super::options::ObjectFormat;
use super::progress::Bar;
use super::ui::{Done, Ui};
use crate::indexer::{self, Imported, Options};
use crate::report::{json, text};
use crate::store::{Import, Reader};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Add, list and remove catalogues of documents that are known but not held
///
/// A catalogue completes references ("Quyết định 793" without a date), names documents
/// by title, gives "did you mean" its candidates, and says whether a document is in
/// force. Its rows are no texts: a document becomes part of the graph only when a text
/// cites it.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    Import(ImportArgs),
    List(ListArgs),
    Remove(RemoveArgs),
}

/// Take the documents that a file lists into the catalogue of a store
///
/// TSV or CSV with the names of columns in the first row, or JSON Lines; also in gzip.
/// Columns are known by many names: number or số hiệu, kind or loại văn bản, date or
/// ngày ban hành, issuer or cơ quan ban hành, place, title or trích yếu, status or tình
/// trạng, effective, expired, `replaced_by`, url. Rows of a portal without marks (id,
/// field, kind, serial, year, symbol, address) need no names. What the file listed at an
/// earlier import is replaced. All references are resolved anew.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  danchieu catalog import danh-muc.csv
  danchieu catalog import registry.tsv.gz --store /data/danchieu")]
struct ImportArgs {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    store: StoreArg,
}

/// List the catalogues of a store
#[derive(Debug, clap::Args)]
struct ListArgs {
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: ObjectFormat,
    #[command(flatten)]
    store: StoreArg,
}

/// Take a catalogue out of a store
#[derive(Debug, clap::Args)]
struct RemoveArgs {
    /// The file, as `catalog list` names it
    #[arg(value_name = "FILE", required_unless_present = "all")]
    file: Option<PathBuf>,
    /// All catalogues
    #[arg(long, conflicts_with = "file")]
    all: bool,
    #[command(flatten)]
    store: StoreArg,
}

#[derive(Debug, clap::Args)]
struct StoreArg {
    /// The folder of the store
    #[arg(long, value_name = "DIR", env = "DANCHIEU_STORE")]
    #[arg(default_value = super::stores::DEFAULT, hide_env_values = true)]
    store: PathBuf,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Done<Outcome> {
    match &args.what {
        What::Import(args) => import(args, ui),
        What::List(args) => list(args, ui),
        What::Remove(args) => remove(args, ui),
    }
}

fn import(args: &ImportArgs, ui: &mut Ui) -> Done<Outcome> {
    let store = &args.store.store;
    let file = super::stores::plain(&args.file);
    let done = indexer::import(store, &file, &Options::default(), &mut Bar::new())?;
    tell_skipped(&done, ui);
    let Imported { import, stats, is_unchanged, .. } = &done;
    let again = if *is_unchanged { ", as before" } else { "" };
    let ascii = match import.ascii {
        0 => String::new(),
        n => format!(" ({} without marks)", text::count(n)),
    };
    writeln!(
        ui.out(),
        "{}: {} documents listed{ascii}{again}; {} mentions resolved, {} partial, {} \
         ambiguous, {} unresolved",
        store.display(),
        text::count(import.rows),
        stats.resolution.resolved,
        stats.resolution.partial,
        stats.resolution.ambiguous,
        stats.resolution.unresolved,
    )?;
    Ok(Outcome::Found)
}

fn tell_skipped(done: &Imported, ui: &mut Ui) {
    let skipped = done.import.skipped;
    if skipped == 0 || done.is_unchanged {
        return;
    }
    let rows =
        if skipped == 1 { "1 row".to_owned() } else { text::count(skipped) + " rows" };
    let mut words = format!("{rows} left out: no number of a document");
    for fault in &done.faults {
        words.push_str("\n  ");
        words.push_str(fault);
    }
    ui.note(&words);
}

fn list(args: &ListArgs, ui: &mut Ui) -> Done<Outcome> {
    let reader = Reader::open(&args.store.store)?;
    let imports = &reader.manifest().settings.catalogues;
    let written = args.format.object(&json::Catalogues::from(imports.as_slice()));
    let written = written.unwrap_or_else(|| text::catalogues(imports));
    ui.out().write_all(written.as_bytes())?;
    Ok(Outcome::of(!imports.is_empty()))
}

fn remove(args: &RemoveArgs, ui: &mut Ui) -> Done<Outcome> {
    let store = &args.store.store;
    let plain = |path: &Path| super::stores::plain(path).to_string_lossy().into_owned();
    let name = args.file.as_deref().map(plain);
    drop(Reader::open(store)?);
    let leaves = |c: &Import| name.as_ref().is_none_or(|name| c.name == *name);
    let left = indexer::forget(store, &leaves, &Options::default(), &mut Bar::new())?;
    for import in &left {
        let rows = text::count(import.rows);
        writeln!(
            ui.out(),
            "{}: {rows} documents of {} removed",
            store.display(),
            import.name
        )?;
    }
    if left.is_empty() {
        ui.note("there is no such catalogue in this store");
        ui.hint("see which there are: danchieu catalog list");
    }
    Ok(Outcome::of(!left.is_empty()))
}
