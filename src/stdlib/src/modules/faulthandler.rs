//! `faulthandler`: tracebacks on request, after a time, and at signals.
//!
//! They show all threads: those that wait for the interpreter's lock, or for something else, keep their state where the one
//! that has the lock can look at it. A timer's own thread takes the lock for it; where it does not get it, there is only the
//! first line to show. After a fault of the process nobody asks for the lock.

use super::time::moment::{self, Round};
use crate::support::{file_descriptor, import};
use crate::sys_calls::{self, signal as system};
use std::fmt::Write;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};
use taipan_macros::native;
use taipan_runtime::layout::{Dict, Set, Str};
use taipan_runtime::{Gc, ModuleDef, R, SharedVm, ThreadState, Trace, Tracer, Value, Vm, code};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "faulthandler",
    doc: "Tracebacks of a program that hangs or is sent a signal.",
    functions: &Faults::NATIVE,
    init: Some(init),
    ..ModuleDef::DEFAULT
};

fn init(vm: &mut Vm, _: Gc<taipan_runtime::layout::Module>) -> R<()> {
    if vm.config.forbidden.single_modules {
        let text = "module faulthandler does not support loading in subinterpreters";
        return Err(vm.raise(taipan_runtime::kinds::IMPORT_ERROR, text));
    }
    Ok(())
}

/// How many frames are shown.
const FRAMES_MAX: usize = 100;
/// How many characters of a name are shown.
const TEXT_MAX: usize = 500;
/// How many threads are shown.
const THREADS_MAX: usize = 100;

/// Settings.
#[derive(Default)]
struct State {
    /// What faults did before they were reported.
    enabled: Option<system::FaultActions>,
    registered: Vec<Registered>,
    timer: Option<Arc<Timer>>,
}

/// A signal at which a traceback is written.
#[derive(Clone, Copy)]
struct Registered {
    signal: i32,
    fd: i32,
    threads: Threads,
    chain: Chain,
    /// What happened at it before.
    before: system::Action,
}

/// Which threads are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Threads {
    All,
    Running,
}

impl Threads {
    fn from_flag(all: bool) -> Threads {
        if all { Threads::All } else { Threads::Running }
    }
}

impl Trace for State {
    fn trace(&self, _: &mut Tracer<'_>) {}
}

/// Does what was registered before happen, too?
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chain {
    Yes,
    No,
}

/// A timer that runs, shared with its thread.
struct Timer {
    fd: i32,
    header: String,
    cancelled: Mutex<bool>,
    changed: Condvar,
    /// Again and again?
    repeat: bool,
    /// Does the process end?
    exit: bool,
}

/// The descriptor of a `file` argument.
fn target(vm: &mut Vm, file: Option<Value>) -> R<i32> {
    let file = match file.filter(|f| !f.is_none()) {
        Some(file) => file,
        None => {
            let names = vm.names();
            let sys = vm.sys;
            match sys.get_str(vm, names.stderr) {
                None => return Err(vm.runtime_error("unable to get sys.stderr")),
                Some(file) if file.is_none() => return Err(vm.runtime_error("sys.stderr is None")),
                Some(file) => file,
            }
        }
    };
    if vm.as_int_value(file).is_some() {
        if vm.int_to_i64(file).is_none_or(|n| n < 0) {
            return Err(vm.value_error("file is not a valid file descriptor"));
        }
        return file_descriptor(vm, file);
    }
    let fd = vm.call_method_named(file, "fileno", &[])?;
    match vm.as_int_value(fd).and_then(Value::as_small_int) {
        Some(fd) if fd >= 0 => {
            if vm.call_method_named(file, "flush", &[]).is_err() {
                vm.take_exception();
            }
            Ok(fd as i32)
        }
        _ => Err(vm.runtime_error("file.fileno() is not a valid file descriptor")),
    }
}

/// Text as the handler writes it: ASCII.
fn ascii(text: Gc<Str>) -> String {
    let mut out = String::new();
    let text = text.to_display();
    for (i, c) in text.chars().enumerate() {
        if i == TEXT_MAX {
            out.push_str("...");
            break;
        }
        match c as u32 {
            0x20..0x7f => out.push(c),
            n @ ..0x100 => out.push_str(&format!("\\x{n:02x}")),
            n @ ..0x10000 => out.push_str(&format!("\\u{n:04x}")),
            n => out.push_str(&format!("\\U{n:08x}")),
        }
    }
    out
}

/// The frames of a thread, a line each.
fn frames(vm: &Vm, state: &ThreadState) -> String {
    let mut out = String::new();
    let mut depth = 0;
    (vm.hooks.walk_frames)(state, &mut |_, code, instruction| {
        if depth == FRAMES_MAX {
            out.push_str("  ...\n");
            return false;
        }
        let line = code::line_of(code, instruction);
        let (file, name) = (ascii(code.filename.get()), ascii(code.name));
        // Writing to a String does not fail.
        let _ = writeln!(out, "  File \"{file}\", line {line} in {name}");
        depth += 1;
        true
    });
    if depth == 0 {
        out.push_str("  <no Python frame>\n");
    }
    out
}

/// The first line of a thread's traceback.
fn heading(which: &str, ident: u64) -> String {
    let name = std::fs::read_to_string(format!("/proc/self/task/{ident}/comm")).unwrap_or_default();
    let name = if name.is_empty() { String::new() } else { format!(" [{}]", name.trim_end()) };
    format!("{which} 0x{ident:016x}{name} (most recent call first):\n")
}

/// The traceback of the thread that is `current`, and of the others.
fn traceback(vm: &Vm, threads: Threads, current: Option<u64>) -> String {
    let mut states: Vec<&ThreadState> = vm.thread_states().filter(|state| state.ident != 0).collect();
    if threads == Threads::Running {
        let state = states.iter().find(|state| Some(state.ident) == current);
        let shown = state.map_or("  <no Python frame>\n".to_owned(), |state| frames(vm, state));
        return format!("Stack (most recent call first):\n{shown}");
    }
    // The newest first.
    states.sort_by_key(|state| std::cmp::Reverse(state.ident));
    let mut out = String::new();
    for (i, state) in states.iter().enumerate() {
        if i > 0 {
            out.push('\n');
        }
        if i == THREADS_MAX {
            out.push_str("...\n");
            break;
        }
        let which = if Some(state.ident) == current { "Current thread" } else { "Thread" };
        out.push_str(&heading(which, state.ident));
        out.push_str(&frames(vm, state));
    }
    out
}

/// What is written of the stack of native code, which is not known.
const NATIVE_STACK: &str =
    "Current thread's C stack trace (most recent call first):\n  <cannot get C stack on this system>\n";

/// A value of a dict, found without running anything.
fn peek(dict: Gc<Dict>, name: &[u8]) -> Option<Value> {
    let mut at = 0;
    while let Some((i, key, value)) = dict.next_entry(at) {
        if key.cast::<Str>().is_some_and(|key| key.as_bytes() == name) {
            return Some(value);
        }
        at = i + 1;
    }
    None
}

/// A line about the native modules that are no part of the standard library.
fn extension_modules(vm: &Vm) -> String {
    let known = peek(vm.sys, b"stdlib_module_names").and_then(Value::cast::<Set>);
    let is_known = |name: Gc<Str>| {
        let mut at = 0;
        while let Some((i, key, _)) = known.and_then(|set| set.next_item(at)) {
            if key.cast::<Str>().is_some_and(|key| key.as_bytes() == name.as_bytes()) {
                return true;
            }
            at = i + 1;
        }
        false
    };
    let mut names = Vec::new();
    let mut at = 0;
    while let Some((i, key, _)) = vm.modules.next_entry(at) {
        if let Some(name) = key.cast::<Str>()
            && super::ALL.iter().any(|module| module.name.as_bytes() == name.as_bytes())
            && !is_known(name)
        {
            names.push(ascii(name));
        }
        at = i + 1;
    }
    match names.len() {
        0 => String::new(),
        n => format!("\nExtension modules: {} (total: {n})\n", names.join(", ")),
    }
}

/// Reports a fault: nothing goes on behind it.
fn report(vm: &Vm, fd: i32, threads: Threads, native: bool, signal: i32) {
    let name = system::FAULTS.iter().find(|fault| fault.0 == signal).map_or("", |fault| fault.1);
    write(fd, &format!("Fatal Python error: {name}\n\n"));
    write(fd, &traceback(vm, threads, Some(super::thread::current_ident(vm))));
    if native {
        write(fd, "\n");
        write(fd, NATIVE_STACK);
    }
    write(fd, &extension_modules(vm));
}

fn write(fd: i32, text: &str) {
    let mut rest = text.as_bytes();
    while !rest.is_empty() {
        match rustix::io::write(sys_calls::borrow_fd(fd), rest) {
            Ok(n) => rest = &rest[n..],
            Err(rustix::io::Errno::INTR) => {}
            Err(_) => return,
        }
    }
}

/// A signal has come: is it one at which a traceback is written, and nothing else happens?
pub(super) fn on_signal(vm: &mut Vm, signal: i32) -> bool {
    let found = vm.state::<State>().registered.iter().find(|r| r.signal == signal).copied();
    let Some(Registered { fd, threads, chain, before, .. }) = found else { return false };
    write(fd, &traceback(vm, threads, Some(vm.thread.ident)));
    if chain == Chain::Yes && before == system::Action::Default {
        sys_calls::die_of_signal(signal);
    }
    chain == Chain::No
}

fn cancel(vm: &mut Vm) {
    if let Some(timer) = vm.state::<State>().timer.take() {
        *timer.cancelled.lock().unwrap_or_else(PoisonError::into_inner) = true;
        timer.changed.notify_all();
    }
}

/// What the thread of a timer does.
fn wait(timer: &Timer, interp: SharedVm, time: Duration) {
    let mut cancelled = timer.cancelled.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        let deadline = Instant::now() + time;
        while !*cancelled && Instant::now() < deadline {
            let left = deadline.saturating_duration_since(Instant::now());
            cancelled = timer.changed.wait_timeout(cancelled, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        if *cancelled {
            return;
        }
        // Who cancels may hold the interpreter's lock.
        drop(cancelled);
        let shown = interp.look_within(Duration::from_secs(1), |vm| traceback(vm, Threads::All, None));
        cancelled = timer.cancelled.lock().unwrap_or_else(PoisonError::into_inner);
        if *cancelled {
            return;
        }
        write(timer.fd, &format!("{}{}", timer.header, shown.unwrap_or_default()));
        if timer.exit {
            sys_calls::exit_now(1);
        }
        if !timer.repeat {
            return;
        }
    }
}

/// The first line of a timer's traceback.
fn timeout_header(micros: i64) -> String {
    let (seconds, micros) = (micros / 1_000_000, micros % 1_000_000);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if micros == 0 {
        format!("Timeout ({hours}:{minutes:02}:{seconds:02})!\n")
    } else {
        format!("Timeout ({hours}:{minutes:02}:{seconds:02}.{micros:06})!\n")
    }
}

/// Has faults reported to the standard error's descriptor: `-X faulthandler`.
pub fn enable_standard(vm: &mut Vm) {
    enable(vm, 2, Threads::All, true);
}

fn enable(vm: &mut Vm, fd: i32, threads: Threads, native: bool) {
    let interp = vm.share();
    disable(vm);
    let before = system::report_faults(Box::new(move |signal| {
        interp.look(|vm| report(vm, fd, threads, native, signal));
    }));
    vm.state::<State>().enabled = Some(before);
}

/// Faults are not reported any more; were they?
fn disable(vm: &mut Vm) -> bool {
    let before = vm.state::<State>().enabled.take();
    let was_enabled = before.is_some();
    if let Some(before) = before {
        system::restore_faults(&before);
    }
    was_enabled
}

/// A fault, made on purpose.
fn fault(vm: &mut Vm, signal: i32) {
    if vm.state::<State>().enabled.is_none() || system::raise(signal).is_err() {
        sys_calls::die_of_signal(signal);
    }
}

struct Faults;

#[native]
impl Faults {
    /// Have faults of the process reported.
    #[sig("($module, file=None, all_threads=True, c_stack=True)")]
    #[shown("($module, /, file=sys.stderr, all_threads=True)")]
    #[name("enable")]
    fn enable_(vm: &mut Vm, file: Option<Value>, all_threads: bool, c_stack: bool) -> R<()> {
        let fd = target(vm, file)?;
        enable(vm, fd, Threads::from_flag(all_threads), c_stack);
        Ok(())
    }

    /// Do not have faults reported any more; was it so?
    #[sig("($module, /)")]
    #[name("disable")]
    fn disable_(vm: &mut Vm) -> bool {
        disable(vm)
    }

    /// Are faults reported?
    #[sig("($module, /)")]
    fn is_enabled(vm: &mut Vm) -> bool {
        vm.state::<State>().enabled.is_some()
    }

    /// Write the traceback of the thread.
    #[sig("($module, file=None, all_threads=True)")]
    #[shown("($module, /, file=sys.stderr, all_threads=True)")]
    fn dump_traceback(vm: &mut Vm, file: Option<Value>, all_threads: bool) -> R<()> {
        let fd = target(vm, file)?;
        write(fd, &traceback(vm, Threads::from_flag(all_threads), Some(vm.thread.ident)));
        Ok(())
    }

    /// Write the stack of native code, which is not known.
    #[sig("($module, file=None)")]
    #[shown("($module, /, file=sys.stderr)")]
    fn dump_c_stack(vm: &mut Vm, file: Option<Value>) -> R<()> {
        let fd = target(vm, file)?;
        write(fd, NATIVE_STACK);
        Ok(())
    }

    /// Write the traceback when a time is up, unless it is cancelled before.
    #[sig("($module, timeout, repeat=False, file=None, exit=False)")]
    #[shown("($module, /, timeout, repeat=False, file=sys.stderr, exit=False)")]
    fn dump_traceback_later(
        vm: &mut Vm,
        timeout: Value,
        repeat: bool,
        file: Option<Value>,
        exit: bool,
    ) -> R<()> {
        let nanos = moment::nanos(vm, timeout, Round::Up)?;
        let micros = nanos.saturating_add(999) / 1000;
        if micros <= 0 {
            return Err(vm.value_error("timeout must be greater than 0"));
        }
        let fd = target(vm, file)?;
        cancel(vm);
        let timer = Arc::new(Timer {
            fd,
            header: timeout_header(micros),
            cancelled: Mutex::new(false),
            changed: Condvar::new(),
            repeat,
            exit,
        });
        vm.state::<State>().timer = Some(timer.clone());
        let interp = vm.share();
        let time = Duration::from_micros(micros as u64);
        let spawned =
            std::thread::Builder::new().name("watchdog".into()).spawn(move || wait(&timer, interp, time));
        match spawned {
            Ok(_) => Ok(()),
            Err(_) => Err(vm.runtime_error("unable to start watchdog thread")),
        }
    }

    /// Do not write the traceback later.
    #[sig("($module, /)")]
    fn cancel_dump_traceback_later(vm: &mut Vm) {
        cancel(vm);
    }

    /// Write the traceback when a signal comes.
    #[sig("($module, signum, file=None, all_threads=True, chain=False)")]
    #[shown("($module, /, signum, file=sys.stderr, all_threads=True, chain=False)")]
    fn register(vm: &mut Vm, signum: i32, file: Option<Value>, all_threads: bool, chain: bool) -> R<()> {
        let threads = Threads::from_flag(all_threads);
        if matches!(signum, libc::SIGSEGV | libc::SIGFPE | libc::SIGABRT | libc::SIGBUS | libc::SIGILL) {
            return Err(
                vm.runtime_error(format!("signal {signum} cannot be registered, use enable() instead"))
            );
        }
        if !(1..system::COUNT as i32).contains(&signum) {
            return Err(vm.value_error("signal number out of range"));
        }
        let fd = target(vm, file)?;
        import(vm, "_signal")?;
        let before = system::action(signum);
        system::set_action(signum, system::Action::Note)
            .map_err(|error| vm.raise_os_error(error.raw_os_error(), Value::NONE))?;
        let chain = if chain { Chain::Yes } else { Chain::No };
        let registered = &mut vm.state::<State>().registered;
        match registered.iter_mut().find(|r| r.signal == signum) {
            Some(place) => *place = Registered { fd, threads, chain, ..*place },
            None => registered.push(Registered { signal: signum, fd, threads, chain, before }),
        }
        Ok(())
    }

    /// Do not write the traceback at a signal any more; was it so?
    #[sig("($module, signum, /)")]
    fn unregister(vm: &mut Vm, signum: i32) -> R<bool> {
        if !(1..system::COUNT as i32).contains(&signum) {
            return Err(vm.value_error("signal number out of range"));
        }
        let registered = &mut vm.state::<State>().registered;
        let Some(at) = registered.iter().position(|r| r.signal == signum) else { return Ok(false) };
        let before = registered.swap_remove(at).before;
        // The signal's number was good when it was registered.
        let _ = system::set_action(signum, before);
        Ok(true)
    }

    /// Have the process end by SIGSEGV.
    #[sig("($module, release_gil=False, /)")]
    fn _sigsegv(vm: &mut Vm, release_gil: bool) {
        let _ = release_gil;
        fault(vm, libc::SIGSEGV);
    }

    /// Have the process end by SIGABRT.
    #[sig("($module, /)")]
    fn _sigabrt(vm: &mut Vm) {
        fault(vm, libc::SIGABRT);
    }

    /// Have the process end by SIGFPE.
    #[sig("($module, /)")]
    fn _sigfpe(vm: &mut Vm) {
        fault(vm, libc::SIGFPE);
    }

    /// Have the process end by SIGSEGV.
    #[sig("($module, /)")]
    fn _read_null(vm: &mut Vm) {
        fault(vm, libc::SIGSEGV);
    }
}
