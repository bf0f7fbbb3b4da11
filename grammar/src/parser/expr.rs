//! Expressions.

use super::{P, Parser};
use crate::ast::*;
use crate::error::SyntaxError;
use crate::lexer::Kind;

/// How tightly a binary operator binds; `**` and the unary ones are apart.
fn precedence(op: &str) -> Option<(u8, Operator)> {
    Some(match op {
        "|" => (1, Operator::BitOr),
        "^" => (2, Operator::BitXor),
        "&" => (3, Operator::BitAnd),
        "<<" => (4, Operator::LShift),
        ">>" => (4, Operator::RShift),
        "+" => (5, Operator::Add),
        "-" => (5, Operator::Sub),
        "*" => (6, Operator::Mult),
        "/" => (6, Operator::Div),
        "//" => (6, Operator::FloorDiv),
        "%" => (6, Operator::Mod),
        "@" => (6, Operator::MatMult),
        _ => return None,
    })
}

impl<'a> Parser<'a, '_> {
    /// `star_expressions`: an expression, or a tuple without parentheses.
    pub(super) fn star_expressions(&mut self) -> P<Expr<'a>> {
        let start = self.start();
        let first = self.star_expression()?;
        if !self.at_op(",") {
            return Ok(first);
        }
        let mut elts = vec![first];
        while self.eat_op(",") {
            if !self.at_expression() {
                break;
            }
            elts.push(self.star_expression()?);
        }
        let elts = self.slice(&elts);
        Ok(self.expr_node(ExprKind::Tuple { elts, ctx: Context::Load }, start))
    }

    /// `expressions`: the same without stars.
    pub(super) fn expressions(&mut self) -> P<Expr<'a>> {
        let start = self.start();
        let first = self.expression()?;
        if !self.at_op(",") {
            return Ok(first);
        }
        let mut elts = vec![first];
        while self.eat_op(",") {
            if !self.at_expression() {
                break;
            }
            elts.push(self.expression()?);
        }
        let elts = self.slice(&elts);
        Ok(self.expr_node(ExprKind::Tuple { elts, ctx: Context::Load }, start))
    }

    /// Can an expression start here?
    pub(super) fn at_expression(&self) -> bool {
        match self.kind() {
            Kind::Number | Kind::String | Kind::FString => true,
            Kind::Name => {
                !super::KEYWORDS.contains(&self.text())
                    || matches!(self.text(), "None" | "True" | "False" | "not" | "lambda" | "await" | "yield")
            }
            Kind::Op => matches!(self.text(), "(" | "[" | "{" | "-" | "+" | "~" | "*" | "..." | "**"),
            _ => false,
        }
    }

    fn star_expression(&mut self) -> P<Expr<'a>> {
        if self.at_op("*") {
            return self.starred();
        }
        self.expression()
    }

    /// `*` with what follows.
    pub(super) fn starred(&mut self) -> P<Expr<'a>> {
        let start = self.start();
        self.expect_op("*")?;
        let value = self.bitwise_or()?;
        let value = self.alloc(value);
        Ok(self.expr_node(ExprKind::Starred { value, ctx: Context::Load }, start))
    }

    /// `star_named_expression`: an item of a display.
    pub(super) fn star_named_expression(&mut self) -> P<Expr<'a>> {
        if self.at_op("*") {
            return self.starred();
        }
        self.named_expression()
    }

    /// `named_expression`: with `:=`.
    pub(super) fn named_expression(&mut self) -> P<Expr<'a>> {
        let start = self.start();
        if self.at_name() && self.peek_kind(1) == Kind::Op && self.peek_text(1) == ":=" {
            let t = self.token();
            let id = self.name()?;
            let target = Expr {
                kind: ExprKind::Name { id, ctx: Context::Store },
                span: self.lines.span(t.start, t.end),
            };
            self.expect_op(":=")?;
            let value = self.expression()?;
            let (target, value) = (self.alloc(target), self.alloc(value));
            return Ok(self.expr_node(ExprKind::NamedExpr { target, value }, start));
        }
        let e = self.expression()?;
        if self.at_op(":=") {
            return Err(self.no_named_target(&e));
        }
        Ok(e)
    }

    pub(super) fn no_named_target(&self, e: &Expr<'a>) -> SyntaxError {
        let what = self.describe(e);
        self.error_at_expr(e, format!("cannot use assignment expressions with {what}"))
    }

    /// `=` where an expression is wanted: `if x = 3`.
    pub(super) fn condition(&mut self) -> P<Expr<'a>> {
        let start = self.at;
        let e = self.named_expression()?;
        if self.at_op("=") {
            return Err(self.assignment_in_expression(&e, start));
        }
        Ok(e)
    }

    fn assignment_in_expression(&mut self, e: &Expr<'a>, _start: usize) -> SyntaxError {
        match e.kind {
            ExprKind::Name { .. } => {
                let before = *e;
                self.advance();
                let end = match self.expression() {
                    Ok(right) => right,
                    Err(e) => return e,
                };
                self.error_at_span(
                    before.span,
                    end.span,
                    "invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
                )
            }
            _ => {
                let what = self.describe(e);
                match e.kind {
                    ExprKind::Attribute { .. } | ExprKind::Subscript { .. } => self.error_at_expr(
                        e,
                        format!("cannot assign to {what} here. Maybe you meant '==' instead of '='?"),
                    ),
                    _ => self.error_at_expr(
                        e,
                        format!("cannot assign to {what} here. Maybe you meant '==' instead of '='?"),
                    ),
                }
            }
        }
    }

    /// `expression`: the conditional, or a lambda.
    pub(super) fn expression(&mut self) -> P<Expr<'a>> {
        self.deeper()?;
        let result = self.expression_inner();
        self.depth -= 1;
        result
    }

    fn expression_inner(&mut self) -> P<Expr<'a>> {
        let start = self.start();
        if self.at_keyword("lambda") {
            return self.lambda();
        }
        if self.at_keyword("yield") {
            return Err(self.unexpected());
        }
        let body = self.disjunction()?;
        if !self.at_keyword("if") {
            return Ok(body);
        }
        self.advance();
        let test = self.disjunction()?;
        if !self.at_keyword("else") {
            if matches!(self.kind(), Kind::Newline | Kind::End)
                || (self.kind() == Kind::Op && !self.at_op(":"))
            {
                let span = self.span_from(start);
                return Err(self.error_at_span(span, span, "expected 'else' after 'if' expression"));
            }
            return Err(self.unexpected());
        }
        self.advance();
        let orelse = self.expression()?;
        let (test, body, orelse) = (self.alloc(test), self.alloc(body), self.alloc(orelse));
        Ok(self.expr_node(ExprKind::IfExp { test, body, orelse }, start))
    }

    fn lambda(&mut self) -> P<Expr<'a>> {
        let start = self.start();
        self.expect_keyword("lambda")?;
        let args = self.parameters(":", true)?;
        self.expect_op(":")?;
        let body = self.expression()?;
        let (args, body) = (self.alloc(args), self.alloc(body));
        Ok(self.expr_node(ExprKind::Lambda { args, body }, start))
    }

    /// `yield` and its value.
    pub(super) fn yield_expr(&mut self) -> P<Expr<'a>> {
        let start = self.start();
        self.expect_keyword("yield")?;
        if self.eat_keyword("from") {
            let value = self.expression()?;
            let value = self.alloc(value);
            return Ok(self.expr_node(ExprKind::YieldFrom(value), start));
        }
        let value = if self.at_expression() { Some(self.star_expressions()?) } else { None };
        let value = value.map(|v| self.alloc(v));
        Ok(self.expr_node(ExprKind::Yield(value), start))
    }

    fn disjunction(&mut self) -> P<Expr<'a>> {
        self.bool_op("or", BoolOp::Or, Self::conjunction)
    }

    fn conjunction(&mut self) -> P<Expr<'a>> {
        self.bool_op("and", BoolOp::And, Self::inversion)
    }

    fn bool_op(&mut self, word: &str, op: BoolOp, operand: fn(&mut Self) -> P<Expr<'a>>) -> P<Expr<'a>> {
        let start = self.start();
        let first = operand(self)?;
        if !self.at_keyword(word) {
            return Ok(first);
        }
        let mut values = vec![first];
        while self.eat_keyword(word) {
            values.push(operand(self)?);
        }
        let values = self.slice(&values);
        Ok(self.expr_node(ExprKind::BoolOp { op, values }, start))
    }

    fn inversion(&mut self) -> P<Expr<'a>> {
        let start = self.start();
        if !self.at_keyword("not") {
            return self.comparison();
        }
        self.deeper()?;
        self.advance();
        let operand = self.inversion()?;
        self.depth -= 1;
        let operand = self.alloc(operand);
        Ok(self.expr_node(ExprKind::UnaryOp { op: UnaryOp::Not, operand }, start))
    }

    fn compare_op(&mut self) -> P<Option<CmpOp>> {
        let op = match (self.kind(), self.text()) {
            (Kind::Op, "==") => CmpOp::Eq,
            (Kind::Op, "!=") => CmpOp::NotEq,
            (Kind::Op, "<") => CmpOp::Lt,
            (Kind::Op, "<=") => CmpOp::LtE,
            (Kind::Op, ">") => CmpOp::Gt,
            (Kind::Op, ">=") => CmpOp::GtE,
            (Kind::Name, "in") => CmpOp::In,
            (Kind::Name, "is") => {
                self.advance();
                return Ok(Some(if self.eat_keyword("not") { CmpOp::IsNot } else { CmpOp::Is }));
            }
            (Kind::Name, "not") if self.peek_text(1) == "in" => {
                self.at += 2;
                return Ok(Some(CmpOp::NotIn));
            }
            _ => return Ok(None),
        };
        self.advance();
        Ok(Some(op))
    }

    fn comparison(&mut self) -> P<Expr<'a>> {
        let start = self.start();
        let left = self.bitwise_or()?;
        let mut ops = Vec::new();
        let mut comparators = Vec::new();
        while let Some(op) = self.compare_op()? {
            ops.push(op);
            comparators.push(self.bitwise_or()?);
        }
        if ops.is_empty() {
            return Ok(left);
        }
        let left = self.alloc(left);
        let (ops, comparators) = (self.slice(&ops), self.slice(&comparators));
        Ok(self.expr_node(ExprKind::Compare { left, ops, comparators }, start))
    }

    /// `bitwise_or` and all that binds more tightly, from a flat run of operands and operators.
    pub(super) fn bitwise_or(&mut self) -> P<Expr<'a>> {
        let start = self.start();
        let first = self.factor()?;
        self.binary(first, start, 1)
    }

    /// `start`: where the left operand begins, with its parentheses.
    fn binary(&mut self, mut left: Expr<'a>, start: u32, min: u8) -> P<Expr<'a>> {
        loop {
            if self.kind() != Kind::Op {
                return Ok(left);
            }
            let Some((level, op)) = precedence(self.text()) else { return Ok(left) };
            if level < min {
                return Ok(left);
            }
            self.advance();
            let right_start = self.start();
            let mut right = self.factor()?;
            while self.kind() == Kind::Op
                && let Some((next, _)) = precedence(self.text())
                && next > level
            {
                right = self.binary(right, right_start, next)?;
            }
            let span = self.span_from(start);
            let (l, r) = (self.alloc(left), self.alloc(right));
            left = Expr { kind: ExprKind::BinOp { left: l, op, right: r }, span };
        }
    }

    fn factor(&mut self) -> P<Expr<'a>> {
        let start = self.start();
        let op = match (self.kind(), self.text()) {
            (Kind::Op, "+") => UnaryOp::UAdd,
            (Kind::Op, "-") => UnaryOp::USub,
            (Kind::Op, "~") => UnaryOp::Invert,
            _ => return self.power(),
        };
        self.deeper()?;
        self.advance();
        let operand = self.factor()?;
        self.depth -= 1;
        let operand = self.alloc(operand);
        Ok(self.expr_node(ExprKind::UnaryOp { op, operand }, start))
    }

    fn power(&mut self) -> P<Expr<'a>> {
        let start = self.start();
        let left = if self.at_keyword("await") {
            self.advance();
            let value = self.primary()?;
            let value = self.alloc(value);
            self.expr_node(ExprKind::Await(value), start)
        } else {
            self.primary()?
        };
        if !self.eat_op("**") {
            return Ok(left);
        }
        self.deeper()?;
        let right = self.factor()?;
        self.depth -= 1;
        let (left, right) = (self.alloc(left), self.alloc(right));
        Ok(self.expr_node(ExprKind::BinOp { left, op: Operator::Pow, right }, start))
    }

    /// An atom with attributes, calls and subscripts.
    pub(super) fn primary(&mut self) -> P<Expr<'a>> {
        let start = self.start();
        let mut e = self.atom()?;
        while self.kind() == Kind::Op {
            match self.text() {
                "." => {
                    self.advance();
                    let attr = self.name()?;
                    let value = self.alloc(e);
                    e = self.expr_node(ExprKind::Attribute { value, attr, ctx: Context::Load }, start);
                }
                "(" => {
                    let (args, keywords) = self.call_arguments()?;
                    let func = self.alloc(e);
                    e = self.expr_node(ExprKind::Call { func, args, keywords }, start);
                }
                "[" => {
                    self.advance();
                    let slice = self.slices()?;
                    self.expect_op("]")?;
                    let (value, slice) = (self.alloc(e), self.alloc(slice));
                    e = self.expr_node(ExprKind::Subscript { value, slice, ctx: Context::Load }, start);
                }
                _ => break,
            }
        }
        Ok(e)
    }

    fn slices(&mut self) -> P<Expr<'a>> {
        let start = self.start();
        let first = self.slice_item()?;
        if !self.at_op(",") {
            // `a[*b]` is a tuple.
            if matches!(first.kind, ExprKind::Starred { .. }) {
                let elts = self.slice(&[first]);
                return Ok(self.expr_node(ExprKind::Tuple { elts, ctx: Context::Load }, start));
            }
            return Ok(first);
        }
        let mut elts = vec![first];
        while self.eat_op(",") {
            if self.at_op("]") {
                break;
            }
            elts.push(self.slice_item()?);
        }
        let elts = self.slice(&elts);
        Ok(self.expr_node(ExprKind::Tuple { elts, ctx: Context::Load }, start))
    }

    fn slice_item(&mut self) -> P<Expr<'a>> {
        let start = self.start();
        if self.at_op("*") {
            return self.starred();
        }
        let lower = if self.at_op(":") { None } else { Some(self.named_expression()?) };
        if !self.at_op(":") {
            return match lower {
                Some(e) => Ok(e),
                None => Err(self.unexpected()),
            };
        }
        self.advance();
        let part = |this: &mut Self| -> P<Option<&'a Expr<'a>>> {
            if this.at_op(":") || this.at_op("]") || this.at_op(",") {
                return Ok(None);
            }
            let e = this.expression()?;
            Ok(Some(this.alloc(e)))
        };
        let upper = part(self)?;
        let step = if self.eat_op(":") { part(self)? } else { None };
        let lower = lower.map(|e| self.alloc(e));
        Ok(self.expr_node(ExprKind::Slice { lower, upper, step }, start))
    }

    /// The arguments of a call, brackets included.
    pub(super) fn call_arguments(&mut self) -> P<(&'a [Expr<'a>], &'a [Keyword<'a>])> {
        let open = self.start();
        self.expect_op("(")?;
        let mut args: Vec<Expr<'a>> = Vec::new();
        let mut keywords: Vec<Keyword<'a>> = Vec::new();
        while !self.at_op(")") {
            let start = self.start();
            if self.at_op("**") {
                self.advance();
                let value = self.expression()?;
                let value = self.alloc(value);
                keywords.push(Keyword { arg: None, value, span: self.span_from(start) });
            } else if self.at_op("*") {
                self.advance();
                let value = self.expression()?;
                if keywords.iter().any(|k| k.arg.is_none()) {
                    let span = self.span_from(start);
                    return Err(self.error_at_span(
                        span,
                        span,
                        "iterable argument unpacking follows keyword argument unpacking",
                    ));
                }
                let value = self.alloc(value);
                args.push(self.expr_node(ExprKind::Starred { value, ctx: Context::Load }, start));
            } else if self.kind() == Kind::Name
                && self.peek_kind(1) == Kind::Op
                && self.peek_text(1) == "="
                && (!super::KEYWORDS.contains(&self.text()))
            {
                let t = self.advance();
                let name = self.identifier(t);
                self.expect_op("=")?;
                if self.at_op(")") || self.at_op(",") {
                    let equals = self.tokens[self.at - 1];
                    return Err(self.lines.error(t.start, equals.end, "expected argument value expression"));
                }
                let value = self.expression()?;
                if self.at_keyword("for") || (self.at_keyword("async") && self.peek_text(1) == "for") {
                    let equals = self.lines.span(t.start, t.end + 1);
                    return Err(self.error_at_span(
                        equals,
                        equals,
                        "invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
                    ));
                }
                let value = self.alloc(value);
                let span = self.span_from(start);
                if keywords.iter().any(|k| k.arg == Some(name)) {
                    return Err(self.error_at_span(span, span, format!("keyword argument repeated: {name}")));
                }
                keywords.push(Keyword { arg: Some(name), value, span });
            } else {
                let is_named = self.at_name() && self.peek_kind(1) == Kind::Op && self.peek_text(1) == ":=";
                let e = if is_named { self.named_expression()? } else { self.expression()? };
                if self.at_op(":=") {
                    return Err(self.unexpected());
                }
                if self.at_keyword("for") || (self.at_keyword("async") && self.peek_text(1) == "for") {
                    let generators = self.comprehension_clauses()?;
                    // The only argument may do without parentheses of its own.
                    let alone = args.is_empty() && keywords.is_empty() && self.at_op(")");
                    let node_start = if alone { open } else { start };
                    let elt = self.alloc(e);
                    if !alone {
                        let span = self.span_from(start);
                        return Err(self.error_at_span(
                            span,
                            span,
                            "Generator expression must be parenthesized",
                        ));
                    }
                    self.expect_op(")")?;
                    let g = self.expr_node(ExprKind::GeneratorExp { elt, generators }, node_start);
                    return Ok((self.slice(&[g]), &[]));
                }
                if self.at_op("=") {
                    return Err(self.bad_keyword(&e));
                }
                if let Some(k) = keywords.last() {
                    let text = if k.arg.is_none() {
                        "positional argument follows keyword argument unpacking"
                    } else {
                        "positional argument follows keyword argument"
                    };
                    return Err(self.error_at_span(k.span, k.span, text));
                }
                args.push(e);
            }
            if !self.eat_op(",") {
                break;
            }
        }
        self.expect_op(")")?;
        Ok((self.slice(&args), self.slice(&keywords)))
    }

    fn bad_keyword(&mut self, e: &Expr<'a>) -> SyntaxError {
        match e.kind {
            ExprKind::Constant { value: Constant::True | Constant::False | Constant::None, .. } => {
                let text = match e.kind {
                    ExprKind::Constant { value: Constant::True, .. } => "True",
                    ExprKind::Constant { value: Constant::False, .. } => "False",
                    _ => "None",
                };
                let t = self.token();
                let mut span = e.span;
                let end = self.lines.span(t.start, t.end);
                span.end_line = end.end_line;
                span.end_column = end.end_column;
                self.error_at_span(span, span, format!("cannot assign to {text}"))
            }
            _ => {
                let t = self.token();
                let mut span = e.span;
                let end = self.lines.span(t.start, t.end);
                span.end_line = end.end_line;
                span.end_column = end.end_column;
                self.error_at_span(
                    span,
                    span,
                    "expression cannot contain assignment, perhaps you meant \"==\"?",
                )
            }
        }
    }

    fn atom(&mut self) -> P<Expr<'a>> {
        let start = self.start();
        match self.kind() {
            Kind::Name => {
                let constant = match self.text() {
                    "None" => Some(Constant::None),
                    "True" => Some(Constant::True),
                    "False" => Some(Constant::False),
                    _ => None,
                };
                if let Some(value) = constant {
                    self.advance();
                    return Ok(self.expr_node(ExprKind::Constant { value, kind_u: false }, start));
                }
                let id = self.name()?;
                Ok(self.expr_node(ExprKind::Name { id, ctx: Context::Load }, start))
            }
            Kind::Number => {
                let t = self.advance();
                let value = self.number(t)?;
                Ok(self.expr_node(ExprKind::Constant { value, kind_u: false }, start))
            }
            Kind::String | Kind::FString => self.strings(),
            Kind::Op => match self.text() {
                "(" => self.group(),
                "[" => self.list(),
                "{" => self.braces(),
                "..." => {
                    self.advance();
                    Ok(self.expr_node(ExprKind::Constant { value: Constant::Ellipsis, kind_u: false }, start))
                }
                _ => Err(self.unexpected()),
            },
            _ => Err(self.unexpected()),
        }
    }

    fn at_for(&self) -> bool {
        self.at_keyword("for") || (self.at_keyword("async") && self.peek_text(1) == "for")
    }

    /// A parenthesised expression, tuple or generator.
    fn group(&mut self) -> P<Expr<'a>> {
        let start = self.start();
        self.expect_op("(")?;
        if self.eat_op(")") {
            return Ok(self.expr_node(ExprKind::Tuple { elts: &[], ctx: Context::Load }, start));
        }
        if self.at_keyword("yield") {
            let e = self.yield_expr()?;
            self.expect_op(")")?;
            return Ok(e);
        }
        let item = self.at;
        let first = self.star_named_expression()?;
        if self.at_for() {
            self.check_comprehension_element(&first)?;
            let generators = self.comprehension_clauses()?;
            self.expect_op(")")?;
            let elt = self.alloc(first);
            return Ok(self.expr_node(ExprKind::GeneratorExp { elt, generators }, start));
        }
        if self.at_op("=") {
            return Err(self.assignment_in_expression(&first, item));
        }
        if self.at_op(",") {
            let mut elts = vec![first];
            while self.eat_op(",") {
                if self.at_op(")") {
                    break;
                }
                elts.push(self.star_named_expression()?);
            }
            self.expect_op(")")?;
            let elts = self.slice(&elts);
            return Ok(self.expr_node(ExprKind::Tuple { elts, ctx: Context::Load }, start));
        }
        self.expect_op(")")?;
        if matches!(first.kind, ExprKind::Starred { .. }) {
            return Err(self.error_at_expr(&first, "cannot use starred expression here"));
        }
        Ok(first)
    }

    fn check_comprehension_element(&self, e: &Expr<'a>) -> P<()> {
        if matches!(e.kind, ExprKind::Starred { .. }) {
            return Err(self.error_at_expr(e, "iterable unpacking cannot be used in comprehension"));
        }
        Ok(())
    }

    fn list(&mut self) -> P<Expr<'a>> {
        let start = self.start();
        self.expect_op("[")?;
        let mut elts = Vec::new();
        while !self.at_op("]") {
            let item = self.at;
            let e = self.star_named_expression()?;
            if elts.is_empty() && self.at_for() {
                self.check_comprehension_element(&e)?;
                let generators = self.comprehension_clauses()?;
                self.expect_op("]")?;
                let elt = self.alloc(e);
                return Ok(self.expr_node(ExprKind::ListComp { elt, generators }, start));
            }
            if self.at_op("=") {
                return Err(self.assignment_in_expression(&e, item));
            }
            elts.push(e);
            if !self.eat_op(",") {
                break;
            }
            if self.at_for() {
                return Err(self.unparenthesised_target(&elts));
            }
        }
        self.expect_op("]")?;
        let elts = self.slice(&elts);
        Ok(self.expr_node(ExprKind::List { elts, ctx: Context::Load }, start))
    }

    fn unparenthesised_target(&self, elts: &[Expr<'a>]) -> SyntaxError {
        match (elts.first(), elts.last()) {
            (Some(first), Some(last)) => self.error_at_span(
                first.span,
                last.span,
                "did you forget parentheses around the comprehension target?",
            ),
            _ => self.unexpected(),
        }
    }

    /// A dict or set display or comprehension.
    fn braces(&mut self) -> P<Expr<'a>> {
        let start = self.start();
        self.expect_op("{")?;
        if self.eat_op("}") {
            return Ok(self.expr_node(ExprKind::Dict { keys: &[], values: &[] }, start));
        }
        if !self.at_op("**") {
            let first = self.star_named_expression()?;
            if !self.at_op(":") {
                if self.at_for() {
                    self.check_comprehension_element(&first)?;
                    let generators = self.comprehension_clauses()?;
                    self.expect_op("}")?;
                    let elt = self.alloc(first);
                    return Ok(self.expr_node(ExprKind::SetComp { elt, generators }, start));
                }
                let mut elts = vec![first];
                while self.eat_op(",") {
                    if self.at_op("}") {
                        break;
                    }
                    elts.push(self.star_named_expression()?);
                }
                self.expect_op("}")?;
                let elts = self.slice(&elts);
                return Ok(self.expr_node(ExprKind::Set { elts }, start));
            }
            let colon = self.token();
            self.advance();
            if self.at_op("}") || self.at_op(",") {
                return Err(self.error_at_token(colon, "expression expected after dictionary key and ':'"));
            }
            let value = self.expression()?;
            if self.at_for() {
                let generators = self.comprehension_clauses()?;
                self.expect_op("}")?;
                let (key, value) = (self.alloc(first), self.alloc(value));
                return Ok(self.expr_node(ExprKind::DictComp { key, value, generators }, start));
            }
            return self.dict_rest(start, vec![Some(first)], vec![value]);
        }
        self.advance();
        let value = self.bitwise_or()?;
        if self.at_for() {
            return Err(self.error_at_expr(&value, "dict unpacking cannot be used in dict comprehension"));
        }
        self.dict_rest(start, vec![None], vec![value])
    }

    fn dict_rest(
        &mut self,
        start: u32,
        mut keys: Vec<Option<Expr<'a>>>,
        mut values: Vec<Expr<'a>>,
    ) -> P<Expr<'a>> {
        while self.eat_op(",") {
            if self.at_op("}") {
                break;
            }
            if self.eat_op("**") {
                keys.push(None);
                values.push(self.bitwise_or()?);
                continue;
            }
            let key = self.expression()?;
            if !self.at_op(":") {
                return Err(self.error_at_span(key.span, key.span, "':' expected after dictionary key"));
            }
            let colon = self.advance();
            if self.at_op("}") || self.at_op(",") {
                return Err(self.error_at_token(colon, "expression expected after dictionary key and ':'"));
            }
            keys.push(Some(key));
            values.push(self.expression()?);
        }
        self.expect_op("}")?;
        let (keys, values) = (self.slice(&keys), self.slice(&values));
        Ok(self.expr_node(ExprKind::Dict { keys, values }, start))
    }

    /// `for ... in ... if ...`, once or more.
    fn comprehension_clauses(&mut self) -> P<&'a [Comprehension<'a>]> {
        let mut clauses = Vec::new();
        while self.at_for() {
            let is_async = self.eat_keyword("async");
            self.expect_keyword("for")?;
            let target = self.star_targets("in")?;
            if !self.eat_keyword("in") {
                return Err(self.unexpected());
            }
            let iter = self.disjunction()?;
            let mut ifs = Vec::new();
            while self.eat_keyword("if") {
                ifs.push(self.disjunction_or_named()?);
            }
            let (target, iter) = (self.alloc(target), self.alloc(iter));
            clauses.push(Comprehension { target, iter, ifs: self.slice(&ifs), is_async });
        }
        Ok(self.slice(&clauses))
    }

    fn disjunction_or_named(&mut self) -> P<Expr<'a>> {
        self.disjunction()
    }
}
