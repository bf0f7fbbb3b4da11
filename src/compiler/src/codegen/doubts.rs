//! Warnings about expressions that can hardly be meant.

use super::Codegen;
use taipan_grammar::ast::*;

impl<'a> Codegen<'a, '_> {
    pub(super) fn warn_is(&mut self, left: &Expr<'_>, ops: &[CmpOp], comparators: &[Expr<'_>], span: Span) {
        let mut previous = left;
        for (op, right) in ops.iter().zip(comparators) {
            if matches!(op, CmpOp::Is | CmpOp::IsNot) {
                let kind = |e: &Expr<'_>| match e.kind {
                    ExprKind::Constant { value, .. } => match value {
                        Constant::Int(_) | Constant::BigInt { .. } => Some("int"),
                        Constant::Float(_) => Some("float"),
                        Constant::Complex(_) => Some("complex"),
                        Constant::Str(_) => Some("str"),
                        Constant::Bytes(_) => Some("bytes"),
                        _ => None,
                    },
                    ExprKind::Tuple { .. } => Some("tuple"),
                    _ => None,
                };
                if let Some(kind) = kind(previous).or_else(|| kind(right)) {
                    let (is, eq) = if *op == CmpOp::Is { ("is", "==") } else { ("is not", "!=") };
                    self.warn(span, format!("\"{is}\" with '{kind}' literal. Did you mean \"{eq}\"?"));
                }
            }
            previous = right;
        }
    }

    pub(super) fn warn_subscript(&mut self, value: &Expr<'_>, slice: &Expr<'_>) {
        let value_span = value.span;
        let of = match value.kind {
            ExprKind::Set { .. } | ExprKind::SetComp { .. } => "set",
            ExprKind::GeneratorExp { .. } => "generator",
            ExprKind::Lambda { .. } => "function",
            ExprKind::Constant { value, .. } => match value {
                Constant::None => "NoneType",
                Constant::Ellipsis => "ellipsis",
                Constant::True | Constant::False => "bool",
                Constant::Int(_) | Constant::BigInt { .. } => "int",
                Constant::Float(_) => "float",
                Constant::Complex(_) => "complex",
                Constant::Str(_) | Constant::Bytes(_) => {
                    return self.warn_index(value_name(&value), slice, value_span);
                }
                _ => return,
            },
            ExprKind::TemplateStr { .. } => "string.templatelib.Template",
            ExprKind::JoinedStr { .. } => return self.warn_index("str", slice, value_span),
            ExprKind::List { .. } | ExprKind::ListComp { .. } => {
                return self.warn_index("list", slice, value_span);
            }
            ExprKind::Tuple { .. } => return self.warn_index("tuple", slice, value_span),
            _ => return,
        };
        self.warn(value_span, format!("'{of}' object is not subscriptable; perhaps you missed a comma?"));
    }

    fn warn_index(&mut self, of: &str, slice: &Expr<'_>, span: Span) {
        let bad = match slice.kind {
            ExprKind::Tuple { .. } => "tuple",
            ExprKind::List { .. } | ExprKind::ListComp { .. } => "list",
            ExprKind::Set { .. } | ExprKind::SetComp { .. } => "set",
            ExprKind::Dict { .. } | ExprKind::DictComp { .. } => "dict",
            ExprKind::GeneratorExp { .. } => "generator",
            ExprKind::Lambda { .. } => "function",
            ExprKind::JoinedStr { .. } => "str",
            ExprKind::TemplateStr { .. } => "string.templatelib.Template",
            ExprKind::Constant { value, .. } => match value {
                Constant::Str(_) => "str",
                Constant::Bytes(_) => "bytes",
                Constant::Float(_) => "float",
                Constant::Complex(_) => "complex",
                Constant::Ellipsis => "ellipsis",
                Constant::None => "NoneType",
                _ => return,
            },
            _ => return,
        };
        self.warn(
            span,
            format!("{of} indices must be integers or slices, not {bad}; perhaps you missed a comma?"),
        );
    }
}

fn value_name(value: &Constant<'_>) -> &'static str {
    match value {
        Constant::Str(_) => "str",
        _ => "bytes",
    }
}
