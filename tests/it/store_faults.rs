//! Stores that are damaged, foreign, of another version, or in use.

use crate::store_made::{corpus, rows, run};
use danchieu::fulltext::{self, Expr};
use danchieu::indexer::{Options, Silent, index};
use danchieu::registry::{DocId, SourceId};
use danchieu::store::{Reader, Writer};
use danchieu::{ErrorKind, Result};
use std::path::{Path, PathBuf};

fn made(dir: &Path) -> PathBuf {
    let docs = dir.join("c");
    corpus(&docs);
    let store = dir.join("store");
    run(&store, &[&docs], &Options::default());
    store
}

/// Asks everything there is to ask; returns it all as one text.
fn ask_everything(store: &Path) -> Result<String> {
    let reader = Reader::open(store)?;
    let mut answers = format!("{:?}", reader.stats());
    for document in (0..reader.documents()).map(DocId) {
        let record = reader.record(document)?;
        answers += &format!("{record:?}{:?}", reader.matching(&record.key)?);
        answers +=
            &format!("{:?}", (reader.citing(document)?, reader.cited_by(document)?));
    }
    for source in (0..reader.sources()).map(SourceId) {
        answers += &format!("{:?}", (reader.source(source)?, reader.facts(source)?));
        answers += &format!("{:?}", (reader.resolutions(source)?, reader.text(source)?));
        answers += &format!("{:?}", reader.effect_terms(source)?);
    }
    answers += &format!("{:?}", reader.columns()?);
    Ok(answers)
}

fn files_below(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

#[test]
fn any_flipped_bit_or_cut_gives_an_error_or_no_difference() {
    let dir = tempfile::tempdir().unwrap();
    let store = made(dir.path());
    let sound = ask_everything(&store).unwrap();
    let mut random = 0x2545_F491_4F6C_DD1D_u64;
    let mut draw = |n: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        usize::try_from(random % u64::try_from(n.max(1)).unwrap()).unwrap()
    };
    let mut noticed = 0;
    for path in files_below(&store) {
        let bytes = std::fs::read(&path).unwrap();
        if bytes.is_empty() || path.ends_with("LOCK") {
            continue;
        }
        let is_ours = path.extension().is_none_or(|e| e != "json")
            || path.ends_with("MANIFEST.json");
        for round in 0..6 {
            let mut damaged = bytes.clone();
            if round % 3 == 0 {
                damaged.truncate(draw(bytes.len()));
            } else {
                damaged[draw(bytes.len())] ^= 1 << draw(8);
            }
            std::fs::write(&path, &damaged).unwrap();
            match ask_everything(&store) {
                Ok(answers) => assert_eq!(answers, sound, "{}", path.display()),
                Err(error) => {
                    let kind = error.kind();
                    let known = [ErrorKind::StoreCorrupt, ErrorKind::StoreVersion];
                    assert!(known.contains(&kind), "{}: {error:?}", path.display());
                    assert!(error.hint_text().is_some(), "{error:?}");
                    noticed += usize::from(is_ours);
                }
            }
        }
        std::fs::write(&path, &bytes).unwrap();
        std::fs::rename(&path, dir.path().join("aside")).unwrap();
        let missing = ask_everything(&store).map_err(|e| e.kind());
        assert_eq!(missing, Err(ErrorKind::StoreCorrupt), "{}", path.display());
        std::fs::rename(dir.path().join("aside"), &path).unwrap();
    }
    assert!(noticed > 30, "most damage is noticed: {noticed}");
    assert_eq!(ask_everything(&store).unwrap(), sound);
}

#[test]
fn a_damaged_store_is_built_again_when_asked() {
    let dir = tempfile::tempdir().unwrap();
    let store = made(dir.path());
    let before = rows(&store);
    let docs = dir.path().join("c");
    std::fs::write(store.join("MANIFEST.json"), "{").unwrap();
    let refused = index(&store, &[&docs], &Options::default(), &mut Silent).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::StoreCorrupt);
    assert!(refused.hint_text().unwrap().contains("--rebuild"));
    run(&store, &[&docs], &Options { rebuild: true, ..Options::default() });
    assert_eq!(rows(&store), before);
}

#[test]
fn a_newer_store_is_refused_with_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let store = made(dir.path());
    let path = store.join("MANIFEST.json");
    let newer = std::fs::read_to_string(&path).unwrap().replace("store/1", "store/2");
    std::fs::write(&path, newer).unwrap();
    let error = Reader::open(&store).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StoreVersion);
    assert!(error.to_string().contains("version 2"), "{error}");
    assert!(error.hint_text().is_some());
}

#[test]
fn places_that_are_no_store_are_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let missing = Reader::open(dir.path().join("none")).unwrap_err();
    assert!(missing.to_string().contains("there is no store"), "{missing}");
    let file = dir.path().join("file");
    std::fs::write(&file, "text").unwrap();
    for error in [Reader::open(&file).unwrap_err(), Writer::open(&file).unwrap_err()] {
        assert_eq!(error.kind(), ErrorKind::StoreCorrupt);
        assert!(error.to_string().contains("this is a file"), "{error}");
    }
    let error = Writer::open(dir.path()).unwrap_err();
    assert!(error.to_string().contains("other files, such as file"), "{error}");
    assert_eq!(files_below(dir.path()), [file]);
}

#[test]
fn one_writer_at_a_time_and_readers_meanwhile() {
    let dir = tempfile::tempdir().unwrap();
    let store = made(dir.path());
    let before = ask_everything(&store).unwrap();
    let writer = Writer::open(&store).unwrap();
    let error = Writer::open(&store).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StoreBusy);
    assert!(error.to_string().contains("another danchieu is writing"), "{error}");
    let unfinished = writer.begin().unwrap();
    assert_eq!(ask_everything(&store).unwrap(), before);
    drop(unfinished);
    drop(writer);
    Writer::open(&store).unwrap();
}

#[test]
fn a_reader_answers_from_its_generation_while_the_store_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let store = made(dir.path());
    let docs = dir.path().join("c");
    let old = Reader::open(&store).unwrap();
    let sources = old.sources();
    for _ in 0..3 {
        run(&store, &[&docs.join("nam-dinh")], &Options::default());
        run(&store, &[&docs], &Options { force: true, ..Options::default() });
    }
    if cfg!(unix) {
        for source in (0..sources).map(SourceId) {
            assert!(old.text(source).unwrap().contains("KẾ HOẠCH"));
        }
        old.graph().side(danchieu::graph::Direction::Incoming).verify().unwrap();
    }
}

#[test]
fn damage_in_the_full_text_is_an_error_or_another_answer_but_no_panic() {
    let dir = tempfile::tempdir().unwrap();
    let store = made(dir.path());
    let text = Reader::open(&store).unwrap().text_dir();
    let exprs = [
        Expr::Words("phòng chống mua bán người".to_owned()),
        Expr::Phrase("ke hoach".to_owned()),
        Expr::Kind("KH".to_owned()),
        Expr::All,
    ];
    let ask = || {
        for expr in &exprs {
            let index = fulltext::Index::open(&text)?;
            index.search(&fulltext::Request::new(expr))?;
        }
        Ok::<(), danchieu::Error>(())
    };
    let mut random = 0x9E37_79B9_7F4A_7C15_u64;
    let mut panics = Vec::new();
    for path in files_below(&text) {
        let bytes = std::fs::read(&path).unwrap();
        for _ in 0..40 {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            let mut damaged = bytes.clone();
            let Some(at) = usize::try_from(random >> 8).unwrap().checked_rem(bytes.len())
            else {
                break;
            };
            damaged[at] ^= 1 << (random % 8);
            std::fs::write(&path, &damaged).unwrap();
            if std::panic::catch_unwind(ask).is_err() {
                panics.push(path.clone());
            }
        }
        std::fs::write(&path, &bytes).unwrap();
    }
    assert!(panics.is_empty(), "{} panics: {panics:?}", panics.len());
}
