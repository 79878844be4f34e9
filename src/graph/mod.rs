//! The citation graph on petgraph.
//!
//! A graph is two files of compressed sparse rows, one a direction ([`CsrFile`]), opened
//! without loading them: [`CitationGraph`] answers "who cites this" with two positional
//! reads and walks with petgraph's own algorithms through its visit traits. Measures over
//! the whole graph (`PageRank`, cores) load one direction into memory first ([`Csr`]).
//!
//! The graph is a multigraph: every mention that resolves is an edge of its own, so that
//! each can be proven by its words.

mod build;
mod file;
mod measure;
mod memory;
mod reach;
mod relations;
mod ties;
mod visit;
mod ways;

pub use build::GraphWriter;
pub use file::{CitationGraph, CsrFile};
pub use measure::{core_numbers, degrees, page_rank};
pub use memory::Csr;
pub use petgraph::Direction;
pub use reach::{Reached, Walk};
pub use relations::RelationSet;
pub use ties::Ties;
pub use visit::Visited;
pub use ways::Passes;

use crate::registry::DocId;

pub use crate::resolve::Citation as Edge;

impl Edge {
    /// Returns the end of the edge that one finds when going in `direction`: the target
    /// outward, the source inward.
    pub fn far_end(&self, direction: Direction) -> DocId {
        match direction {
            Direction::Outgoing => self.target,
            Direction::Incoming => self.source,
        }
    }
}
