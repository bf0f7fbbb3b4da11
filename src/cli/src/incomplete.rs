//! Whether more lines could make a text right that does not parse: what interactive input asks after each line, and
//! `PyCF_ALLOW_INCOMPLETE_INPUT` of `compile()`.

use bumpalo::Bump;
use taipan_grammar::ast::{Mod, Stmt, StmtKind};
use taipan_grammar::{ErrorKind, Mode, SyntaxError};

/// What a text lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lacks {
    /// The end of a bracket, a string or a line: an empty line is part of it.
    Rest,
    /// A block or its end: an empty line ends it.
    Block,
}

/// What a text lacks that failed to parse; `None`: it is wrong whatever follows.
pub fn lacks(text: &str, mode: Mode, error: &SyntaxError) -> Option<Lacks> {
    let message = error.message.as_str();
    if is_open_bracket(message) {
        return brackets_are_all(text, mode, error).then_some(Lacks::Rest);
    }
    if message.starts_with("unterminated triple-quoted")
        || message.starts_with("unterminated f-string triple")
        || message.starts_with("unexpected EOF")
        || message.starts_with("f-string: expecting '}'") && at_end(text, error)
    {
        return Some(Lacks::Rest);
    }
    // A display that ends within a pair.
    if message.contains("after dictionary key") && is_last_word(text, error) {
        return Some(Lacks::Rest);
    }
    if message.starts_with("unterminated string literal") && reaches_end(text, mode, error) {
        return Some(Lacks::Rest);
    }
    let is_block = message.starts_with("expected an indented block")
        || message.starts_with("expected 'except' or 'finally' block");
    if is_block && at_end(text, error) || error.kind == ErrorKind::Incomplete {
        return Some(Lacks::Block);
    }
    (!text.ends_with('\n') && at_end(text, error)).then_some(Lacks::Rest)
}

/// Whether an interactive statement that parses still waits for its end: a compound one does, without a last line's end.
/// `dedents`: the end of the text ends indented blocks.
pub fn is_open_block(text: &str, module: &Mod<'_>, dedents: bool) -> bool {
    let Mod::Interactive { body } = module else { return false };
    if text.ends_with('\n') {
        return false;
    }
    let Some(mut last) = body.last() else { return false };
    let mut is_compound = false;
    while let Some(block) = last_block(last) {
        let is_match = matches!(last.kind, StmtKind::Match { .. });
        if dedents && (is_match || block.first().is_some_and(|stmt| begins_line(text, stmt))) {
            return false;
        }
        is_compound = true;
        let Some(inner) = block.last() else { break };
        last = inner;
    }
    is_compound
}

/// Whether nothing stands before a statement on its line, and it is no `elif`.
fn begins_line(text: &str, stmt: &Stmt<'_>) -> bool {
    let line = text.split('\n').nth((stmt.span.line as usize).saturating_sub(1)).unwrap_or("");
    match line.split_at_checked(stmt.span.column as usize) {
        Some((before, rest)) => before.trim_start().is_empty() && !rest.starts_with("elif"),
        None => false,
    }
}

/// The last block of a compound statement.
fn last_block<'a>(stmt: &Stmt<'a>) -> Option<&'a [Stmt<'a>]> {
    let last = |blocks: &[&'a [Stmt<'a>]]| blocks.iter().copied().rfind(|block| !block.is_empty());
    match stmt.kind {
        StmtKind::FunctionDef(def) | StmtKind::AsyncFunctionDef(def) => Some(def.body),
        StmtKind::ClassDef(def) => Some(def.body),
        StmtKind::For(f) | StmtKind::AsyncFor(f) => last(&[f.body, f.orelse]),
        StmtKind::While { body, orelse, .. } | StmtKind::If { body, orelse, .. } => last(&[body, orelse]),
        StmtKind::With { body, .. } | StmtKind::AsyncWith { body, .. } => Some(body),
        StmtKind::Match { cases, .. } => cases.last().map(|case| case.body),
        StmtKind::Try(t) | StmtKind::TryStar(t) => {
            last(&[t.body, t.handlers.last().map_or(&[], |handler| handler.body), t.orelse, t.finalbody])
        }
        _ => None,
    }
}

/// Whether an error is about the last word of a text, or its last sign.
fn is_last_word(text: &str, error: &SyntaxError) -> bool {
    let line = text.split('\n').nth((error.line as usize).saturating_sub(1)).unwrap_or("");
    let rest: String = line.chars().skip(error.column as usize).collect();
    text.lines().count() <= error.line as usize && rest.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// Whether a string in one line runs to the end of the text: all line ends in it are escaped.
fn reaches_end(text: &str, mode: Mode, error: &SyntaxError) -> bool {
    let lines: Vec<&str> = text.split('\n').skip((error.line as usize).saturating_sub(1)).collect();
    let rest = lines.join("\n");
    let from =
        rest.char_indices().nth((error.column as usize).saturating_sub(1)).map_or(rest.len(), |(i, _)| i);
    let mut bytes =
        rest[from..].bytes().chain((mode == Mode::Exec && !text.ends_with('\n')).then_some(b'\n'));
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => {
                bytes.next();
            }
            b'\n' => return false,
            _ => {}
        }
    }
    true
}

fn is_open_bracket(message: &str) -> bool {
    message.ends_with("was never closed")
}

/// Whether nothing but closing brackets is missing: with them, the text parses as far as it goes.
fn brackets_are_all(text: &str, mode: Mode, error: &SyntaxError) -> bool {
    /// Far more than the tokenizer lets be nested.
    const CLOSERS_MAX: usize = 300;
    let mut closed = text.to_owned();
    let mut last = error.clone();
    for _ in 0..CLOSERS_MAX {
        if !is_open_bracket(&last.message) {
            // Those of a replacement field leave its string open.
            let is_open_string =
                last.message.starts_with("unterminated ") && last.message.contains("-string");
            return is_open_string || at_or_after(text, &last);
        }
        closed.push(match last.message.as_bytes().get(1) {
            Some(b'[') => ']',
            Some(b'{') => '}',
            _ => ')',
        });
        match taipan_grammar::parse(&Bump::new(), &closed, mode) {
            Ok(_) => return true,
            Err(next) if next.message.contains("after dictionary key") => return is_last_word(text, &next),
            Err(next) => last = next,
        }
    }
    false
}

/// Whether an error's place is behind all that the text has.
fn at_end(text: &str, error: &SyntaxError) -> bool {
    let line = text.split('\n').skip((error.line as usize).saturating_sub(1));
    for (i, line) in line.enumerate() {
        let from = match (i, error.column) {
            (0, 0) => continue,
            (0, column) => column as usize - 1,
            _ => 0,
        };
        let rest: String = line.chars().skip(from).collect();
        let rest = rest.trim();
        if !(rest.is_empty() || rest.starts_with('#')) {
            return false;
        }
    }
    true
}

/// Whether an error's place is at the end of `text`, or behind it in what was put there.
fn at_or_after(text: &str, error: &SyntaxError) -> bool {
    let n_lines = text.split('\n').count();
    let last = text.rsplit('\n').next().unwrap_or("").chars().count();
    // The end itself has no column.
    error.column == 0 || (error.line as usize, error.column as usize) > (n_lines, last)
}
