//! Which instruction follows which. (`CodeRecord::find_handler` tells where an exception leads.)

use crate::{Instruction, Opcode, Operand};

impl Instruction {
    /// May the next instruction follow?
    #[inline]
    pub fn goes_on(&self) -> bool {
        !self.op.info().ends && !matches!(self.op, Opcode::Jump | Opcode::Loop)
    }

    /// Where the instruction jumps to, perhaps on a condition, if it stands at `index`. (In code that was not verified that
    /// may be outside.)
    #[inline]
    pub fn target(&self, index: usize) -> Option<usize> {
        let jumps = self.op.info().operands[3] == Operand::Jump;
        jumps.then(|| (index as i64 + 1 + i64::from(self.imm)) as usize)
    }

    /// Where a conditional jump at `index` goes: into a statement or loop (left), or past it (right).
    pub fn branches(&self, index: i32) -> Option<(i32, i32)> {
        let (next, target) = (index + 1, self.target(index as usize)? as i32);
        if !self.goes_on() || matches!(self.op, Opcode::Send | Opcode::ThrowInto) {
            return None;
        }
        Some(if self.imm < 0 { (target, next) } else { (next, target) })
    }
}
