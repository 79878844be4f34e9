//! The document that a reference on the command line means.

use super::stores::plain;
use super::ui::{Done, Stop, Ui};
use crate::graph::Direction;
use crate::query::{Corpus, Document, Filter};
use crate::registry::DocId;
use crate::report::document;
use crate::resolve::Listed;
use std::fmt::Write;
use std::path::Path;

/// A reference on the command line.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct ReferenceArgs {
    /// A document: its number, key, title, or the path of a held one
    ///
    /// Any spelling will do: 793/QĐ-TTg, 793/qd-ttg, "QĐ 793/2016",
    /// "40/KH-UBND Nam Định 2021", "Luật Phòng, chống mua bán người",
    /// vn/ttg/qd/2016/793.
    #[arg(value_name = "REF", required = true)]
    reference: Vec<String>,
    /// Take all documents that the reference may mean
    #[arg(long)]
    all: bool,
}

/// Candidates beyond this do not help to choose.
const MOST: usize = 20;

impl ReferenceArgs {
    /// Returns the path that was typed, if it is that of a file.
    pub(super) fn file(&self) -> Option<&str> {
        let [one] = self.reference.as_slice() else { return None };
        Path::new(one).is_file().then_some(one)
    }

    /// Returns what was typed, a path as the store names it.
    pub(super) fn named(&self) -> String {
        as_named(&self.reference.join(" "))
    }

    /// Returns the documents meant; none after saying that nothing is known.
    ///
    /// Several candidates without `--all` are listed and end the command, unless one of
    /// them is by far the best known.
    pub(super) fn find(&self, corpus: &Corpus, ui: &mut Ui) -> Done<Vec<DocId>> {
        self.find_such(&Filter::default(), corpus, ui)
    }

    /// [`Self::find`] among the documents that meet the conditions on documents.
    pub(super) fn find_such(
        &self,
        filter: &Filter,
        corpus: &Corpus,
        ui: &mut Ui,
    ) -> Done<Vec<DocId>> {
        find_all(&self.reference.join(" "), self.all, filter, corpus, ui)
    }
}

/// Returns the one document that `typed` means; none after saying that nothing is known.
pub(super) fn find(typed: &str, corpus: &Corpus, ui: &mut Ui) -> Done<Option<DocId>> {
    Ok(find_all(typed, false, &Filter::default(), corpus, ui)?.first().copied())
}

fn find_all(
    typed: &str,
    all: bool,
    filter: &Filter,
    corpus: &Corpus,
    ui: &mut Ui,
) -> Done<Vec<DocId>> {
    let known = corpus.find(&as_named(typed))?;
    let mut found = Vec::new();
    for &id in &known {
        if corpus.keeps(filter, id, &*corpus.record(id)?)? {
            found.push(id);
        }
    }
    match found.len() {
        0 if !known.is_empty() => {
            ui.note(&format!("no document {typed:?} meets the filters"));
        }
        0 => tell_unknown(typed, corpus, ui)?,
        1 => {}
        _ if all => {}
        _ => match prominent(&found, corpus)? {
            Some(one) => {
                tell_others(typed, one, &found, corpus, ui)?;
                return Ok(vec![one]);
            }
            None => return Err(ambiguous(typed, &found, corpus, ui)?),
        },
    }
    Ok(found)
}

/// A document that so many cite, and so many times more than cite any other candidate,
/// is the one that a person means.
const PROMINENT: usize = 10;

/// Returns the candidate next to which the others are footnotes, if there is one.
fn prominent(found: &[DocId], corpus: &Corpus) -> Done<Option<DocId>> {
    let mut counts = Vec::new();
    for &id in found {
        let cited = corpus.degree(id, Direction::Incoming, &Filter::default())?.documents;
        counts.push((cited, id));
    }
    counts.sort_unstable_by_key(|&(cited, _)| std::cmp::Reverse(cited));
    let (first, second) = (counts[0], counts[1].0);
    let stands_out = first.0 >= PROMINENT && first.0 >= PROMINENT * second;
    Ok(stands_out.then_some(first.1))
}

fn tell_others(
    typed: &str,
    one: DocId,
    found: &[DocId],
    corpus: &Corpus,
    ui: &mut Ui,
) -> Done {
    let key = &corpus.record(one)?.key;
    let mut words = format!("{typed:?} is taken as {key}; it may also mean");
    for &id in found.iter().filter(|&&id| id != one).take(MOST) {
        push_candidate(&mut words, &corpus.document(id)?);
    }
    ui.note(&words);
    Ok(())
}

/// Returns a path as the store names its sources: from here, without `./` and doubled
/// slashes; anything else as it is.
fn as_named(typed: &str) -> String {
    let path = Path::new(typed);
    if !path.exists() {
        return typed.to_owned();
    }
    let here = std::env::current_dir().unwrap_or_default();
    let from_here = path.strip_prefix(&here).unwrap_or(path);
    plain(from_here).to_string_lossy().into_owned()
}

fn tell_unknown(typed: &str, corpus: &Corpus, ui: &mut Ui) -> Done {
    if Path::new(typed).is_file() {
        ui.note(&format!("{typed} is not in this store"));
        ui.hint(&format!("add it: danchieu index {typed} --add"));
        return Ok(());
    }
    let (is_listed, listed) = corpus.near_listed(typed)?;
    if is_listed {
        let mut words =
            format!("{typed:?} is in a catalogue only: no text here cites it");
        for row in &listed {
            push_listed(&mut words, row);
        }
        ui.note(&words);
        return Ok(());
    }
    ui.note(&format!("no document is known as {typed:?}"));
    let near = corpus.near(typed)?;
    if near.is_empty() && listed.is_empty() {
        ui.hint("look for words of its title: danchieu search");
        return Ok(());
    }
    let mut words = "did you mean one of these?".to_owned();
    for candidate in &near {
        push_candidate(&mut words, candidate);
    }
    for row in &listed {
        push_listed(&mut words, row);
    }
    ui.hint(&words);
    Ok(())
}

/// A row of a catalogue, with what it says of the status.
fn push_listed(words: &mut String, row: &Listed) {
    let _ = write!(words, "\n  {}  {}", row.key, crate::report::text::listed(row));
    if let Some(title) = row.title.as_deref() {
        let title = crate::report::text::clip(&document::clean(title), 60);
        let _ = write!(words, "  {title}");
    }
    if let Some(status) = row.status.as_deref() {
        let _ = write!(words, "  {}", document::clean(status));
    }
    words.push_str("  [catalogue]");
}

fn ambiguous(typed: &str, found: &[DocId], corpus: &Corpus, ui: &mut Ui) -> Done<Stop> {
    let mut words = format!("{typed:?} may mean any of {} documents", found.len());
    for &id in found.iter().take(MOST) {
        push_candidate(&mut words, &corpus.document(id)?);
    }
    if found.len() > MOST {
        let _ = write!(words, "\n  … and {} more", found.len() - MOST);
    }
    ui.error(&words);
    ui.hint("add a date, a kind or a province, give a key, or take them --all");
    Ok(Stop::Told)
}

fn push_candidate(words: &mut String, candidate: &Document) {
    let record = &candidate.record;
    let _ = write!(words, "\n  {}  {}", record.key, document::line(record));
    if let Some(title) = document::title(candidate) {
        let title = crate::report::text::clip(&title, 60);
        let _ = write!(words, "  {title}");
    }
    if record.is_held() {
        words.push_str("  [held]");
    }
}
