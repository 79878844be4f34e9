//! Labels and their colours: code says what a piece of text is, the theme how it looks.

use anstyle::{AnsiColor, Style};
use std::fmt::Display;

/// One style a label.
#[derive(Clone, Copy, Debug, Default)]
pub struct Theme {
    /// Headings of tables.
    pub heading: Style,
    /// Document numbers and titles that stand for them.
    pub number: Style,
    /// Relations.
    pub relation: Style,
    /// The words that were asked for.
    pub hit: Style,
    /// Paths, lines, and what is secondary.
    pub faint: Style,
    /// What failed.
    pub error: Style,
    /// What may help.
    pub hint: Style,
}

impl Theme {
    /// The theme without any colour.
    pub const PLAIN: Self = Self {
        heading: Style::new(),
        number: Style::new(),
        relation: Style::new(),
        hit: Style::new(),
        faint: Style::new(),
        error: Style::new(),
        hint: Style::new(),
    };

    /// Returns the theme of the sixteen colours that every terminal has.
    pub fn colored() -> Self {
        let color = |c: AnsiColor| c.on_default();
        Self {
            heading: Style::new().bold(),
            number: color(AnsiColor::Cyan).bold(),
            relation: color(AnsiColor::Green),
            hit: color(AnsiColor::Yellow).bold(),
            faint: Style::new().dimmed(),
            error: color(AnsiColor::Red).bold(),
            hint: color(AnsiColor::Cyan),
        }
    }
}

/// Returns `text` between the codes of `style`; plain styles add nothing.
pub fn paint(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}
