//! Indexing: from a folder of documents to a store that answers.

use crate::store_made::{corpus, plan, rows, run, write};
use danchieu::fulltext;
use danchieu::graph::Direction;
use danchieu::indexer::{Options, Silent, index};
use danchieu::registry::{DocId, SourceId};
use danchieu::store::{Reader, SourceEntry};
use danchieu::text::LineIndex;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[test]
fn every_answer_of_the_reader_agrees_with_the_facts() {
    let dir = tempfile::tempdir().unwrap();
    corpus(&dir.path().join("c"));
    let store = dir.path().join("store");
    let report = run(&store, &[&dir.path().join("c")], &Options::default());
    assert_eq!(report.changes.added, 9);
    assert!(report.diagnostics.is_empty(), "{:?}", report.diagnostics);
    let reader = Reader::open(&store).unwrap();
    reader.verify().unwrap();
    let (mut edges, mut mentions) = (0, 0);
    for document in (0..reader.documents()).map(DocId) {
        let record = reader.record(document).unwrap();
        assert!(reader.find(&record.key).unwrap().contains(&document));
        assert!(reader.matching(&record.key).unwrap().contains(&document));
        for edge in reader.citing(document).unwrap() {
            assert!(reader.cited_by(edge.target).unwrap().contains(&edge));
            let mention = reader.mention(&edge).unwrap();
            let source = reader.source(edge.witness).unwrap();
            let text = reader.text(edge.witness).unwrap();
            let passage = reader.passage(&source, mention.span, 20).unwrap();
            let quote = text.get(mention.span.range()).unwrap();
            assert_eq!(passage.slice(mention.span), quote);
            let line = LineIndex::new(&text).line(mention.span.start);
            assert_eq!(passage.line_of(mention.span.start), line);
            edges += 1;
        }
    }
    for source in (0..reader.sources()).map(SourceId) {
        let entry = reader.source(source).unwrap();
        assert_eq!(reader.source_by_name(&entry.name).unwrap().unwrap().0, source);
        assert_eq!(reader.source_by_word_id(entry.word_id()).unwrap(), Some(source));
        assert!(reader.record(entry.doc).unwrap().sources.contains(&source));
        let facts = reader.facts(source).unwrap();
        assert_eq!(reader.resolutions(source).unwrap().len(), facts.mentions.len());
        mentions += facts.mentions.len() as u64;
    }
    let stats = reader.stats();
    assert_eq!((stats.edges.total, stats.mentions.total), (edges, mentions));
    assert_eq!(stats.edges.by_relation.values().sum::<u64>(), edges);
    assert!(edges > 15 && stats.documents.held == 9);
    let cited = "vn/ttg/qd/2018/193".parse().unwrap();
    let [decision] = reader.find(&cited).unwrap()[..] else { panic!("one decision") };
    let citing = reader.graph().edges_of(decision, Direction::Incoming).unwrap();
    assert_eq!(citing.len(), 8);
    assert!(reader.source_by_name("no such").unwrap().is_none());
    assert!(reader.record(DocId(u32::MAX)).is_err());
}

#[test]
fn the_second_run_reads_nothing_and_a_touched_file_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (store, docs) = (dir.path().join("store"), dir.path().join("c"));
    corpus(&docs);
    backdate(&docs);
    run(&store, &[&docs], &Options::default());
    assert!(!run(&store, &[&docs], &Options::default()).is_new);
    let before = rows(&store);
    std::fs::write(docs.join("thai-binh/kh-41.txt"), plan(41, "Thái Bình", &[])).unwrap();
    let touched = run(&store, &[&docs], &Options::default());
    assert_eq!(touched.changes.unchanged, 9);
    assert_eq!(rows(&store), before);
    let forced = run(&store, &[&docs], &Options { force: true, ..Options::default() });
    assert_eq!(forced.changes.unchanged, 9);
    assert_eq!(rows(&store), before);
}

/// Makes all files look older than the run: what changed in the same tick of the clock as
/// it was read is not trusted.
fn backdate(root: &Path) {
    let long_ago =
        std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(9 << 27);
    for entry in std::fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            backdate(&path);
        } else {
            std::fs::File::options()
                .write(true)
                .open(&path)
                .unwrap()
                .set_modified(long_ago)
                .unwrap();
        }
    }
}

#[test]
fn bad_files_are_reported_and_the_rest_is_indexed() {
    let dir = tempfile::tempdir().unwrap();
    let (store, docs) = (dir.path().join("store"), dir.path().join("c"));
    corpus(&docs);
    write(&docs, "bad.jsonl", "{\"id\": 1, \"text\": \"Số: 1/KH-UBND\"}\n{not json\n");
    let report = run(&store, &[&docs], &Options::default());
    assert!(report.has_errors());
    assert_eq!(report.changes.added, 10);
    backdate(&docs);
    run(&store, &[&docs], &Options::default());
    let generation = || Reader::open(&store).unwrap().manifest().generation;
    let before = generation();
    let again = run(&store, &[&docs], &Options::default());
    assert!(again.has_errors(), "a bad file is reported every time");
    assert_eq!((again.changes.unchanged, again.is_new), (10, false));
    assert_eq!(generation(), before, "and costs nothing else");
}

#[test]
fn a_path_that_is_not_there_does_not_empty_the_store() {
    let dir = tempfile::tempdir().unwrap();
    let (store, docs) = (dir.path().join("store"), dir.path().join("c"));
    corpus(&docs);
    run(&store, &[&docs], &Options::default());
    let before = rows(&store);
    std::fs::rename(&docs, dir.path().join("away")).unwrap();
    assert!(index(&store, &[&docs], &Options::default(), &mut Silent).is_err());
    assert_eq!(rows(&store), before);
    let other = dir.path().join("other");
    corpus(&other);
    let both = [docs.as_path(), &other];
    let report = run(&store, &both, &Options::default());
    assert!(report.has_errors());
    assert_eq!((report.changes.added, report.changes.removed), (9, 0));
}

#[test]
fn adding_keeps_what_other_paths_gave() {
    let dir = tempfile::tempdir().unwrap();
    let (store, docs) = (dir.path().join("store"), dir.path().join("c"));
    corpus(&docs);
    run(&store, &[&docs.join("nam-dinh")], &Options::default());
    let add = Options { add: true, ..Options::default() };
    let report = run(&store, &[&docs.join("thai-binh")], &add);
    assert_eq!((report.changes.added, report.changes.unchanged), (2, 1));
    let whole = dir.path().join("whole");
    run(&whole, &[&docs.join("thai-binh"), &docs.join("nam-dinh")], &Options::default());
    assert_eq!(rows(&store), rows(&whole));
    let report = run(&store, &[&docs.join("thai-binh")], &Options::default());
    assert_eq!(report.changes.removed, 1);
}

#[test]
fn the_result_does_not_depend_on_threads_or_the_order_of_paths() {
    let dir = tempfile::tempdir().unwrap();
    let docs = dir.path().join("c");
    corpus(&docs);
    let folders = ["nam-dinh", "thai-binh", "ha-giang.jsonl"].map(|f| docs.join(f));
    let mut made = Vec::new();
    for (at, threads) in [1, 4, 2].into_iter().enumerate() {
        let store = dir.path().join(format!("store{at}"));
        let mut paths: Vec<&Path> =
            folders.iter().map(std::path::PathBuf::as_path).collect();
        paths.rotate_left(at);
        let options = Options { threads, text_bytes: 1, ..Options::default() };
        run(&store, &paths, &options);
        made.push((rows(&store), Reader::open(&store).unwrap().stats().clone()));
    }
    assert!(made.windows(2).all(|w| w[0] == w[1]));
}

/// What may happen to a corpus between two runs.
#[derive(Clone, Debug)]
enum Change {
    Write(u8, Vec<u8>),
    Remove(u8),
    Move(u8, u8),
}

fn changes() -> impl Strategy<Value = Vec<Vec<Change>>> {
    let file = 0..6u8;
    let change = prop_oneof![
        3 => (file.clone(), prop::collection::vec(any::<u8>(), 0..4))
            .prop_map(|(f, cited)| Change::Write(f, cited)),
        1 => file.clone().prop_map(Change::Remove),
        1 => (file.clone(), file).prop_map(|(a, b)| Change::Move(a, b)),
    ];
    prop::collection::vec(prop::collection::vec(change, 1..5), 1..5)
}

fn apply(docs: &Path, model: &mut BTreeMap<u8, Vec<u8>>, change: &Change) {
    let name = |f: u8| {
        format!("{}/f{f}.txt", if f.is_multiple_of(2) { "nam-dinh" } else { "x" })
    };
    let text = |cited: &[u8]| {
        let cited: Vec<u32> = cited.iter().map(|&n| u32::from(n % 9) + 1).collect();
        plan(cited.first().map_or(7, |n| n + 30), "Nam Định", &cited)
    };
    match change {
        Change::Write(f, cited) => {
            write(docs, &name(*f), &text(cited));
            model.insert(*f, cited.clone());
        }
        Change::Remove(f) => {
            if model.remove(f).is_some() {
                std::fs::remove_file(docs.join(name(*f))).unwrap();
            }
        }
        Change::Move(a, b) => {
            if let Some(cited) = model.remove(a) {
                write(docs, &name(*b), &text(&cited));
                if a != b {
                    std::fs::remove_file(docs.join(name(*a))).unwrap();
                }
                model.insert(*b, cited);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn runs_one_after_another_give_what_one_run_gives(steps in changes()) {
        let dir = tempfile::tempdir().unwrap();
        let (docs, store) = (dir.path().join("c"), dir.path().join("store"));
        std::fs::create_dir_all(&docs).unwrap();
        let mut model = BTreeMap::new();
        for (at, step) in steps.iter().enumerate() {
            for change in step {
                apply(&docs, &mut model, change);
            }
            let report = run(&store, &[&docs], &Options::default());
            prop_assert!(!report.has_errors());
            let fresh = dir.path().join(format!("fresh{at}"));
            run(&fresh, &[&docs], &Options::default());
            prop_assert_eq!(rows(&store), rows(&fresh));
            let reader = Reader::open(&store).unwrap();
            let rebuilt = Reader::open(&fresh).unwrap();
            prop_assert_eq!(reader.stats(), rebuilt.stats());
            prop_assert_eq!(reader.sources() as usize, model.len());
            let words = fulltext::Index::open(&reader.text_dir()).unwrap();
            prop_assert_eq!(words.len(), model.len() as u64);
            let fresh = fulltext::Index::open(&rebuilt.text_dir()).unwrap();
            for n in 1..10 {
                let expr = fulltext::Expr::Words(format!("{n}/QĐ-TTg"));
                let found = |index: &fulltext::Index| {
                    let request = fulltext::Request::new(&expr);
                    let hits = index.search(&request).unwrap().hits;
                    hits.iter().map(|hit| hit.source).collect::<BTreeSet<_>>()
                };
                prop_assert_eq!(found(&words), found(&fresh));
            }
            for source in (0..reader.sources()).map(SourceId) {
                let entry = reader.source(source).unwrap();
                prop_assert!(words.has(entry.word_id()).unwrap());
            }
        }
    }
}

#[test]
fn files_that_failed_are_left_alone_while_they_look_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let (docs, store) = (dir.path().join("c"), dir.path().join("store"));
    write(&docs, "a.txt", &plan(40, "Nam Định", &[193]));
    // One that is broken, and one of which a part is read.
    write(&docs, "b.zip", "PK\u{3}\u{4} cut off");
    write(&docs, "c.jsonl", "{\"id\":1,\"text\":\"Căn cứ Luật 1\"}\n{\"id\":");
    // A time of change that is as late as the run is not trusted.
    std::thread::sleep(std::time::Duration::from_millis(50));
    let first = run(&store, &[&docs], &Options::default());
    assert_eq!((first.changes.added, first.diagnostics.len()), (2, 2));
    let mut options = Options { failed: first.failed, ..Options::default() };
    let same = run(&store, &[&docs], &options);
    assert_eq!((same.is_new, same.files, same.diagnostics.len()), (false, 3, 0));
    write(&docs, "a.txt", &plan(41, "Nam Định", &[193]));
    let other = run(&store, &[&docs], &options);
    assert_eq!((other.changes.changed, other.changes.unchanged), (1, 1));
    assert!(other.diagnostics.is_empty(), "{:?}", other.diagnostics);
    // Without that knowledge, or when the file has changed, it is read and told again.
    assert_eq!(run(&store, &[&docs], &Options::default()).diagnostics.len(), 2);
    write(&docs, "b.zip", "PK\u{3}\u{4} cut off later");
    let again = run(&store, &[&docs], &options);
    assert_eq!(again.diagnostics.len(), 1, "{:?}", again.diagnostics);
    options.failed.extend(again.failed);
    std::fs::remove_file(docs.join("b.zip")).unwrap();
    let gone = run(&store, &[&docs], &options);
    assert!(!gone.is_new && gone.diagnostics.is_empty());
}

#[test]
fn columns_say_what_rows_and_graph_say() {
    let dir = tempfile::tempdir().unwrap();
    let docs = dir.path().join("docs");
    corpus(&docs);
    run(&dir.path().join("store"), &[&docs], &Options::default());
    let reader = Reader::open(dir.path().join("store")).unwrap();
    says_what_rows_and_graph_say(&reader);
    let old = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stores/v1/store");
    let old = Reader::open(old).unwrap();
    says_what_rows_and_graph_say(&old);
    let first = SourceId(0);
    assert!(reader.effect_terms(first).unwrap().is_some());
    assert!(old.effect_terms(first).unwrap().is_none(), "its text is to be read");
}

fn says_what_rows_and_graph_say(reader: &Reader) {
    let columns = reader.columns().unwrap();
    let mut texts = Vec::new();
    let each = &mut |_, entry: SourceEntry| {
        texts.push((entry.word_id(), entry.doc));
        Ok(())
    };
    reader.each_source(each).unwrap();
    texts.sort_unstable();
    assert_eq!(columns.texts, texts);
    for document in (0..reader.documents()).map(DocId) {
        let at = document.0 as usize;
        let mut citing: Vec<_> =
            reader.cited_by(document).unwrap().iter().map(|e| e.source).collect();
        citing.dedup();
        citing.retain(|&source| source != document);
        assert_eq!(columns.cited[at] as usize, citing.len());
        let cited = reader.citing(document).unwrap();
        let relations = cited.iter().map(|e| e.relation).collect();
        assert_eq!(columns.relations[at], relations);
    }
}
