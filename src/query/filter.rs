//! Conditions on the documents and edges of an answer.

use super::Standing;
use crate::ident::Date;
use crate::registry::Record;
use crate::text::{Text, fold_marks};
use crate::vocab::{DocKind, Issuer, IssuerLevel, Place, Relation};

/// Conditions on the other side of a question and on the edge to it; empty ones hold
/// for all. What is unknown of a document does not meet a condition on it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Any of these relations.
    pub relations: Vec<Relation>,
    /// Any of these kinds.
    pub kinds: Vec<DocKind>,
    /// Any of these issuers.
    pub issuers: Vec<IssuerFilter>,
    /// Any of these provinces.
    pub places: Vec<Place>,
    /// Any of these years of issue.
    pub years: Vec<Years>,
    /// Issued on this day or later.
    pub after: Option<Date>,
    /// Issued on this day or earlier.
    pub before: Option<Date>,
    /// The least confidence of the edge, in percent.
    pub min_confidence: u8,
    /// Any of these standings; [`Corpus::keeps`](super::Corpus::keeps) asks them, for
    /// a record alone does not tell.
    pub statuses: Vec<Standing>,
    /// The day as of which a standing is asked; without one, by all that is known.
    pub as_of: Option<Date>,
}

impl Filter {
    /// Returns true if nothing is asked.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns true if something is asked of the documents, not of the edges only.
    pub fn asks_of_documents(&self) -> bool {
        let (relations, min_confidence, as_of) = (Vec::new(), 0, None);
        let on_documents = Self { relations, min_confidence, as_of, ..self.clone() };
        !on_documents.is_empty()
    }

    /// Returns true if an edge meets the conditions on edges.
    pub fn keeps_edge(&self, relation: Relation, confidence: u8) -> bool {
        confidence >= self.min_confidence
            && (self.relations.is_empty() || self.relations.contains(&relation))
    }

    /// Returns true if a document meets the conditions on documents but that on its
    /// status.
    pub fn keeps(&self, record: &Record) -> bool {
        any(&self.kinds, |kind| record.kind == Some(*kind))
            && any(&self.issuers, |issuer| issuer.is_of(record))
            && any(&self.places, |place| place_of(record) == Some(*place))
            && self.keeps_date(record)
    }

    fn keeps_date(&self, record: &Record) -> bool {
        if self.years.is_empty() && self.after.is_none() && self.before.is_none() {
            return true;
        }
        let Some(date) = date_of(record) else { return false };
        any(&self.years, |years| years.hold(date.year()))
            && !self.after.is_some_and(|after| after.is_after(date))
            && !self.before.is_some_and(|before| date.is_after(before))
    }
}

fn any<T>(wanted: &[T], holds: impl Fn(&T) -> bool) -> bool {
    wanted.is_empty() || wanted.iter().any(holds)
}

/// Returns the date of a document, else the year in its key.
pub fn date_of(record: &Record) -> Option<Date> {
    let year = || record.key.period.as_deref()?.parse().ok().map(Date::year_only);
    record.date.or_else(year)
}

/// Returns the province of a document, from its record or its key.
pub fn place_of(record: &Record) -> Option<Place> {
    let slug = || record.key.place.as_deref()?.strip_prefix("vn-")?.split('-').next();
    record.place.or_else(|| Place::from_slug(slug()?))
}

/// A year, or a closed range of years: `2021`, `2016-2020`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Years {
    first: u16,
    last: u16,
}

impl Years {
    fn hold(self, year: u16) -> bool {
        (self.first..=self.last).contains(&year)
    }
}

impl std::str::FromStr for Years {
    type Err = crate::Error;

    fn from_str(s: &str) -> crate::Result<Self> {
        let year = |s: &str| s.trim().parse().ok().filter(|y| (1000..3000).contains(y));
        let range = s.split_once("..").or_else(|| s.split_once('-')).unwrap_or((s, s));
        let years = year(range.0).zip(year(range.1)).filter(|(a, b)| a <= b);
        let (first, last) = years.ok_or_else(|| {
            let message = format!("not a year or range of years: {s:?}");
            crate::Error::new(crate::ErrorKind::Query, message)
                .hint("write 2021 or 2016-2020")
        })?;
        Ok(Self { first, last })
    }
}

/// An issuer as a person names it: a body of the table (`ttg`, *Thủ tướng Chính phủ*) or
/// words that its name holds.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct IssuerFilter {
    slug: Option<&'static str>,
    words: String,
}

impl IssuerFilter {
    /// Reads a slug, an abbreviation or words, with or without marks.
    pub fn read(typed: &str) -> Self {
        let words = fold_marks(typed.trim());
        let by_name = || Issuer::all().find(|i| fold_marks(i.name()) == words);
        let known = Issuer::from_slug(&words)
            .or_else(|| Issuer::of_token(typed.trim()))
            .or_else(by_name)
            .or_else(|| ministry(typed.trim()));
        Self { slug: known.map(Issuer::slug), words }
    }

    /// Returns what may stand in the name of a body: the words as typed, without marks,
    /// and for a body of the table its name.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let name = self.slug.and_then(Issuer::from_slug).map(Issuer::name);
        std::iter::once(self.words.as_str()).chain(name)
    }

    fn is_of(&self, record: &Record) -> bool {
        let slug = record.key.issuer.as_deref();
        if self.slug.is_some() && slug == self.slug {
            return true;
        }
        let words = record.issuer.as_deref().map(fold_marks).unwrap_or_default();
        slug == Some(self.words.as_str()) || words.contains(&self.words)
    }
}

/// `Bộ CA`, `bộ LĐTBXH`: a ministry by the letters of its symbol, which has its *B* in
/// some (`BCA`) and not in others.
fn ministry(typed: &str) -> Option<Issuer> {
    let (word, token) = typed.split_once(' ')?;
    if fold_marks(word) != "bo" {
        return None;
    }
    let with_b = format!("B{}", token.trim());
    let known = Issuer::of_token(&with_b).or_else(|| Issuer::of_token(token.trim()));
    known.filter(|issuer| issuer.level() == IssuerLevel::Ministry)
}

/// Returns the day, month or year that a person types: `2021-07-01`, `1/7/2021`,
/// `tháng 7 năm 2021`, with or without marks.
pub fn read_date(typed: &str) -> Option<Date> {
    typed.trim().parse().ok().or_else(|| date_in_words(typed))
}

fn date_in_words(typed: &str) -> Option<Date> {
    let folded = fold_marks(Text::new(typed).normal());
    let (mut day, mut month, mut year) = (None, None, None);
    let mut words = folded.split([' ', ',']).filter(|word| !word.is_empty());
    while let Some(word) = words.next() {
        let slot = match word {
            "ngay" => &mut day,
            "thang" => &mut month,
            "nam" => &mut year,
            _ => return None,
        };
        *slot = Some(words.next()?);
    }
    let parts = [day, month, Some(year?)].into_iter().flatten();
    parts.collect::<Vec<_>>().join("/").parse().ok()
}

/// Returns the province that a person names, with or without marks: `Nam Định`,
/// `nam dinh`, `namdinh`, `tỉnh Nam Định`.
pub fn read_place(typed: &str) -> Option<Place> {
    let folded = fold_marks(Text::new(typed.trim()).normal());
    let bare = ["tinh ", "thanh pho ", "tp. ", "tp.", "tp "]
        .iter()
        .find_map(|word| folded.strip_prefix(word))
        .unwrap_or(&folded);
    Place::from_slug(bare)
        .or_else(|| Place::all().find(|p| fold_marks(p.name()) == bare))
        .or_else(|| Place::at_start(typed).map(|found| found.0))
        .or_else(|| by_letters(bare))
}

/// `HCM`, `tphcm`, `brvt`: by the letters that stand for a name, with or without *TP*.
fn by_letters(folded: &str) -> Option<Place> {
    let letters = |name: &str| -> String {
        fold_marks(name).chars().filter(|c| c.is_alphanumeric()).collect()
    };
    let asked = letters(folded);
    let is_it = |name: &str| {
        let own = letters(name);
        own == asked || own.strip_prefix("tp").is_some_and(|rest| rest == asked)
    };
    Place::all().find(|place| place.names().any(is_it)).filter(|_| !asked.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(key: &str, date: &str) -> Record {
        Record {
            key: key.parse().unwrap(),
            kind: DocKind::from_code("KH"),
            date: date.parse().ok(),
            issuer: Some("Ủy ban nhân dân tỉnh".to_owned()),
            number: None,
            place: None,
            title: None,
            aliases: Vec::new(),
            sources: Vec::new(),
            scope: 0,
        }
    }

    #[test]
    fn what_is_unknown_meets_no_condition() {
        let filter =
            Filter { years: vec!["2020-2021".parse().unwrap()], ..Filter::default() };
        assert!(filter.keeps(&plan("vn-namdinh/ubnd/kh/2021/40", "")));
        assert!(!filter.keeps(&plan("vn-namdinh/ubnd/kh/2022/40", "")));
        assert!(!filter.keeps(&plan("vn-namdinh/ubnd/kh/?/40", "")));
        assert!(Filter::default().keeps(&plan("vn-namdinh/ubnd/kh/?/40", "")));
    }

    #[test]
    fn bounds_count_their_own_day() {
        let plan = plan("vn-namdinh/ubnd/kh/2021/40", "2021-04-02");
        let date = |s: &str| s.parse().ok();
        let keeps = |after: &str, before: &str| {
            let filter =
                Filter { after: date(after), before: date(before), ..Filter::default() };
            filter.keeps(&plan)
        };
        assert!(keeps("2021-04-02", "2021-04-02") && keeps("2021", "2021"));
        assert!(
            !keeps("2021-04-03", "") && !keeps("", "2021-04-01") && !keeps("2022", "")
        );
    }

    #[test]
    fn places_and_issuers_in_any_spelling() {
        for typed in ["Nam Định", "nam dinh", "namdinh", "tỉnh Nam Định", "tinh nam dinh"]
        {
            assert_eq!(read_place(typed).map(Place::slug), Some("namdinh"), "{typed}");
        }
        for typed in ["HCM", "hcm", "TPHCM", "tp.hcm", "TP. HCM", "tp hồ chí minh"] {
            assert_eq!(read_place(typed).map(Place::slug), Some("hochiminh"), "{typed}");
        }
        assert_eq!(read_place("Atlantis"), None);
        assert_eq!(read_place(""), None);
        for (typed, slug) in [
            ("Bộ CA", "bca"),
            ("bộ công an", "bca"),
            ("Bộ LĐTBXH", "bldtbxh"),
            ("bo TC", "btc"),
            ("Bộ Y tế", "byt"),
        ] {
            assert_eq!(IssuerFilter::read(typed).slug, Some(slug), "{typed}");
        }
        let plan = plan("vn-namdinh/ubnd/kh/2021/40", "");
        for typed in ["ubnd", "UBND", "ủy ban nhân dân", "uy ban nhan dan tinh"] {
            assert!(IssuerFilter::read(typed).is_of(&plan), "{typed}");
        }
        assert!(!IssuerFilter::read("ttg").is_of(&plan));
    }

    #[test]
    fn dates_in_any_writing() {
        let read = |s: &str| read_date(s).map(|d| d.to_string()).unwrap_or_default();
        for typed in [
            "2021-07-01",
            "1/7/2021",
            "01/07/2021",
            "1-7-2021",
            "ngày 1 tháng 7 năm 2021",
        ] {
            assert_eq!(read(typed), "2021-07-01", "{typed}");
        }
        for typed in ["2021-07", "7/2021", "tháng 7 năm 2021", "thang 07, nam 2021"] {
            assert_eq!(read(typed), "2021-07", "{typed}");
        }
        assert_eq!(read("năm 2021"), "2021");
        for typed in
            ["", "ngày", "tháng 13 năm 2021", "ngày 1 năm x", "tháng 7", "hôm nay"]
        {
            assert_eq!(read(typed), "", "{typed}");
        }
    }

    #[test]
    fn years_are_a_year_or_a_range() {
        let read = |s: &str| s.parse::<Years>().map(|y| (y.first, y.last)).ok();
        assert_eq!(read("2021"), Some((2021, 2021)));
        assert_eq!(read("2016-2020"), Some((2016, 2020)));
        assert_eq!(read("2016..2020"), Some((2016, 2020)));
        assert_eq!(read("2020-2016"), None);
        assert_eq!(read("x"), None);
    }
}
