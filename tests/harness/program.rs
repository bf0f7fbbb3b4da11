//! The programs and how each wants to be run.

use std::fs;
use std::path::{Path, PathBuf};

use super::run::Printed;

/// One program.
#[derive(Debug)]
pub struct Program {
    /// `subject/name`, or `differences/name`.
    pub name: String,
    /// The folder of all programs; its path is blotted out of what is printed.
    pub root: PathBuf,
    pub path: PathBuf,
    pub args: Vec<String>,
    pub flags: Vec<String>,
    pub stdin: String,
    pub env: Vec<(String, String)>,
    may_be_stressed: bool,
}

/// The folder of the programs whose output is another than CPython's.
const DIFFERENCES: &str = "differences";

/// All programs under `folder` of `tests`, sorted by name.
pub fn find_programs(tests: &Path, folder: &str) -> Vec<Program> {
    let root = tests.join(folder);
    let mut paths = Vec::new();
    walk(&root, &mut paths);
    paths.sort();
    let names_from = if folder == DIFFERENCES { tests } else { &root };
    paths.into_iter().map(|path| Program::read(&root, names_from, path)).collect()
}

fn walk(folder: &Path, paths: &mut Vec<PathBuf>) {
    let Ok(list) = fs::read_dir(folder) else { return };
    for entry in list.flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        if name.to_string_lossy().starts_with('_') {
            continue;
        }
        if path.is_dir() {
            walk(&path, paths);
        } else if path.extension().is_some_and(|suffix| suffix == "py") {
            paths.push(path);
        }
    }
}

impl Program {
    fn read(root: &Path, names_from: &Path, path: PathBuf) -> Program {
        let relative = path.strip_prefix(names_from).expect("found under it").with_extension("");
        let mut program = Program {
            name: relative.to_str().expect("names are ASCII").to_owned(),
            root: root.to_owned(),
            args: Vec::new(),
            flags: Vec::new(),
            stdin: String::new(),
            env: Vec::new(),
            may_be_stressed: true,
            path,
        };
        // Some programs are not UTF-8: that is what they are about.
        let text = fs::read(&program.path).expect("a program is readable");
        for line in String::from_utf8_lossy(&text).lines() {
            let Some(line) = line.strip_prefix("#: ") else { continue };
            let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
            match verb {
                "args" => program.args = words(rest),
                "flags" => program.flags = words(rest),
                "stdin" => program.stdin = unquote(rest),
                "env" => {
                    let (name, value) = rest.split_once('=').expect("#: env NAME=VALUE");
                    program.env.push((name.to_owned(), value.to_owned()));
                }
                "no-stress" => program.may_be_stressed = false,
                other => panic!("{}: what is `#: {other}`?", program.name),
            }
        }
        program
    }

    /// What CPython 3.14 printed.
    pub fn expected(&self) -> Printed {
        let read = |suffix: &str| fs::read_to_string(self.path.with_extension(suffix)).unwrap_or_default();
        let code = read("rc");
        let code = code.trim();
        Printed {
            out: read("out"),
            err: read("err"),
            code: if code.is_empty() { "0".into() } else { code.into() },
        }
    }

    /// Does the program show a deliberate difference from CPython?
    pub fn is_difference(&self) -> bool {
        self.root.ends_with(DIFFERENCES)
    }

    /// Whether this run of the suite collects all the time in this program.
    pub fn is_stressed(&self) -> bool {
        let setting = std::env::var("TAIPAN_TEST_STRESS").unwrap_or_else(|_| "8".into());
        let every = match setting.as_str() {
            "all" => 1,
            "none" => return false,
            n => n.parse().expect("TAIPAN_TEST_STRESS is all, none or a number"),
        };
        // FNV-1a: the sample is the same on every machine and spread over the subjects.
        let hash = self.name.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
        });
        self.may_be_stressed && !self.is_difference() && (hash >> 20) % every == 0
    }
}

/// Splits at spaces; double quotes keep words together, and hold the escapes of [`unquote`].
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (mut is_quoted, mut is_escaped) = (false, false);
        let ends = |c: char| {
            let ends = c == ' ' && !is_quoted;
            is_quoted ^= c == '"' && !is_escaped;
            is_escaped = c == '\\' && !is_escaped;
            ends
        };
        let end = rest.find(ends).unwrap_or(rest.len());
        let word = &rest[..end];
        words.push(if word.starts_with('"') { unquote(word) } else { word.to_owned() });
        rest = rest[end..].trim_start();
    }
    words
}

/// The text of a double-quoted literal with `\n`, `\t`, `\r`, `\0`, `\\` and `\"`.
fn unquote(text: &str) -> String {
    let inner = text.trim().trim_start_matches('"');
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    let mut result = String::new();
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        let c = if c != '\\' {
            c
        } else {
            match chars.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                Some('r') => '\r',
                Some('0') => '\0',
                Some(other) => other,
                None => '\\',
            }
        };
        result.push(c);
    }
    result
}
