//! JSON: one record, or a list of records, also inside an object that counts them.

use super::input::Input;
use super::jsonl::{self, Names, Tally};
use super::{FieldNames, Sink, encoding, fields};
use crate::error::{Error, ErrorKind, Result};
use serde_json::Value;

/// Reads the records of a file.
pub(super) fn read(mut input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
    let text = encoding::decode(input.read_all()?)?.text;
    let value: Value = match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(value) => value,
        // Many a file of lines is called .json.
        Err(error) if is_lines(&text) => {
            let _ = error;
            let mut bytes = text.as_bytes();
            return jsonl::read(Input { stream: &mut bytes, ..input }, sink);
        }
        Err(error) => {
            return Err(Error::new(
                ErrorKind::Malformed,
                format!("broken JSON: {error}"),
            ));
        }
    };
    let records = records(value, &input.options.fields).ok_or_else(|| {
        Error::new(ErrorKind::Malformed, "no record with a text")
            .hint("a record, or a list of records, is expected")
    })?;
    let mut names = Names::new(&input.name, &input.options.fields);
    let mut tally = Tally::default();
    for (number, record) in (1..).zip(records) {
        let at = format!("record {number}");
        let found = match record {
            Value::Object(record) => jsonl::of_record(record, &at, number, &mut names),
            _ => Err(Error::new(ErrorKind::Malformed, format!("{at}: not an object"))),
        };
        tally.pass(found.map_err(|e| e.at(&input.name)), sink)?;
    }
    Ok(())
}

/// Says that the first line is a record of its own.
fn is_lines(text: &str) -> bool {
    let first = text.trim_start_matches('\u{feff}').trim_start().lines().next();
    first.is_some_and(|line| {
        serde_json::from_str::<Value>(line).is_ok_and(|v| v.is_object())
    })
}

/// Returns the records: the list itself, the list that the object holds, or the object.
/// One with a text is a record, whatever it lists besides.
fn records(value: Value, names: &FieldNames) -> Option<Vec<Value>> {
    match value {
        Value::Array(list) => Some(list),
        Value::Object(fields) if fields::has_text(&fields, names) => {
            Some(vec![Value::Object(fields)])
        }
        Value::Object(mut fields) => {
            let is_list = |v: &Value| {
                v.as_array()
                    .is_some_and(|list| list.first().is_some_and(Value::is_object))
            };
            let list = fields.values_mut().find(|v| is_list(v)).map(Value::take);
            match list {
                Some(Value::Array(list)) => Some(list),
                _ => Some(vec![Value::Object(fields)]),
            }
        }
        _ => None,
    }
}
