//! Runs every program under `tests/programs` and compares what it prints with what CPython 3.14 printed.
//!
//! `NAME.py` stands beside `NAME.out` (standard output), `NAME.err` (standard error) and `NAME.rc` (exit
//! code); a file that is not there stands for nothing printed and 0. A program runs with its cache cold,
//! then warm (one test), and, if it is in the sample, collecting garbage all the time (another).
//! Files and folders whose names begin with `_` are what programs import. Lines in a program say how it is run:
//!
//! ```text
//! #: args add "buy milk" -p 3     its arguments
//! #: stdin "text\n"               what it reads
//! #: env NAME=VALUE               a variable (repeatable)
//! #: flags -W error               the interpreter's own arguments, before the program
//! #: no-stress                    too slow, or it counts collections
//! ```
//!
//! A program under `tests/differences` shows a deliberate difference from CPython, which its docstring explains: each line
//! that it prints is another one than CPython printed. A line that is the same is an error, since the difference is gone.
//!
//! Variables: `TAIPAN_TEST_STRESS` = `all`, `none` or `n` (every n-th program, 8); `TAIPAN_TEST_KNOWN=write`
//! writes `tests/known_failures.txt` anew; `TAIPAN_TEST_PYTHON` runs another interpreter;
//! `TAIPAN_TEST_UPDATE=missing|all` writes what `$PYTHON314` prints (see `tests/update.sh`).

mod harness;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex};

use harness::known::Known;
use harness::program::{Program, find_programs};
use harness::run::{Interpreter, Mode, difference, sameness};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    heed_interrupts();
    let arguments = Arguments::from_args();
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut programs = find_programs(&tests, "programs");
    programs.extend(find_programs(&tests, "differences"));
    if let Some(which) = std::env::var_os("TAIPAN_TEST_UPDATE") {
        return harness::update::update(&programs, arguments.filter.as_deref(), which == "all");
    }

    let executable =
        std::env::var_os("TAIPAN_TEST_PYTHON").unwrap_or_else(|| env!("CARGO_BIN_EXE_taipan").into());
    let scratch = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("programs-{}", std::process::id()));
    std::fs::create_dir_all(&scratch).expect("the target directory is writable");
    let interpreter = Arc::new(Interpreter { executable: executable.into(), scratch: scratch.clone() });
    let known = Arc::new(Known::read(&tests.join("known_failures.txt")));
    let results = Arc::new(Mutex::new(Vec::new()));

    let mut trials = Vec::new();
    for program in programs {
        let program = Arc::new(program);
        let common = if program.is_difference() { Mode::Difference } else { Mode::ColdThenWarm };
        let modes = [Some(common), program.is_stressed().then_some(Mode::Stress)];
        for mode in modes.into_iter().flatten() {
            let (program, interpreter) = (program.clone(), interpreter.clone());
            let (known, results) = (known.clone(), results.clone());
            let name = format!("{}{}", program.name, mode.suffix());
            trials.push(Trial::test(name.clone(), move || {
                let outcome = check(&interpreter, &program, mode);
                results.lock().expect("no test panics here").push((name.clone(), outcome.is_ok()));
                known.judge(&name, outcome)
            }));
        }
    }
    let is_whole = arguments.filter.is_none()
        && arguments.skip.is_empty()
        && !arguments.list
        && arguments.format.is_none();
    let conclusion = libtest_mimic::run(&arguments, trials);
    let _ = std::fs::remove_dir_all(scratch);
    let results = std::mem::take(&mut *results.lock().expect("all tests are over"));
    if !is_whole {
        return conclusion.exit_code();
    }
    let n_right = results.iter().filter(|result| result.1).count();
    println!("programs: {n_right} of {} runs print what CPython 3.14 prints", results.len());
    if std::env::var_os("TAIPAN_TEST_KNOWN").is_some_and(|value| value == "write") {
        known.write(&results);
        return ExitCode::SUCCESS;
    }
    if known.complain(&results) { ExitCode::FAILURE } else { conclusion.exit_code() }
}

/// Undoes what a shell does to background jobs: a program that is started with SIGINT ignored never gets a
/// `KeyboardInterrupt`, and what a test program prints must not depend on who runs the tests.
#[expect(unsafe_code, reason = "the standard library has no call that sets a signal's action")]
fn heed_interrupts() {
    // SAFETY: No other thread runs yet, and SIG_DFL runs no code of ours.
    unsafe { libc::signal(libc::SIGINT, libc::SIG_DFL) };
}

fn check(interpreter: &Interpreter, program: &Program, mode: Mode) -> Result<(), Failed> {
    let want = program.expected();
    let runs: &[&str] = match mode {
        Mode::ColdThenWarm => &["cold cache", "warm cache"],
        Mode::Stress => &["collecting all the time"],
        Mode::Difference => {
            return sameness(&want, &interpreter.run(program, mode)).map_or(Ok(()), |text| Err(text.into()));
        }
    };
    for label in runs {
        let got = interpreter.run(program, mode);
        if let Some(text) = difference(&want, &got) {
            return Err(format!("{label}: {text}").into());
        }
    }
    Ok(())
}
