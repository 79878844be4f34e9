//! The grammar of citations: type word, number or title, date, issuer; lists that share
//! them.

use super::Form;
use super::anchor::{Anchor, anchors};
use super::date::{Written, date_at};
use super::issuer::{Body, body_at, collapsed, issued_by, of_body, successor_note};
use super::lexer::{
    any_phrase, char_at, char_before, digits, eat, is_capital, is_so, phrase, rest, so,
    space, space_back, space_comma, word_back, words_back,
};
use super::mend::{mend_serials, mend_year};
use super::number::{Read, Shape, may_part, number_at, start_before_slash};
use super::sharing::{is_titled_list, share_issuers};
use super::subject::subject_before;
use super::title::{Title, law_kind_at, may_be_law, names_law, title_at};
use crate::ident::{Date, DocNumber, Separator};
use crate::text::{first_word_hash, fold_marks, is_lower, is_word, starts_with_glued};
use crate::vocab::{DocKind, Issuer, Law, words};
use memchr::{memchr_iter, memchr2, memchr3};
use rustc_hash::{FxHashMap, FxHashSet};
use std::hash::BuildHasher as _;
use std::sync::LazyLock;

/// A mention in offsets of the normalized text.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) form: Form,
    pub(super) kind: Option<DocKind>,
    pub(super) number: Option<DocNumber>,
    pub(super) shape: Shape,
    pub(super) date: Option<Written>,
    pub(super) issuer: Option<Body>,
    pub(super) title: Option<String>,
    /// True when a type word stands before the number.
    pub(super) typed: bool,
    /// The start of the outer title when this is a law named inside another's title.
    pub(super) outer: Option<usize>,
    pub(super) confidence: u8,
    pub(super) rule: &'static str,
}

impl Draft {
    pub(super) fn new(start: usize, end: usize, form: Form, rule: &'static str) -> Self {
        Self {
            start,
            end,
            form,
            kind: None,
            number: None,
            shape: Shape::Bare,
            date: None,
            issuer: None,
            title: None,
            typed: true,
            outer: None,
            confidence: 90,
            rule,
        }
    }
}

/// What the pass over a text found.
pub(super) struct Cited {
    /// The citations, in order of their start.
    pub(super) drafts: Vec<Draft>,
    /// Where short names may be defined: the verb (*gọi tắt*) and the name behind it.
    pub(super) namings: Vec<(usize, usize)>,
}

/// Reads all citations of a text.
pub(super) fn citations(text: &str) -> Cited {
    // Law has one in some thousand bytes, some texts more.
    let drafts = Vec::with_capacity(text.len() / 600);
    let mut reader = Reader { text, drafts, done: 0, serials: FxHashSet::default() };
    let mut namings = Vec::new();
    for anchor in anchors(text) {
        match anchor {
            Anchor::Naming { at, name } => namings.push((at, name)),
            _ if anchor.at() < reader.done => {}
            Anchor::Kind { at, kind, len } => reader.at_kind(at, kind, at + len),
            Anchor::Slash { at } => reader.at_slash(at),
            Anchor::Short { at } => reader.at_short(at),
        }
    }
    reader.drafts.sort_by_key(|d| (d.start, std::cmp::Reverse(d.end)));
    share_issuers(text, &mut reader.drafts);
    mend_serials(text, &mut reader.drafts);
    Cited { drafts: reader.drafts, namings }
}

/// *này*, and its misread and southern writings.
const HERE: [&str; 3] = ["này", "nảy", "nầy"];
/// What points back to a document named before.
const BEFORE: [&str; 5] = ["nói trên", "nêu trên", "kể trên", "vừa nêu", "đã nêu"];
/// As [`BEFORE`], but said of other things too.
const THERE: [&str; 2] = ["đó", "trên"];

/// Which readings the first word behind a type word allows. Most type words stand for no
/// document, and this one look spares asking every production for its own words.
#[derive(Clone, Copy)]
struct Ahead(u8);

impl Ahead {
    const POINTER: u8 = 1;
    const SUBJECT: u8 = 2;
    const BODY: u8 = 4;

    fn of(text: &str) -> Self {
        static FIRST_WORDS: LazyLock<FxHashMap<u64, u8>> = LazyLock::new(|| {
            let pointers = [&HERE[..], &BEFORE, &THERE].concat();
            let bodies = Issuer::first_words()
                .chain(words::ISSUER_HEADS.first_words())
                .chain(["của", "liên"].map(first_word_hash));
            let all = (pointers
                .into_iter()
                .map(|w| (first_word_hash(w), Ahead::POINTER)))
            .chain(words::SUBJECT_LEADS.first_words().map(|w| (w, Ahead::SUBJECT)))
            .chain(bodies.map(|w| (w, Ahead::BODY)));
            let mut first_words = FxHashMap::default();
            for (word, reading) in all {
                *first_words.entry(word).or_default() |= reading;
            }
            first_words
        });
        Self(FIRST_WORDS.get(&first_word_hash(text)).copied().unwrap_or_default())
    }

    fn allows(self, reading: u8) -> bool {
        self.0 & reading != 0
    }
}

/// No list of short numbers has more members.
const LONGEST_LIST: usize = 20;

struct Reader<'t> {
    text: &'t str,
    drafts: Vec<Draft>,
    /// Anchors before this offset are part of a citation that was read.
    done: usize,
    /// Hashes of the kinds and serials that were cited so far.
    serials: FxHashSet<u64>,
}

impl Reader<'_> {
    /// Reads a citation that begins with a type word.
    fn at_kind(&mut self, at: usize, kind: DocKind, after: usize) {
        let next = space(self.text, after);
        // A small *quy định* is a provision, if it has no number.
        if kind == DocKind::RULES && !is_capital(self.text, at) {
            if let Some(draft) = self.numbered(at, kind, next) {
                self.push(draft);
            }
            return;
        }
        let ahead = Ahead::of(rest(self.text, next));
        if let Some(draft) = self.named(at, kind, after, next, ahead) {
            self.push(draft);
            return;
        }
        let unnumbered = super::generic::issued(self.text, at, kind, next)
            .or_else(|| super::generic::attached(self.text, at, kind, next));
        if let Some(draft) = unnumbered {
            // A title may name other documents: they are mentions of their own.
            self.done = self.done.max(next);
            self.drafts.push(draft);
            return;
        }
        if ahead.allows(Ahead::BODY) {
            self.named_between(at, kind, next);
        }
    }

    /// Reads a document that a type word names by a pointer, a number, a title or a day.
    fn named(
        &mut self,
        at: usize,
        kind: DocKind,
        after: usize,
        next: usize,
        ahead: Ahead,
    ) -> Option<Draft> {
        if ahead.allows(Ahead::POINTER)
            && let Some(draft) = self.pointer(at, kind, next)
        {
            return Some(draft);
        }
        if let Some(draft) = self.numbered(at, kind, next) {
            return Some(draft);
        }
        if ahead.allows(Ahead::SUBJECT)
            && let Some(draft) = self.subject_between(at, kind, next)
        {
            return Some(draft);
        }
        self.law(at, kind, after).or_else(|| self.by_date(at, kind, next))
    }

    fn push(&mut self, draft: Draft) {
        self.done = self.done.max(draft.end);
        if let Some((kind, number)) = draft.kind.zip(draft.number.as_ref()) {
            self.serials.insert(serial_key(kind, &number.serial));
        }
        self.drafts.push(draft);
    }

    /// Reads *này*, *nói trên* … behind a type word.
    fn pointer(&self, at: usize, kind: DocKind, next: usize) -> Option<Draft> {
        let text = self.text;
        // "văn bản quy phạm pháp luật này".
        if kind == DocKind::LAW && super::lexer::is_behind(text, at, &["pháp"]) {
            return None;
        }
        // A small "quy định này" is a provision, "chương trình này" a show.
        let vague = kind == DocKind::RULES || kind == DocKind::PROGRAMME;
        if vague && !is_capital(text, at) {
            return None;
        }
        if let Some(end) = HERE.iter().find_map(|here| phrase(text, next, here)) {
            // "Văn bản này được hợp nhất từ 03 Thông tư sau".
            let merged = || phrase(text, space(text, end), "được hợp nhất").is_some();
            let points = kind == DocKind::DOCUMENT && !merged();
            let form = if points { Form::Anaphor } else { Form::ToSelf };
            let mut draft = Draft::new(at, end, form, "type word + này");
            draft.kind = Some(kind);
            draft.confidence = 95;
            return Some(draft);
        }
        let end = any_phrase(text, next, &BEFORE).or_else(|| {
            let end = any_phrase(text, next, &THERE)?;
            // "các Nghị định đó": a class.
            let several = super::lexer::is_behind(text, at, &["các"]);
            (is_capital(text, at) && is_stateful(kind) && !several).then_some(end)
        })?;
        let mut draft = Draft::new(at, end, Form::Anaphor, "type word + nêu trên");
        draft.kind = Some(kind);
        draft.confidence = 80;
        Some(draft)
    }

    /// Reads *[số] 793/QĐ-TTg* behind a type word, and the members of a list that share
    /// its symbol.
    fn numbered(&mut self, at: usize, kind: DocKind, next: usize) -> Option<Draft> {
        let text = self.text;
        // "các Quyết định: số 290/2005/QĐ-TTg, số …".
        let colon = eat(text, next, ':').map(|n| space(text, n));
        let colon = colon.filter(|&n| self.is_complete(n));
        let with_so = so(text, colon.unwrap_or(next));
        let number_start = with_so.unwrap_or(next);
        let read =
            number_at(text, number_start).or_else(|| beyond_break(text, with_so?))?;
        if !self.fits(at, kind, &read, with_so.is_some()) {
            return None;
        }
        let named =
            with_so.is_some() || read.shape != Shape::Bare || read.number.year.is_some();
        let form = if named { Form::Numbered } else { Form::Alias };
        let rule = if named { "type word + number" } else { "type word + short number" };
        if read.shape == Shape::Bare
            && let Some(draft) = self.short_list(at, kind, &read, form, rule)
        {
            return Some(draft);
        }
        Some(self.finish_numbered(at, Some(kind), read, form, rule))
    }

    /// *số* and a complete number stand at `at`.
    fn is_complete(&self, at: usize) -> bool {
        let read = so(self.text, at).and_then(|n| number_at(self.text, n));
        read.is_some_and(|r| r.shape == Shape::Complete)
    }

    /// Says whether a number may stand behind this type word.
    fn fits(&self, at: usize, kind: DocKind, read: &Read, with_so: bool) -> bool {
        match read.shape {
            Shape::Complete => true,
            Shape::Weak => {
                let letter = kind == DocKind::LETTER || kind == DocKind::DOCUMENT;
                with_so || is_stateful(kind) || letter
            }
            Shape::Bare if with_so => {
                let digits = read.number.serial.chars().next();
                digits.is_some_and(|c| c.is_ascii_digit())
                    && (!is_name_kind(kind) || self.is_day_behind(read.end))
                    && self.ends_bare(read)
            }
            Shape::Bare => self.short_number(at, kind, read),
        }
    }

    /// "Nghị định 100", "Chỉ thị 05": digits that are no amount and no year.
    fn short_number(&self, at: usize, kind: DocKind, read: &Read) -> bool {
        let text = self.text;
        if read.number.year.is_some() {
            return is_stateful(kind);
        }
        let serial = read.number.serial.as_str();
        let plain = serial.len() <= 4
            && serial.chars().next().is_some_and(|c| c.is_ascii_digit());
        let year =
            serial.len() == 4 && (serial.starts_with("19") || serial.starts_with("20"));
        // "Kế hoạch 5 năm 2016".
        if kind.code() == "KH" && phrase(text, space(text, read.end), "năm").is_some() {
            return false;
        }
        // "KẾ HOẠCH⏎1. …" is a heading and the item under it.
        let item = text.get(at..read.start).is_some_and(|gap| gap.contains('\n'));
        let said = self.introduced(kind, serial);
        let told = || self.is_told(read.end);
        let known = !item && (is_capital(text, at) || said || told());
        // "Văn bản 3559", said in full before; "Quy định 101" of the Party.
        let short = is_stateful(kind)
            || said
            || kind == DocKind::RULES && serial.len() > 1 && told();
        plain && !year && short && known && self.ends_bare(read)
    }

    /// "chỉ thị 56 của Bộ Chính trị", "công điện 1925 về việc …": what stands behind tells
    /// that it is a document.
    fn is_told(&self, end: usize) -> bool {
        let next = space(self.text, end);
        any_phrase(self.text, next, &["về việc", "về"]).is_some()
            || of_body(self.text, end, false).is_some()
            || self.is_day_behind(end)
    }

    /// "Luật số 71 ngày 26/11/2014": only a document has the day of its issue behind it.
    fn is_day_behind(&self, end: usize) -> bool {
        let date = date_at(self.text, space_comma(self.text, end));
        matches!(date, Some((Written::Full(date), _)) if date.day().is_some())
    }

    /// "Nghị quyết số 33 năm 2016", not "Kế hoạch 5 năm 2016-2020".
    fn is_year_behind(&self, end: usize) -> bool {
        let year = date_at(self.text, space(self.text, end)).map(|(_, end)| end);
        let dash =
            |at| matches!(char_at(self.text, space(self.text, at)), Some('-' | '–'));
        year.is_some_and(|end| !dash(end))
    }

    /// No unit, range or decimal follows the digits.
    fn ends_bare(&self, read: &Read) -> bool {
        let text = self.text;
        let glued = char_at(text, read.end).is_some_and(|c| is_word(c) || c == '%');
        let next = space(text, read.end);
        let units = [
            "trang",
            "năm",
            "tháng",
            "người",
            "tỷ",
            "triệu",
            "nghìn",
            "đồng",
            "ngày làm việc",
            "giờ",
            "phút",
            "lần",
            "điểm",
            "xã",
            "huyện",
            "tỉnh",
            "cơ quan",
            "đơn vị",
            "nhóm",
            "nội dung",
            "nhiệm vụ",
            "giải pháp",
            "mục tiêu",
            "chỉ tiêu",
            "khâu",
            "trường hợp",
            "phương án",
        ];
        let range = char_at(text, read.end) == Some('-')
            && char_at(text, read.end + 1).is_some_and(|c| c.is_ascii_digit());
        let decimal = matches!(char_at(text, read.end), Some('.' | ','))
            && char_at(text, read.end + 1).is_some_and(|c| c.is_ascii_digit())
            && !self.list_goes_on(read.end);
        // "Công văn số 1219 đồng ý …".
        let agrees = phrase(text, next, "đồng ý").is_some();
        let unit = !agrees && any_phrase(text, next, &units).is_some();
        !glued && !range && !decimal && (!unit || self.is_year_behind(read.end))
    }

    fn list_goes_on(&self, at: usize) -> bool {
        self.suffix_member(at).is_some()
    }

    /// Returns true if a mention of that kind and serial stands before.
    fn introduced(&self, kind: DocKind, serial: &str) -> bool {
        self.serials.contains(&serial_key(kind, serial))
    }

    /// Reads "87, 88 và 31/CP", whose members take the last one's year and symbol, and "các
    /// Nghị quyết 01, 02 của Chính phủ", which have none.
    fn short_list(
        &mut self,
        at: usize,
        kind: DocKind,
        first: &Read,
        form: Form,
        rule: &'static str,
    ) -> Option<Draft> {
        if first.number.year.is_some() {
            return None;
        }
        let mut members = self.short_members(first);
        let last = members.pop()?;
        let bare = last.shape == Shape::Bare;
        let plural = || {
            let goes_on = ["của", "về", "ngày", "do", "gắn", "và"];
            super::lexer::is_behind(self.text, at, &["các", "những", "hai"])
                || form == Form::Numbered
                    && any_phrase(self.text, space(self.text, last.end), &goes_on)
                        .is_some()
        };
        if members.is_empty()
            || members.len() >= LONGEST_LIST
            || bare && !(plural() && self.ends_bare(&last))
        {
            return None;
        }
        let (form, rule) =
            if bare { (form, rule) } else { (Form::Numbered, "shared symbol") };
        let begins = last.start;
        // The words before the list tell of all its members.
        let mut tail = self.finish_numbered(at, Some(kind), last, form, rule);
        tail.start = begins;
        let number = tail.number.clone()?;
        let date = tail.date;
        let mut drafts = members.into_iter().enumerate().map(|(i, member)| {
            let start = if i == 0 { at } else { member.start };
            let mut draft = Draft::new(start, member.end, form, rule);
            draft.kind = Some(kind);
            draft.number =
                Some(DocNumber { serial: member.number.serial, ..number.clone() });
            draft.shape = tail.shape;
            draft.date = date;
            draft.issuer.clone_from(&tail.issuer);
            draft
        });
        let head = drafts.next()?;
        drafts.for_each(|draft| self.push(draft));
        self.push(tail);
        Some(head)
    }

    /// Reads a list of digits up to the first member with a symbol.
    fn short_members(&self, first: &Read) -> Vec<Read> {
        let mut members = vec![first.clone()];
        let mut end = first.end;
        while let Some(member) = self.suffix_member(end) {
            end = member.end;
            let named = member.shape != Shape::Bare;
            members.push(member);
            if named || members.len() > LONGEST_LIST {
                break;
            }
        }
        members
    }

    /// Reads `, 88` or ` và 31/CP` of a list with a shared symbol.
    fn suffix_member(&self, end: usize) -> Option<Read> {
        let text = self.text;
        let at = space(text, end);
        let next = match char_at(text, at)? {
            ',' | ';' => at + 1,
            _ => any_phrase(text, at, &["và", "hoặc"])?,
        };
        let next = space(text, next);
        let next = phrase(text, next, "và").map_or(next, |n| space(text, n));
        let next = so(text, next).unwrap_or(next);
        digits(text, next)?;
        let read = number_at(text, next)?;
        (read.shape != Shape::Bare || read.number.year.is_none()).then_some(read)
    }

    /// Reads date and issuer behind a number.
    fn finish_numbered(
        &self,
        start: usize,
        kind: Option<DocKind>,
        read: Read,
        form: Form,
        rule: &'static str,
    ) -> Draft {
        let mut draft = Draft::new(start, read.end, form, rule);
        draft.kind = agreed_kind(kind, &read);
        draft.shape = read.shape;
        draft.number = Some(read.number);
        draft.confidence = match read.shape {
            Shape::Complete => 99,
            Shape::Weak => 92,
            Shape::Bare => 85,
        };
        self.attributes(&mut draft);
        mend_year(&mut draft);
        draft
    }

    /// Reads the date directly behind, then the issuer, then the title.
    fn attributes(&self, draft: &mut Draft) {
        let text = self.text;
        let next = space_comma(text, draft.end);
        let read = date_at(text, next).or_else(|| stopped_date(text, draft.end));
        if let Some((date, end)) = read {
            draft.date = Some(date);
            draft.end = end;
        }
        // No part of the span.
        let note = day_of_issue(text, draft.end)
            .or_else(|| bracketed_date(text, draft.end))
            .or_else(|| dashed_date(text, draft.end))
            .or_else(|| celled_date(text, draft.end))
            .filter(|_| read.is_none());
        draft.date = draft.date.or(note.map(|(date, _)| date));
        let end = note.map_or(draft.end, |(_, end)| end);
        let joint = draft.kind.is_some_and(is_joint);
        let body = of_body(text, end, joint)
            .map(|b| self.respective(draft, b))
            .or_else(|| self.body_behind(draft));
        let behind = body.as_ref().map_or(end, |b| b.end);
        if draft.date.is_none() && body.is_some() {
            let at = space_comma(text, successor_note(text, behind));
            draft.date = date_at(text, at)
                .or_else(|| day_of_issue(text, behind))
                .or_else(|| bracketed_date(text, behind))
                .map(|(date, _)| date);
        }
        if body.is_some() {
            draft.issuer = body;
        }
        if draft.title.is_none() {
            // "của Thủ tướng Chính phủ ban hành ngày 29/9/2017 phê duyệt …".
            let issued = day_of_issue(text, behind).map_or(behind, |(_, end)| end);
            draft.title = title_behind(text, issued);
        }
        if draft.issuer.is_none() {
            let subject = subject_before(text, draft.start);
            let by = issued_by(text, draft.end, draft.kind.is_some_and(is_joint));
            draft.date = draft.date.or(subject.date).or(by.as_ref().and_then(|b| b.1));
            draft.issuer = subject.issuer.or(by.map(|b| b.0));
        }
    }

    /// "Quyết định xử phạt vi phạm hành chính số 933/QĐ-XPVPHC": what it is about stands
    /// between the type word and a number that names the same type.
    fn subject_between(&self, at: usize, kind: DocKind, next: usize) -> Option<Draft> {
        let text = self.text;
        words::SUBJECT_LEADS.at_start(rest(text, next))?;
        let mut here = next;
        for _ in 0..12 {
            here = space(text, super::lexer::word(text, here)?);
            let Some(number) = so(text, here) else { continue };
            let of_kind = |r: &Read| match r.kind {
                Some(named) => named == kind,
                // "Quyết định không khởi tố vụ án hình sự số 86 ngày 5/9/2018".
                None => match r.shape {
                    Shape::Weak => true,
                    Shape::Bare => self.is_day_behind(r.end),
                    Shape::Complete => false,
                },
            };
            let read = number_at(text, number).filter(of_kind)?;
            let rule = "type word + subject + number";
            let numbered = Form::Numbered;
            let draft = self.finish_numbered(at, Some(kind), read, numbered, rule);
            return Some(draft);
        }
        None
    }

    /// "các Nghị định 87/CP và Chỉ thị 814/TTg của Chính phủ, Thủ tướng Chính phủ": of
    /// two bodies the one that the symbol names.
    fn respective(&self, draft: &Draft, body: Body) -> Body {
        if char_at(self.text, body.end) != Some(',') {
            return body;
        }
        let symbol = draft.number.as_ref().map_or("", |n| n.symbol.as_str());
        let named = |b: &Body| {
            Issuer::at_start(&b.name).is_some_and(|(issuer, _)| names(symbol, issuer))
        };
        if named(&body) {
            return body;
        }
        let second = body_at(self.text, space_comma(self.text, body.end), false);
        second.filter(named).unwrap_or(body)
    }

    /// "Quyết định số 205/1998/QĐ-TTg ngày 19/10/1998 Thủ tướng Chính phủ", without *của*.
    fn body_behind(&self, draft: &Draft) -> Option<Body> {
        let comma = eat(self.text, space(self.text, draft.end), ',');
        // "Tại Quyết định số 1778/QĐ-TTg, Thủ tướng Chính phủ phê chuẩn …".
        let said_there = comma.filter(|_| self.is_place(draft.start));
        if said_there.is_none() {
            draft.date?;
        }
        let at = space(self.text, said_there.unwrap_or(draft.end));
        let issuer = Issuer::at_start(rest(self.text, at))?.0;
        let national = issuer.level().is_national();
        let agrees = draft.number.as_ref().is_some_and(|n| names(&n.symbol, issuer));
        if !(national && agrees && is_capital(self.text, at)) {
            return None;
        }
        body_at(self.text, at, false)
    }

    /// *Tại*, *tại* stands before the citation.
    fn is_place(&self, at: usize) -> bool {
        super::lexer::is_behind(self.text, at, &["tại"])
    }

    /// Reads a law, code, ordinance, the Constitution or a treaty by title.
    fn law(&mut self, at: usize, kind: DocKind, after: usize) -> Option<Draft> {
        if !is_law(kind) && !is_treaty(kind) {
            return None;
        }
        if kind == DocKind::LAW && !may_be_law(self.text, at, after) {
            return None;
        }
        let title = title_at(self.text, kind, after)?;
        let named = match kind.code() {
            "L" => names_law(self.text, at, &title),
            "PL" => {
                let text = self.text;
                // "pháp lệnh về quốc phòng": any one.
                let about = || phrase(text, title.start, "về").is_some();
                is_capital(text, at)
                    || title.law.is_some() && !about()
                    || is_capital(text, title.start)
            }
            // "Câu lạc bộ luật sư".
            "BL" => !super::lexer::is_behind(self.text, at, &["lạc"]),
            "HP" => true,
            // A small *hiệp định* is any one.
            _ => {
                let named = is_capital(self.text, title.start);
                is_capital(self.text, at)
                    && (named || super::title::is_cited(self.text, at))
            }
        };
        if !named || self.is_type_line(at, title.start) {
            return None;
        }
        if self.is_enacting(at) {
            let end =
                title.nested.first().map_or(title.end, |&n| space_back(self.text, n));
            let mut draft = Draft::new(at, end, Form::ToSelf, "enacting formula");
            draft.kind = Some(kind);
            return Some(draft);
        }
        let draft = self.titled(at, kind, &title)?;
        let nested: Vec<Draft> = title
            .nested
            .iter()
            .filter_map(|&n| self.inner_law(n, at, title.end))
            .collect();
        self.drafts.extend(nested);
        Some(draft)
    }

    /// "LUẬT⏎CĂN CƯỚC": the type word alone on its line is the heading of the law itself.
    fn is_type_line(&self, at: usize, title: usize) -> bool {
        let text = self.text;
        let word = text.get(at..title).unwrap_or_default();
        let opens = || {
            let before = text.get(..at).unwrap_or_default();
            let before = before.trim_end_matches([' ', '\t', '|', '*', '#']);
            before.is_empty() || before.ends_with('\n')
        };
        word.contains('\n') && !word.contains(is_lower) && opens()
    }

    /// "Quốc hội ban hành Luật Căn cước."
    fn is_enacting(&self, at: usize) -> bool {
        let text = self.text;
        let mut end = space_back(text, at);
        for word in ["hành", "ban", "hội", "Quốc"] {
            let Some(start) = word_back(text, end) else { return false };
            if text.get(start..end) != Some(word) {
                return false;
            }
            end = space_back(text, start);
        }
        true
    }

    /// A law named inside the title of an amending one, which ends at `close`.
    fn inner_law(&self, at: usize, outer: usize, close: usize) -> Option<Draft> {
        let (kind, len) = law_kind_at(self.text, at)?;
        let title = title_at(self.text, kind, at + len)?;
        let mut draft =
            Draft::new(at, title.end, Form::Titled, "law inside an amending title");
        if let Some((year, end)) = stated_year(self.text, title.end)
            && super::title::year_of_inner(self.text, end)
        {
            draft.date = Some(year);
            draft.end = end;
        }
        let number = so(self.text, space(self.text, draft.end))
            .and_then(|n| number_at(self.text, n))
            .filter(|read| read.end <= close);
        if let Some(read) = number {
            draft.form = Form::Numbered;
            draft.end = read.end;
            draft.shape = read.shape;
            draft.number = Some(read.number);
        }
        draft.kind = Some(kind);
        draft.title = Some(collapsed(self.text, title.start, title.end));
        draft.outer = Some(outer);
        Some(draft)
    }

    fn titled(&self, at: usize, kind: DocKind, title: &Title) -> Option<Draft> {
        let text = self.text;
        let named = collapsed(text, title.start, title.end);
        let mut draft = match self.number_behind_title(at, kind, title) {
            Some(draft) => draft,
            None => self.titled_by_name(at, kind, title)?,
        };
        if !named.is_empty() {
            draft.title = Some(named);
        }
        Some(draft)
    }

    /// Reads *số 45/2013/QH13* behind a title.
    fn number_behind_title(
        &self,
        at: usize,
        kind: DocKind,
        title: &Title,
    ) -> Option<Draft> {
        let text = self.text;
        let next = space_comma(text, title.end);
        let next = eat(text, next, '(').unwrap_or(next);
        let with_so = so(text, next);
        let read = number_at(text, with_so.unwrap_or(next))?;
        let fits = read.shape == Shape::Complete
            || with_so.is_some()
                && (read.shape == Shape::Weak || read.number.year.is_some());
        if !fits {
            return None;
        }
        let mut draft = self.finish_numbered(
            at,
            Some(kind),
            read,
            Form::Numbered,
            "law title + number",
        );
        draft.typed = true;
        Some(draft)
    }

    fn titled_by_name(&self, at: usize, kind: DocKind, title: &Title) -> Option<Draft> {
        let text = self.text;
        let end = self.in_force(title.end);
        let rule = if is_treaty(kind) { "treaty title" } else { "law title" };
        let mut draft = Draft::new(at, end, Form::Titled, rule);
        draft.kind = Some(kind);
        draft.confidence = if title.law.is_some() { 97 } else { 85 };
        let year = stated_year(text, draft.end);
        if let Some((year, end)) = year {
            draft.date = Some(year);
            draft.end = end;
        }
        // "Bộ luật Lao động, ngày 27 tháng 7 hằng năm": a holiday.
        let full = |date: &Written| matches!(date, Written::Full(_));
        if let Some((date, end)) = date_at(text, space_comma(text, draft.end))
            && year.is_none()
            && (full(&date) || date_at(text, space(text, draft.end)).is_some())
        {
            draft.date = Some(date);
            draft.end = end;
        }
        if draft.date.is_none() && is_treaty(kind) {
            draft.date = day_of_issue(text, draft.end).map(|(date, _)| date);
        }
        let bare = kind == DocKind::CONSTITUTION && title.end == title.start;
        if bare && draft.date.is_none() {
            return None;
        }
        draft.issuer = of_body(text, draft.end, false);
        if draft.issuer.is_none()
            && let Some((body, date)) =
                issued_by(text, draft.end, draft.kind.is_some_and(is_joint))
        {
            draft.issuer = Some(body);
            draft.date = date.or(draft.date);
        }
        Some(draft)
    }

    /// Reads *hiện hành* between a title and its year: "Bộ luật Hình sự hiện hành năm 2015".
    fn in_force(&self, end: usize) -> usize {
        let text = self.text;
        let after = phrase(text, space(text, end), "hiện hành");
        after.filter(|&n| stated_year(text, n).is_some()).unwrap_or(end)
    }

    /// Reads *Quyết định ngày 10/5/2016*: a document named by its date.
    fn by_date(&self, at: usize, kind: DocKind, next: usize) -> Option<Draft> {
        let text = self.text;
        // "công văn ngày 29/9/2017": letters are named by their day, in any case.
        let letter = kind == DocKind::LETTER || kind == DocKind::SUBMISSION;
        if !letter && (!is_stateful(kind) || !is_capital(text, at)) {
            return None;
        }
        let (date, end) = date_at(text, next)?;
        matches!(date, Written::Full(day) if day.day().is_some()).then_some(())?;
        let mut draft = Draft::new(at, end, Form::Titled, "type word + date");
        draft.kind = Some(kind);
        draft.date = Some(date);
        draft.issuer = of_body(text, end, false);
        draft.confidence = 80;
        Some(draft)
    }

    /// Reads a body between type word and number ("Quyết định của Thủ tướng Chính phủ số
    /// 142/2008/QĐ-TTg", "Nghị quyết Trung ương 10-NQ/TW"), and generic references.
    fn named_between(&mut self, at: usize, kind: DocKind, next: usize) {
        let text = self.text;
        let of = phrase(text, next, "của").map(|n| space(text, n));
        let Some(body) = body_at(text, of.unwrap_or(next), is_joint(kind)) else {
            return;
        };
        let after = space_comma(text, body.end);
        let after = eat(text, after, ':').map_or(after, |n| space(text, n));
        let with_so = so(text, after);
        let read = number_at(text, with_so.unwrap_or(after)).filter(|r| {
            r.shape == Shape::Complete || r.shape == Shape::Weak && with_so.is_some()
        });
        if let Some(read) = read {
            let rule = "type word + issuer + number";
            let mut draft =
                self.finish_numbered(at, Some(kind), read, Form::Numbered, rule);
            draft.issuer.get_or_insert(body);
            self.push(draft);
            return;
        }
        if of.is_none() && !is_party_session(kind, &body) {
            return;
        }
        if let Some(draft) = super::generic::generic(text, at, kind, body) {
            self.push(draft);
        }
    }

    /// Reads a number that no strict type word announced.
    fn at_slash(&mut self, slash: usize) {
        let text = self.text;
        // Most stand in the days of calendars.
        if !may_part(text, slash) {
            return;
        }
        let Some(start) = start_before_slash(text, slash).filter(|&s| s >= self.done)
        else {
            return;
        };
        if !super::lexer::is_start(text, start) && !is_glued_so(text, start) {
            return;
        }
        let Some(read) = number_at(text, start).filter(|r| r.end > slash) else { return };
        // "Mẫu số 05-TT/SHTT/2020".
        if eat(text, read.end, '/').is_some_and(|n| digits(text, n).is_some()) {
            return;
        }
        let lead = lead_before(text, start);
        let listed = self.list_before(lead.start);
        let Some((kind, rule)) = self.accept(&read, &lead, listed) else { return };
        let from = lead.kind.map_or(lead.start, |(_, s)| s);
        let mut draft = self.finish_numbered(from, kind, read, Form::Numbered, rule);
        draft.typed = lead.kind.is_some();
        // "đề nghị của Bộ Ngoại giao tại các văn bản số …, số …": said once, before the list.
        let first = listed.and_then(|i| self.drafts.get(i));
        let said = first.and_then(|f| f.issuer.clone().filter(|b| b.start < f.start));
        draft.issuer = draft.issuer.or(said);
        if rule == SHORT {
            draft.form = Form::Alias;
        }
        if draft.kind.is_none() {
            draft.confidence = 90;
        }
        self.push(draft);
    }

    /// Says whether a number without strict type word is a reference, and of what kind.
    fn accept(
        &self,
        read: &Read,
        lead: &Lead,
        listed: Option<usize>,
    ) -> Option<(Option<DocKind>, &'static str)> {
        let has_symbol = !read.number.symbol.is_empty();
        if let Some((kind, _)) = lead.kind {
            let good = has_symbol && (read.shape == Shape::Complete || lead.so);
            if !good && read.number.year.is_some() && lead.is_token(self.text) {
                return Some((Some(kind), SHORT));
            }
            let rule = lead.rule(self.text, kind);
            return good.then_some((Some(kind), rule));
        }
        let previous = listed.and_then(|i| self.drafts.get(i));
        if let Some(previous) = previous {
            let alike = read.shape == Shape::Complete || has_symbol && lead.so;
            // "các văn bản số 364/TTr-BNG, số 1518/BNG-NVVH": a letter between submissions.
            let kind = match previous.shape {
                Shape::Complete if read.shape == Shape::Weak => {
                    Some(DocKind::DOCUMENT.into())
                }
                _ => previous.kind,
            };
            return alike.then_some((read.kind.or(kind), "list member"));
        }
        let form = is_form_number(self.text, lead.start);
        let good = read.shape == Shape::Complete && !form;
        good.then_some((read.kind, "number alone"))
    }

    /// Returns the draft that ends right before `at` but for the separators of a list.
    fn list_before(&self, at: usize) -> Option<usize> {
        let (i, last) =
            self.drafts.iter().enumerate().rev().take(24).max_by_key(|(_, d)| d.end)?;
        if last.form != Form::Numbered || last.end > at {
            return None;
        }
        let from = last.issuer.as_ref().map_or(last.end, |b| b.end.max(last.end));
        let gap = self.text.get(from.min(at)..at)?;
        let separators = |w: &str| {
            let w = w.trim_matches([',', ';', '(', ')', ':']);
            w.is_empty()
                || matches!(w, "và" | "hoặc" | "số" | "cùng" | "với" | "các" | "-")
        };
        let titled = || {
            let assembly =
                |d: &Draft| d.number.as_ref().is_some_and(|n| n.symbol.starts_with("QH"));
            assembly(last) && is_titled_list(self.text, from, at)
        };
        let near = gap.len() < 40 && gap.split_whitespace().all(separators);
        (near || titled()).then_some(i)
    }

    /// Reads a usual short name of a law: *BLHS*, *BLHS 2015*.
    fn at_short(&mut self, at: usize) {
        let text = self.text;
        let Some((law, len)) = Law::short_at_start(rest(text, at)) else { return };
        let mut draft = Draft::new(at, at + len, Form::Alias, "short name of a law");
        draft.kind = Some(law.kind());
        draft.title = Some(law.title().to_owned());
        if let Some((year, end)) = stated_year(text, name_end(text, at, draft.end)) {
            draft.date = Some(year);
            draft.end = end;
        }
        self.push(draft);
    }
}

/// The end of a short name without the year that may be part of it ("BLHS 2015").
fn name_end(text: &str, at: usize, end: usize) -> usize {
    let name = text.get(at..end).unwrap_or_default();
    at + name.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ').len()
}

/// What stands before a number.
struct Lead {
    /// Where *số* begins, or the number itself.
    start: usize,
    so: bool,
    /// A type word, read without marks, and where it begins.
    kind: Option<(DocKind, usize)>,
}

/// The rule of "NĐ 30/2020".
const SHORT: &str = "abbreviated type word + short number";

impl Lead {
    /// The rule of a type word before a number: a small *quy định* is found from there.
    fn rule(&self, text: &str, kind: DocKind) -> &'static str {
        let at = self.kind.map_or(self.start, |(_, at)| at);
        let whole = kind == DocKind::RULES && DocKind::at_start(rest(text, at)).is_some();
        if whole { "type word + number" } else { "damaged type word + number" }
    }

    /// The type word is one of the tokens of symbols: "NĐ 30/2020".
    fn is_token(&self, text: &str) -> bool {
        let Some((_, start)) = self.kind.filter(|_| !self.so) else { return false };
        let word = text.get(start..self.start).unwrap_or_default().trim_end();
        matches!(word, "NĐ" | "QĐ" | "NQ" | "TT" | "CT")
    }
}

fn lead_before(text: &str, number: usize) -> Lead {
    let mut start = number;
    let mut end = space_back(text, number);
    if char_before(text, end).is_some_and(|c| matches!(c, ':' | '.')) {
        end = space_back(text, end - 1);
    }
    let so_start =
        word_back(text, end).filter(|&s| is_so(text.get(s..end).unwrap_or_default()));
    if let Some(s) = so_start {
        start = s;
        end = space_back(text, s);
    } else {
        end = space_back(text, number);
    }
    Lead { start, so: so_start.is_some(), kind: damaged_kind(text, end) }
}

/// "số31-QĐ/TW": the word *số* glued to the digits.
fn is_glued_so(text: &str, number: usize) -> bool {
    text.get(..number)
        .is_some_and(|head| ["số", "Số", "SỐ"].iter().any(|w| head.ends_with(w)))
}

static FOLDED_KINDS: LazyLock<FxHashMap<String, DocKind>> = LazyLock::new(|| {
    let mut map = FxHashMap::default();
    for kind in DocKind::all() {
        for word in kind.words() {
            let folded = fold_marks(word);
            // "Nghịđịnh số …": the space was lost.
            map.entry(folded.replace(' ', "")).or_insert(kind);
            map.entry(folded).or_insert(kind);
        }
    }
    for (short, code) in [
        ("qd", "QĐ"),
        ("nd", "NĐ"),
        ("cv", "CV"),
        ("vb", "Văn bản"),
        ("nq", "NQ"),
        ("tt", "TT"),
    ] {
        if let Some(kind) = DocKind::from_code(code) {
            map.entry(short.to_owned()).or_insert(kind);
        }
    }
    map
});

/// Returns the kind whose name, read without marks and full stops, ends at `end`, the
/// longest, and where it begins: "Nghị dịnh", "Quyết. định", "QĐ".
fn damaged_kind(text: &str, end: usize) -> Option<(DocKind, usize)> {
    let mut name = String::new();
    let mut best = None;
    let mut at = end;
    for _ in 0..5 {
        let stop = space_back(text, at);
        let stop = if char_before(text, stop) == Some('.') { stop - 1 } else { stop };
        let Some((start, stop)) = words_back(text, stop).next() else { break };
        let word = super::lexer::folded(text, start, stop);
        name = if name.is_empty() { word } else { format!("{word} {name}") };
        if let Some(kind) = FOLDED_KINDS.get(&name) {
            best = Some((*kind, start));
        }
        at = start;
    }
    best
}

/// Numbers of forms and standards look like numbers of documents: "Mẫu số 01/BB-CTT".
fn is_form_number(text: &str, at: usize) -> bool {
    let near =
        words_back(text, at).take(3).map(|(s, e)| super::lexer::folded(text, s, e));
    // A list of forms: "mẫu số 09A/PL-TNCN, 09B/PL-TNCN".
    let before = space_back(text, at);
    let listed = char_before(text, before) == Some(',');
    let form = |at: usize| {
        let head =
            words_back(text, at).take(5).map(|(s, e)| super::lexer::folded(text, s, e));
        head.into_iter().any(|w| w == "mau")
    };
    listed && form(before)
        || near.into_iter().any(|w| {
            matches!(
                w.as_str(),
                "mau" | "bieu" | "qcvn" | "tcvn" | "ma" | "iso" | "phep" | "dong"
            )
        })
}

/// Reads ", ban hành ngày 28/6/2016", *ký ngày …* behind a number or a body: a date that is
/// no part of the span; returns where it ends.
fn day_of_issue(text: &str, end: usize) -> Option<(Written, usize)> {
    let next = space_comma(text, end);
    let words =
        ["ban hành", "được ban hành", "ký", "ký ban hành", "đã ban hành", "được ký"];
    let next = any_phrase(text, next, &words)?;
    date_at(text, space(text, next))
}

/// Reads *(ngày 30-12-2016)*, *(tháng 6/2009)* behind a number: no part of the span.
fn bracketed_date(text: &str, end: usize) -> Option<(Written, usize)> {
    let open = eat(text, space(text, end), '(')?;
    let (date, end) = date_at(text, space(text, open))?;
    Some((date, eat(text, space(text, end), ')')?))
}

/// "60/2008/NĐ-CP. ngày 09/5/2008": a small *ngày* begins no sentence.
fn stopped_date(text: &str, end: usize) -> Option<(Written, usize)> {
    let next = space(text, eat(text, end, '.')?);
    rest(text, next).starts_with("ngày").then(|| date_at(text, next)).flatten()
}

/// Reads *- 05/8/2010* behind a number: no part of the span.
fn dashed_date(text: &str, end: usize) -> Option<(Written, usize)> {
    let at = eat(text, space(text, end), '-').filter(|&n| n > end + 1)?;
    let (date, end) = super::date::numeric(text, space(text, at))?;
    Some((Written::Full(date), end))
}

/// Reads `| 06/02/2009 |` behind a number: the date in the next cell of a table.
fn celled_date(text: &str, end: usize) -> Option<(Written, usize)> {
    let at = eat(text, space(text, end), '|')?;
    let (date, end) = super::date::numeric(text, space(text, at))?;
    let closed = matches!(char_at(text, space(text, end)), Some('|' | '\n') | None);
    closed.then_some((Written::Full(date), end))
}

/// "Quyết định số⏎⏎33/2009/QĐ-TTg": only a complete number is torn off by a blank line.
fn beyond_break(text: &str, so_end: usize) -> Option<Read> {
    (char_at(text, so_end)? == '\n').then_some(())?;
    let gap = rest(text, so_end).find(|c: char| !c.is_whitespace())?;
    number_at(text, so_end + gap).filter(|r| r.shape == Shape::Complete)
}

/// Reads the title behind number, date and issuer: from *về*, *quy định* … to the end
/// of the clause.
fn title_behind(text: &str, at: usize) -> Option<String> {
    const LEADS: [&str; 9] = [
        "về",
        "v/v",
        "quy định",
        "ban hành",
        "phê duyệt",
        "hướng dẫn",
        "sửa đổi",
        "thực hiện",
        "thành lập",
    ];
    let start = space_comma(text, at);
    any_phrase(text, start, &LEADS)?;
    // "Điều 27 Quyết định số 33/2007/QĐ-BGDĐT quy định “…”": its words.
    let ruled = phrase(text, start, "quy định").map(|end| space(text, end));
    if ruled.is_some_and(|at| matches!(char_at(text, at), Some('“' | '"'))) {
        return None;
    }
    let title = collapsed(text, start, clause_end(text, start));
    Some(title).filter(|title| !title.is_empty())
}

/// Returns where the clause at `start` ends, at most 300 characters on.
fn clause_end(text: &str, start: usize) -> usize {
    const LONGEST: usize = 300;
    let tail = rest(text, start);
    let window = tail.as_bytes();
    let window = &window[..window.len().min(LONGEST * char::MAX.len_utf8())];
    let stop = memchr3(b';', b'.', b'(', window).unwrap_or(window.len());
    let line =
        memchr_iter(b'\n', &window[..stop]).find(|&i| ends_paragraph(text, start + i));
    let len = line.unwrap_or(stop);
    let longest = || tail.char_indices().nth(LONGEST).map_or(tail.len(), |(i, _)| i);
    let len = if len <= LONGEST { len } else { len.min(longest()) };
    start + title_len(tail.get(..len).unwrap_or_default())
}

/// Returns how much of a clause is the title: what became of the document, or another one,
/// may follow: ", có hiệu lực kể từ ngày …", "được sửa đổi, bổ sung bởi …", "và Thông tư số
/// …", "quy định như sau:".
fn title_len(clause: &str) -> usize {
    let mut end = clause.len();
    for ((words, ends), finder) in TITLE_ENDS.into_iter().zip(&*FINDERS) {
        for at in finder.find_iter(clause.as_bytes()) {
            let Some(title) = clause.get(..at).filter(|t| t.len() < end) else { break };
            let Some(len) = starts_with_glued(rest(clause, at), words) else { continue };
            let behind = rest(clause, at + len);
            if let Some(title) = ends(title, behind) {
                end = title.len();
                break;
            }
        }
    }
    let title = clause.get(..end).unwrap_or_default();
    let title = closed(title);
    title.trim_end_matches([',', ' ', '\n']).len()
}

/// Returns a title up to a mark or bracket that closes what began before it; no bracket
/// opens in a clause.
fn closed(title: &str) -> &str {
    // The last byte of *”*.
    if memchr2(b')', 0x9d, title.as_bytes()).is_none() {
        return title;
    }
    let title = title.split_once(')').map_or(title, |t| t.0);
    title.split_once('”').filter(|(t, _)| !t.contains('“')).map_or(title, |t| t.0)
}

/// Returns the title before a word, if that word, with what stands behind it, ends one.
type EndsTitle = for<'t> fn(&'t str, &str) -> Option<&'t str>;

const TITLE_ENDS: [(&str, EndsTitle); 7] = [
    ("hiệu lực", |title, behind| {
        let title = strip_words(title, &["có", "hết"])?;
        let told = ["thi hành", "kể từ", "từ"];
        let follows = told.iter().any(|w| phrase(behind, space(behind, 0), w).is_some());
        (follows || title.trim_end().ends_with(',')).then_some(title)
    }),
    ("được sửa đổi", |title, behind| {
        let next = phrase(behind, space_comma(behind, 0), "bổ sung").unwrap_or(0);
        let next = phrase(behind, space(behind, next), "một số điều").unwrap_or(next);
        let by = ["bởi", "theo", "tại", "năm", "bằng"];
        let follows = any_phrase(behind, space(behind, next), &by).is_some();
        let title = strip_words(title, &["đã"]).unwrap_or(title);
        (follows || title.trim_end().ends_with(',')).then_some(title)
    }),
    ("như sau", |title, behind| {
        let title = title.trim_end();
        let grounds = ["hành", "ban", "cứ", "căn", "có"];
        let quoted = grounds
            .iter()
            .try_fold(title.len(), |at, word| super::lexer::word_before(title, at, word));
        let title = quoted.and_then(|at| title.get(..at)).unwrap_or(title);
        let listed = strip_words(title, &["quy định", "cụ thể"]);
        let opens = behind.trim_start().starts_with([':', '“', '"']);
        listed.or_else(|| (opens || quoted.is_some()).then_some(title))
    }),
    ("gồm:", |title, _| {
        let title = strip_words(title, &["bao"]).unwrap_or(title).trim_end();
        title.strip_suffix(',')
    }),
    ("thì", |title, behind| {
        let parted = space(behind, 0) > 0 && strip_words(title, &["dậy"]).is_none();
        parted.then_some(title)
    }),
    ("thực hiện theo", |title, _| title.trim_end().strip_suffix(',')),
    ("số", |title, behind| {
        // The next document of a list.
        char_at(behind, space(behind, 0)).filter(char::is_ascii_digit)?;
        let kinds = super::lexer::words_back(title, title.len()).take(3);
        let (start, _) = kinds.filter(|&(at, _)| is_kind(title, at)).last()?;
        let title = title.get(..start)?.trim_end();
        let listed = title.strip_suffix("và").or_else(|| title.strip_suffix(','))?;
        // "sửa đổi Nghị định số 1 và Nghị định số 2".
        (!listed.contains('/')).then_some(listed)
    }),
];

/// Of their first words: a line may break behind them.
static FINDERS: LazyLock<[memchr::memmem::Finder<'static>; TITLE_ENDS.len()]> =
    LazyLock::new(|| {
        TITLE_ENDS.map(|(words, _)| {
            let first = words.split(' ').next().unwrap_or_default();
            memchr::memmem::Finder::new(first)
        })
    });

/// A type word and nothing else stands between `at` and the end of the text.
fn is_kind(text: &str, at: usize) -> bool {
    let kind = DocKind::at_start(rest(text, at));
    kind.is_some_and(|(_, len)| rest(text, at + len).trim().is_empty())
}

fn strip_words<'t>(text: &'t str, words: &[&str]) -> Option<&'t str> {
    words.iter().find_map(|w| super::lexer::strip_small(text.trim_end(), w))
}

fn ends_paragraph(text: &str, at: usize) -> bool {
    char_at(text, space(text, at)).is_none_or(|c| !is_lower(c))
}

/// Reads *năm 2015*, *2005* or *(2015)* behind a title.
fn stated_year(text: &str, end: usize) -> Option<(Written, usize)> {
    let next = space(text, end);
    let at = phrase(text, next, "năm").map_or(next, |n| space(text, n));
    let (year, after) = super::date::year(text, at)?;
    // A year alone on its line is the next cell of a table.
    let celled = text.get(end..at).is_some_and(|gap| gap.contains('\n'))
        && matches!(
            char_at(text, super::lexer::space_in_line(text, after)),
            None | Some('\n')
        );
    if celled {
        return None;
    }
    let end = after;
    let date = Date::year_only(year);
    let closed = !matches!(char_at(text, end), Some('/' | '-'));
    (closed && (1940..2100).contains(&year)).then_some((Written::Full(date), end))
}

/// The kind of word and symbol together: a joint circular's symbol is more exact than
/// *Thông tư*, *Văn bản số 152/CV-TCTW* is a letter.
fn agreed_kind(word: Option<DocKind>, read: &Read) -> Option<DocKind> {
    let Some(kind) = word else { return read.kind };
    let vague = kind == DocKind::DOCUMENT || kind == DocKind::CIRCULAR;
    let finer = read.kind.filter(|k| {
        vague
            && (kind == DocKind::DOCUMENT || *k == DocKind::JOINT_CIRCULAR)
            // In letters TC is the Ministry of Finance.
            && *k != DocKind::COMMUNIQUE
    });
    let joint = read
        .kind
        .filter(|k| kind == DocKind::RESOLUTION && *k == DocKind::JOINT_RESOLUTION);
    let party = kind == DocKind::CIRCULAR && read.number.separator == Separator::Hyphen;
    let rules =
        party.then_some(read.kind).flatten().filter(|k| *k == DocKind::PARTY_CIRCULAR);
    Some(finer.or(joint).or(rules).unwrap_or(kind))
}

/// One of the parts of a symbol stands for the body.
pub(super) fn names(symbol: &str, issuer: Issuer) -> bool {
    symbol.split(['-', '/']).any(|part| Issuer::of_token(part) == Some(issuer))
}

fn serial_key(kind: DocKind, serial: &str) -> u64 {
    rustc_hash::FxBuildHasher.hash_one((kind, serial))
}

fn is_law(kind: DocKind) -> bool {
    matches!(kind.code(), "L" | "BL" | "PL" | "HP")
}

/// International treaties are cited by title, as laws are.
pub(super) fn is_treaty(kind: DocKind) -> bool {
    kind == DocKind::CONVENTION || kind == DocKind::AGREEMENT || kind == DocKind::PROTOCOL
}

fn is_joint(kind: DocKind) -> bool {
    matches!(kind.code(), "TTLT" | "NQLT" | "KHLT" | "QCPH" | "CTPH")
}

/// The kinds that are cited by a short number.
fn is_stateful(kind: DocKind) -> bool {
    matches!(
        kind.code(),
        "NĐ" | "NQ" | "QĐ" | "TT" | "CT" | "KL" | "KH" | "TTLT" | "SL" | "PL" | "CĐ"
    )
}

/// Programmes and schemes bear numbers as names ("Chương trình 135", "Đề án 06").
fn is_name_kind(kind: DocKind) -> bool {
    matches!(kind.code(), "CTr" | "ĐA" | "DA")
}

/// "Nghị quyết Hội nghị Trung ương 5 khóa XII", "Nghị quyết Đại hội Đảng bộ tỉnh".
fn is_party_session(kind: DocKind, body: &Body) -> bool {
    let name = fold_marks(&body.name);
    kind == DocKind::RESOLUTION
        && ["dai hoi", "hoi nghi", "trung uong"].iter().any(|w| name.starts_with(w))
}
