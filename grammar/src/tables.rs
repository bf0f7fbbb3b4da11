//! The generated parser, and how it is run.

use crate::actions::{Builder, Refusal};
use crate::ast::Mod;
use crate::lexer::{Tok, Token, Words};

#[expect(clippy::all, missing_docs, reason = "generated")]
mod python {
    lalrpop_util::lalrpop_mod!(python);
    pub use python::TopParser;
}

/// Parses tokens. `first` says what they are to be.
pub fn parse<'a>(
    mut builder: Builder<'a, '_>,
    source: &'a str,
    tokens: &[Token],
    first: Tok,
) -> Result<Mod<'a>, Refusal> {
    python::TopParser::new().parse(&mut builder, Words::new(source, tokens, first))
}
