//! The reader of PDF, kept at a distance: it panics, overflows its stack and loops on
//! some files.
//!
//! The program runs it in a process of its own ([`serve`]), which is ended when a page
//! takes too long or too much memory, and started again behind that page. A library has
//! no program to start: there it is a thread, and one that hangs is left behind.

use super::page::Page;
use super::rebuild;
use crate::error::{Error, ErrorKind, Result};
use crate::ingest::guard::guarded;
use pdf_extract::{Dictionary, Document, Object, ObjectId, output_doc_page};
use serde::{Deserialize, Serialize};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// What the worker tells, one JSON object a line.
#[derive(Debug, Deserialize, Serialize)]
pub(super) enum Message {
    /// The file is open: the number of its pages and its properties.
    Open {
        pages: u32,
        properties: Vec<(String, String)>,
        /// Its table of objects was broken.
        #[serde(default)]
        is_rebuilt: bool,
    },
    /// A page.
    Page {
        number: u32,
        /// `None` when it could not be read.
        text: Option<String>,
        /// The reader gave up in the middle of it.
        #[serde(default)]
        is_partial: bool,
        /// It holds pictures.
        #[serde(default)]
        has_pictures: bool,
    },
    /// The file cannot be read.
    Failed { reason: String, has_password: bool },
    /// All pages have been told.
    Done,
}

/// The argument that makes the program a worker; see [`crate::ingest::serve_pdf`].
pub(super) const COMMAND: &str = "read-pdf";
/// How long a page may take, and a file.
const PAGE_LIMIT: Duration = Duration::from_secs(20);
const FILE_LIMIT: Duration = Duration::from_secs(120);
/// How much memory a worker may take.
const MEMORY_LIMIT: u64 = 3 << 30;
/// How often the memory is looked at.
const TICK: Duration = Duration::from_millis(200);
/// After so many pages that it fails on, a file is given up.
const MAX_STARTS: u32 = 8;
/// The name of the thread.
const THREAD: &str = "danchieu-pdf";
/// Broken files nest deeply.
const STACK: usize = 64 << 20;

/// What was read of a page.
#[derive(Clone, Debug, Default)]
pub(super) struct PageRead {
    /// `None` when it could not be read.
    pub(super) text: Option<String>,
    /// The text ends where the reader gave up.
    pub(super) is_partial: bool,
    /// It holds pictures, which may be of text.
    pub(super) has_pictures: bool,
}

/// What was read of a file.
#[derive(Debug, Default)]
pub(super) struct Pages {
    /// Each page.
    pub(super) read: Vec<PageRead>,
    /// Title, author and the like.
    pub(super) properties: Vec<(String, String)>,
    /// The file was given up before its last page.
    pub(super) gave_up: bool,
    /// Its table of objects was broken: some may be missing.
    pub(super) is_rebuilt: bool,
}

/// Reads all pages of a file, in a process of `program` if there is one.
pub(super) fn pages(bytes: Vec<u8>, program: Option<&Path>) -> Result<Pages> {
    let mut reading = Reading {
        bytes: bytes.into(),
        pages: Pages::default(),
        next: 1,
        end: Instant::now() + FILE_LIMIT,
        is_open: false,
        why: "",
    };
    for _ in 0..MAX_STARTS {
        if reading.run(program)? {
            return Ok(reading.pages);
        }
        let is_over = Instant::now() >= reading.end;
        if is_over || program.is_none() || !reading.is_open {
            break;
        }
    }
    if !reading.is_open {
        return Err(broken(reading.why));
    }
    reading.pages.gave_up = true;
    Ok(reading.pages)
}

struct Reading {
    bytes: Arc<[u8]>,
    pages: Pages,
    /// The page that is being read, from 1.
    next: u32,
    end: Instant,
    is_open: bool,
    /// What stopped the last worker.
    why: &'static str,
}

impl Reading {
    /// Reads from the next page on; false when a page has stopped the worker.
    fn run(&mut self, program: Option<&Path>) -> Result<bool> {
        let mut worker = Worker::start(&self.bytes, self.next, program)?;
        let mut page_end = Instant::now() + PAGE_LIMIT;
        loop {
            let message = worker.messages.recv_timeout(TICK);
            let is_between = message.is_ok();
            let has_ended = matches!(message, Err(RecvTimeoutError::Disconnected));
            if let Ok(message) = message {
                page_end = Instant::now() + PAGE_LIMIT;
                if self.take(message)? {
                    return Ok(true);
                }
            }
            // Also while it tells page after page, for a file may have any number.
            let until = page_end.min(self.end);
            let ended = has_ended.then_some("its reader ended");
            let Some(why) = ended.or_else(|| worker.excess(until)) else { continue };
            self.why = why;
            worker.stop();
            // A page that was just begun is not to blame for what the others took.
            if !is_between {
                self.skip();
            }
            return Ok(self.is_open && self.next as usize > self.pages.read.len());
        }
    }

    /// Takes a message; true when it was the last one.
    fn take(&mut self, message: Message) -> Result<bool> {
        match message {
            Message::Open { pages, properties, is_rebuilt } => {
                self.is_open = true;
                self.pages.is_rebuilt = is_rebuilt;
                self.pages.properties = properties;
                self.pages.read.resize(pages as usize, PageRead::default());
            }
            Message::Page { number, text, is_partial, has_pictures } => {
                let slot = (number as usize).checked_sub(1);
                if let Some(slot) = slot.and_then(|i| self.pages.read.get_mut(i)) {
                    *slot = PageRead { text, is_partial, has_pictures };
                }
                self.next = number.saturating_add(1);
            }
            Message::Failed { has_password: true, .. } => return Err(locked()),
            Message::Failed { reason, .. } if !self.is_open => {
                return Err(broken(&reason));
            }
            Message::Failed { .. } | Message::Done => return Ok(true),
        }
        Ok(false)
    }

    /// Leaves out the page that has stopped the worker.
    fn skip(&mut self) {
        self.next = self.next.saturating_add(u32::from(self.is_open));
    }
}

fn broken(why: &str) -> Error {
    Error::new(ErrorKind::Malformed, format!("a broken PDF: {why}"))
        .hint("print it to a new PDF, or give the output of pdftotext")
}

fn locked() -> Error {
    Error::new(ErrorKind::UnsupportedFormat, "the PDF has a password")
        .hint("save it without the password")
}

/// A worker at work.
struct Worker {
    messages: Receiver<Message>,
    child: Option<Child>,
}

impl Worker {
    fn start(bytes: &Arc<[u8]>, from: u32, program: Option<&Path>) -> Result<Self> {
        match program {
            Some(program) => Self::process(bytes, from, program),
            None => Self::thread(bytes, from),
        }
    }

    fn thread(bytes: &Arc<[u8]>, from: u32) -> Result<Self> {
        let (sender, messages) = channel();
        let bytes = Arc::clone(bytes);
        spawn(move || {
            read(&bytes, from, &mut |message| sender.send(message).is_ok());
        })?;
        Ok(Self { messages, child: None })
    }

    fn process(bytes: &Arc<[u8]>, from: u32, program: &Path) -> Result<Self> {
        let fault = |e| Error::io("cannot start the reader of PDF", program, e);
        let mut command = Command::new(program);
        command.args([COMMAND, &from.to_string()]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = started(&mut command).map_err(fault)?;
        let (sender, messages) = channel();
        let bytes = Arc::clone(bytes);
        if let Some(mut stdin) = child.stdin.take() {
            // A worker that is gone does not take its input.
            std::thread::spawn(move || stdin.write_all(&bytes));
        }
        if let Some(stdout) = child.stdout.take() {
            std::thread::spawn(move || forward(stdout, &sender));
        }
        Ok(Self { messages, child: Some(child) })
    }

    /// Says what the worker has too much of, if it is to be done by `until`.
    fn excess(&self, until: Instant) -> Option<&'static str> {
        if Instant::now() >= until {
            return Some("it takes too much time");
        }
        self.is_too_large().then_some("it takes too much memory")
    }

    /// Says that the process has taken more memory than it may; only Linux tells.
    fn is_too_large(&self) -> bool {
        let Some(child) = &self.child else { return false };
        let status = std::fs::read_to_string(format!("/proc/{}/statm", child.id()));
        let pages = status.ok().and_then(|s| s.split(' ').nth(1)?.parse::<u64>().ok());
        pages.is_some_and(|pages| pages.saturating_mul(4096) > MEMORY_LIMIT)
    }

    fn stop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.stop();
        if let Some(child) = &mut self.child {
            let _ = child.wait();
        }
    }
}

/// How often a program is started that is busy, with a pause between.
const MAX_BUSY: u32 = 100;
const BUSY: Duration = Duration::from_millis(20);

/// Starts a program. One that was just written (an update, a script of a test) cannot be
/// started while any process holds it open, be it one that only was begun at that moment.
pub(super) fn started(command: &mut Command) -> std::io::Result<Child> {
    let command = apart(command);
    for _ in 0..MAX_BUSY {
        match command.spawn() {
            Err(error) if error.kind() == std::io::ErrorKind::ExecutableFileBusy => {
                std::thread::sleep(BUSY);
            }
            started => return started,
        }
    }
    command.spawn()
}

/// Keeps Ctrl-C from a process: it is meant for the program, which may want to finish
/// the file at work.
fn apart(command: &mut Command) -> &mut Command {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    command
}

fn forward(stdout: impl Read, sender: &Sender<Message>) {
    for line in BufReader::new(stdout).lines().map_while(std::result::Result::ok) {
        let Ok(message) = serde_json::from_str(&line) else { return };
        if sender.send(message).is_err() {
            return;
        }
    }
}

/// Reads the PDF on `input` from page `from` on and writes the messages to `output`, as
/// long as somebody takes them.
pub(super) fn serve(
    from: u32,
    mut input: impl Read + Send,
    mut output: impl Write + Send,
) {
    let (_working, is_working) = channel();
    std::thread::spawn(move || end_in_time(&is_working));
    std::thread::scope(|scope| {
        let named = std::thread::Builder::new().name(THREAD.to_owned()).stack_size(STACK);
        let work = move || {
            let mut bytes = Vec::new();
            if input.read_to_end(&mut bytes).is_err() {
                return;
            }
            read(&bytes, from, &mut |message| {
                let Ok(line) = serde_json::to_string(&message) else { return false };
                writeln!(output, "{line}").and_then(|()| output.flush()).is_ok()
            });
        };
        let _ = named.spawn_scoped(scope, work);
    });
}

/// Ends the process when the work lasts too long: the program that would have ended it
/// is gone, and a page without end would keep a processor busy for ever.
#[expect(clippy::exit, reason = "the thread at work cannot be ended otherwise")]
fn end_in_time(is_working: &Receiver<()>) {
    if is_working.recv_timeout(FILE_LIMIT) == Err(RecvTimeoutError::Timeout) {
        std::process::exit(1);
    }
}

fn spawn(work: impl FnOnce() + Send + 'static) -> Result<()> {
    let named = std::thread::Builder::new().name(THREAD.to_owned()).stack_size(STACK);
    let spawned = named.spawn(work);
    spawned
        .map(|_| ())
        .map_err(|e| Error::new(ErrorKind::Io, "cannot start a thread").because(e))
}

/// Reads a file from page `from` on, until `tell` gives false: nobody listens. Every
/// panic is caught.
fn read(bytes: &[u8], from: u32, tell: &mut dyn FnMut(Message) -> bool) {
    let opened = guarded(|| open(bytes));
    let opened = opened.unwrap_or_else(|| Err(failed("its reader gave up", false)));
    let (document, is_rebuilt) = match opened {
        Ok(opened) => opened,
        Err(message) => {
            tell(message);
            return;
        }
    };
    let numbers = guarded(|| document.get_pages()).unwrap_or_default();
    let properties = guarded(|| properties(&document)).unwrap_or_default();
    let pages = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
    let mut is_heard = tell(Message::Open { pages, properties, is_rebuilt });
    for (number, id) in numbers.into_iter().filter(|(n, _)| *n >= from) {
        if !is_heard {
            return;
        }
        let (text, is_partial) = page(&document, number);
        let has_pictures = guarded(|| has_pictures(&document, id)).unwrap_or(false);
        is_heard = tell(Message::Page { number, text, is_partial, has_pictures });
    }
    tell(Message::Done);
}

fn failed(reason: &str, has_password: bool) -> Message {
    Message::Failed { reason: reason.to_owned(), has_password }
}

/// Opens a file; says whether its table of objects had to be made anew.
fn open(bytes: &[u8]) -> std::result::Result<(Document, bool), Message> {
    let (mut document, is_rebuilt) = match load(bytes) {
        Ok(document) => (document, false),
        Err(fault) => {
            let again = rebuild::rebuilt(bytes).and_then(|new| load(&new).ok());
            (again.ok_or(failed(&fault, false))?, true)
        }
    };
    if document.is_encrypted() && document.decrypt("").is_err() {
        return Err(failed("it has a password", true));
    }
    Ok((document, is_rebuilt))
}

/// Loads a file that has pages.
fn load(bytes: &[u8]) -> std::result::Result<Document, String> {
    let document = Document::load_mem(bytes).map_err(|e| e.to_string())?;
    let is_locked = document.is_encrypted();
    if !is_locked && document.get_pages().is_empty() {
        return Err("it has no pages".to_owned());
    }
    Ok(document)
}

/// Returns the text of a page, `None` when it cannot be read, and whether the reader
/// gave up in the middle.
fn page(document: &Document, number: u32) -> (Option<String>, bool) {
    let mut page = Page::default();
    let read = guarded(|| output_doc_page(document, &mut page, number));
    let text = page.text();
    let is_read = matches!(read, Some(Ok(())));
    // What stood before the fault is text, too. A second reader knows less of fonts, but
    // does not give up on as many pages.
    if is_read || !text.trim().is_empty() {
        return (Some(text), !is_read);
    }
    (guarded(|| document.extract_text(&[number]).ok()).flatten(), false)
}

/// Says that a page has pictures at hand; forms are not looked into.
fn has_pictures(document: &Document, page: ObjectId) -> bool {
    let Ok((own, inherited)) = document.get_page_resources(page) else { return false };
    let inherited =
        inherited.into_iter().filter_map(|id| document.get_dictionary(id).ok());
    own.into_iter().chain(inherited).any(|resources| {
        let objects = resources.get_deref(b"XObject", document).and_then(Object::as_dict);
        objects.is_ok_and(|objects| objects.iter().any(|(_, o)| is_picture(document, o)))
    })
}

fn is_picture(document: &Document, object: &Object) -> bool {
    let stream = document.dereference(object).ok().and_then(|(_, o)| o.as_stream().ok());
    let kind = stream.and_then(|s| s.dict.get(b"Subtype").ok()?.as_name().ok());
    kind == Some(b"Image")
}

/// Reads the title and the like.
fn properties(document: &Document) -> Vec<(String, String)> {
    const NAMES: [(&str, &[u8]); 4] = [
        ("title", b"Title"),
        ("author", b"Author"),
        ("subject", b"Subject"),
        ("created", b"CreationDate"),
    ];
    let Some(info) = info(document) else { return Vec::new() };
    let value = |(name, key): &(&str, &[u8])| {
        let value = info.get_deref(key, document).ok()?.as_str().ok()?;
        let value = words(value);
        (!value.trim().is_empty()).then(|| ((*name).to_owned(), value))
    };
    NAMES.iter().filter_map(value).collect()
}

fn info(document: &Document) -> Option<&Dictionary> {
    match document.trailer.get(b"Info").ok()? {
        Object::Reference(id) => document.get_object(*id).ok()?.as_dict().ok(),
        other => other.as_dict().ok(),
    }
}

/// Decodes a string of PDF: UTF-16 with a mark, or bytes.
fn words(bytes: &[u8]) -> String {
    match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(utf16) => encoding_rs::UTF_16BE.decode_without_bom_handling(utf16).0.into(),
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    /// A program that is open for writing for a moment is started behind it.
    #[test]
    fn a_program_that_is_busy_is_waited_for() {
        let dir = tempfile::tempdir().unwrap();
        let program = dir.path().join("program");
        std::fs::copy("/bin/true", &program).unwrap();
        let busy = std::fs::OpenOptions::new().append(true).open(&program).unwrap();
        let end = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(150));
            drop(busy);
        });
        assert!(started(&mut Command::new(&program)).unwrap().wait().unwrap().success());
        end.join().unwrap();
    }

    /// A reader that tells page after page without end is ended in time, and what it
    /// told is kept.
    #[test]
    fn the_time_of_a_file_ends_also_while_pages_come() {
        let dir = tempfile::tempdir().unwrap();
        let program = dir.path().join("reader");
        let script = r#"#!/bin/sh
            echo '{"Open":{"pages":1000000,"properties":[]}}'
            while :; do echo '{"Page":{"number":1,"text":"mot"}}'; done"#;
        std::fs::write(&program, script).unwrap();
        std::fs::set_permissions(&program, PermissionsExt::from_mode(0o755)).unwrap();
        let mut reading = Reading {
            bytes: b"%PDF".to_vec().into(),
            pages: Pages::default(),
            next: 1,
            end: Instant::now() + Duration::from_millis(800),
            is_open: false,
            why: "",
        };
        let started = Instant::now();
        assert!(!reading.run(Some(&program)).unwrap());
        assert!(started.elapsed() < PAGE_LIMIT, "{:?}", started.elapsed());
        assert_eq!(reading.why, "it takes too much time");
        assert_eq!(reading.pages.read[0].text.as_deref(), Some("mot"));
    }
}
