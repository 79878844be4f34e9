//! The properties of an old office file ([MS-OLEPS]): title, author and the like.

use super::{u16_at, u32_at};
use crate::ingest::Given;
use encoding_rs::{Encoding, WINDOWS_1252};

/// The stream that holds them.
pub(super) const STREAM: &str = "\u{5}SummaryInformation";
const NAMES: [(usize, &str); 3] = [(2, "title"), (3, "subject"), (4, "author")];
const CODE_PAGE: usize = 1;
/// More than any real file has.
const MAX_COUNT: usize = 256;

/// Reads what there is.
pub(super) fn read(bytes: &[u8]) -> Vec<Given> {
    let set = || {
        let start = u32_at(bytes, 44)?;
        bytes.get(start..)
    };
    let Some(set) = set() else { return Vec::new() };
    let count = u32_at(set, 4).unwrap_or(0).min(MAX_COUNT);
    let place = |wanted: usize| {
        let entries = (0..count).map(|i| 8 + 8 * i);
        let entry = entries.into_iter().find(|at| u32_at(set, *at) == Some(wanted))?;
        set.get(u32_at(set, entry + 4)?..)
    };
    let code_page = place(CODE_PAGE).and_then(|value| u16_at(value, 4));
    let encoding = code_page.map_or(WINDOWS_1252, encoding_of);
    let given = |(id, name): &(usize, &str)| {
        let value = words(place(*id)?, encoding)?;
        (!value.trim().is_empty()).then(|| Given::property(name, &value))
    };
    NAMES.iter().filter_map(given).collect()
}

fn encoding_of(code_page: u16) -> &'static Encoding {
    match code_page {
        65001 => encoding_rs::UTF_8,
        1200 => encoding_rs::UTF_16LE,
        n => {
            Encoding::for_label(format!("windows-{n}").as_bytes()).unwrap_or(WINDOWS_1252)
        }
    }
}

/// A string of bytes (30) or of UTF-16 (31).
fn words(value: &[u8], encoding: &'static Encoding) -> Option<String> {
    let length = u32_at(value, 4)?;
    let text = match u16_at(value, 0)? {
        30 => encoding.decode_without_bom_handling(value.get(8..8 + length)?).0,
        31 => {
            let bytes = value.get(8..8 + length.checked_mul(2)?)?;
            encoding_rs::UTF_16LE.decode_without_bom_handling(bytes).0
        }
        _ => return None,
    };
    Some(text.trim_end_matches('\0').to_owned())
}
