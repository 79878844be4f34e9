//! What must hold for every input: offsets go home, nothing panics, printed numbers read
//! back, noise changes nothing, and twice the text takes twice the time.

#![expect(clippy::print_stderr, reason = "a test says what it measures or skips")]

use danchieu::ident::DocNumber;
use danchieu::ingest::Meta;
use danchieu::parse::Form;
use danchieu::relate::{self, Facts};
use danchieu::text::Text;
use danchieu::vocab::{DocKind, Law};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::collections::BTreeSet;
use std::path::PathBuf;

fn facts(text: &Text) -> Facts {
    relate::facts(text, &Meta::default())
}

/// Checks what holds of every reading.
fn check_reading(source: &str) {
    let text = Text::new(source);
    let facts = facts(&text);
    assert_eq!(facts.roles.len(), facts.mentions.len());
    let mut last = 0;
    for (i, (m, role)) in facts.mentions.iter().zip(&facts.roles).enumerate() {
        assert!(
            source.get(m.span.range()).is_some_and(|q| !q.is_empty()),
            "{:?}",
            m.span
        );
        assert_eq!(source.get(m.span.range()), Some(text.slice(m.span)));
        assert!(last <= m.span.start, "mentions come in the order of the text");
        last = m.span.start;
        assert!(role.of.is_none_or(|o| (o as usize) < facts.mentions.len()), "{i}");
        assert!(m.confidence <= 100);
        let cue = role.cue.map(|c| source.get(c.range()));
        assert_ne!(cue, Some(None), "the cue is in the text");
    }
    let announced = facts.heading.announces;
    assert!(announced.is_none_or(|a| (a as usize) < facts.mentions.len()));
}

/// Pieces that the grammar looks for, in every order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "Quyết định",
        "quyết định ",
        "Luật ",
        "Bộ luật ",
        "Nghị quyết liên tịch ",
        " số ",
        "Số: ",
        "793/QĐ-TTg",
        "66/2011/QH12",
        "48-CT/TW",
        "…/KH-UBND",
        "/",
        "-",
        " - ",
        "01, 02 và 03",
        " ngày ",
        "10-5-2016",
        "00/13/9999",
        "tháng 5 năm 2016",
        "năm ",
        " của ",
        "Thủ tướng Chính phủ",
        "UBND tỉnh",
        "Ban Chỉ đạo 138",
        " này",
        " nói trên",
        "(sau đây gọi tắt là ",
        ")",
        "“",
        "”",
        "Căn cứ ",
        "thay thế ",
        "sửa đổi, bổ sung ",
        "một số điều của ",
        "điểm a ",
        "khoản 1 ",
        "Điều 5 ",
        "các Điều 1, 2 và 3 ",
        ";",
        ". ",
        ",",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "QÐ",
        "nga\u{300}y",
        "\u{a0}",
        "\u{ad}",
        "\u{200b}",
        "А",
        "e\u{323}\u{302}",
        "１２",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n",
        "KẾ HOẠCH\n",
        "Kính gửi: ",
        "Nơi nhận:\n",
        "99999999999999999999",
        "BLHS",
        "và ",
        "ban hành kèm theo ",
        "Hà Nội, ngày ",
        "vừa ký ",
        "được ",
        "hết hiệu lực",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|v| v.concat())
}

fn config(cases: u32, seed: u64) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(seed),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(512, 793))]

    #[test]
    fn any_text_reads_and_quotes_itself(text in any::<String>()) {
        check_reading(&text);
    }

    #[test]
    fn any_order_of_legal_words_reads_and_quotes_itself(text in pieces()) {
        check_reading(&text);
    }

    #[test]
    fn any_bytes_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check_reading(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn what_reads_as_a_number_prints_as_the_same(printed in "[0-9][0-9a-c./ QĐTUB…-]{0,14}") {
        if let Ok(number) = printed.parse::<DocNumber>() {
            let again: DocNumber = number.to_string().parse().unwrap();
            prop_assert!(number.same(&again), "{:?} {:?}", number, again);
        }
    }

    #[test]
    fn any_clean_number_prints_as_it_was_read(
        serial in "[1-9][0-9]{0,3}[abc]?",
        year in prop::option::of(1945u16..2030),
        symbol in "(QĐ|NĐ|TT|KH|CT|NQ)-(TTg|CP|UBND|BTC|HĐND|BLĐTBXH)",
    ) {
        let year = year.map(|y| format!("/{y}")).unwrap_or_default();
        let printed = format!("{serial}{year}/{symbol}");
        let number: DocNumber = printed.parse().unwrap();
        prop_assert_eq!(number.to_string(), printed);
    }
}

/// Returns number and kind of every numbered mention.
fn numbers(source: &str) -> Vec<(String, Option<DocKind>)> {
    let text = Text::new(source);
    let facts = facts(&text);
    let numbered =
        facts.mentions.iter().filter(|m| matches!(m.form, Form::Numbered | Form::Own));
    numbered.filter_map(|m| Some((m.number.as_ref()?.to_string(), m.kind))).collect()
}

/// The ways in which one document is cited.
fn styles(kind: &str, number: &str) -> [String; 6] {
    [
        format!("Căn cứ {kind} số {number};"),
        format!("Căn cứ {kind} số {number} ngày 01 tháng 7 năm 2020 của Chính phủ;"),
        format!("theo quy định tại khoản 1 Điều 2 {kind} số {number}."),
        format!("Thực hiện {kind} số: {number}, ngày 1/7/2020 của UBND tỉnh"),
        format!("Theo {kind} {number} thì"),
        format!("Điều 1. QUÁN TRIỆT {} SỐ {number}", kind.to_uppercase()),
    ]
}

/// Returns the styles in which the number does not read back.
fn unread(kind: DocKind, number: &str) -> Vec<String> {
    let wanted = number.parse::<DocNumber>().expect("a number of a table");
    let same = |found: &[(String, Option<DocKind>)]| {
        found.len() == 1
            && found[0].1 == Some(kind)
            && found[0].0.parse::<DocNumber>().is_ok_and(|n| n.same(&wanted))
    };
    let styles = styles(kind.name(), number);
    styles.into_iter().filter(|s| !same(&numbers(s))).collect()
}

#[test]
fn every_law_of_the_tables_reads_back_in_every_style() {
    let bad: Vec<String> = Law::all()
        .flat_map(|law| unread(law.kind(), &law.number().to_string()))
        .collect();
    assert!(
        bad.is_empty(),
        "{} citations do not read back:\n{}",
        bad.len(),
        bad.join("\n")
    );
}

#[test]
fn every_document_of_the_catalogue_reads_back_in_every_style() {
    let table = include_str!("../src/resolve/catalogue.tsv");
    let rows = table.lines().filter(|l| !l.starts_with('#'));
    let numbered = rows.filter_map(|row| {
        let mut cells = row.split('\t');
        let kind = DocKind::from_code(cells.next()?)?;
        Some((kind, cells.next()?.to_owned())).filter(|(_, n)| !n.is_empty())
    });
    let bad: Vec<String> = numbered.flat_map(|(kind, n)| unread(kind, &n)).collect();
    assert!(
        bad.is_empty(),
        "{} citations do not read back:\n{}",
        bad.len(),
        bad.join("\n")
    );
}

fn shared(path: &str) -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared");
    let folder = std::env::var_os("DANCHIEU_SHARED").unwrap_or_else(|| beside.into());
    let path = PathBuf::from(folder).join(path);
    if !path.exists() {
        eprintln!("skipped: no ../shared");
    }
    path.exists().then_some(path)
}

/// A symbol as listings write it, without marks, is made of capitals and digits.
fn is_plain_symbol(symbol: &str) -> bool {
    let token = |t: &str| {
        t == "TTg"
            || (!t.is_empty()
                && t.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()))
    };
    symbol.contains('-') && symbol.split('-').all(token)
}

#[test]
fn numbers_of_a_listing_read_back() {
    let Some(path) = shared("domain/registry.tsv.gz") else { return };
    let file = std::fs::File::open(path).unwrap();
    let mut table = String::new();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(file), &mut table)
        .unwrap();
    let (mut read, mut bad) = (0_u32, Vec::new());
    for row in table.lines().step_by(14) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [_, _, slug, serial, year, symbol, ..] = cells[..] else { continue };
        let kind = match slug {
            "Quyet-dinh" => "Quyết định",
            "Ke-hoach" => "Kế hoạch",
            "Nghi-quyet" => "Nghị quyết",
            "Nghi-dinh" => "Nghị định",
            "Thong-tu" => "Thông tư",
            "Chi-thi" => "Chỉ thị",
            _ => continue,
        };
        let with_year = matches!(slug, "Nghi-dinh" | "Thong-tu");
        if !is_plain_symbol(symbol) || with_year && year.is_empty() {
            continue;
        }
        read += 1;
        let number = if with_year {
            format!("{serial}/{year}/{symbol}")
        } else {
            format!("{serial}/{symbol}")
        };
        let found = numbers(&format!("{kind} số {number} của cơ quan có thẩm quyền"));
        let plain = |s: &str| danchieu::text::fold_marks(s).to_uppercase();
        if found.len() != 1 || plain(&found[0].0) != plain(&number) {
            bad.push(format!("{kind} số {number}: {found:?}"));
        }
    }
    let share = f64::from(read - u32::try_from(bad.len()).unwrap()) / f64::from(read);
    eprintln!("{read} numbers of the listing, {:.2} % read back", 100.0 * share);
    assert!(
        share >= 0.995,
        "{} of {read}:\n{}",
        bad.len(),
        bad[..bad.len().min(40)].join("\n")
    );
}

/// A kind of noise, and the share of texts in which it must change nothing.
type Noise = (&'static str, f64, fn(&str) -> String);

fn hyphens(s: &str, with: &str) -> String {
    // Only inside a symbol: between two letters.
    let chars: Vec<char> = s.chars().collect();
    let letter = |i: usize| chars.get(i).is_some_and(|c| c.is_alphabetic());
    let mut out = String::new();
    for (i, c) in chars.iter().enumerate() {
        if *c == '-' && i > 0 && letter(i - 1) && letter(i + 1) {
            out.push_str(with);
        } else {
            out.push(*c);
        }
    }
    out
}

fn decomposed(s: &str) -> String {
    let nfd = icu_normalizer::DecomposingNormalizerBorrowed::new_nfd();
    nfd.normalize(s).into_owned()
}

fn every_other_word(s: &str, change: fn(&str) -> String) -> String {
    let words = s.split_inclusive(' ').enumerate();
    words.map(|(i, w)| if i % 2 == 0 { change(w) } else { w.to_owned() }).collect()
}

const NOISE: [Noise; 12] = [
    ("NFD", 1.0, decomposed),
    ("mixed NFC and NFD", 1.0, |s| every_other_word(s, decomposed)),
    ("CRLF", 1.0, |s| s.replace('\n', "\r\n")),
    ("no-break spaces", 1.0, |s| s.replace(' ', "\u{a0}")),
    ("soft hyphens", 1.0, |s| s.replace('n', "n\u{ad}")),
    ("zero-width spaces", 1.0, |s| s.replace('-', "\u{200b}-\u{200b}")),
    ("en dashes", 1.0, |s| s.replace('-', "–")),
    ("non-breaking hyphens", 1.0, |s| s.replace('-', "\u{2011}")),
    ("Cyrillic twins", 1.0, |s| s.replace('P', "Р").replace('T', "Т").replace('C', "С")),
    ("Greek twins", 1.0, |s| s.replace('B', "Β").replace('N', "Ν").replace('K', "Κ")),
    ("Eth", 1.0, |s| s.replace('Đ', "Ð")),
    ("spaces behind hyphens of symbols", 1.0, |s| hyphens(s, "- ")),
];

#[test]
fn noise_does_not_change_what_is_found() {
    let Some(folder) = shared("gold/texts") else { return };
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    let texts: Vec<String> =
        paths.iter().map(|p| std::fs::read_to_string(p).unwrap()).collect();
    let before: Vec<_> = texts.iter().map(|t| numbers(t)).collect();
    let mut faults = Vec::new();
    for (name, least, change) in NOISE {
        let (mut same, mut kept, mut all, mut lost) = (0_u32, 0_u32, 0_u32, Vec::new());
        for (text, want) in texts.iter().zip(&before) {
            let got = numbers(&change(text));
            let (want, got): (BTreeSet<_>, BTreeSet<_>) =
                (want.iter().collect(), got.iter().collect());
            same += u32::from(want == got);
            all += u32::try_from(want.len()).unwrap();
            kept += u32::try_from(want.intersection(&got).count()).unwrap();
            lost.extend(want.symmetric_difference(&got).map(|x| format!("{x:?}")));
        }
        let texts = f64::from(same) / f64::from(u32::try_from(texts.len()).unwrap());
        let mentions = f64::from(kept) / f64::from(all);
        eprintln!("{name:34} texts {texts:.3} mentions {mentions:.4} {}", lost.join(" "));
        if texts < least {
            faults.push(name);
        }
    }
    assert!(faults.is_empty(), "noise that changes what is found: {faults:?}");
}

/// The processor time of this thread, so that other work on the machine does not count
/// (in ticks of a few milliseconds); where the system does not tell, the time that passed.
fn clock() -> u128 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let used = stat.split(' ').next().and_then(|n| n.parse().ok());
    used.unwrap_or_else(|| START.elapsed().as_nanos())
}

static START: std::sync::LazyLock<std::time::Instant> =
    std::sync::LazyLock::new(std::time::Instant::now);

/// The clock ticks every 4 ms: a reading is repeated until that is a small part of it.
const LONG_ENOUGH: u128 = 40_000_000;

/// The least time of three readings.
fn cost(source: &str) -> u128 {
    let text = Text::new(source);
    let read = || {
        let before = clock();
        let mut rounds = 0;
        while clock() - before < LONG_ENOUGH {
            std::hint::black_box(facts(&text));
            rounds += 1;
        }
        (clock() - before) / rounds
    };
    (0..3).map(|_| read()).min().unwrap_or_default()
}

/// Inputs in which something may be looked for again and again: a name and a piece that
/// is repeated.
const NASTY: [(&str, &str); 25] = [
    ("slashes", "/"),
    ("hyphens", "1-"),
    ("numbers and slashes", "1/"),
    ("Luật", "Luật "),
    ("Luật with titles", "Luật Đất đai, "),
    ("digits", "7"),
    ("số", "số "),
    ("a list of numbers", "số 12/QĐ-UBND, "),
    ("a list of bare numbers", "12, "),
    ("a list of decisions in one sentence", "Quyết định số 12/QĐ-UBND, "),
    (
        "recitals in one line",
        "Căn cứ Nghị định số 12/2020/NĐ-CP ngày 01/02/2020 của Chính phủ; ",
    ),
    ("verbs", "thực hiện "),
    ("a sentence of verbs and numbers", "thực hiện 12/QĐ-TTg sửa đổi "),
    ("pinpoints", "điểm a khoản 2 Điều 5 "),
    ("definitions", "(sau đây gọi tắt là Chỉ thị 48"),
    ("short names", "Chỉ thị số 48-CT/TW (gọi tắt là Chỉ thị 48) Chỉ thị 48 "),
    ("this one", "Nghị định này "),
    ("amendments", "Luật sửa đổi, bổ sung một số điều của "),
    ("symbols", "12/A-B-C-D-"),
    ("line breaks", "Số:\n"),
    ("capitals", "KẾ HOẠCH "),
    ("bodies", "Ủy ban nhân dân tỉnh Bộ "),
    ("heads of pages in one line", "CÔNG BÁO/Số 1 "),
    ("heads of pages", "CÔNG BÁO/Số 1/Ngày 1-1-2020\n2\n"),
    ("ends of pages", "\x0c 2\n"),
];

/// Ten times the text may take fifteen times the time, no more. `DANCHIEU_LARGE=1` takes
/// 1 and 10 MB (for an optimized build) instead of a tenth of it.
#[test]
fn the_time_grows_with_the_text() {
    let small =
        if std::env::var_os("DANCHIEU_LARGE").is_some() { 1_000_000 } else { 20_000 };
    let mut faults = Vec::new();
    for (name, piece) in NASTY {
        let of = |bytes: usize| cost(&piece.repeat(bytes / piece.len()));
        let (one, ten) = (of(small), of(10 * small));
        let ratio = ten / one.max(1);
        eprintln!("{name:38} {one:>12} ns {ten:>12} ns ×{ratio}");
        if ratio > 15 {
            faults.push(format!("{name}: ×{ratio}"));
        }
    }
    assert!(faults.is_empty(), "not linear: {faults:?}");
}
