//! `danchieu index`: documents → store.

use super::Outcome;
use super::options::StoreArgs;
use super::ui::{Done, Ui};
use crate::{Error, ErrorKind};
use std::path::{Path, PathBuf};

/// Read documents and build or refresh the store
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files and folders
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    store: StoreArgs,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Done<Outcome> {
    refresh(&args.store.store, &args.paths, ui)?;
    Ok(Outcome::Found)
}

/// Brings the store in `dir` up to date with `paths`.
pub(super) fn refresh(dir: &Path, _: &[PathBuf], _: &mut Ui) -> Done {
    Err(Error::new(ErrorKind::Io, "indexing is not built yet").at(dir).into())
}
