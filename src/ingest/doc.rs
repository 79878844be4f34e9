//! Word documents before 2007 (`.doc`): Word 97 to 2003 and Word 6 and 95.
//!
//! After [MS-DOC]: the file information block at the start of the stream `WordDocument`
//! says where the piece table is; the pieces say where the characters are, `looks` how
//! they look. Of Word 6 and 95 only the characters are read: an old encoding is found by
//! its spelling.

mod looks;
mod numbering;
mod properties;

use super::encoding::from_symbol;
use super::input::Input;
use super::layout::{Break, Layout, raised};
use super::{Format, Given, Sink, input, plain};
use crate::error::{Error, ErrorKind, Result};
use encoding_rs::WINDOWS_1252;
use looks::{Look, Looks};
use numbering::{Counts, Numbering, Place};
use std::io::{Cursor, Read};

type File = cfb::CompoundFile<Cursor<Vec<u8>>>;

/// Says that bytes are a compound file.
pub(super) fn is_sure(head: &[u8]) -> bool {
    head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
}

/// Reads one document. What is called `.doc` and is none is read as what it is.
pub(super) fn read(input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
    input.with_head(|head, mut input| {
        if !is_sure(head) {
            return Format::of_text(head).ok_or_else(no_word)?.read(input, sink);
        }
        let bytes = input.read_all()?;
        let (text, given) = text(bytes)?;
        sink(Ok(plain::word(input.name, text, given)?));
        Ok(())
    })
}

/// Says what an old office file is that is no Word document.
fn other_kind(file: &File) -> Error {
    let unsupported = |what: &str| Error::new(ErrorKind::UnsupportedFormat, what);
    let has = |name: &str| file.is_stream(name);
    if has("EncryptedPackage") {
        return unsupported("it has a password").hint("remove the password in Word");
    }
    if has("Workbook") || has("Book") {
        return unsupported("a workbook").hint("save the sheet as CSV");
    }
    if has("PowerPoint Document") {
        return unsupported("slides").hint("save them as text");
    }
    no_word()
}

fn no_word() -> Error {
    Error::new(ErrorKind::UnsupportedFormat, "not a Word document")
        .hint("open it in its program and save it as .docx")
}

fn broken(what: &str) -> Error {
    Error::new(ErrorKind::Malformed, format!("a broken Word document: {what}"))
        .hint("open it in Word or LibreOffice and save it as .docx")
}

fn text(bytes: Vec<u8>) -> Result<(String, Vec<Given>)> {
    let mut file = File::open(Cursor::new(bytes)).map_err(|e| input::read_error(&e))?;
    let main = stream(&mut file, "WordDocument")?;
    let main = main.ok_or_else(|| other_kind(&file))?;
    let head = Head::of(&main)?;
    let mut numbering = Numbering::default();
    let (pieces, looks) = match head.table {
        None => (head.pieces(&main)?, Looks::default()),
        Some(name) => {
            let table = stream(&mut file, name)?;
            let table = table.ok_or_else(|| broken("no table stream"))?;
            numbering = Numbering::read(&main, &table);
            (head.pieces(&table)?, Looks::read(&main, &table))
        }
    };
    let chars = head.chars(&main, &pieces, &looks);
    let properties = stream(&mut file, properties::STREAM).ok().flatten();
    let given = properties.map(|bytes| properties::read(&bytes)).unwrap_or_default();
    Ok((written(&chars, &numbering), given))
}

fn stream(file: &mut File, name: &str) -> Result<Option<Vec<u8>>> {
    if !file.is_stream(name) {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    let mut stream = file.open_stream(name).map_err(|e| input::read_error(&e))?;
    stream.read_to_end(&mut bytes).map_err(|e| input::read_error(&e))?;
    Ok(Some(bytes))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(pair.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    usize::try_from(u32::from_le_bytes(four.try_into().ok()?)).ok()
}

/// What is needed of the file information block.
struct Head {
    /// The stream of the piece table, when it is not the main one.
    table: Option<&'static str>,
    /// Where the piece table is; `None` when the text is in one piece.
    clx: Option<(usize, usize)>,
    /// Where the text begins when it is in one piece.
    start: usize,
    /// The number of characters of the body, of notes, headers, …, in their order.
    lengths: [usize; 8],
    /// Characters may take two bytes.
    is_97: bool,
}

/// Which of the lengths are left out: macros and comments.
const LEFT_OUT: [usize; 2] = [3, 4];

impl Head {
    fn of(main: &[u8]) -> Result<Self> {
        let short = || broken("cut off");
        let magic = u16_at(main, 0).ok_or_else(short)?;
        let version = u16_at(main, 2).ok_or_else(short)?;
        let flags = u16_at(main, 0x0a).ok_or_else(short)?;
        if !matches!(magic, 0xa5ec | 0xa5dc) {
            return Err(no_word());
        }
        if flags & 0x0100 != 0 {
            return Err(Error::new(ErrorKind::UnsupportedFormat, "it has a password")
                .hint("remove the password in Word"));
        }
        let is_97 = version >= 0xc0;
        let (lengths_at, clx_at) = if is_97 { (0x4c, 0x1a2) } else { (0x34, 0x160) };
        let mut lengths = [0; 8];
        for (i, length) in lengths.iter_mut().enumerate() {
            *length = u32_at(main, lengths_at + 4 * i).ok_or_else(short)?;
        }
        let table = if flags & 0x0200 == 0 { "0Table" } else { "1Table" };
        let clx = u32_at(main, clx_at).zip(u32_at(main, clx_at + 4)).ok_or_else(short)?;
        let is_pieces = is_97 || (flags & 4 != 0 && clx.1 > 0);
        Ok(Self {
            table: is_97.then_some(table),
            clx: is_pieces.then_some(clx),
            start: u32_at(main, 0x18).ok_or_else(short)?,
            lengths,
            is_97,
        })
    }

    /// Reads the piece table.
    fn pieces(&self, table: &[u8]) -> Result<Vec<Piece>> {
        let Some((at, length)) = self.clx else {
            let whole =
                self.lengths.iter().fold(0, |sum: usize, n| sum.saturating_add(*n));
            return Ok(vec![Piece { count: whole, at: self.start, is_wide: false }]);
        };
        let end = at.saturating_add(length).min(table.len());
        let clx = table.get(at..end).ok_or_else(|| broken("no piece table"))?;
        let plc = piece_list(clx).ok_or_else(|| broken("no piece table"))?;
        let count = plc.len().saturating_sub(4) / 12;
        let piece = |i: usize| {
            let (from, to) = (u32_at(plc, 4 * i)?, u32_at(plc, 4 * i + 4)?);
            let place = u32_at(plc, 4 * (count + 1) + 8 * i + 2)?;
            let is_narrow = !self.is_97 || place & 0x4000_0000 != 0;
            let at = match (self.is_97, is_narrow) {
                (true, true) => (place & 0x3fff_ffff) / 2,
                _ => place & 0x3fff_ffff,
            };
            Some(Piece { count: to.checked_sub(from)?, at, is_wide: !is_narrow })
        };
        (0..count).map(piece).collect::<Option<_>>().ok_or_else(|| broken("bad pieces"))
    }

    /// Returns the characters of the parts that are text.
    fn chars(&self, main: &[u8], pieces: &[Piece], looks: &Looks) -> Vec<Char> {
        let mut all: Vec<Char> = Vec::new();
        // Pieces that share their bytes could make a small file a large text.
        let most = main.len().saturating_mul(2);
        for piece in pieces {
            if all.len() > most {
                break;
            }
            piece.read(main, looks, &mut all);
        }
        let mut kept = Vec::with_capacity(all.len());
        let mut from = 0_usize;
        for (i, length) in self.lengths.iter().enumerate() {
            let to = from.saturating_add(*length).min(all.len());
            if !LEFT_OUT.contains(&i) {
                kept.extend(all.get(from..to).unwrap_or_default());
                kept.push(('\r', Look::default()));
            }
            from = to;
        }
        kept
    }
}

/// Skips the formatting before the piece table in a `Clx`.
fn piece_list(mut clx: &[u8]) -> Option<&[u8]> {
    loop {
        match clx.first()? {
            1 => clx = clx.get(3 + usize::from(u16_at(clx, 1)?)..)?,
            2 => return clx.get(5..clx.len().min(5 + u32_at(clx, 1)?)),
            _ => return None,
        }
    }
}

/// A run of characters in the file.
struct Piece {
    count: usize,
    at: usize,
    is_wide: bool,
}

impl Piece {
    fn read(&self, main: &[u8], looks: &Looks, out: &mut Vec<Char>) {
        let size = self.count.saturating_mul(1 + usize::from(self.is_wide));
        let from = self.at.min(main.len());
        let to = from.saturating_add(size).min(main.len());
        let bytes = main.get(from..to).unwrap_or_default();
        if self.is_wide {
            let units = bytes.chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]]));
            // One character a unit, so that the counts stay right: a pair becomes two.
            let chars = units.map(|u| char::from_u32(u32::from(u)).unwrap_or('\u{fffd}'));
            out.extend(chars.enumerate().map(|(i, c)| (c, looks.at(from + 2 * i, 2))));
        } else {
            let text = WINDOWS_1252.decode_without_bom_handling(bytes).0;
            let chars = text.chars().enumerate();
            out.extend(chars.map(|(i, c)| (c, looks.at(from + i, 1))));
        }
    }
}

/// A character with its look.
type Char = (char, Look);

/// Writes the characters of a document; the controls are Word's.
fn written(chars: &[Char], numbering: &Numbering) -> String {
    let mut writer = Writer::default();
    let mut counts = Counts::new(numbering);
    let mut commands = 0_u32;
    let mut is_start = true;
    for (i, &(c, look)) in chars.iter().enumerate() {
        if std::mem::replace(&mut is_start, is_end(c, look)) {
            let place = paragraph(chars.get(i..).unwrap_or_default());
            writer.number(place.and_then(|place| counts.next(place)));
        }
        match c {
            // Its end is deleted or hidden: the next paragraph goes on in it.
            '\r' if look.is_out => {}
            // A field: what it commands, then what it shows.
            '\u{13}' => commands += 1,
            '\u{14}' | '\u{15}' if commands > 0 => commands -= 1,
            _ if commands > 0 => {}
            '\r' | '\u{b}' | '\u{c}' | '\u{e}' => writer.need(Break::Line),
            '\u{7}' => writer.need(after_cell(chars, i)),
            _ if look.is_out => {}
            '\t' => writer.need(Break::Tab),
            '\u{1e}' => writer.write('-', look),
            '\0'..='\u{1f}' => {}
            _ => writer.write(c, look),
        }
    }
    writer.flush();
    writer.layout.finish()
}

/// Says that a character ends a paragraph. A form feed does where a section ends, and is
/// a new page within one elsewhere.
fn is_end(c: char, look: Look) -> bool {
    match c {
        '\u{7}' => true,
        '\r' => !look.is_out,
        '\u{c}' => look.is_last,
        _ => false,
    }
}

/// Returns where the paragraph that begins there stands in a list, which its end says.
fn paragraph(chars: &[Char]) -> Option<Place> {
    let end = chars.iter().find(|(c, look)| is_end(*c, *look));
    end.map(|(_, look)| look.place)
}

/// Gathers characters of one look.
#[derive(Default)]
struct Writer {
    layout: Layout,
    run: String,
    look: Look,
}

impl Writer {
    fn need(&mut self, pause: Break) {
        self.flush();
        self.layout.need(pause);
    }

    /// Writes the number of a paragraph.
    fn number(&mut self, number: Option<(String, bool)>) {
        let Some((number, is_tight)) = number else { return };
        self.flush();
        self.layout.word(&number);
        if !is_tight {
            self.layout.need(Break::Space);
        }
    }

    fn write(&mut self, c: char, look: Look) {
        if look != self.look {
            self.flush();
            self.look = look;
        }
        self.run.push(c);
    }

    fn flush(&mut self) {
        let run = std::mem::take(&mut self.run);
        let run = match self.look.font() {
            Some(font) => font.decode(&run),
            None => run.chars().map(from_symbol).collect(),
        };
        let run = if self.look.is_raised { raised(&run) } else { run };
        self.layout.word(&run);
    }
}

/// Returns what stands after a cell: a tab; a new line at the end of the row, and before
/// a cell of several lines.
fn after_cell(chars: &[Char], at: usize) -> Break {
    let next = chars.get(at + 1..).unwrap_or_default();
    let to_mark = next.iter().take(4000).take_while(|c| c.0 != '\u{7}');
    let is_end = next.first().is_some_and(|c| c.0 == '\u{7}')
        || at.checked_sub(1).is_some_and(|before| chars[before].0 == '\u{7}');
    if is_end || to_mark.into_iter().any(|c| c.0 == '\r') {
        Break::Line
    } else {
        Break::Tab
    }
}
