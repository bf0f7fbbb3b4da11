//! Reading, writing and copying in ways beyond `read` and `write`; extended attributes; spawning.

use super::last;
use rustix::io::Result;
use std::ffi::{CStr, CString};
use std::os::fd::RawFd;

fn check(result: i32) -> Result<i32> {
    if result < 0 { Err(last()) } else { Ok(result) }
}

fn check_size(result: isize) -> Result<usize> {
    usize::try_from(result).map_err(|_| last())
}

/// `readv(2)`, or `preadv2(2)` where there is an offset (with flags).
pub fn read_vector(fd: RawFd, parts: &mut [Vec<u8>], at: Option<(i64, i32)>) -> Result<usize> {
    let vectors: Vec<libc::iovec> =
        parts.iter_mut().map(|p| libc::iovec { iov_base: p.as_mut_ptr().cast(), iov_len: p.len() }).collect();
    let n = vectors.len() as i32;
    // SAFETY: the parts are as long as said.
    check_size(unsafe {
        match at {
            None => libc::readv(fd, vectors.as_ptr(), n),
            Some((offset, 0)) => libc::preadv(fd, vectors.as_ptr(), n, offset),
            Some((offset, flags)) => libc::preadv2(fd, vectors.as_ptr(), n, offset, flags),
        }
    })
}

/// `writev(2)`, or `pwritev2(2)` where there is an offset (with flags).
pub fn write_vector(fd: RawFd, parts: &[Vec<u8>], at: Option<(i64, i32)>) -> Result<usize> {
    let vectors: Vec<libc::iovec> = parts
        .iter()
        .map(|p| libc::iovec { iov_base: p.as_ptr().cast_mut().cast(), iov_len: p.len() })
        .collect();
    let n = vectors.len() as i32;
    // SAFETY: the parts are as long as said, and read only.
    check_size(unsafe {
        match at {
            None => libc::writev(fd, vectors.as_ptr(), n),
            Some((offset, 0)) => libc::pwritev(fd, vectors.as_ptr(), n, offset),
            Some((offset, flags)) => libc::pwritev2(fd, vectors.as_ptr(), n, offset, flags),
        }
    })
}

/// `sendfile(2)`
pub fn send_file(to: RawFd, from: RawFd, offset: Option<i64>, count: usize) -> Result<usize> {
    let mut offset = offset;
    let at = offset.as_mut().map_or(std::ptr::null_mut(), std::ptr::from_mut);
    // SAFETY: the offset is ours.
    check_size(unsafe { libc::sendfile(to, from, at, count) })
}

/// `splice(2)`; offsets where there are any.
pub fn splice(from: RawFd, to: RawFd, count: usize, offsets: [Option<i64>; 2], flags: u32) -> Result<usize> {
    let mut offsets = offsets;
    let [a, b] = offsets.each_mut().map(|o| o.as_mut().map_or(std::ptr::null_mut(), std::ptr::from_mut));
    // SAFETY: the offsets are ours.
    check_size(unsafe { libc::splice(from, a, to, b, count, flags) })
}

/// `copy_file_range(2)`; offsets where there are any.
pub fn copy_range(from: RawFd, to: RawFd, count: usize, offsets: [Option<i64>; 2]) -> Result<usize> {
    let mut offsets = offsets;
    let [a, b] = offsets.each_mut().map(|o| o.as_mut().map_or(std::ptr::null_mut(), std::ptr::from_mut));
    // SAFETY: the offsets are ours.
    check_size(unsafe { libc::copy_file_range(from, a, to, b, count, 0) })
}

/// Calls that return the number of their error.
fn check_number(error: i32) -> Result<()> {
    if error == 0 { Ok(()) } else { Err(rustix::io::Errno::from_raw_os_error(error)) }
}

/// `posix_fadvise(2)`
pub fn advise(fd: RawFd, offset: i64, len: i64, advice: i32) -> Result<()> {
    // SAFETY: a plain system call.
    check_number(unsafe { libc::posix_fadvise(fd, offset, len, advice) })
}

/// `posix_fallocate(3)`
pub fn allocate(fd: RawFd, offset: i64, len: i64) -> Result<()> {
    // SAFETY: a plain system call.
    check_number(unsafe { libc::posix_fallocate(fd, offset, len) })
}

/// `memfd_create(2)`
pub fn memory_file(name: &CStr, flags: u32) -> Result<RawFd> {
    // SAFETY: a C string and a number.
    check(unsafe { libc::memfd_create(name.as_ptr(), flags) })
}

/// `mknodat(2)`
pub fn make_node(dir: RawFd, path: &CStr, mode: u32, device: u64) -> Result<i32> {
    // SAFETY: a C string and numbers.
    check(unsafe { libc::mknodat(dir, path.as_ptr(), mode, device) })
}

/// `fchownat(2)` that does not follow a symbolic link.
pub fn change_link_owner(path: &CStr, uid: u32, gid: u32) -> Result<i32> {
    // SAFETY: a C string and numbers.
    check(unsafe { libc::lchown(path.as_ptr(), uid, gid) })
}

/// `fchown(2)`
pub fn change_owner(fd: RawFd, uid: u32, gid: u32) -> Result<i32> {
    // SAFETY: a plain system call.
    check(unsafe { libc::fchown(fd, uid, gid) })
}

/// `pidfd_open(2)`
pub fn process_file(pid: i32, flags: u32) -> Result<RawFd> {
    // SAFETY: a plain system call.
    let fd = unsafe { libc::syscall(libc::SYS_pidfd_open, pid, flags) };
    check(fd as i32)
}

/// `sync(2)`
pub fn sync() {
    // SAFETY: a plain system call.
    unsafe { libc::sync() };
}

/// A file with extended attributes.
#[derive(Clone, Copy)]
#[expect(missing_docs, reason = "plain words")]
pub enum Subject<'a> {
    Path(&'a CStr),
    Link(&'a CStr),
    Fd(RawFd),
}

/// Calls with a larger and larger buffer.
fn grow(mut f: impl FnMut(&mut [u8]) -> isize) -> Result<Vec<u8>> {
    let mut size = 128;
    loop {
        let mut buffer = vec![0; size];
        match check_size(f(&mut buffer)) {
            Ok(n) => {
                buffer.truncate(n);
                return Ok(buffer);
            }
            Err(rustix::io::Errno::RANGE) if size < 65536 => size = 65536,
            Err(error) => return Err(error),
        }
    }
}

/// `getxattr(2)` and its relatives.
pub fn attribute(subject: Subject<'_>, name: &CStr) -> Result<Vec<u8>> {
    // SAFETY: C strings and a buffer as long as said.
    grow(|buffer| unsafe {
        let (at, len) = (buffer.as_mut_ptr().cast(), buffer.len());
        match subject {
            Subject::Path(path) => libc::getxattr(path.as_ptr(), name.as_ptr(), at, len),
            Subject::Link(path) => libc::lgetxattr(path.as_ptr(), name.as_ptr(), at, len),
            Subject::Fd(fd) => libc::fgetxattr(fd, name.as_ptr(), at, len),
        }
    })
}

/// `listxattr(2)` and its relatives: names, each with a NUL at its end.
pub fn attributes(subject: Subject<'_>) -> Result<Vec<u8>> {
    // SAFETY: C strings and a buffer as long as said.
    grow(|buffer| unsafe {
        let (at, len) = (buffer.as_mut_ptr().cast(), buffer.len());
        match subject {
            Subject::Path(path) => libc::listxattr(path.as_ptr(), at, len),
            Subject::Link(path) => libc::llistxattr(path.as_ptr(), at, len),
            Subject::Fd(fd) => libc::flistxattr(fd, at, len),
        }
    })
}

/// `setxattr(2)` and its relatives.
pub fn set_attribute(subject: Subject<'_>, name: &CStr, value: &[u8], flags: i32) -> Result<i32> {
    let (at, len) = (value.as_ptr().cast(), value.len());
    // SAFETY: C strings and bytes as long as said.
    check(unsafe {
        match subject {
            Subject::Path(path) => libc::setxattr(path.as_ptr(), name.as_ptr(), at, len, flags),
            Subject::Link(path) => libc::lsetxattr(path.as_ptr(), name.as_ptr(), at, len, flags),
            Subject::Fd(fd) => libc::fsetxattr(fd, name.as_ptr(), at, len, flags),
        }
    })
}

/// `removexattr(2)` and its relatives.
pub fn remove_attribute(subject: Subject<'_>, name: &CStr) -> Result<i32> {
    // SAFETY: C strings.
    check(unsafe {
        match subject {
            Subject::Path(path) => libc::removexattr(path.as_ptr(), name.as_ptr()),
            Subject::Link(path) => libc::lremovexattr(path.as_ptr(), name.as_ptr()),
            Subject::Fd(fd) => libc::fremovexattr(fd, name.as_ptr()),
        }
    })
}

/// What is done to a descriptor in a spawned child.
#[expect(missing_docs, reason = "named as the functions of posix_spawn_file_actions")]
pub enum FileAction {
    Open { fd: RawFd, path: CString, flags: i32, mode: u32 },
    Close(RawFd),
    Dup2(RawFd, RawFd),
    CloseFrom(RawFd),
}

/// Settings of a spawned child.
#[derive(Default)]
pub struct SpawnSettings {
    /// `setpgroup`
    pub group: Option<i32>,
    /// `resetids`
    pub reset_ids: bool,
    /// `setsid`
    pub new_session: bool,
    /// `setsigmask`: signal numbers.
    pub mask: Option<Vec<i32>>,
    /// `setsigdef`: signal numbers.
    pub defaults: Option<Vec<i32>>,
    /// `scheduler`: policy (or only a priority) and priority.
    pub scheduler: Option<(Option<i32>, i32)>,
}

unsafe extern "C" {
    fn posix_spawn_file_actions_addclosefrom_np(
        actions: *mut libc::posix_spawn_file_actions_t,
        from: libc::c_int,
    ) -> libc::c_int;
}

/// Where a program is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "plain words")]
pub enum Search {
    No,
    Path,
}

/// `posix_spawn(3)`, `posix_spawnp(3)`: the child's number.
pub fn spawn(
    search: Search,
    path: &CStr,
    args: &[CString],
    env: &[CString],
    actions: &[FileAction],
    settings: &SpawnSettings,
) -> Result<i32> {
    let list = |all: &[CString]| {
        let mut list: Vec<*mut libc::c_char> = all.iter().map(|s| s.as_ptr().cast_mut()).collect();
        list.push(std::ptr::null_mut());
        list
    };
    let (args, env) = (list(args), list(env));
    // SAFETY: the C library's objects are made, used and freed here; strings and lists live on.
    unsafe {
        let mut file_actions: libc::posix_spawn_file_actions_t = std::mem::zeroed();
        check_number(libc::posix_spawn_file_actions_init(&mut file_actions))?;
        let mut attributes: libc::posix_spawnattr_t = std::mem::zeroed();
        let mut result = check_number(libc::posix_spawnattr_init(&mut attributes));
        for action in actions {
            let error = match action {
                FileAction::Open { fd, path, flags, mode } => libc::posix_spawn_file_actions_addopen(
                    &mut file_actions,
                    *fd,
                    path.as_ptr(),
                    *flags,
                    *mode,
                ),
                FileAction::Close(fd) => libc::posix_spawn_file_actions_addclose(&mut file_actions, *fd),
                FileAction::Dup2(fd, to) => {
                    libc::posix_spawn_file_actions_adddup2(&mut file_actions, *fd, *to)
                }
                FileAction::CloseFrom(fd) => posix_spawn_file_actions_addclosefrom_np(&mut file_actions, *fd),
            };
            result = result.and(check_number(error));
        }
        let mut flags = 0;
        if let Some(group) = settings.group {
            flags |= libc::POSIX_SPAWN_SETPGROUP;
            result = result.and(check_number(libc::posix_spawnattr_setpgroup(&mut attributes, group)));
        }
        if settings.reset_ids {
            flags |= libc::POSIX_SPAWN_RESETIDS;
        }
        if settings.new_session {
            flags |= i32::from(libc::POSIX_SPAWN_SETSID);
        }
        let set_of = |signals: &[i32]| {
            let mut set: libc::sigset_t = std::mem::zeroed();
            libc::sigemptyset(&mut set);
            for &signal in signals {
                libc::sigaddset(&mut set, signal);
            }
            set
        };
        if let Some(mask) = &settings.mask {
            flags |= libc::POSIX_SPAWN_SETSIGMASK;
            let set = set_of(mask);
            result = result.and(check_number(libc::posix_spawnattr_setsigmask(&mut attributes, &set)));
        }
        if let Some(defaults) = &settings.defaults {
            flags |= libc::POSIX_SPAWN_SETSIGDEF;
            let set = set_of(defaults);
            result = result.and(check_number(libc::posix_spawnattr_setsigdefault(&mut attributes, &set)));
        }
        if let Some((policy, priority)) = settings.scheduler {
            let mut param: libc::sched_param = std::mem::zeroed();
            param.sched_priority = priority;
            flags |= libc::POSIX_SPAWN_SETSCHEDPARAM;
            result = result.and(check_number(libc::posix_spawnattr_setschedparam(&mut attributes, &param)));
            if let Some(policy) = policy {
                flags |= libc::POSIX_SPAWN_SETSCHEDULER;
                result =
                    result.and(check_number(libc::posix_spawnattr_setschedpolicy(&mut attributes, policy)));
            }
        }
        result = result.and(check_number(libc::posix_spawnattr_setflags(&mut attributes, flags as _)));
        let mut pid = 0;
        if result.is_ok() {
            let call = if search == Search::Path { libc::posix_spawnp } else { libc::posix_spawn };
            result = check_number(call(
                &mut pid,
                path.as_ptr(),
                &file_actions,
                &attributes,
                args.as_ptr(),
                env.as_ptr(),
            ));
        }
        libc::posix_spawnattr_destroy(&mut attributes);
        libc::posix_spawn_file_actions_destroy(&mut file_actions);
        result.map(|()| pid)
    }
}
