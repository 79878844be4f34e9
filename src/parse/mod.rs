//! `Text` → [`Mention`]s and the document's own [`Heading`]: pure, total, per document.

mod alias;
mod anchor;
mod citation;
mod confidence;
mod date;
mod generic;
mod heading;
mod issuer;
mod lexer;
mod mend;
mod number;
mod provision;
mod scan;
mod sharing;
mod signer;
mod subject;
mod title;

use crate::ident::{Date, DocNumber, MonthDay, Provision};
use crate::ingest::Meta;
use crate::text::is_letter;
use crate::text::{Span, Text};
use crate::vocab::{DocKind, Place};
use std::borrow::Cow;

/// How a mention names its document (`gold/GUIDELINES.md`).
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    Hash,
    Ord,
    PartialEq,
    PartialOrd,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// By a number: *Quyết định số 793/QĐ-TTg*.
    Numbered,
    /// By a title or a date: *Luật Phòng, chống mua bán người*.
    Titled,
    /// By a short name: *Chỉ thị 16*, *BLHS*.
    Alias,
    /// The document itself: *Quyết định này*.
    #[serde(rename = "self")]
    ToSelf,
    /// Pointing back: *Quyết định nói trên*.
    Anaphor,
    /// By kind and issuer only: *Kết luận của Ban Bí thư*.
    Generic,
    /// The document's own number in its heading.
    Own,
}

impl Form {
    /// All forms in the order of the guidelines.
    pub const ALL: [Self; 7] = [
        Self::Numbered,
        Self::Titled,
        Self::Alias,
        Self::ToSelf,
        Self::Anaphor,
        Self::Generic,
        Self::Own,
    ];

    /// Returns the name used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Numbered => "numbered",
            Self::Titled => "titled",
            Self::Alias => "alias",
            Self::ToSelf => "self",
            Self::Anaphor => "anaphor",
            Self::Generic => "generic",
            Self::Own => "own",
        }
    }
}

/// What the text says at one place about one other document (or itself).
///
/// Only what is written: which document it denotes is a [`crate::resolve::Resolution`],
/// how the two relate is a [`crate::relate::Role`].
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Mention {
    /// Byte offsets into the source of the [`Text`].
    pub span: Span,
    /// How it is named.
    pub form: Form,
    /// The kind, from the word or the symbol.
    pub kind: Option<DocKind>,
    /// The number in clean form.
    pub number: Option<DocNumber>,
    /// The date of issue as stated here; a missing year is that of the number, else it is
    /// completed from the date of the document.
    pub date: Option<Date>,
    /// The day of issue without its year (*ngày 18-5*), when no date of the document
    /// completes it. It identifies nothing, so stores leave it out.
    #[serde(skip)]
    pub day: Option<MonthDay>,
    /// The issuing body in the words of this citation.
    pub issuer: Option<String>,
    /// The province that the words name.
    pub place: Option<Place>,
    /// The title in the words of this citation, without the kind word.
    pub title: Option<String>,
    /// The pinpoints attached to it.
    pub provisions: Vec<Provision>,
    /// How sure the rule is, in percent.
    pub confidence: u8,
    /// The production that fired.
    pub rule: Cow<'static, str>,
}

/// What a document says of itself.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Heading {
    /// The kind: of the type line, else of the symbol.
    pub kind: Option<DocKind>,
    /// Its own number.
    pub number: Option<DocNumber>,
    /// The date of issue; for news, of publication.
    pub date: Option<Date>,
    /// The issuing body as the letterhead or the enacting words name it.
    pub issuer: Option<String>,
    /// The province of the issuer.
    pub place: Option<Place>,
    /// *Trích yếu*; for news, the headline.
    pub title: Option<String>,
    /// True for a news item.
    pub is_news: bool,
    /// For news: the index of the mention of the document that the item announces.
    pub announces: Option<u32>,
}

/// The result of parsing one document.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Document {
    /// What it says of itself.
    pub heading: Heading,
    /// Its mentions in the order of the text.
    pub mentions: Vec<Mention>,
}

/// Parses a document about which nothing is known but its text.
pub fn document(text: &Text) -> Document {
    document_with(text, &Meta::default())
}

/// Parses a document; what `meta` knows (the date of the page, the place) completes what
/// the text leaves out.
///
/// Linear in the length of the text; no input fails.
pub fn document_with(text: &Text, meta: &Meta) -> Document {
    laid_out(text, meta).0
}

/// Where each mention lies in the normalized text, for the reader of relations.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    /// The mentions.
    pub(crate) spans: Vec<Span>,
    /// Where the pinpoints before each mention begin.
    pub(crate) leads: Vec<usize>,
    /// Where each mention ends with the issuer behind it.
    pub(crate) tails: Vec<usize>,
}

/// Parses a document and says where its mentions lie.
pub(crate) fn laid_out(text: &Text, meta: &Meta) -> (Document, Layout) {
    let normal = text.normal();
    let mut cited = citation::citations(normal);
    alias::add_aliases(normal, &mut cited);
    let mut drafts = cited.drafts;
    let mut heading = heading::heading(normal, meta, &mut drafts);
    drafts.retain(|d| heading.is_news || d.rule != generic::JUST_ISSUED);
    if let Some(own) = heading.kind {
        // "gửi quyết định này cho người khiếu nại" in a law: any decision.
        let other = |d: &citation::Draft| {
            let small = !lexer::is_capital(normal, d.start);
            let any = d.kind.is_some_and(|k| k != own && is_of_procedures(k));
            d.form == Form::ToSelf && small && any && own != DocKind::CONSOLIDATION
        };
        drafts.retain(|d| !other(d));
    }
    for own in drafts.iter_mut().filter(|d| d.form == Form::Own) {
        own.kind = own.kind.or(heading.kind);
    }
    if heading.is_news && heading::has_headline(normal) {
        point_back(&mut drafts);
    }
    for law in drafts.iter_mut().filter(|d| d.form == Form::Titled) {
        mend::drop_later_year(normal, law, heading.date);
    }
    let announced =
        heading.is_news.then(|| heading::announced(normal, &drafts)).flatten();
    heading.announces = announced.and_then(|i| u32::try_from(i).ok());
    let page = heading.date.or(meta.date);
    let n = drafts.len();
    let mut layout = Layout {
        spans: Vec::with_capacity(n),
        leads: Vec::with_capacity(n),
        tails: Vec::with_capacity(n),
    };
    let mentions =
        drafts.into_iter().map(|d| mention(text, page, d, &mut layout)).collect();
    layout.cut_shared_tails();
    (Document { heading, mentions }, layout)
}

/// What bodies issue to single persons.
fn is_of_procedures(kind: DocKind) -> bool {
    matches!(kind.code(), "QĐ" | "TB" | "KL" | "CV")
}

/// "Thông tư này có hiệu lực từ 1/9" in a newspaper is a circular named before, not the
/// article; "Quy định này gây tranh cãi" is a rule.
fn point_back(drafts: &mut Vec<citation::Draft>) {
    drafts.retain(|d| d.form != Form::ToSelf || d.kind != Some(DocKind::RULES.into()));
    for draft in drafts.iter_mut().filter(|d| d.form == Form::ToSelf) {
        draft.form = Form::Anaphor;
    }
}

impl Layout {
    /// A body said once for a list stands behind its last member: it is no tail of the
    /// members before.
    fn cut_shared_tails(&mut self) {
        for i in 1..self.spans.len() {
            let (span, next) = (self.spans[i - 1], self.spans[i].start as usize);
            let own_end = span.end as usize;
            if own_end <= next && self.tails[i - 1] > next {
                self.tails[i - 1] = own_end;
            }
        }
    }
}

/// Returns true if the mention at `at` is the name in "(sau đây gọi tắt là …)".
pub(crate) fn is_definition(normal: &str, at: usize) -> bool {
    alias::is_defined_at(normal, at)
}

/// Returns true if *(đã|vừa) ban hành* stands right before `at`.
pub(crate) fn is_just_issued(normal: &str, at: usize) -> bool {
    heading::is_just_issued(normal, at)
}

/// Returns true if *vừa được Bộ Tài chính ban hành* stands right behind `at`.
pub(crate) fn is_just_issued_by(normal: &str, at: usize) -> bool {
    let said = lexer::any_phrase(normal, space(normal, at), &["vừa", "mới"]);
    said.is_some() && issuer::issued_by(normal, at, false).is_some()
}

/// Returns true if the sentence at `at` opens with *Căn cứ*, or as decrees before 1960 did
/// with *Chiểu theo*.
pub(crate) fn opens_recital(normal: &str, at: usize) -> bool {
    let tail = normal.get(at..).unwrap_or_default();
    let start = tail.trim_start_matches(|c: char| !is_letter(c));
    // "ăn cứ": a scanner lost the capital.
    ["can cu", "an cu", "chieu theo", "chieu chi"]
        .iter()
        .any(|w| crate::text::starts_unmarked(start, w))
}

/// Returns true if `text` ends with the whole words `words`, which are small, whatever its
/// case.
pub(crate) fn ends_with_small(text: &str, words: &str) -> bool {
    lexer::last_words(text, words).is_some()
}

pub use lexer::{LONGEST_SENTENCE, sentence_end, sentence_start};
pub(crate) use lexer::{Sentences, space};
pub(crate) use provision::{Group, assemble};
pub use signer::signer;

/// Returns the date whose words (*ngày 10 tháng 5 năm 2016*) begin at byte `at`, and
/// where they end.
pub fn date_at(text: &str, at: usize) -> Option<(Date, usize)> {
    let (written, end) = date::date_at(text, at)?;
    Some((date::complete(written, None)?, end))
}

/// Skips "(nay là Bộ Công Thương) ngày 24 tháng 12 năm 1998" behind a body.
fn behind_note(text: &str, at: usize) -> usize {
    let note = issuer::successor_note(text, at);
    let date = date::date_at(text, lexer::space_comma(text, note));
    date.map_or(note, |(_, end)| end)
}

fn mention(
    text: &Text,
    page: Option<Date>,
    draft: citation::Draft,
    layout: &mut Layout,
) -> Mention {
    let (provisions, lead) = provision::provisions_before(text.normal(), draft.start);
    layout.spans.push(Span::new(draft.start, draft.end));
    layout.leads.push(lead);
    let tail = draft.issuer.as_ref().map(|b| behind_note(text.normal(), b.end));
    layout.tails.push(tail.map_or(draft.end, |end| end.max(draft.end)));
    // "Thông tư số 148/2016/TT-BTC ngày 14 tháng 10": the year of the number.
    let year = draft.number.as_ref().and_then(|n| n.year);
    let numbered = year.and_then(|y| Date::new(y, 12, 31));
    let date = draft.date.and_then(|d| date::complete(d, numbered.or(page)));
    Mention {
        span: text.to_source(Span::new(draft.start, draft.end)),
        form: draft.form,
        kind: draft.kind,
        number: draft.number,
        date,
        day: draft.date.filter(|_| date.is_none()).and_then(date::month_day),
        place: draft.issuer.as_ref().and_then(|b| b.place),
        issuer: draft.issuer.map(|body| body.name),
        title: draft.title,
        provisions,
        confidence: confidence::calibrated(draft.rule, draft.confidence),
        rule: Cow::Borrowed(draft.rule),
    }
}
