//! What stands at the edges of every page: running heads and feet, page numbers.
//!
//! They would cut a sentence that goes over to the next page. Page numbers are dropped,
//! a running head is kept where it stands first.

use std::collections::HashSet;

/// So many lines at the top and at the bottom may be furniture.
const EDGE: usize = 2;
/// A running head has letters.
const LETTERS: usize = 4;

/// Drops the furniture from pages of text.
pub(super) fn cleared(pages: &[String]) -> Vec<String> {
    let repeated = repeated(pages);
    let mut seen = HashSet::new();
    pages.iter().map(|page| without(page, &repeated, &mut seen)).collect()
}

fn without(page: &str, repeated: &HashSet<String>, seen: &mut HashSet<String>) -> String {
    let lines: Vec<&str> = page.lines().collect();
    let edges = edges(&lines);
    let mut kept: Vec<&str> = Vec::with_capacity(lines.len());
    for (i, line) in lines.iter().enumerate() {
        let is_dropped = edges.contains(&i) && {
            let looks = looks(line);
            is_page_number(line) || (repeated.contains(&looks) && !seen.insert(looks))
        };
        if !is_dropped {
            kept.push(line.trim_end());
        }
    }
    let text = kept.join("\n");
    text.trim_matches('\n').to_owned()
}

/// Returns which lines are at an edge: the first and last that are not empty. A page
/// number there makes room for one more.
fn edges(lines: &[&str]) -> Vec<usize> {
    let full = |i: &usize| lines.get(*i).is_some_and(|l| !l.trim().is_empty());
    let top = (0..lines.len()).filter(full).take(EDGE);
    let bottom = (0..lines.len()).rev().filter(full).take(EDGE);
    top.chain(bottom).collect()
}

/// Returns the looks of the lines that stand at the edges of several pages.
fn repeated(pages: &[String]) -> HashSet<String> {
    let mut once = HashSet::new();
    let mut twice = HashSet::new();
    let mut repeated = HashSet::new();
    for page in pages {
        let lines: Vec<&str> = page.lines().collect();
        let here: HashSet<String> = edges(&lines)
            .into_iter()
            .filter_map(|i| lines.get(i))
            .map(|line| looks(line))
            .filter(|l| l.chars().filter(|c| c.is_alphabetic()).count() >= LETTERS)
            .collect();
        let mut here: Vec<String> = here.into_iter().collect();
        here.sort_unstable();
        for looks in here {
            if once.insert(looks.clone()) {
                continue;
            }
            if twice.insert(looks.clone()) && pages.len() > 2 {
                continue;
            }
            repeated.insert(looks);
        }
    }
    repeated
}

/// A line without the number of its page, at whatever end that stands.
fn looks(line: &str) -> String {
    let is_number = |word: &&str| word.chars().all(|c| c.is_ascii_digit());
    let mut words: Vec<&str> = line.split_whitespace().collect();
    if words.last().is_some_and(is_number) {
        words.pop();
    }
    if words.first().is_some_and(is_number) {
        words.remove(0);
    }
    words.join(" ")
}

/// `3`, `- 3 -`, `Trang 3/10`, `Page 3 of 10`.
fn is_page_number(line: &str) -> bool {
    let mut digits = 0;
    let is_part = |word: &str| {
        let lower = word.to_lowercase();
        matches!(lower.as_str(), "trang" | "page" | "of" | "/" | "-" | "–" | "|")
    };
    for word in line.split_whitespace() {
        let bare = word.trim_matches(['-', '–', '|', '.', '[', ']']);
        let is_number = !bare.is_empty()
            && bare.len() <= 9
            && bare.split('/').all(|n| (1..=4).contains(&n.len()) && is_page(n));
        digits += usize::from(is_number);
        if !is_number && !is_part(word) {
            return false;
        }
    }
    (1..=2).contains(&digits)
}

/// Digits; a year is more likely to be one.
fn is_page(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit())
        && !word.parse().is_ok_and(|n: u32| (1930..2100).contains(&n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_and_running_heads_are_dropped() {
        let pages = [
            "CÔNG BÁO/Số 123/Ngày 15-5-2021\t1\n\nCăn cứ Quyết định số 793/QĐ-\nhttp://a.vn",
            "2\tCÔNG BÁO/Số 123/Ngày 15-5-2021\n\nTTg ngày 10-5-2016;\nhttp://a.vn",
            "CÔNG BÁO/Số 123/Ngày 15-5-2021\t3\nĐiều 1.\nhttp://a.vn",
            "Trang 4/4\nĐiều 2.\n- 4 -",
        ]
        .map(str::to_owned);
        assert_eq!(
            cleared(&pages),
            [
                "CÔNG BÁO/Số 123/Ngày 15-5-2021\t1\n\nCăn cứ Quyết định số 793/QĐ-\nhttp://a.vn",
                "TTg ngày 10-5-2016;",
                "Điều 1.",
                "Điều 2.",
            ]
        );
    }

    #[test]
    fn what_stands_on_one_page_stays() {
        let pages = ["Số: 40/KH-UBND\n2021\nhết", "Nơi nhận:\nLưu"].map(str::to_owned);
        assert_eq!(cleared(&pages)[1], "Nơi nhận:\nLưu");
        assert!(!is_page_number("40/KH-UBND") && !is_page_number("Điều 3"));
        assert!(is_page_number("3") && is_page_number("Page 3 of 10"));
    }
}
