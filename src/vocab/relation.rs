//! The relations between documents.

use std::fmt;
use std::str::FromStr;

/// How one document relates to another, from the words (DESIGN §4.3).
///
/// The labels follow the two national systems (vbpl.vn and Bộ pháp điển); *implements*
/// is this project's own, since neither has it.
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
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// *Căn cứ ban hành*: named in the recitals as the ground (Decree 34/2016 art. 61).
    BasedOn,
    /// *Thực hiện, triển khai*: organises the carrying out of the target.
    Implements,
    /// *Sửa đổi, bổ sung*.
    Amends,
    /// *Thay thế*.
    Replaces,
    /// *Bãi bỏ, hết hiệu lực*.
    Repeals,
    /// *Đình chỉ, ngưng hiệu lực*.
    Suspends,
    /// *Quy định chi tiết, hướng dẫn thi hành*.
    Guides,
    /// *Phê duyệt*.
    Approves,
    /// *Ban hành kèm theo*.
    IssuedWith,
    /// *Hợp nhất*.
    Consolidates,
    /// *Đính chính*.
    Corrects,
    /// *Theo đề nghị tại Tờ trình*.
    Proposes,
    /// A news item says that the target was issued.
    Reports,
    /// *Dẫn chiếu*: any other mention.
    Cites,
    /// The document speaks of itself ("Quyết định này").
    #[serde(rename = "self")]
    ToSelf,
    /// The document's own number in its heading.
    Own,
}

impl Relation {
    /// All relations in the order of DESIGN §4.3.
    pub const ALL: [Self; 16] = [
        Self::BasedOn,
        Self::Implements,
        Self::Amends,
        Self::Replaces,
        Self::Repeals,
        Self::Suspends,
        Self::Guides,
        Self::Approves,
        Self::IssuedWith,
        Self::Consolidates,
        Self::Corrects,
        Self::Proposes,
        Self::Reports,
        Self::Cites,
        Self::ToSelf,
        Self::Own,
    ];

    /// Returns the name used in JSON and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BasedOn => "based_on",
            Self::Implements => "implements",
            Self::Amends => "amends",
            Self::Replaces => "replaces",
            Self::Repeals => "repeals",
            Self::Suspends => "suspends",
            Self::Guides => "guides",
            Self::Approves => "approves",
            Self::IssuedWith => "issued_with",
            Self::Consolidates => "consolidates",
            Self::Corrects => "corrects",
            Self::Proposes => "proposes",
            Self::Reports => "reports",
            Self::Cites => "cites",
            Self::ToSelf => "self",
            Self::Own => "own",
        }
    }

    /// Returns true if the target is no longer what it was: what only an instrument of
    /// the issuer can do, never a text that tells of it.
    pub fn changes_target(self) -> bool {
        matches!(
            self,
            Self::Amends
                | Self::Replaces
                | Self::Repeals
                | Self::Suspends
                | Self::Corrects
        )
    }

    /// Returns true if it links two documents (not `self` or `own`).
    pub fn is_edge(self) -> bool {
        !matches!(self, Self::ToSelf | Self::Own)
    }
}

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Relation {
    type Err = crate::Error;

    fn from_str(s: &str) -> crate::Result<Self> {
        let want = s.trim().to_lowercase().replace('-', "_");
        Self::ALL.into_iter().find(|r| r.as_str() == want).ok_or_else(|| {
            let names: Vec<_> = Self::ALL.iter().map(|r| r.as_str()).collect();
            crate::Error::new(crate::ErrorKind::Query, format!("unknown relation {s:?}"))
                .hint(format!("relations: {}", names.join(", ")))
        })
    }
}
