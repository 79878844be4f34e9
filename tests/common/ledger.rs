//! `tests/accuracy.tsv`: what was measured, to the digit. A worse value fails, and a
//! better one that is not recorded fails, too, so that the table is always true.
//! `DANCHIEU_RECORD=1` rewrites the rows that a test measures, and no others.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

const TOLERANCE: f64 = 0.0005;

static LOCK: Mutex<()> = Mutex::new(());

fn path() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/accuracy.tsv"))
}

/// The rows by measure: value and how it is measured.
fn rows() -> BTreeMap<String, (f64, String)> {
    let text = fs::read_to_string(path()).unwrap_or_default();
    let row = |line: &str| {
        let mut cells = line.split('\t');
        let measure = cells.next()?.to_owned();
        let value = cells.next()?.parse().ok()?;
        Some((measure, (value, cells.next().unwrap_or_default().to_owned())))
    };
    text.lines().filter_map(row).collect()
}

fn write(rows: &BTreeMap<String, (f64, String)>) {
    let mut out = String::from("measure\tvalue\thow\n");
    for (measure, (value, how)) in rows {
        let _ = writeln!(out, "{measure}\t{value:.4}\t{how}");
    }
    fs::write(path(), out).expect("tests/accuracy.tsv can be written");
}

/// Compares measured values with the recorded ones, or records them.
pub(crate) fn check(measured: &[(String, f64)], how: &str) {
    let _guard = LOCK.lock().unwrap_or_else(PoisonError::into_inner);
    let mut rows = rows();
    if std::env::var_os("DANCHIEU_RECORD").is_some() {
        for (measure, value) in measured {
            rows.insert(measure.clone(), (*value, how.to_owned()));
        }
        return write(&rows);
    }
    let mut faults = String::new();
    for (measure, value) in measured {
        let recorded = rows.get(measure).map(|(v, _)| *v);
        let fault = match recorded {
            None => "not recorded",
            Some(r) if *value < r - TOLERANCE => "worse",
            Some(r) if *value > r + TOLERANCE => "better: record it",
            Some(_) => continue,
        };
        let _ =
            writeln!(faults, "  {measure:40} {value:.4}, recorded {recorded:?}: {fault}");
    }
    assert!(faults.is_empty(), "accuracy (DANCHIEU_RECORD=1 records it):\n{faults}");
}
