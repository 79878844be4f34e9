//! How the places of a document are counted, and where what is known of it was found.

/// What a person counts to find a place in the original.
#[derive(
    Clone, Copy, Debug, Default, Eq, PartialEq, serde::Serialize, serde::Deserialize,
)]
pub enum Unit {
    /// Lines of a text file, or of the extracted text of a page.
    #[default]
    Line,
    /// Paragraphs that are not empty, each a line of the extracted text. The row of a
    /// table whose cells have one line each counts as one.
    Paragraph,
    /// Pages.
    Page,
}

impl Unit {
    /// Returns the word for it: `line`, `paragraph`, `page`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Paragraph => "paragraph",
            Self::Page => "page",
        }
    }
}

/// Where something stands in the original, counted from 1.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Spot {
    /// The line of the text.
    pub line: u32,
    /// The page; `None` where there are none.
    pub page: Option<u32>,
    /// The paragraph of a Word document, empty ones not counted.
    pub paragraph: Option<u32>,
}

impl Spot {
    /// Returns what a person counts there: the page, the paragraph or the line.
    pub fn count(self) -> u32 {
        self.page.or(self.paragraph).unwrap_or(self.line)
    }

    /// Returns what that is.
    pub fn unit(self) -> Unit {
        match (self.page, self.paragraph) {
            (Some(_), _) => Unit::Page,
            (_, Some(_)) => Unit::Paragraph,
            _ => Unit::Line,
        }
    }
}

/// `line 11`, `page 3`, `paragraph 12`.
impl std::fmt::Display for Spot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.unit().as_str(), self.count())
    }
}

/// One thing that is known of a document besides its text.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Given {
    /// What it is: `number`, `date`, `author` …
    pub field: String,
    /// The words; `None` when they are those of [`Meta`](super::Meta).
    pub value: Option<String>,
    /// Where they were found: `side-car kh.docx.meta.json`, `file properties (title)`.
    pub from: String,
}

impl Given {
    /// Says where a field of [`Meta`](super::Meta) was found.
    pub fn of_meta(field: &str, from: impl Into<String>) -> Self {
        Self { field: field.to_owned(), value: None, from: from.into() }
    }

    /// Says what the properties of a file give: they are shown and never believed, for
    /// many a file inherits those of the one it was made from.
    pub fn property(field: &str, value: &str) -> Self {
        let value = Some(value.split_whitespace().collect::<Vec<_>>().join(" "));
        Self { field: field.to_owned(), value, from: "file properties".to_owned() }
    }
}

/// The parts of a document, and what is known of it.
#[derive(Clone, Debug, Default, Eq, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Outline {
    /// What is counted.
    pub unit: Unit,
    /// The byte of the text at which each page starts; empty without pages.
    pub pages: Vec<u32>,
    /// What is known besides the text, in the order it was found.
    pub given: Vec<Given>,
}

impl Outline {
    /// Returns true if there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.unit == Unit::Line && self.pages.is_empty() && self.given.is_empty()
    }

    /// Returns the page that holds a byte of the text, from 1; `None` without pages.
    pub fn page(&self, offset: u32) -> Option<u32> {
        let n = self.pages.partition_point(|&start| start <= offset);
        (n > 0).then(|| u32::try_from(n).unwrap_or(u32::MAX))
    }

    /// Returns where a byte of the text stands, which is on `line`.
    pub fn spot(&self, line: u32, offset: u32) -> Spot {
        let paragraph = (self.unit == Unit::Paragraph).then_some(line);
        Spot { line, page: self.page(offset), paragraph }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_have_pages() {
        let outline = Outline { pages: vec![0, 10, 10, 25], ..Outline::default() };
        let pages: Vec<_> = [0, 9, 10, 24, 25, 99].map(|at| outline.page(at)).into();
        assert_eq!(pages, [1, 1, 3, 3, 4, 4].map(Some));
        assert_eq!(Outline::default().page(3), None);
    }
}
