//! Waiting for descriptors.

use super::last;
use rustix::io::Result;
use std::os::fd::RawFd;

/// One more than the largest descriptor that [`select`] takes.
pub const SET_SIZE: i32 = libc::FD_SETSIZE as i32;

/// `select(2)`: those of the three lists that are ready. The limit is in nanoseconds.
pub fn select(lists: [&[RawFd]; 3], limit: Option<i64>) -> Result<[Vec<RawFd>; 3]> {
    // SAFETY: descriptors below the size of the sets, as is checked here; the sets and the limit are ours.
    unsafe {
        let mut sets: [libc::fd_set; 3] = std::mem::zeroed();
        let mut most = -1;
        for (set, list) in sets.iter_mut().zip(lists) {
            for &fd in list {
                if !(0..SET_SIZE).contains(&fd) {
                    return Err(rustix::io::Errno::BADF);
                }
                libc::FD_SET(fd, set);
                most = most.max(fd);
            }
        }
        let mut time = limit.map(|nanos| libc::timeval {
            tv_sec: nanos / 1_000_000_000,
            tv_usec: (nanos % 1_000_000_000 + 999) / 1000,
        });
        if let Some(time) = &mut time
            && time.tv_usec >= 1_000_000
        {
            time.tv_sec += 1;
            time.tv_usec = 0;
        }
        let time = time.as_mut().map_or(std::ptr::null_mut(), std::ptr::from_mut);
        let [read, write, except] = &mut sets;
        if libc::select(most + 1, read, write, except, time) < 0 {
            return Err(last());
        }
        let mut ready = [const { Vec::new() }; 3];
        for ((ready, set), list) in ready.iter_mut().zip(&sets).zip(lists) {
            ready.extend(list.iter().copied().filter(|&fd| libc::FD_ISSET(fd, set)));
        }
        Ok(ready)
    }
}

/// Milliseconds, rounded up; -1 for no limit.
fn millis(limit: Option<i64>) -> i32 {
    limit.map_or(-1, |nanos| (nanos.max(0) as u64).div_ceil(1_000_000).min(i32::MAX as u64) as i32)
}

/// `poll(2)`: descriptors with what happened to them.
pub fn poll(wanted: &[(RawFd, i16)], limit: Option<i64>) -> Result<Vec<(RawFd, i16)>> {
    let mut fds: Vec<libc::pollfd> =
        wanted.iter().map(|&(fd, events)| libc::pollfd { fd, events, revents: 0 }).collect();
    // SAFETY: the list is ours and as long as said.
    if unsafe { libc::poll(fds.as_mut_ptr(), fds.len() as _, millis(limit)) } < 0 {
        return Err(last());
    }
    Ok(fds.iter().filter(|p| p.revents != 0).map(|p| (p.fd, p.revents)).collect())
}

/// `epoll_create1(2)`
pub fn epoll_create() -> Result<RawFd> {
    // SAFETY: a plain system call.
    let fd = unsafe { libc::epoll_create1(libc::EPOLL_CLOEXEC) };
    if fd < 0 { Err(last()) } else { Ok(fd) }
}

/// `epoll_ctl(2)`
pub fn epoll_control(epoll: RawFd, operation: i32, fd: RawFd, events: u32) -> Result<()> {
    let mut event = libc::epoll_event { events, u64: fd as u64 };
    // SAFETY: the struct is read.
    if unsafe { libc::epoll_ctl(epoll, operation, fd, &mut event) } < 0 { Err(last()) } else { Ok(()) }
}

/// `epoll_wait(2)`: descriptors with what happened to them.
pub fn epoll_wait(epoll: RawFd, most: usize, limit: Option<i64>) -> Result<Vec<(RawFd, u32)>> {
    let mut events = vec![libc::epoll_event { events: 0, u64: 0 }; most];
    // SAFETY: the list is ours and as long as said.
    let n = unsafe { libc::epoll_wait(epoll, events.as_mut_ptr(), most as i32, millis(limit)) };
    if n < 0 {
        return Err(last());
    }
    Ok(events[..n as usize].iter().map(|e| (e.u64 as RawFd, e.events)).collect())
}
