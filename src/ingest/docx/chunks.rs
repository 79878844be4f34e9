//! Documents that are put whole into a Word document (`altChunk`): programs that make
//! files, and portals, leave a page or another document there for Word to take in.

use crate::ingest::xml::{self, Attributes, Piece};
use crate::ingest::zipped::{self, Archive, Limits};
use std::collections::HashMap;

/// The texts, by the names of their relations.
#[derive(Debug, Default)]
pub(super) struct Chunks(HashMap<String, String>);

impl Chunks {
    /// Takes the text that an element stands for: Word puts each in once, and a small file
    /// must not name a large one without end.
    pub(super) fn take(&mut self, attributes: &Attributes<'_>) -> Option<String> {
        self.0.remove(&attributes.get("id")?)
    }
}

/// Reads those of a part; one that cannot be read is left out.
pub(super) fn read(archive: &mut Archive, body: &str, limits: &Limits<'_>) -> Chunks {
    let (folder, file) = body.rsplit_once(['/', '\\']).unwrap_or(("", body));
    let mut chunks = HashMap::new();
    for (id, target) in relations(archive, &format!("{folder}/_rels/{file}.rels"), limits)
    {
        let name = match target.strip_prefix('/') {
            Some(whole) => whole.to_owned(),
            None => format!("{folder}/{target}"),
        };
        if let Some(text) = zipped::text_inside(archive, &name, limits) {
            chunks.insert(id, text);
        }
    }
    Chunks(chunks)
}

/// Returns the names and targets of the documents put in.
fn relations(
    archive: &mut Archive,
    name: &str,
    limits: &Limits<'_>,
) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut each = |piece: Piece<'_>| {
        let Piece::Open("Relationship", attributes) = piece else { return };
        let is_chunk = attributes.get("Type").is_some_and(|t| t.ends_with("/aFChunk"));
        let pair = attributes.get("Id").zip(attributes.get("Target"));
        found.extend(pair.filter(|_| is_chunk));
    };
    if let Ok(Some(stream)) = zipped::part(archive, name, limits) {
        let _ = xml::walk(stream, &mut each);
    }
    found
}
