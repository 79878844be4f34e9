//! The version of the index format, in a file of its own beside tantivy's.

use super::fault::damaged;
use super::schema::VERSION;
use crate::error::{Error, ErrorKind, Result};
use std::path::{Path, PathBuf};

const NAME: &str = "danchieu-fulltext";

fn path(dir: &Path) -> PathBuf {
    dir.join(NAME)
}

pub(super) fn write(dir: &Path) -> Result<()> {
    let write = std::fs::write(path(dir), format!("{VERSION}\n"));
    write.map_err(|e| Error::io("cannot write the version of the text index", dir, e))
}

pub(super) fn check(dir: &Path) -> Result<()> {
    let read = std::fs::read_to_string(path(dir));
    let found = read.map_err(|e| {
        Error::io("there is no text index here", dir, e)
            .hint("build it with `danchieu index`")
    })?;
    let found: u32 = found.trim().parse().map_err(|_| damaged(dir))?;
    if found == VERSION {
        return Ok(());
    }
    let message = format!("text index of version {found}; this program reads {VERSION}");
    let hint = if found > VERSION {
        "use a newer danchieu"
    } else {
        "build the store anew with `danchieu index`"
    };
    Err(Error::new(ErrorKind::StoreVersion, message).at(dir).hint(hint))
}
