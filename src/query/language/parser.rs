//! Tokens → tree. No recursion: deep nesting must not exhaust the stack.

use super::ast::{Field, Node, NodeKind, Note, Piece, PieceKind, Question};
use super::lexer::{self, Token, TokenKind};
use super::reference;
use crate::ident::Date;
use crate::query::filter::{read_date, read_place};
use crate::text::Span;
use crate::vocab::{DocKind, Relation};
use std::ops::Range;

/// Deeper parentheses are left out; nobody types them.
const DEEPEST: usize = 32;

pub(super) fn parse(input: &str) -> Question {
    let mut parser = Parser::new(input);
    let mut tokens = lexer::tokens(input).into_iter().peekable();
    while let Some(token) = tokens.next() {
        parser.token(token, tokens.peek());
    }
    parser.finish()
}

struct Parser<'t> {
    input: &'t str,
    /// One frame for each open parenthesis, and one for the whole.
    frames: Vec<Frame>,
    /// Bare words in a row, not yet a node.
    words: Option<Range<usize>>,
    notes: Vec<Note>,
    pieces: Vec<Piece>,
}

/// What was read since a parenthesis was opened.
#[derive(Default)]
struct Frame {
    open: usize,
    /// Finished sides of `OR`.
    sides: Vec<Node>,
    /// The side that is being read.
    side: Vec<Node>,
    not: Option<Range<usize>>,
    /// An `AND` or `OR` that waits for its right side.
    operator: Option<Range<usize>>,
}

impl<'t> Parser<'t> {
    fn new(input: &'t str) -> Self {
        let frames = vec![Frame::default()];
        Self { input, frames, words: None, notes: Vec::new(), pieces: Vec::new() }
    }

    fn token(&mut self, token: Token, next: Option<&Token>) {
        let Token { kind, span } = token;
        if matches!(kind, TokenKind::Word | TokenKind::NoField { .. }) {
            if let TokenKind::NoField { name } = kind {
                self.no_field(&name);
            }
            let start = self.words.as_ref().map_or(span.start, |words| words.start);
            self.words = Some(start..span.end);
            return;
        }
        self.flush();
        match kind {
            TokenKind::Open => self.open(span),
            TokenKind::Close => self.close(span),
            TokenKind::And => self.and(span),
            TokenKind::Or => self.or(span),
            TokenKind::Not => self.not(span, next),
            TokenKind::Phrase { inside, closed } => self.phrase(span, inside, closed),
            TokenKind::Field { field, value, closed } => {
                self.field(span, field, value, closed);
            }
            TokenKind::Word | TokenKind::NoField { .. } => {}
        }
    }

    fn text(&self, range: Range<usize>) -> &'t str {
        self.input.get(range).unwrap_or_default()
    }

    fn frame(&mut self) -> &mut Frame {
        if self.frames.is_empty() {
            self.frames.push(Frame::default());
        }
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    fn piece(&mut self, span: &Range<usize>, kind: PieceKind) {
        self.pieces.push(Piece { span: Span::new(span.start, span.end), kind });
    }

    fn note(
        &mut self,
        span: &Range<usize>,
        message: impl Into<String>,
        help: Option<&str>,
    ) {
        let span = Span::new(span.start, span.end);
        let suggestion = help.map(str::to_owned);
        self.notes.push(Note { span, message: message.into(), suggestion });
    }

    /// Leaves a part out and says why.
    fn ignore(
        &mut self,
        span: &Range<usize>,
        message: impl Into<String>,
        help: Option<&str>,
    ) {
        self.piece(span, PieceKind::Ignored);
        self.note(span, message, help);
    }

    /// Adds a node to the side that is being read.
    fn add(&mut self, span: &Range<usize>, kind: NodeKind) {
        let frame = self.frame();
        frame.operator = None;
        let mut node = node(kind, span);
        if let Some(not) = frame.not.take() {
            let span = not.start..span.end;
            node = self::node(NodeKind::Not(Box::new(node)), &span);
        }
        frame.side.push(node);
    }

    /// Makes nodes of the bare words read so far: references, and words between them.
    fn flush(&mut self) {
        let Some(words) = self.words.take() else { return };
        if self.is_running_text(&words) {
            return self.words(words);
        }
        let mut from = words.start;
        let mut at = words.start;
        while at < words.end {
            let rest = self.text(at..words.end);
            let alone = at == words.start;
            match reference::at_start(rest, alone).filter(|&len| len > 0) {
                Some(len) => {
                    self.words(from..at);
                    let span = at..at + len;
                    self.piece(&span, PieceKind::Reference);
                    let typed = self.text(span.clone()).to_owned();
                    self.add(&span, NodeKind::Reference(typed));
                    from = at + len;
                    at = self.word_after(from, words.end);
                }
                None => at = self.next_word(at, words.end),
            }
        }
        self.words(from..words.end);
    }

    /// A title or a sentence was pasted: a number in it is one word among many.
    fn is_running_text(&self, words: &Range<usize>) -> bool {
        const LONG: usize = 12;
        self.text(words.clone()).split_whitespace().nth(LONG).is_some()
    }

    /// Returns where the next word begins, behind the one at `at`.
    fn next_word(&self, at: usize, end: usize) -> usize {
        let rest = self.text(at..end);
        let len = rest.find(char::is_whitespace).unwrap_or(rest.len());
        self.word_after(at + len, end)
    }

    fn word_after(&self, at: usize, end: usize) -> usize {
        let rest = self.text(at..end);
        at + rest.len() - rest.trim_start().len()
    }

    fn words(&mut self, range: Range<usize>) {
        let text = self.text(range.clone());
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return;
        }
        let start = range.start + text.len() - text.trim_start().len();
        let span = start..start + trimmed.len();
        self.piece(&span, PieceKind::Words);
        self.wildcards(&span);
        // Punctuation between two references asks nothing.
        if trimmed.contains(char::is_alphanumeric) {
            self.add(&span, NodeKind::Words(trimmed.to_owned()));
        }
    }

    /// A star at a word asks for what is not there: words are found whole.
    fn wildcards(&mut self, span: &Range<usize>) {
        const WHOLE: &str = "words are found whole; \"…\" finds words in a row";
        let text = self.text(span.clone());
        let at_word = |at: usize| {
            let before =
                text.get(..at).is_some_and(|s| s.ends_with(char::is_alphanumeric));
            let after = text.get(at + 1..);
            before || after.is_some_and(|s| s.starts_with(char::is_alphanumeric))
        };
        let star = text.match_indices('*').map(|(at, _)| at).find(|&at| at_word(at));
        if let Some(at) = star {
            let at = span.start + at;
            self.note(
                &(at..at + 1),
                "* stands for nothing here; it is left out",
                Some(WHOLE),
            );
        }
    }

    fn phrase(&mut self, span: Range<usize>, inside: Range<usize>, closed: bool) {
        if !closed {
            let message = "the quote is not closed; the rest is taken as the phrase";
            self.note(&span, message, Some("close it with \""));
        }
        let text = self.text(inside);
        if !text.contains(char::is_alphanumeric) {
            return self.ignore(&span, "there is nothing between the quotes", None);
        }
        self.piece(&span, PieceKind::Phrase);
        self.add(&span, NodeKind::Phrase(text.trim().to_owned()));
    }

    fn open(&mut self, span: Range<usize>) {
        if self.frames.len() > DEEPEST {
            return self.ignore(&span, "parentheses are nested too deeply", None);
        }
        self.piece(&span, PieceKind::Operator);
        self.frames.push(Frame { open: span.start, ..Frame::default() });
    }

    fn close(&mut self, span: Range<usize>) {
        if self.frames.len() < 2 {
            let message = "no parenthesis is open here; it is left out";
            return self.ignore(&span, message, None);
        }
        self.piece(&span, PieceKind::Operator);
        self.end_group(span.end);
    }

    fn end_group(&mut self, end: usize) {
        self.dangling();
        let Some(frame) = self.frames.pop() else { return };
        let span = frame.open..end;
        if let Some(kind) = frame.tree() {
            return self.add(&span, kind);
        }
        self.frame().not = None;
        self.note(&span, "there is nothing between the parentheses", None);
    }

    fn and(&mut self, span: Range<usize>) {
        self.dangling_not();
        if self.frame().side.is_empty() {
            return self.ignore(
                &span,
                "AND has nothing before it; it is left out",
                LOWER,
            );
        }
        self.operator(span);
    }

    fn or(&mut self, span: Range<usize>) {
        self.dangling_not();
        if self.frame().side.is_empty() {
            return self.ignore(&span, "OR has nothing before it; it is left out", LOWER);
        }
        self.operator(span);
        let frame = self.frame();
        let side = std::mem::take(&mut frame.side);
        frame.sides.extend(all_of(side));
    }

    fn operator(&mut self, span: Range<usize>) {
        self.piece(&span, PieceKind::Operator);
        self.frame().operator = Some(span);
    }

    fn not(&mut self, span: Range<usize>, next: Option<&Token>) {
        use TokenKind::{And, Close, Or};
        let follows = next.is_some_and(|t| !matches!(t.kind, And | Or | Close));
        if !follows {
            return self.ignore(&span, "nothing follows to be left out", LOWER);
        }
        self.piece(&span, PieceKind::Operator);
        let frame = self.frame();
        // Twice not is nothing.
        frame.not = if frame.not.is_some() { None } else { Some(span) };
    }

    /// Reports an operator without a right side.
    fn dangling(&mut self) {
        self.dangling_not();
        if let Some(span) = self.frame().operator.take() {
            self.note(&span, "nothing follows the operator; it is left out", LOWER);
        }
    }

    fn dangling_not(&mut self) {
        if let Some(span) = self.frame().not.take() {
            self.note(&span, "nothing follows to be left out", LOWER);
        }
    }

    fn no_field(&mut self, name: &Range<usize>) {
        let typed = self.text(name.clone());
        let message = format!("there is no field {typed}; it is searched as a word");
        let near = near_field(typed).map(|name| format!("did you mean {name}:"));
        let all = || {
            "fields: cites, cited-by, relation, kind, issuer, place, year, after, \
                      before, status, number"
        };
        let help = near.unwrap_or_else(|| all().to_owned());
        self.note(name, message, Some(&help));
    }

    fn field(
        &mut self,
        span: Range<usize>,
        field: Field,
        value: Range<usize>,
        closed: bool,
    ) {
        let text = self.text(value).trim();
        let name = field.name();
        if text.is_empty() {
            let message = format!("{name}: has no value; it is left out");
            return self.ignore(&span, message, Some(example(field)));
        }
        if !closed {
            self.note(&span, "the quote is not closed", Some("close it with \""));
        }
        let Some(kind) = value_of(field, text) else {
            let message = format!("{name}: does not know {text}; it is left out");
            return self.ignore(&span, message, Some(example(field)));
        };
        if field == Field::Place && read_place(text).is_none() {
            let message = format!("no province is known as {text}");
            self.note(&span, message, Some(example(field)));
        }
        self.piece(&span, PieceKind::Field);
        self.add(&span, kind);
    }

    fn finish(mut self) -> Question {
        self.flush();
        while self.frames.len() > 1 {
            let open = self.frame().open;
            let message = "the parenthesis is not closed; it ends with the input";
            self.note(&(open..open + 1), message, Some("close it with )"));
            self.end_group(self.input.len());
        }
        self.dangling();
        let whole = 0..self.input.len();
        let tree = self.frames.pop().and_then(Frame::tree).unwrap_or(NodeKind::All);
        let (mut notes, mut pieces) = (self.notes, self.pieces);
        notes.sort_by_key(|note| note.span);
        pieces.sort_by_key(|piece| piece.span);
        Question { root: node(tree, &whole), notes, pieces }
    }
}

const LOWER: Option<&str> = Some("write it in small letters to search for the word");

impl Frame {
    fn tree(mut self) -> Option<NodeKind> {
        self.sides.extend(all_of(self.side));
        if self.sides.len() > 1 {
            return Some(NodeKind::Or(self.sides));
        }
        self.sides.pop().map(|node| node.kind)
    }
}

fn node(kind: NodeKind, span: &Range<usize>) -> Node {
    Node { kind, span: Span::new(span.start, span.end) }
}

/// Joins what stands side by side; `relation:` beside `cites:` says how it is cited.
fn all_of(nodes: Vec<Node>) -> Option<Node> {
    let mut nodes = bind_relations(nodes);
    if nodes.len() < 2 {
        return nodes.pop();
    }
    let start = nodes.first().map_or(0, |n| n.span.start);
    let end = nodes.last().map_or(0, |n| n.span.end);
    Some(Node { kind: NodeKind::And(nodes), span: Span { start, end } })
}

fn bind_relations(mut nodes: Vec<Node>) -> Vec<Node> {
    let mut wanted: Vec<Relation> = Vec::new();
    for node in &nodes {
        if let NodeKind::Relation(relations) = &node.kind {
            wanted.extend(relations);
        }
    }
    let mut bound = false;
    for node in &mut nodes {
        if let NodeKind::Cites { relations, .. } | NodeKind::CitedBy { relations, .. } =
            &mut node.kind
        {
            relations.clone_from(&wanted);
            bound = true;
        }
    }
    if bound {
        nodes.retain(|node| !matches!(node.kind, NodeKind::Relation(_)));
    }
    nodes
}

/// Reads the value of a field.
fn value_of(field: Field, text: &str) -> Option<NodeKind> {
    let owned = || text.to_owned();
    let relations = Vec::new();
    Some(match field {
        Field::Cites => NodeKind::Cites { reference: owned(), relations },
        Field::CitedBy => NodeKind::CitedBy { reference: owned(), relations },
        Field::Relation => {
            let all: Result<Vec<Relation>, _> =
                text.split(',').map(str::parse::<Relation>).collect();
            NodeKind::Relation(all.ok()?)
        }
        Field::Kind => NodeKind::Kind(DocKind::of_query(text)?),
        Field::Issuer => NodeKind::Issuer(owned()),
        Field::Place => NodeKind::Place(owned()),
        Field::Year => years(text)?,
        Field::After => NodeKind::Date { from: Some(read_date(text)?), to: None },
        Field::Before => NodeKind::Date { from: None, to: Some(read_date(text)?) },
        Field::Status => NodeKind::Status(text.parse().ok()?),
        Field::Number => NodeKind::Number(owned()),
    })
}

/// `2021`, `2016..2020`, `2016-2020`; either end of a range may be open with dots.
fn years(text: &str) -> Option<NodeKind> {
    let year = |s: &str| -> Option<Option<Date>> {
        if s.is_empty() {
            return Some(None);
        }
        let year = s.parse().ok().filter(|y| (1000..3000).contains(y))?;
        Some(Some(Date::year_only(year)))
    };
    let (from, to) = match text.split_once("..") {
        Some(ends) => ends,
        None => text
            .split_once('-')
            .filter(|(a, b)| !a.is_empty() && !b.is_empty())
            .unwrap_or((text, text)),
    };
    let (from, to) = (year(from)?, year(to)?);
    if from.is_none() && to.is_none() || from.zip(to).is_some_and(|(a, b)| a > b) {
        return None;
    }
    Some(NodeKind::Date { from, to })
}

fn example(field: Field) -> &'static str {
    match field {
        Field::Cites => "write cites:793/QĐ-TTg",
        Field::CitedBy => "write cited-by:40/KH-UBND",
        Field::Relation => "write relation:implements, or amends, replaces, guides, …",
        Field::Kind => "write kind:KH or kind:\"kế hoạch\"",
        Field::Issuer => "write issuer:\"Thủ tướng Chính phủ\"",
        Field::Place => "write place:\"Nam Định\"",
        Field::Year => "write year:2021 or year:2016..2020",
        Field::After => "write after:2021-05-18",
        Field::Before => "write before:2021-05-18",
        Field::Status => {
            "write status:\"còn hiệu lực\", or in_force, ended, amended, suspended, \
             not_yet_in_force, ended_in_part, unknown"
        }
        Field::Number => "write number:40/KH-UBND",
    }
}

/// Returns the field whose name differs in one or two letters.
fn near_field(typed: &str) -> Option<&'static str> {
    const LONGEST: usize = 20;
    let typed = typed.to_lowercase();
    if typed.len() > LONGEST {
        return None;
    }
    let far = |name: &str| distance(&typed, name);
    let near = Field::ALL.iter().map(|(_, name)| (far(name), *name)).min()?;
    (near.0 <= 2 && near.0 * 2 < near.1.len()).then_some(near.1)
}

/// Returns the edit distance (Levenshtein) of two short names.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
