//! `generator` and `coroutine`, and what throwing into them means. Async generators are in `async_generator`.

use super::descriptors::or_none;
use taipan_macros::{Layout, Trace, native};
use taipan_runtime::layout::{
    Code, Exception, Frame, Generator, GeneratorState, Str, Traceback, Tuple, Type,
};
use taipan_runtime::{Gc, Header, LayoutInfo, R, Raised, TypeDef, Value, Vm, code, kinds, type_flags};

/// The definition of `generator`.
pub static GENERATOR: TypeDef = TypeDef {
    id: kinds::GENERATOR,
    name: "generator",
    flags: type_flags::NO_NEW | type_flags::WEAKREFABLE,
    native: &Generators::NATIVE,
    more: &[&Names::NATIVE],
    layout: Some(LayoutInfo::of::<Generator>()),
    ..TypeDef::DEFAULT
};

/// The definition of `coroutine`.
pub static COROUTINE: TypeDef = TypeDef {
    id: kinds::COROUTINE,
    name: "coroutine",
    flags: type_flags::NO_NEW | type_flags::WEAKREFABLE,
    native: &Coroutines::NATIVE,
    more: &[&Names::NATIVE],
    layout: Some(LayoutInfo::of::<Generator>()),
    ..TypeDef::DEFAULT
};

/// The definition of `coroutine_wrapper`, the iterator that `coroutine.__await__()` gives.
pub static WRAPPER: TypeDef = TypeDef {
    id: kinds::COROUTINE_WRAPPER,
    name: "coroutine_wrapper",
    doc: "A wrapper object implementing __await__ for coroutines.",
    flags: type_flags::NO_NEW,
    native: &Wrappers::NATIVE,
    layout: Some(LayoutInfo::of::<CoroutineWrapper>()),
    ..TypeDef::DEFAULT
};

/// An iterator over what a coroutine gives to its event loop.
#[derive(Trace, Layout)]
#[layout(number = "kinds::COROUTINE_WRAPPER")]
#[repr(C)]
pub struct CoroutineWrapper {
    header: Header,
    coroutine: Gc<Generator>,
}

/// The word for the type in messages.
pub fn describe(this: Gc<Generator>) -> &'static str {
    match this.header.kind() {
        kinds::COROUTINE => "coroutine",
        kinds::ASYNC_GENERATOR => "async generator",
        _ => "generator",
    }
}

/// Resumes with a value; the end raises `StopIteration`.
pub fn send(vm: &mut Vm, this: Gc<Generator>, value: Value) -> R {
    if this.header.kind() == kinds::COROUTINE && this.state.get() == GeneratorState::Finished {
        return Err(vm.runtime_error("cannot reuse already awaited coroutine"));
    }
    match (vm.hooks.resume_generator)(vm, this, value)? {
        Some(v) => Ok(v),
        None => {
            let result = vm.generator_result;
            Err(vm.stop_iteration(result))
        }
    }
}

/// Makes the exception of `throw(type, value, traceback)` the one on its way.
pub fn raise_thrown(vm: &mut Vm, typ: Value, value: Value, traceback: Value) -> R<()> {
    let traceback = if traceback.is_none() { Value::UNBOUND } else { traceback };
    if !traceback.is_unbound() && traceback.cast::<Traceback>().is_none() {
        return Err(vm.type_error("throw() third argument must be a traceback object"));
    }
    let exc = if let Some(cls) = typ.cast::<Type>()
        && vm.is_subtype_of(cls, kinds::BASE_EXCEPTION)
    {
        let value = or_none(value);
        let of = vm.class_of(value);
        let made = if vm.is_subtype(of, cls) {
            value
        } else if value.is_none() {
            vm.call(typ, &[])?
        } else if let Some(args) = vm.as_tuple(value) {
            vm.call(typ, args.to_ref().as_slice())?
        } else {
            vm.call(typ, &[value])?
        };
        if made.cast::<Exception>().is_none() {
            let of = vm.class_of(made);
            let of = vm.full_class_name(of);
            let name = vm.full_class_name(cls);
            vm.type_error(format!(
                "calling {name} should have returned an instance of BaseException, not {of}"
            ));
            // It is what the generator gets.
            return Ok(());
        }
        made
    } else if typ.cast::<Exception>().is_some() {
        if !value.is_unbound() && !value.is_none() {
            return Err(vm.type_error("instance exception may not have a separate value"));
        }
        typ
    } else {
        let of = vm.type_name(typ);
        return Err(vm.type_error(format!(
            "exceptions must be classes or instances deriving from BaseException, not {of}"
        )));
    };
    if let Some(e) = exc.cast::<Exception>()
        && !traceback.is_unbound()
    {
        e.traceback.set(e, traceback);
    }
    vm.reraise(exc);
    Ok(())
}

/// The deprecation warning of more than one argument to `throw`.
pub fn warn_signature(vm: &mut Vm, value: Value, traceback: Value) -> R<()> {
    if value.is_unbound() && traceback.is_unbound() { Ok(()) } else { warn_of_arguments(vm, "throw") }
}

/// The same for a method of a name.
pub fn warn_of_arguments(vm: &mut Vm, method: &str) -> R<()> {
    vm.warn(
        kinds::DEPRECATION_WARNING,
        &format!(
            "the (type, exc, tb) signature of {method}() is deprecated, use the single-arg signature instead."
        ),
    )
}

/// Raises at the generator's yield; the end raises `StopIteration`.
pub fn throw(vm: &mut Vm, this: Gc<Generator>, typ: Value, value: Value, traceback: Value) -> R {
    raise_thrown(vm, typ, value, traceback)?;
    // What it delegates to is told what was said here.
    let given = [typ, value, traceback];
    let n = given.iter().rposition(|given| !given.is_unbound()).map_or(1, |last| last + 1);
    if n > 1 || typ.cast::<Type>().is_some() {
        vm.thread.thrown = vm.new_tuple(&given[..n]).value();
    }
    let result = throw_pending(vm, this);
    vm.thread.thrown = Value::UNBOUND;
    result
}

/// Raises what is on its way at the generator's yield.
pub fn throw_pending(vm: &mut Vm, this: Gc<Generator>) -> R {
    if this.header.kind() == kinds::COROUTINE && this.state.get() == GeneratorState::Finished {
        vm.take_exception();
        return Err(vm.runtime_error("cannot reuse already awaited coroutine"));
    }
    match (vm.hooks.throw_generator)(vm, this)? {
        Some(v) => Ok(v),
        None => {
            let result = vm.generator_result;
            Err(vm.stop_iteration(result))
        }
    }
}

/// `close()`: what the generator returned, if it did after `GeneratorExit`.
pub fn close(vm: &mut Vm, this: Gc<Generator>) -> R {
    match this.state.get() {
        GeneratorState::Finished => return Ok(Value::NONE),
        GeneratorState::Created => {
            this.state.set(GeneratorState::Finished);
            let registers = this.registers.get().array();
            registers.clear(0, registers.len());
            return Ok(Value::NONE);
        }
        GeneratorState::Running | GeneratorState::Suspended => {}
    }
    let cls = vm.class(kinds::GENERATOR_EXIT);
    let exit = vm.new_exception(cls, &[]);
    vm.reraise(exit.value());
    match (vm.hooks.throw_generator)(vm, this) {
        Ok(Some(_)) => {
            let text = format!("{} ignored GeneratorExit", describe(this));
            Err(vm.runtime_error(text))
        }
        Ok(None) => Ok(vm.generator_result),
        Err(Raised) => {
            if vm.take_if(kinds::GENERATOR_EXIT).is_some() || vm.take_if(kinds::STOP_ITERATION).is_some() {
                return Ok(Value::NONE);
            }
            Err(Raised)
        }
    }
}

/// The frame of a generator that has not ended.
pub fn frame(vm: &mut Vm, this: Gc<Generator>) -> Value {
    if this.state.get() == GeneratorState::Finished {
        return Value::NONE;
    }
    if let Some(frame) = this.frame.get().cast::<Frame>() {
        return frame.value();
    }
    (vm.hooks.generator_frame)(vm, this).value()
}

/// What must be done when a generator dies.
pub fn finalize(vm: &mut Vm, this: Gc<Generator>) -> R<()> {
    match code::state_of(this) {
        GeneratorState::Finished | GeneratorState::Running => Ok(()),
        GeneratorState::Created if this.header.kind() == kinds::COROUTINE => {
            this.state.set(GeneratorState::Finished);
            warn_unawaited(vm, this);
            Ok(())
        }
        GeneratorState::Created | GeneratorState::Suspended => close(vm, this).map(|_| ()),
    }
}

/// `RuntimeWarning: coroutine 'x' was never awaited`, by way of `warnings` where that is loaded, for its origin.
fn warn_unawaited(vm: &mut Vm, this: Gc<Generator>) {
    let warned = match warn_by_module(vm, this) {
        Ok(warned) => warned,
        // A warning that is an error was issued; a module that is broken has not done it.
        Err(Raised) => {
            let warned = vm.pending_is(kinds::RUNTIME_WARNING);
            report(vm, this);
            warned
        }
    };
    if !warned {
        let name = vm.as_str(this.qualname.get()).map_or_else(String::new, |s| s.to_display());
        let text = format!("coroutine '{name}' was never awaited");
        if vm.warn(kinds::RUNTIME_WARNING, &text).is_err() {
            report(vm, this);
        }
    }
}

/// Has `warnings` a function for it? Then it does the work.
fn warn_by_module(vm: &mut Vm, this: Gc<Generator>) -> R<bool> {
    let key = vm.intern("warnings");
    let modules = vm.modules;
    let Some(warnings) = modules.get_str(vm, key) else { return Ok(false) };
    let hook = vm.intern("_warn_unawaited_coroutine");
    let Some(hook) = vm.get_attr_opt(warnings, hook)? else { return Ok(false) };
    vm.call(hook, &[this.value()])?;
    Ok(true)
}

/// Tells of the pending exception, which nobody can catch.
fn report(vm: &mut Vm, this: Gc<Generator>) {
    let exc = vm.take_exception();
    let text = repr(vm, this, "coroutine");
    vm.write_unraisable(exc, Value::NONE, &format!("Exception ignored while finalizing coroutine {text}"));
}

fn repr(vm: &mut Vm, this: Gc<Generator>, what: &str) -> String {
    let name = vm.as_str(this.qualname.get()).map_or_else(String::new, |s| s.to_display());
    format!("<{what} object {name} at {:#x}>", this.address())
}

fn code_of(this: Gc<Generator>) -> Gc<Code> {
    this.function.code.get()
}

struct Generators;

#[native]
impl Generators {
    fn __repr__(vm: &mut Vm, this: Gc<Generator>) -> String {
        repr(vm, this, "generator")
    }

    fn __iter__(_: &mut Vm, this: Value) -> R {
        Ok(this)
    }

    fn __next__(vm: &mut Vm, this: Gc<Generator>) -> R<Option<Value>> {
        (vm.hooks.resume_generator)(vm, this, Value::NONE)
    }

    fn __del__(vm: &mut Vm, this: Gc<Generator>) -> R<()> {
        finalize(vm, this)
    }

    /// Resume the generator; the value is what its yield expression gives.
    #[sig("($self, object, /)")]
    fn send(vm: &mut Vm, this: Gc<Generator>, value: Value) -> R {
        send(vm, this, value)
    }

    /// Raise an exception at the generator's yield.
    #[sig("($self, typ, val=None, tb=None, /)")]
    #[shown("")]
    fn throw(vm: &mut Vm, this: Gc<Generator>, typ: Value, val: Option<Value>, tb: Option<Value>) -> R {
        let (val, tb) = (val.unwrap_or(Value::UNBOUND), tb.unwrap_or(Value::UNBOUND));
        warn_signature(vm, val, tb)?;
        throw(vm, this, typ, val, tb)
    }

    /// Raise GeneratorExit at the generator's yield, so that it ends.
    #[sig("($self, /)")]
    fn close(vm: &mut Vm, this: Gc<Generator>) -> R {
        close(vm, this)
    }

    /// Generic over what is yielded, sent and returned.
    #[classmethod]
    #[sig("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, cls: Value, object: Value) -> R {
        vm.new_generic_alias(cls, object)
    }

    /// What it iterates over by "yield from", or None.
    #[getter]
    fn gi_yieldfrom(_: &mut Vm, this: Gc<Generator>) -> Value {
        code::delegate_of(this)
    }

    #[getter]
    fn gi_running(_: &mut Vm, this: Gc<Generator>) -> bool {
        code::state_of(this) == GeneratorState::Running
    }

    #[getter]
    fn gi_frame(vm: &mut Vm, this: Gc<Generator>) -> R {
        vm.audit_get(this.value(), "gi_frame")?;
        Ok(frame(vm, this))
    }

    #[getter]
    fn gi_suspended(_: &mut Vm, this: Gc<Generator>) -> bool {
        code::state_of(this) == GeneratorState::Suspended
    }

    #[getter]
    fn gi_code(vm: &mut Vm, this: Gc<Generator>) -> R<Gc<Code>> {
        vm.audit_get(this.value(), "gi_code")?;
        Ok(code_of(this))
    }
}

/// `__name__` and `__qualname__` of generators of all kinds.
pub struct Names;

fn string(vm: &mut Vm, value: Value, text: &'static str) -> R {
    match vm.as_str(value) {
        Some(s) => Ok(s.value()),
        None => Err(vm.type_error(text)),
    }
}

#[native]
impl Names {
    /// The name of the generator, or of the coroutine.
    #[getter("__name__")]
    fn name(_: &mut Vm, this: Gc<Generator>) -> Value {
        this.name.get()
    }

    #[setter("__name__")]
    fn set_name(vm: &mut Vm, this: Gc<Generator>, value: Value) -> R<()> {
        let name = string(vm, value, "__name__ must be set to a string object")?;
        this.name.set(this, name);
        Ok(())
    }

    /// The qualified name of the generator, or of the coroutine.
    #[getter("__qualname__")]
    fn qualname(_: &mut Vm, this: Gc<Generator>) -> Value {
        this.qualname.get()
    }

    #[setter("__qualname__")]
    fn set_qualname(vm: &mut Vm, this: Gc<Generator>, value: Value) -> R<()> {
        let name = string(vm, value, "__qualname__ must be set to a string object")?;
        this.qualname.set(this, name);
        Ok(())
    }
}

struct Coroutines;

#[native]
impl Coroutines {
    fn __repr__(vm: &mut Vm, this: Gc<Generator>) -> String {
        repr(vm, this, "coroutine")
    }

    fn __await__(vm: &mut Vm, this: Gc<Generator>) -> Gc<CoroutineWrapper> {
        let class = vm.class(kinds::COROUTINE_WRAPPER).address();
        vm.heap.alloc(CoroutineWrapper { header: Header::new::<CoroutineWrapper>(class), coroutine: this })
    }

    fn __del__(vm: &mut Vm, this: Gc<Generator>) -> R<()> {
        finalize(vm, this)
    }

    /// Pass a value into coroutine code, where it waits, and let it run on.
    #[sig("($self, object, /)")]
    fn send(vm: &mut Vm, this: Gc<Generator>, value: Value) -> R {
        send(vm, this, value)
    }

    /// Raise an exception in coroutine code, where it waits.
    #[sig("($self, typ, val=None, tb=None, /)")]
    #[shown("")]
    fn throw(vm: &mut Vm, this: Gc<Generator>, typ: Value, val: Option<Value>, tb: Option<Value>) -> R {
        let (val, tb) = (val.unwrap_or(Value::UNBOUND), tb.unwrap_or(Value::UNBOUND));
        warn_signature(vm, val, tb)?;
        throw(vm, this, typ, val, tb)
    }

    /// End it by raising GeneratorExit inside coroutine code.
    #[sig("($self, /)")]
    fn close(vm: &mut Vm, this: Gc<Generator>) -> R {
        close(vm, this)
    }

    /// Generic over what is yielded, sent and returned.
    #[classmethod]
    #[sig("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, cls: Value, object: Value) -> R {
        vm.new_generic_alias(cls, object)
    }

    #[member]
    fn cr_origin(_: &mut Vm, this: Gc<Generator>) -> Value {
        this.extra.get().cast::<Tuple>().map_or(Value::NONE, |t| t.value())
    }

    /// What it waits for, or None.
    #[getter]
    fn cr_await(_: &mut Vm, this: Gc<Generator>) -> Value {
        code::delegate_of(this)
    }

    #[getter]
    fn cr_running(_: &mut Vm, this: Gc<Generator>) -> bool {
        code::state_of(this) == GeneratorState::Running
    }

    #[getter]
    fn cr_frame(vm: &mut Vm, this: Gc<Generator>) -> R {
        vm.audit_get(this.value(), "cr_frame")?;
        Ok(frame(vm, this))
    }

    #[getter]
    fn cr_code(vm: &mut Vm, this: Gc<Generator>) -> R<Gc<Code>> {
        vm.audit_get(this.value(), "cr_code")?;
        Ok(code_of(this))
    }

    #[getter]
    fn cr_suspended(_: &mut Vm, this: Gc<Generator>) -> bool {
        code::state_of(this) == GeneratorState::Suspended
    }
}

struct Wrappers;

#[native]
impl Wrappers {
    fn __iter__(_: &mut Vm, this: Value) -> R {
        Ok(this)
    }

    fn __next__(vm: &mut Vm, this: Gc<CoroutineWrapper>) -> R<Option<Value>> {
        send(vm, this.coroutine, Value::NONE).map(Some)
    }

    /// Resume the coroutine with a value.
    #[sig("($self, object, /)")]
    fn send(vm: &mut Vm, this: Gc<CoroutineWrapper>, value: Value) -> R {
        send(vm, this.coroutine, value)
    }

    /// Raise an exception where the coroutine waits.
    #[sig("($self, typ, val=None, tb=None, /)")]
    #[shown("")]
    fn throw(
        vm: &mut Vm,
        this: Gc<CoroutineWrapper>,
        typ: Value,
        val: Option<Value>,
        tb: Option<Value>,
    ) -> R {
        let (val, tb) = (val.unwrap_or(Value::UNBOUND), tb.unwrap_or(Value::UNBOUND));
        warn_signature(vm, val, tb)?;
        throw(vm, this.coroutine, typ, val, tb)
    }

    /// End the coroutine.
    #[sig("($self, /)")]
    fn close(vm: &mut Vm, this: Gc<CoroutineWrapper>) -> R {
        close(vm, this.coroutine)
    }
}

/// A name as it is shown in messages.
pub fn name_text(vm: &Vm, name: Value) -> String {
    let name: Option<Gc<Str>> = vm.as_str(name);
    name.map_or_else(String::new, |s| s.to_display())
}
