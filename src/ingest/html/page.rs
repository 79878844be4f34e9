//! What a page says about itself: title, address, date, and the table of properties.

use super::main_text::collapsed;
use crate::ingest::{Meta, fields, place};
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

/// Reads the metadata of a page.
pub(super) fn meta(page: &Html) -> Meta {
    let mut meta = properties(page);
    let url = values(page, &PLACES.url).find(|v| v.starts_with("http"));
    meta.title = meta.title.or_else(|| values(page, &PLACES.title).next());
    meta.date = meta.date.or_else(|| published(page));
    meta.place = url.as_deref().and_then(place_of);
    meta.url = url;
    meta
}

/// Returns the province whose portal or newspaper the address is of.
pub(in crate::ingest) fn place_of(url: &str) -> Option<Place> {
    Place::of_host(&host(url)?.to_ascii_lowercase())
}

/// Returns the host name of an address.
fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    host.split(':').next()
}

fn published(page: &Html) -> Option<crate::ident::Date> {
    let in_meta = || values(page, &PLACES.date).find_map(|v| fields::date(&v));
    in_data(page).or_else(in_meta)
}

fn in_data(page: &Html) -> Option<crate::ident::Date> {
    let scripts = PLACES.data.iter().flat_map(|s| page.select(s));
    scripts
        .filter_map(|script| {
            serde_json::from_str(&script.text().collect::<String>()).ok()
        })
        .find_map(|data: Value| date_in(&data))
}

/// Finds `datePublished` in JSON-LD; its depth is bounded by the parser of JSON.
fn date_in(data: &Value) -> Option<crate::ident::Date> {
    match data {
        Value::Array(items) => items.iter().find_map(date_in),
        Value::Object(fields) => {
            let own = fields.get("datePublished").and_then(Value::as_str);
            own.and_then(fields::date).or_else(|| fields.values().find_map(date_in))
        }
        _ => None,
    }
}

/// Returns the non-empty values of the elements, selector by selector.
fn values<'a>(
    page: &'a Html,
    selectors: &'a [Selector],
) -> impl Iterator<Item = String> + 'a {
    selectors.iter().flat_map(|s| page.select(s)).filter_map(|element| {
        let value = ["content", "href", "datetime"].iter().find_map(|a| element.attr(a));
        let value = value.map_or_else(|| words(element), collapsed);
        (!value.is_empty()).then_some(value)
    })
}

fn words(element: ElementRef<'_>) -> String {
    collapsed(&element.text().collect::<String>())
}

/// Labels in the property table of a portal, folded, and where the value goes.
type Setter = fn(&mut Meta, &str);
const LABELS: &[(&str, Setter)] = &[
    ("so hieu", |m, v| m.number = Some(v.to_owned())),
    ("so ky hieu", |m, v| m.number = Some(v.to_owned())),
    ("so/ky hieu", |m, v| m.number = Some(v.to_owned())),
    ("so hieu van ban", |m, v| m.number = Some(v.to_owned())),
    ("ngay ban hanh", |m, v| m.date = fields::date(v)),
    ("co quan ban hanh", |m, v| m.issuer = Some(v.to_owned())),
    ("noi ban hanh", |m, v| m.issuer = Some(v.to_owned())),
    ("loai van ban", |m, v| m.kind = Some(v.to_owned())),
    ("trich yeu", |m, v| m.title = Some(v.to_owned())),
    ("tinh/thanh pho", |m, v| m.place = place::of_words(v)),
];

/// Reads the property table: a cell with a label, the value in the next cell.
fn properties(page: &Html) -> Meta {
    let mut meta = Meta::default();
    let mut label: Option<Setter> = None;
    for cell in PLACES.cells.iter().flat_map(|s| page.select(s)) {
        // A cell of a layout table holds the page; only short ones are looked at.
        if cell.text().map(str::len).sum::<usize>() > 1000 {
            label = None;
            continue;
        }
        let words = words(cell);
        match label.take() {
            Some(set) if !is_unknown(&words) => set(&mut meta, &words),
            _ => label = setter(&words),
        }
    }
    meta
}

fn setter(words: &str) -> Option<Setter> {
    let folded = fold_marks(words);
    let folded = folded.trim_end_matches([':', ' ']);
    LABELS.iter().find(|(label, _)| *label == folded).map(|(_, set)| *set)
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
        let meta = meta(&page);
        assert_eq!(meta.title.as_deref(), Some("Kế hoạch phòng, chống mua bán người"));
        assert_eq!(meta.url.as_deref(), Some("https://baonamdinh.vn/tin/1.html?x=1"));
        assert_eq!(meta.place.map(Place::slug), Some("namdinh"));
        assert_eq!(meta.date.map(|d| d.to_string()).as_deref(), Some("2021-05-18"));
    }

    #[test]
    fn the_property_table_of_a_portal_is_read() {
        let page = Html::parse_document(
            "<table><tr><td>Số ký hiệu:<td><b>40/KH-UBND</b><td>Ngày ban hành
            <td>18/05/2021<tr><td>Cơ quan ban hành<td>Đang cập nhật
            <td>Loại văn bản<td>Kế hoạch</table>",
        );
        let meta = meta(&page);
        assert_eq!(meta.number.as_deref(), Some("40/KH-UBND"));
        assert_eq!(meta.date.map(|d| d.to_string()).as_deref(), Some("2021-05-18"));
        assert_eq!(meta.issuer, None);
        assert_eq!(meta.kind.as_deref(), Some("Kế hoạch"));
    }
}
