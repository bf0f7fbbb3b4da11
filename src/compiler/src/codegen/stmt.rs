//! Statements.

use super::calls::attribute_span;
use super::expr::{immediate, operator_ops};
use super::{Codegen, Done};
use crate::error::{CompileError, error_at};
use crate::fold;
use crate::symtable::ScopeKind;
use crate::unit::{Block, Reg};
use taipan_bytecode::{FAR, Opcode, code_flags, intrinsic};
use taipan_grammar::ast::*;

/// Nested blocks that CPython allows.
const BLOCKS_MAX: usize = 20;

impl<'a> Codegen<'a, '_> {
    pub(super) fn body(&mut self, body: &'a [Stmt<'a>]) -> Done {
        for s in body {
            self.stmt(s)?;
        }
        Ok(())
    }

    fn stmt(&mut self, s: &'a Stmt<'a>) -> Done {
        self.deeper(s.span)?;
        let outer = std::mem::replace(&mut self.unit().span, s.span);
        let mark = self.unit().top();
        self.statement_begins();
        let base = std::mem::replace(&mut self.unit().base, mark);
        self.stmt_inner(s)?;
        let unit = self.unit();
        unit.statement_begins = false;
        unit.base = base;
        unit.release(mark);
        unit.span = outer;
        self.depth -= 1;
        Ok(())
    }

    fn stmt_inner(&mut self, s: &'a Stmt<'a>) -> Done {
        match s.kind {
            StmtKind::FunctionDef(f) => self.function_def(s, f, false),
            StmtKind::AsyncFunctionDef(f) => self.function_def(s, f, true),
            StmtKind::ClassDef(c) => self.class_def(s, c),
            StmtKind::Return(value) => self.return_stmt(s, value),
            StmtKind::Delete(targets) => {
                for t in targets {
                    self.delete(t)?;
                }
                Ok(())
            }
            StmtKind::Assign { targets, value } => {
                // A plain assignment to a variable is computed where the variable is.
                if let [Expr { kind: ExprKind::Name { id, .. }, span }] = targets {
                    self.check_target(id, *span)?;
                    if let Some(r) = self.register_of(id)
                        && self.writes_last(value)
                    {
                        self.expr_to(value, r)?;
                        let before = self.unit().locations.last().map_or(0, |l| l.line);
                        self.tell_of_line(before, *span, r);
                        return Ok(());
                    }
                }
                // Tuples assigned to tuples of the same length need no tuple.
                if let [Expr { kind: ExprKind::Tuple { elts: to, .. } | ExprKind::List { elts: to, .. }, .. }] =
                    targets
                    && let ExprKind::Tuple { elts: from, .. } = value.kind
                    && to.len() == from.len()
                    && to.len() <= 8
                    && !to.iter().chain(from).any(|e| matches!(e.kind, ExprKind::Starred { .. }))
                {
                    let first = self.temps(from.len(), value.span)?;
                    for (i, e) in from.iter().enumerate() {
                        self.expr_to(e, first + i)?;
                    }
                    for (i, t) in to.iter().enumerate() {
                        self.assign(t, first + i)?;
                    }
                    return Ok(());
                }
                let r = if targets.len() == 1 { self.expr(value)? } else { self.kept_value(value)? };
                for t in targets {
                    self.assign(t, r)?;
                }
                Ok(())
            }
            StmtKind::TypeAlias { name, type_params, value } => self.type_alias(s, name, type_params, value),
            StmtKind::AugAssign { target, op, value } => self.aug_assign(target, op, value),
            StmtKind::AnnAssign { target, annotation, value, simple } => {
                if let Some(value) = value {
                    let r = self.expr(value)?;
                    self.assign(target, r)?;
                } else if !matches!(target.kind, ExprKind::Name { .. }) {
                    // The parts of the target are evaluated all the same.
                    match target.kind {
                        ExprKind::Attribute { value, .. } => {
                            self.expr(value)?;
                        }
                        ExprKind::Subscript { value, slice, .. } => {
                            self.expr(value)?;
                            self.expr(slice)?;
                        }
                        _ => {}
                    }
                }
                self.annotation_passed(target, annotation, simple)
            }
            StmtKind::For(f) => self.for_stmt(f),
            StmtKind::AsyncFor(f) => self.async_for_stmt(f),
            StmtKind::While { test, body, orelse } => self.while_stmt(test, body, orelse),
            StmtKind::If { test, body, orelse } => self.if_stmt(test, body, orelse),
            StmtKind::With { items, body } => self.with_stmt(items, body, false),
            StmtKind::AsyncWith { items, body } => self.with_stmt(items, body, true),
            StmtKind::Match { subject, cases } => self.match_stmt(subject, cases),
            StmtKind::Raise { exc, cause } => match (exc, cause) {
                (None, _) => {
                    self.emit(Opcode::RaiseBare, 0, 0, 0, 0);
                    Ok(())
                }
                (Some(exc), None) => {
                    let r = self.expr(exc)?;
                    self.emit(Opcode::Raise, r, 0, 0, 0);
                    Ok(())
                }
                (Some(exc), Some(cause)) => {
                    let r = self.expr_kept(exc)?;
                    let c = self.expr(cause)?;
                    self.emit(Opcode::RaiseFrom, r, c, 0, 0);
                    Ok(())
                }
            },
            StmtKind::Try(t) => {
                self.check_nesting(s.span)?;
                self.try_stmt(t, false)
            }
            StmtKind::TryStar(t) => {
                self.check_nesting(s.span)?;
                self.try_stmt(t, true)
            }
            StmtKind::Assert { test, msg } => self.assert_stmt(s, test, msg),
            StmtKind::Import(names) => self.import(names, s.span),
            StmtKind::ImportFrom { module, names, level } => self.import_from(module, names, level, s.span),
            // These are for the symbol table: no line to stop at.
            StmtKind::Global(_) | StmtKind::Nonlocal(_) => Ok(()),
            StmtKind::Pass => {
                self.emit(Opcode::Nop, 0, 0, 0, 0);
                Ok(())
            }
            StmtKind::Expr(e) => {
                if self.options.interactive && self.units.len() == 1 {
                    let r = self.expr(e)?;
                    self.emit(Opcode::PrintExpr, r, 0, 0, 0);
                    return Ok(());
                }
                if fold::constant(e).is_some() {
                    self.emit(Opcode::Nop, 0, 0, 0, 0);
                    return Ok(());
                }
                let before = self.unit().here();
                self.expr(e)?;
                if self.unit().here() == before {
                    // A parameter alone.
                    self.emit(Opcode::Nop, 0, 0, 0, 0);
                }
                Ok(())
            }
            StmtKind::Break | StmtKind::Continue => self.leave_loop(s),
        }
    }

    /// Marks the next instruction as one where `f_lineno` can lead. In a statement that is left early some registers are
    /// in use that nobody else knows of.
    pub(super) fn statement_begins(&mut self) {
        let leaves = self.leaving > 0;
        self.unit().statement_begins = !leaves;
    }

    /// A value in a temporary of its own.
    fn kept_value(&mut self, value: &'a Expr<'a>) -> Result<Reg, crate::CompileError> {
        let r = self.temp(value.span)?;
        self.expr_to(value, r)?;
        Ok(r)
    }

    /// Is the variable written only when the expression is complete? (It may be read in it.)
    fn writes_last(&self, value: &Expr<'_>) -> bool {
        !matches!(value.kind, ExprKind::NamedExpr { .. })
    }

    fn check_nesting(&mut self, span: Span) -> Done {
        if self.unit().blocks.len() >= BLOCKS_MAX {
            return Err(error_at(span, "too many statically nested blocks"));
        }
        Ok(())
    }

    /// What an annotated assignment does about the annotation itself: keeps its text, or notes that it has been passed.
    fn annotation_passed(&mut self, target: &'a Expr<'a>, annotation: &'a Expr<'a>, simple: bool) -> Done {
        let scope = self.unit().scope;
        let kind = self.table.scopes[scope].kind;
        let ExprKind::Name { id, .. } = target.kind else { return Ok(()) };
        if !simple || kind.is_function() {
            return Ok(());
        }
        let (into, key, value) = (self.temp(target.span)?, self.temp(target.span)?, self.temp(target.span)?);
        if self.annotations_are_text() {
            self.emit_named(Opcode::LoadName, into, 0, 0, "__annotations__");
            let id = self.mangled(id);
            self.load_str_to(id, key);
            let text = self.source_text(annotation);
            self.load_str_to(text, value);
            self.emit(Opcode::StoreIndex, into, key, value, 0);
        } else if let Some(&number) =
            self.unit().conditional_annotations.get(&(std::ptr::from_ref(annotation) as usize))
        {
            self.load_conditional_annotations(into)?;
            self.emit(Opcode::LoadInt, key, 0, 0, number);
            self.emit(Opcode::Intrinsic, into, into, key, intrinsic::ANNOTATION_PASSED);
        }
        Ok(())
    }

    // --- assignment --------------------------------------------------------------------------------------------------

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

    fn aug_assign(&mut self, target: &'a Expr<'a>, op: Operator, value: &'a Expr<'a>) -> Done {
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

    fn delete(&mut self, target: &'a Expr<'a>) -> Done {
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

    // --- control -----------------------------------------------------------------------------------------------------

    fn return_stmt(&mut self, s: &'a Stmt<'a>, value: Option<&'a Expr<'a>>) -> Done {
        let scope = self.unit().scope;
        if !matches!(self.table.scopes[scope].kind, ScopeKind::Function | ScopeKind::Lambda) {
            return Err(error_at(s.span, "'return' outside function"));
        }
        let asynchronous = self.unit().flags & code_flags::ASYNC_GENERATOR != 0;
        if asynchronous && value.is_some() {
            return Err(error_at(s.span, "'return' with value in async generator"));
        }
        self.refuse_in_star_clause(s, 0)?;
        match value {
            None => {
                self.unwind_blocks(0)?;
                self.return_none();
            }
            Some(e) => {
                if !matches!(fold::constant(e), Some(Constant::None)) {
                    self.unit().returns_value = true;
                }
                let blocks = self.unit().blocks.iter().any(|b| !matches!(b, Block::Loop { .. }));
                let r = if blocks { self.kept_value(e)? } else { self.expr(e)? };
                self.unit().span = s.span;
                self.unwind_blocks(0)?;
                self.emit_return(r);
            }
        }
        self.end_unwind();
        Ok(())
    }

    /// A clause of `except*` among the blocks from `first` on can't be left early.
    fn refuse_in_star_clause(&mut self, s: &'a Stmt<'a>, first: usize) -> Done {
        if self.unit().blocks[first..].iter().any(|b| matches!(b, Block::Handler { star: true, .. })) {
            return Err(error_at(
                s.span,
                "'break', 'continue' and 'return' cannot appear in an except* block",
            ));
        }
        Ok(())
    }

    fn leave_loop(&mut self, s: &'a Stmt<'a>) -> Done {
        let is_break = matches!(s.kind, StmtKind::Break);
        let found = self.unit().blocks.iter().rposition(|b| matches!(b, Block::Loop { .. }));
        self.refuse_in_star_clause(s, found.map_or(0, |at| at + 1))?;
        let Some(at) = found else {
            let text = if is_break { "'break' outside loop" } else { "'continue' not properly in loop" };
            return Err(error_at(s.span, text));
        };
        let Block::Loop { end, next } = self.unit().blocks[at] else { return Ok(()) };
        self.unwind_blocks(at + 1)?;
        self.unit().emit_jump(Opcode::Jump, 0, 0, 0, if is_break { end } else { next });
        self.end_unwind();
        Ok(())
    }

    fn if_stmt(&mut self, test: &'a Expr<'a>, body: &'a [Stmt<'a>], orelse: &'a [Stmt<'a>]) -> Done {
        let end = self.unit().label();
        let (mut test, mut body, mut orelse) = (test, body, orelse);
        // A chain of `elif`s is walked without recursion.
        loop {
            match fold::known_truth(test, self.options.optimize) {
                Some(true) => {
                    self.known_test(test);
                    self.body(body)?;
                    // What can't be reached is compiled for its errors alone.
                    let dead = std::mem::replace(&mut self.unit().dead, true);
                    self.body(orelse)?;
                    self.unit().dead = dead;
                    break;
                }
                Some(false) => {
                    self.known_test(test);
                    let dead = std::mem::replace(&mut self.unit().dead, true);
                    self.body(body)?;
                    self.unit().dead = dead;
                }
                None => {
                    let other = self.unit().label();
                    self.jump_if(test, false, other, false)?;
                    self.body(body)?;
                    if !orelse.is_empty() {
                        self.unit().go_on_at(end);
                    }
                    self.unit().place(other);
                }
            }
            match orelse {
                [Stmt { kind: StmtKind::If { test: t, body: b, orelse: o }, span }] => {
                    self.unit().span = *span;
                    self.statement_begins();
                    (test, body, orelse) = (t, b, o);
                }
                _ => {
                    self.body(orelse)?;
                    break;
                }
            }
        }
        self.unit().place(end);
        Ok(())
    }

    /// A test whose result is known shows in tracing all the same.
    fn known_test(&mut self, test: &'a Expr<'a>) {
        let outer = std::mem::replace(&mut self.unit().span, test.span);
        self.emit(Opcode::Nop, 0, 0, 0, 0);
        self.unit().span = outer;
    }

    fn while_stmt(&mut self, test: &'a Expr<'a>, body: &'a [Stmt<'a>], orelse: &'a [Stmt<'a>]) -> Done {
        self.check_nesting(test.span)?;
        let (top, next, otherwise, end) =
            (self.unit().label(), self.unit().label(), self.unit().label(), self.unit().label());
        if fold::known_truth(test, self.options.optimize).is_some() {
            self.known_test(test);
        }
        self.jump_if(test, false, otherwise, false)?;
        self.unit().place_loop(top);
        self.unit().blocks.push(Block::Loop { end, next });
        self.body(body)?;
        self.unit().blocks.pop();
        self.unit().place(next);
        self.jump_if(test, true, top, true)?;
        self.unit().place(otherwise);
        self.body(orelse)?;
        self.unit().place(end);
        Ok(())
    }

    fn for_stmt(&mut self, f: &'a For<'a>) -> Done {
        self.check_nesting(f.iter.span)?;
        let state = self.temps(3, f.iter.span)?;
        let mark = self.unit().top();
        let src = self.expr(f.iter)?;
        let outer = std::mem::replace(&mut self.unit().span, f.iter.span);
        self.emit(Opcode::ForPrep, state, src, 0, 0);
        self.unit().release(mark);
        let (body, next, end) = (self.unit().label(), self.unit().label(), self.unit().label());
        // Only a jump leads from here to the end of the loop, where it begins.
        let dead = self.unit().dead;
        self.unit().emit_jump(Opcode::Jump, 0, 0, 0, next);
        self.unit().dead = dead;
        self.unit().place_loop(body);
        let item = match self.variable_of_loop(f.target)? {
            Some(r) => {
                self.tell_of_line(f.iter.span.line, f.target.span, r);
                r
            }
            None => {
                let r = self.temp(f.target.span)?;
                self.assign(f.target, r)?;
                r
            }
        };
        self.unit().span = outer;
        self.unit().blocks.push(Block::Loop { end, next });
        self.body(f.body)?;
        self.unit().blocks.pop();
        self.unit().place(next);
        self.unit().dead = dead;
        self.unit().span = f.iter.span;
        let unpacked = Reg::from(is_pair(f.target));
        self.unit().emit_jump(Opcode::ForIter, item, state, unpacked, body);
        self.unit().span = outer;
        self.body(f.orelse)?;
        self.unit().place(end);
        Ok(())
    }

    /// A plain variable takes the items of a loop where it is.
    pub(super) fn variable_of_loop(&mut self, target: &'a Expr<'a>) -> Result<Option<Reg>, CompileError> {
        let ExprKind::Name { id, .. } = target.kind else { return Ok(None) };
        self.check_target(id, target.span)?;
        Ok(self.register_of(id))
    }

    fn async_for_stmt(&mut self, f: &'a For<'a>) -> Done {
        let src = self.expr(f.iter)?;
        let outer = std::mem::replace(&mut self.unit().span, f.iter.span);
        let end = self.unit().label();
        self.async_for_loop(src, f.target, false, |this, next| {
            this.unit().blocks.push(Block::Loop { end, next });
            this.unit().span = outer;
            this.body(f.body)?;
            this.unit().blocks.pop();
            Ok(())
        })?;
        self.unit().span = outer;
        self.body(f.orelse)?;
        self.unit().place(end);
        Ok(())
    }

    fn assert_stmt(&mut self, s: &'a Stmt<'a>, test: &'a Expr<'a>, msg: Option<&'a Expr<'a>>) -> Done {
        if let ExprKind::Tuple { elts, .. } = test.kind
            && !elts.is_empty()
        {
            self.warn(s.span, "assertion is always true, perhaps remove parentheses?");
        }
        if self.options.optimize > 0 {
            return Ok(());
        }
        let ok = self.unit().label();
        self.jump_if(test, true, ok, false)?;
        let t = self.temps(super::calls::HEADER + 1, s.span)?;
        self.unit().span = test.span;
        self.emit(Opcode::LoadAssertionError, t, 0, 0, 0);
        if let Some(msg) = msg {
            self.expr_to(msg, t + super::calls::HEADER)?;
            self.unit().reserve(super::calls::HEADER);
            self.emit(Opcode::Call, t, 1, 0, 0);
        }
        self.emit(Opcode::Raise, t, 0, 0, 0);
        self.unit().span = s.span;
        self.unit().place(ok);
        Ok(())
    }

    // --- imports -----------------------------------------------------------------------------------------------------

    fn import_module(&mut self, name: &str, fromlist: Option<u32>, level: u32, dst: Reg, span: Span) -> Done {
        let (from, lvl) = (self.temp(span)?, self.temp(span)?);
        match fromlist {
            Some(number) => self.load_number_to(number, from),
            None => self.emit(Opcode::LoadNone, from, 0, 0, 0),
        }
        self.emit(Opcode::LoadInt, lvl, 0, 0, level as i32);
        self.emit_named(Opcode::ImportName, dst, from, lvl, name);
        Ok(())
    }

    fn import(&mut self, names: &'a [Alias<'a>], span: Span) -> Done {
        for alias in names {
            let mark = self.unit().top();
            let r = self.temp(span)?;
            self.import_module(alias.name, None, 0, r, span)?;
            match alias.asname {
                Some(asname) => {
                    // `import a.b as c` binds the submodule.
                    for part in alias.name.split('.').skip(1) {
                        self.emit_named(Opcode::ImportFrom, r, r, 0, part);
                    }
                    self.store_name(asname, r)?;
                }
                None => {
                    let top = alias.name.split('.').next().unwrap_or(alias.name);
                    self.store_name(top, r)?;
                }
            }
            self.unit().release(mark);
        }
        Ok(())
    }

    fn import_from(
        &mut self,
        module: Option<&'a str>,
        names: &'a [Alias<'a>],
        level: u32,
        span: Span,
    ) -> Done {
        if module == Some("__future__") && level == 0 {
            if (span.line, span.column) > self.future_line {
                return Err(error_at(
                    span,
                    "from __future__ imports must occur at the beginning of the file",
                )
                .early());
            }
            for alias in names {
                const KNOWN: [&str; 10] = [
                    "nested_scopes",
                    "generators",
                    "division",
                    "absolute_import",
                    "with_statement",
                    "print_function",
                    "unicode_literals",
                    "barry_as_FLUFL",
                    "generator_stop",
                    "annotations",
                ];
                if alias.name == "braces" {
                    return Err(error_at(alias.span, "not a chance"));
                }
                if !KNOWN.contains(&alias.name) {
                    return Err(error_at(
                        alias.span,
                        format!("future feature {} is not defined", alias.name),
                    )
                    .early());
                }
            }
        }
        let list: Vec<&str> = names.iter().map(|a| a.name).collect();
        let number = self.name_tuple(&list);
        let r = self.temp(span)?;
        self.import_module(module.unwrap_or(""), Some(number), level, r, span)?;
        for alias in names {
            if alias.name == "*" {
                self.emit(Opcode::ImportStar, r, 0, 0, 0);
                return Ok(());
            }
            let mark = self.unit().top();
            let item = self.temp(span)?;
            self.emit_named(Opcode::ImportFrom, item, r, 0, alias.name);
            self.store_name(alias.asname.unwrap_or(alias.name), item)?;
            self.unit().release(mark);
        }
        Ok(())
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
