//! Signals: the handler that only notes them, and the calls that arrange who gets which.

use super::last;
use rustix::io::{Errno, Result};
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicPtr, Ordering};
use taipan_runtime::Interrupt;

/// One more than the largest signal.
pub const COUNT: usize = 65;

/// Signals that have come and whose handlers have not run. A signal's handler can reach statics only.
static COME: [AtomicBool; COUNT] = [const { AtomicBool::new(false) }; COUNT];
/// Is one of them set?
static ANY: AtomicBool = AtomicBool::new(false);
/// The flag that stops the interpreter at its next safepoint.
static INTERRUPT: AtomicPtr<Interrupt> = AtomicPtr::new(std::ptr::null_mut());
/// A descriptor to which each signal's number is written, or -1.
static WAKEUP: AtomicI32 = AtomicI32::new(-1);
/// Does a full pipe behind [`WAKEUP`] go unnoticed?
static WAKEUP_QUIET: AtomicBool = AtomicBool::new(false);
/// The error of the last write to [`WAKEUP`].
static WAKEUP_ERROR: AtomicI32 = AtomicI32::new(0);

/// What happens when a signal comes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Action {
    /// What the system does with it.
    Default,
    /// Nothing.
    Ignore,
    /// It is noted.
    Note,
    /// Something that is not ours.
    Other,
}

extern "C" fn note(signal: libc::c_int) {
    // SAFETY: plain reads and writes of atomics, the thread's errno, and `write`, which may be called here.
    unsafe {
        let errno = libc::__errno_location();
        let saved = *errno;
        if let Some(come) = COME.get(signal as usize) {
            come.store(true, Ordering::SeqCst);
        }
        ANY.store(true, Ordering::SeqCst);
        if let Some(interrupt) = INTERRUPT.load(Ordering::SeqCst).as_ref() {
            interrupt.ask();
        }
        let fd = WAKEUP.load(Ordering::SeqCst);
        if fd >= 0 {
            let byte = signal as u8;
            if libc::write(fd, (&raw const byte).cast(), 1) < 0 {
                let error = *errno;
                if error != libc::EAGAIN || !WAKEUP_QUIET.load(Ordering::SeqCst) {
                    WAKEUP_ERROR.store(error, Ordering::SeqCst);
                }
            }
        }
        *errno = saved;
    }
}

/// From now on signals ask for this.
pub fn connect(interrupt: &'static Interrupt) {
    INTERRUPT.store(std::ptr::from_ref(interrupt).cast_mut(), Ordering::SeqCst);
}

/// Has a signal come?
pub fn any() -> bool {
    ANY.load(Ordering::SeqCst)
}

/// Signals have come that nobody could handle yet.
pub fn again() {
    ANY.store(true, Ordering::SeqCst);
}

/// Forgets that there is something; what it was [`take`] tells.
pub fn take_any() -> bool {
    ANY.swap(false, Ordering::SeqCst)
}

/// Has this signal come since it was asked last?
pub fn take(signal: usize) -> bool {
    COME[signal].swap(false, Ordering::SeqCst)
}

/// The signals of the parent are none of a forked child's.
pub fn forget() {
    for come in &COME {
        come.store(false, Ordering::SeqCst);
    }
    ANY.store(false, Ordering::SeqCst);
}

/// Notes a signal as if it had come.
pub fn simulate(signal: i32) {
    note(signal);
}

/// The descriptor that signals are written to: sets it, and returns the one before.
pub fn set_wakeup(fd: i32, quiet: WhenFull) -> i32 {
    WAKEUP_QUIET.store(quiet == WhenFull::Quiet, Ordering::SeqCst);
    WAKEUP.swap(fd, Ordering::SeqCst)
}

/// What a full pipe means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WhenFull {
    /// Nothing.
    Quiet,
    /// A warning.
    Warn,
}

/// The error of the last write to the descriptor, once.
pub fn take_wakeup_error() -> Option<i32> {
    Some(WAKEUP_ERROR.swap(0, Ordering::SeqCst)).filter(|&e| e != 0)
}

/// What happens when this signal comes.
pub fn action(signal: i32) -> Action {
    // SAFETY: the struct is filled.
    let handler = unsafe {
        let mut old: libc::sigaction = std::mem::zeroed();
        if libc::sigaction(signal, std::ptr::null(), &mut old) != 0 {
            return Action::Other;
        }
        old.sa_sigaction
    };
    if handler == libc::SIG_DFL {
        Action::Default
    } else if handler == libc::SIG_IGN {
        Action::Ignore
    } else if handler == note as *const () as usize {
        Action::Note
    } else {
        Action::Other
    }
}

/// Says what happens when this signal comes.
pub fn set_action(signal: i32, action: Action) -> Result<()> {
    let handler = match action {
        Action::Default | Action::Other => libc::SIG_DFL,
        Action::Ignore => libc::SIG_IGN,
        Action::Note => note as *const () as usize,
    };
    // SAFETY: the handler does nothing but what a handler may.
    let result = unsafe {
        let mut new: libc::sigaction = std::mem::zeroed();
        new.sa_sigaction = handler;
        // Without SA_RESTART: a blocking call ends, so that the Python handler can run.
        new.sa_flags = libc::SA_ONSTACK;
        libc::sigaction(signal, &new, std::ptr::null_mut())
    };
    if result == 0 { Ok(()) } else { Err(last()) }
}

/// The signals of faults, and what they are called.
pub const FAULTS: [(i32, &str); 5] = [
    (libc::SIGBUS, "Bus error"),
    (libc::SIGILL, "Illegal instruction"),
    (libc::SIGFPE, "Floating-point exception"),
    (libc::SIGABRT, "Aborted"),
    (libc::SIGSEGV, "Segmentation fault"),
];

/// What reports a fault.
pub type Report = Box<dyn Fn(i32)>;

/// The report in use. A signal's handler can reach statics only.
static REPORT: AtomicPtr<Report> = AtomicPtr::new(std::ptr::null_mut());

/// What happened at faults before they were reported.
pub struct FaultActions([libc::sigaction; FAULTS.len()]);

extern "C" fn fault(signal: libc::c_int) {
    // A fault of the report itself is not reported.
    let report = REPORT.swap(std::ptr::null_mut(), Ordering::SeqCst);
    // SAFETY: plain calls; a report is never freed.
    unsafe {
        libc::signal(signal, libc::SIG_DFL);
        if let Some(report) = report.as_ref() {
            report(signal);
        }
        libc::raise(signal);
    }
}

/// From now on faults are reported before the process ends by them. What happened at them before is for
/// [`restore_faults`].
pub fn report_faults(report: Report) -> FaultActions {
    /// Room for a report of a fault that came for want of stack.
    const STACK: usize = 128 << 10;
    // Kept for ever: a handler may be using the one before.
    REPORT.store(Box::into_raw(Box::new(report)), Ordering::SeqCst);
    // SAFETY: the structs are filled; the stack is never freed.
    unsafe {
        let stack = libc::stack_t {
            ss_sp: Box::leak(vec![0u8; STACK].into_boxed_slice()).as_mut_ptr().cast(),
            ss_flags: 0,
            ss_size: STACK,
        };
        libc::sigaltstack(&stack, std::ptr::null_mut());
        let mut before: [libc::sigaction; FAULTS.len()] = std::mem::zeroed();
        for (old, (signal, _)) in before.iter_mut().zip(FAULTS) {
            let mut new: libc::sigaction = std::mem::zeroed();
            new.sa_sigaction = fault as *const () as usize;
            new.sa_flags = libc::SA_ONSTACK | libc::SA_NODEFER;
            libc::sigaction(signal, &new, old);
        }
        FaultActions(before)
    }
}

/// Faults are not reported any more.
pub fn restore_faults(before: &FaultActions) {
    REPORT.store(std::ptr::null_mut(), Ordering::SeqCst);
    for (old, (signal, _)) in before.0.iter().zip(FAULTS) {
        // SAFETY: what the system said before.
        unsafe { libc::sigaction(signal, old, std::ptr::null_mut()) };
    }
}

/// `siginterrupt(3)`
pub fn set_restart(signal: i32, interrupt: i32) -> Result<()> {
    // SAFETY: the struct is filled, changed and given back.
    let result = unsafe {
        let mut old: libc::sigaction = std::mem::zeroed();
        if libc::sigaction(signal, std::ptr::null(), &mut old) != 0 {
            return Err(last());
        }
        if interrupt != 0 {
            old.sa_flags &= !libc::SA_RESTART;
        } else {
            old.sa_flags |= libc::SA_RESTART;
        }
        libc::sigaction(signal, &old, std::ptr::null_mut())
    };
    if result == 0 { Ok(()) } else { Err(last()) }
}

/// A set of signals: bit n stands for signal n + 1.
pub type Set = u64;

/// The set of one signal.
pub fn single(signal: i32) -> Set {
    1 << (signal - 1)
}

fn to_system(set: Set) -> libc::sigset_t {
    // SAFETY: the set is filled.
    unsafe {
        let mut all: libc::sigset_t = std::mem::zeroed();
        libc::sigemptyset(&mut all);
        for signal in 1..COUNT as i32 {
            if set & single(signal) != 0 {
                libc::sigaddset(&mut all, signal);
            }
        }
        all
    }
}

fn from_system(all: &libc::sigset_t) -> Set {
    // SAFETY: a set that the system filled.
    (1..COUNT as i32).filter(|&s| unsafe { libc::sigismember(all, s) == 1 }).map(single).sum()
}

/// The signals that programs may use.
pub fn valid() -> Set {
    // SAFETY: the set is filled.
    unsafe {
        let mut all: libc::sigset_t = std::mem::zeroed();
        libc::sigfillset(&mut all);
        from_system(&all)
    }
}

/// `pthread_sigmask(3)`: the mask before.
pub fn mask(how: i32, set: Set) -> Result<Set> {
    let set = to_system(set);
    // SAFETY: both sets are ours.
    unsafe {
        let mut old: libc::sigset_t = std::mem::zeroed();
        match libc::pthread_sigmask(how, &set, &mut old) {
            0 => Ok(from_system(&old)),
            error => Err(Errno::from_raw_os_error(error)),
        }
    }
}

/// `sigpending(2)`
pub fn pending() -> Result<Set> {
    // SAFETY: the set is filled.
    unsafe {
        let mut set: libc::sigset_t = std::mem::zeroed();
        if libc::sigpending(&mut set) == 0 { Ok(from_system(&set)) } else { Err(last()) }
    }
}

/// What is known of a signal: number, code, errno, process, user, status, band.
pub type Info = [i64; 7];

/// `sigtimedwait(2)`, without a limit where there is none (seconds and nanoseconds).
pub fn wait(set: Set, timeout: Option<(i64, i64)>) -> Result<Info> {
    let set = to_system(set);
    let limit = timeout.map(|(tv_sec, tv_nsec)| libc::timespec { tv_sec, tv_nsec });
    // SAFETY: the struct is filled when the call succeeds; its fields of all kinds of signals may be read, as they are
    // plain numbers.
    unsafe {
        let mut info: libc::siginfo_t = std::mem::zeroed();
        let result = match &limit {
            Some(limit) => libc::sigtimedwait(&set, &mut info, limit),
            None => libc::sigwaitinfo(&set, &mut info),
        };
        if result < 0 {
            return Err(last());
        }
        // The band lies where the number of the process does.
        let band = *(&raw const info).cast::<i64>().add(2);
        Ok([
            info.si_signo.into(),
            info.si_code.into(),
            info.si_errno.into(),
            info.si_pid().into(),
            info.si_uid().into(),
            info.si_status().into(),
            band,
        ])
    }
}

/// `alarm(2)`
pub fn alarm(seconds: u32) -> u32 {
    // SAFETY: a plain system call.
    unsafe { libc::alarm(seconds) }
}

/// `pause(2)`
pub fn pause() {
    // SAFETY: a plain system call.
    unsafe { libc::pause() };
}

/// `raise(3)`
pub fn raise(signal: i32) -> Result<()> {
    // SAFETY: a plain call.
    if unsafe { libc::raise(signal) } == 0 { Ok(()) } else { Err(last()) }
}

/// Sends a signal to a thread of this process, by its kernel's number.
pub fn send_to_thread(thread: i32, signal: i32) -> Result<()> {
    // SAFETY: a plain system call.
    let result = unsafe { libc::syscall(libc::SYS_tgkill, libc::getpid(), thread, signal) };
    if result == 0 { Ok(()) } else { Err(last()) }
}

/// `pidfd_send_signal(2)`
pub fn send_to_pidfd(fd: i32, signal: i32, flags: u32) -> Result<()> {
    // SAFETY: a plain system call.
    let result = unsafe {
        libc::syscall(libc::SYS_pidfd_send_signal, fd, signal, std::ptr::null::<libc::siginfo_t>(), flags)
    };
    if result == 0 { Ok(()) } else { Err(last()) }
}

fn timeval(seconds: f64) -> libc::timeval {
    // Rounded up: a timer of less than a microsecond still is one.
    let micros = (seconds * 1e6).ceil() as i64;
    libc::timeval { tv_sec: micros.div_euclid(1_000_000), tv_usec: micros.rem_euclid(1_000_000) }
}

fn timer_parts(timer: &libc::itimerval) -> [f64; 2] {
    let seconds = |t: libc::timeval| t.tv_sec as f64 + t.tv_usec as f64 * 1e-6;
    [seconds(timer.it_value), seconds(timer.it_interval)]
}

/// `setitimer(2)`: first and interval, in seconds; those before.
pub fn set_timer(which: i32, first: f64, interval: f64) -> Result<[f64; 2]> {
    let new = libc::itimerval { it_value: timeval(first), it_interval: timeval(interval) };
    // SAFETY: both structs are ours.
    unsafe {
        let mut old: libc::itimerval = std::mem::zeroed();
        if libc::setitimer(which as _, &new, &mut old) == 0 { Ok(timer_parts(&old)) } else { Err(last()) }
    }
}

/// `getitimer(2)`
pub fn timer(which: i32) -> Result<[f64; 2]> {
    // SAFETY: the struct is filled.
    unsafe {
        let mut old: libc::itimerval = std::mem::zeroed();
        if libc::getitimer(which as _, &mut old) == 0 { Ok(timer_parts(&old)) } else { Err(last()) }
    }
}

/// `strsignal(3)`
pub fn describe(signal: i32) -> Option<String> {
    let _alone = super::alone();
    // SAFETY: the result is a C string that is read before the next call.
    let text = unsafe {
        let text = libc::strsignal(signal);
        if text.is_null() {
            return None;
        }
        std::ffi::CStr::from_ptr(text).to_string_lossy().into_owned()
    };
    Some(text).filter(|t| !t.starts_with("Unknown signal"))
}
