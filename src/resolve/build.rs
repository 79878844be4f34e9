//! From what was learned to the [`World`]: sorted rows of all documents, and of the
//! partial keys that no known document answers.

use super::evidence::Evidence;
use super::index::Index;
use super::learn::{Citing, Held, Resolver};
use super::probe::{Outcome, Probe, renumbered};
use super::world::{Home, World};
use super::{doubt, orders, redirect};
use crate::ident::Date;
use crate::registry::{DocId, Fields, Ident, Registry, Row, SourceId, UNKNOWN};
use crate::vocab::Place;
use indexmap::{IndexMap, IndexSet};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Makes the world of what was learned.
pub(super) fn world(mut learned: Resolver) -> World {
    let orders = orders::all(&learned);
    let moved = redirect::all(&learned, orders.moved);
    redirect::merge(&mut learned, &moved);
    let new = learned.fields.sort();
    let mut rows = known_rows(&learned, &moved, &orders.open, &new);
    doubt::mark(&mut rows, &learned, &moved, &new);
    rows.sort_unstable_by_key(|row| row.ident);
    let again = |(from, to)| (renumbered(from, &new), renumbered(to, &new));
    let moved: BTreeMap<Ident, Ident> = moved.into_iter().map(again).collect();
    // The rows have all that these say; millions of entries need not stay beside them.
    drop(learned.dates);
    let rest = Learned {
        documents: learned.documents.into_keys().map(|i| renumbered(i, &new)).collect(),
        probes: learned.probes,
        titles: learned.titles,
        nodes: learned.nodes,
        sources: learned.sources,
    };
    let registry = Registry {
        fields: learned.fields,
        phrases: learned.phrases.0,
        rows,
        ..Registry::default()
    };
    finish(Index::new(registry, moved), &rest, &new)
}

/// What is left to place once the known documents have their rows.
struct Learned {
    documents: Vec<Ident>,
    probes: IndexMap<(Probe, u32), Citing>,
    titles: IndexSet<(u32, u32)>,
    nodes: IndexMap<Ident, Evidence>,
    sources: Vec<Option<Held>>,
}

/// Adds the nodes of partial keys, sources and aliases.
fn finish(known: Index, learned: &Learned, new: &[u32]) -> World {
    let answers = answer(&known, learned, new);
    let (mut registry, moved) = known.into_parts();
    let nodes = nodes(&registry.fields, learned, &answers, new);
    registry.rows.extend(nodes);
    registry.rows.sort_unstable_by_key(|row| row.ident);
    let aliases =
        answers.aliases.into_iter().chain(moved.iter().map(|(from, to)| (*to, *from)));
    registry.aliases = keys(&registry, aliases);
    let mut index = Index::new(registry, moved);
    let home = |held: &Held| home(&index, learned, held, new);
    let homes: Vec<Option<Home>> =
        learned.sources.iter().map(|s| home(s.as_ref()?)).collect();
    index.registry.sources = sources(&homes);
    World::new(index, homes)
}

fn home(index: &Index, learned: &Learned, held: &Held, new: &[u32]) -> Option<Home> {
    let ident = learned.documents.get(held.document as usize)?;
    let document = index.document(ident)?;
    let seat = new.get(held.seat as usize).copied().unwrap_or(UNKNOWN);
    let Held { date, place, scope, .. } = *held;
    Some(Home { document, date, place, seat, scope })
}

fn sources(homes: &[Option<Home>]) -> Vec<(DocId, SourceId)> {
    let held = (0..).map(SourceId).zip(homes);
    let mut held: Vec<_> = held
        .filter_map(|(source, home)| Some((home.as_ref()?.document, source)))
        .collect();
    held.sort_unstable();
    held
}

/// Returns the other keys of each document, sorted.
fn keys(
    registry: &Registry,
    aliases: impl Iterator<Item = (Ident, Ident)>,
) -> BTreeMap<DocId, Vec<crate::ident::Key>> {
    let mut map = BTreeMap::<_, BTreeSet<_>>::new();
    for (ident, alias) in aliases {
        if let Some(id) = registry.find(&ident) {
            map.entry(id).or_default().insert(registry.fields.key(&alias));
        }
    }
    map.into_iter().map(|(id, keys)| (id, keys.into_iter().collect())).collect()
}

fn nodes(fields: &Fields, learned: &Learned, answers: &Answers, new: &[u32]) -> Vec<Row> {
    let open = learned.nodes.iter().filter_map(|(ident, evidence)| {
        let dates = answers.open.get(&renumbered(*ident, new))?;
        let date = dates.first().filter(|_| dates.len() == 1).copied();
        let row = row(fields, *ident, evidence, date, new);
        Some(Row { is_known: false, ..row })
    });
    open.collect()
}

fn known_rows(
    learned: &Resolver,
    moved: &BTreeMap<Ident, Ident>,
    open: &BTreeSet<Ident>,
    new: &[u32],
) -> Vec<Row> {
    let dates = commonest(&learned.dates);
    let documents = (0..).zip(&learned.documents);
    documents
        .filter(|(_, (ident, _))| !moved.contains_key(*ident) && !open.contains(*ident))
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
        is_listed: evidence.is_listed(),
    }
}

/// Returns the date that is given most often; the earliest of equals.
pub(super) fn commonest(dates: &IndexMap<(u32, Date), u32>) -> HashMap<u32, Date> {
    let mut all: Vec<(u32, std::cmp::Reverse<u32>, Date)> = dates
        .iter()
        .map(|(&(doc, date), &n)| (doc, std::cmp::Reverse(n), date))
        .collect();
    all.sort_unstable();
    all.dedup_by_key(|(doc, ..)| *doc);
    all.into_iter().map(|(doc, _, date)| (doc, date)).collect()
}

/// Returns the partial keys that no document answers, with their dates, and the pairs of
/// a document and the partial key that it alone answers.
fn answer(index: &Index, learned: &Learned, new: &[u32]) -> Answers {
    let registry = &index.registry;
    let mut answers = Answers::default();
    let said = titles(registry, learned);
    for (number, ((probe, title), citing)) in (0u32..).zip(&learned.probes) {
        let mut probe = *probe;
        probe.renumber(new);
        let own = [*title];
        let titles = said.get(&number).map_or(&own[..], Vec::as_slice);
        let ask = |day| {
            let titles = titles.iter().map(|&t| registry.phrase(t));
            titles.map(move |title| index.ask(&probe, day, title))
        };
        // The earliest citation finds least: if it finds one, all do.
        let unknown = ask(citing.first).any(|found| match found {
            Outcome::One(_) => false,
            Outcome::Many(_, unlimited) => unlimited,
            Outcome::None => true,
        });
        if unknown && probe.names_one && registry.find(&probe.ident).is_none() {
            answers.open.entry(probe.ident).or_default().extend(probe.date);
        }
        let last = citing.last.filter(|_| !citing.undated);
        if let Some(at) = only(ask(last)) {
            answers.aliases.push((registry.rows[at as usize].ident, probe.ident));
        }
    }
    answers
}

/// Returns the titles that citations give with each partial key, where they can tell: a
/// document that only a listing knows is meant only by those that have its title.
fn titles(registry: &Registry, learned: &Learned) -> HashMap<u32, Vec<u32>> {
    let mut said = HashMap::<u32, Vec<u32>>::new();
    if registry.rows.iter().any(|row| row.is_listed) {
        for &(probe, title) in &learned.titles {
            said.entry(probe).or_default().push(title);
        }
    }
    said
}

/// Returns the one document that all of them find.
fn only(mut found: impl Iterator<Item = Outcome>) -> Option<u32> {
    let Some(Outcome::One(first)) = found.next() else { return None };
    found.all(|other| other == Outcome::One(first)).then_some(first)
}

#[derive(Default)]
struct Answers {
    /// With all dates that are stated of it.
    open: BTreeMap<Ident, BTreeSet<Date>>,
    aliases: Vec<(Ident, Ident)>,
}
