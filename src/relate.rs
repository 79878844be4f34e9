//! Which words express which relation.

use crate::ingest::Meta;
use crate::parse::{self, Form, Heading, Mention};
use crate::text::{Span, Text};
use crate::text::{is_letter, is_lower, is_word};
use crate::vocab;

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
    let reader =
        Reader { text, normal: text.normal(), document: &document, layout: &layout };
    let roles = reader.roles();
    let parse::Document { heading, mentions } = document;
    Facts { heading, mentions, roles }
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
}

impl Reader<'_> {
    fn roles(&self) -> Vec<Role> {
        let mut roles: Vec<Role> = Vec::with_capacity(self.document.mentions.len());
        for i in 0..self.document.mentions.len() {
            let role = self.role(i, &roles);
            roles.push(role);
        }
        roles
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
        if parse::is_definition(self.normal, self.layout.spans[i].start as usize) {
            return self.defined(i, before);
        }
        if let Some(role) = self.inside_title(i) {
            return role;
        }
        let sentence = parse::sentence_start(self.normal, self.layout.leads[i]);
        let sentence = capitals_start(self.normal, sentence, self.layout.leads[i]);
        self.reported(i)
            .or_else(|| self.beside(i, sentence, before))
            .or_else(|| self.by_cue(i, sentence))
            .or_else(|| self.ended(i))
            .or_else(|| self.introduced(i, before))
            .or_else(|| self.spread(i, sentence, before))
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

    /// "(sau đây gọi tắt là B)": a short name has the role of what it stands for; the
    /// number again says of a ground that it is one, else it only names the document.
    fn defined(&self, i: usize, before: &[Role]) -> Role {
        let j = (0..i).rev().take(12).find(|&j| self.is_content(j));
        j.map_or_else(
            || plain(Relation::Cites),
            |j| match self.mention(i).form {
                Form::Alias => Self::outer_role(j, before),
                _ => amending(&Self::outer_role(j, before)),
            },
        )
    }

    /// News says that a document was issued.
    fn reported(&self, i: usize) -> Option<Role> {
        let heading = &self.document.heading;
        if !heading.is_news {
            return None;
        }
        let announced =
            heading.announces.and_then(|a| self.document.mentions.get(a as usize));
        let same = announced.is_some_and(|a| {
            let numbers = a.number.as_ref().zip(self.mention(i).number.as_ref());
            numbers.is_some_and(|(x, y)| x.same(y))
        });
        let issued =
            parse::is_just_issued(self.normal, self.layout.leads[i]) && !self.was_told(i);
        (same || issued).then(|| plain(Relation::Reports))
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
        if (self.layout.spans[j].start as usize) < sentence {
            return None;
        }
        let from = self.layout.tails[j].min(self.layout.leads[i]);
        let gap = self.normal.get(from..self.layout.leads[i])?;
        if is_list_gap(gap) {
            return Some(Self::list_member(self.meant(j), gap, before));
        }
        if self.is_in_amendments(i, sentence) {
            return Some(amending(&Self::outer_role(self.meant(j), before)));
        }
        if gap.contains(';') {
            return None;
        }
        if is_passive(gap) {
            return Some(amending(&Self::outer_role(self.meant(j), before)));
        }
        if !opens_title(gap) || open_bracket(gap).is_some() {
            return None;
        }
        if ends_as_list(gap) {
            return Some(before[self.meant(j)].clone());
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
        let announced = self.document.heading.announces == index(j);
        let of = if announced { None } else { index(j) };
        Some(Role { relation, of, cue: cue.map(|(_, s)| self.text.to_source(s)) })
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
        if !parse::is_definition(self.normal, self.layout.spans[j].start as usize) {
            return j;
        }
        (0..j).rev().take(12).find(|&k| self.is_content(k)).unwrap_or(j)
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
                Some(of) if (of as usize) < at => at = of as usize,
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
            return Some(plain(Relation::Cites));
        }
        let head = self.normal.get(from..lead)?;
        let clause =
            head.rfind(';').max(open_bracket(head)).map_or(from, |n| from + n + 1);
        let (relation, span) = self.nearest(clause, lead)?;
        let (relation, span) =
            self.begun_before(from, clause, (relation, span)).unwrap_or((relation, span));
        let relation = self.in_region(i, sentence, relation, span);
        let of = self.attachment(i, relation, span);
        Some(Role { relation, of, cue: Some(self.text.to_source(span)) })
    }

    /// The nearest words on the left that may govern a mention at `lead`.
    fn nearest(&self, from: usize, lead: usize) -> Option<(Relation, Span)> {
        let cues = cues(self.normal, from, lead);
        let words = |s: &Span| {
            self.normal
                .get(s.end as usize..lead)
                .map_or(0, |g| g.split_whitespace().count())
        };
        let near = cues.iter().rposition(|(r, s)| words(s) <= reach(*r))?;
        let (relation, span) = cues[near];
        let earlier = cues.get(..near).unwrap_or_default();
        match relation {
            // "sửa đổi, bổ sung một số điều của Quy chế ban hành kèm theo Quyết định B".
            Relation::IssuedWith => {
                let acts = |(r, s): &&(Relation, Span)| is_act(*r) && words(s) <= 16;
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
                    let verb = is_done_to(*r) || all && *r == Relation::Implements;
                    verb && between.is_some_and(|b| b.split_whitespace().count() <= 3)
                };
                Some(*earlier.iter().rev().find(governs).unwrap_or(&cues[near]))
            }
            _ => Some((relation, span)),
        }
    }

    fn follows_colon(&self, from: usize, at: usize) -> bool {
        self.normal.get(from..at).is_some_and(|head| head.trim_end().ends_with(':'))
    }

    /// The cue is *quy định* in "quy định tại", "quy định của".
    fn is_rules(&self, cue: Span) -> bool {
        let words = self.normal.get(cue.range()).unwrap_or_default();
        crate::text::starts_with_words(words, "quy định").is_some()
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
            _ if recital && relation != Relation::Proposes => Relation::BasedOn,
            Relation::Replaces | Relation::Repeals
                if !self.takes_effect(i, sentence, cue) =>
            {
                Relation::Cites
            }
            _ => relation,
        }
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
        own || opens || folded.contains("có hiệu lực")
    }

    /// "Quy chế … ban hành kèm theo Quyết định B": the attachment is the citing side. It
    /// has no mention of its own, so the mention stands for it itself.
    fn attachment(&self, i: usize, relation: Relation, cue: Span) -> Option<u32> {
        if relation != Relation::IssuedWith {
            return None;
        }
        let before = self.normal.get(..cue.start as usize)?.trim_end();
        let opens = before.ends_with('(') || before.ends_with('\n') || before.is_empty();
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
            None => self.under_grounds(head).or_else(|| self.next_item(i, start, before)),
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

    /// What the line says that opens a list.
    fn opened(&self, i: usize, opener: &str) -> Option<Role> {
        let from = parse::sentence_start(self.normal, opener.len());
        let from = from.max(floor(self.normal, opener.len().saturating_sub(600)));
        let words = opener.get(from..)?;
        let (relation, span) = match words.rfind("hết hiệu lực") {
            Some(n) => (Relation::Repeals, Span::new(from + n, opener.len())),
            None => *cues(self.normal, from, opener.len()).last()?,
        };
        let ends = words.contains("hết hiệu lực");
        let relation =
            if ends { relation } else { self.in_region(i, from, relation, span) };
        Some(Role { relation, of: None, cue: Some(self.text.to_source(span)) })
    }

    /// The item behind one that took its words from the line that opens the list.
    fn next_item(&self, i: usize, start: usize, before: &[Role]) -> Option<Role> {
        let j = (0..i).rev().take(12).find(|&j| self.is_content(j))?;
        let role = Self::outer_role(self.meant(j), before);
        let gap = self.normal.get(self.layout.tails[j].min(start)..start)?;
        let lead = self.layout.leads[j];
        let first =
            item_start(self.normal, lead).or_else(|| line_start(self.normal, lead))?;
        let opened = role.cue.is_some_and(|c| {
            self.text.to_normal(c).end as usize <= first && gap.len() < 400
        });
        (opened && gap.trim_end_matches('\n').lines().count() <= 1).then_some(role)
    }

    /// The words of an enumeration spread over its semicolons and items until the next
    /// ones.
    fn spread(&self, i: usize, sentence: usize, before: &[Role]) -> Option<Role> {
        let j = (0..i).rev().take(12).find(|&j| self.is_content(j))?;
        let from = self.layout.tails[j].min(self.layout.leads[i]);
        let gap = self.normal.get(from..self.layout.leads[i])?;
        let head = self.normal.get(..sentence)?.trim_end();
        let listed = head.ends_with(';') || gap.contains(';');
        let near = gap.len() < 700;
        (listed && near)
            .then(|| Self::outer_role(self.meant(j), before))
            .filter(|r| r.relation != Relation::Reports)
    }
}

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
    while at < to {
        let word = text.get(at..to).and_then(|t| t.find(is_word));
        let Some(start) = word.map(|n| at + n) else { break };
        let tail = text.get(start..to).unwrap_or_default();
        let cue = vocab::cue_at_start(tail);
        at = match cue {
            Some((relation, n)) => {
                let is_done = !is_passive_verb(text, start) && !is_denied(text, start);
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

/// The amendment of a ground is a ground, too; else it is only named.
fn amending(outer: &Role) -> Role {
    match outer.relation {
        Relation::BasedOn => plain(Relation::BasedOn),
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
    let folded = crate::text::fold_tone(gap);
    let amended = folded.contains("được sửa đổi")
        || folded.contains("được bổ sung")
        || folded.contains("được thay thế");
    let by = ["bởi", "theo", "tại", "bằng"];
    let end = folded.trim_end_matches(|c: char| c.is_whitespace() || c == ':');
    amended && gap.len() < 300 && by.iter().any(|w| end.ends_with(w))
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
