//! Processes: their environment, numbers, starting and waiting.

use super::path::{Target, call, name_value};
use super::{Classes, put_class};
use crate::modules::thread::import_lock;
use crate::structseq::{self, Record};
use crate::support::put;
use crate::sys_calls;
use std::ffi::{CString, OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use taipan_macros::native;
use taipan_objects::types::mappingproxy::is_mapping;
use taipan_objects::types::str::fs_path;
use taipan_runtime::layout::{List, Module, Str, Tuple};
use taipan_runtime::{Gc, R, Value, Vm, kinds};

pub(super) struct Process;

const UNAME: Record = Record {
    module: "posix",
    name: "uname_result",
    doc: "What os.uname() tells: which system runs on which machine.",
    fields: &[
        ("sysname", "The system's name."),
        ("nodename", "The machine's name in the network."),
        ("release", "The system's release."),
        ("version", "The system's version."),
        ("machine", "The kind of hardware."),
    ],
    n_sequence: 5,
};

const TIMES: Record = Record {
    module: "posix",
    name: "times_result",
    doc: "What os.times() tells: seconds used by the process and its children.",
    fields: &[
        ("user", "Time in the process's own code."),
        ("system", "Time in the system for it."),
        ("children_user", "The same of its children."),
        ("children_system", "Time in the system for its children."),
        ("elapsed", "Time since a fixed moment in the past."),
    ],
    n_sequence: 5,
};

pub(super) fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let environ = vm.new_dict();
    for (name, value) in std::env::vars_os() {
        let (name, value) = (vm.new_bytes(name.as_bytes()), vm.new_bytes(value.as_bytes()));
        environ.set_item(vm, name, value)?;
    }
    put(vm, module, "environ", environ.value());
    let cls = structseq::new_class(vm, &UNAME)?;
    vm.state::<Classes>().uname = Some(cls);
    put_class(vm, module, "uname_result", cls);
    let cls = structseq::new_class(vm, &TIMES)?;
    vm.state::<Classes>().times = Some(cls);
    put_class(vm, module, "times_result", cls);
    Ok(())
}

/// Bytes of a str or bytes argument.
pub(crate) fn bytes_of(vm: &mut Vm, value: Value) -> R<Vec<u8>> {
    let value = fs_path(vm, value)?;
    match vm.as_str(value) {
        Some(text) => super::path::text_bytes(vm, text),
        None => vm.bytes_like(value),
    }
}

fn c_string(vm: &mut Vm, value: Value) -> R<CString> {
    let bytes = bytes_of(vm, value)?;
    CString::new(bytes).map_err(|_| vm.value_error("embedded null byte"))
}

pub(super) fn c_strings(vm: &mut Vm, values: Value) -> R<Vec<CString>> {
    let values = vm.to_list(values)?;
    let mut all = Vec::new();
    for i in 0..values.len.get() {
        let item = values.item(i);
        all.push(c_string(vm, item)?);
    }
    Ok(all)
}

/// The environment of a program: a mapping, or the process's own.
pub(super) fn environment(vm: &mut Vm, env: Option<Value>) -> R<Vec<CString>> {
    let mut variables = Vec::new();
    match env {
        Some(env) => {
            let mut columns = [vm.empty_tuple; 2];
            for (column, method) in columns.iter_mut().zip(["keys", "values"]) {
                let all = vm.call_method_named(env, method, &[])?;
                *column = vm.to_tuple(all)?;
            }
            let [names, values] = columns.map(|column| column.to_ref().as_slice());
            for (&name, &value) in names.iter().zip(values) {
                let (name, value) = (c_string(vm, name)?, c_string(vm, value)?);
                let (mut variable, value) = (name.into_bytes(), value.into_bytes());
                if variable.is_empty() || variable[1..].contains(&b'=') {
                    return Err(vm.value_error("illegal environment variable name"));
                }
                variable.push(b'=');
                variable.extend(value);
                variables.extend(CString::new(variable).ok());
            }
        }
        None => {
            for (name, value) in std::env::vars_os() {
                let mut variable = name.into_vec();
                variable.push(b'=');
                variable.extend(value.into_vec());
                variables.extend(CString::new(variable).ok());
            }
        }
    }
    Ok(variables)
}

/// Runs another program in place of this one.
fn exec(vm: &mut Vm, path: Value, argv: Value, env: Option<Value>) -> R {
    if vm.config.forbidden.exec {
        return Err(vm.runtime_error("exec not supported for isolated subinterpreters"));
    }
    // Only the form with an environment takes a descriptor, and tells which file it was.
    let (function, what) =
        if env.is_some() { ("execve", "execve: argv") } else { ("execv", "execv() arg 2") };
    let target = Target::new(vm, function, "path", path, env.is_some())?;
    let n_args = match (vm.as_tuple(argv), vm.as_list(argv)) {
        (Some(tuple), _) => tuple.len(),
        (None, Some(list)) => list.len.get(),
        (None, None) => return Err(vm.type_error(format!("{what} must be a tuple or list"))),
    };
    if n_args == 0 {
        return Err(vm.value_error(format!("{what} must not be empty")));
    }
    if env.is_some_and(|env| !is_mapping(vm, env)) {
        return Err(vm.type_error("execve: environment must be a mapping object"));
    }
    let args = c_strings(vm, argv)?;
    if args.first().is_none_or(|first| first.is_empty()) {
        return Err(vm.value_error(format!("{what} first element cannot be empty")));
    }
    let variables = environment(vm, env)?;
    vm.audit("os.exec", |_| [target.value(), argv, env.unwrap_or(Value::NONE)])?;
    let error = match &target {
        Target::Fd(fd) => sys_calls::fexecve(*fd, &args, &variables),
        Target::Path(path) => {
            let path = CString::new(path.bytes.clone()).map_err(|_| vm.value_error("embedded null byte"))?;
            sys_calls::execve(&path, &args, &variables)
        }
    };
    let filename = if env.is_some() { target.value() } else { Value::NONE };
    Err(vm.raise_os_error(error.raw_os_error(), filename))
}

fn status_pair(vm: &mut Vm, pid: i32, status: i32) -> Gc<Tuple> {
    vm.new_tuple(&[Value::int32(pid), Value::int32(status)])
}

#[native]
impl Process {
    /// Return the process's number.
    #[sig("()")]
    fn getpid(_: &mut Vm) -> u32 {
        std::process::id()
    }

    /// Return the number of the process's parent.
    #[sig("()")]
    fn getppid(_: &mut Vm) -> u32 {
        std::os::unix::process::parent_id()
    }

    /// Return the real user's number.
    #[sig("()")]
    fn getuid(_: &mut Vm) -> u32 {
        sys_calls::user_numbers()[0]
    }

    /// Return the effective user's number.
    #[sig("()")]
    fn geteuid(_: &mut Vm) -> u32 {
        sys_calls::user_numbers()[1]
    }

    /// Return the real group's number.
    #[sig("()")]
    fn getgid(_: &mut Vm) -> u32 {
        sys_calls::user_numbers()[2]
    }

    /// Return the effective group's number.
    #[sig("()")]
    fn getegid(_: &mut Vm) -> u32 {
        sys_calls::user_numbers()[3]
    }

    /// Return the process group of the process.
    #[sig("()")]
    fn getpgrp(_: &mut Vm) -> i32 {
        rustix::process::getpgrp().as_raw_nonzero().get()
    }

    /// Start a session.
    #[sig("()")]
    fn setsid(vm: &mut Vm) -> R<()> {
        call(vm, Value::NONE, sys_calls::setsid).map(|_| ())
    }

    /// Send a signal to a process.
    #[sig("(pid, signal, /)")]
    fn kill(vm: &mut Vm, pid: i32, signal: i32) -> R<()> {
        vm.audit("os.kill", |_| [Value::int32(pid), Value::int32(signal)])?;
        call(vm, Value::NONE, || sys_calls::kill(pid, signal))?;
        vm.run_pending()
    }

    /// Send a signal to a process group.
    #[sig("(pgid, signal, /)")]
    fn killpg(vm: &mut Vm, pgid: i32, signal: i32) -> R<()> {
        vm.audit("os.killpg", |_| [Value::int32(pgid), Value::int32(signal)])?;
        call(vm, Value::NONE, || sys_calls::kill(-pgid, signal))?;
        vm.run_pending()
    }

    /// Set the mask of permissions of new files; returns the previous one.
    #[sig("(mask, /)")]
    fn umask(_: &mut Vm, mask: i32) -> u32 {
        sys_calls::umask(mask as u32)
    }

    /// Fork a child process; returns 0 in the child and its number in the parent.
    #[sig("()")]
    fn fork(vm: &mut Vm) -> R<i32> {
        vm.audit("os.fork", |_| [])?;
        let pid = self::fork(vm)?;
        warn_of_threads(vm, pid, "fork")?;
        Ok(pid)
    }

    /// Functions to be called around fork().
    #[sig("(*, before=None, after_in_child=None, after_in_parent=None)")]
    #[shown(
        "($module, /, *, before=<unrepresentable>,\n                 after_in_child=<unrepresentable>,\n                 after_in_parent=<unrepresentable>)"
    )]
    fn register_at_fork(
        vm: &mut Vm,
        before: Option<Value>,
        after_in_child: Option<Value>,
        after_in_parent: Option<Value>,
    ) -> R<()> {
        let given = [before, after_in_child, after_in_parent];
        if given.iter().all(Option::is_none) {
            return Err(vm.type_error("At least one argument is required."));
        }
        for (f, name) in given.into_iter().zip(["before", "after_in_child", "after_in_parent"]) {
            if let Some(f) = f.filter(|&f| !vm.is_callable(f)) {
                let of = vm.type_name(f);
                return Err(vm.type_error(format!("'{name}' must be callable, not {of}")));
            }
        }
        let hooks = vm.state::<ForkHooks>();
        for (list, f) in [&mut hooks.before, &mut hooks.child, &mut hooks.parent].into_iter().zip(given) {
            list.extend(f);
        }
        Ok(())
    }

    /// Run a program in place of this one.
    #[sig("(path, argv, /)")]
    fn execv(vm: &mut Vm, path: Value, argv: Value) -> R {
        exec(vm, path, argv, None)
    }

    /// Run a program with its own environment in place of this one.
    #[sig("(path, argv, env)")]
    fn execve(vm: &mut Vm, path: Value, argv: Value, env: Value) -> R {
        exec(vm, path, argv, Some(env))
    }

    /// End the process at once.
    #[sig("(status)")]
    fn _exit(vm: &mut Vm, status: i32) -> R {
        crate::modules::io::let_go::settle(vm, &[]);
        sys_calls::exit_now(status)
    }

    /// Abort the process.
    #[sig("()")]
    fn abort(_: &mut Vm) -> R {
        std::process::abort()
    }

    /// Wait for a child process; returns (pid, status).
    #[sig("(pid, options, /)")]
    fn waitpid(vm: &mut Vm, pid: i32, options: i32) -> R<Gc<Tuple>> {
        let (pid, status) = call(vm, Value::NONE, || sys_calls::waitpid(pid, options))?;
        Ok(status_pair(vm, pid, status))
    }

    /// Wait for any child process; returns (pid, status).
    #[sig("()")]
    fn wait(vm: &mut Vm) -> R<Gc<Tuple>> {
        let (pid, status) = call(vm, Value::NONE, || sys_calls::waitpid(-1, 0))?;
        Ok(status_pair(vm, pid, status))
    }

    /// The exit code that a status of waitpid() means: negative for a signal.
    #[sig("(status)")]
    fn waitstatus_to_exitcode(vm: &mut Vm, status: i32) -> R<i32> {
        if libc::WIFEXITED(status) {
            Ok(libc::WEXITSTATUS(status))
        } else if libc::WIFSIGNALED(status) {
            Ok(-libc::WTERMSIG(status))
        } else if libc::WIFSTOPPED(status) {
            let signal = libc::WSTOPSIG(status);
            Err(vm.value_error(format!("process stopped by delivery of signal {signal}")))
        } else {
            Err(vm.value_error(format!("invalid wait status: {status}")))
        }
    }

    /// Did the process exit by itself?
    #[sig("(status)")]
    #[name("WIFEXITED")]
    fn wifexited(_: &mut Vm, status: i32) -> bool {
        libc::WIFEXITED(status)
    }

    /// The exit code.
    #[sig("(status)")]
    #[name("WEXITSTATUS")]
    fn wexitstatus(_: &mut Vm, status: i32) -> i32 {
        libc::WEXITSTATUS(status)
    }

    /// Was the process ended by a signal?
    #[sig("(status)")]
    #[name("WIFSIGNALED")]
    fn wifsignaled(_: &mut Vm, status: i32) -> bool {
        libc::WIFSIGNALED(status)
    }

    /// The signal that ended the process.
    #[sig("(status)")]
    #[name("WTERMSIG")]
    fn wtermsig(_: &mut Vm, status: i32) -> i32 {
        libc::WTERMSIG(status)
    }

    /// Was the process stopped?
    #[sig("(status)")]
    #[name("WIFSTOPPED")]
    fn wifstopped(_: &mut Vm, status: i32) -> bool {
        libc::WIFSTOPPED(status)
    }

    /// The signal that stopped the process.
    #[sig("(status)")]
    #[name("WSTOPSIG")]
    fn wstopsig(_: &mut Vm, status: i32) -> i32 {
        libc::WSTOPSIG(status)
    }

    /// Did the process leave a core file?
    #[sig("(status, /)")]
    #[name("WCOREDUMP")]
    fn wcoredump(_: &mut Vm, status: i32) -> bool {
        libc::WCOREDUMP(status)
    }

    /// Set a variable of the environment of child processes.
    #[sig("(name, value, /)")]
    fn putenv(vm: &mut Vm, name: Value, value: Value) -> R<()> {
        let (name, value) = (bytes_of(vm, name)?, bytes_of(vm, value)?);
        if name.contains(&0) || value.contains(&0) {
            return Err(vm.value_error("embedded null byte"));
        }
        if name.is_empty() || name.contains(&b'=') {
            return Err(vm.value_error("illegal environment variable name"));
        }
        vm.audit("os.putenv", |vm| [vm.new_bytes(&name), vm.new_bytes(&value)])?;
        sys_calls::set_environment(OsStr::from_bytes(&name), Some(OsStr::from_bytes(&value)));
        Ok(())
    }

    /// Remove a variable of the environment of child processes.
    #[sig("(name, /)")]
    fn unsetenv(vm: &mut Vm, name: Value) -> R<()> {
        let name = bytes_of(vm, name)?;
        if name.contains(&0) {
            return Err(vm.value_error("embedded null byte"));
        }
        if name.is_empty() || name.contains(&b'=') {
            return Err(vm.raise_os_error(libc::EINVAL, Value::NONE));
        }
        vm.audit("os.unsetenv", |vm| [vm.new_bytes(&name)])?;
        sys_calls::set_environment(OsStr::from_bytes(&name), None);
        Ok(())
    }

    /// The environment as the process has it now.
    #[sig("()")]
    fn _create_environ(vm: &mut Vm) -> R {
        let environ = vm.new_dict();
        for (name, value) in std::env::vars_os() {
            let (name, value) = (vm.new_bytes(name.as_bytes()), vm.new_bytes(value.as_bytes()));
            environ.set_item(vm, name, value)?;
        }
        Ok(environ.value())
    }

    /// Run a command in a shell; returns the wait status.
    #[sig("(command)")]
    fn system(vm: &mut Vm, command: Value) -> R<i32> {
        let command = bytes_of(vm, command)?;
        vm.audit("os.system", |vm| [vm.new_bytes(&command)])?;
        let command = OsString::from_vec(command);
        crate::modules::io::let_go::settle(vm, &[command.as_bytes()]);
        let status = vm.release(|| std::process::Command::new("/bin/sh").arg("-c").arg(&command).status());
        match status {
            Ok(status) => Ok(std::os::unix::process::ExitStatusExt::into_raw(status)),
            Err(error) => Err(vm.raise_io_error(&error, Value::NONE)),
        }
    }

    /// Return random bytes from the system.
    #[sig("(size, /)")]
    fn urandom(vm: &mut Vm, size: i64) -> R {
        random(vm, size)
    }

    /// Return random bytes from the system.
    #[sig("(size, flags=0)")]
    fn getrandom(vm: &mut Vm, size: i64, flags: i32) -> R {
        let _ = flags;
        random(vm, size)
    }

    /// The number of processors.
    #[sig("()")]
    fn cpu_count(vm: &mut Vm) -> usize {
        if let Ok(n @ 1..) = usize::try_from(vm.config.cpu_count) {
            return n;
        }
        std::thread::available_parallelism().map_or(1, usize::from)
    }

    /// The processors that the process may use.
    #[sig("(pid, /)")]
    fn sched_getaffinity(vm: &mut Vm, pid: i32) -> R {
        if pid < 0 {
            return Err(vm.raise_os_error(libc::EINVAL, Value::NONE));
        }
        let set =
            call(vm, Value::NONE, || rustix::thread::sched_getaffinity(rustix::process::Pid::from_raw(pid)))?;
        let result = vm.new_set(taipan_runtime::kinds::SET);
        for i in 0..rustix::thread::CpuSet::MAX_CPU {
            if set.is_set(i) {
                result.add(vm, Value::int32(i as i32))?;
            }
        }
        Ok(result.value())
    }

    /// Let other processes run.
    #[sig("()")]
    fn sched_yield(vm: &mut Vm) {
        vm.release(std::thread::yield_now);
    }

    /// The text of an error number.
    #[sig("(code, /)")]
    fn strerror(_: &mut Vm, code: i32) -> String {
        taipan_runtime::errno_text(code)
    }

    /// What the system says of itself.
    #[sig("()")]
    fn uname(vm: &mut Vm) -> R {
        let name = rustix::system::uname();
        let mut values = [Value::NONE; 5];
        let parts = [name.sysname(), name.nodename(), name.release(), name.version(), name.machine()];
        for (place, part) in values.iter_mut().zip(parts) {
            *place = name_value(vm, part.to_bytes(), false);
        }
        match vm.state::<Classes>().uname {
            Some(cls) => Ok(structseq::new(vm, cls, &values)),
            None => Err(vm.runtime_error("posix is not initialised")),
        }
    }

    /// Processor times of the process and its children, and the time that has passed.
    #[sig("()")]
    fn times(vm: &mut Vm) -> R {
        let t = sys_calls::times();
        let values = t.map(|t| vm.new_float(t));
        match vm.state::<Classes>().times {
            Some(cls) => Ok(structseq::new(vm, cls, &values)),
            None => Err(vm.runtime_error("posix is not initialised")),
        }
    }

    /// The system's load in the last 1, 5 and 15 minutes.
    #[sig("()")]
    fn getloadavg(vm: &mut Vm) -> R<Gc<Tuple>> {
        let info = rustix::system::sysinfo();
        let values = info.loads.map(|l| vm.new_float(l as f64 / 65536.0));
        Ok(vm.new_tuple(&values))
    }

    /// The groups that the user belongs to.
    #[sig("()")]
    fn getgroups(vm: &mut Vm) -> R<Gc<List>> {
        let groups = call(vm, Value::NONE, rustix::process::getgroups)?;
        let mut values = taipan_runtime::Values::new();
        for g in groups {
            let g = vm.new_uint(g.as_raw().into());
            values.push(&mut vm.heap, g);
        }
        Ok(vm.new_list_from(values))
    }

    /// The command line's user, by the environment or the system.
    #[sig("()")]
    fn getlogin(vm: &mut Vm) -> R<Gc<Str>> {
        match std::env::var("LOGNAME").or_else(|_| std::env::var("USER")) {
            Ok(name) => Ok(vm.new_str(&name)),
            Err(_) => Err(vm.raise_os_error(libc::ENOTTY, Value::NONE)),
        }
    }
}

/// Functions to be called around `fork`.
#[derive(Default)]
struct ForkHooks {
    before: Vec<Value>,
    child: Vec<Value>,
    parent: Vec<Value>,
}

impl taipan_runtime::Trace for ForkHooks {
    fn trace(&self, tracer: &mut taipan_runtime::Tracer<'_>) {
        tracer.values(&self.before);
        tracer.values(&self.child);
        tracer.values(&self.parent);
    }
}

/// A child has only the thread that forked it: what the others held stays held.
pub(crate) fn warn_of_threads(vm: &mut Vm, child: i32, function: &str) -> R<()> {
    if child == 0 || crate::modules::thread::n_running(vm) == 0 {
        return Ok(());
    }
    let text = format!(
        "This process (pid={}) is multi-threaded, use of {function}() may lead to deadlocks in the child.",
        std::process::id()
    );
    vm.warn(taipan_runtime::kinds::DEPRECATION_WARNING, &text)
}

/// `fork`, with the functions that programs have registered around it.
pub(crate) fn fork(vm: &mut Vm) -> R<i32> {
    if vm.is_finalizing {
        let text = "can't fork at interpreter shutdown";
        return Err(vm.raise(kinds::PYTHON_FINALIZATION_ERROR, text));
    }
    if vm.config.forbidden.fork {
        return Err(vm.runtime_error("fork not supported for isolated subinterpreters"));
    }
    run_fork_hooks(vm, |h| &mut h.before, true)?;
    let importing = import_lock(vm);
    importing.acquire_own(vm)?;
    let pid = sys_calls::fork();
    if let Ok(0) = pid {
        vm.after_fork_in_child();
        crate::modules::io::let_go::forget(vm);
        sys_calls::signal::forget();
        crate::modules::thread::after_fork_in_child(vm);
        crate::modules::interpreters::after_fork_in_child(vm);
    }
    importing.release(vm);
    match pid {
        Ok(0) => run_fork_hooks(vm, |h| &mut h.child, false)?,
        Ok(_) | Err(_) => run_fork_hooks(vm, |h| &mut h.parent, false)?,
    }
    pid.map_err(|error| vm.raise_os_error(error.raw_os_error(), Value::NONE))
}

/// Calls the functions of a list; what they raise is reported and forgotten.
fn run_fork_hooks(vm: &mut Vm, list: fn(&mut ForkHooks) -> &mut Vec<Value>, reversed: bool) -> R<()> {
    let n = list(vm.state::<ForkHooks>()).len();
    for i in 0..n {
        let i = if reversed { n - 1 - i } else { i };
        let f = list(vm.state::<ForkHooks>())[i];
        if vm.call(f, &[]).is_err() {
            let exc = vm.take_exception();
            vm.write_unraisable(exc, f, "");
        }
    }
    Ok(())
}

fn random(vm: &mut Vm, size: i64) -> R {
    let Ok(size) = usize::try_from(size) else {
        return Err(vm.value_error("negative argument not allowed"));
    };
    let mut bytes = vec![0; size];
    let mut done = 0;
    while done < size {
        let rest = &mut bytes[done..];
        done += call(vm, Value::NONE, || {
            rustix::rand::getrandom(&mut *rest, rustix::rand::GetRandomFlags::empty())
        })?;
    }
    Ok(vm.new_bytes(&bytes))
}
