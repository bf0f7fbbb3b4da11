//! `_posixsubprocess`: forks a child that becomes another program.

use super::posix::{bytes_argument, fork};
use crate::sys_calls;
use crate::sys_calls::spawn::{self, Failure, Others, Plan, Pointers, Session, Signals};
use std::ffi::CString;
use taipan_macros::native;
use taipan_runtime::{ModuleDef, R, Value, Vm, kinds};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_posixsubprocess",
    doc: "Starts other programs, for subprocess.",
    functions: &Start::NATIVE,
    ..ModuleDef::DEFAULT
};

struct Start;

fn strings(vm: &mut Vm, values: Value) -> R<Vec<CString>> {
    let values = vm.to_list(values)?;
    let mut all = Vec::new();
    for i in 0..values.len.get() {
        let item = values.item(i);
        all.push(string(vm, item)?);
    }
    Ok(all)
}

fn string(vm: &mut Vm, value: Value) -> R<CString> {
    let bytes = bytes_argument(vm, value)?;
    CString::new(bytes).map_err(|_| vm.value_error("embedded null byte"))
}

/// A user's or group's number, if one is given.
fn id(vm: &mut Vm, value: Value, what: &str) -> R<Option<u32>> {
    if value.is_none() {
        return Ok(None);
    }
    let index = vm.index(value)?;
    match vm.int_to_i64(index) {
        Some(-1) => Ok(Some(u32::MAX)),
        // CPython's words for what a C long holds, too large or not.
        Some(number) => match u32::try_from(number) {
            Ok(number) => Ok(Some(number)),
            Err(_) => Err(vm.overflow_error(format!("{what} is less than minimum"))),
        },
        None => {
            let bound = if vm.int_is_negative(index) { "less than minimum" } else { "greater than maximum" };
            Err(vm.overflow_error(format!("{what} is {bound}")))
        }
    }
}

/// Descriptors in ascending order.
fn descriptors(vm: &mut Vm, values: Value) -> R<Vec<i32>> {
    let values = vm.to_list(values)?;
    let mut all = Vec::new();
    let mut previous = -1;
    for i in 0..values.len.get() {
        let number = vm.int_to_i64(values.item(i)).and_then(|n| i32::try_from(n).ok());
        match number {
            Some(number) if number > previous => {
                all.push(number);
                previous = number;
            }
            _ => return Err(vm.value_error("bad value(s) in fds_to_keep")),
        }
    }
    Ok(all)
}

/// The child of a fork: never returns.
fn child(vm: &mut Vm, plan: &Plan, pointers: &Pointers, function: Value) -> ! {
    if let Err(failure) = spawn::prepare(plan) {
        spawn::report(plan, "OSError", &failure);
    }
    if !function.is_none() && vm.call(function, &[]).is_err() {
        let failure = Failure { error: 0, what: "Exception occurred in preexec_fn." };
        spawn::report(plan, "SubprocessError", &failure);
    }
    let failure = spawn::run(plan, pointers);
    spawn::report(plan, "OSError", &failure)
}

#[native]
impl Start {
    /// Fork, set the child up, and run a program in it. Returns the child's number.
    #[sig(
        "($module, args, executable_list, close_fds, pass_fds, cwd, env, p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite, errpipe_read, errpipe_write, restore_signals, call_setsid, pgid_to_set, gid, extra_groups, uid, child_umask, preexec_fn, /)"
    )]
    #[expect(clippy::too_many_arguments, reason = "as many as `subprocess` gives")]
    fn fork_exec(
        vm: &mut Vm,
        args: Value,
        executable_list: Value,
        close_fds: bool,
        pass_fds: Value,
        cwd: Value,
        env: Value,
        p2cread: i32,
        p2cwrite: i32,
        c2pread: i32,
        c2pwrite: i32,
        errread: i32,
        errwrite: i32,
        errpipe_read: i32,
        errpipe_write: i32,
        restore_signals: bool,
        call_setsid: bool,
        pgid_to_set: i32,
        gid: Value,
        extra_groups: Value,
        uid: Value,
        child_umask: i32,
        preexec_fn: Value,
    ) -> R<i32> {
        if close_fds && errpipe_write < 3 {
            return Err(vm.value_error("errpipe_write must be >= 3"));
        }
        let keep = descriptors(vm, pass_fds)?;
        let groups = if extra_groups.is_none() {
            None
        } else {
            if vm.as_list(extra_groups).is_none() {
                return Err(vm.type_error("setgroups argument must be a sequence"));
            }
            let values = vm.to_list(extra_groups)?;
            let mut all = Vec::new();
            for i in 0..values.len.get() {
                let value = values.item(i);
                if vm.as_int_value(value).is_none() {
                    return Err(vm.type_error("groups must be integers"));
                }
                match id(vm, value, "gid") {
                    Ok(group) => all.extend(group),
                    Err(_) => {
                        vm.take_exception();
                        return Err(vm.value_error("invalid group id"));
                    }
                }
            }
            Some(all)
        };
        let plan = Plan {
            programs: strings(vm, executable_list)?,
            args: strings(vm, args)?,
            env: if env.is_none() { None } else { Some(strings(vm, env)?) },
            cwd: if cwd.is_none() { None } else { Some(string(vm, cwd)?) },
            child_ends: [p2cread, c2pwrite, errwrite],
            parent_ends: [p2cwrite, c2pread, errread, errpipe_read],
            report: errpipe_write,
            keep,
            close_others: if close_fds { Others::Close } else { Others::Keep },
            signals: if restore_signals { Signals::Restore } else { Signals::Keep },
            session: if call_setsid { Session::New } else { Session::Keep },
            group: pgid_to_set,
            umask: child_umask,
            uid: id(vm, uid, "uid")?,
            gid: id(vm, gid, "gid")?,
            groups,
        };
        let words: Vec<_> = plan.args.iter().map(|word| word.as_bytes()).collect();
        super::io::let_go::settle(vm, &words);
        let pointers = Pointers::new(&plan);
        if !preexec_fn.is_none() && vm.is_finalizing {
            let text = "preexec_fn not supported at interpreter shutdown";
            return Err(vm.raise(kinds::PYTHON_FINALIZATION_ERROR, text));
        }
        vm.audit("_posixsubprocess.fork_exec", |_| [executable_list, args, env])?;
        // The hooks of a fork are for children that run Python code.
        let pid = if preexec_fn.is_none() {
            match sys_calls::fork() {
                Ok(pid) => pid,
                Err(error) => return Err(vm.raise_os_error(error.raw_os_error(), Value::NONE)),
            }
        } else {
            fork(vm)?
        };
        if pid == 0 {
            child(vm, &plan, &pointers, preexec_fn);
        }
        Ok(pid)
    }
}
