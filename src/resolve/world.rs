//! The second pass: which document each mention denotes.

use super::described::ByWords;
use super::evidence::Evidence;
use super::learn::{Citing, Held, Resolver};
use super::probe::{BySerial, Outcome, Probe, renumbered};
use super::reading::{self, Seen};
use super::reference::{Context, Reference};
use super::seat::Around;
use super::{Citation, Resolution, doubt, redirect};
use crate::ident::{Date, Key};
use crate::registry::{DocId, Fields, Ident, Registry, Row, SourceId, UNKNOWN, number};
use crate::relate::Facts;
use crate::vocab::{Place, Relation};
use std::collections::{BTreeMap, HashMap};

/// All documents of a corpus, and what its mentions denote.
#[derive(Clone, Debug, Default)]
pub struct World {
    registry: Registry,
    by_serial: BySerial,
    by_words: ByWords,
    /// Documents that are known better under another key.
    permuted: BTreeMap<Ident, Ident>,
    sources: Vec<Option<Home>>,
}

/// What is known of a source.
#[derive(Clone, Copy, Debug)]
struct Home {
    document: DocId,
    date: Option<Date>,
    place: Option<Place>,
    seat: u32,
    scope: u64,
}

impl World {
    /// Returns all documents, held or only known.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Takes the registry out.
    pub fn into_registry(self) -> Registry {
        self.registry
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
        let seat = self.registry.fields.get(home.seat);
        Context { place: home.place, seat, date: home.date }
    }

    fn own(&self, home: Home) -> Reference {
        let row = &self.registry.rows[home.document.0 as usize];
        let key = self.registry.fields.key(&row.ident);
        let kind = key.kind.as_deref().map(|k| k.trim_end_matches(".n").to_owned());
        Reference { key, kind, date: home.date, ..Reference::default() }
    }

    fn one(&self, home: Home, title: Option<&str>, seen: &Seen<'_>) -> Resolution {
        match seen {
            Seen::Own => self.settled(home.document),
            Seen::Same(_) | Seen::Nothing => Resolution::Unresolved,
            Seen::Keyed(reference, names_one) => {
                self.keyed(home, title, reference, *names_one)
            }
            Seen::OneOf(laws) => {
                let ids = laws.iter().filter_map(|l| self.find(&l.key, 0));
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
                    self.by_words.ask(&self.registry, mention, around);
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
            let found = self.find(&reference.key, 0);
            return found.map_or(Resolution::Unresolved, Resolution::Resolved);
        }
        let scope = if reference.is_open() { home.scope } else { 0 };
        let Some(ident) = self.registry.fields.ident(&reference.key, scope) else {
            return Resolution::Unresolved;
        };
        let probe = Probe::new(reference, ident, names_one, home.place);
        let node = || self.registry.find(&ident);
        match self.ask(&probe, home.date, title) {
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

    fn ask(&self, probe: &Probe, citing: Option<Date>, title: Option<&str>) -> Outcome {
        ask(&self.registry, &self.by_serial, &self.by_words, probe, citing, title)
    }

    fn find(&self, key: &Key, scope: u64) -> Option<DocId> {
        let ident = self.registry.fields.ident(key, scope)?;
        self.registry.find(self.permuted.get(&ident).unwrap_or(&ident))
    }

    fn settled(&self, id: DocId) -> Resolution {
        let full = self.registry.key(id).is_some_and(|key| key.is_full());
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
        let edge = |at: usize| {
            let (mention, role) = (facts.mentions.get(at)?, facts.roles.get(at)?);
            let (mut relation, mut from) = (role.relation, subject);
            if Some(at) == announced || relation == Relation::Reports {
                (relation, from) = (Relation::Reports, home.document);
            } else if role.of.is_some_and(|of| of as usize == at) {
                // "Quy chế … ban hành kèm theo Quyết định B": the attachment is the citing
                // side there; this document only cites B.
                relation = Relation::Cites;
            } else if let Some(of) = role.of {
                match document(of as usize) {
                    Some(of) => from = of,
                    None => relation = Relation::Cites,
                }
            }
            let target = document(at)?;
            let sure =
                certainty(mention.confidence, &resolutions[at], &self.registry, mention);
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

/// Makes the registry: sorted rows of all documents, and of the partial keys that no
/// known document answers.
pub(super) fn build(mut learned: Resolver) -> World {
    let permuted = redirect::all(&learned);
    redirect::merge(&mut learned, &permuted);
    let new = learned.fields.sort();
    let mut rows = known_rows(&learned, &permuted, &new);
    let probes = learned.probes.iter().map(|((probe, title), citing)| {
        let mut probe = *probe;
        probe.renumber(&new);
        Asked { probe, title: *title, citing: *citing }
    });
    let probes: Vec<Asked> = probes.collect();
    rows.sort_unstable_by_key(|row| row.ident);
    doubt::mark(&mut rows, &learned, &permuted, &new);
    let idents: Vec<Ident> =
        learned.documents.keys().map(|i| renumbered(*i, &new)).collect();
    let permuted: BTreeMap<Ident, Ident> = permuted
        .into_iter()
        .map(|(from, to)| (renumbered(from, &new), renumbered(to, &new)))
        .collect();
    let mut registry = Registry {
        fields: learned.fields,
        phrases: learned.phrases.0,
        rows,
        aliases: BTreeMap::new(),
        sources: Vec::new(),
    };
    let by_serial = BySerial::new(&registry);
    let by_words = ByWords::new(&registry);
    let Answers { open, aliases } = answer(&registry, &by_serial, &by_words, &probes);
    let nodes = learned.nodes.iter().filter_map(|(ident, evidence)| {
        let date = open.get(&renumbered(*ident, &new))?;
        let row = row(&registry.fields, *ident, evidence, *date, &new);
        Some(Row { is_known: false, ..row })
    });
    let nodes: Vec<Row> = nodes.collect();
    registry.rows.extend(nodes);
    registry.rows.sort_unstable_by_key(|row| row.ident);
    let home = |held: &Held| {
        let ident = idents.get(held.document as usize)?;
        let document = registry.find(permuted.get(ident).unwrap_or(ident))?;
        let seat = new.get(held.seat as usize).copied().unwrap_or(UNKNOWN);
        let Held { date, place, scope, .. } = *held;
        Some(Home { document, date, place, seat, scope })
    };
    let sources: Vec<Option<Home>> =
        learned.sources.iter().map(|s| s.as_ref().and_then(home)).collect();
    add_sources(&mut registry, &sources);
    for (ident, alias) in aliases {
        let Some(id) = registry.find(&ident) else { continue };
        let alias = registry.fields.key(&alias);
        registry.aliases.entry(id).or_default().push(alias);
    }
    for (from, to) in &permuted {
        let Some(id) = registry.find(to) else { continue };
        let alias = registry.fields.key(from);
        registry.aliases.entry(id).or_default().push(alias);
    }
    for aliases in registry.aliases.values_mut() {
        aliases.sort();
        aliases.dedup();
    }
    let by_serial = BySerial::new(&registry);
    let by_words = ByWords::new(&registry);
    World { registry, by_serial, by_words, permuted, sources }
}

fn add_sources(registry: &mut Registry, sources: &[Option<Home>]) {
    let held = (0..).map(SourceId).zip(sources);
    let mut held: Vec<(DocId, SourceId)> = held
        .filter_map(|(source, home)| Some((home.as_ref()?.document, source)))
        .collect();
    held.sort_unstable();
    registry.sources = held;
}

fn known_rows(
    learned: &Resolver,
    permuted: &BTreeMap<Ident, Ident>,
    new: &[u32],
) -> Vec<Row> {
    let dates = commonest(&learned.dates);
    let documents = (0..).zip(&learned.documents);
    documents
        .filter(|(_, (ident, _))| !permuted.contains_key(*ident))
        .map(|(at, (ident, evidence))| {
            row(&learned.fields, *ident, evidence, dates.get(&at).copied(), new)
        })
        .collect()
}

fn row(
    fields: &Fields,
    ident: Ident,
    evidence: &Evidence,
    cited: Option<Date>,
    new: &[u32],
) -> Row {
    let ident = renumbered(ident, new);
    let seat = fields.get(ident.fields[0]);
    Row {
        ident,
        number: evidence.number(),
        issuer: evidence.issuer(),
        title: evidence.title(),
        date: evidence.stated_date().or(cited),
        kind: evidence.kind(),
        place: seat.and_then(|s| Place::from_slug(s.split('-').nth(1)?)),
        is_known: true,
        is_doubtful: false,
    }
}

/// Returns the date that is given most often; the earliest of equals.
pub(super) fn commonest(dates: &HashMap<(u32, Date), u32>) -> HashMap<u32, Date> {
    let mut all: Vec<(u32, std::cmp::Reverse<u32>, Date)> = dates
        .iter()
        .map(|(&(doc, date), &n)| (doc, std::cmp::Reverse(n), date))
        .collect();
    all.sort_unstable();
    all.dedup_by_key(|(doc, ..)| *doc);
    all.into_iter().map(|(doc, _, date)| (doc, date)).collect()
}

/// A title in the place of a number asks for titles, anything else for numbers.
fn ask(
    registry: &Registry,
    by_serial: &BySerial,
    by_words: &ByWords,
    probe: &Probe,
    citing: Option<Date>,
    title: Option<&str>,
) -> Outcome {
    match by_words.titled(registry, probe, citing) {
        Some(outcome) => outcome,
        None => by_serial.ask(registry, probe, citing, title),
    }
}

/// Returns the partial keys that no document answers, with their dates, and the pairs of
/// a document and the partial key that it alone answers.
fn answer(
    registry: &Registry,
    by_serial: &BySerial,
    by_words: &ByWords,
    probes: &[Asked],
) -> Answers {
    let mut answers = Answers::default();
    for Asked { probe, title, citing } in probes {
        let title = registry.phrase(*title);
        let ask = |day| ask(registry, by_serial, by_words, probe, day, title);
        // The earliest citation finds least: if it finds one, all do.
        let unknown = match ask(citing.first) {
            Outcome::One(_) => false,
            Outcome::Many(_, unlimited) => unlimited,
            Outcome::None => true,
        };
        if unknown && probe.names_one && registry.find(&probe.ident).is_none() {
            answers.open.insert(probe.ident, probe.date);
        }
        if let Outcome::One(at) = ask(citing.last.filter(|_| !citing.undated)) {
            answers.aliases.push((registry.rows[at as usize].ident, probe.ident));
        }
    }
    answers
}

#[derive(Default)]
struct Answers {
    open: BTreeMap<Ident, Option<Date>>,
    aliases: Vec<(Ident, Ident)>,
}

/// A partial reference in the numbers of the registry.
struct Asked {
    probe: Probe,
    title: u32,
    citing: Citing,
}
