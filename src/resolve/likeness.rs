//! How alike two titles are.

use crate::text::fold_marks;
use std::collections::BTreeSet;

/// At least this alike, two titles are the same.
pub(super) const SAME: u8 = 60;

/// Returns how many percent of the words of the shorter title are in the longer one; a
/// title of fewer than four words says too little.
pub(super) fn of(a: Option<&str>, b: Option<&str>) -> u8 {
    let (Some(a), Some(b)) = (a, b) else { return 0 };
    let (a, b) = (words(a), words(b));
    let least = a.len().min(b.len());
    if least < 4 {
        return 0;
    }
    let shared = a.intersection(&b).count();
    u8::try_from(shared * 100 / least).unwrap_or(100)
}

/// Returns how many of the words of `topic` are in `title`, in percent.
pub(super) fn covers(topic: &str, title: &str) -> u8 {
    let (topic, title) = (words(topic), words(title));
    let shared = topic.intersection(&title).count();
    u8::try_from(shared * 100 / topic.len().max(1)).unwrap_or(100)
}

fn words(text: &str) -> BTreeSet<String> {
    const EMPTY: [&str; 12] = [
        "ve", "viec", "va", "cua", "cac", "cho", "tren", "theo", "tai", "nam", "nham",
        "den",
    ];
    let folded = fold_marks(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.filter(|w| !EMPTY.contains(w)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_title_shortened_is_the_same() {
        let long = "Phê duyệt Chương trình phòng, chống mua bán người, giai đoạn 2021-2025 và định hướng đến năm 2030";
        let short =
            "về phê duyệt Chương trình phòng, chống mua bán người giai đoạn 2021 - 2025";
        assert!(of(Some(long), Some(short)) >= SAME);
        let other = "về việc lấy ngày 30/7 hằng năm là “Ngày toàn dân phòng, chống mua bán người”";
        assert!(of(Some(long), Some(other)) < SAME);
    }
}
