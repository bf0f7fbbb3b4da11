//! Expressions and constants.

use super::*;

impl<'a> Reader<'a, '_> {
    pub(super) fn operator(&mut self, node: Value, kind: NodeKind) -> R<Operator> {
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

    pub(super) fn expr(&mut self, node: Value, ctx: Context) -> R<Expr<'a>> {
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

    pub(super) fn constant(&mut self, value: Value) -> R<Constant<'a>> {
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
}
