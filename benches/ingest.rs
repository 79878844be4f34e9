//! How fast files of each format are read: files and bytes a second, one core.
//!
//! `tests/make_files.py FOLDER` makes the files; the originals of `../shared/data/office`
//! are read, too, where they are. PDF is read in this process here, as a library does;
//! the program takes some 5 ms more for each, to start another. Tables, saved pages,
//! archives and packed records are made here of the texts of `corpus/`.
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
    let own = tempfile::tempdir().expect("a folder for the files made here");
    make(&corpus, own.path());
    let scan = made.as_ref().map(|folder| folder.join("scan.pdf"));
    let folders = [Some(corpus), Some(office), made, Some(own.path().to_owned())];
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
    if let Some(scan) = scan.filter(|scan| scan.is_file()) {
        measure_scan(&scan);
    }
}

/// Reads a page that is a picture of its text, with the programs of OCR.
fn measure_scan(file: &Path) {
    let options = Options { ocr: true, ..Options::default() };
    let start = Instant::now();
    ingest::read(file, &options, &mut |found| match found {
        Ok(source) => println!(
            "scan: {:.1} s for {} characters of a page",
            start.elapsed().as_secs_f64(),
            source.text.source().chars().count()
        ),
        Err(error) => println!("scan: skipped: {error}"),
    });
}

/// Makes the formats that no other folder has: 20 times the texts of the corpus, so that
/// a file is worth opening.
fn make(corpus: &Path, out: &Path) {
    const TIMES: usize = 20;
    let mut texts = Vec::new();
    for path in ingest::walk(&[corpus], &ingest::WalkOptions::default()).files {
        ingest::read(&path, &Options::default(), &mut |found| {
            texts.extend(found.map(|source| source.text.into_source()));
        });
    }
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let texts = texts.repeat(TIMES);
    let write = |name: &str, bytes: &[u8]| {
        std::fs::write(out.join(name), bytes).expect("a file is written");
    };
    let row = |text: &&str| format!("\"{}\"\n", text.replace('"', "\"\""));
    let rows: String = texts.iter().map(row).collect();
    write("texts.csv", format!("text\n{rows}").as_bytes());
    let line = |text: &&str| format!("{}\n", serde_json::json!({ "text": text }));
    let lines: String = texts.iter().map(line).collect();
    let level = ruzstd::encoding::CompressionLevel::Fastest;
    let packed = ruzstd::encoding::compress_to_vec(lines.as_bytes(), level);
    write("texts.jsonl.zst", &packed);
    write("texts.zip", &zip_of(&texts));
    write("page.mhtml", saved_page(&texts[..texts.len() / TIMES]).as_bytes());
    #[cfg(feature = "parquet")]
    write("texts.parquet", &parquet_of(&texts));
}

/// Makes an archive of all texts.
fn zip_of(texts: &[&str]) -> Vec<u8> {
    use std::io::Write as _;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (i, text) in texts.iter().enumerate() {
        let name = format!("{i}.txt");
        archive.start_file(name, options).expect("an entry is begun");
        archive.write_all(text.as_bytes()).expect("an entry is written");
    }
    archive.finish().expect("an archive is finished").into_inner()
}

/// Makes a page as a browser saves it, of all texts.
fn saved_page(texts: &[&str]) -> String {
    let quoted = |byte: u8| match byte {
        b'\n' => "<br>=\r\n".to_owned(),
        b'=' | 0x80.. => format!("={byte:02X}"),
        _ => char::from(byte).to_string(),
    };
    let body: String = texts.concat().bytes().map(quoted).collect();
    format!(
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"x\"\r\n\r\n--x\r\n\
         Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
         <html><body>{body}</body></html>\r\n--x--\r\n"
    )
}

#[cfg(feature = "parquet")]
fn parquet_of(texts: &[&str]) -> Vec<u8> {
    use parquet::data_type::{ByteArray, ByteArrayType};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    let schema = "message m { REQUIRED BINARY text (STRING); }";
    let schema = parquet::schema::parser::parse_message_type(schema).expect("a schema");
    let codec = parquet::basic::Compression::SNAPPY;
    let properties = WriterProperties::builder().set_compression(codec).build();
    let cells: Vec<ByteArray> = texts.iter().map(|text| ByteArray::from(*text)).collect();
    let mut bytes = Vec::new();
    let write = |bytes| -> parquet::errors::Result<()> {
        let mut file =
            SerializedFileWriter::new(bytes, schema.into(), properties.into())?;
        let mut group = file.next_row_group()?;
        if let Some(mut column) = group.next_column()? {
            column.typed::<ByteArrayType>().write_batch(&cells, None, None)?;
            column.close()?;
        }
        group.close()?;
        file.close()?;
        Ok(())
    };
    write(&mut bytes).expect("a file in memory is written");
    bytes
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
