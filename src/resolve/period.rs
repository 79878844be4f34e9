//! The period within which a number is unique: a calendar year for the state (Decree
//! 30/2020/NĐ-CP art. 15(1)), a term for the National Assembly (Law 80/2015/QH13 art.
//! 10(2)) and for the Party (Guidance 36-HD/VPTW, II.1.3).

use crate::ident::Date;
use std::sync::LazyLock;

/// A way of numbering.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Series {
    /// From 01 on 1 January.
    Year,
    /// By term of the National Assembly.
    Assembly,
    /// By term of the Central Committee.
    Party,
    /// By term of a provincial or lower Party committee.
    LocalParty,
}

impl Series {
    fn code(self) -> &'static str {
        match self {
            Self::Year => "",
            Self::Assembly => "qh",
            Self::Party => "d",
            Self::LocalParty => "dp",
        }
    }

    /// Returns the period that holds `date`; `None` when the date is too coarse to tell.
    pub(super) fn period(self, date: Date) -> Option<String> {
        if self == Self::Year {
            return Some(date.year().to_string());
        }
        let term = self.term_on(first_day(date)?)?;
        (self.term_on(last_day(date)?)? == term).then(|| term.to_owned())
    }

    fn term_on(self, day: Date) -> Option<&'static str> {
        let started = |t: &&Term| t.series == self.code() && !t.from.is_after(day);
        TERMS.iter().rfind(started).map(|t| t.slug)
    }

    /// Returns true if `year` touches the term called `slug`; the year of the change
    /// belongs to both terms.
    pub(super) fn touches(self, slug: &str, year: u16) -> bool {
        let mut terms = TERMS.iter().filter(|t| t.series == self.code());
        let Some(term) = terms.find(|t| t.slug == slug) else { return true };
        let until = terms.next().map_or(u16::MAX, |next| next.from.year());
        (term.from.year()..=until).contains(&year)
    }
}

/// Returns the first day of a period (`2016`, `qh13`, `d12`).
pub(super) fn start(period: &str) -> Option<Date> {
    let period = period.split('.').next()?;
    if let Some(term) = TERMS.iter().find(|t| t.slug == period) {
        return Some(term.from);
    }
    period.parse().ok().map(Date::year_only)
}

/// Returns the constitution of that year, or else the one in force on `day`.
pub(super) fn constitution(year: Option<u16>, day: Option<Date>) -> Option<Date> {
    let all =
        || constitutions().filter_map(|f| Some((f.0.parse().ok()?, f.1.parse().ok()?)));
    if let Some(year) = year {
        return all().find(|&(y, _): &(u16, Date)| y == year).map(|c| c.1);
    }
    let day = day?;
    let in_force =
        |f: &(&str, &str, &str)| f.2.parse().is_ok_and(|from: Date| !from.is_after(day));
    constitutions().filter(in_force).last().and_then(|f| f.1.parse().ok())
}

fn constitutions() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    fields(include_str!("constitutions.tsv"))
}

fn fields(
    table: &'static str,
) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    table.lines().filter(|l| !l.starts_with('#')).filter_map(|line| {
        let mut f = line.split('\t');
        Some((f.next()?, f.next()?, f.next()?))
    })
}

struct Term {
    series: &'static str,
    slug: &'static str,
    from: Date,
}

static TERMS: LazyLock<Vec<Term>> = LazyLock::new(|| {
    let row = |f: (&'static str, &'static str, &'static str)| {
        Some(Term { series: f.0, slug: f.1, from: f.2.parse().ok()? })
    };
    fields(include_str!("terms.tsv")).filter_map(row).collect()
});

fn first_day(date: Date) -> Option<Date> {
    Date::new(date.year(), date.month().unwrap_or(1), date.day().unwrap_or(1))
}

fn last_day(date: Date) -> Option<Date> {
    let month = date.month().unwrap_or(12);
    let last = || (28..=31).rev().find_map(|d| Date::new(date.year(), month, d));
    date.day().map_or_else(last, |_| Some(date))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_falls_in_one_term_or_in_none_that_is_certain() {
        let p = |s: Series, d: &str| s.period(d.parse().unwrap());
        assert_eq!(p(Series::Party, "2017-10-25").as_deref(), Some("d12"));
        assert_eq!(p(Series::Party, "2022-06-16").as_deref(), Some("d13"));
        assert_eq!(p(Series::Party, "2016"), None, "XI until 28 January, then XII");
        assert_eq!(p(Series::Party, "2010-10-22").as_deref(), Some("d10"));
        assert_eq!(p(Series::LocalParty, "2020-12-08").as_deref(), Some("d13"));
        assert_eq!(p(Series::Assembly, "2021-07-20").as_deref(), Some("qh15"));
        assert_eq!(p(Series::Year, "2016").as_deref(), Some("2016"));
    }

    #[test]
    fn the_year_of_the_change_belongs_to_both_terms() {
        assert!(Series::Assembly.touches("qh14", 2021));
        assert!(Series::Assembly.touches("qh15", 2021));
        assert!(!Series::Assembly.touches("qh13", 2025));
    }

    #[test]
    fn constitutions_by_year_or_by_the_day_of_citing() {
        let day = |d: &str| constitution(None, d.parse().ok()).unwrap().year();
        assert_eq!(day("2013-12-31"), 1992);
        assert_eq!(day("2014-01-01"), 2013);
        assert!(constitution(Some(1991), None).is_none());
    }
}
