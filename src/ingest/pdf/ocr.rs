//! Pictures of text: `pdftoppm` and `tesseract`, where they are installed.

use crate::error::{Error, ErrorKind, Result};
use std::io::{Read, Write};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// How long a page may take.
const PAGE_LIMIT: Duration = Duration::from_secs(120);
/// How long a file may take: some thousand pages.
const FILE_LIMIT: Duration = Duration::from_secs(3600);
/// What tesseract reads best, and what a fax has.
const DOTS_PER_INCH: &str = "300";
const INSTALL: &str = "install them: apt-get install poppler-utils tesseract-ocr \
     tesseract-ocr-vie (macOS: brew install poppler tesseract tesseract-lang)";

/// Puts what is written on the `pictures` (ranks of pages) into `pages`, if it is more
/// than what is there or `is_wrong` says that this is none; returns what was done.
///
/// # Errors
/// When a program is missing. A page that cannot be read stays as it is, and is told.
pub(super) fn read(
    pdf: &[u8],
    pictures: &[usize],
    pages: &mut [String],
    is_wrong: impl Fn(&str) -> bool,
) -> Result<Vec<String>> {
    check()?;
    let end = Instant::now() + FILE_LIMIT;
    let late = || Error::new(ErrorKind::Malformed, "the file takes too much time");
    let (mut read, mut failed) = (0, Vec::new());
    for &rank in pictures {
        let found = if Instant::now() < end { page(pdf, rank + 1) } else { Err(late()) };
        match (found, pages.get_mut(rank)) {
            (Ok(text), Some(page)) if is_better(&text, page, &is_wrong) => {
                *page = text;
                read += 1;
            }
            (Ok(_), _) => {}
            (Err(error), _) => failed.push(error),
        }
    }
    let mut notes =
        vec![format!("{} read by OCR: numbers may be misread", counted(read))];
    notes.extend(failed.first().map(|first| {
        format!("{} could not be read by OCR: {first}", counted(failed.len()))
    }));
    Ok(notes)
}

fn counted(pages: usize) -> String {
    format!("{pages} page{}", if pages == 1 { "" } else { "s" })
}

/// Says that what was recognized is to stand in the place of what the file has: of a
/// font without its table the letters are wrong, however many there are.
fn is_better(read: &str, given: &str, is_wrong: impl Fn(&str) -> bool) -> bool {
    let (read, given) = (read.trim(), given.trim());
    !read.is_empty() && (read.len() > given.len() || is_wrong(given))
}

/// Says what is missing, before the first page.
fn check() -> Result<()> {
    let missing = |what: &str| {
        let message = format!("OCR needs {what}, which is not installed");
        Err(Error::new(ErrorKind::UnsupportedFormat, message).hint(INSTALL))
    };
    if run(Command::new("pdftoppm").arg("-v"), b"").is_err() {
        return missing("pdftoppm (poppler-utils)");
    }
    match run(Command::new("tesseract").arg("--list-langs"), b"") {
        Err(_) => missing("tesseract (tesseract-ocr)"),
        Ok(listed) if !has_vietnamese(&listed) => {
            missing("the Vietnamese data of tesseract (tesseract-ocr-vie)")
        }
        Ok(_) => Ok(()),
    }
}

fn has_vietnamese(listed: &Output) -> bool {
    let text = [listed.stdout.as_slice(), &listed.stderr].concat();
    String::from_utf8_lossy(&text).lines().any(|line| line.trim() == "vie")
}

fn page(pdf: &[u8], number: usize) -> Result<String> {
    let number = number.to_string();
    let mut draw = Command::new("pdftoppm");
    draw.args(["-r", DOTS_PER_INCH, "-gray", "-f", &number, "-l", &number, "-"]);
    let picture = done(run(&mut draw, pdf), "pdftoppm")?;
    let mut recognize = Command::new("tesseract");
    recognize.args(["stdin", "stdout", "-l", "vie", "--psm", "4"]);
    // The pages are shared out by the program, not by tesseract.
    recognize.env("OMP_THREAD_LIMIT", "1");
    let text = done(run(&mut recognize, &picture.stdout), "tesseract")?;
    Ok(String::from_utf8_lossy(&text.stdout).replace('\u{c}', ""))
}

fn done(output: std::io::Result<Output>, what: &str) -> Result<Output> {
    let fault = |why: String| {
        Err(Error::new(ErrorKind::Malformed, format!("{what} cannot read a page{why}")))
    };
    match output {
        Ok(output) if output.status.success() => Ok(output),
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr);
            fault(said.lines().next().map_or(String::new(), |l| format!(": {l}")))
        }
        Err(error) => fault(format!(": {error}")),
    }
}

/// Runs a program on `input`; one that takes too long is ended.
fn run(command: &mut Command, input: &[u8]) -> std::io::Result<Output> {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = super::worker::started(piped.stderr(Stdio::piped()))?;
    let (mut stdin, stdout, stderr) =
        (child.stdin.take(), child.stdout.take(), child.stderr.take());
    std::thread::scope(|scope| {
        // A program that does not read its input may be gone before all is written.
        scope.spawn(move || stdin.take().map(|mut stdin| stdin.write_all(input)));
        let out = scope.spawn(move || all(stdout));
        let err = scope.spawn(move || all(stderr));
        let end = Instant::now() + PAGE_LIMIT;
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break status;
            }
            if Instant::now() > end {
                child.kill()?;
                child.wait()?;
                return Err(std::io::ErrorKind::TimedOut.into());
            }
            std::thread::sleep(Duration::from_millis(10));
        };
        let (stdout, stderr) =
            (out.join().unwrap_or_default(), err.join().unwrap_or_default());
        Ok(Output { status, stdout, stderr })
    })
}

fn all(stream: Option<impl Read>) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(mut stream) = stream {
        let _ = stream.read_to_end(&mut bytes);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::is_better;

    #[test]
    fn wrong_letters_give_way_to_fewer_that_are_read() {
        let is_wrong = |text: &str| text.starts_with('#');
        assert!(is_better("Số 40", "", is_wrong));
        assert!(is_better("Số 40", "####################", is_wrong));
        assert!(!is_better("Số 40", "Số 40/KH-UBND", is_wrong));
        assert!(!is_better(" \n", "####################", is_wrong));
    }
}
