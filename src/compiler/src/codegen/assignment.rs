//! Targets: assignment, unpacking, augmented assignment, deletion.

use super::calls::attribute_span;
use super::expr::{immediate, operator_ops};
use super::{Codegen, Done};
use crate::error::{CompileError, error_at};
use crate::symtable::ScopeKind;
use crate::unit::Reg;
use taipan_bytecode::{FAR, Opcode, intrinsic};
use taipan_grammar::ast::*;

impl<'a> Codegen<'a, '_> {
    /// Assigns a register to a target.
    pub(super) fn assign(&mut self, target: &'a Expr<'a>, src: Reg) -> Done {
        self.deeper(target.span)?;
        let outer = std::mem::replace(&mut self.unit().span, target.span);
        let mark = self.unit().top();
        self.assign_inner(target, src)?;
        self.unit().release(mark);
        self.unit().span = outer;
        self.depth -= 1;
        Ok(())
    }

    fn assign_inner(&mut self, target: &'a Expr<'a>, src: Reg) -> Done {
        match target.kind {
            ExprKind::Name { id, .. } => {
                self.check_target(id, target.span)?;
                self.store_name(id, src)
            }
            ExprKind::Attribute { value, attr, .. } => {
                self.check_target(attr, target.span)?;
                self.note_static_attribute(value, attr);
                let obj = self.expr(value)?;
                self.unit().span = attribute_span(target.span, target.span, attr);
                let attr = self.mangled(attr);
                self.emit_named(Opcode::StoreAttr, obj, src, 0, attr);
                Ok(())
            }
            ExprKind::Subscript { value, slice, .. } => {
                let obj = self.expr_kept(value)?;
                let key = self.expr(slice)?;
                self.emit(Opcode::StoreIndex, obj, key, src, 0);
                Ok(())
            }
            ExprKind::Tuple { elts, .. } | ExprKind::List { elts, .. } => self.unpack(elts, src, target.span),
            ExprKind::Starred { .. } => {
                Err(error_at(target.span, "starred assignment target must be in a list or tuple"))
            }
            _ => Err(error_at(target.span, "cannot assign to expression")),
        }
    }

    /// `self.x = ...` in a class's functions: the class will tell (`__static_attributes__`).
    fn note_static_attribute(&mut self, value: &Expr<'a>, attr: &'a str) {
        if !matches!(value.kind, ExprKind::Name { id: "self", .. }) {
            return;
        }
        let table = self.table;
        let class = self.units.iter_mut().rev().find(|u| table.scopes[u.scope].kind == ScopeKind::Class);
        if let Some(class) = class.filter(|c| !c.static_attributes.contains(&attr)) {
            class.static_attributes.push(attr);
        }
    }

    fn unpack(&mut self, elts: &'a [Expr<'a>], src: Reg, span: Span) -> Done {
        let mut star = None;
        for (i, e) in elts.iter().enumerate() {
            if matches!(e.kind, ExprKind::Starred { .. }) {
                if star.is_some() {
                    return Err(error_at(span, "multiple starred expressions in assignment"));
                }
                star = Some(i);
            }
        }
        if star.is_some_and(|at| at >= 1 << 8 || elts.len() - at > 1 << 23) {
            return Err(error_at(span, "too many expressions in star-unpacking assignment"));
        }
        let targets = elts.iter().map(|e| match e.kind {
            ExprKind::Starred { value, .. } => value,
            _ => e,
        });
        if elts.len() > super::ROW_MAX {
            return self.unpack_many(targets, elts.len(), star, src, span);
        }
        if star.is_none()
            && let Some(first) = self.row_of_variables(elts)?
        {
            // All items are there before the first is stored.
            self.emit(Opcode::UnpackSequence, first, src, 0, elts.len() as i32);
            return Ok(());
        }
        let first = self.temps(elts.len(), span)?;
        match star {
            None => self.emit(Opcode::UnpackSequence, first, src, 0, elts.len() as i32),
            Some(at) => {
                let after = elts.len() - at - 1;
                self.emit(Opcode::UnpackEx, first, src, 0, (at | after << 16) as i32);
            }
        }
        for (i, e) in targets.enumerate() {
            self.assign(e, first + i)?;
        }
        Ok(())
    }

    /// The first register of targets that are variables in registers one behind the other, and stand in one line (a tracer is
    /// told of each line).
    fn row_of_variables(&mut self, targets: &'a [Expr<'a>]) -> Result<Option<Reg>, CompileError> {
        let mut first = None;
        for (i, target) in targets.iter().enumerate() {
            let ExprKind::Name { id, .. } = target.kind else { return Ok(None) };
            self.check_target(id, target.span)?;
            let Some(r) = self.register_of(id) else { return Ok(None) };
            if r != *first.get_or_insert(r) + i || r >= FAR.start || target.span.line != targets[0].span.line
            {
                return Ok(None);
            }
        }
        Ok(first)
    }

    /// Unpacks into a list first, so that many targets need but two registers.
    fn unpack_many(
        &mut self,
        targets: impl Iterator<Item = &'a Expr<'a>>,
        n: usize,
        star: Option<usize>,
        src: Reg,
        span: Span,
    ) -> Done {
        let (list, item) = (self.temp(span)?, self.temp(span)?);
        self.unpack_to_list(n, star, src, list)?;
        for (i, target) in targets.enumerate() {
            self.unit().span = target.span;
            self.emit(Opcode::LoadIndexImm, item, list, 0, i as i32);
            self.assign(target, item)?;
        }
        Ok(())
    }

    /// Unpacks a value into a list, for `n` targets with perhaps a starred one among them.
    pub(super) fn unpack_to_list(&mut self, n: usize, star: Option<usize>, src: Reg, list: Reg) -> Done {
        let span = self.unit().span;
        let mark = self.unit().top();
        let r = self.temp(span)?;
        // The number of targets before the starred one and behind it, or of all.
        let (before, after) = star.map_or((n as i64, -1), |at| (at as i64, (n - at - 1) as i64));
        let counts = Constant::Tuple(&[Constant::Int(before), Constant::Int(after)]);
        self.load_constant_to(&counts, r);
        self.emit(Opcode::Intrinsic, list, src, r, intrinsic::UNPACK);
        self.unit().release(mark);
        Ok(())
    }

    pub(super) fn aug_assign(&mut self, target: &'a Expr<'a>, op: Operator, value: &'a Expr<'a>) -> Done {
        let ops = operator_ops(op);
        let span = self.unit().span;
        let apply = |this: &mut Self, dst: Reg, lhs: Reg| -> Done {
            match (immediate(value), ops[3]) {
                (Some(i), Some(op)) => {
                    this.tell_of_immediate(value, span);
                    this.emit(op, dst, lhs, 0, i);
                }
                _ => {
                    let rhs = this.expr(value)?;
                    this.unit().span = span;
                    this.emit(ops[1].expect("every operator has one"), dst, lhs, rhs, 0);
                }
            }
            Ok(())
        };
        match target.kind {
            ExprKind::Name { id, .. } => {
                self.check_target(id, target.span)?;
                if let Some(r) = self.register_of(id) {
                    let name = self.mangled(id);
                    self.unit().span = target.span;
                    self.check_bound(name, r);
                    self.unit().span = span;
                    let scope = self.unit().scope;
                    if self.table.scopes[scope].has_walrus {
                        let copy = self.temp(span)?;
                        self.emit(Opcode::Move, copy, r, 0, 0);
                        return apply(self, r, copy);
                    }
                    return apply(self, r, r);
                }
                let r = self.temp(span)?;
                self.unit().span = target.span;
                self.load_name_to(id, r)?;
                self.unit().span = span;
                apply(self, r, r)?;
                self.unit().span = target.span;
                self.store_name(id, r)
            }
            ExprKind::Attribute { value: obj, attr, .. } => {
                let obj = self.expr_kept(obj)?;
                let r = self.temp(span)?;
                let place = attribute_span(target.span, target.span, attr);
                let attr = self.mangled(attr);
                self.unit().span = place;
                self.emit_named(Opcode::LoadAttr, r, obj, 0, attr);
                self.unit().span = span;
                apply(self, r, r)?;
                self.unit().span = place;
                self.emit_named(Opcode::StoreAttr, obj, r, 0, attr);
                Ok(())
            }
            ExprKind::Subscript { value: obj, slice, .. } => {
                let obj = self.expr_kept(obj)?;
                let key = self.expr_kept(slice)?;
                let r = self.temp(span)?;
                self.unit().span = target.span;
                self.emit(Opcode::LoadIndex, r, obj, key, 0);
                self.unit().span = span;
                apply(self, r, r)?;
                self.unit().span = target.span;
                self.emit(Opcode::StoreIndex, obj, key, r, 0);
                Ok(())
            }
            _ => Err(error_at(target.span, "illegal target for augmented assignment")),
        }
    }

    pub(super) fn delete(&mut self, target: &'a Expr<'a>) -> Done {
        self.deeper(target.span)?;
        let outer = std::mem::replace(&mut self.unit().span, target.span);
        let mark = self.unit().top();
        match target.kind {
            ExprKind::Name { id, .. } => {
                if id == "__debug__" {
                    return Err(error_at(target.span, "cannot delete __debug__"));
                }
                self.delete_name(id)
            }
            ExprKind::Attribute { value, attr, .. } => {
                let obj = self.expr(value)?;
                self.unit().span = attribute_span(target.span, target.span, attr);
                let attr = self.mangled(attr);
                self.emit_named(Opcode::DelAttr, obj, 0, 0, attr);
                Ok(())
            }
            ExprKind::Subscript { value, slice, .. } => {
                let obj = self.expr_kept(value)?;
                let key = self.expr(slice)?;
                self.emit(Opcode::DelIndex, obj, key, 0, 0);
                Ok(())
            }
            ExprKind::Tuple { elts, .. } | ExprKind::List { elts, .. } => {
                elts.iter().try_for_each(|e| self.delete(e))
            }
            _ => Err(error_at(target.span, "cannot delete expression")),
        }?;
        self.unit().release(mark);
        self.unit().span = outer;
        self.depth -= 1;
        Ok(())
    }

    /// A plain variable takes the items of a loop where it is.
    pub(super) fn variable_of_loop(&mut self, target: &'a Expr<'a>) -> Result<Option<Reg>, CompileError> {
        let ExprKind::Name { id, .. } = target.kind else { return Ok(None) };
        self.check_target(id, target.span)?;
        Ok(self.register_of(id))
    }
}

/// Are the items of a loop unpacked into two targets, so that nobody sees them whole?
pub(super) fn is_pair(target: &Expr<'_>) -> bool {
    match target.kind {
        ExprKind::Tuple { elts, .. } | ExprKind::List { elts, .. } => {
            elts.len() == 2 && !elts.iter().any(|e| matches!(e.kind, ExprKind::Starred { .. }))
        }
        _ => false,
    }
}
