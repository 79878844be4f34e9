//! Listings: documents that are known without their texts, one a row.
//!
//! TSV, CSV or JSON Lines, plain or in gzip, with the names of fields that corpora use
//! (`số hiệu`, `number`, `tình trạng` …); also, without a first row of names, the rows of
//! a portal: id, field, kind, serial, year, symbol and address, all without marks.

use super::fields::{self, Record};
use super::limit::{Budget, Counted, Limited};
use super::{Meta, input, table};
use crate::error::{Error, ErrorKind, Result};
use crate::ident::Date;
use crate::vocab::{kind_from_ascii, symbol_from_ascii};
use csv::ByteRecord;
use flate2::bufread::MultiGzDecoder;
use std::cell::Cell;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// What a listing says of one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listing {
    /// Number, kind, title, date, issuer, place and address.
    pub meta: Meta,
    /// *Tình trạng hiệu lực*, in its words.
    pub status: Option<String>,
    /// *Ngày có hiệu lực*.
    pub effective: Option<Date>,
    /// *Ngày hết hiệu lực*.
    pub expired: Option<Date>,
    /// The number of the document that replaced it.
    pub replaced_by: Option<String>,
    /// True if it came without marks: its symbol is a reading, its title cannot be told
    /// from another with the same letters.
    pub is_ascii: bool,
}

/// Receives the rows of a listing in order; a row that cannot be read is an error.
pub type ListingSink<'a> = dyn FnMut(Result<Listing>) -> Result<()> + 'a;

/// Reads the rows of the file at `path` into `sink`, one at a time.
///
/// # Errors
/// When the file cannot be read or has no column with a number, or when `sink` fails.
pub fn read_listing(path: &Path, sink: &mut ListingSink<'_>) -> Result<()> {
    let file = File::open(path).map_err(|e| input::open_error(path, e))?;
    let mut stream = BufReader::with_capacity(1 << 16, file);
    let head = stream.fill_buf().map_err(|e| input::read_error(&e).at(path))?;
    let read = if head.starts_with(&[0x1f, 0x8b]) {
        let budget = Budget::default();
        let unpacked = MultiGzDecoder::new(Counted::new(stream, &budget, true));
        read_rows(BufReader::with_capacity(1 << 16, budget.limited(unpacked)), sink)
    } else {
        read_rows(stream, sink)
    };
    read.map_err(|error| if error.path().is_some() { error } else { error.at(path) })
}

fn read_rows(mut stream: impl BufRead, sink: &mut ListingSink<'_>) -> Result<()> {
    let head = stream.fill_buf().map_err(|e| input::read_error(&e))?.to_vec();
    let first = head.iter().find(|b| !b.is_ascii_whitespace());
    if first == Some(&b'{') {
        return read_objects(stream, sink);
    }
    read_table(&head, stream, sink)
}

/// The longest row: some listings carry the text of the document.
const MAX_ROW: u64 = 64 << 20;

fn read_objects(mut stream: impl BufRead, sink: &mut ListingSink<'_>) -> Result<()> {
    let mut line = Vec::new();
    for number in 1u64.. {
        line.clear();
        let mut limited = (&mut stream).take(MAX_ROW);
        let read = limited.read_until(b'\n', &mut line);
        if read.map_err(|e| input::read_error(&e))? == 0 {
            break;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let record = serde_json::from_slice::<Record>(&line);
        let broken = |e: serde_json::Error| {
            let message = format!("line {number}: broken record: {e}");
            Error::new(ErrorKind::Malformed, message)
        };
        sink(record.map_err(broken).map(of_record))?;
    }
    Ok(())
}

fn read_table(head: &[u8], stream: impl Read, sink: &mut ListingSink<'_>) -> Result<()> {
    let left = Cell::new(MAX_ROW);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(table::delimiter(head))
        .has_headers(false)
        .flexible(true)
        .quoting(!is_portal(head))
        .from_reader(Limited::document(stream, &left, MAX_ROW));
    let mut row = ByteRecord::new();
    let mut names: Option<Vec<String>> = None;
    let mut number = 0u64;
    while reader.read_byte_record(&mut row).map_err(|e| table::fault(&e))? {
        left.set(MAX_ROW);
        number += 1;
        if number == 1 && !is_portal(head) {
            names = Some(header(&row)?);
            continue;
        }
        let at = |e: Error| {
            let message = format!("row {number}: {e}");
            Error::new(e.kind(), message)
        };
        let listing = match &names {
            Some(names) => table::record(names, &row).map(of_record).map_err(at),
            None => of_portal(&row).ok_or_else(|| not_a_row(number)),
        };
        sink(listing)?;
    }
    Ok(())
}

fn header(row: &ByteRecord) -> Result<Vec<String>> {
    let names: Vec<String> = row.iter().map(table::word).collect::<Result<_>>()?;
    if names.iter().any(|name| fields::is_number(name)) {
        return Ok(names);
    }
    Err(Error::new(ErrorKind::Malformed, "no column with the number of a document")
        .hint("name it number or so_hieu in the first row"))
}

fn not_a_row(number: u64) -> Error {
    let message = format!("row {number}: no kind or number of a document");
    Error::new(ErrorKind::Malformed, message)
}

fn of_record(mut record: Record) -> Listing {
    let status = fields::status(&mut record);
    let [effective, expired] = fields::days_of_effect(&mut record);
    let replaced_by = fields::replaced_by(&mut record);
    let (meta, _) = fields::meta(&mut record, &super::FieldNames::default(), "field");
    let listing =
        Listing { status, effective, expired, replaced_by, meta, is_ascii: false };
    marked(listing)
}

/// A row that came without marks gets those of its symbol back.
fn marked(mut listing: Listing) -> Listing {
    let meta = &mut listing.meta;
    let kind = meta.kind.as_deref().and_then(|k| kind_from_ascii(k.trim()));
    let Some(number) = meta.number.as_deref().filter(|n| n.is_ascii()) else {
        return listing;
    };
    let bare = meta.title.as_deref().is_none_or(str::is_ascii);
    let Ok(read) = number.trim().parse::<crate::ident::DocNumber>() else {
        return listing;
    };
    let symbol = read.symbol.replace('/', "-");
    let of_symbol = || symbol.split('-').next().and_then(kind_of_token);
    let with_marks = symbol_from_ascii(kind.or_else(of_symbol), &symbol);
    if bare && with_marks.symbol != read.symbol && with_marks.rest.is_empty() {
        meta.number = Some(
            crate::ident::DocNumber { symbol: with_marks.symbol.into(), ..read }
                .to_string(),
        );
        listing.is_ascii = true;
    }
    listing
}

/// Returns the only kind of which a token without marks is one.
fn kind_of_token(token: &str) -> Option<crate::vocab::DocKind> {
    let folded = crate::text::fold_marks(token);
    let mut found = crate::vocab::DocKind::all()
        .filter(|k| k.tokens().any(|t| crate::text::fold_marks(t) == folded));
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// True if the first row is one of a portal: an id, a field, a kind as an address
/// writes it, a serial.
fn is_portal(head: &[u8]) -> bool {
    let line = head.split(|b| *b == b'\n').next().unwrap_or_default();
    let fields: Vec<&[u8]> = line.split(|b| *b == b'\t').collect();
    let digits = |f: &[u8]| !f.is_empty() && f.iter().all(u8::is_ascii_digit);
    let [id, _, kind, serial, year, _, address] = fields[..] else { return false };
    digits(id)
        && line.is_ascii()
        && (year.is_empty() || (digits(year) && year.len() == 4))
        && (kind.is_empty() || kind[0].is_ascii_uppercase())
        && (serial.is_empty() || serial[0].is_ascii_digit())
        && address.contains(&b'-')
}

/// Reads a row of a portal. The year is that of the number, or the one that the address
/// has right behind the symbol: a year elsewhere in the title is its matter.
fn of_portal(row: &ByteRecord) -> Option<Listing> {
    let field = |i: usize| std::str::from_utf8(row.get(i)?).ok();
    let (slug, serial, year) = (field(2)?, field(3)?, field(4)?);
    let (suffix, address) = (field(5)?, field(6)?);
    let kind = kind_from_ascii(slug)?;
    if serial.is_empty() || suffix.is_empty() {
        return None;
    }
    let read = symbol_from_ascii(Some(kind), suffix);
    let number = match (year, read.is_party_order) {
        ("", true) => format!("{serial}-{}", read.symbol),
        ("", false) => format!("{serial}/{}", read.symbol),
        _ => format!("{serial}/{year}/{}", read.symbol),
    };
    let parts = [slug, serial, year, suffix].into_iter().filter(|p| !p.is_empty());
    let before = parts.collect::<Vec<_>>().join("-");
    let behind = address.strip_prefix(&before).unwrap_or(address);
    let (listed, title) = year_of_address(behind.trim_start_matches('-'));
    let date = year.parse().ok().or(listed.filter(|_| year.is_empty()));
    let title = format!("{} {}", read.rest, title.replace('-', " "));
    let title = title.trim().to_owned();
    Some(Listing {
        meta: Meta {
            number: Some(number),
            kind: Some(kind.name().to_owned()),
            title: (!title.is_empty()).then_some(title),
            date: date.filter(|y| (1945..2100).contains(y)).map(Date::year_only),
            ..Meta::default()
        },
        is_ascii: true,
        ..Listing::default()
    })
}

/// Takes `2014-` or `nam-2014-` from the start of the rest of an address.
fn year_of_address(rest: &str) -> (Option<u16>, &str) {
    let bare = rest.strip_prefix("nam-").unwrap_or(rest);
    let (first, tail) = bare.split_once('-').unwrap_or((bare, ""));
    let year = first.parse().ok().filter(|_| first.len() == 4);
    // `2014-2020` is a period.
    let is_period =
        tail.split('-').next().is_some_and(|t| t.len() == 4 && t.parse::<u16>().is_ok());
    match year {
        Some(year) if !is_period => (Some(year), tail),
        _ => (None, rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Listing> {
        let mut rows = Vec::new();
        let mut sink = |row: Result<Listing>| {
            rows.extend(row.ok());
            Ok(())
        };
        read_rows(text.as_bytes(), &mut sink).unwrap();
        rows
    }

    #[test]
    fn rows_of_a_portal_are_read_without_names() {
        let found = rows(
            "629\tDau-tu\tQuyet-dinh\t629\t\tQD-TTg\tQuyet-dinh-629-QD-TTg-2014-phe-duyet-Chien-luoc-den-2020\n\
             1\tX\tNghi-dinh\t19\t2011\tND-CP\tNghi-dinh-19-2011-ND-CP-huong-dan-Luat-Nuoi-con-nuoi\n\
             2\tX\tQuyet-dinh\t2241\t\tQD-BTTTT\tQuyet-dinh-2241-QD-BTTTT-tuyen-truyen-2015\n\
             3\tX\t\t\t\t\tDecision-19-QD-TTg-2023-tasks\n",
        );
        let shown: Vec<String> = found
            .iter()
            .map(|r| {
                let date = r.meta.date.map(|d| d.to_string()).unwrap_or_default();
                let title = r.meta.title.as_deref().unwrap_or_default();
                format!("{} [{date}] {title}", r.meta.number.as_deref().unwrap())
            })
            .collect();
        assert_eq!(
            shown,
            [
                "629/QĐ-TTg [2014] phe duyet Chien luoc den 2020",
                "19/2011/NĐ-CP [2011] huong dan Luat Nuoi con nuoi",
                "2241/QĐ-BTTTT [] tuyen truyen 2015",
            ]
        );
        assert!(found.iter().all(|r| r.is_ascii));
    }

    #[test]
    fn columns_are_known_by_many_names() {
        let found = rows(
            "Số hiệu;Loại văn bản;Ngày ban hành;Tình trạng hiệu lực;Ngày có hiệu lực;Thay thế bởi\n\
             20/2017/NĐ-CP;Nghị định;24/02/2017;Hết hiệu lực toàn bộ;01/05/2017;132/2020/NĐ-CP\n",
        );
        let [row] = &found[..] else { panic!("{found:?}") };
        assert_eq!(row.meta.number.as_deref(), Some("20/2017/NĐ-CP"));
        assert_eq!(row.status.as_deref(), Some("Hết hiệu lực toàn bộ"));
        assert_eq!(row.effective, "2017-05-01".parse().ok());
        assert_eq!(row.replaced_by.as_deref(), Some("132/2020/NĐ-CP"));
        assert!(!row.is_ascii);
    }

    #[test]
    fn numbers_without_marks_get_them_back() {
        let found = rows("number,title\n86/2019/ND-CP,quy dinh muc von\n");
        assert_eq!(found[0].meta.number.as_deref(), Some("86/2019/NĐ-CP"));
        assert!(found[0].is_ascii);
    }

    #[test]
    fn a_table_without_numbers_is_told() {
        let mut sink = |_: Result<Listing>| Ok(());
        let error = read_rows("a,b\n1,2\n".as_bytes(), &mut sink).unwrap_err();
        assert_eq!(error.to_string(), "no column with the number of a document");
    }
}
