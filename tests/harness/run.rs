//! Running a program and comparing what it printed.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

use super::program::Program;

/// How a program is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Twice: the first run compiles and stores, the second finds the file in the cache.
    ColdThenWarm,
    /// With a collection at every so manieth allocation.
    Stress,
    /// Once, and what is printed must not be what CPython prints.
    Difference,
}

impl Mode {
    /// What its tests' names end in.
    pub fn suffix(self) -> &'static str {
        match self {
            Mode::ColdThenWarm | Mode::Difference => "",
            Mode::Stress => "::stress",
        }
    }
}

/// What a program left behind, with what differs from place to place blotted out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    pub out: String,
    pub err: String,
    /// The exit code, or `signal N`, or `timeout`.
    pub code: String,
}

/// The interpreter under test.
#[derive(Debug)]
pub struct Interpreter {
    pub executable: PathBuf,
    /// Where the cache and the programs' temporary files go.
    pub scratch: PathBuf,
}

impl Interpreter {
    /// Runs `program` once.
    pub fn run(&self, program: &Program, mode: Mode) -> Printed {
        let mut env = vec![("TAIPAN_CACHE_DIR".to_owned(), self.scratch.join("cache").display().to_string())];
        let mut seconds = 60;
        if mode == Mode::Stress {
            env.push(("TAIPAN_GC".to_owned(), "stress=101".to_owned()));
            seconds = 300;
        }
        run(&self.executable, program, &env, &self.scratch, Duration::from_secs(seconds))
    }
}

/// Runs `program` on any interpreter, with nothing of our own environment but what is named here.
pub fn run(
    executable: &Path,
    program: &Program,
    env: &[(String, String)],
    scratch: &Path,
    limit: Duration,
) -> Printed {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let work = scratch.join(format!("run-{}", COUNT.fetch_add(1, Relaxed)));
    fs::create_dir_all(&work).expect("the target directory is writable");
    let file = |name: &str| File::create(work.join(name)).expect("the target directory is writable");
    fs::write(work.join("stdin"), &program.stdin).expect("the target directory is writable");
    let stdin = File::open(work.join("stdin")).expect("just written");

    let mut command = Command::new(executable);
    command.args(&program.flags).arg(&program.path).args(&program.args).env_clear();
    for name in ["PATH", "HOME", "LD_LIBRARY_PATH"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command.env("LANG", "C.UTF-8").env("TERM", "dumb").env("COLUMNS", "80").env("TMPDIR", &work);
    command.envs(env.iter().cloned()).envs(program.env.iter().cloned());
    // Into files: a grandchild that keeps a pipe open would keep us waiting. In a group of its own,
    // so that a time-out ends the grandchildren too.
    command.stdin(Stdio::from(stdin)).stdout(file("stdout")).stderr(file("stderr")).process_group(0);
    command.current_dir(program.path.parent().expect("a file has a folder"));
    let code = match command.spawn() {
        Ok(child) => wait(child, limit),
        Err(error) => format!("cannot start: {error}"),
    };
    let read = |name: &str| {
        let bytes = fs::read(work.join(name)).unwrap_or_default();
        blot(&String::from_utf8_lossy(&bytes), program, executable, &work)
    };
    let printed = Printed { out: read("stdout"), err: read("stderr"), code };
    let _ = fs::remove_dir_all(&work);
    printed
}

fn wait(mut child: Child, limit: Duration) -> String {
    let start = Instant::now();
    let mut pause = Duration::from_micros(500);
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return describe(status),
            Ok(None) if start.elapsed() > limit => {
                // The group's number is the child's.
                let group = format!("-{}", child.id());
                let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
                let _ = child.wait();
                return "timeout".to_owned();
            }
            Ok(None) => std::thread::sleep(pause),
            Err(error) => return format!("cannot wait: {error}"),
        }
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

fn describe(status: ExitStatus) -> String {
    match (status.code(), status.signal()) {
        (Some(code), _) => code.to_string(),
        (None, Some(signal)) => format!("signal {signal}"),
        (None, None) => "neither code nor signal".to_owned(),
    }
}

/// Blots out what differs from place to place: folders, the interpreter's path, addresses, and the
/// standard library's lines.
fn blot(text: &str, program: &Program, executable: &Path, work: &Path) -> String {
    let root = format!("{}/", program.root.display());
    let text = text.replace(&root, "").replace(&work.display().to_string(), "WORK");
    let text = text.replace(&executable.display().to_string(), "PYTHON");
    let mut result = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        result.push_str(&blot_addresses(&blot_origin(&blot_library(line))));
    }
    result
}

/// `File "/any/where/os.py", line 12, in f` becomes `File "LIB/os.py", line N, in f`.
fn blot_library(line: &str) -> String {
    const FILE: &str = "File \"";
    let Some(start) = line.find(FILE).map(|at| at + FILE.len()) else { return line.to_owned() };
    let Some(end) = line[start..].find('"').map(|at| at + start) else { return line.to_owned() };
    let path = &line[start..end];
    let is_library = path.starts_with("<frozen ") || (path.starts_with('/') && path.ends_with(".py"));
    if !is_library {
        return line.to_owned();
    }
    let name = path.trim_start_matches("<frozen ").trim_end_matches('>').rsplit('/').next().unwrap_or(path);
    let after = &line[end + 1..];
    let after = match after.strip_prefix(", line ") {
        Some(rest) => format!(", line N{}", rest.trim_start_matches(|c: char| c.is_ascii_digit())),
        None => after.to_owned(),
    };
    format!("{}LIB/{name}\"{after}", &line[..start])
}

/// `cannot import name 'x' from 'os' (/any/where/os.py)` names `(LIB/os.py)` instead.
fn blot_origin(line: &str) -> String {
    let Some(start) = line.find(" (/").map(|at| at + 2) else { return line.to_owned() };
    let Some(end) = line[start..].find(')').map(|at| at + start) else { return line.to_owned() };
    match line[start..end].strip_suffix(".py").and_then(|path| path.rsplit('/').next()) {
        Some(name) => format!("{}LIB/{name}.py{}", &line[..start], &line[end..]),
        None => line.to_owned(),
    }
}

/// `0x7f3a5c0d1e20` becomes `0xADDR`: six hex digits or more are taken for an address.
fn blot_addresses(line: &str) -> String {
    let mut result = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find("0x") {
        let digits = rest[at + 2..].bytes().take_while(|byte| byte.is_ascii_hexdigit()).count();
        result.push_str(&rest[..at + 2]);
        result.push_str(if digits >= 6 { "ADDR" } else { &rest[at + 2..at + 2 + digits] });
        rest = &rest[at + 2 + digits..];
    }
    result.push_str(rest);
    result
}

/// A page about the first difference; `None` when there is none.
pub fn difference(want: &Printed, got: &Printed) -> Option<String> {
    if want == got {
        return None;
    }
    let mut page = String::new();
    if want.code != got.code {
        let _ = writeln!(page, "exit code: {} instead of {}", got.code, want.code);
    }
    for (label, want, got) in
        [("standard output", &want.out, &got.out), ("standard error", &want.err, &got.err)]
    {
        if want == got {
            continue;
        }
        let (want, got): (Vec<&str>, Vec<&str>) = (want.lines().collect(), got.lines().collect());
        let first = want.iter().zip(&got).take_while(|pair| pair.0 == pair.1).count();
        let _ = writeln!(page, "{label} differs from line {} on (- CPython, + here):", first + 1);
        for (mark, lines) in [('-', &want), ('+', &got)] {
            for line in lines.iter().skip(first).take(12) {
                let _ = writeln!(page, "  {mark} {line}");
            }
        }
    }
    if page.is_empty() {
        page.push_str("only the end of the last line differs");
    }
    Some(page)
}

/// What is wrong with a program that shows differences, each in a line of its own; `None` when all of them are there.
pub fn sameness(want: &Printed, got: &Printed) -> Option<String> {
    let (theirs, ours): (Vec<&str>, Vec<&str>) = (want.out.lines().collect(), got.out.lines().collect());
    if got.code != "0" || !got.err.is_empty() || ours.is_empty() || ours.len() != theirs.len() {
        return Some(format!("it does not run to its end (code {}):\n{}{}", got.code, got.out, got.err));
    }
    let same = theirs.iter().zip(&ours).find(|(theirs, ours)| theirs == ours)?;
    Some(format!("CPython prints the same, so this is a difference no more: {}", same.0))
}
