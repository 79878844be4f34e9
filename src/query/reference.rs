//! A reference as a person types it: `793/QĐ-TTg`, `793/qd-ttg`, `QĐ 793/2016`, `qd 793`,
//! `40/KH-UBND Nam Định 2021`, `Luật Phòng, chống mua bán người`, a key.
//!
//! The grammar of the documents reads it first; what it does not take is read leniently,
//! without marks. Every word that was typed must be found in the record: nothing is
//! guessed, what stays open gives several candidates.

mod lenient;
mod matching;
mod near;
pub(crate) mod near_listed;

pub use near::near;
pub(crate) use near::{DIGITS, SIGNS, slips};

use crate::ident::{Date, DocNumber, Key};
use crate::parse::{self, Form, Mention};
use crate::registry::Record;
use crate::text::{Text, fold_marks};
use crate::vocab::{DocKind, Law, Place};

/// A reference as a person types it.
#[derive(Clone, Debug, PartialEq)]
pub enum Reference {
    /// By canonical key; a `?` stands for anything.
    Key(Key),
    /// By what is printed on a document.
    Named(Named),
}

/// What a person said about a document; only what is stated must agree.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Named {
    /// The kind.
    pub kind: Option<DocKind>,
    /// The number without leading zeros: `793`, `30a`.
    pub serial: Option<String>,
    /// The parts of the symbol without marks, in order: `qd`, `ttg`.
    pub symbol: Vec<String>,
    /// The date, or the year in the number.
    pub date: Option<Date>,
    /// The province.
    pub place: Option<Place>,
    /// Words of title, issuer or symbol, in any order.
    pub words: Vec<String>,
    /// The title, word by word.
    pub title: Option<String>,
}

impl Reference {
    /// Reads what a person typed; anything is a reference, if only by its words.
    pub fn read(typed: &str) -> Self {
        let typed = typed.trim();
        if let Ok(key) = typed.parse() {
            return Self::Key(key);
        }
        let text = Text::new(typed.get(..MAX_BYTES).unwrap_or(typed));
        let named = known_law(text.normal())
            .or_else(|| by_grammar(&text))
            .unwrap_or_else(|| lenient::read(text.normal()));
        Self::Named(named)
    }

    /// Returns the number that was stated, without leading zeros.
    pub fn serial(&self) -> Option<&str> {
        match self {
            Self::Key(key) => Some(&key.serial),
            Self::Named(named) => named.serial.as_deref(),
        }
    }

    /// Returns how well a record agrees, the higher the better; `None` if something
    /// that was stated differs.
    pub fn agreement(&self, record: &Record) -> Option<Agreement> {
        match self {
            Self::Key(key) => matching::by_key(key, record),
            Self::Named(named) => matching::by_name(named, record),
        }
    }

    /// Returns true if nothing was said that could identify a document.
    pub fn is_empty(&self) -> bool {
        *self == Self::Named(Named::default())
    }
}

/// Longer than any title; what is behind it is not read.
const MAX_BYTES: usize = 2000;

/// How well a record agrees with a reference, best last.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Agreement {
    /// What is stated does not conflict, but the record does not know some of it.
    Possible,
    /// The words occur in the record.
    Words,
    /// All that is stated is there.
    Full,
    /// All that is stated is there, and the record says no more: the whole symbol, the
    /// whole title.
    Exact,
}

/// Returns the best of the candidates: those that agree most, in the order given.
pub fn best<T>(candidates: impl IntoIterator<Item = (Agreement, T)>) -> Vec<T> {
    let mut top = None;
    let mut best = Vec::new();
    for (agreement, candidate) in candidates {
        if Some(agreement) > top {
            top = Some(agreement);
            best.clear();
        }
        if Some(agreement) == top {
            best.push(candidate);
        }
    }
    best
}

/// `BLHS 2015`: a usual short name of a law and nothing else.
fn known_law(typed: &str) -> Option<Named> {
    let (law, len) = Law::short_at_start(typed)?;
    (len == typed.len()).then(|| {
        let number = law.number();
        Named { kind: Some(law.kind()), ..of_number(number) }
    })
}

/// What the grammar of the documents makes of it; `None` if it sees no reference, or
/// leaves something out that the lenient reading understands.
fn by_grammar(text: &Text) -> Option<Named> {
    let document = parse::document(text);
    let mention = document.mentions.iter().find(|m| {
        matches!(m.form, Form::Numbered | Form::Titled | Form::Alias)
            && text.slice(m.span).len() > 2
    })?;
    let mut named = of_mention(mention)?;
    let source = text.source();
    let rest = [
        source.get(..mention.span.start as usize).unwrap_or_default(),
        source.get(mention.span.end as usize..).unwrap_or_default(),
    ];
    lenient::rest(&rest.join(" "), &mut named);
    Some(named)
}

fn of_mention(mention: &Mention) -> Option<Named> {
    let mut named = match &mention.number {
        Some(number) => of_number(number),
        None => Named { title: Some(mention.title.clone()?), ..Named::default() },
    };
    named.kind = mention.kind;
    named.date = mention.date.or(named.date);
    named.place = mention.place;
    Some(named)
}

fn of_number(number: &DocNumber) -> Named {
    Named {
        serial: Some(number.serial_key()),
        symbol: symbol_parts(&number.symbol),
        date: number.year.map(Date::year_only),
        ..Named::default()
    }
}

/// Returns the parts of a symbol without marks: `QĐ-TTg` → `qd`, `ttg`.
fn symbol_parts(symbol: &str) -> Vec<String> {
    let folded = fold_marks(symbol).replace('&', "");
    let parts = folded.split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty());
    parts.map(str::to_owned).collect()
}

/// Returns the words of `text`, folded: tone placement only if `marked`, else all marks.
fn words_of(text: &str, marked: bool) -> Vec<String> {
    let folded = if marked { crate::text::fold_tone(text) } else { fold_marks(text) };
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.map(str::to_owned).collect()
}

/// Returns true if a person typed any Vietnamese mark: then marks count.
fn is_marked(text: &str) -> bool {
    !text.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(key: &str, kind: &str, number: &str, date: &str, title: &str) -> Record {
        Record {
            key: key.parse().unwrap(),
            number: (!number.is_empty()).then(|| number.to_owned()),
            kind: DocKind::from_code(kind),
            date: date.parse().ok(),
            title: (!title.is_empty()).then(|| title.to_owned()),
            place: Place::all().find(|p| key.starts_with(&format!("vn-{}/", p.slug()))),
            aliases: Vec::new(),
            issuer: None,
            sources: Vec::new(),
            scope: 0,
        }
    }

    fn known() -> Vec<Record> {
        let law = "Phòng, chống mua bán người";
        vec![
            record("vn/ttg/qd/2016/793", "QĐ", "793/QĐ-TTg", "2016-05-10", ""),
            record("vn/ttg/qd/2022/793", "QĐ", "793/QĐ-TTg", "2022-07-02", ""),
            record("vn-namdinh/ubnd/qd/2016/793", "QĐ", "793/QĐ-UBND", "2016-04-01", ""),
            record("vn/qh/luat/qh12/66", "L", "66/2011/QH12", "2011-03-29", law),
            record("vn/qh/luat/qh15/53", "L", "53/2024/QH15", "2024-11-28", law),
            record("vn-namdinh/ubnd/kh/2021/40", "KH", "40/KH-UBND", "2021-04-02", ""),
            record("vn-thaibinh/ubnd/kh/2021/40", "KH", "40/KH-UBND", "2021-03-01", ""),
            record("vn/tw/ct/d10/48", "CT", "48-CT/TW", "2010-10-22", ""),
            record("vn/cp/nq.n/2008/30a", "NQ", "30a/2008/NQ-CP", "2008-12-27", ""),
            record("vn/cp/nd/2020/5", "NĐ", "05/2020/NĐ-CP", "2020-01-03", ""),
        ]
    }

    /// Returns the keys that a reference means, joined.
    fn means(typed: &str) -> String {
        let reference = Reference::read(typed);
        let candidates: Vec<Record> = known();
        let found = candidates
            .iter()
            .filter_map(|r| Some((reference.agreement(r)?, r.key.to_string())));
        best(found).join(" ")
    }

    #[test]
    fn any_spelling_finds_its_document() {
        let qd = "vn/ttg/qd/2016/793 vn/ttg/qd/2022/793";
        for typed in
            ["793/QĐ-TTg", "793/qd-ttg", "793/QD-TTG", "793 QD TTg", "QĐ 793/QĐ-TTg"]
        {
            assert_eq!(means(typed), qd, "{typed}");
        }
        let old = "vn/ttg/qd/2016/793";
        for typed in [
            "793/QĐ-TTg 2016",
            "793/QĐ-TTg (2016)",
            "793/qd-ttg 10/5/2016",
            "quyết định số 793/QĐ-TTg ngày 10-5-2016",
            "qd 793 ttg 2016",
            "vn/ttg/qd/2016/793",
        ] {
            assert_eq!(means(typed), old, "{typed}");
        }
        assert_eq!(means("QĐ 793/2016"), format!("{old} vn-namdinh/ubnd/qd/2016/793"));
        assert_eq!(means("qd 793").split(' ').count(), 3);
        assert_eq!(means("48-CT/TW"), "vn/tw/ct/d10/48");
        assert_eq!(means("48 ct/tw"), "vn/tw/ct/d10/48");
        assert_eq!(means("chi thi 48"), "vn/tw/ct/d10/48");
        assert_eq!(means("30a/2008/nq-cp"), "vn/cp/nq.n/2008/30a");
        assert_eq!(means("5/2020/nd-cp"), "vn/cp/nd/2020/5");
        assert_eq!(means("Luật số 66/2011/QH12"), "vn/qh/luat/qh12/66");
    }

    #[test]
    fn provinces_tell_equal_numbers_apart() {
        assert_eq!(means("40/KH-UBND").split(' ').count(), 2);
        assert_eq!(means("40/KH-UBND Nam Định"), "vn-namdinh/ubnd/kh/2021/40");
        assert_eq!(means("kh 40 thai binh 2021"), "vn-thaibinh/ubnd/kh/2021/40");
        assert_eq!(means("vn-?/ubnd/kh/2021/40").split(' ').count(), 2);
        assert_eq!(means("40/KH-UBND Hà Nội"), "");
    }

    #[test]
    fn titles_are_found_with_and_without_marks() {
        let both = "vn/qh/luat/qh12/66 vn/qh/luat/qh15/53";
        assert_eq!(means("Luật Phòng, chống mua bán người"), both);
        assert_eq!(means("luat phong chong mua ban nguoi"), both);
        assert_eq!(means("luật phòng chống mua bán người 2024"), "vn/qh/luat/qh15/53");
        assert_eq!(means("Luật Phòng, chống mưa bão"), "");
        assert_eq!(means(""), "");
        assert_eq!(means("số"), "");
    }

    #[test]
    fn a_wrong_digit_is_near() {
        let reference = Reference::read("739/QĐ-TTg");
        let near = near(&reference, (0..).zip(known()));
        let numbers: Vec<_> = near.iter().map(|(i, _)| *i).collect();
        assert_eq!(numbers, [0, 1]);
    }
}
