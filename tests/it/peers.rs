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

/// What a script ends with that misses a package; nothing else but zero is a pass.
const SKIPPED: i32 = 77;

/// Runs a script on a store; says why where it cannot run. `DANCHIEU_PYTHON` names the
/// Python that has the readers.
#[expect(clippy::print_stderr, reason = "a test says what it skips")]
fn run(name: &str, store: &Path, question: &[&str]) {
    let python =
        std::env::var("DANCHIEU_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let output = Command::new(&python)
        .arg(script(name))
        .arg(env!("CARGO_BIN_EXE_danchieu"))
        .arg(store)
        .args(question)
        .env("PYTHONIOENCODING", "utf-8")
        .output();
    let output = match output {
        Ok(output) => output,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            eprintln!("skipped: {name}: no {python}");
            return;
        }
        Err(error) => panic!("{python}: {error}"),
    };
    let told = String::from_utf8_lossy(&output.stdout);
    let fault = String::from_utf8_lossy(&output.stderr);
    for line in told.lines().filter(|line| line.starts_with("skipped: ")) {
        eprintln!("{line} ({name})");
    }
    let code = output.status.code();
    let passes = code == Some(0) || code == Some(SKIPPED);
    assert!(passes, "{name} {question:?}: {code:?}\n{told}{fault}");
}

#[test]
fn networkx_gives_the_same_answers() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("store");
    index(&[&corpus()], &store);
    run("graph.py", &store, &[]);
}

#[expect(clippy::print_stderr, reason = "a test says what it skips")]
fn no_texts() {
    eprintln!("skipped: the shared texts are not here");
}

#[test]
fn networkx_gives_the_same_answers_on_real_texts() {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared");
    let shared = std::env::var_os("DANCHIEU_SHARED").unwrap_or_else(|| beside.into());
    let data = PathBuf::from(shared).join("data");
    let texts = ["provincial.jsonl.gz", "news-provincial.jsonl.gz"].map(|f| data.join(f));
    if !texts.iter().all(|text| text.exists()) {
        return no_texts();
    }
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("store");
    index(&[&texts[0], &texts[1]], &store);
    run("graph.py", &store, &["8"]);
}

#[test]
fn readers_of_others_open_every_format_unedited() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("store");
    index(&[&corpus()], &store);
    run("formats.py", &store, &[]);
    run("formats.py", &store, &["--cascade", "193/QĐ-TTg"]);
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
    run("formats.py", &store, &[]);
}
