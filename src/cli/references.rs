//! The document that a reference on the command line means.

use super::ui::{Done, Stop, Ui};
use crate::query::{Corpus, Document};
use crate::registry::DocId;
use crate::report::text::document;
use std::fmt::Write;

/// A reference on the command line.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct ReferenceArgs {
    /// A document: its number, key, title, or the path of a held one
    ///
    /// Any spelling will do: 793/QĐ-TTg, 793/qd-ttg, "QĐ 793/2016",
    /// "40/KH-UBND Nam Định 2021", "Luật Phòng, chống mua bán người",
    /// vn/ttg/qd/2016/793.
    #[arg(value_name = "REF")]
    reference: String,
    /// Take all documents that the reference may mean
    #[arg(long)]
    all: bool,
}

/// Candidates beyond this do not help to choose.
const MOST: usize = 20;

impl ReferenceArgs {
    /// Returns the documents meant; none after saying that nothing is known.
    ///
    /// Several candidates without `--all` are listed and end the command.
    pub(super) fn find(&self, corpus: &Corpus, ui: &mut Ui) -> Done<Vec<DocId>> {
        let found = corpus.find(&self.reference)?;
        match found.len() {
            0 => self.tell_unknown(corpus, ui)?,
            1 => {}
            _ if self.all => {}
            _ => return Err(self.ambiguous(&found, corpus, ui)?),
        }
        Ok(found)
    }

    fn tell_unknown(&self, corpus: &Corpus, ui: &mut Ui) -> Done {
        ui.note(&format!("no document is known as {:?}", self.reference));
        let near = corpus.near(&self.reference)?;
        if near.is_empty() {
            ui.hint("look for words of its title: danchieu search");
            return Ok(());
        }
        let mut words = "did you mean one of these?".to_owned();
        for candidate in &near {
            push_candidate(&mut words, candidate);
        }
        ui.hint(&words);
        Ok(())
    }

    fn ambiguous(&self, found: &[DocId], corpus: &Corpus, ui: &mut Ui) -> Done<Stop> {
        let mut words =
            format!("{:?} may mean any of {} documents", self.reference, found.len());
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
