//! Which kind of file it is: the table of formats.

use super::input::Input;
use super::{
    Sink, doc, docx, html, json, jsonl, mhtml, odt, packed, plain, rtf, table, zipped,
};
use crate::error::{Error, ErrorKind, Result};

/// One kind of file that can be read. A new format is a row of the table in this file
/// and a file beside it.
#[derive(Clone, Copy)]
pub struct Format(&'static Row);

struct Row {
    name: &'static str,
    extensions: &'static [&'static str],
    /// Says that the first bytes can be nothing else.
    is_sure: fn(&[u8]) -> bool,
    read: fn(Input<'_>, &mut Sink<'_>) -> Result<()>,
}

/// Formats whose first bytes tell them; `doc` sees to it by itself.
const BINARY: [&str; 8] = ["gzip", "zstd", "zip", "pdf", "rtf", "docx", "odt", "parquet"];
/// Those that have the name of what is in them before their own.
const PACKED: [&str; 2] = ["gzip", "zstd"];

const ROWS: &[Row] = &[
    Row {
        name: "gzip",
        extensions: &["gz"],
        is_sure: |head| head.starts_with(&[0x1f, 0x8b]),
        read: packed::read_gzip,
    },
    Row {
        name: "zstd",
        extensions: &["zst", "zstd"],
        is_sure: |head| head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]),
        read: packed::read_zstd,
    },
    Row {
        name: "zip",
        extensions: &["zip"],
        is_sure: |head| {
            head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
        },
        read: zipped::read,
    },
    Row {
        name: "doc",
        extensions: &["doc", "dot"],
        is_sure: doc::is_sure,
        read: doc::read,
    },
    #[cfg(feature = "pdf")]
    Row {
        name: "pdf",
        extensions: &["pdf"],
        is_sure: super::pdf::is_sure,
        read: super::pdf::read,
    },
    #[cfg(not(feature = "pdf"))]
    Row {
        name: "no pdf",
        extensions: &["pdf"],
        is_sure: |head| head.starts_with(b"%PDF-"),
        read: |_, _| {
            Err(Error::new(ErrorKind::UnsupportedFormat, "this build cannot read PDF")
                .hint("build with --features pdf, or give the output of pdftotext"))
        },
    },
    Row { name: "rtf", extensions: &["rtf"], is_sure: rtf::is_sure, read: rtf::read },
    Row {
        name: "word-xml",
        extensions: &[],
        is_sure: docx::is_flat,
        read: docx::read_flat,
    },
    Row {
        name: "docx",
        extensions: &["docx", "docm", "dotx"],
        is_sure: |_| false,
        read: zipped::read,
    },
    Row {
        name: "odt",
        extensions: &["odt", "ott"],
        is_sure: |_| false,
        read: zipped::read,
    },
    Row {
        name: "flat-odt",
        extensions: &["fodt"],
        is_sure: odt::is_flat,
        read: odt::read_flat,
    },
    Row {
        name: "mhtml",
        extensions: &["mhtml", "mht"],
        is_sure: mhtml::is_sure,
        read: mhtml::read,
    },
    Row { name: "json", extensions: &["json"], is_sure: |_| false, read: json::read },
    #[cfg(feature = "parquet")]
    Row {
        name: "parquet",
        extensions: &["parquet"],
        is_sure: super::parquet::is_sure,
        read: super::parquet::read,
    },
    #[cfg(not(feature = "parquet"))]
    Row {
        name: "no parquet",
        extensions: &["parquet"],
        is_sure: |head| head.starts_with(b"PAR1"),
        read: |_, _| {
            Err(Error::new(
                ErrorKind::UnsupportedFormat,
                "this build cannot read Parquet",
            )
            .hint("build with --features parquet, or write the table as CSV or JSONL"))
        },
    },
    Row {
        name: "table",
        extensions: &["csv", "tsv"],
        is_sure: |_| false,
        read: table::read,
    },
    Row {
        name: "html",
        extensions: &["html", "htm", "xhtml", "aspx"],
        is_sure: html::is_sure,
        read: html::read,
    },
    Row {
        name: "jsonl",
        extensions: &["jsonl", "ndjson"],
        is_sure: |_| false,
        read: jsonl::read,
    },
    Row {
        name: "text",
        extensions: &["txt", "md", "markdown", "text"],
        is_sure: |_| false,
        read: plain::read,
    },
];

impl Format {
    /// Returns all formats of this build.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(Self)
    }

    /// Returns the name: `text`, `html`, `jsonl`, …
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// Returns the extensions, lower case, without the dot.
    pub fn extensions(self) -> &'static [&'static str] {
        self.0.extensions
    }

    /// Returns the format that the extension of `name` stands for, if any. Of
    /// `a.jsonl.gz` that is gzip.
    pub fn of_name(name: &str) -> Option<Self> {
        let file = name.rsplit(['/', '\\', '#']).next().unwrap_or(name);
        let (_, extension) = file.rsplit_once('.')?;
        let known = |f: &Self| {
            f.extensions().iter().any(|known| extension.eq_ignore_ascii_case(known))
        };
        Self::all().find(known)
    }

    /// Decides the format by the first bytes, then by the extension, then by looking
    /// at the text.
    ///
    /// # Errors
    /// [`ErrorKind::UnsupportedFormat`] when it is nothing that this build reads.
    pub fn detect(name: &str, head: &[u8]) -> Result<Self> {
        let sure = Self::all().find(|f| (f.0.is_sure)(head));
        let named = || Self::of_name(name).map(|f| f.or_text(name, head));
        sure.or_else(named).or_else(|| Self::of_text(head)).ok_or_else(|| {
            Error::new(
                ErrorKind::UnsupportedFormat,
                "not a kind of file that can be read",
            )
            .hint(HINT)
        })
    }

    /// Returns what a text is that has the name of this format and not its first bytes: a
    /// page that a portal sent as `.pdf`, lines that a browser unpacked and left `.gz`.
    fn or_text(self, name: &str, head: &[u8]) -> Self {
        let is_other = BINARY.contains(&self.name())
            && !head.is_empty()
            && memchr::memmem::find(head, b"%PDF-").is_none();
        let Some(text) = Self::of_text(head).filter(|_| is_other) else { return self };
        let inside = name.rsplit_once('.').map_or(name, |(inside, _)| inside);
        let is_packed = PACKED.contains(&self.name());
        let named = Self::of_name(inside).filter(|_| is_packed);
        named.map_or(text, |format| format.or_text(inside, head))
    }

    /// Returns true if a file of this format may hold nothing.
    pub(super) fn may_be_empty(self) -> bool {
        matches!(self.name(), "text" | "jsonl")
    }

    /// Reads the documents of `input` into `sink`.
    pub(super) fn read(self, input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
        (self.0.read)(input, sink)
    }

    /// Returns what bytes without a telling name are, if they are text at all.
    pub(super) fn of_text(head: &[u8]) -> Option<Self> {
        let marked = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]);
        if memchr::memchr(0, head).is_some() && !marked {
            return None;
        }
        let mut letters = head.iter().filter(|b| !b.is_ascii_whitespace());
        let is_record = letters.next() == Some(&b'{') && letters.next() == Some(&b'"');
        let is_page = !is_record && html::is_likely(head);
        Self::named(if is_record {
            "jsonl"
        } else if is_page {
            "html"
        } else {
            "text"
        })
    }

    fn named(name: &str) -> Option<Self> {
        Self::all().find(|f| f.name() == name)
    }
}

impl std::fmt::Debug for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Format").field(&self.name()).finish()
    }
}

const HINT: &str = "give text, HTML, Word, OpenDocument, RTF, PDF, JSON, CSV, Parquet, or an archive of them";

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, head: &[u8]) -> &'static str {
        Format::detect(name, head).map_or("none", Format::name)
    }

    #[test]
    fn content_decides_before_the_extension() {
        assert_eq!(of("a.txt", b"\x1f\x8b\x08"), "gzip");
        assert_eq!(of("a.txt", b"<!DOCTYPE html><p>"), "html");
        assert_eq!(of("a.txt", b"{\"id\":1}"), "text");
        assert_eq!(of("A.HTM", b"abc"), "html");
        assert_eq!(of("x/a.jsonl", b""), "jsonl");
        assert_eq!(of("-", b" {\"id\":1}"), "jsonl");
        assert_eq!(of("-", "Căn cứ".as_bytes()), "text");
        assert_eq!(of("a.doc.txt", b"<div>"), "text");
        assert_eq!(of("a", b"<div>"), "html");
        assert_eq!(of("a.pdf", b"<p>404</p>"), "html");
        assert_eq!(of("a.rtf", "Căn cứ".as_bytes()), "text");
        assert_eq!(of("a.docx", b"PK\x03\x04"), "zip");
        assert_eq!(of("a.docx", b"\0\x01"), "docx");
        assert_eq!(of("a.csv.gz", b"id,text\n"), "table");
        assert_eq!(of("a.tar.gz", b"{\"id\":1}"), "jsonl");
        assert_eq!(of("a.gz", b"\0\0"), "gzip");
        assert_eq!(of("a.png", b"\x89PNG\r\n\x1a\n\0\0\0"), "none");
    }
}
