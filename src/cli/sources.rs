//! Reading the documents that the command line names.

use crate::ingest::Source;
use crate::text::Text;
use crate::{Error, ErrorKind, Result};
use std::io::Read;
use std::path::Path;

/// The name of standard input on the command line.
pub(super) const STDIN: &str = "-";

/// Calls `each` with every document of `path`, or with what failed.
pub(super) fn read(path: &str, each: &mut dyn FnMut(Result<Source>)) {
    each(bytes(path).and_then(|bytes| source(path, bytes)));
}

fn bytes(path: &str) -> Result<Vec<u8>> {
    let read = if path == STDIN {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(path)
    };
    read.map_err(|e| Error::io("cannot read", Path::new(path), e))
}

fn source(path: &str, bytes: Vec<u8>) -> Result<Source> {
    let text = String::from_utf8(bytes).map_err(|e| {
        let at = e.utf8_error().valid_up_to();
        Error::new(ErrorKind::Malformed, format!("not UTF-8 text (byte {at})")).at(path)
    })?;
    let text = Text::try_new(text).map_err(|e| e.at(path))?;
    Ok(Source::new(path, text))
}
