//! A mention beside another one in its sentence: a sibling in a list, an object in its title,
//! its amendment.

use super::cue::is_act;
use super::gap::{
    carries_out, ends_as_list, is_list_gap, is_passive, open_bracket, opens_title,
    tail_of,
};
use super::item::line_start;
use super::{Reader, Relation, Role, index, plain};
use crate::parse::{self, Form, Mention};
use crate::text::{Span, is_lower, is_upper};
use crate::vocab;

/// No law was amended by more others.
const LONGEST_RUN: usize = 40;

impl Reader<'_> {
    /// A mention that follows another one in the same sentence: a member of its list, a
    /// document in its title, or its amendment.
    pub(super) fn beside(
        &self,
        i: usize,
        sentence: usize,
        before: &[Role],
    ) -> Option<Role> {
        let j = (0..i).rev().take(12).find(|&j| {
            self.is_content(j) && self.layout.spans[j].end <= self.layout.spans[i].start
        })?;
        // "của⏎⏎Thủ tướng Chính phủ": the citation goes on behind a blank line.
        let crosses = self.layout.tails[j] > sentence;
        let j = self.outermost(j);
        if (self.layout.spans[j].start as usize) < sentence && !crosses {
            return None;
        }
        let from = self.layout.tails[j].min(self.layout.leads[i]);
        let gap = self.normal.get(from..self.layout.leads[i])?;
        if is_list_gap(gap) {
            let j = self.before_bracket(self.meant(j), gap);
            let role = self.listed(i, j, sentence, gap, before);
            // What acts on the member before has no mention: nor has what acts on this one.
            let unnamed = role.of == index(j) && before[j].of == role.of;
            return Some(if unnamed { Role { of: index(i), ..role } } else { role });
        }
        if self.is_in_amendments(i, sentence) {
            return Some(amending(&Self::outer_role(self.meant(j), before)));
        }
        if ends_title_in_passive(gap) {
            return Some(Self::amendment_of(self.meant(j), before));
        }
        if gap.contains(';') {
            return self.title_goes_on(j, from, sentence, gap);
        }
        if let Some(role) = self.verb_beside(gap, from, &before[j]) {
            return Some(role);
        }
        if is_passive(gap) {
            return Some(Self::amendment_of(self.meant(j), before));
        }
        if !self.goes_on_as_title(j, gap) && !acts_in_bracket(gap) {
            return None;
        }
        self.in_title_of(i, j, from, gap, before)
    }

    /// A mention behind the title of `j`, which ends before `from`, or in it.
    fn in_title_of(
        &self,
        i: usize,
        j: usize,
        from: usize,
        gap: &str,
        before: &[Role],
    ) -> Option<Role> {
        if ends_as_list(gap) {
            let j = self.meant(j);
            return Some(before[self.sibling_above(i, j, before).unwrap_or(j)].clone());
        }
        if self.is_issued_by(i, gap) {
            return Some(Role {
                relation: Relation::IssuedWith,
                of: index(j),
                cue: None,
            });
        }
        let cue = self.nearest(from, self.layout.leads[i]);
        if cue.is_some_and(|(_, words)| self.begins_line(from, words))
            || has_main_clause(gap)
        {
            return None;
        }
        if cue.is_some_and(|(_, words)| self.is_task(words)) {
            return Some(plain(Relation::Cites));
        }
        Some(self.object_of(j, cue.or_else(|| adjusts(gap, from))))
    }

    /// "A (sau đây gọi tắt là Quy chế ban hành kèm theo B) và C": C stands beside A.
    fn before_bracket(&self, j: usize, gap: &str) -> usize {
        let closes = gap.trim_start().starts_with(')');
        let outside = j.checked_sub(1).filter(|&k| closes && self.is_content(k));
        let opens = |&k: &usize| {
            let between = self.normal.get(self.layout.tails[k]..self.layout.leads[j]);
            between.is_some_and(|b| open_bracket(b).is_some())
        };
        outside.filter(opens).unwrap_or(j)
    }

    /// A member of a list takes the role of the one before, or of the one that both stand
    /// beside.
    fn listed(
        &self,
        i: usize,
        j: usize,
        sentence: usize,
        gap: &str,
        before: &[Role],
    ) -> Role {
        if gap.contains(';')
            && let Some(base) = self.amended_base(j, sentence)
        {
            return Self::outer_role(base, before);
        }
        // "Luật A số 1 đã được sửa đổi theo Luật số 2 và Luật số 3, Luật B số 4".
        let other = self.has_name(i) && !self.has_name(j)
            || self.is_dated(i) && !self.is_dated(j);
        if other
            && let Some(base) = self.amended_base(j, sentence)
            && (self.has_name(base) || self.is_dated(base))
        {
            return before[base].clone();
        }
        // "Điều 25 Điều lệ ban hành kèm theo B và khoản 1 Điều 2 C": nothing came with C.
        let attached = before[j].relation == Relation::IssuedWith;
        if attached && is_pinpointed(self.mention(i), self.mention(j)) {
            return plain(Relation::Cites);
        }
        let beside = self.sibling_above(i, j, before).unwrap_or(j);
        Self::list_member(beside, gap, before)
    }

    /// "… ngoài hạn ngạch⏎Kéo dài thời hạn áp dụng của B": the verb opens another line, behind
    /// the title of the mention before.
    fn begins_line(&self, from: usize, verb: Span) -> bool {
        let words = self.normal.get(verb.range()).unwrap_or_default();
        let head = self.normal.get(from..verb.start as usize).unwrap_or_default();
        let line = head.trim_end_matches([' ', '\t']);
        words.starts_with(is_upper) && line.ends_with('\n') && !line.trim().is_empty()
    }

    /// A law with its title, not "Luật số 2/2020/QH14".
    fn has_name(&self, i: usize) -> bool {
        let mention = self.mention(i);
        mention.form == Form::Titled || mention.rule == "law title + number"
    }

    fn is_dated(&self, i: usize) -> bool {
        self.mention(i).date.is_some_and(|d| d.day().is_some())
    }

    /// The words behind a citation are its title.
    fn goes_on_as_title(&self, j: usize, gap: &str) -> bool {
        // "Điều 6 Nghị định số 181/2024/NĐ-CP thực hiện cấp …": the sentence goes on.
        let near = self.mention(j);
        let pinpointed = !near.provisions.is_empty() && near.issuer.is_none();
        let verb = pinpointed && carries_out(gap);
        !verb && opens_title(behind_bracket(gap)) && open_bracket(gap).is_none()
    }

    /// What the title of `j` names is the object of its verb.
    fn object_of(&self, j: usize, cue: Option<(Relation, Span)>) -> Role {
        let relation = cue.map_or(Relation::Cites, |(r, _)| r);
        let relation =
            if relation == Relation::BasedOn { Relation::Cites } else { relation };
        let of = if self.is_announced(j) { None } else { index(j) };
        Role { relation, of, cue: cue.map(|(_, s)| self.text.to_source(s)) }
    }

    /// "A đã được sửa đổi theo B và C; D": the mention whose amendments B and C are, for D
    /// stands beside it.
    fn amended_base(&self, j: usize, sentence: usize) -> Option<usize> {
        let mut at = j;
        for _ in 0..LONGEST_RUN {
            let before = at.checked_sub(1)?;
            if (self.layout.spans[before].start as usize) < sentence {
                return None;
            }
            let gap =
                self.normal.get(self.layout.tails[before]..self.layout.leads[at])?;
            if is_passive(gap) {
                // "được sửa đổi bởi: B; C": the semicolon parts the amendments.
                return (!gap.trim_end().ends_with(':')).then_some(before);
            }
            is_list_gap(gap).then_some(())?;
            at = before;
        }
        None
    }

    /// The law in whose title a law is named.
    fn outermost(&self, j: usize) -> usize {
        let span = self.layout.spans[j];
        let outer = |k: &usize| self.layout.spans[*k].contains(span) && *k != j;
        (j.saturating_sub(4)..j).find(outer).unwrap_or(j)
    }

    /// "Căn cứ Nghị định A quy định về …; quy định chi tiết một số điều của Luật B": the title
    /// of a ground goes on behind its semicolon.
    pub(super) fn title_goes_on(
        &self,
        j: usize,
        from: usize,
        sentence: usize,
        gap: &str,
    ) -> Option<Role> {
        if !parse::opens_recital(self.normal, sentence) {
            return None;
        }
        let at = gap.rfind(';')? + 1;
        let verb = gap.get(at..)?.trim_start_matches([' ', '\n']);
        let (relation, len) = vocab::cue_at_start(verb).filter(|c| is_act(c.0))?;
        let start = from + gap.len() - verb.len();
        let cue = self.text.to_source(Span::new(start, start + len));
        let small = verb.starts_with(is_lower);
        small.then_some(Role { relation, of: index(j), cue: Some(cue) })
    }

    /// "A sửa đổi, bổ sung B và thay thế C": the second verb has the same subject.
    pub(super) fn verb_beside(
        &self,
        gap: &str,
        from: usize,
        near: &Role,
    ) -> Option<Role> {
        near.of?;
        let verb = gap.trim_start();
        let verb =
            verb.strip_prefix("và").or_else(|| verb.strip_prefix(','))?.trim_start();
        let (relation, len) = vocab::cue_at_start(verb).filter(|c| is_act(c.0))?;
        let behind = verb.get(len..)?;
        let start = from + gap.len() - verb.len();
        let cue = self.text.to_source(Span::new(start, start + len));
        (behind.split_whitespace().count() <= 8 && !behind.contains([',', ';']))
            .then_some(Role { relation, of: near.of, cue: Some(cue) })
    }

    /// The mention whose sibling `i` is, when it is not `j`, the nearest before: "Nghị định
    /// A hướng dẫn Pháp lệnh B và Nghị định C ngày … của Chính phủ", "Điều 2 Luật A được
    /// sửa đổi theo Luật B, Điều 3 Luật C".
    pub(super) fn sibling_above(
        &self,
        i: usize,
        j: usize,
        before: &[Role],
    ) -> Option<usize> {
        let (this, near) = (self.mention(i), self.mention(j));
        if let Some(outer) = before[j].of.map(|of| of as usize).filter(|&of| of < j) {
            let above = self.mention(outer);
            let full = |m: &Mention| {
                m.number.is_some() && (m.issuer.is_some() || m.date.is_some())
            };
            let same = this.kind == above.kind && near.kind != above.kind;
            let ranked = rank(this).zip(rank(above)).map_or(same, |(this, outer)| {
                match before[j].relation {
                    // No decree amends a circular; a circular guides no circular.
                    Relation::Amends => near.kind == above.kind && this != outer,
                    _ => this >= outer && near.kind != above.kind,
                }
            });
            let pinpointed = is_pinpointed(this, near) && !above.provisions.is_empty();
            let sibling = ranked && full(this) && full(above) || pinpointed;
            return sibling.then(|| self.not_later(i, outer, before));
        }
        let pinpointed = is_pinpointed(this, near);
        let k = j.checked_sub(1).filter(|&k| self.is_content(k))?;
        let gap = self.normal.get(self.layout.tails[k]..self.layout.leads[j])?;
        (pinpointed && is_passive(gap) && !self.mention(k).provisions.is_empty())
            .then_some(k)
    }

    /// "A sửa đổi B quy định … và C", where C is later than A: no document acts on a later
    /// one, so C stands beside A.
    fn not_later(&self, i: usize, sibling: usize, before: &[Role]) -> usize {
        let above = before[sibling].of.map(|of| of as usize).filter(|&of| of < sibling);
        let day = |m: &Mention| m.date.filter(|d| d.day().is_some());
        let later = |&above: &usize| {
            let days = day(self.mention(i)).zip(day(self.mention(above)));
            is_act(before[sibling].relation) && days.is_some_and(|(this, act)| this > act)
        };
        above.filter(later).unwrap_or(sibling)
    }

    /// "A, được sửa đổi, bổ sung bởi: B …; C …": C is one of the amendments, too.
    pub(super) fn is_in_amendments(&self, i: usize, sentence: usize) -> bool {
        let head = self.normal.get(sentence..self.layout.leads[i]).unwrap_or_default();
        let listed = head.trim_end().ends_with(';');
        let opener = || head.match_indices(':').map(|(at, _)| head.get(..at));
        listed && opener().flatten().any(|h| is_passive(tail_of(h, 120)))
    }

    /// "Quyết định số 24/2009/QĐ-TTg … ban hành Quy chế về …".
    pub(super) fn is_issued_by(&self, i: usize, gap: &str) -> bool {
        let mention = self.mention(i);
        let attached = mention.kind.is_some_and(|k| {
            matches!(k.code(), "QC" | "QyĐ" | "ĐL" | "KH" | "CTr" | "ĐA")
        });
        mention.form == Form::Titled && attached && gap.trim_end().ends_with("ban hành")
    }

    pub(super) fn is_content(&self, j: usize) -> bool {
        matches!(
            self.mention(j).form,
            Form::Numbered | Form::Titled | Form::Alias | Form::Generic
        )
    }

    /// The mention that "(sau đây gọi tắt là B)" tells again, or the mention itself.
    pub(super) fn meant(&self, j: usize) -> usize {
        if !self.tells_again(j) {
            return j;
        }
        let near = || (0..j).rev().take(12).find(|&k| self.is_content(k));
        self.said_before(j).or_else(near).unwrap_or(j)
    }

    /// A member of a list shares the role; behind a semicolon only the outer one.
    pub(super) fn list_member(j: usize, gap: &str, before: &[Role]) -> Role {
        if gap.contains(';') { Self::outer_role(j, before) } else { before[j].clone() }
    }

    /// The role of the mention that `j` hangs under, in the end of the document itself.
    pub(super) fn outer_role(j: usize, before: &[Role]) -> Role {
        let mut at = j;
        for _ in 0..8 {
            match before[at].of {
                Some(of) if (of as usize) < at && !is_own(&before[of as usize]) => {
                    at = of as usize;
                }
                _ => break,
            }
        }
        before[at].clone()
    }

    /// A law named inside the title of the law that amends it.
    pub(super) fn inside_title(&self, i: usize) -> Option<Role> {
        let span = self.layout.spans[i];
        let from = i.saturating_sub(12);
        let before = self.layout.spans.get(from..i)?;
        let outer = from + before.iter().rposition(|outer| outer.contains(span))?;
        Some(Role { relation: Relation::Amends, of: index(outer), cue: None })
    }

    /// The words of an enumeration spread over its semicolons and items until the next
    /// ones.
    pub(super) fn spread(
        &self,
        i: usize,
        sentence: usize,
        before: &[Role],
    ) -> Option<Role> {
        let j = (0..i).rev().take(12).find(|&j| self.is_content(j))?;
        let from = self.layout.tails[j].min(self.layout.leads[i]);
        let gap = self.normal.get(from..self.layout.leads[i])?;
        if gap.len() >= 700 {
            return None;
        }
        let head = self.normal.get(..sentence)?.trim_end();
        // A semicolon of an earlier paragraph lists nothing here.
        let here =
            gap.rsplit_once(';').is_some_and(|(_, behind)| !behind.contains("\n\n"));
        let listed = head.ends_with(';') || here;
        (listed && !Self::has_enacted(gap))
            .then(|| Self::outer_role(self.meant(j), before))
            .filter(|r| r.relation != Relation::Reports)
            // A row of a table has its words from the heading.
            .filter(|r| r.relation != Relation::Repeals || r.cue.is_some())
    }

    /// "Theo đề nghị của …; Bộ trưởng Bộ Y tế ban hành Thông tư …": the grounds are over.
    fn has_enacted(gap: &str) -> bool {
        let last = gap.rsplit(';').next().unwrap_or_default();
        last.find("ban hành").is_some_and(|at| last.len() - at > 60)
    }

    /// "A được sửa đổi bởi B": B has the role of A; in the title of a document that a text
    /// consolidates it is only named there.
    fn amendment_of(j: usize, before: &[Role]) -> Role {
        let outer = Self::outer_role(j, before);
        let of = before[j].of.filter(|_| outer.relation == Relation::Consolidates);
        match of {
            Some(_) => Role { relation: Relation::Cites, of, cue: None },
            None => amending(&outer),
        }
    }

    /// "⏎Luật Tổ chức Chính phủ ngày …;⏎Căn cứ …": a scanner lost *Căn cứ*.
    pub(super) fn lost_ground(&self, i: usize) -> Option<Role> {
        line_start(self.normal, self.layout.leads[i])?;
        let end = parse::sentence_end(self.normal, self.layout.tails[i]);
        let (clause, next) = self.normal.split_at_checked(end)?;
        let recital = clause.trim_end().ends_with(';') && parse::opens_recital(next, 0);
        recital.then(|| plain(Relation::BasedOn))
    }
}

/// "… ngân quỹ; kho bạc nhà nước được sửa đổi, bổ sung bởi B": the semicolon of a title.
fn ends_title_in_passive(gap: &str) -> bool {
    let clause = gap.rsplit(';').next().unwrap_or_default();
    clause.trim_start().starts_with(is_lower) && is_passive(gap)
}

/// The rank of a numbered document among those of the state (Law 64/2025/QH15, article 4);
/// the larger number stands lower.
pub(super) fn rank(mention: &Mention) -> Option<u8> {
    let symbol = mention.number.as_ref()?.symbol.as_str();
    match mention.kind?.code() {
        _ if symbol.contains("UBND") || symbol.contains("HĐND") => Some(5),
        "L" | "BL" | "PL" => Some(1),
        "NĐ" => Some(2),
        "NQ" if symbol.contains("QH") => Some(1),
        "NQ" if symbol == "NQ-CP" => Some(2),
        "QĐ" | "CT" => Some(3),
        "TT" | "TTLT" => Some(4),
        _ => None,
    }
}

/// "Quyết định A điều chỉnh Quyết định B": nothing but the verb between.
fn adjusts(gap: &str, from: usize) -> Option<(Relation, Span)> {
    let verb = gap.trim();
    let start = from + gap.find("điều chỉnh")?;
    let words = Span::new(start, start + verb.len());
    (verb == "điều chỉnh").then_some((Relation::Amends, words))
}

/// "Nghị định A (sửa đổi, bổ sung Điều 14 Nghị định B, …)".
fn acts_in_bracket(gap: &str) -> bool {
    let inside = gap.trim_start().strip_prefix('(');
    inside.is_some_and(|words| {
        let cue = vocab::cue_at_start(words);
        !words.contains(')') && cue.is_some_and(|(relation, _)| is_act(relation))
    })
}

/// "Nghị định A (có hiệu lực từ 15/12) sửa đổi Nghị định B".
fn behind_bracket(gap: &str) -> &str {
    let note = gap.trim_start().strip_prefix('(').and_then(|note| note.split_once(')'));
    note.filter(|(inside, _)| inside.len() < 60).map_or(gap, |(_, behind)| behind)
}

/// "Đối với chi phí quy định tại A về …, thực hiện theo hướng dẫn tại B": B is not in A's
/// title.
fn has_main_clause(gap: &str) -> bool {
    const CLAUSES: [&str; 3] =
        [", thực hiện theo", "thì thực hiện theo", ", được thực hiện theo"];
    CLAUSES.iter().any(|c| gap.contains(c))
}

/// Only the first of two neighbours in a list has pinpoints.
pub(super) fn is_pinpointed(this: &Mention, near: &Mention) -> bool {
    !this.provisions.is_empty() && near.provisions.is_empty()
}

/// The enacting formula is the document itself.
pub(super) fn is_own(role: &Role) -> bool {
    role.relation == Relation::ToSelf
}

/// The amendment of a ground is a ground, too, that of a consolidated act is consolidated;
/// else it is only named.
pub(super) fn amending(outer: &Role) -> Role {
    match outer.relation {
        Relation::BasedOn | Relation::Consolidates => plain(outer.relation),
        _ => plain(Relation::Cites),
    }
}
