//! Users, groups, sessions, scheduling and waiting.

use super::last;
use rustix::io::Result;
use std::os::fd::RawFd;

fn check(result: i32) -> Result<i32> {
    if result < 0 { Err(last()) } else { Ok(result) }
}

macro_rules! plain {
    ($($name:ident($($arg:ident: $t:ty),*);)*) => { $(
        #[doc = concat!("`", stringify!($name), "`: a call of numbers.")]
        pub fn $name($($arg: $t),*) -> Result<i32> {
            // SAFETY: a plain system call.
            check(unsafe { libc::$name($($arg),*) })
        }
    )* };
}
plain! {
    setuid(uid: u32);
    seteuid(uid: u32);
    setgid(gid: u32);
    setegid(gid: u32);
    setreuid(real: u32, effective: u32);
    setregid(real: u32, effective: u32);
    setresuid(real: u32, effective: u32, saved: u32);
    setresgid(real: u32, effective: u32, saved: u32);
    getpgid(pid: i32);
    setpgid(pid: i32, group: i32);
    getsid(pid: i32);
    tcgetpgrp(fd: RawFd);
    tcsetpgrp(fd: RawFd, group: i32);
    grantpt(fd: RawFd);
    unlockpt(fd: RawFd);
    posix_openpt(flags: i32);
    login_tty(fd: RawFd);
    sched_getscheduler(pid: i32);
    sched_get_priority_max(policy: i32);
    sched_get_priority_min(policy: i32);
    unshare(flags: i32);
    setns(fd: RawFd, kind: i32);
    lockf(fd: RawFd, command: i32, len: i64);
    eventfd(value: u32, flags: i32);
    timerfd_create(clock: i32, flags: i32);
}

/// Calls whose result -1 may be right: `errno` decides.
fn with_errno(f: impl FnOnce() -> i64) -> Result<i64> {
    // SAFETY: the thread's own errno.
    unsafe { *libc::__errno_location() = 0 };
    let result = f();
    // SAFETY: as above.
    if result == -1 && unsafe { *libc::__errno_location() } != 0 { Err(last()) } else { Ok(result) }
}

/// `getpriority(2)`
pub fn priority(which: i32, who: u32) -> Result<i64> {
    // SAFETY: a plain system call.
    with_errno(|| unsafe { libc::getpriority(which as _, who) }.into())
}

/// `setpriority(2)`
pub fn set_priority(which: i32, who: u32, priority: i32) -> Result<i32> {
    // SAFETY: a plain system call.
    check(unsafe { libc::setpriority(which as _, who, priority) })
}

/// `nice(2)`
pub fn nice(step: i32) -> Result<i64> {
    // SAFETY: a plain system call.
    with_errno(|| unsafe { libc::nice(step) }.into())
}

/// `pathconf(3)`, `fpathconf(3)`: -1 for no limit.
pub fn path_limit(path: std::result::Result<&std::ffi::CStr, RawFd>, name: i32) -> Result<i64> {
    // SAFETY: a C string or a number.
    with_errno(|| unsafe {
        match path {
            Ok(path) => libc::pathconf(path.as_ptr(), name),
            Err(fd) => libc::fpathconf(fd, name),
        }
    })
}

/// `confstr(3)`
pub fn system_text(name: i32) -> Result<Option<Vec<u8>>> {
    let len = with_errno(|| {
        // SAFETY: nothing is written.
        unsafe { libc::confstr(name, std::ptr::null_mut(), 0) as i64 }
    })?;
    if len <= 0 {
        // SAFETY: the thread's own errno.
        return if unsafe { *libc::__errno_location() } != 0 { Err(last()) } else { Ok(None) };
    }
    let mut buffer = vec![0u8; len as usize];
    // SAFETY: the buffer is as long as said.
    unsafe { libc::confstr(name, buffer.as_mut_ptr().cast(), buffer.len()) };
    buffer.pop();
    Ok(Some(buffer))
}

/// `sysconf(3)` with its error.
pub fn system_limit(name: i32) -> Result<i64> {
    // SAFETY: a plain call.
    with_errno(|| unsafe { libc::sysconf(name) })
}

/// Real, effective and saved: users.
pub fn users() -> Result<[u32; 3]> {
    let [mut a, mut b, mut c] = [0; 3];
    // SAFETY: three numbers are written.
    check(unsafe { libc::getresuid(&mut a, &mut b, &mut c) })?;
    Ok([a, b, c])
}

/// Real, effective and saved: groups.
pub fn groups() -> Result<[u32; 3]> {
    let [mut a, mut b, mut c] = [0; 3];
    // SAFETY: three numbers are written.
    check(unsafe { libc::getresgid(&mut a, &mut b, &mut c) })?;
    Ok([a, b, c])
}

/// `setgroups(2)`
pub fn set_groups(groups: &[u32]) -> Result<i32> {
    // SAFETY: the list is as long as said.
    check(unsafe { libc::setgroups(groups.len(), groups.as_ptr()) })
}

/// `initgroups(3)`
pub fn init_groups(user: &std::ffi::CStr, group: u32) -> Result<i32> {
    // SAFETY: a C string and a number.
    check(unsafe { libc::initgroups(user.as_ptr(), group) })
}

/// `getgrouplist(3)`
pub fn group_list(user: &std::ffi::CStr, group: u32) -> Vec<u32> {
    let mut n: libc::c_int = 64;
    loop {
        let mut groups = vec![0; n as usize];
        let had = n;
        // SAFETY: the list is as long as said.
        let result = unsafe { libc::getgrouplist(user.as_ptr(), group, groups.as_mut_ptr(), &mut n) };
        if result >= 0 || n <= had {
            groups.truncate(n.max(0) as usize);
            return groups;
        }
    }
}

/// `sched_getparam(2)`
pub fn scheduling_priority(pid: i32) -> Result<i32> {
    // SAFETY: the struct is filled.
    unsafe {
        let mut param: libc::sched_param = std::mem::zeroed();
        check(libc::sched_getparam(pid, &mut param))?;
        Ok(param.sched_priority)
    }
}

/// `sched_setparam(2)`, or `sched_setscheduler(2)` where a policy is given.
pub fn set_scheduling(pid: i32, policy: Option<i32>, priority: i32) -> Result<i32> {
    // SAFETY: the struct is read.
    unsafe {
        let mut param: libc::sched_param = std::mem::zeroed();
        param.sched_priority = priority;
        check(match policy {
            Some(policy) => libc::sched_setscheduler(pid, policy, &param),
            None => libc::sched_setparam(pid, &param),
        })
    }
}

/// `sched_rr_get_interval(2)` in nanoseconds.
pub fn scheduling_interval(pid: i32) -> Result<i64> {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the struct is filled.
    check(unsafe { libc::sched_rr_get_interval(pid, &mut time) })?;
    Ok(time.tv_sec * 1_000_000_000 + time.tv_nsec)
}

/// `sched_setaffinity(2)`
pub fn set_affinity(pid: i32, cpus: &[usize]) -> Result<i32> {
    // A mask of as many words as the largest number needs.
    let n_words = cpus.iter().max().map_or(1, |&most| most / 64 + 1).max(16);
    let mut mask = vec![0u64; n_words];
    for &cpu in cpus {
        mask[cpu / 64] |= 1 << (cpu % 64);
    }
    // SAFETY: the mask is as long as said.
    check(unsafe { libc::sched_setaffinity(pid, n_words * 8, mask.as_ptr().cast()) })
}

/// `waitid(2)`: process, user, signal, status and code; `None` where nobody changed.
pub fn wait_id(kind: i32, id: u32, options: i32) -> Result<Option<[i64; 5]>> {
    // SAFETY: the struct is filled; its numbers may be read for all children.
    unsafe {
        let mut info: libc::siginfo_t = std::mem::zeroed();
        check(libc::waitid(kind as _, id, &mut info, options))?;
        if info.si_pid() == 0 {
            return Ok(None);
        }
        Ok(Some([
            info.si_pid().into(),
            info.si_uid().into(),
            info.si_signo.into(),
            info.si_status().into(),
            info.si_code.into(),
        ]))
    }
}

/// What a child has used: times in microseconds, and the counters.
pub type Usage = ([i64; 2], [i64; 14]);

/// `wait4(2)`
pub fn wait4(pid: i32, options: i32) -> Result<(i32, i32, Usage)> {
    // SAFETY: the number and the struct are filled.
    unsafe {
        let mut status = 0;
        let mut usage: libc::rusage = std::mem::zeroed();
        let pid = check(libc::wait4(pid, &mut status, options, &mut usage))?;
        Ok((pid, status, super::control::usage_of(&usage)))
    }
}

/// A pair of ends of a new terminal.
pub fn open_terminal() -> Result<[RawFd; 2]> {
    let [mut a, mut b] = [0; 2];
    let null = std::ptr::null_mut();
    // SAFETY: two numbers are written.
    check(unsafe { libc::openpty(&mut a, &mut b, null, std::ptr::null_mut(), std::ptr::null_mut()) })?;
    for fd in [a, b] {
        // SAFETY: a plain system call.
        unsafe { libc::fcntl(fd, libc::F_SETFD, libc::FD_CLOEXEC) };
    }
    Ok([a, b])
}

/// `ptsname(3)`
pub fn terminal_name(fd: RawFd) -> Result<Vec<u8>> {
    let mut buffer = [0u8; 256];
    // SAFETY: the buffer is as long as said.
    match unsafe { libc::ptsname_r(fd, buffer.as_mut_ptr().cast(), buffer.len()) } {
        0 => Ok(buffer.iter().copied().take_while(|&b| b != 0).collect()),
        error => Err(rustix::io::Errno::from_raw_os_error(error)),
    }
}

/// A timer: first and interval, in nanoseconds.
fn timer_spec([first, interval]: [i64; 2]) -> libc::itimerspec {
    let time = |n: i64| libc::timespec { tv_sec: n / 1_000_000_000, tv_nsec: n % 1_000_000_000 };
    libc::itimerspec { it_interval: time(interval), it_value: time(first) }
}

fn timer_parts(spec: &libc::itimerspec) -> [i64; 2] {
    let nanos = |t: libc::timespec| t.tv_sec * 1_000_000_000 + t.tv_nsec;
    [nanos(spec.it_value), nanos(spec.it_interval)]
}

/// `timerfd_settime(2)`: the setting before.
pub fn set_timer(fd: RawFd, flags: i32, timer: [i64; 2]) -> Result<[i64; 2]> {
    let new = timer_spec(timer);
    let mut old = timer_spec([0, 0]);
    // SAFETY: one struct is read, the other filled.
    check(unsafe { libc::timerfd_settime(fd, flags, &new, &mut old) })?;
    Ok(timer_parts(&old))
}

/// `timerfd_gettime(2)`
pub fn timer(fd: RawFd) -> Result<[i64; 2]> {
    let mut now = timer_spec([0, 0]);
    // SAFETY: the struct is filled.
    check(unsafe { libc::timerfd_gettime(fd, &mut now) })?;
    Ok(timer_parts(&now))
}
