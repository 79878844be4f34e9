//! The order of the modules in `lib.rs` is the dependency rule.

#![expect(
    clippy::unwrap_used,
    clippy::string_slice,
    reason = "a test may panic, and the offsets are of ASCII"
)]

use std::path::{Path, PathBuf};

/// A module imports only from modules that `lib.rs` declares above it (DESIGN §2).
#[test]
fn modules_import_only_from_modules_above() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let order = declared_modules(&std::fs::read_to_string(src.join("lib.rs")).unwrap());
    assert!(order.len() > 10, "lib.rs declares the modules: {order:?}");
    let rank = |name: &str| order.iter().position(|m| m == name);
    let mut faults = Vec::new();
    for (here, module) in order.iter().enumerate() {
        for file in files_of(&src, module) {
            let code = std::fs::read_to_string(&file).unwrap();
            for used in used_modules(&code) {
                if rank(&used).is_some_and(|there| there > here) {
                    faults.push(format!("{}: uses crate::{used}", file.display()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "imports must point up:\n{}", faults.join("\n"));
}

/// Every file of `src` belongs to a declared module, so that the rule sees it.
#[test]
fn every_source_file_belongs_to_a_module() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let order = declared_modules(&std::fs::read_to_string(src.join("lib.rs")).unwrap());
    for entry in std::fs::read_dir(&src).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        assert!(
            matches!(stem.as_str(), "lib" | "main") || order.contains(&stem),
            "{} is not declared in lib.rs",
            path.display()
        );
    }
}

fn declared_modules(lib: &str) -> Vec<String> {
    lib.lines()
        .filter_map(|line| {
            let name = line.trim().strip_prefix("pub mod ")?.strip_suffix(';')?;
            Some(name.to_owned())
        })
        .collect()
}

fn files_of(src: &Path, module: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let single = src.join(format!("{module}.rs"));
    if single.is_file() {
        files.push(single);
    }
    collect(&src.join(module), &mut files);
    files.sort();
    files
}

fn collect(dir: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(dir) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
}

/// Returns the modules named by `crate::name` and `use crate::{name, …}` in the code
/// that ships: comments and the tests at the end of a file may point anywhere.
fn used_modules(code: &str) -> Vec<String> {
    let code = code.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    let code = code.lines().filter(is_code).collect::<Vec<_>>().join("\n");
    code.match_indices("crate::")
        .filter(|(at, _)| !code[..*at].ends_with('$'))
        .flat_map(|(at, found)| names_at(&code[at + found.len()..]))
        .collect()
}

/// Reads `name` or the first names of the parts of `{a::b, c, d::{e, f}}`.
fn names_at(path: &str) -> Vec<String> {
    let Some(group) = path.strip_prefix('{') else { return vec![name(path)] };
    let mut depth = 1;
    let mut names = Vec::new();
    let mut start = 0;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => {
                names.push(name(&group[start..at]));
                start = at + 1;
            }
            _ => {}
        }
        if depth == 0 {
            names.push(name(&group[start..at]));
            break;
        }
    }
    names.retain(|n| !n.is_empty());
    names
}

fn name(path: &str) -> String {
    let is_name = |c: &char| c.is_alphanumeric() || *c == '_';
    path.trim_start().chars().take_while(is_name).collect()
}

#[test]
fn reads_every_way_to_import() {
    let code = "
        // crate::comment
        use crate::{Error, text::{Span, Text}, vocab};
        use crate::parse::Form;
        fn f() -> crate::Result<crate::ident::Key> {}
        macro_rules! m { () => { $crate::cli::x } }
#[cfg(test)]
mod tests { use crate::cli; }";
    let names = ["Error", "text", "vocab", "parse", "Result", "ident"];
    assert_eq!(used_modules(code), names);
}
