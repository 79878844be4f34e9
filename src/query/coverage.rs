//! Who has carried a document out, and who has not.

use super::filter::{date_of, place_of};
use super::{Corpus, Document, Filter};
use crate::error::Result;
use crate::graph::Direction;
use crate::ident::Date;
use crate::query::tree::CASCADE;
use crate::registry::DocId;
use crate::vocab::{Issuer, IssuerLevel, Place};
use std::collections::{BTreeMap, BTreeSet};

/// A province or ministry, and the documents with which it carries another out.
#[derive(Clone, Debug, PartialEq)]
pub struct Covering {
    /// Who.
    pub body: Body,
    /// Its documents, oldest first; none when it has not acted, as far as the corpus
    /// knows.
    pub documents: Vec<Document>,
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
    /// into it, and the other way round, so that the change of the map hides nobody.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn coverage(
        &self,
        document: DocId,
        date: Date,
        filter: &Filter,
    ) -> Result<Vec<Covering>> {
        let relations = match filter.relations.as_slice() {
            [] => &CASCADE,
            asked => asked,
        };
        let of_documents = Filter { relations: Vec::new(), ..filter.clone() };
        let tree =
            self.tree(document, Direction::Incoming, relations, None, &of_documents)?;
        let mut covered = BTreeMap::<&'static str, BTreeSet<DocId>>::new();
        let mut documents = BTreeMap::<DocId, Document>::new();
        for step in tree.steps {
            let carrying = step.citation.source;
            for slug in bodies_of(&carrying, date) {
                covered.entry(slug).or_default().insert(carrying.id);
            }
            documents.insert(carrying.id, carrying);
        }
        let read = |body: Body| {
            let ids = covered.get(body.slug()).into_iter().flatten();
            let mut found: Vec<Document> =
                ids.filter_map(|id| documents.get(id).cloned()).collect();
            found.sort_by_key(|d| (date_of(&d.record), d.id));
            Covering { body, documents: found }
        };
        Ok(bodies(date).map(read).collect())
    }
}

/// Returns all provinces and ministries that existed on `date`.
fn bodies(date: Date) -> impl Iterator<Item = Body> {
    let provinces = Place::all().filter(move |p| p.existed(date)).map(Body::Province);
    let ministries = Issuer::all()
        .filter(move |i| i.level() == IssuerLevel::Ministry && i.existed(date))
        .map(Body::Ministry);
    provinces.chain(ministries)
}

/// Returns the slugs of the bodies for which a document counts.
fn bodies_of(document: &Document, date: Date) -> Vec<&'static str> {
    let record = &document.record;
    if let Some(place) = place_of(record) {
        let same = |p: &Place| *p == place || place.on(date) == *p || joined(*p) == place;
        return Place::all().filter(same).map(Place::slug).collect();
    }
    let issuer = record.key.issuer.as_deref().and_then(Issuer::from_slug);
    let alive = issuer.map(|issuer| match issuer.successor() {
        Some(next) if !issuer.existed(date) => next,
        _ => issuer,
    });
    alive.into_iter().map(Issuer::slug).collect()
}

/// Returns the province of today's map in which a place lies.
fn joined(place: Place) -> Place {
    place.on(Date::year_only(9999))
}
