//! Documents of an imported catalogue, and what they add to what a corpus cites.

use super::evidence::{Statement, Weight};
use super::likeness;
use super::probe::{self, Probe};
use super::reference::{Context, Stated, key_of};
use super::{Resolver, own};
use crate::ident::{Date, DocNumber, Key};
use crate::ingest::Listing;
use crate::registry::{Ident, Row};
use crate::vocab::{DocKind, Place};
use std::collections::HashMap;

/// A document that a catalogue knows, whether or not the corpus does.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Listed {
    /// The key as far as the row tells.
    pub key: Key,
    /// The kind.
    pub kind: Option<DocKind>,
    /// The number.
    pub number: DocNumber,
    /// The date, or only the year.
    pub date: Option<Date>,
    /// The issuing body in words.
    pub issuer: Option<String>,
    /// The province of the issuer.
    pub place: Option<Place>,
    /// The title.
    pub title: Option<String>,
    /// *Tình trạng hiệu lực* in the words of the row.
    pub status: Option<String>,
    /// The day from which it has effect.
    pub effective: Option<Date>,
    /// The day on which it ended.
    pub expired: Option<Date>,
    /// The number of its successor.
    pub replaced_by: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// True if the row came without marks: its title is a hint, not evidence.
    pub is_ascii: bool,
    /// The file it came from, as a number in the list of imports.
    pub origin: u16,
}

impl Listed {
    /// Reads a row; `None` without a number that tells anything.
    pub fn read(listing: Listing, origin: u16) -> Option<Self> {
        let Listing { meta, status, effective, expired, replaced_by, is_ascii } = listing;
        let (said, number) = own::number(meta.number.as_deref()?);
        let number = number?;
        let kind = meta.kind.as_deref().and_then(DocKind::of_query).or(said);
        let stated = Stated {
            kind,
            number: Some(&number),
            date: meta.date,
            issuer: meta.issuer.as_deref(),
            place: meta.place,
            title: meta.title.as_deref(),
        };
        let context = Context { place: meta.place, ..Context::default() };
        let reference = key_of(stated, context)?;
        Some(Self {
            key: reference.key,
            kind,
            date: meta.date,
            issuer: meta.issuer,
            place: meta.place,
            title: meta.title,
            url: meta.url,
            number,
            status,
            effective,
            expired,
            replaced_by,
            is_ascii,
            origin,
        })
    }

    /// Returns how much its statements count: those of a row without marks least, so
    /// that whoever cites the document is heard first.
    fn weight(&self) -> Weight {
        if self.is_ascii { Weight::Listed } else { Weight::Table }
    }
}

/// What a corpus asks, by serial: made once, for the rows come by serial.
#[derive(Debug, Default)]
pub(super) struct Asked {
    probes: HashMap<u32, Vec<usize>>,
    titles: HashMap<usize, Vec<u32>>,
}

const SERIAL: usize = 4;

impl Resolver {
    /// Lets the rows of a catalogue with one serial number add what they know; to be
    /// called after all sources are learned, in any order of serials.
    ///
    /// A row becomes a document only when something cites it: with the full key, or with
    /// a partial one that it may complete. One without marks completes a partial key
    /// only if the citation has its title.
    pub fn list(&mut self, rows: &[Listed]) {
        if self.asked.is_none() {
            self.asked = Some(self.asked());
        }
        for row in rows.iter().filter(|r| r.key.is_full()) {
            let Some(ident) = self.wanted(row) else { continue };
            let said = self.statement(row.weight(), Some(&row.number), row.date);
            let said = self.words(said, row.issuer.as_deref(), row.title.as_deref());
            self.say(ident, Statement { kind: row.kind, ..said });
        }
    }

    fn asked(&self) -> Asked {
        let mut asked = Asked::default();
        for (at, (probe, _)) in self.probes.keys().enumerate() {
            asked.probes.entry(probe.ident.fields[SERIAL]).or_default().push(at);
        }
        for &(at, title) in &self.titles {
            asked.titles.entry(at as usize).or_default().push(title);
        }
        asked
    }

    /// Returns the identity of a row that something cites or may mean.
    fn wanted(&mut self, row: &Listed) -> Option<Ident> {
        if let Some(ident) = self.fields.ident(&row.key, 0)
            && self.documents.contains_key(&ident)
        {
            return Some(ident);
        }
        let serial = self.fields.find(Some(&row.key.serial))?;
        let asking = self.asked.as_ref()?.probes.get(&serial)?.clone();
        let ident = self.ident_of(&row.key);
        let packed = Row { ident, date: row.date, ..Row::known(ident) };
        asking.into_iter().any(|at| self.may_mean(at, row, &packed)).then_some(ident)
    }

    fn may_mean(&self, at: usize, row: &Listed, packed: &Row) -> bool {
        let Some(((asks, _), citing)) = self.probes.get_index(at) else { return false };
        let last = citing.last.filter(|_| !citing.undated);
        let asks: &Probe = asks;
        probe::may_be(asks, packed, &self.fields)
            && probe::is_in_time(packed, &self.fields, last)
            && (!row.is_ascii || self.has_title(at, row.title.as_deref()))
    }

    fn has_title(&self, at: usize, title: Option<&str>) -> bool {
        let of = self.asked.as_ref().and_then(|asked| asked.titles.get(&at));
        of.into_iter().flatten().any(|&cited| {
            likeness::of(Some(self.phrases.get(cited)), title) >= likeness::SAME
        })
    }
}
