//! Python objects as a syntax tree, checked on the way: what comes out can be compiled.

use super::classes::{Ast, Classes};
use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;
use taipan_grammar::ast::*;
use taipan_grammar::nodes::{NODES, NodeKind};
use taipan_runtime::layout::{Tuple, Type};
use taipan_runtime::{CompileMode, Gc, R, Raised, Value, Vm, kinds};

/// Is the object a node of a syntax tree?
pub fn is_node(vm: &mut Vm, value: Value) -> bool {
    let Some(ast) = vm.class_made(Ast::TYPE.id) else { return false };
    let cls = vm.class_of(value);
    vm.is_subtype(cls, ast)
}

/// The tree of a module, expression or interactive statement.
pub fn from_objects<'a>(vm: &mut Vm, arena: &'a Bump, value: Value, mode: CompileMode) -> R<Mod<'a>> {
    let classes = Classes::get(vm)?;
    let mut reader = Reader { vm, arena, classes };
    let want = match mode {
        CompileMode::Exec => NodeKind::Module,
        CompileMode::Eval => NodeKind::Expression,
        CompileMode::Single => NodeKind::Interactive,
        CompileMode::FuncType => NodeKind::FunctionType,
    };
    if !reader.is(value, want) {
        let (want, of) = (want.info().name, reader.vm.type_name(value));
        return Err(reader.vm.type_error(format!("expected {want} node, got {of}")));
    }
    match mode {
        CompileMode::Exec => Ok(Mod::Module { body: reader.stmts(value, want, "body")? }),
        CompileMode::Single => Ok(Mod::Interactive { body: reader.stmts(value, want, "body")? }),
        CompileMode::Eval => Ok(Mod::Expression { body: reader.expr_field(value, want, "body")? }),
        CompileMode::FuncType => Ok(Mod::FunctionType {
            argtypes: reader.exprs(value, want, "argtypes", Context::Load)?,
            returns: reader.expr_field(value, want, "returns")?,
        }),
    }
}

struct Reader<'a, 'vm> {
    vm: &'vm mut Vm,
    arena: &'a Bump,
    classes: Gc<Tuple>,
}

impl<'a> Reader<'a, '_> {
    fn value_error(&mut self, text: &str) -> Raised {
        self.vm.value_error(text.to_owned())
    }

    fn is(&mut self, value: Value, kind: NodeKind) -> bool {
        let cls = self.classes.to_ref().as_slice()[kind as usize];
        let of = self.vm.class_of(value);
        cls.cast::<Type>().is_some_and(|cls| self.vm.is_subtype(of, cls))
    }

    /// Which kind of a sum a node is.
    fn kind(&mut self, value: Value, sum: &str) -> R<NodeKind> {
        let of = self.vm.class_of(value).value();
        let classes = self.classes.to_ref().as_slice();
        let exact = (0..NODES.len()).find(|&i| NODES[i].base == sum && classes[i] == of);
        let found = exact.or_else(|| {
            let of = self.vm.class_of(value);
            (0..NODES.len()).find(|&i| {
                NODES[i].base == sum
                    && classes[i].cast::<Type>().is_some_and(|cls| self.vm.is_subtype(of, cls))
            })
        });
        match found.and_then(NodeKind::from_number) {
            Some(kind) => Ok(kind),
            None => {
                let text = self.vm.repr(value)?.to_display();
                Err(self.vm.type_error(format!("expected some sort of {sum}, but got {text}")))
            }
        }
    }

    /// A field that may be missing or None.
    fn optional(&mut self, node: Value, name: &str) -> R<Option<Value>> {
        let name = self.vm.intern(name);
        Ok(self.vm.get_attr_opt(node, name)?.filter(|v| !v.is_none()))
    }

    fn required(&mut self, node: Value, kind: NodeKind, name: &str) -> R {
        let key = self.vm.intern(name);
        match self.vm.get_attr_opt(node, key)? {
            Some(value) => Ok(value),
            None => {
                let of = kind.info().name;
                Err(self.vm.type_error(format!("required field \"{name}\" missing from {of}")))
            }
        }
    }

    fn text(&mut self, value: Value) -> R<&'a str> {
        let Some(text) = self.vm.as_str(value) else {
            return Err(self.vm.type_error("AST identifier must be of type str"));
        };
        let text = text.to_display();
        if matches!(text.as_str(), "None" | "True" | "False") {
            return Err(self.vm.value_error(format!("identifier field can't represent '{text}' constant")));
        }
        Ok(self.arena.alloc_str(&text))
    }

    fn name(&mut self, node: Value, kind: NodeKind, field: &str) -> R<&'a str> {
        let value = self.required(node, kind, field)?;
        self.not_none(value, kind, field)?;
        self.text(value)
    }

    fn not_none(&mut self, value: Value, kind: NodeKind, field: &str) -> R<()> {
        if value.is_none() {
            let of = kind.info().name;
            return Err(self.value_error(&format!("field '{field}' is required for {of}")));
        }
        Ok(())
    }

    fn optional_name(&mut self, node: Value, field: &str) -> R<Option<&'a str>> {
        match self.optional(node, field)? {
            Some(value) => self.text(value).map(Some),
            None => Ok(None),
        }
    }

    fn int(&mut self, value: Value) -> R<i64> {
        if self.vm.as_int_value(value).is_none() {
            let text = self.vm.repr(value)?.to_display();
            return Err(self.value_error(&format!("invalid integer value: {text}")));
        }
        let i = self.vm.index_i64(value)?;
        if i32::try_from(i).is_err() {
            return Err(self.vm.overflow_error("Python int too large to convert to C int"));
        }
        Ok(i)
    }

    /// The items of a field that is a list.
    fn items(&mut self, node: Value, kind: NodeKind, field: &str) -> R<Vec<Value>> {
        let key = self.vm.intern(field);
        let Some(value) = self.vm.get_attr_opt(node, key)? else { return Ok(Vec::new()) };
        match self.vm.as_list(value) {
            Some(list) => Ok(list.to_ref().as_slice().to_vec()),
            None => {
                let (name, of) = (kind.info().name, self.vm.type_name(value));
                Err(self.vm.type_error(format!("{name} field \"{field}\" must be a list, not a {of}")))
            }
        }
    }

    fn list<T>(
        &mut self,
        node: Value,
        kind: NodeKind,
        field: &str,
        mut read: impl FnMut(&mut Self, Value) -> R<T>,
    ) -> R<&'a [T]> {
        let mut out = ArenaVec::new_in(self.arena);
        // The list in its node keeps the items alive.
        for value in self.items(node, kind, field)? {
            out.push(read(self, value)?);
        }
        Ok(out.into_bump_slice())
    }

    fn not_empty<T>(&mut self, list: &'a [T], what: &str, kind: NodeKind) -> R<&'a [T]> {
        if list.is_empty() {
            return Err(self.vm.value_error(format!("empty {what} on {}", kind.info().name)));
        }
        Ok(list)
    }

    fn span(&mut self, node: Value, sum: &str) -> R<Span> {
        let mut numbers = [0i64; 4];
        for (i, name) in ["lineno", "col_offset", "end_lineno", "end_col_offset"].iter().enumerate() {
            let key = self.vm.intern(name);
            let found = self.vm.get_attr_opt(node, key)?;
            let end_required = matches!(sum, "pattern" | "type_param");
            numbers[i] = match found {
                Some(value) if i < 2 || end_required || !value.is_none() => self.int(value)?,
                None if i < 2 || end_required => {
                    return Err(self.vm.type_error(format!("required field \"{name}\" missing from {sum}")));
                }
                Some(_) | None => numbers[i - 2],
            };
        }
        let [line, column, end_line, end_column] = numbers;
        if line > end_line {
            let text = format!("AST node line range ({line}, {end_line}) is not valid");
            return Err(self.value_error(&text));
        }
        if (line < 0 && end_line != line) || (column < 0 && end_column != column) {
            let text = format!(
                "AST node column range ({column}, {end_column}) for line range ({line}, {end_line}) is not valid"
            );
            return Err(self.value_error(&text));
        }
        if line == end_line && column > end_column {
            let text = format!("line {line}, column {column}-{end_column} is not a valid range");
            return Err(self.value_error(&text));
        }
        // The same number below zero twice says that the place is not known.
        let [line, column, end_line, end_column] = numbers.map(|n| n.max(0) as u32);
        Ok(Span { line, column, end_line, end_column })
    }

    fn stmts(&mut self, node: Value, kind: NodeKind, field: &str) -> R<&'a [Stmt<'a>]> {
        self.list(node, kind, field, |r, v| r.stmt(v))
    }

    fn body(&mut self, node: Value, kind: NodeKind) -> R<&'a [Stmt<'a>]> {
        let body = self.stmts(node, kind, "body")?;
        self.not_empty(body, "body", kind)
    }

    fn exprs(&mut self, node: Value, kind: NodeKind, field: &str, ctx: Context) -> R<&'a [Expr<'a>]> {
        self.list(node, kind, field, |r, v| {
            if v.is_none() {
                return Err(r.value_error("None disallowed in expression list"));
            }
            r.expr(v, ctx)
        })
    }

    fn expr_field(&mut self, node: Value, kind: NodeKind, field: &str) -> R<&'a Expr<'a>> {
        self.expr_field_in(node, kind, field, Context::Load)
    }

    fn expr_field_in(&mut self, node: Value, kind: NodeKind, field: &str, ctx: Context) -> R<&'a Expr<'a>> {
        let value = self.required(node, kind, field)?;
        self.not_none(value, kind, field)?;
        let expr = self.expr(value, ctx)?;
        Ok(self.arena.alloc(expr))
    }

    fn optional_expr(&mut self, node: Value, field: &str) -> R<Option<&'a Expr<'a>>> {
        match self.optional(node, field)? {
            Some(value) => {
                let expr = self.expr(value, Context::Load)?;
                Ok(Some(self.arena.alloc(expr)))
            }
            None => Ok(None),
        }
    }

    fn stmt(&mut self, node: Value) -> R<Stmt<'a>> {
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

    fn arguments(&mut self, node: Value, kind: NodeKind) -> R<&'a Arguments<'a>> {
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

    fn optional_exprs(&mut self, node: Value, kind: NodeKind, field: &str) -> R<&'a [Option<Expr<'a>>]> {
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

    fn keywords(&mut self, node: Value, kind: NodeKind) -> R<&'a [Keyword<'a>]> {
        self.list(node, kind, "keywords", |r, v| {
            let span = r.span(v, "keyword")?;
            let arg = r.optional_name(v, "arg")?;
            Ok(Keyword { arg, value: r.expr_field(v, NodeKind::Keyword, "value")?, span })
        })
    }

    fn comprehensions(&mut self, node: Value, kind: NodeKind) -> R<&'a [Comprehension<'a>]> {
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

    fn operator(&mut self, node: Value, kind: NodeKind) -> R<Operator> {
        let op = self.required(node, kind, "op")?;
        Ok(match self.kind(op, "operator")? {
            NodeKind::Add => Operator::Add,
            NodeKind::Sub => Operator::Sub,
            NodeKind::Mult => Operator::Mult,
            NodeKind::MatMult => Operator::MatMult,
            NodeKind::Div => Operator::Div,
            NodeKind::Mod => Operator::Mod,
            NodeKind::Pow => Operator::Pow,
            NodeKind::LShift => Operator::LShift,
            NodeKind::RShift => Operator::RShift,
            NodeKind::BitOr => Operator::BitOr,
            NodeKind::BitXor => Operator::BitXor,
            NodeKind::BitAnd => Operator::BitAnd,
            _ => Operator::FloorDiv,
        })
    }

    /// The context that a node says it has, which must be the one it is in.
    fn context(&mut self, node: Value, kind: NodeKind, want: Context) -> R<Context> {
        let ctx = self.required(node, kind, "ctx")?;
        let ctx = match self.kind(ctx, "expr_context")? {
            NodeKind::Load => Context::Load,
            NodeKind::Store => Context::Store,
            _ => Context::Del,
        };
        if ctx != want {
            let text = format!("expression must have {want:?} context but has {ctx:?} instead");
            return Err(self.value_error(&text));
        }
        Ok(ctx)
    }

    fn expr(&mut self, node: Value, ctx: Context) -> R<Expr<'a>> {
        self.vm.check_stack(" during ast construction")?;
        self.expr_inner(node, ctx)
    }

    fn conversion(&mut self, node: Value, kind: NodeKind) -> R<i32> {
        let value = self.required(node, kind, "conversion")?;
        let conversion = self.int(value)? as i32;
        if !matches!(conversion, -1 | 97 | 114 | 115) {
            return Err(self
                .vm
                .raise(kinds::SYSTEM_ERROR, format!("Unrecognized conversion character {conversion}")));
        }
        Ok(conversion)
    }

    fn expr_inner(&mut self, node: Value, ctx: Context) -> R<Expr<'a>> {
        let span = self.span(node, "expr")?;
        let k = self.kind(node, "expr")?;
        let load = Context::Load;
        let assignable = matches!(
            k,
            NodeKind::Attribute
                | NodeKind::Subscript
                | NodeKind::Starred
                | NodeKind::Name
                | NodeKind::List
                | NodeKind::Tuple
        );
        if !assignable && ctx != load {
            let text = format!("expression which can't be assigned to in {ctx:?} context");
            return Err(self.value_error(&text));
        }
        let kind = match k {
            NodeKind::BoolOp => {
                let op = self.required(node, k, "op")?;
                let op = if self.kind(op, "boolop")? == NodeKind::And { BoolOp::And } else { BoolOp::Or };
                let values = self.exprs(node, k, "values", load)?;
                if values.len() < 2 {
                    return Err(self.value_error("BoolOp with less than 2 values"));
                }
                ExprKind::BoolOp { op, values }
            }
            NodeKind::NamedExpr => {
                let target = self.required(node, k, "target")?;
                if self.kind(target, "expr")? != NodeKind::Name {
                    return Err(self.vm.type_error("NamedExpr target must be a Name"));
                }
                let target = self.expr_field_in(node, k, "target", Context::Store)?;
                ExprKind::NamedExpr { target, value: self.expr_field(node, k, "value")? }
            }
            NodeKind::BinOp => ExprKind::BinOp {
                left: self.expr_field(node, k, "left")?,
                op: self.operator(node, k)?,
                right: self.expr_field(node, k, "right")?,
            },
            NodeKind::UnaryOp => {
                let op = self.required(node, k, "op")?;
                let op = match self.kind(op, "unaryop")? {
                    NodeKind::Invert => UnaryOp::Invert,
                    NodeKind::Not => UnaryOp::Not,
                    NodeKind::UAdd => UnaryOp::UAdd,
                    _ => UnaryOp::USub,
                };
                ExprKind::UnaryOp { op, operand: self.expr_field(node, k, "operand")? }
            }
            NodeKind::Lambda => {
                ExprKind::Lambda { args: self.arguments(node, k)?, body: self.expr_field(node, k, "body")? }
            }
            NodeKind::IfExp => ExprKind::IfExp {
                test: self.expr_field(node, k, "test")?,
                body: self.expr_field(node, k, "body")?,
                orelse: self.expr_field(node, k, "orelse")?,
            },
            NodeKind::Dict => {
                let keys = self.optional_exprs(node, k, "keys")?;
                let values = self.exprs(node, k, "values", load)?;
                if keys.len() != values.len() {
                    return Err(self.value_error("Dict doesn't have the same number of keys as values"));
                }
                ExprKind::Dict { keys, values }
            }
            NodeKind::Set => ExprKind::Set { elts: self.exprs(node, k, "elts", load)? },
            NodeKind::ListComp => {
                let generators = self.comprehensions(node, k)?;
                ExprKind::ListComp { elt: self.expr_field(node, k, "elt")?, generators }
            }
            NodeKind::SetComp => {
                let generators = self.comprehensions(node, k)?;
                ExprKind::SetComp { elt: self.expr_field(node, k, "elt")?, generators }
            }
            NodeKind::GeneratorExp => {
                let generators = self.comprehensions(node, k)?;
                ExprKind::GeneratorExp { elt: self.expr_field(node, k, "elt")?, generators }
            }
            NodeKind::DictComp => {
                let generators = self.comprehensions(node, k)?;
                let key = self.expr_field(node, k, "key")?;
                ExprKind::DictComp { key, value: self.expr_field(node, k, "value")?, generators }
            }
            NodeKind::Await => ExprKind::Await(self.expr_field(node, k, "value")?),
            NodeKind::Yield => ExprKind::Yield(self.optional_expr(node, "value")?),
            NodeKind::YieldFrom => ExprKind::YieldFrom(self.expr_field(node, k, "value")?),
            NodeKind::Compare => {
                let left = self.expr_field(node, k, "left")?;
                let ops = self.list(node, k, "ops", |r, v| {
                    Ok(match r.kind(v, "cmpop")? {
                        NodeKind::Eq => CmpOp::Eq,
                        NodeKind::NotEq => CmpOp::NotEq,
                        NodeKind::Lt => CmpOp::Lt,
                        NodeKind::LtE => CmpOp::LtE,
                        NodeKind::Gt => CmpOp::Gt,
                        NodeKind::GtE => CmpOp::GtE,
                        NodeKind::Is => CmpOp::Is,
                        NodeKind::IsNot => CmpOp::IsNot,
                        NodeKind::In => CmpOp::In,
                        _ => CmpOp::NotIn,
                    })
                })?;
                let comparators = self.exprs(node, k, "comparators", load)?;
                if comparators.is_empty() {
                    return Err(self.value_error("Compare with no comparators"));
                }
                if comparators.len() != ops.len() {
                    return Err(
                        self.value_error("Compare has a different number of comparators and operands")
                    );
                }
                ExprKind::Compare { left, ops, comparators }
            }
            NodeKind::Call => ExprKind::Call {
                func: self.expr_field(node, k, "func")?,
                args: self.exprs(node, k, "args", load)?,
                keywords: self.keywords(node, k)?,
            },
            NodeKind::FormattedValue => ExprKind::FormattedValue {
                value: self.expr_field(node, k, "value")?,
                conversion: self.conversion(node, k)?,
                format_spec: self.optional_expr(node, "format_spec")?,
            },
            NodeKind::Interpolation => {
                let text = self.required(node, k, "str")?;
                ExprKind::Interpolation {
                    value: self.expr_field(node, k, "value")?,
                    text: self.constant(text)?,
                    conversion: self.conversion(node, k)?,
                    format_spec: self.optional_expr(node, "format_spec")?,
                }
            }
            NodeKind::JoinedStr => ExprKind::JoinedStr { values: self.exprs(node, k, "values", load)? },
            NodeKind::TemplateStr => ExprKind::TemplateStr { values: self.exprs(node, k, "values", load)? },
            NodeKind::Constant => {
                let value = self.required(node, k, "value")?;
                let kind_u = self.optional(node, "kind")?.is_some();
                ExprKind::Constant { value: self.constant(value)?, kind_u }
            }
            NodeKind::Attribute => ExprKind::Attribute {
                value: self.expr_field(node, k, "value")?,
                attr: self.name(node, k, "attr")?,
                ctx: self.context(node, k, ctx)?,
            },
            NodeKind::Subscript => ExprKind::Subscript {
                value: self.expr_field(node, k, "value")?,
                slice: self.expr_field(node, k, "slice")?,
                ctx: self.context(node, k, ctx)?,
            },
            NodeKind::Starred => ExprKind::Starred {
                value: self.expr_field_in(node, k, "value", ctx)?,
                ctx: self.context(node, k, ctx)?,
            },
            NodeKind::Name => {
                ExprKind::Name { id: self.name(node, k, "id")?, ctx: self.context(node, k, ctx)? }
            }
            NodeKind::List => {
                ExprKind::List { elts: self.exprs(node, k, "elts", ctx)?, ctx: self.context(node, k, ctx)? }
            }
            NodeKind::Tuple => {
                ExprKind::Tuple { elts: self.exprs(node, k, "elts", ctx)?, ctx: self.context(node, k, ctx)? }
            }
            _ => ExprKind::Slice {
                lower: self.optional_expr(node, "lower")?,
                upper: self.optional_expr(node, "upper")?,
                step: self.optional_expr(node, "step")?,
            },
        };
        Ok(Expr { kind, span })
    }

    fn constant(&mut self, value: Value) -> R<Constant<'a>> {
        let vm = &mut *self.vm;
        if value.is_none() {
            return Ok(Constant::None);
        }
        if value == Value::TRUE {
            return Ok(Constant::True);
        }
        if value == Value::FALSE {
            return Ok(Constant::False);
        }
        if value == Value::ELLIPSIS {
            return Ok(Constant::Ellipsis);
        }
        if vm.is_exact(value, kinds::INT) {
            if let Some(int) = vm.as_int_value(value)
                && let Some(i) = vm.int_to_i64(int)
            {
                return Ok(Constant::Int(i));
            }
            let spec = vm.new_str("x").value();
            let text = vm.call_method_named(value, "__format__", &[spec])?;
            let text = vm.str(text)?.to_display();
            return Ok(match text.strip_prefix('-') {
                Some(digits) => Constant::NegativeInt(self.arena.alloc_str(digits)),
                None => Constant::BigInt { digits: self.arena.alloc_str(&text), radix: 16 },
            });
        }
        if let Some(tuple) = vm.as_tuple(value).filter(|_| vm.is_exact(value, kinds::TUPLE)) {
            let items = self.constants(tuple)?;
            return Ok(Constant::Tuple(items));
        }
        if vm.is_exact(value, kinds::FROZENSET) {
            let items = vm.to_tuple(value)?;
            return Ok(Constant::FrozenSet(self.constants(items)?));
        }
        if vm.is_exact(value, kinds::FLOAT)
            && let Some(f) = vm.as_float(value)
        {
            return Ok(Constant::Float(f));
        }
        if vm.is_exact(value, kinds::STR)
            && let Some(text) = vm.as_str(value)
        {
            return Ok(Constant::Str(self.arena.alloc_slice_copy(text.to_ref().as_bytes())));
        }
        if vm.is_exact(value, kinds::BYTES)
            && let Some(bytes) = vm.bytes_of(value)
        {
            return Ok(Constant::Bytes(self.arena.alloc_slice_copy(bytes)));
        }
        if vm.is_exact(value, kinds::COMPLEX) {
            let (real, imag) = (vm.get_attr_named(value, "real")?, vm.get_attr_named(value, "imag")?);
            let (real, imag) = (vm.as_float(real).unwrap_or(0.0), vm.as_float(imag).unwrap_or(0.0));
            let is_plain = real.to_bits() == 0;
            return Ok(if is_plain { Constant::Complex(imag) } else { Constant::FullComplex(real, imag) });
        }
        let of = vm.type_name(value);
        Err(vm.type_error(format!("got an invalid type in Constant: {of}")))
    }

    /// The constants in a tuple or frozenset.
    fn constants(&mut self, items: Gc<Tuple>) -> R<&'a [Constant<'a>]> {
        self.vm.check_stack(" during compilation")?;
        let mut out = ArenaVec::new_in(self.arena);
        let mut failed = Ok(());
        for &item in items.to_ref().as_slice() {
            match self.constant(item) {
                Ok(constant) => out.push(constant),
                Err(raised) => failed = Err(raised),
            }
            if failed.is_err() {
                break;
            }
        }
        failed.map(|()| out.into_bump_slice() as &[Constant<'a>])
    }

    /// A name that a pattern binds.
    fn capture(&mut self, node: Value, field: &str) -> R<Option<&'a str>> {
        let name = self.optional_name(node, field)?;
        if name == Some("_") {
            return Err(self.value_error("can't capture name '_' in patterns"));
        }
        Ok(name)
    }

    /// What a pattern compares with: a literal, perhaps with a sign, or an attribute.
    fn check_literal(&mut self, value: &Expr<'_>) -> R<()> {
        let signed = |expr: &Expr<'_>, ok: &dyn Fn(Constant<'_>) -> bool| match expr.kind {
            ExprKind::Constant { value, .. } => ok(value),
            ExprKind::UnaryOp { op: UnaryOp::USub, operand } => {
                matches!(operand.kind, ExprKind::Constant { value, .. } if ok(value))
            }
            _ => false,
        };
        let is_right = match value.kind {
            ExprKind::Constant { value, .. } => {
                let literal = is_real(value)
                    || is_imaginary(value)
                    || matches!(value, Constant::Str(_) | Constant::Bytes(_));
                if !literal {
                    return Err(self.value_error("unexpected constant inside of a literal pattern"));
                }
                true
            }
            ExprKind::Attribute { .. } | ExprKind::JoinedStr { .. } | ExprKind::TemplateStr { .. } => true,
            ExprKind::UnaryOp { .. } => signed(value, &is_number),
            ExprKind::BinOp { left, op: Operator::Add | Operator::Sub, right } => {
                signed(left, &is_real)
                    && matches!(right.kind, ExprKind::Constant { value, .. } if is_imaginary(value))
            }
            _ => false,
        };
        if !is_right {
            return Err(self.value_error("patterns may only match literals and attribute lookups"));
        }
        Ok(())
    }

    fn patterns(&mut self, node: Value, kind: NodeKind, field: &str, star: bool) -> R<&'a [Pattern<'a>]> {
        self.list(node, kind, field, |r, v| r.pattern(v, star))
    }

    fn pattern(&mut self, node: Value, star: bool) -> R<Pattern<'a>> {
        self.vm.check_stack(" during ast construction")?;
        self.pattern_inner(node, star)
    }

    fn pattern_inner(&mut self, node: Value, star: bool) -> R<Pattern<'a>> {
        let span = self.span(node, "pattern")?;
        let k = self.kind(node, "pattern")?;
        let kind = match k {
            NodeKind::MatchValue => {
                let value = self.expr_field(node, k, "value")?;
                self.check_literal(value)?;
                PatternKind::MatchValue(value)
            }
            NodeKind::MatchSingleton => {
                let value = self.required(node, k, "value")?;
                let constant = self.constant(value)?;
                if !matches!(constant, Constant::None | Constant::True | Constant::False) {
                    return Err(self.value_error("MatchSingleton can only contain True, False and None"));
                }
                PatternKind::MatchSingleton(constant)
            }
            NodeKind::MatchSequence => PatternKind::MatchSequence(self.patterns(node, k, "patterns", true)?),
            NodeKind::MatchMapping => {
                let keys = self.exprs(node, k, "keys", Context::Load)?;
                let patterns = self.patterns(node, k, "patterns", false)?;
                if keys.len() != patterns.len() {
                    return Err(
                        self.value_error("MatchMapping doesn't have the same number of keys as patterns")
                    );
                }
                for key in keys {
                    if !matches!(
                        key.kind,
                        ExprKind::Constant { value: Constant::None | Constant::True | Constant::False, .. }
                    ) {
                        self.check_literal(key)?;
                    }
                }
                PatternKind::MatchMapping { keys, patterns, rest: self.capture(node, "rest")? }
            }
            NodeKind::MatchClass => {
                let cls = self.expr_field(node, k, "cls")?;
                let mut root = cls;
                while let ExprKind::Attribute { value, .. } = root.kind {
                    root = value;
                }
                if !matches!(root.kind, ExprKind::Name { .. }) {
                    return Err(
                        self.value_error("MatchClass cls field can only contain Name or Attribute nodes.")
                    );
                }
                let patterns = self.patterns(node, k, "patterns", false)?;
                let kwd_attrs = self.list(node, k, "kwd_attrs", |r, v| r.text(v))?;
                let kwd_patterns = self.patterns(node, k, "kwd_patterns", false)?;
                if kwd_attrs.len() != kwd_patterns.len() {
                    return Err(self.value_error(
                        "MatchClass doesn't have the same number of keyword attributes as patterns",
                    ));
                }
                PatternKind::MatchClass { cls, patterns, kwd_attrs, kwd_patterns }
            }
            NodeKind::MatchStar => {
                if !star {
                    return Err(self.value_error("can't use MatchStar here"));
                }
                PatternKind::MatchStar(self.capture(node, "name")?)
            }
            NodeKind::MatchAs => {
                let name = self.capture(node, "name")?;
                let pattern = match self.optional(node, "pattern")? {
                    Some(value) => {
                        let pattern = self.pattern(value, false)?;
                        Some(&*self.arena.alloc(pattern))
                    }
                    None => None,
                };
                if name.is_none() && pattern.is_some() {
                    return Err(self.value_error("MatchAs must specify a target name if a pattern is given"));
                }
                PatternKind::MatchAs { pattern, name }
            }
            _ => {
                let patterns = self.patterns(node, k, "patterns", false)?;
                if patterns.len() < 2 {
                    return Err(self.value_error("MatchOr requires at least 2 patterns"));
                }
                PatternKind::MatchOr(patterns)
            }
        };
        Ok(Pattern { kind, span })
    }
}

fn is_real(value: Constant<'_>) -> bool {
    matches!(
        value,
        Constant::Int(_) | Constant::BigInt { .. } | Constant::NegativeInt(_) | Constant::Float(_)
    )
}

fn is_imaginary(value: Constant<'_>) -> bool {
    matches!(value, Constant::Complex(_) | Constant::FullComplex(..))
}

fn is_number(value: Constant<'_>) -> bool {
    is_real(value) || is_imaginary(value)
}
