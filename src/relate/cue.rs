//! The words on the left of a mention that express its relation.

use super::gap::{floor, open_bracket, tail_of};
use super::region::PARTS;
use super::{Reader, Relation, Role, index, plain};
use crate::parse;
use crate::text::{
    Span, is_letter, is_lower, is_upper, small_ascii, starts_with_words, word_len,
};
use crate::vocab;
use smallvec::SmallVec;

/// Words and the relation that they express.
pub(super) type Cue = (Relation, Span);

/// Few clauses have more.
pub(super) type Cues = SmallVec<[Cue; 8]>;

impl Reader<'_> {
    /// The nearest words of the sentence that express a relation.
    pub(super) fn by_cue(&self, i: usize, sentence: usize) -> Option<Role> {
        let lead = self.layout.leads[i];
        let from = sentence.max(floor(self.normal, lead.saturating_sub(700)));
        // "DANH MỤC MẪU BIỂU (kèm Thông tư số …)".
        if self.normal.get(..lead)?.trim_end().ends_with("(kèm") {
            return Some(plain(Relation::IssuedWith));
        }
        if self.normal.get(..lead)?.ends_with('(') {
            return Some(self.bracketed(from, lead));
        }
        if self.is_submission(i) {
            return Some(plain(Relation::Proposes));
        }
        if self.is_still_to_come(lead) {
            return Some(plain(Relation::Cites));
        }
        let head = self.normal.get(from..lead)?;
        let cut = memchr::memrchr2(b';', b'|', head.as_bytes()).max(open_bracket(head));
        let clause = cut.map_or(from, |n| from + n + 1);
        let bracket = || head.rfind('(').is_some_and(|n| from + n + 1 == clause);
        let (relation, span) = self
            .nearest(clause, lead)
            .or_else(|| self.ground(sentence, lead).filter(|_| !bracket()))?;
        let (relation, span) =
            self.begun_before(from, clause, (relation, span)).unwrap_or((relation, span));
        let said = relation;
        let relation = self.in_region(i, sentence, relation, span);
        let planned = relation == Relation::Cites
            && matches!(said, Relation::Replaces | Relation::Repeals)
            && self.is_of_planned(i, sentence, span);
        let relation = if planned { said } else { relation };
        let unnamed = planned || is_act(relation) && self.is_of_unnamed(sentence, span);
        let of = self.attachment(i, relation, span).or(index(i).filter(|_| unnamed));
        Some(Role { relation, of, cue: Some(self.text.to_source(span)) })
    }

    /// "bổ sung Điều 57a Nghị định B", "bổ sung một điều vào Luật B"; other things are added
    /// to files, and in newspapers wished for.
    fn adds(&self, cue: Span, lead: usize) -> bool {
        let words = self.normal.get(cue.range()).unwrap_or_default();
        if starts_with_words(words, "bổ sung") != Some(words.len()) {
            return true;
        }
        let gap = self.normal.get(cue.end as usize..lead).unwrap_or_default().trim();
        let into =
            || parse::ends_with_small(gap, "vào") && !self.document.heading.is_news;
        gap.is_empty() || into()
    }

    /// "triển khai xây dựng dự án Luật B", "hướng dẫn việc xây dựng Luật B", "cho đến khi Luật B
    /// có hiệu lực": nothing carries out or changes what is still a draft.
    fn is_still_to_come(&self, lead: usize) -> bool {
        let head = self.normal.get(..lead).unwrap_or_default().trim_end();
        let words = ["dự án", "dự thảo", "đến khi", "việc xây dựng"];
        words.iter().any(|w| parse::ends_with_small(head, w))
    }

    /// "nghiên cứu, sửa đổi, bổ sung Luật B", "trình Quốc hội xem xét sửa đổi Luật B": a task.
    pub(super) fn is_task(&self, cue: Span) -> bool {
        const TASKS: [&str; 2] = ["nghiên cứu", "xem xét"];
        let head = self.normal.get(..cue.start as usize).unwrap_or_default();
        let head = head.trim_end_matches([' ', '\n', ',']);
        TASKS.iter().any(|w| parse::ends_with_small(head, w))
    }

    /// "soạn thảo Thông tư sửa đổi B", "các Nghị định hướng dẫn B": documents without number
    /// or title act on B, not this one. "ban hành Thông tư sửa đổi B" is this one.
    pub(super) fn is_of_unnamed(&self, sentence: usize, cue: Span) -> bool {
        const KINDS: [&str; 7] = [
            "văn bản",
            "Thông tư",
            "Nghị định",
            "Thông tư liên tịch",
            "Quyết định",
            "Nghị quyết",
            "Pháp lệnh",
        ];
        let head = self.normal.get(sentence..cue.start as usize).unwrap_or_default();
        let head = head.trim_end();
        let Some(before) = KINDS.iter().find_map(|kind| head.strip_suffix(kind)) else {
            return false;
        };
        let before = before.trim_end();
        // "|Nghị định hướng dẫn một số điều của B |Bộ Tài chính |": a row of a table of tasks.
        if before.ends_with('|') {
            return true;
        }
        let opens = !before.contains(is_letter);
        !opens && before.ends_with(is_lower) && !before.ends_with("hành")
    }

    /// "sớm ban hành Nghị định về tự chủ đại học thay thế B", "Thông tư quy định về … (thay
    /// thế B)": a document without number that is still to come, not this one, ends B.
    fn is_of_planned(&self, i: usize, sentence: usize, cue: Span) -> bool {
        const KINDS: [&str; 8] = [
            "nghị định",
            "Nghị định",
            "thông tư",
            "Thông tư",
            "quyết định",
            "Quyết định",
            "nghị quyết",
            "Nghị quyết",
        ];
        let (cue, named) = (cue.start as usize, i.checked_sub(1));
        let from = named.map_or(0, |j| self.layout.spans[j].end as usize).max(sentence);
        let head = self.normal.get(from..cue).unwrap_or_default();
        let last = KINDS.iter().filter_map(|kind| Some((head.rfind(kind)?, kind))).max();
        last.is_some_and(|(at, kind)| {
            let words = head.get(at + kind.len()..).unwrap_or_default();
            let near = words.split_whitespace().count() <= 40;
            near && !words.contains([';', '.']) && !words.trim_start().starts_with("này")
        })
    }

    /// "Xét đề nghị của Bộ Tài chính (Công văn số …)": the letter holds the proposal.
    pub(super) fn bracketed(&self, from: usize, lead: usize) -> Role {
        let head = self.normal.get(from..lead).unwrap_or_default();
        let clause = head.rfind([';', ')']).map_or(from, |n| from + n + 1);
        let cue = cues(self.normal, clause, lead).pop();
        // "Căn cứ ý kiến kết luận của Thủ tướng Chính phủ (Thông báo số …)".
        let ground = clause == from
            && cue.is_some_and(|(relation, _)| relation == Relation::BasedOn);
        let governs = |(relation, _): &Cue| *relation == Relation::Proposes || ground;
        match cue.filter(governs) {
            Some((relation, cue)) => {
                Role { relation, of: None, cue: Some(self.text.to_source(cue)) }
            }
            None => plain(Relation::Cites),
        }
    }

    /// "Căn cứ ý kiến chỉ đạo của Phó Thủ tướng Chính phủ tại Thông báo số …": the opening
    /// of a recital reaches over the whole of it.
    pub(super) fn ground(
        &self,
        sentence: usize,
        lead: usize,
    ) -> Option<(Relation, Span)> {
        parse::opens_recital(self.normal, sentence).then_some(())?;
        let head = self.normal.get(sentence..lead)?;
        let start = sentence + head.find(is_letter)?;
        let near = !head.contains(',') && head.split_whitespace().count() <= 20;
        near.then_some((Relation::BasedOn, Span::new(start, start)))
    }

    /// The nearest words on the left that may govern a mention at `lead`.
    pub(super) fn nearest(&self, from: usize, lead: usize) -> Option<Cue> {
        let mut cues = cues(self.normal, from, lead);
        cues.retain(|c| c.0 != Relation::Amends || self.adds(c.1, lead));
        let governs = |c: &Cue| {
            self.is_within(self.reach_of(from, c), c.1, lead)
                && !self.is_quoted(from, c.1, lead)
        };
        let near = cues.iter().rposition(governs)?;
        let (cue, earlier) = (cues[near], cues.get(..near).unwrap_or_default());
        Some(self.governing(from, lead, cue, earlier).unwrap_or(cue))
    }

    /// How far a cue of the clause that begins at `from` reaches, in words.
    fn reach_of(&self, from: usize, cue: &Cue) -> usize {
        let at = cue.1.start as usize;
        let far = match cue.0 {
            // "Điều 1. Sửa đổi, bổ sung một số quy định về … tại Thông tư số …".
            Relation::Amends => self.opens_article(from, at),
            // "Thay thế Mẫu số 06, Mẫu số 07a, … Phụ lục I Thông tư số …".
            Relation::Replaces => self.acts_on_part(cue.1),
            // "Thông tư này hướng dẫn về … tại khoản 4 Điều 13 Luật B".
            Relation::Guides => self.is_own_act(at),
            _ => false,
        };
        let reach = reach(cue.0).max(self.reach_of_body(cue.1));
        if far { reach.max(40) } else { reach }
    }

    /// What stands for the nearest cue, where its words mean another relation or an earlier
    /// cue governs.
    fn governing(
        &self,
        from: usize,
        lead: usize,
        cue: Cue,
        earlier: &[Cue],
    ) -> Option<Cue> {
        match cue.0 {
            // "Thay thế Phụ lục I kèm theo B bằng …": a part of B.
            Relation::Replaces if self.acts_on_part(cue.1) => {
                Some((Relation::Amends, cue.1))
            }
            // "bãi bỏ một số cụm từ của B".
            Relation::Repeals if self.acts_on_words(cue.1) => {
                Some((Relation::Amends, cue.1))
            }
            Relation::Repeals | Relation::Replaces => self.amending_first(cue, earlier),
            // "ý kiến của Bộ Tài chính tại B" behind a proposal proposes nothing.
            Relation::Proposes if self.is_opinion(cue.1, lead) => {
                Some((Relation::Cites, cue.1))
            }
            // "được xét tặng theo Nghị định B": only papers are looked into.
            Relation::Proposes if self.is_bare_look(cue.1, lead) => {
                Some((Relation::Cites, cue.1))
            }
            // "sơ kết 5 năm thực hiện B" reviews what carries B out.
            Relation::Cites if self.is_review(cue.1) => {
                Some((Relation::Implements, cue.1))
            }
            // "phải tuân thủ các quy định khác có liên quan của B": the duty of everybody.
            Relation::Implements if self.is_duty_to_rules(cue.1, lead) => {
                Some((Relation::Cites, cue.1))
            }
            Relation::IssuedWith => self.act_on_attachment(from, lead, earlier),
            Relation::Cites if self.is_bare_by(cue.1) => {
                self.opener_before(from, lead, earlier)
            }
            Relation::Cites if self.is_rules(cue.1) => {
                self.verb_of_rules(from, cue, earlier)
            }
            _ => None,
        }
    }

    /// No more than so many words stand between a cue and the mention at `lead`, without
    /// those in quotations.
    fn is_within(&self, words: usize, cue: Span, lead: usize) -> bool {
        let gap = self.normal.get(cue.end as usize..lead).unwrap_or_default();
        // A word has two bytes at least, with its blank.
        gap.len() < 2 * words || words_of(&unquoted(gap)).nth(words).is_none()
    }

    /// "Sửa đổi, bổ sung, bãi bỏ một số điều của B" amends B.
    fn amending_first(&self, cue: Cue, earlier: &[Cue]) -> Option<Cue> {
        let last = *earlier.last()?;
        (last.0 == Relation::Amends && self.is_joined(last.1, cue.1)).then_some(last)
    }

    /// "sửa đổi, bổ sung một số điều của Quy chế ban hành kèm theo Quyết định B".
    fn act_on_attachment(
        &self,
        from: usize,
        lead: usize,
        earlier: &[Cue],
    ) -> Option<Cue> {
        let acts = |cue: &&Cue| {
            if !is_act(cue.0) {
                return false;
            }
            let at = cue.1.start as usize;
            // "Quyết định số 942/QĐ-BTC sửa đổi danh mục … ban hành kèm theo B".
            let leads = self.opens_item(from, at) || self.is_behind_mention(at);
            self.is_within(if leads { 20 } else { 16 }, cue.1, lead)
                && !self.is_noun(from, cue.1)
        };
        let (relation, span) = *earlier.iter().rev().find(acts)?;
        let ends = matches!(relation, Relation::Replaces | Relation::Repeals);
        let part = ends && self.acts_on_part(span);
        Some((if part { Relation::Amends } else { relation }, span))
    }

    /// A mention ends before `at`.
    fn is_behind_mention(&self, at: usize) -> bool {
        let spans = &self.layout.spans;
        let next = spans.partition_point(|s| (s.start as usize) < at);
        let end = next.checked_sub(1).map(|last| spans[last].end as usize);
        let gap = end.and_then(|end| self.normal.get(end..at));
        gap.is_some_and(|gap| gap.trim().is_empty())
    }

    /// "Triển khai Đề án … theo Quyết định B" carries B out; "thực hiện theo" does not.
    fn opener_before(&self, from: usize, lead: usize, earlier: &[Cue]) -> Option<Cue> {
        let opens = |(relation, span): &&Cue| {
            let at = span.start as usize;
            match relation {
                Relation::Implements => self.opens_item(from, at),
                Relation::Guides => {
                    self.in_title(lead) && self.opens_item(from, at)
                        || self.is_own_act(at)
                }
                // "Kinh phí: căn cứ lập dự toán theo Thông tư B".
                Relation::BasedOn => self.follows_colon(from, at),
                _ => false,
            }
        };
        earlier.iter().find(opens).copied()
    }

    /// "Nghị định này quy định chi tiết … theo các điều sau đây của Luật B".
    fn is_own_act(&self, at: usize) -> bool {
        self.normal.get(..at).is_some_and(|head| head.trim_end().ends_with("này"))
    }

    /// "Bãi bỏ quy định tại khoản 3 Điều 5 Thông tư B" repeals; "Triển khai thống nhất các
    /// quy định tại Thông tư B" and "Thực hiện quy định tại B, …" carry B out.
    fn verb_of_rules(&self, from: usize, rules: Cue, earlier: &[Cue]) -> Option<Cue> {
        let all = self.is_all_rules(rules.1);
        let governs = |(relation, span): &&Cue| {
            let between = self.normal.get(span.end as usize..rules.1.start as usize);
            // "Bãi bỏ Chương IV về thuế môn bài quy định tại …".
            let opens = self.opens_item(from, span.start as usize);
            let next = opens && between.is_some_and(|b| b.trim().is_empty());
            let carried = (all || next)
                && *relation == Relation::Implements
                && !self.is_duty(*span);
            let verb = is_act(*relation) || *relation == Relation::Suspends || carried;
            let reach = match relation {
                // "Thông tư này hướng dẫn về … quy định tại Nghị định B".
                Relation::Guides if self.is_own_act(span.start as usize) => 40,
                _ if opens => 14,
                Relation::Guides => 4,
                _ => 3,
            };
            verb && between.is_some_and(|b| b.split_whitespace().count() <= reach)
        };
        earlier.iter().rev().find(governs).copied()
    }

    /// Some words of a text stand right behind the verb.
    fn acts_on_words(&self, verb: Span) -> bool {
        let tail = self.normal.get(verb.end as usize..).unwrap_or_default().trim_start();
        ["cụm từ", "một số cụm từ", "các cụm từ"]
            .iter()
            .any(|w| starts_with_words(tail, w).is_some())
    }

    /// A pinpoint, a form or an annex stands right behind the verb.
    fn acts_on_part(&self, verb: Span) -> bool {
        const LEVELS: [&str; 4] = ["điểm", "khoản", "điều", "cụm từ"];
        let tail = self.normal.get(verb.end as usize..).unwrap_or_default().trim_start();
        let tail = ["các", "một số", "toàn bộ"]
            .iter()
            .find_map(|w| {
                let n = starts_with_words(tail, w)?;
                tail.get(n..).map(str::trim_start)
            })
            .unwrap_or(tail);
        let begins = |w: &&str| starts_with_words(tail, w).is_some();
        PARTS.iter().any(&begins) || LEVELS.iter().any(&begins)
    }

    /// The name of a body lies between "ý kiến của" and the letter that holds it.
    pub(super) fn reach_of_body(&self, cue: Span) -> usize {
        let words = self.normal.get(cue.range()).unwrap_or_default();
        if words.ends_with("của") { 12 } else { 0 }
    }

    /// Only a comma or *và* stands between two verbs.
    pub(super) fn is_joined(&self, verb: Span, next: Span) -> bool {
        let gap = self.normal.get(verb.end as usize..next.start as usize);
        gap.is_some_and(|g| matches!(g.trim(), "," | "và" | "hoặc" | ", và"))
    }

    pub(super) fn is_opinion(&self, cue: Span, lead: usize) -> bool {
        let words = self.normal.get(cue.end as usize..lead).unwrap_or_default();
        words.contains("ý kiến của")
    }

    /// *xét* without *đề nghị* or *tờ trình*, some words before the mention.
    fn is_bare_look(&self, cue: Span, lead: usize) -> bool {
        let words = self.normal.get(cue.range()).unwrap_or_default();
        let gap = self.normal.get(cue.end as usize..lead).unwrap_or_default();
        let papers = ["nội dung", "báo cáo", "hồ sơ", "văn bản", "đơn", "kết quả"];
        let looked =
            papers.iter().any(|w| starts_with_words(gap.trim_start(), w).is_some());
        starts_with_words(words, "xét") == Some(words.len())
            && !gap.trim().is_empty()
            && !looked
    }

    /// *sơ kết*, *tổng kết* stands before "… năm thực hiện".
    pub(super) fn is_review(&self, cue: Span) -> bool {
        let words = self.normal.get(cue.range()).unwrap_or_default();
        let before = self.normal.get(..cue.start as usize).unwrap_or_default();
        starts_with_words(words, "năm").is_some() && tail_of(before, 24).contains("kết")
    }

    /// "theo Hướng dẫn xử lý ổ dịch ban hành kèm theo B": the capital of a title.
    pub(super) fn is_noun(&self, from: usize, cue: Span) -> bool {
        let words = self.normal.get(cue.range()).unwrap_or_default();
        words.starts_with(is_upper) && !self.opens_item(from, cue.start as usize)
    }

    pub(super) fn follows_colon(&self, from: usize, at: usize) -> bool {
        self.normal.get(from..at).is_some_and(|head| head.trim_end().ends_with(':'))
    }

    /// The cue is *quy định* in "quy định tại", "quy định của".
    pub(super) fn is_rules(&self, cue: Span) -> bool {
        let words = self.normal.get(cue.range()).unwrap_or_default();
        starts_with_words(words, "quy định").is_some()
    }

    /// *tuân thủ*, *chấp hành* the rules: the duty of everybody.
    pub(super) fn is_duty(&self, cue: Span) -> bool {
        let words = self.normal.get(cue.range()).unwrap_or_default();
        let duties = ["tuân thủ", "chấp hành"];
        duties.iter().any(|d| starts_with_words(words, d).is_some())
    }

    fn is_duty_to_rules(&self, cue: Span, lead: usize) -> bool {
        let words = self.normal.get(cue.end as usize..lead).unwrap_or_default();
        self.is_duty(cue) && words.contains("quy định")
    }

    /// The cue stands in a quotation that ends before the mention: "Bỏ cụm từ “theo quy
    /// định của Luật này” tại Điều 5 của B".
    fn is_quoted(&self, from: usize, cue: Span, lead: usize) -> bool {
        let gap = self.normal.get(cue.end as usize..lead).unwrap_or_default();
        let curly = gap.split_once('”').is_some_and(|(inside, _)| !inside.contains('“'));
        // Straight marks open and close by turns.
        let odd = |text: &str| text.matches('"').count() % 2 == 1;
        let head = || self.normal.get(from..cue.start as usize).unwrap_or_default();
        curly || odd(gap) && odd(head())
    }

    /// *các* stands before the cue.
    pub(super) fn is_all_rules(&self, cue: Span) -> bool {
        let before = self.normal.get(..cue.start as usize).unwrap_or_default();
        before.trim_end().ends_with("các")
    }

    /// A mention at `lead` stands in the title of the document.
    pub(super) fn in_title(&self, lead: usize) -> bool {
        let Some(title) = &self.document.heading.title else { return false };
        let words = self.normal.get(lead..).unwrap_or_default().split_whitespace();
        let next: Vec<&str> = words.take(4).collect();
        let fold = crate::text::fold_tone;
        fold(title).contains(&fold(&next.join(" ")))
    }

    /// "Triển khai Đề án A theo Quyết định B; Đề án C theo Quyết định D": the verb that
    /// opens the item goes on behind the semicolon.
    pub(super) fn begun_before(
        &self,
        from: usize,
        clause: usize,
        cue: (Relation, Span),
    ) -> Option<(Relation, Span)> {
        const NOUNS: [&str; 5] =
            ["đề án", "kế hoạch", "chương trình", "chiến lược", "dự án"];
        if cue.0 != Relation::Cites || !self.is_bare_by(cue.1) || clause == from {
            return None;
        }
        let start = self.normal.get(clause..cue.1.start as usize)?.trim_start();
        NOUNS.iter().find_map(|n| starts_with_words(start, n))?;
        let opens = |(r, s): &(Relation, Span)| {
            *r == Relation::Implements && self.opens_item(from, s.start as usize)
        };
        cues(self.normal, from, clause).into_iter().find(opens)
    }

    pub(super) fn is_bare_by(&self, cue: Span) -> bool {
        self.normal.get(cue.range()).is_some_and(|w| w.eq_ignore_ascii_case("theo"))
    }

    /// The verb stands at the beginning of the sentence or list item.
    pub(super) fn opens_item(&self, from: usize, at: usize) -> bool {
        const HELPERS: [&str; 14] = [
            "tiếp", "tục", "tổ", "chức", "chủ", "trì", "phối", "hợp", "đẩy", "mạnh",
            "tăng", "cường", "tập", "trung",
        ];
        let Some(head) = self.normal.get(from..at) else { return false };
        let helps = |w: &str| {
            HELPERS.iter().any(|known| starts_with_words(w, known) == Some(w.len()))
        };
        head.split(|c| !is_letter(c)).all(|w| w.len() <= 1 || helps(w))
    }
}

/// Returns the cues between two offsets, reading from the left so that the longest
/// phrase wins ("hướng dẫn thực hiện" is not "thực hiện").
pub(super) fn cues(text: &str, from: usize, to: usize) -> Cues {
    let mut at = from;
    let mut found = Cues::new();
    // Where the last passive verb ends.
    let mut passive = from;
    while let Some(&byte) = text.as_bytes().get(at).filter(|_| at < to) {
        if byte.is_ascii() && small_ascii(byte) == 0 {
            at += 1;
            continue;
        }
        let start = at;
        let Some(tail) = text.get(at..to) else { break };
        let len = word_len(tail);
        if len == 0 {
            at += tail.chars().next().map_or(1, char::len_utf8);
            continue;
        }
        let cue = vocab::cue_with(len, tail).filter(|_| !is_no_verb(text, start));
        at = match cue {
            Some((relation, n)) => {
                // "được sửa đổi, bổ sung tại": *được* governs both verbs.
                let gap = text.get(passive..start).unwrap_or_default();
                let joined = passive > from && matches!(gap.trim(), "," | "và");
                let is_passive = joined || is_passive_verb(text, start);
                if is_passive {
                    passive = start + n;
                }
                let is_done = !is_passive && !is_denied(text, start);
                let relation = match relation {
                    verb if is_done_to(verb) && !is_done => Relation::Cites,
                    // "Không thực hiện thủ tục … tại Điều 36 B".
                    Relation::Implements if is_denied(text, start) => Relation::Cites,
                    _ => relation,
                };
                found.push((relation, Span::new(start, start + n)));
                start + n
            }
            None => start + len,
        };
    }
    found
}

/// "có hiệu lực thi hành", "Ban Chấp hành": nothing is carried out.
fn is_no_verb(text: &str, at: usize) -> bool {
    let Some((head, tail)) = text.split_at_checked(at) else { return false };
    let behind = |word: &str| head.trim_end().ends_with(word);
    tail.starts_with("thi") && (behind("hiệu lực") || tail.starts_with("thi hành án"))
        || tail.starts_with(['C', 'c']) && (behind("Ban") || behind("ban"))
}

/// The relations whose passive speaks of the document named before.
pub(super) fn is_done_to(relation: Relation) -> bool {
    is_act(relation)
        || matches!(
            relation,
            Relation::Approves | Relation::Suspends | Relation::Corrects
        )
}

/// "đã được phê duyệt tại", "được sửa đổi, bổ sung": done to the document named before.
pub(super) fn is_passive_verb(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default().trim_end();
    let last = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    matches!(last, "được" | "bị" | "Được" | "Bị")
}

/// "Kế hoạch này không thay thế Kế hoạch số 97".
pub(super) fn is_denied(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default().trim_end();
    ["không", "chưa", "chẳng"].iter().any(|no| parse::ends_with_small(before, no))
}

/// A gap without what stands in quotation marks: "thay thế cụm từ “…” tại …".
fn unquoted(gap: &str) -> std::borrow::Cow<'_, str> {
    if !gap.contains('“') {
        // Straight marks open and close by turns.
        return match gap.matches('"').count() {
            0 => gap.into(),
            n if n % 2 == 0 => gap.split('"').step_by(2).collect::<String>().into(),
            _ => gap.into(),
        };
    }
    let outside = |part: &str| part.rsplit('”').next().unwrap_or_default().to_owned();
    gap.split('“').map(outside).collect::<String>().into()
}

/// The words of a gap; the numbers of "Mẫu số 04, 09, 17" are none.
pub(super) fn words_of(gap: &str) -> impl Iterator<Item = &str> {
    gap.split_whitespace().filter(|w| w.contains(is_letter))
}

/// How many words may lie between a cue and what it governs.
pub(super) fn reach(relation: Relation) -> usize {
    match relation {
        Relation::Implements | Relation::Proposes => 26,
        Relation::Amends | Relation::Guides => 14,
        Relation::Approves => 3,
        _ => 6,
    }
}

pub(super) fn is_act(relation: Relation) -> bool {
    matches!(
        relation,
        Relation::Amends | Relation::Guides | Relation::Replaces | Relation::Repeals
    )
}
