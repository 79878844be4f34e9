//! Which provisions of a document were changed, and by which provisions of others.

use super::filter::date_of;
use super::{Corpus, Document, Evidence, Filter};
use crate::amend::{self, Amendment};
use crate::error::Result;
use crate::graph::Direction;
use crate::ident::{CompactString, Level, Provision};
use crate::registry::{DocId, SourceId};
use crate::relate::Facts;
use crate::text::Text;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::collections::{BTreeMap, BTreeSet};

/// One provision that another one changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Amended {
    /// The amending document.
    pub source: Document,
    /// The document that is changed; `None` if the text does not tell which.
    pub target: Option<Document>,
    /// What is done to which of its provisions, and which provision does it.
    pub amendment: Amendment,
    /// The words of the instruction.
    pub evidence: Evidence,
}

impl Corpus {
    /// Returns the changes to provisions that the corpus knows of: those made to
    /// `documents` ([`Direction::Incoming`]), by provision of the target; or those that
    /// they make to others ([`Direction::Outgoing`]), in the order of their text.
    ///
    /// The conditions are on the document at the far end, which then must be known, and on
    /// the citation of the document that is changed. Reads the texts of the amending
    /// documents: linear in their length.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn amended(
        &self,
        documents: &[DocId],
        direction: Direction,
        filter: &Filter,
    ) -> Result<Vec<Amended>> {
        let sources: Vec<SourceId> =
            self.amending(documents, direction)?.into_iter().collect();
        let read = |&source: &SourceId| {
            let mut all = Vec::new();
            self.push_amended(source, documents, direction, filter, &mut all)?;
            Ok(all)
        };
        let all: Result<Vec<Vec<Amended>>> = sources.par_iter().map(read).collect();
        let mut all = all?.concat();
        if direction == Direction::Incoming {
            all.sort_by_key(|a| {
                let target = a.target.as_ref().map(|t| t.id);
                let path = order(&a.amendment.target);
                (target, path, date_of(&a.source.record), a.source.id)
            });
        }
        Ok(all)
    }

    /// Returns what a text does to provisions: linear in its length.
    pub(super) fn changes_in(
        &self,
        source: SourceId,
        facts: &Facts,
    ) -> Result<Vec<Amendment>> {
        let text = Text::new(self.store().text(source)?);
        Ok(amend::amendments(&text, facts))
    }

    /// The texts to read: of the documents themselves, or of those with a relation to
    /// them that changes something.
    fn amending(
        &self,
        documents: &[DocId],
        direction: Direction,
    ) -> Result<BTreeSet<SourceId>> {
        let mut sources = BTreeSet::new();
        for &document in documents {
            if direction == Direction::Outgoing {
                // Several texts of one document say the same: the first is read.
                sources.extend(self.record(document)?.sources.first());
                continue;
            }
            let mut first = BTreeMap::<DocId, SourceId>::new();
            for edge in self.store().cited_by(document)? {
                if edge.relation.changes_target() {
                    first.entry(edge.source).or_insert(edge.witness);
                }
            }
            sources.extend(first.values());
        }
        Ok(sources)
    }

    /// How sure each mention of a source is of the document that it means, in percent.
    fn confidences(
        &self,
        document: DocId,
        source: SourceId,
    ) -> Result<BTreeMap<u32, u8>> {
        let edges = self.store().citing(document)?.into_iter();
        let here = edges.filter(|edge| edge.witness == source);
        Ok(here.map(|edge| (edge.mention, edge.confidence)).collect())
    }

    fn push_amended(
        &self,
        source: SourceId,
        documents: &[DocId],
        direction: Direction,
        filter: &Filter,
        all: &mut Vec<Amended>,
    ) -> Result<()> {
        let store = self.store();
        let entry = store.source(source)?;
        let facts = store.facts(source)?;
        let resolutions = store.resolutions(source)?;
        let outline = store.outline(source)?;
        let amending = self.document(entry.doc)?;
        if !super::status::can_end(&amending.record) {
            return Ok(());
        }
        let sure = self.confidences(entry.doc, source)?;
        for amendment in self.changes_in(source, &facts)? {
            let mention = amendment.mention.and_then(|m| resolutions.get(m as usize));
            let target = mention.and_then(crate::resolve::Resolution::document);
            let asked = match direction {
                Direction::Incoming => target.is_some_and(|t| documents.contains(&t)),
                Direction::Outgoing => target != Some(entry.doc),
            };
            let confidence = amendment.mention.and_then(|m| sure.get(&m));
            let confidence = confidence.copied().unwrap_or_default();
            if !asked || !filter.keeps_edge(amendment.relation(), confidence) {
                continue;
            }
            let target = target.map(|t| self.document(t)).transpose()?;
            let far = match direction {
                Direction::Incoming => Some(&amending),
                Direction::Outgoing => target.as_ref(),
            };
            let keeps = match far {
                Some(far) => self.keeps(filter, far.id, &far.record)?,
                // What is not known of a document meets no condition on it.
                None => !filter.asks_of_documents(),
            };
            if !keeps {
                continue;
            }
            let evidence = self.evidence(&entry, &outline, amendment.span)?;
            let source = amending.clone();
            all.push(Amended { source, target, amendment, evidence });
        }
        Ok(())
    }
}

/// Numbers in the order of numbers, "19a" behind "19".
fn order(provision: &Provision) -> Vec<(Level, u32, CompactString)> {
    let step = |(level, label): &(Level, CompactString)| {
        let digits: String = label.chars().take_while(char::is_ascii_digit).collect();
        (*level, digits.parse().unwrap_or(0), label.clone())
    };
    provision.0.iter().map(step).collect()
}
