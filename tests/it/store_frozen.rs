//! Stores of earlier programs open for ever.

use crate::store_made::{corpus, run};
use danchieu::graph::Direction;
use danchieu::indexer::Options;
use danchieu::registry::{DocId, SourceId};
use danchieu::store::{Reader, SCHEMA};
use std::path::{Path, PathBuf};

/// Returns all that a store of version 1 must still tell, a line each.
fn answers(store: &Path) -> String {
    let reader = Reader::open(store).unwrap();
    reader.verify().unwrap();
    let key = |d: DocId| reader.record(d).unwrap().key.to_string();
    let mut lines = vec![serde_json::to_string(reader.stats()).unwrap()];
    for document in (0..reader.documents()).map(DocId) {
        let record = reader.record(document).unwrap();
        let of_key = reader.find(&record.key).unwrap();
        assert!(of_key.contains(&document));
        let words = [record.number, record.issuer, record.title];
        let words = words.map(Option::unwrap_or_default).join(" | ");
        lines.push(format!("document {} | {words} | {:?}", record.key, record.sources));
        for edge in reader.graph().edges_of(document, Direction::Incoming).unwrap() {
            let mention = reader.mention(&edge).unwrap();
            let source = reader.source(edge.witness).unwrap();
            let passage = reader.passage(&source, mention.span, 0).unwrap();
            let (from, relation) = (key(edge.source), edge.relation);
            let proof = passage.slice(mention.span);
            lines.push(format!(
                "  {relation} {} % by {from} in {}:{}: {proof}",
                edge.confidence, source.name, passage.line
            ));
        }
    }
    for source in (0..reader.sources()).map(SourceId) {
        let (entry, text) =
            (reader.source(source).unwrap(), reader.text(source).unwrap());
        let mentions = reader.facts(source).unwrap().mentions.len();
        let resolved = reader.resolutions(source).unwrap().len();
        let doc = key(entry.doc);
        lines.push(format!(
            "source {} | {doc} | {mentions} {resolved} | {}",
            entry.name,
            text.len()
        ));
    }
    lines.join("\n") + "\n"
}

fn stores() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stores")
}

#[test]
fn every_frozen_store_gives_the_answers_it_gave() {
    let mut versions = 0;
    for entry in std::fs::read_dir(stores()).unwrap() {
        let dir = entry.unwrap().path();
        if dir.is_dir() {
            let frozen = std::fs::read_to_string(dir.join("answers.txt")).unwrap();
            assert_eq!(answers(&dir.join("store")), frozen, "{}", dir.display());
            versions += 1;
        }
    }
    assert!(versions >= 1);
}

#[test]
#[ignore = "writes into the repository: only when the format has a new version"]
fn freeze_the_store_of_this_version() {
    let version = SCHEMA.rsplit('/').next().unwrap();
    let dir = stores().join(format!("v{version}"));
    let store = dir.join("store");
    if store.exists() {
        std::fs::remove_dir_all(&store).unwrap();
    }
    // Names of sources are paths as given: relative to the repository.
    let docs = Path::new("tests/stores").join(format!("v{version}")).join("docs");
    corpus(&docs);
    run(&store, &[&docs], &Options::default());
    for lock in [
        "LOCK",
        "gen-000001/text/.tantivy-meta.lock",
        "gen-000001/text/.tantivy-writer.lock",
    ] {
        std::fs::remove_file(store.join(lock)).unwrap();
    }
    std::fs::write(dir.join("answers.txt"), answers(&store)).unwrap();
}
