//! Expressions.

use super::calls::attribute_span;
use super::{Codegen, Done};
use crate::error::{CompileError, error_at};
use crate::fold;
use crate::unit::Reg;
use taipan_bytecode::image::NewConstant;
use taipan_bytecode::{Opcode, code_flags};
use taipan_grammar::ast::*;

/// Opcodes of an operator: plain, in place, and both with a small immediate operand.
pub(super) fn operator_ops(op: Operator) -> [Option<Opcode>; 4] {
    use Opcode as O;
    match op {
        Operator::Add => [Some(O::Add), Some(O::InplaceAdd), Some(O::AddImm), Some(O::InplaceAddImm)],
        Operator::Sub => [Some(O::Sub), Some(O::InplaceSub), Some(O::SubImm), Some(O::InplaceSubImm)],
        Operator::Mult => [Some(O::Mul), Some(O::InplaceMul), Some(O::MulImm), Some(O::InplaceMulImm)],
        Operator::MatMult => [Some(O::MatMul), Some(O::InplaceMatMul), None, None],
        Operator::Div => {
            [Some(O::TrueDiv), Some(O::InplaceTrueDiv), Some(O::TrueDivImm), Some(O::InplaceTrueDivImm)]
        }
        Operator::FloorDiv => {
            [Some(O::FloorDiv), Some(O::InplaceFloorDiv), Some(O::FloorDivImm), Some(O::InplaceFloorDivImm)]
        }
        Operator::Mod => [Some(O::Mod), Some(O::InplaceMod), Some(O::ModImm), Some(O::InplaceModImm)],
        Operator::Pow => [Some(O::Pow), Some(O::InplacePow), Some(O::PowImm), Some(O::InplacePowImm)],
        Operator::LShift => {
            [Some(O::LShift), Some(O::InplaceLShift), Some(O::LShiftImm), Some(O::InplaceLShiftImm)]
        }
        Operator::RShift => {
            [Some(O::RShift), Some(O::InplaceRShift), Some(O::RShiftImm), Some(O::InplaceRShiftImm)]
        }
        Operator::BitAnd => [Some(O::And), Some(O::InplaceAnd), Some(O::AndImm), Some(O::InplaceAndImm)],
        Operator::BitXor => [Some(O::Xor), Some(O::InplaceXor), Some(O::XorImm), Some(O::InplaceXorImm)],
        Operator::BitOr => [Some(O::Or), Some(O::InplaceOr), Some(O::OrImm), Some(O::InplaceOrImm)],
    }
}

/// A small int that an instruction can carry.
pub(super) fn immediate(e: &Expr<'_>) -> Option<i32> {
    match fold::constant(e)? {
        Constant::Int(i) => i32::try_from(i).ok(),
        _ => None,
    }
}

impl<'a> Codegen<'a, '_> {
    /// Evaluates an expression; the register may be a variable's own.
    pub(super) fn expr(&mut self, e: &'a Expr<'a>) -> Result<Reg, CompileError> {
        if let ExprKind::Name { id, .. } = e.kind
            && id != "__debug__"
            && let Some(r) = self.register_of(id)
        {
            let span = std::mem::replace(&mut self.unit().span, e.span);
            let name = self.mangled(id);
            self.check_bound(name, r);
            self.unit().span = span;
            return Ok(r);
        }
        let dst = self.temp(e.span)?;
        self.expr_to(e, dst)?;
        Ok(dst)
    }

    /// Evaluates what a result is made of: where that goes to the last temporary, in this register, so that long chains of
    /// attributes and items need but one.
    fn operand(&mut self, e: &'a Expr<'a>, dst: Reg) -> Result<Reg, CompileError> {
        let unit = self.unit();
        if matches!(e.kind, ExprKind::Name { .. }) || !unit.is_temp(dst) || unit.top() != dst + 1 {
            return self.expr(e);
        }
        self.expr_to(e, dst)?;
        Ok(dst)
    }

    /// Evaluates an expression that something evaluated later may not change: a variable is copied where that could be.
    pub(super) fn expr_kept(&mut self, e: &'a Expr<'a>) -> Result<Reg, CompileError> {
        let scope = self.unit().scope;
        if self.table.scopes[scope].has_walrus {
            let dst = self.temp(e.span)?;
            self.expr_to(e, dst)?;
            return Ok(dst);
        }
        self.expr(e)
    }

    /// Evaluates an expression into a register. The register is written last.
    pub(super) fn expr_to(&mut self, e: &'a Expr<'a>, dst: Reg) -> Done {
        self.deeper(e.span)?;
        let outer = std::mem::replace(&mut self.unit().span, e.span);
        let mark = self.unit().top();
        let simple = matches!(e.kind, ExprKind::Name { .. } | ExprKind::Constant { .. });
        match self.crowded().filter(|_| !simple) {
            Some(temporaries) => self.with_room(temporaries, dst, |this, r| this.expr_inner(e, r))?,
            None => self.expr_inner(e, dst)?,
        }
        let unit = self.unit();
        unit.release(mark);
        unit.span = outer;
        self.depth -= 1;
        Ok(())
    }

    fn expr_inner(&mut self, e: &'a Expr<'a>, dst: Reg) -> Done {
        if !matches!(e.kind, ExprKind::Name { .. })
            && let Some(value) = fold::constant(e)
        {
            self.load_constant_to(&value, dst);
            return Ok(());
        }
        match e.kind {
            ExprKind::Constant { value, .. } => {
                self.load_constant_to(&value, dst);
                Ok(())
            }
            ExprKind::Name { id, .. } => {
                if id == "__debug__" {
                    let value = if self.options.optimize == 0 { Constant::True } else { Constant::False };
                    self.load_constant_to(&value, dst);
                    return Ok(());
                }
                self.load_name_to(id, dst)
            }
            ExprKind::BinOp { left, op, right } => self.binary(e, left, op, right, dst),
            ExprKind::UnaryOp { op, operand } => {
                if let Some(number) = self.constant_expr(e) {
                    self.load_number_to(number, dst);
                    return Ok(());
                }
                let r = self.expr(operand)?;
                let op = match op {
                    UnaryOp::Invert => Opcode::Invert,
                    UnaryOp::Not => Opcode::Not,
                    UnaryOp::UAdd => Opcode::Pos,
                    UnaryOp::USub => Opcode::Neg,
                };
                self.emit(op, dst, r, 0, 0);
                Ok(())
            }
            ExprKind::BoolOp { op, values } => {
                let end = self.unit().label();
                // A variable must not be written before the whole is known.
                let into = if self.unit().is_temp(dst) { dst } else { self.temp(e.span)? };
                let (last, rest) = values.split_last().expect("two operands at least");
                for v in rest {
                    self.short_circuit(v, into, op == BoolOp::Or, end)?;
                }
                self.expr_to(last, into)?;
                self.unit().place(end);
                if into != dst {
                    self.emit(Opcode::Move, dst, into, 0, 0);
                }
                Ok(())
            }
            ExprKind::NamedExpr { target, value } => {
                let ExprKind::Name { id, .. } = target.kind else {
                    return Err(error_at(target.span, "cannot use assignment expressions with this target"));
                };
                self.check_target(id, target.span)?;
                self.expr_to(value, dst)?;
                self.store_name(id, dst)
            }
            ExprKind::Lambda { args, body } => self.lambda(e, args, body, dst),
            ExprKind::IfExp { test, body, orelse } => {
                let (other, end) = (self.unit().label(), self.unit().label());
                let into = if self.unit().is_temp(dst) { dst } else { self.temp(e.span)? };
                self.jump_if(test, false, other, false)?;
                self.expr_to(body, into)?;
                self.unit().emit_jump(Opcode::Jump, 0, 0, 0, end);
                self.unit().place(other);
                self.expr_to(orelse, into)?;
                self.unit().place(end);
                if into != dst {
                    self.emit(Opcode::Move, dst, into, 0, 0);
                }
                Ok(())
            }
            ExprKind::Compare { left, ops, comparators } => self.comparison(e, left, ops, comparators, dst),
            ExprKind::Call { func, args, keywords } => self.call(e, func, args, keywords, dst),
            ExprKind::Attribute { value, attr, .. } => {
                if self.super_attr(value, attr, dst)? {
                    return Ok(());
                }
                let r = self.operand(value, dst)?;
                self.unit().span = attribute_span(e.span, e.span, attr);
                let attr = self.mangled(attr);
                self.emit_named(Opcode::LoadAttr, dst, r, 0, attr);
                Ok(())
            }
            ExprKind::Subscript { value, slice, .. } => {
                self.warn_subscript(value, slice);
                let obj = match value.kind {
                    ExprKind::Name { .. } => self.expr_kept(value)?,
                    _ => self.operand(value, dst)?,
                };
                if let Some(i) = immediate(slice) {
                    self.tell_of_immediate(slice, e.span);
                    self.emit(Opcode::LoadIndexImm, dst, obj, 0, i);
                    return Ok(());
                }
                let key = self.expr(slice)?;
                self.emit(Opcode::LoadIndex, dst, obj, key, 0);
                Ok(())
            }
            ExprKind::Slice { lower, upper, step } => {
                if let Some(number) = self.constant_slice(lower, upper, step) {
                    self.load_number_to(number, dst);
                    return Ok(());
                }
                let first = self.temps(3, e.span)?;
                for (i, part) in [lower, upper, step].into_iter().enumerate() {
                    match part {
                        Some(part) => self.expr_to(part, first + i)?,
                        None => self.emit(Opcode::LoadNone, first + i, 0, 0, 0),
                    }
                }
                self.emit(Opcode::BuildSlice, dst, first, 0, 0);
                Ok(())
            }
            ExprKind::Tuple { elts, .. } => {
                if let Some(number) = self.constant_expr(e) {
                    self.load_number_to(number, dst);
                    return Ok(());
                }
                self.sequence(elts, Opcode::BuildTuple, dst, e.span)
            }
            ExprKind::List { elts, .. } => self.sequence(elts, Opcode::BuildList, dst, e.span),
            ExprKind::Set { elts } => self.sequence(elts, Opcode::BuildSet, dst, e.span),
            ExprKind::Dict { keys, values } => self.dict(keys, values, dst, e.span),
            ExprKind::Starred { .. } => Err(error_at(e.span, "can't use starred expression here")),
            ExprKind::ListComp { .. } | ExprKind::SetComp { .. } | ExprKind::DictComp { .. } => {
                self.comprehension(e, dst)
            }
            ExprKind::GeneratorExp { elt, generators } => self.generator_expression(e, elt, generators, dst),
            ExprKind::Await(value) => {
                let r = self.expr(value)?;
                let iter = self.temp(e.span)?;
                self.emit(Opcode::GetAwaitable, iter, r, 0, 0);
                self.delegate(iter, dst)
            }
            ExprKind::Yield(value) => {
                self.check_yield(e.span, "'yield' outside function")?;
                // What is given out is no longer the generator's; and what is sent in goes where nothing was.
                let unit = self.unit();
                let top = unit.top();
                let end = if unit.is_temp(dst) && dst + 1 == top { dst } else { top };
                let r = match value {
                    Some(v) => self.expr(v)?,
                    None => {
                        let r = self.temp(e.span)?;
                        self.emit(Opcode::LoadNone, r, 0, 0, 0);
                        r
                    }
                };
                let asynchronous = self.unit().flags & code_flags::ASYNC_GENERATOR != 0;
                let op = if asynchronous { Opcode::YieldAsync } else { Opcode::Yield };
                let free = self.unit().free_from(end);
                self.emit(op, dst, r, 0, free);
                Ok(())
            }
            ExprKind::YieldFrom(value) => {
                self.check_yield(e.span, "'yield from' outside function")?;
                if self.unit().flags & (code_flags::COROUTINE | code_flags::ASYNC_GENERATOR) != 0 {
                    return Err(error_at(e.span, "'yield from' inside async function"));
                }
                let r = self.expr(value)?;
                let iter = self.temp(e.span)?;
                self.emit(Opcode::GetYieldFromIter, iter, r, 0, 0);
                self.delegate(iter, dst)
            }
            ExprKind::JoinedStr { values } => self.joined(values, dst, e.span),
            ExprKind::FormattedValue { value, conversion, format_spec } => {
                self.formatted(value, conversion, format_spec, dst)
            }
            ExprKind::TemplateStr { values } => self.template(values, dst, e.span),
            ExprKind::Interpolation { .. } => {
                Err(error_at(e.span, "an interpolation outside a template string"))
            }
        }
    }

    fn check_yield(&mut self, span: Span, message: &str) -> Done {
        let scope = self.unit().scope;
        if self.table.scopes[scope].kind.is_function() { Ok(()) } else { Err(error_at(span, message)) }
    }

    /// Runs an iterator to its end, giving out what it yields: `yield from` and `await`. The result goes to `dst`.
    pub(super) fn delegate(&mut self, iter: Reg, dst: Reg) -> Done {
        let span = self.unit().span;
        let (value, exc) = (self.temp(span)?, self.temp(span)?);
        let (again, done, thrown, yielded) =
            (self.unit().label(), self.unit().label(), self.unit().label(), self.unit().label());
        self.emit(Opcode::LoadNone, value, 0, 0, 0);
        self.unit().place_loop(again);
        self.unit().emit_jump(Opcode::Send, value, iter, value, done);
        self.unit().place(yielded);
        let region = self.unit().open_delegate_region(thrown, exc);
        // What is given out is no longer the generator's, and nothing behind it is in use.
        let free = self.unit().free_from(value);
        self.emit(Opcode::Yield, value, value, 0, free);
        self.unit().close_region(region);
        self.unit().emit_jump(Opcode::Loop, 0, 0, 0, again);
        self.unit().place_handler(thrown);
        self.unit().emit_jump(Opcode::ThrowInto, value, iter, exc, done);
        self.unit().emit_jump(Opcode::Loop, 0, 0, 0, yielded);
        self.unit().place(done);
        if value != dst {
            self.emit(Opcode::Move, dst, value, 0, 0);
        }
        Ok(())
    }

    fn binary(
        &mut self,
        e: &'a Expr<'a>,
        left: &'a Expr<'a>,
        op: Operator,
        right: &'a Expr<'a>,
        dst: Reg,
    ) -> Done {
        if let Some(number) = self.constant_expr(e) {
            self.load_number_to(number, dst);
            return Ok(());
        }
        // A chain of operators leans to the left: walk down it without recursion.
        let mut chain = vec![(left, op, right, e.span)];
        let mut first = left;
        let mut leaf = left;
        while let ExprKind::BinOp { left, .. } = leaf.kind {
            leaf = left;
        }
        let folds = fold::constant(leaf).is_some() || self.constant_expr(leaf).is_some();
        while let ExprKind::BinOp { left, op, right } = first.kind {
            if folds && (fold::constant(first).is_some() || self.constant_expr(first).is_some()) {
                break;
            }
            chain.push((left, op, right, first.span));
            first = left;
        }
        let innermost = chain.last().copied();
        if let Some((_, op, right, span)) = innermost
            && let Some(joined) = self.percent(first, op, right, span)
        {
            chain.pop();
            if chain.is_empty() {
                return self.expr_to(joined, dst);
            }
            first = joined;
        }
        let mut lhs = self.expr_kept(first)?;
        let acc = if self.unit().is_temp(dst) && chain.len() == 1 { dst } else { self.temp(e.span)? };
        while let Some((_, op, right, span)) = chain.pop() {
            let outer = self.unit().span;
            let mark = self.unit().top();
            let into = if chain.is_empty() { dst } else { acc };
            let ops = operator_ops(op);
            match (immediate(right), ops[2]) {
                (Some(i), Some(op)) => {
                    self.tell_of_immediate(right, span);
                    self.unit().span = span;
                    self.emit(op, into, lhs, 0, i);
                }
                _ => {
                    let rhs = self.expr(right)?;
                    self.unit().span = span;
                    self.emit(ops[0].expect("every operator has an opcode"), into, lhs, rhs, 0);
                }
            }
            self.unit().span = outer;
            self.unit().release(mark);
            lhs = into;
        }
        Ok(())
    }

    fn constant_slice(
        &mut self,
        lower: Option<&'a Expr<'a>>,
        upper: Option<&'a Expr<'a>>,
        step: Option<&'a Expr<'a>>,
    ) -> Option<u32> {
        let mut items = Vec::with_capacity(3);
        for part in [lower, upper, step] {
            items.push(match part {
                None => self.constant_number(&Constant::None),
                Some(e) => {
                    let value = fold::constant(e)?;
                    self.constant_number(&value)
                }
            });
        }
        Some(self.writer.constant(NewConstant::Slice(items)))
    }

    /// A tuple, list or set display.
    fn sequence(&mut self, elts: &'a [Expr<'a>], op: Opcode, dst: Reg, span: Span) -> Done {
        const CHUNK: usize = 24;
        let starred = elts.iter().any(|e| matches!(e.kind, ExprKind::Starred { .. }));
        if !starred && elts.len() <= CHUNK {
            let first = self.temps(elts.len(), span)?;
            for (i, e) in elts.iter().enumerate() {
                self.expr_to(e, first + i)?;
            }
            self.emit(op, dst, first, 0, elts.len() as i32);
            return Ok(());
        }
        // Built bit by bit: as a list for tuples.
        let set = op == Opcode::BuildSet;
        let into = self.temp(span)?;
        if elts.len() > 3 && elts.iter().all(|e| fold::constant(e).is_some()) {
            let items: Vec<u32> =
                elts.iter().filter_map(fold::constant).map(|c| self.constant_number(&c)).collect();
            let mark = self.unit().top();
            let r = self.temp(span)?;
            let number = self.writer.constant(NewConstant::Tuple(items));
            if op == Opcode::BuildTuple {
                self.load_number_to(number, dst);
                return Ok(());
            }
            self.load_number_to(number, r);
            self.emit(if set { Opcode::BuildSet } else { Opcode::BuildList }, into, r, 0, 0);
            self.emit(if set { Opcode::SetUpdate } else { Opcode::ListExtend }, into, r, 0, 0);
            self.emit(Opcode::Move, dst, into, 0, 0);
            self.unit().release(mark);
            return Ok(());
        }
        self.emit(if set { Opcode::BuildSet } else { Opcode::BuildList }, into, into, 0, 0);
        for e in elts {
            let mark = self.unit().top();
            match e.kind {
                ExprKind::Starred { value, .. } => {
                    let r = self.expr(value)?;
                    self.emit(if set { Opcode::SetUpdate } else { Opcode::ListExtend }, into, r, 0, 0);
                }
                _ => {
                    let r = self.expr(e)?;
                    self.emit(if set { Opcode::SetAdd } else { Opcode::ListAppend }, into, r, 0, 0);
                }
            }
            self.unit().release(mark);
        }
        let last = if op == Opcode::BuildTuple { Opcode::ListToTuple } else { Opcode::Move };
        self.emit(last, dst, into, 0, 0);
        Ok(())
    }

    fn dict(&mut self, keys: &'a [Option<Expr<'a>>], values: &'a [Expr<'a>], dst: Reg, span: Span) -> Done {
        const CHUNK: usize = 12;
        if keys.len() <= CHUNK && keys.iter().all(Option::is_some) {
            let first = self.temps(keys.len() * 2, span)?;
            for (i, (k, v)) in keys.iter().zip(values).enumerate() {
                if let Some(k) = k {
                    self.expr_to(k, first + 2 * i)?;
                }
                self.expr_to(v, first + 2 * i + 1)?;
            }
            self.emit(Opcode::BuildMap, dst, first, 0, keys.len() as i32);
            return Ok(());
        }
        let into = self.temp(span)?;
        self.emit(Opcode::BuildMap, into, into, 0, 0);
        for (k, v) in keys.iter().zip(values) {
            let mark = self.unit().top();
            match k {
                Some(k) => {
                    let key = self.expr_kept(k)?;
                    let value = self.expr(v)?;
                    self.emit(Opcode::MapAdd, into, key, value, 0);
                }
                None => {
                    let r = self.expr(v)?;
                    self.emit(Opcode::DictUpdate, into, r, 0, 0);
                }
            }
            self.unit().release(mark);
        }
        self.emit(Opcode::Move, dst, into, 0, 0);
        Ok(())
    }
}
