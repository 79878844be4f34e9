//! What all citing texts together say of one document, without regard to their order.

use crate::ident::Date;
use crate::registry::Printed;
use crate::vocab::DocKind;
use indexmap::IndexSet;

/// Texts kept once; numbers start at one, zero is none.
#[derive(Clone, Debug, Default)]
pub(super) struct Phrases(pub(super) IndexSet<Box<str>>);

impl Phrases {
    pub(super) fn add(&mut self, text: Option<&str>) -> u32 {
        let Some(text) = text.map(str::trim).filter(|t| !t.is_empty()) else { return 0 };
        if let Some(at) = self.0.get_index_of(text) {
            return crate::registry::number(at + 1);
        }
        crate::registry::number(self.0.insert_full(text.into()).0 + 1)
    }

    pub(super) fn get(&self, phrase: u32) -> &str {
        let at = (phrase as usize).checked_sub(1);
        at.and_then(|at| self.0.get_index(at)).map_or("", AsRef::as_ref)
    }
}

/// How much a statement counts: what a document says of itself most, then what a table
/// says, then what those say that cite it, then a listing without marks.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Weight {
    Listed,
    #[default]
    Cited,
    Table,
    Own,
}

/// One statement about a document.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Statement {
    pub(super) weight: Weight,
    pub(super) number: Option<Printed>,
    pub(super) issuer: u32,
    pub(super) title: u32,
    pub(super) kind: Option<DocKind>,
    pub(super) date: Option<Date>,
}

/// The best of all statements about a document.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Evidence {
    /// The weightiest of the statements.
    most: Option<Weight>,
    number: (Weight, Option<Printed>),
    issuer: (Weight, u32),
    title: (Weight, u32),
    kind: (Weight, Option<DocKind>),
    /// The earliest date that the document or a table states.
    date: (Weight, Option<Date>),
    /// The sorted issuers of a joint document, as one phrase.
    joint: (Weight, u32),
}

impl Evidence {
    pub(super) fn add(&mut self, said: Statement, phrases: &Phrases) {
        let weight = said.weight;
        self.most = self.most.max(Some(weight));
        better(&mut self.issuer, (weight, said.issuer), phrases);
        better(&mut self.title, (weight, said.title), phrases);
        self.add_number(weight, said.number, phrases);
        least(&mut self.kind, (weight, said.kind));
        if weight > Weight::Cited {
            least(&mut self.date, (weight, said.date));
        }
    }

    /// Takes over what is known of the same document under another key.
    pub(super) fn merge(&mut self, other: &Self, phrases: &Phrases) {
        self.most = self.most.max(other.most);
        better(&mut self.issuer, other.issuer, phrases);
        better(&mut self.title, other.title, phrases);
        self.add_number(other.number.0, other.number.1, phrases);
        least(&mut self.kind, other.kind);
        least(&mut self.date, other.date);
    }

    pub(super) fn add_joint(&mut self, joint: u32, phrases: &Phrases) {
        better(&mut self.joint, (Weight::Cited, joint), phrases);
    }

    pub(super) fn joint(&self) -> u32 {
        self.joint.1
    }

    fn add_number(&mut self, weight: Weight, new: Option<Printed>, phrases: &Phrases) {
        let rank = |n: Option<Printed>| n.map(|n| rank(phrases.get(n.symbol)));
        let old = self.number;
        let wins = old.1.is_none() || (weight, rank(new)) > (old.0, rank(old.1));
        if new.is_some() && wins {
            self.number = (weight, new);
        }
    }

    /// Returns true if nothing but a listing without marks knows of it.
    pub(super) fn is_listed(&self) -> bool {
        self.most == Some(Weight::Listed)
    }

    pub(super) fn number(&self) -> Option<Printed> {
        self.number.1
    }

    pub(super) fn issuer(&self) -> u32 {
        self.issuer.1
    }

    pub(super) fn title(&self) -> u32 {
        self.title.1
    }

    pub(super) fn kind(&self) -> Option<DocKind> {
        self.kind.1
    }

    /// Returns the date that the document itself or a table states.
    pub(super) fn stated_date(&self) -> Option<Date> {
        self.date.1
    }
}

/// Longer says more ("UBND tỉnh Nam Định" against "UBND tỉnh"); small letters beat
/// capitals, which come from headings.
fn rank(text: &str) -> (usize, &str) {
    (text.len(), text)
}

fn better(old: &mut (Weight, u32), new: (Weight, u32), phrases: &Phrases) {
    let worth = |(weight, phrase): (Weight, u32)| (weight, rank(phrases.get(phrase)));
    if new.1 != 0 && (old.1 == 0 || worth(new) > worth(*old)) {
        *old = new;
    }
}

fn least<T: Copy + Ord>(old: &mut (Weight, Option<T>), new: (Weight, Option<T>)) {
    let Some(value) = new.1 else { return };
    let wins = old.1.is_none_or(|v| new.0 > old.0 || (new.0 == old.0 && value < v));
    if wins {
        *old = new;
    }
}
