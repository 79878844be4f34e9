//! CSV and TSV: one document a row, the fields named in the first row.

use super::input::{self, Input};
use super::jsonl::{self, Names, Tally};
use super::limit::Limited;
use super::{Sink, encoding, fields};
use crate::error::{Error, ErrorKind, Result};
use csv::ByteRecord;
use serde_json::Value;
use std::cell::Cell;

/// Reads the rows one by one.
pub(super) fn read(input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
    input.with_head(|head, input| {
        // A quote without its end would make one row of all the rest.
        let max = input.options.max_bytes;
        let left = Cell::new(max);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter(head))
            .flexible(true)
            .from_reader(Limited::document(input.stream, &left, max));
        let header = reader.byte_headers().map_err(|e| fault(&e))?.clone();
        let names: Vec<String> = header.iter().map(word).collect::<Result<_>>()?;
        if !names.iter().any(|name| fields::is_text(name, &input.options.fields)) {
            return Err(Error::new(ErrorKind::Malformed, "no column with a text").hint(
                "name it text, content, noi_dung, markdown or body in the first row, or \
                 give its name with --text-field",
            ));
        }
        let mut ids = Names::new(&input.name, &input.options.fields);
        let mut row = ByteRecord::new();
        let mut number = 0;
        let mut tally = Tally::default();
        left.set(max);
        while reader.read_byte_record(&mut row).map_err(|e| fault(&e))? {
            left.set(max);
            number += 1;
            let at = format!("row {number}");
            let found = record(&names, &row)
                .and_then(|record| jsonl::of_record(record, &at, number, &mut ids));
            tally.pass(found.map_err(|e| e.at(&input.name)), sink)?;
        }
        Ok(())
    })
}

/// The commonest of the separators in the first line; Excel in Vietnam writes `;`.
pub(super) fn delimiter(head: &[u8]) -> u8 {
    let first = head.split(|b| *b == b'\n').next().unwrap_or_default();
    let count = |d: u8| memchr::memchr_iter(d, first).count();
    let mut best = b',';
    for d in [b'\t', b';', b'|'] {
        if count(d) > count(best) {
            best = d;
        }
    }
    best
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
