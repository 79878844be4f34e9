//! `tests/cases/resolution.toml`: documents that share a number, and one document written
//! in several ways.

use super::resolve_builders::{Source, cited, numbered, resolved, world};
use danchieu::parse::Mention;
use std::collections::BTreeSet;

#[derive(serde::Deserialize)]
struct Cases {
    distinct: Vec<Distinct>,
    same: Vec<Same>,
}

#[derive(serde::Deserialize)]
struct Distinct {
    why: String,
    documents: Vec<(String, String)>,
}

#[derive(serde::Deserialize)]
struct Same {
    key: String,
    documents: Vec<String>,
}

fn cases() -> Cases {
    toml::from_str(include_str!("../cases/resolution.toml")).unwrap()
}

fn read(line: &str) -> Mention {
    let f: Vec<&str> = line.split('|').map(str::trim).collect();
    cited(f[0], f[1], f[2], f[3])
}

#[test]
fn documents_that_share_a_number_stay_apart() {
    for case in cases().distinct {
        let mentions = case.documents.iter().map(|(line, _)| read(line)).collect();
        let source = [Source::news("2026-06-01", "", mentions)];
        let world = world(&numbered(&source));
        let want: Vec<String> =
            case.documents.iter().map(|(_, key)| format!("= {key}")).collect();
        let seen = resolved(&world, 0, &source[0]);
        assert_eq!(seen, want, "{}", case.why);
        let different: BTreeSet<&String> = seen.iter().collect();
        assert_eq!(different.len(), seen.len(), "{}", case.why);
        assert_eq!(world.registry().len(), seen.len() + 1, "{}", case.why);
    }
}

#[test]
fn one_document_written_in_several_ways_is_one() {
    for case in cases().same {
        // Each in a source of its own, so that none can complete another.
        let cite = |line: &String| Source::news("2026-06-01", "", vec![read(line)]);
        let sources: Vec<Source> = case.documents.iter().map(cite).collect();
        let world = world(&numbered(&sources));
        for (i, source) in (0..).zip(&sources) {
            let seen = resolved(&world, i, source);
            assert_eq!(seen, [format!("= {}", case.key)], "{:?}", case.documents);
        }
    }
}
