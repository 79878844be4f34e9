//! What one part of a text tells of another: digits that a scanner lost, years that cannot be.

use super::citation::Draft;
use super::date::Written;
use super::lexer::space_back;
use crate::ident::{CompactString, Date, DocNumber};
use rustc_hash::FxHashMap;

/// "số .4/2009/QĐ-TTg" in a text that cites 24/2009/QĐ-TTg and no other number that ends so:
/// the scanner lost a digit.
pub(super) fn mend_serials(text: &str, drafts: &mut [Draft]) {
    let torn: Vec<usize> =
        (0..drafts.len()).filter(|&i| is_torn(text, &drafts[i])).collect();
    if torn.is_empty() {
        return;
    }
    // The serials by what a lost first digit leaves of them; `None` where two are alike.
    let mut whole: FxHashMap<DocNumber, Option<CompactString>> = FxHashMap::default();
    for number in drafts.iter().filter_map(|d| d.number.as_ref()) {
        let Some(rest) = number.serial.get(1..).filter(|r| !r.is_empty()) else {
            continue;
        };
        let key = DocNumber { serial: rest.into(), ..number.clone() };
        let serial = &number.serial;
        whole
            .entry(key)
            .and_modify(|known| *known = known.take().filter(|k| k == serial))
            .or_insert_with(|| Some(serial.clone()));
    }
    for i in torn {
        let draft = &mut drafts[i];
        let Some(number) = draft.number.as_mut() else { continue };
        if let Some(Some(serial)) = whole.get(number) {
            number.serial.clone_from(serial);
            draft.confidence = draft.confidence.min(70);
        }
    }
}

/// A full stop stands for the first digit.
fn is_torn(text: &str, draft: &Draft) -> bool {
    let Some(number) = &draft.number else { return false };
    let words = text.get(draft.start..draft.end).unwrap_or_default();
    number.serial.bytes().all(|b| b.is_ascii_digit())
        && words.contains('.')
        && words.contains(&format!(".{}/", number.serial))
}

/// "43/2002/NQ-QH12 ngày 27/11/2009": the twelfth National Assembly sat from 2007 to 2011, so
/// the year of the number is misread and that of the date is right.
pub(super) fn mend_year(draft: &mut Draft) {
    let Some(Written::Full(date)) = draft.date else { return };
    let Some(number) = draft.number.as_mut() else { return };
    let Some((from, to)) = super::number::term_years(&number.symbol) else { return };
    let sat = |year: u16| (from..=to).contains(&year);
    if number.year.is_some_and(|year| !sat(year)) && sat(date.year()) {
        number.year = Some(date.year());
        draft.confidence = draft.confidence.min(80);
    }
}

/// "dự toán kinh phí thực hiện Pháp lệnh Ưu đãi người có công năm 2020" in a letter of
/// 2019: the year is that of the money, for no law is named by a year still to come.
pub(super) fn drop_later_year(text: &str, draft: &mut Draft, own: Option<Date>) {
    let Some((Written::Full(date), own)) = draft.date.zip(own) else { return };
    let stated = text.get(draft.start..draft.end).unwrap_or_default();
    let is_year = date == Date::year_only(date.year());
    let before = text.get(..draft.start).unwrap_or_default().trim_end();
    let money = before.ends_with("kinh phí thực hiện");
    if let Some(at) = stated.rfind("năm")
        && is_year
        && (date.year() > own.year() || money)
    {
        draft.end = space_back(text, draft.start + at);
        draft.date = None;
    }
}
