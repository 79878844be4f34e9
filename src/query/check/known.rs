//! Rules that ask the corpus.

use super::{Draft, Finding, Rule, Severity};
use crate::error::Result;
use crate::ident::{Date, DocNumber, Key};
use crate::parse::Form;
use crate::query::{Corpus, Document};
use crate::registry::{DocId, Record, SourceId};
use crate::relate::Facts;
use crate::resolve::{Context, Stated, key_of};
use crate::vocab::Relation;
use std::sync::Arc;

/// The date is the one under which the document is known.
pub(super) const DATE_MISMATCH: Rule = Rule {
    code: "date-mismatch",
    severity: Severity::Warning,
    about: "a number is cited with the date under which it is known",
};

/// Somebody knows the number.
pub(super) const UNKNOWN: Rule = Rule {
    code: "unknown",
    severity: Severity::Note,
    about: "a cited number is known to the corpus or the catalogue",
};

/// The words leave no choice.
pub(super) const AMBIGUOUS: Rule = Rule {
    code: "ambiguous",
    severity: Severity::Warning,
    about: "a citation leaves no choice between documents of one number",
};

/// The document is in force, as far as the corpus says.
pub(super) const ENDED: Rule = Rule {
    code: "ended",
    severity: Severity::Warning,
    about: "a cited document is not replaced or repealed",
};

/// No other text bears the number.
pub(super) const DUPLICATE: Rule = Rule {
    code: "duplicate",
    severity: Severity::Warning,
    about: "no other text bears the number of this document",
};

/// Returns what the corpus shows to be wrong with one reference.
///
/// `own` is the draft itself, if it was indexed.
pub(super) fn all(
    corpus: &Corpus,
    own: Option<SourceId>,
    draft: Draft<'_>,
) -> Result<Vec<Finding>> {
    let number = draft.mention.number.as_ref().filter(|n| !n.serial.contains('…'));
    let Some(number) = number.filter(|_| draft.mention.form == Form::Numbered) else {
        return Ok(Vec::new());
    };
    let desk = Desk { corpus, own };
    let candidates = desk.candidates(draft, draft.mention.date)?;
    let mut findings = Vec::new();
    match candidates.as_slice() {
        [] => findings.extend(desk.unknown(draft, number)?),
        [(id, record)] => {
            findings.extend(date_mismatch(draft, number, record));
            findings.extend(desk.ended(draft, *id, record)?);
        }
        many => findings.extend(ambiguous(draft, number, many)),
    }
    Ok(findings)
}

/// The corpus, and the draft in it if it was indexed.
struct Desk<'c> {
    corpus: &'c Corpus,
    own: Option<SourceId>,
}

impl Desk<'_> {
    /// Returns the documents that a reference may mean, but those that only the draft
    /// itself speaks of.
    fn candidates(
        &self,
        draft: Draft<'_>,
        date: Option<Date>,
    ) -> Result<Vec<(DocId, Arc<Record>)>> {
        let heading = &draft.facts.heading;
        let context = Context { place: heading.place, seat: None, date: heading.date };
        let stated = Stated { date, ..Stated::from(draft.mention) };
        let Some(reference) = key_of(stated, context) else { return Ok(Vec::new()) };
        let mut candidates = Vec::new();
        for &id in self.corpus.matching(&reference.lookup())?.iter() {
            let record = self.corpus.record(id)?;
            if reference.may_be(&record.key, record.date) && !self.is_own(id, &record)? {
                candidates.push((id, record));
            }
        }
        Ok(candidates)
    }

    fn is_own(&self, id: DocId, record: &Record) -> Result<bool> {
        if record.is_held() || record.title.is_some() || self.own.is_none() {
            return Ok(false);
        }
        Ok(self.corpus.sole_witness(id)? == self.own)
    }

    /// The number is not known under this date: under another, or near it, or not at all.
    fn unknown(&self, draft: Draft<'_>, number: &DocNumber) -> Result<Option<Finding>> {
        if self.is_listed(draft)? {
            return Ok(None);
        }
        let others = self.candidates(draft, None)?;
        if let ([(_, record)], Some(stated)) = (others.as_slice(), draft.mention.date) {
            let known = named(number, record);
            let message = format!("{number} of {stated} is not known, but {known}");
            return Ok(Some(draft.finding(DATE_MISMATCH, message, record.date.map(day))));
        }
        if !others.is_empty() {
            let message =
                format!("not known under this date, but as {}", list(number, &others));
            return Ok(Some(draft.finding(UNKNOWN, message, None)));
        }
        let near = self.corpus.nearest(number)?;
        let message = format!("{number} is not known here");
        let fix = near.map(|near| format!("{near}?"));
        Ok(Some(draft.finding(UNKNOWN, message, fix)))
    }

    /// Returns true if a catalogue lists what the words mean.
    fn is_listed(&self, draft: Draft<'_>) -> Result<bool> {
        let heading = &draft.facts.heading;
        let context = Context { place: heading.place, seat: None, date: heading.date };
        let Some(reference) = key_of(Stated::from(draft.mention), context) else {
            return Ok(false);
        };
        let rows = self.corpus.listed_as(&reference.key, reference.date)?;
        Ok(!rows.is_empty())
    }

    fn ended(
        &self,
        draft: Draft<'_>,
        id: DocId,
        record: &Record,
    ) -> Result<Option<Finding>> {
        let ends = [Relation::Replaces, Relation::Repeals];
        if ends.contains(&draft.role.relation) || draft.role.relation == Relation::Amends
        {
            return Ok(None);
        }
        for (edge, end) in self.corpus.ends_of(id, record)?.iter() {
            if Some(edge.witness) == self.own {
                continue;
            }
            let own = draft.facts.heading.date;
            let is_later = own.zip(end.date).is_some_and(|(own, end)| end.is_after(own));
            let by = end.by.as_ref().filter(|_| !is_later && !end.is_part);
            let Some(Document { record: by, .. }) = by else { continue };
            let name = by.number.clone().unwrap_or_else(|| by.key.to_string());
            let on = by.date.map_or(String::new(), |d| format!(" of {d}"));
            let how =
                if edge.relation == Relation::Replaces { "replaced" } else { "repealed" };
            let message = format!("{how} by {name}{on}");
            let fix = (how == "replaced").then_some(name);
            return Ok(Some(draft.finding(ENDED, message, fix)));
        }
        Ok(None)
    }
}

fn date_mismatch(
    draft: Draft<'_>,
    number: &DocNumber,
    record: &Record,
) -> Option<Finding> {
    let (stated, known) = (draft.mention.date?, record.date?);
    if stated.agrees(known) {
        return None;
    }
    let message = format!("{number} is known as of {known}, not {stated}");
    Some(draft.finding(DATE_MISMATCH, message, Some(day(known))))
}

/// Several documents bear the number, and neither these words nor a fuller citation in
/// the same text tells which.
fn ambiguous(
    draft: Draft<'_>,
    number: &DocNumber,
    candidates: &[(DocId, Arc<Record>)],
) -> Option<Finding> {
    let fuller = draft.facts.mentions.iter().any(|other| {
        other.date.is_some() && other.number.as_ref().is_some_and(|n| n.same(number))
    });
    if fuller {
        return None;
    }
    let message = format!("may be {}", list(number, candidates));
    Some(draft.finding(AMBIGUOUS, message, Some("add the date".to_owned())))
}

/// Another text bears the number of the draft.
pub(super) fn duplicate(
    corpus: &Corpus,
    draft: &str,
    facts: &Facts,
) -> Result<Option<Finding>> {
    let heading = &facts.heading;
    let own = facts.mentions.iter().find(|m| m.form == Form::Own);
    let Some((own, number)) = own.zip(heading.number.as_ref()) else { return Ok(None) };
    let Some(key) = super::own_key(facts).map(|own| own.key).filter(Key::is_full) else {
        return Ok(None);
    };
    for id in corpus.store().find(&key)? {
        for &other in &corpus.record(id)?.sources {
            let name = corpus.name(other)?;
            if &*name != draft {
                let message = format!("{number} is also the number of {name}");
                let (rule, span) = (DUPLICATE, own.span);
                return Ok(Some(Finding { rule, span, message, fix: None }));
            }
        }
    }
    Ok(None)
}

fn named(number: &DocNumber, record: &Record) -> String {
    let printed = record.number.clone().unwrap_or_else(|| number.to_string());
    record.date.map_or(printed.clone(), |date| format!("{printed} of {date}"))
}

fn list(number: &DocNumber, candidates: &[(DocId, Arc<Record>)]) -> String {
    const MOST: usize = 4;
    let names = candidates.iter().take(MOST).map(|(_, record)| named(number, record));
    let mut names: Vec<String> = names.collect();
    if candidates.len() > MOST {
        names.push(format!("{} more", candidates.len() - MOST));
    }
    names.join(", ")
}

/// Returns the date as a drafter writes it.
fn day(date: Date) -> String {
    match (date.day(), date.month()) {
        (Some(day), Some(month)) => {
            format!("ngày {day:02} tháng {month:02} năm {}", date.year())
        }
        _ => format!("năm {}", date.year()),
    }
}
