//! `danchieu man`: the manual.

use super::ui::{Done, Ui};
use super::{Cli, Outcome};
use clap::CommandFactory;
use std::io::Write;

/// Print the manual page of the program or of one command
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  danchieu man > danchieu.1
  danchieu man cited-by | man -l -")]
pub(super) struct Args {
    /// The command; the program as a whole without it
    command: Option<String>,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Done<Outcome> {
    let mut program = Cli::command();
    program.build();
    let command = match &args.command {
        None => program,
        Some(name) => {
            let found = program.find_subcommand(name).cloned();
            found.ok_or_else(|| {
                let message = format!("no command {name:?}");
                crate::Error::new(crate::ErrorKind::Query, message)
                    .hint("danchieu --help lists them")
            })?
        }
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    ui.out().write_all(&page)?;
    Ok(Outcome::Found)
}
