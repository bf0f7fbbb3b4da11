//! The second look at a text: once the generated parser has refused it, its words are gone through by the productions of
//! a parsing expression grammar (`python.peg`), as CPython's parser does, to end at the same error as that.
//!
//! The first time the productions are those of the language; where no parse is found, the token farthest on is where the
//! text fits nothing. The second time there are others beside them that know what a person may have meant, and the first
//! that fits says so. Tokens are read as late as they are looked at: one that is wrong is an error only then, or, where
//! its words are more to the point than those of the parser, once the rest of the text is read.
//!
//! Nothing here runs for a text without errors. `tokens` reads the tokens, `table` the productions, `machine` runs them,
//! `actions` is what they do.

mod actions;
mod fault;
mod machine;
mod nodes;
pub(crate) mod strings;
mod table;
mod tokens;

use crate::Mode;
use crate::error::{ErrorKind, Lacks, SyntaxError};
use crate::lexer::{Lines, Place};
use crate::literals::Literals;
use bumpalo::Bump;
use fault::Fault;
use machine::Machine;
use tokens::{Class, Done};

/// What is wrong with a text that the generated parser refused, at `place` if a word stands there that fits nowhere.
pub fn explain<'a>(
    arena: &'a Bump,
    lines: &Lines<'a>,
    mode: Mode,
    place: Option<(Place, Place)>,
) -> SyntaxError {
    let source = lines.source;
    if let Some(at) = source.bytes().position(|b| b == 0) {
        return lines.error(at as u32, at as u32, "source code string cannot contain null bytes");
    }
    let source = with_line_ends(arena, source, mode);
    let mut plain = Lines::new(source);
    plain.int_digits_max = lines.int_digits_max;
    let mut warnings = Vec::new();
    let literals = Literals::new(arena, &plain, &mut warnings);
    let mut machine = Machine::new(source, mode, lines.flufl.get(), literals);
    let error = match machine.find_error() {
        Some(error) => *error,
        None => {
            let (from, to) = place.unwrap_or_default();
            let offset = |p: Place| if p.line == 0 { 0 } else { lines.offset(p.line, p.column) };
            lines.error(offset(from), offset(to), "invalid syntax")
        }
    };
    let statement = machine.statement;
    let mut noticed = machine.noticed.take().unwrap_or_default();
    noticed.append(&mut warnings);
    noticed.sort_by_key(|w| (w.line, w.column));
    noticed.dedup();
    SyntaxError { warnings: noticed, statement, ..error }
}

/// The text with one sort of line ends, and one behind the last line of a file.
fn with_line_ends<'a>(arena: &'a Bump, source: &'a str, mode: Mode) -> &'a str {
    let is_open = mode == Mode::Exec && !source.is_empty() && !source.ends_with(['\n', '\r']);
    if !is_open && !source.contains('\r') {
        return source;
    }
    let mut text = source.replace("\r\n", "\n").replace('\r', "\n");
    if is_open {
        text.push('\n');
    }
    arena.alloc_str(&text)
}

impl Machine<'_, '_> {
    /// The error, if the text has one.
    fn find_error(&mut self) -> Option<Box<SyntaxError>> {
        let found = self.run();
        let lacks = match self.tokens.done {
            Done::EndInString => Some(Lacks::Rest),
            Done::End if self.fetched.last().is_some_and(|token| token.class == Class::Error) => {
                Some(Lacks::Rest)
            }
            Done::End => Some(Lacks::Block),
            _ => None,
        };
        self.noticed = self.tokens.warnings.take();
        let error = match found {
            Ok(true) => return self.leftover(),
            Err(error) => self.replaced(error),
            Ok(false) => {
                let farthest = self.fetched.len() - 1;
                self.look_again();
                match self.run() {
                    Err(error) => self.replaced(error),
                    Ok(_) => self.nothing_fits(farthest),
                }
            }
        };
        Some(Box::new(SyntaxError { lacks, ..*error }))
    }

    /// What is left behind a single statement.
    fn leftover(&mut self) -> Option<Box<SyntaxError>> {
        let rest = &self.tokens.source[self.tokens.at..];
        let is_text = |line: &str| {
            let line = line.trim_start_matches([' ', '\t', '\x0c']);
            !line.is_empty() && !line.starts_with('#')
        };
        if self.mode() != Mode::Single || !rest.split('\n').any(is_text) {
            return None;
        }
        let message = "multiple statements found while compiling a single statement";
        let last = self.fetched.last()?;
        Some(Fault::of_last(&self.tokens, last, ErrorKind::Syntax, message).raised(&self.tokens))
    }

    /// An error that no production says: the first time, the token farthest on fitted nowhere.
    fn nothing_fits(&mut self, farthest: usize) -> Box<SyntaxError> {
        let token = self.fetched[farthest];
        let what = match token.class {
            Class::Indent => "unexpected indent",
            Class::Dedent => "unexpected unindent",
            _ => {
                let error = Fault::of_tokens(&token, &token, "invalid syntax").raised(&self.tokens);
                return self.replaced_by_tokens(error);
            }
        };
        let last = self.fetched[self.fetched.len() - 1];
        Fault::of_last(&self.tokens, &last, ErrorKind::Indentation, what).raised(&self.tokens)
    }

    /// An error, or one that a token of the rest of the text is.
    fn replaced(&mut self, error: Box<SyntaxError>) -> Box<SyntaxError> {
        let is_syntax = !matches!(error.kind, ErrorKind::Value | ErrorKind::Memory);
        if !is_syntax || self.tokens.done != Done::No {
            return error;
        }
        self.replaced_by_tokens(error)
    }

    fn replaced_by_tokens(&mut self, error: Box<SyntaxError>) -> Box<SyntaxError> {
        let line = self.fetched.last().map_or(0, |token| token.line);
        loop {
            match self.tokens.get() {
                Ok(Some(token)) if token.class != Class::End => {}
                Ok(Some(_)) => return error,
                // Of formatted strings the parser knows more.
                _ if self.tokens.is_in_formatted() => return error,
                Ok(None) => {
                    let is_before = |&(_, open, _): &(u8, u32, usize)| line > open;
                    if self.tokens.brackets.last().is_some_and(is_before) {
                        return self.tokens.never_closed().raised(&self.tokens);
                    }
                    return error;
                }
                Err(other) => return other,
            }
        }
    }
}
