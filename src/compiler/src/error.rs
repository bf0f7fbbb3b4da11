//! Errors of symbol tables and code generation.

use taipan_grammar::ast::Span;

/// A `SyntaxError` (or, too deep a nesting, a `RecursionError`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompileError {
    /// The message.
    pub message: String,
    /// Where.
    pub span: Span,
    /// The program nests too deeply for the compiler.
    pub too_deep: bool,
    /// Found before code is made: the exception has its place in attributes only, and the message as its argument.
    pub early: bool,
}

impl CompileError {
    /// The syntax nests too deeply.
    pub fn too_deep(span: Span) -> CompileError {
        CompileError {
            message: "maximum recursion depth exceeded during compilation".to_owned(),
            span,
            too_deep: true,
            early: false,
        }
    }

    /// The same as an early one.
    pub fn early(self) -> CompileError {
        CompileError { early: true, ..self }
    }
}

/// An error at a node.
pub fn error_at(span: Span, message: impl Into<String>) -> CompileError {
    CompileError { message: message.into(), span, too_deep: false, early: false }
}

/// A `SyntaxWarning`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompileWarning {
    /// The message.
    pub message: String,
    /// Where.
    pub span: Span,
}

/// Names that must not be assigned to.
pub fn check_target(name: &str, span: Span) -> Result<(), CompileError> {
    if name == "__debug__" {
        return Err(error_at(span, "cannot assign to __debug__").early());
    }
    Ok(())
}
