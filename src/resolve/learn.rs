//! The first pass: which documents there are.

use super::catalogue::{Catalogue, Entry};
use super::evidence::{Evidence, Phrases, Statement, Weight};
use super::listed::Asked;
use super::own::Own;
use super::probe::Probe;
use super::reading::{self, Seen};
use super::reference::{Context, Reference};
use super::world::World;
use super::{build, described, titles};
use crate::ident::{Date, DocNumber, Key};
use crate::ingest::Meta;
use crate::parse::Mention;
use crate::registry::{Fields, Ident, Printed, SourceId};
use crate::relate::Facts;
use crate::vocab::{Law, Place};
use indexmap::{IndexMap, IndexSet};
use std::collections::BTreeSet;

/// Learns which documents a corpus holds and cites, one source at a time in any order,
/// and then makes a [`World`] of them.
///
/// Keeps one packed row a document and one a distinct partial reference, nothing of the
/// single mentions.
#[derive(Debug)]
pub struct Resolver {
    pub(super) catalogue: Catalogue,
    pub(super) fields: Fields,
    pub(super) phrases: Phrases,
    pub(super) documents: IndexMap<Ident, Evidence>,
    /// How often each date is given for a document.
    pub(super) dates: IndexMap<(u32, Date), u32>,
    pub(super) probes: IndexMap<(Probe, u32), Citing>,
    /// What is said of the documents behind partial keys.
    pub(super) nodes: IndexMap<Ident, Evidence>,
    pub(super) sources: Vec<Option<Held>>,
    wanted: BTreeSet<u32>,
    /// The titles that citations give with a partial reference: its number in `probes`,
    /// and the phrase.
    pub(super) titles: IndexSet<(u32, u32)>,
    pub(super) asked: Option<Asked>,
    /// The fields of the keys with the number of an order.
    pub(super) orders: BTreeSet<[u32; 5]>,
}

/// What is known of a source.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held {
    /// The number of its document in `documents`.
    pub(super) document: u32,
    pub(super) date: Option<Date>,
    pub(super) place: Option<Place>,
    /// The place field of its own key.
    pub(super) seat: u32,
    pub(super) scope: u64,
}

/// When a partial reference is cited.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Citing {
    pub(super) first: Option<Date>,
    pub(super) last: Option<Date>,
    /// True if some citing document has no date: nothing is too young for it.
    pub(super) undated: bool,
}

impl Citing {
    fn add(&mut self, date: Option<Date>) {
        let Some(date) = date else {
            self.undated = true;
            return;
        };
        self.first = Some(self.first.map_or(date, |d| d.min(date)));
        self.last = Some(self.last.map_or(date, |d| d.max(date)));
    }
}

impl Resolver {
    /// Starts with the documents that are known without the corpus.
    pub fn new(catalogue: Catalogue) -> Self {
        Self {
            catalogue,
            fields: Fields::default(),
            phrases: Phrases::default(),
            documents: IndexMap::new(),
            dates: IndexMap::new(),
            probes: IndexMap::new(),
            nodes: IndexMap::new(),
            sources: Vec::new(),
            wanted: BTreeSet::new(),
            titles: IndexSet::new(),
            asked: None,
            orders: BTreeSet::new(),
        }
    }

    /// Learns one source; `hash` is that of its content.
    ///
    /// Linear in the number of mentions.
    pub fn learn(
        &mut self,
        source: SourceId,
        hash: &[u8; 32],
        meta: &Meta,
        facts: &Facts,
    ) {
        let own = Own::read(hash, meta, facts);
        let (seat, place) = own.seat();
        let context = Context { place, seat, date: own.written() };
        let seen = reading::read(facts, &own.reference, context);
        let held = self.hold(&own, context);
        for (mention, seen) in facts.mentions.iter().zip(&seen) {
            self.see(mention, seen, held);
        }
        let at = source.0 as usize;
        if self.sources.len() <= at {
            self.sources.resize(at + 1, None);
        }
        self.sources[at] = Some(held);
    }

    /// Makes the world of all that was learned.
    pub fn finish(mut self) -> World {
        for at in std::mem::take(&mut self.wanted) {
            if let Some(Entry { row, reference }) = self.catalogue.get(at).cloned() {
                let ident = self.full_ident(&reference);
                let said = self.statement(Weight::Table, Some(&row.number), row.date);
                let said = self.words(said, row.issuer.as_deref(), row.title.as_deref());
                self.say(ident, Statement { kind: Some(row.kind), ..said });
            }
        }
        self.look_up();
        build::world(self)
    }

    /// Completes what is known of documents from the tables.
    fn look_up(&mut self) {
        for law in Law::all() {
            let Some(reference) = titles::reference(law) else { continue };
            let Some(ident) = self.known(&reference) else { continue };
            let said =
                self.statement(Weight::Table, Some(law.number()), Some(law.date()));
            let said = self.words(said, None, Some(law.title()));
            self.say(ident, Statement { kind: Some(law.kind()), ..said });
        }
        for at in 0..crate::registry::number(self.catalogue.len()) {
            let Some(entry) = self.catalogue.get(at) else { continue };
            let Some(ident) = self.known(&entry.reference) else { continue };
            let row = entry.row.clone();
            let said = self.statement(Weight::Table, Some(&row.number), row.date);
            let said = self.words(said, row.issuer.as_deref(), row.title.as_deref());
            self.say(ident, Statement { kind: Some(row.kind), ..said });
        }
    }

    fn known(&self, reference: &Reference) -> Option<Ident> {
        let ident = self.fields.ident(&reference.key, reference.scope())?;
        // Somebody cites the number of an order: each law under it may be meant.
        let may_be = reference.order.is_some() && self.orders.contains(&ident.fields);
        (may_be || self.documents.contains_key(&ident)).then_some(ident)
    }

    fn hold(&mut self, own: &Own, context: Context<'_>) -> Held {
        let ident = if own.reference.is_full() {
            self.full_ident(&own.reference)
        } else {
            self.ident(&own.reference, own.scope)
        };
        let said = self.statement(Weight::Own, own.number.as_ref(), own.date);
        let said = self.words(said, own.issuer.as_deref(), own.title.as_deref());
        let document = self.say(ident, Statement { kind: own.kind, ..said });
        self.join(document, &own.reference);
        Held {
            document,
            date: context.date,
            place: context.place,
            seat: self.fields.add(context.seat),
            scope: own.scope,
        }
    }

    fn see(&mut self, mention: &Mention, seen: &Seen<'_>, held: Held) {
        match seen {
            Seen::Own | Seen::Same(_) | Seen::Nothing => {}
            Seen::Keyed(reference, _) if reference.is_full() => {
                self.cite(mention, reference);
            }
            Seen::Keyed(reference, names_one) => {
                self.ask(mention, reference, *names_one, held);
            }
            Seen::OneOf(laws) => {
                for law in laws {
                    let ident = self.full_ident(law);
                    self.say(ident, Statement::default());
                }
            }
            Seen::Described(mention) => self.want_described(mention, held),
        }
    }

    fn cite(&mut self, mention: &Mention, reference: &Reference) {
        let ident = self.full_ident(reference);
        let said = self.of_mention(mention);
        let document = self.say(ident, said);
        self.join(document, reference);
        if let Some(date) = said.date {
            *self.dates.entry((document, date)).or_default() += 1;
        }
    }

    /// Notes a partial reference, and the rows of the catalogue that it may mean.
    fn ask(
        &mut self,
        mention: &Mention,
        reference: &Reference,
        names_one: bool,
        held: Held,
    ) {
        let scope = if reference.is_open() { held.scope } else { 0 };
        let ident = self.ident(reference, scope);
        let probe = Probe::new(reference, ident, names_one, held.place);
        if names_one {
            let said = self.of_mention(mention);
            self.nodes.entry(ident).or_default().add(said, &self.phrases);
        }
        let said = self.phrases.add(mention.title.as_deref());
        let title = if reference.is_open() { said } else { 0 };
        let entry = self.probes.entry((probe, title));
        let at = crate::registry::number(entry.index());
        entry.or_default().add(held.date);
        self.titles.insert((at, said));
        let found = self.catalogue.with_serial(&reference.key.serial);
        let may_be = found.filter(|(_, e)| {
            reference.may_be(&e.reference.key, e.reference.date) && is_older(e, held.date)
        });
        let rows: Vec<u32> = may_be.map(|(at, _)| at).collect();
        self.wanted.extend(rows);
    }

    fn want_described(&mut self, mention: &Mention, held: Held) {
        let Some(kind) = mention.kind else { return };
        let wanted = described::wanted(&self.catalogue, kind, mention, held.date);
        self.wanted.extend(wanted);
    }

    /// Returns the identity behind a full key.
    fn full_ident(&mut self, reference: &Reference) -> Ident {
        let ident = self.ident(reference, reference.scope());
        if reference.order.is_some() {
            self.orders.insert(ident.fields);
        }
        ident
    }

    fn ident(&mut self, reference: &Reference, scope: u64) -> Ident {
        Ident { scope, ..self.ident_of(&reference.key) }
    }

    pub(super) fn ident_of(&mut self, key: &Key) -> Ident {
        let fields = [&key.place, &key.issuer, &key.kind, &key.period];
        let [place, issuer, kind, period] = fields.map(|f| self.fields.add(f.as_deref()));
        let serial = self.fields.add(Some(&key.serial));
        Ident { fields: [place, issuer, kind, period, serial], scope: 0 }
    }

    fn of_mention(&mut self, mention: &Mention) -> Statement {
        let said = self.statement(Weight::Cited, mention.number.as_ref(), mention.date);
        let said = self.words(said, mention.issuer.as_deref(), mention.title.as_deref());
        Statement { kind: mention.kind, ..said }
    }

    pub(super) fn statement(
        &mut self,
        weight: Weight,
        number: Option<&DocNumber>,
        date: Option<Date>,
    ) -> Statement {
        let number = number.filter(|n| !n.symbol.is_empty()).map(|n| Printed {
            symbol: self.phrases.add(Some(&n.symbol)),
            year: n.year,
            separator: n.separator,
        });
        Statement { weight, number, date, ..Statement::default() }
    }

    pub(super) fn words(
        &mut self,
        said: Statement,
        issuer: Option<&str>,
        title: Option<&str>,
    ) -> Statement {
        let (issuer, title) = (self.phrases.add(issuer), self.phrases.add(title));
        Statement { issuer, title, ..said }
    }

    pub(super) fn say(&mut self, ident: Ident, said: Statement) -> u32 {
        let entry = self.documents.entry(ident);
        let at = crate::registry::number(entry.index());
        entry.or_default().add(said, &self.phrases);
        at
    }

    fn join(&mut self, document: u32, reference: &Reference) {
        if reference.joint.len() < 2 {
            return;
        }
        let joint = self.phrases.add(Some(&reference.joint.join("+")));
        if let Some((_, evidence)) = self.documents.get_index_mut(document as usize) {
            evidence.add_joint(joint, &self.phrases);
        }
    }
}

fn is_older(entry: &Entry, citing: Option<Date>) -> bool {
    entry.reference.date.zip(citing).is_none_or(|(date, citing)| !date.is_after(citing))
}
