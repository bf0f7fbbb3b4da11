//! Syntax errors and warnings.

/// Which exception a [`SyntaxError`] becomes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ErrorKind {
    /// `SyntaxError`
    Syntax,
    /// `IndentationError`
    Indentation,
    /// `TabError`
    Tab,
    /// No `SyntaxError` at all, but a `ValueError`.
    Value,
    /// A `MemoryError`: it nests too deep.
    Memory,
    /// The input ends too early: more lines may make it right.
    Incomplete,
}

/// A syntax error as CPython reports it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SyntaxError {
    /// The exception's class.
    pub kind: ErrorKind,
    /// The message.
    pub message: String,
    /// The line, counted from 1.
    pub line: u32,
    /// The column, counted from 1 in characters; 0 for none.
    pub column: u32,
    /// The end line.
    pub end_line: u32,
    /// The end column.
    pub end_column: u32,
}

/// A `SyntaxWarning`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Warning {
    /// The message.
    pub message: String,
    /// The line.
    pub line: u32,
}
