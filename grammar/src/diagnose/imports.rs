//! Mistakes in imports and patterns: what stands behind `as`, and `from` in the wrong place.

use super::Ground;
use crate::error::SyntaxError;
use crate::lexer::Tok;

impl Ground<'_, '_> {
    /// `import a.b as c.d`: only names can be imported to.
    pub(super) fn import_target(&self) -> Option<SyntaxError> {
        let start = self.statement(self.at);
        if !matches!(self.tok(start), Tok::Import | Tok::From) {
            return None;
        }
        // The parser stops at the target or behind the name that it begins with.
        let back = (1..=2).find(|&n| self.before(n) == Some(Tok::As))?;
        let target = self.at - back + 1;
        let end = self.expression_end(target);
        if end == target
            || !matches!(self.tok(end), Tok::Comma | Tok::RightParen | Tok::Newline | Tok::Semicolon)
        {
            return None;
        }
        let (what, from, to) = self.describe(target, end)?;
        (what != "name").then(|| self.error(from, to, format!("cannot use {what} as import target")))
    }

    /// `import a from b`
    pub(super) fn import_from(&self) -> Option<SyntaxError> {
        let start = self.statement(self.at);
        if self.tok(start) != Tok::Import || self.tok(self.at) != Tok::From {
            return None;
        }
        if self.tokens[start..self.at].iter().any(|t| t.tok == Tok::As) || self.tok(self.at + 1) != Tok::Name
        {
            return None;
        }
        let mut end = self.at + 2;
        while self.tok(end) == Tok::Dot && self.tok(end + 1) == Tok::Name {
            end += 2;
        }
        Some(self.error(start, end, "Did you mean to use 'from ... import ...' instead?"))
    }

    /// `case x as y.z`: only names can be bound.
    pub(super) fn pattern_target(&self) -> Option<SyntaxError> {
        let back = (0..=2).find(|&n| self.before(n + 1) == Some(Tok::As))?;
        let target = self.at - back;
        let end = self.expression_end(target);
        let (what, from, to) = self.describe(target, end)?;
        (what != "name").then(|| self.error(from, to, format!("cannot use {what} as pattern target")))
    }
}
