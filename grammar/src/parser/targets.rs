//! Targets of assignments, deletions and loops: expressions whose context is changed.

use super::{P, Parser};
use crate::ast::*;
use crate::error::SyntaxError;

impl<'a> Parser<'a, '_> {
    /// `star_targets`, up to a keyword: what stands between `for` and `in`.
    pub(super) fn star_targets(&mut self, until: &str) -> P<Expr<'a>> {
        let start = self.start();
        let mut elts = Vec::new();
        let mut tuple = false;
        loop {
            let e = if self.at_op("*") { self.starred()? } else { self.bitwise_or()? };
            elts.push(e);
            if !self.eat_op(",") {
                break;
            }
            tuple = true;
            if self.at_keyword(until) {
                break;
            }
        }
        let e = if tuple {
            let elts = self.slice(&elts);
            self.expr_node(ExprKind::Tuple { elts, ctx: Context::Load }, start)
        } else {
            elts[0]
        };
        if !self.at_keyword(until) {
            return Err(self.unexpected());
        }
        self.store(&e)
    }

    /// The expression as a target.
    pub(super) fn store(&self, e: &Expr<'a>) -> P<Expr<'a>> {
        self.with_context(e, Context::Store).map_err(|bad| {
            let what = self.describe(&bad);
            self.error_at_expr(&bad, format!("cannot assign to {what}"))
        })
    }

    /// The expression as a target of `del`.
    pub(super) fn delete_target(&self, e: &Expr<'a>) -> P<Expr<'a>> {
        self.with_context(e, Context::Del).map_err(|bad| {
            let what = self.describe(&bad);
            self.error_at_expr(&bad, format!("cannot delete {what}"))
        })
    }

    fn with_context(&self, e: &Expr<'a>, ctx: Context) -> Result<Expr<'a>, Expr<'a>> {
        let kind = match e.kind {
            ExprKind::Name { id, .. } => ExprKind::Name { id, ctx },
            ExprKind::Attribute { value, attr, .. } => ExprKind::Attribute { value, attr, ctx },
            ExprKind::Subscript { value, slice, .. } => ExprKind::Subscript { value, slice, ctx },
            ExprKind::Starred { value, .. } if ctx == Context::Store => {
                let value = self.with_context(value, ctx)?;
                ExprKind::Starred { value: self.alloc(value), ctx }
            }
            ExprKind::Tuple { elts, .. } => ExprKind::Tuple { elts: self.all_with_context(elts, ctx)?, ctx },
            ExprKind::List { elts, .. } => ExprKind::List { elts: self.all_with_context(elts, ctx)?, ctx },
            _ => return Err(*e),
        };
        Ok(Expr { kind, span: e.span })
    }

    fn all_with_context(&self, elts: &'a [Expr<'a>], ctx: Context) -> Result<&'a [Expr<'a>], Expr<'a>> {
        let changed: Result<Vec<_>, _> = elts.iter().map(|e| self.with_context(e, ctx)).collect();
        Ok(self.slice(&changed?))
    }

    /// What an expression is called in messages.
    pub(super) fn describe(&self, e: &Expr<'a>) -> &'static str {
        match e.kind {
            ExprKind::BoolOp { .. } | ExprKind::BinOp { .. } | ExprKind::UnaryOp { .. } => "expression",
            ExprKind::NamedExpr { .. } => "named expression",
            ExprKind::Lambda { .. } => "lambda",
            ExprKind::IfExp { .. } => "conditional expression",
            ExprKind::Dict { .. } => "dict literal",
            ExprKind::Set { .. } => "set display",
            ExprKind::ListComp { .. } => "list comprehension",
            ExprKind::SetComp { .. } => "set comprehension",
            ExprKind::DictComp { .. } => "dict comprehension",
            ExprKind::GeneratorExp { .. } => "generator expression",
            ExprKind::Await(_) => "await expression",
            ExprKind::Yield(_) | ExprKind::YieldFrom(_) => "yield expression",
            ExprKind::Compare { .. } => "comparison",
            ExprKind::Call { .. } => "function call",
            ExprKind::FormattedValue { .. } | ExprKind::JoinedStr { .. } => "f-string expression",
            ExprKind::Interpolation { .. } | ExprKind::TemplateStr { .. } => "t-string expression",
            ExprKind::Constant { value, .. } => match value {
                Constant::None => "None",
                Constant::True => "True",
                Constant::False => "False",
                Constant::Ellipsis => "ellipsis",
                _ => "literal",
            },
            ExprKind::Attribute { .. } => "attribute",
            ExprKind::Subscript { .. } => "subscript",
            ExprKind::Starred { .. } => "starred",
            ExprKind::Name { .. } => "name",
            ExprKind::List { .. } => "list",
            ExprKind::Tuple { .. } => "tuple",
            ExprKind::Slice { .. } => "slice",
        }
    }

    /// An invalid target before `=`: the text depends on what it is.
    pub(super) fn invalid_target(&self, e: &Expr<'a>) -> SyntaxError {
        let mut bad = *e;
        // The innermost wrong part of a tuple or list is blamed.
        while let ExprKind::Tuple { elts, .. } | ExprKind::List { elts, .. } = bad.kind {
            match elts.iter().find(|e| self.with_context(e, Context::Store).is_err()) {
                Some(inner) => bad = *inner,
                None => break,
            }
        }
        if let ExprKind::Starred { value, .. } = bad.kind {
            bad = *value;
        }
        let what = self.describe(&bad);
        let alone = bad.span == e.span;
        let hint = alone
            && !matches!(
                bad.kind,
                ExprKind::Constant { value: Constant::None | Constant::True | Constant::False, .. }
            );
        if hint {
            return self.error_at_expr(
                &bad,
                format!("cannot assign to {what} here. Maybe you meant '==' instead of '='?"),
            );
        }
        self.error_at_expr(&bad, format!("cannot assign to {what}"))
    }
}
