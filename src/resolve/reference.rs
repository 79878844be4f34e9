//! What a mention or a heading says of the identity of its document: a key in which
//! unknown fields are open (domain §3).

use super::body::{Body, Words};
use super::orders;
use super::period::Series;
use super::seat::{Around, NEW_MAP};
use super::symbol::{Symbol, words_slug};
use crate::ident::{Date, DocNumber, Key};
use crate::parse::Mention;
use crate::text::fold_marks;
use crate::vocab::{DocKind, Issuer, Law, Place};

/// A key as far as it is known, and what is known besides of the open fields.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Reference {
    /// The key; a field that is not known is open.
    pub key: Key,
    /// The slug of the kind without series: `qd` for `qd.n`.
    pub kind: Option<String>,
    /// True when the number has no symbol, so that it is open which of the two series of
    /// its kind is meant; the key then has the likely one.
    pub is_series_open: bool,
    /// True when the issuer is one of the inter-agency committees, not said which.
    pub is_committee: bool,
    /// The province in which an open place lies.
    pub within: Option<Place>,
    /// The date as stated: for a year-bearing number it is soft evidence, for any
    /// other its year is part of identity.
    pub date: Option<Date>,
    /// The day and month of a date whose year is a slip of the pen ("10/5/2106").
    pub day_and_month: Option<(u8, u8)>,
    /// The issuers of a joint document, sorted: citers permute them.
    pub joint: Vec<String>,
    /// Some for a law under the number of an order: it tells those of one number apart,
    /// made of the title, zero without one.
    pub(super) order: Option<u64>,
}

/// What is known around a reference: who cites, where and when.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// The province of the citing document.
    pub place: Option<Place>,
    /// The place field of its own key.
    pub seat: Option<&'a str>,
    /// Its date.
    pub date: Option<Date>,
}

/// The fields of a reference before they are read as a key.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stated<'a> {
    /// The kind, from the word.
    pub kind: Option<DocKind>,
    /// The number.
    pub number: Option<&'a DocNumber>,
    /// The date.
    pub date: Option<Date>,
    /// The issuer in words.
    pub issuer: Option<&'a str>,
    /// The place that the words name.
    pub place: Option<Place>,
    /// The title without the kind word.
    pub title: Option<&'a str>,
}

impl<'a> From<&'a Mention> for Stated<'a> {
    fn from(mention: &'a Mention) -> Self {
        Self {
            kind: mention.kind,
            number: mention.number.as_ref(),
            date: mention.date,
            issuer: mention.issuer.as_deref(),
            place: mention.place,
            title: mention.title.as_deref(),
        }
    }
}

/// Returns the key of a numbered document as far as the words and the context tell;
/// `None` without a usable number (a blank in a template is none).
///
/// Every field that the number fixes beats the words ("793/QĐ-TTg của Chính phủ" is the
/// Prime Minister's), the year inside a number beats the date.
pub fn key_of(stated: Stated<'_>, context: Context<'_>) -> Option<Reference> {
    let number = stated.number.filter(|n| is_serial(&n.serial))?;
    let symbol = Symbol::of(number, stated.kind);
    let date = stated.date.filter(|d| is_plausible(*d, context.date));
    let around = Around { place: context.place, seat: context.seat, date: context.date };
    let year = number.year.map(Date::year_only);
    let when = date.filter(|d| number.year.is_none_or(|y| y == d.year())).or(year);
    let words = Words {
        kind: stated.kind,
        symbol: &symbol,
        issuer: stated.issuer,
        place: stated.place,
        date: when,
    };
    let body = Body::read(words, around);
    let kind = kind_slug(stated.kind, &symbol, &body);
    let term = || stated.issuer.and_then(|words| said_term(words, &body));
    let period = period(&symbol, &body, kind.as_deref(), number, when).or_else(term);
    let two_series = kind.as_deref().is_some_and(|k| has_two_series(k, &body));
    let suffix = if two_series && number.year.is_some() { ".n" } else { "" };
    let keyed = kind.as_ref().map(|k| format!("{k}{suffix}"));
    let mut joint = body.joint;
    let issuer = joint.first().cloned().or(body.issuer);
    joint.sort();
    let is_order = orders::may_bear(kind.as_deref()) && orders::is_order(symbol.tokens());
    let order = is_order.then(|| orders::scope(stated.title));
    Some(Reference {
        key: Key {
            place: body.seat.slug,
            issuer,
            kind: keyed,
            period,
            serial: number.serial_key(),
        },
        kind,
        is_series_open: two_series && symbol.is_empty(),
        is_committee: body.is_unnamed_committee,
        within: body.seat.within,
        date,
        day_and_month: stated.date.filter(|_| date.is_none()).and_then(day_and_month),
        joint,
        order,
    })
}

/// A blank in a template is no serial.
fn is_serial(serial: &str) -> bool {
    serial.contains(|c: char| c.is_ascii_digit()) && !serial.contains('…')
}

/// Years before the state or after the citing document are slips of the pen
/// ("15/5/2106"): such a date says nothing.
fn is_plausible(date: Date, citing: Option<Date>) -> bool {
    let last = citing.map_or(2100, |d| d.year() + 1);
    (1945..=last).contains(&date.year())
}

pub(super) fn day_and_month(date: Date) -> Option<(u8, u8)> {
    date.day().zip(date.month())
}

fn kind_slug(word: Option<DocKind>, symbol: &Symbol, body: &Body) -> Option<String> {
    let is_document = word.is_some_and(|k| k == DocKind::DOCUMENT);
    let word = word.filter(|_| !is_document);
    let slug = match (symbol.kind(), word) {
        (Some(token), _) if token == DocKind::CIRCULAR && symbol.is_party_order() => {
            "ttri"
        }
        (Some(token), Some(word))
            if (token == DocKind::ORDER || token == DocKind::DECREE_LAW)
                && is_law(word) =>
        {
            word.slug()
        }
        (Some(token), Some(word)) if token == DocKind::LAW && is_law(word) => word.slug(),
        (Some(token), _) => token.slug(),
        (None, Some(word)) => word.slug(),
        (None, None) if is_letter(symbol) => "cv",
        (None, None)
            if is_document && !symbol.is_empty() && symbol.assembly_term().is_none() =>
        {
            "cv"
        }
        (None, None) => return None,
    };
    // Party regulations are printed QĐ since 2018 and run in one series with decisions.
    Some(if slug == "qyd" && body.is_party { "qd".to_owned() } else { slug.to_owned() })
}

fn is_law(kind: DocKind) -> bool {
    kind == DocKind::LAW || kind == DocKind::CODE || kind == DocKind::ORDINANCE
}

/// A number whose symbol begins with a body and has no kind is that of a letter; those
/// of the state's highest bodies had no kind either and are not.
fn is_letter(symbol: &Symbol) -> bool {
    const WITHOUT_KIND: [&str; 9] =
        ["qh", "ubtvqh", "tvqh", "hdnn", "cp", "ttg", "hdbt", "ct", "hdcp"];
    let first = symbol.bodies().next().and_then(Issuer::of_token);
    first.is_some_and(|i| !WITHOUT_KIND.contains(&i.slug()))
}

/// Kinds of which the state keeps two series a year: numbers with the year inside
/// (normative) and numbers without.
const TWO_SERIES: [&str; 3] = ["qd", "nq", "ct"];

fn has_two_series(kind: &str, body: &Body) -> bool {
    let by_term =
        matches!(body.issuer.as_deref(), Some("qh" | "ubtvqh" | "tvqh" | "hdnn"));
    !body.is_party && !by_term && TWO_SERIES.contains(&kind)
}

fn period(
    symbol: &Symbol,
    body: &Body,
    kind: Option<&str>,
    number: &DocNumber,
    when: Option<Date>,
) -> Option<String> {
    let series = series(body, kind);
    let said = symbol.assembly_term().filter(|_| series == Series::Assembly);
    if let Some(term) = said {
        let fits = number.year.is_none_or(|y| series.touches(&term, y));
        return fits.then_some(term);
    }
    let period = series.period(when?)?;
    if body.seat.slug.as_deref().is_some_and(is_new_province) {
        return since_the_new_map(period, when?);
    }
    Some(period)
}

/// Returns the term that the words of the issuer name: "Hội nghị Trung ương 6 khóa XII".
fn said_term(words: &str, body: &Body) -> Option<String> {
    let letter = match body.issuer.as_deref() {
        Some("tw") => "d",
        Some("qh" | "ubtvqh") => "qh",
        _ => return None,
    };
    let folded = fold_marks(words);
    let (_, after) = folded.split_once("khoa ")?;
    let roman: String = after.chars().take_while(|c| "ivx".contains(*c)).collect();
    roman_value(&roman).map(|term| format!("{letter}{term}"))
}

/// Reads a Roman number up to 39, as terms are numbered.
fn roman_value(roman: &str) -> Option<u32> {
    let value = |c| match c {
        'i' => 1,
        'v' => 5,
        _ => 10,
    };
    let digits: Vec<u32> = roman.chars().map(value).collect();
    let signed = digits.iter().enumerate().map(|(i, &d)| {
        let less = digits.get(i + 1).is_some_and(|&next| next > d);
        if less { -i64::from(d) } else { i64::from(d) }
    });
    u32::try_from(signed.sum::<i64>()).ok().filter(|v| *v > 0)
}

fn series(body: &Body, kind: Option<&str>) -> Series {
    let local = body.seat.slug.as_deref() != Some("vn");
    match body.issuer.as_deref() {
        Some("qh" | "ubtvqh" | "tvqh" | "hdnn") if kind != Some("cv") => Series::Assembly,
        _ if body.is_party && local => Series::LocalParty,
        _ if body.is_party => Series::Party,
        _ => Series::Year,
    }
}

fn is_new_province(seat: &str) -> bool {
    let slug = seat.split('-').nth(1);
    slug.and_then(Place::from_slug).is_some_and(|p| p.merged_from().next().is_some())
}

/// A province formed on 1 July 2025 began again from 01: the old and the new body share
/// name and period, so the second series is `2025.7`. A date too coarse to tell gives
/// no period.
fn since_the_new_map(period: String, when: Date) -> Option<String> {
    let began = super::period::start(&period)?;
    if NEW_MAP.is_after(when) || began.is_after(*NEW_MAP) {
        return Some(period);
    }
    when.month().map(|_| format!("{period}.7"))
}

/// Returns the reference to a law of the table.
pub(super) fn of_law(law: Law) -> Option<Reference> {
    let stated = Stated {
        kind: Some(law.kind()),
        number: Some(law.number()),
        date: Some(law.date()),
        title: Some(law.title()),
        ..Stated::default()
    };
    key_of(stated, Context::default())
}

/// Returns the reference to the constitution adopted on that day.
pub(super) fn of_constitution(date: Date) -> Reference {
    let key = Key {
        place: Some("vn".to_owned()),
        issuer: Some("qh".to_owned()),
        kind: Some("hp".to_owned()),
        period: Some(date.year().to_string()),
        serial: "hien-phap".to_owned(),
    };
    Reference {
        key,
        kind: Some("hp".to_owned()),
        date: Some(date),
        ..Reference::default()
    }
}

/// Returns the reference to a law, code or ordinance that the table does not know: by
/// kind, title and the year as far as stated.
pub(super) fn of_title(kind: DocKind, title: &str, date: Option<Date>) -> Reference {
    let issuer = if kind == DocKind::ORDINANCE { "ubtvqh" } else { "qh" };
    let key = Key {
        place: Some("vn".to_owned()),
        issuer: Some(issuer.to_owned()),
        kind: Some(kind.slug().to_owned()),
        period: date.map(|d| d.year().to_string()),
        serial: words_slug(title),
    };
    Reference { key, kind: Some(kind.slug().to_owned()), date, ..Reference::default() }
}

impl Reference {
    /// Returns what keeps its document apart from others with its key: zero but for laws
    /// under the number of an order.
    pub(super) fn scope(&self) -> u64 {
        self.order.unwrap_or_default()
    }

    /// Returns true if both have one key and may mean one document.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let (own, other_scope) = (self.scope(), other.scope());
        let may_be = own == other_scope || own == 0 || other_scope == 0;
        self.key == other.key && may_be
    }

    /// Returns true if every field of the key is known.
    pub fn is_full(&self) -> bool {
        self.key.is_full() && !self.is_series_open
    }

    /// Returns true if nothing but the citing text can tell which document is meant: an
    /// open place or issuer is one of an unlimited number, known or not, so two sources
    /// that leave it open do not speak of one document.
    pub fn is_open(&self) -> bool {
        !self.is_full() && (self.key.place.is_none() || self.key.issuer.is_none())
    }

    /// Returns true if the reference may mean the document with that key and date: no
    /// known field conflicts.
    pub fn may_be(&self, key: &Key, date: Option<Date>) -> bool {
        let plain = key.plain_kind();
        let series =
            self.is_series_open || agree(self.key.kind.as_deref(), key.kind.as_deref());
        let kind =
            self.kind.is_none() || plain.is_none() || self.kind.as_deref() == plain;
        series
            && kind
            && self.key.serial == key.serial
            && agree(self.key.place.as_deref(), key.place.as_deref())
            && agree(self.key.issuer.as_deref(), key.issuer.as_deref())
            && agree(self.key.period.as_deref(), key.period.as_deref())
            && self.bounds(key)
            && self.dates_agree(key, date)
    }

    /// Returns a key that agrees with that of every document which the reference may be
    /// ([`Reference::may_be`]), to look them up by.
    pub fn lookup(&self) -> Key {
        let kind = self.key.kind.clone().filter(|_| !self.is_series_open);
        Key { kind, ..self.key.clone() }
    }

    /// The evidence besides the key: an unnamed committee is a committee, a place
    /// within a province is that province or one it was formed from.
    fn bounds(&self, key: &Key) -> bool {
        let committee = key.issuer.as_deref().is_none_or(|i| i.starts_with("bcd"));
        let inside = match (self.within, key.place.as_deref()) {
            (Some(place), Some(seat)) if self.key.place.is_none() => {
                is_within(seat, place)
            }
            _ => true,
        };
        (committee || !self.is_committee) && inside
    }

    /// The date binds where a field is open; a year-bearing number keeps its year in
    /// the key, so a wrong day does not matter there.
    fn dates_agree(&self, key: &Key, date: Option<Date>) -> bool {
        if self.key.period.is_some() && key.period.is_some() && !self.is_open() {
            return true;
        }
        self.date.zip(date).is_none_or(|(a, b)| a.agrees(b))
    }
}

fn agree(a: Option<&str>, b: Option<&str>) -> bool {
    a.is_none() || b.is_none() || a == b
}

pub(super) fn is_within(seat: &str, place: Place) -> bool {
    let province = seat.split('-').nth(1).unwrap_or_default();
    province == place.slug() || place.merged_from().any(|p| p.slug() == province)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(kind: &str, number: &str, date: &str, issuer: &str) -> String {
        let number: DocNumber = number.parse().unwrap();
        let stated = Stated {
            kind: DocKind::from_code(kind),
            number: Some(&number),
            date: date.parse().ok(),
            issuer: Some(issuer).filter(|i| !i.is_empty()),
            ..Stated::default()
        };
        key_of(stated, Context::default()).unwrap().key.to_string()
    }

    #[test]
    fn the_table_of_the_domain() {
        for (kind, number, date, issuer, want) in [
            ("QĐ", "793/QĐ-TTg", "2016-05-10", "", "vn/ttg/qd/2016/793"),
            ("QĐ", "793/QĐ-TTg", "", "Chính phủ", "vn/ttg/qd/?/793"),
            ("QĐ", "28/2018/QĐ-TTg", "", "", "vn/ttg/qd.n/2018/28"),
            ("L", "66/2011/QH12", "", "", "vn/qh/luat/qh12/66"),
            ("BL", "45/2019/QH14", "", "", "vn/qh/luat/qh14/45"),
            ("NQ", "96/2015/QH13", "", "", "vn/qh/nq/qh13/96"),
            ("L", "96/2015/QH13", "", "", "vn/qh/luat/qh13/96"),
            ("", "96/2015/QH13", "", "", "vn/qh/?/qh13/96"),
            ("NĐ", "30/2020/NĐ-CP", "", "", "vn/cp/nd/2020/30"),
            ("NQ", "66.22/2026/NQ-CP", "", "", "vn/cp/nq.n/2026/66.22"),
            ("NQ", "30a/2008/NQ-CP", "", "", "vn/cp/nq.n/2008/30a"),
            ("NQ", "30c/NQ-CP", "2011-11-08", "", "vn/cp/nq/2011/30c"),
            ("NĐ", "101/CP", "1997-09-23", "", "vn/cp/nd/1997/101"),
            ("NĐ", "60-CP", "1994-07-05", "", "vn/cp/nd/1994/60"),
            ("QĐ", "327-CT", "1992-09-15", "", "vn/ct/qd/1992/327"),
            ("QĐ", "174-HĐBT", "1989", "", "vn/hdbt/qd/1989/174"),
            ("L", "58-L/CTN", "1997-05-10", "", "vn/ctn/luat/1997/58"),
            ("L", "103-SL/L005", "1957-05-20", "", "vn/qh/luat/qh1/103"),
            ("SL", "103/SL", "1950-06-05", "", "vn/ctn/sl/1950/103"),
            ("CT", "48-CT/TW", "2010-10-22", "Bộ Chính trị", "vn/tw/ct/d10/48"),
            ("CT", "48/CT-TTg", "2010-10-22", "", "vn/ttg/ct/2010/48"),
            ("NQ", "18-NQ/TW", "2017-10-25", "", "vn/tw/nq/d12/18"),
            ("NQ", "18-NQ/TW", "2022-06-16", "", "vn/tw/nq/d13/18"),
            ("NQ", "18-NQ/TW", "", "", "vn/tw/nq/?/18"),
            ("NQ", "18-NQ/TW", "", "Hội nghị Trung ương 6 khóa XII", "vn/tw/nq/d12/18"),
            ("Văn bản", "710/CP-CN", "2001-08-06", "", "vn/cp/cv/2001/710"),
            ("KL", "13", "2021-08-16", "Bộ Chính trị", "vn/tw/kl/d13/13"),
            ("QyĐ", "205-QyĐ/TW", "2019-09-23", "", "vn/tw/qd/d12/205"),
            (
                "KH",
                "40/KH-UBND",
                "2021-04-02",
                "UBND tỉnh Nam Định",
                "vn-namdinh/ubnd/kh/2021/40",
            ),
            ("KH", "40/KH-UBND", "2021-04-02", "UBND tỉnh", "vn-?/ubnd/kh/2021/40"),
            ("KH", "185/KH-BCĐ", "", "Ban Chỉ đạo 138 Chính phủ", "vn/bcd138/kh/?/185"),
            ("KH", "19/KH-BCĐ138/CP", "2024-01-15", "", "vn/bcd138/kh/2024/19"),
            ("KH", "90/KH-BCĐ", "2021-05-18", "", "vn-?/?/kh/2021/90"),
            ("TTLT", "01/2014/TTLT-BCA-BQP-BLĐTBXH-BNG", "", "", "vn/bca/ttlt/2014/1"),
            ("TTLT", "191/2005/TTLT/BQP-BLĐTBXH-BTC", "", "", "vn/bqp/ttlt/2005/191"),
            ("TT", "05/2013/TT-BNN&PTNT", "", "", "vn/bnnptnt/tt/2013/5"),
            ("TT", "05/2013/TT-BNN", "", "", "vn/bnnptnt/tt/2013/5"),
            ("QĐ", "66/2004/QĐ/BTC", "", "", "vn/btc/qd.n/2004/66"),
            ("QĐ", "1370/BYT-QĐ", "1997", "", "vn/byt/qd/1997/1370"),
            ("VBHN", "07/VBHN-VPQH", "2015-05-25", "", "vn/vpqh/vbhn/2015/7"),
            ("CV", "1670/BCA-V28", "2014-05-06", "", "vn/bca-v28/cv/2014/1670"),
            ("PL", "10/2003/PL-UBTVQH11", "", "", "vn/ubtvqh/pl/qh11/10"),
            ("PL", "02/2020/UBTVQH14", "", "", "vn/ubtvqh/pl/qh14/2"),
            ("NQ", "351/2017/UBTVQH14", "", "", "vn/ubtvqh/nq/qh14/351"),
            ("NQ", "05/NQ-1997-QH10", "", "", "vn/qh/nq/qh10/5"),
            (
                "NQ",
                "32/2005/NQ-HĐND16",
                "",
                "HĐND tỉnh Nghệ An",
                "vn-nghean/hdnd/nq.n/2005/32",
            ),
            (
                "NQ",
                "01-NQ/TU",
                "2025-12-08",
                "Tỉnh ủy Ninh Bình",
                "vn-ninhbinh/tu/nq/d14/1",
            ),
            (
                "KH",
                "18/KH-UBND",
                "2025-07-16",
                "UBND tỉnh Ninh Bình",
                "vn-ninhbinh/ubnd/kh/2025.7/18",
            ),
            (
                "KH",
                "18/KH-UBND",
                "2025-02-03",
                "UBND tỉnh Ninh Bình",
                "vn-ninhbinh/ubnd/kh/2025/18",
            ),
            (
                "KH",
                "18/KH-UBND",
                "2025",
                "UBND tỉnh Ninh Bình",
                "vn-ninhbinh/ubnd/kh/?/18",
            ),
            (
                "KH",
                "18/KH-UBND",
                "2025-07-16",
                "UBND tỉnh Nghệ An",
                "vn-nghean/ubnd/kh/2025/18",
            ),
            (
                "KH",
                "18/KH-UBND",
                "2026-07-16",
                "UBND tỉnh Ninh Bình",
                "vn-ninhbinh/ubnd/kh/2026/18",
            ),
            ("NĐ", "100/2019", "", "", "vn/cp/nd/2019/100"),
            ("L", "13/2025/QH13", "", "", "vn/qh/luat/?/13"),
            ("NĐ", "36/2016/NĐ-CP", "2106-05-15", "", "vn/cp/nd/2016/36"),
        ] {
            assert_eq!(
                key(kind, number, date, issuer),
                want,
                "{kind} {number} {date} {issuer}"
            );
        }
    }
}
