//! The tokens of a symbol (`QĐ-TTg`, `CT/TW`, `TTLT-BCA-BQP`): which is the kind, which
//! are bodies.

use crate::ident::{DocNumber, Separator};
use crate::text::fold_marks;
use crate::vocab::{DocKind, Issuer};

/// The tokens of the symbol of one number.
#[derive(Clone, Debug, Default)]
pub(super) struct Symbol {
    tokens: Vec<String>,
    kind_at: Option<usize>,
    is_party_order: bool,
}

impl Symbol {
    /// Reads the symbol; `kind` is the word before the number.
    pub(super) fn of(number: &DocNumber, kind: Option<DocKind>) -> Self {
        let mut tokens: Vec<String> =
            number.symbol_tokens().filter(|t| !is_year(t)).flat_map(unglued).collect();
        drop_law_number(&mut tokens);
        let kind_at = kind_at(&tokens, kind);
        let is_party_order = number.separator == Separator::Hyphen
            && number.year.is_none()
            && number.symbol.contains('/');
        Self { tokens, kind_at, is_party_order }
    }

    /// Returns the tokens.
    pub(super) fn tokens(&self) -> &[String] {
        &self.tokens
    }

    pub(super) fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Returns true for the order of the Party: `48-CT/TW`.
    pub(super) fn is_party_order(&self) -> bool {
        self.is_party_order
    }

    /// Returns the kind that the symbol states.
    pub(super) fn kind(&self) -> Option<DocKind> {
        self.kind_at.and_then(|i| DocKind::of_token(self.tokens.get(i)?))
    }

    /// Returns the tokens that name bodies and their units, in order.
    pub(super) fn bodies(&self) -> impl Iterator<Item = &str> {
        let tokens = self.tokens.iter().enumerate();
        tokens.filter(|(i, _)| Some(*i) != self.kind_at).map(|(_, t)| t.as_str())
    }

    /// Returns true for `BCĐ138/CP`, a committee of the Government.
    pub(super) fn is_of_government(&self) -> bool {
        self.tokens.iter().any(|t| t.starts_with("BCĐ"))
            && self.tokens.iter().any(|t| t == "CP")
    }

    /// Returns the term of the National Assembly in a token such as `QH12`, `UBTVQH14`
    /// or `HĐNN8`.
    pub(super) fn assembly_term(&self) -> Option<String> {
        let term = |t: &str| {
            let digits = t.trim_start_matches(|c: char| !c.is_ascii_digit());
            let body = t.strip_suffix(digits)?.trim_end_matches('K');
            let known = ["QH", "UBTVQH", "TVQH", "HĐNN"].contains(&body);
            (known && digits.len() <= 2 && !digits.is_empty())
                .then(|| format!("qh{digits}"))
        };
        self.bodies().find_map(term)
    }

    /// Returns the slugs of the issuers of a joint document; empty for any other.
    pub(super) fn joint(&self) -> Vec<String> {
        let kind = self.kind_at.and_then(|i| self.tokens.get(i));
        if !kind.is_some_and(|t| ["TTLT", "TTLB", "TTLN", "NQLT"].contains(&t.as_str())) {
            return Vec::new();
        }
        let slug = |t: &str| {
            Issuer::of_token(t).map_or_else(|| token_slug(t), |i| i.slug().to_owned())
        };
        self.bodies().map(slug).collect()
    }
}

/// `103-SL/L005`: the fifth law, promulgated by decree 103; no body is called L005.
fn drop_law_number(tokens: &mut Vec<String>) {
    let is_law = |t: &str| {
        let digits = t.strip_prefix('L').map(|rest| rest.trim_start_matches('.'));
        digits.is_some_and(|d| !d.is_empty() && d.chars().all(|c| c.is_ascii_digit()))
    };
    if tokens.first().is_some_and(|t| t == "SL") {
        tokens.retain(|t| !is_law(t));
    }
}

/// Returns where the kind stands: first, or second in the old forms of ministries
/// (`1370/BYT-QĐ`).
fn kind_at(tokens: &[String], kind: Option<DocKind>) -> Option<usize> {
    let of = |t: &String| DocKind::of_token(t);
    let same = tokens.iter().take(2).position(|t| kind.is_some() && of(t) == kind);
    same.or_else(|| {
        tokens
            .iter()
            .take(2)
            .position(|t| of(t).is_some() && (kind.is_none() || !is_body_too(t)))
    })
    .filter(|_| !is_chairman(tokens, kind))
}

/// `TC` is *thông cáo* and the Ministry of Finance, `CT` is *chỉ thị* and the chairman
/// of the Council of Ministers.
fn is_body_too(token: &str) -> bool {
    token == "TC" || token == "CT"
}

/// `327-CT`: the chairman of the Council of Ministers, whatever the word before it.
fn is_chairman(tokens: &[String], kind: Option<DocKind>) -> bool {
    tokens == ["CT"] && kind.is_some()
}

/// Splits a kind and a body that have run together: `NĐCP`, `NĐ.CP`, `TTBNNPTNT`.
fn unglued(token: String) -> Vec<String> {
    if token.len() < 4
        || Issuer::of_token(&token).is_some()
        || DocKind::of_token(&token).is_some()
    {
        return vec![token];
    }
    let cuts = token.char_indices().map(|(i, _)| i).skip(1).take(5);
    let split =
        cuts.filter_map(|at| token.split_at_checked(at)).find_map(|(kind, rest)| {
            let body = rest.trim_start_matches('.');
            DocKind::of_token(kind)?;
            Issuer::of_token(body)?;
            Some(vec![kind.to_owned(), body.to_owned()])
        });
    split.unwrap_or_else(|| vec![token])
}

fn is_year(token: &str) -> bool {
    token.len() == 4 && token.parse().is_ok_and(|y: u16| (1900..2200).contains(&y))
}

/// Returns a token as it stands in keys: lower case without marks.
pub(super) fn token_slug(token: &str) -> String {
    fold_marks(token).chars().filter(char::is_ascii_alphanumeric).collect()
}

/// Returns a title or name as it stands in keys: words joined by hyphens.
pub(super) fn words_slug(words: &str) -> String {
    let folded = fold_marks(words);
    let parts =
        folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|p| !p.is_empty());
    let mut slug = String::new();
    for part in parts {
        if slug.len() + part.len() > 96 {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(part);
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(number: &str, kind: &str) -> (Option<&'static str>, Vec<String>) {
        let symbol = Symbol::of(&number.parse().unwrap(), DocKind::from_code(kind));
        (symbol.kind().map(DocKind::code), symbol.bodies().map(str::to_owned).collect())
    }

    #[test]
    fn kind_and_bodies_in_every_order_there_was() {
        let s = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        assert_eq!(read("793/QĐ-TTg", ""), (Some("QĐ"), s(&["TTG"])));
        assert_eq!(read("48-CT/TW", "CT"), (Some("CT"), s(&["TW"])));
        assert_eq!(read("1370/BYT-QĐ", "QĐ"), (Some("QĐ"), s(&["BYT"])));
        assert_eq!(read("832-TC/QĐ/CĐKT", "QĐ"), (Some("QĐ"), s(&["TC", "CĐKT"])));
        assert_eq!(read("60 TC/CĐKT", "TT"), (None, s(&["TC", "CĐKT"])));
        assert_eq!(read("327-CT", "QĐ"), (None, s(&["CT"])));
        assert_eq!(read("66/2011/QH12", "L"), (None, s(&["QH12"])));
        assert_eq!(read("05/NQ-1997-QH10", "NQ"), (Some("NQ"), s(&["QH10"])));
        assert_eq!(read("163/1999/NĐ.CP", "NĐ"), (Some("NĐ"), s(&["CP"])));
        assert_eq!(read("20/2011/TTBNNPTNT", "TT"), (Some("TT"), s(&["BNNPTNT"])));
        assert_eq!(read("854/NHNN-TD", "CV"), (None, s(&["NHNN", "TD"])));
    }

    #[test]
    fn terms_of_the_assembly() {
        let term = |n: &str| Symbol::of(&n.parse().unwrap(), None).assembly_term();
        assert_eq!(term("66/2011/QH12").as_deref(), Some("qh12"));
        assert_eq!(term("901/NQ-QHK6").as_deref(), Some("qh6"));
        assert_eq!(term("719-NQ/HĐNN7").as_deref(), Some("qh7"));
        assert_eq!(term("32/2005/NQ-HĐND16"), None);
    }
}
