//! What tokens make up: where expressions end and what they are called in messages.

use super::Ground;
use crate::lexer::{Kind, Tok};

pub(super) fn opens(tok: Tok) -> bool {
    matches!(tok, Tok::LeftParen | Tok::LeftBracket | Tok::LeftBrace)
}

pub(super) fn closes(tok: Tok) -> bool {
    matches!(tok, Tok::RightParen | Tok::RightBracket | Tok::RightBrace)
}

impl Ground<'_, '_> {
    /// The bracket that closes the one at `open`.
    pub(super) fn closing(&self, open: usize) -> Option<usize> {
        let mut depth = 0;
        for (i, t) in self.tokens.iter().enumerate().skip(open) {
            depth += opens(t.tok) as i32 - closes(t.tok) as i32;
            if depth == 0 {
                return Some(i);
            }
        }
        None
    }

    /// The bracket that opens the one around the token at `at`.
    pub(super) fn opening(&self, at: usize) -> Option<usize> {
        let mut depth = 0;
        for i in (0..at).rev() {
            let tok = self.tok(i);
            if closes(tok) {
                depth += 1;
            } else if opens(tok) {
                if depth == 0 {
                    return Some(i);
                }
                depth -= 1;
            } else if matches!(tok, Tok::Newline | Tok::Indent | Tok::Dedent) {
                return None;
            }
        }
        None
    }

    /// The token behind the expression that starts at `start`.
    pub(super) fn expression_end(&self, start: usize) -> usize {
        self.end_before(start, |_| false)
    }

    /// The token behind the expression that starts at `start`, which stops before what `is_end` knows too.
    pub(super) fn end_before(&self, start: usize, is_end: fn(Tok) -> bool) -> usize {
        let mut at = start;
        let mut n_lambdas = 0;
        while let Some(t) = self.tokens.get(at) {
            match t.tok {
                tok if opens(tok) => match self.closing(at) {
                    Some(close) => at = close,
                    None => return at,
                },
                Tok::Lambda => n_lambdas += 1,
                Tok::Colon if n_lambdas > 0 => n_lambdas -= 1,
                Tok::Comma | Tok::Equal if n_lambdas > 0 => {}
                Tok::Comma
                | Tok::Colon
                | Tok::Equal
                | Tok::ColonEqual
                | Tok::Semicolon
                | Tok::As
                | Tok::Exclamation
                | Tok::For => return at,
                tok if closes(tok) || is_end(tok) => return at,
                _ if matches!(t.kind, Kind::Newline | Kind::Indent | Kind::Dedent | Kind::End) => return at,
                _ => {}
            }
            at += 1;
        }
        at
    }

    /// Does a token of this kind stand in `start..end` outside brackets?
    pub(super) fn has(&self, start: usize, end: usize, is: fn(Tok) -> bool) -> bool {
        let mut at = start;
        while at < end {
            let tok = self.tok(at);
            if is(tok) {
                return true;
            }
            if opens(tok) {
                at = self.closing(at).unwrap_or(end);
            }
            at += 1;
        }
        false
    }

    /// What the expression of the tokens `start..end` is called, and its tokens without brackets around it.
    pub(super) fn describe(&self, start: usize, end: usize) -> Option<(&'static str, usize, usize)> {
        if start >= end {
            return None;
        }
        let first = self.tok(start);
        let what = if self.has(start, end, |t| t == Tok::Comma) && first != Tok::Lambda {
            "tuple"
        } else if first == Tok::Lambda {
            "lambda"
        } else if first == Tok::Yield {
            "yield expression"
        } else if self.has(start, end, |t| t == Tok::ColonEqual) {
            "named expression"
        } else if self.has(start, end, |t| t == Tok::If) {
            "conditional expression"
        } else if first == Tok::Not || self.has(start, end, |t| matches!(t, Tok::And | Tok::Or)) {
            "expression"
        } else if self.has(start, end, is_comparison) {
            "comparison"
        } else if first == Tok::Star {
            "starred"
        } else if is_sign(first) || self.has(start + 1, end, is_arithmetic) {
            "expression"
        } else if first == Tok::Await {
            "await expression"
        } else {
            return self.describe_primary(start, end);
        };
        Some((what, start, end))
    }

    fn describe_primary(&self, start: usize, end: usize) -> Option<(&'static str, usize, usize)> {
        let last = end - 1;
        let whole = opens(self.tok(start)) && self.closing(start) == Some(last);
        let comprehension = whole && self.has(start + 1, last, |t| matches!(t, Tok::For | Tok::Async));
        let what = match self.tok(last) {
            Tok::RightParen if !whole => "function call",
            Tok::RightBracket if !whole => "subscript",
            Tok::RightParen if comprehension => "generator expression",
            Tok::RightParen if last == start + 1 => "tuple",
            Tok::RightParen if self.has(start + 1, last, |t| t == Tok::Comma) => "tuple",
            Tok::RightParen => return self.describe(start + 1, last),
            Tok::RightBracket if comprehension => "list comprehension",
            Tok::RightBracket => "list",
            Tok::RightBrace if self.has(start + 1, last, |t| matches!(t, Tok::Colon | Tok::StarStar)) => {
                if comprehension {
                    "dict comprehension"
                } else {
                    "dict literal"
                }
            }
            Tok::RightBrace if comprehension => "set comprehension",
            Tok::RightBrace if last == start + 1 => "dict literal",
            Tok::RightBrace => "set display",
            Tok::FormattedString => match self.text(last).as_bytes() {
                [b't' | b'T', ..] | [b'r' | b'R', b't' | b'T', ..] => "t-string expression",
                _ => "f-string expression",
            },
            Tok::String | Tok::Number => "literal",
            Tok::Ellipsis => "ellipsis",
            Tok::None => "None",
            Tok::True => "True",
            Tok::False => "False",
            Tok::Name if last > start && self.tok(last - 1) == Tok::Dot => "attribute",
            Tok::Name if last == start => "name",
            _ => return None,
        };
        Some((what, start, end))
    }
}

pub(super) fn is_comparison(tok: Tok) -> bool {
    matches!(
        tok,
        Tok::Less
            | Tok::Greater
            | Tok::LessEqual
            | Tok::GreaterEqual
            | Tok::EqualEqual
            | Tok::NotEqual
            | Tok::In
            | Tok::Is
            | Tok::Not
    )
}

pub(super) fn is_sign(tok: Tok) -> bool {
    matches!(tok, Tok::Plus | Tok::Minus | Tok::Tilde)
}

/// Is it an operator between operands?
pub(super) fn is_arithmetic(tok: Tok) -> bool {
    matches!(
        tok,
        Tok::Plus
            | Tok::Minus
            | Tok::Star
            | Tok::Slash
            | Tok::Percent
            | Tok::SlashSlash
            | Tok::At
            | Tok::StarStar
            | Tok::LeftShift
            | Tok::RightShift
            | Tok::Amp
            | Tok::Bar
            | Tok::Caret
    )
}
