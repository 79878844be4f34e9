//! Which words express which relation.

use crate::ingest::Meta;
use crate::parse::{self, Form, Heading, Mention};
use crate::text::{Span, Text};
use crate::text::{is_letter, is_lower, is_upper, is_word};
use crate::vocab::{self, DocKind};

pub use crate::vocab::Relation;

/// How the citing side relates to the document of one mention.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Role {
    /// The relation.
    pub relation: Relation,
    /// The index of the mention that is the citing side, when it is not the document
    /// itself ("Nghị định A sửa đổi Nghị định B").
    pub of: Option<u32>,
    /// The words that express it, in bytes of the source.
    pub cue: Option<Span>,
}

/// All that one document says: heading, mentions, and the role of each mention.
///
/// Depends on that document alone, so it is stored under its content hash.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Facts {
    /// What it says of itself.
    pub heading: Heading,
    /// Its mentions in the order of the text.
    pub mentions: Vec<Mention>,
    /// One role a mention.
    pub roles: Vec<Role>,
}

/// Reads all facts of a document.
///
/// Linear in the length of the text; no input fails.
pub fn facts(text: &Text, meta: &Meta) -> Facts {
    let (document, layout) = parse::laid_out(text, meta);
    let normal = text.normal();
    let quotations = quotations(normal);
    let reader =
        Reader { text, normal, document: &document, layout: &layout, quotations };
    let roles = reader.roles();
    let parse::Document { heading, mentions } = document;
    Facts { heading, mentions, roles }
}

/// Returns where "có căn cứ ban hành như sau" stands, which opens the quoted recitals in
/// the footnotes of consolidated texts.
fn quotations(normal: &str) -> Vec<usize> {
    memchr::memmem::find_iter(normal.as_bytes(), "có căn cứ")
        .filter(|&at| {
            let words = normal.get(at..).unwrap_or_default().split_whitespace().skip(3);
            words.take(4).eq(["ban", "hành", "như", "sau:"])
        })
        .collect()
}

fn plain(relation: Relation) -> Role {
    Role { relation, of: None, cue: None }
}

/// Says how the citing side relates to each mention: by region and by the nearest words
/// on its left; the members of a list share them; without any, `cites`.
struct Reader<'a> {
    text: &'a Text,
    normal: &'a str,
    document: &'a parse::Document,
    layout: &'a parse::Layout,
    /// Where "có căn cứ ban hành như sau" stands.
    quotations: Vec<usize>,
}

impl Reader<'_> {
    fn roles(&self) -> Vec<Role> {
        let mut roles: Vec<Role> = Vec::with_capacity(self.document.mentions.len());
        for i in 0..self.document.mentions.len() {
            let role = self.role(i, &roles);
            roles.push(self.quoted(i, role, &roles));
        }
        roles
    }

    /// "Thông tư số 09/2021/TT-BLĐTBXH có căn cứ ban hành như sau: “Căn cứ …”": a footnote of
    /// a consolidated text quotes what another document says.
    fn quoted(&self, i: usize, role: Role, before: &[Role]) -> Role {
        let lead = self.layout.leads[i];
        let opened = self.quotations.partition_point(|&at| at < lead);
        let Some(&at) = opened.checked_sub(1).and_then(|n| self.quotations.get(n)) else {
            return role;
        };
        let inside = self.normal.get(at..lead).filter(|t| t.len() < 6000);
        if role.of.is_some() || inside.is_none_or(|t| t.contains('”')) {
            return role;
        }
        let by = (0..i).rev().take(60).find(|&j| {
            let inside = before[j].of.is_some_and(|of| (of as usize) < j);
            self.is_content(j) && !inside && self.layout.spans[j].end as usize <= at
        });
        Role { of: by.and_then(index), ..role }
    }

    /// The document whose recitals a footnote quotes is only named there.
    fn quotes(&self, i: usize) -> Option<Role> {
        let end = self.layout.spans[i].end as usize;
        let next = self.quotations.partition_point(|&at| at < end);
        let at = *self.quotations.get(next)?;
        let title = self.normal.get(end..at).filter(|t| t.len() < 900)?;
        let opens = self.normal.get(..self.layout.leads[i])?;
        let noted = opens.trim_end().ends_with(|c: char| c.is_ascii_digit());
        (noted && !title.contains(['.', '“'])).then(|| plain(Relation::Cites))
    }

    fn mention(&self, i: usize) -> &Mention {
        &self.document.mentions[i]
    }

    fn role(&self, i: usize, before: &[Role]) -> Role {
        match self.mention(i).form {
            Form::ToSelf => return plain(Relation::ToSelf),
            Form::Own => return plain(Relation::Own),
            _ => {}
        }
        if self.tells_again(i) {
            return self.defined(i, before);
        }
        if let Some(role) = self.inside_title(i) {
            return role;
        }
        let sentence = parse::sentence_start(self.normal, self.layout.leads[i]);
        let sentence = capitals_start(self.normal, sentence, self.layout.leads[i]);
        self.reported(i)
            .or_else(|| self.merged(i, before))
            .or_else(|| self.quotes(i))
            .or_else(|| self.beside(i, sentence, before))
            .or_else(|| self.by_cue(i, sentence))
            .or_else(|| self.ended(i))
            .or_else(|| self.introduced(i, before))
            .or_else(|| self.spread(i, sentence, before))
            .or_else(|| self.lost_ground(i))
            .unwrap_or_else(|| plain(Relation::Cites))
    }

    /// A law named inside the title of the law that amends it.
    fn inside_title(&self, i: usize) -> Option<Role> {
        let span = self.layout.spans[i];
        let outer = (0..i)
            .rev()
            .take(12)
            .find(|&j| self.layout.spans[j].contains(span) && j != i)?;
        Some(Role { relation: Relation::Amends, of: index(outer), cue: None })
    }

    /// "Thông tư A ngày …, có hiệu lực …, được sửa đổi, bổ sung bởi:" above the recitals: the
    /// text consolidates A (Ordinance 01/2012/UBTVQH13, article 11).
    fn merged(&self, i: usize, before: &[Role]) -> Option<Role> {
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
        if parse::sentence_start(self.normal, lead) < start.saturating_sub(2) {
            // A wrapped line.
            return None;
        }
        let end = parse::sentence_end(self.normal, from);
        let tail = self.normal.get(from..end.min(floor(self.normal, from + 900)))?;
        let words: Vec<&str> = tail.split_whitespace().collect();
        let tail = words.join(" ");
        let listed = tail.ends_with("bởi:") && is_passive(tail_of(&tail, 120));
        let forced = tail.contains("có hiệu lực");
        (listed || forced && follows && self.is_above_recitals(lead))
            .then(|| plain(Relation::Consolidates))
    }

    /// No recital stands before.
    fn is_above_recitals(&self, at: usize) -> bool {
        let head = self.normal.get(at.saturating_sub(4000)..at);
        head.is_none_or(|h| !h.contains("\nCăn cứ"))
    }

    /// "(sau đây gọi tắt là B)", or a number in brackets that was said before.
    fn tells_again(&self, i: usize) -> bool {
        let start = self.layout.spans[i].start as usize;
        if parse::is_definition(self.normal, start) {
            return true;
        }
        let opens = self.normal.get(..start).is_some_and(|head| head.ends_with('('));
        opens && self.said_before(i).is_some()
    }

    /// The nearest mention before of the same number.
    fn said_before(&self, i: usize) -> Option<usize> {
        let number = self.mention(i).number.as_ref()?;
        let same =
            |&j: &usize| self.mention(j).number.as_ref().is_some_and(|n| n.same(number));
        (0..i).rev().take(12).find(same)
    }

    /// "(sau đây gọi tắt là B)": a short name has the role of what it stands for; the
    /// number again says of a ground that it is one, else it only names the document.
    fn defined(&self, i: usize, before: &[Role]) -> Role {
        let near = || (0..i).rev().take(12).find(|&j| self.is_content(j));
        self.said_before(i).or_else(near).map_or_else(
            || plain(Relation::Cites),
            |j| match self.mention(i).form {
                Form::Alias => Self::outer_role(j, before),
                _ => amending(&Self::outer_role(j, before)),
            },
        )
    }

    /// News says that a document was issued.
    fn reported(&self, i: usize) -> Option<Role> {
        if !self.document.heading.is_news {
            return None;
        }
        let same = self.is_announced(i);
        let issued = (parse::is_just_issued(self.normal, self.layout.leads[i])
            || parse::is_just_issued_by(self.normal, self.layout.spans[i].end as usize))
            && !self.was_told(i);
        (same || issued).then(|| plain(Relation::Reports))
    }

    /// The mention names the document that a news item announces.
    fn is_announced(&self, i: usize) -> bool {
        let heading = &self.document.heading;
        let announced =
            heading.announces.and_then(|a| self.document.mentions.get(a as usize));
        announced.is_some_and(|a| {
            let numbers = a.number.as_ref().zip(self.mention(i).number.as_ref());
            numbers.is_some_and(|(x, y)| x.same(y))
        })
    }

    /// The item has named the document before: it is no news any more.
    fn was_told(&self, i: usize) -> bool {
        let Some(number) = &self.mention(i).number else { return false };
        let same = |m: &Mention| m.number.as_ref().is_some_and(|n| n.same(number));
        self.document.mentions.iter().take(i).rev().take(200).any(same)
    }

    /// A mention that follows another one in the same sentence: a member of its list, a
    /// document in its title, or its amendment.
    fn beside(&self, i: usize, sentence: usize, before: &[Role]) -> Option<Role> {
        let j = (0..i).rev().take(12).find(|&j| {
            self.is_content(j) && self.layout.spans[j].end <= self.layout.spans[i].start
        })?;
        // "của⏎⏎Thủ tướng Chính phủ": the citation goes on behind a blank line.
        let crosses = self.layout.tails[j] > sentence;
        if (self.layout.spans[j].start as usize) < sentence && !crosses {
            return None;
        }
        let from = self.layout.tails[j].min(self.layout.leads[i]);
        let gap = self.normal.get(from..self.layout.leads[i])?;
        if is_list_gap(gap) {
            let j = self.meant(j);
            let beside = self.sibling_above(i, j, before).unwrap_or(j);
            return Some(Self::list_member(beside, gap, before));
        }
        if self.is_in_amendments(i, sentence) {
            return Some(amending(&Self::outer_role(self.meant(j), before)));
        }
        if gap.contains(';') {
            return self.title_goes_on(j, from, sentence, gap);
        }
        if let Some(role) = self.verb_beside(gap, from, &before[j]) {
            return Some(role);
        }
        if is_passive(gap) {
            return Some(amending(&Self::outer_role(self.meant(j), before)));
        }
        // "Điều 6 Nghị định số 181/2024/NĐ-CP thực hiện cấp …": the sentence goes on.
        let near = self.mention(j);
        let pinpointed = !near.provisions.is_empty() && near.issuer.is_none();
        if pinpointed && carries_out(gap)
            || !opens_title(gap)
            || open_bracket(gap).is_some()
        {
            return None;
        }
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
        let relation = cue.map_or(Relation::Cites, |(r, _)| r);
        let relation =
            if relation == Relation::BasedOn { Relation::Cites } else { relation };
        let of = if self.is_announced(j) { None } else { index(j) };
        Some(Role { relation, of, cue: cue.map(|(_, s)| self.text.to_source(s)) })
    }

    /// "Căn cứ Nghị định A quy định về …; quy định chi tiết một số điều của Luật B": the title
    /// of a ground goes on behind its semicolon.
    fn title_goes_on(
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
    fn verb_beside(&self, gap: &str, from: usize, near: &Role) -> Option<Role> {
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
    fn sibling_above(&self, i: usize, j: usize, before: &[Role]) -> Option<usize> {
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
            return sibling.then_some(outer);
        }
        let pinpointed = is_pinpointed(this, near);
        let k = j.checked_sub(1).filter(|&k| self.is_content(k))?;
        let gap = self.normal.get(self.layout.tails[k]..self.layout.leads[j])?;
        (pinpointed && is_passive(gap) && !self.mention(k).provisions.is_empty())
            .then_some(k)
    }

    /// "A, được sửa đổi, bổ sung bởi: B …; C …": C is one of the amendments, too.
    fn is_in_amendments(&self, i: usize, sentence: usize) -> bool {
        let head = self.normal.get(sentence..self.layout.leads[i]).unwrap_or_default();
        let listed = head.trim_end().ends_with(';');
        let opener = || head.match_indices(':').map(|(at, _)| head.get(..at));
        listed && opener().flatten().any(|h| is_passive(tail_of(h, 120)))
    }

    /// "Quyết định số 24/2009/QĐ-TTg … ban hành Quy chế về …".
    fn is_issued_by(&self, i: usize, gap: &str) -> bool {
        let mention = self.mention(i);
        let attached = mention.kind.is_some_and(|k| {
            matches!(k.code(), "QC" | "QyĐ" | "ĐL" | "KH" | "CTr" | "ĐA")
        });
        mention.form == Form::Titled && attached && gap.trim_end().ends_with("ban hành")
    }

    fn is_content(&self, j: usize) -> bool {
        matches!(
            self.mention(j).form,
            Form::Numbered | Form::Titled | Form::Alias | Form::Generic
        )
    }

    /// The mention that "(sau đây gọi tắt là B)" tells again, or the mention itself.
    fn meant(&self, j: usize) -> usize {
        if !self.tells_again(j) {
            return j;
        }
        let near = || (0..j).rev().take(12).find(|&k| self.is_content(k));
        self.said_before(j).or_else(near).unwrap_or(j)
    }

    /// A member of a list shares the role; behind a semicolon only the outer one.
    fn list_member(j: usize, gap: &str, before: &[Role]) -> Role {
        if gap.contains(';') { Self::outer_role(j, before) } else { before[j].clone() }
    }

    /// The role of the mention that `j` hangs under, in the end of the document itself.
    fn outer_role(j: usize, before: &[Role]) -> Role {
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

    /// The nearest words of the sentence that express a relation.
    fn by_cue(&self, i: usize, sentence: usize) -> Option<Role> {
        let lead = self.layout.leads[i];
        let from = sentence.max(floor(self.normal, lead.saturating_sub(700)));
        if self.normal.get(..lead)?.ends_with('(') {
            return Some(self.bracketed(from, lead));
        }
        if self.is_submission(i) {
            return Some(plain(Relation::Proposes));
        }
        let head = self.normal.get(from..lead)?;
        let cut = head.rfind([';', '|']).max(open_bracket(head));
        let clause = cut.map_or(from, |n| from + n + 1);
        let bracket = head.rfind('(').is_some_and(|n| from + n + 1 == clause);
        let (relation, span) = self
            .nearest(clause, lead)
            .or_else(|| self.ground(sentence, lead).filter(|_| !bracket))?;
        let (relation, span) =
            self.begun_before(from, clause, (relation, span)).unwrap_or((relation, span));
        let relation = self.in_region(i, sentence, relation, span);
        let unnamed = is_act(relation) && self.is_of_unnamed(sentence, span);
        let of = self.attachment(i, relation, span).or(index(i).filter(|_| unnamed));
        Some(Role { relation, of, cue: Some(self.text.to_source(span)) })
    }

    /// "soạn thảo Thông tư sửa đổi B", "các Nghị định hướng dẫn B": documents without number
    /// or title act on B, not this one. "ban hành Thông tư sửa đổi B" is this one.
    fn is_of_unnamed(&self, sentence: usize, cue: Span) -> bool {
        const KINDS: [&str; 6] = [
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
        let opens = !before.contains(is_letter);
        !opens && before.ends_with(is_lower) && !before.ends_with("hành")
    }

    /// "Xét đề nghị của Bộ Tài chính (Công văn số …)": the letter holds the proposal.
    fn bracketed(&self, from: usize, lead: usize) -> Role {
        let head = self.normal.get(from..lead).unwrap_or_default();
        let clause = head.rfind([';', ')']).map_or(from, |n| from + n + 1);
        let cue = cues(self.normal, clause, lead).pop();
        match cue.filter(|(relation, _)| *relation == Relation::Proposes) {
            Some((relation, cue)) => {
                Role { relation, of: None, cue: Some(self.text.to_source(cue)) }
            }
            None => plain(Relation::Cites),
        }
    }

    /// "Căn cứ ý kiến chỉ đạo của Phó Thủ tướng Chính phủ tại Thông báo số …": the opening
    /// of a recital reaches over the whole of it.
    fn ground(&self, sentence: usize, lead: usize) -> Option<(Relation, Span)> {
        parse::opens_recital(self.normal, sentence).then_some(())?;
        let head = self.normal.get(sentence..lead)?;
        let start = sentence + head.find(is_letter)?;
        let near = !head.contains(',') && head.split_whitespace().count() <= 20;
        near.then_some((Relation::BasedOn, Span::new(start, start)))
    }

    /// The nearest words on the left that may govern a mention at `lead`.
    fn nearest(&self, from: usize, lead: usize) -> Option<(Relation, Span)> {
        let cues = cues(self.normal, from, lead);
        let words = |s: &Span| {
            self.normal.get(s.end as usize..lead).map_or(0, |g| words_of(g).count())
        };
        let far = |(r, s): &(Relation, Span)| reach(*r).max(self.reach_of_body(*s));
        let near = cues.iter().rposition(|c| words(&c.1) <= far(c))?;
        let (relation, span) = cues[near];
        let earlier = cues.get(..near).unwrap_or_default();
        match relation {
            // "Sửa đổi, bổ sung, bãi bỏ một số điều của B" amends B.
            Relation::Repeals | Relation::Replaces => {
                let amends = |(r, s): &&(Relation, Span)| {
                    *r == Relation::Amends && self.is_joined(*s, span)
                };
                Some(*earlier.last().filter(amends).unwrap_or(&cues[near]))
            }
            // "ý kiến của Bộ Tài chính tại B" behind a proposal proposes nothing.
            Relation::Proposes if self.is_opinion(span, lead) => {
                Some((Relation::Cites, span))
            }
            // "sơ kết 5 năm thực hiện B" reviews what carries B out.
            Relation::Cites if self.is_review(span) => Some((Relation::Implements, span)),
            // "sửa đổi, bổ sung một số điều của Quy chế ban hành kèm theo Quyết định B".
            Relation::IssuedWith => {
                let acts = |(r, s): &&(Relation, Span)| {
                    is_act(*r) && words(s) <= 16 && !self.is_noun(from, *s)
                };
                Some(*earlier.iter().rev().find(acts).unwrap_or(&cues[near]))
            }
            // "Triển khai Đề án … theo Quyết định B" carries B out; "thực hiện theo" does not.
            Relation::Cites if self.is_bare_by(span) => {
                let opens = |(r, s): &&(Relation, Span)| {
                    let at = s.start as usize;
                    match r {
                        Relation::Implements => self.opens_item(from, at),
                        Relation::Guides => {
                            self.in_title(lead) && self.opens_item(from, at)
                        }
                        // "Kinh phí: căn cứ lập dự toán theo Thông tư B".
                        Relation::BasedOn => self.follows_colon(from, at),
                        _ => false,
                    }
                };
                Some(*earlier.iter().find(opens).unwrap_or(&cues[near]))
            }
            // "Bãi bỏ quy định tại khoản 3 Điều 5 Thông tư B" repeals; "Triển khai thống
            // nhất các quy định tại Thông tư B" carries B out.
            Relation::Cites if self.is_rules(span) => {
                let all = self.is_all_rules(span);
                let governs = |(r, s): &&(Relation, Span)| {
                    let between = self.normal.get(s.end as usize..span.start as usize);
                    let carried = all && *r == Relation::Implements && !self.is_duty(*s);
                    let verb = is_done_to(*r) || carried;
                    // "Bãi bỏ Chương IV về thuế môn bài quy định tại …".
                    let far = self.opens_item(from, s.start as usize);
                    let reach = if far { 14 } else { 3 };
                    verb && between.is_some_and(|b| b.split_whitespace().count() <= reach)
                };
                Some(*earlier.iter().rev().find(governs).unwrap_or(&cues[near]))
            }
            _ => Some((relation, span)),
        }
    }

    /// The name of a body lies between "ý kiến của" and the letter that holds it.
    fn reach_of_body(&self, cue: Span) -> usize {
        let words = self.normal.get(cue.range()).unwrap_or_default();
        if words.ends_with("của") { 12 } else { 0 }
    }

    /// Only a comma or *và* stands between two verbs.
    fn is_joined(&self, verb: Span, next: Span) -> bool {
        let gap = self.normal.get(verb.end as usize..next.start as usize);
        gap.is_some_and(|g| matches!(g.trim(), "," | "và" | "hoặc" | ", và"))
    }

    fn is_opinion(&self, cue: Span, lead: usize) -> bool {
        let words = self.normal.get(cue.end as usize..lead).unwrap_or_default();
        words.contains("ý kiến của")
    }

    /// *sơ kết*, *tổng kết* stands before "… năm thực hiện".
    fn is_review(&self, cue: Span) -> bool {
        let words = self.normal.get(cue.range()).unwrap_or_default();
        let before = self.normal.get(..cue.start as usize).unwrap_or_default();
        crate::text::starts_with_words(words, "năm").is_some()
            && tail_of(before, 24).contains("kết")
    }

    /// "theo Hướng dẫn xử lý ổ dịch ban hành kèm theo B": the capital of a title.
    fn is_noun(&self, from: usize, cue: Span) -> bool {
        let words = self.normal.get(cue.range()).unwrap_or_default();
        words.starts_with(is_upper) && !self.opens_item(from, cue.start as usize)
    }

    fn follows_colon(&self, from: usize, at: usize) -> bool {
        self.normal.get(from..at).is_some_and(|head| head.trim_end().ends_with(':'))
    }

    /// The cue is *quy định* in "quy định tại", "quy định của".
    fn is_rules(&self, cue: Span) -> bool {
        let words = self.normal.get(cue.range()).unwrap_or_default();
        crate::text::starts_with_words(words, "quy định").is_some()
    }

    /// *tuân thủ*, *chấp hành* the rules: the duty of everybody.
    fn is_duty(&self, cue: Span) -> bool {
        let words = self.normal.get(cue.range()).unwrap_or_default();
        let duties = ["tuân thủ", "chấp hành"];
        duties.iter().any(|d| crate::text::starts_with_words(words, d).is_some())
    }

    /// *các* stands before the cue.
    fn is_all_rules(&self, cue: Span) -> bool {
        let before = self.normal.get(..cue.start as usize).unwrap_or_default();
        before.trim_end().ends_with("các")
    }

    /// A mention at `lead` stands in the title of the document.
    fn in_title(&self, lead: usize) -> bool {
        let Some(title) = &self.document.heading.title else { return false };
        let words = self.normal.get(lead..).unwrap_or_default().split_whitespace();
        let next: Vec<&str> = words.take(4).collect();
        let fold = crate::text::fold_tone;
        fold(title).contains(&fold(&next.join(" ")))
    }

    /// "Triển khai Đề án A theo Quyết định B; Đề án C theo Quyết định D": the verb that
    /// opens the item goes on behind the semicolon.
    fn begun_before(
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
        NOUNS.iter().find_map(|n| crate::text::starts_with_words(start, n))?;
        let opens = |(r, s): &(Relation, Span)| {
            *r == Relation::Implements && self.opens_item(from, s.start as usize)
        };
        cues(self.normal, from, clause).into_iter().find(opens)
    }

    fn is_bare_by(&self, cue: Span) -> bool {
        self.normal.get(cue.range()).is_some_and(|w| w.eq_ignore_ascii_case("theo"))
    }

    /// The verb stands at the beginning of the sentence or list item.
    fn opens_item(&self, from: usize, at: usize) -> bool {
        const HELPERS: [&str; 14] = [
            "tiếp", "tục", "tổ", "chức", "chủ", "trì", "phối", "hợp", "đẩy", "mạnh",
            "tăng", "cường", "tập", "trung",
        ];
        let Some(head) = self.normal.get(from..at) else { return false };
        let folded = crate::text::fold_tone(head);
        folded
            .split(|c: char| !is_letter(c))
            .all(|w| w.len() <= 1 || HELPERS.contains(&w))
    }

    /// What the words mean depends on where they stand.
    fn in_region(
        &self,
        i: usize,
        sentence: usize,
        relation: Relation,
        cue: Span,
    ) -> Relation {
        let recital = parse::opens_recital(self.normal, sentence);
        match relation {
            _ if recital && self.is_enacted(i) => Relation::Cites,
            Relation::Cites if recital && self.has_left_recital(i, sentence) => {
                Relation::Cites
            }
            // Nothing guides or amends a report.
            Relation::Guides | Relation::Amends if self.is_report(i) => Relation::Cites,
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
    fn has_left_recital(&self, i: usize, sentence: usize) -> bool {
        let lead = self.layout.leads[i];
        let head = self.normal.get(sentence..lead).unwrap_or_default();
        let clause = head.rfind(',').and_then(|n| head.get(n + 1..)).unwrap_or_default();
        let end = parse::sentence_end(self.normal, lead);
        let stop = self.normal.get(..end).is_some_and(|t| t.trim_end().ends_with('.'));
        stop && clause.split_whitespace().count() >= 6
    }

    /// "theo Mẫu số 01 tại Phụ lục ban hành kèm theo Nghị định B": a form or an annex is
    /// a part of B, no document with a life of its own as a regulation has.
    fn is_part_of(&self, i: usize, cue: Span) -> bool {
        const PARTS: [&str; 8] = [
            "mẫu",
            "phụ lục",
            "danh mục",
            "biểu mẫu",
            "danh sách",
            "biểu",
            "phụ biểu",
            "tờ khai",
        ];
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
            list.iter().any(|w| crate::text::starts_with_words(&near, w).is_some())
        };
        let part = (0..words.len()).rev().find(|&n| at_word(n, &PARTS));
        let whole = (0..words.len()).rev().find(|&n| at_word(n, &WHOLES));
        part.is_some() && part > whole
    }

    /// "đề nghị của Ủy ban nhân dân tỉnh tại Tờ trình số …", whatever a scanner left of *đề*.
    fn is_submission(&self, i: usize) -> bool {
        let before = self.normal.get(..self.layout.leads[i]).unwrap_or_default();
        let at = before.trim_end().strip_suffix("tại");
        self.mention(i).kind.is_some_and(|k| k.code() == "TTr")
            && at.is_some_and(|head| tail_of(head, 140).contains("nghị của"))
    }

    fn is_report(&self, i: usize) -> bool {
        self.mention(i).kind.is_some_and(|k| matches!(k.code(), "TTr" | "BC"))
    }

    /// "Căn cứ …; Quốc hội ban hành Luật Căn cước": what is enacted is no ground.
    fn is_enacted(&self, i: usize) -> bool {
        let before =
            self.normal.get(..self.layout.leads[i]).unwrap_or_default().trim_end();
        before.ends_with("ban hành")
    }

    /// A document ends another one in its own name ("Quyết định này thay thế …"), or in an
    /// article or title that begins with the verb; a plan to replace one does not.
    fn takes_effect(&self, i: usize, sentence: usize, cue: Span) -> bool {
        let Some(head) = self.normal.get(sentence..cue.start as usize) else {
            return false;
        };
        let folded = crate::text::fold_tone(head);
        let own = self.document.mentions.iter().take(i).rev().take(4).any(|m| {
            m.form == Form::ToSelf
                && self.text.to_normal(m.span).start as usize >= sentence
        });
        let words: Vec<&str> =
            folded.split(|c: char| !is_word(c)).filter(|w| w.len() > 2).collect();
        let opens = words
            .iter()
            .all(|w| matches!(*w, "điều" | "khoản" | "điểm" | "việc" | "quyết" | "định"));
        // "THÔNG TƯ … SỐ 01/2010/TT-NHNN⏎BÃI BỎ QUYẾT ĐỊNH SỐ …": a line of the title.
        let line = head.rsplit('\n').next().unwrap_or_default();
        let verb = self.normal.get(cue.range()).unwrap_or_default();
        let titled = !verb.contains(is_lower) && !line.contains(is_letter);
        own || opens || titled || folded.contains("có hiệu lực")
    }

    /// "Quy chế … ban hành kèm theo Quyết định B": the attachment is the citing side. It
    /// has no mention of its own, so the mention stands for it itself.
    fn attachment(&self, i: usize, relation: Relation, cue: Span) -> Option<u32> {
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
    fn ended(&self, i: usize) -> Option<Role> {
        let from = self.layout.tails[i];
        let end = self.end_of_clause(i, from);
        let tail = self.normal.get(from..end)?;
        if !tail.contains("iệu lực") && !tail.contains("IỆU LỰC") {
            return None;
        }
        let folded = crate::text::fold_tone(tail);
        let at =
            folded.find("hết hiệu lực").or_else(|| folded.find("chấm dứt hiệu lực"))?;
        let own = folded.get(..at)?;
        (!own.contains("có hiệu lực") || own.contains("hết"))
            .then(|| plain(Relation::Repeals))
    }

    /// Where the verb of a mention may stand at the latest: behind a list of amendments
    /// ("A, được sửa đổi bởi: B …; C … hết hiệu lực") it is far.
    fn end_of_clause(&self, i: usize, from: usize) -> usize {
        let end = parse::sentence_end(self.normal, from);
        let near = end.min(floor(self.normal, from + 900));
        let lead = self.layout.leads[i];
        let listed = self.normal.get(from..near).is_some_and(|t| t.contains("bởi:"));
        let is_subject = || {
            let start = parse::sentence_start(self.normal, lead);
            self.normal.get(start..lead).is_some_and(|head| !head.contains(is_letter))
        };
        if !listed || !is_subject() {
            return near;
        }
        let is_cut = end - from >= parse::LONGEST_SENTENCE;
        if is_cut { parse::sentence_end(self.normal, end) } else { end }
    }

    /// An item of a list takes the words of the line that opens it: "Bãi bỏ các văn bản
    /// sau:", "Các quyết định sau đây hết hiệu lực:".
    fn introduced(&self, i: usize, before: &[Role]) -> Option<Role> {
        let lead = self.layout.leads[i];
        let start =
            item_start(self.normal, lead).or_else(|| line_start(self.normal, lead))?;
        let head = self.normal.get(..start)?.trim_end();
        match head.strip_suffix(':') {
            Some(opener) => self.opened(i, opener),
            None => self
                .under_grounds(head)
                .or_else(|| self.under_repeal(i, head))
                .or_else(|| self.next_item(i, start, before)),
        }
    }

    /// The first item under a heading such as "II. CĂN CỨ PHÁP LÝ".
    fn under_grounds(&self, head: &str) -> Option<Role> {
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
    fn under_repeal(&self, i: usize, head: &str) -> Option<Role> {
        let line = tail_of(head, 300).rsplit('\n').next()?;
        let start = head.len() - line.len();
        let (relation, span) = self.last_cue(start, head.len())?;
        let words = self.normal.get(span.end as usize..head.len())?;
        let several = ["các văn bản", " văn bản", "các thông tư", "các quyết định"]
            .iter()
            .any(|w| words.contains(w));
        let opens = self.opens_article(start, span.start as usize);
        let ends = is_act(relation) && several && opens;
        let relation = self.in_region(i, start, relation, span);
        ends.then(|| Role { relation, of: None, cue: Some(self.text.to_source(span)) })
    }

    /// Only *Điều 1.* stands before the verb.
    fn opens_article(&self, from: usize, verb: usize) -> bool {
        self.normal.get(from..verb).is_some_and(|head| {
            let words = head.split(|c: char| !is_word(c)).filter(|w| !w.is_empty());
            words.count() <= 2
        })
    }

    /// What the line says that opens a list.
    fn opened(&self, i: usize, opener: &str) -> Option<Role> {
        let from = parse::sentence_start(self.normal, opener.len());
        let from = from.max(floor(self.normal, opener.len().saturating_sub(600)));
        let words = opener.get(from..)?;
        let (relation, span) = match words.rfind("hết hiệu lực") {
            Some(n) => (Relation::Repeals, Span::new(from + n, opener.len())),
            None => self.last_cue(from, opener.len())?,
        };
        let ends = words.contains("hết hiệu lực");
        let relation =
            if ends { relation } else { self.in_region(i, from, relation, span) };
        Some(Role { relation, of: None, cue: Some(self.text.to_source(span)) })
    }

    /// The last verb before `to`; of "sửa đổi, bổ sung, bãi bỏ" the first.
    fn last_cue(&self, from: usize, to: usize) -> Option<(Relation, Span)> {
        let cues = cues(self.normal, from, to);
        let (last, earlier) = cues.split_last()?;
        let ends = matches!(last.0, Relation::Repeals | Relation::Replaces);
        let amends = |c: &&(Relation, Span)| {
            ends && c.0 == Relation::Amends && self.is_joined(c.1, last.1)
        };
        Some(*earlier.last().filter(amends).unwrap_or(last))
    }

    /// The item behind one that took its words from the line that opens the list.
    fn next_item(&self, i: usize, start: usize, before: &[Role]) -> Option<Role> {
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
        let counted = opened(900) && acts && marks[1] > marks[0];
        (next || counted).then_some(role)
    }

    /// "⏎Luật Tổ chức Chính phủ ngày …;⏎Căn cứ …": a scanner lost *Căn cứ*.
    fn lost_ground(&self, i: usize) -> Option<Role> {
        line_start(self.normal, self.layout.leads[i])?;
        let end = parse::sentence_end(self.normal, self.layout.tails[i]);
        let (clause, next) = self.normal.split_at_checked(end)?;
        let recital = clause.trim_end().ends_with(';') && parse::opens_recital(next, 0);
        recital.then(|| plain(Relation::BasedOn))
    }

    /// The words of an enumeration spread over its semicolons and items until the next
    /// ones.
    fn spread(&self, i: usize, sentence: usize, before: &[Role]) -> Option<Role> {
        let j = (0..i).rev().take(12).find(|&j| self.is_content(j))?;
        let from = self.layout.tails[j].min(self.layout.leads[i]);
        let gap = self.normal.get(from..self.layout.leads[i])?;
        let head = self.normal.get(..sentence)?.trim_end();
        // A semicolon of an earlier paragraph lists nothing here.
        let here =
            gap.rfind(';').is_some_and(|n| gap.rfind("\n\n").is_none_or(|p| p < n));
        let listed = head.ends_with(';') || here;
        let near = gap.len() < 700;
        (listed && near)
            .then(|| Self::outer_role(self.meant(j), before))
            .filter(|r| r.relation != Relation::Reports)
    }
}

/// The rank of a numbered document among those of the state (Law 64/2025/QH15, article 4);
/// the larger number stands lower.
fn rank(mention: &Mention) -> Option<u8> {
    let symbol = mention.number.as_ref()?.symbol.as_str();
    match mention.kind?.code() {
        _ if symbol.contains("UBND") || symbol.contains("HĐND") => Some(5),
        "L" | "BL" | "PL" => Some(1),
        "NĐ" => Some(2),
        "QĐ" | "CT" => Some(3),
        "TT" | "TTLT" => Some(4),
        _ => None,
    }
}

/// Only the first of two neighbours in a list has pinpoints.
fn is_pinpointed(this: &Mention, near: &Mention) -> bool {
    !this.provisions.is_empty() && near.provisions.is_empty()
}

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

/// Returns where the line of a list item begins when nothing but its mark ("a)", "1.",
/// "-") stands before `lead`.
fn item_start(text: &str, lead: usize) -> Option<usize> {
    let head = text.get(floor(text, lead.saturating_sub(16))..lead)?;
    let (_, mark) = head.rsplit_once('\n')?;
    let word = mark.trim();
    let bare = word.trim_end_matches(['.', ')', '-', '+', '•', '*']);
    let marked =
        bare.len() < word.len() && bare.chars().filter(|c| is_word(*c)).count() <= 3;
    (marked && !bare.contains(' ')).then(|| lead - mark.len())
}

/// The number of the item whose mark ("12.") begins at `at`.
fn item_number(text: &str, at: usize) -> Option<u32> {
    let mark = text.get(at..)?.trim_start();
    let digits = mark.find(|c: char| !c.is_ascii_digit())?;
    mark.get(digits..)?.starts_with(['.', ')']).then_some(())?;
    mark.get(..digits)?.parse().ok()
}

/// A title in capitals is one sentence over all its lines: "SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU⏎
/// CỦA LUẬT …".
fn capitals_start(text: &str, sentence: usize, lead: usize) -> usize {
    let in_capitals = |s: &str| s.contains(is_letter) && !s.contains(is_lower);
    let mut start = sentence;
    let head = text.get(sentence..lead).unwrap_or_default();
    if !in_capitals(head) {
        return sentence;
    }
    for _ in 0..4 {
        let before = text.get(..start).unwrap_or_default();
        let Some(before) = before.strip_suffix('\n') else { break };
        let line = tail_of(before, 240).rsplit('\n').next().unwrap_or_default();
        if !in_capitals(line) {
            break;
        }
        start = before.len() - line.len();
    }
    start
}

/// Returns the lead when it is the beginning of a line.
fn line_start(text: &str, lead: usize) -> Option<usize> {
    let head = text.get(..lead)?.trim_end_matches([' ', '\t']);
    (head.is_empty() || head.ends_with('\n')).then_some(head.len())
}

fn index(i: usize) -> Option<u32> {
    u32::try_from(i).ok()
}

/// Returns the cues between two offsets, reading from the left so that the longest
/// phrase wins ("hướng dẫn thực hiện" is not "thực hiện").
fn cues(text: &str, from: usize, to: usize) -> Vec<(Relation, Span)> {
    let mut at = from;
    let mut found = Vec::new();
    // Where the last passive verb ends.
    let mut passive = from;
    while at < to {
        let word = text.get(at..to).and_then(|t| t.find(is_word));
        let Some(start) = word.map(|n| at + n) else { break };
        let tail = text.get(start..to).unwrap_or_default();
        let cue = vocab::cue_at_start(tail);
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
                    _ => relation,
                };
                found.push((relation, Span::new(start, start + n)));
                start + n
            }
            None => start + tail.find(|c: char| !is_word(c)).unwrap_or(tail.len()),
        };
    }
    found
}

/// The relations whose passive speaks of the document named before.
fn is_done_to(relation: Relation) -> bool {
    is_act(relation) || matches!(relation, Relation::Approves | Relation::Suspends)
}

/// "đã được phê duyệt tại", "được sửa đổi, bổ sung": done to the document named before.
fn is_passive_verb(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default().trim_end();
    before.ends_with(" được") || before.ends_with(" bị") || before.ends_with("\nđược")
}

/// "Kế hoạch này không thay thế Kế hoạch số 97".
fn is_denied(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default().trim_end();
    ["không", "chưa", "chẳng"].iter().any(|no| {
        before.strip_suffix(no).is_some_and(|head| head.ends_with(char::is_whitespace))
    })
}

/// The words of a gap; the numbers of "Mẫu số 04, 09, 17" are none.
fn words_of(gap: &str) -> impl Iterator<Item = &str> {
    gap.split_whitespace().filter(|w| w.contains(is_letter))
}

/// How many words may lie between a cue and what it governs.
fn reach(relation: Relation) -> usize {
    match relation {
        Relation::Implements | Relation::Proposes => 26,
        Relation::Amends | Relation::Guides => 14,
        Relation::Approves => 3,
        _ => 6,
    }
}

fn is_act(relation: Relation) -> bool {
    matches!(
        relation,
        Relation::Amends | Relation::Guides | Relation::Replaces | Relation::Repeals
    )
}

/// The enacting formula is the document itself.
fn is_own(role: &Role) -> bool {
    role.relation == Relation::ToSelf
}

/// The amendment of a ground is a ground, too, that of a consolidated act is consolidated;
/// else it is only named.
fn amending(outer: &Role) -> Role {
    match outer.relation {
        Relation::BasedOn | Relation::Consolidates => plain(outer.relation),
        _ => plain(Relation::Cites),
    }
}

/// A comma or *và* right before the next document: a sibling, not an object.
fn ends_as_list(gap: &str) -> bool {
    let end = gap.trim_end();
    end.ends_with(',') || end.ends_with(" và") || end.ends_with("\nvà")
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

/// Returns where the last bracket begins that is not closed.
fn open_bracket(text: &str) -> Option<usize> {
    text.rfind('(').filter(|&open| text.rfind(')').is_none_or(|close| close < open))
}

fn tail_of(text: &str, len: usize) -> &str {
    text.get(floor(text, text.len().saturating_sub(len))..).unwrap_or_default()
}

/// Only separators stand between two members of a list.
fn is_list_gap(gap: &str) -> bool {
    let separator = |w: &str| {
        let w = w.trim_matches([',', ';', '-', '+', '•', '(', ')']);
        w.is_empty()
            || matches!(
                w,
                "và" | "hoặc" | "các" | "cùng" | "với" | "số" | "của" | "những"
            )
    };
    gap.len() < 60 && gap.split_whitespace().all(separator)
}

/// "A đã được sửa đổi, bổ sung một số điều bởi B".
fn is_passive(gap: &str) -> bool {
    if gap.len() > 300 || !gap.contains("được") {
        return false;
    }
    let words: Vec<&str> = gap.split_whitespace().collect();
    let folded = crate::text::fold_tone(&words.join(" "));
    let amended = folded.contains("được sửa đổi")
        || folded.contains("được bổ sung")
        || folded.contains("được thay thế");
    let by = ["bởi", "theo", "tại", "bằng"];
    let end = folded.trim_end_matches(|c: char| c.is_whitespace() || c == ':');
    amended && gap.len() < 300 && by.iter().any(|w| end.ends_with(w))
}

/// The verb of a sentence, if no title stands before it.
fn carries_out(gap: &str) -> bool {
    let start = gap.trim_start();
    ["thực hiện", "triển khai", "tiếp tục", "thi hành", "bổ sung", "điều chỉnh"]
        .iter()
        .any(|verb| crate::text::starts_with_words(start, verb).is_some())
}

/// The title of a document goes on behind its number, date and issuer.
fn opens_title(gap: &str) -> bool {
    // Folded: one place of the tone.
    const LEADS: [&str; 22] = [
        "về",
        "v/v",
        "quy định",
        "qui định",
        "sửa đổi",
        "bổ sung",
        "hướng dẫn",
        "ban hành",
        "phê duyệt",
        "thay thế",
        "bãi bỏ",
        "đính chính",
        "thực hiện",
        "triển khai",
        "hợp nhất",
        "điều chỉnh",
        "kéo dài",
        "gia hạn",
        "thi hành",
        "huỷ bỏ",
        "thành lập",
        "tiếp tục",
    ];
    let start = gap.trim_start_matches([' ', ',', '\n', '\r', '\t', '"', '“']);
    LEADS.iter().any(|l| crate::text::starts_with_words(start, l).is_some())
}
