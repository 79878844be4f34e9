//! Tests of the query language.

use super::*;
use proptest::prelude::*;
use std::fmt::Write as _;

/// Prints a tree on one line.
fn show(node: &Node) -> String {
    let all = |nodes: &[Node]| nodes.iter().map(show).collect::<Vec<_>>().join(" ");
    let edge = |name: &str, reference: &str, relations: &[crate::vocab::Relation]| {
        let by: Vec<_> = relations.iter().map(|r| r.as_str()).collect();
        format!("{name}<{reference}|{}>", by.join(","))
    };
    match &node.kind {
        NodeKind::All => "*".into(),
        NodeKind::Words(text) => format!("[{text}]"),
        NodeKind::Phrase(text) => format!("\"{text}\""),
        NodeKind::Reference(text) => format!("ref<{text}>"),
        NodeKind::Cites { reference, relations } => edge("cites", reference, relations),
        NodeKind::CitedBy { reference, relations } => edge("by", reference, relations),
        NodeKind::Relation(relations) => edge("relation", "", relations),
        NodeKind::Kind(kind) => format!("kind={}", kind.code()),
        NodeKind::Issuer(text) => format!("issuer={text}"),
        NodeKind::Place(text) => format!("place={text}"),
        NodeKind::Status(standing) => format!("status={}", standing.as_str()),
        NodeKind::Number(text) => format!("number={text}"),
        NodeKind::Date { from, to } => {
            let end = |d: &Option<crate::ident::Date>| {
                d.map(|d| d.to_string()).unwrap_or_default()
            };
            format!("date={}..{}", end(from), end(to))
        }
        NodeKind::And(nodes) => format!("and({})", all(nodes)),
        NodeKind::Or(nodes) => format!("or({})", all(nodes)),
        NodeKind::Not(node) => format!("not({})", show(node)),
    }
}

fn tree(input: &str) -> String {
    show(&parse(input).root)
}

fn notes(input: &str) -> String {
    let mut out = String::new();
    for note in parse(input).notes {
        let part = input.get(note.span.range()).unwrap();
        writeln!(out, "{part} → {}", note.message).unwrap();
    }
    out.trim_end().to_owned()
}

#[test]
fn words_phrases_and_operators() {
    for (input, want) in [
        ("", "*"),
        ("hỗ trợ nạn nhân", "[hỗ trợ nạn nhân]"),
        ("\"mua bán người\" trẻ em", "and(\"mua bán người\" [trẻ em])"),
        ("mua AND bán", "and([mua] [bán])"),
        ("mua OR bán người", "or([mua] [bán người])"),
        ("(mua OR bán) -người", "and(or([mua] [bán]) not([người]))"),
        ("NOT (a OR b)", "not(or([a] [b]))"),
        ("a -\"b c\"", "and([a] not(\"b c\"))"),
        ("a OR b OR c d", "or([a] [b] [c d])"),
        ("và hoặc and or", "[và hoặc and or]"),
        ("“mua bán”", "\"mua bán\""),
        ("Ban hành “Danh mục” mới", "[Ban hành “Danh mục” mới]"),
        ("Hiệp định (CPTPP) mới", "[Hiệp định (CPTPP) mới]"),
        ("(a b) OR c", "or([a b] [c])"),
        ("a NOT NOT b", "and([a] [b])"),
        ("phòng - chống", "[phòng - chống]"),
    ] {
        assert_eq!(tree(input), want, "{input}");
        assert_eq!(notes(input), "", "{input}");
    }
}

#[test]
fn ordinary_text_is_words() {
    for input in ["phòng, chống: mua", "24/7", "năm 2021-2025", "https://a.vn/x", "10:30"]
    {
        assert_eq!(tree(input), format!("[{input}]"));
        assert_eq!(notes(input), "", "{input}");
    }
}

#[test]
fn fields() {
    for (input, want) in [
        ("cites:793/QĐ-TTg", "cites<793/QĐ-TTg|>"),
        ("cites: 793/QĐ-TTg", "cites<793/QĐ-TTg|>"),
        ("cites:\"Luật Trẻ em\" kind:kh", "and(cites<Luật Trẻ em|> kind=KH)"),
        ("CITED_BY:40/KH-UBND", "by<40/KH-UBND|>"),
        ("relation:implements cites:793/QĐ-TTg", "cites<793/QĐ-TTg|implements>"),
        ("relation:amends,replaces", "relation<|amends,replaces>"),
        ("kind:\"kế hoạch\"", "kind=KH"),
        ("issuer:\"Thủ tướng\" place:namdinh", "and(issuer=Thủ tướng place=namdinh)"),
        ("year:2021", "date=2021..2021"),
        ("year:2016..2020", "date=2016..2020"),
        ("year:2016..", "date=2016.."),
        ("after:\"tháng 5 năm 2021\"", "date=2021-05.."),
        ("place:HCM", "place=HCM"),
        ("after:2021-05 before:18/5/2022", "and(date=2021-05.. date=..2022-05-18)"),
        ("status:\"còn hiệu lực\"", "status=in_force"),
        ("status:het-hieu-luc -status:unknown", "and(status=ended not(status=unknown))"),
        ("-number:40/KH-UBND", "not(number=40/KH-UBND)"),
    ] {
        assert_eq!(tree(input), want, "{input}");
        assert_eq!(notes(input), "", "{input}");
    }
}

#[test]
fn references_in_the_box() {
    for (input, want) in [
        ("793/QĐ-TTg", "ref<793/QĐ-TTg>"),
        ("793/qd-ttg", "ref<793/qd-ttg>"),
        ("qd 793", "ref<qd 793>"),
        ("QĐ 793/2016", "ref<QĐ 793/2016>"),
        ("quyet dinh so 793", "ref<quyet dinh so 793>"),
        ("Nghị định 15/2020 xử phạt", "and(ref<Nghị định 15/2020> [xử phạt])"),
        ("nạn nhân 793/QĐ-TTg, trẻ em", "and([nạn nhân] ref<793/QĐ-TTg> [, trẻ em])"),
        ("793/QĐ-TTg ngày 10/5/2016", "ref<793/QĐ-TTg ngày 10/5/2016>"),
        ("48-CT/TW", "ref<48-CT/TW>"),
        ("kế hoạch 2021", "[kế hoạch 2021]"),
        ("thông báo 5 ngày trước", "[thông báo 5 ngày trước]"),
        ("Luật 66/2011/QH12", "ref<Luật 66/2011/QH12>"),
        (
            "Sửa đổi Thông tư 26/2016/TT-BNN về kiểm dịch động vật, sản phẩm động vật",
            "[Sửa đổi Thông tư 26/2016/TT-BNN về kiểm dịch động vật, sản phẩm động vật]",
        ),
        ("\"793/QĐ-TTg\"", "\"793/QĐ-TTg\""),
    ] {
        assert_eq!(tree(input), want, "{input}");
    }
}

#[test]
fn what_is_not_understood_is_told_and_the_rest_is_answered() {
    for (input, want, told) in [
        ("(a b", "[a b]", "( → the parenthesis is not closed; it ends with the input"),
        ("a) b", "and([a] [b])", ") → no parenthesis is open here; it is left out"),
        ("a AND", "[a]", "AND → nothing follows the operator; it is left out"),
        ("OR a", "[a]", "OR → OR has nothing before it; it is left out"),
        ("a NOT", "[a]", "NOT → nothing follows to be left out"),
        ("a ()", "[a]", "() → there is nothing between the parentheses"),
        ("hỗ tr* a", "[hỗ tr* a]", "* → * stands for nothing here; it is left out"),
        (
            "place:Atlantis",
            "place=Atlantis",
            "place:Atlantis → no province is known as Atlantis",
        ),
        ("kind:xyz a", "[a]", "kind:xyz → kind: does not know xyz; it is left out"),
        ("status:xyz", "*", "status:xyz → status: does not know xyz; it is left out"),
        ("year:abc", "*", "year:abc → year: does not know abc; it is left out"),
        (
            "a \"b c",
            "and([a] \"b c\")",
            "\"b c → the quote is not closed; the rest is taken as the phrase",
        ),
        (
            "cite:1/QĐ",
            "[cite:1/QĐ]",
            "cite → there is no field cite; it is searched as a word",
        ),
    ] {
        assert_eq!(tree(input), want, "{input}");
        assert_eq!(notes(input), told, "{input}");
    }
    let note = &parse("cite:1/QĐ").notes[0];
    assert_eq!(note.suggestion.as_deref(), Some("did you mean cites:"));
}

fn input() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "mua",
        " ",
        "  ",
        "(",
        ")",
        "\"",
        "“",
        "»",
        "«",
        "-",
        ":",
        "AND",
        "OR",
        "NOT",
        "cites:",
        "kind:",
        "year:2021",
        "relation:amends",
        "qd",
        "số",
        "793/QĐ-TTg",
        "793",
        "ngày",
        "10/5/2016",
        "\n",
        "\u{301}",
        "👍",
        "/",
        "..",
    ]);
    let pieces = prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat());
    prop_oneof![pieces, ".{0,80}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_pieces_cover_the_input(input in input()) {
        let question = parse(&input);
        let mut at = 0;
        for piece in &question.pieces {
            let between = input.get(at..piece.span.start as usize);
            prop_assert!(between.is_some_and(|s| s.trim().is_empty()), "{question:?}");
            at = piece.span.end as usize;
        }
        prop_assert!(input.get(at..).is_some_and(|s| s.trim().is_empty()), "{question:?}");
        for note in &question.notes {
            prop_assert!(input.get(note.span.range()).is_some());
        }
        question.root.visit(&mut |node| assert!(input.get(node.span.range()).is_some()));
    }

    #[test]
    fn what_is_ignored_is_noted(input in input()) {
        let question = parse(&input);
        for piece in question.pieces.iter().filter(|p| p.kind == PieceKind::Ignored) {
            prop_assert!(question.notes.iter().any(|note| note.span == piece.span));
        }
    }
}

#[test]
fn hostile_inputs_end() {
    for piece in
        ["(", ")", "((a ", "\"", "-", "NOT ", "a OR ", "kind:", "qd ", "“", "a:b "]
    {
        let question = parse(&piece.repeat(50_000));
        assert!(question.pieces.len() <= 150_000);
    }
}
