//! Reading the documents that the command line names.

use super::ui::{Done, Ui};
use crate::ingest::{self, Options, Source, WalkOptions};
use crate::relate::{self, Facts};
use crate::{Error, ErrorKind, Result};
use rayon::prelude::*;
use std::path::Path;

/// The name of standard input on the command line.
const STDIN: &str = "-";

/// As much is read before it is parsed on all cores: enough to keep them busy, little
/// enough to be no burden.
const BATCH_BYTES: usize = 4 << 20;
const BATCH_DOCUMENTS: usize = 256;

/// Calls `each` with every document of `paths` and what it says, in order; prints what
/// cannot be read and goes on.
pub(super) fn facts(
    paths: &[String],
    options: &Options,
    ui: &mut Ui,
    each: &mut dyn FnMut(&Source, &Facts, &mut Ui) -> Done,
) -> Done {
    let mut batch = Batch::default();
    let mut stop = Ok(());
    read_all(paths, options, &mut |source| {
        batch.push(source);
        if batch.is_full() && stop.is_ok() {
            stop = batch.drain(ui, each);
        }
    });
    stop?;
    batch.drain(ui, each)
}

#[derive(Default)]
struct Batch {
    sources: Vec<Result<Source>>,
    bytes: usize,
}

impl Batch {
    fn push(&mut self, source: Result<Source>) {
        self.bytes += source.as_ref().map_or(0, |s| s.text.source().len());
        self.sources.push(source);
    }

    fn is_full(&self) -> bool {
        self.bytes >= BATCH_BYTES || self.sources.len() >= BATCH_DOCUMENTS
    }

    fn drain(
        &mut self,
        ui: &mut Ui,
        each: &mut dyn FnMut(&Source, &Facts, &mut Ui) -> Done,
    ) -> Done {
        let sources = std::mem::take(&mut self.sources);
        self.bytes = 0;
        let parse = |s: &Result<Source>| {
            s.as_ref().map(|s| relate::facts(&s.text, &s.meta)).unwrap_or_default()
        };
        // One document needs no threads: starting them takes longer than a short text.
        let facts: Vec<Facts> = match sources.len() {
            1 => sources.iter().map(parse).collect(),
            _ => sources.par_iter().map(parse).collect(),
        };
        for (source, facts) in sources.iter().zip(&facts) {
            match source {
                Ok(source) => {
                    ui.notes(source);
                    each(source, facts, ui)?;
                }
                Err(error) => ui.fail(error),
            }
        }
        Ok(())
    }
}

fn read_all(paths: &[String], options: &Options, sink: &mut dyn FnMut(Result<Source>)) {
    let (streams, files): (Vec<_>, Vec<_>) = paths.iter().partition(|p| *p == STDIN);
    if !streams.is_empty() {
        ingest::read_from(STDIN, &mut std::io::stdin().lock(), options, sink);
    }
    let walked = ingest::walk(&files, &WalkOptions::default());
    walked.errors.into_iter().for_each(|error| sink(Err(error)));
    for file in &walked.files {
        ingest::read(file, options, sink);
    }
}

/// Returns one document: a file that holds one, `PATH#ID`, or standard input.
pub(super) fn one(path: &str, options: &Options) -> Result<Source> {
    let container = path.rsplit_once('#').filter(|_| !Path::new(path).exists());
    let (file, id) = container.map_or((path, None), |(file, id)| (file, Some(id)));
    let mut found: Option<Result<Source>> = None;
    let mut others = 0_u32;
    let mut sink = |source: Result<Source>| {
        let fits = id.is_none() || source.as_ref().is_ok_and(|s| s.name == path);
        match (&found, fits) {
            (None, true) => found = Some(source),
            _ => others += 1,
        }
    };
    if file == STDIN {
        ingest::read_from(STDIN, &mut std::io::stdin().lock(), options, &mut sink);
    } else {
        ingest::read(Path::new(file), options, &mut sink);
    }
    match found {
        None => Err(no_record(file, id)),
        Some(Ok(source)) if id.is_none() && others > 0 => {
            let message = format!("holds {} documents, name one of them", others + 1);
            Err(Error::new(ErrorKind::Query, message)
                .at(file)
                .hint(format!("the first is {:?}", source.name)))
        }
        Some(source) => source,
    }
}

fn no_record(file: &str, id: Option<&str>) -> Error {
    let message = match id {
        Some(id) => format!("no document {id:?} in it"),
        None => "no document in it".to_owned(),
    };
    Error::new(ErrorKind::Query, message).at(file)
}
