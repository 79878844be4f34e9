//! What `basis`, `cascade` and `review` share.

use super::Outcome;
use super::options::{FilterArgs, Format, StoreArgs};
use super::references::ReferenceArgs;
use super::stores;
use super::ui::{Done, Ui};
use crate::graph::Direction;
use crate::query::{Depth, Tree};
use crate::report::{Records, json, text};
use crate::vocab::Relation;
use std::io::Write;

/// The arguments of the three commands.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct WalkArgs {
    #[command(flatten)]
    reference: ReferenceArgs,
    /// Go at most so many steps
    #[arg(long, value_name = "N")]
    depth: Option<u32>,
    /// How to write the answer
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    store: StoreArgs,
}

/// Where a walk goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    pub(super) direction: Direction,
    /// The relations it follows, unless the command line names others.
    pub(super) relations: &'static [Relation],
    /// Whether the days between the documents are shown.
    pub(super) lags: bool,
}

pub(super) fn run(args: &WalkArgs, way: Way, ui: &mut Ui) -> Done<Outcome> {
    let corpus = stores::open(&args.store, ui)?;
    let documents = args.reference.find(corpus, ui)?;
    let mut filter = args.filter.filter();
    let asked = std::mem::take(&mut filter.relations);
    let relations = if asked.is_empty() { way.relations } else { &asked };
    let mut trees = Vec::new();
    // People see the names only.
    let words = match args.format.records() {
        Some(_) => Depth::Words,
        None => Depth::Names,
    };
    for id in documents {
        let (direction, depth) = (way.direction, args.depth);
        trees.push(corpus.tree(id, direction, relations, depth, &filter, words)?);
    }
    let found = trees.iter().any(|tree| !tree.steps.is_empty());
    match args.format.records() {
        Some(format) => {
            let mut records = Records::new(format);
            for step in trees.iter().flat_map(|tree| &tree.steps) {
                records.push(ui.out(), &json::Step::from(step))?;
            }
            records.finish::<json::Step<'_>>(ui.out())?;
        }
        None => tables(&trees, way, ui)?,
    }
    Ok(Outcome::of(found))
}

fn tables(trees: &[Tree], way: Way, ui: &mut Ui) -> Done {
    for (i, tree) in trees.iter().enumerate() {
        let gap = if i > 0 { "\n" } else { "" };
        let shown = text::tree(tree, way.lags, ui.width(), ui.theme());
        write!(ui.out(), "{gap}{shown}")?;
    }
    Ok(())
}
