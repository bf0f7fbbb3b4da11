//! Windows on the register stack, and the frame objects of those that somebody looked at.
//!
//! A window is `[function][saved registers][saved constants][return address][registers ...]`. The words before the
//! registers are raw addresses but for the first.

#![expect(
    clippy::not_unsafe_ptr_arg_deref,
    reason = "windows are pointers into the register stack; only live ones are handed around in this crate"
)]

use crate::chain::below;
use crate::generator;
use crate::machine::{self, stub};
use std::cell::Cell;
use taipan_bytecode::{Instruction, Opcode};
use taipan_runtime::code::state_of;
use taipan_runtime::layout::{Block, Code, Frame, Function, Generator, GeneratorState};
use taipan_runtime::{
    Field, Gc, Header, LiveFrame, R, Registers, STACK_RESERVE, ThreadState, Value, Vm, kinds,
};

/// Words before a window's registers.
pub const HEADER: usize = 4;

/// Registers of a thread's stack: 32 MiB of address space on the main thread, committed as they are used.
pub const REGISTERS: usize = 4 << 20;

/// Gives the running thread a register stack of `n` registers: one chunk of an arena of its own, which the system
/// commits page by page.
pub fn make_stack(vm: &mut Vm, n: usize) {
    let arena = bumpalo::Bump::new();
    let slice: *mut Value = {
        let layout = std::alloc::Layout::array::<Value>(n).expect("a sane size");
        arena.alloc_layout(layout).as_ptr().cast()
    };
    // Away from the page boundary that code lies at (4K aliasing).
    // SAFETY: within the chunk.
    let base = unsafe { slice.add(130) };
    vm.thread.stack_base = base;
    // SAFETY: as above.
    vm.thread.stack_limit = unsafe { slice.add(n - STACK_RESERVE - 8) };
    vm.thread.stack_memory = Some(Box::new(arena));
    vm.thread.regs = std::ptr::null_mut();
    crate::trace::switch(vm);
}

/// The function of a window.
///
/// # Safety
/// `regs` is a live window.
#[inline(always)]
pub unsafe fn function_of(regs: *mut Value) -> Option<Gc<Function>> {
    // SAFETY: the header stands before the registers.
    unsafe { (*regs.sub(4)).cast::<Function>() }
}

#[inline(always)]
unsafe fn saved(regs: *mut Value, i: usize) -> usize {
    // SAFETY: as above.
    unsafe { (*regs.sub(i)).bits() as usize }
}

/// The caller's registers.
///
/// # Safety
/// `regs` is a live window.
#[inline(always)]
pub unsafe fn caller_of(regs: *mut Value) -> *mut Value {
    // SAFETY: see above.
    unsafe { saved(regs, 3) as *mut Value }
}

/// The caller's constants.
///
/// # Safety
/// `regs` is a live window.
#[inline(always)]
pub unsafe fn caller_k(regs: *mut Value) -> *mut Value {
    // SAFETY: see above.
    unsafe { saved(regs, 2) as *mut Value }
}

/// The instruction that made a window which returns to a stub.
///
/// # Safety
/// `regs` is such a window, live or just left.
#[inline(always)]
pub unsafe fn made_at(regs: *mut Value) -> *const u64 {
    // SAFETY: see above.
    unsafe { saved(regs, 5) as *const u64 }
}

/// The return address, as it stands in the window.
///
/// # Safety
/// `regs` is a live window.
#[inline(always)]
pub unsafe fn return_pc(regs: *mut Value) -> *const u64 {
    // SAFETY: see above.
    unsafe { saved(regs, 1) as *const u64 }
}

/// Writes a window's header.
///
/// # Safety
/// The words before `regs` are on the register stack.
#[inline(always)]
pub unsafe fn write_header(
    regs: *mut Value,
    function: Value,
    caller: *mut Value,
    k: *mut Value,
    pc: *const u64,
) {
    // SAFETY: see above.
    unsafe {
        *regs.sub(4) = function;
        *regs.sub(3) = Value::from_bits(caller as u64);
        *regs.sub(2) = Value::from_bits(k as u64);
        *regs.sub(1) = Value::from_bits(pc as u64);
    }
}

/// Where a window above the running frame starts; `RecursionError` where the stack is full.
#[inline]
pub fn next_window(vm: &mut Vm) -> R<*mut Value> {
    let regs = vm.thread.regs;
    let window = if regs.is_null() {
        // SAFETY: the stack has room for a header.
        unsafe { vm.thread.stack_base.add(HEADER) }
    } else {
        // SAFETY: the running frame's window is live.
        let n = unsafe { function_of(regs) }.map_or(0, |f| f.code.get().n_registers as usize);
        // SAFETY: frames end below the reserve.
        unsafe { regs.add(n + HEADER) }
    };
    Ok(window)
}

/// Is there room for a window of `n` registers?
#[inline(always)]
pub fn has_room(vm: &Vm, window: *mut Value, n: usize) -> bool {
    (window as usize).saturating_add(n * 8) < vm.thread.stack_limit as usize
}

/// Prepares a function for its first call: its block of constants and caches, and what the call instruction looks at.
#[inline]
pub fn prepare(vm: &mut Vm, function: Gc<Function>) -> R<()> {
    if function.k.get().is_null() { prepare_first(vm, function) } else { Ok(()) }
}

#[cold]
fn prepare_first(vm: &mut Vm, function: Gc<Function>) -> R<()> {
    let code = function.code.get();
    let globals = function.globals.get();
    let block = match code.block.get().cast::<Block>() {
        Some(block) if block.globals.get() == globals => block,
        existing => {
            let block = crate::code::make_block(vm, code, globals)?;
            if existing.is_none_or(|b| b.globals.get() == vm.builtins) {
                code.block.set(code, block.value());
            }
            block
        }
    };
    function.block.set(function, block.value());
    function.k.set(block.k());
    function.entry.set(code.instructions);
    let simple = code.flags & (crate::bind::VARARGS | crate::bind::VARKEYWORDS) == 0
        && code.flags & taipan_bytecode::code_flags::OPTIMIZED != 0
        && code.n_kwonly == 0
        && code.n_registers < STACK_RESERVE as u32 / 2;
    function.simple_args.set(if simple { u32::from(code.n_pos_params) } else { u32::MAX });
    Ok(())
}

/// The index of an instruction.
#[inline(always)]
pub fn instruction_index(code: Gc<Code>, pc: *const u64) -> i32 {
    // Before the first instruction the index is -1.
    ((pc as usize).wrapping_sub(code.instructions as usize) >> 3) as i32
}

/// The instruction that a window is at: the current one of the running frame, the call of the others.
///
/// # Safety
/// `regs` is a live window of the running thread.
pub unsafe fn current_pc(vm: &Vm, regs: *mut Value) -> *const u64 {
    if regs == vm.thread.regs {
        return vm.thread.pc;
    }
    // The callee's window knows where it returns to: walk down from the top.
    let mut at = vm.thread.regs;
    loop {
        // SAFETY: windows are linked down to the bottom of the stack.
        let caller = unsafe { below(&vm.thread, at) };
        if caller == regs {
            // SAFETY: as above.
            let pc = real_return_pc(&vm.thread, at);
            return if machine::is_stub(pc) {
                // No call instruction stands between.
                // SAFETY: it returns to a stub.
                unsafe { made_at(at) }
            } else {
                // SAFETY: return addresses stand behind the instruction that called.
                unsafe { pc.sub(1) }
            };
        }
        if caller.is_null() {
            return std::ptr::null();
        }
        at = caller;
    }
}

/// The return address of a window, even where a frame object has replaced it.
pub fn real_return_pc(thread: &ThreadState, regs: *mut Value) -> *const u64 {
    // SAFETY: a live window.
    let pc = unsafe { return_pc(regs) };
    if pc == stub::frame_exit() {
        return thread.frames.iter().rev().find(|l| l.window == regs).map_or(pc, |l| l.return_pc.get());
    }
    pc
}

/// A window's caller, if that is Python code: its registers, the index and the opcode of the instruction that it waits at.
pub fn caller_at(vm: &Vm, regs: *mut Value) -> Option<(*mut Value, i32, Opcode)> {
    // SAFETY: live windows are linked.
    let caller = unsafe { below(&vm.thread, regs) };
    let pc = real_return_pc(&vm.thread, regs);
    if machine::is_stub(pc) {
        return None;
    }
    // SAFETY: return addresses stand behind the instruction that called.
    let at = unsafe { pc.sub(1) };
    // SAFETY: as above.
    let (function, word) = unsafe { (function_of(caller)?, *at) };
    Some((caller, instruction_index(function.code.get(), at), Instruction::decode(word)?.op))
}

/// How many windows lie between the running one and the one that native code entered last.
pub fn windows_since_entry(vm: &Vm) -> u32 {
    let (mut regs, mut n) = (vm.thread.regs, 0);
    loop {
        // SAFETY: a live window, which another one called.
        let caller = unsafe { below(&vm.thread, regs) };
        if stub::is_exit(real_return_pc(&vm.thread, regs)) {
            return n;
        }
        n += 1;
        regs = caller;
    }
}

/// The frame object of a live window, made when first asked for.
pub fn frame_object(vm: &mut Vm, regs: *mut Value) -> Option<Gc<Frame>> {
    if let Some(live) = vm.thread.frames.iter().rev().find(|l| l.window == regs) {
        return Some(live.frame);
    }
    // SAFETY: the caller passes a live window.
    let function = unsafe { function_of(regs) }?;
    let generator = generator_of_window(vm, regs);
    Some(attach(vm, regs, function, generator))
}

/// Lets a frame object, which may be that of the generator already, follow a live window that has none.
pub fn attach(
    vm: &mut Vm,
    regs: *mut Value,
    function: Gc<Function>,
    generator: Option<Gc<Generator>>,
) -> Gc<Frame> {
    vm.heap.share_all();
    let existing = generator.and_then(|g| g.frame.get().cast::<Frame>());
    let frame = match existing {
        Some(frame) => frame,
        None => new_frame(vm, function),
    };
    frame.window.set(regs);
    frame.locals.set(frame, Value::UNBOUND);
    frame.back.set(frame, Value::UNBOUND);
    if let Some(g) = generator {
        frame.generator.set(frame, g.value());
        g.frame.set(g, frame.value());
    }
    // SAFETY: a live window.
    let live = LiveFrame { window: regs, frame, return_pc: Cell::new(unsafe { return_pc(regs) }) };
    // Frames are kept in the order of their windows, the innermost last.
    let place = vm.thread.frames.iter().position(|l| l.window > regs).unwrap_or(vm.thread.frames.len());
    vm.thread.frames.insert(place, live);
    // SAFETY: a live window's header.
    unsafe { *regs.sub(1) = Value::from_bits(stub::frame_exit() as u64) };
    frame
}

/// A frame object for a function, belonging to no window.
pub fn new_frame(vm: &mut Vm, function: Gc<Function>) -> Gc<Frame> {
    let class = vm.class(kinds::FRAME).address();
    vm.heap.alloc(Frame {
        header: Header::new::<Frame>(class),
        function,
        window: Cell::new(std::ptr::null_mut()),
        locals: Field::new(Value::UNBOUND),
        back: Field::new(Value::NONE),
        generator: Field::new(Value::UNBOUND),
        instruction: Cell::new(-1),
        trace: Field::new(Value::UNBOUND),
        extra_locals: Field::new(Value::UNBOUND),
        trace_line: Cell::new(0),
        trace_lines: Cell::new(true),
        trace_opcodes: Cell::new(false),
    })
}

/// The generator that runs in a window.
fn generator_of_window(vm: &Vm, regs: *mut Value) -> Option<Gc<Generator>> {
    // SAFETY: a live window.
    let function = unsafe { function_of(regs) }?;
    if function.code.get().flags & GENERATORS == 0 {
        return None;
    }
    let mut found = None;
    walk_generators(&vm.thread, &mut |window, generator, _| {
        if window == regs {
            found = Some(generator);
        }
        window != regs
    });
    found
}

/// `co_flags` of code that makes generators of any kind.
const GENERATORS: u32 = generator::GENERATOR | generator::COROUTINE | generator::ASYNC_GENERATOR;

/// Tells of the generators that run on a thread, the innermost first: the window, the generator and the index of the
/// instruction, until `each` gives false.
pub fn walk_generators(thread: &ThreadState, each: &mut dyn FnMut(*mut Value, Gc<Generator>, i32) -> bool) {
    let mut inner: Option<Gc<Generator>> = None;
    walk(thread, &mut |window, code, index| {
        // Before its object is made, the window is an ordinary call's.
        if code.flags & GENERATORS == 0 || index <= 0 {
            return true;
        }
        let generator = inner.map_or(thread.generator, |inner| inner.resumer.get());
        inner = generator.cast();
        inner.is_some_and(|generator| each(window, generator, index))
    });
}

/// The window that a generator runs in on a thread, and the index of the instruction that it is at.
fn window_of(thread: &ThreadState, generator: Gc<Generator>) -> Option<(*mut Value, i32)> {
    let mut found = None;
    walk_generators(thread, &mut |window, running, index| {
        if running == generator {
            found = Some((window, index));
        }
        running != generator
    });
    found
}

/// Takes a frame object off its window, which is about to end or to be suspended; gives the real return address.
pub fn detach(vm: &mut Vm, regs: *mut Value, pc: *const u64) -> *const u64 {
    let Some(place) = vm.thread.frames.iter().rposition(|l| l.window == regs) else {
        // SAFETY: a live window.
        return unsafe { return_pc(regs) };
    };
    let live = vm.thread.frames.remove(place);
    let frame = live.frame;
    let code = frame.function.code.get();
    frame.instruction.set(instruction_index(code, pc));
    frame.window.set(std::ptr::null_mut());
    if frame.generator.get().is_unbound() {
        keep_locals(vm, frame, regs);
    }
    // An ended frame keeps its callers, as tracebacks want them; a suspended generator has none.
    let back = match frame.generator.get().is_unbound() {
        // SAFETY: a live window.
        true => caller_frame(vm, unsafe { caller_of(regs) }).map_or(Value::NONE, |f| f.value()),
        false => Value::NONE,
    };
    frame.back.set(frame, back);
    // SAFETY: the window's header.
    unsafe { *regs.sub(1) = Value::from_bits(live.return_pc.get() as u64) };
    live.return_pc.get()
}

/// Keeps the variables of a frame that ends with its frame object.
fn keep_locals(vm: &mut Vm, frame: Gc<Frame>, regs: *mut Value) {
    let code = frame.function.code.get();
    // Temporaries are not looked at any more.
    let n = crate::code::record_of(code).register_names().len().min(code.n_registers as usize);
    // SAFETY: the window's registers are still there.
    let registers = unsafe { std::slice::from_raw_parts(regs, n) };
    let locals = Registers::from_slice(&mut vm.heap, registers).map_or(Value::UNBOUND, |r| r.value());
    frame.locals.set(frame, locals);
}

/// Leaves to the frame object of a generator that ends, if there is one, what it is asked for later.
pub fn keep(vm: &mut Vm, generator: Gc<Generator>, regs: *mut Value, pc: *const u64) {
    let Some(frame) = generator.frame.get().cast::<Frame>() else { return };
    frame.instruction.set(instruction_index(generator.function.code.get(), pc));
    frame.back.set(frame, Value::NONE);
    keep_locals(vm, frame, regs);
    generator.frame.set(generator, Value::UNBOUND);
}

fn caller_frame(vm: &mut Vm, caller: *mut Value) -> Option<Gc<Frame>> {
    if caller.is_null() { None } else { frame_object(vm, caller) }
}

/// `f_back`
pub fn frame_back(vm: &mut Vm, frame: Gc<Frame>) -> Option<Gc<Frame>> {
    if let Some(generator) = frame.generator.get().cast() {
        generator_frame(vm, generator);
    }
    let window = frame.window.get();
    if window.is_null() {
        return frame.back.get().cast::<Frame>();
    }
    if !is_own(vm, window) {
        let mut back = None;
        vm.for_each_thread(&mut |vm| {
            if is_own(vm, window) {
                // SAFETY: a live window of the thread that is taken for the running one.
                back = caller_frame(vm, unsafe { below(&vm.thread, window) });
            }
        });
        return back;
    }
    // SAFETY: a live window of this thread.
    let caller = unsafe { below(&vm.thread, window) };
    caller_frame(vm, caller)
}

/// The frame object of a generator; where that runs, it follows the window from now on.
pub fn generator_frame(vm: &mut Vm, generator: Gc<Generator>) -> Gc<Frame> {
    let frame = generator.frame.get().cast::<Frame>().unwrap_or_else(|| {
        let frame = new_frame(vm, generator.function);
        frame.generator.set(frame, generator.value());
        frame.instruction.set(generator.resume_at.get() as i32);
        generator.frame.set(generator, frame.value());
        frame
    });
    if !frame.window.get().is_null() || state_of(generator) != GeneratorState::Running {
        return frame;
    }
    if let Some((window, _)) = window_of(&vm.thread, generator) {
        return attach(vm, window, generator.function, Some(generator));
    }
    vm.for_each_thread(&mut |vm| {
        if let Some((window, _)) = window_of(&vm.thread, generator) {
            attach(vm, window, generator.function, Some(generator));
        }
    });
    frame
}

/// Lets all frame objects of generators that run on this thread follow their windows.
pub fn attach_all(vm: &mut Vm) {
    let mut windows = Vec::new();
    walk_generators(&vm.thread, &mut |window, generator, _| {
        if !generator.frame.get().is_unbound() {
            windows.push(window);
        }
        true
    });
    for window in windows {
        frame_object(vm, window);
    }
}

/// Is the window on the running thread's stack?
fn is_own(vm: &Vm, window: *mut Value) -> bool {
    is_on_stack(&vm.thread, window)
}

fn is_on_stack(thread: &ThreadState, window: *mut Value) -> bool {
    window >= thread.stack_base && window <= thread.regs
}

/// The index of the instruction that a frame is at.
pub fn frame_instruction(vm: &Vm, frame: Gc<Frame>) -> i32 {
    let window = frame.window.get();
    if window.is_null() {
        return match frame.generator.get().cast::<Generator>() {
            Some(generator) => generator_instruction(vm, generator, frame),
            None => frame.instruction.get(),
        };
    }
    if !is_own(vm, window) {
        let mut found = frame.instruction.get();
        if let Some(thread) = vm.thread_states().find(|thread| is_on_stack(thread, window)) {
            walk(thread, &mut |at, _, index| {
                if at == window {
                    found = index;
                }
                at != window
            });
        }
        return found;
    }
    if let Some(to) = vm.thread.jump_to
        && window == vm.thread.traced_at.0
    {
        return to as i32;
    }
    // SAFETY: a live window of this thread.
    let pc = unsafe { current_pc(vm, window) };
    if pc.is_null() { frame.instruction.get() } else { instruction_index(frame.function.code.get(), pc) }
}

/// The index of the instruction that a generator is at whose frame object has not followed it.
fn generator_instruction(vm: &Vm, generator: Gc<Generator>, frame: Gc<Frame>) -> i32 {
    match state_of(generator) {
        GeneratorState::Suspended => generator.resume_at.get() as i32,
        GeneratorState::Running => window_of(&vm.thread, generator)
            .or_else(|| vm.thread_states().find_map(|thread| window_of(thread, generator)))
            .map_or(frame.instruction.get(), |(_, index)| index),
        GeneratorState::Created | GeneratorState::Finished => frame.instruction.get(),
    }
}

/// Tells of a thread's frames, the innermost first: the window, the code and the index of the instruction, until `each` gives
/// false. Nothing is made or changed, so that it can be done to a thread that waits, and behind a fault.
pub fn walk(state: &ThreadState, each: &mut dyn FnMut(*mut Value, Gc<Code>, i32) -> bool) {
    let (mut at, mut pc) = (state.regs, state.pc);
    while !at.is_null() {
        // SAFETY: windows are linked down to the bottom of the stack.
        if let Some(function) = unsafe { function_of(at) } {
            let code = function.code.get();
            if !each(at, code, instruction_index(code, pc)) {
                return;
            }
        }
        // SAFETY: as above.
        let caller = unsafe { below(state, at) };
        let back = real_return_pc(state, at);
        // SAFETY: see `current_pc`.
        pc = unsafe { if machine::is_stub(back) { made_at(at) } else { back.sub(1) } };
        at = caller;
    }
}

/// The frame object `depth` frames below the running one.
pub fn frame_at(vm: &mut Vm, depth: usize) -> Option<Gc<Frame>> {
    let mut regs = vm.thread.regs;
    for _ in 0..depth {
        if regs.is_null() {
            return None;
        }
        // SAFETY: live windows are linked.
        regs = unsafe { below(&vm.thread, regs) };
    }
    if regs.is_null() { None } else { frame_object(vm, regs) }
}
