//! What statements and patterns bind, use and declare.

use super::{Builder, Done};
use crate::error::{check_target, error_at};
use crate::symtable::{ANNOTATION, ScopeKind, address, which};
use taipan_grammar::ast::*;

impl<'a> Builder<'a> {
    pub(super) fn stmt(&mut self, s: &'a Stmt<'a>) -> Done {
        self.deeper(s.span)?;
        let result = self.stmt_inner(s);
        self.depth -= 1;
        result
    }

    fn stmt_inner(&mut self, s: &'a Stmt<'a>) -> Done {
        match s.kind {
            StmtKind::FunctionDef(f) => {
                check_target(f.name, s.span)?;
                self.function(f, s.span, false)
            }
            StmtKind::AsyncFunctionDef(f) => {
                check_target(f.name, s.span)?;
                self.function(f, s.span, true)
            }
            StmtKind::ClassDef(c) => {
                check_target(c.name, s.span)?;
                self.class(c, s.span)
            }
            StmtKind::Return(v) => {
                if self.in_finally {
                    self.table.leaves_finally.push((s.span, "return"));
                }
                self.opt(v)
            }
            StmtKind::Delete(targets) => self.exprs(targets),
            StmtKind::Assign { targets, value } => {
                self.expr(value)?;
                self.exprs(targets)
            }
            StmtKind::TypeAlias { name, type_params, value } => {
                self.expr(name)?;
                let alias = if let ExprKind::Name { id, .. } = name.kind { id } else { "" };
                check_target(alias, name.span)?;
                let generic = !type_params.is_empty();
                if generic {
                    self.enter_type_params(address(s), alias, s.span, type_params)?;
                }
                self.enter_annotation(address(s), which::VALUE, alias, s.span);
                self.expr(value)?;
                self.leave();
                if generic {
                    self.leave();
                }
                Ok(())
            }
            StmtKind::AugAssign { target, value, .. } => {
                self.expr(target)?;
                self.expr(value)
            }
            StmtKind::AnnAssign { target, annotation, value, simple } => {
                if let ExprKind::Name { id, .. } = target.kind {
                    check_target(id, target.span)?;
                }
                if let ExprKind::Name { id, .. } = target.kind {
                    let symbol = self.current().symbols.get(id).copied().unwrap_or_default();
                    let at_module = self.current().kind == ScopeKind::Module;
                    if symbol.global && simple && !at_module {
                        return Err(error_at(s.span, format!("annotated name '{id}' can't be global")));
                    }
                    if symbol.nonlocal && simple && !at_module {
                        return Err(error_at(s.span, format!("annotated name '{id}' can't be nonlocal")));
                    }
                    if simple {
                        self.bind(id);
                        let named = value.is_some() || symbol.used || symbol.bound && !symbol.only_annotated;
                        let symbol = self.symbol(id);
                        symbol.annotated = true;
                        symbol.only_annotated = !named;
                    } else if value.is_some() {
                        self.bind(id);
                    }
                } else {
                    self.expr(target)?;
                }
                let kind = self.current().kind;
                let in_space = matches!(kind, ScopeKind::Class | ScopeKind::Module);
                let evaluated = in_space && simple;
                if evaluated || (in_space && self.future_annotations) {
                    self.current().has_annotations = true;
                }
                // A module may be looked at before it has run to its end.
                if kind == ScopeKind::Module || (kind == ScopeKind::Class && self.conditional > 0) {
                    self.current().has_conditional_annotations = true;
                    if kind == ScopeKind::Module {
                        self.use_name("__conditional_annotations__");
                    }
                }
                if evaluated && !self.future_annotations {
                    if let Some(list) = self.module_annotations.last_mut() {
                        list.push(annotation);
                    }
                } else {
                    self.unevaluated(annotation, s.span)?;
                }
                self.opt(value)
            }
            StmtKind::For(f) | StmtKind::AsyncFor(f) => {
                if matches!(s.kind, StmtKind::AsyncFor(_)) {
                    self.asynchronous_statement(s.span, "for")?;
                }
                self.expr(f.target)?;
                self.expr(f.iter)?;
                self.loop_body(f.body)?;
                self.conditional_body(f.orelse)
            }
            StmtKind::While { test, body, orelse } => {
                self.expr(test)?;
                self.loop_body(body)?;
                self.conditional_body(orelse)
            }
            StmtKind::If { test, body, orelse } => {
                self.expr(test)?;
                self.conditional_body(body)?;
                self.conditional_body(orelse)
            }
            StmtKind::With { items, body } | StmtKind::AsyncWith { items, body } => {
                if matches!(s.kind, StmtKind::AsyncWith { .. }) {
                    self.asynchronous_statement(s.span, "with")?;
                }
                for item in items {
                    self.expr(item.context_expr)?;
                    self.opt(item.optional_vars)?;
                }
                self.conditional_body(body)
            }
            StmtKind::Match { subject, cases } => {
                self.expr(subject)?;
                for case in cases {
                    self.pattern(case.pattern)?;
                    self.opt(case.guard)?;
                    self.conditional_body(case.body)?;
                }
                Ok(())
            }
            StmtKind::Raise { exc, cause } => {
                self.opt(exc)?;
                self.opt(cause)
            }
            StmtKind::Try(t) | StmtKind::TryStar(t) => {
                self.conditional_body(t.body)?;
                for h in t.handlers {
                    self.opt(h.typ)?;
                    if let Some(name) = h.name {
                        self.bind(name);
                        self.symbol(name).deleted = true;
                    }
                    self.conditional_body(h.body)?;
                }
                self.conditional_body(t.orelse)?;
                let outer = std::mem::replace(&mut self.in_finally, true);
                self.conditional_body(t.finalbody)?;
                self.in_finally = outer;
                Ok(())
            }
            StmtKind::Assert { test, msg } => {
                self.expr(test)?;
                self.opt(msg)
            }
            StmtKind::Import(names) => {
                for alias in names {
                    let name =
                        alias.asname.unwrap_or_else(|| alias.name.split('.').next().unwrap_or(alias.name));
                    self.import(name, alias.span)?;
                }
                Ok(())
            }
            StmtKind::ImportFrom { names, .. } => {
                for alias in names {
                    if alias.name == "*" {
                        if self.current().kind != ScopeKind::Module {
                            return Err(error_at(alias.span, "import * only allowed at module level"));
                        }
                        continue;
                    }
                    let name = alias.asname.unwrap_or(alias.name);
                    self.import(name, alias.span)?;
                }
                Ok(())
            }
            StmtKind::Global(names) => {
                for name in names {
                    self.declare(name, s.span, true)?;
                }
                Ok(())
            }
            StmtKind::Nonlocal(names) => {
                for name in names {
                    self.declare(name, s.span, false)?;
                }
                Ok(())
            }
            StmtKind::Expr(e) => self.expr(e),
            StmtKind::Break | StmtKind::Continue => {
                if self.in_finally {
                    let word = if matches!(s.kind, StmtKind::Break) { "break" } else { "continue" };
                    self.table.leaves_finally.push((s.span, word));
                }
                Ok(())
            }
            StmtKind::Pass => Ok(()),
        }
    }

    /// An annotation that is never evaluated is checked all the same.
    fn unevaluated(&mut self, annotation: &'a Expr<'a>, span: Span) -> Done {
        self.enter_annotation(address(annotation), which::ANNOTATE, "__annotate__", span);
        self.expr(annotation)?;
        self.leave();
        let future = self.future_annotations;
        let scope = self.current();
        scope.children.pop();
        match scope.kind {
            ScopeKind::Function => {
                scope.local_annotations.get_or_insert((span.line, scope.children.len()));
            }
            // Nothing of it is left but the cell that it would have read.
            ScopeKind::Class => scope.needs_classdict |= !future,
            _ => {}
        }
        Ok(())
    }

    /// The body of a loop, which `break` and `continue` leave without leaving a `finally` clause around it.
    fn loop_body(&mut self, body: &'a [Stmt<'a>]) -> Done {
        let outer = std::mem::take(&mut self.in_finally);
        let done = self.conditional_body(body);
        self.in_finally = outer;
        done
    }

    /// A body that may not be run.
    fn conditional_body(&mut self, body: &'a [Stmt<'a>]) -> Done {
        // An error within leaves it as the scope had it that the error is in.
        let outer = self.conditional;
        self.conditional = outer + 1;
        let done = self.body(body);
        self.conditional = outer;
        done
    }

    fn declare(&mut self, name: &'a str, span: Span, global: bool) -> Done {
        let what = if global { "global" } else { "nonlocal" };
        let symbol = *self.symbol(name);
        let problem = if symbol.param {
            Some(format!("name '{name}' is parameter and {what}"))
        } else if symbol.type_param {
            Some(format!("{what} binding not allowed for type parameter '{name}'"))
        } else if symbol.used {
            Some(format!("name '{name}' is used prior to {what} declaration"))
        } else if symbol.annotated {
            Some(format!("annotated name '{name}' can't be {what}"))
        } else if symbol.bound && !symbol.may_be_declared {
            // What is only imported so far is not looked at, in CPython either.
            Some(format!("name '{name}' is assigned to before {what} declaration"))
        } else {
            None
        };
        if let Some(problem) = problem {
            return Err(error_at(span, problem));
        }
        let symbol = self.symbol(name);
        if symbol.declared == Span::default() {
            symbol.declared = span;
        }
        if global {
            symbol.global = true;
            // The module's own code means the same variable, even where its namespace is another dict.
            let arena = self.arena;
            let name = self.current().mangle(arena, name);
            let module = &mut self.table.scopes[0];
            if !module.symbols.contains_key(name) {
                module.names.push(name);
            }
            module.symbols.entry(name).or_default().global = true;
        } else {
            symbol.nonlocal = true;
        }
        Ok(())
    }

    fn enter_annotation(&mut self, node: usize, kind: u8, name: &'a str, span: Span) {
        let sees_class = self.current().kind == ScopeKind::Class || self.sees_class();
        self.enter(ScopeKind::Annotation, name, span, Some((node, kind)));
        self.current().sees_class = sees_class;
        self.current().role = if kind == which::VALUE { "a type alias" } else { ANNOTATION };
        if kind == which::ANNOTATE || kind == which::BOUND || kind == which::DEFAULT || kind == which::VALUE {
            self.symbol(".format").param = true;
        }
        if sees_class && !(self.future_annotations && kind == which::ANNOTATE) {
            self.use_name("__classdict__");
        }
    }

    /// Is this a type-parameter scope right in a class?
    fn sees_class(&mut self) -> bool {
        let scope = self.current();
        scope.kind == ScopeKind::TypeParams && scope.sees_class
    }

    fn enter_type_params(
        &mut self,
        node: usize,
        name: &'a str,
        span: Span,
        params: &'a [TypeParam<'a>],
    ) -> Done {
        let in_class = self.current().kind == ScopeKind::Class;
        self.enter(ScopeKind::TypeParams, name, span, Some((node, which::TYPE_PARAMS)));
        self.current().sees_class = in_class;
        if in_class {
            self.use_name("__classdict__");
        }
        for p in params {
            let name = p.name();
            check_target(name, p.span)?;
            if name == "__classdict__" {
                return Err(error_at(
                    p.span,
                    format!("reserved name '{name}' cannot be used for type parameter"),
                ));
            }
            if self.symbol(name).bound {
                return Err(error_at(p.span, format!("duplicate type parameter '{name}'")));
            }
            self.bind(name);
            self.symbol(name).type_param = true;
        }
        let mut seen_default = false;
        for p in params {
            let (bound, default, in_default) = match p.kind {
                TypeParamKind::TypeVar { bound, default_value, .. } => {
                    (bound, default_value, "a TypeVar default")
                }
                TypeParamKind::ParamSpec { default_value, .. } => {
                    (None, default_value, "a ParamSpec default")
                }
                TypeParamKind::TypeVarTuple { default_value, .. } => {
                    (None, default_value, "a TypeVarTuple default")
                }
            };
            if default.is_some() {
                seen_default = true;
            } else if seen_default {
                let text =
                    format!("non-default type parameter '{}' follows default type parameter", p.name());
                return Err(error_at(p.span, text));
            }
            for (e, kind) in [(bound, which::BOUND), (default, which::DEFAULT)] {
                if let Some(e) = e {
                    self.enter_annotation(address(p), kind, p.name(), p.span);
                    self.current().role = match (kind == which::BOUND, &e.kind) {
                        (true, ExprKind::Tuple { .. }) => "a TypeVar constraint",
                        (true, _) => "a TypeVar bound",
                        _ => in_default,
                    };
                    self.expr(e)?;
                    self.leave();
                }
            }
        }
        Ok(())
    }

    fn function(&mut self, f: &'a FunctionDef<'a>, span: Span, is_async: bool) -> Done {
        self.exprs(f.decorators)?;
        self.bind(f.name);
        self.defaults(f.args)?;
        let generic = !f.type_params.is_empty();
        if generic {
            self.enter_type_params(address(f), f.name, span, f.type_params)?;
            self.symbol(".defaults").param = true;
            if f.args.kw_defaults.iter().any(Option::is_some) {
                self.symbol(".kwdefaults").param = true;
            }
        }
        self.annotations(f, span)?;
        self.enter(ScopeKind::Function, f.name, span, Some((address(f), which::BODY)));
        self.current().is_coroutine = is_async;
        self.params(f.args)?;
        let outer = (std::mem::take(&mut self.conditional), std::mem::take(&mut self.in_finally));
        self.body(f.body)?;
        (self.conditional, self.in_finally) = outer;
        self.leave();
        if generic {
            self.leave();
        }
        Ok(())
    }

    fn annotations(&mut self, f: &'a FunctionDef<'a>, span: Span) -> Done {
        let a = f.args;
        let args = a.posonlyargs.iter().chain(a.args).chain(a.vararg).chain(a.kwonlyargs).chain(a.kwarg);
        let all: Vec<&'a Expr<'a>> = args.filter_map(|p| p.annotation).chain(f.returns).collect();
        if all.is_empty() {
            // The scope that annotations would have had reads the class's namespace.
            if self.current().kind == ScopeKind::Class && !self.future_annotations {
                self.current().needs_classdict = true;
            }
            return Ok(());
        }
        self.enter_annotation(address(f), which::ANNOTATE, "__annotate__", span);
        for e in all {
            let inner = if let ExprKind::Starred { value, .. } = e.kind { value } else { e };
            if self.future_annotations {
                self.unevaluated(inner, span)?;
            } else {
                self.expr(inner)?;
            }
        }
        self.leave();
        Ok(())
    }

    pub(super) fn defaults(&mut self, a: &'a Arguments<'a>) -> Done {
        self.exprs(a.defaults)?;
        a.kw_defaults.iter().flatten().try_for_each(|e| self.expr(e))
    }

    pub(super) fn params(&mut self, a: &'a Arguments<'a>) -> Done {
        for p in a.posonlyargs.iter().chain(a.args).chain(a.kwonlyargs).chain(a.vararg).chain(a.kwarg) {
            check_target(p.arg, p.span)?;
            if self.symbol(p.arg).param {
                return Err(error_at(
                    p.span,
                    format!("duplicate argument '{}' in function definition", p.arg),
                ));
            }
            self.symbol(p.arg).param = true;
        }
        Ok(())
    }

    fn class(&mut self, c: &'a ClassDef<'a>, span: Span) -> Done {
        self.exprs(c.decorators)?;
        self.bind(c.name);
        let generic = !c.type_params.is_empty();
        let outer = (self.class_name, self.only_private, std::mem::take(&mut self.conditional));
        if generic {
            // Of the names around the bases the type parameters alone are private to the class.
            let params: Vec<&'a str> = c.type_params.iter().map(|p| p.name()).collect();
            self.class_name = Some(c.name);
            self.only_private = Some(self.arena.alloc_slice_copy(&params));
            self.enter_type_params(address(c), c.name, span, c.type_params)?;
            self.bind(".type_params");
            self.bind(".generic_base");
            self.use_name(".type_params");
        }
        self.exprs(c.bases)?;
        self.keywords(c.keywords)?;
        self.class_name = Some(c.name);
        self.only_private = None;
        self.enter(ScopeKind::Class, c.name, span, Some((address(c), which::BODY)));
        if generic {
            self.use_name(".type_params");
        }
        self.body(c.body)?;
        self.finish_annotations(c.body.as_ptr() as usize)?;
        self.leave();
        (self.class_name, self.only_private, self.conditional) = outer;
        if generic {
            self.leave();
        }
        Ok(())
    }

    /// The `__annotate__` of a class or module.
    pub(super) fn finish_annotations(&mut self, node: usize) -> Done {
        let annotations = self.module_annotations.pop().unwrap_or_default();
        if annotations.is_empty() {
            return Ok(());
        }
        let span = annotations[0].span;
        let conditional = self.current().has_conditional_annotations;
        self.enter_annotation(node, which::ANNOTATE, "__annotate__", span);
        if conditional {
            self.use_name("__conditional_annotations__");
        }
        for e in annotations {
            self.expr(e)?;
        }
        self.leave();
        Ok(())
    }

    fn pattern(&mut self, p: &'a Pattern<'a>) -> Done {
        self.deeper(p.span)?;
        match p.kind {
            PatternKind::MatchValue(e) => self.expr(e)?,
            PatternKind::MatchSingleton(_) => {}
            PatternKind::MatchSequence(ps) | PatternKind::MatchOr(ps) => {
                ps.iter().try_for_each(|p| self.pattern(p))?
            }
            PatternKind::MatchMapping { keys, patterns, rest } => {
                self.exprs(keys)?;
                patterns.iter().try_for_each(|p| self.pattern(p))?;
                if let Some(rest) = rest {
                    self.bind(rest);
                }
            }
            PatternKind::MatchClass { cls, patterns, kwd_patterns, kwd_attrs } => {
                self.expr(cls)?;
                for (name, p) in kwd_attrs.iter().zip(kwd_patterns) {
                    check_target(name, p.span)?;
                }
                patterns.iter().chain(kwd_patterns).try_for_each(|p| self.pattern(p))?;
            }
            PatternKind::MatchStar(name) => {
                if let Some(name) = name {
                    self.bind(name);
                }
            }
            PatternKind::MatchAs { pattern, name } => {
                if let Some(p) = pattern {
                    self.pattern(p)?;
                }
                if let Some(name) = name {
                    self.bind(name);
                }
            }
        }
        self.depth -= 1;
        Ok(())
    }
}
