//! How far a run is, on standard error.

use crate::indexer::{Progress, Stage};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// Shorter runs show nothing.
const PATIENCE: Duration = Duration::from_millis(250);

/// A progress bar that appears on a terminal when a run takes its time.
#[derive(Debug)]
pub(super) struct Bar {
    shown: ProgressBar,
    started: Instant,
    is_terminal: bool,
}

impl Bar {
    pub(super) fn new() -> Self {
        Self {
            shown: ProgressBar::hidden(),
            started: Instant::now(),
            is_terminal: std::io::stderr().is_terminal(),
        }
    }

    fn appear(&self) {
        let hidden = self.is_terminal && self.shown.is_hidden();
        if hidden && self.started.elapsed() >= PATIENCE {
            self.shown.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

impl Progress for Bar {
    fn stage(&mut self, stage: Stage, total: u64) {
        self.shown.set_position(0);
        self.shown.set_message(words(stage));
        let unit =
            if stage == Stage::Reading { "{bytes}/{total_bytes}" } else { "{pos}/{len}" };
        let template = match total {
            0 => "{spinner} {msg}".to_owned(),
            _ => format!("{{msg:10}} {{wide_bar}} {unit} {{eta}}"),
        };
        self.shown.set_length(total);
        if let Ok(style) = ProgressStyle::with_template(&template) {
            self.shown.set_style(style);
        }
        self.appear();
    }

    fn step(&mut self, done: u64) {
        self.shown.inc(done);
        self.appear();
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.shown.finish_and_clear();
    }
}

fn words(stage: Stage) -> &'static str {
    match stage {
        Stage::Walking => "walking",
        Stage::Reading => "reading",
        Stage::Writing => "writing",
        Stage::Resolving => "resolving",
        Stage::Words => "words",
    }
}
