//! Answers longer than the screen go through a pager.

use std::io::{self, Write};
use std::process::{Child, Command, Stdio};

/// What shows a long answer when `PAGER` says nothing: quits if it fits after all, lets
/// colours through, leaves the text on the screen, and ends at Ctrl-C as we do.
const DEFAULT: &str = "less -FRXK";

/// How and when to page.
#[derive(Clone, Debug)]
pub(super) struct Paging {
    /// The program and its arguments.
    pub(super) command: Vec<String>,
    /// An answer of so many lines needs it.
    pub(super) height: usize,
}

impl Paging {
    /// Returns how to page on a terminal of that height; `None` if nobody wants it.
    pub(super) fn wanted(height: usize) -> Option<Self> {
        let refused = std::env::var_os("NO_PAGER").is_some_and(|v| !v.is_empty());
        let asked = std::env::var("PAGER").unwrap_or_else(|_| DEFAULT.to_owned());
        let command: Vec<String> = asked.split_whitespace().map(str::to_owned).collect();
        let plain = command.first().is_none_or(|program| program == "cat");
        (!refused && !plain).then_some(Self { command, height })
    }
}

/// Holds an answer back until it is longer than the screen, then hands it to the pager;
/// a short one, or one without a pager, goes to `out`.
#[derive(Debug)]
pub(super) struct Screen<W: Write> {
    out: W,
    paging: Option<Paging>,
    held: Vec<u8>,
    lines: usize,
    pager: Option<Child>,
}

impl<W: Write> Screen<W> {
    pub(super) fn new(out: W, paging: Option<Paging>) -> Self {
        Self { out, paging, held: Vec::new(), lines: 0, pager: None }
    }

    /// Ends the answer: what was held is shown, and the pager is waited for.
    pub(super) fn close(&mut self) -> io::Result<()> {
        if let Some(mut pager) = self.pager.take() {
            let closed = pager.stdin.take().map_or(Ok(()), |mut stdin| stdin.flush());
            pager.wait()?;
            return closed;
        }
        self.flush()
    }

    /// Starts the pager with what was held; without one, everything goes to `out`.
    fn turn_over(&mut self) -> io::Result<()> {
        let Some(paging) = self.paging.take() else { return Ok(()) };
        let held = std::mem::take(&mut self.held);
        let mut command = Command::new(&paging.command[0]);
        command.args(&paging.command[1..]).stdin(Stdio::piped());
        match command.spawn() {
            Ok(child) => self.pager = Some(child),
            Err(_) => return self.out.write_all(&held),
        }
        self.write_all(&held)
    }
}

impl<W: Write> Write for Screen<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(stdin) = self.pager.as_mut().and_then(|pager| pager.stdin.as_mut()) {
            return stdin.write(bytes);
        }
        let Some(paging) = &self.paging else { return self.out.write(bytes) };
        self.held.extend_from_slice(bytes);
        self.lines += memchr::memchr_iter(b'\n', bytes).count();
        if self.lines >= paging.height {
            self.turn_over()?;
        }
        Ok(bytes.len())
    }

    /// What was held back is shown now, and what follows is not paged any more: a message
    /// is to stand behind it.
    fn flush(&mut self) -> io::Result<()> {
        if let Some(stdin) = self.pager.as_mut().and_then(|pager| pager.stdin.as_mut()) {
            return stdin.flush();
        }
        if !self.held.is_empty() {
            self.paging = None;
            let held = std::mem::take(&mut self.held);
            self.out.write_all(&held)?;
        }
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(pager: &str, lines: usize) -> String {
        let command = pager.split_whitespace().map(str::to_owned).collect();
        let mut screen = Screen::new(Vec::new(), Some(Paging { command, height: 5 }));
        (0..lines).for_each(|n| writeln!(screen, "{n}").unwrap());
        screen.close().unwrap();
        String::from_utf8(screen.out).unwrap()
    }

    #[test]
    fn a_short_answer_is_shown_and_a_long_one_goes_to_the_pager() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("paged");
        let pager = format!("dd status=none of={}", file.display());
        assert_eq!(shown(&pager, 4), "0\n1\n2\n3\n");
        assert!(!file.exists());
        assert_eq!(shown(&pager, 6), "");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "0\n1\n2\n3\n4\n5\n");
    }

    #[test]
    fn a_pager_that_is_not_there_is_no_loss() {
        assert_eq!(shown("no-such-pager-anywhere", 7).lines().count(), 7);
    }
}
