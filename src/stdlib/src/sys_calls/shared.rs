//! What processes share: named semaphores, shared memory, mapped files.

use super::last;
use rustix::io::{Errno, Result};
use std::ffi::CStr;
use std::os::fd::RawFd;

fn check(result: i32) -> Result<i32> {
    if result < 0 { Err(last()) } else { Ok(result) }
}

/// A semaphore of the C library, open as long as this lives.
pub struct Semaphore {
    address: *mut libc::sem_t,
}

// SAFETY: semaphores are made for use by several threads.
unsafe impl Send for Semaphore {}
// SAFETY: as above.
unsafe impl Sync for Semaphore {}

impl Semaphore {
    /// A new one of that name.
    pub fn create(name: &CStr, value: u32) -> Result<Semaphore> {
        // SAFETY: a C string and numbers.
        let address = unsafe {
            libc::sem_open(name.as_ptr(), libc::O_CREAT | libc::O_EXCL, 0o600 as libc::mode_t, value)
        };
        if address == libc::SEM_FAILED { Err(last()) } else { Ok(Semaphore { address }) }
    }

    /// The one of that name.
    pub fn open(name: &CStr) -> Result<Semaphore> {
        // SAFETY: a C string.
        let address = unsafe { libc::sem_open(name.as_ptr(), 0) };
        if address == libc::SEM_FAILED { Err(last()) } else { Ok(Semaphore { address }) }
    }

    /// Its address, as a number that tells one from another.
    pub fn handle(&self) -> usize {
        self.address as usize
    }

    /// `sem_trywait(3)`
    pub fn try_wait(&self) -> Result<()> {
        // SAFETY: it is open.
        check(unsafe { libc::sem_trywait(self.address) }).map(|_| ())
    }

    /// `sem_wait(3)`
    pub fn wait(&self) -> Result<()> {
        // SAFETY: it is open.
        check(unsafe { libc::sem_wait(self.address) }).map(|_| ())
    }

    /// `sem_timedwait(3)`: until the clock of the day shows so many nanoseconds.
    pub fn wait_until(&self, nanos: i64) -> Result<()> {
        let time = libc::timespec { tv_sec: nanos / 1_000_000_000, tv_nsec: nanos % 1_000_000_000 };
        // SAFETY: it is open; the time is read.
        check(unsafe { libc::sem_timedwait(self.address, &time) }).map(|_| ())
    }

    /// `sem_post(3)`
    pub fn post(&self) -> Result<()> {
        // SAFETY: it is open.
        check(unsafe { libc::sem_post(self.address) }).map(|_| ())
    }

    /// `sem_getvalue(3)`
    pub fn value(&self) -> Result<i32> {
        let mut value = 0;
        // SAFETY: it is open; a number is written.
        check(unsafe { libc::sem_getvalue(self.address, &mut value) })?;
        Ok(value)
    }
}

impl Drop for Semaphore {
    fn drop(&mut self) {
        // SAFETY: nobody uses it any more.
        unsafe { libc::sem_close(self.address) };
    }
}

/// `sem_unlink(3)`
pub fn unlink_semaphore(name: &CStr) -> Result<()> {
    // SAFETY: a C string.
    check(unsafe { libc::sem_unlink(name.as_ptr()) }).map(|_| ())
}

/// `shm_open(3)`
pub fn open_memory(name: &CStr, flags: i32, mode: u32) -> Result<RawFd> {
    // SAFETY: a C string and numbers.
    check(unsafe { libc::shm_open(name.as_ptr(), flags | libc::O_CLOEXEC, mode as libc::mode_t) })
}

/// `shm_unlink(3)`
pub fn unlink_memory(name: &CStr) -> Result<()> {
    // SAFETY: a C string.
    check(unsafe { libc::shm_unlink(name.as_ptr()) }).map(|_| ())
}

/// Mapped memory, as long as this lives.
pub struct Mapping {
    address: usize,
    len: usize,
    /// How much is mapped, which may be more.
    mapped: usize,
}

impl Mapping {
    /// `mmap(2)`
    pub fn new(len: usize, protection: i32, flags: i32, fd: RawFd, offset: i64) -> Result<Mapping> {
        // SAFETY: the kernel chooses the place.
        let address = unsafe { libc::mmap(std::ptr::null_mut(), len, protection, flags, fd, offset) };
        if address == libc::MAP_FAILED {
            Err(last())
        } else {
            Ok(Mapping { address: address as usize, len, mapped: len })
        }
    }

    /// Where it is.
    pub fn address(&self) -> usize {
        self.address
    }

    /// How long it is.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Is it of no length? It never is.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// `msync(2)` of a part.
    pub fn flush(&self, at: usize, len: usize) -> Result<()> {
        if at.checked_add(len).is_none_or(|end| end > self.len) {
            return Err(Errno::INVAL);
        }
        // SAFETY: within the mapping.
        check(unsafe { libc::msync((self.address + at) as *mut _, len, libc::MS_SYNC) }).map(|_| ())
    }

    /// `madvise(2)` for a part.
    pub fn advise(&self, at: usize, len: usize, advice: i32) -> Result<()> {
        if at.checked_add(len).is_none_or(|end| end > self.len) {
            return Err(Errno::INVAL);
        }
        // SAFETY: within the mapping; what may drop its content is asked for by the program.
        check(unsafe { libc::madvise((self.address + at) as *mut _, len, advice) }).map(|_| ())
    }

    /// `mremap(2)`: makes it longer or shorter; it may move.
    pub fn resize(&mut self, len: usize) -> Result<()> {
        // SAFETY: the caller holds no views.
        let address = unsafe { libc::mremap(self.address as *mut _, self.mapped, len, libc::MREMAP_MAYMOVE) };
        if address == libc::MAP_FAILED {
            return Err(last());
        }
        (self.address, self.len, self.mapped) = (address as usize, len, len);
        Ok(())
    }

    /// The same, but the memory stays where it is as well, in what is given back if it had to move. Of what only this
    /// process sees there can't be two.
    pub fn resize_aside(&mut self, len: usize, is_shared: bool) -> Result<Option<Mapping>> {
        if len == 0 {
            return Err(Errno::INVAL);
        }
        if len <= self.mapped {
            self.len = len;
            return Ok(None);
        }
        let (old, flags) = if is_shared { (0, libc::MREMAP_MAYMOVE) } else { (self.mapped, 0) };
        // SAFETY: nothing is unmapped.
        let address = unsafe { libc::mremap(self.address as *mut _, old, len, flags) };
        if address == libc::MAP_FAILED {
            return Err(last());
        }
        if is_shared {
            let grown = Mapping { address: address as usize, len, mapped: len };
            return Ok(Some(std::mem::replace(self, grown)));
        }
        (self.len, self.mapped) = (len, len);
        Ok(None)
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: nobody uses it any more.
        unsafe { libc::munmap(self.address as *mut _, self.mapped) };
    }
}
