//! Tokens: names, numbers, strings, operators, and the structure of lines.
//!
//! logos finds the words (`tok`); this layer adds indentation, brackets and the ends of strings (`scan`).

mod scan;
mod tok;
mod words;

pub use scan::{scan_field, string_end};
pub use tok::Tok;
pub use words::{Word, Words};

use crate::Mode;
use crate::ast::Span;
use crate::error::{SyntaxError, Warning};
use logos::Logos;
use std::cell::{Cell, RefCell};
use taipan_text::properties::{is_id_continue, is_id_start, is_printable};

/// What a token is, roughly. Its text is in the source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A name or keyword.
    Name,
    /// A number.
    Number,
    /// A string without replacement fields, prefix and quotes included.
    String,
    /// A formatted or template string, whole.
    FString,
    /// An operator or delimiter.
    Op,
    /// The end of a logical line.
    Newline,
    /// The start of a block.
    Indent,
    /// The end of a block.
    Dedent,
    /// The end of the source.
    End,
}

/// A place: line (from 1) and column in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Place {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

/// A token.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// What it is, roughly.
    pub kind: Kind,
    /// What it is exactly.
    pub tok: Tok,
    /// Its first byte.
    pub start: u32,
    /// The byte behind it.
    pub end: u32,
    /// Where it starts.
    pub from: Place,
    /// Where it ends.
    pub to: Place,
}

/// Where lines start.
pub struct Lines<'s> {
    /// The text.
    pub source: &'s str,
    starts: Vec<u32>,
    /// How many formatted strings are open around what is being scanned.
    formatted: Cell<u32>,
    /// `<>` is the operator, and not `!=` (PEP 401).
    pub flufl: Cell<bool>,
    /// A name is `None`, `True` or `False` in letters that only look different.
    pub disguised: Cell<bool>,
    /// How many digits a decimal int literal may have, 0 for any number.
    pub int_digits_max: usize,
    /// What the text is to be. A file's last line has an end even where none is written.
    pub mode: Cell<Mode>,
    /// What the tokens give reason to warn of.
    pub warnings: RefCell<Vec<Warning>>,
}

/// Shorter texts are looked at byte by byte: what a search by vector instructions costs the first time, in finding out
/// which of them the processor has, is a tenth of the start-up of a virtual machine.
const SHORT: usize = 256;

impl<'s> Lines<'s> {
    /// Finds the lines of a text.
    pub fn new(source: &'s str) -> Lines<'s> {
        let bytes = source.as_bytes();
        let mut starts = Vec::with_capacity(bytes.len() / 32 + 1);
        starts.push(0);
        let mut end_at = |at: usize| {
            if bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n') {
                starts.push(at as u32 + 1);
            }
        };
        if bytes.len() < SHORT {
            (0..bytes.len()).filter(|&at| matches!(bytes[at], b'\n' | b'\r')).for_each(&mut end_at);
        } else {
            memchr::memchr2_iter(b'\n', b'\r', bytes).for_each(&mut end_at);
        }
        Lines {
            source,
            starts,
            formatted: Cell::new(0),
            flufl: Cell::new(false),
            disguised: Cell::new(false),
            int_digits_max: 0,
            mode: Cell::new(Mode::Exec),
            warnings: RefCell::new(Vec::new()),
        }
    }

    /// Is it a file's text?
    pub fn is_file(&self) -> bool {
        self.mode.get() == Mode::Exec
    }

    /// Line (from 1) and column in bytes of an offset.
    pub fn place(&self, offset: u32) -> (u32, u32) {
        let line = self.starts.partition_point(|&s| s <= offset);
        (line as u32, offset - self.starts[line - 1])
    }

    /// The offset of a line and a column in bytes.
    pub fn offset(&self, line: u32, column: u32) -> u32 {
        self.starts[line as usize - 1] + column
    }

    /// The span of a range of bytes.
    pub fn span(&self, start: u32, end: u32) -> Span {
        let (line, column) = self.place(start);
        let (end_line, end_column) = self.place(end);
        Span { line, column, end_line, end_column }
    }

    /// An error about a range of bytes.
    pub fn error(&self, start: u32, end: u32, message: impl Into<String>) -> SyntaxError {
        let column = |line: u32, offset: u32| {
            let from = self.starts[line as usize - 1] as usize;
            self.source.get(from..offset as usize).map_or(offset - from as u32, |s| s.chars().count() as u32)
                + 1
        };
        let ((line, _), (end_line, _)) = (self.place(start), self.place(end));
        SyntaxError {
            line,
            column: column(line, start),
            end_line,
            end_column: column(end_line, end),
            ..SyntaxError::new(message)
        }
    }
}

const TAB: u32 = 8;

/// The text is no text of the language. What is wrong with it, [`crate::peg`] finds.
#[derive(Clone, Copy, Debug)]
pub struct Refused;

/// All tokens of a text from `start` to `end`. `inside`: in brackets, so that line ends do not count.
pub fn tokens(lines: &Lines<'_>, start: u32, end: u32, inside: bool) -> Result<Vec<Token>, Refused> {
    let (line, _) = lines.place(start);
    let mut lexer = Lexer {
        lines,
        bytes: &lines.source.as_bytes()[..end as usize],
        at: start as usize,
        line: line as usize,
        out: Vec::with_capacity((end - start) as usize / 4 + 8),
        indents: vec![(0, 0)],
        brackets: Vec::new(),
        inside,
    };
    lexer.run()?;
    Ok(lexer.out)
}

struct Lexer<'l, 's> {
    lines: &'l Lines<'s>,
    bytes: &'l [u8],
    at: usize,
    /// The line, from 1, of the last place.
    line: usize,
    out: Vec<Token>,
    /// Columns with tabs to multiples of eight, and with tabs as one.
    indents: Vec<(u32, u32)>,
    brackets: Vec<u8>,
    inside: bool,
}

impl Lexer<'_, '_> {
    fn peek(&self, n: usize) -> u8 {
        self.bytes.get(self.at + n).copied().unwrap_or(0)
    }

    /// The place of an offset. Offsets are asked for in rising order.
    fn place(&mut self, offset: usize) -> Place {
        let starts = &self.lines.starts;
        while starts.get(self.line).is_some_and(|&s| s as usize <= offset) {
            self.line += 1;
        }
        Place { line: self.line as u32, column: offset as u32 - starts[self.line - 1] }
    }

    fn push(&mut self, kind: Kind, tok: Tok, start: usize) {
        let from = self.place(start);
        let to = self.place(self.at);
        self.out.push(Token { kind, tok, start: start as u32, end: self.at as u32, from, to });
    }

    fn run(&mut self) -> Result<(), Refused> {
        let text = &self.lines.source[..self.bytes.len()];
        let mut words = Tok::lexer(text);
        words.bump(self.at);
        let mut line_start = !self.inside;
        loop {
            if line_start && self.brackets.is_empty() {
                while !self.indentation()? {}
                line_start = false;
                words.bump(self.at - words.span().end);
            }
            let Some(word) = words.next() else {
                self.at = self.bytes.len();
                break;
            };
            let span = words.span();
            let start = span.start;
            self.at = span.end;
            match word {
                Ok(Tok::LineEnd) => {
                    if self.brackets.is_empty() && !self.inside {
                        // A line with nothing but a continuation has no end of its own.
                        if self
                            .out
                            .last()
                            .is_some_and(|t| !matches!(t.kind, Kind::Newline | Kind::Indent | Kind::Dedent))
                        {
                            self.push(Kind::Newline, Tok::Newline, start);
                        }
                        line_start = true;
                    }
                }
                Ok(Tok::Comment) => {}
                Ok(Tok::Continuation) => {
                    if self.at >= self.bytes.len() && !self.inside && self.brackets.is_empty() {
                        return Err(Refused);
                    }
                }
                Ok(Tok::Name) => {
                    self.name(start)?;
                    if words.slice() == "barry_as_FLUFL" && self.imports_future() {
                        self.lines.flufl.set(true);
                    }
                }
                Ok(Tok::Number) => {
                    let next = self.peek(0);
                    if next == b'_' || next.is_ascii_alphanumeric() || next >= 0x80 {
                        self.at = start;
                        self.number()?;
                        words.bump(self.at - span.end);
                    } else {
                        self.push(Kind::Number, Tok::Number, start);
                    }
                }
                Ok(Tok::String) => {
                    self.at = scan::scan_plain(self.bytes, self.at - 1)?;
                    self.push(Kind::String, Tok::String, start);
                    words.bump(self.at - span.end);
                }
                Ok(Tok::FormattedString) => {
                    let raw = span.len() == 3;
                    self.at = scan::scan_formatted(self.lines, self.bytes, start, self.at - 1, raw)?;
                    self.push(Kind::FString, Tok::FormattedString, start);
                    words.bump(self.at - span.end);
                }
                Ok(tok) if tok.is_keyword() => self.push(Kind::Name, tok, start),
                Ok(Tok::LessGreater) if self.lines.flufl.get() => self.push(Kind::Op, Tok::NotEqual, start),
                Ok(Tok::NotEqual) if self.lines.flufl.get() => return Err(Refused),
                Ok(tok) => {
                    self.bracket(tok, start)?;
                    self.push(Kind::Op, tok, start);
                }
                Err(()) => return Err(Refused),
            }
        }
        if !self.brackets.is_empty() {
            return Err(Refused);
        }
        let end = self.at;
        if !self.inside {
            if self.out.last().is_some_and(|t| !matches!(t.kind, Kind::Newline | Kind::Dedent)) {
                self.push(Kind::Newline, Tok::Newline, end);
            }
            while self.indents.len() > 1 {
                self.indents.pop();
                self.push(Kind::Dedent, Tok::Dedent, end);
            }
        }
        self.push(Kind::End, Tok::End, end);
        Ok(())
    }

    /// Does the statement at hand import from `__future__`?
    fn imports_future(&self) -> bool {
        let ends = |t: &Token| matches!(t.tok, Tok::Newline | Tok::Indent | Tok::Dedent | Tok::Semicolon);
        let start = self.out.iter().rposition(ends).map_or(0, |i| i + 1);
        let text = |i: usize| {
            self.out.get(start + i).map_or("", |t| &self.lines.source[t.start as usize..t.end as usize])
        };
        (text(0), text(1), text(2)) == ("from", "__future__", "import")
    }

    fn comment(&mut self) {
        while self.at < self.bytes.len() && !matches!(self.bytes[self.at], b'\n' | b'\r') {
            self.at += 1;
        }
    }

    /// The indentation of a line; false where the line is blank, and skipped.
    fn indentation(&mut self) -> Result<bool, Refused> {
        let start = self.at;
        let (mut column, mut alt) = (0, 0);
        // The first continuation behind blanks settles the indentation of what comes behind it.
        let mut settled = 0;
        loop {
            match self.peek(0) {
                b' ' => {
                    column += 1;
                    alt += 1;
                }
                b'\t' => {
                    column = (column / TAB + 1) * TAB;
                    alt += 1;
                }
                0x0c => (column, alt) = (0, 0),
                b'\\' if matches!(self.peek(1), b'\n' | b'\r') => {
                    if settled == 0 {
                        settled = column;
                    }
                    self.at += 1 + (self.peek(1) == b'\r' && self.peek(2) == b'\n') as usize;
                    if self.at + 1 >= self.bytes.len() {
                        return Err(Refused);
                    }
                }
                _ => break,
            }
            self.at += 1;
        }
        if settled != 0 {
            (column, alt) = (settled, settled);
        }
        // Where it is no file's, blanks count in a last line without an end, if it is looked at; and a comment in one ends
        // no block.
        if self.at >= self.bytes.len() {
            let is_looked_at = match self.lines.mode.get() {
                Mode::Exec => false,
                Mode::Single => self.indents.len() > 1,
                Mode::Eval | Mode::FuncType => true,
            };
            if column == 0 || !is_looked_at {
                return Ok(true);
            }
        }
        match self.peek(0) {
            b'#' => {
                self.comment();
                if self.at >= self.bytes.len() && self.indents.len() > 1 && !self.lines.is_file() {
                    self.push(Kind::Newline, Tok::Newline, self.at);
                }
                if self.at < self.bytes.len() {
                    self.at += 1 + (self.peek(0) == b'\r' && self.peek(1) == b'\n') as usize;
                }
                return Ok(self.at >= self.bytes.len());
            }
            b'\n' => {
                self.at += 1;
                return Ok(false);
            }
            b'\r' => {
                self.at += 1 + (self.peek(1) == b'\n') as usize;
                return Ok(false);
            }
            _ => {}
        }
        let (top, top_alt) = *self.indents.last().expect("the outermost stays");
        if column == top {
            if alt != top_alt {
                return Err(Refused);
            }
        } else if column > top {
            if alt <= top_alt {
                return Err(Refused);
            }
            if self.indents.len() >= 100 {
                return Err(Refused);
            }
            self.indents.push((column, alt));
            self.push(Kind::Indent, Tok::Indent, start);
        } else {
            while column < self.indents.last().expect("the outermost stays").0 {
                self.indents.pop();
                let at = self.at;
                self.push(Kind::Dedent, Tok::Dedent, at);
            }
            let (top, top_alt) = *self.indents.last().expect("the outermost stays");
            if column != top {
                return Err(Refused);
            }
            if alt != top_alt {
                return Err(Refused);
            }
        }
        Ok(true)
    }

    fn name(&mut self, start: usize) -> Result<(), Refused> {
        let text = &self.lines.source[start..self.at];
        let fits = |(i, c): (usize, char)| {
            if i == 0 { is_id_start(u32::from(c)) } else { is_id_continue(u32::from(c)) }
        };
        if !text.is_ascii() && !text.char_indices().all(fits) {
            return Err(Refused);
        }
        self.push(Kind::Name, Tok::Name, start);
        Ok(())
    }

    fn number(&mut self) -> Result<(), Refused> {
        let start = self.at;
        let digits = |this: &mut Self, ok: fn(u8) -> bool| -> bool {
            let from = this.at;
            loop {
                if ok(this.peek(0)) || (this.peek(0) == b'_' && ok(this.peek(1)) && this.at > from) {
                    this.at += 1;
                } else {
                    return this.at > from;
                }
            }
        };
        let radix: Option<(fn(u8) -> bool, &str)> = if self.peek(0) == b'0' {
            match self.peek(1) {
                b'x' | b'X' => Some((|b| b.is_ascii_hexdigit(), "hexadecimal")),
                b'o' | b'O' => Some((|b| (b'0'..=b'7').contains(&b), "octal")),
                b'b' | b'B' => Some((|b| b == b'0' || b == b'1', "binary")),
                _ => None,
            }
        } else {
            None
        };
        let mut name = "decimal";
        if let Some((ok, what)) = radix {
            name = what;
            self.at += 2;
            if self.peek(0) == b'_' {
                self.at += 1;
            }
            if !digits(self, ok) || self.peek(0) == b'_' || self.peek(0).is_ascii_digit() {
                return Err(Refused);
            }
        } else {
            digits(self, |b| b.is_ascii_digit());
            if self.peek(0) == b'_' {
                return Err(Refused);
            }
            if self.peek(0) == b'.' {
                self.at += 1;
                digits(self, |b| b.is_ascii_digit());
            }
            if matches!(self.peek(0), b'e' | b'E') {
                let sign = matches!(self.peek(1), b'+' | b'-') as usize;
                if self.peek(1 + sign).is_ascii_digit() {
                    self.at += 1 + sign;
                    digits(self, |b| b.is_ascii_digit());
                } else if sign == 1 {
                    return Err(Refused);
                }
            }
            if matches!(self.peek(0), b'j' | b'J') {
                self.at += 1;
                name = "imaginary";
            }
        }
        let b = self.peek(0);
        if b == b'_' || b.is_ascii_alphabetic() || name == "imaginary" && b.is_ascii_digit() {
            // Keywords may follow a number at once (with a warning).
            let rest = &self.lines.source[self.at..];
            let keyword =
                ["and", "else", "for", "if", "in", "is", "not", "or"].iter().any(|k| rest.starts_with(k));
            if !keyword
                || (name == "hexadecimal"
                    && !rest.starts_with("or")
                    && !rest.starts_with("i")
                    && !rest.starts_with("n"))
            {
                return Err(Refused);
            }
            let place = (self.at - 1) as u32;
            let place = self.lines.error(place, place, format!("invalid {name} literal"));
            self.lines.warnings.borrow_mut().push(Warning::at(place, None));
        }
        self.push(Kind::Number, Tok::Number, start);
        Ok(())
    }

    /// Brackets must match.
    fn bracket(&mut self, tok: Tok, start: usize) -> Result<(), Refused> {
        let b = self.bytes[start];
        match tok {
            Tok::LeftParen | Tok::LeftBracket | Tok::LeftBrace => {
                if self.brackets.len() >= 200 {
                    return Err(Refused);
                }
                self.brackets.push(b);
            }
            Tok::RightParen | Tok::RightBracket | Tok::RightBrace => {
                let wanted = match b {
                    b')' => b'(',
                    b']' => b'[',
                    _ => b'{',
                };
                if self.brackets.pop() != Some(wanted) {
                    return Err(Refused);
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// What is said of a character that no token has.
pub fn invalid_character(c: char) -> String {
    let number = u32::from(c);
    match is_printable(number) {
        true => format!("invalid character '{c}' (U+{number:04X})"),
        false => format!("invalid non-printable character U+{number:04X}"),
    }
}
