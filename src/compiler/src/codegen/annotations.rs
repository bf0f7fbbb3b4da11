//! Annotations: the functions that compute them when they are asked for (PEP 649), or their texts.

use super::{Codegen, Done, scopes};
use crate::symtable::{ScopeId, ScopeKind};
use crate::unit::Reg;
use taipan_bytecode::{Opcode, code_flags};
use taipan_grammar::ast::*;

impl<'a> Codegen<'a, '_> {
    /// The function's `__annotate__` in a register.
    pub(super) fn function_annotations(
        &mut self,
        f: &'a FunctionDef<'a>,
        span: Span,
    ) -> Result<Option<Reg>, crate::CompileError> {
        let a = f.args;
        let params = a.posonlyargs.iter().chain(a.args).chain(a.vararg).chain(a.kwonlyargs).chain(a.kwarg);
        let mut all: Vec<(&'a str, &'a Expr<'a>)> =
            params.filter_map(|p| p.annotation.map(|e| (p.arg, e))).collect();
        if let Some(returns) = f.returns {
            all.push(("return", returns));
        }
        if all.is_empty() {
            return Ok(None);
        }
        let r = self.temp(span)?;
        let body = self.table.scope_of(f, scopes::BODY);
        let qualname = format!("{}.__annotate__", self.qualname(body, f.name));
        let all: Vec<_> = all.into_iter().map(|(name, e)| (name, e, None)).collect();
        let scope = self.table.scope_of(f, scopes::ANNOTATE);
        let number = self.annotate_function(scope, qualname, span, &all)?;
        self.make_function(number, scope, r)?;
        Ok(Some(r))
    }

    /// The code of an `__annotate__` function (PEP 649).
    fn annotate_function(
        &mut self,
        scope: ScopeId,
        qualname: String,
        span: Span,
        all: &[Annotation<'a>],
    ) -> Result<u32, crate::CompileError> {
        self.annotation_unit(scope, "__annotate__", span)?;
        self.unit().qualname = qualname;
        let into = self.temp(span)?;
        self.emit(Opcode::BuildMap, into, into, 0, 0);
        for &(name, e, number) in all {
            let mark = self.unit().top();
            let (key, value) = (self.temp(span)?, self.temp(span)?);
            let skip = self.unit().label();
            self.unit().span = e.span;
            if let Some(number) = number {
                self.load_conditional_annotations(value)?;
                self.emit(Opcode::LoadInt, key, 0, 0, number);
                self.emit(Opcode::Contains, key, key, value, 0);
                self.unit().emit_jump(Opcode::JumpIfFalse, key, 0, 0, skip);
            }
            let name = self.mangled(name);
            self.load_str_to(name, key);
            if self.annotations_are_text() {
                let text = self.source_text(e);
                self.load_str_to(text, value);
            } else {
                self.one_value(e, value)?;
            }
            self.emit(Opcode::MapAdd, into, key, value, 0);
            self.unit().release(mark);
            self.unit().place(skip);
        }
        self.unit().returns_value = true;
        self.emit(Opcode::Return, into, 0, 0, 0);
        self.leave_unit()
    }

    /// The set of the annotations of the class or module around that have been passed.
    pub(super) fn load_conditional_annotations(&mut self, dst: Reg) -> Done {
        const NAME: &str = "__conditional_annotations__";
        match self.unit().locals.get(NAME) {
            Some(&cell) => self.emit(Opcode::LoadCell, dst, cell, 0, 0),
            None => self.load_name_to(NAME, dst)?,
        }
        Ok(())
    }

    /// Starts a function with the parameter `format`, which refuses formats that it does not know.
    pub(super) fn annotation_unit(&mut self, scope: ScopeId, name: &'a str, span: Span) -> Done {
        self.enter_unit(scope, name, span.line, code_flags::OPTIMIZED | code_flags::NEWLOCALS)?;
        self.unit().span = span;
        self.unit().add_local(".format");
        self.unit().params = (1, 1, 0);
        self.declare_locals(scope);
        // It shows as `format`.
        self.unit().start_temps();
        self.function_prologue(scope)?;
        let mark = self.unit().top();
        let ok = self.unit().label();
        let limit = 2i16.to_le_bytes();
        self.unit().emit_jump(Opcode::JumpIfNotGtImm, 0, limit[0] as usize, limit[1] as usize, ok);
        let t = self.temps(super::calls::HEADER, span)?;
        self.emit_named(Opcode::LoadGlobal, t, 0, 0, "NotImplementedError");
        self.emit(Opcode::Raise, t, 0, 0, 0);
        self.unit().place(ok);
        self.unit().release(mark);
        Ok(())
    }

    /// Makes ready for the annotations of a class or module body.
    pub(super) fn start_annotations(&mut self, body: &'a [Stmt<'a>]) -> Done {
        let scope = self.unit().scope;
        let s = &self.table.scopes[scope];
        let (class, conditional) = (s.kind == ScopeKind::Class, s.has_conditional_annotations);
        let (future, any) = (self.annotations_are_text(), s.has_annotations);
        // With the future's annotations a module has the set all the same, as in CPython.
        if conditional && !(future && class) {
            let mut all = Vec::new();
            collect_annotations(body, class, &mut all);
            let numbers = all.iter().filter_map(|&(_, e, n)| Some((std::ptr::from_ref(e) as usize, n?)));
            self.unit().conditional_annotations = numbers.collect();
            let mark = self.unit().top();
            let r = self.temp(Span::default())?;
            self.emit(Opcode::BuildSet, r, r, 0, 0);
            if class {
                let cell = self.unit().locals["__conditional_annotations__"];
                self.emit(Opcode::StoreCell, cell, r, 0, 0);
            } else {
                self.store_name("__conditional_annotations__", r)?;
            }
            self.unit().release(mark);
        }
        if future && any {
            self.emit(Opcode::SetupAnnotations, 0, 0, 0, 0);
        }
        Ok(())
    }

    /// The `__annotate__` of a class or module body, stored in its namespace. `key`: the block's address.
    pub(super) fn annotations_of_block(&mut self, body: &'a [Stmt<'a>], key: usize) -> Done {
        let Some(scope) = self.table.scope_at(key, scopes::ANNOTATE) else { return Ok(()) };
        if self.annotations_are_text() {
            return Ok(());
        }
        let class = {
            let s = self.unit().scope;
            self.table.scopes[s].kind == ScopeKind::Class
        };
        let mut all = Vec::new();
        collect_annotations(body, class, &mut all);
        let span = body.first().filter(|_| !class).map_or(self.unit().span, |s| s.span);
        let qualname = self.qualname(scope, "__annotate__");
        let number = self.annotate_function(scope, qualname, span, &all)?;
        let mark = self.unit().top();
        let r = self.temp(span)?;
        self.make_function(number, scope, r)?;
        self.store_name(if class { "__annotate_func__" } else { "__annotate__" }, r)?;
        self.unit().release(mark);
        Ok(())
    }

    /// An annotation's text.
    pub(super) fn source_text(&mut self, e: &Expr<'a>) -> &'a str {
        self.arena.alloc_str(&crate::unparse::expression(e))
    }

    /// An expression that may be starred (`*args: *Ts`), and then stands for the one item of what it unpacks.
    pub(super) fn one_value(&mut self, e: &'a Expr<'a>, dst: Reg) -> Done {
        let ExprKind::Starred { value, .. } = e.kind else { return self.expr_to(e, dst) };
        let r = self.expr(value)?;
        self.emit(Opcode::UnpackSequence, dst, r, 0, 1);
        Ok(())
    }
}

/// A name, its annotation, and the number that it has where it counts only once it has been passed.
type Annotation<'a> = (&'a str, &'a Expr<'a>, Option<i32>);

/// The simple annotated names of a block, those in nested statements included.
fn collect_annotations<'a>(body: &'a [Stmt<'a>], class: bool, all: &mut Vec<Annotation<'a>>) {
    let mut next = 0;
    collect_from(body, !class, &mut next, all);
}

fn collect_from<'a>(body: &'a [Stmt<'a>], conditional: bool, next: &mut i32, all: &mut Vec<Annotation<'a>>) {
    for s in body {
        let mut nested = |body: &'a [Stmt<'a>]| collect_from(body, true, next, all);
        match s.kind {
            StmtKind::AnnAssign { target, annotation, simple: true, .. } => {
                if let ExprKind::Name { id, .. } = target.kind {
                    all.push((id, annotation, conditional.then_some(*next)));
                    *next += conditional as i32;
                }
            }
            StmtKind::If { body, orelse, .. } | StmtKind::While { body, orelse, .. } => {
                nested(body);
                nested(orelse);
            }
            StmtKind::For(f) | StmtKind::AsyncFor(f) => {
                nested(f.body);
                nested(f.orelse);
            }
            StmtKind::With { body, .. } | StmtKind::AsyncWith { body, .. } => nested(body),
            StmtKind::Try(t) | StmtKind::TryStar(t) => {
                nested(t.body);
                t.handlers.iter().for_each(|h| nested(h.body));
                nested(t.orelse);
                nested(t.finalbody);
            }
            StmtKind::Match { cases, .. } => cases.iter().for_each(|c| nested(c.body)),
            _ => {}
        }
    }
}
