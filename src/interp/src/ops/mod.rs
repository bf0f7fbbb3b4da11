//! What each opcode does: a file for each family. The table below is made from the list of opcodes, so that one without a
//! handler does not compile.

mod arith;
mod attrs;
mod build;
mod calls;
pub mod control;
mod exceptions;
pub mod generators;
mod intrinsics;
mod items;
mod iteration;
mod matching;
pub mod names;

use crate::machine::{Handler, Op, handle};
use arith::*;
use attrs::*;
use build::*;
use calls::*;
use control::*;
use exceptions::*;
use generators::*;
use items::*;
use iteration::*;
use matching::*;
use names::*;
use taipan_bytecode::Opcode;
use taipan_runtime::{Value, Vm};

macro_rules! table {
    ($($name:ident),* $(,)?) => {
        /// A handler for each opcode. Numbers without an opcode lead to the one that does nothing.
        static TABLE: [Handler; 256] = {
            let mut table = [Handler(handle::<Nop>); 256];
            $(table[Opcode::$name as usize] = Handler(handler::<$name>(Opcode::$name));)*
            table
        };
    };
}
taipan_bytecode::for_each_op!(table);

/// The table while something is traced.
static TRACED: [Handler; 256] = [Handler(crate::trace::traced); 256];

/// The table to run on while nothing is traced.
pub fn plain_table() -> *const Handler {
    TABLE.as_ptr()
}

/// The table to run on while something is traced.
pub fn traced_table() -> *const Handler {
    TRACED.as_ptr()
}

/// Runs an opcode's own handler, which goes on by the table given.
///
/// # Safety
/// As for [`handle`].
#[inline(always)]
pub unsafe fn run_plain(
    op: u8,
    pc: *const u64,
    r: *mut Value,
    vm: *mut Vm,
    k: *mut Value,
    table: *const Handler,
) {
    // SAFETY: the caller's promise.
    unsafe { (TABLE[op as usize].0)(pc, r, vm, k, table) }
}

/// The handler of an opcode: those that leave the dispatch loop have none that goes on.
const fn handler<O: Op>(op: Opcode) -> crate::machine::Code {
    match op {
        Opcode::Exit | Opcode::ExitRaise => crate::machine::leave,
        _ => handle::<O>,
    }
}

/// Runs instructions from the thread's pc on until the dispatch loop is left; tells whether by an exception.
///
/// A panic of native code becomes an exception of the instruction that it happened in: slow paths keep the thread's state
/// up to date.
pub fn drive(vm: &mut Vm) -> bool {
    let depth = vm.thread.depth;
    loop {
        let vm_pointer: *mut Vm = vm;
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            // SAFETY: the thread's state describes a frame of verified code, or the stub that leaves.
            unsafe { run_handlers(vm_pointer) }
        }));
        if let Err(payload) = outcome {
            // Without the levels of native code that the panic ended.
            vm.thread.depth = depth + crate::frame::windows_since_entry(vm);
            vm.raise_panic(payload);
            crate::unwind::unwind(vm);
            continue;
        }
        // SAFETY: the pc is at an instruction or a stub.
        let op = unsafe { *vm.thread.pc.cast::<u8>() };
        if op == Opcode::Exit as u8 {
            return false;
        }
        if op == Opcode::ExitRaise as u8 {
            return true;
        }
    }
}

/// Runs the handler of the thread's instruction, and those that it goes on to; in a build with the loop driver, one after
/// the other until the dispatch loop is left.
///
/// # Safety
/// The thread's state describes a frame of verified code, or a stub.
unsafe fn run_handlers(vm: *mut Vm) {
    loop {
        // SAFETY: the caller's promise.
        let op = unsafe {
            let thread = &(*vm).thread;
            let (pc, r, k) = (thread.pc, thread.regs, thread.k);
            let table = thread.handlers.cast::<Handler>();
            ((*table.add(*pc.cast::<u8>() as usize)).0)(pc, r, vm, k, table);
            *(*vm).thread.pc.cast::<u8>()
        };
        if op == Opcode::Exit as u8 || op == Opcode::ExitRaise as u8 {
            return;
        }
    }
}
