//! Small builders of facts: what a parser would read, without a parser.

use danchieu::ident::Date;
use danchieu::ingest::Meta;
use danchieu::parse::{Form, Heading, Mention};
use danchieu::registry::{DocId, SourceId};
use danchieu::relate::{Facts, Relation, Role};
use danchieu::resolve::{Catalogue, Resolution, Resolver, World};
use danchieu::text::Span;
use danchieu::vocab::{DocKind, Place};

pub(crate) fn date(s: &str) -> Option<Date> {
    s.parse().ok()
}

/// A mention; empty fields are not stated.
pub(crate) fn mention(
    form: Form,
    kind: &str,
    number: &str,
    day: &str,
    issuer: &str,
) -> Mention {
    Mention {
        span: Span::new(0, 0),
        form,
        kind: DocKind::from_code(kind),
        number: number.parse().ok(),
        date: date(day),
        day: None,
        issuer: Some(issuer.to_owned()).filter(|i| !i.is_empty()),
        place: None,
        title: None,
        provisions: Vec::new(),
        confidence: 95,
        rule: "test".into(),
    }
}

pub(crate) fn cited(kind: &str, number: &str, day: &str, issuer: &str) -> Mention {
    mention(Form::Numbered, kind, number, day, issuer)
}

pub(crate) fn titled(kind: &str, title: &str, day: &str) -> Mention {
    let title = Some(title.to_owned());
    Mention { title, ..mention(Form::Titled, kind, "", day, "") }
}

/// One source, as it is learned.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) meta: Meta,
    pub(crate) facts: Facts,
}

impl Source {
    pub(crate) fn new(heading: Heading, mentions: Vec<Mention>) -> Self {
        let cites = |_: &Mention| Role { relation: Relation::Cites, of: None, cue: None };
        let roles = mentions.iter().map(cites).collect();
        let facts = Facts { heading, mentions, roles };
        Self { meta: Meta::default(), facts }
    }

    /// A document of a province, or one without place.
    pub(crate) fn plan(
        number: &str,
        day: &str,
        place: &str,
        mentions: Vec<Mention>,
    ) -> Self {
        let heading = Heading {
            kind: Some(DocKind::PLAN.into()),
            number: number.parse().ok(),
            date: date(day),
            place: Place::from_slug(place),
            ..Heading::default()
        };
        Self::new(heading, mentions)
    }

    pub(crate) fn news(day: &str, place: &str, mentions: Vec<Mention>) -> Self {
        let heading = Heading {
            date: date(day),
            place: Place::from_slug(place),
            is_news: true,
            ..Heading::default()
        };
        Self::new(heading, mentions)
    }

    fn hash(&self) -> [u8; 32] {
        content_hash(&format!("{self:?}"))
    }
}

/// Any function that tells contents apart.
fn content_hash(text: &str) -> [u8; 32] {
    let mut hash = [0u8; 32];
    let mut state = 0xcbf2_9ce4_8422_2325_u64;
    for (i, byte) in text.bytes().chain([0; 32]).enumerate() {
        state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        hash[i % 32] ^= state.to_be_bytes()[3];
    }
    hash
}

/// Learns all sources, in the order given; a source keeps its number.
pub(crate) fn world(sources: &[(u32, &Source)]) -> World {
    world_with(Catalogue::empty(), sources)
}

pub(crate) fn world_with(catalogue: Catalogue, sources: &[(u32, &Source)]) -> World {
    let mut resolver = Resolver::new(catalogue);
    for (id, source) in sources {
        let Source { meta, facts, .. } = source;
        resolver.learn(SourceId(*id), &source.hash(), meta, facts);
    }
    resolver.finish()
}

pub(crate) fn numbered(sources: &[Source]) -> Vec<(u32, &Source)> {
    (0..).zip(sources).collect()
}

pub(crate) fn key(world: &World, id: DocId) -> String {
    world.registry().get(id).unwrap().key.to_string()
}

/// Writes a resolution as the cases do: `= key`, `~ key` for a partial one, `? key key`
/// for candidates, `-`.
pub(crate) fn shown(world: &World, resolution: &Resolution) -> String {
    let keys = |ids: &[DocId]| {
        ids.iter().map(|id| key(world, *id)).collect::<Vec<_>>().join(" ")
    };
    match resolution {
        Resolution::Resolved(id) => format!("= {}", keys(&[*id])),
        Resolution::Partial(id) => format!("~ {}", keys(&[*id])),
        Resolution::Ambiguous(ids) => format!("? {}", keys(ids)),
        Resolution::Unresolved => "-".to_owned(),
    }
}

pub(crate) fn resolved(world: &World, id: usize, source: &Source) -> Vec<String> {
    let id = SourceId(u32::try_from(id).unwrap());
    let found = world.resolve(id, &source.facts);
    found.iter().map(|r| shown(world, r)).collect()
}
