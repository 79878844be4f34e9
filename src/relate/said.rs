//! What the text says of a document as news or once more: just issued, consolidated, named
//! again.

use super::beside::amending;
use super::gap::{floor, is_passive, tail_of};
use super::item::{item_start, line_start};
use super::{Reader, Relation, Role, plain};
use crate::parse::{self, Form, Mention};
use crate::text::starts_with_words;
use crate::vocab::DocKind;

impl Reader<'_> {
    /// News says that a document was issued.
    pub(super) fn reported(&self, i: usize) -> Option<Role> {
        if !self.document.heading.is_news {
            return None;
        }
        let same = self.is_announced(i) || self.points_to_announced(i);
        let issued = (self.is_of_late(i)
            || parse::is_just_issued(self.normal, self.layout.leads[i])
            || parse::is_just_issued_by(self.normal, self.layout.spans[i].end as usize))
            && !self.was_told(i);
        (same || issued).then(|| plain(Relation::Reports))
    }

    /// "Mới đây, Tổng cục Môi trường ban hành Quyết định số 86/QĐ-XPVPHC".
    fn is_of_late(&self, i: usize) -> bool {
        let (lead, sentence) = (self.layout.leads[i], self.sentence(i));
        let head = self.normal.get(sentence..lead).unwrap_or_default().trim_start();
        let first = i
            .checked_sub(1)
            .is_none_or(|j| (self.layout.spans[j].end as usize) < sentence);
        let verbs = ["ban hành", "ký", "ra", "phê duyệt", "công bố"];
        let ends = |words: &str| parse::ends_with_small(head.trim_end(), words);
        first
            && starts_with_words(head, "mới đây").is_some()
            && !ends("đăng ký")
            && verbs.into_iter().any(ends)
    }

    /// The mention names the document that a news item announces.
    pub(super) fn is_announced(&self, i: usize) -> bool {
        self.announced().is_some_and(|a| {
            let mention = self.mention(i);
            let numbers = a.number.as_ref().zip(mention.number.as_ref());
            numbers.is_some_and(|(x, y)| {
                // "Nghị định 40" of "Nghị định số 40/2018/NĐ-CP".
                let short = || mention.form == Form::Alias && x.serial == y.serial;
                if y.symbol.is_empty() {
                    mention.kind == a.kind && (x.same(y) || short())
                } else {
                    x.same(y)
                }
            })
        })
    }

    /// "Quyết định này" in an article that announces a decision.
    fn points_to_announced(&self, i: usize) -> bool {
        let mention = self.mention(i);
        mention.form == Form::Anaphor
            && self.announced().is_some_and(|a| a.kind == mention.kind)
    }

    fn announced(&self) -> Option<&Mention> {
        let announces = self.document.heading.announces?;
        self.document.mentions.get(announces as usize)
    }

    /// The item has named the document before: it is no news any more.
    pub(super) fn was_told(&self, i: usize) -> bool {
        let Some(number) = &self.mention(i).number else { return false };
        let same = |m: &Mention| m.number.as_ref().is_some_and(|n| n.same(number));
        self.document.mentions.iter().take(i).rev().take(200).any(same)
    }

    /// "Thông tư A ngày …, có hiệu lực …, được sửa đổi, bổ sung bởi:" above the recitals: the
    /// text consolidates A (Ordinance 01/2012/UBTVQH13, article 11).
    pub(super) fn merged(&self, i: usize, before: &[Role]) -> Option<Role> {
        let mention = self.mention(i);
        let kind = self.document.heading.kind;
        let merges = kind.is_some_and(|k| k == DocKind::CONSOLIDATION);
        let named = mention.kind == kind || kind.is_none() || merges;
        let follows =
            before.iter().rev().take(12).any(|r| r.relation == Relation::Consolidates);
        if mention.form != Form::Numbered || !(named || follows) {
            return None;
        }
        let (lead, from) = (self.layout.leads[i], self.layout.tails[i]);
        let line = line_start(self.normal, lead);
        let start = line.or_else(|| item_start(self.normal, lead))?;
        let wrapped = self.sentence(i) < start.saturating_sub(2);
        let end = parse::sentence_end(self.normal, from);
        let tail = self.normal.get(from..end.min(floor(self.normal, from + 900)))?;
        if !follows && !tail.trim_end().ends_with("bởi:") {
            return None;
        }
        let words: Vec<&str> = tail.split_whitespace().collect();
        let tail = words.join(" ");
        let listed = tail.ends_with("bởi:") && is_passive(tail_of(&tail, 120));
        // Behind the title, which has no full stop.
        let of_title = listed && mention.kind == kind && self.is_above_recitals(lead);
        if wrapped && !of_title {
            return None;
        }
        let cut = self.normal.get(end..).is_some_and(|t| t.starts_with("\n…\n"));
        let forced = ["có hiệu lực", "việc đính chính"].iter().any(|w| tail.contains(w))
            || cut
            || self.opens_amendments(i, start, before);
        (listed || forced && follows && self.is_above_recitals(lead))
            .then(|| plain(Relation::Consolidates))
    }

    /// The first item behind "A …, được sửa đổi, bổ sung bởi:".
    fn opens_amendments(&self, i: usize, start: usize, before: &[Role]) -> bool {
        let Some(j) = (0..i).rev().take(12).find(|&j| self.is_content(j)) else {
            return false;
        };
        let gap = self.normal.get(self.layout.tails[j]..start);
        before[j].relation == Relation::Consolidates
            && gap.is_some_and(|g| g.trim_end().ends_with("bởi:"))
    }

    /// No recital stands before.
    pub(super) fn is_above_recitals(&self, at: usize) -> bool {
        let from = floor(self.normal, at.saturating_sub(4000));
        self.normal.get(from..at).is_some_and(|head| !head.contains("\nCăn cứ"))
    }

    /// "(sau đây gọi tắt là B)", or a number in brackets that was said before.
    pub(super) fn tells_again(&self, i: usize) -> bool {
        let start = self.layout.spans[i].start as usize;
        if parse::is_definition(self.normal, start) {
            return true;
        }
        let opens = self.normal.get(..start).is_some_and(|head| head.ends_with('('));
        opens && self.said_before(i).is_some()
    }

    /// The nearest mention before of the same number.
    pub(super) fn said_before(&self, i: usize) -> Option<usize> {
        let number = self.mention(i).number.as_ref()?;
        let same =
            |&j: &usize| self.mention(j).number.as_ref().is_some_and(|n| n.same(number));
        (0..i).rev().take(12).find(same)
    }

    /// "(sau đây gọi tắt là B)": a short name has the role of what it stands for; the
    /// number again says of a ground that it is one, else it only names the document.
    pub(super) fn defined(&self, i: usize, before: &[Role]) -> Role {
        // "Các Thông tư … gọi chung là Thông tư gốc": none of those before the sentence.
        let sentence = self.sentence(i);
        let here = |j: &usize| self.layout.tails[*j] > sentence;
        let near = || (0..i).rev().take(12).find(|&j| self.is_content(j)).filter(here);
        self.said_before(i).or_else(near).map_or_else(
            || plain(Relation::Cites),
            |j| match self.mention(i).form {
                Form::Alias => Self::outer_role(j, before),
                _ => amending(&Self::outer_role(j, before)),
            },
        )
    }
}
