//! `_thread`: threads, locks, and attributes of threads. What only one thread may do at a time is guarded by the
//! interpreter's lock (`taipan_runtime`'s `lock`); blocking calls here give it away.

pub mod handle;
pub mod local;
pub mod locks;

use crate::modules::time::moment;
use crate::structseq::{self, Record};
use crate::support::put;
use handle::{Shared, ThreadHandle};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Weak};
use taipan_macros::native;
use taipan_objects::types::str::fs_text;
use taipan_runtime::layout::{Dict, Module, Str, Type};
use taipan_runtime::{Args, Gc, ModuleDef, R, Trace, Tracer, Value, Vm, kinds};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_thread",
    doc: "This module provides primitive operations to write multi-threaded programs.\nThe 'threading' module provides a more convenient interface.",
    functions: &Threads::NATIVE,
    types: &[&locks::Lock::TYPE, &locks::RLock::TYPE, &local::Local::TYPE, &ThreadHandle::TYPE],
    init: Some(init),
    ..ModuleDef::DEFAULT
};

/// Native stack of a thread, in bytes, unless `stack_size` said otherwise.
const STACK_BYTES: usize = 8 << 20;
/// Registers of a thread.
const REGISTERS: usize = 1 << 20;
/// `threading.TIMEOUT_MAX`, in seconds.
const TIMEOUT_MAX: i64 = 9_223_372_036;

/// What the module keeps with the interpreter.
#[derive(Default)]
pub struct State {
    /// What threads that are about to start will call: their number, function, arguments and keywords.
    starting: Vec<(u64, [Value; 3])>,
    next_start: u64,
    /// What threads have been started by, and can be joined by.
    handles: Vec<Weak<Shared>>,
    /// Threads to wait for at the end.
    pub(crate) joined_at_exit: Vec<Arc<Shared>>,
    /// `_local` attributes of each thread: a dict from the object's number to its dict.
    pub(crate) locals: Vec<(u64, Gc<Dict>)>,
    pub(crate) next_local: i64,
    n_running: usize,
    stack_size: usize,
    import_lock: Arc<locks::Recursive>,
    warnings_lock: Arc<locks::Recursive>,
    args_class: Option<Gc<Type>>,
}

impl Trace for State {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        for (_, values) in &self.starting {
            for v in values {
                tracer.value(*v);
            }
        }
        for (_, dict) in &self.locals {
            dict.trace(tracer);
        }
        if let Some(cls) = self.args_class {
            cls.trace(tracer);
        }
    }
}

/// The system keeps so many characters of a thread's name.
const NAME_MAX: usize = 15;

const HOOK_ARGS: Record = Record {
    module: "_thread",
    name: "_ExceptHookArgs",
    doc: "What threading.excepthook is called with.",
    fields: &[
        ("exc_type", "The exception's class."),
        ("exc_value", "The exception."),
        ("exc_traceback", "Its traceback."),
        ("thread", "The thread that it ended."),
    ],
    n_sequence: 4,
};

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    crate::support::put_int(vm, module, "_NAME_MAXLEN", NAME_MAX as i64);
    let max = vm.new_float(TIMEOUT_MAX as f64);
    put(vm, module, "TIMEOUT_MAX", max);
    let error = vm.class(kinds::RUNTIME_ERROR).value();
    put(vm, module, "error", error);
    let lock = vm.class(locks::Lock::TYPE.id).value();
    put(vm, module, "LockType", lock);
    let cls = structseq::new_class(vm, &HOOK_ARGS)?;
    vm.state::<State>().args_class = Some(cls);
    put(vm, module, "_ExceptHookArgs", cls.value());
    if vm.thread.ident == 0 {
        vm.thread.ident = native_id();
    }
    Ok(())
}

/// The system's number of the calling thread.
fn native_id() -> u64 {
    rustix::thread::gettid().as_raw_nonzero().get() as u64
}

/// The identifier of the main thread.
pub(crate) fn main_ident(vm: &Vm) -> u64 {
    if vm.main_ident == 0 { std::process::id().into() } else { vm.main_ident }
}

/// The identifier of the calling thread, whichever thread runs the interpreter.
pub(crate) fn current_ident(vm: &Vm) -> u64 {
    match native_id() {
        native if native == u64::from(std::process::id()) => main_ident(vm),
        native => ident_besides(native, vm.main_ident),
    }
}

/// The identifier of a thread by its number. A forked child's main thread has kept the one from the parent, which has ended,
/// perhaps, and whose number the system may give to a thread.
fn ident_besides(native: u64, main: u64) -> u64 {
    if native == main { native | 1 << 32 } else { native }
}

/// The time limit of a blocking call: `None` for ever.
pub(crate) fn timeout(vm: &mut Vm, blocking: bool, timeout: Value) -> R<Option<std::time::Duration>> {
    let seconds = match timeout.bound() {
        None => -1.0,
        Some(timeout) => {
            let nanos = moment::nanos(vm, timeout, moment::Round::Up)?;
            if nanos == -1_000_000_000 { -1.0 } else { nanos as f64 / 1e9 }
        }
    };
    if !blocking {
        if seconds != -1.0 {
            return Err(vm.value_error("can't specify a timeout for a non-blocking call"));
        }
        return Ok(Some(std::time::Duration::ZERO));
    }
    if seconds < 0.0 && seconds != -1.0 {
        return Err(vm.value_error("timeout value must be a non-negative number"));
    }
    if seconds > TIMEOUT_MAX as f64 {
        return Err(vm.overflow_error("timeout value is too large"));
    }
    if seconds < 0.0 { Ok(None) } else { Ok(Some(std::time::Duration::from_secs_f64(seconds))) }
}

/// Starts a thread that calls a function.
fn start(vm: &mut Vm, call: [Value; 3], shared: Arc<Shared>, daemon: bool) -> R<u64> {
    if vm.config.forbidden.threads {
        return Err(vm.runtime_error("thread is not supported for isolated subinterpreters"));
    }
    if vm.is_finalizing {
        let text = "can't create new thread at interpreter shutdown";
        return Err(vm.raise(kinds::PYTHON_FINALIZATION_ERROR, text));
    }
    let state = vm.state::<State>();
    let number = state.next_start;
    state.next_start += 1;
    state.starting.push((number, call));
    let stack = if state.stack_size == 0 { STACK_BYTES } else { state.stack_size };
    let interp = vm.share();
    let (running, main) = (shared.clone(), vm.main_ident);
    let spawned = std::thread::Builder::new().stack_size(stack).spawn(move || {
        let ident = ident_besides(native_id(), main);
        running.set_ident(ident);
        interp.enter(ident, stack, REGISTERS, |vm| {
            // A panic that nothing in Python's frames caught: those who wait for the thread still must be told.
            if let Err(payload) = catch_unwind(AssertUnwindSafe(|| body(vm, number))) {
                vm.raise_panic(payload);
                let exc = vm.take_exception();
                vm.write_unraisable(exc, Value::NONE, "Exception ignored in thread");
            }
            forget_locals(vm);
            let state = vm.state::<State>();
            // A forked child has forgotten it.
            state.n_running = state.n_running.saturating_sub(1);
            state.joined_at_exit.retain(|s| !Arc::ptr_eq(s, &running));
            // Joiners may go on before the lock is given away: they wait for it.
            running.set_done();
        });
    });
    if spawned.is_err() {
        let state = vm.state::<State>();
        state.starting.retain(|s| s.0 != number);
        return Err(vm.runtime_error("can't start new thread"));
    }
    let state = vm.state::<State>();
    state.n_running += 1;
    if !daemon {
        state.joined_at_exit.push(shared.clone());
    }
    Ok(vm.release(|| shared.wait_started()))
}

/// The running thread leaves the interpreter: its attributes go.
pub(crate) fn forget_locals(vm: &mut Vm) {
    let ident = vm.thread.ident;
    vm.state::<State>().locals.retain(|(owner, _)| *owner != ident);
}

/// What a thread does.
fn body(vm: &mut Vm, number: u64) {
    let state = vm.state::<State>();
    let Some(at) = state.starting.iter().position(|s| s.0 == number) else { return };
    let (_, [function, args, kwargs]) = state.starting.swap_remove(at);
    if call(vm, function, args, kwargs).is_ok() {
        return;
    }
    if vm.take_if(kinds::SYSTEM_EXIT).is_some() {
        return;
    }
    let exc = vm.take_exception();
    let text = match vm.repr(function) {
        Ok(text) => text.to_display(),
        Err(_) => {
            vm.take_exception();
            "?".to_owned()
        }
    };
    vm.write_unraisable(exc, Value::NONE, &format!("Exception ignored in thread started by {text}"));
}

/// Calls something with a tuple and a dict (or None).
pub(crate) fn call(vm: &mut Vm, function: Value, args: Value, kwargs: Value) -> R {
    let (names, values) = match vm.as_dict(kwargs) {
        Some(kwargs) => vm.dict_to_keywords(kwargs)?,
        None => Default::default(),
    };
    let args = vm.as_tuple(args).unwrap_or(vm.empty_tuple);
    vm.call_args(function, &Args { pos: args.to_ref().as_slice(), kw_names: &names, kw_values: &values })
}

/// Waits for all threads that are no daemons: what `threading` does before the interpreter ends.
pub fn join_all(vm: &mut Vm) -> R<()> {
    loop {
        let own = vm.thread.ident;
        let next = vm.state::<State>().joined_at_exit.iter().find(|s| s.ident() != own).cloned();
        match next {
            Some(shared) => {
                handle::wait_done(vm, &shared, None)?;
            }
            None => return Ok(()),
        }
    }
}

/// The beginning of a name, without surrogates.
fn system_name(text: &[u8]) -> std::ffi::CString {
    let mut name = Vec::with_capacity(NAME_MAX);
    let mut rest = text;
    while let Some((&b, after)) = rest.split_first()
        && b != 0
        && name.len() < NAME_MAX
    {
        let is_surrogate = b == 0xed && after.first().is_some_and(|&next| next >= 0xa0);
        name.push(if is_surrogate { b'?' } else { b });
        rest = if is_surrogate { rest.get(3..).unwrap_or_default() } else { after };
    }
    std::ffi::CString::new(name).unwrap_or_default()
}

/// How many threads run that were started here.
pub fn n_running(vm: &mut Vm) -> usize {
    vm.state::<State>().n_running
}

/// The lock that `importlib` holds while it makes and drops the locks of modules, and fork() while it forks: the child must not
/// find a module half imported by a thread that it does not have.
pub fn import_lock(vm: &mut Vm) -> Arc<locks::Recursive> {
    vm.state::<State>().import_lock.clone()
}

/// The lock of the warnings' filters.
pub(crate) fn warnings_lock(vm: &mut Vm) -> Arc<locks::Recursive> {
    vm.state::<State>().warnings_lock.clone()
}

/// In a forked child there is but the calling thread. It keeps its identifier, by which it owns locks.
pub fn after_fork_in_child(vm: &mut Vm) {
    let ident = vm.thread.ident;
    vm.main_ident = ident;
    let state = vm.state::<State>();
    state.n_running = 0;
    state.import_lock.after_fork_in_child(ident);
    state.warnings_lock.after_fork_in_child(ident);
    state.starting.clear();
    state.locals.retain(|(owner, _)| *owner == ident);
    state.joined_at_exit.clear();
    let handles = state.handles.iter().filter_map(Weak::upgrade);
    for shared in handles.filter(|shared| shared.has_begun() && shared.ident() != ident) {
        shared.set_done();
    }
}

/// Remembers what a thread is joined by.
fn remember_handle(vm: &mut Vm, shared: &Arc<Shared>) {
    let handles = &mut vm.state::<State>().handles;
    if handles.len() == handles.capacity() {
        handles.retain(|handle| handle.strong_count() > 0);
    }
    handles.push(Arc::downgrade(shared));
}

struct Threads;

#[native]
impl Threads {
    /// Start a thread that calls a function with these arguments; returns its identifier.
    #[sig("(function, args, kwargs=None, /)")]
    #[shown("($module, function, args, kwargs={}, /)")]
    #[naming(Bare)]
    fn start_new_thread(vm: &mut Vm, function: Value, args: Value, kwargs: Option<Value>) -> R<u64> {
        if !vm.is_callable(function) {
            return Err(vm.type_error("first arg must be callable"));
        }
        if vm.as_tuple(args).is_none() {
            return Err(vm.type_error("2nd arg must be a tuple"));
        }
        let kwargs = kwargs.unwrap_or(Value::NONE);
        if !kwargs.is_none() && vm.as_dict(kwargs).is_none() {
            return Err(vm.type_error("optional 3rd arg must be a dictionary"));
        }
        vm.audit("_thread.start_new_thread", |_| [function, args, kwargs])?;
        start(vm, [function, args, kwargs], Arc::default(), true)
    }

    /// Start a thread that calls a function with these arguments; returns its identifier.
    #[sig("(function, args, kwargs=None, /)")]
    #[shown("($module, function, args, kwargs={}, /)")]
    fn start_new(vm: &mut Vm, function: Value, args: Value, kwargs: Option<Value>) -> R<u64> {
        Threads::start_new_thread(vm, function, args, kwargs)
    }

    /// Start a thread that can be joined; returns its handle.
    #[sig("(function, handle=None, daemon=True)")]
    fn start_joinable_thread(
        vm: &mut Vm,
        function: Value,
        handle: Value,
        daemon: bool,
    ) -> R<Gc<ThreadHandle>> {
        if !vm.is_callable(function) {
            return Err(vm.type_error("thread function must be callable"));
        }
        vm.audit("_thread.start_joinable_thread", |_| [function, Value::int32(daemon.into()), handle])?;
        let handle = match handle.cast::<ThreadHandle>() {
            Some(handle) => handle,
            None if handle.is_none() => ThreadHandle::new(vm),
            None => return Err(vm.type_error("'handle' must be a _ThreadHandle")),
        };
        let shared = handle.shared.clone();
        if !shared.begin() {
            return Err(vm.runtime_error("thread already started"));
        }
        let empty = vm.empty_tuple.value();
        if let Err(raised) = start(vm, [function, empty, Value::NONE], shared.clone(), daemon) {
            shared.reset();
            return Err(raised);
        }
        Ok(handle)
    }

    /// May daemon threads be started?
    #[sig("()")]
    fn daemon_threads_allowed(vm: &mut Vm) -> bool {
        !vm.config.forbidden.daemon_threads
    }

    /// Make a lock.
    #[sig("()")]
    fn allocate_lock(vm: &mut Vm) -> Gc<locks::Lock> {
        locks::Lock::new(vm)
    }

    /// Make a lock.
    #[sig("()")]
    fn allocate(vm: &mut Vm) -> Gc<locks::Lock> {
        locks::Lock::new(vm)
    }

    /// End the calling thread, by raising SystemExit.
    #[sig("()")]
    fn exit_thread(vm: &mut Vm) -> R {
        Err(vm.raise_call(kinds::SYSTEM_EXIT, &[]))
    }

    /// End the calling thread, by raising SystemExit.
    #[sig("()")]
    fn exit(vm: &mut Vm) -> R {
        Err(vm.raise_call(kinds::SYSTEM_EXIT, &[]))
    }

    /// Simulate the arrival of a signal in the main thread.
    #[sig("(signum=2, /)")]
    #[shown("($module, signum=signal.SIGINT, /)")]
    fn interrupt_main(vm: &mut Vm, signum: i32) -> R<()> {
        super::signal::interrupt(vm, signum)?;
        if super::signal::is_main(vm) { vm.run_pending() } else { Ok(()) }
    }

    /// The identifier of the calling thread.
    #[sig("()")]
    fn get_ident(vm: &mut Vm) -> u64 {
        vm.thread.ident
    }

    /// The system's number of the calling thread.
    #[sig("()")]
    fn get_native_id(_: &mut Vm) -> u64 {
        native_id()
    }

    /// How many threads run that were started here.
    #[sig("()")]
    fn _count(vm: &mut Vm) -> usize {
        vm.state::<State>().n_running
    }

    /// The native stack size of threads to be started; set where one is given. 0: the default.
    #[sig("(size=0, /)")]
    fn stack_size(vm: &mut Vm, size: i64) -> R<usize> {
        if size < 0 {
            return Err(vm.value_error("size must be 0 or a positive value"));
        }
        if size != 0 && size < 32 << 10 {
            return Err(vm.value_error(format!("size not valid: {size} bytes")));
        }
        Ok(std::mem::replace(&mut vm.state::<State>().stack_size, size as usize))
    }

    /// Print the exception that ended a thread.
    #[sig("(args, /)")]
    fn _excepthook(vm: &mut Vm, args: Value) -> R<()> {
        excepthook(vm, args)
    }

    /// Wait for all threads that are no daemons.
    #[sig("()")]
    fn _shutdown(vm: &mut Vm) -> R<()> {
        join_all(vm)
    }

    /// A handle for a thread that was not started here.
    #[sig("(ident, /)")]
    fn _make_thread_handle(vm: &mut Vm, ident: i64) -> Gc<ThreadHandle> {
        let handle = ThreadHandle::new(vm);
        handle.shared.begin();
        handle.shared.set_ident(ident as u64);
        handle
    }

    /// The identifier of the main thread.
    #[sig("()")]
    fn _get_main_thread_ident(vm: &mut Vm) -> u64 {
        main_ident(vm)
    }

    /// Does the calling thread run the main interpreter?
    #[sig("()")]
    fn _is_main_interpreter(vm: &mut Vm) -> bool {
        vm.id == 0
    }

    /// Get the name of the current thread.
    #[sig("()")]
    fn _get_name(vm: &mut Vm) -> Gc<Str> {
        let name = rustix::thread::name().unwrap_or_default();
        vm.new_str_wtf8(&fs_text(name.to_bytes()))
    }

    /// Give the calling thread a name that the system shows.
    #[sig("(name)")]
    fn set_name(_: &mut Vm, name: Gc<Str>) {
        // A name is a convenience.
        let _ = rustix::thread::set_name(&system_name(name.as_bytes()));
    }
}

fn excepthook(vm: &mut Vm, args: Value) -> R<()> {
    let Some(parts) = vm.as_tuple(args).filter(|t| t.len() >= 4) else {
        return Err(vm.type_error("_thread._excepthook argument type must be ExceptHookArgs"));
    };
    let &[cls, value, traceback, thread, ..] = parts.to_ref().as_slice() else { return Ok(()) };
    if cls == vm.class(kinds::SYSTEM_EXIT).value() {
        return Ok(());
    }
    let names = vm.names();
    let sys = vm.sys;
    // A thread knows the stream there was when it was made.
    let name = vm.intern("_stderr");
    let own = if thread.is_none() { None } else { vm.get_attr_opt(thread, name)? };
    let stderr = sys.get_str(vm, names.stderr).filter(|f| !f.is_none()).or(own.filter(|f| !f.is_none()));
    let Some(stderr) = stderr else { return Ok(()) };
    let name = if thread.is_none() { None } else { vm.get_attr_opt(thread, names.name)? };
    let name = match name {
        Some(name) => vm.str(name)?.to_display(),
        None => vm.thread.ident.to_string(),
    };
    let line = vm.new_str(&format!("Exception in thread {name}:\n")).value();
    vm.call_method(stderr, names.write, &[line])?;
    crate::reports::print_exception_to(vm, stderr, value, traceback)?;
    vm.call_method(stderr, names.flush, &[])?;
    Ok(())
}

/// Attributes of `_local` objects in a thread.
pub(crate) fn locals_of(vm: &mut Vm, ident: u64) -> Gc<Dict> {
    if let Some((_, dict)) = vm.state::<State>().locals.iter().find(|(owner, _)| *owner == ident) {
        return *dict;
    }
    let dict = vm.new_dict();
    vm.state::<State>().locals.push((ident, dict));
    dict
}
