//! Fonts that are encodings: `.VnTime`, `VNI-Times`.

use super::legacy::{Legacy, upper};
use super::repair;

/// The encoding that the name of a font implies.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::ingest) struct Font {
    legacy: Legacy,
    /// The font shows small letters as capitals: `.VnTimeH`.
    is_capitals: bool,
}

impl Font {
    /// Returns what the name implies; `None` for fonts of Unicode.
    pub(in crate::ingest) fn of_name(name: &str) -> Option<Self> {
        let lower = name.to_ascii_lowercase();
        if lower.starts_with(".vn") {
            let is_capitals = name.ends_with('H');
            return Some(Self { legacy: Legacy::Tcvn3, is_capitals });
        }
        let is_vni = lower.starts_with("vni-") || lower.starts_with("vni ");
        is_vni.then_some(Self { legacy: Legacy::Vni, is_capitals: false })
    }

    /// Reads the text of a run in that font. A run that is Unicode after all (many
    /// documents were converted and kept their fonts) stays.
    pub(in crate::ingest) fn decode(self, run: &str) -> String {
        if repair::is_unicode(run) {
            return run.to_owned();
        }
        let run: String = run.chars().map(from_symbol).collect();
        let text = repair::read_as(&run, self.legacy);
        if self.is_capitals { text.chars().map(upper).collect() } else { text }
    }
}

/// What is said of the font of some text.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(in crate::ingest) enum Face {
    /// Nothing.
    #[default]
    Unsaid,
    /// A font of Unicode.
    Unicode,
    /// A font that is an encoding.
    Old(Font),
}

impl Face {
    /// Returns what a name says.
    pub(in crate::ingest) fn of_name(name: &str) -> Self {
        Font::of_name(name).map_or(Self::Unicode, Self::Old)
    }

    /// Returns what `under` says where this says nothing.
    pub(in crate::ingest) fn or(self, under: Self) -> Self {
        if self == Self::Unsaid { under } else { self }
    }

    /// Returns the font, if it is an encoding.
    pub(in crate::ingest) fn font(self) -> Option<Font> {
        match self {
            Self::Old(font) => Some(font),
            Self::Unsaid | Self::Unicode => None,
        }
    }
}

/// Old fonts count as symbol fonts: their bytes are in the private area.
pub(in crate::ingest) fn from_symbol(c: char) -> char {
    match c {
        '\u{f020}'..='\u{f0ff}' => char::from_u32(u32::from(c) - 0xf000).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_font_tells_the_encoding() {
        let decode = |font: &str, run: &str| {
            Font::of_name(font).map_or_else(|| run.to_owned(), |font| font.decode(run))
        };
        assert_eq!(decode(".VnTime", "cña Thñ t\u{ad}íng"), "của Thủ tướng");
        assert_eq!(decode(".VnTimeH", "ñy ban"), "ỦY BAN");
        assert_eq!(decode("VNI-Times", "Quyeát ñònh"), "Quyết định");
        assert_eq!(decode(".VnTime", "của Thủ tướng"), "của Thủ tướng");
        assert_eq!(decode("Times New Roman", "§"), "§");
    }
}
