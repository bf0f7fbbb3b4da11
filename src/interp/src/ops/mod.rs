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
use taipan_runtime::Vm;

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

/// The handler of an opcode: those that leave the dispatch loop have none that goes on.
const fn handler<O: Op>(op: Opcode) -> crate::machine::Code {
    match op {
        Opcode::Exit | Opcode::ExitRaise => crate::machine::leave,
        _ => handle::<O>,
    }
}

/// Runs instructions from the thread's pc on until the dispatch loop is left; tells whether by an exception.
pub fn drive(vm: &mut Vm) -> bool {
    loop {
        let (pc, r, k) = (vm.thread.pc, vm.thread.regs, vm.thread.k);
        let vm_pointer: *mut Vm = vm;
        // SAFETY: the thread's state describes a frame of verified code, or the stub that leaves.
        unsafe {
            let op = *pc.cast::<u8>();
            (TABLE[op as usize].0)(pc, r, vm_pointer, k, TABLE.as_ptr());
        }
        let op = {
            // SAFETY: the pc is at an instruction or a stub.
            unsafe { *vm.thread.pc.cast::<u8>() }
        };
        if op == Opcode::Exit as u8 {
            return false;
        }
        if op == Opcode::ExitRaise as u8 {
            return true;
        }
    }
}
