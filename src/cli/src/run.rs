//! Running a program, and ending the process as python does.

use crate::arguments::{self, Parsed, Program, Settings};
use crate::compile::{self, How};
use crate::imp::{self, CacheUse};
use crate::startup::{self, os_str};
use crate::{repl, streams, uncaught};
use std::os::unix::ffi::OsStrExt;
use std::sync::Arc;
use taipan_grammar::Origin;
use taipan_objects::import::{bootstrap, bootstrap_external, import};
use taipan_runtime::layout::{Code, Dict, Exception, List, Module, Str};
use taipan_runtime::origin::ProgramFolder;
use taipan_runtime::{CompileMode, Forbidden, Gc, OwnedVm, R, Raised, Value, Vm, extra, kinds};

/// Runs what a command line asks for; the result is the exit code. `stack` is where the native stack begins.
#[inline(never)]
pub fn main(settings: &Arc<Settings>, stack: taipan_heap::StackBounds) -> i32 {
    // The process ends after this: its memory goes back as a whole.
    let made = startup::hash_key(settings).and_then(|key| startup::make(settings, key));
    let mut vm = match made {
        Ok(vm) => std::mem::ManuallyDrop::new(vm),
        Err(text) => {
            let _ = std::io::Write::write_all(&mut std::io::stderr(), text.as_bytes());
            return 1;
        }
    };
    let vm = &mut *vm;
    vm.thread.native_stack = stack;
    taipan_stdlib::sys_calls::standard::close_what_was_closed();
    if taipan_stdlib::sys_calls::standard::is_folder(0) {
        say!("Fatal Python error: init_sys_streams: <stdin> is a directory, cannot continue");
        say!("Python runtime state: core initialized\n");
        return 1;
    }
    startup::stress(vm);
    if let Err(Raised) = prepare(vm, settings) {
        say!("Fatal Python error: the interpreter could not be started");
        let exc = vm.take_exception();
        if streams::install_early_stderr(vm, settings).is_ok() {
            uncaught::print(vm, exc);
            uncaught::flush(vm);
        }
        return 1;
    }
    let result = run(vm, settings);
    let mut code = match result {
        Ok(code) => code,
        Err(Raised) if settings.inspect && !is_repl(settings) => {
            let exc = vm.take_exception();
            uncaught::show(vm, exc);
            1
        }
        Err(Raised) => report(vm),
    };
    // The program may have set the variable.
    let inspect = settings.inspect || settings.env("PYTHONINSPECT").is_some();
    if inspect && !is_repl(settings) && repl::is_interactive(settings) {
        let ended = main_module(vm).and_then(|module| match repl::edits_lines(settings) {
            true => repl::run_editing(vm, settings, module),
            false => repl::run(vm, module.dict.get()),
        });
        code = match ended {
            Ok(()) => 0,
            Err(Raised) => report(vm),
        };
    }
    finish(vm, code)
}

/// How much of its stack an interpreter that only decodes may use: less than any thread has.
const DECODING_STACK_BYTES: usize = 4 << 20;

/// A source's text by an interpreter's codecs, for verbs; `None` where it has no text.
#[inline(never)]
pub fn decode_source(bytes: &[u8]) -> Option<String> {
    let stack = taipan_heap::StackBounds::here(Some(DECODING_STACK_BYTES));
    decode_on(stack, bytes)
}

#[inline(never)]
fn decode_on(stack: taipan_heap::StackBounds, bytes: &[u8]) -> Option<String> {
    let Ok(Parsed::Run(settings)) = arguments::parse(&["taipan".into(), "-I".into()]) else { return None };
    let settings = Arc::from(settings);
    let mut vm = startup::make(&settings, startup::hash_key(&settings).ok()?).ok()?;
    let vm = &mut *vm;
    vm.thread.native_stack = stack;
    prepare(vm, &settings).ok()?;
    let filename = vm.new_str("<source>");
    compile::decode(vm, bytes, filename, Origin::Bytes).ok()
}

/// Whether the program is what a person types.
fn is_repl(settings: &Settings) -> bool {
    settings.program == Program::Stdin && repl::is_interactive(settings)
}

fn prepare(vm: &mut Vm, settings: &Settings) -> R<()> {
    startup::configure_sys(vm, settings)?;
    if settings.verbose > 0 {
        streams::install_early_stderr(vm, settings)?;
    }
    if settings.verbose > 0 {
        startup::install_import(vm)?;
    } else {
        startup::install_import_late(vm);
    }
    streams::install(vm, settings)?;
    if !settings.warn_options.is_empty() || settings.bytes_warning > 0 {
        // It says which of them are wrong.
        import(vm, "warnings")?;
    }
    if !settings.no_site {
        crate::site::prepare(vm, settings)?;
    }
    Ok(())
}

fn set_argv(vm: &mut Vm, settings: &Settings, first: Option<&std::ffi::OsStr>) {
    let mut argv = taipan_runtime::Values::new();
    if let Some(first) = first {
        let first = os_str(vm, first);
        argv.push(&mut vm.heap, first);
    }
    for argument in &settings.rest {
        let argument = os_str(vm, argument);
        argv.push(&mut vm.heap, argument);
    }
    if argv.is_empty() {
        let empty = vm.names().empty.value();
        argv.push(&mut vm.heap, empty);
    }
    let argv = vm.new_list_from(argv).value();
    let name = vm.intern("argv");
    let sys = vm.sys;
    sys.set_str(vm, name, argv);
}

/// The module `__main__`, made when it is first asked for.
fn main_module(vm: &mut Vm) -> R<Gc<Module>> {
    let (modules, name) = (vm.modules, vm.names().__main__);
    if let Some(module) = modules.get_str(vm, name).and_then(|module| module.cast::<Module>()) {
        return Ok(module);
    }
    let module = vm.new_module("__main__");
    let names = vm.names();
    let builtins = vm.native_module("builtins")?.value();
    module.dict.get().set_str(vm, names.__builtins__, builtins);
    let modules = vm.modules;
    modules.set_str(vm, names.__main__, module.value());
    Ok(module)
}

/// Puts a folder in front of `sys.path`, unless `-P` forbids that.
fn add_path(vm: &mut Vm, settings: &Settings, folder: &std::ffi::OsStr) -> R<()> {
    if settings.safe_path {
        return Ok(());
    }
    vm.state::<ProgramFolder>().0 = Some(folder.into());
    let folder = os_str(vm, folder);
    let name = vm.intern("path");
    let sys = vm.sys;
    if let Some(path) = sys.get_str(vm, name).and_then(|path| path.cast::<List>()) {
        path.splice(&mut vm.heap, 0, 0, &[folder]);
    }
    Ok(())
}

/// Runs a module as `__main__`, by `runpy`.
fn run_module(vm: &mut Vm, name: &std::ffi::OsStr, alter_argv: bool) -> R<()> {
    let runpy = match import(vm, "runpy") {
        Ok(runpy) => runpy,
        Err(raised) => {
            uncaught::complain(vm, "Could not import runpy module\n");
            return Err(raised);
        }
    };
    let name = os_str(vm, name);
    vm.call_method_named(runpy, "_run_module_as_main", &[name, Value::bool(alter_argv)]).map(|_| ())
}

/// Is it a folder, a zip archive, or a place in one?
fn is_package_path(path: &std::path::Path) -> bool {
    let there = path.ancestors().find_map(|path| Some((path, std::fs::metadata(path).ok()?)));
    match there {
        Some((place, metadata)) if metadata.is_dir() => place == path,
        Some((place, metadata)) => metadata.is_file() && is_archive(place, metadata.len()),
        None => false,
    }
}

/// Does the file end like a zip archive, but for a comment?
fn is_archive(path: &std::path::Path, n_bytes: u64) -> bool {
    use std::io::{Read, Seek, SeekFrom};
    const RECORD: u64 = 22;
    const COMMENT_MAX: u64 = 0xffff;
    let Ok(mut file) = std::fs::File::open(path) else { return false };
    let mut end = Vec::new();
    let start = n_bytes - n_bytes.min(RECORD + COMMENT_MAX);
    if file.seek(SeekFrom::Start(start)).and_then(|_| file.read_to_end(&mut end)).is_err() {
        return false;
    }
    // No source has a zero, and every archive has.
    end.contains(&0) && end.windows(4).rposition(|bytes| bytes == b"PK\x05\x06").is_some()
}

/// The folder that a script is in, its links followed.
fn script_folder(file: &std::ffi::OsStr) -> std::ffi::OsString {
    let path = std::path::Path::new(file);
    let path = std::fs::read_link(path).map_or_else(
        |_| path.to_path_buf(),
        |target| path.parent().unwrap_or(std::path::Path::new("")).join(target),
    );
    let path = std::fs::canonicalize(&path).unwrap_or_else(|_| std::path::absolute(&path).unwrap_or(path));
    path.parent().map(|p| p.as_os_str().to_owned()).unwrap_or_default()
}

/// The path from the root, as `__file__` of the main program shows it: nothing in it is resolved.
fn absolute(file: &std::ffi::OsStr) -> std::ffi::OsString {
    let path = std::path::Path::new(file);
    match std::env::current_dir() {
        Ok(folder) if file == "." => folder.into_os_string(),
        Ok(folder) if path.is_relative() => {
            let relative = file.as_bytes().strip_prefix(b"./").unwrap_or(file.as_bytes());
            folder.join(std::ffi::OsStr::from_bytes(relative)).into_os_string()
        }
        _ => file.to_owned(),
    }
}

/// Fills in what `__main__` says of itself.
fn describe_main(vm: &mut Vm, module: Gc<Module>, file: Option<Gc<Str>>) {
    let dict = module.dict.get();
    if let Some(file) = file {
        for (name, value) in [("__file__", file.value()), ("__cached__", Value::NONE)] {
            let name = vm.intern(name);
            dict.set_str(vm, name, value);
        }
    }
    // Few programs ask for their loader, which needs the import system.
    let names = vm.names();
    dict.pop_str(vm, names.__loader__);
    vm.add_late_names(dict, |name| name == b"__loader__", set_main_loader);
}

fn set_main_loader(vm: &mut Vm, dict: Gc<Dict>) -> R<()> {
    let name = vm.names().__loader__;
    if dict.get_str(vm, name).is_some() {
        // The program has set one.
        return Ok(());
    }
    let file = vm.intern("__file__");
    let file = dict.get_str(vm, file);
    let is_stdin = file.and_then(|file| vm.as_str(file)).is_some_and(|file| file.as_bytes() == b"<stdin>");
    let loader = match file {
        Some(file) if !is_stdin => {
            let external = bootstrap_external(vm)?;
            let is_pyc = vm.as_str(file).is_some_and(imp::is_pyc_name);
            let loader = if is_pyc { "SourcelessFileLoader" } else { "SourceFileLoader" };
            let loader = vm.get_attr_named(external, loader)?;
            let name = vm.names().__main__.value();
            vm.call(loader, &[name, file])?
        }
        _ => {
            let bootstrap = bootstrap(vm)?;
            vm.get_attr_named(bootstrap, "BuiltinImporter")?
        }
    };
    let name = vm.intern("__loader__");
    dict.set_str(vm, name, loader);
    Ok(())
}

/// The program of `-c` without the indentation that all of its lines share; lines of blanks become empty ones.
fn dedent(text: &str) -> String {
    let is_indent = |c| c == ' ' || c == '\t';
    let lines = || text.split('\n').filter(|line| !line.chars().all(is_indent));
    let first = lines().next().unwrap_or("");
    let indent = &first[..first.len() - first.trim_start_matches(is_indent).len()];
    let shared = lines().fold(indent.len(), |shared, line| {
        indent.bytes().zip(line.bytes()).take(shared).take_while(|(a, b)| a == b).count()
    });
    if shared == 0 {
        return text.to_owned();
    }
    let cut =
        |line: &str| if line.chars().all(is_indent) { String::new() } else { line[shared..].to_owned() };
    text.split('\n').map(cut).collect::<Vec<_>>().join("\n")
}

/// Runs the program; the exit code.
fn run(vm: &mut Vm, settings: &Settings) -> R<i32> {
    let module = main_module(vm)?;
    let dict = module.dict.get();
    let code = match &settings.program {
        Program::Command(text) => {
            set_argv(vm, settings, Some(std::ffi::OsStr::new("-c")));
            add_path(vm, settings, std::ffi::OsStr::new(""))?;
            describe_main(vm, module, None);
            let Some(text) = text.to_str() else {
                let at = std::str::from_utf8(text.as_bytes()).map_or_else(|e| e.valid_up_to(), str::len);
                let n = String::from_utf8_lossy(&text.as_bytes()[..at]).chars().count();
                let byte = text.as_bytes()[at];
                say!("Unable to decode the command from the command line:");
                say!(
                    "UnicodeEncodeError: 'utf-8' codec can't encode character '\\udc{byte:02x}' in position {n}: surrogates not allowed"
                );
                return Ok(1);
            };
            let text = dedent(text);
            // Each line is given an end, also an empty one behind the last end.
            let lines = if text.ends_with('\n') { format!("{text}\n") } else { text.clone() };
            let code = compile_named(vm, &lines, "<string>")?;
            let text = vm.new_str(&text).value();
            vm.state::<startup::Session>().command = Some((code.value(), text));
            code
        }
        Program::File(file) if is_package_path(std::path::Path::new(file)) => {
            set_argv(vm, settings, Some(file));
            let name = vm.intern("path");
            let sys = vm.sys;
            // The program itself is the place to look, even with -P.
            if let Some(path) = sys.get_str(vm, name) {
                let file = os_str(vm, &absolute(file));
                vm.call_method_named(path, "insert", &[Value::ZERO, file])?;
            }
            run_module(vm, std::ffi::OsStr::new("__main__"), false)?;
            return Ok(0);
        }
        Program::File(file) => {
            set_argv(vm, settings, Some(file));
            let folder = script_folder(file);
            let filename = os_str(vm, &absolute(file));
            let Some(filename) = vm.as_str(filename) else { return Ok(1) };
            if let Err(error) = std::fs::File::open(file) {
                let quoted = vm.repr(filename.value())?.to_display();
                cannot_open(vm, &quoted, &error);
                return Ok(2);
            }
            add_path(vm, settings, &folder)?;
            describe_main(vm, module, Some(filename));
            let cache_use = if settings.skip_first_line { CacheUse::MainTail } else { CacheUse::Main };
            imp::file_code(vm, filename, cache_use)?
        }
        Program::Stdin if is_repl(settings) => {
            set_argv(vm, settings, None);
            add_path(vm, settings, std::ffi::OsStr::new(""))?;
            describe_main(vm, module, None);
            repl::banner(vm, settings);
            if repl::edits_lines(settings) {
                return repl::run_editing(vm, settings, module).map(|()| 0);
            }
            repl::start_up(vm, settings, dict)?;
            repl::run(vm, dict)?;
            return Ok(0);
        }
        Program::Module(name) => {
            set_argv(vm, settings, Some(std::ffi::OsStr::new("-m")));
            let folder = std::env::current_dir().unwrap_or_default();
            add_path(vm, settings, folder.as_os_str())?;
            describe_main(vm, module, None);
            run_module(vm, name, true)?;
            return Ok(0);
        }
        Program::Stdin => {
            set_argv(vm, settings, None);
            add_path(vm, settings, std::ffi::OsStr::new(""))?;
            let name = vm.new_str("<stdin>");
            describe_main(vm, module, Some(name));
            let mut text = Vec::new();
            if let Err(error) = std::io::Read::read_to_end(&mut std::io::stdin(), &mut text) {
                return Err(vm.raise_io_error(&error, Value::NONE));
            }
            let text = compile::decode(vm, &text, name, Origin::File("<stdin>"))?;
            compile::compile_file_text(vm, &text, name, &how_program(vm, "<stdin>"))?
        }
    };
    taipan_heap::wipe_stack_below();
    (vm.hooks.run_code)(vm, code, dict.value(), dict.value(), Value::UNBOUND)?;
    Ok(0)
}

/// Says that the program can't be opened.
fn cannot_open(vm: &mut Vm, quoted: &str, error: &std::io::Error) {
    let code = error.raw_os_error().unwrap_or(0);
    let (program, text) = (settings_name(), taipan_runtime::errno_text(code));
    uncaught::complain(
        vm,
        &format!(
            "{program}: can't open file {quoted}: [Errno {code}] {text}
"
        ),
    );
}

fn settings_name() -> String {
    std::env::args_os().next().map_or_else(|| "taipan".to_owned(), |a| a.to_string_lossy().into_owned())
}

fn compile_named(vm: &mut Vm, text: &str, filename: &str) -> R<Gc<Code>> {
    let name = vm.new_str(filename);
    compile::compile_text(vm, text, name, &how_program(vm, filename))
}

/// How the program is compiled that no file holds.
fn how_program<'a>(vm: &Vm, filename: &'a str) -> How<'a> {
    How {
        filename,
        mode: CompileMode::Exec,
        flags: 0,
        optimize: -1,
        int_digits: Some(vm.config.int_max_str_digits),
    }
}

/// Prints the exception that ended the program; the result is the exit code.
fn report(vm: &mut Vm) -> i32 {
    let exc = vm.take_exception();
    if vm.is_instance_of(exc, kinds::SYSTEM_EXIT) {
        return exit_code(vm, exc);
    }
    if let Some(exit) = uncaught::show(vm, exc) {
        return exit_code(vm, exit);
    }
    if vm.is_instance_of(exc, kinds::KEYBOARD_INTERRUPT) { INTERRUPTED } else { 1 }
}

/// Stands for "ended by SIGINT".
const INTERRUPTED: i32 = i32::MIN;

fn exit_code(vm: &mut Vm, exc: Value) -> i32 {
    let code =
        exc.cast::<Exception>().and_then(|e| e.extra_get(extra::system_exit::CODE)).unwrap_or(Value::NONE);
    if code.is_none() {
        return 0;
    }
    match vm.as_int_value(code) {
        Some(int) => vm.int_to_i64(int).unwrap_or(-1) as i32,
        None => {
            uncaught::flush(vm);
            match vm.str(code) {
                Ok(text) => uncaught::complain(vm, &format!("{}\n", text.to_display())),
                Err(Raised) => {
                    vm.take_exception();
                }
            }
            1
        }
    }
}

/// Ends the interpreter: other threads, `atexit`, finalisers, the streams.
fn finish(vm: &mut Vm, code: i32) -> i32 {
    let code = if end(vm) { code } else { 120 };
    if code == INTERRUPTED {
        taipan_stdlib::sys_calls::die_of_signal(2);
        return 130;
    }
    code
}

/// What ends with any interpreter; false where output was lost.
fn end(vm: &mut Vm) -> bool {
    let mut all = true;
    let name = vm.intern("threading");
    let modules = vm.modules;
    if let Some(threading) = modules.get_str(vm, name)
        && vm.call_method_named(threading, "_shutdown", &[]).is_err()
    {
        let exc = vm.take_exception();
        vm.write_unraisable(exc, threading, "Exception ignored on threading shutdown");
    }
    taipan_stdlib::modules::atexit::run(vm);
    taipan_stdlib::modules::interpreters::end_others(vm);
    all &= flush_streams(vm);
    vm.keep_lock();
    let waiting = vm.take_finalizable();
    for i in 0..waiting.len() {
        vm.finalize(waiting[i]);
    }
    vm.run_finalizers();
    all & flush_streams(vm)
}

/// Makes an interpreter like the running one, beside it; `None` where it can't be had.
pub fn make_interpreter(
    vm: &mut Vm,
    id: i64,
    forbidden: Forbidden,
    settle: &mut dyn FnMut(&mut Vm),
) -> Option<OwnedVm> {
    let settings = startup::settings(vm)?;
    let key = vm.hash_key;
    let folder = vm.state::<ProgramFolder>().0.clone();
    let limit = vm.thread.native_stack.limit;
    let ident = vm.thread.ident;
    vm.release(move || {
        let mut made = startup::make(&settings, key).ok()?;
        made.id = id;
        made.config.forbidden = forbidden;
        made.thread.ident = ident;
        let room = taipan_heap::approximate_stack_pointer().saturating_sub(limit);
        made.thread.native_stack = taipan_heap::StackBounds::here(Some(room));
        settle(&mut made);
        let prepared = prepare_other(&mut made, &settings, folder);
        let made = OwnedVm::new(made);
        if prepared.is_none() {
            // Nobody was in it.
            let _ = made.free();
            return None;
        }
        Some(made)
    })
}

#[inline(never)]
fn prepare_other(vm: &mut Vm, settings: &Settings, folder: Option<std::path::PathBuf>) -> Option<()> {
    startup::stress(vm);
    let mut fill = || {
        prepare(vm, settings)?;
        let first = match &settings.program {
            Program::Command(_) => Some(std::ffi::OsStr::new("-c")),
            Program::Module(_) => Some(std::ffi::OsStr::new("-m")),
            Program::File(file) => Some(file.as_os_str()),
            Program::Stdin => None,
        };
        set_argv(vm, settings, first);
        if let Some(folder) = &folder {
            add_path(vm, settings, folder.as_os_str())?;
        }
        let module = main_module(vm)?;
        describe_main(vm, module, None);
        Ok(())
    };
    let filled: R<()> = fill();
    filled.ok()
}

/// Ends an interpreter that is not the main one.
pub fn end_interpreter(vm: &mut Vm) {
    end(vm);
}

/// Has any stream that is open flush itself.
fn flush(vm: &mut Vm, stream: Value) -> R<()> {
    let closed = vm.get_attr_named(stream, "closed");
    match closed.and_then(|closed| vm.truth(closed)) {
        Ok(true) => return Ok(()),
        Ok(false) => {}
        Err(Raised) => {
            vm.take_exception();
        }
    }
    vm.call_method_named(stream, "flush", &[]).map(|_| ())
}

/// Writes out standard output and error; false where output was lost.
fn flush_streams(vm: &mut Vm) -> bool {
    let mut all = true;
    for name in ["stdout", "stderr"] {
        let key = vm.intern(name);
        let sys = vm.sys;
        let Some(stream) = sys.get_str(vm, key).filter(|stream| !stream.is_none()) else { continue };
        let flushed = taipan_stdlib::modules::io::plain::flush(vm, stream);
        if flushed.unwrap_or_else(|| flush(vm, stream)).is_err() {
            let exc = vm.take_exception();
            all = false;
            if name == "stdout" {
                vm.write_unraisable(exc, Value::NONE, "Exception ignored while flushing sys.stdout");
            }
        }
    }
    all
}
