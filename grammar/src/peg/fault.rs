//! What is wrong, and where, before its columns are counted in characters.

use super::tokens::{Token, Tokens};
use crate::error::{ErrorKind, SyntaxError};

/// An error of the parser. Columns are bytes, counted from 1; those of an end may be -1.
#[derive(Clone, Debug)]
pub struct Fault {
    pub kind: ErrorKind,
    pub message: String,
    pub line: u32,
    pub column: i32,
    pub end_line: u32,
    pub end_column: i32,
    /// It is about the end of the text, which a token stands for.
    pub at_end: bool,
}

impl Fault {
    pub fn new(line: u32, column: i32, end_line: u32, end_column: i32, message: impl Into<String>) -> Fault {
        Fault {
            kind: ErrorKind::Syntax,
            message: message.into(),
            line,
            column,
            end_line,
            end_column,
            at_end: false,
        }
    }

    /// About tokens, from the first to the last.
    pub fn of_tokens(first: &Token, last: &Token, message: impl Into<String>) -> Fault {
        Fault::new(first.line, first.column + 1, last.end_line, last.end_column + 1, message)
    }

    /// About a token that was looked at. One that stands for no text is where the tokenizer is.
    pub fn of_last(tokens: &Tokens<'_>, last: &Token, kind: ErrorKind, message: impl Into<String>) -> Fault {
        let column = match last.column {
            -1 => tokens.at.saturating_sub(tokens.line_start) as i32,
            column => column + 1,
        };
        let end_column = if last.end_column == -1 { -1 } else { last.end_column + 1 };
        let at_end = last.column == -1 && tokens.at >= tokens.source.len();
        Fault { kind, at_end, ..Fault::new(last.line, column, last.end_line, end_column, message) }
    }

    /// The error, with the line that is shown: what the tokenizer has read in, where it is in that line still.
    pub fn raised(self, tokens: &Tokens<'_>) -> Box<SyntaxError> {
        let text = match tokens.line <= self.line && tokens.read > tokens.line_start {
            true => &tokens.source[tokens.line_start..tokens.read],
            false => nth_line(tokens.source, self.line),
        };
        let column = characters(text, self.column);
        let end_column = match self.end_column > 0 {
            true => characters(text, self.end_column),
            false => self.end_column as u32,
        };
        Box::new(SyntaxError {
            kind: self.kind,
            line: self.line,
            column,
            end_line: self.end_line,
            end_column,
            text: Some(text.to_owned()),
            at_end: self.at_end,
            ..SyntaxError::new(self.message)
        })
    }
}

/// How many characters so many bytes of a line are, one begun counted in. Behind the end there is one more.
fn characters(text: &str, n_bytes: i32) -> u32 {
    let n_bytes = n_bytes.max(0) as usize;
    let mut n_chars = 0;
    for (i, _) in text.char_indices() {
        if i >= n_bytes {
            return n_chars;
        }
        n_chars += 1;
    }
    n_chars + u32::from(n_bytes > text.len())
}

/// A line, counted from 1, without its end.
pub fn nth_line(source: &str, line: u32) -> &str {
    let mut rest = source;
    for _ in 1..line {
        match rest.find('\n') {
            Some(at) if at + 1 < rest.len() => rest = &rest[at + 1..],
            _ => break,
        }
    }
    &rest[..rest.find('\n').unwrap_or(rest.len())]
}
