//! Which body issued a document: the issuer and place fields of the key, from the
//! symbol, the words of the citation, and the place of the source (domain §3.4).

use super::seat::{Around, Seat};
use super::symbol::{Symbol, token_slug, words_slug};
use crate::ident::Date;
use crate::text::fold_marks;
use crate::vocab::{DocKind, Issuer, IssuerLevel, Place};

/// The issuing body of a reference.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Body {
    /// The slug; `None` when unknown.
    pub(super) issuer: Option<String>,
    /// True for an inter-agency committee whose name is not said: `KH-BCĐ` is the
    /// symbol of all of them.
    pub(super) is_unnamed_committee: bool,
    /// True for a central body of the Party or a Party committee below it.
    pub(super) is_party: bool,
    /// All issuers of a joint document, in the order printed.
    pub(super) joint: Vec<String>,
    /// Where it sits.
    pub(super) seat: Seat,
}

/// The words of one citation that tell its body.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words<'a> {
    pub(super) kind: Option<DocKind>,
    pub(super) symbol: &'a Symbol,
    pub(super) issuer: Option<&'a str>,
    pub(super) place: Option<Place>,
    pub(super) date: Option<Date>,
}

impl Body {
    pub(super) fn read(words: Words<'_>, around: Around<'_>) -> Self {
        let said = || words.issuer.and_then(named);
        let usual = || words.kind.and_then(usual_issuer).map(Named::Known);
        let found = of_symbol(words).or_else(usual).or_else(said);
        let mut body = match found {
            Some(Named::Committee(name)) => Self::committee(name, words, around),
            Some(Named::Known(issuer)) => Self::known(issuer, words, around),
            Some(Named::Unit(slug)) => {
                Self { issuer: Some(slug), seat: Seat::central(), ..Self::default() }
            }
            Some(Named::Other(slug)) => {
                Self { issuer: Some(slug), seat: seat(words, around), ..Self::default() }
            }
            None if words.place.is_some() => {
                Self { seat: seat(words, around), ..Self::default() }
            }
            None => Self::default(),
        };
        if is_of_the_state(words) {
            body.seat = Seat::central();
        }
        body.joint = words.symbol.joint();
        body
    }

    fn known(issuer: Issuer, words: Words<'_>, around: Around<'_>) -> Self {
        let seat = match issuer.level() {
            IssuerLevel::Central | IssuerLevel::Ministry | IssuerLevel::Party => {
                Seat::central()
            }
            IssuerLevel::Committee => committee_seat(words, false, around),
            IssuerLevel::Agency | IssuerLevel::Union | IssuerLevel::Unit => {
                national_unless_local(issuer, words, around)
            }
            IssuerLevel::Local => seat(words, around),
        };
        let slug = slug_of(issuer);
        let is_unnamed_committee = slug == "bcd";
        Self {
            issuer: (!is_unnamed_committee).then(|| slug.to_owned()),
            is_unnamed_committee,
            is_party: is_party(issuer),
            joint: Vec::new(),
            seat,
        }
    }

    /// A committee: its name in words beats the symbol, which rarely tells it.
    fn committee(name: Option<String>, words: Words<'_>, around: Around<'_>) -> Self {
        let issuer = words.issuer.and_then(committee_name).or(name);
        Self {
            is_unnamed_committee: issuer.is_none(),
            issuer,
            seat: committee_seat(words, words.symbol.is_of_government(), around),
            ..Self::default()
        }
    }
}

fn seat(words: Words<'_>, around: Around<'_>) -> Seat {
    Seat::read(words.issuer.unwrap_or_default(), words.place, words.date, around)
}

fn committee_seat(words: Words<'_>, of_government: bool, around: Around<'_>) -> Seat {
    let said = fold_marks(words.issuer.unwrap_or_default());
    let central = ["chinh phu", "trung uong", "quoc gia", "/cp"];
    if of_government || central.iter().any(|c| said.contains(c)) {
        return Seat::central();
    }
    let local = said_place(&said) || words.place.is_some();
    if local || words.issuer.is_none() {
        seat(words, around)
    } else {
        Seat { slug: None, within: around.place }
    }
}

fn said_place(folded: &str) -> bool {
    let levels =
        [" tinh", " thanh pho", " tp", " huyen", " quan", " thi xa", " xa", " phuong"];
    levels.iter().any(|l| folded.contains(l))
}

fn national_unless_local(issuer: Issuer, words: Words<'_>, around: Around<'_>) -> Seat {
    let said = fold_marks(words.issuer.unwrap_or_default());
    let own_place = words.place.is_some() || said_place(&said);
    let is_national = said.contains("trung uong") || said.contains("viet nam");
    match issuer.slug() {
        "mttw" | "dctubtwmttqvn" | "twdtn" => Seat::central(),
        _ if own_place => seat(words, around),
        _ if is_national || issuer.level() != IssuerLevel::Union => Seat::central(),
        _ => seat(words, around),
    }
}

/// The slug of the key: the Party centre is one numbering body, whichever of its organs
/// decides (domain §1.4); the Government's committees are told by their place.
fn slug_of(issuer: Issuer) -> &'static str {
    match issuer.slug() {
        "twbct" | "twbbt" => "tw",
        "bcd138cp" => "bcd138",
        "bcd130cp" => "bcd130",
        slug => slug,
    }
}

/// Returns true if the body numbers its documents by Party term.
fn is_party(issuer: Issuer) -> bool {
    const LOCAL: [&str; 9] =
        ["tu", "vptu", "btgtu", "hu", "thu", "qu", "du", "cb", "duk"];
    issuer.level() == IssuerLevel::Party || LOCAL.contains(&issuer.slug())
}

enum Named {
    Known(Issuer),
    /// With its slug, when it has a name.
    Committee(Option<String>),
    /// A unit of a national body.
    Unit(String),
    /// A body that is not in the table: local as a rule, since the central ones are.
    Other(String),
}

/// Returns true for the kinds that only central bodies issue (Law 80/2015/QH13 art. 4),
/// whether the table knows the body or not.
fn is_of_the_state(words: Words<'_>) -> bool {
    const CENTRAL: [&str; 8] = ["luat", "hp", "pl", "lenh", "sl", "nd", "ttlt", "nqlt"];
    let slug = words.symbol.kind().or(words.kind).map(DocKind::slug);
    slug.is_some_and(|k| {
        CENTRAL.contains(&k) || (k == "tt" && !words.symbol.is_party_order())
    })
}

/// Returns the only body that issues documents of that kind.
fn usual_issuer(kind: DocKind) -> Option<Issuer> {
    Issuer::from_slug(match kind.slug() {
        "luat" | "hp" => "qh",
        "pl" => "ubtvqh",
        "nd" => "cp",
        "lenh" | "sl" => "ctn",
        _ => return None,
    })
}

fn of_symbol(words: Words<'_>) -> Option<Named> {
    let first = words.symbol.bodies().next()?;
    if let Some(name) = first.strip_prefix("BCĐ") {
        let name = token_slug(name);
        return Some(Named::Committee((!name.is_empty()).then(|| format!("bcd{name}"))));
    }
    let is_letter =
        words.kind.is_none_or(|k| k == DocKind::LETTER || k == DocKind::DOCUMENT);
    match Issuer::of_token(first) {
        Some(issuer) if is_letter && words.symbol.kind().is_none() => {
            Some(letter(issuer, words))
        }
        Some(issuer) => Some(Named::Known(issuer)),
        None => Some(Named::Other(token_slug(first))).filter(|_| first.len() > 1),
    }
}

/// A letter is numbered by the unit that its symbol names: `1670/BCA-V28`.
fn letter(issuer: Issuer, words: Words<'_>) -> Named {
    let units: Vec<String> = words.symbol.bodies().skip(1).map(token_slug).collect();
    let is_ministry =
        matches!(issuer.level(), IssuerLevel::Ministry | IssuerLevel::Agency);
    if !is_ministry || units.is_empty() {
        return Named::Known(issuer);
    }
    Named::Unit(format!("{}-{}", slug_of(issuer), units.join("-")))
}

/// Returns the first body that the words name.
fn named(words: &str) -> Option<Named> {
    if let Some(name) = committee_name(words) {
        return Some(Named::Committee(Some(name)));
    }
    let Some(issuer) = bodies_in(words).next() else {
        let slug = words_slug(words);
        return (slug.len() > 2).then_some(Named::Other(slug));
    };
    match issuer.level() {
        IssuerLevel::Committee if slug_of(issuer) == "bcd" => {
            Some(Named::Committee(None))
        }
        _ => Some(Named::Known(issuer)),
    }
}

fn bodies_in(words: &str) -> impl Iterator<Item = Issuer> {
    let starts = std::iter::once(0).chain(words.match_indices(' ').map(|(i, _)| i + 1));
    starts.filter_map(|at| Issuer::at_start(words.get(at..)?).map(|(i, _)| i))
}

/// Returns the slug of the inter-agency committee that the words name: `bcd138` from
/// the table or from its number ("Ban Chỉ đạo 138 tỉnh"), `bcd-chuyendoiso` from its
/// name.
fn committee_name(words: &str) -> Option<String> {
    let folded = fold_marks(words);
    let at = folded.find("ban chi dao").map(|i| i + "ban chi dao".len());
    let at = at.or_else(|| folded.find("bcd").map(|i| i + "bcd".len()))?;
    let rest = folded.get(at..)?.trim_start();
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    if !digits.is_empty() {
        return Some(format!("bcd{digits}"));
    }
    let known = bodies_in(words).find(|i| i.level() == IssuerLevel::Committee);
    if let Some(slug) = known.map(slug_of).filter(|s| *s != "bcd") {
        return Some(slug.to_owned());
    }
    let name = rest.split(['(', ',']).next()?;
    let stop = [
        " tinh",
        " thanh pho",
        " huyen",
        " xa",
        " phuong",
        " trung uong",
        " cua ",
        " quoc gia",
        " cac cap",
    ];
    let padded = format!(" {name}");
    let end = stop.iter().filter_map(|s| padded.find(s)).min().unwrap_or(padded.len());
    let slug: String =
        padded.get(..end)?.chars().filter(char::is_ascii_alphanumeric).take(40).collect();
    (slug.len() > 2).then(|| format!("bcd-{slug}"))
}
