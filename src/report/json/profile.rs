//! `danchieu.document/1`.

use super::{Claim, Document, Evidence, ProvisionChange, Status};
use crate::query;
use crate::vocab::{DocKind, Place};
use serde::Serialize;
use std::collections::BTreeMap;

/// All that is known of one document, schema `danchieu.document/1`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Profile<'a> {
    /// The name of the format and its version.
    pub schema: &'static str,
    /// The document.
    pub document: Document<'a>,
    /// Keys under which it was known before.
    pub aliases: Vec<String>,
    /// The texts that hold it.
    pub sources: Vec<Source<'a>>,
    /// What it cites.
    pub cites: Degree,
    /// What cites it.
    pub cited_by: Degree,
    /// Who amends, replaces or ends it, oldest first.
    pub fate: Vec<Change<'a>>,
    /// Whether it is in force, as of the day that was asked for.
    pub status: Status<'a>,
}

/// What one text says of itself.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Source<'a> {
    /// Its name.
    pub path: &'a str,
    /// The bytes of its text.
    pub bytes: u32,
    /// The code of the kind.
    pub kind: Option<&'static str>,
    /// The number.
    pub number: Option<String>,
    /// The date.
    pub date: Option<String>,
    /// The issuer.
    pub issuer: Option<&'a str>,
    /// The slug of the province.
    pub place: Option<&'static str>,
    /// The title.
    pub title: Option<&'a str>,
    /// True for a news item.
    pub is_news: bool,
    /// Where the own number stands.
    pub evidence: Option<Evidence<'a>>,
    /// The mentions.
    pub mentions: usize,
    /// What they denote.
    pub resolution: Resolution,
    /// What is said of it, and where.
    pub claims: Vec<Claim<'a>>,
}

/// What the mentions of a text denote.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Resolution {
    /// One document with a full key.
    pub resolved: usize,
    /// One document of which something is unknown.
    pub partial: usize,
    /// One of several.
    pub ambiguous: usize,
    /// None.
    pub unresolved: usize,
}

/// How many documents are on one side.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Degree {
    /// How many documents.
    pub documents: usize,
    /// How many by relation.
    pub by_relation: BTreeMap<&'static str, usize>,
}

/// A document that changes another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change<'a> {
    /// How.
    pub relation: &'static str,
    /// Which.
    pub source: Document<'a>,
    /// Which of its provisions does what to which provision.
    pub changes: Vec<ProvisionChange<'a>>,
}

impl<'a> From<&'a query::Profile> for Profile<'a> {
    fn from(profile: &'a query::Profile) -> Self {
        let record = &profile.document.record;
        let change = |fate: &'a query::Fate| Change {
            relation: fate.relation.as_str(),
            source: (&fate.by).into(),
            changes: fate.changes.iter().map(Into::into).collect(),
        };
        Self {
            schema: "danchieu.document/1",
            document: (&profile.document).into(),
            aliases: record.aliases.iter().map(ToString::to_string).collect(),
            sources: profile.sources.iter().map(Into::into).collect(),
            cites: (&profile.cites).into(),
            cited_by: (&profile.cited_by).into(),
            fate: profile.fate.iter().map(change).collect(),
            status: (&profile.status).into(),
        }
    }
}

impl<'a> From<&'a query::SourceProfile> for Source<'a> {
    fn from(source: &'a query::SourceProfile) -> Self {
        let heading = &source.heading;
        let [resolved, partial, ambiguous, unresolved] = source.resolution;
        Self {
            path: &source.name,
            bytes: source.bytes,
            kind: heading.kind.map(DocKind::code),
            number: heading.number.as_ref().map(ToString::to_string),
            date: heading.date.map(|d| d.to_string()),
            issuer: heading.issuer.as_deref(),
            place: heading.place.map(Place::slug),
            title: heading.title.as_deref(),
            is_news: heading.is_news,
            evidence: source.own.as_ref().map(Into::into),
            mentions: source.mentions,
            resolution: Resolution { resolved, partial, ambiguous, unresolved },
            claims: source.claims.iter().map(Into::into).collect(),
        }
    }
}

impl From<&query::Degree> for Degree {
    fn from(degree: &query::Degree) -> Self {
        let by_relation = &degree.by_relation;
        Self {
            documents: degree.documents,
            by_relation: by_relation.iter().map(|(r, n)| (r.as_str(), *n)).collect(),
        }
    }
}
