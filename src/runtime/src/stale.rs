//! Registers that hold what earlier calls left there: it would keep its objects alive when a collection is asked for.

#![expect(unsafe_code, reason = "registers are reached through the windows' addresses")]

use crate::layout::Code;
use crate::{Gc, Value, Vm};
use taipan_bytecode::{Instruction, Opcode, Operand};

/// So many of the innermost frames are looked at.
const FRAMES_MAX: usize = 64;
/// Registers of a frame that is looked at: the operands of its instructions tell of all of them.
const REGISTERS: usize = taipan_bytecode::FAR.start;
/// Words before a window's registers.
const HEADER: usize = 4;

impl Vm {
    /// Empties the registers that are known to be dead, or not written yet, while the running frame calls a native function.
    /// Only for explicit collections, when no window is being prepared.
    pub(crate) fn clear_stale_registers(&mut self) {
        if self.thread.regs.is_null() || self.thread.pc.is_null() {
            return;
        }
        self.clear_dead_temporaries();
        // Who jumps to lines while tracing has written where no instruction tells of it.
        if self.thread.traces() {
            return;
        }
        let mut inner = std::ptr::null_mut::<Value>();
        let mut n_frames = 0;
        (self.hooks.walk_frames)(&self.thread, &mut |window, code, index| {
            let mut n = code.n_registers as usize;
            if !inner.is_null() {
                // What the window above covers is its own.
                n = n.min((inner.addr() - window.addr()) / size_of::<Value>() - HEADER);
            }
            if index >= 0 && code.n_registers as usize <= REGISTERS {
                let touched = touched(code, index as usize);
                for i in (0..n).filter(|&i| !touched[i]) {
                    // SAFETY: a register of a live frame, whose next use is a write.
                    unsafe { window.add(i).write(Value::UNBOUND) };
                }
            }
            inner = window;
            n_frames += 1;
            n_frames < FRAMES_MAX
        });
    }

    /// Temporaries are allocated as on a stack: those behind the arguments of the call in progress are dead.
    fn clear_dead_temporaries(&mut self) {
        let thread = &self.thread;
        // SAFETY: a running frame's pc is at an instruction, and its header is before its registers.
        let (word, function) = unsafe { (*thread.pc, *thread.regs.sub(4)) };
        let code = function.cast::<crate::layout::Function>().map(|f| f.code.get());
        let n = code.map_or(0, |code| code.n_registers as usize);
        let n_named = code.map_or(n, |code| crate::code::record_of(code).register_names().len());
        // Temporaries are allocated as on a stack: those behind the arguments of the call in progress are dead, and so are
        // the three words where a window would have its header.
        let (header, from) = match Instruction::decode(word) {
            Some(i) => match i.op {
                Opcode::Call
                | Opcode::CallKw
                | Opcode::CallMethod
                | Opcode::CallMethodKw
                | Opcode::CallEx => (i.a as usize + 1, i.a as usize + HEADER + n_arguments(i)),
                Opcode::StoreIndex | Opcode::DelIndex | Opcode::InplaceAdd | Opcode::InplaceMul => {
                    (n, (i.a.max(i.b).max(i.c) as usize + 1).max(n_named))
                }
                _ => (n, n),
            },
            None => (n, n),
        };
        // SAFETY: the range is on the register stack, whose reserve lies behind the limit.
        unsafe {
            let end = thread.stack_limit.add(crate::STACK_RESERVE);
            for i in header..from.min(header + 3) {
                thread.regs.add(i).write(Value::UNBOUND);
            }
            let mut at = thread.regs.add(from);
            let to = thread.regs.add(n.max(from) + 512);
            while at < to && at < end {
                at.write(Value::UNBOUND);
                at = at.add(1);
            }
        }
    }
}

/// The registers that may have been written when a frame is at an instruction: its parameters, and those that are operands
/// of what may have run before.
fn touched(code: Gc<Code>, index: usize) -> [bool; REGISTERS] {
    let record = crate::code::record_of(code);
    let mut touched = [false; REGISTERS];
    touched[..crate::code::n_given(code).min(REGISTERS)].fill(true);
    let mut mark = |first: usize, n: usize| {
        let end = (first + n).min(REGISTERS);
        touched[first.min(end)..end].fill(true);
    };
    for i in 0..=last_run(code, index) {
        let Some(ins) = Instruction::decode(record.instruction(i)) else { continue };
        for (operand, register) in ins.op.info().operands.iter().zip([ins.a, ins.b, ins.c, 0]) {
            let (first, imm) = (register as usize, ins.imm as usize);
            match *operand {
                Operand::Src | Operand::Dst | Operand::SrcDst => mark(first, 1),
                Operand::SrcRun(n) | Operand::DstRun(n) => mark(first, n as usize),
                Operand::Many => mark(first, imm),
                Operand::ManyPairs => mark(first, imm * 2),
                Operand::ManyEx => mark(first, (imm & 0xffff) + (ins.imm as u32 >> 16) as usize + 1),
                // The three words between are for a window's header; what else lies there is older.
                Operand::Call => {
                    mark(first, 1);
                    mark(first + HEADER, n_arguments(ins));
                }
                Operand::Wide => mark(imm, 1),
                Operand::None
                | Operand::Number
                | Operand::Imm
                | Operand::Count
                | Operand::Const
                | Operand::Free
                | Operand::Jump
                | Operand::Cache(_) => {}
            }
        }
        if ins.op == Opcode::Clear {
            mark(ins.a as usize, ins.imm as usize);
        }
    }
    touched
}

/// How many registers hold arguments, behind the callee's and a window's header, where a call is made or prepared.
fn n_arguments(ins: Instruction) -> usize {
    match ins.op {
        Opcode::Call | Opcode::CallKw => ins.b as usize,
        Opcode::CallMethod | Opcode::CallMethodKw => 1 + ins.b as usize,
        Opcode::CallEx => 2,
        _ => 1,
    }
}

/// The last instruction that may have run in a frame that is at `index`: loops and handlers lead back to it from behind.
fn last_run(code: Gc<Code>, index: usize) -> usize {
    let record = crate::code::record_of(code);
    let mut last = index;
    loop {
        let before = last;
        for i in last + 1..record.n_instructions() as usize {
            let Some(ins) = Instruction::decode(record.instruction(i)) else { continue };
            if ins.op.info().operands[3] == Operand::Jump && i as i64 + 1 + i64::from(ins.imm) <= last as i64
            {
                last = i;
            }
        }
        for handler in (0..record.n_handlers()).map(|i| record.handler(i)) {
            if handler.target as usize <= last {
                last = last.max((handler.end as usize).saturating_sub(1));
            }
        }
        if last == before {
            return last;
        }
    }
}
