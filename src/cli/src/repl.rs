//! The interactive interpreter: reads a statement, runs it, shows what it gives. It edits no lines and keeps no history:
//! at a terminal the library's `_pyrepl` takes its place.

use std::io::{BufRead, ErrorKind, Write};

use bumpalo::Bump;
use taipan_bytecode::code_flags;
use taipan_grammar::{Lacks, Mode};
use taipan_objects::import::{import, import_from};
use taipan_objects::types::str::fs_text;
use taipan_runtime::extra::syntax_error;
use taipan_runtime::layout::{Dict, Module, Str};
use taipan_runtime::{Args, CompileMode, Gc, R, Raised, Value, Vm, kinds};

use crate::arguments::Settings;
use crate::compile::{self, ALLOW_INCOMPLETE, DONT_IMPLY_DEDENT, How};
use crate::imp::{self, CacheUse};
use crate::uncaught;

const FILENAME: &str = "<stdin>";

/// Whether what is read from standard input is a person's.
pub fn is_interactive(settings: &Settings) -> bool {
    settings.inspect || std::io::IsTerminal::is_terminal(&std::io::stdin())
}

/// Says who is there.
pub fn banner(vm: &mut Vm, settings: &Settings) {
    if settings.quiet {
        return;
    }
    let mut text = |name: &str| {
        let name = vm.intern(name);
        let sys = vm.sys;
        let value = sys.get_str(vm, name);
        value.and_then(|value| vm.as_str(value)).map_or_else(String::new, |text| text.to_display())
    };
    let (version, platform) = (text("version"), text("platform"));
    say!("Python {version} on {platform}");
    if !settings.no_site {
        say!("Type \"help\", \"copyright\", \"credits\" or \"license\" for more information.");
    }
}

/// Is there a terminal to edit lines at, and does nobody object?
pub fn edits_lines(settings: &Settings) -> bool {
    use std::io::{IsTerminal, stdin, stdout};
    stdin().is_terminal() && stdout().is_terminal() && settings.env("PYTHON_BASIC_REPL").is_none()
}

/// Leaves all to `_pyrepl`. An error is `SystemExit`.
pub fn run_editing(vm: &mut Vm, settings: &Settings, main: Gc<Module>) -> R<()> {
    enable_history(vm, settings);
    call_hook(vm)?;
    let result = import(vm, "_pyrepl.main").and_then(|_| {
        let console = import_from(vm, "_pyrepl.main", "interactive_console")?;
        let names = [vm.intern("quiet").value(), vm.intern("pythonstartup").value()];
        let has_startup = settings.env("PYTHONSTARTUP").is_some();
        let values = [Value::bool(settings.quiet), Value::bool(has_startup)];
        vm.call_args(console, &Args { pos: &[main.value()], kw_names: &names, kw_values: &values })
    });
    match result {
        Ok(_) => Ok(()),
        Err(Raised) => show(vm),
    }
}

/// Runs the file that `PYTHONSTARTUP` names and the hook that `sitecustomize` and the like may have left. An error is
/// `SystemExit`.
pub fn start_up(vm: &mut Vm, settings: &Settings, dict: Gc<Dict>) -> R<()> {
    if let Some(file) = settings.env("PYTHONSTARTUP") {
        let filename = crate::startup::os_str(vm, &file);
        if let Some(filename) = vm.as_str(filename) {
            let result = match imp::file_code(vm, filename, CacheUse::Main) {
                Ok(code) => {
                    (vm.hooks.run_code)(vm, code, dict.value(), dict.value(), Value::UNBOUND).map(|_| ())
                }
                Err(Raised) => {
                    if vm.pending_is(kinds::OS_ERROR) {
                        uncaught::complain(vm, "Could not open PYTHONSTARTUP\n");
                    }
                    Err(Raised)
                }
            };
            if let Err(Raised) = result {
                show(vm)?;
            }
        }
    }
    call_hook(vm)
}

/// Leaves the hook of the module site, where there is no other: it reads the history of edited lines, and has it written at
/// exit. (Nothing else of that module is wanted at start-up.)
fn enable_history(vm: &mut Vm, settings: &Settings) {
    let name = vm.intern("__interactivehook__");
    let sys = vm.sys;
    if settings.no_site || settings.isolated || sys.get_str(vm, name).is_some() {
        return;
    }
    match import_from(vm, "site", "register_readline") {
        Ok(hook) => sys.set_str(vm, name, hook),
        Err(Raised) => drop(vm.take_exception()),
    }
}

/// Calls what the module site, `sitecustomize` and the like may have left for interactive use.
fn call_hook(vm: &mut Vm) -> R<()> {
    let sys = vm.sys;
    let name = vm.intern("__interactivehook__");
    let Some(hook) = sys.get_str(vm, name) else { return Ok(()) };
    if let Err(Raised) = vm.call(hook, &[]) {
        uncaught::complain(vm, "Failed calling sys.__interactivehook__\n");
        show(vm)?;
    }
    Ok(())
}

/// Shows the exception on its way; `SystemExit` goes on.
fn show(vm: &mut Vm) -> R<()> {
    if vm.pending_is(kinds::SYSTEM_EXIT) {
        return Err(Raised);
    }
    let exc = vm.take_exception();
    match uncaught::show(vm, exc) {
        Some(exit) => Err(vm.reraise(exit)),
        None => Ok(()),
    }
}

/// Reads and runs statements until the input ends. An error is `SystemExit`.
pub fn run(vm: &mut Vm, dict: Gc<Dict>) -> R<()> {
    let sys = vm.sys;
    for (name, text) in [("ps1", ">>> "), ("ps2", "... ")] {
        let name = vm.intern(name);
        if sys.get_str(vm, name).is_none() {
            let text = vm.new_str(text).value();
            sys.set_str(vm, name, text);
        }
    }
    let filename = vm.new_str(FILENAME);
    let (mut flags, mut n_compiled) = (0, 0);
    loop {
        match statement(vm, flags) {
            Ok(Read::End) => break,
            Ok(Read::Nothing) => {}
            Ok(Read::Text(text)) => {
                if let Err(Raised) = execute(vm, &text, filename, dict, &mut flags, &mut n_compiled) {
                    show(vm)?;
                }
            }
            Err(Raised) => {
                // Ctrl-C at the prompt: nothing was run, so there is no traceback.
                if vm.take_if(kinds::KEYBOARD_INTERRUPT).is_some() {
                    uncaught::complain(vm, "\nKeyboardInterrupt\n");
                } else {
                    show(vm)?;
                }
            }
        }
        uncaught::flush(vm);
    }
    uncaught::flush(vm);
    say!();
    Ok(())
}

/// What was read.
enum Read {
    Text(String),
    Nothing,
    End,
}

/// Reads the lines of one statement. An error is what a signal raised.
fn statement(vm: &mut Vm, flags: i32) -> R<Read> {
    let mut text = String::new();
    loop {
        prompt(vm, if text.is_empty() { "ps1" } else { "ps2" });
        let Some(line) = read_line(vm)? else {
            // What is there has to do, whole or not.
            if !text.is_empty() {
                say!();
            }
            return Ok(if text.is_empty() { Read::End } else { Read::Text(text) });
        };
        if text.is_empty() && is_blank(&line) {
            return Ok(Read::Nothing);
        }
        let is_empty_line = line.trim_end_matches(['\r', '\n']).is_empty();
        text.push_str(&line);
        if !text.ends_with('\n') {
            // The next line is asked for all the same, and is the input's end.
            prompt(vm, "ps2");
            say!();
            return Ok(Read::Text(text));
        }
        match missing(vm, &text, flags) {
            None => return Ok(Read::Text(text)),
            // An empty line ends what it can't be part of, be it right or wrong.
            Some(Lacks::Block) if is_empty_line => return Ok(Read::Text(text)),
            Some(_) => {}
        }
    }
}

/// What lines that end with a newline lack; nothing, where they are a statement or wrong.
fn missing(vm: &Vm, text: &str, flags: i32) -> Option<Lacks> {
    let how = |flags| How {
        filename: FILENAME,
        mode: CompileMode::Single,
        flags,
        optimize: 0,
        int_digits: Some(vm.config.int_max_str_digits),
    };
    let flags = flags | ALLOW_INCOMPLETE;
    let first = compile::to_image(text, &how(flags), 0).err();
    if let Some(failure) = first {
        let is_parsed = taipan_grammar::parse(&Bump::new(), text, Mode::Single).is_ok();
        if failure.lacks().is_some() || !is_parsed {
            return failure.lacks();
        }
    }
    // Right as it is: but a compound statement goes on until an empty line.
    let without = text.strip_suffix('\n').unwrap_or(text);
    compile::to_image(without, &how(flags | DONT_IMPLY_DEDENT), 0).err()?.lacks()
}

fn execute(
    vm: &mut Vm,
    text: &str,
    filename: Gc<Str>,
    dict: Gc<Dict>,
    flags: &mut i32,
    n_compiled: &mut usize,
) -> R<()> {
    let how = How {
        filename: FILENAME,
        mode: CompileMode::Single,
        flags: *flags,
        optimize: -1,
        int_digits: Some(vm.config.int_max_str_digits),
    };
    let code = match compile::compile_text(vm, text, filename, &how) {
        Ok(code) => code,
        Err(Raised) => {
            tell_source(vm, text, n_compiled);
            return Err(Raised);
        }
    };
    *n_compiled += 1;
    // What is imported from `__future__` holds from then on.
    *flags |= (code.flags & code_flags::FUTURES) as i32;
    // So that tracebacks show the lines.
    let registered = import(vm, "linecache").and_then(|linecache| {
        let text = vm.new_str(text).value();
        vm.call_method_named(linecache, "_register_code", &[code.value(), text, filename.value()])
    });
    if let Err(Raised) = registered {
        vm.take_exception();
    }
    (vm.hooks.run_code)(vm, code, dict.value(), dict.value(), Value::UNBOUND)?;
    Ok(())
}

/// An error in what has been parsed tells of the text as that of a file with a number.
fn tell_source(vm: &mut Vm, text: &str, n_compiled: &mut usize) {
    if !vm.pending_is(kinds::SYNTAX_ERROR) {
        return;
    }
    let Some(exc) = vm.pending() else { return };
    let is_none = |value: Option<Value>| value.is_none_or(Value::is_none);
    let line = exc.extra_get(syntax_error::LINENO).and_then(Value::as_small_int);
    let (true, Some(line)) = (is_none(exc.extra_get(syntax_error::TEXT)), line) else { return };
    let Some(shown) = usize::try_from(line).ok().and_then(|line| text.lines().nth(line.checked_sub(1)?))
    else {
        return;
    };
    let shown = vm.new_str(&format!("{shown}\n")).value();
    exc.extra_set(vm, syntax_error::TEXT, shown);
    let filename = vm.new_str(&format!("<stdin-{n_compiled}>")).value();
    exc.extra_set(vm, syntax_error::FILENAME, filename);
    *n_compiled += 1;
}

fn is_blank(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#')
}

/// Writes `sys.ps1` or `sys.ps2`, whatever they are, to standard error as C's readline does.
fn prompt(vm: &mut Vm, name: &str) {
    let sys = vm.sys;
    let name = vm.intern(name);
    let text = match sys.get_str(vm, name) {
        Some(value) => match vm.str(value) {
            Ok(text) => text.to_display(),
            Err(Raised) => {
                vm.take_exception();
                String::new()
            }
        },
        None => String::new(),
    };
    uncaught::flush(vm);
    let mut stderr = std::io::stderr().lock();
    let _ = stderr.write_all(text.as_bytes());
    let _ = stderr.flush();
}

/// A line with its end; `None` at the end of the input.
fn read_line(vm: &mut Vm) -> R<Option<String>> {
    let mut line = Vec::new();
    loop {
        let mut stdin = std::io::stdin().lock();
        let (taken, is_whole) = match stdin.fill_buf() {
            Ok(bytes) => {
                let newline = bytes.iter().position(|&b| b == b'\n');
                let taken = newline.map_or(bytes.len(), |at| at + 1);
                line.extend_from_slice(&bytes[..taken]);
                (taken, newline.is_some() || taken == 0)
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {
                drop(stdin);
                (vm.hooks.pending)(vm)?;
                continue;
            }
            Err(_) => (0, true),
        };
        stdin.consume(taken);
        if is_whole {
            break;
        }
    }
    if line.is_empty() {
        return Ok(None);
    }
    let text = fs_text(&line);
    Ok(Some(String::from_utf8_lossy(&text).into_owned()))
}
