//! What the imported catalogues know.

use super::Corpus;
use super::reference::{DIGITS, Reference, near_listed, slips};
use crate::error::Result;
use crate::ident::{Date, Key};
use crate::registry::Record;
use crate::resolve::Listed;

/// How many are worth showing.
const MOST: usize = 5;

impl Corpus {
    /// Returns the rows of catalogues that bear exactly the key of a document, those
    /// with marks only: the others cannot be told from a namesake.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn listed(&self, record: &Record) -> Result<Vec<Listed>> {
        if !record.is_full() {
            return Ok(Vec::new());
        }
        let mut rows = self.store().listed(&record.key.serial)?;
        rows.retain(|row| !row.is_ascii && row.key == record.key);
        Ok(rows)
    }

    /// Returns the rows of catalogues that may be what a key and a date mean: every
    /// field of them is known and none conflicts.
    pub(super) fn listed_as(&self, key: &Key, date: Option<Date>) -> Result<Vec<Listed>> {
        let mut rows = self.store().listed(&key.serial)?;
        rows.retain(|row| {
            let agree = row.date.zip(date).is_none_or(|(a, b)| a.agrees(b));
            row.key.is_full() && row.key.agrees(key) && agree
        });
        Ok(rows)
    }

    /// Returns rows of catalogues near a reference that means no document here, and
    /// whether the first of them bear the very number (and year, if one was typed), or the
    /// very key: then it is those alone. Else the same serial under another symbol or year, then one
    /// digit off; at most five.
    ///
    /// Some hundred look-ups, whatever the size of the catalogues.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn near_listed(&self, typed: &str) -> Result<(bool, Vec<Listed>)> {
        let reference = Reference::read(typed);
        let Some(serial) = reference.serial() else { return Ok((false, Vec::new())) };
        let mut found = Vec::new();
        for serial in slips(serial, DIGITS) {
            for row in self.store().listed(&serial)? {
                let distance = near_listed::distance(&reference, &row);
                found.extend(distance.map(|distance| (distance, row)));
            }
        }
        found.sort_by(|(a, x), (b, y)| {
            (a, x.is_ascii, &x.key).cmp(&(b, y.is_ascii, &y.key))
        });
        found.dedup_by(|(_, b), (_, a)| a.key == b.key && a.key.is_full());
        let is_exact = found.first().is_some_and(|(distance, _)| *distance == 0);
        found.retain(|(distance, _)| !is_exact || *distance == 0);
        found.truncate(MOST);
        Ok((is_exact, found.into_iter().map(|(_, row)| row).collect()))
    }
}
