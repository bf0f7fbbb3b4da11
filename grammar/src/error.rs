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
}

/// What a text lacks that is right as far as it goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lacks {
    /// The end of a bracket, a string or a line: an empty line is part of it.
    Rest,
    /// A block or its end: an empty line ends it.
    Block,
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
    /// The end column; `u32::MAX` for -1, which some errors say.
    pub end_column: u32,
    /// Line and column in bytes of the last statement that was read before: what the error can be about begins there.
    pub statement: (u32, u32),
    /// What was noticed before.
    pub warnings: Vec<Warning>,
    /// The text that is shown, if it is not the line alone.
    pub text: Option<String>,
    /// Is it a token that is wrong by itself? Such an error shows the text it is in, whatever the file says.
    pub is_lexical: bool,
    /// Is it the end of the text that is wrong, found by a token that stands for it? Read from a file, that has no column.
    pub at_end: bool,
    /// What more lines could bring, where the text ends before it is wrong.
    pub lacks: Option<Lacks>,
}

impl SyntaxError {
    /// An error of the text of a source, without its place.
    pub fn new(message: impl Into<String>) -> SyntaxError {
        SyntaxError {
            kind: ErrorKind::Syntax,
            message: message.into(),
            line: 0,
            column: 0,
            end_line: 0,
            end_column: 0,
            statement: (0, 0),
            warnings: Vec::new(),
            text: None,
            is_lexical: false,
            at_end: false,
            lacks: None,
        }
    }
}

/// A `SyntaxWarning`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Warning {
    /// The message.
    pub message: String,
    /// What is said where the warning is an error.
    pub error: Option<String>,
    /// The line.
    pub line: u32,
    /// The column, counted from 1 in characters.
    pub column: u32,
    /// The end line.
    pub end_line: u32,
    /// The end column.
    pub end_column: u32,
}

impl Warning {
    /// A warning about what an error would be about.
    pub fn at(place: SyntaxError, error: Option<String>) -> Warning {
        let SyntaxError { message, line, column, end_line, end_column, .. } = place;
        Warning { message, error, line, column, end_line, end_column }
    }
}
