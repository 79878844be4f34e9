//! JSON Lines: one document a line.

use super::input::Input;
use super::{FieldNames, Sink, Source, fields, json, plain};
use crate::error::{Error, ErrorKind, Result};
use std::collections::HashMap;

/// Reads the records one by one; a broken one is an error with its line, and the next
/// is read.
pub(super) fn read(input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
    input.with_head(|head, input| {
        let head = without_mark(head, 1).trim_ascii_start();
        // A list of records is JSON, whatever its name.
        if head.starts_with(b"[") { json::read(input, sink) } else { lines(input, sink) }
    })
}

fn lines(mut input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
    let mut names = Names::new(&input.name, &input.options.fields);
    let mut tally = Tally::default();
    let mut line = Vec::new();
    let mut number = 0;
    while input.read_line(&mut line)? {
        number += 1;
        let record = without_mark(&line, number).trim_ascii();
        if record.is_empty() {
            continue;
        }
        let found = document(record, number, &mut names).map_err(|e| e.at(&input.name));
        tally.pass(found, sink)?;
    }
    Ok(())
}

/// A file whose first records all fail is of another make: no error for each of them.
const HOPELESS: u32 = 100;

/// Counts the records of a container, to give up on one of another make.
#[derive(Debug, Default)]
pub(super) struct Tally {
    failed: u32,
    is_hopeful: bool,
}

impl Tally {
    /// Hands a record on.
    ///
    /// # Errors
    /// When it is the last of so many without a document among them.
    pub(super) fn pass(
        &mut self,
        found: Result<Source>,
        sink: &mut Sink<'_>,
    ) -> Result<()> {
        self.is_hopeful |= found.is_ok();
        self.failed += u32::from(found.is_err() && !self.is_hopeful);
        sink(found);
        if !self.is_hopeful && self.failed == HOPELESS {
            return Err(hopeless());
        }
        Ok(())
    }
}

fn hopeless() -> Error {
    let message = format!("none of the first {HOPELESS} records is a document");
    Error::new(ErrorKind::Malformed, message).hint("each record needs a text")
}

fn without_mark(line: &[u8], number: usize) -> &[u8] {
    match number {
        1 => line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line),
        _ => line,
    }
}

fn document(line: &[u8], number: usize, names: &mut Names) -> Result<Source> {
    let record = serde_json::from_slice(line).map_err(|e| broken(&e, number))?;
    of_record(record, &format!("line {number}"), number, names)
}

fn broken(error: &serde_json::Error, number: usize) -> Error {
    let reason = error.to_string();
    let reason = reason.split(" at line ").next().unwrap_or(&reason);
    let column = error.column();
    let message = format!("line {number}: broken record: {reason} at column {column}");
    Error::new(ErrorKind::Malformed, message).hint("one JSON object a line is expected")
}

/// Makes the source of one record. `at` says where it stands, for the error; `number` is
/// its name when it has no id.
pub(super) fn of_record(
    record: fields::Record,
    at: &str,
    number: usize,
    names: &mut Names,
) -> Result<Source> {
    let mut record = fields::raised(record, &names.fields);
    let text = fields::text(&mut record, &names.fields).ok_or_else(|| no_text(at))?;
    let id = fields::id(&mut record, &names.fields);
    let (name, note) = names.next(id, number);
    let mut source = plain::document(name, text, note)?;
    let (meta, given) = fields::meta(&mut record, &names.fields, "field");
    source.meta = meta;
    source.outline.given = given;
    Ok(source)
}

fn no_text(at: &str) -> Error {
    Error::new(ErrorKind::Malformed, format!("{at}: a record without text")).hint(
        "the field may be called text, content, noi_dung, markdown or body; another \
         with --text-field NAME",
    )
}

/// Gives the records of one container their names, each once.
pub(super) struct Names {
    container: String,
    fields: FieldNames,
    // By hash, so that millions of long ids stay small.
    seen: HashMap<[u8; 16], u32>,
}

impl Names {
    pub(super) fn new(container: &str, fields: &FieldNames) -> Self {
        let (container, fields) = (container.to_owned(), fields.clone());
        Self { container, fields, seen: HashMap::new() }
    }

    /// Returns `CONTAINER#ID`; a doubled id gets a suffix and a note.
    pub(super) fn next(
        &mut self,
        id: Option<String>,
        number: usize,
    ) -> (String, Option<String>) {
        let id = id.unwrap_or_else(|| number.to_string());
        let count = self.count(&id);
        if count == 1 {
            return (format!("{}#{id}", self.container), None);
        }
        let mut nth = count;
        let mut other = format!("{id}~{nth}");
        while self.count(&other) > 1 {
            nth += 1;
            other = format!("{id}~{nth}");
        }
        let note = format!("the id {id} is used more than once; this one is {other}");
        (format!("{}#{other}", self.container), Some(note))
    }

    fn count(&mut self, id: &str) -> u32 {
        let mut key = [0; 16];
        let hash = blake3::hash(id.as_bytes());
        key.copy_from_slice(hash.as_bytes().first_chunk::<16>().unwrap_or(&[0; 16]));
        let count = self.seen.entry(key).or_default();
        *count += 1;
        *count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_given_once() {
        let mut names = Names::new("a.jsonl", &FieldNames::default());
        let mut next = |id: &str| names.next(Some(id.to_owned()), 0).0;
        assert_eq!(next("x"), "a.jsonl#x");
        assert_eq!(next("x~2"), "a.jsonl#x~2");
        assert_eq!(next("x"), "a.jsonl#x~3");
        assert_eq!(next("x"), "a.jsonl#x~4");
    }
}
