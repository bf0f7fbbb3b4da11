//! Open files by their descriptors.

use super::path::{Path, borrow, call};
use super::{Classes, put_class};
use crate::structseq::{self, Record};
use crate::support::file_descriptor;
use crate::sys_calls;
use rustix::fd::IntoRawFd;
use rustix::fs::{Mode, OFlags};
use rustix::io::FdFlags;
use taipan_macros::native;
use taipan_runtime::layout::{Module, Tuple};
use taipan_runtime::{Gc, R, Value, Vm};

pub(super) struct Files;

const TERMINAL_SIZE: Record = Record {
    module: "os",
    name: "terminal_size",
    doc: "The size of a terminal: columns and lines.",
    fields: &[("columns", "How many characters a line has."), ("lines", "How many lines there are.")],
    n_sequence: 2,
};

pub(super) fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let cls = structseq::new_class(vm, &TERMINAL_SIZE)?;
    vm.state::<Classes>().terminal_size = Some(cls);
    put_class(vm, module, "terminal_size", cls);
    Ok(())
}

fn pair(vm: &mut Vm, a: i32, b: i32) -> Gc<Tuple> {
    vm.new_tuple(&[Value::int32(a), Value::int32(b)])
}

#[native]
impl Files {
    /// Open a file for low level IO; returns a file descriptor, which is not inheritable.
    #[sig("(path, flags, mode=511, *, dir_fd=None)")]
    fn open(vm: &mut Vm, path: Value, flags: i32, mode: i32, dir_fd: Value) -> R<i32> {
        let path = Path::new(vm, "open", "path", path)?;
        let dir = super::path::dir_fd(vm, dir_fd)?;
        vm.audit("open", |_| [path.value, Value::NONE, Value::int32(flags | libc::O_CLOEXEC)])?;
        let flags = OFlags::from_bits_retain(flags as u32) | OFlags::CLOEXEC;
        let mode = Mode::from_raw_mode(mode as u32);
        let fd =
            call(vm, path.value, || rustix::fs::openat(borrow(dir), path.bytes.as_slice(), flags, mode))?;
        Ok(fd.into_raw_fd())
    }

    /// Close a file descriptor.
    #[sig("(fd)")]
    fn close(vm: &mut Vm, fd: i32) -> R<()> {
        // Not tried again: after a signal the number may be another file's.
        match vm.release(|| sys_calls::close(fd)) {
            Ok(()) | Err(rustix::io::Errno::INTR) => Ok(()),
            Err(error) => Err(vm.raise_os_error(error.raw_os_error(), Value::NONE)),
        }
    }

    /// Close all file descriptors in [fd_low, fd_high), ignoring errors.
    #[sig("(fd_low, fd_high, /)")]
    fn closerange(vm: &mut Vm, fd_low: i32, fd_high: i32) {
        vm.release(|| {
            for fd in fd_low.max(0)..fd_high {
                let _ = sys_calls::close(fd);
            }
        });
    }

    /// Read from a file descriptor; returns bytes.
    #[sig("(fd, length, /)")]
    fn read(vm: &mut Vm, fd: i32, length: i64) -> R {
        if length < 0 {
            return Err(vm.raise_os_error(libc::EINVAL, Value::NONE));
        }
        let mut buffer = vec![0; (length as usize).min(0x7fff_f000)];
        let n = call(vm, Value::NONE, || rustix::io::read(borrow(fd), &mut buffer[..]))?;
        Ok(vm.new_bytes(&buffer[..n]))
    }

    /// Read from a file descriptor into a buffer.
    #[sig("(fd, buffer, /)")]
    fn readinto(vm: &mut Vm, fd: i32, buffer: Value) -> R<usize> {
        let target = taipan_objects::buffer::writable(vm, "readinto() argument 2", buffer)?;
        let mut bytes = vec![0; target.len];
        let n = call(vm, Value::NONE, || rustix::io::read(borrow(fd), &mut bytes[..]));
        if let Ok(n) = n {
            target.memory.write(target.start, &bytes[..n]);
        }
        taipan_objects::buffer::release(&target);
        n
    }

    /// Write bytes to a file descriptor; returns how many were written.
    #[sig("(fd, data, /)")]
    fn write(vm: &mut Vm, fd: i32, data: Vec<u8>) -> R<usize> {
        call(vm, Value::NONE, || rustix::io::write(borrow(fd), &data))
    }

    /// Read from a file descriptor at an offset.
    #[sig("(fd, length, offset, /)")]
    fn pread(vm: &mut Vm, fd: i32, length: usize, offset: i64) -> R {
        let mut buffer = vec![0; length.min(0x7fff_f000)];
        let n = call(vm, Value::NONE, || rustix::io::pread(borrow(fd), &mut buffer[..], offset as u64))?;
        Ok(vm.new_bytes(&buffer[..n]))
    }

    /// Write bytes to a file descriptor at an offset.
    #[sig("(fd, buffer, offset, /)")]
    fn pwrite(vm: &mut Vm, fd: i32, buffer: Vec<u8>, offset: i64) -> R<usize> {
        call(vm, Value::NONE, || rustix::io::pwrite(borrow(fd), &buffer, offset as u64))
    }

    /// Set the position of a file descriptor; returns the new position.
    #[sig("(fd, position, whence, /)")]
    fn lseek(vm: &mut Vm, fd: i32, position: i64, whence: i32) -> R<i64> {
        use rustix::fs::SeekFrom;
        let from = match whence {
            0 if position >= 0 => SeekFrom::Start(position as u64),
            1 => SeekFrom::Current(position),
            2 => SeekFrom::End(position),
            _ => return Err(vm.raise_os_error(libc::EINVAL, Value::NONE)),
        };
        Ok(call(vm, Value::NONE, || rustix::fs::seek(borrow(fd), from))? as i64)
    }

    /// Create a pipe; returns (read_fd, write_fd).
    #[sig("()")]
    fn pipe(vm: &mut Vm) -> R<Gc<Tuple>> {
        let (r, w) = call(vm, Value::NONE, || rustix::pipe::pipe_with(rustix::pipe::PipeFlags::CLOEXEC))?;
        Ok(pair(vm, r.into_raw_fd(), w.into_raw_fd()))
    }

    /// Create a pipe with flags set atomically.
    #[sig("(flags, /)")]
    fn pipe2(vm: &mut Vm, flags: i32) -> R<Gc<Tuple>> {
        let flags = rustix::pipe::PipeFlags::from_bits_retain(flags as u32);
        let (r, w) = call(vm, Value::NONE, || rustix::pipe::pipe_with(flags))?;
        Ok(pair(vm, r.into_raw_fd(), w.into_raw_fd()))
    }

    /// Return a duplicate of a file descriptor.
    #[sig("(fd, /)")]
    fn dup(vm: &mut Vm, fd: i32) -> R<i32> {
        Ok(call(vm, Value::NONE, || rustix::io::fcntl_dupfd_cloexec(borrow(fd), 0))?.into_raw_fd())
    }

    /// Duplicate a file descriptor under another number.
    #[sig("(fd, fd2, inheritable=True)")]
    fn dup2(vm: &mut Vm, fd: i32, fd2: i32, inheritable: bool) -> R<i32> {
        call(vm, Value::NONE, || sys_calls::dup2(fd, fd2, inheritable))
    }

    /// Does the descriptor belong to a terminal?
    #[sig("(fd, /)")]
    fn isatty(_: &mut Vm, fd: i32) -> bool {
        rustix::termios::isatty(borrow(fd))
    }

    /// The name of the terminal of a file descriptor.
    #[sig("(fd, /)")]
    fn ttyname(vm: &mut Vm, fd: i32) -> R {
        let name = call(vm, Value::NONE, || rustix::termios::ttyname(borrow(fd), Vec::new()))?;
        Ok(super::path::name_value(vm, name.as_bytes(), false))
    }

    /// The size of the terminal window.
    #[sig("(fd=None, /)")]
    #[shown("($module, fd=<unrepresentable>, /)")]
    fn get_terminal_size(vm: &mut Vm, fd: Option<i32>) -> R {
        let fd = fd.unwrap_or(1);
        let size = call(vm, Value::NONE, || rustix::termios::tcgetwinsize(borrow(fd)))?;
        let values = [Value::int32(size.ws_col.into()), Value::int32(size.ws_row.into())];
        match vm.state::<Classes>().terminal_size {
            Some(cls) => Ok(structseq::new(vm, cls, &values)),
            None => Err(vm.runtime_error("posix is not initialised")),
        }
    }

    /// Can child programs use the file descriptor?
    #[sig("(fd, /)")]
    fn get_inheritable(vm: &mut Vm, fd: i32) -> R<bool> {
        Ok(!call(vm, Value::NONE, || rustix::io::fcntl_getfd(borrow(fd)))?.contains(FdFlags::CLOEXEC))
    }

    /// Say whether child programs can use the file descriptor.
    #[sig("(fd, inheritable, /)")]
    fn set_inheritable(vm: &mut Vm, fd: i32, inheritable: bool) -> R<()> {
        let flags = if inheritable { FdFlags::empty() } else { FdFlags::CLOEXEC };
        call(vm, Value::NONE, || rustix::io::fcntl_setfd(borrow(fd), flags))
    }

    /// Do reads and writes of the file descriptor wait?
    #[sig("(fd, /)")]
    fn get_blocking(vm: &mut Vm, fd: i32) -> R<bool> {
        Ok(!call(vm, Value::NONE, || rustix::fs::fcntl_getfl(borrow(fd)))?.contains(OFlags::NONBLOCK))
    }

    /// Say whether reads and writes of the file descriptor wait.
    #[sig("(fd, blocking, /)")]
    fn set_blocking(vm: &mut Vm, fd: i32, blocking: bool) -> R<()> {
        let flags = call(vm, Value::NONE, || rustix::fs::fcntl_getfl(borrow(fd)))?;
        let flags = if blocking { flags - OFlags::NONBLOCK } else { flags | OFlags::NONBLOCK };
        call(vm, Value::NONE, || rustix::fs::fcntl_setfl(borrow(fd), flags))
    }

    /// Force a file's data to the disk.
    #[sig("(fd)")]
    fn fsync(vm: &mut Vm, fd: Value) -> R<()> {
        let fd = file_descriptor(vm, fd)?;
        call(vm, Value::NONE, || rustix::fs::fsync(borrow(fd)))
    }

    /// Force a file's data to the disk, without what is known about it.
    #[sig("(fd)")]
    fn fdatasync(vm: &mut Vm, fd: Value) -> R<()> {
        let fd = file_descriptor(vm, fd)?;
        call(vm, Value::NONE, || rustix::fs::fdatasync(borrow(fd)))
    }

    /// Cut or extend a file to a length.
    #[sig("(fd, length, /)")]
    fn ftruncate(vm: &mut Vm, fd: i32, length: i64) -> R<()> {
        vm.audit("os.truncate", |vm| [Value::int32(fd), vm.new_int(length)])?;
        call(vm, Value::NONE, || rustix::fs::ftruncate(borrow(fd), length as u64))
    }

    /// The encoding of the device of a terminal's descriptor, or None.
    #[sig("(fd)")]
    fn device_encoding(vm: &mut Vm, fd: i32) -> Value {
        if rustix::termios::isatty(borrow(fd)) { vm.names().utf8.value() } else { Value::NONE }
    }
}
