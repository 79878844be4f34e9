//! Documents cited without a number: by title ("Đề án …"), or by kind and issuer only
//! ("Kết luận của Ban Bí thư"). They name candidates, never a new document.

use super::body::{Body, Words};
use super::catalogue::Catalogue;
use super::likeness;
use super::probe::{MOST, Outcome, Probe, is_in_time};
use super::seat::Around;
use super::symbol::{Symbol, words_slug};
use crate::ident::Date;
use crate::parse::{Form, Mention};
use crate::registry::{Registry, Row, number};
use crate::text::fold_marks;
use crate::vocab::{DocKind, Place};
use std::cmp::Reverse;

/// What the words say of the document.
#[derive(Debug)]
struct Wanted<'m> {
    kind: &'static str,
    issuer: Option<String>,
    /// `vn` or `vn-namdinh`; `None` when not said.
    seat: Option<String>,
    /// *Bộ Chính trị* and *Ban Bí thư* share one series and are told by their words.
    organ: Option<&'static str>,
    topic: Option<&'m str>,
    date: Option<Date>,
}

impl<'m> Wanted<'m> {
    fn read(kind: DocKind, mention: &'m Mention, around: Around<'_>) -> Self {
        let symbol = Symbol::default();
        let words = Words {
            kind: None,
            symbol: &symbol,
            issuer: mention.issuer.as_deref(),
            place: mention.place,
            date: mention.date,
        };
        let body = Body::read(words, around);
        Self {
            kind: kind.slug(),
            issuer: body.issuer,
            seat: body.seat.slug,
            organ: mention.issuer.as_deref().and_then(organ),
            topic: mention.title.as_deref(),
            date: mention.date,
        }
    }

    /// Returns how well a document fits, or `None` when it does not: its words and the
    /// topic.
    fn fit(
        &self,
        issuer: Option<&str>,
        title: Option<&str>,
        date: Option<Date>,
    ) -> Option<u8> {
        let other = issuer.and_then(organ);
        let same_organ = self.organ.is_none() || other.is_none() || self.organ == other;
        let same_day = self.date.zip(date).is_none_or(|(a, b)| a.agrees(b));
        let topic = match self.topic {
            Some(topic) => likeness::covers(topic, title.unwrap_or_default()),
            None => 1,
        };
        (same_organ && same_day && topic > 0).then_some(topic)
    }
}

fn organ(words: &str) -> Option<&'static str> {
    let folded = fold_marks(words);
    ["bo chinh tri", "ban bi thu", "ban chap hanh"]
        .into_iter()
        .find(|o| folded.contains(o))
}

/// Returns the rows of the catalogue that a mention may mean, best first.
pub(super) fn wanted(
    catalogue: &Catalogue,
    kind: DocKind,
    mention: &Mention,
    citing: Option<Date>,
) -> Vec<u32> {
    let wanted =
        Wanted::read(kind, mention, Around { place: None, seat: None, date: citing });
    if wanted.issuer.is_none() {
        return Vec::new();
    }
    let rows = catalogue.with_kind(wanted.kind).filter(|(_, e)| {
        let older = e.row.date.zip(citing).is_none_or(|(d, c)| !d.is_after(c));
        older && e.reference.key.issuer == wanted.issuer
    });
    let fits = rows.filter_map(|(at, e)| {
        let fit =
            wanted.fit(e.row.issuer.as_deref(), e.row.title.as_deref(), e.row.date)?;
        Some((fit, e.row.date, Reverse(&e.reference.key), at))
    });
    let mut fits: Vec<_> = fits.collect();
    fits.sort_unstable_by(|a, b| b.cmp(a));
    let best = fits.first().map_or(0, |f| f.0);
    fits.into_iter().filter(|f| f.0 >= best / 2).take(MOST).map(|f| f.3).collect()
}

/// The rows of a registry by issuer, and by title.
#[derive(Clone, Debug, Default)]
pub(super) struct ByWords {
    by_issuer: Vec<u32>,
    /// Kind and title as one hash, and the row.
    by_title: Vec<(u64, u32)>,
}

const ISSUER: usize = 1;

impl ByWords {
    pub(super) fn new(registry: &Registry) -> Self {
        let row = |at: &u32| &registry.rows[*at as usize];
        let mut by_issuer: Vec<u32> = (0..number(registry.rows.len())).collect();
        by_issuer.sort_by_key(|at| row(at).ident.fields[ISSUER]);
        let titled = (0..).zip(&registry.rows).filter_map(|(at, row)| {
            let title = registry.phrase(row.title).filter(|_| row.is_known)?;
            Some((hash(row.kind?.slug(), &words_slug(title)), at))
        });
        let mut by_title: Vec<(u64, u32)> = titled.collect();
        by_title.sort_unstable();
        Self { by_issuer, by_title }
    }

    /// Returns the documents that a mention without number may mean, best first, and
    /// whether its title is theirs.
    pub(super) fn ask(
        &self,
        registry: &Registry,
        mention: &Mention,
        around: Around<'_>,
    ) -> (Vec<u32>, bool) {
        let Some(kind) = mention.kind else { return (Vec::new(), false) };
        let wanted = Wanted::read(kind, mention, around);
        if mention.form != Form::Generic {
            let same = self.same_title(registry, &wanted, around);
            if !same.is_empty() {
                return (same, true);
            }
        }
        (self.of_issuer(registry, &wanted, around.date), false)
    }

    /// Returns which law of that title a partial key means; `None` when its serial is
    /// not a title.
    pub(super) fn titled(
        &self,
        registry: &Registry,
        probe: &Probe,
        citing: Option<Date>,
    ) -> Option<Outcome> {
        let [_, issuer, kind, _, serial] = probe.ident.fields;
        let slug = registry.fields.get(serial)?;
        let kind = registry.fields.get(kind)?;
        if slug.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let rows = self.with_slug(hash(kind, slug)).filter(|&at| {
            let row = &registry.rows[at as usize];
            row.ident.fields[ISSUER] == issuer
                && is_in_time(row, &registry.fields, citing)
        });
        let found: Vec<u32> = rows.collect();
        Some(match found[..] {
            [] => Outcome::None,
            [one] => Outcome::One(one),
            _ => Outcome::Many(found, false),
        })
    }

    fn with_slug(&self, hash: u64) -> impl Iterator<Item = u32> + '_ {
        let start = self.by_title.partition_point(|(h, _)| *h < hash);
        let same = self.by_title.iter().skip(start).take_while(move |(h, _)| *h == hash);
        same.map(|(_, at)| *at)
    }

    fn same_title(
        &self,
        registry: &Registry,
        wanted: &Wanted<'_>,
        around: Around<'_>,
    ) -> Vec<u32> {
        let Some(title) = wanted.topic else { return Vec::new() };
        let rows = self.with_slug(hash(wanted.kind, &words_slug(title))).filter(|&at| {
            let row = &registry.rows[at as usize];
            let issuer = registry.fields.get(row.ident.fields[ISSUER]);
            let same_issuer =
                wanted.issuer.is_none() || issuer == wanted.issuer.as_deref();
            same_issuer
                && is_near(registry, row, wanted, around.place)
                && is_in_time(row, &registry.fields, around.date)
                && wanted.date.zip(row.date).is_none_or(|(a, b)| a.agrees(b))
        });
        rows.take(MOST).collect()
    }

    fn of_issuer(
        &self,
        registry: &Registry,
        wanted: &Wanted<'_>,
        citing: Option<Date>,
    ) -> Vec<u32> {
        let issuer = wanted.issuer.as_deref().and_then(|i| registry.fields.find(Some(i)));
        let (Some(issuer), Some(seat)) = (issuer, wanted.seat.as_deref()) else {
            return Vec::new();
        };
        let field = |at: &u32| registry.rows[*at as usize].ident.fields[ISSUER];
        let start = self.by_issuer.partition_point(|at| field(at) < issuer);
        let of = self.by_issuer[start..].iter().take_while(|at| field(at) == issuer);
        let mut fits: Vec<_> = of
            .filter_map(|&at| {
                let row = &registry.rows[at as usize];
                let here = registry.fields.get(row.ident.fields[0]) == Some(seat);
                let kind = row.kind.is_some_and(|k| k.slug() == wanted.kind);
                let in_time = row.is_known && is_in_time(row, &registry.fields, citing);
                let (said, title) =
                    (registry.phrase(row.issuer), registry.phrase(row.title));
                let fit = if here && kind && in_time {
                    wanted.fit(said, title, row.date)
                } else {
                    None
                };
                Some((fit?, row.date, Reverse(at)))
            })
            .collect();
        fits.sort_unstable_by(|a, b| b.cmp(a));
        let best = fits.first().map_or(0, |f| f.0);
        fits.into_iter().filter(|f| f.0 >= best / 2).take(MOST).map(|f| f.2.0).collect()
    }
}

/// A local document is meant only where the words or the source say so.
fn is_near(
    registry: &Registry,
    row: &Row,
    wanted: &Wanted<'_>,
    home: Option<Place>,
) -> bool {
    let seat = registry.fields.get(row.ident.fields[0]).unwrap_or_default();
    match wanted.seat.as_deref() {
        Some(said) => said == seat,
        None => {
            seat == "vn" || home.is_some_and(|p| super::reference::is_within(seat, p))
        }
    }
}

fn hash(kind: &str, slug: &str) -> u64 {
    let digest = blake3::hash(format!("{kind} {slug}").as_bytes());
    digest.as_bytes().iter().take(8).fold(0, |sum, b| sum << 8 | u64::from(*b))
}
