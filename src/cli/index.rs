//! `danchieu index`: documents → store.

use super::Outcome;
use super::progress::Bar;
use super::reading::ReadArgs;
use super::ui::{Done, Ui};
use super::watch::watch;
use crate::ErrorKind;
use crate::indexer::{self, Options, Report, Severity};
use crate::store::Reader;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Read documents and build or refresh the store
///
/// Only what is new or has changed is read again; what is gone is taken out. A file that
/// cannot be read is reported, and the rest is indexed. The store is replaced in one
/// step at the end: a run that is broken off leaves the old one.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  danchieu index corpus
  danchieu index plans/ decisions.jsonl.gz --store /data/danchieu
  danchieu index more/ --add
  danchieu index plans/ --watch")]
#[expect(clippy::struct_excessive_bools, reason = "independent switches of a user")]
pub(super) struct Args {
    /// Files and folders
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The folder of the store
    #[arg(long, value_name = "DIR", env = "DANCHIEU_STORE")]
    #[arg(default_value = super::stores::DEFAULT, hide_env_values = true)]
    store: PathBuf,
    /// Keep what the store holds of other paths
    #[arg(long)]
    add: bool,
    /// Read every file again, also those that seem unchanged
    #[arg(long)]
    force: bool,
    /// Start from nothing, also when the store is damaged or of another version
    #[arg(long)]
    rebuild: bool,
    /// Make the full text smaller and faster, which takes longer
    #[arg(long)]
    optimize: bool,
    /// Stay, and index again whenever a document changes, until Ctrl-C
    #[arg(long)]
    watch: bool,
    /// Use so many threads; 0 for one a processor
    #[arg(long, value_name = "N", default_value = "0")]
    threads: usize,
    #[command(flatten)]
    reading: ReadArgs,
}

impl Args {
    fn options(&self) -> Options {
        Options {
            add: self.add,
            force: self.force,
            rebuild: self.rebuild,
            optimize: self.optimize,
            threads: self.threads,
            ingest: self.reading.options(),
            ..Options::default()
        }
    }
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Done<Outcome> {
    let paths: Vec<PathBuf> =
        args.paths.iter().map(|p| super::stores::plain(p)).collect();
    let options = args.options();
    let report = indexer::index(&args.store, &paths, &options, &mut Bar::new())?;
    let changes = &report.changes;
    let mut told = Told::default();
    print_new(&report, &mut told, ui);
    print_passed(&report, &mut told, ui);
    if changes.removed > 0 && !args.add {
        ui.hint("removed is what these paths do not hold; to keep other paths, --add");
    }
    let outcome = print_summary(&args.store, &report, ui)?;
    if args.watch {
        ui.out().flush()?;
        // What was asked for once is not to be done at every change.
        let failed = report.failed;
        let mut options =
            Options { failed, force: false, rebuild: false, optimize: false, ..options };
        watch(&paths, &args.store, ui, &mut |ui| {
            again(&args.store, &paths, &mut options, &mut told, ui)
        })?;
    }
    Ok(outcome)
}

/// What was told of the last run, in words.
#[derive(Default)]
struct Told {
    diagnostics: BTreeSet<String>,
    passed: Option<String>,
}

/// Indexes again; a fault is told, once, and the watch goes on.
fn again(
    store: &Path,
    paths: &[PathBuf],
    options: &mut Options,
    told: &mut Told,
    ui: &mut Ui,
) -> Done {
    match indexer::index(store, paths, options, &mut Bar::new()) {
        Ok(report) => {
            // A damaged file is told although the store stays as it was.
            print_new(&report, told, ui);
            print_passed(&report, told, ui);
            if report.is_new {
                print_summary(store, &report, ui)?;
            }
            options.failed.extend(report.failed);
        }
        Err(error) => {
            if told.diagnostics.insert(error.to_string()) {
                ui.fail(&error);
            }
        }
    }
    Ok(())
}

fn print_summary(store: &Path, report: &Report, ui: &mut Ui) -> Done<Outcome> {
    let stats = Reader::open(store)?.stats().clone();
    let changes = &report.changes;
    writeln!(
        ui.out(),
        "{}: {} texts ({} added, {} changed, {} removed), {} documents, {} edges",
        store.display(),
        stats.sources,
        changes.added,
        changes.changed,
        changes.removed,
        stats.documents.held + stats.documents.known,
        stats.edges.total,
    )?;
    Ok(Outcome::of(stats.sources > 0))
}

/// Brings the store in `dir` up to date with `paths`, before a question.
pub(super) fn refresh(dir: &Path, paths: &[PathBuf], ui: &mut Ui) -> Done {
    // As the store was read last: refreshing must not undo what was asked for.
    let asked = Reader::open(dir).map(|r| r.manifest().settings.reading.clone());
    let ingest = asked.unwrap_or_default().applied(super::reading::usual());
    let options = Options { ingest, ..Options::default() };
    match indexer::index(dir, paths, &options, &mut Bar::new()) {
        Ok(report) => print_diagnostics(&report, ui),
        Err(busy) if busy.kind() == ErrorKind::StoreBusy && Reader::open(dir).is_ok() => {
            ui.note(&format!("{busy}: answering from its last state"));
        }
        // What another version or a crash left is made again from the documents.
        Err(old) if is_content(old.kind()) && Reader::open(dir).is_err() => {
            let options = Options { rebuild: true, ..options };
            let report = indexer::index(dir, paths, &options, &mut Bar::new())?;
            ui.note(&format!("{old}: the store was made anew"));
            print_diagnostics(&report, ui);
        }
        Err(error) if error.kind() == ErrorKind::Io && error.hint_text().is_none() => {
            return Err(error
                .hint("give another place for the store: --store DIR")
                .into());
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

fn is_content(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::StoreCorrupt | ErrorKind::StoreVersion)
}

fn print_diagnostics(report: &Report, ui: &mut Ui) {
    print_new(report, &mut Told::default(), ui);
}

/// Prints the diagnostics that are not in `told`, which then has those of this run.
fn print_new(report: &Report, told: &mut Told, ui: &mut Ui) {
    let mut now = BTreeSet::new();
    for diagnostic in &report.diagnostics {
        let words = format!("{}: {}", diagnostic.name, diagnostic.error);
        let is_told = told.diagnostics.contains(&words);
        match diagnostic.severity {
            _ if is_told => {}
            Severity::Error => ui.fail(&diagnostic.error),
            Severity::Note => ui.note(&words),
        }
        now.insert(words);
    }
    told.diagnostics = now;
}

/// Files that many keep their lists and talks in.
const SHEETS: [&str; 7] = ["xls", "xlsx", "xlsm", "ods", "ppt", "pptx", "odp"];

/// Tells how many files were passed over and of which kinds, unless that is in `told`.
fn print_passed(report: &Report, told: &mut Told, ui: &mut Ui) {
    let words = passed(&report.passed);
    if told.passed == words {
        return;
    }
    if let Some(words) = &words {
        ui.note(words);
    }
    told.passed = words;
    if SHEETS.iter().any(|kind| report.passed.contains_key(*kind)) {
        ui.hint("save sheets as CSV, and slides as PDF, to have them read");
    }
}

/// Says how many files were passed over: `3 files passed over, for …: 2 .xlsx, 1 .png`.
fn passed(kinds: &BTreeMap<String, u64>) -> Option<String> {
    const MOST: usize = 8;
    let total: u64 = kinds.values().sum();
    let mut sorted: Vec<(&String, u64)> = kinds.iter().map(|(k, n)| (k, *n)).collect();
    sorted.sort_by_key(|(kind, count)| (std::cmp::Reverse(*count), *kind));
    let one = |(kind, count): &(&String, u64)| match kind.as_str() {
        "" => format!("{count} without extension"),
        kind => format!("{count} .{kind}"),
    };
    let mut shown: Vec<String> = sorted.iter().take(MOST).map(one).collect();
    let rest: u64 = sorted.iter().skip(MOST).map(|(_, count)| count).sum();
    if rest > 0 {
        shown.push(format!("{rest} of other kinds"));
    }
    let (files, they) =
        if total == 1 { ("file", "it is") } else { ("files", "they are") };
    (total > 0).then(|| {
        let shown = shown.join(", ");
        format!(
            "{total} {files} passed over, for {they} of no kind that is read: {shown}"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::passed;

    #[test]
    fn what_was_passed_over_is_told_in_one_line() {
        let of = |kinds: &[(&str, u64)]| {
            passed(&kinds.iter().map(|(k, n)| ((*k).to_owned(), *n)).collect())
        };
        assert_eq!(of(&[]), None);
        let one = "1 file passed over, for it is of no kind that is read: 1 .xlsx";
        assert_eq!(of(&[("xlsx", 1)]).as_deref(), Some(one));
        let names: Vec<String> = (0..9).map(|i| format!("k{i}")).collect();
        let mut many: Vec<(&str, u64)> = names.iter().map(|n| (n.as_str(), 2)).collect();
        many.push(("", 5));
        let told = of(&many).unwrap();
        assert!(told.contains(": 5 without extension, 2 .k0, "), "{told}");
        assert!(told.ends_with(", 4 of other kinds"), "{told}");
    }
}
