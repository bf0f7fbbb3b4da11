//! Expressions as text: what annotations are kept as under `from __future__ import annotations`.
//!
//! The text is the tree's, not the source's: spaces, parentheses and quotes are put where they are needed. Start with
//! [`expression`].

use crate::fold;
use taipan_grammar::ast::*;

/// How tightly an operator binds; what stands in a place that needs more is parenthesised.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Tuple,
    Test,
    Or,
    And,
    Not,
    Compare,
    BitOr,
    BitXor,
    BitAnd,
    Shift,
    Arith,
    Term,
    Factor,
    Power,
    Await,
    Atom,
}

impl Level {
    fn next(self) -> Level {
        use Level::*;
        const ALL: [Level; 16] = [
            Tuple, Test, Or, And, Not, Compare, BitOr, BitXor, BitAnd, Shift, Arith, Term, Factor, Power,
            Await, Atom,
        ];
        ALL[(self as usize + 1).min(ALL.len() - 1)]
    }
}

/// The text of an expression.
pub fn expression(e: &Expr<'_>) -> String {
    let mut w = Text { out: String::new() };
    w.expr(e, Level::Test);
    w.out
}

struct Text {
    out: String,
}

fn operator(op: Operator) -> (&'static str, Level) {
    match op {
        Operator::Add => (" + ", Level::Arith),
        Operator::Sub => (" - ", Level::Arith),
        Operator::Mult => (" * ", Level::Term),
        Operator::MatMult => (" @ ", Level::Term),
        Operator::Div => (" / ", Level::Term),
        Operator::Mod => (" % ", Level::Term),
        Operator::FloorDiv => (" // ", Level::Term),
        Operator::Pow => (" ** ", Level::Power),
        Operator::LShift => (" << ", Level::Shift),
        Operator::RShift => (" >> ", Level::Shift),
        Operator::BitOr => (" | ", Level::BitOr),
        Operator::BitXor => (" ^ ", Level::BitXor),
        Operator::BitAnd => (" & ", Level::BitAnd),
    }
}

fn comparison(op: CmpOp) -> &'static str {
    match op {
        CmpOp::Eq => " == ",
        CmpOp::NotEq => " != ",
        CmpOp::Lt => " < ",
        CmpOp::LtE => " <= ",
        CmpOp::Gt => " > ",
        CmpOp::GtE => " >= ",
        CmpOp::Is => " is ",
        CmpOp::IsNot => " is not ",
        CmpOp::In => " in ",
        CmpOp::NotIn => " not in ",
    }
}

impl Text {
    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn list<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        between: &str,
        mut item: impl FnMut(&mut Self, T),
    ) {
        for (i, x) in items.into_iter().enumerate() {
            if i > 0 {
                self.push(between);
            }
            item(self, x);
        }
    }

    fn exprs(&mut self, items: &[Expr<'_>]) {
        self.list(items, ", ", |w, e| w.expr(e, Level::Test));
    }

    /// Something of a level in a place of another.
    fn at(&mut self, own: Level, place: Level, body: impl FnOnce(&mut Self)) {
        let parens = place > own;
        if parens {
            self.push("(");
        }
        body(self);
        if parens {
            self.push(")");
        }
    }

    fn enclosed(&mut self, open: &str, close: &str, body: impl FnOnce(&mut Self)) {
        self.push(open);
        body(self);
        self.push(close);
    }

    fn expr(&mut self, e: &Expr<'_>, place: Level) {
        match e.kind {
            ExprKind::BoolOp { op, values } => {
                let (word, own) = match op {
                    BoolOp::And => (" and ", Level::And),
                    BoolOp::Or => (" or ", Level::Or),
                };
                self.at(own, place, |w| w.list(values, word, |w, v| w.expr(v, own.next())));
            }
            ExprKind::NamedExpr { target, value } => self.at(Level::Tuple, place, |w| {
                w.expr(target, Level::Atom);
                w.push(" := ");
                w.expr(value, Level::Atom);
            }),
            ExprKind::BinOp { left, op, right } => {
                let (word, own) = operator(op);
                let right_first = op == Operator::Pow;
                self.at(own, place, |w| {
                    w.expr(left, if right_first { own.next() } else { own });
                    w.push(word);
                    w.expr(right, if right_first { own } else { own.next() });
                });
            }
            ExprKind::UnaryOp { op, operand } => {
                let (word, own) = match op {
                    UnaryOp::Invert => ("~", Level::Factor),
                    UnaryOp::Not => ("not ", Level::Not),
                    UnaryOp::UAdd => ("+", Level::Factor),
                    UnaryOp::USub => ("-", Level::Factor),
                };
                self.at(own, place, |w| {
                    w.push(word);
                    w.expr(operand, own);
                });
            }
            ExprKind::Lambda { args, body } => self.at(Level::Test, place, |w| {
                let start = w.out.len();
                w.parameters(args);
                w.out.insert_str(start, if w.out.len() > start { "lambda " } else { "lambda" });
                w.push(": ");
                w.expr(body, Level::Test);
            }),
            ExprKind::IfExp { test, body, orelse } => self.at(Level::Test, place, |w| {
                w.expr(body, Level::Or);
                w.push(" if ");
                w.expr(test, Level::Or);
                w.push(" else ");
                w.expr(orelse, Level::Test);
            }),
            ExprKind::Dict { keys, values } => self.enclosed("{", "}", |w| {
                w.list(keys.iter().zip(values), ", ", |w, (key, value)| match key {
                    Some(key) => {
                        w.expr(key, Level::Test);
                        w.push(": ");
                        w.expr(value, Level::Test);
                    }
                    None => {
                        w.push("**");
                        w.expr(value, Level::BitOr);
                    }
                });
            }),
            ExprKind::Set { elts } => self.enclosed("{", "}", |w| w.exprs(elts)),
            ExprKind::List { elts, .. } => self.enclosed("[", "]", |w| w.exprs(elts)),
            ExprKind::ListComp { elt, generators } => {
                self.enclosed("[", "]", |w| w.comprehension(elt, None, generators));
            }
            ExprKind::SetComp { elt, generators } => {
                self.enclosed("{", "}", |w| w.comprehension(elt, None, generators));
            }
            ExprKind::GeneratorExp { elt, generators } => {
                self.enclosed("(", ")", |w| w.comprehension(elt, None, generators));
            }
            ExprKind::DictComp { key, value, generators } => {
                self.enclosed("{", "}", |w| w.comprehension(key, Some(value), generators));
            }
            ExprKind::Await(value) => self.at(Level::Await, place, |w| {
                w.push("await ");
                w.expr(value, Level::Atom);
            }),
            ExprKind::Yield(None) => self.push("(yield)"),
            ExprKind::Yield(Some(value)) => {
                self.enclosed("(yield ", ")", |w| w.expr(value, Level::Test));
            }
            ExprKind::YieldFrom(value) => {
                self.enclosed("(yield from ", ")", |w| w.expr(value, Level::Test));
            }
            ExprKind::Compare { left, ops, comparators } => self.at(Level::Compare, place, |w| {
                w.expr(left, Level::BitOr);
                for (&op, right) in ops.iter().zip(comparators) {
                    w.push(comparison(op));
                    w.expr(right, Level::BitOr);
                }
            }),
            ExprKind::Call { func, args, keywords } => {
                self.expr(func, Level::Atom);
                if let ([only], []) = (args, keywords)
                    && matches!(only.kind, ExprKind::GeneratorExp { .. })
                {
                    return self.expr(only, Level::Test);
                }
                self.enclosed("(", ")", |w| {
                    w.exprs(args);
                    if !args.is_empty() && !keywords.is_empty() {
                        w.push(", ");
                    }
                    w.list(keywords, ", ", |w, k| {
                        match k.arg {
                            Some(name) => {
                                w.push(name);
                                w.push("=");
                            }
                            None => w.push("**"),
                        }
                        w.expr(k.value, Level::Test);
                    });
                });
            }
            ExprKind::JoinedStr { .. } | ExprKind::FormattedValue { .. } => self.formatted("f", e),
            ExprKind::TemplateStr { .. } | ExprKind::Interpolation { .. } => self.formatted("t", e),
            ExprKind::Constant { value, kind_u } => {
                if kind_u {
                    self.push("u");
                }
                self.constant(&value);
            }
            ExprKind::Attribute { value, attr, .. } => {
                self.expr(value, Level::Atom);
                let int = matches!(
                    value.kind,
                    ExprKind::Constant { value: Constant::Int(_) | Constant::BigInt { .. }, .. }
                );
                self.push(if int { " ." } else { "." });
                self.push(attr);
            }
            ExprKind::Subscript { value, slice, .. } => {
                self.expr(value, Level::Atom);
                self.enclosed("[", "]", |w| w.expr(slice, Level::Tuple));
            }
            ExprKind::Starred { value, .. } => {
                self.push("*");
                self.expr(value, Level::BitOr);
            }
            ExprKind::Name { id, .. } => self.push(id),
            ExprKind::Tuple { elts: [], .. } => self.push("()"),
            ExprKind::Tuple { elts, .. } => self.at(Level::Tuple, place, |w| {
                w.exprs(elts);
                if elts.len() == 1 {
                    w.push(",");
                }
            }),
            ExprKind::Slice { lower, upper, step } => {
                if let Some(lower) = lower {
                    self.expr(lower, Level::Test);
                }
                self.push(":");
                if let Some(upper) = upper {
                    self.expr(upper, Level::Test);
                }
                if let Some(step) = step {
                    self.push(":");
                    self.expr(step, Level::Test);
                }
            }
        }
    }

    fn constant(&mut self, value: &Constant<'_>) {
        match value {
            Constant::Ellipsis => self.push("..."),
            Constant::Float(_) | Constant::Complex(_) | Constant::FullComplex(..) => {
                // There is no literal for infinity.
                let text = fold::repr(value).replace("inf", "1e309");
                self.push(&text);
            }
            Constant::Tuple(items) => self.enclosed("(", if items.len() == 1 { ",)" } else { ")" }, |w| {
                w.list(*items, ", ", |w, item| w.constant(item));
            }),
            value => {
                let text = fold::repr(value);
                self.push(&text);
            }
        }
    }

    fn comprehension(&mut self, elt: &Expr<'_>, value: Option<&Expr<'_>>, generators: &[Comprehension<'_>]) {
        self.expr(elt, Level::Test);
        if let Some(value) = value {
            self.push(": ");
            self.expr(value, Level::Test);
        }
        for g in generators {
            self.push(if g.is_async { " async for " } else { " for " });
            self.expr(g.target, Level::Tuple);
            self.push(" in ");
            self.expr(g.iter, Level::Or);
            for test in g.ifs {
                self.push(" if ");
                self.expr(test, Level::Or);
            }
        }
    }

    fn parameters(&mut self, a: &Arguments<'_>) {
        let mut first = true;
        let mut comma = |w: &mut Self| {
            if !std::mem::replace(&mut first, false) {
                w.push(", ");
            }
        };
        let n = a.posonlyargs.len() + a.args.len();
        let required = n - a.defaults.len();
        for (i, p) in a.posonlyargs.iter().chain(a.args).enumerate() {
            comma(self);
            self.parameter(p);
            if i >= required {
                self.push("=");
                self.expr(&a.defaults[i - required], Level::Test);
            }
            if i + 1 == a.posonlyargs.len() {
                self.push(", /");
            }
        }
        if a.vararg.is_some() || !a.kwonlyargs.is_empty() {
            comma(self);
            self.push("*");
            if let Some(p) = a.vararg {
                self.parameter(p);
            }
        }
        for (p, default) in a.kwonlyargs.iter().zip(a.kw_defaults) {
            comma(self);
            self.parameter(p);
            if let Some(default) = default {
                self.push("=");
                self.expr(default, Level::Test);
            }
        }
        if let Some(p) = a.kwarg {
            comma(self);
            self.push("**");
            self.parameter(p);
        }
    }

    fn parameter(&mut self, p: &Arg<'_>) {
        self.push(p.arg);
        if let Some(annotation) = p.annotation {
            self.push(": ");
            self.expr(annotation, Level::Test);
        }
    }

    /// An f- or t-string: its content, quoted as a whole.
    fn formatted(&mut self, prefix: &str, e: &Expr<'_>) {
        let mut content = Vec::new();
        push_part(&mut content, e);
        self.push(prefix);
        let text = fold::repr(&Constant::Str(&content));
        self.push(&text);
    }
}

/// What a part of an f-string looks like between its quotes.
fn push_part(out: &mut Vec<u8>, e: &Expr<'_>) {
    match e.kind {
        ExprKind::JoinedStr { values } | ExprKind::TemplateStr { values } => {
            values.iter().for_each(|v| push_part(out, v));
        }
        ExprKind::Constant { value: Constant::Str(text), .. } => {
            for &b in text {
                if matches!(b, b'{' | b'}') {
                    out.push(b);
                }
                out.push(b);
            }
        }
        ExprKind::FormattedValue { value, conversion, format_spec } => {
            let mut w = Text { out: String::new() };
            w.expr(value, Level::Or);
            push_field(out, w.out.as_bytes(), conversion, format_spec);
        }
        ExprKind::Interpolation { text, conversion, format_spec, .. } => {
            let text = if let Constant::Str(text) = text { text } else { b"" };
            push_field(out, text, conversion, format_spec);
        }
        _ => out.extend_from_slice(expression(e).as_bytes()),
    }
}

fn push_field(out: &mut Vec<u8>, text: &[u8], conversion: i32, format_spec: Option<&Expr<'_>>) {
    // Two opening braces would be one.
    out.extend_from_slice(if text.first() == Some(&b'{') { b"{ " } else { b"{" });
    out.extend_from_slice(text);
    if let Some(c) = u8::try_from(conversion).ok().filter(|&c| c > 0) {
        out.extend_from_slice(&[b'!', c]);
    }
    if let Some(spec) = format_spec {
        out.push(b':');
        push_part(out, spec);
    }
    out.push(b'}');
}
