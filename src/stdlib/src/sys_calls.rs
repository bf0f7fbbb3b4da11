//! System calls, and what else has no safe form in Rust's libraries.

#![expect(unsafe_code, reason = "descriptors by number, fork and exec, C interfaces")]

pub mod accounts;
pub mod clock;
pub mod control;
pub mod deflate;
pub mod files;
pub mod locale;
pub mod names;
pub mod poll;
pub mod process;
pub mod shared;
pub mod signal;
pub mod socket;
pub mod spawn;
pub mod standard;

use rustix::fd::{BorrowedFd, RawFd};
use std::ffi::CString;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Held while the C library answers in memory of its own, or what all interpreters of the process see is changed.
pub(crate) fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A descriptor by its number. A number that no file is open under gives an error from the system, not a wrong access.
pub fn borrow_fd(fd: RawFd) -> BorrowedFd<'static> {
    // Negative numbers have meanings of their own, but for the working folder's not to the system.
    let fd = if fd < 0 && fd != libc::AT_FDCWD { i32::MAX } else { fd };
    // SAFETY: used for system calls only, which check the number.
    unsafe { BorrowedFd::borrow_raw(fd) }
}

/// `close(2)`
pub fn close(fd: RawFd) -> rustix::io::Result<()> {
    // SAFETY: closing a number; whoever owns the file in this process is a Python program.
    if unsafe { libc::close(fd) } == 0 { Ok(()) } else { Err(last()) }
}

/// The error of the last call.
fn last() -> rustix::io::Errno {
    rustix::io::Errno::from_io_error(&std::io::Error::last_os_error()).unwrap_or(rustix::io::Errno::IO)
}

/// `fork(2)`
pub fn fork() -> rustix::io::Result<i32> {
    // SAFETY: the child goes on in this thread alone; the interpreter puts its locks in order before anything else.
    match unsafe { libc::fork() } {
        -1 => Err(last()),
        pid => Ok(pid),
    }
}

/// `execve(2)`: returns only with an error.
pub fn execve(path: &CString, args: &[CString], env: &[CString]) -> rustix::io::Errno {
    let (args, env) = (pointers(args), pointers(env));
    // SAFETY: both lists end with a null pointer and hold C strings that live on.
    unsafe { libc::execve(path.as_ptr(), args.as_ptr(), env.as_ptr()) };
    last()
}

/// `fexecve(3)`: the same with an open file.
pub fn fexecve(fd: i32, args: &[CString], env: &[CString]) -> rustix::io::Errno {
    let (args, env) = (pointers(args), pointers(env));
    // SAFETY: both lists end with a null pointer and hold C strings that live on.
    unsafe { libc::fexecve(fd, args.as_ptr(), env.as_ptr()) };
    last()
}

fn pointers(all: &[CString]) -> Vec<*const libc::c_char> {
    let mut list: Vec<*const libc::c_char> = all.iter().map(|s| s.as_ptr()).collect();
    list.push(std::ptr::null());
    list
}

/// `_exit(2)`
pub fn exit_now(code: i32) -> ! {
    // SAFETY: ends the process.
    unsafe { libc::_exit(code) }
}

/// `waitpid(2)`: the process and its status.
pub fn waitpid(pid: i32, options: i32) -> rustix::io::Result<(i32, i32)> {
    let mut status = 0;
    // SAFETY: the status is written.
    match unsafe { libc::waitpid(pid, &mut status, options) } {
        -1 => Err(last()),
        pid => Ok((pid, status)),
    }
}

/// Sets a variable of the process's environment, or removes it.
pub fn set_environment(name: &std::ffi::OsStr, value: Option<&std::ffi::OsStr>) {
    let _alone = alone();
    // SAFETY: Rust's library reads the environment under a lock, and the C library's `tzset` is only called alone.
    unsafe {
        match value {
            Some(value) => std::env::set_var(name, value),
            None => std::env::remove_var(name),
        }
    }
}

/// `kill(2)`, with any signal number.
pub fn kill(pid: i32, signal: i32) -> rustix::io::Result<()> {
    // SAFETY: a plain system call.
    if unsafe { libc::kill(pid, signal) } == 0 { Ok(()) } else { Err(last()) }
}

/// `umask(2)`
pub fn umask(mask: u32) -> u32 {
    // SAFETY: a plain system call.
    unsafe { libc::umask(mask as libc::mode_t) as u32 }
}

/// `getlogin`-free user numbers: real, effective; user and group.
pub fn user_numbers() -> [u32; 4] {
    // SAFETY: plain system calls.
    unsafe { [libc::getuid(), libc::geteuid(), libc::getgid(), libc::getegid()] }
}

/// `setsid(2)`
pub fn setsid() -> rustix::io::Result<i32> {
    // SAFETY: a plain system call.
    match unsafe { libc::setsid() } {
        -1 => Err(last()),
        id => Ok(id),
    }
}

/// `dup2(2)`; the copy is closed by `exec` unless it is to be inherited.
pub fn dup2(fd: RawFd, to: RawFd, inheritable: bool) -> rustix::io::Result<RawFd> {
    // SAFETY: numbers of descriptors; whoever owns the file in this process is a Python program.
    let made = unsafe {
        if inheritable || fd == to { libc::dup2(fd, to) } else { libc::dup3(fd, to, libc::O_CLOEXEC) }
    };
    if made < 0 { Err(last()) } else { Ok(made) }
}

/// `times(2)` in seconds: user, system, children's user and system, elapsed.
pub fn times() -> [f64; 5] {
    // SAFETY: the struct is filled.
    unsafe {
        let mut t: libc::tms = std::mem::zeroed();
        let elapsed = libc::times(&mut t);
        let tick = libc::sysconf(libc::_SC_CLK_TCK) as f64;
        [t.tms_utime, t.tms_stime, t.tms_cutime, t.tms_cstime, elapsed].map(|n| n as f64 / tick)
    }
}

/// `sysconf(3)`
pub fn sysconf(name: i32) -> i64 {
    // SAFETY: a plain call.
    unsafe { libc::sysconf(name) }
}

/// Takes the locale of the environment over, for characters; the name of its encoding, or `None` where the system does
/// not have the locale.
pub fn locale_codeset() -> Option<String> {
    let _alone = alone();
    // SAFETY: the first is an empty C string; the result of the second is one, read before anything can change it.
    unsafe {
        if libc::setlocale(libc::LC_CTYPE, c"".as_ptr()).is_null() {
            return None;
        }
        let name = std::ffi::CStr::from_ptr(libc::nl_langinfo(libc::CODESET));
        Some(name.to_string_lossy().into_owned()).filter(|name| !name.is_empty() && name != "ANSI_X3.4-1968")
    }
}

/// Fills a buffer from the system's random numbers, as far as they come.
pub fn random_bytes(bytes: &mut [u8]) -> usize {
    rustix::rand::getrandom(bytes, rustix::rand::GetRandomFlags::empty()).unwrap_or(0)
}

/// Is the descriptor one of an open file?
pub fn is_open(fd: RawFd) -> bool {
    // SAFETY: a plain system call.
    unsafe { libc::fcntl(fd, libc::F_GETFD) >= 0 }
}

/// Is it a terminal?
pub fn is_terminal(fd: RawFd) -> bool {
    // SAFETY: a plain system call.
    unsafe { libc::isatty(fd) == 1 }
}

/// Ends the process by a signal, as if nothing had handled it.
pub fn die_of_signal(signal: i32) {
    // SAFETY: the default action is no code of ours.
    unsafe {
        libc::signal(signal, libc::SIG_DFL);
        libc::kill(libc::getpid(), signal);
    }
}
