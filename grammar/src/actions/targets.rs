//! Targets of assignments, deletions and loops: expressions whose context is changed.

use super::*;

impl<'a> Builder<'a, '_> {
    /// The expression as a target.
    pub(super) fn store(&self, e: E<'a>) -> Checked<E<'a>> {
        Ok(self.alloc(self.with_context(e, Context::Store)?))
    }

    fn with_context(&self, e: &Expr<'a>, ctx: Context) -> Checked<Expr<'a>> {
        let kind = match e.kind {
            ExprKind::Name { id, .. } => ExprKind::Name { id, ctx },
            ExprKind::Attribute { value, attr, .. } => ExprKind::Attribute { value, attr, ctx },
            ExprKind::Subscript { value, slice, .. } => ExprKind::Subscript { value, slice, ctx },
            ExprKind::Starred { value, .. } if ctx == Context::Store => {
                ExprKind::Starred { value: self.store(value)?, ctx }
            }
            ExprKind::Tuple { elts, .. } => ExprKind::Tuple { elts: self.all_with_context(elts, ctx)?, ctx },
            ExprKind::List { elts, .. } => ExprKind::List { elts: self.all_with_context(elts, ctx)?, ctx },
            _ => return refuse(),
        };
        Ok(Expr { kind, span: e.span })
    }

    fn all_with_context(&self, elts: &'a [Expr<'a>], ctx: Context) -> Checked<&'a [Expr<'a>]> {
        let changed: Checked<Vec<_>> = elts.iter().map(|e| self.with_context(e, ctx)).collect();
        Ok(self.copy(&changed?))
    }

    /// The first target of an assignment.
    pub fn first_target(&mut self, e: E<'a>) -> Checked<u32> {
        let e = self.store(e)?;
        Ok(self.first(e))
    }

    /// One target more.
    pub fn more_target(&mut self, list: u32, e: E<'a>) -> Checked<u32> {
        let e = self.store(e)?;
        Ok(self.more(list, e))
    }

    /// The first target of `del`.
    pub fn first_deleted(&mut self, e: E<'a>) -> Checked<u32> {
        let e = self.alloc(self.with_context(e, Context::Del)?);
        Ok(self.first(e))
    }

    /// One more.
    pub fn more_deleted(&mut self, list: u32, e: E<'a>) -> Checked<u32> {
        let e = self.alloc(self.with_context(e, Context::Del)?);
        Ok(self.more(list, e))
    }
}
