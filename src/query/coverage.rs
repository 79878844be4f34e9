//! Who has carried a document out, and who has not.

use super::filter::{date_of, place_of};
use super::{Corpus, Document, Filter};
use crate::error::Result;
use crate::graph::{Direction, Walk};
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
        let walk = Walk::new(Direction::Incoming);
        let carrying = self.reached(document, walk, relations, &of_documents)?;
        let mut covered = BTreeMap::<&'static str, BTreeSet<DocId>>::new();
        let mut documents = BTreeMap::<DocId, Document>::new();
        for one in carrying {
            let carrying = self.document(one.via.source)?;
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
        // The new Ninh Bình speaks for what was Nam Định; the old one did not.
        let written = date_of(record).unwrap_or(date);
        let is_of = |p: &Place| p.on(written) == place || place.on(date) == *p;
        return Place::all().filter(is_of).map(Place::slug).collect();
    }
    let issuer = record.key.issuer.as_deref().and_then(Issuer::from_slug);
    let alive = issuer.map(|issuer| match issuer.successor() {
        Some(next) if !issuer.existed(date) => next,
        _ => issuer,
    });
    alive.into_iter().map(Issuer::slug).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::Record;

    #[test]
    fn the_change_of_the_map_hides_nobody_and_lends_nothing() {
        let of = |key: &str, written: &str, date: &str| {
            let record = Record {
                key: key.parse().unwrap(),
                date: written.parse().ok(),
                ..Record::default()
            };
            let document = Document { id: DocId(0), record, path: None };
            bodies_of(&document, date.parse().unwrap()).join(" ")
        };
        let (old, new) = ("vn-namdinh/ubnd/kh/2021/40", "vn-ninhbinh/ubnd/kh/2025.7/18");
        assert_eq!(of(old, "2021-04-02", "2021-02-09"), "namdinh");
        assert_eq!(of(old, "2021-04-02", "2026-01-01"), "namdinh ninhbinh");
        assert_eq!(of(new, "2025-07-16", "2021-02-09"), "hanam namdinh ninhbinh");
        let before = "vn-ninhbinh/ubnd/kh/2021/12";
        assert_eq!(of(before, "2021-05-01", "2021-02-09"), "ninhbinh");
        assert_eq!(of("vn/btttt/kh/2024/7", "2024-05-01", "2026-01-01"), "bkhcn");
        assert_eq!(of("vn/bca/kh/2024/7", "2024-05-01", "2024-01-01"), "bca");
    }
}
