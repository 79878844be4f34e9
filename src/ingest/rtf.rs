//! Rich Text Format, also under the name `.doc`.

use super::encoding::Font;
use super::input::Input;
use super::layout::{Break, Layout};
use super::{Sink, plain};
use crate::error;
use encoding_rs::{Encoding, WINDOWS_1252, WINDOWS_1258};
use std::collections::HashMap;

/// Says that bytes are RTF.
pub(super) fn is_sure(head: &[u8]) -> bool {
    head.trim_ascii_start().starts_with(b"{\\rtf")
}

/// Reads one document.
pub(super) fn read(mut input: Input<'_>, sink: &mut Sink<'_>) -> error::Result<()> {
    let bytes = input.read_all()?;
    let mut reader = Reader::new(&bytes);
    while reader.step() {}
    let text = reader.finish();
    sink(Ok(plain::document(input.name, text, None)?));
    Ok(())
}

/// Destinations that hold no text of the document.
const SKIPPED: [&str; 28] = [
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "colortbl",
    "stylesheet",
    "info",
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

/// What braces enclose.
#[derive(Clone, Copy)]
struct Group {
    is_skipped: bool,
    is_fonts: bool,
    /// Hidden or deleted.
    is_hidden: bool,
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
            pending_fallback: 0,
            surrogate: None,
            has_row: false,
        }
    }

    fn finish(mut self) -> String {
        self.flush();
        self.layout.finish()
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
            "tab" => self.need(Break::Tab),
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
            "fonttbl" => self.group.is_fonts = true,
            "v" | "deleted" => {
                self.flush();
                self.group.is_hidden = number != Some(0);
            }
            // The text of a box stands in what old readers skip.
            "shptxt" => self.group.is_skipped = false,
            _ if SKIPPED.contains(&word) => self.group.is_skipped = true,
            _ => self.character(word),
        }
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
        let units = high.into_iter().chain([unit]);
        let text: String = char::decode_utf16(units).filter_map(Result::ok).collect();
        self.write(&text);
    }

    /// Writes characters that need no decoding.
    fn write(&mut self, text: &str) {
        if self.group.is_skipped || self.group.is_hidden || self.group.is_fonts {
            return;
        }
        self.flush();
        self.layout.word(text);
    }

    fn need(&mut self, pause: Break) {
        if !self.group.is_skipped && !self.group.is_hidden {
            self.flush();
            self.layout.need(pause);
        }
    }

    fn begin_row(&mut self) {
        if self.has_row || self.group.is_skipped {
            return;
        }
        self.flush();
        self.layout.open_row();
        self.layout.open_cell();
        self.has_row = true;
    }

    fn cell(&mut self) {
        self.flush();
        if self.has_row {
            self.layout.open_cell();
        } else {
            self.layout.need(Break::Tab);
        }
    }

    fn row(&mut self) {
        self.flush();
        if self.has_row {
            self.layout.close_row();
        } else {
            self.layout.need(Break::Line);
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
        match font {
            Some(font) => {
                let latin = WINDOWS_1252.decode_without_bom_handling(&run).0;
                self.layout.word(&font.decode(&latin));
            }
            None => self.layout.word(&encoding.decode_without_bom_handling(&run).0),
        }
    }
}
