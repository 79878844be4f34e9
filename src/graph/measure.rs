//! Measures over the whole graph, each linear (per round) in its links.

use super::{Csr, RelationSet};
use crate::registry::DocId;
use petgraph::Direction;
use rayon::iter::{
    IndexedParallelIterator, IntoParallelIterator, IntoParallelRefMutIterator,
    ParallelIterator,
};
use std::borrow::Cow;

/// Returns the number of distinct documents that each document is linked to by one of
/// `relations`: for the incoming direction, how often it is cited. Links to itself do
/// not count.
pub fn degrees(graph: &Csr, relations: RelationSet) -> Vec<u32> {
    let count = |d: u32| {
        let links = graph.links(DocId(d)).filter(|(far, _)| far.0 != d);
        let degree = links.filter(|(_, set)| set.meets(relations)).count();
        u32::try_from(degree).unwrap_or(u32::MAX)
    };
    (0..graph.documents()).into_par_iter().map(count).collect()
}

/// Returns the `PageRank` of each document: where a reader ends up who follows citations
/// with probability `damping` (0.85 is usual) and otherwise opens any document.
///
/// The ranks sum to 1. Documents that cite nothing pass their rank to all. `O(rounds ·
/// links)`; petgraph's `page_rank` is `O(documents² · degree)` a round. The result does
/// not depend on the number of threads: each sum is taken in the order of the documents.
pub fn page_rank(
    graph: &Csr,
    relations: RelationSet,
    damping: f64,
    rounds: usize,
) -> Vec<f64> {
    let incoming = Sources::of(&seen_from(graph, Direction::Incoming), relations);
    let documents = incoming.starts.len() - 1;
    if documents == 0 {
        return Vec::new();
    }
    let mut out_degree = vec![0u32; documents];
    for &citing in &incoming.citing {
        out_degree[citing as usize] += 1;
    }
    let even = 1.0 / as_real(documents);
    let mut rank = vec![even; documents];
    let mut share = vec![0.0; documents];
    for _ in 0..rounds {
        let mut stranded = 0.0;
        for ((share, &degree), &rank) in share.iter_mut().zip(&out_degree).zip(&rank) {
            *share = if degree > 0 { rank / f64::from(degree) } else { 0.0 };
            stranded += if degree > 0 { 0.0 } else { rank };
        }
        let base = (1.0 - damping + damping * stranded) * even;
        rank.par_iter_mut().enumerate().with_min_len(4096).for_each(|(at, rank)| {
            let citing = incoming.row(at).iter();
            let received: f64 = citing.map(|&c| share[c as usize]).sum();
            *rank = base + damping * received;
        });
    }
    rank
}

/// The citing documents of each document, without the links that do not count: laid out
/// so that a round reads nothing else.
struct Sources {
    starts: Vec<usize>,
    citing: Vec<u32>,
}

impl Sources {
    fn of(incoming: &Csr, relations: RelationSet) -> Self {
        let mut starts = Vec::with_capacity(incoming.documents() as usize + 1);
        let mut citing = Vec::with_capacity(incoming.link_total());
        starts.push(0);
        for document in 0..incoming.documents() {
            let links = incoming.links(DocId(document));
            let counts =
                links.filter(|(far, set)| far.0 != document && set.meets(relations));
            citing.extend(counts.map(|(far, _)| far.0));
            starts.push(citing.len());
        }
        Self { starts, citing }
    }

    fn row(&self, document: usize) -> &[u32] {
        &self.citing[self.starts[document]..self.starts[document + 1]]
    }
}

/// Returns a count of documents as a real number; exact, since there are under 2³².
fn as_real(documents: usize) -> f64 {
    f64::from(u32::try_from(documents).unwrap_or(u32::MAX))
}

/// Returns the core number of each document: the largest *k* such that it belongs to a
/// group whose members all have *k* links or more within the group, in either direction
/// (a mutual link counts twice).
///
/// After Batagelj and Zaveršnik (2003): peels the document with the fewest links left;
/// linear in links and documents.
pub fn core_numbers(graph: &Csr, relations: RelationSet) -> Vec<u32> {
    let other = graph.reversed();
    let mut degree: Vec<u32> = degrees(graph, relations)
        .into_iter()
        .zip(degrees(&other, relations))
        .map(|(a, b)| a + b)
        .collect();
    let mut order = Peeling::new(&degree);
    for at in 0..degree.len() {
        let document = order.documents[at];
        for side in [graph, &other] {
            for (far, set) in side.links(DocId(document)) {
                let (near, far) = (document as usize, far.0 as usize);
                if near != far && set.meets(relations) && degree[far] > degree[near] {
                    order.lower(far, &mut degree);
                }
            }
        }
    }
    degree
}

/// Documents sorted by the links they have left, with the place of each.
struct Peeling {
    documents: Vec<u32>,
    place: Vec<u32>,
    /// The first place of each degree.
    first: Vec<u32>,
}

impl Peeling {
    fn new(degree: &[u32]) -> Self {
        let most = degree.iter().copied().max().unwrap_or(0) as usize;
        let mut first = vec![0u32; most + 2];
        for &d in degree {
            first[d as usize + 1] += 1;
        }
        (0..=most).for_each(|d| first[d + 1] += first[d]);
        let mut next = first.clone();
        let mut documents = vec![0; degree.len()];
        let mut place = vec![0; degree.len()];
        for (document, &d) in (0u32..).zip(degree) {
            let slot = &mut next[d as usize];
            documents[*slot as usize] = document;
            place[document as usize] = *slot;
            *slot += 1;
        }
        Self { documents, place, first }
    }

    /// Takes one link from `document`: swaps it with the first of its degree.
    fn lower(&mut self, document: usize, degree: &mut [u32]) {
        let d = degree[document] as usize;
        let (here, start) = (self.place[document], self.first[d]);
        let head = self.documents[start as usize];
        self.documents.swap(here as usize, start as usize);
        self.place[head as usize] = here;
        self.place[document] = start;
        self.first[d] += 1;
        degree[document] -= 1;
    }
}

fn seen_from(graph: &Csr, direction: Direction) -> Cow<'_, Csr> {
    if graph.direction() == direction {
        Cow::Borrowed(graph)
    } else {
        Cow::Owned(graph.reversed())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Edge;
    use super::super::build::tests as made;
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    const N: u32 = 9;

    fn pairs(edges: &[Edge], relations: RelationSet) -> BTreeSet<(usize, usize)> {
        let counts = |e: &&Edge| relations.contains(e.relation) && e.source != e.target;
        let ends = |e: &Edge| (e.source.0 as usize, e.target.0 as usize);
        edges.iter().filter(counts).map(ends).collect()
    }

    fn naive_rank(pairs: &BTreeSet<(usize, usize)>) -> Vec<f64> {
        let n = N as usize;
        let mut rank = vec![1.0 / f64::from(N); n];
        for _ in 0..20 {
            let mut next = vec![0.15 / f64::from(N); n];
            for (s, &r) in rank.iter().enumerate() {
                let targets: Vec<usize> =
                    pairs.iter().filter(|p| p.0 == s).map(|p| p.1).collect();
                let all: Vec<usize> = (0..n).collect();
                let to = if targets.is_empty() { &all } else { &targets };
                let share = r / f64::from(u32::try_from(to.len()).unwrap());
                for &t in to {
                    next[t] += 0.85 * share;
                }
            }
            rank = next;
        }
        rank
    }

    fn naive_cores(pairs: &BTreeSet<(usize, usize)>) -> Vec<u32> {
        let mut core = vec![0; N as usize];
        for k in 0..=2 * N {
            let mut left: BTreeSet<usize> = (0..N as usize).collect();
            loop {
                let links = |d: usize| {
                    let within = pairs
                        .iter()
                        .filter(|p| left.contains(&p.0) && left.contains(&p.1));
                    within.filter(|p| p.0 == d || p.1 == d).count()
                };
                let weak: Vec<usize> =
                    left.iter().copied().filter(|&d| links(d) < k as usize).collect();
                if weak.is_empty() {
                    break;
                }
                for d in weak {
                    left.remove(&d);
                }
            }
            for d in left {
                core[d] = k;
            }
        }
        core
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn measures_agree_with_their_definitions(edges in made::edges(N), skip in 0..9usize) {
            let relations: RelationSet =
                crate::vocab::Relation::ALL.into_iter().skip(skip).collect();
            let pairs = pairs(&edges, relations);
            for direction in [Direction::Outgoing, Direction::Incoming] {
                let csr = Csr::from_edges(N, direction, &edges);
                let rank = page_rank(&csr, relations, 0.85, 20);
                prop_assert!((rank.iter().sum::<f64>() - 1.0).abs() < 1e-9);
                for (got, want) in rank.iter().zip(naive_rank(&pairs)) {
                    prop_assert!((got - want).abs() < 1e-9);
                }
                prop_assert_eq!(core_numbers(&csr, relations), naive_cores(&pairs));
                let cited: Vec<u32> = (0..N as usize).map(|d| {
                    let incoming = direction == Direction::Incoming;
                    let here = pairs.iter().filter(|p| if incoming { p.1 == d } else { p.0 == d });
                    u32::try_from(here.count()).unwrap()
                }).collect();
                prop_assert_eq!(degrees(&csr, relations), cited);
            }
        }
    }

    #[test]
    fn an_empty_graph_has_no_ranks() {
        let empty = Csr::from_edges(0, Direction::Incoming, &[]);
        assert!(page_rank(&empty, RelationSet::ALL, 0.85, 30).is_empty());
        assert!(core_numbers(&empty, RelationSet::ALL).is_empty());
    }
}
