//! `danchieu.catalogues/1`.

use crate::store::Import;
use serde::Serialize;

/// The catalogues of a store, schema `danchieu.catalogues/1`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Catalogues<'a> {
    /// The name of the format and its version.
    pub schema: &'static str,
    /// The catalogues in the order of import.
    pub catalogues: Vec<Catalogue<'a>>,
}

/// An imported catalogue.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Catalogue<'a> {
    /// The file as given.
    pub name: &'a str,
    /// BLAKE3 of its bytes.
    pub hash: &'a str,
    /// How many documents it lists.
    pub rows: u64,
    /// How many of them without marks.
    pub ascii: u64,
    /// How many rows were left out.
    pub skipped: u64,
}

impl<'a> From<&'a [Import]> for Catalogues<'a> {
    fn from(imports: &'a [Import]) -> Self {
        let one = |import: &'a Import| Catalogue {
            name: &import.name,
            hash: &import.hash,
            rows: import.rows,
            ascii: import.ascii,
            skipped: import.skipped,
        };
        Self {
            schema: "danchieu.catalogues/1",
            catalogues: imports.iter().map(one).collect(),
        }
    }
}
