//! Standard output and standard error.

use super::options::Color;
use super::pager::{Paging, Screen};
use crate::ingest::Source;
use crate::report::sanitize;
use crate::report::text::{Theme, paint};
use crate::{Error, ErrorKind};
use anstyle::Style;
use std::error::Error as _;
use std::io::{self, BufWriter, IsTerminal, Write};

/// What a step of a command gives.
pub(super) type Done<T = ()> = Result<T, Stop>;

/// Why a command ends early.
#[derive(Debug)]
pub(super) enum Stop {
    /// The reader of standard output went away: nothing to say.
    BrokenPipe,
    /// What failed has been printed.
    Told,
    /// Something that the command cannot do without failed.
    Failed(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// The only bare I/O of a command is on standard output; files give [`Error`]s.
impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::BrokenPipe;
        }
        let message = "cannot write to standard output";
        Self::Failed(Error::new(ErrorKind::Io, message).because(error))
    }
}

/// Where a command prints, and whether something failed on the way.
#[derive(Debug)]
pub(super) struct Ui {
    out: Screen<BufWriter<io::Stdout>>,
    theme: Theme,
    error_theme: Theme,
    is_terminal: bool,
    width: usize,
    failed: bool,
}

/// A page of paper, and what DESIGN asks tables to be readable at.
const DEFAULT_WIDTH: usize = 100;
const LEAST_WIDTH: usize = 40;

impl Ui {
    pub(super) fn new(color: Color, page: bool) -> Self {
        let theme = |terminal| {
            if color.wanted(terminal) { Theme::colored() } else { Theme::PLAIN }
        };
        let is_terminal = io::stdout().is_terminal();
        let paging =
            (page && is_terminal).then(height).flatten().and_then(Paging::wanted);
        Self {
            out: Screen::new(BufWriter::with_capacity(1 << 16, io::stdout()), paging),
            theme: theme(is_terminal),
            error_theme: theme(io::stderr().is_terminal()),
            is_terminal,
            width: width(is_terminal),
            failed: false,
        }
    }

    pub(super) fn out(&mut self) -> &mut impl Write {
        &mut self.out
    }

    pub(super) fn theme(&self) -> &Theme {
        &self.theme
    }

    pub(super) fn width(&self) -> usize {
        self.width
    }

    pub(super) fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    pub(super) fn has_failed(&self) -> bool {
        self.failed
    }

    /// Ends the answer; waits until the reader has put the pager away.
    pub(super) fn close(&mut self) -> io::Result<()> {
        self.out.close()
    }

    /// Prints what failed; the command goes on and the exit code will tell.
    pub(super) fn fail(&mut self, error: &Error) {
        // What was already found stands before the message, also when both go to one
        // terminal. A broken pipe shows at the next write.
        let _ = self.out.flush();
        self.failed = true;
        self.print_error(error);
    }

    /// Prints what the reader of a document should know; nothing failed.
    pub(super) fn notes(&self, source: &Source) {
        for note in &source.notes {
            let words = format!("{}: {note}", source.name);
            self.print_message(self.error_theme.hint, "note:", &words);
        }
    }

    /// Prints what a person should know though nothing failed.
    pub(super) fn note(&self, words: &str) {
        self.print_message(self.error_theme.hint, "note:", words);
    }

    /// Prints what may help.
    pub(super) fn hint(&self, words: &str) {
        self.print_message(self.error_theme.hint, "hint:", words);
    }

    /// Prints what failed.
    pub(super) fn error(&self, words: &str) {
        self.print_message(self.error_theme.error, "error:", words);
    }

    pub(super) fn print_error(&self, error: &Error) {
        let (bad, help) = (self.error_theme.error, self.error_theme.hint);
        self.print_message(bad, "error:", &error.to_string());
        let mut cause = error.source();
        while let Some(error) = cause {
            self.print_message(bad, "caused by:", &lower_first(&error.to_string()));
            cause = error.source();
        }
        if let Some(hint) = error.hint_text() {
            self.print_message(help, "hint:", hint);
        }
    }

    #[expect(
        clippy::print_stderr,
        clippy::unused_self,
        reason = "the one place that prints messages"
    )]
    fn print_message(&self, style: Style, label: &str, words: &str) {
        eprintln!("{} {}", paint(style, label), sanitize(words));
    }
}

/// Messages of the system start with a capital; ours do not. `EOF` stays.
fn lower_first(message: &str) -> String {
    let mut chars = message.chars();
    if chars.clone().nth(1).is_some_and(char::is_uppercase) {
        return message.to_owned();
    }
    let first = chars.next().map(|c| c.to_lowercase().collect::<String>());
    first.unwrap_or_default() + chars.as_str()
}

/// The lines that fit on the screen above the prompt.
fn height() -> Option<usize> {
    let (_, terminal_size::Height(h)) = terminal_size::terminal_size()?;
    Some(usize::from(h).saturating_sub(1).max(1))
}

fn width(is_terminal: bool) -> usize {
    let asked = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    let measured = || {
        let (terminal_size::Width(w), _) = terminal_size::terminal_size()?;
        is_terminal.then_some(usize::from(w))
    };
    asked.or_else(measured).unwrap_or(DEFAULT_WIDTH).max(LEAST_WIDTH)
}
