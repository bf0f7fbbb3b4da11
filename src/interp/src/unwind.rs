//! From a raised exception to its handler.

use crate::chain;
use crate::frame::{self, caller_k, caller_of, function_of, return_pc};
use crate::generator;
use crate::machine::stub;
use std::cell::Cell;
use taipan_bytecode::{Instruction, Opcode};
use taipan_runtime::layout::{Code, Exception, Traceback};
use taipan_runtime::monitoring::Event;
use taipan_runtime::{Field, Gc, Header, Value, Vm, kinds};

/// Finds the handler of the exception on its way, leaving frames that have none, and makes `vm.thread` go on there; or at
/// the exit of the dispatch loop.
#[cold]
#[inline(never)]
pub fn unwind(vm: &mut Vm) {
    // A reraised exception has its entry for this frame already.
    let mut reraising = std::mem::take(&mut vm.thread.reraising);
    loop {
        let regs = vm.thread.regs;
        let pc = vm.thread.pc;
        // SAFETY: the running frame's window.
        let Some(function) = (unsafe { function_of(regs) }) else { return };
        let code = function.code.get();
        let index = frame::instruction_index(code, pc);
        let again = std::mem::take(&mut reraising);
        if !again {
            add_traceback(vm, regs, index);
            if vm.thread.traces() {
                crate::trace::raised(vm, regs);
            }
        } else if vm.monitored {
            crate::trace::exception_event(vm, Event::Reraise);
        }
        if let Some(handler) = crate::code::record_of(code).find_handler(index as u32) {
            if vm.monitored {
                crate::trace::exception_event(vm, Event::ExceptionHandled);
            }
            // What raises anew stands in the source.
            if !again || !is_nowhere(code, index, pc) {
                vm.thread.caught = (regs, index);
            }
            let exc = vm.take_exception();
            // SAFETY: verified tables name registers and instructions of this code.
            unsafe {
                *regs.add(handler.register as usize) = exc;
                vm.thread.pc = code.instructions.add(handler.target as usize);
            }
            return;
        }
        let mut pc = pc;
        if again && vm.thread.caught.0 == regs && is_nowhere(code, index, pc) {
            // A handler that only cleans up leaves the frame where it was.
            let first = vm.thread.caught.1;
            // SAFETY: an instruction of this code.
            pc = unsafe { code.instructions.add(first as usize) };
            vm.thread.pc = pc;
        }
        if vm.thread.traces() {
            crate::trace::left(vm, regs);
        }
        let running = vm.thread.generator;
        if crate::generator::window_is_generator(vm, regs) {
            generator::finish_with_exception(vm);
        }
        // SAFETY: the frame ends; its header says who called.
        unsafe {
            let mut ret = return_pc(regs);
            if ret == stub::frame_exit() {
                ret = frame::detach(vm, regs, pc);
            }
            if ret == stub::chained()
                && let Some(ended) = running.cast()
            {
                chain::enter_outer(vm, ended, regs);
                continue;
            }
            vm.thread.regs = caller_of(regs);
            vm.thread.k = caller_k(regs);
            vm.thread.depth = vm.thread.depth.wrapping_sub(1);
            if stub::is_exit(ret) {
                vm.thread.pc = stub::exit_raise();
                return;
            }
            vm.thread.pc = if ret == stub::deliver() { frame::made_at(regs) } else { ret.sub(1) };
        }
    }
}

/// Does the instruction stand nowhere in the source? Where it says so itself, the location table need not be walked.
fn is_nowhere(code: Gc<Code>, index: i32, pc: *const u64) -> bool {
    // SAFETY: the running frame's instruction.
    match Instruction::decode(unsafe { *pc }) {
        Some(Instruction { op: Opcode::Reraise, b: 1, .. }) => true,
        _ => crate::code::own_line_of(code, index).is_none(),
    }
}

/// Puts an entry for a frame at the head of the traceback of the exception on its way.
pub fn add_traceback(vm: &mut Vm, regs: *mut Value, instruction: i32) {
    if let Some(exc) = vm.thread.exception.cast::<Exception>() {
        add_entry(vm, exc, regs, instruction);
    }
}

/// Puts an entry for the instruction that the running frame is at at the head of an exception's traceback.
pub fn add_entry_here(vm: &mut Vm, exc: Gc<Exception>) {
    let (regs, pc) = (vm.thread.regs, vm.thread.pc);
    // SAFETY: the running frame's window.
    if let Some(function) = unsafe { function_of(regs) } {
        add_entry(vm, exc, regs, frame::instruction_index(function.code.get(), pc));
    }
}

fn add_entry(vm: &mut Vm, exc: Gc<Exception>, regs: *mut Value, instruction: i32) {
    let Some(frame) = frame::frame_object(vm, regs) else { return };
    let class = vm.class(kinds::TRACEBACK).address();
    let entry = vm.heap.alloc(Traceback {
        header: Header::new::<Traceback>(class),
        next: Field::new(exc.traceback.get()),
        frame,
        instruction,
        line: Cell::new(-1),
    });
    exc.traceback.set(exc, entry.value());
}
