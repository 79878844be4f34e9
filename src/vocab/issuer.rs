//! *Cơ quan ban hành*: the bodies that issue documents.

use super::table::{NameIndex, TokenIndex, list, rows};
use crate::ident::Date;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A body that issues documents: a handle into `issuers.tsv`.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Issuer(u16);

/// Where a body stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum IssuerLevel {
    /// National Assembly, Government, Prime Minister, courts, procuracy, audit.
    Central,
    /// Ministries and ministry-level bodies.
    Ministry,
    /// General departments and other national agencies.
    Agency,
    /// Central bodies of the Party.
    Party,
    /// Bodies that exist once in each province (or below) and share one name:
    /// people's committees and councils, provincial and lower Party committees,
    /// provincial departments. Without the place they identify nothing.
    Local,
    /// Inter-agency committees (*Ban Chỉ đạo*): central or local, the words tell.
    Committee,
    /// Front and mass organisations.
    Union,
    /// Units inside a body, and enterprises.
    Unit,
}

impl IssuerLevel {
    /// Returns true for the bodies of the state whose names need no place.
    pub fn is_national(self) -> bool {
        matches!(self, Self::Central | Self::Ministry)
    }
}

struct Row {
    slug: &'static str,
    tokens: Vec<&'static str>,
    names: Vec<&'static str>,
    level: IssuerLevel,
    from: Option<Date>,
    until: Option<Date>,
    successor: &'static str,
    #[cfg_attr(not(test), expect(dead_code, reason = "the examples are the tests"))]
    example: &'static str,
}

struct Table {
    rows: Vec<Row>,
    by_slug: FxHashMap<&'static str, u16>,
    tokens: TokenIndex,
    names: NameIndex,
    /// The names of national bodies and departments by their writing without marks.
    unmarked: FxHashMap<String, &'static str>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let rows: Vec<Row> = rows(include_str!("issuers.tsv")).map(|f| read(&f)).collect();
    let indexed = || rows.iter().zip(0u16..);
    let by_slug = indexed().map(|(r, i)| (r.slug, i)).collect();
    let tokens = TokenIndex::new(
        indexed().flat_map(|(r, i)| r.tokens.iter().map(move |t| (*t, i))),
    );
    // "Bộ Kế hoạch & Đầu tư" for "Bộ Kế hoạch và Đầu tư".
    let written = |n: &&'static str| {
        let short = [n.replace(" và ", " & "), n.replace('&', " & ")];
        let name = *n;
        let other = move |short: &String| short != name && !short.contains("  ");
        std::iter::once((*n).to_owned()).chain(short.into_iter().filter(other))
    };
    let names = NameIndex::new(
        indexed()
            .flat_map(|(r, i)| r.names.iter().flat_map(written).map(move |n| (n, i))),
    );
    let full = rows.iter().filter(|r| {
        let national = r.level.is_national();
        national || r.names[0].starts_with("Sở")
    });
    let unmarked =
        full.map(|r| (crate::text::fold_marks(r.names[0]), r.names[0])).collect();
    Table { rows, by_slug, tokens, names, unmarked }
});

fn read(f: &[&'static str]) -> Row {
    Row {
        slug: f[0],
        tokens: list(f[1]).collect(),
        names: list(f[2]).collect(),
        level: level(f[3]),
        from: f[4].parse().ok(),
        until: f[5].parse().ok(),
        successor: f[6],
        example: f[7],
    }
}

fn level(word: &str) -> IssuerLevel {
    match word {
        "central" => IssuerLevel::Central,
        "ministry" => IssuerLevel::Ministry,
        "agency" => IssuerLevel::Agency,
        "party" => IssuerLevel::Party,
        "committee" => IssuerLevel::Committee,
        "union" => IssuerLevel::Union,
        "unit" | "enterprise" => IssuerLevel::Unit,
        _ => IssuerLevel::Local,
    }
}

impl Issuer {
    /// Returns all bodies in the order of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.rows.iter().zip(0u16..).map(|(_, i)| Self(i))
    }

    fn row(self) -> &'static Row {
        &TABLE.rows[usize::from(self.0)]
    }

    /// Returns the slug used in keys: `ttg`, `ubnd`.
    pub fn slug(self) -> &'static str {
        self.row().slug
    }

    /// Returns the name in full.
    pub fn name(self) -> &'static str {
        self.row().names[0]
    }

    /// Returns the tokens that stand for it in symbols.
    pub fn tokens(self) -> impl Iterator<Item = &'static str> {
        self.row().tokens.iter().copied()
    }

    /// Returns where it stands.
    pub fn level(self) -> IssuerLevel {
        self.row().level
    }

    /// Returns true if the body is not known to have been missing on `date`.
    pub fn existed(self, date: Date) -> bool {
        let row = self.row();
        !row.from.is_some_and(|from| from.is_after(date))
            && !row.until.is_some_and(|until| date.is_after(until))
    }

    /// Returns the body that took over, if it ended.
    pub fn successor(self) -> Option<Self> {
        Self::from_slug(self.row().successor)
    }

    /// Returns the body with that slug.
    pub fn from_slug(slug: &str) -> Option<Self> {
        TABLE.by_slug.get(slug).map(|&i| Self(i))
    }

    /// Returns the body that a token of a symbol stands for (`TTg` in `QĐ-TTg`),
    /// whatever the case. Terms of the National Assembly (`QH12`) count as their body.
    pub fn of_token(token: &str) -> Option<Self> {
        let bare = token.trim_end_matches(|c: char| c.is_ascii_digit());
        let find = |t: &str| TABLE.tokens.get(t).map(|(row, _)| Self(row));
        find(token)
            .or_else(|| find(bare))
            .or_else(|| find(bare.strip_suffix(['K', 'k'])?))
    }

    /// Returns the official writing of a token that stands for a body: `ttg` → `TTg`,
    /// `T.Ư` → `TW`.
    pub fn token_as_printed(token: &str) -> Option<&'static str> {
        let (row, printed) = TABLE.tokens.get(token)?;
        if matches!(printed, "T.Ư" | "TƯ") {
            return Self(row).row().tokens.first().copied();
        }
        Some(printed)
    }

    /// Returns the full name of the national body or department that is written `folded`
    /// without marks.
    pub fn unmarked(folded: &str) -> Option<&'static str> {
        TABLE.unmarked.get(folded).copied()
    }

    /// The hashes of the first words of all names ([`crate::text::first_word_hash`]), in
    /// no order: who asks at many places looks there first.
    pub fn first_words() -> impl Iterator<Item = u64> {
        TABLE.names.first_words()
    }

    /// Returns the body whose name `text` starts with, the longest first, and the
    /// length of that name in bytes of `text`; case, tone placement and line breaks do
    /// not count.
    pub fn at_start(text: &str) -> Option<(Self, usize)> {
        let (row, len) = TABLE.names.at_start(text)?;
        Some((Self(row), len))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_names_its_issuer() {
        for issuer in Issuer::all() {
            let name = issuer.row().example.strip_prefix("của ").unwrap();
            let (found, _) = Issuer::at_start(name).unwrap();
            assert_eq!(found.slug(), issuer.slug(), "{name}");
        }
    }

    #[test]
    fn tokens_and_names() {
        let token = |t| Issuer::of_token(t).map(Issuer::slug);
        assert_eq!(token("TTg"), Some("ttg"));
        assert_eq!(token("ttg"), Some("ttg"));
        assert_eq!(token("QH12"), Some("qh"));
        assert_eq!(token("UBTVQH14"), Some("ubtvqh"));
        assert_eq!(token("BNN&PTNT"), Some("bnnptnt"));
        let name = |t| Issuer::at_start(t).map(|(i, n)| (i.slug(), n));
        assert_eq!(name("Uỷ ban\nThường vụ Quốc hội về"), Some(("ubtvqh", 36)));
        assert_eq!(name("Bộ trưởng Bộ Tài chính quy định").map(|n| n.0), Some("btc"));
        assert_eq!(name("thủ tướng chính phủ").map(|n| n.0), Some("ttg"));
        assert_eq!(name("Bộ Lao động"), None);
    }

    #[test]
    fn ended_bodies_have_successors() {
        let old = Issuer::from_slug("btttt").unwrap();
        assert!(!old.existed("2025-06-01".parse().unwrap()));
        assert!(old.existed("2020-06-01".parse().unwrap()));
        assert_eq!(old.successor().map(Issuer::slug), Some("bkhcn"));
    }
}
