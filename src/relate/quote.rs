//! What stands in quotation marks and is said by another document: its recitals and rules,
//! in the footnotes of consolidated texts above all, and the words that replace others.

use super::cue::is_act;
use super::gap::tail_of;
use super::{Reader, Relation, Role, index, plain};
use crate::parse::{self, Form};
use crate::text::{Span, white_len};

impl Reader<'_> {
    /// The document that says the words inside quotation marks, which are lent to it.
    pub(super) fn said_by(&self, i: usize, roles: &[Role]) -> Option<u32> {
        if roles[i].of.is_some() {
            return None;
        }
        self.replacing(i, roles)
            .or_else(|| self.footnoted(i, roles))
            .or_else(|| self.cut_off(i, roles))
    }

    /// Behind a cut a quotation goes on that began before it: whoever speaks has no mention.
    fn cut_off(&self, i: usize, roles: &[Role]) -> Option<u32> {
        let lead = self.layout.leads[i];
        let next = self.quoted.tails.partition_point(|t| (t.start as usize) <= lead);
        let tail = self.quoted.tails.get(next.checked_sub(1)?)?;
        let near = roles.get(..i)?.iter().rev().take(40);
        let merges = || near.clone().any(|r| r.relation == Relation::Consolidates);
        // A footnote; articles are the text above the notes of the page.
        let noted = || {
            let words = self.normal.get(tail.range());
            merges() && words.is_some_and(|w| !w.contains("\nĐiều "))
        };
        let inside = lead < tail.end as usize;
        (inside && (self.speaks(i, roles) || noted())).then(|| index(i)).flatten()
    }

    /// What new words say of themselves, and what they act on.
    fn speaks(&self, i: usize, roles: &[Role]) -> bool {
        self.mention(i).form == Form::ToSelf || is_act(roles[i].relation)
    }

    /// "Sửa đổi Điều 3 Nghị định A như sau: “… Nghị định này hướng dẫn …”": what the new words
    /// call itself is A, and A is what guides, amends or ends there.
    fn replacing(&self, i: usize, roles: &[Role]) -> Option<u32> {
        if !self.speaks(i, roles) {
            return None;
        }
        let lead = self.layout.leads[i];
        let next =
            self.quoted.replacements.partition_point(|r| (r.start as usize) < lead);
        let words = self.quoted.replacements.get(next.checked_sub(1)?)?;
        (lead < words.end as usize).then_some(())?;
        let opens = words.start as usize;
        let amended = (0..i).rev().take(200).find(|&j| {
            let free = roles[j].of.is_none() && roles[j].relation == Relation::Amends;
            free && self.is_content(j) && self.layout.spans[j].end as usize <= opens
        });
        // The amended document may be named in what was left out.
        let unknown = || Some(i).filter(|&i| self.mention(i).form == Form::ToSelf);
        amended.or_else(unknown).and_then(index)
    }

    /// "Thông tư số 09/2021/TT-BLĐTBXH có căn cứ ban hành như sau: “Căn cứ …”", "Điều 2 của
    /// Luật số 32/2013/QH13 … quy định như sau: “…”": what another document says is quoted, in
    /// the footnotes of consolidated texts above all.
    fn footnoted(&self, i: usize, roles: &[Role]) -> Option<u32> {
        let lead = self.layout.leads[i];
        let next =
            self.quoted.sayings.partition_point(|s| (s.words.start as usize) <= lead);
        let said = self.quoted.sayings.get(next.checked_sub(1)?)?;
        (lead < said.words.end as usize).then_some(())?;
        if self.is_above_notes(i, said.words.start as usize) {
            return None;
        }
        let by = (0..i).rev().take(60).find(|&j| {
            let inside = roles[j].of.is_some_and(|of| (of as usize) < j);
            self.is_content(j) && !inside && self.layout.spans[j].end as usize <= said.at
        })?;
        let near = said.at - self.layout.spans[by].end as usize;
        if near < 900 { index(by) } else { None }
    }

    /// The page ended among the grounds that a footnote quotes from `opens` on, the next one
    /// began with articles, and no line of blanks parts the mention from these yet.
    fn is_above_notes(&self, i: usize, opens: usize) -> bool {
        let ground = |at| parse::opens_recital(self.normal, at);
        if !ground(opens) || ground(self.sentence(i)) {
            return false;
        }
        let noted = self.normal.get(opens..self.layout.leads[i]).unwrap_or_default();
        let rule = |line: &str| line.len() > 30 && line.trim().is_empty();
        let article = tail_of(noted, LONG).rsplit_once("\nĐiều ");
        article.is_some_and(|(_, text)| {
            let whole = text.rsplit_once('\n').map_or("", |(lines, _)| lines);
            !whole.lines().any(rule)
        })
    }

    /// The document whose words a footnote quotes is only named there.
    pub(super) fn quotes(&self, i: usize) -> Option<Role> {
        let end = self.layout.spans[i].end as usize;
        let next = self.quoted.sayings.partition_point(|said| said.at < end);
        let at = self.quoted.sayings.get(next)?.at;
        let title = self.normal.get(end..at).filter(|t| t.len() < 900)?;
        let opens = self.normal.get(..self.layout.leads[i])?;
        let head = opens.trim_end();
        let blanks = opens.get(head.len()..).unwrap_or_default();
        let noted = head.ends_with(|c: char| c.is_ascii_digit())
            || head.ends_with(['.', '”', '"', ';', ':'])
            || blanks.matches('\n').count() > 1;
        (noted && !title.contains(['.', '“', ';', ':'])).then(|| plain(Relation::Cites))
    }
}

/// What *như sau:*, or a colon behind *sửa đổi*, opens, in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Quoted {
    /// What another document says.
    sayings: Vec<Saying>,
    /// The new words of an amendment, in bytes of the normalized text.
    replacements: Vec<Span>,
    /// The ends of quotations that began in what was left out.
    tails: Vec<Span>,
}

/// The quoted words of a document that is named before.
#[derive(Debug)]
struct Saying {
    /// Where the verb begins that opens the words: *có căn cứ ban hành*, *quy định*.
    at: usize,
    /// In bytes of the normalized text.
    words: Span,
}

impl Quoted {
    /// Finds all of a normalized text.
    pub(super) fn of(normal: &str) -> Self {
        let mut finder = Finder { normal, ..Finder::default() };
        // The last bytes of *…* and *“* are rarer than the others.
        for at in memchr::memchr3_iter(b':', 0xa6, 0x9c, normal.as_bytes()) {
            match normal.as_bytes()[at] {
                b':' => finder.behind_colon(at),
                0xa6 => finder.cut(at + 1),
                _ => finder.at_line(at + 1),
            }
        }
        finder.quoted
    }
}

#[derive(Default)]
struct Finder<'t> {
    normal: &'t str,
    quoted: Quoted,
    /// Where the last quotation ends.
    done: usize,
    /// How far a quotation was followed that nothing closes.
    loose: usize,
    /// No mark stands between the last cut and this offset.
    clear: usize,
}

impl Finder<'_> {
    /// Reads what a colon opens.
    fn behind_colon(&mut self, colon: usize) {
        let normal = self.normal;
        let head = normal.get(..colon).unwrap_or_default();
        let so = head.strip_suffix("sau").and_then(|h| h.trim_end().strip_suffix("như"));
        let behind = colon + 1;
        let tail = normal.get(behind..).unwrap_or_default();
        let start = behind + white_len(tail);
        let opens = || normal.get(start..).is_some_and(|t| t.starts_with(['“', '"']));
        match so {
            Some(head) => self.quotation(head, start),
            // Most colons open no quotation.
            None if opens() && amends_by(head) => self.quotation(head, start),
            None => {}
        }
    }

    /// "Điều 4. Sửa đổi, bổ sung Chương IV⏎“Chương IV …": without a colon. The mark ends before
    /// `end`.
    fn at_line(&mut self, end: usize) {
        let Some(head) = self.normal.get(..end).and_then(|h| h.strip_suffix('“'))
        else {
            return;
        };
        let line = head.trim_end_matches([' ', '\t']);
        let before = line.trim_end();
        if line.ends_with('\n') && !before.ends_with([':', '”', '.']) && amends_by(before)
        {
            self.quotation(before, head.len());
        }
    }

    /// Reads the quotation at `start`, which what stands before it opens.
    fn quotation(&mut self, head: &str, start: usize) {
        if start < self.done {
            return;
        }
        let words = self.normal.get(start..).unwrap_or_default();
        let longest = if start < self.loose { LONG } else { LONGEST };
        let (len, closed) = quotation(words, longest);
        let said = verb_before(head);
        let len = if closed {
            len
        } else {
            self.loose = self.loose.max(start + len);
            unclosed(words, said.is_some())
        };
        self.done = start + len;
        let words = Span::new(start, self.done);
        match said {
            Some(at) => self.quoted.sayings.push(Saying { at, words }),
            None if len > 0 => self.quoted.replacements.push(words),
            None => {}
        }
    }

    /// Reads from a "…" on a line of its own, which ends before `end`, to the mark that closes
    /// a quotation, when none opens before.
    fn cut(&mut self, end: usize) {
        let start = end + 1;
        if !self.normal.get(..start).is_some_and(|head| head.ends_with("\n…\n")) {
            return;
        }
        let end = super::gap::floor(self.normal, start + LONG);
        let from = self.clear.clamp(start, end.max(start));
        let near = self.normal.get(from..end).unwrap_or_default();
        let mark = near.find(['“', '”']);
        self.clear = mark.map_or(end.max(self.clear), |n| from + n);
        let closes = near.get(self.clear.saturating_sub(from)..);
        if closes.is_some_and(|t| t.starts_with('”')) {
            self.quoted.tails.push(Span::new(start, self.clear));
        }
    }
}

/// "3. Sửa đổi khoản 2 Điều 10:": the line says what is changed, and the new words follow.
fn amends_by(head: &str) -> bool {
    let line = tail_of(head, 300).rsplit('\n').next().unwrap_or_default();
    ["Sửa đổi", "Bổ sung", "sửa đổi", "bổ sung"].iter().any(|w| line.contains(w))
}

/// Returns where *có căn cứ ban hành* or *quy định* begins that ends the text.
fn verb_before(text: &str) -> Option<usize> {
    let words = |words: &[&str]| {
        let mut head = text;
        for word in words.iter().rev() {
            head = head.trim_end().strip_suffix(word)?;
        }
        Some(head.len())
    };
    words(&["quy", "định"]).or_else(|| words(&["có", "căn", "cứ", "ban", "hành"]))
}

/// How much of a text that begins with quoted words is theirs when nothing closes them: up
/// to a cut, or to the end of what was cut off; a footnote is thought to be long.
fn unclosed(text: &str, footnote: bool) -> usize {
    let near = text.get(..super::gap::floor(text, LONG)).unwrap_or_default();
    if !near.starts_with(['“', '"']) {
        return 0;
    }
    let ends = || near.len() == text.len() && near.starts_with('“') && !signs_off(near);
    let all = if footnote || ends() { near.len() } else { 0 };
    near.find("\n…\n").unwrap_or(all)
}

/// The last article and what stands below it: the document is whole, and a mark was lost.
fn signs_off(text: &str) -> bool {
    ["hiệu lực", "Nơi nhận", "NƠI NHẬN", "\nTM.", "\nKT."]
        .iter()
        .any(|w| text.contains(w))
}

/// A straight mark at `at` ends a sentence or item, and a line.
fn ends_words(text: &str, at: usize) -> bool {
    let head = text.get(..at).unwrap_or_default();
    let behind =
        text.get(at + 1..).unwrap_or_default().trim_start_matches(['.', ';', ' ']);
    head.ends_with(['.', ';', '/']) && (behind.is_empty() || behind.starts_with('\n'))
}

/// No quotation is followed further than this many bytes.
const LONGEST: usize = 60_000;
/// Nor than this, if nothing closes it or one around it.
const LONG: usize = 6000;

/// Reads a quotation of at most `longest` bytes with those inside it; returns the bytes
/// read, and whether it closes.
fn quotation(text: &str, longest: usize) -> (usize, bool) {
    let straight = text.starts_with('"');
    if !straight && !text.starts_with('“') {
        return (0, false);
    }
    let mut depth = 0usize;
    let window = text.as_bytes().get(..longest).unwrap_or(text.as_bytes());
    // Curly marks begin with this byte.
    for at in memchr::memchr2_iter(0xe2, b'"', window) {
        let tail = text.get(at..).unwrap_or_default();
        match tail.chars().next() {
            Some('“') => depth += 1,
            Some('”') if depth <= 1 => return (at + '”'.len_utf8(), true),
            Some('”') => depth -= 1,
            Some('"') if straight && at > 0 => return (at + 1, true),
            // "“Điều 5 … giải quyết."": it opens with a curly mark and closes with a straight.
            Some('"') if depth == 1 && ends_words(text, at) => return (at + 1, true),
            _ => {}
        }
    }
    (window.len(), false)
}
