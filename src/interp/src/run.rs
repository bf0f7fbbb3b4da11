//! Entering the dispatch loop from native code.

use crate::bind::bind_arguments;
use crate::frame::{self, HEADER, has_room, next_window, prepare, write_header};
use crate::machine::stub;
use taipan_bytecode::code_flags;
use taipan_runtime::layout::{Code, Function};
use taipan_runtime::{Args, Gc, R, Raised, Value, Vm, kinds};

/// Calls a Python function from native code.
pub fn call_function(vm: &mut Vm, function: Gc<Function>, args: &Args<'_>) -> R {
    vm.check_depth("")?;
    let is_simple = args.kw_names.is_empty() && function.simple_args.get() as usize == args.pos.len();
    if is_simple {
        return enter_simple(vm, function, args.pos);
    }
    enter(vm, function, |vm, window| {
        // SAFETY: `enter` made room.
        unsafe { bind_arguments(vm, function, args, window) }
    })
}

/// [`enter`] for a function that takes just these arguments, and was called before.
fn enter_simple(vm: &mut Vm, function: Gc<Function>, args: &[Value]) -> R {
    let window = entry_window(vm, function.code.get().n_registers as usize)?;
    let saved = Saved::of(vm);
    // SAFETY: there is room for the header and registers.
    unsafe {
        write_header(window, function.value(), saved.regs, saved.k, stub::exit());
        for (i, &arg) in args.iter().enumerate() {
            *window.add(i) = arg;
        }
    }
    run_window(vm, function, window, saved)
}

/// Pushes a window for a function above the running frame, fills it and runs it.
fn enter(vm: &mut Vm, function: Gc<Function>, fill: impl FnOnce(&mut Vm, *mut Value) -> R<()>) -> R {
    prepare(vm, function)?;
    let n = function.code.get().n_registers as usize;
    let window = entry_window(vm, n)?;
    let saved = Saved::of(vm);
    // SAFETY: there is room for the header and registers.
    unsafe {
        write_header(window, function.value(), saved.regs, saved.k, stub::exit());
        for i in 0..n {
            *window.add(i) = Value::UNBOUND;
        }
    }
    fill(vm, window)?;
    run_window(vm, function, window, saved)
}

/// What the native caller's frame looks like, to come back to.
#[derive(Clone, Copy)]
pub struct Saved {
    regs: *mut Value,
    k: *mut Value,
    pc: *const u64,
}

impl Saved {
    /// The running frame.
    #[inline]
    pub fn of(vm: &Vm) -> Saved {
        Saved { regs: vm.thread.regs, k: vm.thread.k, pc: vm.thread.pc }
    }

    /// Makes it the running frame again.
    #[inline]
    pub fn restore(self, vm: &mut Vm) {
        vm.thread.regs = self.regs;
        vm.thread.k = self.k;
        vm.thread.pc = self.pc;
    }
}

/// A window above the running frame for an entry from native code. The word below its header keeps the instruction that
/// the native code was called from.
#[inline]
pub fn entry_window(vm: &mut Vm, n_registers: usize) -> R<*mut Value> {
    let below = next_window(vm)?;
    // SAFETY: the reserve at the end of the stack covers the word.
    let window = unsafe { below.add(1) };
    if !has_room(vm, window, n_registers + HEADER) {
        return Err(vm.raise_recursion(""));
    }
    // SAFETY: there is room.
    unsafe { *window.sub(HEADER + 1) = Value::from_bits(vm.thread.pc as u64) };
    Ok(window)
}

/// Runs a window that has been filled, from its first instruction.
#[inline]
fn run_window(vm: &mut Vm, function: Gc<Function>, window: *mut Value, saved: Saved) -> R {
    vm.thread.regs = window;
    vm.thread.k = function.k.get();
    vm.thread.pc = function.entry.get();
    run(vm, saved)?;
    // SAFETY: the result stands in the callee's slot of the window that has ended.
    Ok(unsafe { *window.sub(4) })
}

/// Runs the dispatch loop until the entry window is left; then the native caller's frame is the running one again.
#[inline]
pub fn run(vm: &mut Vm, saved: Saved) -> R<()> {
    vm.thread.depth += 1;
    let depth = vm.thread.depth;
    let before = vm.thread.loop_stack;
    let mut raised = false;
    // Explicit collections need not look at what lies below, and find all that native callers hold above.
    taipan_heap::with_spilled_registers(&mut |sp| {
        vm.thread.loop_stack = sp;
        raised = crate::ops::drive(vm);
    });
    vm.thread.loop_stack = before;
    vm.thread.depth = depth - 1;
    saved.restore(vm);
    if raised { Err(Raised) } else { Ok(()) }
}

/// Runs code with a namespace, as modules, classes and `exec` do.
pub fn run_code(vm: &mut Vm, code: Gc<Code>, globals: Value, locals: Value, closure: Value) -> R {
    let Some(dict) = vm.as_dict(globals) else { return Err(vm.type_error("globals must be a dict")) };
    let function = crate::code::new_function(vm, code, dict)?;
    if !vm.is_exact(globals, kinds::DICT) {
        function.globals_mapping.set(function, globals);
    }
    function.closure.set(function, closure);
    if code.flags & code_flags::OPTIMIZED != 0 {
        // A function's: it has its own namespace.
        return vm.call(function.value(), &[]);
    }
    vm.check_depth("")?;
    enter(vm, function, |_, window| {
        // SAFETY: code of modules, classes and `exec` keeps its namespace in the first register.
        unsafe { *window = locals };
        Ok(())
    })
}

/// Gives the running thread what it needs to run Python code.
pub fn start_thread(vm: &mut Vm, registers: usize) {
    frame::make_stack(vm, registers);
}
