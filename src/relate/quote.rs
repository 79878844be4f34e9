//! What stands in quotation marks and is said by another document: the recitals in the
//! footnotes of consolidated texts, and the words that replace others.

use super::cue::is_act;
use super::{Reader, Relation, Role, index, plain};
use crate::parse::Form;
use crate::text::Span;

impl Reader<'_> {
    /// Lends the words inside quotation marks to the document that says them.
    pub(super) fn spoken(&self, i: usize, role: Role, before: &[Role]) -> Role {
        if role.of.is_some() {
            return role;
        }
        self.replacing(i, &role, before)
            .or_else(|| self.footnoted(i, before))
            .map_or(role.clone(), |of| Role { of: Some(of), ..role })
    }

    /// "Sửa đổi Điều 3 Nghị định A như sau: “… Nghị định này hướng dẫn …”": what the new words
    /// call itself is A, and A is what guides, amends or ends there.
    fn replacing(&self, i: usize, role: &Role, before: &[Role]) -> Option<u32> {
        let speaks = self.mention(i).form == Form::ToSelf || is_act(role.relation);
        if !speaks {
            return None;
        }
        let lead = self.layout.leads[i];
        let next =
            self.quoted.replacements.partition_point(|r| (r.start as usize) < lead);
        let words = self.quoted.replacements.get(next.checked_sub(1)?)?;
        (lead < words.end as usize).then_some(())?;
        let opens = words.start as usize;
        let amended = (0..i).rev().take(200).find(|&j| {
            let free = before[j].of.is_none() && before[j].relation == Relation::Amends;
            free && self.is_content(j) && self.layout.spans[j].end as usize <= opens
        });
        amended.and_then(index)
    }

    /// "Thông tư số 09/2021/TT-BLĐTBXH có căn cứ ban hành như sau: “Căn cứ …”": a footnote of
    /// a consolidated text quotes what another document says.
    fn footnoted(&self, i: usize, before: &[Role]) -> Option<u32> {
        let lead = self.layout.leads[i];
        let opened = self.quoted.recitals.partition_point(|&at| at < lead);
        let at = *self.quoted.recitals.get(opened.checked_sub(1)?)?;
        let inside = self.normal.get(at..lead).filter(|t| t.len() < 6000)?;
        if inside.contains('”') {
            return None;
        }
        let by = (0..i).rev().take(60).find(|&j| {
            let inside = before[j].of.is_some_and(|of| (of as usize) < j);
            self.is_content(j) && !inside && self.layout.spans[j].end as usize <= at
        });
        by.and_then(index)
    }

    /// The document whose recitals a footnote quotes is only named there.
    pub(super) fn quotes(&self, i: usize) -> Option<Role> {
        let end = self.layout.spans[i].end as usize;
        let next = self.quoted.recitals.partition_point(|&at| at < end);
        let at = *self.quoted.recitals.get(next)?;
        let title = self.normal.get(end..at).filter(|t| t.len() < 900)?;
        let opens = self.normal.get(..self.layout.leads[i])?;
        let noted = opens.trim_end().ends_with(|c: char| c.is_ascii_digit());
        (noted && !title.contains(['.', '“'])).then(|| plain(Relation::Cites))
    }
}

/// What *như sau:* opens, in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Quoted {
    /// Where "có căn cứ ban hành như sau" stands, which opens the quoted recitals in the
    /// footnotes of consolidated texts.
    pub(super) recitals: Vec<usize>,
    /// The quoted words behind it, in bytes of the normalized text.
    pub(super) replacements: Vec<Span>,
}

impl Quoted {
    /// Finds all of a normalized text.
    pub(super) fn of(normal: &str) -> Self {
        const WORDS: &str = "như sau:";
        let mut quoted = Self::default();
        let mut done = 0;
        for at in memchr::memmem::find_iter(normal.as_bytes(), WORDS) {
            let head = normal.get(..at).unwrap_or_default();
            quoted.recitals.extend(grounds_before(head));
            let behind = at + WORDS.len();
            let tail = normal.get(behind..).unwrap_or_default();
            let start = behind + (tail.len() - tail.trim_start().len());
            if start < done {
                continue;
            }
            let (len, closed) = quotation(normal.get(start..).unwrap_or_default());
            done = start + len;
            if closed {
                quoted.replacements.push(Span::new(start, done));
            }
        }
        quoted
    }
}

/// Returns where *có căn cứ ban hành* begins that ends the text.
fn grounds_before(text: &str) -> Option<usize> {
    let head = text.trim_end().strip_suffix("hành")?;
    let head = head.trim_end().strip_suffix("ban")?;
    head.trim_end().strip_suffix("có căn cứ").map(str::len)
}

/// No quotation is followed further than this many bytes.
const LONGEST: usize = 60_000;

/// Reads a quotation with those inside it; returns the bytes read, and whether it closes.
fn quotation(text: &str) -> (usize, bool) {
    let straight = text.starts_with('"');
    if !straight && !text.starts_with('“') {
        return (0, false);
    }
    let mut depth = 0usize;
    // Curly marks begin with this byte.
    for at in memchr::memchr2_iter(0xe2, b'"', text.as_bytes()) {
        let tail = text.get(at..).unwrap_or_default();
        match tail.chars().next() {
            _ if at > LONGEST => return (at, false),
            Some('“') => depth += 1,
            Some('”') if depth <= 1 => return (at + '”'.len_utf8(), true),
            Some('”') => depth -= 1,
            Some('"') if straight && at > 0 => return (at + 1, true),
            _ => {}
        }
    }
    (text.len(), false)
}
