//! `try`, `with`, and leaving them early.

use super::{Codegen, Done};
use crate::error::{CompileError, error_at};
use crate::unit::{Block, Label, NOWHERE, Reg};
use taipan_bytecode::Opcode;
use taipan_grammar::ast::*;

/// Where the clauses of a `try` statement stand.
struct Handling {
    /// The exception, the one that was handled before, and one that a clause raises.
    exc: Reg,
    saved: Reg,
    exc2: Reg,
    /// Behind the statement.
    end: Label,
    /// What a clause raises leads here, as long as this range is open.
    cleanup: Label,
    inner: usize,
}

impl<'a> Codegen<'a, '_> {
    /// `try` with `except` and `finally` clauses.
    pub(super) fn try_stmt(&mut self, t: &'a Try<'a>, star: bool) -> Done {
        // The line of the `try` shows in tracing.
        self.emit(Opcode::Nop, 0, 0, 0, 0);
        if t.finalbody.is_empty() {
            return if star { self.try_except_star(t) } else { self.try_except(t) };
        }
        let mark = self.unit().top();
        let span = self.unit().span;
        let (exc, saved) = (self.temp(span)?, self.temp(span)?);
        let (target, end) = (self.unit().label(), self.unit().label());
        let region = self.unit().open_region(target, exc);
        self.open_block(Block::Finally { body: t.finalbody, region }, span)?;
        if t.handlers.is_empty() {
            self.body(t.body)?;
            self.body(t.orelse)?;
        } else if star {
            self.try_except_star(t)?;
        } else {
            self.try_except(t)?;
        }
        self.unit().blocks.pop();
        self.unit().close_region(region);
        self.body(t.finalbody)?;
        self.unit().go_on_at(end);

        self.unit().place_handler(target);
        // This stands nowhere in the source.
        self.unit().span = Span::default();
        self.emit(Opcode::EnterHandler, saved, exc, 0, 0);
        let exc2 = self.temp(span)?;
        let cleanup = self.unit().label();
        let inner = self.unit().open_region(cleanup, exc2);
        self.open_block(Block::FinallyEnd { saved, region: inner }, span)?;
        // What there is to warn of was said above.
        self.silent += 1;
        self.body(t.finalbody)?;
        self.silent -= 1;
        self.unit().blocks.pop();
        self.emit(Opcode::Reraise, exc, 0, 0, 0);
        self.unit().close_region(inner);
        self.cleanup(cleanup, saved, exc2);
        self.unit().span = span;
        self.unit().place(end);
        self.unit().release(mark);
        Ok(())
    }

    /// The end of a handler that an exception has left: what was handled before is handled again.
    fn cleanup(&mut self, label: Label, saved: Reg, exc: Reg) {
        self.unit().place_handler(label);
        self.leave_handler(saved);
        let span = std::mem::take(&mut self.unit().span);
        self.emit(Opcode::Reraise, exc, 0, 0, 0);
        self.unit().span = span;
    }

    /// The body of a `try` statement with `except` clauses, its `else`, and what comes before the first clause.
    fn begin_handling(&mut self, t: &'a Try<'a>) -> Result<Handling, CompileError> {
        let span = self.unit().span;
        let (exc, saved, exc2) = (self.temp(span)?, self.temp(span)?, self.temp(span)?);
        let (target, end, cleanup) = (self.unit().label(), self.unit().label(), self.unit().label());
        let region = self.unit().open_region(target, exc);
        self.open_block(Block::Try { region }, span)?;
        self.body(t.body)?;
        self.unit().blocks.pop();
        self.unit().close_region(region);
        self.body(t.orelse)?;
        self.unit().go_on_at(end);

        self.unit().place_handler(target);
        self.unit().span = t.handlers.first().map_or(span, |h| h.span);
        self.statement_begins();
        self.emit(Opcode::EnterHandler, saved, exc, 0, 0);
        let inner = self.unit().open_region(cleanup, exc2);
        Ok(Handling { exc, saved, exc2, end, cleanup, inner })
    }

    fn try_except(&mut self, t: &'a Try<'a>) -> Done {
        let mark = self.unit().top();
        let span = self.unit().span;
        let Handling { exc, saved, exc2, end, cleanup, inner } = self.begin_handling(t)?;
        for (i, h) in t.handlers.iter().enumerate() {
            self.unit().span = h.span;
            self.statement_begins();
            let next = self.unit().label();
            if h.typ.is_none() && i + 1 < t.handlers.len() {
                return Err(error_at(h.span, "default 'except:' must be last"));
            }
            if let Some(typ) = h.typ {
                let mark = self.unit().top();
                let r = self.expr(typ)?;
                let matched = self.temp(typ.span)?;
                self.unit().span = h.span;
                self.emit(Opcode::MatchExc, matched, exc, r, 0);
                self.unit().emit_jump(Opcode::JumpIfFalse, matched, 0, 0, next);
                self.unit().release(mark);
            }
            self.handler_body(h, exc, saved, inner)?;
            self.unit().go_on_at(end);
            self.unit().place(next);
            // The range goes on for the next clause.
        }
        self.unit().span = t.handlers.last().map_or(span, |h| h.span);
        self.emit(Opcode::Reraise, exc, 0, 0, 0);
        self.unit().close_region(inner);
        self.cleanup(cleanup, saved, exc2);
        self.unit().place(end);
        self.unit().release(mark);
        Ok(())
    }

    /// The body of an `except` clause, with its name bound and deleted, up to the end of the handling.
    fn handler_body(&mut self, h: &'a ExceptHandler<'a>, exc: Reg, saved: Reg, region: usize) -> Done {
        let Some(name) = h.name else {
            let block = Block::Handler { saved, name: None, region, name_region: None, star: false };
            self.open_block(block, h.span)?;
            self.body(h.body)?;
            self.unit().blocks.pop();
            self.unit().close_region(region);
            self.leave_handler(saved);
            self.unit().reopen_region(region);
            return Ok(());
        };
        let mark = self.unit().top();
        self.check_target(name, h.span)?;
        self.store_name(name, exc)?;
        let exc3 = self.temp(h.span)?;
        let (target, done) = (self.unit().label(), self.unit().label());
        let name_region = self.unit().open_region(target, exc3);
        let block =
            Block::Handler { saved, name: Some(name), region, name_region: Some(name_region), star: false };
        self.open_block(block, h.span)?;
        self.body(h.body)?;
        self.unit().blocks.pop();
        self.unit().close_region(name_region);
        self.unit().close_region(region);
        self.leave_handler(saved);
        self.unbind(name)?;
        self.unit().go_on_at(done);
        self.unit().reopen_region(region);
        self.unit().place_handler(target);
        self.unbind(name)?;
        let span = std::mem::take(&mut self.unit().span);
        self.emit(Opcode::Reraise, exc3, 0, 0, 0);
        self.unit().span = span;
        self.unit().place(done);
        self.unit().release(mark);
        Ok(())
    }

    /// The end of a handler, which stands nowhere in the source.
    fn leave_handler(&mut self, saved: Reg) {
        let span = std::mem::take(&mut self.unit().span);
        self.emit(Opcode::LeaveHandler, saved, 0, 0, 0);
        self.unit().span = span;
    }

    /// `name = None; del name`
    fn unbind(&mut self, name: &'a str) -> Done {
        let mark = self.unit().top();
        let span = self.unit().span;
        let r = self.temp(span)?;
        // This stands nowhere in the source.
        self.unit().span = Span::default();
        self.emit(Opcode::LoadNone, r, 0, 0, 0);
        self.store_name(name, r)?;
        self.unit().release(mark);
        self.delete_name(name)?;
        self.unit().span = span;
        Ok(())
    }

    fn try_except_star(&mut self, t: &'a Try<'a>) -> Done {
        let mark = self.unit().top();
        let span = self.unit().span;
        let Handling { exc, saved, exc2, end, cleanup, inner } = self.begin_handling(t)?;
        // What is left to be matched, what matched, and what the clauses raised.
        let rest = self.temps(2, span)?;
        let matched = rest + 1;
        let raised = self.temp(span)?;
        self.emit(Opcode::BuildList, raised, raised, 0, 0);
        self.emit(Opcode::Move, rest, exc, 0, 0);
        for h in t.handlers {
            self.unit().span = h.span;
            let next = self.unit().label();
            let clause = self.unit().top();
            let Some(typ) = h.typ else {
                return Err(error_at(h.span, "expected one or more exception types"));
            };
            let r = self.expr(typ)?;
            self.unit().span = h.span;
            // What may be caught is looked at even where nothing is left.
            self.emit(Opcode::MatchExcGroup, rest, rest, r, 0);
            self.unit().emit_jump(Opcode::JumpIfNone, matched, 0, 0, next);
            let (saved_clause, exc3) = (self.temp(h.span)?, self.temp(h.span)?);
            let clause_target = self.unit().label();
            self.emit(Opcode::EnterHandler, saved_clause, matched, 0, 0);
            if let Some(name) = h.name {
                self.store_name(name, matched)?;
            }
            let clause_region = self.unit().open_region(clause_target, exc3);
            let block = Block::Handler {
                saved: saved_clause,
                name: h.name,
                region: clause_region,
                name_region: None,
                star: true,
            };
            self.open_block(block, h.span)?;
            self.body(h.body)?;
            self.unit().blocks.pop();
            self.unit().close_region(clause_region);
            // What the clause handled stays the exception being handled until another clause matches, as in CPython.
            if let Some(name) = h.name {
                self.unbind(name)?;
            }
            self.unit().go_on_at(next);
            self.unit().place_handler(clause_target);
            if let Some(name) = h.name {
                self.unbind(name)?;
            }
            let span = std::mem::take(&mut self.unit().span);
            self.emit(Opcode::ListAppend, raised, exc3, 0, 0);
            self.unit().span = span;
            self.unit().place(next);
            self.unit().release(clause);
        }
        let nothing = self.unit().label();
        self.unit().span = Span::default();
        self.emit(Opcode::ListAppend, raised, rest, 0, 0);
        self.emit(Opcode::PrepReraiseStar, rest, exc, raised, 0);
        self.unit().emit_jump(Opcode::JumpIfNone, rest, 0, 0, nothing);
        self.emit(Opcode::Reraise, rest, 0, 0, 0);
        self.unit().close_region(inner);
        self.unit().place(nothing);
        self.leave_handler(saved);
        self.unit().go_on_at(end);
        self.cleanup(cleanup, saved, exc2);
        self.unit().span = span;
        self.unit().place(end);
        self.unit().release(mark);
        Ok(())
    }

    // --- with --------------------------------------------------------------------------------------------------------

    pub(super) fn with_stmt(
        &mut self,
        items: &'a [WithItem<'a>],
        body: &'a [Stmt<'a>],
        is_async: bool,
    ) -> Done {
        let Some((item, rest)) = items.split_first() else { return self.body(body) };
        let mark = self.unit().top();
        let context = item.context_expr.span;
        self.unit().span = context;
        // The exit function and, behind the header, its receiver; each call of it uses a copy above all that lives.
        let exit = self.temps(super::calls::HEADER + 1, context)?;
        let exc = self.temp(context)?;
        let entering = self.unit().top();
        let manager = self.expr(item.context_expr)?;
        let enter = self.temps(super::calls::HEADER + 1, context)?;
        self.unit().span = context;
        self.emit(Opcode::LoadSpecial, exit, manager, 0, if is_async { 3 } else { 1 });
        self.emit(Opcode::LoadSpecial, enter, manager, 0, if is_async { 2 } else { 0 });
        self.unit().reserve(super::calls::HEADER);
        self.emit(Opcode::CallMethod, enter, 0, 0, 0);
        if is_async {
            let iter = self.temp(context)?;
            self.emit(Opcode::GetAwaitable, iter, enter, 1, 0);
            self.delegate(iter, enter)?;
        }
        let (target, end) = (self.unit().label(), self.unit().label());
        let region = self.unit().open_region(target, exc);
        self.open_block(Block::With { exit, is_async, region, span: context }, context)?;
        // The exit function must stay where the handler expects it.
        let base = std::mem::replace(&mut self.unit().base, entering);
        if let Some(vars) = item.optional_vars {
            self.assign(vars, enter)?;
        }
        self.unit().release(entering);
        self.with_stmt(rest, body, is_async)?;
        self.unit().base = base;
        self.unit().blocks.pop();
        self.unit().close_region(region);
        self.unit().span = context;
        self.statement_begins();
        self.call_exit(exit, is_async)?;
        self.unit().go_on_at(end);

        self.unit().place_handler(target);
        self.unit().span = context;
        let (saved, exc2) = (self.temp(context)?, self.temp(context)?);
        let (cleanup, suppressed) = (self.unit().label(), self.unit().label());
        self.emit(Opcode::EnterHandler, saved, exc, 0, 0);
        let inner = self.unit().open_region(cleanup, exc2);
        let call = self.exit_window(exit, context)?;
        self.emit(Opcode::ExcInfo, call + super::calls::HEADER + 1, exc, 0, 0);
        self.unit().reserve(super::calls::HEADER);
        self.emit(Opcode::CallMethod, call, 3, 0, 0);
        if is_async {
            let iter = self.temp(context)?;
            self.emit(Opcode::GetAwaitable, iter, call, 2, 0);
            self.delegate(iter, call)?;
        }
        self.unit().emit_jump(Opcode::JumpIfTrue, call, 0, 0, suppressed);
        // The frame is left where the exception came from.
        self.unit().span = NOWHERE;
        self.emit(Opcode::Reraise, exc, 0, 0, 0);
        self.unit().span = context;
        self.unit().close_region(inner);
        self.unit().place(suppressed);
        self.leave_handler(saved);
        self.unit().go_on_at(end);
        self.cleanup(cleanup, saved, exc2);
        self.unit().place(end);
        self.unit().release(mark);
        Ok(())
    }

    /// A copy of a `with` statement's exit function, with room for its three arguments.
    fn exit_window(&mut self, exit: Reg, span: Span) -> Result<Reg, crate::CompileError> {
        let t = self.temps(super::calls::HEADER + 4, span)?;
        self.emit(Opcode::Move, t, exit, 0, 0);
        self.emit(Opcode::Move, t + super::calls::HEADER, exit + super::calls::HEADER, 0, 0);
        Ok(t)
    }

    /// Calls a `with` statement's exit function without an exception.
    fn call_exit(&mut self, exit: Reg, is_async: bool) -> Done {
        let span = self.unit().span;
        let mark = self.unit().top();
        let t = self.exit_window(exit, span)?;
        for i in 1..4 {
            self.emit(Opcode::LoadNone, t + super::calls::HEADER + i, 0, 0, 0);
        }
        self.unit().reserve(super::calls::HEADER);
        self.emit(Opcode::CallMethod, t, 3, 0, 0);
        if is_async {
            let iter = self.temp(span)?;
            self.emit(Opcode::GetAwaitable, iter, t, 2, 0);
            let ignored = self.temp(span)?;
            self.delegate(iter, ignored)?;
        }
        self.unit().release(mark);
        Ok(())
    }

    // --- leaving early -----------------------------------------------------------------------------------------------

    /// Emits what must be done when the innermost blocks down to `keep` are left by the statement being compiled, and what
    /// restores the state of the compiler afterwards.
    pub(super) fn unwind_blocks(&mut self, keep: usize) -> Done {
        let blocks = self.unit().blocks.clone();
        let elsewhere = |b: &Block<'_>| matches!(b, Block::Finally { .. } | Block::With { .. });
        let leads_elsewhere = blocks[keep..].iter().any(elsewhere);
        if leads_elsewhere {
            // The statement shows in tracing before that; what is left of it belongs to what was done last.
            self.emit(Opcode::Nop, 0, 0, 0, 0);
        }
        self.leaving += 1;
        let mut closed = Vec::new();
        for i in (keep..blocks.len()).rev() {
            self.unit().blocks.truncate(i);
            match blocks[i] {
                Block::Loop { .. } => {}
                Block::Try { region } => {
                    self.close_for_now(region, &mut closed);
                }
                Block::Finally { body, region } => {
                    self.close_for_now(region, &mut closed);
                    self.body(body)?;
                }
                Block::FinallyEnd { saved, region } => {
                    self.close_for_now(region, &mut closed);
                    self.leave_handler(saved);
                }
                Block::Handler { saved, name, region, name_region, star: _ } => {
                    if let Some(r) = name_region {
                        self.close_for_now(r, &mut closed);
                    }
                    self.close_for_now(region, &mut closed);
                    self.leave_handler(saved);
                    if let Some(name) = name {
                        self.unbind(name)?;
                    }
                }
                Block::With { exit, is_async, region, span } => {
                    self.close_for_now(region, &mut closed);
                    let outer = std::mem::replace(&mut self.unit().span, span);
                    self.call_exit(exit, is_async)?;
                    self.unit().span = outer;
                }
            }
        }
        self.leaving -= 1;
        if leads_elsewhere {
            self.unit().span = Span::default();
        }
        self.pending_regions = closed;
        self.unit().blocks = blocks;
        Ok(())
    }

    fn close_for_now(&mut self, region: usize, closed: &mut Vec<usize>) {
        if self.unit().region_is_open(region) {
            self.unit().close_region(region);
            closed.push(region);
        }
    }

    /// After the jump that leaves: the ranges go on for the code that follows.
    pub(super) fn end_unwind(&mut self) {
        for region in std::mem::take(&mut self.pending_regions) {
            self.unit().reopen_region(region);
        }
    }

    /// The loop over an asynchronous iterable in `src`; `body` gets the label that goes on with the next item.
    pub(super) fn async_for_loop(
        &mut self,
        src: Reg,
        target: &'a Expr<'a>,
        prepared: bool,
        body: impl FnOnce(&mut Self, Label) -> Done,
    ) -> Done {
        let span = self.unit().span;
        let iter = self.temp(span)?;
        self.emit(if prepared { Opcode::Move } else { Opcode::GetAIter }, iter, src, 0, 0);
        let (next, end, target_label) = (self.unit().label(), self.unit().label(), self.unit().label());
        let (item, exc) = (self.temp(span)?, self.temp(span)?);
        self.unit().place_loop(next);
        let region = self.unit().open_region(target_label, exc);
        let mark = self.unit().top();
        let awaitable = self.temp(span)?;
        self.emit(Opcode::GetANext, awaitable, iter, 0, 0);
        self.delegate(awaitable, item)?;
        self.unit().release(mark);
        self.unit().close_region(region);
        self.assign(target, item)?;
        body(self, next)?;
        let outer = std::mem::take(&mut self.unit().span);
        self.unit().emit_jump(Opcode::Loop, 0, 0, 0, next);
        self.unit().span = outer;
        self.unit().place_handler(target_label);
        self.unit().span = span;
        self.emit(Opcode::EndAsyncFor, exc, 0, 0, 0);
        self.unit().place(end);
        Ok(())
    }
}
