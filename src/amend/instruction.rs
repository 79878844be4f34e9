//! One sentence: which act, on which provisions of which document.

use super::Act;
use super::token::{Token, What};
use crate::ident::{Level, Provision};
use crate::text::Span;

/// One change as one sentence states it.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) act: Act,
    pub(super) target: Provision,
    pub(super) mention: Option<u32>,
    pub(super) part: Option<String>,
    /// *một số điều*: parts of it, without saying which.
    pub(super) some: bool,
    /// The instruction in the normalized text.
    pub(super) span: Span,
}

/// What the sentences of one provision say.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) found: Vec<Found>,
    /// The documents that its sentences name as objects.
    pub(super) documents: Vec<u32>,
    /// The act that the items below carry out on bare provisions and documents.
    pub(super) opens: Option<Act>,
}

/// More words between the verb and its object make another sentence of it.
const LONGEST_GAP: usize = 14;

/// Reads the sentences of a provision; `list` is the act of the list it is an item of.
pub(super) fn read(normal: &str, tokens: &[Token], list: Option<Act>) -> Read {
    let mut read = Read::default();
    let ends = |t: &Token| matches!(t.what, What::Stop | What::Semicolon);
    let mut list = list;
    for tokens in tokens.split_inclusive(ends) {
        let end = tokens.last().filter(|t| ends(t)).map(|t| t.what.clone());
        let tokens = tokens.get(..tokens.len() - usize::from(end.is_some()));
        let mut sentence = Sentence::new(normal, list);
        sentence.read(tokens.unwrap_or_default());
        // "Bãi bỏ Thông tư A; Thông tư B": the verb goes on behind a semicolon.
        list = sentence.act.filter(|_| end == Some(What::Semicolon));
        read.opens = sentence.opens().or(read.opens);
        read.documents.extend(sentence.documents());
        read.found.extend(sentence.finish());
    }
    read
}

#[derive(Clone, Debug)]
struct Item {
    act: Act,
    paths: Vec<Provision>,
    document: Option<u32>,
    part: Option<String>,
    span: Span,
    role: Role,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Role {
    Target,
    /// *vào sau khoản 3 Điều 5*: says where, and gives the levels above.
    Anchor,
    /// A place in the amending document.
    Own,
    /// *một số điều của Nghị định B*: the provisions inside say which.
    Whole,
}

/// What the words that come are.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Mode {
    /// Objects of the verb.
    Objects,
    /// *bằng …*: the new.
    New,
    /// The title of a document.
    Title,
    /// *đã được sửa đổi …*: history.
    Past,
}

struct Sentence<'a> {
    normal: &'a str,
    items: Vec<Item>,
    act: Option<Act>,
    /// Where the verb begins and ends, and how many items there were before it.
    verb: Span,
    before_verb: usize,
    /// *một số* was read.
    some: bool,
    /// *vào* was just read.
    into: bool,
    /// The last token was an object.
    attached: bool,
    mode: Mode,
    /// The words that are replaced, added or deleted.
    phrase: Option<String>,
    /// *Các văn bản sau đây hết hiệu lực*: an act without objects.
    bare: Option<Act>,
}

impl<'a> Sentence<'a> {
    fn new(normal: &'a str, list: Option<Act>) -> Self {
        Self {
            normal,
            items: Vec::new(),
            act: list,
            verb: Span::new(0, 0),
            before_verb: 0,
            some: false,
            into: false,
            attached: false,
            mode: Mode::Objects,
            phrase: None,
            bare: None,
        }
    }

    fn read(&mut self, tokens: &[Token]) {
        if self.passive(tokens) {
            return;
        }
        let listed = self.act.is_some();
        let mut at = 0;
        let opens = tokens.iter().position(|t| matches!(t.what, What::Verb { .. }));
        if let Some(first) = opens.filter(|&n| may_open(tokens, n)) {
            at = first;
            self.act = None;
        } else if !(listed && opens_list_item(tokens)) {
            self.act = None;
            return;
        }
        for token in tokens.get(at..).unwrap_or_default() {
            self.token(token);
        }
    }

    fn token(&mut self, token: &Token) {
        let count = self.items.len();
        match &token.what {
            What::Verb { act, done } => self.on_verb(*act, *done, token),
            What::Title if token.apart => {}
            What::Past => self.mode = Mode::Past,
            What::Title => self.enter_title(),
            What::Places(paths) => self.on_places(paths, token),
            What::Document(index) => self.on_document(*index, token),
            What::Own => self.on_own(token),
            What::Into => self.into = true,
            What::By => self.turn(Mode::Objects, Mode::New),
            What::At => self.turn(Mode::New, Mode::Objects),
            What::Some => self.some = true,
            What::Stop | What::Semicolon => {}
        }
        self.attached = self.items.len() > count;
        if !matches!(token.what, What::Into | What::At) {
            self.into = false;
        }
    }

    fn turn(&mut self, from: Mode, to: Mode) {
        if self.mode == from {
            self.mode = to;
        }
    }

    fn enter_title(&mut self) {
        if !self.items.is_empty() && self.mode != Mode::Past {
            self.mode = Mode::Title;
        }
    }

    fn on_verb(&mut self, act: Act, done: bool, token: &Token) {
        let first = self.act.is_none();
        let joined = token.apart && token.gap <= 2 || self.items.is_empty();
        if done || !first && !joined {
            return self.enter_title();
        }
        if !first && matches!(self.mode, Mode::Title | Mode::Past) {
            return;
        }
        self.act = Some(act);
        self.verb = token.span;
        self.before_verb = self.items.len();
        self.some = false;
        self.phrase = None;
        self.turn(Mode::New, Mode::Objects);
    }

    fn fresh(&self) -> bool {
        self.items.len() == self.before_verb
    }

    fn on_places(&mut self, paths: &[Provision], token: &Token) {
        let Some(act) = self.act else { return };
        if self.mode != Mode::Objects || token.gap > LONGEST_GAP {
            return;
        }
        let role = if self.into && !self.fresh() { Role::Anchor } else { Role::Target };
        let part = self.part_of(token);
        self.items.push(Item {
            act,
            paths: paths.to_vec(),
            document: None,
            part,
            span: Span::new(self.start(token), token.span.end as usize),
            role,
        });
    }

    fn start(&self, token: &Token) -> usize {
        let verb = self.verb.start as usize;
        if self.verb.end == 0 { token.span.start as usize } else { verb }
    }

    fn on_document(&mut self, index: u32, token: &Token) {
        let Some(act) = self.act else { return };
        if self.into && self.joined(index) {
            return;
        }
        let open = self.items.iter().rposition(|i| i.document.is_none());
        let behind = !self.fresh() && token.gap <= LONGEST_GAP;
        if matches!(self.mode, Mode::New | Mode::Past) {
            return;
        }
        match open.filter(|_| behind && self.mode == Mode::Objects) {
            Some(last) if self.items[last].role != Role::Own => {
                self.items[last].document = Some(index);
            }
            _ if self.mode == Mode::Title && !token.apart => return,
            _ if token.gap > LONGEST_GAP => return,
            _ if self.fresh() || token.apart && token.gap == 0 => {
                let part = self.part_of(token);
                let role = if self.some { Role::Whole } else { Role::Target };
                self.items.push(Item {
                    act,
                    paths: vec![Provision::default()],
                    document: Some(index),
                    part,
                    span: Span::new(self.start(token), token.span.end as usize),
                    role,
                });
            }
            _ => {}
        }
        self.mode = Mode::Title;
    }

    /// "Bổ sung Phụ lục XII của Thông tư này vào Thông tư B": there it will be new.
    fn joined(&mut self, index: u32) -> bool {
        let own = self.items.last_mut().filter(|i| i.role == Role::Own);
        let Some(item) = own else { return false };
        item.role = Role::Target;
        item.document = Some(index);
        self.mode = Mode::Title;
        true
    }

    /// *tại Phụ lục VI ban hành kèm theo Thông tư này*: where the new words stand.
    fn on_own(&mut self, token: &Token) {
        if token.gap > LONGEST_GAP || !self.attached {
            return;
        }
        if let Some(last) = self.items.last_mut().filter(|i| i.document.is_none()) {
            last.role = Role::Own;
        }
    }

    /// The part that is meant of an object; a phrase is meant in all of them.
    fn part_of(&mut self, object: &Token) -> Option<String> {
        if !self.fresh() {
            return self.phrase.clone();
        }
        let part = self.part(object)?;
        let old = replaced(&part);
        self.phrase = old.map(|old| {
            let named = old.contains("từ") && !old.starts_with(['“', '"']);
            if named { old.to_owned() } else { format!("cụm từ {old}") }
        });
        Some(self.phrase.clone().unwrap_or(part))
    }

    /// The words between the verb and its object: *tên*, *cụm từ “…”*.
    fn part(&self, object: &Token) -> Option<String> {
        if self.some || self.verb.end == 0 {
            return None;
        }
        let words =
            self.normal.get(self.verb.end as usize..object.span.start as usize)?;
        let words = strip_binders(words);
        let count = words.split_whitespace().count();
        (1..=40)
            .contains(&count)
            .then(|| words.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// "Khoản 3 Điều 5 (của Nghị định B) được sửa đổi (như sau)", "Điều 3 được bổ sung
    /// khoản 6". Returns true if the sentence is one.
    fn passive(&mut self, tokens: &[Token]) -> bool {
        let is_verb = |t: &Token| matches!(t.what, What::Verb { done: true, .. });
        let Some(at) = tokens.iter().position(is_verb) else { return false };
        let What::Verb { act, .. } = tokens[at].what else { return false };
        let subject = tokens.get(..at).unwrap_or_default();
        let opens = subject.first().is_some_and(|t| {
            t.gap <= 2 && matches!(t.what, What::Places(_) | What::Document(_))
        });
        if !opens {
            self.bare = (act == Act::Repeal).then_some(act);
            return false;
        }
        self.act = Some(act);
        for token in subject {
            self.token(token);
        }
        self.verb = tokens[at].span;
        let behind = tokens.get(at + 1).filter(|t| t.gap == 0);
        if let Some(Token { what: What::Places(paths), span, .. }) = behind {
            self.beneath(paths, *span);
        }
        true
    }

    /// "Điều 3 được bổ sung khoản 6": the object lies in the subject.
    fn beneath(&mut self, paths: &[Provision], span: Span) {
        let Some(last) = self.items.last_mut() else { return };
        let Some(above) = last.paths.first().cloned() else { return };
        last.span = Span::new(last.span.start as usize, span.end as usize);
        last.paths = paths.iter().map(|p| beneath(&above, p)).collect();
    }

    /// The act of the items below: "Bãi bỏ các văn bản sau:".
    fn opens(&self) -> Option<Act> {
        self.bare.or(self.act.filter(|_| self.items.is_empty()))
    }

    fn documents(&self) -> Vec<u32> {
        self.items.iter().filter_map(|i| i.document).collect()
    }

    /// Gives each item what stands only behind a later one: the document, the levels
    /// above.
    fn finish(mut self) -> Vec<Found> {
        for i in (0..self.items.len()).rev() {
            let next = self.items.get(i + 1..).and_then(|r| r.first()).cloned();
            let Some(next) = next.filter(|n| n.role != Role::Own) else { continue };
            let item = &mut self.items[i];
            if item.document.is_none() && item.role != Role::Own {
                item.document = next.document;
                for path in &mut item.paths {
                    *path = beneath(&next.paths[0], path);
                }
            }
        }
        let kept = |i: &Item| matches!(i.role, Role::Target | Role::Whole);
        self.items.into_iter().filter(kept).flat_map(found).collect()
    }
}

fn found(item: Item) -> impl Iterator<Item = Found> {
    let Item { act, paths, document, part, span, role } = item;
    paths.into_iter().map(move |target| Found {
        act,
        target,
        mention: document,
        part: part.clone(),
        some: role == Role::Whole,
        span,
    })
}

/// Puts a small provision under the larger levels of another.
fn beneath(above: &Provision, path: &Provision) -> Provision {
    let Some((top, _)) = path.0.first() else { return path.clone() };
    if matches!(top, Level::Annex | Level::Article) {
        return path.clone();
    }
    let steps = above.0.iter().filter(|(level, _)| level < top).cloned();
    Provision(steps.chain(path.0.iter().cloned()).collect())
}

/// The sentence begins with the verb, or *Thông tư này* does what the verb says.
fn may_open(tokens: &[Token], verb: usize) -> bool {
    let What::Verb { act, done } = tokens[verb].what else { return false };
    let before = tokens.get(..verb).unwrap_or_default();
    if done && act == Act::Repeal && before.is_empty() {
        return false;
    }
    let own = before.iter().any(|t| t.what == What::Own);
    let direct = tokens[verb].gap == 0 || tokens[verb].apart;
    before.is_empty() && tokens[verb].gap == 0 && !done || own && direct && !done
}

/// An item of a list under an act: "a) Điều 3 Thông tư số …;".
fn opens_list_item(tokens: &[Token]) -> bool {
    tokens.first().is_some_and(|t| {
        t.gap <= 2 && matches!(t.what, What::Places(_) | What::Document(_))
    })
}

/// Of "cụm từ “A” bằng cụm từ “B”" the first is what stood there.
fn replaced(part: &str) -> Option<&str> {
    let open = part.find(['“', '"'])?;
    let inner = part.get(open..)?.char_indices().skip(1);
    let (close, mark) = inner.into_iter().find(|(_, c)| matches!(c, '”' | '"'))?;
    part.get(..open + close + mark.len_utf8())
}

/// Takes the words away that only bind: *toàn bộ*, *của*, *quy định tại*.
fn strip_binders(words: &str) -> &str {
    const FRONT: [&str; 6] =
        ["toàn bộ", "các", "một số", "đối với", "nội dung", "quy định"];
    const BACK: [&str; 12] = [
        "của", "tại", "trong", "thuộc", "ở", "theo", "kèm", "hành", "ban", "vào", "định",
        "quy",
    ];
    let mut words =
        words.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '('));
    while let Some((head, last)) = words.rsplit_once(char::is_whitespace) {
        if !BACK.contains(&last) {
            break;
        }
        words = head.trim_end();
    }
    if BACK.contains(&words) || FRONT.contains(&words) { "" } else { words }
}
