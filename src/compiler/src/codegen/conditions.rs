//! Comparisons, `and` and `or`, and the jumps that depend on them.

use super::expr::immediate;
use super::{Codegen, Done};
use crate::error::CompileError;
use crate::fold;
use crate::unit::{Label, Reg};
use taipan_bytecode::Opcode;
use taipan_bytecode::image::NewConstant;
use taipan_grammar::ast::*;

impl<'a> Codegen<'a, '_> {
    fn compare_op(op: CmpOp) -> Opcode {
        match op {
            CmpOp::Eq => Opcode::Eq,
            CmpOp::NotEq => Opcode::Ne,
            CmpOp::Lt => Opcode::Lt,
            CmpOp::LtE => Opcode::Le,
            CmpOp::Gt => Opcode::Gt,
            CmpOp::GtE => Opcode::Ge,
            CmpOp::Is => Opcode::Is,
            CmpOp::IsNot => Opcode::IsNot,
            CmpOp::In => Opcode::Contains,
            CmpOp::NotIn => Opcode::NotContains,
        }
    }

    pub(super) fn comparison(
        &mut self,
        e: &'a Expr<'a>,
        left: &'a Expr<'a>,
        ops: &'a [CmpOp],
        comparators: &'a [Expr<'a>],
        dst: Reg,
    ) -> Done {
        self.warn_is(left, ops, comparators, e.span);
        let mut lhs = self.expr_kept(left)?;
        if ops.len() == 1 {
            let rhs = self.comparator(ops[0], &comparators[0])?;
            self.emit(Self::compare_op(ops[0]), dst, lhs, rhs, 0);
            return Ok(());
        }
        let end = self.unit().label();
        let into = if self.unit().is_temp(dst) { dst } else { self.temp(e.span)? };
        // Two registers serve a chain of any length: an operand is dead once it was compared with the next.
        let pair = self.temps(2, e.span)?;
        for (i, (op, right)) in ops.iter().zip(comparators).enumerate() {
            let rhs = if i + 1 < ops.len() {
                let r = pair + i % 2;
                self.expr_to(right, r)?;
                r
            } else {
                self.comparator(*op, right)?
            };
            self.emit(Self::compare_op(*op), into, lhs, rhs, 0);
            if i + 1 < ops.len() {
                self.unit().emit_jump(Opcode::JumpIfFalse, into, 0, 0, end);
            }
            lhs = rhs;
        }
        self.unit().place(end);
        if into != dst {
            self.emit(Opcode::Move, dst, into, 0, 0);
        }
        Ok(())
    }

    /// The right operand; a display of constants behind `in` is made once.
    fn comparator(&mut self, op: CmpOp, e: &'a Expr<'a>) -> Result<Reg, CompileError> {
        if matches!(op, CmpOp::In | CmpOp::NotIn) {
            let number = match e.kind {
                ExprKind::List { elts, .. } => self.constant_items(elts).map(NewConstant::Tuple),
                ExprKind::Set { elts } => self.constant_items(elts).map(NewConstant::FrozenSet),
                _ => None,
            };
            if let Some(constant) = number {
                let r = self.temp(e.span)?;
                let number = self.writer.constant(constant);
                self.load_number_to(number, r);
                return Ok(r);
            }
        }
        self.expr(e)
    }

    fn constant_items(&mut self, elts: &'a [Expr<'a>]) -> Option<Vec<u32>> {
        elts.iter().map(|e| self.constant_expr(e)).collect()
    }

    /// Jumps where an expression's truth is `sense`. `back`: the jump closes a loop.
    pub(super) fn jump_if(&mut self, e: &'a Expr<'a>, sense: bool, label: Label, back: bool) -> Done {
        self.deeper(e.span)?;
        let outer = std::mem::replace(&mut self.unit().span, e.span);
        let mark = self.unit().top();
        self.jump_if_inner(e, sense, label, back)?;
        self.unit().release(mark);
        self.unit().span = outer;
        self.depth -= 1;
        Ok(())
    }

    /// Evaluates an operand and jumps if its truth is `sense`; otherwise its value is not needed any more. So each operand's
    /// truth is asked for once, however `and` and `or` are nested.
    pub(super) fn short_circuit(&mut self, e: &'a Expr<'a>, into: Reg, sense: bool, end: Label) -> Done {
        let ExprKind::BoolOp { op, values } = e.kind else {
            self.expr_to(e, into)?;
            let jump = if sense { Opcode::JumpIfTrue } else { Opcode::JumpIfFalse };
            self.unit().emit_jump(jump, into, 0, 0, end);
            return Ok(());
        };
        self.deeper(e.span)?;
        let (last, rest) = values.split_last().expect("two operands at least");
        let short = op == BoolOp::Or;
        if short == sense {
            for v in values {
                self.short_circuit(v, into, sense, end)?;
            }
        } else {
            let skip = self.unit().label();
            for v in rest {
                self.short_circuit(v, into, short, skip)?;
            }
            self.short_circuit(last, into, sense, end)?;
            self.unit().place(skip);
        }
        self.depth -= 1;
        Ok(())
    }

    fn jump_if_inner(&mut self, e: &'a Expr<'a>, sense: bool, label: Label, back: bool) -> Done {
        if let Some(truth) = fold::known_truth(e, self.options.optimize) {
            if matches!(e.kind, ExprKind::BoolOp { .. }) {
                // Its names are told all the same.
                let dead = std::mem::replace(&mut self.unit().dead, true);
                let mark = self.unit().top();
                self.expr(e)?;
                self.unit().release(mark);
                self.unit().dead = dead;
            }
            if truth == sense {
                self.unit().emit_jump(if back { Opcode::Loop } else { Opcode::Jump }, 0, 0, 0, label);
            }
            return Ok(());
        }
        match e.kind {
            ExprKind::UnaryOp { op: UnaryOp::Not, operand } => {
                return self.jump_if(operand, !sense, label, back);
            }
            ExprKind::BoolOp { op, values } => {
                let short = op == BoolOp::Or;
                let (last, rest) = values.split_last().expect("two operands at least");
                if short == sense {
                    // Each operand decides for the jump.
                    for v in rest {
                        self.jump_if(v, sense, label, back)?;
                    }
                    return self.jump_if(last, sense, label, back);
                }
                let skip = self.unit().label();
                for v in rest {
                    self.jump_if(v, !sense, skip, false)?;
                }
                self.jump_if(last, sense, label, back)?;
                self.unit().place(skip);
                return Ok(());
            }
            ExprKind::Compare { left, ops: [op], comparators: [right] } => {
                self.warn_is(left, &[*op], std::slice::from_ref(right), e.span);
                if self.jump_compare(left, *op, right, sense, label, back)? {
                    return Ok(());
                }
            }
            _ => {}
        }
        let r = self.expr(e)?;
        let op = match (sense, back) {
            (true, false) => Opcode::JumpIfTrue,
            (false, false) => Opcode::JumpIfFalse,
            (true, true) => Opcode::LoopIfTrue,
            (false, true) => Opcode::LoopIfFalse,
        };
        self.unit().emit_jump(op, r, 0, 0, label);
        Ok(())
    }

    /// A comparison fused with its jump, where there is an instruction for it.
    fn jump_compare(
        &mut self,
        left: &'a Expr<'a>,
        op: CmpOp,
        right: &'a Expr<'a>,
        sense: bool,
        label: Label,
        back: bool,
    ) -> Result<bool, CompileError> {
        use Opcode as O;
        if matches!(op, CmpOp::Is | CmpOp::IsNot) {
            if back {
                return Ok(false);
            }
            let is = (op == CmpOp::Is) == sense;
            let r = self.expr_kept(left)?;
            if let Some(Constant::None) = fold::constant(right) {
                self.unit().emit_jump(if is { O::JumpIfNone } else { O::JumpIfNotNone }, r, 0, 0, label);
                return Ok(true);
            }
            let rhs = self.expr(right)?;
            self.unit().emit_jump(if is { O::JumpIfIs } else { O::JumpIfIsNot }, r, rhs, 0, label);
            return Ok(true);
        }
        // Forward and backward; positive and negated; registers and immediate.
        let table: [[[Opcode; 2]; 2]; 2] = match op {
            CmpOp::Lt => [
                [[O::JumpIfLt, O::JumpIfLtImm], [O::JumpIfNotLt, O::JumpIfNotLtImm]],
                [[O::LoopIfLt, O::LoopIfLtImm], [O::LoopIfNotLt, O::LoopIfNotLtImm]],
            ],
            CmpOp::LtE => [
                [[O::JumpIfLe, O::JumpIfLeImm], [O::JumpIfNotLe, O::JumpIfNotLeImm]],
                [[O::LoopIfLe, O::LoopIfLeImm], [O::LoopIfNotLe, O::LoopIfNotLeImm]],
            ],
            CmpOp::Gt => [
                [[O::JumpIfGt, O::JumpIfGtImm], [O::JumpIfNotGt, O::JumpIfNotGtImm]],
                [[O::LoopIfGt, O::LoopIfGtImm], [O::LoopIfNotGt, O::LoopIfNotGtImm]],
            ],
            CmpOp::GtE => [
                [[O::JumpIfGe, O::JumpIfGeImm], [O::JumpIfNotGe, O::JumpIfNotGeImm]],
                [[O::LoopIfGe, O::LoopIfGeImm], [O::LoopIfNotGe, O::LoopIfNotGeImm]],
            ],
            CmpOp::Eq => [
                [[O::JumpIfEq, O::JumpIfEqImm], [O::JumpIfNotEq, O::JumpIfNotEqImm]],
                [[O::LoopIfEq, O::LoopIfEqImm], [O::LoopIfNotEq, O::LoopIfNotEqImm]],
            ],
            CmpOp::NotEq => [
                [[O::JumpIfNe, O::JumpIfNeImm], [O::JumpIfNotNe, O::JumpIfNotNeImm]],
                [[O::LoopIfNe, O::LoopIfNeImm], [O::LoopIfNotNe, O::LoopIfNotNeImm]],
            ],
            _ => return Ok(false),
        };
        let row = table[back as usize][!sense as usize];
        let lhs = self.expr_kept(left)?;
        if let Some(i) = immediate(right).and_then(|i| i16::try_from(i).ok()) {
            let span = self.unit().span;
            self.tell_of_immediate(right, span);
            let [b, c] = i.to_le_bytes();
            self.unit().emit_jump(row[1], lhs, b as usize, c as usize, label);
            return Ok(true);
        }
        let rhs = self.expr(right)?;
        self.unit().emit_jump(row[0], lhs, rhs, 0, label);
        Ok(true)
    }
}
