//! `async_generator` and the awaitables that its methods give (PEP 525), and that of `anext` with a default.

use super::descriptors::or_none;
use super::generator::{self, Names, warn_of_arguments, warn_signature};
use std::cell::Cell;
use taipan_macros::{Layout, Trace, native};
use taipan_runtime::layout::{Code, Generator, GeneratorState, Tuple};
use taipan_runtime::{Field, Gc, Header, LayoutInfo, R, Raised, TypeDef, Value, Vm, code, kinds, type_flags};

/// The definition of `async_generator`.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::ASYNC_GENERATOR,
    name: "async_generator",
    flags: type_flags::NO_NEW | type_flags::WEAKREFABLE,
    native: &Methods::NATIVE,
    more: &[&Names::NATIVE],
    layout: Some(LayoutInfo::of::<Generator>()),
    ..TypeDef::DEFAULT
};

macro_rules! awaitable {
    ($name:ident, $kind:ident, $text:literal, $methods:ident, $layout:ty) => {
        #[doc = concat!("The definition of `", $text, "`.")]
        pub static $name: TypeDef = TypeDef {
            id: kinds::$kind,
            name: $text,
            flags: type_flags::NO_NEW,
            native: &$methods::NATIVE,
            layout: Some(LayoutInfo::of::<$layout>()),
            ..TypeDef::DEFAULT
        };
    };
}
awaitable!(ASEND, ASYNC_GEN_ASEND, "async_generator_asend", Sends, Step);
awaitable!(ATHROW, ASYNC_GEN_ATHROW, "async_generator_athrow", Throws, Step);
awaitable!(ANEXT, ANEXT_AWAITABLE, "anext_awaitable", Nexts, AnextAwaitable);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Created,
    Iterating,
    Closed,
}

/// One step of an async generator, to be awaited: `asend(value)`, `athrow(...)` or `aclose()`.
#[derive(Trace, Layout)]
#[layout(number = "kinds::ASYNC_GEN_ASEND", range = "kinds::ASYNC_GEN_ASEND..=kinds::ASYNC_GEN_ATHROW")]
#[repr(C)]
pub struct Step {
    header: Header,
    generator: Gc<Generator>,
    /// The value to send; the arguments of `throw` as a tuple; UNBOUND for `aclose`.
    payload: Value,
    #[untraced]
    progress: Cell<Progress>,
}

/// `anext(iterator, default)`
#[derive(Trace, Layout)]
#[layout(number = "kinds::ANEXT_AWAITABLE")]
#[repr(C)]
pub struct AnextAwaitable {
    header: Header,
    awaitable: Value,
    default: Value,
    iterator: Field<Value>,
}

/// The awaitable of `anext(iterator, default)`.
pub fn new_anext(vm: &mut Vm, awaitable: Value, default: Value) -> Value {
    let class = vm.class(kinds::ANEXT_AWAITABLE).address();
    let header = Header::new::<AnextAwaitable>(class);
    vm.heap.alloc(AnextAwaitable { header, awaitable, default, iterator: Field::new(Value::UNBOUND) }).value()
}

fn new_step(vm: &mut Vm, kind: taipan_runtime::Kind, generator: Gc<Generator>, payload: Value) -> R {
    init_hooks(vm, generator)?;
    let class = vm.class(kind).address();
    let header = Header::with_kind(kind, class);
    let step =
        vm.heap.alloc(Step { header, generator, payload, progress: Cell::new(Progress::Created) }).value();
    vm.register_generator(step);
    Ok(step)
}

impl Step {
    /// Notes how far it is. What was awaited needs no finaliser.
    fn go_on(&self, progress: Progress) {
        self.header.set_flags(taipan_runtime::header_flags::FINALIZED);
        self.progress.set(progress);
    }

    /// What made it.
    fn method(&self) -> &'static str {
        match self.header.kind() {
            kinds::ASYNC_GEN_ASEND => "asend",
            _ if self.payload.is_unbound() => "aclose",
            _ => "athrow",
        }
    }
}

/// The first use of an async generator tells the event loop.
fn init_hooks(vm: &mut Vm, this: Gc<Generator>) -> R<()> {
    if this.flag.replace(true) {
        return Ok(());
    }
    let (first, finalizer) = vm.thread.asyncgen_hooks;
    if !finalizer.is_none() && !finalizer.is_unbound() {
        this.extra.set(this, finalizer);
    }
    if !first.is_none() && !first.is_unbound() {
        vm.call(first, &[this.value()])?;
    }
    Ok(())
}

/// What resuming gave.
enum Given {
    /// The step's result.
    Item(Value),
    /// Something for the event loop.
    Awaited(Value),
}

/// What resuming gave, as the awaiting code sees it: an item ends the step, anything else is passed on to the event loop.
fn unwrap(vm: &mut Vm, this: Gc<Generator>, outcome: R<Option<Value>>) -> R {
    match given(vm, this, outcome)? {
        Given::Item(value) => Err(vm.stop_iteration(value)),
        Given::Awaited(value) => Ok(value),
    }
}

fn given(vm: &mut Vm, this: Gc<Generator>, outcome: R<Option<Value>>) -> R<Given> {
    match outcome {
        Ok(Some(value)) if is_item(this) => {
            this.async_running.set(false);
            Ok(Given::Item(value))
        }
        Ok(Some(value)) => Ok(Given::Awaited(value)),
        Ok(None) => {
            this.closed.set(true);
            this.async_running.set(false);
            Err(vm.raise_bare(kinds::STOP_ASYNC_ITERATION))
        }
        Err(Raised) => {
            if vm.pending_is(kinds::STOP_ASYNC_ITERATION) || vm.pending_is(kinds::GENERATOR_EXIT) {
                this.closed.set(true);
            }
            this.async_running.set(false);
            Err(Raised)
        }
    }
}

/// Was the value that a generator has just given out an item, not something to await?
fn is_item(this: Gc<Generator>) -> bool {
    this.chain.get() == Value::TRUE
}

struct Methods;

#[native]
impl Methods {
    fn __repr__(vm: &mut Vm, this: Gc<Generator>) -> String {
        let name = generator::name_text(vm, this.qualname.get());
        format!("<async_generator object {name} at {:#x}>", this.address())
    }

    fn __aiter__(_: &mut Vm, this: Value) -> R {
        Ok(this)
    }

    fn __anext__(vm: &mut Vm, this: Gc<Generator>) -> R {
        new_step(vm, kinds::ASYNC_GEN_ASEND, this, Value::NONE)
    }

    fn __del__(vm: &mut Vm, this: Gc<Generator>) -> R<()> {
        if this.state.get() == GeneratorState::Finished {
            return Ok(());
        }
        let finalizer = this.extra.get();
        if !finalizer.is_unbound() && !this.closed.get() {
            vm.call(finalizer, &[this.value()])?;
            return Ok(());
        }
        match generator::close(vm, this) {
            Ok(_) => Ok(()),
            Err(raised) => Err(raised),
        }
    }

    /// Resume the generator with a value, when awaited.
    #[sig("($self, object, /)")]
    fn asend(vm: &mut Vm, this: Gc<Generator>, value: Value) -> R {
        new_step(vm, kinds::ASYNC_GEN_ASEND, this, value)
    }

    /// Raise an exception in the generator, when awaited.
    #[sig("($self, *args)")]
    #[shown("")]
    fn athrow(vm: &mut Vm, this: Gc<Generator>, args: Gc<Tuple>) -> R {
        // How many there are is looked at when it is awaited.
        if args.len() > 1 {
            warn_of_arguments(vm, "athrow")?;
        }
        new_step(vm, kinds::ASYNC_GEN_ATHROW, this, args.value())
    }

    /// Raise GeneratorExit in the generator, when awaited.
    #[sig("($self, /)")]
    fn aclose(vm: &mut Vm, this: Gc<Generator>) -> R {
        new_step(vm, kinds::ASYNC_GEN_ATHROW, this, Value::UNBOUND)
    }

    /// Generic over what is yielded and sent.
    #[classmethod]
    #[sig("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, cls: Value, object: Value) -> R {
        vm.new_generic_alias(cls, object)
    }

    #[member]
    fn ag_running(_: &mut Vm, this: Gc<Generator>) -> bool {
        this.async_running.get()
    }

    /// What it waits for, or None.
    #[getter]
    fn ag_await(_: &mut Vm, this: Gc<Generator>) -> Value {
        code::delegate_of(this)
    }

    #[getter]
    fn ag_frame(vm: &mut Vm, this: Gc<Generator>) -> R {
        vm.audit_get(this.value(), "ag_frame")?;
        Ok(generator::frame(vm, this))
    }

    #[getter]
    fn ag_code(vm: &mut Vm, this: Gc<Generator>) -> R<Gc<Code>> {
        vm.audit_get(this.value(), "ag_code")?;
        Ok(this.function.code.get())
    }

    #[getter]
    fn ag_suspended(_: &mut Vm, this: Gc<Generator>) -> bool {
        code::state_of(this) == GeneratorState::Suspended
    }
}

fn reused(vm: &mut Vm, what: &str) -> Raised {
    vm.runtime_error(format!("cannot reuse already awaited {what}"))
}

/// Begins a step that has not been awaited yet.
fn begin(vm: &mut Vm, step: Gc<Step>, what: &str) -> R<()> {
    if step.generator.async_running.get() {
        step.go_on(Progress::Closed);
        return Err(vm.runtime_error(format!("{what}: asynchronous generator is already running")));
    }
    Ok(())
}

fn asend_send(vm: &mut Vm, this: Gc<Step>, arg: Value) -> R {
    match asend_given(vm, this, arg)? {
        Given::Item(value) => Err(vm.stop_iteration(value)),
        Given::Awaited(value) => Ok(value),
    }
}

/// The same, without an exception around an item.
fn asend_next(vm: &mut Vm, this: Gc<Step>) -> R<Option<Value>> {
    match asend_given(vm, this, Value::NONE)? {
        Given::Item(value) => {
            vm.set_result(value);
            Ok(None)
        }
        Given::Awaited(value) => Ok(Some(value)),
    }
}

fn asend_given(vm: &mut Vm, this: Gc<Step>, arg: Value) -> R<Given> {
    let mut arg = arg;
    match this.progress.get() {
        Progress::Closed => return Err(reused(vm, "__anext__()/asend()")),
        Progress::Created => {
            begin(vm, this, "anext()")?;
            if arg.is_none() {
                arg = this.payload;
            }
            this.go_on(Progress::Iterating);
        }
        Progress::Iterating => {}
    }
    this.generator.async_running.set(true);
    let outcome = (vm.hooks.resume_generator)(vm, this.generator, arg);
    let result = given(vm, this.generator, outcome);
    if !matches!(result, Ok(Given::Awaited(_))) {
        this.go_on(Progress::Closed);
    }
    result
}

fn asend_throw(vm: &mut Vm, this: Gc<Step>, typ: Value, val: Value, tb: Value) -> R {
    match this.progress.get() {
        Progress::Closed => return Err(reused(vm, "__anext__()/asend()")),
        Progress::Created => {
            begin(vm, this, "anext()")?;
            this.go_on(Progress::Iterating);
            this.generator.async_running.set(true);
        }
        Progress::Iterating => {}
    }
    let result = match generator::raise_thrown(vm, typ, val, tb) {
        Ok(()) => {
            let outcome = (vm.hooks.throw_generator)(vm, this.generator);
            unwrap(vm, this.generator, outcome)
        }
        Err(raised) => Err(raised),
    };
    if result.is_err() {
        this.go_on(Progress::Closed);
    }
    result
}

fn ignored_exit(vm: &mut Vm, step: Gc<Step>) -> Raised {
    step.generator.async_running.set(false);
    step.go_on(Progress::Closed);
    vm.runtime_error("async generator ignored GeneratorExit")
}

/// The outcome of a resumption within `athrow` or `aclose`.
fn athrow_outcome(vm: &mut Vm, this: Gc<Step>, outcome: R<Option<Value>>) -> R {
    let closing = this.payload.is_unbound();
    if closing
        && let Ok(Some(_)) = outcome
        && is_item(this.generator)
    {
        return Err(ignored_exit(vm, this));
    }
    match unwrap(vm, this.generator, outcome) {
        Ok(v) => Ok(v),
        Err(Raised) => {
            this.generator.async_running.set(false);
            this.go_on(Progress::Closed);
            if closing
                && (vm.take_if(kinds::STOP_ASYNC_ITERATION).is_some()
                    || vm.take_if(kinds::GENERATOR_EXIT).is_some())
            {
                return Err(vm.stop_iteration(Value::NONE));
            }
            Err(Raised)
        }
    }
}

fn athrow_send(vm: &mut Vm, this: Gc<Step>, arg: Value) -> R {
    let g = this.generator;
    let closing = this.payload.is_unbound();
    if this.progress.get() == Progress::Closed {
        return Err(reused(vm, "aclose()/athrow()"));
    }
    if g.state.get() == GeneratorState::Finished {
        this.go_on(Progress::Closed);
        return Err(vm.stop_iteration(Value::NONE));
    }
    if this.progress.get() == Progress::Created {
        begin(vm, this, if closing { "aclose()" } else { "athrow()" })?;
        if g.closed.get() {
            this.go_on(Progress::Closed);
            return Err(vm.raise_bare(kinds::STOP_ASYNC_ITERATION));
        }
        if !arg.is_none() {
            return Err(vm.runtime_error("can't send non-None value to a just-started coroutine"));
        }
        this.go_on(Progress::Iterating);
        g.async_running.set(true);
        let thrown = match vm.as_tuple(this.payload) {
            Some(args) => match *args.to_ref().as_slice() {
                [typ] => generator::raise_thrown(vm, typ, Value::NONE, Value::NONE),
                [typ, val] => generator::raise_thrown(vm, typ, val, Value::NONE),
                [typ, val, tb] => generator::raise_thrown(vm, typ, val, tb),
                // It is under way, and stays so.
                [] => return Err(vm.type_error("athrow expected at least 1 argument, got 0")),
                [..] => {
                    let n = args.to_ref().as_slice().len();
                    return Err(vm.type_error(format!("athrow expected at most 3 arguments, got {n}")));
                }
            },
            None => {
                g.closed.set(true);
                let exit = vm.class(kinds::GENERATOR_EXIT).value();
                generator::raise_thrown(vm, exit, Value::NONE, Value::NONE)
            }
        };
        let outcome = match thrown {
            Ok(()) => (vm.hooks.throw_generator)(vm, g),
            Err(raised) => Err(raised),
        };
        return athrow_outcome(vm, this, outcome);
    }
    let outcome = (vm.hooks.resume_generator)(vm, g, arg);
    if !closing {
        // What comes out here ends only the generator: the step may be used again.
        return unwrap(vm, g, outcome);
    }
    athrow_outcome(vm, this, outcome)
}

fn athrow_next(vm: &mut Vm, this: Gc<Step>) -> R<Option<Value>> {
    athrow_send(vm, this, Value::NONE).map(Some)
}

fn athrow_throw(vm: &mut Vm, this: Gc<Step>, typ: Value, val: Value, tb: Value) -> R {
    match this.progress.get() {
        Progress::Closed => return Err(reused(vm, "aclose()/athrow()")),
        Progress::Created => {
            begin(vm, this, if this.payload.is_unbound() { "aclose()" } else { "athrow()" })?;
            this.go_on(Progress::Iterating);
            this.generator.async_running.set(true);
        }
        Progress::Iterating => {}
    }
    let outcome = match generator::raise_thrown(vm, typ, val, tb) {
        Ok(()) => (vm.hooks.throw_generator)(vm, this.generator),
        Err(raised) => Err(raised),
    };
    athrow_outcome(vm, this, outcome)
}

/// `close()` of a step: `GeneratorExit` is thrown in.
fn close_step(vm: &mut Vm, this: Gc<Step>, throw: fn(&mut Vm, Gc<Step>, Value, Value, Value) -> R) -> R<()> {
    if this.progress.get() == Progress::Closed {
        return Ok(());
    }
    let exit = vm.class(kinds::GENERATOR_EXIT).value();
    match throw(vm, this, exit, Value::NONE, Value::NONE) {
        Ok(_) => Err(vm.runtime_error("coroutine ignored GeneratorExit")),
        Err(Raised) => {
            for kind in [kinds::STOP_ITERATION, kinds::STOP_ASYNC_ITERATION, kinds::GENERATOR_EXIT] {
                if vm.take_if(kind).is_some() {
                    return Ok(());
                }
            }
            Err(Raised)
        }
    }
}

macro_rules! step_methods {
    ($methods:ident, $next:ident, $send:ident, $throw:ident) => {
        #[native]
        impl $methods {
            /// It warns if it was never awaited.
            fn __del__(vm: &mut Vm, this: Gc<Step>) -> R<()> {
                let name = generator::name_text(vm, this.generator.qualname.get());
                let text = format!("coroutine method '{}' of '{name}' was never awaited", this.method());
                vm.warn(kinds::RUNTIME_WARNING, &text)
            }

            fn __await__(_: &mut Vm, this: Value) -> R {
                Ok(this)
            }

            fn __iter__(_: &mut Vm, this: Value) -> R {
                Ok(this)
            }

            fn __next__(vm: &mut Vm, this: Gc<Step>) -> R<Option<Value>> {
                $next(vm, this)
            }

            /// Go on with a value.
            #[sig("($self, object, /)")]
            fn send(vm: &mut Vm, this: Gc<Step>, value: Value) -> R {
                $send(vm, this, value)
            }

            /// Go on with an exception.
            #[sig("($self, typ, val=None, tb=None, /)")]
            #[shown("")]
            fn throw(vm: &mut Vm, this: Gc<Step>, typ: Value, val: Option<Value>, tb: Option<Value>) -> R {
                let (val, tb) = (val.unwrap_or(Value::UNBOUND), tb.unwrap_or(Value::UNBOUND));
                warn_signature(vm, val, tb)?;
                $throw(vm, this, typ, or_none(val), or_none(tb))
            }

            /// Raise GeneratorExit in it.
            #[sig("($self, /)")]
            fn close(vm: &mut Vm, this: Gc<Step>) -> R<()> {
                close_step(vm, this, $throw)
            }
        }
    };
}

struct Sends;
step_methods!(Sends, asend_next, asend_send, asend_throw);
struct Throws;
step_methods!(Throws, athrow_next, athrow_send, athrow_throw);

struct Nexts;

/// `co_flags` of what `types.coroutine` was applied to.
const ITERABLE_COROUTINE: u32 = 0x100;

/// The iterator behind `anext`'s awaitable.
fn anext_iterator(vm: &mut Vm, this: Gc<AnextAwaitable>) -> R {
    if let Some(found) = this.iterator.get().bound() {
        return Ok(found);
    }
    let awaitable = this.awaitable;
    let cls = vm.class_of(awaitable);
    let iterator = match vm.slot_await(cls) {
        Some(f) => {
            let iterator = f(vm, awaitable)?;
            let of = vm.class_of(iterator);
            if vm.slot_next(of).is_none() && !iterator.is_kind(kinds::COROUTINE) {
                let of = vm.type_name(iterator);
                return Err(vm.type_error(format!("__await__() returned non-iterator of type '{of}'")));
            }
            iterator
        }
        // `types.coroutine` makes a generator one.
        None if awaitable
            .cast::<Generator>()
            .is_some_and(|g| g.function.code.get().flags & ITERABLE_COROUTINE != 0) =>
        {
            awaitable
        }
        None => {
            let of = vm.type_name(awaitable);
            return Err(vm.type_error(format!("'{of}' object can't be awaited")));
        }
    };
    this.iterator.set(this, iterator);
    Ok(iterator)
}

/// The end of the async iterator becomes the default.
fn or_default(vm: &mut Vm, this: Gc<AnextAwaitable>, result: R) -> R {
    match result {
        Err(Raised) if vm.take_if(kinds::STOP_ASYNC_ITERATION).is_some() => {
            Err(vm.stop_iteration(this.default))
        }
        other => other,
    }
}

#[native]
impl Nexts {
    fn __await__(_: &mut Vm, this: Value) -> R {
        Ok(this)
    }

    fn __iter__(_: &mut Vm, this: Value) -> R {
        Ok(this)
    }

    fn __next__(vm: &mut Vm, this: Gc<AnextAwaitable>) -> R<Option<Value>> {
        let iterator = anext_iterator(vm, this)?;
        vm.set_result(Value::NONE);
        let result = match vm.next(iterator) {
            Ok(Some(v)) => Ok(v),
            Ok(None) => {
                let result = vm.take_result();
                Err(vm.stop_iteration(result))
            }
            Err(raised) => Err(raised),
        };
        let result = or_default(vm, this, result);
        result.map(Some)
    }

    /// Go on with a value.
    #[sig("($self, object, /)")]
    fn send(vm: &mut Vm, this: Gc<AnextAwaitable>, value: Value) -> R {
        let iterator = anext_iterator(vm, this)?;
        let result = vm.call_method_named(iterator, "send", &[value]);
        or_default(vm, this, result)
    }

    /// Go on with an exception.
    #[sig("($self, typ, val=None, tb=None, /)")]
    #[shown("")]
    fn throw(vm: &mut Vm, this: Gc<AnextAwaitable>, typ: Value, val: Option<Value>, tb: Option<Value>) -> R {
        let iterator = anext_iterator(vm, this)?;
        let args = [typ, val.unwrap_or(Value::NONE), tb.unwrap_or(Value::NONE)];
        let n = 1 + val.is_some() as usize + tb.is_some() as usize;
        let result = vm.call_method_named(iterator, "throw", &args[..n]);
        or_default(vm, this, result)
    }

    /// Raise GeneratorExit in it.
    #[sig("($self, /)")]
    fn close(vm: &mut Vm, this: Gc<AnextAwaitable>) -> R {
        let iterator = anext_iterator(vm, this)?;
        let result = vm.call_method_named(iterator, "close", &[]);
        or_default(vm, this, result)
    }
}
