//! Whole runs of the program as transcripts that a person can read.
//!
//! Each `tests/cli/*.txt` is a session: a line `$ danchieu …` and below it what the
//! program printed (standard error after `! `, the exit status at the end). Lines before
//! the first command set the scene: `# …` is a comment, `file PATH` starts a file whose
//! lines follow indented by a bar (`| `). With `DANCHIEU_BLESS=1` the files are written
//! anew, to be read before they are committed.

use super::runner::{run, show, words};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

#[test]
fn sessions_print_what_the_transcripts_say() {
    let mut failures = String::new();
    for path in transcripts() {
        let expected = std::fs::read_to_string(&path).unwrap();
        let actual = replay(&expected);
        if actual == expected {
            continue;
        }
        if std::env::var_os("DANCHIEU_BLESS").is_some() {
            std::fs::write(&path, actual).unwrap();
            continue;
        }
        let _ = writeln!(failures, "{}:\n{}", path.display(), diff(&expected, &actual));
    }
    let help = "if the new output is right, run again with DANCHIEU_BLESS=1";
    assert!(failures.is_empty(), "{failures}\n{help}");
}

fn transcripts() -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli");
    let entries = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path());
    let mut paths: Vec<_> =
        entries.filter(|p| p.extension().is_some_and(|e| e == "txt")).collect();
    paths.sort();
    assert!(!paths.is_empty());
    paths
}

/// Plays a session in an empty folder and returns it with what the program prints now.
fn replay(session: &str) -> String {
    let dir = tempfile::tempdir().unwrap();
    link_corpus(dir.path());
    let mut shown = String::new();
    let mut file: Option<PathBuf> = None;
    let mut skipping = false;
    for line in session.lines() {
        if let Some(command) = line.strip_prefix("$ ") {
            skipping = true;
            let _ = writeln!(shown, "{line}\n{}", play(dir.path(), command));
            continue;
        }
        let scene =
            line.starts_with("# ") || line.starts_with("file ") || line.starts_with("| ");
        if skipping && !scene {
            continue;
        }
        skipping = false;
        if let Some(name) = line.strip_prefix("file ") {
            file = Some(dir.path().join(name));
            write_lines(file.as_deref(), "");
        } else if let Some(text) = line.strip_prefix("| ") {
            write_lines(file.as_deref(), unescape(&format!("{text}\n")));
        }
        shown.push_str(line);
        shown.push('\n');
    }
    shown.trim_end().to_owned() + "\n"
}

fn play(dir: &Path, command: &str) -> String {
    let (command, input) = command.split_once(" < ").unwrap_or((command, ""));
    let input = if input.is_empty() {
        Vec::new()
    } else {
        std::fs::read(dir.join(input)).unwrap()
    };
    let words = words(command);
    assert_eq!(words.first().map(String::as_str), Some("danchieu"), "{command}");
    show(&run(dir, &words[1..], &input))
}

/// `\xNN` is a byte, for what an editor hides or UTF-8 forbids.
fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\\x") {
        bytes.extend(before.as_bytes());
        let (digits, tail) = after.split_at(2);
        bytes.push(u8::from_str_radix(digits, 16).unwrap());
        rest = tail;
    }
    bytes.extend(rest.as_bytes());
    bytes
}

fn write_lines(path: Option<&Path>, bytes: impl AsRef<[u8]>) {
    use std::io::Write as _;
    let path = path.expect("a `file` line comes first");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut file =
        std::fs::OpenOptions::new().create(true).append(true).open(path).unwrap();
    file.write_all(bytes.as_ref()).unwrap();
}

pub(crate) fn link_corpus(dir: &Path) {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    #[cfg(unix)]
    std::os::unix::fs::symlink(corpus, dir.join("corpus")).unwrap();
    #[cfg(not(unix))]
    let _ = corpus;
}

fn diff(expected: &str, actual: &str) -> String {
    let mut shown = String::new();
    let (old, new): (Vec<_>, Vec<_>) =
        (expected.lines().collect(), actual.lines().collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let _ = writeln!(shown, "  first difference at line {}", same + 1);
    for line in old.iter().skip(same).take(12) {
        let _ = writeln!(shown, "- {line}");
    }
    for line in new.iter().skip(same).take(12) {
        let _ = writeln!(shown, "+ {line}");
    }
    shown
}
