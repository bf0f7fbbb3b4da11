//! `Future`: a result that is not there yet, for code that runs in an event loop.

use super::{State, call_soon, from_asyncio, get_event_loop, invalid_state};
use std::cell::Cell;
use std::mem::offset_of;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::types::generator;
use taipan_runtime::kinds::{self, Numbered};
use taipan_runtime::layout::{Exception, List, Tuple, Type};
use taipan_runtime::{Args, Field, Gc, Header, LayoutInfo, R, Raised, TypeDef, Value, Vm, type_flags};

/// How far a future is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// It has no outcome yet.
    Pending,
    /// It was cancelled.
    Cancelled,
    /// It has a result or an exception.
    Finished,
}

/// What futures and tasks have.
#[derive(Trace)]
#[repr(C)]
pub struct Core {
    dict: Field<Value>,
    /// None before `__init__`.
    pub event_loop: Field<Value>,
    /// The first callback with its context, or UNBOUND.
    callback: Field<Value>,
    context: Field<Value>,
    /// A list of pairs for those after it, or UNBOUND.
    more_callbacks: Field<Value>,
    result: Field<Value>,
    exception: Field<Value>,
    /// The traceback that the exception had when it was set.
    traceback: Field<Value>,
    source_traceback: Field<Value>,
    /// What a `CancelledError` is to say.
    pub cancel_message: Field<Value>,
    /// The `CancelledError` that ended a task, until it is raised where the task is awaited; or UNBOUND.
    pub cancelled_error: Field<Value>,
    /// None, a future, or a set of futures.
    awaited_by: Field<Value>,
    /// How far it is.
    #[untraced]
    pub progress: Cell<Progress>,
    /// It has just been given to the event loop by `await`.
    #[untraced]
    pub blocking: Cell<bool>,
    /// Nobody has asked for the exception.
    #[untraced]
    log_traceback: Cell<bool>,
}

/// As it is before `__init__`.
impl Default for Core {
    fn default() -> Core {
        let none = || Field::new(Value::NONE);
        let unbound = || Field::new(Value::UNBOUND);
        Core {
            dict: unbound(),
            event_loop: none(),
            callback: unbound(),
            context: unbound(),
            more_callbacks: unbound(),
            result: none(),
            exception: none(),
            traceback: none(),
            source_traceback: none(),
            cancel_message: none(),
            cancelled_error: unbound(),
            awaited_by: none(),
            progress: Cell::new(Progress::Pending),
            blocking: Cell::new(false),
            log_traceback: Cell::new(false),
        }
    }
}

/// A future, and the beginning of a task.
#[derive(Trace, Layout, NativeType)]
#[layout(range = "<Future as Numbered>::NUMBER..=<super::task::Task as Numbered>::NUMBER")]
#[repr(C)]
pub struct Future {
    header: Header,
    /// All that it has.
    pub core: Core,
}

/// Where futures and tasks have their `__dict__`.
pub const DICT_OFFSET: usize = offset_of!(Future, core) + offset_of!(Core, dict);

impl Future {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Future as Numbered>::NUMBER,
        name: "Future",
        module: "_asyncio",
        doc: "Future(*, loop=None)\n--\n\nA result that will be there later, or an exception instead of it.\n\n\
              Other than a future of concurrent.futures it belongs to one thread, never blocks, and has\n\
              its callbacks called by the event loop.",
        flags: type_flags::BASETYPE | type_flags::WEAKREFABLE | type_flags::HIDDEN_DICT,
        native: &Future::NATIVE,
        layout: Some(LayoutInfo::of::<Future>()),
        dict_offset: Some(DICT_OFFSET),
        ..TypeDef::DEFAULT
    };

    /// Is it done?
    pub fn is_done(&self) -> bool {
        self.core.progress.get() != Progress::Pending
    }
}

/// Is it exactly a future or a task, without methods of a subclass?
pub fn as_exact(vm: &Vm, value: Value) -> Option<Gc<Future>> {
    let future = value.cast::<Future>()?;
    let cls = vm.class_made(future.header.kind())?;
    (future.header.class_address() == cls.address()).then_some(future)
}

/// What `__init__` does.
pub fn init(vm: &mut Vm, this: Gc<Future>, event_loop: Value) -> R<()> {
    let core = &this.core;
    if !core.event_loop.get().is_none() {
        // Once more: all is as in the beginning.
        for field in [&core.callback, &core.context, &core.more_callbacks, &core.cancelled_error] {
            field.set(this, Value::UNBOUND);
        }
        for field in
            [&core.result, &core.exception, &core.traceback, &core.source_traceback, &core.cancel_message]
        {
            field.set(this, Value::NONE);
        }
    }
    core.progress.set(Progress::Pending);
    core.blocking.set(false);
    core.log_traceback.set(false);
    let event_loop = if event_loop.is_none() { get_event_loop(vm)? } else { event_loop };
    core.event_loop.set(this, event_loop);
    let name = vm.names().get_debug;
    let debug = vm.call_method(event_loop, name, &[])?;
    if vm.truth(debug)? {
        let extract = from_asyncio(vm, "format_helpers", "extract_stack")?;
        let stack = vm.call(extract, &[])?;
        core.source_traceback.set(this, stack);
    }
    Ok(())
}

/// Refuses a future whose `__init__` has not run.
pub fn check_alive(vm: &mut Vm, this: Gc<Future>) -> R<()> {
    if this.core.event_loop.get().is_none() {
        return Err(vm.runtime_error("Future object is not initialized."));
    }
    Ok(())
}

fn pair(vm: &mut Vm, callback: Value, context: Value) -> Value {
    vm.new_tuple(&[callback, context]).value()
}

/// Adds a callback with its context.
pub fn add_callback(vm: &mut Vm, this: Gc<Future>, callback: Value, context: Value) -> R<()> {
    let core = &this.core;
    if this.is_done() {
        return call_soon(vm, core.event_loop.get(), callback, Some(this.value()), context);
    }
    let more = core.more_callbacks.get();
    if let Some(list) = more.cast::<List>() {
        let pair = pair(vm, callback, context);
        list.push(&mut vm.heap, pair);
    } else if core.callback.get().is_unbound() {
        core.callback.set(this, callback);
        core.context.set(this, context);
    } else {
        let pair = pair(vm, callback, context);
        let list = vm.new_list(&[pair]).value();
        core.more_callbacks.set(this, list);
    }
    Ok(())
}

/// The callbacks with their contexts as a new list, if there are any.
fn callbacks(vm: &mut Vm, this: Gc<Future>) -> Option<Gc<List>> {
    let core = &this.core;
    let more = core.more_callbacks.get().cast::<List>();
    let (first, context) = (core.callback.get(), core.context.get());
    if first.is_unbound() && more.is_none_or(|list| list.as_slice().is_empty()) {
        return None;
    }
    let list = vm.new_list(&[]);
    if !first.is_unbound() {
        let pair = pair(vm, first, context);
        list.push(&mut vm.heap, pair);
    }
    for &pair in more.iter().flat_map(|list| list.to_ref().as_slice()) {
        list.push(&mut vm.heap, pair);
    }
    Some(list)
}

/// Has the loop call all callbacks, and forgets them.
fn schedule_callbacks(vm: &mut Vm, this: Gc<Future>) -> R<()> {
    let core = &this.core;
    let event_loop = core.event_loop.get();
    let first = core.callback.get();
    if !first.is_unbound() {
        let context = core.context.get();
        core.callback.set(this, Value::UNBOUND);
        core.context.set(this, Value::UNBOUND);
        call_soon(vm, event_loop, first, Some(this.value()), context)?;
    }
    let more = core.more_callbacks.get();
    if let Some(list) = more.cast::<List>() {
        core.more_callbacks.set(this, Value::UNBOUND);
        for i in 0..list.as_slice().len() {
            if let Some(pair) = list.item(i).cast::<Tuple>() {
                let &[callback, context] = pair.to_ref().as_slice() else { continue };
                call_soon(vm, event_loop, callback, Some(this.value()), context)?;
            }
        }
    }
    Ok(())
}

fn check_pending(vm: &mut Vm, this: Gc<Future>) -> R<()> {
    if this.is_done() { Err(invalid_state(vm, "invalid state")) } else { Ok(()) }
}

/// A future that is done and has nothing to complain of needs no finaliser, unless a subclass has one.
fn settle(vm: &Vm, this: Gc<Future>) {
    if as_exact(vm, this.value()).is_some() {
        this.header.set_flags(taipan_runtime::header_flags::FINALIZED);
    }
}

/// Makes it done, with a result.
pub fn set_result(vm: &mut Vm, this: Gc<Future>, result: Value) -> R<()> {
    check_pending(vm, this)?;
    this.core.result.set(this, result);
    this.core.progress.set(Progress::Finished);
    settle(vm, this);
    schedule_callbacks(vm, this)
}

/// Makes it done, with an exception or a class of exceptions.
pub fn set_exception(vm: &mut Vm, this: Gc<Future>, exception: Value) -> R<()> {
    check_pending(vm, this)?;
    let mut exception = exception;
    if let Some(cls) = exception.cast::<Type>()
        && vm.is_subtype_of(cls, kinds::BASE_EXCEPTION)
    {
        exception = vm.call(exception, &[])?;
    }
    let Some(mut exc) = exception.cast::<Exception>() else {
        return Err(vm.type_error("invalid exception object"));
    };
    if vm.is_instance_of(exception, kinds::STOP_ITERATION) {
        let text = "StopIteration interacts badly with generators and cannot be raised into a Future";
        let message = vm.new_str(text).value();
        let cls = vm.class(kinds::RUNTIME_ERROR);
        let wrapper = vm.new_exception(cls, &[message]);
        wrapper.cause.set(wrapper, exception);
        wrapper.context.set(wrapper, exception);
        wrapper.suppress_context.set(true);
        exc = wrapper;
    }
    this.core.exception.set(this, exc.value());
    this.core.traceback.set(this, exc.traceback.get());
    this.core.progress.set(Progress::Finished);
    schedule_callbacks(vm, this)?;
    this.core.log_traceback.set(true);
    // Tasks are registered already.
    if this.header.kind() == <Future as Numbered>::NUMBER {
        vm.register_generator(this.value());
    }
    Ok(())
}

/// Cancels it: was it pending?
pub fn cancel(vm: &mut Vm, this: Gc<Future>, message: Value) -> R<bool> {
    check_alive(vm, this)?;
    this.core.log_traceback.set(false);
    if this.is_done() {
        return Ok(false);
    }
    this.core.progress.set(Progress::Cancelled);
    this.core.cancel_message.set(this, message);
    settle(vm, this);
    schedule_callbacks(vm, this)?;
    Ok(true)
}

/// The `CancelledError` to raise.
pub fn make_cancelled_error(vm: &mut Vm, this: Gc<Future>) -> R {
    let saved = this.core.cancelled_error.get();
    if !saved.is_unbound() {
        this.core.cancelled_error.set(this, Value::UNBOUND);
        return Ok(saved);
    }
    let cls = super::cancelled_error(vm)?.value();
    let message = this.core.cancel_message.get();
    if message.is_none() { vm.call(cls, &[]) } else { vm.call(cls, &[message]) }
}

/// What a future came to.
pub enum Outcome {
    /// A value.
    Result(Value),
    /// An exception to be raised.
    Exception(Value),
}

/// The result or the exception of a future that is done.
pub fn outcome(vm: &mut Vm, this: Gc<Future>) -> R<Outcome> {
    let core = &this.core;
    match core.progress.get() {
        Progress::Cancelled => make_cancelled_error(vm, this).map(Outcome::Exception),
        Progress::Pending if core.event_loop.get().is_none() => {
            Err(invalid_state(vm, "Future object is not initialized."))
        }
        Progress::Pending => Err(invalid_state(vm, "Result is not set.")),
        Progress::Finished => {
            core.log_traceback.set(false);
            let exception = core.exception.get();
            let Some(exc) = exception.cast::<Exception>() else {
                return Ok(Outcome::Result(core.result.get()));
            };
            settle(vm, this);
            exc.traceback.set(exc, core.traceback.replace(this, Value::NONE));
            Ok(Outcome::Exception(exception))
        }
    }
}

/// The result, or the exception raised.
fn result(vm: &mut Vm, this: Gc<Future>) -> R {
    match outcome(vm, this)? {
        Outcome::Result(value) => Ok(value),
        Outcome::Exception(exc) => Err(vm.raise_value(exc)),
    }
}

/// Remembers that a future waits for this one.
pub fn add_awaited_by(vm: &mut Vm, this: Gc<Future>, waiter: Value) -> R<()> {
    let known = this.core.awaited_by.get();
    if known.is_none() {
        this.core.awaited_by.set(this, waiter);
        return Ok(());
    }
    let set = match vm.as_set(known) {
        Some(set) => set,
        None if known == waiter => return Ok(()),
        None => {
            let set = vm.new_set(kinds::SET);
            set.add(vm, known)?;
            this.core.awaited_by.set(this, set.value());
            set
        }
    };
    set.add(vm, waiter)?;
    Ok(())
}

/// Forgets that a future waits for this one.
pub fn discard_awaited_by(vm: &mut Vm, this: Gc<Future>, waiter: Value) -> R<()> {
    let known = this.core.awaited_by.get();
    if known == waiter {
        this.core.awaited_by.set(this, Value::NONE);
    } else if let Some(set) = vm.as_set(known) {
        set.discard(vm, waiter)?;
    }
    Ok(())
}

/// Tells the loop's exception handler of a future that nobody will ask any more.
pub fn complain(vm: &mut Vm, this: Gc<Future>, message: &str, key: &str, exception: Option<Value>) {
    let context = vm.new_dict();
    let message = vm.new_str(message).value();
    let source = Some(this.core.source_traceback.get()).filter(|source| !source.is_none());
    let items = [
        ("message", Some(message)),
        ("exception", exception),
        (key, Some(this.value())),
        ("source_traceback", source),
    ];
    for (key, value) in items {
        if let Some(value) = value {
            let key = vm.intern(key);
            context.set_str(vm, key, value);
        }
    }
    let event_loop = this.core.event_loop.get();
    if vm.call_method_named(event_loop, "call_exception_handler", &[context.value()]).is_err() {
        let exc = vm.take_exception();
        vm.write_unraisable(exc, this.value(), "");
    }
}

/// What is to be done when it dies.
pub fn finalize(vm: &mut Vm, this: Gc<Future>) {
    if !this.core.log_traceback.replace(false) {
        return;
    }
    let cls = vm.class_of(this.value());
    let message = format!("{} exception was never retrieved", cls.name.get().to_display());
    let exception = this.core.exception.get();
    complain(vm, this, &message, "future", Some(exception));
}

/// Refuses to delete an attribute.
pub fn undeletable(vm: &mut Vm, this: Gc<Future>, name: &str) -> Raised {
    let cls = vm.class_of(this.value());
    let of = vm.full_class_name(cls);
    let text = format!("attribute '{name}' of '{of}' objects cannot be deleted");
    vm.raise(kinds::ATTRIBUTE_ERROR, text)
}

#[native]
impl Future {
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, _args: &Args<'_>) -> Gc<Future> {
        let header = Header::new::<Future>(vm.class_address(<Future as Numbered>::NUMBER));
        vm.heap.alloc(Future { header, core: Core::default() })
    }

    #[sig("($self, *, loop=None)")]
    #[name("Future")]
    fn __init__(vm: &mut Vm, this: Gc<Future>, event_loop: Value) -> R<()> {
        init(vm, this, event_loop)
    }

    fn __del__(vm: &mut Vm, this: Gc<Future>) {
        finalize(vm, this);
    }

    fn __repr__(vm: &mut Vm, this: Gc<Future>) -> R {
        check_alive(vm, this)?;
        let repr = from_asyncio(vm, "base_futures", "_future_repr")?;
        vm.call(repr, &[this.value()])
    }

    fn __iter__(vm: &mut Vm, this: Gc<Future>) -> R<Gc<FutureIter>> {
        FutureIter::new(vm, this)
    }

    fn __await__(vm: &mut Vm, this: Gc<Future>) -> R<Gc<FutureIter>> {
        FutureIter::new(vm, this)
    }

    /// The result of a future that is done; its exception is raised.
    #[sig("($self, /)")]
    pub(super) fn result(vm: &mut Vm, this: Gc<Future>) -> R {
        result(vm, this)
    }

    /// The exception of a future that is done, or None.
    #[sig("($self, /)")]
    pub(super) fn exception(vm: &mut Vm, this: Gc<Future>) -> R {
        let core = &this.core;
        match core.progress.get() {
            Progress::Cancelled => {
                let exc = make_cancelled_error(vm, this)?;
                Err(vm.raise_value(exc))
            }
            Progress::Pending if core.event_loop.get().is_none() => {
                Err(invalid_state(vm, "Future object is not initialized."))
            }
            Progress::Pending => Err(invalid_state(vm, "Exception is not set.")),
            Progress::Finished => {
                core.log_traceback.set(false);
                settle(vm, this);
                Ok(core.exception.get())
            }
        }
    }

    /// Make it done, with a result.
    #[sig("($self, result, /)")]
    fn set_result(vm: &mut Vm, this: Gc<Future>, value: Value) -> R<()> {
        check_alive(vm, this)?;
        set_result(vm, this, value)
    }

    /// Make it done, with an exception.
    #[sig("($self, exception, /)")]
    fn set_exception(vm: &mut Vm, this: Gc<Future>, exception: Value) -> R<()> {
        check_alive(vm, this)?;
        set_exception(vm, this, exception)
    }

    /// Have the loop call a function with the future as soon as it is done.
    #[sig("($self, fn, /, *, context=<unrepresentable>)")]
    pub(super) fn add_done_callback(
        vm: &mut Vm,
        this: Gc<Future>,
        callback: Value,
        context: Option<Value>,
    ) -> R<()> {
        if this.core.event_loop.get().is_none() {
            return Err(vm.runtime_error("uninitialized Future object"));
        }
        let context = match context {
            Some(context) if !context.is_none() => context,
            _ => super::copy_context(vm),
        };
        add_callback(vm, this, callback, context)
    }

    /// Take a function out of those to be called; returns how often it was among them.
    #[sig("($self, fn, /)")]
    pub(super) fn remove_done_callback(vm: &mut Vm, this: Gc<Future>, callback: Value) -> R<usize> {
        check_alive(vm, this)?;
        let core = &this.core;
        let mut n_removed = 0;
        let first = core.callback.get();
        if !first.is_unbound() && vm.equal(first, callback)? {
            core.callback.set(this, Value::UNBOUND);
            core.context.set(this, Value::UNBOUND);
            n_removed += 1;
        }
        let Some(list) = core.more_callbacks.get().cast::<List>() else { return Ok(n_removed) };
        // Comparing may change the list.
        let kept = vm.new_list(&[]);
        let mut i = 0;
        while i < list.as_slice().len() {
            let pair = list.item(i);
            i += 1;
            let known = pair.cast::<Tuple>().map_or(Value::NONE, |pair| pair.to_ref().as_slice()[0]);
            if vm.equal(known, callback)? {
                n_removed += 1;
            } else {
                kept.push(&mut vm.heap, pair);
            }
        }
        let kept = if kept.as_slice().is_empty() { Value::UNBOUND } else { kept.value() };
        if !core.more_callbacks.get().is_unbound() {
            core.more_callbacks.set(this, kept);
        }
        Ok(n_removed)
    }

    /// Cancel it and have its callbacks called; returns False where it was done already.
    #[sig("($self, /, msg=None)")]
    fn cancel(vm: &mut Vm, this: Gc<Future>, msg: Value) -> R<bool> {
        cancel(vm, this, msg)
    }

    /// Was it cancelled?
    #[sig("($self, /)")]
    pub(super) fn cancelled(_: &mut Vm, this: Gc<Future>) -> bool {
        this.core.progress.get() == Progress::Cancelled
    }

    /// Has it a result or an exception, or was it cancelled?
    #[sig("($self, /)")]
    pub(super) fn done(_: &mut Vm, this: Gc<Future>) -> bool {
        this.is_done()
    }

    /// The event loop that it belongs to.
    #[sig("($self, /)")]
    fn get_loop(vm: &mut Vm, this: Gc<Future>) -> R {
        check_alive(vm, this)?;
        Ok(this.core.event_loop.get())
    }

    /// The CancelledError to raise: the one that was kept for this, once.
    #[sig("($self, /)")]
    pub(super) fn _make_cancelled_error(vm: &mut Vm, this: Gc<Future>) -> R {
        make_cancelled_error(vm, this)
    }

    /// Futures are generic over the type of their result.
    #[classmethod]
    #[sig("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, cls: Value, object: Value) -> R {
        vm.new_generic_alias(cls, object)
    }

    #[getter]
    fn _state(vm: &mut Vm, this: Gc<Future>) -> R<&'static str> {
        check_alive(vm, this)?;
        Ok(match this.core.progress.get() {
            Progress::Pending => "PENDING",
            Progress::Cancelled => "CANCELLED",
            Progress::Finished => "FINISHED",
        })
    }

    #[getter]
    fn _asyncio_future_blocking(_: &mut Vm, this: Gc<Future>) -> bool {
        !this.core.event_loop.get().is_none() && this.core.blocking.get()
    }

    #[setter("_asyncio_future_blocking")]
    fn set_asyncio_future_blocking(vm: &mut Vm, this: Gc<Future>, value: Option<Value>) -> R<()> {
        check_alive(vm, this)?;
        let Some(value) = value else { return Err(undeletable(vm, this, "_asyncio_future_blocking")) };
        this.core.blocking.set(vm.truth(value)?);
        Ok(())
    }

    #[getter]
    fn _loop(_: &mut Vm, this: Gc<Future>) -> Value {
        this.core.event_loop.get()
    }

    #[getter]
    fn _callbacks(vm: &mut Vm, this: Gc<Future>) -> R<Option<Gc<List>>> {
        check_alive(vm, this)?;
        Ok(callbacks(vm, this))
    }

    #[getter]
    fn _result(vm: &mut Vm, this: Gc<Future>) -> R {
        check_alive(vm, this)?;
        Ok(this.core.result.get())
    }

    #[getter]
    fn _exception(vm: &mut Vm, this: Gc<Future>) -> R {
        check_alive(vm, this)?;
        Ok(this.core.exception.get())
    }

    #[getter]
    fn _log_traceback(vm: &mut Vm, this: Gc<Future>) -> R<bool> {
        check_alive(vm, this)?;
        Ok(this.core.log_traceback.get())
    }

    #[setter("_log_traceback")]
    fn set_log_traceback(vm: &mut Vm, this: Gc<Future>, value: Option<Value>) -> R<()> {
        let Some(value) = value else { return Err(undeletable(vm, this, "_log_traceback")) };
        if vm.truth(value)? {
            return Err(vm.value_error("_log_traceback can only be set to False"));
        }
        this.core.log_traceback.set(false);
        Ok(())
    }

    #[getter]
    fn _source_traceback(_: &mut Vm, this: Gc<Future>) -> Value {
        this.core.source_traceback.get()
    }

    #[getter]
    fn _cancel_message(_: &mut Vm, this: Gc<Future>) -> Value {
        this.core.cancel_message.get()
    }

    #[setter("_cancel_message")]
    fn set_cancel_message(vm: &mut Vm, this: Gc<Future>, value: Option<Value>) -> R<()> {
        let Some(value) = value else { return Err(undeletable(vm, this, "_cancel_message")) };
        this.core.cancel_message.set(this, value);
        Ok(())
    }

    #[getter]
    fn _asyncio_awaited_by(vm: &mut Vm, this: Gc<Future>) -> R {
        let known = this.core.awaited_by.get();
        if known.is_none() {
            return Ok(known);
        }
        let all = match vm.as_set(known) {
            Some(set) => set.copy(vm, kinds::FROZENSET)?,
            None => {
                let set = vm.new_set(kinds::FROZENSET);
                set.add(vm, known)?;
                set
            }
        };
        Ok(all.value())
    }
}

/// What `await` iterates over: gives the future to the event loop once, then its result.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct FutureIter {
    header: Header,
    /// UNBOUND at the end.
    future: Field<Value>,
}

impl FutureIter {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <FutureIter as Numbered>::NUMBER,
        name: "FutureIter",
        module: "_asyncio",
        flags: type_flags::SHOWS_GETATTR | type_flags::NO_NEW,
        native: &FutureIter::NATIVE,
        layout: Some(LayoutInfo::of::<FutureIter>()),
        ..TypeDef::DEFAULT
    };

    pub(super) fn new(vm: &mut Vm, future: Gc<Future>) -> R<Gc<FutureIter>> {
        check_alive(vm, future)?;
        let header = Header::new::<FutureIter>(vm.class_address(<FutureIter as Numbered>::NUMBER));
        Ok(vm.heap.alloc(FutureIter { header, future: Field::new(future.value()) }))
    }

    fn end(&self) {
        self.future.set(self, Value::UNBOUND);
    }
}

fn next(vm: &mut Vm, this: Gc<FutureIter>) -> R<Option<Value>> {
    vm.set_result(Value::NONE);
    let Some(future) = this.future.get().cast::<Future>() else { return Ok(None) };
    if !future.is_done() {
        if future.core.blocking.get() {
            return Err(vm.runtime_error("await wasn't used with future"));
        }
        future.core.blocking.set(true);
        return Ok(Some(future.value()));
    }
    let value = result(vm, future)?;
    vm.set_result(value);
    Ok(None)
}

#[native]
impl FutureIter {
    fn __iter__(_: &mut Vm, this: Value) -> R {
        Ok(this)
    }

    fn __next__(vm: &mut Vm, this: Gc<FutureIter>) -> R<Option<Value>> {
        next(vm, this)
    }

    #[sig("($self, value, /)")]
    #[shown("($self, object, /)")]
    fn send(vm: &mut Vm, this: Gc<FutureIter>, value: Value) -> R {
        let _ = value;
        match next(vm, this)? {
            Some(value) => Ok(value),
            None => {
                let result = vm.generator_result;
                Err(vm.stop_iteration(result))
            }
        }
    }

    #[sig("($self, typ, val=None, tb=None, /)")]
    #[shown("")]
    fn throw(vm: &mut Vm, this: Gc<FutureIter>, typ: Value, val: Option<Value>, tb: Option<Value>) -> R {
        let (val, tb) = (val.unwrap_or(Value::UNBOUND), tb.unwrap_or(Value::UNBOUND));
        generator::warn_signature(vm, val, tb)?;
        let tb = if tb.is_unbound() { Value::NONE } else { tb };
        generator::raise_thrown(vm, typ, val, tb)?;
        this.end();
        Err(Raised)
    }

    #[sig("($self, /)")]
    fn close(_: &mut Vm, this: Gc<FutureIter>) {
        this.end();
    }
}

/// The number of the next task that is given no name.
pub fn next_number(vm: &mut Vm) -> Value {
    let state = vm.state::<State>();
    state.n_names += 1;
    Value::len(state.n_names)
}
