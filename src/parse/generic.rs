//! References by kind and issuer only: *Kết luận của Ban Bí thư*.

use super::Form;
use super::citation::Draft;
use super::issuer::Body;
use super::lexer::{any_phrase, char_at, eat, is_capital, space, word};
use crate::text::fold_marks;
use crate::text::{is_lower, is_word};
use crate::vocab::DocKind;

/// Makes a generic mention of a kind and a specific body, with its subject.
///
/// A class of norms ("Nghị định của Chính phủ", "quyết định của Ủy ban nhân dân") is no
/// mention: conclusions, directives and resolutions need a body that issues few of
/// them, the others need a subject (*về …*) too.
pub(super) fn generic(text: &str, at: usize, kind: DocKind, body: Body) -> Option<Draft> {
    let body = with_term(text, body);
    if let Some(draft) = plenum(at, kind, &body) {
        return Some(draft);
    }
    let subject = subject(text, body.end);
    if is_type_line(text, at, body.start)
        || !is_specific(text, at, kind, &body, subject.is_some())
    {
        return None;
    }
    let end = subject.unwrap_or(body.end);
    let mut draft = Draft::new(at, end, Form::Generic, "type word + issuer");
    draft.kind = Some(kind);
    draft.issuer = Some(body);
    draft.confidence = 60;
    Some(draft)
}

/// "Hội nghị lần thứ 4 Ban Chấp hành Trung ương Đảng (khóa XI)": the term is a part of the
/// name.
fn with_term(text: &str, body: Body) -> Body {
    let end = eat(text, space(text, body.end), '(').and_then(|open| {
        let term = space(text, any_phrase(text, open, &["khoá"])?);
        eat(text, word(text, term)?, ')')
    });
    match end {
        Some(end) if fold_marks(&body.name).contains("trung uong") => {
            let term = text.get(body.end..end).unwrap_or_default().trim();
            Body { name: format!("{} {term}", body.name), end, ..body }
        }
        _ => body,
    }
}

/// "Nghị quyết Hội nghị lần thứ 5 Ban Chấp hành Trung ương Đảng khóa VIII": the session is
/// the name.
fn plenum(at: usize, kind: DocKind, body: &Body) -> Option<Draft> {
    let name = fold_marks(&body.name);
    let session = name.starts_with("hoi nghi") && name.contains("trung uong");
    // "Nghị quyết Trung ương 4 khoá XII": its usual short name.
    let short = name.strip_prefix("trung uong ");
    let short = short.is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit()));
    if kind != DocKind::RESOLUTION || !(session || short) || !name.contains("khoa ") {
        return None;
    }
    if short {
        let rule = "short name of a plenum's resolution";
        let mut draft = Draft::new(at, body.end, Form::Alias, rule);
        draft.kind = Some(kind);
        draft.confidence = 80;
        return Some(draft);
    }
    let mut draft = Draft::new(at, body.end, Form::Titled, "resolution of a plenum");
    draft.kind = Some(kind);
    draft.issuer = Some(convened(body));
    draft.confidence = 80;
    Some(draft)
}

/// The committee that met: *Ban Chấp hành Trung ương* of "Hội nghị lần thứ 5 Ban Chấp hành
/// Trung ương".
fn convened(body: &Body) -> Body {
    const COMMITTEES: [&str; 3] = ["Ban Chấp hành", "Ban chấp hành", "BCH"];
    let at = COMMITTEES.iter().find_map(|c| body.name.find(c)).unwrap_or(0);
    Body { name: body.name.get(at..).unwrap_or_default().to_owned(), ..body.clone() }
}

/// A type word in capitals on a line of its own is the heading, no mention.
fn is_type_line(text: &str, at: usize, body: usize) -> bool {
    let between = text.get(at..body).unwrap_or_default();
    let line = between.split_once('\n').map(|(line, _)| line);
    line.is_some_and(|l| !l.chars().any(is_lower))
}

fn is_specific(text: &str, at: usize, kind: DocKind, body: &Body, subject: bool) -> bool {
    let name = fold_marks(&body.name);
    let party = [
        "ban bi thu",
        "bo chinh tri",
        "trung uong",
        "ban chap hanh",
        "dai hoi",
        "hoi nghi",
    ];
    // "Quyết định của Tòa án về việc hủy kết hôn": whichever court.
    if name == "toa an" {
        return false;
    }
    // "nghị quyết Đại hội đồng cổ đông", "Nghị quyết Hội nghị chủ nợ": not of the Party.
    let other =
        name == "dai hoi" || name.starts_with("hoi nghi") && !name.contains("trung uong");
    if kind == DocKind::RESOLUTION && other {
        return false;
    }
    let named = is_capital(&body.name, 0);
    let is_party = named && party.iter().any(|p| name.starts_with(p));
    let capital = is_capital(text, at);
    match kind.code() {
        // "kết luận của Thanh tra Chính phủ", "kết luận của Bộ Công Thương".
        "KL" if named && concludes(&name) => true,
        "NQ" if named && capital && is_assembly(&name, body) => true,
        "KL" | "CT" | "NQ" => is_party || subject && capital,
        "QyĐ" | "TB" if is_party => capital,
        "QĐ" | "KH" | "CĐ" => capital && subject,
        "TB" | "BC" | "CV" | "TTr" => subject,
        _ => false,
    }
}

/// "Nghị quyết của Quốc hội", "Nghị quyết của HĐND TP. Hà Nội".
fn is_assembly(name: &str, body: &Body) -> bool {
    let council = name.starts_with("hoi dong nhan dan") || name.starts_with("hdnd");
    name == "quoc hoi" || council && body.place.is_some()
}

/// The bodies that conclude an inspection.
fn concludes(body: &str) -> bool {
    ["thanh tra ", "uy ban kiem tra ", "bo "].iter().any(|name| body.starts_with(name))
}

/// The rule of a document that news says was just issued; in laws the same words speak
/// of a class ("đã có quyết định xử phạt").
pub(super) const JUST_ISSUED: &str = "just issued, without number";

/// Makes a generic mention of a document that the text says a body just issued: *đã ra
/// quyết định xử phạt vi phạm hành chính*, *mới có công văn về việc …*.
pub(super) fn issued(text: &str, at: usize, kind: DocKind, next: usize) -> Option<Draft> {
    let known = matches!(
        kind.code(),
        "QĐ" | "TB" | "CV" | "TTr" | "CT" | "KL" | "KH" | "Văn bản"
    );
    if !known || !super::heading::is_just_issued(text, at) {
        return None;
    }
    // "đã có thông báo rộng rãi": a notice that is no document.
    let told = matches!(kind.code(), "TB" | "Văn bản");
    let subjects = ["về", "kết luận", "truyền đạt", "chỉ đạo"];
    if told && any_phrase(text, next, &subjects).is_none() {
        return None;
    }
    let end = words_to_clause_end(text, next);
    if text.get(next..end)?.split_whitespace().count() < 3 {
        return None;
    }
    let mut draft = Draft::new(at, end, Form::Generic, JUST_ISSUED);
    draft.kind = Some(kind);
    draft.issuer = super::subject::subject_before(text, at).issuer;
    draft.confidence = 50;
    Some(draft)
}

/// Reads an attachment that is named by its title: *Quy chế về … ban hành kèm theo
/// Quyết định số …*, or behind *ban hành*.
pub(super) fn attached(
    text: &str,
    at: usize,
    kind: DocKind,
    next: usize,
) -> Option<Draft> {
    if !matches!(kind.code(), "QC" | "QyĐ" | "ĐL") || !is_capital(text, at) {
        return None;
    }
    let end = words_to_instrument(text, next).or_else(|| {
        let about = any_phrase(text, next, &["về"]).is_some();
        let enacted = about
            && super::lexer::is_behind(text, at, &["hành"])
            && kind == DocKind::REGULATION;
        enacted.then(|| words_to_clause_end(text, next))
    })?;
    let words = text.get(next..end)?.split_whitespace().count();
    let mut draft = Draft::new(at, end, Form::Titled, "title of an attachment");
    draft.kind = Some(kind);
    draft.title = Some(super::issuer::collapsed(text, next, end));
    draft.confidence = 65;
    (words >= 2).then_some(draft)
}

/// Returns where a title ends that *ban hành kèm theo* follows.
fn words_to_instrument(text: &str, start: usize) -> Option<usize> {
    const VERBS: [&str; 3] = ["ban hành kèm theo", "ban hành theo", "kèm theo"];
    let follows = |at| any_phrase(text, at, &VERBS).is_some();
    let mut at = start;
    for _ in 0..30 {
        if follows(at) {
            let end = super::lexer::space_back(text, at);
            return (end > start).then_some(end);
        }
        let next = word(text, at)?;
        let gap = space(text, next);
        at = match char_at(text, gap)? {
            ',' | '-' => space(text, gap + 1),
            // "“Điều lệ trường đại học” ban hành kèm theo".
            close @ ('”' | '"') => {
                return follows(space(text, gap + close.len_utf8())).then_some(next);
            }
            _ => gap,
        };
    }
    None
}

fn words_to_clause_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut at = start;
    for _ in 0..40 {
        if any_phrase(text, at, &["gửi", "với", "đối với", "cho", "dự thảo", "và các"])
            .is_some()
        {
            break;
        }
        let Some(next) = word(text, at) else { break };
        end = next;
        let gap = space(text, next);
        at = match char_at(text, gap) {
            Some(',') if !comma_ends(text, gap) => space(text, gap + 1),
            Some(c) if is_word(c) && gap > next => gap,
            _ => break,
        };
    }
    end
}

/// Reads *về …*, *quy định …* up to the end of the clause.
fn subject(text: &str, from: usize) -> Option<usize> {
    let start = space(text, from);
    any_phrase(text, start, &["về", "ban hành"])?;
    let mut end = start;
    let mut at = start;
    for _ in 0..60 {
        let Some(next) = word(text, at) else { break };
        end = next;
        let gap = space(text, next);
        let c = char_at(text, gap)?;
        at = match c {
            ',' if !comma_ends(text, gap) => space(text, gap + 1),
            '-' => space(text, gap + 1),
            c if is_word(c) => gap,
            _ => break,
        };
        if any_phrase(text, at, &["và các", "đều", "đã", "sẽ", "nhằm"]).is_some()
        {
            break;
        }
    }
    Some(end)
}

fn comma_ends(text: &str, comma: usize) -> bool {
    let next = space(text, comma + 1);
    !char_at(text, next).is_some_and(is_lower)
}
