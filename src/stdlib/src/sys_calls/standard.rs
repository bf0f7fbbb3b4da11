//! Standard streams that were closed when the process began. Rust's runtime opens `/dev/null` in their places before `main`,
//! but to Python programs they are `None`, and their numbers are free.

use std::sync::atomic::{AtomicU8, Ordering::Relaxed};

use rustix::fd::RawFd;

/// A bit for each descriptor that was closed.
static CLOSED: AtomicU8 = AtomicU8::new(0);

#[used]
#[cfg_attr(target_vendor = "apple", unsafe(link_section = "__DATA,__mod_init_func"))]
#[cfg_attr(not(target_vendor = "apple"), unsafe(link_section = ".init_array"))]
static LOOK: extern "C" fn() = look;

/// Runs before Rust's runtime starts.
extern "C" fn look() {
    for fd in 0..3 {
        if !super::is_open(fd) {
            CLOSED.fetch_or(1 << fd, Relaxed);
        }
    }
}

/// Closes again what was closed at the start of the process.
pub fn close_what_was_closed() {
    let closed = CLOSED.swap(0, Relaxed);
    for fd in (0..3 as RawFd).filter(|fd| closed & 1 << fd != 0) {
        // What can't be closed stays open.
        let _ = super::close(fd);
    }
}

/// Is a folder open under this number?
pub fn is_folder(fd: RawFd) -> bool {
    rustix::fs::fstat(super::borrow_fd(fd)).is_ok_and(|stat| {
        rustix::fs::FileType::from_raw_mode(stat.st_mode) == rustix::fs::FileType::Directory
    })
}
