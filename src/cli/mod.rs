//! The program: the only place that prints, reads the environment, or exits.

mod amendments;
mod annotate;
mod basis;
mod cascade;
mod catalog;
mod check;
mod cited_by;
mod cites;
mod completions;
mod coverage;
mod diff;
mod export;
mod extract;
mod index;
mod man;
mod neighbours;
mod options;
mod pager;
mod path;
mod progress;
mod rank;
mod reading;
mod references;
mod related;
mod review;
mod search;
mod show;
mod sources;
mod stale;
mod stats;
mod stores;
mod text;
mod ui;
mod walks;
mod watch;

use clap::{Parser, Subcommand};
use std::process::ExitCode;
use ui::{Done, Stop, Ui};

const EXIT_CODES: &str = "\
Exit codes: 0 found or done, 1 nothing found, 2 anything failed, even one file.";

/// Find, resolve and graph the references between Vietnamese legal documents
#[derive(Debug, Parser)]
#[command(name = "danchieu", version, after_help = EXIT_CODES)]
#[command(subcommand_required = true, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: options::Color,
    /// Show answers longer than the screen without `$PAGER` (so does `NO_PAGER`)
    #[arg(long, global = true)]
    no_pager: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    Index(index::Args),
    CitedBy(cited_by::Args),
    Cites(cites::Args),
    Show(show::Args),
    Search(search::Args),
    Basis(basis::Args),
    Cascade(cascade::Args),
    Review(review::Args),
    Path(path::Args),
    Amendments(amendments::Args),
    Coverage(coverage::Args),
    Rank(rank::Args),
    Related(related::Args),
    Stale(stale::Args),
    Check(check::Args),
    Catalog(catalog::Args),
    Export(export::Args),
    Stats(stats::Args),
    Diff(diff::Args),
    Annotate(annotate::Args),
    Extract(extract::Args),
    Text(text::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// What a command that did not fail has to say.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Outcome {
    Found,
    Nothing,
}

impl Outcome {
    fn of(found: bool) -> Self {
        if found { Self::Found } else { Self::Nothing }
    }
}

/// Runs the program on the arguments of the process.
pub fn main() -> ExitCode {
    if reading::serve() {
        return ExitCode::SUCCESS;
    }
    let cli = Cli::parse();
    let mut ui = Ui::new(cli.color, !cli.no_pager);
    let outcome = run(cli.command, &mut ui);
    // What was found is printed also when the command ended early.
    let outcome = ui.close().map_err(Stop::from).and(outcome);
    exit_code(outcome, &ui)
}

fn run(command: Command, ui: &mut Ui) -> Done<Outcome> {
    match command {
        Command::Extract(args) => extract::run(&args, ui),
        Command::Index(args) => index::run(&args, ui),
        Command::CitedBy(args) => cited_by::run(&args, ui),
        Command::Cites(args) => cites::run(&args, ui),
        Command::Show(args) => show::run(&args, ui),
        Command::Search(args) => search::run(&args, ui),
        Command::Basis(args) => basis::run(&args, ui),
        Command::Cascade(args) => cascade::run(&args, ui),
        Command::Review(args) => review::run(&args, ui),
        Command::Path(args) => path::run(&args, ui),
        Command::Amendments(args) => amendments::run(&args, ui),
        Command::Coverage(args) => coverage::run(&args, ui),
        Command::Rank(args) => rank::run(&args, ui),
        Command::Related(args) => related::run(&args, ui),
        Command::Stale(args) => stale::run(&args, ui),
        Command::Export(args) => export::run(&args, ui),
        Command::Diff(args) => diff::run(&args, ui),
        Command::Annotate(args) => annotate::run(&args, ui),
        Command::Check(args) => check::run(&args, ui),
        Command::Catalog(args) => catalog::run(&args, ui),
        Command::Stats(args) => stats::run(&args, ui),
        Command::Completions(args) => completions::run(&args, ui),
        Command::Man(args) => man::run(&args, ui),
        Command::Text(args) => text::run(&args, ui),
    }
}

fn exit_code(outcome: Done<Outcome>, ui: &Ui) -> ExitCode {
    match outcome {
        Err(Stop::Failed(error)) => {
            ui.print_error(&error);
            ExitCode::from(2)
        }
        Err(Stop::Told) => ExitCode::from(2),
        Ok(_) if ui.has_failed() => ExitCode::from(2),
        Ok(Outcome::Found) | Err(Stop::BrokenPipe) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
