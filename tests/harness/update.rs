//! Writing what CPython 3.14 prints.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use super::program::Program;
use super::run::{difference, run};

/// Writes `.out`, `.err` and `.rc` of the programs whose names contain `filter`: of all, or of those
/// that have none yet. A program whose output depends on the hash seed or changes from run to run is an error.
pub fn update(programs: &[Program], filter: Option<&str>, all: bool) -> ExitCode {
    let Some(python) = std::env::var_os("PYTHON314").map(PathBuf::from) else {
        eprintln!("PYTHON314 must name a CPython 3.14");
        return ExitCode::FAILURE;
    };
    // Other implementations give the same name.
    let version =
        Command::new(&python).args(["-c", "import sys; print(sys.implementation.cache_tag)"]).output();
    if !version.is_ok_and(|output| output.stdout == b"cpython-314\n") {
        eprintln!("{} is not CPython 3.14", python.display());
        return ExitCode::FAILURE;
    }
    let scratch = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("update-{}", std::process::id()));
    let chosen = programs.iter().filter(|program| filter.is_none_or(|part| program.name.contains(part)));
    let chosen: Vec<&Program> = chosen.filter(|program| all || !has_expectation(program)).collect();
    let (next, n_bad) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let n_threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..n_threads {
            scope.spawn(|| {
                while let Some(program) = chosen.get(next.fetch_add(1, Relaxed)) {
                    let run_seeded = |seed: &str| {
                        let env = [("PYTHONHASHSEED", seed), ("PYTHONDONTWRITEBYTECODE", "1")];
                        let env = env.map(|(name, value)| (name.to_owned(), value.to_owned()));
                        run(&python, program, &env, &scratch, Duration::from_secs(60))
                    };
                    let (first, second) = (run_seeded("1"), run_seeded("2"));
                    if let Some(page) = difference(&first, &second) {
                        eprintln!("{}: not the same twice: {page}", program.name);
                        n_bad.fetch_add(1, Relaxed);
                        continue;
                    }
                    if first.code.parse::<i32>().is_err() {
                        eprintln!("{}: CPython does not end it: {}", program.name, first.code);
                        n_bad.fetch_add(1, Relaxed);
                        continue;
                    }
                    let code = if first.code == "0" { String::new() } else { format!("{}\n", first.code) };
                    for (suffix, text) in [("out", &first.out), ("err", &first.err), ("rc", &code)] {
                        let path = program.path.with_extension(suffix);
                        if text.is_empty() {
                            let _ = fs::remove_file(path);
                        } else if fs::write(&path, text).is_err() {
                            eprintln!("{}: cannot be written", path.display());
                            n_bad.fetch_add(1, Relaxed);
                        }
                    }
                    println!(
                        "{} (exit code {}, {} bytes of errors)",
                        program.name,
                        first.code,
                        first.err.len()
                    );
                }
            });
        }
    });
    let _ = fs::remove_dir_all(scratch);
    if n_bad.into_inner() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn has_expectation(program: &Program) -> bool {
    ["out", "err", "rc"].iter().any(|suffix| program.path.with_extension(suffix).exists())
}
