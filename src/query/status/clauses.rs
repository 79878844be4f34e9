//! What the corpus says of the life of one document.

use super::authority::{can_end, has_power_over, is_normative, may_act_on};
use super::{Effect, Lives, listed};
use crate::effect::{self, Term, Timing};
use crate::error::Result;
use crate::graph::Edge;
use crate::ident::{Date, DocNumber};
use crate::parse::Form;
use crate::query::filter::date_of;
use crate::query::witness::{Witness, Witnesses};
use crate::query::{Corpus, Document, Evidence};
use crate::registry::{Record, SourceId};
use crate::text::{Span, Text};
use crate::vocab::{Law, Relation};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// What a clause says of a document.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Act {
    /// It was issued.
    Issued,
    /// It takes effect.
    TakesEffect,
    /// A document rests on it, which only one in force allows (Decree 34/2016/NĐ-CP
    /// art. 61(1)).
    Ground,
    /// Another amends it.
    Amended,
    /// Another suspends it.
    Suspended,
    /// Another replaces it.
    Replaced,
    /// Another repeals it, or says that it has no more effect.
    Repealed,
    /// The time it gave itself is over.
    Expired,
    /// What it details has ended before 1 April 2025, and it with it (Law 80/2015/QH13
    /// art. 154(4)).
    EndedWithParent,
    /// What it details has ended since 1 April 2025, and it goes on (Law 64/2025/QH15
    /// art. 57(2)).
    OutlivesParent,
    /// A catalogue has it as in force.
    ListedInForce,
    /// A catalogue has it as ended.
    ListedEnded,
    /// A catalogue has it as suspended.
    ListedSuspended,
    /// A catalogue has it as not yet in force.
    ListedNotYet,
}

impl Act {
    /// Returns the name used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::TakesEffect => "takes_effect",
            Self::Ground => "ground",
            Self::Amended => "amended",
            Self::Suspended => "suspended",
            Self::Replaced => "replaced",
            Self::Repealed => "repealed",
            Self::Expired => "expired",
            Self::EndedWithParent => "ended_with_parent",
            Self::OutlivesParent => "outlives_parent",
            Self::ListedInForce => "listed_in_force",
            Self::ListedEnded => "listed_ended",
            Self::ListedSuspended => "listed_suspended",
            Self::ListedNotYet => "listed_not_yet_in_force",
        }
    }

    /// Returns true if it ends the document, or a part of it.
    pub fn ends(self) -> bool {
        matches!(
            self,
            Self::Replaced
                | Self::Repealed
                | Self::Expired
                | Self::EndedWithParent
                | Self::ListedEnded
        )
    }

    /// Returns true if only a document in force until then can meet it.
    pub(super) fn shows_in_force(self) -> bool {
        use Act::{Issued, ListedInForce, ListedNotYet, TakesEffect};
        !matches!(self, Issued | TakesEffect | ListedInForce | ListedNotYet)
    }
}

/// Where the day of a clause comes from.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Basis {
    /// No text says; for the clause of another document, its day of issue stands in.
    #[default]
    Issue,
    /// The clause itself.
    Clause,
    /// The clause of effect of the document that acts, or of its own.
    Effect,
    /// The table of laws.
    Table,
    /// A catalogue.
    Catalogue,
}

impl Basis {
    /// Returns the name used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Issue => "issue",
            Self::Clause => "clause",
            Self::Effect => "effect",
            Self::Table => "table",
            Self::Catalogue => "catalogue",
        }
    }
}

/// One statement about the life of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// What it says.
    pub act: Act,
    /// True if it concerns a part only.
    pub is_part: bool,
    /// True if it concerns the whole and leaves something in force for a time: *trừ
    /// trường hợp …*.
    pub has_exception: bool,
    /// The pinpoints of that part, as cited.
    pub provisions: Vec<String>,
    /// From when.
    pub date: Option<Date>,
    /// Where the day comes from.
    pub basis: Basis,
    /// The document that acts; none where the document itself, a table or a catalogue
    /// speaks.
    pub by: Option<Document>,
    /// The words.
    pub evidence: Option<Evidence>,
    /// How sure the reading of the words is, in percent.
    pub confidence: u8,
    /// What a catalogue says: its words, and the file it came from.
    pub listed: Option<Entry>,
}

/// What a row of a catalogue says of the life of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// *Tình trạng hiệu lực* in the words of the row.
    pub status: Option<String>,
    /// The number of the successor.
    pub replaced_by: Option<String>,
    /// The imported file.
    pub catalogue: String,
}

impl Clause {
    /// Makes a clause that says no more than that.
    pub(super) fn of(act: Act) -> Self {
        Self {
            act,
            is_part: false,
            has_exception: false,
            provisions: Vec::new(),
            date: None,
            basis: Basis::Issue,
            by: None,
            evidence: None,
            confidence: 100,
            listed: None,
        }
    }

    /// Returns true if it ends the document and leaves nothing of it in force.
    pub(super) fn ends_whole(&self) -> bool {
        self.act.ends() && !self.is_part && !self.has_exception
    }

    /// Oldest first; without a day last.
    pub(super) fn order(&self) -> (bool, Option<Date>, Act, bool, Option<u32>) {
        let by = self.by.as_ref().map(|d| d.id.0);
        (self.date.is_none(), self.date, self.act, self.is_part, by)
    }
}

/// How far the end of a parent is followed: law, decree, circular, and one to spare.
const GENERATIONS: u32 = 4;

impl Corpus {
    pub(super) fn lives(&self) -> &Lives {
        &self.lives
    }

    /// Returns all clauses about a document but those that only show it in force.
    pub(super) fn clauses(
        &self,
        document: &Document,
        generation: u32,
    ) -> Result<Vec<Clause>> {
        let mut clauses = self.own_clauses(document)?;
        for edge in self.store().cited_by(document.id)? {
            clauses.extend(self.acting(&edge, &document.record)?);
        }
        clauses.extend(self.by_catalogues(&document.record)?);
        if generation < GENERATIONS {
            clauses.extend(self.by_parents(document, generation)?);
        }
        Ok(clauses)
    }

    /// When it was issued, takes effect and ends, by its own words or a table.
    fn own_clauses(&self, document: &Document) -> Result<Vec<Clause>> {
        let mut clauses = Vec::new();
        if let Some(date) = date_of(&document.record) {
            clauses.push(Clause { date: Some(date), ..Clause::of(Act::Issued) });
        }
        clauses.extend(succeeded(&document.record));
        let effect = self.effect(document)?;
        if effect.basis == Basis::Issue {
            return Ok(clauses);
        }
        let Effect { from, until, basis, evidence } = effect;
        let start =
            Clause { date: from, basis, evidence, ..Clause::of(Act::TakesEffect) };
        if let Some(last) = until {
            let date = Some(last.plus(1));
            clauses.push(Clause { act: Act::Expired, date, ..start.clone() });
        }
        clauses.push(start);
        Ok(clauses)
    }

    /// Returns what the rows of catalogues with its key say.
    fn by_catalogues(&self, record: &Record) -> Result<Vec<Clause>> {
        let imports = &self.store().manifest().settings.catalogues;
        let rows = self.listed(record)?;
        let clauses = rows.into_iter().flat_map(|row| {
            let import = imports.get(usize::from(row.origin));
            let catalogue = import.map(|i| i.name.clone()).unwrap_or_default();
            listed::clauses(row, catalogue)
        });
        Ok(clauses.collect())
    }

    /// Returns what an edge to the document says of its life.
    pub(in crate::query) fn acting(
        &self,
        edge: &Edge,
        target: &Record,
    ) -> Result<Option<Clause>> {
        let Some(act) = act_of(edge.relation) else { return Ok(None) };
        let by = self.document(edge.source)?;
        if !may_act_on(&by.record, target) {
            return Ok(None);
        }
        let mut witness = Witness::read(self, edge.witness)?;
        let Some(said) = Said::of(edge, &witness) else { return Ok(None) };
        let timing = self.timing(&mut witness, &said)?;
        let (date, basis) = self.day(&by, timing)?;
        let of_part = timing.is_part || !said.provisions.is_empty();
        Ok(Some(Clause {
            act,
            // Every amendment is of some articles.
            is_part: act != Act::Amended && of_part,
            has_exception: act != Act::Amended && !of_part && timing.has_exception,
            date,
            basis,
            by: Some(by),
            evidence: Some(witness.evidence(self, said.span)?),
            provisions: said.provisions,
            confidence: edge.confidence,
            listed: None,
        }))
    }

    /// Returns true if an edge that replaces or repeals speaks of the whole of its target
    /// and may do so, from `date` at the latest: what [`Corpus::acting`] says, without
    /// reading more of it.
    pub(in crate::query) fn ends_whole(
        &self,
        edge: &Edge,
        date: Option<Date>,
        witnesses: &mut Witnesses<'_>,
    ) -> Result<bool> {
        let record = |id| self.record(id);
        if !may_act_on(&*record(edge.source)?, &*record(edge.target)?) {
            return Ok(false);
        }
        let witness = witnesses.witness(edge.witness)?;
        let Some(said) = Said::of(edge, witness) else { return Ok(false) };
        if !said.provisions.is_empty() {
            return Ok(false);
        }
        let timing = self.timing(witness, &said)?;
        let (Some(asked), false) = (date, timing.is_part) else {
            return Ok(!timing.is_part);
        };
        let (from, _) = self.day(&self.document(edge.source)?, timing)?;
        Ok(from.is_some_and(|from| !from.is_after(asked)))
    }

    fn timing(&self, witness: &mut Witness, said: &Said) -> Result<Timing> {
        const MARGIN: u32 = 2048;
        let (span, cue) = (said.span, said.cue);
        let passage = witness.passage(self, span, MARGIN)?;
        let start = passage.start;
        let Ok(text) = Text::try_new(passage.text) else { return Ok(Timing::default()) };
        let here = |s: Span| {
            let at = |n: u32| n.saturating_sub(start) as usize;
            text.to_normal(Span::new(at(s.start), at(s.end)))
        };
        let cue = cue.filter(|c| c.start >= start).map(here);
        Ok(effect::timing(text.normal(), here(span), cue))
    }

    /// From when what `by` says has effect: the day in the clause, else the one on which
    /// `by` takes effect, else that of its issue.
    fn day(&self, by: &Document, timing: Timing) -> Result<(Option<Date>, Basis)> {
        if timing.from.is_some() {
            return Ok((timing.from, Basis::Clause));
        }
        let effect = self.effect(by)?;
        let listed = self.listed(&by.record)?.into_iter().find_map(|row| row.effective);
        match effect.from.or(listed) {
            Some(from) if effect.from.is_none() => Ok((Some(from), Basis::Catalogue)),
            Some(from) => Ok((Some(from), effect.basis)),
            None => Ok((date_of(&by.record), Basis::Issue)),
        }
    }

    /// Reads from when a document has effect: in its texts, else in the table of laws.
    pub(super) fn read_effect(&self, document: &Document) -> Result<Effect> {
        let mut found = Effect::default();
        for &source in &document.record.sources {
            let entry = self.store().source(source)?;
            let issued = document.record.date.or(entry.heading.date);
            let terms = self.terms(source)?;
            let Some(term) = effect::chosen(&terms, issued) else { continue };
            let outline = self.store().outline(source)?;
            let evidence = self.evidence(&entry, &outline, term.span)?;
            let (from, until) = (term.from(issued), term.until(issued));
            let basis = Basis::Effect;
            found = Effect { from, until, basis, evidence: Some(evidence) };
            if from.is_some() {
                return Ok(found);
            }
        }
        if let Some(from) = law_in_force(&document.record) {
            let basis = Basis::Table;
            return Ok(Effect { from: Some(from), basis, ..Effect::default() });
        }
        Ok(found)
    }

    fn terms(&self, source: SourceId) -> Result<Vec<Term>> {
        if let Some(terms) = self.store().effect_terms(source)? {
            return Ok(terms);
        }
        let text = Text::try_new(self.store().text(source)?);
        Ok(text.map_or(Vec::new(), |text| effect::terms(&text)))
    }

    /// Returns what the end of the documents that it details says of it: one that details
    /// several goes on for as long as one of them does.
    fn by_parents(&self, document: &Document, generation: u32) -> Result<Vec<Clause>> {
        if !is_normative(&document.record) {
            return Ok(Vec::new());
        }
        let mut parents: Vec<Edge> = self.store().citing(document.id)?;
        parents.retain(|e| e.relation == Relation::Guides);
        parents.dedup_by_key(|e| e.target);
        let mut ended = Vec::new();
        for edge in &parents {
            let parent = self.document(edge.target)?;
            if !is_superior(&parent.record, &document.record) {
                continue;
            }
            ended.push((edge, self.end_of(&parent, generation + 1)?));
        }
        let act = |end: &Option<Clause>| fate(end.as_ref()?.date?);
        let all = ended.iter().all(|(_, end)| act(end) == Some(Act::EndedWithParent));
        let last = ended.iter().filter_map(|(_, end)| end.as_ref()?.date).max();
        let mut found = Vec::new();
        for (edge, end) in ended {
            let Some((act, end)) = act(&end).zip(end) else { continue };
            let is_last = all && end.date == last;
            let is_part = act == Act::EndedWithParent && !is_last;
            found.push(Clause { act, is_part, ..self.with_parent(edge, &end)? });
        }
        Ok(found)
    }

    fn with_parent(&self, edge: &Edge, end: &Clause) -> Result<Clause> {
        let citation = self.citation(edge)?;
        Ok(Clause {
            date: end.date,
            basis: end.basis,
            by: Some(citation.target),
            evidence: Some(citation.evidence),
            confidence: edge.confidence.min(end.confidence),
            ..Clause::of(Act::OutlivesParent)
        })
    }

    /// Returns the first and the last document that rests on it: it was in force then.
    pub(super) fn seen_in_force(&self, document: &Document) -> Result<Vec<Clause>> {
        let mut seen: Vec<(Date, Edge)> = Vec::new();
        for edge in self.store().cited_by(document.id)? {
            if edge.relation != Relation::BasedOn {
                continue;
            }
            let by = self.record(edge.source)?;
            let day = by.date.filter(|d| d.day().is_some());
            seen.extend(day.filter(|_| can_end(&by)).map(|day| (day, edge)));
        }
        let day = |s: &&(Date, Edge)| (s.0, s.1.source);
        let ends = [seen.iter().min_by_key(day), seen.iter().max_by_key(day)];
        ends.into_iter().flatten().map(|(day, edge)| self.ground(*day, edge)).collect()
    }

    fn ground(&self, day: Date, edge: &Edge) -> Result<Clause> {
        let citation = self.citation(edge)?;
        Ok(Clause {
            date: Some(day),
            by: Some(citation.source),
            evidence: Some(citation.evidence),
            confidence: edge.confidence,
            ..Clause::of(Act::Ground)
        })
    }
}

/// What is said of the document that an edge leads to.
struct Said {
    span: Span,
    cue: Option<Span>,
    provisions: Vec<String>,
}

impl Said {
    /// `None` if nothing is there, or no particular document is named.
    fn of(edge: &Edge, witness: &Witness) -> Option<Self> {
        let mention = witness.mention(edge).filter(|m| m.form != Form::Generic)?;
        let role = witness.facts.roles.get(edge.mention as usize);
        Some(Self {
            span: mention.span,
            cue: role.and_then(|r| r.cue),
            provisions: mention.provisions.iter().map(ToString::to_string).collect(),
        })
    }
}

fn act_of(relation: Relation) -> Option<Act> {
    match relation {
        Relation::Amends => Some(Act::Amended),
        Relation::Suspends => Some(Act::Suspended),
        Relation::Replaces => Some(Act::Replaced),
        Relation::Repeals => Some(Act::Repealed),
        _ => None,
    }
}

/// What the end of a document on that day does to those that detail it: Law 80/2015/QH13
/// art. 154(4), in force from 1 July 2016, ends them, Law 64/2025/QH15 art. 57(2), from
/// 1 April 2025, does not; `None` where neither says, or the day does not tell.
fn fate(end: Date) -> Option<Act> {
    let (since, until) = (Date::new(2016, 7, 1)?, Date::new(2025, 4, 1)?);
    if end.days() >= until.days() {
        return Some(Act::OutlivesParent);
    }
    let ends = end.days() >= since.days() && until.is_after(end);
    ends.then_some(Act::EndedWithParent)
}

/// A document details one of a superior, not one of its own kind and body.
fn is_superior(parent: &Record, detailing: &Record) -> bool {
    has_power_over(parent, detailing) && !has_power_over(detailing, parent)
}

fn law_in_force(record: &Record) -> Option<Date> {
    law_of(record)?.known_in_force()
}

/// The kinds of the table of laws: most documents are of none of them.
static KINDS_OF_LAWS: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| Law::all().map(|law| law.kind().slug()).collect());

fn law_of(record: &Record) -> Option<Law> {
    record.kind.filter(|kind| KINDS_OF_LAWS.contains(kind.slug()))?;
    let number: DocNumber = record.number.as_deref()?.parse().ok()?;
    let is_it = |law: &Law| {
        Some(law.kind().slug()) == record.kind.map(crate::vocab::DocKind::slug)
            && law.number().same(&number)
            && may_be_titled(record, *law)
    };
    Law::all().find(is_it)
}

/// Several laws may bear the number of one order; only their titles tell them apart.
fn may_be_titled(record: &Record, law: Law) -> bool {
    let fold = crate::text::fold_tone;
    let title = record.title.as_deref().filter(|_| record.scope != 0).map(fold);
    title.is_none_or(|title| title.contains(&*fold(law.title())))
}

/// A law ends when the next one of its title takes effect; those that amend a law may
/// bear one title and live side by side.
fn succeeded(record: &Record) -> Option<Clause> {
    let law = law_of(record)?;
    if crate::text::fold_tone(law.title()).contains("sửa đổi") {
        return None;
    }
    let next = law.same_title().find(|next| next.date().is_after(law.date()))?;
    Some(Clause {
        date: next.known_in_force(),
        basis: Basis::Table,
        listed: Some(Entry {
            status: None,
            replaced_by: Some(next.number().to_string()),
            catalogue: "laws.tsv".to_owned(),
        }),
        ..Clause::of(Act::ListedEnded)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn which_law_rules_what_details_an_ended_document() {
        let of = |day: &str| fate(day.parse().unwrap()).map_or("", Act::as_str);
        for (day, want) in [
            ("2016-06-30", ""),
            ("2016", ""),
            ("2016-07-01", "ended_with_parent"),
            ("2020", "ended_with_parent"),
            ("2025-03-31", "ended_with_parent"),
            ("2025", ""),
            ("2025-04-01", "outlives_parent"),
        ] {
            assert_eq!(of(day), want, "{day}");
        }
    }
}
