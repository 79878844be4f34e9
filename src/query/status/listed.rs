//! What the rows of a catalogue say of the life of a document.

use super::{Act, Basis, Clause, Entry, Standing};
use crate::resolve::Listed;

/// Returns the statements of one row.
pub(super) fn clauses(row: Listed, catalogue: String) -> Vec<Clause> {
    let standing = row.status.as_deref().and_then(|s| s.parse::<Standing>().ok());
    let entry = Entry { status: row.status, replaced_by: row.replaced_by, catalogue };
    let of = |act: Act| Clause {
        basis: Basis::Catalogue,
        listed: Some(entry.clone()),
        ..Clause::of(act)
    };
    let mut found = Vec::new();
    if row.effective.is_some() {
        found.push(Clause { date: row.effective, ..of(Act::TakesEffect) });
    }
    let act = match standing {
        Some(Standing::InForce) => Act::ListedInForce,
        Some(Standing::NotYetInForce) => Act::ListedNotYet,
        Some(Standing::Amended) => Act::Amended,
        Some(Standing::Suspended) => Act::ListedSuspended,
        Some(Standing::Ended | Standing::EndedInPart) => Act::ListedEnded,
        // A day of end or a successor says it without the word.
        Some(Standing::Unknown) | None
            if row.expired.is_some() || entry.replaced_by.is_some() =>
        {
            Act::ListedEnded
        }
        Some(Standing::Unknown) | None => return found,
    };
    let date = match act {
        Act::ListedEnded => row.expired,
        Act::ListedNotYet => row.effective,
        _ => None,
    };
    let is_part = standing == Some(Standing::EndedInPart);
    found.push(Clause { is_part, date, ..of(act) });
    if act != Act::ListedEnded && row.expired.is_some() {
        // It goes on no longer than the row itself says.
        found.push(Clause { date: row.expired, ..of(Act::ListedEnded) });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{Listing, Meta};

    fn acts(status: &str, expired: &str) -> String {
        let meta = Meta { number: Some("20/2017/NĐ-CP".to_owned()), ..Meta::default() };
        let status = (!status.is_empty()).then(|| status.to_owned());
        let expired = expired.parse().ok();
        let listing = Listing { meta, status, expired, ..Listing::default() };
        let row = Listed::read(listing, 0).unwrap();
        let clauses = clauses(row, "a.csv".to_owned());
        let shown = clauses.iter().map(|c| {
            let date = c.date.map(|d| d.to_string()).unwrap_or_default();
            format!("{}{} {date}", c.act.as_str(), if c.is_part { "*" } else { "" })
        });
        shown.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn the_words_of_portals_are_understood() {
        assert_eq!(acts("Còn hiệu lực", ""), "listed_in_force ");
        assert_eq!(acts("Hết hiệu lực toàn bộ", "2020-12-20"), "listed_ended 2020-12-20");
        assert_eq!(acts("Hết hiệu lực một phần", ""), "listed_ended* ");
        assert_eq!(acts("", "2020-12-20"), "listed_ended 2020-12-20");
        assert_eq!(
            acts("Còn hiệu lực", "2020-12-20"),
            "listed_in_force , listed_ended 2020-12-20"
        );
        assert_eq!(acts("Chưa xác định", ""), "");
    }
}
