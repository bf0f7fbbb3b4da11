//! The command line: the only crate that sees all others.

/// Runs the command line and returns the process's exit code.
pub fn main() -> i32 {
    0
}
