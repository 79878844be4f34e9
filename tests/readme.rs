//! What the pages say of the program is what the program says of itself.

#[path = "it/runner.rs"]
#[expect(dead_code, reason = "the transcripts of `tests/it` use all of it")]
mod runner;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const PAGES: [&str; 5] =
    ["README.md", "README.vi.md", "ARCHITECTURE.md", "CHANGELOG.md", "corpus/README.md"];

#[test]
fn the_readme_lists_the_commands_as_the_help_does() {
    let help = help();
    let readme = page("README.md");
    let block = console_block(&readme, "danchieu --help");
    assert!(
        commands_of(block) == commands_of(&help),
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

/// What the pages show is what the program prints, but for the lines they leave out.
#[test]
fn the_transcripts_are_what_the_program_prints() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["README.md", "README.vi.md"] {
        let page = page(name);
        let transcripts = transcripts(&page);
        assert!(transcripts.len() > 2, "{name} shows what the program prints");
        for transcript in transcripts {
            let printed = answer(transcript.command, &dir.path().join("store"));
            let wrong = first_wrong(&transcript.lines, &printed);
            let command = transcript.command;
            assert_eq!(wrong, None, "{name}: `{command}` prints no such line there");
        }
    }
}

/// The numbers of the README are the numbers of record; `DANCHIEU_RECORD=1` writes them.
#[test]
fn the_accuracy_table_says_what_the_ledger_says() {
    let ledger = page("tests/accuracy.tsv");
    let rows = ledger.lines().filter_map(|line| {
        let mut fields = line.split('\t');
        Some((fields.next()?, fields.next()?.parse::<f64>().ok()?))
    });
    let ledger: BTreeMap<&str, f64> = rows.collect();
    let mut readme = page("README.md");
    let of_record: Vec<(String, String)> = readme
        .lines()
        .filter_map(|line| Some((line.to_owned(), row_of_record(line, &ledger)?)))
        .collect();
    assert!(of_record.len() > 10, "the table of README.md names the numbers of record");
    let wrong = of_record.iter().filter(|(says, ought)| says != ought);
    if std::env::var_os("DANCHIEU_RECORD").is_some() {
        wrong.for_each(|(says, ought)| readme = readme.replace(says, ought));
        std::fs::write(root().join("README.md"), readme).unwrap();
    } else {
        let ought: Vec<_> = wrong.map(|(_, ought)| ought).collect();
        assert!(
            ought.is_empty(),
            "README.md ought to say (DANCHIEU_RECORD=1): {ought:#?}"
        );
    }
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

/// Returns a row of the accuracy table with the numbers of the measures that its last
/// cell names.
fn row_of_record(row: &str, ledger: &BTreeMap<&str, f64>) -> Option<String> {
    let cells: Vec<&str> = row.strip_prefix("| ")?.split(" | ").collect();
    let [what, _, measures] = cells.as_slice() else { return None };
    let names = measures.split('`').skip(1).step_by(2);
    let values = names.map(|name| Some(format!("{:.3}", ledger.get(name)?)));
    let values = values.collect::<Option<Vec<_>>>()?;
    (!values.is_empty())
        .then(|| format!("| {what} | {} | {measures}", values.join(" / ")))
}

fn help() -> String {
    runner::run(&root(), &["--help".to_owned()], &[]).stdout
}

/// A command on a page, and the lines that it is said to print; `…` stands for any.
struct Transcript<'a> {
    command: &'a str,
    lines: Vec<&'a str>,
}

/// Returns the transcripts of a page that ask the shipped corpus.
fn transcripts(page: &str) -> Vec<Transcript<'_>> {
    let blocks = page.split("```console\n$ ").skip(1);
    let blocks = blocks.filter_map(|rest| rest.split("\n```").next());
    let transcripts = blocks.filter_map(|block| {
        let (command, lines) = block.split_once('\n')?;
        Some(Transcript { command, lines: lines.lines().collect() })
    });
    transcripts.filter(|t| t.command.contains("--corpus corpus")).collect()
}

/// Returns what a command of a page prints, as on a terminal: notes first.
fn answer(command: &str, store: &Path) -> String {
    let command = command.replacen("cargo run --release --", "danchieu", 1);
    let mut words = runner::words(&command).split_off(1);
    words.extend(["--store".to_owned(), store.display().to_string()]);
    let run = runner::run(&root(), &words, &[]);
    run.stderr + &run.stdout
}

/// Returns the first line of a transcript that is not printed where it stands.
fn first_wrong<'a>(lines: &[&'a str], printed: &str) -> Option<&'a str> {
    let mut printed = printed.lines();
    let mut is_open = false;
    for line in lines {
        if *line == "…" {
            is_open = true;
        } else if is_open {
            is_open = !printed.any(|p| p == *line);
            if is_open {
                return Some(line);
            }
        } else if printed.next() != Some(line) {
            return Some(line);
        }
    }
    let is_whole = is_open || printed.next().is_none();
    (!is_whole).then_some("(the end)")
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
