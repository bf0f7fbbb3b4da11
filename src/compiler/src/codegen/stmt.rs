//! Statements.

use super::assignment::is_pair;
use super::{Codegen, Done};
use crate::error::error_at;
use crate::fold;
use crate::symtable::ScopeKind;
use crate::unit::{Block, Reg};
use taipan_bytecode::{Opcode, code_flags, intrinsic};
use taipan_grammar::ast::*;

/// How deeply blocks can be nested, as in CPython.
const BLOCKS_MAX: usize = 21;

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
            StmtKind::Try(t) => self.try_stmt(t, false),
            StmtKind::TryStar(t) => self.try_stmt(t, true),
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

    /// Refuses `n` blocks more, at a span, where there would be too many around each other.
    pub(super) fn check_nesting(&mut self, n: usize, span: Span) -> Done {
        let whole = usize::from(self.is_generator());
        let unit = self.unit();
        let comprehensions = unit.overlays.len();
        let around = whole + comprehensions + unit.blocks.iter().map(Block::n_nested).sum::<usize>();
        if around + n > BLOCKS_MAX {
            return Err(error_at(span, "too many statically nested blocks"));
        }
        Ok(())
    }

    /// Opens a block of what is at a span.
    pub(super) fn open_block(&mut self, block: Block<'a>, span: Span) -> Done {
        self.check_nesting(block.n_nested(), span)?;
        self.unit().blocks.push(block);
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
        let span = self.unit().span;
        self.check_nesting(1, span)?;
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
        let span = self.unit().span;
        self.check_nesting(1, span)?;
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

    fn async_for_stmt(&mut self, f: &'a For<'a>) -> Done {
        let span = self.unit().span;
        self.check_nesting(1, span)?;
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
}
