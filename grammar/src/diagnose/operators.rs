//! Mistakes around operators: `not` behind one, `=` for `==`, stars without anything to unpack.

use super::Ground;
use super::shape::{is_arithmetic, is_comparison, is_sign};
use crate::error::SyntaxError;
use crate::lexer::Tok;

fn ends_operand(tok: Tok) -> bool {
    matches!(
        tok,
        Tok::Name
            | Tok::Number
            | Tok::String
            | Tok::FormattedString
            | Tok::RightParen
            | Tok::RightBracket
            | Tok::RightBrace
            | Tok::None
            | Tok::True
            | Tok::False
            | Tok::Ellipsis
    )
}

/// Ends a comparison, and with it what `not` is about.
fn ends_inversion(tok: Tok) -> bool {
    matches!(tok, Tok::And | Tok::Or | Tok::If | Tok::Else)
}

fn ends_sum(tok: Tok) -> bool {
    ends_inversion(tok) || is_comparison(tok)
}

fn ends_factor(tok: Tok) -> bool {
    ends_sum(tok) || (is_arithmetic(tok) && tok != Tok::StarStar)
}

impl Ground<'_, '_> {
    pub(super) fn operators(&self) -> Option<SyntaxError> {
        self.not_behind_operator()
            .or_else(|| self.less_greater())
            .or_else(|| self.lone_star())
            .or_else(|| self.deleted_star())
            .or_else(|| self.equal_sign())
    }

    /// `3 + not 4`
    fn not_behind_operator(&self) -> Option<SyntaxError> {
        let operator = self.before(1)?;
        if self.tok(self.at) != Tok::Not {
            return None;
        }
        let binary = self.before(2).is_some_and(ends_operand);
        let known = if binary {
            matches!(
                operator,
                Tok::Plus | Tok::Minus | Tok::Star | Tok::Slash | Tok::Percent | Tok::SlashSlash | Tok::At
            )
        } else {
            is_sign(operator)
        };
        let mut operand = self.at + 1;
        while is_sign(self.tok(operand)) || (binary && self.tok(operand) == Tok::Not) {
            operand += 1;
        }
        // Signs belong to what follows; where they end, the operand begins.
        let end = self.end_before(operand, if binary { ends_inversion } else { ends_factor });
        (known && end > operand)
            .then(|| self.error(self.at, end, "'not' after an operator must be parenthesized"))
    }

    /// `a <> b`
    fn less_greater(&self) -> Option<SyntaxError> {
        (self.tok(self.at) == Tok::LessGreater && self.before(1).is_some_and(ends_operand)).then(|| {
            self.error(self.at, self.at + 1, "invalid syntax.  Maybe you meant '!=' instead of '<>'?")
        })
    }

    /// `f(*)`, `a[*:]`, `f(*(1:2))`: a star in arguments or a subscript that has no expression.
    fn lone_star(&self) -> Option<SyntaxError> {
        let mut inner = self.at;
        loop {
            let mut star = inner.checked_sub(1)?;
            while is_sign(self.tok(star)) {
                star = star.checked_sub(1)?;
            }
            if self.tok(star) == Tok::Star
                && star > 1
                && matches!(self.tok(star - 1), Tok::LeftParen | Tok::LeftBracket | Tok::Comma)
            {
                let open = self.opening(star)?;
                let called = matches!(self.tok(open), Tok::LeftParen | Tok::LeftBracket)
                    && open > 0
                    && ends_operand(self.tok(open - 1))
                    && !matches!(self.tok(self.statement(open)), Tok::Def | Tok::Class | Tok::Async);
                return called.then(|| self.error(self.at, self.at + 1, "Invalid star expression"));
            }
            inner = self.opening(inner)?;
        }
    }

    /// `del *a`
    fn deleted_star(&self) -> Option<SyntaxError> {
        let start = self.statement(self.at);
        if self.tok(start) != Tok::Del || self.tok(self.at) != Tok::Star || self.at != start + 1 {
            return None;
        }
        let end = self.expression_end(self.at);
        (end > self.at + 1 && matches!(self.tok(end), Tok::Newline | Tok::Semicolon))
            .then(|| self.error(self.at, end, "cannot delete starred"))
    }

    /// `=` where an expression is: in brackets, or in a condition.
    fn equal_sign(&self) -> Option<SyntaxError> {
        if self.tok(self.at) != Tok::Equal || !self.before(1).is_some_and(ends_operand) {
            return None;
        }
        let open = self.opening(self.at)?;
        let start = self.element_start(open + 1);
        let value_end = self.end_before(self.at + 1, ends_sum);
        if value_end == self.at + 1 || matches!(self.tok(value_end), Tok::Equal | Tok::ColonEqual) {
            return None;
        }
        if start + 1 == self.at && self.tok(start) == Tok::Name {
            let message = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
            return Some(self.error(start, value_end, message));
        }
        let (what, from, to) = self.describe(start, self.at)?;
        let sure = !matches!(
            what,
            "list"
                | "tuple"
                | "generator expression"
                | "True"
                | "False"
                | "None"
                | "lambda"
                | "comparison"
                | "conditional expression"
                | "named expression"
                | "yield expression"
                | "starred"
        );
        let logical = (start..self.at).any(|i| matches!(self.tok(i), Tok::Not | Tok::And | Tok::Or));
        (sure && !logical).then(|| {
            let message = format!("cannot assign to {what} here. Maybe you meant '==' instead of '='?");
            self.error(from, to, message)
        })
    }

    /// The first token of the element that the stopping place is in, in brackets whose first is `first`.
    pub(super) fn element_start(&self, first: usize) -> usize {
        self.part_start(first, |t| {
            matches!(t, Tok::Comma | Tok::Colon | Tok::If | Tok::For | Tok::In | Tok::Else)
        })
    }

    /// The same, where only commas part elements.
    pub(super) fn argument_start(&self, first: usize) -> usize {
        self.part_start(first, |t| t == Tok::Comma)
    }

    pub(super) fn part_start(&self, first: usize, parts: fn(Tok) -> bool) -> usize {
        let mut start = first;
        let mut at = first;
        while at < self.at {
            match self.tok(at) {
                Tok::LeftParen | Tok::LeftBracket | Tok::LeftBrace => {
                    at = self.closing(at).unwrap_or(self.at)
                }
                tok if parts(tok) => start = at + 1,
                _ => {}
            }
            at += 1;
        }
        start
    }
}
