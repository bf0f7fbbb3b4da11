//! Syntax trees to code images. No heap and no input or output, so any number of compilations run side by side.
//!
//! `symtable` decides where each name lives; `codegen` walks the tree and emits instructions into a `unit` for each code
//! object; the image's writer collects the units.

mod codegen;
mod error;
mod fold;
pub mod percent;
mod symtable;
mod unit;
mod unparse;

pub use error::{CompileError, CompileWarning};
pub use symtable::{Place, Scope, ScopeKind, Symbol, SymbolTable};

use bumpalo::Bump;
use taipan_bytecode::code_flags;
use taipan_grammar::ast::{Constant, ExprKind, Mod, Stmt, StmtKind};

/// How to compile.
#[derive(Clone, Copy, Debug)]
pub struct Options<'s> {
    /// `co_filename`
    pub filename: &'s str,
    /// `-O` level: 1 drops assertions, 2 docstrings too.
    pub optimize: u8,
    /// Interactive: expression statements are displayed.
    pub interactive: bool,
    /// What is on from outside of `__future__`, by the bits of `co_flags`.
    pub futures: u32,
    /// `await` is allowed at the top level.
    pub top_level_await: bool,
    /// The source, for annotations that are kept as text.
    pub source: &'s str,
}

/// Compiles a tree to an image. The code of the module is number 0.
pub fn compile<'a>(
    arena: &'a Bump,
    module: &Mod<'a>,
    options: &Options<'_>,
) -> Result<(Vec<u8>, Vec<CompileWarning>), CompileError> {
    let futures = options.futures | imported_futures(module);
    let annotations_are_text = futures & code_flags::FUTURE_ANNOTATIONS != 0;
    let table = SymbolTable::build(arena, module, annotations_are_text, options.top_level_await)
        .map_err(CompileError::early)?;
    let future_line = future_imports(module).last().map_or((0, 0), |s| (s.span.line, s.span.column));
    codegen::generate(arena, module, &table, &Options { futures, ..*options }, future_line)
}

/// The symbol table of a tree.
pub fn symbol_table<'a>(arena: &'a Bump, module: &Mod<'a>) -> Result<SymbolTable<'a>, CompileError> {
    let annotations_are_text = imported_futures(module) & code_flags::FUTURE_ANNOTATIONS != 0;
    SymbolTable::build(arena, module, annotations_are_text, false).map_err(CompileError::early)
}

/// What a module imports from `__future__` that makes a difference, by the bits of `co_flags`.
fn imported_futures(module: &Mod<'_>) -> u32 {
    future_imports(module)
        .flat_map(|s| match s.kind {
            StmtKind::ImportFrom { names, .. } => names,
            _ => &[],
        })
        .map(|alias| match alias.name {
            "annotations" => code_flags::FUTURE_ANNOTATIONS,
            "barry_as_FLUFL" => code_flags::FUTURE_BARRY_AS_FLUFL,
            _ => 0,
        })
        .fold(0, |all, bit| all | bit)
}

/// The imports from `__future__` that a module begins with, behind a docstring.
fn future_imports<'m, 'a>(module: &'m Mod<'a>) -> impl Iterator<Item = &'m Stmt<'a>> {
    let body = match module {
        Mod::Module { body } | Mod::Interactive { body } => *body,
        _ => &[],
    };
    let docstring = matches!(body.first().map(|s| s.kind), Some(StmtKind::Expr(e))
        if matches!(e.kind, ExprKind::Constant { value: Constant::Str(_), .. }));
    body[docstring as usize..]
        .iter()
        .take_while(|s| matches!(s.kind, StmtKind::ImportFrom { module: Some("__future__"), level: 0, .. }))
}
