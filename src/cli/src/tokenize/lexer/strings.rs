//! Tokens of strings: f-strings and t-strings come in parts.

use super::{Class, Error, Lexer, Result, Token, kind};
use taipan_grammar::StringPrefix;

struct Formatted {
    quote: char,
    triple: bool,
    raw: bool,
    part: i32,
    letter: char,
    /// Where the line begins that it begins in.
    line_start: usize,
}

impl Lexer<'_> {
    /// Brackets opened within the innermost replacement field.
    pub(super) fn nested_brackets(&self) -> usize {
        self.brackets.saturating_sub(self.nested)
    }

    /// Is a name the prefix of a string? How long it is, and what it says.
    pub(super) fn string_prefix(&self) -> Option<(usize, StringPrefix)> {
        let (mut n, mut prefix) = (0, StringPrefix::default());
        loop {
            match self.peek(n)? {
                '\'' | '"' => return Some((n, prefix)),
                c if c.is_ascii() && prefix.add(c as u8) => n += 1,
                _ => return None,
            }
        }
    }

    pub(super) fn string(&mut self, n_prefix: usize, prefix: StringPrefix) -> Result {
        let (from, start) = (self.at, self.place());
        self.at += n_prefix;
        let quote = self.chars[self.at];
        let triple = self.peek(1) == Some(quote) && self.peek(2) == Some(quote);
        self.at += if triple { 3 } else { 1 };
        let part = match (prefix.is_formatted(), prefix.is_template()) {
            (true, _) => kind::FSTRING_START,
            (false, true) => kind::TSTRING_START,
            (false, false) => {
                while !self.closes(quote, triple) {
                    match self.peek(0) {
                        // It was meant to end the f-string around it.
                        None | Some('\n')
                            if (!triple || self.peek(0).is_none())
                                && let Some(&(_, _, letter)) =
                                    self.enclosing.last().filter(|e| (e.0, e.1) == (quote, triple)) =>
                        {
                            let message = format!("{letter}-string: expecting '}}'");
                            let (line, column) = (start.0, start.1 + 1);
                            return Err(Error { message, line, column, class: Class::Syntax });
                        }
                        None if triple => {
                            let message = "EOF in multi-line string".to_owned();
                            let (line, column) = (start.0, start.1 + 1);
                            return Err(Error { message, line, column, class: Class::Syntax });
                        }
                        None | Some('\n') if !triple => return self.unterminated("string", start),
                        Some('\\') if self.at + 1 < self.chars.len() => {
                            self.advance();
                            if self.peek(0) == Some('\r') && self.peek(1) == Some('\n') {
                                self.advance();
                            }
                            self.advance();
                        }
                        _ => self.advance(),
                    }
                }
                self.at += if triple { 3 } else { 1 };
                self.push(kind::STRING, from, start);
                return Ok(());
            }
        };
        self.push(part, from, start);
        let (raw, letter) = (prefix.is_raw(), prefix.letter());
        let f = Formatted { quote, triple, raw, part, letter, line_start: from - start.1 };
        self.middle(&f, start, false)?;
        let (from, start) = (self.at, self.place());
        self.at += if triple { 3 } else { 1 };
        self.push(part + 2, from, start);
        Ok(())
    }

    fn unterminated<T>(&self, what: &str, start: (usize, usize)) -> Result<T> {
        let at_end = self.at == self.chars.len() && self.at == self.line_start;
        let message =
            format!("unterminated {what} literal (detected at line {})", self.line - usize::from(at_end));
        Err(Error { message, line: start.0, column: start.1 + 1, class: Class::Syntax })
    }

    /// The source ends within a replacement field. The column counts from the line that the string begins in.
    fn open_field<T>(&self, line_start: usize) -> Result<T> {
        let at_end = self.at == self.line_start;
        let column = self.at - line_start + usize::from(!at_end);
        let message = "unexpected EOF in multi-line statement".to_owned();
        Err(Error { message, line: self.line - usize::from(at_end), column, class: Class::Syntax })
    }

    fn closes(&self, quote: char, triple: bool) -> bool {
        self.peek(0) == Some(quote) && (!triple || self.peek(1) == Some(quote) && self.peek(2) == Some(quote))
    }

    /// The text of an f-string up to its end, or of a format specification up to its brace or the string's end.
    fn middle(&mut self, f: &Formatted, string_start: (usize, usize), in_spec: bool) -> Result {
        let mut text = String::new();
        let mut start = self.place();
        let flush = |this: &mut Self,
                     text: &mut String,
                     start: (usize, usize),
                     end: (usize, usize),
                     even_empty: bool| {
            if !text.is_empty() || even_empty {
                this.tokens.push(Token { kind: f.part + 1, text: std::mem::take(text), start, end });
            }
        };
        loop {
            if self.closes(f.quote, f.triple) {
                let end = self.place();
                flush(self, &mut text, start, end, false);
                return Ok(());
            }
            match (self.peek(0), self.peek(1)) {
                (None, _) if f.triple => {
                    let what = format!("triple-quoted {}-string", f.letter);
                    return self.unterminated(&what, string_start);
                }
                (None | Some('\n'), _) if !f.triple => {
                    let continued = self.at > 0 && self.chars[self.at - 1] == '\\';
                    if in_spec && !continued {
                        return self.error(format!("{}-string: newlines are not allowed in format specifiers for single quoted {}-strings", f.letter, f.letter));
                    }
                    return self.unterminated(&format!("{}-string", f.letter), string_start);
                }
                (Some('{'), Some('{')) if !in_spec => {
                    text.push('{');
                    self.at += 1;
                    let end = self.place();
                    flush(self, &mut text, start, end, false);
                    self.at += 1;
                    start = self.place();
                }
                (Some('{'), _) => {
                    let end = self.place();
                    flush(self, &mut text, start, end, false);
                    self.field(f, string_start)?;
                    start = self.place();
                }
                (Some('}'), _) if in_spec => {
                    let end = self.place();
                    flush(self, &mut text, start, end, false);
                    return Ok(());
                }
                (Some('}'), Some('}')) => {
                    text.push('}');
                    self.at += 1;
                    let end = self.place();
                    flush(self, &mut text, start, end, false);
                    self.at += 1;
                    start = self.place();
                }
                (Some('}'), _) => {
                    let end = self.place();
                    flush(self, &mut text, start, end, true);
                    return self.error(format!("{}-string: single '}}' is not allowed", f.letter));
                }
                (Some('\\'), Some(next)) => {
                    // `\N{...}` is a name, not a field.
                    text.push('\\');
                    self.at += 1;
                    if next == 'N' && self.peek(1) == Some('{') && !f.raw {
                        while let Some(c) = self.peek(0) {
                            text.push(c);
                            self.advance();
                            if c == '}' {
                                break;
                            }
                        }
                    } else if !matches!(next, '{' | '}') {
                        text.push(next);
                        self.advance();
                    }
                }
                (Some(c), _) => {
                    text.push(c);
                    self.advance();
                }
                (None, _) => return Ok(()),
            }
        }
    }

    /// A replacement field.
    fn field(&mut self, f: &Formatted, string_start: (usize, usize)) -> Result {
        if self.nested > 1000 {
            return self.error(format!("{}-string: expressions nested too deeply", f.letter));
        }
        let outer = self.nested;
        self.token(false)?;
        self.nested = self.brackets;
        self.enclosing.push((f.quote, f.triple, f.letter));
        loop {
            while matches!(self.peek(0), Some(' ' | '\t' | '\x0c')) {
                self.at += 1;
            }
            if self.nested_brackets() == 0 {
                match self.peek(0) {
                    Some('}') => {
                        self.nested = outer;
                        self.enclosing.pop();
                        return self.token(false);
                    }
                    Some(':') => {
                        let (from, start) = (self.at, self.place());
                        self.at += 1;
                        self.push(kind::OP, from, start);
                        self.enclosing.pop();
                        let before = self.tokens.len();
                        self.middle(f, string_start, true)?;
                        self.nested = outer;
                        if self.closes(f.quote, f.triple) {
                            // A quote ends the string all the same, and its fields stay open.
                            return Ok(());
                        }
                        // A specification that ends in a field is followed by an empty text.
                        let ends_in_field = self.tokens.len() > before
                            && self.tokens.last().is_some_and(|t| t.kind == kind::OP && t.text == "}");
                        if ends_in_field {
                            let place = self.place();
                            self.tokens.push(Token {
                                kind: f.part + 1,
                                text: String::new(),
                                start: place,
                                end: place,
                            });
                        }
                        return self.token(false);
                    }
                    _ => {}
                }
            }
            match self.peek(0) {
                None => return self.open_field(f.line_start),
                Some('#') => self.comment(),
                Some('\\') => self.continuation()?,
                Some('!') if self.peek(1) != Some('=') => {
                    let (from, start) = (self.at, self.place());
                    self.at += 1;
                    self.push(kind::OP, from, start);
                }
                _ if self.at_line_end() => self.end_of_line(kind::NL),
                _ => self.token(true)?,
            }
        }
    }
}
