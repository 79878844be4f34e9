//! How fast files of each format are read: files and bytes a second, one core.
//!
//! `tests/make_files.py FOLDER` makes the files; the originals of `../shared/data/office`
//! are read, too, where they are. PDF is read in this process here, as a library does;
//! the program takes some 5 ms more for each, to start another.
//!
//! ```text
//! DANCHIEU_FILES=FOLDER cargo bench --bench ingest
//! ```

#![expect(clippy::print_stdout, reason = "a benchmark says what it measures")]

use danchieu::ingest::{self, Options};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Each format is read over and over for so long.
const LEAST: Duration = Duration::from_millis(600);

fn main() {
    let shared = std::env::var_os("DANCHIEU_SHARED")
        .unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").into());
    let office = PathBuf::from(shared).join("data/office");
    let made = std::env::var_os("DANCHIEU_FILES").map(PathBuf::from);
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let folders = [Some(corpus), Some(office), made];
    let mut formats: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    let folders: Vec<PathBuf> = folders.into_iter().flatten().collect();
    for path in ingest::walk(&folders, &ingest::WalkOptions::default()).files {
        let extension = path.extension().unwrap_or_default().to_string_lossy();
        // The JSON files there tell of the others and hold no text.
        if extension != "json" {
            formats.entry(extension.into_owned()).or_default().push(path);
        }
    }
    println!("format  files  files/s   file MB/s  text MB/s  characters read");
    for (format, files) in formats {
        measure(&format, &files);
    }
}

fn measure(format: &str, files: &[PathBuf]) {
    let start = Instant::now();
    let (mut rounds, mut text, mut letters) = (0_u32, 0_u64, 0);
    while start.elapsed() < LEAST || rounds == 0 {
        letters = 0;
        for file in files {
            ingest::read(file, &Options::default(), &mut |found| {
                if let Ok(source) = found {
                    text += source.text.source().len() as u64;
                    letters += source.text.source().chars().count();
                }
            });
        }
        rounds += 1;
    }
    let bytes: u64 =
        files.iter().filter_map(|f| f.metadata().ok()).map(|m| m.len()).sum();
    let seconds = start.elapsed().as_secs_f64() / f64::from(rounds);
    #[expect(clippy::cast_precision_loss, reason = "they are far below 2^52")]
    let (count, packed, text) =
        (files.len() as f64, bytes as f64, text as f64 / f64::from(rounds));
    assert!(letters > 0 || format == "parquet", "nothing was read of {format}");
    println!(
        "{format:7} {:5} {:8.0} {:11.1} {:10.1}  {letters}",
        files.len(),
        count / seconds,
        packed / seconds / 1e6,
        text / seconds / 1e6,
    );
}
