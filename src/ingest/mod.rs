//! Bytes → [`Source`]s: text and metadata; one file per format.
//!
//! [`walk`] lists the files, [`read`] streams the documents of one file (a container
//! holds many; memory is bounded by the largest document), [`read_from`] and
//! [`read_bytes`] do the same for a stream or bytes. A file that cannot be read, or a
//! record of it, is an error in the stream, and the rest goes on.

mod doc;
mod docx;
mod encoding;
mod fields;
mod format;
#[cfg(any(feature = "pdf", feature = "parquet"))]
mod guard;
mod html;
mod input;
mod json;
mod jsonl;
mod layout;
mod limit;
mod listing;
mod lists;
mod mhtml;
mod odt;
mod outline;
mod packed;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(feature = "pdf")]
mod pdf;
mod place;
mod plain;
mod rtf;
mod sidecar;
mod table;
mod walk;
mod xml;
mod zipped;

pub use encoding::vietnamese_share;
pub use fields::FieldNames;
pub use format::Format;
pub use listing::{Listing, ListingSink, read_listing};
pub use outline::{Given, Outline, Spot, Unit};
pub use walk::{WalkOptions, Walked, walk};

use crate::error::{Error, ErrorKind, Result};
use crate::ident::Date;
use crate::text::Text;
use crate::vocab::Place;
use input::Input;
use limit::Budget;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

/// What is known of a document besides its text, as given by its container (a JSONL
/// record, a page's `<meta>`, a side-car), not read from the text.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Meta {
    /// *Số hiệu* as given.
    pub number: Option<String>,
    /// The kind as given: a word or a code.
    pub kind: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// The date of issue (of publication for a page).
    pub date: Option<Date>,
    /// The issuing body.
    pub issuer: Option<String>,
    /// The province, from a host name or a folder rule.
    pub place: Option<Place>,
    /// The address it was saved from.
    pub url: Option<String>,
}

/// One document as it came in.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path as given, or `PATH#ID` for a record of a container.
    pub name: String,
    /// The extracted text.
    pub text: Text,
    /// What the container knows.
    pub meta: Meta,
    /// Its pages, and where the metadata was found.
    pub outline: Outline,
    /// What a reader of the result should know: an empty text, a repaired encoding, a
    /// doubled id. Not errors: the document is here.
    pub notes: Vec<String>,
}

impl Source {
    /// Makes a source of a name and a text, with nothing else known.
    pub fn new(name: impl Into<String>, text: Text) -> Self {
        Self {
            name: name.into(),
            text,
            meta: Meta::default(),
            outline: Outline::default(),
            notes: Vec::new(),
        }
    }
}

/// How files are read.
#[derive(Clone, Debug)]
pub struct Options {
    /// A folder named after a province (`nam-dinh`, `NamDinh`, `Tỉnh Nam Định`) gives
    /// [`Meta::place`] where the container does not; the nearest folder counts.
    pub place_from_path: bool,
    /// The largest document or record in bytes after unpacking. More is an error: this
    /// bounds the memory, also for a file made to unpack without end.
    pub max_bytes: u64,
    /// Read pictures of text in PDF files, with `pdftoppm` and `tesseract`.
    pub ocr: bool,
    /// The program that reads PDF files in a process of its own, where a fault of the
    /// reader costs a page and nothing else: started as `PROGRAM read-pdf PAGE`, it calls
    /// [`serve_pdf`]. Without one they are read in a thread, which cannot be ended when
    /// it hangs.
    pub pdf_reader: Option<PathBuf>,
    /// The names of fields and columns that hold text and metadata, before the guesses.
    pub fields: FieldNames,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            place_from_path: true,
            max_bytes: 1 << 30,
            ocr: false,
            pdf_reader: None,
            fields: FieldNames::default(),
        }
    }
}

/// Reads the PDF on `input` from page `from` on and writes what it says to `output`, for
/// the process that [`Options::pdf_reader`] starts.
#[cfg(feature = "pdf")]
pub fn serve_pdf(
    from: u32,
    input: impl std::io::Read + Send,
    output: impl std::io::Write + Send,
) {
    pdf::serve(from, input, output);
}

/// Receives the documents and errors of a file, in the order of the file.
pub type Sink<'a> = dyn FnMut(Result<Source>) + 'a;

/// Reads the documents of the file at `path` into `sink`.
///
/// The kind of file is decided by its content first and its extension second. A side-car
/// `FILE.meta.json` (or `STEM.meta.json`) overrides the metadata of a file's documents.
pub fn read(path: &Path, options: &Options, sink: &mut Sink<'_>) {
    if let Err(error) = read_file(path, options, sink) {
        sink(Err(error));
    }
}

fn read_file(path: &Path, options: &Options, sink: &mut Sink<'_>) -> Result<()> {
    let file = File::open(path).map_err(|e| input::open_error(path, e))?;
    let outside = sidecar::beside(path)?;
    let folder = options.place_from_path.then(|| place::of_path(path)).flatten();
    let mut stream = BufReader::with_capacity(1 << 16, file);
    let name = path.to_string_lossy().into_owned();
    let budget = Budget::default();
    let input = Input {
        name,
        file: Some(path),
        stream: &mut stream,
        options,
        depth: 0,
        budget: &budget,
    };
    dispatch(input, &mut |found| {
        sink(found.map(|source| {
            let mut source = place::placed(source, folder.as_ref());
            outside.lay_over(&mut source);
            source
        }));
    })
}

/// Reads the documents of a stream into `sink`; `name` names them (`-` for standard
/// input), and its extension helps where the content does not tell.
pub fn read_from(
    name: &str,
    stream: &mut dyn BufRead,
    options: &Options,
    sink: &mut Sink<'_>,
) {
    let name = name.to_owned();
    let budget = Budget::default();
    let input = Input { name, file: None, stream, options, depth: 0, budget: &budget };
    if let Err(error) = dispatch(input, sink) {
        sink(Err(error));
    }
}

/// Reads the documents in `bytes` into `sink`, as [`read_from`] does.
pub fn read_bytes(name: &str, bytes: &[u8], options: &Options, sink: &mut Sink<'_>) {
    read_from(name, &mut &*bytes, options, sink);
}

/// Archives in archives are read down to this depth; some contain themselves.
const MAX_DEPTH: u8 = 4;

/// Finds the format of `input` and lets it read; errors name the input.
fn dispatch(input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
    if input.depth > MAX_DEPTH {
        let message = format!("packed more than {MAX_DEPTH} times");
        return Err(Error::new(ErrorKind::Malformed, message).at(&input.name));
    }
    let name = input.name.clone();
    let named = |error: Error| match error.path() {
        Some(_) => error,
        None => error.at(&name),
    };
    input
        .with_head(|head, input| {
            let format = Format::detect(&input.name, head)?;
            if head.is_empty() && !format.may_be_empty() {
                return Err(Error::new(ErrorKind::Malformed, "an empty file")
                    .hint("it may not have been fetched; fetch it again"));
            }
            format.read(input, sink)
        })
        .map_err(named)
}
