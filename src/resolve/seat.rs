//! Where a body sits: the first field of the key.

use crate::ident::Date;
use crate::text::fold_marks;
use crate::vocab::Place;

/// The place field of a key, as far as the words tell.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Seat {
    /// `vn`, `vn-namdinh`, `vn-namdinh-yyen`; `None` when unknown.
    pub(super) slug: Option<String>,
    /// The province in which an unknown place lies.
    pub(super) within: Option<Place>,
}

/// The levels below the province, with what tells their names apart in a slug: the
/// town Cao Lãnh and the district Cao Lãnh are two bodies.
const LEVELS: [(&str, Level, &str); 17] = [
    ("tinh uy", Level::Province, ""),
    ("thanh uy", Level::City, "tp-"),
    ("huyen uy", Level::District, ""),
    ("quan uy", Level::District, "quan-"),
    ("thi uy", Level::District, "tx-"),
    ("tinh doan", Level::Province, ""),
    ("tinh", Level::Province, ""),
    ("thanh pho", Level::City, "tp-"),
    ("tp", Level::City, "tp-"),
    ("huyen", Level::District, ""),
    ("quan", Level::District, "quan-"),
    ("thi xa", Level::District, "tx-"),
    ("thi tran", Level::Commune, "tt-"),
    ("xa", Level::Commune, "xa-"),
    ("phuong", Level::Commune, "phuong-"),
    ("dac khu", Level::Commune, "dackhu-"),
    ("thon", Level::Commune, "thon-"),
];

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Level {
    Province,
    /// Of the province or below it: the name tells.
    City,
    District,
    Commune,
}

/// What is known of the place from outside the words of a citation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around<'a> {
    /// The province of the source.
    pub(super) place: Option<Place>,
    /// The place field of the own key of the source.
    pub(super) seat: Option<&'a str>,
    /// The date of the source.
    pub(super) date: Option<Date>,
}

impl Seat {
    pub(super) fn central() -> Self {
        Self { slug: Some("vn".to_owned()), within: None }
    }

    fn unknown(within: Option<Place>) -> Self {
        Self { slug: None, within }
    }

    /// Reads the place of a local body: from the name in its words, else from the place
    /// that the mention names, else, when the words are relative ("UBND tỉnh"), from
    /// the source. `date` is that of the cited document.
    pub(super) fn read(
        words: &str,
        named: Option<Place>,
        date: Option<Date>,
        around: Around<'_>,
    ) -> Self {
        let steps = steps(words);
        let province = steps.iter().find_map(Step::province).or(named);
        let below = steps.iter().rev().filter_map(Step::below).collect::<Vec<_>>();
        let relative = steps.iter().find(|s| s.is_relative());
        match relative {
            Some(step) if below.is_empty() => {
                Self::relative(step.level, province, date, around)
            }
            _ if below.is_empty() && province.is_none() && steps.is_empty() => {
                Self::unsaid(date, around)
            }
            _ => Self::named(province, &below, date, around),
        }
    }

    fn named(
        province: Option<Place>,
        below: &[String],
        date: Option<Date>,
        around: Around<'_>,
    ) -> Self {
        let base = match province {
            Some(place) => Self::province(place, date),
            None => Self::of_source(date, around),
        };
        if below.is_empty() {
            return base;
        }
        let slug = base.slug.map(|p| format!("{p}-{}", below.join("-")));
        Self { slug, within: base.within }
    }

    fn province(place: Place, date: Option<Date>) -> Self {
        let place = date.map_or(place, |d| place.on(d));
        Self { slug: Some(format!("vn-{}", place.slug())), within: None }
    }

    /// Returns the province of the source as of `date`. A province formed on 1 July
    /// 2025 that cites an older document may mean any of those it was formed from.
    fn of_source(date: Option<Date>, around: Around<'_>) -> Self {
        let Some(place) = around.place else { return Self::unknown(None) };
        let now = around.date.map_or(place, |d| place.on(d));
        let older = date.is_some_and(|d| NEW_MAP.is_after(d));
        let formed = around.date.is_some_and(|d| !NEW_MAP.is_after(d));
        if older && formed && now == place && place.merged_from().next().is_some() {
            return Self::unknown(Some(place));
        }
        Self::province(place, date)
    }

    fn relative(
        level: Level,
        province: Option<Place>,
        date: Option<Date>,
        around: Around<'_>,
    ) -> Self {
        let of_source = || Self::of_source(date, around);
        let base = province.map_or_else(of_source, |p| Self::province(p, date));
        let city = around.place.is_some_and(Place::is_city);
        let own = around.seat.filter(|s| s.matches('-').count() > 1);
        match (level, own) {
            (Level::Province, _) => base,
            (Level::City, None) if city => base,
            (_, Some(seat)) if same_level(level, seat) => {
                Self { slug: Some(seat.to_owned()), within: None }
            }
            _ => Self::unknown(around.place.or(province)),
        }
    }

    /// The place of a bare symbol ("Kế hoạch số 40/KH-UBND"): that of the source, when
    /// the source is of the province; a district may mean itself or its province.
    fn unsaid(date: Option<Date>, around: Around<'_>) -> Self {
        match around.seat {
            Some(seat) if seat.matches('-').count() > 1 => Self::unknown(around.place),
            _ => Self::of_source(date, around),
        }
    }
}

/// The day on which 34 provinces took the place of 63 (Resolution 202/2025/QH15).
pub(super) static NEW_MAP: std::sync::LazyLock<Date> =
    std::sync::LazyLock::new(|| Date::new(2025, 7, 1).unwrap_or(Date::year_only(2025)));

fn same_level(level: Level, seat: &str) -> bool {
    let last = seat.split('-').skip(2).collect::<Vec<_>>().join("-");
    let is_commune =
        LEVELS.iter().any(|(_, l, prefix)| *l == Level::Commune && last.contains(prefix));
    is_commune == (level == Level::Commune)
}

/// One level in the words of a body, with the name that follows it.
struct Step {
    level: Level,
    prefix: &'static str,
    name: Option<String>,
    place: Option<Place>,
}

impl Step {
    /// The province that the step names, or whose capital it is.
    fn province(&self) -> Option<Place> {
        self.place
    }

    fn below(&self) -> Option<String> {
        let name = self.name.as_ref()?;
        (self.level != Level::Province).then(|| format!("{}{name}", self.prefix))
    }

    /// "UBND tỉnh", without a name.
    fn is_relative(&self) -> bool {
        self.name.is_none() && self.place.is_none()
    }
}

/// Reads the levels named in the words of a body, in the order of the words. A bare
/// name of a province ("Tỉnh ủy Nam Định", "TP.HCM") is a step too.
fn steps(words: &str) -> Vec<Step> {
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut steps = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let level = level_at(&words[at..]);
        at += level.map_or(0, |l| l.2);
        let place = place_at(&words[at..])
            .filter(|p| level.is_some() || !is_person(p.0, words[at]));
        let of_city = |p: &Place| level.is_none_or(|l| l.0 != Level::City) || p.is_city();
        let below = level.is_some_and(|l| !matches!(l.0, Level::Province | Level::City));
        match (level, place) {
            (_, Some((place, len))) if !below && of_city(&place) => {
                steps.push(Step {
                    level: Level::Province,
                    prefix: "",
                    name: None,
                    place: Some(place),
                });
                at += len;
            }
            (Some((level, prefix, _)), place) => {
                let (name, len) = name_at(&words[at..]);
                let capital = place.filter(|_| level == Level::City).map(|p| p.0);
                steps.push(Step { level, prefix, name, place: capital });
                at += len;
            }
            (None, _) => at += 1,
        }
    }
    steps
}

/// Bare "Hồ Chí Minh" is the person: "Đoàn TNCS Hồ Chí Minh".
fn is_person(place: Place, word: &str) -> bool {
    place.slug() == "hochiminh" && fold_marks(word) == "ho"
}

fn place_at(words: &[&str]) -> Option<(Place, usize)> {
    words.first()?.chars().next().filter(|c| c.is_uppercase())?;
    let rest = words.join(" ");
    let (place, len) = Place::at_start(&rest)?;
    Some((place, rest.get(..len)?.split(' ').count()))
}

fn level_at(words: &[&str]) -> Option<(Level, &'static str, usize)> {
    let bare = |w: &&str| fold_marks(w.trim_end_matches(['.', ',', ';']));
    let one = words.first().map(bare)?;
    let two = words.get(1).map(|w| format!("{one} {}", bare(w)));
    LEVELS.iter().find_map(|(name, level, prefix)| {
        if Some(*name) == two.as_deref() {
            return Some((*level, *prefix, 2));
        }
        (*name == one).then_some((*level, *prefix, 1))
    })
}

/// Returns the slug of the name that starts here and its number of words: capitalized
/// words up to a comma or the next level; a number ("Quận 3", "phường 5") is a name too.
fn name_at(words: &[&str]) -> (Option<String>, usize) {
    let mut name = String::new();
    let mut len = 0;
    while let Some(word) = words.get(len).filter(|_| len < 4) {
        let starts =
            word.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
        if !starts || (len > 0 && level_at(&words[len..]).is_some()) {
            break;
        }
        name.extend(fold_marks(word).chars().filter(char::is_ascii_alphanumeric));
        len += 1;
        if word.ends_with([',', ';', '.']) {
            break;
        }
    }
    ((!name.is_empty()).then_some(name), len)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(place: &str, seat: &'static str, date: &str) -> Around<'static> {
        let seat = Some(seat).filter(|s| !s.is_empty());
        Around { place: Place::from_slug(place), seat, date: date.parse().ok() }
    }

    fn read(words: &str, date: &str, around: Around<'_>) -> String {
        let seat = Seat::read(words, None, date.parse().ok(), around);
        let within = seat.within.map(|p| format!(" in {}", p.slug())).unwrap_or_default();
        format!("{}{within}", seat.slug.unwrap_or_else(|| "?".into()))
    }

    #[test]
    fn names_beat_the_source() {
        let here = around("thaibinh", "vn-thaibinh", "2021-05-19");
        assert_eq!(read("UBND tỉnh Nam Định", "2021-04-02", here), "vn-namdinh");
        assert_eq!(read("UBND thành phố Hà Nội", "2021", here), "vn-hanoi");
        assert_eq!(
            read("UBND huyện Ý Yên, tỉnh Nam Định", "2021", here),
            "vn-namdinh-yyen"
        );
        assert_eq!(
            read("ỦY BAN NHÂN DÂN HUYỆN THÁI THỤY", "2021", here),
            "vn-thaibinh-thaithuy"
        );
        assert_eq!(
            read("UBND xã Tân Lập, huyện Vũ Thư", "2021", here),
            "vn-thaibinh-vuthu-xa-tanlap"
        );
        assert_eq!(read("UBND tỉnh Nam Định", "2025-08-01", here), "vn-ninhbinh");
        assert_eq!(read("Tỉnh ủy Nam Định", "2021", here), "vn-namdinh");
        assert_eq!(read("Đoàn TNCS Hồ Chí Minh", "2021", here), "vn-thaibinh");
        assert_eq!(read("UBND TP.HCM", "2021", here), "vn-hochiminh");
        assert_eq!(
            read("UBND thành phố Nam Định", "2021", here),
            "vn-namdinh-tp-namdinh"
        );
        assert_eq!(
            read("UBND huyện Hòa Bình, tỉnh Bạc Liêu", "2021", here),
            "vn-baclieu-hoabinh"
        );
    }

    #[test]
    fn relative_words_take_the_place_of_the_source() {
        let here = around("namdinh", "vn-namdinh", "2021-05-19");
        assert_eq!(read("UBND tỉnh", "2021-04-02", here), "vn-namdinh");
        assert_eq!(read("UBND huyện", "2021-04-02", here), "? in namdinh");
        assert_eq!(read("UBND", "2021-04-02", here), "vn-namdinh");
        let district = around("namdinh", "vn-namdinh-yyen", "2021-05-19");
        assert_eq!(read("UBND huyện", "2021-04-02", district), "vn-namdinh-yyen");
        assert_eq!(read("UBND tỉnh", "2021-04-02", district), "vn-namdinh");
        assert_eq!(read("", "2021-04-02", district), "? in namdinh");
        let nowhere = Around { place: None, seat: None, date: None };
        assert_eq!(read("UBND tỉnh", "2021-04-02", nowhere), "?");
    }

    #[test]
    fn a_province_of_2025_may_mean_any_it_was_formed_from() {
        let new = around("ninhbinh", "vn-ninhbinh", "2025-07-16");
        assert_eq!(read("UBND tỉnh", "2021-04-02", new), "? in ninhbinh");
        assert_eq!(read("UBND tỉnh", "2025-07-10", new), "vn-ninhbinh");
        let same = around("nghean", "vn-nghean", "2025-07-16");
        assert_eq!(read("UBND tỉnh", "2021-04-02", same), "vn-nghean");
    }
}
