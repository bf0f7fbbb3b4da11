//! Reading, writing and copying beyond `read` and `write`; extended attributes; descriptors of other things than files.

use super::path::{Path, Target, call, dir_fd};
use super::tree::audit_chown;
use crate::modules::time::moment::{self, Round};
use crate::support::file_descriptor;
use crate::sys_calls::files::{self as system, Subject};
use crate::sys_calls::process;
use std::ffi::CString;
use taipan_macros::native;
use taipan_objects::buffer;
use taipan_objects::types::str::fs_text;
use taipan_runtime::layout::Tuple;
use taipan_runtime::{Gc, R, Value, Values, Vm};

pub(super) struct Transfer;

/// Reads into buffers.
fn read_into(vm: &mut Vm, fd: i32, buffers: Value, at: Option<(i64, i32)>, function: &str) -> R<usize> {
    let buffers = sequence(vm, buffers, function)?;
    let mut targets = Vec::new();
    let mut parts = Vec::new();
    for i in 0..buffers.len() {
        match buffer::view(vm, buffers.to_ref().as_slice()[i]) {
            Ok(target) => {
                parts.push(vec![0; target.len]);
                targets.push(target);
            }
            Err(raised) => {
                targets.iter().for_each(buffer::release);
                return Err(raised);
            }
        }
    }
    let result = call(vm, Value::NONE, || system::read_vector(fd, &mut parts, at));
    if let Ok(mut left) = result {
        for (target, part) in targets.iter().zip(&parts) {
            let n = left.min(part.len());
            target.memory.write(target.start, &part[..n]);
            left -= n;
        }
    }
    targets.iter().for_each(buffer::release);
    result
}

fn write_from(vm: &mut Vm, fd: i32, buffers: Value, at: Option<(i64, i32)>, function: &str) -> R<usize> {
    let buffers = sequence(vm, buffers, function)?;
    let mut parts = Vec::new();
    for i in 0..buffers.len() {
        let item = buffers.to_ref().as_slice()[i];
        parts.push(buffer::peek(vm, item)?.into_owned());
    }
    call(vm, Value::NONE, || system::write_vector(fd, &parts, at))
}

fn sequence(vm: &mut Vm, buffers: Value, function: &str) -> R<Gc<Tuple>> {
    let cls = vm.class_of(buffers);
    let getitem = vm.names().__getitem__;
    if vm.type_lookup(cls, getitem).is_none() || vm.as_dict(buffers).is_some() {
        return Err(vm.type_error(format!("{function}() arg 2 must be a sequence")));
    }
    vm.to_tuple(buffers)
}

fn offset(vm: &mut Vm, value: Value) -> R<Option<i64>> {
    if value.is_none() { Ok(None) } else { crate::support::int64(vm, value).map(Some) }
}

/// A path or descriptor with extended attributes.
struct Owner {
    target: Target,
    path: CString,
    value: Value,
    follows: bool,
}

impl Owner {
    fn new(vm: &mut Vm, function: &str, path: Value, follow_symlinks: bool) -> R<Owner> {
        let target = Target::new(vm, function, "path", path, true)?;
        Owner::of(vm, function, target, follow_symlinks)
    }

    fn of(vm: &mut Vm, function: &str, target: Target, follow_symlinks: bool) -> R<Owner> {
        let (bytes, value) = match &target {
            Target::Path(path) => (path.bytes.clone(), path.value),
            Target::Fd(_) if !follow_symlinks => {
                return Err(vm.value_error(format!("{function}: cannot use fd and follow_symlinks together")));
            }
            Target::Fd(fd) => (Vec::new(), Value::int32(*fd)),
        };
        let path = CString::new(bytes).map_err(|_| vm.value_error("embedded null byte"))?;
        Ok(Owner { target, path, value, follows: follow_symlinks })
    }

    fn subject(&self) -> Subject<'_> {
        match self.target {
            Target::Fd(fd) => Subject::Fd(fd),
            Target::Path(_) if self.follows => Subject::Path(&self.path),
            Target::Path(_) => Subject::Link(&self.path),
        }
    }
}

fn attribute_name(vm: &mut Vm, function: &str, value: Value) -> R<CString> {
    let path = Path::new(vm, function, "attribute", value)?;
    CString::new(path.bytes).map_err(|_| vm.value_error("embedded null byte"))
}

/// Nanoseconds of a timer, as seconds.
fn timer_seconds(vm: &mut Vm, parts: [i64; 2]) -> Gc<Tuple> {
    let parts = parts.map(|n| vm.new_float(moment::as_seconds(n.into())));
    vm.new_tuple(&parts)
}

fn timer_nanos(vm: &mut Vm, parts: [i64; 2]) -> Gc<Tuple> {
    let parts = parts.map(|n| vm.new_int(n));
    vm.new_tuple(&parts)
}

#[native]
impl Transfer {
    /// Read into a sequence of buffers; returns how many bytes came.
    #[sig("($module, fd, buffers, /)")]
    fn readv(vm: &mut Vm, fd: i32, buffers: Value) -> R<usize> {
        read_into(vm, fd, buffers, None, "readv")
    }

    /// Write from a sequence of buffers; returns how many bytes were written.
    #[sig("($module, fd, buffers, /)")]
    fn writev(vm: &mut Vm, fd: i32, buffers: Value) -> R<usize> {
        write_from(vm, fd, buffers, None, "writev")
    }

    /// Read into a sequence of buffers from a position.
    #[sig("($module, fd, buffers, offset, flags=0, /)")]
    fn preadv(vm: &mut Vm, fd: i32, buffers: Value, offset: i64, flags: i32) -> R<usize> {
        read_into(vm, fd, buffers, Some((offset, flags)), "preadv")
    }

    /// Write from a sequence of buffers to a position.
    #[sig("($module, fd, buffers, offset, flags=0, /)")]
    fn pwritev(vm: &mut Vm, fd: i32, buffers: Value, offset: i64, flags: i32) -> R<usize> {
        write_from(vm, fd, buffers, Some((offset, flags)), "pwritev")
    }

    /// Copy bytes from a file to another descriptor.
    #[sig("($module, out_fd, in_fd, offset, count)")]
    #[shown("($module, /, out_fd, in_fd, offset, count)")]
    fn sendfile(vm: &mut Vm, out_fd: i32, in_fd: i32, offset: Value, count: i64) -> R<usize> {
        let at = self::offset(vm, offset)?;
        let Ok(count) = usize::try_from(count) else {
            return Err(vm.value_error("count cannot be negative"));
        };
        call(vm, Value::NONE, || system::send_file(out_fd, in_fd, at, count))
    }

    /// Move bytes between a pipe and another descriptor.
    #[sig("($module, src, dst, count, offset_src=None, offset_dst=None, flags=0)")]
    #[shown("($module, /, src, dst, count, offset_src=None, offset_dst=None,\n       flags=0)")]
    fn splice(
        vm: &mut Vm,
        src: i32,
        dst: i32,
        count: i64,
        offset_src: Value,
        offset_dst: Value,
        flags: u32,
    ) -> R<usize> {
        let Ok(count) = usize::try_from(count) else {
            return Err(vm.value_error("'count' cannot be negative"));
        };
        let offsets = [offset(vm, offset_src)?, offset(vm, offset_dst)?];
        call(vm, Value::NONE, || system::splice(src, dst, count, offsets, flags))
    }

    /// Copy bytes from file to file.
    #[sig("($module, src, dst, count, offset_src=None, offset_dst=None)")]
    #[shown("($module, /, src, dst, count, offset_src=None,\n                offset_dst=None)")]
    fn copy_file_range(
        vm: &mut Vm,
        src: i32,
        dst: i32,
        count: i64,
        offset_src: Value,
        offset_dst: Value,
    ) -> R<usize> {
        let Ok(count) = usize::try_from(count) else {
            return Err(vm.value_error("negative value for 'count' not allowed"));
        };
        let offsets = [offset(vm, offset_src)?, offset(vm, offset_dst)?];
        call(vm, Value::NONE, || system::copy_range(src, dst, count, offsets))
    }

    /// Say how a file will be read.
    #[sig("($module, fd, offset, length, advice, /)")]
    fn posix_fadvise(vm: &mut Vm, fd: i32, offset: i64, length: i64, advice: i32) -> R<()> {
        call(vm, Value::NONE, || system::advise(fd, offset, length, advice))
    }

    /// Reserve room for a file.
    #[sig("($module, fd, offset, length, /)")]
    fn posix_fallocate(vm: &mut Vm, fd: i32, offset: i64, length: i64) -> R<()> {
        call(vm, Value::NONE, || system::allocate(fd, offset, length))
    }

    /// Lock, unlock or test a part of a file.
    #[sig("($module, fd, command, length, /)")]
    fn lockf(vm: &mut Vm, fd: i32, command: i32, length: i64) -> R<()> {
        vm.audit("os.lockf", |vm| [Value::int32(fd), Value::int32(command), vm.new_int(length)])?;
        call(vm, Value::NONE, || process::lockf(fd, command, length)).map(|_| ())
    }

    /// A file in memory.
    #[sig("($module, /, name, flags=1)")]
    #[shown("($module, /, name, flags=MFD_CLOEXEC)")]
    fn memfd_create(vm: &mut Vm, name: Value, flags: u32) -> R<i32> {
        let name = Path::new(vm, "memfd_create", "name", name)?;
        let name = CString::new(name.bytes).map_err(|_| vm.value_error("embedded null byte"))?;
        call(vm, Value::NONE, || system::memory_file(&name, flags))
    }

    /// A descriptor that counts events.
    #[sig("($module, initval, flags=524288)")]
    #[shown("($module, /, initval, flags=EFD_CLOEXEC)")]
    fn eventfd(vm: &mut Vm, initval: u32, flags: i32) -> R<i32> {
        call(vm, Value::NONE, || process::eventfd(initval, flags))
    }

    /// Take the count of an event descriptor.
    #[sig("($module, fd)")]
    #[shown("($module, /, fd)")]
    fn eventfd_read(vm: &mut Vm, fd: Value) -> R<u64> {
        let fd = file_descriptor(vm, fd)?;
        let mut parts = [vec![0; 8]];
        call(vm, Value::NONE, || system::read_vector(fd, &mut parts, None))?;
        Ok(parts[0].iter().rev().fold(0, |n, &b| n << 8 | u64::from(b)))
    }

    /// Add to the count of an event descriptor.
    #[sig("($module, fd, value)")]
    #[shown("($module, /, fd, value)")]
    fn eventfd_write(vm: &mut Vm, fd: Value, value: Value) -> R<()> {
        let fd = file_descriptor(vm, fd)?;
        let value = device_number(vm, value)?;
        let parts = [value.to_ne_bytes().to_vec()];
        call(vm, Value::NONE, || system::write_vector(fd, &parts, None)).map(|_| ())
    }

    /// A descriptor that tells when a timer runs out.
    #[sig("($module, clockid, /, *, flags=524288)")]
    #[shown("($module, clockid, /, *, flags=0)")]
    fn timerfd_create(vm: &mut Vm, clockid: i32, flags: i32) -> R<i32> {
        call(vm, Value::NONE, || process::timerfd_create(clockid, flags | libc::TFD_CLOEXEC))
    }

    /// Set a timer, in seconds; returns the setting before.
    #[sig("($module, fd, /, *, flags=0, initial=0.0, interval=0.0)")]
    fn timerfd_settime(
        vm: &mut Vm,
        fd: Value,
        flags: i32,
        initial: Option<Value>,
        interval: Option<Value>,
    ) -> R<Gc<Tuple>> {
        let fd = file_descriptor(vm, fd)?;
        let mut timer = [0; 2];
        for (place, given) in timer.iter_mut().zip([initial, interval]) {
            if let Some(given) = given {
                *place = moment::nanos(vm, given, Round::Floor)?;
            }
        }
        let old = call(vm, Value::NONE, || process::set_timer(fd, flags, timer))?;
        Ok(timer_seconds(vm, old))
    }

    /// Set a timer, in nanoseconds; returns the setting before.
    #[sig("($module, fd, /, *, flags=0, initial=0, interval=0)")]
    fn timerfd_settime_ns(vm: &mut Vm, fd: Value, flags: i32, initial: i64, interval: i64) -> R<Gc<Tuple>> {
        let fd = file_descriptor(vm, fd)?;
        let old = call(vm, Value::NONE, || process::set_timer(fd, flags, [initial, interval]))?;
        Ok(timer_nanos(vm, old))
    }

    /// The setting of a timer, in seconds.
    #[sig("($module, fd, /)")]
    fn timerfd_gettime(vm: &mut Vm, fd: Value) -> R<Gc<Tuple>> {
        let fd = file_descriptor(vm, fd)?;
        let now = call(vm, Value::NONE, || process::timer(fd))?;
        Ok(timer_seconds(vm, now))
    }

    /// The setting of a timer, in nanoseconds.
    #[sig("($module, fd, /)")]
    fn timerfd_gettime_ns(vm: &mut Vm, fd: Value) -> R<Gc<Tuple>> {
        let fd = file_descriptor(vm, fd)?;
        let now = call(vm, Value::NONE, || process::timer(fd))?;
        Ok(timer_nanos(vm, now))
    }

    /// The value of an extended attribute.
    #[sig("($module, /, path, attribute, *, follow_symlinks=True)")]
    fn getxattr(vm: &mut Vm, path: Value, attribute: Value, follow_symlinks: bool) -> R {
        let owner = Owner::new(vm, "getxattr", path, follow_symlinks)?;
        let name = attribute_name(vm, "getxattr", attribute)?;
        vm.audit("os.getxattr", |_| [owner.target.value(), attribute])?;
        let value = call(vm, owner.value, || system::attribute(owner.subject(), &name))?;
        Ok(vm.new_bytes(&value))
    }

    /// Set an extended attribute.
    #[sig("($module, /, path, attribute, value, flags=0, *, follow_symlinks=True)")]
    #[shown("($module, /, path, attribute, value, flags=0, *,\n         follow_symlinks=True)")]
    fn setxattr(
        vm: &mut Vm,
        path: Value,
        attribute: Value,
        value: Value,
        flags: i32,
        follow_symlinks: bool,
    ) -> R<()> {
        let owner = Owner::new(vm, "setxattr", path, follow_symlinks)?;
        let name = attribute_name(vm, "setxattr", attribute)?;
        let content = buffer::peek(vm, value)?.into_owned();
        vm.audit("os.setxattr", |_| [owner.target.value(), attribute, value, Value::int32(flags)])?;
        call(vm, owner.value, || system::set_attribute(owner.subject(), &name, &content, flags)).map(|_| ())
    }

    /// Remove an extended attribute.
    #[sig("($module, /, path, attribute, *, follow_symlinks=True)")]
    fn removexattr(vm: &mut Vm, path: Value, attribute: Value, follow_symlinks: bool) -> R<()> {
        let owner = Owner::new(vm, "removexattr", path, follow_symlinks)?;
        let name = attribute_name(vm, "removexattr", attribute)?;
        vm.audit("os.removexattr", |_| [owner.target.value(), attribute])?;
        call(vm, owner.value, || system::remove_attribute(owner.subject(), &name)).map(|_| ())
    }

    /// The names of a file's extended attributes.
    #[sig("($module, /, path=None, *, follow_symlinks=True)")]
    fn listxattr(vm: &mut Vm, path: Value, follow_symlinks: bool) -> R<Values> {
        let place = if path.is_none() { vm.new_str(".").value() } else { path };
        let want = "string, bytes, os.PathLike, integer or None";
        let target = Target::of(vm, "listxattr", "path", place, want)?;
        let owner = Owner::of(vm, "listxattr", target, follow_symlinks)?;
        let shown = if path.is_none() { path } else { owner.target.value() };
        vm.audit("os.listxattr", |_| [shown])?;
        let names = call(vm, owner.value, || system::attributes(owner.subject()))?;
        let mut all = Values::new();
        for name in names.split(|&b| b == 0).filter(|name| !name.is_empty()) {
            let name = fs_text(name);
            let name = vm.new_str_wtf8(&name);
            all.push(&mut vm.heap, name.value());
        }
        Ok(all)
    }

    /// Make a file, a pipe or a device.
    #[sig("($module, /, path, mode=384, device=0, *, dir_fd=None)")]
    fn mknod(vm: &mut Vm, path: Value, mode: u32, device: i64, dir_fd: Value) -> R<()> {
        let path = Path::new(vm, "mknod", "path", path)?;
        let dir = self::dir_fd(vm, dir_fd)?;
        let name = CString::new(path.bytes).map_err(|_| vm.value_error("embedded null byte"))?;
        call(vm, Value::NONE, || system::make_node(dir, &name, mode, device as u64)).map(|_| ())
    }

    /// The first half of a device's number.
    #[sig("($module, device, /)")]
    fn major(vm: &mut Vm, device: Value) -> R<i64> {
        Ok(half(libc::major(device_number(vm, device)?)))
    }

    /// The second half of a device's number.
    #[sig("($module, device, /)")]
    fn minor(vm: &mut Vm, device: Value) -> R<i64> {
        Ok(half(libc::minor(device_number(vm, device)?)))
    }

    /// A device's number of its halves.
    #[sig("($module, major, minor, /)")]
    fn makedev(vm: &mut Vm, major: Value, minor: Value) -> R {
        let mut halves = [0; 2];
        for (half, given) in halves.iter_mut().zip([major, minor]) {
            let n = crate::support::int64(vm, given)?;
            *half = match u32::try_from(n) {
                Ok(n) => n,
                // The number of no device.
                Err(_) if n == -1 => u32::MAX,
                Err(_) => return Err(vm.overflow_error("Python int too large to convert to C unsigned int")),
            };
        }
        let device = libc::makedev(halves[0], halves[1]);
        Ok(if device == u64::MAX { Value::int32(-1) } else { vm.new_uint(device) })
    }

    /// Change the owner of an open file.
    #[sig("($module, /, fd, uid, gid)")]
    fn fchown(vm: &mut Vm, fd: i32, uid: i64, gid: i64) -> R<()> {
        audit_chown(vm, Value::int32(fd), uid, gid, libc::AT_FDCWD)?;
        call(vm, Value::NONE, || system::change_owner(fd, uid as u32, gid as u32)).map(|_| ())
    }

    /// Change the owner of a file or a symbolic link.
    #[sig("($module, /, path, uid, gid)")]
    fn lchown(vm: &mut Vm, path: Value, uid: i64, gid: i64) -> R<()> {
        let path = Path::new(vm, "lchown", "path", path)?;
        audit_chown(vm, path.value, uid, gid, libc::AT_FDCWD)?;
        let name = CString::new(path.bytes).map_err(|_| vm.value_error("embedded null byte"))?;
        call(vm, path.value, || system::change_link_owner(&name, uid as u32, gid as u32)).map(|_| ())
    }

    /// A descriptor for a process.
    #[sig("($module, /, pid, flags=0)")]
    fn pidfd_open(vm: &mut Vm, pid: i32, flags: u32) -> R<i32> {
        call(vm, Value::NONE, || system::process_file(pid, flags))
    }

    /// Have everything written to the disks.
    #[sig("($module, /)")]
    fn sync(vm: &mut Vm) {
        vm.release(system::sync);
    }

    /// Change the root of the file system.
    #[sig("($module, /, path)")]
    fn chroot(vm: &mut Vm, path: Value) -> R<()> {
        let path = Path::new(vm, "chroot", "path", path)?;
        call(vm, path.value, || rustix::process::chroot(path.bytes.as_slice()))
    }
}

/// Half of a device's number; the largest stands for no device.
fn half(number: u32) -> i64 {
    if number == u32::MAX { -1 } else { number.into() }
}

/// An int of 64 bits without a sign; -1 stands for the largest.
fn device_number(vm: &mut Vm, value: Value) -> R<u64> {
    let index = vm.index(value)?;
    match vm.int_to_i64(index) {
        Some(-1) => Ok(u64::MAX),
        Some(n) if n >= 0 => Ok(n as u64),
        _ if vm.int_is_negative(index) => Err(vm.overflow_error("can't convert negative int to unsigned")),
        // All 64 bits may be in use.
        _ => {
            let shift = Value::int32(32);
            let high = vm.binary_op(taipan_runtime::BinaryOp::RShift, index, shift)?;
            let mask = vm.new_int(0xffff_ffff);
            let low = vm.binary_op(taipan_runtime::BinaryOp::And, index, mask)?;
            match (vm.int_to_i64(high).and_then(|h| u32::try_from(h).ok()), vm.int_to_i64(low)) {
                (Some(high), Some(low)) => Ok(u64::from(high) << 32 | low as u64),
                _ => Err(vm.overflow_error("int too big to convert")),
            }
        }
    }
}
