//! A partial key in the numbers of the registry, and the documents it may mean.

use super::reference::{Reference, day_and_month};
use super::{likeness, period};
use crate::ident::Date;
use crate::registry::{Fields, Ident, Registry, Row, UNKNOWN, number};
use crate::vocab::Place;

/// A partial reference, packed: many mentions share one.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(super) struct Probe {
    pub(super) ident: Ident,
    pub(super) is_series_open: bool,
    pub(super) is_committee: bool,
    /// False for a short name, which names nothing by itself.
    pub(super) names_one: bool,
    pub(super) within: Option<Place>,
    /// The province of the citing document.
    pub(super) home: Option<Place>,
    pub(super) date: Option<Date>,
    pub(super) day_and_month: Option<(u8, u8)>,
}

/// What a probe finds.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Outcome {
    /// One document.
    One(u32),
    /// One of several, best first; the flag says that it may also be one that nobody
    /// knows.
    Many(Vec<u32>, bool),
    /// None that is known.
    None,
}

const PLACE: usize = 0;
const ISSUER: usize = 1;
const KIND: usize = 2;
const PERIOD: usize = 3;
const SERIAL: usize = 4;

/// The most candidates that an ambiguous reference lists.
pub(super) const MOST: usize = 8;

impl Probe {
    /// Packs a reference; the key fields must have numbers.
    pub(super) fn new(
        reference: &Reference,
        ident: Ident,
        names_one: bool,
        home: Option<Place>,
    ) -> Self {
        Self {
            ident,
            is_series_open: reference.is_series_open,
            is_committee: reference.is_committee,
            names_one,
            within: reference.within,
            // Only an unknown issuer makes the home of the citing document count.
            home: home.filter(|_| ident.fields[ISSUER] == UNKNOWN),
            date: reference.date,
            day_and_month: reference.day_and_month,
        }
    }

    pub(super) fn renumber(&mut self, new: &[u32]) {
        self.ident = renumbered(self.ident, new);
    }

    fn knows(&self, field: usize) -> bool {
        self.ident.fields[field] != UNKNOWN
    }

    /// Returns true if the documents it may mean are without number, known or not: any
    /// province, any committee.
    fn is_unlimited(&self) -> bool {
        (!self.knows(PLACE) && (self.knows(ISSUER) || self.is_committee))
            || (!self.knows(ISSUER) && self.is_committee)
    }
}

pub(super) fn renumbered(ident: Ident, new: &[u32]) -> Ident {
    let fields = ident.fields.map(|f| new.get(f as usize).copied().unwrap_or(f));
    Ident { fields, ..ident }
}

/// The rows of a registry by serial.
#[derive(Clone, Debug, Default)]
pub(super) struct BySerial {
    /// By serial, then in the order of keys.
    by_key: Vec<u32>,
    /// By serial, then by date.
    by_day: Vec<u32>,
}

impl BySerial {
    pub(super) fn new(registry: &Registry) -> Self {
        let row = |at: &u32| &registry.rows[*at as usize];
        let mut by_key: Vec<u32> = (0..number(registry.rows.len())).collect();
        by_key.sort_by_key(|at| row(at).ident.fields[SERIAL]);
        let mut by_day = by_key.clone();
        by_day.sort_by_key(|at| (row(at).ident.fields[SERIAL], row(at).date));
        Self { by_key, by_day }
    }

    /// Returns the rows that a probe may mean by their serial and what narrows them
    /// best: the day, the place and the issuer, or the places that count.
    fn near(&self, registry: &Registry, probe: &Probe) -> Vec<u32> {
        let row = |at: &u32| &registry.rows[*at as usize];
        let serial = probe.ident.fields[SERIAL];
        if probe.is_unlimited() {
            let Some(day) = probe.date.filter(|d| d.day().is_some()) else {
                return Vec::new();
            };
            let day = (serial, Some(day));
            return range(&self.by_day, |at| {
                (row(at).ident.fields[SERIAL], row(at).date).cmp(&day)
            })
            .to_vec();
        }
        let rows = range(&self.by_key, |at| row(at).ident.fields[SERIAL].cmp(&serial));
        let place = |at: &u32| row(at).ident.fields[PLACE];
        if !probe.knows(PLACE) {
            return at_home(registry, probe, rows);
        }
        let rows = range(rows, |at| place(at).cmp(&probe.ident.fields[PLACE]));
        if !probe.knows(ISSUER) {
            return rows.to_vec();
        }
        range(rows, |at| row(at).ident.fields[ISSUER].cmp(&probe.ident.fields[ISSUER]))
            .to_vec()
    }

    /// Returns which documents a probe means, cited on `citing` with the words `title`.
    pub(super) fn ask(
        &self,
        registry: &Registry,
        probe: &Probe,
        citing: Option<Date>,
        title: Option<&str>,
    ) -> Outcome {
        let mut found = self.near(registry, probe);
        found.retain(|&at| {
            let row = &registry.rows[at as usize];
            row.is_known
                && may_be(probe, row, &registry.fields)
                && is_in_time(row, &registry.fields, citing)
        });
        drop_doubtful(&mut found, registry);
        let like = |at: &u32| {
            likeness::of(title, registry.phrase(registry.rows[*at as usize].title))
        };
        // That a listing has such a number does not make it the one that is meant.
        found.retain(|at| {
            !registry.rows[*at as usize].is_listed || like(at) >= likeness::SAME
        });
        keep(&mut found, |at| {
            let date = registry.rows[*at as usize].date;
            probe.day_and_month.is_some()
                && date.and_then(day_and_month) == probe.day_and_month
        });
        let alike = sole(&found, like);
        match (found.len(), alike) {
            (0, _) => Outcome::None,
            (_, Some(one)) => Outcome::One(one),
            (1, None) if !probe.is_unlimited() || probe.within.is_some() => {
                Outcome::One(found[0])
            }
            _ => Outcome::Many(ranked(found, registry, like), probe.is_unlimited()),
        }
    }
}

/// Returns the rows of central bodies, and those of the province of the citing
/// document and below: where the issuer is unknown, no other place is meant.
fn at_home(registry: &Registry, probe: &Probe, rows: &[u32]) -> Vec<u32> {
    let seat = |at: &u32| {
        registry
            .fields
            .get(registry.rows[*at as usize].ident.fields[PLACE])
            .unwrap_or_default()
    };
    let mut near = range(rows, |at| seat(at).cmp("vn")).to_vec();
    let home = probe.home.or(probe.within).into_iter();
    for place in home.flat_map(|p| std::iter::once(p).chain(p.merged_from())) {
        let slug = format!("vn-{}", place.slug());
        let inside = |at: &u32| {
            let seat = seat(at);
            let below = seat.strip_prefix(slug.as_str());
            if below.is_some_and(|b| b.is_empty() || b.starts_with('-')) {
                return std::cmp::Ordering::Equal;
            }
            seat.cmp(slug.as_str())
        };
        near.extend(range(rows, inside));
    }
    near
}

/// Returns the rows that compare as equal; they must be sorted so.
fn range(rows: &[u32], compare: impl Fn(&u32) -> std::cmp::Ordering) -> &[u32] {
    let start = rows.partition_point(|at| compare(at).is_lt());
    let end = rows.partition_point(|at| compare(at).is_le());
    rows.get(start..end).unwrap_or_default()
}

/// Leaves those for which something speaks, if there are any.
fn keep(found: &mut Vec<u32>, speaks: impl Fn(&u32) -> bool) {
    if found.iter().any(&speaks) {
        found.retain(speaks);
    }
}

/// A document that one citation alone dates to the same day of another year than a
/// well-known one of that number ("193/QĐ-TTg ngày 09-02-2020") is a slip of the pen more
/// likely than a document: it stays what that citation says, and no candidate for others.
fn drop_doubtful(found: &mut Vec<u32>, registry: &Registry) {
    if found.len() > 1 {
        keep(found, |at| !registry.rows[*at as usize].is_doubtful);
    }
}

/// Returns the only one whose title is that of the citation.
fn sole(found: &[u32], like: impl Fn(&u32) -> u8) -> Option<u32> {
    let mut alike = found.iter().filter(|at| like(at) >= likeness::SAME);
    let first = alike.next()?;
    alike.next().is_none().then_some(*first)
}

/// Best first: like titles, then the latest, for the nearest earlier is meant most
/// often.
fn ranked(
    mut found: Vec<u32>,
    registry: &Registry,
    like: impl Fn(&u32) -> u8,
) -> Vec<u32> {
    let date = |at: u32| registry.rows[at as usize].date;
    found.sort_by_cached_key(|at| {
        std::cmp::Reverse((like(at), date(*at), std::cmp::Reverse(*at)))
    });
    found.truncate(MOST);
    found
}

pub(super) fn may_be(probe: &Probe, row: &Row, fields: &Fields) -> bool {
    let (want, have) = (&probe.ident.fields, &row.ident.fields);
    let agree = |f: usize| want[f] == UNKNOWN || have[f] == UNKNOWN || want[f] == have[f];
    agree(PLACE)
        && agree(ISSUER)
        && agree(PERIOD)
        && kinds_agree(probe, have[KIND], fields)
        && bounds_agree(probe, row, fields)
        && dates_agree(probe, row)
}

fn kinds_agree(probe: &Probe, have: u32, fields: &Fields) -> bool {
    let want = probe.ident.fields[KIND];
    if want == UNKNOWN || have == UNKNOWN || want == have {
        return true;
    }
    let plain = |f: u32| fields.get(f).map(|k| k.trim_end_matches(".n"));
    probe.is_series_open && plain(want) == plain(have)
}

/// A committee is a committee; an unknown place within a province lies there; where the
/// issuer is unknown, a local document is meant only at home.
fn bounds_agree(probe: &Probe, row: &Row, fields: &Fields) -> bool {
    let issuer = fields.get(row.ident.fields[ISSUER]);
    let seat = fields.get(row.ident.fields[PLACE]).unwrap_or_default();
    let committee = !probe.is_committee || issuer.is_some_and(|i| i.starts_with("bcd"));
    let inside = probe.knows(PLACE)
        || probe.within.is_none_or(|p| super::reference::is_within(seat, p));
    let at_home = probe.knows(ISSUER)
        || probe.is_committee
        || seat == "vn"
        || probe.home.is_some_and(|p| super::reference::is_within(seat, p));
    committee && inside && at_home
}

/// Where the documents are without number, only the same day is evidence; elsewhere a
/// date must not conflict.
fn dates_agree(probe: &Probe, row: &Row) -> bool {
    if probe.is_unlimited() {
        let day = |d: Option<Date>| d.filter(|d| d.day().is_some());
        return day(probe.date).is_some() && day(probe.date) == day(row.date);
    }
    if probe.knows(PERIOD) && row.ident.fields[PERIOD] != UNKNOWN && probe.knows(ISSUER) {
        return true;
    }
    probe.date.zip(row.date).is_none_or(|(a, b)| a.agrees(b))
}

/// A cited document is not younger than the citing one; the same day is allowed.
pub(super) fn is_in_time(row: &Row, fields: &Fields, citing: Option<Date>) -> bool {
    let began = || fields.get(row.ident.fields[PERIOD]).and_then(period::start);
    let Some(citing) = citing else { return true };
    row.date.or_else(began).is_none_or(|date| !date.is_after(citing))
}
