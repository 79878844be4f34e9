//! Symbols written without marks, as addresses and listings have them: `QD-TTg`.

use super::{DocKind, Issuer, IssuerLevel};
use crate::text::fold_marks;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The tokens of all bodies without marks and in small letters; none where two bodies
/// share them.
static BODIES: LazyLock<FxHashMap<String, Option<(Issuer, &'static str)>>> =
    LazyLock::new(|| {
        let mut bodies = FxHashMap::<String, Option<(Issuer, &'static str)>>::default();
        let tokens = Issuer::all().flat_map(|i| i.tokens().map(move |t| (i, t)));
        for (issuer, token) in tokens {
            let known = bodies.entry(fold_marks(token)).or_insert(Some((issuer, token)));
            if known.is_some_and(|(other, _)| other.slug() != issuer.slug()) {
                *known = None;
            }
        }
        bodies
    });

/// A symbol read back from its writing without marks.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FromAscii<'a> {
    /// With marks: `QĐ-TTg`, `CT/TW`.
    pub symbol: String,
    /// True for the order of the Party, `48-CT/TW`.
    pub is_party_order: bool,
    /// The first word of a title that was taken for a part: `QD-UBND-Quy`.
    pub rest: &'a str,
}

/// Returns the symbol that is written `ascii` without marks, for a document of `kind`.
///
/// A token that no table knows stays as it is.
pub fn symbol_from_ascii(kind: Option<DocKind>, ascii: &str) -> FromAscii<'_> {
    let (ascii, rest) = split_title(ascii);
    let mut parts = Vec::new();
    let mut is_party_order = false;
    for (at, token) in ascii.split('-').filter(|t| !t.is_empty()).enumerate() {
        let of_kind = (at == 0).then(|| kind_token(kind, token)).flatten();
        if let Some(printed) = of_kind {
            parts.push(printed.to_owned());
            continue;
        }
        let (body, printed) = body_token(token);
        is_party_order |= at == 1 && body.is_some_and(is_party);
        parts.push(printed);
    }
    let between = if is_party_order { "/" } else { "-" };
    FromAscii { symbol: parts.join(between), is_party_order, rest }
}

/// Returns the kind that an address names: `Quyet-dinh`.
pub fn kind_from_ascii(slug: &str) -> Option<DocKind> {
    DocKind::of_query(&slug.replace('-', " "))
}

/// Cuts off a capitalized word at the end that is no token: the title of *Quyết định …
/// ban hành Quy chế* follows the symbol without a sign.
fn split_title(ascii: &str) -> (&str, &str) {
    let Some((head, last)) = ascii.rsplit_once('-') else { return (ascii, "") };
    let mut letters = last.chars();
    let is_word = last.len() > 1
        && letters.next().is_some_and(|c| c.is_ascii_uppercase())
        && letters.all(|c| c.is_ascii_lowercase());
    let is_token = BODIES.contains_key(&fold_marks(last));
    if is_word && !is_token { (head, last) } else { (ascii, "") }
}

fn kind_token(kind: Option<DocKind>, token: &str) -> Option<&'static str> {
    let folded = fold_marks(token);
    kind?.tokens().find(|t| fold_marks(t) == folded)
}

/// Returns the body and the token with its marks; a term (`QH13`) stays behind it.
fn body_token(token: &str) -> (Option<Issuer>, String) {
    let folded = fold_marks(token);
    let bare = folded.trim_end_matches(|c: char| c.is_ascii_digit());
    for form in [folded.as_str(), bare] {
        if let Some((issuer, printed)) = BODIES.get(form).copied().flatten() {
            let term = folded.get(form.len()..).unwrap_or_default();
            return (Some(issuer), format!("{printed}{term}"));
        }
    }
    (None, token.to_owned())
}

fn is_party(issuer: Issuer) -> bool {
    issuer.level() == IssuerLevel::Party || matches!(issuer.slug(), "tu" | "vptu")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_come_back() {
        for (kind, ascii, symbol, rest) in [
            ("Quyet-dinh", "QD-TTg", "QĐ-TTg", ""),
            ("Nghi-dinh", "ND-CP", "NĐ-CP", ""),
            ("Quyet-dinh", "QD-UBND-Quy", "QĐ-UBND", "Quy"),
            ("Thong-tu", "TT-BGDDT", "TT-BGDĐT", ""),
            ("Thong-tu", "TT-BLDTBXH", "TT-BLĐTBXH", ""),
            ("Nghi-quyet", "NQ-HDND", "NQ-HĐND", ""),
            ("Luat", "QH13", "QH13", ""),
            ("Nghi-quyet", "NQ-UBTVQH14", "NQ-UBTVQH14", ""),
            ("Chi-thi", "CT-TW", "CT/TW", ""),
            ("Quyet-dinh", "QD-BNN-TCCB", "QĐ-BNN-TCCB", ""),
            ("Cong-dien", "CD-TTg", "CĐ-TTg", ""),
            ("Quyet-dinh", "CT", "CT", ""),
        ] {
            let read = symbol_from_ascii(kind_from_ascii(kind), ascii);
            assert_eq!((read.symbol.as_str(), read.rest), (symbol, rest), "{ascii}");
        }
        assert!(symbol_from_ascii(kind_from_ascii("Ket-luan"), "KL-TW").is_party_order);
    }
}
