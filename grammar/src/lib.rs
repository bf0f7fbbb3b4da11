//! Source text to tokens to syntax tree, and nothing else.
//!
//! [`parse`] is the wall: what stands behind it (tokens in `lexer`, productions in `python.lalrpop`, what they call in
//! `actions`, the second look that finds the words for a syntax error in `peg`) is nobody else's business.

mod actions;
pub mod ast;
pub mod error;
mod features;
mod lexer;
mod literals;
pub mod nodes;
mod number;
mod peg;
mod source;
mod tables;
mod type_comments;
pub mod walk;

pub use error::{ErrorKind, Lacks, SyntaxError, Warning};
pub use features::check_features;
pub use peg::strings::Prefix as StringPrefix;
pub use source::{Origin, decode};
pub use type_comments::{TypeComments, type_comments};

use bumpalo::Bump;

/// What is to be parsed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// A file.
    Exec,
    /// An expression.
    Eval,
    /// One interactive statement.
    Single,
    /// A signature type comment.
    FuncType,
}

/// A tree and what was noticed on the way.
pub struct Parsed<'a> {
    /// The tree.
    pub module: ast::Mod<'a>,
    /// `SyntaxWarning`s.
    pub warnings: Vec<Warning>,
}

/// What may differ from one text to another.
#[derive(Clone, Copy, Debug)]
pub struct Dialect {
    /// `<>` stands for `!=` (PEP 401).
    pub flufl: bool,
    /// How many digits a decimal int literal may have, 0 for any number.
    pub int_digits_max: usize,
}

impl Default for Dialect {
    fn default() -> Dialect {
        Dialect { flufl: false, int_digits_max: 4300 }
    }
}

/// Parses a text into a tree in the arena.
pub fn parse<'a>(arena: &'a Bump, source: &'a str, mode: Mode) -> Result<Parsed<'a>, SyntaxError> {
    parse_dialect(arena, source, mode, Dialect::default())
}

/// The same in a dialect.
pub fn parse_dialect<'a>(
    arena: &'a Bump,
    source: &'a str,
    mode: Mode,
    dialect: Dialect,
) -> Result<Parsed<'a>, SyntaxError> {
    let mut lines = lexer::Lines::new(source);
    lines.flufl.set(dialect.flufl);
    lines.int_digits_max = dialect.int_digits_max;
    parse_lines(arena, &lines, mode)
}

fn parse_lines<'a>(arena: &'a Bump, lines: &lexer::Lines<'a>, mode: Mode) -> Result<Parsed<'a>, SyntaxError> {
    let mut warnings = Vec::new();
    lines.mode.set(mode);
    let flufl = lines.flufl.get();
    let parsed = tables::parse_source(arena, lines, mode, &mut warnings);
    match parsed {
        Ok(module) if !lines.disguised.get() => {
            warnings.append(&mut lines.warnings.borrow_mut());
            warnings.sort_by_key(|w| (w.line, w.column));
            Ok(Parsed { module, warnings })
        }
        refused => {
            let refusal = refused.err().flatten();
            lines.flufl.set(flufl);
            lines.warnings.take();
            Err(peg::explain(arena, lines, mode, refusal))
        }
    }
}

/// How many tokens a text has, if it can be cut into them: for measuring the lexer alone.
pub fn count_tokens(source: &str) -> Option<usize> {
    lexer::tokens(&lexer::Lines::new(source), 0, source.len() as u32, false).ok().map(|tokens| tokens.len())
}
