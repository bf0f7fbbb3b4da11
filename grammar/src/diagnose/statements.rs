//! Mistakes in statements with a colon: the colon itself, parameters, targets, and the order of blocks.

use super::Ground;
use crate::error::{ErrorKind, SyntaxError};
use crate::lexer::{Kind, Tok};

impl Ground<'_, '_> {
    pub(super) fn statements(&self) -> Option<SyntaxError> {
        self.block_order()
            .or_else(|| self.match_statement())
            .or_else(|| self.colon())
            .or_else(|| self.parameters())
            .or_else(|| self.except_target())
            .or_else(|| self.loop_target())
    }

    fn first_word(&self) -> (usize, Tok) {
        let mut start = self.statement(self.at);
        if start < self.at && self.tok(start) == Tok::Async {
            start += 1;
        }
        (start, self.tok(start))
    }

    /// `elif` behind `else`
    fn block_order(&self) -> Option<SyntaxError> {
        if self.tok(self.at) != Tok::Elif || self.at == 0 {
            return None;
        }
        let mut depth = 0;
        let mut at = self.at;
        while at > 0 && matches!(self.tokens[at - 1].kind, Kind::Dedent) {
            at -= 1;
            depth += 1;
        }
        // Back over the block, to the line that it belongs to.
        while depth > 0 {
            at = at.checked_sub(1)?;
            match self.tokens[at].kind {
                Kind::Dedent => depth += 1,
                Kind::Indent => depth -= 1,
                _ => {}
            }
        }
        let header = self.statement(at.checked_sub(1)?);
        (self.tok(header) == Tok::Else)
            .then(|| self.error(self.at, self.at + 1, "'elif' block follows an 'else' block"))
    }

    /// `match` with a subject that is surely meant as a statement.
    fn match_statement(&self) -> Option<SyntaxError> {
        let start = self.statement(self.at);
        if self.tokens[start].kind != Kind::Name || self.text(start) != "match" || self.at > start + 1 {
            return None;
        }
        let mut end = self.at;
        let mut colon = None;
        while self.tokens.get(end).is_some_and(|t| t.kind != Kind::Newline) {
            colon = (self.tok(end) == Tok::Colon).then_some(end);
            end += 1;
        }
        let after = self.tokens.get(end + 1)?;
        if colon == Some(end - 1) && after.kind != Kind::Indent {
            let (line, _) = self.lines.place(self.tokens[start].start);
            let message = format!("expected an indented block after 'match' statement on line {line}");
            let error = self.lines.error_at(&self.tokens[end + 1..], message);
            return Some(SyntaxError { kind: ErrorKind::Indentation, ..error });
        }
        if colon == Some(end - 1) {
            return Some(self.error(end + 2, end + 3, "invalid syntax"));
        }
        let subject_end = self.end_before(self.at, |_| false);
        (subject_end == end).then(|| self.missing_colon(end))
    }

    fn missing_colon(&self, newline: usize) -> SyntaxError {
        let at = self.tokens[newline].start;
        let mut error = self.lines.error(at, at, "expected ':'");
        error.end_column += 1;
        error
    }

    /// A line that ends without its colon.
    fn colon(&self) -> Option<SyntaxError> {
        let (start, word) = self.first_word();
        match word {
            Tok::Except if self.tok(self.at) == Tok::Newline && self.at == start + 1 => {
                Some(self.missing_colon(self.at))
            }
            Tok::With if self.tok(start + 1) == Tok::LeftParen => {
                let close = self.closing(start + 1)?;
                // The parser stops at the parenthesis, or at an `as` that only a whole item list explains.
                let stops = self.at == close || self.at < close && self.tok(self.at) == Tok::As;
                (stops && self.tok(close + 1) == Tok::Newline).then(|| self.missing_colon(close + 1))
            }
            _ => None,
        }
    }

    /// Is the statement one that says what it expects wherever that is missing?
    pub(super) fn wants_colon_at_once(&self) -> bool {
        matches!(self.first_word().1, Tok::Def | Tok::Else | Tok::Try | Tok::Finally)
    }

    /// "expected ':'" is said only at a line's end, but for a few statements.
    pub(super) fn wrong_colon(&self) -> Option<SyntaxError> {
        if matches!(self.tok(self.at), Tok::Newline | Tok::End) {
            return None;
        }
        let (start, _) = self.first_word();
        let forced = self.wants_colon_at_once();
        let in_lambda = self.tokens[start..self.at].iter().any(|t| t.tok == Tok::Lambda);
        if in_lambda && self.tok(self.at) == Tok::Star && self.before(1) == Some(Tok::Slash) {
            return self.slash_and_star();
        }
        if forced && !in_lambda {
            return None;
        }
        self.generic().or_else(|| Some(self.error(self.at, self.at + 1, "invalid syntax")))
    }

    fn slash_and_star(&self) -> Option<SyntaxError> {
        Some(self.error(self.at, self.at + 1, "expected comma between / and *"))
    }

    /// Parameters in parentheses of their own, and what stands between `/` and `*`.
    fn parameters(&self) -> Option<SyntaxError> {
        let (start, word) = self.first_word();
        let list = self.opening(self.at);
        let in_def = word == Tok::Def
            && list.is_some_and(|open| {
                open == start + 2
                    || (self.tok(start + 2) == Tok::LeftBracket && self.closing(start + 2) == Some(open - 1))
            });
        let lambda = self.tokens[start..self.at]
            .iter()
            .rposition(|t| matches!(t.tok, Tok::Lambda | Tok::Colon))
            .map(|i| start + i)
            .filter(|&i| self.tok(i) == Tok::Lambda);
        if !in_def && lambda.is_none() {
            return None;
        }
        if self.tok(self.at) == Tok::Star && self.before(1) == Some(Tok::Slash) {
            return self.slash_and_star();
        }
        if self.tok(self.at) != Tok::LeftParen
            || !matches!(self.before(1), Some(Tok::LeftParen | Tok::Comma | Tok::Lambda))
        {
            return None;
        }
        let close = self.closing(self.at)?;
        let names = (self.at + 1..close).all(|i| {
            let comma = (i - self.at).is_multiple_of(2);
            self.tok(i) == if comma { Tok::Comma } else { Tok::Name }
        });
        let what = if lambda.is_some() { "Lambda expression" } else { "Function" };
        (names && close > self.at + 1)
            .then(|| self.error(self.at, close + 1, format!("{what} parameters cannot be parenthesized")))
    }

    /// `except A as b.c`
    pub(super) fn except_target(&self) -> Option<SyntaxError> {
        let (start, word) = self.first_word();
        if word != Tok::Except {
            return None;
        }
        let back = (0..=2).find(|&n| self.before(n + 1) == Some(Tok::As))?;
        let target = self.at - back;
        let end = self.expression_end(target);
        let (what, from, to) = self.describe(target, end)?;
        let star = if self.tok(start + 1) == Tok::Star { "*" } else { "" };
        (what != "name" && self.tok(end) == Tok::Colon)
            .then(|| self.error(from, to, format!("cannot use except{star} statement with {what}")))
    }

    /// What follows `for` is no target, or nothing follows it.
    fn loop_target(&self) -> Option<SyntaxError> {
        let open = self.opening(self.at);
        let from = open.map_or_else(|| self.statement(self.at), |open| open + 1);
        let target = self.last_for(from)? + 1;
        if self.has(target, self.at, |t| t == Tok::In) || target == self.at {
            return None;
        }
        let mut end = target;
        while end < self.at {
            end = self.run(end + (self.tok(end) == Tok::Star) as usize)?;
            end += (self.tok(end) == Tok::Comma) as usize;
        }
        if open.is_some() {
            let message = "'in' expected after for-loop variables";
            return Some(self.error(self.at, self.at + 1, message));
        }
        let (from, to, what) = self.no_target(target, self.at)?;
        Some(self.error(from, to, format!("cannot assign to {what}")))
    }

    /// The last `for` between `from` and the stopping place, outside inner brackets.
    pub(super) fn last_for(&self, from: usize) -> Option<usize> {
        let mut at = from;
        let mut found = None;
        while at < self.at {
            match self.tok(at) {
                Tok::LeftParen | Tok::LeftBracket | Tok::LeftBrace => {
                    at = self.closing(at).unwrap_or(self.at)
                }
                Tok::For => found = Some(at),
                _ => {}
            }
            at += 1;
        }
        found
    }

    /// The first part of a target list that cannot be assigned to.
    fn no_target(&self, start: usize, end: usize) -> Option<(usize, usize, &'static str)> {
        let mut at = start;
        while at < end {
            let item = if self.tok(at) == Tok::Star { at + 1 } else { at };
            let item_end = self.expression_end(item).min(end);
            let (what, from, to) = self.describe(item, item_end)?;
            match what {
                "name" | "attribute" | "subscript" => {}
                "tuple" | "list" => {
                    if let Some(found) = self.no_target(from + 1, to - 1) {
                        return Some(found);
                    }
                }
                _ => return Some((from, to, what)),
            }
            at = item_end + 1;
        }
        None
    }
}
