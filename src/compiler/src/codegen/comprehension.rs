//! Comprehensions: in place (PEP 709), or as generators of their own.

use super::assignment::is_pair;
use super::{Codegen, Done, scopes};
use crate::error::{CompileError, error_at};
use crate::symtable::{Place, ScopeId};
use crate::unit::{Label, Overlay, Reg};
use std::collections::HashMap;
use taipan_bytecode::image::{STRING_INTERN, ScopedName};
use taipan_bytecode::{Opcode, code_flags};
use taipan_grammar::ast::*;

/// What a comprehension does with each element.
#[derive(Clone, Copy)]
enum Sink<'a> {
    List(Reg, &'a Expr<'a>),
    Set(Reg, &'a Expr<'a>),
    Dict(Reg, &'a Expr<'a>, &'a Expr<'a>),
    Yield(&'a Expr<'a>),
}

impl Sink<'_> {
    /// Where the element stands.
    fn span(&self) -> Span {
        match self {
            Sink::List(_, elt) | Sink::Set(_, elt) | Sink::Yield(elt) => elt.span,
            Sink::Dict(_, key, value) => {
                Span { end_line: value.span.end_line, end_column: value.span.end_column, ..key.span }
            }
        }
    }
}

impl<'a> Codegen<'a, '_> {
    pub(super) fn comprehension(&mut self, e: &'a Expr<'a>, dst: Reg) -> Done {
        let scope = self.table.scope_of(e, scopes::BODY);
        let into = self.temp(e.span)?;
        let (sink, generators) = match e.kind {
            ExprKind::ListComp { elt, generators } => (Sink::List(into, elt), generators),
            ExprKind::SetComp { elt, generators } => (Sink::Set(into, elt), generators),
            ExprKind::DictComp { key, value, generators } => (Sink::Dict(into, key, value), generators),
            _ => return Err(error_at(e.span, "no comprehension")),
        };
        if self.table.scopes[scope].is_async_comprehension || generators.iter().any(|g| g.is_async) {
            self.check_async_comprehension(e.span)?;
        }
        // The first iterable belongs to the outside.
        let first = self.expr(generators[0].iter)?;
        self.check_nesting(1 + generators.iter().filter(|g| g.is_async).count(), e.span)?;
        let names = self.comprehension_variables(scope, e.span)?;
        let op = match sink {
            Sink::List(..) => Opcode::BuildList,
            Sink::Set(..) => Opcode::BuildSet,
            _ => Opcode::BuildMap,
        };
        self.emit(op, into, into, 0, 0);
        let start = self.unit().here();
        self.unit().overlays.push(Overlay { scope, names });
        let result = self.comprehension_loops(generators, 0, Some(first), sink);
        self.overlay_ends(start);
        result?;
        self.unit().span = e.span;
        self.emit(Opcode::Move, dst, into, 0, 0);
        Ok(())
    }

    /// Registers for a comprehension's variables, which hold nothing yet.
    fn comprehension_variables(
        &mut self,
        scope: ScopeId,
        span: Span,
    ) -> Result<HashMap<&'a str, Reg>, CompileError> {
        let mut names = HashMap::new();
        for &name in &self.table.scopes[scope].names {
            let symbol = self.table.scopes[scope].symbols[name];
            match symbol.place {
                Some(Place::Cell) => {
                    let r = self.temp(span)?;
                    self.emit(Opcode::NewCell, r, 0, 0, 0);
                    names.insert(name, r);
                }
                // Many variables are kept where instructions can't name them.
                Some(Place::Local) if names.len() > super::ROW_MAX && !symbol.early => {
                    let r = self.unit().far_temps(1);
                    self.clear_far(r)?;
                    names.insert(name, r);
                }
                Some(Place::Local) => {
                    let r = self.temp(span)?;
                    self.emit(Opcode::LoadUnbound, r, 0, 0, 0);
                    names.insert(name, r);
                }
                _ => {}
            }
        }
        Ok(names)
    }

    /// Leaves a comprehension. From `start` on `locals()` shows its variables in the place of others of the same names.
    fn overlay_ends(&mut self, start: usize) {
        let unit = self.units.last_mut().expect("a unit is open");
        let Some(overlay) = unit.overlays.pop() else { return };
        let scope = &self.table.scopes[overlay.scope];
        for &name in scope.names.iter().rev() {
            let Some(&register) = overlay.names.get(name) else { continue };
            unit.scoped_names.push(ScopedName {
                name: self.writer.string(name.as_bytes(), STRING_INTERN),
                start: start as u32,
                end: unit.here() as u32,
                register: register as u32,
                is_cell: scope.symbols[name].place == Some(Place::Cell),
            });
        }
    }

    fn check_async_comprehension(&mut self, span: Span) -> Done {
        let flags = self.unit().flags;
        let scope = self.unit().scope;
        if flags & (code_flags::COROUTINE | code_flags::ASYNC_GENERATOR) != 0
            || (self.table.scopes[scope].kind == crate::symtable::ScopeKind::GeneratorExpression
                && self.table.scopes[scope].is_coroutine)
        {
            return Ok(());
        }
        Err(error_at(span, "asynchronous comprehension outside of an asynchronous function"))
    }

    fn comprehension_loops(
        &mut self,
        generators: &'a [Comprehension<'a>],
        i: usize,
        first: Option<Reg>,
        sink: Sink<'a>,
    ) -> Done {
        // The state of the loops and the variables must stay where they are.
        let top = self.unit().top();
        let base = std::mem::replace(&mut self.unit().base, top);
        let done = self.comprehension_loop(generators, i, first, sink);
        self.unit().base = base;
        done
    }

    fn comprehension_loop(
        &mut self,
        generators: &'a [Comprehension<'a>],
        i: usize,
        first: Option<Reg>,
        sink: Sink<'a>,
    ) -> Done {
        let Some(g) = generators.get(i) else { return self.comprehension_element(sink) };
        let mark = self.unit().top();
        let src = match first {
            Some(r) => r,
            None => self.expr(g.iter)?,
        };
        // What a generator expression is made with is an iterator already.
        let prepared = first.is_some() && matches!(sink, Sink::Yield(_));
        if !prepared {
            self.unit().span = g.iter.span;
        }
        if g.is_async {
            self.async_for_loop(src, g.target, prepared, |this, next| {
                let skip = if is_told(g, sink) { this.unit().label() } else { next };
                this.comprehension_conditions(g, sink, skip)?;
                this.comprehension_loops(generators, i + 1, None, sink)?;
                if skip != next {
                    this.unit().place(skip);
                    this.unit().span = sink.span();
                    this.emit(Opcode::Nop, 0, 0, 0, 0);
                }
                Ok(())
            })?;
            self.unit().release(mark);
            return Ok(());
        }
        // `for x in [value]` is an assignment.
        let (body, next, end) = (self.unit().label(), self.unit().label(), self.unit().label());
        let state = self.temps(3, g.iter.span)?;
        let direct = self.variable_of_loop(g.target)?;
        let item = match direct {
            Some(r) => r,
            None => self.temp(g.target.span)?,
        };
        self.emit(Opcode::ForPrep, state, src, prepared as Reg, 0);
        self.unit().span = g.iter.span;
        let dead = self.unit().dead;
        self.unit().emit_jump(Opcode::Jump, 0, 0, 0, next);
        let mut skip = next;
        if is_told(g, sink) {
            skip = self.unit().label();
            self.unit().place_loop(skip);
            let iter = std::mem::replace(&mut self.unit().span, sink.span());
            self.unit().dead = dead;
            self.unit().emit_jump(Opcode::Jump, 0, 0, 0, next);
            self.unit().span = iter;
        }
        self.unit().dead = dead;
        self.unit().place_loop(body);
        match direct {
            Some(r) => self.tell_of_line(g.iter.span.line, g.target.span, r),
            None => self.assign(g.target, item)?,
        }
        self.comprehension_conditions(g, sink, skip)?;
        self.comprehension_loops(generators, i + 1, None, sink)?;
        self.unit().place(next);
        self.unit().dead = dead;
        self.unit().span = g.iter.span;
        let unpacked = Reg::from(is_pair(g.target));
        self.unit().emit_jump(Opcode::ForIter, item, state, unpacked, body);
        self.unit().place(end);
        self.unit().release(mark);
        Ok(())
    }

    /// Goes on only if all conditions hold. Tracing tells of the element's line wherever one was decided.
    fn comprehension_conditions(&mut self, g: &'a Comprehension<'a>, sink: Sink<'a>, skip: Label) -> Done {
        let outer = self.unit().skips.replace((skip, sink.span()));
        let done = g.ifs.iter().try_for_each(|test| self.jump_if(test, false, skip, false));
        self.unit().skips = outer;
        done
    }

    fn comprehension_element(&mut self, sink: Sink<'a>) -> Done {
        let mark = self.unit().top();
        match sink {
            Sink::List(into, elt) => {
                let r = self.expr(elt)?;
                self.unit().span = elt.span;
                self.emit(Opcode::ListAppend, into, r, 0, 0);
            }
            Sink::Set(into, elt) => {
                let r = self.expr(elt)?;
                self.unit().span = elt.span;
                self.emit(Opcode::SetAdd, into, r, 0, 0);
            }
            Sink::Dict(into, key, value) => {
                let k = self.expr_kept(key)?;
                let v = self.expr(value)?;
                self.unit().span = sink.span();
                self.emit(Opcode::MapAdd, into, k, v, 0);
            }
            Sink::Yield(elt) => {
                let top = self.unit().top();
                let r = self.expr(elt)?;
                self.unit().span = elt.span;
                let ignored = self.temp(elt.span)?;
                let asynchronous = self.unit().flags & code_flags::ASYNC_GENERATOR != 0;
                let op = if asynchronous { Opcode::YieldAsync } else { Opcode::Yield };
                let free = self.unit().free_from(top);
                self.emit(op, ignored, r, 0, free);
            }
        }
        self.unit().release(mark);
        Ok(())
    }

    /// A generator expression: a function that is called at once with the first iterator.
    pub(super) fn generator_expression(
        &mut self,
        e: &'a Expr<'a>,
        elt: &'a Expr<'a>,
        generators: &'a [Comprehension<'a>],
        dst: Reg,
    ) -> Done {
        let scope = self.table.scope_of(e, scopes::BODY);
        let is_async = self.table.scopes[scope].is_coroutine;
        let flags = code_flags::OPTIMIZED
            | code_flags::NEWLOCALS
            | if is_async { code_flags::ASYNC_GENERATOR } else { code_flags::GENERATOR };
        self.enter_unit(scope, "<genexpr>", e.span.line, flags)?;
        self.unit().span = e.span;
        self.unit().add_local(".0");
        self.unit().params = (0, 1, 0);
        self.declare_locals(scope);
        self.unit().start_temps();
        self.function_prologue(scope)?;
        self.comprehension_loops(generators, 0, Some(0), Sink::Yield(elt))?;
        self.return_implicitly();
        let number = self.leave_unit()?;
        let t = self.temps(super::calls::HEADER + 1, e.span)?;
        self.make_function(number, scope, t)?;
        let first = generators[0].iter;
        let arg = t + super::calls::HEADER;
        let mark = self.unit().top();
        let r = self.expr(first)?;
        let outer = std::mem::replace(&mut self.unit().span, first.span);
        let op = if generators[0].is_async { Opcode::GetAIter } else { Opcode::GetIter };
        self.emit(op, arg, r, 0, 0);
        self.unit().span = outer;
        self.unit().release(mark);
        self.unit().reserve(super::calls::HEADER);
        self.emit(Opcode::Call, t, 1, 0, 0);
        self.emit(Opcode::Move, dst, t, 0, 0);
        Ok(())
    }
}

/// Does a condition of a loop stand on another line than the element?
fn is_told(g: &Comprehension<'_>, sink: Sink<'_>) -> bool {
    let line = sink.span().line;
    g.ifs.iter().any(|test| test.span.line != line || test.span.end_line != line)
}
