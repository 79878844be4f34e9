//! Who signed: the name under the last block of titles.

use crate::text::{Span, Text, is_lower, is_upper};
use crate::vocab::DocKind;

/// What stands before a title when somebody signs for somebody (Decree 30/2020/NĐ-CP,
/// annex I, part II, 7).
const FOR: [&str; 8] = ["TM.", "T/M", "KT.", "K/T", "TL.", "T/L", "TUQ.", "Q."];
/// Titles of those who sign.
const TITLES: [&str; 22] = [
    "CHỦ TỊCH",
    "PHÓ CHỦ TỊCH",
    "BỘ TRƯỞNG",
    "THỨ TRƯỞNG",
    "THỦ TƯỚNG",
    "PHÓ THỦ TƯỚNG",
    "TỔNG BÍ THƯ",
    "BÍ THƯ",
    "PHÓ BÍ THƯ",
    "THƯỜNG TRỰC",
    "GIÁM ĐỐC",
    "PHÓ GIÁM ĐỐC",
    "TỔNG GIÁM ĐỐC",
    "CHÁNH VĂN PHÒNG",
    "PHÓ CHÁNH VĂN PHÒNG",
    "TRƯỞNG BAN",
    "PHÓ TRƯỞNG BAN",
    "CHỦ NHIỆM",
    "VIỆN TRƯỞNG",
    "CHÁNH ÁN",
    "TỔNG THANH TRA",
    "TỔNG CỤC TRƯỞNG",
];
/// So many lines may stand between the title and the name: a stamp, the recipients.
const REACH: usize = 10;

/// Returns the name of the signer and where it stands, in bytes of the source.
///
/// Linear in the length of the text.
pub fn signer(text: &Text) -> Option<(String, Span)> {
    let normal = text.normal();
    let cells: Vec<(usize, &str)> = cells(normal).collect();
    let named = |(at, _): (usize, &(usize, &str))| {
        let after = cells.get(at + 1..)?.iter().take(REACH);
        let mut below = after.take_while(|(_, cell)| !ends_block(cell));
        below.find(|(_, cell)| is_name(cell))
    };
    let titles = cells.iter().enumerate().filter(|(_, (_, cell))| is_title(cell));
    let (start, name) = titles.rev().find_map(named)?;
    let span = text.to_source(Span::new(*start, start + name.len()));
    Some(((*name).to_owned(), span))
}

/// Splits a text into lines, and lines at wide gaps: the recipients stand on the left.
fn cells(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let at = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
    let parts = text.lines().flat_map(|line| line.split('\t'));
    let parts = parts.flat_map(|part| part.split("   "));
    parts.filter_map(move |part| {
        let cell = part.trim().trim_matches(['*', '_', '|', ' ']);
        (!cell.is_empty()).then(|| (at(cell), cell))
    })
}

fn is_title(cell: &str) -> bool {
    let is_short = cell.chars().count() < 60 && !cell.chars().any(is_lower);
    is_short
        && (FOR.iter().any(|f| cell.starts_with(f))
            || TITLES.iter().any(|title| cell.starts_with(title)))
}

/// A signature is over where the next part begins.
fn ends_block(cell: &str) -> bool {
    ["Điều ", "PHỤ LỤC", "Phụ lục", "Căn cứ"].iter().any(|w| cell.starts_with(w))
}

/// `Trần Lê Đoài`, `NGUYỄN XUÂN PHÚC`: words that begin with capitals, and nothing else.
fn is_name(cell: &str) -> bool {
    let words: Vec<&str> = cell.split(' ').collect();
    let is_word = |word: &&str| {
        let mut chars = word.chars();
        chars.next().is_some_and(is_upper)
            && word.chars().all(char::is_alphabetic)
            && word.chars().count() <= 7
    };
    (2..=6).contains(&words.len())
        && words.iter().all(is_word)
        && !is_title(cell)
        && DocKind::at_start(cell).is_none()
        && !cell.starts_with("ỦY BAN")
        && !cell.starts_with("UBND")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> String {
        let text = Text::new(text);
        signer(&text).map_or_else(String::new, |(name, span)| {
            assert_eq!(text.slice(span), name);
            name
        })
    }

    #[test]
    fn the_name_stands_below_the_titles() {
        let plan = "THỦ TƯỚNG CHÍNH PHỦ\nCăn cứ Luật\nQUYẾT ĐỊNH:\nĐiều 1. A\n\
            Nơi nhận:\tTM. ỦY BAN NHÂN DÂN\n- Như trên;\tKT. CHỦ TỊCH\n- Lưu: VT.\tPHÓ \
            CHỦ TỊCH\n(Đã ký)\nTrần Lê Đoài\nPHỤ LỤC\nBảng Một Hai";
        assert_eq!(of(plan), "Trần Lê Đoài");
        assert_eq!(
            of("KT. THỦ TƯỚNG\nPHÓ THỦ TƯỚNG\n\nNGUYỄN XUÂN PHÚC"),
            "NGUYỄN XUÂN PHÚC"
        );
    }

    #[test]
    fn without_a_block_there_is_no_signer() {
        assert_eq!(of("Ông Trần Lê Đoài phát biểu.\nNguyễn Văn An"), "");
        assert_eq!(of("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH\nCăn cứ Luật\nQUYẾT ĐỊNH"), "");
        assert_eq!(of(""), "");
    }
}
