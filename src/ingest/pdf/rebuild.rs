//! A PDF whose table of objects is broken gets a new one: files that were cut off, glued
//! together or sent as text have all their objects and a table that points elsewhere.

use memchr::memmem;
use std::collections::BTreeMap;
use std::fmt::Write;

/// More objects than any real file has.
const MOST: usize = 1 << 22;

/// Returns the file with a new table behind it; `None` when it has no root.
pub(super) fn rebuilt(bytes: &[u8]) -> Option<Vec<u8>> {
    let bytes = bytes.get(memmem::find(bytes, b"%PDF-")?..)?;
    let objects = objects(bytes);
    let trailer = trailer(bytes, &objects)?;
    let mut table = "\nxref\n0 1\n0000000000 65535 f \n".to_owned();
    for (number, (generation, at)) in &objects {
        let _ = write!(table, "{number} 1\n{at:010} {generation:05} n \n");
    }
    let start = bytes.len() + 1;
    let _ = write!(table, "trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n");
    Some([bytes, table.as_bytes()].concat())
}

/// Finds the objects: their generation and where they begin. The last one of a number
/// counts, as an editor has put it behind the others.
fn objects(bytes: &[u8]) -> BTreeMap<u32, (u16, usize)> {
    let ends = memmem::find_iter(bytes, b" obj").take(MOST);
    let found = ends.filter_map(|end| {
        let (generation, at) = number_before(bytes, end)?;
        let gap = at.checked_sub(1)?;
        let is_gap = bytes.get(gap).is_some_and(u8::is_ascii_whitespace);
        let (number, at) = number_before(bytes, gap).filter(|_| is_gap)?;
        let generation = u16::try_from(generation).ok()?;
        Some((number, (generation, at)))
    });
    found.collect()
}

/// Reads the number that ends at `end`; returns it with where it begins.
fn number_before(bytes: &[u8], end: usize) -> Option<(u32, usize)> {
    let digits = bytes.get(..end)?.iter().rev().take(10);
    let count = digits.take_while(|b| b.is_ascii_digit()).count();
    let text = std::str::from_utf8(bytes.get(end - count..end)?).ok()?;
    Some((text.parse().ok()?, end - count))
}

/// Makes the dictionary behind the table: what the file says itself, if that names a root
/// that is there, else the catalogue among the objects.
fn trailer(bytes: &[u8], objects: &BTreeMap<u32, (u16, usize)>) -> Option<String> {
    let size = objects.keys().next_back()? + 1;
    let named = |name: &[u8]| {
        let at = memmem::rfind(bytes, name)? + name.len();
        let words = String::from_utf8_lossy(bytes.get(at..(at + 24).min(bytes.len()))?);
        words.split_ascii_whitespace().next()?.parse::<u32>().ok()
    };
    // One that is not among the objects may be packed in another.
    let whole = |number: u32| match objects.get(&number) {
        Some((generation, _)) => format!("{number} {generation} R"),
        None => format!("{number} 0 R"),
    };
    let written = named(b"/Root");
    let is_there = |number: &u32| objects.contains_key(number);
    let root = written.filter(is_there).or_else(|| catalogue(bytes, objects));
    let root = whole(root.or(written)?);
    let mut trailer = format!("<< /Size {size} /Root {root}");
    for name in ["/Info", "/Encrypt"] {
        if let Some(number) = named(name.as_bytes()) {
            let _ = write!(trailer, " {name} {}", whole(number));
        }
    }
    if let Some(id) = identity(bytes) {
        let _ = write!(trailer, " /ID {id}");
    }
    trailer.push_str(" >>");
    Some(trailer)
}

fn catalogue(bytes: &[u8], objects: &BTreeMap<u32, (u16, usize)>) -> Option<u32> {
    let is_catalogue = |at: usize| {
        let object = bytes.get(at..(at + 400).min(bytes.len())).unwrap_or_default();
        let end = memmem::find(object, b"endobj").unwrap_or(object.len());
        let object = object.get(..end).unwrap_or_default();
        [&b"/Type /Catalog"[..], b"/Type/Catalog"]
            .iter()
            .any(|word| memmem::find(object, word).is_some())
    };
    let found = objects.iter().rev().find(|(_, (_, at))| is_catalogue(*at));
    found.map(|(number, _)| *number)
}

/// Returns what makes the key of an encrypted file, where it is written in digits.
fn identity(bytes: &[u8]) -> Option<String> {
    let at = memmem::rfind(bytes, b"/ID")? + 3;
    let rest = bytes.get(at..(at + 200).min(bytes.len()))?.trim_ascii_start();
    let end = memchr::memchr(b']', rest).filter(|_| rest.starts_with(b"["))?;
    let id = std::str::from_utf8(rest.get(..=end)?).ok()?;
    id.chars()
        .all(|c| c.is_ascii_hexdigit() || " \r\n<>[]".contains(c))
        .then(|| id.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_object_of_a_number_counts() {
        let file = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n12 0 obj 5 endobj\n\
            x obj\n1 0 obj<</Type /Catalog /A 1>>endobj\n";
        let objects = objects(file);
        let numbers: Vec<_> = objects.iter().map(|(n, (_, at))| (*n, *at)).collect();
        assert_eq!(numbers, [(1, 64), (12, 40)]);
        let rebuilt = String::from_utf8(rebuilt(file).unwrap()).unwrap();
        assert!(rebuilt.contains("1 1\n0000000064 00000 n \n12 1\n"), "{rebuilt}");
        assert!(rebuilt.contains("<< /Size 13 /Root 1 0 R >>"), "{rebuilt}");
    }

    #[test]
    fn what_has_no_root_stays_broken() {
        for file in [&b""[..], b"%PDF-1.4", b"%PDF-1.4\n obj obj 1 obj\n1 0 obj 2 endobj"]
        {
            assert_eq!(rebuilt(file), None);
        }
    }
}
