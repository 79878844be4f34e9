//! Citations with their place in a walk.

use super::Citation;
use crate::query;
use crate::report::Record;
use serde::Serialize;

/// One edge of a walk: a `danchieu.citation/1` with the depth at which its far document
/// was reached.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step<'a> {
    /// The edge.
    #[serde(flatten)]
    pub citation: Citation<'a>,
    /// How many edges lie between the start and the far document.
    pub depth: u32,
    /// The days from the issue of the near document to that of the far one.
    pub lag_days: Option<i32>,
}

impl<'a> From<&'a query::Step> for Step<'a> {
    fn from(step: &'a query::Step) -> Self {
        let citation = (&step.citation).into();
        Self { citation, depth: step.depth, lag_days: step.lag }
    }
}

impl Record for Step<'_> {
    const COLUMNS: &'static [&'static str] = &STEP_COLUMNS;

    fn cells(&self) -> Vec<String> {
        let mut cells = vec![self.depth.to_string(), super::cell(self.lag_days)];
        cells.extend(self.citation.cells());
        cells
    }
}

/// `depth`, `lag_days`, then the columns of a citation.
const STEP_COLUMNS: [&str; 2 + Citation::COLUMNS.len()] = {
    let mut columns = [""; 2 + Citation::COLUMNS.len()];
    columns[0] = "depth";
    columns[1] = "lag_days";
    let mut i = 0;
    while i < Citation::COLUMNS.len() {
        columns[2 + i] = Citation::COLUMNS[i];
        i += 1;
    }
    columns
};
