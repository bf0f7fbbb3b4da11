//! The list of known failures.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use libtest_mimic::Failed;

/// `tests/known_failures.txt`: one test's name or a pattern with `*` on a line, `#` begins a comment.
#[derive(Debug)]
pub struct Known {
    path: PathBuf,
    names: BTreeSet<String>,
    patterns: Vec<String>,
}

impl Known {
    pub fn read(path: &Path) -> Known {
        let text = fs::read_to_string(path).unwrap_or_default();
        let lines = text.lines().map(|line| line.split('#').next().unwrap_or("").trim());
        let (patterns, names): (Vec<_>, Vec<_>) =
            lines.filter(|line| !line.is_empty()).map(str::to_owned).partition(|line| line.contains('*'));
        Known { path: path.to_owned(), names: names.into_iter().collect(), patterns }
    }

    /// What the outcome of one test means: a failure that is known is none, and a known failure that
    /// passes is one.
    pub fn judge(&self, name: &str, outcome: Result<(), Failed>) -> Result<(), Failed> {
        match (self.names.contains(name), outcome) {
            (true, Ok(())) => Err("it passes: take it off tests/known_failures.txt".into()),
            (false, Err(page)) if !self.patterns.iter().any(|pattern| matches(pattern, name)) => Err(page),
            _ => Ok(()),
        }
    }

    /// Complains about lines that no test needs any more; true when there are any.
    pub fn complain(&self, results: &[(String, bool)]) -> bool {
        let mut complained = false;
        for pattern in &self.patterns {
            let is_needed = results.iter().any(|(name, is_right)| !is_right && matches(pattern, name));
            if !is_needed {
                println!("known_failures.txt: everything that {pattern} names passes: remove the line");
                complained = true;
            }
        }
        for name in &self.names {
            // A test of the sample may not have run.
            if !name.ends_with("::stress") && !results.iter().any(|result| result.0 == *name) {
                println!("known_failures.txt: there is no test {name}");
                complained = true;
            }
        }
        complained
    }

    /// Writes the list anew: every failure of this run by its own name.
    pub fn write(&self, results: &[(String, bool)]) {
        let failures: BTreeSet<&str> =
            results.iter().filter(|result| !result.1).map(|result| result.0.as_str()).collect();
        let mut text = String::from(
            "# Tests that fail, one name (or pattern with *) on a line. A line whose tests pass is an error.\n",
        );
        for name in &failures {
            text.push_str(name);
            text.push('\n');
        }
        fs::write(&self.path, text).expect("the list is writable");
        println!("wrote {} names to {}", failures.len(), self.path.display());
    }
}

/// Whether `name` is matched by `pattern`, in which `*` stands for anything.
fn matches(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or("");
    let Some(mut rest) = name.strip_prefix(first) else { return false };
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.is_empty()
}
