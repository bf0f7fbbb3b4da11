//! Texts that end inside brackets: what is wrong in front of that comes first, where it is in the bracket's line.

use super::offset_of;
use crate::Mode;
use crate::error::{ErrorKind, SyntaxError};
use crate::lexer::{Lines, Tok, string_end};
use bumpalo::Bump;
use logos::Logos;

/// The error that the text has if its brackets are closed at its end, where that is the one to report.
pub(super) fn inside(lines: &Lines<'_>, mode: Mode, error: &SyntaxError) -> Option<SyntaxError> {
    // Behind a last backslash nothing can be read at all.
    let is_cut = lines.source.trim_end_matches(['\r', '\n']).ends_with('\\');
    if !error.message.ends_with("was never closed") || is_cut {
        return None;
    }
    let mut text = lines.source.to_owned();
    let end = lines.source.trim_end().len() as u32;
    // A comment must not swallow the brackets.
    text.push('\n');
    text.push_str(&closers(lines)?);
    text.push('\n');
    let found = crate::parse(&Bump::new(), &text, mode).err()?;
    let place = offset_of(&Lines::new(&text), &found)?;
    // What reaches the end is not known to end there.
    let behind = SyntaxError { line: found.end_line, column: found.end_column, ..found.clone() };
    let reaches_end = offset_of(&Lines::new(&text), &behind)? >= end && found.message != "invalid syntax";
    let is_earlier =
        place < end && !reaches_end && found.end_line <= error.line && found.kind == ErrorKind::Syntax;
    let is_late = found.message.contains("patterns follow");
    (is_earlier && !is_late && !found.message.ends_with("was never closed")).then_some(found)
}

/// The brackets that close what is open at the end.
fn closers(lines: &Lines<'_>) -> Option<String> {
    let mut words = Tok::lexer(lines.source);
    let mut open = Vec::new();
    while let Some(word) = words.next() {
        let span = words.span();
        match word {
            Ok(Tok::String | Tok::FormattedString) => {
                let end = string_end(lines, span.start, lines.source.len())?;
                words.bump(end - span.end);
            }
            Ok(Tok::LeftParen) => open.push(')'),
            Ok(Tok::LeftBracket) => open.push(']'),
            Ok(Tok::LeftBrace) => open.push('}'),
            Ok(Tok::RightParen | Tok::RightBracket | Tok::RightBrace) => {
                open.pop()?;
            }
            _ => {}
        }
    }
    Some(open.iter().rev().collect())
}
