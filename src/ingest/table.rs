//! CSV and TSV: one document a row, the fields named in the first row.

use super::input::{self, Input};
use super::jsonl::{self, Names, Tally};
use super::limit::Limited;
use super::{FieldNames, Sink, encoding, fields};
use crate::error::{Error, ErrorKind, Result};
use csv::ByteRecord;
use serde_json::Value;
use std::cell::Cell;
use std::io::Read;

/// A title and empty rows may stand before the names of the columns, so many rows.
const MOST_BEFORE: usize = 10;

/// Reads the rows one by one.
pub(super) fn read(input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
    input.with_head(|head, mut input| {
        if !encoding::is_utf16(head) {
            let make = Make::of(head, &input.options.fields);
            return rows(input, &make, sink);
        }
        // What Excel calls "Unicode text".
        let text = encoding::decode(input.read_all()?)?.text;
        let make = Make::of(text.as_bytes(), &input.options.fields);
        let mut bytes = text.as_bytes();
        rows(Input { stream: &mut bytes, ..input }, &make, sink)
    })
}

/// How a table is written.
struct Make {
    delimiter: u8,
    /// The first line says only what parts the cells: `sep=;`.
    has_sep: bool,
}

impl Make {
    fn of(head: &[u8], names: &FieldNames) -> Self {
        let head = head.strip_prefix("\u{feff}".as_bytes()).unwrap_or(head);
        if let Some([delimiter, b'\r' | b'\n', ..]) = head.strip_prefix(b"sep=") {
            return Self { delimiter: *delimiter, has_sep: true };
        }
        // A title has none, and a table of one column has none in its first row.
        let mut lines = head.split(|b| *b == b'\n').take(MOST_BEFORE);
        let is_telling = |line: &&[u8]| {
            most_common(line).is_some()
                || fields::is_text(&String::from_utf8_lossy(line), names)
        };
        let line = lines.find(is_telling).unwrap_or_default();
        Self { delimiter: most_common(line).unwrap_or(b','), has_sep: false }
    }
}

fn rows(input: Input<'_>, make: &Make, sink: &mut Sink<'_>) -> Result<()> {
    // A quote without its end would make one row of all the rest.
    let max = input.options.max_bytes;
    let left = Cell::new(max);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(make.delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(Limited::document(input.stream, &left, max));
    let mut row = ByteRecord::new();
    if make.has_sep {
        reader.read_byte_record(&mut row).map_err(|e| fault(&e))?;
    }
    let names = header(&mut reader, &input.options.fields)?;
    let mut ids = Names::new(&input.name, &input.options.fields);
    let mut tally = Tally::default();
    left.set(max);
    for number in 1.. {
        if !reader.read_byte_record(&mut row).map_err(|e| fault(&e))? {
            break;
        }
        left.set(max);
        let at = format!("row {number}");
        let found = record(&names, &row)
            .and_then(|record| jsonl::of_record(record, &at, number, &mut ids));
        tally.pass(found.map_err(|e| e.at(&input.name)), sink)?;
    }
    Ok(())
}

/// Reads up to the row that names the columns.
fn header(
    reader: &mut csv::Reader<impl Read>,
    names: &FieldNames,
) -> Result<Vec<String>> {
    let mut row = ByteRecord::new();
    let mut lists = false;
    for _ in 0..MOST_BEFORE {
        if !reader.read_byte_record(&mut row).map_err(|e| fault(&e))? {
            break;
        }
        let found: Vec<String> = row.iter().map(word).collect::<Result<_>>()?;
        if found.iter().any(|name| fields::is_text(name, names)) {
            return Ok(found);
        }
        lists |= found.iter().any(|name| fields::is_number(name));
    }
    Err(no_text(lists))
}

fn no_text(lists: bool) -> Error {
    let error = Error::new(ErrorKind::Malformed, "no column with a text");
    if lists {
        return error.hint(
            "it lists documents: take them as known with `danchieu catalog import`, or \
             name the column of the text with --text-field",
        );
    }
    error.hint(
        "name it text, content, noi_dung, markdown or body in the first row, or give its \
         name with --text-field",
    )
}

/// The commonest of the separators in the first line; Excel in Vietnam writes `;`.
pub(super) fn delimiter(head: &[u8]) -> u8 {
    most_common(head.split(|b| *b == b'\n').next().unwrap_or_default()).unwrap_or(b',')
}

fn most_common(line: &[u8]) -> Option<u8> {
    let count = |d: u8| memchr::memchr_iter(d, line).count();
    let mut best = b',';
    for d in [b'\t', b';', b'|'] {
        if count(d) > count(best) {
            best = d;
        }
    }
    (count(best) > 0).then_some(best)
}

pub(super) fn word(bytes: &[u8]) -> Result<String> {
    let text = encoding::decode(bytes.to_vec())?.text;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

pub(super) fn record(names: &[String], row: &ByteRecord) -> Result<fields::Record> {
    let mut record = fields::Record::new();
    for (name, value) in names.iter().zip(row) {
        if !value.is_empty() {
            record.insert(name.clone(), Value::String(word(value)?));
        }
    }
    Ok(record)
}

pub(super) fn fault(error: &csv::Error) -> Error {
    match error.kind() {
        csv::ErrorKind::Io(io) => input::read_error(io),
        _ => Error::new(ErrorKind::Malformed, format!("broken table: {error}")),
    }
}
