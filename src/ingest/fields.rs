//! Which field of a record means what: the names that corpora use.

use super::{Given, Meta, html, place};
use crate::ident::Date;
use crate::text::fold_marks;
use serde_json::Value;

/// One record of a container.
pub(super) type Record = serde_json::Map<String, Value>;

/// The names of fields and columns that a person gives; what is `None` is guessed.
#[derive(Clone, Debug, Default, Eq, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(default)]
pub struct FieldNames {
    /// The id of a record.
    pub id: Option<String>,
    /// The text.
    pub text: Option<String>,
    /// *Số hiệu*.
    pub number: Option<String>,
    /// The kind.
    pub kind: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// The date of issue.
    pub date: Option<String>,
    /// The issuing body.
    pub issuer: Option<String>,
    /// The province.
    pub place: Option<String>,
    /// The address.
    pub url: Option<String>,
}

// Names without case, marks and separators (`Số hiệu`, `so_hieu`, `soHieu` are one), the
// likeliest first.
const ID: &[&str] = &["id", "docid", "documentid", "itemid", "uuid"];
const TEXT: &[&str] =
    &["text", "fulltext", "content", "noidung", "markdown", "body", "vanban", "passage"];
const HTML: &[&str] = &["html", "contenthtml", "htmlcontent", "bodyhtml", "noidunghtml"];
const NUMBER: &[&str] = &[
    "sohieu",
    "number",
    "sokyhieu",
    "sovanban",
    "docnumber",
    "documentnumber",
    "officialnumber",
    "lawid",
];
const TITLE: &[&str] =
    &["title", "tieude", "trichyeu", "tenvanban", "ten", "headline", "name"];
const DATE: &[&str] = &[
    "date",
    "ngaybanhanh",
    "issuedate",
    "issueddate",
    "dateissued",
    "ngayky",
    "ngay",
    "published",
    "datepublished",
    "publisheddate",
    "publishedat",
    "pubdate",
];
const ISSUER: &[&str] = &[
    "issuer",
    "coquanbanhanh",
    "noibanhanh",
    "issuingbody",
    "issuingauthority",
    "coquan",
    "agency",
];
const KIND: &[&str] =
    &["type", "kind", "loaivanban", "loai", "doctype", "documenttype", "legaltype"];
const PLACE: &[&str] = &["place", "province", "tinh", "tinhthanh", "diaphuong"];
const URL: &[&str] = &["url", "link", "sourceurl", "documenturl", "duongdan"];

const STATUS: &[&str] =
    &["tinhtranghieuluc", "tinhtrang", "status", "trangthai", "hieuluc", "validity"];
const EFFECTIVE: &[&str] =
    &["effective", "ngaycohieuluc", "ngayhieuluc", "effectivedate", "cohieuluctu"];
const EXPIRED: &[&str] =
    &["expired", "ngayhethieuluc", "expirydate", "expireddate", "hethieuluctu"];
const REPLACED_BY: &[&str] =
    &["replacedby", "thaytheboi", "bithaytheboi", "duocthaytheboi", "vanbanthaythe"];

/// What portals write where they know nothing.
const UNKNOWN: [&str; 6] = ["dang cap nhat", "da biet", "null", "none", "n/a", "nan"];

/// Takes the metadata out of a record, and says which field each came from: `origin`
/// is what the record is, `field` or `side-car kh.docx.meta.json`.
pub(super) fn meta(
    record: &mut Record,
    names: &FieldNames,
    origin: &str,
) -> (Meta, Vec<Given>) {
    let mut given = Vec::new();
    let mut known = |field: &str, asked: &Option<String>, guesses: &[&str]| {
        let (key, value) = known(record, asked.as_deref(), guesses)?;
        given.push(Given::of_meta(field, format!("{origin} ({key})")));
        Some(value)
    };
    let meta = Meta {
        number: known("number", &names.number, NUMBER),
        kind: known("kind", &names.kind, KIND),
        title: known("title", &names.title, TITLE),
        date: known("date", &names.date, DATE).and_then(|d| date(&d)),
        issuer: known("issuer", &names.issuer, ISSUER),
        place: known("place", &names.place, PLACE).and_then(|p| place::of_words(&p)),
        url: known("url", &names.url, URL),
    };
    given.retain(|g| match g.field.as_str() {
        "date" => meta.date.is_some(),
        "place" => meta.place.is_some(),
        _ => true,
    });
    (meta, given)
}

/// Takes *tình trạng hiệu lực*.
pub(super) fn status(record: &mut Record) -> Option<String> {
    known(record, None, STATUS).map(|(_, value)| value)
}

/// Takes the first and the last day of effect.
pub(super) fn days_of_effect(record: &mut Record) -> [Option<Date>; 2] {
    [EFFECTIVE, EXPIRED]
        .map(|names| known(record, None, names).and_then(|(_, d)| date(&d)))
}

/// Takes the number of the document that replaced it.
pub(super) fn replaced_by(record: &mut Record) -> Option<String> {
    known(record, None, REPLACED_BY).map(|(_, value)| value)
}

/// Says that a field of that name holds the number.
pub(super) fn is_number(name: &str) -> bool {
    NUMBER.iter().any(|known| is_named(name, known))
}

/// Takes the id of a record: one line, no control characters.
pub(super) fn id(record: &mut Record, names: &FieldNames) -> Option<String> {
    let (_, id) = take(record, names.id.as_deref(), ID)?;
    let id: String = id.trim().chars().filter(|c| !c.is_control()).collect();
    (!id.is_empty()).then_some(id)
}

/// Says that a field of that name may hold the text.
pub(super) fn is_text(name: &str, names: &FieldNames) -> bool {
    if let Some(asked) = &names.text {
        return is_named(name, asked);
    }
    let letters = letters(name);
    TEXT.iter().chain(HTML).any(|known| *known == letters)
}

/// Says that a record has a text.
pub(super) fn has_text(record: &Record, names: &FieldNames) -> bool {
    let is_words = |value: &Value| value.as_str().is_some_and(|s| !s.trim().is_empty());
    let holds = |value: &Value| match value {
        Value::Array(parts) => !parts.is_empty() && parts.iter().all(is_words),
        other => is_words(other),
    };
    // The usual names need no folding.
    let is_usual = || TEXT.iter().any(|name| record.get(*name).is_some_and(holds));
    (names.text.is_none() && is_usual())
        || record.iter().any(|(key, value)| holds(value) && is_text(key, names))
}

/// Records in records deeper than this are not looked for.
const DEEPEST: usize = 4;

/// Says that a record or one in it has a text.
pub(super) fn holds_text(record: &Record, names: &FieldNames) -> bool {
    holds_text_within(record, names, DEEPEST)
}

fn holds_text_within(record: &Record, names: &FieldNames, depth: usize) -> bool {
    let inner = |value: &Value| {
        let inner = value.as_object().filter(|_| depth > 0);
        inner.is_some_and(|inner| holds_text_within(inner, names, depth - 1))
    };
    has_text(record, names) || record.values().any(inner)
}

/// Puts the fields of the record inside that has the text (`_source`, `attributes`) in
/// the place of it, down to the text.
pub(super) fn raised(mut record: Record, names: &FieldNames) -> Record {
    for _ in 0..DEEPEST {
        if has_text(&record, names) {
            break;
        }
        let holds = |v: &Value| v.as_object().is_some_and(|r| holds_text(r, names));
        let key =
            record.iter().find(|(_, value)| holds(value)).map(|(key, _)| key.clone());
        let Some(Value::Object(inner)) = key.and_then(|key| record.remove(&key)) else {
            break;
        };
        record.extend(inner);
    }
    record
}

/// Makes the record of a text that stands alone in a list.
pub(super) fn of_text(text: String, names: &FieldNames) -> Record {
    let key = names.text.clone().unwrap_or_else(|| TEXT[0].to_owned());
    Record::from_iter([(key, Value::String(text))])
}

/// Says that a field of that name may hold something that is wanted.
#[cfg(feature = "parquet")]
pub(super) fn is_known(name: &str, names: &FieldNames) -> bool {
    let lists: [(&Option<String>, &[&str]); 8] = [
        (&names.id, ID),
        (&names.number, NUMBER),
        (&names.kind, KIND),
        (&names.title, TITLE),
        (&names.date, DATE),
        (&names.issuer, ISSUER),
        (&names.place, PLACE),
        (&names.url, URL),
    ];
    let is_one = |(asked, guesses): &(&Option<String>, &[&str])| match asked {
        Some(asked) => is_named(name, asked),
        None => guesses.iter().any(|known| is_named(name, known)),
    };
    is_text(name, names) || lists.iter().any(is_one)
}

/// Takes the text of a record; a page kept as HTML becomes text.
pub(super) fn text(record: &mut Record, names: &FieldNames) -> Option<String> {
    let asked = names.text.as_deref();
    let Some((_, text)) = take(record, asked, TEXT) else {
        return take(record, asked, HTML).map(|(_, page)| html::text_of(&page));
    };
    let is_page = text.trim_start().starts_with('<') && text.contains("</");
    Some(if is_page { html::text_of(&text) } else { text })
}

/// Takes what a field holds, with the name of the field.
fn known(
    record: &mut Record,
    asked: Option<&str>,
    names: &[&str],
) -> Option<(String, String)> {
    let (key, value) = take(record, asked, names)?;
    let value = value.trim();
    let unknown = value.is_empty() || UNKNOWN.contains(&fold_marks(value).as_str());
    (!unknown).then(|| (key, value.to_owned()))
}

/// Takes the first field of `names` (or the one asked for) that holds words or a number.
fn take(
    record: &mut Record,
    asked: Option<&str>,
    names: &[&str],
) -> Option<(String, String)> {
    let mut one = |name: &str| {
        let exact = record.contains_key(name).then(|| name.to_owned());
        let near = || record.keys().find(|key| is_named(key, name)).cloned();
        let key = exact.or_else(near)?;
        let value = words(record.get_mut(&key)?.take())?;
        Some((key, value))
    };
    match asked {
        Some(name) => one(name),
        None => names.iter().find_map(|name| one(name)),
    }
}

fn is_named(key: &str, name: &str) -> bool {
    key == name || letters(key) == letters(name)
}

/// Returns a name without case, marks and separators.
fn letters(name: &str) -> String {
    fold_marks(name).chars().filter(char::is_ascii_alphanumeric).collect()
}

fn words(value: Value) -> Option<String> {
    match value {
        Value::String(words) => Some(words),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(parts) => {
            let parts: Option<Vec<String>> = parts.into_iter().map(words).collect();
            parts.filter(|parts| !parts.is_empty()).map(|parts| parts.join("\n"))
        }
        Value::Null | Value::Bool(_) | Value::Object(_) => None,
    }
}

/// Finds a date in words: ISO with or without a time, `18/5/2021`, `18.05.2021 - 10:30`,
/// `ngày 18 tháng 5 năm 2021`, a bare year.
pub(super) fn date(words: &str) -> Option<Date> {
    if let Ok(date) = words.parse() {
        return Some(date);
    }
    let groups: Vec<&str> = words
        .split(|c: char| !c.is_ascii_digit())
        .filter(|group| !group.is_empty())
        .collect();
    groups.windows(3).find_map(|w| {
        let year_first = w[0].len() == 4 && w[1].len() <= 2 && w[2].len() <= 2;
        let year_last = w[0].len() <= 2 && w[1].len() <= 2 && w[2].len() == 4;
        let in_order = if year_first { [w[0], w[1], w[2]] } else { [w[2], w[1], w[0]] };
        (year_first || year_last).then(|| in_order.join("-").parse().ok()).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_found_in_words() {
        let of = |s: &str| date(s).map(|d| d.to_string()).unwrap_or_default();
        assert_eq!(of("2021-05-18T10:00:00+07:00"), "2021-05-18");
        assert_eq!(of("Thứ ba, 18/5/2021 - 10:30"), "2021-05-18");
        assert_eq!(of("10:30 18/05/2021"), "2021-05-18");
        assert_eq!(of("Hà Nội, ngày 18 tháng 5 năm 2021"), "2021-05-18");
        assert_eq!(of("2021"), "2021");
        assert_eq!(of("31/02/2021"), "");
    }

    #[test]
    fn fields_are_known_by_many_names() {
        let record = r#"{"Số hiệu":"793/QĐ-TTg","ngay_ban_hanh":"10/05/2016",
            "Cơ quan ban hành":"Đang cập nhật","loaiVanBan":"Quyết định",
            "tinh":"Tỉnh Nam Định","noi_dung":["a","b"],"text":null,"id":7}"#;
        let mut record: Record = serde_json::from_str(record).unwrap();
        let names = FieldNames::default();
        assert_eq!(text(&mut record, &names).as_deref(), Some("a\nb"));
        assert_eq!(id(&mut record, &names).as_deref(), Some("7"));
        let (meta, given) = meta(&mut record, &names, "field");
        let from: Vec<_> = given.iter().map(|g| g.from.as_str()).collect();
        let expected = ["Số hiệu", "loaiVanBan", "ngay_ban_hanh", "tinh"];
        assert_eq!(from, expected.map(|name| format!("field ({name})")));
        assert_eq!(meta.number.as_deref(), Some("793/QĐ-TTg"));
        assert_eq!(meta.date.unwrap().to_string(), "2016-05-10");
        assert_eq!(meta.issuer, None);
        assert_eq!(meta.kind.as_deref(), Some("Quyết định"));
        assert_eq!(meta.place.unwrap().slug(), "namdinh");
    }

    #[test]
    fn a_name_that_is_given_is_the_only_one() {
        let record = r#"{"content":"không","Toàn văn":"có","so":"1/QĐ","number":"2/QĐ"}"#;
        let mut record: Record = serde_json::from_str(record).unwrap();
        let name = |name: &str| Some(name.to_owned());
        let names = FieldNames {
            text: name("toan_van"),
            number: name("so"),
            title: name("absent"),
            ..FieldNames::default()
        };
        assert_eq!(text(&mut record, &names).as_deref(), Some("có"));
        let (meta, _) = meta(&mut record, &names, "field");
        assert_eq!((meta.number.as_deref(), meta.title), (Some("1/QĐ"), None));
    }
}
