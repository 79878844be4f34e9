//! From clauses to the standing.

use super::{Act, Clause, Standing};
use crate::ident::Date;

/// Returns the standing as of a day, or by all that is known, and the clause behind it.
///
/// An end of the whole decides before a pause, a pause before an end in part, that
/// before an amendment.
pub(super) fn standing(
    clauses: &[Clause],
    as_of: Option<Date>,
) -> (Standing, Option<usize>) {
    let first = |wanted: &dyn Fn(&Clause) -> bool| {
        clauses.iter().position(|c| wanted(c) && holds(c, as_of))
    };
    if let Some(at) = first(&|c| c.act.ends() && !c.is_part) {
        return (Standing::Ended, Some(at));
    }
    if let Some(at) = not_yet(clauses, as_of) {
        return (Standing::NotYetInForce, Some(at));
    }
    if let Some(at) = first(&|c| matches!(c.act, Act::Suspended | Act::ListedSuspended)) {
        return (Standing::Suspended, Some(at));
    }
    if let Some(at) = first(&|c| c.act.ends() && c.is_part) {
        return (Standing::EndedInPart, Some(at));
    }
    if let Some(at) = first(&|c| c.act == Act::Amended) {
        return (Standing::Amended, Some(at));
    }
    match in_force(clauses, as_of) {
        Some(at) => (Standing::InForce, Some(at)),
        None => (Standing::Unknown, None),
    }
}

/// A clause counts from its day on; without a day, only if no day is asked for.
fn holds(clause: &Clause, as_of: Option<Date>) -> bool {
    match (as_of, clause.date) {
        (None, _) => true,
        (Some(asked), Some(from)) => !from.is_after(asked),
        (Some(_), None) => false,
    }
}

/// Returns the clause that says that it takes effect, or is issued, only later.
fn not_yet(clauses: &[Clause], as_of: Option<Date>) -> Option<usize> {
    let Some(asked) = as_of else {
        // Only what a catalogue says now, unless the day it names has come for others.
        return clauses.iter().position(|c| c.act == Act::ListedNotYet);
    };
    let later = |c: &Clause| c.date.is_some_and(|from| from.is_after(asked));
    let of = |act: Act| clauses.iter().position(|c| c.act == act && later(c));
    of(Act::TakesEffect).or_else(|| of(Act::Issued))
}

/// Returns the clause that shows it in force: a row that says so; else, for a day after
/// it took effect, whatever shows it in force on that day or later.
fn in_force(clauses: &[Clause], as_of: Option<Date>) -> Option<usize> {
    let begins = |c: &&Clause| matches!(c.act, Act::TakesEffect | Act::Issued);
    let begun = clauses.iter().filter(begins).all(|c| holds(c, as_of));
    let listed = clauses.iter().position(|c| c.act == Act::ListedInForce);
    if let Some(at) = listed.filter(|_| begun) {
        return Some(at);
    }
    let asked = as_of?;
    let begun = |c: &Clause| {
        matches!(c.act, Act::TakesEffect | Act::Ground)
            && c.date.is_some_and(|from| !from.is_after(asked))
    };
    clauses.iter().find(|c| begun(c))?;
    let later = |c: &Clause| c.date.is_some_and(|day| !asked.is_after(day));
    clauses.iter().position(|c| c.act.shows_in_force() && later(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clause(act: Act, date: &str) -> Clause {
        Clause { date: date.parse().ok(), ..Clause::of(act) }
    }

    fn on(clauses: &[Clause], day: &str) -> &'static str {
        standing(clauses, day.parse().ok()).0.as_str()
    }

    #[test]
    fn a_life_from_issue_to_end() {
        let part = Clause { is_part: true, ..clause(Act::Repealed, "2018-03-01") };
        let clauses = [
            clause(Act::Issued, "2011-03-29"),
            clause(Act::TakesEffect, "2012-01-01"),
            clause(Act::Amended, "2016-05-01"),
            part,
            clause(Act::Replaced, "2025-07-01"),
        ];
        for (day, want) in [
            ("2010-01-01", "not_yet_in_force"),
            ("2011-12-31", "not_yet_in_force"),
            ("2012-01-01", "in_force"),
            ("2016-04-30", "in_force"),
            ("2016-05-01", "amended"),
            ("2018-03-01", "ended_in_part"),
            ("2025-06-30", "ended_in_part"),
            ("2025-07-01", "ended"),
            ("", "ended"),
        ] {
            assert_eq!(on(&clauses, day), want, "{day}");
        }
    }

    #[test]
    fn having_taken_effect_once_is_not_being_in_force() {
        let clauses = [clause(Act::TakesEffect, "2012-01-01")];
        assert_eq!(on(&clauses, "2020-01-01"), "unknown");
        assert_eq!(on(&clauses, ""), "unknown");
        let used = [clauses[0].clone(), clause(Act::Ground, "2021-02-09")];
        assert_eq!(on(&used, "2020-01-01"), "in_force");
        assert_eq!(on(&used, "2022-01-01"), "unknown");
    }

    #[test]
    fn an_end_without_a_day_counts_when_no_day_is_asked_for() {
        let clauses = [clause(Act::Repealed, "")];
        assert_eq!(on(&clauses, ""), "ended");
        assert_eq!(on(&clauses, "2020-01-01"), "unknown");
    }
}
