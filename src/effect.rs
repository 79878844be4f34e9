//! What a text says of the time from which it, or an end that it brings, has effect.
//!
//! Normative documents have an article *Hiệu lực thi hành* (Decree 34/2016/NĐ-CP art.
//! 74); its first sentence is of a few forms: *Nghị định này có hiệu lực (thi hành) (kể)
//! từ ngày …*, *kể từ ngày ký*, *sau 45 ngày, kể từ ngày ký*, *sau 15 ngày, kể từ ngày
//! đăng Công báo*.

use crate::amend;
use crate::ident::Date;
use crate::parse::{date_at, sentence_end, sentence_start};
use crate::text::{Span, Text, fold_tone, starts_with_words};
use crate::vocab::DocKind;

/// A sentence of a text that says from when it has effect.
///
/// Depends on that text alone, so it is stored beside its facts; which day is meant may
/// depend on the day of issue, which other documents may tell: [`Term::from`].
#[derive(Clone, Copy, Debug, Eq, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Term {
    /// The words, in bytes of the text.
    pub span: Span,
    /// The first day.
    pub start: Start,
    /// The last day, where the text sets one.
    until: Option<Date>,
}

/// The first day on which a document has effect, as its text says it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Start {
    /// That day.
    On(Date),
    /// So many days after it was signed.
    Signed(u32),
    /// It hangs on a publication.
    Published,
}

impl Term {
    /// Returns the first day, for a document issued on `issued`; unknown where it hangs
    /// on a publication, or on a signature of unknown day.
    pub fn from(&self, issued: Option<Date>) -> Option<Date> {
        match self.start {
            Start::On(date) => Some(date),
            Start::Signed(delay) => {
                issued.filter(|d| d.day().is_some()).map(|d| d.plus(delay))
            }
            Start::Published => None,
        }
    }

    /// Returns the last day, where the first is known and the text sets one.
    pub fn until(&self, issued: Option<Date>) -> Option<Date> {
        self.from(issued).and(self.until)
    }
}

const EFFECT: &str = "có hiệu lực";

/// Returns the sentences of a text that may say when it takes effect itself, in order: the
/// first, the first that counts from the signature, and the first with a date; whatever
/// the day of issue, [`chosen`] finds the one that counts among them.
///
/// What stands between quotation marks is of another document. Linear in the length of
/// the text; no input fails.
pub fn terms(text: &Text) -> Vec<Term> {
    let home = |term: Term| Term { span: text.to_source(term.span), ..term };
    own_terms(text.normal()).into_iter().map(home).collect()
}

/// [`terms`] of a normalized text, with spans in that.
fn own_terms(text: &str) -> Vec<Term> {
    let mut terms = Vec::new();
    if !text.contains(EFFECT) {
        return terms;
    }
    let text = amend::without_quotations(text);
    let text = text.as_str();
    for (at, _) in text.match_indices(EFFECT) {
        let Some(term) = own_term(text, at) else { continue };
        let is_new = match term.start {
            Start::On(_) => true,
            Start::Signed(_) => !terms.iter().any(Term::is_signed),
            Start::Published => terms.is_empty(),
        };
        terms.extend(is_new.then_some(term));
        if matches!(term.start, Start::On(_)) {
            break;
        }
    }
    terms
}

impl Term {
    fn is_signed(&self) -> bool {
        matches!(self.start, Start::Signed(_))
    }
}

/// Returns the term that counts for a document issued on `issued`: the first whose day is
/// known then, else the first.
pub fn chosen(terms: &[Term], issued: Option<Date>) -> Option<&Term> {
    let dated = terms.iter().find(|term| term.from(issued).is_some());
    dated.or(terms.first())
}

/// Reads the sentence around the words of effect at `at`.
fn own_term(text: &str, at: usize) -> Option<Term> {
    let start = sentence_start(text, at);
    let subject = own_subject(text.get(start..at)?)?;
    let (start, end) = since(text, at + EFFECT.len())?;
    let span = Span::new(at - subject, end);
    Some(Term { span, start, until: until(text, end) })
}

/// Returns how many bytes at the end of `head` name the text itself as what takes
/// effect: *Thông tư liên tịch này*; not *kể từ ngày Luật này*.
fn own_subject(head: &str) -> Option<usize> {
    let tail = head.len() - head.trim_end().len();
    let head = head.trim_end();
    let this = head.strip_suffix("này")?;
    let cut = this.rfind(['.', ':', ';', '\n', '”', ')']).map_or(0, |n| n + 1);
    let cut = (cut..=head.len()).find(|&i| head.is_char_boundary(i))?;
    let words = head.get(cut..)?;
    let subject = words.trim_start_matches(|c: char| !c.is_alphabetic());
    let is_short = subject.split_whitespace().count() <= 9;
    DocKind::at_start(subject).filter(|_| is_short)?;
    Some(subject.len() + tail)
}

/// Reads what follows *có hiệu lực*: the first day, and where the words end. `None` if
/// nothing is said of the time.
fn since(text: &str, at: usize) -> Option<(Start, usize)> {
    let end = sentence_end(text, at);
    let near = floor(text, (at + 90).min(end));
    let window = text.get(at..near)?;
    let from = window.find("từ ")? + at;
    if window.get(..from - at)?.split_whitespace().count() > 12 {
        return None;
    }
    let delay = delay(text.get(at..from)?);
    let day = first_word(text, from + "từ ".len(), "ngày")
        .or_else(|| first_word(text, from + "từ ".len(), "tháng"))?;
    if let Some((date, end)) = date_at(text, day) {
        return Some((Start::On(date.plus(delay)), end));
    }
    let rest = text.get(day..)?;
    let signing =
        ["ngày ký", "ngày ban hành", "ngày được ký", "ngày thông qua", "ngày được"];
    let signed = signing.iter().find_map(|words| starts_with_words(rest, words));
    if let Some(len) = signed {
        return Some((Start::Signed(delay), day + len));
    }
    let published = ["ngày đăng", "ngày công bố", "ngày được đăng"];
    let len = published.iter().find_map(|words| starts_with_words(rest, words))?;
    Some((Start::Published, day + len))
}

/// Returns where `word` begins, if only the hour (*0 giờ 00*) stands before it.
fn first_word(text: &str, at: usize, word: &str) -> Option<usize> {
    let window = text.get(at..floor(text, at + 24))?;
    let found = window.find(word)?;
    let before = window.get(..found)?.trim();
    let is_hour = before.is_empty() || before.contains("giờ") || before.contains("phút");
    is_hour.then_some(at + found)
}

/// *sau 45 ngày, kể*: the days in between; zero without such words.
fn delay(words: &str) -> u32 {
    let Some((_, after)) = words.split_once("sau ") else { return 0 };
    let digits: String = after
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    let days = digits.parse().unwrap_or(0);
    if after.contains("ngày") && days < 400 { days } else { 0 }
}

/// *đến hết ngày 31/12/2024*, *đến hết năm 2024*, right behind the first day: the last
/// day that it may be.
fn until(text: &str, at: usize) -> Option<Date> {
    let rest = text.get(at..floor(text, at + 40))?;
    let trimmed = rest.trim_start_matches([' ', ',']);
    let words = ["đến hết ngày", "đến ngày", "đến hết tháng", "đến hết năm"];
    let len = words.iter().find_map(|w| starts_with_words(trimmed, w).map(|n| (w, n)))?;
    let last = len.0.rsplit(' ').next()?;
    let day = at + (rest.len() - trimmed.len()) + len.1 - last.len();
    date_at(text, day).map(|(date, _)| last_day(date))
}

/// Returns the last day of a year or a month; a day itself.
fn last_day(date: Date) -> Date {
    if date.day().is_some() {
        return date;
    }
    let month = date.month().unwrap_or(12);
    let day = (28..=31).rev().find_map(|day| Date::new(date.year(), month, day));
    day.unwrap_or(date)
}

/// What the sentence of a clause says of the time of an end.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Timing {
    /// From which day, if the sentence has one.
    pub(crate) from: Option<Date>,
    /// True if something is left in force: *trừ trường hợp …*.
    pub(crate) has_exception: bool,
    /// True if the words before the reference speak of a part: *một số điều của*.
    pub(crate) is_part: bool,
}

/// Reads the sentence around a reference at `span` that is governed by words at `cue`.
pub(crate) fn timing(text: &str, span: Span, cue: Option<Span>) -> Timing {
    let (start, end) = (span.start as usize, span.end as usize);
    let from = sentence_start(text, start);
    let to = sentence_end(text, end);
    let sentence = text.get(from..to).unwrap_or_default();
    let after = text.get(end..to).unwrap_or_default();
    let dated = |words: &str| {
        let at = from + sentence.rfind(words)? + words.len();
        match since(text, at)?.0 {
            Start::On(date) => Some(date),
            Start::Signed(_) | Start::Published => None,
        }
    };
    let ends = ["hết hiệu lực", "chấm dứt hiệu lực", "ngưng hiệu lực", EFFECT];
    let between =
        cue.and_then(|c| text.get((c.start as usize).clamp(from, start)..start));
    let near = between.and_then(|words| words.rsplit([';', ',', '\n']).next());
    Timing {
        from: ends.iter().find_map(|words| dated(words)),
        has_exception: after.contains(", trừ ") || after.contains(" trừ trường hợp"),
        is_part: near.is_some_and(is_part),
    }
}

/// *một số điều của*, *cụm từ … tại*, *phụ lục*: less than the document that follows.
fn is_part(words: &str) -> bool {
    const PARTS: [&str; 8] = [
        "một số",
        "một phần",
        "cụm từ",
        "nội dung",
        "phụ lục",
        "khoản",
        "mẫu",
        "kèm theo",
    ];
    let folded = fold_tone(words);
    PARTS.iter().any(|part| folded.contains(part))
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(text: &str) -> String {
        let day = |d: Option<Date>| d.map_or("?".to_owned(), |d| d.to_string());
        let (terms, issued) = (own_terms(text), "2012-06-01".parse().ok());
        chosen(&terms, issued).map_or("none".to_owned(), |t| {
            let until = t.until(issued).map_or(String::new(), |d| format!("..{d}"));
            let words = text.get(t.span.range()).unwrap();
            format!("{}{until} {words:?}", day(t.from(issued)))
        })
    }

    #[test]
    fn the_article_of_effect_in_its_usual_forms() {
        let words = "Thông tư này có hiệu lực thi hành kể từ ngày 15 tháng 11 năm 2012";
        assert_eq!(
            term(&format!("Điều 9. Hiệu lực thi hành\n1. {words}.")),
            format!("2012-11-15 {words:?}")
        );
        for (text, want) in [
            ("Nghị định này có hiệu lực từ ngày 01/7/2016.", "2016-07-01"),
            ("Luật này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2013", "2013-01-01"),
            ("Quyết định này có hiệu lực kể từ ngày ký.", "2012-06-01"),
            ("Quyết định này có hiệu lực thi hành kể từ ngày ký, ban hành", "2012-06-01"),
            ("Nghị định này có hiệu lực sau 45 ngày, kể từ ngày ký.", "2012-07-16"),
            (
                "Thông tư này có hiệu lực thi hành từ 0 giờ ngày 05 tháng 8 năm 2012",
                "2012-08-05",
            ),
            ("Quyết định này có hiệu lực sau 15 ngày, kể từ ngày đăng Công báo", "?"),
            (
                "Thông tư liên tịch này có hiệu lực kể từ ngày 1 tháng 2 năm 2011",
                "2011-02-01",
            ),
            (
                "Thông tư này có hiệu lực từ ngày 12 tháng 02 năm 2024 đến hết ngày 31 tháng 12 năm 2024.",
                "2024-02-12..2024-12-31",
            ),
            (
                "Thông tư này có hiệu lực từ ngày 12/02/2023 đến hết tháng 6 năm 2024.",
                "2023-02-12..2024-06-30",
            ),
            (
                "Thông tư này có hiệu lực từ ngày 12/02/2023 đến hết tháng 02/2024.",
                "2023-02-12..2024-02-29",
            ),
            (
                "Nghị định này có hiệu lực kể từ ngày ký đến hết năm 2024.",
                "2012-06-01..2024-12-31",
            ),
        ] {
            assert!(
                term(text).starts_with(&format!("{want} ")),
                "{text}: {}",
                term(text)
            );
        }
    }

    #[test]
    fn the_effect_of_other_things_is_not_its_own() {
        for text in [
            "Kể từ ngày Luật này có hiệu lực thi hành, Sổ hộ khẩu từ ngày 1/1/2020 hết giá trị",
            "Hợp đồng này có hiệu lực kể từ ngày 01/02/2020",
            "Thông tư số 05/2010/TT-BTC có hiệu lực kể từ ngày 01/02/2020",
            "trước ngày Nghị định này có hiệu lực từ ngày 1/1/2011",
            "“Thông tư này có hiệu lực kể từ ngày 01 tháng 2 năm 2011”",
        ] {
            assert_eq!(term(text), "none", "{text}");
        }
    }

    #[test]
    fn what_an_amending_text_quotes_is_not_of_itself() {
        let quoted = "Điều 1. Sửa đổi Điều 9 Thông tư số 05/2010/TT-BTC như sau:\n\
             “Điều 9. Hiệu lực thi hành\n1. Thông tư này có hiệu lực từ ngày 01/01/2011.\n\
             2. Thông tư này có hiệu lực từ ngày 02/01/2011.”.\n";
        assert_eq!(term(quoted), "none");
        let words = "Thông tư này có hiệu lực thi hành kể từ ngày 01/7/2012";
        assert_eq!(
            term(&format!("{quoted}Điều 2. {words}.")),
            format!("2012-07-01 {words:?}")
        );
    }

    #[test]
    fn a_quotation_left_open_hides_no_article_of_effect() {
        for kind in ["Quyết định", "Thông tư", "Nghị quyết"] {
            let words = format!("{kind} này có hiệu lực kể từ ngày 01/7/2012");
            let text = format!(
                "Điều 1. Sửa đổi Điều 4 như sau:\n“Điều 4. Phí là 5 đồng.\n\
                 Điều 2. {words}."
            );
            assert_eq!(term(&text), format!("2012-07-01 {words:?}"));
        }
    }

    #[test]
    fn the_sentence_of_an_end_has_its_day_and_its_limits() {
        let read = |text: &str, name: &str, cue: &str| {
            let span = |s: &str| {
                text.find(s).map(|at| Span::new(at, at + s.len())).unwrap_or_default()
            };
            timing(text, span(name), Some(span(cue)).filter(|_| !cue.is_empty()))
        };
        let law = "Luật Đất đai số 45/2013/QH13 hết hiệu lực kể từ ngày Luật này có hiệu lực thi hành, trừ trường hợp quy định tại Điều 255.";
        let found = read(law, "Luật Đất đai số 45/2013/QH13", "");
        assert!(found.has_exception && found.from.is_none() && !found.is_part);
        let text = "Thông tư này có hiệu lực từ ngày 15/02/2021 và thay thế Thông tư số 162/2015/TT-BTC ngày 26/10/2015.";
        let found = read(text, "Thông tư số 162/2015/TT-BTC", "thay thế");
        assert_eq!(found.from, "2021-02-15".parse().ok());
        assert!(!found.is_part);
        let text = "Bãi bỏ một số điều của Thông tư số 162/2015/TT-BTC.";
        assert!(read(text, "Thông tư số 162/2015/TT-BTC", "Bãi bỏ").is_part);
    }
}
