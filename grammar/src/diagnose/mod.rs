//! A second look at a text that could not be parsed, for the message CPython gives.
//!
//! The parser says where it stopped; what stands around that place tells the common mistakes apart. Nothing here runs
//! for a text without errors, and nothing here depends on how the parser works: it sees tokens alone.

mod displays;
mod fields;
mod imports;
mod neighbours;
mod operators;
mod places;
mod shape;
mod statements;
mod unclosed;

use crate::Mode;
use crate::error::{ErrorKind, SyntaxError};
use crate::lexer::{Kind, Lines, Tok, Token, tokens};

/// The error with CPython's message and place, as far as they can be told.
pub fn refine(source: &str, mode: Mode, error: SyntaxError) -> SyntaxError {
    // What nests too deep is not looked through again.
    let lines = Lines::new(source);
    lines.is_file.set(mode == Mode::Exec);
    if error.message.starts_with("too many nested") {
        let offset = offset_of(&lines, &error).unwrap_or(0);
        return fields::formatted(&lines, offset).unwrap_or(error);
    }
    let mut error = in_one_line(error);
    stray(&lines, &mut error);
    if let Some(offset) = offset_of(&lines, &error)
        && let Some(found) = fields::formatted(&lines, offset)
    {
        return found;
    }
    if let Some(found) = unclosed::inside(&lines, mode, &error) {
        return found;
    }
    let Ok(tokens) = tokens(&lines, 0, source.len() as u32, false) else {
        return unterminated(&lines, error);
    };
    let Some(offset) = offset_of(&lines, &error) else {
        return error;
    };
    let mut at = tokens.partition_point(|t| t.start < offset).min(tokens.len() - 1);
    while matches!(tokens[at].kind, Kind::Indent | Kind::Dedent) && at + 1 < tokens.len() {
        at += 1;
    }
    let ground = Ground { lines: &lines, tokens: &tokens, at };
    if let Some(found) = ground.prefixes() {
        return found;
    }
    if error.kind != ErrorKind::Syntax {
        ground.nowhere(mode, &mut error);
        return error;
    }
    let found = match error.message.as_str() {
        "invalid syntax" => ground.generic(),
        "invalid syntax. Perhaps you forgot a comma?" => ground.comma(&error),
        message if message.ends_with("pattern target") => ground.pattern_target(),
        "expected ':'" => ground.wrong_colon(),
        message if message.starts_with("cannot use except") => ground.except_target(),
        message => ground.placed(&error).or_else(|| ground.reworded(message)),
    };
    let mut error = found.unwrap_or(error);
    ground.nowhere(mode, &mut error);
    error
}

/// What the mistakes are looked for in.
struct Ground<'l, 's> {
    lines: &'l Lines<'s>,
    tokens: &'l [Token],
    /// The token the parser stopped at.
    at: usize,
}

impl Ground<'_, '_> {
    /// What may be meant where a token stands that fits nowhere.
    fn generic(&self) -> Option<SyntaxError> {
        self.import_target()
            .or_else(|| self.import_from())
            .or_else(|| self.displays())
            .or_else(|| self.missing_else())
            .or_else(|| self.missing_comma())
            .or_else(|| self.empty_subscript())
            .or_else(|| self.operators())
            .or_else(|| self.statements())
            .or_else(|| self.lone_not())
    }

    /// The end of a text that is no file's is nowhere.
    fn nowhere(&self, mode: Mode, error: &mut SyntaxError) {
        let source = self.lines.source;
        let kind = self.tokens[self.at].kind;
        if mode == Mode::Exec || !matches!(kind, Kind::Newline | Kind::End) {
            return;
        }
        if kind == Kind::End && source.ends_with('\n') && error.message == "invalid syntax" {
            let line = source.matches('\n').count() as u32;
            (error.line, error.end_line, error.column, error.end_column) = (line, line, 0, 0);
        } else if !source.ends_with('\n') {
            (error.column, error.end_column) = match error.message.as_str() {
                "invalid syntax" => (0, 0),
                "expected ':'" if self.wants_colon_at_once() => (0, 0),
                "expected ':'" => (error.column - 1, u32::MAX),
                message if message.starts_with("Expected one or more names") => (0, error.column - 1),
                _ => (error.column, error.end_column),
            };
            if error.message == "invalid syntax" && source.trim().is_empty() {
                (error.line, error.end_line) = (0, 0);
            }
        }
    }

    fn tok(&self, at: usize) -> Tok {
        self.tokens.get(at).map_or(Tok::End, |t| t.tok)
    }

    /// The token `back` places before where the parser stopped.
    fn before(&self, back: usize) -> Option<Tok> {
        self.at.checked_sub(back).map(|at| self.tok(at))
    }

    fn text(&self, at: usize) -> &str {
        let t = self.tokens[at];
        &self.lines.source[t.start as usize..t.end as usize]
    }

    /// An error about the tokens from `start` up to `end`.
    fn error(&self, start: usize, end: usize, message: impl Into<String>) -> SyntaxError {
        let last = self.tokens[end.saturating_sub(1).max(start)];
        self.lines.error(self.tokens[start].start, last.end, message)
    }

    /// The first token of the statement that the token at `at` is in.
    fn statement(&self, at: usize) -> usize {
        let ends = |t: &Token| {
            matches!(t.kind, Kind::Newline | Kind::Indent | Kind::Dedent) || t.tok == Tok::Semicolon
        };
        self.tokens[..at].iter().rposition(ends).map_or(0, |i| i + 1)
    }

    /// A string whose prefix has letters that exclude each other: the first in the text, up to the error.
    fn prefixes(&self) -> Option<SyntaxError> {
        let is_string = |t: &Token| matches!(t.kind, Kind::String | Kind::FString);
        let last = (self.at + 1).min(self.tokens.len() - 1);
        let at = (1..=last).find(|&i| {
            let before = self.tokens[i - 1];
            is_string(&self.tokens[i])
                && matches!(before.tok, Tok::Name)
                && before.end == self.tokens[i].start
                && is_prefix(self.text(i - 1))
        })?;
        // The letters stuck to the quote count as well where they are a prefix themselves.
        let mut text = self.text(at - 1).to_lowercase();
        let string = self.text(at);
        let own = string.find(['"', '\'']).unwrap_or(0);
        text.push_str(&string[..own].to_lowercase());
        let pairs = [('u', 'b'), ('u', 'r'), ('u', 'f'), ('u', 't'), ('b', 'f'), ('b', 't'), ('f', 't')];
        let (a, b) = pairs.into_iter().find(|&(a, b)| text.contains(a) && text.contains(b))?;
        let start = self.tokens[at - 1].start;
        let end = self.tokens[at].start + own as u32;
        Some(self.lines.error(start, end, format!("'{a}' and '{b}' prefixes are incompatible")))
    }

    /// Messages of the parser that depend on more than it looks at.
    fn reworded(&self, message: &str) -> Option<SyntaxError> {
        // Only an unparenthesised one is what the message says.
        if message == "assignment to yield expression not possible"
            && self.before(1) == Some(Tok::LeftParen)
            && let Some(close) = self.closing(self.at - 1)
            && self.tok(close + 1) == Tok::Equal
        {
            let message = "cannot assign to yield expression here. Maybe you meant '==' instead of '='?";
            return Some(self.error(self.at, close, message));
        }
        if message.starts_with("multiple exception types must be parenthesized when") {
            let end = (self.at..self.tokens.len()).find(|&i| self.tok(i) == Tok::As)? + 2;
            return Some(self.error(self.at, end, message));
        }
        if message.starts_with("double star pattern must be the last") {
            return Some(self.error(self.at, self.at + 1, "invalid syntax"));
        }
        let what = message.strip_suffix(" here. Maybe you meant '==' instead of '='?")?;
        let chained = self.before(1) == Some(Tok::Equal) && self.opening(self.at).is_none();
        let target = self.statement(self.at);
        let end = self.expression_end(target);
        let logical = self.tok(self.at) == Tok::Not
            || (target == self.at && self.has(target, end, |t| matches!(t, Tok::And | Tok::Or)));
        // The hint is for what could stand beside a comparison's operator.
        let hintless = chained
            || logical
            || matches!(
                what,
                "cannot assign to lambda"
                    | "cannot assign to conditional expression"
                    | "cannot assign to comparison"
                    | "cannot assign to generator expression"
            );
        hintless.then(|| {
            let end = self.expression_end(self.at);
            self.error(self.at, end, what)
        })
    }
}

fn is_prefix(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let mut seen = String::new();
    lower.chars().all(|c| {
        let fresh = "bruft".contains(c) && !seen.contains(c);
        seen.push(c);
        fresh
    })
}

/// A place behind a line's end is a place in that line.
fn in_one_line(mut error: SyntaxError) -> SyntaxError {
    if error.end_line == error.line + 1 && error.end_column == 1 && error.kind == ErrorKind::Syntax {
        error.end_line = error.line;
        error.end_column = error.column + 1;
    }
    if error.message.ends_with("was never closed")
        || error.message.starts_with("unexpected character after")
        || error.message == "':' expected after dictionary key"
    {
        error.end_column = 0;
    }
    if error.message.starts_with("Expected one or more names") {
        error.end_column = error.column;
    }
    error
}

/// A character that no token begins with is as wide as it is.
fn stray(lines: &Lines<'_>, error: &mut SyntaxError) {
    if error.message == "invalid syntax"
        && (error.line, error.column) == (error.end_line, error.end_column)
        && let Some(offset) = offset_of(lines, error)
        && matches!(lines.source.as_bytes().get(offset as usize), Some(b'$' | b'?' | b'!' | b'`'))
    {
        error.end_column += 1;
    }
}

/// An unterminated string: was its last quote escaped?
fn unterminated(lines: &Lines<'_>, mut error: SyntaxError) -> SyntaxError {
    if error.message.starts_with("unterminated string literal")
        && let Some(start) = offset_of(lines, &error)
    {
        let line = lines.source[start as usize..].split(['\n', '\r']).next().unwrap_or("");
        let quote = line.trim_start_matches(|c: char| c.is_ascii_alphabetic()).chars().next();
        if quote.is_some_and(|quote| line.trim_end().ends_with(&format!("\\{quote}"))) {
            error.message.push_str("; perhaps you escaped the end quote?");
        }
    }
    error
}

/// The byte an error points at.
fn offset_of(lines: &Lines<'_>, error: &SyntaxError) -> Option<u32> {
    let start = lines.line_start(error.line)?;
    let text = &lines.source[start as usize..];
    let n = (error.column as usize).saturating_sub(1);
    let at = text.char_indices().nth(n).map_or(text.len(), |(i, _)| i);
    Some(start + at as u32)
}
