//! `mmap`

use super::posix::system_call;
use crate::support::{int64, put, put_int};
use crate::sys_calls::shared::Mapping;
use crate::sys_calls::{self, socket};
use memchr::memmem;
use rustix::io::Errno;
use std::cell::{Cell, RefCell};
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::buffer;
use taipan_objects::types::memoryview;
use taipan_runtime::kinds::Numbered;
use taipan_runtime::layout::{Module, Type};
use taipan_runtime::{
    Buffer, BufferMemory, Gc, Header, LayoutInfo, ModuleDef, R, Raised, TypeDef, Value, Vm, kinds, type_flags,
};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "mmap",
    doc: "Files as memory.",
    types: &[&Mmap::TYPE],
    init: Some(init),
    ..ModuleDef::DEFAULT
};

const ACCESS_READ: i32 = 1;
const ACCESS_WRITE: i32 = 2;
const ACCESS_COPY: i32 = 3;

macro_rules! constants {
    ($($name:ident),* $(,)?) => { const CONSTANTS: &[(&str, i64)] = &[$((stringify!($name), libc::$name as i64)),*]; };
}
constants! {
    PROT_EXEC, PROT_READ, PROT_WRITE, MAP_SHARED, MAP_PRIVATE, MAP_DENYWRITE, MAP_EXECUTABLE, MAP_ANON, MAP_ANONYMOUS,
    MAP_POPULATE, MAP_STACK, MAP_NORESERVE, MADV_NORMAL, MADV_RANDOM, MADV_SEQUENTIAL, MADV_WILLNEED, MADV_DONTNEED,
    MADV_REMOVE, MADV_DONTFORK, MADV_DOFORK, MADV_HWPOISON, MADV_MERGEABLE, MADV_UNMERGEABLE, MADV_HUGEPAGE,
    MADV_NOHUGEPAGE, MADV_DONTDUMP, MADV_DODUMP, MADV_FREE,
}

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    for &(name, value) in CONSTANTS {
        put_int(vm, module, name, value);
    }
    let page = sys_calls::sysconf(libc::_SC_PAGESIZE);
    for (name, value) in [
        ("MAP_32BIT", 0x40),
        ("ACCESS_DEFAULT", 0),
        ("ACCESS_READ", ACCESS_READ.into()),
        ("ACCESS_WRITE", ACCESS_WRITE.into()),
        ("ACCESS_COPY", ACCESS_COPY.into()),
        ("PAGESIZE", page),
        ("ALLOCATIONGRANULARITY", page),
    ] {
        put_int(vm, module, name, value);
    }
    let error = vm.class(kinds::OS_ERROR).value();
    put(vm, module, "error", error);
    Ok(())
}

/// `mmap.mmap`
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Mmap {
    header: Header,
    /// The memory; `None` once it is closed.
    #[untraced]
    mapping: RefCell<Option<Mapping>>,
    /// Memory that was closed or outgrown while views of it may have been around: it goes with this object.
    #[untraced]
    retired: RefCell<Vec<Mapping>>,
    /// Has a view of the memory been given out?
    #[untraced]
    is_exported: Cell<bool>,
    #[untraced]
    at: Cell<usize>,
    /// A copy of the file's descriptor, or -1.
    #[untraced]
    fd: Cell<i32>,
    #[untraced]
    offset: i64,
    #[untraced]
    access: i32,
    #[untraced]
    writable: bool,
    #[untraced]
    tracks_fd: bool,
    #[untraced]
    is_shared: bool,
}

impl Mmap {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Mmap as Numbered>::NUMBER,
        name: "mmap",
        module: "mmap",
        doc: "mmap(fileno, length[, flags[, prot[, access[, offset[, trackfd]]]]])\n\nA file, or memory without one, as bytes that can change.",
        flags: type_flags::SHOWS_GETATTR | type_flags::BASETYPE | type_flags::WEAKREFABLE,
        native: &Mmap::NATIVE,
        layout: Some(LayoutInfo::of::<Mmap>()),
        ..TypeDef::DEFAULT
    };
}

fn os_error(vm: &mut Vm, error: Errno) -> Raised {
    vm.raise_os_error(error.raw_os_error(), Value::NONE)
}

/// Where the memory is, and how long.
fn place(vm: &mut Vm, this: Gc<Mmap>) -> R<(BufferMemory, usize)> {
    let found = this.mapping.borrow().as_ref().map(|m| (BufferMemory::Foreign(m.address()), m.len()));
    found.ok_or_else(|| vm.value_error("mmap closed or invalid"))
}

/// The same, for writing.
fn writable(vm: &mut Vm, this: Gc<Mmap>) -> R<(BufferMemory, usize)> {
    let found = place(vm, this)?;
    if !this.writable {
        return Err(vm.type_error("mmap can't modify a readonly memory map."));
    }
    Ok(found)
}

/// What ran since may have closed or resized the map.
fn unchanged(vm: &mut Vm, this: Gc<Mmap>, len: usize) -> R<()> {
    if place(vm, this)?.1 == len { Ok(()) } else { Err(vm.value_error("mmap closed or invalid")) }
}

/// A position given as an index.
fn index(vm: &mut Vm, key: Value, len: usize) -> R<usize> {
    let i = vm.index_i64(key)?;
    let i = if i < 0 { i + len as i64 } else { i };
    usize::try_from(i).ok().filter(|&i| i < len).ok_or_else(|| vm.index_error("mmap index out of range"))
}

/// The positions of a slice.
fn slice_positions(vm: &mut Vm, key: Value, len: usize) -> R<Vec<usize>> {
    let indices = vm.call_method_named(key, "indices", &[Value::len(len)])?;
    let cls = vm.class(kinds::RANGE).value();
    let parts = vm.to_tuple(indices)?;
    let parts = [parts.to_ref().as_slice()[0], parts.to_ref().as_slice()[1], parts.to_ref().as_slice()[2]];
    let range = vm.call(cls, &parts)?;
    let mut all = Vec::new();
    vm.for_each(range, |vm, i| {
        all.push(vm.int_to_i64(i).unwrap_or(0) as usize);
        Ok(())
    })?;
    Ok(all)
}

fn find(vm: &mut Vm, this: Gc<Mmap>, what: Value, start: Value, end: Value, last: Direction) -> R<i64> {
    let what = buffer::peek(vm, what)?.into_owned();
    let (memory, len) = place(vm, this)?;
    let bound = |vm: &mut Vm, v: Value, default: usize| -> R<usize> {
        if v.is_none() {
            return Ok(default);
        }
        let i = vm.index_clamped(v)?;
        Ok(if i < 0 { (i + len as i64).max(0) as usize } else { (i as usize).min(len) })
    };
    let start = bound(vm, start, this.at.get())?;
    let end = bound(vm, end, len)?;
    unchanged(vm, this, len)?;
    if start > end {
        return Ok(-1);
    }
    let bytes = memory.slice(start, end - start);
    let found = match last {
        Direction::Forward => memmem::find(bytes, &what),
        Direction::Backward => memmem::rfind(bytes, &what),
    };
    Ok(found.map_or(-1, |i| (i + start) as i64))
}

/// Which end a search begins at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Forward,
    Backward,
}

fn take(vm: &mut Vm, this: Gc<Mmap>, n: usize) -> R {
    let (memory, len) = place(vm, this)?;
    let at = this.at.get().min(len);
    let n = n.min(len - at);
    this.at.set(at + n);
    Ok(vm.new_bytes(memory.slice(at, n)))
}

fn close(this: Gc<Mmap>) {
    let mapping = this.mapping.borrow_mut().take();
    if this.is_exported.get() {
        this.retired.borrow_mut().extend(mapping);
    }
    let fd = this.fd.replace(-1);
    if fd >= 0 {
        // The copy was only kept for its size.
        let _ = sys_calls::close(fd);
    }
}

#[native]
impl Mmap {
    #[sig("($cls, fileno, length, flags=1, prot=3, access=0, offset=0, *, trackfd=True)")]
    #[name("mmap")]
    fn __new__(
        vm: &mut Vm,
        cls: Gc<Type>,
        fileno: i32,
        length: i64,
        flags: Option<i32>,
        prot: Option<i32>,
        access: i32,
        offset: i64,
        trackfd: bool,
    ) -> R<Gc<Mmap>> {
        let _ = cls;
        vm.audit("mmap.__new__", |vm| {
            [Value::int32(fileno), vm.new_int(length), Value::int32(access), vm.new_int(offset)]
        })?;
        super::io::let_go::settle(vm, &[]);
        if length < 0 {
            return Err(vm.overflow_error("memory mapped length must be positive"));
        }
        if offset < 0 {
            return Err(vm.overflow_error("memory mapped offset must be positive"));
        }
        let (mut flags, mut prot) = (flags.unwrap_or(libc::MAP_SHARED), prot.unwrap_or(3));
        if access != 0 && (flags != libc::MAP_SHARED || prot != 3) {
            return Err(vm.value_error("mmap can't specify both access and flags, prot."));
        }
        let mut access = access;
        match access {
            ACCESS_READ => (flags, prot) = (libc::MAP_SHARED, libc::PROT_READ),
            ACCESS_WRITE => (flags, prot) = (libc::MAP_SHARED, libc::PROT_READ | libc::PROT_WRITE),
            ACCESS_COPY => (flags, prot) = (libc::MAP_PRIVATE, libc::PROT_READ | libc::PROT_WRITE),
            0 => {
                access = match (prot & libc::PROT_READ != 0, prot & libc::PROT_WRITE != 0) {
                    (true, true) => 0,
                    (_, true) => ACCESS_WRITE,
                    _ => ACCESS_READ,
                };
            }
            _ => return Err(vm.value_error("mmap invalid access parameter.")),
        }
        if fileno < -1 {
            return Err(os_error(vm, Errno::BADF));
        }
        let mut len = length as usize;
        if fileno != -1 {
            let stat =
                rustix::fs::fstat(sys_calls::borrow_fd(fileno)).map_err(|error| os_error(vm, error))?;
            let is_file = stat.st_mode & libc::S_IFMT == libc::S_IFREG;
            if is_file && len == 0 {
                if stat.st_size == 0 {
                    return Err(vm.value_error("cannot mmap an empty file"));
                }
                if offset >= stat.st_size {
                    return Err(vm.value_error("mmap offset is greater than file size"));
                }
                len = (stat.st_size - offset) as usize;
            } else if is_file && (offset > stat.st_size || stat.st_size - offset < len as i64) {
                return Err(vm.value_error("mmap length is greater than file size"));
            }
        } else {
            flags |= libc::MAP_ANONYMOUS;
        }
        let fd = if fileno != -1 && trackfd {
            socket::duplicate(fileno).map_err(|error| os_error(vm, error))?
        } else {
            -1
        };
        let mapping = match Mapping::new(len, prot, flags, fileno, offset) {
            Ok(mapping) => mapping,
            Err(error) => {
                if fd >= 0 {
                    let _ = sys_calls::close(fd);
                }
                return Err(os_error(vm, error));
            }
        };
        let class = vm.class(Mmap::TYPE.id).address();
        Ok(vm.heap.alloc(Mmap {
            header: Header::new::<Mmap>(class),
            mapping: RefCell::new(Some(mapping)),
            retired: RefCell::default(),
            is_exported: Cell::new(false),
            at: Cell::new(0),
            fd: Cell::new(fd),
            offset,
            access,
            tracks_fd: trackfd,
            is_shared: flags & libc::MAP_SHARED != 0,
            writable: access != ACCESS_READ && prot & libc::PROT_WRITE != 0,
        }))
    }

    fn __len__(vm: &mut Vm, this: Gc<Mmap>) -> R<usize> {
        Ok(place(vm, this)?.1)
    }

    fn __repr__(vm: &mut Vm, this: Gc<Mmap>) -> String {
        let access = match this.access {
            ACCESS_READ => "ACCESS_READ",
            ACCESS_WRITE => "ACCESS_WRITE",
            ACCESS_COPY => "ACCESS_COPY",
            _ => "ACCESS_DEFAULT",
        };
        let _ = vm;
        match this.mapping.borrow().as_ref() {
            None => "<mmap.mmap closed=True>".to_owned(),
            Some(m) => format!(
                "<mmap.mmap closed=False, access={access}, length={}, pos={}, offset={}>",
                m.len(),
                this.at.get(),
                this.offset
            ),
        }
    }

    fn __buffer__(vm: &mut Vm, this: Gc<Mmap>, flags: i32) -> R<Buffer> {
        let (memory, len) = place(vm, this)?;
        if flags & 1 != 0 && !this.writable {
            return Err(vm.raise(kinds::BUFFER_ERROR, "Object is not writable."));
        }
        this.is_exported.set(true);
        Ok(Buffer {
            exporter: Value::UNBOUND,
            owner: this.value(),
            memory,
            start: 0,
            len,
            readonly: !this.writable,
            item_size: 1,
            format: Value::UNBOUND,
            shape: Value::UNBOUND,
            strides: Value::UNBOUND,
        })
    }

    fn __getitem__(vm: &mut Vm, this: Gc<Mmap>, key: Value) -> R {
        let (memory, len) = place(vm, this)?;
        if vm.is_exact(key, kinds::SLICE) {
            let positions = slice_positions(vm, key, len)?;
            unchanged(vm, this, len)?;
            let bytes: Vec<u8> =
                positions.iter().filter_map(|&i| memory.slice(i, 1).first().copied()).collect();
            return Ok(vm.new_bytes(&bytes));
        }
        let cls = vm.class_of(key);
        if vm.slot_index(cls).is_none() {
            return Err(vm.type_error("mmap indices must be integers"));
        }
        let i = index(vm, key, len)?;
        unchanged(vm, this, len)?;
        Ok(Value::int32(memory.slice(i, 1).first().copied().unwrap_or(0).into()))
    }

    fn __setitem__(vm: &mut Vm, this: Gc<Mmap>, key: Value, value: Option<Value>) -> R<()> {
        let (_, len) = writable(vm, this)?;
        let Some(value) = value else {
            return Err(vm.type_error("mmap doesn't support item deletion"));
        };
        if vm.is_exact(key, kinds::SLICE) {
            let bytes = buffer::peek(vm, value)?.into_owned();
            // That may have resized it.
            let len = place(vm, this)?.1;
            let positions = slice_positions(vm, key, len)?;
            unchanged(vm, this, len)?;
            let (memory, _) = writable(vm, this)?;
            if bytes.len() != positions.len() {
                return Err(vm.index_error("mmap slice assignment is wrong size"));
            }
            for (i, byte) in positions.into_iter().zip(bytes) {
                memory.write(i, &[byte]);
            }
            return Ok(());
        }
        let cls = vm.class_of(key);
        if vm.slot_index(cls).is_none() {
            return Err(vm.type_error("mmap indices must be integers"));
        }
        let i = index(vm, key, len)?;
        let cls = vm.class_of(value);
        if vm.slot_index(cls).is_none() {
            return Err(vm.type_error("mmap item value must be an int"));
        }
        let value = int64(vm, value)?;
        let Ok(byte) = u8::try_from(value) else {
            return Err(vm.value_error("mmap item value must be in range(0, 256)"));
        };
        // Python code may have run, and resized it.
        let (memory, len) = writable(vm, this)?;
        if i >= len {
            return Err(vm.index_error("mmap index out of range"));
        }
        memory.write(i, &[byte]);
        Ok(())
    }

    /// Close the map.
    #[sig("($self, /)")]
    fn close(_: &mut Vm, this: Gc<Mmap>) {
        close(this);
    }

    /// Is the map closed?
    #[getter]
    fn closed(_: &mut Vm, this: Gc<Mmap>) -> bool {
        this.mapping.borrow().is_none()
    }

    /// Where bytes are found first, or -1.
    #[sig("($self, view, start=None, end=None, /)")]
    fn find(vm: &mut Vm, this: Gc<Mmap>, view: Value, start: Value, end: Value) -> R<i64> {
        find(vm, this, view, start, end, Direction::Forward)
    }

    /// Where bytes are found last, or -1.
    #[sig("($self, view, start=None, end=None, /)")]
    fn rfind(vm: &mut Vm, this: Gc<Mmap>, view: Value, start: Value, end: Value) -> R<i64> {
        find(vm, this, view, start, end, Direction::Backward)
    }

    /// Have what was changed written to the file.
    #[sig("($self, offset=0, size=None, /)")]
    fn flush(vm: &mut Vm, this: Gc<Mmap>, offset: i64, size: Option<i64>) -> R<()> {
        let (_, len) = place(vm, this)?;
        let size = size.unwrap_or(len as i64 - offset);
        if offset < 0 || size < 0 || len as i64 - offset < size {
            return Err(vm.value_error("flush values out of range"));
        }
        if this.access == ACCESS_READ || this.access == ACCESS_COPY {
            return Ok(());
        }
        let result =
            this.mapping.borrow().as_ref().map_or(Ok(()), |m| m.flush(offset as usize, size as usize));
        result.map_err(|error| os_error(vm, error))
    }

    /// Tell the kernel how the memory is used.
    #[sig("($self, option, start=0, length=None, /)")]
    fn madvise(vm: &mut Vm, this: Gc<Mmap>, option: i32, start: i64, length: Option<i64>) -> R<()> {
        let (_, len) = place(vm, this)?;
        if start < 0 || start >= len as i64 {
            return Err(vm.value_error("madvise start out of bounds"));
        }
        let length = length.unwrap_or(len as i64);
        if length < 0 {
            return Err(vm.value_error("madvise length invalid"));
        }
        if length > i64::MAX - start {
            return Err(vm.overflow_error("madvise length too large"));
        }
        let length = length.min(len as i64 - start);
        let result = this
            .mapping
            .borrow()
            .as_ref()
            .map_or(Ok(()), |m| m.advise(start as usize, length as usize, option));
        result.map_err(|error| os_error(vm, error))
    }

    /// Copy bytes from one place to another.
    #[sig("($self, dest, src, count, /)")]
    fn move_(vm: &mut Vm, this: Gc<Mmap>, dest: i64, src: i64, count: i64) -> R<()> {
        let (memory, len) = writable(vm, this)?;
        let len = len as i64;
        if dest < 0 || src < 0 || count < 0 || len - dest < count || len - src < count {
            return Err(vm.value_error("source, destination, or count out of range"));
        }
        let bytes = memory.slice(src as usize, count as usize).to_vec();
        memory.write(dest as usize, &bytes);
        Ok(())
    }

    /// Read some or all bytes from the position on.
    #[sig("($self, n=None, /)")]
    fn read(vm: &mut Vm, this: Gc<Mmap>, n: Value) -> R {
        let n = if n.is_none() { -1 } else { int64(vm, n)? };
        take(vm, this, usize::try_from(n).unwrap_or(usize::MAX))
    }

    /// Read a byte as an int.
    #[sig("($self, /)")]
    fn read_byte(vm: &mut Vm, this: Gc<Mmap>) -> R<u8> {
        let (memory, len) = place(vm, this)?;
        let at = this.at.get();
        if at >= len {
            return Err(vm.value_error("read byte out of range"));
        }
        this.at.set(at + 1);
        Ok(memory.slice(at, 1).first().copied().unwrap_or(0))
    }

    /// Read a line.
    #[sig("($self, /)")]
    fn readline(vm: &mut Vm, this: Gc<Mmap>) -> R {
        let (memory, len) = place(vm, this)?;
        let at = this.at.get().min(len);
        let n = memchr::memchr(b'\n', memory.slice(at, len - at)).map_or(len - at, |i| i + 1);
        take(vm, this, n)
    }

    /// Change the length of the map and its file.
    #[sig("($self, newsize, /)")]
    fn resize(vm: &mut Vm, this: Gc<Mmap>, newsize: i64) -> R<()> {
        place(vm, this)?;
        if !this.writable || this.access == ACCESS_COPY {
            return Err(vm.type_error("mmap can't resize a readonly or copy-on-write memory map."));
        }
        if this.is_exported.get() {
            vm.collect_for(&["resize"]);
            if memoryview::count(vm, |view| view.is_of(this.value())) > 0 {
                let message = "mmap can't resize with extant buffers exported.";
                return Err(vm.raise(kinds::BUFFER_ERROR, message));
            }
        }
        if newsize < 0 || this.offset > i64::MAX - newsize {
            return Err(vm.value_error("new size out of range"));
        }
        let (fd, len) = (this.fd.get(), place(vm, this)?.1);
        if !this.tracks_fd {
            return Err(vm.value_error("mmap can't resize with trackfd=False."));
        }
        if fd < 0 && this.is_shared && newsize as usize > len {
            return Err(vm.value_error("mmap: can't expand a shared anonymous mapping"));
        }
        if fd >= 0 {
            let whole = (this.offset + newsize) as u64;
            system_call(vm, Value::NONE, || rustix::fs::ftruncate(sys_calls::borrow_fd(fd), whole))?;
        }
        let result = this.mapping.borrow_mut().as_mut().map_or(Ok(None), |m| {
            if this.is_exported.get() {
                // Where it was must stay: other threads may be at work in it.
                m.resize_aside(newsize as usize, this.is_shared)
            } else {
                m.resize(newsize as usize).map(|()| None)
            }
        });
        let outgrown = result.map_err(|error| os_error(vm, error))?;
        this.retired.borrow_mut().extend(outgrown);
        Ok(())
    }

    /// Change the position; returns the new one.
    #[sig("($self, pos, whence=0, /)")]
    fn seek(vm: &mut Vm, this: Gc<Mmap>, pos: i64, whence: i32) -> R<usize> {
        let (_, len) = place(vm, this)?;
        let from = match whence {
            0 => 0,
            1 => this.at.get() as i64,
            2 => len as i64,
            _ => return Err(vm.value_error("unknown seek type")),
        };
        match from.checked_add(pos).and_then(|at| usize::try_from(at).ok()).filter(|&at| at <= len) {
            Some(at) => {
                this.at.set(at);
                Ok(at)
            }
            None => Err(vm.value_error("seek out of range")),
        }
    }

    /// Can the position be changed?
    #[sig("($self, /)")]
    fn seekable(_: &mut Vm, this: Gc<Mmap>) -> bool {
        let _ = this;
        true
    }

    /// The size of the file.
    #[sig("($self, /)")]
    fn size(vm: &mut Vm, this: Gc<Mmap>) -> R<u64> {
        place(vm, this)?;
        match this.fd.get() {
            -1 => Err(os_error(vm, Errno::BADF)),
            fd => match rustix::fs::fstat(sys_calls::borrow_fd(fd)) {
                Ok(stat) => Ok(stat.st_size as u64),
                Err(error) => Err(os_error(vm, error)),
            },
        }
    }

    /// The position.
    #[sig("($self, /)")]
    fn tell(vm: &mut Vm, this: Gc<Mmap>) -> R<usize> {
        place(vm, this)?;
        Ok(this.at.get())
    }

    /// Write bytes at the position.
    #[sig("($self, bytes, /)")]
    fn write(vm: &mut Vm, this: Gc<Mmap>, bytes: Value) -> R<usize> {
        let bytes = buffer::peek(vm, bytes)?.into_owned();
        let (memory, len) = writable(vm, this)?;
        let at = this.at.get();
        if at > len || len - at < bytes.len() {
            return Err(vm.value_error("data out of range"));
        }
        memory.write(at, &bytes);
        this.at.set(at + bytes.len());
        Ok(bytes.len())
    }

    /// Write a byte, given as an int, at the position.
    #[sig("($self, byte, /)")]
    fn write_byte(vm: &mut Vm, this: Gc<Mmap>, byte: Value) -> R<()> {
        let number = int64(vm, byte)?;
        let Ok(byte) = u8::try_from(number) else {
            let bound = if number < 0 { "less than minimum" } else { "greater than maximum" };
            return Err(vm.overflow_error(format!("unsigned byte integer is {bound}")));
        };
        let (memory, len) = writable(vm, this)?;
        let at = this.at.get();
        if at >= len {
            return Err(vm.value_error("write byte out of range"));
        }
        memory.write(at, &[byte]);
        this.at.set(at + 1);
        Ok(())
    }

    #[sig("($self, /)")]
    fn __enter__(vm: &mut Vm, this: Gc<Mmap>) -> R<Gc<Mmap>> {
        place(vm, this)?;
        Ok(this)
    }

    #[sig("($self, exc_type=None, exc_value=None, exc_tb=None, /)")]
    #[shown("($self, exc_type, exc_value, traceback, /)")]
    fn __exit__(_: &mut Vm, this: Gc<Mmap>, exc_type: Value, exc_value: Value, exc_tb: Value) {
        let _ = (exc_type, exc_value, exc_tb);
        close(this);
    }
}
