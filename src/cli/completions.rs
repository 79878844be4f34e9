//! `danchieu completions`: scripts for shells.

use super::ui::{Done, Ui};
use super::{Cli, Outcome};
use clap::CommandFactory;
use std::io::Write;

/// Print a completion script for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  danchieu completions bash > ~/.local/share/bash-completion/completions/danchieu
  danchieu completions zsh > ~/.zfunc/_danchieu
  danchieu completions fish > ~/.config/fish/completions/danchieu.fish")]
pub(super) struct Args {
    /// The shell
    shell: clap_complete::Shell,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Done<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "danchieu", &mut script);
    ui.out().write_all(&script)?;
    Ok(Outcome::Found)
}
