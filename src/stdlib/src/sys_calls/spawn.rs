//! What a forked child does until another program takes its place.
//!
//! Nothing here allocates: other threads of the parent may have held the allocator's lock.

use super::last;
use rustix::io::{Errno, Result};
use std::ffi::CString;
use std::os::fd::RawFd;

/// What a child is to be. Descriptors are -1 where there is none.
pub struct Plan {
    /// Paths to try, in this order.
    pub programs: Vec<CString>,
    /// The arguments.
    pub args: Vec<CString>,
    /// The environment, or the parent's.
    pub env: Option<Vec<CString>>,
    /// The working directory.
    pub cwd: Option<CString>,
    /// The ends of the child's pipes: standard input, output and error.
    pub child_ends: [RawFd; 3],
    /// The parent's ends, which the child closes.
    pub parent_ends: [RawFd; 4],
    /// Where an error is reported.
    pub report: RawFd,
    /// Descriptors to keep, in ascending order; with [`Plan::close_others`], the only ones.
    pub keep: Vec<RawFd>,
    /// Are all others closed?
    pub close_others: Others,
    /// Are ignored signals set back?
    pub signals: Signals,
    /// A session of its own?
    pub session: Session,
    /// A process group to enter; -1 for none.
    pub group: i32,
    /// Mask of new files' permissions; -1 to keep it.
    pub umask: i32,
    /// User, group and further groups.
    pub uid: Option<u32>,
    /// The group.
    pub gid: Option<u32>,
    /// Further groups.
    pub groups: Option<Vec<u32>>,
}

/// What becomes of other descriptors.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "plain words")]
pub enum Others {
    Keep,
    Close,
}

/// What becomes of the signals that the interpreter ignores.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "plain words")]
pub enum Signals {
    Keep,
    Restore,
}

/// The session of the child.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "plain words")]
pub enum Session {
    Keep,
    New,
}

/// Why a child could not start.
pub struct Failure {
    /// The number of the error; 0 where it is none of the system's.
    pub error: i32,
    /// What it is reported as.
    pub what: &'static str,
}

impl From<Errno> for Failure {
    fn from(error: Errno) -> Failure {
        Failure { error: error.raw_os_error(), what: "noexec" }
    }
}

fn check(result: i32) -> Result<()> {
    if result < 0 { Err(last()) } else { Ok(()) }
}

/// Prepares the child: descriptors, directory, signals, rights.
pub fn prepare(plan: &Plan) -> std::result::Result<(), Failure> {
    // SAFETY: system calls with numbers, and with strings and lists that live on.
    unsafe {
        for &fd in &plan.keep {
            if fd != plan.report {
                libc::fcntl(fd, libc::F_SETFD, 0);
            }
        }
        for fd in plan.parent_ends {
            if fd >= 0 {
                check(libc::close(fd))?;
            }
        }
        let [input, mut output, mut error] = plan.child_ends;
        // What would be overwritten moves up first.
        if output == 0 {
            output = libc::fcntl(output, libc::F_DUPFD_CLOEXEC, 3);
            check(output)?;
        }
        if error == 0 || error == 1 {
            error = libc::fcntl(error, libc::F_DUPFD_CLOEXEC, 3);
            check(error)?;
        }
        for (fd, to) in [(input, 0), (output, 1), (error, 2)] {
            if fd == to {
                check(libc::fcntl(fd, libc::F_SETFD, 0))?;
            } else if fd >= 0 {
                check(libc::dup2(fd, to))?;
            }
        }
        if let Some(cwd) = &plan.cwd
            && libc::chdir(cwd.as_ptr()) < 0
        {
            return Err(Failure { error: last().raw_os_error(), what: "noexec:chdir" });
        }
        if plan.umask >= 0 {
            libc::umask(plan.umask as libc::mode_t);
        }
        if plan.signals == Signals::Restore {
            libc::signal(libc::SIGPIPE, libc::SIG_DFL);
            libc::signal(libc::SIGXFSZ, libc::SIG_DFL);
        }
        if plan.session == Session::New {
            check(libc::setsid())?;
        }
        if plan.group >= 0 {
            check(libc::setpgid(0, plan.group))?;
        }
        if let Some(groups) = &plan.groups {
            check(libc::setgroups(groups.len(), groups.as_ptr()))?;
        }
        if let Some(gid) = plan.gid {
            check(libc::setregid(gid, gid))?;
        }
        if let Some(uid) = plan.uid {
            check(libc::setreuid(uid, uid))?;
        }
    }
    Ok(())
}

/// Closes what is not to be kept, and runs the program; returns only when that fails.
pub fn run(plan: &Plan, pointers: &Pointers) -> Failure {
    if plan.close_others == Others::Close {
        let mut from = 3;
        for &fd in &plan.keep {
            if fd >= from {
                close_range(from, fd - 1);
                from = fd + 1;
            }
        }
        close_range(from, i32::MAX);
    }
    let mut error = Errno::NOENT;
    for program in &plan.programs {
        // SAFETY: the lists end with null pointers and point to strings that live on.
        unsafe {
            match &pointers.env {
                Some(env) => libc::execve(program.as_ptr(), pointers.args.as_ptr(), env.as_ptr()),
                None => libc::execv(program.as_ptr(), pointers.args.as_ptr()),
            };
        }
        let now = last();
        if now != Errno::NOENT && now != Errno::NOTDIR {
            error = now;
        }
    }
    Failure { error: error.raw_os_error(), what: "" }
}

fn close_range(from: RawFd, to: RawFd) {
    if from > to {
        return;
    }
    // SAFETY: closing descriptors of a process that is about to become another program.
    unsafe {
        if libc::syscall(libc::SYS_close_range, from, to, 0) == 0 {
            return;
        }
        // An old kernel.
        let most = libc::sysconf(libc::_SC_OPEN_MAX).clamp(256, 65536) as i32;
        for fd in from..to.min(most) {
            libc::close(fd);
        }
    }
}

/// The lists for `execve`, made before the fork.
pub struct Pointers {
    args: Vec<*const libc::c_char>,
    env: Option<Vec<*const libc::c_char>>,
}

impl Pointers {
    /// The lists of a plan. They are good as long as it is.
    pub fn new(plan: &Plan) -> Pointers {
        let list = |all: &[CString]| {
            let mut list: Vec<*const libc::c_char> = all.iter().map(|s| s.as_ptr()).collect();
            list.push(std::ptr::null());
            list
        };
        Pointers { args: list(&plan.args), env: plan.env.as_deref().map(list) }
    }
}

/// Tells the parent why there is no program, and ends the child.
pub fn report(plan: &Plan, kind: &str, failure: &Failure) -> ! {
    let mut text = [0u8; 128];
    let mut at = 0;
    let mut put = |part: &[u8]| {
        let n = part.len().min(text.len() - at);
        text[at..at + n].copy_from_slice(&part[..n]);
        at += n;
    };
    put(kind.as_bytes());
    put(b":");
    let number = failure.error as u32;
    let mut digits = [0u8; 8];
    let mut n = 0;
    for shift in (0..8).rev() {
        let digit = (number >> (4 * shift)) as u8 & 15;
        if n > 0 || digit > 0 || shift == 0 {
            digits[n] = b"0123456789abcdef"[usize::from(digit)];
            n += 1;
        }
    }
    put(&digits[..n]);
    put(b":");
    put(failure.what.as_bytes());
    // SAFETY: the buffer is as long as said; the process ends.
    unsafe {
        libc::write(plan.report, text.as_ptr().cast(), at);
        libc::_exit(255)
    }
}
