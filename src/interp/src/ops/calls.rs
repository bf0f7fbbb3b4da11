//! Calls and returns.

use crate::bind::bind_arguments;
use crate::frame::{self, HEADER, has_room, prepare, return_pc, write_header};
use crate::machine::{Fast, Op, State, stub};
use taipan_objects::types::type_;
use taipan_runtime::layout::{BoundMethod, Dict, Function, NativeFunction, Str, Tuple, Type};
use taipan_runtime::{Args, Gc, R, Slot, Value, Values, Vm, kinds, type_flags};

/// `co_flags` bit of Taipan's own: no return with a value can be reached.
pub const ONLY_RETURNS_NONE: u32 = taipan_bytecode::code_flags::ONLY_RETURNS_NONE;

/// Enters a Python function whose arguments stand behind the header at `t`, where it takes just as many.
#[inline(always)]
fn enter_simple(s: &mut Fast, t: usize, argc: usize) -> bool {
    let Some(function) = s.get(t).cast::<Function>() else { return false };
    if function.simple_args.get() as usize != argc {
        return false;
    }
    // SAFETY: a frame's registers and the reserve behind them; the function was prepared (simple_args says so).
    unsafe {
        let window = s.r.add(t + HEADER);
        let vm = &mut *s.vm;
        if window as usize >= vm.thread.stack_limit as usize || vm.thread.depth >= vm.interrupt.call_limit() {
            return false;
        }
        vm.thread.depth += 1;
        *window.sub(3) = Value::from_bits(s.r as u64);
        *window.sub(2) = Value::from_bits(s.k as u64);
        *window.sub(1) = Value::from_bits(s.pc.add(1) as u64);
        s.r = window;
        s.k = function.k.get();
        s.pc = function.entry.get();
    }
    true
}

/// So many arguments at most are moved, and so many defaults put behind them, without a loop: what is more is left to the slow
/// path. (A loop would be made one over vectors, which costs more than so few of them.)
const FEW: usize = 4;

/// Moves at most [`FEW`] arguments to the next registers.
#[inline(always)]
fn shift_up(s: &Fast, from: usize, argc: usize) {
    for i in (0..FEW).rev() {
        if argc > i {
            s.set(from + i + 1, s.get(from + i));
        }
    }
}

/// Moves them back.
#[inline(always)]
fn shift_down(s: &Fast, from: usize, argc: usize) {
    for i in 0..FEW {
        if argc > i {
            s.set(from + i, s.get(from + i + 1));
        }
    }
}

/// How many arguments a Python function takes, where so many are given from register `from` on and those that miss are few
/// and have defaults.
#[inline(always)]
fn with_defaults(s: &Fast, function: Gc<Function>, from: usize, given: usize) -> Option<usize> {
    let takes = function.simple_args.get() as usize;
    let missing = takes.checked_sub(given).filter(|&missing| missing <= FEW)?;
    if missing > 0 && function.defaults.get().cast::<Tuple>()?.len() < missing {
        return None;
    }
    // The parameters lie in the function's window, for which the reserve of the stack is large enough.
    // SAFETY: the interpreter that runs this frame.
    (s.r.wrapping_add(from) < unsafe { (*s.vm).thread.stack_limit }).then_some(takes)
}

/// Puts the last `missing` defaults of a function that has so many, and these are few, into the registers from `at` on.
#[inline(always)]
fn put_defaults(s: &Fast, function: Gc<Function>, at: usize, missing: usize) {
    let Some(defaults) = function.defaults.get().cast::<Tuple>() else { return };
    let defaults = defaults.as_slice();
    let first = defaults.len().saturating_sub(missing);
    for i in 0..FEW {
        if missing > i
            && let Some(&default) = defaults.get(first + i)
        {
            s.set(at + i, default);
        }
    }
}

/// Does what waits for a safepoint, before a call of Python code and after one of native code.
#[inline(always)]
fn safepoint(vm: &mut Vm) -> R<()> {
    if vm.interrupt.stops_calls() { vm.run_pending_in_call() } else { Ok(()) }
}

/// Calls a native function with arguments in the registers from `from` on; the result goes to `t`.
#[inline(always)]
fn call_native_registers(vm: &mut Vm, t: usize, f: Gc<NativeFunction>, from: usize, argc: usize) -> R<()> {
    let result = vm.call_native_positional(f, vm.many(from, argc))?;
    // What came while it waited for something is handled where it waited.
    safepoint(vm)?;
    vm.put(t, result);
    vm.step();
    Ok(())
}

/// The class at a call, where all that calling it does is native and known: no class statement made it, nor its metaclass.
#[inline(always)]
fn as_native_class(vm: &Vm, callee: Value) -> Option<Gc<Type>> {
    callee.cast::<Type>().filter(|cls| {
        !cls.has_flag(type_flags::HEAP) && vm.class_made(kinds::TYPE) == Some(vm.class_of(callee))
    })
}

/// Calls such a class with arguments in the registers from `from` on; the result goes to `t`.
#[inline(always)]
fn call_native_class(vm: &mut Vm, t: usize, cls: Gc<Type>, from: usize, argc: usize) -> R<()> {
    vm.check_stack(" while calling a Python object")?;
    let result = type_::call(vm, cls, &Args::pos(vm.many(from, argc)))?;
    safepoint(vm)?;
    vm.put(t, result);
    vm.step();
    Ok(())
}

/// Calls what stands at `t` with arguments in the registers from `from` on; the result goes to `t`.
#[inline(never)]
fn call_registers(vm: &mut Vm, t: usize, from: usize, argc: usize, kw_names: &[Value]) -> R<()> {
    let callee = vm.get(t);
    if kw_names.is_empty() && enter_shifted(vm, t, from, argc)? {
        return Ok(());
    }
    let n_pos = argc - kw_names.len();
    let args = Args { pos: vm.many(from, n_pos), kw_names, kw_values: vm.many(from + n_pos, kw_names.len()) };
    call_value(vm, t, callee, &args)
}

/// Enters the Python function behind a bound method, or the `__init__` of a plain class, where it takes just as many
/// arguments or has defaults for those that miss: they move up to make room for the first one. `false`: nothing has happened.
fn enter_shifted(vm: &mut Vm, t: usize, from: usize, argc: usize) -> R<bool> {
    let callee = vm.get(t);
    let (function, cls) = if let Some(bound) = callee.cast::<BoundMethod>() {
        let Some(function) = bound.function.cast::<Function>() else { return Ok(false) };
        (function, None)
    } else if let Some(cls) = callee.cast::<Type>() {
        let Some(init) = simple_init(vm, cls) else { return Ok(false) };
        (init, Some(cls))
    } else {
        return Ok(false);
    };
    prepare(vm, function)?;
    let takes = function.simple_args.get() as usize;
    let defaults =
        function.defaults.get().cast::<Tuple>().map_or(&[][..], |defaults| defaults.to_ref().as_slice());
    let missing = match takes.checked_sub(argc + 1) {
        Some(missing) if missing <= defaults.len() => missing,
        _ => return Ok(false),
    };
    safepoint(vm)?;
    // The window of `__init__` stands a register further, so that the instance stays as the result.
    let header = if cls.is_some() { t + 1 } else { t };
    let n = function.code.get().n_registers as usize;
    // SAFETY: `t` is a register of the running frame.
    let window = unsafe { vm.thread.regs.add(header + HEADER) };
    if !has_room(vm, window, n) || vm.thread.depth >= vm.recursion_limit {
        return Err(vm.raise_recursion(""));
    }
    let first = match (callee.cast::<BoundMethod>(), cls) {
        (Some(bound), _) => bound.receiver,
        (None, Some(cls)) => vm.new_instance(cls).value(),
        (None, None) => return Ok(false),
    };
    // SAFETY: there is room for the window, and the arguments are registers of the running frame; the pc is at the call.
    unsafe {
        std::ptr::copy(vm.thread.regs.add(from), window.add(1), argc);
        *window = first;
        for (i, &default) in defaults[defaults.len() - missing..].iter().enumerate() {
            *window.add(argc + 1 + i) = default;
        }
        if cls.is_some() {
            *window.sub(HEADER + 1) = first;
        }
        write_header(window, function.value(), vm.thread.regs, vm.thread.k, vm.thread.pc.add(1));
    }
    vm.thread.depth += 1;
    vm.thread.regs = window;
    vm.thread.k = function.k.get();
    vm.thread.pc = function.entry.get();
    Ok(true)
}

/// Calls a value with arguments; Python functions run in the same dispatch loop, with the window at `t`.
fn call_value(vm: &mut Vm, t: usize, callee: Value, args: &Args<'_>) -> R<()> {
    if let Some(function) = callee.cast::<Function>() {
        return push_function(vm, t, function, args);
    }
    if let Some(bound) = callee.cast::<BoundMethod>()
        && let Some(function) = bound.function.cast::<Function>()
    {
        return with_first(vm, bound.receiver, args, |vm, args| push_function(vm, t, function, args));
    }
    if let Some(cls) = callee.cast::<Type>()
        && let Some(init) = simple_init(vm, cls)
    {
        return instantiate(vm, t, cls, init, args);
    }
    let result = vm.call_args(callee, args)?;
    safepoint(vm)?;
    vm.put(t, result);
    vm.step();
    Ok(())
}

/// Puts a value before the positional arguments.
fn with_first(
    vm: &mut Vm,
    first: Value,
    args: &Args<'_>,
    then: impl FnOnce(&mut Vm, &Args<'_>) -> R<()>,
) -> R<()> {
    const INLINE: usize = 8;
    let n = args.pos.len() + 1;
    if n <= INLINE {
        let mut few = [first; INLINE];
        few[1..n].copy_from_slice(args.pos);
        return then(vm, &Args { pos: &few[..n], ..*args });
    }
    let mut all = Values::with_capacity(&mut vm.heap, n);
    all.push(&mut vm.heap, first);
    all.extend(&mut vm.heap, args.pos);
    then(vm, &Args { pos: &all, ..*args })
}

/// Enters a Python function with arguments still to be bound. The window's header stands at `t`.
fn push_function(vm: &mut Vm, t: usize, function: Gc<Function>, args: &Args<'_>) -> R<()> {
    safepoint(vm)?;
    prepare(vm, function)?;
    let n = function.code.get().n_registers as usize;
    // SAFETY: `t` is a register of the running frame.
    let window = unsafe { vm.thread.regs.add(t + HEADER) };
    if !has_room(vm, window, n) || vm.thread.depth >= vm.recursion_limit {
        return Err(vm.raise_recursion(""));
    }
    // Arguments that lie in the window itself are moved by the binding; arrays elsewhere are copied.
    // SAFETY: there is room.
    unsafe { bind_arguments(vm, function, args, window)? };
    let (regs, k) = (vm.thread.regs, vm.thread.k);
    // SAFETY: as above; the pc is at the call.
    unsafe { write_header(window, function.value(), regs, k, vm.thread.pc.add(1)) };
    vm.thread.depth += 1;
    vm.thread.regs = window;
    vm.thread.k = function.k.get();
    vm.thread.pc = function.entry.get();
    Ok(())
}

/// The `__init__` of a plain class: made by `object.__new__`, initialised by a Python function that returns nothing.
fn simple_init(vm: &mut Vm, cls: Gc<Type>) -> Option<Gc<Function>> {
    // Most classes that are native fall out here.
    if !cls.has_flag(type_flags::HEAP) {
        return None;
    }
    let plain = vm.class_of(cls.value()).slots[Slot::Call as usize].get() == kinds::TYPE
        && cls.slots[Slot::New as usize].get() == kinds::OBJECT
        && cls.slots[Slot::Init as usize].get() == kinds::DUNDER
        && !cls.has_flag(
            type_flags::ABSTRACT
                | type_flags::PAYLOAD
                | type_flags::EXCEPTION_SUBCLASS
                | type_flags::TYPE_SUBCLASS,
        )
        && cls.native.get() == kinds::OBJECT;
    if !plain {
        return None;
    }
    let name = vm.names().__init__;
    let init = vm.type_lookup(cls, name)?.cast::<Function>()?;
    (init.code.get().flags & ONLY_RETURNS_NONE != 0
        && init.code.get().flags
            & (crate::generator::GENERATOR | crate::generator::COROUTINE | crate::generator::ASYNC_GENERATOR)
            == 0)
        .then_some(init)
}

/// Makes an instance in `r[t]` and enters its `__init__` one register further, so that the instance stays as the result.
fn instantiate(vm: &mut Vm, t: usize, cls: Gc<Type>, init: Gc<Function>, args: &Args<'_>) -> R<()> {
    let instance = vm.new_instance(cls).value();
    with_first(vm, instance, args, |vm, args| push_function(vm, t + 1, init, args))?;
    // The running frame is the callee's now; its caller's `r[t]` lies right before the header.
    // SAFETY: the window stands at t + 1 + HEADER.
    unsafe { *vm.thread.regs.sub(HEADER + 1) = instance };
    Ok(())
}

/// `r[a] = r[a](r[a+4], ...)` with `b` arguments
pub struct Call;
impl Op for Call {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        if enter_simple(s, s.a(), s.b()) {
            true
        } else {
            core::hint::cold_path();
            false
        }
    }
    const MIDDLE: bool = true;
    #[inline(always)]
    unsafe fn suits_middle(s: &Fast) -> bool {
        matches!(s.get(s.a()).kind(), Some(kinds::FUNCTION | kinds::BOUND_METHOD))
    }
    /// Defaults go behind the arguments; what a bound method is bound to goes before them.
    #[inline(always)]
    unsafe fn middle(s: &mut Fast) -> bool {
        let (t, argc) = (s.a(), s.b());
        let from = t + HEADER;
        if let Some(function) = s.get(t).cast::<Function>() {
            let Some(takes) = with_defaults(s, function, from, argc) else { return false };
            put_defaults(s, function, from + argc, takes - argc);
            return enter_simple(s, t, takes);
        }
        let Some(bound) = s.get(t).cast::<BoundMethod>() else { return false };
        let Some(function) = bound.function.cast::<Function>() else { return false };
        let Some(takes) = with_defaults(s, function, from, argc + 1) else { return false };
        if argc > FEW {
            return false;
        }
        shift_up(s, from, argc);
        put_defaults(s, function, from + argc + 1, takes - argc - 1);
        s.set(t, function.value());
        s.set(from, bound.receiver);
        if enter_simple(s, t, takes) {
            return true;
        }
        s.set(t, bound.value());
        shift_down(s, from, argc);
        false
    }
    fn slow(vm: &mut Vm) -> R<()> {
        let (t, argc) = (vm.a(), vm.b());
        if let Some(f) = vm.get(t).cast::<NativeFunction>() {
            return call_native_registers(vm, t, f, t + HEADER, argc);
        }
        if let Some(cls) = as_native_class(vm, vm.get(t)) {
            return call_native_class(vm, t, cls, t + HEADER, argc);
        }
        call_registers(vm, t, t + HEADER, argc, &[])
    }
}

/// `Call` with keyword arguments, whose names are the constant `imm`
pub struct CallKw;
impl Op for CallKw {
    const FAST: bool = false;
    fn slow(vm: &mut Vm) -> R<()> {
        let (t, argc) = (vm.a(), vm.b());
        let names = keyword_names(vm);
        call_registers(vm, t, t + HEADER, argc, names.to_ref().as_slice())
    }
}

fn keyword_names(vm: &Vm) -> Gc<Tuple> {
    vm.constant(vm.imm() as usize).cast::<Tuple>().expect("verified code names a tuple")
}

/// A call of what `LoadMethod` left: `b` arguments without the receiver
pub struct CallMethod;
impl Op for CallMethod {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        let t = s.a();
        if !s.get(t + HEADER).is_unbound() && enter_simple(s, t, s.b() + 1) {
            true
        } else {
            core::hint::cold_path();
            false
        }
    }
    const MIDDLE: bool = true;
    #[inline(always)]
    unsafe fn suits_middle(s: &Fast) -> bool {
        s.get(s.a()).is_kind(kinds::FUNCTION)
    }
    /// Defaults go behind the arguments; without a receiver, the arguments move to where a call's arguments are.
    #[inline(always)]
    unsafe fn middle(s: &mut Fast) -> bool {
        let (t, argc) = (s.a(), s.b());
        let from = t + HEADER;
        let Some(function) = s.get(t).cast::<Function>() else { return false };
        if !s.get(from).is_unbound() {
            let Some(takes) = with_defaults(s, function, from, argc + 1) else { return false };
            put_defaults(s, function, from + argc + 1, takes - argc - 1);
            return enter_simple(s, t, takes);
        }
        let Some(takes) = with_defaults(s, function, from, argc) else { return false };
        if argc > FEW {
            return false;
        }
        shift_down(s, from, argc);
        put_defaults(s, function, from + argc, takes - argc);
        if enter_simple(s, t, takes) {
            return true;
        }
        shift_up(s, from, argc);
        s.set(t + HEADER, Value::UNBOUND);
        false
    }
    fn slow(vm: &mut Vm) -> R<()> {
        let (t, mut argc) = (vm.a(), vm.b());
        let mut from = t + HEADER;
        if vm.get(from).is_unbound() {
            from += 1;
        } else {
            argc += 1;
        }
        if let Some(f) = vm.get(t).cast::<NativeFunction>() {
            return call_native_registers(vm, t, f, from, argc);
        }
        if let Some(cls) = as_native_class(vm, vm.get(t)) {
            return call_native_class(vm, t, cls, from, argc);
        }
        call_registers(vm, t, from, argc, &[])
    }
}

/// `CallMethod` with keyword arguments
pub struct CallMethodKw;
impl Op for CallMethodKw {
    const FAST: bool = false;
    fn slow(vm: &mut Vm) -> R<()> {
        let (t, argc) = (vm.a(), vm.b());
        let names = keyword_names(vm);
        let names = names.to_ref().as_slice();
        if vm.get(t + HEADER).is_unbound() {
            return call_registers(vm, t, t + HEADER + 1, argc, names);
        }
        call_registers(vm, t, t + HEADER, argc + 1, names)
    }
}

/// `r[a] = r[a](*r[a+4], **r[a+5])`
pub struct CallEx;
impl Op for CallEx {
    const FAST: bool = false;
    fn slow(vm: &mut Vm) -> R<()> {
        let t = vm.a();
        let callee = vm.get(t);
        if vm.get(t + HEADER + 1).is_unbound()
            && let Some(args) = vm.get(t + HEADER).cast::<Tuple>()
        {
            let args = args.to_ref().as_slice();
            if let Some(f) = callee.cast::<NativeFunction>() {
                let result = vm.call_native_positional(f, args)?;
                safepoint(vm)?;
                vm.put(t, result);
                vm.step();
                return Ok(());
            }
            return call_value(vm, t, callee, &Args::pos(args));
        }
        let (args, names, values) = gathered(vm, t)?;
        let args = Args { pos: args.to_ref().as_slice(), kw_names: &names, kw_values: &values };
        call_value(vm, t, callee, &args)
    }
}

/// The positional and keyword arguments of a `CallEx` at `t`.
fn gathered(vm: &mut Vm, t: usize) -> R<(Gc<Tuple>, Values, Values)> {
    let (args, kwargs) = (vm.get(t + HEADER), vm.get(t + HEADER + 1));
    let args = match vm.as_tuple(args) {
        Some(args) => args,
        None => vm.to_tuple(args)?,
    };
    let (names, values) = match kwargs.cast::<Dict>() {
        Some(kwargs) => vm.dict_to_keywords(kwargs)?,
        None => (Values::new(), Values::new()),
    };
    Ok((args, names, values))
}

/// A call in a frame that has values above the registers that instructions name: the callee's window can't stand where
/// the arguments do, so it is called as native code calls.
fn call_far(vm: &mut Vm, kw_names: &[Value]) -> R<()> {
    let (t, argc) = (vm.a(), vm.b());
    let callee = vm.get(t);
    let result = match vm.c() {
        2 => {
            let (args, names, values) = gathered(vm, t)?;
            let args = Args { pos: args.to_ref().as_slice(), kw_names: &names, kw_values: &values };
            vm.call_args(callee, &args)?
        }
        method => {
            let unbound = method == 1 && vm.get(t + HEADER).is_unbound();
            let from = t + HEADER + usize::from(unbound);
            let n_pos = argc + usize::from(method == 1 && !unbound) - kw_names.len();
            let kw_values = vm.many(from + n_pos, kw_names.len());
            vm.call_args(callee, &Args { pos: vm.many(from, n_pos), kw_names, kw_values })?
        }
    };
    vm.put(t, result);
    vm.step();
    Ok(())
}

/// `Call`, `CallMethod` or `CallEx` with a window above the frame
pub struct CallFar;
impl Op for CallFar {
    const FAST: bool = false;
    fn slow(vm: &mut Vm) -> R<()> {
        call_far(vm, &[])
    }
}

/// `CallKw` or `CallMethodKw` with a window above the frame
pub struct CallFarKw;
impl Op for CallFarKw {
    const FAST: bool = false;
    fn slow(vm: &mut Vm) -> R<()> {
        let names = keyword_names(vm);
        call_far(vm, names.to_ref().as_slice())
    }
}

/// Leaves the frame with the value of `a`.
pub struct Return;
impl Op for Return {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        let v = s.get(s.a());
        leave(s, v);
        true
    }
    fn slow(_: &mut Vm) -> R<()> {
        Ok(())
    }
}

/// Leaves the frame with `None`.
pub struct ReturnNone;
impl Op for ReturnNone {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        leave(s, Value::NONE);
        true
    }
    fn slow(_: &mut Vm) -> R<()> {
        Ok(())
    }
}

#[inline(always)]
fn leave(s: &mut Fast, v: Value) {
    // SAFETY: the header of the running window.
    unsafe {
        let window = s.r;
        *window.sub(4) = v;
        let back = (*window.sub(1)).bits() as *const u64;
        // A frame object, if there is one, wants to know where its frame ended.
        *window.sub(1) = Value::from_bits(s.pc as u64);
        s.pc = back;
        s.k = (*window.sub(2)).bits() as *mut Value;
        s.r = (*window.sub(3)).bits() as *mut Value;
        (*s.vm).thread.depth = (*s.vm).thread.depth.wrapping_sub(1);
    }
}

/// Takes the frame object off the window that has just been left, and goes on where it returns to.
pub struct FrameExit;
impl Op for FrameExit {
    const FAST: bool = false;
    fn slow(vm: &mut Vm) -> R<()> {
        let caller = vm.thread.regs;
        let Some(live) = vm.thread.frames.last().cloned() else {
            vm.thread.pc = stub::exit();
            return Ok(());
        };
        debug_assert!(live.window > caller);
        // The result lies in the callee slot, where the function was: `detach` does not look there. Nor does a collection where
        // the slot is above the caller's registers, so the result is kept here meanwhile.
        // SAFETY: the window that has just been left.
        let result = unsafe { *live.window.sub(HEADER) };
        // SAFETY: the return instruction has left its place there.
        let pc = unsafe { return_pc(live.window) };
        vm.thread.pc = frame::detach(vm, live.window, pc);
        // SAFETY: as above.
        unsafe { *live.window.sub(HEADER) = result };
        Ok(())
    }
}

/// Enters a Python function of one or two arguments for an instruction that is no call: [`Deliver`] puts the result into the
/// instruction's first register. (An array of arguments would be a local with an address.)
#[inline(always)]
pub(super) fn enter_for_result(s: &mut Fast, function: Value, first: Value, second: Option<Value>) -> bool {
    let Some(function) = function.cast::<Function>() else { return false };
    if function.simple_args.get() != 1 + u32::from(second.is_some()) {
        return false;
    }
    // SAFETY: the running frame's window; the reserve of the stack covers the words before the new one, and the function
    // was prepared (`simple_args` says so).
    unsafe {
        let Some(running) = frame::function_of(s.r) else { return false };
        let window = s.r.add(running.code.get().n_registers as usize + 1 + HEADER);
        let vm = &mut *s.vm;
        let n = function.code.get().n_registers as usize;
        if !has_room(vm, window, n) || vm.thread.depth >= vm.recursion_limit {
            return false;
        }
        vm.thread.depth += 1;
        *window.sub(HEADER + 1) = Value::from_bits(s.pc as u64);
        write_header(window, function.value(), s.r, s.k, stub::deliver());
        *window = first;
        if let Some(second) = second {
            *window.add(1) = second;
        }
        s.r = window;
        s.k = function.k.get();
        s.pc = function.entry.get();
    }
    true
}

/// Takes the result of a window that [`enter_for_result`] made.
pub struct Deliver;
impl Op for Deliver {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        // SAFETY: the window that has just been left stood behind the running one and the word with the instruction's address.
        unsafe {
            let Some(running) = frame::function_of(s.r) else { return false };
            let window = s.r.add(running.code.get().n_registers as usize + 1 + HEADER);
            let at = frame::made_at(window);
            s.set(*at.cast::<u8>().add(1) as usize, *window.sub(HEADER));
            s.pc = at.add(1);
        }
        true
    }
    fn slow(vm: &mut Vm) -> R<()> {
        Err(vm.runtime_error("no function runs"))
    }
}

// --- super -----------------------------------------------------------------------------------------------------------

/// Looks an attribute up behind a class in the MRO of an object's class: `super(cls, obj).name`. `for_call`: a method may
/// be left unbound, and then `obj` goes with it.
pub fn super_lookup(
    vm: &mut Vm,
    cls: Gc<Type>,
    obj: Value,
    name: Gc<Str>,
    for_call: bool,
) -> R<Option<(Value, Value)>> {
    let start = match obj.cast::<Type>() {
        Some(t) if vm.is_subtype(t, cls) => t,
        _ => vm.class_of(obj),
    };
    let is_class = obj.cast::<Type>() == Some(start);
    if !vm.is_subtype(start, cls) {
        return Ok(None);
    }
    let mro = start.mro.get();
    let Some(mro) = mro.cast::<Tuple>() else { return Ok(None) };
    let behind = mro.as_slice().iter().position(|&c| c == cls.value()).map_or(mro.len(), |i| i + 1);
    for i in behind..mro.len() {
        let Some(base) = mro.as_slice()[i].cast::<Type>() else { continue };
        let dict = vm.class_dict(base);
        if let Some(found) = dict.get_str(vm, name) {
            if for_call && !is_class && vm.is_method_descriptor(found) {
                return Ok(Some((found, obj)));
            }
            let fcls = vm.class_of(found);
            let value = match vm.slot_get(fcls) {
                Some(get) => get(vm, found, if is_class { Value::UNBOUND } else { obj }, start.value())?,
                None => found,
            };
            return Ok(Some((value, Value::UNBOUND)));
        }
    }
    Ok(None)
}

/// Is the value the builtin `super`?
fn is_super(vm: &Vm, v: Value) -> bool {
    vm.class_made(kinds::SUPER).is_some_and(|c| c.value() == v)
}

fn load_super(vm: &mut Vm, for_call: bool) -> R<(Value, Value)> {
    let t = vm.a();
    let (callee, cls, obj) = (vm.get(t), vm.get(t + HEADER), vm.get(t + HEADER + 1));
    let name: Gc<Str> = super::names::cached_name(vm);
    if obj.is_unbound() {
        return Err(vm.runtime_error("super(): arg[0] deleted"));
    }
    if vm.c() == 0 && is_super(vm, callee) && cls.cast::<Type>().is_none() {
        let of = vm.type_name(cls);
        return Err(vm.runtime_error(format!("super(): __class__ is not a type ({of})")));
    }
    if is_super(vm, callee)
        && name.as_bytes() != b"__class__"
        && let Some(class) = cls.cast::<Type>()
        && let Some(found) = super_lookup(vm, class, obj, name, for_call)?
    {
        return Ok(found);
    }
    // Another `super`, a wrong class, or an attribute of the super object itself.
    let given = [cls, obj];
    let given = if vm.c() == 0 && !is_super(vm, callee) { &given[..0] } else { &given[..] };
    let object = vm.call(callee, given)?;
    let v = vm.get_attr(object, name)?;
    Ok((v, Value::UNBOUND))
}

/// `a = super(a+4, a+5).name`
pub struct LoadSuperAttr;
impl Op for LoadSuperAttr {
    const FAST: bool = false;
    fn slow(vm: &mut Vm) -> R<()> {
        let (v, _) = load_super(vm, false)?;
        vm.put(vm.a(), v);
        vm.step();
        Ok(())
    }
}

/// The same as a method to be called
pub struct LoadSuperMethod;
impl Op for LoadSuperMethod {
    const FAST: bool = false;
    fn slow(vm: &mut Vm) -> R<()> {
        let (v, receiver) = load_super(vm, true)?;
        let t = vm.a();
        vm.put(t, v);
        vm.put(t + HEADER, receiver);
        vm.step();
        Ok(())
    }
}

/// Leaves the dispatch loop with an exception.
pub struct ExitRaise;
impl Op for ExitRaise {
    const FAST: bool = false;
    fn slow(_: &mut Vm) -> R<()> {
        Ok(())
    }
}
