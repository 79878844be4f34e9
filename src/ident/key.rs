//! The canonical key of a document.

use std::fmt;
use std::str::FromStr;

/// The key `<place>/<issuer>/<kind>[.n]/<period>/<serial>`, such as
/// `vn/ttg/qd/2016/793`; a field that is not known is `?`.
///
/// The fields are the ones that make a number unique: per calendar year for the state
/// (Decree 30/2020/NĐ-CP art. 15(1)), per term and type for the National Assembly (Law
/// 80/2015/QH13 art. 10(2)) and per committee term and type for the Party (Guidance
/// 36-HD/VPTW, II.1.3). Two keys name one document when all known fields agree.
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
pub struct Key {
    /// `vn` for central bodies, `vn-namdinh` for a province as of the date.
    pub place: Option<String>,
    /// The slug of the issuer: `ttg`, `ubnd`, `bcd138`.
    pub issuer: Option<String>,
    /// The slug of the kind, with `.n` for the year-bearing series where both exist.
    pub kind: Option<String>,
    /// `2016`, `qh13` or `d12`.
    pub period: Option<String>,
    /// Without leading zeros: `793`, `30a`, `66.22`. Documents without number have a
    /// slug of their title here, or the hash of their text.
    pub serial: String,
}

impl Key {
    /// Returns the key of a text that bears no number: `text/` and the hash of its
    /// content, so two identical texts are one document.
    pub fn of_text(hash: &[u8; 32]) -> Self {
        let serial = hash.iter().take(10).fold(String::new(), |mut hex, byte| {
            let digit = |d: u8| char::from_digit(u32::from(d), 16).unwrap_or('0');
            hex.extend([digit(byte >> 4), digit(byte & 15)]);
            hex
        });
        Self { place: Some("text".to_owned()), serial, ..Self::default() }
    }

    /// Returns true for the key of a text without number.
    pub fn is_text(&self) -> bool {
        self.place.as_deref() == Some("text")
    }

    /// Returns the slug of the kind, without the mark of the series.
    pub fn plain_kind(&self) -> Option<&str> {
        self.kind.as_deref().map(|kind| kind.trim_end_matches(".n"))
    }

    /// Returns true for a key of the year-bearing series of a kind that has two.
    pub fn is_in_year_series(&self) -> bool {
        self.kind.as_deref() != self.plain_kind()
    }

    /// Returns true if every field is known.
    pub fn is_full(&self) -> bool {
        self.is_text() || self.fields().iter().all(Option::is_some)
    }

    /// Returns true if no known field of the two differs.
    pub fn agrees(&self, other: &Self) -> bool {
        self.serial == other.serial
            && self
                .fields()
                .iter()
                .zip(other.fields())
                .all(|(a, b)| a.is_none() || b.is_none() || *a == b)
    }

    fn fields(&self) -> [Option<&str>; 4] {
        [&self.place, &self.issuer, &self.kind, &self.period].map(|f| f.as_deref())
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_text() {
            return write!(f, "text/{}", self.serial);
        }
        f.write_str(self.place.as_deref().unwrap_or("vn-?"))?;
        for field in self.fields().into_iter().skip(1) {
            write!(f, "/{}", field.unwrap_or("?"))?;
        }
        write!(f, "/{}", self.serial)
    }
}

impl FromStr for Key {
    type Err = crate::Error;

    fn from_str(s: &str) -> crate::Result<Self> {
        let fault = || {
            crate::Error::new(
                crate::ErrorKind::Query,
                format!("not a document key: {s:?}"),
            )
            .hint("a key looks like vn/ttg/qd/2016/793")
        };
        if let Some(serial) = s.strip_prefix("text/").filter(|t| !t.is_empty()) {
            let place = Some("text".to_owned());
            return Ok(Self { place, serial: serial.to_owned(), ..Self::default() });
        }
        let mut parts = s.splitn(5, '/');
        let mut field = || {
            let part = parts.next().filter(|p| !p.is_empty()).ok_or_else(fault)?;
            Ok::<_, crate::Error>((!part.contains('?')).then(|| part.to_owned()))
        };
        let (place, issuer, kind, period) = (field()?, field()?, field()?, field()?);
        let serial = parts.next().filter(|p| !p.is_empty()).ok_or_else(fault)?.to_owned();
        if !s.starts_with("vn") {
            return Err(fault());
        }
        Ok(Self { place, issuer, kind, period, serial })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_what_it_reads() {
        for s in ["vn/ttg/qd/2016/793", "vn-?/ubnd/kh/2021/40", "vn/bcd138/kh/?/185"] {
            assert_eq!(s.parse::<Key>().unwrap().to_string(), s);
        }
        assert!("793/QĐ-TTg".parse::<Key>().is_err());
    }

    #[test]
    fn a_text_without_number_is_its_content() {
        let key = Key::of_text(&[0xab; 32]);
        assert!(key.is_full());
        assert_eq!(key.to_string(), "text/abababababababababab");
        assert_eq!(key.to_string().parse::<Key>().unwrap(), key);
    }

    #[test]
    fn unknown_fields_agree_with_all() {
        let k = |s: &str| s.parse::<Key>().unwrap();
        assert!(k("vn-?/ubnd/kh/2021/40").agrees(&k("vn-namdinh/ubnd/kh/2021/40")));
        assert!(
            !k("vn-thaibinh/ubnd/kh/2021/40").agrees(&k("vn-namdinh/ubnd/kh/2021/40"))
        );
    }
}
