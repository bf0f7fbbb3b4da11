//! What `taipan` does beside running programs. A first argument that is exactly a verb is the verb (`./cache` names the
//! file); under a name that begins with `python` there are no verbs. Plain programs never come here, so what the verbs
//! use (an argument parser, worker threads) costs them nothing.

mod ast;
mod cache;
mod dis;

use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command};
use taipan_grammar::Origin;

/// The verbs, as `--help` lists them.
pub const HELP: &str = "\
Verbs (not under a name that begins with python; ./dis names a file):
taipan ast   : print the syntax tree of a file, or compare trees with CPython's
taipan cache : count, remove, build or check cached code images
taipan dis   : print the bytecode of a file
taipan help  : say more about a verb
";

const NAMES: [&str; 4] = ["ast", "cache", "dis", "help"];

/// Runs the verb that a command line begins with; `None`: it is python's.
pub fn main(all: &[OsString]) -> Option<i32> {
    let verb = all.get(1)?;
    if !NAMES.iter().any(|name| verb == name) || is_python(all.first()?) {
        return None;
    }
    let matches = match command().try_get_matches_from(all) {
        Ok(matches) => matches,
        Err(error) => {
            let _ = error.print();
            return Some(error.exit_code());
        }
    };
    Some(match matches.subcommand() {
        Some(("ast", options)) => ast::main(options),
        Some(("cache", options)) => cache::main(options),
        Some(("dis", options)) => dis::main(options),
        _ => 2,
    })
}

/// Whether the executable was called by python's name.
fn is_python(called: &OsStr) -> bool {
    let name = Path::new(called).file_name().unwrap_or_default();
    name.as_encoded_bytes().starts_with(b"python")
}

fn command() -> Command {
    Command::new("taipan")
        .about("Runs Python 3.14 programs; `taipan -h` says how. These are its other uses.")
        .subcommand_required(true)
        .subcommand(ast::command())
        .subcommand(cache::command())
        .subcommand(dis::command())
}

/// `-O` and `-OO`.
fn optimize_option() -> Arg {
    Arg::new("optimize")
        .short('O')
        .action(clap::ArgAction::Count)
        .help("Compile as python -O does; twice: as -OO does")
}

fn optimize(options: &ArgMatches) -> u8 {
    options.get_count("optimize").min(2)
}

fn path_argument(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).value_name(value).help(help).value_parser(clap::value_parser!(PathBuf))
}

/// Prints to standard output. A reader that has gone away is no trouble.
fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes());
    let _ = out.flush();
}

fn complain(text: &str) -> i32 {
    let _ = writeln!(std::io::stderr(), "taipan: {text}");
    1
}

/// A source file's text, or standard input's (`-`), as the interpreter would read it.
fn read_source(path: &Path) -> Result<String, String> {
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut std::io::stdin(), &mut bytes).map(|_| bytes)
    } else {
        std::fs::read(path)
    };
    let bytes = bytes.map_err(|error| format!("{}: {error}", path.display()))?;
    decode(&bytes, path)
}

fn decode(bytes: &[u8], path: &Path) -> Result<String, String> {
    let text = match taipan_grammar::decode(bytes, Origin::Bytes) {
        Ok(text) => text.into_owned(),
        // An encoding that is known is one of Python's own codecs.
        Err(error) => crate::run::decode_source(bytes)
            .ok_or_else(|| format!("{}: {}", path.display(), error.message))?,
    };
    if text.contains('\0') {
        return Err(format!("{}: source code string cannot contain null bytes", path.display()));
    }
    Ok(text)
}

/// All `.py` files in a folder, sorted; links to folders are not followed, so that there is an end.
fn sources(folder: &Path) -> Result<Vec<PathBuf>, String> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let (path, kind) = (entry.path(), entry.file_type());
            if kind.as_ref().is_ok_and(|kind| kind.is_dir()) {
                walk(&path, found);
            } else if path.extension().is_some_and(|suffix| suffix == "py") && path.is_file() {
                found.push(path);
            }
        }
    }
    if folder.is_file() {
        return Ok(vec![folder.to_path_buf()]);
    }
    std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut found = Vec::new();
    walk(folder, &mut found);
    found.sort();
    Ok(found)
}

/// Deep sources recurse in the parser: workers get a main thread's room and more.
const WORKER_STACK_BYTES: usize = 64 << 20;

/// Runs work on all cores.
fn on_all_cores<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, String> {
    let pool = rayon::ThreadPoolBuilder::new().stack_size(WORKER_STACK_BYTES).build();
    Ok(pool.map_err(|error| format!("no threads: {error}"))?.install(work))
}

/// A bar on standard error, which shows itself only on a terminal.
fn progress(n: usize, what: &'static str) -> indicatif::ProgressBar {
    let style = indicatif::ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}");
    let bar = indicatif::ProgressBar::new(n as u64).with_message(what);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_exact_verbs_are_verbs() {
        let run = |all: &[&str]| main(&all.iter().map(OsString::from).collect::<Vec<_>>());
        assert_eq!(run(&["taipan"]), None);
        for other in ["./dis", "dis.py", "Dis", "-c", "", "discover"] {
            assert_eq!(run(&["taipan", other]), None, "{other}");
        }
        for called in ["python", "python3", "/usr/bin/python3.14"] {
            assert_eq!(run(&[called, "dis"]), None, "{called}");
        }
        assert_eq!(run(&["/opt/python/taipan", "dis", "--no-such-option"]), Some(2));
    }

    #[test]
    fn the_command_is_consistent() {
        command().debug_assert();
    }
}
