//! Runs the program as a person would, in an empty environment and a fixed width.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// What one run gave.
pub(crate) struct Run {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) status: i32,
}

/// Runs `danchieu` in `dir` with the words of a command line.
pub(crate) fn run(dir: &Path, words: &[String], stdin: &[u8]) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_danchieu"))
        .args(words)
        .current_dir(dir)
        .env_clear()
        .env("COLUMNS", "100")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // A program that does not read its input may be gone before all is written.
    let _ = child.stdin.take().expect("piped").write_all(stdin);
    let output = child.wait_with_output().expect("the program ends");
    let text = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        text.replace(&dir.display().to_string(), "$DIR")
    };
    Run {
        stdout: text(&output.stdout),
        stderr: text(&output.stderr),
        status: output.status.code().unwrap_or(-1),
    }
}

/// Splits a command line at spaces; single and double quotes keep words together.
pub(crate) fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = None;
    let mut quote = None;
    for c in line.chars() {
        match (c, quote) {
            (_, Some(q)) if c == q => quote = None,
            ('"' | '\'', None) => {
                quote = Some(c);
                word.get_or_insert_with(String::new);
            }
            (' ', None) => words.extend(word.take()),
            _ => word.get_or_insert_with(String::new).push(c),
        }
    }
    words.extend(word);
    words
}

/// Shows a run: standard output, then standard error marked with `!`, then the exit
/// status unless it is 0.
pub(crate) fn show(run: &Run) -> String {
    let mut shown = run.stdout.clone();
    if !shown.is_empty() && !shown.ends_with('\n') {
        shown.push_str("⏎\n");
    }
    for line in run.stderr.lines() {
        let _ = writeln!(shown, "! {line}");
    }
    if run.status != 0 {
        let _ = writeln!(shown, "[exit status: {}]", run.status);
    }
    shown
}
