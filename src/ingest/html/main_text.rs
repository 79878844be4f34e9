//! The main text of a page: menus, scripts and footers out, one line a block.

use crate::ingest::layout::{Break, Layout, raised};
use crate::ingest::lists::Figure;
use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use scraper::node::Element;
use scraper::{Html, Node};
use std::collections::HashMap;

/// Elements that never hold main text. Not `form`: many portals wrap the page in one.
const DROPPED: &[&str] = &[
    "script", "style", "noscript", "template", "head", "nav", "footer", "aside", "svg",
    "iframe", "object", "button", "select", "textarea", "dialog", "audio", "video",
    "menu", "del",
];

/// Elements that begin and end a line.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "legend",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "ul",
];

/// Words of a class or an id that mark what stands around the main text.
const AROUND: &[&str] = &[
    "nav",
    "navbar",
    "navigation",
    "menu",
    "menubar",
    "sidebar",
    "breadcrumb",
    "breadcrumbs",
    "footer",
    "related",
    "comment",
    "comments",
    "social",
    "share",
    "sharing",
    "banner",
    "advert",
    "ads",
    "ad",
    "popup",
    "modal",
    "cookie",
    "toolbar",
    "pagination",
    "paging",
    "login",
    "search",
    "widget",
    "newsletter",
    "copyright",
];

/// Elements that may be menus. Not `p` and `li`: a paragraph that is all links is a list
/// of the documents it cites.
const MENUS: &[&str] = &["div", "section", "ul", "ol", "table", "center", "header", "dl"];

/// One of them with this share of its letters in links is a menu…
const LINK_SHARE: f64 = 0.9;
/// …if it has this many links.
const MENU_LINKS: u32 = 4;
/// What is called a sidebar but holds this share of the page is the page.
const MAIN_SHARE: f64 = 0.4;

/// Returns the main text.
pub(super) fn of(page: &Html) -> String {
    let sizes = Sizes::of(page);
    let mut writer = Writer::default();
    let mut skipped: Option<NodeId> = None;
    for edge in page.tree.root().traverse() {
        match edge {
            Edge::Open(node) if skipped.is_none() => {
                if sizes.is_around(node) {
                    skipped = Some(node.id());
                } else {
                    writer.open(node);
                }
            }
            Edge::Close(node) if skipped == Some(node.id()) => skipped = None,
            Edge::Close(node) if skipped.is_none() => writer.close(node),
            _ => {}
        }
    }
    writer.layout.finish()
}

/// Returns the words of `text` with single spaces.
pub(super) fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How much text stands below each element, and how much of it in links.
struct Sizes {
    below: HashMap<NodeId, Size>,
    page: u32,
}

#[derive(Clone, Copy, Default)]
struct Size {
    letters: u32,
    linked: u32,
    links: u32,
    /// An `h1` stands below.
    has_title: bool,
}

impl Sizes {
    fn of(page: &Html) -> Self {
        let mut below = HashMap::new();
        let mut open: Vec<Size> = Vec::new();
        let mut total = Size::default();
        for edge in page.tree.root().traverse() {
            match edge {
                Edge::Open(node) => open.push(own_size(node)),
                Edge::Close(node) => {
                    let mut size = open.pop().unwrap_or_default();
                    let tag = node.value().as_element().map(Element::name);
                    match tag {
                        Some(tag) if DROPPED.contains(&tag) => size = Size::default(),
                        Some("a") => {
                            size = Size { linked: size.letters, links: 1, ..size };
                        }
                        Some("h1") => size.has_title = true,
                        _ => {}
                    }
                    total = open.last_mut().map_or(size, |up| up.add(size));
                    if tag.is_some() {
                        below.insert(node.id(), size);
                    }
                }
            }
        }
        Self { below, page: total.letters }
    }

    /// Returns true if the element stands around the main text.
    fn is_around(&self, node: NodeRef<'_, Node>) -> bool {
        let Some(element) = node.value().as_element() else { return false };
        let tag = element.name();
        if DROPPED.contains(&tag) || element.attr("hidden").is_some() {
            return true;
        }
        let size = self.below.get(&node.id()).copied().unwrap_or_default();
        let share = share(size.letters, self.page);
        let is_block =
            BLOCKS.contains(&tag) && !matches!(tag, "body" | "main" | "article");
        // Not the tab of a portal that holds the text and was not open when it was saved.
        let is_unseen = share < MAIN_SHARE && is_not_displayed(element);
        let by_name = is_block && share < MAIN_SHARE && is_named_around(element);
        let is_menu = MENUS.contains(&tag) && size.links >= MENU_LINKS && size.is_menu();
        let is_site_head = tag == "header" && !size.has_title && share < MAIN_SHARE;
        is_unseen || by_name || is_menu || is_site_head
    }
}

impl Size {
    fn add(&mut self, other: Self) -> Self {
        self.letters = self.letters.saturating_add(other.letters);
        self.linked = self.linked.saturating_add(other.linked);
        self.links = self.links.saturating_add(other.links);
        self.has_title |= other.has_title;
        *self
    }

    fn is_menu(self) -> bool {
        share(self.linked, self.letters) > LINK_SHARE
    }
}

fn share(part: u32, whole: u32) -> f64 {
    f64::from(part) / f64::from(whole.max(1))
}

fn own_size(node: NodeRef<'_, Node>) -> Size {
    let letters = match node.value() {
        Node::Text(text) => text.chars().filter(|c| !c.is_whitespace()).count(),
        _ => 0,
    };
    Size { letters: u32::try_from(letters).unwrap_or(u32::MAX), ..Size::default() }
}

fn is_not_displayed(element: &Element) -> bool {
    let style = element.attr("style").unwrap_or_default().to_ascii_lowercase();
    let rules = style.split(';').filter_map(|rule| rule.split_once(':'));
    rules.into_iter().any(|(name, value)| {
        let (name, value) = (name.trim(), value.trim().trim_end_matches("!important"));
        matches!((name, value.trim()), ("display", "none") | ("mso-hide", "all"))
    })
}

fn is_named_around(element: &Element) -> bool {
    let names = [element.attr("class"), element.attr("id"), element.attr("role")];
    names.into_iter().flatten().any(|name| {
        name.split(|c: char| !c.is_ascii_alphanumeric())
            .flat_map(humps)
            .any(|word| AROUND.iter().any(|a| a.eq_ignore_ascii_case(word)))
    })
}

/// Splits `mainMenu` into `main` and `Menu`, `FOOTER` into itself.
fn humps(word: &str) -> impl Iterator<Item = &str> {
    let bytes = word.as_bytes();
    let mut start = 0;
    let cut = move |i: usize| {
        i > 0 && bytes[i].is_ascii_uppercase() && bytes[i - 1].is_ascii_lowercase()
    };
    let ends = (1..=word.len()).filter(move |&i| i == word.len() || cut(i));
    ends.map(move |end| {
        let piece = word.get(start..end).unwrap_or_default();
        start = end;
        piece
    })
}

/// An open list.
#[derive(Debug)]
struct List {
    /// The count of the next item; `None` in a list without numbers.
    next: Option<u32>,
    figure: Figure,
}

impl List {
    fn of(element: &Element) -> Self {
        let style = element.attr("style").unwrap_or_default();
        let is_numbered = element.name() == "ol" && !style.contains("none");
        let start = element.attr("start").and_then(|n| n.trim().parse().ok());
        Self {
            next: is_numbered.then_some(start.unwrap_or(1)),
            figure: Figure::of_name(element.attr("type").unwrap_or("1")),
        }
    }
}

/// Says that a text begins with a number of its own: `1.`, `a)`, `Điều 5`.
fn is_numbered(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or_default();
    let ends = word.ends_with(['.', ')', ':', '/']) && word.chars().count() <= 5;
    let begins = word.starts_with(|c: char| c.is_ascii_digit());
    ends || begins || ["điều", "khoản", "điểm"].contains(&word.to_lowercase().as_str())
}

/// Writes the elements of a page.
#[derive(Default)]
struct Writer {
    layout: Layout,
    lists: Vec<List>,
    /// The number of an item, up to its first word.
    number: Option<String>,
    /// How deep in text that is kept as it is, and in raised text.
    kept: u32,
    raised: u32,
}

impl Writer {
    fn open(&mut self, node: NodeRef<'_, Node>) {
        match node.value() {
            Node::Text(text) => self.text(text),
            Node::Element(element) => {
                self.open_list(element);
                self.open_element(element.name());
            }
            _ => {}
        }
    }

    /// Counts the items of lists: a browser shows numbers that are not in the page.
    fn open_list(&mut self, element: &Element) {
        match element.name() {
            "ol" | "ul" => self.lists.push(List::of(element)),
            "li" => {
                let Some(list) = self.lists.last_mut() else { return };
                let value = element.attr("value").and_then(|n| n.trim().parse().ok());
                let count = list.next.map(|next| value.unwrap_or(next));
                list.next = count.map(|count| count.saturating_add(1));
                self.number = count.map(|count| format!("{}.", list.figure.write(count)));
            }
            _ => {}
        }
    }

    /// Writes the number of the item, unless its text has one.
    fn write_number(&mut self, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        if let Some(number) = self.number.take().filter(|_| !is_numbered(text)) {
            self.layout.word(&number);
            self.layout.need(Break::Space);
        }
    }

    fn open_element(&mut self, tag: &str) {
        match tag {
            "tr" => self.layout.open_row(),
            "td" | "th" => self.layout.open_cell(),
            "br" => self.layout.need(Break::Line),
            _ if BLOCKS.contains(&tag) => self.layout.need(Break::Line),
            _ => {}
        }
        self.kept += u32::from(tag == "pre");
        self.raised += u32::from(tag == "sup");
    }

    fn close(&mut self, node: NodeRef<'_, Node>) {
        let Some(element) = node.value().as_element() else { return };
        match element.name() {
            "ol" | "ul" => {
                self.lists.pop();
            }
            "li" => self.number = None,
            _ => {}
        }
        match element.name() {
            "tr" => self.layout.close_row(),
            tag if BLOCKS.contains(&tag) => self.layout.need(Break::Line),
            _ => {}
        }
        self.kept -= u32::from(element.name() == "pre");
        self.raised -= u32::from(element.name() == "sup");
    }

    fn text(&mut self, text: &str) {
        self.write_number(text);
        if self.raised > 0 && text.trim().bytes().all(|b| b.is_ascii_digit()) {
            return self.layout.word(&raised(text.trim()));
        }
        if self.kept == 0 {
            return self.layout.flow(text);
        }
        for line in text.split_inclusive('\n') {
            self.layout.word(line.trim_end_matches(['\n', '\r']));
            if line.ends_with('\n') {
                self.layout.need(Break::Line);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(page: &str) -> String {
        of(&Html::parse_document(page))
    }

    #[test]
    fn inline_tags_never_split_numbers() {
        assert_eq!(
            text("<p>số <b>793/Q<i>Đ</i></b>-<span>TTg</span> ng&agrave;y 10-5-2016</p>"),
            "số 793/QĐ-TTg ngày 10-5-2016"
        );
    }

    #[test]
    fn items_have_the_numbers_that_a_browser_shows() {
        assert_eq!(
            text(
                "<ol><li><p>Phạm vi<li> <b>Nội</b> dung<ol type=a><li>một<li>hai</ol>
                 <li value=7>Điều 9. Ba<li>4. Bốn<li>Năm</ol><ul><li>gạch</ul>
                 <ol style='list-style:none'><li>không</ol><ol start=3 type=I><li>La</ol>"
            ),
            "1. Phạm vi\n2. Nội dung\na. một\nb. hai\nĐiều 9. Ba\n4. Bốn\n9. Năm\ngạch\n\
             không\nIII. La"
        );
    }

    #[test]
    fn blocks_are_lines_and_cells_are_tabs() {
        assert_eq!(
            text(
                "<table><tr><td>Số:<td>40/KH-UBND<tr><td><p>CHÍNH PHỦ</p><p>---</p>
                 <td><p>CỘNG HÒA</p></table>Điều 1.<br>a)\n b<div>c<div>d</div></div>e"
            ),
            "Số:\t40/KH-UBND\nCHÍNH PHỦ\n---\nCỘNG HÒA\nĐiều 1.\na) b\nc\nd\ne"
        );
    }

    #[test]
    fn what_stands_around_the_text_is_left_out() {
        let page = "<body><nav>Trang chủ</nav><div class=mainMenu>Văn bản</div>
            <ul><li><a>Tin một<li><a>Tin hai<li><a>Tin ba<li><a>Tin bốn</ul>
            <header><a>Liên hệ</a></header>
            <form><article><h1>Kế hoạch</h1><p>Thực hiện <a>Quyết định 793/QĐ-TTg</a> của
            Thủ tướng Chính phủ.<p>Căn cứ <a>Luật 1</a>; <a>Luật 2</a>; <a>Luật 3</a>;
            <a>Luật 4</a></article></form><script>var a = 1;</script>
            <div id=ft-footer>Giấy phép 999/GP-BTTTT</div></body>";
        assert_eq!(
            text(page),
            "Kế hoạch\nThực hiện Quyết định 793/QĐ-TTg của Thủ tướng Chính phủ.\n\
             Căn cứ Luật 1; Luật 2; Luật 3; Luật 4"
        );
    }

    #[test]
    fn what_is_not_displayed_is_left_out_unless_it_is_the_page() {
        let page =
            "<p>Thực hiện Quyết định 793/QĐ-TTg</p><div style='DISPLAY: none'>1/QĐ</div>
            <span style='color:red;mso-hide:all'>2/QĐ</span>";
        assert_eq!(text(page), "Thực hiện Quyết định 793/QĐ-TTg");
        let tab = "<p>Toàn văn</p><div style='display:none'>Quyết định 793/QĐ-TTg</div>";
        assert_eq!(text(tab), "Toàn văn\nQuyết định 793/QĐ-TTg");
    }

    #[test]
    fn a_page_called_sidebar_is_still_a_page() {
        let page = "<div class='content sidebar'>Thực hiện Quyết định 793/QĐ-TTg</div>";
        assert_eq!(text(page), "Thực hiện Quyết định 793/QĐ-TTg");
    }

    #[test]
    fn depth_does_not_matter() {
        let deep = format!("{}793/QĐ-TTg", "<div>".repeat(3000));
        assert_eq!(text(&deep), "793/QĐ-TTg");
    }
}
