//! What each mention of a document says of its target, completed by the other mentions
//! of the same document: the first citation is in full, later ones are short (Decree
//! 34/2016/NĐ-CP art. 75).

use super::reference::{Context, Reference, Stated, key_of, of_constitution, of_title};
use super::{period, titles};
use crate::ident::{Date, Key};
use crate::parse::{Form, Mention};
use crate::relate::Facts;
use crate::vocab::{DocKind, Law};
use std::collections::HashMap;

/// What one mention denotes, before the registry is asked.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Seen<'f> {
    /// The document that the source holds.
    Own,
    /// The same as another mention.
    Same(usize),
    /// A document with a key, full or partial. The flag says whether a partial key
    /// names one document (a number does, a short name does not).
    Keyed(Reference, bool),
    /// One of the generations of a law, best first.
    OneOf(Vec<Reference>),
    /// A document without number, by title or by kind and issuer only.
    Described(&'f Mention),
    /// Nothing that can be named.
    Nothing,
}

/// Reads what every mention denotes.
pub(super) fn read<'f>(
    facts: &'f Facts,
    own: &Reference,
    context: Context<'_>,
) -> Vec<Seen<'f>> {
    let mut seen: Vec<Seen<'f>> =
        (0..facts.mentions.len()).map(|i| alone(facts, i, own, context)).collect();
    complete(&mut seen, own);
    settle_laws(&mut seen);
    seen
}

fn alone<'f>(
    facts: &'f Facts,
    at: usize,
    own: &Reference,
    context: Context<'_>,
) -> Seen<'f> {
    let mention = &facts.mentions[at];
    match mention.form {
        Form::Own => Seen::Own,
        Form::ToSelf => itself(facts, at),
        Form::Anaphor => antecedent(facts, at),
        Form::Generic => Seen::Described(mention),
        Form::Numbered | Form::Titled | Form::Alias => named(mention, own, context),
    }
}

/// *Quyết định này*: the document itself, the amended one inside quoted text, or the
/// document that a news item announces.
fn itself<'f>(facts: &Facts, at: usize) -> Seen<'f> {
    let of = facts.roles.get(at).and_then(|r| r.of).map(|of| of as usize);
    let of = of.filter(|&of| of != at && of < facts.mentions.len());
    of.or_else(|| announced(facts)).map_or(Seen::Own, Seen::Same)
}

/// Returns the index of the mention of the document that a news item announces.
pub(super) fn announced(facts: &Facts) -> Option<usize> {
    let at = facts.heading.announces? as usize;
    (facts.heading.is_news && at < facts.mentions.len()).then_some(at)
}

/// *Kế hoạch nói trên*: the announced document if it is of that kind, else the nearest
/// earlier mention of that kind.
fn antecedent<'f>(facts: &Facts, at: usize) -> Seen<'f> {
    let kind = facts.mentions[at].kind.filter(|k| *k != DocKind::DOCUMENT);
    let is_kind = |m: &Mention| {
        let same = kind.is_none() || m.kind.map(DocKind::slug) == kind.map(DocKind::slug);
        same && matches!(m.form, Form::Numbered | Form::Titled | Form::Alias)
    };
    let mention = |i: usize| facts.mentions.get(i).filter(|m| is_kind(m));
    let news = announced(facts).filter(|&i| i < at && mention(i).is_some());
    let nearest = || (0..at).rev().find(|&i| mention(i).is_some());
    news.or_else(nearest).map_or(Seen::Nothing, Seen::Same)
}

fn named<'f>(mention: &'f Mention, own: &Reference, context: Context<'_>) -> Seen<'f> {
    if let Some(reference) = key_of(Stated::from(mention), context) {
        let names_one = mention.form == Form::Numbered;
        return if names_own(&reference, own) {
            Seen::Own
        } else {
            Seen::Keyed(reference, names_one)
        };
    }
    let (Some(kind), true) = (mention.kind, mention.number.is_none()) else {
        return Seen::Nothing;
    };
    if kind == DocKind::CONSTITUTION {
        let found = period::constitution(mention.date.map(Date::year), context.date);
        return found.map_or(Seen::Nothing, |d| Seen::Keyed(of_constitution(d), true));
    }
    if titles::is_law(kind) {
        return law(kind, mention, own, context);
    }
    Seen::Described(mention)
}

/// A full number that is the document's own ("ban hành kèm theo Quyết định số …").
fn names_own(reference: &Reference, own: &Reference) -> bool {
    own.key.is_full() && reference.is_full() && reference.is_same(own)
}

fn law<'f>(
    kind: DocKind,
    mention: &Mention,
    own: &Reference,
    context: Context<'_>,
) -> Seen<'f> {
    let Some(title) = mention.title.as_deref().filter(|t| !t.trim().is_empty()) else {
        return Seen::Nothing;
    };
    let laws =
        meant(titles::named(kind, title, mention.date), mention.date, own, context.date);
    let found: Vec<Reference> = laws.into_iter().filter_map(titles::reference).collect();
    match <[Reference; 1]>::try_from(found) {
        Ok([one]) => Seen::Keyed(one, true),
        Err(found) if found.is_empty() => {
            Seen::Keyed(of_title(kind, title, mention.date), true)
        }
        Err(found) => Seen::OneOf(found),
    }
}

/// Returns the day from which a document speaks: a normative one is written for the law
/// that binds when it takes effect, at least 45 days after issue (Law 80/2015/QH13 art.
/// 151), a law half a year after it is passed.
fn effect(own: &Reference, date: Option<Date>) -> Option<Date> {
    let kind = own.kind.as_deref().unwrap_or_default();
    let is_normative = own.key.is_in_year_series();
    let days = match kind {
        "luat" | "pl" => 200,
        "nd" | "tt" | "ttlt" => 60,
        _ if is_normative => 60,
        _ => 0,
    };
    date.map(|d| d.plus(days))
}

/// Returns which of the laws of a title are meant: those of the stated day or year, or
/// those in force when it was cited.
fn meant(
    laws: Vec<Law>,
    stated: Option<Date>,
    own: &Reference,
    cited: Option<Date>,
) -> Vec<Law> {
    if stated.is_none() {
        return titles::in_force(&laws, cited, effect(own, cited));
    }
    let same_day: Vec<Law> =
        laws.iter().copied().filter(|l| stated == Some(l.date())).collect();
    if same_day.is_empty() { laws } else { same_day }
}

/// Completes every open reference from the nearest earlier mention that it may be, from
/// the document itself, or from a later mention if there is only one.
fn complete(seen: &mut [Seen<'_>], own: &Reference) {
    let by_serial = by_serial(seen);
    for at in 0..seen.len() {
        let Seen::Keyed(open, _) = &seen[at] else { continue };
        let Some(same) = by_serial.get(&open.key.serial).filter(|_| !open.is_full())
        else {
            continue;
        };
        let fuller = |i: &usize| may_complete(&seen[at], &seen[*i]);
        let before = same.iter().rev().copied().filter(|&i| i < at).find(fuller);
        let later = same.iter().copied().filter(|&i| i > at).filter(fuller);
        if let Some(found) = before.or_else(|| only(seen, later)) {
            seen[at] = seen[found].clone();
        } else if known(own) > known(open) && open.may_be(&own.key, own.date) {
            seen[at] = Seen::Own;
        }
    }
}

/// Returns the positions of each serial, where some reference is open.
fn by_serial(seen: &[Seen<'_>]) -> HashMap<String, Vec<usize>> {
    let mut map = HashMap::<String, Vec<usize>>::new();
    let keyed = |s: &Seen<'_>| match s {
        Seen::Keyed(r, _) => Some((r.key.serial.clone(), r.is_full())),
        _ => None,
    };
    if seen.iter().filter_map(keyed).all(|(_, full)| full) {
        return map;
    }
    for (at, (serial, _)) in
        seen.iter().enumerate().filter_map(|(i, s)| Some((i, keyed(s)?)))
    {
        map.entry(serial).or_default().push(at);
    }
    map
}

/// A fuller reference completes another; a number completes a short name that says no
/// less ("Nghị quyết 36" after "Nghị quyết số 36").
fn may_complete(open: &Seen<'_>, other: &Seen<'_>) -> bool {
    let (Seen::Keyed(open, named), Seen::Keyed(other, other_named)) = (open, other)
    else {
        return false;
    };
    let (more, less) = (known(other), known(open));
    let better = more > less || (more == less && *other_named && !named);
    better && open.may_be(&other.key, other.date)
}

/// Returns how much is known: fields, then the series, then the date.
fn known(reference: &Reference) -> (usize, bool, bool) {
    let Key { place, issuer, kind, period, .. } = &reference.key;
    let fields = [place, issuer, kind, period].into_iter().flatten().count();
    (fields, !reference.is_series_open, reference.date.is_some())
}

/// Returns the only document among later mentions; two that differ leave it open.
fn only(seen: &[Seen<'_>], mut found: impl Iterator<Item = usize>) -> Option<usize> {
    let key = |i: usize| match &seen[i] {
        Seen::Keyed(reference, _) => Some(&reference.key),
        _ => None,
    };
    let first = found.next()?;
    found.all(|i| key(i) == key(first)).then_some(first)
}

/// A law cited by title alone is the generation that the document cites elsewhere by
/// number or date.
fn settle_laws(seen: &mut [Seen<'_>]) {
    for at in 0..seen.len() {
        let Seen::OneOf(laws) = &seen[at] else { continue };
        let cited = |i: &usize| match &seen[*i] {
            Seen::Keyed(r, _) => laws.iter().any(|l| l.is_same(r)),
            _ => false,
        };
        let before = (0..at).rev().find(cited);
        let found = before.or_else(|| only(seen, (at + 1..seen.len()).filter(cited)));
        if let Some(same) = found {
            seen[at] = Seen::Same(same);
        }
    }
}
