//! `stat` and its relatives.

use super::path::{Target, borrow, call, dir_fd};
use super::{Classes, put_class};
use crate::structseq::{self, Record};
use rustix::fs::{AtFlags, Stat};
use taipan_macros::native;
use taipan_runtime::layout::Module;
use taipan_runtime::{Gc, R, Value, Vm};

pub(super) struct Status;

const STAT: Record = Record {
    module: "os",
    name: "stat_result",
    doc: "What stat, lstat and fstat tell of a file.",
    fields: &[
        ("st_mode", "The kind of file and the permissions."),
        ("st_ino", "The inode."),
        ("st_dev", "The device."),
        ("st_nlink", "How many hard links there are."),
        ("st_uid", "The owner's number."),
        ("st_gid", "The group's number."),
        ("st_size", "The size in bytes."),
        ("", ""),
        ("", ""),
        ("", ""),
        ("st_atime", "When it was last read."),
        ("st_mtime", "When its content was last changed."),
        ("st_ctime", "When its status was last changed."),
        ("st_atime_ns", "When it was last read, in nanoseconds."),
        ("st_mtime_ns", "When its content was last changed, in nanoseconds."),
        ("st_ctime_ns", "When its status was last changed, in nanoseconds."),
        ("st_blksize", "The best size of a block to read or write."),
        ("st_blocks", "How many blocks it takes."),
        ("st_rdev", "Which device it stands for."),
    ],
    n_sequence: 10,
};

const STATVFS: Record = Record {
    module: "os",
    name: "statvfs_result",
    doc: "What statvfs and fstatvfs tell of a file system.",
    fields: &[
        ("f_bsize", ""),
        ("f_frsize", ""),
        ("f_blocks", ""),
        ("f_bfree", ""),
        ("f_bavail", ""),
        ("f_files", ""),
        ("f_ffree", ""),
        ("f_favail", ""),
        ("f_flag", ""),
        ("f_namemax", ""),
        ("f_fsid", ""),
    ],
    n_sequence: 10,
};

pub(super) fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let cls = structseq::new_class(vm, &STAT)?;
    vm.state::<Classes>().stat = Some(cls);
    put_class(vm, module, "stat_result", cls);
    let cls = structseq::new_class(vm, &STATVFS)?;
    vm.state::<Classes>().statvfs = Some(cls);
    put_class(vm, module, "statvfs_result", cls);
    Ok(())
}

/// A result object.
pub(super) fn result(vm: &mut Vm, s: &Stat) -> R {
    let times = [
        (s.st_atime, s.st_atime_nsec as i64),
        (s.st_mtime, s.st_mtime_nsec as i64),
        (s.st_ctime, s.st_ctime_nsec as i64),
    ];
    let mut values = [Value::NONE; 19];
    let numbers = [
        u64::from(s.st_mode),
        s.st_ino,
        s.st_dev,
        s.st_nlink,
        u64::from(s.st_uid),
        u64::from(s.st_gid),
        s.st_size as u64,
    ];
    for (place, n) in values.iter_mut().zip(numbers) {
        *place = vm.new_uint(n);
    }
    for (i, (seconds, nanos)) in times.into_iter().enumerate() {
        values[7 + i] = vm.new_int(seconds);
        values[10 + i] = vm.new_float(seconds as f64 + nanos as f64 * 1e-9);
        values[13 + i] = vm.new_int128(i128::from(seconds) * 1_000_000_000 + i128::from(nanos));
    }
    values[16] = vm.new_int(s.st_blksize);
    values[17] = vm.new_int(s.st_blocks);
    values[18] = vm.new_uint(s.st_rdev);
    match vm.state::<Classes>().stat {
        Some(cls) => Ok(structseq::new(vm, cls, &values)),
        None => Err(vm.runtime_error("posix is not initialised")),
    }
}

fn stat(vm: &mut Vm, function: &str, path: Value, dir: Value, follow: bool, allow_fd: bool) -> R {
    let target = Target::new(vm, function, "path", path, allow_fd)?;
    let has_dir = !dir.is_none();
    let dir = dir_fd(vm, dir)?;
    if let Target::Fd(_) = target {
        if has_dir {
            return Err(vm.value_error(format!("{function}: can't specify dir_fd without matching path")));
        }
        if !follow {
            return Err(vm.value_error(format!("{function}: cannot use fd and follow_symlinks together")));
        }
    }
    let flags = if follow { AtFlags::empty() } else { AtFlags::SYMLINK_NOFOLLOW };
    let stat = match &target {
        Target::Fd(fd) => call(vm, Value::int32(*fd), || rustix::fs::fstat(borrow(*fd)))?,
        Target::Path(path) => {
            call(vm, path.value, || rustix::fs::statat(borrow(dir), path.bytes.as_slice(), flags))?
        }
    };
    result(vm, &stat)
}

fn statvfs(vm: &mut Vm, s: &rustix::fs::StatVfs) -> R {
    let numbers = [
        s.f_bsize,
        s.f_frsize,
        s.f_blocks,
        s.f_bfree,
        s.f_bavail,
        s.f_files,
        s.f_ffree,
        s.f_favail,
        s.f_flag.bits(),
        s.f_namemax,
        s.f_fsid,
    ];
    let mut values = [Value::NONE; 11];
    for (place, n) in values.iter_mut().zip(numbers) {
        *place = vm.new_uint(n);
    }
    match vm.state::<Classes>().statvfs {
        Some(cls) => Ok(structseq::new(vm, cls, &values)),
        None => Err(vm.runtime_error("posix is not initialised")),
    }
}

#[native]
impl Status {
    /// Perform a stat system call on the given path.
    #[sig("(path, *, dir_fd=None, follow_symlinks=True)")]
    #[name("stat")]
    fn stat_(vm: &mut Vm, path: Value, dir_fd: Value, follow_symlinks: bool) -> R {
        stat(vm, "stat", path, dir_fd, follow_symlinks, true)
    }

    /// Like stat(), but does not follow symbolic links.
    #[sig("(path, *, dir_fd=None)")]
    fn lstat(vm: &mut Vm, path: Value, dir_fd: Value) -> R {
        stat(vm, "lstat", path, dir_fd, false, false)
    }

    /// Perform a stat system call on the given file descriptor.
    #[sig("(fd)")]
    fn fstat(vm: &mut Vm, fd: i32) -> R {
        let stat = call(vm, Value::NONE, || rustix::fs::fstat(borrow(fd)))?;
        result(vm, &stat)
    }

    /// Perform a statvfs system call on the given path.
    #[sig("(path)")]
    #[name("statvfs")]
    fn statvfs_(vm: &mut Vm, path: Value) -> R {
        let target = Target::new(vm, "statvfs", "path", path, true)?;
        let s = match &target {
            Target::Fd(fd) => call(vm, Value::int32(*fd), || rustix::fs::fstatvfs(borrow(*fd)))?,
            Target::Path(path) => call(vm, path.value, || rustix::fs::statvfs(path.bytes.as_slice()))?,
        };
        statvfs(vm, &s)
    }

    /// Perform an fstatvfs system call on the given descriptor.
    #[sig("(fd, /)")]
    fn fstatvfs(vm: &mut Vm, fd: i32) -> R {
        let s = call(vm, Value::NONE, || rustix::fs::fstatvfs(borrow(fd)))?;
        statvfs(vm, &s)
    }
}
