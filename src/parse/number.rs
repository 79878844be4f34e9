//! The grammar of document numbers (*số, ký hiệu*), tolerant of noise.
//!
//! ```text
//! number = serial [ letter ] [ "." sub ] sep [ year "/" ] symbol
//! symbol = token { joiner token }       state: TYPE-ISSUER, Party: -TYPE/ISSUER
//! ```

use super::date::year as year_at;
use super::lexer::{char_at, char_before, digits, rest, space, space_back};
use crate::ident::{CompactString, DocNumber, Separator};
use crate::text::{is_letter, is_lower, is_upper, is_word};
use crate::vocab::{DocKind, Issuer, IssuerLevel};
use compact_str::format_compact;
use std::borrow::Cow;

/// A number as read at one place.
#[derive(Clone, Debug)]
pub(super) struct Read {
    pub(super) number: DocNumber,
    /// The kind that the symbol names.
    pub(super) kind: Option<DocKind>,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) shape: Shape,
}

/// How much the number proves by itself.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Shape {
    /// A known type and an issuer, or a National Assembly term: a number anywhere.
    Complete,
    /// Looks like a symbol; a number only behind a type word.
    Weak,
    /// Digits (and a year) without symbol.
    Bare,
}

/// Reads a number that begins at `at`.
pub(super) fn number_at(text: &str, at: usize) -> Option<Read> {
    let (serial, after) = torn_serial(text, at).or_else(|| serial_at(text, at))?;
    let tail = separated(text, after).or_else(|| spaced(text, after));
    let Tail { year, separator, symbol, end } = tail.unwrap_or(Tail::bare(None, after));
    Some(classify(DocNumber { serial, year, separator, symbol }, at, end))
}

/// What stands behind the serial.
struct Tail {
    year: Option<u16>,
    separator: Separator,
    symbol: CompactString,
    end: usize,
}

impl Tail {
    fn bare(year: Option<u16>, end: usize) -> Self {
        Self { year, separator: Separator::Slash, symbol: CompactString::default(), end }
    }
}

/// Reads digits with a letter or a sub-number: `793`, `30a`, `66.22`; or the dots of a
/// template.
fn serial_at(text: &str, at: usize) -> Option<(CompactString, usize)> {
    let Some(end) = digits(text, at) else { return blank_serial(text, at) };
    if end - at > 6 {
        return None;
    }
    let after = sub_number(text, end).unwrap_or(end);
    let serial = text.get(at..after)?;
    Some(match suffix_letter(text, after) {
        Some((letter, end)) => (format_compact!("{serial}{letter}"), end),
        None => (serial.into(), after),
    })
}

/// "1 20/2 017/NĐ-CP": the blanks of a slip, told by the torn year.
fn torn_serial(text: &str, at: usize) -> Option<(CompactString, usize)> {
    let head = digits(text, at).filter(|e| e - at <= 2)?;
    let next = super::lexer::eat(text, head, ' ')?;
    let end = digits(text, next).filter(|e| e - next <= 3)?;
    torn_year(text, super::lexer::eat(text, end, '/')?)?;
    Some((format_compact!("{}{}", text.get(at..head)?, text.get(next..end)?), end))
}

/// "2 017" before a slash.
fn torn_year(text: &str, at: usize) -> Option<(u16, usize)> {
    let head = digits(text, at).filter(|e| e - at == 1)?;
    let next = super::lexer::eat(text, head, ' ')?;
    let end = digits(text, next).filter(|e| e - next == 3)?;
    let year = format!("{}{}", text.get(at..head)?, text.get(next..end)?).parse().ok()?;
    let slash = char_at(text, end) == Some('/');
    (slash && (1945..2100).contains(&year)).then_some((year, end))
}

/// Reads `.22` before a separator: the series under Resolution 206/2025/QH15.
fn sub_number(text: &str, at: usize) -> Option<usize> {
    let end = digits(text, super::lexer::eat(text, at, '.')?)?;
    (end - at <= 3 && char_at(text, end) == Some('/')).then_some(end)
}

/// Reads the letter of an inserted number (30a, 522b) before its separator; for
/// `30a` alone a word boundary is enough. "08 a/2010" and "08 a / QĐ" are slips.
fn suffix_letter(text: &str, at: usize) -> Option<(char, usize)> {
    let apart = char_at(text, at) == Some(' ') && is_slashed(text, at + 2);
    let at = if apart { at + 1 } else { at };
    let letter = char_at(text, at).filter(|c| c.is_ascii_alphabetic() || *c == 'đ')?;
    let end = at + letter.len_utf8();
    let next = char_at(text, end);
    let closed = next.is_none_or(|c| !is_word(c));
    (closed && !matches!(letter, 'l' | 'I' | 'O' | 'h' | 'm')).then_some((letter, end))
}

/// A slash stands at `at`, or behind blanks before a year or a symbol: no "1500 v / v …".
fn is_slashed(text: &str, at: usize) -> bool {
    let slash = space(text, at);
    let behind = |c: char| c.is_ascii_digit() || is_upper(c);
    char_at(text, slash) == Some('/')
        && (slash == at || char_at(text, space(text, slash + 1)).is_some_and(behind))
}

/// Reads a blank: `…/2025/NĐ-CP`, `…05…./2006/QĐ-UBND`, `.4/2009/QĐ-TTg`.
fn blank_serial(text: &str, at: usize) -> Option<(CompactString, usize)> {
    let dots = |c: char| matches!(c, '.' | '…' | '_');
    let tail = rest(text, at);
    let n = tail.find(|c| !dots(c)).unwrap_or(0);
    if n == 0 && !tail.starts_with('/') {
        return None;
    }
    let real = digits(text, at + n);
    let end = real.unwrap_or(at + n);
    let more = rest(text, end).find(|c| !dots(c)).unwrap_or(0);
    let close = space(text, end + more);
    let slash = char_at(text, close) == Some('/');
    // "Thông tư số        /2014/TT-BTC": only the place is left.
    let empty = char_at(text, at) == Some('/') && year_at(text, at + 1).is_some();
    if n == 0 && !empty || !slash {
        return None;
    }
    let serial = real.and_then(|e| text.get(at + n..e)).unwrap_or("…");
    Some((serial.into(), end + more))
}

/// Reads what follows a `/` or `-` behind the serial.
fn separated(text: &str, at: usize) -> Option<Tail> {
    let sep_at = space(text, at);
    let sep = char_at(text, sep_at)?;
    match sep {
        '/' | ')' => slashed(text, sep_at),
        '-' => hyphened(text, sep_at, sep_at > at),
        _ => None,
    }
}

/// Reads `/[year/]symbol`; `)` is a scanner's slash before a year.
fn slashed(text: &str, sep_at: usize) -> Option<Tail> {
    let after = space(text, sep_at + 1);
    let year = year_at(text, after)
        .or_else(|| torn_year(text, after))
        .or_else(|| short_year(text, after));
    if let Some((year, end)) = year {
        return Some(yeared(text, year, end));
    }
    if char_at(text, sep_at) == Some(')') {
        return None;
    }
    let (symbol, end) = symbol_at(text, after)?;
    Some(Tail { year: None, separator: Separator::Slash, symbol, end })
}

/// Reads a damaged year: `305/001/QĐ-BTM`, `12/201/TT-BTC`.
fn short_year(text: &str, at: usize) -> Option<(u16, usize)> {
    let end = digits(text, at)?;
    let value: u16 = text.get(at..end)?.parse().ok()?;
    let followed = char_at(text, end) == Some('/') && symbol_at(text, end + 1).is_some();
    (end - at == 3 && followed).then_some((value, end))
}

/// Reads the symbol behind `serial/year`.
fn yeared(text: &str, year: u16, end: usize) -> Tail {
    let sep_at = space(text, end);
    let sep = char_at(text, sep_at).filter(|c| matches!(c, '/' | '-'));
    let symbol = sep
        .and_then(|_| symbol_at(text, space(text, sep_at + 1)))
        .or_else(|| glued_symbol(text, end));
    match symbol {
        Some((symbol, end)) => {
            Tail { year: Some(year), separator: Separator::Slash, symbol, end }
        }
        None => Tail::bare(Some(year), end),
    }
}

/// Reads a symbol whose slash is missing: `167/2013NĐ-CP`, `92/2016 NĐ - CP`.
fn glued_symbol(text: &str, at: usize) -> Option<(CompactString, usize)> {
    // "92/2016 NĐ - CP".
    let at = if char_at(text, at) == Some(' ') { at + 1 } else { at };
    let (symbol, end) =
        char_at(text, at).filter(|c| is_upper(*c)).and_then(|_| symbol_at(text, at))?;
    let (head, _) = symbol.split_once('-')?;
    DocKind::of_token(head).is_some().then_some((symbol, end))
}

/// Reads `-CT/TW`, `-CP`; with spaces around the hyphen only in the Party order.
fn hyphened(text: &str, sep_at: usize, gap: bool) -> Option<Tail> {
    let after = space(text, sep_at + 1);
    let (symbol, end) = symbol_at(text, after)?;
    let spaced = gap || after > sep_at + 1;
    let head = symbol.split(['/', '-']).next().unwrap_or_default();
    let known = DocKind::of_token(head).is_some() && symbol.contains(['/', '-']);
    // "Chỉ thị số 297 - CT ngày 26/11/1986".
    let dated = super::lexer::phrase(text, space(text, end), "ngày").is_some();
    let old = matches!(symbol.as_str(), "CT" | "CP" | "TTg" | "HĐBT") && dated;
    if spaced && !known && !old {
        return None;
    }
    Some(Tail { year: None, separator: Separator::Hyphen, symbol, end })
}

/// Reads `60 TC/CĐKT`, `1357TC/QĐ-TCT`, `84 QĐ/TWĐTN`.
fn spaced(text: &str, at: usize) -> Option<Tail> {
    let after = if char_at(text, at) == Some(' ') { at + 1 } else { at };
    let (symbol, end) = symbol_at(text, after)?;
    let head = symbol.split('/').next().unwrap_or_default();
    // "150 CP": the Government of before 1992.
    let body = matches!(symbol.as_str(), "CP" | "HĐBT" | "TTg" | "HĐCP");
    // "Công văn 7686 BTC - CS".
    let first = symbol.split('-').next().filter(|first| *first != symbol);
    let unit = first.is_some_and(is_known);
    // "02NQ-CP": a lost slash.
    let typed = first.is_some_and(|first| DocKind::of_token(first).is_some());
    let fits = body || unit || symbol.contains('/') && head.len() >= 2 && head != symbol;
    let separator = if typed { Separator::Slash } else { Separator::Space };
    fits.then_some(Tail { year: None, separator, symbol, end })
}

/// Reads a symbol at `at` and returns it in clean form.
pub(super) fn symbol_at(text: &str, at: usize) -> Option<(CompactString, usize)> {
    let (first, mut end) = token_at(text, at)?;
    let mut tokens = 1;
    let mut clean = CompactString::from(repaired_head(&first));
    if let Some((unit, after)) = unit_code(text, end, &clean) {
        clean.push_str(unit);
        end = after;
    }
    let mut spaced = false;
    while let Some((joiner, token, after)) = joined(text, end, &clean, tokens, spaced) {
        spaced = char_at(text, end) == Some(' ');
        clean.push(joiner);
        clean.push_str(&token);
        end = after;
        tokens += 1;
        if let Some((unit, after)) = unit_code(text, end, &clean) {
            clean.push_str(unit);
            end = after;
        }
        if tokens > 12 {
            break;
        }
    }
    if let Some((unit, after)) = unit(text, end) {
        clean.push('(');
        clean.push_str(unit);
        clean.push(')');
        end = after;
    }
    Some((clean, end))
}

/// Reads the digits of "QĐ-BCA-X 01", "QĐ - C 01 - P 4": the codes of units of the police,
/// torn apart.
fn unit_code<'t>(text: &'t str, end: usize, so_far: &str) -> Option<(&'t str, usize)> {
    let before = so_far.strip_suffix(|c: char| c.is_ascii_uppercase())?;
    (before.is_empty() || before.ends_with('-')).then_some(())?;
    let start = super::lexer::eat(text, end, ' ')?;
    let after = digits(text, start).filter(|e| e - start <= 2)?;
    // "của 12/QĐ-P 3 người": an amount; a code goes on, or the citation is over.
    let next = rest(text, space(text, after));
    let closed = next.is_empty() || next.starts_with(|c: char| !is_word(c) && c != '/');
    let ends = ["ngày", "về", "của", "do"];
    let dated = super::lexer::any_phrase(text, space(text, after), &ends).is_some();
    (closed || dated).then_some((text.get(start..after)?, after))
}

/// The National Assemblies and the years in which they sat.
const TERMS: [(&str, u16, u16); 9] = [
    ("8", 1987, 1992),
    ("9", 1992, 1997),
    ("10", 1997, 2002),
    ("11", 2002, 2007),
    ("12", 2007, 2011),
    ("13", 2011, 2016),
    ("14", 2016, 2021),
    ("15", 2021, 2026),
    ("16", 2026, 2031),
];

/// Returns the first and the last year of the National Assembly that a symbol names
/// (*QH12*, *NQ-UBTVQH13*).
pub(super) fn term_years(symbol: &str) -> Option<(u16, u16)> {
    let (_, term) = symbol.rsplit_once("QH")?;
    TERMS.iter().find(|t| t.0 == term).map(|t| (t.1, t.2))
}

/// Puts back what the head of a symbol lost: `QD` → `QĐ`, `QĐTTg` → `QĐ-TTg`.
fn repaired_head(token: &str) -> Cow<'_, str> {
    match token {
        "QD" | "QĐĐ" => return "QĐ".into(),
        "ND" | "NĐĐ" => return "NĐ".into(),
        _ => {}
    }
    let glued = ["QĐ", "NĐ", "CT", "TT", "NQ"].iter().find_map(|kind| {
        let issuer = token.strip_prefix(kind).filter(|i| i.chars().count() >= 2)?;
        let known =
            Issuer::of_token(token).is_none() && DocKind::of_token(token).is_none();
        canonical(issuer).filter(|_| known).map(|issuer| format!("{kind}-{issuer}"))
    });
    glued.map_or(token.into(), Cow::from)
}

/// Reads `-TOKEN` or `/TOKEN`; white space around the joiner is noise only before a
/// token that is a known one or in capitals.
fn joined<'t>(
    text: &'t str,
    end: usize,
    so_far: &str,
    tokens: usize,
    spaced: bool,
) -> Option<(char, Cow<'t, str>, usize)> {
    let at = space(text, end);
    let joiner = char_at(text, at).filter(|c| matches!(c, '-' | '/' | '_'))?;
    // "60/QĐ-TTg ——D——": a rule. "52/KH_HKH": a slip.
    let rule = rest(text, at).starts_with("--");
    if at > end && (rule || joiner == '_') {
        return None;
    }
    let joiner = if joiner == '_' { '-' } else { joiner };
    let mut next = space(text, at + 1);
    if joiner == '-' && char_at(text, next) == Some('-') {
        next = space(text, next + 1);
    }
    let (token, after) = token_at(text, next).or_else(|| digit_token(text, next))?;
    let (gap_before, gap_after) = (at > end, next > at + 1);
    if !gap_before && !gap_after {
        return Some((joiner, token, after));
    }
    let long = token.chars().count() >= 3 && in_capitals(&token);
    let strong = long || is_known(&token) || is_name(&token);
    // "Số 40/KH-UBND - Nam Định": a dash between spaces belongs to a symbol that still
    // lacks its issuer.
    let central =
        |t: &str| Issuer::of_token(t).is_some_and(|i| i.level() == IssuerLevel::Central);
    let open = tokens == 1
        && (DocKind::of_token(so_far).is_some() || joiner == '/' || central(&token));
    let both = gap_before && gap_after;
    // "13/QĐ - VEC - HĐTV": written so throughout; "40/KH - UBND - ĐỒNG NAI" is a place.
    let bare = || token.chars().all(|c| c.is_ascii_uppercase() || c == 'Đ');
    let row = spaced && both && long && bare();
    let unit = in_capitals(&token) && !more_capitals(text, after);
    let short = unit && (both || !gap_before);
    (strong && (open || !both) || short || row).then_some((joiner, token, after))
}

/// A heading in capitals goes on behind the dash: "40/KH-UBND - NAM ĐỊNH".
fn more_capitals(text: &str, at: usize) -> bool {
    let next = space(text, at);
    let second = rest(text, next).chars().nth(1);
    super::lexer::is_capital(text, next) && second.is_some_and(is_upper)
}

/// Reads a unit in brackets: `QĐ-BCA(A11)`.
fn unit(text: &str, at: usize) -> Option<(&str, usize)> {
    let open = space(text, at);
    let tail = rest(text, open).strip_prefix('(')?;
    let close = tail.find(')').filter(|n| (1..=7).contains(n))?;
    let inside = tail.get(..close)?.trim();
    // Apart from the symbol it is part of the number only before the date.
    let next = space(text, open + close + 2);
    if open > at && super::lexer::phrase(text, next, "ngày").is_none() {
        return None;
    }
    let is_unit = inside.chars().all(|c| is_upper(c) || c.is_ascii_digit())
        && inside.chars().any(is_upper);
    is_unit.then(|| (inside, open + close + 2))
}

/// Reads the year of `05/NQ-1997-QH10`.
fn digit_token(text: &str, at: usize) -> Option<(Cow<'_, str>, usize)> {
    let end = digits(text, at)?;
    let dashed = char_at(text, end) == Some('-')
        && char_at(text, end + 1).is_some_and(char::is_uppercase);
    // "36/HC-2010 ngày 07/7/2010".
    let dated = super::lexer::phrase(text, space(text, end), "ngày").is_some();
    (end - at == 4 && (dashed || dated))
        .then(|| (text.get(at..end).unwrap_or_default().into(), end))
}

/// Reads one token of a symbol: capitals, digits, `&`; the few official tokens with
/// small letters (`TTg`, `TTr`, `CTr` …); any case when the token is a known one.
fn token_at(text: &str, at: usize) -> Option<(Cow<'_, str>, usize)> {
    let first = char_at(text, at)?;
    if !is_letter(first) {
        return None;
    }
    let tail = rest(text, at);
    let run = tail.find(|c: char| !is_token_char(c)).unwrap_or(tail.len());
    let run = tail.get(..run)?.trim_end_matches(['.', '&']);
    if run == "TT"
        && let Some(token) = torn(text, at, run)
    {
        return Some(token);
    }
    if let Some(canonical) = canonical(run) {
        return Some(with_term(text, canonical, at + run.len()));
    }
    if let Some(token) = with_note(run) {
        return Some((token.into(), at + token.len()));
    }
    if let Some((_, printed)) = MISREAD.iter().find(|(misread, _)| *misread == run) {
        return Some(((*printed).into(), at + run.len()));
    }
    if is_name(run) {
        return Some((run.into(), at + run.len()));
    }
    if in_capitals(run) {
        return torn(text, at, run).or_else(|| Some((scanned(run), at + run.len())));
    }
    let upper = run.find(is_lower)?;
    glued(run, upper).map(|(token, len)| (token, at + len))
}

/// "NĐ-CP4": the token before the mark of a footnote.
fn with_note(run: &str) -> Option<&str> {
    let bare = run.trim_end_matches(|c: char| c.is_ascii_digit());
    let noted = run.len() - bare.len() == 1 || run.len() - bare.len() == 2;
    (noted && matches!(bare, "CP" | "TTg")).then_some(bare)
}

/// What scanners make of the tokens with small letters.
const MISREAD: [(&str, &str); 10] = [
    ("T1", "TT"),
    ("T1g", "TTg"),
    ("TIg", "TTg"),
    ("TLg", "TTg"),
    ("Tlg", "TTg"),
    ("TTe", "TTg"),
    ("TTs", "TTg"),
    ("TTE", "TTg"),
    ("TIr", "TTr"),
    ("TLr", "TTr"),
];

/// A known token that a scanner tore apart: "NĐ-C P", "QĐ-T Tg", "Q Đ-TTg".
fn torn<'t>(text: &'t str, at: usize, head: &str) -> Option<(Cow<'t, str>, usize)> {
    let gap = at + head.len();
    let tail = rest(text, gap).strip_prefix(' ')?;
    let run = tail.find(|c: char| !is_token_char(c)).unwrap_or(tail.len());
    let run = tail.get(..run)?.trim_end_matches(['.', '&']);
    // "TT r-UBND", "TT g": no word is one such letter.
    let last = head == "TT" && matches!(run, "r" | "g");
    let part = tail.starts_with(is_upper) && run.len() <= 6 && !is_known(head);
    if !(last || part) {
        return None;
    }
    let token = canonical(&format!("{head}{run}"))?;
    Some((token.into(), gap + 1 + run.len()))
}

/// "NQ-QH 12": the term apart from the body.
fn with_term(text: &str, token: &'static str, end: usize) -> (Cow<'static, str>, usize) {
    let term = digits(text, end + 1).filter(|e| e - end <= 3);
    let closed = term.is_some_and(|e| !matches!(char_at(text, e), Some('/' | '-' | '.')));
    let apart = char_at(text, end) == Some(' ') && matches!(token, "QH" | "UBTVQH");
    match term.filter(|_| apart && closed) {
        Some(e) => {
            let term = text.get(end + 1..e).unwrap_or_default();
            (format!("{token}{term}").into(), e)
        }
        None => (token.into(), end),
    }
}

/// Cuts a token off the word that is glued to it: `TWngày` → `TW`.
fn glued(run: &str, upper: usize) -> Option<(Cow<'_, str>, usize)> {
    let known =
        run.char_indices().map(|(i, c)| i + c.len_utf8()).filter(|&n| n < run.len());
    let longest = known.filter_map(|n| Some((canonical(run.get(..n)?)?, n))).next_back();
    let tail_is_word = |n: usize| run.get(n..).is_some_and(|t| t.starts_with(is_lower));
    if let Some((token, n)) = longest.filter(|(_, n)| *n >= 2 && tail_is_word(*n)) {
        return Some((token.into(), n));
    }
    let head = run.get(..upper)?;
    let tail = run.get(upper..)?;
    let long = head.chars().count() >= 3;
    // One small letter at the end is a slip ("BLĐTBXh"); more is another word.
    if tail.chars().count() <= 1 && long {
        return Some((format!("{head}{}", tail.to_uppercase()).into(), run.len()));
    }
    long.then(|| (head.into(), upper))
}

/// Repairs what scanners do to the term of the National Assembly: `QHI2`, `QHI5`.
fn scanned(run: &str) -> Cow<'_, str> {
    let term = run.strip_prefix("QH").or_else(|| run.strip_prefix("UBTVQH"));
    match term {
        Some(term) if term.starts_with(['I', 'l']) && term.len() == 2 => {
            run.replacen(['I', 'l'], "1", 1).into()
        }
        _ => run.into(),
    }
}

fn is_token_char(c: char) -> bool {
    is_letter(c) || c.is_ascii_digit() || matches!(c, '&' | '.')
}

fn in_capitals(token: &str) -> bool {
    token.chars().any(is_letter) && !token.chars().any(is_lower)
}

/// Returns the official writing of a known token: `ttg` → `TTg`.
fn canonical(token: &str) -> Option<&'static str> {
    DocKind::token_as_printed(token).or_else(|| Issuer::token_as_printed(token))
}

/// "HoREA": a name in capitals with a small letter or two.
fn is_name(token: &str) -> bool {
    let count = |is: fn(char) -> bool| token.chars().filter(|c| is(*c)).count();
    let (capitals, small) = (count(is_upper), count(is_lower));
    capitals >= 3 && (1..=2).contains(&small) && token.ends_with(is_upper)
}

fn is_known(token: &str) -> bool {
    canonical(token).is_some() || Issuer::of_token(token).is_some()
}

/// Says how much the number proves.
fn classify(number: DocNumber, start: usize, end: usize) -> Read {
    let mut tokens = number.symbol.split(['-', '/', '(', ')', ' ']);
    let mut next = || tokens.find(|token| !token.is_empty());
    let (kind, shape) = match (next(), next()) {
        (Some(first), second) => {
            let first_kind = DocKind::of_token(first);
            let kind = kind_of(&number, first, first_kind, second);
            (kind, shape_of(&number, first, first_kind, second, kind))
        }
        (None, _) => (None, Shape::Bare),
    };
    Read { number, kind, start, end, shape }
}

/// Returns the kind that a symbol names: its first token, or the second in the old
/// order (`832-TC/QĐ`, `20/2005/LĐTBXH-TT`).
fn kind_of(
    number: &DocNumber,
    first: &str,
    first_kind: Option<DocKind>,
    second: Option<&str>,
) -> Option<DocKind> {
    let party_circular = number.separator == Separator::Hyphen
        && first == "TT"
        && second.is_some_and(|t| matches!(t, "TW" | "TU" | "HU" | "ĐU"));
    if party_circular {
        return Some(DocKind::PARTY_CIRCULAR.into());
    }
    let later = second.and_then(DocKind::of_token).filter(|k| is_old_order(*k));
    if later.is_some() && (Issuer::of_token(first).is_some() || first.len() <= 4) {
        return later;
    }
    first_kind.filter(|_| number.separator != Separator::Space)
}

/// The kinds that stood behind the issuer before 2000: `832-TC/QĐ`.
fn is_old_order(kind: DocKind) -> bool {
    matches!(kind.code(), "QĐ" | "TT" | "NQ" | "CT" | "TTLT")
}

fn shape_of(
    number: &DocNumber,
    first: &str,
    first_kind: Option<DocKind>,
    second: Option<&str>,
    kind: Option<DocKind>,
) -> Shape {
    let assembly = (first.starts_with("QH") || first.starts_with("UBTVQH"))
        && first.ends_with(|c: char| c.is_ascii_digit());
    if assembly && number.year.is_some() {
        return Shape::Complete;
    }
    let party_circular = kind.is_some_and(|k| k == DocKind::PARTY_CIRCULAR);
    let first_is_kind = first_kind.is_some() && (first_kind == kind || party_circular);
    let party = number.separator == Separator::Hyphen;
    let issued = second.is_some_and(|second| second.chars().count() >= 2);
    let convincing = first_is_kind && issued && number.separator != Separator::Space;
    if convincing && kind.is_some() && (!party || number.symbol.contains('/')) {
        return Shape::Complete;
    }
    Shape::Weak
}

/// Says whether the `/` at `slash` may part a number: what follows may begin a year or a
/// symbol, as "11/2020" of "10/11/2020" does not.
pub(super) fn may_part(text: &str, slash: usize) -> bool {
    let after = space(text, slash + 1);
    let count = digits(text, after).map_or(0, |end| end - after);
    match count {
        0 | 3 | 4 => true,
        // "2O16", "2 017".
        1 | 2 => {
            matches!(char_at(text, after + count), Some('O' | 'o' | 'l' | 'I' | ' '))
        }
        _ => false,
    }
}

/// Returns where a number begins that has a `/` at `slash`: walks left over the year,
/// the Party type or the serial.
pub(super) fn start_before_slash(text: &str, slash: usize) -> Option<usize> {
    let end = space_back(text, slash);
    let (start, _) = run_back(text, end)?;
    let run = text.get(start..end)?;
    if run.starts_with(|c: char| c.is_ascii_digit()) {
        return serial_start(text, start);
    }
    party_start(text, start)
}

/// Walks left over letters, digits and `&` (and over the dots of a template).
fn run_back(text: &str, end: usize) -> Option<(usize, char)> {
    let head = text.get(..end)?;
    let part = |c: char| is_word(c) || matches!(c, '&' | '…' | '.');
    let start =
        head.char_indices().rev().take_while(|(_, c)| part(*c)).last().map(|(i, _)| i)?;
    Some((start, char_at(text, start)?))
}

/// The digits before a slash are the serial, unless they are the year of one.
fn serial_start(text: &str, start: usize) -> Option<usize> {
    let before = space_back(text, start);
    let is_year =
        year_at(text, start).is_some() && char_before(text, before) == Some('/');
    if !is_year {
        return Some(start);
    }
    let end = space_back(text, before - 1);
    run_back(text, end).map(|(s, _)| s)
}

/// The token before a slash is a Party type: `48-CT/TW`, `10 - NQ / TW`.
fn party_start(text: &str, start: usize) -> Option<usize> {
    let hyphen = space_back(text, start);
    if char_before(text, hyphen) != Some('-') {
        return None;
    }
    let end = space_back(text, hyphen - 1);
    let (start, first) = run_back(text, end)?;
    first.is_ascii_digit().then_some(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(s: &str) -> String {
        match number_at(s, 0) {
            Some(r) => {
                let kind = r.kind.map_or("-", DocKind::code);
                format!("{} {kind} {:?} |{}", r.number, r.shape, rest(s, r.end))
            }
            None => "none".to_owned(),
        }
    }

    #[test]
    fn state_numbers() {
        assert_eq!(p("793/QĐ-TTg ngày"), "793/QĐ-TTg QĐ Complete | ngày");
        assert_eq!(p("15/2020/NĐ-CP."), "15/2020/NĐ-CP NĐ Complete |.");
        assert_eq!(p("66/2011/QH12"), "66/2011/QH12 - Complete |");
        assert_eq!(p("30a/2008/NQ-CP"), "30a/2008/NQ-CP NQ Complete |");
        assert_eq!(p("66.22/2026/NQ-CP"), "66.22/2026/NQ-CP NQ Complete |");
        assert_eq!(
            p("01/2014/TTLT-BCA-BQP-BLĐTBXH-BNG,"),
            "01/2014/TTLT-BCA-BQP-BLĐTBXH-BNG TTLT Complete |,"
        );
        assert_eq!(p("19/KH-BCĐ138/CP"), "19/KH-BCĐ138/CP KH Complete |");
        assert_eq!(p("123/BNV-VTLT"), "123/BNV-VTLT - Weak |");
        assert_eq!(p("1670/QĐ-BCA(A11) x"), "1670/QĐ-BCA(A11) QĐ Complete | x");
        assert_eq!(
            p("44/2000/TTLT/BTC-BGD&ĐT-BLĐTB&XH"),
            "44/2000/TTLT/BTC-BGD&ĐT-BLĐTB&XH TTLT Complete |"
        );
    }

    #[test]
    fn party_and_historic_numbers() {
        assert_eq!(p("48-CT/TW ngày"), "48-CT/TW CT Complete | ngày");
        assert_eq!(p("48-CT/T.Ư"), "48-CT/TW CT Complete |");
        assert_eq!(p("10 - NQ / TW ngày"), "10-NQ/TW NQ Complete | ngày");
        assert_eq!(p("05-TT/TU"), "05-TT/TU TTri Complete |");
        assert_eq!(p("60-CP ngày"), "60-CP - Weak | ngày");
        assert_eq!(p("36/CP"), "36/CP - Weak |");
        assert_eq!(p("60 TC/CĐKT, ngày"), "60 TC/CĐKT - Weak |, ngày");
        assert_eq!(p("1141 TC/QĐ/CĐKT"), "1141 TC/QĐ/CĐKT QĐ Weak |");
        assert_eq!(p("999-TC/QĐ-CĐKT"), "999-TC/QĐ-CĐKT QĐ Weak |");
        assert_eq!(p("1357TC/QĐ-TCT"), "1357 TC/QĐ-TCT QĐ Weak |");
        assert_eq!(p("05/NQ-1997-QH10"), "05/NQ-1997-QH10 NQ Complete |");
        assert_eq!(p("174-HĐBT"), "174-HĐBT - Weak |");
    }

    #[test]
    fn noise() {
        assert_eq!(p("793/QĐ - TTg ngày"), "793/QĐ-TTg QĐ Complete | ngày");
        assert_eq!(p("83/2014/NĐ- CP của"), "83/2014/NĐ-CP NĐ Complete | của");
        assert_eq!(p("793/QĐ-\nTTg"), "793/QĐ-TTg QĐ Complete |");
        assert_eq!(p("54/QĐ- -TTg ngày"), "54/QĐ-TTg QĐ Complete | ngày");
        assert_eq!(p("55/QĐ-BCA - X 01 ngày"), "55/QĐ-BCA-X01 QĐ Complete | ngày");
        assert_eq!(p("60/QĐ-TTg --D--"), "60/QĐ-TTg QĐ Complete | --D--");
        assert_eq!(p("297 - CT ngày 26/11/1986"), "297-CT CT Weak | ngày 26/11/1986");
        assert_eq!(p("52/KH_HKH ngày"), "52/KH-HKH KH Complete | ngày");
        assert_eq!(p("09/2026/NĐ-CP4 của"), "09/2026/NĐ-CP NĐ Complete |4 của");
        assert_eq!(p("76/2005/QĐ- -TIg ngày"), "76/2005/QĐ-TTg QĐ Complete | ngày");
        assert_eq!(p("303/TT r-UBND ngày"), "303/TTr-UBND TTr Complete | ngày");
        assert_eq!(p("167/2013NĐ-CP của"), "167/2013/NĐ-CP NĐ Complete | của");
        assert_eq!(p("14 /2007 /QĐ-BTC"), "14/2007/QĐ-BTC QĐ Complete |");
        assert_eq!(p("219/1999/QĐ-ttg"), "219/1999/QĐ-TTg QĐ Complete |");
        assert_eq!(p("114/2025/nđ-cp"), "114/2025/NĐ-CP NĐ Complete |");
        assert_eq!(p("22/2021/QD-TTg"), "22/2021/QĐ-TTg QĐ Complete |");
        assert_eq!(p("540/QĐ-TTG"), "540/QĐ-TTg QĐ Complete |");
        assert_eq!(p("41-NQ/TWngày"), "41-NQ/TW NQ Complete |ngày");
        assert_eq!(p("793/QĐTTg"), "793/QĐ-TTg QĐ Complete |");
        assert_eq!(p("11/2O02/L-CTN"), "11/2002/L-CTN LỆNH Complete |");
        assert_eq!(p("43/2009/NQ- QHI2 ngày"), "43/2009/NQ-QH12 NQ Complete | ngày");
        assert_eq!(p("…/2025/NĐ-CP"), "…/2025/NĐ-CP NĐ Complete |");
        assert_eq!(p("…05…./2006/ QĐ-UBND,"), "05/2006/QĐ-UBND QĐ Complete |,");
        assert_eq!(p("205) 1998/QĐ-TTg"), "205/1998/QĐ-TTg QĐ Complete |");
        assert_eq!(p("40/KH-UBND - Nam Định"), "40/KH-UBND KH Complete | - Nam Định");
        assert_eq!(p("02/TTr-CAT- ANCTNB ngày"), "02/TTr-CAT-ANCTNB TTr Complete | ngày");
    }

    #[test]
    fn look_alikes_prove_nothing() {
        assert_eq!(p("30/4"), "30 - Bare |/4");
        assert_eq!(p("2021-2025"), "2021 - Bare |-2025");
        assert_eq!(p("20.000 đ/m2"), "20 - Bare |.000 đ/m2");
        assert_eq!(p("123/GP-BTTTT"), "123/GP-BTTTT - Weak |");
        assert_eq!(p("41/2014 của"), "41/2014 - Bare | của");
    }

    #[test]
    fn starts_are_found_from_the_slash() {
        let p = |s: &str| {
            let slash = s.rfind('/').unwrap();
            start_before_slash(s, slash).map(|at| rest(s, at).to_owned())
        };
        assert_eq!(p("số 793/QĐ"), Some("793/QĐ".into()));
        assert_eq!(p("số 15/2020/NĐ"), Some("15/2020/NĐ".into()));
        assert_eq!(p("thị 48-CT/TW"), Some("48-CT/TW".into()));
        assert_eq!(p("số 10 - NQ / TW"), Some("10 - NQ / TW".into()));
        assert_eq!(p("và/hoặc"), None);
    }
}
