//! `fcntl`

use super::posix::{self, system_call};
use crate::support::{file_descriptor, int64, put_int};
use crate::sys_calls::control;
use taipan_macros::native;
use taipan_objects::buffer;
use taipan_runtime::layout::Module;
use taipan_runtime::{Gc, ModuleDef, R, Raised, Value, Vm, kinds};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "fcntl",
    doc: "Control of files and devices by their descriptors.",
    functions: &Control::NATIVE,
    init: Some(init),
    ..ModuleDef::DEFAULT
};

const CONSTANTS: &[(&str, i64)] = &[
    ("DN_ACCESS", 1),
    ("DN_ATTRIB", 32),
    ("DN_CREATE", 4),
    ("DN_DELETE", 8),
    ("DN_MODIFY", 2),
    ("DN_MULTISHOT", 2_147_483_648),
    ("DN_RENAME", 16),
    ("FASYNC", 8192),
    ("FD_CLOEXEC", 1),
    ("FICLONE", 1_074_041_865),
    ("FICLONERANGE", 1_075_876_877),
    ("F_ADD_SEALS", 1033),
    ("F_DUPFD", 0),
    ("F_DUPFD_CLOEXEC", 1030),
    ("F_DUPFD_QUERY", 1027),
    ("F_EXLCK", 4),
    ("F_GETFD", 1),
    ("F_GETFL", 3),
    ("F_GETLEASE", 1025),
    ("F_GETLK", 5),
    ("F_GETLK64", 5),
    ("F_GETOWN", 9),
    ("F_GETOWN_EX", 16),
    ("F_GETPIPE_SZ", 1032),
    ("F_GETSIG", 11),
    ("F_GET_FILE_RW_HINT", 1037),
    ("F_GET_RW_HINT", 1035),
    ("F_GET_SEALS", 1034),
    ("F_NOTIFY", 1026),
    ("F_OFD_GETLK", 36),
    ("F_OFD_SETLK", 37),
    ("F_OFD_SETLKW", 38),
    ("F_OWNER_PGRP", 2),
    ("F_OWNER_PID", 1),
    ("F_OWNER_TID", 0),
    ("F_RDLCK", 0),
    ("F_SEAL_FUTURE_WRITE", 16),
    ("F_SEAL_GROW", 4),
    ("F_SEAL_SEAL", 1),
    ("F_SEAL_SHRINK", 2),
    ("F_SEAL_WRITE", 8),
    ("F_SETFD", 2),
    ("F_SETFL", 4),
    ("F_SETLEASE", 1024),
    ("F_SETLK", 6),
    ("F_SETLK64", 6),
    ("F_SETLKW", 7),
    ("F_SETLKW64", 7),
    ("F_SETOWN", 8),
    ("F_SETOWN_EX", 15),
    ("F_SETPIPE_SZ", 1031),
    ("F_SETSIG", 10),
    ("F_SET_FILE_RW_HINT", 1038),
    ("F_SET_RW_HINT", 1036),
    ("F_SHLCK", 8),
    ("F_UNLCK", 2),
    ("F_WRLCK", 1),
    ("LOCK_EX", 2),
    ("LOCK_MAND", 32),
    ("LOCK_NB", 4),
    ("LOCK_READ", 64),
    ("LOCK_RW", 192),
    ("LOCK_SH", 1),
    ("LOCK_UN", 8),
    ("LOCK_WRITE", 128),
    ("RWH_WRITE_LIFE_EXTREME", 5),
    ("RWH_WRITE_LIFE_LONG", 4),
    ("RWH_WRITE_LIFE_MEDIUM", 3),
    ("RWH_WRITE_LIFE_NONE", 1),
    ("RWH_WRITE_LIFE_NOT_SET", 0),
    ("RWH_WRITE_LIFE_SHORT", 2),
];

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    for &(name, value) in CONSTANTS {
        put_int(vm, module, name, value);
    }
    Ok(())
}

struct Control;

/// The third argument of `fcntl` and `ioctl`.
enum Argument {
    Number(i64),
    Bytes(Vec<u8>),
}

/// The lowest 32 bits of an int.
fn low_bits(vm: &mut Vm, value: Value) -> R<i64> {
    let index = vm.index(value)?;
    let mask = Value::len(u32::MAX as usize);
    let low = vm.binary_op(taipan_runtime::BinaryOp::And, index, mask)?;
    Ok(i64::from(vm.int_to_i64(low).unwrap_or(0) as u32 as i32))
}

fn argument(vm: &mut Vm, function: &str, value: Option<Value>) -> R<Argument> {
    let Some(value) = value else { return Ok(Argument::Number(0)) };
    let cls = vm.class_of(value);
    if vm.slot_index(cls).is_some() {
        return Ok(Argument::Number(low_bits(vm, value)?));
    }
    let bytes = if let Some(text) = vm.as_str(value) {
        text.to_ref().as_bytes().to_vec()
    } else if vm.slot_buffer(cls).is_some() {
        vm.bytes_like(value)?
    } else {
        return Err(wrong(vm, function, value));
    };
    if bytes.len() > control::BYTES_MAX {
        return Err(vm.value_error(format!("{function} argument 3 is too long")));
    }
    Ok(Argument::Bytes(bytes))
}

fn wrong(vm: &mut Vm, function: &str, value: Value) -> Raised {
    let of = vm.type_name(value);
    vm.type_error(format!(
        "{function}() argument 3 must be an integer, a bytes-like object, or a string, not {of}"
    ))
}

#[native]
impl Control {
    /// Do what a command says with a descriptor.
    #[sig("($module, fd, cmd, arg=0, /)")]
    fn fcntl(vm: &mut Vm, fd: Value, cmd: i32, arg: Option<Value>) -> R {
        let fd = file_descriptor(vm, fd)?;
        vm.audit("fcntl.fcntl", |_| [Value::int32(fd), Value::int32(cmd), arg.unwrap_or(Value::NONE)])?;
        match argument(vm, "fcntl", arg)? {
            Argument::Number(n) => {
                let result = system_call(vm, Value::NONE, || control::fcntl(fd, cmd, n))?;
                Ok(Value::int32(result))
            }
            Argument::Bytes(mut bytes) => {
                system_call(vm, Value::NONE, || control::fcntl_bytes(fd, cmd, &mut bytes))?;
                Ok(vm.new_bytes(&bytes))
            }
        }
    }

    /// Do what a request says with a device. A writable buffer is changed where `mutate_flag` is true.
    #[sig("($module, fd, request, arg=0, mutate_flag=True, /)")]
    fn ioctl(vm: &mut Vm, fd: Value, request: Value, arg: Option<Value>, mutate_flag: bool) -> R {
        let fd = file_descriptor(vm, fd)?;
        let request = low_bits(vm, request)? as u32 as u64;
        let shown = Value::len(request as usize);
        vm.audit("fcntl.ioctl", |_| [Value::int32(fd), shown, arg.unwrap_or(Value::NONE)])?;
        if mutate_flag
            && let Some(value) = arg
            && vm.as_str(value).is_none()
            && !vm.is_instance_of(value, kinds::BYTES)
        {
            let cls = vm.class_of(value);
            if vm.slot_buffer(cls).is_some() {
                let target = buffer::writable(vm, "ioctl() argument 3", value)?;
                let mut bytes = target.to_vec();
                let result = system_call(vm, Value::NONE, || control::ioctl_bytes(fd, request, &mut bytes));
                if result.is_ok() {
                    target.memory.write(target.start, &bytes);
                }
                buffer::release(&target);
                return Ok(Value::int32(result?));
            }
        }
        match argument(vm, "ioctl", arg)? {
            Argument::Number(n) => {
                let result = system_call(vm, Value::NONE, || control::ioctl(fd, request, n))?;
                Ok(Value::int32(result))
            }
            Argument::Bytes(mut bytes) => {
                system_call(vm, Value::NONE, || control::ioctl_bytes(fd, request, &mut bytes))?;
                Ok(vm.new_bytes(&bytes))
            }
        }
    }

    /// Lock or unlock a whole file.
    #[sig("($module, fd, operation, /)")]
    fn flock(vm: &mut Vm, fd: Value, operation: i32) -> R<()> {
        let fd = file_descriptor(vm, fd)?;
        vm.audit("fcntl.flock", |_| [Value::int32(fd), Value::int32(operation)])?;
        match vm.release(|| control::flock(fd, operation | libc::LOCK_NB)) {
            Ok(_) => return Ok(()),
            // A file that was let go may have the lock.
            Err(rustix::io::Errno::WOULDBLOCK) => posix::close_unheld(vm, &["flock"]),
            Err(_) => {}
        }
        system_call(vm, Value::NONE, || control::flock(fd, operation))?;
        Ok(())
    }

    /// Lock or unlock a part of a file.
    #[sig("($module, fd, cmd, len=0, start=0, whence=0, /)")]
    fn lockf(
        vm: &mut Vm,
        fd: Value,
        cmd: i32,
        len: Option<Value>,
        start: Option<Value>,
        whence: i32,
    ) -> R<()> {
        let fd = file_descriptor(vm, fd)?;
        let shown = [len, start].map(|n| n.unwrap_or(Value::NONE));
        vm.audit("fcntl.lockf", |_| {
            [Value::int32(fd), Value::int32(cmd), shown[0], shown[1], Value::int32(whence)]
        })?;
        let kind = if cmd == libc::LOCK_UN {
            libc::F_UNLCK
        } else if cmd & libc::LOCK_SH != 0 {
            libc::F_RDLCK
        } else if cmd & libc::LOCK_EX != 0 {
            libc::F_WRLCK
        } else {
            return Err(vm.value_error("unrecognized lockf argument"));
        };
        let mut bounds = [0; 2];
        for (bound, given) in bounds.iter_mut().zip([len, start]) {
            if let Some(given) = given {
                *bound = int64(vm, given)?;
            }
        }
        let [len, start] = bounds;
        let command = if cmd & libc::LOCK_NB != 0 { libc::F_SETLK } else { libc::F_SETLKW };
        system_call(vm, Value::NONE, || control::lock(fd, command, kind, start, len, whence))?;
        Ok(())
    }
}
