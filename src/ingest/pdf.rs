//! PDF files: the text layer, page after page.
//!
//! The reader of PDF panics and loops on some files, so it works in a thread of its own
//! with a time limit: a bad page costs that page, a bad file costs that file.

use super::input::Input;
use super::{Sink, plain};
use crate::error::{Error, ErrorKind, Result};
use pdf_extract::{Document, PlainTextOutput, output_doc_page};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

/// How long one file may take.
const TIME_LIMIT: Duration = Duration::from_secs(60);
/// A page of a scan has a stamp or a watermark, but not this many letters.
const SCAN_LETTERS: usize = 60;
/// The name of the thread, by which its panics are told from others.
const THREAD: &str = "danchieu-pdf";
/// Broken files nest deeply.
const STACK: usize = 64 << 20;

/// Says that bytes are a PDF: the mark may stand behind some rubbish.
pub(super) fn is_sure(head: &[u8]) -> bool {
    let head = head.get(..head.len().min(1024)).unwrap_or(head);
    head.starts_with(b"%PDF-")
        || (memchr::memmem::find(head, b"%PDF-").is_some()
            && memchr::memchr(0, head).is_some())
}

/// Reads one document; pages are joined by a new line.
pub(super) fn read(mut input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
    let pages = pages(input.read_all()?)?;
    let read: Vec<&str> = pages.read.iter().map(|page| page.trim()).collect();
    let letters =
        read.iter().flat_map(|p| p.chars()).filter(|c| c.is_alphabetic()).count();
    let text = tidy(&read.join("\n"));
    let mut source = plain::document(input.name, text, None)?;
    if letters < SCAN_LETTERS * pages.count {
        source.notes.push(format!(
            "hardly any text on {} pages: likely a scan, to be read by OCR first \
             (ocrmypdf -l vie)",
            pages.count
        ));
    }
    if pages.read.len() < pages.count {
        let (read, count) = (pages.read.len(), pages.count);
        source.notes.push(format!("only {read} of {count} pages could be read"));
    }
    sink(Ok(source));
    Ok(())
}

/// Joins what was written letter by letter: no spaces at line ends, one empty line.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_empty = true;
    for line in text.lines().map(str::trim_end) {
        if !(line.is_empty() && is_empty) {
            out.push_str(line);
            out.push('\n');
        }
        is_empty = line.is_empty();
    }
    out.truncate(out.trim_end().len());
    out
}

struct Pages {
    read: Vec<String>,
    count: usize,
}

enum Message {
    Count(usize),
    Page(String),
    Failed(Error),
}

fn pages(bytes: Vec<u8>) -> Result<Pages> {
    quiet_panics();
    let (sender, receiver) = channel();
    let thread = std::thread::Builder::new().name(THREAD.to_owned()).stack_size(STACK);
    let work = move || {
        if catch_unwind(AssertUnwindSafe(|| send_pages(&bytes, &sender))).is_err() {
            let _ = sender.send(Message::Failed(broken("the reader of PDF gave up")));
        }
    };
    let spawned = thread.spawn(work);
    spawned.map_err(|e| Error::new(ErrorKind::Io, "cannot start a thread").because(e))?;
    collect(&receiver)
}

/// Receives pages until the worker ends or the time is over; a worker that is stuck is
/// left behind, for a thread cannot be ended from outside.
fn collect(receiver: &Receiver<Message>) -> Result<Pages> {
    let end = Instant::now() + TIME_LIMIT;
    let mut pages = Pages { read: Vec::new(), count: 0 };
    loop {
        let left = end.saturating_duration_since(Instant::now());
        match receiver.recv_timeout(left) {
            Ok(Message::Count(count)) => pages.count = count,
            Ok(Message::Page(text)) => pages.read.push(text),
            Ok(Message::Failed(error)) if pages.read.is_empty() => return Err(error),
            Err(_) if pages.count == 0 => {
                return Err(broken("no page could be read in time"));
            }
            Ok(Message::Failed(_)) | Err(_) => return Ok(pages),
        }
    }
}

fn broken(why: &str) -> Error {
    Error::new(ErrorKind::Malformed, format!("a broken PDF: {why}"))
        .hint("try pdftotext, and give the text")
}

fn send_pages(bytes: &[u8], sender: &Sender<Message>) {
    let mut document = match Document::load_mem(bytes) {
        Ok(document) => document,
        Err(error) => {
            let _ = sender.send(Message::Failed(broken(&error.to_string())));
            return;
        }
    };
    if document.is_encrypted() && document.decrypt("").is_err() {
        let error = Error::new(ErrorKind::UnsupportedFormat, "the PDF has a password")
            .hint("save it without the password");
        let _ = sender.send(Message::Failed(error));
        return;
    }
    let numbers: Vec<u32> = document.get_pages().into_keys().collect();
    let _ = sender.send(Message::Count(numbers.len()));
    for number in numbers {
        if let Some(text) = page(&document, number) {
            let _ = sender.send(Message::Page(text));
        }
    }
}

/// Returns the text of a page; `None` when it cannot be read.
fn page(document: &Document, number: u32) -> Option<String> {
    let mut text = String::new();
    let read = catch_unwind(AssertUnwindSafe(|| {
        let mut output = PlainTextOutput::new(&mut text);
        output_doc_page(document, &mut output, number)
    }));
    let is_read = matches!(read, Ok(Ok(())));
    // What stood before the fault is text, too.
    (is_read || !text.trim().is_empty()).then_some(text)
}

/// Keeps the panics of the worker off standard error: they are reported as errors.
fn quiet_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if std::thread::current().name() != Some(THREAD) {
                usual(panic);
            }
        }));
    });
}
