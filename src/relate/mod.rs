//! Which words express which relation.

mod said;
mod beside;
mod cue;
mod region;
mod item;
mod quote;
mod gap;

use crate::ingest::Meta;
use crate::parse::{self, Form, Heading, Mention};
use crate::text::{Span, Text};
use gap::capitals_start;
use item::lists_ended;
use quote::Quoted;

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
    let title = document.heading.title.as_deref();
    let reader = Reader {
        text,
        normal,
        document: &document,
        layout: &layout,
        sentences: parse::Sentences::new(normal),
        quoted: Quoted::of(normal),
        lists_ended: title.is_some_and(|title| lists_ended(title, normal)),
    };
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
    sentences: parse::Sentences<'a>,
    quoted: Quoted,
    /// The document publishes which documents have ended.
    lists_ended: bool,
}
impl Reader<'_> {
    fn roles(&self) -> Vec<Role> {
        let mut roles: Vec<Role> = Vec::with_capacity(self.document.mentions.len());
        for i in 0..self.document.mentions.len() {
            roles.push(self.role(i, &roles));
        }
        // Only then: inside a quotation, too, the members of a list share their words.
        for i in 0..roles.len() {
            if let Some(of) = self.said_by(i, &roles) {
                roles[i].of = Some(of);
            }
        }
        roles
    }

    fn mention(&self, i: usize) -> &Mention {
        &self.document.mentions[i]
    }

    /// Returns where the sentence of a mention begins.
    fn sentence(&self, i: usize) -> usize {
        self.sentences.start(self.layout.leads[i])
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
        let sentence =
            capitals_start(self.normal, self.sentence(i), self.layout.leads[i]);
        self.reported(i)
            .or_else(|| self.merged(i, before))
            .or_else(|| self.expired(i))
            .or_else(|| self.quotes(i))
            .or_else(|| self.changed(i))
            .or_else(|| self.beside(i, sentence, before))
            .or_else(|| {
                self.by_cue(i, sentence).map(|r| self.ended_rules(i, sentence, r))
            })
            .or_else(|| self.ended(i))
            .or_else(|| self.introduced(i, before))
            .or_else(|| self.spread(i, sentence, before))
            .or_else(|| self.lost_ground(i))
            .unwrap_or_else(|| plain(Relation::Cites))
    }
}

fn index(i: usize) -> Option<u32> {
    u32::try_from(i).ok()
}
