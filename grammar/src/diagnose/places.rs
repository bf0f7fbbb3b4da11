//! Errors whose text the parser knows, and whose place in the text is another.

use super::Ground;
use crate::error::SyntaxError;
use crate::lexer::Tok;

impl Ground<'_, '_> {
    /// The error with CPython's place for it.
    pub(super) fn placed(&self, error: &SyntaxError) -> Option<SyntaxError> {
        let message = error.message.as_str();
        let (start, end) = match message {
            "positional argument follows keyword argument"
            | "positional argument follows keyword argument unpacking" => {
                let close = self.closing(self.opening(self.at)?)?;
                (close, close + 1)
            }
            "iterable argument unpacking follows keyword argument unpacking" => {
                let comma = self.at.checked_sub(1)?;
                (comma, self.run(self.at + 1)?)
            }
            "dict unpacking cannot be used in dict comprehension" => (self.at.checked_sub(1)?, self.at),
            _ if message.starts_with("leading zeros in decimal") => {
                let n_zeros = self.text(self.at).bytes().take_while(|b| matches!(b, b'0' | b'_')).count();
                let mut error = self.error(self.at, self.at + 1, message);
                error.end_column = error.column + n_zeros as u32;
                return Some(error);
            }
            _ => return None,
        };
        Some(self.error(start, end, message))
    }

    /// `a not b`: what is wrong is that no `in` follows.
    pub(super) fn lone_not(&self) -> Option<SyntaxError> {
        let next = self.at + 1;
        let behind_operand = self.at > 0 && self.run(self.at - 1) == Some(self.at);
        (self.tok(self.at) == Tok::Not && behind_operand && self.tok(next) != Tok::In)
            .then(|| self.error(next, next + 1, "invalid syntax"))
    }
}
