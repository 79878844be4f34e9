//! How often a law or document that an article names is resolved to the one that the
//! official codification links it to.
//!
//! Slow, so ignored; run it with
//! `DANCHIEU_SHARED=../shared cargo test --release --test links -- --ignored --nocapture`.
//! The numbers of record are in `tests/accuracy.tsv`.
//!
//! A link of `codified-links.jsonl.gz` says that an article has to do with another
//! document, not that it names it. Those count whose article has the number of the
//! target, or its kind and title not as the beginning of a longer known title. Left out
//! are targets younger than the source: there the codification points to the successor
//! of what the text named, and a text names nothing that did not exist.

#![expect(clippy::unwrap_used, reason = "a test")]
#![expect(clippy::print_stdout, reason = "the numbers are what it is for")]

#[path = "common/ledger.rs"]
mod ledger;

use danchieu::ident::Date;
use danchieu::indexer::{Options, Silent, index};
use danchieu::registry::SourceId;
use danchieu::resolve::Resolution;
use danchieu::store::Reader;
use danchieu::text::{Text, fold_tone};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::{Path, PathBuf};

fn shared() -> Option<PathBuf> {
    let near = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared");
    let folder = std::env::var("DANCHIEU_SHARED").unwrap_or_else(|_| near.to_owned());
    let folder = PathBuf::from(folder);
    folder.is_dir().then_some(folder)
}

fn lines(path: &Path) -> Vec<Value> {
    let mut text = String::new();
    let file = std::fs::File::open(path).unwrap();
    flate2::read::MultiGzDecoder::new(file).read_to_string(&mut text).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What the codification says of a document.
struct Document {
    number: String,
    /// *luật* and the like with the title, folded; for kinds that are cited by title.
    named: Option<String>,
    /// The day of issue; the last of the year in the number where none is given.
    date: Option<Date>,
    text: Text,
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Document {
    fn read(record: &Value) -> Self {
        let field = |name: &str| record[name].as_str().unwrap_or_default();
        let number = Text::new(field("so_hieu")).normal().to_owned();
        let title = squeezed(&fold_tone(Text::new(field("title")).normal()));
        let kind = fold_tone(field("type"));
        let is_titled = ["luật", "bộ luật", "pháp lệnh"].contains(&kind.as_str());
        let bare = title.strip_prefix(&format!("{kind} ")).unwrap_or(&title).to_owned();
        let named = (is_titled && bare.len() > 3).then(|| format!("{kind} {bare}"));
        let stated = field("date");
        let day: Vec<u16> = stated.split('/').filter_map(|p| p.parse().ok()).collect();
        let date = match day[..] {
            [day, month, year] => {
                let small = |n: u16| u8::try_from(n).unwrap_or(0);
                Date::new(year, small(month), small(day))
            }
            _ => number.split('/').find_map(|p| Date::new(p.parse().ok()?, 12, 31)),
        };
        let number = fold_tone(&number);
        Self { number, named, date, text: Text::new(field("text")) }
    }

    /// Returns the bytes of an article in the source, if there is one of that number.
    fn article(&self, number: &str) -> Option<std::ops::Range<usize>> {
        let text = self.text.source();
        let heads: Vec<(usize, &str)> = text
            .match_indices("Điều ")
            .filter(|(at, _)| {
                text.get(..*at).unwrap().trim_end_matches([' ', '\t']).ends_with('\n')
                    || *at == 0
            })
            .filter_map(|(at, word)| {
                let rest = text.get(at + word.len()..)?;
                Some((at, rest.get(..rest.find('.')?)?))
            })
            .filter(|(_, n)| n.len() < 6 && n.starts_with(|c: char| c.is_ascii_digit()))
            .collect();
        let mut same = heads.iter().enumerate().filter(|(_, (_, n))| *n == number);
        let (place, &(start, _)) = same.next()?;
        let end = heads.get(place + 1).map_or(text.len(), |next| next.0);
        same.next().is_none().then_some(start..end)
    }
}

/// True if `text` has `words` as whole words, and not as the beginning of `longer` ones.
fn has(text: &str, words: &str, longer: &[&str]) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let after = text.get(at + words.len()..).unwrap_or_default();
        let is_word = |c: char| c.is_alphanumeric() || c == '/' || c == '-';
        !before.ends_with(is_word)
            && !before.ends_with("pháp ")
            && !after.starts_with(is_word)
            && !longer.iter().any(|l| after.starts_with(l))
    })
}

/// What became of one link.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Fate {
    Right,
    /// One of several, the target among them.
    Open,
    /// Another document with that number or title, as certain.
    Wrong,
    Missed,
}

struct Corpus {
    documents: BTreeMap<String, Document>,
    titles: BTreeSet<String>,
    sources: BTreeMap<String, SourceId>,
    store: Reader,
}

impl Corpus {
    fn names(&self, article: &str, target: &Document) -> bool {
        let number = &target.number;
        let is_number = number.starts_with(|c: char| c.is_ascii_digit());
        if is_number && number.len() > 5 && has(article, number, &[]) {
            return true;
        }
        let Some(named) = &target.named else { return false };
        let longer: Vec<&str> =
            self.titles.iter().filter_map(|t| t.strip_prefix(named.as_str())).collect();
        let longer: Vec<&str> = longer.into_iter().filter(|l| !l.is_empty()).collect();
        has(article, named, &longer)
    }

    /// Returns what became of a link; `None` if the article does not name the target.
    fn fate(&self, link: &Value) -> Option<Fate> {
        let id = |name: &str| link[name].as_str().unwrap_or_default();
        let (from, to) = (id("src_item"), id("dst_item"));
        let (source, target) = (self.documents.get(from)?, self.documents.get(to)?);
        let is_younger = target.date?.is_after(source.date?);
        if from == to || is_younger {
            return None;
        }
        let (_, number) = id("src_loc").rsplit_once("Dieu_")?;
        let article = source.article(number)?;
        let words = Text::new(source.text.source().get(article.clone())?);
        if !self.names(&squeezed(&fold_tone(words.normal())), target) {
            return None;
        }
        Some(self.resolved(from, to, &article))
    }

    fn resolved(&self, from: &str, to: &str, article: &std::ops::Range<usize>) -> Fate {
        let source = self.sources[from];
        let want = self.store.source(self.sources[to]).unwrap().doc;
        let facts = self.store.facts(source).unwrap();
        let resolutions = self.store.resolutions(source).unwrap();
        let inside = facts
            .mentions
            .iter()
            .zip(resolutions)
            .filter(|(m, _)| article.contains(&(m.span.start as usize)));
        let target = &self.documents[to];
        let fates = inside.filter_map(|(mention, resolution)| match resolution {
            Resolution::Resolved(id) | Resolution::Partial(id) if id == want => {
                Some(Fate::Right)
            }
            Resolution::Ambiguous(ids) if ids.contains(&want) => Some(Fate::Open),
            Resolution::Resolved(_) => {
                let number = mention.number.as_ref().map(ToString::to_string);
                if number.is_some_and(|n| n == target.number) {
                    return Some(Fate::Wrong);
                }
                let title = mention.title.as_deref().map(fold_tone)?;
                let named = target.named.as_deref()?;
                named.ends_with(&squeezed(&title)).then_some(Fate::Wrong)
            }
            _ => None,
        });
        fates.min().unwrap_or(Fate::Missed)
    }
}

fn build(shared: &Path, store: &Path) -> Corpus {
    let path = shared.join("data/codified.jsonl.gz");
    index(store, &[&path], &Options::default(), &mut Silent).unwrap();
    let store = Reader::open(store).unwrap();
    let mut sources = BTreeMap::new();
    store
        .each_source(&mut |id, entry| {
            let (_, name) = entry.name.rsplit_once("#vbpl-").unwrap_or_default();
            sources.insert(name.to_owned(), id);
            Ok(())
        })
        .unwrap();
    let records = lines(&path);
    let documents: BTreeMap<String, Document> = records
        .iter()
        .filter_map(|r| {
            let id = r["id"].as_str()?.strip_prefix("vbpl-")?.to_owned();
            sources.contains_key(&id).then(|| (id, Document::read(r)))
        })
        .collect();
    let titles = documents.values().filter_map(|d| d.named.clone()).collect();
    Corpus { documents, titles, sources, store }
}

#[test]
#[ignore = "indexes 134 MB of shared texts"]
fn what_an_article_names_is_what_the_codification_links() {
    let Some(shared) = shared() else {
        println!("skipped: no ../shared");
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let corpus = build(&shared, dir.path());
    let mut seen = BTreeSet::new();
    let mut counts = BTreeMap::<Fate, u32>::new();
    let mut wrong = BTreeMap::<String, u32>::new();
    for link in lines(&shared.join("data/codified-links.jsonl.gz")) {
        let key = ["src_item", "src_loc", "dst_item"].map(|n| link[n].to_string());
        if !seen.insert(key) {
            continue;
        }
        let Some(fate) = corpus.fate(&link) else { continue };
        *counts.entry(fate).or_default() += 1;
        if fate != Fate::Right {
            let [from, to] = ["src_item", "dst_item"].map(|n| link[n].as_str().unwrap());
            let what = format!(
                "{fate:?} {} -> {}",
                corpus.documents[from].number, corpus.documents[to].number
            );
            *wrong.entry(what).or_default() += 1;
        }
    }
    for (what, n) in &wrong {
        println!("{n}\t{what}");
    }
    println!("{counts:?}");
    let total: u32 = counts.values().sum();
    let share =
        |fate| f64::from(counts.get(&fate).copied().unwrap_or(0)) / f64::from(total);
    let measured = [
        ("codified links: right".to_owned(), share(Fate::Right)),
        ("codified links: not wrong".to_owned(), 1.0 - share(Fate::Wrong)),
    ];
    ledger::check(
        &measured,
        "tests/links.rs: articles that name the target, on codified-links.jsonl.gz",
    );
}
