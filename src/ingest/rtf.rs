//! Rich Text Format, also under the name `.doc`.

use super::encoding::Font;
use super::input::Input;
use super::layout::{Break, Layout, raised};
use super::{Given, Sink, lists, plain};
use crate::error;
use encoding_rs::{Encoding, WINDOWS_1252, WINDOWS_1258};
use std::collections::{HashMap, HashSet};

/// Says that bytes are RTF.
pub(super) fn is_sure(head: &[u8]) -> bool {
    head.trim_ascii_start().starts_with(b"{\\rtf")
}

/// Reads one document.
pub(super) fn read(mut input: Input<'_>, sink: &mut Sink<'_>) -> error::Result<()> {
    let bytes = input.read_all()?;
    let mut reader = Reader::new(&bytes);
    while reader.step() {}
    let (text, given) = reader.finish();
    sink(Ok(plain::word(input.name, text, given)?));
    Ok(())
}

/// Destinations that hold no text of the document.
const SKIPPED: [&str; 19] = [
    "colortbl",
    "stylesheet",
    "pict",
    "object",
    "themedata",
    "datastore",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "generator",
    "latentstyles",
    "xmlnstbl",
    "fldinst",
    "annotation",
    "atnid",
    "atnauthor",
    "bkmkstart",
    "bkmkend",
    "filetbl",
];

/// Destinations whose text stands behind the rest: within, it would cut a sentence.
const ASIDE: [&str; 9] = [
    "footnote", "header", "headerl", "headerr", "headerf", "footer", "footerl",
    "footerr", "footerf",
];

/// Destinations of file properties.
const PROPERTIES: [(&str, &str); 3] =
    [("title", "title"), ("subject", "subject"), ("author", "author")];

/// Control words that are characters.
const CHARACTERS: [(&str, &str); 9] = [
    ("emdash", "—"),
    ("endash", "–"),
    ("lquote", "‘"),
    ("rquote", "’"),
    ("ldblquote", "“"),
    ("rdblquote", "”"),
    ("bullet", "•"),
    ("emspace", " "),
    ("enspace", " "),
];

/// The character set of fonts of symbols.
const SYMBOLS: i32 = 2;

/// What braces enclose.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "independent states of a group")]
struct Group {
    is_skipped: bool,
    is_fonts: bool,
    /// Hidden or deleted.
    is_hidden: bool,
    /// A note, a header or a footer.
    is_aside: bool,
    is_raised: bool,
    /// The text of a box.
    is_box: bool,
    /// The number that the writer has counted for a paragraph.
    is_number: bool,
    /// Inside the file properties, and in which.
    is_info: bool,
    property: Option<usize>,
    font: i32,
    /// How many characters follow a `\u` for old readers.
    fallback: i32,
}

struct FontInfo {
    name: String,
    charset: i32,
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
    group: Group,
    outer: Vec<Group>,
    fonts: HashMap<i32, FontInfo>,
    code_page: &'static Encoding,
    /// Bytes of the run, to be decoded by its font.
    run: Vec<u8>,
    layout: Layout,
    aside: Layout,
    properties: [String; PROPERTIES.len()],
    /// The font of what has none.
    usual_font: i32,
    /// Characters still to skip after a `\u`.
    pending_fallback: i32,
    /// A high surrogate that waits for its other half.
    surrogate: Option<u16>,
    has_row: bool,
}

impl<'b> Reader<'b> {
    fn new(bytes: &'b [u8]) -> Self {
        let group = Group {
            is_skipped: false,
            is_fonts: false,
            is_hidden: false,
            is_aside: false,
            is_raised: false,
            is_box: false,
            is_number: false,
            is_info: false,
            property: None,
            font: 0,
            fallback: 1,
        };
        Self {
            bytes,
            at: 0,
            group,
            outer: Vec::new(),
            fonts: HashMap::new(),
            code_page: WINDOWS_1252,
            run: Vec::new(),
            layout: Layout::default(),
            aside: Layout::default(),
            properties: Default::default(),
            usual_font: 0,
            pending_fallback: 0,
            surrogate: None,
            has_row: false,
        }
    }

    fn finish(mut self) -> (String, Vec<Given>) {
        self.flush();
        let mut seen = HashSet::new();
        for line in self.aside.finish().lines() {
            // The same header stands in every section.
            if seen.insert(line.to_owned()) {
                self.layout.need(Break::Line);
                self.layout.word(line);
            }
        }
        let given = PROPERTIES.iter().zip(&self.properties);
        let given = given.filter(|(_, value)| !value.trim().is_empty());
        let given = given.map(|((_, name), value)| Given::property(name, value));
        (self.layout.finish(), given.collect())
    }

    fn out(&mut self) -> &mut Layout {
        if self.group.is_aside { &mut self.aside } else { &mut self.layout }
    }

    /// Reads one token; false at the end.
    fn step(&mut self) -> bool {
        let Some(&byte) = self.bytes.get(self.at) else { return false };
        self.at += 1;
        match byte {
            b'{' => {
                self.flush();
                self.outer.push(self.group);
            }
            b'}' => {
                self.flush();
                if let Some(group) = self.outer.pop() {
                    if self.group.is_box && !group.is_box {
                        self.need(Break::Line);
                    }
                    if self.group.is_aside && !group.is_aside {
                        self.aside.need(Break::Line);
                        self.has_row = false;
                    }
                    self.group = group;
                }
            }
            b'\\' => self.control(),
            b'\r' | b'\n' => {}
            _ => self.byte(byte),
        }
        true
    }

    /// A byte of text.
    fn byte(&mut self, byte: u8) {
        if self.pending_fallback > 0 {
            self.pending_fallback -= 1;
        } else if let Some(which) = self.group.property {
            let byte = [byte];
            let text = self.code_page.decode_without_bom_handling(&byte).0;
            self.properties[which].push_str(&text);
        } else if self.group.is_fonts {
            self.font_name(byte);
        } else if !self.group.is_skipped && !self.group.is_hidden {
            self.run.push(byte);
        }
    }

    fn font_name(&mut self, byte: u8) {
        let info = self.fonts.get_mut(&self.group.font);
        if let Some(info) = info.filter(|_| byte != b';' && !self.group.is_skipped) {
            info.name.push(char::from(byte));
        }
    }

    fn control(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let letters = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
        if letters == 0 {
            return self.symbol(rest);
        }
        let word = rest.get(..letters).unwrap_or_default();
        let after = rest.get(letters..).unwrap_or_default();
        let sign = usize::from(after.first() == Some(&b'-'));
        let digits = after.iter().skip(sign).take_while(|b| b.is_ascii_digit()).count();
        let number = after.get(..if digits > 0 { sign + digits } else { 0 });
        let number = number.and_then(|n| std::str::from_utf8(n).ok()).unwrap_or_default();
        self.at += letters + number.len();
        self.at += usize::from(self.bytes.get(self.at) == Some(&b' '));
        let word = std::str::from_utf8(word).unwrap_or_default();
        self.word(word, number.parse().ok());
    }

    /// A control that is no word: `\'b5`, `\~`, `\*`, an escaped brace.
    fn symbol(&mut self, rest: &[u8]) {
        self.at += usize::from(!rest.is_empty());
        match rest.first() {
            Some(b'\'') => {
                let code = rest.get(1..3).and_then(|h| std::str::from_utf8(h).ok());
                let byte = code.and_then(|h| u8::from_str_radix(h, 16).ok());
                self.at += if byte.is_some() { 2 } else { 0 };
                self.byte(byte.unwrap_or(b'?'));
            }
            Some(b'*') => self.group.is_skipped = true,
            Some(b'~') => self.byte(b' '),
            Some(b'_') => self.byte(b'-'),
            Some(b'\r' | b'\n') => self.need(Break::Line),
            Some(&byte @ (b'{' | b'}' | b'\\')) => self.byte(byte),
            _ => {}
        }
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        match word {
            "par" | "line" | "sect" | "page" | "column" => self.need(Break::Line),
            "tab" if self.group.is_number => self.need(Break::Space),
            "tab" => self.need(Break::Tab),
            "listtext" | "pntext" => self.group.is_number = true,
            "cell" | "nestcell" => self.cell(),
            "row" | "nestrow" => self.row(),
            "intbl" | "trowd" => self.begin_row(),
            "u" => self.unicode(number.unwrap_or_default()),
            "uc" => self.group.fallback = number.unwrap_or(1),
            "bin" => {
                let skip =
                    usize::try_from(number.unwrap_or_default()).unwrap_or_default();
                self.at = self.at.saturating_add(skip).min(self.bytes.len());
            }
            "f" | "fcharset" | "plain" | "ansicpg" => self.font(word, number),
            "deff" => self.usual_font = number.unwrap_or_default(),
            "super" | "nosupersub" | "sub" => {
                self.flush();
                self.group.is_raised = word == "super" && number != Some(0);
            }
            "info" => self.group.is_info = true,
            _ if ASIDE.contains(&word) => self.begin_aside(),
            "fonttbl" => self.group.is_fonts = true,
            "v" | "deleted" => {
                self.flush();
                self.group.is_hidden = number != Some(0);
            }
            // The text of a box stands in what old readers skip.
            "shptxt" => {
                (self.group.is_skipped, self.group.is_box) = (false, true);
                self.need(Break::Line);
            }
            _ if SKIPPED.contains(&word) => self.group.is_skipped = true,
            _ if self.group.is_info => {
                self.group.is_skipped = true;
                self.group.property = PROPERTIES.iter().position(|(p, _)| *p == word);
            }
            _ => self.character(word),
        }
    }

    fn begin_aside(&mut self) {
        self.flush();
        (self.group.is_aside, self.group.is_skipped) = (true, false);
        self.group.is_raised = false;
        self.aside.need(Break::Line);
    }

    fn character(&mut self, word: &str) {
        let shown = CHARACTERS.iter().find(|(name, _)| *name == word);
        if let Some((_, text)) = shown {
            self.write(text);
        }
    }

    fn font(&mut self, word: &str, number: Option<i32>) {
        let number = number.unwrap_or_default();
        match word {
            "ansicpg" => {
                let label = format!("windows-{number}");
                let page = Encoding::for_label(label.as_bytes());
                self.code_page = page.unwrap_or(WINDOWS_1252);
            }
            "fcharset" => {
                if let Some(info) = self.fonts.get_mut(&self.group.font) {
                    info.charset = number;
                }
            }
            "plain" => {
                self.flush();
                self.group.font = self.usual_font;
                (self.group.is_raised, self.group.is_hidden) = (false, false);
            }
            _ => {
                self.flush();
                self.group.font = number;
                if self.group.is_fonts {
                    let info = FontInfo { name: String::new(), charset: 0 };
                    self.fonts.insert(number, info);
                }
            }
        }
    }

    fn unicode(&mut self, number: i32) {
        self.pending_fallback = self.group.fallback.max(0);
        let Ok(unit) = u16::try_from(number.rem_euclid(0x1_0000)) else { return };
        let high = self.surrogate.take();
        if (0xd800..0xdc00).contains(&unit) {
            self.surrogate = Some(unit);
            return;
        }
        // Old letters are the same in Latin-1 and by their numbers.
        if let Some(byte) = self.old_byte(unit) {
            let pending = std::mem::take(&mut self.pending_fallback);
            self.byte(byte);
            self.pending_fallback = pending;
            return;
        }
        let units = high.into_iter().chain([unit]);
        let text: String = char::decode_utf16(units).filter_map(Result::ok).collect();
        self.write(&text);
    }

    /// Returns the byte of a letter in a font that is an encoding.
    fn old_byte(&self, unit: u16) -> Option<u8> {
        let info = self.fonts.get(&self.group.font)?;
        Font::of_name(&info.name)?;
        let unit = if (0xf020..0xf100).contains(&unit) { unit - 0xf000 } else { unit };
        u8::try_from(unit).ok().filter(|b| *b >= 0x80)
    }

    /// Writes characters that need no decoding.
    fn write(&mut self, text: &str) {
        if let Some(which) = self.group.property {
            return self.properties[which].push_str(text);
        }
        if self.group.is_skipped || self.group.is_hidden || self.group.is_fonts {
            return;
        }
        self.flush();
        if self.group.is_number {
            return self.out().flow(text);
        }
        self.out().word(text);
    }

    fn need(&mut self, pause: Break) {
        if !self.group.is_skipped && !self.group.is_hidden {
            self.flush();
            self.out().need(pause);
        }
    }

    fn begin_row(&mut self) {
        if self.has_row || self.group.is_skipped {
            return;
        }
        self.flush();
        self.out().open_row();
        self.out().open_cell();
        self.has_row = true;
    }

    fn cell(&mut self) {
        self.flush();
        if self.has_row {
            self.out().open_cell();
        } else {
            self.out().need(Break::Tab);
        }
    }

    fn row(&mut self) {
        self.flush();
        if self.has_row {
            self.out().close_row();
        } else {
            self.out().need(Break::Line);
        }
        self.has_row = false;
    }

    /// Decodes the bytes of the run by its font.
    fn flush(&mut self) {
        if self.run.is_empty() {
            return;
        }
        let run = std::mem::take(&mut self.run);
        let info = self.fonts.get(&self.group.font);
        let encoding = match info.map(|info| info.charset) {
            Some(163) => WINDOWS_1258,
            _ => self.code_page,
        };
        let font = info.and_then(|info| Font::of_name(&info.name));
        let text = match font {
            Some(font) => font.decode(&WINDOWS_1252.decode_without_bom_handling(&run).0),
            None => encoding.decode_without_bom_handling(&run).0.into_owned(),
        };
        if self.group.is_number {
            let is_symbol = info.is_some_and(|info| info.charset == SYMBOLS);
            let text = if is_symbol { lists::bullet(&text) } else { text };
            return self.out().flow(&text);
        }
        let is_raised = self.group.is_raised;
        self.out().word(&if is_raised { raised(&text) } else { text });
    }
}
