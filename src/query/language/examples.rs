//! The page of examples: what one can ask.

/// A question and what it asks for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Example {
    /// As typed into the box.
    pub typed: &'static str,
    /// What it finds.
    pub finds: &'static str,
    /// The same in Vietnamese.
    pub tim: &'static str,
}

/// Examples of every part of the language. Each is understood without a note and finds
/// something in `corpus/`, which `tests/it/search_examples.rs` checks.
pub const EXAMPLES: &[Example] = &[
    example(
        "hỗ trợ nạn nhân",
        "the words, in any order; the best match first",
        "các từ này, thứ tự bất kỳ; khớp nhất đứng trước",
    ),
    example(
        "ho tro nan nhan",
        "the same words typed without marks",
        "các từ ấy gõ không dấu",
    ),
    example("\"mua bán người\"", "the words in a row", "đúng cụm từ liền nhau"),
    example(
        "793/QĐ-TTg",
        "the document with that number, and those that cite it",
        "văn bản mang số này và các văn bản dẫn chiếu đến nó",
    ),
    example("qd 793", "the same, as one types in a hurry", "như trên, gõ vội"),
    example(
        "cites:193/QĐ-TTg relation:implements",
        "what carries decision 193 out",
        "văn bản triển khai thực hiện Quyết định 193",
    ),
    example(
        "\"hỗ trợ nạn nhân\" cites:193/QĐ-TTg kind:KH",
        "plans that cite decision 193 and hold the phrase",
        "kế hoạch dẫn chiếu Quyết định 193 và có cụm từ này",
    ),
    example(
        "cites:\"Luật Phòng, chống mua bán người 2011\" -cites:193/QĐ-TTg",
        "what cites the law by its title, but not decision 193",
        "văn bản dẫn chiếu luật theo tên, nhưng không dẫn Quyết định 193",
    ),
    example(
        "cited-by:corpus/ninh-binh/hai-hau/kh-09-ubnd-2025.txt",
        "held documents that this plan cites; a path names a document, too",
        "văn bản trong kho mà kế hoạch này dẫn chiếu; đường dẫn tệp cũng là tên văn bản",
    ),
    example(
        "relation:replaces,repeals",
        "what replaces or repeals anything",
        "văn bản thay thế hoặc bãi bỏ văn bản khác",
    ),
    example(
        "kind:KH place:\"Nam Định\" year:2021..2023",
        "plans of Nam Định of these years",
        "kế hoạch của Nam Định trong các năm này",
    ),
    example(
        "kind:KH issuer:UBND after:2021-05 before:2022",
        "plans of people's committees between these dates, ends included",
        "kế hoạch của UBND trong khoảng thời gian này, kể cả hai đầu",
    ),
    example(
        "number:40/KH-UBND",
        "documents whose own number this is",
        "văn bản có chính số hiệu này",
    ),
    example(
        "(\"trẻ em\" OR \"phụ nữ\") tuyên truyền -kind:BC",
        "one of two phrases, and a word, but no reports",
        "một trong hai cụm từ, kèm các từ khác, trừ báo cáo",
    ),
    example(
        "\"10/5/2016\"",
        "a date, however the text writes it",
        "một ngày, dù văn bản viết cách nào",
    ),
    example(
        "mua bán người status:unknown",
        "texts whose status no clause of the corpus tells; also \"còn hiệu lực\", ended, …",
        "văn bản không rõ hiệu lực; hoặc \"còn hiệu lực\", \"hết hiệu lực\", …",
    ),
];

const fn example(typed: &'static str, finds: &'static str, tim: &'static str) -> Example {
    Example { typed, finds, tim }
}
