//! Generators and awaiting.

use super::build::op;
use super::iteration::{enter_iter, take_generator};
use crate::machine::{Fast, Op, State};
use crate::{chain, generator};
use taipan_runtime::layout::{Exception, Generator, GeneratorState, Traceback, Tuple};
use taipan_runtime::{Gc, R, Raised, Value, Vm, extra, kinds};

/// Makes the generator object of this call and returns it.
pub struct ReturnGenerator;
impl Op for ReturnGenerator {
    const FAST: bool = false;
    fn slow(vm: &mut Vm) -> R<()> {
        let made = generator::make(vm)?;
        leave_with(vm, made);
        Ok(())
    }
}

/// Leaves an ordinary window with a value.
fn leave_with(vm: &mut Vm, value: Value) {
    let regs = vm.thread.regs;
    // SAFETY: the running window.
    unsafe {
        *regs.sub(4) = value;
        vm.thread.pc = crate::frame::return_pc(regs);
        vm.thread.k = crate::frame::caller_k(regs);
        vm.thread.regs = crate::frame::caller_of(regs);
    }
    vm.thread.depth = vm.thread.depth.wrapping_sub(1);
}

/// `r[a] =` what is sent, after giving `r[b]` out
pub struct Yield;
impl Op for Yield {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        // SAFETY: verified code has this instruction in generators only.
        unsafe { generator::leave_fast(s, s.get(s.b()), true) }
    }
    const MIDDLE: bool = true;
    #[inline(always)]
    unsafe fn middle(s: &mut Fast) -> bool {
        // SAFETY: as above.
        unsafe { generator::offer(s, s.get(s.b())) }
    }
    fn slow(vm: &mut Vm) -> R<()> {
        let value = vm.get(vm.b());
        // SAFETY: the running frame, at this instruction.
        let chain = unsafe { chain::delegate_at(vm.thread.pc, vm.thread.regs) };
        generator::suspend(vm, value, chain);
        Ok(())
    }
}

/// Ends the generator with the value of `a`.
pub struct ReturnGen;
impl Op for ReturnGen {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        // SAFETY: verified code has this instruction in generators only.
        unsafe { generator::leave_fast(s, s.get(s.a()), false) }
    }
    const MIDDLE: bool = true;
    #[inline(always)]
    unsafe fn middle(s: &mut Fast) -> bool {
        // SAFETY: as above.
        unsafe { generator::return_to_outer(s, s.get(s.a())) }
    }
    fn slow(vm: &mut Vm) -> R<()> {
        let value = vm.get(vm.a());
        generator::finish(vm, value);
        Ok(())
    }
}

/// The outcome of a `Send` instruction whose generator has just yielded or returned.
pub fn send_delivered(vm: &mut Vm, value: Value, yielded: bool) {
    let dst = vm.a();
    vm.put(dst, value);
    if yielded {
        vm.step();
    } else {
        vm.jump();
    }
}

/// Sends `r[c]` into the iterator `r[b]`: `r[a] =` what it yields, and on behind this; or what it returns, and on at the
/// target
pub struct Send;
impl Op for Send {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        let Some(g) = s.get(s.b()).cast::<Generator>() else { return false };
        // SAFETY: the running frame, at an instruction that resumes generators.
        g.header.kind() != kinds::ASYNC_GENERATOR && unsafe { generator::push_fast(s, g, s.get(s.c())) }
    }
    fn slow(vm: &mut Vm) -> R<()> {
        let (iterator, value) = (vm.get(vm.b()), vm.get(vm.c()));
        if let Some(g) = iterator.cast::<Generator>()
            && g.header.kind() != kinds::ASYNC_GENERATOR
        {
            if generator::check(vm, g, value)? {
                return generator::push(vm, g, value);
            }
            if g.header.kind() == kinds::COROUTINE {
                return Err(vm.runtime_error("cannot reuse already awaited coroutine"));
            }
            let result = vm.generator_result;
            send_delivered(vm, result, false);
            return Ok(());
        }
        vm.set_result(Value::NONE);
        let outcome = if value.is_none() {
            vm.next(iterator)
        } else {
            let name = vm.names().send;
            vm.call_method(iterator, name, &[value]).map(Some)
        };
        match outcome {
            Ok(Some(v)) => send_delivered(vm, v, true),
            Ok(None) => {
                let result = vm.take_result();
                if vm.thread.traces() && !result.is_none() {
                    vm.stop_iteration(result);
                    let stop = vm.take_exception();
                    crate::trace::stopped(vm, stop)?;
                }
                send_delivered(vm, result, false);
            }
            Err(Raised) => match vm.take_if(kinds::STOP_ITERATION) {
                Some(exc) => {
                    if vm.thread.traces() {
                        crate::trace::stopped(vm, exc)?;
                    }
                    let result = stop_value(exc);
                    send_delivered(vm, result, false);
                }
                None => return Err(Raised),
            },
        }
        Ok(())
    }
}

/// `StopIteration.value`
pub fn stop_value(exc: Value) -> Value {
    exc.cast::<Exception>().and_then(|e| e.extra_get(extra::stop_iteration::VALUE)).unwrap_or(Value::NONE)
}

/// The iterator that `await v` runs.
pub fn awaitable_iter(vm: &mut Vm, v: Value) -> R {
    if let Some(g) = v.cast::<Generator>() {
        const ITERABLE_COROUTINE: u32 = 0x100;
        let awaitable = g.header.kind() == kinds::COROUTINE
            || g.header.kind() == kinds::GENERATOR && g.function.code.get().flags & ITERABLE_COROUTINE != 0;
        if awaitable {
            return Ok(v);
        }
    }
    let cls = vm.class_of(v);
    let Some(f) = vm.slot_await(cls) else {
        let of = vm.type_name(v);
        return Err(vm.type_error(format!("'{of}' object can't be awaited")));
    };
    let iterator = f(vm, v)?;
    if iterator.is_kind(kinds::COROUTINE) {
        return Err(vm.type_error("__await__() returned a coroutine"));
    }
    let icls = vm.class_of(iterator);
    if vm.slot_next(icls).is_none() {
        let of = vm.type_name(iterator);
        return Err(vm.type_error(format!("__await__() returned non-iterator of type '{of}'")));
    }
    Ok(iterator)
}

/// The iterator that `yield from v` runs.
pub fn yield_from_iter(vm: &mut Vm, v: Value) -> R {
    if let Some(g) = v.cast::<Generator>() {
        let g: Gc<Generator> = g;
        match g.header.kind() {
            kinds::GENERATOR => return Ok(v),
            kinds::COROUTINE => {
                // SAFETY: slow paths run in a live frame.
                let function = unsafe { crate::frame::function_of(vm.thread.regs) };
                let flags = function.map_or(0, |f| f.code.get().flags);
                if flags & (generator::COROUTINE | 0x100) != 0 {
                    return Ok(v);
                }
                return Err(
                    vm.type_error("cannot 'yield from' a coroutine object in a non-coroutine generator")
                );
            }
            _ => {}
        }
    }
    vm.iter(v)
}

/// The same for an item of an async generator, which is told from what it awaits.
pub struct YieldAsync;
impl Op for YieldAsync {
    const FAST: bool = false;
    fn slow(vm: &mut Vm) -> R<()> {
        let value = vm.get(vm.b());
        generator::suspend(vm, value, Value::TRUE);
        Ok(())
    }
}

/// `a =` the iterator of `yield from b`
pub struct GetYieldFromIter;
impl Op for GetYieldFromIter {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        take_generator(s)
    }
    const MIDDLE: bool = true;
    #[inline(always)]
    unsafe fn middle(s: &mut Fast) -> bool {
        let src = s.get(s.b());
        enter_iter(s, src)
    }
    fn slow(vm: &mut Vm) -> R<()> {
        let v = yield_from_iter(vm, vm.get(vm.b()))?;
        // Generators see to their own end; another iterator may have a `close` for the delegating one to call.
        if !v.is_kind(kinds::GENERATOR) {
            let delegating = vm.thread.generator;
            vm.register_generator(delegating);
        }
        vm.put(vm.a(), v);
        vm.step();
        Ok(())
    }
}

/// `a =` the iterator of `await b`
pub struct GetAwaitable;
impl Op for GetAwaitable {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        let v = s.get(s.b());
        let Some(g) = v.cast::<Generator>() else { return false };
        if g.header.kind() != kinds::COROUTINE || g.state.get() != GeneratorState::Created {
            return false;
        }
        s.set(s.a(), v);
        s.step();
        true
    }
    fn slow(vm: &mut Vm) -> R<()> {
        let (v, place) = (vm.get(vm.b()), vm.c());
        if place > 0 {
            let cls = vm.class_of(v);
            if vm.slot_await(cls).is_none() && !v.is_kind(kinds::COROUTINE) {
                let of = vm.type_name(v);
                let method = if place == 1 { "__aenter__" } else { "__aexit__" };
                return Err(vm.type_error(format!(
                    "'async with' received an object from {method} that does not implement __await__: {of}"
                )));
            }
        }
        let iterator = awaitable_iter(vm, v)?;
        if let Some(g) = iterator.cast::<Generator>()
            && g.header.kind() == kinds::COROUTINE
            && !taipan_runtime::code::delegate_of(g).is_none()
        {
            return Err(vm.runtime_error("coroutine is being awaited already"));
        }
        vm.put(vm.a(), iterator);
        vm.step();
        Ok(())
    }
}

op!(
/// `a = aiter(b)`
GetAIter, |vm| {
    let v = vm.get(vm.b());
    let cls = vm.class_of(v);
    let Some(f) = vm.slot_aiter(cls) else {
        let of = vm.type_name(v);
        return Err(vm.type_error(format!("'async for' requires an object with __aiter__ method, got {of}")));
    };
    let iterator = f(vm, v)?;
    let icls = vm.class_of(iterator);
    if vm.slot_anext(icls).is_none() {
        let of = vm.type_name(iterator);
        return Err(vm.type_error(format!(
            "'async for' received an object from __aiter__ that does not implement __anext__: {of}"
        )));
    }
    vm.put(vm.a(), iterator);
});
op!(
/// `a =` the iterator of `await anext(b)`
GetANext, |vm| {
    let v = vm.get(vm.b());
    let cls = vm.class_of(v);
    let Some(f) = vm.slot_anext(cls) else {
        let of = vm.type_name(v);
        return Err(vm.type_error(format!("'async for' requires an iterator with __anext__ method, got {of}")));
    };
    let awaitable = f(vm, v)?;
    match awaitable_iter(vm, awaitable) {
        Ok(iterator) => vm.put(vm.a(), iterator),
        Err(Raised) => {
            let cause = vm.take_exception();
            let of = vm.type_name(awaitable);
            let raised =
                vm.type_error(format!("'async for' received an invalid object from __anext__: {of}"));
            if let Some(exc) = vm.thread.exception.cast::<Exception>() {
                exc.cause.set(exc, cause);
                exc.context.set(exc, cause);
                exc.suppress_context.set(true);
            }
            return Err(raised);
        }
    }
});

/// Goes on where `a` is `StopAsyncIteration`, else raises it again.
pub struct EndAsyncFor;
impl Op for EndAsyncFor {
    const FAST: bool = false;
    fn slow(vm: &mut Vm) -> R<()> {
        let exc = vm.get(vm.a());
        if vm.is_instance_of(exc, kinds::STOP_ASYNC_ITERATION) {
            vm.step();
            return Ok(());
        }
        vm.thread.reraising = true;
        Err(vm.reraise(exc))
    }
}

/// Takes off the traceback's entry for the running frame: the exception was thrown at the frame's yield, but goes to what
/// it delegates to first, and perhaps never comes out of that.
fn forget_entry(exc: Value) {
    if let Some(exc) = exc.cast::<Exception>()
        && let Some(entry) = exc.traceback.get().cast::<Traceback>()
    {
        exc.traceback.set(exc, entry.next.get());
    }
}

/// What was left with an exception: the method, and the arguments that `throw()` was given, unless they were the exception.
fn handed_over(vm: &Vm, exc: Value) -> Option<(Value, Option<Gc<Tuple>>)> {
    match *vm.get(vm.a()).cast::<Tuple>()?.to_ref().as_slice() {
        [thrown, method] if thrown == exc => Some((method, None)),
        [thrown, method, given] if thrown == exc => Some((method, given.cast::<Tuple>())),
        _ => None,
    }
}

/// The `throw` of an iterator: whoever threw into the generator has looked for it already (see
/// [`generator::throw`]), and left what was found with the exception where something sent would be.
fn prepared(vm: &mut Vm, exc: Value, iterator: Value) -> R<Option<Value>> {
    if let Some((method, _)) = handed_over(vm, exc) {
        return Ok(Some(method).filter(|method| !method.is_none()));
    }
    vm.get_attr_opt(iterator, vm.names().throw)
}

/// [`ThrowInto`]: what the iterator yields; `None` where it has returned, the value then being in `vm.generator_result`.
fn throw_into(vm: &mut Vm, iterator: Value, exc: Value) -> R<Option<Value>> {
    let names = vm.names();
    if vm.is_instance_of(exc, kinds::GENERATOR_EXIT) {
        // The iterator is closed, and the exception goes on.
        match vm.get_attr_opt(iterator, names.close) {
            Ok(Some(close)) => {
                vm.call(close, &[])?;
            }
            Ok(None) => {}
            Err(Raised) => {
                let failure = vm.take_exception();
                let text = vm.repr(iterator).map_or_else(|_| String::new(), |text| text.to_display());
                let text = format!("Exception ignored while closing generator {text}");
                vm.write_unraisable(failure, Value::NONE, &text);
            }
        }
    } else if let Some(g) = iterator.cast::<Generator>()
        && g.header.kind() != kinds::ASYNC_GENERATOR
    {
        let given = handed_over(vm, exc).and_then(|(_, given)| given);
        forget_entry(exc);
        vm.thread.exception = exc;
        vm.thread.thrown = given.map_or(Value::UNBOUND, Gc::value);
        return generator::throw(vm, g);
    } else if let Some(throw) = prepared(vm, exc, iterator)? {
        let given = handed_over(vm, exc).and_then(|(_, given)| given);
        forget_entry(exc);
        return match given {
            Some(given) => vm.call(throw, given.to_ref().as_slice()),
            None => vm.call(throw, &[exc]),
        }
        .map(Some);
    }
    // Thrown in here, a `StopIteration` ends the delegation as if it came from the iterator.
    vm.thread.reraising = true;
    Err(vm.reraise(exc))
}

/// Raises `c` at the iterator `b`: like `Send`, by its `throw`.
pub struct ThrowInto;
impl Op for ThrowInto {
    const FAST: bool = false;
    fn slow(vm: &mut Vm) -> R<()> {
        let (iterator, exc) = (vm.get(vm.b()), vm.get(vm.c()));
        match throw_into(vm, iterator, exc) {
            Ok(Some(v)) => send_delivered(vm, v, true),
            Ok(None) => {
                let result = vm.generator_result;
                send_delivered(vm, result, false);
            }
            Err(Raised) => {
                generator::chain_to_handled(vm);
                let stop = vm.take_if(kinds::STOP_ITERATION).ok_or(Raised)?;
                vm.thread.reraising = false;
                let result = stop_value(stop);
                send_delivered(vm, result, false);
            }
        }
        Ok(())
    }
}
