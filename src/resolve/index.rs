//! The documents, found by key, number or title.

use super::described::ByWords;
use super::probe::{BySerial, Outcome, Probe};
use super::reference::Reference;
use crate::ident::Date;
use crate::registry::{DocId, Ident, Registry};
use std::collections::BTreeMap;

/// A registry with its indexes.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    pub(super) registry: Registry,
    by_serial: BySerial,
    pub(super) by_words: ByWords,
    /// Documents that are known better under another key.
    moved: BTreeMap<Ident, Ident>,
}

impl Index {
    pub(super) fn new(registry: Registry, moved: BTreeMap<Ident, Ident>) -> Self {
        let by_serial = BySerial::new(&registry);
        let by_words = ByWords::new(&registry);
        Self { registry, by_serial, by_words, moved }
    }

    /// Takes it apart, to add rows.
    pub(super) fn into_parts(self) -> (Registry, BTreeMap<Ident, Ident>) {
        (self.registry, self.moved)
    }

    /// Returns the document of a full key; of several laws under the number of one order
    /// those that it may mean.
    pub(super) fn find(&self, reference: &Reference) -> Vec<DocId> {
        let ident = self.registry.fields.ident(&reference.key, reference.scope());
        let found = ident.and_then(|ident| self.document(&ident));
        if found.is_some() || reference.order.is_none() {
            return found.into_iter().collect();
        }
        let date = |id: &DocId| self.registry.rows.get(id.0 as usize)?.date;
        let agrees = |id: &DocId| {
            date(id).zip(reference.date).is_none_or(|(own, said)| own.agrees(said))
        };
        let all: Vec<DocId> = self.registry.with_key(&reference.key).collect();
        let same_day: Vec<DocId> = all.iter().copied().filter(agrees).collect();
        if same_day.is_empty() { all } else { same_day }
    }

    pub(super) fn document(&self, ident: &Ident) -> Option<DocId> {
        self.registry.find(self.moved.get(ident).unwrap_or(ident))
    }

    /// Returns which documents a partial key means, cited on `citing` with the words
    /// `title`. A title in the place of a number asks for titles.
    pub(super) fn ask(
        &self,
        probe: &Probe,
        citing: Option<Date>,
        title: Option<&str>,
    ) -> Outcome {
        let titled = self.by_words.titled(&self.registry, probe, citing);
        titled.unwrap_or_else(|| self.by_serial.ask(&self.registry, probe, citing, title))
    }
}
