//! The rules of the house that no compiler checks: ARCHITECTURE.md's tables hold.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The crates by name without `taipan-`, with their folders.
fn crates() -> BTreeMap<String, PathBuf> {
    let mut folders = vec![root().join("grammar"), root().join("cache")];
    let list = fs::read_dir(root().join("src")).expect("src is there");
    folders.extend(list.flatten().map(|entry| entry.path()).filter(|path| path.join("Cargo.toml").exists()));
    let name = |path: &PathBuf| path.file_name().expect("not the root").to_string_lossy().into_owned();
    folders.into_iter().map(|path| (name(&path), path)).collect()
}

/// The rows of the table in ARCHITECTURE.md behind the comment `<!-- NAME -->`, cell by cell.
fn table(name: &str) -> Vec<Vec<String>> {
    let text = read(&root().join("ARCHITECTURE.md"));
    let (_, rest) = text.split_once(&format!("<!-- {name} -->")).unwrap_or_else(|| panic!("no table {name}"));
    let rows =
        rest.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let cells = |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
    rows.skip(2).map(cells).collect()
}

/// The names in backticks.
fn quoted(cell: &str) -> BTreeSet<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn crates_depend_on_each_other_as_the_table_says() {
    let allowed: BTreeMap<String, BTreeSet<String>> =
        table("edges").iter().map(|row| (row[0].trim_matches('`').to_owned(), quoted(&row[1]))).collect();
    let crates = crates();
    for (name, folder) in &crates {
        let Some(allowed) = allowed.get(name) else { panic!("ARCHITECTURE.md has no row for {name}") };
        let mut section = String::new();
        for line in read(&folder.join("Cargo.toml")).lines() {
            if line.starts_with('[') {
                section = line.to_owned();
            } else if section == "[dependencies]"
                && let Some(rest) = line.strip_prefix("taipan-")
            {
                let used: String =
                    rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
                assert!(
                    allowed.contains(&used),
                    "{name} -> {used} is not in ARCHITECTURE.md's table of edges"
                );
            }
        }
    }
    for name in allowed.keys() {
        assert!(crates.contains_key(name), "ARCHITECTURE.md has a row for {name}, which is no crate");
    }
}

#[test]
fn the_table_of_edges_has_no_cycle_and_keeps_the_borders() {
    let edges: BTreeMap<String, BTreeSet<String>> =
        table("edges").iter().map(|row| (row[0].trim_matches('`').to_owned(), quoted(&row[1]))).collect();
    fn reach(edges: &BTreeMap<String, BTreeSet<String>>, from: &str, seen: &mut BTreeSet<String>) {
        for to in edges.get(from).into_iter().flatten() {
            if seen.insert(to.clone()) {
                reach(edges, to, seen);
            }
        }
    }
    let never = [
        ("grammar", ["heap", "runtime"].as_slice()),
        ("compiler", &["heap", "runtime"]),
        ("cache", &["compiler", "runtime"]),
        ("runtime", &["objects", "interp", "stdlib"]),
        ("objects", &["interp", "compiler", "grammar"]),
        ("stdlib", &["interp", "compiler", "grammar"]),
        ("interp", &["stdlib", "grammar"]),
    ];
    for name in edges.keys() {
        let mut seen = BTreeSet::new();
        reach(&edges, name, &mut seen);
        assert!(!seen.contains(name), "{name} reaches itself");
        assert!(!seen.contains("cli"), "{name} reaches cli");
        if name == "bytecode" {
            assert!(seen.is_empty(), "bytecode reaches {seen:?}");
        }
        for (from, targets) in never {
            for target in targets {
                assert!(from != name || !seen.contains(*target), "{name} reaches {target}");
            }
        }
    }
}

/// All Rust files of the workspace, relative to its root.
fn rust_files() -> Vec<PathBuf> {
    fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                if path.file_name().is_none_or(|name| name != "target") {
                    walk(&path, files);
                }
            } else if path.extension().is_some_and(|suffix| suffix == "rs") {
                files.push(path);
            }
        }
    }
    let mut files = Vec::new();
    for folder in ["src", "grammar", "cache", "tests", "benches"] {
        walk(&root().join(folder), &mut files);
    }
    files.sort();
    files.iter().map(|path| path.strip_prefix(root()).expect("under the root").to_owned()).collect()
}

/// A file's text without comments, strings and characters (all of them blanks), line by line.
fn code_of(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut code = String::with_capacity(text.len());
    let mut at = 0;
    let skip_to = |code: &mut String, from: usize, to: usize| {
        code.extend(bytes[from..to.min(bytes.len())].iter().filter(|byte| **byte == b'\n').map(|_| '\n'));
        code.push(' ');
        to.min(bytes.len())
    };
    while at < bytes.len() {
        let rest = &bytes[at..];
        let is_word = at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_');
        let hashes = rest.iter().skip(1).take_while(|byte| **byte == b'#').count();
        if rest.starts_with(b"//") {
            let end = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
            at = skip_to(&mut code, at, at + end);
        } else if rest.starts_with(b"/*") {
            let end = text[at..].find("*/").map_or(rest.len(), |end| end + 2);
            at = skip_to(&mut code, at, at + end);
        } else if rest[0] == b'r' && !is_word && rest.get(1 + hashes) == Some(&b'"') {
            let close = format!("\"{}", "#".repeat(hashes));
            let end =
                text[at + 2 + hashes..].find(&close).map_or(rest.len(), |end| end + 2 + hashes + close.len());
            at = skip_to(&mut code, at, at + end);
        } else if rest[0] == b'"' {
            let mut end = 1;
            while end < rest.len() && rest[end] != b'"' {
                end += if rest[end] == b'\\' { 2 } else { 1 };
            }
            at = skip_to(&mut code, at, at + end + 1);
        } else if rest.starts_with(b"'\\") || (rest[0] == b'\'' && rest.get(2) == Some(&b'\'')) {
            let end = rest.iter().skip(3).position(|byte| *byte == b'\'').map_or(rest.len(), |end| end + 4);
            let end = if rest.get(2) == Some(&b'\'') && rest[1] != b'\\' { 3 } else { end };
            at = skip_to(&mut code, at, at + end);
        } else {
            code.push(if rest[0].is_ascii() { rest[0] as char } else { '?' });
            at += 1;
        }
    }
    code
}

fn has_word(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let is_part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
        !is_part(code[..at].chars().next_back()) && !is_part(code[at + word.len()..].chars().next())
    })
}

#[test]
fn unsafe_stands_where_the_table_says() {
    let places: Vec<String> = table("unsafe").iter().flat_map(|row| quoted(&row[0])).collect();
    for file in rust_files() {
        let name = file.to_str().expect("names are ASCII");
        let code = code_of(&read(&root().join(&file)));
        let is_listed = places.iter().any(|place| name == place || name.starts_with(&format!("{place}/")));
        assert!(
            is_listed || !has_word(&code, "unsafe"),
            "{name} has unsafe code and is not in ARCHITECTURE.md's table"
        );
    }
    for place in places {
        assert!(root().join(&place).exists(), "ARCHITECTURE.md allows unsafe in {place}, which is not there");
    }
}

#[test]
fn no_lint_is_allowed_bare_and_nothing_is_left_to_do() {
    for file in rust_files() {
        let code = code_of(&read(&root().join(&file)));
        for forbidden in ["todo!", "unimplemented!", "dbg!"] {
            assert!(!code.contains(forbidden), "{}: {forbidden}", file.display());
        }
        for attribute in code.split("[allow(").skip(1) {
            let attribute = attribute.split(']').next().unwrap_or("");
            assert!(attribute.contains("reason"), "{}: a bare allow({attribute}", file.display());
        }
    }
}

#[test]
fn the_code_reader_reads_code() {
    let code =
        code_of("a /* unsafe */ 'u' \"unsafe \\\" unsafe\" r#\"un\"safe\"# b '\\'' // unsafe\nc<'a> d");
    assert!(!has_word(&code, "unsafe"), "{code}");
    for word in ["a", "b", "c", "d"] {
        assert!(has_word(&code, word), "{word}: {code}");
    }
}
