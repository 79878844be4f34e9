//! `index --watch`: what changes is indexed, and Ctrl-C ends it.
#![cfg(unix)]

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// A change must be seen within this time, on however busy a machine.
const PATIENCE: Duration = Duration::from_secs(50);

struct Watch {
    child: Child,
    lines: Receiver<String>,
    messages: Receiver<String>,
}

/// Reads lines as they come.
fn lines_of(stream: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, lines) = channel();
    std::thread::spawn(move || {
        BufReader::new(stream).lines().map_while(Result::ok).for_each(|line| {
            let _ = sender.send(line);
        });
    });
    lines
}

impl Watch {
    fn start(dir: &std::path::Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_danchieu"))
            .args(["index", "docs", "--watch"])
            .current_dir(dir)
            .env_clear()
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = lines_of(child.stdout.take().unwrap());
        let messages = lines_of(child.stderr.take().unwrap());
        Self { child, lines, messages }
    }

    fn line(&self) -> String {
        self.lines.recv_timeout(PATIENCE).unwrap()
    }

    /// Waits for the next error on standard error.
    fn error(&self) -> String {
        loop {
            let line = self.messages.recv_timeout(PATIENCE).unwrap();
            if line.starts_with("error: ") {
                return line;
            }
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn changes_are_indexed_until_ctrl_c() {
    let dir = tempfile::tempdir().unwrap();
    let docs = dir.path().join("docs");
    std::fs::create_dir(&docs).unwrap();
    std::fs::write(docs.join("a.txt"), "Quyết định số 793/QĐ-TTg").unwrap();
    let mut watch = Watch::start(dir.path());
    assert!(watch.line().contains("1 texts (1 added"));
    std::fs::write(docs.join("b.txt"), "Quyết định số 193/QĐ-TTg").unwrap();
    let second = watch.line();
    assert!(second.contains("2 texts (1 added"), "{second}");
    std::fs::remove_file(docs.join("a.txt")).unwrap();
    let third = watch.line();
    assert!(third.contains("1 texts (0 added, 0 changed, 1 removed"), "{third}");
    let pid = watch.child.id().to_string();
    let sent = Command::new("kill").args(["-INT", &pid]).status();
    assert!(sent.unwrap().success());
    assert_eq!(watch.child.wait().unwrap().code(), Some(0));
}

/// A file that is damaged changes nothing in the store, but is told; what was told once
/// is not told again.
#[test]
fn new_damage_is_told_once() {
    let dir = tempfile::tempdir().unwrap();
    let docs = dir.path().join("docs");
    std::fs::create_dir(&docs).unwrap();
    std::fs::write(docs.join("a.txt"), "Quyết định số 793/QĐ-TTg").unwrap();
    std::fs::write(docs.join("b.zip"), b"PK\x03\x04 cut off").unwrap();
    let watch = Watch::start(dir.path());
    assert!(watch.line().contains("1 texts (1 added"));
    assert!(watch.error().starts_with("error: docs/b.zip: "));
    std::fs::write(docs.join("c.zip"), b"PK\x03\x04 cut off").unwrap();
    assert!(watch.error().starts_with("error: docs/c.zip: "));
    std::fs::write(docs.join("d.zip"), b"PK\x03\x04 cut off").unwrap();
    assert!(watch.error().starts_with("error: docs/d.zip: "));
}
