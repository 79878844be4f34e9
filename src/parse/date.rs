//! Dates in running text.

use super::lexer::{any_phrase, char_at, digits, eat, phrase_glued, rest, space};
use crate::ident::{Date, MonthDay};
use crate::text::is_letter;

/// A date as written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Written {
    /// As far as it is stated: day, month or year.
    Full(Date),
    /// Day and month without a year (*ngày 18-5*).
    Yearless {
        /// 1 to 12.
        month: u8,
        /// 1 to 31.
        day: u8,
    },
    /// A template or an impossible date: words of a date, no date.
    Blank,
}

/// Reads a date at `at`: *ngày 10 tháng 5 năm 2016*, *ngày 10-5-2016*, *ngày 18/5*,
/// *tháng 5 năm 2016*, *năm 2016*.
pub(super) fn date_at(text: &str, at: usize) -> Option<(Written, usize)> {
    if let Some(next) = eat_day_word(text, at) {
        let first = any_phrase(text, next, &["mùng", "mồng"]);
        return day(text, first.map_or(next, |n| space(text, n)));
    }
    if begins(text, at, *b"th") {
        let next = phrase_glued(text, at, "tháng")?;
        return month(text, space(text, next));
    }
    matches!(text.as_bytes().get(at), Some(b'n' | b'N')).then_some(())?;
    let next = phrase_glued(text, at, "năm")?;
    let (year, end) = year(text, space(text, next))?;
    Some((Written::Full(Date::year_only(year)), end))
}

/// Reads *ngày*, also said twice.
fn eat_day_word(text: &str, at: usize) -> Option<usize> {
    begins(text, at, *b"ng").then_some(())?;
    let forms = ["ngày", "ngây", "ngảy", "ng\u{300}y", "ngay"];
    let once = |at| {
        let next = forms.iter().find_map(|form| phrase_glued(text, at, form))?;
        Some(space(text, next))
    };
    let next = once(at)?;
    Some(once(next).unwrap_or(next))
}

/// Reads what follows *ngày*.
fn day(text: &str, at: usize) -> Option<(Written, usize)> {
    let dots = skip_dots(text, at);
    let Some((day, after)) = small(text, at).or_else(|| small(text, dots)) else {
        return blank_day(text, at).or_else(|| blank_numeric(text, at));
    };
    let after = if starts_blank(text, after) { skip_dots(text, after) } else { after };
    let after_day = space(text, after);
    if let Some(next) = eat_month_word(text, after_day) {
        return day_month_words(text, day, next);
    }
    if let Some(next) = eat_day_word(text, after_day) {
        // "ngày 28 ngày 11 năm 2023": a slip, if a year follows.
        return day_month_words(text, day, next).filter(|(w, _)| is_full(*w));
    }
    let sep = char_at(text, after_day).filter(|c| matches!(c, '/' | '-' | '.'))?;
    let month_start = space(text, after_day + 1);
    let (month, after_month) =
        torn_month(text, month_start, sep).or_else(|| small(text, month_start))?;
    let second = eat(text, space(text, after_month), sep)
        .or_else(|| eat(text, after_month, '/').or_else(|| eat(text, after_month, '-')));
    let full = second.and_then(|next| year(text, space(text, next)));
    match full {
        Some((year, end)) => Some((full_or_blank(year, month, day), end)),
        None if digits(text, after_month).is_some() || sep == '.' => None,
        None => Some((yearless(month, day), after_month)),
    }
}

/// Reads *tháng 5 năm 2016* after the day.
fn day_month_words(text: &str, day: u8, at: usize) -> Option<(Written, usize)> {
    let Some((month, after)) = month_number(text, at) else {
        return blank_month(text, at);
    };
    match year_words(text, after) {
        Some((year, end)) => Some((full_or_blank(year, month, day), end)),
        None => Some((yearless(month, day), after)),
    }
}

/// Reads *5 năm 2016* or *5/2016* after *tháng*.
fn month(text: &str, at: usize) -> Option<(Written, usize)> {
    let (month, after) = month_number(text, at)?;
    let slash = char_at(text, after).filter(|c| matches!(c, '/' | '-'));
    let (year, end) = match slash {
        Some(_) => year(text, after + 1)?,
        None => year_words(text, after)?,
    };
    Some((Date::year_month(year, month).map_or(Written::Blank, Written::Full), end))
}

/// Reads *[,] năm 2016*.
fn year_words(text: &str, at: usize) -> Option<(u16, usize)> {
    let mut at = space(text, at);
    if char_at(text, at).is_some_and(|c| matches!(c, ',' | '.')) {
        at = space(text, at + 1);
    }
    // "ngày 06 tháng 11 tháng 2025": a slip.
    let next =
        phrase_glued(text, at, "năm").or_else(|| phrase_glued(text, at, "tháng"))?;
    let mut next = space(text, next);
    if char_at(text, next).is_some_and(|c| matches!(c, ',' | '.' | ':')) {
        next = space(text, next + 1);
    }
    year(text, next)
}

/// The first two letters, in either case: most words are no date.
fn begins(text: &str, at: usize, letters: [u8; 2]) -> bool {
    let head = text.as_bytes().get(at..at + 2);
    head.is_some_and(|h| h.eq_ignore_ascii_case(&letters))
}

/// Reads *tháng* and what scanners make of it.
fn eat_month_word(text: &str, at: usize) -> Option<usize> {
    begins(text, at, *b"th").then_some(())?;
    let forms = ["tháng", "thắng", "thàng", "thảng", "thánh", "thangs"];
    let next = forms.iter().find_map(|form| phrase_glued(text, at, form))?;
    let next = eat(text, next, ':').or_else(|| eat(text, next, '-')).unwrap_or(next);
    Some(space(text, next))
}

fn is_full(written: Written) -> bool {
    matches!(written, Written::Full(_))
}

/// Reads a month as digits or as a word (*tháng bốn*, *tháng tư*).
fn month_number(text: &str, at: usize) -> Option<(u8, usize)> {
    const WORDS: [(&str, u8); 15] = [
        ("một", 1),
        ("giêng", 1),
        ("hai", 2),
        ("ba", 3),
        ("tư", 4),
        ("bốn", 4),
        ("năm", 5),
        ("sáu", 6),
        ("bảy", 7),
        ("tám", 8),
        ("chín", 9),
        ("mười một", 11),
        ("mười hai", 12),
        ("mười", 10),
        ("chạp", 12),
    ];
    if let Some(found) = small(text, at) {
        return Some(found);
    }
    // A scanner's 11.
    if rest(text, at).starts_with("II") && !is_digit(text, at + 2) {
        return Some((11, at + 2));
    }
    let (month, end) =
        WORDS.iter().find_map(|(w, n)| Some((*n, any_phrase(text, at, &[w])?)))?;
    // "ngày   tháng   năm 2016": the word for the year, no May.
    let is_year = month == 5 && digits(text, space(text, end)).is_some();
    (!is_year).then_some((month, end))
}

/// Reads a template: *ngày … tháng 01 năm 2006*, *ngày     tháng   năm 2025*.
fn blank_day(text: &str, at: usize) -> Option<(Written, usize)> {
    let after = skip_blank(text, at)?;
    let next = eat_month_word(text, after)?;
    let Some((month, after)) = month_number(text, next) else {
        return blank_month(text, next);
    };
    let (year, end) = year_words(text, skip_dots(text, after))?;
    Some((Date::year_month(year, month).map_or(Written::Blank, Written::Full), end))
}

/// Reads a template in digits: *ngày …/…/2026*, *ngày …/01/2014*.
fn blank_numeric(text: &str, at: usize) -> Option<(Written, usize)> {
    let dots = |at| Some(skip_dots(text, at)).filter(|&end| end > at);
    let at = space(text, eat(text, dots(at)?, '/')?);
    let (month, at) = match small(text, at) {
        Some((month, end)) => (Some(month), end),
        None => (None, dots(at)?),
    };
    let (year, end) = year(text, space(text, eat(text, at, '/')?))?;
    let date = month.map_or(Some(Date::year_only(year)), |m| Date::year_month(year, m));
    Some((date.map_or(Written::Blank, Written::Full), end))
}

fn blank_month(text: &str, at: usize) -> Option<(Written, usize)> {
    let after = skip_blank(text, at)?;
    let next = any_phrase(text, after, &["năm"])?;
    let next = space(text, next);
    if let Some((year, end)) = year(text, next) {
        return Some((Written::Full(Date::year_only(year)), end));
    }
    Some((Written::Blank, super::lexer::space_back(text, skip_dots(text, next))))
}

/// Skips what stands for an unreadable or missing number: dots, or a short OCR word.
fn skip_blank(text: &str, at: usize) -> Option<usize> {
    let dots = skip_dots(text, at);
    if dots > at {
        return Some(space(text, dots));
    }
    let tail = rest(text, at);
    if tail.starts_with("tháng") || tail.starts_with("năm") {
        return Some(at);
    }
    let junk = tail.find(char::is_whitespace)?;
    (junk <= 6).then(|| space(text, at + junk))
}

/// More than one dot, or an ellipsis: a template, no separator.
fn starts_blank(text: &str, at: usize) -> bool {
    let tail = rest(text, at);
    tail.starts_with("..") || tail.starts_with('…') || tail.starts_with('_')
}

fn skip_dots(text: &str, at: usize) -> usize {
    let dots = |c: char| matches!(c, '.' | '…' | '_');
    let tail = rest(text, at);
    let n = tail.find(|c| !dots(c)).unwrap_or(tail.len());
    space(text, at + n)
}

/// Reads one or two digits; letters that scanners put for digits count next to one.
fn small(text: &str, at: usize) -> Option<(u8, usize)> {
    torn_digits(text, at)
        .or_else(|| small_digits(text, at))
        .or_else(|| lone_letter(text, at))
}

/// "ngày I tháng 4", "ngày II tháng 01": letters alone for the digits.
fn lone_letter(text: &str, at: usize) -> Option<(u8, usize)> {
    let (digit, end) = scanned_digit(text, at).filter(|(n, _)| *n == 1)?;
    let (value, end) = match eat(text, end, 'I') {
        Some(end) => (11, end),
        None => (digit, end),
    };
    eat_month_word(text, eat(text, end, ' ')?).map(|_| (value, end))
}

/// "28/1 1/2007": the month torn apart by a scanner.
fn torn_month(text: &str, at: usize, sep: char) -> Option<(u8, usize)> {
    eat(text, at, '1')?;
    let second = eat(text, at + 1, ' ')?;
    let ones = char_at(text, second).filter(|c| matches!(c, '0'..='2'))?;
    year(text, eat(text, second + 1, sep)?)?;
    Some((10 + u8::try_from(ones.to_digit(10)?).ok()?, second + 1))
}

/// "tháng l 1 năm": the two digits of a day or a month, torn apart by a scanner.
fn torn_digits(text: &str, at: usize) -> Option<(u8, usize)> {
    let (tens, after) = scanned_digit(text, at).filter(|(n, _)| matches!(n, 1 | 2))?;
    let gap = eat(text, after, ' ')?;
    let (second, end) = small_digits(text, gap)
        .or_else(|| scanned_digit(text, gap).filter(|(n, _)| *n < 3))?;
    let behind = space(text, end);
    let goes_on =
        eat_month_word(text, behind).or_else(|| phrase_glued(text, behind, "năm"));
    goes_on?;
    let letters = !is_digit(text, at) || !is_digit(text, gap);
    match second {
        // Two digits apart are two numbers.
        0..10 if !letters => None,
        0..10 => Some((tens * 10 + second, end)),
        // "tháng l 12 năm": a stray letter before the number.
        _ if tens == 1 && !is_digit(text, at) => Some((second, end)),
        _ => None,
    }
}

fn is_digit(text: &str, at: usize) -> bool {
    text.as_bytes().get(at).is_some_and(u8::is_ascii_digit)
}

/// Reads a digit, or a letter that scanners put for one.
fn scanned_digit(text: &str, at: usize) -> Option<(u8, usize)> {
    let letter = char_at(text, at)?;
    let digit = match letter {
        '0'..='9' => u8::try_from(letter.to_digit(10)?).ok()?,
        'l' | 'I' | 'L' | 'i' | 'Ì' | 'Í' | 'ì' | 'í' | ']' | '!' => 1,
        'O' | 'o' => 0,
        _ => return None,
    };
    Some((digit, at + letter.len_utf8()))
}

fn small_digits(text: &str, at: usize) -> Option<(u8, usize)> {
    let (first, after) = scanned_digit(text, at)?;
    let second = scanned_digit(text, after)
        .filter(|_| is_digit(text, at) || is_digit(text, after));
    let (value, end) = match second {
        Some((second, end)) => (first * 10 + second, end),
        None if is_digit(text, at) => (first, after),
        None => return None,
    };
    // "1Š tháng 2": a letter for a digit leaves the day unread; "24tháng" is glued.
    let unread = |c: char| {
        c.is_ascii_digit() || is_letter(c) && !matches!(c, 't' | 'T' | 'n' | 'N')
    };
    (!char_at(text, end).is_some_and(unread)).then_some((value, end))
}

/// Reads four digits of a year; a space inside ("201 6") and O for 0 count.
pub(super) fn year(text: &str, at: usize) -> Option<(u16, usize)> {
    let tail = text.as_bytes().get(at..)?;
    let mut value = 0u16;
    let mut count = 0;
    let mut used = 0;
    for (i, &b) in tail.iter().enumerate().take(5) {
        let digit = match b {
            b'0'..=b'9' => b - b'0',
            b'O' | b'o' if count > 0 => 0,
            b'l' | b'I' if count > 0 => 1,
            b' ' if count == 3 && tail.get(i + 1).is_some_and(u8::is_ascii_digit) => {
                continue;
            }
            _ => break,
        };
        value = value * 10 + u16::from(digit);
        count += 1;
        used = i + 1;
        if count == 4 {
            break;
        }
    }
    let next = tail.get(used).copied().unwrap_or(b' ');
    let ok = count == 4 && !next.is_ascii_digit() && (1900..2200).contains(&value);
    ok.then_some((value, at + used))
}

fn full_or_blank(year: u16, month: u8, day: u8) -> Written {
    match Date::new(year, month, day) {
        Some(date) => Written::Full(date),
        None => Date::year_month(year, month).map_or(Written::Blank, Written::Full),
    }
}

fn yearless(month: u8, day: u8) -> Written {
    let plausible = (1..=12).contains(&month) && (1..=31).contains(&day);
    if plausible { Written::Yearless { month, day } } else { Written::Blank }
}

/// Completes a yearless date with the year that makes it the latest date not after
/// `page`, the date of the document that states it.
pub(super) fn complete(written: Written, page: Option<Date>) -> Option<Date> {
    match written {
        Written::Full(date) => Some(date),
        Written::Blank => None,
        Written::Yearless { month, day } => {
            let page = page?;
            let this = Date::new(page.year(), month, day)?;
            if this.is_after(page) {
                Date::new(page.year() - 1, month, day)
            } else {
                Some(this)
            }
        }
    }
}

/// Returns the day of a date that has no year.
pub(super) fn month_day(written: Written) -> Option<MonthDay> {
    match written {
        Written::Yearless { month, day } => MonthDay::new(month, day),
        _ => None,
    }
}

/// Reads a bare numeric date (*18/5/2021*, *18-5-2021*) with a year.
pub(super) fn numeric(text: &str, at: usize) -> Option<(Date, usize)> {
    let (written, end) = day(text, at)?;
    match written {
        Written::Full(date) if date.day().is_some() => Some((date, end)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_every_form() {
        let p = |s: &str| match date_at(s, 0) {
            Some((w, end)) => format!(
                "{} |{}",
                complete(w, "2021-05-19".parse().ok())
                    .map_or("-".into(), |d| d.to_string()),
                rest(s, end)
            ),
            None => "none".to_owned(),
        };
        assert_eq!(p("ngày 10 tháng 5 năm 2016 của"), "2016-05-10 | của");
        assert_eq!(p("ngày 10 tháng 05 năm 2016"), "2016-05-10 |");
        assert_eq!(p("ngày\n10/5/2016."), "2016-05-10 |.");
        assert_eq!(p("ngày 10-5-2016"), "2016-05-10 |");
        assert_eq!(p("ngày 10.5.2016"), "2016-05-10 |");
        assert_eq!(p("ngày 03 tháng bốn năm 2018"), "2018-04-03 |");
        assert_eq!(p("ngày 05 tháng năm năm 2018"), "2018-05-05 |");
        assert_eq!(p("tháng 5 năm 2016"), "2016-05 |");
        assert_eq!(p("tháng 5/2016"), "2016-05 |");
        assert_eq!(p("năm 2015 (sửa"), "2015 | (sửa");
        assert_eq!(p("ngày 18-5, Ban"), "2021-05-18 |, Ban");
        assert_eq!(p("ngày 30-7"), "2020-07-30 |");
        assert_eq!(p("ngày 26 thắng 12 năm 2024"), "2024-12-26 |");
        assert_eq!(p("ngày 31 tháng 12 năm, 2009"), "2009-12-31 |");
        assert_eq!(p("ngày l7 tháng 4 năm 2002"), "2002-04-17 |");
        assert_eq!(p("ngày 26 tháng l1 năm 2003"), "2003-11-26 |");
        assert_eq!(p("ngày 10 tháng 5 năm 201 6"), "2016-05-10 |");
        assert_eq!(p("ngày … tháng … năm … của"), "- | của");
        assert_eq!(p("ngày 00/11/2015"), "2015-11 |");
        assert_eq!(p("ngày …25..tháng 01 năm 2006"), "2006-01-25 |");
        assert_eq!(p("ngày   tháng   năm 2025 của"), "2025 | của");
        assert_eq!(p("ngày …/…/2026 của"), "2026 | của");
        assert_eq!(p("ngày .../01/2014 của"), "2014-01 | của");
        assert_eq!(p("ngày ngày 13/5/2008"), "2008-05-13 |");
        assert_eq!(p("ngày 28 ngày 11 năm 2023"), "2023-11-28 |");
        assert_eq!(p("ngày 24 tháng l 1 năm 1998"), "1998-11-24 |");
        assert_eq!(p("ngày 26 tháng l Ì năm 2003"), "2003-11-26 |");
        assert_eq!(p("ngày Ì4 tháng 6 năm 2005"), "2005-06-14 |");
        assert_eq!(p("ngày 1Š tháng 2 năm 2007"), "2007-02 |");
        assert_eq!(p("ngày 27 tháng 12 năm.2007"), "2007-12-27 |");
        assert_eq!(p("ngây 01 tháng 12 năm 2009"), "2009-12-01 |");
        assert_eq!(p("ngày 25 thánh 12 năm 2001"), "2001-12-25 |");
        assert_eq!(p("ngày 10 tháng II\nnăm 2008"), "2008-11-10 |");
        assert_eq!(p("ngày L3 tháng 1 ] năm 2008"), "2008-11-13 |");
        assert_eq!(p("ngày I tháng 4 năm 2004"), "2004-04-01 |");
        assert_eq!(p("ngày 24thangs 01 năm 2014"), "2014-01-24 |");
        assert_eq!(p("ngày 24 tháng l 12 năm 1998"), "1998-12-24 |");
        assert_eq!(p("ngày 0i tháng 9 năm 2009"), "2009-09-01 |");
        assert_eq!(p("ngày 14 tháng: 11 năm 2008"), "2008-11-14 |");
        assert_eq!(p("ngày 27 thàng 9\nnăm 2007"), "2007-09-27 |");
        assert_eq!(p("ngày càng"), "none");
        assert_eq!(p("năm qua"), "none");
        assert_eq!(p("NGÀY 3/2/2000"), "2000-02-03 |");
    }
}
