//! Bytes → [`Source`]s: text and metadata; one file per format.

use crate::ident::Date;
use crate::text::Text;
use crate::vocab::Place;

/// What is known of a document besides its text, as given by its container (a JSONL
/// record, a page's `<meta>`, a side-car), not read from the text.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Meta {
    /// *Số hiệu* as given.
    pub number: Option<String>,
    /// The kind as given: a word or a code.
    pub kind: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// The date of issue (of publication for a page).
    pub date: Option<Date>,
    /// The issuing body.
    pub issuer: Option<String>,
    /// The province, from a host name or a folder rule.
    pub place: Option<Place>,
    /// The address it was saved from.
    pub url: Option<String>,
}

/// One document as it came in.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path as given, or `PATH#ID` for a record of a container.
    pub name: String,
    /// The extracted text.
    pub text: Text,
    /// What the container knows.
    pub meta: Meta,
}
