//! *Ngày ban hành*: a date of issue, as far as it is stated.

use std::fmt;
use std::str::FromStr;

/// A date of issue: a year, a year and a month, or a day. `Display` is ISO 8601
/// (`2016-05-10`, `2016-05`, `2016`); order is chronological, coarser dates first.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    Hash,
    Ord,
    PartialEq,
    PartialOrd,
    serde::Serialize,
    serde::Deserialize,
)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// Makes a full date; `None` when there is no such day (00, 31 February, year 2106
    /// is possible: whether it is plausible is for the caller to say).
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let valid = day >= 1 && day <= days_in_month(year, month)?;
        valid.then_some(Self { year, month, day })
    }

    /// Makes a year and month.
    pub fn year_month(year: u16, month: u8) -> Option<Self> {
        (1..=12).contains(&month).then_some(Self { year, month, day: 0 })
    }

    /// Makes a bare year.
    pub fn year_only(year: u16) -> Self {
        Self { year, month: 0, day: 0 }
    }

    /// Returns the year.
    pub fn year(self) -> u16 {
        self.year
    }

    /// Returns the month, if stated.
    pub fn month(self) -> Option<u8> {
        (self.month > 0).then_some(self.month)
    }

    /// Returns the day, if stated.
    pub fn day(self) -> Option<u8> {
        (self.day > 0).then_some(self.day)
    }

    /// Returns true if `self` is certainly later than `other`: 2016 is not later than
    /// 2016-05, for it may be the same day.
    pub fn is_after(self, other: Self) -> bool {
        let cut = |a: u8, b: u8| a > 0 && b > 0;
        if self.year != other.year {
            return self.year > other.year;
        }
        if !cut(self.month, other.month) || self.month != other.month {
            return cut(self.month, other.month) && self.month > other.month;
        }
        cut(self.day, other.day) && self.day > other.day
    }

    /// Returns true if the two may be the same day.
    pub fn agrees(self, other: Self) -> bool {
        !self.is_after(other) && !other.is_after(self)
    }

    /// Returns the day that comes `days` days after the first day it may be.
    #[must_use]
    pub fn plus(self, days: u32) -> Self {
        let (mut date, mut left) = (self, days);
        while left > 0 {
            let last = days_in_month(date.year, date.month.max(1)).unwrap_or(31);
            let rest = u32::from(last - date.day.max(1));
            if left <= rest {
                date.day = date.day.max(1) + u8::try_from(left).unwrap_or(0);
                break;
            }
            left -= rest + 1;
            let (year, month) = (
                date.year + u16::from(date.month.max(1) == 12),
                date.month.max(1) % 12 + 1,
            );
            date = Self { year, month, day: 1 };
        }
        date
    }

    /// Returns the number of days since 1970-01-01 of the first day it may be.
    pub fn days(self) -> i32 {
        // Days from civil, after Howard Hinnant's public-domain algorithm.
        let (m, d) = (i32::from(self.month.max(1)), i32::from(self.day.max(1)));
        let y = i32::from(self.year) - i32::from(m <= 2);
        let era = y.div_euclid(400);
        let year_of_era = y.rem_euclid(400);
        let day_of_year = (153 * ((m + 9) % 12) + 2) / 5 + d - 1;
        let day_of_era =
            year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }
}

fn days_in_month(year: u16, month: u8) -> Option<u8> {
    let leap =
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    Some(match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => return None,
    })
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if self.month > 0 {
            write!(f, "-{:02}", self.month)?;
        }
        if self.day > 0 {
            write!(f, "-{:02}", self.day)?;
        }
        Ok(())
    }
}

impl FromStr for Date {
    type Err = crate::Error;

    /// Reads ISO (`2016-05-10`, `2016-05`, `2016`) and Vietnamese order (`10/5/2016`,
    /// `10-5-2016`, `10.5.2016`, `5/2016`).
    fn from_str(s: &str) -> crate::Result<Self> {
        let parts: Vec<&str> = s.trim().split(['-', '/', '.']).collect();
        let number = |i: usize| parts.get(i).and_then(|p| p.parse::<u16>().ok());
        let small = |i: usize| number(i).and_then(|n| u8::try_from(n).ok());
        let iso = parts.first().is_some_and(|p| p.len() == 4);
        let date = match (parts.len(), iso) {
            (1, true) => number(0).map(Self::year_only),
            (2, true) => {
                number(0).zip(small(1)).and_then(|(y, m)| Self::year_month(y, m))
            }
            (2, false) => {
                number(1).zip(small(0)).and_then(|(y, m)| Self::year_month(y, m))
            }
            (3, true) => number(0)
                .zip(small(1).zip(small(2)))
                .and_then(|(y, (m, d))| Self::new(y, m, d)),
            (3, false) => number(2)
                .filter(|&y| y > 31)
                .zip(small(1).zip(small(0)))
                .and_then(|(y, (m, d))| Self::new(y, m, d)),
            _ => None,
        };
        date.ok_or_else(|| {
            crate::Error::new(crate::ErrorKind::Query, format!("not a date: {s:?}"))
                .hint("write 2021-05-18, 18/5/2021, 2021-05 or 2021")
        })
    }
}

/// A day of a year that is not stated: *ngày 18-5*.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    Hash,
    Ord,
    PartialEq,
    PartialOrd,
    serde::Serialize,
    serde::Deserialize,
)]
pub struct MonthDay {
    month: u8,
    day: u8,
}

impl MonthDay {
    /// Returns the day; `None` when no year has it.
    pub fn new(month: u8, day: u8) -> Option<Self> {
        // A leap year has every day.
        Date::new(2000, month, day).map(|_| Self { month, day })
    }
}

/// Writes `--05-18`, as ISO 8601:2000 (5.2.1.3) writes a day without its year.
impl std::fmt::Display for MonthDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "--{:02}-{:02}", self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_without_a_year() {
        let day = |month, day| MonthDay::new(month, day).map(|d| d.to_string());
        assert_eq!(day(5, 18).as_deref(), Some("--05-18"));
        assert_eq!(day(2, 29).as_deref(), Some("--02-29"));
        assert_eq!(day(2, 30), None);
    }

    #[test]
    fn reads_and_prints() {
        let p = |s: &str| s.parse::<Date>().map(|d| d.to_string()).unwrap_or_default();
        assert_eq!(p("2016-05-10"), "2016-05-10");
        assert_eq!(p("10/5/2016"), "2016-05-10");
        assert_eq!(p("10-05-2016"), "2016-05-10");
        assert_eq!(p("5/2016"), "2016-05");
        assert_eq!(p("2016"), "2016");
        assert_eq!(p("00/05/2016"), "");
        assert_eq!(p("30/2/2016"), "");
        assert_eq!(p("hôm qua"), "");
    }

    #[test]
    fn days_are_counted_over_months_and_years() {
        let d = |s: &str| s.parse::<Date>().unwrap();
        assert_eq!(d("2020-12-14").plus(60), d("2021-02-12"));
        assert_eq!(d("2020-02-28").plus(1), d("2020-02-29"));
        for days in 0..800 {
            let day = d("2019-11-30").plus(days);
            assert_eq!(day.days(), d("2019-11-30").days() + i32::try_from(days).unwrap());
        }
    }

    #[test]
    fn partial_dates_agree_with_what_they_may_be() {
        let d = |s: &str| s.parse::<Date>().unwrap();
        assert!(d("2016").agrees(d("2016-05-10")));
        assert!(!d("2016-05").agrees(d("2016-06-01")));
        assert!(d("2016-06").is_after(d("2016-05-31")));
        assert!(!d("2016").is_after(d("2016-01-01")));
        assert_eq!(d("1970-01-01").days(), 0);
        assert_eq!(d("2000-03-01").days(), 11_017);
    }
}
