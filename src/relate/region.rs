//! What the words mean where they stand: recitals, articles that take effect, attachments.

use super::gap::{floor, tail_of};
use super::{Reader, Relation, Role, index, plain};
use crate::parse::{self, Form, Mention};
use crate::text::{
    Span, fold_tone, is_letter, is_lower, is_upper, is_word, starts_with_words,
};
use crate::vocab::DocKind;

impl Reader<'_> {
    /// What the words mean depends on where they stand.
    pub(super) fn in_region(
        &self,
        i: usize,
        sentence: usize,
        relation: Relation,
        cue: Span,
    ) -> Relation {
        let recital = parse::opens_recital(self.normal, sentence);
        match relation {
            _ if recital && self.is_enacted(i) => Relation::Cites,
            Relation::Cites | Relation::Implements
                if recital && self.has_left_recital(i, sentence) =>
            {
                relation
            }
            Relation::Amends if self.is_task(cue) => Relation::Cites,
            // Nothing guides or amends a report.
            Relation::Guides | Relation::Amends if self.is_report(i) => Relation::Cites,
            // "Sau khi xem xét Kết luận thanh tra B, Chủ tịch đề nghị …".
            Relation::Proposes if self.is_studied(i, cue) => Relation::Cites,
            _ if recital && relation != Relation::Proposes => Relation::BasedOn,
            Relation::IssuedWith if self.is_part_of(i, cue) => Relation::Cites,
            Relation::Replaces | Relation::Repeals
                if !self.takes_effect(i, sentence, cue) =>
            {
                Relation::Cites
            }
            _ => relation,
        }
    }

    /// "Căn cứ Chương trình A, cơ quan có thẩm quyền … theo quy định tại B.": the sentence is
    /// no recital, and its main clause has begun.
    pub(super) fn has_left_recital(&self, i: usize, sentence: usize) -> bool {
        let lead = self.layout.leads[i];
        let head = self.normal.get(sentence..lead).unwrap_or_default();
        let (clause, least) = match head.rsplit_once(',') {
            Some((_, clause)) => (clause, 6),
            None => (head, 14),
        };
        let end = parse::sentence_end(self.normal, lead);
        let stop = self.normal.get(..end).is_some_and(|t| t.trim_end().ends_with('.'));
        stop && clause.split_whitespace().count() >= least
    }

    /// "theo Mẫu số 01 tại Phụ lục ban hành kèm theo Nghị định B": a form or an annex is
    /// a part of B, no document with a life of its own as a regulation has.
    pub(super) fn is_part_of(&self, i: usize, cue: Span) -> bool {
        if self.attachment(i, Relation::IssuedWith, cue).is_none() {
            return false;
        }
        let from = parse::sentence_start(self.normal, cue.start as usize)
            .max(floor(self.normal, (cue.start as usize).saturating_sub(160)));
        let head = self.normal.get(from..cue.start as usize).unwrap_or_default();
        let mut words: Vec<&str> = head.split_whitespace().rev().take(14).collect();
        words.reverse();
        let at_word = |n: usize, list: &[&str]| {
            let near = words.get(n..words.len().min(n + 2)).unwrap_or_default().join(" ");
            list.iter().any(|w| starts_with_words(&near, w).is_some())
        };
        let part = (0..words.len()).rev().find(|&n| at_word(n, &PARTS));
        let whole = (0..words.len()).rev().find(|&n| at_word(n, &WHOLES));
        part.is_some() && part > whole
    }

    /// "đề nghị của Ủy ban nhân dân tỉnh tại Tờ trình số …", whatever a scanner left of *đề*.
    pub(super) fn is_submission(&self, i: usize) -> bool {
        if self.mention(i).kind.is_none_or(|k| k.code() != "TTr") {
            return false;
        }
        let before = self.normal.get(..self.layout.leads[i]).unwrap_or_default();
        let at = before.trim_end().strip_suffix("tại");
        at.is_some_and(|head| tail_of(head, 140).contains("nghị của"))
    }

    pub(super) fn is_report(&self, i: usize) -> bool {
        self.mention(i).kind.is_some_and(|k| matches!(k.code(), "TTr" | "BC"))
    }

    /// A conclusion stands right behind *sau khi xem xét*: it proposes nothing.
    fn is_studied(&self, i: usize, cue: Span) -> bool {
        let words = self.normal.get(cue.range()).unwrap_or_default();
        let gap = self.normal.get(cue.end as usize..self.layout.leads[i]);
        self.mention(i).kind.is_some_and(|kind| kind == DocKind::CONCLUSION)
            && starts_with_words(words, "sau khi").is_some()
            && gap.is_some_and(|gap| gap.trim().is_empty())
    }

    /// "Căn cứ …; Quốc hội ban hành Luật Căn cước": what is enacted is no ground.
    pub(super) fn is_enacted(&self, i: usize) -> bool {
        let before =
            self.normal.get(..self.layout.leads[i]).unwrap_or_default().trim_end();
        before.ends_with("ban hành")
    }

    /// A document ends another one in its own name ("Quyết định này thay thế …"), or in an
    /// article or title that begins with the verb; a plan to replace one does not.
    pub(super) fn takes_effect(&self, i: usize, sentence: usize, cue: Span) -> bool {
        let Some(head) = self.normal.get(sentence..cue.start as usize) else {
            return false;
        };
        let near = self.document.mentions.iter().take(i).rev().take(4);
        let own = near
            .filter(|m| self.is_own_name(m, cue))
            .any(|m| self.text.to_normal(m.span).start as usize >= sentence);
        let opens = |w: &str| OPENERS.iter().any(|o| starts_with_words(w, o).is_some());
        let opens = || head.split(|c| !is_word(c)).filter(|w| w.len() > 2).all(opens);
        // "THÔNG TƯ … SỐ 01/2010/TT-NHNN⏎BÃI BỎ QUYẾT ĐỊNH SỐ …": a line of the title.
        let line = head.rsplit('\n').next().unwrap_or_default();
        let verb = self.normal.get(cue.range()).unwrap_or_default();
        let titled = !verb.contains(is_lower) && !line.contains(is_letter);
        own || titled || opens() || fold_tone(head).contains("có hiệu lực")
    }

    /// *Quyết định này*; in a newspaper "Chỉ thị này thay thế …", the verb right behind.
    fn is_own_name(&self, mention: &Mention, verb: Span) -> bool {
        let end = self.text.to_normal(mention.span).end as usize;
        let gap = || self.normal.get(end..verb.start as usize);
        match mention.form {
            Form::ToSelf => true,
            Form::Anaphor if self.document.heading.is_news => {
                gap().is_some_and(|g| g.trim().is_empty())
            }
            _ => false,
        }
    }

    /// "Quy chế … ban hành kèm theo Quyết định B": the attachment is the citing side. It
    /// has no mention of its own, so the mention stands for it itself.
    pub(super) fn attachment(
        &self,
        i: usize,
        relation: Relation,
        cue: Span,
    ) -> Option<u32> {
        if relation != Relation::IssuedWith {
            return None;
        }
        let raw = self.normal.get(..cue.start as usize)?;
        let before = raw.trim_end().trim_end_matches("Phê duyệt").trim_end();
        let capital =
            self.normal.get(cue.range()).is_some_and(|w| w.starts_with(is_upper));
        let line = raw.trim_end_matches([' ', '\t']).ends_with('\n') && capital;
        let opens = before.ends_with('(') || line || before.is_empty();
        let form = before.ends_with(':');
        if opens || form {
            return None;
        }
        index(i)
    }

    /// "Thông tư số 23/2020/TT-BTC … hết hiệu lực kể từ ngày …".
    pub(super) fn ended(&self, i: usize) -> Option<Role> {
        let from = self.layout.tails[i];
        let head = self.normal.get(..self.layout.leads[i])?.trim_end();
        // "… được áp dụng đến khi Luật B hết hiệu lực".
        if ["đến khi", "trước khi", "nếu", "trường hợp"].iter().any(|w| head.ends_with(w))
        {
            return None;
        }
        let tail = self.normal.get(from..self.end_of_clause(i, from))?;
        // "các quy định trong Nghị định B trái với Nghị định này đều bãi bỏ".
        let conflicts = tail.contains("bãi bỏ") && tail.contains("trái với");
        // The last letters of *hết* and *chấm dứt*; a line may end before *lực*.
        let ends = ["ết hiệu", "ứt hiệu", "ẾT HIỆU", "ỨT HIỆU"];
        if !conflicts && !ends.iter().any(|w| tail.contains(w)) {
            return None;
        }
        let words: Vec<&str> = tail.split_whitespace().collect();
        let folded = fold_tone(&words.join(" "));
        if conflicts && ["đều bãi bỏ", "đều bị bãi bỏ"].iter().any(|w| folded.contains(w))
        {
            return Some(plain(Relation::Repeals));
        }
        let at =
            folded.find("hết hiệu lực").or_else(|| folded.find("chấm dứt hiệu lực"))?;
        let own = folded.get(..at)?;
        if own.contains("đến khi") {
            return None;
        }
        (!own.contains("có hiệu lực") || own.contains("hết"))
            .then(|| plain(Relation::Repeals))
    }

    /// "1. Điểm c khoản 2 Điều 2 Nghị định B được sửa đổi, bổ sung như sau:".
    pub(super) fn changed(&self, i: usize) -> Option<Role> {
        let from = self.layout.tails[i];
        let tail = self.normal.get(from..floor(self.normal, from + 300))?;
        let verb = tail.trim_start();
        let passive = ["được sửa đổi", "được bổ sung"];
        passive.iter().find_map(|w| starts_with_words(verb, w))?;
        let clause = tail.split_once(':')?.0;
        let whole = !clause.contains(['.', ';', '“']) && clause.ends_with("như sau");
        whole.then(|| plain(Relation::Amends))
    }

    /// "2. Các quy định tại khoản 1 Điều 2 Thông tư B … hết hiệu lực thi hành": *quy định tại*
    /// opens the subject of the verb.
    pub(super) fn ended_rules(&self, i: usize, sentence: usize, role: Role) -> Role {
        let cue = role.cue.filter(|_| role.relation == Relation::Cites);
        let opens = cue.is_some_and(|cue| {
            let cue = self.text.to_normal(cue);
            let head = self.normal.get(sentence..cue.start as usize).unwrap_or_default();
            let words = head.split(|c: char| !is_letter(c)).filter(|w| !w.is_empty());
            self.is_rules(cue) && words.take(2).count() <= 1
        });
        let ended = opens.then(|| self.ended(i)).flatten();
        ended.unwrap_or(role)
    }

    /// Where the verb of a mention may stand at the latest: behind a list of amendments
    /// ("A, được sửa đổi bởi: B …; C … hết hiệu lực") it is far.
    pub(super) fn end_of_clause(&self, i: usize, from: usize) -> usize {
        let end = parse::sentence_end(self.normal, from);
        let near = end.min(floor(self.normal, from + 900));
        let lead = self.layout.leads[i];
        let listed = self.normal.get(from..near).is_some_and(|t| t.contains("bởi:"));
        let is_subject = || {
            self.normal
                .get(self.sentence(i)..lead)
                .is_some_and(|head| !head.contains(is_letter))
        };
        if !listed || !is_subject() {
            return near;
        }
        let is_cut = end - from >= parse::LONGEST_SENTENCE;
        if is_cut { parse::sentence_end(self.normal, end) } else { end }
    }
}

/// What may stand before the verb that opens an article.
const OPENERS: [&str; 6] = ["điều", "khoản", "điểm", "việc", "quyết", "định"];

/// What is a part of the document that it is issued with.
pub(super) const PARTS: [&str; 8] = [
    "mẫu",
    "phụ lục",
    "danh mục",
    "biểu mẫu",
    "danh sách",
    "biểu",
    "phụ biểu",
    "tờ khai",
];

/// The attachments that are documents of their own.
const WHOLES: [&str; 9] = [
    "quy chế",
    "quy định",
    "điều lệ",
    "quy chuẩn",
    "chế độ",
    "quy trình",
    "nội quy",
    "kế hoạch",
    "đề án",
];
