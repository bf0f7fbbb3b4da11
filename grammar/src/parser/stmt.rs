//! Statements.

use super::{P, Parser};
use crate::ast::*;
use crate::error::{ErrorKind, SyntaxError};
use crate::lexer::{Kind, Token};

fn augmented(op: &str) -> Option<Operator> {
    Some(match op {
        "+=" => Operator::Add,
        "-=" => Operator::Sub,
        "*=" => Operator::Mult,
        "@=" => Operator::MatMult,
        "/=" => Operator::Div,
        "%=" => Operator::Mod,
        "&=" => Operator::BitAnd,
        "|=" => Operator::BitOr,
        "^=" => Operator::BitXor,
        "<<=" => Operator::LShift,
        ">>=" => Operator::RShift,
        "**=" => Operator::Pow,
        "//=" => Operator::FloorDiv,
        _ => return None,
    })
}

impl<'a> Parser<'a, '_> {
    fn stmt_node(&self, kind: StmtKind<'a>, start: u32) -> Stmt<'a> {
        Stmt { kind, span: self.span_from(start) }
    }

    /// A statement, or a line of simple ones.
    pub(super) fn statement(&mut self, out: &mut Vec<Stmt<'a>>) -> P<()> {
        self.deeper()?;
        let result = self.statement_inner(out);
        self.depth -= 1;
        if result.is_ok()
            && let Some(last) = out.last()
        {
            self.statement = (last.span.line, last.span.column);
        }
        result
    }

    fn statement_inner(&mut self, out: &mut Vec<Stmt<'a>>) -> P<()> {
        let start = self.start();
        if self.kind() == Kind::Indent {
            return Err(self.unexpected());
        }
        if self.kind() == Kind::Op && self.at_op("@") {
            out.push(self.decorated()?);
            return Ok(());
        }
        let compound = if self.kind() == Kind::Name {
            match self.text() {
                "if" => Some(self.if_stmt()?),
                "while" => Some(self.while_stmt()?),
                "for" => Some(self.for_stmt(start, false)?),
                "try" => Some(self.try_stmt()?),
                "with" => Some(self.with_stmt(start, false)?),
                "def" => Some(self.function_def(&[], start, false)?),
                "class" => Some(self.class_def(&[], start)?),
                "async" => Some(self.async_stmt(start)?),
                "match" if self.is_match() => Some(self.match_stmt()?),
                _ => None,
            }
        } else {
            None
        };
        match compound {
            Some(s) => {
                out.push(s);
                Ok(())
            }
            None => self.simple_stmts(out),
        }
    }

    fn simple_stmts(&mut self, out: &mut Vec<Stmt<'a>>) -> P<()> {
        loop {
            let s = self.simple_stmt()?;
            out.push(s);
            if !self.eat_op(";") {
                break;
            }
            if self.kind() == Kind::Newline {
                break;
            }
        }
        match self.kind() {
            Kind::Newline => {
                self.advance();
                Ok(())
            }
            Kind::End => Ok(()),
            _ => Err(self.trailing_error(out.last())),
        }
    }

    /// Where the expression ends that begins here, if one does: what is wrong in brackets makes it none.
    fn legacy_argument_end(&mut self) -> Option<u32> {
        let start = self.at;
        let parsed = self.expressions().is_ok();
        let stop = std::mem::replace(&mut self.at, start).min(self.tokens.len() - 1);
        if parsed {
            return Some(self.tokens[stop - 1].end);
        }
        let mut depth = 0;
        let mut end = None;
        for t in &self.tokens[start..stop] {
            match self.text_of(*t) {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth -= 1,
                _ => {}
            }
            // An operator at the end belongs to nothing.
            if t.kind != Kind::Op || matches!(self.text_of(*t), ")" | "]" | "}") {
                end = Some(t.end);
            }
        }
        end.filter(|_| depth == 0)
    }

    /// What stands behind a complete statement is wrong: perhaps a misspelt keyword or a print statement.
    fn trailing_error(&mut self, last: Option<&Stmt<'a>>) -> SyntaxError {
        if let Some(Stmt { kind: StmtKind::Expr(e), .. }) = last
            && let ExprKind::Name { id, .. } = e.kind
            && matches!(id, "print" | "exec")
            && self.at_expression()
            && let Some(end) = self.legacy_argument_end()
        {
            let end = self.lines.span(end, end);
            return self.error_at_span(
                e.span,
                end,
                format!("Missing parentheses in call to '{id}'. Did you mean {id}(...)?"),
            );
        }
        self.unexpected()
    }

    fn simple_stmt(&mut self) -> P<Stmt<'a>> {
        let start = self.start();
        if self.kind() == Kind::Name {
            match self.text() {
                "pass" => {
                    self.advance();
                    return Ok(self.stmt_node(StmtKind::Pass, start));
                }
                "break" => {
                    self.advance();
                    return Ok(self.stmt_node(StmtKind::Break, start));
                }
                "continue" => {
                    self.advance();
                    return Ok(self.stmt_node(StmtKind::Continue, start));
                }
                "return" => {
                    self.advance();
                    let value = if self.at_expression() { Some(self.star_expressions()?) } else { None };
                    let value = value.map(|v| self.alloc(v));
                    return Ok(self.stmt_node(StmtKind::Return(value), start));
                }
                "raise" => return self.raise_stmt(start),
                "global" | "nonlocal" => return self.scope_stmt(start),
                "del" => return self.del_stmt(start),
                "assert" => return self.assert_stmt(start),
                "import" => return self.import_stmt(start),
                "from" => return self.import_from(start),
                "type" if self.is_type_alias() => return self.type_alias(start),
                _ => {}
            }
        }
        self.expression_stmt(start)
    }

    fn raise_stmt(&mut self, start: u32) -> P<Stmt<'a>> {
        self.advance();
        let (mut exc, mut cause) = (None, None);
        if self.at_expression() {
            let e = self.expression()?;
            exc = Some(self.alloc(e));
            if self.eat_keyword("from") {
                let e = self.expression()?;
                cause = Some(self.alloc(e));
            }
        }
        Ok(self.stmt_node(StmtKind::Raise { exc, cause }, start))
    }

    fn scope_stmt(&mut self, start: u32) -> P<Stmt<'a>> {
        let global = self.text() == "global";
        self.advance();
        let mut names = vec![self.name()?];
        while self.eat_op(",") {
            names.push(self.name()?);
        }
        let names = self.slice(&names);
        Ok(self.stmt_node(if global { StmtKind::Global(names) } else { StmtKind::Nonlocal(names) }, start))
    }

    fn del_stmt(&mut self, start: u32) -> P<Stmt<'a>> {
        self.advance();
        let mut targets = Vec::new();
        loop {
            let e = self.bitwise_or()?;
            targets.push(self.delete_target(&e)?);
            if !self.eat_op(",") || matches!(self.kind(), Kind::Newline | Kind::End) || self.at_op(";") {
                break;
            }
        }
        let targets = self.slice(&targets);
        Ok(self.stmt_node(StmtKind::Delete(targets), start))
    }

    fn assert_stmt(&mut self, start: u32) -> P<Stmt<'a>> {
        self.advance();
        let test = self.expression()?;
        if self.at_op("=") {
            let e = self.invalid_target(&test);
            return Err(e);
        }
        let test = self.alloc(test);
        let msg = if self.eat_op(",") {
            let e = self.expression()?;
            Some(self.alloc(e))
        } else {
            None
        };
        Ok(self.stmt_node(StmtKind::Assert { test, msg }, start))
    }

    fn dotted_name(&mut self) -> P<&'a str> {
        let first = self.name()?;
        if !self.at_op(".") {
            return Ok(first);
        }
        let mut whole = first.to_owned();
        while self.eat_op(".") {
            whole.push('.');
            whole.push_str(self.name()?);
        }
        Ok(self.arena.alloc_str(&whole))
    }

    fn import_stmt(&mut self, start: u32) -> P<Stmt<'a>> {
        self.advance();
        let mut names = Vec::new();
        loop {
            let from = self.start();
            if matches!(self.kind(), Kind::Newline | Kind::End) {
                let t = self.token();
                return Err(self.lines.error(
                    t.start,
                    t.start + 1,
                    "Expected one or more names after 'import'",
                ));
            }
            let name = self.dotted_name()?;
            let asname = if self.eat_keyword("as") { Some(self.name()?) } else { None };
            names.push(Alias { name, asname, span: self.span_from(from) });
            if !self.eat_op(",") {
                break;
            }
        }
        let names = self.slice(&names);
        Ok(self.stmt_node(StmtKind::Import(names), start))
    }

    fn import_from(&mut self, start: u32) -> P<Stmt<'a>> {
        self.advance();
        let mut level = 0;
        loop {
            if self.eat_op(".") {
                level += 1;
            } else if self.eat_op("...") {
                level += 3;
            } else {
                break;
            }
        }
        let module = if self.at_keyword("import") { None } else { Some(self.dotted_name()?) };
        self.expect_keyword("import")?;
        let mut names = Vec::new();
        if self.at_op("*") {
            let from = self.start();
            self.advance();
            names.push(Alias { name: "*", asname: None, span: self.span_from(from) });
        } else {
            let brackets = self.eat_op("(");
            loop {
                let from = self.start();
                if matches!(self.kind(), Kind::Newline | Kind::End) {
                    let t = self.token();
                    return Err(self.lines.error(
                        t.start,
                        t.start + 1,
                        "Expected one or more names after 'import'",
                    ));
                }
                let name = self.name()?;
                let asname = if self.eat_keyword("as") { Some(self.name()?) } else { None };
                names.push(Alias { name, asname, span: self.span_from(from) });
                if !self.eat_op(",") {
                    break;
                }
                if brackets && self.at_op(")") {
                    break;
                }
                if !brackets && self.kind() == Kind::Newline {
                    let t = self.token();
                    return Err(self.lines.error(
                        t.start,
                        t.start + 1,
                        "trailing comma not allowed without surrounding parentheses",
                    ));
                }
            }
            if brackets {
                self.expect_op(")")?;
            }
        }
        let names = self.slice(&names);
        Ok(self.stmt_node(StmtKind::ImportFrom { module, names, level }, start))
    }

    /// `type` followed by a name on the same line, then `=` or `[`.
    fn is_type_alias(&self) -> bool {
        self.peek_kind(1) == Kind::Name
            && !super::KEYWORDS.contains(&self.peek_text(1))
            && self.peek_kind(2) == Kind::Op
            && matches!(self.peek_text(2), "=" | "[")
    }

    fn type_alias(&mut self, start: u32) -> P<Stmt<'a>> {
        self.advance();
        let from = self.start();
        let id = self.name()?;
        let name = self.expr_node(ExprKind::Name { id, ctx: Context::Store }, from);
        let type_params = self.type_params()?;
        self.expect_op("=")?;
        let value = self.expression()?;
        let (name, value) = (self.alloc(name), self.alloc(value));
        Ok(self.stmt_node(StmtKind::TypeAlias { name, type_params, value }, start))
    }

    fn type_params(&mut self) -> P<&'a [TypeParam<'a>]> {
        if !self.at_op("[") {
            return Ok(&[]);
        }
        let open = self.token();
        self.advance();
        if self.at_op("]") {
            return Err(self.error_at_token(open, "Type parameter list cannot be empty"));
        }
        let mut params = Vec::new();
        while !self.at_op("]") {
            let start = self.start();
            let stars = if self.eat_op("**") {
                2
            } else if self.eat_op("*") {
                1
            } else {
                0
            };
            let name = self.name()?;
            let mut bound = None;
            if self.at_op(":") {
                let colon = self.token();
                if stars > 0 {
                    let what = if stars == 1 { "TypeVarTuple" } else { "ParamSpec" };
                    self.advance();
                    let e = self.expression()?;
                    let is_tuple = matches!(e.kind, ExprKind::Tuple { .. });
                    let kind = if is_tuple { "constraints" } else { "bound" };
                    let start = self.lines.span(colon.start, colon.end);
                    return Err(self.error_at_span(start, e.span, format!("cannot use {kind} with {what}")));
                }
                self.advance();
                let e = self.expression()?;
                bound = Some(self.alloc(e));
            }
            let default_value = if self.eat_op("=") {
                let e = if stars == 1 && self.at_op("*") { self.starred()? } else { self.expression()? };
                Some(self.alloc(e))
            } else {
                None
            };
            let kind = match stars {
                0 => TypeParamKind::TypeVar { name, bound, default_value },
                1 => TypeParamKind::TypeVarTuple { name, default_value },
                _ => TypeParamKind::ParamSpec { name, default_value },
            };
            params.push(TypeParam { kind, span: self.span_from(start) });
            if !self.eat_op(",") {
                break;
            }
        }
        self.expect_op("]")?;
        Ok(self.slice(&params))
    }

    // --- expressions and assignments ---------------------------------------------------------------------------------

    fn expression_stmt(&mut self, start: u32) -> P<Stmt<'a>> {
        let parenthesised = self.at_op("(");
        let first = if self.at_keyword("yield") { self.yield_expr()? } else { self.star_expressions()? };
        if self.kind() == Kind::Op {
            let op = self.text();
            if op == ":" {
                return self.annotated(first, parenthesised, start);
            }
            if op == "=" {
                return self.assignment(first, start);
            }
            if let Some(op) = augmented(op) {
                if !matches!(
                    first.kind,
                    ExprKind::Name { .. } | ExprKind::Attribute { .. } | ExprKind::Subscript { .. }
                ) {
                    let what = self.describe(&first);
                    return Err(self.error_at_expr(
                        &first,
                        format!("'{what}' is an illegal expression for augmented assignment"),
                    ));
                }
                self.advance();
                let target = self.store(&first)?;
                let value =
                    if self.at_keyword("yield") { self.yield_expr()? } else { self.star_expressions()? };
                let (target, value) = (self.alloc(target), self.alloc(value));
                return Ok(self.stmt_node(StmtKind::AugAssign { target, op, value }, start));
            }
        }
        let last = match &first.kind {
            ExprKind::Tuple { elts: [.., last], .. } if !parenthesised => last,
            _ => &first,
        };
        if self.at_op(":=") && (parenthesised || !matches!(last.kind, ExprKind::Name { .. })) {
            return Err(self.no_named_target(last));
        }
        if matches!(first.kind, ExprKind::Starred { .. }) {
            return Err(self.error_at_expr(&first, "can't use starred expression here"));
        }
        let e = self.alloc(first);
        Ok(self.stmt_node(StmtKind::Expr(e), start))
    }

    fn assignment(&mut self, first: Expr<'a>, start: u32) -> P<Stmt<'a>> {
        let mut parts = vec![first];
        while self.eat_op("=") {
            parts.push(if self.at_keyword("yield") { self.yield_expr()? } else { self.star_expressions()? });
        }
        let value = parts.pop().expect("two parts at least");
        let mut targets = Vec::with_capacity(parts.len());
        for t in &parts {
            match self.store(t) {
                Ok(t) => targets.push(t),
                Err(_) => {
                    if let ExprKind::Yield(_) | ExprKind::YieldFrom(_) = t.kind {
                        return Err(self.error_at_expr(t, "assignment to yield expression not possible"));
                    }
                    return Err(self.invalid_target(t));
                }
            }
        }
        if matches!(value.kind, ExprKind::Starred { .. }) {
            return Err(self.error_at_expr(&value, "can't use starred expression here"));
        }
        let (targets, value) = (self.slice(&targets), self.alloc(value));
        Ok(self.stmt_node(StmtKind::Assign { targets, value }, start))
    }

    fn annotated(&mut self, first: Expr<'a>, parenthesised: bool, start: u32) -> P<Stmt<'a>> {
        let simple = matches!(first.kind, ExprKind::Name { .. }) && !parenthesised;
        match first.kind {
            ExprKind::Name { .. } | ExprKind::Attribute { .. } | ExprKind::Subscript { .. } => {}
            ExprKind::List { .. } => {
                return Err(self.error_at_expr(&first, "only single target (not list) can be annotated"));
            }
            ExprKind::Tuple { .. } => {
                return Err(self.error_at_expr(&first, "only single target (not tuple) can be annotated"));
            }
            _ => {
                // `else` and friends without their statement, `print x: ...`
                if let ExprKind::Constant { .. } | ExprKind::Call { .. } = first.kind {
                    return Err(self.error_at_expr(&first, "illegal target for annotation"));
                }
                return Err(self.error_at_expr(&first, "illegal target for annotation"));
            }
        }
        self.expect_op(":")?;
        if matches!(self.kind(), Kind::Newline | Kind::End) {
            return Err(self.unexpected());
        }
        let annotation = self.expression()?;
        let target = self.store(&first)?;
        let value = if self.eat_op("=") {
            let e = if self.at_keyword("yield") { self.yield_expr()? } else { self.star_expressions()? };
            Some(self.alloc(e))
        } else {
            None
        };
        let (target, annotation) = (self.alloc(target), self.alloc(annotation));
        Ok(self.stmt_node(StmtKind::AnnAssign { target, annotation, value, simple }, start))
    }

    // --- blocks ------------------------------------------------------------------------------------------------------

    /// The block behind a colon. `what` and `line` name the statement it belongs to.
    pub(super) fn block(&mut self, what: &str, owner: u32) -> P<&'a [Stmt<'a>]> {
        self.expect_op(":")?;
        let mut body = Vec::new();
        if self.kind() != Kind::Newline {
            self.simple_stmts(&mut body)?;
            return Ok(self.slice(&body));
        }
        self.advance();
        if self.kind() != Kind::Indent {
            let (line, _) = self.lines.place(owner);
            let message = format!("expected an indented block after {what} on line {line}");
            return Err(SyntaxError { kind: ErrorKind::Indentation, ..self.error_here(message) });
        }
        self.advance();
        while !matches!(self.kind(), Kind::Dedent | Kind::End) {
            self.statement(&mut body)?;
        }
        if self.kind() == Kind::Dedent {
            self.advance();
        }
        Ok(self.slice(&body))
    }

    /// A statement with a block ends with the block's last token, be it a semicolon.
    pub(super) fn close(&self, kind: StmtKind<'a>, start: u32) -> Stmt<'a> {
        let before = self.tokens[..self.at.min(self.tokens.len())].iter().rev();
        let last =
            before.into_iter().find(|t| !matches!(t.kind, Kind::Newline | Kind::Indent | Kind::Dedent));
        let end = last.map_or(start, |t| t.end);
        Stmt { kind, span: self.lines.span(start, end.max(start)) }
    }

    fn if_stmt(&mut self) -> P<Stmt<'a>> {
        // `elif`s nest in the tree; they are gathered first, so that a long chain does not recurse.
        let mut clauses: Vec<(u32, Expr<'a>, &'a [Stmt<'a>])> = Vec::new();
        loop {
            let start = self.start();
            let word = self.text();
            self.advance();
            let test = self.condition()?;
            let body = self.block(if word == "if" { "'if' statement" } else { "'elif' statement" }, start)?;
            clauses.push((start, test, body));
            if !self.at_keyword("elif") {
                break;
            }
        }
        let mut orelse = self.else_block("'else' statement")?;
        let mut result = None;
        while let Some((start, test, body)) = clauses.pop() {
            let test = self.alloc(test);
            let s = self.close(StmtKind::If { test, body, orelse }, start);
            orelse = self.slice(&[s]);
            result = Some(s);
        }
        Ok(result.expect("one clause at least"))
    }

    fn else_block(&mut self, what: &str) -> P<&'a [Stmt<'a>]> {
        if !self.at_keyword("else") {
            return Ok(&[]);
        }
        let start = self.start();
        self.advance();
        self.block(what, start)
    }

    fn while_stmt(&mut self) -> P<Stmt<'a>> {
        let start = self.start();
        self.advance();
        let test = self.condition()?;
        let body = self.block("'while' statement", start)?;
        let orelse = self.else_block("'else' statement")?;
        let test = self.alloc(test);
        Ok(self.close(StmtKind::While { test, body, orelse }, start))
    }

    fn for_stmt(&mut self, start: u32, is_async: bool) -> P<Stmt<'a>> {
        let word = self.start();
        self.advance();
        let target = self.star_targets("in")?;
        self.expect_keyword("in")?;
        let iter = self.star_expressions()?;
        let body = self.block("'for' statement", word)?;
        let orelse = self.else_block("'else' statement")?;
        let (target, iter) = (self.alloc(target), self.alloc(iter));
        let f = self.alloc(For { target, iter, body, orelse });
        let kind = if is_async { StmtKind::AsyncFor(f) } else { StmtKind::For(f) };
        Ok(self.close(kind, start))
    }

    fn async_stmt(&mut self, start: u32) -> P<Stmt<'a>> {
        self.advance();
        match self.text() {
            "def" => self.function_def(&[], start, true),
            "for" => self.for_stmt(start, true),
            "with" => self.with_stmt(start, true),
            _ => Err(self.unexpected()),
        }
    }

    fn with_stmt(&mut self, start: u32, is_async: bool) -> P<Stmt<'a>> {
        let word = self.start();
        self.advance();
        let items = self.with_items()?;
        let body = self.block("'with' statement", word)?;
        let items = self.slice(&items);
        let kind =
            if is_async { StmtKind::AsyncWith { items, body } } else { StmtKind::With { items, body } };
        Ok(self.close(kind, start))
    }

    fn with_items(&mut self) -> P<Vec<WithItem<'a>>> {
        // Parentheses may be around all items, or belong to the first expression: both are tried.
        if self.at_op("(") {
            let (at, warnings) = (self.at, self.warnings.len());
            self.advance();
            let tried = (|this: &mut Self| -> P<Vec<WithItem<'a>>> {
                let mut items = Vec::new();
                while !this.at_op(")") {
                    items.push(this.with_item()?);
                    if !this.eat_op(",") {
                        break;
                    }
                }
                this.expect_op(")")?;
                if !this.at_op(":") || items.is_empty() {
                    return Err(this.unexpected());
                }
                Ok(items)
            })(self);
            if let Ok(items) = tried {
                return Ok(items);
            }
            self.at = at;
            self.warnings.truncate(warnings);
        }
        let mut items = vec![self.with_item()?];
        while self.eat_op(",") {
            items.push(self.with_item()?);
        }
        Ok(items)
    }

    fn with_item(&mut self) -> P<WithItem<'a>> {
        let e = self.expression()?;
        let context_expr = self.alloc(e);
        let optional_vars = if self.eat_keyword("as") {
            let target = if self.at_op("*") { self.starred()? } else { self.primary()? };
            let target = self.store(&target)?;
            Some(self.alloc(target))
        } else {
            None
        };
        Ok(WithItem { context_expr, optional_vars })
    }

    fn try_stmt(&mut self) -> P<Stmt<'a>> {
        let start = self.start();
        self.advance();
        let body = self.block("'try' statement", start)?;
        let mut handlers: Vec<ExceptHandler<'a>> = Vec::new();
        let mut star = None;
        while self.at_keyword("except") {
            let from = self.start();
            self.advance();
            let is_star = self.eat_op("*");
            if star.is_some_and(|s| s != is_star) {
                let end = self.end();
                let message = "cannot have both 'except' and 'except*' on the same 'try'";
                return Err(self.lines.error(from, end, message));
            }
            star = Some(is_star);
            let what = if is_star { "'except*' statement" } else { "'except' statement" };
            let (mut typ, mut name) = (None, None);
            if !self.at_op(":") {
                let first_at = self.start();
                let first = self.expression()?;
                let mut e = first;
                if self.at_op(",") {
                    let mut elts = vec![first];
                    while self.eat_op(",") {
                        if self.at_op(":") || self.at_keyword("as") {
                            break;
                        }
                        elts.push(self.expression()?);
                    }
                    let list = self.slice(&elts);
                    e = self.expr_node(ExprKind::Tuple { elts: list, ctx: Context::Load }, first_at);
                    if self.at_keyword("as") {
                        return Err(self.error_at_expr(
                            &e,
                            "multiple exception types must be parenthesized when using 'as'",
                        ));
                    }
                }
                typ = Some(self.alloc(e));
                if self.eat_keyword("as") {
                    if !self.at_name() {
                        return Err(self.unexpected());
                    }
                    name = Some(self.name()?);
                    if !self.at_op(":") && self.kind() == Kind::Op && matches!(self.text(), "." | "[" | "(") {
                        let kind = if self.text() == "." { "attribute" } else { "subscript" };
                        let t = self.tokens[self.at - 1];
                        return Err(self.error_at_token(
                            t,
                            format!(
                                "cannot use {} statement with {kind}",
                                if is_star { "except*" } else { "except" }
                            ),
                        ));
                    }
                }
            } else if is_star {
                let t = self.token();
                return Err(self.error_at_token(t, "expected one or more exception types"));
            }
            let handler_body = self.block(what, from)?;
            let s = self.close(StmtKind::Pass, from);
            handlers.push(ExceptHandler { typ, name, body: handler_body, span: s.span });
        }
        let orelse = if handlers.is_empty() { &[][..] } else { self.else_block("'else' statement")? };
        let finalbody = if self.at_keyword("finally") {
            let from = self.start();
            self.advance();
            self.block("'finally' statement", from)?
        } else {
            &[]
        };
        if handlers.is_empty() && finalbody.is_empty() {
            return Err(self.error_here("expected 'except' or 'finally' block"));
        }
        let handlers = self.slice(&handlers);
        let t = self.alloc(Try { body, handlers, orelse, finalbody });
        let kind = if star == Some(true) { StmtKind::TryStar(t) } else { StmtKind::Try(t) };
        Ok(self.close(kind, start))
    }

    // --- definitions -------------------------------------------------------------------------------------------------

    fn decorated(&mut self) -> P<Stmt<'a>> {
        let mut decorators = Vec::new();
        while self.eat_op("@") {
            decorators.push(self.named_expression()?);
            if self.kind() != Kind::Newline {
                return Err(self.unexpected());
            }
            self.advance();
        }
        let decorators = self.slice(&decorators);
        let start = self.start();
        match self.text() {
            "def" => self.function_def(decorators, start, false),
            "class" => self.class_def(decorators, start),
            "async" if self.peek_text(1) == "def" => {
                self.advance();
                self.function_def(decorators, start, true)
            }
            _ => Err(self.unexpected()),
        }
    }

    fn function_def(&mut self, decorators: &'a [Expr<'a>], start: u32, is_async: bool) -> P<Stmt<'a>> {
        let word = self.start();
        self.expect_keyword("def")?;
        let name = self.name()?;
        let type_params = self.type_params()?;
        if !self.at_op("(") {
            let t = self.token();
            return Err(self.error_at_token(t, "expected '('"));
        }
        self.advance();
        let args = self.parameters(")", false)?;
        self.expect_op(")")?;
        let returns = if self.at_op("->") {
            let e = self.return_annotation()?;
            Some(self.alloc(e))
        } else {
            None
        };
        let body = self.block("function definition", word)?;
        let args = self.alloc(args);
        let f = self.alloc(FunctionDef { name, args, body, decorators, returns, type_params });
        let kind = if is_async { StmtKind::AsyncFunctionDef(f) } else { StmtKind::FunctionDef(f) };
        Ok(self.close(kind, start))
    }

    /// `-> expression`. Where that is none, or goes on behind its first part, the colon is what is missing.
    fn return_annotation(&mut self) -> P<Expr<'a>> {
        let arrow = self.advance();
        let start = self.at;
        self.expression().map_err(|error| {
            if error.message != "invalid syntax" || error.kind != ErrorKind::Syntax {
                return error;
            }
            let is_operand = |t: &Token| {
                matches!(t.kind, Kind::Number | Kind::String | Kind::FString)
                    || t.kind == Kind::Name && !super::KEYWORDS.contains(&self.text_of(*t))
            };
            let t = match self.tokens[start..].first() {
                Some(first) if is_operand(first) && self.at > start => self.tokens[start + 1],
                _ => arrow,
            };
            self.error_at_token(t, "expected ':'")
        })
    }

    /// Parameters up to a closing token. `lambda`: without annotations.
    pub(super) fn parameters(&mut self, close: &str, lambda: bool) -> P<Arguments<'a>> {
        let mut posonly = Vec::new();
        let mut args: Vec<Arg<'a>> = Vec::new();
        let mut defaults: Vec<Expr<'a>> = Vec::new();
        let mut kwonly = Vec::new();
        let mut kw_defaults = Vec::new();
        let (mut vararg, mut kwarg) = (None, None);
        let (mut star, mut slash) = (false, false);
        while !self.at_op(close) {
            if kwarg.is_some() {
                let t = self.token();
                return Err(self.error_at_token(t, "arguments cannot follow var-keyword argument"));
            }
            if self.at_op("/") {
                let t = self.advance();
                if slash {
                    return Err(self.error_at_token(t, "/ may appear only once"));
                }
                if star {
                    return Err(self.error_at_token(t, "/ must be ahead of *"));
                }
                if args.is_empty() {
                    return Err(self.error_at_token(t, "at least one argument must precede /"));
                }
                slash = true;
                posonly = std::mem::take(&mut args);
            } else if self.at_op("**") {
                self.advance();
                kwarg = Some(self.parameter(lambda, false)?);
                if self.at_op("=") {
                    let t = self.token();
                    return Err(self.error_at_token(t, "var-keyword argument cannot have default value"));
                }
            } else if self.at_op("*") {
                let t = self.advance();
                if star {
                    return Err(self.error_at_token(t, "* argument may appear only once"));
                }
                star = true;
                if self.at_op(close)
                    || (self.at_op(",") && (self.peek_text(1) == close || self.peek_text(1) == "**"))
                {
                    return Err(self.error_at_token(t, "named arguments must follow bare *"));
                }
                if !self.at_op(",") {
                    vararg = Some(self.parameter(lambda, true)?);
                    let starred = vararg
                        .and_then(|p| p.annotation)
                        .is_some_and(|e| matches!(e.kind, ExprKind::Starred { .. }));
                    if self.at_op("=") && starred {
                        return Err(self.unexpected());
                    }
                    if self.at_op("=") {
                        let t = self.token();
                        return Err(
                            self.error_at_token(t, "var-positional argument cannot have default value")
                        );
                    }
                }
            } else {
                let p = self.parameter(lambda, false)?;
                let default = if self.at_op("=") {
                    let t = self.advance();
                    if self.at_op(")") || self.at_op(",") {
                        return Err(self.error_at_token(t, "expected default value expression"));
                    }
                    Some(self.expression()?)
                } else {
                    None
                };
                if star {
                    kwonly.push(p);
                    kw_defaults.push(default);
                } else {
                    match default {
                        Some(e) => defaults.push(e),
                        None if !defaults.is_empty() => {
                            return Err(self.error_at_span(
                                p.span,
                                p.span,
                                "parameter without a default follows parameter with a default",
                            ));
                        }
                        None => {}
                    }
                    args.push(p);
                }
            }
            if !self.eat_op(",") {
                break;
            }
        }
        Ok(Arguments {
            posonlyargs: self.slice(&posonly),
            args: self.slice(&args),
            vararg: vararg.map(|a| self.alloc(a)),
            kwonlyargs: self.slice(&kwonly),
            kw_defaults: self.slice(&kw_defaults),
            kwarg: kwarg.map(|a| self.alloc(a)),
            defaults: self.slice(&defaults),
        })
    }

    fn parameter(&mut self, lambda: bool, starred: bool) -> P<Arg<'a>> {
        let start = self.start();
        let arg = self.name()?;
        let annotation = if !lambda && self.eat_op(":") {
            let e = if starred && self.at_op("*") { self.starred()? } else { self.expression()? };
            Some(self.alloc(e))
        } else {
            None
        };
        Ok(Arg { arg, annotation, span: self.span_from(start) })
    }

    fn class_def(&mut self, decorators: &'a [Expr<'a>], start: u32) -> P<Stmt<'a>> {
        let word = self.start();
        self.expect_keyword("class")?;
        let name = self.name()?;
        let type_params = self.type_params()?;
        let open = self.at;
        let (bases, keywords) = if self.at_op("(") { self.call_arguments()? } else { (&[][..], &[][..]) };
        // A generator needs parentheses of its own here.
        if let [Expr { kind: ExprKind::GeneratorExp { elt, .. }, span }] = bases
            && *span == self.lines.span(self.tokens[open].start, self.end())
        {
            let end = self.lines.offset(elt.span.end_line, elt.span.end_column);
            let clause = self.tokens[open..].iter().find(|t| t.start >= end && t.kind == Kind::Name);
            return Err(
                clause.map_or_else(|| self.unexpected(), |t| self.error_at_token(*t, "invalid syntax"))
            );
        }
        let body = self.block("class definition", word)?;
        let c = self.alloc(ClassDef { name, bases, keywords, body, decorators, type_params });
        Ok(self.close(StmtKind::ClassDef(c), start))
    }
}
