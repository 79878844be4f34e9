//! What `cites` and `cited-by` show to people.

use super::{Marked, Theme, amendments, clip, paint, wrap};
use crate::graph::Direction;
use crate::query::{Citation, Document, Evidence, Group, Neighbours};
use crate::report::document::{self, clean};
use crate::text::Span;
use std::fmt::Write;

/// Wide enough for the longest relation.
const MARGIN: usize = 14;
/// More than this of a sentence hides the next answer.
const MOST_LINES: usize = 4;
/// More changes of provisions hide it too; there is a command for them.
const MOST_CHANGES: usize = 5;

/// Returns the block of one document: how it relates, what it is, and the words.
pub fn citation(group: &Group, width: usize, theme: &Theme) -> String {
    let mut block = Block { width, theme, out: String::new() };
    let first = group.first();
    block.head(first.relation.as_str(), group.other());
    block.sentence(&first.evidence);
    block.changes(group);
    block.place(&first.evidence, &group.citations()[1..]);
    block.out
}

/// Returns the lines above the blocks: what was asked, and how many answers there are.
pub fn neighbours_head(
    answer: &Neighbours,
    names: &[String],
    direction: Direction,
    filtered: bool,
    width: usize,
    theme: &Theme,
) -> String {
    let name = match names {
        [one] => one.clone(),
        many => format!("any of {} documents", many.len()),
    };
    let (such, plural) = if answer.total > 1 {
        (if filtered { " that meet the filters" } else { "" }, "s")
    } else {
        (if filtered { " that meets the filters" } else { "" }, "")
    };
    let documents = format!("{} document{plural}{such}", count(answer.total));
    let words = match (direction, answer.total) {
        (Direction::Incoming, 0 | 1) => format!("{documents} cites {name}"),
        (Direction::Incoming, _) => format!("{documents} cite {name}"),
        (Direction::Outgoing, _) => format!("{name} cites {documents}"),
    };
    let relations = &answer.by_relation;
    let mut by_relation: Vec<_> = relations.iter().map(|(r, n)| (*n, *r)).collect();
    by_relation.sort_by_key(|&(n, relation)| (std::cmp::Reverse(n), relation));
    let by_relation: Vec<String> =
        by_relation.iter().map(|(n, relation)| format!("{relation} {n}")).collect();
    let mut out = String::new();
    for line in wrap(&words, width) {
        let _ = writeln!(out, "{}", paint(theme.heading, line));
    }
    if !by_relation.is_empty() {
        let _ = writeln!(out, "{}", paint(theme.faint, by_relation.join(" · ")));
    }
    out
}

fn count(n: usize) -> String {
    if n == 0 { "no".to_owned() } else { n.to_string() }
}

struct Block<'t> {
    width: usize,
    theme: &'t Theme,
    out: String,
}

impl Block<'_> {
    fn inner(&self) -> usize {
        self.width.saturating_sub(MARGIN).max(20)
    }

    fn line(&mut self, text: &str) {
        let _ = writeln!(self.out, "{:MARGIN$}{text}", "");
    }

    fn head(&mut self, relation: &str, other: &Document) {
        let record = &other.record;
        let name = clip(&document::name(record), self.inner());
        let margin = " ".repeat(MARGIN.saturating_sub(relation.len()));
        let relation = paint(self.theme.relation, relation);
        let mut head = format!("{relation}{margin}{}", paint(self.theme.number, name));
        let more = [record.date.map(document::day), document::issuer(record)];
        for part in more.into_iter().flatten() {
            let _ = write!(head, " · {part}");
        }
        let _ = writeln!(self.out, "{head}");
        if let Some(title) = document::title(other) {
            let title = clip(&title, self.inner());
            self.line(&paint(self.theme.faint, title));
        }
    }

    fn sentence(&mut self, evidence: &Evidence) {
        let (sentence, quote) =
            window(evidence, self.inner().saturating_mul(MOST_LINES - 1));
        let marks = [quote];
        let marked = Marked { text: &sentence, marks: &marks };
        for line in marked.lines(self.inner(), self.theme.hit) {
            self.line(&line);
        }
    }

    /// The provisions that are changed, and by which.
    fn changes(&mut self, group: &Group) {
        let citations = group.citations().iter();
        let changes = citations.clone().flat_map(|c| c.changes.iter().flatten());
        let lines = amendments::changes(changes, group.direction(), MOST_CHANGES);
        let room = self.inner();
        for line in lines.iter().flat_map(|line| wrap(line, room)) {
            self.line(&paint(self.theme.relation, line));
        }
    }

    fn place(&mut self, evidence: &Evidence, others: &[Citation]) {
        let at = document::spot(evidence);
        let mut text = paint(self.theme.faint, at);
        let also: Vec<String> = others.iter().take(4).map(elsewhere).collect();
        if !also.is_empty() {
            let more = others.len().saturating_sub(also.len());
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let _ = write!(text, "; also {}{more}", also.join(", "));
        }
        self.line(&text);
    }
}

fn elsewhere(citation: &Citation) -> String {
    let (relation, evidence) = (citation.relation, &citation.evidence);
    match (evidence.page, evidence.paragraph) {
        (Some(page), _) => format!("{relation} on page {page}"),
        (_, Some(paragraph)) => format!("{relation} in paragraph {paragraph}"),
        _ => format!("{relation} :{}", evidence.line),
    }
}

/// Cuts a long sentence down to about `most` letters around the quote.
pub(super) fn window(evidence: &Evidence, most: usize) -> (String, Span) {
    let quote = evidence.quote_in_sentence.range();
    let part = |range| evidence.sentence.get(range).unwrap_or_default();
    let (before, inside) = (part(0..quote.start), part(quote.clone()));
    let after = part(quote.end..evidence.sentence.len());
    let room = most.saturating_sub(inside.chars().count());
    let (behind, ahead) = (before.chars().count(), after.chars().count());
    // The words before say how the two relate: they get what they need up to two thirds.
    let left = behind.min((room * 2 / 3).max(room.saturating_sub(ahead)));
    let right = ahead.min(room.saturating_sub(left));
    let before = clean_front(before, left);
    let inside = clean(inside);
    let after = clean_back(after, right);
    let start = before.len();
    let span = Span::new(start, start + inside.len());
    (before + &inside + &after, span)
}

fn clean_front(text: &str, most: usize) -> String {
    let skip = text.chars().count().saturating_sub(most);
    if skip == 0 {
        return spaced(text);
    }
    let kept: String = text.chars().skip(skip).collect();
    let word = kept.find(char::is_whitespace).map_or(kept.len(), |i| i);
    format!("… {}", spaced(kept.get(word..).unwrap_or_default()).trim_start())
}

fn clean_back(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return spaced(text);
    }
    let kept: String = text.chars().take(most).collect();
    let word = kept.rfind(char::is_whitespace).unwrap_or(0);
    format!("{} …", spaced(kept.get(..word).unwrap_or_default()).trim_end())
}

/// [`clean`], with the spaces at both ends kept.
fn spaced(text: &str) -> String {
    let blank = |end: Option<char>| end.is_some_and(char::is_whitespace);
    let front = if blank(text.chars().next()) { " " } else { "" };
    let inner = clean(text);
    let back =
        if blank(text.chars().next_back()) && !inner.is_empty() { " " } else { "" };
    format!("{front}{inner}{back}")
}
