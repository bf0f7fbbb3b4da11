//! Source to tokens as the module `tokenize` shows them: comments, blank lines and the parts of f-strings among them.

mod numbers;
mod strings;

use taipan_grammar::StringPrefix;
use taipan_text::properties;

/// The numbers of tokens (`token.py`).
pub mod kind {
    pub const ENDMARKER: i32 = 0;
    pub const NAME: i32 = 1;
    pub const NUMBER: i32 = 2;
    pub const STRING: i32 = 3;
    pub const NEWLINE: i32 = 4;
    pub const INDENT: i32 = 5;
    pub const DEDENT: i32 = 6;
    pub const OP: i32 = 55;
    pub const FSTRING_START: i32 = 59;
    pub const TSTRING_START: i32 = 62;
    pub const COMMENT: i32 = 65;
    pub const NL: i32 = 66;
}

/// Operators and their own numbers, the longest first.
pub const OPERATORS: [(&str, i32); 51] = [
    ("**=", 46),
    ("//=", 48),
    (">>=", 45),
    ("<<=", 44),
    ("...", 52),
    ("!=", 28),
    ("%=", 40),
    ("&=", 41),
    ("**", 35),
    ("*=", 38),
    ("+=", 36),
    ("-=", 37),
    ("->", 51),
    ("//", 47),
    ("/=", 39),
    (":=", 53),
    ("<<", 33),
    ("<=", 29),
    ("==", 27),
    (">=", 30),
    (">>", 34),
    ("@=", 50),
    ("^=", 43),
    ("|=", 42),
    ("<>", 28),
    ("!", 54),
    ("%", 24),
    ("&", 19),
    ("(", 7),
    (")", 8),
    ("*", 16),
    ("+", 14),
    (",", 12),
    ("-", 15),
    (".", 23),
    ("/", 17),
    (":", 11),
    (";", 13),
    ("<", 20),
    ("=", 22),
    (">", 21),
    ("@", 49),
    ("[", 9),
    ("]", 10),
    ("^", 32),
    ("{", 25),
    ("|", 18),
    ("}", 26),
    ("~", 31),
    ("$", 55),
    ("?", 55),
];

/// A token: a stretch of the text, but for what stands for something else.
#[derive(Clone, Debug)]
pub struct Token {
    /// Its number.
    pub kind: i32,
    /// Its text.
    pub text: String,
    /// Line and column of its start.
    pub start: (usize, usize),
    /// Line and column of its end.
    pub end: (usize, usize),
}

/// What ends the tokens early.
#[derive(Clone, Debug)]
pub struct Error {
    /// What is wrong.
    pub message: String,
    /// Line.
    pub line: usize,
    /// Column, counted from 1.
    pub column: usize,
    /// `IndentationError` or `TabError` in place of `SyntaxError`.
    pub class: Class,
}

/// The class of an error.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    Syntax,
    Indentation,
    Tab,
}

type Result<T = ()> = std::result::Result<T, Error>;

/// The tokens of a text, and the error that ends them.
pub struct Lexer<'a> {
    chars: &'a [char],
    /// Comments and blank lines are tokens, and what is no token of the language may be one.
    extra: bool,
    /// The text goes on, but with a line that can't be read.
    cut: bool,
    at: usize,
    line: usize,
    line_start: usize,
    brackets: usize,
    /// The open brackets, with their lines.
    open: Vec<(char, usize)>,
    indents: Vec<(usize, usize)>,
    nested: usize,
    /// Quote, tripled or not, and letter of the formatted strings around a replacement field, innermost last.
    enclosing: Vec<(char, bool, char)>,
    /// What was found.
    pub tokens: Vec<Token>,
}

fn starts_name(c: char) -> bool {
    c == '_' || c.is_ascii_alphabetic() || !c.is_ascii()
}

fn continues_name(c: char) -> bool {
    starts_name(c) || c.is_ascii_digit()
}

impl<'a> Lexer<'a> {
    /// A lexer at the start of a text.
    pub fn new(chars: &'a [char], extra: bool) -> Lexer<'a> {
        // A line with a NUL is not read; what stands before it is.
        let nul = chars.iter().position(|&c| c == '\0');
        let readable = nul.map(|nul| chars[..nul].iter().rposition(|&c| c == '\n').map_or(0, |end| end + 1));
        Lexer {
            chars: &chars[..readable.unwrap_or(chars.len())],
            extra,
            cut: nul.is_some(),
            at: 0,
            line: 1,
            line_start: 0,
            brackets: 0,
            open: Vec::new(),
            indents: vec![(0, 0)],
            nested: 0,
            enclosing: Vec::new(),
            tokens: Vec::new(),
        }
    }

    fn peek(&self, n: usize) -> Option<char> {
        self.chars.get(self.at + n).copied()
    }

    fn place(&self) -> (usize, usize) {
        (self.line, self.at - self.line_start)
    }

    fn error<T>(&self, message: impl Into<String>) -> Result<T> {
        let (line, column) = self.place();
        Err(Error { message: message.into(), line, column: column + 1, class: Class::Syntax })
    }

    fn push(&mut self, kind: i32, from: usize, start: (usize, usize)) {
        let text = self.chars[from..self.at].iter().collect();
        let end = self.place();
        self.tokens.push(Token { kind, text, start, end });
    }

    /// Moves over a character, which may be a line's end.
    fn advance(&mut self) {
        let c = self.chars[self.at];
        self.at += 1;
        if c == '\n' {
            self.line += 1;
            self.line_start = self.at;
        }
    }

    /// A line's end as a token of a kind. It still belongs to its line.
    fn end_of_line(&mut self, kind: i32) {
        let (line, column) = self.place();
        let from = self.at;
        if self.peek(0) == Some('\r') && self.peek(1) == Some('\n') {
            self.at += 1;
        }
        self.at += 1;
        let text: String = self.chars[from..self.at].iter().collect();
        let n = text.len();
        self.tokens.push(Token { kind, text, start: (line, column), end: (line, column + n) });
        self.line += 1;
        self.line_start = self.at;
    }

    fn at_line_end(&self) -> bool {
        matches!((self.peek(0), self.peek(1)), (Some('\n'), _) | (Some('\r'), Some('\n')))
    }

    /// Finds all tokens.
    pub fn run(&mut self) -> Result {
        let result = self.lines();
        if !self.cut || self.at < self.chars.len() {
            return result;
        }
        let message = "source code cannot contain null bytes".to_owned();
        Err(Error { message, line: self.line, column: 0, class: Class::Syntax })
    }

    fn lines(&mut self) -> Result {
        while self.at < self.chars.len() {
            self.logical_line()?;
        }
        if self.cut {
            return Ok(());
        }
        let (mut line, column) = self.place();
        if column > 0 {
            line += 1;
        }
        let end = |kind| Token { kind, text: String::new(), start: (line, 0), end: (line, 0) };
        for _ in 1..self.indents.len() {
            self.tokens.push(end(kind::DEDENT));
        }
        self.tokens.push(end(kind::ENDMARKER));
        Ok(())
    }

    fn logical_line(&mut self) -> Result {
        let from = self.at;
        let (mut column, mut alternative) = (0, 0);
        // The first continuation behind blanks settles the indentation of what comes behind it.
        let mut settled = None;
        loop {
            match self.peek(0) {
                Some(' ') => {
                    column += 1;
                    alternative += 1;
                }
                Some('\t') => {
                    column = (column / 8 + 1) * 8;
                    alternative += 1;
                }
                Some('\x0c') => (column, alternative) = (0, 0),
                Some('\\') => {
                    settled.get_or_insert(column);
                    // Where the source ends in an indentation is told without a column.
                    let ends = matches!(self.chars[self.at + 1..], [] | ['\n'] | ['\r', '\n']);
                    self.continuation().map_err(|e| if ends { Error { column: 0, ..e } } else { e })?;
                    continue;
                }
                _ => break,
            }
            self.at += 1;
        }
        if let Some(column) = settled.filter(|column| *column > 0) {
            alternative = column;
        }
        let column = settled.filter(|column| *column > 0).unwrap_or(column);
        if matches!(self.peek(0), None | Some('#')) || self.at_line_end() {
            self.comment();
            if self.at_line_end() {
                self.end_of_line(kind::NL);
            } else {
                self.missing_end(kind::NL);
            }
            return Ok(());
        }
        let from = if settled.is_some() { self.line_start } else { from };
        self.indent(from, column, alternative)?;
        loop {
            while matches!(self.peek(0), Some(' ' | '\t' | '\x0c')) {
                self.at += 1;
            }
            match self.peek(0) {
                None => {
                    if self.brackets > 0 {
                        let line = if self.at == self.line_start {
                            self.line - 1
                        } else {
                            self.missing_end(kind::NL);
                            self.line
                        };
                        let message = "unexpected EOF in multi-line statement".to_owned();
                        return Err(Error { message, line, column: 0, class: Class::Syntax });
                    }
                    self.missing_end(kind::NEWLINE);
                    return Ok(());
                }
                Some('#') => self.comment(),
                Some('\\') => self.continuation()?,
                _ if self.at_line_end() => {
                    if self.brackets == 0 {
                        self.end_of_line(kind::NEWLINE);
                        return Ok(());
                    }
                    self.end_of_line(kind::NL);
                }
                _ => self.token(false)?,
            }
        }
    }

    /// The end that the last line lacks.
    fn missing_end(&mut self, kind: i32) {
        if self.cut {
            return;
        }
        let (line, column) = self.place();
        self.tokens.push(Token { kind, text: String::new(), start: (line, column), end: (line, column + 1) });
    }

    fn comment(&mut self) {
        if self.peek(0) == Some('#') {
            let (from, start) = (self.at, self.place());
            while self.peek(0).is_some() && !self.at_line_end() {
                self.at += 1;
            }
            self.push(kind::COMMENT, from, start);
        }
    }

    fn continuation(&mut self) -> Result {
        self.at += 1;
        if self.peek(0) == Some('\r') {
            self.at += 1;
        }
        match self.peek(0) {
            Some('\n') => {
                self.advance();
                if self.at == self.chars.len() {
                    let before = self.chars[..self.at - 1].iter().rev().take_while(|c| **c != '\n').count();
                    let message = "unexpected EOF in multi-line statement".to_owned();
                    return Err(Error {
                        message,
                        line: self.line - 1,
                        column: before + 1,
                        class: Class::Syntax,
                    });
                }
                Ok(())
            }
            None => self.error("unexpected EOF in multi-line statement"),
            Some(_) => {
                while self.peek(0).is_some() && !self.at_line_end() {
                    self.at += 1;
                }
                self.error("unexpected character after line continuation character")
            }
        }
    }

    /// How long the line at hand is, with its end.
    fn line_length(&self) -> usize {
        self.chars[self.line_start..].iter().take_while(|c| **c != '\n').count() + 1
    }

    fn indent(&mut self, from: usize, column: usize, alternative: usize) -> Result {
        let &(now, now_alternative) = self.indents.last().unwrap_or(&(0, 0));
        let tabs = Error {
            message: "inconsistent use of tabs and spaces in indentation".to_owned(),
            line: self.line,
            column: self.line_length(),
            class: Class::Tab,
        };
        if column == now {
            return if alternative == now_alternative { Ok(()) } else { Err(tabs) };
        }
        if column > now {
            if alternative <= now_alternative {
                return Err(tabs);
            }
            if self.indents.len() >= 100 {
                let (message, line) = ("too many levels of indentation".to_owned(), self.line);
                return Err(Error { message, line, column: 1, class: Class::Indentation });
            }
            self.indents.push((column, alternative));
            self.push(kind::INDENT, from, (self.line, 0));
            return Ok(());
        }
        if !self.indents.iter().any(|&(level, _)| level == column) {
            let message = "unindent does not match any outer indentation level".to_owned();
            let column = self.line_length();
            return Err(Error { message, line: self.line, column, class: Class::Indentation });
        }
        while self.indents.len() > 1 && self.indents[self.indents.len() - 1].0 > column {
            self.indents.pop();
            let place = self.place();
            self.tokens.push(Token { kind: kind::DEDENT, text: String::new(), start: place, end: place });
        }
        let &(_, now_alternative) = self.indents.last().unwrap_or(&(0, 0));
        if now_alternative != alternative {
            return Err(tabs);
        }
        Ok(())
    }

    /// One token that is no space, comment or line's end. `in_field`: within a replacement field.
    fn token(&mut self, in_field: bool) -> Result {
        let (from, start) = (self.at, self.place());
        let Some(c) = self.peek(0) else { return Ok(()) };
        if starts_name(c) {
            if let Some((n, prefix)) = self.string_prefix() {
                if let Some((a, b)) = prefix.conflict() {
                    let (line, column) = (start.0, start.1 + 1);
                    let message = format!("'{a}' and '{b}' prefixes are incompatible");
                    return Err(Error { message, line, column, class: Class::Syntax });
                }
                return self.string(n, prefix);
            }
            while self.peek(0).is_some_and(continues_name) {
                self.at += 1;
            }
            self.check_name(from)?;
            self.push(kind::NAME, from, start);
            return Ok(());
        }
        if matches!(c, '\'' | '"') {
            return self.string(0, StringPrefix::default());
        }
        if c.is_ascii_digit() || c == '.' && self.peek(1).is_some_and(|c| c.is_ascii_digit()) {
            self.number()?;
            self.push(kind::NUMBER, from, start);
            return Ok(());
        }
        let operator = OPERATORS.iter().find(|(text, _)| {
            // Within a field `!r` and `:=` are other things than operators.
            let cut = in_field && self.nested_brackets() == 0 && (*text == ":=" || *text == "<>");
            !cut && *text != "<>" && text.chars().enumerate().all(|(i, c)| self.peek(i) == Some(c))
        });
        let n = match operator {
            Some((text, _)) => text.len(),
            None if c == '`' => 1,
            None => return self.error(format!("invalid non-printable character U+{:04X}", c as u32)),
        };
        match c {
            '(' | '[' | '{' => {
                if self.brackets >= 200 {
                    return self.error("too many nested parentheses");
                }
                self.brackets += 1;
                self.open.push((c, self.line));
            }
            ')' | ']' | '}' => {
                self.brackets = self.brackets.saturating_sub(1);
                let opened = self.open.pop();
                if !self.extra {
                    self.check_bracket(c, opened)?;
                }
            }
            _ => {}
        }
        self.at += n;
        self.push(kind::OP, from, start);
        Ok(())
    }

    /// Is a closing bracket the one that was opened?
    fn check_bracket(&self, c: char, opened: Option<(char, usize)>) -> Result {
        match opened {
            None => self.error(format!("unmatched '{c}'")),
            Some(('(', _)) if c == ')' => Ok(()),
            Some(('[', _)) if c == ']' => Ok(()),
            Some(('{', _)) if c == '}' => Ok(()),
            Some((open, line)) => {
                let place = if line == self.line { String::new() } else { format!(" on line {line}") };
                self.error(format!(
                    "closing parenthesis '{c}' does not match opening parenthesis '{open}'{place}"
                ))
            }
        }
    }

    /// Can the characters from a place on to here be those of a name?
    fn check_name(&self, from: usize) -> Result {
        if self.extra {
            return Ok(());
        }
        for (i, &c) in self.chars[from..self.at].iter().enumerate() {
            let fits =
                if i == 0 { properties::is_id_start(c as u32) } else { properties::is_id_continue(c as u32) };
            if fits || c == '_' {
                continue;
            }
            let message = if properties::is_printable(c as u32) {
                format!("invalid character '{c}' (U+{:04X})", c as u32)
            } else {
                format!("invalid non-printable character U+{:04X}", c as u32)
            };
            let column = from + i - self.line_start + 1;
            return Err(Error { message, line: self.line, column, class: Class::Syntax });
        }
        Ok(())
    }
}
