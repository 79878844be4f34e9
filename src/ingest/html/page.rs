//! What a page says about itself: title, address, date, and the table of properties.

use super::main_text::collapsed;
use crate::ident::Date;
use crate::ingest::{Given, Meta, fields, place};
use crate::text::fold_marks;
use crate::vocab::Place;
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;
use std::sync::LazyLock;

/// Makes the selectors of a list; one that does not parse is left out (a test says that
/// all do).
fn selectors(list: &[&str]) -> Vec<Selector> {
    list.iter().filter_map(|s| Selector::parse(s).ok()).collect()
}

const TITLE: &[&str] =
    &["meta[property='og:title']", "meta[name='twitter:title']", "title", "h1"];
const URL: &[&str] =
    &["link[rel='canonical']", "meta[property='og:url']", "base[href^='http']"];
const DATE: &[&str] = &[
    "meta[property='article:published_time']",
    "meta[name='article:published_time']",
    "meta[itemprop='datePublished']",
    "meta[name='pubdate']",
    "meta[name='publish-date']",
    "meta[name='date']",
    "meta[name='dc.date']",
    "meta[name='DC.date.issued']",
    "[itemprop='datePublished']",
    "time[datetime]",
    "time",
];

struct Places {
    title: Vec<Selector>,
    url: Vec<Selector>,
    date: Vec<Selector>,
    data: Vec<Selector>,
    cells: Vec<Selector>,
}

static PLACES: LazyLock<Places> = LazyLock::new(|| Places {
    title: selectors(TITLE),
    url: selectors(URL),
    date: selectors(DATE),
    data: selectors(&["script[type='application/ld+json']"]),
    cells: selectors(&["td, th, dt, dd, li > span, li > b, li > strong"]),
});

/// Reads the metadata of a page, and where it says each.
pub(super) fn meta(page: &Html) -> (Meta, Vec<Given>) {
    let (mut meta, mut given) = properties(page);
    let mut found = |field: &str, from: &str| {
        given.push(Given::of_meta(field, format!("page metadata ({from})")));
    };
    if meta.title.is_none()
        && let Some((title, at)) = values(page, &PLACES.title).next()
    {
        meta.title = Some(title);
        found("title", TITLE.get(at).copied().unwrap_or_default());
    }
    if meta.date.is_none()
        && let Some((date, from)) = published(page)
    {
        meta.date = Some(date);
        found("date", from);
    }
    let url = values(page, &PLACES.url).find(|(v, _)| v.starts_with("http"));
    if let Some((url, at)) = url {
        found("url", URL.get(at).copied().unwrap_or_default());
        set_url(&mut meta, url, &mut given);
    }
    (meta, given)
}

/// Sets the address, and the province whose portal or newspaper it is of.
pub(in crate::ingest) fn set_url(meta: &mut Meta, url: String, given: &mut Vec<Given>) {
    let host = host(&url).map(str::to_ascii_lowercase);
    if let Some((place, host)) = host.and_then(|h| Some((Place::of_host(&h)?, h)))
        && meta.place.is_none()
    {
        meta.place = Some(place);
        given.push(Given::of_meta("place", format!("host {host}")));
    }
    meta.url = Some(url);
}

/// Returns the host name of an address.
fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    host.split(':').next()
}

fn published(page: &Html) -> Option<(Date, &'static str)> {
    let in_meta = || {
        let dated = |(value, at): (String, usize)| Some((fields::date(&value)?, at));
        let (date, at) = values(page, &PLACES.date).find_map(dated)?;
        Some((date, DATE.get(at).copied().unwrap_or_default()))
    };
    in_data(page).map(|date| (date, "JSON-LD datePublished")).or_else(in_meta)
}

fn in_data(page: &Html) -> Option<Date> {
    let scripts = PLACES.data.iter().flat_map(|s| page.select(s));
    scripts
        .filter_map(|script| {
            serde_json::from_str(&script.text().collect::<String>()).ok()
        })
        .find_map(|data: Value| date_in(&data))
}

/// Finds `datePublished` in JSON-LD; its depth is bounded by the parser of JSON.
fn date_in(data: &Value) -> Option<Date> {
    match data {
        Value::Array(items) => items.iter().find_map(date_in),
        Value::Object(fields) => {
            let own = fields.get("datePublished").and_then(Value::as_str);
            own.and_then(fields::date).or_else(|| fields.values().find_map(date_in))
        }
        _ => None,
    }
}

/// Returns the non-empty values of the elements, selector by selector, with the rank of
/// the selector.
fn values<'a>(
    page: &'a Html,
    selectors: &'a [Selector],
) -> impl Iterator<Item = (String, usize)> + 'a {
    let elements = |(at, s): (usize, &'a Selector)| page.select(s).map(move |e| (e, at));
    selectors.iter().enumerate().flat_map(elements).filter_map(|(element, at)| {
        let value = ["content", "href", "datetime"].iter().find_map(|a| element.attr(a));
        let value = value.map_or_else(|| words(element), collapsed);
        (!value.is_empty()).then_some((value, at))
    })
}

fn words(element: ElementRef<'_>) -> String {
    collapsed(&element.text().collect::<String>())
}

/// Labels in the property table of a portal, folded, the field, and where the value goes.
type Setter = fn(&mut Meta, &str);
const LABELS: &[(&str, &str, Setter)] = &[
    ("so hieu", "number", |m, v| m.number = Some(v.to_owned())),
    ("so ky hieu", "number", |m, v| m.number = Some(v.to_owned())),
    ("so/ky hieu", "number", |m, v| m.number = Some(v.to_owned())),
    ("so hieu van ban", "number", |m, v| m.number = Some(v.to_owned())),
    ("ngay ban hanh", "date", |m, v| m.date = fields::date(v)),
    ("co quan ban hanh", "issuer", |m, v| m.issuer = Some(v.to_owned())),
    ("noi ban hanh", "issuer", |m, v| m.issuer = Some(v.to_owned())),
    ("loai van ban", "kind", |m, v| m.kind = Some(v.to_owned())),
    ("trich yeu", "title", |m, v| m.title = Some(v.to_owned())),
    ("tinh/thanh pho", "place", |m, v| m.place = place::of_words(v)),
];

/// Reads the property table: a cell with a label, the value in the next cell.
fn properties(page: &Html) -> (Meta, Vec<Given>) {
    let mut meta = Meta::default();
    let mut given: Vec<Given> = Vec::new();
    let mut label: Option<(&str, Setter, String)> = None;
    for cell in PLACES.cells.iter().flat_map(|s| page.select(s)) {
        // A cell of a layout table holds the page; only short ones are looked at.
        if cell.text().map(str::len).sum::<usize>() > 1000 {
            label = None;
            continue;
        }
        let words = words(cell);
        match label.take() {
            Some((field, set, label)) if !is_unknown(&words) => {
                set(&mut meta, &words);
                given.retain(|g| g.field != field);
                given.push(Given::of_meta(field, format!("property table ({label})")));
            }
            _ => label = setter(&words),
        }
    }
    (meta, given)
}

fn setter(words: &str) -> Option<(&'static str, Setter, String)> {
    let label = words.trim_end_matches([':', ' ']);
    let folded = fold_marks(label);
    let (_, field, set) = LABELS.iter().find(|(label, ..)| *label == folded)?;
    Some((field, *set, label.to_owned()))
}

fn is_unknown(words: &str) -> bool {
    let folded = fold_marks(words);
    folded.is_empty()
        || matches!(folded.as_str(), "dang cap nhat" | "da biet" | "-" | "...")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_selector_parses() {
        assert_eq!(PLACES.title.len(), TITLE.len());
        assert_eq!(PLACES.url.len(), URL.len());
        assert_eq!(PLACES.date.len(), DATE.len());
        assert_eq!((PLACES.data.len(), PLACES.cells.len()), (1, 1));
    }

    #[test]
    fn a_page_tells_its_title_address_date_and_place() {
        let page = Html::parse_document(
            r#"<head><title>Kế hoạch &ndash; Báo Nam Định</title>
            <meta property="og:title" content="Kế hoạch phòng, chống mua b&aacute;n người">
            <link rel=canonical href="https://baonamdinh.vn/tin/1.html?x=1">
            <script type="application/ld+json">{"@graph":[{"@type":"NewsArticle",
            "datePublished":"2021-05-18T07:00:00+07:00"}]}</script></head>"#,
        );
        let (meta, given) = meta(&page);
        assert_eq!(meta.title.as_deref(), Some("Kế hoạch phòng, chống mua bán người"));
        assert_eq!(meta.url.as_deref(), Some("https://baonamdinh.vn/tin/1.html?x=1"));
        assert_eq!(meta.place.map(Place::slug), Some("namdinh"));
        assert_eq!(meta.date.map(|d| d.to_string()).as_deref(), Some("2021-05-18"));
        let from: Vec<&str> = given.iter().map(|g| g.from.as_str()).collect();
        assert_eq!(
            from,
            [
                "page metadata (meta[property='og:title'])",
                "page metadata (JSON-LD datePublished)",
                "page metadata (link[rel='canonical'])",
                "host baonamdinh.vn",
            ]
        );
    }

    #[test]
    fn the_property_table_of_a_portal_is_read() {
        let page = Html::parse_document(
            "<table><tr><td>Số ký hiệu:<td><b>40/KH-UBND</b><td>Ngày ban hành
            <td>18/05/2021<tr><td>Cơ quan ban hành<td>Đang cập nhật
            <td>Loại văn bản<td>Kế hoạch</table>",
        );
        let (meta, given) = meta(&page);
        assert_eq!(meta.number.as_deref(), Some("40/KH-UBND"));
        assert_eq!(meta.date.map(|d| d.to_string()).as_deref(), Some("2021-05-18"));
        assert_eq!(meta.issuer, None);
        assert_eq!(meta.kind.as_deref(), Some("Kế hoạch"));
        assert_eq!(given[0].from, "property table (Số ký hiệu)");
    }
}
