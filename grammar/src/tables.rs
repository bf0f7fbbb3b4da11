//! The generated parser, and how it is run.

use crate::Mode;
use crate::actions::{Builder, Failure};
use crate::ast::Mod;
use crate::error::Warning;
use crate::lexer::{Lines, Place, Tok, Token, Words, tokens};
use crate::literals::Literals;
use bumpalo::Bump;
use lalrpop_util::ParseError;

mod python {
    lalrpop_util::lalrpop_mod!(python);
    pub use python::TopParser;
}

/// Parses a text. Refused with the place where the first word stands that fits nowhere, if it is that.
pub fn parse_source<'a>(
    arena: &'a Bump,
    lines: &Lines<'a>,
    mode: Mode,
    warnings: &mut Vec<Warning>,
) -> Result<Mod<'a>, Option<(Place, Place)>> {
    let source = lines.source;
    if source.as_bytes().contains(&0) {
        return Err(None);
    }
    let tokens = tokens(lines, 0, source.len() as u32, false).map_err(|_| None)?;
    let first = match mode {
        Mode::Exec => Tok::StartFile,
        Mode::Single => Tok::StartSingle,
        Mode::Eval => Tok::StartEval,
        Mode::FuncType => Tok::StartFuncType,
    };
    parse(Builder::new(Literals::new(arena, lines, warnings)), source, &tokens, first)
}

/// Parses tokens. `first` says what they are to be.
pub fn parse<'a>(
    mut builder: Builder<'a, '_>,
    source: &'a str,
    tokens: &[Token],
    first: Tok,
) -> Result<Mod<'a>, Option<(Place, Place)>> {
    let words = Words::new(source, tokens, first);
    python::TopParser::new().parse(&mut builder, words).map_err(|refusal| match refusal {
        ParseError::UnrecognizedToken { token: (l, _, r), .. }
        | ParseError::ExtraToken { token: (l, _, r) } => Some((l, r)),
        ParseError::InvalidToken { location } | ParseError::UnrecognizedEof { location, .. } => {
            Some((location, location))
        }
        ParseError::User { error: Failure } => None,
    })
}
