//! What the pages say of the program is what the program says of itself.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

const PAGES: [&str; 5] =
    ["README.md", "README.vi.md", "ARCHITECTURE.md", "CHANGELOG.md", "corpus/README.md"];

#[test]
fn the_readme_lists_the_commands_as_the_help_does() {
    let help = help();
    let listed = commands_of(&help);
    let readme = page("README.md");
    let block = console_block(&readme, "danchieu --help");
    assert_eq!(
        commands_of(block),
        listed,
        "README.md: below `$ danchieu --help` must stand\n{}",
        section(&help)
    );
}

#[test]
fn the_vietnamese_readme_names_the_same_commands() {
    let page = page("README.vi.md");
    let table = page.lines().skip_while(|line| *line != "## Các lệnh").skip(1);
    let table = table.take_while(|line| !line.starts_with("## "));
    let named: BTreeSet<String> = table.filter_map(command_of_row).collect();
    let of_help: BTreeSet<String> = commands_of(&help())
        .into_iter()
        .map(|(name, _)| name)
        .filter(|name| name != "help")
        .collect();
    let missing: Vec<_> = of_help.difference(&named).collect();
    let gone: Vec<_> = named.difference(&of_help).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "README.vi.md, \"Các lệnh\": a row \"| `command` | … |\" is missing for {missing:?}, \
         and there is no command {gone:?}"
    );
}

#[test]
fn every_relative_link_leads_to_a_file() {
    let mut broken = Vec::new();
    for name in PAGES {
        let folder = root().join(name).parent().unwrap().to_owned();
        for target in links(&page(name)) {
            let path = target.split('#').next().unwrap_or_default();
            if !target.contains("://") && !path.is_empty() && !folder.join(path).exists()
            {
                broken.push(format!("{name}: {target}"));
            }
        }
    }
    assert!(broken.is_empty(), "links that lead nowhere: {broken:#?}");
}

/// What `.ci/run` tries is what a newcomer is told to type.
#[test]
fn the_first_command_of_the_readmes_is_tried_by_ci() {
    let first = "-- cited-by 793/QĐ-TTg --corpus corpus";
    for name in ["README.md", "README.vi.md", ".ci/run"] {
        assert!(page(name).contains(first), "{name} does not have `{first}`");
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn page(name: &str) -> String {
    let path = root().join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn help() -> String {
    let run = Command::new(env!("CARGO_BIN_EXE_danchieu"))
        .arg("--help")
        .env_clear()
        .env("COLUMNS", "100")
        .output()
        .unwrap();
    String::from_utf8(run.stdout).unwrap()
}

/// Returns the fenced block of a page that begins with the prompt and this command.
fn console_block<'a>(page: &'a str, command: &str) -> &'a str {
    let start = format!("```console\n$ {command}\n");
    let block = page.split(start.as_str()).nth(1);
    block.and_then(|rest| rest.split("\n```").next()).unwrap_or_default()
}

fn section(help: &str) -> String {
    let from = help.lines().skip_while(|line| *line != "Commands:");
    from.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Returns each command below `Commands:` with the line that describes it.
fn commands_of(help: &str) -> Vec<(String, String)> {
    let section = section(help);
    let rows = section.lines().skip(1).filter_map(|line| {
        let (name, about) = line.strip_prefix("  ")?.split_once(' ')?;
        Some((name.to_owned(), about.trim().to_owned()))
    });
    rows.filter(|(name, _)| !name.is_empty()).collect()
}

/// Reads ``| `index` | … |``: a table row whose first cell is one command and no more.
fn command_of_row(line: &str) -> Option<String> {
    let name = line.strip_prefix("| `")?.split('`').next()?;
    let is_name = name.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    let alone = line.get(name.len() + 3..)?.starts_with("` |");
    (is_name && alone).then(|| name.to_owned())
}

/// Returns what stands in the parentheses of `[…](…)`.
fn links(page: &str) -> Vec<String> {
    let ends = page.split("](").skip(1);
    ends.filter_map(|rest| rest.split([')', '\n']).next()).map(str::to_owned).collect()
}
