//! `_asyncio`: futures and tasks, and what runs in each thread: which event loop, which task.
//!
//! The loops themselves are in Python; what they call for each step of a task is here.

pub mod future;
pub mod task;

use crate::support::import;
use future::Future;
use taipan_macros::native;
use taipan_runtime::kinds::{self, Numbered};
use taipan_runtime::layout::{Set, Type};
use taipan_runtime::{Args, Gc, ModuleDef, R, Raised, Trace, Tracer, Value, Vm};
use task::Task;

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_asyncio",
    doc: "Futures and tasks of asyncio.",
    functions: &Functions::NATIVE,
    types: &[&Future::TYPE, &Task::TYPE],
    ..ModuleDef::DEFAULT
};

/// What the module keeps with the interpreter.
pub struct State {
    cancelled_error: Option<Gc<Type>>,
    invalid_state_error: Option<Gc<Type>>,
    /// Tasks in their first, eager, step.
    eager_tasks: Option<Gc<Set>>,
    /// A `WeakSet` of tasks that are none of this module's, or UNBOUND.
    other_tasks: Value,
    /// `Task.task_wakeup`
    wakeup: Value,
    /// How many tasks were named by number.
    n_names: usize,
}

impl Default for State {
    fn default() -> State {
        State {
            cancelled_error: None,
            invalid_state_error: None,
            eager_tasks: None,
            other_tasks: Value::UNBOUND,
            wakeup: Value::UNBOUND,
            n_names: 0,
        }
    }
}

impl Trace for State {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        for cls in [self.cancelled_error, self.invalid_state_error].into_iter().flatten() {
            cls.trace(tracer);
        }
        if let Some(set) = self.eager_tasks {
            set.trace(tracer);
        }
        tracer.values(&[self.other_tasks, self.wakeup]);
    }
}

/// What a module of the package `asyncio` calls by this name.
fn from_asyncio(vm: &mut Vm, module: &str, name: &str) -> R {
    let package = import(vm, &format!("asyncio.{module}"))?;
    let module = vm.get_attr_named(package, module)?;
    vm.get_attr_named(module, name)
}

fn exception_class(vm: &mut Vm, name: &str) -> R<Gc<Type>> {
    let cls = from_asyncio(vm, "exceptions", name)?;
    match cls.cast::<Type>() {
        Some(cls) => Ok(cls),
        None => Err(vm.type_error(format!("asyncio.exceptions.{name} is no class"))),
    }
}

/// `asyncio.CancelledError`
fn cancelled_error(vm: &mut Vm) -> R<Gc<Type>> {
    if let Some(cls) = vm.state::<State>().cancelled_error {
        return Ok(cls);
    }
    let cls = exception_class(vm, "CancelledError")?;
    vm.state::<State>().cancelled_error = Some(cls);
    Ok(cls)
}

/// Raises `asyncio.InvalidStateError`.
fn invalid_state(vm: &mut Vm, message: &str) -> Raised {
    let cls = match vm.state::<State>().invalid_state_error {
        Some(cls) => cls,
        None => match exception_class(vm, "InvalidStateError") {
            Ok(cls) => cls,
            Err(raised) => return raised,
        },
    };
    vm.state::<State>().invalid_state_error = Some(cls);
    crate::support::raise_class(vm, cls, message)
}

/// A copy of the current context.
fn copy_context(vm: &mut Vm) -> Value {
    let context = super::contextvars::current(vm);
    super::contextvars::copy(vm, context).value()
}

/// `event_loop.call_soon(callback[, arg], context=context)`
fn call_soon(vm: &mut Vm, event_loop: Value, callback: Value, arg: Option<Value>, context: Value) -> R<()> {
    let names = vm.names();
    let pos = [callback, arg.unwrap_or(Value::NONE)];
    let args = Args {
        pos: &pos[..1 + usize::from(arg.is_some())],
        kw_names: &[names.context.value()],
        kw_values: &[context],
    };
    vm.call_method_args(event_loop, names.call_soon, &args)?;
    Ok(())
}

/// The event loop of anything that is like a future.
fn future_loop(vm: &mut Vm, future: Value) -> R {
    if let Some(future) = future::as_exact(vm, future) {
        return Ok(future.core.event_loop.get());
    }
    let names = vm.names();
    match vm.get_attr_opt(future, names.get_loop)? {
        Some(get) => vm.call(get, &[]),
        None => vm.get_attr_named(future, "_loop"),
    }
}

/// The running thread's event loop, if one runs.
fn running(vm: &Vm) -> Option<Value> {
    vm.thread.event_loop.bound()
}

fn running_or_error(vm: &mut Vm) -> R {
    match running(vm) {
        Some(event_loop) => Ok(event_loop),
        None => Err(vm.runtime_error("no running event loop")),
    }
}

/// The running event loop, or what the policy has.
fn get_event_loop(vm: &mut Vm) -> R {
    if let Some(event_loop) = running(vm) {
        return Ok(event_loop);
    }
    let get = from_asyncio(vm, "events", "_get_event_loop_policy")?;
    let policy = vm.call(get, &[])?;
    vm.call_method_named(policy, "get_event_loop", &[])
}

#[cold]
fn not_running(vm: &mut Vm, event_loop: Value) -> R<Raised> {
    let text = vm.repr(event_loop)?.to_display();
    Ok(vm.runtime_error(format!("loop {text} is not the running loop")))
}

fn enter_task(vm: &mut Vm, event_loop: Value, task: Value) -> R<()> {
    if vm.thread.event_loop != event_loop {
        return Err(not_running(vm, event_loop)?);
    }
    if let Some(other) = vm.thread.task.bound() {
        let (task, other) = (vm.repr(task)?.to_display(), vm.repr(other)?.to_display());
        let text = format!("Cannot enter into task {task} while another task {other} is being executed.");
        return Err(vm.runtime_error(text));
    }
    vm.thread.task = task;
    Ok(())
}

fn leave_task(vm: &mut Vm, event_loop: Value, task: Value) -> R<()> {
    if vm.thread.event_loop != event_loop {
        return Err(not_running(vm, event_loop)?);
    }
    if vm.thread.task != task {
        let entered = vm.thread.task.bound().unwrap_or(Value::NONE);
        let (task, entered) = (vm.repr(task)?.to_display(), vm.repr(entered)?.to_display());
        let text = format!("Invalid attempt to leave task {task} while task {entered} is entered.");
        return Err(vm.runtime_error(text));
    }
    vm.thread.task = Value::UNBOUND;
    Ok(())
}

/// Makes a task (or None) the running one; gives the one before, or None.
fn swap_task(vm: &mut Vm, event_loop: Value, task: Value) -> R {
    if vm.thread.event_loop != event_loop {
        return Err(not_running(vm, event_loop)?);
    }
    let task = if task.is_none() { Value::UNBOUND } else { task };
    Ok(std::mem::replace(&mut vm.thread.task, task).bound().unwrap_or(Value::NONE))
}

fn eager_tasks(vm: &mut Vm) -> Gc<Set> {
    if let Some(set) = vm.state::<State>().eager_tasks {
        return set;
    }
    let set = vm.new_set(kinds::SET);
    vm.state::<State>().eager_tasks = Some(set);
    set
}

/// The set of tasks that are none of this module's.
fn other_tasks(vm: &mut Vm) -> R {
    let known = vm.state::<State>().other_tasks;
    if !known.is_unbound() {
        return Ok(known);
    }
    let module = import(vm, "weakref")?;
    let cls = vm.get_attr_named(module, "WeakSet")?;
    let set = vm.call(cls, &[])?;
    vm.state::<State>().other_tasks = set;
    Ok(set)
}

/// Adds a task to a set, if it is one of the loop's and not done.
fn add_pending(vm: &mut Vm, set: Gc<Set>, task: Value, event_loop: Value) -> R<()> {
    if future_loop(vm, task)? != event_loop {
        return Ok(());
    }
    let done = vm.call_method_named(task, "done", &[])?;
    if !vm.truth(done)? {
        set.add(vm, task)?;
    }
    Ok(())
}

struct Functions;

#[native]
impl Functions {
    /// The running event loop, or None.
    #[sig("($module, /)")]
    #[name("_get_running_loop")]
    fn running_loop_or_none(vm: &mut Vm) -> Option<Value> {
        running(vm)
    }

    /// Set the running event loop of this thread.
    #[sig("($module, loop, /)")]
    fn _set_running_loop(vm: &mut Vm, event_loop: Value) {
        vm.thread.event_loop = if event_loop.is_none() { Value::UNBOUND } else { event_loop };
    }

    /// The running event loop of this thread; a RuntimeError where none runs.
    #[sig("($module, /)")]
    fn get_running_loop(vm: &mut Vm) -> R {
        running_or_error(vm)
    }

    /// The running event loop, or the one that the policy has for this thread.
    #[sig("($module, /)")]
    fn get_event_loop(vm: &mut Vm) -> R {
        get_event_loop(vm)
    }

    /// The task that runs, or None.
    #[sig("($module, /, loop=None)")]
    fn current_task(vm: &mut Vm, event_loop: Value) -> R<Option<Value>> {
        if event_loop.is_none() {
            running_or_error(vm)?;
            return Ok(vm.thread.task.bound());
        }
        let found = vm.thread_states().find(|thread| thread.event_loop == event_loop).map(|t| t.task);
        Ok(found.and_then(Value::bound))
    }

    /// The set of all tasks of a loop that are not done.
    #[sig("($module, /, loop=None)")]
    fn all_tasks(vm: &mut Vm, event_loop: Value) -> R<Gc<Set>> {
        let event_loop = if event_loop.is_none() { running_or_error(vm)? } else { event_loop };
        let set = vm.new_set(kinds::SET);
        let eager = eager_tasks(vm).value();
        for tasks in [eager, vm.state::<State>().other_tasks] {
            if !tasks.is_unbound() {
                let tasks = vm.collect_values(tasks)?;
                for &task in tasks.iter() {
                    add_pending(vm, set, task, event_loop)?;
                }
            }
        }
        // Every task waits for its finaliser.
        let tasks = vm.finalizable_of(<Task as Numbered>::NUMBER);
        for &task in tasks.iter() {
            if task.cast::<Task>().is_some_and(|task| task.is_registered.get()) {
                add_pending(vm, set, task, event_loop)?;
            }
        }
        Ok(set)
    }

    /// Have all_tasks() tell of a task.
    #[sig("($module, /, task)")]
    fn _register_task(vm: &mut Vm, task: Value) -> R<()> {
        if let Some(task) = task.cast::<Task>() {
            task.is_registered.set(true);
            return Ok(());
        }
        let set = other_tasks(vm)?;
        vm.call_method_named(set, "add", &[task])?;
        Ok(())
    }

    /// Have all_tasks() not tell of a task any more.
    #[sig("($module, /, task)")]
    fn _unregister_task(vm: &mut Vm, task: Value) -> R<()> {
        if let Some(task) = task.cast::<Task>() {
            task.is_registered.set(false);
            return Ok(());
        }
        let set = other_tasks(vm)?;
        vm.call_method_named(set, "discard", &[task])?;
        Ok(())
    }

    /// Have all_tasks() tell of a task that is about to make its first step at once.
    #[sig("($module, /, task)")]
    fn _register_eager_task(vm: &mut Vm, task: Value) -> R<()> {
        eager_tasks(vm).add(vm, task).map(|_| ())
    }

    /// Have all_tasks() not tell of it as one of those.
    #[sig("($module, /, task)")]
    fn _unregister_eager_task(vm: &mut Vm, task: Value) -> R<()> {
        eager_tasks(vm).discard(vm, task).map(|_| ())
    }

    /// Make a task of the loop the running one; none may be.
    #[sig("($module, /, loop, task)")]
    fn _enter_task(vm: &mut Vm, event_loop: Value, task: Value) -> R<()> {
        enter_task(vm, event_loop, task)
    }

    /// Let no task be the running one; this one must be.
    #[sig("($module, /, loop, task)")]
    fn _leave_task(vm: &mut Vm, event_loop: Value, task: Value) -> R<()> {
        leave_task(vm, event_loop, task)
    }

    /// Make a task the running one; returns the one before, or None.
    #[sig("($module, /, loop, task)")]
    fn _swap_current_task(vm: &mut Vm, event_loop: Value, task: Value) -> R {
        swap_task(vm, event_loop, task)
    }

    /// Remember that a future is awaited by another.
    #[sig("($module, fut, waiter, /)")]
    fn future_add_to_awaited_by(vm: &mut Vm, fut: Value, waiter: Value) -> R<()> {
        match (fut.cast::<Future>(), waiter.cast::<Future>()) {
            (Some(future), Some(_)) => future::add_awaited_by(vm, future, waiter),
            _ => Ok(()),
        }
    }

    /// Forget that a future is awaited by another.
    #[sig("($module, fut, waiter, /)")]
    fn future_discard_from_awaited_by(vm: &mut Vm, fut: Value, waiter: Value) -> R<()> {
        match (fut.cast::<Future>(), waiter.cast::<Future>()) {
            (Some(future), Some(_)) => future::discard_awaited_by(vm, future, waiter),
            _ => Ok(()),
        }
    }
}
