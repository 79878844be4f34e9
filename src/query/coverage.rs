//! Who has carried a document out, and who has not.

use super::filter::{date_of, place_of};
use super::{Corpus, Document, Filter};
use crate::error::Result;
use crate::graph::{Direction, Reached, Walk};
use crate::ident::Date;
use crate::query::tree::CASCADE;
use crate::registry::{DocId, Record};
use crate::vocab::{Issuer, IssuerLevel, Place};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rustc_hash::FxHashMap;

/// A province or ministry, and the documents with which it carries another out.
#[derive(Clone, Debug, PartialEq)]
pub struct Covering {
    /// Who.
    pub body: Body,
    /// Its documents, oldest first, as many as were asked for; none when it has not acted,
    /// as far as the corpus knows.
    pub documents: Vec<Document>,
    /// How many they are, those that were not read among them.
    pub total: usize,
}

/// Who may have to act.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Body {
    /// A province.
    Province(Place),
    /// A ministry or body of that level.
    Ministry(Issuer),
}

impl Body {
    /// Returns its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Province(place) => place.name(),
            Self::Ministry(issuer) => issuer.name(),
        }
    }

    /// Returns its slug.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Province(place) => place.slug(),
            Self::Ministry(issuer) => issuer.slug(),
        }
    }
}

impl Corpus {
    /// Returns every province and ministry that existed on `date` with the documents
    /// that carry `document` out: directly, or through another document of their own.
    ///
    /// A document of a province formed on 1 July 2025 counts for each of those that went
    /// into it, and the other way round, so that the change of the map hides nobody. At
    /// most `limit` documents of a body are read.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn coverage(
        &self,
        document: DocId,
        date: Date,
        filter: &Filter,
        limit: usize,
    ) -> Result<Vec<Covering>> {
        let mut acting = Acting::new(date);
        for id in self.carrying(document, filter)? {
            let (actor, day) = self.actor(id)?;
            acting.add(actor, day, id);
        }
        let read = |(body, mut acting): (Body, Dated)| {
            acting.sort_unstable();
            let first = acting.iter().take(limit);
            let documents: Result<_> = first.map(|&(_, id)| self.document(id)).collect();
            Ok(Covering { body, documents: documents?, total: acting.len() })
        };
        acting.bodies.into_iter().map(read).collect()
    }

    /// Returns the documents that carry another out and meet the conditions.
    fn carrying(&self, document: DocId, filter: &Filter) -> Result<Vec<DocId>> {
        let relations = match filter.relations.as_slice() {
            [] => &CASCADE,
            asked => asked,
        };
        let mut walk = Walk::new(Direction::Incoming);
        walk.min_confidence = filter.min_confidence;
        let walk = walk.along(relations.iter().copied().collect());
        let of_documents = Filter { relations: Vec::new(), ..filter.clone() };
        let reached = self.store().graph().reach(&[document], &walk)?;
        if !of_documents.asks_of_documents() {
            return Ok(reached.iter().map(|one| one.document).collect());
        }
        let keeps = |one: &Reached| -> Result<Option<DocId>> {
            Ok(self.keeps_id(&of_documents, one.document)?.then_some(one.document))
        };
        let kept: Result<Vec<Option<DocId>>> = reached.par_iter().map(keeps).collect();
        Ok(kept?.into_iter().flatten().collect())
    }

    /// Returns whose document it is, and its date.
    fn actor(&self, id: DocId) -> Result<(Actor, Option<Date>)> {
        self.actors.get_or(id, || {
            let record = self.record(id)?;
            Ok((Actor::of(&record), date_of(&record)))
        })
    }
}

/// Whose document one is, as far as its record tells.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(super) enum Actor {
    /// A province's.
    Province(Place),
    /// A central body's.
    Central(Issuer),
    /// Nobody's that is known.
    Unknown,
}

/// Returns all provinces and ministries that existed on `date`.
fn bodies(date: Date) -> impl Iterator<Item = Body> {
    let provinces = Place::all().filter(move |p| p.existed(date)).map(Body::Province);
    let ministries = Issuer::all()
        .filter(move |i| i.level() == IssuerLevel::Ministry && i.existed(date))
        .map(Body::Ministry);
    provinces.chain(ministries)
}

impl Actor {
    fn of(record: &Record) -> Self {
        if let Some(place) = place_of(record) {
            return Self::Province(place);
        }
        let issuer = record.key.issuer.as_deref().and_then(Issuer::from_slug);
        issuer.map_or(Self::Unknown, Self::Central)
    }
}

/// Documents with their dates.
type Dated = Vec<(Option<Date>, DocId)>;

/// The bodies that existed on a day, with what counts for each.
struct Acting {
    date: Date,
    bodies: Vec<(Body, Dated)>,
    /// The body of a slug.
    places: FxHashMap<&'static str, usize>,
    /// For which bodies an actor may count at all.
    related: FxHashMap<Actor, Vec<Related>>,
}

/// A body for which an actor may count: a province did not on every day.
#[derive(Clone, Copy)]
struct Related {
    at: usize,
    province: Option<Place>,
}

impl Acting {
    fn new(date: Date) -> Self {
        let bodies: Vec<_> = bodies(date).map(|body| (body, Vec::new())).collect();
        let slugs = bodies.iter().map(|(body, _)| body.slug());
        let places = slugs.zip(0..).collect();
        Self { date, bodies, places, related: FxHashMap::default() }
    }

    fn add(&mut self, actor: Actor, day: Option<Date>, id: DocId) {
        let (date, places) = (self.date, &self.places);
        let read = || related(actor, date, places);
        for one in self.related.entry(actor).or_insert_with(read) {
            if one.counts(actor, day.unwrap_or(date), date)
                && let Some((_, documents)) = self.bodies.get_mut(one.at)
            {
                documents.push((day, id));
            }
        }
    }
}

impl Related {
    /// The new Ninh Bình speaks for what was Nam Định; the old one did not.
    fn counts(self, actor: Actor, written: Date, date: Date) -> bool {
        match (actor, self.province) {
            (Actor::Province(place), Some(province)) => {
                province.on(written) == place || place.on(date) == province
            }
            _ => true,
        }
    }
}

/// Returns the bodies for which a document of an actor may count, whenever it was written.
fn related(
    actor: Actor,
    date: Date,
    places: &FxHashMap<&'static str, usize>,
) -> Vec<Related> {
    let of = |slug: &str, province| places.get(slug).map(|&at| Related { at, province });
    match actor {
        Actor::Province(place) => {
            // Whatever changes has changed by then.
            let ends = Date::year_only(9999);
            let is_near =
                |p: &Place| *p == place || p.on(ends) == place || place.on(date) == *p;
            let near = Place::all().filter(is_near);
            near.filter_map(|p| of(p.slug(), Some(p))).collect()
        }
        Actor::Central(issuer) => {
            let alive = match issuer.successor() {
                Some(next) if !issuer.existed(date) => next,
                _ => issuer,
            };
            of(alive.slug(), None).into_iter().collect()
        }
        Actor::Unknown => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_change_of_the_map_hides_nobody_and_lends_nothing() {
        let of = |key: &str, written: &str, date: &str| {
            let record = Record {
                key: key.parse().unwrap(),
                date: written.parse().ok(),
                ..Record::default()
            };
            let mut acting = Acting::new(date.parse().unwrap());
            acting.add(Actor::of(&record), date_of(&record), DocId(0));
            let counting = acting.bodies.iter().filter(|(_, ids)| !ids.is_empty());
            counting.map(|(body, _)| body.slug()).collect::<Vec<_>>().join(" ")
        };
        let (old, new) = ("vn-namdinh/ubnd/kh/2021/40", "vn-ninhbinh/ubnd/kh/2025.7/18");
        assert_eq!(of(old, "2021-04-02", "2021-02-09"), "namdinh");
        // There is no Nam Định any more of which it could be told.
        assert_eq!(of(old, "2021-04-02", "2026-01-01"), "ninhbinh");
        assert_eq!(of(new, "2025-07-16", "2021-02-09"), "hanam namdinh ninhbinh");
        let before = "vn-ninhbinh/ubnd/kh/2021/12";
        assert_eq!(of(before, "2021-05-01", "2021-02-09"), "ninhbinh");
        assert_eq!(of("vn/btttt/kh/2024/7", "2024-05-01", "2026-01-01"), "bkhcn");
        assert_eq!(of("vn/bca/kh/2024/7", "2024-05-01", "2024-01-01"), "bca");
    }
}
