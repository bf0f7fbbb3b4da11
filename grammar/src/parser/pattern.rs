//! `match` statements.

use super::{P, Parser};
use crate::ast::*;
use crate::lexer::Kind;

impl<'a> Parser<'a, '_> {
    /// Is this `match` the statement? Then its line ends in a colon, and a `case` follows.
    pub(super) fn is_match(&self) -> bool {
        let mut depth = 0i32;
        let mut colon = false;
        let mut i = self.at + 1;
        if self.peek_kind(1) == Kind::Op
            && !matches!(self.peek_text(1), "(" | "[" | "{" | "-" | "*" | "~" | "+" | "...")
        {
            return false;
        }
        while let Some(t) = self.tokens.get(i) {
            match t.kind {
                Kind::Op => match self.text_of(*t) {
                    "(" | "[" | "{" => depth += 1,
                    ")" | "]" | "}" => depth -= 1,
                    ":" if depth == 0 => colon = i > self.at + 1,
                    _ => {}
                },
                Kind::Newline => {
                    return colon
                        && self.tokens.get(i - 1).is_some_and(|t| self.text_of(*t) == ":")
                        && self.tokens.get(i + 1).is_some_and(|t| t.kind == Kind::Indent)
                        && self
                            .tokens
                            .get(i + 2)
                            .is_some_and(|t| t.kind == Kind::Name && self.text_of(*t) == "case");
                }
                Kind::End => return false,
                _ => {}
            }
            i += 1;
        }
        false
    }

    pub(super) fn match_stmt(&mut self) -> P<Stmt<'a>> {
        let start = self.start();
        self.advance();
        let from = self.start();
        let first = self.star_named_expression()?;
        let subject = if self.at_op(",") {
            let mut elts = vec![first];
            while self.eat_op(",") {
                if self.at_op(":") {
                    break;
                }
                elts.push(self.star_named_expression()?);
            }
            let elts = self.slice(&elts);
            self.expr_node(ExprKind::Tuple { elts, ctx: Context::Load }, from)
        } else {
            first
        };
        self.expect_op(":")?;
        self.advance();
        self.advance();
        let mut cases: Vec<MatchCase<'a>> = Vec::new();
        while self.at_keyword("case") {
            let word = self.start();
            self.advance();
            let pattern = self.patterns()?;
            let guard = if self.eat_keyword("if") {
                let e = self.named_expression()?;
                Some(self.alloc(e))
            } else {
                None
            };
            let body = self.block("'case' statement", word)?;
            let pattern = self.alloc(pattern);
            cases.push(MatchCase { pattern, guard, body });
        }
        if self.kind() == Kind::Dedent {
            self.advance();
        } else if self.kind() != Kind::End {
            return Err(self.unexpected());
        }
        let subject = self.alloc(subject);
        let cases = self.slice(&cases);
        Ok(self.close(StmtKind::Match { subject, cases }, start))
    }

    fn pattern_node(&self, kind: PatternKind<'a>, start: u32) -> Pattern<'a> {
        Pattern { kind, span: self.span_from(start) }
    }

    /// An open sequence, or one pattern.
    fn patterns(&mut self) -> P<Pattern<'a>> {
        let start = self.start();
        let first = self.maybe_star_pattern()?;
        if !self.at_op(",") {
            if matches!(first.kind, PatternKind::MatchStar(_)) {
                return Err(self.unexpected());
            }
            return Ok(first);
        }
        let mut items = vec![first];
        while self.eat_op(",") {
            if self.at_op(":") || self.at_keyword("if") {
                break;
            }
            items.push(self.maybe_star_pattern()?);
        }
        let items = self.slice(&items);
        Ok(self.pattern_node(PatternKind::MatchSequence(items), start))
    }

    fn maybe_star_pattern(&mut self) -> P<Pattern<'a>> {
        let start = self.start();
        if self.eat_op("*") {
            let name = self.name()?;
            let name = (name != "_").then_some(name);
            return Ok(self.pattern_node(PatternKind::MatchStar(name), start));
        }
        self.as_pattern()
    }

    fn as_pattern(&mut self) -> P<Pattern<'a>> {
        self.deeper()?;
        let start = self.start();
        let pattern = self.or_pattern()?;
        self.depth -= 1;
        if !self.eat_keyword("as") {
            return Ok(pattern);
        }
        let t = self.token();
        if self.at_name() && self.text() == "_" {
            return Err(self.error_at_token(t, "cannot use '_' as a target"));
        }
        if !self.at_name() {
            return Err(self.error_at_token(t, "invalid pattern target"));
        }
        let name = self.name()?;
        if self.kind() == Kind::Op && matches!(self.text(), "." | "[" | "(") {
            let what = match self.text() {
                "." => "attribute",
                "[" => "subscript",
                _ => "function call",
            };
            return Err(self.error_at_token(t, format!("cannot use {what} as pattern target")));
        }
        let pattern = Some(self.alloc(pattern));
        Ok(self.pattern_node(PatternKind::MatchAs { pattern, name: Some(name) }, start))
    }

    fn or_pattern(&mut self) -> P<Pattern<'a>> {
        let start = self.start();
        let first = self.closed_pattern()?;
        if !self.at_op("|") {
            return Ok(first);
        }
        let mut items = vec![first];
        while self.eat_op("|") {
            items.push(self.closed_pattern()?);
        }
        let items = self.slice(&items);
        Ok(self.pattern_node(PatternKind::MatchOr(items), start))
    }

    /// A number with sign, and perhaps an imaginary part.
    fn number_pattern(&mut self) -> P<Expr<'a>> {
        let start = self.start();
        let signed = |this: &mut Self| -> P<Expr<'a>> {
            let start = this.start();
            let minus = this.eat_op("-");
            let t = this.token();
            if t.kind != Kind::Number {
                return Err(this.unexpected());
            }
            this.advance();
            let value = this.number(t)?;
            let e = Expr {
                kind: ExprKind::Constant { value, kind_u: false },
                span: this.lines.span(t.start, t.end),
            };
            if !minus {
                return Ok(e);
            }
            let operand = this.alloc(e);
            Ok(this.expr_node(ExprKind::UnaryOp { op: UnaryOp::USub, operand }, start))
        };
        let left = signed(self)?;
        let op = if self.at_op("+") {
            Operator::Add
        } else if self.at_op("-") {
            Operator::Sub
        } else {
            return Ok(left);
        };
        // The sign does not count.
        let number = if let ExprKind::UnaryOp { operand, .. } = left.kind { operand } else { &left };
        if let ExprKind::Constant { value: Constant::Complex(_), .. } = number.kind {
            return Err(self.error_at_expr(number, "real number required in complex literal"));
        }
        self.advance();
        let t = self.token();
        let right = signed(self)?;
        if !matches!(right.kind, ExprKind::Constant { value: Constant::Complex(_), .. }) {
            return Err(self.error_at_token(t, "imaginary number required in complex literal"));
        }
        let (left, right) = (self.alloc(left), self.alloc(right));
        Ok(self.expr_node(ExprKind::BinOp { left, op, right }, start))
    }

    fn closed_pattern(&mut self) -> P<Pattern<'a>> {
        let start = self.start();
        match self.kind() {
            Kind::Number => {
                let e = self.number_pattern()?;
                let e = self.alloc(e);
                Ok(self.pattern_node(PatternKind::MatchValue(e), start))
            }
            Kind::String | Kind::FString => {
                let e = self.strings()?;
                if matches!(e.kind, ExprKind::JoinedStr { .. } | ExprKind::TemplateStr { .. }) {
                    return Err(
                        self.error_at_expr(&e, "patterns may only match literals and attribute lookups")
                    );
                }
                let e = self.alloc(e);
                Ok(self.pattern_node(PatternKind::MatchValue(e), start))
            }
            Kind::Op => match self.text() {
                "-" => {
                    let e = self.number_pattern()?;
                    let e = self.alloc(e);
                    Ok(self.pattern_node(PatternKind::MatchValue(e), start))
                }
                "(" => {
                    self.advance();
                    let mut items = Vec::new();
                    let mut comma = false;
                    while !self.at_op(")") {
                        items.push(self.maybe_star_pattern()?);
                        comma = self.eat_op(",");
                        if !comma {
                            break;
                        }
                    }
                    self.expect_op(")")?;
                    if let [one] = items[..]
                        && !comma
                        && !matches!(one.kind, PatternKind::MatchStar(_))
                    {
                        return Ok(one);
                    }
                    let items = self.slice(&items);
                    Ok(self.pattern_node(PatternKind::MatchSequence(items), start))
                }
                "[" => {
                    self.advance();
                    let mut items = Vec::new();
                    while !self.at_op("]") {
                        items.push(self.maybe_star_pattern()?);
                        if !self.eat_op(",") {
                            break;
                        }
                    }
                    self.expect_op("]")?;
                    let items = self.slice(&items);
                    Ok(self.pattern_node(PatternKind::MatchSequence(items), start))
                }
                "{" => self.mapping_pattern(),
                _ => Err(self.unexpected()),
            },
            Kind::Name => {
                let constant = match self.text() {
                    "None" => Some(Constant::None),
                    "True" => Some(Constant::True),
                    "False" => Some(Constant::False),
                    _ => None,
                };
                if let Some(c) = constant {
                    self.advance();
                    return Ok(self.pattern_node(PatternKind::MatchSingleton(c), start));
                }
                self.name_pattern()
            }
            _ => Err(self.unexpected()),
        }
    }

    /// A capture, a wildcard, a value or a class.
    fn name_pattern(&mut self) -> P<Pattern<'a>> {
        let start = self.start();
        let id = self.name()?;
        let mut e = self.expr_node(ExprKind::Name { id, ctx: Context::Load }, start);
        let mut dotted = false;
        while self.eat_op(".") {
            dotted = true;
            let attr = self.name()?;
            let value = self.alloc(e);
            e = self.expr_node(ExprKind::Attribute { value, attr, ctx: Context::Load }, start);
        }
        if self.at_op("(") {
            return self.class_pattern(e, start);
        }
        let kind = if dotted {
            PatternKind::MatchValue(self.alloc(e))
        } else {
            PatternKind::MatchAs { pattern: None, name: (id != "_").then_some(id) }
        };
        Ok(self.pattern_node(kind, start))
    }

    fn class_pattern(&mut self, cls: Expr<'a>, start: u32) -> P<Pattern<'a>> {
        self.advance();
        let (mut patterns, mut kwd_attrs, mut kwd_patterns) = (Vec::new(), Vec::new(), Vec::new());
        while !self.at_op(")") {
            if self.at_name() && self.peek_kind(1) == Kind::Op && self.peek_text(1) == "=" {
                kwd_attrs.push(self.name()?);
                self.advance();
                kwd_patterns.push(self.as_pattern()?);
            } else {
                let p = self.as_pattern()?;
                if !kwd_attrs.is_empty() {
                    return Err(self.error_at_span(
                        p.span,
                        p.span,
                        "positional patterns follow keyword patterns",
                    ));
                }
                patterns.push(p);
            }
            if !self.eat_op(",") {
                break;
            }
        }
        self.expect_op(")")?;
        let cls = self.alloc(cls);
        let kind = PatternKind::MatchClass {
            cls,
            patterns: self.slice(&patterns),
            kwd_attrs: self.slice(&kwd_attrs),
            kwd_patterns: self.slice(&kwd_patterns),
        };
        Ok(self.pattern_node(kind, start))
    }

    fn mapping_pattern(&mut self) -> P<Pattern<'a>> {
        let start = self.start();
        self.advance();
        let (mut keys, mut patterns, mut rest) = (Vec::new(), Vec::new(), None);
        while !self.at_op("}") {
            if rest.is_some() {
                let t = self.token();
                return Err(self.error_at_token(
                    t,
                    "double star pattern must be the last (right-most) subpattern in the mapping pattern",
                ));
            }
            if self.eat_op("**") {
                let t = self.token();
                if self.peek_text(0) == "_" {
                    return Err(self.error_at_token(t, "invalid syntax"));
                }
                rest = Some(self.name()?);
            } else {
                let from = self.start();
                let key = match self.closed_pattern()?.kind {
                    PatternKind::MatchValue(e) => *e,
                    PatternKind::MatchSingleton(value) => {
                        self.expr_node(ExprKind::Constant { value, kind_u: false }, from)
                    }
                    _ => return Err(self.unexpected()),
                };
                self.expect_op(":")?;
                keys.push(key);
                patterns.push(self.as_pattern()?);
            }
            if !self.eat_op(",") {
                break;
            }
        }
        self.expect_op("}")?;
        let kind =
            PatternKind::MatchMapping { keys: self.slice(&keys), patterns: self.slice(&patterns), rest };
        Ok(self.pattern_node(kind, start))
    }
}
