//! `Task`: a future that runs a coroutine, one step after the other, as the event loop calls it.

use super::future::{self, Core, DICT_OFFSET, Future, FutureIter, Outcome, Progress, as_exact, check_alive};
use super::{State, call_soon, enter_task, from_asyncio, future_loop, leave_task};
use crate::modules::contextvars::{self, Context};
use std::cell::Cell;
use std::mem::offset_of;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::kinds::{self, Numbered};
use taipan_runtime::layout::{Generator, GeneratorState, Type};
use taipan_runtime::{Args, Field, Gc, Header, LayoutInfo, R, Raised, TypeDef, Value, Vm, type_flags};

/// A task; it begins as a [`Future`].
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Task {
    header: Header,
    core: Core,
    coroutine: Field<Value>,
    /// Text, or the number that is the task's name as long as nobody asks for that.
    name: Field<Value>,
    context: Field<Value>,
    /// What it waits for, or None.
    waiter: Field<Value>,
    /// What the loop calls for a plain step and when the waiter is done: made once. Or UNBOUND.
    step: Field<Value>,
    wakeup: Field<Value>,
    #[untraced]
    must_cancel: Cell<bool>,
    #[untraced]
    log_destroy_pending: Cell<bool>,
    /// `all_tasks()` tells of it.
    #[untraced]
    pub is_registered: Cell<bool>,
    #[untraced]
    n_cancels: Cell<u64>,
}

const _: () = assert!(offset_of!(Task, core) == offset_of!(Future, core));

impl Task {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Task as Numbered>::NUMBER,
        name: "Task",
        module: "_asyncio",
        doc: "Task(coro, *, loop=None, name=None, context=None, eager_start=False)\n--\n\n\
              A coroutine wrapped in a Future.",
        base: <Future as Numbered>::NUMBER,
        flags: type_flags::BASETYPE | type_flags::WEAKREFABLE | type_flags::HIDDEN_DICT,
        native: &Task::NATIVE,
        layout: Some(LayoutInfo::of::<Task>()),
        dict_offset: Some(DICT_OFFSET),
        fill: Some(fill),
        ..TypeDef::DEFAULT
    };

    fn future(this: Gc<Task>) -> Gc<Future> {
        this.value().cast::<Future>().expect("the kinds of futures include that of tasks")
    }
}

/// What the loop calls when a waiter is done is a method that the class does not show.
const WAKEUP: &str = "task_wakeup";

fn fill(vm: &mut Vm, cls: Gc<Type>) -> R<()> {
    let name = vm.intern(WAKEUP);
    let dict = cls.dict.get();
    if let Some(method) = dict.get_str(vm, name) {
        vm.state::<State>().wakeup = method;
        let hash = vm.hash(name.value())?;
        if let Some(entry) = dict.find(vm, name.value(), hash)? {
            dict.remove_at(entry);
        }
    }
    Ok(())
}

fn is_coroutine(vm: &mut Vm, value: Value) -> R<bool> {
    if value.is_kind(kinds::COROUTINE) {
        return Ok(true);
    }
    let test = from_asyncio(vm, "coroutines", "iscoroutine")?;
    let is = vm.call(test, &[value])?;
    vm.truth(is)
}

fn as_name(vm: &mut Vm, name: Value) -> R {
    if name.is_kind(kinds::STR) { Ok(name) } else { vm.str_value(name) }
}

/// The callable that makes the next step, raising an exception where one is given.
fn step_of(vm: &mut Vm, this: Gc<Task>, exc: Option<Value>) -> Value {
    let known = this.step.get();
    if exc.is_none() && !known.is_unbound() {
        return known;
    }
    let header = Header::new::<Step>(vm.class_address(<Step as Numbered>::NUMBER));
    let made = vm.heap.alloc(Step { header, task: this, exc: exc.unwrap_or(Value::UNBOUND) }).value();
    if exc.is_none() {
        this.step.set(this, made);
    }
    made
}

/// The callable that makes the next step when what the task waits for is done.
fn wakeup_of(vm: &mut Vm, this: Gc<Task>) -> R {
    let known = this.wakeup.get();
    if !known.is_unbound() {
        return Ok(known);
    }
    let cls = vm.class(<Task as Numbered>::NUMBER);
    // Fills it.
    vm.class_dict(cls);
    let method = vm.state::<State>().wakeup;
    let bound = vm.bind_descriptor(method, this.value(), cls)?;
    this.wakeup.set(this, bound);
    Ok(bound)
}

fn step_soon(vm: &mut Vm, this: Gc<Task>, exc: Option<Value>) -> R<()> {
    let step = step_of(vm, this, exc);
    call_soon(vm, this.core.event_loop.get(), step, None, this.context.get())
}

/// The next step will raise this.
fn fail_soon(vm: &mut Vm, this: Gc<Task>, message: String) -> R<()> {
    let message = vm.new_str(&message).value();
    let cls = vm.class(kinds::RUNTIME_ERROR);
    let exc = vm.new_exception(cls, &[message]).value();
    step_soon(vm, this, Some(exc))
}

/// Resumes a coroutine with None, or with the exception on its way: what it yields; or None, with its result in
/// `generator_result`.
fn resume(vm: &mut Vm, coroutine: Value, throws: bool) -> R<Option<Value>> {
    if let Some(g) = coroutine.cast::<Generator>().filter(|g| g.header.kind() == kinds::COROUTINE) {
        if g.state.get() == GeneratorState::Finished {
            vm.take_exception();
            return Err(vm.runtime_error("cannot reuse already awaited coroutine"));
        }
        return if throws {
            (vm.hooks.throw_generator)(vm, g)
        } else {
            (vm.hooks.resume_generator)(vm, g, Value::NONE)
        };
    }
    let names = vm.names();
    let outcome = if throws {
        let exc = vm.take_exception();
        vm.call_method(coroutine, names.throw, &[exc])
    } else if vm.slot_next(vm.class_of(coroutine)).is_some() {
        vm.set_result(Value::NONE);
        match vm.next(coroutine) {
            Ok(Some(value)) => Ok(value),
            Ok(None) => return Ok(None),
            Err(raised) => Err(raised),
        }
    } else {
        vm.call_method(coroutine, names.send, &[Value::NONE])
    };
    outcome.map(Some).or_else(|raised| vm.end_of_iteration(raised))
}

/// Is it a `CancelledError`?
fn is_cancelled_error(vm: &mut Vm, exc: Value) -> R<bool> {
    let cls = super::cancelled_error(vm)?;
    Ok(vm.is_subtype(vm.class_of(exc), cls))
}

fn step_entered(vm: &mut Vm, this: Gc<Task>, exc: Option<Value>) -> R<()> {
    let mut exc = exc;
    let future = Task::future(this);
    if future.is_done() {
        let task = vm.repr(this.value())?.to_display();
        let exc = match exc {
            Some(exc) => vm.repr(exc)?.to_display(),
            None => "''".to_owned(),
        };
        return Err(super::invalid_state(vm, &format!("__step(): already done: {task} {exc}")));
    }
    if this.must_cancel.get() {
        let cancels = match exc {
            Some(exc) => is_cancelled_error(vm, exc)?,
            None => false,
        };
        if !cancels {
            exc = Some(future::make_cancelled_error(vm, future)?);
        }
        this.must_cancel.set(false);
    }
    this.waiter.set(this, Value::NONE);
    let coroutine = this.coroutine.get();
    if coroutine.is_none() {
        return Err(vm.runtime_error("uninitialized Task object"));
    }
    if let Some(exc) = exc {
        vm.reraise(exc);
    }
    match resume(vm, coroutine, exc.is_some()) {
        Ok(Some(yielded)) => take_yielded(vm, this, yielded),
        Ok(None) => {
            let result = vm.generator_result;
            if this.must_cancel.replace(false) {
                // It was cancelled right before the end.
                let message = this.core.cancel_message.get();
                future::cancel(vm, future, message).map(|_| ())
            } else {
                future::set_result(vm, future, result)
            }
        }
        Err(Raised) => {
            let exc = vm.take_exception();
            if is_cancelled_error(vm, exc)? {
                this.core.cancelled_error.set(this, exc);
                return future::cancel(vm, future, Value::NONE).map(|_| ());
            }
            future::set_exception(vm, future, exc)?;
            if vm.is_instance_of(exc, kinds::KEYBOARD_INTERRUPT) || vm.is_instance_of(exc, kinds::SYSTEM_EXIT)
            {
                return Err(vm.reraise(exc));
            }
            Ok(())
        }
    }
}

fn cancel_waiter(vm: &mut Vm, waiter: Value, message: Value) -> R<bool> {
    if let Some(waiter) = as_exact(vm, waiter) {
        return match waiter.value().cast::<Task>() {
            Some(task) => cancel(vm, task, message),
            None => future::cancel(vm, waiter, message),
        };
    }
    let names = vm.names();
    let args = Args { pos: &[], kw_names: &[names.msg.value()], kw_values: &[message] };
    let was = vm.call_method_args(waiter, names.cancel, &args)?;
    vm.truth(was)
}

/// A cancellation that came while the coroutine was running goes to what it waits for now.
fn pass_cancellation(vm: &mut Vm, this: Gc<Task>, waiter: Value) -> R<()> {
    if this.must_cancel.get() && cancel_waiter(vm, waiter, this.core.cancel_message.get())? {
        this.must_cancel.set(false);
    }
    Ok(())
}

/// Waits for what the coroutine has yielded.
fn take_yielded(vm: &mut Vm, this: Gc<Task>, yielded: Value) -> R<()> {
    if yielded.is_none() {
        return step_soon(vm, this, None);
    }
    if yielded == this.value() {
        let task = vm.repr(yielded)?.to_display();
        return fail_soon(vm, this, format!("Task cannot await on itself: {task}"));
    }
    if let Some(other) = as_exact(vm, yielded) {
        if other.core.event_loop.get() != this.core.event_loop.get() {
            return other_loop(vm, this, yielded);
        }
        if !other.core.blocking.replace(false) {
            return plain_yield(vm, this, yielded);
        }
        future::add_awaited_by(vm, other, this.value())?;
        let wakeup = wakeup_of(vm, this)?;
        future::add_callback(vm, other, wakeup, this.context.get())?;
        this.waiter.set(this, yielded);
        return pass_cancellation(vm, this, yielded);
    }
    let names = vm.names();
    let blocking = vm.get_attr_opt(yielded, names._asyncio_future_blocking)?.filter(|v| !v.is_none());
    let Some(blocking) = blocking else {
        if yielded.is_kind(kinds::GENERATOR) {
            let (task, what) = (vm.repr(this.value())?.to_display(), vm.repr(yielded)?.to_display());
            let text =
                format!("yield was used instead of yield from for generator in task {task} with {what}");
            return fail_soon(vm, this, text);
        }
        let what = vm.repr(yielded)?.to_display();
        return fail_soon(vm, this, format!("Task got bad yield: {what}"));
    };
    let blocking = vm.truth(blocking)?;
    if future_loop(vm, yielded)? != this.core.event_loop.get() {
        return other_loop(vm, this, yielded);
    }
    if !blocking {
        return plain_yield(vm, this, yielded);
    }
    if let Some(other) = yielded.cast::<Future>() {
        future::add_awaited_by(vm, other, this.value())?;
    }
    vm.set_attr(yielded, names._asyncio_future_blocking, Value::FALSE)?;
    let wakeup = wakeup_of(vm, this)?;
    let args = Args { pos: &[wakeup], kw_names: &[names.context.value()], kw_values: &[this.context.get()] };
    let name = vm.intern("add_done_callback");
    vm.call_method_args(yielded, name, &args)?;
    this.waiter.set(this, yielded);
    pass_cancellation(vm, this, yielded)
}

fn other_loop(vm: &mut Vm, this: Gc<Task>, yielded: Value) -> R<()> {
    let (task, what) = (vm.repr(this.value())?.to_display(), vm.repr(yielded)?.to_display());
    fail_soon(vm, this, format!("Task {task} got Future {what} attached to a different loop"))
}

fn plain_yield(vm: &mut Vm, this: Gc<Task>, yielded: Value) -> R<()> {
    let (task, what) = (vm.repr(this.value())?.to_display(), vm.repr(yielded)?.to_display());
    fail_soon(vm, this, format!("yield was used instead of yield from in task {task} with {what}"))
}

/// Runs the coroutine up to its next wait.
fn step(vm: &mut Vm, this: Gc<Task>, exc: Option<Value>) -> R<()> {
    let event_loop = this.core.event_loop.get();
    enter_task(vm, event_loop, this.value())?;
    let outcome = step_entered(vm, this, exc);
    let pending = match outcome {
        Ok(()) => Value::UNBOUND,
        Err(Raised) => vm.take_exception(),
    };
    leave_task(vm, event_loop, this.value())?;
    if pending.is_unbound() { Ok(()) } else { Err(vm.reraise(pending)) }
}

/// The first step at once.
fn start_eagerly(vm: &mut Vm, this: Gc<Task>) -> R<()> {
    let event_loop = this.core.event_loop.get();
    let before = super::swap_task(vm, event_loop, this.value())?;
    let Some(context) = this.context.get().cast::<Context>() else {
        return Err(vm.type_error("a Context is required"));
    };
    this.is_registered.set(true);
    let outcome = match contextvars::enter(vm, context) {
        Ok(outer) => {
            let outcome = step_entered(vm, this, None);
            contextvars::leave(vm, context, outer);
            outcome
        }
        Err(raised) => Err(raised),
    };
    let pending = match outcome {
        Ok(()) => Value::UNBOUND,
        Err(Raised) => vm.take_exception(),
    };
    super::swap_task(vm, event_loop, before)?;
    if Task::future(this).is_done() {
        this.coroutine.set(this, Value::NONE);
    }
    if pending.is_unbound() { Ok(()) } else { Err(vm.reraise(pending)) }
}

/// Asks the task to cancel itself.
fn cancel(vm: &mut Vm, this: Gc<Task>, message: Value) -> R<bool> {
    let future = Task::future(this);
    if future.is_done() {
        return future::cancel(vm, future, message);
    }
    this.n_cancels.set(this.n_cancels.get() + 1);
    let waiter = this.waiter.get();
    // What waits stays the waiter: it may be a task that ignores this, to be asked again later.
    if !waiter.is_none() && cancel_waiter(vm, waiter, message)? {
        return Ok(true);
    }
    this.must_cancel.set(true);
    this.core.cancel_message.set(this, message);
    Ok(true)
}

#[native]
impl Task {
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, _args: &Args<'_>) -> Gc<Task> {
        let header = Header::new::<Task>(vm.class_address(<Task as Numbered>::NUMBER));
        vm.heap.alloc(Task {
            header,
            core: Core::default(),
            coroutine: Field::new(Value::NONE),
            name: Field::new(Value::NONE),
            context: Field::new(Value::NONE),
            waiter: Field::new(Value::NONE),
            step: Field::new(Value::UNBOUND),
            wakeup: Field::new(Value::UNBOUND),
            must_cancel: Cell::new(false),
            log_destroy_pending: Cell::new(false),
            is_registered: Cell::new(false),
            n_cancels: Cell::new(0),
        })
    }

    #[sig("($self, coro, *, loop=None, name=None, context=None, eager_start=False)")]
    #[name("Task")]
    fn __init__(
        vm: &mut Vm,
        this: Gc<Task>,
        coro: Value,
        event_loop: Value,
        name: Value,
        context: Value,
        eager_start: bool,
    ) -> R<()> {
        future::init(vm, Task::future(this), event_loop)?;
        this.log_destroy_pending.set(false);
        if !is_coroutine(vm, coro)? {
            let text = vm.repr(coro)?.to_display();
            return Err(vm.type_error(format!("a coroutine was expected, got {text}")));
        }
        let context = if context.is_none() { super::copy_context(vm) } else { context };
        this.context.set(this, context);
        this.waiter.set(this, Value::NONE);
        this.must_cancel.set(false);
        this.log_destroy_pending.set(true);
        this.n_cancels.set(0);
        this.coroutine.set(this, coro);
        let name = if name.is_none() { future::next_number(vm) } else { as_name(vm, name)? };
        this.name.set(this, name);
        // What dies pending is told of; most end by themselves.
        vm.register_generator(this.value());
        if eager_start {
            let is = vm.call_method_named(this.core.event_loop.get(), "is_running", &[])?;
            if vm.truth(is)? {
                return start_eagerly(vm, this);
            }
        }
        step_soon(vm, this, None)?;
        this.is_registered.set(true);
        Ok(())
    }

    fn __del__(vm: &mut Vm, this: Gc<Task>) {
        let future = Task::future(this);
        if this.core.progress.get() == Progress::Pending && this.log_destroy_pending.get() {
            future::complain(vm, future, "Task was destroyed but it is pending!", "task", None);
        }
        future::finalize(vm, future);
    }

    fn __repr__(vm: &mut Vm, this: Gc<Task>) -> R {
        check_alive(vm, Task::future(this))?;
        let repr = from_asyncio(vm, "base_tasks", "_task_repr")?;
        vm.call(repr, &[this.value()])
    }

    fn __iter__(vm: &mut Vm, this: Gc<Task>) -> R<Gc<FutureIter>> {
        FutureIter::new(vm, Task::future(this))
    }

    fn __await__(vm: &mut Vm, this: Gc<Task>) -> R<Gc<FutureIter>> {
        FutureIter::new(vm, Task::future(this))
    }

    /// What the coroutine returned; its exception is raised.
    #[sig("($self, /)")]
    fn result(vm: &mut Vm, this: Gc<Task>) -> R {
        Future::result(vm, Task::future(this))
    }

    /// The exception that ended the coroutine, or None.
    #[sig("($self, /)")]
    fn exception(vm: &mut Vm, this: Gc<Task>) -> R {
        Future::exception(vm, Task::future(this))
    }

    /// Have the loop call a function with the task as soon as it is done.
    #[sig("($self, fn, /, *, context=<unrepresentable>)")]
    fn add_done_callback(vm: &mut Vm, this: Gc<Task>, callback: Value, context: Option<Value>) -> R<()> {
        Future::add_done_callback(vm, Task::future(this), callback, context)
    }

    /// Take a function out of those to be called; returns how often it was among them.
    #[sig("($self, fn, /)")]
    fn remove_done_callback(vm: &mut Vm, this: Gc<Task>, callback: Value) -> R<usize> {
        Future::remove_done_callback(vm, Task::future(this), callback)
    }

    /// Was it cancelled?
    #[sig("($self, /)")]
    fn cancelled(vm: &mut Vm, this: Gc<Task>) -> bool {
        Future::cancelled(vm, Task::future(this))
    }

    /// Has it ended?
    #[sig("($self, /)")]
    fn done(vm: &mut Vm, this: Gc<Task>) -> bool {
        Future::done(vm, Task::future(this))
    }

    #[sig("($self, result, /)")]
    fn set_result(vm: &mut Vm, this: Gc<Task>, result: Value) -> R {
        let _ = (this, result);
        Err(vm.runtime_error("Task does not support set_result operation"))
    }

    #[sig("($self, exception, /)")]
    fn set_exception(vm: &mut Vm, this: Gc<Task>, exception: Value) -> R {
        let _ = (this, exception);
        Err(vm.runtime_error("Task does not support set_exception operation"))
    }

    /// Ask the task to cancel itself: the coroutine will find a CancelledError raised where it waits.
    ///
    /// It may clean up, and even go on as if nothing had been. The task counts as cancelled when the coroutine ends with
    /// that error. Returns False where the task is done already.
    #[sig("($self, /, msg=None)")]
    fn cancel(vm: &mut Vm, this: Gc<Task>, msg: Value) -> R<bool> {
        cancel(vm, this, msg)
    }

    /// How many requests to cancel it there are, less those taken back.
    #[sig("($self, /)")]
    fn cancelling(_: &mut Vm, this: Gc<Task>) -> u64 {
        this.n_cancels.get()
    }

    /// Take a request to cancel it back; returns how many are left.
    #[sig("($self, /)")]
    fn uncancel(_: &mut Vm, this: Gc<Task>) -> u64 {
        let n = this.n_cancels.get();
        if n > 0 {
            this.n_cancels.set(n - 1);
            if n == 1 {
                this.must_cancel.set(false);
            }
        }
        this.n_cancels.get()
    }

    /// The frames of the coroutine where it waits, or those of the traceback it has ended with; the oldest first.
    #[sig("($self, /, *, limit=None)")]
    fn get_stack(vm: &mut Vm, this: Gc<Task>, limit: Value) -> R {
        let get = from_asyncio(vm, "base_tasks", "_task_get_stack")?;
        vm.call(get, &[this.value(), limit])
    }

    /// Print what get_stack() gives, as a traceback is printed.
    #[sig("($self, /, *, limit=None, file=None)")]
    fn print_stack(vm: &mut Vm, this: Gc<Task>, limit: Value, file: Value) -> R {
        let print = from_asyncio(vm, "base_tasks", "_task_print_stack")?;
        vm.call(print, &[this.value(), limit, file])
    }

    /// The CancelledError to raise: the one that was kept for this, once.
    #[sig("($self, /)")]
    fn _make_cancelled_error(vm: &mut Vm, this: Gc<Task>) -> R {
        Future::_make_cancelled_error(vm, Task::future(this))
    }

    #[sig("($self, /)")]
    fn get_name(vm: &mut Vm, this: Gc<Task>) -> Value {
        let name = this.name.get();
        let Some(number) = name.as_small_int() else { return name };
        let name = vm.new_str(&format!("Task-{number}")).value();
        this.name.set(this, name);
        name
    }

    #[sig("($self, value, /)")]
    fn set_name(vm: &mut Vm, this: Gc<Task>, value: Value) -> R<()> {
        let name = as_name(vm, value)?;
        this.name.set(this, name);
        Ok(())
    }

    #[sig("($self, /)")]
    fn get_coro(_: &mut Vm, this: Gc<Task>) -> Value {
        this.coroutine.get()
    }

    #[sig("($self, /)")]
    fn get_context(_: &mut Vm, this: Gc<Task>) -> Value {
        this.context.get()
    }

    /// Tasks are generic over the type that their coroutine returns.
    #[classmethod]
    #[sig("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, cls: Value, object: Value) -> R {
        vm.new_generic_alias(cls, object)
    }

    /// The waiter is done.
    #[sig("($self, object, /)")]
    fn task_wakeup(vm: &mut Vm, this: Gc<Task>, object: Value) -> R<()> {
        if let Some(waiter) = object.cast::<Future>() {
            future::discard_awaited_by(vm, waiter, this.value())?;
        }
        let exc = match as_exact(vm, object) {
            Some(waiter) => match future::outcome(vm, waiter) {
                Ok(Outcome::Result(_)) => None,
                Ok(Outcome::Exception(exc)) => Some(exc),
                Err(Raised) => Some(vm.take_exception()),
            },
            None => match vm.call_method_named(object, "result", &[]) {
                Ok(_) => None,
                Err(Raised) => Some(vm.take_exception()),
            },
        };
        step(vm, this, exc)
    }

    #[getter]
    fn _log_destroy_pending(_: &mut Vm, this: Gc<Task>) -> bool {
        this.log_destroy_pending.get()
    }

    #[setter("_log_destroy_pending")]
    fn set_log_destroy_pending(vm: &mut Vm, this: Gc<Task>, value: Option<Value>) -> R<()> {
        let Some(value) = value else {
            return Err(future::undeletable(vm, Task::future(this), "_log_destroy_pending"));
        };
        this.log_destroy_pending.set(vm.truth(value)?);
        Ok(())
    }

    #[getter]
    fn _must_cancel(_: &mut Vm, this: Gc<Task>) -> bool {
        this.must_cancel.get()
    }

    #[getter]
    fn _coro(_: &mut Vm, this: Gc<Task>) -> Value {
        this.coroutine.get()
    }

    #[getter]
    fn _fut_waiter(_: &mut Vm, this: Gc<Task>) -> Value {
        this.waiter.get()
    }
}

/// What the loop calls to make a task's next step.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Step {
    header: Header,
    task: Gc<Task>,
    /// What is raised in the coroutine, or UNBOUND.
    exc: Value,
}

impl Step {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Step as Numbered>::NUMBER,
        name: "TaskStepMethWrapper",
        module: "_asyncio",
        flags: type_flags::SHOWS_GETATTR | type_flags::NO_NEW,
        native: &Step::NATIVE,
        layout: Some(LayoutInfo::of::<Step>()),
        ..TypeDef::DEFAULT
    };
}

#[native]
impl Step {
    fn __call__(vm: &mut Vm, this: Gc<Step>, args: &Args<'_>) -> R<()> {
        if args.has_kw() {
            return Err(vm.type_error("function takes no keyword arguments"));
        }
        if !args.pos.is_empty() {
            return Err(vm.type_error("function takes no positional arguments"));
        }
        step(vm, this.task, this.exc.bound())
    }

    #[getter]
    fn __self__(_: &mut Vm, this: Gc<Step>) -> Gc<Task> {
        this.task
    }
}
