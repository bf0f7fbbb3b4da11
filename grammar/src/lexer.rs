//! Tokens: names, numbers, strings, operators, and the structure of lines.

use crate::ast::Span;
use crate::error::{ErrorKind, SyntaxError};

/// What a token is. Its text is in the source.
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

/// A token.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Its first byte.
    pub start: u32,
    /// The byte behind it.
    pub end: u32,
}

/// Where lines start.
pub struct Lines<'s> {
    /// The text.
    pub source: &'s str,
    starts: Vec<u32>,
}

impl<'s> Lines<'s> {
    /// Finds the lines of a text.
    pub fn new(source: &'s str) -> Lines<'s> {
        let mut starts = vec![0];
        let bytes = source.as_bytes();
        for (i, &b) in bytes.iter().enumerate() {
            if b == b'\n' || (b == b'\r' && bytes.get(i + 1) != Some(&b'\n')) {
                starts.push(i as u32 + 1);
            }
        }
        Lines { source, starts }
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
            kind: ErrorKind::Syntax,
            message: message.into(),
            line,
            column: column(line, start),
            end_line,
            end_column: column(end_line, end),
        }
    }
}

const TAB: u32 = 8;

/// All tokens of a text from `start` to `end`. `inside`: in brackets, so that line ends do not count.
pub fn tokens(lines: &Lines<'_>, start: u32, end: u32, inside: bool) -> Result<Vec<Token>, SyntaxError> {
    let mut lexer = Lexer {
        lines,
        bytes: &lines.source.as_bytes()[..end as usize],
        at: start as usize,
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
    out: Vec<Token>,
    /// Columns with tabs to multiples of eight, and with tabs as one.
    indents: Vec<(u32, u32)>,
    brackets: Vec<(u8, usize)>,
    inside: bool,
}

impl Lexer<'_, '_> {
    fn peek(&self, n: usize) -> u8 {
        self.bytes.get(self.at + n).copied().unwrap_or(0)
    }

    fn push(&mut self, kind: Kind, start: usize) {
        self.out.push(Token { kind, start: start as u32, end: self.at as u32 });
    }

    fn error<T>(&self, start: usize, end: usize, message: impl Into<String>) -> Result<T, SyntaxError> {
        Err(self.lines.error(start as u32, end as u32, message))
    }

    fn run(&mut self) -> Result<(), SyntaxError> {
        let mut line_start = !self.inside;
        loop {
            if line_start && self.brackets.is_empty() {
                if !self.indentation()? {
                    continue;
                }
                line_start = false;
            }
            while matches!(self.peek(0), b' ' | b'\t' | 0x0c) {
                self.at += 1;
            }
            let start = self.at;
            if start >= self.bytes.len() {
                break;
            }
            let b = self.bytes[start];
            match b {
                b'\n' | b'\r' => {
                    self.at += 1 + (b == b'\r' && self.peek(1) == b'\n') as usize;
                    if self.brackets.is_empty() && !self.inside {
                        self.push(Kind::Newline, start);
                        line_start = true;
                    }
                }
                b'#' => self.comment(),
                b'\\' => {
                    let next = self.peek(1);
                    if next == b'\n' || next == b'\r' {
                        self.at += 2 + (next == b'\r' && self.peek(2) == b'\n') as usize;
                        if self.at >= self.bytes.len() && !self.inside {
                            return self.error(start, start, "unexpected EOF while parsing");
                        }
                    } else {
                        return self.error(
                            start + 1,
                            start + 1,
                            "unexpected character after line continuation character",
                        );
                    }
                }
                b'0'..=b'9' => self.number()?,
                b'.' if self.peek(1).is_ascii_digit() => self.number()?,
                b'"' | b'\'' => self.string(start, start)?,
                b'_' | b'a'..=b'z' | b'A'..=b'Z' => self.name()?,
                _ if b >= 0x80 => self.name()?,
                _ => self.operator()?,
            }
        }
        if let Some(&(open, at)) = self.brackets.last() {
            return self.error(at, at, format!("'{}' was never closed", open as char));
        }
        let end = self.at;
        if !self.inside {
            if self.out.last().is_some_and(|t| !matches!(t.kind, Kind::Newline | Kind::Dedent)) {
                self.push(Kind::Newline, end);
            }
            while self.indents.len() > 1 {
                self.indents.pop();
                self.push(Kind::Dedent, end);
            }
        }
        self.push(Kind::End, end);
        Ok(())
    }

    fn comment(&mut self) {
        while self.at < self.bytes.len() && !matches!(self.bytes[self.at], b'\n' | b'\r') {
            self.at += 1;
        }
    }

    /// The indentation of a line; false where the line is blank, and skipped.
    fn indentation(&mut self) -> Result<bool, SyntaxError> {
        let start = self.at;
        let (mut column, mut alt) = (0, 0);
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
                    // A continued blank line keeps its indentation.
                    self.at += 1 + (self.peek(1) == b'\r' && self.peek(2) == b'\n') as usize;
                }
                _ => break,
            }
            self.at += 1;
        }
        if self.at >= self.bytes.len() {
            return Ok(true);
        }
        match self.bytes[self.at] {
            b'#' => {
                self.comment();
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
        let tabs = |this: &Self| {
            let mut e = this.lines.error(
                start as u32,
                this.at as u32,
                "inconsistent use of tabs and spaces in indentation",
            );
            e.kind = ErrorKind::Tab;
            Err(e)
        };
        if column == top {
            if alt != top_alt {
                return tabs(self);
            }
        } else if column > top {
            if alt <= top_alt {
                return tabs(self);
            }
            if self.indents.len() >= 100 {
                let mut e = self.lines.error(start as u32, self.at as u32, "too many levels of indentation");
                e.kind = ErrorKind::Indentation;
                return Err(e);
            }
            self.indents.push((column, alt));
            self.push(Kind::Indent, start);
        } else {
            while column < self.indents.last().expect("the outermost stays").0 {
                self.indents.pop();
                let at = self.at;
                self.push(Kind::Dedent, at);
            }
            let (top, top_alt) = *self.indents.last().expect("the outermost stays");
            if column != top {
                let end = self.bytes[self.at..]
                    .iter()
                    .position(|&b| b == b'\n')
                    .map_or(self.bytes.len(), |n| self.at + n);
                let mut e = self.lines.error(
                    end as u32,
                    end as u32,
                    "unindent does not match any outer indentation level",
                );
                e.kind = ErrorKind::Indentation;
                return Err(e);
            }
            if alt != top_alt {
                return tabs(self);
            }
        }
        Ok(true)
    }

    fn name(&mut self) -> Result<(), SyntaxError> {
        let start = self.at;
        while self.at < self.bytes.len() {
            let b = self.bytes[self.at];
            if b == b'_' || b.is_ascii_alphanumeric() || b >= 0x80 {
                self.at += 1;
            } else {
                break;
            }
        }
        if matches!(self.peek(0), b'"' | b'\'') && self.at - start <= 2 {
            let prefix = self.lines.source[start..self.at].to_ascii_lowercase();
            if matches!(&*prefix, "r" | "u" | "b" | "f" | "t" | "br" | "rb" | "fr" | "rf" | "tr" | "rt") {
                return self.string(start, self.at);
            }
        }
        let text = &self.lines.source[start..self.at];
        if !text.is_ascii() {
            for (i, c) in text.char_indices() {
                let ok = if i == 0 {
                    c == '_' || unicode_ident::is_xid_start(c)
                } else {
                    unicode_ident::is_xid_continue(c)
                };
                if !ok && !is_compatibility(c) {
                    let at = start + i;
                    let printable =
                        if c.is_control() || c == '\u{feff}' { String::new() } else { format!("'{c}' ") };
                    let text = if printable.is_empty() {
                        format!("invalid non-printable character U+{:04X}", c as u32)
                    } else {
                        format!("invalid character {printable}(U+{:04X})", c as u32)
                    };
                    return self.error(at, at, text);
                }
            }
        }
        self.push(Kind::Name, start);
        Ok(())
    }

    fn number(&mut self) -> Result<(), SyntaxError> {
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
            if !digits(self, ok) {
                let b = self.peek(0);
                if b.is_ascii_digit() {
                    return self.error(
                        self.at,
                        self.at,
                        format!("invalid digit '{}' in {name} literal", b as char),
                    );
                }
                return self.error(self.at - 1, self.at - 1, format!("invalid {name} literal"));
            }
            if self.peek(0).is_ascii_digit() {
                let b = self.peek(0);
                return self.error(
                    self.at,
                    self.at,
                    format!("invalid digit '{}' in {name} literal", b as char),
                );
            }
        } else {
            digits(self, |b| b.is_ascii_digit());
            if self.peek(0) == b'_' {
                return self.error(self.at, self.at, "invalid decimal literal");
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
                }
            }
            if matches!(self.peek(0), b'j' | b'J') {
                self.at += 1;
                name = "imaginary";
            }
        }
        let b = self.peek(0);
        if b == b'_' || b.is_ascii_alphabetic() || b >= 0x80 {
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
                return self.error(self.at - 1, self.at - 1, format!("invalid {name} literal"));
            }
        }
        self.push(Kind::Number, start);
        Ok(())
    }

    /// A string whose prefix starts at `start` and whose quote stands at `quote`.
    fn string(&mut self, start: usize, quote: usize) -> Result<(), SyntaxError> {
        let prefix = &self.lines.source[start..quote];
        let formatted = prefix.bytes().any(|b| matches!(b, b'f' | b'F' | b't' | b'T'));
        let raw = prefix.bytes().any(|b| matches!(b, b'r' | b'R'));
        self.at = quote;
        self.at = if formatted {
            scan_formatted(self.lines, self.bytes, start, quote, raw)?
        } else {
            scan_plain(self.lines, self.bytes, start, quote)?
        };
        self.push(if formatted { Kind::FString } else { Kind::String }, start);
        Ok(())
    }

    fn operator(&mut self) -> Result<(), SyntaxError> {
        let start = self.at;
        let three = [self.peek(0), self.peek(1), self.peek(2)];
        let len = match &three {
            b"**=" | b"//=" | b">>=" | b"<<=" | b"..." => 3,
            [b'*', b'*', _]
            | [b'/', b'/', _]
            | [b'>', b'>', _]
            | [b'<', b'<', _]
            | [b'-', b'>', _]
            | [b':', b'=', _]
            | [b'<', b'>', _] => 2,
            [
                b'=' | b'!' | b'<' | b'>' | b'+' | b'-' | b'*' | b'/' | b'%' | b'&' | b'|' | b'^' | b'@',
                b'=',
                _,
            ] => 2,
            [
                b'(' | b')' | b'[' | b']' | b'{' | b'}' | b',' | b':' | b';' | b'.' | b'=' | b'<' | b'>'
                | b'+' | b'-' | b'*' | b'/' | b'%' | b'&' | b'|' | b'^' | b'~' | b'@' | b'!',
                ..,
            ] => 1,
            [b, ..] => {
                if b.is_ascii_graphic() {
                    return self.error(start, start, "invalid syntax");
                }
                return self.error(start, start, format!("invalid non-printable character U+{b:04X}"));
            }
        };
        match three[0] {
            b @ (b'(' | b'[' | b'{') => {
                if self.brackets.len() >= 200 {
                    return self.error(start, start, "too many nested parentheses");
                }
                self.brackets.push((b, start));
            }
            b @ (b')' | b']' | b'}') => {
                let wanted = match b {
                    b')' => b'(',
                    b']' => b'[',
                    _ => b'{',
                };
                match self.brackets.pop() {
                    None => return self.error(start, start, format!("unmatched '{}'", b as char)),
                    Some((open, at)) if open != wanted => {
                        let (line, _) = self.lines.place(start as u32);
                        let (open_line, _) = self.lines.place(at as u32);
                        let text = if line == open_line {
                            format!(
                                "closing parenthesis '{}' does not match opening parenthesis '{}'",
                                b as char, open as char
                            )
                        } else {
                            format!(
                                "closing parenthesis '{}' does not match opening parenthesis '{}' on line {open_line}",
                                b as char, open as char
                            )
                        };
                        return self.error(start, start, text);
                    }
                    Some(_) => {}
                }
            }
            _ => {}
        }
        self.at += len;
        self.push(Kind::Op, start);
        Ok(())
    }
}

/// Characters that NFKC turns into identifier characters.
fn is_compatibility(c: char) -> bool {
    use unicode_normalization::UnicodeNormalization;
    std::iter::once(c).nfkc().all(|c| c == '_' || unicode_ident::is_xid_continue(c))
}

fn quotes(bytes: &[u8], quote: usize) -> (u8, bool) {
    let q = bytes[quote];
    (q, bytes.get(quote + 1) == Some(&q) && bytes.get(quote + 2) == Some(&q))
}

fn unterminated(lines: &Lines<'_>, start: usize, end: usize, what: &str, triple: bool) -> SyntaxError {
    let (line, _) = lines.place(end.min(lines.source.len()) as u32);
    let triple = if triple { "triple-quoted " } else { "" };
    lines.error(start as u32, start as u32, format!("unterminated {triple}{what} (detected at line {line})"))
}

/// The end of a string without replacement fields.
fn scan_plain(lines: &Lines<'_>, bytes: &[u8], start: usize, quote: usize) -> Result<usize, SyntaxError> {
    let (q, triple) = quotes(bytes, quote);
    let mut at = quote + if triple { 3 } else { 1 };
    loop {
        match bytes.get(at) {
            None => {
                return Err(unterminated(
                    lines,
                    start,
                    if triple { bytes.len().saturating_sub(1) } else { at },
                    "string literal",
                    triple,
                ));
            }
            Some(b'\\') => {
                at += 2;
                if bytes.get(at - 1) == Some(&b'\r') && bytes.get(at) == Some(&b'\n') {
                    at += 1;
                }
            }
            Some(&b) if b == q => {
                if !triple {
                    return Ok(at + 1);
                }
                if bytes.get(at + 1) == Some(&q) && bytes.get(at + 2) == Some(&q) {
                    return Ok(at + 3);
                }
                at += 1;
            }
            Some(b'\n' | b'\r') if !triple => {
                return Err(unterminated(lines, start, at, "string literal", false));
            }
            Some(_) => at += 1,
        }
    }
}

/// The end of a formatted string: replacement fields are scanned with the strings and brackets in them.
fn scan_formatted(
    lines: &Lines<'_>,
    bytes: &[u8],
    start: usize,
    quote: usize,
    raw: bool,
) -> Result<usize, SyntaxError> {
    let (q, triple) = quotes(bytes, quote);
    let template = lines.source[start..quote].bytes().any(|b| matches!(b, b't' | b'T'));
    let what = if template { "t-string literal" } else { "f-string literal" };
    let mut at = quote + if triple { 3 } else { 1 };
    loop {
        match bytes.get(at) {
            None => {
                return Err(unterminated(
                    lines,
                    start,
                    if triple { bytes.len().saturating_sub(1) } else { at },
                    what,
                    triple,
                ));
            }
            Some(b'\\') if !raw && bytes.get(at + 1) == Some(&b'N') && bytes.get(at + 2) == Some(&b'{') => {
                at += 3;
                while bytes.get(at).is_some_and(|&b| b != b'}' && b != q && b != b'\n') {
                    at += 1;
                }
                at += (bytes.get(at) == Some(&b'}')) as usize;
            }
            Some(b'\\') => {
                // A brace behind a backslash still starts a field.
                at += 1;
                if !matches!(bytes.get(at), Some(b'{' | b'}')) {
                    at += 1;
                }
            }
            Some(&b) if b == q => {
                if !triple {
                    return Ok(at + 1);
                }
                if bytes.get(at + 1) == Some(&q) && bytes.get(at + 2) == Some(&q) {
                    return Ok(at + 3);
                }
                at += 1;
            }
            Some(b'\n' | b'\r') if !triple => return Err(unterminated(lines, start, at, what, false)),
            Some(b'{') if bytes.get(at + 1) == Some(&b'{') => at += 2,
            Some(b'{') => at = scan_field(lines, bytes, start, at + 1, q, triple, what)?,
            Some(_) => at += 1,
        }
    }
}

/// The end of a replacement field that starts behind its brace.
pub fn scan_field(
    lines: &Lines<'_>,
    bytes: &[u8],
    start: usize,
    mut at: usize,
    q: u8,
    triple: bool,
    what: &str,
) -> Result<usize, SyntaxError> {
    let open = at - 1;
    let mut depth = 0usize;
    loop {
        match bytes.get(at) {
            None => {
                let what = what.strip_suffix(" literal").unwrap_or(what);
                return Err(lines.error(open as u32, open as u32, format!("{what}: expecting '}}'")));
            }
            Some(b'#') => {
                while bytes.get(at).is_some_and(|&b| b != b'\n') {
                    at += 1;
                }
            }
            Some(b'(' | b'[' | b'{') => {
                depth += 1;
                at += 1;
            }
            Some(b')' | b']') => {
                depth = depth.saturating_sub(1);
                at += 1;
            }
            Some(b'}') if depth == 0 => return Ok(at + 1),
            Some(b'}') => {
                depth -= 1;
                at += 1;
            }
            Some(b'!') if bytes.get(at + 1) == Some(&b'=') => at += 2,
            Some(b':') if depth == 0 => return scan_spec(lines, bytes, start, at + 1, q, triple, what),
            Some(b'"' | b'\'') => {
                let mut from = at;
                while from > 0 && bytes[from - 1].is_ascii_alphabetic() && at - from < 2 {
                    from -= 1;
                }
                let prefix = &bytes[from..at];
                let formatted = prefix.iter().any(|b| matches!(b, b'f' | b'F' | b't' | b'T'));
                let raw = prefix.iter().any(|b| matches!(b, b'r' | b'R'));
                at = if formatted {
                    scan_formatted(lines, bytes, from, at, raw)?
                } else {
                    scan_plain(lines, bytes, at, at)?
                };
            }
            Some(_) => at += 1,
        }
    }
}

/// The end of a field with a format specification that starts at `at`.
fn scan_spec(
    lines: &Lines<'_>,
    bytes: &[u8],
    start: usize,
    mut at: usize,
    q: u8,
    triple: bool,
    what: &str,
) -> Result<usize, SyntaxError> {
    loop {
        match bytes.get(at) {
            None => return Err(unterminated(lines, start, at, what, triple)),
            Some(b'{') => at = scan_field(lines, bytes, start, at + 1, q, triple, what)?,
            Some(b'}') => return Ok(at + 1),
            Some(b'\n' | b'\r') if !triple => {
                return Err(lines.error(
                    start as u32,
                    start as u32,
                    "f-string: newlines are not allowed in format specifiers for single quoted f-strings",
                ));
            }
            Some(&b)
                if b == q
                    && (!triple || (bytes.get(at + 1) == Some(&q) && bytes.get(at + 2) == Some(&q))) =>
            {
                let what = what.strip_suffix(" literal").unwrap_or(what);
                return Err(lines.error(
                    at as u32,
                    at as u32,
                    format!("{what}: expecting '}}', or format specs"),
                ));
            }
            Some(_) => at += 1,
        }
    }
}

/// The end of a string token that starts at `start`, prefix included.
pub fn string_end(lines: &Lines<'_>, start: usize, to: usize) -> Option<usize> {
    let bytes = &lines.source.as_bytes()[..to];
    let quote = (start..to).find(|&i| matches!(bytes[i], b'"' | b'\''))?;
    let prefix = &bytes[start..quote];
    let raw = prefix.iter().any(|b| matches!(b, b'r' | b'R'));
    if prefix.iter().any(|b| matches!(b, b'f' | b'F' | b't' | b'T')) {
        scan_formatted(lines, bytes, start, quote, raw).ok()
    } else {
        scan_plain(lines, bytes, start, quote).ok()
    }
}
