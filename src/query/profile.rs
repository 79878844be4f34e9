//! All that is known of one document.

use super::status::{Status, can_end};
use super::{Claim, Corpus, Document, Evidence, Filter};
use crate::amend::Amendment;
use crate::error::Result;
use crate::graph::{Direction, Edge};
use crate::ident::Date;
use crate::parse::{Form, Heading};
use crate::registry::{DocId, SourceId};
use crate::resolve::Resolution;
use crate::text::Text;
use crate::vocab::Relation;
use std::collections::{BTreeMap, BTreeSet};

/// All that is known of one document.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// The document.
    pub document: Document,
    /// The texts that hold it.
    pub sources: Vec<SourceProfile>,
    /// How many documents it cites, by relation.
    pub cites: Degree,
    /// How many documents cite it, by relation.
    pub cited_by: Degree,
    /// Who amends, replaces or ends it, oldest first.
    pub fate: Vec<Fate>,
    /// Whether it is in force.
    pub status: Status,
}

/// What another document does to one.
#[derive(Clone, Debug, PartialEq)]
pub struct Fate {
    /// How it changes it.
    pub relation: Relation,
    /// The other document.
    pub by: Document,
    /// Which provision of the other does what to which of its own, in the order of the
    /// text.
    pub changes: Vec<Amendment>,
}

/// What one text says of itself.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceProfile {
    /// Its name.
    pub name: String,
    /// The bytes of its text.
    pub bytes: u32,
    /// What it says of itself.
    pub heading: Heading,
    /// Where its own number stands.
    pub own: Option<Evidence>,
    /// How many mentions it has.
    pub mentions: usize,
    /// How many of them denote one document, one document not fully known, one of
    /// several, and none.
    pub resolution: [usize; 4],
    /// What is said of it, and where.
    pub claims: Vec<Claim>,
}

/// How many documents are on one side.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Degree {
    /// How many documents.
    pub documents: usize,
    /// How many by relation; a document counts once a relation.
    pub by_relation: BTreeMap<Relation, usize>,
}

/// Relations that change whether a document is in force.
const FATE: [Relation; 5] = [
    Relation::Amends,
    Relation::Replaces,
    Relation::Repeals,
    Relation::Suspends,
    Relation::Corrects,
];

impl Corpus {
    /// Returns all that is known of a document, its status as of the day of `filter`. The
    /// conditions on edges say which relations count.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn profile(&self, id: DocId, filter: &Filter) -> Result<Profile> {
        let document = self.document(id)?;
        let sources: Result<Vec<_>> =
            document.record.sources.iter().map(|&s| self.source_profile(s)).collect();
        Ok(Profile {
            sources: sources?,
            cites: self.degree(id, Direction::Outgoing, filter)?,
            cited_by: self.degree(id, Direction::Incoming, filter)?,
            fate: self.fate(id, filter)?,
            status: self.status(id, filter.as_of)?,
            document,
        })
    }

    fn source_profile(&self, source: SourceId) -> Result<SourceProfile> {
        let store = self.store();
        let entry = store.source(source)?;
        let facts = store.facts(source)?;
        let outline = store.outline(source)?;
        let text = Text::try_new(store.text(source)?)?;
        let claims = super::claims(&text, &entry.meta, &outline, &facts);
        let own = facts.mentions.iter().find(|m| m.form == Form::Own);
        let own = own.map(|m| self.evidence(&entry, &outline, m.span)).transpose()?;
        let mut resolution = [0; 4];
        for one in store.resolutions(source)? {
            resolution[match one {
                Resolution::Resolved(_) => 0,
                Resolution::Partial(_) => 1,
                Resolution::Ambiguous(_) => 2,
                Resolution::Unresolved => 3,
            }] += 1;
        }
        let (name, bytes) = (entry.name, entry.text_bytes);
        let mentions = facts.mentions.len();
        Ok(SourceProfile {
            name,
            bytes,
            heading: facts.heading,
            own,
            mentions,
            resolution,
            claims,
        })
    }

    /// Returns how many documents are one step away by edges that meet the conditions on
    /// them.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn degree(
        &self,
        id: DocId,
        direction: Direction,
        filter: &Filter,
    ) -> Result<Degree> {
        let mut edges = self.store().graph().edges_of(id, direction)?;
        edges.retain(|e| filter.keeps_edge(e.relation, e.confidence));
        let pairs: BTreeSet<(Relation, DocId)> =
            edges.iter().map(|e| (e.relation, e.far_end(direction))).collect();
        let documents: BTreeSet<DocId> = pairs.iter().map(|&(_, d)| d).collect();
        let mut by_relation = BTreeMap::new();
        for (relation, _) in &pairs {
            *by_relation.entry(*relation).or_default() += 1;
        }
        Ok(Degree { documents: documents.len(), by_relation })
    }

    /// Reads the texts of the documents that change it: linear in their length.
    fn fate(&self, id: DocId, filter: &Filter) -> Result<Vec<Fate>> {
        let mut changing = BTreeMap::<(DocId, Relation), Vec<Edge>>::new();
        for edge in self.store().cited_by(id)? {
            if FATE.contains(&edge.relation)
                && filter.keeps_edge(edge.relation, edge.confidence)
            {
                changing.entry((edge.source, edge.relation)).or_default().push(edge);
            }
        }
        let mut fate = Vec::new();
        for ((source, relation), edges) in changing {
            let by = self.document(source)?;
            if can_end(&by.record) {
                fate.push(Fate { relation, by, changes: self.changes_by(&edges)? });
            }
        }
        let day = |d: &Document| d.record.date.unwrap_or(Date::year_only(0));
        fate.sort_by_key(|fate| (day(&fate.by), fate.by.id, fate.relation));
        Ok(fate)
    }

    /// Returns what the first text behind `edges` does to provisions by their mentions;
    /// several texts of one document say the same.
    fn changes_by(&self, edges: &[Edge]) -> Result<Vec<Amendment>> {
        let Some(first) = edges.first() else { return Ok(Vec::new()) };
        let facts = self.store().facts(first.witness)?;
        let mut changes = self.changes_in(first.witness, &facts)?;
        let is_here = |mention| {
            edges.iter().any(|e| e.witness == first.witness && e.mention == mention)
        };
        changes.retain(|change| change.mention.is_some_and(is_here));
        Ok(changes)
    }
}
