//! What the text between two mentions is: a separator, a passive, the beginning of a title.

use crate::text::{fold_tone, is_letter, is_lower, starts_with_glued};

/// A title in capitals is one sentence over all its lines: "SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU⏎
/// CỦA LUẬT …".
pub(super) fn capitals_start(text: &str, sentence: usize, lead: usize) -> usize {
    let in_capitals = |s: &str| s.contains(is_letter) && !s.contains(is_lower);
    let mut start = sentence;
    let head = text.get(sentence..lead).unwrap_or_default();
    if !in_capitals(head) {
        return sentence;
    }
    for _ in 0..4 {
        let before = text.get(..start).unwrap_or_default();
        let Some(before) = before.strip_suffix('\n') else { break };
        let line = tail_of(before, 240).rsplit('\n').next().unwrap_or_default();
        if !in_capitals(line) {
            break;
        }
        start = before.len() - line.len();
    }
    start
}

/// A comma or *và* right before the next document: a sibling, not an object.
pub(super) fn ends_as_list(gap: &str) -> bool {
    let end = gap.trim_end();
    end.ends_with(',') || [" và", "\nvà", " VÀ", "\nVÀ"].iter().any(|w| end.ends_with(w))
}

pub(super) fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

/// Returns where the last bracket begins that is not closed.
pub(super) fn open_bracket(text: &str) -> Option<usize> {
    let last = memchr::memrchr2(b'(', b')', text.as_bytes())?;
    (text.as_bytes().get(last) == Some(&b'(')).then_some(last)
}

pub(super) fn tail_of(text: &str, len: usize) -> &str {
    text.get(floor(text, text.len().saturating_sub(len))..).unwrap_or_default()
}

/// Only separators stand between two members of a list.
pub(super) fn is_list_gap(gap: &str) -> bool {
    let separator = |w: &str| {
        let w = w.trim_matches([',', ';', '-', '+', '•', '(', ')']);
        w.is_empty()
            || matches!(
                w,
                "và" | "VÀ" | "hoặc" | "các" | "cùng" | "với" | "số" | "của" | "những"
            )
    };
    let plain = |gap: &str| gap.split_whitespace().all(separator);
    gap.len() < 60
        && (plain(gap) || around_related(gap).is_some_and(|p| p.map(plain) == [true; 2]))
}

/// "Luật A và các văn bản liên quan, Nghị quyết số 82/NQ-CP": what stands around them.
fn around_related(gap: &str) -> Option<[&str; 2]> {
    // Most gaps are shorter than these words.
    if gap.len() < "các văn bản liên quan".len() {
        return None;
    }
    let (before, behind) = gap.split_once("các văn bản")?;
    let behind = behind.trim_start();
    let behind = behind.strip_prefix("có").map_or(behind, str::trim_start);
    Some([before, behind.strip_prefix("liên quan")?])
}

/// "A đã được sửa đổi, bổ sung một số điều bởi B".
pub(super) fn is_passive(gap: &str) -> bool {
    const VERBS: [&str; 6] = [
        "được sửa đổi",
        "được bổ sung",
        "được thay thế",
        "được bãi bỏ",
        "bị bãi bỏ",
        "bị thay thế",
    ];
    let is_verb = |at| {
        let tail = gap.get(at..).unwrap_or_default();
        VERBS.iter().any(|verb| starts_with_glued(tail, verb).is_some())
    };
    gap.len() < 300
        && ends_in_by(gap)
        && ["được", "Được", "ĐƯỢC", "bị"].iter().any(|w| gap.contains(w))
        && gap.match_indices(['đ', 'Đ', 'b', 'B']).any(|(at, _)| is_verb(at))
}

fn ends_in_by(gap: &str) -> bool {
    let end = gap.trim_end_matches(|c: char| c.is_whitespace() || c == ':');
    // The last letters of the words below.
    if !end.ends_with(['i', 'I', 'o', 'O', 'g', 'G']) {
        return false;
    }
    let last = fold_tone(end.rsplit(char::is_whitespace).next().unwrap_or_default());
    ["bởi", "theo", "tại", "bằng"].iter().any(|w| last.ends_with(w))
}

/// The verb of a sentence, if no title stands before it.
pub(super) fn carries_out(gap: &str) -> bool {
    let start = gap.trim_start();
    ["thực hiện", "triển khai", "tiếp tục", "thi hành", "bổ sung", "điều chỉnh"]
        .iter()
        .any(|verb| crate::text::starts_with_words(start, verb).is_some())
}

/// The title of a document goes on behind its number, date and issuer.
pub(super) fn opens_title(gap: &str) -> bool {
    // Folded: one place of the tone.
    const LEADS: [&str; 22] = [
        "về",
        "v/v",
        "quy định",
        "qui định",
        "sửa đổi",
        "bổ sung",
        "hướng dẫn",
        "ban hành",
        "phê duyệt",
        "thay thế",
        "bãi bỏ",
        "đính chính",
        "thực hiện",
        "triển khai",
        "hợp nhất",
        "điều chỉnh",
        "kéo dài",
        "gia hạn",
        "thi hành",
        "huỷ bỏ",
        "thành lập",
        "tiếp tục",
    ];
    let start = gap.trim_start_matches([' ', ',', '\n', '\r', '\t', '"', '“']);
    LEADS.iter().any(|l| crate::text::starts_with_words(start, l).is_some())
}
