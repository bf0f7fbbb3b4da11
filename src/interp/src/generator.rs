//! Generators, coroutines and async generators: their windows are copied onto the register stack to run, and out again at
//! a yield. (A window that ran in its own cell would need other call instructions, since a callee's window is the end of
//! its caller's; copying a dozen words costs less than that complication.)

#![expect(
    clippy::not_unsafe_ptr_arg_deref,
    reason = "windows are pointers into the register stack; only live ones are handed around in this crate"
)]

use crate::chain::{self, Chain, Link};
use crate::frame::{
    self, HEADER, caller_k, caller_of, function_of, has_room, next_window, prepare, return_pc, write_header,
};
use crate::machine::{Fast, State, stub};
use crate::run::{Saved, entry_window, run};
use std::cell::Cell;
use taipan_bytecode::Opcode;
use taipan_runtime::code::{delegate_of, record_of, state_of};
use taipan_runtime::layout::{Exception, Function, Generator, GeneratorState};
use taipan_runtime::{
    Array, Field, Gc, Header, R, Raised, Registers, Take, ThreadState, Value, Values, Vm, dirty_range, kinds,
};

/// `co_flags` of generators, coroutines and async generators.
pub const GENERATOR: u32 = 0x20;
/// See [`GENERATOR`].
pub const COROUTINE: u32 = 0x80;
/// See [`GENERATOR`].
pub const ASYNC_GENERATOR: u32 = 0x200;

/// Does the window belong to a generator that runs in it? (Before its object is made, the window is an ordinary call's.)
pub fn window_is_generator(vm: &Vm, regs: *mut Value) -> bool {
    // SAFETY: a live window.
    let Some(function) = (unsafe { function_of(regs) }) else { return false };
    let code = function.code.get();
    debug_assert!(regs == vm.thread.regs);
    code.flags & (GENERATOR | COROUTINE | ASYNC_GENERATOR) != 0
        && frame::instruction_index(code, vm.thread.pc) > 0
}

/// Makes the generator object of the running window, which is about to return it.
pub fn make(vm: &mut Vm) -> R {
    let regs = vm.thread.regs;
    // SAFETY: the running window.
    let Some(function) = (unsafe { function_of(regs) }) else {
        return Err(vm.runtime_error("no function runs"));
    };
    let code = function.code.get();
    let n = code.n_registers as usize;
    // SAFETY: a frame's registers.
    let registers = unsafe { std::slice::from_raw_parts(regs, n) };
    let registers = Registers::from_slice(&mut vm.heap, registers);
    let registers = vm.check_alloc(registers)?;
    // What lies behind was never written by this call.
    registers.array().clear(taipan_runtime::code::n_given(code).min(n), n);
    let kind = if code.flags & ASYNC_GENERATOR != 0 {
        kinds::ASYNC_GENERATOR
    } else if code.flags & COROUTINE != 0 {
        kinds::COROUTINE
    } else {
        kinds::GENERATOR
    };
    let class = vm.class(kind).address();
    let extra = match vm.thread.origin_depth {
        depth if depth > 0 && kind == kinds::COROUTINE => origin(vm, depth as usize),
        _ => Value::UNBOUND,
    };
    let generator = vm.heap.alloc(Generator {
        header: Header::with_kind(kind, class),
        function,
        registers: Field::new(registers),
        resume_at: Cell::new(0),
        state: Cell::new(GeneratorState::Created),
        flag: Cell::new(false),
        async_running: Cell::new(false),
        closed: Cell::new(false),
        handled: Field::new(Value::NONE),
        resumer_handled: Field::new(Value::NONE),
        resumer: Field::new(Value::UNBOUND),
        chain: Field::new(Value::UNBOUND),
        name: Field::new(function.name.get().value()),
        qualname: Field::new(function.qualname.get().value()),
        frame: Field::new(Value::UNBOUND),
        extra: Field::new(extra),
    });
    // What it must do when it is dropped: run `finally` blocks, warn that it was never awaited.
    if kind != kinds::GENERATOR || code.flags & taipan_bytecode::code_flags::HAS_HANDLERS != 0 {
        vm.register_generator(generator.value());
    }
    Ok(generator.value())
}

/// Who made the coroutine of the running window: file name, line and function of up to so many frames around it.
fn origin(vm: &mut Vm, depth: usize) -> Value {
    let mut frames = Vec::new();
    let mut is_own = true;
    frame::walk(&vm.thread, &mut |_, code, index| {
        if !std::mem::take(&mut is_own) {
            frames.push((code, taipan_runtime::code::line_of(code, index)));
        }
        frames.len() < depth
    });
    let mut rows = Values::with_capacity(&mut vm.heap, frames.len());
    // The frames keep their code.
    for (code, line) in frames {
        let row = [code.filename.get().value(), Value::int32(line), code.name.value()];
        let row = vm.new_tuple(&row).value();
        rows.push(&mut vm.heap, row);
    }
    vm.new_tuple(rows.as_slice()).value()
}

/// Puts a generator's registers into a window and makes it the running frame. `ret`: where a yield or return goes.
///
/// # Safety
/// There is room for the window.
unsafe fn enter(vm: &mut Vm, generator: Gc<Generator>, window: *mut Value, ret: *const u64) {
    let function: Gc<Function> = generator.function;
    let registers = generator.registers.get().array();
    let (regs, k) = (vm.thread.regs, vm.thread.k);
    // SAFETY: the caller made room.
    unsafe {
        write_header(window, function.value(), regs, k, ret);
        std::ptr::copy_nonoverlapping(registers.as_slice().as_ptr(), window, registers.len());
    }
    generator.resumer.set(generator, vm.thread.generator);
    generator.resumer_handled.set(generator, vm.thread.handled);
    vm.thread.generator = generator.value();
    vm.thread.handled = generator.handled.get();
    generator.state.set(GeneratorState::Running);
    generator.chain.set(generator, Value::UNBOUND);
    vm.thread.regs = window;
    vm.thread.k = function.k.get();
    let code = function.code.get();
    // SAFETY: the index of a yield in this code.
    vm.thread.pc = unsafe { code.instructions.add(generator.resume_at.get() as usize) };
    if !generator.frame.get().is_unbound() {
        // Somebody looked at the generator's frame: it must follow the window.
        frame::attach(vm, window, function, Some(generator));
    }
}

/// Leaves the generator that is running: the context of its resumer is back.
fn leave(vm: &mut Vm, generator: Gc<Generator>) {
    generator.handled.set(generator, vm.thread.handled);
    vm.thread.handled = generator.resumer_handled.get();
    vm.thread.generator = generator.resumer.get();
    generator.resumer.set(generator, Value::UNBOUND);
    generator.resumer_handled.set(generator, Value::NONE);
}

fn describe(generator: Gc<Generator>) -> &'static str {
    match generator.header.kind() {
        kinds::COROUTINE => "coroutine",
        kinds::ASYNC_GENERATOR => "async generator",
        _ => "generator",
    }
}

/// Checks that a generator can be resumed with a value; `Ok(false)` where it has ended.
pub fn check(vm: &mut Vm, generator: Gc<Generator>, sent: Value) -> R<bool> {
    match state_of(generator) {
        GeneratorState::Running => {
            let text = format!("{} already executing", describe(generator));
            Err(vm.value_error(text))
        }
        GeneratorState::Finished => {
            vm.set_result(Value::NONE);
            Ok(false)
        }
        GeneratorState::Created if !sent.is_none() => {
            let text = format!("can't send non-None value to a just-started {}", describe(generator));
            Err(vm.type_error(text))
        }
        GeneratorState::Created | GeneratorState::Suspended => {
            prepare(vm, generator.function)?;
            Ok(true)
        }
    }
}

/// Sets the pc behind the yield and hands the sent value over.
fn start(vm: &mut Vm, created: bool, sent: Value) {
    if !created {
        let dst = vm.a();
        vm.put(dst, sent);
    }
    vm.step();
}

/// Resumes a generator from native code. `None`: it has returned; the value is in `vm.generator_result`.
pub fn resume(vm: &mut Vm, generator: Gc<Generator>, sent: Value) -> R<Option<Value>> {
    resume_for(vm, generator, sent, None)
}

/// Gives what a generator yields to `take` until that leaves an item, which is given back; `None`: the generator has returned.
///
/// What is taken does not leave the generator's window: nothing is saved, and nobody could tell, since `take` runs no Python
/// code.
pub fn feed(vm: &mut Vm, generator: Gc<Generator>, mut take: &mut Take<'_>) -> R<Option<Value>> {
    loop {
        let Some(item) = resume_for(vm, generator, Value::NONE, Some(&mut take))? else { return Ok(None) };
        if !take(vm, item) {
            return Ok(Some(item));
        }
    }
}

/// Offers what is yielded to whoever [feeds](feed) on the running generator. `false`: there is nobody, or it is left.
///
/// # Safety
/// `s` describes the running frame of a generator, at its `Yield`.
#[inline(always)]
pub unsafe fn offer(s: &mut Fast, value: Value) -> bool {
    // SAFETY: the interpreter and window of this frame.
    unsafe {
        if return_pc(s.r) != stub::feed() {
            return false;
        }
        let vm = &mut *s.vm;
        // A collection may look.
        (vm.thread.pc, vm.thread.regs, vm.thread.k) = (s.pc, s.r, s.k);
        if !is_taken(vm, s.r, value) {
            return false;
        }
    }
    s.set(s.a(), Value::NONE);
    s.step();
    true
}

/// Apart, since handlers call no function that is not known.
///
/// # Safety
/// The window returns to [`stub::feed`].
#[inline(never)]
unsafe fn is_taken(vm: &mut Vm, window: *mut Value, value: Value) -> bool {
    // SAFETY: below its header stands what `resume_ready` put there, which is alive as long as this window.
    unsafe { (*((*window.sub(HEADER + 2)).bits() as *mut &mut Take<'_>))(vm, value) }
}

#[inline(always)]
fn resume_for(
    vm: &mut Vm,
    generator: Gc<Generator>,
    sent: Value,
    take: Option<&mut &mut Take<'_>>,
) -> R<Option<Value>> {
    if let Some(chain) = ready(&vm.thread, generator, sent)
        && vm.thread.depth + chain.n < vm.recursion_limit
    {
        return resume_ready(vm, generator, chain, sent, take);
    }
    if !check(vm, generator, sent)? {
        return Ok(None);
    }
    vm.enter_native("")?;
    let result = resume_entered(vm, generator, Some(sent));
    vm.leave_native();
    result
}

/// [`resume`] in scalar code, for what is [ready].
#[inline]
fn resume_ready(
    vm: &mut Vm,
    generator: Gc<Generator>,
    chain: Chain,
    sent: Value,
    take: Option<&mut &mut Take<'_>>,
) -> R<Option<Value>> {
    vm.check_depth("")?;
    let mut window = entry_window(vm, 1 + chain.room as usize + chain.inner.registers.get().array().len())?;
    let mut ret = stub::exit();
    if let Some(take) = take
        && chain.n == 0
    {
        // SAFETY: room for one more register was asked for.
        unsafe {
            window = window.add(1);
            *window.sub(HEADER + 1) = *window.sub(HEADER + 2);
            *window.sub(HEADER + 2) = Value::from_bits(std::ptr::from_mut(take) as u64);
        }
        ret = stub::feed();
    }
    let saved = Saved::of(vm);
    let level = vm.thread.depth;
    let mut s = Fast { pc: vm.thread.pc, r: vm.thread.regs, vm, k: vm.thread.k };
    // SAFETY: `entry_window` made room.
    unsafe { mount(&mut s, generator, chain, window, ret, sent) };
    let (pc, regs, k) = (s.pc, s.r, s.k);
    (vm.thread.pc, vm.thread.regs, vm.thread.k) = (pc, regs, k);
    let ran = run(vm, saved);
    vm.thread.depth = level;
    ran?;
    Ok(delivered(vm, generator, window))
}

/// What a generator yielded to native code; `None` where it returned, the value then being in `vm.generator_result`.
fn delivered(vm: &mut Vm, generator: Gc<Generator>, window: *mut Value) -> Option<Value> {
    // SAFETY: what was yielded or returned stands in the callee's slot.
    let value = unsafe { *window.sub(HEADER) };
    if generator.state.get() == GeneratorState::Finished {
        vm.set_result(value);
        return None;
    }
    Some(value)
}

fn resume_entered(vm: &mut Vm, generator: Gc<Generator>, sent: Option<Value>) -> R<Option<Value>> {
    let n = generator.function.code.get().n_registers as usize;
    let window = entry_window(vm, n)?;
    let saved = Saved::of(vm);
    let level = vm.thread.depth;
    let created = generator.state.get() == GeneratorState::Created;
    let delegates = sent.is_none() && !delegate_of(generator).is_none();
    // SAFETY: `entry_window` made room.
    unsafe { enter(vm, generator, window, stub::exit()) };
    match sent {
        Some(sent) => start(vm, created, sent),
        // The exception on its way is raised at the yield, or behind the instruction that made the generator.
        None => {
            if created {
                vm.step();
            }
            // Where it delegates, the exception is another's first: `ThrowInto` sees to the context.
            if !delegates {
                chain_to_handled(vm);
            }
            crate::trace::thrown(vm);
            crate::unwind::unwind(vm);
        }
    }
    // Unwinding may have left the window already, before the loop counted it.
    vm.thread.depth = level;
    let ran = run(vm, saved);
    vm.thread.depth = level;
    ran?;
    Ok(delivered(vm, generator, window))
}

/// What the running generator itself is handling becomes the context of the exception on its way.
pub fn chain_to_handled(vm: &mut Vm) {
    if !vm.thread.handled.is_none()
        && let Some(exc) = vm.thread.exception.cast::<Exception>()
    {
        vm.set_context(exc);
    }
}

fn is_async(generator: Gc<Generator>) -> bool {
    generator.header.kind() == kinds::ASYNC_GENERATOR
}

/// Puts a value where the yield of a suspended generator takes what is sent.
fn hand_over(generator: Gc<Generator>, value: Value) {
    let record = record_of(generator.function.code.get());
    let [_, dst, ..] = record.instruction(generator.resume_at.get() as usize).to_le_bytes();
    generator.registers.get().array().set(usize::from(dst), value);
}

/// Raises the exception on its way at a generator's yield.
pub fn throw(vm: &mut Vm, generator: Gc<Generator>) -> R<Option<Value>> {
    let given = std::mem::replace(&mut vm.thread.thrown, Value::UNBOUND);
    match state_of(generator) {
        GeneratorState::Running => {
            vm.take_exception();
            let text = format!("{} already executing", describe(generator));
            Err(vm.value_error(text))
        }
        GeneratorState::Finished => Err(Raised),
        GeneratorState::Created | GeneratorState::Suspended => {
            let exc = vm.take_exception();
            let delegate = delegate_of(generator);
            if !delegate.is_none() && delegate.cast::<Generator>().is_none_or(is_async) {
                // Where its method can't be looked up, the generator hears of nothing.
                if !vm.is_instance_of(exc, kinds::GENERATOR_EXIT) {
                    let throw = vm.get_attr_opt(delegate, vm.names().throw)?;
                    let thrown = [exc, throw.unwrap_or(Value::NONE), given];
                    let n = if given.is_unbound() { 2 } else { 3 };
                    let thrown = vm.new_tuple(&thrown[..n]).value();
                    hand_over(generator, thrown);
                }
            } else if !delegate.is_none() && !given.is_unbound() {
                // It may delegate itself.
                let thrown = vm.new_tuple(&[exc, Value::NONE, given]).value();
                hand_over(generator, thrown);
            }
            prepare(vm, generator.function)?;
            vm.enter_native("")?;
            vm.thread.exception = exc;
            let result = resume_entered(vm, generator, None);
            vm.leave_native();
            result
        }
    }
}

/// Resumes a generator from a `ForIter` or `Send` instruction: the dispatch loop goes on in it, without native recursion.
/// The generator can be resumed (see [`check`]).
pub fn push(vm: &mut Vm, generator: Gc<Generator>, sent: Value) -> R<()> {
    let n = generator.function.code.get().n_registers as usize;
    let window = next_window(vm)?;
    if !has_room(vm, window, n) || vm.thread.depth >= vm.recursion_limit {
        return Err(vm.raise_recursion(""));
    }
    vm.thread.depth += 1;
    // SAFETY: the pc is at the resuming instruction; what it yields or returns is handed over by looking at it.
    let ret = unsafe { vm.thread.pc.add(1) };
    let created = generator.state.get() == GeneratorState::Created;
    // SAFETY: there is room.
    unsafe { enter(vm, generator, window, ret) };
    start(vm, created, sent);
    Ok(())
}

/// Copies registers two by two, between a window and the array that keeps them. What follows an odd number of them is
/// copied along: an array's cell ends at a multiple of 16 bytes, and behind a window there is room.
///
/// # Safety
/// One of the pointers is to a window, the other to the first of `n` values of an array.
#[inline(always)]
unsafe fn copy_registers(from: *const Value, to: *mut Value, n: usize) {
    let (from, to) = (from.cast::<[u64; 2]>(), to.cast::<[u64; 2]>());
    for i in 0..n.div_ceil(2) {
        // SAFETY: see above.
        unsafe { *to.add(i) = *from.add(i) };
    }
}

/// What runs when a generator is resumed with this value; `None`: not known here.
#[inline(always)]
fn ready(thread: &ThreadState, generator: Gc<Generator>, sent: Value) -> Option<Chain> {
    let chain = match generator.state.get() {
        GeneratorState::Suspended => chain::follow(generator)?,
        GeneratorState::Created if sent.is_none() => Chain { inner: generator, n: 0, room: 0 },
        GeneratorState::Created | GeneratorState::Running | GeneratorState::Finished => return None,
    };
    // Tracing is told of each of them, and keeps what it knows in frame objects.
    let is_plain = chain.n == 0 && generator.frame.get().is_unbound();
    if is_plain || !thread.traces() { Some(chain) } else { None }
}

/// How many registers of a generator that yields at `pc` are kept.
///
/// # Safety
/// `pc` is at a `Yield` of its verified code.
#[inline(always)]
pub unsafe fn n_kept(pc: *const u64, registers: Gc<Array>) -> usize {
    // SAFETY: an instruction is a word, whose upper half is `imm`.
    match unsafe { *pc } >> 32 {
        0 => registers.len(),
        n => n as usize - 1,
    }
}

/// [`push`] in scalar code, for what is ready. `false`: not this time; nothing has happened.
///
/// # Safety
/// `s` describes a running frame at an instruction that resumes generators.
#[inline(always)]
pub unsafe fn push_fast(s: &mut Fast, generator: Gc<Generator>, sent: Value) -> bool {
    // SAFETY: the running frame's window, and room above it.
    unsafe {
        let Some(chain) = ready(&(*s.vm).thread, generator, sent) else { return false };
        let Some(running) = function_of(s.r) else { return false };
        let window = s.r.add(running.code.get().n_registers as usize + HEADER);
        let vm = &mut *s.vm;
        let n = chain.room as usize + chain.inner.registers.get().array().len();
        if !has_room(vm, window, n) || vm.thread.depth + chain.n >= vm.recursion_limit {
            return false;
        }
        vm.thread.depth += 1;
        mount(s, generator, chain, window, s.pc.add(1), sent);
    }
    true
}

/// [`enter`] and [`start`] in scalar code, for what is [ready].
///
/// # Safety
/// There is room for the windows of the chain, and `s` describes the running frame.
#[inline(always)]
unsafe fn mount(
    s: &mut Fast,
    outermost: Gc<Generator>,
    chain: Chain,
    window: *mut Value,
    ret: *const u64,
    sent: Value,
) {
    let generator = chain.inner;
    let function: Gc<Function> = generator.function;
    let code = function.code.get();
    let registers = generator.registers.get().array();
    // SAFETY: a generator's function was prepared when it was called.
    unsafe {
        let vm = &mut *s.vm;
        let window = window.add(chain.room as usize);
        if chain.n == 0 {
            write_header(window, function.value(), s.r, s.k, ret);
        } else {
            write_header(window, function.value(), s.r, s.k, stub::chained());
            Link { ret, outermost, n: chain.n, room: chain.room }.write(window);
            vm.thread.depth += chain.n;
        }
        let pc = code.instructions.add(generator.resume_at.get() as usize);
        if generator.state.get() == GeneratorState::Suspended {
            copy_registers(registers.as_slice().as_ptr(), window, n_kept(pc, registers));
            *window.add(*pc.cast::<u8>().add(1) as usize) = sent;
        } else {
            copy_registers(registers.as_slice().as_ptr(), window, registers.len());
        }
        generator.resumer.set(generator, vm.thread.generator);
        generator.resumer_handled.set_quietly(vm.thread.handled);
        vm.thread.generator = generator.value();
        vm.thread.handled = generator.handled.get();
        generator.state.set(GeneratorState::Running);
        generator.chain.set_quietly(if chain.n == 0 { Value::UNBOUND } else { outermost.value() });
        s.r = window;
        s.k = function.k.get();
        s.pc = pc.add(1);
    }
}

/// [`suspend`] and [`finish`] in scalar code. `false`: not this time; nothing has happened.
///
/// # Safety
/// `s` describes the running frame of a generator.
#[inline(always)]
pub unsafe fn leave_fast(s: &mut Fast, value: Value, yielded: bool) -> bool {
    // SAFETY: the interpreter and window of this frame; `ret` stands behind the instruction that resumed it.
    unsafe {
        let window = s.r;
        let mut ret = return_pc(window);
        let vm = &mut *s.vm;
        let Some(generator) = vm.thread.generator.cast::<Generator>() else { return false };
        // A frame object keeps what is left of a generator that ends.
        if ret == stub::frame_exit() || !yielded && !generator.frame.get().is_unbound() {
            return false;
        }
        // It may be taken as it is.
        if yielded && ret == stub::feed() {
            return false;
        }
        if ret == stub::chained() {
            if !yielded {
                return false;
            }
            ret = chain::leave(vm, window, value);
        }
        if yielded {
            let registers = generator.registers.get().array();
            let to = registers.as_slice().as_ptr().cast_mut();
            let n = n_kept(s.pc, registers);
            dirty_range(to, n);
            copy_registers(window, to, n);
            if n % 2 == 1 {
                // What was copied along is not to be kept: it may be what is given out.
                *to.add(n) = Value::UNBOUND;
            }
            let code = generator.function.code.get();
            generator.resume_at.set(frame::instruction_index(code, s.pc) as u32);
            generator.state.set(GeneratorState::Suspended);
            generator.handled.set(generator, vm.thread.handled);
            generator.chain.set_quietly(chain::delegate_at(s.pc, window));
        } else {
            clear(generator);
        }
        back_to_resumer(vm, generator);
        vm.thread.depth = vm.thread.depth.wrapping_sub(1);
        *window.sub(HEADER) = value;
        s.k = caller_k(window);
        s.r = caller_of(window);
        if stub::is_exit(ret) {
            s.pc = ret;
            return true;
        }
        // A resuming instruction puts what was yielded into its first operand; what was returned only `Send` wants.
        // `ForIter` goes on at its target with an item, `Send` with the result.
        s.pc = ret.sub(1);
        let resumed_by_send = *s.pc.cast::<u8>() == Opcode::Send as u8;
        if yielded || resumed_by_send {
            s.set(s.a(), value);
        }
        if yielded != resumed_by_send {
            s.jump();
        } else {
            s.step();
        }
    }
    true
}

/// Ends the running generator in scalar code where the one that waits for it has no window. `false`: it has one.
///
/// # Safety
/// `s` describes the running frame of a generator.
#[inline(always)]
pub unsafe fn return_to_outer(s: &mut Fast, value: Value) -> bool {
    // SAFETY: the interpreter and window of this frame.
    unsafe {
        let window = s.r;
        let vm = &mut *s.vm;
        let Some(generator) = vm.thread.generator.cast::<Generator>() else { return false };
        if return_pc(window) != stub::chained() || !generator.frame.get().is_unbound() {
            return false;
        }
        clear(generator);
        back_to_resumer(vm, generator);
        chain::enter_outer(vm, generator, window);
        (s.pc, s.r, s.k) = (vm.thread.pc, vm.thread.regs, vm.thread.k);
        s.set(s.a(), value);
        s.jump();
    }
    true
}

/// A generator that ends in scalar code needs its registers no more.
///
/// # Safety
/// It runs, in a window of its own.
#[inline(always)]
unsafe fn clear(generator: Gc<Generator>) {
    let registers = generator.registers.get().array();
    let to = registers.as_slice().as_ptr().cast_mut();
    for i in 0..registers.len() {
        // SAFETY: the array has so many.
        unsafe { *to.add(i) = Value::UNBOUND };
    }
    generator.state.set(GeneratorState::Finished);
    generator.handled.set_quietly(Value::NONE);
}

/// [`leave`] in scalar code, when what the generator handles has been seen to.
#[inline(always)]
fn back_to_resumer(vm: &mut Vm, generator: Gc<Generator>) {
    vm.thread.handled = generator.resumer_handled.get();
    vm.thread.generator = generator.resumer.get();
    generator.resumer.set_quietly(Value::UNBOUND);
    generator.resumer_handled.set_quietly(Value::NONE);
}

/// Leaves the running generator's window with a value that it yields. `chain`: what the generator keeps as its
/// [`chain`](Generator::chain).
pub fn suspend(vm: &mut Vm, value: Value, chain: Value) {
    let regs = vm.thread.regs;
    let Some(generator) = vm.thread.generator.cast::<Generator>() else { return };
    let code = generator.function.code.get();
    let registers = generator.registers.get().array();
    // SAFETY: the window has as many registers as the array, and verified code suspends at a `Yield`.
    let window = unsafe { std::slice::from_raw_parts(regs, n_kept(vm.thread.pc, registers)) };
    registers.write(0, window);
    generator.resume_at.set(frame::instruction_index(code, vm.thread.pc) as u32);
    generator.state.set(GeneratorState::Suspended);
    generator.chain.set(generator, chain);
    leave(vm, generator);
    deliver(vm, generator, value, true);
}

/// Leaves the running generator's window for good, with the value it returns.
pub fn finish(vm: &mut Vm, value: Value) {
    let Some(generator) = vm.thread.generator.cast::<Generator>() else { return };
    end(vm, generator);
    deliver(vm, generator, value, false);
}

fn end(vm: &mut Vm, generator: Gc<Generator>) {
    let (regs, pc) = (vm.thread.regs, vm.thread.pc);
    frame::keep(vm, generator, regs, pc);
    generator.state.set(GeneratorState::Finished);
    let registers = generator.registers.get().array();
    registers.clear(0, registers.len());
    leave(vm, generator);
    generator.handled.set(generator, Value::NONE);
}

/// Pops the window and hands a value to whoever resumed the generator that is left.
fn deliver(vm: &mut Vm, left: Gc<Generator>, value: Value, yielded: bool) {
    let regs = vm.thread.regs;
    // SAFETY: the running window, which ends; `ret` stands behind the instruction that resumed it.
    unsafe {
        let mut ret = return_pc(regs);
        if ret == stub::frame_exit() {
            ret = frame::detach(vm, regs, vm.thread.pc);
        }
        if ret == stub::chained() {
            if !yielded {
                chain::enter_outer(vm, left, regs);
                crate::ops::generators::send_delivered(vm, value, false);
                return;
            }
            ret = chain::leave(vm, regs, value);
        }
        *regs.sub(4) = value;
        vm.thread.regs = caller_of(regs);
        vm.thread.k = caller_k(regs);
        vm.thread.depth = vm.thread.depth.wrapping_sub(1);
        if stub::is_exit(ret) {
            vm.thread.pc = ret;
            return;
        }
        vm.thread.pc = ret.sub(1);
        let op = *vm.thread.pc as u8;
        if op == Opcode::ForIter as u8 {
            if yielded {
                let dst = vm.a();
                vm.put(dst, value);
                vm.jump();
            } else {
                vm.step();
            }
        } else {
            crate::ops::generators::send_delivered(vm, value, yielded);
        }
    }
}

/// The running generator ends by an exception that it does not handle (PEP 479: `StopIteration` becomes `RuntimeError`).
pub fn finish_with_exception(vm: &mut Vm) {
    let Some(generator) = vm.thread.generator.cast::<Generator>() else { return };
    let asynchronous = generator.header.kind() == kinds::ASYNC_GENERATOR;
    let code = generator.function.code.get();
    let at = frame::instruction_index(code, vm.thread.pc);
    // What is thrown into a fresh generator comes out as it is (the instruction behind `ReturnGenerator` does nothing else).
    let fresh = at == 1 && crate::trace::record_op(code, 0) == Some(Opcode::ReturnGenerator);
    let name = if fresh {
        None
    } else if vm.pending_is(kinds::STOP_ITERATION) {
        Some("StopIteration")
    } else if asynchronous && vm.pending_is(kinds::STOP_ASYNC_ITERATION) {
        Some("StopAsyncIteration")
    } else {
        None
    };
    end(vm, generator);
    let Some(name) = name else { return };
    let cause = vm.take_exception();
    let text = format!("{} raised {name}", describe(generator));
    vm.runtime_error(text);
    if let Some(exc) = vm.thread.exception.cast::<Exception>() {
        exc.cause.set(exc, cause);
        exc.context.set(exc, cause);
        exc.suppress_context.set(true);
    }
}
