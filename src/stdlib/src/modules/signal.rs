//! `_signal`: what `signal` is made of. Handlers run in the main thread, at safepoints.

use super::posix::system_call;
use super::time::moment::{self, Round};
use crate::structseq::{self, Record};
use crate::support::{new_exception, put, put_int};
use crate::sys_calls::{self, signal as system};
use system::{Action, Set, WhenFull};
use taipan_macros::native;
use taipan_runtime::layout::{Module, Type};
use taipan_runtime::{Gc, ModuleDef, R, Raised, Trace, Tracer, Value, Vm, kinds};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_signal",
    doc: "Handlers for the signals of the system.",
    functions: &Signal::NATIVE,
    init: Some(init),
    ..ModuleDef::DEFAULT
};

/// Python's handlers, and the module's own classes.
#[derive(Default)]
struct State {
    /// Ints stand for the default action and for ignoring, None for a handler that is not Python's.
    handlers: Vec<Value>,
    info: Option<Gc<Type>>,
    timer_error: Option<Gc<Type>>,
}

impl Trace for State {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        tracer.values(&self.handlers);
        for cls in [self.info, self.timer_error].iter().flatten() {
            cls.trace(tracer);
        }
    }
}

macro_rules! signals {
    ($($name:ident),* $(,)?) => { const SIGNALS: &[(&str, i32)] = &[$((stringify!($name), libc::$name)),*]; };
}
signals! {
    SIGHUP, SIGINT, SIGQUIT, SIGILL, SIGTRAP, SIGIOT, SIGABRT, SIGFPE, SIGKILL, SIGBUS, SIGSEGV, SIGSYS, SIGPIPE,
    SIGALRM, SIGTERM, SIGUSR1, SIGUSR2, SIGCHLD, SIGPWR, SIGIO, SIGURG, SIGWINCH, SIGPOLL, SIGSTOP, SIGTSTP, SIGCONT,
    SIGTTIN, SIGTTOU, SIGVTALRM, SIGPROF, SIGXCPU, SIGXFSZ, SIGSTKFLT, SIG_BLOCK, SIG_UNBLOCK, SIG_SETMASK,
}

const DEFAULT: Value = Value::ZERO;

fn ignore() -> Value {
    Value::int32(1)
}

const SIGINFO: Record = Record {
    module: "signal",
    name: "struct_siginfo",
    doc: "What is known of a signal that was waited for.",
    fields: &[
        ("si_signo", "The signal."),
        ("si_code", "Why it was sent."),
        ("si_errno", "An errno that belongs to it, or 0."),
        ("si_pid", "The process that sent it."),
        ("si_uid", "The user whose process sent it."),
        ("si_status", "The exit code of a child, or the signal that ended it."),
        ("si_band", "The event, of SIGPOLL."),
    ],
    n_sequence: 7,
};

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    for &(name, number) in SIGNALS {
        put_int(vm, module, name, number.into());
    }
    for (name, number) in [
        ("SIG_DFL", 0),
        ("SIG_IGN", 1),
        ("NSIG", system::COUNT as i64),
        ("SIGCLD", libc::SIGCHLD.into()),
        ("SIGRTMIN", libc::SIGRTMIN().into()),
        ("SIGRTMAX", libc::SIGRTMAX().into()),
        ("ITIMER_REAL", 0),
        ("ITIMER_VIRTUAL", 1),
        ("ITIMER_PROF", 2),
    ] {
        put_int(vm, module, name, number);
    }
    let cls = structseq::new_class(vm, &SIGINFO)?;
    put(vm, module, "struct_siginfo", cls.value());
    let error = new_exception(vm, "signal", "ItimerError", kinds::OS_ERROR)?;
    put(vm, module, "ItimerError", error.value());
    let on_interrupt = vm.get_attr_named(module.value(), "default_int_handler")?;
    let state = vm.state::<State>();
    state.info = Some(cls);
    state.timer_error = Some(error);
    if state.handlers.is_empty() {
        state.handlers = (0..system::COUNT as i32)
            .map(|signal| match system::action(signal) {
                Action::Default => DEFAULT,
                Action::Ignore => ignore(),
                // Rust's runtime watches these for stack overflows; programs need not know.
                Action::Other if matches!(signal, libc::SIGSEGV | libc::SIGBUS) => DEFAULT,
                Action::Note if signal == libc::SIGINT => on_interrupt,
                Action::Note | Action::Other => Value::NONE,
            })
            .collect();
    }
    Ok(())
}

/// At the start of the interpreter: SIGINT raises KeyboardInterrupt, unless whoever started the process has it ignored, and
/// writing where nobody reads or beyond a limit is an error rather than the end.
pub fn install(vm: &mut Vm) {
    system::connect(vm.interrupt);
    // A failure leaves the signals as they are.
    for signal in [libc::SIGPIPE, libc::SIGXFSZ] {
        let _ = system::set_action(signal, Action::Ignore);
    }
    if system::action(libc::SIGINT) == Action::Default {
        let _ = system::set_action(libc::SIGINT, Action::Note);
    }
}

/// At a safepoint: runs the handlers of signals that have come.
pub fn run_handlers(vm: &mut Vm) -> R<()> {
    if !system::any() || vm.id != 0 {
        return Ok(());
    }
    if !is_main(vm) {
        // The main thread looks when it has its next turn.
        vm.interrupt.ask();
        return Ok(());
    }
    // Without it no handler was set but the one for SIGINT.
    vm.native_module("_signal")?;
    system::take_any();
    if let Some(errno) = system::take_wakeup_error() {
        let _ = vm.raise_os_error(errno, Value::NONE);
        let exc = vm.take_exception();
        let text = "Exception ignored while trying to write to the signal wakeup fd";
        vm.write_unraisable(exc, Value::NONE, text);
    }
    for signal in 1..system::COUNT {
        if !system::take(signal) || super::faulthandler::on_signal(vm, signal as i32) {
            continue;
        }
        let Some(&handler) = vm.state::<State>().handlers.get(signal) else { continue };
        if handler.is_none() || handler == DEFAULT || handler == ignore() {
            let text = format!("Signal {signal} ignored due to race condition");
            let _ = vm.raise(taipan_runtime::kinds::OS_ERROR, text);
            let exc = vm.take_exception();
            vm.write_unraisable(exc, Value::NONE, "");
            continue;
        }
        let frame = (vm.hooks.frame_at)(vm, 0).map_or(Value::NONE, Gc::value);
        if let Err(raised) = vm.call(handler, &[Value::int32(signal as i32), frame]) {
            // The others have their turn afterwards.
            system::again();
            vm.interrupt.ask();
            return Err(raised);
        }
    }
    Ok(())
}

/// Has the main thread handle a signal as if it had come; nothing where no function handles it.
pub fn interrupt(vm: &mut Vm, signal: i32) -> R<()> {
    taipan_objects::import::import(vm, "_signal")?;
    let i = check(vm, signal)?;
    let handler = vm.state::<State>().handlers.get(i).copied().unwrap_or(Value::NONE);
    if !handler.is_none() && handler != DEFAULT && handler != ignore() {
        system::simulate(signal);
    }
    Ok(())
}

/// Is this the main thread of the main interpreter?
pub fn is_main(vm: &Vm) -> bool {
    vm.id == 0 && (vm.thread.ident == 0 || vm.thread.ident == super::thread::main_ident(vm))
}

fn check(vm: &mut Vm, signal: i32) -> R<usize> {
    if (1..system::COUNT as i32).contains(&signal) {
        Ok(signal as usize)
    } else {
        Err(vm.value_error("signal number out of range"))
    }
}

fn error(vm: &mut Vm, error: rustix::io::Errno) -> Raised {
    vm.raise_os_error(error.raw_os_error(), Value::NONE)
}

fn timer_error(vm: &mut Vm, error: rustix::io::Errno) -> Raised {
    let code = Value::int32(error.raw_os_error());
    let text = vm.new_str(&taipan_runtime::errno_text(error.raw_os_error())).value();
    match vm.state::<State>().timer_error {
        Some(cls) => match vm.call(cls.value(), &[code, text]) {
            Ok(exc) => vm.raise_value(exc),
            Err(raised) => raised,
        },
        None => vm.runtime_error("_signal is not initialised"),
    }
}

/// The signals of an iterable.
fn set_of(vm: &mut Vm, signals: Value) -> R<Set> {
    let valid = system::valid();
    let mut set = 0;
    vm.for_each(signals, |vm, item| {
        let index = vm.index(item)?;
        let number = vm.int_to_i64(index).unwrap_or(-1);
        if !(1..system::COUNT as i64).contains(&number) {
            return Err(
                vm.value_error(format!("signal number {number} out of range [1; {}]", system::COUNT - 1))
            );
        }
        let one = system::single(number as i32);
        if valid & one == 0 {
            let message = format!("invalid signal number {number}, please use valid_signals()");
            vm.warn(kinds::RUNTIME_WARNING, &message)?;
        }
        set |= one;
        Ok(())
    })?;
    Ok(set & valid)
}

fn numbers(vm: &mut Vm, set: Set) -> R {
    let all = vm.new_list(&[]);
    for signal in 1..system::COUNT as i32 {
        if set & system::single(signal) != 0 {
            vm.call_method_named(all.value(), "append", &[Value::int32(signal)])?;
        }
    }
    let cls = vm.class(kinds::SET).value();
    vm.call(cls, &[all.value()])
}

fn info(vm: &mut Vm, info: system::Info) -> R {
    let values = info.map(|n| vm.new_int(n));
    match vm.state::<State>().info {
        Some(cls) => Ok(structseq::new(vm, cls, &values)),
        None => Err(vm.runtime_error("_signal is not initialised")),
    }
}

fn pair(vm: &mut Vm, parts: [f64; 2]) -> Value {
    let parts = parts.map(|f| vm.new_float(f));
    vm.new_tuple(&parts).value()
}

struct Signal;

#[native]
impl Signal {
    /// Raise KeyboardInterrupt: what SIGINT does unless told otherwise.
    #[sig("($module, signalnum, frame, /)")]
    fn default_int_handler(vm: &mut Vm, signalnum: Value, frame: Value) -> R {
        let _ = (signalnum, frame);
        Err(vm.raise_call(kinds::KEYBOARD_INTERRUPT, &[]))
    }

    /// Set what happens when a signal comes; returns what happened before.
    #[sig("($module, signalnum, handler, /)")]
    fn signal(vm: &mut Vm, signalnum: i32, handler: Value) -> R {
        if !is_main(vm) {
            return Err(vm.value_error("signal only works in main thread of the main interpreter"));
        }
        let at = check(vm, signalnum)?;
        let number = vm.as_int_value(handler).and_then(Value::as_small_int);
        let (action, handler) = match number {
            Some(0) => (Action::Default, DEFAULT),
            Some(1) => (Action::Ignore, ignore()),
            _ if vm.is_callable(handler) => (Action::Note, handler),
            _ => {
                return Err(vm.type_error(
                    "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object",
                ));
            }
        };
        // One that has come before belongs to the handler before.
        vm.run_pending()?;
        system::set_action(signalnum, action).map_err(|e| error(vm, e))?;
        Ok(std::mem::replace(&mut vm.state::<State>().handlers[at], handler))
    }

    /// What happens when a signal comes: a handler, SIG_DFL, SIG_IGN, or None where it is not known.
    #[sig("($module, signalnum, /)")]
    fn getsignal(vm: &mut Vm, signalnum: i32) -> R {
        let at = check(vm, signalnum)?;
        Ok(vm.state::<State>().handlers[at])
    }

    /// Send a signal to the process itself.
    #[sig("($module, signalnum, /)")]
    fn raise_signal(vm: &mut Vm, signalnum: i32) -> R<()> {
        vm.release(|| system::raise(signalnum)).map_err(|e| error(vm, e))?;
        vm.run_pending()
    }

    /// The system's description of a signal.
    #[sig("($module, signalnum, /)")]
    fn strsignal(vm: &mut Vm, signalnum: i32) -> R<Option<String>> {
        check(vm, signalnum)?;
        Ok(system::describe(signalnum))
    }

    /// Shall a signal end system calls, or have them go on?
    #[sig("($module, signalnum, flag, /)")]
    fn siginterrupt(vm: &mut Vm, signalnum: i32, flag: i32) -> R<()> {
        check(vm, signalnum)?;
        system::set_restart(signalnum, flag).map_err(|e| error(vm, e))
    }

    /// Have the number of each signal written to a descriptor, or -1; returns the one before.
    #[sig("($module, fd, /, *, warn_on_full_buffer=True)")]
    fn set_wakeup_fd(vm: &mut Vm, fd: i32, warn_on_full_buffer: bool) -> R<i32> {
        if !is_main(vm) {
            return Err(vm.value_error("set_wakeup_fd only works in main thread of the main interpreter"));
        }
        if fd != -1 {
            let flags = rustix::fs::fcntl_getfl(sys_calls::borrow_fd(fd)).map_err(|e| error(vm, e))?;
            if !flags.contains(rustix::fs::OFlags::NONBLOCK) {
                return Err(vm.value_error(format!("the fd {fd} must be in non-blocking mode")));
            }
        }
        let quiet = if warn_on_full_buffer { WhenFull::Warn } else { WhenFull::Quiet };
        Ok(system::set_wakeup(fd, quiet))
    }

    /// Have SIGALRM come after a number of seconds; returns how many were left of the last such.
    #[sig("($module, seconds, /)")]
    fn alarm(_: &mut Vm, seconds: i32) -> u32 {
        system::alarm(seconds as u32)
    }

    /// Wait for a signal.
    #[sig("($module)")]
    #[shown("($module, /)")]
    fn pause(vm: &mut Vm) -> R<()> {
        vm.release(system::pause);
        vm.run_pending()
    }

    /// Start a timer that sends signals; returns the one before.
    #[sig("($module, which, seconds, interval=0.0, /)")]
    fn setitimer(vm: &mut Vm, which: i32, seconds: Value, interval: Option<Value>) -> R {
        let first = moment::nanos(vm, seconds, Round::Up)? as f64 / 1e9;
        let interval = match interval {
            Some(interval) => moment::nanos(vm, interval, Round::Up)? as f64 / 1e9,
            None => 0.0,
        };
        let old = system::set_timer(which, first, interval).map_err(|e| timer_error(vm, e))?;
        // The time may be up already.
        vm.run_pending()?;
        Ok(pair(vm, old))
    }

    /// What is left of a timer, and its interval.
    #[sig("($module, which, /)")]
    fn getitimer(vm: &mut Vm, which: i32) -> R {
        let parts = system::timer(which).map_err(|e| timer_error(vm, e))?;
        Ok(pair(vm, parts))
    }

    /// Change which signals are kept from the thread; returns the set before.
    #[sig("($module, how, mask, /)")]
    fn pthread_sigmask(vm: &mut Vm, how: i32, mask: Value) -> R {
        let set = set_of(vm, mask)?;
        let old = system::mask(how, set).map_err(|e| error(vm, e))?;
        // What was kept back may have come.
        vm.run_pending()?;
        numbers(vm, old)
    }

    /// The signals that have come and are kept back.
    #[sig("($module)")]
    #[shown("($module, /)")]
    fn sigpending(vm: &mut Vm) -> R {
        let set = system::pending().map_err(|e| error(vm, e))?;
        numbers(vm, set)
    }

    /// Wait for one of these signals; returns its number.
    #[sig("($module, sigset, /)")]
    fn sigwait(vm: &mut Vm, sigset: Value) -> R<i64> {
        let set = set_of(vm, sigset)?;
        let info = system_call(vm, Value::NONE, || system::wait(set, None))?;
        Ok(info[0])
    }

    /// Wait for one of these signals; returns what is known of it.
    #[sig("($module, sigset, /)")]
    fn sigwaitinfo(vm: &mut Vm, sigset: Value) -> R {
        let set = set_of(vm, sigset)?;
        let parts = system_call(vm, Value::NONE, || system::wait(set, None))?;
        info(vm, parts)
    }

    /// Wait for one of these signals for some time; None if none came.
    #[sig("($module, sigset, timeout, /)")]
    fn sigtimedwait(vm: &mut Vm, sigset: Value, timeout: Value) -> R {
        let set = set_of(vm, sigset)?;
        let nanos = moment::nanos(vm, timeout, Round::Up)?;
        if nanos < 0 {
            return Err(vm.value_error("timeout must be non-negative"));
        }
        let now = || sys_calls::clock::get(libc::CLOCK_MONOTONIC).unwrap_or(0);
        let deadline = now() + i128::from(nanos);
        let parts = system_call(vm, Value::NONE, || {
            let left = (deadline - now()).max(0) as i64;
            match system::wait(set, Some((left / 1_000_000_000, left % 1_000_000_000))) {
                Err(rustix::io::Errno::AGAIN) => Ok(None),
                result => result.map(Some),
            }
        })?;
        match parts {
            Some(parts) => info(vm, parts),
            None => Ok(Value::NONE),
        }
    }

    /// Send a signal to a thread.
    #[sig("($module, thread_id, signalnum, /)")]
    fn pthread_kill(vm: &mut Vm, thread_id: i64, signalnum: i32) -> R<()> {
        vm.audit("signal.pthread_kill", |vm| [vm.new_int(thread_id), Value::int32(signalnum)])?;
        system::send_to_thread(thread_id as i32, signalnum).map_err(|e| error(vm, e))?;
        vm.run_pending()
    }

    /// Send a signal to the process behind a descriptor.
    #[sig("($module, pidfd, signalnum, siginfo=None, flags=0, /)")]
    fn pidfd_send_signal(vm: &mut Vm, pidfd: i32, signalnum: i32, siginfo: Value, flags: i32) -> R<()> {
        if !siginfo.is_none() {
            return Err(vm.type_error("siginfo must be None"));
        }
        system::send_to_pidfd(pidfd, signalnum, flags as u32).map_err(|e| error(vm, e))?;
        vm.run_pending()
    }

    /// The signals that programs may use.
    #[sig("($module)")]
    #[shown("($module, /)")]
    fn valid_signals(vm: &mut Vm) -> R {
        numbers(vm, system::valid())
    }
}
