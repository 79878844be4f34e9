//! *Số, ký hiệu*: the number and symbol printed on a document.

use compact_str::CompactString;
use std::fmt;
use std::str::FromStr;

/// What stands between the serial and the symbol.
#[derive(
    Clone, Copy, Debug, Eq, Hash, PartialEq, serde::Serialize, serde::Deserialize,
)]
pub enum Separator {
    /// State order: `793/QĐ-TTg` (Decree 30/2020/NĐ-CP, Appendix I).
    Slash,
    /// Party order: `48-CT/TW`; also `60-CP` before 1997.
    Hyphen,
    /// `60 TC/CĐKT`, before 2000.
    Space,
}

/// *Số, ký hiệu*, such as 793/QĐ-TTg, in clean form.
///
/// `serial [/ year] separator symbol`. The serial keeps its printed zeros; compare with
/// [`DocNumber::serial_key`]. A number cited without symbol has an empty one.
#[derive(Clone, Debug, Eq, Hash, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct DocNumber {
    /// Digits with a letter (`30a`) or a sub-series (`66.22`); `…` for a blank.
    pub serial: CompactString,
    /// The year inside the number (`15/2020/NĐ-CP`).
    pub year: Option<u16>,
    /// What separates serial (and year) from the symbol.
    pub separator: Separator,
    /// `QĐ-TTg`, `QH12`, `CT/TW`; empty when not stated.
    pub symbol: CompactString,
}

impl DocNumber {
    /// Returns the serial for comparison: no leading zeros, lower case.
    pub fn serial_key(&self) -> String {
        let bare = self.serial.trim_start_matches('0').to_lowercase();
        if bare.is_empty() { self.serial.to_string() } else { bare }
    }

    /// Returns the tokens of the symbol in order, in upper case: `QĐ`, `TTG`.
    pub fn symbol_tokens(&self) -> impl Iterator<Item = String> + '_ {
        self.symbol
            .split(['-', '/', '(', ')', ' '])
            .filter(|t| !t.is_empty())
            .map(str::to_uppercase)
    }

    /// Returns true if both write the same number, whatever the case, zeros or
    /// separators of the symbol.
    pub fn same(&self, other: &Self) -> bool {
        self.year == other.year
            && self.serial_key() == other.serial_key()
            && self.symbol_tokens().eq(other.symbol_tokens())
    }
}

impl fmt::Display for DocNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.serial)?;
        if let Some(year) = self.year {
            write!(f, "/{year}")?;
        }
        if self.symbol.is_empty() {
            return Ok(());
        }
        f.write_str(match self.separator {
            Separator::Slash => "/",
            Separator::Hyphen => "-",
            Separator::Space => " ",
        })?;
        f.write_str(&self.symbol)
    }
}

impl FromStr for DocNumber {
    type Err = crate::Error;

    /// Reads the clean form; noisy forms are read by [`crate::parse`].
    fn from_str(s: &str) -> crate::Result<Self> {
        let fault = || {
            crate::Error::new(
                crate::ErrorKind::Query,
                format!("not a document number: {s:?}"),
            )
            .hint("write 793/QĐ-TTg, 15/2020/NĐ-CP or 48-CT/TW")
        };
        let is_serial = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '…';
        let cut = s.find(|c| !is_serial(c)).unwrap_or(s.len());
        let (serial, rest) = s.split_at_checked(cut).ok_or_else(fault)?;
        if !serial.starts_with(|c: char| c.is_ascii_digit() || c == '…') {
            return Err(fault());
        }
        let mut separator = match rest.chars().next() {
            Some('-') => Separator::Hyphen,
            Some(' ') => Separator::Space,
            _ => Separator::Slash,
        };
        let rest = rest.get(1..).unwrap_or_default();
        let (first, tail) = rest.split_once(['/', '-']).unwrap_or((rest, ""));
        let year =
            first.parse().ok().filter(|y| (1900..2200).contains(y) && first.len() == 4);
        let symbol = if year.is_some() { tail } else { rest };
        if year.is_some() && rest.get(4..5) == Some("-") {
            separator = Separator::Hyphen;
        }
        Ok(Self { serial: serial.into(), year, separator, symbol: symbol.into() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_what_it_reads() {
        for s in [
            "793/QĐ-TTg",
            "15/2020/NĐ-CP",
            "66/2011/QH12",
            "48-CT/TW",
            "30a/2008/NQ-CP",
            "66.22/2026/NQ-CP",
            "13",
            "100/2019",
            "19/KH-BCĐ138/CP",
            "60 TC/CĐKT",
            "05/NQ-1997-QH10",
            "60-CP",
            "…/2025/NĐ-CP",
        ] {
            assert_eq!(s.parse::<DocNumber>().unwrap().to_string(), s);
        }
        assert!("QĐ-TTg".parse::<DocNumber>().is_err());
    }

    #[test]
    fn zeros_and_case_do_not_count() {
        let n = |s: &str| s.parse::<DocNumber>().unwrap();
        assert!(n("05/QĐ-TTg").same(&n("5/QĐ-TTG")));
        assert!(!n("30a/NQ-CP").same(&n("30/NQ-CP")));
        assert!(!n("28/2018/QĐ-TTg").same(&n("28/QĐ-TTg")));
    }
}
