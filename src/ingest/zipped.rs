//! Zip archives: office documents in one, or files of any kind in another.

use super::input::{self, Input};
use super::{Sink, dispatch, docx, odt, plain, walk};
use crate::error::{Error, ErrorKind, Result};
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read, Seek};
use zip::ZipArchive;
use zip::result::ZipError;

/// What a package must be read from.
pub(super) trait Bytes: Read + Seek {}
impl<T: Read + Seek> Bytes for T {}

/// An open archive.
pub(super) type Archive = ZipArchive<Box<dyn Bytes>>;

/// Reads a document that is an archive, or the files in an archive.
pub(super) fn read(mut input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
    let bytes: Box<dyn Bytes> = match input.file {
        Some(path) => {
            let file = File::open(path).map_err(|e| input::open_error(path, e))?;
            Box::new(BufReader::new(file))
        }
        None => Box::new(Cursor::new(input.read_all()?)),
    };
    let mut archive = ZipArchive::new(bytes).map_err(|e| fault(&e))?;
    let has = |name: &str| archive.index_for_name(name).is_some();
    let text = if has("word/document.xml") {
        docx::text(&mut archive, input.options.max_bytes)?
    } else if has("content.xml") {
        odt::text(&mut archive, input.options.max_bytes)?
    } else if has("[Content_Types].xml") {
        return Err(Error::new(ErrorKind::UnsupportedFormat, "a workbook or slides")
            .hint("save the sheet as CSV, or the slides as text"));
    } else {
        read_entries(&mut archive, &input, sink);
        return Ok(());
    };
    sink(Ok(plain::document(input.name, text, None)?));
    Ok(())
}

/// Reads each file of the archive that looks like a document, in the order of names.
fn read_entries(archive: &mut Archive, input: &Input<'_>, sink: &mut Sink<'_>) {
    let mut entries: Vec<(String, usize)> = (0..archive.len())
        .filter_map(|i| Some((archive.name_for_index(i)?.ok()?.into_owned(), i)))
        .filter(|(name, _)| walk::is_document_name(name))
        .collect();
    entries.sort();
    for (name, index) in entries {
        let name = format!("{}#{name}", input.name);
        if let Err(error) = read_entry(archive, index, &name, input, sink) {
            sink(Err(if error.path().is_some() { error } else { error.at(&name) }));
        }
    }
}

fn read_entry(
    archive: &mut Archive,
    index: usize,
    name: &str,
    input: &Input<'_>,
    sink: &mut Sink<'_>,
) -> Result<()> {
    let entry = archive.by_index(index).map_err(|e| fault(&e))?;
    check_ratio(entry.size(), entry.compressed_size())?;
    let mut stream = BufReader::new(entry);
    let (options, depth) = (input.options, input.depth + 1);
    let name = name.to_owned();
    dispatch(Input { name, file: None, stream: &mut stream, options, depth }, sink)
}

/// Opens one part of a document; `None` when it has no such part.
pub(super) fn part<'a>(
    archive: &'a mut Archive,
    name: &str,
    max_bytes: u64,
) -> Result<Option<impl BufRead + use<'a>>> {
    let Some(index) = archive.index_for_name(name) else { return Ok(None) };
    let entry = archive.by_index(index).map_err(|e| fault(&e))?;
    check_ratio(entry.size(), entry.compressed_size())?;
    Ok(Some(BufReader::new(entry.take(max_bytes))))
}

/// Office XML packs well, but not like a file made to fill the memory.
fn check_ratio(size: u64, packed: u64) -> Result<()> {
    const FREE: u64 = 64 << 20;
    const MAX_RATIO: u64 = 200;
    if size <= FREE || size / packed.max(1) <= MAX_RATIO {
        return Ok(());
    }
    let message = format!("a part unpacks to more than {MAX_RATIO} times its size");
    Err(Error::new(ErrorKind::Malformed, message))
}

fn fault(error: &ZipError) -> Error {
    match error {
        ZipError::Io(io) => input::read_error(io),
        ZipError::UnsupportedArchive(reason) if reason.contains("assword") => {
            Error::new(ErrorKind::UnsupportedFormat, "the archive has a password")
                .hint("unpack it first")
        }
        other => Error::new(ErrorKind::Malformed, format!("broken archive: {other}"))
            .hint("the file may be cut off; fetch it again"),
    }
}
