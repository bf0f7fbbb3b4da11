//! Tokens one by one, each as late as it is asked for: what is wrong behind the place where the parser gives up is
//! another question than what is wrong before it.
//!
//! Unlike the tokens of a text without errors these have the pieces of formatted strings one by one.

mod numbers;
mod strings;

use super::fault::Fault;
use super::strings::Prefix;
use crate::error::{ErrorKind, SyntaxError, Warning};
use crate::lexer::invalid_character;
use taipan_text::properties::{is_id_continue, is_id_start};

/// Brackets that may be open.
const LEVELS_MAX: usize = 200;
/// Blocks that may be open, and the file.
const INDENTS_MAX: usize = 100;
/// Formatted strings in one another.
const STRINGS_MAX: usize = 150;
/// Fields in the format specifications of one another.
const FIELDS_MAX: i32 = 3;
const TAB: u32 = 8;

/// What a token is, roughly.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    Name,
    Number,
    String,
    Newline,
    Indent,
    Dedent,
    End,
    Op,
    FStart,
    FMiddle,
    FEnd,
    TStart,
    TMiddle,
    TEnd,
    /// No token at all.
    Error,
}

/// A token. Columns are bytes from 0; `-1`: it stands for no text.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    pub class: Class,
    /// Which of the words and operators of the grammar it is, 0 for none.
    pub literal: u16,
    /// Its bytes.
    pub start: usize,
    pub end: usize,
    pub line: u32,
    pub column: i32,
    pub end_line: u32,
    pub end_column: i32,
    /// How many brackets are open behind it.
    pub level: usize,
}

/// What the tokenizer has come to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Done {
    /// Not the end.
    No,
    /// A token that is wrong by itself.
    Wrong,
    /// The end of the text.
    End,
    /// The end of the text within a string.
    EndInString,
    /// An indentation that no open block has.
    Dedent,
    /// Tabs and spaces that cannot be compared.
    Tabs,
    /// Too many blocks.
    TooDeep,
    /// Something behind a backslash.
    Continuation,
}

/// A formatted string that is open.
struct Formatted {
    prefix: Prefix,
    quote: u8,
    n_quotes: usize,
    start: usize,
    line: u32,
    line_start: usize,
    /// Brackets that are open in it.
    depth: i32,
    /// Which of them is the field's that is read, `-1` for none.
    field: i32,
    in_text: bool,
    in_spec: bool,
}

/// What an attempt at a token gives: `None` where there is none, and nothing was said about it.
type Attempt = Result<Option<Token>, Box<SyntaxError>>;

/// The tokens of a text whose line ends are `\n`.
pub struct Tokens<'s> {
    pub source: &'s str,
    bytes: &'s [u8],
    /// The next byte.
    pub at: usize,
    /// The end of what is read in: of the line at hand.
    pub read: usize,
    /// Where what is read in begins: the line where the token at hand does.
    buffer: usize,
    pub line: u32,
    pub line_start: usize,
    pub done: Done,
    pub brackets: Vec<(u8, u32, usize)>,
    /// The start of the token at hand, where there is one.
    start: Option<usize>,
    first_line: u32,
    first_line_start: usize,
    indents: Vec<(u32, u32)>,
    pending: i32,
    at_line_start: bool,
    formatted: Vec<Formatted>,
    /// `<>` is an operator (PEP 401).
    pub flufl: bool,
    /// Warnings, while they are wanted.
    pub warnings: Option<Vec<Warning>>,
}

impl<'s> Tokens<'s> {
    pub fn new(source: &'s str, flufl: bool) -> Tokens<'s> {
        Tokens {
            source,
            bytes: source.as_bytes(),
            at: 0,
            read: 0,
            buffer: 0,
            line: 0,
            line_start: 0,
            done: Done::No,
            brackets: Vec::new(),
            start: None,
            first_line: 0,
            first_line_start: 0,
            indents: vec![(0, 0)],
            pending: 0,
            at_line_start: true,
            formatted: Vec::new(),
            flufl,
            warnings: Some(Vec::new()),
        }
    }

    /// Ends all blocks that are open.
    pub fn end_blocks(&mut self) {
        self.pending = -(self.indents.len() as i32 - 1);
        self.indents.truncate(1);
    }

    /// What messages call the innermost formatted string.
    pub fn formatted_letter(&self) -> char {
        self.formatted.last().map_or('f', |string| string.prefix.letter())
    }

    /// Is it in a formatted string?
    pub fn is_in_formatted(&self) -> bool {
        !self.formatted.is_empty()
    }

    // --- bytes -----------------------------------------------------------------------------------------------------

    /// The next byte, 0 at the end.
    fn next(&mut self) -> u8 {
        if self.at == self.read {
            if self.done != Done::No {
                return 0;
            }
            if self.read == self.bytes.len() {
                self.done = Done::End;
                return 0;
            }
            if self.start.is_none() {
                self.buffer = self.at;
            }
            self.line_start = self.at;
            self.line += 1;
            let rest = &self.bytes[self.read..];
            self.read += memchr::memchr(b'\n', rest).map_or(rest.len(), |n| n + 1);
        }
        self.at += 1;
        self.bytes[self.at - 1]
    }

    fn back(&mut self, byte: u8) {
        if byte != 0 {
            self.at -= 1;
        }
    }

    // --- tokens and errors -----------------------------------------------------------------------------------------

    fn token(&self, class: Class, start: usize, end: usize) -> Attempt {
        let is_string = matches!(
            class,
            Class::String
                | Class::FStart
                | Class::FMiddle
                | Class::FEnd
                | Class::TStart
                | Class::TMiddle
                | Class::TEnd
        );
        let (line, line_start) = match is_string {
            true => (self.first_line, self.first_line_start),
            false => (self.line, self.line_start),
        };
        let column = |at: usize, from: usize| at.checked_sub(from).map_or(-1, |n| n as i32);
        Ok(Some(Token {
            class,
            literal: 0,
            start,
            end,
            line,
            column: column(start, line_start),
            end_line: self.line,
            end_column: column(end, self.line_start),
            level: self.brackets.len(),
        }))
    }

    /// A token that stands for no text.
    pub fn empty(&self, class: Class) -> Token {
        Token {
            class,
            literal: 0,
            start: self.at,
            end: self.at,
            line: self.line,
            column: -1,
            end_line: self.line,
            end_column: -1,
            level: self.brackets.len(),
        }
    }

    /// The token from its start to here.
    fn here(&self, class: Class) -> Attempt {
        self.token(class, self.start.unwrap_or(self.at), self.at)
    }

    /// An error at the last byte that was read.
    fn wrong<T>(&mut self, message: impl Into<String>) -> Result<T, Box<SyntaxError>> {
        let column = self.n_chars(self.at);
        self.wrong_range(column, column, message)
    }

    /// An error from the start of the token at hand to a place.
    fn wrong_from<T>(&mut self, end: usize, message: impl Into<String>) -> Result<T, Box<SyntaxError>> {
        let start = self.n_chars(self.start.unwrap_or(end));
        self.wrong_range(start + 1, self.n_chars(end), message)
    }

    /// The characters of the line at hand up to a place.
    fn n_chars(&self, to: usize) -> u32 {
        self.source.get(self.line_start..to).map_or(0, |text| text.chars().count() as u32)
    }

    fn wrong_range<T>(
        &mut self,
        column: u32,
        end_column: u32,
        message: impl Into<String>,
    ) -> Result<T, Box<SyntaxError>> {
        self.done = Done::Wrong;
        let rest = &self.source[self.line_start..];
        let text = &rest[..rest.find('\n').unwrap_or(rest.len())];
        Err(Box::new(SyntaxError {
            line: self.line,
            column,
            end_line: self.line,
            end_column,
            text: Some(text.to_owned()),
            is_lexical: true,
            ..SyntaxError::new(message)
        }))
    }

    /// The next token; `None` where there is none, [`Self::done`] says why.
    pub fn get(&mut self) -> Attempt {
        match self.formatted.last() {
            Some(string) if string.in_text => self.get_text(),
            _ => self.get_word(),
        }
    }

    /// What is said where there is no token and the tokenizer has no words for it.
    pub fn fault(&self, last: &Token) -> Fault {
        let fault = match self.done {
            Done::End if !self.brackets.is_empty() => self.never_closed(),
            Done::Dedent => Fault::of_last(
                self,
                last,
                ErrorKind::Indentation,
                "unindent does not match any outer indentation level",
            ),
            Done::Tabs => {
                let message = "inconsistent use of tabs and spaces in indentation";
                Fault { kind: ErrorKind::Tab, ..Fault::new(self.line, 1, self.line, 0, message) }
            }
            Done::TooDeep => {
                let message = "too many levels of indentation";
                Fault { kind: ErrorKind::Indentation, ..Fault::new(self.line, 1, self.line, 0, message) }
            }
            Done::Continuation => {
                let message = "unexpected character after line continuation character";
                Fault::new(self.line, (self.at - self.buffer) as i32, self.line, 0, message)
            }
            Done::No | Done::Wrong | Done::End | Done::EndInString => {
                Fault::of_last(self, last, ErrorKind::Syntax, "unexpected EOF while parsing")
            }
        };
        // No token stands for the end here.
        Fault { at_end: false, ..fault }
    }

    /// The innermost bracket that is open.
    pub fn never_closed(&self) -> Fault {
        let &(bracket, line, column) = self.brackets.last().expect("one is open");
        let message = format!("'{}' was never closed", bracket as char);
        Fault::new(line, column as i32 + 1, line, 0, message)
    }

    // --- words -----------------------------------------------------------------------------------------------------

    /// Behind a backslash; false where no line ends there.
    fn continuation(&mut self) -> bool {
        let byte = self.next();
        if byte != b'\n' {
            self.done = Done::Continuation;
            return false;
        }
        let byte = self.next();
        if byte == 0 {
            self.at = self.read;
            self.done = Done::End;
            return false;
        }
        self.back(byte);
        true
    }

    /// The indentation of a line. `Ok(None)`: no token can be read; `Some(blank)`: is the line one that does not count?
    fn indentation(&mut self) -> Option<bool> {
        let (mut column, mut alt) = (0, 0);
        let mut settled = 0;
        let byte = loop {
            match self.next() {
                b' ' => {
                    column += 1;
                    alt += 1;
                }
                b'\t' => {
                    column = (column / TAB + 1) * TAB;
                    alt += 1;
                }
                0x0c => (column, alt) = (0, 0),
                b'\\' => {
                    // The first continuation settles the indentation of what comes behind it.
                    if settled == 0 {
                        settled = column;
                    }
                    if !self.continuation() {
                        return None;
                    }
                }
                byte => break byte,
            }
        };
        self.back(byte);
        if matches!(byte, b'#' | b'\n') {
            return Some(true);
        }
        if !self.brackets.is_empty() {
            return Some(false);
        }
        if settled != 0 {
            (column, alt) = (settled, settled);
        }
        let (top, top_alt) = *self.indents.last().expect("the outermost stays");
        let mut done = None;
        if column == top {
            done = (alt != top_alt).then_some(Done::Tabs);
        } else if column > top {
            if self.indents.len() >= INDENTS_MAX {
                done = Some(Done::TooDeep);
            } else if alt <= top_alt {
                done = Some(Done::Tabs);
            } else {
                self.pending += 1;
                self.indents.push((column, alt));
            }
        } else {
            while self.indents.len() > 1 && column < self.indents.last().expect("more than one").0 {
                self.indents.pop();
                self.pending -= 1;
            }
            let (top, top_alt) = *self.indents.last().expect("the outermost stays");
            if column != top {
                done = Some(Done::Dedent);
            } else if alt != top_alt {
                done = Some(Done::Tabs);
            }
        }
        if let Some(done) = done {
            self.done = done;
            self.at = self.read;
            return None;
        }
        Some(false)
    }

    fn get_word(&mut self) -> Attempt {
        loop {
            self.start = None;
            let mut blank = false;
            if self.at_line_start {
                self.at_line_start = false;
                match self.indentation() {
                    Some(is_blank) => blank = is_blank,
                    None => return Ok(None),
                }
            }
            self.start = Some(self.at);
            if self.pending < 0 {
                self.pending += 1;
                return Ok(Some(self.empty(Class::Dedent)));
            }
            if self.pending > 0 {
                self.pending -= 1;
                return Ok(Some(self.empty(Class::Indent)));
            }
            let byte = self.next();
            self.back(byte);
            let byte = loop {
                self.start = None;
                let mut byte = self.next();
                while matches!(byte, b' ' | b'\t' | 0x0c) {
                    byte = self.next();
                }
                self.start = Some(self.at.saturating_sub(1));
                if byte == b'#' {
                    while byte != 0 && byte != b'\n' {
                        byte = self.next();
                    }
                }
                if byte != b'\\' {
                    break byte;
                }
                if !self.continuation() {
                    return Ok(None);
                }
            };
            match byte {
                0 if !self.brackets.is_empty() || self.done != Done::End => return Ok(None),
                0 => return Ok(Some(self.empty(Class::End))),
                b'\n' => {
                    self.at_line_start = true;
                    if blank || !self.brackets.is_empty() {
                        continue;
                    }
                    return self.here(Class::Newline);
                }
                b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => return self.name(byte),
                b'.' => return self.dot(),
                b'0'..=b'9' => return self.number(byte),
                b'"' | b'\'' => return self.string(byte),
                _ => return self.operator(byte),
            }
        }
    }

    fn name(&mut self, mut byte: u8) -> Attempt {
        let mut prefix = Prefix::default();
        while prefix.add(byte) {
            byte = self.next();
            if matches!(byte, b'"' | b'\'') {
                if let Some((a, b)) = prefix.conflict() {
                    let end = self.at;
                    return self.wrong_from(end, format!("'{a}' and '{b}' prefixes are incompatible"));
                }
                return match prefix.is_formatted() || prefix.is_template() {
                    true => self.open_formatted(byte, prefix),
                    false => self.string(byte),
                };
            }
        }
        while is_word_byte(byte) {
            byte = self.next();
        }
        self.back(byte);
        let start = self.start.unwrap_or(0);
        let text = &self.source[start..self.at];
        if !text.is_ascii() {
            for (i, c) in text.char_indices() {
                let is_valid = if i == 0 { is_id_start(u32::from(c)) } else { is_id_continue(u32::from(c)) };
                if !is_valid {
                    self.at = start + i + c.len_utf8();
                    return self.wrong(invalid_character(c));
                }
            }
        }
        self.here(Class::Name)
    }

    fn dot(&mut self) -> Attempt {
        let byte = self.next();
        if byte.is_ascii_digit() {
            return self.fraction(byte);
        }
        if byte == b'.' {
            let third = self.next();
            if third == b'.' {
                return self.here(Class::Op);
            }
            self.back(third);
        }
        self.back(byte);
        self.here(Class::Op)
    }

    fn operator(&mut self, byte: u8) -> Attempt {
        if let Some(string) = self.formatted.last_mut()
            && byte == b':'
            && string.field >= 0
            && string.depth - 1 == string.field
        {
            string.in_text = true;
            string.in_spec = true;
            return self.here(Class::Op);
        }
        let second = self.next();
        let third = self.bytes.get(self.at).copied().unwrap_or(0);
        match (byte, second) {
            (b'*', b'*') | (b'/', b'/') | (b'<', b'<') | (b'>', b'>') => {
                if third == b'=' {
                    self.next();
                }
                return self.here(Class::Op);
            }
            (
                b'!' | b'=' | b'<' | b'>' | b'+' | b'-' | b'*' | b'/' | b'%' | b'&' | b'|' | b'^' | b'@',
                b'=',
            )
            | (b':', b'=')
            | (b'-', b'>') => return self.here(Class::Op),
            (b'<', b'>') if self.flufl => return self.here(Class::Op),
            _ => self.back(second),
        }
        match byte {
            b'(' | b'[' | b'{' => {
                if self.brackets.len() >= LEVELS_MAX {
                    return self.wrong("too many nested parentheses");
                }
                self.brackets.push((byte, self.line, self.start.unwrap_or(0) - self.line_start));
                if let Some(string) = self.formatted.last_mut() {
                    string.depth += 1;
                }
            }
            b')' | b']' | b'}' => self.close(byte)?,
            _ if byte.is_ascii_graphic() => {}
            _ => return self.wrong(invalid_character(byte as char)),
        }
        self.here(Class::Op)
    }

    fn close(&mut self, byte: u8) -> Result<(), Box<SyntaxError>> {
        let inside = self.formatted.last().map(|s| (s.prefix.letter(), s.depth, s.field));
        if let Some((letter, 0, _)) = inside
            && byte == b'}'
        {
            return self.wrong(format!("{letter}-string: single '}}' is not allowed"));
        }
        let Some((open, line, _)) = self.brackets.pop() else {
            return self.wrong(format!("unmatched '{}'", byte as char));
        };
        let close = byte as char;
        if !matches!((open, byte), (b'(', b')') | (b'[', b']') | (b'{', b'}')) {
            if let Some((letter, depth, field)) = inside
                && open == b'{'
                && depth - 1 == field
            {
                return self.wrong(format!("{letter}-string: unmatched '{close}'"));
            }
            let mut message = format!(
                "closing parenthesis '{close}' does not match opening parenthesis '{}'",
                open as char
            );
            if line != self.line {
                message.push_str(&format!(" on line {line}"));
            }
            return self.wrong(message);
        }
        if let Some(string) = self.formatted.last_mut() {
            string.depth -= 1;
            if string.depth < 0 {
                let letter = string.prefix.letter();
                return self.wrong(format!("{letter}-string: unmatched '{close}'"));
            }
            if byte == b'}' && string.depth == string.field {
                string.field -= 1;
                string.in_text = true;
                string.in_spec = false;
            }
        }
        Ok(())
    }
}

/// Can it be in a name?
fn is_word_byte(byte: u8) -> bool {
    byte == b'_' || byte.is_ascii_alphanumeric() || byte >= 0x80
}
