//! Zip archives: office documents in one, or files of any kind in another.

use super::input::{self, Input};
use super::limit::{self, Budget, Limited};
use super::xml::{self, Piece};
use super::{
    Given, Options, Sink, Source, dispatch, docx, odt, place, plain, vietnamese_share,
    walk,
};
use crate::error::{Error, ErrorKind, Result};
use std::cell::Cell;
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read, Seek};
use std::path::Path;
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
    let (max, budget) = (input.options.max_bytes, input.budget);
    let limits = Limits {
        left: Cell::new(max),
        max,
        budget,
        options: input.options,
        depth: input.depth,
    };
    if input.depth == 0 {
        budget.allow(packed);
    }
    let (text, given) = if docx::is_document(&archive) {
        (docx::text(&mut archive, &limits)?, docx::properties(&mut archive, &limits))
    } else if has("content.xml") {
        (odt::text(&mut archive, &limits)?, properties(&mut archive, "meta.xml", &limits))
    } else if has("encrypted-package") {
        return Err(odt::locked());
    } else if has("[Content_Types].xml") {
        return Err(Error::new(ErrorKind::UnsupportedFormat, "a workbook or slides")
            .hint("save the sheet as CSV, or the slides as text"));
    } else {
        return read_entries(&mut archive, &input, sink);
    };
    sink(Ok(plain::word(input.name, text, given)?));
    Ok(())
}

/// Reads each file of the archive that looks like a document, in the order of names.
fn read_entries(
    archive: &mut Archive,
    input: &Input<'_>,
    sink: &mut Sink<'_>,
) -> Result<()> {
    let mut entries: Vec<(String, usize)> = (0..archive.len())
        .map(|index| (entry_name(archive, index), index))
        .filter(|(name, _)| walk::is_document_name(name))
        .collect();
    if entries.is_empty() {
        let message = "an archive without a document";
        return Err(Error::new(ErrorKind::UnsupportedFormat, message)
            .hint("what is in it is of no kind that is read"));
    }
    entries.sort();
    for (name, index) in entries {
        let name = format!("{}#{name}", input.name);
        let size = archive.by_index_raw(index).map_or(0, |entry| entry.size());
        if size > input.budget.left() {
            sink(Err(limit::bomb().at(&name)));
            return Ok(());
        }
        if let Err(error) = read_entry(archive, index, &name, input, sink) {
            sink(Err(if error.path().is_some() { error } else { error.at(&name) }));
        }
    }
    Ok(())
}

/// Returns the name of an entry; bytes that are no characters do not hide a document.
fn entry_name(archive: &mut Archive, index: usize) -> String {
    let told = archive.name_for_index(index).and_then(std::result::Result::ok);
    let told = told.map(std::borrow::Cow::into_owned);
    match archive.by_index_raw(index) {
        Ok(entry) => name_of_bytes(entry.name_raw())
            .or(told)
            .unwrap_or_else(|| String::from_utf8_lossy(entry.name_raw()).into_owned()),
        // What cannot be opened is told under this name.
        Err(_) => told.unwrap_or_else(|| format!("{index}.txt")),
    }
}

/// Reads a name as programs write it that do not say how: macOS in UTF-8, Windows in
/// Vietnam in windows-1258. The rule of archives says CP437, which has no such letters.
fn name_of_bytes(raw: &[u8]) -> Option<String> {
    const SHARE: f64 = 0.7;
    if let Ok(name) = std::str::from_utf8(raw) {
        return Some(name.to_owned());
    }
    let name = encoding_rs::WINDOWS_1258.decode(raw).0.into_owned();
    (vietnamese_share(&name).0 >= SHARE).then_some(name)
}

fn read_entry(
    archive: &mut Archive,
    index: usize,
    name: &str,
    input: &Input<'_>,
    sink: &mut Sink<'_>,
) -> Result<()> {
    let entry = archive.by_index(index).map_err(|e| fault(&e))?;
    limit::check_ratio(entry.size(), entry.compressed_size())?;
    let Input { options, budget, .. } = *input;
    let mut stream = BufReader::new(budget.limited(entry));
    let (name, depth) = (name.to_owned(), input.depth + 1);
    let stream = &mut stream;
    let folder = place::of_path(Path::new(name.rsplit('#').next().unwrap_or(&name)))
        .filter(|_| options.place_from_path);
    let inner = Input { name, file: None, stream, options, depth, budget };
    dispatch(inner, &mut |found| {
        sink(found.map(|source| place::placed(source, folder.as_ref())));
    })
}

/// What the parts of a document may take, together.
pub(super) struct Limits<'a> {
    left: Cell<u64>,
    max: u64,
    budget: &'a Budget,
    options: &'a Options,
    depth: u8,
}

/// Opens one part of a document; `None` when it has no such part.
pub(super) fn part<'a>(
    archive: &'a mut Archive,
    name: &str,
    limits: &'a Limits<'_>,
) -> Result<Option<impl BufRead + use<'a>>> {
    let Some(index) = archive.index_for_name(name) else { return Ok(None) };
    let entry = archive.by_index(index).map_err(|e| fault(&e))?;
    limit::check_ratio(entry.size(), entry.compressed_size())?;
    let entry = limits.budget.limited(entry);
    Ok(Some(BufReader::new(Limited::document(entry, &limits.left, limits.max))))
}

/// Returns the text of a document that is a part of another; `None` when it cannot be
/// read, which costs that part and nothing else.
pub(super) fn text_inside(
    archive: &mut Archive,
    name: &str,
    limits: &Limits<'_>,
) -> Option<String> {
    let mut stream = part(archive, name, limits).ok()??;
    let Limits { options, depth, budget, .. } = *limits;
    let (name, depth) = (name.to_owned(), depth + 1);
    let inner = Input { name, file: None, stream: &mut stream, options, depth, budget };
    let mut text = String::new();
    let take = &mut |found: Result<Source>| {
        if let Ok(source) = found {
            text.push_str(source.text.source());
            text.push('\n');
        }
    };
    dispatch(inner, take).ok()?;
    Some(text.trim().to_owned())
}

/// Reads title, author and the like from the part that holds them.
pub(super) fn properties(
    archive: &mut Archive,
    name: &str,
    limits: &Limits<'_>,
) -> Vec<Given> {
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
    if let Ok(Some(stream)) = part(archive, name, limits) {
        // What is broken is left out: the text is there without.
        let _ = xml::walk(stream, &mut each);
    }
    given
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
