//! *Địa danh*: the provinces, with the change of 1 July 2025.

use super::table::{NameIndex, list, rows};
use crate::ident::Date;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A province or centrally-run city: a handle into `places.tsv`.
///
/// Resolution 202/2025/QH15 made 34 of 63: a place that went into another has an end,
/// and [`Place::on`] says which one stands for it on a date.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Place(u16);

struct Row {
    slug: &'static str,
    names: Vec<&'static str>,
    is_city: bool,
    until: Option<Date>,
    into: &'static str,
    hosts: Vec<&'static str>,
    #[cfg_attr(not(test), expect(dead_code, reason = "the examples are the tests"))]
    example: &'static str,
}

struct Table {
    rows: Vec<Row>,
    by_slug: FxHashMap<&'static str, u16>,
    names: NameIndex,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let rows: Vec<Row> = rows(include_str!("places.tsv"))
        .map(|f| Row {
            slug: f[0],
            names: list(f[1]).collect(),
            is_city: f[2].starts_with("thành phố"),
            until: f[4].parse().ok(),
            into: f[5],
            hosts: list(f[6]).collect(),
            example: f[7],
        })
        .collect();
    let indexed = || rows.iter().zip(0u16..);
    let by_slug = indexed().map(|(r, i)| (r.slug, i)).collect();
    let names =
        NameIndex::new(indexed().flat_map(|(r, i)| r.names.iter().map(move |n| (*n, i))));
    Table { rows, by_slug, names }
});

impl Place {
    /// Returns all places in the order of the table, ended ones included.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.rows.iter().zip(0u16..).map(|(_, i)| Self(i))
    }

    fn row(self) -> &'static Row {
        &TABLE.rows[usize::from(self.0)]
    }

    /// Returns the slug used in keys after `vn-`: `namdinh`.
    pub fn slug(self) -> &'static str {
        self.row().slug
    }

    /// Returns the name: *Nam Định*.
    pub fn name(self) -> &'static str {
        self.row().names[0]
    }

    /// Returns true for a centrally-run city.
    pub fn is_city(self) -> bool {
        self.row().is_city
    }

    /// Returns true if it was a province of its own on `date`.
    pub fn existed(self, date: Date) -> bool {
        !self.row().until.is_some_and(|until| date.is_after(until))
    }

    /// Returns the place that stands for this one on `date`: itself, or the one it went
    /// into.
    #[must_use]
    pub fn on(self, date: Date) -> Self {
        if self.existed(date) {
            return self;
        }
        Self::from_slug(self.row().into).unwrap_or(self)
    }

    /// Returns the places that went into this one on 1 July 2025; empty where nothing
    /// changed. The body of the new province starts its numbers again from 01.
    pub fn merged_from(self) -> impl Iterator<Item = Self> {
        Self::all().filter(move |p| p.is_of_2025() && p.row().into == self.slug())
    }

    fn is_of_2025(self) -> bool {
        self.row().until.is_some_and(|until| until.year() == 2025)
    }

    /// Returns the place with that slug.
    pub fn from_slug(slug: &str) -> Option<Self> {
        TABLE.by_slug.get(slug).map(|&i| Self(i))
    }

    /// Returns the names by which texts call it, the official one first.
    pub(crate) fn names(self) -> impl Iterator<Item = &'static str> {
        self.row().names.iter().copied()
    }

    /// Returns the place whose name `text` starts with and the length in bytes.
    pub fn at_start(text: &str) -> Option<(Self, usize)> {
        let (row, len) = TABLE.names.at_start(text)?;
        Some((Self(row), len))
    }

    /// Returns the place whose newspaper or portal has that host name
    /// (`baonamdinh.vn`, `namdinh.gov.vn`, `soyte.namdinh.gov.vn`).
    pub fn of_host(host: &str) -> Option<Self> {
        let host = host.trim_start_matches("www.");
        let part = |p: &str| Self::from_slug(p);
        let portal =
            host.strip_suffix(".gov.vn").and_then(|h| h.split('.').rev().find_map(part));
        portal.or_else(|| Self::all().find(|p| p.row().hosts.contains(&host)))
    }
}

impl serde::Serialize for Place {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.slug())
    }
}

impl<'de> serde::Deserialize<'de> for Place {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let slug = String::deserialize(d)?;
        let fault = || serde::de::Error::custom(format!("unknown place {slug}"));
        Self::from_slug(&slug).ok_or_else(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_names_its_place() {
        for place in Place::all() {
            let words = place.row().example;
            let start = words.find(place.name()).unwrap();
            let (found, _) = Place::at_start(words.get(start..).unwrap()).unwrap();
            assert_eq!(found.slug(), place.slug());
        }
    }

    #[test]
    fn merged_provinces_change_on_the_day() {
        let old = Place::from_slug("namdinh").unwrap();
        let day = |s: &str| s.parse().unwrap();
        assert_eq!(old.on(day("2025-06-30")).slug(), "namdinh");
        assert_eq!(old.on(day("2025-07-01")).slug(), "ninhbinh");
        assert_eq!(Place::of_host("baonamdinh.vn"), Some(old));
        assert_eq!(Place::of_host("soyte.namdinh.gov.vn"), Some(old));
        assert_eq!(Place::of_host("chinhphu.vn"), None);
    }
}
