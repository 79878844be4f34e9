//! What the graph adds: linked articles, and titles over the whole store.

use super::{
    Item, compare, draw, field, items, mean_reciprocal_rank, records, shared, titles,
};
use danchieu::indexer::{Options, Silent, index};
use danchieu::query::{Corpus, Graph, Search};
use danchieu::store::Reader;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// An article, and the documents that it is linked to.
struct Article {
    heading: String,
    body: String,
    linked: BTreeSet<String>,
}

/// Finds an article in the text of its document: `Chuong_II_Dieu_5` is the one that
/// begins with *Điều 5.* on a line of its own.
fn article(text: &str, place: &str) -> Option<(String, String)> {
    let number = place.split_once("Dieu_").map(|(_, n)| n).filter(|n| !n.is_empty())?;
    let head = format!("Điều {number}.");
    let mut lines = text.lines().skip_while(|line| !line.starts_with(&head));
    let heading = lines.next()?.strip_prefix(&head)?.trim().to_owned();
    let next = |line: &&str| {
        !["Điều ", "Chương ", "Mục "].iter().any(|next| line.starts_with(next))
    };
    let body: Vec<&str> = lines.take_while(next).collect();
    Some((heading, body.join(" ").trim().to_owned()))
}

/// Returns every article with links to other documents of the corpus, in order.
fn articles(items: &[Item], links: &Path) -> Vec<Article> {
    let id = |r: &serde_json::Value, name: &str| format!("vbpl-{}", field(r, name));
    let texts: BTreeMap<&str, &str> =
        items.iter().map(|item| (item.id.as_str(), item.text.as_str())).collect();
    let mut linked = BTreeMap::<(String, String), BTreeSet<String>>::new();
    for link in records(links) {
        let (from, to) = (id(&link, "src_item"), id(&link, "dst_item"));
        if from != to
            && texts.contains_key(from.as_str())
            && texts.contains_key(to.as_str())
        {
            linked.entry((from, field(&link, "src_loc"))).or_default().insert(to);
        }
    }
    let made = |((from, place), linked): ((String, String), BTreeSet<String>)| {
        let (heading, body) = article(texts[from.as_str()], &place)?;
        Some(Article { heading, body, linked })
    };
    linked.into_iter().filter_map(made).collect()
}

/// Returns the records whose texts are the first ten hits.
fn hits(corpus: &Corpus, typed: &str, graph: Graph) -> Vec<String> {
    let search = Search { limit: 10, graph, ..Search::default() };
    let answer = corpus.ask(typed, &search).unwrap();
    let id = |source: String| source.rsplit_once('#').map(|(_, id)| id.to_owned());
    answer.sources().filter_map(|source| id(source.unwrap())).collect()
}

/// The mean share of linked documents among the first ten hits.
#[expect(clippy::cast_precision_loss, reason = "small numbers")]
fn recall(
    corpus: &Corpus,
    articles: &[Article],
    typed: impl Fn(&Article) -> String,
    graph: Graph,
) -> f64 {
    let share = |article: &Article| {
        let hits = hits(corpus, &typed(article), graph);
        let found = hits.iter().filter(|id| article.linked.contains(*id)).count();
        found as f64 / article.linked.len().min(10) as f64
    };
    articles.iter().map(share).sum::<f64>() / articles.len() as f64
}

/// The heading and the first thirty words, as one would paste them.
fn opening(article: &Article) -> String {
    const WORDS: usize = 30;
    let words: Vec<&str> = article.body.split_whitespace().take(WORDS).collect();
    format!("{} {}", article.heading, words.join(" "))
}

fn whole(article: &Article) -> String {
    format!("{} {}", article.heading, article.body)
}

#[test]
#[ignore = "indexes 134 MB of shared texts"]
fn linked_items_rise_with_the_graph() {
    let Some(shared) = shared() else {
        println!("skipped: no ../shared");
        return;
    };
    let data = shared.join("data");
    let path = data.join("codified.jsonl.gz");
    let dir = tempfile::tempdir().unwrap();
    index(dir.path(), &[&path], &Options::default(), &mut Silent).unwrap();
    let corpus = Corpus::new(Reader::open(dir.path()).unwrap());
    let items = items(&path);
    let drawn = draw(articles(&items, &data.join("codified-links.jsonl.gz")));
    let of = |typed: fn(&Article) -> String, graph| recall(&corpus, &drawn, typed, graph);
    let (plain, expanded) = (of(opening, Graph::Unused), of(opening, Graph::Tied));
    let title = |graph| {
        let rank = |i: usize| {
            let hits = hits(&corpus, &items[i].title, graph);
            hits.iter().position(|id| *id == items[i].id).map(|at| at + 1)
        };
        mean_reciprocal_rank(&titles(&items).into_iter().map(rank).collect::<Vec<_>>())
    };
    compare(&[
        ("search/linked-item/recall10/plain", plain),
        ("search/linked-item/recall10/expanded", expanded),
        ("search/linked-item/recall10/whole-article/plain", of(whole, Graph::Unused)),
        ("search/linked-item/recall10/whole-article/expanded", of(whole, Graph::Tied)),
        ("search/titles/mrr10/plain", title(Graph::Unused)),
        ("search/titles/mrr10/cited", title(Graph::Cited)),
        ("search/titles/mrr10/expanded", title(Graph::Tied)),
    ]);
    assert!(expanded >= plain + 0.1, "{expanded:.4} is not ten points above {plain:.4}");
}
