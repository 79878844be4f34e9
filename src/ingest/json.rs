//! JSON: one record, or a list of records, also inside an object that counts them.

use super::fields::{self, Record};
use super::input::Input;
use super::jsonl::{self, Names, Tally};
use super::{FieldNames, Sink, encoding};
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
            Value::String(text) if text.len() >= LONG => {
                let record = fields::of_text(text, &input.options.fields);
                jsonl::of_record(record, &at, number, &mut names)
            }
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

/// Words in a list that are shorter are names, not texts.
const LONG: usize = 80;
/// Lists deeper than this are not looked for.
const DEEPEST: usize = 4;

/// Returns the records: the list itself, the list that the object holds, the objects by
/// their ids, or the object. One with a text is a record, whatever it lists besides.
fn records(value: Value, names: &FieldNames) -> Option<Vec<Value>> {
    match value {
        Value::Array(list) => Some(list),
        Value::Object(fields) if fields::has_text(&fields, names) => {
            Some(vec![Value::Object(fields)])
        }
        Value::Object(mut fields) => {
            let with_text = |v: &Value| {
                v.as_object().is_some_and(|record| fields::holds_text(record, names))
            };
            if let Some(list) = list(&mut fields, &with_text, DEEPEST) {
                return Some(list);
            }
            if is_map(&fields, names) {
                return Some(by_id(fields));
            }
            if fields::holds_text(&fields, names) {
                return Some(vec![Value::Object(fields)]);
            }
            let list = list(&mut fields, &Value::is_object, DEEPEST);
            Some(list.unwrap_or_else(|| vec![Value::Object(fields)]))
        }
        _ => None,
    }
}

/// Takes the first list that begins with what is asked for: `data`, `hits.hits`.
fn list(
    fields: &mut Record,
    is_asked: &dyn Fn(&Value) -> bool,
    depth: usize,
) -> Option<Vec<Value>> {
    let is_list =
        |v: &&mut Value| v.as_array().and_then(|l| l.first()).is_some_and(is_asked);
    let found = fields.values_mut().find(is_list).map(Value::take);
    if let Some(Value::Array(list)) = found {
        return Some(list);
    }
    let mut inner = fields.values_mut().filter_map(Value::as_object_mut);
    if depth == 0 { None } else { inner.find_map(|i| list(i, is_asked, depth - 1)) }
}

/// Says that an object holds records by their ids.
fn is_map(fields: &Record, names: &FieldNames) -> bool {
    let is_record =
        |v: &Value| v.as_object().is_some_and(|r| fields::holds_text(r, names));
    fields.len() > 1 && fields.values().all(is_record)
}

fn by_id(fields: Record) -> Vec<Value> {
    let with_id = |(id, mut record): (String, Value)| {
        if let Some(record) = record.as_object_mut() {
            record.entry("id").or_insert(Value::String(id));
        }
        record
    };
    fields.into_iter().map(with_id).collect()
}
