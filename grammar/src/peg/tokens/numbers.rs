//! Number literals.

use super::{Attempt, Class, Done, Tokens, is_word_byte};
use crate::error::{SyntaxError, Warning};

impl Tokens<'_> {
    /// Digits behind one that was read; the byte behind them.
    fn decimal_tail(&mut self) -> Result<u8, Box<SyntaxError>> {
        loop {
            let mut byte = self.next();
            while byte.is_ascii_digit() {
                byte = self.next();
            }
            if byte != b'_' {
                return Ok(byte);
            }
            let byte = self.next();
            if !byte.is_ascii_digit() {
                self.back(byte);
                return self.wrong("invalid decimal literal");
            }
        }
    }

    /// Nothing but a keyword may follow a number at once.
    fn end_of_number(&mut self, byte: u8, what: &str) -> Result<(), Box<SyntaxError>> {
        let rest = &self.bytes[self.at..];
        let is_word = |word: &[u8]| {
            let behind = rest.strip_prefix(word);
            behind.is_some_and(|behind| !behind.first().is_some_and(|&byte| is_word_byte(byte)))
        };
        let is_keyword = match byte {
            b'a' => is_word(b"nd"),
            b'e' => is_word(b"lse"),
            b'f' => is_word(b"or"),
            b'i' => matches!(rest.first(), Some(b'f' | b'n' | b's')),
            b'o' => is_word(b"r"),
            b'n' => is_word(b"ot"),
            _ => false,
        };
        if is_keyword {
            self.back(byte);
            let mut error = match self.wrong::<()>(format!("invalid {what} literal")) {
                Err(error) => *error,
                Ok(()) => SyntaxError::new(""),
            };
            self.done = Done::No;
            error.end_column = error.column;
            if let Some(warnings) = &mut self.warnings {
                warnings.push(Warning::at(error, None));
            }
            self.next();
        } else if byte == b'_' || byte.is_ascii_alphanumeric() {
            self.back(byte);
            return self.wrong(format!("invalid {what} literal"));
        }
        Ok(())
    }

    fn number_ends(&mut self, byte: u8, what: &str) -> Attempt {
        self.end_of_number(byte, what)?;
        self.back(byte);
        self.here(Class::Number)
    }

    pub(super) fn number(&mut self, byte: u8) -> Attempt {
        if byte != b'0' {
            let byte = self.decimal_tail()?;
            return self.behind_digits(byte);
        }
        let mut byte = self.next();
        match byte {
            b'x' | b'X' => return self.radix("hexadecimal", |byte| byte.is_ascii_hexdigit()),
            b'o' | b'O' => return self.radix("octal", |byte| matches!(byte, b'0'..=b'7')),
            b'b' | b'B' => return self.radix("binary", |byte| matches!(byte, b'0' | b'1')),
            _ => {}
        }
        loop {
            if byte == b'_' {
                byte = self.next();
                if !byte.is_ascii_digit() {
                    self.back(byte);
                    return self.wrong("invalid decimal literal");
                }
            }
            if byte != b'0' {
                break;
            }
            byte = self.next();
        }
        let zeros_end = self.at;
        if byte.is_ascii_digit() {
            byte = self.decimal_tail()?;
            if !matches!(byte, b'.' | b'e' | b'E' | b'j' | b'J') {
                self.back(byte);
                return self.wrong_from(
                    zeros_end,
                    "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal \
                     integers",
                );
            }
        }
        self.behind_digits(byte)
    }

    fn radix(&mut self, what: &str, is_digit: fn(u8) -> bool) -> Attempt {
        let mut byte = self.next();
        loop {
            if byte == b'_' {
                byte = self.next();
            }
            if !is_digit(byte) {
                if byte.is_ascii_digit() {
                    return self.wrong(format!("invalid digit '{}' in {what} literal", byte as char));
                }
                self.back(byte);
                return self.wrong(format!("invalid {what} literal"));
            }
            while is_digit(byte) {
                byte = self.next();
            }
            if byte != b'_' {
                break;
            }
        }
        if byte.is_ascii_digit() {
            return self.wrong(format!("invalid digit '{}' in {what} literal", byte as char));
        }
        self.number_ends(byte, what)
    }

    fn behind_digits(&mut self, byte: u8) -> Attempt {
        if byte == b'.' {
            let byte = self.next();
            return self.fraction(byte);
        }
        self.exponent(byte)
    }

    /// From the first byte behind the point on.
    pub(super) fn fraction(&mut self, mut byte: u8) -> Attempt {
        if byte.is_ascii_digit() {
            byte = self.decimal_tail()?;
        }
        self.exponent(byte)
    }

    fn exponent(&mut self, mut byte: u8) -> Attempt {
        if matches!(byte, b'e' | b'E') {
            let letter = byte;
            byte = self.next();
            if matches!(byte, b'+' | b'-') {
                byte = self.next();
                if !byte.is_ascii_digit() {
                    self.back(byte);
                    return self.wrong("invalid decimal literal");
                }
            } else if !byte.is_ascii_digit() {
                self.back(byte);
                return self.number_ends(letter, "decimal");
            }
            byte = self.decimal_tail()?;
        }
        if matches!(byte, b'j' | b'J') {
            let byte = self.next();
            return self.number_ends(byte, "imaginary");
        }
        self.number_ends(byte, "decimal")
    }
}
