//! Items of lists, which take their words from the line that opens the list.

use super::cue::{cues, is_act};
use super::gap::{floor, tail_of};
use super::{Reader, Relation, Role};
use crate::parse;
use crate::text::{Span, is_letter, is_upper, is_word, starts_with_glued};

impl Reader<'_> {
    /// An item of a list takes the words of the line that opens it: "Bãi bỏ các văn bản
    /// sau:", "Các quyết định sau đây hết hiệu lực:".
    pub(super) fn introduced(&self, i: usize, before: &[Role]) -> Option<Role> {
        let lead = self.layout.leads[i];
        let start =
            item_start(self.normal, lead).or_else(|| line_start(self.normal, lead))?;
        let head = self.normal.get(..start)?.trim_end();
        // What was left out may have been another list; a counted item goes on.
        if head.ends_with("\n…") && item_number(self.normal, start).is_none() {
            return None;
        }
        match head.strip_suffix(':') {
            Some(opener) => self.opened(i, opener),
            None => self
                .under_grounds(head)
                .or_else(|| self.under_repeal(i, head))
                .or_else(|| self.next_item(i, start, before)),
        }
    }

    /// A row of the list that a decision publishes: "… công bố Danh mục văn bản quy phạm pháp
    /// luật hết hiệu lực" (Decree 34/2016/NĐ-CP, chapter IX).
    pub(super) fn expired(&self, i: usize) -> Option<Role> {
        if !self.lists_ended {
            return None;
        }
        let own = self.document.heading.number.as_ref();
        let same =
            own.zip(self.mention(i).number.as_ref()).is_some_and(|(a, b)| a.same(b));
        let item = || item_start(self.normal, self.layout.leads[i]).is_some();
        let row = !same && self.is_numbered(i) && (self.opens_row(i) || item());
        row.then(|| super::plain(Relation::Repeals))
    }

    fn is_numbered(&self, i: usize) -> bool {
        self.mention(i).form == parse::Form::Numbered
    }

    /// Nothing but the marks and the type word of a table row stands before the mention. A
    /// far column says by what the document was ended ("Bị thay thế bởi Thông tư số …").
    fn opens_row(&self, i: usize) -> bool {
        const TYPES: [&str; 10] =
            ["thông", "tư", "quyết", "định", "nghị", "chỉ", "thị", "liên", "tịch", "số"];
        let head = self.normal.get(..self.layout.leads[i]).unwrap_or_default();
        let line = tail_of(head, 200).rsplit('\n').next().unwrap_or_default();
        let folded = crate::text::fold_tone(line);
        let mut words = folded.split(|c: char| !is_letter(c)).filter(|w| w.len() > 1);
        let columns = line.matches('|').count();
        let span = self.layout.spans[i];
        let typed =
            self.normal.get(span.range()).is_some_and(|q| q.starts_with(is_upper));
        // "theo⏎Nghị quyết số …": a wrapped line.
        let start = head.len() - line.len();
        let sentence = parse::sentence_start(self.normal, head.len());
        let gap = self.normal.get(sentence..start);
        let fresh = || gap.is_none_or(|g| g.trim().is_empty());
        let near = (1..=3).contains(&columns) || columns == 0 && typed && fresh();
        near && words.all(|w| TYPES.contains(&w))
    }

    /// The first item under a heading such as "II. CĂN CỨ PHÁP LÝ".
    pub(super) fn under_grounds(&self, head: &str) -> Option<Role> {
        let line = tail_of(head, 200).rsplit_once('\n')?.1;
        let folded = crate::text::fold_tone(line);
        let at = ["căn cứ pháp lý", "cơ sở pháp lý", "căn cứ xây dựng", "căn cứ lập"]
            .iter()
            .find_map(|w| folded.find(w))?;
        let numbered = folded.get(..at)?.chars().filter(|c| is_letter(*c)).count() <= 12;
        let cue = Span::new(head.len() - line.len(), head.len());
        numbered.then(|| Role {
            relation: Relation::BasedOn,
            of: None,
            cue: Some(self.text.to_source(cue)),
        })
    }

    /// The first item under "Điều 1. Bãi bỏ toàn bộ 15 văn bản quy phạm pháp luật".
    pub(super) fn under_repeal(&self, i: usize, head: &str) -> Option<Role> {
        const SEVERAL: [&str; 3] = [" văn bản", "các thông tư", "các quyết định"];
        let line = tail_of(head, 300).rsplit('\n').next()?;
        let start = head.len() - line.len();
        let several = |words: &str| SEVERAL.iter().any(|w| words.contains(w));
        if !several(line) {
            return None;
        }
        let (relation, span) = self.last_cue(start, head.len())?;
        let words = self.normal.get(span.end as usize..head.len())?;
        let opens = self.opens_article(start, span.start as usize);
        if !is_act(relation) || !several(words) || !opens {
            return None;
        }
        let relation = self.in_region(i, start, relation, span);
        Some(Role { relation, of: None, cue: Some(self.text.to_source(span)) })
    }

    /// Only *Điều 1.* stands before the verb.
    pub(super) fn opens_article(&self, from: usize, verb: usize) -> bool {
        self.normal.get(from..verb).is_some_and(|head| {
            let words = head.split(|c: char| !is_word(c)).filter(|w| !w.is_empty());
            words.count() <= 2
        })
    }

    /// What the line says that opens a list.
    pub(super) fn opened(&self, i: usize, opener: &str) -> Option<Role> {
        let from = parse::sentence_start(self.normal, opener.len());
        let from = from.max(floor(self.normal, opener.len().saturating_sub(600)));
        let words = opener.get(from..)?;
        // "Các Nghị định bị bãi bỏ gồm:".
        let ended = words.rfind("hết hiệu lực").or_else(|| words.rfind("bị bãi bỏ"));
        let (relation, span) = match ended {
            Some(n) => (Relation::Repeals, Span::new(from + n, opener.len())),
            None => self.last_cue(from, opener.len())?,
        };
        let relation = if ended.is_some() {
            relation
        } else {
            self.in_region(i, from, relation, span)
        };
        Some(Role { relation, of: None, cue: Some(self.text.to_source(span)) })
    }

    /// The last verb before `to`; of "sửa đổi, bổ sung, bãi bỏ" the first.
    pub(super) fn last_cue(&self, from: usize, to: usize) -> Option<(Relation, Span)> {
        let cues = cues(self.normal, from, to);
        let (last, earlier) = cues.split_last()?;
        let ends = matches!(last.0, Relation::Repeals | Relation::Replaces);
        let amends = |c: &&(Relation, Span)| {
            ends && c.0 == Relation::Amends && self.is_joined(c.1, last.1)
        };
        Some(*earlier.last().filter(amends).unwrap_or(last))
    }

    /// The item behind one that took its words from the line that opens the list.
    pub(super) fn next_item(
        &self,
        i: usize,
        start: usize,
        before: &[Role],
    ) -> Option<Role> {
        let opens = |&j: &usize| {
            let lead = self.layout.leads[j];
            item_start(self.normal, lead).or_else(|| line_start(self.normal, lead))
        };
        let mut content = (0..i).rev().take(12).filter(|&j| self.is_content(j));
        let j = content.find(|j| opens(j).is_some())?;
        let first = opens(&j)?;
        let role = Self::outer_role(self.meant(j), before);
        let gap = self.normal.get(self.layout.tails[j].min(start)..start)?;
        let opened = |far: usize| {
            role.cue.is_some_and(|c| {
                self.text.to_normal(c).end as usize <= first && gap.len() < far
            })
        };
        let next = opened(400) && gap.trim_end_matches('\n').lines().count() <= 1;
        // Titles wrap, pages break: the marks of the items tell that the list goes on.
        let acts = is_act(role.relation) || role.relation == Relation::Consolidates;
        let marks = [first, start].map(|at| item_number(self.normal, at));
        let dashes = [first, start].iter().all(|&at| {
            self.normal.get(at..).is_some_and(|t| t.trim_start().starts_with('-'))
        });
        let counted = opened(900) && acts && (marks[1] > marks[0] || dashes);
        (next || counted).then_some(role)
    }
}

/// The title of a document that lists which others have ended, or that ends them: *công bố
/// Danh mục văn bản … hết hiệu lực*, *bãi bỏ văn bản quy phạm pháp luật …*.
///
/// A list that also names what has ended in part, or what is in force, is no witness: its
/// rows do not say which.
pub(super) fn lists_ended(title: &str, text: &str) -> bool {
    let has = |letters: [u8; 2], words| {
        memchr::memchr2_iter(letters[0], letters[1], title.as_bytes())
            .filter_map(|at| title.get(at..))
            .any(|tail| starts_with_glued(tail, words).is_some())
    };
    // Few titles are worth folding.
    if !has(*b"dD", "danh mục") && !has(*b"bB", "bãi bỏ") {
        return false;
    }
    let title = crate::text::fold_tone(title);
    let ends = ["bãi bỏ văn bản", "bãi bỏ các văn bản", "bãi bỏ một số văn bản"];
    let lists = title.contains("danh mục") && title.contains("hết hiệu lực")
        || ends.iter().any(|words| title.contains(words));
    let mixed = || ["một phần", "Một phần", "MỘT PHẦN"].iter().any(|w| text.contains(w));
    let whole = !title.contains("còn hiệu lực") && !title.contains("một phần");
    lists && whole && !mixed()
}

/// Returns where the line of a list item begins when nothing but its mark ("a)", "1.",
/// "-") stands before `lead`.
pub(super) fn item_start(text: &str, lead: usize) -> Option<usize> {
    let head = text.get(floor(text, lead.saturating_sub(16))..lead)?;
    let (_, mark) = head.rsplit_once('\n')?;
    let word = mark.trim();
    let bare = word.trim_end_matches(['.', ')', '-', '+', '•', '*', ' ']);
    let marked =
        bare.len() < word.len() && bare.chars().filter(|c| is_word(*c)).count() <= 3;
    (marked && !bare.contains(' ')).then(|| lead - mark.len())
}

/// The number of the item whose mark ("12.") begins at `at`.
pub(super) fn item_number(text: &str, at: usize) -> Option<u32> {
    let mark = text.get(at..)?.trim_start();
    let digits = mark.find(|c: char| !c.is_ascii_digit())?;
    mark.get(digits..)?.starts_with(['.', ')']).then_some(())?;
    mark.get(..digits)?.parse().ok()
}

/// Returns the lead when it is the beginning of a line.
pub(super) fn line_start(text: &str, lead: usize) -> Option<usize> {
    let head = text.get(..lead)?.trim_end_matches([' ', '\t']);
    (head.is_empty() || head.ends_with('\n')).then_some(head.len())
}
