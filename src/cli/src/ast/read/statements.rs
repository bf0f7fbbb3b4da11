//! Statements, and what stands in them alone: parameters, keywords, clauses.

use super::*;

impl<'a> Reader<'a, '_> {
    pub(super) fn stmt(&mut self, node: Value) -> R<Stmt<'a>> {
        self.vm.check_stack(" during ast construction")?;
        self.stmt_inner(node)
    }

    fn function(&mut self, node: Value, kind: NodeKind) -> R<&'a FunctionDef<'a>> {
        let name = self.name(node, kind, "name")?;
        let args = self.arguments(node, kind)?;
        let body = self.body(node, kind)?;
        let decorators = self.exprs(node, kind, "decorator_list", Context::Load)?;
        let returns = self.optional_expr(node, "returns")?;
        let type_params = self.type_params(node, kind)?;
        Ok(self.arena.alloc(FunctionDef { name, args, body, decorators, returns, type_params }))
    }

    fn type_params(&mut self, node: Value, kind: NodeKind) -> R<&'a [TypeParam<'a>]> {
        self.list(node, kind, "type_params", |r, v| {
            let span = r.span(v, "type_param")?;
            let kind = r.kind(v, "type_param")?;
            let name = r.name(v, kind, "name")?;
            let default_value = r.optional_expr(v, "default_value")?;
            let kind = match kind {
                NodeKind::TypeVar => {
                    TypeParamKind::TypeVar { name, bound: r.optional_expr(v, "bound")?, default_value }
                }
                NodeKind::ParamSpec => TypeParamKind::ParamSpec { name, default_value },
                _ => TypeParamKind::TypeVarTuple { name, default_value },
            };
            Ok(TypeParam { kind, span })
        })
    }

    fn for_loop(&mut self, node: Value, kind: NodeKind) -> R<&'a For<'a>> {
        let target = self.expr_field_in(node, kind, "target", Context::Store)?;
        let iter = self.expr_field(node, kind, "iter")?;
        let body = self.body(node, kind)?;
        let orelse = self.stmts(node, kind, "orelse")?;
        Ok(self.arena.alloc(For { target, iter, body, orelse }))
    }

    fn try_statement(&mut self, node: Value, kind: NodeKind) -> R<&'a Try<'a>> {
        let body = self.body(node, kind)?;
        let handlers = self.list(node, kind, "handlers", |r, v| {
            let span = r.span(v, "excepthandler")?;
            let kind = r.kind(v, "excepthandler")?;
            let typ = r.optional_expr(v, "type")?;
            let name = r.optional_name(v, "name")?;
            let body = r.body(v, kind)?;
            Ok(ExceptHandler { typ, name, body, span })
        })?;
        let orelse = self.stmts(node, kind, "orelse")?;
        let finalbody = self.stmts(node, kind, "finalbody")?;
        let name = kind.info().name;
        if handlers.is_empty() && finalbody.is_empty() {
            return Err(self.value_error(&format!("{name} has neither except handlers nor finalbody")));
        }
        if handlers.is_empty() && !orelse.is_empty() {
            return Err(self.value_error(&format!("{name} has orelse but no except handlers")));
        }
        Ok(self.arena.alloc(Try { body, handlers, orelse, finalbody }))
    }

    fn with(&mut self, node: Value, kind: NodeKind) -> R<(&'a [WithItem<'a>], &'a [Stmt<'a>])> {
        let items = self.list(node, kind, "items", |r, v| {
            let context_expr = r.expr_field(v, NodeKind::WithItem, "context_expr")?;
            let optional_vars = match r.optional(v, "optional_vars")? {
                Some(target) => {
                    let target = r.expr(target, Context::Store)?;
                    Some(&*r.arena.alloc(target))
                }
                None => None,
            };
            Ok(WithItem { context_expr, optional_vars })
        })?;
        let items = self.not_empty(items, "items", kind)?;
        Ok((items, self.body(node, kind)?))
    }

    fn names(&mut self, node: Value, kind: NodeKind) -> R<&'a [&'a str]> {
        let names = self.list(node, kind, "names", |r, v| r.text(v))?;
        self.not_empty(names, "names", kind)
    }

    fn aliases(&mut self, node: Value, kind: NodeKind) -> R<&'a [Alias<'a>]> {
        let names = self.list(node, kind, "names", |r, v| {
            let span = r.span(v, "alias")?;
            let name = r.name(v, NodeKind::Alias, "name")?;
            let asname = r.optional_name(v, "asname")?;
            Ok(Alias { name, asname, span })
        })?;
        self.not_empty(names, "names", kind)
    }

    fn stmt_inner(&mut self, node: Value) -> R<Stmt<'a>> {
        if node.is_none() {
            return Err(self.value_error("None disallowed in statement list"));
        }
        let span = self.span(node, "stmt")?;
        let k = self.kind(node, "stmt")?;
        let kind = match k {
            NodeKind::FunctionDef => StmtKind::FunctionDef(self.function(node, k)?),
            NodeKind::AsyncFunctionDef => StmtKind::AsyncFunctionDef(self.function(node, k)?),
            NodeKind::ClassDef => {
                let name = self.name(node, k, "name")?;
                let bases = self.exprs(node, k, "bases", Context::Load)?;
                let keywords = self.keywords(node, k)?;
                let body = self.body(node, k)?;
                let decorators = self.exprs(node, k, "decorator_list", Context::Load)?;
                let type_params = self.type_params(node, k)?;
                StmtKind::ClassDef(self.arena.alloc(ClassDef {
                    name,
                    bases,
                    keywords,
                    body,
                    decorators,
                    type_params,
                }))
            }
            NodeKind::Return => StmtKind::Return(self.optional_expr(node, "value")?),
            NodeKind::Delete => {
                let targets = self.exprs(node, k, "targets", Context::Del)?;
                StmtKind::Delete(self.not_empty(targets, "targets", k)?)
            }
            NodeKind::Assign => {
                let targets = self.exprs(node, k, "targets", Context::Store)?;
                let targets = self.not_empty(targets, "targets", k)?;
                StmtKind::Assign { targets, value: self.expr_field(node, k, "value")? }
            }
            NodeKind::TypeAlias => {
                let name = self.expr_field_in(node, k, "name", Context::Store)?;
                if !matches!(name.kind, ExprKind::Name { .. }) {
                    return Err(self.vm.type_error("TypeAlias with non-Name name"));
                }
                let type_params = self.type_params(node, k)?;
                StmtKind::TypeAlias { name, type_params, value: self.expr_field(node, k, "value")? }
            }
            NodeKind::AugAssign => {
                let target = self.expr_field_in(node, k, "target", Context::Store)?;
                let op = self.operator(node, k)?;
                StmtKind::AugAssign { target, op, value: self.expr_field(node, k, "value")? }
            }
            NodeKind::AnnAssign => {
                let target = self.expr_field_in(node, k, "target", Context::Store)?;
                let annotation = self.expr_field(node, k, "annotation")?;
                let value = self.optional_expr(node, "value")?;
                let simple = self.required(node, k, "simple")?;
                let simple = self.int(simple)? != 0;
                if simple && !matches!(target.kind, ExprKind::Name { .. }) {
                    return Err(self.vm.type_error("AnnAssign with simple non-Name target"));
                }
                StmtKind::AnnAssign { target, annotation, value, simple }
            }
            NodeKind::For => StmtKind::For(self.for_loop(node, k)?),
            NodeKind::AsyncFor => StmtKind::AsyncFor(self.for_loop(node, k)?),
            NodeKind::While => StmtKind::While {
                test: self.expr_field(node, k, "test")?,
                body: self.body(node, k)?,
                orelse: self.stmts(node, k, "orelse")?,
            },
            NodeKind::If => StmtKind::If {
                test: self.expr_field(node, k, "test")?,
                body: self.body(node, k)?,
                orelse: self.stmts(node, k, "orelse")?,
            },
            NodeKind::With => {
                let (items, body) = self.with(node, k)?;
                StmtKind::With { items, body }
            }
            NodeKind::AsyncWith => {
                let (items, body) = self.with(node, k)?;
                StmtKind::AsyncWith { items, body }
            }
            NodeKind::Match => {
                let subject = self.expr_field(node, k, "subject")?;
                let cases = self.list(node, k, "cases", |r, v| {
                    let pattern = r.required(v, NodeKind::MatchCase, "pattern")?;
                    r.not_none(pattern, NodeKind::MatchCase, "pattern")?;
                    let pattern = r.pattern(pattern, false)?;
                    let guard = r.optional_expr(v, "guard")?;
                    let body = r.body(v, NodeKind::MatchCase)?;
                    Ok(MatchCase { pattern: r.arena.alloc(pattern), guard, body })
                })?;
                StmtKind::Match { subject, cases: self.not_empty(cases, "cases", k)? }
            }
            NodeKind::Raise => {
                let exc = self.optional_expr(node, "exc")?;
                let cause = self.optional_expr(node, "cause")?;
                if exc.is_none() && cause.is_some() {
                    return Err(self.value_error("Raise with cause but no exception"));
                }
                StmtKind::Raise { exc, cause }
            }
            NodeKind::Try => StmtKind::Try(self.try_statement(node, k)?),
            NodeKind::TryStar => StmtKind::TryStar(self.try_statement(node, k)?),
            NodeKind::Assert => StmtKind::Assert {
                test: self.expr_field(node, k, "test")?,
                msg: self.optional_expr(node, "msg")?,
            },
            NodeKind::Import => StmtKind::Import(self.aliases(node, k)?),
            NodeKind::ImportFrom => {
                let level = match self.optional(node, "level")? {
                    Some(level) => self.int(level)?,
                    None => 0,
                };
                let Ok(level) = u32::try_from(level) else {
                    return Err(self.value_error("Negative ImportFrom level"));
                };
                StmtKind::ImportFrom {
                    module: self.optional_name(node, "module")?,
                    names: self.aliases(node, k)?,
                    level,
                }
            }
            NodeKind::Global => StmtKind::Global(self.names(node, k)?),
            NodeKind::Nonlocal => StmtKind::Nonlocal(self.names(node, k)?),
            NodeKind::Expr => StmtKind::Expr(self.expr_field(node, k, "value")?),
            NodeKind::Pass => StmtKind::Pass,
            NodeKind::Break => StmtKind::Break,
            _ => StmtKind::Continue,
        };
        Ok(Stmt { kind, span })
    }

    pub(super) fn arguments(&mut self, node: Value, kind: NodeKind) -> R<&'a Arguments<'a>> {
        let k = NodeKind::Arguments;
        let node = self.required(node, kind, "args")?;
        if !self.is(node, k) {
            let text = self.vm.repr(node)?.to_display();
            return Err(self.vm.type_error(format!("expected some sort of arguments, but got {text}")));
        }
        let posonlyargs = self.list(node, k, "posonlyargs", |r, v| r.arg(v))?;
        let args = self.list(node, k, "args", |r, v| r.arg(v))?;
        let vararg = self.optional_arg(node, "vararg")?;
        let kwonlyargs = self.list(node, k, "kwonlyargs", |r, v| r.arg(v))?;
        let kw_defaults = self.optional_exprs(node, k, "kw_defaults")?;
        let kwarg = self.optional_arg(node, "kwarg")?;
        let defaults = self.exprs(node, k, "defaults", Context::Load)?;
        if defaults.len() > posonlyargs.len() + args.len() {
            return Err(self.value_error("more positional defaults than args on arguments"));
        }
        if kwonlyargs.len() != kw_defaults.len() {
            return Err(self.value_error("length of kwonlyargs is not the same as kw_defaults on arguments"));
        }
        Ok(self.arena.alloc(Arguments {
            posonlyargs,
            args,
            vararg,
            kwonlyargs,
            kw_defaults,
            kwarg,
            defaults,
        }))
    }

    pub(super) fn optional_exprs(
        &mut self,
        node: Value,
        kind: NodeKind,
        field: &str,
    ) -> R<&'a [Option<Expr<'a>>]> {
        self.list(
            node,
            kind,
            field,
            |r, v| {
                if v.is_none() { Ok(None) } else { r.expr(v, Context::Load).map(Some) }
            },
        )
    }

    fn arg(&mut self, node: Value) -> R<Arg<'a>> {
        let span = self.span(node, "arg")?;
        let arg = self.name(node, NodeKind::Arg, "arg")?;
        Ok(Arg { arg, annotation: self.optional_expr(node, "annotation")?, span })
    }

    fn optional_arg(&mut self, node: Value, field: &str) -> R<Option<&'a Arg<'a>>> {
        match self.optional(node, field)? {
            Some(value) => {
                let arg = self.arg(value)?;
                Ok(Some(self.arena.alloc(arg)))
            }
            None => Ok(None),
        }
    }

    pub(super) fn keywords(&mut self, node: Value, kind: NodeKind) -> R<&'a [Keyword<'a>]> {
        self.list(node, kind, "keywords", |r, v| {
            let span = r.span(v, "keyword")?;
            let arg = r.optional_name(v, "arg")?;
            Ok(Keyword { arg, value: r.expr_field(v, NodeKind::Keyword, "value")?, span })
        })
    }

    pub(super) fn comprehensions(&mut self, node: Value, kind: NodeKind) -> R<&'a [Comprehension<'a>]> {
        let k = NodeKind::Comprehension;
        let list = self.list(node, kind, "generators", |r, v| {
            let is_async = r.required(v, k, "is_async")?;
            Ok(Comprehension {
                target: r.expr_field_in(v, k, "target", Context::Store)?,
                iter: r.expr_field(v, k, "iter")?,
                ifs: r.exprs(v, k, "ifs", Context::Load)?,
                is_async: r.int(is_async)? != 0,
            })
        })?;
        if list.is_empty() {
            return Err(self.value_error("comprehension with no generators"));
        }
        Ok(list)
    }
}
