//! Known laws, codes and ordinances by title.

use super::DocKind;
use super::table::{NameIndex, list, rows};
use crate::ident::{Date, DocNumber};
use crate::text::fold_marks;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A law, code or ordinance whose title is known: a handle into `laws.tsv`.
///
/// Several laws share a title (Luật Đất đai of 1993, 2003, 2013, 2024): see
/// [`Law::same_title`].
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Law(u16);

struct Row {
    kind: DocKind,
    number: DocNumber,
    date: Date,
    title: &'static str,
    /// Other writings of the title that do not follow from it.
    also: Vec<&'static str>,
    short: Vec<&'static str>,
    in_force: Option<Date>,
}

struct Table {
    rows: Vec<Row>,
    titles: NameIndex,
    /// The titles without marks.
    unmarked: NameIndex,
    short: NameIndex,
    by_title: FxHashMap<(&'static str, String), Vec<u16>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let rows: Vec<Row> =
        rows(include_str!("laws.tsv")).filter_map(|f| read(&f)).collect();
    let indexed = || rows.iter().zip(0u16..);
    let written = || {
        indexed().flat_map(|(r, i)| {
            let also = r.also.iter().map(|t| (*t).to_owned());
            spellings(r.title).into_iter().chain(also).map(move |t| (t, i))
        })
    };
    let titles = NameIndex::new(written());
    let long = written().filter(|(title, _)| title.contains(' '));
    let unmarked = NameIndex::new(long.map(|(t, i)| (fold_marks(&t), i)));
    let short =
        NameIndex::new(indexed().flat_map(|(r, i)| r.short.iter().map(move |s| (*s, i))));
    let mut by_title = FxHashMap::<_, Vec<u16>>::default();
    for (row, i) in indexed() {
        let title = crate::text::fold_tone(row.title);
        by_title.entry((row.kind.slug(), title)).or_default().push(i);
    }
    #[expect(clippy::iter_over_hash_type, reason = "each list is sorted on its own")]
    for laws in by_title.values_mut() {
        laws.sort_by_key(|&i| rows[usize::from(i)].date);
    }
    Table { rows, titles, unmarked, short, by_title }
});

/// A title as texts write it: also without its commas, what it has in brackets, or the
/// country at its end.
fn spellings(title: &str) -> Vec<String> {
    let plain = title.split(" (").next().unwrap_or(title);
    let mut all = vec![title.to_owned(), plain.to_owned()];
    all.extend(plain.strip_suffix(" tại Việt Nam").map(str::to_owned));
    let without_commas: Vec<String> =
        all.iter().filter(|t| t.contains(',')).map(|t| t.replace(',', "")).collect();
    all.extend(without_commas);
    all
}

fn read(f: &[&'static str]) -> Option<Row> {
    let mut titles = list(f[3]);
    Some(Row {
        kind: DocKind::from_code(f[0])?,
        number: f[1].parse().ok()?,
        date: f[2].parse().ok()?,
        title: titles.next()?,
        also: titles.collect(),
        short: list(f.get(4)?).collect(),
        in_force: f.get(5).and_then(|d| d.parse().ok()),
    })
}

impl Law {
    /// Returns all known laws, oldest first.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.rows.iter().zip(0u16..).map(|(_, i)| Self(i))
    }

    fn row(self) -> &'static Row {
        &TABLE.rows[usize::from(self.0)]
    }

    /// Returns the kind: law, code or ordinance.
    pub fn kind(self) -> DocKind {
        self.row().kind
    }

    /// Returns the number.
    pub fn number(self) -> &'static DocNumber {
        &self.row().number
    }

    /// Returns the date on which it was passed.
    pub fn date(self) -> Date {
        self.row().date
    }

    /// Returns the day on which it came into force; where that is not known, half a
    /// year after it was passed, as is usual.
    pub fn in_force(self) -> Date {
        self.row().in_force.unwrap_or_else(|| half_a_year_after(self.date()))
    }

    /// Returns the day on which it came into force, where the table knows it.
    pub fn known_in_force(self) -> Option<Date> {
        self.row().in_force
    }

    /// Returns the title without the kind word: *Phòng, chống mua bán người*.
    pub fn title(self) -> &'static str {
        self.row().title
    }

    /// Returns a law whose title (without the kind word) `text` starts with, longest
    /// title first, and the length of the title in bytes of `text`.
    pub fn at_start(text: &str) -> Option<(Self, usize)> {
        let (row, len) = TABLE.titles.at_start(text)?;
        Some((Self(row), len))
    }

    /// As [`Law::at_start`], whatever the marks: scanners misread them ("Luật Tô chức
    /// Chính phủ", "Luật Đât đai"). Titles of one word are left out: "luật gia" is no Luật
    /// Giá.
    pub fn unmarked_at_start(text: &str) -> Option<(Self, usize)> {
        let (row, len) = TABLE.unmarked.unmarked_at_start(text)?;
        Some((Self(row), len))
    }

    /// Returns the usual short names: `BLHS`.
    pub fn short_names() -> impl Iterator<Item = &'static str> {
        TABLE.rows.iter().flat_map(|row| row.short.iter().copied())
    }

    /// Returns the law whose usual short name (`BLHS`) `text` starts with.
    pub fn short_at_start(text: &str) -> Option<(Self, usize)> {
        let (row, len) = TABLE.short.at_start(text)?;
        Some((Self(row), len))
    }

    /// Returns all laws of the same slug of kind and the same title, oldest first.
    pub fn same_title(self) -> impl Iterator<Item = Self> {
        let title = crate::text::fold_tone(self.title());
        let same = TABLE.by_title.get(&(self.kind().slug(), title));
        same.into_iter().flatten().map(|&i| Self(i))
    }
}

fn half_a_year_after(date: Date) -> Date {
    match date.month().unwrap_or(12) {
        month @ 1..=6 => Date::new(date.year(), month + 6, 1),
        month => Date::new(date.year() + 1, month - 6, 1),
    }
    .unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_and_found_by_its_title() {
        let lines = include_str!("laws.tsv").lines().count() - 1;
        assert_eq!(Law::all().count(), lines);
        for law in Law::all() {
            let (found, len) = Law::at_start(law.title()).unwrap();
            assert_eq!(len, law.title().len(), "{}", law.title());
            let same = crate::text::fold_tone(found.title())
                == crate::text::fold_tone(law.title());
            assert!(same, "{}", law.title());
        }
    }

    #[test]
    fn generations_share_a_title() {
        let (law, _) = Law::at_start("Phòng, chống mua bán người năm 2024").unwrap();
        let years: Vec<u16> = law.same_title().map(|l| l.date().year()).collect();
        assert_eq!(years, [2011, 2024]);
        assert_eq!(
            Law::short_at_start("BLHS").unwrap().0.number().to_string(),
            "100/2015/QH13"
        );
    }
}
