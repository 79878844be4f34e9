//! The numbers that a word processor counts by itself: `Điều 1.`, `II.`, `1.2`, `a)`.
//!
//! They stand nowhere in the text of the file, and people cite by them.

/// How deep lists go: nine levels in Word, ten in `OpenDocument`.
pub(super) const LEVELS: usize = 10;

/// How a count is written.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) enum Figure {
    /// `1`, `2`.
    #[default]
    Decimal,
    /// `01`, `02`.
    Padded,
    /// `a`, `b`; behind `z` comes `aa`, then `bb`.
    Letter,
    /// `A`, `B`.
    Capital,
    /// `i`, `ii`.
    Roman,
    /// `I`, `II`.
    RomanCapital,
    /// Nothing.
    None,
}

impl Figure {
    /// Returns the figure that an office file names, in the words of Word or of
    /// `OpenDocument`. Those of other scripts are written as numbers.
    pub(super) fn of_name(name: &str) -> Self {
        match name {
            "decimalZero" => Self::Padded,
            "lowerLetter" | "a" => Self::Letter,
            "upperLetter" | "A" => Self::Capital,
            "lowerRoman" | "i" => Self::Roman,
            "upperRoman" | "I" => Self::RomanCapital,
            "bullet" | "none" | "" => Self::None,
            _ if name.starts_with('0') => Self::Padded,
            _ => Self::Decimal,
        }
    }

    /// Returns the figure that Word has a number for.
    pub(super) fn of_code(code: u8) -> Self {
        match code {
            1 => Self::RomanCapital,
            2 => Self::Roman,
            3 => Self::Capital,
            4 => Self::Letter,
            22 => Self::Padded,
            23 | 0xff => Self::None,
            _ => Self::Decimal,
        }
    }

    /// Writes a count.
    pub(super) fn write(self, count: u32) -> String {
        match self {
            Self::Decimal => count.to_string(),
            Self::Padded => format!("{count:02}"),
            Self::Letter => letters(count),
            Self::Capital => letters(count).to_uppercase(),
            Self::Roman => roman(count).to_lowercase(),
            Self::RomanCapital => roman(count),
            Self::None => String::new(),
        }
    }
}

/// Nobody counts further with letters or in Roman figures.
const MOST: u32 = 3999;

fn letters(count: u32) -> String {
    if !(1..=MOST).contains(&count) {
        return count.to_string();
    }
    let letter = char::from(b'a' + u8::try_from((count - 1) % 26).unwrap_or(0));
    std::iter::repeat_n(letter, 1 + (count as usize - 1) / 26).collect()
}

fn roman(mut count: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..=MOST).contains(&count) {
        return count.to_string();
    }
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while count >= value {
            out.push_str(sign);
            count -= value;
        }
    }
    out
}

/// A piece of what stands before a paragraph.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Part {
    /// These characters.
    Text(String),
    /// The count of a level, from 0.
    Count(usize),
}

/// One level of a list.
#[derive(Clone, Debug)]
pub(super) struct Level {
    /// The first count.
    pub(super) start: u32,
    /// How counts are written.
    pub(super) figure: Figure,
    /// What stands before a paragraph.
    pub(super) parts: Vec<Part>,
    /// Begins anew behind a paragraph of a level above this one.
    pub(super) restart: usize,
    /// The counts of all levels are written in decimal.
    pub(super) is_legal: bool,
    /// Nothing parts it from the paragraph.
    pub(super) is_tight: bool,
}

impl Level {
    /// Makes a level of which nothing is said.
    pub(super) fn new(rank: usize) -> Self {
        Self {
            start: 1,
            figure: Figure::Decimal,
            parts: Vec::new(),
            restart: rank,
            is_legal: false,
            is_tight: false,
        }
    }

    /// Says that no count stands before a paragraph.
    pub(super) fn is_bullet(&self) -> bool {
        self.parts.iter().all(|part| matches!(part, Part::Text(_)))
    }
}

/// The levels of a list.
pub(super) type Levels = [Level; LEVELS];

/// Makes levels of which nothing is said.
pub(super) fn levels() -> Levels {
    std::array::from_fn(Level::new)
}

/// Reads a pattern of Word, in which `%2` stands for the count of the second level.
pub(super) fn pattern(text: &str) -> Vec<Part> {
    parts(text, "")
}

/// Reads a pattern of `OpenDocument`, in which that is `%2%`.
pub(super) fn closed_pattern(text: &str) -> Vec<Part> {
    parts(text, "%")
}

fn parts(text: &str, end: &str) -> Vec<Part> {
    let text = short(text);
    let mut parts = Vec::new();
    let mut rest = text.as_str();
    while let Some((before, sign)) = rest.split_once('%') {
        let length = sign.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, after) = sign.split_at(length);
        let rank = digits.parse().ok().filter(|rank| (1..=LEVELS).contains(rank));
        let Some((rank, after)) = rank.zip(after.strip_prefix(end)) else { break };
        parts.extend(some(before));
        parts.push(Part::Count(rank - 1));
        rest = after;
    }
    parts.extend(some(rest));
    parts
}

/// No more characters than so stand before a paragraph: a pattern is written once and
/// shown any number of times.
pub(super) const LONGEST: usize = 100;

/// Returns the beginning of a text that stands before paragraphs.
pub(super) fn short(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

fn some(text: &str) -> Option<Part> {
    (!text.is_empty()).then(|| Part::Text(text.to_owned()))
}

/// Where a list has got to.
#[derive(Clone, Debug, Default)]
pub(super) struct Counter {
    counts: [Option<u32>; LEVELS],
}

impl Counter {
    /// Counts one more paragraph of a level, or begins there with `start`.
    pub(super) fn count(&mut self, rank: usize, levels: &Levels, start: Option<u32>) {
        let Some(level) = levels.get(rank) else { return };
        let next = self.counts[rank].map_or(level.start, |n| n.saturating_add(1));
        self.counts[rank] = Some(start.unwrap_or(next));
        let deeper = self.counts.iter_mut().zip(levels).skip(rank + 1);
        for (count, _) in deeper.filter(|(_, level)| rank < level.restart) {
            *count = None;
        }
    }

    /// Returns what stands before the paragraph that was counted last, of that level;
    /// `None` where it is nothing.
    pub(super) fn shown(&self, rank: usize, levels: &Levels) -> Option<String> {
        let level = levels.get(rank)?;
        let count = |of: usize| {
            let of_level = levels.get(of)?;
            // A level that was left out counts as begun.
            let count = self.counts[of].unwrap_or(of_level.start);
            let is_plain = level.is_legal && of_level.figure != Figure::None;
            let figure = if is_plain { Figure::Decimal } else { of_level.figure };
            Some(figure.write(count))
        };
        let mut shown = String::new();
        for part in &level.parts {
            match part {
                Part::Text(text) => shown.push_str(text),
                Part::Count(of) => shown.push_str(&count(*of).unwrap_or_default()),
            }
        }
        (!shown.trim().is_empty()).then(|| shown.trim().to_owned())
    }
}

/// Returns a bullet as it is to be read: those of symbol fonts are letters of these, and
/// `o` is the small circle of Courier.
pub(super) fn bullet(text: &str) -> String {
    let is_shown = |c: char| c.is_ascii_punctuation() || "–—•●○■□◊►→✓".contains(c);
    let is_plain = !text.is_empty() && text.chars().all(is_shown);
    if is_plain { text.to_owned() } else { "•".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(rank: usize, figure: Figure, text: &str) -> Level {
        Level { figure, parts: pattern(text), ..Level::new(rank) }
    }

    fn shown(levels: &Levels, ranks: &[usize]) -> Vec<String> {
        let mut counter = Counter::default();
        let mut next = |rank: &usize| {
            counter.count(*rank, levels, None);
            counter.shown(*rank, levels).unwrap_or_default()
        };
        ranks.iter().map(&mut next).collect()
    }

    #[test]
    fn levels_count_and_begin_anew() {
        let mut levels = levels();
        levels[0] = level(0, Figure::RomanCapital, "Chương %1");
        levels[1] = level(1, Figure::Decimal, "Điều %2.");
        levels[1].restart = 0;
        levels[2] = level(2, Figure::Letter, "%3)");
        levels[3] = Level { is_legal: true, ..level(3, Figure::Decimal, "%1.%2.%4") };
        let expected = [
            "Chương I",
            "Điều 1.",
            "a)",
            "b)",
            "Điều 2.",
            "a)",
            "2.2",
            "Chương II",
            "Điều 3.",
            "2.3.1",
        ];
        let ranks = [0, 1, 2, 2, 1, 2, 3, 0, 1, 3];
        let shown = shown(&levels, &ranks);
        // A level of the count 1 was just begun.
        assert_eq!(shown[..6], expected[..6]);
        assert_eq!(shown[6], "1.2.1");
        assert_eq!(shown[7..], expected[7..]);
    }

    #[test]
    fn counts_are_written_as_word_writes_them() {
        for (figure, count, expected) in [
            (Figure::Letter, 28, "bb"),
            (Figure::Capital, 26, "Z"),
            (Figure::Roman, 1994, "mcmxciv"),
            (Figure::Padded, 7, "07"),
            (Figure::RomanCapital, u32::MAX, "4294967295"),
            (Figure::Letter, 0, "0"),
        ] {
            assert_eq!(figure.write(count), expected);
        }
    }

    #[test]
    fn patterns_of_both_kinds_are_read() {
        let text = |t: &str| Part::Text(t.to_owned());
        assert_eq!(pattern("%1.%2)"), closed_pattern("%1%.%2%)"));
        assert_eq!(pattern("Điều %1."), [text("Điều "), Part::Count(0), text(".")]);
        assert_eq!(pattern("%1%2"), [Part::Count(0), Part::Count(1)]);
        assert_eq!(pattern("100%"), [text("100%")]);
        assert_eq!(closed_pattern("%10%."), [Part::Count(9), text(".")]);
        assert_eq!(pattern("%"), [text("%")]);
        assert_eq!(pattern(&"x".repeat(1000)), [text(&"x".repeat(LONGEST))]);
    }

    #[test]
    fn bullets_of_symbol_fonts_are_bullets() {
        for (written, read) in
            [("-", "-"), ("+", "+"), ("\u{f0b7}", "•"), ("o", "•"), ("§", "•")]
        {
            assert_eq!(bullet(written), read);
        }
    }
}
