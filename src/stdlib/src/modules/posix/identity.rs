//! Who a process is: users, groups, sessions; and when it runs: priorities and scheduling.

use super::path::call;
use super::process::bytes_of;
use super::{Classes, put_class};
use crate::structseq::{self, Record};
use crate::sys_calls::process as system;
use std::ffi::CString;
use taipan_macros::native;
use taipan_runtime::layout::{Module, Tuple};
use taipan_runtime::{Gc, R, Value, Values, Vm};

pub(super) struct Identity;

const SCHED_PARAM: Record = Record {
    module: "posix",
    name: "sched_param",
    doc: "Parameters of a scheduling policy.",
    fields: &[("sched_priority", "The priority.")],
    n_sequence: 1,
};

pub(super) fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let cls = structseq::new_class(vm, &SCHED_PARAM)?;
    structseq::set_new_of_one(vm, cls);
    vm.state::<Classes>().sched_param = Some(cls);
    put_class(vm, module, "sched_param", cls);
    Ok(())
}

/// A user's or group's number; -1 stands for "leave it".
fn id(vm: &mut Vm, value: Value, what: &str) -> R<u32> {
    let cls = vm.class_of(value);
    if vm.slot_index(cls).is_none() {
        let of = vm.type_name(value);
        return Err(vm.type_error(format!("{what} should be integer, not {of}")));
    }
    let index = vm.index(value)?;
    match vm.int_to_i64(index) {
        Some(-1) => Ok(u32::MAX),
        Some(n) if n < 0 => Err(vm.overflow_error(format!("{what} is less than minimum"))),
        Some(n) if n <= u32::MAX.into() => Ok(n as u32),
        None if vm.int_is_negative(index) => Err(vm.overflow_error(format!("{what} is less than minimum"))),
        _ => Err(vm.overflow_error(format!("{what} is greater than maximum"))),
    }
}

fn triple(vm: &mut Vm, numbers: [u32; 3]) -> Gc<Tuple> {
    let numbers = numbers.map(|n| vm.new_int(n.into()));
    vm.new_tuple(&numbers)
}

/// The priority of a `sched_param`.
pub(super) fn priority_of(vm: &mut Vm, param: Value) -> R<i32> {
    if Some(vm.class_of(param)) != vm.state::<Classes>().sched_param {
        return Err(vm.type_error("must have a sched_param object"));
    }
    let priority = vm.get_attr_named(param, "sched_priority")?;
    let number = crate::support::int64(vm, priority)?;
    i32::try_from(number).map_err(|_| vm.overflow_error("sched_priority out of range"))
}

macro_rules! done {
    ($vm:ident, $f:expr) => {{
        call($vm, Value::NONE, || $f)?;
        Ok(())
    }};
}

#[native]
impl Identity {
    /// Set the user.
    #[sig("($module, uid, /)")]
    fn setuid(vm: &mut Vm, uid: Value) -> R<()> {
        let uid = id(vm, uid, "uid")?;
        done!(vm, system::setuid(uid))
    }

    /// Set the effective user.
    #[sig("($module, euid, /)")]
    fn seteuid(vm: &mut Vm, euid: Value) -> R<()> {
        let uid = id(vm, euid, "uid")?;
        done!(vm, system::seteuid(uid))
    }

    /// Set the group.
    #[sig("($module, gid, /)")]
    fn setgid(vm: &mut Vm, gid: Value) -> R<()> {
        let gid = id(vm, gid, "gid")?;
        done!(vm, system::setgid(gid))
    }

    /// Set the effective group.
    #[sig("($module, egid, /)")]
    fn setegid(vm: &mut Vm, egid: Value) -> R<()> {
        let gid = id(vm, egid, "gid")?;
        done!(vm, system::setegid(gid))
    }

    /// Set the real and the effective user.
    #[sig("($module, ruid, euid, /)")]
    fn setreuid(vm: &mut Vm, ruid: Value, euid: Value) -> R<()> {
        let (real, effective) = (id(vm, ruid, "uid")?, id(vm, euid, "uid")?);
        done!(vm, system::setreuid(real, effective))
    }

    /// Set the real and the effective group.
    #[sig("($module, rgid, egid, /)")]
    fn setregid(vm: &mut Vm, rgid: Value, egid: Value) -> R<()> {
        let (real, effective) = (id(vm, rgid, "gid")?, id(vm, egid, "gid")?);
        done!(vm, system::setregid(real, effective))
    }

    /// Set the real, the effective and the saved user.
    #[sig("($module, ruid, euid, suid, /)")]
    fn setresuid(vm: &mut Vm, ruid: Value, euid: Value, suid: Value) -> R<()> {
        let all = [id(vm, ruid, "uid")?, id(vm, euid, "uid")?, id(vm, suid, "uid")?];
        done!(vm, system::setresuid(all[0], all[1], all[2]))
    }

    /// Set the real, the effective and the saved group.
    #[sig("($module, rgid, egid, sgid, /)")]
    fn setresgid(vm: &mut Vm, rgid: Value, egid: Value, sgid: Value) -> R<()> {
        let all = [id(vm, rgid, "gid")?, id(vm, egid, "gid")?, id(vm, sgid, "gid")?];
        done!(vm, system::setresgid(all[0], all[1], all[2]))
    }

    /// The real, the effective and the saved user.
    #[sig("($module, /)")]
    fn getresuid(vm: &mut Vm) -> R<Gc<Tuple>> {
        let all = call(vm, Value::NONE, system::users)?;
        Ok(triple(vm, all))
    }

    /// The real, the effective and the saved group.
    #[sig("($module, /)")]
    fn getresgid(vm: &mut Vm) -> R<Gc<Tuple>> {
        let all = call(vm, Value::NONE, system::groups)?;
        Ok(triple(vm, all))
    }

    /// Set the further groups.
    #[sig("($module, groups, /)")]
    fn setgroups(vm: &mut Vm, groups: Value) -> R<()> {
        if vm.as_list(groups).is_none() && vm.as_tuple(groups).is_none() {
            return Err(vm.type_error("setgroups argument must be a sequence"));
        }
        let items = vm.to_tuple(groups)?;
        let mut all = Vec::new();
        for i in 0..items.len() {
            let item = items.to_ref().as_slice()[i];
            if vm.as_int_value(item).is_none() {
                return Err(vm.type_error("groups must be integers"));
            }
            all.push(id(vm, item, "gid")?);
        }
        done!(vm, system::set_groups(&all))
    }

    /// Set the further groups to those of a user.
    #[sig("($module, username, gid, /)")]
    fn initgroups(vm: &mut Vm, username: Value, gid: Value) -> R<()> {
        let name = name(vm, username)?;
        let gid = id(vm, gid, "gid")?;
        done!(vm, system::init_groups(&name, gid))
    }

    /// The groups of a user.
    #[sig("($module, user, group, /)")]
    fn getgrouplist(vm: &mut Vm, user: Value, group: Value) -> R<Values> {
        let name = name(vm, user)?;
        let group = id(vm, group, "gid")?;
        let mut all = Values::new();
        for gid in vm.release(|| system::group_list(&name, group)) {
            let gid = vm.new_int(gid.into());
            all.push(&mut vm.heap, gid);
        }
        Ok(all)
    }

    /// The process group of a process.
    #[sig("($module, pid)")]
    #[shown("($module, /, pid)")]
    fn getpgid(vm: &mut Vm, pid: i32) -> R<i32> {
        call(vm, Value::NONE, || system::getpgid(pid))
    }

    /// Put a process into a process group.
    #[sig("($module, pid, pgrp, /)")]
    fn setpgid(vm: &mut Vm, pid: i32, pgrp: i32) -> R<()> {
        done!(vm, system::setpgid(pid, pgrp))
    }

    /// Make the process the leader of its group.
    #[sig("($module, /)")]
    fn setpgrp(vm: &mut Vm) -> R<()> {
        done!(vm, system::setpgid(0, 0))
    }

    /// The session of a process.
    #[sig("($module, pid, /)")]
    fn getsid(vm: &mut Vm, pid: i32) -> R<i32> {
        call(vm, Value::NONE, || system::getsid(pid))
    }

    /// The process group in front of a terminal.
    #[sig("($module, fd, /)")]
    fn tcgetpgrp(vm: &mut Vm, fd: i32) -> R<i32> {
        call(vm, Value::NONE, || system::tcgetpgrp(fd))
    }

    /// Put a process group in front of a terminal.
    #[sig("($module, fd, pgid, /)")]
    fn tcsetpgrp(vm: &mut Vm, fd: i32, pgid: i32) -> R<()> {
        done!(vm, system::tcsetpgrp(fd, pgid))
    }

    /// The priority of a process, a group or a user.
    #[sig("($module, which, who)")]
    #[shown("($module, /, which, who)")]
    fn getpriority(vm: &mut Vm, which: i32, who: i32) -> R<i64> {
        call(vm, Value::NONE, || system::priority(which, who as u32))
    }

    /// Set the priority of a process, a group or a user.
    #[sig("($module, which, who, priority)")]
    #[shown("($module, /, which, who, priority)")]
    fn setpriority(vm: &mut Vm, which: i32, who: i32, priority: i32) -> R<()> {
        done!(vm, system::set_priority(which, who as u32, priority))
    }

    /// Add to the priority's number; returns the new one.
    #[sig("($module, increment, /)")]
    fn nice(vm: &mut Vm, increment: i32) -> R<i64> {
        call(vm, Value::NONE, || system::nice(increment))
    }

    /// The scheduling policy of a process.
    #[sig("($module, pid, /)")]
    fn sched_getscheduler(vm: &mut Vm, pid: i32) -> R<i32> {
        call(vm, Value::NONE, || system::sched_getscheduler(pid))
    }

    /// Set the scheduling policy of a process.
    #[sig("($module, pid, policy, param, /)")]
    fn sched_setscheduler(vm: &mut Vm, pid: i32, policy: i32, param: Value) -> R<()> {
        let priority = priority_of(vm, param)?;
        done!(vm, system::set_scheduling(pid, Some(policy), priority))
    }

    /// The scheduling parameters of a process.
    #[sig("($module, pid, /)")]
    fn sched_getparam(vm: &mut Vm, pid: i32) -> R {
        let priority = call(vm, Value::NONE, || system::scheduling_priority(pid))?;
        match vm.state::<Classes>().sched_param {
            Some(cls) => Ok(structseq::new(vm, cls, &[Value::int32(priority)])),
            None => Err(vm.runtime_error("posix is not initialised")),
        }
    }

    /// Set the scheduling parameters of a process.
    #[sig("($module, pid, param, /)")]
    fn sched_setparam(vm: &mut Vm, pid: i32, param: Value) -> R<()> {
        let priority = priority_of(vm, param)?;
        done!(vm, system::set_scheduling(pid, None, priority))
    }

    /// How long a process may run until others have their turn, in seconds.
    #[sig("($module, pid, /)")]
    fn sched_rr_get_interval(vm: &mut Vm, pid: i32) -> R<f64> {
        let nanos = call(vm, Value::NONE, || system::scheduling_interval(pid))?;
        Ok(nanos as f64 / 1e9)
    }

    /// The largest priority of a policy.
    #[sig("($module, policy)")]
    #[shown("($module, /, policy)")]
    fn sched_get_priority_max(vm: &mut Vm, policy: i32) -> R<i32> {
        call(vm, Value::NONE, || system::sched_get_priority_max(policy))
    }

    /// The smallest priority of a policy.
    #[sig("($module, policy)")]
    #[shown("($module, /, policy)")]
    fn sched_get_priority_min(vm: &mut Vm, policy: i32) -> R<i32> {
        call(vm, Value::NONE, || system::sched_get_priority_min(policy))
    }

    /// Set which processors a process may run on.
    #[sig("($module, pid, mask, /)")]
    fn sched_setaffinity(vm: &mut Vm, pid: i32, mask: Value) -> R<()> {
        let mut cpus = Vec::new();
        vm.for_each(mask, |vm, item| {
            if vm.as_int_value(item).is_none() {
                let of = vm.type_name(item);
                return Err(vm.type_error(format!("expected an iterator of ints, but iterator yielded {of}")));
            }
            let cpu = vm.int_to_i64(vm.unwrap(item)).unwrap_or(i64::MAX);
            if cpu < 0 {
                return Err(vm.value_error("negative CPU number"));
            }
            if cpu > 1 << 20 {
                return Err(vm.overflow_error("CPU number too large"));
            }
            cpus.push(cpu as usize);
            Ok(())
        })?;
        done!(vm, system::set_affinity(pid, &cpus))
    }

    /// Leave namespaces that are shared with other processes.
    #[sig("($module, flags)")]
    #[shown("($module, /, flags)")]
    fn unshare(vm: &mut Vm, flags: i32) -> R<()> {
        done!(vm, system::unshare(flags))
    }

    /// Enter a namespace.
    #[sig("($module, fd, nstype=0)")]
    #[shown("($module, /, fd, nstype=0)")]
    fn setns(vm: &mut Vm, fd: Value, nstype: i32) -> R<()> {
        let fd = crate::support::file_descriptor(vm, fd)?;
        done!(vm, system::setns(fd, nstype))
    }
}

fn name(vm: &mut Vm, value: Value) -> R<CString> {
    let bytes = bytes_of(vm, value)?;
    CString::new(bytes).map_err(|_| vm.value_error("embedded null byte"))
}
