//! A writer that is killed leaves the store as it was, or as it was to be.

use crate::store_made::{plan, run, write};
use danchieu::indexer::{Options, Silent, index};
use danchieu::store::Reader;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

const FOLDER: &str = "DANCHIEU_TEST_CRASH";

/// Not a test: what the killed process does, again and again.
#[test]
fn child_that_writes_until_it_is_killed() {
    let Some(dir) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    for round in 0.. {
        documents(&dir.join("c"), round);
        index(&dir.join("store"), &[dir.join("c")], &Options::default(), &mut Silent)
            .unwrap();
    }
}

/// All documents of a round cite the decision of that round.
fn documents(docs: &Path, round: u32) {
    for n in 0..8 {
        write(docs, &format!("d{n}.txt"), &plan(n + 1, "Nam Định", &[round % 50 + 1]));
    }
}

#[test]
fn killing_the_writer_at_any_time_leaves_a_whole_store() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("store");
    documents(&dir.path().join("c"), 0);
    run(&store, &[&dir.path().join("c")], &Options::default());
    let mut generations = Vec::new();
    for round in 0..12u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "store_crash::child_that_writes_until_it_is_killed"])
            .env(FOLDER, dir.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let before = generations.last().copied().unwrap_or(1);
        while Reader::open(&store).unwrap().manifest().generation == before {
            std::thread::sleep(Duration::from_millis(5));
        }
        std::thread::sleep(Duration::from_millis(round * 37 % 200));
        child.kill().unwrap();
        child.wait().unwrap();
        let reader = Reader::open(&store).unwrap();
        reader.verify().unwrap();
        danchieu::fulltext::Index::open(&reader.text_dir()).unwrap();
        assert_eq!(reader.sources(), 8);
        generations.push(reader.manifest().generation);
    }
    assert!(generations.is_sorted());
    documents(&dir.path().join("c"), 7);
    run(&store, &[&dir.path().join("c")], &Options::default());
    let fresh = dir.path().join("fresh");
    run(&fresh, &[&dir.path().join("c")], &Options::default());
    assert_eq!(crate::store_made::rows(&store), crate::store_made::rows(&fresh));
    let folders = std::fs::read_dir(&store).unwrap().count();
    assert!(folders <= 4, "what killed writers left is gone: {folders}");
}
