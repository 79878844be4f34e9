//! *Tên loại văn bản*: the kinds of documents.

use super::table::{NameIndex, TokenIndex, list, rows};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A kind of document, such as *Quyết định* (QĐ).
///
/// Codes follow Decree 30/2020/NĐ-CP, Appendix III, and Party guidance; kinds without
/// an official abbreviation have a code of their own. The table is `kinds.tsv`.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct DocKind(u8);

struct Row {
    code: &'static str,
    slug: &'static str,
    words: Vec<&'static str>,
    tokens: Vec<&'static str>,
    #[cfg_attr(not(test), expect(dead_code, reason = "the examples are the tests"))]
    example: &'static str,
}

struct Table {
    rows: Vec<Row>,
    tokens: TokenIndex,
    by_code: FxHashMap<&'static str, u8>,
    names: NameIndex,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let rows: Vec<Row> = rows(include_str!("kinds.tsv"))
        .map(|f| Row {
            code: f[0],
            slug: f[1],
            words: list(f[2]).collect(),
            tokens: list(f[3]).collect(),
            example: f[4],
        })
        .collect();
    let indexed = || rows.iter().zip(0u8..);
    let tokens = TokenIndex::new(
        indexed().flat_map(|(r, i)| r.tokens.iter().map(move |t| (*t, u16::from(i)))),
    );
    let by_code = indexed().map(|(r, i)| (r.code, i)).collect();
    let names = NameIndex::new(
        indexed().flat_map(|(r, i)| r.words.iter().map(move |w| (*w, u16::from(i)))),
    );
    Table { rows, tokens, by_code, names }
});

macro_rules! constants {
    ($($name:ident = $code:literal;)*) => {
        #[allow(missing_docs, reason = "each is the kind with that code in kinds.tsv")]
        impl DocKind {
            $(pub const $name: KindCode = KindCode($code);)*
        }
    };
}

/// The code of a kind that the program branches on; compares with [`DocKind`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct KindCode(&'static str);

impl PartialEq<KindCode> for DocKind {
    fn eq(&self, other: &KindCode) -> bool {
        self.code() == other.0
    }
}

impl From<KindCode> for DocKind {
    fn from(code: KindCode) -> Self {
        Self::from_code(code.0).expect("every constant is a row (tested)")
    }
}

constants! {
    CONSTITUTION = "HP";
    CODE = "BL";
    LAW = "L";
    ORDINANCE = "PL";
    ORDER = "LỆNH";
    RESOLUTION = "NQ";
    JOINT_RESOLUTION = "NQLT";
    DECREE = "NĐ";
    DECISION = "QĐ";
    CIRCULAR = "TT";
    JOINT_CIRCULAR = "TTLT";
    DIRECTIVE = "CT";
    CONSOLIDATION = "VBHN";
    REGULATION = "QC";
    RULES = "QyĐ";
    PLAN = "KH";
    PROGRAMME = "CTr";
    CONCLUSION = "KL";
    COMMUNIQUE = "TC";
    LETTER = "CV";
    SUBMISSION = "TTr";
    REPORT = "BC";
    NOTICE = "TB";
    GUIDANCE = "HD";
    SCHEME = "ĐA";
    TELEGRAM = "CĐ";
    DECREE_LAW = "SL";
    PARTY_CIRCULAR = "TTri";
    DOCUMENT = "Văn bản";
    CHARTER = "ĐL";
    CONVENTION = "Công ước";
    AGREEMENT = "Hiệp định";
    PROTOCOL = "Nghị định thư";
}

impl DocKind {
    /// Returns all kinds in the order of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.rows.iter().zip(0u8..).map(|(_, i)| Self(i))
    }

    fn row(self) -> &'static Row {
        &TABLE.rows[usize::from(self.0)]
    }

    /// Returns the code: `QĐ`, `KH`, `L`.
    pub fn code(self) -> &'static str {
        self.row().code
    }

    /// Returns the slug used in keys: `qd`; codes share `luat` with laws, as they
    /// share the number series.
    pub fn slug(self) -> &'static str {
        self.row().slug
    }

    /// Returns the name: *Quyết định*.
    pub fn name(self) -> &'static str {
        self.row().words[0]
    }

    /// Returns all names: *Thông tư liên tịch*, *Thông tư liên bộ*.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        self.row().words.iter().copied()
    }

    /// Returns the tokens that stand for it in symbols: `CTr`, `CTrHĐ`.
    pub fn tokens(self) -> impl Iterator<Item = &'static str> {
        self.row().tokens.iter().copied()
    }

    /// Returns true for kinds that tell of the end of a document and do not bring it
    /// about: reports, letters and notices say what others did, a consolidated text
    /// repeats the clauses of the documents that went into it.
    pub fn only_tells(self) -> bool {
        const TELLING: [&str; 14] = [
            "BC",
            "CV",
            "TTr",
            "TB",
            "BTT",
            "GM",
            "BB",
            "YC",
            "VBHN",
            "KN",
            "TC",
            "BGN",
            "CĐ",
            "Văn bản",
        ];
        TELLING.contains(&self.code())
    }

    /// Returns the kind with that code.
    pub fn from_code(code: &str) -> Option<Self> {
        TABLE.by_code.get(code).map(|&i| Self(i))
    }

    /// Returns the kind that a token of a symbol stands for (`QĐ` in `QĐ-TTg`).
    ///
    /// `TT` in the Party order is *thông tri*: that is for the caller to see.
    pub fn of_token(token: &str) -> Option<Self> {
        TABLE.tokens.get(token).and_then(|(row, _)| u8::try_from(row).ok()).map(Self)
    }

    /// Returns the official writing of a token that stands for a kind: `ttr` → `TTr`.
    pub fn token_as_printed(token: &str) -> Option<&'static str> {
        TABLE.tokens.get(token).map(|(_, printed)| printed)
    }

    /// Returns the kind whose name `text` starts with, the longest first, and the
    /// length of that name in bytes of `text`; case, tone placement and line breaks do
    /// not count.
    pub fn at_start(text: &str) -> Option<(Self, usize)> {
        let (row, len) = TABLE.names.at_start(text)?;
        Some((Self(u8::try_from(row).ok()?), len))
    }

    /// Returns the kind that a person means: a code, a name, a slug, in any case and
    /// with or without marks (`kh`, `Kế hoạch`, `ke hoach`).
    pub fn of_query(text: &str) -> Option<Self> {
        let want = crate::text::fold_marks(text.trim());
        let same = |s: &&str| crate::text::fold_marks(s) == want;
        Self::all().find(|k| {
            let row = k.row();
            same(&row.code) || row.slug == want || row.words.iter().any(&same)
        })
    }
}

impl serde::Serialize for DocKind {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.code())
    }
}

impl<'de> serde::Deserialize<'de> for DocKind {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let code = String::deserialize(d)?;
        let fault =
            || serde::de::Error::custom(format!("unknown kind of document {code}"));
        Self::from_code(&code).ok_or_else(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_starts_with_its_kind() {
        for kind in DocKind::all() {
            let (found, _) = DocKind::at_start(kind.row().example).unwrap();
            assert_eq!(found.code(), kind.code());
        }
    }

    #[test]
    fn longest_name_wins_and_noise_does_not_matter() {
        let p = |s| DocKind::at_start(s).map(|(k, n)| (k.code(), n));
        assert_eq!(
            p("Thông tư liên tịch số"),
            Some(("TTLT", "Thông tư liên tịch".len()))
        );
        assert_eq!(p("NGHỊ\nĐỊNH số"), Some(("NĐ", "NGHỊ\nĐỊNH".len())));
        assert_eq!(p("Bộ Luật hình sự").map(|k| k.0), Some("BL"));
        assert_eq!(p("Luật pháp"), Some(("L", 6)));
        assert_eq!(p("Quyếtđịnh"), None);
        assert!(DocKind::of_query("ke hoach").unwrap() == DocKind::PLAN);
        assert_eq!(DocKind::from(DocKind::LAW).slug(), "luat");
    }
}
