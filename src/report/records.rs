//! Streams of records as JSON, JSON Lines or CSV.

use std::io::{self, Write};

/// How records are written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Format {
    /// One array.
    Json,
    /// One object a line.
    JsonLines,
    /// A header and one row a record (RFC 4180).
    Csv,
}

/// One line of an answer.
pub trait Record: serde::Serialize {
    /// The names of the cells.
    const COLUMNS: &'static [&'static str];

    /// Returns the values in the order of [`Record::COLUMNS`]; unknown ones are empty.
    fn cells(&self) -> Vec<String>;
}

/// Writes records one by one, so that an answer never has to fit in memory.
#[derive(Clone, Debug)]
pub struct Records {
    format: Format,
    count: u64,
}

/// Some records of one kind as they are written, without what stands before and behind
/// them: so that several threads can each write a part of one answer.
#[derive(Clone, Debug)]
pub struct Rows {
    bytes: Vec<u8>,
    count: u64,
    columns: &'static [&'static str],
}

impl Rows {
    /// Writes records.
    ///
    /// # Errors
    /// When a record cannot be written.
    pub fn write<R: Record>(format: Format, records: &[R]) -> io::Result<Self> {
        let mut bytes = Vec::new();
        if format == Format::Csv {
            let cells = records.iter().map(R::cells);
            csv_rows(&mut bytes, cells)?;
        } else {
            for (i, record) in records.iter().enumerate() {
                if format == Format::Json && i > 0 {
                    bytes.extend_from_slice(b",\n");
                }
                serde_json::to_writer(&mut bytes, record)?;
                if format == Format::JsonLines {
                    bytes.push(b'\n');
                }
            }
        }
        Ok(Self { bytes, count: records.len() as u64, columns: R::COLUMNS })
    }
}

impl Records {
    /// Starts an answer.
    pub fn new(format: Format) -> Self {
        Self { format, count: 0 }
    }

    /// Returns how many records were written.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Writes one record.
    ///
    /// # Errors
    /// When `out` refuses the bytes.
    pub fn push<R: Record>(
        &mut self,
        out: &mut impl Write,
        record: &R,
    ) -> io::Result<()> {
        let rows = Rows::write(self.format, std::slice::from_ref(record))?;
        self.push_rows(out, &rows)
    }

    /// Writes records that were written before in the format of this answer.
    ///
    /// # Errors
    /// When `out` refuses the bytes.
    pub fn push_rows(&mut self, out: &mut impl Write, rows: &Rows) -> io::Result<()> {
        if rows.count == 0 {
            return Ok(());
        }
        match (self.format, self.count) {
            (Format::Json, 0) => out.write_all(b"[\n")?,
            (Format::Json, _) => out.write_all(b",\n")?,
            (Format::Csv, 0) => csv_rows(out, [rows.columns])?,
            _ => {}
        }
        self.count += rows.count;
        out.write_all(&rows.bytes)
    }

    /// Ends the answer; an empty one is `[]` in JSON, a bare header in CSV and nothing
    /// in JSON Lines. Returns how many records were written.
    ///
    /// # Errors
    /// When `out` refuses the bytes.
    pub fn finish<R: Record>(self, out: &mut impl Write) -> io::Result<u64> {
        match self.format {
            Format::Json if self.count == 0 => out.write_all(b"[]\n")?,
            Format::Json => out.write_all(b"\n]\n")?,
            Format::Csv if self.count == 0 => csv_rows(out, [R::COLUMNS])?,
            _ => {}
        }
        Ok(self.count)
    }
}

fn csv_rows<C: AsRef<[u8]>>(
    out: &mut impl Write,
    rows: impl IntoIterator<Item = impl IntoIterator<Item = C>>,
) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    for row in rows {
        csv.write_record(row)?;
    }
    csv.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Serialize)]
    struct Pair {
        a: u8,
        b: &'static str,
    }

    impl Record for Pair {
        const COLUMNS: &'static [&'static str] = &["a", "b"];

        fn cells(&self) -> Vec<String> {
            vec![self.a.to_string(), self.b.to_owned()]
        }
    }

    fn written_in_parts(format: Format, pairs: &[Pair]) -> String {
        let mut out = Vec::new();
        let mut records = Records::new(format);
        for part in [&[], pairs, &[]] {
            let rows = Rows::write(format, part).unwrap();
            records.push_rows(&mut out, &rows).unwrap();
        }
        records.finish::<Pair>(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn written(format: Format, pairs: &[Pair]) -> String {
        let mut out = Vec::new();
        let mut records = Records::new(format);
        for pair in pairs {
            records.push(&mut out, pair).unwrap();
        }
        assert_eq!(records.finish::<Pair>(&mut out).unwrap(), pairs.len() as u64);
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, written_in_parts(format, pairs));
        text
    }

    #[test]
    fn every_format_writes_none_one_and_two() {
        let (one, two) = (Pair { a: 1, b: "x" }, Pair { a: 2, b: "y, \"z\"" });
        let both = [one, two];
        assert_eq!(written(Format::Json, &[]), "[]\n");
        assert_eq!(written(Format::Csv, &[]), "a,b\n");
        assert_eq!(written(Format::JsonLines, &[]), "");
        assert_eq!(written(Format::Json, &both[..1]), "[\n{\"a\":1,\"b\":\"x\"}\n]\n");
        assert_eq!(written(Format::Csv, &both), "a,b\n1,x\n2,\"y, \"\"z\"\"\"\n");
        assert_eq!(
            written(Format::JsonLines, &both),
            "{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":\"y, \\\"z\\\"\"}\n"
        );
    }
}
