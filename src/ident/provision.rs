//! Pinpoints: *phần, chương, mục, điều, khoản, điểm*.

use compact_str::CompactString;
use smallvec::SmallVec;
use std::fmt;

/// A level of division, from the largest to the smallest.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    Hash,
    Ord,
    PartialEq,
    PartialOrd,
    serde::Serialize,
    serde::Deserialize,
)]
pub enum Level {
    /// *Phụ lục*, annex.
    Annex,
    /// *Phần*, part.
    Part,
    /// *Chương*, chapter.
    Chapter,
    /// *Mục*, section.
    Section,
    /// *Tiểu mục*, sub-section.
    Subsection,
    /// *Điều*, article.
    Article,
    /// *Khoản*, clause.
    Clause,
    /// *Điểm*, point.
    Point,
    /// *Tiết*, item of a point.
    Item,
    /// *Mẫu*, form; it hangs under an annex, or under the article that sets it.
    Form,
}

impl Level {
    /// Returns the word as the normalized form writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Annex => "Phụ lục",
            Self::Part => "Phần",
            Self::Chapter => "Chương",
            Self::Section => "Mục",
            Self::Subsection => "Tiểu mục",
            Self::Article => "Điều",
            Self::Clause => "khoản",
            Self::Point => "điểm",
            Self::Item => "tiết",
            Self::Form => "Mẫu",
        }
    }
}

/// A place inside a document, such as *điểm a khoản 2 Điều 5*.
///
/// `Display` goes from the large to the small: `Điều 5 khoản 2 điểm a`.
#[derive(
    Clone,
    Debug,
    Default,
    Eq,
    Hash,
    Ord,
    PartialEq,
    PartialOrd,
    serde::Serialize,
    serde::Deserialize,
)]
pub struct Provision(
    /// Level and label of each step, largest first.
    pub Steps,
);

/// The steps of a [`Provision`]; few have more than three, which are kept in place.
pub type Steps = SmallVec<[(Level, CompactString); 3]>;

impl Provision {
    /// Returns the label at a level.
    pub fn at(&self, level: Level) -> Option<&str> {
        self.0.iter().find(|(l, _)| *l == level).map(|(_, label)| label.as_str())
    }
}

impl fmt::Display for Provision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (level, label)) in self.0.iter().enumerate() {
            let gap = if i == 0 { "" } else { " " };
            write!(f, "{gap}{} {label}", level.word())?;
        }
        Ok(())
    }
}
