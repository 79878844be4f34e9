//! Which provision changes which: *sửa đổi, bổ sung, thay thế, bãi bỏ*, pinpoint to
//! pinpoint.
//!
//! An amending document is written in a fixed manner (Decree 34/2016 art. 11–13): its
//! articles name the document to be changed, its clauses and points the provisions, and
//! the new words stand between quotation marks. So the text is cut into its own
//! provisions (`units`), what is quoted is covered, and each sentence outside the
//! quotes is read as an instruction (`instruction`); what it leaves out (the document,
//! the article) it has from the provision it stands in, and at last from the title.

mod instruction;
mod places;
mod token;
mod units;

use crate::ident::{Level, Provision};
use crate::parse::Form;
use crate::relate::Facts;
use crate::text::{Span, Text};
use crate::vocab::Relation;
use instruction::Found;
use token::Known;
use units::Unit;

/// What is done to a provision.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Act {
    /// *Sửa đổi*: it reads otherwise.
    Amend,
    /// *Bổ sung*: it is new, or something is added to it.
    Supplement,
    /// *Sửa đổi, bổ sung*.
    AmendAndSupplement,
    /// *Thay thế*: something else stands in its place.
    Replace,
    /// *Bãi bỏ, hủy bỏ, hết hiệu lực*.
    Repeal,
}

impl Act {
    /// Returns the name used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Amend => "amend",
            Self::Supplement => "supplement",
            Self::AmendAndSupplement => "amend_and_supplement",
            Self::Replace => "replace",
            Self::Repeal => "repeal",
        }
    }

    /// Returns the words of the law.
    pub fn words(self) -> &'static str {
        match self {
            Self::Amend => "sửa đổi",
            Self::Supplement => "bổ sung",
            Self::AmendAndSupplement => "sửa đổi, bổ sung",
            Self::Replace => "thay thế",
            Self::Repeal => "bãi bỏ",
        }
    }

    /// Returns the relation between the documents that it amounts to when the whole
    /// target is meant; a part that is replaced or repealed amends the whole.
    pub fn relation(self, whole: bool) -> Relation {
        match self {
            Self::Replace if whole => Relation::Replaces,
            Self::Repeal if whole => Relation::Repeals,
            _ => Relation::Amends,
        }
    }
}

/// One change of one provision.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Amendment {
    /// The provision of the amending document that says so; empty before its articles.
    pub by: Provision,
    /// What is done.
    pub act: Act,
    /// The document that is changed: the index of the mention that names it, here or in
    /// a provision around this one; `None` when no text says which.
    pub mention: Option<u32>,
    /// The provision that is changed; empty for the whole document.
    pub target: Provision,
    /// The part of it in the words of the text: *tên*, *tiêu đề*, *cụm từ “…”*.
    pub part: Option<String>,
    /// True if only *một số điều* (some articles) is said, and nothing says which.
    pub some: bool,
    /// True if the document is only the one that the title names at the place of this
    /// article: articles take the documents in the order of the title.
    pub inferred: bool,
    /// The words of the instruction, in bytes of the source.
    pub span: Span,
}

impl Amendment {
    /// A whole document shall be amended, and nothing is said how.
    fn is_task(&self) -> bool {
        let amends = !matches!(self.act, Act::Replace | Act::Repeal);
        amends && self.target.0.is_empty() && self.part.is_none()
    }

    /// Returns the relation between the two documents that the change amounts to.
    pub fn relation(&self) -> Relation {
        self.act.relation(self.target.0.is_empty() && self.part.is_none())
    }
}

/// What a provision hands down to the provisions inside it.
#[derive(Clone, Debug, Default)]
struct Scope {
    mention: Option<u32>,
    /// Told by the order of the title only.
    inferred: bool,
    /// The documents that the provision itself changes.
    named: Vec<u32>,
    /// The provisions of the target that smaller ones inside lie in.
    above: Provision,
    /// The act of a list whose items are bare provisions or documents.
    act: Option<Act>,
}

impl Scope {
    /// The title names the document when it names one only.
    fn of_title(named: &[u32]) -> Self {
        let one = (named.len() == 1).then(|| named[0]);
        Self { mention: one, ..Self::default() }
    }

    /// An article that names no document takes the one that stands at its place in the
    /// title: "Sửa đổi, bổ sung Thông tư A, Thông tư B".
    fn or_in_order(self, path: &Provision, named: &[u32]) -> Self {
        let alone = self.mention.is_none() && named.len() > 1 && path.0.len() == 1;
        let number = path.at(Level::Article).and_then(|l| l.parse::<usize>().ok());
        let at = number.filter(|_| alone).and_then(|n| named.get(n.checked_sub(1)?));
        match at {
            Some(&mention) => Self { mention: Some(mention), inferred: true, ..self },
            None => self,
        }
    }

    /// Where a provision changes several documents, those inside must say which.
    fn settle(&mut self, facts: &Facts) {
        let Some((&first, rest)) = self.named.split_first() else { return };
        let one = rest.iter().all(|&n| same(facts, first, n));
        self.mention = one.then_some(first);
        self.inferred = false;
        self.named.clear();
    }
}

/// Reads all changes that a document makes to provisions of others, in the order of the
/// text. What a provision announces and the provisions inside it spell out is told once,
/// by the inner ones.
///
/// `facts` are those of `text`. Linear in the length of the text; no input fails. A text
/// that amends nothing gives nothing, or next to nothing: a plan to amend a law is no
/// amendment, so the sentence must begin with the verb, or with the provision and *được
/// sửa đổi*.
pub fn amendments(text: &Text, facts: &Facts) -> Vec<Amendment> {
    let known = known(text, facts);
    let (units, open) = units::units(text.normal());
    let first = units.get(1).map_or(0, |u| u.body.start as usize);
    let named = in_title(facts, &known, first);
    let mut scopes = vec![(Provision::default(), Scope::of_title(&named))];
    let mut found: Vec<Amendment> = Vec::new();
    for unit in units.iter().filter(|u| !u.path.0.is_empty()) {
        while scopes.len() > 1 && !is_inside(&unit.path, &scopes[scopes.len() - 1].0) {
            scopes.pop();
        }
        let around = scopes.last().map(|(_, scope)| scope.clone()).unwrap_or_default();
        let around = around.or_in_order(&unit.path, &named);
        let (here, mut below) = read(text, &open, &known, unit, &around);
        below.settle(facts);
        found.extend(here);
        scopes.push((unit.path.clone(), below));
    }
    let amends = !named.is_empty() || facts.heading.title.as_deref().is_some_and(changes);
    // A plan lists among its tasks: "Sửa đổi, bổ sung Nghị định số 01/2018/NĐ-CP".
    found.retain(|a| amends || !a.is_task());
    told_once(found, facts)
}

/// Returns the text with all that stands between quotation marks covered, byte for byte:
/// what an amending text writes into others is not its own.
///
/// `normal` is a normalized text. Linear in its length.
pub(crate) fn without_quotations(normal: &str) -> String {
    units::units(normal).1
}

/// The title says that something is changed.
fn changes(title: &str) -> bool {
    let folded = crate::text::fold_tone(title);
    ["sửa đổi", "bổ sung", "bãi bỏ", "thay thế"].iter().any(|w| folded.contains(w))
}

/// The mentions of the text in the offsets of the normalized text.
fn known(text: &Text, facts: &Facts) -> Vec<Known> {
    let one = |(i, m): (usize, &crate::parse::Mention)| {
        let span = text.to_normal(m.span);
        let own = matches!(m.form, Form::ToSelf | Form::Own);
        let index = u32::try_from(i).unwrap_or(u32::MAX);
        (m.form != Form::Own).then_some(Known { span, index, own })
    };
    facts.mentions.iter().enumerate().filter_map(one).collect()
}

/// The documents that the title says are changed, each once.
fn in_title(facts: &Facts, known: &[Known], first: usize) -> Vec<u32> {
    let title_changes = facts.heading.title.as_deref().is_some_and(changes);
    let mut named: Vec<u32> = Vec::new();
    for mention in known.iter().take_while(|k| (k.span.end as usize) <= first) {
        let changed = facts.roles.get(mention.index as usize).is_some_and(|role| {
            // "Sửa đổi một số điều của Quy chế ban hành kèm theo Quyết định A".
            let attached = role.relation == Relation::IssuedWith && title_changes;
            attached || role.of.is_none() && role.relation.changes_target()
        });
        let new = !named.iter().any(|&n| same(facts, n, mention.index));
        if changed && !mention.own && new {
            named.push(mention.index);
        }
    }
    named
}

/// Two mentions write the same number, or the same title.
fn same(facts: &Facts, a: u32, b: u32) -> bool {
    let (a, b) = (&facts.mentions[a as usize], &facts.mentions[b as usize]);
    match (&a.number, &b.number) {
        (Some(x), Some(y)) => x.same(y),
        (None, None) => a.title.is_some() && a.title == b.title,
        _ => false,
    }
}

/// Two mentions write different numbers, or different titles.
fn differ(facts: &Facts, a: u32, b: u32) -> bool {
    let (one, other) = (&facts.mentions[a as usize], &facts.mentions[b as usize]);
    let told_apart = match (&one.number, &other.number) {
        (Some(_), Some(_)) => true,
        (None, None) => one.title.is_some() && other.title.is_some(),
        _ => false,
    };
    a != b && told_apart && !same(facts, a, b)
}

/// *Sửa đổi, bổ sung* may come down to any act on a part; what is replaced or repealed
/// is so throughout.
fn spells_out(inner: Act, outer: Act) -> bool {
    inner == outer || !matches!(outer, Act::Replace | Act::Repeal)
}

/// Returns true for a provision inside another one; all lie inside the empty one.
fn is_inside(path: &Provision, around: &Provision) -> bool {
    path.0.len() > around.0.len() && path.0.starts_with(&around.0)
}

/// Reads what one provision does itself, and what those inside it have from it.
fn read(
    text: &Text,
    open: &str,
    known: &[Known],
    unit: &Unit,
    around: &Scope,
) -> (Vec<Amendment>, Scope) {
    let tokens = token::tokens(open, unit.body, known);
    let read = instruction::read(text.normal(), &tokens, around.act);
    let mut below = Scope { act: read.opens, ..around.clone() };
    if !read.documents.is_empty() {
        let named = read.documents.clone();
        below = Scope { named, act: read.opens, ..Scope::default() };
    }
    if let Some(above) = common(read.found.iter().map(|f| &f.target)) {
        below.above = completed(&above, &around.above);
    }
    let amendment = |found: Found| {
        let inherits = found.mention.is_none();
        let target =
            if inherits { completed(&found.target, &around.above) } else { found.target };
        Amendment {
            by: unit.path.clone(),
            act: found.act,
            mention: found.mention.or(around.mention),
            target,
            part: found.part,
            some: found.some,
            inferred: inherits && around.inferred,
            span: text.to_source(found.span),
        }
    };
    (read.found.into_iter().map(amendment).collect(), below)
}

/// Fills in the levels above a bare *khoản 5*.
fn completed(target: &Provision, above: &Provision) -> Provision {
    let Some((top, _)) = target.0.first() else { return target.clone() };
    if matches!(top, Level::Annex | Level::Article | Level::Part | Level::Chapter) {
        return target.clone();
    }
    let steps = above.0.iter().filter(|(level, _)| level < top).cloned();
    Provision(steps.chain(target.0.iter().cloned()).collect())
}

/// The steps that all provisions share.
fn common<'p>(mut all: impl Iterator<Item = &'p Provision>) -> Option<Provision> {
    let mut shared = all.next()?.0.clone();
    for one in all {
        let same = shared.iter().zip(&one.0).take_while(|(a, b)| a == b).count();
        shared.truncate(same);
    }
    (!shared.is_empty()).then_some(Provision(shared))
}

/// Drops what a provision announces and one inside it tells with more detail.
fn told_once(found: Vec<Amendment>, facts: &Facts) -> Vec<Amendment> {
    let inner = |outer: &Amendment| {
        found.iter().any(|a| {
            is_inside(&a.by, &outer.by)
                && spells_out(a.act, outer.act)
                && a.target.0.starts_with(&outer.target.0)
                && (outer.part.is_none() || a.part == outer.part)
                && !a.mention.zip(outer.mention).is_some_and(|(a, b)| differ(facts, a, b))
        })
    };
    let kept: Vec<bool> = found.iter().map(|a| !inner(a)).collect();
    let mut keep = kept.into_iter();
    let mut found = found;
    found.retain(|_| keep.next().unwrap_or(true));
    found
}
