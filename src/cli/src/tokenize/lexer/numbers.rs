//! Tokens of numbers.

use super::{Class, Error, Lexer, Result, continues_name};

impl Lexer<'_> {
    fn digits(&mut self, is_digit: impl Fn(char) -> bool, what: &str) -> Result {
        loop {
            while self.peek(0).is_some_and(&is_digit) {
                self.at += 1;
            }
            if self.peek(0) != Some('_') {
                return Ok(());
            }
            if !self.peek(1).is_some_and(&is_digit) {
                return self.error(format!("invalid {what} literal"));
            }
            self.at += 1;
        }
    }

    pub(super) fn number(&mut self) -> Result {
        let radix: Option<(u32, &str)> = match (self.peek(0), self.peek(1)) {
            (Some('0'), Some('x' | 'X')) => Some((16, "hexadecimal")),
            (Some('0'), Some('o' | 'O')) => Some((8, "octal")),
            (Some('0'), Some('b' | 'B')) => Some((2, "binary")),
            _ => None,
        };
        if let Some((radix, what)) = radix {
            self.at += 2;
            if self.peek(0) == Some('_') {
                self.at += 1;
            }
            if let Some(c) = self.peek(0).filter(|c| c.is_ascii_digit() && !c.is_digit(radix)) {
                return self.error(format!("invalid digit '{c}' in {what} literal"));
            }
            if !self.peek(0).is_some_and(|c| c.is_digit(radix)) {
                let (line, column) = self.place();
                let message = format!("invalid {what} literal");
                return Err(Error { message, line, column, class: Class::Syntax });
            }
            self.digits(|c| c.is_digit(radix), what)?;
            if let Some(c) = self.peek(0).filter(char::is_ascii_digit) {
                return self.error(format!("invalid digit '{c}' in {what} literal"));
            }
            return self.after_number(what);
        }
        self.digits(|c| c.is_ascii_digit(), "decimal")?;
        let mut what = "decimal";
        let from =
            self.chars[..self.at].iter().rposition(|c| !c.is_ascii_digit() && *c != '_').map_or(0, |i| i + 1);
        let is_octal = self.chars.get(from) == Some(&'0')
            && self.chars[from..self.at].iter().any(|c| ('1'..='9').contains(c));
        if is_octal && !self.extra && !matches!(self.peek(0), Some('.' | 'e' | 'E' | 'j' | 'J')) {
            let message = "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers";
            let column = from - self.line_start + 1;
            return Err(Error { message: message.to_owned(), line: self.line, column, class: Class::Syntax });
        }
        if self.peek(0) == Some('.') {
            self.at += 1;
            if self.peek(0).is_some_and(|c| c.is_ascii_digit()) {
                self.digits(|c| c.is_ascii_digit(), "decimal")?;
            }
        }
        if matches!(self.peek(0), Some('e' | 'E')) {
            let sign = usize::from(matches!(self.peek(1), Some('+' | '-')));
            if self.peek(1 + sign).is_some_and(|c| c.is_ascii_digit()) {
                self.at += 1 + sign;
                self.digits(|c| c.is_ascii_digit(), "decimal")?;
            }
        }
        if matches!(self.peek(0), Some('j' | 'J')) {
            self.at += 1;
            what = "imaginary";
        }
        self.after_number(what)
    }

    /// A name must not follow a number at once, but for some keywords.
    fn after_number(&mut self, what: &str) -> Result {
        let word: String = self.chars[self.at..].iter().take_while(|&&c| continues_name(c)).take(8).collect();
        let keyword =
            ["and", "else", "for", "if", "in", "is", "not", "or"].iter().any(|k| word.starts_with(k));
        if !word.starts_with(|c: char| c.is_ascii()) || keyword || self.extra {
            return Ok(());
        }
        // It is the number's last digit that is wrong.
        let (line, column) = self.place();
        Err(Error { message: format!("invalid {what} literal"), line, column, class: Class::Syntax })
    }
}
