//! Issuing bodies in running text: *của Ủy ban nhân dân tỉnh Nam Định*.

use super::date::{Written, date_at};
use super::lexer::{char_at, eat, is_capital, phrase, space, word};
use crate::text::is_word_at;
use crate::text::{fold_marks, fold_tone};
use crate::vocab::{DocKind, Issuer, IssuerLevel, Place, words};

/// A body as named at one place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Body {
    /// In the words of the text, white space collapsed.
    pub(super) name: String,
    /// The province that the words name.
    pub(super) place: Option<Place>,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Reads the name of a body at `at`; with `joint`, several bodies joined by commas,
/// hyphens or *và* are one name.
pub(super) fn body_at(text: &str, at: usize, joint: bool) -> Option<Body> {
    if let Some(body) = allied(text, at) {
        return Some(body);
    }
    let at = phrase(text, at, "liên").map_or(at, |next| space(text, next));
    let (mut body, known) = one_body(text, at)?;
    let mut name = spelled(text, &body, known);
    while joint && body.end - body.start < 400 {
        let noted = successor_note(text, body.end);
        let Some(next) = joiner(text, noted) else { break };
        let Some((more, known)) = one_body(text, next) else { break };
        let gap = collapsed(text, noted, more.start);
        let before = if gap.starts_with(',') { "" } else { " " };
        name = format!("{name}{before}{gap} {}", spelled(text, &more, known));
        body.end = more.end;
    }
    body.name = name;
    Some(body)
}

/// Reads *Liên Bộ: Lao động - Thương binh và Xã hội, Tài chính, Y tế*: ministries without
/// their first word.
fn allied(text: &str, at: usize) -> Option<Body> {
    let start = at;
    let next = space(text, phrase(text, at, "liên bộ")?);
    let mut at = eat(text, next, ':').map_or(next, |n| space(text, n));
    let mut body = Body { name: String::new(), place: None, start, end: at };
    let mut names = Vec::new();
    loop {
        let bare = phrase(text, at, "bộ").map_or(at, |n| space(text, n));
        let Some((name, end)) = ministry_at(text, bare) else { break };
        names.push(name);
        body.end = end;
        let Some(next) = joiner(text, end) else { break };
        at = next;
    }
    body.name = names.join(", ");
    (names.len() > 1).then_some(body)
}

/// Reads the name of a ministry without *Bộ*; returns it with that word.
fn ministry_at(text: &str, at: usize) -> Option<(String, usize)> {
    const WORD: &str = "Bộ ";
    let near: String = super::lexer::rest(text, at).chars().take(80).collect();
    let (issuer, len) = Issuer::at_start(&format!("{WORD}{near}"))?;
    let ministry = issuer.level() == IssuerLevel::Ministry && len > WORD.len();
    let end = at + len.checked_sub(WORD.len())?;
    ministry.then(|| (format!("{WORD}{}", collapsed(text, at, end)), end))
}

/// Reads "(nay là Bộ Công Thương)" behind a body.
pub(super) fn successor_note(text: &str, at: usize) -> usize {
    let note = eat(text, space(text, at), '(').and_then(|open| {
        phrase(text, space(text, open), "nay là")?;
        let close = super::lexer::rest(text, open).find(')').filter(|n| *n < 160)?;
        Some(open + close + 1)
    });
    note.unwrap_or(at)
}

/// Reads *(vừa) được Bộ Tài chính ban hành*, *do Thủ tướng Chính phủ phê duyệt* behind a
/// citation.
pub(super) fn issued_by(
    text: &str,
    at: usize,
    joint: bool,
) -> Option<(Body, Option<Written>)> {
    let next = space(text, at);
    // Most have other words behind them.
    let first = text.as_bytes().get(next)?.to_ascii_lowercase();
    if !matches!(first, b'v' | b'm' | b'd' | 0xc4) {
        return None;
    }
    let next = super::lexer::any_phrase(text, next, &["vừa", "mới", "đã"])
        .map_or(next, |n| space(text, n));
    let next = super::lexer::any_phrase(text, next, &["được", "do"])?;
    let body = body_at(text, space(text, next), joint)?;
    let mut verb = space(text, body.end);
    for _ in 0..4 {
        // The name of the person who signed.
        let name = is_capital(text, verb).then(|| word(text, verb)).flatten();
        verb = name.map_or(verb, |end| space(text, end));
    }
    let verb = super::lexer::any_phrase(text, verb, &["vừa", "mới", "đã"])
        .map_or(verb, |n| space(text, n));
    let verbs = ["ban hành", "ký", "ký ban hành", "phê duyệt", "công bố", "thông qua"];
    let end = super::lexer::any_phrase(text, verb, &verbs)?;
    let end = phrase(text, space(text, end), "vào").unwrap_or(end);
    let date = date_at(text, space(text, end)).map(|(date, _)| date);
    Some((body, date))
}

/// The name in the words of the text, but for abbreviations of known bodies ("Bộ GTVT")
/// and marks that were misread ("Sở Y tê"), which are told in full.
fn spelled(text: &str, body: &Body, known: bool) -> String {
    let name = collapsed(text, body.start, body.end);
    let capitals = |w: &[u8]| w.iter().all(u8::is_ascii_uppercase);
    let short = name.as_bytes().windows(2).any(capitals);
    if short && let Some(full) = in_full(&name) {
        return full;
    }
    if known { name } else { marked(name) }
}

/// "Bộ trưởng Bộ GTVT": the name without abbreviations; the minister stays the minister.
fn in_full(name: &str) -> Option<String> {
    let short = |w: &str| w.chars().count() >= 2 && w.chars().all(crate::text::is_upper);
    if !name.split(|c: char| !crate::text::is_letter(c)).any(short) {
        return None;
    }
    let minister = crate::text::starts_with_words(name, "bộ trưởng");
    let body = name.get(minister.unwrap_or(0)..)?.trim_start();
    let (issuer, len) = Issuer::at_start(body)?;
    let lead = if minister.is_some() { "Bộ trưởng " } else { "" };
    (issuer.level().is_national() && len == body.len())
        .then(|| format!("{lead}{}", issuer.name()))
}

/// Gives a ministry or department its marks back.
fn marked(name: String) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    let opens = |w: &&str| {
        w.starts_with(['S', 's', 'B', 'b'])
            && matches!(fold_marks(w).as_str(), "so" | "bo")
    };
    let Some(first) = words.iter().position(opens) else { return name };
    let longest = words.len().min(first + 9);
    for last in (first + 2..=longest).rev() {
        let part = words[first..last].join(" ");
        let Some(known) = Issuer::unmarked(&fold_marks(&part)) else { continue };
        if fold_tone(known) == fold_tone(&part) {
            return name;
        }
        let head = &words[..first];
        let tail = &words[last..];
        return [head, &[known], tail].concat().join(" ");
    }
    name
}

fn joiner(text: &str, end: usize) -> Option<usize> {
    let at = space(text, end);
    let next = match char_at(text, at)? {
        ',' | '-' | ';' => at + 1,
        _ => phrase(text, at, "và")?,
    };
    let next = space(text, next);
    // "của bộ Nội vụ, bộ Y tế".
    let ministry = || phrase(text, next, "bộ").map(|n| space(text, n));
    (is_capital(text, next) || ministry().is_some_and(|n| is_capital(text, n)))
        .then_some(next)
}

/// Reads one name; also whether it begins with that of a body in the table.
fn one_body(text: &str, at: usize) -> Option<(Body, bool)> {
    let known = Issuer::at_start(super::lexer::rest(text, at));
    let (end, local) = match known {
        Some((issuer, len)) => (at + len, is_local(issuer)),
        None => office_of(text, head_at(text, at)?),
    };
    let mut body = Body { name: String::new(), place: None, start: at, end };
    if local {
        extend(text, &mut body);
        body.end = enterprise(text, &body).unwrap_or(body.end);
    } else {
        let party = known.is_some_and(|(i, _)| i.level() == IssuerLevel::Party);
        body.end = if party { party_session(text, body.end) } else { body.end };
    }
    // Their names hold no place.
    let national = known.is_some_and(|(issuer, _)| issuer.level().is_national());
    body.place = if national { None } else { place_in(text, body.start, body.end) };
    Some((body, known.is_some()))
}

/// Reads the ministry behind an office: "Bộ trưởng bộ GD & ĐT", "Thứ trưởng bộ GTVT";
/// returns where the name ends, and whether local words may extend it.
fn office_of(text: &str, office: usize) -> (usize, bool) {
    let start = space(text, office);
    let body = Issuer::at_start(super::lexer::rest(text, start));
    match body.filter(|(issuer, _)| issuer.level() == IssuerLevel::Ministry) {
        Some((_, len)) => (start + len, false),
        None => (office, true),
    }
}

/// A national body whose marks a scanner misread: "Thú tướng Chính phủ".
fn misread(text: &str, at: usize) -> Option<Body> {
    is_capital(text, at).then_some(())?;
    let mut folded = String::new();
    let mut end = at;
    let mut found = None;
    for _ in 0..6 {
        let start = space(text, end);
        let Some(next) = word(text, start) else { break };
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(&fold_marks(text.get(start..next)?));
        end = next;
        if let Some(known) = Issuer::unmarked(&folded) {
            found = Some(Body { name: known.to_owned(), place: None, start: at, end });
        }
    }
    found
}

fn is_local(issuer: Issuer) -> bool {
    !issuer.level().is_national() && issuer.level() != IssuerLevel::Party
}

fn head_at(text: &str, at: usize) -> Option<usize> {
    // "Luật Ban hành văn bản …": no *Ban*.
    if phrase(text, at, "ban hành").is_some() {
        return None;
    }
    words::ISSUER_HEADS.at_start(super::lexer::rest(text, at)).map(|n| at + n)
}

/// Extends a name over capitalized words, inner words and place names.
fn extend(text: &str, body: &mut Body) {
    let mut count = 0;
    let person = is_office(text, body) || phrase(text, body.start, "bộ").is_some();
    let last = super::lexer::word_back(text, body.end).unwrap_or(body.start);
    let mut after_capital = is_capital(text, last);
    while count < 24 {
        let Some((start, end)) = next_word(text, body.end) else { break };
        let word = text.get(start..end).unwrap_or_default();
        if let Some(after) = ordinal(text, start) {
            body.end = after;
            after_capital = false;
            count += 1;
            continue;
        }
        let over =
            || person || ends_in_place(text, body.end) || ends_in_land(text, body.end);
        if stops(text, start)
            || is_capital(text, start) && over() && is_person(text, start)
        {
            break;
        }
        let digit = word.starts_with(|c: char| c.is_ascii_digit());
        let capital = is_capital(text, start) || digit;
        // The second syllable of a word is small ("Năng lượng"); more small words in a row
        // are the sentence going on, unless names have them.
        let second = after_capital
            && !digit
            && gap_is_space(text, body.end, start)
            && !ends_in_place(text, body.end)
            && !ends_in_letters(text, body.end);
        if !capital && !second && !words::ISSUER_INNER.has(&fold_tone(word)) {
            break;
        }
        // "Thanh tra TP. Đà Nẵng thể hiện": no *Thể thao*.
        if word == "thể" && phrase(text, space(text, end), "thao").is_none() {
            break;
        }
        after_capital = capital && !digit;
        body.end = end;
        count += 1;
    }
    trim_tail(text, body);
}

/// The name begins with the office of a person ("Chủ tịch UBND thành phố …").
fn is_office(text: &str, body: &Body) -> bool {
    let head = text.get(body.start..body.end).unwrap_or_default();
    words::OFFICES.at_start(head).is_some()
}

/// A family name and a given name: "Chủ tịch UBND tỉnh | Nguyễn Văn A".
fn is_person(text: &str, at: usize) -> bool {
    let Some(end) = word(text, at) else { return false };
    let next = space(text, end);
    words::FAMILY_NAMES.at_start(super::lexer::rest(text, at)).is_some()
        && is_capital(text, at)
        && is_capital(text, next)
        && Place::at_start(super::lexer::rest(text, at)).is_none()
}

/// The name of an enterprise has small words ("Tổng Công ty đầu tư và phát triển đường
/// cao tốc Việt Nam"); it ends at the country or before its short name in brackets.
fn enterprise(text: &str, body: &Body) -> Option<usize> {
    words::ENTERPRISES.at_start(text.get(body.start..)?)?;
    let mut at = body.end;
    for _ in 0..14 {
        let next = space(text, at);
        if eat(text, next, '(').is_some_and(|open| is_capital(text, open)) {
            return Some(at);
        }
        let place = || {
            is_capital(text, next)
                .then(|| Place::at_start(super::lexer::rest(text, next)))
        };
        if let Some(end) = phrase(text, next, "việt nam")
            .or_else(|| place().flatten().map(|(_, len)| next + len))
        {
            return Some(end);
        }
        if stops(text, next) {
            return None;
        }
        let next = eat(text, next, '-').map_or(next, |n| space(text, n));
        at = word(text, next)?;
    }
    None
}

/// Reads *lần thứ sáu* of a session, in digits or words.
fn ordinal(text: &str, at: usize) -> Option<usize> {
    let next = space(text, phrase(text, at, "lần thứ")?);
    word(text, next)
}

/// No small word goes on behind a province: "UBND tỉnh Ninh Thuận | tiếp tục …".
fn ends_in_place(text: &str, end: usize) -> bool {
    super::lexer::words_back(text, end).take(4).any(|(start, _)| {
        let place = Place::at_start(super::lexer::rest(text, start));
        place.is_some_and(|(_, len)| start + len == end)
    })
}

/// "UBND TP HCM | lại ra": a short name is whole.
fn ends_in_letters(text: &str, end: usize) -> bool {
    let last = super::lexer::word_back(text, end).and_then(|start| text.get(start..end));
    last.is_some_and(|w| w.len() >= 2 && w.bytes().all(|b| b.is_ascii_uppercase()))
}

/// "Cục Hàng không Việt Nam | Nguyễn Văn A".
fn ends_in_land(text: &str, end: usize) -> bool {
    text.get(..end).is_some_and(|head| head.ends_with("Việt Nam"))
}

/// The full stop of "TP. Hồ Chí Minh" ends no name.
fn is_city(text: &str, stop: usize) -> bool {
    let start = super::lexer::word_back(text, stop).unwrap_or(stop);
    matches!(text.get(start..stop), Some("TP" | "Tp"))
}

/// A name does not end in a bare level word unless it is the relative form ("UBND tỉnh").
fn trim_tail(text: &str, body: &mut Body) {
    while let Some(start) = super::lexer::word_back(text, body.end) {
        let tail = fold_tone(text.get(start..body.end).unwrap_or_default());
        if !matches!(tail.as_str(), "các" | "cấp" | "lần" | "thứ") || start <= body.start
        {
            return;
        }
        body.end = super::lexer::space_back(text, start);
    }
}

fn stops(text: &str, at: usize) -> bool {
    // "Hội Luật gia Việt Nam", "Liên đoàn Luật sư Việt Nam".
    if super::lexer::any_phrase(text, at, &["luật gia", "luật sư"]).is_some() {
        return false;
    }
    words::ISSUER_STOPS.at_start(super::lexer::rest(text, at)).is_some()
}

/// "Nghị quyết Đại hội … của Đảng và | Kết luận số 18-KL/TW".
fn cites(text: &str, at: usize) -> bool {
    let kind = DocKind::at_start(super::lexer::rest(text, at));
    kind.is_some_and(|(_, len)| super::lexer::so(text, space(text, at + len)).is_some())
}

fn gap_is_space(text: &str, from: usize, to: usize) -> bool {
    text.get(from..to).is_some_and(|gap| gap.chars().all(char::is_whitespace))
}

/// Returns the next word of the name: over white space, and over a comma, a hyphen,
/// *và* or *của* when a capitalized word follows.
fn next_word(text: &str, at: usize) -> Option<(usize, usize)> {
    let mut start = space(text, at);
    if crosses_block(text, at, start) {
        return None;
    }
    match char_at(text, start)? {
        ',' => {
            start = space(text, start + 1);
            comma_continues(text, start).then_some(())?;
        }
        '-' | '&' | '/' => {
            start = space(text, start + 1);
            is_capital(text, start).then_some(())?;
        }
        '.' if is_city(text, start) => start = space(text, start + 1),
        _ => {
            if let Some(next) =
                phrase(text, start, "và").or_else(|| phrase(text, start, "của"))
            {
                let next = space(text, next);
                let follows =
                    is_capital(text, next) && !stops(text, next) && !cites(text, next);
                // "Bộ Lao động thương binh và xã hội", without capitals.
                let social =
                    phrase(text, next, "xã hội").or(phrase(text, next, "phát triển"));
                (follows || social.is_some()).then_some(())?;
                start = next;
            }
        }
    }
    Some((start, word(text, start)?))
}

/// A line break before a capitalized line is the end of a name, not a wrap.
fn crosses_block(text: &str, at: usize, start: usize) -> bool {
    let broken = text.get(at..start).is_some_and(|g| g.contains('\n'));
    broken && !is_word_at(text, start)
}

/// "Bộ Văn hóa, Thể thao và Du lịch": a comma inside a name is followed by a capital that
/// begins no other body or document.
fn comma_continues(text: &str, at: usize) -> bool {
    let inside = ["thể thao", "chống", "lụt", "bão"];
    inside.iter().any(|w| phrase(text, at, w).is_some())
}

/// Reads *khóa XII*, *(khóa XII)*, *lần thứ 5 khóa XII* behind a Party body.
fn party_session(text: &str, end: usize) -> usize {
    let mut at = plenum(text, end);
    for lead in ["đảng cộng sản việt nam", "đảng", "lần thứ", "khoá"] {
        let next = space(text, at);
        let Some(after) = phrase(text, next, lead) else { continue };
        at = match lead {
            "lần thứ" | "khoá" => {
                let start = space(text, after);
                let Some(end) = word(text, start) else { return at };
                end
            }
            _ => after,
        };
    }
    at
}

/// Reads the number of a plenum: *Trung ương 4 (khóa XII)*.
fn plenum(text: &str, end: usize) -> usize {
    let next = space(text, end);
    let Some(after) = super::lexer::digits(text, next).filter(|e| e - next <= 2) else {
        return end;
    };
    let open = space(text, after);
    let term = eat(text, open, '(').unwrap_or(open);
    let Some(word_end) = phrase(text, term, "khoá") else { return end };
    let start = space(text, word_end);
    let Some(close) = word(text, start) else { return end };
    eat(text, close, ')').unwrap_or(close)
}

/// Returns the province that the words between two offsets name.
pub(super) fn place_in(text: &str, start: usize, end: usize) -> Option<Place> {
    let inside = text.get(..end)?;
    let mut at = start;
    while at < end {
        if is_capital(inside, at)
            && let Some((place, _)) = Place::at_start(super::lexer::rest(inside, at))
        {
            return Some(place);
        }
        at = word(inside, at).unwrap_or(at);
        at += char_at(inside, at).map_or(1, char::len_utf8);
    }
    None
}

/// Returns the text between two offsets with white space collapsed.
pub(super) fn collapsed(text: &str, start: usize, end: usize) -> String {
    let raw = text.get(start..end).unwrap_or_default();
    let mut out = String::with_capacity(raw.len());
    let mut from = 0;
    let breaks = memchr::memchr_iter(b'\n', raw.as_bytes());
    for end in breaks.chain([raw.len()]) {
        let line = raw.get(from..end).unwrap_or_default().trim_matches(' ');
        // Few lines are not written as they should be.
        if is_collapsed(line) {
            push_word(&mut out, line);
        } else {
            line.split_whitespace().for_each(|word| push_word(&mut out, word));
        }
        from = end + 1;
    }
    out
}

fn push_word(out: &mut String, word: &str) {
    if !out.is_empty() {
        out.push(' ');
    }
    out.push_str(word);
}

/// Words with one blank between: most names stand in one line.
fn is_collapsed(text: &str) -> bool {
    // White space that is no blank, or begins with one of the last bytes.
    let odd = |b: u8| b < b' ' || matches!(b, 0xc2 | 0xe2 | 0xe3);
    let bytes = text.as_bytes();
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    // Without an early end: many bytes are looked at at once.
    let blanks = |(&a, &b): (&u8, &u8)| u8::from(a == b' ') & u8::from(b == b' ');
    let twice = pairs.fold(0, |any, pair| any | blanks(pair)) != 0;
    let odd = bytes.iter().fold(0, |any, &b| any | u8::from(odd(b))) != 0;
    !twice && !odd && !text.starts_with(' ') && !text.ends_with(' ') && !text.is_empty()
}

/// Reads *của* and a body behind it.
pub(super) fn of_body(text: &str, at: usize, joint: bool) -> Option<Body> {
    let next = space(text, at);
    let comma = eat(text, next, ',');
    let next = comma.map_or(next, |n| space(text, n));
    let next = phrase(text, next, "của")?;
    let start = space(text, next);
    let body = body_at(text, start, joint)
        .or_else(|| misread(text, start))
        .or_else(|| scattered(text, start))?;
    // "…, của Bộ Tài chính tại văn bản số 250" speaks of the next document.
    let next_one =
        comma.is_some() && phrase(text, space(text, body.end), "tại").is_some();
    (!next_one).then_some(body)
}

/// "của⏎⏎Thủ tướng Chính phủ", "của⏎| Chính phủ": a national body behind a blank line, or a
/// stroke of the scanner.
fn scattered(text: &str, at: usize) -> Option<Body> {
    let strokes = |c: char| c.is_whitespace() || matches!(c, '|' | '[' | 'l');
    let gap = super::lexer::rest(text, at).find(|c| !strokes(c)).filter(|n| *n < 8)?;
    let start = at + gap;
    let (issuer, _) = Issuer::at_start(super::lexer::rest(text, start))?;
    let apart = super::lexer::is_start(text, start) && is_capital(text, start);
    let national = issuer.level().is_national();
    (gap > 0 && apart && national).then(|| body_at(text, start, false)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(s: &str) -> String {
        body_at(s, 0, false).map_or_else(
            || "none".into(),
            |b| {
                let place = b.place.map_or("", Place::slug);
                format!("{}|{place}", b.name)
            },
        )
    }

    #[test]
    fn bodies_end_where_a_reader_ends_them() {
        assert_eq!(
            p("Thủ tướng Chính phủ phê duyệt Chương trình"),
            "Thủ tướng Chính phủ|"
        );
        assert_eq!(p("UBND tỉnh; Kế hoạch"), "UBND tỉnh|");
        assert_eq!(p("UBND tỉnh Nam Định về việc"), "UBND tỉnh Nam Định|namdinh");
        assert_eq!(p("Ban Chỉ đạo 138 tỉnh về thực hiện"), "Ban Chỉ đạo 138 tỉnh|");
        assert_eq!(p("Ban Chỉ đạo 138 Chính phủ về"), "Ban Chỉ đạo 138 Chính phủ|");
        assert_eq!(p("Bộ trưởng Bộ Tài chính quy định"), "Bộ trưởng Bộ Tài chính|");
        assert_eq!(
            p("Bộ Lao động - Thương binh\nvà Xã hội hướng dẫn"),
            "Bộ Lao động - Thương binh và Xã hội|"
        );
        assert_eq!(
            p("Ủy ban nhân dân thành phố Hồ Chí Minh."),
            "Ủy ban nhân dân thành phố Hồ Chí Minh|hochiminh"
        );
        assert_eq!(p("Giám đốc Sở Y tế quyết định"), "Giám đốc Sở Y tế|");
        assert_eq!(p("Ban Bí thư, các Nghị quyết"), "Ban Bí thư|");
        assert_eq!(
            p("Cục Thuế tỉnh Gia Lai tại Tờ trình"),
            "Cục Thuế tỉnh Gia Lai|gialai"
        );
        assert_eq!(p("Chính phủ quy định chi tiết"), "Chính phủ|");
    }

    #[test]
    fn offices_enterprises_and_misread_names() {
        assert_eq!(
            p("Chủ tịch UBND tỉnh Sơn La Nguyễn Văn An ký"),
            "Chủ tịch UBND tỉnh Sơn La|sonla"
        );
        assert_eq!(p("Giám đốc Sở Y tê về việc"), "Giám đốc Sở Y tế|");
        assert_eq!(
            p("Sở Giáo dục và Đào tao Kiên Giang cho"),
            "Sở Giáo dục và Đào tạo Kiên Giang|kiengiang"
        );
        assert_eq!(p("Bộ trưởng Bộ GTVT quy định"), "Bộ trưởng Bộ Giao thông vận tải|");
        assert_eq!(
            p("Tổng Công ty đầu tư và phát triển đường cao tốc Việt Nam (VEC) vừa"),
            "Tổng Công ty đầu tư và phát triển đường cao tốc Việt Nam|"
        );
        assert_eq!(
            p("Công ty Cổ phần Tư vấn và Phát triển Năng lượng Á Châu xin"),
            "Công ty Cổ phần Tư vấn và Phát triển Năng lượng Á Châu|"
        );
        let misread = of_body("của Thú tướng Chính phủ về tăng cường", 0, false);
        assert_eq!(misread.unwrap().name, "Thủ tướng Chính phủ");
        assert_eq!(
            p("Đại hội đại biểu toàn quốc lần thứ XIII của Đảng, các"),
            "Đại hội đại biểu toàn quốc lần thứ XIII của Đảng|"
        );
        assert_eq!(p("Bộ GT - VT Lê Đình An đã"), "Bộ GT - VT|");
        let apart = of_body("của\n\nThủ tướng Chính phủ về", 0, false);
        assert_eq!(apart.unwrap().name, "Thủ tướng Chính phủ");
        let stroke = of_body("của l\nChính phủ về", 0, false);
        assert_eq!(stroke.unwrap().name, "Chính phủ");
        let by = issued_by(" vừa được Bộ Tài chính ban hành, từ", 0, false);
        assert_eq!(by.unwrap().0.name, "Bộ Tài chính");
        let signed = " do Thứ trưởng Bộ Tài chính Nguyễn Văn An ký ngày 6/12/2017.";
        let (by, date) = issued_by(signed, 0, false).unwrap();
        assert_eq!((by.name.as_str(), date.is_some()), ("Thứ trưởng Bộ Tài chính", true));
        assert_eq!(p("Cục An toàn thực phẩm có"), "Cục An toàn thực phẩm|");
        assert_eq!(p("pháp luật"), "none");
        assert_eq!(
            p("Ban Chấp hành Trung ương Đảng khóa VIII về"),
            "Ban Chấp hành Trung ương Đảng khóa VIII|"
        );
    }

    #[test]
    fn joint_bodies_are_one_name() {
        let s = "Liên Bộ Giáo dục và Đào tạo, Bộ Tài chính, Bộ Lao động - Thương binh và Xã hội hướng dẫn";
        let b = body_at(s, 0, true).unwrap();
        assert_eq!(
            b.name,
            "Bộ Giáo dục và Đào tạo, Bộ Tài chính, Bộ Lao động - Thương binh và Xã hội"
        );
        let s = "Liên Bộ: Lao động - Thương binh và Xã hội, Tài chính, Y tế về việc";
        let b = body_at(s, 0, true).unwrap();
        assert_eq!(b.name, "Bộ Lao động - Thương binh và Xã hội, Bộ Tài chính, Bộ Y tế");
    }
}
