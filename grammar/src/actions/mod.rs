//! What the grammar calls: each action makes a node, or puts a part of one on a stack of the builder.
//!
//! Lists lie on stacks because a parser reduces strictly inside out: what was put on top since a list began belongs to it.

mod arguments;
mod expressions;
mod patterns;
mod statements;
mod targets;

use crate::ast::*;
use crate::lexer::{Lines, Place, Token, Word};
use crate::literals::Literals;
use lalrpop_util::ParseError;

pub use arguments::{CallArguments, Param};
pub use patterns::{MappingItem, Pat};

/// A node of the tree.
pub type E<'a> = &'a Expr<'a>;

/// An action's refusal. What is wrong, the second pass finds.
#[derive(Clone, Copy, Debug)]
pub struct Failure;

/// An action's refusal as the generated parser wants it.
pub type Refusal = ParseError<Place, Word, Failure>;

/// What may be refused.
pub type Checked<T> = Result<T, Refusal>;

fn refuse<T>() -> Checked<T> {
    Err(ParseError::User { error: Failure })
}

fn span(l: Place, r: Place) -> Span {
    Span { line: l.line, column: l.column, end_line: r.line, end_column: r.column }
}

fn start(span: Span) -> Place {
    Place { line: span.line, column: span.column }
}

/// The state of a parse: the parts of nodes that are not finished yet.
pub struct Builder<'a, 'l> {
    /// Strings and names are read by it.
    literals: Literals<'a, 'l>,
    exprs: Vec<E<'a>>,
    stmts: Vec<Stmt<'a>>,
    run: Vec<expressions::RunItem<'a>>,
    terms: Vec<expressions::TermItem<'a>>,
    pairs: Vec<(Option<E<'a>>, E<'a>)>,
    keywords: Vec<Keyword<'a>>,
    strings: Vec<Word>,
    clauses: Vec<Comprehension<'a>>,
    handlers: Vec<(ExceptHandler<'a>, bool)>,
    cases: Vec<MatchCase<'a>>,
    /// The end of the last line of code: blocks end there.
    last_end: Place,
}

impl<'a, 'l> Builder<'a, 'l> {
    /// A builder with empty stacks.
    pub fn new(literals: Literals<'a, 'l>) -> Builder<'a, 'l> {
        Builder {
            literals,
            exprs: Vec::new(),
            stmts: Vec::new(),
            run: Vec::new(),
            terms: Vec::new(),
            pairs: Vec::new(),
            keywords: Vec::new(),
            strings: Vec::new(),
            clauses: Vec::new(),
            handlers: Vec::new(),
            cases: Vec::new(),
            last_end: Place::default(),
        }
    }

    fn alloc<T: Copy>(&self, value: T) -> &'a T {
        self.literals.arena().alloc(value)
    }

    fn copy<T: Copy>(&self, values: &[T]) -> &'a [T] {
        self.literals.arena().alloc_slice_copy(values)
    }

    /// Nodes side by side.
    pub fn refs<T: Copy>(&self, values: &[&'a T]) -> &'a [T] {
        self.literals.arena().alloc_slice_fill_iter(values.iter().map(|v| **v))
    }

    fn lines(&self) -> &'l Lines<'a> {
        self.literals.lines()
    }

    /// A name in NFKC.
    pub fn identifier(&self, w: Word) -> &'a str {
        self.literals.identifier(w.start, w.end)
    }

    /// A dotted name and one name more.
    pub fn dotted(&self, first: &str, w: Word) -> &'a str {
        self.literals.arena().alloc_str(&format!("{first}.{}", self.identifier(w)))
    }

    // --- lists of expressions ------------------------------------------------------------------------------------

    /// Where a list begins that may stay empty.
    pub fn mark(&self) -> u32 {
        self.exprs.len() as u32
    }

    /// The first element of a list.
    pub fn first(&mut self, e: E<'a>) -> u32 {
        self.exprs.push(e);
        self.exprs.len() as u32 - 1
    }

    /// The first two.
    pub fn first_two(&mut self, e: E<'a>, f: E<'a>) -> u32 {
        self.exprs.push(e);
        self.exprs.push(f);
        self.exprs.len() as u32 - 2
    }

    /// One more.
    pub fn more(&mut self, list: u32, e: E<'a>) -> u32 {
        self.exprs.push(e);
        list
    }

    /// The list, taken from its stack.
    fn taken(&mut self, list: u32) -> &'a [Expr<'a>] {
        let elts = self.refs(&self.exprs[list as usize..]);
        self.exprs.truncate(list as usize);
        elts
    }
}
