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
    if let Some(at) = first(&|c| c.ends_whole() && !(as_of.is_none() && is_foretold(c))) {
        return (Standing::Ended, Some(at));
    }
    if let Some(at) = not_yet(clauses, as_of) {
        return (Standing::NotYetInForce, Some(at));
    }
    let suspends = |c: &Clause| matches!(c.act, Act::Suspended | Act::ListedSuspended);
    if let Some(at) = first(&|c| suspends(c) && !c.is_part) {
        return (Standing::Suspended, Some(at));
    }
    if let Some(at) = first(&|c| c.act.ends() && !c.ends_whole()) {
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

/// A row of a catalogue that has the document as in force foretells its end with the day
/// it gives: that counts when a day is asked for.
fn is_foretold(clause: &Clause) -> bool {
    let status = clause.listed.as_ref().and_then(|row| row.status.as_deref());
    let standing = status.and_then(|words| words.parse::<Standing>().ok());
    let lives = |s: Standing| !matches!(s, Standing::Ended | Standing::Unknown);
    clause.act == Act::ListedEnded && standing.is_some_and(lives)
}

/// Returns the clause that says that it takes effect, or is issued, only later.
fn not_yet(clauses: &[Clause], as_of: Option<Date>) -> Option<usize> {
    let Some(asked) = as_of else {
        // Only what a catalogue says now, unless the day it names has come for others.
        let waits = |c: &Clause| !clauses.iter().any(|o| shows_begun(o, c.date));
        return clauses.iter().position(|c| c.act == Act::ListedNotYet && waits(c));
    };
    let later = |c: &Clause| c.date.is_some_and(|from| from.is_after(asked));
    let of = |act: Act| clauses.iter().position(|c| c.act == act && later(c));
    of(Act::TakesEffect).or_else(|| of(Act::Issued))
}

/// A row that has it as in force, or a document that acts on it on `day` or later.
fn shows_begun(clause: &Clause, day: Option<Date>) -> bool {
    let of_row = clause.listed.is_some() && clause.act == Act::Amended;
    let by_other = clause.by.is_some() && clause.act.shows_in_force();
    let is_later = |(day, of): (Date, Date)| !day.is_after(of);
    matches!(clause.act, Act::ListedInForce | Act::ListedSuspended)
        || of_row
        || by_other && day.zip(clause.date).is_some_and(is_later)
}

/// Returns the clause that shows it in force: a row that says so; else, for a day after
/// it took effect, whatever shows it in force on that day or later.
fn in_force(clauses: &[Clause], as_of: Option<Date>) -> Option<usize> {
    let begins = |c: &&Clause| matches!(c.act, Act::TakesEffect | Act::Issued);
    let begun = clauses.iter().filter(begins).all(|c| holds(c, as_of))
        && (as_of.is_none() || clauses.iter().any(|c| begins(&c)));
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

    fn row(act: Act, date: &str, status: &str) -> Clause {
        let entry = super::super::Entry {
            status: Some(status.to_owned()),
            replaced_by: None,
            catalogue: "a.csv".to_owned(),
        };
        Clause { listed: Some(entry), ..clause(act, date) }
    }

    #[test]
    fn a_pause_of_a_part_is_no_pause_of_the_whole() {
        let part = Clause { is_part: true, ..clause(Act::Suspended, "2023-03-05") };
        let listed = row(Act::ListedInForce, "", "Còn hiệu lực");
        let issued = clause(Act::Issued, "2022-09-16");
        let clauses = [issued, part, listed];
        assert_eq!(on(&clauses, "2023-06-01"), "in_force");
        assert_eq!(on(&clauses, ""), "in_force");
    }

    #[test]
    fn an_end_with_an_exception_leaves_a_part() {
        let end = Clause { has_exception: true, ..clause(Act::Repealed, "2024-08-01") };
        assert_eq!(on(std::slice::from_ref(&end), "2024-08-01"), "ended_in_part");
        assert_eq!(on(&[end], ""), "ended_in_part");
    }

    #[test]
    fn a_row_holds_no_longer_than_the_end_it_names() {
        let status = "Còn hiệu lực";
        let clauses = [
            clause(Act::Issued, "2020-01-01"),
            row(Act::ListedEnded, "2030-01-01", status),
            row(Act::ListedInForce, "", status),
        ];
        assert_eq!(on(&clauses, "2029-12-31"), "in_force");
        assert_eq!(on(&clauses, "2030-01-01"), "ended");
        assert_eq!(on(&clauses, ""), "in_force", "the row was written before its end");
    }

    #[test]
    fn a_row_does_not_hold_on_a_day_when_nothing_tells_the_first() {
        let clauses = [row(Act::ListedInForce, "", "Còn hiệu lực")];
        assert_eq!(on(&clauses, "1950-01-01"), "unknown");
        assert_eq!(on(&clauses, ""), "in_force");
        let issued = [clauses[0].clone(), clause(Act::Issued, "2020")];
        assert_eq!(on(&issued, "2019-12-31"), "not_yet_in_force");
        assert_eq!(on(&issued, "2021-01-01"), "in_force");
    }

    #[test]
    fn not_yet_counts_until_the_day_has_come_for_others() {
        let not_yet = row(Act::ListedNotYet, "2024-07-01", "Chưa có hiệu lực");
        assert_eq!(on(std::slice::from_ref(&not_yet), ""), "not_yet_in_force");
        let newer = row(Act::ListedInForce, "", "Còn hiệu lực");
        assert_eq!(on(&[not_yet, newer], ""), "in_force");
    }

    #[test]
    fn an_end_without_a_day_counts_when_no_day_is_asked_for() {
        let clauses = [clause(Act::Repealed, "")];
        assert_eq!(on(&clauses, ""), "ended");
        assert_eq!(on(&clauses, "2020-01-01"), "unknown");
    }
}
