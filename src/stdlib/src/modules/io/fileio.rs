//! `FileIO`: a file of the system, without a buffer.

use super::Size;
use super::base::RawIoBase;
use super::{BUFFER_SIZE, unsupported};
use crate::modules::posix::{self, system_call as call};
use rustix::buffer::spare_capacity;
use rustix::fs::{Mode, OFlags, SeekFrom};
use std::cell::Cell;
use std::mem::offset_of;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::types::frame;
use taipan_runtime::kinds::Numbered;
use taipan_runtime::layout::{Dict, Str, Type};
use taipan_runtime::{
    Args, Field, Gc, Header, LayoutInfo, NotedFile, R, TypeDef, Value, Vm, kinds, type_flags,
};

/// An open file.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct FileIo {
    header: Header,
    dict: Field<Value>,
    /// The descriptor, -1 once it is closed.
    #[untraced]
    pub(super) fd: Cell<i32>,
    #[untraced]
    readable: Cell<bool>,
    #[untraced]
    writable: Cell<bool>,
    #[untraced]
    created: Cell<bool>,
    #[untraced]
    appending: Cell<bool>,
    #[untraced]
    closefd: Cell<bool>,
    /// -1: not known yet.
    #[untraced]
    seekable: Cell<i8>,
    #[untraced]
    finalizing: Cell<bool>,
    #[untraced]
    block_size: Cell<usize>,
    /// Is it a file with contents of its own, and none of the standard streams?
    #[untraced]
    is_regular: Cell<bool>,
    /// The size when it was opened: a hint of how much there is to read.
    #[untraced]
    size: Cell<usize>,
    /// It is no device, so that it can't be a terminal.
    #[untraced]
    is_no_device: Cell<bool>,
}

impl FileIo {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <FileIo as Numbered>::NUMBER,
        name: "FileIO",
        module: "_io",
        doc: "FileIO(file, mode='r', closefd=True, opener=None)\n--\n\nA file of the system, without a buffer.",
        base: <RawIoBase as Numbered>::NUMBER,
        flags: type_flags::BASETYPE | type_flags::WEAKREFABLE,
        native: &FileIo::NATIVE,
        layout: Some(LayoutInfo::of::<FileIo>()),
        dict_offset: Some(offset_of!(FileIo, dict)),
        ..TypeDef::DEFAULT
    };

    /// Is it a file with contents of its own, and none of the standard streams?
    pub(super) fn is_regular(&self) -> bool {
        self.is_regular.get()
    }

    /// The name that the file was given after it was opened; `None` where it is closed or has no such name.
    pub(super) fn name_given(&self, vm: &mut Vm) -> Option<Vec<u8>> {
        let dict = self.dict.get().cast::<Dict>().filter(|_| self.fd.get() >= 0)?;
        let name = dict.get_str(vm, vm.names().name)?.cast::<Str>()?;
        Some(taipan_objects::types::str::fs_bytes(name.to_ref().as_bytes()))
    }

    /// Writes as much as can be written, whatever signals come, and takes that from the bytes.
    pub(super) fn write_now(&self, bytes: &mut Vec<u8>) {
        let mut done = 0;
        while done < bytes.len() && self.fd.get() >= 0 {
            match rustix::io::write(posix::borrow_fd(self.fd.get()), &bytes[done..]) {
                Ok(n) => done += n,
                Err(rustix::io::Errno::INTR) => {}
                Err(_) => break,
            }
        }
        bytes.drain(..done);
    }

    /// The mode as `mode` shows it.
    fn mode_text(&self) -> &'static str {
        match (self.created.get(), self.appending.get(), self.readable.get(), self.writable.get()) {
            (true, _, true, _) => "xb+",
            (true, ..) => "xb",
            (_, true, true, _) => "ab+",
            (_, true, ..) => "ab",
            (_, _, true, true) => "rb+",
            (_, _, true, false) => "rb",
            _ => "wb",
        }
    }

    /// Can the open file do this?
    pub(super) fn can(&self, vm: &mut Vm, ability: Ability) -> R<bool> {
        let fd = self.check_open(vm)?;
        Ok(match ability {
            Ability::Read => self.readable.get(),
            Ability::Write => self.writable.get(),
            Ability::Seek => {
                if self.seekable.get() < 0 {
                    let ok = rustix::fs::tell(posix::borrow_fd(fd)).is_ok();
                    self.seekable.set(i8::from(ok));
                }
                self.seekable.get() == 1
            }
        })
    }

    /// Is it open over a descriptor that it must not close?
    pub(super) fn borrows(&self) -> bool {
        self.fd.get() >= 0 && !self.closefd.get()
    }

    /// Closes a file over a descriptor that it must not close; false for another.
    pub(super) fn let_go(&self) -> bool {
        if !self.closefd.get() {
            self.fd.set(-1);
        }
        self.fd.get() < 0
    }

    /// Does an attribute of its own hide the method that tells?
    pub(super) fn hides(&self, vm: &mut Vm, ability: Ability) -> bool {
        let method = vm.intern(ability.method());
        self.dict.get().cast::<Dict>().is_some_and(|dict| dict.get_str(vm, method).is_some())
    }

    fn check_open(&self, vm: &mut Vm) -> R<i32> {
        match self.fd.get() {
            -1 => Err(vm.value_error("I/O operation on closed file")),
            fd => Ok(fd),
        }
    }

    fn check_readable(&self, vm: &mut Vm) -> R<i32> {
        let fd = self.check_open(vm)?;
        if self.readable.get() { Ok(fd) } else { Err(unsupported(vm, "File not open for reading")) }
    }

    fn check_writable(&self, vm: &mut Vm) -> R<i32> {
        let fd = self.check_open(vm)?;
        if self.writable.get() { Ok(fd) } else { Err(unsupported(vm, "File not open for writing")) }
    }
}

/// What a file may be able to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "named as what they are")]
pub enum Ability {
    Read,
    Write,
    Seek,
}

impl Ability {
    /// The method that tells.
    pub(super) fn method(self) -> &'static str {
        match self {
            Ability::Read => "readable",
            Ability::Write => "writable",
            Ability::Seek => "seekable",
        }
    }
}

/// Reads once into a slice; `None` where the file would block.
pub fn read_some(vm: &mut Vm, this: Gc<FileIo>, into: &mut [u8]) -> R<Option<usize>> {
    let fd = this.check_readable(vm)?;
    loop {
        return match vm.release(|| rustix::io::read(posix::borrow_fd(fd), &mut *into)) {
            Ok(n) => Ok(Some(n)),
            Err(rustix::io::Errno::INTR) => {
                vm.run_pending()?;
                continue;
            }
            Err(rustix::io::Errno::AGAIN) => Ok(None),
            Err(error) => Err(vm.raise_os_error(error.raw_os_error(), Value::NONE)),
        };
    }
}

/// Reads once at most `n` bytes behind what is in a buffer with room for them; `None` where the file would block.
pub fn read_more(vm: &mut Vm, this: Gc<FileIo>, into: &mut Vec<u8>, n: usize) -> R<Option<usize>> {
    let fd = this.check_readable(vm)?;
    // The room is not cleared first: of a large buffer little may be needed.
    let from = into.len();
    if into.capacity() - from > n {
        into.resize(from + n, 0);
        let got = read_some(vm, this, &mut into[from..]);
        into.truncate(from + got.ok().flatten().unwrap_or(0));
        return got;
    }
    loop {
        return match vm.release(|| rustix::io::read(posix::borrow_fd(fd), spare_capacity(into))) {
            Ok(n) => Ok(Some(n)),
            Err(rustix::io::Errno::INTR) => {
                vm.run_pending()?;
                continue;
            }
            Err(rustix::io::Errno::AGAIN) => Ok(None),
            Err(error) => Err(vm.raise_os_error(error.raw_os_error(), Value::NONE)),
        };
    }
}

/// Writes once; `None` where the file would block.
pub fn write_some(vm: &mut Vm, this: Gc<FileIo>, bytes: &[u8]) -> R<Option<usize>> {
    let fd = this.check_writable(vm)?;
    loop {
        return match vm.release(|| rustix::io::write(posix::borrow_fd(fd), bytes)) {
            Ok(n) => Ok(Some(n)),
            Err(rustix::io::Errno::INTR) => {
                vm.run_pending()?;
                continue;
            }
            Err(rustix::io::Errno::AGAIN) => Ok(None),
            Err(error) => Err(vm.raise_os_error(error.raw_os_error(), Value::NONE)),
        };
    }
}

/// Where it pays to know how much is left before reading to the end.
const SMALL_FILE: usize = 65536;

/// Reads to the end.
pub fn read_all(vm: &mut Vm, this: Gc<FileIo>) -> R<Option<Vec<u8>>> {
    let fd = this.check_readable(vm)?;
    let mut all = Vec::new();
    // One byte more than the size says shows the end without growing. Of a small file it does not pay to ask where in it
    // reading begins.
    let size = this.size.get();
    let is_small = size <= SMALL_FILE;
    let at = if is_small { 0 } else { rustix::fs::tell(posix::borrow_fd(fd)).map_or(0, |at| at as usize) };
    let mut want = if size > at { size - at + 1 } else { BUFFER_SIZE };
    loop {
        let from = all.len();
        all.resize(from + want, 0);
        let n = match read_some(vm, this, &mut all[from..])? {
            Some(n) => n,
            None if from == 0 => return Ok(None),
            None => 0,
        };
        all.truncate(from + n);
        if n == 0 {
            return Ok(Some(all));
        }
        want = if n < want { (want - n).max(1) } else { all.len().clamp(BUFFER_SIZE, 64 << 20) };
    }
}

/// Moves the position.
pub fn seek_to(vm: &mut Vm, this: Gc<FileIo>, offset: i64, whence: i32) -> R<i64> {
    let fd = this.check_open(vm)?;
    let from = match whence {
        0 if offset >= 0 => SeekFrom::Start(offset as u64),
        1 => SeekFrom::Current(offset),
        2 => SeekFrom::End(offset),
        _ => return Err(vm.raise_os_error(libc::EINVAL, Value::NONE)),
    };
    Ok(call(vm, Value::NONE, || rustix::fs::seek(posix::borrow_fd(fd), from))? as i64)
}

fn close_descriptor(vm: &mut Vm, this: Gc<FileIo>) -> R<()> {
    let fd = this.fd.replace(-1);
    if fd >= 0 && this.closefd.get() {
        match vm.release(|| crate::sys_calls::close(fd)) {
            Ok(()) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(vm.raise_os_error(error.raw_os_error(), Value::NONE)),
        }
    }
    Ok(())
}

/// Opening has failed: the descriptor is closed, unless it is the caller's.
fn forget(vm: &mut Vm, this: Gc<FileIo>, fd_is_given: bool) -> R<()> {
    if !fd_is_given {
        close_descriptor(vm, this)?;
    }
    this.fd.set(-1);
    Ok(())
}

fn bad_mode(vm: &mut Vm) -> taipan_runtime::Raised {
    vm.value_error("Must have exactly one of create/read/write/append mode and at most one plus")
}

/// Opens the file; `__init__`.
fn open(vm: &mut Vm, this: Gc<FileIo>, file: Value, mode: &str, closefd: bool, opener: Value) -> R<()> {
    if this.fd.get() >= 0 {
        close_descriptor(vm, this)?;
    }
    let cls = vm.class_of(file);
    let fd = match vm.slot_index(cls) {
        Some(_) if vm.as_str(file).is_none() => {
            let fd = posix::fd_argument(vm, file)?;
            if fd < 0 {
                return Err(vm.value_error("negative file descriptor"));
            }
            fd
        }
        _ => -1,
    };
    for place in [&this.readable, &this.writable, &this.created, &this.appending] {
        place.set(false);
    }
    this.seekable.set(-1);
    let mut flags = OFlags::empty();
    let (mut chosen, mut plus) = (false, false);
    for c in mode.bytes() {
        match c {
            b'x' | b'r' | b'w' | b'a' => {
                if chosen {
                    return Err(bad_mode(vm));
                }
                chosen = true;
                match c {
                    b'r' => this.readable.set(true),
                    b'x' => {
                        this.created.set(true);
                        this.writable.set(true);
                        flags |= OFlags::EXCL | OFlags::CREATE;
                    }
                    b'w' => {
                        this.writable.set(true);
                        flags |= OFlags::CREATE | OFlags::TRUNC;
                    }
                    _ => {
                        this.writable.set(true);
                        this.appending.set(true);
                        flags |= OFlags::APPEND | OFlags::CREATE;
                    }
                }
            }
            b'b' => {}
            b'+' => {
                if plus {
                    return Err(bad_mode(vm));
                }
                plus = true;
            }
            _ => return Err(vm.value_error(format!("invalid mode: {mode}"))),
        }
    }
    if !chosen {
        return Err(bad_mode(vm));
    }
    if plus {
        this.readable.set(true);
        this.writable.set(true);
    }
    // Without what says how Python sees the bytes.
    let shown_mode: String = mode.chars().filter(|&c| c != 'b').collect();
    flags |= match (this.readable.get(), this.writable.get()) {
        (true, true) => OFlags::RDWR,
        (true, false) => OFlags::RDONLY,
        _ => OFlags::WRONLY,
    };
    flags |= OFlags::CLOEXEC;
    vm.audit("open", |vm| [file, vm.new_str(&shown_mode).value(), Value::int32(flags.bits() as i32)])?;
    this.closefd.set(true);
    if fd >= 0 {
        this.closefd.set(closefd);
        this.fd.set(fd);
    } else {
        if !closefd {
            return Err(vm.value_error("Cannot use closefd=False with file name"));
        }
        let path = taipan_objects::types::str::fs_path(vm, file)?;
        let path = match posix::path_argument(vm, "open", path) {
            Err(raised) if vm.pending_is(kinds::UNICODE_ENCODE_ERROR) => return Err(raised),
            Err(raised) if vm.take_if(kinds::VALUE_ERROR).is_none() => return Err(raised),
            Err(_) => return Err(vm.value_error("embedded null byte")),
            Ok(path) => path,
        };
        if opener.is_none() {
            let opened = call(vm, file, || {
                rustix::fs::open(path.bytes.as_slice(), flags, Mode::from_raw_mode(0o666))
            })?;
            this.fd.set(rustix::fd::IntoRawFd::into_raw_fd(opened));
        } else {
            let opened = vm.call(opener, &[file, Value::int32(flags.bits() as i32)])?;
            let cls = vm.class_of(opened);
            if vm.slot_index(cls).is_none() {
                return Err(vm.type_error("expected integer from opener"));
            }
            let opened = posix::fd_argument(vm, opened)?;
            if opened < 0 {
                return Err(vm.value_error(format!("opener returned {opened}")));
            }
            this.fd.set(opened);
            vm.note_file(NotedFile::Temporary, this.value());
        }
    }
    let fd_is_given = fd >= 0;
    let fd = this.fd.get();
    let failed = match rustix::fs::fstat(posix::borrow_fd(fd)) {
        Ok(stat) if stat.st_mode & libc::S_IFMT == libc::S_IFDIR => Some(libc::EISDIR),
        Ok(stat) => {
            if stat.st_blksize > 1 {
                this.block_size.set(stat.st_blksize as usize);
            }
            this.is_regular.set(stat.st_mode & libc::S_IFMT == libc::S_IFREG && fd > libc::STDERR_FILENO);
            this.size.set(usize::try_from(stat.st_size).unwrap_or(0));
            this.is_no_device.set(stat.st_mode & libc::S_IFMT != libc::S_IFCHR);
            None
        }
        Err(error) if error == rustix::io::Errno::BADF => Some(libc::EBADF),
        Err(_) => None,
    };
    if let Some(code) = failed {
        forget(vm, this, fd_is_given)?;
        return Err(vm.raise_os_error(code, if code == libc::EBADF { Value::NONE } else { file }));
    }
    let name = vm.names().name;
    match vm.instance_dict(this.value()) {
        Some(dict) if vm.is_exact(this.value(), FileIo::TYPE.id) => dict.set_str(vm, name, file),
        _ => {
            if vm.set_attr(this.value(), name, file).is_err() {
                let exc = vm.take_exception();
                forget(vm, this, fd_is_given)?;
                return Err(vm.reraise(exc));
            }
        }
    }
    if this.appending.get() {
        // For files that can't seek the error means nothing.
        if seek_to(vm, this, 0, 2).is_err() {
            vm.take_exception();
        }
    }
    Ok(())
}

/// `FileIO(file, mode, closefd, opener)`
pub fn new(vm: &mut Vm, file: Value, mode: &str, closefd: bool, opener: Value) -> R<Gc<FileIo>> {
    let this = alloc(vm);
    open(vm, this, file, mode, closefd, opener)?;
    vm.register_finalizer(this.value());
    Ok(this)
}

fn alloc(vm: &mut Vm) -> Gc<FileIo> {
    let class = vm.class(FileIo::TYPE.id).address();
    vm.heap.alloc(FileIo {
        header: Header::new::<FileIo>(class),
        dict: Field::new(Value::UNBOUND),
        fd: Cell::new(-1),
        readable: Cell::new(false),
        writable: Cell::new(false),
        created: Cell::new(false),
        appending: Cell::new(false),
        closefd: Cell::new(true),
        seekable: Cell::new(-1),
        finalizing: Cell::new(false),
        block_size: Cell::new(BUFFER_SIZE),
        is_regular: Cell::new(false),
        size: Cell::new(0),
        is_no_device: Cell::new(false),
    })
}

#[native]
impl FileIo {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> Gc<FileIo> {
        let _ = (cls, args);
        let this = alloc(vm);
        vm.register_finalizer(this.value());
        this
    }

    #[sig("($self, file, mode='r', closefd=True, opener=None)")]
    #[name("FileIO")]
    fn __init__(
        vm: &mut Vm,
        this: Gc<FileIo>,
        file: Value,
        mode: Option<Gc<Str>>,
        closefd: bool,
        opener: Value,
    ) -> R<()> {
        let mode = mode.map_or_else(|| "r".to_owned(), |m| m.to_display());
        open(vm, this, file, &mode, closefd, opener)
    }

    fn __repr__(vm: &mut Vm, this: Value) -> R<String> {
        let cls = vm.class_of(this);
        let class = vm.full_class_name(cls);
        let Some(file) = this.cast::<FileIo>() else { return Ok(String::new()) };
        if file.fd.get() < 0 {
            return Ok(format!("<{class} [closed]>"));
        }
        let (mode, closefd) = (file.mode_text(), if file.closefd.get() { "True" } else { "False" });
        let name = vm.names().name;
        match vm.get_attr_opt(this, name)? {
            Some(name) => {
                if vm.thread.repr_stack.contains(&this.address()) {
                    return Err(vm.runtime_error(format!("reentrant call inside {class}.__repr__")));
                }
                vm.thread.repr_stack.push(this.address());
                let name = vm.repr(name);
                vm.thread.repr_stack.pop();
                Ok(format!("<{class} name={} mode='{mode}' closefd={closefd}>", name?.to_display()))
            }
            None => Ok(format!("<{class} fd={} mode='{mode}' closefd={closefd}>", file.fd.get())),
        }
    }

    /// Read at most so many bytes; all where none are given.
    #[sig("($self, size=-1, /)")]
    fn read(vm: &mut Vm, this: Gc<FileIo>, size: Size) -> R {
        let size = size.0.unwrap_or(-1);
        this.check_readable(vm)?;
        if size < 0 {
            return Ok(match read_all(vm, this)? {
                Some(all) => vm.new_bytes(&all),
                None => Value::NONE,
            });
        }
        let mut buffer = vec![0; (size as usize).min(0x7fff_f000)];
        match read_some(vm, this, &mut buffer)? {
            Some(n) => Ok(vm.new_bytes(&buffer[..n])),
            None => Ok(Value::NONE),
        }
    }

    /// Read until the end.
    #[sig("($self, /)")]
    fn readall(vm: &mut Vm, this: Gc<FileIo>) -> R {
        Ok(match read_all(vm, this)? {
            Some(all) => vm.new_bytes(&all),
            None => Value::NONE,
        })
    }

    /// Read into a buffer.
    #[sig("($self, buffer, /)")]
    fn readinto(vm: &mut Vm, this: Gc<FileIo>, buffer: Value) -> R {
        this.check_readable(vm)?;
        let target = taipan_objects::buffer::writable(vm, "readinto() argument 1", buffer)?;
        let mut bytes = vec![0; target.len];
        let n = read_some(vm, this, &mut bytes);
        if let Ok(Some(n)) = n {
            target.memory.write(target.start, &bytes[..n]);
        }
        taipan_objects::buffer::release(&target);
        Ok(n?.map_or(Value::NONE, Value::len))
    }

    /// Write bytes; returns how many were written, or None where that would block.
    #[sig("($self, b, /)")]
    fn write(vm: &mut Vm, this: Gc<FileIo>, b: Value) -> R {
        this.check_writable(vm)?;
        let bytes = taipan_objects::buffer::peek(vm, b)?;
        Ok(write_some(vm, this, &bytes)?.map_or(Value::NONE, Value::len))
    }

    /// Change the position; returns the new one.
    #[sig("($self, pos, whence=0, /)")]
    fn seek(vm: &mut Vm, this: Gc<FileIo>, pos: Value, whence: i32) -> R<i64> {
        this.check_open(vm)?;
        if vm.as_float(pos).is_some() {
            return Err(vm.type_error("'float' object cannot be interpreted as an integer"));
        }
        let pos = vm.index_i64(pos)?;
        seek_to(vm, this, pos, whence)
    }

    /// The position.
    #[sig("($self, /)")]
    fn tell(vm: &mut Vm, this: Gc<FileIo>) -> R<i64> {
        seek_to(vm, this, 0, 1)
    }

    /// Cut or extend the file to a size, that of the position by default.
    #[sig("($self, size=None, /)")]
    fn truncate(vm: &mut Vm, this: Gc<FileIo>, size: Value) -> R {
        let fd = this.check_writable(vm)?;
        let size = if size.is_none() {
            let at = seek_to(vm, this, 0, 1)?;
            vm.new_int(at)
        } else {
            size
        };
        let n = vm.index_i64(size)?;
        if n < 0 {
            return Err(vm.raise_os_error(libc::EINVAL, Value::NONE));
        }
        call(vm, Value::NONE, || rustix::fs::ftruncate(posix::borrow_fd(fd), n as u64))?;
        Ok(size)
    }

    /// Close the file.
    #[sig("($self, /)")]
    fn close(vm: &mut Vm, this: Value) -> R<()> {
        let Some(file) = this.cast::<FileIo>() else { return Ok(()) };
        // Subclasses may do something in `flush`.
        let key = vm.intern("__IOBase_closed");
        let result = if vm.get_attr_opt(this, key)?.is_none() && file.fd.get() >= 0 {
            let flush = vm.names().flush;
            let flushed = vm.call_method(this, flush, &[]);
            let pending = vm.take_exception();
            vm.generic_set_attr(this, key, Value::TRUE)?;
            flushed.map_err(|_| vm.reraise(pending))
        } else {
            Ok(Value::NONE)
        };
        let pending = if result.is_err() { vm.take_exception() } else { Value::UNBOUND };
        let closed = close_descriptor(vm, file);
        match result {
            Ok(_) => closed,
            Err(_) => Err(vm.reraise(pending)),
        }
    }

    /// Can the position be changed?
    #[sig("($self, /)")]
    fn seekable(vm: &mut Vm, this: Gc<FileIo>) -> R<bool> {
        this.can(vm, Ability::Seek)
    }

    /// Can the file be read?
    #[sig("($self, /)")]
    fn readable(vm: &mut Vm, this: Gc<FileIo>) -> R<bool> {
        this.can(vm, Ability::Read)
    }

    /// Can the file be written?
    #[sig("($self, /)")]
    fn writable(vm: &mut Vm, this: Gc<FileIo>) -> R<bool> {
        this.can(vm, Ability::Write)
    }

    /// The descriptor.
    #[sig("($self, /)")]
    fn fileno(vm: &mut Vm, this: Gc<FileIo>) -> R<i32> {
        this.check_open(vm)
    }

    /// Is it a terminal?
    #[sig("($self, /)")]
    fn isatty(vm: &mut Vm, this: Gc<FileIo>) -> R<bool> {
        let fd = this.check_open(vm)?;
        Ok(rustix::termios::isatty(posix::borrow_fd(fd)))
    }

    #[sig("($self, /)")]
    fn _isatty_open_only(vm: &mut Vm, this: Gc<FileIo>) -> R<bool> {
        let fd = this.check_open(vm)?;
        Ok(!this.is_no_device.get() && rustix::termios::isatty(posix::borrow_fd(fd)))
    }

    #[sig("($self, source, /)")]
    #[shown("($self, object, /)")]
    fn _dealloc_warn(vm: &mut Vm, this: Gc<FileIo>, source: Value) -> R<()> {
        if this.fd.get() < 0 || !this.closefd.get() {
            return Ok(());
        }
        let text = vm.repr(source)?.to_display();
        vm.warn_about(kinds::RESOURCE_WARNING, &format!("unclosed file {text}"), 1, source)
    }

    #[sig("($self, /)")]
    fn __getstate__(vm: &mut Vm, this: Value) -> R {
        let of = vm.type_name(this);
        Err(vm.type_error(format!("cannot pickle '{of}' instances")))
    }

    /// True if the file is closed
    #[getter]
    fn closed(_: &mut Vm, this: Gc<FileIo>) -> bool {
        this.fd.get() < 0
    }

    /// Will the descriptor be closed with the file?
    #[getter]
    fn closefd(_: &mut Vm, this: Gc<FileIo>) -> bool {
        this.closefd.get()
    }

    /// The mode.
    #[getter]
    fn mode(_: &mut Vm, this: Gc<FileIo>) -> &'static str {
        this.to_ref().mode_text()
    }

    /// The size of a block to read or write.
    #[getter]
    fn _blksize(_: &mut Vm, this: Gc<FileIo>) -> usize {
        this.block_size.get()
    }

    #[member("_finalizing")]
    fn finalizing(_: &mut Vm, this: Gc<FileIo>) -> bool {
        this.finalizing.get()
    }

    #[setter("_finalizing")]
    fn set_finalizing(vm: &mut Vm, this: Gc<FileIo>, value: Value) -> R<()> {
        if value.is_unbound() {
            return Err(vm.type_error("can't delete numeric/char attribute"));
        }
        this.finalizing.set(frame::boolean(vm, value)?);
        Ok(())
    }
}
