//! Patterns.

use super::*;

impl<'a> Reader<'a, '_> {
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

    pub(super) fn pattern(&mut self, node: Value, star: bool) -> R<Pattern<'a>> {
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
