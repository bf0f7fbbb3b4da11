//! Two expressions side by side, and conditional expressions without their end.

use super::Ground;
use super::shape::{closes, is_arithmetic, is_comparison, is_sign, opens};
use crate::error::SyntaxError;
use crate::lexer::Tok;

fn is_string(tok: Tok) -> bool {
    matches!(tok, Tok::String | Tok::FormattedString)
}

/// Is it an operand of one token?
fn is_operand(tok: Tok) -> bool {
    is_string(tok)
        || matches!(tok, Tok::Name | Tok::Number | Tok::None | Tok::True | Tok::False | Tok::Ellipsis)
}

/// What an expression begins behind.
fn separates(tok: Tok) -> bool {
    matches!(tok, Tok::Comma | Tok::Colon | Tok::Equal | Tok::ColonEqual | Tok::Else)
}

impl Ground<'_, '_> {
    /// The token behind the longest expression that begins at `start`; nothing where none does.
    pub(super) fn run(&self, start: usize) -> Option<usize> {
        let mut at = start;
        let mut n_ifs = 0;
        let mut end = None;
        loop {
            // What may stand before an operand, and the operand.
            while is_sign(self.tok(at)) || matches!(self.tok(at), Tok::Not | Tok::Await) {
                at += 1;
            }
            match self.tok(at) {
                Tok::LeftParen | Tok::LeftBracket | Tok::LeftBrace => at = self.closing(at)? + 1,
                Tok::Lambda => {
                    while self.tok(at) != Tok::Colon {
                        let ends = matches!(self.tok(at), Tok::End | Tok::Newline);
                        if ends
                            || closes(self.tok(at))
                            || (self.tok(at), self.tok(at + 1)) == (Tok::Lambda, Tok::Comma)
                        {
                            return end;
                        }
                        at = if opens(self.tok(at)) { self.closing(at)? + 1 } else { at + 1 };
                    }
                    at += 1;
                    continue;
                }
                tok if is_string(tok) => {
                    while is_string(self.tok(at)) {
                        at += 1;
                    }
                }
                tok if is_operand(tok) => at += 1,
                _ => return end,
            }
            while matches!(self.tok(at), Tok::LeftParen | Tok::LeftBracket) {
                at = self.closing(at)? + 1;
            }
            if n_ifs == 0 {
                end = Some(at);
            }
            match self.tok(at) {
                Tok::Not if self.tok(at + 1) != Tok::In => return end,
                Tok::Not | Tok::Is if matches!(self.tok(at + 1), Tok::In | Tok::Not) => at += 2,
                Tok::If => {
                    n_ifs += 1;
                    at += 1;
                }
                Tok::Else if n_ifs > 0 => {
                    n_ifs -= 1;
                    at += 1;
                }
                Tok::And | Tok::Or | Tok::Dot => at += 1,
                tok if is_arithmetic(tok) || is_comparison(tok) => at += 1,
                _ => return end,
            }
        }
    }

    /// Where the expression begins that the parser stopped in.
    fn expression_start(&self) -> usize {
        let first = match self.opening(self.at) {
            Some(open) => open + 1,
            None => {
                let start = self.statement(self.at);
                let word = self.tok(start);
                start + (word.is_keyword() && !is_operand(word) && word != Tok::Not) as usize
            }
        };
        let mut start = self.part_start(first, separates);
        let before = |tok| {
            matches!(tok, Tok::Star | Tok::StarStar | Tok::Yield | Tok::Return | Tok::Assert | Tok::Raise)
        };
        while before(self.tok(start)) && start < self.at {
            start += 1;
        }
        start
    }

    /// Is the parser among parameters?
    fn among_parameters(&self) -> bool {
        let start = self.statement(self.at);
        let def = start + (self.tok(start) == Tok::Async) as usize;
        let last = self.tokens[start..self.at]
            .iter()
            .rev()
            .find(|t| matches!(t.tok, Tok::Lambda | Tok::Colon))
            .map(|t| t.tok);
        let list = self.opening(self.at);
        last == Some(Tok::Lambda)
            || (self.tok(def) == Tok::Def
                && list == Some(def + 2)
                && !self.has(self.argument_start(def + 3), self.at, |t| matches!(t, Tok::Colon | Tok::Equal)))
    }

    /// "Perhaps you forgot a comma?"
    pub(super) fn missing_comma(&self) -> Option<SyntaxError> {
        self.opening(self.at)?;
        let start = self.expression_start();
        let statement = self.statement(self.at);
        if self.tokens[statement].tok == Tok::Name && self.text(statement) == "case" {
            return None;
        }
        if start >= self.at || self.among_parameters() || self.run(start) != Some(self.at) {
            return None;
        }
        if self.has(start, self.at, |t| matches!(t, Tok::For | Tok::If)) && !self.closed_conditional(start) {
            return None;
        }
        let end = self.run(self.at)?;
        let words = ["match", "case", "type", "_"];
        let is_soft = self.tok(start) == Tok::Name && words.contains(&self.text(start));
        let is_prefixed = self.tok(start) == Tok::Name && is_string(self.tok(start + 1));
        let is_legacy = start + 1 == self.at && matches!(self.text(start), "print" | "exec");
        (!is_soft && !is_prefixed && !is_legacy)
            .then(|| self.error(start, end, "invalid syntax. Perhaps you forgot a comma?"))
    }

    /// `f(a[])`: what the brackets hold is a list of its own, as long as nothing is in them.
    pub(super) fn empty_subscript(&self) -> Option<SyntaxError> {
        let open = self.before(1).map(|_| self.at - 1)?;
        if (self.tok(open), self.tok(self.at)) != (Tok::LeftBracket, Tok::RightBracket) {
            return None;
        }
        let there = Ground { at: open, ..*self };
        there.opening(open)?;
        let start = there.expression_start();
        let loops = there.has(start, open, |t| matches!(t, Tok::For | Tok::If | Tok::Lambda));
        if start >= open || loops || there.among_parameters() {
            return None;
        }
        let end = self.run(open)?;
        Some(self.error(start, end, "invalid syntax. Perhaps you forgot a comma?"))
    }

    fn closed_conditional(&self, start: usize) -> bool {
        !self.has(start, self.at, |t| t == Tok::For) && self.run(start) == Some(self.at)
    }

    /// `a if b`
    pub(super) fn missing_else(&self) -> Option<SyntaxError> {
        if matches!(self.tok(self.at), Tok::Else | Tok::Colon | Tok::ColonEqual) || self.among_parameters() {
            return None;
        }
        let start = self.expression_start();
        if start >= self.at || self.has(start, self.at, |t| matches!(t, Tok::For | Tok::Lambda)) {
            return None;
        }
        let condition = (start..self.at).find(|&i| self.tok(i) == Tok::If && self.run(start) == Some(i))? + 1;
        (self.run(condition) == Some(self.at))
            .then(|| self.error(start, self.at, "expected 'else' after 'if' expression"))
    }
}
