//! Spawning and waiting for children; terminals; limits of the system by name.

use super::constants::{LIMITS, PATH_LIMITS, TEXTS};
use super::path::{Path, Target, call};
use super::process::{bytes_of, c_strings, environment, fork};
use super::{Classes, put_class};
use crate::structseq::{self, Record};
use crate::support::{file_descriptor, put};
use crate::sys_calls::files::{self, FileAction, Search, SpawnSettings};
use crate::sys_calls::process as system;
use std::ffi::CString;
use taipan_macros::native;
use taipan_objects::types::mappingproxy::is_mapping;
use taipan_objects::types::str::fs_text;
use taipan_runtime::layout::{Module, Tuple};
use taipan_runtime::{Gc, R, Value, Vm};

pub(super) struct Children;

const WAITID: Record = Record {
    module: "posix",
    name: "waitid_result",
    doc: "What os.waitid() tells of a child.",
    fields: &[("si_pid", ""), ("si_uid", ""), ("si_signo", ""), ("si_status", ""), ("si_code", "")],
    n_sequence: 5,
};

pub(super) fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let cls = structseq::new_class(vm, &WAITID)?;
    vm.state::<Classes>().waitid = Some(cls);
    put_class(vm, module, "waitid_result", cls);
    for (name, table) in
        [("sysconf_names", LIMITS), ("confstr_names", TEXTS), ("pathconf_names", PATH_LIMITS)]
    {
        let dict = vm.new_dict();
        for &(key, number) in table {
            let key = vm.intern(key);
            let number = vm.new_int(number);
            dict.set_str(vm, key, number);
        }
        put(vm, module, name, dict.value());
    }
    Ok(())
}

/// The number of a setting that is given by number or name.
fn setting(vm: &mut Vm, name: Value, table: &[(&str, i64)]) -> R<i32> {
    if let Some(name) = vm.as_str(name) {
        let name = name.to_display();
        return match table.iter().find(|row| *row.0 == *name) {
            Some(row) => Ok(row.1 as i32),
            None => Err(vm.value_error("unrecognized configuration name")),
        };
    }
    if vm.as_int_value(name).is_none() {
        return Err(vm.type_error("configuration names must be strings or integers"));
    }
    Ok(crate::support::int64(vm, name)? as i32)
}

fn status_and_usage(vm: &mut Vm, pid: i32, options: i32) -> R<Gc<Tuple>> {
    let (pid, status, (times, counters)) = call(vm, Value::NONE, || system::wait4(pid, options))?;
    let usage = crate::modules::resource::usage_value(vm, times, counters)?;
    Ok(vm.new_tuple(&[Value::int32(pid), Value::int32(status), usage]))
}

/// Signals of an iterable.
fn signals(vm: &mut Vm, given: Option<Value>) -> R<Option<Vec<i32>>> {
    let Some(given) = given.filter(|g| !g.is_none()) else { return Ok(None) };
    let mut all = Vec::new();
    vm.for_each(given, |vm, item| {
        let index = vm.index(item)?;
        let number = vm.int_to_i64(index).unwrap_or(-1);
        if !(1..=64).contains(&number) {
            return Err(vm.value_error(format!("signal number {number} out of range [1; 64]")));
        }
        all.push(number as i32);
        Ok(())
    })?;
    Ok(Some(all))
}

/// What is to be done to descriptors in a spawned child.
fn file_actions(vm: &mut Vm, given: Option<Value>) -> R<Vec<FileAction>> {
    let Some(given) = given.filter(|g| !g.is_none()) else { return Ok(Vec::new()) };
    let cls = vm.class_of(given);
    let getitem = vm.names().__getitem__;
    if vm.type_lookup(cls, getitem).is_none() {
        return Err(vm.type_error("file_actions must be a sequence or None"));
    }
    let items = vm.to_tuple(given)?;
    let mut actions = Vec::new();
    for i in 0..items.len() {
        let item = items.to_ref().as_slice()[i];
        let Some(item) = vm.as_tuple(item).filter(|t| !t.is_empty()) else {
            return Err(vm.type_error("Each file_actions element must be a non-empty tuple"));
        };
        let item = item.to_ref().as_slice();
        let tag = vm.int_to_i64(vm.unwrap(item[0]));
        let number = |vm: &mut Vm, v: Value| crate::support::int64(vm, v).map(|n| n as i32);
        actions.push(match (tag, item) {
            (Some(0), &[_, fd, path, flags, mode]) => {
                let path = bytes_of(vm, path)?;
                let path = CString::new(path).map_err(|_| vm.value_error("embedded null byte"))?;
                let (fd, flags) = (number(vm, fd)?, number(vm, flags)?);
                FileAction::Open { fd, path, flags, mode: number(vm, mode)? as u32 }
            }
            (Some(0), _) => return Err(vm.type_error("A open file_action tuple must have 5 elements")),
            (Some(1), &[_, fd]) => FileAction::Close(number(vm, fd)?),
            (Some(1), _) => return Err(vm.type_error("A close file_action tuple must have 2 elements")),
            (Some(2), &[_, fd, to]) => FileAction::Dup2(number(vm, fd)?, number(vm, to)?),
            (Some(2), _) => return Err(vm.type_error("A dup2 file_action tuple must have 3 elements")),
            (Some(3), &[_, fd]) => FileAction::CloseFrom(number(vm, fd)?),
            (Some(3), _) => return Err(vm.type_error("A closefrom file_action tuple must have 2 elements")),
            _ => return Err(vm.type_error("Unknown file_actions identifier")),
        });
    }
    Ok(actions)
}

/// Spawns a child: what both functions do.
fn spawn(
    vm: &mut Vm,
    search: Search,
    [path, argv, env]: [Value; 3],
    actions: Option<Value>,
    settings: &SpawnSettings,
) -> R<i32> {
    let function = if search == Search::Path { "posix_spawnp" } else { "posix_spawn" };
    let path = Path::new(vm, function, "path", path)?;
    if vm.as_tuple(argv).is_none() && vm.as_list(argv).is_none() {
        return Err(vm.type_error(format!("{function}: argv must be a tuple or list")));
    }
    if vm.len(argv)? == 0 {
        return Err(vm.value_error(format!("{function}: argv must not be empty")));
    }
    if !env.is_none() && !is_mapping(vm, env) {
        return Err(vm.type_error(format!("{function}: environment must be a mapping object or None")));
    }
    let args = c_strings(vm, argv)?;
    if args[0].is_empty() {
        return Err(vm.value_error(format!("{function}: argv first element cannot be empty")));
    }
    let shown = [path.value, argv, env];
    let env = environment(vm, Some(env).filter(|e| !e.is_none()))?;
    let actions = file_actions(vm, actions)?;
    let name = CString::new(path.bytes).map_err(|_| vm.value_error("embedded null byte"))?;
    vm.audit("os.posix_spawn", |_| shown)?;
    call(vm, path.value, || files::spawn(search, &name, &args, &env, &actions, settings))
}

fn settings(
    vm: &mut Vm,
    function: &str,
    group: Value,
    flags: [bool; 2],
    masks: [Option<Value>; 2],
    scheduler: Value,
) -> R<SpawnSettings> {
    let group = if group.is_none() { None } else { Some(crate::support::int64(vm, group)? as i32) };
    let [mask, defaults] = masks;
    let scheduler = if scheduler.is_none() {
        None
    } else {
        let Some(pair) = vm.as_tuple(scheduler) else {
            return Err(vm.type_error(format!("{function}: scheduler must be a tuple or None")));
        };
        let &[policy, param] = pair.to_ref().as_slice() else {
            return Err(vm.type_error("A scheduler tuple must have two elements"));
        };
        let policy = if policy.is_none() { None } else { Some(crate::support::int64(vm, policy)? as i32) };
        Some((policy, super::identity::priority_of(vm, param)?))
    };
    Ok(SpawnSettings {
        group,
        reset_ids: flags[0],
        new_session: flags[1],
        mask: signals(vm, mask)?,
        defaults: signals(vm, defaults)?,
        scheduler,
    })
}

#[native]
impl Children {
    /// Run a program in a new process; returns its number.
    #[sig(
        "($module, path, argv, env, /, *, file_actions=(), setpgroup=None, resetids=False, setsid=False, setsigmask=(), setsigdef=(), scheduler=None)"
    )]
    #[shown(
        "($module, path, argv, env, /, *, file_actions=(),\n            setpgroup=None, resetids=False, setsid=False,\n            setsigmask=(), setsigdef=(), scheduler=None)"
    )]
    #[expect(clippy::too_many_arguments, reason = "the signature is given")]
    fn posix_spawn(
        vm: &mut Vm,
        path: Value,
        argv: Value,
        env: Value,
        file_actions: Option<Value>,
        setpgroup: Value,
        resetids: bool,
        setsid: bool,
        setsigmask: Option<Value>,
        setsigdef: Option<Value>,
        scheduler: Value,
    ) -> R<i32> {
        let masks = [setsigmask, setsigdef];
        let settings = settings(vm, "posix_spawn", setpgroup, [resetids, setsid], masks, scheduler)?;
        spawn(vm, Search::No, [path, argv, env], file_actions, &settings)
    }

    /// Run a program that is looked for in PATH in a new process; returns its number.
    #[sig(
        "($module, path, argv, env, /, *, file_actions=(), setpgroup=None, resetids=False, setsid=False, setsigmask=(), setsigdef=(), scheduler=None)"
    )]
    #[shown(
        "($module, path, argv, env, /, *, file_actions=(),\n             setpgroup=None, resetids=False, setsid=False,\n             setsigmask=(), setsigdef=(), scheduler=None)"
    )]
    #[expect(clippy::too_many_arguments, reason = "the signature is given")]
    fn posix_spawnp(
        vm: &mut Vm,
        path: Value,
        argv: Value,
        env: Value,
        file_actions: Option<Value>,
        setpgroup: Value,
        resetids: bool,
        setsid: bool,
        setsigmask: Option<Value>,
        setsigdef: Option<Value>,
        scheduler: Value,
    ) -> R<i32> {
        let masks = [setsigmask, setsigdef];
        let settings = settings(vm, "posix_spawnp", setpgroup, [resetids, setsid], masks, scheduler)?;
        spawn(vm, Search::Path, [path, argv, env], file_actions, &settings)
    }

    /// Wait for children; returns what happened to one, or None.
    #[sig("($module, idtype, id, options, /)")]
    fn waitid(vm: &mut Vm, idtype: i32, id: i64, options: i32) -> R {
        let Some(parts) = call(vm, Value::NONE, || system::wait_id(idtype, id as u32, options))? else {
            return Ok(Value::NONE);
        };
        let values = parts.map(|n| vm.new_int(n));
        match vm.state::<Classes>().waitid {
            Some(cls) => Ok(structseq::new(vm, cls, &values)),
            None => Err(vm.runtime_error("posix is not initialised")),
        }
    }

    /// Wait for any child; returns its number, its status, and what it has used.
    #[sig("($module, /, options)")]
    fn wait3(vm: &mut Vm, options: i32) -> R<Gc<Tuple>> {
        status_and_usage(vm, -1, options)
    }

    /// Wait for a child; returns its number, its status, and what it has used.
    #[sig("($module, /, pid, options)")]
    fn wait4(vm: &mut Vm, pid: i32, options: i32) -> R<Gc<Tuple>> {
        status_and_usage(vm, pid, options)
    }

    /// Has the child of a status gone on after a stop?
    #[sig("($module, /, status)")]
    #[name("WIFCONTINUED")]
    fn has_continued(_: &mut Vm, status: i32) -> bool {
        libc::WIFCONTINUED(status)
    }

    /// Both ends of a new terminal.
    #[sig("($module, /)")]
    fn openpty(vm: &mut Vm) -> R<Gc<Tuple>> {
        let [a, b] = call(vm, Value::NONE, system::open_terminal)?;
        Ok(vm.new_tuple(&[Value::int32(a), Value::int32(b)]))
    }

    /// Fork a child with a new terminal; returns its number (0 in the child) and this end of the terminal.
    #[sig("($module, /)")]
    fn forkpty(vm: &mut Vm) -> R<Gc<Tuple>> {
        vm.audit("os.forkpty", |_| [])?;
        let [own, other] = call(vm, Value::NONE, system::open_terminal)?;
        let pid = fork(vm)?;
        if pid == 0 {
            // The child of a fork that can't have its terminal has nobody to tell.
            let _ = crate::sys_calls::close(own);
            if system::login_tty(other).is_err() {
                crate::sys_calls::exit_now(1);
            }
            return Ok(vm.new_tuple(&[Value::ZERO, Value::int32(-1)]));
        }
        let _ = crate::sys_calls::close(other);
        super::process::warn_of_threads(vm, pid, "forkpty")?;
        Ok(vm.new_tuple(&[Value::int32(pid), Value::int32(own)]))
    }

    /// Make a terminal the one of this session, with the standard streams.
    #[sig("($module, fd, /)")]
    fn login_tty(vm: &mut Vm, fd: Value) -> R<()> {
        let fd = file_descriptor(vm, fd)?;
        call(vm, Value::NONE, || system::login_tty(fd)).map(|_| ())
    }

    /// Open a new terminal's first end.
    #[sig("($module, oflag, /)")]
    fn posix_openpt(vm: &mut Vm, oflag: i32) -> R<i32> {
        call(vm, Value::NONE, || system::posix_openpt(oflag | libc::O_CLOEXEC))
    }

    /// Make the second end of a terminal accessible.
    #[sig("($module, fd, /)")]
    fn grantpt(vm: &mut Vm, fd: Value) -> R<()> {
        let fd = file_descriptor(vm, fd)?;
        call(vm, Value::NONE, || system::grantpt(fd)).map(|_| ())
    }

    /// Unlock the second end of a terminal.
    #[sig("($module, fd, /)")]
    fn unlockpt(vm: &mut Vm, fd: Value) -> R<()> {
        let fd = file_descriptor(vm, fd)?;
        call(vm, Value::NONE, || system::unlockpt(fd)).map(|_| ())
    }

    /// The name of the second end of a terminal.
    #[sig("($module, fd, /)")]
    fn ptsname(vm: &mut Vm, fd: Value) -> R {
        let fd = file_descriptor(vm, fd)?;
        let name = call(vm, Value::NONE, || system::terminal_name(fd))?;
        let name = fs_text(&name);
        Ok(vm.new_str_wtf8(&name).value())
    }

    /// The name of the process's terminal.
    #[sig("($module, /)")]
    fn ctermid(_: &mut Vm) -> &'static str {
        "/dev/tty"
    }

    /// A limit of the file system at a path; None for none.
    #[sig("($module, /, path, name)")]
    fn pathconf(vm: &mut Vm, path: Value, name: Value) -> R<i64> {
        let target = Target::new(vm, "pathconf", "path", path, true)?;
        let number = setting(vm, name, PATH_LIMITS)?;
        match target {
            Target::Fd(fd) => call(vm, Value::int32(fd), || system::path_limit(Err(fd), number)),
            Target::Path(path) => {
                let name = CString::new(path.bytes).map_err(|_| vm.value_error("embedded null byte"))?;
                call(vm, path.value, || system::path_limit(Ok(&name), number))
            }
        }
    }

    /// A limit of the file system of an open file.
    #[sig("($module, fd, name, /)")]
    fn fpathconf(vm: &mut Vm, fd: Value, name: Value) -> R<i64> {
        let fd = file_descriptor(vm, fd)?;
        let number = setting(vm, name, PATH_LIMITS)?;
        call(vm, Value::NONE, || system::path_limit(Err(fd), number))
    }

    /// A setting of the system that is text.
    #[sig("($module, name, /)")]
    fn confstr(vm: &mut Vm, name: Value) -> R {
        let number = setting(vm, name, TEXTS)?;
        match call(vm, Value::NONE, || system::system_text(number))? {
            Some(text) => {
                let text = fs_text(&text);
                Ok(vm.new_str_wtf8(&text).value())
            }
            None => Ok(Value::NONE),
        }
    }

    /// A setting of the system that is a number.
    #[sig("($module, name, /)")]
    fn sysconf(vm: &mut Vm, name: Value) -> R<i64> {
        let number = setting(vm, name, LIMITS)?;
        call(vm, Value::NONE, || system::system_limit(number))
    }
}
