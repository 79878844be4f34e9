//! PDF files: the text layer, page after page; pictures of text by OCR, where asked.

mod columns;
mod furniture;
mod gaps;
mod ocr;
mod page;
mod rebuild;
mod worker;

use super::input::Input;
use super::{Given, Sink, Source, Unit, plain, vietnamese_share};
use crate::error::Result;
use std::io::{Read, Write};
use worker::PageRead;

/// A page of a scan has a stamp or a watermark, but not this many letters.
const SCAN_LETTERS: usize = 60;

/// Says that bytes are a PDF: the mark may stand behind some rubbish.
pub(super) fn is_sure(head: &[u8]) -> bool {
    let head = head.get(..head.len().min(1024)).unwrap_or(head);
    head.starts_with(b"%PDF-")
        || (memchr::memmem::find(head, b"%PDF-").is_some()
            && memchr::memchr(0, head).is_some())
}

/// What the program does that [`Options::pdf_reader`](super::Options::pdf_reader) names,
/// when it is started as `PROGRAM read-pdf PAGE`.
pub(super) fn serve(from: u32, input: impl Read + Send, output: impl Write + Send) {
    worker::serve(from, input, output);
}

/// Reads one document; pages are joined by a new line.
pub(super) fn read(mut input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
    let bytes = input.read_all()?;
    let options = input.options;
    let kept = options.ocr.then(|| bytes.clone());
    let pages = worker::pages(bytes, options.pdf_reader.as_deref())?;
    let mut notes = Vec::new();
    let text = |page: &PageRead| page.text.clone().unwrap_or_default();
    let mut texts: Vec<String> = pages.read.iter().map(text).collect();
    let pictures: Vec<usize> =
        (0..texts.len()).filter(|i| is_picture(&texts[*i])).collect();
    match kept {
        Some(bytes) if !pictures.is_empty() => {
            notes.extend(ocr::read(&bytes, &pictures, &mut texts, is_garbage)?);
        }
        _ => {
            notes.extend(scan_note(&texts, &pages.read));
            notes.extend(garbage_note(&texts));
        }
    }
    notes.extend(lost_note(&pages));
    notes.extend(pages.is_rebuilt.then(|| REBUILT.to_owned()));
    let mut source = joined(input.name, &furniture::cleared(&texts))?;
    for (name, value) in &pages.properties {
        source.outline.given.push(Given::property(name, value));
    }
    source.notes.extend(notes);
    sink(Ok(source));
    Ok(())
}

/// Makes one document of the pages and remembers where each begins.
fn joined(name: String, pages: &[String]) -> Result<Source> {
    let mut text = String::new();
    let mut starts = Vec::with_capacity(pages.len());
    for (i, page) in pages.iter().enumerate() {
        if i > 0 {
            text.push('\n');
        }
        starts.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
        text.push_str(page);
    }
    let trimmed = text.trim_end().len();
    text.truncate(trimmed);
    let before = text.clone();
    let mut source = plain::document(name, text, None)?;
    if source.text.source() != before {
        starts = moved(&before, source.text.source(), &starts);
    }
    source.outline.unit = Unit::Page;
    source.outline.pages = starts;
    Ok(source)
}

/// Finds the starts of pages again in a text that was decoded, line for line.
fn moved(before: &str, after: &str, starts: &[u32]) -> Vec<u32> {
    let old = crate::text::LineIndex::new(before);
    let line_starts: Vec<usize> = std::iter::once(0)
        .chain(memchr::memchr_iter(b'\n', after.as_bytes()).map(|i| i + 1))
        .collect();
    let find = |start: &u32| {
        let line = old.line(*start) as usize - 1;
        let at = line_starts.get(line).copied().unwrap_or(after.len());
        u32::try_from(at).unwrap_or(u32::MAX)
    };
    starts.iter().map(find).collect()
}

/// Said of a file whose table of objects was made anew.
const REBUILT: &str = "the PDF is damaged: what could be found of it was read; \
     something may be missing";

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}

/// Says that a page has next to no text, or letters that are none.
fn is_picture(page: &str) -> bool {
    letters(page) < SCAN_LETTERS || is_garbage(page)
}

/// Of a text with so many words beyond ASCII…
const GARBAGE_WORDS: usize = 40;
/// …at least this share are syllables, unless its fonts are broken.
const GARBAGE_SHARE: f64 = 0.4;

/// Says that the letters of a text are wrong. What an old encoding explains is repaired
/// later.
fn is_garbage(text: &str) -> bool {
    let is_wrong = |text: &str| {
        let (share, words) = vietnamese_share(text);
        words >= GARBAGE_WORDS && share < GARBAGE_SHARE
    };
    let is_explained =
        || super::encoding::repair(text).is_some_and(|r| !is_wrong(&r.text));
    is_torn(text) || (is_wrong(text) && !is_explained())
}

/// At least this share of the words of a torn text have no vowel.
const TORN_SHARE: f64 = 0.25;

/// Says that the letters with marks are missing: `Th c hi n Quy t nh`.
fn is_torn(text: &str) -> bool {
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let is_small = |word: &&str| word.chars().all(char::is_lowercase);
    let (mut all, mut torn) = (0_u32, 0_u32);
    for word in words.filter(is_small) {
        all += 1;
        torn += u32::from(word.chars().all(|c| "bcdđghklmnpqrstvx".contains(c)));
    }
    all as usize >= GARBAGE_WORDS && f64::from(torn) >= TORN_SHARE * f64::from(all)
}

fn garbage_note(pages: &[String]) -> Option<String> {
    let count = pages.iter().filter(|page| is_garbage(page)).count();
    let plural = if count == 1 { "" } else { "s" };
    (count > 0).then(|| {
        format!(
            "the letters of {count} page{plural} are no Vietnamese: a font without its \
             table; --ocr reads the picture of the text"
        )
    })
}

/// Tells the pages without text: all of them where they are the rule, else those that
/// hold pictures, as annexes do that were scanned behind a text that was typed.
fn scan_note(texts: &[String], pages: &[PageRead]) -> Option<String> {
    let all: usize = texts.iter().map(|p| letters(p)).sum();
    let total = texts.len();
    let is_scan = all < SCAN_LETTERS * total;
    let is_told = |(text, page): &(&String, &PageRead)| {
        letters(text) < SCAN_LETTERS && (is_scan || page.has_pictures)
    };
    let count = texts.iter().zip(pages).filter(is_told).count();
    let of = if count < total { format!(" of {total}") } else { String::new() };
    let plural = if total == 1 { "" } else { "s" };
    (count > 0).then(|| {
        format!(
            "hardly any text on {count}{of} page{plural}: a scan, or only a watermark; \
             --ocr reads pictures of text"
        )
    })
}

fn lost_note(pages: &worker::Pages) -> Option<String> {
    let count = pages.read.len();
    let read = pages.read.iter().filter(|p| p.text.is_some()).count();
    let partial = pages.read.iter().filter(|p| p.is_partial).count();
    let why = if pages.gave_up { "; the rest was given up" } else { "" };
    match (count - read, partial) {
        (0, 0) => None,
        (0, _) => Some(format!("{partial} of {count} pages could be read only in part")),
        (_, 0) => Some(format!("only {read} of {count} pages could be read{why}")),
        _ => Some(format!(
            "only {read} of {count} pages could be read, {partial} of them in part{why}"
        )),
    }
}
