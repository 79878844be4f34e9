//! The page of examples: each is understood, answered, and stands in both READMEs.

use super::cli_transcripts::link_corpus;
use super::runner::run;
use danchieu::query::language::{EXAMPLES, parse};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn ask(dir: &Path, typed: &str) -> (bool, String, String) {
    let words = ["search", "--corpus", "corpus", "--format", "jsonl", "--", typed];
    let words = words.map(str::to_owned);
    let run = run(dir, &words, b"");
    (run.status == 0, run.stdout, run.stderr)
}

#[test]
fn every_example_is_understood_without_a_note() {
    for example in EXAMPLES {
        assert_eq!(parse(example.typed).notes, [], "{}", example.typed);
    }
}

#[test]
fn every_example_finds_something_in_the_shipped_corpus() {
    let dir = tempfile::tempdir().unwrap();
    link_corpus(dir.path());
    for example in EXAMPLES {
        let (found, out, told) = ask(dir.path(), example.typed);
        assert!(found && !out.is_empty(), "{}: {told}", example.typed);
        let several = told.contains("may mean");
        assert!(told.is_empty() || several, "{}: {told}", example.typed);
    }
}

#[test]
fn both_readmes_show_every_example() {
    for (name, words) in [("README.md", 0), ("README.vi.md", 1)] {
        let readme = std::fs::read_to_string(root().join(name)).unwrap();
        for example in EXAMPLES {
            let finds = [example.finds, example.tim][words];
            let row = format!("| `{}` | {finds} |", example.typed);
            assert!(readme.contains(&row), "{name} lacks\n{row}");
        }
    }
}
