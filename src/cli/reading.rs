//! How documents are read: options that every command which reads files has.

use crate::ingest::{FieldNames, Options};

/// How files are read.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Reading")]
pub(super) struct ReadArgs {
    /// Read pictures of text in PDF files (needs `pdftoppm` and `tesseract` with `vie`)
    #[arg(long)]
    ocr: bool,
    /// Take the province of a document from the names of its folders (the default)
    #[arg(long, overrides_with = "no_place_from_path")]
    place_from_path: bool,
    /// Do not take the province of a document from the names of its folders
    #[arg(long)]
    no_place_from_path: bool,
    /// The field or column of the text in JSON, CSV and Parquet, where it is not guessed
    #[arg(long, value_name = "NAME")]
    text_field: Option<String>,
    /// The field of the id
    #[arg(long, value_name = "NAME")]
    id_field: Option<String>,
    /// The field of the number (*số hiệu*)
    #[arg(long, value_name = "NAME")]
    number_field: Option<String>,
    /// The field of the kind
    #[arg(long, value_name = "NAME")]
    kind_field: Option<String>,
    /// The field of the date of issue
    #[arg(long, value_name = "NAME")]
    date_field: Option<String>,
    /// The field of the issuer
    #[arg(long, value_name = "NAME")]
    issuer_field: Option<String>,
    /// The field of the title
    #[arg(long, value_name = "NAME")]
    title_field: Option<String>,
    /// The field of the province
    #[arg(long, value_name = "NAME")]
    place_field: Option<String>,
    /// The field of the address
    #[arg(long, value_name = "NAME")]
    url_field: Option<String>,
}

impl ReadArgs {
    /// Returns the options.
    pub(super) fn options(&self) -> Options {
        Options {
            ocr: self.ocr,
            place_from_path: !self.no_place_from_path,
            fields: FieldNames {
                id: self.id_field.clone(),
                text: self.text_field.clone(),
                number: self.number_field.clone(),
                kind: self.kind_field.clone(),
                title: self.title_field.clone(),
                date: self.date_field.clone(),
                issuer: self.issuer_field.clone(),
                place: self.place_field.clone(),
                url: self.url_field.clone(),
            },
            ..usual()
        }
    }
}

/// Returns how files are read when nothing is asked for: PDF in a process of its own.
pub(super) fn usual() -> Options {
    Options { pdf_reader: std::env::current_exe().ok(), ..Options::default() }
}

/// Does the work of the process that reads a PDF, if this is one.
pub(super) fn serve() -> bool {
    let mut words = std::env::args().skip(1);
    let is_worker = words.next().as_deref() == Some(WORKER);
    #[cfg(feature = "pdf")]
    if is_worker {
        let from = words.next().and_then(|n| n.parse().ok()).unwrap_or(1);
        crate::ingest::serve_pdf(from, std::io::stdin(), std::io::stdout());
    }
    is_worker
}

/// No command of the program: nobody but the program itself says it.
const WORKER: &str = "read-pdf";
