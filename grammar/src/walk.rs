//! A walk over a tree that tells of each node after its fields, as a stack machine wants it.

use crate::TypeComments;
use crate::ast::*;
use crate::nodes::NodeKind as K;

/// What is told of a tree. Each call stands for one value; `list` and `node` take those that were told before.
pub trait Sink {
    /// `None`: something that is missing.
    fn none(&mut self);
    /// Is the tree too deep to go on? Expressions are missing then.
    fn gives_up(&mut self) -> bool {
        false
    }
    /// An identifier or string.
    fn text(&mut self, text: &str);
    /// A constant.
    fn constant(&mut self, value: &Constant<'_>);
    /// A number.
    fn int(&mut self, value: i64);
    /// A list of the last `n` values.
    fn list(&mut self, n: usize);
    /// The type comment of a statement or parameter that stands there.
    fn type_comment(&mut self, _: Span) {
        self.none();
    }
    /// A statement's span: a type comment at its end belongs to it.
    fn stretch(&self, span: Span) -> Span {
        span
    }
    /// The list of comments that tell type checkers to ignore a line.
    fn type_ignores(&mut self) {
        self.list(0);
    }
    /// A node with the last values as its fields, in their order.
    fn node(&mut self, kind: K, span: Option<Span>);
}

/// Tells a sink of a whole tree.
pub fn walk(module: &Mod<'_>, sink: &mut impl Sink) {
    match module {
        Mod::Module { body } => {
            stmts(body, sink);
            sink.type_ignores();
            sink.node(K::Module, None);
        }
        Mod::Interactive { body } => {
            stmts(body, sink);
            sink.node(K::Interactive, None);
        }
        Mod::Expression { body } => {
            expr(body, sink);
            sink.node(K::Expression, None);
        }
        Mod::FunctionType { argtypes, returns } => {
            exprs(argtypes, sink);
            expr(returns, sink);
            sink.node(K::FunctionType, None);
        }
    }
}

/// Tells a sink of a statement's or parameter's type comment.
pub fn type_comment(comments: &TypeComments<'_>, span: Span, sink: &mut impl Sink) {
    match comments.of(span) {
        Some(text) => sink.text(text),
        None => sink.none(),
    }
}

/// Tells a sink of the comments that tell type checkers to ignore a line.
pub fn type_ignores(comments: &TypeComments<'_>, sink: &mut impl Sink) {
    for (line, tag) in &comments.ignores {
        sink.int(i64::from(*line));
        sink.text(tag);
        sink.node(K::TypeIgnore, None);
    }
    sink.list(comments.ignores.len());
}

fn stmts<S: Sink>(list: &[Stmt<'_>], s: &mut S) {
    for item in list {
        stmt(item, s);
    }
    s.list(list.len());
}

fn exprs<S: Sink>(list: &[Expr<'_>], s: &mut S) {
    for item in list {
        expr(item, s);
    }
    s.list(list.len());
}

fn optional<S: Sink>(item: Option<&Expr<'_>>, s: &mut S) {
    match item {
        Some(e) => expr(e, s),
        None => s.none(),
    }
}

fn optional_text<S: Sink>(text: Option<&str>, s: &mut S) {
    match text {
        Some(text) => s.text(text),
        None => s.none(),
    }
}

fn names<S: Sink>(list: &[&str], s: &mut S) {
    for name in list {
        s.text(name);
    }
    s.list(list.len());
}

fn function<S: Sink>(f: &FunctionDef<'_>, span: Span, s: &mut S) {
    s.text(f.name);
    arguments(f.args, s);
    stmts(f.body, s);
    exprs(f.decorators, s);
    optional(f.returns, s);
    s.type_comment(span);
    type_params(f.type_params, s);
}

fn type_params<S: Sink>(list: &[TypeParam<'_>], s: &mut S) {
    for p in list {
        s.text(p.name());
        let kind = match p.kind {
            TypeParamKind::TypeVar { bound, default_value, .. } => {
                optional(bound, s);
                optional(default_value, s);
                K::TypeVar
            }
            TypeParamKind::ParamSpec { default_value, .. } => {
                optional(default_value, s);
                K::ParamSpec
            }
            TypeParamKind::TypeVarTuple { default_value, .. } => {
                optional(default_value, s);
                K::TypeVarTuple
            }
        };
        s.node(kind, Some(p.span));
    }
    s.list(list.len());
}

fn for_loop<S: Sink>(f: &For<'_>, span: Span, s: &mut S) {
    expr(f.target, s);
    expr(f.iter, s);
    stmts(f.body, s);
    stmts(f.orelse, s);
    s.type_comment(span);
}

fn try_statement<S: Sink>(t: &Try<'_>, s: &mut S) {
    stmts(t.body, s);
    for h in t.handlers {
        optional(h.typ, s);
        optional_text(h.name, s);
        stmts(h.body, s);
        let span = s.stretch(h.span);
        s.node(K::ExceptHandler, Some(span));
    }
    s.list(t.handlers.len());
    stmts(t.orelse, s);
    stmts(t.finalbody, s);
}

fn with<S: Sink>(items: &[WithItem<'_>], body: &[Stmt<'_>], span: Span, s: &mut S) {
    for item in items {
        expr(item.context_expr, s);
        optional(item.optional_vars, s);
        s.node(K::WithItem, None);
    }
    s.list(items.len());
    stmts(body, s);
    s.type_comment(span);
}

fn aliases<S: Sink>(list: &[Alias<'_>], s: &mut S) {
    for a in list {
        s.text(a.name);
        optional_text(a.asname, s);
        s.node(K::Alias, Some(a.span));
    }
    s.list(list.len());
}

fn stmt<S: Sink>(stmt: &Stmt<'_>, s: &mut S) {
    let kind = match &stmt.kind {
        StmtKind::FunctionDef(f) => {
            function(f, stmt.span, s);
            K::FunctionDef
        }
        StmtKind::AsyncFunctionDef(f) => {
            function(f, stmt.span, s);
            K::AsyncFunctionDef
        }
        StmtKind::ClassDef(c) => {
            s.text(c.name);
            exprs(c.bases, s);
            keywords(c.keywords, s);
            stmts(c.body, s);
            exprs(c.decorators, s);
            type_params(c.type_params, s);
            K::ClassDef
        }
        StmtKind::Return(value) => {
            optional(*value, s);
            K::Return
        }
        StmtKind::Delete(targets) => {
            exprs(targets, s);
            K::Delete
        }
        StmtKind::Assign { targets, value } => {
            exprs(targets, s);
            expr(value, s);
            s.type_comment(stmt.span);
            K::Assign
        }
        StmtKind::TypeAlias { name, type_params: params, value } => {
            expr(name, s);
            type_params(params, s);
            expr(value, s);
            K::TypeAlias
        }
        StmtKind::AugAssign { target, op, value } => {
            expr(target, s);
            operator(*op, s);
            expr(value, s);
            K::AugAssign
        }
        StmtKind::AnnAssign { target, annotation, value, simple } => {
            expr(target, s);
            expr(annotation, s);
            optional(*value, s);
            s.int(i64::from(*simple));
            K::AnnAssign
        }
        StmtKind::For(f) => {
            for_loop(f, stmt.span, s);
            K::For
        }
        StmtKind::AsyncFor(f) => {
            for_loop(f, stmt.span, s);
            K::AsyncFor
        }
        StmtKind::While { test, body, orelse } => {
            expr(test, s);
            stmts(body, s);
            stmts(orelse, s);
            K::While
        }
        StmtKind::If { test, body, orelse } => {
            expr(test, s);
            stmts(body, s);
            stmts(orelse, s);
            K::If
        }
        StmtKind::With { items, body } => {
            with(items, body, stmt.span, s);
            K::With
        }
        StmtKind::AsyncWith { items, body } => {
            with(items, body, stmt.span, s);
            K::AsyncWith
        }
        StmtKind::Match { subject, cases } => {
            expr(subject, s);
            for case in *cases {
                pattern(case.pattern, s);
                optional(case.guard, s);
                stmts(case.body, s);
                s.node(K::MatchCase, None);
            }
            s.list(cases.len());
            K::Match
        }
        StmtKind::Raise { exc, cause } => {
            optional(*exc, s);
            optional(*cause, s);
            K::Raise
        }
        StmtKind::Try(t) => {
            try_statement(t, s);
            K::Try
        }
        StmtKind::TryStar(t) => {
            try_statement(t, s);
            K::TryStar
        }
        StmtKind::Assert { test, msg } => {
            expr(test, s);
            optional(*msg, s);
            K::Assert
        }
        StmtKind::Import(list) => {
            aliases(list, s);
            K::Import
        }
        StmtKind::ImportFrom { module, names, level } => {
            optional_text(*module, s);
            aliases(names, s);
            s.int(i64::from(*level));
            K::ImportFrom
        }
        StmtKind::Global(list) => {
            names(list, s);
            K::Global
        }
        StmtKind::Nonlocal(list) => {
            names(list, s);
            K::Nonlocal
        }
        StmtKind::Expr(e) => {
            expr(e, s);
            K::Expr
        }
        StmtKind::Pass => K::Pass,
        StmtKind::Break => K::Break,
        StmtKind::Continue => K::Continue,
    };
    let span = s.stretch(stmt.span);
    s.node(kind, Some(span));
}

fn arguments<S: Sink>(a: &Arguments<'_>, s: &mut S) {
    let args = |list: &[Arg<'_>], s: &mut S| {
        for a in list {
            arg(a, s);
        }
        s.list(list.len());
    };
    let one = |a: Option<&Arg<'_>>, s: &mut S| match a {
        Some(a) => arg(a, s),
        None => s.none(),
    };
    args(a.posonlyargs, s);
    args(a.args, s);
    one(a.vararg, s);
    args(a.kwonlyargs, s);
    for d in a.kw_defaults {
        optional(d.as_ref(), s);
    }
    s.list(a.kw_defaults.len());
    one(a.kwarg, s);
    exprs(a.defaults, s);
    s.node(K::Arguments, None);
}

fn arg<S: Sink>(a: &Arg<'_>, s: &mut S) {
    s.text(a.arg);
    optional(a.annotation, s);
    s.type_comment(a.span);
    s.node(K::Arg, Some(a.span));
}

fn keywords<S: Sink>(list: &[Keyword<'_>], s: &mut S) {
    for k in list {
        optional_text(k.arg, s);
        expr(k.value, s);
        s.node(K::Keyword, Some(k.span));
    }
    s.list(list.len());
}

fn comprehensions<S: Sink>(list: &[Comprehension<'_>], s: &mut S) {
    for c in list {
        expr(c.target, s);
        expr(c.iter, s);
        exprs(c.ifs, s);
        s.int(i64::from(c.is_async));
        s.node(K::Comprehension, None);
    }
    s.list(list.len());
}

fn context<S: Sink>(ctx: Context, s: &mut S) {
    s.node(
        match ctx {
            Context::Load => K::Load,
            Context::Store => K::Store,
            Context::Del => K::Del,
        },
        None,
    );
}

fn operator<S: Sink>(op: Operator, s: &mut S) {
    s.node(
        match op {
            Operator::Add => K::Add,
            Operator::Sub => K::Sub,
            Operator::Mult => K::Mult,
            Operator::MatMult => K::MatMult,
            Operator::Div => K::Div,
            Operator::Mod => K::Mod,
            Operator::Pow => K::Pow,
            Operator::LShift => K::LShift,
            Operator::RShift => K::RShift,
            Operator::BitOr => K::BitOr,
            Operator::BitXor => K::BitXor,
            Operator::BitAnd => K::BitAnd,
            Operator::FloorDiv => K::FloorDiv,
        },
        None,
    );
}

fn expr<S: Sink>(e: &Expr<'_>, s: &mut S) {
    if s.gives_up() {
        return s.none();
    }
    let kind = match &e.kind {
        ExprKind::BoolOp { op, values } => {
            s.node(if *op == BoolOp::And { K::And } else { K::Or }, None);
            exprs(values, s);
            K::BoolOp
        }
        ExprKind::NamedExpr { target, value } => {
            expr(target, s);
            expr(value, s);
            K::NamedExpr
        }
        ExprKind::BinOp { left, op, right } => {
            expr(left, s);
            operator(*op, s);
            expr(right, s);
            K::BinOp
        }
        ExprKind::UnaryOp { op, operand } => {
            s.node(
                match op {
                    UnaryOp::Invert => K::Invert,
                    UnaryOp::Not => K::Not,
                    UnaryOp::UAdd => K::UAdd,
                    UnaryOp::USub => K::USub,
                },
                None,
            );
            expr(operand, s);
            K::UnaryOp
        }
        ExprKind::Lambda { args, body } => {
            arguments(args, s);
            expr(body, s);
            K::Lambda
        }
        ExprKind::IfExp { test, body, orelse } => {
            expr(test, s);
            expr(body, s);
            expr(orelse, s);
            K::IfExp
        }
        ExprKind::Dict { keys, values } => {
            for key in *keys {
                optional(key.as_ref(), s);
            }
            s.list(keys.len());
            exprs(values, s);
            K::Dict
        }
        ExprKind::Set { elts } => {
            exprs(elts, s);
            K::Set
        }
        ExprKind::ListComp { elt, generators } => {
            expr(elt, s);
            comprehensions(generators, s);
            K::ListComp
        }
        ExprKind::SetComp { elt, generators } => {
            expr(elt, s);
            comprehensions(generators, s);
            K::SetComp
        }
        ExprKind::DictComp { key, value, generators } => {
            expr(key, s);
            expr(value, s);
            comprehensions(generators, s);
            K::DictComp
        }
        ExprKind::GeneratorExp { elt, generators } => {
            expr(elt, s);
            comprehensions(generators, s);
            K::GeneratorExp
        }
        ExprKind::Await(value) => {
            expr(value, s);
            K::Await
        }
        ExprKind::Yield(value) => {
            optional(*value, s);
            K::Yield
        }
        ExprKind::YieldFrom(value) => {
            expr(value, s);
            K::YieldFrom
        }
        ExprKind::Compare { left, ops, comparators } => {
            expr(left, s);
            for op in *ops {
                s.node(
                    match op {
                        CmpOp::Eq => K::Eq,
                        CmpOp::NotEq => K::NotEq,
                        CmpOp::Lt => K::Lt,
                        CmpOp::LtE => K::LtE,
                        CmpOp::Gt => K::Gt,
                        CmpOp::GtE => K::GtE,
                        CmpOp::Is => K::Is,
                        CmpOp::IsNot => K::IsNot,
                        CmpOp::In => K::In,
                        CmpOp::NotIn => K::NotIn,
                    },
                    None,
                );
            }
            s.list(ops.len());
            exprs(comparators, s);
            K::Compare
        }
        ExprKind::Call { func, args, keywords: list } => {
            expr(func, s);
            exprs(args, s);
            keywords(list, s);
            K::Call
        }
        ExprKind::FormattedValue { value, conversion, format_spec } => {
            expr(value, s);
            s.int(i64::from(*conversion));
            optional(*format_spec, s);
            K::FormattedValue
        }
        ExprKind::Interpolation { value, text, conversion, format_spec } => {
            expr(value, s);
            s.constant(text);
            s.int(i64::from(*conversion));
            optional(*format_spec, s);
            K::Interpolation
        }
        ExprKind::JoinedStr { values } => {
            exprs(values, s);
            K::JoinedStr
        }
        ExprKind::TemplateStr { values } => {
            exprs(values, s);
            K::TemplateStr
        }
        ExprKind::Constant { value, kind_u } => {
            s.constant(value);
            optional_text(kind_u.then_some("u"), s);
            K::Constant
        }
        ExprKind::Attribute { value, attr, ctx } => {
            expr(value, s);
            s.text(attr);
            context(*ctx, s);
            K::Attribute
        }
        ExprKind::Subscript { value, slice, ctx } => {
            expr(value, s);
            expr(slice, s);
            context(*ctx, s);
            K::Subscript
        }
        ExprKind::Starred { value, ctx } => {
            expr(value, s);
            context(*ctx, s);
            K::Starred
        }
        ExprKind::Name { id, ctx } => {
            s.text(id);
            context(*ctx, s);
            K::Name
        }
        ExprKind::List { elts, ctx } => {
            exprs(elts, s);
            context(*ctx, s);
            K::List
        }
        ExprKind::Tuple { elts, ctx } => {
            exprs(elts, s);
            context(*ctx, s);
            K::Tuple
        }
        ExprKind::Slice { lower, upper, step } => {
            optional(*lower, s);
            optional(*upper, s);
            optional(*step, s);
            K::Slice
        }
    };
    s.node(kind, Some(e.span));
}

fn patterns<S: Sink>(list: &[Pattern<'_>], s: &mut S) {
    for p in list {
        pattern(p, s);
    }
    s.list(list.len());
}

fn pattern<S: Sink>(p: &Pattern<'_>, s: &mut S) {
    let kind = match &p.kind {
        PatternKind::MatchValue(value) => {
            expr(value, s);
            K::MatchValue
        }
        PatternKind::MatchSingleton(value) => {
            s.constant(value);
            K::MatchSingleton
        }
        PatternKind::MatchSequence(list) => {
            patterns(list, s);
            K::MatchSequence
        }
        PatternKind::MatchMapping { keys, patterns: list, rest } => {
            exprs(keys, s);
            patterns(list, s);
            optional_text(*rest, s);
            K::MatchMapping
        }
        PatternKind::MatchClass { cls, patterns: list, kwd_attrs, kwd_patterns } => {
            expr(cls, s);
            patterns(list, s);
            names(kwd_attrs, s);
            patterns(kwd_patterns, s);
            K::MatchClass
        }
        PatternKind::MatchStar(name) => {
            optional_text(*name, s);
            K::MatchStar
        }
        PatternKind::MatchAs { pattern: inner, name } => {
            match inner {
                Some(inner) => pattern(inner, s),
                None => s.none(),
            }
            optional_text(*name, s);
            K::MatchAs
        }
        PatternKind::MatchOr(list) => {
            patterns(list, s);
            K::MatchOr
        }
    };
    s.node(kind, Some(p.span));
}
