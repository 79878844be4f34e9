//! Which province a folder or a field names.

use super::{Given, Source};
use crate::text::fold_marks;
use crate::vocab::Place;
use std::path::{Component, Path};

/// Returns the province after which the nearest folder above the file is named, and the
/// name of that folder.
pub(super) fn of_path(path: &Path) -> Option<(Place, String)> {
    let folders = path.parent()?.components().rev();
    folders
        .filter_map(|part| match part {
            Component::Normal(name) => name.to_str(),
            _ => None,
        })
        .find_map(|name| Some((of_words(name)?, name.to_owned())))
}

/// Gives a source the place of its folder, if it has none.
pub(super) fn placed(mut source: Source, folder: Option<&(Place, String)>) -> Source {
    if let Some((place, name)) = folder.filter(|_| source.meta.place.is_none()) {
        source.meta.place = Some(*place);
        source.outline.given.push(Given::of_meta("place", format!("folder {name}")));
    }
    source
}

/// What may stand before the name.
const BEFORE: [&str; 5] = ["", "vn", "tinh", "thanhpho", "tp"];

/// Returns the province that a word names, however it is written: `nam-dinh`,
/// `NamDinh`, `vn-namdinh`, `Tỉnh Nam Định`, `TP. Hồ Chí Minh`.
pub(super) fn of_words(words: &str) -> Option<Place> {
    let folded = fold_marks(words);
    let letters: String = folded.chars().filter(char::is_ascii_alphabetic).collect();
    let mut slugs = BEFORE.iter().filter_map(|before| letters.strip_prefix(before));
    slugs.find_map(Place::from_slug).or_else(|| whole_name(words))
}

/// Accepts one of the other names of a province (`TP.HCM`) if it is all there is.
fn whole_name(words: &str) -> Option<Place> {
    let words = words.trim();
    let (place, length) = Place::at_start(words)?;
    (length == words.len()).then_some(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_name_provinces_however_written() {
        let of = |p: &str| of_path(Path::new(p)).map_or("-", |(place, _)| place.slug());
        for folder in ["nam-dinh", "NamDinh", "namdinh", "Nam Định", "tinh-nam-dinh"] {
            assert_eq!(
                of(&format!("corpus/{folder}/y-yen/kh.txt")),
                "namdinh",
                "{folder}"
            );
        }
        assert_eq!(of("tp-ho-chi-minh/a.txt"), "hochiminh");
        assert_eq!(of("TP.HCM/a.txt"), "hochiminh");
        assert_eq!(of("ba-ria-vung-tau/hue/a.txt"), "hue");
        assert_eq!(of("bao-chi/nam-dinh.txt"), "-");
        assert_eq!(of("namdinh2021.txt"), "-");
    }
}
