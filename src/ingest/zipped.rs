//! Zip archives: office documents in one, or files of any kind in another.

use super::input::{self, Input};
use super::xml::{self, Piece};
use super::{Given, Sink, dispatch, docx, odt, plain, walk};
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
    let (bytes, packed): (Box<dyn Bytes>, u64) = if let Some(path) = input.file {
        let file = File::open(path).map_err(|e| input::open_error(path, e))?;
        let length = file.metadata().map_or(0, |m| m.len());
        (Box::new(BufReader::new(file)), length)
    } else {
        let bytes = input.read_all()?;
        let length = bytes.len() as u64;
        (Box::new(Cursor::new(bytes)), length)
    };
    let mut archive = ZipArchive::new(bytes).map_err(|e| fault(&e))?;
    let has = |name: &str| archive.index_for_name(name).is_some();
    let max = input.options.max_bytes;
    let (text, given) = if has("word/document.xml") {
        (docx::text(&mut archive, max)?, docx::properties(&mut archive, max))
    } else if has("content.xml") {
        (odt::text(&mut archive, max)?, properties(&mut archive, "meta.xml", max))
    } else if has("[Content_Types].xml") {
        return Err(Error::new(ErrorKind::UnsupportedFormat, "a workbook or slides")
            .hint("save the sheet as CSV, or the slides as text"));
    } else {
        read_entries(&mut archive, packed, &input, sink);
        return Ok(());
    };
    sink(Ok(plain::word(input.name, text, given)?));
    Ok(())
}

/// Reads each file of the archive that looks like a document, in the order of names.
///
/// Entries may share their bytes, so the whole has a limit, too.
fn read_entries(
    archive: &mut Archive,
    packed: u64,
    input: &Input<'_>,
    sink: &mut Sink<'_>,
) {
    let mut left = FREE.saturating_add(packed.saturating_mul(MAX_RATIO));
    let mut entries: Vec<(String, usize)> = (0..archive.len())
        .filter_map(|i| Some((archive.name_for_index(i)?.ok()?.into_owned(), i)))
        .filter(|(name, _)| walk::is_document_name(name))
        .collect();
    entries.sort();
    for (name, index) in entries {
        let name = format!("{}#{name}", input.name);
        let size = archive.by_index_raw(index).map_or(0, |entry| entry.size());
        left = left.saturating_sub(size);
        if left == 0 {
            return sink(Err(bomb().at(&name)));
        }
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
    Ok(Some(BufReader::new(Limited { inner: entry, left: max_bytes })))
}

/// Reads title, author and the like from the part that holds them.
pub(super) fn properties(archive: &mut Archive, name: &str, max: u64) -> Vec<Given> {
    const NAMES: [(&str, &str); 6] = [
        ("title", "title"),
        ("subject", "subject"),
        ("creator", "author"),
        ("initial-creator", "author"),
        ("created", "created"),
        ("creation-date", "created"),
    ];
    let mut given: Vec<Given> = Vec::new();
    let mut field = None;
    let mut each = |piece: Piece<'_>| match piece {
        Piece::Open(name, _) => {
            field = NAMES.iter().find(|(tag, _)| *tag == name).map(|(_, field)| *field);
        }
        Piece::Text(text) if !text.trim().is_empty() => {
            if let Some(field) = field.filter(|f| given.iter().all(|g| g.field != *f)) {
                given.push(Given::property(field, text));
            }
        }
        Piece::Close(_) => field = None,
        Piece::Text(_) => {}
    };
    if let Ok(Some(stream)) = part(archive, name, max) {
        // What is broken is left out: the text is there without.
        let _ = xml::walk(stream, &mut each);
    }
    given
}

/// What is looked at only beyond this size.
const FREE: u64 = 64 << 20;
/// Office XML packs well, but not like a file made to fill the memory.
const MAX_RATIO: u64 = 200;

fn check_ratio(size: u64, packed: u64) -> Result<()> {
    if size <= FREE || size / packed.max(1) <= MAX_RATIO {
        return Ok(());
    }
    Err(bomb())
}

fn bomb() -> Error {
    let message = format!("unpacks to more than {MAX_RATIO} times its size");
    Error::new(ErrorKind::Malformed, message)
}

/// A part of a document that ends with an error at its limit: half a text would look
/// like a whole one.
struct Limited<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.left = self.left.checked_sub(n as u64).ok_or_else(|| {
            let message = "a part larger than the limit of a document";
            std::io::Error::new(std::io::ErrorKind::InvalidData, message)
        })?;
        Ok(n)
    }
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
