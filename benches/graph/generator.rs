//! A citation graph the size of the country's, made up: the same one every time.

use danchieu::graph::{Edge, GraphWriter};
use danchieu::registry::{DocId, SourceId};
use danchieu::vocab::Relation;
use std::path::Path;

/// Xorshift (Marsaglia 2003): fast, and the same on every machine.
pub(crate) struct Random(u64);

impl Random {
    /// Starts from a seed that is not zero.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns the next 64 bits.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// Returns a number in `0..1`.
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Returns a number in `0..n`, small ones far more often: a few laws are cited by
    /// everybody, most documents by few. The chance of *k* falls as 1 / k^0.75.
    pub(crate) fn popular(&mut self, n: u32) -> u32 {
        let x = self.unit().powi(4);
        ((x * f64::from(n)) as u32).min(n - 1)
    }
}

/// The relations in the shares that plans have them, roughly.
const RELATIONS: [Relation; 8] = [
    Relation::BasedOn,
    Relation::BasedOn,
    Relation::Implements,
    Relation::Implements,
    Relation::Amends,
    Relation::Guides,
    Relation::Cites,
    Relation::Cites,
];

/// Calls `each` with the edges of a graph of `documents` documents.
pub(crate) fn edges(documents: u32, total: u64, mut each: impl FnMut(Edge)) {
    let mut random = Random::new(0x9E37_79B9_7F4A_7C15);
    for _ in 0..total {
        let source = (random.next() % u64::from(documents)) as u32;
        let target = random.popular(documents);
        let relation = RELATIONS[(random.next() % 8) as usize];
        each(Edge {
            source: DocId(source),
            target: DocId(target),
            relation,
            confidence: 80 + (random.next() % 20) as u8,
            witness: SourceId(source),
            mention: (random.next() % 64) as u32,
        });
    }
}

/// Writes such a graph into `dir` and returns the number of edges that are in it.
pub(crate) fn write(dir: &Path, documents: u32, total: u64) -> u64 {
    let mut writer = GraphWriter::new(dir);
    edges(documents, total, |edge| writer.add(edge).expect("the edge is written"));
    writer.finish(documents).expect("the graph is written")
}
