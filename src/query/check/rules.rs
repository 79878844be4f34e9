//! Rules that need nothing but the draft.

use super::{Draft, Finding, Rule, Severity};
use crate::ident::{Date, DocNumber};
use crate::vocab::{DocKind, Issuer, Relation};

/// The word and the symbol name one kind.
pub(super) const KIND_MISMATCH: Rule = Rule {
    code: "kind-mismatch",
    severity: Severity::Error,
    about: "the word before a number is the kind that its symbol stands for",
};

/// The year in the number is the year of the date.
pub(super) const YEAR_MISMATCH: Rule = Rule {
    code: "year-mismatch",
    severity: Severity::Error,
    about: "the year inside a number is the year of its date",
};

/// The term in the number was in office in its year.
pub(super) const TERM_MISMATCH: Rule = Rule {
    code: "term-mismatch",
    severity: Severity::Error,
    about: "the National Assembly of the symbol sat in the year of the number",
};

/// What is cited exists already.
pub(super) const NOT_YET_ISSUED: Rule = Rule {
    code: "not-yet-issued",
    severity: Severity::Error,
    about: "a cited document is not younger than the citing one",
};

/// The issuer existed.
pub(super) const ISSUER_GONE: Rule = Rule {
    code: "issuer-gone",
    severity: Severity::Warning,
    about: "the issuer of a cited document existed on its date",
};

/// The words and the symbol name one issuer.
pub(super) const ISSUER_MISMATCH: Rule = Rule {
    code: "issuer-mismatch",
    severity: Severity::Warning,
    about: "the issuer in words is the one that the symbol of the number stands for",
};

/// Grounds are of the same rank or higher.
pub(super) const LOW_BASIS: Rule = Rule {
    code: "low-basis",
    severity: Severity::Warning,
    about: "the grounds of a document are of higher rank (Decree 34/2016 art. 61)",
};

/// Returns what the draft alone shows to be wrong.
pub(super) fn all(draft: Draft<'_>) -> impl Iterator<Item = Finding> {
    let rules = [
        kind_mismatch,
        year_mismatch,
        term_mismatch,
        not_yet_issued,
        issuer_gone,
        issuer_mismatch,
        low_basis,
    ];
    rules.into_iter().filter_map(move |rule| rule(draft))
}

fn number<'d>(draft: &Draft<'d>) -> Option<&'d DocNumber> {
    draft.mention.number.as_ref().filter(|n| !n.serial.contains('…'))
}

fn kind_mismatch(draft: Draft<'_>) -> Option<Finding> {
    let (number, word) = (number(&draft)?, draft.mention.kind?);
    let token = number.symbol_tokens().next()?;
    let kind = DocKind::of_token(&token)?;
    // "QĐ" of the Party is a decision or a regulation; a promulgation order may number
    // a law; TT is a circular or, in Party order, a *thông tri*.
    let is_loose = word == DocKind::DOCUMENT
        || kind == DocKind::ORDER
        || kind == DocKind::LAW
        || number.separator != crate::ident::Separator::Slash;
    if is_loose || kind.slug() == word.slug() || is_family(kind, word) {
        return None;
    }
    let message =
        format!("{number} is the number of a {}, not a {}", kind.name(), word.name());
    Some(draft.finding(
        KIND_MISMATCH,
        message,
        Some(format!("{} số {number}", kind.name())),
    ))
}

/// Joint documents and annexes are called by the plain word: "Thông tư số …/TTLT-…".
fn is_family(kind: DocKind, word: DocKind) -> bool {
    let first = |k: DocKind| k.name().split(' ').next().unwrap_or_default().to_owned();
    first(kind) == first(word)
}

fn year_mismatch(draft: Draft<'_>) -> Option<Finding> {
    let (number, date) = (number(&draft)?, draft.mention.date?);
    let year = number.year.filter(|&year| year != date.year())?;
    let message = format!("{number} is of {year}, its date says {}", date.year());
    Some(draft.finding(YEAR_MISMATCH, message, None))
}

/// The years in which a National Assembly began; the next one began in the year after
/// the last of these. Elections were in May or later until 2021, in March in 2026: what
/// was issued before them is of the term before (22 May 2011, 22 May 2016, 23 May 2021, 15 March 2026).
const TERMS: [(u16, u16); 8] = [
    (9, 1992),
    (10, 1997),
    (11, 2002),
    (12, 2007),
    (13, 2011),
    (14, 2016),
    (15, 2021),
    (16, 2026),
];

fn term_mismatch(draft: Draft<'_>) -> Option<Finding> {
    let number = number(&draft)?;
    let year = number.year?;
    let term: u16 = number.symbol.rsplit_once("QH")?.1.parse().ok()?;
    let at = TERMS.iter().position(|&(n, _)| n == term)?;
    let first = TERMS[at].1;
    let last = TERMS.get(at + 1).map_or(first + 5, |next| next.1);
    let fix = |right: u16| {
        let symbol = number.symbol.replace(&format!("QH{term}"), &format!("QH{right}"));
        DocNumber { symbol: symbol.into(), ..number.clone() }.to_string()
    };
    if !(first..=last).contains(&year) {
        let message = format!(
            "the National Assembly of term {term} sat from {first} to {last}, not in {year}"
        );
        let right = TERMS.iter().rev().find(|&&(_, first)| first < year);
        return Some(draft.finding(TERM_MISMATCH, message, right.map(|r| fix(r.0))));
    }
    let date = draft.mention.date.filter(|d| d.year() == first)?;
    let last_of_old = if first < 2026 { 4 } else { 2 };
    date.month().filter(|&month| month <= last_of_old)?;
    let message =
        format!("the National Assembly of term {term} was not yet elected on {date}");
    let right = at.checked_sub(1).and_then(|at| TERMS.get(at));
    Some(draft.finding(TERM_MISMATCH, message, right.map(|r| fix(r.0))))
}

fn issuer_mismatch(draft: Draft<'_>) -> Option<Finding> {
    let number = number(&draft)?;
    let mut tokens = number.symbol_tokens();
    // A letter has the issuer first, a joint text several, the Party its own order.
    DocKind::of_token(&tokens.next()?).filter(|kind| !is_joint(*kind))?;
    let printed = Issuer::of_token(&tokens.next()?)?;
    if number.separator != crate::ident::Separator::Slash || tokens.next().is_some() {
        return None;
    }
    let words = draft.mention.issuer.as_deref()?;
    let (named, _) = Issuer::at_start(words)?;
    let central = |i: Issuer| i.level().is_national();
    let renamed =
        named.successor() == Some(printed) || printed.successor() == Some(named);
    if named == printed || renamed || !central(named) || !central(printed) {
        return None;
    }
    let message = format!("{number} is a number of {}, not of {words}", printed.name());
    Some(draft.finding(ISSUER_MISMATCH, message, Some(printed.name().to_owned())))
}

fn is_joint(kind: DocKind) -> bool {
    matches!(kind.code(), "TTLT" | "NQLT")
}

fn not_yet_issued(draft: Draft<'_>) -> Option<Finding> {
    let (own, cited) = (draft.facts.heading.date?, draft.mention.date?);
    if !cited.is_after(own) || draft.facts.heading.is_news {
        return None;
    }
    let message = format!("dated {cited}, after this document ({own})");
    Some(draft.finding(NOT_YET_ISSUED, message, None))
}

fn issuer_gone(draft: Draft<'_>) -> Option<Finding> {
    let number = number(&draft)?;
    let date = draft.mention.date.or(number.year.map(Date::year_only))?;
    let named = draft.mention.issuer.as_deref().and_then(Issuer::at_start);
    let issuer = named.map(|(issuer, _)| issuer)?;
    if issuer.existed(date) {
        return None;
    }
    let message = format!("{} did not exist in {}", issuer.name(), date.year());
    let fix = issuer.successor().map(|next| next.name().to_owned());
    Some(draft.finding(ISSUER_GONE, message, fix))
}

fn low_basis(draft: Draft<'_>) -> Option<Finding> {
    if draft.role.relation != Relation::BasedOn || draft.role.of.is_some() {
        return None;
    }
    let heading = &draft.facts.heading;
    let own = rank(heading.kind?, heading.number.as_ref())?;
    let basis = rank(draft.mention.kind?, draft.mention.number.as_ref())?;
    if basis <= own {
        return None;
    }
    let message = "a ground of lower rank than the document that rests on it".to_owned();
    Some(draft.finding(LOW_BASIS, message, None))
}

/// Returns the rank of a normative document, highest first (Law 80/2015/QH13 art. 4);
/// `None` for what has no place in the order.
fn rank(kind: DocKind, number: Option<&DocNumber>) -> Option<u8> {
    let symbol = number.map(|n| n.symbol.to_uppercase()).unwrap_or_default();
    Some(match kind.code() {
        "HP" => 0,
        "L" | "BL" => 1,
        "NQ" if symbol.starts_with("QH") => 1,
        "PL" => 2,
        "NĐ" => 3,
        "QĐ" if symbol.ends_with("TTG") => 4,
        "TT" | "TTLT" => 5,
        "NQ" if symbol.contains("HĐND") => 6,
        "QĐ" if symbol.contains("UBND") => 7,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::Meta;
    use crate::relate;
    use crate::text::Text;

    /// Returns the codes of the rules that a draft of 12 March 2026 breaks.
    fn broken(line: &str) -> String {
        let text = format!(
            "ỦY BAN NHÂN DÂN\nTỈNH NAM ĐỊNH\nSố: 12/KH-UBND\n\
             Nam Định, ngày 12 tháng 3 năm 2026\n\nKẾ HOẠCH\nPhòng, chống mua bán người\n\n{line}\n"
        );
        let facts = relate::facts(&Text::new(text), &Meta::default());
        let drafts = facts.mentions.iter().zip(&facts.roles);
        let drafts = drafts.filter(|(_, role)| role.relation.is_edge());
        let codes = drafts.flat_map(|(mention, role)| {
            all(Draft { facts: &facts, mention, role }).map(|f| f.rule.code)
        });
        codes.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn slips_are_found() {
        for (line, codes) in [
            ("Thực hiện Chỉ thị số 193/QĐ-TTg ngày 09/02/2021;", "kind-mismatch"),
            ("Thực hiện Nghị định số 15/2020/NĐ-CP ngày 03/02/2021;", "year-mismatch"),
            ("Thực hiện Luật số 13/2025/QH13 của Quốc hội;", "term-mismatch"),
            ("Thực hiện Quyết định số 793/QĐ-TTg ngày 10/5/2106;", "not-yet-issued"),
            ("Thực hiện Luật số 06/2021/QH15 ngày 12/01/2021;", "term-mismatch"),
            (
                "Thực hiện Quyết định số 793/QĐ-TTg ngày 10/5/2016 của Bộ trưởng Bộ Công an;",
                "issuer-mismatch",
            ),
            (
                "Thực hiện Nghị định số 62/2012/NĐ-CP ngày 13/8/2012 của Thủ tướng Chính phủ;",
                "issuer-mismatch",
            ),
            (
                "Thực hiện Thông tư số 05/2026/TT-BTTTT ngày 03/02/2026 của Bộ Thông tin và Truyền thông;",
                "issuer-gone",
            ),
        ] {
            assert_eq!(broken(line), codes, "{line}");
        }
    }

    #[test]
    fn what_is_right_is_left_alone() {
        for line in [
            "Thực hiện Quyết định số 193/QĐ-TTg ngày 09/02/2021 của Thủ tướng Chính phủ;",
            "Thực hiện Quy định số 205-QĐ/TW ngày 23/9/2019 của Bộ Chính trị;",
            "Thực hiện Luật số 45/2019/QH14 và Luật số 64/2025/QH15 của Quốc hội;",
            "Thực hiện Thông tư số 134/2013/TTLT-BTC-BLĐTBXH ngày 25/9/2013;",
            "Thực hiện Thông tư số 05/2013/TT-BTTTT ngày 03/02/2013 của Bộ Thông tin và Truyền thông;",
            "Thực hiện Văn bản số 854/NHNN-TD ngày 03/02/2023;",
            "Thực hiện Nghị quyết số 16/2021/QH15 ngày 27/7/2021 của Quốc hội;",
            "Thực hiện Thông tư số 28/2018/TT-BNNPTNT của Bộ trưởng Bộ Nông nghiệp và Phát triển nông thôn;",
            "Thực hiện Thông tư số 29/2015/TT-NHNN của Thống đốc Ngân hàng Nhà nước Việt Nam;",
            "Thực hiện Quyết định số 12/2021/QĐ-UBND của Ủy ban nhân dân tỉnh;",
        ] {
            assert_eq!(broken(line), "", "{line}");
        }
    }

    #[test]
    fn grounds_are_of_higher_rank() {
        let rank = |code: &str, number: &str| {
            rank(DocKind::from_code(code).unwrap(), number.parse().ok().as_ref())
                .unwrap_or(99)
        };
        let order = [
            rank("L", "66/2011/QH12"),
            rank("NĐ", "62/2012/NĐ-CP"),
            rank("QĐ", "28/2018/QĐ-TTg"),
            rank("TT", "78/2013/TT-BQP"),
            rank("NQ", "05/2020/NQ-HĐND"),
            rank("QĐ", "12/2021/QĐ-UBND"),
            rank("KH", "40/KH-UBND"),
        ];
        assert!(order.is_sorted_by(|a, b| a < b), "{order:?}");
    }
}
