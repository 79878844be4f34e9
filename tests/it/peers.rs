//! Answers and files checked by programs of others: networkx works the answers out again,
//! and readers of each format open what `export` writes (`tests/peers/*.py`). Skipped where
//! Python or networkx is missing; a reader that is missing is told and passed over.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers").join(name)
}

/// `DANCHIEU_PYTHON` names the Python that has the readers.
fn has_networkx(python: &str) -> bool {
    let found = Command::new(python).args(["-c", "import networkx"]).output();
    found.is_ok_and(|output| output.status.success())
}

fn index(paths: &[&Path], store: &Path) {
    let made = Command::new(env!("CARGO_BIN_EXE_danchieu"))
        .arg("index")
        .args(paths)
        .arg("--store")
        .arg(store)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

/// Runs a script on a store; `None` where it cannot run.
fn run(name: &str, store: &Path, question: &[&str]) -> Option<()> {
    let python =
        std::env::var("DANCHIEU_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    if !has_networkx(&python) {
        return None;
    }
    let output = Command::new(python)
        .arg(script(name))
        .arg(env!("CARGO_BIN_EXE_danchieu"))
        .arg(store)
        .args(question)
        .env("PYTHONIOENCODING", "utf-8")
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    let fault = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name} {question:?}:\n{told}{fault}");
    Some(())
}

#[expect(clippy::print_stderr, reason = "a test says what it skips")]
fn or_skip(ran: Option<()>) {
    if ran.is_none() {
        eprintln!("skipped: no python3 with networkx");
    }
}

#[test]
fn networkx_gives_the_same_answers() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("store");
    index(&[&corpus()], &store);
    or_skip(run("graph.py", &store, &[]));
}

#[test]
fn networkx_gives_the_same_answers_on_real_texts() {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared");
    let shared = std::env::var_os("DANCHIEU_SHARED").unwrap_or_else(|| beside.into());
    let data = PathBuf::from(shared).join("data");
    let texts = ["provincial.jsonl.gz", "news-provincial.jsonl.gz"].map(|f| data.join(f));
    if !texts.iter().all(|text| text.exists()) {
        return or_skip(None);
    }
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("store");
    index(&[&texts[0], &texts[1]], &store);
    or_skip(run("graph.py", &store, &["8"]));
}

#[test]
fn readers_of_others_open_every_format_unedited() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("store");
    index(&[&corpus()], &store);
    or_skip(run("formats.py", &store, &[]));
    or_skip(run("formats.py", &store, &["--cascade", "193/QĐ-TTg"]));
}

/// Titles that are code in some format or other.
const HOSTILE: [&str; 11] = [
    "<script>alert(1)</script> & \"quotes\" 'single' `tick`",
    "back\\slash \\\" \\n end",
    "line\nbreak\tand\r\ntab",
    "control \u{1}\u{8}\u{1b}[31m \u{7f} \u{fffe}",
    "--> end ; subgraph x %% } ] ) | pipe # hash",
    "'}) DETACH DELETE (n) //",
    "bidi \u{202e} rtl \u{200b} zero \u{1f600}",
    "{\"json\": [1,2]} \\u0041",
    "]]> <![CDATA[",
    "%%{init: {\"theme\":\"x\"}}%%",
    "=cmd|' /C calc'!A0",
];

#[test]
fn readers_of_others_open_hostile_titles() {
    let dir = tempfile::tempdir().unwrap();
    let (file, store) = (dir.path().join("hostile.jsonl"), dir.path().join("store"));
    let mut lines = String::new();
    for (i, title) in (1..).zip(HOSTILE) {
        let text = format!(
            "Căn cứ Nghị định số {}/2030/NĐ-CP;\nThực hiện theo Thông tư số {}/2031/TT-BTC.",
            i + 20,
            i % HOSTILE.len() + 1
        );
        let record = serde_json::json!({
            "id": format!("x{i}\"<&'\\"), "number": format!("{i}/2031/TT-BTC"),
            "title": title, "date": "2031-01-02", "issuer": "Bộ Tài chính",
            "type": "Thông tư", "text": text,
        });
        let _ = writeln!(lines, "{record}");
    }
    std::fs::write(&file, lines).unwrap();
    index(&[&file], &store);
    or_skip(run("formats.py", &store, &[]));
}
