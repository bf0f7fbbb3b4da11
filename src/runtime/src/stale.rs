//! Registers that hold what earlier calls left there: it would keep its objects alive when a collection is asked for.

#![expect(unsafe_code, reason = "registers are reached through the windows' addresses")]

use crate::layout::Code;
use crate::{Gc, Value, Vm};
use taipan_bytecode::{Access, Instruction, Opcode, Operand, RegisterSet};

/// So many of the innermost frames are looked at.
const FRAMES_MAX: usize = 64;
/// Registers of a frame that is looked at: the operands of its instructions tell of all of them.
const REGISTERS: usize = taipan_bytecode::FAR.start;
/// Of code of more instructions only the variables are looked at.
const INSTRUCTIONS_MAX: usize = 5000;
/// Words before a window's registers.
const HEADER: usize = 4;

impl Vm {
    /// Empties the registers of all threads that are known to be dead, or not written yet, while the running frame calls a
    /// native function. Only for explicit collections, when no window is being prepared.
    pub(crate) fn clear_stale_registers(&mut self) {
        if self.thread.regs.is_null() || self.thread.pc.is_null() {
            return;
        }
        self.clear_dead_temporaries();
        let mut is_running = true;
        self.for_each_thread(&mut |vm| {
            vm.clear_frames(is_running);
            is_running = false;
        });
    }

    /// The same in the frames of this thread.
    fn clear_frames(&mut self, is_running: bool) {
        // Who jumps to lines while tracing has written where no instruction tells of it.
        if self.thread.traces() {
            return;
        }
        let mut inner = std::ptr::null_mut::<Value>();
        let mut n_frames = 0;
        (self.hooks.walk_frames)(&self.thread, &mut |window, code, index| {
            if index >= 0 && code.n_registers as usize <= REGISTERS {
                let index = index as usize;
                let n = match (inner.is_null(), is_running) {
                    (true, true) => code.n_registers as usize,
                    // A thread that waits may be about to call.
                    (true, false) => window_above(code, index).unwrap_or(code.n_registers as usize),
                    // What the window above covers is its own.
                    (false, _) => (inner.addr() - window.addr()) / size_of::<Value>() - HEADER,
                };
                let n = n.min(code.n_registers as usize);
                let needed = needed(code, index);
                for i in (0..n).filter(|&i| !needed.has(i)) {
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
                | Opcode::CallEx => (i.a as usize + 1, i.a as usize + HEADER + i.n_arguments()),
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

/// The registers of a frame that is at an instruction whose values may be read or seen: variables that may have been written,
/// and temporaries that are live.
fn needed(code: Gc<Code>, index: usize) -> RegisterSet {
    let record = crate::code::record_of(code);
    let mut needed = touched(code, index);
    if let Some(mut live) = live(code, index) {
        let n_named = record.register_names().len().max(crate::code::n_given(code));
        (0..n_named).for_each(|r| live.insert(r));
        needed.keep_common(&live);
    }
    // The instruction itself may be half done.
    if let Some(ins) = Instruction::decode(record.instruction(index)) {
        ins.each_access(|_, registers| registers.for_each(|r| needed.insert(r)));
    }
    // Variables of comprehensions lie among the temporaries, and can be seen.
    for scoped in record.scoped_names() {
        if (scoped.start..scoped.end).contains(&(index as u32)) {
            needed.insert(scoped.register as usize);
        }
    }
    needed
}

/// The registers that may have been written when a frame is at an instruction: its parameters, and those that are operands
/// of what may have run before.
fn touched(code: Gc<Code>, index: usize) -> RegisterSet {
    let record = crate::code::record_of(code);
    let mut touched = RegisterSet::default();
    (0..crate::code::n_given(code)).for_each(|r| touched.insert(r));
    for i in 0..=last_run(code, index) {
        let Some(ins) = Instruction::decode(record.instruction(i)) else { continue };
        ins.each_access(|_, registers| registers.for_each(|r| touched.insert(r)));
    }
    touched
}

/// The registers that are read behind an instruction, or by it, before they are written: liveness, found against the flow of
/// control. `None`: the code is too long.
fn live(code: Gc<Code>, index: usize) -> Option<RegisterSet> {
    let record = crate::code::record_of(code);
    let n = record.n_instructions() as usize;
    if n > INSTRUCTIONS_MAX {
        return None;
    }
    let flow = (0..n).map(|i| {
        let ins = Instruction::decode(record.instruction(i))?;
        Some((ins, record.find_handler(i as u32)))
    });
    let flow: Vec<_> = flow.collect::<Option<_>>()?;
    let mut live = vec![RegisterSet::default(); n + 1];
    loop {
        let mut is_changed = false;
        for (i, (ins, handler)) in flow.iter().enumerate().rev() {
            let mut set = if ins.goes_on() { live[i + 1] } else { RegisterSet::default() };
            if let Some(target) = ins.target(i) {
                set.add(live.get(target)?);
            }
            ins.each_access(|access, registers| {
                if access == Access::Writes {
                    registers.for_each(|r| set.remove(r));
                }
            });
            ins.each_access(|access, registers| {
                if access == Access::Reads {
                    registers.for_each(|r| set.insert(r));
                }
            });
            // An exception leaves the registers as they are, but for its own.
            if let Some(handler) = handler {
                let mut handled = *live.get(handler.target as usize)?;
                handled.remove(handler.register as usize);
                set.add(&handled);
            }
            is_changed |= live[i] != set;
            live[i] = set;
        }
        if !is_changed {
            return live.get(index).copied();
        }
    }
}

/// Where the window of a call that is in progress would begin.
fn window_above(code: Gc<Code>, index: usize) -> Option<usize> {
    let ins = Instruction::decode(crate::code::record_of(code).instruction(index))?;
    (ins.op.info().operands[0] == Operand::Call).then_some(ins.a as usize)
}

/// The last instruction that may have run in a frame that is at `index`: loops and handlers lead back to it from behind.
fn last_run(code: Gc<Code>, index: usize) -> usize {
    let record = crate::code::record_of(code);
    let mut last = index;
    loop {
        let before = last;
        for i in last + 1..record.n_instructions() as usize {
            let Some(ins) = Instruction::decode(record.instruction(i)) else { continue };
            if ins.target(i).is_some_and(|target| target <= last) {
                last = i;
            }
        }
        for handler in record.handlers() {
            if handler.target as usize <= last {
                last = last.max((handler.end as usize).saturating_sub(1));
            }
        }
        if last == before {
            return last;
        }
    }
}
