//! Mistakes in calls, displays and comprehensions, and between strings.

use super::Ground;
use crate::error::SyntaxError;
use crate::lexer::{Kind, Tok};

impl Ground<'_, '_> {
    pub(super) fn displays(&self) -> Option<SyntaxError> {
        self.assigned_unpacking()
            .or_else(|| self.bare_elements())
            .or_else(|| self.starred_value())
            .or_else(|| self.inside_string())
            .or_else(|| self.statement_in_conditional())
    }

    /// `f(*args=x)`
    fn assigned_unpacking(&self) -> Option<SyntaxError> {
        if self.tok(self.at) != Tok::Equal {
            return None;
        }
        let open = self.opening(self.at)?;
        let start = self.element_start(open + 1);
        let what = match self.tok(start) {
            Tok::Star => "iterable argument unpacking",
            Tok::StarStar => "keyword argument unpacking",
            _ => return None,
        };
        let end = self.expression_end(self.at + 1);
        let is_parameter = start > 0 && self.tok(start - 1) == Tok::Colon;
        (self.tok(open) == Tok::LeftParen && end > self.at + 1 && !is_parameter)
            .then(|| self.error(start, end, format!("cannot assign to {what}")))
    }

    /// `[x, y for x, y in z]`
    fn bare_elements(&self) -> Option<SyntaxError> {
        let open = self.opening(self.at)?;
        if self.tok(self.at) != Tok::For || !matches!(self.tok(open), Tok::LeftBracket | Tok::LeftBrace) {
            return None;
        }
        let commas = self.has(open + 1, self.at, |t| t == Tok::Comma);
        let pairs = self.has(open + 1, self.at, |t| matches!(t, Tok::Colon | Tok::StarStar | Tok::For));
        (commas && !pairs).then(|| {
            let message = "did you forget parentheses around the comprehension target?";
            self.error(open + 1, self.at, message)
        })
    }

    /// `{1: *x}`
    fn starred_value(&self) -> Option<SyntaxError> {
        let open = self.opening(self.at)?;
        if self.tok(self.at) != Tok::Star
            || self.tok(open) != Tok::LeftBrace
            || self.before(1) != Some(Tok::Colon)
        {
            return None;
        }
        let end = self.expression_end(self.at + 1);
        (end > self.at + 1)
            .then(|| self.error(self.at, end, "cannot use a starred expression in a dictionary value"))
    }

    /// Words between two strings: the quotes among them were meant literally.
    fn inside_string(&self) -> Option<SyntaxError> {
        let is_word = |i: usize| matches!(self.tok(i), Tok::Name | Tok::Number);
        let mut start = self.at;
        while start > 0 && is_word(start - 1) {
            start -= 1;
        }
        let mut end = self.at;
        while is_word(end) {
            end += 1;
        }
        let before = self.tokens[start.checked_sub(1)?].kind;
        (before == Kind::String && end > start && self.tokens[end].kind == Kind::String)
            .then(|| self.error(start, end, "invalid syntax. Is this intended to be part of the string?"))
    }

    /// `pass if x else y`
    fn statement_in_conditional(&self) -> Option<SyntaxError> {
        let simple = matches!(self.tok(self.at), Tok::Pass | Tok::Break | Tok::Continue);
        let is_statement = simple
            || matches!(
                self.tok(self.at),
                Tok::Return | Tok::Raise | Tok::Del | Tok::Yield | Tok::Assert | Tok::Import | Tok::From
            );
        if !is_statement {
            return None;
        }
        let place = match (self.before(1), self.tok(self.at + 1)) {
            (_, Tok::If) if simple => {
                let end = self.end_before(self.at + 2, |t| t == Tok::Else);
                (self.tok(end) == Tok::Else).then_some("before 'if'")?
            }
            (Some(Tok::Else), _) => "after 'else'",
            _ => return None,
        };
        let message = format!("expected expression {place}, but statement is given");
        Some(self.error(self.at, self.at + 1, message))
    }

    /// What the parser takes for a missing comma.
    pub(super) fn comma(&self, error: &SyntaxError) -> Option<SyntaxError> {
        let last = self.tokens[self.at..]
            .iter()
            .position(|t| {
                let end = self.lines.error(t.end, t.end, "");
                (end.line, end.column) == (error.end_line, error.end_column)
            })
            .map(|i| i + self.at)?;
        let there = Ground { at: last, ..*self };
        there.generic().or_else(|| Some(self.error(last, last + 1, "invalid syntax")))
    }
}
