//! `unicode_escape`, `raw_unicode_escape`, and the escapes of bytes literals.

use super::{DecodeError, Input, Stop, bad};
use crate::names::lookup_char;
use crate::repr::{push_escape, push_hex};
use crate::wtf8::{Wtf8, Wtf8Buf, char_at};

/// Up to `n_max` hexadecimal digits: their value and number.
fn hex_digits(bytes: &[u8], at: usize, n_max: usize) -> (u32, usize) {
    let mut value = 0;
    let mut n = 0;
    while n < n_max
        && let Some(digit) = bytes.get(at + n).and_then(|&byte| char::from(byte).to_digit(16))
    {
        value = value << 4 | digit;
        n += 1;
    }
    (value, n)
}

/// Up to three octal digits.
fn octal_digits(bytes: &[u8], at: usize) -> (u32, usize) {
    let mut value = 0;
    let mut n = 0;
    while n < 3
        && let Some(digit) = bytes.get(at + n).and_then(|&byte| char::from(byte).to_digit(8))
    {
        value = value << 3 | digit;
        n += 1;
    }
    (value, n)
}

/// An escape that is none, which is worth a warning.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InvalidEscape {
    /// A backslash before a character that means nothing there.
    Letter(char),
    /// An octal one beyond `\377`.
    Octal(u32),
}

fn simple_escape(byte: u8) -> Option<u8> {
    Some(match byte {
        b'\\' | b'\'' | b'"' => byte,
        b'a' => 7,
        b'b' => 8,
        b't' => b'\t',
        b'n' => b'\n',
        b'v' => 11,
        b'f' => 12,
        b'r' => b'\r',
        _ => return None,
    })
}

pub(super) fn decode_unicode(
    bytes: &[u8],
    mut at: usize,
    input: Input,
    out: &mut Wtf8Buf,
    invalid: &mut Option<InvalidEscape>,
) -> Stop<DecodeError> {
    while at < bytes.len() {
        let plain = memchr::memchr(b'\\', &bytes[at..]).unwrap_or(bytes.len() - at);
        bytes[at..at + plain].iter().for_each(|&byte| out.push(u32::from(byte)));
        at += plain;
        if at == bytes.len() {
            break;
        }
        let incomplete = |end: usize, reason: &'static str| {
            if input == Input::Partial && end == bytes.len() { Stop::done(at) } else { bad(at, end, reason) }
        };
        let Some(&letter) = bytes.get(at + 1) else {
            return incomplete(bytes.len(), "\\ at end of string");
        };
        let after = at + 2;
        let (n_digits, reason) = match letter {
            b'\n' => {
                at = after;
                continue;
            }
            b'0'..=b'7' => {
                let (value, n) = octal_digits(bytes, at + 1);
                if value > 0o377 {
                    invalid.get_or_insert(InvalidEscape::Octal(value));
                }
                out.push(value);
                at += 1 + n;
                continue;
            }
            b'N' => {
                match decode_name(bytes, at, after, input) {
                    Ok((c, end)) => {
                        out.push(u32::from(c));
                        at = end;
                    }
                    Err(stop) => return stop,
                }
                continue;
            }
            b'x' => (2, "truncated \\xXX escape"),
            b'u' => (4, "truncated \\uXXXX escape"),
            b'U' => (8, "truncated \\UXXXXXXXX escape"),
            _ => {
                match simple_escape(letter) {
                    Some(byte) => out.push_ascii(byte),
                    None => {
                        invalid.get_or_insert(InvalidEscape::Letter(char::from(letter)));
                        out.push_ascii(b'\\');
                        out.push(u32::from(letter));
                    }
                }
                at = after;
                continue;
            }
        };
        let (value, n) = hex_digits(bytes, after, n_digits);
        if n < n_digits {
            return incomplete(after + n, reason);
        }
        if value > 0x10_FFFF {
            return bad(at, after + n, "illegal Unicode character");
        }
        out.push(value);
        at = after + n;
    }
    Stop::done(bytes.len())
}

fn decode_name(
    bytes: &[u8],
    at: usize,
    after: usize,
    input: Input,
) -> Result<(char, usize), Stop<DecodeError>> {
    const MALFORMED: &str = "malformed \\N character escape";
    let incomplete = |end: usize| {
        if input == Input::Partial && end == bytes.len() { Stop::done(at) } else { bad(at, end, MALFORMED) }
    };
    if bytes.get(after) != Some(&b'{') {
        return Err(incomplete(after));
    }
    let start = after + 1;
    let Some(len) = memchr::memchr(b'}', &bytes[start..]) else {
        return Err(incomplete(bytes.len()));
    };
    if len == 0 {
        return Err(bad(at, start, MALFORMED));
    }
    let end = start + len + 1;
    std::str::from_utf8(&bytes[start..start + len])
        .ok()
        .and_then(lookup_char)
        .map(|c| (c, end))
        .ok_or_else(|| bad(at, end, "unknown Unicode character name"))
}

pub(super) fn decode_raw_unicode(
    bytes: &[u8],
    mut at: usize,
    input: Input,
    out: &mut Wtf8Buf,
) -> Stop<DecodeError> {
    while let Some(&byte) = bytes.get(at) {
        if byte != b'\\' {
            out.push(u32::from(byte));
            at += 1;
            continue;
        }
        let Some(&letter) = bytes.get(at + 1) else {
            if input == Input::Partial {
                return Stop::done(at);
            }
            out.push_ascii(b'\\');
            at += 1;
            continue;
        };
        let (n_digits, reason) = match letter {
            b'u' => (4, "truncated \\uXXXX escape"),
            b'U' => (8, "truncated \\UXXXXXXXX escape"),
            _ => {
                out.push_ascii(b'\\');
                out.push(u32::from(letter));
                at += 2;
                continue;
            }
        };
        let (value, n) = hex_digits(bytes, at + 2, n_digits);
        let end = at + 2 + n;
        if n < n_digits {
            if input == Input::Partial && end == bytes.len() {
                return Stop::done(at);
            }
            return bad(at, end, reason);
        }
        if value > 0x10_FFFF {
            return bad(at, end, "\\Uxxxxxxxx out of range");
        }
        out.push(value);
        at = end;
    }
    Stop::done(bytes.len())
}

pub(super) fn encode_unicode(text: &Wtf8, out: &mut Vec<u8>) {
    let mut rest = text.as_bytes();
    loop {
        // Runs of what stands for itself are copied.
        let plain = |byte: &u8| matches!(byte, b' '..=b'~') && *byte != b'\\';
        let n = rest.iter().position(|byte| !plain(byte)).unwrap_or(rest.len());
        out.extend_from_slice(&rest[..n]);
        let Some((c, len)) = char_at(rest, n) else { return };
        rest = &rest[n + len..];
        match u8::try_from(c) {
            Ok(b'\\') => out.extend_from_slice(b"\\\\"),
            Ok(b'\t') => out.extend_from_slice(b"\\t"),
            Ok(b'\n') => out.extend_from_slice(b"\\n"),
            Ok(b'\r') => out.extend_from_slice(b"\\r"),
            _ => push_escape(out, c),
        }
    }
}

pub(super) fn encode_raw_unicode(text: &Wtf8, out: &mut Vec<u8>) {
    for c in text.chars() {
        match u8::try_from(c) {
            Ok(byte) => out.push(byte),
            Err(_) => push_escape(out, c),
        }
    }
}

/// What to do with an escape that is not one in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EscapeErrors {
    /// Stop.
    Strict,
    /// `?` in its place.
    Replace,
    /// Nothing in its place.
    Ignore,
}

/// Why bytes have no meaning as a literal. Both are ValueErrors.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EscapeError {
    /// `invalid \x escape at position ...`
    InvalidHex(usize),
    /// `Trailing \ in string`
    Trailing,
}

impl EscapeError {
    /// CPython's text.
    pub fn message(self) -> String {
        match self {
            EscapeError::InvalidHex(at) => format!("invalid \\x escape at position {at}"),
            EscapeError::Trailing => "Trailing \\ in string".to_owned(),
        }
    }
}

/// Bytes with their escapes replaced, and where the first one stands that deserves a warning.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Escaped {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The first escape that is none.
    pub invalid_escape: Option<InvalidEscape>,
}

/// `codecs.escape_decode`, and the meaning of a bytes literal.
pub fn decode_escapes(bytes: &[u8], errors: EscapeErrors) -> Result<Escaped, EscapeError> {
    let mut out = Escaped { bytes: Vec::with_capacity(bytes.len()), invalid_escape: None };
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte != b'\\' {
            out.bytes.push(byte);
            at += 1;
            continue;
        }
        let letter = *bytes.get(at + 1).ok_or(EscapeError::Trailing)?;
        match letter {
            b'\n' => at += 2,
            b'0'..=b'7' => {
                let (value, n) = octal_digits(bytes, at + 1);
                if value > 0o377 {
                    out.invalid_escape.get_or_insert(InvalidEscape::Octal(value));
                }
                out.bytes.push(value as u8);
                at += 1 + n;
            }
            b'x' => {
                let (value, n) = hex_digits(bytes, at + 2, 2);
                if n == 2 {
                    out.bytes.push(value as u8);
                    at += 4;
                    continue;
                }
                match errors {
                    EscapeErrors::Strict => return Err(EscapeError::InvalidHex(at)),
                    EscapeErrors::Replace => out.bytes.push(b'?'),
                    EscapeErrors::Ignore => {}
                }
                at += 2 + n;
            }
            _ => {
                match simple_escape(letter) {
                    Some(byte) => out.bytes.push(byte),
                    None => {
                        out.invalid_escape.get_or_insert(InvalidEscape::Letter(char::from(letter)));
                        out.bytes.extend_from_slice(&[b'\\', letter]);
                    }
                }
                at += 2;
            }
        }
    }
    Ok(out)
}

/// `codecs.escape_encode`.
pub fn encode_escapes(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for &byte in bytes {
        match byte {
            b'\\' | b'\'' => out.extend_from_slice(&[b'\\', byte]),
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b' '..=b'~' => out.push(byte),
            _ => {
                out.extend_from_slice(b"\\x");
                push_hex(&mut out, u32::from(byte), 2);
            }
        }
    }
    out
}
