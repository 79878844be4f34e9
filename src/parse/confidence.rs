//! How sure a mention is: the score that its rule gives itself, corrected by how often
//! that rule was right on the gold.

use std::sync::LazyLock;

/// How many observations the rule's own score is worth against what was counted: few
/// enough that a rule seen a hundred times speaks for itself, enough that one mistake in
/// one case does not.
const PRIOR: u32 = 10;

struct Row {
    rule: &'static str,
    score: u8,
    right: u32,
    seen: u32,
}

static COUNTED: LazyLock<Vec<Row>> = LazyLock::new(|| {
    include_str!("confidence.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(row)
        .collect()
});

fn row(line: &'static str) -> Option<Row> {
    let mut cells = line.split('\t');
    Some(Row {
        rule: cells.next()?,
        score: cells.next()?.parse().ok()?,
        right: cells.next()?.parse().ok()?,
        seen: cells.next()?.parse().ok()?,
    })
}

/// Returns the confidence in percent of a mention that `rule` made with `score`: the
/// mean of the score and the share counted, each weighted by what stands behind it.
pub(super) fn calibrated(rule: &str, score: u8) -> u8 {
    let Some(row) = COUNTED.iter().find(|r| r.score == score && r.rule == rule) else {
        return score;
    };
    let weight = row.seen + PRIOR;
    let sum = 100 * row.right + PRIOR * u32::from(score);
    u8::try_from((sum + weight / 2) / weight).unwrap_or(score).min(99)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_counted_corrects_the_score() {
        assert_eq!(calibrated("law title", 97), 98);
        assert_eq!(calibrated("type word + issuer", 60), 88);
        assert_eq!(calibrated("a rule that nobody counted", 80), 80);
    }

    #[test]
    fn every_row_is_read() {
        let rows = include_str!("confidence.tsv").lines().filter(|l| !l.starts_with('#'));
        assert_eq!(rows.count(), COUNTED.len());
        assert!(COUNTED.iter().all(|r| r.right <= r.seen && r.score <= 100));
    }
}
