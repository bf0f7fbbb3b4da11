//! Control of descriptors and of the process's limits.

use super::last;
use rustix::io::Result;
use std::os::fd::RawFd;

fn check(result: i32) -> Result<i32> {
    if result < 0 { Err(last()) } else { Ok(result) }
}

/// The most bytes that `fcntl` and `ioctl` may write.
pub const BYTES_MAX: usize = 1024;

/// A buffer for an argument: longer than anything the kernel writes for the commands there are.
fn padded(bytes: &[u8]) -> Vec<u8> {
    let mut buffer = vec![0; bytes.len().max(BYTES_MAX) + 8];
    buffer[..bytes.len()].copy_from_slice(bytes);
    buffer
}

/// `fcntl(2)` with a number.
pub fn fcntl(fd: RawFd, command: i32, argument: i64) -> Result<i32> {
    // SAFETY: what commands that take a pointer do with a number, the kernel checks.
    check(unsafe { libc::fcntl(fd, command, argument) })
}

/// `fcntl(2)` with a struct, which is overwritten.
pub fn fcntl_bytes(fd: RawFd, command: i32, bytes: &mut [u8]) -> Result<i32> {
    let mut buffer = padded(bytes);
    // SAFETY: the buffer is longer than any struct of a command.
    let result = check(unsafe { libc::fcntl(fd, command, buffer.as_mut_ptr()) })?;
    bytes.copy_from_slice(&buffer[..bytes.len()]);
    Ok(result)
}

/// `ioctl(2)` with a number.
pub fn ioctl(fd: RawFd, request: u64, argument: i64) -> Result<i32> {
    // SAFETY: what requests that take a pointer do with a number, the kernel checks.
    check(unsafe { libc::ioctl(fd, request as _, argument) })
}

/// `ioctl(2)` with a struct, which is overwritten.
pub fn ioctl_bytes(fd: RawFd, request: u64, bytes: &mut [u8]) -> Result<i32> {
    let mut buffer = padded(bytes);
    // SAFETY: the buffer is longer than the struct of most requests; for others the caller gave as much as it wants.
    let result = check(unsafe { libc::ioctl(fd, request as _, buffer.as_mut_ptr()) })?;
    bytes.copy_from_slice(&buffer[..bytes.len()]);
    Ok(result)
}

/// `flock(2)`
pub fn flock(fd: RawFd, operation: i32) -> Result<i32> {
    // SAFETY: a plain system call.
    check(unsafe { libc::flock(fd, operation) })
}

/// A lock on a part of a file, by `fcntl(2)`.
pub fn lock(fd: RawFd, command: i32, kind: i32, start: i64, len: i64, whence: i32) -> Result<i32> {
    // SAFETY: the struct is read.
    unsafe {
        let mut lock: libc::flock = std::mem::zeroed();
        lock.l_type = kind as _;
        lock.l_whence = whence as _;
        lock.l_start = start;
        lock.l_len = len;
        check(libc::fcntl(fd, command, &lock))
    }
}

/// `prlimit(2)`: the soft and the hard limit before; process 0 is this one.
pub fn limit(process: i32, resource: u32, new: Option<[u64; 2]>) -> Result<[u64; 2]> {
    let new = new.map(|[rlim_cur, rlim_max]| libc::rlimit { rlim_cur, rlim_max });
    let new = new.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
    let mut old = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: one struct is read, the other filled.
    check(unsafe { libc::prlimit(process, resource as _, new, &mut old) })?;
    Ok([old.rlim_cur, old.rlim_max])
}

/// `getrusage(2)`: user and system time in microseconds, then the fourteen counters.
pub fn usage(who: i32) -> Result<([i64; 2], [i64; 14])> {
    // SAFETY: the struct is filled.
    let u = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        check(libc::getrusage(who as _, &mut usage))?;
        usage
    };
    Ok(usage_of(&u))
}

/// The times and counters of the struct.
pub(super) fn usage_of(u: &libc::rusage) -> ([i64; 2], [i64; 14]) {
    let micros = |t: libc::timeval| t.tv_sec * 1_000_000 + t.tv_usec;
    (
        [micros(u.ru_utime), micros(u.ru_stime)],
        [
            u.ru_maxrss,
            u.ru_ixrss,
            u.ru_idrss,
            u.ru_isrss,
            u.ru_minflt,
            u.ru_majflt,
            u.ru_nswap,
            u.ru_inblock,
            u.ru_oublock,
            u.ru_msgsnd,
            u.ru_msgrcv,
            u.ru_nsignals,
            u.ru_nvcsw,
            u.ru_nivcsw,
        ],
    )
}

/// What a terminal's settings are.
pub struct Terminal {
    /// Flags: of input, output, control and local.
    pub flags: [u32; 4],
    /// Speeds of input and output.
    pub speeds: [u32; 2],
    /// The control characters.
    pub characters: Vec<u8>,
}

/// `tcgetattr(3)`
pub fn terminal(fd: RawFd) -> Result<Terminal> {
    // SAFETY: the struct is filled.
    unsafe {
        let mut t: libc::termios = std::mem::zeroed();
        check(libc::tcgetattr(fd, &mut t))?;
        Ok(Terminal {
            flags: [t.c_iflag, t.c_oflag, t.c_cflag, t.c_lflag],
            speeds: [libc::cfgetispeed(&t), libc::cfgetospeed(&t)],
            characters: t.c_cc.to_vec(),
        })
    }
}

/// `tcsetattr(3)`
pub fn set_terminal(fd: RawFd, when: i32, settings: &Terminal) -> Result<i32> {
    // SAFETY: the struct is filled, changed and read.
    unsafe {
        let mut t: libc::termios = std::mem::zeroed();
        check(libc::tcgetattr(fd, &mut t))?;
        [t.c_iflag, t.c_oflag, t.c_cflag, t.c_lflag] = settings.flags;
        for (place, &c) in t.c_cc.iter_mut().zip(&settings.characters) {
            *place = c;
        }
        check(libc::cfsetispeed(&mut t, settings.speeds[0]))?;
        check(libc::cfsetospeed(&mut t, settings.speeds[1]))?;
        check(libc::tcsetattr(fd, when, &t))
    }
}

/// `tcsendbreak(3)`
pub fn send_break(fd: RawFd, duration: i32) -> Result<i32> {
    // SAFETY: a plain call.
    check(unsafe { libc::tcsendbreak(fd, duration) })
}

/// `tcdrain(3)`
pub fn drain(fd: RawFd) -> Result<i32> {
    // SAFETY: a plain call.
    check(unsafe { libc::tcdrain(fd) })
}

/// `tcflush(3)`
pub fn flush(fd: RawFd, queue: i32) -> Result<i32> {
    // SAFETY: a plain call.
    check(unsafe { libc::tcflush(fd, queue) })
}

/// `tcflow(3)`
pub fn flow(fd: RawFd, action: i32) -> Result<i32> {
    // SAFETY: a plain call.
    check(unsafe { libc::tcflow(fd, action) })
}

/// The size of a terminal's window: rows, columns, and its size in pixels.
pub fn window_size(fd: RawFd) -> Result<[u16; 4]> {
    // SAFETY: the struct is filled.
    unsafe {
        let mut w: libc::winsize = std::mem::zeroed();
        check(libc::ioctl(fd, libc::TIOCGWINSZ, &mut w))?;
        Ok([w.ws_row, w.ws_col, w.ws_xpixel, w.ws_ypixel])
    }
}

/// Sets what [`window_size`] tells.
pub fn set_window_size(fd: RawFd, [ws_row, ws_col, ws_xpixel, ws_ypixel]: [u16; 4]) -> Result<i32> {
    let w = libc::winsize { ws_row, ws_col, ws_xpixel, ws_ypixel };
    // SAFETY: the struct is read.
    check(unsafe { libc::ioctl(fd, libc::TIOCSWINSZ, &w) })
}
