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
        match self.format {
            Format::Json => {
                out.write_all(if self.count == 0 { b"[\n" } else { b",\n" })?;
                serde_json::to_writer(out, record)?;
            }
            Format::JsonLines => {
                serde_json::to_writer(&mut *out, record)?;
                out.write_all(b"\n")?;
            }
            Format::Csv => {
                let header = (self.count == 0).then_some(R::COLUMNS);
                csv_rows(out, header, Some(record.cells()))?;
            }
        }
        self.count += 1;
        Ok(())
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
            Format::Csv if self.count == 0 => csv_rows(out, Some(R::COLUMNS), None)?,
            _ => {}
        }
        Ok(self.count)
    }
}

fn csv_rows(
    out: &mut impl Write,
    header: Option<&[&str]>,
    cells: Option<Vec<String>>,
) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    if let Some(header) = header {
        csv.write_record(header)?;
    }
    if let Some(cells) = cells {
        csv.write_record(cells)?;
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

    fn written(format: Format, pairs: &[Pair]) -> String {
        let mut out = Vec::new();
        let mut records = Records::new(format);
        for pair in pairs {
            records.push(&mut out, pair).unwrap();
        }
        assert_eq!(records.finish::<Pair>(&mut out).unwrap(), pairs.len() as u64);
        String::from_utf8(out).unwrap()
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
