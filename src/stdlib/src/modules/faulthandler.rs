//! `faulthandler`: tracebacks on request, after a time, and at signals.
//!
//! They are written at safepoints by the main thread, and show the thread that writes them. A fault of the process itself
//! (an abort, a stack overflow of native code) is reported by Rust's runtime; [`Faults::enable`] only keeps the setting.

use super::time::moment::{self, Round};
use crate::support::{file_descriptor, import};
use crate::sys_calls::{self, signal as system};
use std::fmt::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};
use taipan_macros::native;
use taipan_runtime::layout::Str;
use taipan_runtime::{Gc, ModuleDef, R, Trace, Tracer, Value, Vm};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "faulthandler",
    doc: "Tracebacks of a program that hangs or is sent a signal.",
    functions: &Faults::NATIVE,
    ..ModuleDef::DEFAULT
};

/// How many frames are shown.
const FRAMES_MAX: usize = 100;

/// Settings.
#[derive(Default)]
struct State {
    is_enabled: bool,
    /// Signals at which a traceback is written, with the descriptor, and what happened at them before.
    registered: Vec<(i32, i32, Chain, system::Action)>,
    timer: Option<Arc<Timer>>,
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
    /// The time is up: the main thread is asked to write.
    is_due: AtomicBool,
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
    for c in text.to_display().chars().take(500) {
        match c as u32 {
            0x20..0x7f => out.push(c),
            n @ ..0x100 => out.push_str(&format!("\\x{n:02x}")),
            n @ ..0x10000 => out.push_str(&format!("\\u{n:04x}")),
            n => out.push_str(&format!("\\U{n:08x}")),
        }
    }
    out
}

/// The frames of the running thread, a line each.
fn frames(vm: &mut Vm) -> String {
    let mut out = String::new();
    let mut depth = 0;
    while let Some(frame) = (vm.hooks.frame_at)(vm, depth) {
        if depth == FRAMES_MAX {
            out.push_str("  ...\n");
            break;
        }
        let code = frame.function.code.get();
        let instruction = (vm.hooks.frame_instruction)(vm, frame);
        let line = taipan_runtime::code::line_of(code, instruction);
        let (file, name) = (ascii(code.filename.get()), ascii(code.name));
        // Writing to a String does not fail.
        let _ = writeln!(out, "  File \"{file}\", line {line} in {name}");
        depth += 1;
    }
    if depth == 0 {
        out.push_str("  <no Python frame>\n");
    }
    out
}

/// The first line of a thread's traceback.
fn heading(vm: &Vm, which: &str) -> String {
    let name = rustix::thread::name().ok().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    format!("{which} 0x{:016x} [{name}] (most recent call first):\n", vm.thread.ident)
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

/// At a safepoint of the main thread: writes what is due.
pub(super) fn run_due(vm: &mut Vm) {
    let Some(timer) = vm.state::<State>().timer.clone() else { return };
    if timer.is_due.swap(false, Ordering::SeqCst) {
        let text = format!("{}{}{}", timer.header, heading(vm, "Thread"), frames(vm));
        write(timer.fd, &text);
        timer.changed.notify_all();
    }
}

/// A signal has come: is it one at which a traceback is written, and nothing else happens?
pub(super) fn on_signal(vm: &mut Vm, signal: i32) -> bool {
    let found = vm.state::<State>().registered.iter().find(|r| r.0 == signal).copied();
    let Some((_, fd, chain, before)) = found else { return false };
    let text = format!("{}{}", heading(vm, "Current thread"), frames(vm));
    write(fd, &text);
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
fn wait(timer: &Timer, interrupt: &AtomicBool, time: Duration) {
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
        timer.is_due.store(true, Ordering::SeqCst);
        system::again();
        interrupt.store(true, Ordering::SeqCst);
        // The main thread may be blocked by the system; then there is no more than the first line to show.
        let patience = Instant::now() + Duration::from_secs(1);
        while !*cancelled && timer.is_due.load(Ordering::SeqCst) && Instant::now() < patience {
            let slice = Duration::from_millis(20);
            cancelled =
                timer.changed.wait_timeout(cancelled, slice).unwrap_or_else(PoisonError::into_inner).0;
        }
        if timer.is_due.swap(false, Ordering::SeqCst) && !*cancelled {
            write(timer.fd, &timer.header);
        }
        if timer.exit && !*cancelled {
            sys_calls::exit_now(1);
        }
        if !timer.repeat || *cancelled {
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

struct Faults;

#[native]
impl Faults {
    /// Have faults of the process reported.
    #[sig("($module, file=None, all_threads=True, c_stack=True)")]
    fn enable(vm: &mut Vm, file: Option<Value>, all_threads: bool, c_stack: bool) -> R<()> {
        let _ = (all_threads, c_stack);
        target(vm, file)?;
        vm.state::<State>().is_enabled = true;
        Ok(())
    }

    /// Do not have faults reported any more; was it so?
    #[sig("($module, /)")]
    fn disable(vm: &mut Vm) -> bool {
        std::mem::take(&mut vm.state::<State>().is_enabled)
    }

    /// Are faults reported?
    #[sig("($module, /)")]
    fn is_enabled(vm: &mut Vm) -> bool {
        vm.state::<State>().is_enabled
    }

    /// Write the traceback of the thread.
    #[sig("($module, file=None, all_threads=True)")]
    fn dump_traceback(vm: &mut Vm, file: Option<Value>, all_threads: bool) -> R<()> {
        let fd = target(vm, file)?;
        let first = if all_threads {
            heading(vm, "Current thread")
        } else {
            "Stack (most recent call first):\n".into()
        };
        let text = first + &frames(vm);
        write(fd, &text);
        Ok(())
    }

    /// Write the stack of native code, which is not known.
    #[sig("($module, file=None)")]
    fn dump_c_stack(vm: &mut Vm, file: Option<Value>) -> R<()> {
        let fd = target(vm, file)?;
        write(fd, "  <cannot get C stack on this system>\n");
        Ok(())
    }

    /// Write the traceback when a time is up, unless it is cancelled before.
    #[sig("($module, timeout, repeat=False, file=None, exit=False)")]
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
            is_due: AtomicBool::new(false),
            repeat,
            exit,
        });
        vm.state::<State>().timer = Some(timer.clone());
        let interrupt = vm.interrupt;
        let time = Duration::from_micros(micros as u64);
        let spawned =
            std::thread::Builder::new().name("watchdog".into()).spawn(move || wait(&timer, interrupt, time));
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
    fn register(vm: &mut Vm, signum: i32, file: Option<Value>, all_threads: bool, chain: bool) -> R<()> {
        let _ = all_threads;
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
        match registered.iter_mut().find(|r| r.0 == signum) {
            Some(place) => *place = (signum, fd, chain, place.3),
            None => registered.push((signum, fd, chain, before)),
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
        let Some(at) = registered.iter().position(|r| r.0 == signum) else { return Ok(false) };
        let (_, _, _, before) = registered.swap_remove(at);
        // The signal's number was good when it was registered.
        let _ = system::set_action(signum, before);
        Ok(true)
    }

    /// Have the process end by SIGSEGV.
    #[sig("($module, release_gil=False, /)")]
    fn _sigsegv(_: &mut Vm, release_gil: bool) {
        let _ = release_gil;
        sys_calls::die_of_signal(libc::SIGSEGV);
    }

    /// Have the process end by SIGABRT.
    #[sig("($module, /)")]
    fn _sigabrt(_: &mut Vm) {
        sys_calls::die_of_signal(libc::SIGABRT);
    }

    /// Have the process end by SIGFPE.
    #[sig("($module, /)")]
    fn _sigfpe(_: &mut Vm) {
        sys_calls::die_of_signal(libc::SIGFPE);
    }

    /// Have the process end by SIGSEGV.
    #[sig("($module, /)")]
    fn _read_null(_: &mut Vm) {
        sys_calls::die_of_signal(libc::SIGSEGV);
    }
}
