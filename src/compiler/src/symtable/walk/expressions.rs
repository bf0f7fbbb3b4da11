//! What expressions bind and use, and where they may stand.

use super::{Builder, Done};
use crate::error::{check_target, error_at};
use crate::symtable::{ANNOTATION, ScopeId, ScopeKind, address, which};
use taipan_grammar::ast::*;

impl<'a> Builder<'a> {
    pub(super) fn expr(&mut self, e: &'a Expr<'a>) -> Done {
        self.deeper(e.span)?;
        // Chains that lean to the left are walked without recursion, as far as they do.
        let bottom = self.spine.len();
        let mut first = e;
        while let ExprKind::BinOp { left: next, .. }
        | ExprKind::Attribute { value: next, .. }
        | ExprKind::Subscript { value: next, .. }
        | ExprKind::Call { func: next, .. } = first.kind
        {
            self.spine.push(first);
            first = next;
        }
        let mut result = self.expr_inner(first);
        while self.spine.len() > bottom {
            let Some(e) = self.spine.pop() else { break };
            if result.is_ok() {
                result = self.link(e);
            }
        }
        self.depth -= 1;
        result
    }

    /// What stands in a link of a chain besides what it hangs on.
    fn link(&mut self, e: &'a Expr<'a>) -> Done {
        match e.kind {
            ExprKind::BinOp { right, .. } => self.expr(right),
            ExprKind::Call { args, keywords, .. } => {
                self.exprs(args)?;
                self.keywords(keywords)
            }
            ExprKind::Attribute { attr, ctx, .. } => match ctx {
                Context::Store => check_target(attr, e.span),
                Context::Del if attr == "__debug__" => Err(error_at(e.span, "cannot delete __debug__")),
                Context::Load | Context::Del => Ok(()),
            },
            ExprKind::Subscript { slice, .. } => self.expr(slice),
            _ => Ok(()),
        }
    }

    fn expr_inner(&mut self, e: &'a Expr<'a>) -> Done {
        match e.kind {
            ExprKind::BoolOp { values, .. } => self.exprs(values),
            ExprKind::NamedExpr { target, value } => {
                self.named_target(target, e.span)?;
                self.expr(value)
            }
            ExprKind::BinOp { .. }
            | ExprKind::Call { .. }
            | ExprKind::Attribute { .. }
            | ExprKind::Subscript { .. } => self.link(e),
            ExprKind::UnaryOp { operand, .. } => self.expr(operand),
            ExprKind::Lambda { args, body } => {
                self.defaults(args)?;
                self.enter(ScopeKind::Lambda, "<lambda>", e.span, Some((address(e), which::BODY)));
                self.params(args)?;
                self.expr(body)?;
                self.leave();
                Ok(())
            }
            ExprKind::IfExp { test, body, orelse } => {
                self.expr(test)?;
                self.expr(body)?;
                self.expr(orelse)
            }
            ExprKind::Dict { keys, values } => {
                keys.iter().flatten().try_for_each(|k| self.expr(k))?;
                self.exprs(values)
            }
            ExprKind::Set { elts } | ExprKind::List { elts, .. } | ExprKind::Tuple { elts, .. } => {
                self.exprs(elts)
            }
            ExprKind::ListComp { elt, generators } | ExprKind::SetComp { elt, generators } => {
                self.comprehension(e, ScopeKind::Comprehension, elt, None, generators)
            }
            ExprKind::GeneratorExp { elt, generators } => {
                self.comprehension(e, ScopeKind::GeneratorExpression, elt, None, generators)
            }
            ExprKind::DictComp { key, value, generators } => {
                self.comprehension(e, ScopeKind::Comprehension, key, Some(value), generators)
            }
            ExprKind::Await(v) => {
                self.not_in_annotation(e.span, "await expression")?;
                self.await_allowed(e.span)?;
                if self.current().kind == ScopeKind::Comprehension {
                    self.current().is_async_comprehension = true;
                }
                self.current().is_coroutine = true;
                self.expr(v)
            }
            ExprKind::Yield(v) => {
                self.yields(e.span)?;
                self.opt(v)
            }
            ExprKind::YieldFrom(v) => {
                self.yields(e.span)?;
                self.expr(v)
            }
            ExprKind::Compare { left, comparators, .. } => {
                self.expr(left)?;
                self.exprs(comparators)
            }
            ExprKind::FormattedValue { value, format_spec, .. }
            | ExprKind::Interpolation { value, format_spec, .. } => {
                self.expr(value)?;
                self.opt(format_spec)
            }
            ExprKind::JoinedStr { values } | ExprKind::TemplateStr { values } => self.exprs(values),
            ExprKind::Constant { .. } => Ok(()),
            ExprKind::Starred { value, .. } => self.expr(value),
            ExprKind::Name { id, ctx } => {
                match ctx {
                    Context::Load => self.use_name(id),
                    Context::Store if self.in_iteration_target => self.bind_iteration(id, e.span)?,
                    Context::Store => self.bind(id),
                    Context::Del => {
                        self.bind(id);
                        self.symbol(id).deleted = true;
                    }
                }
                Ok(())
            }
            ExprKind::Slice { lower, upper, step } => {
                self.opt(lower)?;
                self.opt(upper)?;
                self.opt(step)
            }
        }
    }

    fn not_in_annotation(&mut self, span: Span, what: &str) -> Done {
        let kind = self.current().kind;
        let place = match kind {
            ScopeKind::Annotation => self.current().role,
            ScopeKind::TypeParams => "the definition of a generic",
            _ => return Ok(()),
        };
        Err(error_at(span, format!("{what} cannot be used within {place}")))
    }

    /// `await` may stand in an asynchronous function and in comprehensions, which are looked at as a whole.
    fn await_allowed(&mut self, span: Span) -> Done {
        let top_level = self.top_level_await;
        let scope = self.current();
        match scope.kind {
            ScopeKind::Comprehension | ScopeKind::GeneratorExpression => Ok(()),
            ScopeKind::Module if top_level => Ok(()),
            ScopeKind::Module | ScopeKind::Class => Err(error_at(span, "'await' outside function")),
            _ if scope.is_coroutine => Ok(()),
            _ => Err(error_at(span, "'await' outside async function")),
        }
    }

    /// `async for` and `async with` may stand in an asynchronous function.
    pub(super) fn asynchronous_statement(&mut self, span: Span, what: &str) -> Done {
        let top_level = self.top_level_await;
        let scope = self.current();
        if scope.kind == ScopeKind::Module && top_level {
            scope.is_coroutine = true;
        }
        if scope.is_coroutine {
            return Ok(());
        }
        Err(error_at(span, format!("'async {what}' outside async function")))
    }

    /// An asynchronous comprehension makes the block that it runs in a coroutine's, which that must be allowed to be.
    fn asynchronous_comprehension(&mut self, span: Span) -> Done {
        let top_level = self.top_level_await;
        let scope = self.current();
        let allowed = match scope.kind {
            ScopeKind::Comprehension | ScopeKind::GeneratorExpression => true,
            ScopeKind::Function => scope.is_coroutine,
            ScopeKind::Module => top_level,
            _ => false,
        };
        if !allowed {
            return Err(error_at(span, "asynchronous comprehension outside of an asynchronous function"));
        }
        scope.is_coroutine = true;
        scope.is_async_comprehension |= scope.kind == ScopeKind::Comprehension;
        Ok(())
    }

    fn yields(&mut self, span: Span) -> Done {
        self.not_in_annotation(span, "yield expression")?;
        let kind = self.current().kind;
        if matches!(kind, ScopeKind::Comprehension | ScopeKind::GeneratorExpression) {
            let what = match self.current().name {
                "<listcomp>" => "list comprehension",
                "<setcomp>" => "set comprehension",
                "<dictcomp>" => "dict comprehension",
                _ => "generator expression",
            };
            return Err(error_at(span, format!("'yield' inside {what}")));
        }
        self.current().is_generator = true;
        Ok(())
    }

    fn named_target(&mut self, target: &'a Expr<'a>, span: Span) -> Done {
        self.not_in_annotation(span, "named expression")?;
        if self.iterable_depth > 0 {
            let text = "assignment expression cannot be used in a comprehension iterable expression";
            return Err(error_at(span, text));
        }
        let ExprKind::Name { id, .. } = target.kind else { return self.expr(target) };
        let written = id;
        let arena = self.arena;
        let id = self.current().mangle(arena, id);
        let span = target.span;
        // The target of an assignment expression in a comprehension belongs to the block around it (PEP 572).
        let ids: Vec<ScopeId> = self.stack.iter().rev().copied().collect();
        let mut in_comprehension = false;
        for scope_id in ids {
            let kind = self.table.scopes[scope_id].kind;
            self.table.scopes[scope_id].has_walrus = true;
            if matches!(kind, ScopeKind::Comprehension | ScopeKind::GeneratorExpression) {
                if self.table.scopes[scope_id].symbols.get(id).is_some_and(|s| s.iteration) {
                    return Err(error_at(
                        span,
                        format!(
                            "assignment expression cannot rebind comprehension iteration variable '{written}'"
                        ),
                    ));
                }
                in_comprehension = true;
                let scope = &mut self.table.scopes[scope_id];
                if !scope.symbols.contains_key(id) {
                    scope.names.push(id);
                }
                let symbol = scope.symbols.entry(id).or_default();
                symbol.used = true;
                symbol.walrus = true;
                continue;
            }
            if in_comprehension
                && matches!(kind, ScopeKind::TypeParams | ScopeKind::Annotation)
                && self.table.scopes[scope_id].role != ANNOTATION
            {
                let place = match kind {
                    ScopeKind::TypeParams => "within the definition of a generic".to_owned(),
                    _ => format!("in {}", self.table.scopes[scope_id].role),
                };
                let text = format!("assignment expression within a comprehension cannot be used {place}");
                return Err(error_at(span, text));
            }
            if kind == ScopeKind::Class && in_comprehension {
                return Err(error_at(
                    span,
                    "assignment expression within a comprehension cannot be used in a class body",
                ));
            }
            let module = kind == ScopeKind::Module;
            let scope = &mut self.table.scopes[scope_id];
            if !scope.symbols.contains_key(id) {
                scope.names.push(id);
            }
            let symbol = scope.symbols.entry(id).or_default();
            // A module's may be declared global later on, as an imported one may.
            symbol.may_be_declared = module && in_comprehension && (!symbol.bound || symbol.may_be_declared);
            symbol.bound = true;
            symbol.only_annotated = false;
            if module && in_comprehension {
                symbol.global = true;
            }
            if symbol.global {
                for &inner in self.stack.iter().rev() {
                    if inner == scope_id {
                        break;
                    }
                    if let Some(symbol) = self.table.scopes[inner].symbols.get_mut(id) {
                        symbol.global = true;
                    }
                }
            }
            break;
        }
        Ok(())
    }

    /// What a comprehension iterates over.
    fn iterable(&mut self, e: &'a Expr<'a>) -> Done {
        self.iterable_depth += 1;
        let done = self.expr(e);
        self.iterable_depth -= 1;
        done
    }

    fn comprehension(
        &mut self,
        e: &'a Expr<'a>,
        kind: ScopeKind,
        elt: &'a Expr<'a>,
        value: Option<&'a Expr<'a>>,
        generators: &'a [Comprehension<'a>],
    ) -> Done {
        // The first iterable is evaluated outside.
        self.iterable(generators[0].iter)?;
        let name = match e.kind {
            ExprKind::ListComp { .. } => "<listcomp>",
            ExprKind::SetComp { .. } => "<setcomp>",
            ExprKind::DictComp { .. } => "<dictcomp>",
            _ => "<genexpr>",
        };
        self.enter(kind, name, e.span, Some((address(e), which::BODY)));
        if kind == ScopeKind::GeneratorExpression {
            self.symbol(".0").param = true;
            self.current().is_generator = true;
        }
        for (i, g) in generators.iter().enumerate() {
            if i > 0 {
                self.iterable(g.iter)?;
            }
            let outer = std::mem::replace(&mut self.in_iteration_target, true);
            let bound = self.expr(g.target);
            self.in_iteration_target = outer;
            bound?;
            self.exprs(g.ifs)?;
            if g.is_async {
                self.current().is_async_comprehension = true;
                self.current().is_coroutine = true;
            }
        }
        if let Some(value) = value {
            self.expr(value)?;
        }
        self.expr(elt)?;
        let asynchronous = kind == ScopeKind::Comprehension && self.current().is_coroutine;
        self.leave();
        if asynchronous {
            self.asynchronous_comprehension(e.span)?;
        }
        Ok(())
    }
}
