//! Finds registers that are the only holders of large integers, so that these are free again when the next result
//! overwrites them (`heap/src/reuse.rs` says what for).
//!
//! What an operator has made of ints lies in its first register alone as long as only instructions read that register
//! which compute something else of it. That is seen in the code: from the operator on, along all ways until the register is
//! written again, stands nothing else that reads it. Where operands turn out to be no ints at run time, and where a frame
//! object is made, which can show all registers, all holders are forgotten.

use crate::frame::{function_of, instruction_index, return_pc};
use crate::generator::{ASYNC_GENERATOR, COROUTINE, GENERATOR};
use crate::machine::{State, stub};
use taipan_bytecode::{Access, Instruction, Opcode, Operand};
use taipan_runtime::code::record_of;
use taipan_runtime::layout::{Code, Int};
use taipan_runtime::{Gc, Value, Vm};

/// Code of more instructions is not looked at.
const INSTRUCTIONS_MAX: usize = 2000;

/// Stores the result of the running instruction, an operator on exact ints, into its first register.
#[inline]
pub fn put_int(vm: &mut Vm, result: Value, lhs: Value, rhs: Value) {
    match result.cast::<Int>() {
        Some(int) if int.limbs().len() >= Int::REUSED_LIMBS => put_large(vm, result, lhs, rhs),
        _ => vm.put(vm.a(), result),
    }
}

#[inline(never)]
fn put_large(vm: &mut Vm, result: Value, lhs: Value, rhs: Value) {
    let register = vm.a();
    let old = vm.get(register);
    vm.put(register, result);
    // SAFETY: the running instruction's operands were verified for this frame.
    let place = unsafe { vm.thread.regs.add(register) };
    if result == lhs || result == rhs {
        // Two registers have it.
        vm.heap.share(result);
        return;
    }
    vm.heap.overwrite(place, old);
    if has_one_holder(vm) {
        vm.heap.hold(place, result);
    }
}

/// Does the running instruction make what its first register alone will refer to?
fn has_one_holder(vm: &mut Vm) -> bool {
    let (pc, regs) = (vm.thread.pc, vm.thread.regs);
    // SAFETY: the running frame's window.
    let (has_frame, function) = unsafe { (return_pc(regs) == stub::frame_exit(), function_of(regs)) };
    if has_frame {
        return false;
    }
    let site = pc as usize;
    match vm.heap.known_site(site) {
        Some(answer) => answer,
        None => {
            let answer = function.is_some_and(|function| {
                let code = function.code.get();
                is_only_computed_with(code, instruction_index(code, pc) as usize, vm.a())
            });
            vm.heap.learn_site(site, answer);
            answer
        }
    }
}

/// Is what the instruction at `index` leaves in a register only computed with until something else is there?
fn is_only_computed_with(code: Gc<Code>, index: usize, register: usize) -> bool {
    let record = record_of(code);
    let n = record.n_instructions() as usize;
    if index >= n || n > INSTRUCTIONS_MAX || code.flags & (GENERATOR | COROUTINE | ASYNC_GENERATOR) != 0 {
        return false;
    }
    let mut is_seen = vec![false; n];
    let mut todo = vec![index + 1];
    while let Some(i) = todo.pop() {
        if i >= n || std::mem::replace(&mut is_seen[i], true) {
            continue;
        }
        let Some(ins) = Instruction::decode(record.instruction(i)) else { return false };
        let touch = touch_of(ins, register);
        if touch == Touch::Shares {
            return false;
        }
        todo.extend(record.find_handler(i as u32).map(|h| h.target as usize));
        if touch == Touch::Overwrites {
            continue;
        }
        todo.extend(ins.goes_on().then_some(i + 1));
        todo.extend(ins.target(i));
    }
    true
}

/// What an instruction does to a register.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Touch {
    /// Nothing that matters.
    Leaves,
    /// It may make something else refer to what is there.
    Shares,
    /// Something else is there afterwards, whatever was before.
    Overwrites,
}

fn touch_of(ins: Instruction, register: usize) -> Touch {
    // A call's window takes all registers from its first on. It is begun where nothing there is needed any more.
    if ins.op.info().operands[0] == Operand::Call && register >= ins.a as usize {
        return if ins.op == Opcode::LoadMethod { Touch::Overwrites } else { Touch::Shares };
    }
    let mut touch = Touch::Leaves;
    ins.each_access(|access, registers| match access {
        _ if !registers.contains(&register) => {}
        Access::Reads if !only_computes(ins.op) => touch = Touch::Shares,
        Access::Writes if touch == Touch::Leaves => touch = Touch::Overwrites,
        Access::Reads | Access::Writes | Access::MayWrite => {}
    });
    touch
}

/// Does the instruction make nothing else refer to an exact int that it reads?
fn only_computes(op: Opcode) -> bool {
    let is_from = |first: Opcode, last: Opcode| (first as u8..=last as u8).contains(&(op as u8));
    is_from(Opcode::Add, Opcode::InplaceOrImm)
        || is_from(Opcode::Not, Opcode::IsNot)
        || is_from(Opcode::JumpIfTrue, Opcode::JumpIfIsNot)
        || op == Opcode::CheckBound
}
