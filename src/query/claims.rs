//! What one text says of itself, field by field, each with where it is said.

use crate::ident::Date;
use crate::ingest::{Meta, Outline, Spot, Unit};
use crate::parse::{self, Form};
use crate::relate::Facts;
use crate::text::{LineIndex, Span, Text, fold_marks};

/// One thing that is said of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// `number`, `kind`, `date`, `issuer`, `place`, `title`, `signer`, `url` …
    pub field: String,
    /// What is said.
    pub value: String,
    /// Where: `heading`, `signature`, `side-car kh.docx.meta.json`, `folder nam-dinh` …
    pub from: String,
    /// The words, where it is said in the text.
    pub words: Option<Words>,
}

/// Words in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    /// The bytes of the text.
    pub span: Span,
    /// The words.
    pub quote: String,
    /// The line, from 1.
    pub line: u32,
    /// The page, from 1.
    pub page: Option<u32>,
    /// The paragraph, from 1.
    pub paragraph: Option<u32>,
}

impl Words {
    /// Returns where they stand in the original.
    pub fn spot(&self) -> Spot {
        let Self { line, page, paragraph, .. } = *self;
        Spot { line, page, paragraph }
    }
}

/// The heading lies in the first bytes.
const HEAD: usize = 6000;

/// Returns what is said, the metadata of a field before the heading, as the resolver
/// takes them.
///
/// Linear in the length of the text.
pub fn claims(text: &Text, meta: &Meta, outline: &Outline, facts: &Facts) -> Vec<Claim> {
    let reader = Reader { text, outline, lines: LineIndex::new(text.source()) };
    let mut claims = Vec::new();
    for field in FIELDS {
        claims.extend(given(field, meta, outline));
        // What the heading has from the metadata is no second claim.
        let is_new = |said: &Claim| {
            let is_same = |c: &Claim| c.field == said.field && c.value == said.value;
            said.words.is_some() || !claims.iter().any(is_same)
        };
        let said = reader.said(field, facts).filter(is_new);
        claims.extend(said);
    }
    claims.extend(reader.signer());
    claims.extend(given("url", meta, outline));
    for given in &outline.given {
        let (field, from) = (given.field.clone(), given.from.clone());
        let value = given.value.clone();
        claims.extend(value.map(|value| Claim { field, value, from, words: None }));
    }
    claims
}

const FIELDS: [&str; 6] = ["number", "kind", "date", "issuer", "place", "title"];

/// What the metadata say of a field.
fn given(field: &str, meta: &Meta, outline: &Outline) -> Option<Claim> {
    let value = match field {
        "number" => meta.number.clone(),
        "kind" => meta.kind.clone(),
        "date" => meta.date.map(|d| d.to_string()),
        "issuer" => meta.issuer.clone(),
        "place" => meta.place.map(|p| p.name().to_owned()),
        "title" => meta.title.clone(),
        _ => meta.url.clone(),
    }?;
    let is_it = |g: &&crate::ingest::Given| g.field == field && g.value.is_none();
    let from = outline.given.iter().rev().find(is_it);
    let from = from.map_or_else(|| "metadata".to_owned(), |g| g.from.clone());
    Some(Claim { field: field.to_owned(), value, from, words: None })
}

struct Reader<'a> {
    text: &'a Text,
    outline: &'a Outline,
    lines: LineIndex,
}

impl Reader<'_> {
    /// What the heading says of a field.
    fn said(&self, field: &str, facts: &Facts) -> Option<Claim> {
        let heading = &facts.heading;
        let own = facts.mentions.iter().find(|m| m.form == Form::Own).map(|m| m.span);
        let (value, place) = match field {
            "number" => (heading.number.as_ref()?.to_string(), own),
            "kind" => {
                let name = heading.kind?.name();
                (name.to_owned(), self.line_of(|line| line == fold_marks(name)).or(own))
            }
            "date" => {
                let date = heading.date?;
                let dated = |line: &str| has_date(line, date);
                (date.to_string(), self.line_of(dated).or_else(|| self.last_of(dated)))
            }
            "issuer" => (heading.issuer.clone()?, self.opening(heading.issuer.as_ref()?)),
            "place" => {
                let name = heading.place?.name();
                (name.to_owned(), self.line_of(|line| line.contains(&fold_marks(name))))
            }
            _ => (heading.title.clone()?, self.opening(heading.title.as_ref()?)),
        };
        let from = if heading.is_news { "news text" } else { "heading" };
        Some(self.claim(field, value, from, place))
    }

    fn signer(&self) -> Option<Claim> {
        let (name, span) = parse::signer(self.text)?;
        Some(self.claim("signer", name, "signature", Some(span)))
    }

    fn claim(
        &self,
        field: &str,
        value: String,
        from: &str,
        place: Option<Span>,
    ) -> Claim {
        let words = place.map(|span| self.words(span));
        Claim { field: field.to_owned(), value, from: from.to_owned(), words }
    }

    fn words(&self, span: Span) -> Words {
        let line = self.lines.line(span.start);
        Words {
            span,
            quote: self.text.slice(span).to_owned(),
            line,
            page: self.outline.page(span.start),
            paragraph: (self.outline.unit == Unit::Paragraph).then_some(line),
        }
    }

    /// Finds the line on which words begin.
    fn opening(&self, words: &str) -> Option<Span> {
        let folded = fold_marks(words);
        let first: Vec<&str> = folded.split_whitespace().take(4).collect();
        let (all, few) = (first.join(" "), first.get(..2).unwrap_or_default().join(" "));
        let with = |words: &str| self.line_of(|line| line.contains(words));
        with(&all).or_else(|| with(&few))
    }

    /// Finds the first cell of the heading, folded, that `is_it` accepts.
    fn line_of(&self, is_it: impl Fn(&str) -> bool) -> Option<Span> {
        let normal = self.text.normal();
        let end =
            (0..=HEAD.min(normal.len())).rev().find(|i| normal.is_char_boundary(*i));
        let head = normal.get(..end?)?;
        let mut cells = head.lines().flat_map(|line| line.split('\t'));
        let cell = cells.find(|cell| is_it(fold_marks(cell).trim()))?;
        Some(self.span_of(cell.trim()))
    }

    /// Finds the last line, folded, that `is_it` accepts: laws and consolidated texts are
    /// dated at their end.
    fn last_of(&self, is_it: impl Fn(&str) -> bool) -> Option<Span> {
        let mut lines = self.text.normal().lines().rev();
        let line = lines.find(|line| is_it(fold_marks(line).trim()))?;
        Some(self.span_of(line.trim()))
    }

    /// Returns where words are that were taken out of the normalized text.
    fn span_of(&self, words: &str) -> Span {
        let start = words.as_ptr() as usize - self.text.normal().as_ptr() as usize;
        self.text.to_source(Span::new(start, start + words.len()))
    }
}

/// Says that day, month and year stand in a line, in this order.
fn has_date(line: &str, date: Date) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    let groups = line.split(|c| !is_digit(c)).filter_map(|g| g.parse::<u32>().ok());
    let groups: Vec<u32> = groups.collect();
    let wanted = [date.day().map(u32::from), date.month().map(u32::from)];
    let wanted = wanted.into_iter().flatten().chain([u32::from(date.year())]);
    let wanted: Vec<u32> = wanted.collect();
    groups.windows(wanted.len()).any(|w| w == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relate;

    #[test]
    fn each_claim_names_its_place() {
        let text = Text::new(
            "ỦY BAN NHÂN DÂN\nTỈNH NAM ĐỊNH\nSố: 40/KH-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT \
             NAM\nNam Định, ngày 02 tháng 4 năm 2021\nKẾ HOẠCH\nThực hiện Chương trình phòng, \
             chống mua bán người\nCăn cứ Luật số 66/2011/QH12;\nTM. ỦY BAN NHÂN DÂN\nCHỦ \
             TỊCH\nTrần Lê Đoài",
        );
        let facts = relate::facts(&text, &Meta::default());
        let meta =
            Meta { place: crate::vocab::Place::from_slug("namdinh"), ..Meta::default() };
        let mut outline = Outline { unit: Unit::Paragraph, ..Outline::default() };
        outline.given.push(crate::ingest::Given::of_meta("place", "folder nam-dinh"));
        let claims = claims(&text, &meta, &outline, &facts);
        let shown: Vec<String> = claims
            .iter()
            .map(|c| {
                let at = c.words.as_ref().map_or(0, |w| w.paragraph.unwrap_or_default());
                format!("{}: {} ({}, {at})", c.field, c.value, c.from)
            })
            .collect();
        for expected in [
            "number: 40/KH-UBND (heading, 3)",
            "date: 2021-04-02 (heading, 5)",
            "place: Nam Định (folder nam-dinh, 0)",
            "signer: Trần Lê Đoài (signature, 11)",
        ] {
            assert!(shown.iter().any(|s| s == expected), "{expected}: {shown:#?}");
        }
    }

    #[test]
    fn a_law_is_dated_at_its_end() {
        let body = "Điều 1. Luật này quy định việc trồng tre.\n".repeat(400);
        let law = format!(
            "QUỐC HỘI\nLuật số: 911/2025/QH15\nLUẬT\nTRỒNG TRE\n{body}Luật này được Quốc hội \
             khóa XV thông qua ngày 26 tháng 6 năm 2025.\nCHỦ TỊCH QUỐC HỘI\n"
        );
        let text = Text::new(law);
        let facts = relate::facts(&text, &Meta::default());
        let outline = Outline::default();
        let claims = claims(&text, &Meta::default(), &outline, &facts);
        let date = claims.iter().find(|c| c.field == "date").unwrap();
        assert_eq!(date.value, "2025-06-26");
        let words = date.words.as_ref().unwrap();
        assert_eq!(words.line, 405);
        assert!(words.quote.starts_with("Luật này được Quốc hội"), "{}", words.quote);
    }
}
