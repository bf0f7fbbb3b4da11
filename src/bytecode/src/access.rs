//! Which registers an instruction reads and writes.

use crate::{Instruction, Opcode, Operand};
use std::ops::Range;

/// What an instruction does to registers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// It reads them.
    Reads,
    /// They hold something else afterwards, unless it raises an exception.
    Writes,
    /// They may hold something else afterwards.
    MayWrite,
}

/// A set of registers that operands of eight bits reach. All others are left out.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct RegisterSet([u64; 4]);

impl RegisterSet {
    /// All registers.
    pub const ALL: RegisterSet = RegisterSet([u64::MAX; 4]);

    /// Is it one of them?
    #[inline]
    pub fn has(&self, register: usize) -> bool {
        self.0.get(register / 64).is_some_and(|word| word & 1 << (register % 64) != 0)
    }

    /// Adds a register.
    #[inline]
    pub fn insert(&mut self, register: usize) {
        if let Some(word) = self.0.get_mut(register / 64) {
            *word |= 1 << (register % 64);
        }
    }

    /// Takes a register out.
    #[inline]
    pub fn remove(&mut self, register: usize) {
        if let Some(word) = self.0.get_mut(register / 64) {
            *word &= !(1 << (register % 64));
        }
    }

    /// Adds all of another set.
    #[inline]
    pub fn add(&mut self, others: &RegisterSet) {
        self.0.iter_mut().zip(others.0).for_each(|(word, other)| *word |= other);
    }

    /// Takes out what is not in another set too.
    #[inline]
    pub fn keep_common(&mut self, others: &RegisterSet) {
        self.0.iter_mut().zip(others.0).for_each(|(word, other)| *word &= other);
    }
}

/// Registers of a call between the callee, whose place takes the result, and the arguments: a window's header.
const HEADER: usize = 4;

impl Instruction {
    /// Tells of all registers that the instruction names.
    pub fn each_access(&self, mut tell: impl FnMut(Access, Range<usize>)) {
        use Access::{MayWrite, Reads, Writes};
        let operands = &self.op.info().operands;
        let imm = self.imm as usize;
        // What jumps has written on one of its ways at least.
        let writes = if operands[3] == Operand::Jump { MayWrite } else { Writes };
        for (place, (operand, register)) in operands.iter().zip([self.a, self.b, self.c, 0]).enumerate() {
            let first = register as usize;
            match *operand {
                Operand::Src => tell(Reads, first..first + 1),
                Operand::Dst if self.op == Opcode::Clear => tell(Writes, first..first + imm),
                Operand::Dst => tell(writes, first..first + 1),
                Operand::SrcDst => {
                    tell(Reads, first..first + 1);
                    tell(writes, first..first + 1);
                }
                Operand::SrcRun(n) => tell(Reads, first..first + n as usize),
                Operand::DstRun(n) => tell(writes, first..first + n as usize),
                // Displays name what they are made of behind what they make, unpacking names its targets first.
                Operand::Many => tell(if place == 0 { writes } else { Reads }, first..first + imm),
                Operand::ManyPairs => tell(Reads, first..first + imm * 2),
                Operand::ManyEx => {
                    let n = (imm & 0xffff) + (self.imm as u32 >> 16) as usize + 1;
                    tell(writes, first..first + n);
                }
                Operand::Call => self.each_access_of_call(first, &mut tell),
                Operand::Wide if self.op == Opcode::MoveOut => tell(writes, imm..imm + 1),
                Operand::Wide => tell(Reads, imm..imm + 1),
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
    }

    /// How many registers hold arguments, behind the callee's and a window's header, where the instruction makes a call.
    pub fn n_arguments(&self) -> usize {
        match self.op {
            Opcode::CallMethod | Opcode::CallMethodKw => 1 + self.b as usize,
            Opcode::CallEx | Opcode::LoadSuperAttr | Opcode::LoadSuperMethod => 2,
            // With a window above all registers; as many as there may be.
            Opcode::CallFar | Opcode::CallFarKw => 2 + self.b as usize,
            _ => self.b as usize,
        }
    }

    fn each_access_of_call(&self, first: usize, tell: &mut impl FnMut(Access, Range<usize>)) {
        let args = first + HEADER;
        let prepares = matches!(self.op, Opcode::LoadMethod | Opcode::LoadSpecial);
        if !prepares {
            tell(Access::Reads, first..first + 1);
            tell(Access::Reads, args..args + self.n_arguments());
        }
        tell(Access::Writes, first..first + 1);
        if prepares || self.op == Opcode::LoadSuperMethod {
            tell(Access::Writes, args..args + 1);
        }
    }
}
