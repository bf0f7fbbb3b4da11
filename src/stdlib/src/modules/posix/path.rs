//! Paths and descriptors as arguments, and system calls that are tried again after a signal (PEP 475).

use rustix::fd::{BorrowedFd, RawFd};
use rustix::io::{Errno, Result};
use taipan_objects::types::str::{fs_bytes, fs_path, fs_text, is_fs_text};
use taipan_runtime::layout::Str;
use taipan_runtime::{Gc, R, Value, Vm, kinds};

/// A file as a function takes it.
pub enum Target {
    /// By name.
    Path(Path),
    /// By an open descriptor.
    Fd(RawFd),
}

/// A path, and what errors show of it.
pub struct Path {
    /// The bytes that the system gets.
    pub bytes: Vec<u8>,
    /// The argument.
    pub value: Value,
    /// Was it given as bytes? Then names that come back are bytes, too.
    pub is_bytes: bool,
}

impl Path {
    /// A path argument of a function: str, bytes or os.PathLike.
    pub fn new(vm: &mut Vm, function: &str, name: &str, value: Value) -> R<Path> {
        match Target::new(vm, function, name, value, false)? {
            Target::Path(path) => Ok(path),
            Target::Fd(_) => Err(vm.type_error("a path is needed")),
        }
    }

    /// A name that the system gave, of the same type as this path.
    pub fn name(&self, vm: &mut Vm, name: &[u8]) -> Value {
        name_value(vm, name, self.is_bytes)
    }
}

/// A name that the system gave, as str or bytes.
pub fn name_value(vm: &mut Vm, name: &[u8], is_bytes: bool) -> Value {
    if is_bytes {
        return vm.new_bytes(name);
    }
    let text = fs_text(name);
    vm.new_str_wtf8(&text).value()
}

impl Target {
    /// A path argument, or a descriptor where `allow_fd`.
    pub fn new(vm: &mut Vm, function: &str, name: &str, value: Value, allow_fd: bool) -> R<Target> {
        let want = if allow_fd { "string, bytes, os.PathLike or integer" } else { PATHS };
        Target::of(vm, function, name, value, want)
    }

    /// A path argument of a function that takes these.
    pub fn of(vm: &mut Vm, function: &str, name: &str, value: Value, want: &str) -> R<Target> {
        let cls = vm.class_of(value);
        if want != PATHS && !is_path(vm, value) && vm.slot_index(cls).is_some() {
            return Ok(Target::Fd(fd(vm, value)?));
        }
        let path = text_or_bytes(vm, function, name, value, want)?;
        let (bytes, is_bytes) = match vm.as_str(path) {
            Some(text) => {
                let bytes = text_bytes(vm, text)?;
                (bytes, false)
            }
            None => (vm.bytes_like(path)?, true),
        };
        crate::modules::io::let_go::settle(vm, &[&bytes]);
        if bytes.contains(&0) {
            return Err(vm.value_error(format!("{function}: embedded null character in {name}")));
        }
        Ok(Target::Path(Path { bytes, value: path, is_bytes }))
    }
}

/// What most functions take.
const PATHS: &str = "string, bytes or os.PathLike";

fn is_path(vm: &mut Vm, value: Value) -> bool {
    vm.as_str(value).is_some() || vm.is_instance_of(value, kinds::BYTES)
}

fn text_or_bytes(vm: &mut Vm, function: &str, name: &str, value: Value, want: &str) -> R {
    let (cls, fspath) = (vm.class_of(value), vm.names().__fspath__);
    if !is_path(vm, value) && vm.type_lookup(cls, fspath).is_none_or(Value::is_none) {
        let of = cls.name.get().to_display();
        return Err(vm.type_error(format!("{function}: {name} should be {want}, not {of}")));
    }
    fs_path(vm, value)
}

/// A path argument that only is looked at: the str or bytes, whatever is in it.
pub fn any_path(vm: &mut Vm, function: &str, value: Value) -> R {
    text_or_bytes(vm, function, "path", value, PATHS)
}

impl Target {
    /// What audit events tell of it.
    pub fn value(&self) -> Value {
        match self {
            Target::Path(path) => path.value,
            Target::Fd(fd) => Value::int32(*fd),
        }
    }
}

/// What audit events tell of a `dir_fd` argument.
pub fn dir_value(dir: RawFd) -> Value {
    Value::int32(if dir == libc::AT_FDCWD { -1 } else { dir })
}

/// Text as bytes for the system; a lone surrogate that stands for no byte is an error.
pub fn text_bytes(vm: &mut Vm, text: Gc<Str>) -> R<Vec<u8>> {
    let bytes = fs_bytes(text.to_ref().as_bytes());
    if text.as_str().is_none() && !is_fs_text(text.to_ref().as_bytes()) {
        let encode = vm.intern("encode");
        let utf8 = vm.names().utf8.value();
        let handler = vm.names().surrogateescape.value();
        vm.call_method(text.value(), encode, &[utf8, handler])?;
    }
    Ok(bytes)
}

/// A file descriptor argument: an int, or an object with `fileno()`.
pub fn fd(vm: &mut Vm, value: Value) -> R<RawFd> {
    if vm.is_exact(value, kinds::BOOL) {
        vm.warn(kinds::RUNTIME_WARNING, "bool is used as a file descriptor")?;
    }
    let index = vm.index(value)?;
    match vm.int_to_i64(index).map(i32::try_from) {
        Some(Ok(fd)) => Ok(fd),
        _ if vm.int_is_negative(index) => Err(vm.overflow_error("fd is less than minimum")),
        _ => Err(vm.overflow_error("fd is greater than maximum")),
    }
}

/// A `dir_fd` argument.
pub fn dir_fd(vm: &mut Vm, value: Value) -> R<RawFd> {
    if value.is_none() || value.is_unbound() {
        return Ok(libc::AT_FDCWD);
    }
    let cls = vm.class_of(value);
    if vm.slot_index(cls).is_none() {
        let of = vm.type_name(value);
        return Err(vm.type_error(format!("argument should be integer or None, not {of}")));
    }
    fd(vm, value)
}

/// A descriptor for one call.
pub fn borrow(fd: RawFd) -> BorrowedFd<'static> {
    crate::sys_calls::borrow_fd(fd)
}

/// Are there too many open files for one more?
pub fn are_too_many(error: Errno) -> bool {
    matches!(error, Errno::MFILE | Errno::NFILE)
}

/// Closes the files that nobody holds any more, on behalf of native functions of these names (see [`Vm::collect_for`]).
pub fn close_unheld(vm: &mut Vm, names: &[&str]) {
    vm.collect_for(names);
    vm.run_finalizers();
}

/// Makes a system call without the interpreter's lock, again and again while signals interrupt it.
pub fn call<T>(vm: &mut Vm, filename: Value, mut f: impl FnMut() -> Result<T>) -> R<T> {
    call2(vm, filename, Value::NONE, &mut f)
}

/// The same, with two file names for the error.
pub fn call2<T>(vm: &mut Vm, filename: Value, second: Value, f: &mut dyn FnMut() -> Result<T>) -> R<T> {
    if !filename.is_none() {
        (vm.hooks.file_named)(vm, filename);
    }
    let mut has_closed = false;
    loop {
        match vm.release(&mut *f) {
            Ok(v) => return Ok(v),
            Err(Errno::INTR) => vm.run_pending()?,
            Err(error) if !has_closed && are_too_many(error) => {
                close_unheld(vm, &[]);
                has_closed = true;
            }
            Err(error) => return Err(vm.raise_os_error2(error.raw_os_error(), filename, second)),
        }
    }
}
