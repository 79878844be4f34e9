//! The second pass: which document each mention denotes.

use super::index::Index;
use super::probe::{Outcome, Probe};
use super::reading::{self, Seen};
use super::reference::{Context, Reference};
use super::seat::Around;
use super::{Citation, Resolution};
use crate::ident::Date;
use crate::registry::{DocId, Registry, SourceId, number};
use crate::relate::{Facts, Role};
use crate::vocab::{DocKind, Place, Relation};

/// All documents of a corpus, and what its mentions denote.
#[derive(Clone, Debug, Default)]
pub struct World {
    index: Index,
    sources: Vec<Option<Home>>,
}

/// What is known of a source.
#[derive(Clone, Copy, Debug)]
pub(super) struct Home {
    pub(super) document: DocId,
    pub(super) date: Option<Date>,
    pub(super) place: Option<Place>,
    pub(super) seat: u32,
    pub(super) scope: u64,
}

impl World {
    pub(super) fn new(index: Index, sources: Vec<Option<Home>>) -> Self {
        Self { index, sources }
    }

    /// Returns all documents, held or only known.
    pub fn registry(&self) -> &Registry {
        &self.index.registry
    }

    /// Takes the registry out.
    pub fn into_registry(self) -> Registry {
        self.index.registry
    }

    /// Returns the document that a source holds.
    ///
    /// # Panics
    /// If the source was never learned.
    pub fn document_of(&self, source: SourceId) -> DocId {
        self.home(source).expect("a source is learned before it is asked for").document
    }

    fn home(&self, source: SourceId) -> Option<Home> {
        self.sources.get(source.0 as usize).copied().flatten()
    }

    /// Returns what each mention of a source denotes, in the order of its mentions.
    ///
    /// Pure: the facts must be those that were learned; may run in parallel.
    pub fn resolve(&self, source: SourceId, facts: &Facts) -> Vec<Resolution> {
        let Some(home) = self.home(source) else {
            return vec![Resolution::Unresolved; facts.mentions.len()];
        };
        let own = self.own(home);
        let seen = reading::read(facts, &own, self.context(home));
        let alone: Vec<Resolution> = facts
            .mentions
            .iter()
            .zip(&seen)
            .map(|(mention, seen)| self.one(home, mention.title.as_deref(), seen))
            .collect();
        (0..seen.len()).map(|at| alone[last(&seen, at)].clone()).collect()
    }

    fn context(&self, home: Home) -> Context<'_> {
        let seat = self.index.registry.fields.get(home.seat);
        Context { place: home.place, seat, date: home.date }
    }

    fn own(&self, home: Home) -> Reference {
        let row = &self.index.registry.rows[home.document.0 as usize];
        let key = self.index.registry.fields.key(&row.ident);
        let kind = key.plain_kind().map(str::to_owned);
        let order = Some(row.ident.scope).filter(|scope| *scope != 0);
        Reference { key, kind, date: home.date, order, ..Reference::default() }
    }

    fn one(&self, home: Home, title: Option<&str>, seen: &Seen<'_>) -> Resolution {
        match seen {
            Seen::Own => self.settled(home.document),
            Seen::Same(_) | Seen::Nothing => Resolution::Unresolved,
            Seen::Keyed(reference, names_one) => {
                self.keyed(home, title, reference, *names_one)
            }
            Seen::OneOf(laws) => {
                let ids = laws.iter().flat_map(|law| self.index.find(law));
                ambiguous(ids.collect())
            }
            Seen::Described(mention) => {
                let context = self.context(home);
                let around = Around {
                    place: context.place,
                    seat: context.seat,
                    date: context.date,
                };
                let (found, same_title) =
                    self.index.by_words.ask(&self.index.registry, mention, around);
                match found[..] {
                    [one] if same_title => self.settled(DocId(one)),
                    _ => ambiguous(found.into_iter().map(DocId).collect()),
                }
            }
        }
    }

    fn keyed(
        &self,
        home: Home,
        title: Option<&str>,
        reference: &Reference,
        names_one: bool,
    ) -> Resolution {
        if reference.is_full() {
            return match self.index.find(reference)[..] {
                [one] => Resolution::Resolved(one),
                ref several => ambiguous(several.to_vec()),
            };
        }
        let scope = if reference.is_open() { home.scope } else { 0 };
        let Some(ident) = self.index.registry.fields.ident(&reference.key, scope) else {
            return Resolution::Unresolved;
        };
        let probe = Probe::new(reference, ident, names_one, home.place);
        let node = || self.index.registry.find(&ident);
        match self.index.ask(&probe, home.date, title) {
            Outcome::One(at) => self.settled(DocId(at)),
            Outcome::Many(found, unlimited) => {
                let unknown = node().filter(|_| unlimited && names_one);
                ambiguous(found.into_iter().map(DocId).chain(unknown).collect())
            }
            Outcome::None if names_one => {
                node().map_or(Resolution::Unresolved, Resolution::Partial)
            }
            Outcome::None => Resolution::Unresolved,
        }
    }

    fn settled(&self, id: DocId) -> Resolution {
        let full = self.index.registry.key(id).is_some_and(|key| key.is_full());
        if full { Resolution::Resolved(id) } else { Resolution::Partial(id) }
    }

    /// Returns the edges that a source proves: from the document that it holds or, in a
    /// news item, from the announced document; from the document of another mention
    /// where the words say so. No edge leads from a document to itself.
    pub fn edges(
        &self,
        source: SourceId,
        facts: &Facts,
        resolutions: &[Resolution],
    ) -> Vec<Citation> {
        let Some(home) = self.home(source) else { return Vec::new() };
        let document = |at: usize| resolutions.get(at).and_then(Resolution::document);
        let announced = reading::announced(facts);
        let subject = announced.and_then(document).unwrap_or(home.document);
        let kind = facts.heading.kind;
        let only_tells = facts.heading.is_news || kind.is_some_and(DocKind::only_tells);
        let edge = |at: usize| {
            let (mention, role) = (facts.mentions.get(at)?, facts.roles.get(at)?);
            let (relation, from) =
                if Some(at) == announced || role.relation == Relation::Reports {
                    (Relation::Reports, home.document)
                } else {
                    citing_side(at, role, subject, &document)
                };
            let target = document(at)?;
            let changes = relation.changes_target();
            // "thay thế Quyết định A ban hành Quy chế … và bãi bỏ Thông tư B": A could not
            // repeal what came after it, so the verb is that of this document.
            let is_late = changes && from != subject && self.is_younger(target, from);
            let from = if is_late { subject } else { from };
            // A newspaper amends nothing, a report repeals nothing; a letter may correct
            // (Decree 30/2020/NĐ-CP art. 18).
            let is_told = changes && only_tells && from == home.document;
            let is_cited =
                is_told && (facts.heading.is_news || relation != Relation::Corrects);
            let relation = if is_cited { Relation::Cites } else { relation };
            let sure = certainty(
                mention.confidence,
                &resolutions[at],
                &self.index.registry,
                mention,
            );
            (relation.is_edge() && from != target).then_some(Citation {
                source: from,
                target,
                relation,
                confidence: sure,
                witness: source,
                mention: number(at),
            })
        };
        (0..facts.mentions.len()).filter_map(edge).collect()
    }
}

impl World {
    /// Returns true if the first document is certainly younger than the second.
    fn is_younger(&self, one: DocId, other: DocId) -> bool {
        let row = |id: DocId| self.index.registry.rows.get(id.0 as usize);
        let date = |id: DocId| row(id).and_then(|r| r.date);
        date(one).zip(date(other)).is_some_and(|(one, other)| one.is_after(other))
    }
}

/// Says which document cites at mention `at`, and how: the subject of the text, or the
/// document of another mention that the role names.
fn citing_side(
    at: usize,
    role: &Role,
    subject: DocId,
    document: &impl Fn(usize) -> Option<DocId>,
) -> (Relation, DocId) {
    match role.of.map(|of| of as usize) {
        None => (role.relation, subject),
        // "Quy chế … ban hành kèm theo Quyết định B": the attachment is the citing side
        // there; this document only cites B.
        Some(of) if of == at => (Relation::Cites, subject),
        Some(of) => match document(of) {
            Some(of) => (role.relation, of),
            None => (Relation::Cites, subject),
        },
    }
}

/// A document that was found through other evidence than its own full number is less
/// sure, one of which a field is unknown still less.
fn certainty(
    confidence: u8,
    resolution: &Resolution,
    registry: &Registry,
    mention: &crate::parse::Mention,
) -> u8 {
    let Resolution::Resolved(id) = resolution else { return confidence.min(70) };
    let serial = mention.number.as_ref().map(crate::ident::DocNumber::serial_key);
    let key = registry.key(*id).map(|k| k.serial);
    if serial.is_some() && serial == key { confidence } else { confidence.min(85) }
}

fn ambiguous(found: Vec<DocId>) -> Resolution {
    if found.is_empty() { Resolution::Unresolved } else { Resolution::Ambiguous(found) }
}

/// Follows mentions that are the same as another; a circle ends where it began.
fn last(seen: &[Seen<'_>], mut at: usize) -> usize {
    for _ in 0..8 {
        match seen[at] {
            Seen::Same(other) if other < seen.len() => at = other,
            _ => break,
        }
    }
    at
}
