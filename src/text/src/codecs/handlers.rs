//! The built-in error handlers.

use super::{ByteOrder, Codec, DecodeError, EncodeError};
use crate::names;
use crate::repr::push_escape;
use crate::wtf8::{Wtf8, Wtf8Buf, char_at, is_surrogate};

/// A built-in error handler.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Handler {
    /// Raise.
    Strict,
    /// Leave out.
    Ignore,
    /// `?` or U+FFFD.
    Replace,
    /// Backslashed escapes.
    BackslashReplace,
    /// Character references of XML, encoding only.
    XmlCharRefReplace,
    /// `\N{...}`, encoding only.
    NameReplace,
    /// Bytes above 127 as lone surrogates (PEP 383).
    SurrogateEscape,
    /// Surrogates as if they were characters, in UTF-8, UTF-16 and UTF-32.
    SurrogatePass,
}

/// What stands in for what can't be encoded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Replacement {
    /// To be encoded in its turn.
    Text(Wtf8Buf),
    /// To be copied.
    Bytes(Vec<u8>),
}

impl Handler {
    /// By the name under which `codecs` knows it.
    pub fn from_name(name: &str) -> Option<Handler> {
        Some(match name {
            "strict" => Handler::Strict,
            "ignore" => Handler::Ignore,
            "replace" => Handler::Replace,
            "backslashreplace" => Handler::BackslashReplace,
            "xmlcharrefreplace" => Handler::XmlCharRefReplace,
            "namereplace" => Handler::NameReplace,
            "surrogateescape" => Handler::SurrogateEscape,
            "surrogatepass" => Handler::SurrogatePass,
            _ => return None,
        })
    }

    /// Handles a decoding error: appends to `out` and tells where to go on; `None` raises the error.
    pub fn decode(self, codec: Codec, bytes: &[u8], error: &DecodeError, out: &mut Wtf8Buf) -> Option<usize> {
        let range = bytes.get(error.start..error.end)?;
        match self {
            Handler::Strict | Handler::XmlCharRefReplace | Handler::NameReplace => return None,
            Handler::Ignore => {}
            Handler::Replace => out.push(0xFFFD),
            Handler::BackslashReplace => {
                range.iter().for_each(|&byte| push_escape(out.as_mut_vec(), u32::from(byte)))
            }
            Handler::SurrogateEscape => {
                let n = range.iter().take(4).take_while(|byte| !byte.is_ascii()).count();
                if n == 0 {
                    return None;
                }
                range[..n].iter().for_each(|&byte| out.push(0xDC00 + u32::from(byte)));
                return Some(error.start + n);
            }
            Handler::SurrogatePass => {
                let (c, n) = passed_surrogate(codec, &bytes[error.start..])?;
                out.push(c);
                return Some(error.start + n);
            }
        }
        Some(error.end)
    }

    /// Appends what stands for characters that can't be encoded, where that is ASCII text, to be encoded in its turn. `false`:
    /// this handler has no such text.
    pub fn stand_in(self, text: &Wtf8, error: &EncodeError, out: &mut Vec<u8>) -> bool {
        let range = text.slice(error.start, error.end);
        match self {
            Handler::Ignore => {}
            Handler::Replace => out.resize(out.len() + range.n_chars(), b'?'),
            Handler::BackslashReplace => range.chars().for_each(|c| push_escape(out, c)),
            Handler::XmlCharRefReplace => range.chars().for_each(|c| {
                out.extend_from_slice(b"&#");
                push_decimal(out, c);
                out.push(b';');
            }),
            Handler::NameReplace => {
                for c in range.chars() {
                    match names::name(c) {
                        Some(name) => out.extend_from_slice(format!("\\N{{{name}}}").as_bytes()),
                        None => push_escape(out, c),
                    }
                }
            }
            Handler::Strict | Handler::SurrogateEscape | Handler::SurrogatePass => return false,
        }
        true
    }

    /// Handles an encoding error: the replacement and where to go on (a byte offset); `None` raises the error.
    pub fn encode(self, codec: Codec, text: &Wtf8, error: &EncodeError) -> Option<(Replacement, usize)> {
        let range = text.slice(error.start, error.end);
        let mut out = Vec::new();
        if self.stand_in(text, error, &mut out) {
            return Some((Replacement::Text(Wtf8Buf::from_bytes(out)), error.end));
        }
        let replacement = match self {
            Handler::SurrogateEscape => {
                for c in range.chars() {
                    match c {
                        0xDC80..0xDD00 => out.push((c - 0xDC00) as u8),
                        _ => return None,
                    }
                }
                Replacement::Bytes(out)
            }
            Handler::SurrogatePass => {
                for c in range.chars().map(|c| is_surrogate(c).then_some(c)) {
                    push_surrogate(codec, c?, &mut out)?;
                }
                Replacement::Bytes(out)
            }
            // All others have text.
            _ => return None,
        };
        Some((replacement, error.end))
    }
}

impl Handler {
    /// The part of an error that the handler could do nothing about: `surrogateescape` takes what it can from the start, in
    /// the encodings that look at each character for themselves.
    pub fn unhandled(self, codec: Codec, text: &Wtf8, error: EncodeError) -> EncodeError {
        let mut start = error.start;
        if self == Handler::SurrogateEscape && matches!(codec, Codec::Utf8 | Codec::Ascii | Codec::Latin1) {
            while start < error.end
                && let Some((0xDC80..0xDD00, n)) = char_at(text.as_bytes(), start)
            {
                start += n;
            }
        }
        EncodeError { start, ..error }
    }
}

/// The surrogate that bytes encode, and how many they are.
fn passed_surrogate(codec: Codec, bytes: &[u8]) -> Option<(u32, usize)> {
    let (c, n) = match (codec, bytes) {
        (Codec::Utf8, [0xED, b @ 0xA0..0xC0, c @ 0x80..0xC0, ..]) => {
            (0xD000 | u32::from(b & 0x3F) << 6 | u32::from(c & 0x3F), 3)
        }
        (Codec::Utf16(ByteOrder::Little), [a, b, ..]) => (u32::from(u16::from_le_bytes([*a, *b])), 2),
        (Codec::Utf16(ByteOrder::Big), [a, b, ..]) => (u32::from(u16::from_be_bytes([*a, *b])), 2),
        (Codec::Utf32(ByteOrder::Little), [a, b, c, d, ..]) => (u32::from_le_bytes([*a, *b, *c, *d]), 4),
        (Codec::Utf32(ByteOrder::Big), [a, b, c, d, ..]) => (u32::from_be_bytes([*a, *b, *c, *d]), 4),
        _ => return None,
    };
    is_surrogate(c).then_some((c, n))
}

fn push_decimal(out: &mut Vec<u8>, mut n: u32) {
    let mut digits = [0; 10];
    let mut start = digits.len();
    while n > 0 || start == digits.len() {
        start -= 1;
        digits[start] = b'0' + (n % 10) as u8;
        n /= 10;
    }
    out.extend_from_slice(&digits[start..]);
}

fn push_surrogate(codec: Codec, c: u32, out: &mut Vec<u8>) -> Option<()> {
    match codec {
        Codec::Utf8 => crate::wtf8::push_char(out, c),
        Codec::Utf16(ByteOrder::Little) => out.extend_from_slice(&(c as u16).to_le_bytes()),
        Codec::Utf16(ByteOrder::Big) => out.extend_from_slice(&(c as u16).to_be_bytes()),
        Codec::Utf32(ByteOrder::Little) => out.extend_from_slice(&c.to_le_bytes()),
        Codec::Utf32(ByteOrder::Big) => out.extend_from_slice(&c.to_be_bytes()),
        _ => return None,
    }
    Some(())
}
