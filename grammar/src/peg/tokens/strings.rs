//! String literals, formatted ones piece by piece.

use super::{Attempt, Class, Done, FIELDS_MAX, Formatted, STRINGS_MAX, Tokens};
use crate::peg::strings::Prefix;

impl Tokens<'_> {
    pub(super) fn string(&mut self, quote: u8) -> Attempt {
        (self.first_line, self.first_line_start) = (self.line, self.line_start);
        let (mut n_quotes, mut n_end) = (1, 0);
        let mut escaped_quote = false;
        let mut byte = self.next();
        if byte == quote {
            byte = self.next();
            if byte == quote {
                n_quotes = 3;
            } else {
                n_end = 1;
            }
        }
        if byte != quote {
            self.back(byte);
        }
        while n_end != n_quotes {
            byte = self.next();
            if byte == 0 || n_quotes == 1 && byte == b'\n' {
                let detected = self.line;
                self.at = self.start.unwrap_or(0) + 1;
                (self.line, self.line_start) = (self.first_line, self.first_line_start);
                if let Some(string) = self.formatted.last()
                    && string.quote == quote
                    && string.n_quotes == n_quotes
                {
                    // A brace is missing: this quote is to end the string around it.
                    let letter = string.prefix.letter();
                    return self.wrong(format!("{letter}-string: expecting '}}'"));
                }
                let triple = if n_quotes == 3 { "triple-quoted " } else { "" };
                let hint = match escaped_quote && n_quotes == 1 {
                    true => "; perhaps you escaped the end quote?",
                    false => "",
                };
                let message =
                    format!("unterminated {triple}string literal (detected at line {detected}){hint}");
                return self.unterminated(byte, message);
            }
            if byte == quote {
                n_end += 1;
                continue;
            }
            n_end = 0;
            if byte == b'\\' {
                escaped_quote |= self.next() == quote;
            }
        }
        self.here(Class::String)
    }

    fn unterminated(&mut self, byte: u8, message: String) -> Attempt {
        let result = self.wrong(message);
        if byte != b'\n' {
            self.done = Done::EndInString;
        }
        result
    }

    /// Is the innermost formatted string that is open a raw one?
    pub fn in_raw_string(&self) -> bool {
        self.formatted.last().is_some_and(|string| string.prefix.is_raw())
    }

    pub(super) fn open_formatted(&mut self, quote: u8, prefix: Prefix) -> Attempt {
        (self.first_line, self.first_line_start) = (self.line, self.line_start);
        let mut n_quotes = 1;
        if self.bytes[self.at..].starts_with(&[quote, quote]) {
            n_quotes = 3;
            self.at += 2;
        } else if self.at == self.read {
            // The end is found at once.
            let byte = self.next();
            self.back(byte);
        }
        if self.formatted.len() + 1 >= STRINGS_MAX {
            return self.wrong("too many nested f-strings or t-strings");
        }
        let class = if prefix.is_template() { Class::TStart } else { Class::FStart };
        self.formatted.push(Formatted {
            prefix,
            quote,
            n_quotes,
            start: self.start.unwrap_or(0),
            line: self.line,
            line_start: self.line_start,
            depth: 0,
            field: -1,
            in_text: true,
            in_spec: false,
        });
        self.here(class)
    }

    /// The text of a formatted string up to a field, or its end.
    pub(super) fn get_text(&mut self) -> Attempt {
        self.start = Some(self.at);
        (self.first_line, self.first_line_start) = (self.line, self.line_start);
        let is_field = self.bytes.get(self.at) == Some(&b'{') && self.bytes.get(self.at + 1) != Some(&b'{');
        let at = self.at;
        let Some(string) = self.formatted.last_mut() else { return Ok(None) };
        let (quote, n_quotes, letter) = (string.quote, string.n_quotes, string.prefix.letter());
        if is_field {
            string.field += 1;
            if string.field >= FIELDS_MAX {
                self.next();
                self.at -= 1;
                return self.wrong(format!("{letter}-string: expressions nested too deeply"));
            }
            string.in_text = false;
            return self.get_word();
        }
        let template = string.prefix.is_template();
        let (middle, end) = match template {
            true => (Class::TMiddle, Class::TEnd),
            false => (Class::FMiddle, Class::FEnd),
        };
        let rest = &self.bytes[at..];
        if rest.len() >= n_quotes && rest[..n_quotes].iter().all(|&byte| byte == quote) {
            for _ in 0..n_quotes {
                self.next();
            }
            self.formatted.pop();
            return self.here(end);
        }
        let mut n_end = 0;
        let mut named = false;
        while n_end != n_quotes {
            let byte = self.next();
            let Some(string) = self.formatted.last_mut() else { return Ok(None) };
            let in_spec = string.in_spec && string.field >= 0;
            if byte == 0 || n_quotes == 1 && byte == b'\n' {
                if in_spec && byte == b'\n' {
                    return self.wrong(format!(
                        "{letter}-string: newlines are not allowed in format specifiers for single quoted \
                         {letter}-strings"
                    ));
                }
                let detected = self.line;
                self.at = string.start + 1;
                (self.line, self.line_start) = (string.line, string.line_start);
                let triple = if n_quotes == 3 { "triple-quoted " } else { "" };
                let message =
                    format!("unterminated {triple}{letter}-string literal (detected at line {detected})");
                return self.unterminated(if n_quotes == 3 { byte } else { b'\n' }, message);
            }
            if byte == quote {
                n_end += 1;
                continue;
            }
            n_end = 0;
            match byte {
                b'{' => {
                    let second = self.next();
                    if second == b'{' && !in_spec {
                        return self.token(middle, self.start.unwrap_or(0), self.at - 1);
                    }
                    self.back(second);
                    self.back(byte);
                    let Some(string) = self.formatted.last_mut() else { return Ok(None) };
                    string.field += 1;
                    if string.field >= FIELDS_MAX {
                        return self.wrong(format!("{letter}-string: expressions nested too deeply"));
                    }
                    string.in_text = false;
                    return self.here(middle);
                }
                b'}' if named => return self.here(middle),
                b'}' => {
                    let second = self.next();
                    let Some(string) = self.formatted.last_mut() else { return Ok(None) };
                    if second == b'}' && !in_spec && string.depth == 0 {
                        return self.token(middle, self.start.unwrap_or(0), self.at - 1);
                    }
                    string.in_text = false;
                    string.in_spec = false;
                    self.back(second);
                    self.back(byte);
                    return self.here(middle);
                }
                b'\\' => {
                    let raw = string.prefix.is_raw();
                    let second = self.next();
                    if matches!(second, b'{' | b'}') {
                        self.back(second);
                    } else if !raw && second == b'N' {
                        let third = self.next();
                        if third == b'{' {
                            named = true;
                        } else {
                            self.back(third);
                        }
                    }
                }
                _ => {}
            }
        }
        self.at -= n_quotes;
        self.here(middle)
    }
}
