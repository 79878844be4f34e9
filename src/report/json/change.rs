//! `danchieu.change/1`.

use super::{Document, cell};
use crate::query;
use crate::report::Record;
use serde::Serialize;

/// One difference between two stores, schema `danchieu.change/1`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change<'a> {
    /// The name of the format and its version.
    pub schema: &'static str,
    /// `added`, `removed`, `held`, `dropped`, `linked` or `unlinked`.
    pub change: &'static str,
    /// The document; `null` for a relation.
    pub document: Option<Document<'a>>,
    /// The relation; `null` for a document.
    pub link: Option<Link>,
}

/// A relation between two documents.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Link {
    /// The key of the citing document.
    pub source: String,
    /// How they relate.
    pub relation: &'static str,
    /// The key of the cited document.
    pub target: String,
}

impl<'a> From<&'a query::Change> for Change<'a> {
    fn from(change: &'a query::Change) -> Self {
        use query::Change as C;
        let (name, document, link) = match change {
            C::Added(document) => ("added", Some(document), None),
            C::Removed(document) => ("removed", Some(document), None),
            C::Held(document) => ("held", Some(document), None),
            C::Dropped(document) => ("dropped", Some(document), None),
            C::Linked(link) => ("linked", None, Some(link)),
            C::Unlinked(link) => ("unlinked", None, Some(link)),
        };
        let link = link.map(|link| Link {
            source: link.source.to_string(),
            relation: link.relation.as_str(),
            target: link.target.to_string(),
        });
        let document = document.map(Into::into);
        Self { schema: "danchieu.change/1", change: name, document, link }
    }
}

impl Record for Change<'_> {
    const COLUMNS: &'static [&'static str] =
        &["change", "key", "date", "title", "source", "relation", "target"];

    fn cells(&self) -> Vec<String> {
        let (document, link) = (self.document.as_ref(), self.link.as_ref());
        vec![
            self.change.to_owned(),
            cell(document.map(|d| &d.key)),
            cell(document.and_then(|d| d.date.as_ref())),
            cell(document.and_then(|d| d.title)),
            cell(link.map(|l| &l.source)),
            cell(link.map(|l| l.relation)),
            cell(link.map(|l| &l.target)),
        ]
    }
}
