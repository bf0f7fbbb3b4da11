//! Mistakes in the replacement fields of formatted strings.
//!
//! The strings of a text are read in order, up to where it stopped making sense. The first of them with something that
//! is surely wrong gives the error; whatever is not sure is left to the parser's own.

use std::cell::Cell;

use crate::error::SyntaxError;
use crate::lexer::{Lines, Tok, invalid_character, scan_plain};
use logos::{Lexer, Logos};
use taipan_text::properties::{is_id_continue, is_id_start};

/// A mistake, or nothing where this is not the place to tell.
type Found<T> = Result<T, Option<SyntaxError>>;

/// How deep fields may nest here: the parser has its own words for more.
const DEPTH_MAX: u32 = 100;

/// The first mistake in a formatted string that begins at or before `last`.
pub(super) fn formatted(lines: &Lines<'_>, last: u32) -> Option<SyntaxError> {
    let depth = Cell::new(0);
    let mut words = Tok::lexer(lines.source);
    while let Some(word) = words.next() {
        let span = words.span();
        if span.start > last as usize {
            return None;
        }
        match word {
            Ok(Tok::String) => {
                let end = scan_plain(lines, lines.source.as_bytes(), span.start, span.end - 1).ok()?;
                words.bump(end - span.end);
            }
            Ok(Tok::FormattedString) => {
                let end = match Formatted::new(lines, &depth, span.start, span.end - 1).string(span.end - 1) {
                    Ok(end) => end,
                    Err(found) => return found,
                };
                words.bump(end - span.end);
            }
            _ => {}
        }
    }
    None
}

struct Formatted<'l, 's> {
    lines: &'l Lines<'s>,
    depth: &'l Cell<u32>,
    bytes: &'s [u8],
    /// `f-string` or `t-string`
    name: &'static str,
    quote: u8,
    n_quotes: usize,
    raw: bool,
}

/// What stands where in a field's expression, outside inner brackets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing yet but what may stand before an operand.
    Start,
    /// Behind an operator (it starts here).
    Operator(usize),
    /// Behind a comma.
    Comma,
    /// Behind an operand.
    Operand,
}

impl<'l, 's> Formatted<'l, 's> {
    fn new(lines: &'l Lines<'s>, depth: &'l Cell<u32>, start: usize, quote_at: usize) -> Self {
        let bytes = lines.source.as_bytes();
        let prefix = lines.source[start..quote_at].to_ascii_lowercase();
        let quote = bytes[quote_at];
        let n_quotes = if bytes[quote_at..].starts_with(&[quote; 3]) { 3 } else { 1 };
        let name = if prefix.contains('t') { "t-string" } else { "f-string" };
        Formatted { lines, depth, bytes, name, quote, n_quotes, raw: prefix.contains('r') }
    }

    fn error<T>(&self, start: usize, end: usize, what: impl std::fmt::Display) -> Found<T> {
        let message = format!("{}: {what}", self.name);
        Err(Some(self.lines.error(start as u32, end as u32, message)))
    }

    fn at_quotes(&self, at: usize) -> bool {
        self.bytes[at..].starts_with(&[self.quote; 3][..self.n_quotes])
    }

    /// Reads the string whose quotes begin at `quote_at`; gives its end.
    fn string(&self, quote_at: usize) -> Found<usize> {
        let mut at = quote_at + self.n_quotes;
        loop {
            match *self.bytes.get(at).ok_or(None)? {
                b'\\' if !self.raw && self.bytes[at..].starts_with(b"\\N{") => {
                    at += self.bytes[at..].iter().position(|&b| b == b'}').ok_or(None)? + 1;
                }
                b'\\' => {
                    at += 1;
                    if !matches!(self.bytes.get(at), Some(b'{' | b'}')) {
                        at += 1;
                    }
                }
                b'\n' | b'\r' if self.n_quotes == 1 => return Err(None),
                b'{' if self.bytes.get(at + 1) == Some(&b'{') => at += 2,
                b'{' => at = self.field(at)?,
                b'}' if self.bytes.get(at + 1) == Some(&b'}') => at += 2,
                b'}' => return self.error(at, at, "single '}' is not allowed"),
                _ if self.at_quotes(at) => return Ok(at + self.n_quotes),
                _ => at += 1,
            }
        }
    }

    /// Reads the field that begins at `open`; gives its end.
    fn field(&self, open: usize) -> Found<usize> {
        self.depth.set(self.depth.get() + 1);
        if self.depth.get() > DEPTH_MAX {
            return Err(None);
        }
        let mut words = Tok::lexer(self.lines.source);
        words.bump(open + 1);
        let (mut at, mut closer) = self.expression(open, &mut words)?;
        if closer == Tok::Equal {
            (at, closer) = self.next(open, &mut words)?;
            if !matches!(closer, Tok::Exclamation | Tok::Colon | Tok::RightBrace) {
                self.not_the_quotes(at, closer)?;
                return self.error(at, words.span().end, "expecting '!', or ':', or '}'");
            }
        }
        if closer == Tok::Exclamation {
            let name = words.span().end;
            (at, closer) = self.next(open, &mut words)?;
            let end = words.span().end;
            match closer {
                Tok::Colon | Tok::RightBrace => {
                    return self.error(at, end, "missing conversion character");
                }
                Tok::Name if at > name => {
                    let what = "conversion type must come right after the exclamation mark";
                    return self.error(name - 1, end, what);
                }
                Tok::Name => {}
                _ => {
                    self.not_the_quotes(at, closer)?;
                    return self.error(at, end, "invalid conversion character");
                }
            }
            let letter = &self.lines.source[at..end];
            if !matches!(letter, "s" | "r" | "a") {
                let what = format!("invalid conversion character '{letter}': expected 's', 'r', or 'a'");
                return self.error(at, end, what);
            }
            (at, closer) = self.next(open, &mut words)?;
            if !matches!(closer, Tok::Colon | Tok::RightBrace) {
                self.not_the_quotes(at, closer)?;
                return self.error(at, words.span().end, "expecting ':' or '}'");
            }
        }
        let end = if closer == Tok::Colon { self.specification(at + 1)? } else { at + 1 };
        self.depth.set(self.depth.get() - 1);
        Ok(end)
    }

    /// The next word that counts, and where it is.
    fn next(&self, open: usize, words: &mut Lexer<'s, Tok>) -> Found<(usize, Tok)> {
        loop {
            match words.next() {
                Some(Ok(Tok::LineEnd | Tok::Comment | Tok::Continuation)) => {}
                // Whether it is a name is not known here.
                Some(Ok(Tok::Name)) if !words.slice().is_ascii() => {
                    return Err(self.stray(words.span().start, words.slice()));
                }
                Some(Ok(tok)) => return Ok((words.span().start, tok)),
                Some(Err(())) => {
                    let start = words.span().start;
                    return match self.bytes[start] {
                        // They stand where an operator would.
                        b'$' | b'?' | b'`' => Ok((start, Tok::Semicolon)),
                        b'\\' => {
                            let message = "unexpected character after line continuation character";
                            let mut error = self.lines.error(start as u32 + 1, start as u32 + 1, message);
                            error.end_column = 0;
                            Err(Some(error))
                        }
                        _ => Err(self.stray(start, &self.lines.source[start..])),
                    };
                }
                None => return Err(Some(self.never_closed(open))),
            }
        }
    }

    /// A character that is neither a name's nor anything else.
    fn stray(&self, start: usize, text: &str) -> Option<SyntaxError> {
        let ok = |(i, c): &(usize, char)| match i {
            0 => is_id_start(u32::from(*c)),
            _ => is_id_continue(u32::from(*c)),
        };
        let (at, c) = text.char_indices().find(|found| !found.1.is_ascii() && !ok(found))?;
        let at = (start + at) as u32;
        Some(self.lines.error(at, at, invalid_character(c)))
    }

    fn never_closed(&self, open: usize) -> SyntaxError {
        let bracket = self.bytes[open] as char;
        let mut error = self.lines.error(open as u32, open as u32, format!("'{bracket}' was never closed"));
        error.end_column = 0;
        error
    }

    /// The string's own quotes in a field: its brace was forgotten.
    fn not_the_quotes(&self, at: usize, tok: Tok) -> Found<()> {
        if tok == Tok::String && self.at_quotes(at) && scan_plain(self.lines, self.bytes, at, at).is_err() {
            return self.error(at, at, "expecting '}'");
        }
        Ok(())
    }

    /// Reads the format specification that begins at `at`; gives the field's end.
    fn specification(&self, mut at: usize) -> Found<usize> {
        loop {
            match *self.bytes.get(at).ok_or(None)? {
                b'{' => at = self.field(at)?,
                b'}' => return Ok(at + 1),
                b'\\' => at += if matches!(self.bytes.get(at + 1), Some(b'{' | b'}')) { 1 } else { 2 },
                b'\n' | b'\r' if self.n_quotes == 1 => return Err(None),
                _ if self.at_quotes(at) => return self.error(at, at + 1, "expecting '}', or format specs"),
                _ => at += 1,
            }
        }
    }

    /// Reads a field's expression; gives what ends it.
    fn expression(&self, open: usize, words: &mut Lexer<'s, Tok>) -> Found<(usize, Tok)> {
        let mut state = State::Start;
        let mut first: Option<(usize, usize)> = None;
        let mut element = None;
        let mut lambda = None;
        let mut brackets: Vec<usize> = Vec::new();
        let mut behind_bracket = false;
        let mut last = Tok::LeftBrace;
        loop {
            let innermost = *brackets.last().unwrap_or(&open);
            let (at, mut tok) = self.next(innermost, words)?;
            // A specification may begin with an equal sign.
            if brackets.is_empty() && tok == Tok::ColonEqual {
                tok = Tok::Colon;
            }
            let end = words.span().end;
            let ends = matches!(tok, Tok::Equal | Tok::Exclamation | Tok::Colon | Tok::RightBrace);
            if brackets.is_empty() && ends {
                return match (state, first) {
                    (State::Operand | State::Comma, _) => match lambda {
                        Some(start) if tok == Tok::Colon => self.lambda(start, end),
                        _ => Ok((at, tok)),
                    },
                    (_, Some(_)) if lambda.is_some() && tok == Tok::Colon => {
                        self.lambda(lambda.unwrap_or(at), end)
                    }
                    (State::Operator(at), _) => {
                        let end = at + self.operator_len(at);
                        self.error(at, end, "expecting '=', or '!', or ':', or '}'")
                    }
                    (_, Some((start, end))) => {
                        self.error(start, end, "expecting a valid expression after '{'")
                    }
                    (_, None) => {
                        let sign = self.bytes[at] as char;
                        self.error(at, at + 1, format!("valid expression required before '{sign}'"))
                    }
                };
            }
            let first_here = *first.get_or_insert((at, end));
            let at_start = state == State::Start;
            let no_expression =
                || self.error(first_here.0, first_here.1, "expecting a valid expression after '{'");
            if behind_bracket && only_infix(tok) && at_start && brackets.len() == 1 {
                return no_expression();
            }
            behind_bracket = false;
            match tok {
                Tok::String => {
                    self.not_the_quotes(at, tok)?;
                    let close = scan_plain(self.lines, self.bytes, at, end - 1).map_err(|_| None)?;
                    words.bump(close - end);
                }
                Tok::FormattedString => {
                    let close = Formatted::new(self.lines, self.depth, at, end - 1).string(end - 1)?;
                    words.bump(close - end);
                }
                Tok::LeftParen | Tok::LeftBracket | Tok::LeftBrace => {
                    if brackets.is_empty() && state == State::Operand && tok == Tok::LeftBrace {
                        return Err(None);
                    }
                    element.get_or_insert(at);
                    brackets.push(at);
                    behind_bracket = true;
                    continue;
                }
                Tok::RightParen | Tok::RightBracket | Tok::RightBrace => {
                    let sign = self.bytes[at];
                    let Some(from) = brackets.pop() else {
                        return self.error(at, at, format!("unmatched '{}'", sign as char));
                    };
                    let opener = self.bytes[from];
                    if !matches!((opener, sign), (b'(', b')') | (b'[', b']') | (b'{', b'}')) {
                        return self.mismatch(from, at);
                    }
                    if brackets.is_empty() {
                        state = State::Operand;
                        last = tok;
                    }
                    continue;
                }
                _ => {}
            }
            if !brackets.is_empty() {
                continue;
            }
            let is_operand = is_operand(tok);
            match state {
                State::Operand if tok == Tok::Comma => {
                    state = State::Comma;
                    element = None;
                }
                State::Operand if is_infix(tok) => state = State::Operator(at),
                State::Operand if is_operand => {
                    let strings = |tok| matches!(tok, Tok::String | Tok::FormattedString);
                    if strings(tok) && strings(last) {
                        continue;
                    }
                    if lambda.is_some() {
                        continue;
                    }
                    if last == Tok::Name && strings(tok) {
                        return self.error(at, words.span().end, "expecting '=', or '!', or ':', or '}'");
                    }
                    let message = "invalid syntax. Perhaps you forgot a comma?";
                    let start = element.unwrap_or(at) as u32;
                    return Err(Some(self.lines.error(start, words.span().end as u32, message)));
                }
                State::Operand if lambda.is_some() => {}
                State::Operand if tok == Tok::Semicolon => {
                    return self.error(at, end, "expecting '=', or '!', or ':', or '}'");
                }
                State::Operand => return Err(None),
                State::Start if tok == Tok::Yield => state = State::Comma,
                State::Start if tok == Tok::Lambda && first_here.0 != at => return no_expression(),
                _ if tok == Tok::Lambda => lambda = Some(at),
                _ if is_operand => {
                    element.get_or_insert(at);
                    state = State::Operand;
                }
                _ if lambda.is_some() || is_prefix(tok) => {
                    element.get_or_insert(at);
                }
                State::Start => return no_expression(),
                State::Operator(_) | State::Comma => return Err(None),
            }
            last = tok;
        }
    }

    fn lambda<T>(&self, start: usize, end: usize) -> Found<T> {
        self.error(start, end, "lambda expressions are not allowed without parentheses")
    }

    fn operator_len(&self, at: usize) -> usize {
        let mut words = Tok::lexer(&self.lines.source[at..]);
        words.next();
        words.span().end
    }

    fn mismatch<T>(&self, open: usize, close: usize) -> Found<T> {
        let (opener, closer) = (self.bytes[open] as char, self.bytes[close] as char);
        let (line, open_line) = (self.lines.place(close as u32).0, self.lines.place(open as u32).0);
        let place = if line == open_line { String::new() } else { format!(" on line {open_line}") };
        let message =
            format!("closing parenthesis '{closer}' does not match opening parenthesis '{opener}'{place}");
        Err(Some(self.lines.error(close as u32, close as u32, message)))
    }
}

fn is_operand(tok: Tok) -> bool {
    matches!(
        tok,
        Tok::Name
            | Tok::Number
            | Tok::String
            | Tok::FormattedString
            | Tok::None
            | Tok::True
            | Tok::False
            | Tok::Ellipsis
    )
}

fn is_prefix(tok: Tok) -> bool {
    matches!(
        tok,
        Tok::Plus
            | Tok::Minus
            | Tok::Tilde
            | Tok::Not
            | Tok::Await
            | Tok::Star
            | Tok::Yield
            | Tok::From
            | Tok::Is
            | Tok::In
    )
}

fn is_infix(tok: Tok) -> bool {
    use super::shape::{is_arithmetic, is_comparison};
    is_arithmetic(tok)
        || is_comparison(tok)
        || matches!(tok, Tok::And | Tok::Or | Tok::If | Tok::Else | Tok::Dot)
}

/// Can it only stand behind an operand?
fn only_infix(tok: Tok) -> bool {
    is_infix(tok) && !is_prefix(tok) && tok != Tok::StarStar || matches!(tok, Tok::Semicolon)
}
