//! The lint of drafts: which references are wrong, and what would be right.
//!
//! Two kinds of rules: those that need the draft only (`rules`) and those that ask the
//! corpus (`known`). Every finding names the words, the reason and, where one is known,
//! the fix. Nothing is claimed that no text or table supports.

mod known;
mod rules;

use super::{Corpus, Filter, Standing};
use crate::error::Result;
use crate::parse::Mention;
use crate::registry::Record;
use crate::relate::{Facts, Role};
use crate::resolve::{Context, Reference, Stated, key_of};
use crate::text::Span;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Probably wrong.
    Warning,
    /// Wrong.
    Error,
}

impl Severity {
    /// Returns the name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A rule of the lint.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Rule {
    /// Its name.
    pub code: &'static str,
    /// How bad it is when it is broken.
    pub severity: Severity,
    /// What it asks for.
    pub about: &'static str,
}

/// All rules.
pub const RULES: [Rule; 12] = [
    rules::KIND_MISMATCH,
    rules::YEAR_MISMATCH,
    rules::TERM_MISMATCH,
    rules::NOT_YET_ISSUED,
    rules::ISSUER_GONE,
    rules::ISSUER_MISMATCH,
    rules::LOW_BASIS,
    known::DATE_MISMATCH,
    known::UNKNOWN,
    known::AMBIGUOUS,
    known::ENDED,
    known::DUPLICATE,
];

/// A broken rule at one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// The words.
    pub span: Span,
    /// What is wrong with them.
    pub message: String,
    /// What would be right.
    pub fix: Option<String>,
}

/// One reference of a draft.
#[derive(Clone, Copy)]
struct Draft<'d> {
    facts: &'d Facts,
    mention: &'d Mention,
    role: &'d Role,
}

impl Draft<'_> {
    fn finding(&self, rule: Rule, message: String, fix: Option<String>) -> Finding {
        Finding { rule, span: self.mention.span, message, fix }
    }
}

/// Returns what is wrong with the references of a draft, in the order of the text; `name`
/// is that of its source, should the store hold it.
///
/// The conditions on documents are on the draft: nothing is wrong with one that does not
/// meet them. Those on edges are on its references; with one, nothing is said of the
/// draft itself.
///
/// # Errors
/// When the store is damaged.
pub fn check(
    corpus: &Corpus,
    name: &str,
    facts: &Facts,
    filter: &Filter,
) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    if filter.asks_of_documents() && !is_asked(corpus, name, facts, filter)? {
        return Ok(findings);
    }
    let own = corpus.store().source_by_name(name)?.map(|(id, _)| id);
    for (mention, role) in facts.mentions.iter().zip(&facts.roles) {
        if !role.relation.is_edge()
            || !filter.keeps_edge(role.relation, mention.confidence)
        {
            continue;
        }
        let draft = Draft { facts, mention, role };
        findings.extend(rules::all(draft));
        findings.extend(known::all(corpus, own, draft)?);
    }
    if filter.relations.is_empty() && filter.min_confidence == 0 {
        findings.extend(known::duplicate(corpus, name, facts)?);
    }
    // A number that is wrong in itself is of course not known.
    let wrong: Vec<Span> = findings
        .iter()
        .filter(|f| f.rule.severity == Severity::Error)
        .map(|f| f.span)
        .collect();
    findings.retain(|f| f.rule != known::UNKNOWN || !wrong.contains(&f.span));
    findings.sort_by_key(|f| (f.span, f.rule.code));
    // What is wrong with a document is said at its first mention.
    let mut said = std::collections::BTreeSet::new();
    findings.retain(|f| said.insert((f.rule.code, f.message.clone())));
    Ok(findings)
}

/// Returns true if a draft meets the conditions on documents: as the store knows it, else
/// by its own heading.
fn is_asked(corpus: &Corpus, name: &str, facts: &Facts, filter: &Filter) -> Result<bool> {
    if let Some((_, entry)) = corpus.store().source_by_name(name)? {
        return corpus.keeps_id(filter, entry.doc);
    }
    let is_unknown = filter.statuses.contains(&Standing::Unknown);
    let asks_status = !filter.statuses.is_empty();
    Ok(filter.keeps(&as_headed(facts)) && (is_unknown || !asks_status))
}

/// Returns what a text says of itself as the record of a document.
fn as_headed(facts: &Facts) -> Record {
    let heading = &facts.heading;
    Record {
        key: own_key(facts).map(|own| own.key).unwrap_or_default(),
        kind: heading.kind,
        date: heading.date,
        issuer: heading.issuer.clone(),
        place: heading.place,
        ..Record::default()
    }
}

/// Returns the key of a text by its own heading.
fn own_key(facts: &Facts) -> Option<Reference> {
    let heading = &facts.heading;
    let stated = Stated {
        kind: heading.kind,
        number: heading.number.as_ref(),
        date: heading.date,
        issuer: heading.issuer.as_deref(),
        place: heading.place,
        title: None,
    };
    key_of(stated, Context { place: heading.place, seat: None, date: heading.date })
}
