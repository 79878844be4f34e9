//! Which document a source holds.

use super::reference::{Context, Reference, Stated, key_of, of_constitution, of_title};
use super::{period, titles};
use crate::ident::{Date, DocNumber, Key};
use crate::ingest::Meta;
use crate::parse::{Form, Heading, Mention};
use crate::relate::Facts;
use crate::text::Text;
use crate::vocab::{DocKind, Place};

/// What a source says of itself, heading and metadata taken together: metadata beats
/// the text where it is given and plausible.
#[derive(Clone, Debug)]
pub(super) struct Own {
    pub(super) reference: Reference,
    pub(super) number: Option<DocNumber>,
    pub(super) kind: Option<DocKind>,
    pub(super) date: Option<Date>,
    pub(super) issuer: Option<String>,
    pub(super) place: Option<Place>,
    pub(super) title: Option<String>,
    /// Made from the content: keeps its unknown fields apart from those of others.
    pub(super) scope: u64,
}

impl Own {
    pub(super) fn read(hash: &[u8; 32], meta: &Meta, facts: &Facts) -> Self {
        let heading = &facts.heading;
        let meta = &plausible(composed(meta), facts);
        let (said_kind, said_number) =
            meta.number.as_deref().map_or((None, None), number);
        let kind = meta
            .kind
            .as_deref()
            .and_then(DocKind::of_query)
            .or(said_kind)
            .or(heading.kind);
        let number = better(said_number, heading.number.clone());
        // A record with a number is a document, however its text begins.
        let is_news = heading.is_news && (meta.number.is_none() || number.is_none());
        let mut own = Self {
            reference: Reference { key: Key::of_text(hash), ..Reference::default() },
            number: number.filter(|_| !is_news),
            kind,
            date: meta.date.or(heading.date),
            issuer: meta.issuer.clone().or_else(|| heading.issuer.clone()),
            place: heading.place.or(meta.place),
            title: meta.title.clone().or_else(|| heading.title.clone()),
            scope: scope(hash),
        };
        if !is_news {
            let found = own.numbered(heading).or_else(|| own.law());
            own.reference = found.unwrap_or(own.reference);
        }
        own
    }

    /// Returns the day on which it speaks: its date, else that of the law whose number it
    /// bears, else the year in its number.
    pub(super) fn written(&self) -> Option<Date> {
        let number = self.number.as_ref();
        let law = || titles::numbered(self.kind?, number?).map(crate::vocab::Law::date);
        let year = || number?.year.map(Date::year_only);
        self.date.or_else(law).or_else(year)
    }

    /// Returns the place field of its key, and its province if it is a local body's.
    pub(super) fn seat(&self) -> (Option<&str>, Option<Place>) {
        let seat = self.reference.key.place.as_deref().filter(|s| *s != "text");
        let named = seat.and_then(|s| Place::from_slug(s.split('-').nth(1)?));
        let place = if seat == Some("vn") { None } else { named.or(self.place) };
        (seat, place)
    }

    fn numbered(&self, heading: &Heading) -> Option<Reference> {
        let words = heading.issuer.as_deref().or(self.issuer.as_deref());
        let context = Context { place: self.place, seat: None, date: self.date };
        let stated = |issuer| Stated {
            kind: self.kind,
            number: self.number.as_ref(),
            date: self.date,
            issuer,
            place: self.place,
            title: self.title.as_deref(),
        };
        let read = |issuer| key_of(stated(issuer), context);
        let first = read(self.issuer.as_deref())?;
        let open = first.key.place.is_none() || first.key.issuer.is_none();
        if open { read(words).or(Some(first)) } else { Some(first) }
    }

    /// A law whose number was lost: by title and date.
    fn law(&self) -> Option<Reference> {
        let (kind, title, date) = (self.kind?, self.title.as_deref()?, self.date?);
        if kind == DocKind::CONSTITUTION {
            return period::constitution(Some(date.year()), None).map(of_constitution);
        }
        if !titles::is_law(kind) {
            return None;
        }
        let known = titles::named(kind, title, Some(date));
        let mut same_day = known.into_iter().filter(|l| l.date() == date);
        let law = same_day.next().and_then(titles::reference);
        law.or_else(|| Some(of_title(kind, title, Some(date))))
    }
}

/// A record whose number the text has as that of another document, while its heading has
/// one of its own, was filed under the document that it carries out: its number, kind and
/// title are not those of this text.
fn plausible(meta: Meta, facts: &Facts) -> Meta {
    let given = meta.number.as_deref().and_then(|n| number(n).1);
    let (Some(given), Some(own)) = (given, &facts.heading.number) else { return meta };
    let is_cited = |m: &Mention| {
        m.form == Form::Numbered && m.number.as_ref().is_some_and(|n| n.same(&given))
    };
    if own.symbol.is_empty() || own.same(&given) || !facts.mentions.iter().any(is_cited) {
        return meta;
    }
    let date = facts.heading.date.or(meta.date);
    Meta { number: None, kind: None, title: None, date, ..meta }
}

/// Containers give composed and decomposed letters alike; tables have composed ones.
fn composed(meta: &Meta) -> Meta {
    let compose = |text: &Option<String>| {
        text.as_deref().and_then(|t| Text::try_new(t).ok()).map(|t| t.normal().to_owned())
    };
    Meta {
        number: compose(&meta.number),
        kind: compose(&meta.kind),
        title: compose(&meta.title),
        issuer: compose(&meta.issuer),
        ..meta.clone()
    }
}

/// The first eight bytes of the content hash.
fn scope(hash: &[u8; 32]) -> u64 {
    hash.iter().take(8).fold(0, |sum, b| sum << 8 | u64::from(*b))
}

/// Metadata that has lost the symbol says less than the text.
fn better(given: Option<DocNumber>, read: Option<DocNumber>) -> Option<DocNumber> {
    match given {
        Some(given) if !given.symbol.is_empty() || read.is_none() => Some(given),
        _ => read,
    }
}

/// Reads a number as given by a catalogue or a record: "Số: 04/2022/QĐ-TTg", "Luật số
/// 51/2024/QH15", "10/NQ-CP (2)".
pub(super) fn number(given: &str) -> (Option<DocKind>, Option<DocNumber>) {
    let given = given.trim().replace(['Ð', 'ð'], "Đ");
    let kind = DocKind::at_start(&given).map(|(kind, _)| kind);
    let Some(start) = given.find(|c: char| c.is_ascii_digit()) else {
        return (kind, None);
    };
    let number = given.get(start..).unwrap_or_default();
    let end = number.find([' ', ';', ',']).unwrap_or(number.len());
    let number = number.get(..end).unwrap_or_default().trim_end_matches(['.', '-', '/']);
    let (kind_of_number, number) = (kind, number.parse::<DocNumber>().ok());
    (kind_of_number, number.filter(|n| !n.symbol.is_empty() || n.year.is_none()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_catalogues_write_them() {
        let read = |s: &str| {
            let (kind, number) = number(s);
            (
                kind.map_or("", DocKind::code),
                number.map(|n| n.to_string()).unwrap_or_default(),
            )
        };
        assert_eq!(read("Số: 04/2022/QĐ-TTg"), ("", "04/2022/QĐ-TTg".into()));
        assert_eq!(read("Luật số 51/2024/QH15"), ("L", "51/2024/QH15".into()));
        assert_eq!(read("10/NQ-CP (2)"), ("", "10/NQ-CP".into()));
        assert_eq!(read("24/2020/NĐ-CP."), ("", "24/2020/NĐ-CP".into()));
        assert_eq!(read("219/1999/QÐ-ttg"), ("", "219/1999/QĐ-ttg".into()));
        assert_eq!(read("Không số"), ("", String::new()));
    }
}
