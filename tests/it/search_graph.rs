//! Searches that ask the graph: references, relations, status, ties.

use super::store_made::{corpus, run, write};
use danchieu::fulltext::Sort;
use danchieu::indexer::Options;
use danchieu::query::{Corpus, Filter, Found, Graph, Search};
use danchieu::store::Reader;
use danchieu::vocab::Relation;
use proptest::prelude::*;
use std::path::Path;
use std::sync::LazyLock;

const DECISION: &str = "THỦ TƯỚNG CHÍNH PHỦ\nSố: 193/QĐ-TTg\nHà Nội, ngày 09 tháng 02 năm \
    2018\n\nQUYẾT ĐỊNH\nPhê duyệt Chương trình năm năm\n\nĐiều 1. Phê duyệt Chương trình.\n";
const LATER: &str = "THỦ TƯỚNG CHÍNH PHỦ\nSố: 33/QĐ-TTg\nHà Nội, ngày 08 tháng 01 năm \
    2024\n\nQUYẾT ĐỊNH\nPhê duyệt Chương trình mới\n\nĐiều 1. Phê duyệt.\nĐiều 2. Quyết \
    định này có hiệu lực kể từ ngày ký và thay thế Quyết định số 193/QĐ-TTg ngày 09/02/2018 \
    của Thủ tướng Chính phủ.\n";

/// The small corpus with a decision that its plans cite, and one that replaces it.
fn store(dir: &Path) -> Corpus {
    let texts = dir.join("texts");
    corpus(&texts);
    write(&texts, "qd-193.txt", DECISION);
    write(&texts, "qd-33.txt", LATER);
    run(&dir.join("store"), &[&texts], &Options::default());
    Corpus::new(Reader::open(dir.join("store")).unwrap())
}

static STORE: LazyLock<(tempfile::TempDir, Corpus)> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let corpus = store(dir.path());
    (dir, corpus)
});

fn search() -> Search {
    Search { limit: 100, ..Search::default() }
}

fn ask(typed: &str, search: &Search) -> Found {
    STORE.1.search(typed, search).unwrap()
}

/// The numbers of the hits, in order.
fn numbers(found: &Found) -> Vec<String> {
    let numbers = found.hits.iter().map(|hit| hit.document.record.number.clone());
    numbers.map(Option::unwrap_or_default).collect()
}

fn sorted(found: &Found) -> Vec<String> {
    let mut numbers = numbers(found);
    numbers.sort();
    numbers
}

#[test]
fn a_number_in_the_box_finds_the_document_and_apart_from_it_what_cites_it() {
    let found = ask("193/QĐ-TTg", &search());
    assert_eq!(found.named.len(), 1);
    let (itself, citing): (Vec<_>, Vec<_>) =
        found.hits.iter().partition(|hit| hit.is_named);
    assert_eq!(itself.len(), 1);
    assert_eq!(itself[0].document.record.number.as_deref(), Some("193/QĐ-TTg"));
    assert_eq!(found.hits[0].source, itself[0].source, "{:?}", numbers(&found));
    assert_eq!(citing.len(), 9);
    let how = |hit: &&danchieu::query::Hit| hit.relations.contains(Relation::BasedOn);
    assert_eq!(citing.iter().filter(|hit| how(hit)).count(), 8);
}

#[test]
fn relation_narrows_how_a_document_is_cited() {
    let by = |typed| sorted(&ask(typed, &search()));
    assert_eq!(by("cites:193/QĐ-TTg relation:replaces"), ["33/QĐ-TTg"]);
    assert_eq!(by("cites:193/QĐ-TTg relation:based_on").len(), 8);
    assert_eq!(by("cites:193/QĐ-TTg relation:amends"), [""; 0]);
    assert_eq!(by("cited-by:33/QĐ-TTg"), ["193/QĐ-TTg"]);
    assert_eq!(by("\"mua bán người\" cites:793/QĐ-TTg"), ["40/KH-UBND"]);
    assert_eq!(by("-cites:193/QĐ-TTg"), ["193/QĐ-TTg", "41/KH-UBND"]);
}

#[test]
fn facets_count_how_the_named_document_is_cited() {
    let facets = ask("cites:193/QĐ-TTg", &Search { facets: true, ..search() }).facets;
    let of = |n: u64, name: &str| (name.to_owned(), n);
    assert_eq!(facets.relation, [of(8, "based_on"), of(1, "replaces")]);
    let facets = ask("kế hoạch", &Search { facets: true, ..search() }).facets;
    assert_eq!(facets.relation, [of(8, "based_on")]);
}

#[test]
fn status_is_a_condition_like_others() {
    let by = |typed| sorted(&ask(typed, &search()));
    assert_eq!(by("status:ended"), ["193/QĐ-TTg"]);
    assert_eq!(by("chương trình status:\"het hieu luc\""), ["193/QĐ-TTg"]);
    assert_eq!(by("kind:QĐ -status:ended"), ["33/QĐ-TTg"]);
    assert_eq!(by("(status:ended OR number:33/QĐ-TTg)"), ["193/QĐ-TTg", "33/QĐ-TTg"]);
    let as_of = "2020-01-01".parse().ok();
    let filter = Filter { as_of, ..Filter::default() };
    let then = ask("status:ended", &Search { filter, ..search() });
    assert_eq!(numbers(&then), [""; 0], "nothing had ended by then");
    let statuses = vec!["ended".parse().unwrap()];
    let filter = Filter { statuses, ..Filter::default() };
    let by_option = ask("chương trình", &Search { filter, ..search() });
    assert_eq!(numbers(&by_option), ["193/QĐ-TTg"]);
}

#[test]
fn ties_bring_in_what_the_words_do_not_find_and_the_best_match_stays_first() {
    let typed = "\"chương trình mới\"";
    assert_eq!(numbers(&ask(typed, &search())), ["33/QĐ-TTg"]);
    let found = ask(typed, &Search { graph: Graph::Tied, ..search() });
    assert_eq!((found.total, found.tied), (1, 1));
    assert_eq!(numbers(&found), ["33/QĐ-TTg", "193/QĐ-TTg"]);
    let (tie, to) = found.hits[1].tie.as_ref().unwrap();
    assert!(!tie.citing, "it is cited by the match");
    assert_eq!(to.record.number.as_deref(), Some("33/QĐ-TTg"));
    let kept =
        ask(&format!("{typed} year:2024"), &Search { graph: Graph::Tied, ..search() });
    assert_eq!(numbers(&kept), ["33/QĐ-TTg"], "other conditions hold for ties");
}

#[test]
fn what_is_cited_weighs_a_little_unless_words_alone_shall_rank() {
    let plain =
        ask("chương trình", &Search { graph: Graph::Unused, explain: true, ..search() });
    let ranked = ask("chương trình", &Search { explain: true, ..search() });
    let reason = |found: &Found| {
        let hit = found.hits.iter().find(|h| h.source.ends_with("qd-193.txt")).unwrap();
        hit.reasons.iter().find(|r| r.place == "graph").map(|r| r.term.clone())
    };
    assert_eq!(reason(&plain), None);
    assert_eq!(reason(&ranked).as_deref(), Some("cited 9 times"));
    for hit in &ranked.hits {
        let sum: f32 = hit.reasons.iter().map(|reason| reason.value).sum();
        assert!((sum - hit.score).abs() < 1e-3, "{sum} {}", hit.score);
    }
}

#[test]
fn pages_fit_together_in_every_order() {
    for sort in [Sort::Score, Sort::Date, Sort::Cited] {
        for graph in [Graph::Unused, Graph::Cited, Graph::Tied] {
            let all = ask("kế hoạch", &Search { sort, graph, ..search() });
            let all: Vec<_> = all.hits.into_iter().map(|hit| hit.source).collect();
            let mut pages = Vec::new();
            for offset in (0..all.len()).step_by(3) {
                let page = Search { sort, graph, offset, limit: 3, ..search() };
                pages.extend(
                    ask("kế hoạch", &page).hits.into_iter().map(|hit| hit.source),
                );
            }
            assert_eq!(pages, all, "{sort:?}");
        }
    }
}

fn input() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "kế hoạch",
        "chuong trinh",
        " ",
        "  ",
        "(",
        ")",
        "\"",
        "“",
        "-",
        ":",
        "AND ",
        " OR ",
        "NOT ",
        "cites:",
        "cited-by:",
        "kind:KH",
        "status:",
        "ended",
        "year:2021",
        "place:",
        "Nam Định",
        "relation:",
        "based_on",
        "qd ",
        "193/QĐ-TTg",
        "40/KH-UBND",
        "ngày ",
        "10/5/2016",
        "\n",
        "\u{301}",
        "👍",
        "/",
        "..",
        "after:",
        "\u{0}",
    ]);
    let pieces = prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat());
    prop_oneof![3 => pieces, 1 => ".{0,60}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn nothing_that_is_typed_is_an_error(
        typed in input(),
        expand: bool,
        facets: bool,
        explain: bool,
    ) {
        let graph = if expand { Graph::Tied } else { Graph::Cited };
        let found = ask(&typed, &Search { graph, facets, explain, limit: 3, ..search() });
        prop_assert!(found.hits.len() as u64 <= found.total + found.tied);
        for note in &found.notes {
            prop_assert!(typed.get(note.span.range()).is_some());
        }
    }
}
